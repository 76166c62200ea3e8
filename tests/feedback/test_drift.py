from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from medpref_dagster.feedback.drift import EDIT_KINDS, EDIT_RATE, REASONS, SECONDS, count_weeks, find_changes
from medpref_dagster.synthetic.feedback_quarter import DRIFT_WEEK, DRIFTING, START
from tests.feedback.made_reactions import PAIRS, REACTIONS, simulate_reactions

NO_PAIRS = PAIRS.empty_table()
WEEKS = [(START + timedelta(weeks=week)).date().isoformat() for week in range(10)]


def make_reactions(seed: int, shares: dict[str, tuple[float, float]], each: int = 12, change: int = 5) -> pa.Table:
    """Clinician -> share of edits before and after the change."""
    rng = np.random.default_rng(seed)
    rows = [
        {
            "week": week,
            "clinician": name,
            "kind": "edited" if rng.random() < share[place >= change] else "accepted",
            "seconds": float(rng.integers(5, 60)),
        }
        for place, week in enumerate(WEEKS)
        for name, share in shares.items()
        for _ in range(each)
    ]
    return pa.Table.from_pylist(rows, schema=REACTIONS)


@pytest.mark.parametrize("seed", range(2))
def test_the_drifting_clinician_and_the_week_are_found_and_nobody_else(seed: int) -> None:
    changes = find_changes(simulate_reactions(8000, 30 + seed), NO_PAIRS, samples=999)
    named = {change.clinician: change.week for change in changes if change.p_adjusted < 0.05 and change.clinician}
    weeks = [(START + timedelta(weeks=DRIFT_WEEK - 1 + off)).date().isoformat() for off in (-1, 0, 1)]
    assert set(named) == {DRIFTING}
    assert named[DRIFTING] in weeks


def test_the_change_is_told_with_its_shares() -> None:
    reactions = make_reactions(1, {"a": (0.1, 0.6), "b": (0.2, 0.2)}, each=40)
    found = {(change.measure, change.clinician): change for change in find_changes(reactions, NO_PAIRS, samples=999)}
    change = found[EDIT_RATE, "a"]
    assert change.week == WEEKS[5]
    assert change.before["edited"] == pytest.approx(0.1, abs=0.06)
    assert change.after["edited"] == pytest.approx(0.6, abs=0.06)
    assert change.p < change.p_adjusted < 0.05
    assert found[EDIT_RATE, "b"].p_adjusted > 0.05


def test_without_a_change_small_p_values_are_as_rare_as_they_say() -> None:
    p = [
        find_changes(make_reactions(seed, {"a": (0.3, 0.3)}, each=6), NO_PAIRS, samples=99, seed=seed)[0].p
        for seed in range(40)
    ]
    assert np.mean(np.array(p) <= 0.1) <= 0.25
    assert stats.kstest(p, "uniform").pvalue > 0.001


def test_another_mix_of_clinicians_is_no_change() -> None:
    # One edits always, one never; the first works in the second half.
    early = make_reactions(1, {"never": (0.0, 0.0)}, each=20)
    late = make_reactions(2, {"always": (1.0, 1.0)}, each=20)
    late = late.filter(pa.array([week >= WEEKS[5] for week in late["week"].to_pylist()]))
    change = find_changes(pa.concat_tables([early, late]), NO_PAIRS, samples=199)[0]
    assert (change.measure, change.clinician, change.p) == (EDIT_RATE, None, 1.0)


def test_seconds_reasons_and_kinds_of_edits_are_tested_where_there_are_any() -> None:
    rows = [
        {
            "week": week,
            "clinician": "a",
            "kind": "rejected",
            "reason": "too long" if place < 5 else "wrong dose",
            "seconds": 10.0 + number + 40 * (place >= 7),
        }
        for place, week in enumerate(WEEKS)
        for number in range(12)
    ]
    pairs = [
        {"week": week, "clinician": "a", "edit_kinds": ["dose", "dose"] if place < 3 else ["drug", "style"]}
        for place, week in enumerate(WEEKS)
        for _ in range(10)
    ]
    found = {
        change.measure: change
        for change in find_changes(
            pa.Table.from_pylist(rows, schema=REACTIONS), pa.Table.from_pylist(pairs, schema=PAIRS), samples=499
        )
    }
    assert {measure: change.week for measure, change in found.items()} == {
        EDIT_RATE: None,
        REASONS: WEEKS[5],
        SECONDS: WEEKS[7],
        EDIT_KINDS: WEEKS[3],
    }
    assert found[REASONS].before == {"too long": 1.0, "wrong dose": 0.0}
    assert found[EDIT_KINDS].counted == 30 + 140


def test_weeks_are_counted() -> None:
    reactions = simulate_reactions(1500, 2)
    weeks = count_weeks(reactions, NO_PAIRS)
    assert [week.week for week in weeks] == sorted(set(reactions["week"].to_pylist()))
    assert sum(week.reactions for week in weeks) == reactions.num_rows
    kinds = reactions["kind"].to_pylist()
    assert sum(week.edited for week in weeks) == kinds.count("edited")
    assert sum(sum(week.reasons.values()) for week in weeks) == sum(
        reason is not None for reason in reactions["reason"].to_pylist()
    )


def test_no_reactions_give_no_weeks_and_no_change() -> None:
    assert count_weeks(REACTIONS.empty_table(), NO_PAIRS) == []
    assert {change.week for change in find_changes(REACTIONS.empty_table(), NO_PAIRS)} == {None}
