"""People of held-out part 8: made-up names of many cultures, and the ways in which staff write them."""

import random

NAMES: dict[str, tuple[str, str, str]] = {
    "anglo": (
        "Margaret Susan Debra Kathleen Heather Joan Tiffany Brenda Hope Grace Rose Dawn Faith Carol Penny Beverly Ruth April June Courtney Megan Doreen Maureen Gillian Tracy Hayley Savannah Mackenzie",
        "Mark Will Frank Gene Ray Bill Dean Grant Chase Drew Wayne Kenneth Gerald Douglas Trevor Nigel Keith Clive Tyler Brandon Cody Austin Russell Lester Harold Barry Norman Stanley",
        "Hargreaves Whitcombe Pruitt Ledbetter Stone Brown Young Price Bishop Marsh Winters Cook Thornbury Gaskell Blakemore Ackroyd Fairweather Kowalke Dunaway Tillman Beasley Crenshaw Pickering Wainwright Lockwood Mabry Yarbrough Sharp Moody Strickland Bell Ramsbottom Cobb Hatch Nettles Merriweather",
    ),
    "double": (
        "Philippa Harriet Imogen Cressida Bethan Lucinda",
        "Rupert Hugo Crispin Alistair Piers Gareth",
        "Ashby-Coombes Lloyd-Pritchard Smythe-Barlow Greene-Okoro Hartley-Singh Poole-Marsden",
    ),
    "hispanic": (
        "Guadalupe|María Elena|Yesenia|Rosario|Luz|Marisol|Esperanza|Socorro|Xiomara|Concepción",
        "José Luis|Ezequiel|Refugio|Ángel|Jesús|Heriberto|Octavio|Moisés|Juan Carlos|Rigoberto",
        "Peña Villalobos|Ríos|de la Cruz|Montes de Oca|Zamora-Ortega|Quiñones|García Luna|Echeverría|del Toro|Sandoval|Ibarra Nuñez",
    ),
    "black_us": (
        "Latoya Keisha Ebony Shanice Tamika Ernestine Precious Lakeisha",
        "Deshawn Tyrone Jamal Marquis Cleophus Lamar Darnell Isaiah",
        "Gaines Broadnax Hairston Pettway Blackmon Freeman Dorsey Booker Gadsden",
    ),
    "vietnamese": (
        "Thị Hồng|Ngọc Lan|Thu Hà|Kim Anh|Bích Ngọc|Mai",
        "Văn Dũng|Quốc Huy|Minh Tuấn|Đức|Hữu Phước|Long",
        "Nguyễn|Trần|Phạm|Huỳnh|Đặng|Võ|Bùi|Lê",
    ),
    "chinese": (
        "Xiuying|Mei Ling|Yan|Hui Min|Wai Fong|Jia Yi|Siew Lan",
        "Wei|Jianguo|Kok Wah|Zhihao|Boon Keng|Chi Keung|Jun Jie",
        "Tan|Ouyang|Zhang|Wong|Lim|Xu|Goh|Chan|Ng|Sim|Koh|Mao",
    ),
    "polish": (
        "Agnieszka Katarzyna Małgorzata Bożena Zofia Danuta",
        "Krzysztof Zbigniew Wojciech Sławomir Grzegorz Tadeusz",
        "Wiśniewska Szczepański Brzęczyk Kowalczyk Gołębiowska Jabłoński Wróbel Czarnecki",
    ),
    "arabic": (
        "Fatima|Hanan|Noor|Umm Kulthum|Rania|Zaynab|Amal|Maha",
        "Mohammed|Abdul Rahman|Yousef|Khalid|Ibrahim|Omar|Tariq|Saif",
        "Al-Mansoori|Haddad|El Sayed|al Hashimi|Abu Zaid|bin Rashid|Khoury|Al Balushi|Mustafa",
    ),
    "yoruba": (
        "Oluwaseun|Folasade|Adétóún|Temitope|Ìyábọ̀|Bukola|Morenike|Titilayo",
        "Babatunde|Olúwafẹ́mi|Adebayo|Kọ́láwọlé|Segun|Ayodele|Gbenga",
        "Adéyẹmí|Ogunleye|Bamidele|Oyelaran|Afolabi|Akinwande|Balogun|Owolabi",
    ),
    "igbo_hausa": (
        "Chiamaka|Ngozi|Hauwa|Blessing|Goodness|Nkechi|Aisha|Patience",
        "Chukwuemeka|Obinna|Musa|Sunday|Godwin|Ifeanyi|Sani|Friday",
        "Nwachukwu|Eze|Okonkwo|Danjuma|Umeh|Abubakar|Onyekachi|Bello",
    ),
    "akan": (
        "Akosua|Abena|Efua|Yaa|Comfort|Adwoa|Mercy",
        "Kwame|Kofi|Kwabena|Yaw|Nana Kwesi|Ebenezer|Kojo",
        "Owusu-Ansah|Boateng|Mensah|Asante|Agyeman|Quartey|Amoah|Darko",
    ),
    "kenyan": (
        "Wanjiru Achieng Nyambura Chebet Atieno Makena Mumbi",
        "Kipchumba Otieno Mwangi Kamau Odhiambo Mutua Barasa",
        "Njoroge Ochieng Kiplagat Wafula Kariuki Onyango Muthoni Cheruiyot Wekesa",
    ),
    "somali": ("Hodan Ifrah Sahra Ubax Ayaan", "Abdirahman Guled Warsame Liban Mahad", "Farah Jama Warfa Abdi Samatar"),
    "tamil": (
        "Lakshmi|Meenakshi|Kavitha|Thenmozhi|Saraswathi|Revathi",
        "Murugan|Senthil Kumar|Karthikeyan|Arumugam|Bala|Vignesh",
        "Subramaniam|Ramanathan|Palaniswamy|Thangaraj|Sivalingam|Chelliah|Nadarajah",
    ),
    "indian": (
        "Sunita|Kamla Devi|Deepika|Asha|Pushpa|Anjali|Jyoti|Meera",
        "Rajesh|Ramesh Chandra|Vikram|Anil|Harish|Dev|Suresh|Prakash",
        "Deshpande|Chatterjee|Iyer|Yadav|Bhattacharya|Reddy|Pillai|D'Souza|Mishra|Patil|Nair|Das",
    ),
    "punjabi": (
        "Harpreet|Gurinder|Simran|Jaswinder|Parveen|Shazia|Rukhsana",
        "Gurpreet|Balwinder|Imran|Zahid|Asif|Muhammad Usman|Bilal",
        "Kaur Gill|Singh Dhillon|Akhtar|Chaudhry|Bajwa|Sandhu|Malik|Qureshi|Begum",
    ),
    "maori": (
        "Aroha|Hinemoa|Ngaire|Mārama|Whetū|Anahera|Mere",
        "Tāne|Wiremu|Rangi|Hēmi|Tama|Nikau|Hōne",
        "Te Whata|Parata|Ngāwati|Tūhoro|Rāwiri|Te Aho|Waititi-Hakopa|Pōtae",
    ),
    "pasifika": (
        "Sina Losa Mele Salote Lagi",
        "Sione Tevita Viliamu Ioane Semisi",
        "Fa'asavalu Tupou Leota Taufa Mata'afa Vainikolo",
    ),
    "irish": (
        "Siobhán Aoife Gráinne Caoimhe Bríd Niamh Assumpta Sinéad",
        "Pádraig Tadhg Eoin Seamus Oisín Colm Declan Fergal",
        "O'Shaughnessy|Ní Bhriain|Mac Giolla Phádraig|Ó Súilleabháin|McGillicuddy|Geraghty|de Búrca|Mulqueen|O'Dea|Tierney",
    ),
    "scots_welsh": (
        "Mhairi Eilidh Morag Catrìona Angharad Rhiannon Sioned",
        "Hamish Ruaridh Calum Iain Gethin Dafydd Llewelyn",
        "MacIlwraith|Nic Dhòmhnaill|Urquhart|ap Rhys|Prytherch|Dalziel|McEwan-Reid|Gwilym",
    ),
    "afrikaans": (
        "Annelie Marietjie Elna Riana Hester",
        "Pieter Hennie Johannes Gideon Stefanus",
        "van der Merwe|du Plessis|Botha-Nel|Oosthuizen|van Wyk|Pretorius|Labuschagne",
    ),
    "nguni": (
        "Nomvula Thandeka Zanele Lindiwe Nokuthula Precious",
        "Sibusiso Themba Bongani Mandla Lwazi Sipho",
        "Dlamini Mkhize Nkosi Ngcobo Xaba Mthethwa Zungu Qwabe",
    ),
    "malay": (
        "Siti Nurhaliza|Nur Aisyah|Rohani|Zaleha|Faridah",
        "Ahmad Faizal|Azlan|Hafiz|Ismail|Mohd Rizal",
        "binti Hassan|bin Osman|Abdullah|bin Mat Saad|binti Yusof|Sulaiman",
    ),
    "filipino": (
        "Maricel|Jhoanna|Cherry Mae|Rowena|Ligaya|Princess",
        "Rodel|Jun-Jun|Arnel|Danilo|Bong|Reynaldo",
        "Dimaculangan|Santos-Reyes|Macaraeg|Bautista|Catacutan|Pangilinan|dela Peña|Salonga",
    ),
    "jamaican": (
        "Shanelle Claudette Marcia Beverley Icilda Tanesha",
        "Delroy Winston Everton Desmond Linval Cedric",
        "Fearon Campbell-Grant Gayle Lindo Swaby Whyte Clunis Dacres",
    ),
    "korean": ("Soon-ja Ji-woo Eun-hee Hye-jin", "Sang-hoon Min-jun Dong-wook Jae", "Park Choi Seo Kim Ahn Namgung"),
    "russian": ("Lyudmila Galina Tatiana Svetlana", "Dmitri Boris Anatoly Gennady", "Volkov Sokolova Zhukovsky Kuzmin"),
    "hmong": ("Mai Yer Pa Nhia Kao", "Tou Chue Nhia Kong", "Xiong Vang Moua Lor Yang"),
    "french": (
        "Solange Marie-Ève Geneviève Josée Océane",
        "Jean-François Benoît Étienne Luc Gaétan",
        "Thibodeau|St-Pierre|LeBlanc|Desrosiers|d'Entremont|Gagné",
    ),
    "cree": (
        "Autumn Winter Dakota Cheyenne",
        "River Dallas Clayton Wade",
        "Strongarm Whitebear Many-Bears Littlechild Cardinal",
    ),
    "mononym": ("Sulastri Thandar Devaki Wati Lhamo", "Sukarno Sivakumar Thuya Tashi Slamet", ""),
}
"""Culture -> first names of women, of men, and family names; with `|` between them where a name has spaces."""

CULTURES: dict[str, str] = {
    "US": "anglo anglo anglo anglo anglo anglo black_us black_us hispanic hispanic hispanic vietnamese chinese polish "
    "arabic yoruba indian korean russian hmong filipino somali double mononym french cree jamaican",
    "UK": "anglo anglo anglo anglo anglo double scots_welsh scots_welsh irish punjabi punjabi indian yoruba polish jamaican "
    "somali arabic tamil mononym",
    "CA": "anglo anglo anglo french french chinese punjabi cree scots_welsh filipino arabic russian tamil",
    "AU": "anglo anglo anglo anglo vietnamese chinese irish indian arabic pasifika double",
    "IE": "irish irish irish irish anglo polish yoruba",
    "IN": "indian indian indian tamil tamil punjabi arabic mononym",
    "NZ": "anglo anglo maori maori maori pasifika indian scots_welsh",
    "ZA": "afrikaans afrikaans nguni nguni nguni anglo indian mononym",
    "SG": "chinese chinese chinese malay tamil indian mononym",
    "NG": "yoruba yoruba igbo_hausa igbo_hausa igbo_hausa",
    "PH": "filipino filipino filipino hispanic chinese",
    "KE": "kenyan kenyan kenyan somali indian",
    "JM": "jamaican jamaican jamaican anglo chinese",
    "MY": "malay malay chinese tamil mononym",
    "AE": "arabic arabic indian filipino punjabi anglo",
    "PK": "punjabi punjabi punjabi arabic",
    "GH": "akan akan akan igbo_hausa",
}
"""Country -> the cultures of its people, the frequent ones more than once."""

NICKS = {
    "Margaret": "Peg", "Susan": "Suze", "Kathleen": "Kath", "Debra": "Debs", "William": "Billy", "Kenneth": "Kenny",
    "Gerald": "Gerry", "Douglas": "Doug", "Harold": "Hal", "Guadalupe": "Lupe", "Refugio": "Cuco", "Rosario": "Chayo",
    "Mohammed": "Mo", "Oluwaseun": "Seun", "Babatunde": "Tunde", "Chukwuemeka": "Emeka", "Temitope": "Temi",
    "Agnieszka": "Aga", "Małgorzata": "Gosia", "Zbigniew": "Zbyszek", "Siobhán": "Shiv", "Pádraig": "Podge",
    "Wiremu": "Wi", "Johannes": "Hannes", "Nomvula": "Vula", "Sibusiso": "Sbu", "Reynaldo": "Rey", "Winston": "Winnie",
    "Beverly": "Bev", "Beverley": "Bev", "Tiffany": "Tiff", "Mackenzie": "Kenzie", "Savannah": "Vannah",
    "Stanley": "Stan", "Norman": "Norm", "Penny": "Pen", "Doreen": "Dor", "Gillian": "Gill", "Harpreet": "Happy",
    "Gurpreet": "Gogi", "Kwabena": "Kobby", "Ebenezer": "Eben", "Rajesh": "Raju", "Deepika": "Deepu", "Lakshmi": "Lachu",
    "Patience": "Pat", "Svetlana": "Sveta", "Dmitri": "Dima", "Philippa": "Pip", "Harriet": "Hattie", "Deshawn": "Shawn",
    "Ernestine": "Tiny", "Lyudmila": "Lyuda", "Tatiana": "Tanya", "Danilo": "Danny", "Wojciech": "Wojtek",
}  # fmt: skip


def split_names(names: str) -> list[str]:
    """A list of names out of its line."""
    return names.split("|") if "|" in names else names.split()


def draw_person(rng: random.Random, country: str, sex: str = "", family: str = "") -> str:
    """A person, kept as text: first name, family name, sex and middle initial with tabs between them."""
    culture = rng.choice(CULTURES[country].split())
    women, men, families = NAMES[culture]
    sex = sex or rng.choice("FM")
    given = rng.choice(split_names(women if sex == "F" else men))
    drawn = family or rng.choice(split_names(families) if families else [""])
    family = "" if culture == "mononym" else drawn
    middle = rng.choice("ABCDEFGHJKLMNPRSTW") if rng.random() < 0.3 else ""
    return "\t".join((given, family, sex, middle))


def full_name(person: str) -> str:
    """First name and family name."""
    given, family, *_ = person.split("\t")
    return f"{given} {family}".strip()


def misspell(name: str, rng: random.Random) -> str:
    """A name with one slip of the pen inside."""
    places = [place for place in range(1, len(name) - 2) if name[place : place + 2].isalpha()]
    if not places:
        return name
    place = rng.choice(places)
    first, second = name[place], name[place + 1]
    slip = rng.choice((second + first, first * 2 + second, second, first))
    return name[:place] + slip.lower() + name[place + 2 :]


def initials(person: str, rng: random.Random) -> str:
    """A person's initials, with or without full stops."""
    given, family, _, middle = person.split("\t")
    letters = [part[0].upper() for part in [*given.split(), middle, *family.replace("-", " ").split()] if part]
    if len(letters) < 2:
        letters *= 2
    letters = letters[:4]
    return rng.choice(("".join(letters), ".".join(letters) + ".")) if len(letters) > 1 else letters[0] + "."


def _recase_given(given: str, form: str) -> str:
    if "low" in form:
        return given.lower()
    return given.upper() if form in ("caps", "revcaps", "revupper", "famcaps", "capsbare", "hl7") else given


def write_name(person: str, form: str, rng: random.Random) -> tuple[str, bool]:
    """A person's name in a form, and whether it is a full name."""
    given, family, _, middle = person.split("\t")
    last = family or given
    whole = f"{given} {middle + '. ' if middle and rng.random() < 0.5 else ''}{family}".strip()
    full = {
        "": whole,
        "low": full_name(person).lower(),
        "caps": whole.upper(),
        "rev": f"{family}, {given}{' ' + middle if middle else ''}",
        "revcaps": f"{family.upper()}, {given}",
        "revupper": f"{family}, {given}".upper(),
        "revbare": f"{family} {given}",
        "revlow": f"{family}, {given}".lower(),
        "capsbare": f"{family.upper()} {given}",
        "famcaps": f"{given} {family.upper()}",
        "hl7": f"{family}^{given}^{middle}".rstrip("^").upper(),
        "mis": misspell(full_name(person), rng),
    }
    if form in full:
        return (full[form], True) if family else (_recase_given(given, form), False)
    part = {
        "first": given,
        "firstlow": given.lower(),
        "firstcaps": given.upper(),
        "firstmis": misspell(given, rng),
        "last": last,
        "lastlow": last.lower(),
        "lastcaps": last.upper(),
        "nick": NICKS.get(given, given.split()[0]),
        "dot": f"{given[0]}. {family}" if family else given,
        "lastinit": f"{family} {given[0]}" if family else given,
        "user": f"{given[0]}{last}".lower().replace(" ", "").replace("'", ""),
        "init": initials(person, rng),
        "spell": rng.choice(("-", " ")).join(mark for mark in last.upper() if mark.isalpha()),
    }
    return part[form], False
