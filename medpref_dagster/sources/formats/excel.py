"""Excel workbooks (.xlsx, .xlsm): the rows of one sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator

from medpref_dagster.sources.opening import MalformedFileError, SourceFile, open_bytes
from medpref_dagster.sources.reading import MissingColumnError
from medpref_dagster.sources.records import Record, Unreadable


def read_excel(file: SourceFile, sheet: str | None) -> Iterator[Record]:
    """Records of a sheet whose first row names the columns; cells as shown by their values, not their formulas."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with open_bytes(file) as stream:
        try:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
            raise MalformedFileError(f"{file.name} is no Excel workbook of the .xlsx kind; save it as one") from error
        if sheet is not None and sheet not in workbook.sheetnames:
            raise MissingColumnError("source.options.sheet", sheet, workbook.sheetnames)
        worksheet = workbook[sheet] if sheet is not None else workbook.worksheets[0]
        header: list[str] | None = None
        for line, cells in enumerate(worksheet.iter_rows(values_only=True), start=1):
            values = list(cells)
            while values and values[-1] is None:
                values.pop()
            if not values:
                continue
            if header is None:
                header = [str(value).strip() if value is not None else "" for value in values]
                if "" in header or len(set(header)) != len(header):
                    raise MalformedFileError(f"{file.name}:{line}: the header lacks or repeats a column name")
            elif len(values) > len(header):
                detail = f"{file.name}:{line}: {len(values)} values for {len(header)} columns"
                record = json.dumps(values, ensure_ascii=False, default=str)
                yield Record(file, line, Unreadable("row of the wrong width", detail, record))
            else:
                values += [None] * (len(header) - len(values))
                yield Record(file, line, dict(zip(header, values, strict=True)))
        if header is None:
            raise MalformedFileError(f"{file.name}: the sheet is empty: it has not even a row of column names")
