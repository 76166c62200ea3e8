"""Which rows a training sees, as token ids.

A row goes into a training only if its split says so, and a row that is too long is left out and named, never cut:
a cut completion can make chosen and rejected equal, and then teaches nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from transformers import PreTrainedTokenizerBase

from medpref_dagster.answering.answers import read_labels
from medpref_dagster.answering.subsets import choose_rows
from medpref_dagster.chat import encode_completion, encode_prompt
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.training.errors import HeldOutRowsError, TrainingError


@dataclass(frozen=True)
class EncodedExample:
    """An SFT example as token ids."""

    row_id: str
    prompt_ids: list[int]
    completion_ids: list[int]

    @property
    def longest_completion(self) -> int:
        """Tokens of the completion."""
        return len(self.completion_ids)


@dataclass(frozen=True)
class EncodedPair:
    """A preference pair as token ids."""

    row_id: str
    prompt_ids: list[int]
    chosen_ids: list[int]
    rejected_ids: list[int]
    weight: float = 1.0
    """How many rows it counts as."""

    @property
    def longest_completion(self) -> int:
        """Tokens of the longer of the two completions."""
        return max(len(self.chosen_ids), len(self.rejected_ids))


Row = TypeVar("Row", EncodedExample, EncodedPair)


@dataclass(frozen=True)
class ChosenRows(Generic[Row]):
    """Rows of one split that a training uses."""

    rows: list[Row]
    too_long: tuple[str, ...]
    """Ids of the rows over the token limits, which were left out."""

    @property
    def row_ids(self) -> list[str]:
        """The ids, in the order of the rows."""
        return [row.row_id for row in self.rows]


def take_split(
    table: pa.Table,
    split: str,
    id_column: str,
    max_rows: int | None,
    task: TaskDeclaration | None = None,
    cases: pa.Table | None = None,
) -> pa.Table:
    """The rows of one split, at most `max_rows` of them.

    Parameters
    ----------
    table
        Columns in: `split`, `id_column` and any others, which are kept.
    max_rows
        Rows are chosen by the sha256 of their id. The choice of n rows is therefore contained in that of n + 1,
        and a new row displaces at most one other.
    task, cases
        Columns in: CASES. With both, the rows are chosen label by label where the task declares it, or where the
        choice by hash alone would lack a label that the split has (`subsets.order_rows`). Rows that are of no case (of
        feedback) have no label to be chosen by.

    Returns
    -------
    pa.Table
        Same columns, in the order of the table.

    Raises
    ------
    TrainingError
        If an id occurs twice.
    """
    rows = table.filter(pc.field("split") == split)
    ids: list[str] = rows[id_column].to_pylist()
    if repeated := sorted(row_id for row_id, count in Counter(ids).items() if count > 1):
        raise TrainingError(f"{id_column} {repeated[0]!r} occurs more than once in the {split} split")
    if max_rows is None or len(ids) <= max_rows:
        return rows
    labels = None
    if task is not None and cases is not None and (gold := read_labels(cases, task.answer)) is not None:
        of_case = dict(zip(cases["case_id"].to_pylist(), gold, strict=True))
        of_rows = rows["case_id"].to_pylist()
        labels = [of_case[case_id] for case_id in of_rows] if of_case.keys() >= set(of_rows) else None
    return rows.take(pa.array(choose_rows(ids, max_rows, labels, task.split if task else None), pa.int64()))


def encode_examples(
    tokenizer: PreTrainedTokenizerBase, examples: pa.Table, *, max_prompt_tokens: int, max_completion_tokens: int
) -> ChosenRows[EncodedExample]:
    """Token ids of SFT examples; columns in: `schemas.SFT_EXAMPLES`."""
    encoded = [
        EncodedExample(
            row_id=row["case_id"],
            prompt_ids=encode_prompt(tokenizer, row["prompt"]),
            completion_ids=encode_completion(tokenizer, row["prompt"], row["completion"]),
        )
        for row in examples.to_pylist()
    ]
    return _leave_out_long(encoded, max_prompt_tokens, max_completion_tokens)


def encode_pairs(
    tokenizer: PreTrainedTokenizerBase, pairs: pa.Table, *, max_prompt_tokens: int, max_completion_tokens: int
) -> ChosenRows[EncodedPair]:
    """Token ids of preference pairs; columns in: `schemas.PREFERENCE_PAIRS`, and `weight` where they count unlike."""
    encoded = [
        EncodedPair(
            row_id=row["pair_id"],
            prompt_ids=encode_prompt(tokenizer, row["prompt"]),
            chosen_ids=encode_completion(tokenizer, row["prompt"], row["chosen"]),
            rejected_ids=encode_completion(tokenizer, row["prompt"], row["rejected"]),
            weight=row.get("weight", 1.0),
        )
        for row in pairs.to_pylist()
    ]
    return _leave_out_long(encoded, max_prompt_tokens, max_completion_tokens)


def require_training_rows(chosen: ChosenRows[Any], what: str) -> None:
    """Refuse a training without rows.

    Raises
    ------
    TrainingError
        If there is not one row.
    """
    if chosen.rows:
        return
    if chosen.too_long:
        raise TrainingError(
            f"all {len(chosen.too_long)} {what} of the train split are over max_prompt_tokens or "
            "max_completion_tokens; raise these limits in the task's declaration"
        )
    raise TrainingError(
        f"there are no {what} in the train split; look at the quarantine of the assets above, at the split's shares "
        "and at the number of patients"
    )


def refuse_held_out_rows(training: pa.Table, cases: pa.Table) -> None:
    """Refuse training rows whose case or patient is in the eval, dev or test split of the cases.

    Parameters
    ----------
    training
        Columns in: `case_id`, `patient_id`.
    cases
        Columns in: `schemas.CASES`.

    Raises
    ------
    HeldOutRowsError
        Naming the first such row, its split, and how many there are.
    """
    outside = cases.filter(pc.field("split") != "train").select(["case_id", "patient_id", "split"])
    splits_of_cases: dict[str, str] = {}
    splits_of_patients: dict[str, str] = {}
    for case in outside.to_pylist():
        splits_of_cases[case["case_id"]] = case["split"]
        splits_of_patients[case["patient_id"]] = case["split"]
    leaks = [
        (row["case_id"], splits_of_cases.get(row["case_id"]) or splits_of_patients[row["patient_id"]])
        for row in training.select(["case_id", "patient_id"]).to_pylist()
        if row["case_id"] in splits_of_cases or row["patient_id"] in splits_of_patients
    ]
    if leaks:
        case_id, split = leaks[0]
        raise HeldOutRowsError(
            f"{len(leaks)} rows marked for training belong to cases or patients of another split, the first is case "
            f"{case_id!r} of the {split} split; materialize the assets from cases on again"
        )


def hash_token_ids(rows: Sequence[EncodedExample | EncodedPair]) -> str:
    """The sha256 over every row's id and token ids, in order."""
    digest = hashlib.sha256()
    for row in rows:
        sides = (
            (row.prompt_ids, row.completion_ids)
            if isinstance(row, EncodedExample)
            else (row.prompt_ids, row.chosen_ids, row.rejected_ids)
        )
        # repr is one-to-one on a text and lists of whole numbers, and the same everywhere.
        digest.update(f"{row.row_id!r}{sides!r}\n".encode())
    return digest.hexdigest()


def _leave_out_long(rows: list[Row], max_prompt_tokens: int, max_completion_tokens: int) -> ChosenRows[Row]:
    fits = [
        len(row.prompt_ids) <= max_prompt_tokens and row.longest_completion <= max_completion_tokens for row in rows
    ]
    return ChosenRows(
        rows=[row for row, keep in zip(rows, fits, strict=True) if keep],
        too_long=tuple(row.row_id for row, keep in zip(rows, fits, strict=True) if not keep),
    )
