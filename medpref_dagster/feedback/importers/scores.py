"""What a score means: as declared, never guessed. A 1 may be a thumb, a share, or the worst of five."""

from collections.abc import Mapping
from typing import Any

from medpref_dagster.feedback.importers.importing import NotFeedbackError
from medpref_dagster.feedback.importers.options import TIE, ImportOptions
from medpref_dagster.feedback.labels import LABELS, add_reason, read_rating
from medpref_dagster.feedback.parsing import EventError

_TRUTHS: dict[object, bool] = {1: True, 0: False, "true": True, "false": False, "True": True, "False": False}


def read_score(
    name: object, value: object, options: ImportOptions, *, reason: object = None, highest: object = None
) -> dict[str, Any]:
    """The reaction that a score is.

    Parameters
    ----------
    name
        By which `options.scores` declares its meaning. Without it, a text that is a label is that label.
    highest
        The best rating of its scale, where the record says it.

    Raises
    ------
    EventError
        `undeclared_score` or `unknown_reaction`.
    NotFeedbackError
        If it is declared to be ignored.
    """
    meaning, _ = find_meaning(name, options)
    if meaning is None and find_label(value, options) not in (None, TIE):
        meaning = "label"
    if meaning is None and highest is not None:
        meaning = "rated"
    if meaning is None:
        # An undeclared name is the export's: it may be anything, a patient's too.
        raise EventError("undeclared_score", "nobody declared what this score means; the quarantine has its name")
    where = f"the score {name}" if name in options.scores else "a score"
    if meaning == "ignore":
        raise NotFeedbackError("declared to be ignored")
    if meaning.startswith("rated"):
        best = int(meaning.removeprefix("rated/")) if "/" in meaning else highest
        return read_rating(value, best, f"the scale of {where}")
    if meaning == "edited" and isinstance(value, str):
        return {"kind": "edited", "text": value}
    if meaning == "thumb" and isinstance(value, str | int | float) and value in _TRUTHS:
        return add_reason({"kind": "thumb", "up": _TRUTHS[value]}, reason)
    label = find_label(value, options)
    if label in LABELS and (meaning == "label" or LABELS[label]["kind"] == meaning):
        return add_reason(LABELS[label], reason)
    raise EventError("unknown_reaction", f"{where}: the value is none that {meaning} may have")


def find_meaning(name: object, options: ImportOptions) -> tuple[str | None, str | None]:
    """The declared meaning of a score, and the field of the answer that it is about."""
    meaning = options.scores.get(name) if isinstance(name, str) else None
    if meaning is None:
        return None, None
    kind, _, field = meaning.partition("@")
    return kind, field or None


def find_label(value: object, options: ImportOptions) -> str | None:
    """Which of our labels a text is."""
    if not isinstance(value, str):
        return None
    return options.labels.get(value, value if value in LABELS else None)


def accept_unchanged(reaction: dict[str, Any], answer: object) -> dict[str, Any]:
    """What was signed as the model wrote it was accepted, and not edited."""
    if reaction["kind"] == "edited" and reaction["text"] == answer:
        return {"kind": "accepted"}
    return reaction


def rank_answers(ranks: Mapping[str, int], generations: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Choices that say what a ranking says.

    Parameters
    ----------
    ranks
        Field of an answer -> its rank; the lowest is the best.
    generations
        Field of an answer -> id of its generation.

    Returns
    -------
    list
        The generation and the reaction of each: every answer over all below it, and the first of a rank as good as the
        others of that rank.
    """
    choices: list[tuple[str, dict[str, Any]]] = []
    for rank in sorted(set(ranks.values())):
        first, *equals = (field for field in generations if ranks.get(field) == rank)
        below = [field for field in generations if field in ranks and ranks[field] > rank]
        if equals:
            over = [generations[field] for field in equals]
            choices.append((generations[first], {"kind": "chosen", "over": over, "tie": True}))
        for field in (first, *equals) if below else ():
            over = [generations[other] for other in below]
            choices.append((generations[field], {"kind": "chosen", "over": over}))
    return choices
