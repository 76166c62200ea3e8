import io
import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.streams import (
    UnreadableEncodingError,
    decode_text,
    look_up,
    split_lines,
    write_as_text,
)


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


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("ab", min_size=1, max_size=2), json_values, max_size=3))
def test_every_field_is_found_by_its_path(record: dict[str, object]) -> None:
    for name, value in record.items():
        assert look_up(record, name) == (True, value)
        if isinstance(value, list):
            for index, item in enumerate(value):
                assert look_up(record, f"{name}.{index}") == (True, item)
        if isinstance(value, dict):
            for key, item in value.items():
                assert look_up(record, f"{name}.{key}") == (True, item)


def test_a_path_that_is_not_there_is_told_from_an_empty_value() -> None:
    record = {"input": {"age": None}, "answers": ["x"]}
    assert look_up(record, "input.age") == (True, None)
    for path in ("age", "input.sex", "input.age.years", "answers.1", "answers.-1", "answers.first", ""):
        assert look_up(record, path) == (False, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("fever", "fever"),
        ("", None),
        (None, None),
        (float("nan"), None),
        (True, "true"),
        (135, "135"),
        (135.0, "135"),
        (134.6, "134.6"),
        (1e300, "1e+300"),
        (date(2024, 5, 7), "2024-05-07"),
        ({"a": [1, "°"]}, '{"a": [1, "°"]}'),
    ],
)
def test_values_become_the_text_that_a_person_would_write(value: object, text: str | None) -> None:
    assert write_as_text(value) == text


def test_every_reader_is_declared_without_loading_heavy_libraries() -> None:
    sources = {
        "duckdb": {"query": "select 1"},
        "files": {"path": "a.csv", "columns": {"text": "Text"}},
        "huggingface": {"dataset": "ward/notes"},
        "medqa": {"path": "a.jsonl"},
        "mimic_iv_note": {"path": "discharge.csv.gz"},
    }
    program = (
        "import json, sys\n"
        "from medpref_dagster import sources\n"
        "from medpref_dagster.declaration import Columns, Source\n"
        f"for reader, options in json.loads({json.dumps(sources)!r}).items():\n"
        "    source = Source(reader=reader, options=options, columns=Columns(text='text'))\n"
        "    sources.check_source(source); sources.source_columns(source)\n"
        "    assert not sources.is_synthetic(source)\n"
        "heavy = {'pyarrow', 'pandas', 'numpy', 'duckdb', 'datasets', 'huggingface_hub', 'fsspec', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
