import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from medpref_dagster.sources.limits import LimitError
from medpref_dagster.sources.opening import MalformedFileError
from tests.sources.rows import measure_reading, read_rows
from tests.sources.xlsx import SHARED, SHEET, pack, write_parts

ROWS: list[list[Any]] = [["text", "n"], ["fever", 1], ["cough", 2], ["rash", 3]]


def write(folder: Path, rows: list[list[Any]] = ROWS, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """A workbook, in whose parts a pattern is replaced by a text."""
    parts = write_parts(rows)
    for part, (pattern, replacement) in (changes or {}).items():
        parts[part], count = re.subn(pattern, lambda _, by=replacement: by, parts[part], count=1)
        assert count == 1
    path = folder / "notes.xlsx"
    path.write_bytes(pack(parts))
    return path


def test_shared_and_inline_texts_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "inline.xlsx").write_bytes(pack(write_parts(ROWS, shared=False)))
    inline, shared = read_rows(tmp_path / "inline.xlsx")[0], read_rows(write(tmp_path))[0]
    assert [row["text"] for row in inline] == [row["text"] for row in shared] == ["fever", "cough", "rash"]


@pytest.mark.parametrize("reference", ["A1", "A1:A2", "A1:XFD1048576", "B3:B3"])
def test_the_declared_size_of_a_sheet_is_not_believed(tmp_path: Path, reference: str) -> None:
    path = write(tmp_path, changes={SHEET: (r'<dimension ref="[^"]*"', f'<dimension ref="{reference}"')})
    rows, _ = read_rows(path)
    assert [(row["text"], row["n"]) for row in rows] == [("fever", "1"), ("cough", "2"), ("rash", "3")]


@pytest.mark.parametrize("number", ["999999999", "1048577", "-7", "x", "2.5", "1"])
def test_a_false_row_number_costs_neither_time_nor_rows(tmp_path: Path, number: str) -> None:
    path = write(tmp_path, changes={SHEET: ('<row r="3"', f'<row r="{number}"')})
    measured = measure_reading(path)
    assert measured["rows"] == 3
    assert measured["seconds"] < 5
    assert measured["mib"] < 60


def test_a_false_column_costs_its_row_and_no_memory(tmp_path: Path) -> None:
    path = write(tmp_path, changes={SHEET: ('<c r="B3"', '<c r="ZZZZZZ3"')})
    measured = measure_reading(path)
    assert (measured["rows"], len(measured["quarantined"])) == (2, 1)
    assert measured["mib"] < 60


@pytest.mark.parametrize(
    ("pattern", "replacement", "reason"),
    [
        (r'<c r="A3" t="s"><v>\d+</v>', '<c r="A3" t="s"><v>99999</v>', "unreadable cell"),
        (r'<c r="B3" t="n"><v>2</v>', '<c r="B3" t="n"><v>two</v>', "unreadable cell"),
        (r'<c r="B3" t="n"><v>2</v>', f'<c r="B3" t="n"><v>{"9" * 5000}</v>', "unreadable cell"),
        (r'<c r="B3"', '<c r="A3"', "two cells in one place"),
    ],
)
def test_one_bad_cell_costs_its_row(tmp_path: Path, pattern: str, replacement: str, reason: str) -> None:
    rows, quarantine = read_rows(write(tmp_path, changes={SHEET: (pattern, replacement)}))
    assert [row["text"] for row in rows] == ["fever", "rash"]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("notes.xlsx:3", reason)]


def test_a_date_that_none_can_be_is_no_value_and_no_warning(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    rows = [["text", "day"], ["fever", datetime(2024, 5, 7)], ["cough", datetime(2024, 5, 8)]]
    path = write(tmp_path, rows, {SHEET: (r"<v>45420</v>", "<v>99999999999</v>")})
    read, quarantine = read_rows(path)
    assert [row["day"] for row in read] == ["2024-05-07T00:00:00"]
    assert [row["reason"] for row in quarantine] == ["unreadable cell"]
    assert not [warning for warning in recwarn if "99999999999" in str(warning.message)]


@pytest.mark.parametrize(
    ("part", "pattern", "replacement"),
    [
        (SHEET, "<sheetData>", "<sheetData"),
        ("xl/workbook.xml", "<sheets>", "<sheet>"),
        ("xl/workbook.xml", r'r:id="rId1"', 'r:id="rId99"'),
        ("xl/styles.xml", r"<fonts", "<fonts x=>"),
        (SHARED, "<sst", "<!DOCTYPE sst [<!ENTITY a 'b'>]><sst"),
        ("[Content_Types].xml", "</Types>", ""),
        (SHEET, r"<sheetData>.*</sheetData>", ""),
    ],
)
def test_a_damaged_workbook_is_named_as_one(tmp_path: Path, part: str, pattern: str, replacement: str) -> None:
    with pytest.raises(MalformedFileError, match=r"notes\.xlsx"):
        read_rows(write(tmp_path, changes={part: (pattern, replacement)}))


def test_a_workbook_that_unpacks_to_thousands_of_times_its_size_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, changes={SHARED: ("fever", "a" * (100 << 20))})
    assert path.stat().st_size < 1 << 20
    measured = measure_reading(path)
    assert measured["refused"].startswith("LimitError: notes.xlsx unpacks to more than 200 times")
    assert measured["mib"] < 60


def test_a_text_that_many_cells_share_is_counted_each_time(tmp_path: Path) -> None:
    path = write(tmp_path, [["text"], *[["a" * 30_000]] * 2300])
    with pytest.raises(LimitError, match=r"limits\.unpacking_ratio"):
        read_rows(path)
    assert len(read_rows(path, limits={"unpacking_ratio": 100_000})[0]) == 2300


def test_more_columns_than_allowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="2 columns"):
        read_rows(write(tmp_path), limits={"columns": 1})
