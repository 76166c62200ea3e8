"""SAS transport files (XPT, version 5), as the FDA and CDC publish data.

The layout is SAS's technical note TS-140, "The Record Layout of a Data Set in SAS Transport (XPORT) Format". A file is
cards of 80 bytes: headers, one description (NAMESTR) of 140 or 136 bytes a column, then the rows, one after the other
without regard to cards, and blanks up to the end of the last card. Nothing says how many rows there are.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Literal, NamedTuple

from medpref_dagster.sources.limits import DEFAULT_LIMITS, LimitError, Limits
from medpref_dagster.sources.opening import (
    MalformedFileError,
    SourceFile,
    TruncatedFileError,
    UnreadableEncodingError,
    open_bytes,
)
from medpref_dagster.sources.records import Record, Unreadable

BlankEnd = Literal["refuse", "padding"]
"""What blanks at the end of the rows are, where they may be padding or rows of blanks."""

_CARD = 80
_CHUNK_BYTES = _CARD << 12
_LIBRARY = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"
_MEMBER = b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"
_DESCRIPTOR = b"HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!"
_NAMES = b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!"
_ROWS = b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!"
_NAMESTR = struct.Struct(">hhhh8s")
"""Type (1 number, 2 text), a hash, length, number, name: how a description begins."""
_NAMESTR_LENGTHS = (140, 136)
_MISSING = re.compile(rb"[._A-Z]\x00*")
"""A missing number: a point, an underscore or a letter, then zeros."""


class _Column(NamedTuple):
    name: str
    is_number: bool
    start: int
    end: int


def read_xpt(
    file: SourceFile, encoding: str, blank_end: BlankEnd = "refuse", limits: Limits = DEFAULT_LIMITS
) -> Iterator[Record]:
    """Records of a SAS transport file, counted from its bytes.

    Parameters
    ----------
    encoding
        Of text; the file does not say.
    blank_end
        Where every column is text and a row is narrower than a card, blanks at the end may be padding or rows of
        blanks, and nothing in the file tells which.

    Raises
    ------
    MalformedFileError
        If the file is none, holds several data sets, or its headers contradict its bytes.
    TruncatedFileError
        If it ends within a row or a card.
    UnreadableEncodingError
        If a text is not in the encoding.
    """
    with open_bytes(file, limits) as stream:
        columns = _read_columns(stream, file.name, limits)
        rows = _read_rows(stream, file.name, columns, blank_end)
        for number, row in enumerate(rows, start=1):
            yield Record(file, number, _decode_row(row, columns, encoding, f"{file.name}, record {number}"))


def _read_columns(stream: BinaryIO, where: str, limits: Limits) -> list[_Column]:
    damaged = MalformedFileError(f"{where}: the header of this SAS transport file is damaged")
    if not _read_card(stream).startswith(_LIBRARY):
        raise MalformedFileError(
            f"{where} is no SAS transport (XPT, version 5) file; export it with PROC COPY and the XPORT engine, or as "
            f"CSV"
        )
    cards = [_read_card(stream) for _ in range(7)]
    member, descriptor, names = cards[2], cards[3], cards[6]
    length, count = member[74:78], names[54:58]
    if (
        not (member.startswith(_MEMBER) and descriptor.startswith(_DESCRIPTOR) and names.startswith(_NAMES))
        or not (length.isdigit() and int(length) in _NAMESTR_LENGTHS)
        or not (count.isdigit() and int(count))
    ):
        raise damaged
    limits.check_columns(int(count), where)
    described = stream.read(_fill_cards(int(length) * int(count)))
    if not _read_card(stream).startswith(_ROWS):
        raise damaged
    columns: list[_Column] = []
    for index in range(int(count)):
        kind, _, width, _, name = _NAMESTR.unpack_from(described, index * int(length))
        start = columns[-1].end if columns else 0
        column = _Column(name.decode("latin-1").strip(), kind == 1, start, start + width)
        if kind not in (1, 2) or width < 1 or (column.is_number and not 2 <= width <= 8) or not column.name:
            raise damaged
        columns.append(column)
    if len({column.name for column in columns}) < len(columns):
        raise MalformedFileError(f"{where}: two columns of this SAS transport file have one name")
    if columns[-1].end > limits.record_characters:
        raise LimitError(
            f"{where}: a row has {columns[-1].end} bytes, more than source.options.limits.record_characters allows"
        )
    return columns


def _read_card(stream: BinaryIO) -> bytes:
    return stream.read(_CARD)


def _fill_cards(size: int) -> int:
    return -(-size // _CARD) * _CARD


def _read_rows(stream: BinaryIO, where: str, columns: Sequence[_Column], blank_end: BlankEnd) -> Iterator[bytes]:
    """The rows' bytes. What may still be padding is held back until it is known."""
    length = columns[-1].end
    held, total, rows = b"", 0, 0
    while chunk := stream.read(_CHUNK_BYTES):
        # A further data set begins with a card of its own.
        found = chunk.find(_MEMBER)
        if found >= 0 and (total + found) % _CARD == 0:
            raise MalformedFileError(
                f"{where} holds more than one data set, and their rows are not one table: export each to a file of its "
                f"own"
            )
        held += chunk
        total += len(chunk)
        # Padding is less than a card: what a whole card follows is a row.
        certain = max(0, (len(held) - _CARD) // length)
        for index in range(certain):
            yield held[index * length : (index + 1) * length]
        held, rows = held[certain * length :], rows + certain
    if total % _CARD:
        raise TruncatedFileError(
            f"{where} ends within a card of 80 bytes, as no SAS transport file does: it is cut off. Fetch it again."
        )
    # The last byte that is no blank is in a row, and there are fewer blanks after the rows than fill a card.
    certain = max(-(-len(held.rstrip(b" ")) // length), -(-(len(held) - _CARD + 1) // length), 0)
    if certain * length > len(held):
        raise TruncatedFileError(f"{where} ends within record {rows + certain}: it is cut off. Fetch it again.")
    possible = len(held) // length - certain
    # A number is never written as blanks: what may be a row of blanks has text columns only.
    if possible and blank_end == "refuse" and not any(column.is_number for column in columns):
        raise MalformedFileError(
            f"{where} ends with {len(held) - certain * length} blanks: padding of its last card, or up to {possible} "
            f"rows without any text; the format does not tell which. If the table has no such rows at its end, declare "
            f"source.options.blank_end: padding; else export it as CSV."
        )
    for index in range(certain):
        yield held[index * length : (index + 1) * length]


def _decode_row(row: bytes, columns: Sequence[_Column], encoding: str, where: str) -> dict[str, object] | Unreadable:
    values: dict[str, object] = {}
    for column in columns:
        cell = row[column.start : column.end]
        if not column.is_number:
            values[column.name] = _decode_text(cell, encoding, f"{where}, column {column.name!r} of the value")
        elif not cell.strip(b" "):
            detail = f"{where}: the number in column {column.name!r} is blanks, as no number is written"
            return Unreadable("unreadable number", detail, row.decode("latin-1"))
        else:
            values[column.name] = _decode_number(cell)
    return values


def _decode_text(cell: bytes, encoding: str, where: str) -> str:
    try:
        return cell.rstrip(b"\x00").decode(encoding).rstrip()
    except UnicodeDecodeError as error:
        raise UnreadableEncodingError(where, encoding, error.start) from None


def _decode_number(cell: bytes) -> float | None:
    """An IBM hexadecimal floating-point number: a sign, 7 bits of an exponent of 16 with an excess of 64, a fraction.

    Of fewer than 8 bytes, the last ones of the fraction are zeros.
    """
    if _MISSING.fullmatch(cell):
        return None
    first, fraction = cell[0], int.from_bytes(cell[1:].ljust(7, b"\x00"), "big")
    value = math.ldexp(fraction, 4 * ((first & 0x7F) - 64) - 56)
    return -value if first & 0x80 else value
