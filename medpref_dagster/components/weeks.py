"""Which weekly assets of feedback must be made again, and what a week needs of earlier ones."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from medpref_dagster.components.last_made import find_last_made
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
        made = find_last_made(instance, key, week)
        inputs = step.inputs_of(about)
        fresh = (
            not any(name in stale for name in inputs)
            and made.is_made_by(step.code_version(about))
            and all(
                made.is_made_from(asset, _list_versions(asset, name in step.looks_back, about, store, week))
                for name in inputs
                for asset in about.expand(name)
            )
            and made.is_there(store.current_version(key.to_user_string(), week))
        )
        if not fresh:
            stale.append(step.name)
    return [dg.AssetKey([about.name, name]) for name in stale]


def _list_versions(
    asset: str, looks_back: bool, about: DeclaredFeedback, store: "Store", week: str
) -> list[str | None]:
    """The versions that an input has now, in the weeks that are looked into."""
    return [store.current_version(asset, other) for other in (about.list_window(week) if looks_back else (week,))]
