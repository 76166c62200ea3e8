"""The strict parser: what a model wrote, read back as labels or an option.

What hedges ("Yes or No"), starts with anything but the answer, or could be meant in two ways is unreadable, and counts
as wrong. Only the beginning of a text is read, so that generation can stop as soon as the reading is settled.
"""

import functools
import re
from collections.abc import Iterable
from string import Formatter

from medpref_dagster.answering.answers import answer_fields, answer_labels, render_answer
from medpref_dagster.declaration import (
    Answer,
    LabelAnswer,
    LabelsAnswer,
    OptionAnswer,
    TextAnswer,
)
from medpref_dagster.words import fold, is_unspaced, is_word_character, keep_final

_APOSTROPHES = "'\u2019"
_DASHES = "-\u2013\u2014"
_DECORATION = frozenset(f'{_APOSTROPHES}{_DASHES}\u2018"`*_#>()[]“”«»•')
_JOINERS = frozenset(",;/|&+~\uff0c\uff1b\u3001\uff0f")
_TIGHT_JOINERS = _JOINERS - frozenset(",;\uff0c\uff1b\u3001")
_SENTENCE_ENDS = frozenset(".!?:\u3002\uff01\uff1f\uff1a")
_BETWEEN = _DECORATION | _JOINERS | _SENTENCE_ENDS
_JOINING_WORDS = frozenset(
    {"or", "and", "to", "vs", "versus", "but", "或", "或者", "还是", "還是", "和", "または", "หรือ"}
)
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
"""A number, a word or a sign of a label: "KTAS 1" and "pT1" have two."""
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}.,-][^\W_]+)*")
_LEADING_WORDS = {"the", "my", "a", "an", "correct", "right", "best", "most", "likely", "final"} | {
    "answer",
    "option",
    "choice",
    "letter",
    "is",
    "would",
    "be",
}


def parse_answer(answer: Answer, text: str) -> dict[str, str] | None:
    """The parts of an answer that a model wrote, or None where it cannot be read without guessing.

    - label: the text begins with one label at a word boundary (the longest that fits), and no other label follows
      directly ("Yes or No", "Yes/No", "Yes. No."), nor the end of one that begins as this does ("KTAS 1 or 2").
    - labels: the words of the template in their order, with a label in each field; punctuation is free.
    - option: a letter alone ("B", "(B)", "B."), or behind words such as "The answer is"; no second letter follows.
      Where the template has the option's text first ("Start heparin (B)"), a letter as it puts it into that line.
    - text: anything that is not blank.

    Case, white space, quotes or markdown around the answer, and how an accent is encoded do not matter. A label in a
    script without spaces between words ends with its last character.
    """
    if isinstance(answer, TextAnswer):
        return {"text": text.strip()} if text.strip() else None
    return _read(answer, _Characters(text, whole=True))


def answer_is_settled(answer: Answer, text: str) -> bool:
    """Whether no continuation of the text can change what `parse_answer` reads: generation may stop.

    A label is settled once something stands behind it that neither makes it a longer label or word ("KTAS 1" may
    become "KTAS 12") nor leads to another one that takes it back: white space, punctuation and "or", "to", "and" do
    not settle it, the first letter of any other word does, unless a label begins with it ("KTAS 1 to KT"). A text
    that can no longer be read as any label is settled, too. A free text never is.

    Trailing replacement characters, which stand for half a character while tokens arrive, are disregarded.
    """
    if isinstance(answer, TextAnswer):
        return False
    try:
        text = text.rstrip("\ufffd")
        # An accent that follows may make another letter of the last one; in an ASCII label it could only unmake it.
        _read(answer, _Characters(text if _is_ascii(answer) else keep_final(text), whole=False))
    except _NeedsMoreText:
        return False
    return True


def parse_cut_answer(answer: Answer, text: str) -> dict[str, str] | None:
    """What `parse_answer` reads in an answer that was cut off: nothing unless the reading is settled.

    "KTAS 1 to KT" is not KTAS 1. A free text is what was written, however it ended.
    """
    if isinstance(answer, TextAnswer) or answer_is_settled(answer, text):
        return parse_answer(answer, text)
    return None


def find_indistinct_labels(answer: Answer) -> tuple[str, ...]:
    """Values whose own written answer does not read back as themselves; a declaration with any is to be refused.

    For several labels each value is tried once beside the first value of the other fields.
    """
    tried: list[tuple[str, dict[str, str]]] = []
    fields = answer_fields(answer)
    for field in fields:
        first = {other: answer_labels(answer, other)[0] for other in fields if answer_labels(answer, other)}
        tried += [(value, {**first, field: value}) for value in answer_labels(answer, field)]
    columns = dict.fromkeys(answer.options.values(), "Text") if isinstance(answer, OptionAnswer) else {}
    return tuple(value for value, gold in tried if parse_answer(answer, render_answer(answer, gold, columns)) != gold)


def read_by(answer: Answer) -> tuple[str, ...]:
    """The computing modules that read this answer, as `versions` names them.

    Only labels that begin alike can be shortened, so only what reads such labels counts with how that is done.
    """
    return ("answers", "shortened_labels") if begin_alike(answer) else ("answers",)


def begin_alike(answer: Answer) -> bool:
    """Whether a label may be shortened behind another one, as in "KTAS 1 or 2"."""
    if not isinstance(answer, LabelAnswer | LabelsAnswer):
        return False
    labels = tuple(answer_labels(answer, answer_fields(answer)[-1]))
    return any(_list_ends(label, labels) for label in labels)


@functools.cache  # asked at every token
def _list_ends(label: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """What is left of the other labels where the words that they begin with are those of this one.

    >>> _list_ends("KTAS 1", ("KTAS 1", "KTAS 2", "Green"))
    ('2',)
    """
    ends: dict[str, None] = {}
    own = [piece[0] for piece in _PIECE.finditer(fold(label))]
    for other in map(fold, labels):
        pieces = list(_PIECE.finditer(other))
        has_word = False
        for mine, piece, following in zip(own, pieces, pieces[1:], strict=False):
            if mine != piece[0] or other == fold(label):
                break
            has_word = has_word or piece[0].isalpha()
            if has_word and is_word_character(following[0][0]):
                ends[other[following.start() :]] = None
    return tuple(ends)


class _NeedsMoreText(Exception):  # noqa: N818 - a signal inside this module
    """The reading depends on what comes behind the text so far."""


class _Characters:
    """A text being read. Unless it is whole, looking behind its end raises `_NeedsMoreText`: a reading that ends
    without it holds for every continuation.

    It is read folded (`words.fold`): letter by letter, so that the reading of a text never depends on what follows.
    """

    def __init__(self, text: str, whole: bool) -> None:
        self.text = fold(text)
        self.whole = whole
        self.at = 0

    def peek(self, offset: int = 0) -> str:
        """The character at an offset from here; empty behind the end of a whole text."""
        index = self.at + offset
        if index < len(self.text):
            return self.text[index]
        if self.whole:
            return ""
        raise _NeedsMoreText

    def skip(self, characters: frozenset[str]) -> None:
        """Go behind white space and these characters."""
        while (character := self.peek()) and (character.isspace() or character in characters):
            self.at += 1

    def take_phrase(self, phrase: str) -> bool:
        """Go behind a phrase that stands here and ends at a word boundary. Any white space matches a blank."""
        offset = self._match(" ".join(fold(phrase).split()))
        if offset is None or not self._word_ends(offset):
            return False
        self.at += offset
        return True

    def take_literal(self, literal: str) -> bool:
        """Go behind a template's literal that stands here. Its white space matches any."""
        offset = self._match(re.sub(r"\s+", " ", fold(literal)))
        self.at += offset or 0
        return offset is not None

    def _match(self, folded: str) -> int | None:
        """How many characters from here on are these; None where others stand."""
        offset = 0
        for expected in folded:
            character = self.peek(offset)
            if expected == " ":
                if not character.isspace():
                    return None
                while (character := self.peek(offset)) and character.isspace():
                    offset += 1
            elif character == expected:
                offset += 1
            else:
                return None
        return offset

    def take_label(self, labels: Iterable[str]) -> str | None:
        """Go behind the longest label that stands here."""
        return next(
            (label for label in sorted(labels, key=lambda label: (-len(label), label)) if self.take_phrase(label)), None
        )

    def take_label_behind(self, skipped: frozenset[str], labels: Iterable[str]) -> str | None:
        """Go behind white space, skipped characters and then a label, which may itself begin with one of them."""
        labels = tuple(labels)
        while (label := self.take_label(labels)) is None:
            character = self.peek()
            if not character or not (character.isspace() or character in skipped):
                return None
            self.at += 1
        return label

    def take_word(self, words: Iterable[str]) -> bool:
        """Go behind one of these words if it stands here."""
        return any(self.take_phrase(word) for word in sorted(words))

    def _word_ends(self, offset: int) -> bool:
        """Whether no word, hyphenated word or decimal number goes on at an offset."""
        character = self.peek(offset)
        if is_word_character(character):
            return character.isalnum() and self._stands_behind_unspaced(offset)
        if character and character in f"-{_APOSTROPHES}":
            return not is_word_character(self.peek(offset + 1))
        if character and character in ".,":  # 4.5 does not begin with the label 4
            return not (self.peek(offset - 1).isdigit() and self.peek(offset + 1).isdigit())
        return True

    def _stands_behind_unspaced(self, offset: int) -> bool:
        """Whether the last letter before an offset, its marks apart, is a word of its own."""
        last = offset - 1
        while last > 0 and not self.peek(last).isalnum():
            last -= 1
        return is_unspaced(self.peek(last))


def _is_ascii(answer: Answer) -> bool:
    labels = [label for field in answer_fields(answer) for label in answer_labels(answer, field)]
    template = answer.template if isinstance(answer, LabelsAnswer | OptionAnswer) else ""
    return all(text.isascii() for text in (*labels, template))


def _read(answer: LabelAnswer | LabelsAnswer | OptionAnswer, text: _Characters) -> dict[str, str] | None:
    if isinstance(answer, LabelAnswer):
        label = _read_last_label(text, tuple(answer.labels))
        return None if label is None else {"label": label}
    if isinstance(answer, LabelsAnswer):
        return _read_labels(answer, text)
    letter = _read_option(answer, text)
    return None if letter is None else {"option": letter}


def _read_last_label(text: _Characters, labels: tuple[str, ...]) -> str | None:
    label = text.take_label_behind(_DECORATION, labels)
    return None if label is None or _another_follows(text, label, labels) else label


def _read_labels(answer: LabelsAnswer, text: _Characters) -> dict[str, str] | None:
    read: dict[str, str] = {}
    parts = [(literal, field) for literal, field, *_ in Formatter().parse(answer.template) if field is not None]
    for position, (literal, field) in enumerate(parts):
        for word in _words(literal):
            text.skip(_BETWEEN)
            if not text.take_phrase(word):
                return None
        labels = tuple(answer.fields[field].labels)
        label = text.take_label_behind(_BETWEEN, labels)
        last = position == len(parts) - 1
        if label is None or read.setdefault(field, label) != label or (last and _another_follows(text, label, labels)):
            return None
    return read


def _read_option(answer: OptionAnswer, text: _Characters) -> str | None:
    parts = list(Formatter().parse(answer.template))
    place = next(index for index, part in enumerate(parts) if part[1] == "option")
    if any(part[1] == "text" for part in parts[:place]):
        behind = parts[place + 1][0] if place + 1 < len(parts) else ""
        found = _find_options(parts[place][0], tuple(answer.options), behind, text)
        if found:
            return found[0] if len(found) == 1 else None
    before = " ".join(literal for literal, *_ in parts[: place + 1])
    after, following = (parts[place + 1][0], parts[place + 1][1]) if place + 1 < len(parts) else ("", None)
    letters = tuple(answer.options)
    leading = (_LEADING_WORDS | set(_words(before))) - {fold(letter) for letter in letters}
    while (letter := text.take_label_behind(_DECORATION | _SENTENCE_ENDS, letters)) is None:
        if not text.take_word(leading):
            return None
    if _another_follows(text, letter, letters):
        return None
    return letter if _stands_alone(text, _words(after), following == "text") else None


def _find_options(before: str, letters: tuple[str, ...], behind: str, text: _Characters) -> tuple[str, ...]:
    """The letter that stands in the text's first line between these literals; an option's text is before them.

    Nothing where there is none. Two where another one follows: "E. coli (B)" is B, "Hepatitis (A) (B)" is not to be
    guessed. Leaves the place where it was.
    """
    start = text.at
    try:
        while (character := text.peek()) and character != "\n":
            here = text.at
            if text.take_literal(before) and (letter := text.take_label(letters)) is not None:
                hedged = _another_follows(text, letter, letters)
                if _stands_alone(text, _words(behind), option_text_follows=False):
                    return (letter,) * (1 + hedged)
            text.at = here + 1
        return ()
    finally:
        text.at = start


def _stands_alone(text: _Characters, next_words: tuple[str, ...], option_text_follows: bool) -> bool:
    """Whether a letter is one, and no word ("A catheter is the cause"): only punctuation, a line's end, or what the
    template itself puts there may follow it."""
    while (character := text.peek()) and character in _DECORATION:
        text.at += 1
        if character == ")":
            return True
    spaced = False
    while (character := text.peek()) and character.isspace():
        if character == "\n":
            return True
        spaced = True
        text.at += 1
    if not spaced or not is_word_character(character):
        return True
    return text.take_phrase(next_words[0]) if next_words else option_text_follows


def _another_follows(text: _Characters, label: str, labels: tuple[str, ...]) -> bool:
    """Whether another label follows directly: joined ("Yes or No", "Yes, no", "Yes/No"), or as a sentence or line of
    its own ("Yes. No."). "Yes. No fever." goes on with a sentence and is no hedge. Leaves the place as it was."""
    start, ends = text.at, _list_ends(label, labels)
    try:
        ended = joined = False
        while (other := text.take_label(labels)) is None:
            if not ended and (end := text.take_label(ends)):
                # "KTAS 1 or 2" hedges, "KTAS 1, 2 hours after the fall" goes on.
                return (joined and (len(end) > 1 or end.isdigit())) or _stands_by_itself(text)
            character = text.peek()
            if character and (character.isspace() or character in _BETWEEN):
                if character == "\n" or character == ")" or character in _SENTENCE_ENDS:
                    ended = True
                elif character in _JOINERS:
                    ended = False
                joined = joined or character in _TIGHT_JOINERS
                text.at += 1
            elif text.take_word(_JOINING_WORDS):
                joined = True
            else:
                return False
        return other != label if other == label or not ended else _stands_by_itself(text)
    finally:
        text.at = start


def _stands_by_itself(text: _Characters) -> bool:
    """Whether no sentence goes on behind a label that was taken, but another alternative."""
    while (character := text.peek()) != "\n" and (character.isspace() or character in _DECORATION):
        text.at += 1
    return not is_word_character(character) or text.take_word(_JOINING_WORDS)


def _words(literal: str) -> tuple[str, ...]:
    """The words of a template's literal part, folded; hyphenated words and numbers whole."""
    return tuple(_WORD.findall(fold(literal)))
