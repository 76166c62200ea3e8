"""Importing the definitions is cheap: the code server, the daemon and every step process pay for it."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

HEAVY = {"torch", "transformers", "trl", "peft", "datasets", "pandas", "pyarrow"}


def run_python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def count_calls(module: str) -> int:
    """Calls of Python functions while a fresh process imports a module: on a busy machine as many as on a still one."""
    code = (
        "import sys\n"
        "events = []\n"
        "sys.setprofile(lambda frame, event, argument: events.append(event))\n"
        f"import {module}\n"
        "sys.setprofile(None)\n"
        "print(events.count('call'))"
    )
    return int(run_python(code))


@pytest.fixture(params=["as declared", "six tasks"])
def declared(request, project):
    if request.param == "six tasks":
        for name in "abcde":
            shutil.copytree(project / "assets" / "uti", project / "assets" / name)
    return project


def test_definitions_load_nothing_heavy(declared):
    loaded = run_python("import sys, medpref_dagster.definitions; print(*{m.partition('.')[0] for m in sys.modules})")
    assert HEAVY & set(loaded.split()) == set()


def test_importing_definitions_calls_at_most_three_times_as_many_functions_as_importing_dagster(declared):
    assert count_calls("medpref_dagster.definitions") <= 3 * count_calls("dagster")
