"""What begins a round without a person: one request for the latest round that is over, or a reason that can be read."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from medpref_dagster import schemas
from medpref_dagster.components.triggers import name_cron, request_round
from medpref_dagster.definitions import load_definitions
from medpref_dagster.promotion.history import read_moves
from medpref_dagster.storage.store import Store
from tests.components.test_feedback_loop import declare  # noqa: F401 - a fixture
from tests.gate.made_rounds import make_model
from tests.rounds.made_pairs import ROUNDS, WEEKS
from tests.steps.test_deciding import GATE
from tests.steps.test_deciding import declare as declare_loop
from tests.steps.test_rounds import make_rows, write_feedback

NOW = datetime(2026, 7, 6, 6, tzinfo=UTC)
"""The Monday behind the second round."""


@pytest.fixture
def store(tmp_path):
    """Feedback of all weeks, and a task's models."""
    store = Store(tmp_path / "store")
    write_feedback(store, make_rows())
    for name in ("cases", "sft_model", "dpo_model"):
        made = (
            make_model(store, name)
            if name != "cases"
            else store.write_table(schemas.CASES.empty_table(), schemas.CASES)
        )
        store.point(f"tiny/{name}", made, None if name == "cases" else "tiny")
    return store


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def ask(store, instance, *, now=NOW, count_pairs=True, **changes):
    return request_round(declare_loop("loop", **changes), store, instance, now, count_pairs=count_pairs)


def test_the_latest_round_that_is_over_is_requested_once_however_many_ticks_were_missed(store, instance):
    requests = [ask(store, instance, now=NOW.replace(day=day), count_pairs=False) for day in (6, 7, 8, 13, 19)]
    assert {request.partition_key for request in requests} == {ROUNDS[1]}
    assert len({request.run_key for request in requests}) == 1, "Dagster makes one run of a run key"
    assert ask(store, instance).run_key == requests[0].run_key


def test_a_clock_that_jumps_asks_for_nothing_new(store, instance):
    assert "No round of loop is over" in ask(store, instance, now=datetime(2020, 1, 1, tzinfo=UTC)).skip_message
    assert ask(store, instance, now=datetime(2026, 6, 16, tzinfo=UTC)).partition_key == ROUNDS[0]
    assert ask(store, instance, now=datetime(2040, 1, 1, tzinfo=UTC)).partition_key == ROUNDS[1], "feedback ended then"


def test_the_sensor_says_how_many_pairs_are_missing_and_the_schedule_does_not_count(store, instance):
    own = sum(row["week"] >= ROUNDS[1] for row in make_rows())
    reason = ask(store, instance, min_new_pairs=500).skip_message
    assert reason.startswith(f"Round {ROUNDS[1]} has {own} new pairs of 500: {500 - own} are missing")
    assert ask(store, instance, min_new_pairs=500, count_pairs=False).partition_key == ROUNDS[1]


def test_never_two_rounds_at_once(store, instance):
    run = instance.create_run_for_job(dg.GraphDefinition(name="loop").to_job(), status=dg.DagsterRunStatus.STARTED)
    assert ask(store, instance).skip_message == "A round of loop is under way; the next one waits for it."
    instance.report_run_canceled(run)
    assert ask(store, instance).partition_key == ROUNDS[1]


def test_what_lacks_is_named(store, instance):
    (store.root / "refs" / "ward" / "reactions" / f"{WEEKS[-1]}.json").unlink()
    reason = ask(store, instance).skip_message
    assert f"waits for ward/reactions of {WEEKS[-1]}: medpref materialize loop --round {ROUNDS[1]}" in reason


def test_a_round_whose_pairs_were_made_and_too_few_waits_for_later_events(store, instance):
    pairs = store.write_table(schemas.ROUND_PAIRS.empty_table(), schemas.ROUND_PAIRS)
    store.record_inputs(pairs, [store.current("ward/preference_pairs", week) for week in WEEKS])
    store.point("loop/round_pairs", pairs, ROUNDS[1])
    assert "has 0 new pairs that can be trained on, of 2: 2 are missing" in ask(store, instance).skip_message
    write_feedback(store, make_rows(63))
    assert ask(store, instance).partition_key == ROUNDS[1]


def test_triggers_and_jobs_are_declared_and_off_unless_they_are_on(declare):  # noqa: F811
    gate = GATE | {"non_inferiority": [{"task": "uti", "metric": "f1", "margin": 0.9}]}
    declare(gate=gate, triggers={"schedule": True, "hour": 5})
    defs = load_definitions()
    [schedule] = [item for item in defs.schedules if item.name == "ward_loop_cadence"]
    [sensor] = [item for item in defs.sensors if item.name == "ward_loop_new_pairs"]
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    assert schedule.cron_schedule == name_cron(declare_loop("loop", cadence="two-weekly", triggers={"hour": 5}))
    assert schedule.cron_schedule == "0 5 * * 1#1,1#3"
    assert {"ward_loop_approve", "ward_loop_rollback"} <= {job.name for job in defs.jobs}
    specs = {spec.key.path[-1] for spec in defs.resolve_all_asset_specs() if spec.group_name == "ward_loop"}
    assert {"decision", "champion"} <= specs


def test_a_person_moves_the_champion_in_the_ui_with_a_reason(declare, project):  # noqa: F811
    declare(gate=GATE | {"non_inferiority": [{"task": "uti", "metric": "f1", "margin": 0.9}]})
    job = load_definitions().resolve_job_def("ward_loop_rollback")
    config = {"ops": {"ward_loop_rollback_champion": {"config": {"round": "first", "why": "worse"}}}}
    result = job.execute_in_process(run_config=config, raise_on_error=False)
    assert not result.success
    [failure] = [event for event in result.all_events if event.is_step_failure]
    assert "never gave a champion" in str(failure.event_specific_data)
    assert read_moves(Store(project / "store"), "ward_loop") == []
