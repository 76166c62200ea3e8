"""Feedback without what identifies somebody: surrogates in every text, pseudonyms for patients and encounters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import Deidentify
from medpref_dagster.deidentification.identifiers import Kind, make_rules
from medpref_dagster.deidentification.pseudonyms import name_pseudonym
from medpref_dagster.deidentification.texts import DeidentifiedText, count_foreign, count_kinds, deidentify_texts
from medpref_dagster.privacy_key import PrivacyKey
from medpref_dagster.schemas import CHOICES, GENERATIONS, QUARANTINE, REACTIONS
from medpref_dagster.values import spell_value

REFUSED = "cannot be de-identified"

_WRITTEN = ("prompt", "answer")
_TEXTS = (*_WRITTEN, "text", "reason")


@dataclass(frozen=True)
class FilteredGenerations:
    """A week's generations, and those of which nobody may learn."""

    generations: pa.Table
    """`schemas.GENERATIONS`."""
    refused: pa.Table
    """`schemas.QUARANTINE`: by their ids, without their text."""
    kinds: Mapping[Kind, int]
    """How many identifiers of each class were replaced."""
    foreign: Mapping[str, int]
    """Language that the rules do not know -> how many texts in it were filtered all the same."""


@dataclass(frozen=True)
class FilteredReactions:
    """A week's reactions, and those of which nobody may learn."""

    reactions: pa.Table
    """`schemas.REACTIONS`."""
    choices: pa.Table
    """`schemas.CHOICES`."""
    refused: pa.Table
    """`schemas.QUARANTINE`: by their event ids, without their text, which is where it was read."""
    kinds: Mapping[Kind, int]
    """How many identifiers of each class were replaced."""
    foreign: Mapping[str, int]
    """Language that the rules do not know -> how many texts in it were filtered all the same."""


def filter_reactions(
    reactions: pa.Table, choices: pa.Table, declared: Deidentify, key: PrivacyKey, processes: int = 1
) -> FilteredReactions:
    """Replace what identifies somebody in a week's reactions, in one call, so that both sides of a pair agree.

    Parameters
    ----------
    reactions, choices
        Columns in: `schemas.REACTIONS`, `schemas.CHOICES`.
    declared
        Its formats of ids, languages and longest text.
    key
        The same key gives the same rows. A patient has the pseudonym that a task's cases give that id.
    processes
        In how many processes identifiers are looked for.

    Raises
    ------
    LexiconError, LanguageError
        If a library is not installed.
    """
    rows, others = reactions.to_pylist(), choices.to_pylist()
    whose = {row["event_id"]: _name_whose(row) for row in rows}
    texts = [(row["event_id"], row[name]) for row in rows for name in _TEXTS if row[name] is not None]
    texts += [(row["event_id"], row["answer"]) for row in others if row["answer"] is not None]
    made, refused = _deidentify(texts, whose, declared, key, processes)
    left = iter(made)
    kept = [row for row in _replace(rows, _TEXTS, left) if row["event_id"] not in refused]
    chosen = [row for row in _replace(others, ("answer",), left) if row["event_id"] not in refused]
    return FilteredReactions(
        pa.Table.from_pylist(_rename_people(kept, key), schema=REACTIONS),
        pa.Table.from_pylist(chosen, schema=CHOICES),
        _list_refused(refused),
        dict(sorted(count_kinds(made).items())),
        count_foreign(made),
    )


def filter_generations(
    generations: pa.Table, declared: Deidentify, key: PrivacyKey, processes: int = 1
) -> FilteredGenerations:
    """Replace what identifies somebody in a week's prompts and answers, by the surrogates that reactions have.

    Parameters
    ----------
    generations
        Columns in: `schemas.GENERATIONS`.
    declared, key, processes
        As of `filter_reactions`. The same key gives a patient's surrogates in both, but where a surrogate is a name in
        what a clinician wrote, too: that is not known here.

    Raises
    ------
    LexiconError, LanguageError
        If a library is not installed.
    """
    rows = generations.to_pylist()
    whose = {row["generation_id"]: _name_whose(row) for row in rows}
    texts = [(row["generation_id"], row[name]) for row in rows for name in _WRITTEN]
    made, refused = _deidentify(texts, whose, declared, key, processes)
    kept = [row for row in _replace(rows, _WRITTEN, iter(made)) if row["generation_id"] not in refused]
    return FilteredGenerations(
        pa.Table.from_pylist(_rename_people(kept, key), schema=GENERATIONS),
        _list_refused(refused),
        dict(sorted(count_kinds(made).items())),
        count_foreign(made),
    )


def _deidentify(
    texts: Sequence[tuple[str, str]],
    whose: Mapping[str, str],
    declared: Deidentify,
    key: PrivacyKey,
    processes: int,
) -> tuple[list[DeidentifiedText], dict[str, str]]:
    """All texts in one call, each with its event's id; and of the events that have one which is refused, why."""
    made = deidentify_texts(
        [text for _, text in texts], [whose[event] for event, _ in texts], make_rules(declared), key, processes
    )
    return made, {event: str(text.refusal) for (event, _), text in zip(texts, made, strict=True) if text.refusal}


def _list_refused(refused: Mapping[str, str]) -> pa.Table:
    listed = [
        {"row_id": event, "reason": REFUSED, "detail": detail, "record": None}
        for event, detail in sorted(refused.items())
    ]
    return pa.Table.from_pylist(listed, schema=QUARANTINE)


def _name_whose(row: Mapping[str, Any]) -> str:
    """The patient; of a reaction that names none its prompt, so that answers to one prompt have one's surrogates."""
    return spell_value(row["patient_id"]) or f"prompt\0{row['prompt']}"


def _replace(
    rows: Sequence[dict[str, Any]], names: Sequence[str], made: Iterator[DeidentifiedText]
) -> list[dict[str, Any]]:
    return [{**row, **{name: next(made).text for name in names if row[name] is not None}} for row in rows]


def _rename_people(rows: Sequence[dict[str, Any]], key: PrivacyKey) -> list[dict[str, Any]]:
    return [{**row, **{name: _rename(key, row[name]) for name in ("patient_id", "encounter")}} for row in rows]


def _rename(key: PrivacyKey, written: str | None) -> str | None:
    spelled = spell_value(written)
    return name_pseudonym(key, spelled) if spelled else None
