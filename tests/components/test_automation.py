"""Tables and reports refresh by themselves when what they are made of changed; what runs a model only on purpose."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest
import yaml
from dagster._core.definitions.freshness import FreshnessState
from dagster._core.definitions.freshness_evaluator import TimeWindowFreshnessPolicyEvaluator
from dagster._core.loader import LoadingContextForTest
from dagster._core.test_utils import freeze_time

from medpref_dagster.definitions import load_definitions
from tests.components.test_study import declare_study
from tests.conftest import CHECKOUT, shrink_task


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


def test_a_source_that_is_read_is_overdue_once_its_hours_are_over_and_no_longer_once_it_was_read(edit_task, tmp_path):
    (tmp_path / "notes.csv").write_text("note_id,patient_id,note,uti\nn-1,p-1,Dysuria for two days.,yes\n")

    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["source"] |= {"reader": "files", "options": {"path": str(tmp_path / "notes.csv")}}
        attributes["automation"] = {"fresh_for_hours": 48}

    edit_task("uti", change)
    defs, start = load_definitions(), datetime(2026, 6, 1, tzinfo=UTC)
    node = defs.resolve_asset_graph().get(dg.AssetKey(["uti", "raw_cases"]))

    def look(instance: dg.DagsterInstance, hours: int) -> FreshnessState:
        with freeze_time(start + timedelta(hours=hours)):
            context = LoadingContextForTest(instance)
            return asyncio.run(TimeWindowFreshnessPolicyEvaluator().evaluate_freshness(context, node))

    with dg.DagsterInstance.ephemeral() as instance:
        assert look(instance, 0) is FreshnessState.UNKNOWN, "nobody read it yet"
        with freeze_time(start):
            materialize(defs, instance, "raw_cases")
        assert [look(instance, hours) for hours in (47, 49)] == [FreshnessState.PASS, FreshnessState.FAIL]
        with freeze_time(start + timedelta(hours=49)):
            materialize(defs, instance, "raw_cases")
        assert look(instance, 50) is FreshnessState.PASS


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


def test_what_a_user_copies_declares_what_refreshes_by_itself_and_when_events_are_overdue(project):
    for name in ("simulated_feedback", "summarization"):
        shutil.copytree(CHECKOUT / "assets" / name, project / "assets" / name)
    defs = load_definitions()
    status = {sensor.name: sensor.default_status for sensor in defs.sensors or ()}
    assert status == {
        "uti_refreshes_by_itself": dg.DefaultSensorStatus.RUNNING,
        "simulated_feedback_new_events": dg.DefaultSensorStatus.STOPPED,
    }
    [overdue] = [spec for spec in defs.resolve_all_asset_specs() if spec.freshness_policy is not None]
    assert overdue.key == dg.AssetKey(["simulated_feedback", "events"])
