import pytest
import torch

from medpref_dagster.passes import forward
from medpref_dagster.passes.block_attention import BLOCK_ATTENTION, build_block_mask, can_attend_by_blocks
from medpref_dagster.passes.logps import completion_logps
from medpref_dagster.passes.trie import pack_rows
from tests.passes.rows import make_expressive_model, make_rows
from tests.tiny_models import CONFIGS, make_model

ROWS = make_rows()

pytestmark = pytest.mark.filterwarnings("ignore:flex_attention called without torch.compile")


@pytest.fixture
def blocks_on_a_cpu(monkeypatch):
    """FlexAttention uncompiled, as its reference implementation: what CUDA compiles, in numbers."""
    monkeypatch.setattr(forward, "can_attend_by_segments", lambda model: False)
    monkeypatch.setattr(forward, "can_attend_by_blocks", lambda model: True)
    monkeypatch.setattr(forward, "SHORTEST_ROW_FOR_BLOCKS", 1)
    # The reference implementation has a backward pass on a CPU, too; only a check of its caller's refuses it.
    monkeypatch.setattr("torch.nn.attention.flex_attention._validate_device", lambda *_: None)
    with torch.compiler.set_stance("force_eager"):
        yield


def score_with_gradients(model, budget):
    model.zero_grad()
    scored = completion_logps(model, ROWS, budget)
    sum(
        (part * torch.linspace(-1, 1 + index, len(part), device=part.device)).sum() for index, part in enumerate(scored)
    ).backward()
    return [*(part.detach() for part in scored)], [p.grad.clone() for p in model.parameters() if p.grad is not None]


@pytest.mark.parametrize("window", [None, 4])
def test_a_block_mask_allows_what_the_whole_mask_allows(window):
    [pack] = pack_rows(ROWS, 10_000)
    blocks = build_block_mask(pack, window, "cpu")
    node = torch.arange(len(pack))
    allowed = blocks.mask_mod(torch.tensor(0), torch.tensor(0), node[:, None], node[None])
    assert torch.equal(allowed, pack.attention_allowed(window))


def test_blocks_where_nothing_is_allowed_are_left_out():
    rows = [([row] * 300, [1]) for row in range(4)]
    [pack] = pack_rows(rows, 10_000, dense_attention=False)
    assert build_block_mask(pack, None, "cpu").sparsity() > 60


@pytest.mark.parametrize("lora", [False, True], ids=["full", "lora"])
@pytest.mark.parametrize("architecture", CONFIGS)
def test_attention_by_blocks_gives_the_same_numbers_and_gradients(architecture, lora, blocks_on_a_cpu, monkeypatch):
    model = make_expressive_model(architecture, lora)
    by_blocks, gradients = score_with_gradients(model, 200)
    monkeypatch.setattr(forward, "can_attend_by_blocks", lambda model: False)
    dense, dense_gradients = score_with_gradients(model, 200)
    torch.testing.assert_close(by_blocks, dense, atol=1e-4, rtol=0)
    for ours, theirs in zip(gradients, dense_gradients, strict=True):
        scale = max(1.0, theirs.abs().max().item())
        torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-4, rtol=0)


@pytest.mark.parametrize(("length", "by_blocks"), [(19, False), (20, True)])
def test_packs_of_long_rows_attend_by_blocks_and_others_under_the_whole_mask(
    length, by_blocks, blocks_on_a_cpu, monkeypatch
):
    monkeypatch.setattr(forward, "SHORTEST_ROW_FOR_BLOCKS", 20)
    model, seen = make_model(), []
    model.register_forward_hook(lambda module, *_: seen.append(module.config._attn_implementation == BLOCK_ATTENTION))
    completion_logps(model, [([1] * (length - 1), [2, 3]), ([1], [2])], 200)
    assert seen[-1] == by_blocks  # those before tried the architecture


def test_a_cpu_does_not_attend_by_blocks():
    assert not can_attend_by_blocks(make_model())


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_compiled_kernel_gives_the_numbers_of_the_whole_mask(dtype, monkeypatch):
    def make_config():
        config = CONFIGS["llama"]()
        config.head_dim = 16  # the kernel takes no smaller heads
        return config

    monkeypatch.setitem(CONFIGS, "wide llama", make_config)
    model = make_expressive_model("wide llama").to("cuda", dtype)
    assert can_attend_by_blocks(model)
    monkeypatch.setattr(forward, "SHORTEST_ROW_FOR_BLOCKS", 1)
    by_blocks, _ = score_with_gradients(model, 200)
    monkeypatch.setattr(forward, "can_attend_by_blocks", lambda model: False)
    dense, _ = score_with_gradients(model, 200)
    torch.testing.assert_close(by_blocks, dense, atol=1e-4 if dtype == torch.float32 else 0.3, rtol=0)
