"""What is being forgotten right now: written down before anything is changed, and gone when all is done.

It names the patient, because a call that was killed leaves a store in which the patient may stand nowhere else any
more; so it is for its owner alone, and the next call of `medpref forget` finishes it, whomever that is about. Meanwhile
no step begins (`refuse_half_done`). Where the store is an object store, the plan stays on the machine that began it,
and others are told by a document that names nobody but that machine.
"""

import json
import os
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from medpref_dagster.forgetting.rows import PatientColumns
from medpref_dagster.forgetting.wanted import ForgettingError, Wanted
from medpref_dagster.storage.durable import sync
from medpref_dagster.storage.store import Store

_FOLDER = "forgetting"


@dataclass(frozen=True)
class Places:
    """Where, beside the store, a project may have a patient."""

    columns: PatientColumns = field(default_factory=dict[str, str | None])
    """Of each declared task."""
    databases: tuple[str, ...] = ()
    """URLs of capture databases."""
    buffers: tuple[str, ...] = ()
    """Files of events on their way to a capture service."""
    dagster_home: str | None = None
    by_key: bool = False
    """Whether some source's patients are known by pseudonyms of the privacy key alone."""


@dataclass
class Plan:
    """A forgetting that was begun."""

    name: str
    """The patient's keyed hash."""
    actor: str
    why: str
    wanted: Wanted
    places: Places
    texts: set[str] = field(default_factory=set[str])
    """As tables show them in Dagster's log, where they may be shown."""
    obsolete: set[str] = field(default_factory=set[str])
    """Addresses of artifacts that are to be gone."""
    owners: set[str] = field(default_factory=set[str])
    """The tasks and others whose current artifacts had something of the patient."""
    counts: dict[str, int] = field(default_factory=dict[str, int])
    """What was found -> how many."""


def begin_plan(store: Store, plan: Plan) -> None:
    """Write down what is to be forgotten; what an earlier call found out about the same patient is kept.

    Only while the store is had alone.
    """
    folder = store.root / _FOLDER
    _unlink(folder.glob("*.new"))  # of a call that was killed while it wrote one
    path = folder / f"{plan.name}.json"
    if path.exists():
        before = read_plan(path)
        wanted = Wanted.from_json(before.wanted.to_json())
        wanted.patients |= plan.wanted.patients
        plan = replace(before, wanted=wanted, places=plan.places, why=plan.why, actor=plan.actor)
    save_plan(store, plan)


def list_plans(store: Store) -> list[Path]:
    """The files of what was begun and is not done."""
    return sorted((store.root / _FOLDER).glob("*.json"))


def refuse_half_done(store: Store) -> None:
    """Let nothing be made of a store in which somebody is half forgotten.

    Raises
    ------
    ForgettingError
        If so, with what to do.
    """
    if list_plans(store):
        raise ForgettingError("a patient's forgetting was cut off; `medpref forget --resume` finishes it")
    if store.url is not None and (begun := store.documents.list_names(_FOLDER)):
        hosts = sorted({(store.documents.read(name) or b"?").decode() for name in begun})
        raise ForgettingError(
            f"a patient's forgetting was cut off on {', '.join(hosts)}; `medpref forget --resume` there finishes it"
        )


def save_plan(store: Store, plan: Plan) -> None:
    """Write a plan whole or not at all, for its owner alone."""
    folder = store.root / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    fields = {
        **{name: value for name, value in asdict(plan).items() if name not in ("wanted", "texts")},
        "wanted": plan.wanted.to_json(),
        "texts": sorted(plan.texts),
        "obsolete": sorted(plan.obsolete),
        "owners": sorted(plan.owners),
    }
    temporary = folder / f"{plan.name}.new"
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        file.write(json.dumps(fields, sort_keys=True).encode())
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / f"{plan.name}.json")
    sync(folder)
    if store.url is not None:
        store.documents.write(f"{_FOLDER}/{plan.name}.json", socket.gethostname().encode())


def read_plan(path: Path) -> Plan:
    """A plan's file.

    Raises
    ------
    ForgettingError
        If it is damaged.
    """
    try:
        fields: Any = json.loads(path.read_bytes())
        places = fields["places"]
        return Plan(
            **{name: fields[name] for name in ("name", "actor", "why", "counts")},
            wanted=Wanted.from_json(fields["wanted"]),
            places=Places(
                places["columns"],
                tuple(places["databases"]),
                tuple(places["buffers"]),
                places["dagster_home"],
                bool(places.get("by_key")),
            ),
            texts=set(fields["texts"]),
            obsolete=set(fields["obsolete"]),
            owners=set(fields["owners"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ForgettingError(
            f"{path} is damaged ({type(error).__name__}): forget the patient once more, then remove that file"
        ) from None


def finish_plan(store: Store, plan: Plan) -> None:
    """Remove a plan, and what a kill left of its being written."""
    folder = store.root / _FOLDER
    if store.url is not None:
        store.documents.remove(f"{_FOLDER}/{plan.name}.json")
    _unlink([folder / f"{plan.name}.new"])
    _unlink([folder / f"{plan.name}.json"])
    sync(folder)


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
