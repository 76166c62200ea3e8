"""A source lies outside of the store: what is in there was made of other sources, and tells what they tell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from medpref_dagster.declaration import Records
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.sources.reading import SourceError

_QUOTED = re.compile(r"'([^']*)'")
"""A path in a query."""


def require_outside(source: Records | EventSource, store: Path) -> None:
    """Refuse a source that names a place in the store.

    What a table tells of patients is noted with it, and who is forgotten is taken out of it. Of a copy that is read as
    a source of its own neither would be known, and what it declares would be believed.

    Parameters
    ----------
    store
        The store's resolved root.

    Raises
    ------
    SourceError
        If so.
    """
    from medpref_dagster.storage.artifacts import KINDS  # definitions load this module

    folders = [store / kind for kind in KINDS]
    for text in _list_texts(source.options):
        if any(_is_within(place, folders) for place in (text, *_QUOTED.findall(text))):
            raise SourceError(
                f"source.options names a place in the store {store}: what is there was made of other sources, tells of "
                "patients what they tell, and goes when somebody is forgotten. Declare the source that it was made of"
            )


def _list_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast("Mapping[Any, object]", value).values():
            yield from _list_texts(item)
    elif isinstance(value, Sequence):
        for item in cast("Sequence[object]", value):
            yield from _list_texts(item)


def _is_within(text: str, folders: Sequence[Path]) -> bool:
    """Whether a path, or the last link of a chained URL, leads into one of several folders."""
    path = text.rpartition("::")[2].removeprefix("file://").removeprefix("local://")
    try:
        place = Path(path).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):  # no path
        return False
    return any(place.is_relative_to(folder) for folder in folders)
