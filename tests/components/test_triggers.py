"""What begins a round without a person: one request for the latest round that is over, or a reason that can be read."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import dagster as dg
import pytest

from medpref_dagster import schemas
from medpref_dagster.components import triggers
from medpref_dagster.components.living_runs import stay_known_alive
from medpref_dagster.components.round_turns import REFUSED_TAG
from medpref_dagster.components.triggers import Counted, name_cron, request_round
from medpref_dagster.definitions import load_definitions
from medpref_dagster.storage.store import Store
from tests.components.test_feedback_loop import declare  # noqa: F401 - a fixture
from tests.gate.made_rounds import make_model
from tests.rounds.made_pairs import ROUNDS, WEEKS, spread_rows
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


def ask(store, instance, *, now=NOW, early=True, **changes):
    return request_round(declare_loop("loop", **changes), store, instance, now.timestamp(), early=early)


def add_run(instance, status, **kept) -> dg.DagsterRun:
    return instance.create_run_for_job(dg.GraphDefinition(name="loop").to_job(), status=status, **kept)


def test_the_latest_round_that_is_over_is_requested_once_however_many_ticks_were_missed(store, instance):
    answers = [ask(store, instance, now=NOW.replace(day=day), early=False) for day in (6, 7, 8, 13, 19)]
    assert {answer.request.partition_key for answer in answers} == {ROUNDS[1]}
    assert len({answer.request.run_key for answer in answers}) == 1
    # Ticks that are caught up follow each other: the second sees the run of the first, however that ended.
    for status in (dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.CANCELED):
        with dg.DagsterInstance.ephemeral() as other:
            add_run(other, status, tags=answers[0].request.tags)
            assert ask(store, other).request is None


def test_a_clock_that_jumps_asks_for_nothing_new(store, instance):
    assert "No round of loop is over" in ask(store, instance, now=datetime(2020, 1, 1, tzinfo=UTC)).why_not
    write_feedback(store, spread_rows())
    assert ask(store, instance, now=datetime(2026, 6, 16, tzinfo=UTC)).request.partition_key == ROUNDS[0]
    ahead = ask(store, instance, now=datetime(2040, 1, 1, tzinfo=UTC))
    assert ahead.request.partition_key == ROUNDS[1], "feedback ended then"


def test_triggers_say_how_many_usable_pairs_are_missing(store, instance):
    reason = ask(store, instance, min_new_pairs=500).why_not
    found = int(reason.split(" new usable pairs")[0].rpartition(" ")[2])
    given = sum(row["week"] >= ROUNDS[1] for row in make_rows())
    assert 0 < found < given, "those of held-out patients and clinicians are not trained on"
    assert reason.startswith(f"Round {ROUNDS[1]} has {found} new usable pairs of 500: {500 - found} are missing.")
    assert ask(store, instance, min_new_pairs=found).request.partition_key == ROUNDS[1]
    assert f"{found} new usable pairs of {found + 1}: 1 are" in ask(store, instance, min_new_pairs=found + 1).why_not


def test_a_round_begins_early_once_the_weeks_that_are_over_gave_enough(store, instance):
    write_feedback(store, spread_rows())
    middle = datetime(2026, 6, 10, tzinfo=UTC)
    assert ask(store, instance, now=middle).request.partition_key == ROUNDS[0]
    assert ask(store, instance, now=middle, early=False).request is None, "the schedule waits for its end"
    told = ask(store, instance, now=middle, min_new_pairs=400).why_not
    assert f"new usable pairs of 400 so far, and goes on until {ROUNDS[1]}: " in told
    first = ask(store, instance, now=datetime(2026, 6, 3, tzinfo=UTC)).why_not
    assert first.endswith(f"Round {ROUNDS[0]} goes on until {ROUNDS[1]}; none of its weeks is over yet.")
    last = ask(store, instance, now=datetime(2026, 6, 24, tzinfo=UTC), min_new_pairs=400).why_not
    assert last.endswith("No other round can begin early."), "what an early last round left out would be in none"


def test_what_was_counted_is_not_counted_again(store, instance, monkeypatch):
    counted = Counted()
    first = request_round(declare_loop("loop"), store, instance, NOW.timestamp(), counted, early=True)
    monkeypatch.setattr("medpref_dagster.components.triggers.count_usable", lambda *_: pytest.fail("counted again"))
    again = request_round(declare_loop("loop"), store, instance, NOW.timestamp(), counted, early=True)
    assert again == first


def test_never_two_rounds_at_once(store, instance):
    run = add_run(instance, dg.DagsterRunStatus.STARTED, tags={"dagster/partition": ROUNDS[0]})
    reason = ask(store, instance).why_not
    assert reason == f"Run {run.run_id[:8]} makes {ROUNDS[0]} of loop; the next round waits for it."
    instance.report_run_canceled(run)
    assert ask(store, instance).request.partition_key == ROUNDS[1]


def test_a_person_who_makes_an_asset_of_the_loop_is_waited_for(store, instance):
    @dg.asset(key=["loop", "challenger"])
    def challenger() -> None: ...

    job = dg.Definitions([challenger]).resolve_implicit_global_asset_job_def()
    instance.create_run_for_job(
        job, status=dg.DagsterRunStatus.STARTED, asset_selection=frozenset({dg.AssetKey(["loop", "challenger"])})
    )
    assert "the next round waits for it" in ask(store, instance).why_not


def test_a_run_whose_process_was_killed_holds_up_nothing_and_is_reported_as_failed(store, tmp_path):
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        with stay_known_alive(instance, "living", "a test") as tags:
            living = add_run(instance, dg.DagsterRunStatus.STARTED, tags=tags)
            assert f"Run {living.run_id[:8]} makes" in ask(store, instance).why_not
            instance.report_run_canceled(living)
        killed = add_run(instance, dg.DagsterRunStatus.STARTED, tags={**tags, "medpref/process": "elsewhere:1"})
        (tmp_path / "home" / "medpref-runs" / "living").touch()  # as a kill leaves it: there, and held by nobody
        assert ask(store, instance).request.partition_key == ROUNDS[1]
        assert instance.get_run_by_id(killed.run_id).status is dg.DagsterRunStatus.FAILURE


def test_what_was_killed_is_requested_again_and_what_failed_by_itself_is_not(store, instance):
    request = ask(store, instance).request
    killed = add_run(instance, dg.DagsterRunStatus.STARTED, tags=request.tags)
    instance.report_run_failed(killed)
    again = ask(store, instance).request
    assert again.partition_key == ROUNDS[1]
    assert again.run_key != request.run_key, "Dagster makes one run of a run key"
    failed = add_run(
        instance, dg.DagsterRunStatus.FAILURE, tags={**again.tags, "dagster/failure_reason": "STEP_FAILURE"}
    )
    reason = ask(store, instance).why_not
    assert f"was requested already, and run {failed.run_id[:8]} ended as failure. Mend what it says" in reason


def test_a_run_that_was_refused_since_another_makes_the_round_is_no_attempt(store, instance):
    request = ask(store, instance).request
    killed = add_run(instance, dg.DagsterRunStatus.STARTED, tags=request.tags)
    refused = {**request.tags, "dagster/failure_reason": "STEP_FAILURE", REFUSED_TAG: killed.run_id}
    add_run(instance, dg.DagsterRunStatus.FAILURE, tags=refused)
    instance.report_run_failed(killed)
    assert ask(store, instance).request.run_key.endswith("again 1")


def test_what_lacks_is_named(store, instance):
    (store.root / "refs" / "ward" / "reactions" / f"{WEEKS[-1]}.json").unlink()
    reason = ask(store, instance).why_not
    assert f"waits for ward/reactions of {WEEKS[-1]}: medpref materialize loop --round {ROUNDS[1]}" in reason


def test_a_round_whose_pairs_were_made_and_too_few_waits_for_later_events(store, instance):
    pairs = store.write_table(schemas.ROUND_PAIRS.empty_table(), schemas.ROUND_PAIRS)
    store.record_inputs(pairs, [store.current("ward/preference_pairs", week) for week in WEEKS])
    store.point("loop/round_pairs", pairs, ROUNDS[1])
    assert "has 0 new pairs that can be trained on, of 2: 2 are missing" in ask(store, instance).why_not
    write_feedback(store, make_rows(63))
    assert ask(store, instance).request.partition_key == ROUNDS[1]


def test_a_tick_that_requests_nothing_says_that_the_clock_was_set_back(declare, monkeypatch):  # noqa: F811
    declare()
    defs = load_definitions()
    with dg.DagsterInstance.ephemeral() as instance:
        run = add_run(instance, dg.DagsterRunStatus.SUCCESS)
        [sensor] = [item for item in defs.sensors if item.name == "ward_loop_new_pairs"]

        def look() -> str:
            context = dg.build_sensor_context(instance=instance, resources=defs.resources)
            return sensor.evaluate_tick(context).skip_message

        assert "The clock" not in look()
        an_hour_ago = time.time() - 3600
        monkeypatch.setattr(triggers, "time", SimpleNamespace(time=lambda: an_hour_ago))
        assert f"The clock jumped: run {run.run_id[:8]} was made at " in look()


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
