"""Tables and reports refresh by themselves when what they are made of changed; what runs a model only on purpose."""

import dagster as dg
import pytest
import yaml

from medpref_dagster.definitions import load_definitions
from tests.components.test_study import declare_study
from tests.conftest import shrink_task


@pytest.fixture
def automated(edit_task):
    def write(rows: int = 160, **automation) -> dg.Definitions:
        def change(attributes: dict) -> None:
            shrink_task(attributes)
            attributes["source"]["options"]["rows"] = rows
            attributes["automation"] = automation

        edit_task("uti", change)
        return load_definitions()

    return write


def materialize(defs: dg.Definitions, instance: dg.DagsterInstance, *names: str) -> None:
    selected = [defs.get_assets_def(dg.AssetKey(["uti", name])) for name in names]
    everything = [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)]
    done = dg.materialize(
        everything, instance=instance, resources=defs.resources, selection=dg.AssetSelection.assets(*selected)
    )
    assert done.success


def test_what_runs_no_model_has_a_condition_and_what_does_has_none(automated):
    specs = {spec.key.path[-1]: spec for spec in automated(refresh=True).resolve_all_asset_specs()}
    by_themselves = {name for name, spec in specs.items() if spec.automation_condition is not None}
    assert {"raw_cases", "cases", "sft_examples", "simple_baselines", "evaluation_report"} <= by_themselves
    assert not {"sft_model", "dpo_model", "reference_logps", "predictions", "sft_continued_model"} & by_themselves


def test_it_is_on_or_off_as_declared_and_there_only_where_it_is(automated, edit_task):
    for is_on, status in ((True, dg.DefaultSensorStatus.RUNNING), (False, dg.DefaultSensorStatus.STOPPED)):
        [sensor] = automated(refresh=is_on).sensors
        assert (sensor.name, sensor.default_status) == ("uti_refreshes_by_itself", status)
    edit_task("uti", lambda attributes: attributes.pop("automation"))
    assert not load_definitions().sensors


def test_a_table_is_made_again_after_its_input_changed_and_not_after_the_same_was_made_again(automated):
    defs = automated(refresh=True)
    with dg.DagsterInstance.ephemeral() as instance:
        materialize(defs, instance, "raw_cases", "cases")
        first = dg.evaluate_automation_conditions(defs, instance)
        assert first.total_requested == 0
        materialize(defs, instance, "raw_cases")
        same = dg.evaluate_automation_conditions(defs, instance, cursor=first.cursor)
        assert same.total_requested == 0, "the same content"
        changed = automated(rows=200, refresh=True)
        materialize(changed, instance, "raw_cases")
        told = dg.evaluate_automation_conditions(changed, instance, cursor=same.cursor)
        requested = {result.key.path[-1] for result in told.results if result.true_subset.size}
        assert "cases" in requested
        assert requested <= {"raw_cases", "cases"}, "what was never made is not begun by itself"


def test_a_studys_report_follows_its_tasks_whatever_base_model_lacks(project, tiny_task):
    for task in ("uti", "triage"):
        tiny_task(task)
    declare_study(project, automation={"refresh": True})
    defs = load_definitions()
    specs = {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}
    assert specs["study/report"].automation_condition is not None
    assert (
        specs["study/seeds"].automation_condition is specs["study/cross_task_predictions"].automation_condition is None
    )
    labels = str(specs["study/report"].automation_condition)
    assert "what makes it was changed" in labels
    assert "all inputs are there" not in labels, "it takes what is there"
    assert "study_refreshes_by_itself" in {sensor.name for sensor in defs.sensors or ()}


@pytest.mark.parametrize(("look", "status"), [(True, "RUNNING"), (False, "STOPPED")])
def test_feedback_is_looked_for_and_events_are_overdue_as_declared(project, look, status):
    path = project / "assets" / "signal" / "defs.yaml"
    path.parent.mkdir()
    attributes = {
        "title": "Signal",
        "sources": {"ward": {"reader": "synthetic", "options": {"generator": "feedback_quarter"}, "event": "event"}},
        "start": "2025-09-29",
        "task": "summarization",
        "look": look,
        "fresh_for_hours": 200,
    }
    path.write_text(yaml.safe_dump({"type": "medpref_dagster.components.Feedback", "attributes": attributes}))
    defs = load_definitions()
    [sensor] = [sensor for sensor in defs.sensors or () if sensor.name == "signal_new_events"]
    assert sensor.default_status == dg.DefaultSensorStatus[status]
    overdue = {spec.key.path[-1] for spec in defs.resolve_all_asset_specs() if spec.freshness_policy is not None}
    assert overdue == {"events"}
