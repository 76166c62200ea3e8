"""Names of people of many cultures and the ways in which notes write them."""

import random

from benchmarks.identified_notes.notes import Filled

# Women's given names / men's given names / family names.
_CULTURES = """
Guadalupe, Xiomara, Yesenia, Milagros, Itzel / Efraín, Heriberto, Ulises, Jesús, Anselmo / Ruiz Cárdenas, Ochoa Beltrán, Zaragoza, Villaseñor, Quiñones-Ortega, Escamilla, De la Torre, Montes de Oca, Tejada Luna, Páez, Xicohténcatl, Cruz
Anh, Thuy, Bich Ngoc, Quynh / Hieu, Duc, Khanh, Tuan Anh / Nguyen, Huynh, Trinh, Phung, Doan, Vuong, Thach, Quach, Ton That, Ngo
Xiuying, Meiling, Yan, Jiahui / Guowei, Zhiyuan, Bo, Haoran / Zhuang, Ouyang, Xie, Qiu, Shao, Kwok, Tsang, Hu, Fung, Long
Soo-jin, Hye Won, Eunji, Bora / Sang-ho, Dong Hyun, Jae, Kwang / Kwak, Bae, Noh, Seo, Hwang, Namgung, Pyo, Eom, Gil, An
Rawan, Hanan, Maysoon, Ghada / Tariq, Abdulrahman, Zuhair, Munir / Al-Masri, El Khoury, Haddad, Abu Zayd, Bin Saleh, Shammas, Qabbani, Al Jaberi, Tannous, Sabbagh
Chidinma, Folasade, Ngozi, Blessing / Oluwaseun, Emeka, Babatunde, Godswill / Okonjo, Adeyemi-Cole, Nwachukwu, Eze, Ogunleye, Ibekwe, Danjuma, Onyeama, Akpan, Oyelaran
Tsehay, Mekdes, Birtukan, Hiwot / Dawit, Tesfaye, Getachew, Yohannes / Gebremedhin, Tadesse, Woldemariam, Abebe, Haile, Kidane, Asfaw, Mengistu, Berhane, Desta
Padmavathi, Lakshmi, Ishani, Revathy / Venkatesan, Harpreet, Senthil, Jignesh / Subramaniam, Chandrasekhar, Pillai, Gill, Thirunavukkarasu, Namboodiri, Mukhopadhyay, Bhatt, Dhaliwal, Iyengar, Rao
Ligaya, Rosalinda, Jovelyn, Marivic / Rodrigo, Crisanto, Bong, Danilo / Macaraeg, Dimaculangan, Pangilinan, Batungbakal, Sy, Catacutan, Bautista, Magsaysay, Tolentino, Agbayani
Bożena, Grażyna, Halina, Wiesława / Zbigniew, Kazimierz, Mirosław, Leszek / Wojciechowski, Szczepaniak, Kwiatkowska, Zając, Brzezinski, Mróz, Pietrzak, Dziedzic, Sikora, Lis
Lyudmila, Zinaida, Oksana, Raisa / Arkady, Gennady, Vsevolod, Timur / Kuznetsova, Shcherbakov, Zhukovsky, Belyaev, Tikhonova, Maslov, Gusev, Orlova, Vorobyov, Chernykh
Mai Yer, Pa Nhia, Kazoua, Bao / Tou Ger, Chue, Nhia Pao, Xeng / Vang, Xiong, Lor, Moua, Yang, Thao, Cheng, Kue, Hang, Vue
Leilani, Sina, Talia, Fa'amoana / Tavita, Sione, Ioane, Fetu / Tuiasosopo, Faleolo, Tagaloa, Leota, Mataafa, Seumalo, Fa'alogo, Paepae, Toleafoa, Lemalu
Nizhoni, Dezbah, Shandiin, Bah / Ahiga, Hastiin, Niyol, Delbert / Begay, Yazzie, Tsosie, Benally, Nez, Manygoats, Bitsilly, Etsitty, Peshlakai, Tohe
Mirlande, Guerda, Fabiola, Wideline / Jean-Robert, Wilner, Fritzner, Evens / Desrosiers, Toussaint, Saint-Louis, Pierre-Louis, Belizaire, Cadet, Dorvil, Jeudy, Exantus, Bazile
Ghislaine, Maryse, Océane, Solange / Réjean, Yvon, Gaétan, Marc-André / Bouchard, Lachapelle, Thériault, St-Onge, Deschênes, L'Heureux, Beausoleil, Lafleur, Quesnel, Gagné-Roy
Fátima, Deolinda, Conceição, Lurdes / Adelino, Joaquim, Zeferino, Nuno / Figueiredo, Medeiros, Da Cunha, Furtado, Botelho, Dos Santos, Pacheco, Raposo, Leite, Queiroz
Parisa, Shirin, Mahnaz, Golnar / Behrouz, Kamran, Siavash, Dariush / Tehrani, Khosravi, Farrokhzad, Moradi, Zand, Pourmand, Ghorbani, Daneshvar, Rostami, Bakhtiar
Hodan, Ubax, Ifrah, Sahra / Abdirizak, Guled, Warsame, Liban / Farah, Abshir, Jama, Hersi, Dirie, Samatar, Ali Nur, Elmi, Shire, Gedi
Svitlana, Nadiya, Orysia, Halyna / Taras, Bohdan, Ostap, Mykola / Shevchuk, Kovalenko, Hrytsenko, Bondar, Melnyk, Zinchenko, Pavlyshyn, Rudyk, Tkach, Moroz
Despina, Kalliope, Evdokia, Zoi / Stavros, Panagiotis, Lefteris, Thanos / Papadimitriou, Stathopoulos, Kouris, Vlahos, Xenakis, Makris, Zervas, Mavros, Galanis, Pappas
Anahit, Siranush, Lusine, Araksi / Hovhannes, Garabed, Vartan, Armen / Ter-Petrosyan, Manoukian, Zakarian, Boghossian, Kechichian, Nalbandian, Hakobyan, Aslanian, Tashjian, Der Bedrosian
Chipo, Rutendo, Thandiwe, Nomvula / Tendai, Sibusiso, Farai, Themba / Moyo, Chikwanha, Dlamini, Ndlovu, Mutasa, Nkosi, Zvobgo, Khumalo, Banda, Phiri
Aigul, Nilufar, Gulnora, Elmira / Rustam, Aibek, Jasur, Ulugbek / Yusupov, Karimova, Abdullaev, Tashkentov, Nazarbek, Mamedov, Aliyeva, Bekov, Rahimzoda, Safarov
Sreymom, Bopha, Sokha, Vanna / Sopheap, Rithy, Veasna, Pheng / Chea, Keo, Prum, Sok, Touch, Meas, Oum, Chhim, Heng, Pich
Htwe, Naw Paw, Khin, Paw Say / Saw Eh, Aung, Thet, Kyaw / Htoo, Say Wah, Myint, Zaw, Maung, Win, Lwin, Moo, Hser, Soe
Aiko, Chiyoko, Kazue, Fumi / Takeshi, Noboru, Isamu, Hideo / Kobayashi, Shimabukuro, Nakagawa, Oshiro, Doi, Inouye, Uyehara, Ota, Ikeda, Abe
Keziah, Shaniqua, Tamika, Latoya / DeShawn, Tyrell, Marquise, Darnell / Washington, Booker, Gadsden, Pettway, Freeman, Bolden, Gaines, Tubman, Rivers, Mayfield
Siobhan, Aoife, Niamh, Bridie / Cormac, Declan, Padraig, Fergus / O'Shaughnessy, McGillicuddy, Ó Briain, Murphy, Foley, Graves, MacIsaac, Gallagher, McIver, Quirke
Annelise, Solveig, Gudrun, Ingeborg / Torvald, Anders, Jens, Leif / Lindqvist, Gulbrandson, Vander Ploeg, Van Houten, Schwarzkopf, Yoder, Stoltzfus, Hoekstra, Nygaard, Zimmer
Chiara, Ornella, Allegra, Assunta / Calogero, Ettore, Pasquale, Rocco / Di Benedetto, Lo Presti, Mastroianni, Zito, Ferrari, Della Rovere, Capobianco, Conti, Bruno, Sposato
Yasmin, Nasreen, Shabana, Rukhsana / Imtiaz, Asif, Mohammed, Zafar / Chaudhry, Siddiqui, Mirza, Khan, Bhutto, Qureshi, Rahman, Akhter, Uddin, Begum
Grace, Hope, Rose, Dawn, April, June, Faith, Summer, Paris, Joy / Mark, Will, Chase, Hunter, Bill, Rich, Frank, Grant, Art, Pat / Day, Church, Young, Hill, Ward, Cook, Bone, Payne, Best, Small, Self, Case, Cross, Page, Street, Banks, Wells, Park, Ford, Little, Hurt, Bright, Love, Bell, Addison, Parkinson, Winter, Rice, Coffin, Blood
Kateri, Winona, Tallulah, Aiyana / Wendell, Elijah, Tokala, Clayton / Crowfoot, Many Bears, Littlechild, Red Elk, Whiteduck, Sinclair, Okemaw, Bearspaw, Nahanee, Running Rabbit
Aputsiaq, Nukilik, Siku, Leena / Jaypeetee, Natsiq, Tulugaq, Adamie / Kilabuk, Ipeelie, Nungak, Arnaquq, Aglukark, Tootoo, Qaqqaq, Akulukjuk, Nutaraluk, Qitsualik
""".strip()
CULTURES = tuple(
    tuple(tuple(name.strip() for name in group.split(",")) for group in line.split(" / "))
    for line in _CULTURES.splitlines()
)
_NICKNAMES = (
    "Skip", "Tootie", "Buddy", "Chuy", "Nena", "Red", "Mimi", "Junior", "Bibi", "Ace", "Lola", "Duke", "Coco", "Sunny",
    "Bear", "Kiki", "Pepe", "Boy", "Dot", "Sis", "Toto", "Jojo", "Butch", "Chip", "Pinky", "Gigi", "Baba", "Ling",
)  # fmt: skip
_RELATIVES = ("kin", "kid", "sib", "par")
_FULL_FORMS = ("full", "full", "full", "flm", "flm", "lf", "lf", "lfm", "lfm", "quoted")


def give_name(role: str, rng: random.Random, people: dict[str, str]) -> None:
    """Names the one who has this role in the note, once; relatives mostly share the patient's family and culture."""
    if f"{role}:given" in people:
        return
    number = rng.randrange(len(CULTURES))
    family = ""
    if role.rstrip("0123456789") in _RELATIVES and rng.random() < 0.75:
        number = int(people["pt:culture"])
        family = people["pt:family"] if rng.random() < 0.65 else ""
    women, men, families = CULTURES[number]
    sex = people["sex"] if role == "pt" else rng.choice("fm")
    taken = {value for key, value in people.items() if key.endswith(":given")}
    given = rng.choice([name for name in (women if sex == "f" else men) if name not in taken] or [*women, *men])
    if not family:
        family = rng.choice(families)
        if rng.random() < 0.05 and " " not in family and "-" not in family:
            family += "-" + rng.choice(rng.choice(CULTURES)[2]).split()[-1].split("-")[-1]
    people |= {f"{role}:given": given, f"{role}:family": family, f"{role}:culture": str(number)}
    people[f"{role}:middle"] = rng.choice("ABCDEFGHJKLMNPRSTVW")
    known = {"pt": "patient", "dr": "doctor"}.get(role)
    if known:
        people[known] = f"{given} {family}"


def write_name(role: str, form: str, rng: random.Random, people: dict[str, str]) -> Filled:
    give_name(role, rng, people)
    given, family, middle = (people[f"{role}:{part}"] for part in ("given", "family", "middle"))
    if form == "any":
        form = rng.choice(_FULL_FORMS)
    if form == "nick" and "-" not in role:
        return Filled(people.setdefault(f"{role}:nick", rng.choice(_NICKNAMES)), "name")
    short = {
        "given": given,
        "last": family,
        "fl": f"{given[0]}. {family}",
        "lfi": f"{family} {given[0]}",
        "init": given[0] + rng.choice([middle, ""]) + next(letter for letter in family if letter.isupper()),
    }
    if form in short:
        return Filled(short[form], "name")
    full = {
        "full": f"{given} {family}",
        "flm": f"{given} {middle}. {family}",
        "lf": f"{family}, {given}",
        "lfm": f"{family}, {given} {middle}" + rng.choice([".", ""]),
        "lfu": f"{family}, {given}".upper(),
        "fullu": f"{given} {family}".upper(),
        "fulll": f"{given} {family}".lower(),
        "quoted": f'{given} "{people.setdefault(f"{role}:nick", rng.choice(_NICKNAMES))}" {family}',
        "brk": f"{given}\n{family}",
    }
    return Filled(full[form], "name", critical=True)


FORMS = frozenset(
    ("any", "nick", "given", "last", "fl", "lfi", "init", "full", "flm", "lf", "lfm", "lfu", "fullu", "fulll",
     "quoted", "brk")
)  # fmt: skip
