"""Two runs of a loop are one after the other: who has begun goes on, then the earliest round goes first."""

import threading

import dagster as dg
import pytest

from medpref_dagster.components import round_turns
from medpref_dagster.components.round_turns import REFUSED_TAG, REQUEST_TAG, wait_for_turn
from medpref_dagster.progress import silent
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.storage.store import Store


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        yield instance


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def add_run(instance, place: str, status=dg.DagsterRunStatus.STARTED, **tags: str) -> dg.DagsterRun:
    job = dg.GraphDefinition(name="loop").to_job()
    return instance.create_run_for_job(job, status=status, tags={"dagster/partition": place, **tags})


def wait_until_told(instance, store, run: dg.DagsterRun) -> tuple[threading.Thread, str]:
    """A run that waits in another thread, and what it was told then."""
    said: list[str] = []
    is_told = threading.Event()

    def tell(progress) -> None:
        said.append(str(progress))
        is_told.set()

    waiting = threading.Thread(target=wait_for_turn, args=(instance, store, "loop", run.run_id, tell), daemon=True)
    waiting.start()
    assert is_told.wait(timeout=60)
    return waiting, said[0]


def test_who_has_begun_is_waited_for_and_told_of(instance, store, monkeypatch):
    monkeypatch.setattr(round_turns, "_LOOK_AGAIN_SECONDS", 0.01)
    later = add_run(instance, "2026-06-15")
    wait_for_turn(instance, store, "loop", later.run_id, silent)
    earlier = add_run(instance, "2026-06-01")
    waiting, said = wait_until_told(instance, store, earlier)
    assert said == f"waits for run {later.run_id[:8]}, which makes 2026-06-15 of loop: one round at a time"
    wait_for_turn(instance, store, "loop", later.run_id, silent)  # its next asset waits for nobody
    instance.report_run_canceled(later)
    waiting.join(timeout=60)
    assert not waiting.is_alive()


def test_of_those_that_have_not_begun_the_earliest_round_goes_first(instance, store, monkeypatch):
    monkeypatch.setattr(round_turns, "_LOOK_AGAIN_SECONDS", 0.01)
    later, earlier = add_run(instance, "2026-06-15"), add_run(instance, "2026-06-01", dg.DagsterRunStatus.STARTING)
    waiting, said = wait_until_told(instance, store, later)
    assert f"waits for run {earlier.run_id[:8]}" in said
    wait_for_turn(instance, store, "loop", earlier.run_id, silent)
    instance.report_run_canceled(earlier)
    waiting.join(timeout=60)
    assert not waiting.is_alive()


def test_a_run_that_is_executed_again_has_its_parents_tags_and_not_its_turn(instance, store):
    first = add_run(instance, "2026-06-01")
    wait_for_turn(instance, store, "loop", first.run_id, silent)
    tags = instance.get_run_by_id(first.run_id).tags
    again = add_run(instance, "2026-06-01", **tags)
    _, said = wait_until_told(instance, store, again)
    assert f"waits for run {first.run_id[:8]}" in said


def test_of_two_runs_for_one_request_the_later_is_refused_and_says_what_to_do(instance, store):
    asked = {REQUEST_TAG: "2026-06-15 abc", "dagster/run_key": "2026-06-15 abc"}
    first = add_run(instance, "2026-06-15", **asked)
    second = add_run(instance, "2026-06-15", **asked)
    with pytest.raises(RoundError, match="two schedulers look at this Dagster home") as refused:
        wait_for_turn(instance, store, "loop", second.run_id, silent)
    assert str(refused.value).startswith(f"run {first.run_id[:8]} was begun for the same request, and makes 2026-06-15")
    assert instance.get_run_by_id(second.run_id).tags[REFUSED_TAG] == first.run_id
    instance.report_run_failed(second)
    wait_for_turn(instance, store, "loop", first.run_id, silent)
    instance.report_run_failed(first)
    again = add_run(instance, "2026-06-15", **asked | {"dagster/run_key": "2026-06-15 abc again 1"})
    wait_for_turn(instance, store, "loop", again.run_id, silent)
