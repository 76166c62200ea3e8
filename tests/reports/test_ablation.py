"""An ablation's report: its answer where models are useless, seeds answered other cases, or trials are missing."""

import csv
from types import SimpleNamespace

import pyarrow as pa
import pytest

from medpref_dagster.declaration import AblationDeclaration
from medpref_dagster.declaration.ablation import list_conditions, list_trials
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.reports.ablation import read_ablation, write_ablation
from medpref_dagster.schemas import CASES, PREDICTIONS, PREFERENCE_PAIRS
from medpref_dagster.storage.store import Store
from medpref_dagster.study.trials import write_trial
from tests.verdict.judged_models import make_cases, make_predictions, make_task

SEEDS = (1, 2, 3)
MODELS = ("base", "sft", "dpo", "sft_continued")


@pytest.fixture
def report(tmp_path):
    """`report(answer, ...)` runs trials whose answers `answer(trial, row)` changes, and reads their report."""
    store = Store(tmp_path / "store")

    def write(change=lambda _, row: row, cases_of=lambda _: 200, run=lambda _: True, axis="cases"):
        ablation = AblationDeclaration.model_validate(
            {
                "title": "T",
                "question": "Q?",
                "tasks": {"uti": {}},
                "axes": {axis: {"50": {}, "100": {}}},
                "seeds": SEEDS,
                "bootstrap_samples": 200,
            }
        )
        task = make_task(metrics=["accuracy"], controls=["sft_continued"])
        conditions = list_conditions(ablation)
        trials = {
            trial.name: trial for trial in list_trials(ablation, {item.name: task for item in conditions}, conditions)
        }
        bench = SimpleNamespace(store=store, base_name="tiny", base=SimpleNamespace(network="00"))
        found = {}
        for place, trial in enumerate(filter(run, trials.values())):
            cases = make_cases(task, cases_of(trial))
            rights = {"base": 0.3, "sft": 0.6, "dpo": 0.95, "sft_continued": 0.6}
            rows = make_predictions(task, cases, MODELS, seed=place, share_right=rights).to_pylist()
            made = {
                "cases": store.write_table(cases, CASES),
                "predictions": store.write_table(
                    pa.Table.from_pylist([change(trial, row) for row in rows], schema=PREDICTIONS), PREDICTIONS
                ),
                "preference_pairs": store.write_table(PREFERENCE_PAIRS.empty_table(), PREFERENCE_PAIRS),
            }
            found["tiny", trial.name] = write_trial(trial, made, "key", bench)
        artifact = write_ablation(ablation, trials, found, store, disclosure=Disclosure.SYNTHETIC)
        return read_ablation(artifact), artifact

    return write


def list_outcomes(content, first="sft_continued"):
    return {
        (test["condition"], test["outcome"], test["withheld"])
        for test in content["tests"]
        if test["kind"] == "within" and test["first"] == first
    }


def say_no(_, row):
    """DPO always says No; all others are always wrong."""
    wrong = {"Yes": "No", "No": "Yes"}[dict(row["gold"])["label"]]
    return {**row, "parsed": [("label", "No" if row["model"] == "dpo" else wrong)]}


def test_a_model_that_is_better_is_called_so(report):
    content, _ = report()
    assert {outcome for _, outcome, _ in list_outcomes(content)} == {"better"}
    assert content["answer"].startswith("DPO is better in 2 of 2 tests")


def test_a_model_that_gives_one_answer_only_is_not_called_better(report):
    content, _ = report(say_no)
    assert {(outcome, withheld) for _, outcome, withheld in list_outcomes(content)} == {("undecided", True)}
    assert "better in" not in content["answer"]
    because = 'DPO is not called better, because DPO gives one answer only ("No", to all 40 cases).'
    said = [sentence for sentence in content["sentences"] if because in sentence]
    assert said == [
        f"In {sum(test['withheld'] for test in content['tests'])} tests (uti/cases=50, uti/cases=100) {because}"
    ]


def test_what_beats_continued_sft_alone_has_gained_nothing(report):
    """Continued SFT is wrong where SFT and DPO are right: it lost by going on."""

    def change(_, row):
        gold = dict(row["gold"])["label"]
        wrong = {"Yes": "No", "No": "Yes"}[gold]
        right = {"sft": range(8), "dpo": range(2, 10), "sft_continued": range(2, 5), "base": range(1)}[row["model"]]
        return {**row, "parsed": [("label", gold if sum(map(ord, row["case_id"])) % 10 in right else wrong)]}

    content, _ = report(change)
    assert {outcome for _, outcome, _ in list_outcomes(content)} == {"better"}
    assert {outcome for _, outcome, _ in list_outcomes(content, "sft")} == {"undecided"}
    assert content["answer"].startswith("DPO was shown to gain nothing over SFT and SFT continued in 2 tests.")
    assert "uti/cases=50, uti/cases=100" in content["answer"]
    assert any(
        "DPO does not beat both SFT and SFT continued within cases = 100" in line for line in content["sentences"]
    )


def test_no_model_is_better_than_one_that_could_not_be_read(report):
    content, _ = report(lambda _, row: {**row, "parsed": None} if row["model"] == "sft_continued" else row)
    assert {withheld for _, _, withheld in list_outcomes(content)} == {True}
    assert any("continued SFT is no opponent (100% of its answers" in sentence for sentence in content["sentences"])


def test_a_seed_that_answered_other_cases_is_left_out_and_said(report):
    content, _ = report(cases_of=lambda trial: 150 if trial.name == "uti/cases=50/seed=2" else 200)
    [few, _] = content["conditions"]
    assert few["seeds"] == [1, 3]
    assert {line["name"] for line in content["trials"] if line["status"] == "other cases"} == {"uti/cases=50/seed=2"}
    assert any(sentence.startswith("Left out: 1 trial that answered other cases") for sentence in content["sentences"])
    assert not any("Not run" in sentence for sentence in content["sentences"])


def test_what_was_not_run_is_said_and_nothing_at_all_has_an_answer(report):
    content, _ = report(run=lambda trial: trial.seed == 1 and trial.levels["cases"] == "50")
    assert "Not run: 5 of 6 trials." in content["sentences"]
    content, _ = report(run=lambda _: False)
    assert content["answer"] == "No trial was run yet."


def test_an_axis_keeps_its_column_in_every_table_whatever_it_is_called(report):
    _, artifact = report()
    for name in ("trials.csv", "conditions.csv"):
        with (artifact.path / name).open() as file:
            rows = list(csv.DictReader(file))
        assert {row["cases"] for row in rows} == {"50", "100"}
        assert {row["test_cases"] for row in rows} == {"40"}
    with pytest.raises(ValueError, match=r"axes\.model: is a column of the report's tables"):
        report(axis="model")
