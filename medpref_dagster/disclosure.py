"""How much a text may tell of patients, and what follows: what is shown, what leaves the machine, who may read a file.

Every source declares its disclosure, and what is made of it has the strictest one of all that it was made of. Nobody
else decides by it: other modules ask the functions here.
"""

import os
import threading
import traceback
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from functools import total_ordering
from pathlib import Path
from typing import Any

_PRIVATE = 0o077
"""What a new file or folder withholds from everybody but its owner."""


@total_ordering
class Disclosure(Enum):
    """What a text tells of patients, from the least to the most that must be kept."""

    SYNTHETIC = "synthetic"
    """Made up: it says nothing about any patient."""
    DEIDENTIFIED = "deidentified"
    """Of patients, without what identifies them. What a filter missed may still be in it."""
    IDENTIFIABLE = "identifiable"
    """Of patients, as it was written."""

    def __lt__(self, other: "Disclosure") -> bool:
        """Whether it is less strict."""
        return _ORDER.index(self) < _ORDER.index(other)


_ORDER = tuple(Disclosure)

DEFAULT = Disclosure.IDENTIFIABLE
"""Of what nobody declared."""


class LoosenedError(ValueError):
    """A disclosure is declared that is less strict than that of what it is made of."""


def strictest(disclosures: Iterable[Disclosure]) -> Disclosure:
    """The strictest of several: what is made of all of them has it. Made of nothing, nothing is told.

    >>> strictest([Disclosure.SYNTHETIC, Disclosure.IDENTIFIABLE]).value
    'identifiable'
    """
    return max(disclosures, default=Disclosure.SYNTHETIC)


def refuse_loosened(declared: Disclosure | None, inputs: Mapping[str, Disclosure]) -> Disclosure:
    """The disclosure of what is made of inputs: the declared one where one is, else the strictest of theirs.

    Parameters
    ----------
    declared
        For what is made; None leaves it to the inputs.
    inputs
        Name, as a person knows it -> its disclosure.

    Raises
    ------
    LoosenedError
        If the declared one is less strict than an input's. The message is for the line that declares it.
    """
    needed = strictest(inputs.values())
    if declared is None or declared >= needed:
        return needed if declared is None else declared
    name = next(name for name, found in inputs.items() if found == needed)
    raise LoosenedError(
        f"{declared.value!r} is less strict than {name}, which is {needed.value!r}: what is made of a text tells as "
        f"much as the text. Leave this out, or write {needed.value}; where {name} tells less than that, say so there"
    )


def without_identifiers(disclosure: Disclosure) -> Disclosure:
    """What a text tells once what identifies somebody was taken out of it.

    >>> without_identifiers(Disclosure.IDENTIFIABLE).value, without_identifiers(Disclosure.SYNTHETIC).value
    ('deidentified', 'synthetic')
    """
    return min(disclosure, Disclosure.DEIDENTIFIED)


def must_be_searched(disclosure: Disclosure) -> bool:
    """Whether text is looked through for identifiers before it goes on: it is to have none. What is identifiable has
    them by right, and what is made up is nobody's."""
    return disclosure is Disclosure.DEIDENTIFIED


def read_disclosure(written: Mapping[str, Any]) -> Disclosure:
    """The disclosure that a report's JSON states; an earlier version only said whether the source was made up."""
    if "disclosure" in written:
        return Disclosure(written["disclosure"])
    return Disclosure.SYNTHETIC if written.get("synthetic") is True else DEFAULT


def explain(disclosure: Disclosure) -> str:
    """What follows from it, in one line for a person."""
    if not is_about_patients(disclosure):
        return "rows may be shown, files are everybody's"
    return (
        "rows are not shown, files are their owner's alone, and text leaves the machine only for what the profile lets "
        f"receive what is {disclosure.value}"
    )


# What may be shown


def may_show(disclosure: Disclosure) -> bool:
    """Whether text and values of rows may stand where people look who may not see the rows themselves: samples in the
    UI, examples in a report, quarantined records, what a judge wrote, an exception's details, a log.

    What was de-identified is not shown either: a filter may have missed something.
    """
    return disclosure is Disclosure.SYNTHETIC


def is_about_patients(disclosure: Disclosure) -> bool:
    """Whether numbers that were measured on it say anything about patients."""
    return disclosure is not Disclosure.SYNTHETIC


def is_expected(error: BaseException) -> bool:
    """Whether an error is one of this package's own, whose message says all that a person needs and quotes no text."""
    return any(kind.__module__.partition(".")[0] == "medpref_dagster" for kind in type(error).__mro__)


class HiddenError(Exception):
    """An error that nobody foresaw, while text was handled that may not be shown: its message may quote it."""

    def __init__(self, error: Exception, disclosure: Disclosure) -> None:
        self.trace = "\n".join(_list_chain(error))
        """The kinds of the error and of what led to it, and where in the code."""
        super().__init__(
            f"{name_error(error)} at {_list_places(error)[-1]}. This is an error in the project or a library that "
            f"nobody foresaw. Its message is not shown, since the text is {disclosure.value} and the message may quote "
            "it"
        )


def describe_trace(error: Exception) -> str:
    """The way to an error that left `handling`, as a log may have it."""
    return error.trace if isinstance(error, HiddenError) else "".join(traceback.format_exception(error))


def name_error(error: BaseException) -> str:
    """The kind of an error, and what the operating system says of it; nothing that quotes a value.

    >>> name_error(KeyError("Jane Doe"))
    'KeyError'
    """
    kind = type(error).__name__
    return f"{kind} ({os.strerror(error.errno)})" if isinstance(error, OSError) and error.errno else kind


def _list_chain(error: BaseException) -> Iterator[str]:
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield name_error(current)
        yield from (f"  {place}" for place in _list_places(current))
        current = current.__cause__ or current.__context__


def _list_places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames] or ["an unknown place"]


# What may leave the machine


def may_leave(disclosure: Disclosure, may_receive: Disclosure | None) -> bool:
    """Whether text may be sent from this machine to a judge, a generator, a hub or an object store.

    Parameters
    ----------
    may_receive
        The strictest that the profile lets it have; None where the profile says nothing of it: then only what tells
        nothing of patients.
    """
    return disclosure <= most_that_may_leave(may_receive)


def most_that_may_leave(may_receive: Disclosure | None) -> Disclosure:
    """The strictest text that a receiver may have, of which the profile says so much or, None, nothing."""
    return may_receive or Disclosure.SYNTHETIC


# Who may read a file


def is_private(disclosure: Disclosure) -> bool:
    """Whether files and folders with it are for their owner alone: 0600 and 0700."""
    return disclosure is not Disclosure.SYNTHETIC


_masking = threading.Lock()
_private_blocks = 0
_mask_before = 0


@contextmanager
def keep_private(disclosure: Disclosure) -> Generator[None]:
    """Let every file and folder that this process makes within the block be private, where the disclosure asks for it:
    artifacts, checkpoints, journals, and what libraries spill into temporary folders.

    It is the process's umask, so other threads' files are private meanwhile, too. Blocks may overlap.
    """
    global _private_blocks, _mask_before
    if not is_private(disclosure):
        yield
        return
    with _masking:
        if _private_blocks == 0:
            _mask_before = os.umask(_PRIVATE)
            os.umask(_mask_before | _PRIVATE)
        _private_blocks += 1
    try:
        yield
    finally:
        with _masking:
            _private_blocks -= 1
            if _private_blocks == 0:
                os.umask(_mask_before)


def find_kept(folder: Path, noted: Disclosure | None) -> Disclosure:
    """By which disclosure the rest of a folder is kept, once something was taken out of it: what was its owner's alone
    stays so, whatever is noted of it; else as noted."""
    return (noted or Disclosure.SYNTHETIC) if folder.stat().st_mode & _PRIVATE else Disclosure.IDENTIFIABLE


def make_shared(folder: Path) -> None:
    """Give a folder that tells nothing of patients, such as a base model's, the permissions that it would have had
    outside of the private block that it was made in; files with several links belong to somebody else, too."""
    with _masking:
        if not _private_blocks:
            return
        mask = _mask_before
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o777 & ~mask)
        elif not path.is_symlink() and path.stat().st_nlink == 1:
            path.chmod(0o666 & ~mask)


@contextmanager
def handling(disclosure: Disclosure) -> Generator[None]:
    """What handles text does so within this block: its files are private as far as they must be, and no error that
    leaves it quotes what may not be shown.

    Libraries quote the values that they choke on. So an error that nobody foresaw leaves as a `HiddenError`, and one of
    this package without the library's error that it stands for.

    Raises
    ------
    HiddenError
        In the place of an error that nobody foresaw.
    """
    with keep_private(disclosure):
        try:
            yield
        except Exception as error:
            if may_show(disclosure):
                raise
            if not is_expected(error):
                raise HiddenError(error, disclosure) from None
            error.__cause__ = error.__context__ = None
            raise


def make_private(folder: Path) -> None:
    """Take a folder that is there already, and all that is in it, from everybody but its owner."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink() and path.stat().st_mode & _PRIVATE:
            path.chmod(path.stat().st_mode & ~_PRIVATE)
