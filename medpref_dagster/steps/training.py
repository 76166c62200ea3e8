"""From examples and pairs to models: SFT, the reference's log-probabilities, DPO."""

from collections.abc import Callable, Mapping

import pyarrow as pa

from medpref_dagster.answering.test_set import find_held_out_rows
from medpref_dagster.audit.actions import MODEL_TRAINED
from medpref_dagster.steps import DeclaredTask, Finding, StepResult
from medpref_dagster.steps.shown import describe_cost, describe_model, describe_table, describe_training
from medpref_dagster.storage.costs import measure_cost
from medpref_dagster.storage.models import load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.continued import fit_continued_sft
from medpref_dagster.training.dpo import fit_dpo
from medpref_dagster.training.outcome import find_no_gain
from medpref_dagster.training.reference_logps import score_reference
from medpref_dagster.training.selection import Selection
from medpref_dagster.training.sft import fit_sft
from medpref_dagster.training.tokens import count_training_tokens
from medpref_dagster.workbench import Workbench


def train_sft(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Train the declared SFT grid on the gold answers."""

    def fit() -> Selection:
        return fit_sft(about.task, inputs["sft_examples"], inputs["cases"], workbench)

    return run_training(f"{about.name}/sft_model", fit, inputs["cases"], workbench)


def score_pairs(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Log-probabilities of the pairs under the reference, the SFT model."""
    artifact = score_reference(inputs["preference_pairs"], inputs["sft_model"], workbench)
    return StepResult(artifact, describe_table(workbench.store, artifact, workbench.disclosure))


def train_dpo(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Train the declared DPO grid on the pairs, from the SFT model."""

    def fit() -> Selection:
        return fit_dpo(
            about.task,
            inputs["preference_pairs"],
            inputs["reference_logps"],
            inputs["cases"],
            inputs["sft_model"],
            workbench,
        )

    return run_training(
        f"{about.name}/dpo_model",
        fit,
        inputs["cases"],
        workbench,
        lambda candidates: {"better_than_sft_on_dev": Finding(find_no_gain(candidates), says="Better on dev.")},
    )


def train_continued_sft(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Train the SFT model on with the chosen answers of the pairs, for as long as the DPO model was."""

    def fit() -> Selection:
        return fit_continued_sft(
            about.task,
            inputs["preference_pairs"],
            inputs["cases"],
            inputs["sft_model"],
            inputs["dpo_model"],
            workbench,
        )

    return run_training(f"{about.name}/sft_continued_model", fit, inputs["cases"], workbench)


def run_training(
    asset: str,
    fit: Callable[[], Selection],
    cases: Artifact,
    workbench: Workbench,
    judge: Callable[[pa.Table], Mapping[str, Finding]] = lambda _: {},
) -> StepResult:
    """Fit, note what it cost (what was only recalled cost nothing), and judge the table of candidates.

    Parameters
    ----------
    asset
        Under whose name the cost is noted.
    fit
        Trains, or recalls what was trained.
    cases
        Columns in: CASES; by them the check `held_out_unseen` judges.
    judge
        Of CANDIDATES, further findings.
    """
    store = workbench.store
    base = workbench.base  # fetched and converted before the clock starts
    with measure_cost(store, asset, workbench.base_name, workbench.compute) as meter:
        selection = fit()
        if not selection.reused:
            # Where the SFT model itself is kept, its rows are not those that the candidates were trained on.
            tokens = None if selection.fell_back else count_training_tokens(store, selection, load_tokenizer(base))
            meter.finish(selection.model, tokens)
    workbench.audit.append(
        MODEL_TRAINED,
        selection.model.address,
        f"materialization of {asset}",
        details={"asset": asset, "base_model": workbench.base_name, "recalled": selection.reused},
    )
    return StepResult(
        selection.model,
        {
            **describe_training(selection.log, selection.candidates, reused=selection.reused),
            **describe_cost(meter.cost),
            **describe_model(selection.model),
        },
        {
            "held_out_unseen": Finding(find_held_out_rows(store, selection.model, cases)),
            **judge(selection.candidates),
        },
        more={"candidates": selection.table},
    )
