"""A model's size is known from its configuration, to the parameter."""

from pathlib import Path

import pytest
import torch
from peft import LoraConfig, get_peft_model

from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.plan import PlanError, rates
from medpref_dagster.plan.shape import find_config, measure_shape
from tests.conftest import CHECKOUT
from tests.tiny_models import CONFIGS, make_model

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def declare(path: Path, **fields: object) -> BaseModelDeclaration:
    origin = {"from": "folder", "path": str(path)}
    return BaseModelDeclaration.model_validate({"name": "tiny", "licence": "none", "origin": origin, **fields})


@pytest.mark.parametrize("architecture", CONFIGS)
def test_parameters_and_tensors_are_those_of_the_model_itself(architecture: str):
    model = make_model(architecture)
    shape = measure_shape(CONFIGS[architecture]())
    assert shape.parameters == model.num_parameters()
    assert shape.tensors == len(list(model.parameters()))
    assert all(parameter.is_meta for parameter in shape.model.parameters()), "nothing is allocated"


@pytest.mark.parametrize("architecture", CONFIGS)
def test_adapters_are_those_that_peft_makes(architecture: str):
    adapted = get_peft_model(make_model(architecture), LoraConfig(r=3, target_modules=list(TARGETS)))
    trained = [parameter for parameter in adapted.parameters() if parameter.requires_grad]
    counted = measure_shape(CONFIGS[architecture]()).count_adapters(TARGETS, 3)
    assert counted == (sum(parameter.numel() for parameter in trained), len(trained))


def test_body_and_head_are_the_matrices_that_tokens_pass_through():
    model = make_model("llama")
    shape = measure_shape(CONFIGS["llama"]())
    # Two layers of 4 x 32 x 32 less the halves of shared keys and values, and an MLP of 3 x 32 x 64.
    assert shape.body == 2 * (32 * 32 * 3 + 3 * 32 * 64)
    assert shape.head == model.get_submodule("lm_head").get_parameter("weight").numel()


def test_targets_that_the_architecture_has_not_are_named():
    with pytest.raises(PlanError, match="query_key_value, which are no linear layers"):
        measure_shape(CONFIGS["llama"]()).count_adapters(("q_proj", "query_key_value"), 3)


def test_the_folder_s_own_configuration_comes_before_the_declared_one(tmp_path: Path):
    declared = declare(tmp_path, architecture={"model_type": "llama", "hidden_size": 64})
    config, where = find_config(declared, tmp_path / "store")
    assert (config.hidden_size, where) == (64, "the profile's architecture")
    CONFIGS["llama"]().save_pretrained(tmp_path)
    config, where = find_config(declared, tmp_path / "store")
    assert (config.hidden_size, where) == (32, "config.json of its folder")


def test_a_model_that_is_nowhere_is_told_with_what_to_do(tmp_path: Path):
    with pytest.raises(PlanError, match=r"shape of tiny is not known here.*declare its architecture"):
        find_config(declare(tmp_path), tmp_path / "store")


def test_an_unknown_architecture_is_told(tmp_path: Path):
    with pytest.raises(PlanError, match="none that transformers knows"):
        find_config(declare(tmp_path, architecture={"model_type": "nothing-of-the-kind"}), tmp_path / "store")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"hidden_size": 64, "num_attention_heads": 7}, r"hidden size \(64\) is not a multiple"),
        ({"hidden_size": "big"}, "expected int, got str"),
    ],
)
def test_sizes_that_do_not_go_together_are_told_in_one_line(fields: dict[str, object], said: str, tmp_path: Path):
    declared = declare(tmp_path, architecture={"model_type": "llama", **fields})
    with pytest.raises(PlanError, match=said) as refused:
        find_config(declared, tmp_path / "store")
    assert "\n" not in str(refused.value)


def test_a_machine_too_busy_for_the_probe_is_measured_all_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rates, "_PROBE_SECONDS", -1.0)
    compute = Compute(torch.device("cpu"), torch.float32, 2**30, 1)
    found = rates.probe_rates(compute, measure_shape(CONFIGS["llama"]()))
    assert found.training > 0
    assert found.answering > 0


@pytest.mark.parametrize(
    ("name", "parameters", "adapters"),
    [
        # Of the models' own cards and safetensors indexes; adapters: 16 x (inputs + outputs) over all layers.
        ("llama-3.1-8b-instruct", 8_030_261_248, 41_943_040),
        ("llama-3.1-70b-instruct", 70_553_706_496, 207_093_760),
    ],
)
def test_the_large_profile_s_shapes_are_those_of_the_models(name: str, parameters: int, adapters: int, tmp_path: Path):
    from medpref_dagster.components.machine import read_machine

    declared = read_machine(CHECKOUT, "large").base_model(name)
    shape = measure_shape(find_config(declared, tmp_path)[0])
    assert (shape.parameters, shape.count_adapters(declared.lora_targets, 16)[0]) == (parameters, adapters)
