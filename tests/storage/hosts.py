"""Processes on hosts of their own: a host name and process ids that no other has, as containers have them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import CHECKOUT

_ENTER = 'hostname "$1" && shift && exec "$@"'

QUICK = """
from medpref_dagster.storage import leases
leases.BEAT_SECONDS, leases.LOOK_SECONDS, leases.DEAD_AFTER_SECONDS = 0.5, 0.2, 5.0
"""
"""For a program whose test does not wait a minute until a host counts as dead."""


def can_make_hosts() -> bool:
    """Whether this user may make namespaces."""
    unshare = shutil.which("unshare")
    made = unshare and subprocess.run([unshare, *_OPTIONS, "hostname", "h"], check=False, capture_output=True)
    return bool(made) and made.returncode == 0


_OPTIONS = ("--uts", "--pid", "--fork", "--mount-proc", "--kill-child")


def start_on_host(
    name: str, program: str, *arguments: str, environment: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    """Start a Python program on a host; to kill what is returned kills everything on it."""
    with log.open("ab") as file:
        return subprocess.Popen(
            ["unshare", *_OPTIONS, "sh", "-c", _ENTER, "sh", name, sys.executable, "-c", program, *arguments],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
            stdout=file,
            stderr=file,
        )
