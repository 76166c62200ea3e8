"""Importing the definitions is cheap: the code server, the daemon and every step process pay for it."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

HEAVY = {"torch", "transformers", "trl", "peft", "datasets", "pandas", "pyarrow"}


def run_python(code: str) -> str:
    # With bytecode, as installed Dagster has it: without, our modules alone would be compiled in every process.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=env | {"PYTHONPATH": str(CHECKOUT)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def measure_import(module: str) -> float:
    """CPU seconds of a fresh process that imports a module."""
    return float(run_python(f"import {module}, os; times = os.times(); print(times.user + times.system)"))


@pytest.fixture(params=["as declared", "six tasks"])
def declared(request, project):
    if request.param == "six tasks":
        for name in "abcde":
            shutil.copytree(project / "assets" / "uti", project / "assets" / name)
    return project


def test_definitions_load_nothing_heavy(declared):
    loaded = run_python("import sys, medpref_dagster.definitions; print(*{m.partition('.')[0] for m in sys.modules})")
    assert HEAVY & set(loaded.split()) == set()


def test_importing_definitions_takes_at_most_half_as_long_again_as_importing_dagster(declared):
    dagster, definitions = [], []
    for _ in range(9):  # in turns, and the least of each, so that other work on the machine weighs on neither
        dagster.append(measure_import("dagster"))
        definitions.append(measure_import("medpref_dagster.definitions"))
    assert min(definitions) <= 1.5 * min(dagster)
