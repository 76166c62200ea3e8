"""What becomes of patients, from their notes and edits to a loop's champion that learned from them, and out again.

    python -m tests.campaigns.privacy        (`make privacy`)

Made-up notes and feedback, a random tiny model, a folder that is gone afterwards. Every command is printed as a person
would type it, with what it says; the exit status is 0 if everything was as it should be:

1. Task and feedback declare `deidentify`: what models learn from has no id, no name and no date of the source.
2. A loop trains a challenger on the edits, and its gate promotes it. `medpref trace` names every table, model and
   report that a patient of the training set is in, the champion among them, and of a model the events, too.
3. `medpref forget` takes a patient out whose edit reached the champion: a search over store, capture database, journals
   and Dagster's home (all bytes, and the values of all Parquet files) finds neither id nor name, pseudonym, notes or
   events, and what was written anew is its owner's alone. A reason that names the patient is refused before anything
   is done. The champion is tainted, and the loop is told: it is neither promoted, asked nor exported, and status,
   doctor, the audit log, the change plan and the loop's next run say so, with what to do.
4. `medpref forget --retrain` does the same for a patient whose note is in the model that the loop began with, and for
   the loop, too: it begins again without them, the round is decided anew, no model is tainted, and the old weights are
   gone.
5. `medpref audit verify` finds the log unbroken.
"""

import argparse
import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from medpref_dagster.deidentification.pseudonyms import name_pseudonym
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.forgetting.trace import trace_model
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key, read_privacy_key
from medpref_dagster.reports.page import REPORT_HTML
from medpref_dagster.storage.store import Store
from tests.campaigns.project import write_tiny_model
from tests.conftest import CHECKOUT
from tests.feedback.made_weeks import WEEK
from tests.forgetting.made_project import (
    FEEDBACK,
    LOOP,
    TASK,
    find_patients_learned_from,
    find_remains,
    list_words,
    name_in_text,
    read_rows,
    write_looped_clinic,
)

_MEDPREF = "from medpref_dagster.cli import main; main()"
_SHOWN_LINES = 14


@dataclass
class Show:
    """A project, and what was not as it should be."""

    root: Path
    problems: list[str] = field(default_factory=list[str])

    def call(self, *arguments: str, status: int = 0) -> str:
        """Run `medpref`, print what it says, and give it back, without line breaks."""
        print(f"\n$ medpref {' '.join(arguments)}", flush=True)
        done = subprocess.run(
            [sys.executable, "-c", _MEDPREF, *arguments],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), "MEDPREF_PROJECT": str(self.root)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.root,
            check=False,
        )
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        left_out = len(lines) - _SHOWN_LINES
        shown = lines if left_out <= 0 else [*lines[: _SHOWN_LINES - 6], f"... {left_out} lines more ...", *lines[-6:]]
        print("\n".join(f"  {line}" for line in shown), flush=True)
        if done.returncode:
            print("\n".join(f"  {line}" for line in done.stderr.splitlines()[-8:] if "leaked" not in line), flush=True)
        self.expect(done.returncode == status, f"medpref {' '.join(arguments)} ended with {done.returncode}")
        return " ".join(f"{done.stdout}\n{done.stderr}".split())

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note what does not hold."""
        if not holds:
            print(f"  NOT AS IT SHOULD BE: {otherwise}", flush=True)
            self.problems.append(otherwise)

    def expect_told(self, said: str, *parts: str) -> None:
        """Note what a command should have said."""
        for part in parts:
            self.expect(part in said, f"it is not said: {part}")

    def search(self, patient: str) -> None:
        """Look for a patient in every file but the source, which the project only reads."""
        words = [*list_words(patient, self.root), name_pseudonym(read_privacy_key(), patient)]
        found = find_remains(self.root, words)
        print(f"\na search for {len(words)} words of the patient in all files: {len(found)} with one", flush=True)
        for path, hits in found.items():
            self.expect(False, f"{path} holds {', '.join(hits)}")

    @property
    def store(self) -> Store:
        """The project's."""
        return Store(self.root / "store")


def show(folder: Path) -> Show:
    """All of it, in a folder."""
    create_privacy_key(folder / "privacy.key")
    os.environ[FILE_VARIABLE] = str(folder / "privacy.key")
    told = Show(write_looped_clinic(folder / "project", write_tiny_model(folder / "model")))
    _declare_deidentify(told.root)
    said = told.call("materialize", LOOP)
    told.expect_told(said, "Promote: the challenger passed every one of")
    told.call("materialize", TASK, "--base-model", "tiny")
    _look_at_cases(told)
    edited, noted = _choose_patients(told)
    _trace_both(told, edited, noted)
    named = f"{name_in_text(edited)} withdrew consent"
    told.expect_told(told.call("forget", "--patient", edited, "--why", named, status=1), "looks like an identifier")
    told.call("forget", "--patient", edited, "--why", "withdrew consent")
    told.search(edited)
    _look_at_permissions(told)
    _look_at_the_loop(told)
    told.call("forget", "--patient", noted, "--why", "asked for erasure", "--retrain")
    told.search(edited)
    told.search(noted)
    _look_at_what_was_trained_again(told)
    told.call("audit", "verify")
    return told


def _declare_deidentify(root: Path) -> None:
    formats = {"id_formats": [{"pattern": "Quillfeather[0-9]{6}", "kind": "other_id"}]}
    path = root / "assets" / TASK / "defs.yaml"
    declared = yaml.safe_load(path.read_text())
    declared["attributes"]["source"]["deidentify"] = formats
    path.write_text(yaml.safe_dump(declared, sort_keys=False))
    path = root / "assets" / FEEDBACK / "defs.yaml"
    declared = yaml.safe_load(path.read_text())
    declared["attributes"]["deidentify"] = formats
    path.write_text(yaml.safe_dump(declared, sort_keys=False))


def _look_at_cases(told: Show) -> None:
    tables = [read_rows(told.root, f"{TASK}/{name}") for name in ("cases", "sft_examples")]
    rows = f"{tables} {read_rows(told.root, f'{FEEDBACK}/preference_pairs', WEEK)}"
    with (told.root / "notes.csv").open() as file:
        patients = {row["patient_id"] for row in csv.DictReader(file)}
    left = sorted(word for patient in patients for word in (patient, f"Quillfeather{patient[-6:]}") if word in rows)
    print(f"\nids and names of {len(patients)} patients in cases, examples and pairs: {len(left)} left", flush=True)
    told.expect(not left, f"{len(left)} ids and names are left in cases, examples and pairs")


def _choose_patients(told: Show) -> tuple[str, str]:
    """One whose edit the champion learned from and whom no model of the task knows; one whose note those learned."""
    numbered = {name_pseudonym(read_privacy_key(), patient): patient for patient in _list_patients(told.root)}
    known = set(trace_model(told.store, f"{TASK}/dpo_model:tiny")["patients"])
    learned = find_patients_learned_from(told.root, f"{LOOP}/challenger", WEEK)
    edited = sorted(numbered[pseudonym] for pseudonym in learned if pseudonym not in known)
    told.expect(bool(edited), "no patient of whom only the feedback tells reached the champion")
    by_case = {row["row_id"]: row["patient_id"] for row in read_rows(told.root, f"{TASK}/raw_cases")}
    seen = [row["row_id"] for row in read_rows(told.root, f"{TASK}/sft_model", "tiny") if row["split"] == "train"]
    return edited[0], sorted({by_case[row] for row in seen})[0]


def _list_patients(root: Path) -> set[str]:
    rows = read_rows(root, f"{FEEDBACK}/events", WEEK)
    return {word for row in rows for word in str(row).split('"') if word.startswith("MRN-")}


def _trace_both(told: Show, edited: str, noted: str) -> None:
    found = told.call("trace", "--patient", edited)
    of_feedback = (
        f"{FEEDBACK}/{name} for {WEEK}"
        for name in ("events", "raw_generations", "generations", "reactions", "preference_pairs")
    )
    of_loop = (f"{LOOP}/{name} for {WEEK}" for name in ("round_pairs", "challenger", "challenger_report", "decision"))
    told.expect_told(found, *of_feedback, *of_loop, f"champion of {LOOP}", "capture sqlite:///")
    found = told.call("trace", "--patient", noted)
    of_task = ("raw_cases", "deidentified_cases", "cases", "sft_examples", "sft_model for tiny", "dpo_model for tiny")
    told.expect_told(found, *(f"{TASK}/{name}" for name in of_task), f"champion of {LOOP}")
    told.expect_told(told.call("trace", "--model", f"{LOOP}/champion:{WEEK}"), f"champion of {LOOP}", "stands on")
    number = int(edited[-6:])
    learned = set(trace_model(told.store, f"{LOOP}/champion:{WEEK}")["events"])
    told.expect({f"g-{number}-made", f"r-{number}-made"} <= learned, "the champion's events lack those of the edit")


def _look_at_permissions(told: Show) -> None:
    """The project's files are identifiable, so that no artifact of them may be read by others."""
    paths = (path for kind in ("tables", "models", "reports") for path in (told.store.root / kind).rglob("*"))
    open_ones = [path for path in paths if path.stat().st_mode & 0o077]
    print(f"\nfiles and folders of artifacts that others may read: {len(open_ones)}", flush=True)
    told.expect(not open_ones, f"{len(open_ones)} files and folders of artifacts may be read by others")


def _look_at_the_loop(told: Show) -> None:
    """It is told, wherever somebody asks or wants to use its champion."""
    back = f"medpref rollback {LOOP} --to first"
    told.expect_told(told.call("trace", "--model", f"{LOOP}/champion:{WEEK}"), "tainted")
    told.expect_told(told.call("status"), back, "champion learned from a patient who was forgotten")
    told.expect_told(told.call("doctor", status=1), f"champion of {LOOP}", back)
    told.expect_told(told.call("ask", "burning", "--loop", LOOP, status=1), "what must be forgotten", back)
    exported = ("export", "--loop", LOOP, "--format", "hf", "--to", str(told.root / "exported"))
    told.expect_told(told.call(*exported, status=1), "what must be forgotten", back)
    told.expect_told(told.call("approve", LOOP, "--round", WEEK, "--why", "looks good", status=1), "is void since")
    told.expect_told(told.call("materialize", LOOP, status=1), "what must be forgotten", back)
    told.call("change-plan", LOOP, "--to", str(told.root / "plan"))
    told.expect_told((told.root / "plan" / "plan.html").read_text(), "void since")
    told.expect_told(told.call("audit", "show", "--subject", f"{LOOP}:"), "champion.tainted")


def _look_at_what_was_trained_again(told: Show) -> None:
    for asset in (f"{TASK}/sft_model:tiny", f"{TASK}/dpo_model:tiny", f"{LOOP}/champion:{WEEK}"):
        told.expect("tainted" not in told.call("trace", "--model", asset), f"{asset} is tainted")
    told.expect("learned from a patient" not in told.call("status"), "status still names tainted models")
    models = [f"models/{path.name}" for path in (told.root / "store" / "models").iterdir()]
    left = [address for address in models if is_tainted(told.store, address)]
    print(f"\ntainted models whose weights are left: {len(left)} of {len(models)}", flush=True)
    told.expect(not left, f"{len(left)} tainted models are left")
    page = told.store.current(f"{LOOP}/decision", WEEK).path / REPORT_HTML
    told.expect_told(page.read_text(), "Decided anew")


@contextlib.contextmanager
def _choose_folder(keep: Path | None) -> Generator[Path]:
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="medpref-privacy-") as folder:
        yield Path(folder)


def main() -> None:
    """Show it, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="a new folder that stays, with the project and the key")
    arguments = parser.parse_args()
    for name in [name for name in os.environ if name.startswith(("MEDPREF_", "DAGSTER_"))]:
        del os.environ[name]
    started = time.monotonic()
    with _choose_folder(arguments.keep) as folder:
        told = show(folder)
    minutes = (time.monotonic() - started) / 60
    print(f"\n{len(told.problems)} problems, {minutes:.1f} minutes")
    for problem in told.problems:
        print(f"  {problem}")
    sys.exit(1 if told.problems else 0)


if __name__ == "__main__":
    main()
