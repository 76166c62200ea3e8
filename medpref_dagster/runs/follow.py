"""Shows a run while it goes: its stage, step, loss and time left, then what each step took and what failed."""

import logging
import os
import signal
import threading
import time

import dagster as dg
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.text import Text

from medpref_dagster.components.living_runs import LAUNCH_TAG
from medpref_dagster.runs.interrupts import INTERRUPTS, Interrupts, leave_interrupts_to_this_process

_POLL_SECONDS = 0.5
_PLAIN_SECONDS = 5.0  # between two progress lines where the output is no terminal


class RunInterruptedError(Exception):
    """Ctrl-C or SIGTERM ended a run. Says how far it was: "at uti/sft_model (step 4 of 9, sft: 40/76 steps)"."""


class Follower:
    """Shows a run's events while it runs, from the instance's event log, where every step process writes them.

    As a context manager it ends an interrupted run with `RunInterruptedError`.
    """

    def __init__(self, instance: dg.DagsterInstance, launch: str, console: Console) -> None:
        self._instance = instance
        self._launch = launch
        self._console = _duplicate_output(console)
        self._is_terminal = self._console.is_terminal
        self._cursor: str | None = None
        self._run_id: str | None = None
        self._failures: list[str] = []
        self._started: dict[str, float] = {}
        self._printed = 0.0
        self._at = ""  # the step that runs now
        self._said = ""  # the last that it told
        self._is_interrupted = False
        self._interrupts = Interrupts()
        self._stopped = threading.Event()
        self._line = Text("starting ...", style="dim")
        self._live = Live(self._line, console=self._console, refresh_per_second=4, transient=True)
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> "Follower":
        self._interrupts.listen()
        if self._is_terminal:
            self._live.start()
        if self._interrupts.ignores_ctrl_c:  # then the thread is to leave it alone, too
            leave_interrupts_to_this_process(signal.SIG_BLOCK)
        self._thread.start()
        leave_interrupts_to_this_process(signal.SIG_BLOCK)
        self._interrupts.obey()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._close()
        interrupted = kind is not None and issubclass(kind, INTERRUPTS)
        # After an interrupt, whatever else was raised is what native code made of it.
        if kind is None or interrupted or self._interrupts.came():
            self.finish(interrupted)

    def finish(self, interrupted: bool = False) -> list[str]:
        """Show what is left and return the failures. May be called again, where an interrupt cut it short.

        Raises
        ------
        RunInterruptedError
            If the run was interrupted, in its last moment, too.
        """
        self._close()
        if interrupted or self._is_interrupted or self._interrupts.came():
            self._is_interrupted = True
            number = f"step {len(self._started)}" + (f", {self._said}" if self._said else "")
            raise RunInterruptedError(f"at {self._at} ({number})" if self._at else "before the first step") from None
        return self._failures

    def _close(self) -> None:
        self._interrupts.disregard()
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        try:
            self._show_new()
        finally:
            if self._is_terminal:
                self._live.stop()
            leave_interrupts_to_this_process(signal.SIG_UNBLOCK)
            self._interrupts.close()

    def _follow(self) -> None:
        while not self._stopped.wait(_POLL_SECONDS):
            self._interrupts.repeat_what_was_lost()
            self._show_new()

    def _show_new(self) -> None:
        if self._run_id is None:
            runs = self._instance.get_runs(dg.RunsFilter(tags={LAUNCH_TAG: self._launch}), limit=1)
            if not runs:
                return
            self._run_id = runs[0].run_id
        while True:
            found = self._instance.get_records_for_run(self._run_id, cursor=self._cursor, limit=500)
            for record in found.records:
                self._show(record.event_log_entry)
            self._cursor = found.cursor
            if not found.has_more:
                return

    def _show(self, entry: dg.EventLogEntry) -> None:
        event, step = entry.dagster_event, (entry.step_key or "").replace("__", "/")
        if event is None:
            # The traceback of a failure that is expected is kept in the log, at that level; its sentence is shown.
            if entry.user_message and step and entry.level not in (logging.DEBUG, "DEBUG"):
                self._said = entry.user_message.partition(", loss")[0]
                self._show_progress(step, entry.user_message)
        elif event.event_type == dg.DagsterEventType.STEP_START:
            self._started[step] = entry.timestamp
            self._at, self._said = step, ""
            self._show_progress(step, "started")
        elif event.event_type == dg.DagsterEventType.STEP_SUCCESS:
            seconds = entry.timestamp - self._started.get(step, entry.timestamp)
            self._console.print(f"[green]✓[/] {step:<28} {seconds:6.1f} s")
        elif event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed:
                text = f"check {evaluation.check_name} of {evaluation.asset_key.to_user_string()}"
                self._note_failure(f"{text}: {evaluation.description or 'failed'}", bool(evaluation.blocking))
        elif event.event_type == dg.DagsterEventType.STEP_FAILURE:
            failure, error = event.step_failure_data.user_failure_data, event.step_failure_data.error
            cause = error.cause if error and error.cause else error
            # One that we expect says a sentence, everything else what was raised.
            message = (failure and failure.description) or (cause.message.strip() if cause else "failed")
            if dg.DagsterExecutionInterruptedError.__name__ in message or self._interrupts.came():
                self._is_interrupted = True  # native code may have made another exception of it
            elif "DagsterAssetCheckFailedError" not in message:  # its check is shown already
                self._note_failure(f"{step}: {message}", failed=True)

    def _note_failure(self, message: str, failed: bool) -> None:
        if failed:
            self._failures.append(message)
        self._console.print(
            f"[red]✗[/] {escape(message)}" if failed else f"[yellow]![/] {escape(message)}",
            highlight=False,
            soft_wrap=True,
        )

    def _show_progress(self, step: str, message: str) -> None:
        if self._is_terminal:
            line = Text.assemble(("… ", "cyan"), f"{step}  ", (message, "dim"), no_wrap=True, overflow="ellipsis")
            self._live.update(line)
        elif time.monotonic() - self._printed >= _PLAIN_SECONDS:
            self._printed = time.monotonic()
            self._console.print(f"  {step}  {escape(message)}", highlight=False, soft_wrap=True)


def _duplicate_output(console: Console) -> Console:
    """The console, on a descriptor of its own: while a step runs, Dagster lets standard output go to a file."""
    try:
        descriptor = os.dup(console.file.fileno())
    except (OSError, ValueError):  # it writes to no file
        return console
    errors = getattr(console.file, "errors", None)
    file = os.fdopen(descriptor, "w", encoding=console.encoding, errors=errors)
    return Console(file=file, force_terminal=console.is_terminal, width=console.width)
