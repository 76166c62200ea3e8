"""Numbers as each country writes them, with the check digits that real ones have."""

import random

_VERHOEFF_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_NHI_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def digits(rng: random.Random, count: int, first: str = "0123456789") -> str:
    return rng.choice(first) + "".join(rng.choices("0123456789", k=count - 1)) if count else ""


def pattern(rng: random.Random, shape: str) -> str:
    """`#` is a digit, `@` a capital, `!` a digit from 2 to 9; all else stands."""
    drawn = {"#": "0123456789", "@": "ABCDEFGHJKLMNPRSTUVWXYZ", "!": "23456789"}
    return "".join(rng.choice(drawn[sign]) if sign in drawn else sign for sign in shape)


def luhn_digit(number: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def mod11_digit(number: str) -> str:
    """Check digit of NHS and CHI numbers; empty where there is none."""
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(number)) % 11
    return "" if check == 10 else str(check % 11)


def verhoeff_digit(number: str) -> str:
    check = 0
    for place, digit in enumerate(reversed(number), 1):
        check = int(_VERHOEFF_D[check][int(_VERHOEFF_P[place % 8][int(digit)])])
    return next(d for d in "0123456789" if _VERHOEFF_D[check][int(d)] == "0")


def vin_digit(vin: str) -> str:
    total = sum(int(_VIN_VALUES.get(sign, sign)) * weight for sign, weight in zip(vin, _VIN_WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def nric_letter(prefix: str, number: str) -> str:
    total = sum(int(d) * w for d, w in zip(number, (2, 7, 6, 5, 4, 3, 2), strict=True))
    return "JZIHGFEDCBA"[(total + (4 if prefix == "T" else 0)) % 11]


def nhi_digit(letters: str, number: str) -> str:
    """Check digit of a New Zealand health index number; empty where there is none."""
    values = [_NHI_LETTERS.index(letter) + 1 for letter in letters] + [int(d) for d in number]
    rest = sum(value * weight for value, weight in zip(values, (7, 6, 5, 4, 3, 2), strict=True)) % 11
    return "" if rest == 0 else str((11 - rest) % 10)


def ppsn_letter(number: str, second: str = "") -> str:
    total = sum(int(d) * (8 - place) for place, d in enumerate(number))
    return "WABCDEFGHIJKLMNOPQRSTUV"[(total + (9 * (ord(second) - 64) if second else 0)) % 23]


def medicare_digit(number: str) -> str:
    """Check digit of an Australian Medicare card."""
    return str(sum(int(d) * w for d, w in zip(number, (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10)


def nhs_number(rng: random.Random, start: str = "") -> str:
    """An NHS number, or with a birthday as its start a Scottish CHI number."""
    while True:
        number = start + digits(rng, 9 - len(start), "4679" if not start else "0123456789")
        if check := mod11_digit(number):
            return number + check


def nhi_number(rng: random.Random) -> str:
    while True:
        letters, number = "".join(rng.choices(_NHI_LETTERS, k=3)), digits(rng, 3)
        if check := nhi_digit(letters, number):
            return letters + number + check


def npi(rng: random.Random) -> str:
    number = digits(rng, 9, "1")
    return number + luhn_digit("80840" + number)


def dea(rng: random.Random, surname: str) -> str:
    number = digits(rng, 6)
    odd, even = (sum(int(d) for d in number[start::2]) for start in (0, 1))
    return f"{rng.choice('ABFM')}{surname[0].upper()}{number}{(odd + 2 * even) % 10}"


def vin(rng: random.Random) -> str:
    start = rng.choice(("1HG", "2T1", "1FT", "5YJ", "JTD", "WBA", "3VW", "KMH"))
    body = start + pattern(rng, "@@##@") + "0" + pattern(rng, rng.choice("MNPRS") + "@######")
    return body[:8] + vin_digit(body) + body[9:]


def mbi(rng: random.Random) -> str:
    """A US Medicare beneficiary identifier: its letters leave out S, L, O, I, B and Z."""
    letters, either = "ACDEFGHJKMNPQRTUVWXY", "ACDEFGHJKMNPQRTUVWXY0123456789"
    shape = ("123456789", letters, either, "0123456789", letters, either, "0123456789", letters, letters)
    number = "".join(rng.choice(signs) for signs in shape) + digits(rng, 2)
    return rng.choice((number, f"{number[:4]}-{number[4:7]}-{number[7:]}"))


def grouped(number: str, *sizes: int, sep: str = " ") -> str:
    parts, place = [], 0
    for size in sizes:
        parts.append(number[place : place + size])
        place += size
    return sep.join(parts)


def ssn(rng: random.Random) -> str:
    area = rng.choice([n for n in range(1, 900) if n != 666])
    number = f"{area:03d}{rng.randint(1, 99):02d}{rng.randint(1, 9999):04d}"
    return rng.choice((grouped(number, 3, 2, 4, sep="-"),) * 5 + (grouped(number, 3, 2, 4), f"xxx-xx-{number[5:]}"))


def national_number(rng: random.Random, country: str, birthday: str) -> str:
    """What each country has in the place of a social security number; `birthday` is YYMMDD."""
    if country == "uk":
        number = rng.choice("ABCEHJLMNPRSTWXYZ") + rng.choice("ABCEHJKLMPRSTWXYZ") + digits(rng, 6) + rng.choice("ABCD")
        return rng.choice((grouped(number, 2, 2, 2, 2, 1), number))
    if country == "ie":
        number, second = digits(rng, 7), rng.choice(("", "A", "A"))
        return number + ppsn_letter(number, second) + second
    if country == "ca":
        number = digits(rng, 8, "124567")
        return grouped(number + luhn_digit(number), 3, 3, 3, sep=rng.choice(" -"))
    if country == "in":
        number = digits(rng, 11, "23456789")
        return grouped(number + verhoeff_digit(number), 4, 4, 4)
    if country == "za":
        number = birthday + digits(rng, 4) + "08"
        return number + luhn_digit(number)
    if country == "sg":
        prefix, number = ("S" if birthday[0] > "3" else "T"), birthday[:2] + digits(rng, 5)
        return prefix + number + nric_letter(prefix, number)
    return ssn(rng)


def health_plan(rng: random.Random, country: str) -> str:
    if country == "us":
        private = pattern(rng, rng.choice(("@@@#########", "W#########", "#########01")))
        return mbi(rng) if rng.random() < 0.2 else private
    if country == "ca":
        number = digits(rng, 9, "123456789")
        number = grouped(number + luhn_digit(number), 4, 3, 3, sep=rng.choice(" -"))
        return number + rng.choice(("", " " + pattern(rng, "@@")))
    if country == "au":
        number = digits(rng, 8, "23456")
        return f"{grouped(number + medicare_digit(number) + rng.choice('12'), 4, 5, 1)}{rng.choice(('', '-1', ' / 2'))}"
    shapes = {"uk": "########", "ie": "@######", "nz": "#######", "in": "@@@/########/##", "za": "#########"}
    return pattern(rng, shapes.get(country, "@########"))


def medical_record(rng: random.Random, country: str, birthday: str) -> str:
    if country == "uk":
        if rng.random() < 0.15:
            return nhs_number(rng, birthday[4:] + birthday[2:4] + birthday[:2])
        return grouped(nhs_number(rng), 3, 3, 4, sep=rng.choice((" ", " ", "-", "")))
    if country == "nz":
        return nhi_number(rng)
    shapes = {
        "us": ("########", "#######", "00######", "E########", "###-##-##", "@#######", "MR######"),
        "ie": ("######", "@######"), "ca": ("#######", "J######"), "au": ("######", "#######", "##-##-##"),
        "in": ("UHID######", "AH########", "##########"), "za": ("@@#######", "########"), "sg": ("#######@", "@#######"),
    }  # fmt: skip
    return pattern(rng, rng.choice(shapes[country]))


PHONES = {
    "us": ("(~) !##-####", "(~) !##-####", "~-!##-####", "~-!##-####", "~.!##.####", "+1 ~ !##-####", "~-!##-####"),
    "ca": ("(~) !##-####", "~-!##-####", "~-!##-####", "~ !## ####"),
    "uk": ("07~## ######", "07~## ######", "07~## ### ###", "~", "~", "~", "+44 7~## ######"),
    "ie": ("~ ### ####", "08% ### ####", "08%-#######", "+353 8% ### ####", "08% #######"),
    "au": ("(~) !### ####", "~ !### ####", "04## ### ###", "04## ### ###", "+61 4## ### ###"),
    "nz": ("~ !## ####", "~-!## ####", "021 ### ###", "027 ### ####", "022 ### ####"),
    "in": ("+91 9#### #####", "9#########", "+91-8#########", "9#### #####", "~-!### ####"),
    "za": ("082 ### ####", "083 ### ####", "~ !## ####", "(~) !## ####", "+27 82 ### ####"),
    "sg": ("6### ####", "9### ####", "8### ####", "+65 9### ####", "9#######"),
}


def phone(rng: random.Random, country: str, area: str) -> str:
    shape = rng.choice(PHONES[country])
    if country == "uk" and shape == "~":
        rest = {3: " #### ####", 4: " ### ####", 5: " ######"}[len(area)]
        return pattern(rng, area + rest.replace(" #", " !", 1))
    if country == "uk":
        shape = shape.replace("~", rng.choice("45789"))
    return pattern(rng, shape.replace("~", area).replace("%", rng.choice("3567")))


def fax(rng: random.Random, country: str, area: str) -> str:
    """A line that stands still: a landline in every country."""
    if country == "uk":
        rest = {3: " !### ####", 4: " !## ####", 5: " !#####"}[len(area)]
        return pattern(rng, area + rest)
    shapes = {"ie": "~ !## ####", "au": "(~) !### ####", "nz": "~ !## ####", "in": "~-!### ####", "za": "~ !## ####"}
    default = "6### ####" if country == "sg" else rng.choice(("(~) !##-####", "~-!##-####"))
    return pattern(rng, shapes.get(country, default).replace("~", area))


def licence(rng: random.Random, country: str, surname: str) -> str:
    """A clinician's number, as each country registers them."""
    if country == "us":
        return rng.choice((npi(rng), npi(rng), dea(rng, surname), pattern(rng, "MD######"), pattern(rng, "RN######")))
    shapes = {
        "uk": ("#######", "##@####@"), "ie": ("######",), "ca": ("#####", "######"), "au": ("MED000#######", "######@@"),
        "nz": ("#####", "######"), "in": ("KMC #####", "MCI-#####"), "za": ("MP0######", "#######"), "sg": ("M#####@",),
    }  # fmt: skip
    return pattern(rng, rng.choice(shapes[country]))


def plate(rng: random.Random, country: str) -> str:
    shapes = {
        "us": ("@@@ ####", "#@@@###", "@@@-####", "### @@@"), "uk": ("@@#! @@@", "@@6! @@@"), "ie": ("191-D-#####", "212-C-####"),
        "ca": ("@@@@ ###", "@@# ##@"), "au": ("@@@ ###", "@@@-##@", "1@@ #@@"), "nz": ("@@@###",), "in": ("KA 0# @@ ####", "MH 12 @@ ####"),
        "za": ("CA ###-###", "@@ ## @@ GP"), "sg": ("S@@ #### @", "S@@####@"),
    }  # fmt: skip
    return pattern(rng, rng.choice(shapes[country]))


def device(rng: random.Random) -> str:
    shapes = ("@@@######@", "PJN######H", "SN########", "##########", "@@###-####", "(21)########", "#@#####", "@######-##")  # fmt: skip
    return pattern(rng, rng.choice(shapes))
