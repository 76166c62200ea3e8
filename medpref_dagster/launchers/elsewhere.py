"""A step that other processes do: they are told by a file, and tell by Dagster Pipes how far they are and what came.

What the worker reports is the same that the step reports inline, so the UI shows the same asset: its data version, its
metadata with the cost, its checks, and its progress in the run's log.
"""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from medpref_dagster.launchers import Errand
from medpref_dagster.storage.errors import UnreachableError

ERRORS, SAYS = "error", "medpref/says"
"""`<job>.error.<rank>.json` is what stopped a process; the entry of a check's metadata that is its description, for
which Pipes has no place."""


_NAMES_THE_PROJECT = ("MEDPREF_PROJECT", "MEDPREF_PROFILE")


class LaunchError(Exception):
    """The processes that were to do a step did not do it. The message says what to do."""


class TakenAwayError(LaunchError):
    """A cluster took away what the step was done on. Tried again, it goes on from what was kept."""


@dataclass(frozen=True)
class Ended:
    """How the processes ended."""

    well: bool
    because: str = ""
    """Why not, as far as the launcher knows: a clause."""
    killed: bool = False
    """Whether one was ended from outside: the others then fail for want of it, and what they say is no cause."""
    taken_away: bool = False
    """Whether a cluster did so for reasons of its own (it needs the node, or lost it): that passes."""


Start = Callable[[Path, Mapping[str, str]], Ended]
"""(the job's file, what to add to the environment) -> how the processes ended that did it."""


def name_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What a worker on another machine is told: what names the project, and how Dagster listens; no credentials."""
    return {key: value for key, value in os.environ.items() if key in _NAMES_THE_PROJECT} | dict(environment)


def end_undisturbed(end: Callable[[], object]) -> None:
    """Do what ends the processes of a step, and do it to its end.

    After an interrupt a person presses the keys again, and a run that takes some seconds to end is sent the signal
    again: what is then in the main thread breaks off. So it is done in another one, and the main thread stays by it.
    """
    ending = threading.Thread(target=end)
    with contextlib.suppress(BaseException):
        ending.start()
    while ending.is_alive():
        with contextlib.suppress(BaseException):
            ending.join()


def materialize_elsewhere(
    errand: Errand, start: Start, folder: AbstractContextManager[str | Path]
) -> dg.MaterializeResult:
    """Have a step done by processes that `start` starts and waits for.

    Parameters
    ----------
    folder
        Where the job and what the processes tell lie meanwhile, empty at first; they must see the same folder.

    Raises
    ------
    dg.Failure
        With the sentence that the worker ended with; or with the launcher's, where the worker was not able to say any.
    UnreachableError
        With the worker's sentence, if that is what it was: the step is tried again, as inline.
    TakenAwayError
        If the cluster took away what it was done on: the step is tried again, too.
    """
    with folder as name:
        path = Path(name) / "job.json"
        path.write_text(errand.write_job().model_dump_json(), encoding="utf-8")
        injector = dg.PipesFileContextInjector(str(path.with_name("context.json")))
        reader = dg.PipesFileMessageReader(str(path.with_name("messages")))
        with dg.open_pipes_session(errand.context, injector, reader) as session:
            ended = start(path, session.get_bootstrap_env_vars())
        told = _read_error(path, ended)
        if told is not None and told["unreachable"]:
            raise UnreachableError(told["sentence"])
        if told is None and ended.taken_away:
            raise TakenAwayError(
                f"{ended.because}. Nothing half-written is in the store; a training goes on from its last checkpoint"
            )
        if not ended.well or told is not None or not path.with_suffix(".result.json").exists():
            sentence = _explain(ended) if told is None else told["sentence"]
            raise dg.Failure(description=sentence, allow_retries=False)
        result = session.get_results(implicit_materializations=False)
    return _bring_together(result)


def _read_error(job: Path, ended: Ended) -> Mapping[str, Any] | None:
    """What stopped the processes, as one of them noted it, the lead's first: what was foreseen before all else."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(job.parent.glob(f"{job.stem}.{ERRORS}.*"))]
    foreseen = [error for error in found if error["expected"]]
    others = [] if ended.killed else found
    return next(iter([*foreseen, *others]), None)


def _explain(ended: Ended) -> str:
    because = ended.because or "they left no result"
    return (
        f"the processes that did this step ended without it: {because}. Nothing half-written is in the store; "
        "materialize again: a training goes on from its last checkpoint"
    )


def _bring_together(results: Any) -> dg.MaterializeResult:
    """One result of what Pipes was told, each check with its description."""
    made = next((item for item in results if isinstance(item, dg.MaterializeResult)), None)
    if made is None:
        raise LaunchError("the worker reported no materialization; are both sides of the same version?")
    checks = [item for item in results if isinstance(item, dg.AssetCheckResult)]
    return dg.MaterializeResult(
        asset_key=made.asset_key,
        metadata=made.metadata,
        data_version=made.data_version,
        check_results=[_describe(check) for check in checks],
    )


def _describe(check: dg.AssetCheckResult) -> dg.AssetCheckResult:
    metadata = dict(check.metadata)
    says: Any = metadata.pop(SAYS, None)
    return dg.AssetCheckResult(
        check_name=check.check_name,
        passed=check.passed,
        severity=check.severity,
        description=None if says is None else says.value,
        metadata=metadata,
    )
