"""The pairs of a round: new ones of its weeks and some of earlier rounds, split by patient and clinician, checked as
the base model will read them."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from transformers import PreTrainedTokenizerBase

from medpref_dagster.chat import encode_completions, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.loop import BY_MAJORITY, LoopDeclaration
from medpref_dagster.preferences.pairs import PAIR_SPLITS, REPEATED, EncodedAnswers, find_token_problem
from medpref_dagster.rounds.calendar import find_round
from medpref_dagster.rounds.holdout import gives_curves, is_held_out_patient, say_held_out
from medpref_dagster.rounds.synthetic import (
    AGAINST_CLINICIANS,
    CURVES,
    HELD_OUT,
    NO_BETTER_JUDGE,
    NOTHING,
    OVER,
    UNKNOWN_JUDGE,
    Synthetic,
    join_trained,
)
from medpref_dagster.schemas import QUARANTINE, ROUND_PAIRS
from medpref_dagster.sources.splits import hash_to_unit

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

UNKNOWN = "unknown"
CLINICIAN = "clinician"

_Row = dict[str, Any]
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


@dataclass(frozen=True)
class RoundPairs:
    """What became of the pairs of a round."""

    pairs: pa.Table
    """ROUND_PAIRS"""
    quarantine: pa.Table
    """QUARANTINE; `row_id` is the pair's id. Of new pairs only: others were counted in their own round."""
    new: int
    """New pairs of the train split, clinicians' alone."""
    looked_at: int
    """New pairs of clinicians, before any was left out."""


def build_round_pairs(
    gathered: Gathered,
    name: str,
    loop: LoopDeclaration,
    task: TaskDeclaration,
    tokenizer: PreTrainedTokenizerBase,
) -> RoundPairs:
    """Split a round's new pairs, leave out what cannot be used, and replay some of earlier rounds.

    A pair is of the test split if its patient or its clinician is held out; no patient or prompt of it is trained on.
    A patient who is not held out has a role since the first round with pairs of theirs: tested on, if one of these is
    by a held-out clinician, else trained on; pairs that do not fit the role are left out, so that no later round
    trains on who was tested. Test pairs are the new ones only.

    Synthetic pairs are of the train split alone, new ones only, and at most the declared share of it. They give their
    patient a role, too; and none is kept of a patient or a prompt that is tested on, or that clinicians contradict.

    Parameters
    ----------
    name
        The round; the weeks of the cadence that are its own are new, all others are earlier ones.
    tokenizer
        The base model's, with its chat template.

    Returns
    -------
    RoundPairs
        Sorted by split and id; the same inputs give the same bytes.
    """
    sifter = _Sifter(gathered, loop, task, tokenizer)
    new, earlier = sifter.divide(name)
    quarantined: list[_Row] = []
    kept: list[_Row] = []
    for row in new:
        if (problem := sifter.find_problem(row)) is None:
            kept.append(sifter.write_pair(row, replayed=False))
        else:
            quarantined.append(_quarantine(row, *problem))
    prompts = {row["prompt"] for row in kept if row["split"] == "test"}
    leaking = [row for row in kept if row["split"] != "test" and row["prompt"] in prompts]
    quarantined += [_quarantine(row, TESTED_PROMPT, None) for row in leaking]
    kept = [row for row in kept if row["split"] == "test" or row["prompt"] not in prompts]
    trained = sum(row["split"] == "train" for row in kept)
    room = round(loop.replay.share / (1 - loop.replay.share) * trained)
    kept += sifter.choose_replayed(earlier, name, room, prompts)
    made, left_out = sifter.choose_synthetic(name, kept, prompts)
    kept += made
    quarantined += left_out
    kept.sort(key=lambda row: (PAIR_SPLITS.index(row["split"]), row["replayed"], row["pair_id"]))
    return RoundPairs(
        pa.Table.from_pylist(kept, ROUND_PAIRS), pa.Table.from_pylist(quarantined, QUARANTINE), trained, len(new)
    )


def assign_roles(rows: Sequence[Mapping[str, Any]], loop: LoopDeclaration) -> dict[str, Role]:
    """Patient -> whether pairs of theirs are tested or trained on, in every round alike.

    Columns in, of FEEDBACK_PAIRS: `patient_id`, `clinician`, `week`; without a patient a row counts for nothing.
    """
    first: dict[str, str] = {}
    held: defaultdict[tuple[str, str], bool] = defaultdict(bool)
    for row in rows:
        if (patient := row["patient_id"]) is None:
            continue
        of_round = find_round(row["week"], loop.cadence)
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


class _Sifter:
    """What is asked of each pair; one after the other, so that of equal ones the first is kept."""

    def __init__(
        self, gathered: Gathered, loop: LoopDeclaration, task: TaskDeclaration, tokenizer: PreTrainedTokenizerBase
    ) -> None:
        self.loop, self.task, self.tokenizer = loop, task, tokenizer
        self.stops = stop_token_ids(tokenizer)
        self.writers = gathered.writers
        rows = gathered.pairs.drop_columns(["explanation"]).to_pylist()
        reliability = zip(rows, gathered.reliability, strict=True)
        self.reliability: dict[str, float] = {row["pair_id"]: value for row, value in reliability}
        self.rows = sorted(rows, key=lambda row: (row["week"], row["pair_id"]))
        self.pairs, self.filling = gathered.pairs, gathered.filling
        made = self.filling.pairs.to_pylist()
        self.made = sorted(made, key=lambda row: (row["week"], row["pair_id"]))
        self.roles = assign_roles([*self.rows, *self.made], loop)
        self.contradicted = list_contradicted(self.rows)
        splits = zip(gathered.cases["patient_id"].to_pylist(), gathered.cases["split"].to_pylist(), strict=True)
        self.splits: defaultdict[str, set[str]] = defaultdict(set)
        for patient, split in splits:
            self.splits[patient].add(split)
        self.preferred = {(row["prompt"], row["chosen"], row["rejected"]) for row in self.rows}
        self.seen: set[tuple[str, str, str, str]] = set()
        self.encoded: dict[str, EncodedAnswers] = {}

    def divide(self, name: str) -> tuple[list[_Row], list[_Row]]:
        """New pairs, and those of earlier rounds."""
        rounds = [find_round(row["week"], self.loop.cadence) for row in self.rows]
        pairs = list(zip(self.rows, rounds, strict=True))
        return [row for row, found in pairs if found == name], [row for row, found in pairs if found < name]

    def find_problem(self, row: _Row) -> tuple[str, str | None] | None:
        """Why a pair cannot be used, and the numbers behind it."""
        if (reason := self._find_misplaced(row) or self._find_contradiction(row)) is not None:
            return reason, None
        return self._find_unlearnable(row)

    def _find_unlearnable(self, row: _Row) -> tuple[str, str | None] | None:
        split = self._split(row)
        key = (split, row["prompt"], row["chosen"], row["rejected"])
        if key in self.seen:
            return REPEATED, None
        answers = (row["chosen"], row["rejected"])
        ids = encode_completions(self.tokenizer, row["prompt"], answers)
        if (
            problem := find_token_problem(ids, self.stops, self.task.max_prompt_tokens, self.task.max_completion_tokens)
        ) is not None:
            return problem
        if split != "test" and self._weigh(row) <= 0:
            return NO_WEIGHT, None
        self.seen.add(key)
        self.encoded[row["pair_id"]] = ids
        return None

    def _find_misplaced(self, row: _Row) -> str | None:
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

    def _find_contradiction(self, row: _Row) -> str | None:
        if row["pair_id"] not in self.contradicted:
            return None
        if self.loop.reliability.use != BY_MAJORITY:
            return OPPOSITE
        return OUTVOTED if self.reliability[row["pair_id"]] <= 0 else None

    def _split(self, row: _Row) -> str:
        if say_held_out(row["patient_id"], row["clinician"], self.loop.holdout) is not None:
            return "test"
        return "eval" if gives_curves(row["patient_id"], self.loop.holdout) else "train"

    def _weigh(self, row: _Row) -> float:
        if self.loop.reliability.use != "weights":
            return 1.0
        if row.get("synthetic"):
            return float(row["weight"]) * (self.filling.weight or 0.0)
        return float(row["weight"]) * self.reliability[row["pair_id"]]

    def choose_replayed(self, earlier: list[_Row], name: str, room: int, tested: Collection[str]) -> Iterator[_Row]:
        """So many of the earlier pairs, by a hash of the round and the pair."""
        order = sorted(earlier, key=lambda row: hash_to_unit(f"{name} {row['pair_id']}", self.loop.holdout.seed))
        for row in order:
            if room <= 0:
                return
            if row["prompt"] in tested or self.find_problem(row) is not None or self._split(row) != "train":
                continue
            room -= 1
            yield self.write_pair(row, replayed=True)

    def choose_synthetic(
        self, name: str, kept: Sequence[_Row], tested: Collection[str]
    ) -> tuple[list[_Row], list[dict[str, str | None]]]:
        """The round's synthetic pairs that may stand beside those that are trained on; and the others, with reasons."""
        usable: list[Mapping[str, Any]] = []
        left_out: list[dict[str, str | None]] = []
        for row in self.made:
            if find_round(row["week"], self.loop.cadence) != name:
                continue
            if (problem := self._find_unusable(row, tested)) is None:
                usable.append(row)
            else:
                left_out.append(_quarantine(row, *problem))
        trained = pa.array([row["pair_id"] for row in kept if row["split"] == "train"], pa.string())
        real = self.pairs.filter(pc.field("pair_id").isin(trained))
        joined = join_trained(real, usable, self.filling.max_share)
        made = [row for row in joined.pairs.to_pylist() if row["synthetic"]]
        left_out += [_quarantine(row, OVER, None) for row in joined.left_out.to_pylist()]
        return [self.write_pair(row, replayed=False) for row in made], left_out

    def _find_unusable(self, row: _Row, tested: Collection[str]) -> tuple[str, str | None] | None:
        """Why a synthetic pair is not trained on."""
        if row["patient_id"] is not None and is_held_out_patient(row["patient_id"], self.loop.holdout):
            return HELD_OUT, None
        if (reason := self._find_misplaced(row)) is not None:
            return reason, None
        if gives_curves(str(row["patient_id"]), self.loop.holdout):
            return CURVES, None
        if row["prompt"] in tested:
            return TESTED_PROMPT, None
        if (row["prompt"], row["rejected"], row["chosen"]) in self.preferred:
            return AGAINST_CLINICIANS, None
        if self.loop.reliability.use == "weights" and not self.filling.weight:
            return UNKNOWN_JUDGE if self.filling.weight is None else NO_BETTER_JUDGE, None
        return self._find_unlearnable(row)

    def write_pair(self, row: _Row, *, replayed: bool) -> _Row:
        """A row of ROUND_PAIRS."""
        prompt, (chosen, rejected) = self.encoded[row["pair_id"]]
        split = self._split(row)
        # An edit has the reaction and the generation; every other rule ends with the two generations.
        *_, before, last = ("", "", *row["event_ids"])
        writer = row.get("generator")
        held_out_by = say_held_out(row["patient_id"], row["clinician"], self.loop.holdout)
        return {
            **{name: row[name] for name in ("pair_id", "patient_id", "prompt", "chosen", "rejected", "clinician")},
            **{name: row[name] for name in ("specialty", "style", "rule", "week")},
            "case_id": name_asked(row["patient_id"], row["prompt"]),
            "split": split,
            "chosen_source": writer or (CLINICIAN if row["rule"] == "edit" else self.writers.get(before, UNKNOWN)),
            "rejected_source": writer or self.writers.get(last, UNKNOWN),
            "prompt_tokens": len(prompt),
            "chosen_tokens": len(chosen),
            "rejected_tokens": len(rejected),
            "replayed": replayed,
            "held_out_by": held_out_by,
            "weight": self._weigh(row) if split == "train" else 1.0,
            "synthetic": row.get("synthetic", False),
            "generator": writer,
            "judge": row.get("judge"),
        }


def name_asked(patient: str, prompt: str) -> str:
    """The id of what was asked of a patient, in the place of a case's: 32 hex digits."""
    return hashlib.sha256(json.dumps([patient, prompt], ensure_ascii=False).encode()).hexdigest()[:32]


def _quarantine(row: Mapping[str, Any], reason: str, detail: str | None) -> dict[str, str | None]:
    names = ("prompt", "chosen", "rejected", "rule", "clinician", "patient_id", "week")
    record = json.dumps({name: row[name] for name in names}, ensure_ascii=False)
    return {"row_id": row["pair_id"], "reason": reason, "detail": detail, "record": record}


def count_by(rows: Sequence[Mapping[str, Any]], column: str) -> dict[str, int]:
    """How many rows have each value of a column; what has none is counted as `none named`."""
    return dict(sorted(Counter(row[column] or "none named" for row in rows).items()))
