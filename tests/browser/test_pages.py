"""The web UI in a real browser: the graph and an asset's page show what a person looks for."""

import functools
import json

import dagster as dg
import pytest

from tests.browser.conftest import IN_A_BROWSER, serve
from tests.cli.made_loop import declare_gate, write_loop
from tests.components.test_study import declare_study
from tests.conftest import write_task
from tests.servers import find_free_port

pytestmark = IN_A_BROWSER


@pytest.fixture
def web_ui(project):
    """The address of a webserver on loopback, over a project whose first two assets are materialized, with a study."""
    from medpref_dagster.definitions import load_definitions
    from medpref_dagster.project import prepare_dagster_home

    declare_study(project, tasks=["uti"])
    home = prepare_dagster_home(project)
    defs = load_definitions()
    with dg.DagsterInstance.from_config(str(home)) as instance:
        selected = [defs.get_assets_def(dg.AssetKey(["uti", name])) for name in ("raw_cases", "cases")]
        assert dg.materialize(selected, instance=instance, resources=defs.resources).success
    port = find_free_port()
    command = ["-m", "dagster_webserver", "-h", "127.0.0.1", "-p", str(port), "-m", "medpref_dagster.definitions"]
    with serve([*command, "--uvicorn-log-level", "info"], port, "Uvicorn running on") as address:
        yield address


def test_the_graph_and_an_assets_page_show_the_task(web_ui, page):
    page.goto(f"{web_ui}/locations/medpref_dagster.definitions/asset-groups/uti")
    for name in ("raw_cases", "cases", "sft_model", "dpo_model", "evaluation_report"):
        page.get_by_text(name, exact=True).first.wait_for(timeout=60_000)
    page.goto(f"{web_ui}/assets/uti/cases?view=overview")
    page.get_by_text("Validated cases with prompt and gold answer", exact=False).first.wait_for(timeout=60_000)
    body = page.inner_text("body")
    missing = [
        text for text in ("case_id", "patient_id", "Row count", "clinical-ml", "quarantined") if text not in body
    ]
    assert missing == []


def test_a_backfill_of_the_study_over_base_models_is_launched_from_its_job(web_ui, page, project):
    page.goto(f"{web_ui}/locations/medpref_dagster.definitions/jobs/study")
    page.get_by_text("Materialize all").first.click(timeout=60_000)
    page.get_by_text("All", exact=True).first.click(timeout=60_000)
    page.get_by_text("2 partitions").first.wait_for(timeout=60_000)
    launch = page.get_by_role("button", name="Launch backfill")
    launch.click()
    launch.wait_for(state="detached", timeout=60_000)
    with dg.DagsterInstance.from_config(str(project / ".dagster-home")) as instance:
        [backfill] = instance.get_backfills()
    # A daemon would run it now; what its runs do is tested where the study is.
    assert sorted(backfill.partition_names or ()) == ["smollm2-135m", "tiny"]
    assert backfill.partition_set_name == "study_partition_set"


@pytest.fixture
def looped(project, tiny_task):
    """Declared before the server starts: a task that refreshes by itself, and a loop with triggers and a gate."""
    tiny_task("uti")
    edit = functools.partial(write_task, project)
    edit("uti", lambda attributes: attributes.update(automation={"refresh": False}))
    write_loop(project, triggers={"schedule": False, "sensor": False})
    declare_gate(project)


def test_what_begins_a_round_and_what_refreshes_by_itself_is_on_the_automation_page(looped, web_ui, page):
    page.goto(f"{web_ui}/automation")
    for name in ("ward_loop_cadence", "ward_loop_new_pairs", "uti_refreshes_by_itself", "ward_new_events"):
        row = page.get_by_text(name, exact=True).first
        row.wait_for(timeout=60_000)
        assert row.is_visible()


def test_the_launchpad_of_an_approval_asks_for_a_round_and_a_reason_and_launches_it(looped, web_ui, page, project):
    page.goto(f"{web_ui}/locations/medpref_dagster.definitions/jobs/ward_loop_approve/playground")
    editor = page.locator(".CodeMirror").first
    editor.get_by_text("why", exact=False).first.wait_for(timeout=60_000)
    assert "round" in editor.inner_text()
    editor.click()
    page.keyboard.press("Control+A")
    filled = {"round": "2025-09-15", "why": "read fifty answers"}
    page.keyboard.insert_text(json.dumps({"ops": {"ward_loop_approve_champion": {"config": filled}}}))
    page.get_by_role("button", name="Launch run").first.click(timeout=60_000)
    page.wait_for_url("**/runs/**", timeout=60_000)
    with dg.DagsterInstance.from_config(str(project / ".dagster-home")) as instance:
        [run] = instance.get_runs(dg.RunsFilter(job_name="ward_loop_approve"))
    # A daemon would run it now; what it does is tested where the job is.
    assert run.run_config["ops"]["ward_loop_approve_champion"]["config"] == filled


def test_the_sensor_says_in_the_ui_why_it_requests_nothing(looped, web_ui, page):
    page.goto(f"{web_ui}/locations/medpref_dagster.definitions/sensors/ward_loop_new_pairs")
    page.get_by_role("button", name="Preview tick result").click(timeout=60_000)
    page.get_by_role("button", name="Continue").click(timeout=60_000)
    page.get_by_text("waits for", exact=False).first.wait_for(timeout=60_000)
    assert "medpref materialize ward_loop --round" in page.inner_text("body")
