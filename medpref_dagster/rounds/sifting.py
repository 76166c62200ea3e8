"""Which pairs of a round can be used, by all but how the base model reads them.

Light: a loop's sensor asks, too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

from medpref_dagster.declaration.loop import BY_MAJORITY, LoopDeclaration
from medpref_dagster.preferences.reasons import REPEATED
from medpref_dagster.rounds.calendar import find_taking_round
from medpref_dagster.rounds.holdout import gives_curves, is_held_out_patient, say_held_out
from medpref_dagster.rounds.synthetic import NOTHING, Synthetic

OTHER_TASK = "of another task"
NO_PATIENT = "names no patient"
HELD_OUT_BY_TASK = "patient is held out by the task"
TRAINED_BY_TASK = "patient was trained on by the task"
OPPOSITE = "opposite preferences"
OUTVOTED = "fewer clinicians than the opposite"
TESTED_PATIENT = "patient is tested on, by a held-out clinician"
TRAINED_PATIENT = "patient is trained on, by another clinician"
TESTED_PROMPT = "prompt is tested on"
NO_WEIGHT = "clinician is no better than chance"

Row = dict[str, Any]
Role = Literal["train", "test"]


@dataclass(frozen=True)
class Gathered:
    """What a round is made of."""

    pairs: pa.Table
    """FEEDBACK_PAIRS: those that stand, of the round's weeks and of those that it looks back to."""
    reliability: Sequence[float]
    """Of each of these pairs, by the declared use: from 0 to 1."""
    writers: Mapping[str, str]
    """Generation -> the model that wrote it."""
    cases: pa.Table
    """CASES of the task."""
    filling: Synthetic = NOTHING
    """Beside them."""
    early: Mapping[str, str] = field(default_factory=dict[str, str])
    """Rounds that began early -> the last week that each covers."""


def assign_roles(
    rows: Sequence[Mapping[str, Any]], loop: LoopDeclaration, early: Mapping[str, str] | None = None
) -> dict[str, Role]:
    """Patient -> whether pairs of theirs are tested or trained on, in every round alike.

    Parameters
    ----------
    early
        Rounds that began early -> the last week that each covers.

    Columns in, of FEEDBACK_PAIRS: `patient_id`, `clinician`, `week`; without a patient a row counts for nothing.
    """
    first: dict[str, str] = {}
    held: defaultdict[tuple[str, str], bool] = defaultdict(bool)
    for row in rows:
        if (patient := row["patient_id"]) is None:
            continue
        of_round = find_taking_round(row["week"], loop.cadence, early or {})
        first[patient] = min(first.get(patient, of_round), of_round)
        held[patient, of_round] |= say_held_out(patient, row["clinician"], loop.holdout) is not None
    return {
        patient: "test" if is_held_out_patient(patient, loop.holdout) or held[patient, of_round] else "train"
        for patient, of_round in first.items()
    }


def list_contradicted(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """The ids of pairs whose prompt has the opposite preference, too. Columns in: FEEDBACK_PAIRS."""
    sides = {(row["prompt"], row["chosen"], row["rejected"]) for row in rows}
    return {row["pair_id"] for row in rows if (row["prompt"], row["rejected"], row["chosen"]) in sides}


class Sifter:
    """What is asked of each pair; one after the other, so that of equal ones the first is kept."""

    def __init__(self, gathered: Gathered, loop: LoopDeclaration) -> None:
        self.loop, self.early = loop, gathered.early
        rows = gathered.pairs.drop_columns(["explanation"]).to_pylist()
        reliability = zip(rows, gathered.reliability, strict=True)
        self.reliability: dict[str, float] = {row["pair_id"]: value for row, value in reliability}
        self.rows = sorted(rows, key=lambda row: (row["week"], row["pair_id"]))
        self.filling = gathered.filling
        made = self.filling.pairs.to_pylist()
        self.made = sorted(made, key=lambda row: (row["week"], row["pair_id"]))
        self.roles = assign_roles([*self.rows, *self.made], loop, self.early)
        self.contradicted = list_contradicted(self.rows)
        splits = zip(gathered.cases["patient_id"].to_pylist(), gathered.cases["split"].to_pylist(), strict=True)
        self.splits: defaultdict[str, set[str]] = defaultdict(set)
        for patient, split in splits:
            self.splits[patient].add(split)
        self.seen: set[tuple[str, str, str, str]] = set()

    def divide(self, name: str) -> tuple[list[Row], list[Row]]:
        """New pairs, and those of earlier rounds."""
        rounds = [find_taking_round(row["week"], self.loop.cadence, self.early) for row in self.rows]
        pairs = list(zip(self.rows, rounds, strict=True))
        return [row for row, found in pairs if found == name], [row for row, found in pairs if found < name]

    def find_problem(self, row: Row) -> tuple[str, str | None] | None:
        """Why a pair cannot be used, and the numbers behind it."""
        if (reason := self.find_misplaced(row) or self._find_contradiction(row)) is not None:
            return reason, None
        return self.find_unlearnable(row)

    def find_unlearnable(self, row: Row) -> tuple[str, str | None] | None:
        """Why a pair that may be used gives nothing to learn from, or cannot be read; what passes is kept in mind."""
        split = self.split(row)
        key = (split, row["prompt"], row["chosen"], row["rejected"])
        if key in self.seen:
            return REPEATED, None
        if (problem := self.find_token_problem(row)) is not None:
            return problem
        if split != "test" and self.weigh(row) <= 0:
            return NO_WEIGHT, None
        self.seen.add(key)
        return None

    def find_token_problem(self, row: Row) -> tuple[str, str | None] | None:
        """Why the base model could not read a pair as it is; nothing is known of that without its tokenizer."""
        return None

    def find_misplaced(self, row: Row) -> str | None:
        """Why a pair does not fit its patient's role."""
        if row["task"] != self.loop.task:
            return OTHER_TASK
        if (patient := row["patient_id"]) is None:
            return NO_PATIENT
        held = say_held_out(patient, row["clinician"], self.loop.holdout)
        of_task = self.splits.get(patient, set())
        if held is None:
            if of_task - {"train"}:
                return HELD_OUT_BY_TASK
            return TESTED_PATIENT if self.roles[patient] == "test" else None
        if of_task - {"test"}:
            return TRAINED_BY_TASK
        return TRAINED_PATIENT if self.roles[patient] == "train" else None

    def _find_contradiction(self, row: Row) -> str | None:
        if row["pair_id"] not in self.contradicted:
            return None
        if self.loop.reliability.use != BY_MAJORITY:
            return OPPOSITE
        return OUTVOTED if self.reliability[row["pair_id"]] <= 0 else None

    def split(self, row: Row) -> str:
        """The split of a pair that can be used."""
        if say_held_out(row["patient_id"], row["clinician"], self.loop.holdout) is not None:
            return "test"
        return "eval" if gives_curves(row["patient_id"], self.loop.holdout) else "train"

    def weigh(self, row: Row) -> float:
        """What a pair counts in training."""
        if self.loop.reliability.use != "weights":
            return 1.0
        if row.get("synthetic"):
            return float(row["weight"]) * (self.filling.weight or 0.0)
        return float(row["weight"]) * self.reliability[row["pair_id"]]


def sift_new(sifter: Sifter, new: Sequence[Row]) -> tuple[list[Row], list[tuple[Row, str, str | None]]]:
    """A round's new pairs that can be used, and those that cannot with why. No tested prompt is trained on."""
    kept: list[Row] = []
    left_out: list[tuple[Row, str, str | None]] = []
    for row in new:
        if (problem := sifter.find_problem(row)) is None:
            kept.append(row)
        else:
            left_out.append((row, *problem))
    prompts = {row["prompt"] for row in kept if sifter.split(row) == "test"}
    leaking = [row for row in kept if sifter.split(row) != "test" and row["prompt"] in prompts]
    left_out += [(row, TESTED_PROMPT, None) for row in leaking]
    return [row for row in kept if sifter.split(row) == "test" or row["prompt"] not in prompts], left_out


def count_usable(gathered: Gathered, name: str, loop: LoopDeclaration) -> int:
    """How many new pairs of a round could be trained on, before it is asked whether the base model can read them."""
    sifter = Sifter(gathered, loop)
    kept, _ = sift_new(sifter, sifter.divide(name)[0])
    return sum(sifter.split(row) == "train" for row in kept)
