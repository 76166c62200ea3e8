"""From cases to preference pairs."""

from collections.abc import Mapping

from medpref_dagster import schemas
from medpref_dagster.preferences.pairs import build_preference_pairs, find_pair_problems, find_pair_warnings
from medpref_dagster.preferences.sampling import ModelSampler
from medpref_dagster.steps import DeclaredTask, Finding, StepResult
from medpref_dagster.steps.shown import describe_quarantine, describe_summary, describe_table
from medpref_dagster.steps.task import samples
from medpref_dagster.storage.models import load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench


def make_preference_pairs(workbench: Workbench, about: DeclaredTask, inputs: Mapping[str, Artifact]) -> StepResult:
    """Make the pairs by the declared strategy; a model is loaded only where its answers are sampled."""
    store = workbench.store
    sampler = ModelSampler(about.task, inputs.get("sft_model"), workbench) if samples(about) else None
    cases = store.read_table(inputs["cases"])
    built = build_preference_pairs(cases, about.task, load_tokenizer(workbench.base), sampler)
    artifact = store.write_table(built.pairs, schemas.PREFERENCE_PAIRS, {"quarantine": built.quarantine})
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, show_rows=about.synthetic),
            **describe_summary(built.summary),
            **describe_quarantine(built.quarantine),
        },
        {
            "usable": Finding(find_pair_problems(built, about.task)),
            "telling": Finding(find_pair_warnings(built, about.task)),
        },
    )
