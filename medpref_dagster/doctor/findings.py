"""What an examination gives: a sentence of what was found, whether that is well, and what to do if it is not."""

from dataclasses import dataclass
from typing import Literal

State = Literal["well", "worth knowing", "wrong"]

GIB = 2**30


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    about: str
    """One or two words: `device`, `base model smollm2-135m`."""
    found: str
    """What is so, as a clause. Never text of a patient."""
    state: State = "well"
    remedy: str | None = None
    """What to do; None where it is well."""


def well(about: str, found: str) -> Finding:
    """Nothing is to be done."""
    return Finding(about, found)


def worth_knowing(about: str, found: str, remedy: str | None = None) -> Finding:
    """Work goes on, but not as well as it might."""
    return Finding(about, found, "worth knowing", remedy)


def wrong(about: str, found: str, remedy: str) -> Finding:
    """Something that is asked for cannot be done."""
    return Finding(about, found, "wrong", remedy)
