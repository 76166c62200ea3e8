"""Telephone numbers and social insurance numbers of other countries, and numbers that are none."""

import pytest

from medpref_dagster.deidentification.contacts import find_contacts


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("Ring (03) 7010 1234 today", "phone", "(03) 7010 1234"),
        ("form faxed (03) 7010 1234.", "fax", "(03) 7010 1234"),
        ("(01632) 960 411 after six", "phone", "(01632) 960 411"),
        ("daughter, 07 5550 1234.", "phone", "07 5550 1234"),
        ("call 9229 895933 tomorrow", "phone", "9229 895933"),
        ("call 98450 12345 tomorrow", "phone", "98450 12345"),
        ("SIN 936 957 817 verified", "ssn", "936 957 817"),
    ],
)
def test_numbers_of_other_countries_are_found_whole(text, kind, written):
    assert [(item.kind, text[item.start : item.end]) for item in find_contacts(text)] == [(kind, written)]


@pytest.mark.parametrize(
    "text", ["from 2019 2021", "Platelets 4512 1234", "sin 45 is 0.7", "07 55 12", "on 2021 123456"]
)
def test_years_and_values_are_no_telephone_numbers(text):
    assert not list(find_contacts(text))
