"""People of the fifth held-out part: of many peoples, about as often as clinics of five countries meet them.

Written apart from the rules and from the lists of the other parts. Nobody here is a real person.
"""

import random
from dataclasses import dataclass

_PEOPLES: dict[str, tuple[str, str, str]] = {
    "anglo": (
        "Jennifer Patricia Barbara Susan Deborah Karen Nancy Sharon Donna Cynthia Kathleen Pamela Brenda Janet Marilyn Judith Lorraine Phyllis Norma Gladys Edna Thelma Vera Maureen Sheila Jean "
        "Shirley Elizabeth Jessica Ashley Amanda Stephanie Nicole Heidi Kelsey Brittany Megan Lauren Hannah Abigail Kirsty Tracey Joanne Gillian Hazel Eileen Doreen Lindsay Courtney Paige Brooke Denise Rhonda Wendy Yvonne",
        "James Michael William David Richard Thomas Charles Daniel Matthew Anthony Donald Steven Kenneth Brian Edward Ronald Timothy Jason Jeffrey Gary Larry Scott Raymond Gregory Dennis Walter Harold Douglas Roger Keith "
        "Stanley Norman Clifford Leonard Clarence Vernon Wayne Craig Kyle Brandon Tyler Dylan Travis Cody Trevor Nigel Graham Alistair Stuart Gareth Colin Derek Barry Geoffrey Malcolm Neville Rodney Elliott Logan Spencer",
        "Johnson|Williams|Jones|Davis|Miller|Moore|Taylor|Anderson|Thompson|Martin|Clark|Lewis|Hall|Allen|Wright|Scott|Adams|Nelson|Mitchell|Roberts|Phillips|Campbell|Edwards|Morris|Rogers|Peterson|Bailey|Howard|Ward|Richardson|Watson|"
        "Bennett|Sanders|Ross|Jenkins|Hughes|Foster|Simmons|Alexander|Griffin|Hayes|Myers|Hamilton|Sullivan|Wallace|Cole|West|Owens|Reynolds|Harrison|Gibson|Marshall|Ellis|Kennedy|Tucker|Burns|Crawford|Simpson|Hicks|Dixon|Ferguson|Nichols|Dunn|Hudson|"
        "Perkins|Spencer|Matthews|Willis|Harvey|Stevens|Armstrong|Lawson|Chapman|Montgomery|McCoy|McCarthy|McKenzie|MacLeod|O'Connor|O'Neill|Doyle|Gallagher|Brennan|Whitaker|Hutchinson|Atkinson|Bradshaw|Pritchard|Entwistle|Higginbotham|Ainsworth|Thwaites|"
        "Cartwright|Sheridan|Lockwood|Kirkpatrick|Abernathy|Blankenship|Ledbetter|Haverford|Pickering|Stanhope|Wetherby|Ashworth|Bickford|Cresswell|Dunleavy|Eastwood|Farnsworth|Goodwin|Hollister|Kilpatrick|Langley|Merriweather|Newcombe|Oglesby|Pemberton|"
        "Rutledge|Satterfield|Thornton|Underwood|Vickers|Whitlock|Yarborough|Bosworth|Crowley|Dempsey|Erskine|Forsyth|Garrity|Hennessy",
    ),
    "african american": (
        "Jasmine Imani Monique Latoya Kiara Raven Nia Chantel Tanisha Aliyah",
        "Jamal Marcus Terrence Andre Malik Reginald Lamar Demetrius Cedric Darius Kendrick Rashad Tyrell Jerome Isaiah Antoine",
        "Jefferson|Coleman|Dorsey|Muhammad|Hampton|Holloway|Mayfield|Singleton|Chatman|Goodson|Merritt|Bolden|Gadson|Ravenell|Whitfield",
    ),
    "hispanic": (
        "Maria Guadalupe Ana Carmen Leticia Esperanza Alejandra Beatriz Graciela Xiomara Socorro Araceli Valentina Camila Daniela Rosario Mireya Norma",
        "Juan Jose Luis Miguel Francisco Javier Alejandro Ricardo Eduardo Roberto Hector Ramon Arturo Ignacio Gilberto Rigoberto Santiago Mateo Octavio Efrain Rodrigo Osvaldo",
        "Garcia|Rodriguez|Martinez|Hernandez|Lopez|Gonzalez|Perez|Sanchez|Ramirez|Torres|Flores|Rivera|Gomez|Diaz|Morales|Ortiz|Gutierrez|Chavez|Ramos|Ruiz|Alvarez|Mendoza|Castillo|Jimenez|Vasquez|Romero|Herrera|Medina|Aguilar|Vargas|Guzman|Salazar|"
        "Soto|Delgado|Rios|Contreras|Sandoval|Acosta|Figueroa|Villarreal|Zamora|Cisneros|Orozco|Quintero|Arellano|Bustamante|Echeverria|De La Rosa|De Leon|Ocampo|Peralta|Renteria|Sepulveda|Tejeda|Urrutia|Valdivia|Zepeda|Fernández|Gutiérrez|Muñoz",
    ),
    "chinese": (
        "Mei-Ling Xiaoyan Yan Li-Hua Jing Xue Ying Qian Yun Suk-Yin Man-Yee Hsiu-Mei Shufen Rui Ning Wenqian",
        "Wei Zhiqiang Haoyu Ming Yong Chun-Hung Kam-Wing Tianyu Bin Weiming Siu-Man Kuan-Ting Shaohua Gang Zhen",
        "Wang|Liu|Huang|Zhou|Xu|Sun|Zhu|Lin|Guo|Liang|Zheng|Tang|Cao|Yuan|Zeng|Pan|Tian|Wei|Chan|Wong|Lau|Ho|Chow|Kwong|Lo|Chiu|Yeung|Ng|Hsu|Chiang|Yu|Fu|Shen|Lu",
    ),
    "vietnamese": (
        "Lan Mai Hoa Ngan Trang Phuong Nga Loan Tuyet Diem My-Linh Hien Van-Anh",
        "Minh Hung Tuan Long Son Hai Phuc Binh Khoa Thang Vinh Tam Dat",
        "Nguyen|Nguyen|Nguyen|Tran|Le|Pham|Huynh|Hoang|Truong|Dinh|Lam|Trinh|Luong|Doan|Cao|Ta",
    ),
    "korean": (
        "Mi-Sook Jiyoung Hye-Jin Sun-Hee Eunjung Min-Seo Soyeon Kyung-Hee Ara Haneul",
        "Sang-Hoon Jinwoo Sung-Ho Tae-Hyun Joon-Young Seung-Min Byung-Chul Dohyun Ki-Tae Woo-Jin",
        "Kim|Kim|Lee|Lee|Park|Jeong|Chung|Yun|Kwon|Song|Hong|Ryu|Ko|Paik",
    ),
    "japanese": (
        "Yoko Tomoko Emi Kazuko Mariko Ayumi Sachiko Chiyo",
        "Takashi Kazuo Masahiro Satoshi Koji Yoshio Makoto Tsutomu",
        "Sato|Suzuki|Takahashi|Ito|Nakamura|Yoshida|Yamada|Matsumoto|Inoue|Kimura|Hayashi|Shimizu|Nishimura|Hasegawa",
    ),
    "south asian": (
        "Pooja Neha Shreya Rekha Asha Geeta Radha Shanti Divya Swati Jaya Jaspreet Fathima Ayesha Rukhsana Nasreen Shabnam Farzana Sangeeta Padma Revathi Vidya Hetal",
        "Rahul Amit Sanjay Anil Sunil Rakesh Ramesh Ashok Manoj Vivek Karthik Senthil Mohan Baldev Gurdeep Imran Farhan Asif Nadeem Shahid Zubair Dinesh Naveen Siddharth Bhavesh",
        "Sharma|Gupta|Verma|Kumar|Shah|Mehta|Desai|Agarwal|Jain|Mishra|Pandey|Iyengar|Bose|Sen|Ghosh|Naidu|Rao|Patil|Thakur|Bhatt|Malhotra|Kapoor|Chopra|Sandhu|Dhillon|Sidhu|Khan|Ahmed|Hussain|Malik|Qureshi|Siddiqui|Akhtar|"
        "Perera|Fernando|Jayasuriya|Karki|Uddin|Chaudhry|Venkataraman|Ramanathan|Muthusamy|Selvaraj",
    ),
    "arabic": (
        "Fatima Amina Huda Salma Mariam Dalia Rana Lina Nadia Maha Souad Hala",
        "Ahmed Hassan Youssef Karim Mustafa Bilal Faisal Hamza Nabil Ziad Adnan",
        "Al-Hassan|Al-Rashid|Ibrahim|Khalil|Nasser|Saleh|Hamdan|Awad|Salim|Darwish|Fakhoury|El-Amin|Aziz|Jaber|Bakri|Sabbagh|Al-Otaibi|Mansouri|Hakim|Kassab",
    ),
    "persian": (
        "Maryam Azadeh Leila Mahsa Shahla Roya",
        "Mehdi Farhad Dariush Kourosh Amir Babak",
        "Mohammadi|Rezaei|Moradi|Tehrani|Shirazi|Bagheri|Sadeghi|Nazari|Jafari",
    ),
    "turkish": (
        "Elif Fatma Ayşe Hatice Merve Selin",
        "Mehmet Murat Kemal Burak Hakan Serkan",
        "Yilmaz|Kaya|Demir|Celik|Aydin|Dogan|Koç|Özdemir|Erdogan",
    ),
    "west african": (
        "Chioma Folake Funmilayo Abena Esi Amara Kadiatu Bukola",
        "Kwesi Segun Femi Kofi Uche",
        "Okonkwo|Adebayo|Ogunleye|Nwachukwu|Balogun|Addo|Appiah|Acheampong|Kamara|Sesay|Conteh|Obi|Olawale|Afolabi|Bamidele|Osei|Koroma",
    ),
    "east african": (
        "Wangari Sahra Tigist Almaz Njeri Zawadi Bethlehem",
        "Mwangi Mohamud Tekle Kiprono Girma",
        "Njoroge|Wanjala|Kiplagat|Ali|Hassan|Tadesse|Gebre|Girma|Mugisha|Mwakasege|Abdi",
    ),
    "southern african": (
        "Lerato Tendai Rutendo Nandi Palesa Busisiwe",
        "Tapiwa Themba Mandla Farai Kagiso Bongani",
        "Naidoo|Van der Merwe|Botha|Molefe|Dube|Sibanda|Ncube|Zulu|Mahlangu|Pretorius",
    ),
    "slavic": (
        "Irina Tatiana Halina Danuta Jadwiga Milena Ivana Ludmila Oksana Yelena Vesna",
        "Vladimir Sergei Andrzej Marek Piotr Goran Zoran Miroslav Bogdan Pavel Stanislav",
        "Kowalska|Petrov|Sokolova|Volkov|Lewandowski|Zielinski|Wojcik|Kaminski|Petrovic|Kovacevic|Horvat|Svoboda|Melnyk|Tkachenko|Romanov|Smirnov|Pawlak|Jankowski|Markovic|Novotny|Kravchuk",
    ),
    "greek": (
        "Eleni Sophia Vasiliki Georgia Katerina",
        "Dimitrios Georgios Nikolaos Yannis Spiros Stavros",
        "Pappas|Georgiou|Nikolaidis|Dimitriou|Karagiannis|Vlahos|Antoniou|Economou|Christodoulou|Makris",
    ),
    "nordic": (
        "Ingrid Karin Solveig Annika Birgit Liv Marit",
        "Erik Lars Nils Olav Anders Gunnar Henrik",
        "Johansson|Andersen|Larsen|Olsen|Nilsson|Hansen|Virtanen|Korhonen|Lindgren|Gustafsson|Nygaard",
    ),
    "german and dutch": (
        "Ursula Greta Helga Monika Ilse Anneke Marlies",
        "Klaus Wolfgang Heinz Otto Ernst Willem Jan Gerrit",
        "Schmidt|Weber|Meyer|Wagner|Becker|Schulz|Hoffmann|Zimmerman|Krueger|Hartmann|Schwartz|van Dijk|de Vries|Van Houten|Vogel|Baumgartner|Koenig|Bakker|Schroeder|Friesen|Dyck|von Braun",
    ),
    "french": (
        "Chantal Monique Mireille Josée Nathalie Simone Odile",
        "Pierre Marcel Luc Guillaume Yves Rene Jean-Paul",
        "Tremblay|Bouchard|Roy|Côté|Gauthier|Bergeron|Pelletier|Dubois|Fontaine|Moreau|Beaulieu|LeBlanc|Desjardins|Charbonneau|Arsenault",
    ),
    "italian": (
        "Francesca Carmela Lucia Concetta Gina Rosalia",
        "Vincenzo Angelo Dominic Carmine Rocco Luigi",
        "Rossi|Russo|Ferrari|Romano|Colombo|Ricci|Marino|Caruso|DiNapoli|De Angelis|Mancini|Santoro|Lombardi|Bianchi",
    ),
    "polynesian": (
        "Sefina Moana Lani Talia Tiare Losa",
        "Tavita Manu Tama",
        "Faleolo|Tupou|Fifita|Seumalo|Taufa|Henare|Latu",
    ),
    "native american": (
        "Lorena Darlene Bernice Marlene Nizhoni Ramona",
        "Emerson Virgil Herman Elroy Calvin",
        "Chee|Tsinajinnie|Etsitty|Goldtooth|Bitsui|Locklear|Oxendine|Standing Bear|Iron Cloud|Crow Dog|Peshlakai",
    ),
    "jewish": (
        "Miriam Esther Shira Devorah Golda Naomi",
        "Avi Eli Shlomo Chaim Ari",
        "Goldberg|Levy|Friedman|Greenberg|Rosenthal|Feldman|Horowitz|Weinstein|Kaplan|Abramowitz|Lieberman|Silverstein|Epstein",
    ),
    "portuguese": (
        "Beatriz Mariana Fernanda Juliana Lucélia Isaura",
        "Paulo Antonio Rafael Gustavo Manuel Tiago",
        "Silva|Santos|Pereira|Almeida|Carvalho|Ribeiro|Teixeira|Medeiros|Cardoso|da Cunha|Furtado|Moniz|Pacheco",
    ),
    "filipino": (
        "Marites Rosalinda Cristina Jocelyn Analyn Lorna",
        "Reynaldo Danilo Jayson Romeo Ernesto Arnel",
        "dela Cruz|Bautista|Manalo|Aquino|Pascual|Mercado|Dimaandal|Agbayani|Macaraeg",
    ),
}  # fmt: skip
_WORD_LASTS = "Brown|Brown|White|Young|Young|King|Green|Hill|Baker|Price|Long|Wood|Wood|Banks|Rose|Cook|Rice|Hunt|Black|Stone|Fields|Day|Fox|Walker|Carter|Parker|Reed|Bell|Gray|Small|Pearson|Marsh|Waters|Cross|Little|Cooper|Mason|Love|Page|Knight"  # fmt: skip
_WORD_FEMALE = "Rose Grace Hope Faith Joy Amber Crystal Dawn April June May Summer Ruby Pearl Olive Holly Daisy Heather Melody Destiny"  # fmt: skip
_WORD_MALE = "Mark Bill Will Frank Ray Dean Grant Chase Jack Rob Pat Art Drew Miles Victor Clay Guy Hunter Gene Skip"
_MIDDLES = (
    "Ann Marie Lee Louise Jane Lynn Elizabeth Rae Jo Michelle",
    "James Lee Allen Edward Alan Joseph Michael Ray Paul David",
)
_CALLED = {
    "Jennifer": "Jen", "Patricia": "Patty", "Barbara": "Barb", "Deborah": "Debbie", "Judith": "Judy", "Elizabeth": "Betty", "Susan": "Susie", "Kathleen": "Kathy", "Pamela": "Pam", "Stephanie": "Steph", "William": "Billy", "Michael": "Mike",
    "Richard": "Dick", "Thomas": "Tommy", "Charles": "Chuck", "Daniel": "Danny", "Matthew": "Matt", "Anthony": "Tony", "Edward": "Ted", "Ronald": "Ronnie", "Timothy": "Timmy", "Kenneth": "Kenny", "Francisco": "Paco", "Jose": "Pepe",
    "Guadalupe": "Lupe", "Reginald": "Reggie", "Terrence": "Terry", "Leticia": "Letty", "Vladimir": "Vlad", "Dimitrios": "Jimmy", "Anastasia": "Tasia", "Margaret": "Peggy",
}  # fmt: skip
_ODD_CALLED = (("Sissy", "Nan", "Dot", "Kit"), ("Bubba", "Pop", "Scooter", "Teddy"))

_BASE = {
    "anglo": 52.0, "african american": 7, "hispanic": 13, "chinese": 3, "vietnamese": 2, "korean": 1.5, "japanese": 0.8, "south asian": 4, "arabic": 1.8, "persian": 0.8, "turkish": 0.6, "west african": 1.6, "east african": 1,
    "southern african": 0.5, "slavic": 2.5, "greek": 0.9, "nordic": 1.1, "german and dutch": 2.4, "french": 1.4, "italian": 1.6, "polynesian": 0.8, "native american": 1, "jewish": 1.5, "portuguese": 1, "filipino": 1.3,
}  # fmt: skip
_ELSEWHERE = {
    "us": {},
    "uk": {"anglo": 62, "hispanic": 0.8, "african american": 1.5, "south asian": 11, "west african": 3, "native american": 0, "slavic": 4, "arabic": 2.2, "turkish": 1.2, "filipino": 1.4},
    "au": {"anglo": 56, "hispanic": 1, "african american": 0.3, "chinese": 5, "vietnamese": 4, "south asian": 6, "greek": 3, "italian": 3, "polynesian": 3, "native american": 0},
    "in": {"anglo": 1.5, "hispanic": 0.1, "african american": 0, "south asian": 92, "vietnamese": 0.1, "native american": 0, "polynesian": 0, "portuguese": 1.5, "jewish": 0.1, "italian": 0.1, "slavic": 0.2, "greek": 0, "french": 0.2},
    "ca": {"anglo": 46, "hispanic": 2, "african american": 1.5, "chinese": 6, "south asian": 8, "french": 11, "filipino": 3, "persian": 1.5},
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody in a note. `called` is a nickname; `people` is the list that the names are of."""

    first: str
    last: str
    middle: str
    called: str
    people: str


def draw_person(rng: random.Random, setting: str, sex: str, people: str = "", last: str = "") -> Person:
    """Somebody of a setting (`us`, `uk`, `au`, `in`, `ca`) and a sex (`f`, `m`); of a people and a family, if given."""
    weights = _BASE | _ELSEWHERE[setting]
    people = people or rng.choices(list(weights), list(weights.values()))[0]
    female, male, lasts = _PEOPLES[people]
    first = rng.choice((female if sex == "f" else male).split())
    last = last or rng.choice(lasts.split("|"))
    if people in ("anglo", "african american"):
        if last in lasts.split("|") and rng.random() < 0.045:
            last = rng.choice(_WORD_LASTS.split("|"))
        if rng.random() < 0.02:
            first = rng.choice((_WORD_FEMALE if sex == "f" else _WORD_MALE).split())
    if people == "hispanic" and " " not in last and rng.random() < 0.12:
        last = f"{last}{rng.choice(' -')}{rng.choice([name for name in lasts.split('|') if ' ' not in name])}"
    elif sex == "f" and people == "anglo" and rng.random() < 0.03:
        last = f"{last}-{rng.choice(lasts.split('|'))}"
    middle = rng.choice(_MIDDLES[sex == "m"].split())
    return Person(first, last, middle, _CALLED.get(first, rng.choice(_ODD_CALLED[sex == "m"])), people)


def write_name(person: Person, form: str, rng: random.Random) -> str:
    """A full name in one of the ways of a form: `` (as in running text), `inv`, `up`, `init`, `nick`, `sign`, `caret`."""
    first, last, letter = person.first, person.last, person.middle[0]
    ways: dict[str, list[tuple[float, str]]] = {
        "": [(86, f"{first} {last}"), (9, f"{first} {letter}. {last}"), (3, f"{first} {person.middle} {last}"), (1, f"{first} {last} {'Jr.' if rng.random() < 0.7 else 'III'}"), (1, f"{first} {letter} {last}")],
        "inv": [(34, f"{last}, {first}"), (22, f"{last.upper()}, {first.upper()}"), (14, f"{last.upper()}, {first.upper()} {letter}"), (12, f"{last.upper()}, {first}"), (10, f"{last}, {first} {letter}"), (5, f"{last}, {first} {letter}."), (3, f"{last.upper()},{first.upper()} {letter}")],
        "up": [(75, f"{first} {last}".upper()), (25, f"{first} {letter}. {last}".upper())],
        "init": [(70, f"{first[0]}. {last}"), (12, f"{first[0]}.{letter}. {last}"), (18, f"{first[0]} {last}")],
        "nick": [(60, f'{first} "{person.called}" {last}'), (40, f"{first} ({person.called}) {last}")],
        "sign": [(55, f"{first} {last}"), (33, f"{first} {letter}. {last}"), (6, f"{first[0]}. {last}"), (6, f"{last}, {first} {letter}")],
        "caret": [(60, f"{last.upper()}^{first.upper()}^{letter}"), (40, f"{last.upper()}^{first.upper()}")],
        "short": [(60, f"{first} {last[0]}."), (40, f"{first} {last[0]}")],
    }  # fmt: skip
    chances, texts = zip(*ways[form], strict=True)
    return rng.choices(texts, chances)[0]


def list_names() -> set[str]:
    """Every name of the lists that is no word of the lists of words: a scan for what is not labelled."""
    names: set[str] = set()
    for female, male, lasts in _PEOPLES.values():
        names |= {*female.split(), *male.split(), *lasts.split("|")}
    return names
