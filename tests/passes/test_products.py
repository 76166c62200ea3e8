import platform

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from medpref_dagster.passes import products
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.passes.products import fast_products, multiply, onednn_is_faster
from tests.tiny_models import CONFIGS, make_model

ROWS = [([1, 2, 3], [4, 5]), ([1, 2, 3], [6]), ([7] * 40, [8, 9, 10]), ([1], [2])]


@pytest.fixture(params=[True, False], autouse=True)
def _on_either_processor(request, monkeypatch):
    monkeypatch.setattr(products, "onednn_is_faster", lambda: request.param)


@given(st.lists(st.integers(0, 5), min_size=0, max_size=2), st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_a_product_is_that_of_the_layer_whatever_its_shape(leading, inputs, outputs, bias):
    torch.manual_seed(0)
    layer = nn.Linear(inputs, outputs, bias)
    with torch.no_grad():
        for x in (torch.randn(*leading, inputs), torch.randn(*leading, 2 * inputs)[..., ::2]):
            expected = layer(x)
            found = multiply(layer, x)
            assert found.shape == expected.shape
            assert torch.allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("architecture", sorted(CONFIGS))
def test_scores_and_answers_are_those_of_the_layers_as_they_are(architecture, monkeypatch):
    model = make_model(architecture)
    arguments = {"max_new_tokens": 5, "stop_token_ids": {0}, "token_budget": 100}
    prompts = [prompt for prompt, _ in ROWS]
    scores, answers = score_completions(model, ROWS, 100), generate_greedy(model, prompts, **arguments)
    monkeypatch.setattr(products, "onednn_is_faster", lambda: False)
    assert score_completions(model, ROWS, 100) == pytest.approx(scores, abs=1e-4)
    assert generate_greedy(model, prompts, **arguments) == answers


def test_behind_the_block_every_layer_is_as_it_was_even_after_an_error():
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    own = model[1].forward = lambda x: x + 1  # as another block around this one would have left it

    def fail_inside():
        with fast_products(model):
            assert ("forward" in vars(model[0])) == products.onednn_is_faster()
            raise KeyError

    with pytest.raises(KeyError):
        fail_inside()
    assert "forward" not in vars(model[0])
    assert model[1].forward is own


def test_a_gradient_that_is_wanted_is_there():
    model = nn.Sequential(nn.Linear(2, 2))
    with fast_products(model):
        model(torch.ones(1, 2)).sum().backward()
    assert model[0].weight.grad.equal(torch.ones(2, 2))


def test_layers_of_another_kind_or_dtype_compute_as_they_do():
    class Doubled(nn.Linear):
        def forward(self, x):
            return 2 * super().forward(x)

    model = nn.Sequential(Doubled(2, 2), nn.Linear(2, 2).bfloat16())
    with fast_products(model):
        assert not any("forward" in vars(layer) for layer in model)
    plain = nn.Sequential(nn.Linear(2, 2))
    with torch.autocast("cpu", torch.bfloat16), fast_products(plain):
        assert plain(torch.ones(1, 2)).dtype == torch.bfloat16


@pytest.mark.parametrize(("maker", "faster"), [("AuthenticAMD", True), ("GenuineIntel", False), ("", True)])
def test_the_maker_of_the_processor_decides(maker, faster, monkeypatch, tmp_path):
    for library in (torch.backends.mkl, torch.backends.mkldnn):
        monkeypatch.setattr(library, "is_available", lambda: True)
    (tmp_path / "cpuinfo").write_text(f"processor : 0\nvendor_id : {maker}\n")
    monkeypatch.setattr(products, "_CPU_INFO", tmp_path / "cpuinfo")
    assert onednn_is_faster.__wrapped__() == faster
    monkeypatch.setattr(products, "_CPU_INFO", tmp_path / "absent")
    monkeypatch.setattr(platform, "processor", lambda: "Intel64 Family 6 Model 140")
    assert not onednn_is_faster.__wrapped__()
    monkeypatch.setattr(torch.backends.mkl, "is_available", lambda: False)
    monkeypatch.setattr(platform, "processor", lambda: "arm")
    assert not onednn_is_faster.__wrapped__()
