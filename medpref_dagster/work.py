"""Run one step in a process of its own: `python -m medpref_dagster.work job.json`.

How a launcher has a step done elsewhere: it writes a `Job` into a file, and reads what the process left beside it. The
step is found in the project by its name and run against the profile's store, as Dagster would run it; the asset then
points to what came back. `<job>.result.json` says what that is. The exit status is 0 only if it is there; else
standard error ends with one line that says why, which is also in `<job>.error.<rank>.json`.

Which launcher it was is not known here. Where the environment says that several processes were started, they do the
step together (`medpref_dagster.together`). Where it says that Dagster listens, the one that leads tells it by Dagster
Pipes how far the step is and what came of it.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from medpref_dagster.launchers.elsewhere import ERRORS, SAYS
from medpref_dagster.launchers.job import Job, JobError, read_job
from medpref_dagster.progress import Progress, Tell, silent
from medpref_dagster.steps import (
    Columns,
    DeclaredAblation,
    DeclaredLoop,
    Finding,
    Markdown,
    Shown,
    Step,
    StepResult,
    Subject,
    is_expected,
)
from medpref_dagster.storage.errors import UnreachableError
from medpref_dagster.storage.temporary import beating_job
from medpref_dagster.together import Processes, join_processes

__all__ = ["Job", "JobError", "describe_result", "find_step", "main", "read_job", "run_job"]

_PIPES = "DAGSTER_PIPES_"
"""How the variables begin by which Dagster says that it listens."""

_SECONDS_BETWEEN_LINES = 1.0
_TYPES = {"markdown": "md", "path": "path"}
"""Kind of a shown value -> its type in Pipes; others are told by their value."""


def run_job(path: Path, processes: Processes, tell: Tell) -> dict[str, Any] | None:
    """Do what a job's file says, alone or together with others.

    Returns
    -------
    dict
        What is in `<job>.result.json`: `address` of the artifact, `more` (what else the asset points to), `metadata`
        (name -> `{"kind", "value"}`), `checks` (name -> `{"passed", "blocks", "sentence", "metadata"}`). None for a
        process that follows.

    Raises
    ------
    JobError
        If the file is no job, names no step that there is, or was written by another version of the package.
    Exception
        Whatever the step raises; what is expected is an error of this package.
    """
    target = path.with_suffix(".result.json")
    if processes.leads:
        target.unlink(missing_ok=True)  # of an earlier call, whatever becomes of this one
    job = read_job(path)
    os.environ["MEDPREF_PROJECT"], os.environ["MEDPREF_PROFILE"] = job.project, job.profile
    # Only now: they read the project as they are imported.
    from medpref_dagster.components.frame import Place, lay_workbench
    from medpref_dagster.definitions import defs, load_subject
    from medpref_dagster.steps.running import run_step

    subject, steps = load_subject(job.subject)
    step = find_step(job, steps)
    resources: Mapping[str, Any] = defs.resources or {}
    workbench = lay_workbench(
        resources["store"],
        resources["base_models"],
        resources["compute"],
        Place(
            subject.loop.base_model if isinstance(subject, DeclaredLoop) else job.partition,
            _check_trial(job, step, subject),
            _check_week(job, step),
            _check_round(job, step),
        ),
        tell,
    )
    result = describe_result(step, subject, run_step(step, subject, workbench, run=job.run))
    if not processes.leads:
        return None
    temporary = target.with_suffix(".part")
    temporary.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    temporary.replace(target)
    return result


def find_step(job: Job, steps: Sequence[Step]) -> Step:
    """The step that a job names.

    Raises
    ------
    JobError
        If the subject has none of that name, or it is partitioned and no partition is named, or the other way round.
    """
    by_name = {step.name: step for step in steps}
    if job.step not in by_name:
        raise JobError(f"{job.subject} has no step {job.step!r}; it has {', '.join(by_name)}")
    step = by_name[job.step]
    if step.partitioned == (job.partition is None):
        needed = "needs a base model as its partition" if step.partitioned else "has no partitions"
        raise JobError(f"{job.subject}/{step.name} {needed}")
    return step


def _check_trial(job: Job, step: Step, subject: Subject) -> str | None:
    """The job's trial, where the step has one artifact for each."""
    known = subject.trials if step.each_trial and isinstance(subject, DeclaredAblation) else {}
    if step.each_trial and job.trial is None:
        raise JobError(f"{job.subject}/{step.name} needs a trial beside the base model")
    if job.trial is not None and job.trial not in known:
        raise JobError(f"{job.subject}/{step.name} has no trial {job.trial!r}")
    return job.trial


def _check_week(job: Job, step: Step) -> str | None:
    """The job's week, where the step has one artifact for each."""
    if step.weekly == (job.week is None):
        raise JobError(f"{job.subject}/{step.name} {'needs a week' if step.weekly else 'has no weeks'}")
    return job.week


def _check_round(job: Job, step: Step) -> str | None:
    """The job's round, where the step has one artifact for each."""
    if step.each_round == (job.round is None):
        raise JobError(f"{job.subject}/{step.name} {'needs a round' if step.each_round else 'has no rounds'}")
    return job.round


def describe_result(step: Step, subject: Subject, result: StepResult) -> dict[str, Any]:
    """What a step gave, as JSON values."""
    return {
        "address": result.artifact.address,
        "more": {name: artifact.address for name, artifact in result.more.items()},
        "metadata": {name: _describe_shown(value) for name, value in result.shown.items()},
        "checks": {
            check.name: {"blocks": check.blocks, **_describe_finding(result.findings[check.name])}
            for check in step.checks_of(subject)
        },
    }


def _describe_finding(finding: Finding) -> dict[str, Any]:
    return {
        "passed": finding.passed,
        "sentence": finding.sentence,
        "metadata": {
            "problems": _describe_shown(list(finding.problems)),
            **{name: _describe_shown(value) for name, value in finding.shown.items()},
        },
    }


def _describe_shown(value: Shown) -> dict[str, Any]:
    if isinstance(value, Markdown):
        return {"kind": "markdown", "value": value.text}
    if isinstance(value, Columns):
        return {"kind": "columns", "value": [asdict(column) for column in value.columns]}
    if isinstance(value, Path):
        return {"kind": "path", "value": str(value)}
    return {"kind": "json", "value": value}


@contextmanager
def reporting(processes: Processes) -> Generator[Any]:
    """Dagster Pipes, where Dagster listens and this process leads; else None."""
    listens = any(name.startswith(_PIPES) for name in os.environ)
    if not listens or not processes.leads:
        for name in [name for name in os.environ if name.startswith(_PIPES)]:
            del os.environ[name]  # whatever a library finds there is not for this process
        yield None
        return
    from dagster_pipes import open_dagster_pipes

    with open_dagster_pipes() as pipes:
        yield pipes


def tell_by(pipes: Any, processes: Processes) -> Tell:
    """Progress to the run's log, not more than one line a second, else to standard output; of the lead only."""
    if not processes.leads:
        return silent
    if pipes is None:
        return _print_progress
    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if progress.done >= progress.total or now - last >= _SECONDS_BETWEEN_LINES:
            last = now
            pipes.log.info(str(progress))

    return tell


def report(pipes: Any, result: Mapping[str, Any]) -> None:
    """Tell Dagster of the materialization and its checks what the step's asset tells inline."""
    for name, check in result["checks"].items():
        says = {} if check["sentence"] is None else {SAYS: {"type": "text", "raw_value": check["sentence"]}}
        pipes.report_asset_check(
            check_name=name,
            passed=check["passed"],
            severity="ERROR" if check["blocks"] else "WARN",
            metadata={**_to_pipes(check["metadata"]), **says},
        )
    pipes.report_asset_materialization(
        metadata={**_to_pipes(result["metadata"]), "address": {"type": "text", "raw_value": result["address"]}},
        data_version=result["address"].rpartition("/")[2],
    )


def _to_pipes(shown: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: _to_pipes_value(value["kind"], value["value"]) for name, value in shown.items()}


def _to_pipes_value(kind: str, value: Any) -> dict[str, Any]:
    if kind == "columns":
        columns = [
            {
                "name": column["name"],
                "type": column["type"],
                "description": column["description"],
                "constraints": {"nullable": column["nullable"]},
            }
            for column in value
        ]
        return {"type": "table_schema", "raw_value": {"columns": columns}}
    if kind in _TYPES:
        return {"type": _TYPES[kind], "raw_value": value}
    for simple in (bool, int, float, str):  # a bool is an int, too
        if isinstance(value, simple):
            return {"type": "text" if simple is str else simple.__name__, "raw_value": value}
    return {"type": "json", "raw_value": value}


def _print_progress(progress: Progress) -> None:
    print(progress, flush=True)


def _error_path(path: Path, rank: int) -> Path:
    return path.with_suffix(f".{ERRORS}.{rank}.json")


def _note_error(path: Path, rank: int, error: Exception) -> None:
    expected = is_expected(error)
    sentence = " ".join((str(error) if expected else f"{type(error).__name__}: {error}").split())
    note = {"sentence": sentence, "expected": expected, "unreachable": isinstance(error, UnreachableError)}
    _error_path(path, rank).write_text(json.dumps(note), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job that the command line names."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        print("usage: python -m medpref_dagster.work job.json", file=sys.stderr)
        return 2
    path, rank = Path(given[0]), int(os.environ.get("RANK", "0"))
    with beating_job(path.parent, leads=rank == 0):
        return _do(path, rank)


def _do(path: Path, rank: int) -> int:
    _error_path(path, rank).unlink(missing_ok=True)  # of an earlier call
    try:
        with join_processes() as processes, reporting(processes) as pipes:
            result = run_job(path, processes, tell_by(pipes, processes))
            if pipes is not None and result is not None:
                report(pipes, result)
    except Exception as error:
        if path.is_file():
            _note_error(path, rank, error)
        if not is_expected(error):
            raise
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    return 0


def run_to_the_end() -> NoReturn:
    """Run the job and end this process; of several, one that failed ends at once, whatever a library would wait for."""
    are_several = int(os.environ.get("WORLD_SIZE", "1")) > 1
    try:
        status = main()
    except Exception:
        if not are_several:
            raise
        traceback.print_exc()
        status = 1
    if are_several and status:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise SystemExit(status)


if __name__ == "__main__":
    # By the module's own name: `is_expected` knows this package's errors by where they were defined.
    from medpref_dagster.work import run_to_the_end as run

    run()
