"""What an artifact's own files name: the model it stands on, the table of its rows, candidates, a trial's parts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from medpref_dagster.schemas import CANDIDATES
from medpref_dagster.storage.artifacts import is_address
from medpref_dagster.storage.manifests import MANIFEST
from medpref_dagster.storage.store import ROWS, Store

TRIAL = "trial.json"
"""What lies beside a trial of an ablation (`study.trials`), with the addresses of its artifacts."""


def list_named(store: Store, address: str) -> Iterator[tuple[str, str | None]]:
    """What an artifact's own files name: address and, where that is another one than the artifact's, the owner."""
    folder = store.folder(address)
    manifest = read_json(folder / MANIFEST)
    for name in ("parent", "rows_from"):
        if is_address(str(manifest.get(name))):
            yield str(manifest[name]), None
    trial = read_json(folder / TRIAL)
    for named in trial.get("artifacts", {}).values():
        if is_address(str(named)):
            yield str(named), str(trial.get("task"))
    for named in read_candidates(folder):
        yield named, None


def read_candidates(folder: Path) -> list[str]:
    """The models that a table of candidates names."""
    path = folder / f"{ROWS}.parquet"
    try:
        if not path.is_file() or pq.read_schema(path).names != CANDIDATES.names:
            return []
        return [name for name in pq.read_table(path, columns=["model"])["model"].to_pylist() if name is not None]
    except (OSError, ValueError):
        return []


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object; an empty one where there is none."""
    try:
        found: Any = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
