"""Model artifacts: what is saved is what is loaded, over the right base model only."""

import json
import shutil
from pathlib import Path
from typing import Any

import peft
import pyarrow as pa
import pytest
import torch
from transformers import PreTrainedModel

from medpref_dagster.declaration import Sft
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.schemas import MODEL_ROWS
from medpref_dagster.storage.base_models import BaseModelError, BaseModelFiles, prepare_base_model
from medpref_dagster.storage.models import (
    ModelError,
    ModelManifest,
    describe_model,
    load_model,
    load_tokenizer,
    read_manifest,
    save_model,
)
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.training.errors import TrainingError
from medpref_dagster.training.packed_trainer import lora_config
from tests.passes.architectures import make_tiny_model
from tests.tiny_models import make_model, make_tokenizer

CPU = Compute(torch.device("cpu"), torch.float32, 2**30, 1)
IDS = torch.tensor([[3, 14, 15, 92, 65, 35, 89, 79, 32, 38]])
ROWS = pa.table({"row_id": ["c", "a", "b"], "split": ["train", "train", "eval"]}, schema=MODEL_ROWS)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def prepare(store: Store, folder: Path, seed: int = 0, architecture: str = "llama", **more: object) -> BaseModelFiles:
    make_model(architecture, seed).save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    declaration = {"name": "tiny", "licence": "Apache-2.0", "origin": {"from": "folder", "path": str(folder)}, **more}
    return prepare_base_model(BaseModelDeclaration.model_validate(declaration), store)


@pytest.fixture
def base(store: Store, tmp_path: Path) -> BaseModelFiles:
    return prepare(store, tmp_path / "tiny")


@pytest.fixture
def pairs(store: Store) -> Artifact:
    return store.write_table(ROWS, MODEL_ROWS)


def add_adapter(model: PreTrainedModel, seed: int, **more: Any) -> Any:
    """An adapter as after a training: both of its matrices random."""
    torch.manual_seed(seed)
    config = peft.LoraConfig(
        r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "down_proj"], task_type="CAUSAL_LM", **more
    )
    adapted: Any = peft.get_peft_model(model, config)
    for name, parameter in adapted.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(parameter, std=0.2)
    return adapted.eval()


def describe(base: BaseModelFiles, pairs: Artifact, **more: Any) -> ModelManifest:
    fields: dict[str, Any] = {
        "task": "uti",
        "stage": "sft",
        "kind": "adapter",
        "base": base,
        "parent": None,
        "training": {"learning_rate": 0.002, "epochs": 2.0},
        "rows_from": pairs,
        "dev_metrics": {"f1": 0.91, "accuracy": 0.9},
    }
    return describe_model(**{**fields, **more})


def save_sft(store: Store, base: BaseModelFiles, pairs: Artifact, seed: int = 1) -> tuple[Artifact, torch.Tensor]:
    adapted = add_adapter(load_model(store, base, None, CPU), seed)
    return save_model(store, adapted, describe(base, pairs), ROWS), logits(adapted)


def logits(model: Any) -> torch.Tensor:
    with torch.no_grad():
        return model(IDS).logits


def assert_close(found: torch.Tensor, expected: torch.Tensor) -> None:
    torch.testing.assert_close(found, expected, rtol=0, atol=2e-5)


# Loading


@pytest.mark.parametrize("architecture", ["llama", "mistral", "qwen3", "gemma2"])
def test_the_base_model_is_loaded_as_it_was_given(store: Store, tmp_path: Path, architecture: str):
    base = prepare(store, tmp_path / architecture, architecture=architecture)
    model = load_model(store, base, None, CPU)
    assert torch.equal(logits(model), logits(make_model(architecture)))
    assert not model.training


def test_an_sft_adapter_is_merged_into_the_base_model(store: Store, base: BaseModelFiles, pairs: Artifact):
    artifact, expected = save_sft(store, base, pairs)
    model = load_model(store, base, artifact, CPU)
    assert_close(logits(model), expected)
    assert not torch.allclose(logits(model), logits(load_model(store, base, None, CPU)), atol=1e-2)
    assert not any("lora" in name for name in model.state_dict())


def test_merging_gives_the_weights_of_pefts_own_merge_bit_for_bit(store: Store, base: BaseModelFiles, pairs: Artifact):
    adapted = add_adapter(make_model(), seed=1)
    artifact = save_model(store, adapted, describe(base, pairs), ROWS)
    merged = adapted.merge_and_unload().state_dict()
    found = load_model(store, base, artifact, CPU).state_dict()
    assert found.keys() == merged.keys()
    assert all(torch.equal(found[name], merged[name]) for name in merged)


def test_a_dpo_adapter_stands_on_the_sft_model_and_not_on_the_base_model(
    store: Store, base: BaseModelFiles, pairs: Artifact
):
    sft, _ = save_sft(store, base, pairs)
    policy = add_adapter(load_model(store, base, sft, CPU), seed=2)
    dpo = save_model(store, policy, describe(base, pairs, stage="dpo", parent=sft), ROWS)
    assert_close(logits(load_model(store, base, dpo, CPU)), logits(policy))
    with policy.disable_adapter():
        assert_close(logits(load_model(store, base, sft, CPU)), logits(policy))


def test_full_weights_are_loaded_alone_and_an_adapter_stands_on_them(
    store: Store, base: BaseModelFiles, pairs: Artifact
):
    sft, _ = save_sft(store, base, pairs)
    full = make_model(seed=7)
    second = save_model(store, full, describe(base, pairs, kind="full", parent=sft), ROWS)
    assert torch.equal(logits(load_model(store, base, second, CPU)), logits(full))
    policy = add_adapter(load_model(store, base, second, CPU), seed=3)
    third = save_model(store, policy, describe(base, pairs, stage="dpo", parent=second), ROWS)
    assert_close(logits(load_model(store, base, third, CPU)), logits(policy))


def test_a_model_can_be_loaded_in_bfloat16(store: Store, base: BaseModelFiles, pairs: Artifact):
    artifact, _ = save_sft(store, base, pairs)
    model = load_model(store, base, artifact, Compute(CPU.device, torch.bfloat16, 2**30, 1))
    assert {parameter.dtype for parameter in model.parameters()} == {torch.bfloat16}


def test_a_loaded_model_takes_a_new_adapter_without_a_trace_of_the_old_one(
    store: Store, base: BaseModelFiles, pairs: Artifact, recwarn: pytest.WarningsRecorder
):
    artifact, _ = save_sft(store, base, pairs)
    adapted = add_adapter(load_model(store, base, artifact, CPU), seed=2)
    assert list(adapted.peft_config) == ["default"]
    assert not [warning for warning in recwarn if "second time" in str(warning.message)]


TARGETS = {
    "deepseek_v3": ["q_a_proj", "kv_b_proj", "o_proj"],
    "falcon": ["query_key_value", "dense", "dense_4h_to_h"],
    "gpt_neox": ["query_key_value", "dense_h_to_4h"],
    "opt": ["q_proj", "fc2", "lm_head"],
    "phi3": ["qkv_proj", "gate_up_proj", "lm_head"],
    "qwen3_moe": ["q_proj", "o_proj"],
    "stablelm": ["k_proj", "up_proj", "lm_head"],
}
"""Architectures that differ in names, fused projections and heads; the head where it is untied."""


@pytest.mark.parametrize("model_type", TARGETS)
def test_what_is_loaded_is_what_was_trained_for_each_kind_of_target(
    model_type: str, store: Store, tmp_path: Path, pairs: Artifact
):
    architecture = make_tiny_model(model_type)
    if "lm_head" in TARGETS[model_type]:
        architecture.config.tie_word_embeddings = False
        architecture.lm_head.weight = torch.nn.Parameter(architecture.lm_head.weight.detach().clone())
    architecture.save_pretrained(tmp_path / "model")
    make_tokenizer().save_pretrained(tmp_path / "model")
    declaration = {
        "name": "tiny",
        "licence": "none",
        "origin": {"from": "folder", "path": str(tmp_path / "model")},
        "lora_targets": TARGETS[model_type],
    }
    base = prepare_base_model(BaseModelDeclaration.model_validate(declaration), store)
    start = load_model(store, base, None, CPU)
    before = logits(start)
    adapted: Any = peft.get_peft_model(start, lora_config(Sft(learning_rate=(1e-3,)), base, start))
    torch.manual_seed(1)
    for name, parameter in adapted.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.05)
    expected = logits(adapted.eval())
    assert (expected - before).abs().max() > 1e-2
    artifact = save_model(store, adapted, describe(base, pairs), ROWS)
    torch.testing.assert_close(logits(load_model(store, base, artifact, CPU)), expected, rtol=0, atol=1e-4)


def test_a_head_that_shares_its_weight_with_the_embedding_gets_no_adapter_of_its_own(
    store: Store, tmp_path: Path, pairs: Artifact
):
    base = prepare(store, tmp_path / "tied", lora_targets=["q_proj", "lm_head"])
    model = load_model(store, base, None, CPU)
    assert model.lm_head.weight is model.model.embed_tokens.weight
    with pytest.raises(TrainingError, match=r"lm_head, whose weight is also that of model.embed_tokens"):
        lora_config(Sft(learning_rate=(1e-3,)), base, model)
    # One from before that was refused: merged, it would be another model than the one that was trained.
    adapted: Any = peft.get_peft_model(
        model, peft.LoraConfig(r=2, target_modules=["q_proj", "lm_head"], task_type="CAUSAL_LM")
    )
    artifact = save_model(store, adapted, describe(base, pairs), ROWS)
    with pytest.raises(ModelError, match=r"adapts lm_head alone.*train again"):
        load_model(store, base, artifact, CPU)


def test_targets_that_are_no_linear_layers_are_refused_before_training(store: Store, tmp_path: Path):
    base = prepare(store, tmp_path / "tiny", lora_targets=["q_proj", "embed_tokens"])
    with pytest.raises(TrainingError, match=r"lora_targets names embed_tokens, it has the linear layers.*q_proj"):
        lora_config(Sft(learning_rate=(1e-3,)), base, make_model())


def test_a_model_trained_with_another_chat_template_or_tokenizer_is_refused(
    store: Store, base: BaseModelFiles, pairs: Artifact
):
    artifact, _ = save_sft(store, base, pairs)
    declaration = base.declaration.model_copy(update={"chat_template": "{{ messages }}"})
    other = prepare_base_model(declaration, store)
    assert other.weights_sha256 == base.weights_sha256
    with pytest.raises(
        ModelError, match=f"another tokenizer or chat template.*{base.tokenizer_sha256}.*train it again"
    ):
        load_model(store, other, artifact, CPU)


def test_a_model_from_before_its_tokenizer_was_written_down_is_loaded_and_that_is_noted(
    store: Store, base: BaseModelFiles, pairs: Artifact, caplog: pytest.LogCaptureFixture
):
    adapted = add_adapter(load_model(store, base, None, CPU), 1)
    manifest = describe(base, pairs)
    older = manifest.model_copy(
        update={"base_model": manifest.base_model.model_copy(update={"tokenizer_sha256": None})}
    )
    artifact = save_model(store, adapted, older, ROWS)
    with caplog.at_level("INFO"):
        assert_close(logits(load_model(store, base, artifact, CPU)), logits(adapted))
    assert f"does not say its tokenizer; taken for the present {base.tokenizer_sha256}" in caplog.text


def test_a_model_trained_on_other_base_weights_is_refused(
    store: Store, base: BaseModelFiles, pairs: Artifact, tmp_path: Path
):
    artifact, _ = save_sft(store, base, pairs)
    other = prepare(store, tmp_path / "other", seed=5)
    with pytest.raises(ModelError) as raised:
        load_model(store, other, artifact, CPU)
    for part in (artifact.address, base.weights_sha256, other.weights_sha256):
        assert part in str(raised.value)


def test_a_parent_trained_on_other_base_weights_is_refused(
    store: Store, base: BaseModelFiles, pairs: Artifact, tmp_path: Path
):
    sft, _ = save_sft(store, base, pairs)
    other = prepare(store, tmp_path / "other", seed=5)
    policy = add_adapter(load_model(store, other, None, CPU), seed=2)
    dpo = save_model(store, policy, describe(other, pairs, stage="dpo", parent=sft), ROWS)
    with pytest.raises(ModelError, match=sft.address):
        load_model(store, other, dpo, CPU)


def test_base_weights_that_changed_on_disk_are_refused(store: Store, base: BaseModelFiles):
    weights = base.path / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-2] ^= 1
    weights.write_bytes(content)
    with pytest.raises(BaseModelError, match="damaged or changed"):
        load_model(store, base, None, CPU)


def test_a_damaged_artifact_is_refused(store: Store, base: BaseModelFiles, pairs: Artifact):
    artifact, _ = save_sft(store, base, pairs)
    (artifact.path / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelError, match="is damaged"):
        load_model(store, base, artifact, CPU)


def test_an_artifact_without_a_manifest_or_of_a_later_format_is_refused(
    store: Store, base: BaseModelFiles, pairs: Artifact
):
    with pytest.raises(ModelError, match=r"no manifest.json; it is no model"):
        read_manifest(pairs)
    artifact, _ = save_sft(store, base, pairs)
    manifest = json.loads((artifact.path / "manifest.json").read_text())
    (artifact.path / "manifest.json").write_text(json.dumps({**manifest, "format_version": 2}))
    with pytest.raises(ModelError, match="format_version"):
        read_manifest(artifact)


def test_peft_and_transformers_load_the_stack_as_the_model_card_says(
    store: Store, base: BaseModelFiles, pairs: Artifact
):
    sft, _ = save_sft(store, base, pairs)
    policy = add_adapter(load_model(store, base, sft, CPU), seed=2)
    dpo = save_model(store, policy, describe(base, pairs, stage="dpo", parent=sft), ROWS)
    card = (dpo.path / "README.md").read_text()
    code = card.partition("```python\n")[2].partition("```")[0]
    for placeholder, folder in (
        ("path/to/tiny", base.path),
        ("path/to/store", store.root),
        ("path/to/this/folder", dpo.path),
    ):
        assert placeholder in code
        code = code.replace(placeholder, str(folder))
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the card's own lines, as a reader would run them
    assert_close(logits(names["model"]), logits(policy))


# Saving


def test_a_manifest_comes_back_as_it_was_written(store: Store, base: BaseModelFiles, pairs: Artifact):
    manifest = describe(base, pairs)
    artifact = save_model(store, add_adapter(make_model(), 1), manifest, ROWS)
    assert read_manifest(artifact) == manifest
    assert manifest.base_model.weights_sha256 == base.weights_sha256
    assert manifest.rows_from == pairs.address
    assert set(manifest.versions) == {"medpref-dagster", "torch", "transformers", "trl", "peft"}


@pytest.mark.parametrize("kind", ["adapter", "full"])
def test_the_same_content_has_the_same_address_whatever_the_order_of_its_parts(
    store: Store, base: BaseModelFiles, pairs: Artifact, kind: str
):
    def save(manifest: ModelManifest, rows: pa.Table, targets: list[str]) -> Artifact:
        model: Any = make_model()
        if kind == "adapter":
            model = add_adapter(model, 1)
            model.peft_config["default"].target_modules = targets
            model.peft_config["default"].base_model_name_or_path = f"/somewhere/{len(rows)}/{targets[0]}"
        return save_model(store, model, manifest, rows, {"log": rows})

    first = save(describe(base, pairs, kind=kind, training={"a": 1, "b": 2}), ROWS, ["q_proj", "v_proj", "down_proj"])
    shuffled = describe(base, pairs, kind=kind, training={"b": 2, "a": 1}, dev_metrics={"accuracy": 0.9, "f1": 0.91})
    with_metadata = ROWS.replace_schema_metadata({"pandas": "noise"})
    assert save(shuffled, with_metadata, ["down_proj", "v_proj", "q_proj"]).address == first.address


def test_other_training_arguments_give_another_address(store: Store, base: BaseModelFiles, pairs: Artifact):
    model = add_adapter(make_model(), 1)
    first = save_model(store, model, describe(base, pairs), ROWS)
    second = save_model(store, model, describe(base, pairs, training={"learning_rate": 0.1}), ROWS)
    assert first.address != second.address


def test_an_artifact_names_every_row_and_carries_further_tables(store: Store, base: BaseModelFiles, pairs: Artifact):
    log = pa.table({"step": [1, 2], "loss": [0.7, 0.5]})
    artifact = save_model(store, add_adapter(make_model(), 1), describe(base, pairs), ROWS, {"log": log})
    assert store.read_table(artifact).to_pylist() == [
        {"row_id": "b", "split": "eval"},
        {"row_id": "a", "split": "train"},
        {"row_id": "c", "split": "train"},
    ]
    assert store.read_table(artifact, "log").equals(log)


@pytest.mark.parametrize("kind", ["adapter", "full"])
def test_nothing_in_an_artifact_names_a_folder_of_this_machine_or_needs_pickle(
    store: Store, base: BaseModelFiles, pairs: Artifact, kind: str, tmp_path: Path
):
    model = load_model(store, base, None, CPU)
    model = add_adapter(model, 1) if kind == "adapter" else model
    artifact = save_model(store, model, describe(base, pairs, kind=kind), ROWS)
    for path in artifact.path.iterdir():
        assert path.suffix in {".safetensors", ".json", ".parquet", ".md"}
        assert str(tmp_path).encode() not in path.read_bytes()


def test_a_model_card_says_what_it_is_how_to_load_it_its_licence_and_its_limits(
    store: Store, base: BaseModelFiles, pairs: Artifact
):
    artifact, _ = save_sft(store, base, pairs)
    card = (artifact.path / "README.md").read_text()
    for part in (
        "base_model: tiny",
        "Supervised fine-tuning",
        "PeftModel.from_pretrained",
        "| f1 | 0.9100 |",
        "license_name: Apache-2.0",
        "not a medical device",
        base.weights_sha256,
        pairs.address,
    ):
        assert part in card


def test_a_hub_model_is_named_by_its_repository_and_revision(base: BaseModelFiles, pairs: Artifact, store: Store):
    hub = {"from": "hub", "repo": "acme/tiny", "revision": "a" * 40}
    declaration = BaseModelDeclaration.model_validate({"name": "tiny", "licence": "MIT", "origin": hub})
    from_hub = BaseModelFiles(declaration, base.path, base.weights_sha256, "a" * 40)
    artifact = save_model(store, add_adapter(make_model(), 1), describe(from_hub, pairs), ROWS)
    config = json.loads((artifact.path / "adapter_config.json").read_text())
    assert (config["base_model_name_or_path"], config["revision"]) == ("acme/tiny", "a" * 40)
    assert f'from_pretrained("acme/tiny", revision="{"a" * 40}")' in (artifact.path / "README.md").read_text()


def test_a_model_of_another_kind_than_its_manifest_says_is_refused(store: Store, base: BaseModelFiles, pairs: Artifact):
    with pytest.raises(ModelError, match="merge it, or save it as an adapter"):
        save_model(store, add_adapter(make_model(), 1), describe(base, pairs, kind="full"), ROWS)
    with pytest.raises(ModelError, match="only a model of peft"):
        save_model(store, make_model(), describe(base, pairs), ROWS)


@pytest.mark.parametrize(
    "special",
    [
        {"use_dora": True},
        {"use_rslora": True},
        {"bias": "all"},
        {"rank_pattern": {"q_proj": 2}},
        {"modules_to_save": ["norm"]},
    ],
)
def test_an_adapter_that_is_more_than_plain_lora_is_refused(
    store: Store, base: BaseModelFiles, pairs: Artifact, special: dict[str, Any]
):
    with pytest.raises(ModelError, match="only plain LoRA"):
        save_model(store, add_adapter(make_model(), 1, **special), describe(base, pairs), ROWS)
    assert not any((store.root / "models").iterdir())


# The tokenizer


def test_the_tokenizer_is_the_base_models_and_is_named_after_it(base: BaseModelFiles):
    tokenizer = load_tokenizer(base)
    assert tokenizer("UTI?")["input_ids"] == make_tokenizer()("UTI?")["input_ids"]
    assert tokenizer.name_or_path == "tiny"


def test_a_tokenizer_without_a_pad_token_pads_with_its_end_of_text(store: Store, tmp_path: Path):
    folder = tmp_path / "unpadded"
    tokenizer = make_tokenizer()
    tokenizer.pad_token = None
    make_model().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    shutil.copytree(folder, tmp_path / "tiny")
    origin = {"from": "folder", "path": str(tmp_path / "tiny")}
    declaration = BaseModelDeclaration.model_validate({"name": "tiny", "licence": "MIT", "origin": origin})
    assert load_tokenizer(prepare_base_model(declaration, store)).pad_token == "<|im_end|>"
