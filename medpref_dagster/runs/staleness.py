"""Which assets of a task must be made again: their content is missing or damaged, or was made from something else."""

from collections.abc import Sequence

import dagster as dg

from medpref_dagster.components.frame import READ, SOURCE_TAG
from medpref_dagster.components.last_made import find_last_made
from medpref_dagster.storage.store import Store


def find_stale_assets(
    instance: dg.DagsterInstance, assets: Sequence[dg.AssetsDefinition], store: Store, partition: str
) -> list[dg.AssetKey]:
    """The assets whose content is missing or damaged, or was made from other inputs or another declaration than now.

    Dagster's own data versions decide: those that an asset was last made from against those that its inputs
    have now, and the code version that it was made with. An asset behind a stale one is stale.

    Parameters
    ----------
    assets
        In the order of the data.
    partition
        The base model.
    """
    stale: list[dg.AssetKey] = []
    versions: dict[str, str | None] = {}
    for asset in assets:
        spec = asset.get_asset_spec()
        name = spec.key.to_user_string()
        key_partition = partition if asset.partitions_def else None
        made = find_last_made(instance, spec.key, key_partition)
        inputs = [dep.asset_key for dep in spec.deps]
        current = store.current_version(name, key_partition)
        fresh = (
            not any(key in stale for key in inputs)
            and made.is_made_by(spec.code_version)
            and all(made.is_made_from(key.to_user_string(), [versions[key.to_user_string()]]) for key in inputs)
            and made.is_there(current)
        )
        if fresh:
            versions[name] = current
        else:
            stale.append(spec.key)
    return stale


def find_read_sources(assets: Sequence[dg.AssetsDefinition]) -> list[dg.AssetKey]:
    """The assets that read data which nobody here generates: only reading it again tells whether it changed."""
    specs = [asset.get_asset_spec() for asset in assets]
    return [spec.key for spec in specs if not list(spec.deps) and spec.tags.get(SOURCE_TAG) == READ]
