"""The champion moves by a decision, a person, or back; whatever else is tried changes nothing."""

import threading
from typing import Any

import pytest

from medpref_dagster.gate.rounds import decide_round
from medpref_dagster.promotion.errors import PromotionError
from medpref_dagster.promotion.history import read_champion, read_moves
from medpref_dagster.promotion.moves import Desk, approve, promote, roll_back, start
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.store import Store
from tests.gate.made_rounds import declare, make_evidence, make_model

GATE = declare(alpha=0.2, error_control={"kind": "alpha_spending", "rounds": 4})
BY_PERSON = GATE.model_copy(update={"approval": "by_person"})


class Office:
    """A loop with a first champion; `told` is what its audit log was given."""

    def __init__(self, root) -> None:
        self.store = Store(root)
        self.told: list[tuple[str, str, str, str, dict[str, Any]]] = []
        self.tainted: set[str] = set()
        self.desk = Desk(
            self.store,
            "loop",
            is_tainted=lambda _, address: address in self.tainted,
            audit=self.tell,
            now=lambda: "2026-06-01T00:00:00+00:00",
        )
        self.first = make_model(self.store, "first")
        start(self.desk, self.first, "loop", "the task's chosen model")

    def tell(self, action, subject, why, actor, details) -> None:
        self.told.append((action, subject, why, actor, dict(details)))

    def decide(self, of_round: str, champion=None, **fields):
        challenger = make_model(self.store, f"challenger of {of_round}")
        evidence = make_evidence(
            (champion or self.first).address,
            challenger.address,
            of_round=of_round,
            first_champion=self.first.address,
            **fields,
        )
        decide_round(self.store, "loop", GATE, evidence)
        return challenger

    @property
    def champion(self) -> str:
        pointed = self.store.current("loop/champion").address
        assert read_champion(self.store, "loop")[0].model == pointed
        return pointed

    def refuses(self, action, says: str) -> None:
        """An action is refused, and nothing is as it was not before."""
        before = (read_moves(self.store, "loop"), list(self.told), self.champion)
        with pytest.raises((PromotionError, StoreError), match=says):
            action()
        assert (read_moves(self.store, "loop"), self.told, self.champion) == before


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_a_loop_begins_once(office):
    assert office.champion == office.first.address
    assert start(office.desk, office.first, "loop", "again") == read_moves(office.store, "loop")[0]
    other = make_model(office.store, "other")
    office.refuses(lambda: start(office.desk, other, "loop", "why"), "cannot begin again")
    table = office.store.root  # an address of another kind
    assert table.is_dir()
    assert office.told == [
        (
            "model.started",
            f"loop: {office.first.address}",
            "the task's chosen model",
            "loop",
            {"move": 1, "round": "first", "before": None, "decision": None, "approved_by": None},
        )
    ]


def test_a_decision_to_promote_moves_the_champion_once(office):
    challenger = office.decide("june")
    move = promote(office.desk, GATE, "june", "loop")
    assert office.champion == challenger.address
    assert (move.before, move.approved_by) == (office.first.address, None)
    assert move.decision is not None
    assert promote(office.desk, GATE, "june", "loop") == move
    assert [entry[0] for entry in office.told] == ["model.started", "model.promoted"]


def test_what_earned_no_promotion_is_not_promoted(office):
    office.refuses(lambda: promote(office.desk, GATE, "june", "loop"), "round june of loop was not decided")
    office.decide("june", gains=(30, 28))
    office.refuses(
        lambda: promote(office.desk, GATE, "june", "loop"), "earned no promotion. Refuse: 1 condition failed"
    )
    office.decide("july", cases=20, gains=(4, 1), change=(1, 1))
    office.refuses(lambda: promote(office.desk, GATE, "july", "loop"), "earned no promotion. Hold: not enough evidence")


def test_where_a_person_is_asked_only_a_person_moves_the_champion(office):
    challenger = office.decide("june")
    office.refuses(lambda: promote(office.desk, BY_PERSON, "june", "loop"), "medpref approve loop --round june")
    office.refuses(lambda: approve(office.desk, "june", "Dr. Ada", " "), "needs a name and a reason")
    for unreadable in ("good\n9  root  model.promoted", "good\udcff", "good\x1b[2K"):
        office.refuses(
            lambda why=unreadable: approve(office.desk, "june", "Dr. Ada", why), "a reason is one line of text"
        )
    move = approve(office.desk, "june", "Dr. Ada", "read fifty answers")
    assert (move.approved_by, move.why, office.champion) == ("Dr. Ada", "read fifty answers", challenger.address)


def test_who_approves_what_was_approved_is_told_by_whom_and_why(office):
    office.decide("june")
    move = approve(office.desk, "june", "Dr. Ada", "read fifty answers")
    assert approve(office.desk, "june", "Dr. Ada", "read fifty answers") == move, "so that it may stand in a script"
    for actor, why in (("Dr. Bo", "read fifty answers"), ("Dr. Ada", "read ten")):
        office.refuses(
            lambda actor=actor, why=why: approve(office.desk, "june", actor, why),
            "approved by Dr. Ada already, at .*: read fifty answers; nothing was changed",
        )


def test_of_two_promotions_at_once_one_wins_and_the_other_is_told(office):
    office.decide("june")
    office.decide("july")
    came: list[str] = []

    def run(of_round: str) -> None:
        try:
            came.append(promote(office.desk, GATE, of_round, "loop").round)
        except PromotionError as error:
            came.append(str(error))

    threads = [threading.Thread(target=run, args=(name,)) for name in ("june", "july")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = read_moves(office.store, "loop")[-1].round
    [loser] = [text for text in came if text != winner]
    assert "was decided against champion" in loser
    assert f"of round {winner}" in loser
    assert len(read_moves(office.store, "loop")) == 2


def test_a_decision_against_an_earlier_champion_earns_nothing(office):
    office.decide("june")
    office.decide("july")
    promote(office.desk, GATE, "july", "loop")
    office.refuses(lambda: promote(office.desk, GATE, "june", "loop"), "says nothing about that one")


def test_a_decision_that_took_another_model_for_the_first_champion_earns_nothing(office):
    other, challenger = make_model(office.store, "other"), make_model(office.store, "challenger of june")
    evidence = make_evidence(office.first.address, challenger.address, of_round="june", first_champion=other.address)
    decide_round(office.store, "loop", GATE, evidence)
    office.refuses(lambda: promote(office.desk, GATE, "june", "loop"), "and the loop began with")


def test_a_reason_that_no_audit_log_takes_is_refused_before_anything_is_kept(office):
    office.decide("june")
    office.refuses(
        lambda: approve(office.desk, "june", "Dr. Ada", "x" * 501), "at most 500 characters, and this one 501"
    )


def test_a_tainted_model_is_never_promoted(office):
    challenger = office.decide("june")
    office.tainted.add(challenger.address)
    office.refuses(lambda: promote(office.desk, GATE, "june", "loop"), "must be forgotten")
    office.refuses(lambda: approve(office.desk, "june", "Dr. Ada", "why"), "must be forgotten")


def test_bytes_other_than_those_that_were_evaluated_are_not_promoted(office):
    challenger = office.decide("june")
    (challenger.path / "weights").write_text("other bytes under the same name")
    office.refuses(lambda: promote(office.desk, GATE, "june", "loop"), "its files are damaged")
    (challenger.path / "weights").unlink()
    challenger.path.rmdir()
    office.refuses(lambda: promote(office.desk, GATE, "june", "loop"), "no longer in the store")


def test_a_rollback_goes_back_with_a_reason_and_a_decision_earns_one_promotion(office):
    office.decide("june")
    promote(office.desk, GATE, "june", "loop")
    move = roll_back(office.desk, "first", "Dr. Ada", "worse on the ward")
    assert (move.action, office.champion) == ("rolled_back", office.first.address)
    assert office.told[-1][:4] == (
        "model.rolled_back",
        f"loop: {office.first.address}",
        "worse on the ward",
        "Dr. Ada",
    )
    told = len(office.told)
    assert roll_back(office.desk, "first", "Dr. Ada", "worse on the ward") == move, "the same again changes nothing"
    assert len(office.told) == told
    office.refuses(lambda: roll_back(office.desk, "first", "Dr. Ada", "another"), "is the champion of loop already")
    office.refuses(
        lambda: promote(office.desk, GATE, "june", "loop"), r"has moved since \(rolled back: worse on the ward\)"
    )
    assert roll_back(office.desk, "june", "Dr. Ada", "it was the data").round == "june"
    assert office.champion == make_model(office.store, "challenger of june").address


def test_a_rollback_that_cannot_be_is_refused(office):
    challenger = office.decide("june")
    office.refuses(lambda: roll_back(office.desk, "june", "Dr. Ada", "why"), "never gave a champion; .*: first")
    office.refuses(lambda: roll_back(office.desk, "first", "Dr. Ada", "why"), "is the champion of loop already")
    promote(office.desk, GATE, "june", "loop")
    office.refuses(lambda: roll_back(office.desk, "first", "", "why"), "needs a name and a reason")
    office.tainted.add(office.first.address)
    office.refuses(lambda: roll_back(office.desk, "first", "Dr. Ada", "why"), "must be forgotten")
    office.tainted.clear()
    (office.first.path / "weights").unlink()
    office.refuses(lambda: roll_back(office.desk, "first", "Dr. Ada", "why"), "its files are damaged")
    office.first.path.rmdir()
    office.refuses(lambda: roll_back(office.desk, "first", "Dr. Ada", "why"), "no longer in the store")
    assert office.champion == challenger.address


def test_a_loop_begins_again_only_where_no_champion_may_be_used(office):
    challenger, other = office.decide("june"), make_model(office.store, "trained again")
    promote(office.desk, GATE, "june", "loop")
    office.refuses(lambda: start(office.desk, other, "loop", "why"), "cannot begin again")
    office.tainted.add(challenger.address)
    office.refuses(lambda: start(office.desk, other, "loop", "why"), "cannot begin again")
    office.tainted.add(office.first.address)
    office.refuses(lambda: start(office.desk, challenger, "loop", "why"), "must be forgotten")
    move = start(office.desk, other, "loop", "every champion before is tainted")
    assert (move.action, move.before, office.champion) == ("started", challenger.address, other.address)
    assert start(office.desk, other, "loop", "again") == move
    assert len(read_moves(office.store, "loop")) == 3


def test_a_deleted_champion_can_be_left_by_a_rollback(office):
    challenger = office.decide("june")
    promote(office.desk, GATE, "june", "loop")
    (challenger.path / "weights").unlink()
    challenger.path.rmdir()
    with pytest.raises(StoreError, match="not in the store"):
        read_champion(office.store, "loop")
    roll_back(office.desk, "first", "Dr. Ada", "the model was deleted")
    assert office.champion == office.first.address


def test_a_loop_without_a_champion_says_so(tmp_path):
    with pytest.raises(PromotionError, match="loop has no champion yet"):
        read_champion(Store(tmp_path), "loop")


def test_a_tainted_or_other_thing_is_no_first_champion(tmp_path):
    store = Store(tmp_path)
    desk = Desk(store, "loop", is_tainted=lambda *_: True, audit=lambda *_: None)
    with pytest.raises(PromotionError, match=r"cannot begin with .*must be forgotten"):
        start(desk, make_model(store, "first"), "loop", "why")
    with store.new_folder("reports") as pending:
        (pending.path / "report.json").write_text("{}")
    with pytest.raises(PromotionError, match="is no model"):
        start(desk, pending.finished, "loop", "why")
    assert read_moves(store, "loop") == []


def test_an_audit_log_that_cannot_be_written_is_caught_up(office):
    office.decide("june")
    broken = Desk(office.store, "loop", office.desk.is_tainted, audit=lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        promote(broken, GATE, "june", "loop")
    assert [entry[4]["move"] for entry in office.told] == [1]
    promote(office.desk, GATE, "june", "loop")
    assert [entry[4]["move"] for entry in office.told] == [1, 2]
    assert office.champion == make_model(office.store, "challenger of june").address
