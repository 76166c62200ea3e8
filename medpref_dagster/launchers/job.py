"""What a process is told to do: a step of the project, in a file."""

from pathlib import Path

from pydantic import Field, ValidationError

from medpref_dagster.declaration import Declared
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
    run: str = Field(default="", description="Dagster's run, for messages.")
    package: str = Field(
        default_factory=hash_package,
        description="The hash of the package that wrote the job; no other one runs it. Whichever is there, without it.",
    )


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
