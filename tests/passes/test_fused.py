import copy

import pytest
import torch
from peft import LoraConfig, get_peft_model
from torch import nn

from medpref_dagster.passes import fused, products
from medpref_dagster.passes.fused import fused_layers
from tests.passes.rows import make_expressive_model

IDS = torch.arange(3, 43).view(2, 20)


def run_step(model: nn.Module) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    model.zero_grad()
    logits = model(input_ids=IDS, use_cache=False).logits
    (logits * torch.linspace(-1, 1, logits.shape[-1])).sum().backward()
    gradients = {name: item.grad.clone() for name, item in model.named_parameters() if item.grad is not None}
    return logits.detach(), gradients


def assert_close_gradients(ours: dict[str, torch.Tensor], stock: dict[str, torch.Tensor]) -> None:
    assert ours.keys() == stock.keys()
    for name, gradient in stock.items():
        # Relative to the whole tensor: single elements are sums of large terms that nearly cancel.
        torch.testing.assert_close(ours[name], gradient, rtol=1e-4, atol=1e-4 * float(gradient.abs().max()))


def count_fused(model: nn.Module) -> int:
    return sum("forward" in module.__dict__ for module in model.modules())


@pytest.mark.parametrize("onednn", [True, False], ids=["onednn", "mkl"])
@pytest.mark.parametrize("architecture", ["llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3"])
def test_fused_layers_give_the_stock_outputs_and_gradients(architecture, onednn, monkeypatch):
    for module in (fused, products):
        monkeypatch.setattr(module, "onednn_is_faster", lambda: onednn)
    model = make_expressive_model(architecture, lora=True)
    logits, gradients = run_step(model)
    with fused_layers(model):
        assert count_fused(model) > 0
        fused_logits, fused_gradients = run_step(model)
    torch.testing.assert_close(fused_logits, logits, rtol=1e-4, atol=1e-4)
    assert_close_gradients(fused_gradients, gradients)


def test_behind_the_block_the_layers_are_the_classes_own():
    model = make_expressive_model("llama", lora=True)
    with fused_layers(model):
        assert count_fused(model) > 0
    assert count_fused(model) == 0


def test_a_switched_off_adapter_adds_nothing():
    model = make_expressive_model("llama", lora=True)
    with fused_layers(model), model.disable_adapter(), torch.no_grad():
        without = model(input_ids=IDS).logits
    torch.testing.assert_close(without, make_expressive_model("llama")(input_ids=IDS).logits.detach())


@pytest.mark.parametrize("options", [{"use_dora": True}, {"lora_bias": True}, {"lora_dropout": 0.5}])
def test_adapters_that_do_more_run_as_peft_wrote_them(options):
    base = make_expressive_model("llama")
    config = LoraConfig(r=4, init_lora_weights=False, target_modules=["q_proj", "down_proj"], **options)
    stock = get_peft_model(base, config).train()
    ours = copy.deepcopy(stock)
    torch.manual_seed(0)
    results = [run_step(stock)]
    with fused_layers(ours):
        torch.manual_seed(0)
        results.append(run_step(ours))
    torch.testing.assert_close(results[1][0], results[0][0], rtol=1e-4, atol=1e-4)
    assert_close_gradients(results[1][1], results[0][1])


def test_norms_whose_weights_are_trained_keep_their_gradient():
    model = make_expressive_model("llama")
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "norm" in name:
                weights.copy_(torch.linspace(0.5, 1.5, len(weights)))
    _, gradients = run_step(model)
    with fused_layers(model):
        _, ours = run_step(model)
    assert float(gradients["model.norm.weight"].abs().max()) > 1
    assert_close_gradients(ours, gradients)
