"""Numbers and dates in the forms of each country, with the check digits that real ones have."""

import random
import string
from datetime import date

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_VERHOEFF_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_VIN = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
_VIN |= {digit: int(digit) for digit in string.digits}


def draw(rng: random.Random, pattern: str) -> str:
    """`#` any digit, `@` 2 to 9, `?` a capital, `^` and `~` one that postcodes have; everything else stands."""
    signs = {"#": string.digits, "@": "23456789", "?": LETTERS, "^": "ABEGHJLNPRSTWXYZ", "~": "ACDEFHKNPRTVWXY"}
    return "".join(rng.choice(signs[sign]) if sign in signs else sign for sign in pattern)


def luhn(digits: str) -> str:
    """The digit that follows `digits`."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 * (value > 9)
    return str(-total % 10)


def mod11(digits: str) -> str:
    """The last digit of an NHS or CHI number; empty where there is none."""
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "" if check == 10 else str(check)


def verhoeff(digits: str) -> str:
    row = 0
    for place, digit in enumerate(reversed(digits), 1):
        row = int(_VERHOEFF_D[row][int(_VERHOEFF_P[place % 8][int(digit)])])
    return str(next(value for value in range(10) if _VERHOEFF_D[row][value] == "0"))


def vin_check(vin: str) -> str:
    """The ninth sign of a vehicle's number, whatever stands there now."""
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    rest = sum(_VIN[sign] * weight for sign, weight in zip(vin, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def dea_check(digits: str) -> str:
    values = [int(digit) for digit in digits]
    return str((sum(values[::2]) + 2 * sum(values[1::2])) % 10)


def nhi_check(stem: str) -> str:
    """The last digit of a New Zealand NHI number; empty where there is none."""
    values = [LETTERS.index(sign) + 1 if sign.isalpha() else int(sign) for sign in stem]
    rest = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True)) % 11
    return str((11 - rest) % 10) if rest else ""


def medicare_check(digits: str) -> str:
    return str(sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10)


def pps_check(digits: str) -> str:
    return "WABCDEFGHIJKLMNOPQRSTUV"[sum(int(d) * w for d, w in zip(digits, range(8, 1, -1), strict=True)) % 23]


def nric_check(prefix: str, digits: str) -> str:
    total = sum(int(d) * w for d, w in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True)) + 4 * (prefix == "T")
    return "JZIHGFEDCBA"[total % 11]


def iban_check(country: str, rest: str) -> str:
    number = int("".join(str(int(sign, 36)) for sign in rest + country + "00"))
    return f"{98 - number % 97:02d}"


def _tens(rng: random.Random, stem: str) -> str:
    """Ten digits that begin with `stem` and end on their check digit."""
    while True:
        digits = draw(rng, stem + "#" * (9 - len(stem)))
        if mod11(digits):
            return digits + mod11(digits)


def nhs(rng: random.Random) -> str:
    digits = _tens(rng, rng.choice("4679"))
    return rng.choice(
        (f"{digits[:3]} {digits[3:6]} {digits[6:]}",) * 3 + (digits, f"{digits[:3]}-{digits[3:6]}-{digits[6:]}")
    )


def nhi(rng: random.Random) -> str:
    while True:
        stem = draw(rng, "???###")
        if nhi_check(stem):
            return stem + nhi_check(stem)


def national(rng: random.Random, land: str) -> str:
    """The number that a country gives its people."""
    if land == "us":
        area = rng.choice([*range(1, 666), *range(667, 900)])
        return f"{area:03d}-{rng.randint(1, 99):02d}-{rng.randint(1, 9999):04d}"
    if land == "uk":
        text = rng.choice("ABCEGHJKLMNPRSTWXYZ") + rng.choice("ABCEGHJKLMPRSTWX")
        return text + draw(rng, rng.choice((" ## ## ## ", "######"))) + rng.choice("ABCD")
    stem = draw(rng, {"ie": "#######", "ca": rng.choice("1245") + "#######", "in": "@##########"}.get(land, "0######"))
    if land == "ie":
        return stem + pps_check(stem)
    if land == "sg":
        stem = rng.choice("6789") + stem[1:]
        return "S" + stem + nric_check("S", stem)
    size, digits = (3, stem + luhn(stem)) if land == "ca" else (4, stem + verhoeff(stem))
    return " ".join(digits[place : place + size] for place in range(0, len(digits), size))


def south_african_id(rng: random.Random, born: date, sex: str) -> str:
    digits = f"{born:%y%m%d}" + draw(rng, rng.choice("1234" if sex == "f" else "5678") + "###08")
    return digits + luhn(digits)


def medicare(rng: random.Random) -> str:
    digits = draw(rng, rng.choice("23456") + "#" * 7)
    return f"{digits[:4]} {digits[4:]}{medicare_check(digits)} {rng.randint(1, 5)}"


def ontario(rng: random.Random) -> str:
    digits = draw(rng, "@" + "#" * 8)
    digits += luhn(digits)
    return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}" + rng.choice(("", draw(rng, "-??")))


def mbi(rng: random.Random) -> str:
    letters = "ACDEFGHJKMNPQRTUVWXY"
    one = rng.choice
    text = f"{one('123456789')}{one(letters)}{one(letters)}{one('0123456789')}-{one(letters)}{one('23456789')}"
    return text + f"{one('0123456789')}-{one(letters)}{one(letters)}{draw(rng, '##')}"


def npi(rng: random.Random) -> str:
    digits = draw(rng, "1########")
    return digits + luhn("80840" + digits)


def dea(rng: random.Random, family: str) -> str:
    digits = draw(rng, "######")
    return rng.choice("ABFM") + family[0].upper() + digits + dea_check(digits)


def vin(rng: random.Random) -> str:
    start = rng.choice(("1HGCM", "1FTFW", "JTDKN", "5YJ3E", "WVWZZ", "SALLA", "KMHD8", "2T1BU"))
    number = start + draw(rng, "#?#0").replace("Q", "R") + draw(rng, "@?######").replace("Q", "R")
    return number[:8] + vin_check(number) + number[9:]


def iban(rng: random.Random, country: str) -> str:
    rest = rng.choice({"GB": ("BARC", "NWBK", "LOYD"), "IE": ("AIBK", "BOFI")}[country]) + draw(rng, "#" * 14)
    number = country + iban_check(country, rest) + rest
    return " ".join(number[place : place + 4] for place in range(0, 22, 4))


def gtin(rng: random.Random) -> str:
    digits = "0" + draw(rng, "08" + "#" * 10)
    odd = sum(int(digit) * (3 - 2 * (place % 2)) for place, digit in enumerate(digits))
    return digits + str(-odd % 10)


AMERICAN = (
    "{m:02}/{d:02}/{y}", "{m}/{d}/{y}", "{m}/{d}/{yy}", "{month} {d}, {y}", "{mon} {d}, {y}", "{y}-{m:02}-{d:02}", "{m:02}-{d:02}-{y}",
)  # fmt: skip
OTHERS = (
    "{d:02}/{m:02}/{y}", "{d}/{m}/{yy}", "{d} {month} {y}", "{d:02}-{mon}-{y}", "{d:02}.{m:02}.{yy}", "{d} {mon} {y}",
    "{d}{th} {month} {y}",
)  # fmt: skip
"""Dates in full."""


def ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def write_date(day: date, form: str) -> str:
    parts = {"d": day.day, "m": day.month, "y": day.year, "yy": f"{day:%y}", "month": f"{day:%B}", "mon": f"{day:%b}"}
    return form.format(**parts, th=ordinal(day.day), wd=f"{day:%A}", wda=f"{day:%a}")


def date_form(form: str, land: str, full: str, rng: random.Random) -> str:
    """The pattern of a date's form: in full, or `s`hort, `d`ay and month, `my`, `m`onth, `n`th, `w`eekday, `wa`, `wd`."""
    american = land in ("us", "ph")
    short = ("{m}/{d}",) if american else ("{d}/{m}",)
    day_month = ("{month} {d}", "{mon} {d}") if american else ("{d} {month}", "{d} {mon}", "{d}{th} {month}")
    month = ("{month} {y}", "{mon} {y}", "{m:02}/{y}") if full[1] in "md" else ("{month} {y}",)
    weekday = tuple("{wd} " + text for text in (short[0], day_month[0]))
    forms = {"": (full,), "s": short, "d": day_month, "my": month, "m": ("{month}",), "n": ("{d}{th}",)}
    forms |= {"w": ("{wd}",), "wa": ("{wda}",), "wd": weekday}
    return rng.choice(forms[form])
