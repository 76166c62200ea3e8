"""Texts that tasks have in common with each other and with feedback: what is trained on here must not be what is judged
by there."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import Records
from medpref_dagster.schemas import FEEDBACK_TEXTS, SHARED_TEXTS
from medpref_dagster.sources import open_source
from medpref_dagster.sources.case_rows import NO_TEXT, NOT_TEXT
from medpref_dagster.sources.columns import name_source_columns, require_columns
from medpref_dagster.sources.duplicates import find_near_duplicates_between
from medpref_dagster.sources.reading import find_reading_problems, quarantine_row
from medpref_dagster.values import NotTextError, read_text, spell_value

TASK = "task"
FEEDBACK = "feedback"

_SEEN = {"train", "eval"}


@dataclass
class FeedbackReading:
    """Feedback being read. Consume `batches` once; the rest is complete when they are exhausted."""

    batches: Iterator[pa.RecordBatch]
    """Columns out: FEEDBACK_TEXTS, in the order of the declaration."""
    quarantine: list[dict[str, str | None]] = field(default_factory=list[dict[str, str | None]])
    """Rows of `schemas.QUARANTINE`: what could not be read, or has no text."""
    problems: list[str] = field(default_factory=list[str])
    """One sentence for each of them of which too much could not be used."""


def read_feedback(declared: Mapping[str, Records], store: Path) -> FeedbackReading:
    """Read the texts of every declared feedback as one stream.

    Parameters
    ----------
    store
        The store's root, from which nothing is read.

    Raises
    ------
    SourceError
        While the batches are consumed: if it cannot be read, or lacks a declared column.
    """
    reading = FeedbackReading(iter(()))

    def batches() -> Iterator[pa.RecordBatch]:
        for name, source in declared.items():
            opened = open_source(source, store)
            require_columns(name_source_columns(source), opened.schema.names)
            rows, empty = 0, list[dict[str, str | None]]()
            for batch in opened.batches:
                texts, without = _keep_texts(name, source, batch)
                rows, empty = rows + len(texts), empty + without
                yield pa.RecordBatch.from_pylist(texts, schema=FEEDBACK_TEXTS)
            unusable = [*opened.quarantine, *empty]
            reading.problems += [f"{name}: {problem}" for problem in find_reading_problems(rows, len(unusable), source)]
            reading.quarantine += [{**row, "row_id": f"{name}/{row['row_id']}"} for row in unusable]

    reading.batches = batches()
    return reading


def _keep_texts(
    name: str, source: Records, batch: pa.RecordBatch
) -> tuple[list[dict[str, Any]], list[dict[str, str | None]]]:
    """Rows of FEEDBACK_TEXTS, and of QUARANTINE for what has no text."""
    patient = source.columns.patient
    texts: list[dict[str, Any]] = []
    empty: list[dict[str, str | None]] = []
    for row in batch.to_pylist():
        try:
            text = read_text(row[source.columns.text]) or ""
            patient_id = spell_value(row[patient]) if patient is not None else None
        except NotTextError as error:
            empty.append(quarantine_row(row["row_id"], NOT_TEXT, str(error), row))
            continue
        if not text.strip():
            empty.append(quarantine_row(row["row_id"], NO_TEXT, None, row))
            continue
        texts.append(
            {
                "feedback": name,
                "row_id": row["row_id"],
                "patient_id": patient_id,
                "text": text,
            }
        )
    return texts, empty


def find_shared_texts(
    cases: Mapping[str, pa.Table], similarity: float, feedback: Iterable[pa.RecordBatch] = ()
) -> pa.Table:
    """Pairs of a task's case and a case of another task, or a text of feedback, that are the same or nearly so.

    Of each case the first one in each split of the other task, of each text of feedback the first in each split of a
    task, and the other way round: enough to know what leaks where.

    Parameters
    ----------
    cases
        Task -> columns in: CASES.
    similarity
        Jaccard similarity of word 3-grams from which on two texts are near duplicates.
    feedback
        Columns in: FEEDBACK_TEXTS. Memory holds a batch of it and all cases.

    Returns
    -------
    pa.Table
        Columns out: SHARED_TEXTS: first between tasks, in the order of the tasks and of their cases; then with
        feedback, in the order of its batches and, of each, of the tasks and their cases.
    """
    found: list[dict[str, Any]] = []
    columns = {task: _read_columns(table, "case_id", "split", "text") for task, table in cases.items()}
    for task, other in itertools.combinations(cases, 2):
        found += _find_between(similarity, task, columns[task], TASK, [other] * cases[other].num_rows, columns[other])
    for batch in feedback:
        names, ids, texts = _read_columns(batch, "feedback", "row_id", "text")
        for task in cases:
            found += _find_between(similarity, task, columns[task], FEEDBACK, names, (ids, [None] * len(ids), texts))
    return pa.Table.from_pylist(found, schema=SHARED_TEXTS)


def _read_columns(table: pa.Table | pa.RecordBatch, *names: str) -> tuple[list[Any], ...]:
    return tuple(table.column(name).to_pylist() for name in names)


def _find_between(
    similarity: float,
    task: str,
    own: Sequence[Sequence[Any]],
    kind: str,
    other_names: Sequence[str],
    other: Sequence[Sequence[Any]],
) -> Iterator[dict[str, Any]]:
    """Rows of SHARED_TEXTS between a task and others; both sides are (ids, splits, texts)."""
    (ids, splits, texts), (other_ids, other_splits, other_texts) = own, other
    near = find_near_duplicates_between(texts, other_texts, similarity, splits, other_splits)
    for first, second, value in zip(near.first.tolist(), near.second.tolist(), near.similarity.tolist(), strict=True):
        yield {
            "task": task,
            "case_id": ids[first],
            "split": splits[first],
            "other_kind": kind,
            "other": other_names[second],
            "other_id": other_ids[second],
            "other_split": other_splits[second],
            "similarity": value,
        }


def find_leaks(shared: pa.Table) -> list[str]:
    """One sentence for each task that is chosen or judged by what another task, or feedback, gives to train on.

    Columns in: SHARED_TEXTS.
    """
    leaks: dict[tuple[str, str, str], set[str]] = {}
    for row in shared.to_pylist():
        if row["other_kind"] == FEEDBACK:
            if row["split"] not in _SEEN:
                leaks.setdefault((FEEDBACK, row["other"], row["task"]), set()).add(row["other_id"])
        elif (row["split"] in _SEEN) != (row["other_split"] in _SEEN):
            sides = (row["task"], row["other"]) if row["split"] in _SEEN else (row["other"], row["task"])
            trained = row["case_id"] if row["split"] in _SEEN else row["other_id"]
            leaks.setdefault((TASK, *sides), set()).add(trained)
    said = {
        TASK: "{count} cases that {trained} trains on are near duplicates of dev or test cases of {judged}.",
        FEEDBACK: "{count} texts of the feedback {trained} are near duplicates of dev or test cases of {judged}: "
        "leave them out where it is trained on.",
    }
    return [
        said[kind].format(count=len(ids), trained=trained, judged=judged)
        for (kind, trained, judged), ids in sorted(leaks.items())
    ]
