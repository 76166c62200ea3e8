"""`medpref dev` in a real browser: what is switched on or launched there its daemon does, and the pages show it."""

import json
from typing import Any

import dagster as dg
import pytest
import yaml

from medpref_dagster.storage.store import Store
from tests.browser.conftest import IN_A_BROWSER, serve
from tests.cli.calls import call
from tests.cli.made_loop import GATE, LOOP, ROUND, write_loop
from tests.conftest import CHECKOUT, enter_project, shrink_task, write_project, write_task
from tests.servers import find_free_port

pytestmark = IN_A_BROWSER

SOON = 60_000
"""Milliseconds, as all below: on a page."""
A_TICK = 300_000
"""Of a schedule of every minute, or of a sensor that looks twice a minute, on a machine that does other things, too."""
A_RUN = 900_000
"""Of tiny models, there."""

PATIENT = {"DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "300", "DAGSTER_SCHEDULE_GRPC_TIMEOUT_SECONDS": "300"}
"""A machine that does other things may take longer than the minute that Dagster gives a tick."""


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_base_model):
    """A project with a task, a week of feedback, a loop whose round waits for a person, and one whose round waits for
    its sensor."""
    root = write_project(tmp_path_factory.mktemp("dev") / "project", tiny_base_model)
    (root / "workspace.yaml").write_bytes((CHECKOUT / "workspace.yaml").read_bytes())
    write_task(root, "uti", declare_schedule)
    write_loop(root, triggers={"schedule": False, "sensor": False, "look_every_seconds": 30})
    asked = {"type": "medpref_dagster.components.FeedbackLoop"}
    asked["attributes"] = LOOP | {"gate": GATE | {"approval": "by_person"}, "max_test_pairs": 30}
    (root / "assets" / "asked_loop").mkdir()
    (root / "assets" / "asked_loop" / "defs.yaml").write_text(yaml.safe_dump(asked))
    with pytest.MonkeyPatch.context() as patched:
        enter_project(root, patched)
        done = call("materialize", "asked_loop")
        assert done.returncode == 0, done.stdout + done.stderr
        yield root


def declare_schedule(attributes: dict[str, Any]) -> None:
    shrink_task(attributes)
    attributes |= {"schedule": {"cron": "* * * * *", "base_models": ["tiny"]}, "automation": None}


@pytest.fixture(scope="module")
def dev(made):
    """The address of `medpref dev`: the web UI, and the daemon that ticks."""
    port = find_free_port()
    command = ["-c", "from medpref_dagster.cli import main; main()", "dev", "--port", str(port)]
    with serve(command, port, "Serving dagster-webserver", **PATIENT) as address:
        yield address


@pytest.fixture
def location(dev):
    return f"{dev}/locations/medpref"


@pytest.fixture
def instance(made):
    """That of the daemon."""
    with dg.DagsterInstance.from_config(str(made / ".dagster-home")) as instance:
        yield instance


def switch(page) -> None:
    """Turn what the page is about on or off."""
    page.locator("label", has=page.locator("input[type=checkbox]")).first.click(timeout=SOON)


def follow_run(page, dev: str) -> None:
    """From the tick that requested a run to that run's page, and there until it has succeeded."""
    run = page.locator("a[href*='/runs/']").first
    run.wait_for(timeout=A_TICK)
    page.goto(f"{dev}{run.get_attribute('href')}")
    wait_for_success(page)


def wait_for_success(page) -> None:
    page.get_by_text("Success", exact=True).first.wait_for(timeout=A_RUN)


def test_a_schedule_that_is_switched_on_ticks_and_its_run_succeeds(dev, location, page, instance):
    page.goto(f"{location}/schedules/uti_refresh")
    switch(page)
    page.locator("a[href*='/runs/']").first.wait_for(timeout=A_TICK)
    switch(page)
    follow_run(page, dev)
    run = instance.get_runs(dg.RunsFilter(tags={"dagster/schedule_name": "uti_refresh"}))[-1]
    assert (run.status, run.tags["dagster/partition"]) == (dg.DagsterRunStatus.SUCCESS, "tiny")


def test_a_sensor_that_is_switched_on_begins_a_round_which_has_its_report(dev, location, page, made, instance):
    page.goto(f"{location}/sensors/ward_loop_new_pairs")
    switch(page)
    follow_run(page, dev)
    report = Store(made / "store").current("ward_loop/challenger_report", ROUND)
    page.goto(f"{dev}/assets/ward_loop/challenger_report")
    page.get_by_text(report.version[:10], exact=False).first.wait_for(timeout=SOON)
    [run] = instance.get_runs(dg.RunsFilter(tags={"dagster/sensor_name": "ward_loop_new_pairs"}))
    assert run.tags["dagster/partition"] == ROUND


def test_a_backfill_over_base_models_is_launched_from_an_assets_page_and_completes(dev, page, made, instance):
    page.goto(f"{dev}/assets/uti/sft_model")
    page.get_by_role("button", name="Materialize…").click(timeout=SOON)
    page.get_by_role("button", name="All", exact=True).click(timeout=SOON)
    page.get_by_text("2 partitions").first.wait_for(timeout=SOON)
    launch = page.get_by_role("button", name="Launch backfill")
    launch.click(timeout=SOON)
    launch.wait_for(state="detached", timeout=SOON)
    page.goto(f"{dev}/runs")
    page.locator("a[href*='/runs/b/']").first.click(timeout=SOON)
    page.get_by_text("100% completed").first.wait_for(timeout=A_RUN)
    [backfill] = instance.get_backfills()
    runs = instance.get_runs(dg.RunsFilter(tags={"dagster/backfill": backfill.backfill_id}))
    assert {run.status for run in runs} == {dg.DagsterRunStatus.SUCCESS}
    store = Store(made / "store")
    assert all(store.current("uti/sft_model", base_model).path.is_dir() for base_model in ("tiny", "smollm2-135m"))


def test_an_approval_with_a_reason_moves_the_champion_and_stands_on_its_page(dev, location, page, made):
    store = Store(made / "store")
    challenger = store.current("asked_loop/challenger", ROUND)
    assert store.current("asked_loop/champion") != challenger, "a person is waited for"
    page.goto(f"{location}/jobs/asked_loop_approve/playground")
    editor = page.locator(".CodeMirror").first
    editor.get_by_text("why", exact=False).first.wait_for(timeout=SOON)
    editor.click()
    page.keyboard.press("Control+A")
    filled = {"round": ROUND, "why": "read fifty of its answers"}
    page.keyboard.insert_text(json.dumps({"ops": {"asked_loop_approve_champion": {"config": filled}}}))
    page.get_by_role("button", name="Launch run").first.click(timeout=SOON)
    page.wait_for_url("**/runs/**", timeout=SOON)
    wait_for_success(page)
    assert store.current("asked_loop/champion") == challenger
    page.goto(f"{dev}/assets/asked_loop/champion?partition={ROUND}&view=partitions")
    page.get_by_text("read fifty of its answers", exact=False).first.wait_for(timeout=SOON)
