"""A fourth held-out part, written and committed before version 4 of the rules: templates, formats and lists that share
nothing with the other parts.

Habits that those lack: carets and tabs between the parts of a name, first and last name in fields of their own, sentences
whose every word has a capital, bullets and bold type, quoted mail, couples and families (*the Okparas*), names before an
age and a sex, maiden names. Nobody here is a real person.
"""

import random
import string
from dataclasses import dataclass

from benchmarks.identified_notes.notes import Filled, Part

_PEOPLES: tuple[tuple[str, str], ...] = (
    ("Zelimkhan Aminat Rustam Madina Movsar", "Dudayev Maskhadov Khasanova Akhmadov Umarova"),
    ("Rinat Alsu Ildar Gulshat Marat", "Gabdullin Nuriyeva Sharipov Khairullina Zaripov"),
    ("Ayperi Bakyt Cholpon Nurbek Jyldyz", "Abdykadyrov Toktogulova Mamyrov Osmonova Isakov"),
    ("Merdan Ogulgerek Bayram Jeren Gurban", "Atayev Nurmuhammedowa Berdiyev Annamyradow Hojayeva"),
    ("Firdaus Manizha Khurshed Zarina Farrukh", "Sharifov Nazarova Mirzoyev Kurbonova Yusupov"),
    ("Abdulahat Patigul Ekber Rahile Memtimin", "Tohti Kadeer Mijit Sawut Hoshur"),
    ("Gul-Bibi Mehrab Naz Dostain Hani", "Marri Bugti Mengal Rind Bizenjo"),
    ("Manpreet Jaswinder Balwinder Simran Amrit", "Dhillon Sandhu Grewal Sidhu Bains"),
    ("Hiral Ketan Jignesh Bhavna Nirav", "Patel Desai Trivedi Vaghela Solanki"),
    ("Vaishnavi Aniket Shrikant Madhuri Sachin", "Kulkarni Deshpande Bhosale Phadke Gokhale"),
    ("Raghavendra Shwetha Manjunath Kavya Girish", "Hegde Shetty Gowda Kamath Bhat"),
    ("Sreejith Aswathy Unni Bindu Jomon", "Kurian Varghese Nambiar Menon Thekkekara"),
    ("Bidyut Jonaki Rituraj Mridula Nabajyoti", "Gogoi Phukan Saikia Hazarika Bora"),
    ("Neikelhou Vizol Khriebu Aviü Zhokhoi", "Angami Zhimomi Jamir Kikon Longkumer"),
    ("Bishnu Sabina Prakash Sarita Kamala", "Thapa Adhikari Koirala Basnet Shrestha"),
    ("Aishath Ibrahim-Didi Mariyam Hussain Fathimath", "Rasheed Manik Waheed Shareef Naseem"),
    ("Lalrinpuii Zothanga Sangliana Mawia Ramdini", "Hnamte Ralte Pachuau Sailo Khiangte"),
    ("Wayan-Adi Kadek Nyoman Putu Gede", "Suardana Artha Mahendra Wiratama Yasa"),
    ("Horas Tiur Parulian Rotua Binsar", "Nainggolan Hutagalung Sihombing Panjaitan Tambunan"),
    ("Ratu-Epeli Litia Sitiveni Adi-Kuini Josefa", "Rabuka Qarase Vunibobo Bainimarama Tuilagi"),
    ("Tåga Isa Juan-Antonio Chaling Magahet", "Taitano Cruz-Quitugua Aguon Taimanglo Sablan"),
    ("Aputsiaq Ivalu Pipaluk Malik Nivi", "Kleist Motzfeldt Olsvig Heilmann Egede"),
    ("Kanti Wapun Miskwa Napesis Sokanon", "Cardinal Poundmaker Whitebear Crowchief Sunchild"),
    ("Itzel Balam Ixchel Canek Nicté", "Chan-Pech Tun Canul Poot Uicab"),
    ("Illari Wayra Nina Amaru Sumaq", "Quispe Mamani Condori Huamán Choquehuanca"),
    ("Nahuel Ayelén Lautaro Millaray Aukan", "Huenchumilla Catrileo Nahuelpán Marileo Curiqueo"),
    ("Delroy Shanique Winston Tamika Devon", "Campbell-Barr Gordon Bogle Sharpe-Levy Blackwood"),
    ("Rampersad Indra Sookdeo Kamla Boodram", "Maharaj Ramlogan Persad-Bissessar Gopaul Seepersad"),
    ("Djamila Nelson-Évora Zuleica Ivandro Dulce", "Fortes Lopes-Tavares Évora Semedo Monteiro"),
    ("Ousmane Fatou Mor Ndeye Cheikh", "Diop Ndiaye Faye Sarr Gueye"),
    ("Boubacar Kadiatou Lassina Salimata Issouf", "Ouédraogo Sawadogo Compaoré Zongo Kaboré"),
    ("Danladi Hauwa Garba Zainab Shehu", "Dangote-Sule Tafawa Ribadu Gusau Bichi"),
    ("Ekaette Okon Iniobong Arit Effiong", "Udom Akpabio Bassey Ekpenyong Etim"),
    ("Chukwuemeka Ifeoma Obinna Nkechi Ugochukwu", "Okpara Nnamani Achebe Umeh Okeke-Obi"),
    ("Tshibanda Mwamba Ngalula Kabeya Mbuyi", "Tshisekedi Kasongo Ilunga Mukendi Kabasele"),
    ("Chimwemwe Thandiwe Mphatso Limbani Tiyamike", "Banda Phiri Mwale Chirwa Nyirenda"),
    ("Mutinta Bwalya Chola Mulenga Kapembwa", "Sakala Musonda Hichilema Mumba Chanda"),
    ("Juma Mwanaisha Rashidi Neema Baraka", "Mwinyi Kikwete Mkapa Nyerere Msuya"),
    ("Achieng Ochieng Atieno Otieno Awino", "Oduya Okello Omondi Were Nyong'o"),
    ("Nakato Wasswa Nambi Ssalongo Kizza", "Museveni Nsubuga Kaggwa Lubega Ssempijja"),
    ("Chaltu Jawar Obsa Lensa Gadisa", "Gemechu Tolera Negassa Bulcha Dibaba"),
    ("Idir Tinhinan Massinissa Kahina Aksil", "Aït-Ahmed Ouyahia Matoub Boukhari Aït-Menguellet"),
    ("Shenouda Marina-Fady Kyrillos Demiana Abanoub", "Ghali Boutros Tawadros Bishoy Makar"),
    ("Sargon Ashur Ninsun Shamiran Odisho", "Younan Malek-Yonan Bet-Shmuel Warda Khoshaba"),
    ("Nabih Joumana Walid Ghada Raymond-Elie", "Jumblatt Frangieh Gemayel Chamoun Arslan"),
    ("Saleh-Ali Bilqis Abdrabbuh Arwa Hamid", "al-Eryani Al-Hamdi Bahah al-Sanabani Baqutyan"),
    ("Douwe Sjoukje Wiebe Fenna Jelle", "Hoekstra|Dijkstra|van der Wal|Terpstra|de Vries-Postma"),
    ("Goele Wout Liesbet Bart-Jan Griet", "Vandenbroucke|Van Rompuy|De Smedt|Verhofstadt|'t Jonck"),
    ("Dragomir Kalina Plamen Tsvetelina Boyko", "Borisov Zhelyazkova Parvanov Ivanova-Stoeva Kostov"),
    ("Uladzimir Volha Ryhor Nadzeya Zmicier", "Lukashuk Karatkevich Bykau Sankouskaya Hanchar"),
    ("Matjaž Špela Borut Živa Uroš", "Župančič Kučan Podobnik Žnidaršič Hribar"),
    ("Efisio Grazia Gavino Bonaria Salvator-Angelo", "Deledda|Piras|Murgia|de Candia|Satta"),
    ("Ghjuvanni Letizia Pasquale-Paul Lesia Petru", "Casanova Colonna-Cesari Mattei Giudicelli Santoni"),
    ("Xoán Uxía Brais Sabela Anxo", "Fariña Castelao Beiras Outeiriño Piñeiro"),
    ("Yann Nolwenn Gwenaël Maëlle Ronan", "Kerguelen|Le Pennec|Tanguy|Quéméneur|Guivarc'h"),
    ("Juan-Illiam Breeshey Orry Voirrey Finlo", "Quayle Corkill Kermode Cregeen Mylchreest"),
    ("Sverri Marjun Jógvan Bárður Turið", "Djurhuus|á Lakjuni|Jacobsen-Høj|Hansen Dam|í Dali"),
    ("Billy Mary Bobbie Jim Peggy", "Ray Tubbs|Sue Culpepper|Jean Hargis|Ed Stidham|Lou Skaggs"),
    ("Boudreaux Clotile Alphonse Evangeline Placide", "Thibodeaux Guidry Arceneaux Robichaux Hebert"),
    ("Xavier Keisha Trayvon Ebony Jamal", "Gaskins Bettis Mosley Pinkney Gholston"),
    ("Grace Vivian Kevin Jessica Brandon", "Thao-Lor Huynh-Le Ngai Szeto Yeoh"),
    ("Efraín Yesenia Wilmer Marisol Edgardo", "Maldonado|Cintrón Rosa|Villanueva y Cruz|Ocasio|Quiñones Díaz"),
    ("Mordechai Fruma Shmuel Gitty Yanky", "Teitelbaum Halberstam Twersky Spira-Weiss Friedlander"),
    ("Kaimana Puanani Keoni Leilani Makoa", "Kealoha Nakamura-Kahele Akaka Paishon Kanahele"),
    ("Jae-sung Mi-kyung Dong-wook Seon-ah Kyu-ri", "Bang Chae Eom Pyun Seol"),
    ("Yifan Jiahui Zheng Luoyang Chun-hui", "Ouyang Qin Tan Zhong Lü"),
    ("Hinata Shota Nobuko Tetsuya Akane", "Hashimoto-Ito Kitagawa Sugiyama Onishi Uchida"),
    ("Cẩm Trọng Bảo-Châu Lan Nhã", "Trịnh Đinh Tạ Văn Hà"),
    ("Nasrin Kamrul Shahida Rezaul Taslima", "Chowdhury Talukder Bhuiyan Sikder Miah"),
    ("Ardeshir Laleh Kaveh Soraya Bijan", "Tabatabai Amirkhani Bakhtiar Mossadegh Farahani"),
    ("Kerstin Jörg Heike Detlef Uschi", "Schnabel|Freiherr von Loe|Pfannkuch|Knödler|Graf Lambsdorff"),
)  # fmt: skip
_WORDS: tuple[str, str] = (
    "Temperance Felicity Verity Amity Bonnie Blanche Goldie Hardy Noble Loyal Baron Count Duke Earl Marshall Bishop Chase Ryder Cash River Ocean Skye Stormy Dusty Windy Snow Winter July Tuesday "
    "Easter Noel Journey Legend Messiah Treasure Heaven Nevaeh Miracle Blossom Clover Myrtle Juniper Saffron Clementine Apple Cherry Pepper Coffee Maple Ash Reed Cliff Wells Banks Hale Stern Sterling Trace Dallas "
    "Tex Savannah Brooklyn Phoenix Paris London Asia Kenya India Egypt Dixie Lark Wren Starling Robin Fawn Buddy Rebel Chauncey Ransom Shed Ledger Story Poet Reign Saint Zion Epiphany",
    "Abbott Alley Arms Ashes Barber Beach Bench Berry Binder Birch Bird Bolt Book Bow Boxer Brain Bread Bridges Broom Brush Buckle Bull Burden Butcher Cage Cane Cannon Cattle Chalk Chambers Chance Cherry Clay Close Clothier Coal "
    "Comb Cotton Couch Counts Craft Cream Crow Cutter Dark Darling Deal Dewberry Diver Drake Drought Drum Duty England Eyes Fairchild Fears Fellows Fever Finch Flint Fountain Freeze Fry Furlong Glass Glover Goodbody Graves Grief Grove "
    "Hammer Handy Hazard Healer Helm Herd Hides Honey Hook Horn Hunger Ice Ivory Jewel Joiner Judge Keen Kettle Kidney Knee Ladd Leach Leaf Lemon Limb Livers Looney Lovelace Lung Maiden Marble Mason Mercer Merchant Mild Mills Moody Mothersole "
    "Mustard Napper Needle Nutter Oakes Onions Orange Paradise Parrish Peace Pease Pepper Person Pitts Plant Player Poor Posey Quarry Quick Raines Ramp Reason Rich Ridge Roads Rush Saddler Sargent Savage Seal Self Service Shade Sharp Shields Ships "
    "Shocks Shorter Singer Slaughter Smart Sorrow Speaks Spoon Starch Starr Stiff Stout Summers Swallow Tarr Teel Temple Thorn Tingle Toes Toogood True Tub Twist Unthank Vein Vest Vine Virgin Wages Wakes Waters Weary Whisker Whitehead Wisdom Worth Wray Yarn",
)  # fmt: skip
_ONE = (
    "Sulastri",
    "Mohandas",
    "Phurba",
    "Saparman",
    "Naw-Eh",
    "Khurelbat",
    "Rahmatullah",
    "Jampa",
    "Thangaraj",
    "Aye-Aye",
)
_CALLED = ("Pookie", "Moose", "Mama T", "Sparky", "Nené", "Buzz", "Missy", "Ducky", "Pops", "Tata", "Red Fox", "Squirt")
_SECONDS = (
    "Odette",
    "Tomás",
    "Hao",
    "Begum",
    "Ferdinand",
    "Mae",
    "Ngoni",
    "Bao",
    "Yolanda",
    "Ephraim",
    "Lou",
    "Summer",
)
_CITIES = ("Yakima", "Pocatello", "Biloxi", "Altoona", "Brockton", "El Centro", "New Bedford", "Waukesha", "Kampala", "Guayaquil", "Odessa", "Kalamazoo")  # fmt: skip
_STREETS = ("Tamarack Dr.", "W 9th St", "Quail Hollow Rd", "Rue de l'Église", "Lincoln Hwy", "Sycamore Terrace", "County Line Rd. #4B", "Avenida del Sol")  # fmt: skip
_FACILITIES = ("Cedar Bluff Hospital", "St. Brendan's Hospital", "Pine Meadows Assisted Living", "Harborview Family Practice", "North Fork Dialysis Center", "Holy Rosary Hospice")  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True)
class _Person:
    first: str
    last: str
    second: str
    called: str


def _split(words: str) -> list[str]:
    return words.split("|") if "|" in words else words.split()


def _draw_person(rng: random.Random) -> _Person:
    """Two thirds of the lists of peoples, a sixth with one name that is a word, a sixth with two."""
    second, called, chance = rng.choice(_SECONDS), rng.choice(_CALLED), rng.random()
    firsts, lasts = rng.choice(_PEOPLES)
    first = rng.choice(_split(_WORDS[0] if chance > 0.75 else firsts))
    last = rng.choice(_split(_WORDS[1] if chance > 0.83 or 0.67 < chance < 0.75 else lasts))
    return _Person(first, last, second, called)


def _write_name(person: _Person, form: str, rng: random.Random) -> str:
    first, last, second, called = person.first, person.last, person.second, person.called
    initial = rng.choice("ABCDEFGHJKLMNPRSTVW")
    ways: dict[str, list[str]] = {
        "": [f"{first} {last}"] * 7 + [f"{first} {initial}. {last}", f"{last} {first}", f"{first.upper()} {last.upper()}", f"{first} {last.upper()}", f"{first} {second[0]} {last}"],
        "inv": [f"{last}, {first}", f"{last.upper()}, {first.upper()}", f"{last}, {first} {initial}.", f"{last.upper()}, {first}", f"{last},{first}", f"{last}, {first} {second}"],
        "caret": [f"{last.upper()}^{first.upper()}", f"{last}^{first}^{initial}", f"{last.upper()}^{first.upper()}^{second.upper()}"],
        "tab": [f"{last}\t{first}", f"{first}\t{last}", f"{last.upper()}\t{first.upper()}\t{initial}"],
        "bold": [f"**{first} {last}**", f"*{first} {last}*", f"__{first} {last}__", f"[{first} {last}]", f"<{first} {last}>"],
        "low": [f"{first} {last}".lower(), f"{first} {last}".lower(), f"{first} {initial} {last}".lower(), f"{last}, {first}".lower()],
        "up": [f"{first} {last}".upper(), f"{first} {initial} {last}".upper(), f"{last}, {first}".upper()],
        "break": [f"{first}\n{last}", f"{first}\n    {last}", f"{first} {second}\n{last}", f"{last},\n    {first}"],
        "init": [f"{first[0]}. {last}", f"{first[0]}. {initial}. {last}", f"{first[0]}.{initial}.{last}", f"{last} {first[0]}", f"{last}, {first[0]}.", f"{first} {last[0]}."],
        "nick": [f'{first} "{called}" {last}', f"{first} ({called}) {last}", f"{first} '{called}' {last}", f"{first} {last} ({called})"],
        "long": [f"{first} {second} {last}", f"{first} {last} {second}", f"{first} {last} Sr.", f"{first} {last}, III", f"{first}-{second} {last}", f"{first} {last} y {second}"],
    }  # fmt: skip
    return rng.choice(ways[form])


def _draw(rng: random.Random, shapes: str) -> str:
    """One of the shapes, parted by spaces: `#` is a digit, `@` a capital, `_` a space, `%` an at sign."""
    signs = {"#": string.digits, "@": "ABCDEFGHJKLMNPRSTUVWXYZ", "_": " ", "%": "@"}
    return "".join(rng.choice(signs.get(sign, sign)) for sign in rng.choice(shapes.split()))


def _write_date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1988, 2026)
    name = _MONTHS[month - 1]
    return rng.choice(
        [f"{month}/{day}/{year}", f"{month:02}/{day:02}/{year % 100:02}", f"{day} {name[:3]} {year}", f"{name} {day}, {year}", f"{name[:3]}. {day}, {year}", f"{year}-{month:02}-{day:02}", f"{day:02}{name[:3].upper()}{year}", f"{name[:3]} {day} {year}", f"{name} {year}", f"{day}/{month}/{year}"]
    )  # fmt: skip


_PHONE = "(6##)_2##-#### 9##-5##-#### 5##.3##.#### +1_(7##)_8##-#### 1-8##-2##-####"
_SHAPES = {
    "phone": ("phone", _PHONE), "fax": ("fax", _PHONE), "ssn": ("ssn", "4##-2#-#### 1##-0#-####"),
    "mrn": ("medical_record", "####### ##-##-##-## @####### ###_###_### MR########"),
    "plan": ("health_plan", "@@########## ###@#####"), "account": ("account", "######### @##-######"),
    "device": ("device", "@@##-###### ########@"), "licence": ("licence", "@####### @@######"), "zip": ("zip_code", "97### 039## 60###-####"),
    "ip": ("ip_address", "192.168.#.1## 10.1#.##.2##"), "email": ("email", "front.desk##%northfork.org nurse##%cedarbluff.net zz##%gmail.com"),
    "url": ("url", "https://mychart.cedarbluff.net/p/##### http://gofundme.com/f/##-help"), "code": ("other_id", "@@-####-@ ##@@###"),
}  # fmt: skip
_NAMED = ("pt", "doc", "kin", "kin2", "rn", "pal")


def _fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    who, _, form = slot.partition("_")
    if who == "one":
        return Filled(rng.choice(_ONE), "name", critical=True)
    if slot in _SHAPES:
        kind, shape = _SHAPES[slot]
        return Filled(_draw(rng, shape), kind, kind in ("ssn", "medical_record", "phone", "email"))
    if who not in _NAMED:
        return _fill_place_or_time(slot, rng)
    if f"{who} first" not in people:
        person = _draw_person(rng)
        people |= {f"{who} {name}": getattr(person, name) for name in ("first", "last", "second", "called")}
        if who in ("pt", "doc"):
            people["patient" if who == "pt" else "doctor"] = f"{person.first} {person.last}"
    person = _Person(*(people[f"{who} {name}"] for name in ("first", "last", "second", "called")))
    if form in ("first", "last", "second"):
        return Filled(getattr(person, form), "name")
    if form in ("firstlow", "lastlow"):
        return Filled(getattr(person, form[:-3]).lower(), "name")
    if form in ("firstup", "lastup"):
        return Filled(getattr(person, form[:-2]).upper(), "name")
    if form == "lasts":
        return Filled(person.last + ("es" if person.last.endswith(("s", "x", "z", "ch", "sh")) else "s"), "name")
    return Filled(_write_name(person, form, rng), "name", critical=True)


def _fill_place_or_time(slot: str, rng: random.Random) -> Filled:
    places = {"city": _CITIES, "facility": _FACILITIES}
    if slot in places:
        return Filled(rng.choice(places[slot]), "location")
    if slot == "street":
        return Filled(f"{rng.randint(11, 8899)} {rng.choice(_STREETS)}", "location")
    return Filled(str(rng.randint(90, 101)), "age") if slot == "age" else Filled(_write_date(rng), "date")


_HEADERS = (
    "MSH|^~\\&|LAB|CB|EHR|{date}\nPID|1||{mrn}||{pt_caret}||{date}|F\nPV1|1|O|||||{doc_caret}\n",
    "Last: {pt_last}\tFirst: {pt_first}\tMRN: {mrn}\nProvider: {doc}\n",
    "# Progress note, {date}\n\n- Patient: {pt_bold}\n- Author: {doc_bold}\n",
    "Patient Was Seen By {doc} At {facility} On {date} With {kin}\n",
    "> On {date}, {doc} wrote:\n> Please see {pt} before Friday's list closes.\n\nDone. {rn_first}\n",
    "{pt}, [[54F]], presents with 3 weeks of cough.\n",
    "{pt_inv}    {mrn}    Adm {date}    {doc_lastup}\n",
    "ID/CC: {pt} is a [[38-year-old]] welder who fell two metres.\n",
    "row\tsurname\tgiven\tward\n1\t{pt_tab}\tC4\n2\t{kin_tab}\tC4\n",
    "Family meeting for {pt}. Present: {kin} (son), {kin2} (niece), {doc}, {rn}, {pal} (imam).\n",
    "TELEPHONE ENCOUNTER {date}\nCALLER {kin_up}\nREGARDING {pt_up}\n",
    "Preoperative checklist\nName band reads {pt_up}\nSite marked by {doc_init}\n",
    "{facility}, {street}, {city} {zip}\nDear {doc_last},\nThank you for sending {pt}, née {pt_second}, to us.\n",
    "Baby Boy {kin_last}, born {date} to {kin_long} at 39 weeks.\n",
    "chart review {date}\n{pt_low} dob {date} followed by {doc_low} for ckd\n",
    "Mr and Mrs {pt_last} came together on {date}. He does the talking.\n",
    "SUBJECT: {pt_nick} -- SSN {ssn} -- plan {plan}\n",
    "Interpreter line: patient gives one name only, {one}. Host family: the {pal_lasts}.\n",
    "Operative log\n[[0731]] {pt_inv} in room\n[[0745]] {doc_init} scrubbed, {rn_init} circulating\n",
    "Consult requested by {doc_break} on behalf of {pt_break}, {date}.\n",
)  # fmt: skip
_BODIES = (
    "{kin} drove her in. Has run out of [[Jardiance]]; {rn} gave samples.",
    "* {kin}: healthy\n* {kin2}: [[Crohn]] disease\n* {pal}: died of [[Creutzfeldt-Jakob]] disease",
    "The {pt_lasts} farm outside {city}. {kin_first} milks, {kin2_first} keeps the books.",
    "Both {kin_first} and {pal_first} were present when {doc_last} broke the news.",
    "WE REVIEWED THE BIOPSY WITH {pt_up} AND {kin_up}. ALL QUESTIONS ANSWERED. RETURN IN 6 WEEKS.",
    "Discussed Risks And Benefits With {pt} Who Understands. Consent Witnessed By {rn}.",
    "Texted {doc_lastlow}, no reply. {rn_lastlow} hung [[zosyn]] at [[0210]].",
    "Beneficiaries: {kin_inv}; {kin2_inv}. Executor {pal_long}.",
    "Exam: [[Murphy]] negative, [[McBurney]] tender, [[Rovsing]] positive. Rectal deferred.",
    "Gait: [[Trendelenburg]] on the left. [[Thomas]] test tight. [[Ober]] negative.",
    "Impression: [[Hashimoto]] thyroiditis, stable on [[Levoxyl]]; [[Dupuytren]] contracture, early.",
    "{pal} from the shelter (tel {phone}) says a man called {kin} has been looking for her.",
    "Quoting the patient: 'my boss {pal_last} made me lift it'. Claim {account}.",
    "Photos were sent to {email} by {kin_first} without our asking.",
    "Assigned nurse {rn}; covering tonight {pal}; on call {doc_init}.",
    "He still hears {kin} scolding him, though {kin_first} died on {date}. [[Haldol]] raised to [[5 mg]].",
    "Pacemaker {device} interrogated, {pal} of [[Biotronik]] attending. Battery [[78%]].",
    "Code called [[14:02]]. Compressions {rn_first}, airway {doc_first}, recorder {pal_first}. ROSC [[14:19]].",
    "{pt_first}'s teacher, {pal}, filled the [[Vanderbilt]] form; {kin}'s form is still missing.",
    "Adopted at birth by {kin} and {kin2}; biological mother {pal} (formerly {pal_second}) has [[Huntington]] disease.",
    "Brought by police, names {kin} and {pal} as attackers. Officer's card: {code}.",
    "Walks to mosque with {pal_first}. Fasting; [[Glucophage]] moved to sunset.",
    "Lives at {street} with {kin}, aged {age}, and a parrot named [[Kiwi]].",
    "Home health: {rn} Tue, {pal} Thu. Wound [[4 x 2 cm]], [[Santyl]] daily, [[Unna]] boot.",
    "Medications brought in by {kin2_nick}: [[Eliquis]], [[Toprol]], [[Crestor]], one unlabelled bottle.",
    "Echo read by {doc}: EF [[55]], [[Ebstein]] anomaly excluded. Compare {date}.",
    "Per {doc_low}: hold [[xarelto]], {rn_low} to call {kin_low} tmrw",
    "Attempted to reach {kin_init} x3 at {phone}; {kin2_init} answered and hung up.",
    "{pt_last} v. {pal_last}: records subpoenaed. Copies to counsel, {pal}, fax {fax}.",
    "Feeding: {kin2_first} takes 60 mL of [[Similac]]. Mother {kin} pumping. [[Babinski]] upgoing, normal at this age.",
    "Received From {rn} At Shift Change. Patient Resting. {kin} At Bedside. Call Light Within Reach.",
    "Plan Discussed With {doc} And {kin}. Will Follow Up In Clinic With {rn} Next Week.",
    "Spiritual care: Sister {pal_first} prayed with {pt_first}. Wishes no visit from {kin_last}.",
    "\u2022 {rn}: pain 7/10\n\u2022 {pal}: gait belt\n\u2022 {doc}: [[Percocet]] ok",
    "Vaccines given by {rn_init}: [[Shingrix]], [[Prevnar]]. Lot {code}.",
    "Ref: letter of {pal_inv} dated {date}. The [[Barthel]] index was [[65]].",
    "SW ({pal}) met {kin}/{kin2}. Eviction on {date}. Shelter list given.",
    "Enrolled by {rn} into the registry under {code}. [[Kaplan-Meier]] curves in the annual report.",
    "Asked if {pt_first} feels safe: 'yes, {kin_first} left.' [[Edinburgh]] score [[9]].",
    "Lens implant {device}. Surgeon {doc}, assistant {pal}, scrub {rn}. [[Schirmer]] [[4 mm]].",
    "Portal: \"{doc_first}, it's {pt_first} {pt_last}. {kin_firstlow} has my rash now. Is [[valtrex]] ok?\"",
    "Seen together with our fellow {pal}; I agree with {pal_last}. [[Wegener]] serology pending.",
    "Collateral: {kin} ({phone}), {kin2} ({phone}). Both describe years of drinking.",
    "Genetics: {pt_first}, {kin_first} and {kin2_first} carry the variant; {pal_first} declined. [[Marfan]] criteria unmet.",
    "Driving licence {licence} suspended. {kin} will drive; {kin2} has agreed to as well.",
    "He credits {doc_nick} and {rn_nick} with his recovery; wrote about them at {url}.",
    "Transfer accepted by {doc} ({facility}); report to {rn} at {phone}. [[Glasgow]] [[11]].",
    "She was {kin}'s roommate in {city}. {kin} tested positive on {date}.",
    "Restraint order: {doc}, [[2240]]. Debrief led by {rn}; {pal} tearful.",
    "No family. Neighbor {kin} feeds the cat; {pal} holds the keys and the health care proxy.",
    "LABS REVIEWED WITH DR {doc_lastup}. {kin_firstup} CALLED FOR RESULTS. TOLD TO WAIT FOR {rn_up}.",
    "Access log: {rn_low} {date} {ip}; {pal_low} {date} {ip}",
)  # fmt: skip
_ENDINGS = (
    "{doc}",
    "--\n{doc}\n{facility} | {phone}",
    "Authenticated: {doc_caret} {date}",
    "x {pt}   (patient)\nx {kin}   (witness)",
    "Thanks,\n{rn_first} for {doc_last}",
    "{doc_inv}\nPulmonary and Critical Care\n{date}",
    "CC:\n  {pal}\n  {kin}\n",
    "Written by {rn}, checked by {pal}, released by {doc}.",
    "{doc_init}/{rn_init}",
    "Staffed with {doc}, who agrees with the above.",
    "attending of record {doc_low}",
    "Report faxed to {doc_last} ({fax}) and mailed to {pt_last} at {street}, {city} {zip}.",
    "{rn_bold}\nStudent nurse, year 2\nPreceptor {pal}",
    "D: {doc_up}\nT: {rn_up}\n{date}",
    "Signed {doc} for {pal}",
)

HELD_OUT_4 = Part("held-out-4", _HEADERS, _BODIES, _ENDINGS, _fill)
