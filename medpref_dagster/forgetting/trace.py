"""Where somebody is and what learned from them; what a model learned from: as a person, or a program, reads it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medpref_dagster.feedback.event_ids import spell
from medpref_dagster.forgetting.captured import find_captured
from medpref_dagster.forgetting.holdings import Holdings, find_holdings, list_rows_seen
from medpref_dagster.forgetting.plan import Places
from medpref_dagster.forgetting.reach import find_reach, list_champions, list_pointers
from medpref_dagster.forgetting.taint import find_taints, is_tainted
from medpref_dagster.forgetting.wanted import EVERY_OWNER, ForgettingError, Wanted
from medpref_dagster.storage.store import Store, StoreError


@dataclass(frozen=True)
class Trace:
    """Every place of a project that has something of somebody."""

    tables: Sequence[Mapping[str, Any]]
    """`assets` that point to it now (none: superseded), `address`, `rows` by table."""
    models: Sequence[Mapping[str, Any]]
    """`assets`, `address`, `rows` by split that it saw itself, `through`: the model that it was built on, `tainted`,
    `champion`: of which loops it is or was champion."""
    reports: Sequence[Mapping[str, Any]]
    """`assets`, `address`: pages that were made of these."""
    captured: Mapping[str, Mapping[str, int]]
    """Capture database -> `events`, `quarantined`."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of them."""
        return not (self.tables or self.models or any(any(counts.values()) for counts in self.captured.values()))

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {name: getattr(self, name) for name in ("tables", "models", "reports", "captured")}


def want_event(event: str) -> Wanted:
    """An event by its id; of a generation, reactions to it as well."""
    return Wanted(events={_spell(event)})


def want_case(case: str, task: str | None) -> Wanted:
    """A case by its id, of one task or of any."""
    return Wanted(cases={task or EVERY_OWNER: {_spell(case)}})


def trace(store: Store, wanted: Wanted, places: Places) -> Trace:
    """Look through a project.

    Raises
    ------
    DatabaseError
        If a capture database cannot be read.
    """
    holdings = find_holdings(store, wanted, places.columns, places.databases)
    captured = {url: find_captured(url, holdings.wanted) for url in places.databases}
    champions = list_champions(store)

    def describe_model(address: str, rows: Mapping[str, int], through: str | None) -> dict[str, Any]:
        return _describe(holdings, address) | {
            "rows": dict(sorted(rows.items())),
            "through": through,
            "tainted": is_tainted(store, address),
            "champion": champions.get(address, []),
        }

    of_itself = [describe_model(holding.address, holding.seen_as, None) for holding in holdings.models]
    descended = [describe_model(address, {}, through) for address, through in sorted(holdings.descended.items())]
    touched = set() if holdings.is_empty else {address for address in holdings.reports if store.parents(address)}
    return Trace(
        [_describe(holdings, holding.address) | {"rows": dict(holding.rows)} for holding in holdings.tables],
        [*of_itself, *descended],
        [_describe(holdings, address) for address in sorted(touched)],
        {url: {"events": len(found.events), "quarantined": len(found.quarantined)} for url, found in captured.items()},
    )


def trace_model(store: Store, model: str) -> dict[str, Any]:
    """What a model learned from, with all that it stands on.

    Parameters
    ----------
    model
        Its address or its beginning, or an asset (`uti/dpo_model`), of which there is one artifact, or one with its
        partition behind a colon (`uti/dpo_model:tiny`).

    Returns
    -------
    dict
        `address`, `assets`, `champion` (of which loops it is or was it), `stack` (from it down), `rows` (each with
        `model`, `row_id`, `split` and, as far as they are known, `case_id`, `patient_id`, `event_ids`), `patients`,
        `events`, `splits` (split -> rows), `taints`.

    Raises
    ------
    ForgettingError
        If there is none, or several.
    """
    address = _find_model(store, model)
    try:
        rows = list(list_rows_seen(store, address))
    except StoreError as error:
        raise ForgettingError(str(error)) from None
    reach = find_reach(store)
    return {
        "address": address,
        "assets": [str(pointer) for pointer in reach.pointers_to(address)],
        "champion": list_champions(store).get(address, []),
        "stack": list(dict.fromkeys([address, *(row["model"] for row in rows)])),
        "splits": dict(sorted(Counter(row["split"] for row in rows).items())),
        "patients": sorted({patient for row in rows if (patient := row.get("patient_id")) is not None}),
        "events": sorted({event for row in rows for event in row.get("event_ids") or ()}),
        "taints": [{"patient": item.patient, "since": item.since} for item in find_taints(store, address)],
        "rows": rows,
    }


def _find_model(store: Store, model: str) -> str:
    asset, _, partition = model.partition(":")
    pointed = sorted(
        {
            pointer.address
            for pointer in list_pointers(store)
            if pointer.asset == asset and pointer.address is not None and partition in ("", pointer.partition)
        }
    )
    wanted = model if model.startswith("models/") else f"models/{model}"
    written = [address for address in store.list_artifacts() if address.startswith("models/")]
    found = [one for one in pointed if one.startswith("models/")] or [one for one in written if one.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ForgettingError(f"{model} is one of {len(found)} models: {', '.join(found[:5])}; name it in full")
    raise ForgettingError(
        f"there is no model {model!r}: give an asset such as uti/dpo_model:BASE_MODEL, or an address models/<sha256>"
    )


def _describe(holdings: Holdings, address: str) -> dict[str, Any]:
    pointers = holdings.reach.pointers_to(address)
    assets = [str(pointer) for pointer in pointers]
    return {"address": address, "assets": assets, "current": address in holdings.reach.owners}


def _spell(one: str) -> str:
    spelled = spell(one)
    if spelled is None:
        raise ForgettingError("the id is blank")
    return spelled
