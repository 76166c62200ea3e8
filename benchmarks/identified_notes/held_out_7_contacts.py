"""Telephones, licences, accounts, plates, devices and files of the seventh held-out part."""

import random
import re
import string
import unicodedata

from benchmarks.identified_notes.held_out_7_numbers import digits, letters, luhn

_PHONES: dict[str, str] = {
    "us": "(N##) N##-####|(N##) N##-####|N##-N##-####|N##-N##-####|N##.N##.####|1-N##-N##-####|+1 N## N## ####|N##-####"
    "|N##N######|(N##)N##-####|N## N## ####",
    "uk": "07### ######|01### ######|07#########|01N1 ### ####|+44 7### ######|01#########|(01###) ######|020 7### ####"
    "|07###-######",
    "ie": "086 ### ####|087 ### ####|01 ### ####|021 ### ####|091 ### ####|+353 83 ### ####|085-#######",
    "au": "04## ### ###|(02) #### ####|(07) #### ####|+61 4## ### ###|04########|(03) #### ####",
    "nz": "021 ### ####|027 ### ####|03 ### ####|09 ### ####|+64 21 ### ####|(07) ###-####",
    "in": "+91 9#### #####|9#########|0N#-########|98###-#####|91-N#########",
    "za": "082 ### ####|011 ### ####|031 ### ####|+27 72 ### ####|07########",
    "sg": "9### ####|8### ####|6### ####|+65 9### ####|9#######",
    "ng": "080########|0803 ### ####|+234 81# ### ####|0906-###-####",
    "ph": "0917 ### ####|+63 9## ### ####|(02) 8###-####|09#########",
    "ae": "050 ### ####|055 ### ####|+971 5# ### ####|04 ### ####|00971 2 ### ####",
}


def phone(rng: random.Random, country: str) -> str:
    """A telephone number."""
    pattern = rng.choice(_PHONES["us" if country == "ca" else country].split("|"))
    return re.sub("[#N]", lambda match: str(rng.randint(0 if match[0] == "#" else 2, 9)), pattern)


def extension(rng: random.Random) -> str:
    """An inside number, bleep or pager."""
    return digits(rng, rng.choice((3, 4, 4, 4, 5)))


def phone_extension(rng: random.Random, country: str) -> str:
    """A number with its extension."""
    sign = rng.choice((" ext ", " ext. ", " x", " Ext. ", " x ", ", ext ", " extn "))
    return phone(rng, country) + sign + digits(rng, rng.choice((3, 4, 4)))


def npi(rng: random.Random) -> str:
    """A US provider number."""
    body = "1" + digits(rng, 8)
    return body + luhn("80840" + body)


def dea(rng: random.Random, family: str) -> str:
    """A DEA number of someone of this family name."""
    number = digits(rng, 6)
    check = int(number[0]) + int(number[2]) + int(number[4]) + 2 * (int(number[1]) + int(number[3]) + int(number[5]))
    initial = _ascii(family)[:1].upper()
    return rng.choice("ABFM") + (initial if initial.isalpha() else "X") + number + str(check % 10)


def registration(rng: random.Random, country: str) -> str:
    """A clinician's number at the council of the country."""
    forms = {
        "us": (f"{letters(rng, 1)}{digits(rng, 5)}", f"MD{digits(rng, 6)}", f"RN{digits(rng, 6)}", digits(rng, 6)),
        "uk": (digits(rng, 7),),
        "ie": (digits(rng, 6),),
        "ca": (digits(rng, 5), digits(rng, 6)),
        "au": (f"MED000{digits(rng, 7)}", f"NMW000{digits(rng, 7)}"),
        "nz": (digits(rng, 5),),
        "in": (f"{digits(rng, 5)}/{rng.randint(1988, 2019)}", f"KMC-{digits(rng, 5)}", digits(rng, 6)),
        "za": (f"MP {digits(rng, 7)}", f"MP{digits(rng, 7)}"),
        "sg": (f"M{digits(rng, 5)}{letters(rng, 1)}",),
        "ng": (f"MDCN/R/{digits(rng, 5)}", f"{digits(rng, 5)}"),
        "ph": (f"0{digits(rng, 6)}",),
        "ae": (f"DHA-P-{digits(rng, 7)}", f"GD{digits(rng, 5)}", f"DHA/LS/{digits(rng, 7)}"),
    }
    return rng.choice(forms[country])


def nurse_pin(rng: random.Random) -> str:
    """A UK nurse's number."""
    return f"{rng.randint(70, 99)}{rng.choice('ABCDEFGHI')}{rng.randint(1000, 9999)}{rng.choice('ECSWN')}"


def driving(rng: random.Random, country: str, family: str, birth: str, sex: str) -> str:
    """A driver's licence."""
    if country == "uk":
        stem = (_ascii(family).upper() + "99999")[:5]
        month = str(int(birth[4:6]) + (50 if sex == "F" else 0)).zfill(2)
        return f"{stem}{birth[2]}{month}{birth[6:8]}{birth[3]}{letters(rng, 1)}9{letters(rng, 1)}{rng.randint(2, 9)}{letters(rng, 2)}"[
            :16
        ]
    if country == "us":
        return rng.choice(
            (
                f"{letters(rng, 1)}{digits(rng, 7)}",
                digits(rng, 8),
                f"{letters(rng, 1)}{digits(rng, 3)}-{digits(rng, 4)}-{digits(rng, 4)}",
                f"S{digits(rng, 8)}",
            )
        )
    if country == "ca":
        return f"{_ascii(family)[:1].upper()}{digits(rng, 4)}-{digits(rng, 5)}-{digits(rng, 5)}"
    return rng.choice((digits(rng, 8), digits(rng, 9), f"{letters(rng, 2)}{digits(rng, 6)}"))


def account(rng: random.Random, country: str) -> str:
    """A billing or bank account."""
    forms = [
        digits(rng, 8),
        digits(rng, 10),
        f"{letters(rng, 1)}{digits(rng, 8)}",
        f"A-{digits(rng, 7)}",
        f"{digits(rng, 4)}-{digits(rng, 6)}",
    ]
    if country == "uk":
        forms += [f"{digits(rng, 2)}-{digits(rng, 2)}-{digits(rng, 2)} {digits(rng, 8)}"]
    if country == "au":
        forms += [f"{digits(rng, 3)}-{digits(rng, 3)} {digits(rng, 8)}"]
    if country == "nz":
        forms += [f"{rng.choice(('01', '02', '03', '06', '12'))}-{digits(rng, 4)}-{digits(rng, 7)}-00"]
    return rng.choice(forms)


def iban(rng: random.Random, country: str) -> str:
    """An IBAN with its check digits."""
    if country == "ie":
        code, body = "IE", rng.choice(("AIBK", "BOFI", "IPBS")) + digits(rng, 14)
    elif country == "ae":
        code, body = "AE", f"0{digits(rng, 2)}{digits(rng, 16)}"
    else:
        code, body = "GB", rng.choice(("BARC", "LOYD", "MIDL", "NWBK")) + digits(rng, 14)
    value = "".join(str(int(c, 36)) for c in body + code + "00")
    text = f"{code}{98 - int(value) % 97:02d}{body}"
    return rng.choice((text, " ".join(text[i : i + 4] for i in range(0, len(text), 4))))


def plate(rng: random.Random, country: str) -> str:
    """A number plate."""
    forms = {
        "us": (
            f"{digits(rng, 1)}{letters(rng, 3)}{digits(rng, 3)}",
            f"{letters(rng, 3)}-{digits(rng, 4)}",
            f"{letters(rng, 3)} {digits(rng, 3)}",
        ),
        "uk": (
            f"{letters(rng, 2)}{rng.choice(('14', '17', '19', '20', '68', '70', '71', '22'))} {letters(rng, 3)}",
            f"{letters(rng, 2)}{rng.choice(('12', '65', '69'))}{letters(rng, 3)}",
        ),
        "ie": (
            f"{rng.choice(('141', '172', '191', '212', '231'))}-{rng.choice(('D', 'C', 'G', 'KY', 'LH'))}-{digits(rng, 4)}",
        ),
        "ca": (f"{letters(rng, 4)} {digits(rng, 3)}", f"{letters(rng, 3)}-{digits(rng, 3)}"),
        "au": (
            f"{letters(rng, 3)}-{digits(rng, 2)}{letters(rng, 1)}",
            f"1{letters(rng, 2)}-{digits(rng, 1)}{letters(rng, 2)}",
        ),
        "nz": (f"{letters(rng, 3)}{digits(rng, 3)}",),
        "in": (
            f"KA {digits(rng, 2)} {letters(rng, 2)} {digits(rng, 4)}",
            f"MH-{digits(rng, 2)}-{letters(rng, 2)}-{digits(rng, 4)}",
            f"TN{digits(rng, 2)}{letters(rng, 1)}{digits(rng, 4)}",
        ),
        "za": (f"{letters(rng, 2)} {digits(rng, 2)} {letters(rng, 2)} GP", f"CA {digits(rng, 3)}-{digits(rng, 3)}"),
        "sg": (
            f"S{letters(rng, 2)} {digits(rng, 4)} {letters(rng, 1)}",
            f"S{letters(rng, 2)}{digits(rng, 4)}{letters(rng, 1)}",
        ),
        "ng": (f"{letters(rng, 3)}-{digits(rng, 3)}{letters(rng, 2)}",),
        "ph": (f"{letters(rng, 3)} {digits(rng, 4)}",),
        "ae": (f"Dubai {rng.choice('ABDKM')} {digits(rng, 5)}", f"Abu Dhabi {rng.randint(5, 20)} / {digits(rng, 5)}"),
    }
    return rng.choice(forms[country])


def vin(rng: random.Random) -> str:
    """A vehicle's number with its check digit."""
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ"
    values = {
        **{str(i): i for i in range(10)},
        **dict(zip(alphabet, (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    }
    text = rng.choice(("1HG", "2T1", "JHM", "WDB", "1FT", "KNA")) + letters(rng, 2) + digits(rng, 3) + "0"
    text += rng.choice("EFGHJKLMNP") + letters(rng, 1) + digits(rng, 6)
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    left = sum(values[c] * w for c, w in zip(text, weights, strict=True)) % 11
    return text[:8] + ("X" if left == 10 else str(left)) + text[9:]


def serial(rng: random.Random) -> str:
    """A device's serial number."""
    return rng.choice(
        (
            f"{letters(rng, 3)}{digits(rng, 6)}{rng.choice('HSG')}",
            f"{letters(rng, 2)}-{digits(rng, 6)}",
            digits(rng, 8),
            f"{digits(rng, 4)}{letters(rng, 1)}{digits(rng, 4)}",
            f"{letters(rng, 1)}{digits(rng, 7)}",
            f"{letters(rng, 2)}{digits(rng, 2)}-{digits(rng, 5)}",
            f"{digits(rng, 2)}{letters(rng, 2)}{digits(rng, 5)}",
            f"{letters(rng, 3)}-{digits(rng, 4)}-{letters(rng, 2)}",
        )
    )


def other_id(rng: random.Random, year: int) -> str:
    """A specimen, accession, case, order or booking number."""
    short = f"{year % 100:02d}"
    return rng.choice(
        (
            f"{letters(rng, 1)}{short}-{digits(rng, 5)}",
            f"{digits(rng, 8)}",
            f"{letters(rng, 2)}-{short}-{digits(rng, 4)}",
            f"{year}-{digits(rng, 6)}",
            f"{letters(rng, 3)}{digits(rng, 7)}",
            f"{short}{letters(rng, 1)}{digits(rng, 6)}",
            f"{digits(rng, 4)}/{short}",
            f"{letters(rng, 2)}{digits(rng, 6)}",
            f"{digits(rng, 3)}-{digits(rng, 4)}",
            f"{short}{letters(rng, 2)}{digits(rng, 5)}X",
        )
    )


def subject(rng: random.Random) -> str:
    """A subject's number in a study."""
    return rng.choice(
        (
            f"{rng.randint(1, 60):03d}-{rng.randint(1, 300):04d}",
            f"S{rng.randint(1, 40):02d}-{rng.randint(1, 99):03d}",
            f"{digits(rng, 4)}{rng.randint(1, 99):03d}",
            f"{letters(rng, 3)}-{rng.randint(1, 20):02d}-{rng.randint(1, 200):03d}",
        )
    )


def _ascii(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if c in string.ascii_letters)
    return plain or "x"


def email(rng: random.Random, given: str, family: str, country: str, work: bool, stem: str) -> str:
    """A private or a hospital's address."""
    given, family = _ascii(given).lower(), _ascii(family).lower()
    endings = {
        "us": "org",
        "uk": "nhs.uk",
        "ie": "ie",
        "ca": "ca",
        "au": "org.au",
        "nz": "co.nz",
        "in": "co.in",
        "za": "co.za",
        "sg": "com.sg",
        "ng": "com.ng",
        "ph": "com.ph",
        "ae": "ae",
    }
    hosts = ("gmail.com", "hotmail.com", "yahoo.com", "outlook.com", "icloud.com", "gmail.com")
    if work:
        host = f"{_ascii(stem).lower()}.{endings[country]}"
        names = (
            f"{given}.{family}",
            f"{given[0]}.{family}",
            f"{family}{given[0]}",
            f"{given[0]}{family}",
            f"{given}.{family}{rng.randint(2, 9)}",
        )
    else:
        host = rng.choice(hosts)
        names = (
            f"{given}.{family}",
            f"{given}{family}{rng.randint(50, 99)}",
            f"{given[0]}{family}{rng.randint(1, 999)}",
            f"{given}_{family}",
            f"{family}.{given}{rng.randint(1, 30)}",
            f"{given}{rng.randint(1950, 2005)}",
        )
    return rng.choice(names) + "@" + host


def url(rng: random.Random, stem: str, country: str) -> str:
    """A portal, video call or picture store."""
    stem = _ascii(stem).lower()
    end = {
        "us": "org",
        "uk": "nhs.uk",
        "ie": "ie",
        "ca": "ca",
        "au": "org.au",
        "nz": "co.nz",
        "in": "in",
        "za": "co.za",
    }.get(country, "com")
    code = letters(rng, 3).lower() + digits(rng, 4)
    return rng.choice(
        (
            f"https://portal.{stem}.{end}/p/{code}",
            f"www.{stem}.{end}",
            f"https://www.{stem}.{end}/results?pid={digits(rng, 7)}",
            f"{stem}.{end}/myhealth",
            f"https://video.{stem}.{end}/room/{code}",
            f"http://pacs.{stem}.{end}/study/{digits(rng, 6)}",
            f"https://{stem}.{end}/booking/{code.upper()}",
            f"www.justgiving.com/{stem}{rng.randint(2, 99)}",
        )
    )


def ip_address(rng: random.Random) -> str:
    """An address of a computer."""
    if rng.random() < 0.12:
        return f"2001:db8:{rng.randint(16, 65000):x}::{rng.randint(1, 65000):x}"
    return f"{rng.choice((10, 172, 192, 81, 86, 103, 24))}.{rng.randint(0, 254)}.{rng.randint(0, 254)}.{rng.randint(1, 254)}"


def biometric(rng: random.Random, of: str = "") -> str:
    """An id of a finger print, voice print, palm or iris scan."""
    forms = {
        "finger": (
            f"FP-{rng.choice('LR')}{rng.randint(1, 5)}-{digits(rng, 5)}.wsq",
            f"FPT{digits(rng, 8)}",
            f"R_index_{digits(rng, 5)}.wsq",
        ),
        "voice": (
            f"VP-{digits(rng, 6)}",
            f"VOICE-{letters(rng, 2)}{digits(rng, 5)}",
            f"voiceprint_{digits(rng, 7)}.wav",
        ),
        "palm": (f"PALM{digits(rng, 7)}", f"PV-{letters(rng, 1)}{digits(rng, 6)}"),
        "face": (f"iris_{rng.choice('LR')}_{digits(rng, 6)}.bmp", f"face_tmpl_{digits(rng, 6)}.bin"),
    }
    return rng.choice(forms[of or rng.choice(sorted(forms))])


def photo(rng: random.Random, family: str, stamp: str) -> str:
    """A picture's file name."""
    end = rng.choice((".jpg", ".JPG", ".jpeg", ".png", ".HEIC"))
    part = rng.choice(["wound", "heel", "sacrum", "rash", "foot", "mole", "face", "smile", "burn", "L_hand", "scalp"])
    return rng.choice(
        (
            f"IMG_{digits(rng, 4)}{end}",
            f"DSC0{digits(rng, 4)}{end}",
            f"{_ascii(family).lower()}_{part}_{stamp}{end}",
            f"{part}_{digits(rng, 6)}{end}",
            f"IMG-{stamp}-WA00{rng.randint(10, 99)}{end}",
            f"{stamp}_{part}{rng.randint(1, 4)}{end}",
            f"{_ascii(family)}-{part}-{rng.randint(1, 9)}{end}",
        )
    )
