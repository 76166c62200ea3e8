"""What a model artifact says of itself: what it is, what it stands on, what it was made from."""

import importlib.metadata
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from medpref_dagster.declaration.machine import HubOrigin
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.storage.base_models import QUANTIZER, BaseModelFiles
from medpref_dagster.storage.store import Artifact

MANIFEST = "manifest.json"
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
    tokenizer_sha256: str | None = None
    """Of the tokenizer and chat template that it was trained with; None in a manifest from before it was written."""
    licence: str
    quantization: Quantization | None = Field(default=None, exclude_if=lambda value: value is None)
    """How few bits its weights had; None where they were as they are."""


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
    """Of medpref-dagster, torch, transformers, trl and peft; of bitsandbytes where weights had 4 bits."""


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
            tokenizer_sha256=base.tokenizer_sha256,
            licence=base.declaration.licence,
            quantization=base.declaration.quantization,
        ),
        parent=None if parent is None else parent.address,
        training=dict(training),
        rows_from=rows_from.address,
        dev_metrics=dict(dev_metrics),
        versions={
            name: _installed_version(name)
            for name in ("medpref-dagster", *_LIBRARIES, *((QUANTIZER,) if base.declaration.quantization else ()))
        },
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


def _installed_version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
