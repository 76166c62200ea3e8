"""Check digits of held-out part 8: numbers are made up, but right in form."""

VERHOEFF_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
VERHOEFF_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
VIN_LETTERS = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn(digits: str) -> str:
    """The digit that makes digits pass Luhn's check (SIN, South African ID, IMEI)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def npi(digits: str) -> str:
    """A US provider number out of its first nine digits."""
    return digits + luhn("80840" + digits)


def mod_11(digits: str) -> str | None:
    """The check digit of an NHS number or CHI number of nine digits; none where there is no such number."""
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
    return None if rest == 10 else str(rest % 11)


def verhoeff(digits: str) -> str:
    """The check digit of an Aadhaar number of eleven digits."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(VERHOEFF_D[check][int(VERHOEFF_P[(place + 1) % 8][int(digit)])])
    return next(str(digit) for digit in range(10) if VERHOEFF_D[check][digit] == "0")


def nric(letter: str, digits: str) -> str:
    """The last letter of a Singapore NRIC (S, T) or FIN (F, G)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += 4 if letter in "TG" else 0
    return ("JZIHGFEDCBA" if letter in "ST" else "XWUTRQPNMLK")[total % 11]


def ppsn(digits: str) -> str:
    """The letter of an Irish PPS number of seven digits."""
    total = sum(int(digit) * (8 - place) for place, digit in enumerate(digits))
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23]


def tfn(digits: str) -> str | None:
    """The last digit of an Australian tax file number of nine; none where there is no such number."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (1, 4, 3, 7, 5, 8, 6, 9), strict=True))
    return next((str(last) for last in range(10) if (total + last * 10) % 11 == 0), None)


def medicare_au(digits: str) -> str:
    """The ninth digit of an Australian Medicare number of eight."""
    return str(sum(int(digit) * weight for digit, weight in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10)


def nhi(letters: str, digits: str) -> str | None:
    """The last digit of a New Zealand NHI number of three letters and three digits; none where there is none."""
    values = ["ABCDEFGHJKLMNPQRSTUVWXYZ".index(letter) + 1 for letter in letters] + [int(digit) for digit in digits]
    rest = sum(value * (7 - place) for place, value in enumerate(values)) % 11
    return None if rest == 0 else str((11 - rest) % 10)


def dea(letters: str, digits: str) -> str:
    """A US DEA number out of its two letters and first six digits."""
    odd, even = sum(map(int, digits[0::2])), sum(map(int, digits[1::2]))
    return f"{letters}{digits}{(odd + 2 * even) % 10}"


def vin(characters: str) -> str:
    """A vehicle identification number of seventeen with its ninth character set right."""
    characters = characters[:8] + "0" + characters[9:]
    total = sum(
        (int(character) if character.isdigit() else VIN_LETTERS[character]) * weight
        for character, weight in zip(characters, VIN_WEIGHTS, strict=True)
    )
    return characters[:8] + "0123456789X"[total % 11] + characters[9:]
