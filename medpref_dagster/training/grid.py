"""A grid: its candidates, and for each the hash of all that decides its weights and its dev score."""

import functools
import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from medpref_dagster.answering import choose_metric
from medpref_dagster.answering.parsing import read_by
from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.chat import encode_prompt
from medpref_dagster.declaration import Guards, TaskDeclaration, Training
from medpref_dagster.hashing import content_key, hash_file
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.training.errors import TrainingError
from medpref_dagster.training.rows import ChosenRows, Row, hash_token_ids
from medpref_dagster.training.schedule import halving_steps
from medpref_dagster.versions import VERSIONS, raised
from medpref_dagster.workbench import Workbench

GRID_FIELDS = {"learning_rate", "epochs", "beta", "stop_early", "guards", "fallback"}
"""What differs between a grid's candidates, or is about the grid. Guards are in the keys by `fit_dpo`."""


SCORED_BY = ("chat", "passes", "answers", "metrics")
"""The modules beside training that decide a dev score, as `versions` names them."""


@dataclass(frozen=True)
class Candidate:
    """One point of a grid."""

    name: str
    arguments: Mapping[str, float]
    steps: int
    """Optimizer steps of the whole training."""
    halvings: tuple[int, ...]
    """Steps after which the worse half is stopped; () where nobody is."""
    key: str
    """Content hash of everything that decides the trained weights and their dev score."""


@dataclass(frozen=True)
class Grid:
    """A stage's candidates and what they have in common."""

    stage: str
    """The name of the model that is trained, as in `stages`."""
    declared: Training
    candidates: tuple[Candidate, ...]
    rows_from: Artifact
    """The table that the row ids are of."""
    rows_seen: Mapping[str, Sequence[str]]
    """Split (train, eval) -> ids of the rows that a training sees."""
    too_long: Sequence[str]
    """Ids of the rows that were left out as over the token limits."""
    parent: Artifact | None
    """The model that training starts from; None for the base model."""
    guards: Guards | None = None
    """What makes a candidate collapse, measured against the parent; None where nothing does."""
    fallback: bool = False
    """Whether the parent itself is kept where no candidate is better."""

    def label(self, candidate: Candidate) -> str:
        """A candidate as shown in progress and errors."""
        return f"{self.stage} {candidate.name}"


def name_candidate(arguments: Mapping[str, float]) -> str:
    """As a person would write it.

    >>> name_candidate({"learning_rate": 0.002, "epochs": 2.0})
    'learning_rate=0.002,epochs=2'
    """
    return ",".join(f"{name}={value:g}" for name, value in arguments.items())


def list_candidates(
    declared: Training, arguments: Sequence[Mapping[str, float]], count_steps: Callable[[float], int], **inputs: Any
) -> tuple[Candidate, ...]:
    """The grid's candidates with their keys.

    Parameters
    ----------
    arguments
        Each candidate's own arguments, in the declared order.
    count_steps
        Epochs -> optimizer steps.
    inputs
        JSON values: everything else that decides a candidate's weights and dev score.
    """
    shared = declared.model_dump(mode="json", exclude=GRID_FIELDS)
    code = code_version(*SCORED_BY)
    found: list[Candidate] = []
    for own in arguments:
        steps = count_steps(own["epochs"])
        halvings = halving_steps(steps, len(arguments)) if declared.stop_early else ()
        key = content_key(arguments=dict(own), declared=shared, halvings=list(halvings), code=code, **inputs)
        found.append(Candidate(name_candidate(own), dict(own), steps, halvings, key))
    return tuple(found)


def code_version(*modules: str) -> dict[str, str]:
    """What computes: this package's number of training and those of further modules, the libraries' versions."""
    return {
        "medpref numerics": str(VERSIONS["training"]),
        **_library_versions(),
        **{name: str(number) for name, number in raised(*modules).items()},
    }


@functools.cache
def _library_versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in ("torch", "transformers", "trl", "peft", "accelerate")}


def hash_weights(store: Store, base: BaseModelFiles, model: Artifact | None) -> str:
    """The sha256 of the weights that a model artifact stands for: the base model's and those of its stack.

    The files themselves are hashed, not their names: weights that were overwritten in place count as others.
    """
    base.verify()
    digest = hashlib.sha256(base.network.encode())
    while model is not None:
        for path in sorted(model.path.iterdir()):
            if path.suffix == ".safetensors" or path.name == "adapter_config.json":
                digest.update(f"{path.name}\0{hash_file(path)}\n".encode())
        parent = read_manifest(model).parent
        model = store.artifact(parent) if parent is not None else None
    return digest.hexdigest()


def describe_inputs(
    train: ChosenRows[Row], evaluation: ChosenRows[Row], dev: Mapping[str, Any], workbench: Workbench
) -> dict[str, Any]:
    """What decides a candidate beside its arguments and the model that it starts from, as JSON values for a key.

    Parameters
    ----------
    train, evaluation
        The rows that are trained on, and those that give the loss curve.
    dev
        Of `describe_dev`.
    """
    compute = workbench.compute
    return {
        "lora_targets": sorted(workbench.base.declaration.lora_targets),
        "train": hash_token_ids(train.rows),
        "eval": hash_token_ids(evaluation.rows),
        "dev": dict(dev),
        "dtype": compute.arithmetic,
        "device": compute.device.type,
    }


def describe_dev(task: TaskDeclaration, tokenizer: PreTrainedTokenizerBase, dev: pa.Table) -> dict[str, Any]:
    """What decides a dev score beside the model, as JSON values for a key."""
    cases = dev.select(["case_id", "gold", "source_fields", "text"]).to_pylist()
    prompts = [encode_prompt(tokenizer, prompt) for prompt in dev["prompt"].to_pylist()]
    return {
        "metric": choose_metric(task),
        "max_new_tokens": task.evaluation.max_new_tokens,
        **task.evaluation.model_dump(mode="json", include={"answer_by"}),  # nothing where it is by generation
        "answer": task.answer.model_dump(mode="json"),
        **raised(*read_by(task.answer)[1:]),  # the first is in the code of every key
        "cases": hashlib.sha256(json.dumps([cases, prompts], sort_keys=True).encode()).hexdigest(),
    }


def select_dev_cases(
    stage: str, declared: Training, candidates: int, cases: pa.Table, task: TaskDeclaration | None = None
) -> pa.Table:
    """The dev cases that choose among a grid's candidates; columns: `schemas.CASES`.

    Raises
    ------
    TrainingError
        If there are several candidates and no dev case.
    """
    dev = select_rows(cases, "dev", declared.max_dev_rows, task)
    if candidates > 1 and not dev.num_rows:
        raise TrainingError(
            f"{stage}: the dev split has no cases, so nothing can choose among {candidates} candidates; declare one "
            "candidate, or give the dev split a larger share"
        )
    return dev
