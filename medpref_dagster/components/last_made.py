"""What Dagster recorded when an asset was last made, held against what is there and declared now."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import dagster as dg


@dataclass(frozen=True)
class LastMade:
    """The tags of an asset's latest materialization; none where there was none."""

    tags: Mapping[str, str]

    def __bool__(self) -> bool:
        """Whether it was ever made."""
        return bool(self.tags)

    @property
    def version(self) -> str | None:
        """The data version that it was given."""
        return self.tags.get("dagster/data_version")

    def is_there(self, current: str | None) -> bool:
        """Whether what it was made as is what the store has now; None: nothing, or nothing whole."""
        return bool(self.tags) and current == self.version

    def is_made_by(self, code_version: str | None) -> bool:
        """Whether it was made by the code and the declaration of now."""
        return self.tags.get("dagster/code_version") == code_version

    def is_made_from(self, asset: str, current: Sequence[str | None]) -> bool:
        """Whether it was made from an input as that is now, in one partition or in several, the oldest first.

        Of a partitioned input Dagster may record the hash of the joined versions.
        """
        joined = "".join(version or "" for version in current)
        recorded = self.tags.get(f"dagster/input_data_version/{asset}")
        return recorded in (joined, hashlib.sha256(joined.encode()).hexdigest())


def find_last_made(instance: dg.DagsterInstance, key: dg.AssetKey, partition: str | None) -> LastMade:
    """What was recorded of an asset's latest materialization."""
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=key, asset_partitions=[partition] if partition else None), limit=1
    ).records
    materialization = records[0].asset_materialization if records else None
    return LastMade(dict(materialization.tags or {}) if materialization else {})
