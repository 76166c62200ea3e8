"""The pairs of a round: new ones of its weeks and some of earlier rounds, split by patient and clinician, checked as
the base model will read them."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from transformers import PreTrainedTokenizerBase

from medpref_dagster.chat import encode_completions, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.preferences.pairs import PAIR_SPLITS, EncodedAnswers, find_token_problem
from medpref_dagster.rounds.calendar import find_taking_round
from medpref_dagster.rounds.holdout import gives_curves, is_held_out_patient, say_held_out
from medpref_dagster.rounds.sifting import TESTED_PROMPT, Gathered, Row, Sifter, sift_new
from medpref_dagster.rounds.synthetic import (
    AGAINST_CLINICIANS,
    CURVES,
    HELD_OUT,
    NO_BETTER_JUDGE,
    OVER,
    UNKNOWN_JUDGE,
    join_trained,
)
from medpref_dagster.schemas import QUARANTINE, ROUND_PAIRS
from medpref_dagster.sources.splits import hash_to_unit
from medpref_dagster.synthesis.joining import count_room
from medpref_dagster.training.rows import take_split

UNKNOWN = "unknown"
CLINICIAN = "clinician"


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
    sifter = _TokenSifter(gathered, loop, task, tokenizer)
    new, earlier = sifter.divide(name)
    usable, left_out = sift_new(sifter, new)
    kept = [sifter.write_pair(row, replayed=False) for row in usable]
    quarantined = [_quarantine(row, reason, detail) for row, reason, detail in left_out]
    prompts = {row["prompt"] for row in kept if row["split"] == "test"}
    trained = sum(row["split"] == "train" for row in kept)
    room = round(loop.replay.share / (1 - loop.replay.share) * trained)
    kept += sifter.choose_replayed(earlier, name, room, prompts)
    made, not_trained = sifter.choose_synthetic(name, kept, prompts)
    kept += made
    quarantined += not_trained
    kept.sort(key=lambda row: (PAIR_SPLITS.index(row["split"]), row["replayed"], row["pair_id"]))
    return RoundPairs(
        pa.Table.from_pylist(kept, ROUND_PAIRS), pa.Table.from_pylist(quarantined, QUARANTINE), trained, len(new)
    )


class _TokenSifter(Sifter):
    """Asks the base model's tokenizer, too."""

    def __init__(
        self, gathered: Gathered, loop: LoopDeclaration, task: TaskDeclaration, tokenizer: PreTrainedTokenizerBase
    ) -> None:
        super().__init__(gathered, loop)
        self.task, self.tokenizer = task, tokenizer
        self.stops = stop_token_ids(tokenizer)
        self.writers = gathered.writers
        self.pairs = gathered.pairs
        self.preferred = {(row["prompt"], row["chosen"], row["rejected"]) for row in self.rows}
        self.encoded: dict[str, EncodedAnswers] = {}

    def find_token_problem(self, row: Row) -> tuple[str, str | None] | None:
        """Why the base model could not read a pair as it is, and the numbers behind it."""
        ids = encode_completions(self.tokenizer, row["prompt"], (row["chosen"], row["rejected"]))
        self.encoded[row["pair_id"]] = ids
        return find_token_problem(ids, self.stops, self.task.max_prompt_tokens, self.task.max_completion_tokens)

    def choose_replayed(self, earlier: list[Row], name: str, room: int, tested: Collection[str]) -> Iterator[Row]:
        """So many of the earlier pairs, by a hash of the round and the pair."""
        order = sorted(earlier, key=lambda row: hash_to_unit(f"{name} {row['pair_id']}", self.loop.holdout.seed))
        for row in order:
            if room <= 0:
                return
            if row["prompt"] in tested or self.find_problem(row) is not None or self.split(row) != "train":
                continue
            room -= 1
            yield self.write_pair(row, replayed=True)

    def choose_synthetic(
        self, name: str, kept: Sequence[Row], tested: Collection[str]
    ) -> tuple[list[Row], list[dict[str, str | None]]]:
        """The round's synthetic pairs that may stand beside those that are trained on; and the others, with reasons."""
        usable: list[Mapping[str, Any]] = []
        left_out: list[dict[str, str | None]] = []
        for row in self.made:
            if find_taking_round(row["week"], self.loop.cadence, self.early) != name:
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

    def _find_unusable(self, row: Row, tested: Collection[str]) -> tuple[str, str | None] | None:
        """Why a synthetic pair is not trained on."""
        if row["patient_id"] is not None and is_held_out_patient(row["patient_id"], self.loop.holdout):
            return HELD_OUT, None
        if (reason := self.find_misplaced(row)) is not None:
            return reason, None
        if gives_curves(str(row["patient_id"]), self.loop.holdout):
            return CURVES, None
        if row["prompt"] in tested:
            return TESTED_PROMPT, None
        if (row["prompt"], row["rejected"], row["chosen"]) in self.preferred:
            return AGAINST_CLINICIANS, None
        if self.loop.reliability.use == "weights" and not self.filling.weight:
            return UNKNOWN_JUDGE if self.filling.weight is None else NO_BETTER_JUDGE, None
        return self.find_unlearnable(row)

    def write_pair(self, row: Row, *, replayed: bool) -> Row:
        """A row of ROUND_PAIRS."""
        prompt, (chosen, rejected) = self.encoded[row["pair_id"]]
        split = self.split(row)
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
            "weight": self.weigh(row) if split == "train" else 1.0,
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


def choose_trained(rows: pa.Table, most: int | None, max_share: float) -> pa.Table:
    """At most so many pairs of the train split, of which no larger share is synthetic than declared.

    Parameters
    ----------
    rows
        ROUND_PAIRS; the columns are kept.
    most
        None for all.
    """
    written = pc.field("synthetic")
    real, made = (rows.filter(which) for which in (~written, written))
    room = made.num_rows if most is None else min(made.num_rows, int(most * max_share))
    kept = take_split(real, "train", "pair_id", None if most is None else most - room)
    return pa.concat_tables(
        [kept, take_split(made, "train", "pair_id", min(room, count_room(kept.num_rows, max_share)))]
        if made.num_rows
        else [kept]
    )
