"""The best candidate on dev is kept, nothing is trained twice, and the artifact says what went into it."""

import itertools
import json
import logging
import math
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path

import pyarrow.compute as pc
import pytest
import torch

from medpref_dagster import schemas
from medpref_dagster.locks import hold_lock, ignore
from medpref_dagster.progress import Progress, Waiting
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Store
from medpref_dagster.training import dev, packed_trainer, selection
from medpref_dagster.training.errors import HeldOutRowsError, OutOfMemoryError, TrainingError
from medpref_dagster.training.grid import name_candidate
from medpref_dagster.training.outcome import find_no_gain
from medpref_dagster.training.sft import fit_sft
from medpref_dagster.workbench import Workbench
from tests.training.tiny_task import COMPUTE, TinyTask, make_cases, make_declaration, open_tiny_task

GRID = {"learning_rate": [1e-2, 1e-3, 1e-4]}


@pytest.fixture
def tiny(tmp_path: Path) -> TinyTask:
    return open_tiny_task(tmp_path / "store", tmp_path / "base")


@pytest.fixture
def give_scores(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let models score these numbers on dev, one after the other."""

    def give(*scores: float) -> None:
        numbers = itertools.chain(scores)
        monkeypatch.setattr(dev, "score_metric", lambda *_: next(numbers))

    return give


def trained_stages(tiny: TinyTask) -> list[str]:
    return list(dict.fromkeys(progress.stage for progress in tiny.told if progress.unit == "steps"))


def column(result: selection.Selection, name: str) -> list:
    return result.candidates[name].to_pylist()


def test_the_best_on_dev_is_chosen_and_every_candidate_is_recorded(tiny: TinyTask, give_scores) -> None:
    give_scores(0.2, 0.9, 0.9)
    result = tiny.fit_sft(make_declaration(sft=GRID))
    assert column(result, "status") == ["finished", "chosen", "finished"]
    assert column(result, "dev_score") == [0.2, 0.9, 0.9]
    assert result.model.address == column(result, "model")[1]
    assert result.candidates.schema == schemas.CANDIDATES
    assert result.log.schema == schemas.TRAINING_LOG
    assert set(result.log["candidate"].to_pylist()) == set(column(result, "candidate"))
    assert json.loads(column(result, "arguments")[1]) == {"epochs": 2.0, "learning_rate": 1e-3}


def test_a_metric_where_less_is_better_chooses_the_least(tiny: TinyTask, give_scores) -> None:
    give_scores(math.nan, 0.5, 0.1)
    task = make_declaration(sft=GRID, evaluation={"choose_by": "unreadable", "max_new_tokens": 2})
    result = tiny.fit_sft(task)
    assert column(result, "status").index("chosen") == 2
    assert column(result, "dev_score") == [None, 0.5, 0.1]


def test_an_unchanged_grid_trains_nothing_and_gives_the_same(tiny: TinyTask) -> None:
    task = make_declaration()
    first = tiny.fit_sft(task)
    tiny.told.clear()
    again = tiny.fit_sft(task)
    assert (first.reused, again.reused) == (False, True)
    assert again.model == first.model
    assert again.candidates.equals(first.candidates)
    assert again.log.equals(first.log)
    assert not tiny.told


def test_a_grid_that_grew_trains_only_what_is_new(tiny: TinyTask) -> None:
    tiny.fit_sft(make_declaration(sft={"learning_rate": [1e-2]}))
    tiny.told.clear()
    result = tiny.fit_sft(make_declaration(sft={"learning_rate": [1e-2, 1e-3]}))
    assert trained_stages(tiny) == ["sft learning_rate=0.001,epochs=2"]
    assert not result.reused


@pytest.mark.parametrize("changed", ["seed", "rows", "dev", "rank", "metric"])
def test_whatever_decides_the_result_makes_it_train_again(changed: str, tiny: TinyTask) -> None:
    tiny.fit_sft(make_declaration())
    task = make_declaration(
        sft={"seed": {"seed": 1}, "rank": {"lora": {"rank": 3}}}.get(changed),
        evaluation={"choose_by": "accuracy" if changed == "metric" else None, "max_new_tokens": 3},
    )
    cases = make_cases()
    if changed in {"rows", "dev"}:
        split = "train" if changed == "rows" else "dev"
        prompts = [f"{row['prompt']}!" if row["split"] == split else row["prompt"] for row in cases.to_pylist()]
        cases = cases.set_column(cases.schema.get_field_index("prompt"), "prompt", [prompts])
        other = open_tiny_task(tiny.store.root, tiny.store.root.parent / "base", cases=cases)
        tiny.cases, tiny.examples = other.cases, other.examples
    assert not tiny.fit_sft(task).reused


def test_two_stores_give_the_same_addresses(tmp_path: Path) -> None:
    task = make_declaration(sft={"learning_rate": [1e-2, 1e-3]}, dpo={"sft_weight": 0.3})
    addresses = []
    for name in ("one", "two"):
        tiny = open_tiny_task(tmp_path / name, tmp_path / "base")
        sft = tiny.fit_sft(task).model
        addresses.append((sft.address, tiny.score_reference(sft).address, tiny.fit_dpo(task, sft).model.address))
    assert addresses[0] == addresses[1]


def test_halving_stops_the_worse_half_and_survivors_train_as_if_alone(tiny: TinyTask, give_scores) -> None:
    give_scores(0.1, 0.4, 0.3, 0.3, 0.5, 0.6)
    result = tiny.fit_sft(make_declaration(sft={**GRID, "stop_early": True}))
    assert column(result, "status") == ["stopped early", "stopped early", "chosen"]
    assert column(result, "steps") == [4, 6, 8]
    assert column(result, "dev_score") == [0.1, 0.3, 0.6]
    assert [address is None for address in column(result, "model")] == [True, True, False]
    steps = [row["step"] for row in result.log.to_pylist() if row["candidate"] == column(result, "candidate")[0]]
    assert max(steps) == 4
    scores = read_manifest(result.model).training["dev"]["scores"]
    assert [(item["step"], item["score"]) for item in scores] == [(4, 0.3), (6, 0.5), (8, 0.6)]

    give_scores(0.6)
    alone = tiny.fit_sft(make_declaration(sft={"learning_rate": 1e-4})).model
    weights = "adapter_model.safetensors"
    assert (alone.path / weights).read_bytes() == (result.model.path / weights).read_bytes()


def test_a_halving_killed_between_trainings_goes_on_with_the_scores_it_had(
    tiny: TinyTask, give_scores, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make_declaration(sft={"learning_rate": [1e-2, 1e-3], "stop_early": True})
    give_scores(0.4)  # the second score is not there: a kill
    with pytest.raises((StopIteration, RuntimeError)):
        tiny.fit_sft(task)
    tiny.told.clear()
    give_scores(0.5, 0.7)
    result = tiny.fit_sft(task)
    assert column(result, "dev_score") == [0.4, 0.7]
    assert column(result, "status") == ["stopped early", "chosen"]
    assert trained_stages(tiny) == ["sft learning_rate=0.001,epochs=2"]


def test_a_diverged_candidate_is_recorded_and_the_others_go_on(tiny: TinyTask) -> None:
    task = make_declaration(sft={"method": "full", "learning_rate": [1e38, 1e-3]})
    result = tiny.fit_sft(task)
    assert column(result, "status") == ["diverged", "chosen"]
    assert column(result, "dev_score")[0] is None
    assert tiny.fit_sft(task).reused


def test_a_grid_that_diverged_whole_says_what_to_lower(tiny: TinyTask) -> None:
    task = make_declaration(sft={"method": "full", "learning_rate": 1e38})
    with pytest.raises(TrainingError, match=r"every candidate of the sft grid diverged .* lower learning_rate"):
        tiny.fit_sft(task)


def test_one_candidate_is_scored_on_dev_too(tiny: TinyTask) -> None:
    result = tiny.fit_sft(make_declaration())
    assert column(result, "dev_score") == [0.0]
    assert column(result, "dev_unreadable") == [3]
    assert read_manifest(result.model).dev_metrics == {"f1_macro": 0.0, "unreadable answers": 3.0}


def test_the_artifact_names_every_row_that_training_saw_and_no_other(tiny: TinyTask) -> None:
    task = make_declaration(sft={"max_training_rows": 6})
    result = tiny.fit_sft(task)
    rows = tiny.store.read_table(result.model).to_pylist()
    splits = dict(
        zip(*(tiny.store.read_table(tiny.cases)[name].to_pylist() for name in ("case_id", "split")), strict=True)
    )
    assert [row["split"] for row in rows].count("train") == 6
    assert [row["split"] for row in rows].count("eval") == 3
    assert all(splits[row["row_id"]] == row["split"] for row in rows)
    assert tiny.store.read_table(result.model, "log").equals(result.log)


def test_rows_left_out_as_too_long_are_in_the_manifest(tiny: TinyTask) -> None:
    answer = len("No.") + 2  # byte tokens, with the end of turn and its line break
    model = tiny.fit_sft(make_declaration(max_completion_tokens=answer)).model
    left_out = set(read_manifest(model).training["left_out_as_too_long"])
    seen = set(tiny.store.read_table(model)["row_id"].to_pylist())
    assert left_out == {f"c{i}" for i in range(17) if i % 2}
    assert seen == {f"c{i}" for i in range(17) if not i % 2}


def test_a_held_out_row_marked_for_training_is_refused(tiny: TinyTask) -> None:
    examples = tiny.store.read_table(tiny.examples)
    splits = [
        "train" if case == "c18" else split
        for case, split in zip(*(examples[n].to_pylist() for n in ("case_id", "split")), strict=True)
    ]
    leaked = examples.set_column(examples.schema.get_field_index("split"), "split", [splits])
    tiny.examples = tiny.store.write_table(leaked, schemas.SFT_EXAMPLES)
    with pytest.raises(HeldOutRowsError, match="'c18' of the dev split"):
        tiny.fit_sft(make_declaration())


def test_several_candidates_without_dev_cases_are_refused(tmp_path: Path) -> None:
    cases = make_cases().filter(pc.field("split") != "dev")
    tiny = open_tiny_task(tmp_path / "store", tmp_path / "base", cases=cases)
    with pytest.raises(TrainingError, match="nothing can choose among 3 candidates"):
        tiny.fit_sft(make_declaration(sft=GRID))
    assert column(tiny.fit_sft(make_declaration()), "dev_score") == [None]


def test_an_architecture_without_packed_passes_trains_the_stock_way_and_says_so(
    tiny: TinyTask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    packed = tiny.fit_sft(make_declaration())
    other = open_tiny_task(tmp_path / "other", tmp_path / "base")
    monkeypatch.setattr(packed_trainer, "supports_packing", lambda model: "it is not served")
    monkeypatch.setattr(packed_trainer, "packed_forward", None)
    with caplog.at_level(logging.WARNING):
        stock = other.fit_sft(make_declaration())
    assert "TRL's own padded passes are used because it is not served" in caplog.text
    assert "it is not served" in read_manifest(stock.model).training["passes"]
    assert read_manifest(packed.model).training["passes"] == "packed"
    losses = (pc.drop_null(result.log["loss"]).to_pylist() for result in (stock, packed))
    assert next(losses) == pytest.approx(next(losses), abs=1e-4)


def test_too_little_memory_is_told_with_what_to_lower(tiny: TinyTask, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(*_args: object, **_named: object) -> None:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(packed_trainer, "packed_forward", run_out)
    with pytest.raises(OutOfMemoryError, match=r"at step 1, in a pass of 4 rows .* Lower memory_gib"):
        tiny.fit_sft(make_declaration())


def test_progress_names_the_candidate_and_counts_to_the_end(tiny: TinyTask) -> None:
    task = make_declaration()
    tiny.fit_dpo(task, tiny.fit_sft(task).model)
    last = [progress for progress in tiny.told if progress.stage == "dpo learning_rate=0.01,beta=0.1,epochs=1"][-1]
    assert (last.done, last.total) == (4, 4)
    assert set(last.values) == {"loss", "learning_rate", "reward_margin", "reward_accuracy"}
    assert last.seconds_left == 0


def test_a_candidate_is_named_by_its_arguments() -> None:
    assert (
        name_candidate({"learning_rate": 2e-3, "beta": 0.1, "epochs": 1.5}) == "learning_rate=0.002,beta=0.1,epochs=1.5"
    )


def test_dev_is_judged_by_the_macro_average_where_there_are_classes_unless_declared(tiny: TinyTask) -> None:
    assert column(tiny.fit_sft(make_declaration()), "metric") == ["f1_macro"]
    declared = make_declaration(evaluation={"choose_by": "accuracy", "max_new_tokens": 3})
    assert column(tiny.fit_sft(declared), "metric") == ["accuracy"]


@pytest.fixture
def collapse(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the next dev answers be these collapses (None: no collapse), one after the other."""

    def give(*reasons: str | None) -> None:
        told = itertools.chain(reasons)
        monkeypatch.setattr(selection, "find_collapse", lambda *_: next(told))

    return give


DPO_GRID = {"learning_rate": [1e-2, 1e-3]}


def test_a_collapsed_candidate_is_said_and_never_chosen(
    tiny: TinyTask, give_scores, collapse, caplog: pytest.LogCaptureFixture
) -> None:
    sft = tiny.fit_sft(make_declaration()).model
    task = make_declaration(dpo=DPO_GRID)
    give_scores(0.4, 0.9, 0.5)  # the SFT model's comes first
    collapse("all are No", None)
    with caplog.at_level(logging.WARNING):
        result = tiny.fit_dpo(task, sft)
    assert column(result, "status") == ["collapsed", "chosen"]
    assert column(result, "dev_reference") == [0.4, 0.4]
    assert column(result, "reason")[0].endswith("after step 4 all are No")
    assert "will not be chosen" in caplog.text
    assert result.model.address == column(result, "model")[1]
    assert read_manifest(result.model).training["dev"]["reference"] == 0.4
    assert tiny.fit_dpo(task, sft).reused
    assert find_no_gain(result.candidates) == []


def test_a_candidate_that_collapses_by_a_halving_is_stopped_there(tiny: TinyTask, give_scores, collapse) -> None:
    sft = tiny.fit_sft(make_declaration()).model
    give_scores(0.4, 0.9, 0.5, 0.6)
    collapse("all are No", None, None)
    result = tiny.fit_dpo(make_declaration(dpo={**DPO_GRID, "stop_early": True}), sft)
    assert column(result, "status") == ["collapsed", "chosen"]
    assert column(result, "steps") == [2, 4]


def test_training_stops_where_the_chosen_answers_are_unlearned(tiny: TinyTask) -> None:
    """The loss apo_down lowers them by intention."""
    sft = tiny.fit_sft(make_declaration()).model
    task = make_declaration(dpo={"loss": "apo_down", "guards": {"max_chosen_logp_drop": 1e-3}})
    with pytest.raises(TrainingError, match=r"at step \d the chosen answers .* nats a token below") as error:
        tiny.fit_dpo(task, sft)
    assert "dpo.fallback: sft" in str(error.value)
    unguarded = make_declaration(dpo={"loss": "apo_down", "guards": {"max_chosen_logp_drop": None}})
    assert column(tiny.fit_dpo(unguarded, sft), "status") == ["chosen"]


def test_a_grid_that_collapsed_whole_keeps_the_sft_model_where_declared(tiny: TinyTask) -> None:
    sft = tiny.fit_sft(make_declaration()).model
    task = make_declaration(dpo={"loss": "apo_down", "guards": {"max_chosen_logp_drop": 1e-3}, "fallback": "sft"})
    result = tiny.fit_dpo(task, sft)
    assert column(result, "status") == ["collapsed", "fallback"]
    assert result.model == sft
    assert result.fell_back
    again = tiny.fit_dpo(task, sft)
    assert (again.reused, again.model) == (True, sft)
    [said] = find_no_gain(result.candidates)
    assert "The SFT model itself is kept" in said


@pytest.mark.parametrize(("scores", "kept"), [((0.5, 0.5), "fallback"), ((0.5, 0.6), "chosen")])
def test_no_better_than_the_sft_model_on_dev_is_said_and_the_sft_model_kept_where_declared(
    scores: tuple[float, float], kept: str, tiny: TinyTask, give_scores
) -> None:
    sft = tiny.fit_sft(make_declaration()).model
    give_scores(*scores)
    result = tiny.fit_dpo(make_declaration(dpo={"fallback": "sft"}), sft)
    assert column(result, "status")[-1] == kept
    assert (result.model == sft) == (kept == "fallback")

    give_scores(*scores)
    said = find_no_gain(tiny.fit_dpo(make_declaration(dpo={"seed": 1}), sft).candidates)
    assert [("no better than the SFT model on dev: f1_macro 0.500" in item) for item in said] == (
        [True] if kept == "fallback" else []
    )


def test_the_guards_and_the_fallback_are_no_part_of_what_sft_is_remembered_under(tiny: TinyTask) -> None:
    tiny.fit_sft(make_declaration())
    other = make_declaration(dpo={"fallback": "sft", "guards": {"max_answer_share": 0.5}})
    assert tiny.fit_sft(other).reused


def test_who_comes_to_a_training_that_goes_on_waits_is_told_and_takes_what_was_made(
    tiny: TinyTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = make_declaration(sft=GRID | {"epochs": [1]})
    trained: list[list[str]] = []
    other = ExitStack()
    hold_work = Store.hold_work

    def hold_behind_another(store: Store, key: str, purpose: str, on_wait: Callable) -> AbstractContextManager:
        monkeypatch.setattr(Store, "hold_work", hold_work)
        other.enter_context(hold_lock(store.root / "locks" / "work" / key[:3], "trains sft learning_rate=0.01"))
        return hold_work(store, key, purpose, on_wait)

    def tell(progress: Progress) -> None:
        if isinstance(progress, Waiting):
            told.append(str(progress))
            monkeypatch.setattr(Store, "hold_work", lambda *_: nullcontext())
            tiny.fit_sft(declared)  # as the other process does, which has the lock
            monkeypatch.setattr(Store, "hold_work", hold_work)
            other.close()
            trained.append(trained_stages(tiny))
        else:
            late.append(progress)

    told: list[str] = []
    late: list[Progress] = []
    monkeypatch.setattr(Store, "hold_work", hold_behind_another)
    result = fit_sft(declared, tiny.examples, tiny.cases, Workbench(tiny.store, tiny.base, COMPUTE, tell))
    [said] = told
    assert re.search(r"waits for the same training; it is done by process \d+ on .*trains sft learning_rate=0", said)
    assert len(trained[0]) == 3
    assert [progress for progress in late if progress.unit == "steps"] == []
    assert result.model.address == tiny.fit_sft(declared).model.address
    assert list((tiny.store.root / "work").iterdir()) == []


def test_the_work_of_another_grid_is_not_tidied_away_under_its_hands(tiny: TinyTask) -> None:
    declared = make_declaration(sft={"learning_rate": [1e-3]})
    made = tiny.fit_sft(declared)
    key = next(path.stem for path in (tiny.store.root / "done").iterdir() if tiny.store.recall(path.stem) == made.model)
    (tiny.store.work_folder(key) / "checkpoint-1").mkdir()
    with tiny.store.hold_work(key, "trains", ignore):
        assert tiny.fit_sft(declared).reused
        assert (tiny.store.work_folder(key) / "checkpoint-1").is_dir()
    tiny.fit_sft(declared)
    assert list((tiny.store.root / "work").iterdir()) == []
