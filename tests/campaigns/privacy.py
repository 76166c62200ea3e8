"""What becomes of two patients, from their notes and edits to the models that learned from them, and out again.

    python -m tests.campaigns.privacy        (`make privacy`)

Made-up notes and feedback, a random tiny model, a folder that is gone afterwards. Every command is printed as a person
would type it, with what it says; the exit status is 0 if everything was as it should be:

1. The task's source declares `deidentify`: what models learn from has no id, no name and no date of the source.
2. `medpref trace` names every table, model and report that a patient of the training set is in.
3. `medpref forget` takes them out: a search over store, capture database, journals and Dagster's home (all bytes, and
   the values of all Parquet files) finds neither their id nor their name, pseudonym, notes or events; their model is
   tainted.
4. `medpref forget --retrain` does the same for another patient and trains again: no current model is tainted.
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
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key, read_privacy_key
from tests.campaigns.project import write_tiny_model
from tests.conftest import CHECKOUT
from tests.forgetting.made_project import FEEDBACK, TASK, find_remains, list_words, read_rows, write_clinic

_MEDPREF = "from medpref_dagster.cli import main; main()"
_SHOWN_LINES = 14


@dataclass
class Show:
    """A project, and what was not as it should be."""

    root: Path
    problems: list[str] = field(default_factory=list[str])

    def call(self, *arguments: str) -> str:
        """Run `medpref`, print what it says, and give it back."""
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
        shown = lines if left_out <= 0 else [*lines[: _SHOWN_LINES - 4], f"... {left_out} lines more ...", *lines[-4:]]
        print("\n".join(f"  {line}" for line in shown), flush=True)
        if done.returncode:
            print(done.stderr[-2000:], flush=True)
        self.expect(done.returncode == 0, f"medpref {' '.join(arguments)} ended with {done.returncode}")
        return done.stdout

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note what does not hold."""
        if not holds:
            print(f"  NOT AS IT SHOULD BE: {otherwise}", flush=True)
            self.problems.append(otherwise)

    def search(self, patient: str) -> None:
        """Look for a patient in every file but the source, which the project only reads."""
        words = [*list_words(patient, self.root), name_pseudonym(read_privacy_key(), patient)]
        found = find_remains(self.root, words)
        print(f"\na search for {len(words)} words of the patient in all files: {len(found)} with one", flush=True)
        for path, hits in found.items():
            self.expect(False, f"{path} holds {', '.join(hits)}")


def show(folder: Path) -> Show:
    """All of it, in a folder."""
    create_privacy_key(folder / "privacy.key")
    os.environ[FILE_VARIABLE] = str(folder / "privacy.key")
    told = Show(write_clinic(folder / "project", write_tiny_model(folder / "model")))
    _declare_deidentify(told.root)
    told.call("materialize", TASK, "--base-model", "tiny")
    told.call("materialize", FEEDBACK)
    _look_at_cases(told)
    first, second = _choose_patients(told)
    found = told.call("trace", "--patient", first)
    for asset in (
        "raw_cases",
        "deidentified_cases",
        "cases",
        "sft_examples",
        "sft_model for tiny",
        "dpo_model for tiny",
    ):
        told.expect(f"{TASK}/{asset}" in found, f"trace does not name {TASK}/{asset}")
    told.expect(f"{FEEDBACK}/events" in found, "trace does not name the events")
    told.call("trace", "--model", f"{TASK}/dpo_model:tiny")
    told.call("forget", "--patient", first, "--why", "withdrew consent")
    told.search(first)
    told.expect("tainted" in told.call("trace", "--model", f"{TASK}/sft_model:tiny"), "the SFT model is not tainted")
    told.call("forget", "--patient", second, "--why", "asked for erasure", "--retrain")
    told.search(first)
    told.search(second)
    for stage in ("sft", "dpo"):
        told.expect("tainted" not in told.call("trace", "--model", f"{TASK}/{stage}_model:tiny"), f"{stage} is tainted")
    told.call("audit", "verify")
    return told


def _declare_deidentify(root: Path) -> None:
    path = root / "assets" / TASK / "defs.yaml"
    declared = yaml.safe_load(path.read_text())
    formats = [{"pattern": "Quillfeather[0-9]{6}", "kind": "other_id"}]
    declared["attributes"]["source"]["deidentify"] = {"id_formats": formats}
    path.write_text(yaml.safe_dump(declared, sort_keys=False))


def _look_at_cases(told: Show) -> None:
    rows = str(read_rows(told.root, f"{TASK}/cases")) + str(read_rows(told.root, f"{TASK}/sft_examples"))
    with (told.root / "notes.csv").open() as file:
        patients = {row["patient_id"] for row in csv.DictReader(file)}
    left = sorted(word for patient in patients for word in (patient, f"Quillfeather{patient[-6:]}") if word in rows)
    print(f"\nids and names of {len(patients)} patients in cases and examples: {len(left)} left", flush=True)
    told.expect(not left, f"{len(left)} ids and names are left in cases and examples")


def _choose_patients(told: Show) -> tuple[str, str]:
    """Two whose notes the SFT model was trained on; the first has feedback, too, where one such was trained on."""
    by_case = {row["row_id"]: row["patient_id"] for row in read_rows(told.root, f"{TASK}/raw_cases")}
    seen = [row["row_id"] for row in read_rows(told.root, f"{TASK}/sft_model", "tiny") if row["split"] == "train"]
    trained = sorted({by_case[row] for row in seen})
    return trained[0], trained[1]


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
