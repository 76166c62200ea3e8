"""CSV and TSV files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence

from medpref_dagster.sources.opening import MalformedFileError, SourceFile, decode_text, open_bytes, split_lines
from medpref_dagster.sources.records import Record, Unreadable

_LONGEST_FIELD = 16 << 20  # characters; a stray quote in a CSV file must not swallow it whole


def read_delimited(file: SourceFile, *, delimiter: str, quotes: bool, encoding: str) -> Iterator[Record]:
    """Records of a CSV or TSV file whose first row names the columns; quoted fields may hold line feeds.

    An empty field is `None`. A row of another width than the header and one whose quotes are wrong are `Unreadable`;
    blank lines are nothing.

    Raises
    ------
    MalformedFileError
        If the header is missing, repeats or lacks a name, or a quote is opened and never closed.
    """
    csv.field_size_limit(max(_LONGEST_FIELD, csv.field_size_limit()))
    with open_bytes(file) as stream:
        lines: list[str] = []  # of the record at hand

        def remember_lines() -> Iterator[str]:
            for text in split_lines(decode_text(stream, encoding, file.name)):
                lines.append(text)
                yield text

        rows = csv.reader(
            remember_lines(),
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
            strict=True,
        )
        header: list[str] | None = None
        while True:
            line = rows.line_num + 1
            lines.clear()
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                if header is None or "end of data" in str(error) or "field limit" in str(error):
                    raise MalformedFileError(
                        f"{file.name}:{line}: a quote is opened here and never closed, or quotes are used otherwise "
                        f"({error}). Correct the line, or declare source.options.quotes: false where the file does "
                        f"not quote fields."
                    ) from None
                yield Record(
                    file, line, Unreadable("unreadable quotes", f"{file.name}:{line}: {error}", "".join(lines))
                )
                continue
            if not row:
                continue
            if header is None:
                header = _check_header(row, file.name)
            elif len(row) != len(header):
                detail = f"{file.name}:{line}: {len(row)} values for {len(header)} columns"
                yield Record(file, line, Unreadable("row of the wrong width", detail, json.dumps(row)))
            else:
                yield Record(file, line, {name: value or None for name, value in zip(header, row, strict=True)})
        if header is None:
            raise MalformedFileError(f"{file.name} is empty: it has not even a row of column names")


def _check_header(header: Sequence[str], where: str) -> list[str]:
    names = [name.strip() for name in header]
    for index, name in enumerate(names, start=1):
        if not name:
            raise MalformedFileError(f"{where}: column {index} of {len(names)} has no name in the header")
        if names.count(name) > 1:
            raise MalformedFileError(f"{where}: the header names the column {name!r} more than once")
    return names
