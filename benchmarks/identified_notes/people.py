"""People of the held-out parts: given and family names of many cultures, in the ways in which notes write them.

Written before any rule that is measured on them. Each list is halved: words at even places belong to `held-out`, those at
odd places to `held-out-2`, so that the two share no name. Nobody here is a real person.
"""

import random
from dataclasses import dataclass
from functools import cache

_CULTURES: dict[str, tuple[str, str]] = {
    "chinese": (
        "Xiaoming Meiling Guoqiang Yuxuan Zhihao Lanying Jingyi Hongwei Qiaozhen Shu-fen Chih-ming Ya-ting Wenjie Xiulan Jun Fang Ping Lei Bo Hui",
        "Zhang Zhuang Xie Qiu Cui Deng Feng Tsai Hsieh Shi Bai Jiang Ma He Song Long Mao Dong Peng Situ",
    ),
    "cantonese": (
        "Wing-yan Kwok-wai Ka-ho Siu-fong Chi-keung Mei-yee Tsz-ching Lai-king Wai-man Yuk-lan",
        "Cheung Leung Lung Yip Fung Mok Tse Kwan Poon Au",
    ),
    "korean": (
        "Ji-hoon Soo-jin Hyun-woo Eun-ji Young-ho Kyung-sook Minji Sungmin Jaehyun Bora Hae-won Dong-hyun Yeon-hee Chul-soo",
        "Choi Jung Kang Cho Yoon Jang Lim Han Shin Oh Seo Hwang Noh Ahn",
    ),
    "vietnamese": (
        "Thanh Ngoc Huong Quang Thuy Linh Duc Hanh Tuấn Hồng Dũng Ánh Bích Khôi",
        "Phan Vo Dang Bui Do Ho Ngo Duong Trần Huỳnh Đặng Lý Vũ Đỗ",
    ),
    "japanese": (
        "Sakura Kenji Yuki Naoko Shinji Aiko Daisuke Michiko Ryota Fumiko",
        "Watanabe Kobayashi Yamaguchi Saito Fujiwara Ueda Okada Abe Ono Hara",
    ),
    "arabic": (
        "Omar Layla Khalid Noura Ibrahim Samira Abdelrahman Hanan Mahmoud Rania Abdul-Aziz Yasmin Tariq Umm-Kulthum",
        "al-Masri El-Sayed Haddad Abu-Khalil al-Tikriti Benali Mansour Bin-Laith Al-Zahrani Khoury Ben-Youssef Najjar Abdel-Nour Shaheen",
    ),
    "indian": (
        "Lakshmi Rajesh Deepika Venkatesh Harpreet Sunita Arjun Meenakshi Gurpreet Nandini Suresh Kavitha Vijay Anjali",
        "Subramanian Mukherjee Kaur Reddy Gill Banerjee Singh Raghunathan Pillai Chatterjee Nair Krishnamurthy Joshi Balasubramaniam",
    ),
    "african": (
        "Chidi Ngozi Oluwaseun Adaeze Kofi Akosua Wanjiku Kipchoge Selam Dawit Nomvula Sipho Mamadou Aminata Blessing Godswill",
        "Adeyemi Nwosu Boateng Owusu Kamau Odhiambo Tesfaye Haile Mbeki Nkosi Diallo Traoré Eze Ojukwu Asante Gebreselassie",
    ),
    "somali": ("Fartun Abdirahman Ayaan Guled Hibo Liban", "Abdullahi Farah Jama Egal Guleed Samatar"),
    "nordic": (
        "Åsa Øyvind Astrid Jökull Guðrún Leif Säde Väinö Signe Håkon Þórunn Torbjörn",
        "Ångström Ødegård Sigurðardóttir Jónsson Kjærgaard Bergström Hämäläinen Östlund Thorvaldsen Lund Holm Strand",
    ),
    "slavic": (
        "Wojciech Małgorzata Zbigniew Oleksandr Yevhenia Vladislav Ljubica Dragan Jiří Zdeněk Bożena Radmila Natalya Igor",
        "Szczepański Wiśniewska Kowalczyk Shevchenko Bondarenko Kuznetsova Dvořák Jovanović Đorđević Novák Żuławska Hrytsenko Popov Babić",
    ),
    "baltic and greek": (
        "Eleftheria Konstantinos Vytautas Kārlis Despina Panagiotis Inga Mārtiņš",
        "Papadopoulos Kazlauskas Ozols Theodorakis Bērziņš Stavrou Katsaros Tamm",
    ),
    "portuguese": (
        "João Conceição Thiago Luzia Matheus Rosângela Caetano Fátima",
        "da Silva|dos Santos|Nogueira|de Oliveira|Ferreira da Costa|Magalhães|do Nascimento|Barros e Sousa",
    ),
    "spanish": (
        "Inés|Joaquín|Rocío|Ezequiel|María del Carmen|Jesús|Nayeli|Refugio|Consuelo|Ángel|Luz|Domingo",
        "Colón|Peña Nieto|de los Ríos|Ruiz-Tagle|Cruz|Reyes Moreno|del Valle|Nuñez|Zúñiga|Santiago|de León|Ybarra y Soto",
    ),
    "germanic": (
        "Jürgen Liesel Dieter Annelies Pieter Gretchen Ludger Maaike",
        "von Hagen|van den Bosch|Müller-Brandt|zu Stolberg|Weiß|ter Horst|Köhler|van Leeuwen",
    ),
    "french": (
        "Geneviève Jean-Baptiste Aurélie Étienne Marie-Ève Théo Solange Loïc",
        "de Montfort|L'Heureux|Saint-Pierre|du Bois|Gagnon|D'Aubigné|Lacroix|Le Goff",
    ),
    "celtic": (
        "Saoirse Pádraig Aoife Eoghan Caoimhe Rhys Myfanwy Niamh Angus Tadhg",
        "Ó Briain|Mac Giolla|O'Keeffe|McLaughlin|Ní Dhomhnaill|Llewellyn|MacAllister|Fitzgerald|O'Dowd|Quigley",
    ),
    "italian": ("Ottavia Salvatore Fiorella Gennaro Ornella Pasquale", "Di Stefano|De Luca|Lo Presti|D'Agostino|Della Valle|Fabbri"),
    "filipino": (
        "Corazon Jejomar Bong Luzviminda Baby Rodelio",
        "Dimaculangan Macapagal Bautista-Reyes Pangilinan Catacutan Magsaysay",
    ),
    "hmong, burmese, khmer, thai, lao": (
        "Pa Mai Kyaw Sokha Nattaya Bounmy Chue Thida Anong Phet Ye Dara",
        "Xiong Vang Thaw Chea Srisai Phommachanh Yang Win Wongsakul Keomany Oo Sok",
    ),
    "pacific and native": (
        "Kekoa Mele Tevita Aroha Winona Sequoia Noelani Tane",
        "Kapaona Fonoti Begay Whitefeather Tsosie Ngata Two-Bears Kahale",
    ),
    "persian, turkish, caucasian": (
        "Shirin Behrouz Zeynep Emre Nino Giorgi Parisa Tamar",
        "Hosseini Ghorbani Yıldız Öztürk Kvaratskhelia Beridze Rostami Sargsyan",  # noqa: RUF001
    ),
    "jewish": ("Chaya Menachem Shoshana Yitzchak Rivka Dov", "Ben-Ami Rosenzweig Katz Bar-Lev Mizrahi Shapiro"),
    "american": (
        "Tammy Darnell Kaylee LaToya Braxton DeShawn Mackenzie Raekwon Bobby Tyquan Shanice Jo-Ann Billie Cletus Beth Ron",
        "McElroy|Washington-Hayes|Buchanan|Robinson|Stephens|St. Clair|Lafayette|Kowalski|Ott|Boggs|O'Malley|Vandermeer|Hatfield|Tidwell|Yoder|Ruiz",
    ),
    "words": (
        "Summer Autumn Mark Bill Sue Pat Dawn Eve Ruby Violet Iris Ivy Olive Daisy Rusty Chip Chase Grant Pierce Frank Ernest Angel Chance Miles Art Gene Dean Guy Jack Jay Penny Candy "
        "Ginger Sandy Hunter Patience Prudence Joy Heather Rich Robin Sky Christian Lance Faith Melody Max Rod",
        "Rice Bush Frost Love Cash Case Cook Payne Hart Heart Early Best Bright Sharp Savage Strong Swift Small Short Black White Green Gray Stone Rivers Woods Lake Weeks Winter Blood Coffin "
        "Legg Foote Hand Head Price Speed Walker Crane Swan Lamb Wolf Fox Pope Bishop Sickles Bland Diamond Loss Pain Waters Nurse",
    ),
    "eponyms": (
        "Carol Steven Diana Harold Peggy Louis",
        "Parkinson Hodgkin Turner Wilson Murphy Foley Bell Barrett Addison Crohn Graves Down",
    ),
}  # fmt: skip
_FAMILY_FIRST = frozenset({"chinese", "cantonese", "korean", "vietnamese", "hmong, burmese, khmer, thai, lao"})
_MONONYMS = [
    "Suharto",
    "Ramasamy",
    "Sukarno",
    "Anand",
    "Wayan",
    "Tenzin",
    "Budi",
    "Karma",
    "Murugan",
    "Kartini",
    "Ahmadi",
    "Shanmugam",
    "Pemba",
    "Zaw",
    "Nyi",
    "Ketut",
]
_LOCALES = (
    "en_NZ", "es_AR", "is_IS", "no_NO", "sk_SK", "sl_SI", "et_EE", "lv_LV", "pt_PT", "nl_BE", "fr_BE", "fr_CH", "de_AT", "de_CH", "en_PK", "en_TH",
    "es_CL", "tw_GH", "sw", "uz_UZ", "es_CA", "en_US",
)  # fmt: skip
_NICKNAMES = [
    "Bud",
    "Red",
    "Buddy",
    "Mimi",
    "Ace",
    "Kiki",
    "Slim",
    "Nana",
    "Duke",
    "Bibi",
    "Sonny",
    "Coco",
    "Doc",
    "Jojo",
    "Tex",
    "Lulu",
]
_MIDDLES = [
    "Lynn",
    "Thi",
    "Marie",
    "Van",
    "Ann",
    "Kumar",
    "Lee",
    "Jo",
    "Ray",
    "Khanh",
    "Elise",
    "Beth",
    "Isaac",
    "Noor",
]


@dataclass(frozen=True)
class Person:
    """Somebody in a note."""

    first: str
    last: str
    middle: str
    nickname: str
    family_first: bool = False


def _list(text: str, half: int) -> list[str]:
    words = text.split("|") if "|" in text else text.split()
    return words[half::2]


@cache
def _faker(locale: str):
    from faker import Faker

    return Faker(locale)


def draw_person(rng: random.Random, half: int) -> Person:
    """Somebody of the half (0 or 1) of the lists, or out of one of the half's locales of Faker."""
    middle, nickname = rng.choice(_list(" ".join(_MIDDLES), half)), rng.choice(_list(" ".join(_NICKNAMES), half))
    chance = rng.random()
    if chance < 0.25:
        fake = _faker(rng.choice(_LOCALES[half::2]))
        fake.seed_instance(rng.getrandbits(64))
        return Person(fake.first_name(), fake.last_name(), middle, nickname)
    culture = "words" if chance < 0.4 else rng.choice(list(_CULTURES))
    firsts, lasts = _CULTURES[culture]
    return Person(
        rng.choice(_list(firsts, half)), rng.choice(_list(lasts, half)), middle, nickname, culture in _FAMILY_FIRST
    )


def draw_mononym(rng: random.Random, half: int) -> str:
    """Somebody with one name."""
    return rng.choice(_MONONYMS[half::2])


def write_full(person: Person, form: str, rng: random.Random) -> str:
    """A full name in one of the ways of a form: `any`, `inv`, `low`, `up`, `break`, `init`, `nick`, `long`."""
    first, last, middle = person.first, person.last, person.middle
    ways: dict[str, list[str]] = {
        "any": [f"{first} {last}"] * 5
        + [f"{first} {middle[0]}. {last}", f"{first} {middle[0]} {last}", f"{first.upper()} {last.upper()}", f"{first} {last.upper()}"],
        "inv": [f"{last}, {first}", f"{last.upper()}, {first.upper()}", f"{last}, {first} {middle[0]}.", f"{last.upper()}, {first.upper()} {middle[0].upper()}.", f"{last.upper()},{first.upper()}", f"{last.upper()}, {first}", f"{last}, {first} {middle}"],
        "low": [f"{first} {last}".lower(), f"{first} {middle[0]} {last}".lower(), f"{last}, {first}".lower()],
        "up": [f"{first} {last}".upper(), f"{first} {middle[0]}. {last}".upper(), f"{first} {middle} {last}".upper()],
        "break": [f"{first}\n{last}", f"{first}\n{last}", f"{first} {middle[0]}.\n{last}", f"{last},\n{first}"],
        "init": [f"{first[0]}. {last}", f"{first[0]}.{middle[0]}. {last}", f"{first[0]}. {middle[0]}. {last}", f"{last} {first[0]}.", f"{last}, {first[0]}.", f"{first[0]}.{last}"],
        "nick": [f'{first} "{person.nickname}" {last}', f"{first} ({person.nickname}) {last}", f"{first} '{person.nickname}' {last}"],
        "long": [f"{first} {middle} {last}", f"{first} {last} Jr.", f"{first} {last}-{middle}", f"{first} {middle} {last} III", f"{first}-{middle} {last}"],
    }  # fmt: skip
    if person.family_first and form in ("any", "long") and rng.random() < 0.5:
        return rng.choice([f"{last} {first}", f"{last.upper()} {first}", f"{last} {middle} {first}"])
    return rng.choice(ways[form])
