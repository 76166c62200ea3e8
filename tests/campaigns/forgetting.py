"""Kill `medpref forget` and `medpref retention` at random instants, call them again, and look for what is left.

    python -m tests.campaigns.forgetting --kills 100 --seed 0

A project with a task, its models, feedback in a capture database, and a loop whose champion learned from the patient
is made once and copied for each trial. A trial
kills one to three calls in a row, with SIGKILL: half after a random time, half at a random change of the file system,
before or after it. Then the call is made once more, and

- nothing of the patient stands in any file of the project: store, capture database with its WAL, journals, Dagster's
  home (a grep over all bytes, and over the values of all Parquet files);
- every artifact has its hash, every pointer names one, the database is sound, the audit log is unbroken;
- assets point to exactly what they point to in a project in which the call was never killed, and the same decisions of
  the loop are void;
- nothing is left in `tmp/`, `work/` and `forgetting/`, and no lock is held.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.forgetting.reach import list_loops
from medpref_dagster.gate.rounds import read_void
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from medpref_dagster.storage.store import Store
from tests.campaigns.kills import find_leftovers, import_what_is_forked, read_pointers
from tests.campaigns.project import Command, write_tiny_model
from tests.forgetting.made_project import (
    FEEDBACK,
    LOOP,
    TASK,
    check_whole,
    find_remains,
    find_trained_patient,
    list_captured,
    list_words,
    write_looped_clinic,
)

_MOST_CHANGES = {"forget": 400, "retention": 100}
"""Of the file system, that a kill by count may let pass; a whole call makes some fewer."""
_AGE_SECONDS = 10 * 24 * 3600


@dataclass
class Tally:
    """What the campaign found."""

    trials: int = 0
    kills: int = 0
    by_change: int = 0
    of_retention: int = 0
    ended_before: int = 0
    remains: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.remains or self.broken or self.differences or self.failures or self.leftovers)


@dataclass(frozen=True)
class Trial:
    """What is called, and what it comes to where nobody kills it."""

    arguments: tuple[str, ...]
    made: Path
    """The project that is copied."""
    words: tuple[str, ...]
    """That must stand nowhere when it is done."""
    keeps: tuple[str, ...]
    """Names of files that may have them."""
    right: dict[str, str]
    usual: float
    """Seconds."""


def make_clinic(folder: Path) -> Path:
    """The project, with everything made."""
    root = write_looped_clinic(folder / "made", write_tiny_model(folder / "model"))
    for arguments in ((LOOP,), (TASK, "--base-model", "tiny"), (FEEDBACK,)):
        status = Command(root, "materialize", *arguments).status()
        if status != 0:
            raise SystemExit(f"the project could not be made ({status}): see {root}/commands.log")
    (root / "commands.log").unlink()
    return root


def copy_clinic(made: Path, root: Path) -> Path:
    """The same project in another place."""
    shutil.copytree(made, root)
    for path in (root / "assets").rglob("defs.yaml"):
        path.write_text(path.read_text().replace(str(made), str(root)))
    return root


def run_campaign(folder: Path, kills: int, seed: int, made: Path | None = None) -> Tally:
    """Kill so many times, in so many copies of the project as that needs."""
    chance, tally = random.Random(seed), Tally()
    made = made or make_clinic(folder)
    create_privacy_key(folder / "privacy.key")
    os.environ[FILE_VARIABLE] = str(folder / "privacy.key")
    forgetting = _plan_forgetting(folder, made)
    retention = _plan_retention(folder, made) if kills > 3 else forgetting
    while tally.kills < kills:
        tally.trials += 1
        trial = retention if tally.trials % 4 == 0 else forgetting
        root = copy_clinic(trial.made, folder / f"trial-{tally.trials}")
        _copy_times(trial.made, root)
        for _ in range(chance.randint(1, 3)):
            if tally.kills < kills:
                _kill_once(root, trial, chance, tally)
        if trial is forgetting and chance.random() < 0.5:
            # Whoever comes next finishes it, also without knowing whom it was about.
            _expect_success(Command(root, "forget", "--resume", loads=False), root, tally)
        _expect_success(Command(root, *trial.arguments, loads=False), root, tally)
        _look(root, trial, tally)
        if tally.is_clean():
            shutil.rmtree(root)
    return tally


def _plan_forgetting(folder: Path, made: Path) -> Trial:
    patient = find_trained_patient(made)
    arguments = ("forget", "--patient", patient, "--why", "a campaign")
    return _try_undisturbed(folder / "never-killed", arguments, made, list_words(patient, made))


def _plan_retention(folder: Path, made: Path) -> Trial:
    """Everything is ten days old, and is kept for one."""
    old = copy_clinic(made, folder / "old")
    profile = old / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    kinds = ("raw_days", "captured_days", "quarantine_days", "superseded_days", "unfinished_days")
    machine["attributes"]["retention"] = dict.fromkeys(kinds, 1)
    profile.write_text(yaml.safe_dump(machine))
    then = time.time() - _AGE_SECONDS
    for path in (old / "store").rglob("*"):
        os.utime(path, (then, then))
    (old / "store" / "work" / "killed-long-ago").mkdir()
    os.utime(old / "store" / "work" / "killed-long-ago", (then, then))
    return _try_undisturbed(folder / "never-killed-retention", ("retention",), old, ())


def _try_undisturbed(root: Path, arguments: tuple[str, ...], made: Path, words: "list[str] | tuple[()]") -> Trial:
    copy_clinic(made, root)
    _copy_times(made, root)
    started = time.monotonic()
    status = Command(root, *arguments, loads=False).status()
    if status != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {status}: see {root}/commands.log")
    return Trial(arguments, made, tuple(words), ("notes.csv",), _read_state(root), time.monotonic() - started)


def _read_state(root: Path) -> dict[str, str]:
    """What assets point to, and which decisions of each loop are void."""
    store = Store(root / "store")
    return read_pointers(root) | {f"void of {loop}": " ".join(read_void(store, loop)) for loop in list_loops(store)}


def _copy_times(made: Path, root: Path) -> None:
    """Folders' own times, too, which a copy of their files changes."""
    for path in (made / "store").rglob("*"):
        shutil.copystat(path, root / path.relative_to(made))


def _kill_once(root: Path, trial: Trial, chance: random.Random, tally: Tally) -> None:
    by_time = chance.random() < 0.5
    dies_at = None if by_time else chance.randint(1, _MOST_CHANGES[trial.arguments[0]])
    command = Command(root, *trial.arguments, dies_at=dies_at, loads=False)
    if by_time and not command.ends_within(chance.uniform(0.0, trial.usual)):
        command.kill()
    status = command.status()
    if status is None or status > 0:
        tally.failures.append(f"{root.name}: {trial.arguments[0]} ended with {status}")
    elif status == 0:
        tally.ended_before += 1
    else:
        tally.kills += 1
        tally.by_change += not by_time
        tally.of_retention += trial.arguments[0] == "retention"


def _look(root: Path, trial: Trial, tally: Tally) -> None:
    (root / "commands.log").unlink()
    if trial.words:
        found = find_remains(root, trial.words, trial.keeps)
        tally.remains += [f"{root.name}: {', '.join(words)} in {path}" for path, words in found.items()]
    elif captured := list_captured(root):
        tally.remains.append(f"{root.name}: {len(captured)} captured events")
    try:
        check_whole(root)
    except Exception as error:  # whatever it is, it is what is looked for
        tally.broken.append(f"{root.name}: {error}")
    tally.broken += [f"{root.name}: {problem}" for problem in AuditLog(root / "store" / "audit").verify().problems]
    state = _read_state(root)
    tally.differences += [
        f"{root.name}: {name}"
        for name in sorted(trial.right.keys() | state.keys())
        if trial.right.get(name) != state.get(name)
    ]
    plans = [str(path.relative_to(root)) for path in (root / "store" / "forgetting").glob("*")]
    tally.leftovers += [f"{root.name}: {path}" for path in (*find_leftovers(root / "store"), *plans)]


def _expect_success(command: Command, root: Path, tally: Tally) -> None:
    status = command.status()
    if status != 0:
        tally.failures.append(f"{root.name} ended with {status}: see {root}/commands.log")


def main() -> None:
    """Run the campaign and print its table; the exit status is 0 if it found nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--made", type=Path, help="a project of `make_clinic`, instead of making one")
    arguments = parser.parse_args()
    if arguments.made is None:
        import_what_is_forked()
    else:
        import_what_forgets()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="medpref-forgetting-") as folder:
        tally = run_campaign(Path(folder), arguments.kills, arguments.seed, arguments.made)
        minutes = (time.monotonic() - started) / 60
    found = {
        "remains": tally.remains,
        "broken": tally.broken,
        "differences": tally.differences,
        "failures": tally.failures,
        "leftovers": tally.leftovers,
    }
    print(f"| kills | at a random change | of retention | trials | {' | '.join(found)} | minutes |")
    print("| --- " * (5 + len(found)) + "|")
    numbers = (tally.kills, tally.by_change, tally.of_retention, tally.trials, *map(len, found.values()))
    print("| " + " | ".join(map(str, [*numbers, f"{minutes:.0f}"])) + " |")
    for name, items in found.items():
        for item in items:
            print(f"{name}: {item}")
    sys.exit(0 if tally.is_clean() else 1)


def import_what_forgets() -> None:
    """Do the imports of a forgetting here, so that the commands need not."""
    import medpref_dagster.cli
    import medpref_dagster.components.places
    import medpref_dagster.forgetting.forget
    import medpref_dagster.forgetting.retention
    import medpref_dagster.forgetting.trace  # noqa: F401


if __name__ == "__main__":
    main()
