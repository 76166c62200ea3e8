"""Whether an audit log is what was written: no line changed, cut, put in, moved or taken away."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medpref_dagster.audit.anchor import Anchor, Anchored
from medpref_dagster.audit.entries import BEGIN, AuditError, Entry, read_entry


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was written."""

    line: int | None
    """From 1; None of what is not in the file."""
    sentence: str

    def __str__(self) -> str:
        """As a person reads it."""
        return self.sentence if self.line is None else f"line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class Verification:
    """What was found."""

    entries: int
    head: str
    """The last entry's hash."""
    anchored: int | None
    """Entries that the anchor has; None without an anchor."""
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_log(path: Path, anchor: Anchor | None) -> Verification:
    """Read a log from its first line to its last, and hold it against its anchor.

    Raises
    ------
    AuditError
        If one of them cannot be read.
    """
    hashes: dict[int, str] = {}
    problems: list[Problem] = []
    previous, expected, number = BEGIN, 1, 0
    for number, line in _read_lines(path):
        entry = read_entry(line.rstrip(b"\n")) if line.endswith(b"\n") else None
        if entry is None:
            problems.append(Problem(number, _explain_unreadable(line)))
            continue
        if entry.hash != entry.compute_hash():
            problems.append(Problem(number, f"entry {entry.sequence} was changed: it has not its hash"))
        elif (entry.sequence, entry.previous) != (expected, previous):
            problems.append(
                Problem(
                    number,
                    f"entry {entry.sequence} stands where {expected} should: a line was taken out, put in or moved",
                )
            )
        problems += [Problem(number, sentence) for sentence in _check_kept_part(path.parent, entry)]
        previous, expected = entry.hash, entry.sequence + 1
        hashes[entry.sequence] = entry.hash
    known = [] if anchor is None else anchor.read()
    problems += _compare(known, hashes)
    return Verification(number, previous, None if anchor is None else len(known), tuple(problems))


def _read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from enumerate(file, 1)
    except FileNotFoundError:
        return
    except OSError as error:
        raise AuditError(f"the audit log {path} cannot be read: {error.strerror}") from None


def _explain_unreadable(line: bytes) -> str:
    if line.endswith(b"\n"):
        return "is no entry: it was changed or cut"
    return "was cut by a full disk or a kill; the next entry moves it aside and says so"


def _check_kept_part(folder: Path, entry: Entry) -> Iterator[str]:
    """Of an entry that tells of a cut line: whether what is kept of it is still that."""
    kept, expected = entry.details.get("kept"), entry.details.get("sha256")
    if not isinstance(kept, str) or not isinstance(expected, str) or Path(kept).name != kept:
        return
    places = [place for name in (kept, f"{kept}-now") if (place := folder / name).is_file()]
    if not places:
        yield f"what is kept of the line that was cut, {kept}, is gone"
    elif hashlib.sha256(places[0].read_bytes()).hexdigest() != expected:
        yield f"what is kept of the line that was cut, {kept}, was changed"


def _compare(known: list[Anchored], hashes: dict[int, str]) -> Iterator[Problem]:
    last = max(hashes, default=0)
    if missing := [found for found in known if found.sequence > last]:
        furthest = max(found.sequence for found in missing)
        yield Problem(None, f"the log ends with entry {last}, its anchor knows entry {furthest}: the end was cut off")
    for found in known:
        if found.sequence <= last and hashes.get(found.sequence) != found.hash:
            yield Problem(None, f"entry {found.sequence} is not the one that was anchored: the log was written anew")
            return  # what is behind it differs as well
