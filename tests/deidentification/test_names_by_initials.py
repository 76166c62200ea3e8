"""Initials are found where nothing but somebody's letters can stand; abbreviations stay."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

RULES = Rules()


def read(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_identifiers(text, RULES) if item.kind == "name"]


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("D: 27/04/2025 T: 27/04/2025 RRS:SEK", ["RRS", "SEK"]),
        ("DT: 8/23/22\nNEP/jkl\n", ["NEP", "jkl"]),
        ("Transcribed: 8/21/23 SLH\n", ["SLH"]),
        ("02/19/2025  KMF  Telephone call", ["KMF"]),
        ("Infanrix given L thigh.\nFMR\n", ["FMR"]),
        ("Reviewed. OK to refill x3. DDH\n", ["DDH"]),
        ("Appointment moved.\n-- MLS\n", ["MLS"]),
        ("Message taken by KMF at 10:40.", ["KMF"]),
        ("RTC in March. -ljs\n", ["ljs"]),
        ("T.V. signed consent.", ["T.V"]),
    ],
)
def test_initials_are_found(text: str, initials: list[str]):
    found = read(text)
    assert all(any(letters in name for name in found) for letters in initials), found


@pytest.mark.parametrize(
    "text",
    [
        "Rule out PE. CXR and CT done by EMS.\n",
        "HPI\nNo chest pain.\nROS\n",
        "Given 2 mg IV. PRN\n",
        "T: 37.2 BP 120/80 at 8:15 AM\n",
        "PT/OT\nN/V\n",
        "Taken at 9 a.m. and then p.o. daily.",
    ],
)
def test_abbreviations_are_none(text: str):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Given. F/u with Dr. norman abend in 2 days", "norman abend"),
        ("Jehovah's Witness, pastor epstein visited. Better.", "epstein"),
        ("His coworker amanda drove him in.", "amanda"),
        ("Left with friend esperanza after talking with lorraine and the nurse.", "esperanza"),
        ("Declined to leave a message with suk-yin.", "suk-yin"),
        ("Thanks for the care.\nLong Ta, DO\nPager 3", "Long Ta"),
        ("Discharged.\nI van Dijk, RN\n", "van Dijk"),
        ("Member: May Anderson  ID SMT285", "May Anderson"),
    ],
)
def test_names_in_small_letters_and_signed_lines_are_found(text: str, name: str):
    assert name in " | ".join(read(text))
