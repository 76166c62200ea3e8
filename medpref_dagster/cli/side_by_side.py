"""Several commands of this package side by side, each a process of its own, with their lines behind their names."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from queue import Empty, SimpleQueue
from types import FrameType
from typing import IO

from rich.console import Console
from rich.text import Text


def run_side_by_side(commands: Mapping[str, Sequence[str]], at_once: int, console: Console) -> list[str]:
    """Run `medpref` with each list of arguments, `at_once` of them at any time, and wait.

    Parameters
    ----------
    commands
        By the name that each line of a command's output begins with.

    Returns
    -------
    list
        Names of those that ended with another status than 0, in the order of `commands`.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C or SIGTERM, once every command that ran was told to end, and has.
    """
    due: SimpleQueue[str] = SimpleQueue()
    for name in commands:
        due.put(name)
    running, failed = _Running(), set[str]()

    def do(name: str) -> None:
        if running.run(commands[name], lambda line: console.print(Text(f"{name}  {line}"), soft_wrap=True)):
            failed.add(name)

    def work() -> None:
        with suppress(Empty):
            while True:
                do(due.get_nowait())

    workers = [threading.Thread(target=work) for _ in range(min(at_once, len(commands)))]
    with _ended_by_signals():
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        except KeyboardInterrupt:
            running.end()
            for worker in workers:
                if worker.ident is not None:
                    worker.join()
            raise
    return [name for name in commands if name in failed]


class _Running:
    """The processes that run now; once they were told to end, no other is started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[str]] = set()
        self._is_over = False

    def run(self, arguments: Sequence[str], tell: Callable[[str], None]) -> bool:
        """Whether a command failed, or was not begun because all were told to end."""
        with self._lock:
            if self._is_over:
                return True
            process = subprocess.Popen(
                [sys.executable, "-m", "medpref_dagster.cli", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                process_group=0,  # Ctrl-C is passed on once, by us
            )
            self._processes.add(process)
        reader = threading.Thread(target=_pass_on, args=(process.stdout, tell))
        reader.start()
        status = process.wait()
        with self._lock:
            self._processes.discard(process)
        # What Dagster started to capture output outlives a process that was killed, and would hold the pipe open.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        reader.join()
        return status != 0

    def end(self) -> None:
        with self._lock:
            self._is_over = True
            for process in self._processes:
                process.send_signal(signal.SIGTERM)


def _pass_on(lines: IO[str] | None, tell: Callable[[str], None]) -> None:
    with lines or nullcontext(()) as written:
        for line in written:
            tell(line.rstrip())


@contextmanager
def _ended_by_signals() -> Generator[None]:
    """SIGTERM is as Ctrl-C during the block, also where a shell that put us into the background has that ignored."""

    def interrupt(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
