"""Excel workbooks (.xlsx, .xlsm): the rows of one sheet."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import MalformedFileError, SourceFile, named_damage, open_bytes
from medpref_dagster.sources.reading import MissingColumnError
from medpref_dagster.sources.records import Record, Unreadable, is_unicode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet._reader import WorkSheetParser

_MOST_ROWS = 1 << 20
"""Of a sheet; a row that says that it is a later one has no number."""
_MOST_COLUMNS = 1 << 14


def read_excel(file: SourceFile, sheet: str | None, limits: Limits = DEFAULT_LIMITS) -> Iterator[Record]:
    """Records of a sheet whose first row names the columns; cells as shown by their values, not their formulas.

    The rows are those that are there: what the sheet says of its size, and what a row says of its number, is not
    believed. A row wider than the header, one with a cell that cannot be read, with two cells in one place or with more
    characters than allowed is `Unreadable`; blank rows are nothing.

    Raises
    ------
    MalformedFileError
        If the file is no workbook, or a damaged one, or its header lacks or repeats a name.
    LimitError
        If there are more columns than allowed, or the workbook unpacks to far more than it is.
    MissingColumnError
        If it has no such sheet.
    """
    with open_bytes(file, limits) as stream:
        worksheet, workbook = _open_sheet(file, stream, sheet, limits)
        size = stream.seek(0, 2)
        header: list[str] | None = None
        characters = 0
        for line, cells in _number_rows(_read_rows(file, worksheet, workbook)):
            where = f"{file.name}:{line}"
            row = _place_cells(cells, where, limits)
            if isinstance(row, Unreadable) and header is not None:
                yield Record(file, line, row)
            elif isinstance(row, Unreadable):
                raise MalformedFileError(f"{where}: the row of column names cannot be read: {row.reason}")
            if isinstance(row, Unreadable) or not row:
                continue
            characters += sum(len(value) for value in row if isinstance(value, str))
            # A text that many cells share is in the file once.
            limits.check_unpacking(characters, size, file.name)
            if header is None:
                header = _check_header(row, where, limits)
            elif len(row) > len(header):
                detail = f"{where}: {len(row)} values for {len(header)} columns"
                yield Record(file, line, Unreadable("row of the wrong width", detail, _dump(row)))
            else:
                row += [None] * (len(header) - len(row))
                yield Record(file, line, dict(zip(header, row, strict=True)))
        if header is None:
            raise MalformedFileError(f"{file.name}: the sheet is empty: it has not even a row of column names")


def _open_sheet(
    file: SourceFile, stream: BinaryIO, sheet: str | None, limits: Limits
) -> tuple[ReadOnlyWorksheet, Workbook]:
    import openpyxl
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    with named_damage(file, "Excel workbook of the .xlsx kind"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        size = stream.seek(0, 2)
        with zipfile.ZipFile(stream) as archive:
            # A member is read no further than it says.
            limits.check_unpacking(sum(member.file_size for member in archive.infolist()), size, file.name)
        workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        sheets = {
            found.title: found
            for found in cast("list[object]", workbook.worksheets)
            if isinstance(found, ReadOnlyWorksheet)
        }
    if not sheets:
        raise MalformedFileError(f"{file.name} has no sheet of cells")
    if sheet is not None and sheet not in sheets:
        raise MissingColumnError("source.options.sheet", sheet, sheets)
    return sheets[sheet] if sheet is not None else next(iter(sheets.values())), workbook


def _read_rows(
    file: SourceFile, worksheet: ReadOnlyWorksheet, workbook: Workbook
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """(the number that it says it has, its cells) of each row of a sheet, in the file's order.

    openpyxl's own iteration fills up to the size that the sheet declares, and rows and columns up to the number that a
    row or cell declares: one false number makes it run for minutes or fill the memory, and a small one loses cells. So
    its parser is given the rows one by one. Its `iterparse` also keeps every row; here each is dropped when it is read.
    """
    from defusedxml.ElementTree import iterparse
    from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Element) -> dict[str, Any]:
            try:
                return super().parse_cell(element)
            except Exception:
                return {"column": self.col_counter, "value": _UNREADABLE}

    book = cast(Any, workbook)
    with named_damage(file, "Excel workbook of the .xlsx kind"):
        source = cast(Any, worksheet)._get_source()
        parser = Parser(
            source,
            cast(Any, worksheet)._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        events = iter(iterparse(source, events=("start", "end")))
    above: list[Element] = []
    while True:
        with named_damage(file, "Excel workbook of the .xlsx kind"):
            event, element = next(events, ("", None))
            if element is None:
                return
            if event == "start":
                above.append(element)
                continue
            above.pop()
            row = _parse_row(parser, element) if element.tag == ROW_TAG else None
            if above and (row is not None or len(above) == 1):
                above[-1].remove(element)
        if row is not None:
            yield row


_UNREADABLE = object()


def _parse_row(parser: WorkSheetParser, element: Element) -> tuple[int, list[dict[str, Any]]]:
    number = element.get("r", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 7):
        element.attrib.pop("r", None)
    parser.row_dimensions.clear()
    with warnings.catch_warnings():
        # A date out of range: openpyxl would put #VALUE! in its place, and show the number in a warning.
        warnings.simplefilter("error")
        return parser.parse_row(cast(Any, element))


def _number_rows(rows: Iterator[tuple[int, list[dict[str, Any]]]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Rows with the number that a spreadsheet shows; where that does not rise or is none, the next one."""
    last = 0
    for said, cells in rows:
        last = said if last < said <= _MOST_ROWS else last + 1
        yield last, cells


def _place_cells(cells: list[dict[str, Any]], where: str, limits: Limits) -> list[object] | Unreadable:
    """A row's values up to the last one that is there."""
    filled = [cell for cell in cells if cell["value"] is not None]
    values = {cell["column"]: cell["value"] for cell in filled}

    def refuse(reason: str, why: str) -> Unreadable:
        kept = [cell["value"] for cell in filled if cell["value"] is not _UNREADABLE]
        return Unreadable(reason, f"{where}: {why}", _dump(kept))

    if len(values) < len(filled):
        return refuse("two cells in one place", "two cells say that they are in one column")
    if any(value is _UNREADABLE for value in values.values()):
        return refuse("unreadable cell", "a cell holds no value of its type")
    if any(not 1 <= column <= _MOST_COLUMNS for column in values):
        return refuse("unreadable cell", "a cell says that it is in a column that no sheet has")
    if sum(len(value) for value in values.values() if isinstance(value, str)) > limits.record_characters:
        return refuse("longer than a record may be", "more characters than source.options.limits.record_characters")
    return [values.get(column) for column in range(1, max(values, default=0) + 1)]


def _dump(values: list[object]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)


def _check_header(row: list[object], where: str, limits: Limits) -> list[str]:
    names = [str(value).strip() if value is not None else "" for value in row]
    limits.check_columns(len(names), where)
    if "" in names or len(set(names)) != len(names) or not all(map(is_unicode, names)):
        raise MalformedFileError(f"{where}: the header lacks or repeats a column name")
    return names
