"""From cases to preference pairs."""

from collections.abc import Mapping, Sequence
from typing import Any

from medpref_dagster import schemas
from medpref_dagster.preferences.cross_fitting import CrossFitting
from medpref_dagster.preferences.pairs import build_preference_pairs, find_pair_problems, find_pair_warnings
from medpref_dagster.preferences.sampling import ModelSampler
from medpref_dagster.steps import DeclaredTask, Finding, Markdown, StepResult
from medpref_dagster.steps.shown import describe_quarantine, describe_summary, describe_table, markdown_table
from medpref_dagster.steps.task import cross_fits, samples
from medpref_dagster.storage.models import load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench


def make_preference_pairs(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Make the pairs by the declared strategy; a model is loaded only where its answers are sampled."""
    store = workbench.store
    sft_model, crossed = inputs.get("sft_model"), None
    if cross_fits(about) and sft_model is not None:
        crossed = CrossFitting(about.task, inputs["sft_examples"], inputs["cases"], sft_model, workbench)
    sampler = ModelSampler(about.task, sft_model, workbench, crossed) if samples(about) else None
    cases = store.read_table(inputs["cases"])
    built = build_preference_pairs(cases, about.task, load_tokenizer(workbench.base), sampler)
    artifact = store.write_table(built.pairs, schemas.PREFERENCE_PAIRS, {"quarantine": built.quarantine})
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, workbench.disclosure),
            **describe_summary(built.summary),
            "label_marginals": Markdown(_tabulate_marginals(built.summary["label_marginals"])),
            **describe_quarantine(built.quarantine),
        },
        {
            "usable": Finding(find_pair_problems(built, about.task)),
            "telling": Finding(find_pair_warnings(built, about.task)),
        },
    )


def _tabulate_marginals(rows: Sequence[Mapping[str, Any]]) -> str:
    """How often each label is chosen and rejected in the train pairs that differ in its field, as counts and shares."""
    return markdown_table(
        ["field", "label", "differing train pairs", "chosen", "rejected", "chosen share", "rejected share"],
        [[*row.values(), row["chosen"] / row["pairs"], row["rejected"] / row["pairs"]] for row in rows],
    )
