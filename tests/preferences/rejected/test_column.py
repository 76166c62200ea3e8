import json

import pytest

from medpref_dagster.preferences.rejected import OTHER_REJECTED, Declined, Proposal, StrategyError, check_options
from medpref_dagster.preferences.rejected.column import (
    EQUAL_RATINGS,
    NO_RATING,
    NO_TEXT,
    NOT_TEXT,
    RATED_HIGHER,
    Options,
    propose,
)
from tests.preferences.tasks import FIELDS, make_case, make_task


def propose_for(fields, kind="text", **options):
    case = make_case(kind=kind, fields={**FIELDS, **fields})
    return next(propose([case], make_task(kind), Options(column="worse", **options)))


def test_a_text_is_taken_as_it_is():
    assert propose_for({"worse": " Given aspirin. "}) == Proposal("a", "Given aspirin.", "column:worse")


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("label", "No", "No, it does not describe a UTI."),
        ("label", "Perhaps.", "Perhaps."),
        ("option", "C", "The answer is C: Asthma."),
        ("option", "Z", "Z"),
    ],
)
def test_a_value_that_names_an_answer_becomes_its_sentence(kind, value, written):
    assert propose_for({"worse": value}, kind).text == written


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_case_without_a_rejected_answer_is_declined(value):
    assert propose_for({"worse": value}) == Declined("a", NO_TEXT, "column 'worse'")


@pytest.mark.parametrize(
    ("gold", "rejected", "reason"),
    [
        (4, 4, EQUAL_RATINGS),
        ("4", 4.0, EQUAL_RATINGS),
        (3, 5, RATED_HIGHER),
        (None, 3, NO_RATING),
        (4, "good", NO_RATING),
        (float("nan"), float("nan"), NO_RATING),
    ],
)
def test_ratings_that_prefer_nothing_never_make_a_pair(gold, rejected, reason):
    item = propose_for({"g": gold, "r": rejected, "worse": "Text"}, gold_rating="g", rejected_rating="r")
    assert isinstance(item, Declined)
    assert item.reason == reason


def test_a_lower_rating_makes_a_pair():
    item = propose_for({"g": 5, "r": "2", "worse": "Text"}, gold_rating="g", rejected_rating="r")
    assert isinstance(item, Proposal)


def test_of_a_conversation_the_last_message_of_the_assistant_is_rejected():
    talk = [{"role": "user", "content": "What next?"}, {"role": "assistant", "content": "Wait."}]
    assert propose_for({"worse": talk}).text == "Wait."
    assert propose_for({"worse": json.dumps(talk)}).text == "Wait."


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (["Wait."], "a list of 1 values"),
        ({"text": "Wait."}, "an object of 1 fields"),
        ('[{"text": "Wait."}]', "a list of objects, written as text"),
        ([{"role": "user", "content": "Wait."}], "a conversation of 1 messages, none of them of the role 'assistant'"),
    ],
)
def test_a_list_or_object_never_becomes_a_rejected_answer(value, kind):
    assert propose_for({"worse": value}) == Declined("a", NOT_TEXT, f"column 'worse' holds {kind}")


def test_every_row_of_a_case_brings_its_own_rejected_answer_and_rating():
    others = [
        {"row_id": "b", "worse": "Go home.", "r": 2},
        {"row_id": "c", "worse": "Rest.", "r": "5.0"},
        {"row_id": "d", "worse": None, "r": 1},
    ]
    fields = {**FIELDS, "worse": "Wait.", "g": 5, "r": 1, OTHER_REJECTED: others}
    options = Options(column="worse", gold_rating="g", rejected_rating="r")
    items = list(propose([make_case(kind="text", fields=fields)], make_task("text"), options))
    assert items == [
        Proposal("a", "Wait.", "column:worse"),
        Proposal("a", "Go home.", "column:worse"),
        Declined("a", EQUAL_RATINGS, "column 'worse'"),
        Declined("a", NO_TEXT, "column 'worse'"),
    ]


def test_the_columns_in_which_the_rows_of_a_case_may_differ_are_known_before_there_is_data():
    assert Options(column="worse").source_columns() == {"worse"}
    declared = {"column": "worse", "gold_rating": "g", "rejected_rating": "r"}
    parts = [{"strategy": "column", "share": 0.5, "options": declared}, {"strategy": "corruption", "share": 0.5}]
    assert check_options(make_task("text", "mixture", parts=parts)).source_columns() == {"worse", "g", "r"}
    assert check_options(make_task("text", "corruption")).source_columns() == frozenset()


def test_a_column_that_the_source_lacks_is_an_error_that_names_both():
    with pytest.raises(StrategyError, match="the source has no column 'bad'; it has opa, opb, opc, worse"):
        list(propose([make_case(kind="text")], make_task("text"), Options(column="bad")))


def test_one_rating_without_the_other_and_the_gold_column_are_refused():
    with pytest.raises(StrategyError, match="declare both or neither"):
        check_options(make_task("text", "column", column="worse", gold_rating="g"))
    with pytest.raises(StrategyError, match="'summary' is the column of the gold answer"):
        check_options(make_task("text", "column", column="summary"))
