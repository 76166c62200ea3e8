"""Kill a task's materialization at random instants, run on to the end, and compare with one that was never killed.

    python -m tests.campaigns.kills --kills 200 --seed 0

A project is killed one to four times in a row, with SIGKILL: half of the kills after a random time, half at a random
change of the file system (a rename, a sync, a removal), before or after it. In every fourth project two commands share
the device, so that a holder is killed while another waits, or the one that waits. Then the commands run to their end.

A difference is an asset that points to another content than in the project that was never killed. A hang is a command
that does not end; it would wait for something that nobody gives back. A leftover is a file in `tmp/` or `work/`, or a
lock that somebody holds, when all is done.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaigns.project import BASE_MODELS, Command, write_tiny_model, write_tiny_project

_MOST_CHANGES = 600
"""Of the file system, that a kill by count may let pass; a whole materialization makes some more."""


@dataclass
class Tally:
    """What the campaign found."""

    projects: int = 0
    kills: int = 0
    by_time: int = 0
    by_change: int = 0
    beside_another: int = 0
    ended_before: int = 0
    differences: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.differences or self.hangs or self.failures or self.leftovers)


def run_campaign(folder: Path, kills: int, seed: int) -> Tally:
    """Kill so many times, in so many projects under the folder as that needs."""
    chance = random.Random(seed)
    models = (write_tiny_model(folder / "model"), write_tiny_model(folder / "other-model", seed=1))
    never_killed = write_tiny_project(folder / "never-killed", *models)
    started = time.monotonic()
    right = _run_undisturbed(never_killed, BASE_MODELS[0])
    usual = time.monotonic() - started
    tally = Tally()
    while tally.kills < kills:
        tally.projects += 1
        root = write_tiny_project(folder / f"project-{tally.projects}", *models)
        together = tally.projects % 4 == 0
        if together and not _of_both(right):
            right = _run_undisturbed(never_killed, BASE_MODELS[1])
        for _ in range(chance.randint(1, 4)):
            if tally.kills < kills:
                _kill_once(root, together, chance, usual, tally)
        _run_to_the_end(root, right, together, tally)
    return tally


def _run_undisturbed(root: Path, base_model: str) -> dict[str, str]:
    status = Command(root, "materialize", "uti", "--base-model", base_model).status()
    if status != 0:
        raise SystemExit(f"the project that is never killed ended with {status}; see {root}/commands.log")
    return read_pointers(root)


def _of_both(pointers: dict[str, str]) -> bool:
    return any(BASE_MODELS[1] in name for name in pointers)


def read_pointers(root: Path) -> dict[str, str]:
    """Everything that assets point to, by the pointer's file, as its JSON."""
    refs = root / "store" / "refs"
    return {
        str(path.relative_to(refs)): json.dumps(json.loads(path.read_text()), sort_keys=True)
        for path in refs.rglob("*.json")
    }


def _kill_once(root: Path, together: bool, chance: random.Random, usual: float, tally: Tally) -> None:
    by_time = chance.random() < 0.5
    killed, other = chance.sample(BASE_MODELS, 2) if together else (BASE_MODELS[0], None)
    beside = Command(root, "materialize", "uti", "--base-model", other) if other else None
    dies_at = None if by_time else chance.randint(1, _MOST_CHANGES)
    command = Command(root, "materialize", "uti", "--base-model", killed, dies_at=dies_at)
    if by_time and not command.ends_within(chance.uniform(0.0, usual)):
        command.kill()
    status = command.status()
    where = f"{root.name} ({killed}{f', beside {other}' if other else ''})"
    if status is None:
        tally.hangs.append(where)
    elif status == 0:
        tally.ended_before += 1
    elif status > 0:
        tally.failures.append(f"{where} ended with {status}")
    else:
        tally.kills += 1
        tally.by_time += by_time
        tally.by_change += not by_time
        tally.beside_another += together
    if beside is not None:
        _expect_success(beside, f"{root.name}, {other} beside one that was killed", tally)


def _run_to_the_end(root: Path, right: dict[str, str], together: bool, tally: Tally) -> None:
    for base_model in BASE_MODELS if together else BASE_MODELS[:1]:
        _expect_success(
            Command(root, "materialize", "uti", "--base-model", base_model), f"{root.name}, {base_model}", tally
        )
    found = read_pointers(root)
    expected = right if together else {name: to for name, to in right.items() if BASE_MODELS[1] not in name}
    tally.differences += [
        f"{root.name}: {name}"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]
    tally.leftovers += [f"{root.name}: {path}" for path in find_leftovers(root / "store")]


def find_leftovers(store: Path) -> list[str]:
    """What should not be there when nobody works in a store."""
    from tests.held_locks import is_held

    files = [str(path.relative_to(store)) for name in ("tmp", "work") for path in (store / name).iterdir()]
    locks = [path for path in (store / "locks").rglob("*") if path.is_file() and is_held(path)]
    return files + [str(path.relative_to(store)) for path in locks]


def _expect_success(command: Command, where: str, tally: Tally) -> None:
    status = command.status()
    if status is None:
        tally.hangs.append(where)
    elif status != 0:
        tally.failures.append(f"{where} ended with {status}")


def main() -> None:
    """Run the campaign and print its table; the exit status is 0 if it found nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="an empty folder for the projects, to look into them afterwards")
    arguments = parser.parse_args()
    import_what_is_forked()
    started = time.monotonic()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        tally = run_campaign(arguments.keep, arguments.kills, arguments.seed)
    else:
        with tempfile.TemporaryDirectory(prefix="medpref-kills-") as folder:
            tally = run_campaign(Path(folder), arguments.kills, arguments.seed)
    print("| kills | after a random time | at a random change | beside another command | projects | ", end="")
    print("differences | hangs | failures | leftovers | minutes |")
    print("| --- " * 10 + "|")
    numbers = (tally.kills, tally.by_time, tally.by_change, tally.beside_another, tally.projects)
    found = (tally.differences, tally.hangs, tally.failures, tally.leftovers)
    minutes = (time.monotonic() - started) / 60
    print("| " + " | ".join(map(str, [*numbers, *map(len, found), f"{minutes:.0f}"])) + " |")
    for name, items in zip(("difference", "hang", "failure", "leftover"), found, strict=True):
        for item in items:
            print(f"{name}: {item}")
    sys.exit(0 if tally.is_clean() else 1)


def import_what_is_forked() -> None:
    """Do the imports of a materialization here, so that the commands need not."""
    import peft  # noqa: F401
    import trl  # noqa: F401

    import medpref_dagster.cli
    import medpref_dagster.definitions
    import medpref_dagster.reports.task
    import medpref_dagster.training.dpo
    import medpref_dagster.training.sft  # noqa: F401


if __name__ == "__main__":
    main()
