"""What an ablation makes: its trials, and the report of them."""

from collections.abc import Mapping

from medpref_dagster.disclosure import DEFAULT
from medpref_dagster.reports.ablation import read_ablation, summarize_ablation, write_ablation
from medpref_dagster.steps import DeclaredAblation, Markdown, StepResult
from medpref_dagster.steps.chain import declare_task, hash_trial, run_chain
from medpref_dagster.steps.running import name_trial_partition
from medpref_dagster.steps.shown import describe_table
from medpref_dagster.storage.store import Artifact, Store, StoreError
from medpref_dagster.study.trials import read_trial, write_trial
from medpref_dagster.workbench import Workbench


def run_trial(workbench: Workbench, about: DeclaredAblation, inputs: Mapping[str, Artifact]) -> StepResult:
    """Run the changed task's own steps with the trial's seed, and keep what its models scored."""
    trial = about.trials[str(workbench.trial)]
    base_model = workbench.base.declaration
    made = run_chain(declare_task(trial, base_model), workbench)
    artifact = write_trial(trial, made, hash_trial(trial, base_model), workbench)
    workbench.store.record_inputs(artifact, made.values())
    content = read_trial(artifact)
    return StepResult(
        artifact,
        {
            **describe_table(workbench.store, artifact, DEFAULT),
            "changes": dict(trial.levels),
            "seed": trial.seed,
            **{
                f"{row['name']}_{model}": float(found["estimate"])
                for row in content["metrics"]
                for model, found in row["models"].items()
                if found["estimate"] is not None
            },
        },
    )


def find_trial(store: Store, about: DeclaredAblation, base_model: str, name: str) -> Artifact | None:
    """A trial that is in the store, whole, and was made as it is declared now."""
    try:
        artifact = store.current(f"{about.name}/trials", name_trial_partition(base_model, name))
    except StoreError:
        return None
    [declared] = [base for base in about.base_models if base.name == base_model]
    return artifact if read_trial(artifact)["key"] == hash_trial(about.trials[name], declared) else None


def report_ablation(workbench: Workbench, about: DeclaredAblation, inputs: Mapping[str, Artifact]) -> StepResult:
    """Write the report of the trials that are in the store, for every base model."""
    store = workbench.store
    found = {
        (base, name): artifact
        for base in [declared.name for declared in about.base_models]
        for name in about.trials
        if (artifact := find_trial(store, about, base, name)) is not None
    }
    report = write_ablation(about.ablation, about.trials, found, store, disclosure=workbench.disclosure)
    content = read_ablation(report)
    return StepResult(
        report,
        {
            "report": report.path / "report.html",
            "answer": content["answer"],
            "summary": Markdown("\n".join(f"- {sentence}" for sentence in summarize_ablation(content))),
            "trials": len(found),
        },
    )
