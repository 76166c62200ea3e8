"""Kill the step `deidentified_cases` at random instants, run it again, and look for half a state.

    python -m tests.campaigns.deidentification --kills 100 --seed 0

A store with the raw rows of a small task is made once and copied for each trial. A trial kills the step one to three
times in a row, with SIGKILL: half after a random time, half at a random change of the file system, before or after it.
Then the step is run once more, and the asset points to exactly what it points to where nobody kills, every artifact
has its hash, and nothing is left in `tmp/` but what the next sweep removes.
"""

import argparse
import csv
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from medpref_dagster.steps import DeclaredTask
from medpref_dagster.steps.running import run_step
from medpref_dagster.steps.task import list_task_steps
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.campaigns.kills import find_leftovers
from tests.campaigns.project import die_at_change

_ASSET = "ward/deidentified_cases"
_MOST_CHANGES = 30
"""Of the file system, that a kill by count may let pass; a whole step makes some fewer."""
_ROWS = 20
_KILLED, _TRIED_AT_MOST = -9, 20


@dataclass
class Tally:
    """What the campaign found."""

    trials: int = 0
    kills: int = 0
    by_change: int = 0
    ended_before: int = 0
    problems: list[str] = field(default_factory=list[str])


def declare(notes: Path) -> DeclaredTask:
    """A task on a file whose texts are filtered."""
    source = {
        "reader": "files",
        "options": {"path": str(notes)},
        "columns": {"text": "note", "row": "note_id", "patient": "patient_id"},
        "deidentify": {},
    }
    declared = {
        "title": "Plans",
        "source": source,
        "prompt": "Plan? {note}",
        "answer": {"kind": "text", "column": "plan"},
    }
    return DeclaredTask("ward", TaskDeclaration.model_validate(declared))


def run_named(name: str, about: DeclaredTask, root: Path, dies_at: int | None = None) -> str:
    """Run a step; the address of what it gave."""
    [step] = [step for step in list_task_steps(about) if step.name == name]
    unused: Any = None
    workbench = Workbench(Store(root), unused, unused)
    if dies_at is not None:
        die_at_change(dies_at)
    return run_step(step, about, workbench).artifact.address


def write_notes(path: Path) -> None:
    """Notes with a name, a number and a date each."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["note_id", "patient_id", "note", "plan"])
        for number in range(_ROWS):
            text = f"Mrs. Quillfeather came on 03/{number + 1:02}/2021, MRN: 8821{number:04}."
            writer.writerow(
                [f"n{number}", f"MRN-{number:04}", text, f"Call Mrs. Quillfeather at 617-253-99{number:02}."]
            )


def run_campaign(folder: Path, kills: int, seed: int) -> Tally:
    """Kill so many times, in so many copies of the store as that needs."""
    chance, tally = random.Random(seed), Tally()
    create_privacy_key(folder / "privacy.key")
    os.environ[FILE_VARIABLE] = str(folder / "privacy.key")
    write_notes(folder / "notes.csv")
    about = declare(folder / "notes.csv")
    run_named("raw_cases", about, folder / "made")
    shutil.copytree(folder / "made", folder / "undisturbed")
    right = run_named("deidentified_cases", about, folder / "undisturbed")
    started = time.monotonic()
    run_named("deidentified_cases", about, folder / "undisturbed")  # once more: by now the lists of words are read
    usual = time.monotonic() - started
    context: Any = multiprocessing.get_context("fork")
    while tally.kills < kills and tally.trials < kills * _TRIED_AT_MOST:
        tally.trials += 1
        root = folder / f"trial-{tally.trials}"
        shutil.copytree(folder / "made", root)
        for _ in range(chance.randint(1, 3)):
            if tally.kills < kills:
                _kill_once(context, about, root, chance, usual, tally)
        _look(about, root, right, tally)
        if not tally.problems:
            shutil.rmtree(root)
    return tally


def _kill_once(
    context: Any, about: DeclaredTask, root: Path, chance: random.Random, usual: float, tally: Tally
) -> None:
    dies_at = chance.randint(1, _MOST_CHANGES) if chance.random() < 0.5 else None
    process = context.Process(target=run_named, args=("deidentified_cases", about, root, dies_at))
    process.start()
    if dies_at is None:
        process.join(chance.uniform(0, usual))
        process.kill()
    process.join()
    if process.exitcode == _KILLED:
        tally.kills += 1
        tally.by_change += dies_at is not None
    elif process.exitcode == 0:
        tally.ended_before += 1
    else:
        tally.problems.append(f"{root.name}: the step ended with {process.exitcode}")


def _look(about: DeclaredTask, root: Path, right: str, tally: Tally) -> None:
    store = Store(root)
    if store.current_version(_ASSET) not in (None, right.rpartition("/")[2]):
        tally.problems.append(f"{root.name}: a killed step left another table as the asset's")
    if run_named("deidentified_cases", about, root) != right:
        tally.problems.append(f"{root.name}: the step gives another table after a kill")
    for address in store.list_artifacts():
        store.artifact(address)
    store.sweep_abandoned()
    tally.problems += [f"{root.name}: {path} is left" for path in find_leftovers(root)]


def main() -> None:
    """Run the campaign and print what it found; the exit status is 0 if that is nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="medpref-deidentification-") as folder:
        tally = run_campaign(Path(folder), arguments.kills, arguments.seed)
    minutes = (time.monotonic() - started) / 60
    print("| kills | at a random change | trials | ended before | problems | minutes |")
    print("| --- " * 6 + "|")
    numbers = (tally.kills, tally.by_change, tally.trials, tally.ended_before, len(tally.problems))
    print("| " + " | ".join(map(str, [*numbers, f"{minutes:.1f}"])) + " |")
    print("\n".join(tally.problems))
    sys.exit(1 if tally.problems or tally.kills < arguments.kills else 0)


if __name__ == "__main__":
    main()
