"""What Dagster and the declarations cost beside the work: loading, an unchanged re-run, each asset.

`definitions` starts fresh interpreters in turns. `unchanged re-run` is `medpref materialize TASK` after everything
was made (leave it out with --skip-rerun; the first time it trains the task). `assets` materializes a chain of trivial
assets in one process, as `medpref materialize` does, and divides by their number.
"""

import logging
import subprocess
import sys
import time

import dagster as dg

from benchmarks.alternating import OURS, PEER, compare, describe_machine, make_parser, print_row, spread, take_turns
from medpref_dagster.project import find_project_root

ASSETS = 20


def main() -> None:
    """Print one row for each cost."""
    parser = make_parser(__doc__)
    parser.add_argument("--task", default="uti")
    parser.add_argument("--base-model", default="smollm2-135m")
    parser.add_argument("--skip-rerun", action="store_true", help="leave out the unchanged re-run of the task")
    options = parser.parse_args()
    print(describe_machine(1))
    measure_definitions_load(options.rounds, options.json)
    measure_assets(options.rounds, options.json)
    if not options.skip_rerun:
        measure_unchanged_rerun(options.task, options.base_model, options.rounds, options.json)


def measure_definitions_load(rounds: int, path: str | None) -> None:
    """`import medpref_dagster.definitions`, which loads assets/ and resources/, against `import dagster`."""

    def start(statement: str) -> None:
        subprocess.run([sys.executable, "-c", statement], check=True, cwd=find_project_root())

    sides = {
        PEER: lambda: start("import dagster"),
        OURS: lambda: start("import medpref_dagster.definitions"),
        "empty": lambda: start("pass"),
    }
    turns = take_turns(sides, rounds)
    ratio, _ = compare(turns, peer=OURS, ours=PEER)
    print_row(
        {
            "definitions load": spread([turn.seconds for turn in turns[OURS]]),
            "import dagster": spread([turn.seconds for turn in turns[PEER]]),
            "Python alone": spread([turn.seconds for turn in turns["empty"]]),
            "times import dagster": ratio,
        },
        path,
    )


def measure_assets(rounds: int, path: str | None) -> None:
    """Seconds of Dagster for each asset that does nothing, with an instance in memory and in SQLite files."""

    def make_asset(index: int) -> dg.AssetsDefinition:
        @dg.asset(name=f"asset_{index}", deps=[f"asset_{index - 1}"] if index else [])
        def nothing() -> None: ...

        return nothing

    assets = [make_asset(index) for index in range(ASSETS)]
    with dg.instance_for_test() as on_disk, dg.DagsterInstance.ephemeral() as in_memory:
        sides = {
            name: lambda instance=instance: dg.materialize(assets, instance=instance, raise_on_error=True)
            for name, instance in (("on disk", on_disk), ("in memory", in_memory))
        }
        logging.disable(logging.CRITICAL)
        turns = take_turns(sides, rounds)
        logging.disable(logging.NOTSET)
    row = {f"ms per asset, {name}": spread([turn.seconds / ASSETS * 1000 for turn in turns[name]]) for name in turns}
    print_row(row, path)


def measure_unchanged_rerun(task: str, base_model: str, rounds: int, path: str | None) -> None:
    """`medpref materialize` when nothing has changed since it ran."""
    command = [sys.executable, "-m", "medpref_dagster", "materialize", task, "--base-model", base_model]

    def run() -> float:
        started = time.perf_counter()
        subprocess.run(command, check=True, cwd=find_project_root(), stdout=subprocess.DEVNULL)
        return time.perf_counter() - started

    first = run()
    print_row({"first run, s": f"{first:.1f}", "unchanged re-run, s": spread([run() for _ in range(rounds)])}, path)


if __name__ == "__main__":
    main()
