import json
import re

from medpref_dagster.synthetic import summarization

ROWS = list(summarization.generate(600, seed=0))


def states(text: object, phrases: list[str]) -> bool:
    return any(
        re.search(rf"(?<![\w.]){re.escape(phrase.casefold())}(?!\w)", str(text).casefold()) for phrase in phrases
    )


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(summarization.generate(100, seed=0)) == ROWS[:100]
    assert list(summarization.generate(50, seed=1)) != ROWS[:50]


def test_no_two_courses_are_alike() -> None:
    assert len({row["course"] for row in ROWS}) == len({row["stay_id"] for row in ROWS}) == len(ROWS)
    assert all(tuple(row) == summarization.COLUMNS for row in ROWS)


def test_lengths_are_those_of_the_declaration() -> None:
    assert all(120 <= len(str(row["course"]).split()) <= 220 for row in ROWS)
    assert all(25 <= len(str(row["summary"]).split()) <= 50 for row in ROWS)


def test_every_fact_is_stated_in_the_course_and_in_the_summary() -> None:
    for row in ROWS:
        for fact in json.loads(str(row["facts"])):
            assert states(row["course"], fact["mentions"]), (row["stay_id"], fact["fact"])
            assert states(row["summary"], fact["mentions"]), (row["stay_id"], fact["fact"])


def test_every_sentence_of_the_summary_states_a_fact_and_no_number_is_new() -> None:
    for row in ROWS:
        phrases = [phrase for fact in json.loads(str(row["facts"])) for phrase in fact["mentions"]]
        for sentence in re.split(r"(?<=[.;])\s+", str(row["summary"])):
            assert states(sentence, phrases), row["stay_id"]
        numbers = re.findall(r"\d+(?:[./]\d+)*", str(row["summary"]))
        assert set(numbers) <= set(re.findall(r"\d+(?:[./]\d+)*", str(row["course"]))), row["stay_id"]


def test_the_course_also_names_the_other_side_somewhere() -> None:
    both = sum("left" in str(row["course"]) and "right" in str(row["course"]) for row in ROWS)
    assert both > 0.4 * len(ROWS)


def test_no_drug_is_given_to_a_patient_who_is_allergic_to_it() -> None:
    for row in ROWS:
        facts = {fact["fact"]: fact["mentions"] for fact in json.loads(str(row["facts"]))}
        allergy = next(iter(facts.get("allergy", [""])))
        drug = facts["drug"][0]
        assert not ("penicillin" in allergy and drug in ("amoxicillin-clavulanate", "cephalexin"))
        assert not ("sulfamethoxazole" in allergy and "sulfamethoxazole" in drug)
        assert not ("lisinopril" in allergy and drug == "sacubitril-valsartan")


def test_no_placeholder_is_left() -> None:
    assert not any("{" in str(row["course"]) + str(row["summary"]) or "None" in str(row["course"]) for row in ROWS)


def test_patients_have_several_stays() -> None:
    assert len({row["patient_id"] for row in ROWS}) < 0.8 * len(ROWS)
