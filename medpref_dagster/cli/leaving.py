"""What is about to leave the project, to be shown, or to stand in the audit log is looked through for identifiers; one
place for all commands."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from medpref_dagster.declaration import Deidentify
    from medpref_dagster.steps import Subject
    from medpref_dagster.storage.store import Store


class LeavingError(click.ClickException):
    """Something must not leave, or cannot be looked through. It says so in a block that hides others' errors, too."""


NOTHING_WRITTEN = "nothing was written"


def refuse_identifiers(
    about: "Subject",
    texts: Collection[str],
    store: "Store",
    *,
    is_page: bool = False,
    given: Collection[str] = (),
    otherwise: str = NOTHING_WRITTEN,
) -> None:
    """End the command where a de-identified source's texts hold what looks like an identifier; it is told by number and
    class, never by a text.

    Parameters
    ----------
    is_page, given
        As `steps.identifiers.search_before_leaving`.
    otherwise
        What did not happen then.

    Raises
    ------
    LeavingError
        If there is some, the task's cases were never made, or the libraries that know names are not installed.
    """
    from medpref_dagster.deidentification.lexicon import LexiconError
    from medpref_dagster.steps.identifiers import search_before_leaving
    from medpref_dagster.storage.store import StoreError

    try:
        found = search_before_leaving(about, texts, store, is_page=is_page, given=given)
    except (LexiconError, StoreError) as error:
        raise LeavingError(str(error)) from None
    if found is not None and found.with_some:
        raise LeavingError(
            f"{found.with_some} of {found.texts} texts hold what looks like an identifier ({found.describe()}), and "
            f"the source of {about.name} is to have none: {otherwise}. Declare source.deidentify, or, where it is not "
            "de-identified at all, disclosure: identifiable"
        )


def refuse_reason(why: str, about: "Subject | Iterable[Deidentify]") -> None:
    """End the command where a reason holds what looks like an identifier; it is told by number and kind.

    Parameters
    ----------
    about
        What it is about: a declared loop, whose made-up text is nobody's; or what sources declare of identifiers.

    Raises
    ------
    LeavingError
        If so, or the libraries that know names are not installed.
    """
    from medpref_dagster.deidentification.lexicon import LexiconError
    from medpref_dagster.steps import identifiers

    try:
        if isinstance(about, Iterable):
            identifiers.refuse_reason(why, about)
        else:
            identifiers.refuse_reason_about(about, why)
    except (LexiconError, identifiers.ReasonError) as error:
        raise LeavingError(str(error)) from None
