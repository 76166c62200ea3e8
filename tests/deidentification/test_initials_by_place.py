"""Initials in places that only somebody's letters have, whatever else the letters mean."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

RULES = Rules()


def names(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_identifiers(text, RULES) if item.kind == "name"]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("[14:20] desk: JW, 26F, chest pain", "JW"),
        ("Session 3 - hj - goals reviewed", "hj"),
        ("Next meeting in spring. Minutes AG.", "AG"),
        ("OK to dispense - KS", "KS"),
        ("24 April 22:05  jw, case no H9868970", "jw"),
        ("swab sent.\n-JW\n", "JW"),
        ("swab sent.\nJW RN 14:20\n", "JW"),
        ("per EG, ok to discharge", "EG"),
        ("Count correct x2 (tm/nw).", "nw"),
        ("D: 07/06/2023 T: 07/06/2023 cc\nnh", "nh"),
        ("wound dry, dressing changed.\nod\n", "od"),
        ("photo copied at check-in by lq. Letter sent", "lq"),
        ("ok thx jw\n", "jw"),
        ("Operator: Olga Jensen (ojx) at the desk", "ojx"),
        ("airway: fourie, p; scribe next", "p"),
        ("result phoned Dr. k breathnach at noon", "k"),
    ],
)
def test_letters_are_somebodys_where_nothing_else_stands(text: str, letters: str) -> None:
    start = text.rindex(letters)
    assert [item for item in find_identifiers(text, RULES) if item.kind == "name" and item.start <= start < item.end]


@pytest.mark.parametrize(
    "text",
    [
        "HPI\nNo chest pain.\nROS\n",
        "Take one tablet twice daily. bd",
        "the largest was 28 mm",
        "after delivery at 14 wk\n",
        "teeth (i.e. small), vision (e.g. blurred)",
        "read by CT. Normal.",
        "seen by us. Plan made.",
        "Answer: c. none of these",
        "Vitals:\nHR 130\nBP 110\nwt 130\n",
        "Stable. HR 110",
        "Plan:\n- PT\n- OT\n~ CT\n",
        "[10:20] BP: 120/80",
        "3/4 BP: 120\nMar 3 WBC: 11",
        "MI, 65M, seen in the unit",
        "NPO, MRN 123456",
        "D/w pt. Then d/w GI, neuro",
        "x  CT  12/03/2020",
        "her blood pressure is 150/90 mm\nHg",
        "let us get you checked in . any other symptoms",
        "fell about 30 minutes ago. He is awake",
        "between 16 and 14 wk\nAfter delivery",
        "daughter, 37 Y.O. and well",
    ],
)
def test_units_abbreviations_and_words_are_nobodys(text: str) -> None:
    assert names(text) == []
