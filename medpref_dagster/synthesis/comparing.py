"""Two answers to a prompt before a judge, in both orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.hashing import content_key
from medpref_dagster.progress import Tell, silent
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.judge import Judge, UnreadableRatingsError, ask_texts, parse_ratings, write_question
from medpref_dagster.storage.store import Store
from medpref_dagster.synthesis.prompts import draw_number

FIRST, SECOND, TIE, ORDER, UNREAD = "first", "second", "tie", "order", "unread"
"""Outcomes: that answer is preferred in both orders; neither is in either; the order decides; no answer to read."""
CANDIDATES, CLINICIANS = "candidates", "clinicians"
"""Kinds: two written answers; a pair of clinicians."""

Ratings = tuple[int, int]
"""Of the first and of the second answer."""


@dataclass(frozen=True)
class Comparison:
    """Two answers, in the order in which they are shown first."""

    kind: Literal["candidates", "clinicians"]
    slice: str | None
    prompt: str
    first: str
    second: str

    @property
    def comparison_id(self) -> str:
        """The hash of the three texts."""
        return content_key(what="comparison", texts=[self.prompt, self.first, self.second])


@dataclass(frozen=True)
class Compared:
    """What a judge said of two answers."""

    comparison: Comparison
    outcome: str
    margin: int | None = None
    """Of first and second: the smaller of the two differences."""
    ratings: tuple[Ratings, Ratings] | None = None
    """In the order that was drawn, and in the reverse."""
    reason: str | None = None
    """Of unread: a short fixed phrase."""
    detail: str | None = None

    @property
    def preferred(self) -> str | None:
        """The answer that is better in both orders."""
        return {FIRST: self.comparison.first, SECOND: self.comparison.second}.get(self.outcome)

    @property
    def other(self) -> str | None:
        """The one that is worse."""
        return {FIRST: self.comparison.second, SECOND: self.comparison.first}.get(self.outcome)


def draw_comparison(
    kind: Literal["candidates", "clinicians"], slice_name: str | None, prompt: str, answers: tuple[str, str], seed: int
) -> Comparison:
    """Two answers in an order drawn from the seed and the texts, whichever is given first."""
    one, other = sorted(answers)
    if draw_number(seed, prompt, one, other) % 2:
        one, other = other, one
    return Comparison(kind, slice_name, prompt, one, other)


def compare(
    judge: Judge,
    rubric: str,
    comparisons: Sequence[Comparison],
    store: Store,
    journal: str,
    disclosure: Disclosure,
    tell: Tell = silent,
) -> list[Compared]:
    """Ask a judge for ratings of each two answers, in both orders; what it said before is recalled.

    Parameters
    ----------
    journal
        The store's journal where answers are noted.
    disclosure
        Of the prompts and answers; as in `ratings.judge.ask_judge`.

    Raises
    ------
    medpref_dagster.ratings.judge.JudgeError
        If the judge cannot be asked.
    """
    texts = [
        write_question(rubric, item.prompt, answers)
        for item in comparisons
        for answers in ((item.first, item.second), (item.second, item.first))
    ]
    answers = ask_texts(judge, texts, store, journal, disclosure=disclosure, tell=tell)
    return [
        settle(item, drawn, turned)
        for item, drawn, turned in zip(comparisons, answers[0::2], answers[1::2], strict=True)
    ]


def settle(comparison: Comparison, drawn: str | Unanswered, turned: str | Unanswered) -> Compared:
    """What the judge's answers to both orders come to.

    An answer is preferred if it is rated higher in both orders. Where one order prefers what the other does not, a tie
    included, the order decides, and nothing is known of the answers.
    """
    found: list[list[int]] = []
    for order, answer in (("drawn", drawn), ("reversed", turned)):
        try:
            if isinstance(answer, Unanswered):
                return Compared(comparison, UNREAD, reason=answer.reason, detail=f"order {order}: {answer.detail}")
            found.append(parse_ratings(answer, 2))
        except UnreadableRatingsError as error:
            detail = f"order {order}: {len(answer)} characters" if isinstance(answer, str) else order
            return Compared(comparison, UNREAD, reason=str(error), detail=detail)
    ratings = ((found[0][0], found[0][1]), (found[1][1], found[1][0]))
    before, after = (first - second for first, second in ratings)
    if before == after == 0:
        return Compared(comparison, TIE, ratings=ratings)
    if before * after <= 0:
        return Compared(comparison, ORDER, ratings=ratings)
    return Compared(comparison, FIRST if before > 0 else SECOND, min(abs(before), abs(after)), ratings)
