"""A third held-out part, written and committed before version 3 of the rules: templates, formats and lists that share
nothing with the other parts, and names of peoples that those lack or have few of.

Half of the people come from the lists below, a third from locales of Faker that no other part uses, the rest have names
that are words. A few names stand in their own script. Nobody here is a real person.
"""

import calendar
import random
import string
from dataclasses import dataclass
from functools import cache

from benchmarks.identified_notes.notes import Filled, Part

_PEOPLES: tuple[tuple[str, str], ...] = (
    ("Gulalai Zmarai Palwasha Spozhmai Hamayun", "Popalzai Achakzai Stanikzai Wardak Noorzai"),
    ("Rojda Azad Berivan Hêvî Dilovan", "Barzani Talabani Xelîl Şêxo Demirtaş"),
    ("Batbayar Oyunchimeg Ganzorig Sarantsetseg Enkhjargal", "Tömörbaatar Dashdorj Gantulga Purevdorj Bold"),
    ("Aigerim Nurlan Saltanat Yerlan Gulnara", "Akhmetova Suleimenov Bekmukhambetov Tulegenov Abdrakhmanova"),
    ("Dilnoza Jasur Feruza Otabek Nargiza", "Tursunova Rakhmonov Yo'ldoshev Mirziyoyeva Saidov"),
    ("Dechen Ugyen Pasang Dolma Sangay", "Dorji Sherpa Wangchuk Gurung Lepcha"),
    ("Thilini Nuwan Sanduni Kasun Chathurika", "Dissanayake Gunawardena Sivapalan Rajapaksa Weerasinghe"),
    ("Khin Myo Htet Nandar Zin", "Htun Kyi Lwin Naing Phyo"),
    ("Eh Paw Naw Saw Ler", "Moo Htoo Wah Say Gay"),
    ("Tou Mee Pao Xee Nou", "Moua Lor Thao Cha Vue"),
    ("Sothea Chanthou Veasna Bopha Rith", "Chhim Keo Prak Ouk Sam"),
    ("Kittisak Pornthip Anchalee Thanakorn Suda", "Charoenwong Boonmee Saetang Ratanaporn Kaewmanee"),
    ("Slamet Wulandari Bambang Ratna Agus", "Widodo Kusuma Siregar Simanjuntak Hidayat"),
    ("Nurul Hafiz Siti Faizal Zulaikha", "binti Ramli|bin Osman|Jalaludin|binti Yahaya|Sulaiman"),
    ("Jhun Maricel Rowena Dodong Imelda", "Salonga Lacsamana Tolentino Quimpo Batungbakal"),
    ("Fa'asalele Sina Lavinia Semisi Malia", "Tuiasosopo Leota Kamakawiwoʻole Havili Faleafa"),  # noqa: RUF001
    ("Ngaire Wiremu Hinewai Rangi Pania", "Te Rangihiroa|Parata|Tūhoe|Heke|Waititi"),
    ("Delbert Arlene Shundiin Wilfred Tazbah", "Yazzie|Tso|Benally|Manygoats|Nez"),
    ("Leonard Wilma Russell Agnes Vernon", "Running Wolf|Tall Chief|Little Thunder|Bad Heart Bull|Red Cloud"),
    ("Dieudonné Wilner Marie-Lourdes Fritznel Guerda", "Jean-Louis|Toussaint|Estimé|Desravines|Pierre-Louis"),
    ("Ander Nekane Iñaki Ainhoa Gorka", "Etxeberria Agirre Zubizarreta Goikoetxea Mendizabal"),
    ("Montserrat Oriol Mercè Jordi Núria", "Puigcerver|Vilaplana i Soler|Rovira|Casademont|Ferrer i Guàrdia"),
    ("Ștefan Ileana Răzvan Ioana Dănuț", "Țepeș Munteanu Văcărescu Ciobanu Dumitrașcu"),
    ("Gyöngyi Lőrinc Piroska Csongor Zsófia", "Szűcs Horthy Ördög Kővári Bíró"),
    ("Shqipe Besnik Teuta Agron Mirjeta", "Hoxha Zogolli Krasniqi Shehu Gjoka"),
    ("Hayk Siranush Vardan Arpine Gevorg", "Khachatryan|Ter-Petrossian|Mkrtchyan|Avagyan|Der Garabedian"),
    ("Gülnar Elçin Aygün Rəşad Pərvanə", "Məmmədov Əliyeva Hüseynzadə Qasımov Bağırova"),  # noqa: RUF001
    ("Mulugeta Tirunesh Bekele Genet Yohannes", "Alemayehu Wondimu Zewde Desta Mengistu"),
    ("Tesfalem Ghenet Merhawi Luwam Filmon", "Ghebreyesus Habtemariam Kidane Woldeab Okbay"),
    ("Kwabena Adwoa Yaw Efua Kojo", "Ampofo Agyeman-Duah Nkrumah Sarpong Donkor"),
    ("Olúfúnmiláyọ̀ Babatunde Títílayọ̀ Adébáyọ̀ Yetunde", "Ọbasanjọ́ Ṣóyínká Akinwunmi Oyelowo Ọlátúnjí"),
    ("Nqobile Thabo Lindiwe Sibusiso Zanele", "Mkhize Cele Khumalo Ndlovu Mokoena"),
    ("Lovemore Memory Learnmore Nomatter Givemore", "Moyo Chigumbura Mutasa Zvobgo Chikowore"),
    ("Uwimana Jean-Bosco Immaculée Habimana Claudine", "Niyonzima Mukamana Bizimungu Nsengiyumva Ingabire"),
    ("Akech Garang Nyandeng Bol Achol", "Mabior Manyang Kuol Deng-Akol Ayuel"),
    ("Rivo Hanta Lalaina Solofo Voahangy", "Rakotomalala Andrianarisoa Ravalomanana Razafy Rabe"),
    ("Gruffudd Angharad Llŷr Bronwen Iestyn", "ap Dafydd|Prydderch|Gwynfor|Cadwaladr|ferch Rhys"),
    ("Jago Morwenna Denzel Loveday Tristan", "Trevelyan Penhallow Nancarrow Pascoe Trelawny"),
    ("Mhairi Eilidh Farquhar Catriona Hamish", "MacGillivray|Urquhart|McIlwraith|Colquhoun|Dalziel"),
    ("Amos Lovina Ezra Malinda Enos", "Stoltzfus Zook Schrock Beiler Hochstetler"),
    ("Quvenzhané D'Andre Ke'Shawn Ja'Marcus Aaliyah", "Broadnax Witherspoon Pettway Fuqua Roundtree"),
    ("Kõidula Kadri Tõnu Ülle Priit", "Kõiv Tammsaare Õunapuu Järv Rebane"),
    ("Anh-Thư Phúc Nguyệt Đạt Lệ", "Lương Vương Tôn-Nữ Quách Châu"),
    ("Zixuan Ruoxi Haoran Xinyue Tzu-hsuan", "Zhuge Shangguan Gu Xiang Tsao"),
    ("Hyeon-jeong Tae-yang Seung-ri Bo-ram Ye-jin", "Namgung Gil Ra Pyo Hwangbo"),
    ("Chiyoko Haruto Reiko Takumi Sayuri", "Matsuyama Ishiguro Tōjō Nomura Kuroda"),
    ("Debashish Moumita Anirban Paromita Sourav", "Chattopadhyay|Bandyopadhyay|Ghosh Dastidar|Sengupta|Guha Thakurta"),
    ("Ramachandran Palaniappan Vasanthi Muthulakshmi Selvam", "Thiruvengadam Annamalai Chidambaram Arunachalam Karuppiah"),
    ("Wafaa Qusay Hiba Muhannad Tahani", "al-Jubouri Bou-Saab Abu'l-Fadl El-Khatib as-Sabah"),
    ("Zvi Tzipora Avigdor Hadassah Meir", "Ben-Shimon Yerushalmi Lichtenstein Halevi Abutbul"),
)  # fmt: skip
_WORD_GIVENS = (
    "Hazel Opal Pearl Crystal Amber Jade Coral Fern Holly Laurel Basil Sage Wade Drew Buck Rocky Colt Major Royal Prince King Trinity Destiny Charity Constance Honor Justice "
    "Harmony Cadence Piper Mason Carter Parker Cooper Tanner Archer Forrest Heath Glen Lane Brook Rain Star Misty Bliss Merry Precious Queen Gay Woody Sunny Sunday Friday Innocent "
    "Candida Allegra Melena Norma Lucky Happiness Comfort Goodluck Fortune Gift Praise Marvel Deacon Judge Pilot Rosemary Clement Regal"
)  # fmt: skip
_WORD_FAMILIES = (
    "Church Street Field Hill Ford Pool Moss Rush Park Parks Hall House Barnes Gates Walls Post Mann Child Little Long Lowe Ray Moon Snow Hale Flood Hood Cloud Hatch Beard Cheek Skinner "
    "Butts Burns Sick Dye Organ Bath Bean Beer Wild Wise Good Golden Blue Silver Salt Root Branch Flowers Bloom Farmer Shepherd Baker Carver Weaver Potter Porter Law Lord Pray Christmas "
    "March Noon Doctor Outlaw Pickle Senna Grief Tongue Bowels Tooth Brain Shivers Paine Crouch Crisp Fair Bacon Gore Minor Major Goodnight Drinkwater Fallon Still Sweet Daily Born"
)  # fmt: skip
_EPONYM_FAMILIES = "Sims Pott Paget Lynch Fowler Hutchinson Stokes Weber Hudson Sheehan Koch Ludwig Lambert Salter Gleason Hamilton Beck Dix Morse Norton Clark Garden Blake Miller Harris Cullen Ranson"
_EPONYM_GIVENS = "Ruth Colin Janet Terence Maud Clifford"
_LOCALES = (
    "az_AZ", "bs_BA", "sq_AL", "mt_MT", "lb_LU", "de_LI", "it_CH", "fil_PH", "en_BD", "en_MS", "en_AU", "en_CA", "fr_DZ", "es_VE",
    "ng_NG", "tl_PH", "de_LU", "dk_DK", "en_GB",
)  # fmt: skip
_SCRIPTS = ("ru_RU", "zh_CN", "ko_KR", "el_GR", "ar_SA", "hi_IN", "ja_JP", "he_IL", "ka_GE", "th_TH", "uk_UA", "hy_AM")
_ONE_NAME = (
    "Sudarsono",
    "Gyatso",
    "Nasution",
    "Thiha",
    "Yulianti",
    "Lobsang",
    "Kandasamy",
    "Faridullah",
    "Sutrisno",
    "Puja",
)
_CALLED = ("Chuck", "Bubba", "Peaches", "Bo-Bo", "Sis", "Big Al", "Nonna", "Butch", "Cookie", "Dot", "Scooter", "Baba")
_SECONDS = ("Fay", "Rae-Lynn", "Truong", "Quincy", "Ignatius", "Gwen", "Abd", "Wen", "Octavia", "Jesus", "Reid", "Xuan")
_MONTHS = tuple(calendar.month_name)[1:]
_CITIES = (
    "Sacramento",
    "Tuscaloosa",
    "Fargo",
    "Oxnard",
    "Bozeman",
    "Sheboygan",
    "Port St. Lucie",
    "Hattiesburg",
    "Laredo",
    "Council Bluffs",
    "Erie",
    "Flagstaff",
    "Dar es Salaam",
    "Manila",
)
_STREETS = (
    "Wisteria Ct",
    "S. Magnolia Ave.",
    "County Road 14",
    "Vía Dolores",
    "NE 42nd Place",
    "Old Post Rd",
    "Ferris Wheel Way",
    "Bluff Street",
    "Highland Pkwy",
    "Crescent Loop",
)
_FACILITIES = (
    "Mercy Ridge Hospital",
    "Oak Hollow Nursing Home",
    "Riverbend Clinic",
    "Saint Monica Medical Center",
    "Great Plains Rehabilitation Hospital",
    "Seaside Urgent Care",
    "Tidewater General Hospital",
)
_COUNTIES = ("Pima County", "Iberia Parish", "Fresno County", "Mecklenburg County")


@dataclass(frozen=True)
class _Person:
    first: str
    last: str
    second: str
    called: str


@cache
def _faker(locale: str):
    from faker import Faker

    return Faker(locale)


def _draw_of(rng: random.Random, locale: str) -> tuple[str, str]:
    fake = _faker(locale)
    fake.seed_instance(rng.getrandbits(64))
    return fake.first_name(), fake.last_name()


def _split(words: str) -> list[str]:
    return words.split("|") if "|" in words else words.split()


def _draw_person(rng: random.Random) -> _Person:
    """Somebody of the lists, of Faker, or whose name is of words."""
    second, called, chance = rng.choice(_SECONDS), rng.choice(_CALLED), rng.random()
    if chance < 0.5:
        firsts, lasts = rng.choice(_PEOPLES)
        first, last = rng.choice(_split(firsts)), rng.choice(_split(lasts))
    elif chance < 0.8:
        first, last = _draw_of(rng, rng.choice(_LOCALES))
    elif chance < 0.85:
        first, last = rng.choice(_split(_EPONYM_GIVENS)), rng.choice(_split(_EPONYM_FAMILIES))
    else:
        # Half of them have a given name that is a word and a family name that is none, or the other way round.
        firsts, lasts = rng.choice(_PEOPLES)
        words = rng.random()
        first = rng.choice(_split(_WORD_GIVENS if words < 0.75 else firsts))
        last = rng.choice(_split(_WORD_FAMILIES if words > 0.25 else lasts))
    return _Person(first, last, second, called)


def _write_name(person: _Person, form: str, rng: random.Random) -> str:
    first, last, second, called = person.first, person.last, person.second, person.called
    initial = rng.choice("ABCDEFGHJKLMNPRSTVW")
    ways: dict[str, list[str]] = {
        "": [f"{first} {last}"] * 6 + [f"{first} {initial} {last}", f"{first} {initial}. {last}", f"{first.upper()} {last.upper()}", f"{last.upper()} {first}", f"{last} {first}"],
        "inv": [f"{last}, {first}", f"{last}, {first} {initial}", f"{last.upper()}, {first.upper()}", f"{last.upper()},{first.upper()}", f"{last.upper()}, {first} {second}", f"{last} , {first}"],
        "low": [f"{first} {last}".lower(), f"{first} {initial}. {last}".lower(), f"{last}, {first}".lower(), f"{first} {second} {last}".lower()],
        "up": [f"{first} {last}".upper(), f"{last}, {first} {initial}".upper(), f"{first} {second} {last}".upper()],
        "break": [f"{first}\n{last}", f"{first}\n  {last}", f"{last},\n{first}", f"{first} {initial}.\n{last}"],
        "init": [f"{first[0]}. {last}", f"{first[0]}{initial} {last}", f"{first[0]}. {initial}. {last}", f"{last} {first[0]}.{initial}.", f"{last}, {first[0]}{initial}", f"{first[0]} {last}"],
        "nick": [f'{first} "{called}" {last}', f"{first} ({called}) {last}", f"{first} \u201c{called}\u201d {last}", f"{last}, {first} ({called})"],
        "long": [f"{first} {second} {last}", f"{first} {last}-{second}", f"{first} {last}, Jr.", f"{first} {last} III", f"{first} {second} {initial}. {last}", f"{first}  {last}", f"{first}\u00a0{last}"],
    }  # fmt: skip
    return rng.choice(ways[form])


def _draw(rng: random.Random, shapes: str) -> str:
    """One of the shapes, parted by spaces: `#` is a digit, `@` a capital, `_` a space, `%` an at sign."""
    signs = {"#": string.digits, "@": "ABCDEFGHJKLMNPRSTUVWXYZ", "_": " ", "%": "@"}
    return "".join(rng.choice(signs.get(sign, sign)) for sign in rng.choice(shapes.split()))


def _write_date(rng: random.Random) -> str:
    day = f"{rng.randint(1, 28)}"
    year, month = rng.randint(1991, 2026), rng.randint(1, 12)
    name = _MONTHS[month - 1]
    return rng.choice(
        [f"{month}/{day}/{year}", f"{year}/{month:02}/{int(day):02}", f"{day} {name} {year}", f"{name} {day} {year}", f"{name[:3]} {day}, {year}", f"{month:02}-{int(day):02}-{year}", f"{day}-{name[:3].upper()}-{year % 100:02}", f"{name} {year}", f"{day}.{month}.{year}", f"{year}-{month:02}-{int(day):02}"]
    )  # fmt: skip


def _write_code(slot: str, rng: random.Random) -> Filled:
    """What fills a slot that is no name."""
    phone = "(5##)_3##-#### 7##-4##-#### 3##.8##.#### +1-6##-2##-#### 4##_9##_#### 8##-6##-####_x## (9##)2##-####"
    shapes = {
        "phone": ("phone", phone), "fax": ("fax", phone),
        "ssn": ("ssn", "5##-4#-#### 2##-3#-#### xxx-xx-####"),
        "mrn": ("medical_record", "########## ###-##-### @@###### M####### ######-# 0#######"),
        "plan": ("health_plan", "@@@######### #@@#-@@#-@@## @########"),
        "account": ("account", "########## ####-####-## @@########"),
        "code": ("other_id", "@@@-##-### @#-#####"),
        "device": ("device", "@@@###### ####-##-@@"),
        "licence": ("licence", "@######## @@#######"),
        "zip": ("zip_code", "68### 94###-#### 55###"),
        "ip": ("ip_address", "172.16.#.1## 10.#.##.1##"),
        "email": ("email", "home##%comcast.net ward.clerk#%mercyridge.org kq.##%sjsu.edu"),
        "url": ("url", "https://caringbridge.org/visit/k##z www.blog##.org/story"),
    }  # fmt: skip
    if slot in shapes:
        kind, shape = shapes[slot]
        return Filled(_draw(rng, shape), kind, kind in ("ssn", "medical_record", "phone", "email"))
    fixed = {
        "date": ("date", _write_date(rng)),
        "age": ("age", str(rng.randint(90, 102))),
        "city": ("location", rng.choice(_CITIES)),
        "county": ("location", rng.choice(_COUNTIES)),
        "facility": ("location", rng.choice(_FACILITIES)),
        "street": ("location", f"{rng.randint(3, 9998)} {rng.choice(_STREETS)}"),
    }
    kind, text = fixed[slot]
    return Filled(text, kind)


def _fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    who, _, form = slot.partition("_")
    if who == "one":
        return Filled(rng.choice(_ONE_NAME), "name", critical=True)
    if who == "script":
        first, last = _draw_of(rng, rng.choice(_SCRIPTS))
        return Filled(f"{first} {last}", "name", critical=True)
    if who not in ("pt", "doc", "kin", "kin2", "rn", "pal"):
        return _write_code(slot, rng)
    if f"{who} first" not in people:
        person = _draw_person(rng)
        people |= {f"{who} {name}": getattr(person, name) for name in ("first", "last", "second", "called")}
        if who in ("pt", "doc"):
            people["patient" if who == "pt" else "doctor"] = f"{person.first} {person.last}"
    person = _Person(*(people[f"{who} {name}"] for name in ("first", "last", "second", "called")))
    if form in ("first", "last"):
        return Filled(getattr(person, form), "name")
    if form in ("firstlow", "lastlow"):
        return Filled(getattr(person, form[:-3]).lower(), "name")
    if form in ("firstup", "lastup"):
        return Filled(getattr(person, form[:-2]).upper(), "name")
    return Filled(_write_name(person, form, rng), "name", critical=True)


_HEADERS = (
    "{pt_inv}\nHosp No {mrn}\nSeen {date} in the diabetic foot clinic\n",
    "DISCHARGE MEDICATION RECONCILIATION\nFor: {pt}\nPrepared {date} by {rn}, pharmacist\n",
    "Encounter with {doc} on {date}. Patient is {pt}, MRN {mrn}.\n",
    "Hello {doc_first},\nI would like your opinion on {pt}, [[61M]] with resistant hypertension.\n",
    "pt={pt_low};mrn={mrn};provider={doc_low};visit={date}\n",
    "NAME: {pt_up}\nMRN: {mrn}\nATTENDING: {doc_up}\nDATE OF SERVICE: {date}\n",
    "Home visit to {pt} ({age}) at {street}, {city}. Daughter {kin} let us in.\n",
    "Speaker 1 ({doc}): How are you?\nSpeaker 2 ({pt_first}): Tired.\n",
    "|Patient|{pt}|\n|Record|{mrn}|\n|Consultant|{doc_inv}|\n",
    "{doc_init} / {rn_init}\nTheatre list {date}, case 3: {pt_inv}, {mrn}\n",
    "Incoming call {date}: {kin} calling about {pt_break}, who had a hip replaced here.\n",
    "{facility}\n{street}\n{city}, NE {zip}\n\nTo whom it may concern: {pt} has been under my care since {date}.\n",
    "{pt} ({script}), seen with an interpreter on {date}\n",
    "Subscriber {pt_long}, plan {plan}, SSN {ssn}\nRequesting: {doc}\n",
    "Delivery note: {pt_first} {pt_last}, G2P1, delivered by midwife {rn}; father of baby {kin}.\n",
    "Tumour board {date}\nPresenter {doc}\nCase: {pt_nick}\n",
    "Refugee health intake. Patient uses one name, {one}. Sponsor: {pal}, {phone}.\n",
    "{doc_lastup}/{rn_lastup} ROUND {date}\nBED 4 {pt_lastup}\n",
    "User {rn_low} opened the chart of {pt_inv} at [[03:12]] from {ip}.\n",
    "Sleep study report\nStudied: {pt}\nScored by: {rn}\nInterpreted by: {doc}, FAASM\n",
)  # fmt: skip
_BODIES = (
    "{pt_first} stopped the [[Prozac]] herself and is back on [[Wellbutrin]]. {kin} fills the pill box.",
    "Phoned {kin} ({phone}); no answer. Left word with {kin2} that the [[Entresto]] is ready.",
    "O/E: [[Phalen]] and [[Tinel]] positive on the right. [[Spurling]] negative. Grip [[4/5]].",
    "d/w {doc_low}, will trial [[lamictal]]. {kin_firstlow} (sister) to monitor for rash.",
    "Brother {kin} has [[Charcot-Marie-Tooth]] disease; cousin {kin2} had [[Wilms]] tumour at [[3]].",
    "SOCIAL: SHARES A FLAT WITH {kin_up}. SMOKES. WORKED WITH {pal_up} AT THE DOCKS. DRINKS 3 BEERS A DAY.",
    "The bleeding was found by {rn} and controlled by {doc} with a [[Blake]] drain and a [[Kirschner]] wire.",
    "{kin_first} and {kin2_first} take turns sleeping at the bedside. {pt_last} prefers the window open.",
    "[[Wells]] score [[1.5]], [[Ranson]] [[2]], [[Child-Pugh]] B, [[Mallampati]] III. INR [[1.4]], lactate [[2.2]].",
    "She told {pal}, her probation officer, that {kin} had hit her. Photographs taken; {rn_last} filed the report.",
    "Will the family agree? {kin} leans to hospice, {kin2} does not. Meeting {date} with {doc} and chaplain {pal}.",
    "Injected [[Dupixent]] by {rn_init}; next one at home by {kin}. Brochure given.",
    "{doc_last}'s note says {pt_last} was seen by {pal_last} in {date}; we lack that letter.",
    "Email to {email}: '{pt_firstlow} here, could {doc_lastlow} renew my [[topamax]]? thx'",
    "Mood low. Misses {kin}, who was killed in {city} in [[2011]]. [[Beck]] inventory [[24]], [[Hamilton]] scale [[17]].",
    "Assessment: Chronic Kidney Disease stage [[3b]], Secondary Hyperparathyroidism, Anemia of Chronic Disease. Resume [[Aldactone]].",
    "Right Upper Extremity: Sensation Intact. Left Lower Extremity: [[Lachman]] stable, [[McMurray]] click. Patella Tracks Midline.",
    "Signed consent obtained by {doc_break} with {kin_break} as witness.",
    "Kids: {kin}, {kin2}, {pal}. All well. Dog bite [[1998]], [[Lyme]] disease [[2004]].",
    "Cc {pal_inv}; {kin_inv}; {doc_inv}",
    "Therapy dog handler {pal} visited. {pt_first} smiled. [[Norton]] [[16]], [[Morse]] [[45]].",
    '{kin}: "When can he eat?" {rn}: "After the swallow test." {kin_first}: "Good."',
    "Payment of the copay disputed; supervisor {pal} will call {kin_nick}. Account {account}.",
    "Mother: {kin}. Father: {kin2}. Guardian ad litem: {pal}. School: not attending.",
    "I discussed [[Stelara]] and [[Skyrizi]] with {pt_first}; {doc_first} favours the latter.",
    "Dental: extraction by {doc_lastlow} {date}, [[augmentin]] x [[7 d]]. {rn_lastlow} took films.",
    "The patient, accompanied by {kin_long}, denies chest pain. [[Ranexa]] and [[Imdur]] continued, [[Coreg]] up to [[12.5 mg]].",
    "EMS run sheet: medic {rn}, partner {pal}. Found by landlord {kin} at {street}. [[Narcan]] no effect.",
    "Discharge with home oxygen, set up by {pal}, fax {fax}. Follow-up {doc} {date}.",
    "Translator {pal} (badge {code}) read the form aloud. {kin_first} nodded. {kin_last} signed.",
    "Incident: {pt_last} struck {rn_first} {rn_last}. {kin} apologised. [[Zyprexa]] [[5 mg]] IM. [[Posey]] vest off by [[21:00]].",
    "TRANSPLANT: RECIPIENT OF KIDNEY FROM {kin_up}. CROSSMATCH NEGATIVE. COORDINATOR {rn_up}.",
    "Device rep {pal} checked ICD {device}. [[Medtronic]] logs clean. Remote monitor explained to {kin_first}.",
    "Living situation: with {kin}; {kin2} and {pal} next door in {county}. Stairs: [[12]]. Walks with a frame.",
    "Reviewed by {doc}/{pal}. [[Bosniak]] IIF cyst, [[Gleason]] [[3+4]]. [[Foley]] draining clear.",
    "[[Dix-Hallpike]] positive; [[Epley]] done by {rn}. {pt_first} vomited once. [[Antivert]] prn.",
    "Driver's licence {licence} copied. Insurance of {kin_inv} is primary. Adjuster: {pal}, {phone}.",
    "Blog of her son ({url}) names {kin} and {kin2} as donors.",
    "{pt} lives with {kin} and {kin2}. No falls. Eats well. Skin dry. [[Auspitz]] sign absent.",
    "Plan: (1) [[Repatha]] prior authorization, {rn}. (2) Echo. (3) {doc} to call {kin} about [[Brilinta]].",
    "Seen jointly w/ {doc_init} and {pal_init}. Agree. [[Nikolsky]] negative. Stop [[Bactrim]].",
    "Family tree: II-1 {kin}, II-2 {kin2}, III-1 {pal}, proband {pt_first}. [[Lynch]] syndrome ruled out.",
    "He worries that {pal_first} from work, or {kin_first}, will find out. Confidentiality explained by {rn_first}.",
    "Wound: [[Penrose]] out. {rn} packed with [[Aquacel]]; {kin} was shown how. Supplies by mail to {city}, MT {zip}.",
    "Breastfeeding supported by {rn_first}. Baby {kin2_first} latched. [[Moro]] reflex present, [[Ortolani]] negative.",
    "text from {kin_low}: she is worse, pls call. forwarded to {rn_low} and {doc_lastlow} at [[0215]].",
    "Goes by {pt_nick} on old forms. Merged with record {mrn} by {pal} in HIM.",
    "{doc_up} PAGED AT [[0540]]; {pal_lastup} CALLED BACK. ORDERS: NPO, IV FLUIDS, KUB. READ BACK BY {rn_lastup}.",
    "Anaesthesia: {pal}. [[Miller]] 3 blade, one attempt. [[Cormack]] grade II. Extubated by {rn} without event.",
    "Her carer {kin} (known as {kin_nick}) orders [[Linzess]] and [[Myrbetriq]] online.",
    "Police officer {pal} asked for results; referred to {doc}. Nothing released. {kin_last} informed.",
    "Allergies: [[Keflex]] (hives), [[Lidoderm]]. Reported by {kin_first}, {date}. Verified {rn_init}.",
    "Speech: naming [[9/10]], [[Boston]] naming test. {kin2} interpreted. Cookie-jar picture described well.",
    "Hospital course: Acute Respiratory Failure, Septic Shock, Atrial Fibrillation with Rapid Ventricular Response; see {doc_last}, {date}.",
)  # fmt: skip
_ENDINGS = (
    "{doc}, Consultant Rheumatologist",
    "Signed,\n{doc}\n{phone}",
    "{rn}, PT",
    "E-sig {doc_inv} {date} [[07:31]]",
    "Best,\n{doc_first}",
    "Nurse: {rn_up}   Witness: {pal_up}",
    "Dict: {doc_init} Trans: {rn_init} {date}",
    "Resp. physician: {doc_long}\nResident: {pal}\n",
    "Yours,\n\n\n{doc}\nSpecialist in Respiratory Medicine\n{facility}",
    "report by {doc_low} checked by {rn_low}",
    "Co-signature pending: {pal}.",
    "Completed by {rn} for {doc}. Questions: {email}.",
    "{rn_first} {rn_last} / {date}",
    "{doc_nick}\nFamily Physician",
    "Next: {date}, {doc_last} or {pal_last}.",
    "Copied to {kin}, {pal} and the school nurse.",
)  # fmt: skip

HELD_OUT_3 = Part("held-out-3", _HEADERS, _BODIES, _ENDINGS, _fill)
