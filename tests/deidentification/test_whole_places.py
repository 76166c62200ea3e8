"""A place is taken with what belongs to it: head words, numbers of houses, counties, codes; wards by their names."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

RULES = Rules()


def hidden(text: str, part: str) -> str:
    """The words of a part, at its last place in the text, of which not each letter and digit was found."""
    place = text.rindex(part)
    found = {spot for item in find_identifiers(text, RULES) for spot in range(item.start, item.end)}
    return "".join(sign for spot, sign in enumerate(part, place) if sign.isalnum() and spot not in found)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("transfer from grimsby district hospital at night", "grimsby district hospital"),
        ("letter of whitby cottage hospital", "whitby cottage hospital"),
        ("Discharged from University Hospital Lewisham today", "University Hospital Lewisham"),
        ("seen in university hospital lewisham", "university hospital lewisham"),
        ("Bed 4, Kingfisher ward, eating well", "Kingfisher ward"),
        ("moved to lavender ward last night", "lavender ward"),
        ("now on Osprey Suite for rehab", "Osprey Suite"),
        ("works at kowalczyk & sons motors and smokes", "kowalczyk & sons motors"),
        ("ambulance to 14/212 Ferncliffe Crescent, Geelong", "14/212 Ferncliffe Crescent"),
        ("LIVES AT FLAT 7, 88 GUPTA CLOSE, WHITBY", "FLAT 7, 88 GUPTA CLOSE"),
        ("home: blk 310 yishun avenue 4 #05-119, singapore", "blk 310 yishun avenue 4 #05-119"),
        ("Lives at Villa 12, Street 31B, ground floor", "Villa 12, Street 31B"),
        ("follow up in Meadowdale Surgery soon", "Meadowdale Surgery"),
        ("Referral to Harbourton Rest Home today", "Harbourton Rest Home"),
        ("born in Kettering, Northants and moved", "Kettering, Northants"),
    ],
)
def test_a_place_is_taken_whole(text: str, part: str) -> None:
    assert hidden(text, part) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("175 Lime Street, Mildura 3628\nDear doctor", "3628"),
        ("189 Wren Drive, Nanaimo V9R 2H6. Caller", "V9R 2H6"),
        ("PID|||45 Church Esplanade^^Burnie^^7320||", "7320"),
    ],
)
def test_the_code_behind_a_town_is_a_postal_code(text: str, code: str) -> None:
    place = text.index(code)
    assert {item.kind for item in find_identifiers(text, RULES) if item.start <= place < item.end} == {"zip_code"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Transferred to the general ward in the evening", "general ward"),
        ("admitted to a surgical ward", "surgical ward"),
        ("seen on the acute unit by the team", "acute unit"),
        ("reviewed in clinic, then home", "clinic"),
        ("Moved from Leeds in 2019.", "2019"),
        ("Arrived from Leeds 1430. Stable.", "1430"),
        ("went to school and to the library", "library"),
    ],
)
def test_what_is_no_place_of_its_own_stays(text: str, part: str) -> None:
    start = text.rindex(part)
    assert not [item for item in find_identifiers(text, RULES) if item.start < start + len(part) and start < item.end]


def test_a_given_name_before_ward_is_somebody_of_that_name() -> None:
    text = "Seen today: Kayla Ward , date of birth unknown"
    start = text.index("Kayla")
    assert {item.kind for item in find_identifiers(text, RULES) if item.start <= start < item.end} == {"name"}
