"""Many edits at once, in processes of their own where there are enough: what each is, as columns."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import NamedTuple

from medpref_dagster.feedback.edits.describe import describe_edit
from medpref_dagster.feedback.edits.rules import EditRules, is_trivial
from medpref_dagster.processes import open_processes

_AT_ONCE = 500
"""Edits of one piece of a process's work."""

Texts = tuple[Sequence[str], Sequence[str]]
"""Earlier and later texts, one for one."""


class Described(NamedTuple):
    """What an edit is, without its places."""

    kinds: tuple[str, ...]
    words: int
    weight: float
    explanation: str
    """Its changes' sentences, with what was changed."""
    trivial: str | None
    """Why it is too small to make a pair; None where it is not."""


def describe_batches(batches: Iterable[Texts], rules: EditRules, processes: int) -> Iterator[list[Described]]:
    """Describe batches of edits, each in its order; while one is described, the next is read.

    Parameters
    ----------
    batches
        Two texts for each edit.
    processes
        In how many, where the first batch has enough text to be worth their start.
    """
    rest = iter(batches)
    first = next(rest, None)
    if first is None:
        return
    with open_processes(processes, sum(map(len, first[0])) + sum(map(len, first[1]))) as pool:
        if pool is None:
            for before, after in _chain(first, rest):
                yield _describe_all(before, after, rules)
            return
        begun: deque[list[Future[list[Described]]]] = deque()
        for texts in _chain(first, rest):
            begun.append(_begin(pool, texts, rules))
            if len(begun) > 1:
                yield _collect(begun.popleft())
        yield _collect(begun.popleft())


def _chain(first: Texts, rest: Iterator[Texts]) -> Iterator[Texts]:
    yield first
    yield from rest


def _begin(pool: Executor, texts: Texts, rules: EditRules) -> list[Future[list[Described]]]:
    before, after = texts
    return [
        pool.submit(_describe_all, before[start : start + _AT_ONCE], after[start : start + _AT_ONCE], rules)
        for start in range(0, len(before), _AT_ONCE)
    ]


def _collect(pieces: list[Future[list[Described]]]) -> list[Described]:
    return [described for piece in pieces for described in piece.result()]


def _describe_all(before: Sequence[str], after: Sequence[str], rules: EditRules) -> list[Described]:
    return [_describe(*texts, rules) for texts in zip(before, after, strict=True)]


def _describe(before: str, after: str, rules: EditRules) -> Described:
    edit = describe_edit(before, after, rules)
    trivial = is_trivial(edit, rules)
    return Described(
        edit.kinds,
        edit.words,
        edit.weight,
        "; ".join(change.explanation for change in edit.changes),
        trivial.reason if trivial else None,
    )
