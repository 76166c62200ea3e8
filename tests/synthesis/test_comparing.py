"""Two answers before a judge in both orders: what is preferred, what is a tie, what only the order decides."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.judge import Judge, JudgeError
from medpref_dagster.storage.store import Store
from medpref_dagster.synthesis.comparing import compare, draw_comparison, settle
from tests.ratings.judge_server import read_material

RATING = st.integers(1, 5)
PAIR = draw_comparison("candidates", "s", "Summarize.", ("one", "two"), 7)


def judge_by(rate):
    asked: list[str] = []

    def ask(questions):
        for question in questions:
            asked.append(question)
            yield json.dumps(rate(read_material(question)["answers"]))

    return Judge("gpt", {"model": "m"}, ask), asked


@given(RATING, RATING, RATING, RATING)
def test_only_what_is_better_in_both_orders_is_preferred(first, second, second_again, first_again):
    compared = settle(PAIR, f"[{first}, {second}]", f"[{second_again}, {first_again}]")
    assert compared.ratings == ((first, second), (first_again, second_again))
    if first > second and first_again > second_again:
        assert (compared.outcome, compared.preferred, compared.other) == ("first", PAIR.first, PAIR.second)
        assert compared.margin == min(first - second, first_again - second_again)
    elif first < second and first_again < second_again:
        assert (compared.outcome, compared.preferred, compared.other) == ("second", PAIR.second, PAIR.first)
        assert compared.margin == min(second - first, second_again - first_again)
    else:
        alike = first == second and first_again == second_again
        assert compared.outcome == ("tie" if alike else "order")
        assert (compared.preferred, compared.margin) == (None, None)


def test_the_order_is_drawn_from_the_texts_whichever_is_given_first():
    drawn = [draw_comparison("candidates", None, f"p{number}", ("a", "b"), 7) for number in range(40)]
    turned = [draw_comparison("candidates", None, f"p{number}", ("b", "a"), 7) for number in range(40)]
    assert drawn == turned
    assert {item.first for item in drawn} == {"a", "b"}


def test_both_orders_are_asked_and_what_was_said_is_recalled(tmp_path):
    judge, asked = judge_by(lambda answers: [5 if text == "two" else 2 for text in answers])
    for _ in range(2):
        [compared] = compare(judge, "Be right.", [PAIR], Store(tmp_path), "judged", Disclosure.SYNTHETIC)
    assert (compared.preferred, compared.margin) == ("two", 3)
    assert [read_material(question)["answers"] for question in asked] == [
        [PAIR.first, PAIR.second],
        [PAIR.second, PAIR.first],
    ]
    assert len(Store(tmp_path).read_notes("judged")) == 2


def test_a_judge_that_always_prefers_what_comes_first_prefers_nothing(tmp_path):
    judge, _ = judge_by(lambda _: [5, 1])
    pairs = [draw_comparison("candidates", None, f"p{number}", ("a", "b"), 0) for number in range(5)]
    assert {item.outcome for item in compare(judge, "r", pairs, Store(tmp_path), "judged", Disclosure.SYNTHETIC)} == {
        "order"
    }


@pytest.mark.parametrize("turned", ["A is better.", "[1]", "[1, 2, 3]", "[0, 9]", ""])
def test_what_cannot_be_read_in_one_order_is_unread(turned):
    compared = settle(PAIR, "[5, 1]", turned)
    assert (compared.outcome, compared.preferred) == ("unread", None)
    assert compared.reason.startswith(("the judge", "a rating of the judge"))
    assert compared.detail == f"order reversed: {len(turned)} characters"


def test_a_time_out_is_unread_and_asked_again(tmp_path):
    silent = Judge("gpt", {}, lambda texts: iter([Unanswered("the judge timed out", "after 1 s")] * len(texts)))
    [compared] = compare(silent, "r", [PAIR], Store(tmp_path), "judged", Disclosure.SYNTHETIC)
    assert (compared.outcome, compared.reason) == ("unread", "the judge timed out")
    assert Store(tmp_path).read_notes("judged") == []


def test_a_judge_that_is_gone_keeps_what_it_said(tmp_path):
    def ask(questions):
        yield "[5, 1]"
        raise JudgeError("gone")

    with pytest.raises(JudgeError):
        compare(Judge("gpt", {}, ask), "r", [PAIR], Store(tmp_path), "judged", Disclosure.SYNTHETIC)
    assert len(Store(tmp_path).read_notes("judged")) == 1
