"""The numbers of the computing modules are in the store's keys: what an older number left is not taken for today's.

The hashes here were made by version 0.1.0. With the same numbers they stay: what it trained is recalled. Those of
predictions are of number 2, from which on the tokenizer is a part of the key.
"""

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from medpref_dagster import versions
from medpref_dagster.answering import comparison
from medpref_dagster.declaration import Sft
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings import judge
from medpref_dagster.schemas import CASES
from medpref_dagster.steps.ablation import ABLATION_STEPS
from medpref_dagster.steps.feedback import FEEDBACK_STEPS
from medpref_dagster.steps.loop import LOOP_STEPS
from medpref_dagster.steps.study import STUDY_STEPS
from medpref_dagster.steps.task import TASK_STEPS
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.store import Store
from medpref_dagster.study import cross_task
from medpref_dagster.training import grid, reference_logps
from medpref_dagster.versions import VERSIONS, hash_package, raised
from tests.ratings.rated_answers import make_cases, make_predictions


class PreparedBase(BaseModelFiles):
    """A base model as it came, without files."""

    tokenizer_sha256 = "f" * 64


DECLARED = BaseModelDeclaration.model_validate(
    {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": "nowhere"}}
)
BENCH = SimpleNamespace(
    store=SimpleNamespace(table_path=lambda artifact: artifact, read_table=lambda _: CASES.empty_table()),
    base=PreparedBase(DECLARED, Path("nowhere"), "b" * 64, "revision"),
    compute=Compute(torch.device("cpu"), torch.float32, 0, 1),
)
MODEL = SimpleNamespace(address=f"models/{'c' * 64}")


def grid_key(monkeypatch) -> str:
    libraries = {"torch": "1", "transformers": "2", "trl": "3", "peft": "4", "accelerate": "5"}
    monkeypatch.setattr(grid, "_library_versions", lambda: libraries)
    sft = Sft()
    [candidate] = grid.list_candidates(
        sft, list(sft.candidates()), lambda _: 7, stage="sft", weights="b" * 64, train="t"
    )
    return candidate.key


def reference_key(monkeypatch) -> str:
    grid_key(monkeypatch)
    monkeypatch.setattr(reference_logps, "hash_weights", lambda *_: "w" * 64)
    monkeypatch.setattr(reference_logps, "hash_token_ids", lambda _: "t" * 64)
    return reference_logps.reference_key([], MODEL, BENCH)


def predictions_key(monkeypatch) -> str:
    monkeypatch.setattr(comparison, "hash_file", {"cases": "d" * 64, "pairs": "e" * 64}.get)
    task = SimpleNamespace(
        answer=SimpleNamespace(model_dump=lambda mode: {"kind": "label"}),
        evaluation=SimpleNamespace(answer_settings=lambda: {"max_new_tokens": 12}, max_test_rows=None),
    )
    return comparison.predictions_key(task, "dpo", MODEL, "cases", "pairs", BENCH)


def cross_task_key(monkeypatch) -> str:
    return cross_task.cross_task_key("uti", "sft", MODEL, {"uti": SimpleNamespace()}, 16, BENCH)


def judge_key(monkeypatch, tmp_path) -> str:
    asked = judge.Judge("gpt", {"from": "endpoint"}, lambda texts: iter(["[1, 2, 3]"] * len(texts)))
    likert = SimpleNamespace(rubric="q", seed=0, max_cases=1)
    store = Store(tmp_path / f"judge {VERSIONS['judge']}")
    judge.ask_judge(asked, likert, make_predictions(), make_cases(), store, "judged", disclosure=Disclosure.SYNTHETIC)
    return store.read_notes("judged")[0]["key"]


KEPT = {
    grid_key: "5133652cb939b6387d51b1ab87ffc49fe2920d4740164c77f1541e21e14bb8b6",
    reference_key: "1bbd90bd9143e3d4ee21180a9f2849fe6fd0480693d660cf22668304b5c4e42a",
    predictions_key: "3d0ff21f95ad1197685174a8411c46301451545ebc03cbde0b0cfbad575b30d9",
    cross_task_key: "e031d05abe2c0682932513922bf51030d4dc096836b406526608f91d687e6354",
}


@pytest.mark.parametrize("key", KEPT, ids=lambda key: key.__name__)
def test_what_an_earlier_version_computed_is_recalled(key, monkeypatch):
    assert key(monkeypatch) == KEPT[key]


DECIDING = {
    grid_key: {"training", "chat", "passes", "answers", "metrics"},
    reference_key: {"training", "chat", "passes"},
    predictions_key: {"predictions", "chat", "passes", "answers"},
    cross_task_key: {"cross_task", "chat", "passes", "answers"},
}


@pytest.mark.parametrize("key", DECIDING, ids=lambda key: key.__name__)
@pytest.mark.parametrize("name", VERSIONS)
def test_a_raised_number_changes_the_keys_of_what_it_computes_and_no_other(key, name, monkeypatch):
    before = key(monkeypatch)
    monkeypatch.setitem(VERSIONS, name, VERSIONS[name] + 1)
    assert (key(monkeypatch) != before) == (name in DECIDING[key])


def test_a_judge_that_is_asked_otherwise_is_asked_again(monkeypatch, tmp_path):
    before = judge_key(monkeypatch, tmp_path)
    monkeypatch.setitem(VERSIONS, "judge", VERSIONS["judge"] + 1)
    assert judge_key(monkeypatch, tmp_path) != before


def test_a_first_number_is_in_no_key(monkeypatch):
    monkeypatch.setitem(VERSIONS, "chat", 1)
    monkeypatch.setitem(VERSIONS, "passes", 2)
    assert raised("chat", "passes") == {"passes": 2}


def test_every_number_makes_some_step_stale_and_no_step_names_one_that_is_not_there():
    named = {
        name
        for step in (*TASK_STEPS, *STUDY_STEPS, *ABLATION_STEPS, *FEEDBACK_STEPS, *LOOP_STEPS)
        for item in step.versions
        for name in ([item] if isinstance(item, str) else item.names)
    }
    assert named == set(VERSIONS)


def test_the_hash_of_the_package_is_that_of_its_own_files(tmp_path, monkeypatch):
    monkeypatch.setattr(versions, "__file__", str(tmp_path / "versions.py"))
    (tmp_path / "versions.py").write_text("one")
    first = hash_package()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "versions.pyc").write_text("compiled")
    assert hash_package() == first
    (tmp_path / "page.html.j2").write_text("a template")
    assert hash_package() != first
