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

import json
import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.utils import logging as transformers_logging

from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.devices import Compute
from medpref_dagster.schemas import MODEL_ROWS
from medpref_dagster.shards import gather_state, has_shared_weights, share_weights
from medpref_dagster.storage.adapters import merge_adapter, save_adapter
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.four_bit import describe_loading, settle
from medpref_dagster.storage.manifests import (
    MANIFEST,
    BaseModelReference,
    ModelError,
    ModelManifest,
    describe_model,
    read_manifest,
)
from medpref_dagster.storage.model_cards import write_model_card
from medpref_dagster.storage.store import ROWS, Artifact, Store, hash_folder

__all__ = [
    "MANIFEST",
    "BaseModelReference",
    "ModelError",
    "ModelManifest",
    "describe_model",
    "list_stack",
    "load_model",
    "load_to_train",
    "load_tokenizer",
    "read_manifest",
    "save_model",
    "without_progress_bars",
    "write_model_card",
]

_LOG = logging.getLogger(__name__)


def load_tokenizer(base: BaseModelFiles) -> PreTrainedTokenizerBase:
    """The base model's tokenizer, with the declared chat template where one is declared. Has a pad token.

    Raises
    ------
    BaseModelError
        If its files changed since they were prepared.
    """
    base.verify_tokenizer()
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

    Where the base model declares `quantization`, its weights are in 4 bits and the stack's adapters stand beside them.

    Parameters
    ----------
    store
        Holds the artifact's parents.
    base
        Its weights are verified against the hash taken when it was prepared.
    artifact
        A model artifact; None for the base model itself.
    compute
        Device and dtype of the weights, and whether several processes share them.

    Raises
    ------
    ModelError
        If the artifact, or one that it stands on, is damaged, or was trained on other base weights or with another
        tokenizer or chat template.
    BaseModelError
        If the base model's files changed since they were prepared.
    """
    model, adapters = _read_model(store, base, artifact, compute)
    if compute.shards > 1:
        share_weights(model)
    for member in adapters:
        merge_adapter(model, member)
    return model.eval()


def load_to_train(
    store: Store, base: BaseModelFiles, artifact: Artifact | None, compute: Compute
) -> tuple[PreTrainedModel, list[Artifact]]:
    """As `load_model`, for a trainer that adds adapters before processes share the weights.

    Returns
    -------
    tuple
        The model, not shared yet, and the adapters to merge once it is: merged before, they would make every weight
        each process's own. None where nobody shares.
    """
    model, adapters = _read_model(store, base, artifact, compute)
    if compute.shards > 1:
        return model.eval(), adapters
    for member in adapters:
        merge_adapter(model, member)
    return model.eval(), []


def _read_model(
    store: Store, base: BaseModelFiles, artifact: Artifact | None, compute: Compute
) -> tuple[PreTrainedModel, list[Artifact]]:
    """The full weights that an artifact's stack begins with, and the adapters above them."""
    base.verify()
    stack = list_stack(store, artifact) if artifact is not None else []
    for member, manifest in stack:
        _require_base(member, manifest, base)
        if hash_folder(member.path) != member.version:
            raise ModelError(f"{member.address} is damaged: its files do not have its hash; materialize it again")
    start = base.path
    if stack and stack[0][1].kind == "full":
        start = stack.pop(0)[0].path
    quantization = base.declaration.quantization
    placed: dict[str, Any] = {"device_map": None if compute.device.type == "cpu" else {"": compute.device}}
    if quantization is not None:
        placed = describe_loading(quantization, compute)
    with without_progress_bars():
        model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
            start,
            dtype=compute.dtype,
            **placed,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    if quantization is not None:
        settle(model)
    return model, [member for member, _ in stack]


def _require_base(member: Artifact, manifest: ModelManifest, base: BaseModelFiles) -> None:
    """Refuse a model that was trained on other weights, or that read and wrote other tokens."""
    trained_on = manifest.base_model
    remedy = "train it again on these, or declare the base model that it was trained on"
    if trained_on.weights_sha256 != base.weights_sha256:
        raise ModelError(
            f"{member.address} was trained on {trained_on.name} with weights {trained_on.weights_sha256}, but "
            f"{base.declaration.name} now has weights {base.weights_sha256}; {remedy}"
        )
    if trained_on.quantization != base.declaration.quantization:
        raise ModelError(
            f"{member.address} was trained on {trained_on.name} {_say_bits(trained_on.quantization)}, but "
            f"{base.declaration.name} is now declared {_say_bits(base.declaration.quantization)}; {remedy}"
        )
    if trained_on.tokenizer_sha256 is None:
        _LOG.info("%s does not say its tokenizer; taken for the present %s", member.address, base.tokenizer_sha256)
    elif trained_on.tokenizer_sha256 != base.tokenizer_sha256:
        raise ModelError(
            f"{member.address} was trained with another tokenizer or chat template ({trained_on.tokenizer_sha256}) "
            f"than {base.declaration.name} now has ({base.tokenizer_sha256}); {remedy}"
        )


def _say_bits(quantization: Quantization | None) -> str:
    return "without quantization" if quantization is None else f"with weights in 4 bits ({quantization})"


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
    parents = list_stack(store, store.artifact(manifest.parent)) if manifest.parent is not None else []
    with store.new_folder("models") as pending:
        folder = pending.path
        if manifest.kind == "adapter":
            save_adapter(model, manifest, folder)
        else:
            _save_weights(model, folder)
        # pydantic keeps the order of a dict as it was given; the address must not depend on it.
        (folder / MANIFEST).write_text(json.dumps(manifest.model_dump(mode="json"), indent=2, sort_keys=True) + "\n")
        (folder / "README.md").write_text(write_model_card(manifest, [parent.address for parent, _ in parents]))
        rows = row_ids.select(MODEL_ROWS.names).cast(MODEL_ROWS)
        rows = rows.sort_by([("split", "ascending"), ("row_id", "ascending")])
        for name, table in {**(tables or {}), ROWS: rows}.items():
            pq.write_table(table.replace_schema_metadata(None), folder / f"{name}.parquet", compression="zstd")
    return pending.finished


def _save_weights(model: PreTrainedModel, folder: Path) -> None:
    gathered = gather_state(model) if has_shared_weights(model) else None
    if gathered != {}:  # who follows was given nothing
        with without_progress_bars():
            model.save_pretrained(folder, state_dict=gathered)


def list_stack(store: Store, artifact: Artifact) -> list[tuple[Artifact, ModelManifest]]:
    """The artifact and what it stands on, the lowest first; full weights stand on nothing."""
    manifest = read_manifest(artifact)
    stack = [(artifact, manifest)]
    while manifest.kind == "adapter" and manifest.parent is not None:
        artifact = store.artifact(manifest.parent)
        manifest = read_manifest(artifact)
        stack.append((artifact, manifest))
    return stack[::-1]


@contextmanager
def without_progress_bars() -> Generator[None]:
    """Keep the bars of transformers out of the logs: loading is a matter of a second."""
    was_enabled = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        if was_enabled:
            transformers_logging.enable_progress_bar()
