"""A real question set, a real base model and a real tokenizer for `benchmarks.evaluate`."""

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.profiles import read_machine, store_folder
from medpref_dagster.devices import Compute
from medpref_dagster.project import find_project_root
from medpref_dagster.sources import open_source
from medpref_dagster.sources.cases import build_cases
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Store

_REAL_DATA = "MEDPREF_REAL_DATA"


def declare_questions() -> tuple[str, dict[str, Any]]:
    """(name, attributes of its YAML) of the question set: MedMCQA where it is at hand, else our made-up questions."""
    root = find_project_root()
    folder = os.environ.get(_REAL_DATA)
    path = root / ("docs/examples/medmcqa_dev" if folder else "assets/reasoning") / "defs.yaml"
    document = yaml.safe_load(path.read_text().replace(f"{{{{ env.{_REAL_DATA} }}}}", folder or ""))
    return path.parent.name, document["attributes"]


def read_questions(task: TaskDeclaration, count: int) -> pa.Table:
    """At most `count` test cases, as an evaluation would choose them; columns: CASES."""
    reading = open_source(task.source, None)
    raw = pa.Table.from_batches(list(reading.batches), schema=reading.schema)
    return select_rows(build_cases(raw, task).cases, "test", count)


def load_base_model(name: str, store: Path | None, compute: Compute) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """A base model of the profile `local`, prepared in the project's store or another if it is not there yet."""
    root = find_project_root()
    machine = read_machine(root, "local")
    try:
        declared = machine.base_model(name)
    except KeyError as error:
        raise SystemExit(f"--base-model: {error.args[0]}") from None
    opened = Store(store or store_folder(machine, root))
    base = prepare_base_model(declared, opened)
    return load_model(opened, base, None, compute), load_tokenizer(base)
