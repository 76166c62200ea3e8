import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.files import UnknownFormatError
from medpref_dagster.sources.opening import (
    CutLine,
    MalformedFileError,
    NoSuchFileError,
    TruncatedFileError,
    UnreadableEncodingError,
    decode_text,
    split_lines,
)
from tests.sources.rows import measure_reading, read_rows


class Dripping(io.BytesIO):
    """A stream that gives fewer bytes than it is asked for, as sockets do."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._size)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")), st.integers(1, 7), st.booleans())
def test_text_is_decoded_whole_wherever_its_bytes_are_cut(text: str, size: int, mark: bool) -> None:
    content = text.encode("utf-8-sig" if mark else "utf-8")
    assert "".join(decode_text(Dripping(content, size), "utf-8", "a.csv")) == text


@given(st.text("abc\n\r\u2028", max_size=40), st.integers(1, 5))
def test_lines_end_at_line_feeds_only_and_lose_nothing(text: str, size: int) -> None:
    lines = list(split_lines(text[i : i + size] for i in range(0, len(text), size)))
    assert "".join(lines) == text
    assert all(line.endswith("\n") for line in lines[:-1])
    assert all("\n" not in line[:-1] for line in lines)


@given(st.text(st.characters(codec="ascii"), max_size=30), st.integers(1, 7))
def test_the_first_byte_that_is_not_in_the_encoding_is_named(before: str, size: int) -> None:
    content = before.encode() + b"\xb0" + b" after"
    with pytest.raises(UnreadableEncodingError) as caught:
        list(decode_text(Dripping(content, size), "utf-8", "a.csv"))
    assert caught.value.offset == len(before)
    assert str(caught.value).startswith(f"a.csv: byte {len(before)} ")


def test_a_character_that_the_file_ends_in_is_unreadable() -> None:
    with pytest.raises(UnreadableEncodingError) as caught:
        list(decode_text(io.BytesIO("38 \u00b0".encode()[:-1]), "utf-8", "a.csv"))
    assert caught.value.offset == 3


def write_zip(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)


@pytest.mark.parametrize("member", ["notes.csv", "*.csv"])
def test_a_chained_url_reads_members_of_a_zip_file(tmp_path: Path, member: str) -> None:
    lines = "".join(f"note {index},yes\n" for index in range(60))
    write_zip(tmp_path / "notes.zip", {"notes.csv": f"text,label\n{lines}", "other.txt": "nothing"})
    rows, quarantine = read_rows(f"zip://{member}::{tmp_path}/notes.zip")
    assert len(rows) == 60
    assert rows[0]["row_id"] == "notes.csv:2"
    assert quarantine == []


def test_members_of_several_zip_files_are_told_apart(tmp_path: Path) -> None:
    for ward in ("a", "b"):
        write_zip(tmp_path / f"{ward}.zip", {"in/notes.csv": f"text\n{ward}\n"})
    rows, _ = read_rows(f"zip://**/*.csv::{tmp_path}/*.zip")
    assert [(row["row_id"], row["text"]) for row in rows] == [
        ("a.zip/in/notes.csv:2", "a"),
        ("b.zip/in/notes.csv:2", "b"),
    ]


def test_a_zip_file_with_two_members_of_one_name_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.writestr("notes.csv", "text\na\n")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("notes.csv", "text\nb\n")
    with pytest.raises(NoSuchFileError, match="several members of one name"):
        read_rows(f"zip://notes.csv::{tmp_path}/notes.zip")


def test_a_damaged_zip_file_and_a_missing_member_are_named(tmp_path: Path) -> None:
    write_zip(tmp_path / "notes.zip", {"notes.csv": "text\n" + "note\n" * 5000})
    with pytest.raises(NoSuchFileError, match="no file matches"):
        read_rows(f"zip://other.csv::{tmp_path}/notes.zip")
    content = bytearray((tmp_path / "notes.zip").read_bytes())
    content[60] ^= 0xFF
    (tmp_path / "notes.zip").write_bytes(content)
    with pytest.raises(TruncatedFileError, match=r"notes\.csv is no whole zip file"):
        read_rows(f"zip://notes.csv::{tmp_path}/notes.zip")
    (tmp_path / "notes.zip").write_bytes(content[:-30])
    with pytest.raises(NoSuchFileError, match=r"notes\.zip.* cannot be opened \(BadZipFile\)"):
        read_rows(f"zip://notes.csv::{tmp_path}/notes.zip")


@pytest.mark.parametrize(("ending", "pack"), [("bz2", bz2.compress), ("xz", lzma.compress), ("gz", gzip.compress)])
def test_packed_files_are_unpacked_and_cut_ones_named(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    content = pack(b"text\n" + b"".join(b"note %d\n" % index for index in range(5000)))
    path = tmp_path / f"notes.csv.{ending}"
    path.write_bytes(content)
    assert len(read_rows(path)[0]) == 5000
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(TruncatedFileError, match=rf"notes\.csv\.{ending} is no whole"):
        read_rows(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"text\na\n"), r"packed by gzip: let its name end in \.gz"),
        (bz2.compress(b"text\na\n"), r"packed by bzip2: let its name end in \.bz2"),
        (lzma.compress(b"text\na\n"), "packed by xz"),
        (b"PK\x03\x04rest", r"a zip file .*zip://\*\.csv::"),
        (b"PAR1rest", "format: parquet"),
        ("text\na\n".encode("utf-16"), r"UTF-16: declare source\.options\.encoding: utf-16"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "notes.csv").write_bytes(content)
    with pytest.raises(MalformedFileError, match=message):
        read_rows(tmp_path / "notes.csv")


@pytest.mark.parametrize("ending", ["zip", "zst", "xls", "sas7bdat"])
def test_a_file_that_no_reader_takes_is_named_with_the_cure(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"notes.{ending}").write_bytes(b"x")
    with pytest.raises(UnknownFormatError, match=rf"does not take \.{ending} files"):
        read_rows(tmp_path / f"notes.{ending}")


def test_a_file_that_unpacks_to_thousands_of_times_its_size_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "notes.csv.gz", "wb") as stream:
        stream.write(b"text\n")
        for _ in range(100):
            stream.write((b"a" * 99_999 + b"\n") * 10)
    measured = measure_reading(tmp_path / "notes.csv.gz")
    assert measured["refused"].startswith("LimitError: notes.csv.gz unpacks to more than 200 times its own size")
    assert measured["mib"] < 100


def test_the_begin_of_a_line_that_is_too_long_is_kept_with_its_quotes_counted() -> None:
    first, second, third = split_lines(['ab"', 'c"d', 'e"f\n', "gh\ni"], longest=4)
    assert isinstance(first, CutLine)
    assert (first, first.quotes, second, third) == ('ab"c', 3, "gh\n", "i")
