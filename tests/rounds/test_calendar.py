"""Every week is in exactly one round, whatever the cadence, and Dagster has the same rounds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.declaration.loop import Cadence
from medpref_dagster.rounds.calendar import (
    find_next_round,
    find_round,
    list_round_weeks,
)

CADENCES: list[Cadence] = ["weekly", "two-weekly", "monthly"]
MONDAY = date(2019, 12, 30)
mondays = st.integers(0, 52 * 30).map(lambda number: (MONDAY + timedelta(weeks=number)).isoformat())


@pytest.mark.parametrize("cadence", CADENCES)
@given(first=mondays, weeks=st.integers(1, 120))
def test_every_week_is_in_exactly_one_round(cadence: Cadence, first: str, weeks: int) -> None:
    monday = date.fromisoformat(first)
    all_weeks = [(monday + timedelta(weeks=number)).isoformat() for number in range(weeks)]
    covered: list[str] = []
    name = find_round(first, cadence)
    while name <= all_weeks[-1]:
        own = list_round_weeks(name, cadence, first, all_weeks[-1])
        assert {find_round(week, cadence) for week in own} == {name}
        covered += own
        name = find_next_round(name, cadence)
    assert covered == all_weeks


@pytest.mark.parametrize(("cadence", "fewest", "most"), [("weekly", 1, 1), ("two-weekly", 2, 3), ("monthly", 4, 5)])
@given(week=mondays)
def test_a_round_begins_on_a_monday_and_covers_as_many_weeks_as_its_cadence_says(
    cadence: Cadence, fewest: int, most: int, week: str
) -> None:
    name = find_round(week, cadence)
    assert date.fromisoformat(name).weekday() == 0
    assert find_round(name, cadence) == name
    assert fewest <= len(list_round_weeks(name, cadence, name)) <= most


@pytest.mark.parametrize("cadence", CADENCES)
def test_where_feedback_begins_changes_no_round_but_the_first_ones_weeks(cadence: Cadence) -> None:
    early, late = (list_round_weeks("2026-03-16", cadence, first) for first in ("2026-01-05", "2026-03-16"))
    assert early == late
    assert list_round_weeks("2026-03-02", cadence, "2026-03-09") == tuple(
        week for week in list_round_weeks("2026-03-02", cadence, "2026-01-05") if week >= "2026-03-09"
    )
