"""Identifiers by all that stands around a token: a conditional random field beside the rules.

A rule says what it was written for. The field (a linear chain over `token_features`, CRFsuite's) adds up what speaks for an
identifier and what against it, so that a new mixture of known signs is told, too. It adds what it holds for one, and takes back
a name or a place of the rules that it is sure is none. Its weights are learned by `python -m benchmarks.tagger` on made-up notes
and on published clinical texts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind
from medpref_dagster.deidentification.lexicon import LexiconError, fold, missing
from medpref_dagster.deidentification.places import REGIONS
from medpref_dagster.deidentification.token_features import Doubt, Token, TokenFeatures, read_tokens

MODEL_FILE = "tagger.crfsuite"
WORDS_FILE = "tagger_words.txt"
NO_IDENTIFIER = "O"
KIND_OF: dict[str, Kind] = {
    "fax": "phone",
    "url": "email",
    "ip_address": "email",
    **dict.fromkeys(
        ("ssn", "medical_record", "health_plan", "account", "licence", "vehicle", "device", "biometric"), "other_id"
    ),
}
"""Kinds that are learned as one: their surrogates are alike, and which of them it is a rule tells."""
LEAST: dict[Kind, float] = {
    "name": 0.1,
    "location": 0.1,
    "zip_code": 0.1,
    "email": 0.1,
    "date": 0.8,
    "phone": 0.05,
    "other_id": 0.1,
    "age": 0.2,
}
"""From which probability on a token is of an identifier, by the likeliest kind: a value that was moved as a date was would tell
something else, so that a date needs most. Chosen on notes of authors that the weights were not learned on."""
SURE = 0.9
"""The same for texts that should have none, where each that is found holds up what is made of them, and where only names with
a capital are added: hashes, settings and numbers of releases in a card or a report stand where notes have codes and names."""
_LEAST_OF_NAME = {Doubt.NONE: 0.0, Doubt.NAME_TOO: 0.4, Doubt.WORD: 0.8}
"""The same for somebody's name, by whether it is rather a word or an abbreviation."""
_LEAST_OF_PLACE = 0.5
"""The same for a place that is nothing but words of every day."""
MOST_OF_NONE: dict[Kind, float] = dict.fromkeys(("name", "location", "other_id"), 0.003)
"""Up to which probability what a rule took for an identifier of these kinds is none."""
_WORTH_TELLING = min(LEAST.values())
_WINDOW = 1000
_CODE = regex.compile(r"[\d@_/]|\p{L}\.\p{L}")
_ADDRESS = regex.compile(r"[\d@_]|\p{L}\.\p{L}|\w/\w")
_DAY = regex.compile(
    r"\d|\p{Lu}|\b(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|fri|sat|sun)(?:[a-z]*)\b"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """What a token is held for: its place in characters, the likeliest kind of identifier, how likely it is one of any kind,
    whether that is enough to take it for one, and whether it is enough without another beside it."""

    start: int
    end: int
    kind: Kind
    probability: float
    held: bool
    alone: bool


class Tagger:
    """The field and the words that stand for themselves in it.

    Parameters
    ----------
    model
        CRFsuite's file.
    words
        Folded words.
    """

    def __init__(self, model: bytes, words: frozenset[str]) -> None:
        self.words = words
        # CRFsuite reads these bytes as long as it lives, and does not keep them.
        self._model = model
        self._field = _open_field(model)
        self._kinds: list[Kind] = [label for label in self._field.labels() if label != NO_IDENTIFIER]

    def tag(self, text: str, *, sure: bool = False) -> "Tags":
        """Of each token of a text what it is held for; with `sure`, for somebody's name alone, and where there is hardly a doubt."""
        tokens = read_tokens(text)
        features = TokenFeatures(text, tokens, self.words)
        tags: list[Tag] = []
        for first, last in _cut_windows(tokens):
            self._field.set([features.of(number) for number in range(first, last)])
            tags += (
                self._read(token, place, features.doubt(first + place), sure=sure)
                for place, token in enumerate(tokens[first:last])
            )
        return Tags(text, tags)

    def _read(self, token: Token, place: int, doubt: Doubt, *, sure: bool) -> Tag:
        probability = 1.0 - self._field.marginal(NO_IDENTIFIER, place)
        if probability < _WORTH_TELLING:
            return Tag(token.start, token.end, "other_id", probability, held=False, alone=False)
        kind = max(self._kinds, key=lambda kind: self._field.marginal(kind, place))
        least = SURE if sure else max(LEAST[kind], _LEAST_OF_NAME[doubt] if kind == "name" else 0.0)
        alone = kind != "location" or doubt is Doubt.NONE or probability >= _LEAST_OF_PLACE
        held = probability >= least and not (sure and (kind != "name" or token.text.islower()))
        return Tag(token.start, token.end, kind, probability, held, alone)


class Tags:
    """What the tokens of a text are held for.

    Parameters
    ----------
    text
        The note.
    tags
        One a token, in order. None at all says nothing: no span is found, none is taken back.
    """

    def __init__(self, text: str, tags: Sequence[Tag] = ()) -> None:
        self._text, self._tags = text, tags
        self._starts = [tag.start for tag in tags]

    def find(self) -> Iterator[Identifier]:
        """Rows of tokens that are held for identifiers of one kind, with nothing between them but a space."""
        row: Identifier | None = None
        alone = False
        for tag in (tag for tag in self._tags if tag.held):
            if row and row.kind == tag.kind and self._text[row.end : tag.start] in ("", " "):
                row, alone = Identifier(row.start, tag.end, row.kind), alone or tag.alone
                continue
            if row and alone:
                yield row
            row, alone = Identifier(tag.start, tag.end, tag.kind), tag.alone
        if row and alone:
            yield row

    def deny(self, item: Identifier) -> bool:
        """Whether what a rule found is none, for all that stands around it."""
        most = MOST_OF_NONE.get(item.kind)
        if most is None:
            return False
        first = max(bisect_right(self._starts, item.start) - 1, 0)
        last = bisect_left(self._starts, item.end)
        return first < last and all(tag.probability <= most for tag in self._tags[first:last])


def can_be(text: str, item: Identifier) -> bool:
    """Whether something has what its kind must have: a name a letter, a number or code a digit, an address one or a sign of its
    own between letters, a date a digit, a capital or the name of a day; no country or state is a place."""
    written = text[item.start : item.end]
    if item.kind == "location":
        return fold(written) not in REGIONS
    if item.kind == "date":
        return _DAY.search(written) is not None
    if item.kind == "name":
        return any(map(str.isalpha, written))
    if item.kind == "email":
        return _ADDRESS.search(written) is not None
    return _CODE.search(written) is not None


def _cut_windows(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Numbers from and to of the tokens that are read in one go: whole lines where they are not too long."""
    first = 0
    while first < len(tokens):
        last = min(first + _WINDOW, len(tokens))
        if last < len(tokens):
            last = next((number + 1 for number in range(last - 1, first, -1) if tokens[number].text == "\n"), last)
        yield first, last
        first = last


@lru_cache(maxsize=1)
def load_tagger() -> Tagger:
    """The committed weights, read once a process.

    Raises
    ------
    LexiconError
        If the library that reads them or a list of words is missing.
    """
    folder = files("medpref_dagster.deidentification")
    words = (folder / WORDS_FILE).read_text("utf-8")
    return Tagger((folder / MODEL_FILE).read_bytes(), frozenset(words.split()))


def _open_field(model: bytes) -> Any:
    try:
        # Has no types.
        field: Any = import_module("pycrfsuite").Tagger()
    except ImportError:
        raise LexiconError(missing("python-crfsuite")) from None
    field.open_inmemory(model)
    return field
