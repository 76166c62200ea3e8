"""Who reads the audit log learns of every challenger that was not promoted, once."""

import pytest

from medpref_dagster.promotion.moves import promote
from medpref_dagster.promotion.refusals import tell_refusals
from tests.promotion.test_moves import GATE, Office


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)


def list_told(office: Office) -> list[tuple[str, str]]:
    return [(action, details["round"]) for action, *_, details in office.told if action != "model.started"]


def test_refused_and_held_rounds_are_told_once_and_promoted_ones_when_the_champion_moves(office):
    refused = office.decide("may", gains=(20, 90))
    tell_refusals(office.desk, "loop")
    assert list_told(office) == [("model.refused", "may")]
    _, subject, why, actor, details = office.told[-1]
    assert (subject, actor, details["decision"]) == (f"loop: {refused.address}", "loop", 1)
    assert why.startswith("Refuse: ")

    office.decide("june", cases=4, gains=(0, 0), change=(0, 0))
    office.decide("july")
    tell_refusals(office.desk, "loop")
    tell_refusals(office.desk, "loop")
    assert list_told(office) == [("model.refused", "may"), ("model.held", "june")]
    promote(office.desk, GATE, "july", "loop")
    assert list_told(office)[2:] == [("model.promoted", "july")]


def test_what_a_kill_left_untold_is_told_by_the_next_with_the_same_number(office, monkeypatch):
    office.decide("may", gains=(20, 90))

    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(office.store, "append_to_ledger", die)
        with pytest.raises(KeyboardInterrupt):
            tell_refusals(office.desk, "loop")
    tell_refusals(office.desk, "loop")
    told = [(action, details["decision"]) for action, *_, details in office.told if action == "model.refused"]
    assert set(told) == {("model.refused", 1)}
    assert len(told) <= 2
