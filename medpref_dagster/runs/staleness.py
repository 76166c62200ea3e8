"""Which assets of a task must be made again: their content is missing or damaged, or was made from something else."""

import hashlib
from collections.abc import Sequence

import dagster as dg

from medpref_dagster.components.frame import READ, SOURCE_TAG
from medpref_dagster.components.weeks import latest_tags
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
    versions: dict[str, str] = {}
    for asset in assets:
        spec = asset.get_asset_spec()
        name = spec.key.to_user_string()
        key_partition = partition if asset.partitions_def else None
        tags = latest_tags(instance, spec.key, key_partition)
        inputs = [dep.asset_key for dep in spec.deps]
        fresh = (
            bool(tags)
            and not any(key in stale for key in inputs)
            and tags.get("dagster/code_version") == spec.code_version
            and all(
                _is_version(
                    tags.get(f"dagster/input_data_version/{key.to_user_string()}"), versions[key.to_user_string()]
                )
                for key in inputs
            )
            and store.current_version(name, key_partition) == tags.get("dagster/data_version")
        )
        if fresh:
            versions[name] = tags["dagster/data_version"]
        else:
            stale.append(spec.key)
    return stale


def _is_version(recorded: str | None, version: str) -> bool:
    """Whether an input's recorded version is this one: of a partitioned input Dagster may record the version's hash."""
    return recorded in (version, hashlib.sha256(version.encode()).hexdigest())


def find_read_sources(assets: Sequence[dg.AssetsDefinition]) -> list[dg.AssetKey]:
    """The assets that read data which nobody here generates: only reading it again tells whether it changed."""
    specs = [asset.get_asset_spec() for asset in assets]
    return [spec.key for spec in specs if not list(spec.deps) and spec.tags.get(SOURCE_TAG) == READ]
