# ruff: noqa: ARG001, ARG005
"""Numbers and codes that identify, in their issuers' forms and with right check digits where they have them."""

import random
import re
import unicodedata

from benchmarks.identified_notes.held_out_13_names import give_name
from benchmarks.identified_notes.held_out_13_places import find_area_code, write_zip
from benchmarks.identified_notes.notes import Filled

_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def shape(pattern: str, rng: random.Random) -> str:
    """# is a digit, % a digit of 1 to 9, @ a letter; the rest stays."""
    drawn = {"#": "0123456789", "%": "123456789", "@": _LETTERS}
    return "".join(rng.choice(drawn[sign]) if sign in drawn else sign for sign in pattern)


def find_luhn_digit(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def write_npi(rng: random.Random) -> str:
    body = rng.choice("12") + shape("########", rng)
    return f"{body}{find_luhn_digit('80840' + body)}"


def write_dea(family: str, rng: random.Random) -> str:
    digits = shape("######", rng)
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return f"{rng.choice('ABFGM')}{family[0].upper()}{digits}{(odd + 2 * even) % 10}"


def find_vin_digit(vin: str) -> str:
    values = (int(sign) if sign.isdigit() else _VIN_VALUES[sign] for sign in vin)
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def write_vin(rng: random.Random) -> str:
    start = rng.choice(["1HG", "2HG", "1FT", "3FA", "JTD", "5YJ", "1GC", "2T1", "KMH", "WBA", "1C4", "JN8"])
    vin = f"{start}{shape('@@#@#', rng)}0{rng.choice('ABCDEFGHJKLMNPR')}{shape('@######', rng)}"
    return vin[:8] + find_vin_digit(vin) + vin[9:]


def write_gtin(rng: random.Random) -> str:
    body = "00" + shape("%##########", rng)
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def write_mbi(rng: random.Random) -> str:
    sets = {"C": "123456789", "A": _MBI_LETTERS, "N": "0123456789", "X": _MBI_LETTERS + "0123456789"}
    drawn = "".join(rng.choice(sets[sign]) for sign in "CAXNAXNAANN")
    return f"{drawn[:4]}-{drawn[4:7]}-{drawn[7:]}" if rng.random() < 0.5 else drawn


def write_ohip(rng: random.Random) -> str:
    body = shape("%########", rng)
    digits = f"{body}{find_luhn_digit(body)}"
    code = rng.choice(["", shape("@@", rng), shape("@@", rng)])
    joint = rng.choice(["-", " ", ""])
    return (
        joint.join(filter(None, (digits[:4], digits[4:7], digits[7:], code))) if joint else f"{digits} {code}".strip()
    )


def write_bc_phn(rng: random.Random) -> str:
    while True:
        body = shape("########", rng)
        digit = 11 - sum(int(sign) * weight for sign, weight in zip(body, (2, 4, 8, 5, 10, 9, 7, 3), strict=True)) % 11
        if digit < 10:
            return f"9{body}{digit}" if rng.random() < 0.5 else f"9{body[:3]} {body[3:6]} {body[6:]}{digit}"


def write_ssn(rng: random.Random) -> str:
    area = rng.choice([number for number in range(1, 900) if number != 666])
    group, serial = rng.randrange(1, 100), rng.randrange(1, 10_000)
    forms = ["{:03}-{:02}-{:04}"] * 5 + ["{:03} {:02} {:04}", "{:03}{:02}{:04}", "{:03}.{:02}.{:04}"]
    return rng.choice(forms).format(area, group, serial)


def write_sin(rng: random.Random) -> str:
    body = rng.choice("1245679") + shape("#######", rng)
    return re.sub(r"(...)(...)(...)", rng.choice([r"\1 \2 \3", r"\1-\2-\3"]), f"{body}{find_luhn_digit(body)}")


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return re.sub(r"[^a-z]", "", plain.encode("ascii", "ignore").decode().lower()) or "x"


def write_ramq(family: str, given: str, born: str, sex: str, rng: random.Random) -> str:
    letters = (_ascii(family) + "xx")[:3] + _ascii(given)[0]
    month = int(born[5:7]) + (50 if sex == "f" else 0)
    return f"{letters.upper()} {born[2:4]}{month:02} {born[8:10]}{rng.randrange(10, 99)}"


def _phone(rng: random.Random, people: dict[str, str]) -> str:
    area, middle, last = find_area_code(rng, people), shape("%##", rng).replace("1", "4", 1), shape("####", rng)
    forms = ["({a}) {m}-{l}"] * 4 + ["{a}-{m}-{l}"] * 5 + ["{a}.{m}.{l}"] * 2
    forms += ["{m}-{l}", "+1 {a} {m} {l}", "1-{a}-{m}-{l}", "{a}{m}{l}", "{a} {m} {l}", "({a}){m}-{l}", "{a}/{m}-{l}"]
    text = rng.choice(forms).format(a=area, m=middle, l=last)
    if rng.random() < 0.12:
        text += rng.choice([" x", " ext ", " ext. ", ", extension "]) + shape("%##", rng)
    return text


def _email(role: str, rng: random.Random, people: dict[str, str]) -> str:
    give_name(role, rng, people)
    given, family = _ascii(people[f"{role}:given"]), _ascii(people[f"{role}:family"])
    user = rng.choice(
        [f"{given}.{family}", f"{given[0]}{family}", f"{family}_{given[0]}", f"{given}{rng.randrange(99)}"]
    )
    hosts = ["gmail.com", "yahoo.ca", "hotmail.com", "outlook.com", "shaw.ca", "comcast.net", "icloud.com"]
    if role != "pt":
        hosts = ["mercyhealth.org", "k12.oh.us", "countyofpike.gov", "sd43.bc.ca", "lakeviewmed.com", *hosts[:2]]
    return f"{user}@{rng.choice(hosts)}"


def _url(rng: random.Random, people: dict[str, str]) -> str:
    hosts = [
        "mychart.lakeviewmed.org",
        "portal.redbudclinic.com",
        "visits.telehealth-now.ca",
        "pay.northgatebilling.com",
    ]
    paths = ["/visit/", "/p/", "/join?room=", "/msg/", "/pay/", "/results/"]
    start = rng.choice(["https://", "https://", "", "http://", "www."])
    return (
        start + rng.choice(hosts) + rng.choice(paths) + rng.choice([shape("@@##@#", rng).lower(), shape("%#####", rng)])
    )


def _ip(rng: random.Random, people: dict[str, str]) -> str:
    if rng.random() < 0.25:
        return f"2001:db8:{rng.randrange(16, 65535):x}::{rng.randrange(16, 65535):x}"
    return f"{rng.choice(['10', '172', '192', '24', '71', '142'])}." + ".".join(
        str(rng.randrange(2, 254)) for _ in range(3)
    )


def _plate(rng: random.Random, people: dict[str, str]) -> str:
    us = ["#@@@###", "@@@####", "@@@-####", "@@@ ###", "###-@@@", "@@-#####", "@## #@@", "###@@", "%@ #####", "##-@###"]
    us += ["@@@ @##", "#@@@#", "@@@###", "@@ ####", "OHV-####", "BUF####", "#####@@", "%-#####@"]
    canada = ["@@@@ ###", "@@@@-###", "@@# ##@", "@@@ ###", "@@@-####", "@## @@@", "@@@@###"]
    text = shape(rng.choice(canada if people["country"] == "CA" else us), rng)
    return text.lower() if rng.random() < 0.06 else text


def _driver(rng: random.Random, people: dict[str, str]) -> str:
    canada = ["@####-#####-#####", "@####-######-##", "%######", "######-###", "@#### ##### #####"]
    us = [
        "@#######",
        "@###-###-##-###-#",
        "########",
        "@###-####-####",
        "### ### ###",
        "@@######",
        "@#########",
        "@-###-####",
    ]
    return shape(rng.choice(canada if people["country"] == "CA" else us), rng)


def _plan(rng: random.Random, people: dict[str, str]) -> str:
    if people["country"] == "CA":
        ramq = (people[key] for key in ("pt:family", "pt:given", "dob", "sex"))
        return rng.choice(
            [write_ohip(rng), write_ohip(rng), write_bc_phn(rng), shape("%####-####", rng), write_ramq(*ramq, rng)]
        )
    forms = [
        "@@@#########",
        "@@@ ### ### ###",
        "W#########",
        "R########",
        "#########01",
        "H####-#######",
        "@@#####@",
        "%##########",
    ]
    return write_mbi(rng) if rng.random() < 0.3 else shape(rng.choice(forms), rng)


def _udi(rng: random.Random, people: dict[str, str]) -> str:
    until = f"{rng.randrange(25, 31)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    return f"(01){write_gtin(rng)}(17){until}(10){shape('@####', rng)}(21){shape('######', rng)}"


def _shapes(kind: str, *patterns: str, critical: bool = False):
    return kind, lambda rng, people: shape(rng.choice(patterns), rng), critical


_MAKERS = {
    "mrn": _shapes("medical_record", "%######", "%#######", "00######", "##-##-##-##", "MR%######", "E%######", "A00######",
                   "###-##-##", "H-%######", "%#########", "MRN-#####", "0%###-####", "@@%#####", critical=True),
    "phone": ("phone", _phone, True),
    "pager": _shapes("phone", "%###", "%####", "###-####", critical=True),
    "ext": _shapes("phone", "%###", "%##", "%-####", critical=True),
    "fax": ("fax", _phone, False),
    "ssn": ("ssn", lambda rng, people: write_sin(rng) if people["country"] == "CA" else write_ssn(rng), True),
    "lastfour": _shapes("ssn", "####", critical=True),
    "ssnmask": _shapes("ssn", "XXX-XX-####", "xxx-xx-####", "***-**-####", critical=True),
    "plan": ("health_plan", _plan, False),
    "group": _shapes("health_plan", "######", "@@-####", "00######-##", "%####"),
    "acct": _shapes("account", "%########", "V##########", "HAR %######", "ACCT-######", "%###-####-##", "@@######", "00%#######"),
    "card": _shapes("account", "%###", "####-##"),
    "npi": ("licence", lambda rng, people: write_npi(rng), False),
    "dea": ("licence", lambda rng, people: write_dea(people["dr:family"], rng), False),
    "lic": _shapes("licence", "MD-######", "@######", "RN######", "35.######", "ME%#####", "#####", "DO-####", "036-######"),
    "dl": ("licence", _driver, False),
    "plate": ("vehicle", _plate, False),
    "vin": ("vehicle", lambda rng, people: write_vin(rng), False),
    "unit": _shapes("vehicle", "Medic %#", "M-##", "Ambulance %##", "Rescue %", "Unit %###", "A-%##", "Engine %#", "ALS %#"),
    "hull": _shapes("vehicle", "MI #### @@", "WN ### @@", "N%##@@", "BC %######", "DOT %######"),
    "serial": _shapes("device", "@@@######@", "SN#########", "%#######", "PJN#######", "@##-######", "NLD%#####H", "###-##-####-@"),
    "udi": ("device", _udi, False),
    "mac": ("device", lambda rng, people: ":".join(f"{rng.randrange(256):02X}" for _ in range(6)), False),
    "url": ("url", _url, False),
    "ip": ("ip_address", _ip, False),
    "bio": _shapes("biometric", "FP-#####", "fp_%####.wsq", "VP-####-@@", "voiceprint_%###.wav", "IRIS-%#####", "palm-####-#", "RET%####_OD"),
    "photo": _shapes("photo", "IMG_####.jpg", "IMG_####.HEIC", "DSC0####.JPG", "wound_%##.png", "face_pt_##_@.jpg", "PXL_20######_##.jpg"),
    "study": _shapes("other_id", "@@@-###-##", "%##-####", "SUBJ %###", "@@%###-##"),
    "acc": _shapes("other_id", "S2%-#####", "CT########", "%########", "SP-2%-####", "ACC%######", "XR-%######", "2%-###-#####"),
    "claim": _shapes("other_id", "%#-#####-##", "WC-2%-####", "CLM%#######", "0%########-#", "##-@###-###", "%###@####"),
    "police": _shapes("other_id", "2%-######", "PR2%-#####", "2%-####", "GO# 2%-######", "CR##-####"),
    "passport": _shapes("other_id", "@########", "%########", "@@######"),
    "anum": _shapes("other_id", "A###-###-###", "A#########", "A ### ### ###"),
    "rx": _shapes("other_id", "%######", "C%#####", "%######-#####", "N#######"),
    "badge": _shapes("other_id", "%###", "#%##", "@-###"),
    "case": _shapes("other_id", "2%-@@-####", "%#######", "JV-2%-###", "CV-2#-#####", "C%####"),
    "run": _shapes("other_id", "2%#######", "2%-#####", "F2%#####", "E-######"),
    "auth": _shapes("other_id", "A%########", "PA-######", "%#########", "AUTH%#####"),
    "student": _shapes("other_id", "%#####", "S#######", "##%####"),
    "donor": _shapes("other_id", "A@@@%##", "AK@@###", "W####-##-######"),
}  # fmt: skip
NUMBERS = frozenset(_MAKERS) | {"zip", "email", "email_dr", "email_oth"}


def write_number(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    if slot == "zip":
        return Filled(write_zip(rng, people), "zip_code")
    if slot.startswith("email"):
        return Filled(_email(slot.removeprefix("email").lstrip("_") or "pt", rng, people), "email", critical=True)
    kind, write, critical = _MAKERS[slot]
    return Filled(write(rng, people), kind, critical)
