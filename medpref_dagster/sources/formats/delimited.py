"""CSV and TSV files."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence

from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import CutLine, MalformedFileError, SourceFile, open_bytes, read_lines
from medpref_dagster.sources.records import Record, Unreadable, is_unicode

_SEPARATOR_LINE = re.compile(r"""["']?sep=([,;|:^~\t])["']?\s*""")
"""What Excel writes and reads as the first line of a file, before the column names."""
_OTHER_DELIMITERS = ";\t|"
_LOOKAHEAD_LINES = 1000


def read_delimited(
    file: SourceFile, *, delimiter: str | None, quotes: bool, encoding: str, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Record]:
    """Records of a CSV or TSV file whose first row names the columns; quoted fields may hold line feeds.

    An empty field is `None`. A row of another width than the header, one whose quotes are wrong and one that is longer
    than allowed are `Unreadable`; blank lines are nothing.

    Parameters
    ----------
    delimiter
        Between fields; `None`: what a first line `sep=;` says, else a comma.

    Raises
    ------
    MalformedFileError
        If the header is missing, repeats or lacks a name, a quote is opened and never closed, or quotes are so wrong
        that nobody can say where the next row begins.
    LimitError
        If there are more columns than allowed.
    """
    # The limit of the csv module is the process's; ours is counted by line, so that none of its own is in the way.
    csv.field_size_limit(max(limits.record_characters + 1, csv.field_size_limit()))
    with open_bytes(file, limits) as stream:
        lines = _RecordLines(read_lines(file, stream, encoding, limits), limits.record_characters)
        found = _read_separator(lines, file.name, delimiter)
        dialect = _Dialect(found or delimiter or ",", quotes)
        header: list[str] | None = None
        while (line := lines.begin_record()) is not None:
            row = _read_row(lines, dialect, file.name, line, header)
            if isinstance(row, Unreadable):
                yield Record(file, line, row)
            elif not row:
                continue
            elif header is None:
                header = _check_header(row, file.name, guessed=found is None and delimiter is None)
                limits.check_columns(len(header), file.name)
            elif len(row) != len(header):
                detail = f"{file.name}:{line}: {len(row)} values for {len(header)} columns"
                kept = json.dumps(row) if len(row) <= limits.columns else "".join(lines.taken)
                yield Record(file, line, Unreadable("row of the wrong width", detail, kept))
            else:
                yield Record(file, line, {name: value or None for name, value in zip(header, row, strict=True)})
        if header is None:
            raise MalformedFileError(f"{file.name} is empty: it has not even a row of column names")


class _RecordTooLongError(Exception):
    """A record has more characters than allowed."""


class _Dialect(csv.Dialect):
    quotechar = '"'
    doublequote = True
    lineterminator = "\n"
    strict = True

    def __init__(self, delimiter: str, quotes: bool) -> None:
        self.delimiter = delimiter
        self.quoting = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
        super().__init__()


class _RecordLines:
    """The lines of a file as a csv reader takes them, with those of the record at hand."""

    def __init__(self, lines: Iterator[str], longest: int) -> None:
        self._lines = lines
        self._waiting: list[str] = []
        self._longest = longest
        self._number = 0
        self._size = 0
        self.taken: list[str] = []

    def begin_record(self) -> int | None:
        """The number of the line in which the next record begins; `None` at the end of the file."""
        self.taken, self._size = [], 0
        return self._number + 1 if self.look_ahead(1) else None

    def __iter__(self) -> _RecordLines:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop(0) if self._waiting else next(self._lines)
        self._number += 1
        self.taken.append(line)
        self._size += len(line)
        if isinstance(line, CutLine) or (len(self.taken) > 1 and self._size > self._longest):
            raise _RecordTooLongError
        return line

    def look_ahead(self, count: int) -> list[str]:
        """Up to so many of the next lines, which stay to be read."""
        while len(self._waiting) < count and (line := next(self._lines, None)) is not None:
            self._waiting.append(line)
        return self._waiting[:count]

    def count_quotes(self) -> int:
        return sum(line.quotes if isinstance(line, CutLine) else line.count('"') for line in self.taken)


def _read_separator(lines: _RecordLines, where: str, declared: str | None) -> str | None:
    """The delimiter that a first line `sep=;` names, which is then passed over."""
    begin = lines.look_ahead(1)
    named = _SEPARATOR_LINE.fullmatch(begin[0]) if begin else None
    if named is None:
        return None
    if declared is not None and declared != named[1]:
        raise MalformedFileError(
            f"{where}:1 says that {named[1]!r} stands between its fields, and it is read with {declared!r}: correct "
            f"source.options.delimiter"
        )
    next(lines)
    return named[1]


def _read_row(
    lines: _RecordLines, dialect: _Dialect, where: str, line: int, header: Sequence[str] | None
) -> list[str] | Unreadable:
    """The fields of one record; none for a blank line."""
    try:
        return next(csv.reader(lines, dialect))
    except StopIteration:
        return []
    except _RecordTooLongError:
        if dialect.quoting != csv.QUOTE_NONE and lines.count_quotes() % 2:
            raise MalformedFileError(
                f"{where}:{line}: a quote is opened here and not closed within the characters that a record may have. "
                f"Correct the line, declare source.options.quotes: false where the file does not quote fields, or "
                f"raise source.options.limits.record_characters."
            ) from None
        reason, why = "longer than a record may be", "more characters than source.options.limits.record_characters"
    except csv.Error as error:
        text = str(error)
        if "end of data" in text:
            raise MalformedFileError(
                f"{where}:{line}: a quote is opened here and never closed. Correct the line, or declare "
                f"source.options.quotes: false where the file does not quote fields."
            ) from None
        if "new-line" in text:
            reason, why = "carriage return inside a field", "a carriage return stands alone in a field without quotes"
        else:
            reason, why = "unreadable quotes", text
        if (
            dialect.quoting != csv.QUOTE_NONE
            and lines.count_quotes() % 2
            and not _record_begins(lines, dialect, header)
        ):
            raise MalformedFileError(
                f"{where}:{line}: quotes are used here in such a way ({why}) that nobody can say where the next row "
                f"begins. Correct the line, or declare source.options.quotes: false where the file does not quote "
                f"fields."
            ) from None
    return Unreadable(reason, f"{where}:{line}: {why}", "".join(lines.taken))


def _record_begins(lines: _RecordLines, dialect: _Dialect, header: Sequence[str] | None) -> bool:
    """Whether what comes next reads as a whole record of the header's width: then the one before ended here."""
    ahead = lines.look_ahead(_LOOKAHEAD_LINES)
    if not ahead:
        return True
    taken: list[str] = []

    def take() -> Iterator[str]:
        for line in ahead:
            taken.append(line)
            yield line

    try:
        row = next(csv.reader(take(), dialect), [])
    except csv.Error:
        return False
    return header is not None and len(row) == len(header) and "".join(taken).count('"') % 2 == 0


def _check_header(header: Sequence[str], where: str, *, guessed: bool) -> list[str]:
    names = [name.strip() for name in header]
    if guessed and len(names) == 1:
        for delimiter in _OTHER_DELIMITERS:
            if delimiter in names[0]:
                raise MalformedFileError(
                    f"{where}: its first row has no comma, but {delimiter!r}: declare source.options.delimiter: "
                    f'"{delimiter}"; or "," if the file has one column'
                )
    first: dict[str, int] = {}
    for index, name in enumerate(names, start=1):
        if not name:
            raise MalformedFileError(f"{where}: column {index} of {len(names)} has no name in the header")
        if not is_unicode(name):
            raise MalformedFileError(f"{where}: the name of column {index} in the header is no text")
        if name in first:
            raise MalformedFileError(f"{where}: columns {first[name]} and {index} have one name in the header")
        first[name] = index
    return names
