"""A kill before any change of the file system leaves champion, alpha and history of one mind.

Before a change is after the one before it, so that every state that a kill can leave is seen.
"""

import json
import os
import shutil
from pathlib import Path

from medpref_dagster.gate.rounds import decide_round, plan_look, read_decisions
from medpref_dagster.promotion.history import read_moves
from medpref_dagster.promotion.moves import Desk, promote, roll_back, start
from medpref_dagster.storage.store import Store
from tests.gate.made_rounds import declare, make_evidence, make_model

GATE = declare(alpha=0.2, superiority={"gain": 0.3}, error_control={"kind": "alpha_spending", "rounds": 4})
CHANGES = (
    (os, "link"),
    (os, "write"),
    (os, "pwrite"),
    (os, "ftruncate"),
    (Path, "replace"),
    (Path, "rename"),
    (Path, "mkdir"),
    (Path, "unlink"),
)
KILLED = 9
MOST = 400


def open_desk(root: Path) -> Desk:
    def tell(action, subject, why, actor, details) -> None:
        descriptor = os.open(root / "audit", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, (json.dumps([action, details["move"]]) + "\n").encode())
        os.fsync(descriptor)
        os.close(descriptor)

    return Desk(Store(root), "loop", is_tainted=lambda *_: False, audit=tell)


def run_round(root: Path) -> None:
    """What a tick does: begin, decide, promote, and here go back, too."""
    desk = open_desk(root)
    first, challenger = (make_model(desk.store, name) for name in ("first", "challenger"))
    start(desk, first, "loop", "the task's model")
    evidence = make_evidence(
        first.address, challenger.address, of_round="june", cases=120, gains=(40, 5), change=(0, 0)
    )
    decide_round(desk.store, "loop", GATE, evidence)
    if len(read_moves(desk.store, "loop")) < 3:
        promote(desk, GATE, "june", "loop")
        roll_back(desk, "first", "Dr. Ada", "worse on the ward")


def kill_at(root: Path, place: int) -> bool:
    """Run a round in a child that ends at once before its so-many-eth change; whether it came to it."""
    child = os.fork()
    if child:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, KILLED)
        return code == KILLED
    made = 0

    def deadly(function):
        def call(*args, **kwargs):
            nonlocal made
            made += 1
            if made == place:
                os._exit(KILLED)
            return function(*args, **kwargs)

        return call

    try:
        for owner, name in CHANGES:
            setattr(owner, name, deadly(getattr(owner, name)))
        run_round(root)
    except BaseException:
        os._exit(1)
    os._exit(0)


def require_consistent(root: Path) -> None:
    store = Store(root)
    decisions, moves = read_decisions(store, "loop"), read_moves(store, "loop")
    assert [item.round for item in decisions] in ([], ["june"])
    assert [move.action for move in moves] == ["started", "promoted", "rolled_back"][: len(moves)]
    assert len(moves) < 2 or moves[1].decision == decisions[0].seal
    assert plan_look(store, "loop", GATE).number == 1 + len(decisions)


def test_a_kill_at_any_change_is_made_good_by_the_next_run(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # changes nothing that a process can see
    prepared = Store(tmp_path / "prepared")
    models = [make_model(prepared, name).address for name in ("first", "challenger")]
    for place in range(1, MOST):
        root = tmp_path / str(place)
        shutil.copytree(prepared.root, root)
        was_killed = kill_at(root, place)
        require_consistent(root)
        run_round(root)
        require_consistent(root)
        store = Store(root)
        moves = read_moves(store, "loop")
        assert [move.action for move in moves] == ["started", "promoted", "rolled_back"]
        assert store.current("loop/champion").address == moves[-1].model == models[0]
        told = [json.loads(line)[1] for line in (root / "audit").read_text().splitlines()]
        assert list(dict.fromkeys(told)) == [1, 2, 3]
        assert len(told) <= 4  # a killed entry is written again, with its number
        if not was_killed:
            assert place > 25
            return
    raise AssertionError("the round never ended")
