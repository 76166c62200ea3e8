"""Exports of other products' feedback: files to records, records to events, each event once.

JSON Lines, a JSON list, a page of an API (a list under a key), one object, Parquet; packed or not, local or by URL.
Memory holds one record, whatever the size of the file.
"""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from typing import Any, cast

from medpref_dagster.feedback.events import Generation, Reaction, dump_event, hash_event
from medpref_dagster.feedback.importers import IMPORTERS
from medpref_dagster.feedback.importers.importing import Importer, Outcome, Refused, import_record, write_content
from medpref_dagster.feedback.importers.options import NO_OPTIONS, ImportOptions
from medpref_dagster.sources.formats.json_array import read_json_array
from medpref_dagster.sources.formats.json_lines import read_json_lines
from medpref_dagster.sources.formats.json_values import TOO_LONG, parse_object
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import SourceFile, decode_text, find_files, named_damage, open_bytes
from medpref_dagster.sources.records import BATCH_ROWS, Record, Unreadable

_SCALAR = r'(?:"(?:[^"\\]|\\.)*+"|[^\s"\[\]{},:]++)'
_FIELDS_BEFORE = rf'\s*\{{(?:\s*"[^"\\]*+"\s*:\s*{_SCALAR}\s*,)*+\s*"'
_PEEKED_CHARACTERS = 1 << 16


def read_export(
    product: str,
    paths: Iterable[str],
    now: datetime,
    options: ImportOptions = NO_OPTIONS,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Outcome]:
    """The events of a product's export, in the order of its files, each id once; and what is none, with its reason.

    The same files give the same events, whenever they are read. An event that comes twice is one; another one under
    its id is `Refused` as a conflict.

    Parameters
    ----------
    product
        One of `feedback.importers.IMPORTERS`.
    paths
        Local paths, globs or URLs.
    now
        With an offset; events that are further ahead are refused.

    Raises
    ------
    UnknownNameError
        For a product that nobody registered.
    SourceError
        If a file cannot be found or read to its end; also while the events are consumed.
    """
    return _keep_each_once(read_outcomes(product, find_files(paths), now, options, limits))


def read_outcomes(
    product: str,
    files: Iterable[SourceFile],
    now: datetime,
    options: ImportOptions = NO_OPTIONS,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Outcome]:
    """As `read_export`, but everything as often as it is there, for somebody who compares it with other sources."""
    importer = cast(Importer, IMPORTERS.load(product))
    return itertools.chain.from_iterable(_import_file(importer, file, now, options, limits) for file in files)


def _import_file(
    importer: Importer, file: SourceFile, now: datetime, options: ImportOptions, limits: Limits
) -> Iterator[Outcome]:
    for record in _read_records(file, importer.LISTS, limits):
        content = record.content
        if isinstance(content, Unreadable):
            yield Refused(record.place, content.reason, content.detail or content.reason, content.record)
        else:
            yield from import_record(importer, cast("Mapping[str, Any]", content), record.place, options, now)


def _keep_each_once(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    # A private database on the disk, of SQLite's own making and removal: ids need not fit in memory.
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, hash BLOB) WITHOUT ROWID")
        for outcome in outcomes:
            if not isinstance(outcome, Generation | Reaction):
                yield outcome
                continue
            hashed = bytes.fromhex(hash_event(outcome))
            known = database.execute("SELECT hash FROM seen WHERE id = ?", (outcome.id,)).fetchone()
            if known is None:
                database.execute("INSERT INTO seen VALUES (?, ?)", (outcome.id, hashed))
                yield outcome
            elif known[0] != hashed:
                detail = "another event with the same id came before it"
                yield Refused(f"event {outcome.id}", "conflict", detail, write_content(dump_event(outcome)))


def _read_records(file: SourceFile, lists: tuple[str, ...], limits: Limits) -> Iterator[Record]:
    """Records of a file of any of the forms that exports have."""
    if file.suffix == ".parquet":
        return _read_parquet(file, limits)
    if file.suffix in (".jsonl", ".ndjson"):
        return read_json_lines(file, encoding="utf-8", limits=limits)
    begin = _peek(file, limits)
    for before, path in (("\\s*", ""), *((rf'{_FIELDS_BEFORE}{re.escape(key)}"\s*:\s*', key) for key in lists)):
        if re.match(rf"{before}\[\s*+\]", begin):
            return iter(())
        if re.match(rf"{before}\[", begin):
            return read_json_array(file, records=path, encoding="utf-8", limits=limits)
    if begin.lstrip()[:1] == "{" and not _is_whole_object(begin.lstrip().split("\n", 1)[0]):
        return _read_one_object(file, limits)
    return read_json_lines(file, encoding="utf-8", limits=limits)


def _peek(file: SourceFile, limits: Limits) -> str:
    with open_bytes(file, limits) as stream:
        return next(decode_text(stream, "utf-8", file.name), "")[:_PEEKED_CHARACTERS]


def _is_whole_object(line: str) -> bool:
    """Whether a first line is a record by itself, or may go on beyond what was looked at."""
    try:
        return isinstance(json.loads(line), dict) or len(line) >= _PEEKED_CHARACTERS // 2
    except (ValueError, RecursionError):
        return len(line) >= _PEEKED_CHARACTERS // 2


def _read_one_object(file: SourceFile, limits: Limits) -> Iterator[Record]:
    """The record that a whole file is, over several lines."""
    pieces: list[str] = []
    with open_bytes(file, limits) as stream:
        for piece in decode_text(stream, "utf-8", file.name):
            pieces.append(piece)
            if sum(map(len, pieces)) > limits.record_characters:
                detail = f"{file.name}: one object of more characters than source.options.limits.record_characters"
                yield Record(file, 1, Unreadable(TOO_LONG, detail, "".join(pieces)[: limits.record_characters]))
                return
    yield Record(file, 1, parse_object("".join(pieces), limits, file.name))


def _read_parquet(file: SourceFile, limits: Limits) -> Iterator[Record]:
    import pyarrow.parquet as pq

    with open_bytes(file, limits) as stream:
        number = 0
        with named_damage(file, "Parquet file"):
            table = pq.ParquetFile(stream)
            limits.check_columns(len(table.schema_arrow), file.name)
            batches = table.iter_batches(BATCH_ROWS)
        while True:
            with named_damage(file, "Parquet file"):
                batch = next(batches, None)
                rows = [] if batch is None else batch.to_pylist(maps_as_pydicts="strict")
            if batch is None:
                return
            for row in rows:
                number += 1
                yield Record(file, number, row)
