"""Reactions find their generations by id or alias; what is not known, or not told apart, waits."""

import pytest

from tests.feedback.made_weeks import NEXT_WEEK, WEEK, make_all, react, write

WEEK_OF_MINUTES = 7 * 24 * 60


@pytest.fixture
def make(tmp_path):
    return lambda *events: make_all(tmp_path, events)


def list_matches(made, week=WEEK):
    return [(row["event_id"], row["generation_id"]) for row in made("reactions", week)]


def test_a_reaction_has_what_it_was_about(make):
    made = make(
        write("g", "An answer.", specialty="urology", style="SOAP"), react("r", "g", "rejected", reason="wrong")
    )
    [row] = made("reactions")
    assert (row["answer"], row["specialty"], row["style"], row["reason"]) == ("An answer.", "urology", "SOAP", "wrong")
    assert (row["clinician"], row["kind"], row["seconds"], row["week"]) == ("c-1", "rejected", 60.0, WEEK)


def test_an_alias_names_a_generation_and_one_that_two_have_names_none(make):
    made = make(
        write("g-1", "One.", aliases=["span-1", "shared"]),
        write("g-2", "Two.", aliases=["shared", "g-1"]),
        react("r-1", "span-1", "accepted"),
        react("r-2", "shared", "accepted"),
        react("r-3", "g-1", "accepted"),
    )
    # An id names its own generation, whoever has it as an alias.
    assert list_matches(made) == [("r-1", "g-1"), ("r-3", "g-1")]
    assert [(row["row_id"], row["reason"]) for row in made("waiting")] == [("r-2", "ambiguous alias")]


def test_a_reaction_to_an_unknown_generation_waits_until_that_comes(make):
    made = make(react("r", "g", "accepted"))
    assert list_matches(made) == []
    assert made("waiting") == [{"row_id": "r", "reason": "unknown generation", "detail": "names g", "record": None}]
    made = make(react("r", "g", "accepted"), write("g", "An answer."))
    assert list_matches(made) == [("r", "g")]
    assert made("waiting") == []


def test_a_reaction_that_names_itself_is_told_apart_from_what_waits_for_a_generation(make):
    made = make(react("r-1", "r-1", "accepted"), react("r-2", "r-1", "accepted"), react("r-3", "g", "accepted"))
    assert [(row["row_id"], row["reason"], row["detail"]) for row in made("waiting")] == [
        (
            "r-1",
            "names itself",
            "names r-1, its own id: it must name the answer that it is about, by its id or an alias",
        ),
        ("r-2", "unknown generation", "names r-1"),
        ("r-3", "unknown generation", "names g"),
    ]
    # A product may give one id to an answer's trace and to what was said of it.
    made = make(react("trace-1", "trace-1", "accepted"), write("g", "An answer.", aliases=["trace-1"]))
    assert list_matches(made) == [("trace-1", "g")]
    assert made("waiting") == []


def test_a_reaction_finds_the_generation_of_an_earlier_week(make):
    made = make(write("g", "An answer."), react("r", "g", "accepted", WEEK_OF_MINUTES))
    assert list_matches(made, NEXT_WEEK) == [("r", "g")]


def test_the_answers_that_a_choice_was_made_over_are_found_by_their_aliases_once_each(make):
    made = make(
        write("g-1", "One."),
        write("g-2", "Two.", aliases=["span-2"]),
        react("r", "g-1", "chosen", over=["span-2", "g-2", "g-9"]),
    )
    assert made("reactions")[0]["over"] == ["g-2", "g-9"]
    assert [(row["generation_id"], row["answer"], row["same_prompt"]) for row in made("choices")] == [
        ("g-2", "Two.", True),
        ("g-9", None, False),
    ]
