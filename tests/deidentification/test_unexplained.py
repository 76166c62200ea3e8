"""What nothing explains is hidden: numbers in any form, towns wherever they stand, days without a word of time."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.unexplained_numbers import is_explained

RULES = Rules()


def read(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_identifiers(text, RULES)]


def hidden(text: str, part: str) -> bool:
    """Whether each letter and digit of a part, which stands once in the text, is within what was found."""
    place = text.index(part)
    found = {spot for item in find_identifiers(text, RULES) for spot in range(item.start, item.end)}
    return all(spot in found for spot in range(place, place + len(part)) if text[spot].isalnum())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("reg nr 44/2087-19 ward 6", "44/2087-19"),
        ("Tlf 72 41 08 93 after five", "72 41 08 93"),
        ("Cartão no B.4471902 seen", "B.4471902"),
        ("mob 9 8765 4321 works best", "9 8765 4321"),
        ("landline 2441 7730", "2441 7730"),
        ("reach him on 063/447-1180", "063/447-1180"),
        ("celular 55 1893 4471", "55 1893 4471"),
        ("hp 9123 4467", "9123 4467"),
        ("vendor 01 092421.", "01 092421"),
        ("Hosp # A 40 22 91 sent", "A 40 22 91"),
        ("Board No. 07/249957 today", "07/249957"),
        ("MRD No. AH63.29784006 DOB", "AH63.29784006"),
        ("CPF 123.456.789-09", "123.456.789-09"),
        ("clinic folder 2213/19", "2213/19"),
        ("interpreter line, #4471", "4471"),
        ("left 6479 9102 with the desk", "6479 9102"),
    ],
)
def test_numbers_that_nothing_explains_are_hidden(text: str, part: str) -> None:
    assert hidden(text, part)


@pytest.mark.parametrize(
    "text",
    [
        "glucose 120 118 145 160 this am",
        "urine out 1200 1500 900 ml",
        "UFH 1200 u/h, aPTT 62",
        "I/O 1725/2411",
        "cord pH 7.28/7.31",
        "now on 500/750 twice a day",
        "LOINC 2345-7 glucose",
        "SNOMED 44054006 type 2 diabetes",
        "tooth #19, disp #120, room no. 412",
        "BP 120/80, then 130/85",
        "open 0700 1900",
    ],
)
def test_values_are_left(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("written", "explained"),
    [
        ("2019 1430", True),
        ("12-05-2019", True),
        ("1.5 2.25 3.75", True),
        ("120 118 145 160", True),
        ("1000-1500", True),
        ("07/249957", False),
        ("644.90.21.33", False),
        ("0161 496 0339", False),
        ("6479 9102", False),
    ],
)
def test_what_explains_groups_of_digits(written: str, explained: bool) -> None:
    assert is_explained(written) is explained


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("brother in Nakuru has sickle trait", "Nakuru"),
        ("lives in omdurman with aunt", "omdurman"),
        ("PT LIVES ALONE IN ABERDARE", "ABERDARE"),
        ("Travel: Akron 05/2018", "Akron"),
        ("letter of the surgeon in Winnipeg.", "Winnipeg"),
        ("sent by the clinic, Winnipeg District.", "Winnipeg District"),
        ("seen at St Brendan's on call", "St Brendan's"),
        ("student at st mary's primary", "st mary's primary"),
        ("Church: St Columba's", "St Columba's"),
        ("started with Hospice of Cairns", "Hospice of Cairns"),
        ("Home meds per Corner Street Drug: albuterol", "Corner Street Drug"),
        ("was in Ferndale ED last week", "Ferndale"),
        ("Addr: ul. Lipowa 8/12", "ul. Lipowa 8/12"),
        ("Pharmacy: Corner Chemist, open late", "Corner Chemist"),
    ],
)
def test_towns_and_institutions_are_hidden_wherever_they_stand(text: str, part: str) -> None:
    assert hidden(text, part)


@pytest.mark.parametrize(
    "text",
    [
        "MVC 200 Montevideo units",
        "MMSE 28/30, MoCA 20/30",
        "Pharmacy: none",
        "Lyme titre negative",
    ],
)
def test_things_called_after_towns_are_left(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("27/8 reviewed by the registrar", "27/8"),
        ("f/u 14/11 w/ bloods", "14/11"),
        ("sob since thu", "thu"),
        ("R/V tue am", "tue"),
        ("home on sat.", "sat"),
        ("PAIN SINCE MON. NO RELIEF", "MON"),
    ],
)
def test_days_are_hidden_without_a_word_of_time(text: str, part: str) -> None:
    assert hidden(text, part)


@pytest.mark.parametrize(
    "text",
    [
        "abx for 14/7 then stop",
        "fistula for 18/12",
        "bipap 15/8",
        "gradient 22/12",
        "O2 sat. good",
        "vision 20/12",
        "sun exposure",
    ],
)
def test_durations_pressures_and_saturations_are_no_days(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "took Panamor and Supradyn daily",
        "on Zytomil 20 mg, stopped Urbanol",
        "Gartland type III fracture, Baumann angle 75",
        "TIMI 3 flow, KDIGO stage 2",
        "Todani type IV, Strasberg class D",
    ],
)
def test_medicines_and_scores_of_more_countries_are_left(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Spoke with Baumann at noon", "Baumann"),
        ("Dr. Gartland agrees", "Gartland"),
        ("told Kayser about it", "Kayser"),
        ("son Todd is here", "Todd"),
        ("Mrs Vaughan denies pain", "Vaughan"),
    ],
)
def test_the_same_words_are_names_where_somebody_is_meant(text: str, part: str) -> None:
    assert hidden(text, part)
