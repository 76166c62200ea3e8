"""Names of people by where their families come from: men's, women's and family names."""

import random

_LISTS: dict[str, tuple[str, str, str]] = {
    "english": (
        "Barnaby, Wilf, Rupert, Clive, Piers, Dudley, Norris, Lionel, Percy, Alec, Mark, Will, Grant, Guy, Rob, Miles, Jasper, Dean, Stirling, Lincoln, Hugo, Basil",
        "Hetty, Dilys, Winifred, Beryl, Maud, Enid, Pansy, Poppy, April, May, June, Summer, Ivy, Faith, Joy, Allegra, Celeste, Heather, Hazel, Chelsea, Florence, Verity",
        "Ollerenshaw, Featherstone, Hebblethwaite, Micklethwait, Sidebottom, Gathercole, Pennyfather, Tredinnick, Trevanion, Penhaligon, Christmas, Pope, Day, March, May, Savage, Moon, Sharp, Pain, Frost, Bath, Field, Wells, York, Lincoln, Hurt, Gotobed, Thickbroom, Bracegirdle, Winterbottom, Swallow, Bone, Akehurst, Crouch, Lightfoot, Yarwood, Brook, Ward, Read, Cross, Banks, Fagg, Oddy",
    ),
    "welsh": (
        "Iolo, Emyr, Gethin, Idris, Llew, Aneurin, Rhodri, Gwilym, Eifion, Hywel",
        "Angharad, Eluned, Ffion, Heledd, Nerys, Myfanwy, Tegwen, Lowri, Mair, Eirlys",
        "Prydderch, Gwynne, Bebb, Llywelyn, Probert, Cadwaladr, Bevan, Parry, ap Dafydd, Nantlais, Meredith, Bowen",
    ),
    "scottish": (
        "Hamish, Struan, Fergus, Lachlan, Ruaridh, Murdo, Torquil, Ewan, Gregor, Calum",
        "Eilidh, Mhairi, Morag, Catriona, Shona, Isla, Una, Senga, Kirsty, Fenella",
        "MacAskill, Colquhoun, Farquharson, Urquhart, Dalgleish, McGlashan, Auchterlonie, MacQuarrie, Menzies, Strachan, Geddes, Tulloch, Rennie, Ross",
    ),
    "irish": (
        "Fiachra, Tadhg, Cathal, Donncha, Ruairi, Diarmuid, Oisin, Senan, Malachy, Fintan",
        "Sadhbh, Niamh, Aoibheann, Grainne, Caoimhe, Bríd, Orla, Muireann, Dervla, Nuala",
        "Ó Súilleabháin, O'Dowd, McGillycuddy, Ní Bhriain, Mac Giolla Phádraig, O'Shaughnessy, Hanrahan, Prunty, Geoghegan, Looney, Gilhooly, Culhane, Considine, Tierney",
    ),
    "punjabi": (
        "Gurpreet, Harjinder, Balwinder, Satnam, Jaswant, Kulbir, Amrik, Manjit",
        "Jaspreet, Parminder, Surinder, Amandeep, Rajwant, Simran, Kuldeep, Navneet",
        "Dhaliwal, Sandhu, Gill, Bains, Sidhu, Grewal, Kang, Ahluwalia, Bhogal, Atwal, Mangat, Virk",
    ),
    "tamil": (
        "Sivakumar, Murugan, Kathiravan, Senthil, Anbarasan, Ilango, Balasubramaniam, Prabhu",
        "Kavitha, Thamarai, Meenakshi, Yazhini, Selvi, Gowri, Abirami, Vasuki",
        "Rajendran, Subramanian, Nadarajah, Velupillai, Chelliah, Pushparajah, Thiagarajan, Arulanandam, Muthusamy, Kandasamy",
    ),
    "bengali": (
        "Anirban, Subrata, Rafiqul, Shafiq, Debashish, Tanvir, Partha, Mizanur",
        "Sharmistha, Nasrin, Moushumi, Rokeya, Tahmina, Ishani, Paromita, Jahanara",
        "Mukhopadhyay, Chakraborty, Chowdhury, Miah, Sarkar, Bhattacharya, Talukdar, Ghosh, Uddin, Sikder, Biswas",
    ),
    "malayali": (
        "Unnikrishnan, Jobin, Shaji, Thomachan, Biju, Ouseph, Sreejith, Rajeev",
        "Ammini, Sheeja, Bindhu, Aleyamma, Lissy, Reshmi, Mariamma, Jincy",
        "Kurian, Varghese, Nambiar, Menon, Pillai, Chacko, Kuruvilla, Panicker, Mathai, Puthenpurackal, Cherian",
    ),
    "marathi": (
        "Shripad, Vinayak, Sadanand, Tukaram, Nitin, Bhalchandra, Omkar, Prasad",
        "Mrunal, Sushama, Vaishali, Urmila, Ketaki, Sulabha, Ashwini, Tejaswini",
        "Deshpande, Kulkarni, Gokhale, Phadke, Bhosale, Wagh, Jagtap, Kelkar, Chitnis, Pawar, Sonawane",
    ),
    "hindi": (
        "Ramesh, Devendra, Lalit, Girish, Om, Ashok, Manoj, Yogesh",
        "Sunita, Pushpa, Kamla, Rekha, Archana, Mamta, Sarla, Poonam",
        "Agarwal, Tripathi, Chaturvedi, Srivastava, Yadav, Khandelwal, Saxena, Mishra, Rathore, Jha",
    ),
    "sinhalese": (
        "Nuwan, Chaminda, Sunil, Tharindu, Upul, Ranjith",
        "Dilrukshi, Nayomi, Sandamali, Kumari, Chathurika, Malini",
        "Wickramasinghe, Jayawardena, Gunasekara, Weerasinghe, Dissanayake, Rathnayake, Abeywardana, Liyanage",
    ),
    "pakistani": (
        "Zulfiqar, Imtiaz, Naveed, Shahbaz, Waqar, Tariq, Asad, Gulzar",
        "Rukhsana, Nusrat, Shazia, Bushra, Kiran, Yasmin, Saima, Farzana",
        "Bhatti, Chaudhry, Qureshi, Butt, Malik, Mirza, Awan, Ansari, Soomro, Kiani, Gilani, Sheikh",
    ),
    "pashtun": (
        "Spin, Zmaray, Gulab, Toryalai, Wazir, Haseeb, Jamshed, Aimal",
        "Spogmai, Palwasha, Zarghuna, Gulalai, Storay, Malalai, Wagma, Breshna",
        "Afridi, Yousafzai, Khattak, Orakzai, Wardak, Mehsud, Achakzai, Durrani, Shinwari, Bangash",
    ),
    "malay": (
        "Ahmad Faizal, Mohd Hafiz, Azlan, Khairul, Shahrul Nizam, Zulkifli, Amirul, Rosli",
        "Nur Aisyah, Siti Hajar, Noraini, Rohana, Puteri, Zaleha, Faridah, Nurul Huda",
        "Abdullah, Ismail, Mat Zain, Othman, Yusof, Kassim, Ramli, Jaafar, Daud, Sulaiman",
    ),
    "chinese": (
        "Wei Jie, Kah Seng, Chee Keong, Jun Hao, Boon Teck, Zhiming, Kok Wai, Siu Ming",
        "Mei Fong, Hui Min, Siew Lan, Xiu Ying, Li Ting, Pei Shan, Yuk Lin, Bee Hoon",
        "Tan, Lim, Ong, Teo, Goh, Chua, Koh, Wong, Lau, Yeoh, Heng, Foo, Sim, Quek, Zhuang, Ouyang, Ng, Au, Long, He",
    ),
    "filipino": (
        "Rodrigo, Jun-jun, Rommel, Efren, Crisanto, Jejomar, Dindo, Benigno",
        "Luzviminda, Maricel, Analyn, Ligaya, Corazon, Rowena, Marites, Jocelyn",
        "Dimaculangan, Magsaysay, Dela Cruz, Macaraeg, Panganiban, Bautista, Catacutan, Villanueva, Lacson, Tolentino, Pacquing, de los Reyes",
    ),
    "yoruba": (
        "Babatunde, Olumide, Adewale, Segun, Kayode, Temitope, Rotimi, Dele",
        "Folasade, Yetunde, Omolara, Bukola, Titilayo, Morenike, Abosede, Ronke",
        "Adeyemi, Ogunleye, Akinwande, Oyelaran, Fashola, Olatunji, Bamgbose, Ajayi, Odukoya, Sowande",
    ),
    "igbo": (
        "Chukwuemeka, Obinna, Ikenna, Nnamdi, Uche, Kelechi, Azubuike, Goodluck",
        "Ngozi, Adaeze, Chiamaka, Ifeoma, Nkechi, Amarachi, Obiageli, Blessing",
        "Okonkwo, Nwosu, Eze, Onyekachi, Anyanwu, Okafor, Ugwu, Mbanefo, Ibekwe, Nwachukwu",
    ),
    "hausa": (
        "Sani, Garba, Danjuma, Aminu, Bala, Shehu, Lawal, Tanko",
        "Hauwa, Rakiya, Zainab, Talatu, Maimuna, Binta, Jummai, Asabe",
        "Dantata, Maigari, Kazaure, Gumel, Tambuwal, Ringim, Yar'Adua, Wushishi, Mai-Bornu",
    ),
    "kikuyu": (
        "Kamau, Njoroge, Mwangi, Gitau, Karanja, Macharia",
        "Wanjiru, Nyambura, Wairimu, Njeri, Wangari, Muthoni",
        "Kariuki, Ndung'u, Gathogo, Kinuthia, Waweru, Githinji, Mbugua, Ngugi, Thuo",
    ),
    "luo": (
        "Odhiambo, Ochieng, Otieno, Omondi, Okoth, Ouma",
        "Achieng, Akinyi, Adhiambo, Atieno, Awuor, Apiyo",
        "Oloo, Ogola, Nyong'o, Owuor, Ogutu, Onyango, Rachuonyo, Obuya, Were",
    ),
    "akan": (
        "Kwabena, Kofi, Yaw, Kwaku, Ebo, Nana Kwame, Fiifi, Papa",
        "Akosua, Abena, Efua, Adwoa, Ama, Maame, Esi, Afia",
        "Boateng, Asante, Owusu-Ansah, Agyemang, Quaye, Mensah, Opoku, Nkrumah, Tetteh, Amoako, Ofori-Atta",
    ),
    "zulu": (
        "Sipho, Bhekisisa, Mandla, Themba, Sibusiso, Musa",
        "Nomvula, Zanele, Thandeka, Ntombi, Gugu, Hlengiwe",
        "Dlamini, Mkhize, Ngcobo, Buthelezi, Cele, Zungu, Khumalo, Shezi",
    ),
    "xhosa": (
        "Lwazi, Xolani, Mzwandile, Siyabonga, Ayanda, Vuyo",
        "Nomfundo, Zoleka, Nosipho, Bulelwa, Thozama, Pumla",
        "Mqhayi, Gqozo, Sobukwe, Ntshinga, Xaba, Qwabe, Jordaan-Mbeki, Makalima",
    ),
    "afrikaans": (
        "Gerhardus, Koos, Wynand, Stefaans, Dawie, Hennie",
        "Annelize, Marietjie, Hester, Riana, Elsabe, Santie",
        "van der Merwe, Oosthuizen, du Plessis, Swanepoel, Labuschagne, Bezuidenhout, van Tonder, Vosloo, Nel, Botha",
    ),
    "maori": (
        "Wiremu, Tāne, Rangi, Hemi, Tamati, Manaaki",
        "Aroha, Hinemoa, Ngaire, Mereana, Kahurangi, Anahera",
        "Tūhoro, Ngata, Parata, Te Rangi, Waititi, Hohepa, Pōtae, Whaanga, Te Kanawa",
    ),
    "pacific": (
        "Tavita, Ioane, Sione, Semisi, Folau, Viliami",
        "Fetu, Malia, Salote, Losa, Mele, 'Ana",
        "Tuilagi, Leota, Fa'asavalu, Vainikolo, Taufa'ahau, Seumanutafa, Kaufusi, Pulotu, Tupou",
    ),
    "jamaican": (
        "Delroy, Winston, Everton, Neville, Devon, Leroy, Junior, Courtney",
        "Shanice, Claudette, Sharlene, Marva, Icilda, Kerry-Ann, Precious, Tashna",
        "Gayle, Brown-Campbell, Whyte, Blackwood, Bogle, Dacres, Levy, Pinnock, Lindo, Grizzle, Powell, Christie",
    ),
    "polish": (
        "Zbigniew, Piotr, Grzegorz, Wojciech, Kazimierz, Leszek",
        "Anna, Bożena, Agnieszka, Małgorzata, Jadwiga, Halina",
        "Wójcik, Szczepański, Brzęczyszczykiewicz, Kowalczyk, Pawlak, Zając, Mazur, Wrona, Gołąb",
    ),
    "romanian": (
        "Ionuț, Dragoș, Viorel, Răzvan, Costel",
        "Mihaela, Ileana, Roxana, Doina, Crina",
        "Popescu, Ungureanu, Dumitrașcu, Lupu, Ciobanu, Munteanu, Stoica",
    ),
    "turkish": (
        "Mehmet, Cengiz, Volkan, Orhan, Deniz",
        "Ayşe, Gülay, Elif, Nurcan, Sevgi",
        "Yilmaz, Öztürk, Demirel, Koç, Karaca, Aydin, Şahin",
    ),
    "somali": (
        "Abdirahman, Liban, Warsame, Mahad, Guled",
        "Hodan, Fowsiya, Ifrah, Sahra, Ubah",
        "Jama, Farah, Hersi, Duale, Egal, Samatar, Nur, Gedi",
    ),
    "eritrean": (
        "Tesfay, Yonas, Habtom, Mebrahtu, Filmon",
        "Letebrhan, Selam, Mihret, Almaz, Rahwa",
        "Ghebremeskel, Tekle, Woldeab, Kidane, Haile, Berhe, Zerai",
    ),
    "arabic": (
        "Khalid, Saif, Mansour, Hamad, Bassam, Yousef, Faisal, Nasser",
        "Maryam, Hessa, Shamma, Noura, Rania, Latifa, Moza, Dalal",
        "Al Mansoori, Al-Harbi, bin Rashid, Al Ketbi, El-Sayed, Al-Thani, Haddad, Al Balushi, Khoury, bin Saeed Al Falasi, Abu Zaid, Al-Otaibi",
    ),
    "portuguese": (
        "Duarte, Tiago, Anselmo, Valdemar",
        "Conceição, Inês, Graça, Filomena",
        "Figueiredo, Quintas, da Silva, Salgueiro, dos Santos, Teixeira, Leitão",
    ),
    "cypriot": (
        "Andreas, Kyriacos, Panayiotis, Savvas",
        "Androulla, Despina, Eleni, Chrystalla",
        "Hadjigeorgiou, Christodoulou, Papadopoulos, Kyprianou, Loizou, Theodorou",
    ),
    "baltic": (
        "Jānis, Vilnis, Arvydas, Mindaugas",
        "Līga, Ilze, Daiva, Rasa",
        "Bērziņš, Kalniņa, Ozols, Kazlauskas, Liepa, Zariņa",
    ),
    "hungarian": (
        "Zsolt, Gábor, Ferenc, Attila",
        "Ildikó, Zsuzsa, Erzsébet, Réka",
        "Szabó, Nagy, Kecskeméti, Horváth, Fekete, Vörös",
    ),
    "american": (
        "Wyatt, Darnell, Cody, Tyrell, Marcus, Chase, Dallas, Austin, Hunter, Otis, Earl, Judge",
        "Latoya, Brittany, Savannah, Dakota, Destiny, Maybelle, Lurleen, Georgia, Virginia, Charlene, Paris, Candy",
        "Hatfield, Lovejoy, Washington, Boykin, Stubblefield, Yoder, Begay, Kowalski, Boudreaux, Funderburk, Hargrove, Schmidlapp, Law, Love, Street, Church, Wood, Story, Cash, Early",
    ),
    "latino": (
        "Refugio, Ezequiel, Heriberto, Ángel, Jesús, Wilfredo",
        "Guadalupe, Xiomara, Milagros, Yesenia, Dolores, Socorro",
        "Villarreal, Zaragoza, de la Torre, Orozco, Peña, Guerrero-Luna, Cienfuegos, Montalvo",
    ),
    "vietnamese": (
        "Minh Tuan, Duc, Quang, Phuc",
        "Thi Lan, Bich Ngoc, Tuyet, Kim Anh",
        "Nguyen, Tran, Pham, Huynh, Doan, Vo",
    ),
}  # fmt: skip
_MIXED = "polish romanian turkish somali eritrean arabic portuguese cypriot baltic hungarian punjabi bengali malayali tamil yoruba igbo akan chinese filipino sinhalese pashtun pakistani jamaican irish vietnamese"
_OF_COUNTRY = {
    "uk": "english english english english welsh welsh scottish scottish",
    "ie": "irish irish irish irish irish",
    "au": "english english scottish chinese vietnamese cypriot tamil",
    "nz": "maori maori pacific pacific english english scottish",
    "in": "hindi punjabi tamil bengali malayali marathi hindi punjabi tamil bengali malayali marathi",
    "pk": "pakistani pakistani pakistani pashtun pashtun",
    "sg": "chinese chinese chinese malay tamil",
    "my": "malay malay malay chinese tamil",
    "ph": "filipino filipino filipino chinese",
    "ng": "yoruba yoruba igbo igbo hausa hausa",
    "ke": "kikuyu kikuyu luo luo somali",
    "gh": "akan akan akan akan hausa",
    "za": "zulu zulu xhosa xhosa afrikaans afrikaans english tamil",
    "jm": "jamaican jamaican jamaican jamaican",
    "gulf": "arabic arabic arabic malayali filipino pakistani",
    "us": "american american american american latino latino english",
}
NICKNAMES = ("Bunny", "Tich", "Mickey", "Nan", "Smiler", "Bobo", "Dodie", "Chalkie", "Pops", "Lolo", "Tito Boy", "Babs", "Ginger", "Duke", "Mama T", "Uncle Sonny", "Pinky", "Big Mike", "Dot", "Junie")  # fmt: skip
CULTURES = {
    name: (
        [*map(str.strip, men.split(","))],
        [*map(str.strip, women.split(","))],
        [*map(str.strip, families.split(","))],
    )
    for name, (men, women, families) in _LISTS.items()
}


def draw_person(rng: random.Random, people: dict[str, str], role: str, sex: str = "", family: str = "") -> None:
    """Write a person of the note's country into `people` under `role`; `people[role]` is "Given Family"."""
    country = people["country"]
    culture = rng.choice((_OF_COUNTRY[country] if rng.random() < 0.78 else _MIXED).split())
    sex = sex or rng.choice("MF")
    given = rng.choice(CULTURES[culture][0 if sex == "M" else 1])
    if not family:
        other = culture if rng.random() < 0.9 else rng.choice(list(CULTURES))
        family = rng.choice(CULTURES[other][2])
        if rng.random() < 0.05 and " " not in family and "-" not in family:
            family += "-" + rng.choice([name for name in CULTURES["english"][2] if name != family])
        if culture == "polish" and sex == "F" and family.endswith("ski"):
            family = family[:-1] + "a"
    link = {"M": " bin ", "F": " binti "}[sex] if culture == "malay" and rng.random() < 0.8 else " "
    full = f"{given}{link}{family}"
    people |= {role: full, f"{role}.given": given, f"{role}.family": family, f"{role}.sex": sex}
    people[f"{role}.shown"] = f"{family} {given}" if culture == "chinese" and rng.random() < 0.6 else full


def write_name(rng: random.Random, people: dict[str, str], role: str, form: str) -> tuple[str, bool]:
    """A person's name in one writing, and whether it is a full name."""
    given, family, full = people[f"{role}.given"], people[f"{role}.family"], people[f"{role}.shown"]
    capital = family[:2] + family[2:].upper() if family[:2] == "Mc" and rng.random() < 0.5 else family.upper()
    first = given.lstrip("'")
    match form:
        case "given":
            return given, False
        case "family":
            return family, False
        case "famcaps":
            return capital, False
        case "flast":
            return rng.choice([f"{first[0]}. {family}", f"{first[0]} {family}"]), False
        case "lastf":
            return rng.choice([f"{family} {first[0]}", f"{family}, {first[0]}"]), False
        case "ini":
            return first[0] + family.lstrip("'")[0].upper(), False
        case "nick":
            people.setdefault(f"{role}.nick", rng.choice(NICKNAMES))
            return people[f"{role}.nick"], False
        case "rev":
            return rng.choice([f"{family}, {given}", f"{capital}, {given}", f"{capital}, {given.upper()}"]), True
        case "caps":
            return rng.choice([f"{given} {capital}", full.upper(), f"{capital} {given}"]), True
        case "mid":
            return f"{given} {rng.choice('ABCDEFGHJKLMNPRST')}. {family}", True
        case "gf":
            return f"{given} {family}", True
        case "gfc":
            return f"{given} {capital}", True
        case "lf":
            return f"{family}, {given}", True
        case "maiden":
            return f"{given} {rng.choice(CULTURES[rng.choice(list(CULTURES))][2])}", True
        case "broken":
            return f"{given}\n{full.removeprefix(given).strip() if full.startswith(given) else family}", True
        case "any":
            return write_name(rng, people, role, rng.choice(["", "", "rev", "caps", "rev", "mid"]))
        case _:
            return full, True
