"""Weights of 4 bits: the ones that QLoRA describes, in training and in answers, with adapters beside them."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.storage import base_models
from medpref_dagster.storage.base_models import BaseModelError, BaseModelFiles, prepare_base_model
from medpref_dagster.storage.four_bit import is_four_bit, unpack
from medpref_dagster.storage.models import ModelError, load_model, read_manifest, save_model
from medpref_dagster.storage.store import Artifact, Store
from tests.storage.test_models import CPU, IDS, ROWS, add_adapter, describe, logits, prepare, save_sft
from tests.tiny_models import WIDE, make_model, make_tokenizer

NF4 = torch.tensor(
    [
        *(-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635),
        *(-0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725),
        *(0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0),
    ]
)
"""Dettmers et al. 2023, arXiv 2305.14314, appendix E."""
BLOCK = 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def base(store: Store, tmp_path: Path) -> BaseModelFiles:
    return prepare_four_bit(store, tmp_path / "tiny")


def prepare_four_bit(store: Store, folder: Path, architecture: str = "llama", **more: Any) -> BaseModelFiles:
    """A tiny base model whose rows are as wide as a CPU can unpack, declared in 4 bits."""
    make_model(architecture, **WIDE).save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    origin = {"from": "folder", "path": str(folder)}
    declared = {"name": "tiny", "licence": "none", "origin": origin, "quantization": {"kind": "nf4"}, **more}
    return prepare_base_model(BaseModelDeclaration.model_validate(declared), store)


@pytest.fixture
def rows(store: Store) -> Artifact:
    return store.write_table(ROWS, ROWS.schema)


def declared_as(base: BaseModelFiles, **changes: Any) -> BaseModelFiles:
    fields = base.declaration.model_dump(by_alias=True) | changes
    return BaseModelFiles(BaseModelDeclaration.model_validate(fields), base.path, base.weights_sha256, base.revision)


def round_to_nf4(weight: torch.Tensor) -> torch.Tensor:
    """Each weight as the nearest of the 16 values times the largest of its 64 neighbours."""
    blocks = weight.flatten().view(-1, BLOCK)
    scales = blocks.abs().amax(dim=1, keepdim=True)
    nearest = (blocks[..., None] / scales[..., None] - NF4).abs().argmin(dim=-1)
    return (NF4[nearest] * scales).view(weight.shape)


def make_rounded() -> Any:
    """The tiny model with its linear layers but the head rounded by hand."""
    model = make_model(**WIDE)
    head = model.get_output_embeddings()
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.Linear) and module is not head:
                module.weight.copy_(round_to_nf4(module.weight))
    return model


def test_the_linear_layers_but_the_head_are_rounded_to_nf4_and_nothing_else(store: Store, base: BaseModelFiles):
    model = load_model(store, declared_as(base, quantization={"kind": "nf4", "double": False}), None, CPU)
    packed = {name for name, module in model.named_modules() if is_four_bit(module)}
    named = {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
    assert {name.rpartition(".")[2] for name in packed} == named
    assert len(packed) == 2 * len(named)
    assert torch.equal(model.get_input_embeddings().weight, make_model(**WIDE).get_input_embeddings().weight)
    torch.testing.assert_close(logits(model), logits(make_rounded()), rtol=0, atol=1e-6)
    assert (logits(model) - logits(make_model(**WIDE))).abs().max() > 1e-3, "and it is another network"


def test_scales_of_8_bits_are_nearly_those_of_float32(store: Store, base: BaseModelFiles):
    double = load_model(store, base, None, CPU)
    rounded = make_rounded()
    from_scales = (logits(double) - logits(rounded)).abs().max()
    from_weights = (logits(rounded) - logits(make_model(**WIDE))).abs().max()
    assert 0 < from_scales < from_weights / 3


def test_what_is_trained_on_is_what_answers(store: Store, base: BaseModelFiles):
    """bitsandbytes computes in bfloat16 in eval mode on some processors: this one may be one of them."""
    model = load_model(store, base, None, CPU)
    answering = logits(model)
    model.train()
    assert torch.equal(model(IDS).logits, answering)


def test_the_gradient_that_goes_through_is_that_of_the_rounded_weights(store: Store, base: BaseModelFiles):
    found, expected = [], []
    for model, into in ((load_model(store, base, None, CPU), found), (None, expected)):
        model = model or unpack(load_model(store, base, None, CPU))
        given = model.get_input_embeddings()(IDS).detach().requires_grad_()
        model(inputs_embeds=given).logits.square().sum().backward()
        into.append(given.grad)
    torch.testing.assert_close(found[0], expected[0], rtol=1e-5, atol=1e-6)
    assert found[0].abs().max() > 0


def test_adapters_of_both_stages_stand_beside_the_weights_bit_for_bit(
    store: Store, base: BaseModelFiles, rows: Artifact
):
    sft, of_sft = save_sft(store, base, rows)
    assert torch.equal(logits(load_model(store, base, sft, CPU)), of_sft)
    adapted = add_adapter(load_model(store, base, sft, CPU), seed=2)
    dpo = save_model(store, adapted, describe(base, rows, stage="dpo", parent=sft), ROWS)
    loaded = load_model(store, base, dpo, CPU)
    assert torch.equal(logits(loaded), logits(adapted))
    assert not torch.allclose(logits(loaded), of_sft, atol=1e-2)
    before = load_model(store, base, None, CPU)
    for name, module in loaded.named_modules():
        if is_four_bit(module):
            assert torch.equal(module.weight.data, before.get_submodule(name).weight.data), "none was rounded anew"


def test_what_is_kept_is_the_adapter_and_says_in_how_many_bits_it_was_trained(
    store: Store, base: BaseModelFiles, rows: Artifact
):
    sft, _ = save_sft(store, base, rows)
    assert all(".lora_" in name for name in load_file(sft.path / "adapter_model.safetensors"))
    manifest = read_manifest(sft)
    assert manifest.base_model.quantization == base.declaration.quantization
    assert manifest.versions["bitsandbytes"].startswith("0.")
    assert "in 4 bits (nf4, scales in 8 bits)" in (sft.path / "README.md").read_text()


def test_a_manifest_without_it_is_as_it_was(store: Store, tmp_path: Path, rows: Artifact):
    sft, _ = save_sft(store, prepare(store, tmp_path / "plain"), rows)
    written = (sft.path / "manifest.json").read_text()
    assert "quantization" not in written
    assert "bitsandbytes" not in written


@pytest.mark.parametrize("trained_in_four_bits", [True, False])
def test_an_adapter_is_not_put_on_weights_of_other_bits(
    store: Store, base: BaseModelFiles, rows: Artifact, trained_in_four_bits: bool
):
    plain = declared_as(base, quantization=None)
    trained_on, other = (base, plain) if trained_in_four_bits else (plain, base)
    sft, _ = save_sft(store, trained_on, rows)
    with pytest.raises(ModelError, match=r"was trained on tiny with.* but tiny is now declared with.*train it again"):
        load_model(store, other, sft, CPU)


def test_the_network_that_keys_are_of_is_the_weights_and_how_they_are_rounded(base: BaseModelFiles):
    plain = declared_as(base, quantization=None)
    single = declared_as(base, quantization={"kind": "nf4", "double": False})
    assert plain.network == plain.weights_sha256, "keys of before stay"
    assert len({item.network for item in (plain, base, single)}) == 3
    assert "bitsandbytes 0." in base.network


def test_both_are_prepared_once(store: Store, base: BaseModelFiles, tmp_path: Path):
    fields = declared_as(base, quantization=None).declaration
    assert prepare_base_model(fields, store).path == base.path


def test_the_card_s_code_gives_the_model(store: Store, base: BaseModelFiles, rows: Artifact):
    sft, of_sft = save_sft(store, base, rows)
    adapted = add_adapter(load_model(store, base, sft, CPU), seed=2)
    dpo = save_model(
        store, adapted, describe(base, rows, stage="dpo", parent=sft, training={"dtype": "torch.float32"}), ROWS
    )
    for artifact, expected in ((sft, of_sft), (dpo, logits(adapted))):
        [code] = re.findall(r"```python\n(.*?)```", (artifact.path / "README.md").read_text(), re.DOTALL)
        for said, meant in {
            "path/to/this/folder": artifact.path,
            "path/to/store": store.root,
            "path/to/tiny": base.path,
        }.items():
            code = code.replace(said, str(meant))
        made: dict[str, Any] = {}
        exec(code, made)  # noqa: S102 - what the card tells a person to run
        assert torch.equal(logits(made["model"].eval()), expected)


def test_unpacked_it_is_the_same_network_in_ordinary_weights(store: Store, base: BaseModelFiles, rows: Artifact):
    sft, of_sft = save_sft(store, base, rows)
    model = unpack(load_model(store, base, sft, CPU))
    assert not any(is_four_bit(module) for module in model.modules())
    assert not hasattr(model.config, "quantization_config")
    torch.testing.assert_close(logits(model), of_sft, rtol=0, atol=2e-5)


def test_without_the_package_it_is_refused_before_anything_is_fetched(
    store: Store, base: BaseModelFiles, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(base_models, "find_spec", lambda name: None)
    elsewhere = {"from": "hub", "repo": "nobody/nothing", "revision": "a" * 40}
    with pytest.raises(BaseModelError, match=r"medpref-dagster\[4bit\].*the entry tiny of base_models, in resources/"):
        prepare_base_model(declared_as(base, origin=elsewhere).declaration, store)
    assert prepare_base_model(declared_as(base, quantization=None).declaration, store)


def test_weights_that_were_quantized_before_are_not_rounded_again(store: Store, tmp_path: Path):
    folder = tmp_path / "tiny"
    prepare(store, folder)
    config = (folder / "config.json").read_text()
    (folder / "config.json").write_text(config.replace("{", '{"quantization_config": {"quant_method": "awq"},', 1))
    with pytest.raises(BaseModelError, match="quantized already"):
        prepare_base_model(
            BaseModelDeclaration.model_validate(
                {
                    "name": "tiny",
                    "licence": "none",
                    "origin": {"from": "folder", "path": str(folder)},
                    "quantization": {"kind": "nf4"},
                }
            ),
            store,
        )


@pytest.mark.parametrize("columns", [64, 128, 576])
def test_rows_of_a_multiple_of_64_are_unpacked_as_they_were_packed(columns: int):
    """Others are refused: on a CPU with AVX-512 rows of 32 or 96 weights come out as others."""
    functions = importlib.import_module("bitsandbytes.functional")
    weight = torch.randn(64, columns, generator=torch.Generator().manual_seed(0))
    packed, state = functions.quantize_4bit(weight, quant_type="nf4", compress_statistics=False)
    found = functions.dequantize_4bit(packed, state)
    torch.testing.assert_close(found, round_to_nf4(weight), rtol=0, atol=1e-6)


def test_rows_that_the_cpu_would_not_unpack_rightly_are_refused(store: Store, tmp_path: Path):
    base = prepare(store, tmp_path / "narrow", quantization={"kind": "nf4"})
    with pytest.raises(ModelError, match=r"q_proj has rows of 32 weights.*a multiple of 64.*use a GPU"):
        load_model(store, base, None, CPU)


def test_no_kernel_is_fetched_from_the_hub(tmp_path: Path):
    """Where the package `kernels` is installed bitsandbytes asks it for code as it is imported, on some processors."""
    (tmp_path / "kernels.py").write_text(f"open({str(tmp_path / 'asked')!r}, 'w').close()\n")
    program = "import medpref_dagster, sys, bitsandbytes; assert sys.modules['kernels'] is None"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "asked").exists()
