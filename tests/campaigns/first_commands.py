"""First commands in parallel on a fresh project: none fails, and the home is whole.

    python -m tests.campaigns.first_commands --homes 100

Each home is made by two or three `medpref` commands that begin at the same instant (every fourth time one of them is
killed on the way), and is then used by two more. A home is broken if one of the commands that were not killed fails,
or if its instance cannot list its runs.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from tests.campaigns.project import Command, write_tiny_project


def try_home(root: Path, commands: int, kill_after: float | None) -> str:
    """Make a home by several first commands at once, and say how that went: `whole`, or what broke.

    Parameters
    ----------
    root
        A project without a Dagster home.
    commands
        So many at once.
    kill_after
        Kill one of them after so many seconds; None for none.
    """
    meets: Any = multiprocessing.get_context("fork").Barrier(commands + 1)
    first = [Command(root, "prepare", meets=meets) for _ in range(commands)]
    meets.wait()
    if kill_after is not None and not first[0].ends_within(kill_after):
        first[0].kill()
        first = first[1:]
    then = [command.status() for command in first] + [Command(root, "prepare").status() for _ in range(2)]
    if None in then:
        return "a command hung"
    failed = [status for status in then if status != 0]
    if failed:
        return f"{len(failed)} of {len(then)} commands failed"
    try:
        with dg.DagsterInstance.from_config(str(root / ".dagster-home")) as instance:
            return "whole" if instance.get_runs(limit=1) == [] else "a run that nobody started"
    except SQLAlchemyError as error:
        return f"the home cannot be opened: {type(error).__name__}"


def main() -> None:
    """Run the campaign and print its table; the exit status is 0 if no home broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    import medpref_dagster.cli
    import medpref_dagster.definitions  # noqa: F401 - for the processes that are forked from here

    outcomes: Counter[str] = Counter()
    killed = 0
    started = time.monotonic()
    for number in range(arguments.homes):
        with tempfile.TemporaryDirectory(prefix="medpref-home-") as folder:
            root = write_tiny_project(Path(folder) / "project")
            kill_after = chance.uniform(0.0, 1.0) if number % 4 == 3 else None
            killed += kill_after is not None
            outcomes[try_home(root, chance.choice((2, 3)), kill_after)] += 1
    print("| fresh homes | first commands at once | one of them killed | whole | broken | minutes |")
    print("| --- | --- | --- | --- | --- | --- |")
    minutes = (time.monotonic() - started) / 60
    broken = arguments.homes - outcomes["whole"]
    print(f"| {arguments.homes} | 2 or 3 | {killed} | {outcomes['whole']} | {broken} | {minutes:.1f} |")
    for outcome, count in outcomes.items():
        if outcome != "whole":
            print(f"{count} x {outcome}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
