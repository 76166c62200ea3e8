"""A task trained again with other seeds: what of its result is the method's, and what is chance."""

import math
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster.answering import qualify_metrics
from medpref_dagster.answering.comparison import OPTION_SCORES, answer_test_cases
from medpref_dagster.answering.metrics import measure_predictions, weigh_models
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.schemas import SEED_SCORES
from medpref_dagster.stages import BASE, DPO, SFT, TRAINED
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.dpo import fit_dpo
from medpref_dagster.training.reference_logps import score_reference
from medpref_dagster.training.sft import fit_sft
from medpref_dagster.workbench import Workbench


def score_seeds(
    task: str,
    declared: TaskDeclaration,
    seeds: Sequence[int],
    examples: Artifact,
    pairs: Artifact,
    cases: Artifact,
    workbench: Workbench,
) -> pa.Table:
    """Train SFT and DPO with each seed on the same data, and score them on the same test cases.

    A seed decides the order of the rows and the adapters' first values; which rows are trained on, the split and the
    pairs stay. Every training is remembered in the store: a killed call goes on, and a seed added later trains alone.

    Parameters
    ----------
    task
        Its name.
    examples, pairs, cases
        Columns in: SFT_EXAMPLES, PREFERENCE_PAIRS, CASES.

    Returns
    -------
    pa.Table
        Columns out: SEED_SCORES, each of the task's metrics for base, sft and dpo.
    """
    table = workbench.store.read_table(cases)
    rows: list[dict[str, Any]] = []
    for seed in seeds:
        seeded = declared.model_copy(
            update={stage.name: getattr(declared, stage.name).model_copy(update={"seed": seed}) for stage in TRAINED}
        )
        sft = fit_sft(seeded, examples, cases, workbench).model
        logps = score_reference(pairs, sft, workbench)
        dpo = fit_dpo(seeded, pairs, logps, cases, sft, workbench).model
        models = {BASE.name: None, SFT.name: sft, DPO.name: dpo}
        answered = answer_test_cases(seeded, cases, pairs, logps, models, workbench, test_set=task)
        predictions = workbench.store.read_table(answered)
        weights = {}
        if (answer_by := declared.evaluation.answer_by) != "generation":
            weights = weigh_models(workbench.store.read_table(answered, OPTION_SCORES), answer_by)
        for metric in qualify_metrics(declared.evaluation.metrics, declared.answer):
            for model in models:
                of_model = predictions.filter(pc.field("model") == model)
                value = measure_predictions(metric, of_model, declared.answer, table, weights.get(model)).value()
                rows.append(
                    {
                        "task": task,
                        "seed": seed,
                        "model": model,
                        "metric": metric,
                        "value": value if math.isfinite(value) else None,
                    }
                )
    return pa.Table.from_pylist(rows, schema=SEED_SCORES)
