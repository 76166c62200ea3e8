"""Numbers and codes in the forms of each country, with their check digits where they have some."""

import random
import string
from collections.abc import Callable, Sequence

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def masked(rng: random.Random, mask: str) -> str:
    """# a digit, & a digit from 2 on, @ a capital, ~ a hex digit; all else as it stands."""
    pools = {"#": string.digits, "&": "23456789", "@": _LETTERS, "~": "0123456789abcdef"}
    return "".join(rng.choice(pools[sign]) if sign in pools else sign for sign in mask)


def luhn_digit(digits: str) -> str:
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(sign) * weight for sign, weight in zip(digits, weights, strict=True))


_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_TURNS = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def verhoeff_state(digits: str) -> int:
    """0 for a number whose last digit is its right Verhoeff check digit."""
    state = 0
    for place, sign in enumerate(reversed(digits)):
        state = int(_TIMES[state][int(_TURNS[place % 8][int(sign)])])
    return state


def nhs_number(rng: random.Random) -> str:
    while True:
        digits = masked(rng, "4########")
        check = (11 - weighted(digits, range(10, 1, -1)) % 11) % 11
        if check < 10:
            number = f"{digits}{check}"
            return rng.choice(
                (number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}")
            )


def sin(rng: random.Random) -> str:
    digits = masked(rng, "&#######")
    number = digits + luhn_digit(digits)
    return rng.choice((f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}"))


def tfn(rng: random.Random) -> str:
    while True:
        number = masked(rng, "&########")
        if weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
            return f"{number[:3]} {number[3:6]} {number[6:]}"


def ppsn(rng: random.Random) -> str:
    digits = masked(rng, "#######")
    second = rng.choice(("", "A"))
    total = weighted(digits, range(8, 1, -1)) + (9 if second else 0)
    return digits + "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] + second


def aadhaar(rng: random.Random) -> str:
    digits = masked(rng, "&##########")
    number = next(digits + last for last in string.digits if verhoeff_state(digits + last) == 0)
    return rng.choice((number, f"{number[:4]} {number[4:8]} {number[8:]}"))


def nhi(rng: random.Random) -> str:
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    while True:
        code = masked(rng, "@@@###")
        values = [alphabet.index(sign) + 1 if sign.isalpha() else int(sign) for sign in code]
        rest = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True)) % 11
        if rest:
            return f"{code}{(11 - rest) % 10}"


def nric(rng: random.Random) -> str:
    series = rng.choice("ST")
    digits = masked(rng, "#######")
    total = weighted(digits, (2, 7, 6, 5, 4, 3, 2)) + (4 if series == "T" else 0)
    return f"{series}{digits}{'JZIHGFEDCBA'[total % 11]}"


def za_id(rng: random.Random, born: str) -> str:
    digits = born[2:4] + born[5:7] + born[8:10] + masked(rng, "####08")
    return digits + luhn_digit(digits)


def au_medicare(rng: random.Random) -> str:
    digits = masked(rng, "&#######")
    number = f"{digits}{weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10}{rng.randint(1, 3)}"
    return rng.choice((number, f"{number[:4]} {number[4:9]} {number[9]}", f"{number[:4]} {number[4:9]} {number[9]}/1"))


def npi(rng: random.Random) -> str:
    digits = masked(rng, "1########")
    return digits + luhn_digit("80840" + digits)


def dea(rng: random.Random) -> str:
    digits = masked(rng, "######")
    total = weighted(digits, (1, 2, 1, 2, 1, 2))
    return f"{rng.choice('ABFM')}{rng.choice(_LETTERS)}{digits}{total % 10}"


_VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin_digit(vin: str) -> str:
    values = [_VIN_VALUES.get(sign) or int(sign) for sign in vin]
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def vin(rng: random.Random) -> str:
    code = masked(rng, "1@@@@##@0#@######")
    return code[:8] + vin_digit(code) + code[9:]


def udi(rng: random.Random) -> str:
    digits = masked(rng, "0081#########")
    total = sum(int(sign) * (3 if place % 2 == 0 else 1) for place, sign in enumerate(digits))
    expiry = f"2{rng.randint(6, 9)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    return f"(01){digits}{-total % 10}(17){expiry}(21){masked(rng, '@#####')}"


CHECKED: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "nhs": ("medical_record", nhs_number), "nhi": ("medical_record", nhi), "sin": ("ssn", sin), "tfn": ("ssn", tfn),
    "ppsn": ("ssn", ppsn), "aadhaar": ("ssn", aadhaar), "nric": ("ssn", nric), "au_medicare": ("health_plan", au_medicare),
    "npi": ("licence", npi), "dea": ("licence", dea), "vin": ("vehicle", vin), "udi": ("device", udi),
}  # fmt: skip
"""Slots of codes with check digits."""

MASKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ssn": ("ssn", ("&##-##-####", "&##-##-####", "&## ## ####", "&########")),
    "ssn4": ("ssn", ("####",)),
    "nino": ("ssn", ("@@ ## ## ## C", "@@######A", "@@ ## ## ## B")),
    "pan": ("ssn", ("@@@P@####@",)),
    "ird": ("ssn", ("&#-###-###", "1##-###-###")),
    "nin": ("ssn", ("&##########",)),
    "ke_id": ("ssn", ("&#######", "A#########@")),
    "ph_tin": ("ssn", ("&##-###-###-000", "3#-#######-#", "####-####-####")),
    "us_mrn": ("medical_record", ("0#######", "&######", "E&######", "M000&#####", "&###-####", "&##-##-##", "10########")),
    "uk_hosp": ("medical_record", ("@&#####", "&######@", "RXK&######", "@@@&#####")),
    "ca_mrn": ("medical_record", ("J&######", "&######", "00&#####")),
    "au_ur": ("medical_record", ("&######", "UR&#####", "0&####", "10&#####")),
    "ie_mrn": ("medical_record", ("&#####", "U&#####", "M&######")),
    "uhid": ("medical_record", ("SJH.00&####", "MR&######", "2023&#####", "&######/24", "APJ1.00########")),
    "za_folder": ("medical_record", ("&######", "G&########", "GP&## ####")),
    "sg_case": ("medical_record", ("&########@", "H&#########")),
    "ng_hosp": ("medical_record", ("UCH/0&####", "&#####", "23/0&###")),
    "ke_no": ("medical_record", ("IP/0&###/2023", "OP-&#####", "0&###/24", "14&##-00###")),
    "ph_no": ("medical_record", ("00-&#-##", "2022-0&####", "&#####")),
    "mbi": ("health_plan", ("1@#@@#@@##", "&@#@#@#@@##", "1@@#-@@#-@@##")),
    "member": ("health_plan", ("XYZ&########", "W&######## 01", "@@@&##@&####", "H&#######", "&#########")),
    "medicaid": ("health_plan", ("&###########", "@@&####@", "&########@")),
    "group": ("health_plan", ("0&#####", "G-&####", "&####-001")),
    "bupa": ("health_plan", ("BU &## ### ###", "&########", "0&######A")),
    "ohip": ("health_plan", ("&### ### ### @@", "&###-###-###-@@", "9### ### ###")),
    "dva": ("health_plan", ("NX&#####", "VX&####@")),
    "gms": ("health_plan", ("@&#####@", "&######", "VHI-&######")),
    "tpa": ("health_plan", ("MDI5-00&#######", "91-&###-####-####", "P/&#####/01/2024/00####")),
    "nz_plan": ("health_plan", ("SX&######", "&#######-02")),
    "za_aid": ("health_plan", ("&#########", "0&######## 01", "DH&#######")),
    "sg_plan": ("health_plan", ("IS&#######", "P&######-3")),
    "nhia": ("health_plan", ("&#######-1", "HYG/&####/0#", "&########")),
    "sha": ("health_plan", ("SHA&######", "R&######", "CR&############-1")),
    "philhealth": ("health_plan", ("0#-#########-#", "1############"[:12])),
    "account": ("account", ("&#######", "HAR-&#####", "4000&######", "V&########", "A00&####", "&###-&##-##")),
    "card4": ("account", ("####",)),
    "sort_code": ("account", ("##-##-##",)),
    "bank": ("account", ("0#######", "&########",)),
    "iban": ("account", ("IE## AIBK 93## #### #### ##", "GB## NWBK 60## #### #### ##")),
    "us_lic": ("licence", ("ME&#####", "036-&#####", "@&####", "MD&#####", "35.0&####")),
    "gmc": ("licence", ("&######", "7######")),
    "nmc": ("licence", ("##@####E", "##@####S")),
    "ca_lic": ("licence", ("&####", "1#####", "&#####")),
    "ahpra": ("licence", ("MED000&######", "MED000#######", "&######@")),
    "ie_reg": ("licence", ("0&####", "4#####")),
    "in_reg": ("licence", ("KMC &####", "TCMC-&####", "MMC/2011/0&###")),
    "nz_reg": ("licence", ("&####", "1&####")),
    "za_reg": ("licence", ("MP 0&#####", "MP0######", "PR &######")),
    "sg_reg": ("licence", ("M&####@", "M0####@")),
    "ng_reg": ("licence", ("MDCN/R/&####", "&####")),
    "ke_reg": ("licence", ("A&###", "KMPDC/&####")),
    "ph_reg": ("licence", ("0&#####", "01#####")),
    "driver": ("licence", ("@&###-####-####", "&#######", "@@&#####", "@######")),
    "device": ("device", ("SN&#######", "@@&#####@", "&#########", "PJN&#####H", "W1ZR&#####", "SM-&####-@", "BX&####-###")),
    "ip": ("ip_address", ("10.2#.1##.&#", "192.168.#.1##", "73.1##.2#.&#", "81.&#.1##.4", "2001:db8:~~~~::~~~~")),
    "biometric": ("biometric", ("FPT-&#####", "BIO&######", "VP-&###-####", "IRIS-~~~~~~~~", "FP/&####/L2", "~~~~~~~~~~~~")),
    "photo": ("photo", ("IMG_####.jpg", "IMG-20240&1#-WA00##.jpg", "DSC0####.JPG", "image_&###.png", "photo_##_####.jpeg", "PXL_2023061#_1&####.jpg", "&###_left.tif", "derm-&####-b.jpg")),
    "accession": ("other_id", ("CT-24-&#####", "S23-&####", "RAD&#######", "24-&###-#####", "H24.&####.K", "&#######")),
    "specimen": ("other_id", ("24M&#####", "M,24.0&#####.@", "&#-###-#####", "B&######", "0&#######")),
    "order": ("other_id", ("ORD-&######", "&########", "RX&######", "PO&#####", "0&##-####")),
    "case": ("other_id", ("&#####-24", "INC0&#####", "C-2024-0&###", "CAS/&####/24", "DT-&####", "REF&######")),
    "claim": ("other_id", ("WC-&######", "24-&#######", "CLM&########")),
    "recording": ("other_id", ("REC-&#######", "~~~~~~~~-~~~~-4~~~", "&######-02", "VC_&#####")),
    "badge": ("other_id", ("&#####", "INT-&###", "&####", "E0&####")),
    "trial": ("other_id", ("&##-0##", "SUBJ-10&#-0##", "0&-0##-@@@")),
}  # fmt: skip

PHONES = {
    "US": ("(&#&) &##-####", "(&#&) &##-####", "&#&-&##-####", "&#&-&##-####", "&#&.&##.####", "+1 &#& &##-####", "1-&#&-&##-####", "&#& &## ####", "&##-####"),
    "UK": ("07### ######", "07### ### ###", "01### ######", "020 7### ####", "0161 ### ####", "+44 7### ######", "(01###) ######", "07#########"),
    "CA": ("(&#&) &##-####", "&#&-&##-####", "&#& &## ####", "1-&#&-&##-####"),
    "AU": ("04## ### ###", "(02) 9### ####", "(03) 5### ####", "+61 4## ### ###", "07 4### ####", "04########"),
    "IE": ("087 ### ####", "086 #######", "01 ### ####", "(021) ### ####", "+353 87 ### ####", "091 ######"),
    "IN": ("9#########", "+91 9#### #####", "98### #####", "0484-2######", "080 4### ####"),
    "NZ": ("021 ### ###", "027 ### ####", "09 ### ####", "(04) ### ####", "+64 21 ### ####"),
    "ZA": ("082 ### ####", "(011) ### ####", "+27 83 ### ####", "072#######"),
    "SG": ("9### ####", "8### ####", "6### ####", "+65 9### ####", "9#######"),
    "NG": ("0803#######", "0803 ### ####", "+234 706 ### ####", "0706#######"),
    "KE": ("07## ### ###", "+254 7## ######", "0722######"),
    "PH": ("0917 ### ####", "+63 917 ### ####", "(02) 8### ####", "0918-###-####"),
}  # fmt: skip
ZIPS = {
    "IE": ("@## @@##", "@##@###"), "IN": ("&#####", "&## ###"), "NZ": ("&###",), "ZA": ("&###",),
    "SG": ("&#####",), "NG": ("&#####",), "KE": ("&####",), "PH": ("4###",),
}  # fmt: skip
