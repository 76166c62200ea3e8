"""Records that show one prompt and one or more answers to a person: Label Studio's tasks and Argilla's records."""

from collections.abc import Mapping
from typing import Any

from medpref_dagster.feedback.importers.naming import name_other
from medpref_dagster.feedback.importers.options import TIE, ImportOptions
from medpref_dagster.feedback.importers.scores import (
    accept_unchanged,
    find_label,
    find_meaning,
    rank_answers,
    read_score,
)
from medpref_dagster.feedback.parsing import EventError


class ShownAnswers:
    """The answers of one record.

    Parameters
    ----------
    prefix
        Of the ids of its generations.
    record
        The product's id of the record.
    texts
        Field -> answer, of the declared fields that the record has, in their declared order.
    """

    def __init__(self, prefix: str, record: object, texts: Mapping[str, object]) -> None:
        self.texts = texts
        names = {field: name_other(f"{record}-{field}", f"{prefix}-") for field in texts}
        self.generations = {field: name for field, name in names.items() if name is not None}

    def read(self, name: object, value: object, options: ImportOptions) -> list[tuple[str, dict[str, Any]]]:
        """The generation and the reaction of each thing that a person said.

        Parameters
        ----------
        name
            Of the question, by which its meaning is declared.
        value
            A text, a number, a label; of a choice the field of the better answer, or a label of a tie.

        Raises
        ------
        EventError, NotFeedbackError
            As `scores.read_score`; also where nobody declared which of several answers it is about.
        """
        meaning, field = find_meaning(name, options)
        if meaning == "chosen":
            return self.choose(value, options)
        reaction = read_score(name, value, options)
        if field is None and len(self.generations) == 1:
            field = next(iter(self.generations))
        if field is None or field not in self.generations:
            raise EventError(
                "unknown_reaction", "nobody declared which of the record's answers it is about: NAME=...@FIELD"
            )
        return [(self.generations[field], accept_unchanged(reaction, self.texts[field]))]

    def choose(self, value: object, options: ImportOptions) -> list[tuple[str, dict[str, Any]]]:
        """Choices: one field over all others, a tie, or a ranking (field -> rank).

        Raises
        ------
        EventError
            If the answers are fewer than two, or it names none of them.
        """
        if len(self.generations) < 2:
            raise EventError("unknown_reaction", "a choice between answers, of which the record has fewer than two")
        if isinstance(value, Mapping):
            ranks: Mapping[Any, Any] = value
        elif find_label(value, options) == TIE:
            ranks = dict.fromkeys(self.generations, 1)
        elif isinstance(value, str) and value in self.generations:
            ranks = {field: 1 if field == value else 2 for field in self.generations}
        else:
            ranks = {}
        known = set(ranks) <= set(self.generations) and all(type(rank) is int for rank in ranks.values())
        if not ranks or not known:
            raise EventError("unknown_reaction", "a choice that names another answer than the declared fields")
        choices = rank_answers(ranks, self.generations)
        if not choices:
            raise EventError("unknown_reaction", "a choice that compares nothing")
        return choices
