"""Model artifacts: a base model's weights hash, and adapters or full weights on top, with what they were made from.

Files of a model artifact::

    manifest.json                 `ModelManifest`
    README.md                     the model card
    rows.parquet                  schemas.MODEL_ROWS: every row that the model saw
    adapter_model.safetensors     kind adapter: the LoRA weights, and adapter_config.json, as peft reads them
    model.safetensors             kind full: all weights, and config.json, as transformers reads them
    <name>.parquet                further tables, e.g. the training log

A DPO model's parent is the SFT model that it started from. An adapter was trained on the merged weights below it,
so loading it merges its parents' adapters first, in order. Two saves of the same content have the same address.
"""

import importlib.metadata
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import torch
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.utils import logging as transformers_logging

from medpref_dagster.declaration.machine import HubOrigin
from medpref_dagster.devices import Compute
from medpref_dagster.schemas import MODEL_ROWS
from medpref_dagster.stages import find_stage
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.store import ROWS, Artifact, Store, hash_folder

MANIFEST = "manifest.json"
_ADAPTER_WEIGHTS = "adapter_model.safetensors"
_ADAPTER_CONFIG = "adapter_config.json"
_PREFIX, _DOWN, _UP = "base_model.model.", ".lora_A.weight", ".lora_B.weight"
_PLAIN_LORA = {"peft_type": "LORA", "bias": "none"}
_BEYOND_PLAIN_LORA = (
    "alora_invocation_tokens",
    "alpha_pattern",
    "fan_in_fan_out",
    "layer_replication",
    "lora_bias",
    "modules_to_save",
    "rank_pattern",
    "target_parameters",
    "trainable_token_indices",
    "use_bdlora",
    "use_dora",
    "use_qalora",
    "use_rslora",
)
_LIBRARIES = ("torch", "transformers", "trl", "peft")


class ModelError(Exception):
    """A model artifact cannot be read, or does not belong to the base model. The message says what to do."""


class _Described(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseModelReference(_Described):
    """Which base model a model stands on."""

    name: str
    """As declared."""
    repo: str | None
    """On the hub, where it is from there."""
    revision: str
    weights_sha256: str
    licence: str


class ModelManifest(_Described):
    """What a model artifact is and what it was made from."""

    format_version: Literal[1] = 1
    task: str
    stage: str
    """Its name among the models that are compared, see `stages`."""
    kind: Literal["adapter", "full"]
    base_model: BaseModelReference
    parent: str | None
    """Address of the model that it started from and that was its reference; None for the base model itself."""
    training: dict[str, Any]
    """The training's arguments, as JSON values."""
    rows_from: str
    """Address of the table that `rows.parquet` names rows of."""
    dev_metrics: dict[str, float]
    versions: dict[str, str]
    """Of medpref-dagster, torch, transformers, trl and peft."""


def describe_model(
    *,
    task: str,
    stage: str,
    kind: Literal["adapter", "full"],
    base: BaseModelFiles,
    parent: Artifact | None,
    training: Mapping[str, Any],
    rows_from: Artifact,
    dev_metrics: Mapping[str, float],
) -> ModelManifest:
    """The manifest of a model that was just trained with the installed versions."""
    origin = base.declaration.origin
    return ModelManifest(
        task=task,
        stage=stage,
        kind=kind,
        base_model=BaseModelReference(
            name=base.declaration.name,
            repo=origin.repo if isinstance(origin, HubOrigin) else None,
            revision=base.revision,
            weights_sha256=base.weights_sha256,
            licence=base.declaration.licence,
        ),
        parent=None if parent is None else parent.address,
        training=dict(training),
        rows_from=rows_from.address,
        dev_metrics=dict(dev_metrics),
        versions={name: _installed_version(name) for name in ("medpref-dagster", *_LIBRARIES)},
    )


def read_manifest(artifact: Artifact) -> ModelManifest:
    """A model artifact's manifest.

    Raises
    ------
    ModelError
        If it has none, or one of another format.
    """
    try:
        return ModelManifest.model_validate_json((artifact.path / MANIFEST).read_text())
    except FileNotFoundError:
        raise ModelError(f"{artifact.address} has no {MANIFEST}; it is no model artifact") from None
    except ValidationError as error:
        raise ModelError(
            f"{artifact.address}: {MANIFEST} is not of format 1, which this version reads; materialize the model again "
            f"({error.error_count()} fields differ, the first is {'.'.join(map(str, error.errors()[0]['loc']))})"
        ) from error


def load_tokenizer(base: BaseModelFiles) -> PreTrainedTokenizerBase:
    """The base model's tokenizer, with the declared chat template where one is declared. Has a pad token."""
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
        base.path, local_files_only=True, trust_remote_code=False
    )
    tokenizer.name_or_path = base.declaration.name  # names it in errors, instead of a folder
    if base.declaration.chat_template is not None:
        tokenizer.chat_template = base.declaration.chat_template
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(store: Store, base: BaseModelFiles, artifact: Artifact | None, compute: Compute) -> PreTrainedModel:
    """The base model with an artifact's whole stack merged in, on the device, in eval mode.

    Parameters
    ----------
    store
        Holds the artifact's parents.
    base
        Its weights are verified against the hash taken when it was prepared.
    artifact
        A model artifact; None for the base model itself.
    compute
        Device and dtype of the weights.

    Raises
    ------
    ModelError
        If the artifact, or one that it stands on, is damaged, or was trained on other base weights.
    BaseModelError
        If the base model's files changed since they were prepared.
    """
    base.verify()
    stack = _list_stack(store, artifact) if artifact is not None else []
    for member, manifest in stack:
        if manifest.base_model.weights_sha256 != base.weights_sha256:
            raise ModelError(
                f"{member.address} was trained on {manifest.base_model.name} with weights "
                f"{manifest.base_model.weights_sha256}, but {base.declaration.name} now has weights "
                f"{base.weights_sha256}; train it again on these, or declare the base model that it was trained on"
            )
        if hash_folder(member.path) != member.version:
            raise ModelError(f"{member.address} is damaged: its files do not have its hash; materialize it again")
    start = base.path
    if stack and stack[0][1].kind == "full":
        start = stack.pop(0)[0].path
    with _without_progress_bars():
        model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
            start,
            dtype=compute.dtype,
            device_map=None if compute.device.type == "cpu" else {"": compute.device},
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    for member, _ in stack:
        _merge_adapter(model, member)
    return model.eval()


def save_model(
    store: Store,
    model: PreTrainedModel | Any,
    manifest: ModelManifest,
    row_ids: pa.Table,
    tables: Mapping[str, pa.Table] | None = None,
) -> Artifact:
    """Write a trained model as an artifact.

    Parameters
    ----------
    store
        Where it goes. Its parents must be there.
    model
        For kind adapter a `peft.PeftModel` with one plain LoRA adapter; for kind full a model of transformers.
    manifest
        See `describe_model`.
    row_ids
        Every row that the training saw. Columns in: `schemas.MODEL_ROWS`, in any order of rows.
    tables
        Further tables by name, e.g. `{"log": ..., "candidates": ...}`; read with `store.read_table(artifact, name)`.

    Returns
    -------
    Artifact
        The same one for the same content.

    Raises
    ------
    ModelError
        If the model is not of the manifest's kind, or has an adapter that is more than plain LoRA.
    """
    if manifest.kind == "full" and hasattr(model, "peft_config"):
        raise ModelError("a model with an adapter cannot be saved as full weights; merge it, or save it as an adapter")
    parents = _list_stack(store, store.artifact(manifest.parent)) if manifest.parent is not None else []
    with store.new_folder("models") as pending:
        folder = pending.path
        if manifest.kind == "adapter":
            _save_adapter(model, manifest, folder)
        else:
            with _without_progress_bars():
                model.save_pretrained(folder)
        # pydantic keeps the order of a dict as it was given; the address must not depend on it.
        (folder / MANIFEST).write_text(json.dumps(manifest.model_dump(mode="json"), indent=2, sort_keys=True) + "\n")
        (folder / "README.md").write_text(write_model_card(manifest, [parent.address for parent, _ in parents]))
        rows = row_ids.select(MODEL_ROWS.names).cast(MODEL_ROWS)
        rows = rows.sort_by([("split", "ascending"), ("row_id", "ascending")])
        for name, table in {**(tables or {}), ROWS: rows}.items():
            pq.write_table(table.replace_schema_metadata(None), folder / f"{name}.parquet", compression="zstd")
    return pending.finished


def write_model_card(manifest: ModelManifest, parents: list[str]) -> str:
    """The model card, in Markdown.

    Parameters
    ----------
    manifest
        Of the model.
    parents
        Addresses of the adapters below it, the lowest first; a model with full weights has none.
    """
    base = manifest.base_model
    base_id = base.repo or base.name
    stage = find_stage(manifest.stage)
    metrics = "\n".join(f"| {name} | {value:.4f} |" for name, value in sorted(manifest.dev_metrics.items()))
    return f"""---
base_model: {base_id}
library_name: {"peft" if manifest.kind == "adapter" else "transformers"}
pipeline_tag: text-generation
license: other
license_name: {base.licence}
tags:
- {manifest.stage}
- medpref
---

# {manifest.task}, {stage.title}, {base.name}

{stage.description} of {base_id} for the clinical task `{manifest.task}`, made by medpref-dagster \
{manifest.versions.get("medpref-dagster", "")}.

| | |
|---|---|
| base model | {base_id}, revision {base.revision}, weights sha256 `{base.weights_sha256}` |
| kind | {"LoRA adapter" if manifest.kind == "adapter" else "full weights"} |
| started from | {f"`{manifest.parent}`" if manifest.parent else "the base model"} |
| rows | `rows.parquet` names every row that it saw, of the table `{manifest.rows_from}` |
| training | `manifest.json` has every argument and the versions of the libraries |

## How to load it

```python
{_write_loading_code(manifest, parents)}
```

Write prompts with the base model's own chat template, and stop at its end-of-turn token.

## Score on the dev split

| metric | value |
|---|---|
{metrics}

These scores chose this model among its candidates and are therefore too good. The task's evaluation report has the
scores on the held-out test split, with confidence intervals and paired tests.

## Licence

The base model's licence holds for what is derived from it: {base.licence}.

## Intended use and limits

Research on how models learn a declared clinical task from gold answers and clinicians' preferences. It was trained
and chosen on the data of one task, and says nothing reliable outside of it. It is not a medical device: do not use
it to decide about a patient without a clinician's review and a validation on your own data. It may carry over
biases of its data and of the base model. Whoever trained it on patients' data must treat it as such data: models can
repeat what they were trained on.
"""


def _write_loading_code(manifest: ModelManifest, parents: list[str]) -> str:
    revision = f', revision="{manifest.base_model.revision}"' if manifest.base_model.repo else ""
    base_id = manifest.base_model.repo or f"path/to/{manifest.base_model.name}"
    if manifest.kind == "full":
        return (
            "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
            'model = AutoModelForCausalLM.from_pretrained("path/to/this/folder")\n'
            f'tokenizer = AutoTokenizer.from_pretrained("{base_id}"{revision})'
        )
    lines = [
        "from peft import PeftModel",
        "from transformers import AutoModelForCausalLM, AutoTokenizer\n",
        f'model = AutoModelForCausalLM.from_pretrained("{base_id}"{revision})',
        f'tokenizer = AutoTokenizer.from_pretrained("{base_id}"{revision})',
    ]
    folders = [f"path/to/store/{address}" for address in parents] + ["path/to/this/folder"]
    lines += [f'model = PeftModel.from_pretrained(model, "{folder}").merge_and_unload()' for folder in folders]
    return "\n".join(lines)


def _list_stack(store: Store, artifact: Artifact) -> list[tuple[Artifact, ModelManifest]]:
    """The artifact and what it stands on, the lowest first; full weights stand on nothing."""
    manifest = read_manifest(artifact)
    stack = [(artifact, manifest)]
    while manifest.kind == "adapter" and manifest.parent is not None:
        artifact = store.artifact(manifest.parent)
        manifest = read_manifest(artifact)
        stack.append((artifact, manifest))
    return stack[::-1]


@torch.no_grad()
def _merge_adapter(model: PreTrainedModel, member: Artifact) -> None:
    """Add a LoRA adapter to the weights: W + alpha / rank * B A (Hu et al. 2021, arXiv 2106.09685, section 4.1).

    The same as `peft.PeftModel.merge_and_unload`, bit for bit in float32, without building its layers first. In a
    lower precision only the sum is rounded, where peft rounds the product as well.
    """
    if not (member.path / _ADAPTER_WEIGHTS).is_file():
        raise ModelError(f"{member.address} has no {_ADAPTER_WEIGHTS}; only safetensors are loaded")
    config = json.loads((member.path / _ADAPTER_CONFIG).read_text())
    _require_plain_lora(config, member.address)
    scaling = config["lora_alpha"] / config["r"]
    state = load_file(member.path / _ADAPTER_WEIGHTS, device=str(model.device))
    for name in sorted(state):
        if not name.endswith(_DOWN):
            continue
        module = name.removeprefix(_PREFIX).removesuffix(_DOWN)
        down, up = state[name].float(), state[f"{_PREFIX}{module}{_UP}"].float()
        weight: torch.Tensor = model.get_parameter(f"{module}.weight")
        weight.add_((up @ down).mul_(scaling))


def _save_adapter(model: Any, manifest: ModelManifest, folder: Path) -> None:
    """Write adapter weights and configuration as peft does, less what differs between machines and runs."""
    if not hasattr(model, "peft_config") or list(model.peft_config) != ["default"]:
        raise ModelError("only a model of peft with the one adapter 'default' can be saved as an adapter")
    from peft import get_peft_model_state_dict

    config = model.peft_config["default"].to_dict()
    _require_plain_lora(config, "this model")
    described = {key: sorted(value) if isinstance(value, set) else value for key, value in config.items()}
    described["target_modules"] = sorted(config["target_modules"])
    described["base_model_name_or_path"] = manifest.base_model.repo or manifest.base_model.name
    described["revision"] = manifest.base_model.revision if manifest.base_model.repo else None
    described["inference_mode"] = True
    (folder / _ADAPTER_CONFIG).write_text(json.dumps(described, indent=2, sort_keys=True) + "\n")
    # Embeddings are none of an adapter's; asked to find out, peft would look the base model up on the hub.
    state = get_peft_model_state_dict(model, save_embedding_layers=False)
    tensors = {name: state[name].detach().cpu().contiguous() for name in sorted(state)}
    save_file(tensors, folder / _ADAPTER_WEIGHTS, metadata={"format": "pt"})


def _require_plain_lora(config: Mapping[str, Any], what: str) -> None:
    """Refuse an adapter whose meaning is not B A scaled by alpha / rank on some linear layers."""
    found = [f"{name}={config[name]!r}" for name in _BEYOND_PLAIN_LORA if config.get(name)]
    found += [f"{name}={config[name]!r}" for name, plain in _PLAIN_LORA.items() if config.get(name) != plain]
    if isinstance(config.get("target_modules"), str):
        found.append("target_modules as a pattern")
    if found:
        raise ModelError(f"only plain LoRA adapters are kept; {what} has {', '.join(found)}")


def _installed_version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


@contextmanager
def _without_progress_bars() -> Generator[None]:
    """Keep the bars of transformers out of the logs: loading is a matter of a second."""
    was_enabled = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        if was_enabled:
            transformers_logging.enable_progress_bar()
