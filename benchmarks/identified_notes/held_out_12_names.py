"""People of many origins, in shares as these countries have them, and the forms in which notes name them."""

import random


def pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


# Origin | given names of men | of women | family names
_ORIGINS = """
anglo|James John Robert Michael William David Thomas Peter Andrew Stephen Mark Paul George Edward Kevin Brian Ryan Jack Oliver Harry Jason Eric Gary Frank Raymond Walter Arthur Kyle Tyler Ethan Mason Noah Liam Will Roger Dennis Keith Graham|Mary Patricia Jennifer Linda Elizabeth Susan Margaret Sarah Karen Nancy Emily Emma Olivia Charlotte Amelia Grace Rose Joan Dorothy Helen Ruth Hannah Megan Lauren Ashley Kimberly Heather June May Hazel Ivy Faith Joy Janet Carol Denise Gillian|Smith,Johnson,Williams,Brown,Jones,Miller,Davis,Wilson,Anderson,Taylor,Moore,Jackson,Martin,Thompson,White,Harris,Clark,Lewis,Walker,Hall,Young,King,Wright,Hill,Green,Baker,Turner,Carter,Cooper,Reed,Bailey,Cox,Ward,Bennett,Wood,Price,Fletcher,Marsh,Whitfield,Hargreaves,Pritchard,Hewitt,Lowe,Shaw,Barker,Winters,Banks,Rice,Long,Day,Stone,Bishop
irish|Patrick Sean Conor Declan Eoin Cian Brendan Niall Oisin Padraig Kieran Donal|Aoife Niamh Siobhan Ciara Bridget Maeve Orla Sinead Grainne Roisin Eimear Deirdre|Murphy,Kelly,Byrne,Ryan,O'Brien,O'Sullivan,Walsh,O'Connor,McCarthy,Doyle,Gallagher,Doherty,Kennedy,Lynch,Nolan,Fitzgerald,O'Neill,Brennan,Hogan,McDonagh
scots|Alasdair Callum Hamish Angus Ewan Fraser Gregor Rory Duncan|Morag Fiona Isla Eilidh Kirsty Catriona Ailsa Mairi Lorna|MacDonald,Campbell,Stewart,MacLeod,Robertson,McKenzie,Fraser,Buchanan,Sinclair,Urquhart,McAllister,Drummond
hispanic|Jose Luis Carlos Juan Miguel Jorge Alejandro Francisco Manuel Hector Diego Jesus Rafael Javier|Maria Guadalupe Rosa Carmen Ana Lucia Sofia Isabel Yolanda Esperanza Gabriela Elena Marisol Daniela|Garcia,Rodriguez,Martinez,Hernandez,Lopez,Gonzalez,Perez,Sanchez,Ramirez,Torres,Flores,Rivera,Gomez,Diaz,Cruz,Morales,Ortiz,Gutierrez,Castillo,Vargas
afam|Darnell Tyrone Marcus Jamal Terrence Andre Reginald Malik DeShawn Jerome|Latoya Keisha Tamika Ebony Shanice Monique Aaliyah Yolanda Imani Denise|Washington,Jefferson,Robinson,Coleman,Banks,Booker,Gaines,Mosley,Dorsey,Hairston,Jackson,Freeman,Broadnax
hindu|Rajesh Suresh Amit Vikram Sanjay Arjun Rohan Anil Ravi Karthik Deepak Venkatesh Nikhil Ashok|Priya Anjali Sunita Lakshmi Kavita Deepa Meera Nisha Pooja Asha Sneha Geeta Rekha Divya|Patel,Sharma,Gupta,Reddy,Iyer,Nair,Rao,Kumar,Mehta,Desai,Joshi,Menon,Krishnan,Banerjee,Chatterjee,Kulkarni,Mukherjee,Subramaniam,Naidoo,Pillay
sikh|Harpreet Gurpreet Manjit Jaswinder Balwinder Amarjit|Simran Jasleen Navneet Kulwinder Amrit Parminder|Singh,Gill,Dhillon,Sandhu,Grewal,Sidhu
muslim|Mohammed Ahmed Ali Imran Tariq Yusuf Bilal Usman Farhan Ibrahim Hassan Omar Khalid|Fatima Aisha Zainab Nadia Sana Amina Yasmin Mariam Rukhsana Saima Layla Noor|Khan,Ahmed,Hussain,Malik,Ali,Begum,Iqbal,Sheikh,Rahman,Mahmood,Choudhury,Haddad,Al-Masri,Siddiqui,Qureshi,Abdi
chinese|Wei Jun Ming Hao Jian Xiang Kelvin Jason Chee-Keong Kai-Wen|Mei Li Xiu Ying Hui-Min Siew-Ling Jia-Hui Fang Grace Vivian|Chen,Wang,Li,Zhang,Liu,Wong,Chan,Lim,Tan,Lee,Ng,Goh,Ong,Huang,Lau,Cheung,Teo,Koh
vietkor|Minh Tuan Hung Duc Min-Jun Sung-Ho Joon Khoa|Linh Thuy Huong Mai Ji-Woo Soo-Jin Eun-Ji Lan|Nguyen,Tran,Pham,Le,Kim,Park,Choi,Vo,Hoang,Bui
filipino|Rodel Jericho Arnel Crisanto Renato Jomar|Marites Rowena Maricel Jocelyn Lourdes Cherry|Santos,Reyes,Bautista,Dela Cruz,Villanueva,Mendoza,Aquino,Dimaculangan
nigerian|Chinedu Emeka Oluwaseun Tunde Babajide Kwame Kofi Ikenna|Ngozi Chioma Folake Adaeze Temitope Abena Yewande Blessing|Okafor,Adeyemi,Okonkwo,Mensah,Balogun,Eze,Nwosu,Owusu,Obi,Afolabi,Adebayo
polish|Piotr Krzysztof Tomasz Andrzej Ivan Mihai Dmitri Pawel|Agnieszka Katarzyna Magdalena Ewa Irina Ioana Olga Beata|Kowalski,Nowak,Wojcik,Lewandowski,Petrov,Popescu,Novak,Zielinski,Horvat,Kaminski
euro|Marco Giovanni Klaus Stefan Pierre Nikos Luca Jean-Marc Antonio Hans|Giulia Francesca Ingrid Chantal Eleni Sophie Concetta Annette Greta Odile|Rossi,Russo,Schmidt,Weber,Tremblay,Gagnon,Papadopoulos,Costa,Ferreira,Schneider,Bianchi,Bouchard,Lindqvist,Van Houten,Roy,Côté
maori|Tane Wiremu Hemi Rawiri Sione Tevita Nikau|Aroha Mere Ngaire Hine Sela Losa Kahurangi|Ngata,Parata,Tamihana,Walker,Tuilagi,Faleafa,Taufa,Henare,Paewai
zulu|Sipho Thabo Themba Mandla Bongani Lwazi Kagiso|Nomsa Thandiwe Zanele Lindiwe Nosipho Palesa Lerato|Dlamini,Nkosi,Ndlovu,Khumalo,Mthembu,Mokoena,Zulu,Sithole,Molefe,Mabaso
afrikaans|Johan Pieter Hendrik Jaco Willem Andries|Annelie Marietjie Elsabe Hester Ilse Petronella|Botha,van der Merwe,Pretorius,Venter,du Plessis,Coetzee,Kruger,Naude
malay|Faizal Azman Hafiz Rizal Syafiq Zulkifli|Nurul Siti Aishah Farah Rohani Salmah|Ismail,Rahmat,Abdullah,Osman,Hamid,Salleh,Yusof
"""
ORIGINS = {row.split("|")[0]: tuple(row.split("|")[1:]) for row in _ORIGINS.strip().split("\n")}
SHARES = {
    "us": "anglo 44 hispanic 17 afam 12 irish 5 euro 5 hindu 4 chinese 3 vietkor 3 nigerian 2 muslim 3 filipino 2 polish 2",
    "uk": "anglo 52 scots 8 irish 5 muslim 9 hindu 6 sikh 3 nigerian 5 polish 6 chinese 2 euro 3 filipino 2",
    "ie": "irish 66 anglo 12 polish 8 nigerian 4 hindu 4 muslim 3 euro 3",
    "ca": "anglo 44 euro 18 scots 8 sikh 6 chinese 8 hindu 4 muslim 4 filipino 4 vietkor 2",
    "au": "anglo 56 irish 8 euro 10 chinese 7 hindu 5 vietkor 5 muslim 3 scots 4 filipino 2",
    "nz": "anglo 52 maori 20 scots 8 chinese 6 hindu 6 euro 3 filipino 3 irish 2",
    "in": "hindu 76 muslim 14 sikh 8 anglo 2",
    "za": "zulu 46 afrikaans 20 anglo 16 hindu 10 muslim 6 euro 2",
    "sg": "chinese 66 malay 14 hindu 12 muslim 3 anglo 5",
}
NICKNAMES = pairs(
    "James:Jim Robert:Bob Michael:Mike William:Bill Thomas:Tom Peter:Pete Edward:Ted Patricia:Pat Jennifer:Jen Elizabeth:Liz Susan:Sue Margaret:Maggie Dorothy:Dot Kimberly:Kim Patrick:Paddy Francisco:Paco Jose:Pepe Guadalupe:Lupe Andrew:Andy Stephen:Steve Raymond:Ray Walter:Walt Katarzyna:Kasia Agnieszka:Aga Mohammed:Mo Thandiwe:Thandi Ashley:Ash Janet:Jan Gabriela:Gaby Oluwaseun:Seun Wiremu:Wi Charlotte:Lottie"
)


def families(origin: str) -> list[str]:
    return ORIGINS[origin][2].split(",")


def draw_person(rng: random.Random, country: str, sex: str, family: str = "") -> tuple[str, str, str]:
    """Given name, family name and middle initial."""
    words = SHARES[country].split()
    origin = rng.choices(words[::2], [int(share) for share in words[1::2]])[0]
    given = rng.choice(ORIGINS[origin][0 if sex == "M" else 1].split())
    own = rng.choice(families(origin))
    if not family and sex == "F" and origin in ("anglo", "hispanic", "irish") and rng.random() < 0.06:
        own += "-" + rng.choice(families(origin))
    return given, family or own, rng.choice("ABCDEFGHJLMNPRSTW")


def misspell(name: str, rng: random.Random) -> str:
    """The name with two neighbouring letters changed about, or one doubled or lost."""
    if len(name) < 6 or not name.isalpha():
        return name
    place = rng.randrange(2, len(name) - 2)
    swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return rng.choice([swapped, name[:place] + name[place] + name[place:], name[:place] + name[place + 1 :]])


def write_name(form: str, person: tuple[str, str, str], country: str, rng: random.Random) -> tuple[str, bool]:
    """A name in a form, and whether it is a full one."""
    given, family, middle = person
    us = country in ("us", "ca")
    first = f"{given} {family}"
    if country == "sg" and family in families("chinese") and given not in ("Kelvin", "Jason", "Grace", "Vivian"):
        first = f"{family} {given.replace('-', ' ')}"
    if form == "":
        return (f"{given} {middle}. {family}" if us and rng.random() < 0.2 else first), True
    if form == "rev":
        back = f"{family.upper() if rng.random() < 0.3 else family}, {given}"
        return back + rng.choice([f" {middle}", f" {middle}.", ""] if us else [""]), True
    if form == "f":
        return (misspell(family, rng) if rng.random() < 0.02 else family), False
    if form == "g":
        return (misspell(given, rng) if rng.random() < 0.015 else given), False
    if form == "nick":
        return NICKNAMES.get(given, given), False
    if form == "if":
        return rng.choice([f"{given[0]}. {family}", f"{given[0]} {family}"]), False
    if form == "fi":
        return f"{family} {given[0]}", False
    return rng.choice([given[0] + family[0], given[0] + middle + family[0]]).upper(), False  # initials
