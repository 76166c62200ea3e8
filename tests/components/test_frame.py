"""What Dagster sees of a step: staleness, partitions of checks, an expected failure as a sentence."""

import functools

import dagster as dg
import pytest

from medpref_dagster.components.frame import build_assets
from medpref_dagster.definitions import load_definitions
from medpref_dagster.runs import find_stale_assets
from medpref_dagster.steps import Check, Column, Columns, DeclaredTask, Finding, Markdown, Step, StepResult
from medpref_dagster.steps.task import TASK_STEPS, continues_sft
from medpref_dagster.storage.store import Store, StoreError
from medpref_dagster.versions import VERSIONS
from tests.steps.declared import declare

FROM_SFT_ON = ["sft_model", "reference_logps", "dpo_model", "sft_continued_model", "predictions", "evaluation_report"]
ALWAYS = [step.name for step in TASK_STEPS if step.when in (None, continues_sft)]
STALE_AFTER = {
    "reading": ALWAYS,
    "cases": ALWAYS[1:],
    "pairs": ["preference_pairs", *FROM_SFT_ON[1:]],
    "training": FROM_SFT_ON,
    "predictions": ["predictions", "evaluation_report"],
    "verdict": ["simple_baselines", "evaluation_report"],
    "cross_task": [],
}


def load_task_assets() -> list[dg.AssetsDefinition]:
    assets = [asset for asset in load_definitions().assets or () if isinstance(asset, dg.AssetsDefinition)]
    return [asset for asset in assets if asset.key.path[0] == "uti"]


def note_as_made(instance: dg.DagsterInstance, assets: list[dg.AssetsDefinition], store: Store) -> None:
    """What a run would have left in Dagster's log and in the store, with nothing computed."""
    versions: dict[dg.AssetKey, str] = {}
    for asset in assets:
        spec, partition = asset.get_asset_spec(), "tiny" if asset.partitions_def else None
        with store.new_folder("reports") as pending:
            (pending.path / "name").write_text(spec.key.to_user_string())
        store.point(spec.key.to_user_string(), pending.finished, partition)
        versions[spec.key] = pending.finished.version
        inputs = {f"dagster/input_data_version/{dep.asset_key.to_user_string()}": dep.asset_key for dep in spec.deps}
        tags = {
            "dagster/code_version": str(spec.code_version),
            "dagster/data_version": versions[spec.key],
            **{tag: versions[key] for tag, key in inputs.items()},
        }
        instance.report_runless_asset_event(dg.AssetMaterialization(spec.key, partition=partition, tags=tags))


@pytest.mark.parametrize("name", STALE_AFTER)
def test_a_raised_number_makes_exactly_its_assets_and_what_is_behind_them_stale(project, name, monkeypatch):
    store = Store(project / "store")
    with dg.DagsterInstance.ephemeral() as instance:
        note_as_made(instance, load_task_assets(), store)
        assert find_stale_assets(instance, load_task_assets(), store, "tiny") == []
        monkeypatch.setitem(VERSIONS, name, VERSIONS[name] + 1)
        stale = find_stale_assets(instance, load_task_assets(), store, "tiny")
    assert [key.path[-1] for key in stale] == STALE_AFTER[name]


def test_a_check_is_partitioned_like_its_asset(project):
    found = {
        f"{spec.asset_key.path[-1]}:{spec.name}": (spec.partitions_def, asset.partitions_def)
        for asset in load_task_assets()
        for spec in asset.check_specs
    }
    about = DeclaredTask("uti", declare("uti"))
    assert len(found) == sum(len(step.checks_of(about)) for step in TASK_STEPS if step.name in ALWAYS)
    assert all(check == asset for check, asset in found.values())
    assert found["cases:usable"] == (None, None)
    assert found["evaluation_report:verdict"][0].get_partition_keys() == ["tiny", "smollm2-135m"]


@pytest.fixture
def run_made_up(project, monkeypatch):
    """Run a step of its own, with this function, through Dagster."""

    def run(function, **more) -> dg.ExecuteInProcessResult:
        monkeypatch.setattr(Step, "load", lambda self: function)
        step = Step("raw_cases", "nowhere:nothing", "Made up.", **more)
        [asset] = build_assets([step], DeclaredTask("uti", declare("uti")), ["tiny"], ["team:x"])
        return dg.materialize([asset], resources=dict(load_definitions().resources or {}), raise_on_error=False)

    return run


def write_something(workbench, about, inputs, findings=()):
    with workbench.store.new_folder("reports") as pending:
        (pending.path / "report.html").write_text("")
    shown = {
        "rows": 3,
        "share": 0.5,
        "reused": True,
        "where": pending.finished.path,
        "text": "plain",
        "table": Markdown("| a |"),
        "summary": {"a": [1]},
        "dagster/column_schema": Columns((Column("case_id", "string", False, "The row's id."),)),
    }
    return StepResult(pending.finished, shown, dict(findings))


def test_every_kind_of_value_is_shown_as_what_it_is(run_made_up):
    result = run_made_up(write_something)
    [made] = result.get_asset_materialization_events()
    metadata = made.materialization.metadata
    assert {name: type(value).__name__ for name, value in metadata.items()} == {
        "disclosure": "TextMetadataValue",
        "rows": "IntMetadataValue",
        "share": "FloatMetadataValue",
        "reused": "BoolMetadataValue",
        "where": "PathMetadataValue",
        "text": "TextMetadataValue",
        "table": "MarkdownMetadataValue",
        "summary": "JsonMetadataValue",
        "dagster/column_schema": "TableSchemaMetadataValue",
        "address": "TextMetadataValue",
    }
    [column] = metadata["dagster/column_schema"].value.columns
    assert (column.name, column.description, column.constraints.nullable) == ("case_id", "The row's id.", False)
    assert made.materialization.tags["dagster/data_version"] == metadata["address"].value.rpartition("/")[2]


def test_a_check_says_its_problems_or_what_it_has_to_say_and_blocks_or_warns(run_made_up):
    findings = {
        "usable": Finding(["One class only.", "No rows."], shown={"rows": 0}),
        "telling": Finding(["Lengths tell."]),
        "verdict": Finding(says="DPO is better than SFT."),
    }
    checks = (Check("usable", "", blocks=True), Check("telling", ""), Check("verdict", ""))
    result = run_made_up(functools.partial(write_something, findings=findings), checks=checks)
    found = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert {name: (check.passed, check.severity.value, check.description) for name, check in found.items()} == {
        "usable": (False, "ERROR", "One class only. No rows."),
        "telling": (False, "WARN", "Lengths tell."),
        "verdict": (True, "WARN", "DPO is better than SFT."),
    }
    assert found["usable"].metadata["rows"].value == 0
    assert not result.success


def fail(error):
    def function(workbench, about, inputs):
        raise error

    return function


def failure_of(result):
    [failure] = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    return failure


def test_an_expected_failure_is_its_sentence_without_a_traceback(run_made_up):
    failure = failure_of(run_made_up(fail(StoreError("uti/cases was not materialized yet; materialize it first"))))
    assert failure.user_failure_data.description == "uti/cases was not materialized yet; materialize it first"
    assert failure.error.cause is None
    assert "store.py" not in "".join(failure.error.stack)


def test_an_unexpected_failure_keeps_its_traceback(run_made_up):
    failure = failure_of(run_made_up(fail(ZeroDivisionError("division by zero"))))
    assert failure.user_failure_data is None
    assert "division by zero" in failure.error.cause.message
    assert "in function" in "".join(failure.error.cause.stack)
