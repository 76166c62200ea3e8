"""What nothing points to, and what has passed its declared age, out of a store: had alone, so that nobody makes of it
what is about to go.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from medpref_dagster.exclusive import hold_store_alone
from medpref_dagster.forgetting.named import list_named
from medpref_dagster.forgetting.plan import refuse_half_done
from medpref_dagster.forgetting.reach import find_reach, list_pointers
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.progress import Tell, silent
from medpref_dagster.storage.store import Store

_DAY_SECONDS = 24 * 3600.0


@dataclass
class Collected:
    """What is removed, or would be."""

    artifacts: list[str] = field(default_factory=list[str])
    unfinished: list[str] = field(default_factory=list[str])
    """Work folders of trainings that were killed."""
    pointers: list[str] = field(default_factory=list[str])
    """Assets that are no longer there, as a person reads them."""
    bytes: int = 0


def collect(store: Store, *, dry_run: bool, tell: Tell = silent) -> Collected:
    """Remove what neither an asset, nor a computation that is remembered, nor what was made of it, points to.

    What a kept artifact was made from is kept, too. What is being written is not looked at.

    Raises
    ------
    StoreError, ForgettingError
        If the store cannot be had alone, or somebody is half forgotten.
    """
    with hold_store_alone(store, "removes what nothing points to", tell):
        refuse_half_done(store)
        kept = _close_over_parents(store, {*find_reach(store).owners, *store.computations.list_addresses()})
        found = Collected([address for address in store.list_artifacts() if address not in kept])
        found.bytes = sum(_measure(store, address) for address in found.artifacts)
        if not dry_run:
            _remove(store, found.artifacts)
            store.sweep_abandoned()
        return found


def remove_tainted(store: Store, tell: Tell = silent) -> list[str]:
    """Remove the tainted models that nothing current stands on: others were trained in their place.

    Raises
    ------
    StoreError, ForgettingError
        As of `collect`.
    """
    with hold_store_alone(store, "removes models that learned from who was forgotten", tell):
        refuse_half_done(store)
        current = find_reach(store).owners
        found = [
            address
            for address in store.list_artifacts()
            if address.startswith("models/") and address not in current and is_tainted(store, address)
        ]
        _remove(store, found)
        return found


def collect_old(
    store: Store,
    *,
    superseded_days: int | None,
    unfinished_days: int | None,
    raw_days: int | None,
    dry_run: bool,
    tell: Tell = silent,
    now: Callable[[], float] = time.time,
) -> Collected:
    """Remove what has passed its age; None keeps a kind for ever.

    Parameters
    ----------
    superseded_days
        Of artifacts that nothing current was made from, whether a computation is remembered that gave them or not.
    unfinished_days
        Of what killed trainings need to go on.
    raw_days
        Of what is read as a source has it (`raw_cases`, and by week `events` and `raw_generations`): its asset is as if
        it never was made, and is made anew of what the source has then, when it is asked for.
    now
        In seconds since 1970.
    """
    with hold_store_alone(store, "removes what has passed its age", tell):
        refuse_half_done(store)
        moment, found, dropped = now(), Collected(), set[str]()
        for pointer in list_pointers(store) if raw_days is not None else ():
            is_raw = pointer.asset.rpartition("/")[2] in RAW_ASSETS
            if is_raw and pointer.address and _is_older(store, pointer.address, raw_days or 0, moment):
                found.pointers.append(str(pointer))
                dropped.add(pointer.address)
        # What current models name as their rows stays: by it is known what they learned from.
        current = find_reach(store, without=dropped).owners
        superseded = [
            address
            for address in store.list_artifacts()
            if address not in current
            and superseded_days is not None
            and _is_older(store, address, superseded_days, moment)
        ]
        found.artifacts = sorted({*superseded, *(dropped - current.keys())})
        found.unfinished = [
            path.name
            for path in sorted((store.root / "work").iterdir())
            if unfinished_days is not None and _is_older_folder(path, unfinished_days, moment)
        ]
        found.bytes = sum(_measure(store, address) for address in found.artifacts)
        if not dry_run:
            _remove(store, found.artifacts)
            for name in found.unfinished:
                store.finish_work(name)
            store.sweep_abandoned()
        return found


RAW_ASSETS = ("raw_cases", "events", "raw_generations")
"""Assets that are what a source says, row by row."""


def _close_over_parents(store: Store, kept: Collection[str]) -> set[str]:
    """What is kept, what it names, and what it was made from, however far."""
    found: set[str] = set()
    waiting = list(kept)
    while waiting:
        address = waiting.pop()
        if address not in found:
            found.add(address)
            waiting += store.parents(address)
            waiting += [named for named, _ in list_named(store, address)]
    return found


def _remove(store: Store, addresses: Collection[str]) -> None:
    """First the names of what is about to go, so that a kill leaves no name without its artifact."""
    gone: dict[str, str | None] = dict.fromkeys(addresses)
    store.pointers.redirect(gone)
    store.computations.redirect(gone)
    for address in sorted(addresses):
        store.remove_artifact(address)


def _is_older(store: Store, address: str, days: int, now: float) -> bool:
    measured = store.measure(address)
    return measured is not None and now - measured[1] > days * _DAY_SECONDS


def _is_older_folder(path: Path, days: int, now: float) -> bool:
    """By the youngest file of a folder."""
    try:
        times = [file.stat().st_mtime for file in path.rglob("*") if file.is_file()]
        return now - max(times, default=path.stat().st_mtime) > days * _DAY_SECONDS
    except FileNotFoundError:
        return False


def _measure(store: Store, address: str) -> int:
    measured = store.measure(address)
    return 0 if measured is None else measured[0]
