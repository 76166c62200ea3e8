"""A writer of SAS transport files, version 5, for tests (SAS technical note TS-140)."""

import struct
from collections.abc import Sequence

_ZEROS = "0" * 30


def _header(name: str, tail: str = _ZEROS) -> bytes:
    return f"HEADER RECORD*******{name:<8}HEADER RECORD!!!!!!!{tail:<32}".encode("ascii")


def _encode_ibm(value: float | None) -> bytes:
    """An IBM hexadecimal double; missing is a point."""
    if value is None:
        return b"." + bytes(7)
    if value == 0:
        return bytes(8)
    sign, value, exponent = (0x80 if value < 0 else 0), abs(value), 64
    while value >= 1:
        value, exponent = value / 16, exponent + 1
    while value < 1 / 16:
        value, exponent = value * 16, exponent - 1
    return bytes([sign | exponent]) + int(value * (1 << 56)).to_bytes(7, "big")


def _pad(data: bytes) -> bytes:
    return data + b" " * (-len(data) % 80)


def write_xpt(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[float | bytes | None]]) -> bytes:
    """The file's bytes; a column is (name, width), width 0 for a number."""
    names, position = b"", 0
    for number, (name, width) in enumerate(columns, start=1):
        length = width or 8
        names += struct.pack(
            ">hhhh8s40s8shhh2s8shhl52s",
            2 if width else 1,
            0,
            length,
            number,
            name.encode().ljust(8),
            b" " * 40,
            b" " * 8,
            0,
            0,
            0,
            b"  ",
            b" " * 8,
            0,
            0,
            position,
            b" " * 52,
        )
        position += length
    data = b"".join(
        value.ljust(width) if isinstance(value, bytes) else _encode_ibm(value)
        for row in rows
        for value, (_, width) in zip(row, columns, strict=True)
    )
    time = "01JAN24:00:00:00"
    return b"".join(
        (
            _header("LIBRARY"),
            _pad(f"{'SAS':<8}{'SAS':<8}{'SASLIB':<8}{'9.4':<8}{'Linux':<8}{'':<24}{time}".encode()),
            _pad(time.encode()),
            _header("MEMBER", "000000000000000001600000000140"),
            _header("DSCRPTR"),
            _pad(f"{'SAS':<8}{'NOTES':<8}{'SASDATA':<8}{'9.4':<8}{'Linux':<8}{'':<24}{time}".encode()),
            _pad(f"{time}{'':<16}{'':<40}{'':<8}".encode()),
            _header("NAMESTR", f"000000{len(columns):04d}" + "0" * 20),
            _pad(names),
            _header("OBS"),
            _pad(data),
        )
    )
