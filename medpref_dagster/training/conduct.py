"""How a model answers the dev cases, whatever is right, and whether that is a collapse by the declared guards."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.metrics import read_field
from medpref_dagster.declaration import Answer, Guards, TextAnswer

MARGIN = 0.1
"""How far over the reference's and the gold answers' share a share must lie to be a collapse: it is a sample's."""

MIN_READABLE = 10
"""Of fewer answers, shares say little: two labels of equal rank all fall on one in every 256th set of nine."""

REPEATED_WORDS = 4
REPEATED_TIMES = 3
"""A text says so many words in a row so often that it is a loop; a summary may well say a phrase twice."""


@dataclass(frozen=True)
class Conduct:
    """What can be told of a model's dev answers without asking whether they are right."""

    readable: int
    shares: Mapping[str, Mapping[str, float]]
    """Field -> answer -> its share among the readable ones; nothing of free texts."""
    gold_shares: Mapping[str, Mapping[str, float]]
    repetition: float | None
    """The share of free texts that repeat themselves; None for other answers."""
    mean_tokens: float | None
    """Generated, a free text; None for other answers."""


def measure_conduct(predictions: pa.Table, answer: Answer) -> Conduct:
    """Describe one model's answers; columns in: `schemas.PREDICTIONS`, at least one row."""
    readable = len(predictions) - predictions["parsed"].null_count
    if isinstance(answer, TextAnswer):
        texts: list[str] = predictions["text"].to_pylist()
        tokens: list[int] = predictions["generated_tokens"].to_pylist()
        return Conduct(readable, {}, {}, sum(map(repeats_itself, texts)) / len(texts), sum(tokens) / len(tokens))
    shares: dict[str, dict[str, float]] = {}
    gold_shares: dict[str, dict[str, float]] = {}
    for field in answer_fields(answer):
        read = read_field(predictions, answer, field)
        shares[field] = _count_shares([value for value in read.read if value is not None])
        gold_shares[field] = _count_shares(list(read.gold))
    return Conduct(readable, shares, gold_shares, None, None)


def repeats_itself(text: str) -> bool:
    """Whether a text has the same four words in a row three times.

    >>> repeats_itself("no fever no fever no fever no fever no fever no fever")
    True
    """
    words = re.findall(r"\w+", text.casefold())
    runs = Counter(tuple(words[place : place + REPEATED_WORDS]) for place in range(len(words) - REPEATED_WORDS + 1))
    return max(runs.values(), default=0) >= REPEATED_TIMES


def find_collapse(guards: Guards, conduct: Conduct, reference: Conduct) -> str | None:
    """Why a model's answers are a collapse, as one phrase for each guard that trips; None where none does."""
    return "; ".join([*_find_one_answer(guards, conduct, reference), *_find_loops(guards, conduct, reference)]) or None


def _find_one_answer(guards: Guards, conduct: Conduct, reference: Conduct) -> Iterator[str]:
    if guards.max_answer_share is None or conduct.readable < MIN_READABLE:
        return
    for field, shares in conduct.shares.items():
        answer, share = max(shares.items(), key=lambda item: item[1])
        known = {
            "the SFT model's answers": reference.shares[field].get(answer, 0.0),
            "the gold answers": conduct.gold_shares[field].get(answer, 0.0),
        }
        if share > guards.max_answer_share and share > max(known.values()) + MARGIN:
            beside = " and ".join(f"{of:.0%} of {whose}" for whose, of in known.items())
            yield (
                f"{share:.0%} of the dev answers to {field} are {answer!r} (guards.max_answer_share "
                f"{guards.max_answer_share:.0%}), beside {beside}"
            )


def _find_loops(guards: Guards, conduct: Conduct, reference: Conduct) -> Iterator[str]:
    if (most := guards.max_repetition) is not None and conduct.repetition is not None:
        before = reference.repetition or 0.0
        if conduct.repetition > most and conduct.repetition > before + MARGIN:
            yield (
                f"{conduct.repetition:.0%} of the dev answers repeat themselves (guards.max_repetition {most:.0%}), "
                f"beside {before:.0%} of the SFT model's"
            )
    if (most := guards.max_length_ratio) is not None and conduct.mean_tokens and reference.mean_tokens:  # noqa: SIM102
        if conduct.mean_tokens > most * reference.mean_tokens:
            yield (
                f"dev answers have {conduct.mean_tokens:.0f} tokens on average (guards.max_length_ratio {most:g}), "
                f"the SFT model's {reference.mean_tokens:.0f}"
            )


def _count_shares(values: list[str]) -> dict[str, float]:
    return {value: count / len(values) for value, count in sorted(Counter(values).items())}
