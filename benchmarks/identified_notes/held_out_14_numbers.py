"""Numbers of a person as the offices of sixteen countries give them, with their check digits."""

import random
import string
from collections.abc import Callable

Make = Callable[[random.Random], str]

_NO_IO = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_VERHOEFF_D = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_VERHOEFF_P = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip
_VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", map(int, "12345678123457923456789" + "0123456789"), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(string.digits) for _ in range(count))


def write(rng: random.Random, pattern: str) -> str:
    """`pattern` with every # a digit, every ^ a digit from 1 to 9 and every ? a capital letter (no I, no O)."""
    kinds = {"#": string.digits, "^": string.digits[1:], "?": _NO_IO}
    return "".join(rng.choice(kinds[mark]) if mark in kinds else mark for mark in pattern)


def any_of(*patterns: str) -> Make:
    return lambda rng: write(rng, rng.choice(patterns))


def weigh(text: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))


def luhn(text: str) -> str:
    """The digit that follows `text`."""
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def verhoeff(text: str) -> str:
    check = 0
    for place, digit in enumerate(reversed(text), 1):
        check = _VERHOEFF_D[check][_VERHOEFF_P[place % 8][int(digit)]]
    return str(next(value for value in range(10) if _VERHOEFF_D[check][value] == 0))


def with_mod_11(start: Callable[[], str]) -> str:
    """Nine digits and the tenth as the NHS reckons it."""
    while True:
        text = start()
        check = 11 - weigh(text, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check != 10:
            return text + str(check % 11)


def nhs(rng: random.Random) -> str:
    text = with_mod_11(lambda: rng.choice("467") + digits(rng, 8))
    spaced = f"{text[:3]} {text[3:6]} {text[6:]}"
    return rng.choice([text, spaced, spaced, spaced.replace(" ", "-")])


def chi(rng: random.Random) -> str:
    day = f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(30, 99):02}"
    return with_mod_11(lambda: day + digits(rng, 3))


def nhi(rng: random.Random) -> str:
    while True:
        letters = "".join(rng.choice(_NO_IO) for _ in range(3))
        if rng.random() < 0.6:
            body, base = letters + digits(rng, 3), 11
        else:
            body, base = letters + digits(rng, 2) + rng.choice(_NO_IO), 23
        left = sum(nhi_value(mark) * weight for mark, weight in zip(body, range(7, 1, -1), strict=True)) % base
        if left:
            check = base - left
            return body + (str(check % 10) if base == 11 else _NO_IO[check - 1])


def nhi_value(mark: str) -> int:
    return int(mark) if mark.isdigit() else _NO_IO.index(mark) + 1


def ni_number(rng: random.Random) -> str:
    first = rng.choice("ABCEGHJKLMNPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
    if first in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        first = "JH"
    parts = [first, *(digits(rng, 2) for _ in range(3)), rng.choice("ABCD")]
    return rng.choice(["", " "]).join(parts)


def ppsn(rng: random.Random) -> str:
    body, second = digits(rng, 7), rng.choice(["", "A", "A", "B"])
    total = weigh(body, (8, 7, 6, 5, 4, 3, 2)) + (9 * (ord(second) - 64) if second else 0)
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] + second


def tfn(rng: random.Random) -> str:
    while True:
        text = write(rng, "^########")
        if weigh(text, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
            return rng.choice([text, f"{text[:3]} {text[3:6]} {text[6:]}"])


def au_medicare(rng: random.Random) -> str:
    body = rng.choice("23456") + digits(rng, 7)
    text = body + str(weigh(body, (1, 3, 7, 9, 1, 3, 7, 9)) % 10) + rng.choice("12345")
    return rng.choice(
        [text, f"{text[:4]} {text[4:9]} {text[9]}", f"{text[:4]} {text[4:9]} {text[9]}/{rng.randint(1, 5)}"]
    )


def aadhaar(rng: random.Random) -> str:
    body = rng.choice("23456789") + digits(rng, 10)
    text = body + verhoeff(body)
    return rng.choice([f"{text[:4]} {text[4:8]} {text[8:]}", text, f"{text[:4]}-{text[4:8]}-{text[8:]}"])


def nric(rng: random.Random) -> str:
    first, body = rng.choice("SSSTFG"), digits(rng, 7)
    total = weigh(body, (2, 7, 6, 5, 4, 3, 2)) + (4 if first in "TG" else 0)
    return first + body + ("JZIHGFEDCBA" if first in "ST" else "XWUTRQPNMLK")[total % 11]


def my_ic(rng: random.Random) -> str:
    day = f"{rng.randint(40, 99):02}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    parts = [day, f"{rng.randint(1, 14):02}", digits(rng, 4)]
    return rng.choice(["-", "-", ""]).join(parts)


def emirates_id(rng: random.Random) -> str:
    year, middle = str(rng.randint(1940, 2010)), digits(rng, 7)
    last = luhn("784" + year + middle)
    return rng.choice(["-", "-", ""]).join(["784", year, middle, last])


def sa_id(rng: random.Random) -> str:
    day = f"{rng.randint(30, 99):02}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = day + digits(rng, 4) + "08"
    text = body + luhn(body)
    return rng.choice([text, f"{text[:6]} {text[6:10]} {text[10:]}"])


def ird(rng: random.Random) -> str:
    while True:
        body = f"{rng.randint(10_000_000, 14_999_999):08}"
        check = -weigh(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check != 10:
            text = body + str(check)
            return rng.choice([text, f"{text[:3]}-{text[3:6]}-{text[6:]}"])


def us_ssn(rng: random.Random) -> str:
    area = rng.choice([number for number in range(1, 900) if number != 666])
    text = f"{area:03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"
    return rng.choice([text, text, text.replace("-", " "), text.replace("-", "")])


def npi(rng: random.Random) -> str:
    body = "1" + digits(rng, 8)
    return body + luhn("80840" + body)


def iban(rng: random.Random, country: str) -> str:
    """An account of a country, with the two check digits of ISO 13616."""
    bodies = {
        "GB": "????##############",
        "IE": "????##############",
        "AE": "###################",
        "PK": "????################",
    }
    code = country if country in bodies else "GB"
    body = write(rng, bodies[code])
    number = "".join(str(int(mark, 36)) for mark in body + code + "00")
    text = f"{code}{98 - int(number) % 97:02}{body}"
    return rng.choice([text, " ".join(text[place : place + 4] for place in range(0, len(text), 4))])


def vin(rng: random.Random) -> str:
    """Seventeen marks; the ninth checks the others."""
    marks = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    start = rng.choice(["WVW", "SAJ", "JTD", "1HG", "KMH", "MA3", "6T1", "VF1", "WDB", "AHT", "2T1", "5YJ"])
    text = start + "".join(rng.choice(marks) for _ in range(5)) + "0" + "".join(rng.choice(marks) for _ in range(2))
    text += digits(rng, 6)
    left = vin_total(text) % 11
    return text[:8] + ("X" if left == 10 else str(left)) + text[9:]


def vin_total(text: str) -> int:
    return sum(_VIN_VALUES[mark] * weight for mark, weight in zip(text, _VIN_WEIGHTS, strict=True))


def gtin(rng: random.Random) -> str:
    body = "0" + write(rng, "^###########")
    return body + str(-sum(int(mark) * (3 if place % 2 == 0 else 1) for place, mark in enumerate(body)) % 10)


def udi(rng: random.Random) -> str:
    return f"(01){gtin(rng)}" + rng.choice(
        ["(21)" + write(rng, "??######"), "(10)" + write(rng, "?####") + "(21)" + digits(rng, 7)]
    )


def ipv4(rng: random.Random) -> str:
    return (
        rng.choice(["10", "172.16", "192.168", "81.2", "103.21", "41.58", "196.25"])
        + "."
        + ".".join(str(rng.randint(1, 254)) for _ in range(2))
    )


def ip(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return "2a02:" + ":".join(f"{rng.randint(16, 65535):x}" for _ in range(3)) + f"::{rng.randint(1, 4095):x}"
    text = ipv4(rng)
    return text if text.count(".") == 3 else f"{text}.{rng.randint(1, 254)}"


def mac(rng: random.Random) -> str:
    return rng.choice(":-").join(f"{rng.randint(0, 255):02X}" for _ in range(6))


PHONES: dict[str, Make] = {
    "uk": any_of("07### ######", "07#########", "+44 7### ######", "0^### ######", "020 7### ####", "0161 ### ####", "(0^###) ######", "+44 (0)20 8### ####", "07### ### ###", "0044 7#########"),
    "ie": any_of("08^ ### ####", "(01) ### ####", "+353 8^ ### ####", "0^# ### ####", "00353 87 #######", "08########", "021-4######"),
    "au": any_of("04## ### ###", "(0^) #### ####", "+61 4## ### ###", "0^ #### ####", "04########", "1300 ### ###"),
    "nz": any_of("021 ### ####", "027 ### ###", "(09) ### ####", "+64 2# ### ####", "03-### ####", "0800 ### ###"),
    "in": any_of("+91 9#### #####", "98########", "0^#-########", "080 #### ####", "+91-8#########", "91#### ####", "022-2### ####"),
    "pk": any_of("03##-#######", "+92 3## #######", "051-#######", "042 3#######", "03#########"),
    "sg": any_of("9### ####", "8#######", "+65 6### ####", "6### ####", "(65) 9### ####"),
    "my": any_of("01^-### ####", "03-#### ####", "+60 1^-### ####", "01^#######", "+6012#######"),
    "ph": any_of("09## ### ####", "+63 9## ### ####", "(02) 8### ####", "0917-###-####", "09#########"),
    "ng": any_of("080# ### ####", "+234 80# ### ####", "0703#######", "081########", "01-###-####"),
    "ke": any_of("07## ### ###", "+254 7## ### ###", "020 ### ####", "01########", "07########"),
    "gh": any_of("024 ### ####", "+233 20 ### ####", "0302-######", "054#######", "027-###-####"),
    "za": any_of("08# ### ####", "+27 8# ### ####", "(011) ### ####", "021 ### ####", "07########", "+27 (0)31 ### ####"),
    "jm": any_of("876-###-####", "(876) ###-####", "1-876-###-####", "876 ### ####", "658-^##-####"),
    "gulf": any_of("05# ### ####", "+971 5# ### ####", "04 ### ####", "+974 #### ####", "+966 5# ### ####", "+965 #### ####"),
    "us": any_of("(^##) ^##-####", "^##-^##-####", "^##.^##.####", "+1 ^## ^## ####", "1-^##-^##-####", "^## ^##-####"),
}  # fmt: skip
TAX: dict[str, tuple[tuple[str, Make], ...]] = {
    "uk": (("NI number", ni_number), ("NINO", ni_number), ("National Insurance no.", ni_number)),
    "ie": (("PPSN", ppsn), ("PPS No", ppsn)),
    "au": (("TFN", tfn), ("Tax file number", tfn)),
    "nz": (("IRD number", ird), ("IRD", ird)),
    "in": (("Aadhaar", aadhaar), ("Aadhaar No.", aadhaar), ("PAN", any_of("???P?####?"))),
    "pk": (("CNIC", any_of("^####-#######-#", "^############")), ("CNIC no", any_of("^####-#######-#"))),
    "sg": (("NRIC", nric), ("NRIC/FIN", nric)),
    "my": (("IC", my_ic), ("MyKad", my_ic), ("I/C No", my_ic)),
    "ph": (("TIN", any_of("###-###-###", "###-###-###-000")), ("SSS No.", any_of("##-#######-#"))),
    "ng": (("NIN", any_of("^##########", "^### ### ####")), ("BVN", any_of("22#########"))),
    "ke": (("ID No", any_of("^#######")), ("KRA PIN", any_of("A0########?"))),
    "gh": (("Ghana Card", any_of("GHA-7########-#")), ("SSNIT", any_of("?###########"))),
    "za": (("ID no", sa_id), ("SA ID", sa_id), ("RSA ID number", sa_id)),
    "jm": (("TRN", any_of("1########", "1##-###-###")), ("NIS", any_of("?######"))),
    "gulf": (("Emirates ID", emirates_id), ("EID", emirates_id), ("Civil ID", any_of("2###########"))),
    "us": (("SSN", us_ssn), ("Social Security #", us_ssn)),
}
RECORDS: dict[str, tuple[tuple[str, Make], ...]] = {
    "uk": (("NHS No", nhs), ("NHS number", nhs), ("NHS", nhs), ("Hosp No", any_of("?######", "######", "RX#######", "##-##-##")), ("CHI", chi), ("H&C No", nhs), ("K no.", any_of("K#######"))),
    "ie": (("MRN", any_of("#######", "M#######")), ("Chart no", any_of("######", "C/######")), ("IHI", any_of("############"))),
    "au": (("UR", any_of("#######", "######")), ("URN", any_of("######", "0#######")), ("MRN", any_of("#######")), ("IHI", any_of("8003 60## #### ####"))),
    "nz": (("NHI", nhi), ("NHI no", nhi)),
    "in": (("UHID", any_of("########", "UHID-######", "APL/##/######")), ("IP No", any_of("IP######", "IP/20##/####")), ("OPD No", any_of("OPD-#####", "#####/2#"))),
    "pk": (("MR#", any_of("##-##-####", "MR-######")), ("MR No", any_of("########"))),
    "sg": (("HRN", any_of("######?", "A########")), ("Case no", any_of("##########?"))),
    "my": (("RN", any_of("######", "######/2#")), ("MRN", any_of("H#######", "#######"))),
    "ph": (("Hospital No.", any_of("##-#####", "######")), ("Case No", any_of("20##-######"))),
    "ng": (("Hosp. No", any_of("######", "LUTH/####", "##/##/##")), ("Folder no", any_of("######"))),
    "ke": (("IP No", any_of("IP/#####/2#", "######")), ("OP No.", any_of("OP-######", "#####/2#"))),
    "gh": (("Folder No", any_of("###/2#", "A####/##", "KB-######")), ("OPD no", any_of("######"))),
    "za": (("Folder", any_of("########", "GSH ########")), ("Hosp no", any_of("GT#########", "#########"))),
    "jm": (("Docket #", any_of("######", "K-#####")), ("Reg no", any_of("##-####-##", "######"))),
    "gulf": (("MRN", any_of("MRN######", "########", "H-#######")), ("File No", any_of("######", "####/##"))),
    "us": (("MRN", any_of("########", "#######", "E#######", "##-##-##-#")), ("Med rec #", any_of("00######"))),
}  # fmt: skip
PLANS: dict[str, tuple[tuple[str, Make], ...]] = {
    "uk": (("Bupa membership", any_of("BUP########", "### ### ###?")), ("AXA policy", any_of("AXA-########"))),
    "ie": (("VHI policy", any_of("VHI#######", "########")), ("Medical card", any_of("?######?", "D######A"))),
    "au": (("Medicare", au_medicare), ("Medicare no", au_medicare), ("DVA", any_of("NX######", "QSS#####"))),
    "nz": (("Southern Cross member", any_of("########", "SC#######")), ("HealthCare policy", any_of("NB######"))),
    "in": (("Star Health policy", any_of("P/######/01/20##/######")), ("PMJAY ID", any_of("P########"))),
    "pk": (("Sehat Card", any_of("SC-########")), ("EFU policy", any_of("EFU/####/#####"))),
    "sg": (("Integrated Shield policy", any_of("P#######", "E########")),),
    "my": (("GL no", any_of("GL/2#/######")), ("PERKESO", any_of("?########?"))),
    "ph": (("PhilHealth", any_of("##-#########-#")), ("HMO card", any_of("MXC-########"))),
    "ng": (("NHIA no", any_of("########", "NHIS/######")), ("HMO ID", any_of("HYG/#####/A"))),
    "ke": (("SHA no", any_of("CR########-#")), ("NHIF", any_of("R######", "#######"))),
    "gh": (("NHIS", any_of("########")), ("NHIS No.", any_of("##-#####-####"))),
    "za": (("Discovery member no", any_of("#########", "DH######")), ("GEMS", any_of("00#######"))),
    "jm": (("NHF card", any_of("NHF######")), ("Sagicor policy", any_of("SJ-######"))),
    "gulf": (("Daman card", any_of("10#######-01", "DMN########")), ("Thiqa", any_of("TQ-#######"))),
    "us": (("Medicare ID", any_of("1?^0-?T^-?K##", "^?G^?T#??##")), ("Member ID", any_of("XYZ#########", "W### #####", "H########-01")), ("Medicaid", any_of("?######?"))),
}  # fmt: skip
REGISTERED: dict[str, tuple[tuple[str, Make], ...]] = {
    "uk": (("GMC", any_of("^######")), ("NMC PIN", any_of("##?####E")), ("GDC", any_of("1#####")), ("HCPC", any_of("PH#####", "OT#####")), ("driving licence", any_of("?????^##^##??9??"))),
    "ie": (("IMC", any_of("0#####", "4#####")), ("NMBI PIN", any_of("00####"))),
    "au": (("AHPRA", any_of("MED000#######", "NMW000#######")), ("provider no", any_of("######^?"))),
    "nz": (("MCNZ", any_of("^####", "MC#####")), ("NZ driver licence", any_of("??######"))),
    "in": (("Reg. No", any_of("KMC #####", "MMC/20##/##/####", "TNMC ######")), ("DL no", any_of("MH12 20## #######", "KA-05-20##-#######"))),
    "pk": (("PMDC", any_of("#####-P", "####-S")), ("PM&DC no", any_of("#####-N"))),
    "sg": (("MCR", any_of("M#####?")), ("SNB", any_of("RN#####?"))),
    "my": (("MMC", any_of("#####")), ("LJM", any_of("##-####"))),
    "ph": (("PRC Lic. No.", any_of("0######", "#######")), ("PTR", any_of("########"))),
    "ng": (("MDCN", any_of("MDCN/R/#####", "#####")), ("NMCN", any_of("RN/######"))),
    "ke": (("KMPDC", any_of("A####", "A#####")), ("NCK", any_of("NCK-#####"))),
    "gh": (("MDC", any_of("MDC/RN/#####", "MDC/PN/####")), ("NMC", any_of("RGN-####"))),
    "za": (("HPCSA", any_of("MP 0######", "MP0######", "PT 0######")), ("SANC", any_of("1#######"))),
    "jm": (("MCJ Reg", any_of("####", "MCJ-####")), ("driver's licence", any_of("1########"))),
    "gulf": (("DHA licence", any_of("DHA-P-#######", "########-001")), ("HAAD", any_of("GD#####"))),
    "us": (("NPI", npi), ("NPI#", npi), ("DL", any_of("?#######", "CA D#######", "S### #### ####"))),
}  # fmt: skip
PLATES: dict[str, Make] = {
    "uk": any_of("??## ???", "??##???", "?### ???", "??? ####", "?## ???"),
    "ie": any_of("2#1-D-#####", "2#2 KY ###", "1#1-C-####", "2#1 MO ####"),
    "au": any_of("???-##?", "1?? #??", "??##??", "###-???", "1???###"),
    "nz": any_of("???###", "??? ###", "??####"),
    "in": any_of("MH 12 ?? ####", "KA-05-??-####", "TN09??####", "DL 3C ?? ####"),
    "pk": any_of("LE?-##-####", "???-###", "RIK-####"),
    "sg": any_of("S?? #### ?", "SJ?####?", "SH?####?"),
    "my": any_of("W?? ####", "B?? ####", "P??####"),
    "ph": any_of("??? ####", "N?? ####", "???-###"),
    "ng": any_of("???-###??", "??? ### ??", "KJA ###??"),
    "ke": any_of("K?? ###?", "KD?###?"),
    "gh": any_of("GR ####-2#", "GT-####-##", "AS #### - 1#"),
    "za": any_of("??? ### GP", "CA ### ###", "?? ## ?? GP", "ND ### ###"),
    "jm": any_of("#### ??", "PP ####", "####??"),
    "gulf": any_of("? #####", "Dubai ? #####", "??? ####", "AD 1# #####"),
    "us": any_of("^???###", "???-####", "??? ###", "###-???"),
}
VEHICLES = any_of("T####", "4###", "B-###", "TX ###", "A2###", "KE##-##")
_DRIVING = ("driving licence", "NZ driver licence", "DL no", "driver's licence", "DL")
DEVICES = any_of("?#######", "PJN######S", "4#-####-##", "RNB######H", "BLF######?", "2#K-#####", "35######-######-#", "??##-######", "LN######??")  # fmt: skip
ACCOUNTS = any_of("##-##-## ########", "########", "####-####-####", "00#########", "INV-######", "^#########")
OTHER: tuple[tuple[str, Make], ...] = (
    ("Lab No", any_of("H2#-#####", "##?######", "2#/######", "S-2#-####", "L########")),
    ("Accession", any_of("RAD########", "XR-2#-#####", "ACC ########", "CT#######")),
    ("Specimen", any_of("23H#####", "SP-2#-####", "HS##-####", "N2#.######")),
    ("our ref", any_of("??/??/####", "CLN-#####", "??#/2#/###", "MLR-2#-####")),
    ("Passport", any_of("?#######", "##########", "PA#######", "N########")),
    ("Incident no", any_of("W######", "DATIX-####", "CAD ####-2#", "INC#######")),
    ("crime ref", any_of("CR/####/2#", "##/#####/2#", "OB ##/##/##")),
    ("Claim", any_of("CLM-#######", "C/2#/####", "WC ########", "##-CLM-####")),
)


def driving(rng: random.Random, country: str) -> str:
    known = [make for label, make in REGISTERED[country] if label in _DRIVING]
    return (known[0] if known else any_of("########", "DL-#####-##", "?##-##-######"))(rng)


def staff_register(country: str) -> list[int]:
    """The places of a country's registers of staff in REGISTERED."""
    return [place for place, (label, _) in enumerate(REGISTERED[country]) if label not in _DRIVING]


def voice_file(rng: random.Random) -> str:
    return write(rng, rng.choice(["VP-#######", "FPR-####-##", "voiceprint_####.wav", "iris-scan-#####", "thumb_R_####.wsq", "BIO/######", "AFIS-########"]))  # fmt: skip


def photo_file(rng: random.Random) -> str:
    return write(rng, rng.choice(["IMG_####.jpg", "DSC0####.JPG", "wound_###_l.jpg", "photo-2#######.png", "WhatsApp-####.jpeg", "facecam_####.png", "clinphoto/####-2.tif", "P10#####.JPG"]))  # fmt: skip
