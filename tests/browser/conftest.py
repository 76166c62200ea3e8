"""A real browser, and the web UI for it: on loopback, over a project of the test's own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: install Debian's package chromium"),
]


STARTS_WITHIN = 600
"""Seconds, on a machine that does other things, too; a server that takes longer hangs."""


@pytest.fixture
def page():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser.new_page(viewport={"width": 1600, "height": 1000})
        browser.close()


@contextmanager
def serve(command: Sequence[str], port: int, says: str, **environment: str) -> Generator[str]:
    """The address of a server that runs during the block; it serves once it has said so.

    Parameters
    ----------
    says
        A pattern of the line that tells.
    """
    server = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # what it starts ends with it
    )
    written: deque[str] = deque(maxlen=40)
    hangs = threading.Timer(STARTS_WITHIN, os.killpg, (server.pid, signal.SIGKILL))
    hangs.daemon = True
    hangs.start()
    try:
        assert server.stdout is not None
        for line in server.stdout:
            written.append(line)
            if re.search(says, line):
                break
        else:
            pytest.fail(f"the server ended before it served: {''.join(written)}")
        # A pipe that nobody reads is full one day, and who writes to it waits.
        threading.Thread(target=written.extend, args=(server.stdout,), daemon=True).start()
        address = f"http://127.0.0.1:{port}"
        _wait_for_answer(server, f"{address}/server_info")
        hangs.cancel()
        yield address
    finally:
        hangs.cancel()
        server.terminate()
        with suppress(subprocess.TimeoutExpired):  # runs may go on: they end with it
            server.wait(timeout=30)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for_answer(server: subprocess.Popen[str], address: str) -> None:
    """What has said that it serves may not listen yet."""
    while True:
        try:
            urllib.request.urlopen(address, timeout=60).read()  # noqa: S310 - our own loopback server
            return
        except urllib.error.URLError:
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"the server ended with {server.wait(timeout=0.2)} before it answered")
