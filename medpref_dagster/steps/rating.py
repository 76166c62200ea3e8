"""Answers rated from 1 to 5: what clinicians gave, and what a judge gives."""

from collections.abc import Mapping

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.answering.subsets import leave_controls_out
from medpref_dagster.declaration.machine import BaseModelDeclaration, EndpointJudge, JudgeDeclaration
from medpref_dagster.ratings.clinicians import find_kept_ratings, match_ratings
from medpref_dagster.ratings.endpoint import open_endpoint_judge
from medpref_dagster.ratings.judge import Judge, Judged, ask_judge
from medpref_dagster.steps import DeclaredTask, Finding, StepResult
from medpref_dagster.steps.shown import describe_quarantine, describe_table
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench

ACCEPTED_UNREAD = 0.05
"""Share of a judge's answers that may go to quarantine before a check warns."""


def find_clinician_ratings(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """What `medpref ratings import` kept for this base model."""
    store = workbench.store
    kept = find_kept_ratings(store, about.name, workbench.base_name)
    artifact = kept or store.write_table(schemas.CLINICIAN_RATINGS.empty_table(), schemas.CLINICIAN_RATINGS)
    # The import points to what it kept. Pointing again could undo an import that comes in between.
    return StepResult(artifact, describe_table(store, artifact, workbench.disclosure), points_already=kept is not None)


def rate_answers(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Clinicians' ratings of the current answers, and the judge's."""
    store, likert = workbench.store, about.task.evaluation.likert
    cases, answers = store.read_table(inputs["cases"]), store.read_table(inputs["predictions"])
    answers = leave_controls_out(answers)
    rated, put_aside = match_ratings(store.read_table(inputs["clinician_ratings"]), answers, cases)
    findings: dict[str, Finding] = {}
    if likert is not None and about.judge is not None:
        judged = ask_judge(
            open_judge(about.judge, about.judge_base, workbench, seed=likert.seed),
            likert,
            answers,
            cases,
            store,
            f"judged/{about.name}/{workbench.base_name}",
            disclosure=workbench.disclosure,
            tell=workbench.tell,
        )
        rated = pa.concat_tables([rated, judged.ratings])
        put_aside = pa.concat_tables([put_aside, judged.quarantine])
        findings["judge_is_readable"] = _look_at_quarantine(judged)
    artifact = store.write_table(rated, schemas.RATINGS, {"quarantine": put_aside})
    return StepResult(
        artifact,
        {**describe_table(store, artifact, workbench.disclosure), **describe_quarantine(put_aside)},
        findings,
    )


def open_judge(
    declared: JudgeDeclaration,
    base_model: BaseModelDeclaration | None,
    workbench: Workbench,
    *,
    seed: int,
) -> Judge:
    """A judge of the profile, for text of the workbench's disclosure.

    Parameters
    ----------
    base_model
        Its base model, where it is one of this machine's.
    seed
        Sent to a server.

    Raises
    ------
    JudgeError
        If the text may not be sent to it.
    """
    if isinstance(declared, EndpointJudge):
        return open_endpoint_judge(declared, seed, workbench.disclosure)
    if base_model is None:
        raise TypeError("a judge that is a base model comes with that base model's declaration")
    # Only here: a judge behind a server needs no torch.
    from medpref_dagster.ratings.model import open_model_judge
    from medpref_dagster.storage.base_models import prepare_base_model

    base = prepare_base_model(base_model, workbench.store, workbench.tell)
    return open_model_judge(declared.name, workbench.with_base(base))


def _look_at_quarantine(judged: Judged) -> Finding:
    asked, unread = judged.asked, judged.quarantine.num_rows
    share = unread / asked if asked else 0.0
    problem = (
        f"{unread} of {asked} questions to the judge went to quarantine ({share:.1%}; accepted: "
        f"{ACCEPTED_UNREAD:.1%}). Look at the reasons: what timed out is asked again when this asset is materialized "
        "again; what is nonsense stays so, and asks for another judge or another rubric."
    )
    return Finding([problem] if share > ACCEPTED_UNREAD else [], shown={"asked": asked, "quarantined": unread})
