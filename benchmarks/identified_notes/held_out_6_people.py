"""The people of the sixth held-out part: names of many cultures, and the ways clinicians, clerks and software write them."""

import random
import unicodedata
from dataclasses import dataclass

_NAMES: dict[str, tuple[str, str, str]] = {
    "anglo": (
        "James John Robert Michael William David Richard Thomas Charles Daniel Matthew Anthony Steven Paul Andrew Kenneth George Brian Edward Ronald Timothy Jason Jeffrey Ryan Gary Nicholas Eric Stephen Jonathan Larry Scott Justin Brandon Gregory Samuel Patrick Raymond Jack Dennis Jerry Tyler Henry Douglas Peter Adam Walter Kyle Harold Carl Roger Keith Terry Lawrence Austin Albert Wayne Bruce Billy Ralph Russell Louis Philip Bobby Craig Dale Clyde Vernon Leroy Floyd Melvin Herbert Norman Ernest Glenn Alfie Callum Oliver Harvey Jude Toby Nigel Clive Trevor Graham Colin Mason Logan Liam Noah Ethan Jaxon Brayden Easton Wyatt",
        "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Margaret Betty Sandra Ashley Dorothy Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Helen Sharon Cynthia Kathleen Amy Shirley Angela Anna Ruth Brenda Pamela Nicole Katherine Virginia Catherine Christine Samantha Debra Janet Rachel Carolyn Emma Heather Diane Julie Joyce Evelyn Joan Victoria Kelly Christina Lauren Frances Martha Judith Cheryl Megan Andrea Olivia Ann Jean Alice Jacqueline Hannah Doris Kathryn Gloria Teresa Sara Janice Marie Julia Gladys Edna Mildred Thelma Phyllis Maxine Gillian Maureen Hazel Poppy Freya Maisie Beryl Brianna Kayleigh Harper Aubrey Addison Peyton Mackenzie Mary-Ann Jo-Anne Billie-Jo",
        "Smith Johnson Williams Jones Davis Miller Wilson Anderson Thomas Taylor Moore Jackson Martin Thompson White Harris Clark Lewis Robinson Walker Allen Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Peterson Cooper Reed Bailey Kelly Howard Ward Richardson Watson Brooks Bennett Gray James Hughes Myers Foster Sanders Ross Jenkins Powell Perry Russell Sullivan Coleman Butler Henderson Barnes Fisher Simmons Patterson Jordan Reynolds Hamilton Graham Griffin Wallace West Cole Hayes Bryant Gibson Ellis Stevens Ford Marshall Owens Harrison Kennedy Wells Woods Henry Webb Tucker Freeman Burns Crawford Boyd Mason Kennard Holroyd Entwistle Ramsbottom Postlethwaite Winterbottom Blenkinsop Featherstone Cholmondeley Ashworth Hargreaves Tattersall Pickersgill Fairclough Hollingsworth Thistlethwaite Huckabee Satterfield Ledbetter Culpepper Hatfield Blankenship Vandiver Smith-Jones Taylor-Reid Parry-Davies Fox-Pitt Ellis-Ward Hyde-White",
    ),
    "word": (
        "Will Mark Bill Rich Art Drew Chase Hunter Guy Earl Duke Gene Rusty Jay Frank Grant Miles Chuck Bob Rob Pat Stone Cash Sage",
        "Faith Hope Grace Joy Dawn Eve April May June Autumn Summer Melody Iris Violet Olive Ginger Rosemary Holly Ivy Jasmine Daisy Robin Penny Ruby Pearl Opal Amber Crystal Charity Patience Prudence Mercy Destiny Harmony Skye Star",
        "Young Long Rich Price Hope Rose May Day Love Strong Small Best Good Bishop Pope King Law Church Park Lake Wood Field Stone Rivers Banks Frost Snow Payne Bone Head Hand Legg Hart Case Chance Cross Fields Dose Short Little Sharp Savage Moody Weeks Winter Summers Noon Daly Gold Silver Coffey Rice Bean Bacon Lamb Fish Drake Swan Wolf Fox Bird Crane Rash Sellers Cutter Nail Ache Self Makepeace Drinkwater",
    ),
    "black": (
        "Darnell Terrence Tyrone Jamal DeShawn Marquis Reginald Cedric Malik Lamont Demetrius Jermaine Andre Cornelius D'Andre Kwame Tyrell Rashad Isaiah Jabari",
        "Latoya Keisha Shanice Ebony Tamika Aaliyah LaKeisha Imani Shaniqua Monique Tanisha DeAndra Precious Essence Nia Yolanda Latrice Jada Kiara Zakiya Aniya",
        "Washington Jefferson Booker Gaines Boykin Randolph Mosley Dixon Broadnax Gadsden Pettway Toussaint Ravenell Singletary Goodwine McGhee Muhammad Fontenot Batiste Lampkin Chatman Sykes",
    ),
    "hispanic": (
        "José Luis Juan Carlos Jesús Miguel Jorge Francisco Alejandro Manuel Eduardo Ricardo Rafael Fernando Javier Sergio Héctor Raúl Arturo Ramón Andrés Ángel Óscar Enrique Guillermo Mateo Santiago Rubén Ernesto Rogelio Ignacio Juan_Carlos José_Luis Lázaro Heriberto",
        "María Guadalupe Rosa Carmen Leticia Alicia Yolanda Ana Silvia Norma Verónica Adriana Gabriela Margarita Esperanza Luz Dolores Consuelo Socorro Graciela Ximena Lucía Valeria Isabella Rocío Araceli María_Elena Ana_Lucía Ma._Teresa Yesenia Marisol Inés Nayeli Xiomara",
        "García Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Reyes Cruz Morales Ortiz Gutiérrez Chávez Ruiz Álvarez Castillo Jiménez Vásquez Mendoza Guerrero Medina Salazar Delgado Núñez Ríos Peña Zúñiga Villalobos Montoya Escobedo Quintanilla de_la_Cruz De_León del_Toro De_los_Santos García_López Ramírez-Ortiz Hernández_Mora Santos_Vega Cárdenas Bustamante Sepúlveda Iñiguez Urquidi Feliciano",
    ),
    "italian": (
        "Giuseppe Salvatore Vincenzo Antonio Domenico Carmine Rocco Enzo Luca Matteo Nunzio Gaetano",
        "Concetta Rosalia Giovanna Filomena Antonella Carmela Chiara Giulia Assunta Pasqualina Ornella",
        "Esposito Romano Russo Colombo Ricci Marino Greco Bruno Gallo DeLuca D'Angelo D'Amico DiMarco Di_Stefano LoPresti Della_Rocca Mastroianni Castellano Pellegrino Scaramucci Iannuzzi Fusco Zampieri Vitale",
    ),
    "german": (
        "Hans Jürgen Klaus Wolfgang Dieter Günther Uwe Matthias Lukas Ulrich Willem Pieter Joost Sven Lars Bjørn Anders Søren Håkon Nils",
        "Ursula Ingrid Heike Sabine Gerda Hildegard Annelise Liesel Anneke Saskia Astrid Sigrid Solveig Kirsten Marieke Åse Katrin Greta",
        "Müller Schmidt Schneider Fischer Meyer Wagner Becker Schulz Hoffmann Koch Zimmermann Krüger Schröder Lindqvist Johansson Bergström Nielsen Jørgensen Østergaard Hansen van_der_Berg Van_Dyke van_den_Heuvel de_Vries ter_Horst von_Stauffen Van_Buren Oosthuizen Vandenberg Kowalke Baumgartner Leibowitz Katzman Rosenfeld Goldfarb Shapiro Feinstein Grünwald Strauß Köhler",
    ),
    "slavic": (
        "Piotr Wojciech Zbigniew Stanisław Jan Dmitri Sergei Vladimir Oleksandr Mykola Andriy Bogdan Goran Zoran Jiří Václav Ivan László István",
        "Agnieszka Katarzyna Małgorzata Zofia Halina Olga Svetlana Natalia Tatiana Oksana Ludmila Iryna Galina Jelena Vesna Jana Zsuzsanna Ildikó",
        "Kowalski Kowalska Wiśniewski Nowak Wójcik Lewandowska Zieliński Szymański Dąbrowski Brzeziński Ivanov Petrova Sokolova Volkov Kuznetsov Shevchenko Bondarenko Kovalenko Novák Dvořák Horvat Petrović Jovanovic Milosevic Popescu Ionescu Szabó Nagy Kazlauskas Bērziņš Grabowski Pszczolkowski",
    ),
    "french": (
        "Jean-Pierre Luc Étienne Gaston Marcel Benoît Thierry Jean-Luc Rémi Gilles Yves Alphonse",
        "Geneviève Solange Amélie Marie-Claude Céline Françoise Hélène Noémie Anne-Marie Thérèse Odette Maëlle",
        "Tremblay Gagnon Bouchard Côté Lefebvre Dubois Leblanc Thibodeaux Boudreaux Landry Arsenault Desjardins D'Aubigny L'Heureux Beaulieu St-Pierre St._Clair LeBlanc Guidry Hébert Lavoie Le_Roux De_Villiers du_Plessis",
    ),
    "irish": (
        "Seán Padraig Cormac Declan Fergus Eoin Oisín Cathal Tadhg Conor Brendan Ruairí Hamish Angus Ewan Gethin Rhys Dafydd",
        "Siobhán Niamh Aoife Caoimhe Gráinne Sinéad Orla Bríd Róisín Saoirse Deirdre Nuala Eilidh Mairi Morag Cerys Angharad",
        "O'Brien O'Sullivan O'Connor O'Neill O'Reilly O'Donoghue Ní_Bhriain Mac_Giolla McCarthy McLoughlin McDonnell MacDonald MacLeod McKenna Gallagher Doherty Byrne Brennan Fitzgerald Kavanagh Moriarty Ó_Súilleabháin O'Shaughnessy Breathnach Quigley Geoghegan Llewellyn Prosser Urquhart Farquharson Colquhoun Dalgleish",
    ),
    "chinese": (
        "Wei Jun Ming Hao Jian Chen Yong Zhiwei Guoqiang Xiaoming Wai-Kit Chi-Wah Boon_Huat Kok_Leong Kevin Jason",
        "Mei Xiu Ying Lan Hui Fang Xiaoling Yan Jing Li-Hua Mei-Ling Siew_Ling Bee_Hoon Hui_Min Vivian Grace",
        "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao Leung Wong Chan Cheung Lam Tan Lim Ng Ong Teo Goh Koh Chua Hsieh Tsai Ouyang Szeto",
    ),
    "korean": (
        "Min-jun Seung-ho Jae-won Sung-min Kyung-soo Hyun-woo Jin Young-ho Hiroshi Kenji Takeshi Satoshi",
        "Soo-jin Eun-ji Hye-jin Mi-sook Ji-young Sun-hee Yuki Keiko Haruka Naoko Sachiko Min-ji",
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Shin Hwang Seo Kwon Tanaka Suzuki Takahashi Watanabe Yamamoto Nakamura Kobayashi Fujimoto Ishikawa Matsumoto Okafuji",
    ),
    "viet": (
        "Van_Hung Minh Duc Quang Tuan Thanh Bao Huy Long Khoa Somchai Prasert Vannak Sokha",
        "Thi_Lan Linh Huong Thuy Phuong Ngoc Trang Kim-Anh Mai Hanh Malee Siriporn Bopha Chanthavy",
        "Nguyen Tran Le Pham Huynh Phan Vu Vo Dang Bui Do Ngo Duong Ly Chea Sok Keo Xiong Vang Yang Thao Souvannavong Phommachanh Srisai",
    ),
    "filipino": (
        "Reynaldo Rodel Jun-Jun Efren Danilo Rommel Arnel Jhon Bongbong Crisanto",
        "Maricel Rowena Marites Jocelyn Analyn Lourdes Cherry_Mae Rosalinda Princess Divina",
        "Santos Reyes dela_Cruz Bautista Ocampo Garcia Mendoza Aquino Villanueva Magsaysay Macapagal Dimaculangan Pangilinan Batungbakal Manalo Catacutan de_Guzman Tolentino",
    ),
    "indian": (
        "Rajesh Sanjay Amit Suresh Anil Vikram Ashok Rahul Arjun Harpreet Gurpreet Manish Deepak Rohan Ishaan Venkatesh Karthik Murugan Subramaniam Praveen",
        "Priya Anjali Sunita Kavita Lakshmi Deepika Neha Pooja Meera Anita Harjit Simran Shanthi Revathi Padma Aishwarya Saraswati Kamala",
        "Patel Shah Sharma Singh Kaur Gupta Kumar Reddy Rao Nair Menon Iyer Krishnamurthy Venkataraman Subramanian Banerjee Mukherjee Chatterjee Desai Mehta Joshi Kulkarni Deshpande Agarwal Malhotra Chaudhary Pillai Gill Dhillon Sandhu Perera Wickramasinghe Thapa Gurung",
    ),
    "muslim": (
        "Mohammed Ahmed Ali Omar Hassan Ibrahim Yusuf Khalid Tariq Bilal Abdul_Rahman Mustafa Farooq Imran Hamza Reza Mehmet Emre Abdirahman",
        "Fatima Aisha Khadija Zainab Maryam Nadia Layla Samira Noor Shabnam Rukhsana Parveen Shirin Ayşe Hodan Fadumo Sumaya",
        "Khan Ahmed Hussain Malik Chowdhury Siddiqui Qureshi Sheikh Begum Rahman Al-Farsi al-Hashimi El-Sayed Haddad Khoury Mansour Nasser Abu_Bakr bin_Yusof binti_Osman Hosseini Ahmadi Karimi Y\u0131lmaz Demir Öztürk Warsame Abdi Farah Jama Mirza Bukhari",
    ),
    "african": (
        "Chukwuemeka Olusegun Babatunde Emeka Ifeanyi Tunde Kwabena Kofi Sipho Thabo Themba Bongani Tendai Tesfaye Dawit Musa Sunday Friday Godwin Innocent",
        "Ngozi Chiamaka Folasade Adaeze Yetunde Amina Abena Akosua Nomsa Thandiwe Zanele Lindiwe Rudo Tigist Mulu Blessing Patience Comfort Goodness Happiness",
        "Okafor Adeyemi Okonkwo Balogun Nwosu Eze Ogunleye Abubakar Bello Danjuma Mensah Owusu Boateng Dlamini Nkosi Mthembu Khumalo Ndlovu Mokoena Molefe Van_Wyk Botha Naidoo Govender Tesfamariam Gebremedhin Moyo Chikwanha Mutasa Kamau Wanjiku Otieno Onyekachukwu",
    ),
    "pacific": (
        "Tane Wiremu Hemi Rangi Sione Tavita Ioane Keoni Kekoa Manaia Joseph Tala",
        "Mere Aroha Hine Ngaire Mele Sina Leilani Malia Kalani Talia Winona Aiyana",
        "Tamihana Ngata Parata Tuhoe Te_Rangi Tuilagi Fonoti Leavasa Tupou Kealoha Kahananui Kamaka Begay Yazzie Tsosie Benally Whitehorse Two_Bulls Begaye Redcloud",
    ),
    "greek": (
        "Konstantinos Dimitrios Yiannis Nikos Stavros Spiros João Paulo Thiago Manoel",
        "Eleni Despina Vasiliki Anastasia Kalliope Fernanda Conceição Luciana Antónia Iolanda",
        "Papadopoulos Pappas Georgiou Stavropoulos Karagiannis Economou da_Silva dos_Santos Ferreira Pereira Almeida Medeiros Araújo Gonçalves Pacheco Teixeira",
    ),
    "single": (
        "Suharto Wahyudi Sukarno Tenzin Mariappan Sutrisno Wangchuk",
        "Sukarti Lestari Tashi Sumiati Pemala Muniamma Suprapti",
        "",
    ),
}  # fmt: skip

_MIXES = {
    "us": "anglo 50|word 4|black 8|hispanic 15|italian 3|german 4|slavic 3|french 2|irish 4|chinese 3|korean 2|viet 2|filipino 1.5|indian 3|muslim 2.5|african 1.5|pacific 1|greek 1.5|single 0.3",
    "gb": "anglo 58|word 3|irish 12|indian 7|muslim 8|african 4|slavic 5|chinese 2|italian 1|greek 1",
    "ie": "irish 62|anglo 14|slavic 9|african 4|filipino 3|indian 4|greek 3|word 1",
    "ca": "anglo 42|french 15|irish 7|indian 9|chinese 8|italian 3|slavic 5|muslim 4|filipino 3|german 3|pacific 1",
    "au": "anglo 55|irish 10|greek 5|italian 5|viet 4|chinese 6|indian 6|muslim 3|slavic 3|pacific 2|word 1",
    "nz": "anglo 50|pacific 24|irish 8|indian 6|chinese 5|german 3|filipino 3",
    "in": "indian 82|muslim 13|greek 2|single 3",
    "ng": "african 78|muslim 20|anglo 2",
    "za": "african 60|german 12|french 6|indian 9|anglo 13",
    "ph": "filipino 76|hispanic 16|chinese 8",
    "sg": "chinese 66|muslim 14|indian 15|anglo 4|single 1",
}
"""How often a country's people bear names of a culture."""
_NICKS = [
    "Bud",
    "Skip",
    "Buddy",
    "Red",
    "Peanut",
    "Junior",
    "Sissy",
    "Tootie",
    "Mo",
    "Kiki",
    "Bubba",
    "Ace",
    "Sonny",
    "Dot",
    "Babs",
    "Tex",
    "Nana",
    "Gigi",
]
_FIRST_FAMILY = ("chinese", "viet", "korean")


@dataclass(frozen=True)
class Person:
    """One person; `family` is empty where people bear a single name."""

    given: str
    family: str
    middle: str
    born: str
    nick: str
    suffix: str
    culture: str
    sex: str


def draw_person(rng: random.Random, country: str, sex: str, kin: Person | None = None) -> Person:
    """A person of a country, with the kin's culture and (mostly) family name if it is a relative."""
    mix = [entry.split() for entry in _MIXES[country].split("|")]
    culture = rng.choices([name for name, _ in mix], [float(weight) for _, weight in mix])[0]
    if kin:
        culture = kin.culture
    given = _choose(rng, _NAMES[culture][sex == "f"])
    family = _choose(rng, _NAMES[culture][2])
    if culture == "word" and rng.random() < 0.5:
        given = _choose(rng, _NAMES["anglo"][sex == "f"])
    if kin and rng.random() < 0.75:
        family = kin.family
    suffix = rng.choice(("Jr.", "Jr", "III", "Sr.")) if sex == "m" and country == "us" and rng.random() < 0.06 else ""
    middle = given
    while middle == given:
        middle = _choose(rng, _NAMES[culture][sex == "f"])
    return Person(given, family, middle, _choose(rng, _NAMES[culture][2]), rng.choice(_NICKS), suffix, culture, sex)


def _choose(rng: random.Random, names: str) -> str:
    """A name of a list whose first ones are the more common."""
    listed = names.split()
    if not listed:
        return ""
    return listed[int(len(listed) * rng.random() ** 1.35)].replace("_", " ")


def write_name(person: Person, form: str, rng: random.Random) -> tuple[str, bool]:
    """A name in a form (`fl` first last, `lf` last first, `f`, `l`, `il`, `i`, `n`, `m`), and whether it is a full one."""
    given, family = person.given, person.family
    if form == "n":
        return person.nick, False
    if not family:
        return (given[0] + "." if form == "i" else given), False
    if form == "f":
        return given, False
    if form == "l":
        return family, False
    if form == "m":
        return (person.born if person.born != family else person.middle), False
    first, last = given[0], family
    if form == "i":
        mid = person.middle[0]
        initials = rng.choice((first + mid + last[0], first + last[0], f"{first}.{last[0]}.", f"{first}{mid}{last[0]}"))
        return initials.upper(), False
    if form == "ini":
        return (first + person.middle[0] + last[0]).upper(), False
    if form == "il":
        return rng.choice((f"{first}. {last}", f"{first} {last}", f"{last} {first}", f"{first}. {last}")), False
    return (_last_first(person, rng) if form == "lf" else _first_last(person, rng)), True


def _first_last(person: Person, rng: random.Random) -> str:
    given, family, chance = person.given, person.family, rng.random()
    if person.culture in _FIRST_FAMILY and chance < 0.18:
        return f"{family} {given}"
    if person.suffix:
        return f"{given} {family}{rng.choice((' ', ', '))}{person.suffix}"
    if chance < 0.78:
        return f"{given} {family}"
    if chance < 0.9:
        return f"{given} {person.middle[0]}. {family}"
    if chance < 0.94:
        return f"{given} {person.middle[0]} {family}"
    return f"{given} {person.middle} {family}"


def _last_first(person: Person, rng: random.Random) -> str:
    family, given = person.family, person.given
    middle = rng.choice(("", "", f" {person.middle[0]}", f" {person.middle[0]}.", f" {person.middle}"))
    style = rng.choices(["plain", "upper", "whole", "tight", "bare"], (50, 14, 24, 7, 5))[0]
    if style == "plain":
        return f"{family}, {given}{middle}"
    if style == "upper":
        return f"{family.upper()}, {given}{middle}"
    if style == "whole":
        return f"{family}, {given}{middle}".upper()
    return f"{family},{given}{middle}".upper() if style == "tight" else f"{family.upper()} {given}"


def without_accents(text: str) -> str:
    """What most software makes of a name: letters without their marks."""
    special = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "\u0131": "i"})
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(special)) if not unicodedata.combining(c))
