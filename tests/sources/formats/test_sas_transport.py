import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.formats.sas_transport import read_xpt
from medpref_dagster.sources.limits import LimitError
from medpref_dagster.sources.opening import MalformedFileError, TruncatedFileError, find_files
from tests.sources.rows import read_rows
from tests.sources.xpt import write_xpt


def read(path: Path, content: bytes, **options: Any) -> list[Any]:
    path.write_bytes(content)
    [file] = find_files([str(path)])
    return [record.content for record in read_xpt(file, "latin-1", **options)]


@pytest.mark.parametrize("width", [8, 12, 24, 40, 72, 80, 120, 392])
@pytest.mark.parametrize("rows", [1, 2, 3, 7, 10, 11])
def test_rows_with_a_number_are_all_there_whatever_their_length(tmp_path: Path, width: int, rows: int) -> None:
    written: list[Any] = [(float(index), b"", b"") for index in range(rows)]
    content = write_xpt([("SEQN", 0), ("NOTE", width), ("BLANK", 8)], written)
    assert [row["SEQN"] for row in read(tmp_path / "a.xpt", content)] == [float(index) for index in range(rows)]


def test_a_zero_of_eight_zero_bytes_is_zero_and_other_numbers_are_exact(tmp_path: Path) -> None:
    numbers = [0.0, -0.0, 1e-5, 1e-300 * 1e250, 134.6, -2.5, 1e15, 12345678901234567.0, None]
    content = write_xpt([("N", 0)], [(number,) for number in numbers])
    read_back = [row["N"] for row in read(tmp_path / "a.xpt", content)]
    assert read_back == numbers
    rows, _ = read_rows(tmp_path / "a.xpt", text="N")
    assert [row["N"] for row in rows][:3] == ["0", "0", "1e-05"]


@pytest.mark.parametrize("sign", [b".", b"_", b"A", b"Z"])
def test_every_kind_of_missing_number_is_nothing(tmp_path: Path, sign: bytes) -> None:
    content = write_xpt([("N", 0), ("T", 8)], [(1.0, b"a"), (None, b"b")])
    content = content.replace(b"." + bytes(7), sign + bytes(7))
    assert [row["N"] for row in read(tmp_path / "a.xpt", content)] == [1.0, None]


cells = st.sampled_from([b"", b"x", b"fever", b"p0"])


@given(
    st.lists(st.sampled_from([0, 1, 3, 8, 16, 40, 200]), min_size=1, max_size=5),
    st.integers(1, 25),
    st.data(),
)
def test_rows_read_are_rows_written_or_the_file_is_refused(
    tmp_path_factory: pytest.TempPathFactory, widths: list[int], count: int, data: st.DataObject
) -> None:
    columns = [(f"C{index}", width) for index, width in enumerate(widths)]
    number = st.sampled_from([0.0, None, 1.0, 1e-5, -3.25])
    rows = [tuple(data.draw(cells)[:width] if width else data.draw(number) for width in widths) for _ in range(count)]
    folder = tmp_path_factory.mktemp("xpt")
    try:
        read_back = read(folder / "a.xpt", write_xpt(columns, rows))
    except MalformedFileError as error:
        assert "the format does not tell which" in str(error)  # noqa: PT017  either is right
        assert 0 not in widths
        assert sum(widths) < 80
        return
    assert [tuple(row.values()) for row in read_back] == [
        tuple(cell.decode() if isinstance(cell, bytes) else cell for cell in row) for row in rows
    ]


def test_blanks_that_may_be_rows_are_refused_until_they_are_declared(tmp_path: Path) -> None:
    content = write_xpt([("NOTE", 20)], [(b"fever",), (b"cough",), (b"rash",), (b"pain",), (b"",)])
    with pytest.raises(MalformedFileError, match=r"up to 3 rows.*source\.options\.blank_end: padding"):
        read(tmp_path / "a.xpt", content)
    assert len(read(tmp_path / "a.xpt", content, blank_end="padding")) == 5


def test_a_number_of_blanks_costs_its_row(tmp_path: Path) -> None:
    content = write_xpt([("N", 0), ("T", 8)], [(1.0, b"a"), (2.0, b"b"), (3.0, b"c")])
    number = bytes([0x41, 0x20]) + bytes(6)
    (tmp_path / "a.xpt").write_bytes(content.replace(number, b" " * 8))
    rows, quarantine = read_rows(tmp_path / "a.xpt", text="T")
    assert [row["T"] for row in rows] == ["a", "c"]
    assert [(row["row_id"], row["reason"]) for row in quarantine] == [("a.xpt:2", "unreadable number")]


def test_short_numbers_are_filled_with_zeros(tmp_path: Path) -> None:
    content = write_xpt([("N", 3)], [(bytes([0x42, 0x86, 0x99]),)])
    at = content.index(b"HEADER RECORD*******NAMESTR") + 80
    content = content[:at] + b"\x00\x01" + content[at + 2 :]
    [row] = read(tmp_path / "a.xpt", content)
    assert math.isclose(row["N"], 134.6, rel_tol=1e-3)


def test_a_second_data_set_is_refused_and_not_read_as_rows(tmp_path: Path) -> None:
    content = write_xpt([("N", 0), ("T", 72)], [(1.0, b"a")])
    member = content[content.index(b"HEADER RECORD*******MEMBER") :]
    with pytest.raises(MalformedFileError, match="more than one data set"):
        read(tmp_path / "a.xpt", content + member)


def test_a_file_that_ends_within_a_row_is_cut(tmp_path: Path) -> None:
    content = write_xpt([("T", 200)], [(b"a" * 200,), (b"b" * 200,)])
    with pytest.raises(TruncatedFileError, match=r"a\.xpt ends within record 2"):
        read(tmp_path / "a.xpt", content[:-160])


def test_a_row_longer_than_allowed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xpt").write_bytes(write_xpt([("T", 200)], [(b"a",)]))
    with pytest.raises(LimitError, match="200 bytes"):
        read_rows(tmp_path / "a.xpt", text="T", limits={"record_characters": 100})
