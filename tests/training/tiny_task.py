"""A whole task in miniature: a random base model, forty cases, their examples and pairs, in a store."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import torch

from medpref_dagster import schemas
from medpref_dagster.declaration import Evaluation, LabelAnswer, TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration, FolderOrigin
from medpref_dagster.devices import Compute
from medpref_dagster.progress import Progress
from medpref_dagster.storage.base_models import BaseModelFiles, prepare_base_model
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.training.dpo import fit_dpo
from medpref_dagster.training.reference_logps import score_reference
from medpref_dagster.training.selection import Selection
from medpref_dagster.training.sft import fit_sft
from medpref_dagster.workbench import Workbench
from tests.tiny_models import make_model, make_tokenizer

COMPUTE = Compute(device=torch.device("cpu"), dtype=torch.float32, memory_bytes=2**33, threads=1)
ANSWERS = {"Yes": "Yes, it does.", "No": "No."}


def make_declaration(
    sft: dict[str, Any] | None = None, dpo: dict[str, Any] | None = None, **own: Any
) -> TaskDeclaration:
    common = {"batch_size": 4, "max_eval_rows": 3, "evaluations": 2, "checkpoints": 1, "lora": {"rank": 2, "alpha": 4}}
    return TaskDeclaration.model_validate(
        {
            "title": "Tiny",
            "source": {"reader": "synthetic", "columns": {"text": "note"}},
            "prompt": "UTI? {note}",
            "answer": LabelAnswer(column="label", labels=ANSWERS),
            "evaluation": Evaluation(max_new_tokens=3),
            "sft": {"learning_rate": 1e-2, "epochs": 2, **common, **(sft or {})},
            "dpo": {"learning_rate": 1e-2, **common, **(dpo or {})},
            **own,
        }
    )


def make_cases() -> pa.Table:
    splits = ["train"] * 14 + ["eval"] * 3 + ["dev"] * 3 + ["test"] * 3
    rows = []
    for i, split in enumerate(splits):
        label = "Yes" if i % 2 else "No"
        text = f"note {i} {'burning' if i % 2 else 'fine'}"
        rows.append(
            {
                "case_id": f"c{i}",
                "patient_id": f"p{i}",
                "split": split,
                "text": text,
                "prompt": f"UTI? {text}",
                "answer": ANSWERS[label],
                "gold": [("label", label)],
                "source_fields": json.dumps({"label": label}),
            }
        )
    return pa.Table.from_pylist(rows, schema=schemas.CASES)


def make_examples(cases: pa.Table) -> pa.Table:
    rows = [{**case, "completion": case["answer"]} for case in cases.to_pylist() if case["split"] != "test"]
    return pa.Table.from_pylist(rows, schema=schemas.SFT_EXAMPLES)


def make_pairs(cases: pa.Table) -> pa.Table:
    rows = [
        {
            **case,
            "pair_id": f"{case['case_id']}-0",
            "chosen": case["answer"],
            "rejected": ANSWERS["No" if case["answer"].startswith("Yes") else "Yes"],
            "chosen_source": "gold",
            "rejected_source": "other_label",
            "prompt_tokens": 1,
            "chosen_tokens": 1,
            "rejected_tokens": 1,
        }
        for case in cases.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=schemas.PREFERENCE_PAIRS)


@functools.cache
def write_base_model(folder: Path, architecture: str = "llama") -> BaseModelDeclaration:
    make_model(architecture).save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    return declare_base_model(folder)


def declare_base_model(folder: Path) -> BaseModelDeclaration:
    return BaseModelDeclaration(
        name="tiny", origin=FolderOrigin.model_validate({"from": "folder", "path": str(folder)}), licence="Apache-2.0"
    )


@dataclass
class TinyTask:
    """A store with the tables of a task, and the three calls that a step makes."""

    store: Store
    base: BaseModelFiles
    cases: Artifact
    examples: Artifact
    pairs: Artifact
    told: list[Progress]
    compute: Compute = COMPUTE

    @property
    def workbench(self) -> Workbench:
        return Workbench(self.store, self.base, self.compute, self.told.append)

    def fit_sft(self, task: TaskDeclaration) -> Selection:
        return fit_sft(task, self.examples, self.cases, self.workbench)

    def score_reference(self, sft: Artifact) -> Artifact:
        return score_reference(self.pairs, sft, self.workbench)

    def fit_dpo(self, task: TaskDeclaration, sft: Artifact, reference: Artifact | None = None) -> Selection:
        reference = reference or self.score_reference(sft)
        return fit_dpo(task, self.pairs, reference, self.cases, sft, self.workbench)


def open_tiny_task(
    folder: Path, base_folder: Path, architecture: str = "llama", cases: pa.Table | None = None
) -> TinyTask:
    """The same task in a store of its own; the base model's folder may be shared."""
    return lay_out_tiny_task(Store(folder), write_base_model(base_folder, architecture), cases)


def lay_out_tiny_task(
    store: Store, base: BaseModelDeclaration, cases: pa.Table | None = None, compute: Compute = COMPUTE
) -> TinyTask:
    """As `open_tiny_task`, in a store that is open and with a base model that is written."""
    cases = make_cases() if cases is None else cases
    return TinyTask(
        store=store,
        base=prepare_base_model(base, store),
        cases=store.write_table(cases, schemas.CASES),
        examples=store.write_table(make_examples(cases), schemas.SFT_EXAMPLES),
        pairs=store.write_table(make_pairs(cases), schemas.PREFERENCE_PAIRS),
        told=[],
        compute=compute,
    )
