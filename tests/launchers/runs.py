"""Runs of a tiny task by one launcher or another, and what is compared of them."""

from pathlib import Path

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
import yaml
from safetensors.torch import load_file

from medpref_dagster.definitions import load_definitions
from medpref_dagster.storage.store import Store

UP_TO_CASES = ("raw_cases", "cases", "sft_examples")


def declare(
    project: Path, store: str, *launchers: dict, url: str | None = None, shards: bool = False, **compute: str
) -> None:
    profile = project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"] |= {
        "store": {"root": str(project / store / "store")} | ({} if url is None else {"url": url}),
        "launchers": list(launchers),
        "compute": {"device": "cpu", "threads": 1, "shards": shards} | compute,
    }
    profile.write_text(yaml.safe_dump(declared))


def run(*steps: str, fails: bool = False) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        return (
            load_definitions()
            .resolve_job_def("uti")
            .execute_in_process(
                instance=instance,
                tags={"dagster/partition": "tiny"},
                asset_selection=[dg.AssetKey(["uti", name]) for name in steps],
                raise_on_error=not fails,
            )
        )


def read_weights(store: Store, name: str) -> dict[str, torch.Tensor]:
    return load_file(next(store.current(f"uti/{name}", "tiny").path.glob("*.safetensors")))


def assert_same_weights(one: Store, other: Store, name: str) -> None:
    expected = read_weights(one, name)
    found = read_weights(other, name)
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        torch.testing.assert_close(found[key], value, rtol=1e-5, atol=1e-5)


def materializations(result: dg.ExecuteInProcessResult) -> dict[str, dict]:
    return {
        event.step_materialization_data.materialization.asset_key.path[-1]: dict(
            event.step_materialization_data.materialization.metadata
        )
        for event in result.get_asset_materialization_events()
    }


def checks(result: dg.ExecuteInProcessResult) -> dict:
    found = result.get_asset_check_evaluations()
    return {
        (item.asset_key.path[-1], item.check_name): (item.passed, item.severity, item.description, set(item.metadata))
        for item in found
    }


def assert_as_inline(
    project: Path, store: str, found: dg.ExecuteInProcessResult, expected: dg.ExecuteInProcessResult, *steps: str
) -> None:
    """What a launcher made in a store is what the run's own process made in the store `one`, and is shown alike.

    `found` is the run of these steps; `expected` one of all of `UP_TO_CASES` and the SFT model.
    """
    one, other = (Store(project / name / "store") for name in ("one", store))
    for name in (*UP_TO_CASES, "sft_model"):
        partition = None if name in UP_TO_CASES else "tiny"
        assert other.current(f"uti/{name}", partition).version == one.current(f"uti/{name}", partition).version, name
    ours, theirs = materializations(found), materializations(expected)
    assert {name: set(metadata) for name, metadata in ours.items()} == {name: set(theirs[name]) for name in steps}
    assert checks(found) == {
        (asset, check): said for (asset, check), said in checks(expected).items() if asset in steps
    }
    assert list((other.root / "tmp").iterdir()) == []


def assert_two_processes_agree_with_one(project: Path, launcher: dict) -> None:
    """Two processes of a launcher train what one did in the store `one`, to the last digits."""
    declare(project, "together", {**launcher, "processes": 2})
    assert materializations(run(*UP_TO_CASES, "sft_model"))["sft_model"]["processes"].value == 2
    assert_same_weights(*(Store(project / name / "store") for name in ("one", "together")), "sft_model")


def assert_same_logps(ours: Path, theirs: Path) -> None:
    found, expected = pq.read_table(ours), pq.read_table(theirs)
    assert found.schema == expected.schema
    for name in expected.schema.names:
        values = expected.column(name).to_pylist()
        if pa.types.is_floating(expected.schema.field(name).type):
            assert found.column(name).to_pylist() == pytest.approx(values, rel=1e-5)
        else:
            assert found.column(name).to_pylist() == values


def read_failure(result: dg.ExecuteInProcessResult) -> str:
    """What the one step said that failed."""
    [event] = [item for item in result.all_events if item.event_type_value == "STEP_FAILURE"]
    return event.step_failure_data.user_failure_data.description
