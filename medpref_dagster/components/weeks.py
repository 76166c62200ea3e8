"""Which weekly assets of feedback must be made again, and what a week needs of earlier ones."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from medpref_dagster.steps import DeclaredFeedback, Step

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store

Needed = dict[str, set[str]]
"""Week -> names of steps."""


def list_needed(
    steps: Sequence[Step], about: DeclaredFeedback, weeks: Iterable[str], wanted: Iterable[str] | None = None
) -> Needed:
    """The steps of some weeks with all that they need, of the same weeks and of those that they look back to.

    Parameters
    ----------
    wanted
        Names of steps; without them, all are.
    """
    by_name = {step.name: step for step in steps}
    needed: Needed = {}

    def add(name: str, week: str) -> None:
        found = needed.setdefault(week, set())
        if name in found:
            return
        found.add(name)
        step = by_name[name]
        for given in step.inputs_of(about):
            for other in about.list_window(week) if given in step.looks_back else (week,):
                add(given, other)

    for week in weeks:
        for name in by_name if wanted is None else wanted:
            add(name, week)
    return dict(sorted(needed.items()))


def find_stale_steps(
    instance: dg.DagsterInstance,
    steps: Sequence[Step],
    about: DeclaredFeedback,
    store: "Store",
    week: str,
) -> list[dg.AssetKey]:
    """The week's assets whose content is missing or damaged, or was made from other inputs or another declaration.

    As `staleness.find_stale_assets` has it; all earlier weeks that are looked into must be up to date.

    Parameters
    ----------
    steps
        In the order of the data.
    """
    stale: list[str] = []
    for step in steps:
        key = dg.AssetKey([about.name, step.name])
        tags = latest_tags(instance, key, week)
        fresh = (
            bool(tags)
            and not any(name in stale for name in step.inputs_of(about))
            and tags.get("dagster/code_version") == step.code_version(about)
            and all(_has_input(tags, step, name, about, store, week) for name in step.inputs_of(about))
            and store.current_version(key.to_user_string(), week) == tags.get("dagster/data_version")
        )
        if not fresh:
            stale.append(step.name)
    return [dg.AssetKey([about.name, name]) for name in stale]


def _has_input(tags: dict[str, str], step: Step, name: str, about: DeclaredFeedback, store: "Store", week: str) -> bool:
    """Whether it was made from what the input is now. Of several partitions Dagster records their versions' hash."""
    [asset] = about.expand(name)
    weeks = about.list_window(week) if name in step.looks_back else (week,)
    joined = "".join(store.current_version(asset, other) or "" for other in weeks)
    recorded = tags.get(f"dagster/input_data_version/{asset}")
    return recorded in (joined, hashlib.sha256(joined.encode()).hexdigest())


def latest_tags(instance: dg.DagsterInstance, key: dg.AssetKey, partition: str | None) -> dict[str, str]:
    """The tags of an asset's latest materialization; none where there was none."""
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=key, asset_partitions=[partition] if partition else None), limit=1
    ).records
    materialization = records[0].asset_materialization if records else None
    return dict(materialization.tags or {}) if materialization else {}
