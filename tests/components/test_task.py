"""YAML gives these assets, checks, jobs and schedules; a mistake in it is refused with its place."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from medpref_dagster.components.loading import load_assets
from medpref_dagster.definitions import load_definitions


def specs_of(defs: dg.Definitions, task: str) -> dict[str, dg.AssetSpec]:
    return {
        spec.key.to_user_string().removeprefix(f"{task}/"): spec
        for spec in defs.resolve_all_asset_specs()
        if spec.group_name == task
    }


def refusal(project) -> str:
    """What the loader says is wrong, one line a mistake."""
    _, mistakes = load_assets(project)
    assert mistakes
    return "\n".join(map(str, mistakes))


def test_a_task_becomes_the_assets_of_the_design(project, snapshot):
    specs = specs_of(load_definitions(), "uti")
    described = {
        name: {
            "deps": sorted(dep.asset_key.to_user_string() for dep in spec.deps),
            "partitions": spec.partitions_def.get_partition_keys() if spec.partitions_def else None,
            "kinds": sorted(spec.kinds),
            "owners": list(spec.owners),
            "described": bool(spec.description),
        }
        for name, spec in specs.items()
    }
    assert described == snapshot


def test_every_asset_shows_its_disclosure_which_no_default_makes_stale(project, edit_task):
    def list_assets() -> dict[str, tuple[str, str | None]]:
        specs = specs_of(load_definitions(), "uti")
        return {name: (spec.tags["medpref/disclosure"], spec.code_version) for name, spec in specs.items()}

    before = list_assets()
    assert {disclosure for disclosure, _ in before.values()} == {"synthetic"}
    edit_task("uti", lambda attributes: attributes["source"].update(disclosure="synthetic"))
    assert list_assets() == before
    edit_task("uti", lambda attributes: attributes["source"].update(disclosure="deidentified"))
    after = list_assets()
    assert {disclosure for disclosure, _ in after.values()} == {"deidentified"}
    assert [name for name in after if after[name][1] == before[name][1]] == []


def test_a_disclosure_that_there_is_not_is_refused_with_its_line(project, edit_task):
    edit_task("uti", lambda attributes: attributes["source"].update(disclosure="deidentifed"))
    mistake = refusal(project)
    assert "source.disclosure: unknown value 'deidentifed'; did you mean 'deidentified'?" in mistake


def test_every_asset_that_runs_a_model_holds_the_device_while_it_does_and_no_other(project, edit_task):
    def list_holding() -> set[str]:
        specs = specs_of(load_definitions(), "uti")
        return {name for name, spec in specs.items() if spec.tags.get("medpref/lock") == "device"}

    assert list_holding() == {"sft_model", "reference_logps", "dpo_model", "sft_continued_model", "predictions"}
    edit_task("uti", lambda attributes: attributes.update(rejected={"strategy": "model_errors"}))
    assert list_holding() == {
        "sft_model",
        "preference_pairs",
        "reference_logps",
        "dpo_model",
        "sft_continued_model",
        "predictions",
    }


def test_there_is_a_job_and_where_cron_is_given_a_schedule(project, edit_task):
    defs = load_definitions()
    assert defs.resolve_job_def("uti").partitions_def.get_partition_keys() == ["tiny", "smollm2-135m"]
    assert [schedule.name for schedule in defs.schedules] == ["uti_refresh"]
    edit_task("uti", lambda attributes: attributes.pop("schedule"))
    assert list(load_definitions().schedules or ()) == []


def test_a_schedule_asks_for_a_run_of_each_of_its_base_models(project, edit_task):
    edit_task("uti", lambda a: a.update(schedule={"cron": "0 6 * * 1", "base_models": ["tiny", "smollm2-135m"]}))
    defs = load_definitions()
    requests = list(
        defs.resolve_schedule_def("uti_refresh")
        .evaluate_tick(
            dg.build_schedule_context(
                repository_def=defs.get_repository_def(), scheduled_execution_time=datetime(2026, 1, 5, 6, tzinfo=UTC)
            )
        )
        .run_requests
    )
    assert [request.partition_key for request in requests] == ["tiny", "smollm2-135m"]


def test_a_changed_declaration_changes_the_code_version_of_what_depends_on_it_only(project, edit_task):
    before = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    edit_task("uti", lambda attributes: attributes["dpo"].update(beta=[0.3]))
    after = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    assert {name for name in before if before[name] != after[name]} == {"dpo_model", "evaluation_report"}


@pytest.mark.parametrize(
    ("options", "needed"),
    [
        ({}, {"cases", "sft_model", "sft_examples"}),  # folds are trained on the examples
        ({"folds": None}, {"cases", "sft_model"}),
        ({"draws": 2}, {"cases", "sft_model", "sft_examples"}),
        ({"draws": 2, "model": "base"}, {"cases"}),
        ({"model": "base"}, {"cases"}),
        ({"model": "base", "reference_margin": {"max": 9}}, {"cases", "sft_model"}),
    ],
)
def test_pairs_depend_on_the_models_and_rows_that_their_rejected_answers_need(options, needed, project, edit_task):
    strategy = "ranked_samples" if "draws" in options else "model_errors"
    edit_task("uti", lambda a: a.update(rejected={"strategy": strategy, "options": options}))
    deps = {dep.asset_key.path[-1] for dep in specs_of(load_definitions(), "uti")["preference_pairs"].deps}
    assert deps == needed


MISTAKES = {
    "an unknown field": (lambda a: a.update(learning_rat=1), ["learning_rat", "defs.yaml:"]),
    "a wrong type": (lambda a: a["sft"].update(batch_size="many"), ["sft.batch_size", "defs.yaml:"]),
    "shares that do not sum to 1": (lambda a: a["split"].update(test=0.5), ["must sum to 1", "defs.yaml:"]),
    "an unknown label": (lambda a: a["answer"].update(positive="Maybe"), ["accepted: 'Yes', 'No'", "defs.yaml:"]),
    "labels that differ in case only": (
        lambda a: a["answer"].update(labels={"UTI": "UTI.", "uti": "uti.", "none": "none."}, positive="UTI"),
        ["cannot be told apart", "'uti'", "defs.yaml:"],
    ),
    "an answer that names another label right behind its own": (
        lambda a: a["answer"].update(labels={"Yes": "Yes, no doubt.", "No": "No, it does not.", "no": "no"}),
        ["cannot be told apart", "'Yes'", "defs.yaml:"],
    ),
    "an unknown reader": (lambda a: a["source"].update(reader="telepathy"), ["accepted: ", "synthetic", "defs.yaml:"]),
    "an unknown generator": (
        lambda a: a["source"]["options"].update(generator="flu"),
        ["flu", "uti", "defs.yaml:"],
    ),
    "an unknown metric to choose by": (
        lambda a: a["evaluation"].update(choose_by="bleu"),
        ["accepted: 'accuracy'", "defs.yaml:"],
    ),
    "a smoothing that the loss ignores": (lambda a: a["dpo"].update(label_smoothing=0.1), ["ignores it", "defs.yaml:"]),
    "an unknown metric": (lambda a: a["evaluation"].update(metrics=["bleu"]), ["accepted: 'accuracy'", "defs.yaml:"]),
    "an unknown strategy": (
        lambda a: a["rejected"].update(strategy="spite"),
        ["accepted: 'other_label'", "defs.yaml:"],
    ),
    "a cron that is none": (lambda a: a["schedule"].update(cron="weekly-ish"), ["cron", "defs.yaml:"]),
    "a prompt that shows the gold answer": (
        lambda a: a.update(prompt="{note} {uti}"),
        ["answer.column", "'uti' is the gold answer, and the prompt shows it", "defs.yaml:"],
    ),
    "a prompt with a column that the source lacks": (
        lambda a: a.update(prompt="{report}: is it?"),
        ["report", "note", "defs.yaml:"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_yaml_is_refused_with_file_line_and_what_is_accepted(project, edit_task, mistake):
    change, expected = MISTAKES[mistake]
    edit_task("uti", change)
    message = refusal(project)
    assert [part for part in expected if part not in message] == []


def test_a_schedule_for_an_undeclared_base_model_is_refused(project, edit_task):
    edit_task("uti", lambda a: a["schedule"].update(base_models=["gpt"]))
    assert "unknown base model 'gpt'; declared in resources/: 'tiny', 'smollm2-135m'" in refusal(project)
