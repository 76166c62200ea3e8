"""Which model a consumer gets: the task's choice, or the loop's champion of now."""

from pathlib import Path

import pytest

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.promotion.errors import PromotionError
from medpref_dagster.promotion.moves import Desk, start
from medpref_dagster.serving.chosen import find_champion, find_disclosure_of, find_task_model
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.serving.exports import Asked, export_model
from medpref_dagster.storage.store import Artifact, Store
from tests.serving.made_models import Made, declare_task, make_task, tell_nobody


def begin(made: Made, model: Artifact) -> None:
    desk = Desk(made.store, "uti_loop", is_tainted=lambda *_: False, audit=tell_nobody)
    start(desk, model, "a person", "it is the task's model")


def test_what_is_not_trained_yet_says_what_to_do(tmp_path: Path):
    with pytest.raises(ServingError, match="no DPO model for tiny yet: medpref materialize uti --base-model tiny"):
        find_task_model(Store(tmp_path), "uti", declare_task(), "tiny")


def test_sft_and_dpo_are_told_apart(tmp_path: Path):
    made = make_task(tmp_path)
    sft = made.train_adapter()
    dpo = made.train_adapter(sft, "dpo", seed=2)
    assert made.choose(sft, "sft").model == sft
    assert made.choose(dpo, "dpo").model == dpo


def test_the_champion_is_found_with_its_task_and_exported_with_how_it_became_it(tmp_path: Path):
    made = make_task(tmp_path)
    model = made.train_adapter()
    begin(made, model)
    chosen = find_champion(made.store, "uti_loop", "uti", made.task, "tiny")
    assert (chosen.model, chosen.task_name, chosen.base_model) == (model, "uti", "tiny")
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert (described["loop"], described["round"], described["address"]) == ("uti_loop", "first", model.address)
    assert "| champion | started by round first at " in (tmp_path / "out" / "README.md").read_text()


def test_the_stable_file_names_the_champion(tmp_path: Path):
    made = make_task(tmp_path)
    model = made.train_adapter()
    begin(made, model)
    assert f'"{model.address}"' in (made.store.root / "refs" / "uti_loop" / "champion.json").read_text()


def test_a_loop_without_a_champion_says_what_to_do(tmp_path: Path):
    with pytest.raises(PromotionError, match="uti_loop has no champion yet; materialize uti_loop/champion"):
        find_champion(Store(tmp_path), "uti_loop", "uti", declare_task(), "tiny")


def test_the_strictest_disclosure_counts_of_what_is_declared_and_what_was_noted(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter())
    assert find_disclosure_of(made.store, chosen, Disclosure.SYNTHETIC) is Disclosure.SYNTHETIC
    made.store.record_disclosure(chosen.model, "uti/dpo_model", Disclosure.DEIDENTIFIED)
    assert find_disclosure_of(made.store, chosen, Disclosure.SYNTHETIC) is Disclosure.DEIDENTIFIED
    assert find_disclosure_of(made.store, chosen, Disclosure.IDENTIFIABLE) is Disclosure.IDENTIFIABLE
