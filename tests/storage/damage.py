"""Ways in which a file on a disk stops being what was written."""

from pathlib import Path


def flip_a_bit(path: Path, position: int, bit: int) -> None:
    """One bit of one byte; positions go round."""
    content = bytearray(path.read_bytes())
    if content:
        content[position % len(content)] ^= 1 << bit % 8
        path.write_bytes(content)


def cut(path: Path, position: int, _: int) -> None:
    """Everything from a position on is gone."""
    content = path.read_bytes()
    path.write_bytes(content[: position % max(1, len(content))])


def delete(path: Path, *_: int) -> None:
    """The file is gone."""
    path.unlink()


def fill_with_nothing(path: Path, *_: int) -> None:
    """As many zero bytes, as a file system leaves that lost power."""
    path.write_bytes(bytes(path.stat().st_size))


DAMAGES = (flip_a_bit, cut, delete, fill_with_nothing)
