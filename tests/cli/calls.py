"""Calls of `medpref` in a process of its own."""

import os
import subprocess
import sys
import tempfile

from tests.conftest import CHECKOUT

_CALL = "from medpref_dagster.cli import main; main()"


def call(*arguments: str, program: str = _CALL, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """The command's exit status and what it wrote."""
    # No pipes: what Dagster starts to capture output outlives a killed call and holds them open.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            stdout=out,
            stderr=err,
            check=False,
            timeout=300,
        )
        for file in (out, err):
            file.seek(0)
        written = [file.read().decode(encoding) for file in (out, err)]
        return subprocess.CompletedProcess(done.args, done.returncode, *written)


def refusal(*arguments: str) -> str:
    """What a refused command says."""
    refused = call(*arguments)
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    return refused.stderr
