"""The models answer what was held out."""

from collections.abc import Mapping

from medpref_dagster.answering import comparison
from medpref_dagster.controls.answering import answer_controls
from medpref_dagster.stages import BASE, SFT, SFT_CONTINUED, TRAINED
from medpref_dagster.steps import DeclaredTask, StepResult
from medpref_dagster.steps.shown import describe_table
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench


def answer_test_cases(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Let the base model, each trained one and the declared controls answer the test cases."""
    names = [stage.name for stage in TRAINED]
    if SFT_CONTINUED.name in about.task.evaluation.controls:
        names.append(SFT_CONTINUED.name)
    models = {BASE.name: None, **{name: inputs[f"{name}_model"] for name in names}}
    controls = answer_controls(about.task, inputs["cases"], inputs[f"{SFT.name}_model"], workbench.store)
    artifact = comparison.answer_test_cases(
        about.task,
        inputs["cases"],
        inputs["preference_pairs"],
        inputs["reference_logps"],
        models,
        workbench,
        test_set=about.name,
        answered=controls.blocks,
    )
    shown = describe_table(workbench.store, artifact, workbench.disclosure)
    return StepResult(artifact, {**shown, **({"left_out": controls.left_out} if controls.left_out else {})})
