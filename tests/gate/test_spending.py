"""Alpha over rounds: what is spent is never more than there is, whatever is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.declaration.gate import RotatingHoldout
from medpref_dagster.gate.spending import Look, describe_control, divide_patients, find_next_look, measure_wealth
from tests.gate.made_rounds import declare

CONTROLS = (
    {"kind": "alpha_spending", "rounds": 12},
    {"kind": "alpha_spending", "rounds": 12, "shape": "obrien_fleming"},
    {"kind": "alpha_spending", "rounds": 12, "recycle": False},
    {"kind": "alpha_investing"},
    {"kind": "alpha_investing", "share": 1.0},
    {"kind": "rotating_holdout", "parts": 6, "uses": 2},
)


def run_tests(gate, shown):
    looks: list[Look] = []
    for number, is_shown in enumerate(shown):
        following = find_next_look(gate, looks)
        is_tested = following.level is not None
        looks.append(Look(round=str(number), level=following.level or 0.0, shown=is_shown and is_tested))
    return looks


@pytest.mark.parametrize("control", CONTROLS)
@given(shown=st.lists(st.booleans(), min_size=1, max_size=80), alpha=st.sampled_from([0.01, 0.05, 0.2]))
def test_what_tests_without_a_result_spend_is_at_most_alpha_and_what_was_earned(control, shown, alpha):
    gate = declare(alpha=alpha, error_control=control)
    looks = run_tests(gate, shown)
    unshown = sum(look.level for look in looks if not look.shown)
    earned = alpha * sum(look.shown for look in looks) if control["kind"] == "alpha_investing" else 0.0
    assert unshown <= alpha + earned + 1e-12
    assert all(0 <= look.level < 1 for look in looks)


@pytest.mark.parametrize("control", CONTROLS)
def test_useless_challengers_never_spend_more_than_alpha(control):
    looks = run_tests(declare(error_control=control), [False] * 400)
    assert sum(look.level for look in looks) <= 0.05 + 1e-12


@given(shown=st.lists(st.booleans(), max_size=60), share=st.floats(0.01, 1))
def test_wealth_is_never_negative(shown, share):
    gate = declare(error_control={"kind": "alpha_investing", "share": share})
    looks = run_tests(gate, shown)
    assert all(measure_wealth(gate.alpha, looks[:end]) >= 0 for end in range(len(looks) + 1))


def test_alpha_investing_follows_foster_and_stine():
    """Their rule: a test that shows nothing costs level / (1 - level), one that shows something earns alpha."""
    gate = declare(error_control={"kind": "alpha_investing", "share": 0.5})
    first = find_next_look(gate, [])
    assert first.left == pytest.approx(0.05 * 0.95)
    assert first.level / (1 - first.level) == pytest.approx(first.left / 2)
    lost = find_next_look(gate, [Look(round="1", level=first.level, shown=False)])
    assert lost.left == pytest.approx(first.left / 2)
    won = find_next_look(gate, [Look(round="1", level=first.level, shown=True)])
    assert won.left == pytest.approx(first.left + 0.05)


def test_a_promotion_gives_its_level_to_the_next_test_and_only_to_that():
    gate = declare(error_control={"kind": "alpha_spending", "rounds": 5})
    shown = [Look(round="1", level=0.01, shown=True)]
    assert find_next_look(gate, shown).level == pytest.approx(0.02)
    assert find_next_look(gate, [*shown, Look(round="2", level=0.02, shown=True)]).level == pytest.approx(0.03)
    assert find_next_look(gate, [*shown, Look(round="2", level=0.02, shown=False)]).level == pytest.approx(0.01)


def test_alpha_that_is_used_up_gives_no_level():
    gate = declare(error_control={"kind": "alpha_spending", "rounds": 2})
    found = find_next_look(gate, run_tests(gate, [False, False]))
    assert (found.level, found.left, found.number) == (None, 0.0, 3)
    assert "declare another period" in found.note
    rotating = declare(error_control={"kind": "rotating_holdout", "parts": 2})
    assert find_next_look(rotating, run_tests(rotating, [False, False])).level is None


def test_what_an_untested_round_did_not_use_is_there_for_the_next():
    gate = declare(error_control={"kind": "alpha_spending", "rounds": 5})
    untested = Look(round="1", level=0.0, shown=False)
    assert find_next_look(gate, [untested, untested]).level == pytest.approx(0.03)
    used = Look(round="3", level=0.03, shown=False)
    assert find_next_look(gate, [untested, untested, used]).level == pytest.approx(0.01)


def test_a_plan_that_begins_with_next_to_nothing_goes_on_to_levels_that_can_be_tested():
    gate = declare(error_control={"kind": "alpha_spending", "rounds": 52, "shape": "obrien_fleming"})
    first = find_next_look(gate, [])
    assert first.level is None
    assert "a later round has more" in first.note
    untested = [Look(round=str(number), level=0.0, shown=False) for number in range(51)]
    assert find_next_look(gate, untested).level == pytest.approx(0.05)


def test_parts_are_used_in_turn():
    gate = declare(error_control={"kind": "rotating_holdout", "parts": 3, "uses": 2})
    looks = run_tests(gate, [False] * 4)
    assert [find_next_look(gate, looks[:made]).part for made in range(5)] == [0, 1, 2, 0, 1]
    untested = Look(round="x", level=0.0, shown=False)
    assert find_next_look(gate, [*looks[:1], untested]).part == 1


def test_a_patient_stays_in_its_part_when_others_come():
    control = RotatingHoldout(parts=4, seed=1)
    few = divide_patients([f"p{number}" for number in range(50)], control)
    many = divide_patients([f"p{number}" for number in range(4000)], control)
    assert few.items() <= many.items()
    counts = [list(many.values()).count(part) for part in range(4)]
    assert min(counts) > 900
    assert divide_patients(few, RotatingHoldout(parts=4, seed=2)) != few


@pytest.mark.parametrize("control", CONTROLS)
def test_every_control_is_described_with_its_alpha(control):
    gate = declare(error_control=control)
    assert "0.05" in describe_control(gate.error_control, gate.alpha)
