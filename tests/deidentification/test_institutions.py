"""Institutions, streets and towns are found by their head words, their lines and the address around them."""

import pytest

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

RULES = Rules()


def read(text: str, kind: str | None = None) -> list[str]:
    found = find_identifiers(text, RULES)
    return [text[item.start : item.end] for item in found if kind in (None, item.kind)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("He was evaluated at University Hospital on 2/3/20.", "University Hospital"),
        ("Disposition: Rehab at VA Medical Center", "VA Medical Center"),
        ("Outside study from Park View Care Home dated 9 May 2020", "Park View Care Home"),
        ("Dr Ann Lee\nFoothills\nLethbridge\n\nDear Dr Chu", "Foothills"),
        ("Referred to Mr Burns, ENT, The Alfred. Form faxed.", "The Alfred"),
        ("Grandchildren attend Little Ducklings Nursery.", "Little Ducklings Nursery"),
        ("Oak Lane Surgery\n12 Market Place\nBeccles\nNR34 9QN", "Oak Lane Surgery"),
        ("LAB|GOOD HOPE HOSPITAL|EHR", "GOOD HOPE HOSPITAL"),
        ("She goes to Bright Beginnings Preschool, likes it.", "Bright Beginnings Preschool"),
        ("Airbags deployed on County Road 12. GCS 15.", "County Road 12"),
        ("The crash was on E. 14th Street. GCS 15.", "E. 14th Street"),
        ("Resident of 799 4th Cross, Indiranagar, Madurai 625001", "799 4th Cross"),
        ("Client lives in Flat 6, Wisteria Court, Harrogate Road.", "Flat 6, Wisteria Court, Harrogate Road"),
        ("Address: 14 Ard na Mara, Salthill, Galway", "14 Ard na Mara, Salthill, Galway"),
        ("Dr Ann Lee\nCairns Base Hospital\nFremantle\n\nDear Dr Chu", "Fremantle"),
    ],
)
def test_places_are_found(text: str, place: str):
    found = " | ".join(read(text, "location"))
    # The fields of an address are found one by one, without the commas between them.
    assert all(word in found for word in place.replace(",", "").split()), found


@pytest.mark.parametrize(
    "text",
    [
        "HOSPITAL COURSE\nAdmitted to the hospital from the clinic.",
        "Follow up in Cardiology Clinic. Primary Care to see.",
        "Emergency Department note. Past Surgery: none.",
        "Transferred to the Intensive Care Unit at Baseline.",
        "Ketorolac 30 mg IV, Zofran 4 mg, 1 L LR. Improved.",
        "blood pressure is 158/96 mm\n2 Hg.\n3 Physical examination",
    ],
)
def test_departments_headings_and_values_are_no_places(text: str):
    assert read(text, "location") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Salthill, Galway H91 E2K3\nGP", "H91 E2K3"),
        ("124 Shakespeare Road, Takapuna, Auckland 0620\nNHI", "0620"),
        ("NHI: ZKC7121", "ZKC7121"),
        ("PPSN 1234567TW", "1234567TW"),
        ("Our ref: PJT/slb/1187734", "PJT/slb/1187734"),
        ("landline 074 91 55501.", "074 91 55501"),
        ("pgr 4471", "4471"),
        ("host 10.20.300.4 refused", "10.20.300.4"),
    ],
)
def test_numbers_of_more_countries_are_found(text: str, code: str):
    found = " | ".join(read(text))
    assert all(part in found for part in code.split("/")), found
