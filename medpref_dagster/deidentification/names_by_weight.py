"""Names by the weight of all that stands around a word: a linear model over `name_features`, beside the rules.

A rule says what it was written for. The model adds up what speaks for a name and what against it, so that a new mixture of
known signs is told, too. Its weights are a table of whole numbers, learned by `python -m benchmarks.name_weights` on made-up
notes, in which names are exchanged for others and capitals, breaks and separators vary, and on published clinical texts.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import regex

from medpref_dagster.deidentification.name_features import Features, Vocabulary
from medpref_dagster.deidentification.name_words import STOP_OR_TITLE, joins
from medpref_dagster.deidentification.reading import PARTICLES, Reading

WEIGHTS_FILE = "name_weights.json"
_NO_NAMES = STOP_OR_TITLE | PARTICLES
_RANKED = ("first", "last", "texts", "spelling")
_COMMA = regex.compile(r" ?,[ \t]?|\^|\t|[ \t]*\n[ \t]*")


@dataclass(frozen=True)
class NameWeights:
    """Weights in hundredths of a unit of log-odds, by feature, and from which sum on a word is of a name.

    Attributes
    ----------
    alone
        The least sum of a word.
    beside
        The least sum of a word that stands beside a name, with a space, an initial or a comma between them.
    again
        The least sum of a word that is a name elsewhere in the text.
    small
        How much more a word of every day in small letters needs.
    """

    weights: dict[str, int]
    bias: int
    alone: int
    beside: int
    again: int
    small: int
    vocabulary: Vocabulary

    def weigh(self, features: Features, number: int) -> int:
        """What speaks for a name, less what speaks against it, in hundredths of a unit of log-odds."""
        get = self.weights.get
        word = features.reading.words[number]
        return (
            self.bias
            + sum(get(name, 0) for name in features.of(number))
            - self.small * (word.plain and not word.capital)
        )


@lru_cache(maxsize=1)
def load_weights() -> NameWeights:
    """The committed table, read once a process."""
    table = json.loads((files("medpref_dagster.deidentification") / WEIGHTS_FILE).read_text("utf-8"))
    return parse_weights(table)


def parse_weights(table: dict[str, Any]) -> NameWeights:
    """The table as it was written: features and words by their number, each of which stands once."""
    return NameWeights(
        weights={name: int(weight) for weight, names in table["weights"].items() for name in names},
        bias=table["bias"],
        alone=table["alone"],
        beside=table["beside"],
        again=table["again"],
        small=table["small"],
        vocabulary=Vocabulary(
            *({word: int(rank) for rank, words in table[kind].items() for word in words.split()} for kind in _RANKED)
        ),
    )


def by_weight(
    reading: Reading, found: Collection[tuple[int, int]], passed_over: Iterable[tuple[int, int]] = ()
) -> Iterator[tuple[int, int]]:
    """Words and rows of words that weigh as names; characters from and to.

    Parameters
    ----------
    found
        The names that the rules found, beside which a word needs less.
    passed_over
        Words of these places are not weighed.
    """
    table = load_weights()
    features = Features(reading, table.vocabulary)
    words = reading.words
    marked = bytearray(len(reading.text) + 1)
    for start, end in found:
        marked[start:end] = b"\1" * (end - start)
    skipped = bytearray(marked)
    for start, end in passed_over:
        skipped[start:end] = b"\1" * (end - start)
    sums = {
        number: table.weigh(features, number)
        for number in range(len(words))
        if not skipped[words[number].start] and features.may_be_name(number)
    }
    chosen = {number for number, weight in sums.items() if weight >= table.alone}
    named = {
        word.low
        for number, word in enumerate(words)
        if (number in chosen or marked[word.start]) and len(word.text) > 2 and word.low not in _NO_NAMES
    }
    chosen |= {number for number, weight in sums.items() if weight >= table.again and words[number].low in named}
    near = [number for number, weight in sums.items() if table.beside <= weight < table.alone]
    for step, numbers in ((-1, near), (1, near[::-1])):
        # A row of such words grows from the name at its end on, in both directions.
        for number in numbers:
            other = _neighbour(reading, number, step)
            if other is not None and (other in chosen or marked[words[other].start]):
                chosen.add(number)
    for number in sorted(chosen):
        yield words[number].start, words[number].end


def _neighbour(reading: Reading, number: int, step: int) -> int | None:
    """The word beside a word, in one name with it; an initial between them is passed over."""
    place = number
    for _ in range(2):
        left = place if step > 0 else place - 1
        place += step
        if not 0 <= place < len(reading.words) or not (joins(reading, left) or _COMMA.fullmatch(reading.gap(left))):
            return None
        if not reading.words[place].initial:
            return place
    return None
