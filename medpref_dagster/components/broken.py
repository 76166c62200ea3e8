"""A task or a study whose YAML is broken, as Dagster shows it: one asset that says what is wrong and where."""

import re
from collections.abc import Mapping, Sequence

import dagster as dg

from medpref_dagster.declaration.documents import Mistake

BROKEN = "broken"
"""Last part of the asset's key."""


def build_broken_assets(mistakes: Mapping[str, Sequence[Mistake]]) -> list[dg.AssetsDefinition]:
    """One asset for each name, `<name>/broken` in the group of that name.

    Materializing it fails with what is wrong, so that a job or `dg launch` cannot pass it over.
    """
    by_name: dict[str, list[str]] = {}
    for name, found in mistakes.items():
        by_name.setdefault(show_name(name), []).extend(map(str, found))
    return [_build_broken_asset(name, lines) for name, lines in by_name.items()]


def show_name(name: str) -> str:
    """A folder's name as Dagster takes it for a key and a group."""
    return re.sub(r"[^A-Za-z0-9_]", "_", name)


def _build_broken_asset(name: str, lines: Sequence[str]) -> dg.AssetsDefinition:
    message = "\n".join(lines)

    @dg.asset(
        key=dg.AssetKey([name, BROKEN]),
        group_name=name,
        description=message,
        kinds={"yaml"},
        tags={"medpref/broken": "true"},
        metadata={"mistakes": dg.MetadataValue.text(message)},
    )
    def broken() -> None:
        raise dg.Failure(message, allow_retries=False)

    return broken
