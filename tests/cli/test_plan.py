"""`medpref plan` says before anything is downloaded whether a base model fits, and refuses what does not."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.conftest import CHECKOUT, shrink_task, write_task

LARGE = "llama-3.1-70b-instruct"


@pytest.fixture
def large_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project with the checkout's profile `large`, and nothing of its models."""
    for name in ("base_models.yaml", "gpu/defs.yaml", "large/defs.yaml"):
        (project / "resources" / name).parent.mkdir(exist_ok=True)
        (project / "resources" / name).write_text((CHECKOUT / "resources" / name).read_text())
    monkeypatch.setenv("MEDPREF_PROFILE", "large")
    monkeypatch.setenv("HF_HOME", str(project / "no-cache"))
    return project


def test_a_model_that_is_here_is_planned_by_a_probe_and_leaves_nothing(project: Path):
    write_task(project, "uti", shrink_task)
    done = call("plan", "uti", "--base-model", "tiny")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "by config.json of its folder" in done.stdout
    assert "from the declared limits, for 160 cases" in done.stdout
    assert re.search(r"SFT, reference, DPO, SFT continued, answering: a probe of ", done.stdout)
    assert "cost         not known: declare planning.price_per_hour" in done.stdout
    assert "it fits: medpref materialize uti --base-model tiny" in done.stdout
    assert not (project / "store").exists(), "a plan makes no store"


def test_a_plan_is_of_one_of_the_processes_that_share_a_model(project: Path):
    write_task(project, "uti", shrink_task)
    profile = project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"] |= {
        "compute": {"device": "cpu", "shards": True},
        "launchers": [{"launcher": "torchrun", "processes": 2}],
    }
    profile.write_text(yaml.safe_dump(declared))
    done = call("plan", "uti", "--base-model", "tiny")
    assert "processes    2, which share a model's weights; what follows is of one of them" in done.stdout


def test_what_fits_on_the_declared_device_is_planned_with_energy_and_money(large_project: Path):
    done = call("plan", "uti", "--base-model", "llama-3.1-8b-instruct")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8,030,261,248 parameters, by the profile's architecture" in done.stdout
    assert "by the profile's figures: not this machine" in done.stdout
    assert re.search(r"energy +about [\d.e-]+ kWh", done.stdout)
    assert re.search(r"cost +[\d.]+ USD", done.stdout)


def test_what_cannot_fit_is_refused_in_one_sentence_before_anything_is_downloaded(large_project: Path):
    said = refusal("plan", "uti", "--base-model", LARGE)
    assert said.count("\n") == 1
    assert re.match(
        rf"Error: {LARGE} does not fit: \w+ needs 1\d\d\.\d GiB, 13\d\.\d of them for weights, and NVIDIA H100", said
    )
    assert not (large_project / "no-cache").exists()


def change_large(project: Path, processes: int = 1, base_models: Sequence[str] = (LARGE,), **compute: float) -> None:
    profile = project / "resources" / "large" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"] |= {"compute": {"device": "cuda", **compute}, "base_models": ["smollm2-135m", *base_models]}
    if processes > 1:
        declared["attributes"]["launchers"] = [{"launcher": "torchrun", "processes": processes}]
    profile.write_text(yaml.safe_dump(declared))


def test_as_many_gpus_as_a_refusal_names_hold_the_model_and_one_fewer_does_not(large_project: Path):
    named = r"; (\d+) of them or more would hold it together \(compute\.shards"
    [count] = re.findall(named, refusal("plan", "uti", "--base-model", LARGE))
    change_large(large_project, int(count) - 1, shards=True)
    assert re.findall(named, refusal("plan", "uti", "--base-model", LARGE)) == [count]
    change_large(large_project, int(count), shards=True)
    done = call("plan", "uti", "--base-model", LARGE)
    assert f"it fits: medpref materialize uti --base-model {LARGE}" in done.stdout
    assert re.search(r"energy +at least [\d.e-]+ kWh\ncost +at least [\d.]+ USD", done.stdout)


def test_no_number_of_gpus_is_named_where_none_would_hold_it(large_project: Path):
    change_large(large_project, memory_gib=0.001)
    said = refusal("plan", "uti", "--base-model", LARGE)
    assert "does not fit" in said
    assert "of them or more" not in said


@pytest.mark.parametrize("processes", [1, 2])
def test_weights_in_4_bits_are_not_advised_to_be_shared(large_project: Path, processes: int):
    change_large(large_project, processes, [f"{LARGE}-4bit"], memory_gib=40)
    said = refusal("plan", "uti", "--base-model", f"{LARGE}-4bit")
    assert "does not fit" in said
    assert "shards" not in said


def test_steps_side_by_side_have_their_part_of_a_gpu_that_is_not_here(large_project: Path):
    change_large(large_project, at_once=3)
    assert "NVIDIA H100 80GB (SXM) has 26.0 GiB free" in refusal("plan", "uti", "--base-model", LARGE)


def test_figures_that_no_device_has_give_a_plan_and_no_traceback(large_project: Path):
    profile = large_project / "resources" / "large" / "defs.yaml"
    profile.write_text(profile.read_text().replace("memory_gib: 78", "memory_gib: 1.0e+300"))
    assert "it fits" in call("plan", "uti", "--base-model", LARGE).stdout


def test_weights_in_4_bits_are_planned_and_one_card_then_holds_the_70b_model(large_project: Path):
    done = call("plan", "uti", "--base-model", f"{LARGE}-4bit")
    assert done.returncode == 0, done.stdout + done.stderr
    [weights, others] = re.search(
        r"4-bit +nf4, scales in 8 bits: the weights take ([\d.]+) GiB in the place of ([\d.]+);", done.stdout
    ).groups()
    assert float(weights) < 0.3 * float(others)
    assert f"it fits: medpref materialize uti --base-model {LARGE}-4bit" in done.stdout
    assert f"declare quantization for the base model ({weights} GiB" in refusal("plan", "uti", "--base-model", LARGE)
    told = call("plan", "uti", "--base-model", "llama-3.1-8b-instruct").stdout
    assert re.search(r"4-bit +not declared; with quantization of the base model the weights would take 5\.\d GiB", told)


def test_full_training_of_weights_in_4_bits_is_refused_before_the_plan(large_project: Path):
    write_task(large_project, "uti", lambda attributes: attributes["sft"].update(method="full"))
    said = refusal("plan", "uti", "--base-model", f"{LARGE}-4bit")
    assert re.match(r"Error: .*sft\.method: full training changes every weight", said)


def test_a_source_that_does_not_say_how_many_cases_there_are_asks_for_the_number(project: Path):
    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["source"] |= {"reader": "files", "options": {"path": "notes.csv"}}

    write_task(project, "uti", change)
    assert "say it with --cases N" in refusal("plan", "uti", "--base-model", "tiny")
    done = call("plan", "uti", "--base-model", "tiny", "--cases", "50")
    assert "train 30, eval 5, dev 5, test 10" in done.stdout


def test_an_unknown_base_model_is_told_with_the_nearest(project: Path):
    assert "did you mean 'tiny'?" in refusal("plan", "uti", "--base-model", "tiyn")


def test_a_gpu_that_is_not_here_and_has_no_figures_is_told_with_both_remedies(
    project: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    profile = project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"]["compute"] = {"device": "cuda"}
    profile.write_text(yaml.safe_dump(declared))
    said = refusal("plan", "uti", "--base-model", "tiny")
    assert "device: cuda" in said
    assert "declare the device's figures in the profile (planning)" in said


def test_every_step_runs_with_a_tiny_model_of_the_large_one_s_architecture(
    large_project: Path, monkeypatch: pytest.MonkeyPatch
):
    write_task(large_project, "uti", shrink_task)
    folder = large_project / "rehearsal"
    said = refusal("plan", "uti", "--base-model", LARGE, "--rehearse", str(folder))
    assert "does not fit" in said, "the tiny model is made all the same"

    monkeypatch.setenv("MEDPREF_PROFILE", "local")
    profile = large_project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"]["base_models"][0]["origin"]["path"] = str(folder)
    profile.write_text(yaml.safe_dump(declared))
    done = call("materialize", "uti", "--base-model", "tiny")
    assert done.returncode == 0, done.stdout + done.stderr
    store = Store(large_project / "store")
    assert store.current("uti/evaluation_report", "tiny").path.is_dir()

    # And the next plan knows the cases' tokens and what the trainings took.
    planned = call("plan", "uti", "--base-model", "tiny").stdout
    assert "from the task's cases" in planned
    assert "SFT: the rate of uti/sft_model, trained here" in planned
    assert "DPO: the rate of uti/dpo_model, trained here" in planned
    assert "SFT continued: the rate of uti/sft_continued_model, trained here" in planned
