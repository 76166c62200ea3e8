"""Words and numbers that say by themselves what was done, whatever door they come through."""

from typing import Any

from medpref_dagster.feedback.parsing import EventError

LABELS: dict[str, dict[str, Any]] = {
    "accepted": {"kind": "accepted"},
    "rejected": {"kind": "rejected"},
    "regenerated": {"kind": "regenerated"},
    "thumb_up": {"kind": "thumb", "up": True},
    "thumb_down": {"kind": "thumb", "up": False},
}
"""Label -> reaction."""
WITH_REASON = ("rejected", "thumb")
"""The kinds of reactions that have a reason."""


def add_reason(reaction: dict[str, Any], reason: object) -> dict[str, Any]:
    """A reaction with its reason, where its kind has one and one was given."""
    return {**reaction, "reason": reason} if reason is not None and reaction["kind"] in WITH_REASON else reaction


def read_rating(score: object, highest: object, where: str) -> dict[str, Any]:
    """A rating on a declared scale. A score alone could be a thumb, a share or a rating: that is not guessed.

    Raises
    ------
    EventError
        If the scale is not said or the score is no whole number.
    """
    if highest is None:
        raise EventError(
            "unknown_reaction", f"a score without its scale: {where} must say the best rating that there is"
        )
    if isinstance(score, float) and score.is_integer():
        score = int(score)
    return {"kind": "rated", "rating": score, "highest": highest}
