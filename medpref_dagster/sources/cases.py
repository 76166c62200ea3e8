"""Raw rows to cases: checked, without duplicates, split by patient; what cannot be used, with its reason."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from medpref_dagster.answering.answers import (
    MissingAnswer,
    UnknownLabel,
    answer_fields,
    answer_labels,
    gold_from_source,
    render_answer,
)
from medpref_dagster.declaration import (
    OptionAnswer,
    TaskDeclaration,
    TextAnswer,
    render_template,
    template_fields,
)
from medpref_dagster.schemas import CASES, QUARANTINE, SPLITS
from medpref_dagster.sources.columns import check_columns
from medpref_dagster.sources.duplicates import (
    DUPLICATE_KINDS,
    EXACT_ACROSS,
    EXACT_WITHIN,
    NEAR_ACROSS,
    DroppedDuplicates,
    choose_dropped_duplicates,
    split_words,
)
from medpref_dagster.sources.reading import ROW_ID, dump_record, quarantine_row
from medpref_dagster.sources.representation import find_lacking_labels
from medpref_dagster.sources.splits import PlacedRow, assign_splits, read_given_splits

NO_ROW_ID = "no row id"
REPEATED_ROW_ID = "repeated row id"
NO_TEXT = "no text"
TOO_LONG = "text over the length limit"
NO_ANSWER = "no answer"
UNKNOWN_LABEL = "answer outside the label space"
NO_PATIENT = "no patient id"
NO_PROMPT_VALUE = "no value for the prompt"
NO_SPLIT = "no split"
UNKNOWN_SPLIT = "split outside the declared values"
IN_LATER_SPLIT = "patient in a later split, too"
REASONS = (
    NO_ROW_ID,
    REPEATED_ROW_ID,
    NO_TEXT,
    TOO_LONG,
    NO_ANSWER,
    UNKNOWN_LABEL,
    NO_PATIENT,
    NO_PROMPT_VALUE,
    NO_SPLIT,
    UNKNOWN_SPLIT,
    IN_LATER_SPLIT,
    *DUPLICATE_KINDS,
)
"""Why a row is no case, in the order in which it is looked for; the first reason that holds is given."""

_MERELY_REPEATED = frozenset({EXACT_WITHIN, EXACT_ACROSS, NEAR_ACROSS})
"""Not the source's fault: such rows are dropped, but do not count against `max_quarantined_share`."""


@dataclass(frozen=True)
class CasesResult:
    """What raw rows gave."""

    cases: pa.Table
    """`schemas.CASES`, ordered by case id."""
    quarantine: pa.Table
    """`schemas.QUARANTINE`, ordered by row id: every raw row that is no case."""
    summary: dict[str, Any]
    """JSON: see `build_cases`."""


class _UnusableRow(Exception):  # noqa: N818 - a signal inside this module
    def __init__(self, reason: str, detail: str | None = None) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


def build_cases(raw: pa.Table, task: TaskDeclaration) -> CasesResult:
    """Turn raw rows into cases.

    Depends on the rows and the declaration only, not on the rows' order (for sources with row ids).

    Parameters
    ----------
    raw
        Columns in: `row_id`, then the source's own.
    task
        The declaration: columns, prompt, answer, split, limits.

    Returns
    -------
    CasesResult
        Columns out: `schemas.CASES` and `schemas.QUARANTINE`. Each raw row is in exactly one of them. A row with an
        id that another row has, too, is quarantined, unless the rows are equal: then one of them is used.
        The summary has

        - `rows`, `cases`, `patients`: counts;
        - `quarantined`: reason -> rows; `quarantined_share`: of all rows, without rows dropped only because another
          row says the same;
        - `duplicates`: kind -> rows, and `near duplicate within a split, kept`;
        - `answers`: part of the answer -> value -> cases (empty for free text);
        - `splits`: split -> `cases`, `patients`, `answers`;
        - `text_characters`: min, p25, median, p75, p95, max over the cases.

    Raises
    ------
    MissingColumnError
        If a declared or templated column is not among the source's.
    """
    own_columns = [name for name in raw.column_names if name != ROW_ID or task.source.columns.row == ROW_ID]
    check_columns(task, own_columns)
    quarantine: list[dict[str, str | None]] = []
    rows: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    for record in _read_distinct_rows(raw, own_columns, task, quarantine):
        try:
            rows.append(_build_case(record, task))
            records.append(record)
        except _UnusableRow as row:
            quarantine.append(_quarantine(record, row.reason, row.detail, own_columns))

    order = sorted(range(len(rows)), key=lambda i: rows[i]["case_id"])
    rows, records = [rows[i] for i in order], [records[i] for i in order]
    rows, records = _place_rows(rows, records, task, quarantine, own_columns)
    dropped = choose_dropped_duplicates(
        [_comparable_text(record, task) for record in records],
        [row["split"] for row in rows],
        [_comparable_answer(row, record, task) for row, record in zip(rows, records, strict=True)],
        task.source.near_duplicate_similarity,
    )
    for kind, instead, record in zip(dropped.kind, dropped.kept_instead, records, strict=True):
        if kind is not None and instead is not None:
            quarantine.append(_quarantine(record, kind, f"duplicates {rows[instead]['case_id']}", own_columns))
    kept = [row for row, kind in zip(rows, dropped.kind, strict=True) if kind is None]
    quarantine.sort(key=lambda row: (str(row["row_id"]), str(row["reason"]), str(row["record"])))
    return CasesResult(
        pa.Table.from_pylist(kept, schema=CASES),
        pa.Table.from_pylist(quarantine, schema=QUARANTINE),
        _summarize(kept, quarantine, dropped, task),
    )


def find_case_problems(result: CasesResult, task: TaskDeclaration) -> list[str]:
    """What makes the cases unfit for training and evaluation: one sentence each, with what to do. Empty: fit."""
    summary, problems = result.summary, list[str]()
    share, limit = summary["quarantined_share"], task.source.max_quarantined_share
    reasons = ", ".join(f"{reason}: {count}" for reason, count in summary["quarantined"].items())
    if summary["cases"] == 0:
        return [
            f"Not one usable row of {summary['rows']} ({reasons or 'the source gave none'}): "
            "check the source's columns and the answer's values in the task's YAML."
        ]
    if share > limit:
        problems.append(
            f"{share:.1%} of the rows cannot be used, over the declared {limit:.1%} ({reasons}): look at the "
            "quarantine table, correct the source or its declaration, or raise source.max_quarantined_share."
        )
    for field, counts in summary["answers"].items():
        problems += _find_single_class(field, counts, "all cases")
    for split, part in summary["splits"].items():
        if part["cases"] == 0 and split in task.split.used():
            problems.append(
                f"The split {split!r} is empty: bring more patients ({summary['patients']} now), raise split.{split}, "
                "or choose another split.seed."
            )
            continue
        for field, counts in part["answers"].items():
            if split in ("train", "test") and sum(count > 0 for count in summary["answers"][field].values()) > 1:
                problems += _find_single_class(field, counts, f"the split {split!r}")
    problems += [lack.sentence for lack in find_lacking_labels(result.cases, task) if lack.hinders]
    straddling = _find_patients_in_two_splits(result.cases)
    if straddling:
        problems.append(
            f"{straddling} patient(s) in more than one split, so that the test set is leaked: materialize the cases "
            "again from raw_cases; if it stays so, report it as an error of the program."
        )
    return problems


def find_case_warnings(result: CasesResult, task: TaskDeclaration) -> list[str]:
    """Which label a split, or what is used of it, lacks, where models can be trained and judged all the same."""
    return [lack.sentence for lack in find_lacking_labels(result.cases, task) if not lack.hinders]


def _read_distinct_rows(
    raw: pa.Table, own_columns: list[str], task: TaskDeclaration, quarantine: list[dict[str, str | None]]
) -> Iterator[dict[str, Any]]:
    """The rows whose id is theirs alone; the others go to the quarantine."""
    counts = Counter(raw.column(ROW_ID).to_pylist())
    repeated: dict[str, list[dict[str, Any]]] = {}
    id_column = task.source.columns.row
    for batch in raw.to_batches(max_chunksize=10_000):
        for record in batch.to_pylist():
            if id_column is not None and _is_missing(record[id_column]):
                quarantine.append(_quarantine(record, NO_ROW_ID, f"column {id_column!r} is empty", own_columns))
            elif counts[record[ROW_ID]] > 1:
                repeated.setdefault(record[ROW_ID], []).append(record)
            else:
                yield record
    for records in repeated.values():
        equal = len({dump_record(record) for record in records}) == 1
        if equal:
            yield records[0]
        detail = f"{len(records)} rows, {'all equal: one is used' if equal else 'not equal: none is used'}"
        quarantine += [_quarantine(record, REPEATED_ROW_ID, detail, own_columns) for record in records[int(equal) :]]


def _build_case(record: Mapping[str, Any], task: TaskDeclaration) -> dict[str, Any]:
    """A row of CASES; its `split` holds those among which its patient is drawn."""
    columns, answer = task.source.columns, task.answer
    text = record[columns.text]
    if _is_missing(text):
        raise _UnusableRow(NO_TEXT, f"column {columns.text!r} is empty")
    text = str(text).strip()
    if len(text) > task.source.max_text_characters:
        raise _UnusableRow(
            TOO_LONG, f"{len(text)} characters, source.max_text_characters is {task.source.max_text_characters}"
        )
    try:
        gold = gold_from_source(answer, record)
        written = render_answer(answer, gold, record)
    except MissingAnswer as error:
        raise _UnusableRow(NO_ANSWER, str(error)) from None
    except UnknownLabel as error:
        raise _UnusableRow(UNKNOWN_LABEL, str(error)) from None
    patient = record[ROW_ID] if columns.patient is None else record[columns.patient]
    if _is_missing(patient):
        raise _UnusableRow(NO_PATIENT, f"column {columns.patient!r} is empty")
    for name in template_fields(task.prompt):
        if _is_missing(record[name]):
            raise _UnusableRow(NO_PROMPT_VALUE, f"column {name!r} is empty")
    try:
        splits = read_given_splits(record, task.split)
    except MissingAnswer as error:
        raise _UnusableRow(NO_SPLIT, str(error)) from None
    except UnknownLabel as error:
        raise _UnusableRow(UNKNOWN_SPLIT, str(error)) from None
    apart = {ROW_ID, columns.row, columns.patient, columns.text}
    return {
        "case_id": record[ROW_ID],
        "patient_id": _write_value(patient).strip(),
        "split": splits,
        "text": text,
        "prompt": render_template(task.prompt, {**_write_values(record, task), columns.text: text}),
        "answer": written,
        "gold": list(gold.items()),
        "source_fields": dump_record({name: value for name, value in record.items() if name not in apart}),
    }


def _place_rows(
    rows: list[dict[str, Any]],
    records: list[dict[str, Any]],
    task: TaskDeclaration,
    quarantine: list[dict[str, str | None]],
    own_columns: list[str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give each row its split; what belongs to a patient of a later split goes to the quarantine."""
    labels = [field for field in answer_fields(task.answer) if answer_labels(task.answer, field)]
    placed = assign_splits(
        [
            PlacedRow(row["patient_id"], row["split"], tuple(part for part in row["gold"] if part[0] in labels))
            for row in rows
        ],
        task.split,
    )
    for record, row, split in zip(records, rows, placed, strict=True):
        if split is None:
            detail = f"the source gives it to {' or '.join(row['split'])}, and its patient's other rows to a later one"
            quarantine.append(_quarantine(record, IN_LATER_SPLIT, detail, own_columns))
    kept = [place for place, split in enumerate(placed) if split is not None]
    return [rows[place] | {"split": placed[place]} for place in kept], [records[place] for place in kept]


def _write_values(record: Mapping[str, Any], task: TaskDeclaration) -> dict[str, str]:
    return {name: _write_value(record[name]) for name in template_fields(task.prompt)}


def _write_value(value: object) -> str:
    """As a person would: a column of whole numbers with an empty cell often arrives as 34.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _comparable_text(record: Mapping[str, Any], task: TaskDeclaration) -> str:
    """What makes two cases the same. The options belong to a question, in whatever order they stand: "Which of these
    is true?" is asked of many."""
    text = str(record[task.source.columns.text])
    if isinstance(task.answer, OptionAnswer):
        options = (record[column] for column in task.answer.options.values())
        return " ".join([text, *sorted(str(option) for option in options if not _is_missing(option))])
    return text


def _comparable_answer(row: Mapping[str, Any], record: Mapping[str, Any], task: TaskDeclaration) -> object:
    """What makes two cases' answers contradict each other. Two summaries of one note do not."""
    if isinstance(task.answer, TextAnswer):
        return None
    gold = dict(row["gold"])
    if isinstance(task.answer, OptionAnswer):
        return tuple(split_words(str(record[task.answer.options[gold["option"]]])))
    return tuple(sorted(gold.items()))


def _quarantine(
    record: Mapping[str, Any], reason: str, detail: str | None, own_columns: Iterable[str]
) -> dict[str, str | None]:
    return quarantine_row(record[ROW_ID], reason, detail, {name: record[name] for name in own_columns})


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or not str(value).strip()


def _summarize(
    cases: list[dict[str, Any]],
    quarantine: list[dict[str, str | None]],
    dropped: DroppedDuplicates,
    task: TaskDeclaration,
) -> dict[str, Any]:
    rows = len(cases) + len(quarantine)
    reasons = Counter(row["reason"] for row in quarantine)
    unusable = sum(count for reason, count in reasons.items() if reason not in _MERELY_REPEATED)
    of_split: dict[str, list[dict[str, Any]]] = {name: [] for name in SPLITS}
    for case in cases:
        of_split[case["split"]].append(case)
    return {
        "rows": rows,
        "cases": len(cases),
        "patients": len({case["patient_id"] for case in cases}),
        "quarantined": {reason: reasons[reason] for reason in REASONS if reasons[reason]},
        "quarantined_share": unusable / rows if rows else 0.0,
        "duplicates": {
            **{kind: reasons[kind] for kind in DUPLICATE_KINDS},
            "near duplicate within a split, kept": dropped.near_within_split,
        },
        "answers": _count_answers(cases, task),
        "splits": {
            name: {
                "cases": len(part),
                "patients": len({case["patient_id"] for case in part}),
                "answers": _count_answers(part, task),
            }
            for name, part in of_split.items()
        },
        "text_characters": _take_quantiles([len(case["text"]) for case in cases]),
    }


def _count_answers(cases: list[dict[str, Any]], task: TaskDeclaration) -> dict[str, dict[str, int]]:
    """Part of the answer -> value -> cases, every declared value included."""
    counts = Counter(part for case in cases for part in case["gold"])
    return {
        field: {label: counts[field, label] for label in answer_labels(task.answer, field)}
        for field in answer_fields(task.answer)
        if answer_labels(task.answer, field)
    }


def _take_quantiles(lengths: list[int]) -> dict[str, int]:
    shares = {"min": 0.0, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95, "max": 1.0}
    if not lengths:
        return {}
    values = np.quantile(lengths, list(shares.values()), method="lower")
    return dict(zip(shares, (int(value) for value in values), strict=True))


def _find_single_class(field: str, counts: Mapping[str, int], where: str) -> list[str]:
    present = [label for label, count in counts.items() if count]
    if len(present) != 1:
        return []
    return [
        f"One class only: the {field} of {where} is {present[0]!r} ({counts[present[0]]} cases), so that nothing can "
        "be learned or told apart: check the answer's column and the values declared for each label, or bring cases "
        "of the others."
    ]


def _find_patients_in_two_splits(cases: pa.Table) -> int:
    """How many patients have cases in more than one split."""
    pairs = set(zip(cases.column("patient_id").to_pylist(), cases.column("split").to_pylist(), strict=True))
    return sum(count > 1 for count in Counter(patient for patient, _ in pairs).values())
