"""The models answer what was held out."""

from collections.abc import Mapping

from medpref_dagster.answering import comparison
from medpref_dagster.stages import BASE, TRAINED
from medpref_dagster.steps import DeclaredTask, StepResult
from medpref_dagster.steps.shown import describe_table
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench


def answer_test_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Let the base model and each trained one answer the test cases."""
    models = {BASE.name: None, **{stage.name: inputs[f"{stage.name}_model"] for stage in TRAINED}}
    artifact = comparison.answer_test_cases(
        about.task,
        inputs["cases"],
        inputs["preference_pairs"],
        inputs["reference_logps"],
        models,
        workbench,
        test_set=about.name,
    )
    return StepResult(artifact, describe_table(workbench.store, artifact, show_rows=about.synthetic))
