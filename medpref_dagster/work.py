"""Run one step in a process of its own: `python -m medpref_dagster.work job.json`.

How a launcher has a step done elsewhere: it writes a `Job` into a file, and reads what the process left beside it. The
step is found in the project by its name and run against the profile's store, as Dagster would run it; the asset then
points to what came back. `<job>.result.json` says what that is. The exit status is 0 only if it is there; else
standard error ends with one line that says why.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from medpref_dagster.declaration import Declared
from medpref_dagster.progress import Progress
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
from medpref_dagster.versions import hash_package


class JobError(Exception):
    """A job cannot be done as it is written."""


_NAMED = r"^[^\x00]+$"
"""What an environment variable can say; an empty one would let the working directory choose the project."""


class Job(Declared):
    """What a process is to do."""

    project: str = Field(pattern=_NAMED, description="The project's folder.")
    profile: str = Field(pattern=_NAMED, description="The profile: what the step runs on.")
    subject: str = Field(description="The task's, study's, ablation's, feedback's or loop's name.")
    step: str = Field(description="The step's name, as its table has it.")
    partition: str | None = Field(
        default=None, description="The base model, for a step that has one artifact for each."
    )
    trial: str | None = Field(default=None, description="The trial, for an ablation's step that has one for each.")
    week: str | None = Field(default=None, description="The Monday, for a step that has one artifact for each week.")
    round: str | None = Field(
        default=None, description="The Monday with which the round begins, for a step that has one artifact for each."
    )
    package: str = Field(
        default_factory=hash_package,
        description="The hash of the package that wrote the job; no other one runs it. Whichever is there, without it.",
    )


def run_job(path: Path) -> Path:
    """Do what a job's file says.

    Returns
    -------
    Path
        `<job>.result.json`: `address` of the artifact, `more` (what else the asset points to), `metadata` (name ->
        `{"kind", "value"}`), `checks` (name -> `{"passed", "blocks", "sentence", "metadata"}`).

    Raises
    ------
    JobError
        If the file is no job, names no step that there is, or was written by another version of the package.
    Exception
        Whatever the step raises; what is expected is an error of this package.
    """
    target = path.with_suffix(".result.json")
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
        _print_progress,
    )
    result = describe_result(step, subject, run_step(step, subject, workbench))
    temporary = target.with_suffix(".part")
    temporary.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    temporary.replace(target)
    return target


def read_job(path: Path) -> Job:
    """A job's file.

    Raises
    ------
    JobError
        If it is none, or another version of the package wrote it.
    """
    try:
        job = Job.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise JobError(f"{path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, ValidationError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else ""
        raise JobError(f"{path} is no job: {where or 'it'} is not as it must be") from None
    if job.package != hash_package():
        raise JobError(
            f"{path} was written by another version of medpref-dagster ({job.package[:12]}, here it is "
            f"{hash_package()[:12]}): install the same one on both sides"
        )
    return job


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
        "metadata": {name: _describe_shown(value) for name, value in finding.shown.items()},
    }


def _describe_shown(value: Shown) -> dict[str, Any]:
    if isinstance(value, Markdown):
        return {"kind": "markdown", "value": value.text}
    if isinstance(value, Columns):
        return {"kind": "columns", "value": [asdict(column) for column in value.columns]}
    if isinstance(value, Path):
        return {"kind": "path", "value": str(value)}
    return {"kind": "json", "value": value}


def _print_progress(progress: Progress) -> None:
    print(progress, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job that the command line names."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        print("usage: python -m medpref_dagster.work job.json", file=sys.stderr)
        return 2
    try:
        run_job(Path(given[0]))
    except Exception as error:
        if not is_expected(error):
            raise
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    # By the module's own name: `is_expected` knows this package's errors by where they were defined.
    from medpref_dagster.work import main as run_main

    raise SystemExit(run_main())
