"""Whether every label is represented: in each split, and in the rows of it that are used."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering import find_positive
from medpref_dagster.answering.answers import answer_fields, answer_labels, read_labels
from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.declaration import TaskDeclaration


@dataclass(frozen=True)
class LackingLabel:
    """A label of the cases that a split, or what is used of it, lacks."""

    sentence: str
    """What is lacking where, and what to do."""
    hinders: bool
    """Whether nothing can be chosen or judged without it: the positive label, of which metrics are."""


def find_lacking_labels(cases: pa.Table, task: TaskDeclaration) -> list[LackingLabel]:
    """Every label that some split, or the rows that are used of it, has too few cases of.

    Of the positive label `split.min_per_label` cases are required, of any other label one. A label that no case has
    is lacking nowhere. What a split as a whole lacks is not said again of the rows that are used of it.

    Columns in: `case_id`, `split` and `gold` of CASES.
    """
    if read_labels(cases, task.answer) is None:
        return []
    everywhere = _count_labels(cases, task)
    found: list[LackingLabel] = []
    for split in task.split.used():
        in_split = cases.filter(pc.field("split") == split)
        if not in_split.num_rows:
            continue
        counts = _count_labels(in_split, task)
        for field, label, needed in _list_needed(everywhere, task):
            if counts[field, label] < needed:
                where = f"The split {split!r} has {_count_cases(counts[field, label])}"
                cure = f"bring more patients, raise split.{split}, declare split.stratify, or choose another split.seed"
                if task.split.column is not None:
                    cure = "bring more patients, or look at split.column and split.values"
                found.append(_describe(where, field, label, task, split, cure))
        for option, limit in _list_limits(task, split):
            used = _count_labels(select_rows(cases, split, limit, task), task)
            for field, label, needed in _list_needed(counts, task):
                if used[field, label] < needed:
                    where = (
                        f"Of the split {split!r}, the {limit} rows of {option} have {_count_cases(used[field, label])}"
                    )
                    found.append(_describe(where, field, label, task, split, f"raise {option}"))
    return found


def _list_limits(task: TaskDeclaration, split: str) -> Iterator[tuple[str, int]]:
    """(field of the YAML, rows) of each smaller choice among a split's cases."""
    limits = {
        "train": [("sft.max_training_rows", task.sft.max_training_rows)],
        "eval": [("sft.max_eval_rows", task.sft.max_eval_rows)],
        "dev": [("sft.max_dev_rows", task.sft.max_dev_rows), ("dpo.max_dev_rows", task.dpo.max_dev_rows)],
        "test": [("evaluation.max_test_rows", task.evaluation.max_test_rows)],
    }
    for option, limit in limits[split]:
        if limit is not None:
            yield option, limit


def _list_needed(there: Counter[tuple[str, str]], task: TaskDeclaration) -> Iterator[tuple[str, str, int]]:
    """(field, label, cases) of what should be found again, of the labels that are there."""
    for field in answer_fields(task.answer):
        for label in answer_labels(task.answer, field):
            if there[field, label]:
                is_positive = label == find_positive(task.answer, field)
                yield field, label, min(task.split.min_per_label if is_positive else 1, there[field, label])


def _describe(where: str, field: str, label: str, task: TaskDeclaration, split: str, cure: str) -> LackingLabel:
    is_positive = label == find_positive(task.answer, field)
    needed = f" ({task.split.min_per_label} are required)" if is_positive and task.split.min_per_label > 1 else ""
    why = ", the positive label, of which metrics are" if is_positive else ""
    sentence = f"{where} with the {field} {label!r}{why}{needed}: {cure}."
    return LackingLabel(sentence, is_positive and split != "eval")


def _count_labels(cases: pa.Table, task: TaskDeclaration) -> Counter[tuple[str, str]]:
    return Counter(part for labels in read_labels(cases, task.answer) or () for part in labels)


def _count_cases(count: int) -> str:
    return "no case" if not count else f"{count} case{'s' if count > 1 else ''} only"
