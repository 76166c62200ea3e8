"""What a consumer loads answers as what was evaluated, token for token; and no folder appears that does not."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import PeftModel
from tokenizers import Regex, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer

from medpref_dagster.audit.entries import AuditError
from medpref_dagster.audit.log import AuditLog
from medpref_dagster.chat import encode_prompt, stop_token_ids
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.forgetting.taint import taint
from medpref_dagster.hashing import hash_file
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.serving import exports
from medpref_dagster.serving.chosen import ChosenModel
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.serving.exports import Asked, export_model
from medpref_dagster.serving.gguf_tokens import read_tokens
from medpref_dagster.serving.probes import Difference
from medpref_dagster.storage.models import ModelError, load_model, load_tokenizer
from medpref_dagster.storage.store import StoreError
from tests.conftest import CHECKOUT
from tests.serving.made_models import CPU, NOTES, Made, make_task, make_tokenizer
from tests.tiny_models import WIDE

PROMPTS = [f"What is it?\n{note}" for note in NOTES]


def answer_as_evaluated(made: Made, chosen: ChosenModel) -> list[list[int]]:
    tokenizer = load_tokenizer(made.base)
    model = load_model(made.store, made.base, chosen.model, CPU)
    prompts = [encode_prompt(tokenizer, prompt) for prompt in PROMPTS]
    return generate_greedy(
        model, prompts, max_new_tokens=8, stop_token_ids=stop_token_ids(tokenizer), token_budget=2048
    )


def answer_as_consumer(model: Any, folder: Path) -> list[list[int]]:
    """As somebody who has the folder and stock libraries."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    stops = json.loads((folder / "export.json").read_text())["answer"]["stop_token_ids"]
    answers: list[list[int]] = []
    for prompt in PROMPTS:
        asked = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        made = model.generate(**asked, do_sample=False, max_new_tokens=8, eos_token_id=stops, pad_token_id=0)
        answers.append(made[0, asked["input_ids"].shape[1] :].tolist())
    return answers


def load_export(folder: Path, made: Made) -> Any:
    kind = json.loads((folder / "export.json").read_text())["format"]
    if kind == "adapter":
        return PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(made.base.path), str(folder)).eval()
    return AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, **({"gguf_file": "model.gguf"} if kind == "gguf" else {})
    ).eval()


def require_same_answers(made: Made, chosen: ChosenModel, folder: Path) -> None:
    assert answer_as_consumer(load_export(folder, made), folder) == answer_as_evaluated(made, chosen)


def test_a_dpo_adapter_on_an_sft_adapter_is_one_adapter_on_the_base_model(tmp_path: Path):
    made = make_task(tmp_path)
    sft = made.train_adapter(seed=1)
    chosen = made.choose(made.train_adapter(sft, "dpo", seed=2))
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert described["rank"] == 8
    require_same_answers(made, chosen, tmp_path / "out")
    base_alone = AutoModelForCausalLM.from_pretrained(made.base.path)
    assert answer_as_consumer(base_alone, tmp_path / "out") != answer_as_evaluated(made, chosen)


def test_adapters_of_different_layers_are_joined_with_nothing_where_one_has_none(tmp_path: Path):
    made = make_task(tmp_path)
    sft = made.train_adapter(seed=1, layers_to_transform=[0])
    chosen = made.choose(made.train_adapter(sft, "dpo", seed=2))
    export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    require_same_answers(made, chosen, tmp_path / "out")


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_whole_weights_answer_token_for_token(tmp_path: Path, tied: bool, whole: bool):
    made = make_task(tmp_path, tied=tied)
    parent = made.train_whole() if whole else made.train_adapter()
    chosen = made.choose(made.train_adapter(parent, "dpo", seed=2))
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "hf"))
    assert described["difference"]["other_tokens"] == 0
    assert described["difference"]["largest"] == 0.0, "the very same weights"
    require_same_answers(made, chosen, tmp_path / "out")
    config = json.loads((tmp_path / "out" / "config.json").read_text())
    assert config["tie_word_embeddings"] is tied
    assert not any(str(tmp_path) in path.read_text() for path in (tmp_path / "out").glob("*.json"))


@pytest.mark.parametrize("asked", [("adapter", "f16"), ("hf", "f16"), ("gguf", "f32")])
@pytest.mark.parametrize("tied", [True, False])
def test_of_weights_in_4_bits_each_format_answers_token_for_token(tmp_path: Path, asked: Any, tied: bool):
    made = make_task(tmp_path, tied=tied, quantization=Quantization(kind="nf4"), **WIDE)
    chosen = made.choose(made.train_adapter(made.train_adapter(), "dpo", seed=2))
    folder = tmp_path / "out"
    described = export_model(chosen, made.workbench, Asked(folder, *asked))
    assert described["difference"]["other_tokens"] == 0
    assert described["difference"]["largest"] < 1e-4
    assert described["base_model"]["quantization"] == {"kind": "nf4", "double": True}
    assert described["versions"]["exported_with"]["bitsandbytes"].startswith("0.")
    card = (folder / "README.md").read_text()
    assert "in 4 bits (nf4, scales in 8 bits)" in card
    if asked[0] == "adapter":
        [code] = re.findall(r"```python\n(.*?)```", card, re.DOTALL)
        model: dict[str, Any] = {}
        code = code.replace("path/to/this/folder", str(folder)).replace("path/to/tiny", str(made.base.path))
        exec(code, model)  # noqa: S102 - what the card tells a person to run
        assert answer_as_consumer(model["model"].eval(), folder) == answer_as_evaluated(made, chosen)
    else:
        assert "unpacked" in card
        require_same_answers(made, chosen, folder)
        assert all("quantization" not in path.read_text() for path in folder.glob("*config.json"))


def test_of_weights_in_4_bits_one_other_token_is_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = make_task(tmp_path, quantization=Quantization(kind="nf4"), **WIDE)
    chosen = made.choose(made.train_adapter())
    monkeypatch.setattr(exports, "measure_difference", lambda *_: Difference(4, 30, 0.001, 1))
    with pytest.raises(ServingError, match=r"1 of 30 tokens otherwise.*Use --format adapter"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "gguf", "q8_0"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("architecture", "tied"), [("llama", True), ("llama", False), ("qwen2", True)])
def test_a_gguf_file_in_float32_answers_token_for_token(tmp_path: Path, architecture: str, tied: bool):
    made = make_task(tmp_path, architecture, tied=tied)
    chosen = made.choose(made.train_adapter(made.train_adapter(), "dpo", seed=2))
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "gguf", "f32"))
    assert described["difference"]["other_tokens"] == 0
    require_same_answers(made, chosen, tmp_path / "out")


def test_fewer_bits_are_measured_and_the_card_says_by_how_much(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter())
    largest = {}
    for kind in ("f32", "f16", "q8_0"):
        described = export_model(chosen, made.workbench, Asked(tmp_path / kind, "gguf", kind))
        largest[kind] = described["difference"]["largest"]
        assert f"is {largest[kind]:.2g} nats" in (tmp_path / kind / "README.md").read_text()
    assert largest["f32"] < 1e-4 < largest["q8_0"]
    assert largest["f32"] < largest["f16"] < largest["q8_0"] < 1
    sizes = [(tmp_path / kind / "model.gguf").stat().st_size for kind in ("f32", "f16", "q8_0")]
    assert sizes == sorted(sizes, reverse=True)


def test_the_tokenizer_in_a_gguf_file_makes_the_tokens_of_the_base_model(tmp_path: Path):
    made = make_task(tmp_path)
    export_model(made.choose(made.train_adapter()), made.workbench, Asked(tmp_path / "out", "gguf", "f32"))
    read = AutoTokenizer.from_pretrained(tmp_path / "out", gguf_file="model.gguf")
    tokenizer = load_tokenizer(made.base)
    for text in ("the héâtre, he said", "<|im_start|>user\nshe<|im_end|>\n"):
        found, expected = (item(text, add_special_tokens=False)["input_ids"] for item in (read, tokenizer))
        assert found == expected
    assert read.convert_ids_to_tokens(257) == tokenizer.convert_ids_to_tokens(257)


BEFORE, BEHIND = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|",
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
)


def split_by(pattern: str) -> Any:
    split = pre_tokenizers.Split(Regex(pattern), "isolated")
    return pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


@pytest.mark.parametrize(
    ("pre", "whole_words", "name"),
    [
        (pre_tokenizers.ByteLevel(False), False, "gpt-2"),
        (pre_tokenizers.Sequence([pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(False)]), False, "smollm"),
        (split_by(BEFORE + r"\p{N}{1,3}" + BEHIND), True, "llama-bpe"),
        (split_by(BEFORE + r"\p{N}{1,3}" + BEHIND), False, None),
        (split_by(BEFORE + r"\p{N}" + BEHIND), False, "qwen2"),
        (split_by("a"), False, None),
        (pre_tokenizers.ByteLevel(True), False, None),
        (pre_tokenizers.Metaspace(), False, None),
    ],
)
def test_how_text_is_split_is_named_as_llama_cpp_names_it_or_refused(pre: Any, whole_words: bool, name: str | None):
    tokenizer = make_tokenizer(pre, ignore_merges=whole_words)
    if name is None:
        with pytest.raises(ServingError, match=r"no GGUF: the tokenizer .* use --format hf"):
            read_tokens(tokenizer, 264)
        return
    tokens = read_tokens(tokenizer, 264)
    assert tokens.pre == name
    assert len(tokens.tokens) == len(tokens.types) == 264
    assert (tokens.tokens[-1], tokens.types[-1]) == ("[PAD263]", 5)


def test_a_tokenizer_that_gguf_cannot_say_is_refused_before_anything_is_loaded(tmp_path: Path):
    made = make_task(tmp_path, pre=pre_tokenizers.Metaspace())
    chosen = made.choose(made.train_adapter())
    with pytest.raises(ServingError, match="is no byte-level BPE"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "gguf"))
    assert not (tmp_path / "out").exists()


def test_what_gguf_cannot_say_is_refused_by_name_before_anything_is_loaded(tmp_path: Path):
    for place, (architecture, more, said) in enumerate(
        (
            ("gemma2", {}, "no GGUF of the architecture gemma2: only llama, mistral, qwen2"),
            ("mistral", {}, "it has a sliding window of 24"),
            ("llama", {"attention_bias": True}, "it has attention_bias"),
        )
    ):
        made = make_task(tmp_path / str(place), architecture, **more)
        chosen = made.choose(made.train_adapter())
        with pytest.raises(ServingError, match=said):
            export_model(chosen, made.workbench, Asked(tmp_path / "out", "gguf"))
    assert not (tmp_path / "out").exists()


def test_full_weights_are_no_adapter(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter(made.train_whole(), "dpo", seed=2))
    with pytest.raises(ServingError, match=r"full weights.*use --format hf"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))


def test_a_program_reads_what_it_is_and_its_hashes(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter(made.train_adapter(), "dpo", seed=2))
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "hf"))
    assert described == json.loads((tmp_path / "out" / "export.json").read_text())
    assert described["address"] == chosen.model.address
    assert described["base_model"]["weights_sha256"] == made.base.weights_sha256
    assert described["disclosure"] == "synthetic"
    names = {path.name for path in (tmp_path / "out").iterdir()} - {"export.json"}
    assert set(described["files"]) == names >= {"README.md", "model.safetensors", "chat_template.jinja"}
    assert all(hash_file(tmp_path / "out" / name) == digest for name, digest in described["files"].items())
    assert list(described["rows"].values()) == [{"eval": 1, "train": 2}] * 2
    cases = made.store.current("uti/cases").address
    assert {"address": cases, "rows": len(NOTES), "in_store": True} in described["made_from"]
    card = (tmp_path / "out" / "README.md").read_text()
    assert "Apache-2.0" in card
    assert "not a medical device" in " ".join(card.split())
    assert "This model was not evaluated on held-out cases." in card
    assert not any(note in card for note in NOTES)


def test_an_export_is_in_the_audit_log_and_is_none_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = make_task(tmp_path / "made")
    chosen = made.choose(made.train_adapter())
    export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    [entry] = made.workbench.audit.entries()
    assert (entry.action, entry.subject) == ("model.exported", chosen.model.address)
    assert entry.details == {"format": "adapter", "type": "float32", "to": str(tmp_path / "out")}

    def refuse(*_: Any, **__: Any) -> None:
        raise AuditError("the log is not what was written")

    monkeypatch.setattr(AuditLog, "append", refuse)
    with pytest.raises(AuditError):
        export_model(chosen, made.workbench, Asked(tmp_path / "again", "adapter"))
    assert list_around(tmp_path) == ["made", "out"]


def test_the_same_export_gives_the_same_bytes(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter(made.train_adapter(), "dpo", seed=2))
    for kind in ("adapter", "gguf"):
        first, again = (
            export_model(chosen, made.workbench, Asked(tmp_path / f"{kind}{place}", kind)) for place in range(2)
        )
        assert first == again


def test_files_of_patients_models_are_their_owners_alone(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter())
    for disclosure, folder_mode, file_mode in (
        (Disclosure.SYNTHETIC, 0o755, 0o644),
        (Disclosure.DEIDENTIFIED, 0o700, 0o600),
    ):
        target = tmp_path / disclosure.value
        described = export_model(chosen, made.workbench.working_with(disclosure), Asked(target, "adapter"))
        assert described["disclosure"] == disclosure.value
        assert target.stat().st_mode & 0o777 == folder_mode
        assert {path.stat().st_mode & 0o777 for path in target.iterdir()} == {file_mode}
    assert "The cases are of patients (deidentified)" in (tmp_path / "deidentified" / "README.md").read_text()


def test_the_sft_model_that_dpo_fell_back_on_is_exported_and_said(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter(), status="fallback")
    described = export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert (described["chosen_as"], described["stage"]) == ("dpo", "sft")
    assert "The SFT model itself is kept" in (tmp_path / "out" / "README.md").read_text()


# What is refused, and leaves nothing


def list_around(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_overwritten(tmp_path: Path):
    made = make_task(tmp_path / "made")
    chosen = made.choose(made.train_adapter())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for target, said in (
        (tmp_path / "full", "is not empty, and nothing is ever overwritten"),
        (tmp_path / "file", "is a file"),
        (made.store.root / "models" / "mine", "lies in the store"),
    ):
        with pytest.raises(ServingError, match=said):
            export_model(chosen, made.workbench, Asked(target, "adapter"))
    assert (tmp_path / "full" / "note.txt").read_text() == "mine"
    assert list_around(tmp_path) == ["file", "full", "made"]
    (tmp_path / "empty").mkdir()
    export_model(chosen, made.workbench, Asked(tmp_path / "empty", "adapter"))
    assert (tmp_path / "empty" / "export.json").is_file()


def test_a_folder_that_is_filled_meanwhile_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = make_task(tmp_path / "made")
    chosen = made.choose(made.train_adapter())

    def fill(*given: Any) -> Any:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "note.txt").write_text("mine")
        return write_card(*given)

    write_card = exports.write_card
    monkeypatch.setattr(exports, "write_card", fill)
    with pytest.raises(ServingError, match="filled by another process"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert list_around(tmp_path / "out") == ["note.txt"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = make_task(tmp_path / "made")
    chosen = made.choose(made.train_adapter())

    def refuse(*_: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(exports, "write_card", refuse)
        with pytest.raises(ServingError, match=r"the disk is full: .*MiB are free.*Nothing was kept"):
            export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ServingError, match="the disk is full"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "hf"))
    assert list_around(tmp_path) == ["made"]


KILLED_WHILE_WRITING = """
import os, sys
from pathlib import Path
from medpref_dagster.serving import exports
from tests.serving.made_models import make_task

made = make_task(Path(sys.argv[1]) / "made")
exports.write_card = lambda *_: os.kill(os.getpid(), 9)
asked = exports.Asked(Path(sys.argv[1]) / "out", "adapter")
exports.export_model(made.choose(made.train_adapter()), made.workbench, asked)
"""


def test_a_kill_leaves_no_folder_and_the_next_export_sweeps_what_it_left(tmp_path: Path):
    done = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(tmp_path)], cwd=CHECKOUT, check=False)
    assert done.returncode == -9
    assert not (tmp_path / "out").exists()
    assert list_around(tmp_path) == [".medpref-exports", "made"]
    made = make_task(tmp_path / "other")
    export_model(made.choose(made.train_adapter()), made.workbench, Asked(tmp_path / "out", "adapter"))
    assert list_around(tmp_path) == ["made", "other", "out"]


def test_damaged_weights_are_refused(tmp_path: Path):
    made = make_task(tmp_path / "made")
    chosen = made.choose(made.train_adapter())
    weights = chosen.model.path / "adapter_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.chmod(0o644)
    weights.write_bytes(bytes(content))
    with pytest.raises((ModelError, StoreError), match="damaged"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert list_around(tmp_path) == ["made"]


def test_a_model_on_a_tainted_one_is_refused(tmp_path: Path):
    made = make_task(tmp_path / "made")
    sft = made.train_adapter()
    chosen = made.choose(made.train_adapter(sft, "dpo", seed=2))
    taint(made.store, sft.address, "a-keyed-hash", {"train": 1})
    with pytest.raises(ServingError, match="must be forgotten"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert list_around(tmp_path) == ["made"]


def test_what_answers_otherwise_is_never_handed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = make_task(tmp_path / "made")
    chosen = made.choose(made.train_adapter())
    other = made.train_adapter(seed=9)

    def write_another(_: Any, folder: Path) -> int:
        return write_adapter([(other, chosen.manifest)], folder)

    write_adapter = exports.write_adapter
    monkeypatch.setattr(exports, "write_adapter", write_another)
    with pytest.raises(ServingError, match="answers otherwise"):
        export_model(chosen, made.workbench, Asked(tmp_path / "out", "adapter"))
    assert list_around(tmp_path) == ["made"]
