"""A round begins when its last week is over, or early with enough usable pairs; every week is in exactly one round."""

from datetime import UTC, datetime

import pytest

from medpref_dagster.rounds.calendar import find_next_round
from medpref_dagster.rounds.early import note_early_round, read_early_rounds
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.steps.beginning import begin_round, count_usable, find_ongoing_round
from medpref_dagster.steps.loop import LOOP_STEPS
from medpref_dagster.steps.running import run_step
from tests.rounds.made_pairs import ROUNDS, WEEKS, spread_rows
from tests.steps.test_rounds import declare, lay, tiny, write_feedback  # noqa: F401 - a fixture

PAIRS, CHALLENGER, *_ = LOOP_STEPS
MIDDLE = datetime(2026, 6, 10, tzinfo=UTC).timestamp()
"""Of the first round: its first week is over."""


def test_a_round_that_goes_on_begins_with_the_weeks_that_are_over_and_leaves_the_others_to_the_next(tiny):  # noqa: F811
    write_feedback(tiny.store, spread_rows())
    about = declare(name="eager")
    begun = begin_round(PAIRS, about, lay(tiny, ROUNDS[0]), MIDDLE)
    assert begun.list_weeks(ROUNDS[0]) == (WEEKS[0],)
    assert begun.list_weeks(ROUNDS[1]) == WEEKS[1:]
    assert begin_round(CHALLENGER, about, lay(tiny, ROUNDS[0]), MIDDLE + 7 * 86_400) == begun, "it is noted once"

    own = {}
    for place in ROUNDS:
        made = run_step(PAIRS, about, lay(tiny, place))
        rows = tiny.store.read_table(made.artifact).to_pylist()
        own[place] = {row["week"] for row in rows if not row["replayed"]}
    assert own == {ROUNDS[0]: {WEEKS[0]}, ROUNDS[1]: set(WEEKS[1:])}


def test_with_too_few_it_does_not_begin_and_says_how_many_are_missing(tiny):  # noqa: F811
    write_feedback(tiny.store, spread_rows())
    about = declare(name="patient", min_new_pairs=40)
    usable = count_usable(tiny.store, about.cut_at(ROUNDS[0], WEEKS[0]), ROUNDS[0])
    with pytest.raises(RoundError, match=f"needs 40 new usable pairs and has {usable}: {40 - usable} are missing"):
        begin_round(PAIRS, about, lay(tiny, ROUNDS[0]), MIDDLE)
    assert read_early_rounds(tiny.store, "patient") == {}


def test_nothing_of_it_is_made_before_it_begins_and_none_before_a_week_is_over(tiny):  # noqa: F811
    about = declare(name="strict")
    with pytest.raises(RoundError, match=f"is not over before {ROUNDS[1]}.*strict/round_pairs begins it"):
        begin_round(CHALLENGER, about, lay(tiny, ROUNDS[0]), MIDDLE)
    with pytest.raises(RoundError, match="once some of its weeks are over"):
        begin_round(PAIRS, about, lay(tiny, ROUNDS[0]), MIDDLE - 7 * 86_400)
    with pytest.raises(RoundError, match="is not over before"):  # the clock was set back, or it is the last round
        begin_round(PAIRS, about, lay(tiny, ROUNDS[1]), MIDDLE)


def test_what_is_counted_is_what_the_round_then_trains_on(tiny):  # noqa: F811
    write_feedback(tiny.store, spread_rows())
    about = declare(name="counting")
    made = run_step(PAIRS, about, lay(tiny, ROUNDS[1]))
    rows = tiny.store.read_table(made.artifact).to_pylist()
    trained = sum(row["split"] == "train" and not row["replayed"] for row in rows)
    assert count_usable(tiny.store, about, ROUNDS[1]) == trained > 0


def test_the_last_round_of_feedback_that_ends_does_not_begin_early():
    about = declare()
    assert find_ongoing_round(about, MIDDLE) == ROUNDS[0]
    in_the_last = datetime(2026, 6, 24, tzinfo=UTC).timestamp()
    assert find_ongoing_round(about, in_the_last) is None, "what it left out would be in no round"
    assert find_ongoing_round(about, datetime(2026, 5, 1, tzinfo=UTC).timestamp()) is None


def test_of_two_that_begin_a_round_the_second_takes_what_the_first_noted(tiny):  # noqa: F811
    assert note_early_round(tiny.store, "twice", ROUNDS[0], WEEKS[0], 5) == WEEKS[0]
    assert note_early_round(tiny.store, "twice", ROUNDS[0], WEEKS[1], 9) == WEEKS[0]
    assert note_early_round(tiny.store, "twice", find_next_round(ROUNDS[0], "two-weekly"), WEEKS[3], 9) == WEEKS[3]
    assert read_early_rounds(tiny.store, "twice") == {ROUNDS[0]: WEEKS[0], ROUNDS[1]: WEEKS[3]}
