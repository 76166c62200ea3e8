"""`medpref dev` in a real browser: what is switched on or launched there the daemon does, and the pages show it."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.test_utils import freeze_time

from medpref_dagster.definitions import load_definitions
from medpref_dagster.project import prepare_dagster_home
from medpref_dagster.storage.store import Store
from medpref_dagster.synthetic.uti import generate
from tests.browser.conftest import IN_A_BROWSER, find_free_port, serve
from tests.cli.calls import call
from tests.cli.made_loop import LOOP, ROUND, write_loop
from tests.conftest import CHECKOUT, enter_project, shrink_task, write_project, write_task

pytestmark = IN_A_BROWSER

SOON = 60_000
"""Milliseconds, as all below: on a page."""
A_TICK = 120_000
"""Of a schedule of every minute, or a sensor that looks once a minute."""
A_RUN = 240_000
"""Of tiny models, on a machine that does other things, too."""

OFTEN_AND_PATIENT = {
    "FRESHNESS_DAEMON_INTERVAL_SECONDS": "2",
    # A machine that does other things takes longer than the minute that Dagster gives a tick.
    "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "300",
    "DAGSTER_SCHEDULE_GRPC_TIMEOUT_SECONDS": "300",
}

LOOKS_OFTEN = {"triggers": {"schedule": False, "sensor": False, "look_every_seconds": 30}}


def write_notes(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["note_id", "patient_id", "note", "uti"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(generate(rows, 3))


def declare_read_task(root: Path, file: str) -> None:
    """The task `hourly`, whose notes are in a file that is to be read each hour, and which refreshes by itself."""

    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["source"] |= {"reader": "files", "options": {"path": str(root / file)}, "disclosure": "synthetic"}
        attributes |= {"automation": {"refresh": True, "fresh_for_hours": 1}, "schedule": None}

    write_task(root, "hourly", change, copy_of="uti")


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_base_model):
    """A project with a task and a week of feedback that were made, two loops that wait, and a file that was read."""
    root = write_project(tmp_path_factory.mktemp("dev") / "project", tiny_base_model)
    (root / "workspace.yaml").write_bytes((CHECKOUT / "workspace.yaml").read_bytes())
    every_minute = {"schedule": {"cron": "* * * * *", "base_models": ["tiny"]}, "automation": None}
    write_task(root, "uti", lambda attributes: (shrink_task(attributes), attributes.update(every_minute)))
    write_notes(root / "few.csv", 160)
    write_notes(root / "more.csv", 200)
    declare_read_task(root, "few.csv")
    write_loop(root, **LOOKS_OFTEN)
    greedy = {"type": "medpref_dagster.components.FeedbackLoop"}
    (root / "assets" / "greedy_loop").mkdir()
    (root / "assets" / "greedy_loop" / "defs.yaml").write_text(
        yaml.safe_dump(greedy | {"attributes": LOOP | LOOKS_OFTEN | {"min_new_pairs": 5000}})
    )
    with pytest.MonkeyPatch.context() as patched:
        enter_project(root, patched)
        for arguments in (("materialize", "uti", "--base-model", "tiny"), ("materialize", "ward")):
            done = call(*arguments)
            assert done.returncode == 0, done.stdout + done.stderr
        read_two_hours_ago(root)
        yield root


def read_two_hours_ago(root: Path) -> None:
    home = prepare_dagster_home(root)
    defs = load_definitions()
    with (
        dg.DagsterInstance.from_config(str(home)) as instance,
        freeze_time(datetime.now(UTC) - timedelta(hours=2)),
    ):
        read = [defs.get_assets_def(dg.AssetKey(["hourly", name])) for name in ("raw_cases", "cases")]
        assert dg.materialize(read, instance=instance, resources=defs.resources).success


@pytest.fixture(scope="module")
def dev(made):
    """The address of `medpref dev`: the web UI, and the daemon that ticks."""
    port = find_free_port()
    command = ["-c", "from medpref_dagster.cli import main; main()", "dev", "--port", str(port)]
    with serve(command, port, "Serving dagster-webserver", **OFTEN_AND_PATIENT) as address:
        yield address


@pytest.fixture
def location(dev):
    return f"{dev}/locations/medpref"


def switch(page) -> None:
    """Turn what the page is about on or off."""
    page.locator("label", has=page.locator("input[type=checkbox]")).first.click(timeout=SOON)


def follow_run(page) -> None:
    """From the newest tick to the run that it requested, and there until it has succeeded."""
    page.get_by_role("link", name=re.compile("^[0-9a-f]{8}$")).first.click(timeout=A_TICK)
    page.wait_for_url("**/runs/**", timeout=SOON)
    page.get_by_text("Success", exact=True).first.wait_for(timeout=A_RUN)


def test_a_schedule_that_is_switched_on_ticks_and_its_run_succeeds(location, page, made):
    page.goto(f"{location}/schedules/uti_refresh")
    switch(page)
    page.get_by_text("1 run requested").first.wait_for(timeout=A_TICK)
    switch(page)
    follow_run(page)
    with dg.DagsterInstance.from_config(str(made / ".dagster-home")) as instance:
        run = instance.get_runs(dg.RunsFilter(tags={"dagster/schedule_name": "uti_refresh"}))[-1]
    assert (run.status, run.tags["dagster/partition"]) == (dg.DagsterRunStatus.SUCCESS, "tiny")


def test_a_sensor_that_is_switched_on_begins_a_round_which_has_its_report(location, page, made):
    page.goto(f"{location}/sensors/ward_loop_new_pairs")
    switch(page)
    follow_run(page)
    report = Store(made / "store").current("ward_loop/challenger_report", ROUND)
    page.goto(f"{location.removesuffix('/locations/medpref')}/assets/ward_loop/challenger_report")
    page.get_by_text(report.version[:10], exact=False).first.wait_for(timeout=SOON)


def test_a_sensors_tick_says_how_many_pairs_are_missing(location, page):
    page.goto(f"{location}/sensors/greedy_loop_new_pairs")
    switch(page)
    page.get_by_text("Skipped", exact=True).first.wait_for(timeout=A_TICK)
    page.get_by_role("button", name="0 runs requested").last.click(timeout=SOON)  # the newest is first, and may go on
    reason = re.compile(rf"Round {ROUND} has \d+ new usable pairs of 5,000: [\d,]+ are missing")
    page.get_by_text(reason).first.wait_for(timeout=SOON)


def test_a_backfill_over_base_models_is_launched_from_an_assets_page_and_completes(dev, page, made):
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
    page.get_by_text("Success", exact=True).first.wait_for(timeout=SOON)
    store = Store(made / "store")
    assert all(store.current("uti/sft_model", base_model).path.is_dir() for base_model in ("tiny", "smollm2-135m"))


def test_a_source_that_was_not_read_in_time_is_overdue_and_is_read_by_itself_once_another_is_declared(dev, page, made):
    page.goto(f"{dev}/assets/hourly/raw_cases")
    status = page.get_by_text("Fails if more than an hour since last materialization")
    status.first.wait_for(timeout=SOON)
    page.get_by_text("Failed", exact=True).first.wait_for(timeout=A_TICK)
    assert "2 hours ago" in page.inner_text("body")
    declare_read_task(made, "more.csv")
    page.goto(f"{dev}/deployment/locations")
    page.get_by_role("button", name="Reload", exact=True).click(timeout=SOON)
    page.goto(f"{dev}/assets/hourly/raw_cases")
    page.get_by_text("200", exact=True).first.wait_for(timeout=A_RUN)  # rows: the daemon's tick has had it read
    page.get_by_text("Passing", exact=True).first.wait_for(timeout=A_TICK)
    with dg.DagsterInstance.from_config(str(made / ".dagster-home")) as instance:
        [run] = instance.get_runs(dg.RunsFilter(tags={"dagster/from_automation_condition": "true"}))
    assert {key.to_user_string() for key in run.asset_selection or ()} >= {"hourly/raw_cases"}
