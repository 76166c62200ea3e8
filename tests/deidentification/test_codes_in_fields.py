"""Codes by the field that they fill, and what has a form of its own: donations, devices, national numbers, plates."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

RULES = Rules()


def kinds(text: str, part: str) -> set[str]:
    """The kinds of what covers each letter and digit of a part, at its last place in the text."""
    place = text.rindex(part)
    found = find_identifiers(text, RULES)
    covered = {spot for item in found for spot in range(item.start, item.end)}
    if any(sign.isalnum() and spot not in covered for spot, sign in enumerate(part, place)):
        return set()
    return {item.kind for item in found if item.start < place + len(part) and place < item.end}


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ('name,dob,mrn\n"Stone, Keith",06/01/51,M412830,asthma', "M412830", "medical_record"),
        ('name,dob,mrn\n"Stone, Keith",06/01/51,M412830,asthma', "06/01/51", "date"),
        ('"Pickering, Ann",06/12/13,REF/78/12266,639-3383,Jul 20', "639-3383", "phone"),
        ("Pt: Bell, June  / 10-26-1957 / 30-89-83\nUnit 1", "30-89-83", "medical_record"),
        ('<reference value="Patient/KQM1392"/>', "KQM1392", "medical_record"),
        ("wife of your patient, no. 25/2903/F. Thanks", "25/2903/F", "medical_record"),
        ("opd card no. uc/67/0230 given", "uc/67/0230", "medical_record"),
        ("Unit 2 =W470621464726 O Pos", "W470621464726", "other_id"),
        ("Unit 1 G070 322 220 827 up at noon", "G070 322 220 827", "other_id"),
        ("cushion, UDI +H246J41108226/$$3C9496", "H246J41108226/$$3C9496", "device"),
        ("hearing, docket 25-cv-53291 heard", "25-cv-53291", "other_id"),
        (
            "photo WhatsApp Image 2023-04-12 at 17.40.05.jpeg of heel",
            "WhatsApp Image 2023-04-12 at 17.40.05.jpeg",
            "other_id",
        ),
        ("left iris: iris_L_0722.tpl q=88", "iris_L_0722.tpl", "biometric"),
        ("paid xxxx-xxxx-xxxx-5294 today", "5294", "account"),
        ("cover 5de5-t59-hw17, needs renewal", "5de5-t59-hw17", "health_plan"),
        ("ID shown: 743 067 067 photo on form", "743 067 067", "ssn"),
        ("Yadav Anil (7278 2881 1086) 57M", "7278 2881 1086", "ssn"),
        ("bring id (ni no gg 77 47 56 b) and card", "gg 77 47 56 b", "ssn"),
        ("rang 03-7501 8713 at noon", "03-7501 8713", "phone"),
        ("withheld per Dr Gill, bleeped on 880. Settled", "880", "phone"),
        ("speed dial 4398", "4398", "phone"),
        ("Biopsy M,24.0670321.J: benign", "M,24.0670321.J", "other_id"),
        ("session 7b60da04-766e-4f33 closed", "7b60da04-766e-4f33", "other_id"),
        ('"postalCode": "NE5F 1TP"', "NE5F 1TP", "zip_code"),
        ("Drives 08 G 5690 still, licensing told", "08 G 5690", "vehicle"),
        ("transport late again, veh tfz-17k. Missed", "tfz-17k", "vehicle"),
    ],
)
def test_a_code_is_known_by_its_field_or_form(text: str, part: str, kind: str) -> None:
    assert kind in kinds(text, part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("glucose 120 135 148 over the day", "120 135 148"),
        ("intake/output 1725/2411 ml", "1725/2411"),
        ("BP 120/80, pulse 72", "120/80"),
        ("Proffit, 4th edition page 378.", "378"),
        ("pain, her finger/hand is in plaster", "finger/hand"),
        ("staged T1N 1M0 by the board", "T1N 1M0"),
        ("drives 10 miles a day", "10 miles"),
        ("told not to drive 12 months.", "12 months"),
        ("drives 2 hours to clinic", "2 hours"),
        ("the season 2019/2020 was bad", "2019/2020"),
        ("dose,120,240,360,", "240"),
        ("WBC 12000,13000,14000 in a row", "13000"),
    ],
)
def test_a_value_is_no_code(text: str, part: str) -> None:
    start = text.rindex(part)
    assert not [item for item in find_identifiers(text, RULES) if item.start < start + len(part) and start < item.end]


def test_a_user_name_of_a_person_who_is_named_is_a_name() -> None:
    text = "Seen by Tiffany Youngblood. Chart closed by tyoungblood at noon."
    start = text.index("tyoungblood")
    assert {item.kind for item in find_identifiers(text, RULES) if item.start <= start < item.end} == {"name"}
    other = "Seen by Tiffany Youngblood. The undergrowth was cut."
    start = other.index("undergrowth")
    assert not [item for item in find_identifiers(other, RULES) if item.start <= start < item.end]
