"""Tables and reports refresh by themselves when what they are made of changed; what runs a model only on purpose."""

import dagster as dg
import pytest

from medpref_dagster.definitions import load_definitions
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
