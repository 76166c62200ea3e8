"""Questions to a model that answers in words, each asked once: what was answered is noted and recalled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from medpref_dagster.progress import Progress, Tell, silent
from medpref_dagster.storage.store import Store

Question = TypeVar("Question")


@dataclass(frozen=True)
class Unanswered:
    """A question that got no answer. It is asked again the next time."""

    reason: str
    """A short fixed phrase, to be counted."""
    detail: str
    """What to look at; never text of a case."""


def ask_once(
    questions: Mapping[str, Question],
    ask: Callable[[Sequence[Question]], Iterator[str | Unanswered]],
    store: Store,
    journal: str,
    noted: Mapping[str, str],
    tell: Tell = silent,
    keep: Callable[[str], str] = str,
) -> dict[str, str | Unanswered]:
    """Ask what was not answered before, and recall the rest.

    Every answer is noted as soon as it is there: after a kill, no question that was answered is asked again.

    Parameters
    ----------
    questions
        By the hash of everything that can change their answers.
    ask
        Gives an answer for each, in the same order, each as soon as it is there.
    journal
        The store's journal where answers are noted.
    noted
        Written beside each answer: one entry, what is asked and its name. Progress is told under both.
    keep
        What of an answer is noted and given back.

    Returns
    -------
    dict
        An answer for each key.
    """
    answers: dict[str, str | Unanswered] = {
        note["key"]: keep(note["answer"])
        for note in store.read_notes(journal, "key", "answer")
        if note["key"] in questions
    }
    unasked = {key: question for key, question in questions.items() if key not in answers}
    who = " ".join(f"{what} {name}" for what, name in noted.items())
    answered = ask(list(unasked.values()))
    for done, (key, answer) in enumerate(zip(unasked, answered, strict=True), 1):
        if isinstance(answer, str):
            answers[key] = keep(answer)
            store.note(journal, {"key": key, **noted, "answer": answers[key]})
        else:
            answers[key] = answer
        tell(Progress(who, done, len(unasked), "questions"))
    return answers
