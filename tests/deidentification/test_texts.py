"""Surrogates: the same for the same patient, others for others, by the key alone; offsets; what is refused."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.deidentification.dates import find_dates, shift_date
from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import IdFormat, Rules
from medpref_dagster.deidentification.surrogates import SMALL_ZIP3, Surrogates, is_reserved
from medpref_dagster.deidentification.texts import count_kinds, deidentify_texts
from medpref_dagster.privacy_key import PrivacyKey

KEY, OTHER_KEY = PrivacyKey(bytes(range(32))), PrivacyKey(bytes(range(1, 33)))
NOTE = (
    "Patient: GARCIA-LOPEZ, MARIA J   MRN: 00123456   DOB: 3/14/1955\n"
    "Mrs. Garcia-Lopez was admitted on 03/05/2021 and discharged on March 9, 2021. Her son José (617-555-2345, "
    "jose.g@aol.com, SSN 219-09-9999) lives at 12 Main Street in Boston, MA 02139. "
    "See http://garcia.example.net/x from 10.1.2.3.\n"
    "Signed by J. Nowakowski, MD"
)
ANSWER = "Maria Garcia-Lopez stayed from 3/5/2021; José was told by Dr. Nowakowski."
REAL = (
    "garcia",
    "lopez",
    "maria",
    "josé",
    "00123456",
    "3/14/1955",
    "555-2345",
    "aol",
    "219-09",
    "boston",
    "main street",
    "nowakowski",
    "10.1.2.3",
    "02139",
)


def replace(text: str, patient: str = "1", key: PrivacyKey = KEY, **rules) -> str:
    return deidentify_texts([text], [patient], Rules(**rules), key)[0].text


def test_nothing_real_is_left():
    text = replace(NOTE).lower()
    assert [word for word in REAL if word in text] == []


def test_the_same_key_gives_the_same_bytes_and_another_one_others():
    assert replace(NOTE) == replace(NOTE)
    one, other = (
        deidentify_texts([NOTE], ["1"], Rules(), KEY)[0],
        deidentify_texts([NOTE], ["1"], Rules(), OTHER_KEY)[0],
    )
    for left, right in zip(one.replaced, other.replaced, strict=True):
        if left.kind not in ("zip_code",):
            assert one.text[left.new_start : left.new_end] != other.text[right.new_start : right.new_end]


def test_another_patient_gets_other_surrogates():
    assert replace(NOTE, "1") != replace(NOTE, "2")


def test_both_sides_of_a_pair_and_every_text_of_a_patient_say_the_same():
    note, answer = deidentify_texts([NOTE, ANSWER], ["1", "1"], Rules(), KEY)
    last, first = re.search(r"Patient: ([A-Z]+), ([A-Z]+)", note.text).groups()
    assert f"{first} {last}".title() in answer.text
    son = re.search(r"Her son (\w+)", note.text)[1]
    assert f"; {son} was told" in answer.text
    admitted = date(*(int(re.search(r"admitted on (\d+)/(\d+)/(\d+)", note.text)[place]) for place in (3, 1, 2)))
    assert f"{admitted.month}/{admitted.day}/{admitted.year}" in answer.text
    assert deidentify_texts([ANSWER, NOTE], ["1", "1"], Rules(), KEY) == [answer, note]


def test_intervals_between_dates_are_kept_and_formats_too():
    text = replace("Admitted 03/05/2021, discharged 03/09/2021.")
    months = [date(int(year), int(month), int(day)) for month, day, year in re.findall(r"(\d\d)/(\d\d)/(\d{4})", text)]
    assert (months[1] - months[0]).days == 4
    assert months[0] != date(2021, 3, 5)


@given(
    st.dates(date(1930, 1, 1), date(2030, 12, 31)),
    st.integers(-370, 370).filter(bool),
    st.sampled_from(["%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%d-%b-%Y", "%Y%m%d"]),
)
def test_a_shifted_date_is_the_date_so_many_days_later_in_its_form(day, days, form):
    moved = date.fromordinal(day.toordinal() + days)
    text = f"on {day:{form}} x"
    (item,) = (found for found in find_dates(text) if text[found.start : found.end] == f"{day:{form}}")
    written = text[item.start : item.end]
    assert shift_date(written, days).replace(" 0", " ") in (
        f"{moved:{form}}".replace(" 0", " "),
        f"{moved:{form.replace('%b', '%B')}}".replace(" 0", " "),
    )


def test_a_patients_days_are_never_whole_weeks_and_both_ways():
    days = [Surrogates(KEY, str(patient)).days for patient in range(500)]
    assert all(number % 7 and 7 < abs(number) < 366 for number in days)
    assert min(days) < 0 < max(days)


def test_ages_over_89_become_one_group():
    assert replace("a 94-year-old man; father died at 97; she is 91 years old.") == (
        "a 90-or-older man; father died at 90 or older; she is 90 or older."
    )


def test_zip_codes_keep_three_digits_where_enough_people_live():
    assert replace("Boston, MA 02139-1234").endswith(", MA 021XX")
    assert "203" in SMALL_ZIP3
    assert replace("Washington, DC 20301").endswith(", DC 000XX")


def test_a_birth_date_of_somebody_over_89_loses_its_year():
    assert re.search(r"DOB: \d\d?/\d\d?/19XX", replace("DOB: 3/14/1925, seen 2020."))


def test_surrogates_are_of_ranges_that_belong_to_nobody():
    result = deidentify_texts([NOTE], ["1"], Rules(), KEY)[0]
    for item in result.replaced:
        if item.kind in ("email", "phone", "ssn", "url", "ip_address", "name"):
            assert is_reserved(item.kind, result.text[item.new_start : item.new_end]), item.kind
            assert not is_reserved(item.kind, NOTE[item.start : item.end]), item.kind


def test_a_surrogate_is_never_a_real_name_of_the_same_texts():
    first = re.search(r"Signed by (\w+ \w+)", replace("Signed by Anna Nowakowski, MD"))[1]
    text = f"Signed by Anna Nowakowski, MD. Her friend {first} came."
    made = replace(text)
    assert not set(first.split()) & set(made.split())


def test_offsets_lead_from_the_original_to_what_was_made():
    result = deidentify_texts([NOTE], ["1"], Rules(), KEY)[0]
    for word in ("admitted", "discharged", "Signed"):
        place = result.move(NOTE.index(word))
        assert result.text[place : place + len(word)] == word
    for item in result.replaced:
        assert result.move(item.start) == item.new_start


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab é🙂中\n.", max_size=12), min_size=4, max_size=4))
def test_what_stands_between_identifiers_is_kept_to_the_letter(between):
    a, b, c, d = between
    text = f"{a} MRN: 1234567 {b}\n617-555-2345 {c} 219-09-9999 {d}"
    result = deidentify_texts([text], ["1"], Rules(most_characters=500, keep_unknown_language=True), KEY)[0]
    place = new_place = 0
    for item in result.replaced:
        assert text[place : item.start] == result.text[new_place : item.new_start]
        place, new_place = item.end, item.new_end
    assert text[place:] == result.text[new_place:]


def test_several_processes_give_the_same(monkeypatch):
    monkeypatch.setattr("medpref_dagster.processes._LEAST_CHARACTERS", 0)
    texts, patients = [NOTE, ANSWER] * 3, ["1", "1", "2", "2", "3", "3"]
    assert deidentify_texts(texts, patients, Rules(), KEY, processes=2) == deidentify_texts(
        texts, patients, Rules(), KEY
    )


def test_a_text_that_is_too_long_is_refused_with_its_length_alone():
    result = deidentify_texts(["Anna Nowakowski " * 10], ["1"], Rules(most_characters=100), KEY)[0]
    assert result.text == ""
    assert result.refusal == "160 characters, more than the 100 that are allowed"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The patient is fine.\n\nLa paciente ingresó con dolor torácico y fue tratada en el hospital general.", "es"),
        ("Der Patient wurde gestern mit starken Schmerzen in der Brust in die Klinik aufgenommen.", "de"),
        ("患者因胸痛入院治疗", "another script"),
    ],
)
def test_another_language_is_noticed_and_refused_unless_it_is_to_be_kept(text, language):
    refused = deidentify_texts([text], ["1"], Rules(), KEY)[0]
    assert (refused.text, refused.language) == ("", language)
    assert language in refused.refusal
    assert deidentify_texts([text], ["1"], Rules(keep_unknown_language=True), KEY)[0].refusal is None


@pytest.mark.parametrize(
    "text",
    [
        "HTN DM CAD COPD CKD GERD OSA BPH RA SLE MS CHF AFIB",
        "Na 138 K 4.1 Cl 102 HCO3 24 BUN 12 Cr 0.9 Glu 104 Ca 9.1",
        "",
        "ok",
    ],
)
def test_terse_notes_are_no_other_language(text):
    assert deidentify_texts([text], ["1"], Rules(), KEY)[0].refusal is None


def test_a_declared_format_that_never_ends_refuses_the_text(monkeypatch):
    monkeypatch.setattr("medpref_dagster.deidentification.codes._MOST_SECONDS", 0.05)
    result = deidentify_texts(["a" * 60], ["1"], Rules(id_formats=(IdFormat("(a|aa)+b"),)), KEY)[0]
    assert "takes too long" in result.refusal


def test_texts_patients_and_names_are_as_many():
    with pytest.raises(ValueError, match="1 texts, 2 patients"):
        deidentify_texts(["a"], ["1", "2"], Rules(), KEY)


def test_kinds_are_counted():
    counts = count_kinds(deidentify_texts([NOTE], ["1"], Rules(), KEY))
    assert counts["ssn"] == counts["email"] == counts["medical_record"] == 1
    assert sum(counts.values()) == len(find_identifiers(NOTE, Rules()))


@pytest.mark.parametrize("text", ["Dictated by Thi Le, MD", "Seen by Dr. Mai San.", "Patient: LE, THI"])
def test_a_family_name_that_is_a_particle_elsewhere_is_replaced(text):
    assert not re.search(r"\b(?:le|san)\b", replace(text).lower())


@pytest.mark.parametrize("number", ["(03) 7010 1234", "9229 895933", "9229 5933", "0123 456 7890", "+44 20 7946 0123"])
def test_a_telephone_number_of_another_country_becomes_one_that_is_known_as_a_surrogate(number):
    made = replace(f"Please call {number} tomorrow.").removeprefix("Please call ").removesuffix(" tomorrow.")
    assert [sign.isdigit() for sign in made] == [sign.isdigit() for sign in number]
    assert made != number
    assert is_reserved("phone", made)
