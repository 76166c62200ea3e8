"""Kill a loop's round at random instants; the next call finishes it, and nothing is promoted twice or half.

    python -m tests.campaigns.loop --kills 20 --seed 0

A project has its task and its feedback made; a copy of it is killed one to three times in the midst of its round, with
SIGKILL, half of the kills after a random time and half at a random change of the file system. Then the command runs to
its end. After each kill and at the end the history must be one of a round: at most one decision, a champion that it
earned, alpha spent once. At the end everything must be as in the project that was never killed, the audit log
too.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.campaigns.kills import find_leftovers, import_what_is_forked, read_pointers
from tests.campaigns.project import Command, write_tiny_model, write_tiny_project
from tests.cli.made_loop import GATE, declare_gate, write_loop

_NO_ROUND = 10**6
"""So many pairs never come: the command ends with the pairs, and what a round needs is made."""
_MOST_CHANGES = 250


@dataclass
class Tally:
    """What the campaign found."""

    projects: int = 0
    kills: int = 0
    ended_before: int = 0
    found: list[str] = field(default_factory=list[str])


def run_campaign(folder: Path, kills: int, seed: int) -> Tally:
    """Kill so many times, in so many copies of the project as that needs."""
    chance, tally = random.Random(seed), Tally()
    prepared = write_tiny_project(folder / "prepared", write_tiny_model(folder / "model"))
    write_loop(prepared, min_new_pairs=_NO_ROUND)
    Command(prepared, "materialize", "ward_loop").status()
    declare_gate(prepared, loop={"min_new_pairs": 2}, approval="automatic")
    right_root = _copy(prepared, folder / "never-killed")
    started = time.monotonic()
    if (status := Command(right_root, "materialize", "ward_loop").status()) != 0:
        raise SystemExit(f"the project that is never killed ended with {status}; see {right_root}/commands.log")
    usual, right = time.monotonic() - started, read_state(right_root)
    while tally.kills < kills:
        tally.projects += 1
        root = _copy(prepared, folder / f"project-{tally.projects}")
        for _ in range(min(chance.randint(1, 3), kills - tally.kills)):
            _kill_once(root, chance, usual, tally)
        if (status := Command(root, "materialize", "ward_loop").status()) != 0:
            tally.found.append(f"{root.name} ended with {status}")
            continue
        state = read_state(root)
        tally.found += [f"{root.name}: {name} differs" for name in right if state[name] != right[name]]
        tally.found += [f"{root.name}: {path} is left" for path in find_leftovers(root / "store")]
        shutil.rmtree(root)
    return tally


def _kill_once(root: Path, chance: random.Random, usual: float, tally: Tally) -> None:
    by_time = chance.random() < 0.5
    dies_at = None if by_time else chance.randint(1, _MOST_CHANGES)
    command = Command(root, "materialize", "ward_loop", dies_at=dies_at)
    if by_time and not command.ends_within(chance.uniform(0.0, usual)):
        command.kill()
    status = command.status()
    if status is None or status > 0:
        tally.found.append(f"{root.name}: a killed command ended with {status}")
    tally.kills += status is not None and status < 0
    tally.ended_before += status == 0
    tally.found += [f"{root.name}, killed: {problem}" for problem in find_inconsistencies(root)]


def find_inconsistencies(root: Path) -> list[str]:
    """What of decisions, champions and alpha does not belong together."""
    from medpref_dagster.declaration.gate import Gate
    from medpref_dagster.gate.rounds import plan_look, read_decisions
    from medpref_dagster.promotion.history import read_moves
    from medpref_dagster.storage.store import Store

    store = Store(root / "store")
    decisions, moves = read_decisions(store, "ward_loop"), read_moves(store, "ward_loop")
    problems: list[str] = []
    if [move.action for move in moves] != ["started", "promoted"][: len(moves)]:
        problems.append(f"moves {[move.action for move in moves]}")
    if len(decisions) > 1 or (len(moves) == 2 and moves[1].decision != decisions[0].seal):
        problems.append("the champion moved without its decision")
    if plan_look(store, "ward_loop", Gate.model_validate(GATE)).number != 1 + len(decisions):
        problems.append("alpha's looks are not the decisions")
    return problems


def read_state(root: Path) -> dict[str, Any]:
    """What must be the same in every project, however often it was killed."""
    from medpref_dagster.audit.log import AuditLog
    from medpref_dagster.gate.rounds import read_decisions
    from medpref_dagster.promotion.history import read_moves
    from medpref_dagster.storage.store import Store

    store, log = Store(root / "store"), AuditLog(root / "store" / "audit")
    moves = [entry for entry in log.entries() if entry.subject.startswith("ward_loop: ")]
    return {
        "pointers": read_pointers(root),
        "decisions": [item.seal for item in read_decisions(store, "ward_loop")],
        "champions": [(move.action, move.round, move.model) for move in read_moves(store, "ward_loop")],
        # One that was cut off from its mark by a kill is written again, with the same number.
        "audit": list(dict.fromkeys((entry.action, entry.details.get("move")) for entry in moves)),
        "audit log": log.verify().problems,
        "inconsistencies": find_inconsistencies(root),
    }


def _copy(prepared: Path, root: Path) -> Path:
    shutil.copytree(prepared, root, symlinks=True)
    for path in (root / "resources").rglob("*.yaml"):
        path.write_text(path.read_text().replace(str(prepared), str(root)))
    return root


def main() -> None:
    """Run the campaign and print its table; the exit status is 0 if it found nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    import_what_is_forked()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="medpref-loop-") as folder:
        tally = run_campaign(Path(folder), arguments.kills, arguments.seed)
    print("| kills | ended before | projects | found | minutes |\n| --- | --- | --- | --- | --- |")
    minutes = (time.monotonic() - started) / 60
    print(f"| {tally.kills} | {tally.ended_before} | {tally.projects} | {len(tally.found)} | {minutes:.0f} |")
    for item in tally.found:
        print(item)
    sys.exit(1 if tally.found else 0)


if __name__ == "__main__":
    main()
