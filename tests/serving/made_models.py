"""A task with a few cases and tiny random models in a store, as its trainings would leave them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import torch
import yaml
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

from medpref_dagster.declaration import LabelAnswer, TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.devices import Compute
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.schemas import CANDIDATES, CASES
from medpref_dagster.serving.chosen import ChosenModel, find_task_model
from medpref_dagster.storage.base_models import BaseModelFiles, prepare_base_model
from medpref_dagster.storage.models import load_model, save_model
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.workbench import Workbench
from tests.conftest import CHECKOUT
from tests.storage.test_models import ROWS, add_adapter, describe
from tests.tiny_models import CHAT_TEMPLATE, CONFIGS, SPECIAL_TOKENS

CPU = Compute(torch.device("cpu"), torch.float32, 2**30, 1)
_UNUSED = 4
"""Rows of the embedding without a token, as many models have."""
NOTES = ("burning urine since two days", "no fever, clear urine", "flank pain, 39.2 C", "frequency and urgency")


def make_tokenizer(pre: Any = None, **more: Any) -> PreTrainedTokenizerFast:
    """Bytes, one merge, special tokens; `pre` splits text first, in GPT-2's way without it."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {byte: index for index, byte in enumerate(alphabet)}
    tokenizer = Tokenizer(models.BPE(vocab={**vocabulary, "he": len(vocabulary)}, merges=[("h", "e")], **more))
    tokenizer.pre_tokenizer = pre or pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL_TOKENS)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<pad>", chat_template=CHAT_TEMPLATE
    )


def declare_task(**evaluation: Any) -> TaskDeclaration:
    """The checkout's task `uti`, whose answers have at most eight tokens."""
    attributes = yaml.safe_load((CHECKOUT / "assets" / "uti" / "defs.yaml").read_text())["attributes"]
    attributes = {name: value for name, value in attributes.items() if name in TaskDeclaration.model_fields}
    attributes["evaluation"] |= {"max_new_tokens": 8, **evaluation}
    return TaskDeclaration.model_validate(attributes)


def tell_nobody(action: str, subject: str, why: str, actor: str, details: Mapping[str, Any]) -> None:
    """An audit that keeps nothing."""


@dataclass
class Made:
    """A store with a base model, the cases of `uti`, and what was trained."""

    store: Store
    base: BaseModelFiles
    task: TaskDeclaration
    rows: Artifact

    @property
    def workbench(self) -> Workbench:
        return Workbench(self.store, self.base, CPU, disclosure=Disclosure.SYNTHETIC)

    def train_adapter(self, parent: Artifact | None = None, stage: str = "sft", seed: int = 1, **more: Any) -> Artifact:
        adapted = add_adapter(load_model(self.store, self.base, parent, CPU), seed, **more)
        return save_model(
            self.store, adapted, describe(self.base, self.rows, stage=stage, parent=parent, task=self.task.title), ROWS
        )

    def train_whole(self, stage: str = "sft") -> Artifact:
        model = load_model(self.store, self.base, None, CPU)
        torch.manual_seed(3)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.05)
        manifest = describe(self.base, self.rows, stage=stage, kind="full", task=self.task.title)
        return save_model(self.store, model, manifest, ROWS)

    def choose(self, model: Artifact, stage: str = "dpo", status: str = "chosen") -> ChosenModel:
        """Let a stage's asset point to a model, and find it as a consumer does."""
        row = {
            "candidate": "learning_rate=0.001",
            "arguments": "{}",
            "metric": "f1",
            "dev_score": 0.9,
            "dev_reference": 0.8,
            "dev_unreadable": 0.0,
            "steps": 2,
            "status": status,
            "reason": "no candidate is better on dev" if status == "fallback" else None,
            "model": model.address,
        }
        candidates = self.store.write_table(pa.Table.from_pylist([row], schema=CANDIDATES), CANDIDATES)
        self.store.point(f"uti/{stage}_model.candidates", candidates, "tiny")
        self.store.point(f"uti/{stage}_model", model, "tiny")
        return find_task_model(self.store, "uti", self.task, "tiny", stage)


def make_base(
    store: Store,
    folder: Path,
    architecture: str = "llama",
    *,
    tied: bool = True,
    pre: Any = None,
    quantization: Quantization | None = None,
    **more: Any,
) -> BaseModelFiles:
    tokenizer = make_tokenizer(pre)
    config = CONFIGS[architecture]()
    config.update({"tie_word_embeddings": tied, "vocab_size": len(tokenizer) + _UNUSED, **more})
    torch.manual_seed(0)
    AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    declared = {"name": "tiny", "licence": "Apache-2.0", "origin": {"from": "folder", "path": str(folder)}}
    base = BaseModelDeclaration.model_validate({**declared, "quantization": quantization})
    return prepare_base_model(base, store)


def make_task(tmp_path: Path, architecture: str = "llama", **more: Any) -> Made:
    """A store of its own, with a base model of an architecture."""
    store = Store(tmp_path / "store")
    return fill_store(store, make_base(store, tmp_path / "base", architecture, **more), declare_task())


def fill_store(store: Store, base: BaseModelFiles, task: TaskDeclaration, name: str = "uti") -> Made:
    """The cases of a task in a store, and the table that trainings were of."""
    gold = ("label", next(iter(task.answer.labels))) if isinstance(task.answer, LabelAnswer) else ("text", "yes")
    rows = [
        {
            "case_id": f"c{number}",
            "patient_id": f"p{number}",
            "split": "dev",
            "text": note,
            "prompt": f"Is it an infection?\n{note}",
            "answer": "yes",
            "gold": [gold],
            "source_fields": "{}",
        }
        for number, note in enumerate(NOTES)
    ]
    cases = store.write_table(pa.Table.from_pylist(rows, schema=CASES), CASES)
    store.point(f"{name}/cases", cases)
    trained_on = write_rows(store)
    store.record_inputs(trained_on, [cases])
    return Made(store, base, task, trained_on)


def write_rows(store: Store) -> Artifact:
    """The table that a training's rows are of."""
    return store.write_table(ROWS, ROWS.schema)
