"""Numbers in the formats of each country, with right check digits where a real number has them."""

import random
import string
from collections.abc import Callable

from benchmarks.identified_notes.held_out_12_places import fill_pattern

_NHI = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_VERHOEFF_MULTIPLY = [
    [(row + column) % 5 if column < 5 else 5 + (row + column) % 5 for column in range(10)] if row < 5 else
    [5 + (row - column) % 5 if column < 5 else (row - column) % 5 for column in range(10)]
    for row in range(10)
]  # fmt: skip
_VERHOEFF_PERMUTE = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)], strict=True))


def digits(rng: random.Random, count: int, first: str = "123456789") -> str:
    return rng.choice(first) + "".join(rng.choice(string.digits) for _ in range(count - 1))


def luhn_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def verhoeff_digit(body: str) -> str:
    check = 0
    for place, digit in enumerate(reversed(body), 1):
        value = int(digit)
        for _ in range(place % 8):
            value = _VERHOEFF_PERMUTE[value]
        check = _VERHOEFF_MULTIPLY[check][value]
    return next(str(value) for value in range(10) if _VERHOEFF_MULTIPLY[check][value] == 0)


def nhs_number(rng: random.Random) -> str:
    while True:
        body = digits(rng, 9, "4679")
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
        if check != 10:
            number = body + str(check % 11)
            return rng.choice([f"{number[:3]} {number[3:6]} {number[6:]}"] * 3 + [number])


def nhi_number(rng: random.Random) -> str:
    while True:
        body = "".join(rng.choice(_NHI) for _ in range(3)) + digits(rng, 3, string.digits)
        values = [_NHI.index(mark) + 1 if mark in _NHI else int(mark) for mark in body]
        rest = sum(value * (7 - place) for place, value in enumerate(values)) % 11
        if rest:
            return body + str((11 - rest) % 10)


def nric(rng: random.Random) -> str:
    letter, body = rng.choice("SSST"), digits(rng, 7, string.digits)
    total = sum(int(digit) * weight for digit, weight in zip(body, [2, 7, 6, 5, 4, 3, 2], strict=True))
    return letter + body + "JZIHGFEDCBA"[(total + (4 if letter == "T" else 0)) % 11]


def ppsn(rng: random.Random) -> str:
    body = digits(rng, 7)
    rest = sum(int(digit) * (8 - place) for place, digit in enumerate(body)) % 23
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[rest]


def medicare_au(rng: random.Random) -> str:
    body = digits(rng, 8, "23456")
    check = sum(int(digit) * weight for digit, weight in zip(body, [1, 3, 7, 9, 1, 3, 7, 9], strict=True)) % 10
    return f"{body[:4]} {body[4:]}{check} {rng.randint(1, 5)}"


def mbi(rng: random.Random) -> str:
    """A Medicare number of the United States: no check digit, but a fixed order and no S, L, O, I, B or Z."""
    letters = "ACDEFGHJKMNPQRTUVWXY"
    number = digits(rng, 1) + rng.choice(letters) + rng.choice(letters + string.digits) + digits(rng, 1, "0123456789")
    number += rng.choice(letters) + rng.choice(letters + string.digits) + fill_pattern("#@@##", rng, letters)
    return rng.choice([number, f"{number[:4]}-{number[4:7]}-{number[7:]}"])


def dea(rng: random.Random, family: str = "S") -> str:
    body = digits(rng, 6, string.digits)
    total = sum(map(int, body[::2])) + 2 * sum(map(int, body[1::2]))
    return rng.choice("ABFM") + family[0].upper() + body + str(total % 10)


def npi(rng: random.Random) -> str:
    body = digits(rng, 9, "1")
    return body + luhn_digit("80840" + body)


def za_id(rng: random.Random, birth: str = "710203") -> str:
    body = f"{birth}{digits(rng, 4, string.digits)}08"
    number = body + luhn_digit(body)
    return rng.choice([number, f"{number[:6]} {number[6:10]} {number[10:]}"])


def sin(rng: random.Random) -> str:
    body = digits(rng, 8, "1234567")
    return f"{body[:3]} {body[3:6]} {body[6:]}{luhn_digit(body)}"


def aadhaar(rng: random.Random) -> str:
    body = digits(rng, 11, "23456789")
    return f"{body[:4]} {body[4:8]} {body[8:]}{verhoeff_digit(body)}"


def ssn(rng: random.Random) -> str:
    area = rng.choice([area for area in range(1, 773) if area != 666])
    number = f"{area:03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"
    return rng.choice([number] * 5 + [number.replace("-", "")])


def vin(rng: random.Random) -> str:
    marks = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    body = rng.choice(["1HG", "1FT", "2T1", "5YJ", "JTD"]) + "".join(rng.choice(marks) for _ in range(8)) + "0"
    body += digits(rng, 5)
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    total = sum((_VIN_VALUES.get(mark) or int(mark)) * weight for mark, weight in zip(body, weights, strict=True))
    return body[:8] + "0123456789X"[total % 11] + body[9:]


PLATES = {
    "us": "@@@-####;@@@ ####;#@@@###", "uk": "@@## @@@", "ie": "221-D-#####;191-G-####", "ca": "@@@@ ###", "au": "@@@ ###;@@##@@",
    "nz": "@@@###", "in": "MH 12 @@ ####;KA 03 @@ ####", "za": "@@ ## @@ GP;CA ###-###", "sg": "S@@####@",
}  # fmt: skip
_AREAS = {"us": "212;617;312;713;415;404;206;305;602;614;503;919;816;918;509", "ca": "416;604;902;306;403;613;905"}
_MOBILES = {
    "uk": "077## ######;079########;+44 74## ######", "ie": "087 ### ####;086 #######;+353 85 ### ####",
    "au": "04## ### ###;04########;+61 4## ### ###", "nz": "021 ### ####;027 ### ####;022 ### ###",
    "in": "+91 98### #####;98########;+91-99########", "za": "082 ### ####;+27 83 ### ####;0721######",
    "sg": "9### ####;8### ####;+65 9### ####",
}  # fmt: skip
_LANDLINES = {
    "uk": "020 7### ####;0161 4## ####;01603 ######;(0113) 2## ####;028 90## ####", "ie": "01 4## ####;091 ######;(021) 4######",
    "au": "(02) 9### ####;03 8### ####;07 4### ####", "nz": "09 4## ####;(07) 8## ####;03 3## ####",
    "in": "080-2### ####;022 4### ####;044-2#######", "za": "011 4## ####;(031) 2## ####;021 5## ####",
    "sg": "6### ####;+65 6### ####",
}  # fmt: skip


def phone(rng: random.Random, country: str, mobile: bool) -> str:
    if country in ("us", "ca"):
        area = rng.choice(_AREAS[country].split(";"))
        forms = ["({}) 2##-####", "{}-4##-####", "{}-7##-####", "{}.5##.####", "({}) 8##-####", "1-{}-3##-####"]
        return fill_pattern(rng.choice(forms).format(area), rng)
    return fill_pattern(rng.choice((_MOBILES if mobile else _LANDLINES)[country].split(";")), rng)


def from_patterns(patterns: str) -> Callable[[random.Random], str]:
    return lambda rng: fill_pattern(rng.choice(patterns.split(";")), rng, "ABCDEFGHJKLMNPRTWX")


Draw = Callable[[random.Random], str]
NUMBERS: dict[str, tuple[str, Draw]] = {
    "mrn": ("medical_record", from_patterns("00######;4#######;1######;E3######;7########;##-##-##")),
    "mrnx": ("medical_record", from_patterns("@######;R######;K######;10#####;@@######")),
    "uhid": ("medical_record", from_patterns("UH########;MR/2024/#####;2024#######;OP-######")),
    "nhs": ("medical_record", nhs_number), "nhi": ("medical_record", nhi_number),
    "ssn": ("ssn", ssn), "nino": ("ssn", lambda rng: fill_pattern(rng.choice(["J@ ## ## ## ", "P@######"]), rng, "ABCEGHJKLMNPRSTWXYZ") + rng.choice("ABCD")),
    "ppsn": ("ssn", ppsn), "sin": ("ssn", sin), "aadhaar": ("ssn", aadhaar), "zaid": ("ssn", za_id), "nric": ("ssn", nric),
    "ssn4": ("ssn", from_patterns("####")),
    "mbi": ("health_plan", mbi), "member": ("health_plan", from_patterns("W#########;@@@#########;9########;H########-01;U##########")),
    "group": ("health_plan", from_patterns("0#####-###;7####;#######;@#####")), "ohip": ("health_plan", from_patterns("####-###-###-@@;##########;#### ### ###")),
    "medicare": ("health_plan", medicare_au), "abha": ("health_plan", from_patterns("91-####-####-####;14-####-####-####")),
    "aid": ("health_plan", from_patterns("0########;########;#######")), "policy": ("health_plan", from_patterns("BP########;AXA-#######;VH#########;P/######/01/####/######")),
    "acct": ("account", from_patterns("#########;A#######;H00########;30########;INV-######;AC######-1")),
    "npi": ("licence", npi), "dea": ("licence", dea), "gmc": ("licence", from_patterns("4######;6######;7######")),
    "ahpra": ("licence", from_patterns("MED000#######;PHY000#######;NMW000#######")), "prov": ("licence", from_patterns("2######@;4######@")),
    "imc": ("licence", from_patterns("0#####;4#####")), "mcnz": ("licence", from_patterns("2####;4####;6####")),
    "mci": ("licence", from_patterns("KMC #####;MMC/####/##/####;TNMC ######")), "hpcsa": ("licence", from_patterns("MP0######;MP 0######")),
    "mcr": ("licence", from_patterns("M#####@")), "cpso": ("licence", from_patterns("7####;10####")),
    "dl": ("licence", from_patterns("D#######;S###-####-####;@###########;##-###-###")),
    "vin": ("vehicle", vin), "serial": ("device", from_patterns("PJN######;@@@######H;SN########;W1DR#######;RNA######;0##-######;@#####-###")),
    "acc": ("other_id", from_patterns("S24-#####;CT######;24-#######;R########;A#########;SP-##-#####")),
    "case": ("other_id", from_patterns("24-######;WC#######;CAS-#######;2024######;I/####/24;C######")),
    "rx": ("other_id", from_patterns("Rx#######;########;6######-#####;RX-######")), "run": ("other_id", from_patterns("E24######;#######;CAD-######;24######")),
    "ref": ("other_id", from_patterns("#### #### ####;REF-######;P########;@@/######;##########")),
    "bio": ("biometric", from_patterns("FP-R2-######;BIO-#######;VP-######;FPT-IDX-####;BM#######;BT-####-##")),
    "photo": ("photo", from_patterns("IMG_####.jpg;IMG_####.JPG;DSC0####.jpg;clinical_####.png;photo_####.jpg;20240###_##12.jpg")),
    "ip": ("ip_address", lambda rng: f"{rng.choice([10, 24, 73, 86, 172, 192])}.{rng.randint(0, 254)}.{rng.randint(0, 254)}.{rng.randint(1, 254)}"),
}  # fmt: skip
