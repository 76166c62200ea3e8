"""What fills the slots of held-out part 11: people, places, dates and numbers of the note's country."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.identified_notes import held_out_11_numbers as numbers
from benchmarks.identified_notes import held_out_11_places as places
from benchmarks.identified_notes.held_out_11_numbers import draw
from benchmarks.identified_notes.notes import Filled

People = dict[str, str]
ROLES = {"p": "patient", "d": "doctor", "c": "colleague", "n": "nurse", "g": "gp", "s": "spouse", "k": "child"}
ROLES |= {"b": "sibling", "m": "mother", "f": "friend", "w": "worker"}
REACH = {"past": (-1500, -35), "recent": (-9, -1), "month": (-60, -12), "next": (3, 70), "edd": (190, 230)}
KIN = {"spouse", "child", "mother", "sibling"}
PHONES = {
    "us": "({a}) @##-####|{a}-@##-####|{a}.@##.####|({a})@##-####;574 207 509 205 218 559 956 508 270 719",
    "uk": "0{a} ######|(0{a}) ######|+44 {a} ######;1539 1226 1434 1872 1978 1738",
    "ie": "0{a} ######|(0{a}) ## ####;91 66 46 71 65",
    "ca": "({a}) @##-####|{a}-@##-####;613 403 250 506 204 705",
    "au": "(0{a}) @### ####|0{a} @### ####;2 3 7 8", "nz": "0{a}-@## ####|(0{a}) @## ####;3 6 7 9",
    "in": "0{a}-2######|+91 {a} 2######;484 712 422 522 161", "sg": "6{a}# ####|+65 6{a}# ####;22 44 78 35",
    "za": "0{a} ### ####|+27 {a} ### ####;15 33 44 11 21", "ph": "({a}) ###-####|0{a}-###-####;46 33 43 75",
    "ng": "0{a}#######|+234 {a} ### ####;803 806 703 813", "ke": "0{a} ######|+254 {a} ######;57 51 53 20",
}  # fmt: skip
MOBILES = {
    "uk": "07@## ######|+44 7@## ######|07@##-######", "ie": "08@ ### ####|+353 8@ ### ####", "au": "04## ### ###|+61 4## ### ###",
    "nz": "021 ### ####|027-###-####", "in": "9#########|+91 98### #####|8####-#####", "sg": "9### ####|+65 8### ####",
    "za": "082 ### ####|+27 73 ### ####", "ph": "0917 ### ####|+63 918 ### ####", "ng": "0803 ### ####|+234 706 ### ####",
    "ke": "0722 ######|+254 733 ######",
}  # fmt: skip
PLATES = {
    "us": "?#?#???|???-####|#???###|??? ####", "uk": "??## ???|??## ???", "ie": "191-G-#####|12-KY-####", "ca": "???? ###|C??? ###",
    "au": "#??-#??|???-###|??-##-??", "nz": "???###|??####", "in": "KL 07 ?? ####|MH-31-??-####|PB10??####", "sg": "S?? #### ?|SK? #### ?",
    "za": "?? ## ?? GP|CA ###-###|ND ### ###", "ph": "??? ####|??? ###", "ng": "???-### ??|LND ### ??", "ke": "K?? ###?|K?? ### ?",
}  # fmt: skip
RECORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "us": (("MRN", "########"), ("MRN", "#######"), ("MRN", "##-##-##"), ("Med Rec #", "M######"), ("MR#", "000####-#"), ("MRN", "E@#######")),
    "uk": (("NHS No", "nhs"), ("NHS number", "nhs"), ("Hosp No", "?#######"), ("Hospital number", "RK######"), ("CHI", "chi")),
    "ie": (("MRN", "#######"), ("Chart No", "?######"), ("Hosp No", "A####/##")), "ca": (("MRN", "#######"), ("Chart #", "######"), ("HRN", "C#######")),
    "au": (("UR", "#######"), ("MRN", "########"), ("URN", "######"), ("UMRN", "?#######")), "nz": (("NHI", "nhi"),),
    "in": (("UHID", "APO.00######"), ("MR No", "######?"), ("IP No", "IP/24/####"), ("OP No", "OP#######"), ("Hosp No", "######")),
    "sg": (("MRN", "########?"), ("Case No", "24########")), "za": (("Folder No", "#########"), ("Hosp No", "GT########"), ("File no", "######")),
    "ph": (("Hospital No", "######"), ("Case No", "2024-####"), ("PIN", "00-##-##-##")), "ng": (("Hosp No", "######"), ("Folder No", "PT/####/24"), ("Card No", "####-B")),
    "ke": (("OP No", "#####/24"), ("IP No", "######"), ("File No", "#######")),
}  # fmt: skip
NATIONAL = {"us": "SSN", "uk": "NI no", "ie": "PPSN", "ca": "SIN", "in": "Aadhaar", "sg": "NRIC", "za": "ID no", "ph": "SSS no"}  # fmt: skip
NATIONAL |= {"ng": "NIN", "ke": "ID no", "au": "Passport no", "nz": "Passport no"}
PLANS = {
    "us": "Medicare MBI|mbi;BCBS member ID|XYP#########;Aetna ID|W#########;Medicaid ID|##########;UHC member #|9########", "uk": "Bupa membership no|BI########;AXA policy|R######?",
    "ie": "VHI policy no|########;GMS no|?######?;Laya policy|L#######", "ca": "OHIP|ontario;Health card|ontario", "au": "Medicare|medicare;Medibank no|########?",
    "nz": "Southern Cross no|########;ACC45 no|??#####", "in": "Star Health policy|P/700###/01/2024/00####;PM-JAY ID|P########", "sg": "AIA policy|H#########;IP policy|L########",
    "za": "Discovery Health no|#########;Medical aid no|########;GEMS no|000######", "ph": "PhilHealth PIN|##-#########-#;Maxicare no|1168############",
    "ng": "NHIS no|########;HMO ID|HYG/#####/A", "ke": "SHA no|CR##########-#;NHIF no|########",
}  # fmt: skip
LICENCES = {
    "us": "NPI|npi;Lic #|MD######;License|A#####", "uk": "GMC|#######;NMC PIN|##?####E;GMC no|#######", "ie": "IMC|######;IMC no|######", "ca": "CPSO|######;CPSO #|#####",
    "au": "AHPRA|MED000#######;Provider no|######@?", "nz": "MCNZ|#####;HPI CPN|##????", "in": "Reg. No|TCMC #####;KMC Reg No|#####;MCI Reg|##-#####", "sg": "MCR|M#####?;MCR No|0####?",
    "za": "HPCSA|MP 0######;Pr No|0######", "ph": "PRC Lic. No.|01#####;Lic No|00#####", "ng": "MDCN|#####;MDCN folio|MDCN/R/#####", "ke": "KMPDC|A####;KMPDC Reg|A#####",
}  # fmt: skip
DEVICES = "PJN######S|BLN######H|W3SR01-######|RNH######|23-####-???|4####?#|GB########|7###-#####|3#######-##|udi"
OTHERS = "24-S#####|CT-####-24|ACC24######|REF-######|S24-#####|HL7-####-###|PT-####-###|REQ#######|?##-######"
_DOMAINS = "us:us uk:co.uk ie:ie ca:ca au:com.au nz:co.nz in:in sg:com.sg za:co.za ph:com.ph ng:com.ng ke:co.ke"
WORDS = dict(pair.split(":") for pair in _DOMAINS.split())
LIST_PLACES = ("ward", "clinic", "home", "school", "work", "church", "pharm", "venue", "house")


def new_person(people: People, role: str, sex: str, rng: random.Random) -> None:
    """Gives `role` a given and a family name; kin have the patient's family name more often than not."""
    land = people["land"]
    origin = rng.choice(places.PEOPLES[land].split())
    if role in KIN:
        origin = people["origin"]
    female, male, families = places.NAMES[origin]
    given, family = rng.choice(female if sex == "f" else male), rng.choice(families)
    if role in KIN and (role in ("spouse", "child") or rng.random() < 0.6):
        family = people["patient:family"]
    if role == "patient":
        people["origin"] = origin
    taken = {value for key, value in people.items() if key.endswith(":given")}
    if given in taken:
        given = rng.choice([name for name in (female if sex == "f" else male) if name not in taken] or ["Robin"])
    people[f"{role}:given"], people[f"{role}:family"] = given, family
    people[f"{role}:middle"] = rng.choice("ABCDEFGJKLMNPRST")
    first = land == "sg" and origin == "chinese"
    people[f"{role}:full"] = people_full = f"{family} {given}" if first else f"{given} {family}"
    if role in ("patient", "doctor"):
        people[role] = people_full


def _person(role: str, form: str, people: People) -> Filled:
    key = ROLES[role]
    given, family, full = (people[f"{key}:{part}"] for part in ("given", "family", "full"))
    middle = people[f"{key}:middle"]
    forms = {
        "": full, "giv": given, "fam": family, "rev": f"{family}, {given}", "REV": f"{family.upper()}, {given}",
        "ini": given[0] + family[0].upper(), "ini3": given[0] + middle + family[0].upper(), "dots": f"{given[0]}.{family[0].upper()}.",
        "nick": places.NICKNAMES.get(given, given), "short": f"{given[0]}. {family}", "bare": f"{given[0]} {family}",
        "mid": f"{given} {middle}. {family}", "up": full.upper(), "FAM": family.upper(), "revmid": f"{family}, {given} {middle}",
        "sfam": f"{family} {given[0]}",
    }  # fmt: skip
    return Filled(forms[form], "name", form in ("", "rev", "REV", "mid", "up", "revmid"))


def _place(slot: str, people: People, rng: random.Random) -> str:
    land = people["land"]
    if slot == "town":
        return people["town:home"]
    if slot == "otown":
        others = [town.split(";")[0].replace("_", " ") for town in places.TOWNS[land].split()]
        return rng.choice([town for town in others if town != people["town:home"]])
    if slot == "county":
        return people["county:home"]
    if slot == "village":
        return rng.choice(places.VILLAGES[land].split("|"))
    if slot in ("road", "street"):
        road = rng.choice(places.ROADS.get(land, places.ROADS[""]).split("|"))
        number = rng.choice((str(rng.randint(1, 240)), str(rng.randint(1, 99))))
        if land == "us":
            number = str(rng.randint(100, 9900))
        if slot == "street" and land == "sg":
            return f"Blk {rng.randint(100, 699)} {road} #{rng.randint(2, 24):02}-{rng.randint(10, 399)}"
        if slot == "street" and land == "ke":
            return f"P.O. Box {rng.randint(12, 4999)}"
        return f"{number} {road}" if slot == "street" else road
    kinds = places.KINDS_OF_PLACE.get(land, places._WEST)
    return rng.choice(kinds[slot].split("|")) if slot in kinds else rng.choice(places._WEST[slot].split("|"))


def _hospital(slot: str, people: People, rng: random.Random) -> str:
    base = slot.removesuffix("x")
    key = f"{base}:pair"
    if key not in people:
        taken = {value for name, value in people.items() if name.endswith(":pair")}
        people[key] = rng.choice([pair for pair in places.HOSPITALS[people["land"]].split(";") if pair not in taken])
    return people[key].split("|")[slot.endswith("x")]


def _date(slot: str, form: str, people: People, rng: random.Random) -> str:
    key = f"{slot}:day"
    if key not in people:
        first, last = REACH.get(slot.rstrip("123"), (0, 0))
        day = date.fromisoformat(people["today"]) + timedelta(days=rng.randint(first, last))
        people[key] = people["born"] if slot == "dob" else day.isoformat()
    pattern = numbers.date_form(form, people["land"], people["datestyle"], rng)
    return numbers.write_date(date.fromisoformat(people[key]), pattern)


def _phone(slot: str, people: People, rng: random.Random) -> str:
    land = people["land"]
    if slot == "mob" and land in MOBILES:
        return draw(rng, rng.choice(MOBILES[land].split("|")))
    patterns, areas = PHONES[land].split(";")
    return draw(rng, rng.choice(patterns.split("|")).replace("{a}", rng.choice(areas.split())))


def _coded(pattern: str, people: People, rng: random.Random) -> str:
    makers: dict[str, Callable[[], str]] = {
        "nhs": lambda: numbers.nhs(rng), "nhi": lambda: numbers.nhi(rng), "mbi": lambda: numbers.mbi(rng), "npi": lambda: numbers.npi(rng),
        "ontario": lambda: numbers.ontario(rng), "medicare": lambda: numbers.medicare(rng), "udi": lambda: f"(01){numbers.gtin(rng)}(21){draw(rng, '?#####')}",
        "chi": lambda: numbers._tens(rng, f"{date.fromisoformat(people['born']):%d%m%y}"),
    }  # fmt: skip
    return makers[pattern]() if pattern in makers else draw(rng, pattern)


def _national(people: People, rng: random.Random) -> Filled:
    land, born = people["land"], date.fromisoformat(people["born"])
    patterns = {"ng": "###########", "ke": "########", "au": "PA#######", "nz": "LH######", "ph": "3#-#######-#"}
    if land == "za":
        return Filled(numbers.south_african_id(rng, born, people["sex"]), "other_id")
    social = land in ("us", "uk", "ie", "ca", "ph")
    text = draw(rng, patterns[land]) if land in patterns else numbers.national(rng, land)
    return Filled(text, "ssn" if social else "other_id", social)


def _email(who: str, domain: str, people: People, rng: random.Random) -> str:
    given, family = (re.sub(r"[^a-z]", "", people[f"{who}:{part}"].lower()) for part in ("given", "family"))
    return (
        rng.choice(
            (f"{given}.{family}", f"{given[0]}{family}", f"{given}{family}{rng.randint(1, 99)}", f"{family}_{given}")
        )
        + "@"
        + domain
    )


def _number(slot: str, people: People, rng: random.Random) -> Filled:
    land = people["land"]
    site = re.sub(r"[^a-z]", "", _hospital("hospx", people, rng).lower().removeprefix("the "))[:12]
    domain = f"nhs.{rng.choice(('net', 'uk'))}" if land == "uk" else f"{site}.{'org' if land == 'us' else WORDS[land]}"
    stamp = draw(rng, f"{people['today'].replace('-', '')}_##")
    texts: dict[str, tuple[str, Callable[[], str]]] = {
        "phone": ("phone", lambda: _phone("phone", people, rng)), "mob": ("phone", lambda: _phone("mob", people, rng)),
        "fax": ("fax", lambda: _phone("phone", people, rng)), "mrn": ("medical_record", lambda: _coded(people["mrn:pattern"], people, rng)),
        "ext": ("phone", lambda: draw(rng, rng.choice(("@####", "@###", "@@##")))),
        "hp": ("health_plan", lambda: _coded(people["hp:pattern"], people, rng)), "lic": ("licence", lambda: _coded(people["lic:pattern"], people, rng)),
        "npi": ("licence", lambda: numbers.npi(rng)), "dea": ("licence", lambda: numbers.dea(rng, people["doctor:family"])), "acct": ("account", lambda: draw(rng, rng.choice(("4########", "V00########", "10########", "A######-##")))),
        "iban": ("account", lambda: numbers.iban(rng, "IE" if land == "ie" else "GB")), "veh": ("vehicle", lambda: draw(rng, rng.choice(PLATES[land].split("|")))),
        "vin": ("vehicle", lambda: numbers.vin(rng)), "dev": ("device", lambda: _coded(rng.choice(DEVICES.split("|")), people, rng)),
        "oid": ("other_id", lambda: draw(rng, rng.choice(OTHERS.split("|")))), "zip": ("zip_code", lambda: draw(rng, people["zip:pattern"])),
        "url": ("url", lambda: rng.choice(("https://", "www.", "https://portal.")) + f"{site}.{'org' if land == 'us' else WORDS[land]}/" + draw(rng, rng.choice(("results/??####", "visit/######", "v/@###??")))),
        "ip": ("ip_address", lambda: f"10.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}" if rng.random() < 0.4 else f"{rng.randint(24, 199)}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"),
        "bio": ("biometric", lambda: draw(rng, rng.choice(("FPT-########", "BIO-R2-######", "VP-####-???", "thumb-######")))), "photo": ("photo", lambda: rng.choice((f"IMG_{stamp}.jpg", draw(rng, "DSC#####.JPG"), f"wound_{stamp}.png"))),
        "email": ("email", lambda: _email("patient", rng.choice(("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com")), people, rng)),
        "demail": ("email", lambda: _email("doctor", domain, people, rng)),
    }  # fmt: skip
    kind, make = texts[slot]
    return Filled(make(), kind, kind in ("phone", "email", "medical_record"))


def _fill(slot: str, rng: random.Random, people: People) -> Filled:
    base, _, form = slot.partition("_")
    plain = base.rstrip("123")
    if plain in ROLES:
        return _person(plain, form, people)
    if plain == "age":
        return Filled(people["age"], "age")
    if plain in ("date", "past", "recent", "month", "next", "dob", "edd"):
        return Filled(_date(base, form, people, rng), "date")
    if plain == "nat":
        return _national(people, rng)
    if f"{base}:text" not in people:
        if plain == "hol":
            land = people["land"]
            filled = Filled(rng.choice(places.HOLIDAYS.get(land, places.HOLIDAYS[""]).split("|")), "date")
        elif plain in ("hosp", "hospx", "ohosp", "ohospx"):
            filled = Filled(_hospital(plain, people, rng), "location")
        elif plain in ("town", "otown", "county", "village", "road", "street", *LIST_PLACES):
            filled = Filled(_place(plain, people, rng), "location")
        else:
            filled = _number(plain, people, rng)
        people[f"{base}:text"], people[f"{base}:kind"] = filled.text, filled.kind
    kind = people[f"{base}:kind"]
    return Filled(people[f"{base}:text"], kind, kind in ("phone", "email", "medical_record"))


def fill(slot: str, rng: random.Random, people: People) -> Filled:
    """Fills a slot, in the note's letters."""
    filled = _fill(slot, rng, people)
    if people["letters"] == "as is" or filled.kind in ("email", "url", "photo", "health_plan", "device"):
        return filled
    text = filled.text.lower() if people["letters"] == "lower" else filled.text.upper()
    return Filled(text, filled.kind, filled.critical)
