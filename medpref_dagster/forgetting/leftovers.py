"""What else in a project may have something of a patient: journals, half-done work, what is being sent."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from medpref_dagster.feedback.event_ids import read_event_ids, spell
from medpref_dagster.forgetting.wanted import ForgettingError, Wanted
from medpref_dagster.storage.durable import sync
from medpref_dagster.storage.store import Store

_GENERATED = "generated"
"""Journals of what generators answered to prompts (`synthesis.generating`)."""
_JUDGED = "judged"
"""Journals of what judges answered (`ratings.judge`), by task and base model."""


def clean_journals(store: Store, wanted: Wanted) -> int:
    """Take out of every journal what names what is forgotten, what a judge wrote that is no list of ratings, and every
    answer of a generator: they may repeat the case, and are asked for again. Lines that were cut go as well. How many
    went.
    """
    ids, removed = wanted.ids(), 0
    for journal in store.journals.list_names():
        kind = journal.partition("/")[0]

        def clean(record: dict[str, Any], kind: str = kind) -> dict[str, Any] | None:
            if kind == _GENERATED or (kind == _JUDGED and not _is_ratings(record.get("answer"))):
                return None
            return record if ids.isdisjoint(_list_strings(record)) else None

        removed += store.journals.rewrite(journal, clean)
    return removed


def drop_unfinished_work(store: Store) -> int:
    """Remove what trainings that were killed need to go on: checkpoints say nothing of whose rows they are."""
    names = [path.name for path in sorted((store.root / "work").iterdir())]
    for name in names:
        store.finish_work(name)
    return len(names)


def clean_buffer(path: Path, wanted: Wanted) -> int:
    """Take somebody's events out of a client's buffer that is delivered, and out of what was refused of it.

    Raises
    ------
    ForgettingError
        If events of theirs wait in it to be sent: a buffer is its client's, and says by bytes how far it is.
    """
    if not path.is_file():
        return 0
    refused = path.with_name(f"{path.name}.refused")
    count = _rewrite_lines(refused, lambda line: not _is_about(_load(line), wanted)) if refused.is_file() else 0
    waiting = [line for line in path.read_bytes().split(b"\n") if line and _is_about(_load(line), wanted)]
    if waiting:
        raise ForgettingError(
            f"{path} has {len(waiting)} events of the patient that wait to be sent: let its client deliver them (the "
            "service drops them), or remove the file, and call `medpref forget --resume`"
        )
    return count


def _rewrite_lines(path: Path, stays: Callable[[bytes], bool]) -> int:
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if stays(line)]
    if len(kept) == len(lines):
        return 0
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            file.write(b"".join(kept))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)
    return len(lines) - len(kept)


def _is_about(record: object, wanted: Wanted) -> bool:
    fields = cast("dict[str, Any]", record) if isinstance(record, dict) else {}
    for event in (fields, fields.get("event")):
        ids = read_event_ids(event)
        if ids.patient in wanted.patients or ids.named & wanted.events:
            return True
    return False


def _is_ratings(answer: object) -> bool:
    found = _load(answer.encode()) if isinstance(answer, str) else None
    return isinstance(found, list) and all(type(value) is int for value in cast("list[object]", found))


def _load(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _list_strings(value: object) -> Iterator[str]:
    """Every text in a record: numbers are counts, not ids."""
    if isinstance(value, str) and (spelled := spell(value)) is not None:
        yield spelled
    elif isinstance(value, dict):
        for item in cast("dict[str, object]", value).values():
            yield from _list_strings(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _list_strings(item)
