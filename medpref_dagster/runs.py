"""Start a run of a task through Dagster, follow it, and say how it ended."""

import contextlib
import hashlib
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import dagster as dg
import psutil
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.text import Text

from medpref_dagster.storage.store import Store, StoreError

_LAUNCH_TAG = "medpref/launch"
PROCESS_TAG = "medpref/process"
"""`<host>:<process id>` of a run that this module started."""
_POLL_SECONDS = 0.5
_SECONDS_UNTIL_LOST = 3.0  # after an interrupt; then it is taken to have been swallowed
_PLAIN_SECONDS = 5.0  # between two progress lines where the output is no terminal


class RunError(Exception):
    """What was asked for cannot be run."""


@dataclass
class Outcome:
    """How a run ended."""

    run_id: str
    succeeded: bool
    failures: list[str] = field(default_factory=list[str])


def find_stale_assets(
    instance: dg.DagsterInstance, assets: Sequence[dg.AssetsDefinition], store: Store, partition: str
) -> list[dg.AssetKey]:
    """The assets whose content is missing or was made from other inputs or another declaration than now.

    Dagster's own data versions decide: those that an asset was last made from against those that its inputs
    have now, and the code version that it was made with. An asset behind a stale one is stale.

    Parameters
    ----------
    assets
        In the order of the data.
    partition
        The base model.
    """
    stale: list[dg.AssetKey] = []
    versions: dict[str, str] = {}
    for asset in assets:
        spec = asset.get_asset_spec()
        name = spec.key.to_user_string()
        key_partition = partition if asset.partitions_def else None
        tags = _latest_tags(instance, spec.key, key_partition)
        inputs = [dep.asset_key for dep in spec.deps]
        fresh = (
            bool(tags)
            and not any(key in stale for key in inputs)
            and tags.get("dagster/code_version") == spec.code_version
            and all(
                _is_version(
                    tags.get(f"dagster/input_data_version/{key.to_user_string()}"), versions[key.to_user_string()]
                )
                for key in inputs
            )
            and _points_to(store, name, key_partition) == tags.get("dagster/data_version")
        )
        if fresh:
            versions[name] = tags["dagster/data_version"]
        else:
            stale.append(spec.key)
    return stale


def _is_version(recorded: str | None, version: str) -> bool:
    """Whether an input's recorded version is this one: of a partitioned input Dagster may record the version's hash."""
    return recorded in (version, hashlib.sha256(version.encode()).hexdigest())


def find_real_sources(assets: Sequence[dg.AssetsDefinition]) -> list[dg.AssetKey]:
    """The assets that read real data: only reading it again tells whether it changed."""
    specs = [asset.get_asset_spec() for asset in assets]
    return [spec.key for spec in specs if not list(spec.deps) and spec.tags.get("medpref/source") == "real"]


def release_killed_runs(instance: dg.DagsterInstance) -> list[str]:
    """Report the runs whose process is gone as failed, and free the pool slots that they hold.

    A run that is killed keeps its slot of the pool `device`, and the next one would wait for it for ever: without
    the daemon nobody else notices.

    Returns
    -------
    list of str
        The ids of those runs.
    """
    killed: list[str] = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])):
        host, _, pid = record.dagster_run.tags.get(PROCESS_TAG, "").partition(":")
        if host == socket.gethostname() and not _is_process_of(int(pid), record.create_timestamp.timestamp()):
            instance.report_run_failed(record.dagster_run, "its process is gone: it was killed")
            instance.event_log_storage.free_concurrency_slots_for_run(record.dagster_run.run_id)
            killed.append(record.dagster_run.run_id)
    return killed


def _is_process_of(pid: int, run_created: float) -> bool:
    """Whether a process is there that is old enough to be the run's: process ids are used again."""
    try:
        return psutil.Process(pid).create_time() <= run_created
    except psutil.NoSuchProcess:
        return False


def materialize(
    instance: dg.DagsterInstance, job: str, selection: Sequence[dg.AssetKey], partition: str, console: Console
) -> Outcome:
    """Materialize assets of a task for one base model and wait, showing stage, step, loss and time left.

    Raises
    ------
    RunError
        If the job or the partition is unknown.
    """
    from dagster._core.definitions.reconstruct import ReconstructableRepository

    release_killed_runs(instance)
    launch = uuid.uuid4().hex
    repository = ReconstructableRepository.for_module("medpref_dagster.definitions", "defs")
    follower = _Follower(instance, launch, console)
    with follower:
        result = dg.execute_job(
            repository.get_reconstructable_job(job),
            instance=instance,
            run_config={
                # One process: each of a run's many steps would pay the imports of torch and its kin again. What the
                # steps tell is read from the event log, not from the console.
                "execution": {"config": {"in_process": {}}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
            tags={
                "dagster/partition": partition,
                _LAUNCH_TAG: launch,
                PROCESS_TAG: f"{socket.gethostname()}:{os.getpid()}",
            },
            asset_selection=list(selection),
        )
        with result:
            return Outcome(result.run_id, result.success, follower.finish())


def _latest_tags(instance: dg.DagsterInstance, key: dg.AssetKey, partition: str | None) -> dict[str, str]:
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=key, asset_partitions=[partition] if partition else None), limit=1
    ).records
    materialization = records[0].asset_materialization if records else None
    return dict(materialization.tags or {}) if materialization else {}


def _points_to(store: Store, name: str, partition: str | None) -> str | None:
    try:
        return store.current(name, partition).version
    except StoreError:
        return None


class RunInterruptedError(Exception):
    """Ctrl-C or SIGTERM ended a run. Says how far it was: "at uti/sft_model (step 4 of 9, sft: 40/76 steps)"."""


class _Follower:
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
        self._interrupts = _Interrupts()
        self._stopped = threading.Event()
        self._line = Text("starting ...", style="dim")
        self._live = Live(self._line, console=self._console, refresh_per_second=4, transient=True)
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> "_Follower":
        if self._is_terminal:
            self._live.start()
        self._thread.start()
        _leave_interrupts_to_this_process(signal.SIG_BLOCK)
        self._interrupts.listen()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        interrupted = kind is not None and issubclass(kind, KeyboardInterrupt | dg.DagsterExecutionInterruptedError)
        self._is_interrupted |= interrupted
        if kind is None or interrupted:
            self.finish()
        else:
            self._close()

    def finish(self) -> list[str]:
        """Show what is left and return the failures.

        Raises
        ------
        RunInterruptedError
            If the run was interrupted.
        """
        self._close()
        if self._is_interrupted:
            number = f"step {len(self._started)}" + (f", {self._said}" if self._said else "")
            raise RunInterruptedError(f"at {self._at} ({number})" if self._at else "before the first step") from None
        return self._failures

    def _close(self) -> None:
        if self._stopped.is_set():
            return
        self._stopped.set()
        self._thread.join()
        self._interrupts.close()
        self._show_new()
        if self._is_terminal:
            self._live.stop()
        _leave_interrupts_to_this_process(signal.SIG_UNBLOCK)

    def _follow(self) -> None:
        while not self._stopped.wait(_POLL_SECONDS):
            self._interrupts.repeat_what_was_lost()
            self._show_new()

    def _show_new(self) -> None:
        if self._run_id is None:
            runs = self._instance.get_runs(dg.RunsFilter(tags={_LAUNCH_TAG: self._launch}), limit=1)
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
            if entry.user_message and step:
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
            if dg.DagsterExecutionInterruptedError.__name__ in message:
                self._is_interrupted = True
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


def _leave_interrupts_to_this_process(how: signal.Sigmasks) -> None:
    """Keep Ctrl-C from the helper processes that Dagster starts beside a step, which would answer with tracebacks.

    They inherit which signals the main thread has blocked. This process still gets it, through the follower's thread.
    """
    if threading.current_thread() is threading.main_thread():
        signal.pthread_sigmask(how, {signal.SIGINT})


class _Interrupts:
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
