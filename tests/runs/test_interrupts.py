"""An interrupt ends a run, once, even where native code or Python swallowed the exception that was made of it."""

import gc
import logging
import signal
import subprocess
import sys
import threading

import dagster as dg
import pytest

from medpref_dagster.runs import interrupts as interrupts_module
from medpref_dagster.runs.interrupts import Interrupts


@pytest.fixture
def interrupts():
    listening = Interrupts()
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    listening.listen()
    yield listening
    listening.close()
    for number, handler in before.items():
        signal.signal(number, handler)


def press(number: int = signal.SIGINT) -> None:
    signal.raise_signal(number)


def test_an_interrupt_ends_the_run_and_the_next_ones_leave_its_end_alone(interrupts):
    interrupts.obey()
    with pytest.raises(KeyboardInterrupt):
        press()
    press()
    press(signal.SIGTERM)
    assert interrupts.came()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_before_the_run_or_behind_it_is_noted_and_breaks_nothing_off(interrupts, number):
    press(number)
    assert interrupts.came()
    interrupts.obey()
    interrupts.disregard()
    press(number)
    assert interrupts.came()


def test_an_interrupt_that_was_swallowed_comes_again_until_the_run_ends(interrupts, monkeypatch):
    interrupts.obey()
    with pytest.raises(KeyboardInterrupt):
        press()
    interrupts.repeat_what_was_lost()  # a run has some seconds to end by itself
    monkeypatch.setattr(interrupts_module, "_SECONDS_UNTIL_LOST", 0.0)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            interrupts.repeat_what_was_lost()
    interrupts.disregard()
    interrupts.repeat_what_was_lost()


def test_a_repetition_ends_a_wait_of_the_main_thread(interrupts, monkeypatch):
    monkeypatch.setattr(interrupts_module, "_SECONDS_UNTIL_LOST", 0.0)
    press()  # noted only
    interrupts.obey()
    follower = threading.Thread(target=interrupts.repeat_what_was_lost)

    def wait() -> None:  # the interrupt may come as soon as the timer has started
        threading.Timer(0, follower.start).start()
        threading.Event().wait(60)

    with pytest.raises(KeyboardInterrupt):
        wait()
    follower.join()


def test_what_another_thread_got_is_shown_to_a_waiting_main_thread_at_once_and_only_once(interrupts):
    """As in a step: each signal raises there, and the main thread has Ctrl-C blocked."""
    raised: list[int] = []
    shown = threading.Event()

    def interrupt(number: int, _: object) -> None:
        raised.append(number)
        raise KeyboardInterrupt

    interrupts.obey()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)

    def follow() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        while not shown.is_set():
            interrupts.repeat_what_was_lost()

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    follower = threading.Thread(target=follow)

    def wait() -> None:
        follower.start()
        threading.Event().wait(60)

    try:
        with pytest.raises(KeyboardInterrupt):
            wait()
        for _ in range(1000):  # what ends the run
            interrupts.repeat_what_was_lost()
    finally:
        shown.set()
        follower.join()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    assert raised == [signal.SIGINT]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, dg.DagsterExecutionInterruptedError])
def test_an_interrupt_in_a_finalizer_prints_no_traceback_and_comes_again_at_once(interrupts, capsys, kind):
    class Interrupted:
        def __del__(self):
            raise kind

    interrupts.obey()
    Interrupted()
    gc.collect()
    with pytest.raises(KeyboardInterrupt):
        interrupts.repeat_what_was_lost()
    assert capsys.readouterr().err == ""


def test_another_error_in_a_finalizer_is_told_as_ever(interrupts, monkeypatch):
    told = []
    monkeypatch.setattr(interrupts, "_print_unraisable", told.append)

    class Broken:
        def __del__(self):
            raise ValueError("broken")

    Broken()
    assert [item.exc_type for item in told] == [ValueError]
    assert not interrupts.came()


def test_what_a_library_logs_of_an_interrupt_is_kept_back_and_of_another_error_is_not(interrupts, capsys, monkeypatch):
    handler = logging.StreamHandler(sys.stderr)
    interrupts.close()
    logging.getLogger().addHandler(handler)
    again = Interrupts()
    again.listen()
    for kind in (KeyboardInterrupt, ValueError):
        try:
            raise kind
        except BaseException:
            logging.getLogger("pool").exception("closing a connection")
    again.close()
    logging.getLogger().removeHandler(handler)
    told = capsys.readouterr().err
    assert "KeyboardInterrupt" not in told
    assert "ValueError" in told


def test_another_signal_is_left_alone(interrupts, monkeypatch):
    came: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: came.append(number))
    monkeypatch.setattr(interrupts_module, "_SECONDS_UNTIL_LOST", 0.0)
    try:
        interrupts.obey()
        press(signal.SIGUSR1)
        interrupts.repeat_what_was_lost()
        assert came == [signal.SIGUSR1]
    finally:
        signal.signal(signal.SIGUSR1, before)


_IN_THE_BACKGROUND = """
import os, signal
from medpref_dagster.runs.interrupts import Interrupts
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does for what ends in &
interrupts = Interrupts()
interrupts.listen()
interrupts.obey()
assert interrupts.ignores_ctrl_c
signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # as Dagster does
os.kill(os.getpid(), signal.SIGINT)
assert not interrupts.came()
print("goes on", flush=True)
try:
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()
except KeyboardInterrupt:
    print("ends")
interrupts.close()
os.kill(os.getpid(), signal.SIGTERM)
print("and says so")
"""


def test_a_run_in_the_background_ignores_ctrl_c_and_heeds_sigterm():
    done = subprocess.run([sys.executable, "-c", _IN_THE_BACKGROUND], capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[:3] == ["goes on", "ends", "and says so"], done.stderr
