import pytest

from medpref_dagster.preferences.rejected import Declined, Proposal, StrategyError, check_options
from medpref_dagster.preferences.rejected.column import (
    EQUAL_RATINGS,
    NO_RATING,
    NO_TEXT,
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


def test_a_column_that_the_source_lacks_is_an_error_that_names_both():
    with pytest.raises(StrategyError, match="the source has no column 'bad'; it has opa, opb, opc, worse"):
        list(propose([make_case(kind="text")], make_task("text"), Options(column="bad")))


def test_one_rating_without_the_other_and_the_gold_column_are_refused():
    with pytest.raises(StrategyError, match="declare both or neither"):
        check_options(make_task("text", "column", column="worse", gold_rating="g"))
    with pytest.raises(StrategyError, match="'summary' is the column of the gold answer"):
        check_options(make_task("text", "column", column="summary"))
