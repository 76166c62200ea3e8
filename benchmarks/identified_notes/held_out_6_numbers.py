"""The numbers and addresses of the sixth held-out part, with right check digits where a scheme has them."""

import random
import string
from collections.abc import Callable

_VERHOEFF_D = [
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
]
_VERHOEFF_P = [
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
]
_VIN = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ0123456789", [*range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10), *range(10)], strict=True
    )
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def by_mask(mask: str, rng: random.Random) -> str:
    """`#` a digit, `=` a digit from 2, `@` a capital letter, `^` a hexadecimal one; all else stays."""
    made = {"#": string.digits, "=": "23456789", "@": "ABCDEFGHJKLMNPRSTUVWXYZ", "^": "0123456789abcdef"}
    return "".join(rng.choice(made[c]) if c in made else c for c in mask)


def _choice(masks: str) -> Callable[[random.Random], str]:
    return lambda rng: by_mask(rng.choice(masks.split("|")), rng)


def _luhn(digits: str) -> str:
    """The digits with their Luhn check digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def _verhoeff(digits: str) -> str:
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_VERHOEFF_D[check][int(_VERHOEFF_P[(place + 1) % 8][int(digit)])])
    return digits + str([int(row[0]) for row in (_VERHOEFF_D[check],)] and _VERHOEFF_D[check].index("0"))


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def nhs_number(rng: random.Random) -> str:
    """A UK NHS number: ten digits, the last one modulo 11."""
    while True:
        digits = by_mask("=########", rng)
        check = 11 - _weighed(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check != 10:
            digits += str(check % 11)
            return rng.choice((f"{digits[:3]} {digits[3:6]} {digits[6:]}",) * 3 + (digits, f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"))  # fmt: skip


def _nhi(rng: random.Random) -> str:
    """A New Zealand NHI: three letters, four digits, the last one modulo 11."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    while True:
        text = by_mask("@@@###", rng)
        values = [alphabet.index(c) + 1 if c in alphabet else int(c) for c in text]
        rest = sum(value * weight for value, weight in zip(values, (7, 6, 5, 4, 3, 2), strict=True)) % 11
        if rest:
            return text + str((11 - rest) % 10)


def _pps(rng: random.Random) -> str:
    digits = by_mask("#######", rng)
    return digits + "WABCDEFGHIJKLMNOPQRSTUV"[_weighed(digits, (8, 7, 6, 5, 4, 3, 2)) % 23]


def _nric(rng: random.Random) -> str:
    digits, first = by_mask("#######", rng), rng.choice("ST")
    rest = (_weighed(digits, (2, 7, 6, 5, 4, 3, 2)) + 4 * (first == "T")) % 11
    return f"{first}{digits}{'JZIHGFEDCBA'[rest]}"


def _medicare_au(rng: random.Random) -> str:
    digits = by_mask("=#######", rng).replace(" ", "")
    digits = rng.choice("23456") + digits[1:]
    text = f"{digits}{_weighed(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10}{rng.randint(1, 3)}"
    return rng.choice(
        (f"{text[:4]} {text[4:9]} {text[9]}", text, f"{text[:4]} {text[4:9]} {text[9]}-{rng.randint(1, 5)}")
    )


def _mbi(rng: random.Random) -> str:
    """A US Medicare beneficiary's identifier, by CMS's pattern of letters and digits."""
    text = "".join(rng.choice({"C": "123456789", "A": "ACDEFGHJKMNPQRTUVWXY", "N": string.digits, "B": "ACDEFGHJKMNPQRTUVWXY0123456789"}[c]) for c in "CABNABNAANN")  # fmt: skip
    return rng.choice((text, f"{text[:4]}-{text[4:7]}-{text[7:]}"))


def _ssn(rng: random.Random) -> str:
    area = rng.choice([*range(1, 666), *range(667, 772)])
    text = f"{area:03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"
    return rng.choice((text, text, text, text, text.replace("-", ""), text.replace("-", " ")))


def _npi(rng: random.Random) -> str:
    return _luhn("80840" + by_mask("1########", rng))[5:]


def _dea(rng: random.Random, last: str) -> str:
    digits = by_mask("######", rng)
    odd, even = sum(int(c) for c in digits[::2]), sum(int(c) for c in digits[1::2])
    return f"{rng.choice('ABFM')}{last.upper()}{digits}{(odd + 2 * even) % 10}"


def _vin(rng: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    text = rng.choice(("1HG", "1FT", "2T1", "3VW", "5YJ", "JTD", "WBA", "1G1", "KMH")) + "".join(rng.choice(letters) for _ in range(5)) + "0" + rng.choice("ABCDEFGHJKLMNPR") + rng.choice(letters) + by_mask("######", rng)  # fmt: skip
    rest = sum(_VIN[c] * weight for c, weight in zip(text, _VIN_WEIGHTS, strict=True)) % 11
    return text[:8] + ("X" if rest == 10 else str(rest)) + text[9:]


def _grouped(text: str, sizes: tuple[int, ...], mark: str) -> str:
    parts, place = [], 0
    for size in sizes:
        parts.append(text[place : place + size])
        place += size
    return mark.join(parts)


def _ontario(rng: random.Random) -> str:
    digits = _luhn(by_mask("=########", rng))
    return rng.choice((f"{digits[:4]}-{digits[4:7]}-{digits[7:]}-{by_mask('@@', rng)}", f"{digits[:4]} {digits[4:7]} {digits[7:]}"))  # fmt: skip


def _south_african(rng: random.Random, born: str) -> str:
    digits = _luhn(f"{born}{rng.randint(0, 9999):04}08")
    return rng.choice((digits, f"{digits[:6]} {digits[6:10]} {digits[10:]}"))


PHONES: dict[str, str] = {
    "us": "(~) =##-####|(~) =##-####|(~) =##-####|(~)=##-####|~-=##-####|~-=##-####|~-=##-####|~-=##-####|~.=##.####|~ =## ####|1-~-=##-####|+1 ~-=##-####|~=######|+1 (~) =##-####|~/=##-####|=##-####",
    "gb": "~ %|~ %|07=## ######|07=########|07=## ### ###|(~) %|+44 7### ######|07=########",
    "ie": "08= ### ####|08=#######|(~) ######|~ ######|~-######|+353 8= ### ####",
    "au": "04## ### ###|04########|(~) #### ####|~ #### ####|+61 4## ### ###|~########",
    "nz": "021 ### ###|027 ### ####|~ ### ####|(~) ### ####|+64 21 ### ####|022#######",
    "in": "9#########|98### #####|+91 9#### #####|~-=######|+91-8#########|7#########",
    "ng": "080########|0803 ### ####|+234 80# ### ####|070########|0816-###-####|~-### ####",
    "za": "082 ### ####|~ ### ####|07=#######|+27 83 ### ####|(~) ### ####",
    "ph": "09## ### ####|+63 9## ### ####|(~) ####-####|09#########|09##-###-####",
    "sg": "9### ####|~### ####|+65 8### ####|8#######",
}
"""Masks of telephone numbers; `~` is the town's area code, `%` a number within it."""
PHONES["ca"] = PHONES["us"]
_MRNS = {
    "us": "######|#######|########|#########|########|#######|##-##-##|###-##-##|M#######|E########|@@######|00######|MR#####|#####-#",
    "gb": "@######|#######|RXH######|@@##### #|######",
    "ca": "#######|J#######|########|##-####-##",
    "au": "#######|UR######|######|0######",
    "in": "UHID#######|########|IP/##/#####|AH##.########",
    "": "######|#######|@######|########|##/######|H-#####",
}
_PLATES = {"us": "@@@-####|###-@@@|@@@ ####|#@@@###|@@@####", "gb": "@@## @@@|@@##@@@", "ca": "@@@@ ###|@@@-###", "au": "###-@@@|@@@ ##@", "": "@@ ## @@ ####|@@@-###|@@@ ###"}  # fmt: skip
_LICENCES = {
    "us": "@@######|MD#####|D######|@-#####|##-######|036-######",
    "gb": "#######|7######",
    "ie": "######",
    "au": "MED000#######",
    "in": "#####",
}
_OTHERS: dict[str, str] = {
    "acct": "##########|########|V##########|H########|3########-##|AC######|########-1|000########",
    "csn": "#########|1########|20#######|E#######|CSN#######",
    "claim": "20##########|CLM-########|#######-##-###|E##########|WC##-######",
    "auth": "A########|PA-######|#########|AUTH######|TR#########",
    "accession": "##-#######|CT-##-#####|XR########|MR##-####|########|US##-#####|E#######",
    "specimen": "S##-####|S-##-#####|SP##-####|##S-####|SU-##-#####|C##-###|B##-#####",
    "labno": "L########|#######|M####-##|@#######|##-###-####",
    "rxno": "#######|########|N######-#####|Rx-######|C#######",
    "case": "##-CV-####|####-JV-###|CPS-######|##-#####|FC##-#####",
    "refno": "@@@/##/####|REF-#####|####/@@|@@####-#",
    "member": "@@@#########|W#########|#########-01|XYZ########|@@#######|U########|H#########|YRP@########",
    "group": "######|#####-###|00#####|G######",
    "policy": "POL-#######|@@-####-####|##########",
    "serial": "@@@######|SN########|######@|#########|@##-#####|PJN######|RNH######|@@#@######",
    "udi": "(01)00########### #(17)##0#1#(10)@###|00643169######|(01)0########### #(21)@@@######",
    "study": "###-####|01-###-@@@|S###",
    "registry": "IR#######|########",
    "band": "#####@|B#######|@@####",
    "badge": "####|###|#####",
    "run": "##-######|2#######|E##-####",
    "booking": "##-#####|J######|20######",
    "tin": "##-#######",
    "chain": "##########|C#########",
    "check": "####|###",
    "card": "####",
    "bank": "##########|####-######",
    "bio": "FP-######|VP-#####-@|IRIS-#######|BIO######|fpt_####-##",
    "lab": "#####",
}


def write_number(slot: str, rng: random.Random, country: str, area: str) -> str:
    """A number of a kind as a country has it."""
    if slot.startswith(("phone", "fax", "mobile")):
        masks = PHONES[country].split("|")
        if slot != "phone":
            masks = [mask for mask in masks if "~" in mask]
        local = {3: "=### ####", 4: "### ####"}.get(len(area), "######")
        return by_mask(rng.choice(masks).replace("%", local).replace("~", area), rng)
    by_country = {"mrn": _MRNS, "plate": _PLATES, "lic": _LICENCES}
    if slot in by_country:
        masks = by_country[slot]
        return by_mask(rng.choice(masks.get(country, masks.get("", "######")).split("|")), rng)
    if slot == "udi":
        return by_mask(rng.choice(_OTHERS["udi"].split("|")), rng).replace(" ", "")
    if slot == "ssn":
        return _ssn(rng)
    if slot == "ssn4":
        return rng.choice(("xxx-xx-####", "XXX-XX-####", "***-**-####", "####")).replace("####", by_mask("####", rng))
    if slot == "pager":
        return by_mask(rng.choice(("####", "#####", "x####", "#-####", "=##-####") if country in ("us", "ca") else ("####", "####", "###")), rng)  # fmt: skip
    if slot == "ext":
        return by_mask(rng.choice(("####", "###", "#####")), rng)
    if slot == "dl":
        return by_mask(rng.choice(("@#######", "@###-####-####", "########", "@@######")), rng)
    if slot == "ip":
        return rng.choice((f"10.{rng.randint(0, 254)}.{rng.randint(0, 254)}.{rng.randint(1, 254)}", f"192.168.{rng.randint(0, 20)}.{rng.randint(2, 254)}", f"{rng.randint(23, 199)}.{rng.randint(1, 254)}.{rng.randint(0, 254)}.{rng.randint(1, 254)}", by_mask("2600:1700:^^^:^^^0::^^", rng)))  # fmt: skip
    if slot in _CHECKED:
        return _CHECKED[slot](rng)
    return by_mask(rng.choice(_OTHERS[slot].split("|")), rng)


_CHECKED: dict[str, Callable[[random.Random], str]] = {
    "npi": _npi,
    "vin": _vin,
    "nhs": nhs_number,
    "nhi": _nhi,
    "pps": _pps,
    "nric": _nric,
    "mbi": _mbi,
    "medicare": _medicare_au,
    "ohip": _ontario,
    "sin": lambda rng: _grouped(_luhn(by_mask("=#######", rng)), (3, 3, 3), rng.choice("- ")),
    "aadhaar": lambda rng: _grouped(_verhoeff(by_mask("=##########", rng)), (4, 4, 4), rng.choice((" ", " ", "-"))),
    "nino": lambda rng: (
        rng.choice(("AB", "CE", "JK", "NR", "SW", "YZ"))
        + rng.choice((" ## ## ## ", "######")).replace("#", "%d") % tuple(rng.randint(0, 9) for _ in range(6))
        + rng.choice("ABCD")
    ),
    "philhealth": _choice("##-#########-#"),
    "hicard": _choice("####-###-###|#### ### ###"),
    "nhis": _choice("########|NHIS/########"),
    "scheme": _choice("#########|DH#######"),
}


def write_dea(rng: random.Random, family: str) -> str:
    return _dea(rng, (family or "X")[0])


def write_south_african_id(rng: random.Random, born: str) -> str:
    return _south_african(rng, born)
