"""What is found, class by class, in several formats; what is left alone; where it stands."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import KINDS, Identifier, IdFormat, Rules, settle
from medpref_dagster.deidentification.known_names import find_known


def find(text: str, *known: str, rules: Rules | None = None) -> list[tuple[str, str]]:
    return [(text[item.start : item.end], item.kind) for item in find_identifiers(text, rules or Rules(), known)]


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("write to mary.o-neil+1@mail.example.co.uk today", "mary.o-neil+1@mail.example.co.uk", "email"),
        ("see https://a.example.com/b?c=1#d.", "https://a.example.com/b?c=1#d", "url"),
        ("see www.annas-story.net for more", "www.annas-story.net", "url"),
        ("login from 10.12.0.7 at night", "10.12.0.7", "ip_address"),
        ("login from 2001:db8:85a3::8a2e:370:7334.", "2001:db8:85a3::8a2e:370:7334", "ip_address"),
        ("SSN: 219-09-9999.", "219-09-9999", "ssn"),
        ("social security number 219099999", "219099999", "ssn"),
        ("call (617) 555-2345 ext. 12", "(617) 555-2345 ext. 12", "phone"),
        ("reach him at 617.555.2345", "617.555.2345", "phone"),
        ("pager 34567", "34567", "phone"),
        ("Fax: 617-555-2346", "617-555-2346", "fax"),
        ("MRN: 1234567", "1234567", "medical_record"),
        ("Medical record number is 12-34-56", "12-34-56", "medical_record"),
        ("Member ID: ABC123456789", "ABC123456789", "health_plan"),
        ("account no. 00-123-4567", "00-123-4567", "account"),
        ("driver's license S12345678", "S12345678", "licence"),
        ("VIN 1HGCM82633A004352", "1HGCM82633A004352", "vehicle"),
        ("pacemaker serial number PJN123456H", "PJN123456H", "device"),
        ("fingerprint template FP-1234-XX", "FP-1234-XX", "biometric"),
        ("note (chartMRN04857211) is here", "04857211", "medical_record"),
        ("kept as anna_front_2024.jpg, with", "anna_front_2024.jpg", "other_id"),
        ("specimen S21-12345 was sent", "S21-12345", "other_id"),
        ("a 94-year-old man", "94", "age"),
        ("she is ninety-two years old", "ninety-two", "age"),
        ("Boston, MA 02139", "02139", "zip_code"),
        ("lives at 12 Main Street, Apt 4B with her cat", "12 Main Street, Apt 4B", "location"),
        ("moved to Cook County in 1999", "Cook County", "location"),
        ("transferred from Mercy General Hospital", "Mercy General Hospital", "location"),
        ("was born in Kalamazoo and", "Kalamazoo", "location"),
        ("Dr. van der Berg agrees", "van der Berg", "name"),
        ("Patient: GARCIA-LOPEZ, MARIA J", "GARCIA-LOPEZ, MARIA J", "name"),
        ("I spoke with Tsegaye Gebremariam", "Tsegaye Gebremariam", "name"),
        ("with Nguyen Thi Hoa and others", "Nguyen Thi Hoa", "name"),
        ("Signed by J.R. Nowakowski, MD", "J.R. Nowakowski", "name"),
        ("her son José came", "José", "name"),
    ],
)
def test_each_class_is_found_whole(text, found, kind):
    assert (found, kind) in find(text)


@pytest.mark.parametrize(
    "written",
    [
        "03/14/2019", "3/14/19", "2019-03-14", "14.03.2019", "March 14, 2019", "Mar 14th", "14-MAR-2019", "14 March",
        "the 14th of March", "March 2019", "3/2019", "20190314", "Tuesday", "Christmas", "mid-March",
        "2019-03-14T08:30", "third of March",
    ],
)  # fmt: skip
def test_dates_are_found_in_every_format(written):
    text = f"He was admitted on {written}, and left."
    (found,) = find(text)
    assert found[1] == "date"
    assert written.removeprefix("the ") in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson disease since 2011, Hodgkin lymphoma, Whipple procedure, Murphy sign negative.",
        "He takes Allegra, Lasix 40 mg and Norco 5/325 daily; strength 5/5, pain 6/10, BP 120/80, O2 sat 97%.",
        "She is 89 years old. Na 138, K 4.1, WBC 11.4, L4-5 bulge, H1N1 declined, HbA1c 6.5, COVID-19 negative.",
        "She moved here from Texas and spent 2015 in Germany.",
        "Glasgow coma scale 15, Foley removed, Kerley B lines, Swan-Ganz in place.",
        "It may march on; the patient will follow up in 2 weeks.",
    ],
)
def test_what_only_looks_like_an_identifier_stays(text):
    assert find(text) == []


def test_a_known_name_is_found_whatever_it_looks_like():
    text = "Stone was well. STONE, HOPE slept; hope remains, a stone was passed."
    assert [item for item in find(text, "Hope Stone") if item[1] == "name"] == [
        ("Stone", "name"),
        ("STONE, HOPE", "name"),
    ]


def test_a_name_that_was_found_once_is_found_again():
    assert [text for text, _ in find("Mr. Day is here. On rounds Day slept, and so did we that day.")] == ["Day", "Day"]


def test_declared_formats_are_found_and_endless_ones_end():
    rules = Rules(id_formats=(IdFormat(r"ward-[a-z]{3}", "medical_record"),))
    assert find("He is ward-abc now.", rules=rules) == [("ward-abc", "medical_record")]


def test_a_birth_year_of_somebody_over_89_is_an_identifier_and_another_year_is_none():
    assert find("Born in 1925, seen 2020.") == [("1925", "age")]
    assert find("Born in 1985, seen 2020.") == []


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(KINDS))),
    st.text("ab1 ,", min_size=30, max_size=30),
)
def test_settled_identifiers_never_overlap_and_cover_every_letter_that_was_found(spans, text):
    found = [Identifier(min(a, b), max(a, b), kind) for a, b, kind in spans]
    settled = settle(text, found)
    assert all(left.end <= right.start for left, right in pairwise(settled))
    covered = {place for item in settled for place in range(item.start, item.end)}
    wanted = {place for item in found for place in range(item.start, item.end) if text[place].isalnum()}
    assert wanted <= covered


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text("é🙂\u0301中 \n", max_size=8))
def test_places_are_right_behind_any_unicode(before, sign):
    text = f"{before}{sign}\n\nMRN: 1234567 Dr. Nowakowski\n"
    found = find(text)
    assert ("1234567", "medical_record") in found
    assert any("Nowakowski" in written for written, kind in found if kind == "name")
    assert all(0 <= item.start < item.end <= len(text) for item in find_identifiers(text, Rules()))


@pytest.mark.parametrize(
    ("known", "text", "found"),
    [
        ("José Hernández", "seen with JOSE HERNANDEZ today", "JOSE HERNANDEZ"),
        ("Jan van der Berg", "signed: van der Berg, Jan", "van der Berg, Jan"),
        ("Uwe Groß", "signed: UWE GROSS", "UWE GROSS"),
        ("Siobhán O'Brien", "told siobhan o\u2019brien so", "siobhan o\u2019brien"),
        ("Ben Le", "asked Ben Le.", "Ben Le"),
        ("Anna-Lena Quist", "asked Anna Lena K. Quist.", "Anna Lena K. Quist"),
        ("Petra Quist", "asked Petra Q. about", "Petra Q"),
    ],
)
def test_known_names_are_found_whole_in_any_order_case_accents_and_hyphens(known, text, found):
    [(start, end)] = find_known(text, [known])
    assert text[start:end] == found


def test_a_particle_or_a_small_word_of_a_known_name_alone_is_no_name():
    assert list(find_known("de la will be seen; a will was made", ["Will de la Cruz"])) == []
