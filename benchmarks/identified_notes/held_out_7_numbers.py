"""Numbers of the seventh held-out part: each country's own forms, with right check digits where there are any."""

import random

_UPPER = "ABCDEFGHJKLMNPRSTUVWXYZ"


def digits(rng: random.Random, count: int) -> str:
    """So many digits, the first not 0."""
    return str(rng.randint(10 ** (count - 1), 10**count - 1))


def letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(_UPPER) for _ in range(count))


def luhn(body: str) -> str:
    """The check digit of the body."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def _verhoeff(body: str) -> str:
    table = [[(i + j) % 5 if i < 5 and j < 5 else 0 for j in range(10)] for i in range(10)]
    for i in range(10):
        for j in range(10):
            if i < 5:
                table[i][j] = (i + j) % 5 if j < 5 else 5 + (i + j - 5) % 5
            else:
                table[i][j] = 5 + (i - 5 - j) % 5 if j < 5 else (i - j) % 5
    steps = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    for row in range(2, 8):
        steps.append([steps[row - 1][steps[1][j]] for j in range(10)])
    check = 0
    for place, digit in enumerate(reversed(body)):
        check = table[check][steps[(place + 1) % 8][int(digit)]]
    return str([0, 4, 3, 2, 1, 5, 6, 7, 8, 9][check])


def _weighted(body: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))


def nhs(rng: random.Random) -> str:
    """An NHS number, its last digit right."""
    while True:
        body = rng.choice("4679") + digits(rng, 8)
        check = 11 - _weighted(body, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check != 10:
            number = body + str(check % 11)
            return rng.choice(
                (f"{number[:3]} {number[3:6]} {number[6:]}",) * 4 + (number, f"{number[:3]}-{number[3:6]}-{number[6:]}")
            )


def nhi(rng: random.Random) -> str:
    """A New Zealand NHI number of the old form."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    while True:
        text = "".join(rng.choice(alphabet) for _ in range(3)) + digits(rng, 3)
        values = [alphabet.index(c) + 1 if c.isalpha() else int(c) for c in text]
        left = sum(value * weight for value, weight in zip(values, (7, 6, 5, 4, 3, 2), strict=True)) % 11
        if left:
            return text + str((11 - left) % 10)


def chi(rng: random.Random, birth: str, sex: str) -> str:
    """A Scottish CHI number: birthday (ddmmyy), two digits, sex digit, check digit."""
    while True:
        body = birth + f"{rng.randint(0, 99):02d}" + rng.choice("13579" if sex == "M" else "02468")
        check = 11 - _weighted(body, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check != 10:
            return body + str(check % 11)


def hospital_number(rng: random.Random, country: str) -> str:
    """A hospital's own number of a patient."""
    if country == "in":
        return rng.choice(
            (
                f"UHID{digits(rng, 8)}",
                digits(rng, 8),
                f"IP/{rng.randint(18, 26)}/{digits(rng, 5)}",
                f"{rng.randint(2018, 2026)}{digits(rng, 6)}",
                f"{letters(rng, 3)}.{digits(rng, 8)}",
            )
        )
    if country in ("uk", "ie", "ng", "za", "ae"):
        return rng.choice(
            (
                f"{letters(rng, 1)}{digits(rng, 6)}",
                digits(rng, 7),
                f"{letters(rng, 3)}{digits(rng, 6)}",
                f"{digits(rng, 6)}{letters(rng, 1)}",
                f"{letters(rng, 2)}/{digits(rng, 6)}",
                digits(rng, 6),
            )
        )
    return rng.choice(
        (
            digits(rng, 7),
            digits(rng, 8),
            f"00{digits(rng, 6)}",
            digits(rng, 6),
            f"{letters(rng, 1)}{digits(rng, 7)}",
            f"{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 2)}",
            f"{digits(rng, 2)}-{digits(rng, 2)}-{digits(rng, 2)}",
            f"{letters(rng, 2)}{digits(rng, 6)}",
            f"M{digits(rng, 9)}",
            f"{digits(rng, 3)} {digits(rng, 3)} {digits(rng, 2)}",
        )
    )


def social(rng: random.Random, country: str, birth: str, sex: str) -> str:
    """The nation's social, tax or identity number; `birth` is yyyymmdd."""
    make = {
        "us": _ssn,
        "uk": _nino,
        "ca": _sin,
        "au": _tfn,
        "nz": _ird,
        "in": _aadhaar,
        "ie": _ppsn,
        "ng": lambda r: digits(r, 11),
    }
    if country in make:
        return make[country](rng)
    if country == "za":
        body = birth[2:] + f"{rng.randint(5000, 9999) if sex == 'M' else rng.randint(1000, 4999)}" + "08"
        number = body + luhn(body)
        return rng.choice((number, number, f"{number[:6]} {number[6:10]} {number[10:]}"))
    if country == "sg":
        old = birth < "20000101"
        body = birth[2:4] + digits(rng, 5)
        total = _weighted(body, (2, 7, 6, 5, 4, 3, 2)) + (0 if old else 4)
        return ("S" if old else "T") + body + "JZIHGFEDCBA"[total % 11]
    if country == "ph":
        return rng.choice(
            (
                f"{rng.randint(1, 34):02d}-{digits(rng, 7)}-{rng.randint(0, 9)}",
                f"{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 4)}",
            )
        )
    body = "784" + birth[:4] + digits(rng, 7)
    check = luhn(body)
    return rng.choice((f"784-{birth[:4]}-{body[7:]}-{check}", body + check))


def _ssn(rng: random.Random) -> str:
    area = rng.choice([a for a in range(100, 773) if a != 666])
    middle, last = f"{rng.randint(1, 99):02d}", f"{rng.randint(1, 9999):04d}"
    return rng.choice(
        (f"{area}-{middle}-{last}",) * 5
        + (f"{area} {middle} {last}", f"{area}{middle}{last}", f"xxx-xx-{last}", f"***-**-{last}")
    )


def _nino(rng: random.Random) -> str:
    prefix = rng.choice(("AB", "CE", "HN", "JK", "LP", "NR", "PY", "SH", "WL", "YT", "ZR", "JT"))
    parts = [f"{rng.randint(0, 99):02d}" for _ in range(3)]
    return rng.choice((" ", " ", "")).join([prefix, *parts, rng.choice("ABCD")])


def _sin(rng: random.Random) -> str:
    body = rng.choice("1245679") + digits(rng, 7)
    number = body + luhn(body)
    return rng.choice((" ", "-", "")).join((number[:3], number[3:6], number[6:]))


def _tfn(rng: random.Random) -> str:
    while True:
        number = digits(rng, 9)
        if _weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
            return rng.choice((" ", "")).join((number[:3], number[3:6], number[6:]))


def _ird(rng: random.Random) -> str:
    while True:
        body = str(rng.randint(10, 149)).zfill(3)[-3:] + f"{rng.randint(0, 99999):05d}"
        check = -_weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            number = body + str(check)
            return rng.choice(("-", "-", " ")).join((number[:3].lstrip("0"), number[3:6], number[6:]))


def _aadhaar(rng: random.Random) -> str:
    body = rng.choice("23456789") + digits(rng, 10)
    number = body + _verhoeff(body)
    return rng.choice((" ", " ", "-", "")).join((number[:4], number[4:8], number[8:]))


def _ppsn(rng: random.Random) -> str:
    body, second = digits(rng, 7), rng.choice(("", "", "A"))
    total = _weighted(body, (8, 7, 6, 5, 4, 3, 2)) + (9 if second else 0)
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] + second


def medicare(rng: random.Random) -> str:
    """A US Medicare number."""
    letter, digit = lambda: rng.choice("ACDEFGHJKMNPQRTUVWXY"), lambda: str(rng.randint(0, 9))
    text = str(rng.randint(1, 9)) + letter() + rng.choice((letter(), digit())) + digit()
    text += letter() + rng.choice((letter(), digit())) + digit() + letter() + letter() + digit() + digit()
    return rng.choice((text, f"{text[:4]}-{text[4:7]}-{text[7:]}", f"{text[:4]}-{text[4:7]}-{text[7:]}"))


def plan(rng: random.Random, country: str) -> str:
    """A member, policy or health-card number."""
    if country == "us":
        return rng.choice(
            (
                f"{letters(rng, 3)}{digits(rng, 9)}",
                f"W{digits(rng, 9)}",
                f"{digits(rng, 9)}-{rng.randint(1, 4):02d}",
                f"H{digits(rng, 8)}",
                f"{letters(rng, 2)}{digits(rng, 5)}{letters(rng, 1)}",
                digits(rng, 10),
            )
        )
    if country == "au":
        body = rng.choice("23456") + digits(rng, 7)
        check = _weighted(body, (1, 3, 7, 9, 1, 3, 7, 9)) % 10
        return (
            f"{body[:4]} {body[4:]}{check} {rng.randint(1, 3)}"
            if rng.random() < 0.7
            else f"{body}{check}{rng.randint(1, 3)}"
        )
    if country == "ca":
        body = digits(rng, 9)
        number = body + luhn(body)
        return rng.choice(
            (
                f"{number[:4]} {number[4:7]} {number[7:]} {letters(rng, 2)}",
                f"{number[:4]}-{number[4:7]}-{number[7:]}-{letters(rng, 2)}",
                f"9{digits(rng, 3)} {digits(rng, 3)} {digits(rng, 3)}",
                f"{letters(rng, 4)} {digits(rng, 4)} {digits(rng, 4)}",
            )
        )
    if country == "ph":
        return f"{rng.randint(1, 21):02d}-{digits(rng, 9)}-{rng.randint(0, 9)}"
    return rng.choice(
        (
            digits(rng, 9),
            f"{letters(rng, 2)}{digits(rng, 7)}",
            f"{digits(rng, 4)}/{digits(rng, 7)}/{rng.randint(1, 9):02d}",
            digits(rng, 8),
            f"{letters(rng, 3)}-{digits(rng, 6)}",
            f"{digits(rng, 3)} {digits(rng, 3)} {digits(rng, 3)}",
        )
    )
