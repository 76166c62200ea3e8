"""Damage is absence through a whole task: what is damaged is stale, is made again, and ends as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from medpref_dagster.runs import find_stale_assets
from medpref_dagster.storage.store import Store
from tests.conftest import enter_project, shrink_task, write_project, write_task
from tests.storage.damage import cut, delete, fill_with_nothing, flip_a_bit
from tests.test_whole_path import ASSETS, Run, materialize


@pytest.fixture(scope="module")
def finished(tmp_path_factory, tiny_base_model):
    """The task `uti`, shrunk, made once; every test damages it and makes it whole again."""
    root = write_project(tmp_path_factory.mktemp("damaged") / "project", tiny_base_model)
    write_task(root, "uti", shrink_task)
    with pytest.MonkeyPatch.context() as patch:
        enter_project(root, patch)
        yield materialize(root)


def find_stale(run: Run) -> list[str]:
    from medpref_dagster.definitions import load_definitions

    assets = [asset for asset in load_definitions().assets or () if isinstance(asset, dg.AssetsDefinition)]
    return [key.path[-1] for key in find_stale_assets(run.instance, assets, run.store, "tiny")]


def content(store: Store, asset: str, file: str = "rows.parquet") -> Path:
    return store.current(f"uti/{asset}", None if asset in ASSETS[:3] else "tiny").path / file


DAMAGES: dict[str, tuple[str, Callable[[Store], object]]] = {
    "a flipped byte in the cases": ("cases", lambda store: flip_a_bit(content(store, "cases"), 99, 3)),
    "a companion that is gone": ("cases", lambda store: delete(content(store, "cases", "quarantine.parquet"))),
    "a model's weights cut off": (
        "sft_model",
        lambda store: cut(content(store, "sft_model", "adapter_model.safetensors"), 1000, 0),
    ),
    "a manifest of zeros": ("dpo_model", lambda store: fill_with_nothing(content(store, "dpo_model", "manifest.json"))),
    "the table of candidates": ("sft_model", lambda store: flip_a_bit(content(store, "sft_model.candidates"), 99, 3)),
    "a pointer that is no JSON": (
        "dpo_model",
        lambda store: cut(store.root / "refs" / "uti" / "dpo_model" / "tiny.json", 20, 0),
    ),
    "all that was remembered": (
        "predictions",
        lambda store: [
            delete(content(store, "predictions")),
            *(cut(path, 30, 0) for path in (store.root / "done").iterdir()),
        ],
    ),
    "all journals": (
        "evaluation_report",
        lambda store: [
            shutil.rmtree(content(store, "evaluation_report", "").resolve()),
            *(fill_with_nothing(path) for path in (store.root / "journals").rglob("*.jsonl")),
        ],
    ),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_what_is_damaged_is_stale_and_made_again_as_it_was(finished, what):
    before, (asset, damage) = finished.versions(), DAMAGES[what]
    damage(finished.store)
    stale = find_stale(finished)
    assert stale[0] == asset
    again = materialize(finished.root, only=tuple(stale))
    assert again.result.success
    assert again.versions() == before
    assert find_stale(again) == []
