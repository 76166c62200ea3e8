"""A clock that jumped: what looked while it was ahead is named, looks again, and catches up what it missed once."""

import logging
from datetime import UTC, datetime

import dagster as dg
import pytest
from dagster._core.scheduler.instigation import InstigatorType, TickStatus
from dagster._core.test_utils import create_test_daemon_workspace_context, freeze_time
from dagster._core.workspace.load_target import PythonFileTarget
from dagster._scheduler.scheduler import launch_scheduled_runs

from medpref_dagster.components.clock import find_run_ahead, let_look_again, list_triggers_ahead

WEEKLY = """
import dagster as dg

job = dg.GraphDefinition(name="nothing").to_job()

@dg.schedule("0 6 * * 1", job=job, default_status=dg.DefaultScheduleStatus.RUNNING)
def weekly(_):
    return dg.SkipReason("it was looked at")

defs = dg.Definitions(schedules=[weekly])
"""
BEFORE = datetime(2026, 11, 20, tzinfo=UTC)
FIRST = datetime(2026, 11, 23, 6, 1, tzinfo=UTC)
"""A minute behind a Monday's tick."""
AHEAD = datetime(2026, 12, 28, 6, 1, tzinfo=UTC)
RIGHT_AGAIN = datetime(2026, 12, 2, tzinfo=UTC)
"""Behind the tick of 30 November."""


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        yield instance


@pytest.fixture
def look(tmp_path, instance):
    """Let a scheduler that has just started look, by a clock; the times of all ticks that there are by then."""
    module = tmp_path / "weekly.py"
    module.write_text(WEEKLY)
    target = PythonFileTarget(str(module), attribute="defs", working_directory=str(tmp_path), location_name="weekly")
    with create_test_daemon_workspace_context(target, instance) as workspace:

        def look_at(moment: datetime) -> list[datetime]:
            with freeze_time(moment):
                list(launch_scheduled_runs(workspace, logging.getLogger("test"), moment, {}))
            [state] = instance.all_instigator_state(instigator_type=InstigatorType.SCHEDULE)
            ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id)
            assert {tick.status for tick in ticks} <= {TickStatus.SKIPPED}
            return sorted(datetime.fromtimestamp(tick.timestamp, UTC) for tick in ticks)

        yield look_at


def test_a_schedule_that_looked_at_a_time_to_come_looks_again_and_catches_up_once(look, instance):
    assert look(BEFORE) == []
    monday = FIRST.replace(minute=0)
    assert look(FIRST) == [monday]
    assert list_triggers_ahead(instance, FIRST.timestamp()) == []
    assert len(look(AHEAD)) == 2
    assert len(look(RIGHT_AGAIN)) == 2, "it is silent, and a tick was due"
    now = RIGHT_AGAIN.timestamp()
    [ahead] = list_triggers_ahead(instance, now)
    assert str(ahead).startswith("schedule weekly looked at 2026-12-28 06:0")
    assert str(ahead).endswith("which is still to come")
    assert let_look_again(instance, now) == [ahead]
    assert (list_triggers_ahead(instance, now), let_look_again(instance, now)) == ([], [])
    assert look(RIGHT_AGAIN)[-1] == datetime(2026, 11, 30, 6, tzinfo=UTC)
    assert len(look(RIGHT_AGAIN)) == 3, "once"


def test_a_run_that_was_made_at_a_time_to_come_is_named(instance):
    run = instance.create_run_for_job(dg.GraphDefinition(name="loop").to_job())
    made = instance.get_run_records()[0].create_timestamp.timestamp()
    assert find_run_ahead(instance, made) is None
    assert find_run_ahead(instance, made + 3600) is None
    assert str(find_run_ahead(instance, made - 3600)).startswith(f"run {run.run_id[:8]} was made at ")
