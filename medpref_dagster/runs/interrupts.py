"""Ctrl-C and SIGTERM end a run, whatever native code does with the exception that is made of them, and end it once."""

import contextlib
import logging
import math
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import dagster as dg

INTERRUPTS = (KeyboardInterrupt, dg.DagsterExecutionInterruptedError)
"""What Python and Dagster make of the two signals."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_KNOCK = signal.SIGURG
"""Wakes the main thread, whose handler for it only notes that it came so far. Python calls handlers in the order of
their numbers, and this one is above the two: once it was called, theirs were."""
_SECONDS_UNTIL_LOST = 3.0  # after the main thread was shown an interrupt; then it is taken to have been swallowed


def leave_interrupts_to_this_process(how: signal.Sigmasks) -> None:
    """Keep Ctrl-C from the helper processes that Dagster starts beside a step, which would answer with tracebacks.

    They inherit which signals the main thread has blocked. This process still gets it, through the follower's thread.
    """
    if threading.current_thread() is threading.main_thread():
        signal.pthread_sigmask(how, {signal.SIGINT})


class Interrupts:
    """Sees to it that an interrupt ends the run, and disturbs nothing else.

    While a step computes, Dagster raises an exception at a signal; between steps it keeps the signal in mind, and
    forgets it where no step follows. Everywhere else the handler of this class does, once: what is done to end the run
    is not interrupted a second time, by a person who presses the keys again or by a repetition.

    The exception may be lost: native code swallows it, or it is raised where Python can only print it (a finalizer, a
    callback of the garbage collector). Python writes the number of each signal that it gets to a socket, whatever
    becomes of the exception, so a run that goes on nevertheless is sent a signal again. But not before it was shown the
    first: another thread gets Ctrl-C, and what the main thread waits or computes in does not end by that. Two at once
    would break off what the first one's exception ends, such as a job on another machine.
    """

    def __init__(self) -> None:
        self._received, self._sending = socket.socketpair()
        for end in (self._received, self._sending):
            end.setblocking(False)
        self._is_listening = False
        self._wakeup = -1
        self._before: dict[int, Any] = {}
        self._print_unraisable: Callable[[Any], object] = sys.unraisablehook
        self._obeys = False
        self._repeats = False
        self._count = 0
        self._first: float | None = None
        self._shown: float | None = None

    def listen(self) -> None:
        """From now on signals are noted; `obey` lets them end the run. They are the main thread's; in any other one
        nothing is done."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._is_listening = True
        self._before = {number: signal.getsignal(number) for number in _SIGNALS}
        self._wakeup = signal.set_wakeup_fd(self._sending.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, self._handle)
        self._before[_KNOCK] = signal.signal(_KNOCK, self._note_shown)
        self._print_unraisable = sys.unraisablehook
        sys.unraisablehook = self._note_lost
        for handler in _list_handlers():
            handler.addFilter(_is_no_interrupt)

    def obey(self) -> None:
        """The run begins: an interrupt raises `KeyboardInterrupt`, and one that came before does so soon."""
        if self.came():
            self._first = -math.inf
        self._obeys = True

    def disregard(self) -> None:
        """The run ends: an interrupt is only noted."""
        self._obeys = False

    def came(self) -> bool:
        """Whether there was any: raised, kept in mind or lost."""
        with contextlib.suppress(OSError):  # nothing came, or it is closed
            for number in self._received.recv(64):
                if number in _SIGNALS and not self._is_ignored(number):
                    self._count += 1
                    self._first = time.monotonic() if self._first is None else self._first
        return self._first is not None

    def repeat_what_was_lost(self) -> None:
        """Show the main thread an interrupt, in whatever it waits, and send it again some seconds after.

        As SIGTERM, which does the same and is not blocked there.
        """
        if not self.came() or not self._obeys:
            return
        main = threading.main_thread().ident or 0
        if self._first != -math.inf and self._shown is None:
            signal.pthread_kill(main, _KNOCK)
        elif time.monotonic() - max(self._first or 0.0, self._shown or 0.0) >= _SECONDS_UNTIL_LOST:
            self._repeats = True
            signal.pthread_kill(main, signal.SIGTERM)

    def close(self) -> None:
        """As it was before; after an interrupt the signals stay without effect, as the command is about to end."""
        if self._is_listening:
            self._is_listening = False
            sys.unraisablehook = self._print_unraisable
            for handler in _list_handlers():
                handler.removeFilter(_is_no_interrupt)
            came = self.came()
            signal.set_wakeup_fd(self._wakeup)
            for number, handler in self._before.items():
                signal.signal(number, signal.SIG_IGN if came and number in _SIGNALS else handler)
        self._received.close()
        self._sending.close()

    @property
    def ignores_ctrl_c(self) -> bool:
        """Whether a shell started this process in the background, where Ctrl-C is for others. SIGTERM is heeded."""
        return self._is_ignored(signal.SIGINT)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._is_ignored(number):
            return
        self.came()
        if self._obeys and (self._count <= 1 or self._repeats):  # a further one comes in the midst of the end
            self._repeats = False
            signal.default_int_handler(number, frame)

    def _note_shown(self, number: int, frame: FrameType | None) -> None:
        if self._shown is None and self._first is not None:
            self._shown = time.monotonic()

    def _is_ignored(self, number: int) -> bool:
        return number == signal.SIGINT and self._before.get(number) is signal.SIG_IGN

    def _note_lost(self, unraisable: Any) -> None:
        if issubclass(unraisable.exc_type, INTERRUPTS):
            self._first = -math.inf  # it is repeated at the next look, and no traceback is printed
        else:
            self._print_unraisable(unraisable)


def _is_no_interrupt(record: logging.LogRecord) -> bool:
    """Keeps back what a library logs before it passes an interrupt on, with a traceback that tells nobody anything."""
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not issubclass(kind, INTERRUPTS)


def _list_handlers() -> list[logging.Handler]:
    """What prints the lines of libraries."""
    last = [] if logging.lastResort is None else [logging.lastResort]
    return [*last, *logging.getLogger().handlers]
