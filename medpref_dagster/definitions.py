"""The code location: `assets/` and `resources/<profile>/` become one `Definitions`.

Loaded by the code server, the daemon and every step process, so nothing here imports torch, transformers, trl,
peft or datasets, and importing it calls at most three times as many functions as importing dagster (a test holds both;
`python -m benchmarks.overhead` says how long it takes).
"""

import gc
import logging
import os

import dagster as dg

# What is imported by now lives as long as the process. Otherwise a collection that walks all of it falls into the
# imports below and into the load of the definitions, and takes a third of their time.
gc.freeze()

from medpref_dagster.components.ablation import Ablation  # noqa: E402
from medpref_dagster.components.feedback import Feedback  # noqa: E402
from medpref_dagster.components.feedback_loop import FeedbackLoop  # noqa: E402
from medpref_dagster.components.loading import declare_assets, load_assets, load_machine  # noqa: E402
from medpref_dagster.components.task import ClinicalTask  # noqa: E402
from medpref_dagster.declaration.documents import DeclarationError  # noqa: E402
from medpref_dagster.names import name_unknown  # noqa: E402
from medpref_dagster.project import ProjectError, active_profile, find_project_root  # noqa: E402
from medpref_dagster.steps import Step, Subject  # noqa: E402
from medpref_dagster.steps.ablation import list_ablation_steps  # noqa: E402
from medpref_dagster.steps.feedback import list_feedback_steps  # noqa: E402
from medpref_dagster.steps.loop import list_loop_steps  # noqa: E402
from medpref_dagster.steps.study import list_study_steps  # noqa: E402
from medpref_dagster.steps.task import list_task_steps  # noqa: E402

logger = logging.getLogger(__name__)

_IS_CHECKED = "DAGSTER_IS_DEFS_VALIDATION_CLI"
"""Set by `dg check defs`, which must fail where a task is broken; everything else runs the tasks that are not."""


def load_definitions() -> dg.Definitions:
    """Load the declared assets and the active profile's resources.

    Raises
    ------
    DeclarationError
        If the profile is broken; and, while `dg check defs` asks, if anything is.
    """
    root = find_project_root()
    machine = load_machine(root, active_profile(root))
    assets, mistakes = load_assets(root)
    if mistakes and os.environ.get(_IS_CHECKED):
        raise DeclarationError(mistakes)
    for mistake in mistakes:
        logger.error("%s", mistake)
    return dg.Definitions.merge(assets, machine)


def load_subject(name: str) -> tuple[Subject, list[Step]]:
    """A declared task, study, ablation, feedback or loop, and its steps.

    Raises
    ------
    ProjectError
        If nothing of that name is declared.
    DeclarationError
        If it is broken.
    """
    declared = declare_assets(find_project_root())
    if name in declared.mistakes:
        raise DeclarationError(declared.mistakes[name])
    component = declared.components.get(name)
    if component is None:
        known = sorted(declared.components)
        raise ProjectError(
            name_unknown("task, study, ablation, feedback or loop", name, known, "declared under assets/")
        )
    if isinstance(component, ClinicalTask):
        task = component.declare()
        return task, list_task_steps(task)
    if isinstance(component, Ablation):
        ablation = component.declare()
        return ablation, list_ablation_steps(ablation)
    if isinstance(component, Feedback):
        feedback = component.declare()
        return feedback, list_feedback_steps(feedback)
    if isinstance(component, FeedbackLoop):
        loop = component.declare()
        return loop, list_loop_steps(loop)
    study = component.declare()
    return study, list_study_steps(study)


gc.freeze()  # as above
defs = load_definitions()
