import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.opening import UnreadableEncodingError, decode_text, split_lines


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
