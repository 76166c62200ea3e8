"""Raw rows to cases: checked, without duplicates, split by patient; what cannot be used, with its reason."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from medpref_dagster.answering.answers import answer_fields, answer_labels
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.schemas import CASES, QUARANTINE, SPLITS
from medpref_dagster.sources.case_rows import (
    IN_LATER_SPLIT,
    MISREAD_ANSWER,
    NO_ANSWER,
    NO_PATIENT,
    NO_PROMPT_VALUE,
    NO_ROW_ID,
    NO_SPLIT,
    NO_TEXT,
    NOT_TEXT,
    REPEATED_ROW_ID,
    TOO_LONG,
    UNKNOWN_LABEL,
    UNKNOWN_SPLIT,
    UnusableRow,
    build_case,
    find_id_problem,
    find_whole_numbers,
    read_records,
    write_source_fields,
)
from medpref_dagster.sources.columns import check_column_types, check_columns
from medpref_dagster.sources.duplicates import (
    CONFLICTING,
    DUPLICATE_KINDS,
    EXACT_ACROSS,
    EXACT_WITHIN,
    NEAR_ACROSS,
    DroppedDuplicates,
    choose_dropped_duplicates,
)
from medpref_dagster.sources.reading import ROW_ID, dump_record, quarantine_row
from medpref_dagster.sources.representation import find_lacking_labels
from medpref_dagster.sources.same_case import (
    BuiltCase,
    Record,
    RowsOfCase,
    join_rows,
    name_rejected_columns,
    spell_record,
)
from medpref_dagster.sources.splits import PlacedRow, assign_splits

REASONS = (
    NO_ROW_ID,
    REPEATED_ROW_ID,
    NO_TEXT,
    TOO_LONG,
    NO_ANSWER,
    UNKNOWN_LABEL,
    MISREAD_ANSWER,
    NO_PATIENT,
    NO_PROMPT_VALUE,
    NO_SPLIT,
    UNKNOWN_SPLIT,
    IN_LATER_SPLIT,
    NOT_TEXT,
    *DUPLICATE_KINDS,
)
"""Why a row is no case, in the order in which it is looked for; the first reason that holds is given."""

_MERELY_REPEATED = frozenset({EXACT_WITHIN, EXACT_ACROSS, NEAR_ACROSS})
"""Not the source's fault: such rows are dropped, but do not count against `max_quarantined_share`."""

_LOSSES = {
    "unreadable": (NOT_TEXT,),
    "missing": (NO_ROW_ID, NO_TEXT, NO_ANSWER, NO_PATIENT, NO_PROMPT_VALUE),
    "unknown_label": (UNKNOWN_LABEL, MISREAD_ANSWER),
    "too_long": (TOO_LONG,),
    "repeated": (REPEATED_ROW_ID,),
    "split": (NO_SPLIT, UNKNOWN_SPLIT, IN_LATER_SPLIT),
    "conflicting": (CONFLICTING,),
    "duplicate": tuple(sorted(_MERELY_REPEATED)),
}
"""Kind of loss that `source.loss_limits` may limit -> its reasons."""


@dataclass(frozen=True)
class CasesResult:
    """What raw rows gave."""

    cases: pa.Table
    """`schemas.CASES`, ordered by case id."""
    quarantine: pa.Table
    """`schemas.QUARANTINE`, ordered by row id: every raw row that is no case."""
    summary: dict[str, Any]
    """JSON: see `build_cases`."""


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
        Columns out: `schemas.CASES` and `schemas.QUARANTINE`. Each raw row is in exactly one of them, but for rows
        that say a case again with another rejected answer, which are joined to it (`same_case.join_rows`). A row with
        an id that another row has, too, is quarantined, unless the rows are equal: then one of them is used.
        The summary has

        - `rows`, `cases`, `patients`: counts; `joined`: rows that brought a case another rejected answer;
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
    NestedColumnError
        If it holds lists or objects where text is needed.
    """
    own_columns = [name for name in raw.column_names if name != ROW_ID or task.source.columns.row == ROW_ID]
    check_columns(task, own_columns)
    check_column_types(task, raw.schema)
    rejected = name_rejected_columns(task)
    quarantine: list[dict[str, str | None]] = []
    cases = list(_build_usable(raw, own_columns, rejected, task, quarantine))
    cases.sort(key=lambda case: case.row["case_id"])
    cases = join_rows(cases, rejected, has_patient=task.source.columns.patient is not None)
    cases = _place_cases(cases, task, quarantine, own_columns)
    for case in cases:
        case.row["source_fields"] = write_source_fields(case.rows, rejected, task)
    dropped = choose_dropped_duplicates(
        [case.shown for case in cases],
        [case.row["split"] for case in cases],
        [case.answer for case in cases],
        task.source.near_duplicate_similarity,
    )
    for kind, instead, case in zip(dropped.kind, dropped.kept_instead, cases, strict=True):
        if kind is not None and instead is not None:
            quarantine += [
                _quarantine(record, kind, f"duplicates {cases[instead].row['case_id']}", own_columns)
                for record in (case.rows.record, *case.rows.others)
            ]
    kept = [case for case, kind in zip(cases, dropped.kind, strict=True) if kind is None]
    quarantine.sort(key=lambda row: (str(row["row_id"]), str(row["reason"]), str(row["record"])))
    return CasesResult(
        pa.Table.from_pylist([case.row for case in kept], schema=CASES),
        pa.Table.from_pylist(quarantine, schema=QUARANTINE),
        _summarize([case.row for case in kept], sum(len(case.rows.others) for case in kept), quarantine, dropped, task),
    )


def find_case_problems(result: CasesResult, task: TaskDeclaration) -> list[str]:
    """What makes the cases unfit for training and evaluation: one sentence each, with what to do. Empty: fit."""
    summary, problems = result.summary, list[str]()
    reasons = ", ".join(f"{reason}: {count}" for reason, count in summary["quarantined"].items())
    if summary["cases"] == 0:
        return [
            f"Not one usable row of {summary['rows']} ({reasons or 'the source gave none'}): "
            "check the source's columns and the answer's values in the task's YAML."
        ]
    problems += _find_losses(summary, task)
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


def _find_losses(summary: Mapping[str, Any], task: TaskDeclaration) -> Iterator[str]:
    """A sentence for each kind of loss over its own limit, and one for all that have none, taken together."""
    counts: Mapping[str, int] = summary["quarantined"]
    limited = {kind: reasons for kind, reasons in _LOSSES.items() if getattr(task.source.loss_limits, kind) is not None}
    apart = {reason for reasons in limited.values() for reason in reasons} | _MERELY_REPEATED
    together = (task.source.max_quarantined_share, "source.max_quarantined_share")
    for reasons, (limit, field) in [
        (tuple(reason for reason in counts if reason not in apart), together),
        *((reasons, task.source.limit_of(kind)) for kind, reasons in limited.items()),
    ]:
        lost = {reason: counts[reason] for reason in reasons if reason in counts}
        share = sum(lost.values()) / summary["rows"]
        if share > limit:
            yield (
                f"{share:.1%} of the rows cannot be used, over the declared {limit:.1%} "
                f"({', '.join(f'{reason}: {count}' for reason, count in lost.items())}): look at the quarantine table, "
                f"correct the source or its declaration, or raise {field}."
            )


def _build_usable(
    raw: pa.Table,
    own_columns: list[str],
    rejected: Collection[str],
    task: TaskDeclaration,
    quarantine: list[dict[str, str | None]],
) -> Iterator[BuiltCase]:
    """A case of each row that can be one; the others go to the quarantine."""
    whole = find_whole_numbers(raw, task)
    for rows in _read_distinct_rows(raw, own_columns, rejected, task, quarantine):
        try:
            yield build_case(rows, task, whole)
        except UnusableRow as row:
            quarantine += [
                _quarantine(record, row.reason, row.detail, own_columns) for record in (rows.record, *rows.others)
            ]


def _read_distinct_rows(
    raw: pa.Table,
    own_columns: list[str],
    rejected: Collection[str],
    task: TaskDeclaration,
    quarantine: list[dict[str, str | None]],
) -> Iterator[RowsOfCase]:
    """The rows whose id is theirs alone, or that of rows with other rejected answers; the rest go to the quarantine."""
    counts = Counter(raw.column(ROW_ID).to_pylist())
    repeated: dict[str, list[Record]] = {}
    for record in read_records(raw):
        problem = find_id_problem(record, task)
        if problem is not None:
            quarantine.append(_quarantine(record, *problem, own_columns))
        elif counts[record[ROW_ID]] > 1:
            repeated.setdefault(record[ROW_ID], []).append(record)
        else:
            yield RowsOfCase(record)
    for records in repeated.values():
        records.sort(key=dump_record)
        without = [{name: value for name, value in record.items() if name not in rejected} for record in records]
        equal = len({spell_record(record) for record in without}) == 1
        distinct = list({spell_record(record): record for record in reversed(records)}.values())[::-1] if equal else []
        if equal:
            yield RowsOfCase(distinct[0], distinct[1:])
        detail = f"{len(records)} rows, {'all equal: one is used' if equal else 'not equal: none is used'}"
        used = {id(record) for record in distinct}
        quarantine += [
            _quarantine(record, REPEATED_ROW_ID, detail, own_columns) for record in records if id(record) not in used
        ]


def _place_cases(
    cases: list[BuiltCase], task: TaskDeclaration, quarantine: list[dict[str, str | None]], own_columns: list[str]
) -> list[BuiltCase]:
    """Give each case its split; what belongs to a patient of a later split goes to the quarantine."""
    labels = [field for field in answer_fields(task.answer) if answer_labels(task.answer, field)]
    placed = assign_splits(
        [
            PlacedRow(
                case.row["patient_id"],
                case.row["split"],
                tuple(part for part in case.row["gold"] if part[0] in labels),
            )
            for case in cases
        ],
        task.split,
    )
    kept: list[BuiltCase] = []
    for case, split in zip(cases, placed, strict=True):
        if split is not None:
            case.row["split"] = split
            kept.append(case)
            continue
        given = " or ".join(case.row["split"])
        detail = f"the source gives it to {given}, and its patient's other rows to a later one"
        quarantine += [
            _quarantine(record, IN_LATER_SPLIT, detail, own_columns) for record in (case.rows.record, *case.rows.others)
        ]
    return kept


def _quarantine(
    record: Mapping[str, Any], reason: str, detail: str | None, own_columns: Iterable[str]
) -> dict[str, str | None]:
    return quarantine_row(record[ROW_ID], reason, detail, {name: record[name] for name in own_columns})


def _summarize(
    cases: list[dict[str, Any]],
    joined: int,
    quarantine: list[dict[str, str | None]],
    dropped: DroppedDuplicates,
    task: TaskDeclaration,
) -> dict[str, Any]:
    rows = len(cases) + joined + len(quarantine)
    reasons = Counter(row["reason"] for row in quarantine)
    unusable = sum(count for reason, count in reasons.items() if reason not in _MERELY_REPEATED)
    of_split: dict[str, list[dict[str, Any]]] = {name: [] for name in SPLITS}
    for case in cases:
        of_split[case["split"]].append(case)
    return {
        "rows": rows,
        "cases": len(cases),
        "joined": joined,
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
