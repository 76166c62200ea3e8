"""Processes that work on texts side by side; they end with the one that asked, however that ends."""

import os
import threading
from collections.abc import Generator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process

_LEAST_CHARACTERS = 200_000
"""Fewer are not worth the start of processes."""


@contextmanager
def open_processes(processes: int, characters: int) -> Generator[Executor | None]:
    """A pool for texts of so many characters in all; None where one process serves."""
    if processes < 2 or characters < _LEAST_CHARACTERS:
        yield None
        return
    # Spawned, because the process that asks may hold threads and locks that a fork would copy.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        yield pool


def _end_with_parent() -> None:
    """Of a parent that is killed, a worker would wait for more for ever, with patients' text in its memory."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_end, args=(parent.sentinel,), daemon=True).start()


def _wait_and_end(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
