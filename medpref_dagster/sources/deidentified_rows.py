"""Raw rows to rows without what identifies somebody: surrogates in their texts, a pseudonym for their patient."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import Deidentify, TaskDeclaration
from medpref_dagster.deidentification.identifiers import Kind, make_rules
from medpref_dagster.deidentification.pseudonyms import name_pseudonym
from medpref_dagster.deidentification.texts import DeidentifiedText, count_foreign, count_kinds, deidentify_texts
from medpref_dagster.privacy_key import PrivacyKey, PrivacyKeyError
from medpref_dagster.schemas import KEY_FINGERPRINT, QUARANTINE
from medpref_dagster.sources.case_rows import NO_PATIENT, NOT_TEXT
from medpref_dagster.sources.columns import (
    name_answer_columns,
    name_identified_columns,
    name_prompt_columns,
    name_source_columns,
    name_split_columns,
    require_columns,
)
from medpref_dagster.sources.reading import ROW_ID, SourceError, dump_record, quarantine_row
from medpref_dagster.sources.same_case import name_rejected_columns
from medpref_dagster.values import NotTextError, spell_value, to_json, write_value

FOREIGN = "in a language that the rules do not know"
TOO_LONG = "too long to be de-identified"
TOO_SLOW = "a declared format of ids takes too long"

REFUSED = (FOREIGN, TOO_LONG, TOO_SLOW, NO_PATIENT, NOT_TEXT)
"""Why a row is not de-identified."""


@dataclass(frozen=True)
class DeidentifiedRows:
    """Rows that can become cases, and those that nobody may learn from."""

    rows: pa.Table
    """Columns out: `row_id`, and of the source's own those that the task names; its texts with surrogates, its
    patient's pseudonym. In the order of what came in."""
    quarantine: pa.Table
    """`schemas.QUARANTINE`: rows by their id and, in the record, their patient's pseudonym; their text stays where it
    was read."""
    kinds: Mapping[Kind, int]
    """How many identifiers of each class were replaced."""
    foreign: Mapping[str, int]
    """Language that the rules do not know -> how many texts in it were filtered all the same."""
    left_out: Sequence[str]
    """Columns that the task names nowhere, or that hold names: they went no further."""


def deidentify_rows(raw: pa.Table, task: TaskDeclaration, key: PrivacyKey, processes: int = 1) -> DeidentifiedRows:
    """Replace what identifies somebody in the rows of a source that declares `deidentify`.

    Parameters
    ----------
    raw
        Columns in: `row_id`, then the source's own.
    task
        Its source says how, its fields which columns go on.
    key
        The same key gives the same rows; see `check_key`.
    processes
        In how many processes identifiers are looked for.

    Raises
    ------
    MissingColumnError
        If a declared column is not among the source's.
    SourceError
        If a column of names is one that the task needs.
    LexiconError, LanguageError
        If a library is not installed.
    """
    declared = task.source.deidentify
    if declared is None:
        raise ValueError("the task's source declares no deidentify")
    kept, texts = _choose_columns(raw, task, declared)
    taken = list(_take_rows(raw, task, declared, texts))
    usable = [row for row in taken if row.reason is None]
    made = _deidentify(usable, declared, key, processes)
    quarantine = [_quarantine(row, str(row.reason), row.detail, task, key) for row in taken if row.reason is not None]
    rows: dict[int, list[str]] = {}
    for row, found in made:
        refused = next((text for text in found if text.refusal is not None), None)
        if refused is None:
            rows[row.number] = [text.text for text in found]
        else:
            reason = _name_refusal(refused)
            quarantine.append(_quarantine(row, reason, refused.refusal, task, key))
    by_number = {row.number: row for row in usable}
    table = _build(raw, kept, texts, task, key, rows, by_number)
    quarantine.sort(key=lambda row: str(row["row_id"]))
    filtered = [text for row, found in made if row.number in rows for text in found]
    return DeidentifiedRows(
        table,
        pa.Table.from_pylist(quarantine, schema=QUARANTINE),
        dict(sorted(count_kinds(filtered).items())),
        count_foreign(filtered),
        [name for name in raw.column_names if name not in kept and name != ROW_ID],
    )


def read_fingerprint(schema: pa.Schema) -> str | None:
    """The fingerprint of the key that a table of such rows was made with."""
    found = (schema.metadata or {}).get(KEY_FINGERPRINT)
    return None if found is None else found.decode()


def check_key(key: PrivacyKey, declared: Deidentify, before: str | None) -> None:
    """Refuse a key that is not the one that is declared, or else the one that what is there was made with.

    Parameters
    ----------
    before
        Fingerprint of what is there; None where nothing is.

    Raises
    ------
    PrivacyKeyError
        If so: with another key every surrogate, every pseudonym and every split would be another one.
    """
    if declared.key is not None and declared.key != key.fingerprint:
        raise PrivacyKeyError(
            f"deidentify.key is {declared.key}, the privacy key that is set has the fingerprint "
            f"{key.fingerprint}: set that key, or declare this one and make everything anew"
        )
    if declared.key is None and before not in (None, key.fingerprint):
        raise PrivacyKeyError(
            f"what is there was de-identified with the privacy key of fingerprint {before}, this one has "
            f"{key.fingerprint}: with it every surrogate and pseudonym would be another one. Take that key from your "
            f"copy; is it lost for good, declare deidentify.key: {key.fingerprint}, and all is made anew"
        )


# Which columns


def _choose_columns(raw: pa.Table, task: TaskDeclaration, declared: Deidentify) -> tuple[list[str], list[str]]:
    """The columns that go on, in the source's order, and those of them whose text is looked through."""
    own = [name for name in raw.column_names if name != ROW_ID]
    require_columns(name_identified_columns(task.source), own)
    needed = {
        column
        for _, column in (
            *name_source_columns(task.source),
            *name_prompt_columns(task.prompt),
            *name_answer_columns(task.answer),
            *name_split_columns(task.split),
        )
    } | name_rejected_columns(task)
    for name in declared.known_names:
        if name in needed:
            raise SourceError(
                f"source.deidentify.known_names: the task uses the column {name!r} elsewhere, too; names are left out "
                "of what is de-identified, so let the task do without it"
            )
    texts = {task.source.columns.text, *declared.columns, *name_rejected_columns(task)}
    if task.answer.kind == "text":
        texts.add(task.answer.column)
    kept = [name for name in own if name in needed | texts]
    return kept, [name for name in kept if name in texts and name != task.source.columns.patient]


# Rows


@dataclass(frozen=True)
class _Taken:
    """A row's texts and whose they are; or why it is none."""

    number: int
    row_id: str
    patient: str
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    reason: str | None = None
    detail: str | None = None


def _take_rows(raw: pa.Table, task: TaskDeclaration, declared: Deidentify, texts: Sequence[str]) -> Iterator[_Taken]:
    patient = task.source.columns.patient
    named = [ROW_ID, *([patient] if patient else []), *texts, *declared.known_names]
    for number, record in enumerate(raw.select(list(dict.fromkeys(named))).to_pylist()):
        row_id = str(record[ROW_ID])
        whose, reason, detail = _read_patient(record, patient)
        if reason is not None or whose is None:
            yield _Taken(number, row_id, "", reason=reason, detail=detail)
            continue
        listed = tuple(text for name in texts for text in _list_texts(record[name]))
        names = tuple(text for name in declared.known_names for text in _list_texts(record[name]))
        yield _Taken(number, row_id, whose, listed, names)


def _read_patient(record: Mapping[str, Any], column: str | None) -> tuple[str | None, str | None, str | None]:
    if column is None:
        return str(record[ROW_ID]), None, None
    try:
        whose = spell_value(record[column])
    except NotTextError as error:
        return None, NOT_TEXT, f"column {column!r} holds {error}"
    return whose, None if whose else NO_PATIENT, None if whose else f"column {column!r} is empty"


def _list_texts(value: Any) -> list[str]:
    """Every text of a cell, in order, however deep: of a conversation each field of each message."""
    found: list[str] = []
    _map_texts(value, lambda text: found.append(text) or text)
    return found


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """A cell with every text of it changed. Dates are texts; numbers are what they were."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _map_texts(item, change) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_map_texts(item, change) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return change(_write(value))


def _write(value: Any) -> str:
    try:
        return write_value(value) or ""
    except NotTextError:
        return str(to_json(value))


def _deidentify(
    rows: Sequence[_Taken], declared: Deidentify, key: PrivacyKey, processes: int
) -> list[tuple[_Taken, list[DeidentifiedText]]]:
    """All texts of all rows in one call, so that a patient's surrogates agree in all of them."""
    found = iter(
        deidentify_texts(
            [text for row in rows for text in row.texts],
            [row.patient for row in rows for _ in row.texts],
            make_rules(declared),
            key,
            processes,
            [row.names for row in rows for _ in row.texts],
        )
    )
    return [(row, list(islice(found, len(row.texts)))) for row in rows]


def _name_refusal(text: DeidentifiedText) -> str:
    if text.language is not None:
        return FOREIGN
    return TOO_SLOW if "format" in str(text.refusal) else TOO_LONG


def _quarantine(
    row: _Taken, reason: str, detail: str | None, task: TaskDeclaration, key: PrivacyKey
) -> dict[str, str | None]:
    column = task.source.columns.patient
    record = {column: name_pseudonym(key, row.patient)} if column and row.patient else {}
    return quarantine_row(row.row_id, reason, detail, dump_record(record))


# The table


def _build(
    raw: pa.Table,
    kept: Sequence[str],
    texts: Sequence[str],
    task: TaskDeclaration,
    key: PrivacyKey,
    rows: Mapping[int, Sequence[str]],
    taken: Mapping[int, _Taken],
) -> pa.Table:
    numbers = sorted(rows)
    chosen = raw.take(pa.array(numbers, pa.int64()))
    columns, fields = [chosen.column(ROW_ID)], [raw.schema.field(ROW_ID)]
    left = {number: iter(rows[number]) for number in numbers}
    made: dict[str, list[Any]] = {}
    for name in texts:  # in the order in which they were listed
        cells = chosen.column(name).to_pylist()
        made[name] = [
            _map_texts(cell, lambda _, number=number: next(left[number]))
            for number, cell in zip(numbers, cells, strict=True)
        ]
    for name in kept:
        field = raw.schema.field(name)
        if name == task.source.columns.patient:
            values = [name_pseudonym(key, taken[number].patient) for number in numbers]
            field, column = pa.field(name, pa.string()), pa.array(values, pa.string())
        elif name in made:
            kind = pa.string() if not _is_plain(field.type) else field.type
            field, column = pa.field(name, kind), pa.array(made[name], kind)
        else:
            column = chosen.column(name)
        columns.append(column)
        fields.append(field)
    schema = pa.schema(fields, metadata={KEY_FINGERPRINT: key.fingerprint.encode()})
    return pa.Table.from_arrays(columns, schema=schema)


def _is_plain(kind: pa.DataType) -> bool:
    """Whether a column keeps its type: what holds texts, numbers or lists of these does, a column of dates is text."""
    return not (pa.types.is_temporal(kind) or pa.types.is_decimal(kind) or pa.types.is_binary(kind))
