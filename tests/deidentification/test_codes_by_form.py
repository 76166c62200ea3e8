"""Numbers that their own form, or it and one word, give away; ages and initials that nothing but their place tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.deidentification.codes_by_form import has_check_digits
from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.initials_of_named import list_initials

RULES = Rules()


def hidden(text: str, part: str) -> bool:
    """Whether each letter and digit of a part, at its last place in the text, is within what was found."""
    place = text.rindex(part)
    found = {spot for item in find_identifiers(text, RULES) for spot in range(item.start, item.end)}
    return all(spot in found for spot in range(place, place + len(part)) if text[spot].isalnum())


def kinds(text: str, part: str) -> set[str]:
    place = text.rindex(part)
    found = find_identifiers(text, RULES)
    return {item.kind for item in found if item.start < place + len(part) and place < item.end}


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("Refund to GB82 WEST 1234 5698 7654 32 please", "GB82 WEST 1234 5698 7654 32", "account"),
        ("iban: de00 1234 5678 9012 3456 78, paid", "de00 1234 5678 9012 3456 78", "account"),
        ("Wallet and keys (LM70KTR) to security", "LM70KTR", "vehicle"),
        ("hit by MH 14 BX 2207 at the crossing", "MH 14 BX 2207", "vehicle"),
        ("parked JK 41 PL GP outside", "JK 41 PL GP", "vehicle"),
        ("forklift rego KTR417 rolled back", "KTR417", "vehicle"),
        ("drove SLC 4410 D into a post", "SLC 4410 D", "vehicle"),
        ("voice note stored as consent_88.m4a today", "consent_88.m4a", "biometric"),
        ("thumb taken, thumb-4.wsq on file", "thumb-4.wsq", "biometric"),
        ("Signed, Lic. HAAD/PH/448120", "HAAD/PH/448120", "licence"),
        ("AHPRA PHY0012345678 on the form", "PHY0012345678", "licence"),
        ("HRN 604 118 27 seen", "604 118 27", "medical_record"),
        ("HRN: TW/440218 seen", "TW/440218", "medical_record"),
        ("PID|1||604 118 27^^^MR||X", "604 118 27", "medical_record"),
        ("Path no 5512/23: benign", "5512/23", "other_id"),
        ("incident 481-2290; home now", "481-2290", "other_id"),
        ("IRD 71 402 918 given", "71 402 918", "ssn"),
        ("Son phoned 21:40 9188 2045, worried", "9188 2045", "phone"),
        ("dial 555-0147, extn 4418 for her", "extn 4418", "phone"),
    ],
)
def test_a_code_is_known_by_its_form_or_by_one_word_before_it(text: str, part: str, kind: str) -> None:
    assert hidden(text, part)
    assert kind in kinds(text, part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("CD20 NEG on flow", "CD20 NEG"),
        ("HR72 BPM at rest", "HR72 BPM"),
        ("BP on the unit 120/80 today", "120/80"),
        ("Unit: 4500/19 mL drained over the night", "19 mL"),
        ("urine output 1725 2411 mL", "1725 2411 mL"),
        ("A rise in LDL 130 was seen", "LDL 130"),
        ("Increase in CEA 4120 since", "CEA 4120"),
        ("BNP ref 481-2290 pg/mL", "481-2290"),
    ],
)
def test_values_in_such_forms_are_left(text: str, part: str) -> None:
    assert not hidden(text, part)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=11, max_size=30), st.sampled_from(["GB", "DE", "IE"]))
def test_each_account_has_check_digits_and_another_digit_breaks_them(account: str, country: str) -> None:
    # ISO 13616: the check digits are 98 less the remainder with zeros in their place.
    rest = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00")) % 97
    iban = f"{country}{98 - rest:02}{account}"
    assert has_check_digits(iban)
    assert has_check_digits(" ".join(iban[place : place + 4] for place in range(0, len(iban), 4)))
    assert not has_check_digits(f"{country}{98 - rest:02}{chr(ord(account[0]) ^ 1)}{account[1:]}")


@pytest.mark.parametrize(
    "text",
    [
        "carer for her grandmother (93) at home",
        "mum is 93 can she have the jab",
        "Her gran was 93 when she fell",
        "His aunt was diagnosed at 93. Lynch",
        "Her sister Hilda Marsh, now 93, agrees",
        "Subj 4410 / age 93 / screen fail",
        "| MARSH, HILDA | 93 | dizziness |",
        "DOB 1931 (93 y) seen",
        "grandma hilda 93 yrs in the same house",
        "lives with his mother Hilda Marsh, 93. No pets",
    ],
)
def test_an_age_over_89_is_known_by_who_is_meant(text: str) -> None:
    assert hidden(text, "93")


@pytest.mark.parametrize(
    "text",
    [
        "Her oxygen is 93 on air",
        "| Heart rate | 93 | bpm |",
        "she was seen at 93 Hz",
        "Sats 93. No pets",
        "patient has had it 93 days",
    ],
)
def test_other_numbers_above_89_are_left(text: str) -> None:
    assert not hidden(text, "93")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Hilda Marsh", {"hm"}),
        ("Marsh, Hilda Ruth", {"hm", "hrm"}),
        ("MARSH^HILDA^R", {"hm", "hrm"}),
        ("Ludwig van Beek", {"lvb", "lb"}),
        ("Hilda Marsh Jr.", {"hm"}),
        ("Marsh", set()),
        ("", set()),
    ],
)
def test_somebody_signs_with_the_letters_of_the_full_name(name: str, initials: set[str]) -> None:
    assert list_initials(name) == initials


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Seen by Hilda Quigley, pharmacist.\nChart checked.\nHQ", "HQ"),
        ("Seen by Zelda Quigley, pharmacist; zq 21:40", "zq"),
        ("Operator: Hilda Quigley (H.Q.) at 9", "H.Q."),
        ("Quigley, Hilda Ruth in. Signed HRQ.", "HRQ"),
    ],
)
def test_initials_are_known_by_a_name_in_the_same_text(text: str, part: str) -> None:
    assert hidden(text, part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Patrick Tanner seen; PT to assess", "PT"),
        ("The Indian Penal Code (IPC) says so", "(IPC)"),
        ("Carla Tobin: CT 21:40 booked", "CT"),
        ("Omar Nasser arrived; on 2 L", "on"),
    ],
)
def test_letters_that_are_a_word_or_an_abbreviation_are_left_beside_such_a_name(text: str, part: str) -> None:
    assert not hidden(text, part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("RE: HOLLY GREEN DOB 3/4/61", "HOLLY GREEN"),
        ("dictating on holly green date of birth 3/4/61", "holly green"),
        ("dictation summer field date 3/4/21", "summer field"),
        ("Checked.\nRose Will, pharmacist", "Rose Will"),
        ("present: two nurses, rose will (sw), the chair", "rose will"),
    ],
)
def test_words_are_a_name_between_a_lead_and_a_birth_or_before_a_profession(text: str, part: str) -> None:
    assert hidden(text, part)


@pytest.mark.parametrize(
    "text",
    ["Re wound check date 12/3", "patient is stable MRN checked", "RE: the dose DOB missing", "re leg pain dob 3/4/61"],
)
def test_other_words_there_are_left(text: str) -> None:
    words = text.split()[1:3]
    assert not hidden(text, " ".join(words))


@pytest.mark.parametrize("text", ["Notes ended and care went on without a change.\nQW", "Seen and well today.\nQ.W."])
def test_letters_on_the_last_line_are_somebodys(text: str) -> None:
    assert hidden(text, text.rpartition("\n")[2])
