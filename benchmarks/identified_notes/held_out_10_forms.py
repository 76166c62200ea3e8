"""What fills a slot of these notes: people, places, dates and numbers, in the forms of the note's country."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from . import held_out_10_lists as lists
from . import held_out_10_numbers as numbers
from .notes import Filled

People = dict[str, str]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_HOLIDAYS = {
    "us": ("Thanksgiving", "Christmas", "Labor Day", "the Fourth of July", "New Year's Eve", "Memorial Day", "Easter"),
    "in": ("Diwali", "Holi", "Pongal", "Christmas"),
    "sg": ("Chinese New Year", "Hari Raya", "Deepavali", "Christmas"),
    "cw": ("Christmas", "Easter", "Boxing Day", "Christmas Day", "New Year's Day", "Good Friday"),
}
DATE_FORMS = {
    "us": ("mdY", "mdY", "mdy", "mdy", "MdY", "MdY", "BdY", "BdY", "iso", "d-M-Y", "m-d-Y"),
    "ca": ("iso", "iso", "BdY", "MdY", "dmY", "d-M-Y", "mdY"),
    "in": ("dmY", "dmY", "d-m-Y", "d.m.Y", "dBY", "dMY", "dmy"),
    "za": ("Y/m/d", "iso", "dmY", "dmY", "dBY", "dMY"),
    "cw": ("dmY", "dmY", "dmY", "dmy", "dBY", "dBY", "dMY", "d-M-Y", "d.m.y", "dthBY"),
}


def ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def write_date(day: date, form: str) -> str:
    month, short = _MONTHS[day.month - 1], _MONTHS[day.month - 1][:3]
    return {
        "mdY": f"{day:%m/%d/%Y}", "mdy": f"{day.month}/{day.day}/{day:%y}", "m-d-Y": f"{day:%m-%d-%Y}",
        "MdY": f"{short} {day.day}, {day.year}", "BdY": f"{month} {day.day}, {day.year}", "iso": day.isoformat(),
        "d-M-Y": f"{day:%d}-{short}-{day.year}", "dmY": f"{day:%d/%m/%Y}", "dmy": f"{day.day}/{day.month}/{day:%y}",
        "dBY": f"{day.day} {month} {day.year}", "dMY": f"{day.day} {short} {day.year}", "d.m.y": f"{day:%d.%m.%y}",
        "d.m.Y": f"{day:%d.%m.%Y}", "d-m-Y": f"{day:%d-%m-%Y}", "Y/m/d": f"{day:%Y/%m/%d}",
        "dthBY": f"{ordinal(day.day)} {month} {day.year}",
    }[form]  # fmt: skip


def _forms_of(country: str) -> tuple[str, ...]:
    return DATE_FORMS.get(country, DATE_FORMS["cw"])


def _date(slot: str, rng: random.Random, people: People) -> str:
    today = date.fromisoformat(people["today"])
    form = people.setdefault("dfmt", rng.choice(_forms_of(people["country"])))
    if rng.random() < 0.12:
        form = rng.choice(_forms_of(people["country"]))
    if slot == "dob":
        return write_date(date.fromisoformat(people["dob"]), form)
    if slot == "adm":
        day = today - timedelta(int(people.setdefault("stay", str(rng.randint(2, 9)))))
    elif slot in ("lmp", "edd"):
        start = today - timedelta(7 * int(people["weeks"]) + 3)
        day = start if slot == "lmp" else start + timedelta(280)
    else:
        low, high = {"past": (-300, -20), "recent": (-12, -1), "next": (3, 120), "old": (-5000, -500)}.get(slot, (0, 0))
        day = max(today + timedelta(rng.randint(low, high)), date.fromisoformat(people["dob"]) + timedelta(380))
    return write_date(day, form)


def _part_of_date(slot: str, rng: random.Random, people: People) -> str:
    american = people["country"] in ("us", "ca")
    low, high = {"md": (-14, -1), "soon": (2, 30), "dom": (-9, -1)}.get(slot, (-700, -40))
    day = date.fromisoformat(people["today"]) + timedelta(rng.randint(low, high))
    month = _MONTHS[day.month - 1]
    if slot in ("md", "soon"):
        if american:
            slashed = f"{day.month}/{day.day}"
            return rng.choice((slashed, slashed, f"{month} {day.day}", f"{month[:3]} {day.day}"))
        dotted = f"{day.day}/{day.month}" if rng.random() < 0.7 else f"{day.day:02d}.{day.month:02d}"
        return rng.choice((dotted, f"{day.day} {month}", f"{day.day} {month[:3]}", f"{ordinal(day.day)} {month}"))
    if slot == "mon":
        return month
    if slot == "mony":
        return rng.choice((f"{month} {day.year}", f"{month} {day.year}", f"{month[:3]} {day.year}", f"{day:%m/%Y}"))
    if slot == "dom":
        return ordinal(day.day)
    if slot == "wd":
        return _DAYS[day.weekday()] if rng.random() < 0.85 else _DAYS[day.weekday()][:3]
    return rng.choice(_HOLIDAYS.get(people["country"], _HOLIDAYS["cw"]))


def meet(who: str, rng: random.Random, people: People) -> None:
    """Names a person of the note, once."""
    if f"{who}:f" in people:
        return
    shares = lists.ORIGINS[people["country"]]
    origin = rng.choices(list(shares), list(shares.values()))[0]
    if who == "baby" or (who in ("kin", "bro") and rng.random() < 0.8):
        origin = people["pt:o"]
    women, men, families = lists.NAMES[origin]
    female = people.get(f"{who}:sex", rng.choice("mf")) == "f"
    given, family = rng.choice(women if female else men), rng.choice(families)
    if who == "baby" or (who in ("kin", "bro") and rng.random() < 0.65):
        family = people["pt:f"]
    elif origin in ("anglo", "hispanic", "celtic") and rng.random() < 0.05:
        family += "-" + rng.choice([name for name in families if " " not in name])
    if family.startswith("bin"):
        family = ("binte" if female else "bin") + family[family.index(" ") :]
    people |= {f"{who}:g": given, f"{who}:f": family, f"{who}:o": origin}
    has_middle = origin in ("anglo", "hispanic", "irish") and people["country"] in ("us", "ca") and rng.random() < 0.25
    people[f"{who}:m"] = rng.choice("ABCDEFGHJKLMNPRSTW") if has_middle else ""
    if who in ("pt", "dr"):
        people["patient" if who == "pt" else "doctor"] = _full_name(who, people)


def _full_name(who: str, people: People) -> str:
    given, family, middle = people[f"{who}:g"], people[f"{who}:f"], people[f"{who}:m"]
    if people[f"{who}:o"] == "chinese" and people["country"] == "sg":
        return f"{family} {given}"
    return f"{given} {middle}. {family}" if middle else f"{given} {family}"


def _name(slot: str, rng: random.Random, people: People) -> Filled:
    who, _, form = slot.partition("_")
    meet(who, rng, people)
    given, family, middle = people[f"{who}:g"], people[f"{who}:f"], people[f"{who}:m"]
    short = family.split("-")[0] if form == "init" else family
    patronym = family.startswith("bin")
    if form == "":
        return Filled(_full_name(who, people), "name", True)
    if form == "lf":
        first = given + (f" {middle}" + rng.choice((".", "")) if middle else "")
        order = rng.choice((f"{family.upper()}, {first}", f"{family}, {first}", f"{family.upper()}, {first.upper()}"))
        return Filled(order, "name", True)
    if form == "init":
        letters = given[0] + middle + ("" if patronym else short.split(" ")[-1][0].upper())
        return Filled(letters if rng.random() < 0.7 or len(letters) == 1 else ".".join(letters) + ".", "name")
    if form == "i":
        return Filled(rng.choice((f"{given[0]}. {family}", f"{given[0]} {family}", f"{given[0]}. {family}")), "name")
    if form == "nick":
        return Filled(lists.NICKNAMES.get(given, given), "name")
    return Filled(given if form == "first" or patronym else family, "name")


def _town(people: People) -> tuple[str, ...]:
    towns = lists.TOWNS[people["country"]]
    return towns[int(people["town"])]


def _place(slot: str, rng: random.Random, people: People) -> str:
    country, home = people["country"], _town(people)
    if slot == "town":
        return home[0]
    if slot == "county":
        return home[1]
    if slot == "town2":
        return rng.choice(lists.TOWNS[country])[0]
    if slot == "street":
        names, ends = lists.STREETS[country]
        name, end = rng.choice(names), rng.choice(ends)
        if country == "sg":
            return f"Blk {rng.randint(101, 780)} {name} {end} #{rng.randint(2, 14):02d}-{rng.randint(11, 480)}"
        number = rng.randint(*rng.choice(((11, 990), (1000, 9800))) if country in ("us", "ca") else (1, 180))
        flat = {"us": f", Apt {rng.randint(1, 40)}{rng.choice('ABC ')}".rstrip(), "in": ", 2nd Floor"}.get(country, "")
        start = f"Flat {rng.randint(1, 20)}, " if country in ("uk", "za") and rng.random() < 0.15 else ""
        return f"{start}{number} {name} {end}{flat if rng.random() < 0.15 else ''}"
    pools = {
        "hosp": lists.HOSPITALS.get(country, lists.OTHER_HOSPITALS), "ward": lists.WARDS, "practice": lists.PRACTICES,
        "home": lists.CARE_HOMES, "employer": lists.EMPLOYERS[country], "school": lists.SCHOOLS,
        "pharm": lists.PHARMACIES[country],
    }  # fmt: skip
    pools["hosp2"] = pools["hosp"]
    if slot == "hosp":
        people.setdefault("hosp", rng.choice(pools["hosp"]))
    word = people["hosp"] if slot == "hosp" else rng.choice(pools[slot])
    return word.replace("~", home[0])


def _zip_code(rng: random.Random, people: People) -> str:
    country, start = people["country"], _town(people)[2]
    if country == "us":
        return numbers.pattern(rng, start + "##" + ("-####" if rng.random() < 0.1 else ""))
    end = {"uk": " !@@", "ie": " @###", "ca": " #@#", "in": "0##", "sg": "####"}.get(country, "")
    space = " " if country == "in" and rng.random() < 0.3 else ""
    return start + space + numbers.pattern(rng, end)


def _phone(slot: str, rng: random.Random, people: People) -> str:
    country, area = people["country"], _town(people)[3]
    if slot == "pager":
        return numbers.digits(rng, 4, "123456789")
    if slot == "fax":
        return numbers.fax(rng, country, area)
    number = numbers.phone(rng, country, area)
    return f"{number} {rng.choice(('x', 'ext ', 'ext. '))}{numbers.digits(rng, 4)}" if slot == "phx" else number


def _plain(text: str) -> str:
    kept = text.lower().translate(str.maketrans("áàâãäéèêëíîïóôöőúüñçśłżķā", "aaaaaeeeeiiioooouuncslzka"))
    return "".join(sign for sign in kept if sign.isascii() and sign.isalnum())


def _online(slot: str, rng: random.Random, people: People) -> str:
    country = people["country"]
    end = {
        "us": ".org",
        "uk": ".nhs.uk",
        "ie": ".ie",
        "ca": ".ca",
        "au": ".org.au",
        "nz": ".co.nz",
        "in": ".co.in",
        "za": ".co.za",
        "sg": ".com.sg",
    }
    site = _plain(_town(people)[0]) + rng.choice(("health", "hospital", "clinic", "med", "care")) + end[country]
    if slot == "url":
        paths = ("https://portal.~/results/", "https://www.~/patient/", "www.~/myvisit/", "https://my.~/share?id=")
        return rng.choice(paths).replace("~", site) + numbers.pattern(rng, rng.choice(("######", "@@####", "@##@#")))
    if slot == "site":
        return rng.choice(("www.~", "https://www.~", "www.~/refer", "https://~/appointments")).replace("~", site)
    who = slot.partition("_")[0]
    meet(who, rng, people)
    given, family = _plain(people[f"{who}:g"]), _plain(people[f"{who}:f"])
    if who in ("dr", "dr2", "rn"):
        return rng.choice((f"{given}.{family}@{site}", f"{given[0]}{family}@{site}", f"{given[0]}.{family}@{site}"))
    host = rng.choice(("gmail.com", "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com"))
    tail = rng.choice(("", str(rng.randint(1, 99)), people["dob"][2:4]))
    forms = (f"{given}.{family}{tail}", f"{given}{family}{tail}", f"{family}{given[0]}{tail}", f"{given}_{family}{tail}")  # fmt: skip
    return f"{rng.choice(forms)}@{host}"


def _ip_address(rng: random.Random) -> str:
    if rng.random() < 0.1:
        return f"2001:db8:{rng.randrange(16**4):x}:{rng.randrange(16**4):x}::{rng.randrange(1, 256):x}"
    shape = rng.choice(("10.{}.{}.{}", "192.168.{1}.{2}", "172.16.{1}.{2}", "81.{}.{}.{}"))
    return shape.format(*(rng.randint(1, 254) for _ in range(3)))


def _photo(rng: random.Random) -> str:
    shapes = ("IMG_####.jpg", "IMG_####.HEIC", "DSC0####.JPG", "face_front_0#.jpg", "photo_id_####.jpeg", "PXL_2023####_######.jpg")  # fmt: skip
    return numbers.pattern(rng, rng.choice(shapes))


_NUMBERS: dict[str, tuple[str, ...]] = {
    "acct": ("########", "#########", "V########", "@##########", "####-####-##"),
    "claim": ("CLM-#######", "20######-####", "#########", "@@######", "WC-######"), "rx": ("#######", "RX######", "6######", "######-####"),
    "acc": ("@-##-######", "########", "SP##-#####", "CR######", "##-######"), "csn": ("#########", "1########"),
    "case": ("##-######", "CAD ######", "CR/####/##", "INC######", "##/######"), "study": ("@@@-###-####", "SUB-0###", "###-###"),
    "bio": ("FP-######", "VP-#####", "PV#####", "BIO-####-##", "@@######"),
    "dl": ("@#######", "########", "@###-####-####", "@@######"), "rlic": ("RN######", "######", "@#####"), "badge": ("#####", "@####", "######"),
}  # fmt: skip
_NUMBER_KINDS = {"acct": "account", "bio": "biometric", "dl": "licence", "rlic": "licence"}


def _number(slot: str, rng: random.Random, people: People) -> Filled:
    country, birthday = people["country"], people["dob"][2:].replace("-", "")
    if slot == "mrn":
        people.setdefault("mrn", numbers.medical_record(rng, country, birthday))
        return Filled(people["mrn"], "medical_record", True)
    if slot == "mrn2":
        return Filled(numbers.medical_record(rng, country, birthday), "medical_record", True)
    if slot in ("lic", "npi", "dea"):
        meet("dr", rng, people)
        family = _plain(people["dr:f"])
        special = {"npi": numbers.npi(rng), "dea": numbers.dea(rng, family)}.get(slot)
        return Filled(special or numbers.licence(rng, country, family), "licence")
    if slot == "dl" and country == "uk":
        return Filled(f"{_plain(people['pt:f'])[:5].upper():9<5}" + numbers.pattern(rng, "6#####@@9@@"), "licence")
    if slot in _NUMBERS:
        return Filled(numbers.pattern(rng, rng.choice(_NUMBERS[slot])), _NUMBER_KINDS.get(slot, "other_id"))
    made: dict[str, tuple[Callable[[], str], str]] = {
        "ssn": (lambda: numbers.national_number(rng, country, birthday), "ssn"),
        "plan": (lambda: numbers.health_plan(rng, country), "health_plan"),
        "mbi": (lambda: numbers.mbi(rng), "health_plan"), "plate": (lambda: numbers.plate(rng, country), "vehicle"), "vin": (lambda: numbers.vin(rng), "vehicle"),
        "serial": (lambda: numbers.device(rng), "device"), "ip": (lambda: _ip_address(rng), "ip_address"),
        "photo": (lambda: _photo(rng), "photo"),
    }  # fmt: skip
    write, kind = made[slot]
    return Filled(write(), kind, kind == "ssn")


_DATES = {"date", "dob", "adm", "lmp", "edd", "past", "recent", "next", "old"}
_DATE_PARTS = {"md", "soon", "mon", "mony", "dom", "wd", "hol"}
_PLACES = {"town", "town2", "county", "street", "hosp", "hosp2", "ward", "practice", "home", "employer", "school", "pharm"}  # fmt: skip
PERSONS = {"pt", "dr", "dr2", "rn", "kin", "oth", "bro", "baby"}


def _fill(slot: str, rng: random.Random, people: People) -> Filled:
    if slot in _DATES:
        return Filled(_date(slot, rng, people), "date")
    if slot in _DATE_PARTS:
        return Filled(_part_of_date(slot, rng, people), "date")
    if slot in _PLACES:
        return Filled(_place(slot, rng, people), "location")
    if slot == "age":
        return Filled(people["age"], "age")
    if slot == "zip":
        return Filled(_zip_code(rng, people), "zip_code")
    if slot in ("ph", "phx", "pager"):
        return Filled(_phone(slot, rng, people), "phone", True)
    if slot == "fax":
        return Filled(_phone(slot, rng, people), "fax")
    if slot in ("url", "site"):
        return Filled(_online(slot, rng, people), "url")
    if slot.endswith("_email"):
        return Filled(_online(slot, rng, people), "email", True)
    if slot.partition("_")[0] in PERSONS:
        return _name(slot, rng, people)
    return _number(slot, rng, people)


def fill(slot: str, rng: random.Random, people: People) -> Filled:
    filled = _fill(slot, rng, people)
    case = people.get("case")
    text = filled.text.lower() if case == "lower" else filled.text.upper() if case == "upper" else filled.text
    return Filled(text, filled.kind, filled.critical)
