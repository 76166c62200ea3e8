"""An interrupt ends a run even where native code swallowed the exception that was made of it."""

import os
import signal
import subprocess
import sys

import pytest

from medpref_dagster.runs import interrupts as interrupts_module
from medpref_dagster.runs.interrupts import Interrupts


@pytest.fixture
def interrupts():
    listening = Interrupts()
    listening.listen()
    yield listening
    listening.close()


@pytest.fixture
def swallowed(monkeypatch):
    """The interrupts that came, each of them lost."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    yield came
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_that_was_swallowed_comes_again_until_the_run_ends(interrupts, swallowed, monkeypatch):
    interrupts.repeat_what_was_lost()
    assert swallowed == []
    os.kill(os.getpid(), signal.SIGINT)
    interrupts.repeat_what_was_lost()
    assert len(swallowed) == 1, "a run has some seconds to end by itself"
    monkeypatch.setattr(interrupts_module, "_SECONDS_UNTIL_LOST", 0.0)
    interrupts.repeat_what_was_lost()
    interrupts.repeat_what_was_lost()
    assert len(swallowed) == 3


def test_another_signal_is_left_alone(interrupts, monkeypatch):
    came: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: came.append(number))
    monkeypatch.setattr(interrupts_module, "_SECONDS_UNTIL_LOST", 0.0)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        interrupts.repeat_what_was_lost()
        assert came == [signal.SIGUSR1]
    finally:
        signal.signal(signal.SIGUSR1, before)


_IN_THE_BACKGROUND = """
import os, signal
from medpref_dagster.runs.interrupts import heed_sigterm_where_interrupts_are_ignored
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does for what ends in &
heed_sigterm_where_interrupts_are_ignored()
signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # as Dagster does
os.kill(os.getpid(), signal.SIGINT)
print("goes on", flush=True)
try:
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()
except KeyboardInterrupt:
    print("ends")
"""


def test_a_run_in_the_background_ignores_ctrl_c_and_heeds_sigterm():
    done = subprocess.run([sys.executable, "-c", _IN_THE_BACKGROUND], capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[:2] == ["goes on", "ends"], done.stderr
