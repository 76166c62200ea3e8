"""The doctor sees runs whose process is gone, and schedules that no daemon serves."""

import os
import socket

import dagster as dg
import pytest

from medpref_dagster.components.clock import Ahead
from medpref_dagster.components.living_runs import PROCESS_TAG
from medpref_dagster.doctor import orchestration
from medpref_dagster.doctor.orchestration import (
    examine_daemon,
    examine_home,
    examine_runs,
    examine_triggers,
    find_newest_run,
)


@pytest.fixture
def instance(project):
    findings, home = examine_home(project)
    assert [finding.state for finding in findings] == ["well"]
    with dg.DagsterInstance.from_config(str(home)) as instance:
        yield instance


def add_run(instance: dg.DagsterInstance, status: dg.DagsterRunStatus, process: str) -> None:
    @dg.op
    def nothing() -> None: ...

    @dg.job
    def job() -> None:
        nothing()

    instance.create_run_for_job(job, status=status, tags={PROCESS_TAG: process})


def test_a_home_that_is_damaged_is_wrong(project, monkeypatch):
    home = project / "elsewhere"
    (home / "history" / "runs").mkdir(parents=True)
    (home / "history" / "runs" / "index.db").write_text("no database")
    (home / "history" / "runs.db").write_text("no database" * 100)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    [finding], opened = examine_home(project)
    assert opened is None
    assert finding.state == "wrong"


def test_runs_whose_process_is_gone_are_told_and_left_as_they_are(instance):
    assert [finding.found for finding in examine_runs(instance)] == ["0 running, 0 waiting"]
    add_run(instance, dg.DagsterRunStatus.STARTED, f"{socket.gethostname()}:999999999")
    add_run(instance, dg.DagsterRunStatus.STARTED, f"{socket.gethostname()}:{os.getpid()}")
    found = list(examine_runs(instance))
    assert [finding.state for finding in found] == ["worth knowing", "well"]
    assert "1 are shown as running" in found[0].found
    assert found[1].found == "1 running, 0 waiting"
    assert instance.get_runs_count(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])) == 2
    assert find_newest_run(instance) is not None


def test_runs_that_wait_need_a_daemon(instance, monkeypatch):
    [none_needed] = examine_daemon(instance)
    assert none_needed.state == "well"
    monkeypatch.setattr(instance, "get_runs_count", lambda _: 1)
    [missing] = examine_daemon(instance)
    assert missing.state == "wrong"
    assert missing.remedy == "start one: medpref dev"


def test_what_is_only_declared_on_needs_a_daemon_that_nobody_may_have_missed_yet(instance):
    [declared] = examine_daemon(instance, ["ward_loop_cadence"])
    assert (declared.state, declared.found) == ("worth knowing", "there is none (on: ward_loop_cadence)")
    assert declared.remedy == "start one: medpref dev"


def test_a_trigger_that_looked_at_a_time_to_come_is_wrong_with_what_to_do(instance, monkeypatch):
    assert list(examine_triggers(instance)) == []
    ahead = Ahead("sensor ward_loop_new_pairs looked", 4_000_000_000.0)
    monkeypatch.setattr(orchestration, "list_triggers_ahead", lambda *_: [ahead])
    [finding] = examine_triggers(instance)
    assert (finding.about, finding.state) == ("clock", "wrong")
    assert finding.found.startswith("sensor ward_loop_new_pairs looked at 2096-10-02 07:06 UTC, which is still to come")
    assert "end `medpref dev` and start it again" in (finding.remedy or "")
