"""Files found by path, glob or URL, and opened as bytes and text: decompressed, decoded and cut into lines.

What every format shares, in bounded memory. An error names the file and the place in it, and never its content.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from medpref_dagster.sources.reading import SourceError

if TYPE_CHECKING:
    import fsspec

_CHUNK_BYTES = 1 << 18


class NoSuchFileError(SourceError):
    """A declared path matches no file, or cannot be opened."""


class UnreadableEncodingError(SourceError):
    """Bytes are not text in the declared encoding."""

    def __init__(self, where: str, encoding: str, offset: int) -> None:
        self.offset = offset
        super().__init__(
            f"{where}: byte {offset} (counted from 0, uncompressed) is not {encoding}. "
            f"Declare the file's own encoding (source.options.encoding, e.g. cp1252 or latin-1), or convert the file."
        )


class TruncatedFileError(SourceError):
    """A file ends before its own end mark, or its checksum is wrong: rows are missing."""


class MalformedFileError(SourceError):
    """A file is not of the format that it is read as."""


@dataclass(frozen=True)
class SourceFile:
    """A file to read."""

    url: str
    """What fsspec opens."""
    name: str
    """How row ids and errors call it: its path below the folder that all matched files share."""

    @property
    def suffix(self) -> str:
        """Of the uncompressed file, lower case: `.csv` for `notes.CSV.gz`."""
        path = PurePosixPath(self.name.lower())
        return (path.with_suffix("") if path.suffix == ".gz" else path).suffix


class ByteStream(Protocol):
    """What a parser needs of a file."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...


def find_files(paths: Iterable[str]) -> list[SourceFile]:
    """The files that paths or globs match, sorted by name, each once.

    Parameters
    ----------
    paths
        Local paths or any URL that fsspec knows, with `*`, `?`, `[...]` and `**`.

    Raises
    ------
    NoSuchFileError
        If one of them matches no file or cannot be looked at.
    """
    import fsspec

    found: set[str] = set()
    for path in paths:
        try:
            filesystem, _, matched = fsspec.get_fs_token_paths(path, mode="rb")
            urls = [filesystem.unstrip_protocol(item) for item in matched if not filesystem.isdir(item)]
            if not urls or (not any(sign in path for sign in "*?[") and not filesystem.exists(matched[0])):
                raise NoSuchFileError(f"no file matches {path!r}; check source.options.path")
        except (OSError, ValueError, ImportError) as error:
            raise NoSuchFileError(f"{path!r} cannot be opened ({type(error).__name__}): {error}") from error
        found.update(urls)
    folders = [PurePosixPath(url).parent.parts for url in found]
    shared = 0
    while all(len(parts) > shared and parts[shared] == folders[0][shared] for parts in folders):
        shared += 1
    named = [SourceFile(url, "/".join(PurePosixPath(url).parts[shared:])) for url in found]
    return sorted(named, key=lambda file: (file.name, file.url))


@contextmanager
def open_bytes(file: SourceFile) -> Generator[BinaryIO]:
    """Open a file for reading, decompressed where its name ends in `.gz`.

    Raises
    ------
    NoSuchFileError
        If it cannot be opened.
    TruncatedFileError
        While it is read, if compressed data end early or their checksum is wrong.
    """
    import fsspec

    try:
        stream = cast("fsspec.core.OpenFile", fsspec.open(file.url, "rb")).open()
    except (OSError, ValueError) as error:
        raise NoSuchFileError(f"{file.name} cannot be opened ({type(error).__name__}): {error}") from error
    with stream:
        if not file.name.lower().endswith(".gz"):
            yield stream
            return
        try:
            with gzip.GzipFile(fileobj=stream) as unzipped:
                yield cast(BinaryIO, unzipped)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise TruncatedFileError(
                f"{file.name} is no whole gzip file ({error}). Its rows are not used, since some may be missing; "
                f"fetch the file again and compare its checksum."
            ) from error


def decode_text(stream: ByteStream, encoding: str, where: str) -> Iterator[str]:
    """Pieces of text of a byte stream, without a byte order mark.

    Raises
    ------
    UnreadableEncodingError
        With the offset of the first byte that is not in the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, first = 0, True
    while True:
        chunk = stream.read(_CHUNK_BYTES)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            # The decoder's object is what it had kept of earlier chunks, and this one.
            raise UnreadableEncodingError(
                where, encoding, offset + len(chunk) - len(error.object) + error.start
            ) from None
        offset += len(chunk)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        if text:
            yield text
        if not chunk:
            return


def split_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Lines with their line feeds; other line separators of Unicode stay inside a line."""
    parts: list[str] = []
    for piece in pieces:
        head, *tail = piece.split("\n")
        parts.append(head)
        for line in tail:
            yield "".join(parts) + "\n"
            parts = [line]
    if last := "".join(parts):
        yield last
