"""Commands side by side, as the trials of an ablation are run: together, apart in what they print, ended together."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from rich.console import Console

from medpref_dagster.cli.side_by_side import run_side_by_side

_SCRIPT = """#!{python}
import sys, time
from pathlib import Path
what, name, folder = sys.argv[3:]
Path(folder, name).touch()
if what == "fail":
    print("has failed")
    sys.exit(3)
for _ in range(600):
    if len(list(Path(folder).iterdir())) == 2:
        print("has met the other [1]")
        sys.exit(0)
    time.sleep(0.05)
sys.exit("was alone")
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where commands leave their names: in the place of Python runs what waits for two of them."""
    script = tmp_path / "python"
    script.write_text(_SCRIPT.format(python=sys.executable))
    script.chmod(0o755)
    monkeypatch.setattr("medpref_dagster.cli.side_by_side.sys.executable", str(script))
    met = tmp_path / "met"
    met.mkdir()
    return met


def test_commands_run_side_by_side_with_their_lines_behind_their_names(folder, capsys):
    commands = {name: ("meet", name, str(folder)) for name in ("one", "other")}
    assert run_side_by_side(commands, 2, Console(width=80)) == []
    assert sorted(capsys.readouterr().out.splitlines()) == [
        "one  has met the other [1]",
        "other  has met the other [1]",
    ]


def test_one_that_fails_is_named_and_stops_no_other(folder, capsys):
    commands = {name: ("fail", name, str(folder)) for name in ("a", "b")} | {"c": ("meet", "a", str(folder))}
    assert run_side_by_side(commands, 1, Console(width=80)) == ["a", "b"]
    assert capsys.readouterr().out.splitlines() == ["a  has failed", "b  has failed", "c  has met the other [1]"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_those_that_run_and_begins_no_other(folder, number):
    commands = {name: ("meet", "alone", str(folder)) for name in ("a", "b")}

    def send() -> None:
        while not (folder / "alone").exists():
            threading.Event().wait(0.02)
        os.kill(os.getpid(), number)

    before = [signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)]
    sender = threading.Thread(target=send)
    sender.start()
    with pytest.raises(KeyboardInterrupt):
        run_side_by_side(commands, 1, Console(quiet=True))
    sender.join()
    assert not (folder / "b").exists()
    assert [signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)] == before
