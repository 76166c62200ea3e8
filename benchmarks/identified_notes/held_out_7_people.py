"""People of the seventh held-out part: names of many origins, in the forms that notes have them."""

import random
from dataclasses import dataclass

# Origin -> (women, men, families); an underscore is a space inside one name.
NAMES: dict[str, tuple[str, str, str]] = {
    "english": (
        "Agnes Beryl Dawn Eileen Florence Georgina Hazel Heather Imogen Ivy Joy June Kerry Lorraine Maureen May Olive "
        "Pearl Poppy Prudence Rosalind Sheila Summer Tabitha Verity Winifred Hope Faith Gail Holly Charlotte Amelia",
        "Alistair Barnaby Cecil Clive Dale Derek Drew Frank Gareth Giles Grant Guy Harvey Jasper Keith Lance Mark "
        "Miles Nigel Norman Percy Pierce Ray Rex Rod Rupert Stuart Terence Victor Will Chase Reginald Wade",
        "Abbott Ashdown Baines Banks Barker Bean Bell Best Bishop Black Blood Bone Braithwaite Brown Burns Case Chance "
        "Church Clay Cook Cotton Cross Crowther Cushing Dale Day Drake Eastwood Field Fielding Finch Fleetwood Foot "
        "Fowler Frost Gale Gamble Garside Graves Green Hand Hargreaves Hartley Head Holroyd Horne Hyde Inglethorpe "
        "Jolly Kettlewell King Lamb Little Long Love Lumb Marsh May Moody Nightingale Noble Oldroyd Page Pain Parkin "
        "Parkinson Peacock Pickles Pope Pratt Quick Ramsbottom Rice Rose Sagar Savage Sharp Short Silver Small "
        "Smallwood Speight Stone Storey Strong Swift Sykes Temple Thistlethwaite Towers Turnbull Underhill Waddington "
        "Ward Waterhouse Webster Wells Winter Wood Woodhouse Workman Worth Young Yoxall",
    ),
    "american": (
        "Ashlyn Bethany Brandi Candace Crystal Darlene Destiny Earlene Harper Jolene Kaylee LaKeisha Latoya Lurleen "
        "Mabel Mackenzie Misty Raven Savannah Shaniqua Skylar Tamika Trinity Wilma Autumn April Marjorie",
        "Bo Bradley Brock Buck Chuck Cletus Cody Colt Darnell DeShawn Dwayne Earl Floyd Hunter Jamal Jermaine Leroy "
        "Marquis Otis Rusty Tanner Travis Tyrone Vernon Wendell Woodrow Zachary Orville",
        "Ackerman Alford Battle Blankenship Boggs Boudreaux Bradshaw Broussard Cash Childress Coates Crabtree Crump "
        "Culpepper Dollar Eubanks Faulkner Fontenot Freeman Gaines Goodnight Hatfield Hightower Honeycutt Hooks "
        "Jefferson Kirkland Landry Leatherwood Ledbetter Mayfield McCoy McKnight Outlaw Pettigrew Poole Ragsdale "
        "Roundtree Satterfield Shipman Stackhouse Strickland Tidwell Tubbs Washington Weatherspoon Whisenhunt "
        "Whitfield Wigfall Yarbrough Stamps Nickels",
    ),
    "irish": (
        "Aoife Bríd Caoimhe Ciara Deirdre Gráinne Maeve Niamh Nuala Orla Róisín Saoirse Sinéad Siobhán Una Bernadette",
        "Cathal Ciarán Colm Conor Cormac Dáithí Declan Diarmuid Eamon Eoin Fergal Fintan Oisín Pádraig Ruairí Tadhg",
        "Brannigan Breathnach Carmody Cassidy Cleary Clohessy Coughlan Devane Dineen Flanagan Gallagher Geraghty "
        "Hanrahan Kilbane Lyons MacNamara McGinley McGrath Mulcahy Ní_Dhomhnaill O'Brien O'Callaghan O'Dea O'Hara "
        "O'Shaughnessy O'Sullivan Quirke Rafferty Scanlon Tierney Twomey Ó_Cuinn",
    ),
    "scottish": (
        "Ailsa Catriona Eilidh Fiona Iona Isla Kirsty Mairi Morag Shona Senga Carys Angharad Bronwen Seren Gwenllian",
        "Angus Callum Duncan Ewan Fraser Hamish Iain Lachlan Murdo Ruaridh Dafydd Emyr Gethin Huw Idris Rhodri",
        "Abercrombie Baird Cameron Colquhoun Dalgleish Farquharson Forsyth Galbraith Geddes Innes Kerr Lockhart "
        "MacAskill MacDonald MacLeod McAllister McIntosh Menzies Mutch Nicolson Pringle Rennie Strachan Urquhart "
        "Bevan Cadwallader Gwynne Llewellyn Prosser Pugh ap_Rhys Protheroe Vaughan",
    ),
    "hispanic": (
        "Alejandra Araceli Belén Blanca Consuelo Dolores Esperanza Graciela Guadalupe Inés Itzel Lourdes Luz Marisol "
        "Mercedes Milagros Paloma Pilar Rocío Socorro Xiomara Yolanda Zulema María_José",
        "Agustín Álvaro Ángel Anselmo César Cruz Efraín Eusebio Gonzalo Heriberto Ignacio Jesús Joaquín Lázaro Moisés "
        "Octavio Plácido Ramiro Rigoberto Salvador Tomás Ulises Wilfredo José_Luis",
        "Acevedo Alcántara Barragán Cabrera Cárdenas Cisneros De_la_Cruz De_León Del_Toro Echeverría Elizondo Escobar "
        "Fuentes Galindo Herrera Ibáñez Izquierdo Jaramillo Leal Llanos Madrigal Muñoz Nuñez Ocampo Ortega Peralta "
        "Quiñones Rentería Saldívar Santos Terrazas Urrutia Valdés Villarreal Yáñez Zamora Zúñiga",
    ),
    "portuguese": (
        "Adriana Beatriz Conceição Fernanda Graça Inês Lurdes Mafalda Rosângela Thaís",
        "Afonso Duarte Edson Gilberto João Leandro Nuno Paulo Rui Thiago",
        "Albuquerque Bragança Carvalho da_Costa da_Silva de_Oliveira dos_Santos Figueiredo Gonçalves Magalhães Moura "
        "Nascimento Pacheco Queiroz Sequeira Teixeira Vasconcelos",
    ),
    "italian": (
        "Assunta Carmela Chiara Donatella Filomena Ginevra Immacolata Ornella Rosaria Serafina",
        "Carmine Dario Domenico Ettore Gaetano Luca Nunzio Pasquale Rocco Salvatore",
        "Abruzzo Bellini Caruso D'Agostino D'Angelo Della_Rocca De_Luca DiNapoli Esposito Ferragamo Iannuzzi Lo_Presti "
        "Mastroianni Palumbo Quattrocchi Ruggiero Sciarra Tagliaferro Zappalà",
    ),
    "german": (
        "Annelies Brunhilde Dagmar Femke Gerda Heike Ilse Käthe Liesbeth Saskia Ursula",
        "Bernd Diederik Dieter Gerrit Horst Jürgen Klaus Lothar Maarten Wouter Wolfgang",
        "Achterberg Bäcker Dijkstra Eichmann Fürst Goldschmidt Hochstetler Jansen Kuiper Lindenmann Müller Ochs "
        "Pfeiffer Rosenzweig Schäfer Schwarzkopf Stoltzfus Ter_Horst van_den_Berg van_Dijk von_Arnim Vogelsang Yoder "
        "Weiss Zimmermann",
    ),
    "french": (
        "Amélie Bénédicte Céline Élodie Geneviève Hélène Josée Marie-Claude Maryse Noémie Odette Solange",
        "Alexandre Benoît Étienne François Gaston Jean-Marc Laurent Luc Marcel Olivier Rémi Yves",
        "Archambault Beauchamp Bélanger Boisvert Charbonneau d'Entremont Desrosiers Du_Plessis Gagnon Lachance Lavoie "
        "Léger L'Heureux Marchand Ouellette Petit Robitaille St-Pierre Thibodeau Villeneuve",
    ),
    "slavic": (
        "Agnieszka Bożena Danuta Galina Halyna Jadwiga Katarzyna Ljubica Małgorzata Nadezhda Oksana Svetlana Vesna "
        "Zdenka",
        "Andrzej Bogdan Dragan Grzegorz Jiří Leszek Miroslav Oleksandr Radovan Stanisław Vladimir Wojciech Yevhen "
        "Zbigniew",
        "Adamczyk Bielski Brzezinski Chmielewski Dvořák Grabowska Hrushevsky Ivanova Jovanović Kaczmarek Kovač "
        "Kowalczyk Lewandowski Markovic Nowicki Petrenko Petrov Shevchenko Sokolov Szymanski Tkachuk Vuković Wójcik "
        "Yakovenko Zielińska",
    ),
    "nordic": (
        "Astrid Birgitta Dagny Freja Gunhild Ingeborg Sigrid Solveig Aino Vaike",
        "Anders Bjørn Einar Gunnar Halvard Knut Leif Søren Torsten Väinö",
        "Aalto Bergström Dahl Ekström Gustafsson Hägglund Jørgensen Kjeldsen Lindqvist Nygaard Ødegaard Sørensen "
        "Thorvaldsen Virtanen",
    ),
    "greek": (
        "Athanasia Despina Eleni Kalliope Stavroula Vasiliki",
        "Apostolos Dimitrios Evangelos Panagiotis Spiros Stavros",
        "Anagnostopoulos Christodoulou Economou Hatzis Karagiannis Mavrides Papadakis Papadopoulos Stamatis Vlahos",
    ),
    "jewish": (
        "Chaya Devorah Miriam Rivka Shoshana Tzipora Yael",
        "Avi Baruch Eliezer Menachem Mordechai Shlomo Yitzhak",
        "Abramowitz Ben-David Blumenthal Cohen Feigenbaum Fishman Gold Horowitz Katz Lipschitz Mizrahi Perlmutter "
        "Shapiro Wachtel",
    ),
    "arabic": (
        "Aisha Amal Fatima Ghada Hanan Huda Khadija Layla Maryam Nadia Noor Rania Salma Shaikha Zainab",
        "Abdullah Ahmed Bilal Faisal Hamad Hassan Ibrahim Khalid Mohammed Mustafa Omar Rashid Saeed Tariq Youssef",
        "Abdel-Rahman Al-Hashimi Al_Mansoori Al-Mutairi Al-Sabah Al_Suwaidi Bakr bin_Hamad Boutros El-Amin El_Sayed "
        "Farouk Haddad Hammoud Ismail Khoury Maalouf Mansour Nasser Qasim Saleh Shaheen Tannous Zayed",
    ),
    "persian": (
        "Ayşe Elif Farzaneh Golnaz Mahsa Nasrin Parisa Shirin Zehra",
        "Arash Behzad Cem Emre Hossein Kaveh Mehmet Orhan Reza",
        "Ahmadi Çelik Demir Esfahani Farahani Hosseinzadeh Karimi Kaya Özdemir Rahimi Sadeghi Shirazi Tehrani Yildiz",
    ),
    "indian": (
        "Aarti Anjali Deepika Gayatri Isha Kavita Lakshmi Meenakshi Nandini Parvati Pooja Radhika Shanta Sunita Usha "
        "Vidya Harpreet Jasleen",
        "Anand Arjun Bhaskar Chandrashekhar Dinesh Ganesh Harish Karthik Mahesh Naveen Prakash Rajesh Sanjay Suresh "
        "Venkatesh Vikram Gurpreet Manjit",
        "Acharya Agarwal Bandyopadhyay Banerjee Bhatt Chatterjee Chaudhary Choudhury Deshmukh D'Souza Fernandes Ghosh "
        "Gill Gupta Iyengar Iyer Jain Joshi Kapoor Kaur Krishnamurthy Kulkarni Malhotra Menon Mukherjee Nair Naidu "
        "Patel Pillai Rao Reddy Sandhu Sethi Sharma Singh Subramanian Tripathi Varghese Venkataraman Yadav",
    ),
    "pakistani": (
        "Asma Bushra Farah Ghazala Nasreen Rukhsana Sadia Shabnam Shazia Tahira",
        "Adnan Asif Faisal Imran Javed Naveed Rizwan Shahid Usman Zulfiqar",
        "Akhtar Ali Aziz Baig Begum Bhatti Chowdhury Hussain Iqbal Khan Mahmood Malik Mirza Qureshi Rahman Raja Sheikh "
        "Siddiqui Uddin",
    ),
    "chinese": (
        "Bao Hui Jing Lan Lihua Mei Meiling Qing Siew Wan Xiaoyan Xin Yan Yuet Ying",
        "Bo Chee Guo Hao Jianguo Jun Kok Long Ming Tao Wei Xiang Yong Zhen Zhiwei",
        "Au Chan Cheng Chong Chua Dong Feng Goh Ho Hu Kwok Lam Lau Lee Leung Li Lim Liu Long Ma Ng Ong Ouyang Pang "
        "Quan Soh Sun Tan Teo Wang Wong Wu Xu Yang Yeo Yip Zhang Zhao",
    ),
    "korean": (
        "Eun-ji Hye-jin Ji-woo Min-seo Soo-ah Yoon-hee",
        "Dong-hyun Hyun-woo Joon-ho Kyung-soo Sang-min Tae-yang",
        "Ahn Bae Choi Han Hong Hwang Jeong Kang Kim Kwon Min Moon Park Ryu Shin Song Yoon",
    ),
    "japanese": (
        "Akiko Emi Haruka Keiko Michiko Naomi Sachiko Yuki",
        "Daisuke Hiroshi Kazuo Kenji Makoto Noboru Shigeru Takeshi",
        "Abe Fujimoto Hayashi Ikeda Kobayashi Matsuda Nakamura Ogawa Sakamoto Tanaka Watanabe Yamaguchi",
    ),
    "vietnamese": (
        "Bích Hạnh Hương Linh Mai Ngọc Phuong Thanh Thuy Tuyet",
        "Bao Duc Hung Khanh Minh Phuc Quang Son Tuan Vinh",
        "Bui Dang Dinh Do Duong Huynh Le Ly Nguyen Pham Phan Tran Trinh Truong Vo Vu",
    ),
    "malay": (
        "Aishah Faridah Norhayati Nurul Puteri Rohana Siti Intan Malee Sirikit",
        "Azlan Hafiz Iskandar Kamarul Rosli Shahrul Zulkifli Budi Somchai Wayan",
        "Abdul_Rahim binte_Osman bin_Yusof Hassan Ismail Osman Sulaiman Suparman Wijaya Charoensuk Srisai",
    ),
    "filipino": (
        "Analyn Baby Cherry Corazon Divina Girlie Imelda Jocelyn Ligaya Maricel Marites Perla Remedios Rowena",
        "Arnel Bayani Benigno Crisanto Danilo Dindo Ernesto Ferdinand Jejomar Jun Reynaldo Rodel Rommel Virgilio",
        "Abad Aquino Bautista Buenaventura Cabigting Catacutan dela_Cruz de_Guzman Dimaculangan Evangelista Galang "
        "Ilagan Katigbak Lacson Macaraeg Manalo Pangilinan Quizon Sumulong Tolentino Umali Villanueva",
    ),
    "nigerian": (
        "Abimbola Adaeze Adunni Amaka Bisi Blessing Chiamaka Comfort Folake Funmilayo Hauwa Ifeoma Ngozi Patience "
        "Precious Temitope Uzoamaka Yetunde",
        "Adebayo Babatunde Chidi Chukwuemeka Emeka Femi Godswill Ikenna Innocent Kelechi Musa Obinna Oluwaseun Segun "
        "Sunday Tunde Uche Goodluck",
        "Abiodun Abubakar Achebe Adebanjo Adeyemi Afolabi Akinola Babangida Balogun Bello Danjuma Ekwueme Eze Ibekwe "
        "Igwe Lawal Nnadi Nwachukwu Nwosu Obaseki Odukoya Ogunleye Okafor Okeke Okonkwo Oladipo Oyelaran Sanusi Udoh "
        "Uzochukwu Yakubu",
    ),
    "ghanaian": (
        "Abena Adwoa Akosua Ama Efua Esi Mercy Gifty Wanjiru Achieng Nakato Tirunesh Hodan",
        "Kofi Kojo Kwabena Kwame Kwesi Yaw Kamau Otieno Mugisha Tesfaye Abdi Haile Nana",
        "Agyeman Amponsah Ansah Asante Boateng Mensah Ofori Osei Owusu Quaye Sarpong Abebe Bekele Kariuki Kiprotich "
        "Mwangi Njoroge Ochieng Odhiambo Ssebunya Tadesse Warsame Gebremariam",
    ),
    "zulu": (
        "Ayanda Busisiwe Lindiwe Nokuthula Nomvula Palesa Refilwe Thandeka Zanele Lerato Tendai Chipo",
        "Bongani Jabulani Lwazi Mandla Sipho Sizwe Thabo Themba Tshepo Vusi Tatenda Given",
        "Buthelezi Cele Dlamini Hlongwane Khumalo Mabaso Madonsela Mahlangu Maseko Mokoena Molefe Moyo Mthembu Ndlovu "
        "Ngcobo Nkosi Ntuli Phiri Radebe Sithole Tshabalala Xaba Zwane",
    ),
    "afrikaans": (
        "Annelie Elmarie Hester Isabella Liezel Magdalena Marietjie Riana",
        "Danie Francois Gerhardus Hendrik Jaco Kobus Petrus Schalk",
        "Botha Coetzee de_Villiers du_Toit Fourie Joubert Kruger le_Roux Marais Naudé Oosthuizen Pienaar Pretorius "
        "Steyn Swanepoel van_der_Merwe van_Niekerk van_Wyk Viljoen Visser",
    ),
    "pacific": (
        "Anahera Aroha Hinemoa Kiri Marama Mereana Ngaire Sina Talia Whetu",
        "Hemi Kauri Manaia Nikau Rangi Sione Tāne Tevita Wiremu Viliami",
        "Fa'asavalu Faleolo Fifita Havili Karaka Leota Mahuika Ngata Parata Pōtiki Rangihuna Tamatea Taufa Te_Aho "
        "Tuilagi Vaega Waititi",
    ),
    "caribbean": (
        "Beverley Claudette Hyacinth Icilda Marva Merlene Shanice Verna Marie-Ange Yvrose",
        "Delroy Desmond Errol Garfield Leroy Lloyd Neville Winston Jean-Baptiste Wilner",
        "Beckford Blackwood Campbell Charlemagne Gayle Grant Holness Jean-Louis Joseph Myrie Pierre Powell Prince "
        "Reid Toussaint Walcott",
    ),
}

# Country -> origins, the home ones several times.
ORIGINS: dict[str, str] = {
    "us": "american american american american english english hispanic hispanic irish german italian jewish slavic "
    "chinese korean vietnamese indian filipino caribbean arabic french greek nordic nigerian japanese persian portuguese",
    "uk": "english english english english scottish scottish irish pakistani indian slavic nigerian caribbean ghanaian "
    "chinese arabic greek italian persian portuguese filipino",
    "ie": "irish irish irish irish english slavic nigerian portuguese filipino indian pakistani",
    "ca": "french french english scottish irish chinese indian slavic korean filipino persian german italian arabic",
    "au": "english english irish scottish greek italian vietnamese chinese indian slavic arabic pacific german malay",
    "nz": "english english scottish pacific pacific pacific chinese indian german filipino afrikaans korean",
    "in": "indian indian indian indian indian indian pakistani portuguese",
    "za": "zulu zulu zulu afrikaans afrikaans english indian malay jewish ghanaian",
    "sg": "chinese chinese chinese malay malay indian english filipino",
    "ng": "nigerian nigerian nigerian nigerian nigerian ghanaian arabic",
    "ph": "filipino filipino filipino filipino hispanic chinese",
    "ae": "arabic arabic arabic indian filipino pakistani persian english ghanaian",
}
COUNTRIES = tuple(ORIGINS)

NICKNAMES: dict[str, str] = {
    "Agnes": "Aggie", "Florence": "Flo", "Georgina": "George", "Winifred": "Win", "Prudence": "Pru", "Maureen": "Mo",
    "Terence": "Terry", "Victor": "Vic", "Reginald": "Reg", "Stuart": "Stu", "Alistair": "Ali", "Derek": "Del",
    "Bradley": "Brad", "Zachary": "Zach", "Mackenzie": "Kenzie", "Candace": "Candy", "Bernadette": "Bernie",
    "Siobhán": "Shiv", "Pádraig": "Paddy", "Eamon": "Ned", "Guadalupe": "Lupita", "Consuelo": "Chelo",
    "Dolores": "Lola", "Ignacio": "Nacho", "Jesús": "Chuy", "Salvatore": "Sal", "Domenico": "Dom", "Ursula": "Ulla",
    "Alexandre": "Alex", "Katarzyna": "Kasia", "Małgorzata": "Gosia", "Oleksandr": "Sasha", "Dimitrios": "Jim",
    "Panagiotis": "Peter", "Mohammed": "Mo", "Yitzhak": "Itzik", "Venkatesh": "Venky", "Chandrashekhar": "Shekhar",
    "Harpreet": "Preeti", "Ferdinand": "Ferdie", "Remedios": "Remy", "Babatunde": "Tunde", "Chukwuemeka": "Emeka",
    "Funmilayo": "Funmi", "Temitope": "Temi", "Wiremu": "Wi", "Charlotte": "Lottie", "Amelia": "Millie",
    "Rosalind": "Roz", "Magdalena": "Lena", "Isabella": "Bella", "Gerhardus": "Gerrie", "Hendrik": "Hennie",
    "Winston": "Winnie", "Desmond": "Dessie", "Busisiwe": "Busi", "Nokuthula": "Thuli", "Savannah": "Savvy",
    "Marjorie": "Marge", "Wendell": "Wen", "Vernon": "Vern", "Latoya": "Toya", "Catriona": "Cat", "Lachlan": "Lachie",
    "Geneviève": "Gen", "Étienne": "Ti-Jean", "Stanisław": "Staszek", "Evangelos": "Vangelis", "Norhayati": "Yati",
}  # fmt: skip


def _pool(names: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in names.split())


POOLS = {origin: tuple(_pool(names) for names in lists) for origin, lists in NAMES.items()}
GIVEN = sorted({name for women, men, _ in POOLS.values() for name in (*women, *men)})
FAMILIES = sorted({name for _, _, families in POOLS.values() for name in families})


@dataclass(frozen=True)
class Person:
    """One person of a note; `style` says how the full name is written all through it."""

    given: str
    middle: str
    family: str
    sex: str
    origin: str
    style: str

    def kept(self) -> str:
        """The person as one text, to be kept from slot to slot."""
        return "|".join((self.given, self.middle, self.family, self.sex, self.origin, self.style))


def person_of(kept: str) -> Person:
    """The person that `kept` made."""
    return Person(*kept.split("|"))


def draw_person(rng: random.Random, country: str, sex: str = "", family: str = "", plain: bool = False) -> Person:
    """Someone who lives in `country`; a tenth of the families are of another origin than the given name."""
    origin = rng.choice(ORIGINS[country].split())
    sex = sex or rng.choice("MF")
    women, men, families = POOLS[origin]
    given = rng.choice(women if sex == "F" else men)
    others = [name for name in (women if sex == "F" else men) if name != given]
    if rng.random() < 0.1:
        families = POOLS[rng.choice(ORIGINS[country].split())][2]
    if not family:
        family = rng.choice(families)
        simple = " " not in family and "-" not in family
        if simple and origin in ("english", "american", "scottish") and rng.random() < 0.08:
            family += "-" + rng.choice([name for name in families if " " not in name and "-" not in name])
        elif origin in ("hispanic", "filipino") and rng.random() < 0.2:
            family += rng.choice(" -") + rng.choice([name for name in families if "-" not in name])
    style = "plain"
    if origin in ("chinese", "korean", "vietnamese") and country in ("sg", "us", "au") and rng.random() < 0.5:
        style = "first" if country == "sg" or rng.random() < 0.2 else "plain"
        if country == "sg" and origin == "chinese":
            given = f"{given} {rng.choice(others)}"
    elif not plain:
        chances = (70, 16, 8, 3) if country in ("us", "ca", "ph") and sex == "M" else (76, 12, 7, 0)
        style = rng.choices(("plain", "initial", "middle", "suffix"), chances)[0]
    return Person(given, rng.choice(others), family, sex, origin, style)


def _initials(person: Person, rng: random.Random) -> str:
    letters = [person.given[0], person.family.split()[-1][0]]
    if rng.random() < 0.3:
        letters.insert(1, person.middle[0])
    letters = [letter.upper() for letter in letters]
    return rng.choice(("".join(letters), "".join(letters), ".".join(letters) + ".", "".join(letters).lower()))


def _full(person: Person, suffix: str) -> str:
    given, family = person.given, person.family
    return {
        "plain": f"{given} {family}",
        "first": f"{family} {given}",
        "initial": f"{given} {person.middle[0]}. {family}",
        "middle": f"{given} {person.middle} {family}",
        "suffix": f"{given} {family}{suffix}",
    }[person.style]


def write_name(person: Person, form: str, rng: random.Random) -> tuple[str, bool]:
    """The name in that form, and whether it is a full one."""
    given, family, middle = person.given, person.family, person.middle
    if form == "full":
        return _full(person, (" Jr.", " Jr", ", Jr.", " III", " Sr.")[len(family) % 5]), True
    if form == "plain":
        return f"{given} {family}", True
    if form == "lf":
        forms = (f"{family}, {given}", f"{family.upper()}, {given}", f"{family.upper()}, {given.upper()}",
                 f"{family}, {given} {middle[0]}.", f"{family.upper()}, {given.upper()} {middle[0]}",
                 f"{family}, {given}", f"{family.upper()} {given}", f"{family},{given}")  # fmt: skip
        return rng.choice(forms), True
    if form == "up":
        return _full(person, " JR").upper(), True
    if form == "fu":
        return f"{given} {family.upper()}", True
    if form == "low":
        return f"{given} {family}".lower(), True
    if form == "hl":
        forms = (f"{family}^{given}^{middle[0]}", f"{family}^{given}", f"{family}^{given}^{middle}")
        return rng.choice(forms).upper(), True
    if form == "fi":
        initial = given[0]
        forms = (f"{family}, {initial}", f"{family} {initial}", f"{initial} {family}", f"{initial}. {family}",
                 f"{initial}.{middle[0]}. {family}", f"{family}, {initial}.", f"{initial}. {family}",
                 f"{initial} {family}")  # fmt: skip
        return rng.choice(forms), False
    if form == "gi":
        return rng.choice(
            (f"{given} {family.split()[-1][0].upper()}.", f"{given} {family.split()[-1][0].upper()}")
        ), False
    if form == "nick":
        return NICKNAMES.get(given, given), False
    single = {"g": given, "f": family, "fup": family.upper(), "gup": given.upper(), "flow": family.lower(),
              "glow": given.lower()}  # fmt: skip
    return (single[form], False) if form in single else (_initials(person, rng), False)
