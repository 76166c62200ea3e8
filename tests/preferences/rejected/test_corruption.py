import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.rejected import Declined, check_options
from medpref_dagster.preferences.rejected.clinical_terms import BRAND_NAMES, DRUG_CLASSES, MADE_UP_FACTS, OTHER_SIDE
from medpref_dagster.preferences.rejected.corruption import (
    KINDS,
    NO_KIND_APPLIES,
    Options,
    corrupt_text,
    find_sentences,
    propose,
)
from tests.preferences.tasks import make_case, make_task

SENTENCES = st.sampled_from(
    [
        "She was seen for left flank pain.",
        "Dr. Roe gave 500 mg of ceftriaxone b.i.d. for 7 days.",
        "No fever was noted.",
        "The patient denies nausea, and is not on warfarin.",
        "Temperature 38.2, pulse 104, oxygen 97% on 1,200 mL.",
        "An 82-year-old man, s/p repair of the RLQ hernia",
        "METOPROLOL was stopped on 03/14/2024 at 10:30.",
        "Imaging showed no evidence of stones.",
        "PLAN:",
        "1. Left-sided weakness has been present.",
        "He left the hospital well!",
        "Insulin glargine 10 units; positive for nitrites.",
    ]
)
TEXTS = st.lists(st.tuples(SENTENCES, st.sampled_from([" ", "\n", "  ", "\n- "])), min_size=1, max_size=6).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)
SEEDS = st.integers(0, 1000)
DRUGS = sorted((drug for drugs in DRUG_CLASSES.values() for drug in drugs), key=len, reverse=True)
NEGATION_WORDS = {
    "no", "not", "without", "with", "denies", "reports", "denied", "reported", "positive", "negative", "never", "still",
    "longer", "endorses", "endorsed", "complains", "complained", "of", "cannot", "can", "febrile", "afebrile",
}  # fmt: skip


def corrupt(text, kind, seed=0, case_text=""):
    edits = corrupt_text(text, case_text, (kind,), 1, make_random(seed))
    return edits[0].text if edits else None


def mask(pattern, text):
    return re.sub(pattern, "#", text, flags=re.IGNORECASE)


@given(TEXTS, st.lists(st.sampled_from(KINDS), min_size=1, unique=True), st.integers(1, 6), SEEDS)
def test_a_corrupted_text_always_differs_and_is_the_same_for_the_same_seed(text, kinds, number, seed):
    edits = corrupt_text(text, "", kinds, number, make_random(seed))
    assert edits == corrupt_text(text, "", kinds, number, make_random(seed))
    assert len(edits) <= number
    assert len({edit.kind for edit in edits}) == len(edits)
    assert {edit.kind for edit in edits} <= set(kinds)
    assert all(1 <= edit.sentence <= len(find_sentences(text)) for edit in edits)
    if edits:
        assert " ".join(edits[-1].text.split()) != " ".join(text.split())


@given(st.text(), st.sampled_from(KINDS), SEEDS)
def test_any_text_at_all_is_corrupted_or_left_alone(text, kind, seed):
    changed = corrupt(text, kind, seed)
    assert changed is None or changed != text


@given(TEXTS, SEEDS)
def test_an_omission_takes_one_sentence_and_nothing_else(text, seed):
    changed = corrupt(text, "omission", seed)
    before = [text[start:end] for start, end in find_sentences(text)]
    if changed is None:
        assert len(before) == 1 or all(len(sentence.split()) < 3 or sentence.endswith(":") for sentence in before)
        return
    after = [changed[start:end] for start, end in find_sentences(changed)]
    assert any([*before[:gone], *before[gone + 1 :]] == after for gone in range(len(before)))


@given(TEXTS, SEEDS)
def test_a_changed_number_leaves_all_but_one_number_as_it_was(text, seed):
    changed = corrupt(text, "number", seed)
    if changed is not None:
        assert mask(r"[\d,]*\d", changed) == mask(r"[\d,]*\d", text)
        before, after = re.findall(r"[\d,]*\d", text), re.findall(r"[\d,]*\d", changed)
        assert sum(a != b for a, b in zip(before, after, strict=True)) in (1, 2)  # before and behind the point


@given(TEXTS, SEEDS)
def test_a_changed_side_leaves_all_but_one_word_as_it_was(text, seed):
    changed = corrupt(text, "laterality", seed)
    if changed is not None:
        before, after = text.split(), changed.split()
        differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert len(differing) == 1
        assert mask("left|right|[LR](?=LQ)", differing[0][0]) == mask("left|right|[LR](?=LQ)", differing[0][1])


@given(TEXTS, SEEDS)
def test_a_changed_negation_leaves_every_other_word_as_it_was(text, seed):
    changed = corrupt(text, "negation", seed)
    if changed is not None:
        kept = [[w for w in re.findall(r"\w+", t.lower()) if w not in NEGATION_WORDS] for t in (text, changed)]
        assert kept[0] == kept[1]


@given(TEXTS, SEEDS)
def test_a_swapped_drug_is_another_of_its_class_that_was_not_mentioned(text, seed):
    changed = corrupt(text, "drug", seed)
    if changed is not None:
        pattern = "|".join(DRUGS)
        assert mask(pattern, changed) == mask(pattern, text)
        before, after = (re.findall(pattern, t, re.IGNORECASE) for t in (text, changed))
        ((old, new),) = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert any({old.lower(), new.lower()} <= set(drugs) for drugs in DRUG_CLASSES.values())
        assert new.lower() not in text.lower()
        assert old.isupper() == new.isupper()


@given(TEXTS, SEEDS)
def test_an_invention_adds_one_fact_of_which_nothing_was_said(text, seed):
    changed = corrupt(text, "invention", seed)
    if changed is not None:
        ((fact, signs),) = [(fact, signs) for fact, signs in MADE_UP_FACTS if fact in changed]
        assert changed.replace(f" {fact}", "", 1) in (text, changed) or changed.replace(f". {fact}", "", 1) == text
        assert not any(sign in text.lower() for sign in signs)


@pytest.mark.parametrize(
    ("kind", "text", "changed"),
    [
        ("laterality", "Pain in the LEFT knee.", "Pain in the RIGHT knee."),
        ("laterality", "Right-sided droop.", "Left-sided droop."),
        ("laterality", "LLQ tenderness", "RLQ tenderness"),
        ("negation", "No fever.", "Fever."),
        ("negation", "No evidence of stones.", "Evidence of stones."),
        ("negation", "The patient denies pain.", "The patient reports pain."),
        ("negation", "She didn't sleep.", "She did sleep."),
        ("negation", "Imaging showed evidence of stones.", "Imaging showed no evidence of stones."),
        ("negation", "The culture was sterile.", "The culture was not sterile."),
        ("negation", "Discharged without complications.", "Discharged with complications."),
        ("drug", "Started Pregabalin.", "Started Gabapentin."),
        ("drug", "Takes Lyrica.", "Takes Neurontin."),
        ("drug", "LASIX 40 mg", "BUMEX 40 mg"),
        ("drug", "Home on Macrobid.", "Home on Monurol."),
        ("omission", "She was well. Pain is gone.\nPLAN:", "She was well.\nPLAN:"),
    ],
)
def test_what_each_kind_writes(kind, text, changed):
    found = {corrupt(text, kind, seed) for seed in range(30)}
    assert changed in found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("laterality", "She left the hospital. It was left open. He went right away, all right now."),
        ("number", "Seen on 2024-03-14 at 10:30, in 2019, 3rd visit, T2 of COVID-19, 1-2 weeks.\n1. Rest"),
        ("drug", "Takes vitamins and aspirin-free tea."),
        ("drug", "Neurontin was stopped, pregabalin begun; then Lyrica."),
        ("drug", "Lyrica for pain, later gabapentin."),
        ("omission", "Only one sentence stands here."),
        ("negation", "Fever."),
        ("invention", " ".join(sign for _, signs in MADE_UP_FACTS for sign in signs)),
    ],
)
def test_what_each_kind_leaves_alone(kind, text):
    assert {corrupt(text, kind, seed) for seed in range(20)} == {None}


def test_nothing_is_made_up_that_the_case_mentions():
    case_text = " ".join(sign for _, signs in MADE_UP_FACTS[1:] for sign in signs)
    assert corrupt("All well.", "invention", case_text=case_text) == f"All well. {MADE_UP_FACTS[0][0]}"


@settings(max_examples=30)
@given(SEEDS)
def test_numbers_stay_possible(seed):
    assert int(re.findall(r"\d+", corrupt("Oxygen 97 %.", "number", seed))[0]) <= 100
    assert int(re.findall(r"\d+", corrupt("An 82-year-old man.", "number", seed))[0]) <= 99
    assert int(re.findall(r"\d+", corrupt("For 1 day.", "number", seed))[0]) >= 1
    assert re.fullmatch(r"Sodium \d,\d{3}\.", corrupt("Sodium 2,400.", "number", seed))
    assert re.fullmatch(r"Dose 0\.\d\d\.", corrupt("Dose 0.25.", "number", seed))


def test_every_edit_is_named_with_its_kind_and_place():
    text = "Seen for pain. Given 500 mg. It hurt on the left."
    task = make_task("text", "corruption", kinds=["laterality", "number"], edits=2)
    (proposal,) = propose([make_case(kind="text", answer=text)], task, check_options(task))
    assert proposal.provenance == "corruption:number@sentence 2+laterality@sentence 3"
    assert re.fullmatch(r"Seen for pain\. Given (?!500)\d+ mg\. It hurt on the right\.", proposal.text)


def test_what_was_made_up_is_not_the_sentence_left_out():
    for seed in range(50):
        edits = corrupt_text("One two three. Four five six.", "", ("invention", "omission"), 2, make_random(seed))
        assert [edit.kind for edit in edits] == ["omission", "invention"]
        assert any(fact in edits[-1].text for fact, _ in MADE_UP_FACTS)


def test_a_text_to_which_no_kind_applies_is_declined():
    task = make_task("text", "corruption", kinds=["drug", "laterality"])
    (item,) = propose([make_case(kind="text", answer="Seen for pain.")], task, check_options(task))
    assert item == Declined("a", NO_KIND_APPLIES, "tried: drug, laterality")


def test_kinds_are_drawn_evenly_from_those_that_apply():
    cases = [make_case(str(number), "text") for number in range(600)]
    task = make_task("text", "corruption")
    kinds = [item.provenance.split(":")[1].split("@")[0] for item in propose(cases, task, check_options(task))]
    assert all(60 < kinds.count(kind) < 140 for kind in KINDS)


def test_a_brand_name_stands_for_its_drug():
    text = "Lasix was changed to torsemide."
    assert {corrupt(text, "drug", seed) for seed in range(30)} == {
        "Bumex was changed to torsemide.",
        "Lasix was changed to bumetanide.",
    }


def test_every_brand_name_is_of_one_drug_that_has_a_class():
    assert set(BRAND_NAMES) <= set(DRUGS)
    brands = [brand.lower() for brands in BRAND_NAMES.values() for brand in brands]
    assert len(brands) == len(set(brands))
    assert not set(brands) & set(DRUGS)


def test_no_drug_stands_in_two_classes_and_every_side_has_its_opposite():
    assert len(DRUGS) == len(set(DRUGS))
    assert all(OTHER_SIDE[other] == side for side, other in OTHER_SIDE.items())


def test_options_have_defaults_that_use_every_kind():
    assert Options().kinds == KINDS


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? four.", ["One.", "Two!", "Three? four."]),
        ("Dr. Roe gave 2.5 mg b.i.d. Then rest.", ["Dr. Roe gave 2.5 mg b.i.d. Then rest."]),
        ("1. Rest.\n2. Fluids", ["1. Rest.", "2. Fluids"]),
        ("1.  Rest. 2.  Fluids.", ["1.  Rest.", "2.  Fluids."]),
        ("\n\n- ...\n", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, sentences):
    assert [text[start:end] for start, end in find_sentences(text)] == sentences
