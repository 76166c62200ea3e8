"""A loop as Dagster sees it: rounds over weeks, the task's models of one base model; and what is refused at load."""

from collections.abc import Callable
from typing import Any

import dagster as dg
import pytest
import yaml

from medpref_dagster.components.frame import divide_by_round, list_deps
from medpref_dagster.declaration.loop import Cadence
from medpref_dagster.definitions import load_definitions, load_subject
from medpref_dagster.rounds.calendar import find_next_round
from tests.components.test_feedback import declare as declare_ward
from tests.components.test_task import refusal

ATTRIBUTES = {
    "title": "The ward's loop",
    "task": "uti",
    "base_model": "tiny",
    "feedback": "ward",
    "cadence": "two-weekly",
    "replay": {"rounds": 2},
}


@pytest.fixture
def declare(project) -> Callable[..., None]:
    """A project with the feedback `ward`, of twelve weeks, and a loop with some attributes changed."""
    declare_ward(project, end="2026-08-23")

    def write(**changes: Any) -> None:
        folder = project / "assets" / "ward_loop"
        folder.mkdir(exist_ok=True)
        attributes = {name: value for name, value in (ATTRIBUTES | changes).items() if value is not None}
        declared = {"type": "medpref_dagster.components.FeedbackLoop", "attributes": attributes}
        (folder / "defs.yaml").write_text(yaml.safe_dump(declared))

    write()
    return write


def test_a_loop_becomes_assets_by_round_with_their_checks_and_a_job(declare):
    defs = load_definitions()
    specs = {spec.key.path[-1]: spec for spec in defs.resolve_all_asset_specs() if spec.group_name == "ward_loop"}
    assert set(specs) == {"round_pairs", "challenger", "challenger_report"}
    assert {spec.tags.get("medpref/lock") for name, spec in specs.items() if name != "round_pairs"} == {"device"}
    checks = {key.to_user_string() for key in defs.resolve_asset_graph().asset_check_keys if "ward_loop" in str(key)}
    assert len(checks) == 5
    assert defs.resolve_job_def("ward_loop").partitions_def is not None


@pytest.mark.parametrize("cadence", ["weekly", "two-weekly", "monthly"])
def test_dagsters_rounds_are_those_of_the_calendar_and_a_round_stands_on_its_weeks_and_those_before(
    declare, cadence: Cadence
):
    declare(cadence=cadence)
    about, steps = load_subject("ward_loop")
    rounds = divide_by_round(about)
    expected, name = [], about.first_round
    while name != about.after_last_round:
        expected.append(name)
        name = find_next_round(name, cadence)
    assert rounds.get_partition_keys() == expected
    assert [week for name in expected for week in about.list_weeks(name)] == [
        *dg.WeeklyPartitionsDefinition("2026-06-01", "2026-08-24", day_offset=1).get_partition_keys()
    ]
    weeks = dg.WeeklyPartitionsDefinition("2026-06-01", "2026-08-24", day_offset=1)
    mappings = {
        dep.asset_key.path[-1]: dep.partition_mapping for dep in list_deps(steps[0], about) if hasattr(dep, "asset_key")
    }
    for asset in ("preference_pairs", "reactions", "generations"):
        for name in expected:
            subset = rounds.empty_subset().with_partition_keys([name])
            found = mappings[asset].get_upstream_mapped_partitions_result_for_partitions(subset, rounds, weeks)
            assert list(found.partitions_subset.get_partition_keys()) == list(about.list_window(name))


def test_the_models_of_its_base_model_are_what_a_round_stands_on(declare):
    declare(start="sft")
    about, steps = load_subject("ward_loop")
    deps = {dep.asset_key.to_user_string(): dep for dep in list_deps(steps[1], about) if isinstance(dep, dg.AssetDep)}
    assert {"uti/dpo_model", "uti/sft_model"} <= set(deps)
    for name in ("uti/dpo_model", "uti/sft_model"):
        assert deps[name].partition_mapping == dg.SpecificPartitionsPartitionMapping(["tiny"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task": "utti"}, "task: unknown task 'utti'; did you mean 'uti'?"),
        ({"task": "ward"}, "task: unknown task 'ward'"),
        ({"task": None}, "task: is required"),
        ({"feedback": "wart"}, "feedback: unknown feedback 'wart'; did you mean 'ward'?"),
        ({"feedback": "uti"}, "feedback: unknown feedback 'uti'"),
        ({"base_model": "tinny"}, "base_model: unknown base model 'tinny'; did you mean 'tiny'?"),
        ({"cadence": "two-weekli"}, "cadence: unknown value 'two-weekli'; did you mean 'two-weekly'?"),
        ({"min_new_pairs": 0}, "min_new_pairs: must be greater than or equal to 1, got 0"),
        ({"holdout": {"patients": 0}}, "holdout.patients: must be greater than 0"),
        ({"holdout": {"patients": 1}}, "holdout.patients: must be less than 1"),
        ({"replay": {"share": 1}}, "replay.share: must be less than 1"),
        ({"replay": {"rounds": 100}}, "replay.rounds: must be less than or equal to 18"),
        ({"dpo": {"fallback": "sft"}}, "dpo.fallback: a challenger that is no better is refused by its report"),
        ({"dpo": {"loss": "aot"}}, "dpo.loss: aot compares sorted pairs of a batch"),
        (
            {"dpo": {"loss": "ipo"}, "reliability": {"use": "label_noise"}},
            "dpo.loss: with reliability.use label_noise the loss is robust",
        ),
        (
            {"gate": {"non_inferiority": [{"task": "triage", "metric": "f1", "margin": 0.1}]}},
            "gate.non_inferiority.0.task: the gate of this loop answers the test cases of uti, not of triage",
        ),
        (
            {"gate": {"non_inferiority": [{"task": "uti", "metric": "f1", "slice": "pregnant", "margin": 0.1}]}},
            "gate.non_inferiority.0.slice: 'pregnant' is not declared under slices; there are none",
        ),
        (
            {"slices": {"pregnant": {"column": "scenarioo", "values": ["yes"]}}},
            "slices.pregnant.column: unknown column 'scenarioo'; did you mean 'scenario'?",
        ),
        ({"slices": {"all": {"column": "note", "values": ["yes"]}}}, "slices.all.column: unknown column 'note'"),
        (
            {"gate": {"non_inferiority": [{"task": "uti", "metric": "f11", "margin": 0.1}]}},
            "gate.non_inferiority.0.metric: metric 'f11' is none for an answer of kind label",
        ),
        (
            {"gate": {"superiority": {"margin": 0.2}, "non_inferiority": []}},
            "gate.superiority: gain: no sample can show",
        ),
        ({"triggers": {"schedule": "sometimes"}}, "triggers.schedule: "),
        ({"reliability": {"use": "weight"}}, "reliability.use: unknown value 'weight'; did you mean 'weights'?"),
    ],
)
def test_what_cannot_be_is_refused_at_load_with_its_place(declare, project, changes, said):
    declare(**changes)
    assert said in refusal(project)


def test_a_loop_of_broken_feedback_is_broken_and_says_of_which(declare, project):
    declare_ward(project, start="June")
    assert "feedback: 'ward' is broken: assets/ward/defs.yaml" in refusal(project)


def test_what_is_changed_of_a_loop_makes_stale_what_reads_it(declare):
    def versions(**changes: Any) -> dict[str, str]:
        declare(**changes)
        about, steps = load_subject("ward_loop")
        return {step.name: step.code_version(about) for step in steps}

    before = versions()
    for changes, stale in (
        ({"title": "Other"}, {"challenger_report"}),
        ({"dpo": {"beta": 0.3}}, {"challenger"}),
        ({"start": "sft"}, {"challenger"}),
        ({"cadence": "monthly"}, {"round_pairs"}),
        ({"replay": {"rounds": 4}}, {"round_pairs"}),
        ({"holdout": {"seed": 4}}, {"round_pairs", "challenger_report"}),
        ({"max_test_pairs": 5}, {"challenger_report"}),
        ({"triggers": {"schedule": True}}, set[str]()),
        ({"reliability": {"use": "none"}}, {"round_pairs", "challenger", "challenger_report"}),
    ):
        after = versions(**changes)
        assert {name for name in before if before[name] != after[name]} == stale, changes
