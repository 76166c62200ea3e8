"""Files found by path, glob or URL, and opened as bytes and text: decompressed, decoded and cut into lines.

What every format shares, in bounded memory. An error names the file and the place in it, and never its content.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import itertools
import lzma
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.reading import SourceError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_CHUNK_BYTES = 1 << 18

_PACKINGS: dict[str, tuple[Callable[[BinaryIO], BinaryIO], str]] = {
    ".gz": (lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)), "gzip"),
    ".bz2": (lambda stream: cast(BinaryIO, bz2.BZ2File(stream)), "bzip2"),
    ".xz": (cast("Callable[[BinaryIO], BinaryIO]", lzma.LZMAFile), "xz"),
}
"""End of a name -> how to unpack it, and what it is called."""

_NO_TEXT: dict[bytes, str] = {
    b"\x1f\x8b": "packed by gzip: let its name end in .gz",
    b"BZh": "packed by bzip2: let its name end in .bz2",
    b"\xfd7zXZ\x00": "packed by xz: let its name end in .xz",
    b"\x28\xb5\x2f\xfd": "packed by Zstandard: unpack it first",
    b"PK\x03\x04": "a zip file (or a workbook): for its members write zip://*.csv::/path/notes.zip in "
    "source.options.path, for a workbook declare source.options.format: excel",
    b"PAR1": "a Parquet file: declare source.options.format: parquet",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or one with a password: save it as .xlsx without one",
    b"SQLite format 3\x00": "a SQLite database: export its table as CSV",
    b"%PDF-": "a PDF: export its text",
}
"""First bytes -> what a file is that is no text, and what to do."""

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
    """What it is called among all files."""
    name: str
    """How row ids and errors call it: its path below the folder that all matched files share."""
    filesystem: AbstractFileSystem = field(repr=False)
    path: str
    """What the file system opens."""

    @property
    def suffix(self) -> str:
        """Of the uncompressed file, lower case: `.csv` for `notes.CSV.gz`."""
        path = PurePosixPath(self.name.lower())
        return (path.with_suffix("") if path.suffix in _PACKINGS else path).suffix


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
        Local paths or any URL that fsspec knows, also a chained one (`zip://*.csv::/data/notes.zip`), with `*`, `?`,
        `[...]` and `**`.

    Raises
    ------
    NoSuchFileError
        If one of them matches no file or cannot be looked at.
    """
    found: dict[str, tuple[AbstractFileSystem, str]] = {}
    for path in paths:
        for link in _expand_container(path):
            found |= _match(link)
    folders = [PurePosixPath(url).parent.parts for url in found]
    shared = 0
    while all(len(parts) > shared and parts[shared] == folders[0][shared] for parts in folders):
        shared += 1
    named = [
        SourceFile(url, "/".join(PurePosixPath(url).parts[shared:]), filesystem, path)
        for url, (filesystem, path) in found.items()
    ]
    return sorted(named, key=lambda file: (file.name, file.url))


def _expand_container(path: str) -> list[str]:
    """A chained URL for each container that its last link matches: fsspec expands only the first link."""
    *chain, container = path.split("::")
    if not chain or not _has_magic(container):
        return [path]
    return ["::".join([*chain, url]) for url in sorted(_match(container))]


def _has_magic(path: str) -> bool:
    return any(sign in path for sign in "*?[")


def _match(path: str) -> dict[str, tuple[AbstractFileSystem, str]]:
    """The files of one path or glob: what each is called among all files -> its file system and path there."""
    import fsspec

    chain, _, container = path.rpartition("::")
    try:
        filesystem, _, matched = fsspec.get_fs_token_paths(path, mode="rb")
        files = [item for item in matched if not filesystem.isdir(item)]
        if not files or (not _has_magic(path) and not filesystem.exists(files[0])):
            raise NoSuchFileError(f"no file matches {path!r}; check source.options.path")
        _refuse_repeated_members(filesystem, path)
    except SourceError:
        raise
    except Exception as error:
        # fsspec's file systems raise what they like: zipfile, botocore, aiohttp and ssh have each their own.
        raise NoSuchFileError(f"{path!r} cannot be opened ({type(error).__name__}): {error}") from None
    if chain:
        return {f"{container.rstrip('/')}/{item.lstrip('/')}": (filesystem, item) for item in files}
    return {filesystem.unstrip_protocol(item): (filesystem, item) for item in files}


def _refuse_repeated_members(filesystem: AbstractFileSystem, path: str) -> None:
    """Refuse a zip file with two members of one name: only one of them could be read."""
    archive = getattr(filesystem, "zip", None)
    if archive is not None and len(set(names := archive.namelist())) != len(names):
        raise NoSuchFileError(f"{path!r}: the zip file has several members of one name; unpack it and name each")


@contextmanager
def open_bytes(file: SourceFile, limits: Limits = DEFAULT_LIMITS) -> Generator[BinaryIO]:
    """Open a file for reading, decompressed where its name ends in `.gz`, `.bz2` or `.xz`.

    Raises
    ------
    NoSuchFileError
        If it cannot be opened, or be read further.
    TruncatedFileError
        While it is read, if compressed data end early or their checksum is wrong.
    LimitError
        While it is read, if it unpacks to far more than it is.
    """
    try:
        stream = cast(BinaryIO, file.filesystem.open(file.path, "rb"))
    except Exception as error:
        # As above; an encrypted member of a zip file is a RuntimeError.
        raise NoSuchFileError(f"{file.name} cannot be opened ({type(error).__name__}): {error}") from None
    with stream:
        packing = _PACKINGS.get(PurePosixPath(file.name.lower()).suffix)
        if packing is not None:
            opener, kind = packing
            with opener(stream) as unpacked:
                yield cast(BinaryIO, _GuardedStream(file, unpacked, kind, stream.tell, limits))
            return
        member = getattr(file.filesystem, "zip", None)
        if member is not None:
            size = member.getinfo(file.path).compress_size
            yield cast(BinaryIO, _GuardedStream(file, stream, "zip", lambda: size, limits))
            return
        yield cast(BinaryIO, _GuardedStream(file, stream, None, None, limits))


@contextmanager
def named_damage(file: SourceFile, what: str) -> Generator[None]:
    """Name the file where a library cannot read it.

    Parsers of binary formats raise whatever they stumble over (KeyError, TypeError, struct.error, zlib.error, ...), and
    their messages may quote the data.

    Raises
    ------
    MalformedFileError
        In the place of any other error than ours.
    """
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        raise MalformedFileError(
            f"{file.name} is no whole {what} ({type(error).__name__} in the library that reads it); fetch it again, or "
            f"open it and write it anew"
        ) from None


class _GuardedStream(io.RawIOBase):
    """A file whose faults while it is read are named as what they are.

    Parameters
    ----------
    stream
        Unpacked.
    packing
        How it was packed; `None` for a file as it is.
    packed
        Tells how many packed bytes were read so far.
    """

    def __init__(
        self, file: SourceFile, stream: BinaryIO, packing: str | None, packed: Callable[[], int] | None, limits: Limits
    ) -> None:
        self._file = file
        self._stream = stream
        self._packing = packing
        self._packed = packed
        self._limits = limits
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if self._packing is None:
            return self._stream.seek(offset, whence)
        with self._named_faults():
            return self._stream.seek(offset, whence)

    def read(self, size: int = -1, /) -> bytes:
        if size < 0:
            # In steps, so that the ratio is looked at while it grows.
            return b"".join(iter(lambda: self.read(_CHUNK_BYTES), b""))
        with self._named_faults():
            chunk = self._stream.read(size)
        self._unpacked += len(chunk)
        if self._packed is not None:
            self._limits.check_unpacking(self._unpacked, self._packed(), self._file.name)
        return chunk

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        chunk = self.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    @contextmanager
    def _named_faults(self) -> Generator[None]:
        try:
            yield
        except Exception as error:
            if self._packing is not None:
                raise TruncatedFileError(
                    f"{self._file.name} is no whole {self._packing} file ({error or type(error).__name__}). Its rows "
                    f"are not used, since some may be missing; fetch the file again and compare its checksum."
                ) from None
            raise NoSuchFileError(f"{self._file.name} cannot be read ({type(error).__name__}): {error}") from None


def decode_text(stream: ByteStream, encoding: str, where: str) -> Iterator[str]:
    """Pieces of text of a byte stream, without a byte order mark.

    Raises
    ------
    UnreadableEncodingError
        With the offset of the first byte that is not in the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, first, begun = 0, True, False
    while True:
        chunk = stream.read(_CHUNK_BYTES)
        if not begun and chunk:
            begun = True
            _refuse_other_content(chunk, encoding, where)
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


def _refuse_other_content(begin: bytes, encoding: str, where: str) -> None:
    for mark, cure in _NO_TEXT.items():
        if begin.startswith(mark):
            raise MalformedFileError(f"{where} is no text; it is {cure}")
    if begin.startswith(_UTF_16_MARKS) and codecs.lookup(encoding).name == "utf-8":
        raise MalformedFileError(f"{where} is UTF-16: declare source.options.encoding: utf-16")


class CutLine(str):
    """The begin of a line that is longer than a record may be."""

    quotes: int
    """How many double quotes the whole line has."""


def read_lines(file: SourceFile, stream: ByteStream, encoding: str, limits: Limits) -> Iterator[str]:
    """Lines of a text file with their ends: line feeds, or, where its begin has none, carriage returns (old Macs).

    A line that is longer than a record may be is a `CutLine`.

    Raises
    ------
    UnreadableEncodingError, MalformedFileError
        As `decode_text`.
    """
    pieces = decode_text(stream, encoding, file.name)
    begin: list[str] = []
    for piece in pieces:
        begin.append(piece)
        if sum(map(len, begin)) >= _CHUNK_BYTES // 4 and not piece.endswith("\r"):
            break
    seen = "".join(begin)
    end = "\r" if "\r" in seen and "\n" not in seen else "\n"
    return split_lines(itertools.chain([seen] if seen else [], pieces), limits.record_characters, end)


def split_lines(pieces: Iterable[str], longest: int | None = None, end: str = "\n") -> Iterator[str]:
    """Lines with their ends; other line separators of Unicode stay inside a line.

    Parameters
    ----------
    pieces
        The text, cut anywhere.
    longest
        Characters; a line with more is a `CutLine`, and its rest is never held.
    end
        The character that ends a line.
    """
    parts: list[str] = []
    size = dropped_quotes = 0

    def finish(end: str) -> str:
        line = "".join(parts)
        if longest is None or size <= longest:
            return line + end
        cut = CutLine(line[:longest])
        cut.quotes = line.count('"') + dropped_quotes
        return cut

    for piece in pieces:
        for index, text in enumerate(piece.split(end)):
            if index:
                yield finish(end)
                parts, size, dropped_quotes = [], 0, 0
            if longest is None or size <= longest:
                parts.append(text)
            else:
                dropped_quotes += text.count('"')
            size += len(text)
    if last := finish(""):
        yield last
