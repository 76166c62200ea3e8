import hashlib
import json
import re
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.duplicates import find_near_duplicates, group_exact_duplicates
from medpref_dagster.synthetic.uti import COLUMNS, SCENARIOS, STYLES, Culture, Facts, generate, is_uti

DYSURIA = frozenset({"dysuria"})
GROWTH = Culture(100_000, 1)


@pytest.fixture(scope="module")
def notes() -> list[dict[str, object]]:
    return list(generate(1500, 0))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(DYSURIA, culture=GROWTH), True),
        (Facts(DYSURIA, culture=Culture(100_000, 2)), True),
        (Facts(DYSURIA, culture=Culture(100_000, 3)), False),  # contamination
        (Facts(DYSURIA, culture=Culture(99_999, 1)), False),
        (Facts(DYSURIA, culture=Culture(1_000, 1, by_catheter=True)), True),
        (Facts(DYSURIA, culture=Culture(999, 1, by_catheter=True)), False),
        (Facts(DYSURIA, culture=Culture(0, 0), nitrite=True, leukocytes=True), False),  # the culture decides
        (Facts(culture=GROWTH, nitrite=True, leukocytes=True), False),  # asymptomatic bacteriuria
        (Facts(frozenset({"fever"}), culture=GROWTH), False),  # fever points nowhere
        (Facts(frozenset({"flank"}), culture=GROWTH), True),
        (Facts(frozenset({"suprapubic"}), culture=GROWTH), True),
        (Facts(DYSURIA | {"urgency"}, catheter=True, culture=GROWTH), False),  # the catheter causes them
        (Facts(frozenset({"fever"}), catheter=True, culture=GROWTH), True),
        (Facts(frozenset({"fever"}), catheter=True, other_fever_source=True, culture=GROWTH), False),
        (Facts(frozenset({"suprapubic"}), catheter=True, other_fever_source=True, culture=GROWTH), True),
        (Facts(DYSURIA | {"frequency"}, nitrite=True), True),
        (Facts(DYSURIA | {"frequency"}, leukocytes=True), True),
        (Facts(DYSURIA | {"frequency"}, nitrite=False, leukocytes=False), False),
        (Facts(DYSURIA | {"frequency"}), False),
        (Facts(DYSURIA, nitrite=True), False),  # one symptom is too few without a culture
        (Facts(DYSURIA | {"frequency"}, nitrite=True, discharge=True), False),
        (Facts(DYSURIA | {"frequency"}, culture=GROWTH, discharge=True), True),
    ],
)
def test_the_criteria_decide_each_written_example(facts: Facts, expected: bool) -> None:
    assert is_uti(facts) is expected


SYMPTOMS = st.frozensets(st.sampled_from(["dysuria", "frequency", "urgency", "suprapubic", "flank", "fever"]))
CULTURES = st.builds(Culture, st.sampled_from([0, 500, 5_000, 100_000]), st.integers(0, 4), st.booleans())
FINDINGS = st.sampled_from([None, True, False])


@given(
    st.builds(Facts, SYMPTOMS, st.booleans(), st.booleans(), st.booleans(), st.none() | CULTURES, FINDINGS, FINDINGS)
)
def test_there_is_no_uti_without_a_symptom_or_without_a_finding_in_urine(facts: Facts) -> None:
    if is_uti(facts):
        assert facts.symptoms
        assert (facts.culture is not None and facts.culture.count > 0) or facts.nitrite or facts.leukocytes


def test_1500_notes_are_the_same_bytes_on_every_machine(notes: list[dict[str, object]]) -> None:
    written = "\n".join(json.dumps(note, ensure_ascii=False) for note in notes)
    assert (
        hashlib.sha256(written.encode()).hexdigest()
        == "3962699c5c7a87b8f644e67a24d9c6cbbae542138c6905c374deff8cffbfd17c"
    )


def test_more_rows_begin_with_the_same_notes(notes: list[dict[str, object]]) -> None:
    assert [note for note, _ in zip(generate(2000, 0), notes, strict=False)] == notes
    assert list(generate(100, 1)) != notes[:100]


def test_every_note_has_the_columns_and_an_id_of_its_own(notes: list[dict[str, object]]) -> None:
    assert all(tuple(note) == COLUMNS for note in notes)
    assert len({note["note_id"] for note in notes}) == 1500


def test_no_two_notes_are_alike(notes: list[dict[str, object]]) -> None:
    texts = [str(note["note"]) for note in notes]
    assert len(set(group_exact_duplicates(texts).tolist())) == 1500
    assert len(find_near_duplicates(texts, 0.7)) == 0


def test_the_labels_are_balanced_and_every_style_and_situation_occurs(notes: list[dict[str, object]]) -> None:
    assert 0.45 < sum(note["uti"] == "yes" for note in notes) / len(notes) < 0.55
    assert {note["style"] for note in notes} == set(STYLES)
    assert min(Counter(note["style"] for note in notes).values()) > 200
    assert {note["scenario"] for note in notes} == set(SCENARIOS)
    for style, label in product(STYLES, ("yes", "no")):
        assert sum((note["style"], note["uti"]) == (style, label) for note in notes) > 80


def test_each_situation_has_one_label(notes: list[dict[str, object]]) -> None:
    assert len({(note["scenario"], note["uti"]) for note in notes}) == len(SCENARIOS)


def test_patients_have_several_notes_with_one_sex_and_age(notes: list[dict[str, object]]) -> None:
    counts = Counter(note["patient_id"] for note in notes)
    assert sum(count > 1 for count in counts.values()) / len(counts) > 0.3
    assert len({(note["patient_id"], note["sex"], note["age"]) for note in notes}) == len(counts)


def test_notes_are_short_and_well_formed(notes: list[dict[str, object]]) -> None:
    texts = [str(note["note"]) for note in notes]
    lengths = [len(text.split()) for text in texts]
    assert max(lengths) <= 100
    assert 45 <= sum(lengths) / len(lengths) <= 75
    for text in texts:
        assert not re.search(r"[{}]|  | \.|,\.|\.\.", text), text
        assert text[0].isupper() or text[0].isdigit()
        assert not re.search(r"\. [a-z]", text.replace("E. coli", "")), text


def test_a_keyword_does_not_tell_the_label(notes: list[dict[str, object]]) -> None:
    found = re.compile(r"nitrites? (positive|\+)|positive nitrite|100,000|100k")
    right = sum(bool(found.search(str(note["note"]))) == (note["uti"] == "yes") for note in notes) / len(notes)
    assert 0.5 < right < 0.75


def test_words_alone_tell_the_label_better_than_chance_and_not_surely(notes: list[dict[str, object]]) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_score
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=10, max_iter=1000))
    scores = cross_val_score(
        model,
        [str(note["note"]) for note in notes],
        [note["uti"] for note in notes],
        groups=[note["patient_id"] for note in notes],
        cv=GroupKFold(5),
    )
    assert 0.7 < scores.mean() < 0.95
