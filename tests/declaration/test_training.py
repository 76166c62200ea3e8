"""What may be declared of a training, and what is refused at load."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from medpref_dagster.declaration import Dpo, Sft
from medpref_dagster.declaration.losses import NEED_SMOOTHING, PAPERS, SMOOTHED, PreferenceLoss


def test_every_loss_has_its_paper_in_the_reference():
    assert set(PAPERS) == set(get_args(PreferenceLoss))
    told = Dpo.model_fields["loss"].description
    for name, paper in PAPERS.items():
        assert f"`{name}`: {paper}" in told
        assert "arXiv 2" in paper


@pytest.mark.parametrize("loss", get_args(PreferenceLoss))
def test_smoothing_is_refused_where_a_loss_ignores_it_and_asked_for_where_it_needs_it(loss: PreferenceLoss):
    if loss in SMOOTHED:
        assert Dpo(loss=loss, label_smoothing=0.1).label_smoothing == 0.1
    else:
        with pytest.raises(ValidationError, match=f"the loss {loss} ignores it"):
            Dpo(loss=loss, label_smoothing=0.1)
    if loss in NEED_SMOOTHING:
        with pytest.raises(ValidationError, match=f"the loss {loss} needs it above 0"):
            Dpo(loss=loss)
    else:
        assert Dpo(loss=loss).loss == loss


def test_a_declaration_with_the_default_loss_has_the_hash_that_it_had_before_there_was_a_choice():
    assert not {"loss", "label_smoothing"} & Dpo().model_dump().keys()
    assert Dpo(loss="robust", label_smoothing=0.1).model_dump()["loss"] == "robust"


@pytest.mark.parametrize(
    ("kind", "written"), [(Sft, {"epochs": [True]}), (Sft, {"learning_rate": [1e-3, True]}), (Dpo, {"beta": [False]})]
)
def test_a_yes_in_a_list_of_numbers_is_refused_with_its_place(kind: type, written: dict[str, Any]):
    [(name, values)] = written.items()
    with pytest.raises(ValidationError, match=f"{name}.{len(values) - 1}: must be a number, got"):
        kind.model_validate(written)
