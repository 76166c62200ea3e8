"""Whether the demo goes through in little memory: `make demo` without the install, in a control group of the kernel.

    python -m benchmarks.memory [--limit-gb 2]

The task `uti` from its source to its verdict with SmolLM2-135M, in a project of its own: all its processes together
have no more than the limit, with what they cache of files, which the kernel drops when it needs the room. Beside it
the same run without a limit. Each says its seconds, the most that the group held, and how often it was at the limit and
had to drop something; then whether the verdict is the same. Needs root and control groups of version 1.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.alternating import describe_machine, print_row
from benchmarks.confining import open_group

CHECKOUT = Path(__file__).resolve().parent.parent
TASK, BASE_MODEL = "uti", "smollm2-135m"
_COMMAND = "from medpref_dagster.cli import main; main()"
_NO_LIMIT = 2**40


def main() -> int:
    """Print one row for the run within the limit, and one for the run without."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit-gb", type=float, default=2.0, help="10^9 bytes")
    parser.add_argument("--json", type=Path, help="also append each row to this file")
    options = parser.parse_args()
    print(describe_machine(os.cpu_count() or 1))
    verdicts = []
    for limit in (int(options.limit_gb * 1e9), None):
        with tempfile.TemporaryDirectory(prefix="medpref-memory-") as folder:
            row, verdict = run_demo(Path(folder), limit)
        verdicts.append(verdict)
        print_row({"limit, GB": "none" if limit is None else limit / 1e9, **row}, options.json)
    print(f"the same verdict: {'yes' if verdicts[0] == verdicts[1] else 'no'}")
    return 0 if all(verdicts) else 1


def run_demo(root: Path, limit: int | None) -> tuple[dict[str, object], str]:
    """One run from nothing, and the verdict that it printed; none where it failed."""
    for name in (f"assets/{TASK}", "resources"):
        shutil.copytree(CHECKOUT / name, root / name)
    environment = {**os.environ, "MEDPREF_PROJECT": str(root), "DAGSTER_HOME": str(root / ".dagster-home")}
    with open_group(_NO_LIMIT if limit is None else limit) as group:
        if group is None:
            raise SystemExit("no control group can be made here: it takes root, and control groups of version 1")

        def confine() -> None:
            (group / "cgroup.procs").write_text(str(os.getpid()))

        started = time.perf_counter()
        printed = ""
        for command in (["prepare", "--base-model", BASE_MODEL], ["materialize", TASK, "--base-model", BASE_MODEL]):
            done = subprocess.run(
                [sys.executable, "-c", _COMMAND, *command],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                preexec_fn=confine,
            )
            printed = done.stdout
            if done.returncode != 0:
                print(printed[-3000:])
                break
        row: dict[str, object] = {
            "status": done.returncode,
            "seconds": round(time.perf_counter() - started),
            "most held, GB": round(int((group / "memory.max_usage_in_bytes").read_text()) / 1e9, 2),
            "times at the limit": int((group / "memory.failcnt").read_text()),
        }
    verdict = printed.partition("Verdict:")[2].partition("Next steps:")[0].strip()
    return row, verdict if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
