"""What notes of other authors taught: short numbers, badges, initials, small letters; and what is nobody's."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Identifier, IdFormat, Rules

RULES = Rules()


def read(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_identifiers(text, RULES)]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("CM Tan Jun x 281. Plan home.", "281"),
        ("Biomed Diane ext. 606. Fam here.", "606"),
        ("Rung Dr Mbugua (micro) extn 040 at 4.", "040"),
        ("Freya Moore, NP pager x5311", "x5311"),
        ("Anna Lind, MD pager 6-8519", "6-8519"),
        ("Changi General Hospital | 6121 6126 | ward", "6121 6126"),
        ("Secretary: Andriy Ivanov, tel 01 175696", "01 175696"),
        ("UR: 662728 seen today.", "662728"),
        ("Badge log: 9669 on duty.", "9669"),
        ("Interpreter used (ID 962).", "962"),
        ("Ofc. Eric Miller #223 on scene.", "223"),
        ("INCIDENT REPORT #2707/YM", "2707/YM"),
        ("DOB: March 23, 1928   M, 92 yrs", "92"),
        ("DOB: Febuary 19, 1934", "Febuary 19, 1934"),
        ("Missed dose Fri. New: Bactrim.", "Fri"),
        ("BCx 21/07 grew Enterobacter.", "21/07"),
        ("Link portal.akronmedical.org.  Call back", "portal.akronmedical.org"),
        ("Tech: MS\nPage 2", "MS"),
        ("T: 19/06/2020 0754\nPRW\nJ.B.\n", "PRW"),
        ("Tried Rommel cell also.", "Rommel"),
        ("Here with children Patrick (2), Sara (10).", "Patrick"),
        ("Lives at 5010 maple st, eau claire, wi 54757", "5010 maple st"),
        ("was seen at mesa memorial on 4/16", "mesa memorial"),
        ("Agency: VNA of Houston", "VNA of Houston"),
        ("Works Publix. DME: RW", "Publix"),
        ("96 Railway Rd, Geelong 3222    Tel", "3222"),
    ],
)
def test_what_stands_for_somebody_is_taken(text: str, taken: str):
    found = find_identifiers(text, RULES)
    start = text.index(taken)
    left = [text[at] for at in range(start, start + len(taken)) if not any(i.start <= at < i.end for i in found)]
    assert not any(map(str.isalnum, left)), read(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GCS E4V5M6. Glasgow 15.", "E4V5M6"),
        ("BS 105-197 at home.", "105-197"),
        ("Na     133       135-145     mmol/L", "135-145"),
        ("Dx: BCC. 88305 x2.", "88305"),
        ("HCPCS J0135, NDC 00074-048-05.", "J0135"),
        ("Smokes 1/2 ppd.", "1/2"),
        ("Dilantin 12, Sheiner-Tozer corr. 14", "Sheiner-Tozer"),
        ("Bovie, Kocher, Kelly and Babcock clamps.", "Babcock"),
        ("FABER neg. Jamar grip 97/60.", "Jamar"),
        ("RF 1:160, anti-Ro +, anti-Smith neg", "anti-Smith"),
        ("14:53 Per nurse: ok to refill", "14:53"),
        ("vitamin D 2000 IU daily", "2000"),
        ("x-ray axis 0.75 x 090", "090"),
    ],
)
def test_values_and_things_are_left(text: str, left: str):
    assert not any(left in item for item in read(text)), read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Seen by Dr. Church.", "Church"), ("Mrs Keys rang.", "Keys"), ("Reviewed w/ van assche.", "assche")],
)
def test_people_of_such_names_are_taken(text: str, name: str):
    assert any(name in item for item in read(text))


def test_a_declared_format_is_stronger_than_a_value():
    rules = Rules(id_formats=(IdFormat("E[0-9]V[0-9]M[0-9]", "other_id"),))
    assert find_identifiers("E4V5M6", rules) == [Identifier(0, 6, "other_id")]
