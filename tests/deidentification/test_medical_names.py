"""What is named like a person in medicine and trade stays; a person of that name does not."""

import pytest

from medpref_dagster.deidentification import medical_names
from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.lexicon import load_lexicon

RULES = Rules()


def read(text: str, kind: str | None = None) -> list[str]:
    found = find_identifiers(text, RULES)
    return [text[item.start : item.end] for item in found if kind in (None, item.kind)]


@pytest.mark.parametrize(
    "text",
    [
        "MDM: HEART score 3, Wells 1.5. Low suspicion.",
        "Unsteady, bed alarm on. Morse fall scale 55. Braden 18.",
        "Abdomen soft, neg Murphy. Ottawa rules negative.",
        "Follow up per Fleischner guidelines in 12 months.",
        "O: TUG 14.2 s, Berg 45/56, Barthel 75, Tinetti 19/28.",
        "Moro present. Barlow and Ortolani neg. Tanner 1. Denver normal.",
        "PSH: Nissen fundoplication, R TKA with Zimmer implant.",
        "Breslow depth 0.6 mm, Clark level II. Ziehl-Neelsen negative.",
        "ECG: Wolff-Parkinson-White pattern. Silverman 4. Waddell neg.",
        "Neuro: A&Ox3, MAE, PERRL. Foley draining clear urine.",
        "Started Madopar 62.5 mg tds, Ventolin PRN, Calpol.",
        "Tab Ecosprin 75, Zulvexa 20 mg OD, Orbanix BD.",
        "My new insurance is Aetna. It was paid by Blue Cross.",
        "Pt is Jehovah's Witness. He drives a Honda.",
        "Patient: Oh, it was a terrible week. Doctor: Great, thank you.",
    ],
)
def test_scores_signs_devices_medicines_and_companies_stay(text: str):
    assert read(text) == []


def test_a_shop_of_a_whole_country_goes_where_somebody_buys_there_and_no_insurer_does():
    found = " ".join(read("Refill sent to the Rite Aid on Station Road, paid by Blue Cross.", "location"))
    assert "Rite Aid" in found
    assert "Blue Cross" not in found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seen by Dr. Murphy today.", "Murphy"),
        ("Mr Wells, 55, has asthma.", "Wells"),
        ("Anna Foley was admitted.", "Anna Foley"),
        ("Signed: Ruth Zimmer, RN", "Ruth Zimmer"),
        ("Re-examined by Bouchard at 2230.", "Bouchard"),
        ("Patient: Oh, Sandra", "Oh, Sandra"),
        ("Spoke with daughter Yasmin about this.", "Yasmin"),
        ("Our secretary Douglas will ring her.", "Douglas"),
        ("Mrs. Tanner 1 week post-op.", "Tanner"),
    ],
)
def test_a_person_of_such_a_name_does_not(text: str, name: str):
    assert name in read(text, "name")


def test_an_employer_goes_where_a_shop_of_that_name_stays():
    assert read("He works at Home Depot.") == ["Home Depot"]
    assert read("Bought a cane at Home Depot today.", "name") == []


@pytest.mark.parametrize(
    "text",
    [
        "Rx Amoxil 500 mg tds 5/7.",
        "Cough for the last week, 3/7 hx of fever.",
        "MMT quads 4/5, MRC 4/5 prox.",
        "Grade Group 2, in 3/12 cores.",
        "Barthel 12/20, AMTS 8/10.",
        "Nursing note 0700-1900 for Rm 412-B.",
    ],
)
def test_durations_scores_shifts_and_rooms_are_neither_dates_nor_codes(text: str):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("GERD, s/p appendectomy May.", "May"),
        ("Last tetanus August. Meds none.", "August"),
        ("Could it move to Thursday 9th?", "9th"),
        ("Pain since Sat, worse now.", "Sat"),
        ("Last use 2/2. Meds: none.", "2/2"),
        ("I will be in Tacoma from 1/26 to 1/14, could we move it?", "1/14"),
    ],
)
def test_months_and_days_alone_are_dates(text: str, date: str):
    assert date in read(text, "date")
    assert read("She may. He may go. Sat 95% on air.", "date") == []


@pytest.mark.parametrize(
    "said",
    [
        "Spoke with {} at 3 pm.",
        "Told {} to come back.",
        "{} says the pain is better.",
        "{} reports chest pain.",
        "{} lives alone.",
        "Discussed with {} and his wife.",
    ],
)
def test_nobody_is_left_for_being_named_like_a_sign_a_score_or_a_thing(said: str):
    lexicon, chains = load_lexicon(), medical_names.COMPANIES
    words = (medical_names.SCORES | medical_names._KNOWN | medical_names._OF_PEOPLE) - chains - {"maryland"}
    names = [word.capitalize() for word in sorted(words) if word in lexicon.last and word not in lexicon.plain]
    assert len(names) > 500
    missed = [name for name in names if name not in " ".join(read(said.format(name), "name"))]
    assert not missed


@pytest.mark.parametrize(
    "text", ["Lahey called about his results.", "Seen by Hoyer, who agrees.", "Kaneda is a 45 year old woman."]
)
def test_a_name_alone_in_a_note_is_found_though_a_thing_has_it(text: str):
    assert read(text, "name")
