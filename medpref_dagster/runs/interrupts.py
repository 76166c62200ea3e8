"""Ctrl-C and SIGTERM end a run, whatever native code does with the exception that is made of them."""

import contextlib
import os
import signal
import socket
import threading
import time
from types import FrameType

_SECONDS_UNTIL_LOST = 3.0  # after an interrupt; then it is taken to have been swallowed


def heed_sigterm_where_interrupts_are_ignored() -> None:
    """Let SIGTERM end a run that a shell started in the background, where Ctrl-C is ignored.

    Dagster gives SIGTERM the handler of SIGINT, so that both would be ignored. A handler that tells them apart is not.
    """
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end_unless_interrupted)


def _end_unless_interrupted(number: int, frame: FrameType | None) -> None:
    if number != signal.SIGINT:
        signal.default_int_handler(number, frame)


def leave_interrupts_to_this_process(how: signal.Sigmasks) -> None:
    """Keep Ctrl-C from the helper processes that Dagster starts beside a step, which would answer with tracebacks.

    They inherit which signals the main thread has blocked. This process still gets it, through the follower's thread.
    """
    if threading.current_thread() is threading.main_thread():
        signal.pthread_sigmask(how, {signal.SIGINT})


class Interrupts:
    """Sees to it that an interrupt ends the run: native code may swallow the exception that Dagster makes of it.

    Python writes the number of each signal that it gets to a socket, whatever becomes of the exception. A run that
    goes on nevertheless is sent the signal again.
    """

    def __init__(self) -> None:
        self._received, self._sending = socket.socketpair()
        for end in (self._received, self._sending):
            end.setblocking(False)
        self._before: int | None = None
        self._signal: int | None = None
        self._sent = 0.0

    def listen(self) -> None:
        """From now on. Signals are the main thread's; in any other one nothing is done."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.set_wakeup_fd(self._sending.fileno(), warn_on_full_buffer=False)

    def repeat_what_was_lost(self) -> None:
        """Send an interrupt again that came some seconds ago."""
        now = time.monotonic()
        with contextlib.suppress(BlockingIOError):
            for number in self._received.recv(64):
                if number in (signal.SIGINT, signal.SIGTERM):
                    self._signal, self._sent = number, now
        if self._signal is not None and now - self._sent >= _SECONDS_UNTIL_LOST:
            os.kill(os.getpid(), self._signal)

    def close(self) -> None:
        """As it was before."""
        if self._before is not None:
            signal.set_wakeup_fd(self._before)
        self._received.close()
        self._sending.close()
