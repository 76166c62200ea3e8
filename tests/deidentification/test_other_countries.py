"""Codes and dates as they are written outside the United States: what has their form alone stays."""

import pytest

from medpref_dagster.deidentification.codes import find_codes
from medpref_dagster.deidentification.contacts import find_contacts
from medpref_dagster.deidentification.dates import find_dates, shift_date
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.places import find_places
from medpref_dagster.deidentification.reading import Reading
from medpref_dagster.deidentification.surrogates import is_reserved
from medpref_dagster.deidentification.texts import deidentify_texts
from medpref_dagster.privacy_key import PrivacyKey

KEY = PrivacyKey(b"k" * 32)


def find_all(text: str, *kinds: str) -> list[str]:
    found = [*find_contacts(text), *find_codes(text), *find_dates(text), *find_places(Reading(text))]
    return sorted({text[item.start : item.end] for item in found if not kinds or item.kind in kinds})


POSTAL_CODES = [
    ("lives at 956 The Crescent, Bradford BD8 8HU with her son", "BD8 8HU"),
    ("12 Manor Close, Wrexham, LL40 0YZ.", "LL40 0YZ"),
    ("St Ann's Surgery\nSW1A 2AA\nTel", "SW1A 2AA"),
    ("postcode: bd8 8hu", "bd8 8hu"),
    ("769 Portage Avenue, Red Deer, AB T4N 5E1 today", "T4N 5E1"),
    ("91 Lakeshore Rd^^Kelowna^^V1Y 0M0|", "V1Y 0M0"),
    ("241 Esplanade^^Palmerston^^0835|", "0835"),
    ("Halifax NS B3H-9T6", "B3H-9T6"),
    ("Postal code T1N 2M0", "T1N 2M0"),
    ("381 Kangaroo Creek Road, Cairns QLD 4870", "4870"),
    ("Palmerston NT 0837.", "0837"),
    ("Dubbo, New South Wales 2830", "2830"),
    ("426 MG Road, Ludhiana 141010", "141010"),
    ("at 867 Nehru Street, Bengaluru - 560 059.", "560 059"),
    ("Pincode 625 019", "625 019"),
]


@pytest.mark.parametrize(("text", "code"), POSTAL_CODES)
def test_a_postal_code_of_another_country_is_found_whole(text, code):
    assert code in find_all(text, "zip_code")


@pytest.mark.parametrize(
    "text",
    [
        "Staged as T1N 1M0 last week",
        "Tumor, T2N 1M0",
        "Platelets 250 000 today",
        "Platelets - 234 500",
        "Abd soft, NT 0900 reviewed",
        "Given at Level L4 5TH day",
        "injected S1 2ML today",
        "Discs L4 5MM apart",
        "pain at L4L5S1",
        "seen in NSW in 2019 and SA 120 mg",
        "WBC 125 300, Hb 12",
        "Sodium 4870",
        "B12 1AB assay",
    ],
)
def test_a_stage_a_count_a_time_or_a_vertebra_is_no_postal_code(text):
    assert not find_all(text, "zip_code")


def test_the_town_before_a_postal_code_is_found_without_the_street():
    assert "Bradford" in find_all("956 The Crescent Flat 2, Bradford BD8 8HU", "location")
    assert "Ludhiana" in find_all("426 MG Road, Ludhiana 141010", "location")


@pytest.mark.parametrize(("text", "code"), POSTAL_CODES)
def test_its_surrogate_has_its_form_is_given_nowhere_and_is_known_as_one(text, code):
    result = deidentify_texts([text], ["1"], Rules(), KEY)[0]
    [made] = [
        result.text[item.new_start : item.new_end]
        for item in result.replaced
        if item.kind == "zip_code" and text[item.start : item.end] == code
    ]
    assert [(sign.isdigit(), sign.isupper()) for sign in made] == [(sign.isdigit(), sign.isupper()) for sign in code]
    assert is_reserved("zip_code", made)
    assert not is_reserved("zip_code", code)
    again = [
        result.text[item.start : item.end]
        for item in deidentify_texts([result.text], ["1"], Rules(), KEY)[0].replaced
        if item.kind == "zip_code"
    ]
    assert again == [made]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HCN: 0332 921 947 BN", "0332 921 947 BN"),
        ("OHIP# 7808 916 656", "7808 916 656"),
        ("ID 3910 333 395 WA, DOB", "3910 333 395 WA"),
        ("NHS No: 943 476 5919", "943 476 5919"),
        ("seen with 943 476 5919 on the band", "943 476 5919"),
        ("Medicare No. 09415451 P", "09415451 P"),
        ("card 2123 45670 1 shown", "2123 45670 1"),
        ("RAMQ TREM 5401 0118", "TREM 5401 0118"),
        ("NI QQ 12 34 56 C", "QQ 12 34 56 C"),
        ("insured AB123456C since", "AB123456C"),
        ("UHID: MH44/536535", "MH44/536535"),
        ("IP No. MH05/550676", "MH05/550676"),
        ("pathology H236938/43 pending", "H236938/43"),
        ("Reg. No. MMC/5024/46/3701", "MMC/5024/46/3701"),
        ("Reg. No. KMC 91782", "KMC 91782"),
        ("TFN 454 348 020 verified", "454 348 020"),
        ("Payer: Medibank ID# 48815294 X", "48815294 X"),
        ("Next of kin Anna Novak, 5550 2473.", "5550 2473"),
        ("registrar, bleep 0825", "0825"),
        ("daughter (9858 517776) rang", "9858 517776"),
    ],
)
def test_a_health_number_with_spaces_and_a_code_with_a_slash_are_found_whole(text, code):
    assert code in find_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "BP 120/80, then 118/76",
        "BP120/80",
        "P/F ratio 245/100",
        "Troponin 1234 567 890",
        "INR 2.3, Hb 12.5/13",
        "Norco 10/325 mg, Percocet 5/325",
        "T10/12 wedge, C5/6 disc",
        "post-op no 500 ml bolus",
        "Trimix 30/1 and insulin 70/30",
        "HPV 16/18 and CK 1200/900",
        "CA125/35 high",
    ],
)
def test_a_pressure_a_ratio_and_a_dose_are_no_codes(text):
    assert not find_all(text)


def test_an_australian_number_is_one_of_medicare_by_its_check_digit():
    assert find_all("shown 2123 45670 1 today", "health_plan") == ["2123 45670 1"]
    assert not find_all("shown 2123 45671 1 today", "health_plan")


def test_a_state_beside_a_postal_code_stays():
    made = deidentify_texts(["381 Kangaroo Creek Road, Cairns QLD 4870"], ["1"], Rules(), KEY)[0].text
    assert " QLD 00" in made
    assert deidentify_texts(["Postal code: T1N 2M0"], ["1"], Rules(), KEY)[0].text.startswith("Postal code: Z")


def test_a_name_before_a_number_is_no_state():
    made = deidentify_texts(["Patient: Smith, Victoria 3456"], ["1"], Rules(), KEY)[0].text
    assert "Victoria" not in made


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("dressing changed, due 21/10.", "21/10"),
        ("Mom turned 78 on 31/12 and", "31/12"),
        ("Blood cultures from 21/12 grew", "21/12"),
        ("recheck 26/11.", "26/11"),
        ("developed chest pain on 15/11.", "15/11"),
        ("20G placed 15/10, patent", "15/10"),
        ("Med cert 1st January to 17/1.", "17/1"),
        ("visiting my sister from 19/10 to 9/10, could we", "9/10"),
        ("visiting my sister from 11/6 to 16/6, could we", "16/6"),
        ("again around Bonfire Night.", "Bonfire Night"),
    ],
)
def test_a_day_before_its_month_is_a_date_where_a_word_of_time_says_so(text, written):
    assert written in find_all(text, "date")


@pytest.mark.parametrize(
    "text",
    [
        "Answered 21/10 items",
        "amoxicillin for 14/7",
        "baby of 18/12",
        "over 15/7, then stop",
        "on BiPAP from 18/8 to 20/8",
        "VA on 20/10 chart",
        "vision improved to 20/10",
        "pressure support on 15/8",
        "pain from 15/10 to 13/10",
        "GCS 15/12",
        "titrated to 18/8",
        "ratio 31/12",
    ],
)
def test_a_fraction_a_duration_a_pressure_and_an_acuity_are_no_dates(text):
    assert not find_all(text, "date")


def test_a_day_before_its_month_is_moved_and_stays_so():
    assert shift_date("21/10", 10) == "31/10"
    assert shift_date("28/2", 3) == "03/3"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("resident of 542 Anna Salai, Flat 302, Madurai", "542 Anna Salai, Flat 302"),
        ("Lives at 202 Sector 15 with", "202 Sector 15"),
        ("Lab, 412 17 Avenue SW, Red Deer\n", "412 17 Avenue SW"),
        ("381 Kangaroo Creek Road, Cairns\n", "Cairns"),
        ("struck on Highway 441.", "Highway 441"),
        ("struck on Rue Saint-Denis today", "Rue Saint-Denis"),
        ("Works as a welder at Sainsbury's. Never", "Sainsbury's"),
        ("Worked 22 years at Coles.", "Coles"),
    ],
)
def test_streets_of_india_and_canada_and_employers_are_found(text, place):
    assert place in find_all(text, "location")
