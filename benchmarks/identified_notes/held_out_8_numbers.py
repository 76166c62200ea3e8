"""Numbers of held-out part 8: each country's identity, hospital, insurance, licence, phone and vehicle numbers."""

import random
from collections.abc import Callable

from benchmarks.identified_notes import held_out_8_checks as checks

PHONES = {
    "US": "(3##) 5##-####|5##-###-####|7##.###.####|+1 6## ### ####|1-8##-###-####|###-####|(4##)###-####|9#########|206-555-01##",
    "UK": "01### ######|0161 496 0###|020 7946 0###|07### ######|+44 7### ######|(0113) 4## ####|07#########|0131-4##-####|01### ### ###",
    "CA": "(416) 5##-####|604-###-####|1 (8##) ###-####|514.###.####|+1-709-###-####|902 ### ####",
    "AU": "04## ### ###|(02) 9### ####|03 5### ####|+61 4## ### ###|1300 ### ###|07-3###-####|04########",
    "IE": "01 8## ####|087 ### ####|+353 86 ### ####|(021) 4######|085-#######|064 66#####",
    "IN": "+91 98### #####|09########0|9#########|044-2### ####|080 4### ####|+91-7#########|0484 26#####|8#### #####",
    "NZ": "021 ### ####|09 4## ####|+64 27 ### ####|(03) 3## ####|022######9|0800 ### ###",
    "ZA": "082 ### ####|+27 73 ### ####|(011) 4##-####|021 5## ####|071#######",
    "SG": "9### ####|+65 8### ####|6### ####|9#######|(65) 6###-####",
    "NG": "0803 ### ####|+234 81# ### ####|070########|0802-###-####|01-4######",
    "PH": "0917 ### ####|(02) 8###-####|+63 9## ### ####|0928-#######|09#########|(032) 2##-####",
    "KE": "0722 ### ###|+254 7## ######|020 2######|0110######|07##-######",
    "JM": "(876) 9##-####|876-5##-####|1-876-###-####|876 3## ####",
    "MY": "012-### ####|03-7### ####|+6016-### ####|011-#### ####|04-2## ####",
    "AE": "050 ### ####|+971 4 3## ####|04-2######|+971 55 #######|056#######",
    "PK": "0300-#######|+92 321 #######|042-35######|0333 #######|(021) 34######",
    "GH": "024 ### ####|+233 20 ### ####|0302 ### ###|055#######|027-###-####",
}
ZIPS = {
    "US": "#####|#####|#####-####", "UK": "LS# #@@|M## #@@|BS# #@@|CF## #@@|EH# #@@|NE#@ #@@|SW#@ #@@|ab1# #@@", "CA": "M#V #K#|V#B #T#|H#X#L#|B#H #R#",
    "AU": "2###|3###|4###|6###|50##", "IE": "D## X#Y#|T## A#H#|V## FK##|H## W#C#|D##N#T#", "IN": "6#####|56 ####|400 ###|11####|682 ###",
    "NZ": "10##|60##|80##|3###", "ZA": "2###|70##|4###|80##", "SG": "5#####|6#####|1#####|S(52####)", "NG": "1#####|2#####|9#####",
    "PH": "1###|60##|8###", "KE": "00#00|80#00|40#00|20###", "JM": "JMAKN##|JMCSC##|JMAAW##", "MY": "50###|1####|81###|4####",
    "AE": "#####|###-####", "PK": "54###|75###|44###", "GH": "GA-###-####|AK-###-####|WS-#####",
}  # fmt: skip
PLATES = {
    "US": "@@@-####|#@@@###|@@@ ####|@@#-#@@|###-@@@", "UK": "@@## @@@|@@##@@@|@### @@@", "CA": "@@@@ ###|@@# ##@|B@@-###", "AU": "@@@-##@|@@ ## @@|1@@-#@@|###-@@#",
    "IE": "191-D-#####|12-C-####|201-KY-###|08 G ####", "IN": "TN 07 @@ ####|MH12@@####|KL-08-@@-####|DL 3C@@ ####", "NZ": "@@@###|@@@ ###",
    "ZA": "CA ###-###|ND ### ###|@@ ## @@ GP|@@@ ### EC", "SG": "SK@ #### @|SM@####@|F@ ### @", "NG": "@@@-### @@|@@@ ###@@|KJA-###@@",
    "PH": "N@@ ####|@@@ ###|N@@-####", "KE": "KD@ ###@|KCB ###@|KB@###@", "JM": "#### @@|PD ####|##-## @@", "MY": "W@@ ####|J@@####|P@@ ####", "AE": "K #####|AD 5/#####|A/#####",
    "PK": "LE@-##-####|A@@-###|@@@-####", "GH": "GR ####-2#|AS-####-1#|GT #### W",
}  # fmt: skip
IDS: dict[str, dict[str, tuple[str, ...]]] = {
    "US": {
        "ssn": ("SSN=ssn_us", "SS#=ssn_us", "Social Security Number=ssn_us", "social=ssn_us", "ITIN=9##-7#-####"),
        "mrn": (
            "MRN=#######",
            "MRN=E########",
            "Med Rec #=##-##-##",
            "MR#=M######",
            "Medical Record No.=@########",
            "mrn=00######",
            "Chart #=#####-@",
        ),
        "plan": (
            "Member ID=@@@#########",
            "Medicare #=mbi",
            "Medicaid ID=@@#####@",
            "Policy=W########",
            "Subscriber ID=@@@##@######",
        ),
        "lic": (
            "NPI=npi",
            "DEA=dea",
            "Lic.=RN-######",
            "RN license=RN#######",
            "state license=A######",
            "driver's license=D###-####-####",
        ),
    },
    "UK": {
        "ssn": ("NI No=ni", "National Insurance=ni", "NINO=ni", "UTR=##########"),
        "mrn": (
            "NHS No=nhs",
            "NHS number=nhs",
            "NHS=nhs_plain",
            "Hosp No=RX######",
            "CHI=chi",
            "Hospital number=D#######",
            "K number=K######",
        ),
        "plan": ("Policy no=BX/#######/@", "membership=#### #### ##", "pre-auth policy=PMI-######"),
        "lic": (
            "GMC=7######",
            "NMC PIN=##@####E",
            "HCPC=PH######",
            "GDC No=2#####",
            "GPhC=20#####",
            "DVLA licence=@@@@@7##1##@@9@@",
        ),
    },
    "CA": {
        "ssn": ("SIN=sin", "S.I.N.=sin", "Social Insurance No.=sin"),
        "mrn": ("MRN=#######", "Chart=C-######", "J#=J########", "Unit no.=##-##-##"),
        "plan": (
            "OHIP=#### ### ### @@",
            "HCN=##########-@@",
            "PHN=9### ### ###",
            "RAMQ=@@@@ #### ####",
            "Green Shield cert=GS#######-00",
        ),
        "lic": ("CPSO=#####", "CNO Reg=########", "CPSBC=2####", "OCP=2#####"),
    },
    "AU": {
        "ssn": ("TFN=tfn", "Tax file no=tfn", "CRN=### ### ###@"),
        "mrn": ("UR=######", "MRN=########", "URN=UR#######", "UMRN=@#######"),
        "plan": ("Medicare=medicare_au", "IHI=8003 60## #### ####", "DVA=NX######", "fund member no=#######@"),
        "lic": ("AHPRA=MED000#######", "Provider no.=######@@", "AHPRA=NMW000#######", "Prescriber=#######"),
    },
    "IE": {
        "ssn": ("PPSN=ppsn", "PPS No=ppsn", "PPS number=ppsn"),
        "mrn": ("MRN=#######", "HCN=H######", "Board No.=######", "Chart no=C####/##"),
        "plan": ("GMS=@######@", "Medical card=B######A", "Policy=IE-VH-#######", "DPS=DP#######"),
        "lic": ("IMC=4#####", "NMBI PIN=0####4", "PSI reg=1####", "MCRN=######"),
    },
    "IN": {
        "ssn": ("Aadhaar=aadhaar", "PAN=@@@P@####@", "Aadhar No.=aadhaar", "UID=aadhaar"),
        "mrn": (
            "UHID=UHID/20/######",
            "IP No.=IP/2#/00####",
            "MRD=MR-######",
            "OPD No=OP########",
            "CR No.=20210#######",
        ),
        "plan": ("ABHA=91-####-####-####", "TPA card=MD########", "policy no.=P/######/01/2#/00####", "CGHS=#######"),
        "lic": (
            "TNMC=8####",
            "Reg. No. KMC=KMC ####6",
            "MMC=2001/0#/####",
            "NMC Reg=DMC/R/#####",
            "DL=TN07 2011#######",
        ),
    },
    "NZ": {
        "ssn": ("IRD=###-###-###", "IRD no=##-###-###"),
        "mrn": ("NHI=nhi", "NHI No=nhi", "nhi=nhi", "Unit record=######"),
        "plan": ("policy=SC-#######", "ACC claim=100########", "CSC=#########"),
        "lic": ("MCNZ=#####", "NCNZ=1#####", "HPI CPN=##@@@@", "Reg=PT-####"),
    },
    "ZA": {
        "ssn": ("ID No=za_id", "RSA ID=za_id", "ID=za_id", "Tax ref=0###/###/##/#"),
        "mrn": ("Folder=########", "Hosp no=MM#########", "HPRN=HPRN@##@#@#", "File=GSH ######/#"),
        "plan": ("Med aid no=########0", "Scheme no.=DH#########", "GEMS=00#######"),
        "lic": ("HPCSA=MP 0######", "SANC=1#######", "Pr No=PR#######", "BHF=14#####"),
    },
    "SG": {
        "ssn": ("NRIC=nric", "FIN=fin", "IC=nric", "NRIC/FIN=nric"),
        "mrn": ("HRN=H########", "MRN=A######@", "Case no.=20######@", "Visit=N-######-##"),
        "plan": ("Policy=L#######", "IP policy=H-##-######", "Shield plan=##########"),
        "lic": ("MCR=M#####@", "SNB=RN######@", "SPC=P0####@", "MCR No.=0####@"),
    },
    "NG": {
        "ssn": ("NIN=###########", "N.I.N=#### ### ####", "TIN=########-0001"),
        "mrn": ("Hosp No=######", "Hosp. No.=UC/##/####", "Card No=OPD/####/2#", "HN=LS-####-##"),
        "plan": ("NHIA=NH########", "HMO ID=AX/####/A", "Enrollee=#######-0"),
        "lic": ("MDCN=MDCN/R/#####", "Folio=#####", "PCN=00####", "NMCN=RN/####/2#"),
    },
    "PH": {
        "ssn": ("SSS=34-#######-#", "TIN=###-###-###-000", "PhilSys=####-####-####-####"),
        "mrn": ("Hosp. No.=000######", "Case No=20##-####", "HRN=##-##-##", "Pt ID=P########"),
        "plan": ("PhilHealth=12-#########-#", "PHIC PIN=##-#########-#", "HMO=MX-#######"),
        "lic": ("PRC=0######", "Lic. No.=1#####", "PTR=#######", "S2=PDEA-S2-######"),
    },
    "KE": {
        "ssn": ("ID No=########", "KRA PIN=A0########@", "Nat ID=########"),
        "mrn": ("IP No=#####/2#", "OP No.=######", "OPD=2#/####/@", "CCC No=1####-#####"),
        "plan": ("SHA=CR#########-#", "NHIF=R#######", "Scheme no=KQ/#####/01"),
        "lic": ("KMPDC=A####", "NCK=RN #####", "Reg=COC/#####", "PPB=R#####"),
    },
    "JM": {
        "ssn": ("TRN=###-###-###", "NIS=@######", "T.R.N.=### ### ###"),
        "mrn": ("Docket=######", "Reg no.=UH######", "MRN=KPH-##-####", "Patient #=######-@"),
        "plan": ("NHF=########", "JADEP=JD######", "Health card=###-######-##"),
        "lic": ("MCJ=MCJ-####", "NCJ=RN #####", "Reg. #=M####"),
    },
    "MY": {
        "ssn": ("IC=mykad", "NRIC=mykad", "No. K/P=mykad"),
        "mrn": ("RN=HKL######", "MRN=00######", "R/N=SB-######", "Reg No=0#####/2#"),
        "plan": ("Policy=GE-#######", "GL no.=GL########", "PERKESO=@########"),
        "lic": ("MMC=#####", "NSR=1#####", "LJM=######", "APC=2####/2#"),
    },
    "AE": {
        "ssn": ("EID=784-19##-#######-#", "Emirates ID=784-19##-#######-#", "E-ID=78419##########"),
        "mrn": ("MRN=########", "File no.=F-######", "MRN=DH#######", "UHN=10######"),
        "plan": ("Card no=1##-####-#######-01", "Thiqa card=T########", "Policy=AXG-#####/2#"),
        "lic": ("DHA=DHA-P-0######", "DOH=GD#####", "MOH=D#####", "HAAD=GN####7"),
    },
    "PK": {
        "ssn": ("CNIC=3####-#######-#", "CNIC No.=4####-#######-#", "NTN=#######-#"),
        "mrn": ("MR No=###-##-##", "MRN=01-2#-######", "Reg#=LRH-#####", "File=@-####/2#"),
        "plan": ("Sehat card=SS-########", "panel no=ST/####/##", "EOBI=#######@###"),
        "lic": ("PMDC=#####-P", "PMC=######-01-M", "PNC=A-#####", "PM&DC=####-D"),
    },
    "GH": {
        "ssn": ("Ghana Card=GHA-#########-#", "SSNIT=@###########", "TIN=P00########"),
        "mrn": ("Folder no=####/2#", "OPD No.=KB-@##-@@@####", "Folder=A#####/1#", "HN=######"),
        "plan": ("NHIS=########", "NHIS No=####-####", "CC no=CC#######"),
        "lic": ("MDC=MDC/RN/#####", "MDC/PN=MDC-PN-####", "NMC=RGN-#####", "PIN=PG/MD/####"),
    },
}
"""Country -> sort of number -> (what staff write before it)=(its pattern, or the name of its maker)."""

MARKS = {"#": "0123456789", "%": "123456789", "~": "0123456789ABCDEF", "@": "ABCDEFGHJKLMNPRSTUVWXYZ"}
Maker = Callable[[random.Random, str], str]


def pattern(form: str, rng: random.Random) -> str:
    """A pattern's number: `#` is a digit, `%` one from 1, `~` one of sixteen, and `@` a capital letter."""
    return "".join(rng.choice(MARKS[mark]) if mark in MARKS else mark for mark in form)


def one_of(forms: str, rng: random.Random) -> str:
    """A number of one of several patterns."""
    return pattern(rng.choice(forms.split("|")), rng)


def digits(count: int, rng: random.Random) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def spaced(number: str, *sizes: int, by: str = " ") -> str:
    """A number in groups."""
    groups, place = [], 0
    for size in sizes:
        groups.append(number[place : place + size])
        place += size
    return by.join(groups)


def make_ssn_us(rng: random.Random, _born: str) -> str:
    area = rng.choice([*range(1, 666), *range(667, 900)])
    number = f"{area:03}{rng.randrange(1, 100):02}{rng.randrange(1, 10_000):04}"
    return rng.choice(
        (
            spaced(number, 3, 2, 4, by="-"),
            spaced(number, 3, 2, 4, by="-"),
            spaced(number, 3, 2, 4),
            number,
            f"xxx-xx-{number[5:]}",
            f"***-**-{number[5:]}",
        )
    )


def make_nhs(rng: random.Random, _born: str) -> str:
    while (check := checks.mod_11(first := rng.choice("4679") + digits(8, rng))) is None:
        pass
    return spaced(first + check, 3, 3, 4, by=rng.choice((" ", " ", "-")))


def make_chi(rng: random.Random, born: str) -> str:
    while (check := checks.mod_11(first := born[6:8] + born[4:6] + born[2:4] + digits(3, rng))) is None:
        pass
    return first + check


def make_sin(rng: random.Random, _born: str) -> str:
    first = rng.choice("1245679") + digits(7, rng)
    return spaced(first + checks.luhn(first), 3, 3, 3, by=rng.choice((" ", "-")))


def make_tfn(rng: random.Random, _born: str) -> str:
    while (check := checks.tfn(first := rng.choice("123456789") + digits(7, rng))) is None:
        pass
    return spaced(first + check, 3, 3, 3)


def make_medicare_au(rng: random.Random, _born: str) -> str:
    first = rng.choice("23456") + digits(7, rng)
    return spaced(first + checks.medicare_au(first) + "1", 4, 5, 1)


def make_aadhaar(rng: random.Random, _born: str) -> str:
    first = rng.choice("23456789") + digits(10, rng)
    return spaced(first + checks.verhoeff(first), 4, 4, 4, by=rng.choice((" ", " ", "-", "")))


def make_nhi(rng: random.Random, _born: str) -> str:
    while (
        check := checks.nhi(
            letters := "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(3)), first := digits(3, rng)
        )
    ) is None:
        pass
    return letters + first + check


def make_ni(rng: random.Random, _born: str) -> str:
    number = rng.choice("ABCEGHJKLMNPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ") + digits(6, rng) + rng.choice("ABCD")
    return rng.choice((spaced(number, 2, 2, 2, 2, 1), number))


def make_nric(rng: random.Random, born: str) -> str:
    letter, first = ("T" if born[:2] == "20" else "S"), born[2:4] + digits(5, rng)
    return letter + first + checks.nric(letter, first)


def make_za_id(rng: random.Random, born: str) -> str:
    first = born[2:] + digits(4, rng) + "08"
    return rng.choice((first + checks.luhn(first), spaced(first + checks.luhn(first), 6, 4, 2, 1)))


def make_mbi(rng: random.Random, _born: str) -> str:
    number = pattern("#@#", rng).replace("0", "7") + pattern("#@#@@##", rng)
    number = number[:2] + rng.choice("AEGH") + pattern("#@", rng) + pattern("##@@##", rng)
    return rng.choice((spaced(number, 4, 3, 4, by="-"), number))


MAKERS: dict[str, Maker] = {
    "ssn_us": make_ssn_us, "nhs": make_nhs, "chi": make_chi, "sin": make_sin, "tfn": make_tfn, "medicare_au": make_medicare_au,
    "aadhaar": make_aadhaar, "nhi": make_nhi, "ni": make_ni, "nric": make_nric, "za_id": make_za_id, "mbi": make_mbi,
    "nhs_plain": lambda rng, born: make_nhs(rng, born).replace(" ", "").replace("-", ""),
    "npi": lambda rng, _born: checks.npi(rng.choice("12") + digits(8, rng)),
    "dea": lambda rng, _born: checks.dea(rng.choice("ABFM") + rng.choice("ABCDEGHKLMNPRSTW"), digits(6, rng)),
    "ppsn": lambda rng, _born: (first := digits(7, rng)) + checks.ppsn(first),
    "fin": lambda rng, _born: "G" + (first := digits(7, rng)) + checks.nric("G", first),
    "mykad": lambda rng, born: rng.choice(("{0}-{1}-{2}", "{0}{1}{2}")).format(born[2:], rng.choice(("01", "07", "10", "14")), digits(4, rng)),
}  # fmt: skip


def draw_id(country: str, sort: str, rng: random.Random) -> tuple[str, str]:
    """What stands before a number, and its form."""
    label, _, form = rng.choice(IDS[country][sort]).partition("=")
    return label, form


def write_id(form: str, rng: random.Random, born: str) -> str:
    """A number of a form; `born` is the patient's birthday as YYYYMMDD."""
    return MAKERS[form](rng, born) if form in MAKERS else pattern(form, rng)
