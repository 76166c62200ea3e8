"""Metrics of free texts: what is named, recalled, unsupported, and how much of the wording is shared."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from medpref_dagster.answering.metrics import CaseTotals, FieldAnswers, mean_over_cases
from medpref_dagster.words import split_terms, split_words

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_STATEMENT_END = re.compile(r"(?<=[.!?;])\s+|(?<=[\u3002\uff01\uff1f\uff1b])\s*|\n+")
_NEGATIONS = frozenset({"not", "no", "never", "without", "unlikely", "neither", "nor", "excluded", "exclude", "than"})
_ALTERNATIVES = frozenset({"or", "and", "versus", "vs"})


def measure_free_response_match(answers: FieldAnswers) -> CaseTotals:
    """Share of cases whose first sentence names the gold answer, or a variant from the source field `accepted`
    (a list), as whole words: not behind a negation ("not", "unlikely", "rather than"), and not as one of several
    alternatives ("cystitis or pyelonephritis")."""
    scores: list[float] = []
    for gold, read, source in zip(answers.gold, answers.read, answers.sources or (), strict=True):
        accepted = [gold, *(source.get("accepted") or ())]
        sentence = split_terms(_STATEMENT_END.split(read.strip())[0]) if read else []
        scores.append(float(any(_names_plainly(sentence, split_terms(phrase)) for phrase in accepted)))
    return mean_over_cases(np.array(scores))


def measure_rouge_l(answers: FieldAnswers) -> CaseTotals:
    """Mean over cases of the ROUGE-L F measure against the gold text.

    With LCS the longest common subsequence of words, precision LCS / words written, recall LCS / words of the gold
    text, F their harmonic mean (Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, with beta = 1).
    Words are folded runs of letters and digits (`words.split_words`); where a script has no spaces between words, each
    character is one.
    """
    scores = [
        _rouge_l(split_words(read or ""), split_words(gold))
        for read, gold in zip(answers.read, answers.gold, strict=True)
    ]
    return mean_over_cases(np.array(scores))


def measure_fact_recall(answers: FieldAnswers) -> CaseTotals:
    """Mean over cases of the share of the case's facts that the text mentions.

    Facts are the source field `facts`: a list of `{"fact": name, "mentions": [accepted phrases]}`. A phrase is
    mentioned where its words stand in the text in a row. Cases without facts do not count.
    """
    scores: list[float] = []
    for read, source in zip(answers.read, answers.sources or (), strict=True):
        words = split_terms(read or "")
        facts = _read_facts(source)
        found = [any(_find_phrase(words, phrase) is not None for phrase in mentions) for mentions in facts]
        scores.append(sum(found) / len(found) if found else np.nan)
    return mean_over_cases(np.array(scores))


def measure_unsupported_statements(answers: FieldAnswers) -> CaseTotals:
    """Mean over cases of the share of statements that the case's facts do not support.

    A statement is a sentence, a line, or what a semicolon ends. It is unsupported if it mentions no fact of the
    case (source field `facts`, as in `measure_fact_recall`), or a number that neither a fact nor the case's text
    has. A blank text counts as wholly unsupported. Cases without facts do not count.
    """
    scores: list[float] = []
    for read, source in zip(answers.read, answers.sources or (), strict=True):
        facts = _read_facts(source)
        mentions = [phrase for accepted in facts for phrase in accepted]
        known = set(_NUMBER.findall(str(source["case_text"]))) | set(_NUMBER.findall(" ".join(map(" ".join, mentions))))
        statements = [words for item in _STATEMENT_END.split(read or "") if (words := split_terms(item))]
        unsupported = [
            not all(number in known for number in _NUMBER.findall(" ".join(words)))
            or not any(_find_phrase(words, phrase) is not None for phrase in mentions)
            for words in statements
        ]
        scores.append(np.nan if not facts else sum(unsupported) / len(unsupported) if unsupported else 1.0)
    return mean_over_cases(np.array(scores))


def _read_facts(source: Mapping[str, Any]) -> list[list[list[str]]]:
    """Per fact, its accepted phrases as words."""
    facts = source.get("facts")
    # A reader of flat files brings the list as JSON text.
    facts = json.loads(facts) if isinstance(facts, str) else facts
    return [[split_terms(phrase) for phrase in fact["mentions"]] for fact in facts or ()]


def _find_phrase(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    """Where a phrase first stands in a text, both as words."""
    size = len(phrase)
    return next((i for i in range(len(words) - size + 1) if size and list(words[i : i + size]) == list(phrase)), None)


def _names_plainly(sentence: Sequence[str], phrase: Sequence[str]) -> bool:
    place = _find_phrase(sentence, phrase)
    if place is None or _NEGATIONS & set(sentence[:place]):
        return False
    neighbours = {*sentence[max(0, place - 1) : place], *sentence[place + len(phrase) : place + len(phrase) + 1]}
    return not neighbours & _ALTERNATIVES


def _rouge_l(written: Sequence[str], gold: Sequence[str]) -> float:
    common = longest_common_subsequence(written, gold)
    return 2 * common / (len(written) + len(gold)) if common else 0.0


def longest_common_subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest common subsequence, bit-parallel: one machine-word step per 64 words of `left`.

    Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
    """
    places: dict[str, int] = {}
    for index, word in enumerate(left):
        places[word] = places.get(word, 0) | (1 << index)
    every = (1 << len(left)) - 1
    row = every
    for word in right:
        matches = row & places.get(word, 0)
        row = ((row + matches) | (row - matches)) & every
    return len(left) - row.bit_count()
