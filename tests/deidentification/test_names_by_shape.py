"""Names that greetings, fields of a name, glued names and families tell; and what only looks like those."""

import pytest

from medpref_dagster.deidentification.names_by_shape import by_shape
from medpref_dagster.deidentification.reading import Reading


def find(text: str) -> list[str]:
    return sorted({text[start:end] for start, end in by_shape(Reading(text))})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dear Reason,\nThank you for the referral.", ["Reason"]),
        ("Dear Dr Reason,\nThank you", ["Reason"]),
        ("Hi Penny Loss, it's about the form", ["Penny Loss"]),
        ("Last name: Ships", ["Ships"]),
        ("surname=ships; ward=4", ["ships"]),
        ("Last: Ships\tFirst: Reason", ["Reason", "Ships"]),
        ("First: Reason\nLast: Ships", ["Reason", "Ships"]),
        ("cosigned NowakowskiAnna at ten", ["NowakowskiAnna"]),
        ("login NowakowskiK", ["NowakowskiK"]),
        ("seen by anna_nowakowski", ["anna_nowakowski"]),
        ("She sold the Spoons farm to the Nowakowskis.", ["Nowakowskis", "Spoons"]),
        ("0745 Vest, A. scrubbed", ["Vest, A."]),
    ],
)
def test_a_name_is_told_by_its_shape(text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Dear Colleague,\nThank you",
        "Dear Dr,\nThank you",
        "Hello Doctor, I feel better",
        "Last name: unknown",
        "Last: 4/12 normal. Next: May",
        "MyChart and PowerPoint, HbA1c, OxyContin, DuoNeb",
        "see anna_nowakowski_2024.jpg and blood_pressure",
        "The Labs were sent and the Vitals are stable.",
        "Return To The Spoons Ward Today",
        "Hepatitis, A. and Vitamin, D. are low",
    ],
)
def test_greetings_without_a_name_products_files_and_headings_are_left(text):
    assert find(text) == []
