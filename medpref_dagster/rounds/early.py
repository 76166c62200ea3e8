"""Rounds that began before their last week was over, because enough usable pairs had come.

What such a round covers is noted once, when it begins, in the ledger `rounds/<loop>`; the weeks behind belong to the
next round. So there are never more rounds than the cadence has, and every week is in exactly one.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from medpref_dagster.locks import Holder, ignore
from medpref_dagster.storage.store import Store
from medpref_dagster.verdict.results import Result


class EarlyRound(Result):
    """A round that began early."""

    round: str
    last_week: str
    """The last one that it covers."""
    usable: int
    """New pairs that could be trained on by then."""
    at: str
    """ISO 8601, in UTC."""


def read_early_rounds(store: Store, loop: str) -> dict[str, str]:
    """The rounds of a loop that began early -> the last week that each covers.

    Raises
    ------
    StoreError
        If the ledger is damaged.
    """
    found = [EarlyRound.model_validate(record) for record in store.read_ledger(_ledger(loop))]
    return {item.round: item.last_week for item in found}


def note_early_round(
    store: Store,
    loop: str,
    name: str,
    last_week: str,
    usable: int,
    on_wait: Callable[[Holder | None], None] = ignore,
) -> str:
    """Note that a round begins early, once; the last week that it covers, which another process may have noted before.

    Raises
    ------
    StoreError
        If the ledger is damaged.
    """
    with store.hold_shared_lock(f"loop {loop}", f"begins round {name} of {loop}", on_wait):
        known = read_early_rounds(store, loop)
        if name not in known:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            begun = EarlyRound(round=name, last_week=last_week, usable=usable, at=now)
            store.append_to_ledger(_ledger(loop), begun.to_json(), after=len(known))
        return known.get(name, last_week)


def _ledger(loop: str) -> str:
    return f"rounds/{loop}"
