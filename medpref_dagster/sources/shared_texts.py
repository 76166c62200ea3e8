"""Texts that several tasks have in common: what one task trains on must not be what another one is judged by."""

import itertools
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from medpref_dagster.schemas import SHARED_TEXTS
from medpref_dagster.sources.duplicates import find_near_duplicates_between

_SEEN = {"train", "eval"}


def find_shared_texts(cases: Mapping[str, pa.Table], similarity: float) -> pa.Table:
    """All pairs of cases of different tasks whose texts are the same or nearly so.

    Parameters
    ----------
    cases
        Task -> columns in: CASES.
    similarity
        Jaccard similarity of word 3-grams from which on two texts are near duplicates.

    Returns
    -------
    pa.Table
        Columns out: SHARED_TEXTS, in the order of the tasks and of their cases.
    """
    found: list[dict[str, Any]] = []
    columns = {
        task: [table[name].to_pylist() for name in ("case_id", "split", "text")] for task, table in cases.items()
    }
    for task, other in itertools.combinations(cases, 2):
        (ids, splits, texts), (other_ids, other_splits, other_texts) = columns[task], columns[other]
        near = find_near_duplicates_between(texts, other_texts, similarity)
        found += [
            {
                "task": task,
                "case_id": ids[first],
                "split": splits[first],
                "other_task": other,
                "other_case_id": other_ids[second],
                "other_split": other_splits[second],
                "similarity": value,
            }
            for first, second, value in zip(
                near.first.tolist(), near.second.tolist(), near.similarity.tolist(), strict=True
            )
        ]
    return pa.Table.from_pylist(found, schema=SHARED_TEXTS)


def find_leaks_between_tasks(shared: pa.Table) -> list[str]:
    """One sentence for each two tasks of which one trains on what the other is chosen or judged by.

    Columns in: SHARED_TEXTS.
    """
    counts: dict[tuple[str, str], int] = {}
    for row in shared.to_pylist():
        if (row["split"] in _SEEN) != (row["other_split"] in _SEEN):
            trains, judged = ("task", "other_task") if row["split"] in _SEEN else ("other_task", "task")
            counts[row[trains], row[judged]] = counts.get((row[trains], row[judged]), 0) + 1
    return [
        f"{count} cases that {trains} trains on are near duplicates of dev or test cases of {judged}."
        for (trains, judged), count in sorted(counts.items())
    ]
