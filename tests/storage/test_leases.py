"""Locks in an object store: one at a time, also when a holder dies, whatever its clock says."""

import contextlib
import threading
from collections.abc import Iterator

import pytest

from medpref_dagster.locks import ignore
from medpref_dagster.storage import leases
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.leases import Leases
from medpref_dagster.storage.objects import Objects

NAME = "work/ab"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(leases, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(leases, "DEAD_AFTER_SECONDS", 5.0)


@pytest.fixture(params=["s3_url", "azure_url", "gcs_url"])
def url(request) -> str:
    return request.getfixturevalue(request.param)


@pytest.fixture
def machines(url: str) -> Iterator[list[Leases]]:
    return [Leases(Objects(url)) for _ in range(2)]


def start(machine: Leases, *, shared: bool = False):
    """Take a lock in a thread: set when it has it."""
    has_it, let_go = threading.Event(), threading.Event()

    def take() -> None:
        with machine.hold(NAME, "waits", ignore, shared=shared):
            has_it.set()
            let_go.wait(30)

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    return has_it, let_go, thread


@pytest.mark.parametrize(("first", "second"), [(False, False), (False, True), (True, False)])
def test_who_comes_second_waits_for_the_first_and_is_told_for_whom(first, second, machines):
    told = []
    with machines[0].hold(NAME, "trains", ignore, shared=first):
        waits = threading.Event()

        def tell(holder) -> None:
            told.append(holder)
            waits.set()

        order = []

        def follow() -> None:
            with machines[1].hold(NAME, "follows", tell, shared=second):
                order.append("second")

        thread = threading.Thread(target=follow, daemon=True)
        thread.start()
        assert waits.wait(30)
        order.append("first")
    thread.join(30)
    assert order == ["first", "second"]
    assert "trains" in {holder.purpose for holder in told if holder is not None}


def test_several_share(machines):
    with machines[0].hold(NAME, "", ignore, shared=True), machines[1].hold(NAME, "", ignore, shared=True):
        assert not machines[0].is_held(NAME)
    with machines[0].hold(NAME, "", ignore):
        assert machines[1].is_held(NAME)
    assert not machines[1].is_held(NAME)


@pytest.mark.parametrize("shared", [False, True])
def test_who_is_gone_is_taken_over_from_and_learns_of_it_should_it_come_back(shared, machines, monkeypatch):
    """As a machine that was switched off does not renew, or one that slept."""
    monkeypatch.setattr(leases, "BEAT_SECONDS", 3600.0)
    monkeypatch.setattr(leases, "DEAD_AFTER_SECONDS", 0.3)
    slept = machines[0].hold(NAME, "slept", ignore, shared=shared)
    slept.__enter__()
    with machines[1].hold(NAME, "takes over", ignore):
        pass
    with pytest.raises(StoreError, match="another machine took over the lock"):
        slept.__exit__(None, None, None)


def test_who_lives_is_waited_for_however_long(machines, monkeypatch):
    monkeypatch.setattr(leases, "DEAD_AFTER_SECONDS", 1.0)
    has_it, let_go, thread = start(machines[0])
    assert has_it.wait(30)
    second, let_second_go, other = start(machines[1])
    assert not second.wait(2.5)
    let_go.set()
    assert second.wait(30)
    let_second_go.set()
    for one in (thread, other):
        one.join(30)


def test_many_that_want_it_alone_have_it_one_after_the_other(machines):
    inside, most = [], []

    def take(machine: Leases) -> None:
        with machine.hold(NAME, "", ignore):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=take, args=(machines[number % 2],)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == [1] * 6


def test_an_error_in_the_block_gives_it_back(machines):
    with contextlib.suppress(ValueError), machines[0].hold(NAME, "", ignore):
        raise ValueError
    assert not machines[1].is_held(NAME)
