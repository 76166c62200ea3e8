"""Each rule by an example: what makes a pair, and what looks like one and is none."""

import pytest

from medpref_dagster.declaration.feedback import PairRules
from tests.feedback.made_weeks import NEXT_WEEK, PROMPT, make_all, react, write

A, B, C = "No urinary tract infection.", "Acute cystitis; start nitrofurantoin.", "Pyelonephritis; admit."
ANSWERS = [write("g-a", A), write("g-b", B, 1), write("g-c", C, 2)]
WEEK_OF_MINUTES = 7 * 24 * 60


@pytest.fixture
def make(tmp_path):
    return lambda events, **rules: make_all(tmp_path, events, PairRules.model_validate(rules))


def tell(made, week=None):
    """(rule, chosen, rejected) of the pairs."""
    rows = made("pairs", week) if week else made("pairs")
    return sorted((row["rule"], row["chosen"], row["rejected"]) for row in rows)


def test_what_the_clinician_signed_is_preferred_to_what_the_model_wrote(make):
    made = make([*ANSWERS, react("r-1", "g-a", "edited", text="Acute urinary tract infection.")])
    [pair] = made("pairs")
    assert (pair["rule"], pair["prompt"], pair["chosen"], pair["rejected"]) == (
        "edit",
        PROMPT,
        "Acute urinary tract infection.",
        A,
    )
    assert pair["event_ids"] == ["r-1", "g-a"]
    assert pair["edit_kinds"]
    assert pair["edit_words"] > 0
    assert 0 < pair["weight"] <= 1
    assert pair["patient_id"] == "p-1"


def test_a_trivial_edit_makes_no_pair_and_says_why(make):
    made = make(
        [
            write("g", "Acute cystitis, with no fevers."),
            react("r", "g", "edited", text="acute cystitis, with no fevers."),
        ]
    )
    assert tell(made) == []
    assert made.reasons("quarantine") == ["trivial edit"]
    assert "style" in made("quarantine")[0]["detail"]


def test_an_edit_that_changes_nothing_is_no_preference(make):
    made = make([*ANSWERS, react("r", "g-a", "edited", text=A)])
    assert tell(made) == []
    assert made.reasons("quarantine") == ["identical texts"]


@pytest.mark.parametrize("first", ["rejected", "regenerated"])
def test_an_answer_accepted_after_another_was_turned_down_is_preferred_to_it(make, first):
    made = make([*ANSWERS, react("r-1", "g-a", first, 10), react("r-2", "g-b", "accepted", 12)])
    assert tell(made) == [("rejected_then_accepted", B, A)]
    assert made("pairs")[0]["event_ids"] == ["r-1", "r-2", "g-b", "g-a"]


@pytest.mark.parametrize(
    "other",
    [
        {"minutes": 5},
        {"clinician": "c-2"},
        {"seconds": 0.1},
    ],
    ids=["before", "by another clinician", "unread"],
)
def test_no_acceptance_but_a_later_read_one_by_the_same_clinician_counts(make, other):
    accepted = react("r-2", "g-b", "accepted", **{"minutes": 12} | other)
    made = make([*ANSWERS, react("r-1", "g-a", "rejected", 10), accepted])
    assert tell(made) == []


def test_the_next_acceptance_is_the_one_that_counts_and_of_another_prompt_none(make):
    made = make(
        [
            *ANSWERS,
            write("g-d", C, prompt="Another visit."),
            react("r-1", "g-a", "rejected", 10),
            react("r-0", "g-d", "accepted", 11),
            react("r-2", "g-b", "accepted", 12),
            react("r-3", "g-c", "accepted", 13),
        ]
    )
    assert tell(made) == [("rejected_then_accepted", B, A)]


def test_a_thumb_up_is_preferred_to_a_thumb_down_and_the_last_thumb_counts(make):
    made = make(
        [
            *ANSWERS,
            react("r-1", "g-a", "thumb", 10, up=True),
            react("r-2", "g-b", "thumb", 11, up=True),
            react("r-3", "g-a", "thumb", 12, up=False),
            react("r-4", "g-c", "thumb", 13, up=False, clinician="c-2"),
        ]
    )
    assert tell(made) == [("thumbs", B, A)]
    assert made("pairs")[0]["event_ids"] == ["r-2", "r-3", "g-b", "g-a"]


def test_ratings_apart_by_the_margin_make_a_pair_on_one_scale_only(make):
    ratings = [
        react("r-1", "g-a", "rated", 10, rating=2),
        react("r-2", "g-b", "rated", 11, rating=4),
        react("r-3", "g-c", "rated", 12, rating=9, highest=10),
    ]
    made = make([*ANSWERS, *ratings])
    assert tell(made) == [("ratings", B, A)]
    assert made("pairs")[0]["explanation"] == "rated 4 and 2 of 5"
    assert tell(make([*ANSWERS, *ratings], ratings={"margin": 3})) == []


def test_a_choice_makes_a_pair_with_each_other_answer_and_a_tie_none(make):
    made = make([*ANSWERS, react("r-1", "g-b", "chosen", over=["g-a", "g-c"])])
    assert tell(made) == [("choice", B, A), ("choice", B, C)]
    assert tell(make([*ANSWERS, react("r-1", "g-b", "chosen", over=["g-a"], tie=True)])) == []


def test_a_choice_over_what_is_unknown_or_answers_another_prompt_is_told(make):
    made = make([*ANSWERS, write("g-d", C, prompt="Another."), react("r", "g-b", "chosen", over=["g-9", "g-d", "g-a"])])
    assert tell(made) == [("choice", B, A)]
    assert made.reasons("quarantine") == ["different prompts", "unknown generation"]


def test_a_rule_that_is_not_declared_makes_no_pair(make):
    assert tell(make([*ANSWERS, react("r-1", "g-b", "chosen", over=["g-a"])], use=["edit"])) == []


def test_an_answer_turned_down_last_week_and_another_accepted_in_this_one_are_this_weeks_pair(make):
    made = make(
        [
            *ANSWERS,
            react("r-1", "g-a", "rejected", 10),
            react("r-2", "g-b", "accepted", 10 + WEEK_OF_MINUTES),
        ]
    )
    assert tell(made) == []
    assert tell(made, NEXT_WEEK) == [("rejected_then_accepted", B, A)]
    assert made("pairs", NEXT_WEEK)[0]["week"] == NEXT_WEEK


def test_accepted_is_an_example_unless_it_was_signed_faster_than_it_can_be_read(make):
    made = make(
        [
            *ANSWERS,
            react("r-1", "g-a", "accepted", seconds=3),
            react("r-2", "g-b", "accepted", seconds=0.3),
            react("r-3", "g-c", "accepted", seconds=None),
        ]
    )
    assert sorted(row["completion"] for row in made("examples")) == sorted([A, C])
    assert made.reasons("unread") == ["rubber stamp"]
    assert made("unread")[0]["row_id"] == "r-2"
    assert tell(made) == []
    stricter = {"words_per_second": 1, "without_time": "drop"}
    events = [react("r-1", "g-a", "accepted", seconds=3), react("r-3", "g-c", "accepted", seconds=None)]
    made = make([*ANSWERS, *events], accepted=stricter)
    assert made("examples") == []
    assert made.reasons("unread") == ["no time shown", "rubber stamp"]


def test_an_empty_answer_is_nothing_to_learn(make):
    made = make([*ANSWERS, write("g-0", " "), react("r-1", "g-0", "accepted"), react("r-2", "g-a", "edited", text="")])
    assert made("examples") == []
    assert made.reasons("unread") == ["empty text"]
    assert made.reasons("quarantine") == ["empty text"]
