"""An ablation's YAML: its trials, its assets, and what is refused, in one line with its place."""

from dataclasses import replace

import dagster as dg
import pytest
import yaml

from medpref_dagster.components.loading import declare_assets
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.definitions import load_definitions, load_subject
from medpref_dagster.reports.ablation_content import list_axes
from medpref_dagster.steps import DeclaredAblation
from medpref_dagster.steps.ablation import ABLATION_STEPS
from medpref_dagster.steps.chain import hash_trial
from tests.conftest import CHECKOUT

HEAD = """\
type: medpref_dagster.components.Ablation
attributes:
  title: Pairs and ranks
  question: What matters?
  seeds: [1, 2]
  tasks:
    uti: {sft.max_training_rows: 8}
"""
AXES = """\
  axes:
    pairs:
      100: {rejected.pairs: 100}
      2000: {rejected.pairs: 2000}
    weights:
      low: {sft.lora.rank: 4, dpo.lora.rank: 4}
      all: {sft.method: full}
"""


@pytest.fixture
def declare(project):
    """`declare(text)` writes the ablation and gives what it declares."""

    def write(text: str) -> DeclaredAblation:
        (project / "assets" / "many").mkdir(exist_ok=True)
        (project / "assets" / "many" / "defs.yaml").write_text(text)
        subject, _ = load_subject("many")
        assert isinstance(subject, DeclaredAblation)
        return subject

    return write


def refuse(declare, text: str) -> list[str]:
    with pytest.raises(DeclarationError) as refused:
        declare(text)
    return str(refused.value).splitlines()


def test_levels_are_crossed_variants_are_listed_and_each_has_every_seed(declare):
    about = declare(HEAD + AXES + "  variants:\n    mild: {dpo.learning_rate: 0.00001}\n")
    assert list(about.trials) == [
        f"uti/{levels}/seed={seed}"
        for levels in (
            "pairs=100/weights=low",
            "pairs=100/weights=all",
            "pairs=2000/weights=low",
            "pairs=2000/weights=all",
            "variant=mild",
        )
        for seed in (1, 2)
    ]
    trial = about.trials["uti/pairs=2000/weights=low/seed=2"]
    assert dict(trial.levels) == {"pairs": "2000", "weights": "low"}
    changed = trial.declaration
    assert (changed.rejected.pairs, changed.sft.lora.rank, changed.dpo.lora.rank) == (2000, 4, 4)
    assert (changed.sft.seed, changed.dpo.seed, changed.sft.max_training_rows) == (2, 2, 8)
    # What no level changes is the task's own.
    assert (changed.sft.lora.alpha, changed.rejected.options) == (32, {"balance": False})
    assert about.trials["uti/variant=mild/seed=1"].declaration.dpo.learning_rate == (0.00001,)


def test_a_tasks_whole_part_is_replaced_before_a_levels_field_of_it(declare):
    text = HEAD.replace("{sft.max_training_rows: 8}", "{rejected: {strategy: other_label, pairs: 7}}")
    about = declare(text + "  axes: {pairs: {9: {rejected.pairs: 9}}}\n")
    [first, _] = about.trials.values()
    assert first.declaration.rejected.model_dump(exclude_defaults=True) == {"pairs": 9}


def test_without_axes_and_variants_each_task_is_run_as_it_is(declare):
    assert list(declare(HEAD).trials) == ["uti/seed=1", "uti/seed=2"]


@pytest.mark.parametrize(
    ("level", "line", "said"),
    [
        ("{rejected.pairs: -1}", 10, "rejected.pairs: must be greater than 0, got -1"),
        ("{rejected.pears: 3}", 10, "rejected.pears: unknown field 'pears'; did you mean 'pairs'?"),
        ("{rejected: {strategy: corruption}}", 10, "rejected: "),
        ("{rejected.options: {ballance: true}}", 10, "ballance"),
        ("{evaluation.metrics: [rouge_l]}", 10, "metric 'rouge_l' is none for an answer of kind label"),
        ("{prompt.template: x}", 10, "prompt is no map of fields in this task"),
        ("{sft.seed: 3}", 9, "is what seeds sets"),
    ],
)
def test_a_wrong_change_is_one_line_at_the_change(declare, level, line, said):
    text = HEAD + f"  axes:\n    pairs:\n      100: {level}\n    weights: {{low: {{}}, other: {{}}}}\n"
    [mistake] = refuse(declare, text)
    assert mistake.startswith(f"assets/many/defs.yaml:{line} axes.pairs.100")
    assert said in mistake
    if line == 10:
        assert mistake.endswith("(in the trials uti/pairs=100/weights=low)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("uti:", "utti:"), "defs.yaml:7 tasks.utti: unknown task 'utti'; did you mean 'uti'?"),
        (HEAD + "  axes: {seed: {1: {}}}\n", "defs.yaml:8 axes: 'seed' is a name that every trial has"),
        (HEAD + "  axes: {a: {x/y: {}}}\n", "axes.a: 'x/y' is no name"),
        (HEAD + "  axes: {a: {x...y: {}}}\n", "axes.a: 'x...y' is no name"),
        (HEAD + "  axes: {a: {}}\n", "axes.a: has no level"),
        (HEAD.replace("[1, 2]", "[1, 1]"), "defs.yaml:5 seeds: the same seed twice"),
        (HEAD.replace("title", "titel"), "unknown field 'titel'"),
        (HEAD.replace("[1, 2]", "[yes, 2]"), "defs.yaml:5 seeds.0: must be a number, got true"),
        (HEAD.replace("[1, 2]", "[]"), "defs.yaml:5 seeds: must have at least 1, has 0"),
        (
            HEAD + "  axes: {a: {100: {}, '100': {rejected.pairs: 9}}}\n",
            "a: 100: stands twice, as a number and as text",
        ),
        (HEAD + "  axes: {a: {'1': {}, '1.0': {rejected.pairs: 9}}}\n", "axes.a: '1' and '1.0' are the same number"),
        (HEAD + "  axes: {a: {x: {}, y: {}}}\n", "8 axes.a.y: changes nothing: uti/a=y declares the same as uti/a=x"),
        (
            HEAD + "  variants: {p: {}, q: {dpo.sft_weight: 0}}\n",
            "8 variants.q: changes nothing: uti/variant=q declares",
        ),
        (HEAD + "  axes: {a: {x: {sft: {seed: 3}}}}\n", "8 axes.a.x.sft: sets seed, which seeds sets"),
        (HEAD + "  comparisons: [[sft, dpoo]]\n", "8 comparisons.0: unknown model 'dpoo'; did you mean 'dpo'?"),
        (HEAD + "  comparisons: [[sft, dpo], [dpo, sft]]\n", "8 comparisons.1: dpo and sft are compared above"),
        (
            HEAD
            + "  axes:\n    a: {x: {rejected: {pairs: 3}}}\n    b: {y: {rejected.pairs: 4}, z: {rejected.pairs: 5}}\n",
            "axes.b.y.rejected.pairs: is set by axes.a.x.rejected, too; only one can",
        ),
        (
            HEAD + "  axes:\n    a: {x: {sft.epochs: 1}}\n    b: {y: {sft.epochs: 2}}\n",
            "axes.b.y.sft.epochs: is changed by axes.a.x.sft.epochs, too; only one axis can",
        ),
    ],
)
def test_what_is_no_ablation_is_refused(declare, text, said):
    assert any(said in line for line in refuse(declare, text)), refuse(declare, text)


def test_levels_that_are_no_numbers_are_not_put_in_an_order(declare):
    about = declare(HEAD + "  axes: {a: {nan: {rejected.pairs: 5}, inf: {rejected.pairs: 6}, '1_0': {}}}\n")
    assert [axis["ordered"] for axis in list_axes(about.ablation)] == [False]


def test_the_trials_are_partitions_beside_the_base_models(declare):
    about = declare(HEAD + AXES)
    defs = load_definitions()
    [trials] = [asset for asset in defs.assets or () if asset.key == dg.AssetKey(["many", "trials"])]
    keys = trials.partitions_def.get_partition_keys()
    assert len(keys) == 2 * len(about.trials)
    assert "tiny|uti/pairs=100/weights=low/seed=1" in keys
    assert defs.resolve_job_def("many").partitions_def is not None


def test_a_change_of_one_level_changes_the_keys_of_its_trials_and_no_other(declare):
    first = declare(HEAD + AXES)
    base = first.base_models[0]
    before = {name: hash_trial(trial, base) for name, trial in first.trials.items()}
    after = declare(HEAD + AXES.replace("2000: {rejected.pairs: 2000}", "2000: {rejected.pairs: 1999}"))
    changed = {name for name, trial in after.trials.items() if hash_trial(trial, base) != before[name]}
    assert changed == {name for name in before if "pairs=2000" in name}
    assert len(set(before.values())) == len(before)


def test_a_base_model_that_is_declared_otherwise_makes_its_trials_stale(declare):
    about = declare(HEAD + AXES)
    base = about.base_models[0]
    [trial, *_] = about.trials.values()
    trials, report = ABLATION_STEPS
    for changed in (
        {"lora_targets": ("q_proj",)},
        {"chat_template": "{{ messages[0].content }}"},
        {"quantization": Quantization(kind="nf4")},
    ):
        other = base.model_copy(update=changed)
        assert hash_trial(trial, other) != hash_trial(trial, base)
        redeclared = replace(about, base_models=(other, *about.base_models[1:]))
        assert trials.code_version(redeclared) != trials.code_version(about)
        assert report.code_version(redeclared) == report.code_version(about)


def test_dagster_calls_both_assets_stale_when_a_trial_or_a_base_model_changes(declare):
    before = declare(HEAD + AXES)
    after = declare(HEAD + AXES.replace("rejected.pairs: 2000", "rejected.pairs: 1999"))
    for step in ABLATION_STEPS:
        assert step.code_version(before) != step.code_version(after)
    asked = declare((HEAD + AXES).replace("What matters?", "Which matters?"))
    assert [step.name for step in ABLATION_STEPS if step.code_version(before) != step.code_version(asked)] == ["report"]


def test_the_ablations_of_the_checkout_can_be_declared(monkeypatch):
    monkeypatch.setenv("MEDPREF_PROJECT", str(CHECKOUT))
    declared = declare_assets(CHECKOUT)
    assert declared.all_mistakes() == []
    files = [yaml.safe_load(path.read_text())["type"] for path in CHECKOUT.glob("assets/*/defs.yaml")]
    made = [component for component in declared.components.values() if type(component).__name__ == "Ablation"]
    assert len(made) == sum(kind.endswith(".Ablation") for kind in files) >= 5


@pytest.mark.parametrize("change", ["source.disclosure: synthetic", "source.disclosure: deidentified"])
def test_a_trial_cannot_say_that_its_tasks_notes_tell_less(declare, edit_task, change):
    edit_task("uti", lambda attributes: attributes["source"].update(disclosure="identifiable"))
    [mistake] = refuse(declare, f"{HEAD}  variants:\n    open: {{{change}}}\n")
    assert mistake.startswith("assets/many/defs.yaml:9 variants.open.source.disclosure: ")
    assert "is less strict than the task uti, which is 'identifiable'" in mistake


def test_a_trial_may_be_stricter_than_its_task(declare):
    about = declare(f"{HEAD}  variants:\n    closed: {{source.disclosure: identifiable}}\n")
    assert {step.disclosure_of(about).value for step in ABLATION_STEPS} == {"identifiable"}
