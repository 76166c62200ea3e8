"""Texts in, de-identified texts out: what was found is replaced, patient by patient, and where it went is noted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import regex

from medpref_dagster.deidentification.dates import ANY_YEAR, OLDEST, find_year
from medpref_dagster.deidentification.days_by_words import shift_day
from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Identifier, Kind, Rules, settle
from medpref_dagster.deidentification.languages import find_foreign
from medpref_dagster.deidentification.lexicon import fold
from medpref_dagster.deidentification.names_found_again import FoundNames, find_again, note_names
from medpref_dagster.deidentification.reading import Reading
from medpref_dagster.deidentification.surrogates import OLD, Names, Surrogates
from medpref_dagster.privacy_key import PrivacyKey
from medpref_dagster.processes import open_processes

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_WHOLE_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’ʼ‘\-\u2010\u2011]\p{L}[\p{L}\p{M}]*)*")
_AGE_UNIT = regex.compile(
    r"(?P<gap>[\s\-]{0,2})(?:y(?:ea)?rs?\.?[\s\-]{0,2}(?:old|of\sage)|y\.?[\s/\-]?o\b\.?|yo\b)", regex.IGNORECASE
)
_BIRTH = regex.compile(r"(?i:\b(?:d\.?o\.?b\.?|birth(?:date|day)?|born))\b[^\n\d]{0,24}$")
_LONG_YEAR = regex.compile(r"(?<!\d)((?:18|19|20))\d\d(?!\d)")
_BATCH = 32


@dataclass(frozen=True)
class Replaced:
    """Where an identifier stood, and where its surrogate stands. Both are counted in characters."""

    start: int
    end: int
    kind: Kind
    new_start: int
    new_end: int


@dataclass(frozen=True)
class DeidentifiedText:
    """A text with surrogates, or why there is none.

    Attributes
    ----------
    text
        Empty where the text was refused.
    replaced
        In the order of the text.
    language
        What a paragraph is in that the rules do not know; None where there is none.
    refusal
        Why the text was refused, in a sentence that holds nothing of it.
    """

    text: str
    replaced: tuple[Replaced, ...] = ()
    language: str | None = None
    refusal: str | None = None

    def move(self, place: int) -> int:
        """Where a character of the original text is now; one within an identifier is at its surrogate's begin."""
        moved = 0
        for item in self.replaced:
            if place < item.start:
                break
            if place < item.end:
                return item.new_start
            moved = item.new_end - item.end
        return place + moved


@dataclass(frozen=True)
class _Found:
    identifiers: tuple[Identifier, ...] = ()
    language: str | None = None
    refusal: str | None = None
    names: FoundNames = field(default_factory=FoundNames)


def deidentify_texts(
    texts: Sequence[str],
    patients: Sequence[str],
    rules: Rules,
    key: PrivacyKey,
    processes: int = 1,
    known_names: Sequence[Sequence[str]] | None = None,
) -> list[DeidentifiedText]:
    """Replace what identifies somebody; the same patient's by the same, in every text of the call.

    Parameters
    ----------
    texts
        Notes, answers, sides of pairs.
    patients
        Of each text its patient's id, in one spelling (`medpref_dagster.values`).
    rules
        What is looked for, and which texts are refused.
    key
        What surrogates are made with: the same key gives the same bytes, another one other surrogates.
    processes
        In how many processes identifiers are looked for, where there is enough text.
    known_names
        Of each text the names that its source's columns give, of patient and clinicians.

    Returns
    -------
    list of DeidentifiedText
        In the order of `texts`.

    Raises
    ------
    ValueError
        If the lengths differ.
    medpref_dagster.deidentification.lexicon.LexiconError, medpref_dagster.deidentification.languages.LanguageError
        If a library is not installed.
    """
    names = known_names if known_names is not None else [()] * len(texts)
    if not len(texts) == len(patients) == len(names):
        raise ValueError(f"{len(texts)} texts, {len(patients)} patients, {len(names)} lists of known names")
    found = _find_again_in_all(texts, patients, _find_in_all(texts, names, rules, processes), processes)
    surrogates = _make_surrogates(texts, patients, found, key)
    return [
        _rewrite(text, item, surrogates[patient]) for text, patient, item in zip(texts, patients, found, strict=True)
    ]


def _find_in_all(texts: Sequence[str], names: Sequence[Sequence[str]], rules: Rules, processes: int) -> list[_Found]:
    work = [(text, tuple(known), rules) for text, known in zip(texts, names, strict=True)]
    with open_processes(processes, sum(map(len, texts))) as pool:
        return list(map(_find, work)) if pool is None else list(pool.map(_find, work, chunksize=_BATCH))


def _find(work: tuple[str, tuple[str, ...], Rules]) -> _Found:
    text, names, rules = work
    if len(text) > rules.most_characters:
        return _Found(refusal=f"{len(text)} characters, more than the {rules.most_characters} that are allowed")
    language = find_foreign(text, rules.languages)
    if language is not None and not rules.keep_unknown_language:
        return _Found(
            language=language, refusal=f"a paragraph is in a language that the rules do not know ({language})"
        )
    try:
        identifiers = tuple(find_identifiers(text, rules, names))
        return _Found(identifiers, language, names=note_names(text, identifiers))
    except TimeoutError:
        return _Found(refusal="a declared format of ids takes too long on this text; let its pattern repeat less")


def _find_again_in_all(
    texts: Sequence[str], patients: Sequence[str], found: Sequence[_Found], processes: int
) -> list[_Found]:
    """With the names of a patient's other texts, where they stand in one whose own words do not tell them."""
    names: dict[str, FoundNames] = defaultdict(FoundNames)
    count = Counter(patients)
    for patient, item in zip(patients, found, strict=True):
        if count[patient] > 1:
            names[patient].add(item.names)
    places = [
        place
        for place, (text, patient, item) in enumerate(zip(texts, patients, found, strict=True))
        if count[patient] > 1 and item.refusal is None and _holds_more(text, item, names[patient].known())
    ]
    work = [(texts[place], found[place], names[patients[place]]) for place in places]
    with open_processes(processes, sum(len(text) for text, _, _ in work)) as pool:
        again = (
            list(map(_find_once_more, work))
            if pool is None
            else list(pool.map(_find_once_more, work, chunksize=_BATCH))
        )
    more = dict(zip(places, again, strict=True))
    return [more.get(place, item) for place, item in enumerate(found)]


def _holds_more(text: str, found: _Found, known: frozenset[str]) -> bool:
    """Whether a word of a known name stands where nothing was found."""
    ends = [0, *(item.end for item in found.identifiers)]
    starts = [*(item.start for item in found.identifiers), len(text)]
    between = zip(ends, starts, strict=True)
    return any(fold(match[0]) in known for end, start in between for match in _WHOLE_WORD.finditer(text, end, start))


def _find_once_more(work: tuple[str, _Found, FoundNames]) -> _Found:
    text, found, names = work
    more = [Identifier(start, end, "name") for start, end in find_again(Reading(text), names)]
    return replace(found, identifiers=tuple(settle(text, [*found.identifiers, *more])))


def _make_surrogates(
    texts: Sequence[str], patients: Sequence[str], found: Sequence[_Found], key: PrivacyKey
) -> dict[str, Surrogates]:
    words: dict[str, set[str]] = defaultdict(set)
    names: dict[str, Names] = defaultdict(Names)
    for text, patient, item in zip(texts, patients, found, strict=True):
        for identifier in item.identifiers:
            if identifier.kind == "name":
                names[patient].count(text, identifier)
            if identifier.kind in ("name", "location"):
                words[patient].update(fold(word) for word in _WORD.findall(text, identifier.start, identifier.end))
    return {patient: Surrogates(key, patient, names[patient], frozenset(words[patient])) for patient in set(patients)}


def _rewrite(text: str, found: _Found, surrogates: Surrogates) -> DeidentifiedText:
    if found.refusal is not None:
        return DeidentifiedText("", language=found.language, refusal=found.refusal)
    latest = max((int(year) for year in ANY_YEAR.findall(text)), default=0)
    pieces: list[str] = []
    replaced: list[Replaced] = []
    place = length = 0
    for item in found.identifiers:
        start, end, made = _make(text, item, surrogates, latest)
        kept = text[place:start]
        length += len(kept)
        pieces += [kept, made]
        replaced.append(Replaced(start, end, item.kind, length, length + len(made)))
        length += len(made)
        place = end
    return DeidentifiedText("".join([*pieces, text[place:]]), tuple(replaced), found.language)


def _make(text: str, item: Identifier, surrogates: Surrogates, latest: int) -> tuple[int, int, str]:
    """What is replaced, from where to where, and by what."""
    written = text[item.start : item.end]
    if item.kind == "date":
        made = shift_day(written, surrogates.days)
        year = find_year(written)
        if year is not None and latest - year > OLDEST and _BIRTH.search(text, max(0, item.start - 40), item.start):
            made = _LONG_YEAR.sub(r"\1XX", made)
        return item.start, item.end, made
    if item.kind == "age":
        if _LONG_YEAR.fullmatch(written):
            return item.start, item.end, f"{written[:2]}XX"
        unit = _AGE_UNIT.match(text, item.end)
        hyphens = unit is not None and "-" in unit["gap"]
        return item.start, unit.end() if unit else item.end, OLD.replace(" ", "-") if hyphens else OLD
    return item.start, item.end, surrogates.replace(text, item)


def count_kinds(texts: Iterable[DeidentifiedText]) -> dict[Kind, int]:
    """How many identifiers of each kind were replaced."""
    counts: dict[Kind, int] = defaultdict(int)
    for text in texts:
        for item in text.replaced:
            counts[item.kind] += 1
    return dict(counts)


def count_foreign(texts: Iterable[DeidentifiedText]) -> dict[str, int]:
    """Language that the rules do not know -> how many texts have a paragraph in it and were filtered all the same."""
    return dict(Counter(text.language for text in texts if text.language is not None and text.refusal is None))
