"""Rounds in a store: each is decided and spends once, whoever asks again and whatever is killed."""

import threading

import pytest

from medpref_dagster.gate.decision import Outcome
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.rounds import (
    decide_round,
    find_decision,
    plan_look,
    read_decisions,
    read_void,
    void_decisions,
)
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.store import Store
from tests.gate.made_rounds import address, declare, make_evidence, make_model

GATE = declare(alpha=0.2, error_control={"kind": "alpha_spending", "rounds": 4})


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def make_round(store, name="one", of_round="2026-06-01", **fields):
    champion, challenger = make_model(store, "champion"), make_model(store, name)
    return make_evidence(champion.address, challenger.address, of_round=of_round, **fields)


def test_a_round_that_is_decided_again_gives_the_same_record_and_spends_once(store):
    first = decide_round(store, "loop", GATE, make_round(store, gains=(30, 28)))
    assert first.outcome is Outcome.REFUSE
    assert decide_round(store, "loop", GATE, make_round(store, gains=(30, 28))) == first
    assert decide_round(Store(store.root), "loop", GATE, make_round(store, gains=(30, 28))) == first
    assert len(read_decisions(store, "loop")) == 1
    assert plan_look(store, "loop", GATE).number == 2


def test_a_round_cannot_be_decided_again_on_other_evidence(store):
    decide_round(store, "loop", GATE, make_round(store, gains=(30, 28)))
    with pytest.raises(GateError, match=r"round 2026-06-01 of loop was decided .refuse. on other evidence"):
        decide_round(store, "loop", GATE, make_round(store, gains=(90, 20)))
    assert plan_look(store, "loop", GATE).number == 2


def test_what_a_round_spent_is_gone_for_the_next_and_other_loops_have_their_own(store):
    decide_round(store, "loop", GATE, make_round(store, gains=(30, 28)))
    second = decide_round(store, "loop", GATE, make_round(store, "two", "2026-07-01", gains=(30, 28)))
    assert (second.look, second.left) == (2, pytest.approx(0.15))
    assert plan_look(store, "another", GATE).number == 1


def test_a_round_without_enough_evidence_spends_nothing(store):
    held = decide_round(store, "loop", GATE, make_round(store, cases=20, gains=(4, 1), change=(1, 1)))
    assert held.outcome is Outcome.HOLD
    following = plan_look(store, "loop", GATE)
    assert (following.number, following.left, following.level) == (2, pytest.approx(0.2), pytest.approx(0.1))


def test_alpha_may_not_be_declared_anew_within_a_period(store):
    decide_round(store, "loop", GATE, make_round(store, gains=(30, 28)))
    other = declare(alpha=0.3, error_control={"kind": "alpha_spending", "rounds": 4})
    with pytest.raises(GateError, match=r"the period 'first' began with alpha 0\.2"):
        decide_round(store, "loop", other, make_round(store, "two", "2026-07-01"))
    assert len(read_decisions(store, "loop")) == 1
    assert plan_look(store, "loop", other.model_copy(update={"period": "second"})).number == 1


def test_a_model_that_is_not_in_the_store_as_it_was_evaluated_is_refused(store):
    champion, challenger = make_model(store, "champion"), make_model(store, "one")
    with pytest.raises(StoreError, match="is not in the store"):
        decide_round(store, "loop", GATE, make_evidence(champion.address, address("nowhere")))
    (challenger.path / "weights").write_text("changed afterwards")
    with pytest.raises(StoreError, match="is damaged"):
        decide_round(store, "loop", GATE, make_evidence(champion.address, challenger.address))
    assert read_decisions(store, "loop") == []


def test_processes_that_decide_at_once_keep_one_record(store):
    evidence = make_round(store, gains=(30, 28))
    found: list[str] = []

    def run() -> None:
        found.append(decide_round(Store(store.root), "loop", GATE, evidence).seal)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert len(read_decisions(store, "loop")) == 1


def test_a_decision_is_found_by_its_round(store):
    decide_round(store, "loop", GATE, make_round(store))
    assert find_decision(store, "loop", "2026-06-01").challenger == make_model(store, "one").address
    assert find_decision(store, "loop", "2026-07-01") is None


def test_a_void_decision_lets_its_round_be_decided_anew_and_what_it_spent_stays_spent(store):
    first = decide_round(store, "loop", GATE, make_round(store, gains=(30, 28)))
    other = decide_round(store, "loop", GATE, make_round(store, "two", "2026-07-01", gains=(30, 28)))
    assert void_decisions(store, "loop", lambda address: address == first.challenger, "2026-08-01") == [first]
    assert void_decisions(store, "loop", lambda address: address == first.challenger, "2026-09-01") == []
    assert read_void(store, "loop") == {first.seal: "2026-08-01"}
    assert find_decision(store, "loop", first.round) is None
    assert find_decision(store, "loop", other.round) == other
    anew = decide_round(store, "loop", GATE, make_round(store, "three", gains=(90, 20)))
    assert (anew.look, anew.left) == (3, pytest.approx(0.1))
    assert find_decision(store, "loop", first.round) == anew
    assert void_decisions(store, "loop", lambda address: address == anew.challenger, "2026-09-01") == [anew]
