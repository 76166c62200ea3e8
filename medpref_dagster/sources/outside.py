"""A source lies outside of the store: what is in there was made of other sources, and tells what they tell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, cast

from medpref_dagster.declaration import Records
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.sources.reading import SourceError

_QUOTED = re.compile(r"'([^']*)'")
"""A path in a query."""
_REASON = (
    "what is there was made of other sources, tells of patients what they tell, and goes when somebody is forgotten"
)


def require_outside(source: Records | EventSource, store: Path) -> None:
    """Refuse a source that names a place in the store, or reaches into it by a pattern or a folder above it.

    What a table tells of patients is noted with it, and who is forgotten is taken out of it. Of a copy that is read as
    a source of its own neither would be known, and what it declares would be believed.

    Parameters
    ----------
    store
        The store's root.

    Raises
    ------
    SourceError
        If so.
    """
    folders = _list_folders(store)
    for text in _list_texts(source.options):
        if any(_is_within(place, folders) for place in (text, *_QUOTED.findall(text))):
            raise SourceError(
                f"source.options names a place in the store {store}: {_REASON}. Declare the source that it was made of"
            )
    _require_none_within(_list_matched(source, folders), "source.options", folders, store)


def require_files_outside(named: Sequence[str], store: Path) -> None:
    """Refuse the same of paths, patterns and URLs that somebody names.

    Raises
    ------
    SourceError
        If so.
    """
    folders = _list_folders(store)
    for text in named:
        if _is_within(text, folders):
            raise SourceError(f"{text} is a place in the store {store}: {_REASON}. Name what the product has exported")
    _require_none_within(chain.from_iterable(map(_match, named)), "a pattern", folders, store)


def _list_folders(store: Path) -> list[Path]:
    from medpref_dagster.storage.artifacts import KINDS  # definitions load this module

    return [store.resolve() / kind for kind in KINDS]


def _require_none_within(files: Iterable[str], who: str, folders: Sequence[Path], store: Path) -> None:
    for file in files:
        if _is_within(file, folders):
            raise SourceError(
                f"{who} reaches into the store {store}: {_link_to(file)} is among the files that it matches; "
                f"{_REASON}. Name the folder of the source itself, or let the store lie elsewhere"
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


def _list_matched(source: Records | EventSource, folders: Sequence[Path]) -> Iterator[str]:
    """The files of this machine that a reader finds by a pattern or in a folder, as it would find them."""
    if source.reader == "duckdb":
        yield from _list_queried(source.options)
    elif source.reader == "huggingface":
        yield from _list_shown_below(str(source.options.get("dataset", "")), folders)
    else:
        yield from chain.from_iterable(map(_match, _list_texts(source.options)))


def _list_queried(options: Mapping[str, Any]) -> Iterator[str]:
    from medpref_dagster.sources.queried_files import list_queried_files

    query, parameters, database = options.get("query"), options.get("parameters") or {}, options.get("database")
    if isinstance(query, str) and isinstance(parameters, Mapping):
        known = database if isinstance(database, str) else None
        yield from list_queried_files(query, cast("Mapping[str, Any]", parameters), known)


def _list_shown_below(dataset: str, folders: Sequence[Path]) -> Iterator[str]:
    """The store's files below a local folder; the library datasets passes over what is hidden there."""
    above = Path(dataset).expanduser().resolve()
    for folder in folders:
        hidden = folder.is_relative_to(above) and any(
            part.startswith((".", "__")) for part in folder.relative_to(above).parts
        )
        if folder.is_relative_to(above) and not hidden:
            yield from (str(path) for path in folder.rglob("*") if path.is_file())


def _match(pattern: str) -> Iterator[str]:
    """What a pattern of local files matches: the last link of a chained URL is the file that is opened."""
    from medpref_dagster.sources.opening import find_files

    path = _take_path(pattern)
    if "://" in path or not any(sign in path for sign in "*?["):
        return
    try:
        yield from (file.path for file in find_files([path]))
    except SourceError:  # the reader says it
        return


def _take_path(text: str) -> str:
    return text.rpartition("::")[2].removeprefix("file://").removeprefix("local://")


def _is_within(text: str, folders: Sequence[Path]) -> bool:
    """Whether a path, or the last link of a chained URL, leads into one of several folders."""
    try:
        place = Path(_take_path(text)).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):  # no path
        return False
    return any(place.is_relative_to(folder) for folder in folders)


def _link_to(file: str) -> str:
    """A file as it was found, and where that is a link, what it leads to."""
    found, place = Path(_take_path(file)).expanduser(), Path(_take_path(file)).expanduser().resolve()
    return f"{found}" if found == place else f"{found} ({place})"
