"""Locks: one holder at a time, told to those who wait, and gone with their process."""

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from medpref_dagster import locks
from medpref_dagster.locks import HeldError, hold_lock, keep_lock, read_holder
from tests.conftest import CHECKOUT
from tests.held_locks import is_held

_HOLD = """
import signal
import sys
from pathlib import Path
from medpref_dagster.locks import hold_lock
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
signal.signal(signal.SIGTERM, signal.SIG_DFL)
with hold_lock(Path(sys.argv[1]), sys.argv[2], lambda holder: print("waits for", holder, flush=True)):
    print("holds", flush=True)
    sys.stdin.readline()
"""


class Process:
    """Another process that takes a lock, holds it until it is told to let go, and prints what it does."""

    def __init__(self, path: Path, purpose: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(path), purpose],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def says(self) -> str:
        return self.process.stdout.readline().strip()

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def let_go(self) -> int:
        self.process.communicate("\n", timeout=30)
        return self.process.returncode


@pytest.fixture
def start(tmp_path):
    started: list[Process] = []

    def start_one(purpose: str) -> Process:
        started.append(Process(tmp_path / "device", purpose))
        return started[-1]

    yield start_one
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)
        for pipe in (one.process.stdin, one.process.stdout, one.process.stderr):
            pipe.close()


def test_who_waits_is_told_for_whom_and_goes_on_when_the_holder_lets_go(start):
    first = start("uti/sft_model")
    assert first.says() == "holds"
    second = start("uti/dpo_model")
    said = second.says()
    assert f"waits for process {first.process.pid} on " in said
    assert "uti/sft_model, since 20" in said
    assert first.let_go() == 0
    assert second.says() == "holds"
    assert second.let_go() == 0


def test_a_killed_holder_and_a_killed_waiter_leave_nothing_behind(start, tmp_path):
    holder, waiter = start("a"), None
    assert holder.says() == "holds"
    waiter, last = start("b"), None
    assert waiter.says().startswith("waits")
    last = start("c")
    assert last.says().startswith("waits")
    waiter.end(signal.SIGKILL)
    holder.end(signal.SIGKILL)
    assert last.says() == "holds"
    last.end(signal.SIGKILL)
    assert not is_held(tmp_path / "device")


def test_a_disk_that_does_not_take_who_holds_it_makes_no_lock_fail(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", refuse)
    with hold_lock(tmp_path / "device", "uti/sft_model"):
        assert is_held(tmp_path / "device")
        assert read_holder(tmp_path / "device") is None


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, -signal.SIGINT)])
def test_who_waits_obeys_a_signal(start, number, status):
    holder = start("a")
    assert holder.says() == "holds"
    waiter = start("b")
    assert waiter.says().startswith("waits")
    assert waiter.end(number) in {status, 1}
    assert holder.let_go() == 0


def test_nobody_gets_the_lock_back_before_one_that_waited(start, tmp_path):
    path, order, waits = tmp_path / "device", [], threading.Event()

    def wait() -> None:
        with hold_lock(path, "waiter", lambda _: waits.set()):
            order.append("waiter")

    waiter = threading.Thread(target=wait)
    with hold_lock(path):
        waiter.start()
        assert waits.wait(30)
    with hold_lock(path):
        order.append("holder again")
    waiter.join(30)
    assert order == ["waiter", "holder again"]


def test_as_many_hold_a_lock_side_by_side_as_it_has_places_and_the_next_waits_for_any_of_them(tmp_path):
    path, waits, has = tmp_path / "device", threading.Event(), threading.Event()
    told: list[str] = []

    def tell(holder: locks.Holder | None) -> None:
        told.append(holder.purpose if holder else "")
        waits.set()

    def wait() -> None:
        with hold_lock(path, "third", tell, places=2):
            has.set()

    third = threading.Thread(target=wait)
    with hold_lock(path, "first", places=2):
        with hold_lock(path, "second", places=2):
            third.start()
            assert waits.wait(30)
            assert not has.is_set()
        assert has.wait(30)  # at the second's place, while the first still has its own
        third.join(30)
    assert set(told) == {"first"}
    assert not is_held(path)
    assert not is_held(path.with_name("device.2"))


def test_a_wait_that_goes_on_is_told_of_again_after_ever_longer_times(monkeypatch, tmp_path):
    now = [100.0]

    class EnoughError(Exception):
        pass

    def pass_time(_: float) -> None:
        now[0] += 1.0
        if now[0] > 200.0:
            raise EnoughError

    monkeypatch.setattr(locks.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(locks.time, "sleep", pass_time)
    told: list[float] = []

    def wait() -> None:
        with hold_lock(tmp_path / "device", "", lambda _: told.append(now[0] - 100.0)):
            pass

    with hold_lock(tmp_path / "device"), pytest.raises(EnoughError):
        wait()
    assert told == [0.0, 6.0, 18.0, 42.0, 90.0]


def test_waiting_sleeps(start):
    import psutil

    holder = start("a")
    assert holder.says() == "holds"
    waiter = start("b")
    assert waiter.says().startswith("waits")
    # What the process took to start is behind it; a second of spinning would show.
    process = psutil.Process(waiter.process.pid)
    before = sum(process.cpu_times()[:2])
    with pytest.raises(subprocess.TimeoutExpired):
        waiter.process.wait(1.0)
    assert sum(process.cpu_times()[:2]) - before < 0.3


_FORK_AND_DIE = """
import os, signal, sys
from pathlib import Path
from medpref_dagster.locks import hold_lock
with hold_lock(Path(sys.argv[1])):
    if not os.fork():
        sys.stdin.read()  # lives on until its input ends
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_forked_child_that_outlives_its_parent_keeps_no_lock_of_it(tmp_path):
    path = tmp_path / "device"
    parent = subprocess.Popen(
        [sys.executable, "-c", _FORK_AND_DIE, str(path)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdin=subprocess.PIPE,
    )
    assert parent.wait(30) == -signal.SIGKILL
    with hold_lock(path):  # would wait for the child, which is still there
        assert is_held(path)
    parent.stdin.close()


def test_a_holder_that_cannot_be_read_is_waited_for_all_the_same(tmp_path):
    path = tmp_path / "device"
    path.write_text("{")
    assert read_holder(path) is None
    with hold_lock(path, "mine"):
        assert read_holder(path).pid == os.getpid()
        assert is_held(path)
    assert not is_held(path)


def test_those_who_share_a_lock_hold_it_side_by_side_and_who_wants_it_alone_waits_for_all(tmp_path):
    path, told = tmp_path / "forgetting", []
    begun, done = threading.Event(), threading.Event()

    def hold_alone():
        with hold_lock(path, "alone", lambda holder: (told.append(holder), begun.set())):
            done.set()

    with hold_lock(path, "one", shared=True), hold_lock(path, "two", shared=True):
        thread = threading.Thread(target=hold_alone)
        thread.start()
        assert begun.wait(30)
        assert not done.is_set()
    thread.join(30)
    assert done.is_set()
    assert told[0].purpose in ("one", "two")


_BECOME = """
import os
import sys
from pathlib import Path
from medpref_dagster.locks import keep_lock
keep_lock(Path(sys.argv[1]), "becomes another")
os.execv(sys.executable, [sys.executable, "-c", "print('is another', flush=True); input()"])
"""


def test_a_lock_that_is_kept_is_that_of_the_program_that_the_process_becomes(tmp_path):
    path = tmp_path / "kept"
    with subprocess.Popen(
        [sys.executable, "-c", _BECOME, str(path)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline().strip() == "is another"
        with pytest.raises(HeldError, match=f"process {holder.pid} on .*, becomes another, since 20"):
            keep_lock(path, "a second one")
        assert is_held(path)
        holder.communicate("\n", timeout=30)
    assert not is_held(path)
