"""Rows of any reader as events: lines of JSON Lines as they stand, of other formats a column a field; exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from medpref_dagster.capture.journal import Arrival, make_arrival, make_refusal, to_microseconds
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.feedback.importers.importing import Refused, Skipped
from medpref_dagster.feedback.parsing import EventError, load_json, parse_event
from medpref_dagster.sources import open_source
from medpref_dagster.sources.export import Options as ExportOptions
from medpref_dagster.sources.export import list_files, read_outcomes
from medpref_dagster.sources.files import Options as FilesOptions
from medpref_dagster.sources.formats.json_lines import read_json_lines
from medpref_dagster.sources.opening import SourceFile, find_files
from medpref_dagster.sources.outside import require_outside
from medpref_dagster.sources.reading import ROW_ID
from medpref_dagster.sources.records import Unreadable
from medpref_dagster.values import write_value

_JSON_LINES = (".jsonl", ".ndjson")
_NESTED = ("aliases", "decoding", "reaction")
_WHOLE = "schema_version"
_EXPORT = "export"
_TIMES = ("time", "time_signed")
_TIMES_OF_EXPORTS = (
    *("timestamp", "last_updated_at", "updatedAt", "updated_at", "last_update_time", "endTime", "end_time"),
    *("createdAt", "created_at", "create_time", "inserted_at", "startTime", "start_time"),
)
"""Fields of the products' records that say when; the last change first, as the importers have it."""
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
"""What an export says of a time ahead of its own clock cannot be known any more."""


def read_arrivals(source: EventSource, store: Path | None) -> Iterator[tuple[str, Arrival]]:
    """Every row with its place: an event, or a refusal with its reason.

    A refusal's `time_us` is that of the row, as far as it can be read; else 0.

    Parameters
    ----------
    store
        The store's root, from which nothing is read; None where there is none.

    Raises
    ------
    SourceError
        If the source lies in the store or reaches into it, or cannot be read as it is declared.
    """
    if source.reader == _EXPORT:
        if store is not None:
            require_outside(source, store)
        yield from _read_export(ExportOptions.model_validate(source.options))
        return
    for place, record in _read_records(source, store):
        try:
            yield place, make_arrival(parse_event(record, _LATEST))
        except EventError as error:
            known = _find_reason(record) or error
            yield place, replace(make_refusal(record, known.reason, str(known)), time_us=_guess_time(record))


def _find_reason(record: object) -> EventError | None:
    """Why a text is no event, as the capture service would say it; None where it is no text, or could be one."""
    if not isinstance(record, str):
        return None
    try:
        parse_event(load_json(record.encode()), _LATEST)
    except EventError as error:
        return error
    except UnicodeEncodeError:
        return EventError("half_character", "half of a surrogate pair stands in the line")
    return None


def list_event_files(source: EventSource, store: Path) -> list[SourceFile] | None:
    """The files of a source that has files; None of another reader. Refuses what `read_arrivals` refuses."""
    require_outside(source, store)
    if source.reader == _EXPORT:
        return list_files(ExportOptions.model_validate(source.options))
    if source.reader != "files":
        return None
    return find_files(FilesOptions.model_validate(source.options).path)


def _read_export(options: ExportOptions) -> Iterator[tuple[str, Arrival]]:
    """What an export has; an id that several of its events have is left to who compares all sources."""
    for outcome in read_outcomes(options):
        if isinstance(outcome, Refused):
            record = _load(outcome.content)
            refusal = make_refusal(record, outcome.reason, outcome.detail)
            yield outcome.place, replace(refusal, time_us=_guess_time(record, _TIMES_OF_EXPORTS))
        elif not isinstance(outcome, Skipped):
            yield outcome.id, make_arrival(outcome)


def _read_records(source: EventSource, store: Path | None) -> Iterator[tuple[str, object]]:
    options = FilesOptions.model_validate(source.options) if source.reader == "files" else None
    files = find_files(options.path) if options is not None else []
    if options is not None and not options.columns and _are_json_lines(files, options):
        if store is not None:
            require_outside(source, store)
        for file in files:
            for record in read_json_lines(file, encoding=options.encoding, limits=options.limits):
                content = record.content
                if isinstance(content, Unreadable):
                    yield record.place, content.record
                elif source.event is None:
                    yield record.place, content
                else:
                    yield record.place, _load(content.get(source.event))
        return
    reading = open_source(source.records(), store)
    for batch in reading.batches:
        for row in batch.to_pylist():
            place = str(row.pop(ROW_ID))
            yield place, _load(row[source.event]) if source.event is not None else _take_fields(row)
    for row in reading.quarantine:
        yield str(row[ROW_ID]), row["record"]


def _are_json_lines(files: list[SourceFile], options: FilesOptions) -> bool:
    return options.format == "jsonl" or (options.format is None and all(file.suffix in _JSON_LINES for file in files))


def _load(text: object) -> object:
    """A whole event that is written as JSON; what is none is refused as it stands."""
    if not isinstance(text, str):
        return text
    try:
        return load_json(text.encode())
    except (EventError, UnicodeEncodeError):
        return text


def _take_fields(row: Mapping[str, object]) -> dict[str, object]:
    """A row of a table as the fields of an event; an empty cell is a field that is not said."""
    fields: dict[str, object] = {}
    for name, value in row.items():
        if value is None or value == "":
            continue
        if name in _NESTED:
            fields[name] = _load(value)
        elif name == _WHOLE and isinstance(value, str) and value.isdecimal():
            fields[name] = int(value)
        else:
            fields[name] = value if isinstance(value, int) else write_value(value)
    return fields


def _guess_time(record: object, names: Iterable[str] = _TIMES) -> int:
    fields = cast("Mapping[str, Any]", record) if isinstance(record, Mapping) else {}
    for name in names:
        try:
            moment = datetime.fromisoformat(fields[name])
            # A time without an offset is one of the reasons to refuse: its week must not depend on this machine's zone.
            aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
            return to_microseconds(aware.astimezone(UTC))
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    return 0
