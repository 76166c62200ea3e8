"""What is said where a name is not one of those that there are."""

import difflib
from collections.abc import Iterable


class UndeclaredNameError(ValueError):
    """A declaration names something that is declared nowhere. `path` leads to the place, below `attributes`."""

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.path = path


def name_unknown(what: str, name: str, known: Iterable[str], where: str = "accepted", *, listed: bool = True) -> str:
    """A sentence that names the mistake, the nearest name that there is, and (unless there are too many) all.

    >>> name_unknown("metric", "acuracy", ["f1", "accuracy"])
    "unknown metric 'acuracy'; did you mean 'accuracy'? accepted: 'f1', 'accuracy'"
    """
    names = list(known)
    sentence = f"unknown {what} {name!r};{suggest_name(name, names)}"
    return f"{sentence} {where}: {', '.join(map(repr, names)) or 'none'}" if listed else sentence.rstrip(";")


def suggest_name(name: str, names: list[str]) -> str:
    """` did you mean 'accuracy'?`, or nothing where no name is near."""
    by_lower_case = {item.lower(): item for item in reversed(names)}
    near = difflib.get_close_matches(name.lower(), by_lower_case, n=1)
    return f" did you mean {by_lower_case[near[0]]!r}?" if near else ""


def with_article(noun: str) -> str:
    """A word that is read as it is written, behind its article.

    >>> with_article("task"), with_article("ablation")
    ('a task', 'an ablation')
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
