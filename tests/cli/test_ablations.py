"""`medpref materialize` of an ablation as a person calls it, on a tiny model."""

import csv
import json
import signal
from pathlib import Path

import click
import numpy as np
import pytest
import yaml

from medpref_dagster.cli.ablations import is_ablation
from medpref_dagster.cli.declared import find_study_assets
from medpref_dagster.definitions import load_definitions
from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.conftest import shrink_task

ABLATION = {
    "title": "Numbers of pairs",
    "question": "Do more pairs help?",
    "tasks": {"uti": {}},
    "axes": {"pairs": {4: {"rejected.pairs": 4}, 8: {"rejected.pairs": 8}}},
    "seeds": [1, 2],
    "bootstrap_samples": 200,
}
RUN = ("materialize", "few_pairs", "--base-model", "tiny")


def write_ablation(project: Path, **changes) -> None:
    folder = project / "assets" / "few_pairs"
    folder.mkdir(exist_ok=True)
    declared = {"type": "medpref_dagster.components.Ablation", "attributes": ABLATION | changes}
    (folder / "defs.yaml").write_text(yaml.safe_dump(declared, sort_keys=False))


@pytest.fixture
def ablation(project, edit_task) -> Path:
    def shrink(attributes: dict) -> None:
        shrink_task(attributes)
        # By likelihood every answer can be read, so that a random model is right now and then.
        attributes["evaluation"] |= {"max_test_rows": 12, "metrics": ["accuracy", "f1"], "answer_by": "likelihood"}

    edit_task("uti", shrink)
    write_ablation(project)
    return project


def read_report(project: Path) -> dict:
    return json.loads((Store(project / "store").current("few_pairs/report").path / "report.json").read_text())


def read_trial(project: Path, name: str) -> dict:
    partition = {"base_model": "tiny", "trial": name}
    artifact = Store(project / "store").current("few_pairs/trials", partition)
    return json.loads((artifact.path / "trial.json").read_text())


def share_right(project: Path, trial: dict, model: str) -> float:
    """Counted in the stored answers, without the code that the report uses."""
    rows = Store(project / "store").read_table(trial["artifacts"]["predictions"]).to_pylist()
    own = [row for row in rows if row["model"] == model]
    return sum(row["parsed"] is not None and dict(row["parsed"]) == dict(row["gold"]) for row in own) / len(own)


def test_an_ablation_ends_with_its_answer_and_runs_only_what_is_not_there(ablation):
    names = [f"uti/pairs={pairs}/seed={seed}" for pairs in (4, 8) for seed in (1, 2)]
    one = call(*RUN, "--trial", "uti/pairs=4/seed=2")
    assert one.returncode == 0, one.stdout + one.stderr
    assert "Not run: 3 of 4 trials." in one.stdout

    every = call(*RUN)
    assert every.returncode == 0, every.stdout + every.stderr
    assert "3 of 4 trials to run" in every.stdout
    assert "uti/pairs=4/seed=2" not in every.stdout.split("Report:")[0]

    trials = {name: read_trial(ablation, name) for name in names}
    # SFT knows nothing of pairs: each seed's model was trained once, for both levels.
    assert len({trial["artifacts"]["sft_model"] for trial in trials.values()}) == 2
    assert len({trial["artifacts"]["dpo_model"] for trial in trials.values()}) == 4
    assert [trials[name]["pairs"]["train"] for name in names] == [4, 4, 8, 8]
    assert all(trial["dev"].keys() >= {"sft", "dpo"} for trial in trials.values())

    content = read_report(ablation)
    assert [line["status"] for line in content["trials"]] == ["run"] * 4
    assert content["disclosure"] == "synthetic"
    assert content["cost"]["models"] >= 6
    for condition in content["conditions"]:
        [accuracy] = [metric for metric in condition["metrics"] if metric["name"] == "accuracy"]
        for model in ("base", "sft", "dpo"):
            shares = [share_right(ablation, trials[f"{condition['condition']}/seed={seed}"], model) for seed in (1, 2)]
            assert accuracy["models"][model]["estimate"] == pytest.approx(np.mean(shares))
            assert 0 < np.mean(shares) < 1
    for test in content["tests"]:
        if test["kind"] == "within":
            sides = [
                [share_right(ablation, trials[f"{test['condition']}/seed={seed}"], test[side]) for seed in (1, 2)]
                for side in ("first", "second")
            ]
            assert test["estimate"] == pytest.approx(np.mean(sides[1]) - np.mean(sides[0]))
    neighbours = [test for test in content["tests"] if test["kind"] == "neighbours"]
    assert {(test["first"], test["from"], test["to"]) for test in neighbours} >= {("dpo", "4", "8")}
    assert "sft" not in {test["first"] for test in neighbours}, "it is the same model at both levels"

    folder = Store(ablation / "store").current("few_pairs/report").path
    page = (folder / "report.html").read_text()
    assert ABLATION["question"] in page
    assert content["answer"] in page.replace("&#39;", "'")
    assert "http" not in page.replace("http://www.w3.org", "")
    rows = list(csv.DictReader((folder / "trials.csv").open()))
    assert {row["pairs"] for row in rows} == {"4", "8"}
    assert len(list(csv.DictReader((folder / "tests.csv").open()))) == len(content["tests"])

    # One level changed: its trials are run again, and no other; then nothing is left to do.
    write_ablation(ablation, axes={"pairs": {4: {"rejected.pairs": 4}, 8: {"rejected.pairs": 6}}})
    changed = call(*RUN)
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert "2 of 4 trials to run" in changed.stdout
    assert read_trial(ablation, names[2])["pairs"]["train"] == 6


_KILL_IN_THE_SECOND_TRIAL = """\
import contextlib, os, signal
from pathlib import Path
from medpref_dagster.cli import main
from medpref_dagster.training.checkpoints import CheckpointFolder

write = CheckpointFolder.writing
told = Path(os.environ["MEDPREF_PROJECT"], "checkpoints.txt")
killed = told.exists()

@contextlib.contextmanager
def tell(self, step):
    with write(self, step) as folder:
        yield folder
    with told.open("a") as file:
        file.write(f"{step}\\n")
    if not killed and len(told.read_text().split()) == 7:
        os.kill(os.getpid(), signal.SIGKILL)

CheckpointFolder.writing = tell
main()
"""


def test_an_ablation_that_was_killed_goes_on_and_trains_nothing_twice(ablation):
    killed = call(*RUN, program=_KILL_IN_THE_SECOND_TRIAL)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    after = call(*RUN, program=_KILL_IN_THE_SECOND_TRIAL)
    assert after.returncode == 0, after.stdout + after.stderr
    assert "3 of 4 trials to run" in after.stdout, "the first trial was whole"
    steps = (ablation / "checkpoints.txt").read_text().split()
    trainings = sum(step == "1" for step in steps)
    models = {
        address
        for name in read_names(ablation)
        for asset, address in read_trial(ablation, name)["artifacts"].items()
        if address.startswith("models/") and asset.endswith("_model")
    }
    assert trainings == len(models), "each training began once"
    assert [line["status"] for line in read_report(ablation)["trials"]] == ["run"] * 4


def test_trials_run_side_by_side_as_the_profile_says_and_goes_on_after_an_interrupt(ablation):
    profile = ablation / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"].setdefault("compute", {})["at_once"] = 2
    profile.write_text(yaml.safe_dump(declared))
    done = call(*RUN)
    assert done.returncode == 0, done.stdout + done.stderr
    said = {line.partition("  ")[0] for line in done.stdout.splitlines() if "few_pairs/trials" in line}
    assert said == set(read_names(ablation))
    assert done.stdout.count("Report: ") == 1
    models = [read_trial(ablation, name)["artifacts"]["sft_model"] for name in read_names(ablation)]
    assert len(set(models)) == 2, "what two trials share was trained once"

    write_ablation(ablation, seeds=[1, 3])
    half = call(*RUN, "--trial", "uti/pairs=4", "--without-report")
    assert half.returncode == 0, half.stdout + half.stderr
    assert "Report: " not in half.stdout
    assert [line["status"] for line in read_report(ablation)["trials"]] == ["run"] * 4, "the report is as it was"
    assert "--without-report is for ablations" in refusal("materialize", "uti", "--without-report")


def read_names(project: Path) -> list[str]:
    return [line["name"] for line in read_report(project)["trials"]]


def test_a_trial_that_fails_stops_no_other_and_is_said(ablation):
    write_ablation(ablation, axes={"prompt": {"long": {}, "short": {"max_prompt_tokens": 1}}}, seeds=[1])
    done = call(*RUN)
    assert done.returncode == 1
    assert "failed: uti/prompt=short/seed=1 for tiny" in done.stderr
    content = read_report(ablation)
    assert [line["status"] for line in content["trials"]] == ["run", "not run"]
    assert any("One seed" in sentence for sentence in content["sentences"])
    assert "unknown trial 'uti/prompt=shorter'" in refusal(*RUN, "--trial", "uti/prompt=shorter")


def test_what_is_no_ablation_is_refused(ablation):
    defs = load_definitions()
    assert is_ablation(defs, "few_pairs")
    assert not is_ablation(defs, "uti")
    with pytest.raises(click.ClickException, match="unknown study 'few_pairs'"):
        find_study_assets(defs, "few_pairs")


def test_a_check_looks_at_every_condition_once_before_anything_is_trained(ablation):
    axes = {
        "pairs": {4: {"rejected.pairs": 4}, 900: {"rejected.pairs": 900}},
        "rank": {4: {"dpo.lora.rank": 4}, 8: {"dpo.lora.rank": 8}},
    }
    write_ablation(ablation, axes=axes)
    done = call("check", "few_pairs", "--base-model", "tiny")
    assert "uti/pairs=4/rank=4 and 1 more, to uti/pairs=4/rank=8" in done.stdout
    assert done.stdout.count("160 rows read") == 2, "ranks change no case"
    assert "medpref materialize few_pairs" in done.stdout or done.returncode == 1
    write_ablation(ablation, axes={"prompt": {"short": {"max_prompt_tokens": 3}, "usual": {}}})
    refused = call("check", "few_pairs", "--base-model", "tiny")
    assert refused.returncode == 1
    assert "✗" in refused.stdout
