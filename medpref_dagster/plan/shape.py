"""How large a base model is, known from its configuration alone: no weights are read, downloaded or allocated."""

from dataclasses import dataclass
from pathlib import Path

import torch
from huggingface_hub.errors import StrictDataclassError
from torch import nn
from transformers import AutoConfig, AutoModelForCausalLM, PretrainedConfig, PreTrainedModel

from medpref_dagster.declaration.machine import BaseModelDeclaration, FolderOrigin, HubOrigin
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.plan import PlanError

_CONFIG = "config.json"
_SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Shape:
    """The numbers of a model that a plan is made from."""

    model: PreTrainedModel
    """The model on the device `meta`: every tensor's shape, no storage."""
    config: PretrainedConfig
    """Its text model's configuration."""
    parameters: int
    """As `num_parameters()` counts them: tied weights once."""
    tensors: int
    body: int
    """Weights of the linear layers that every token passes through; the head and the embedding are not among them."""
    head: int
    """Weights of the language-model head, which scored tokens pass through."""
    layers: tuple[int, ...]
    """Weights of each of the linear layers."""
    quantization: Quantization | None = None
    """How few bits these have."""

    def count_weight_bytes(self, element: int) -> int:
        """Bytes of the model's weights, with `element` bytes for one that is not quantized."""
        if self.quantization is None:
            return self.parameters * element
        packed = sum(map(self.quantization.count_bytes, self.layers))
        return packed + (self.parameters - self.body) * element

    def count_unpacked_bytes(self, element: int) -> int:
        """Bytes of the largest layer's weights while a product is computed with them; none where they are not
        quantized."""
        return 0 if self.quantization is None else max(self.layers, default=0) * element

    def count_adapters(self, targets: tuple[str, ...], rank: int) -> tuple[int, int]:
        """Parameters and tensors of LoRA adapters: `rank (inputs + outputs)`, in two matrices, for each linear layer.

        Raises
        ------
        PlanError
            If no linear layer has one of the names.
        """
        layers = {
            name: module
            for name, module in self.model.named_modules()
            if isinstance(module, nn.Linear) and name.rpartition(".")[2] in targets
        }
        if unknown := sorted(set(targets) - {name.rpartition(".")[2] for name in layers}):
            raise PlanError(f"lora_targets names {', '.join(unknown)}, which are no linear layers of this architecture")
        return sum(rank * (item.in_features + item.out_features) for item in layers.values()), 2 * len(layers)


def find_config(declared: BaseModelDeclaration, store: Path) -> tuple[PretrainedConfig, str]:
    """A base model's configuration, and where it was found.

    Looked for, in this order: the prepared base model in the store, the declared folder, the hub's cache, the
    profile's `architecture`. Nothing is downloaded.

    Raises
    ------
    PlanError
        If it is nowhere, or needs code of its own.
    """
    for folder, where in _list_folders(declared, store):
        if (folder / _CONFIG).is_file():
            try:
                config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
            except (OSError, ValueError, KeyError, StrictDataclassError) as error:
                raise PlanError(f"{declared.name}: {where} cannot be read: {error}") from error
            return config, where
    if declared.architecture is None:
        raise PlanError(
            f"the shape of {declared.name} is not known here: it is neither prepared, nor in a folder or the hub's "
            f"cache; declare its architecture in the profile, or run `medpref prepare --base-model {declared.name}`"
        )
    fields = dict(declared.architecture)
    try:
        return AutoConfig.for_model(str(fields.pop("model_type")), **fields), "the profile's architecture"
    except (KeyError, ValueError, TypeError, StrictDataclassError) as error:
        why = " ".join(str(error).split())
        raise PlanError(
            f"{declared.name}: its architecture is none that transformers knows ({_shorten(why)}); it needs "
            "model_type and the sizes as its config.json says them"
        ) from error


def measure_shape(config: PretrainedConfig, quantization: Quantization | None = None) -> Shape:
    """Build the model without storage, and count.

    Parameters
    ----------
    quantization
        As the base model declares it.

    Raises
    ------
    PlanError
        If the architecture is no causal language model of transformers.
    """
    try:
        with torch.device("meta"):
            model: PreTrainedModel = AutoModelForCausalLM.from_config(config, trust_remote_code=False)
    except (ValueError, TypeError, AttributeError, RuntimeError) as error:
        first = str(error).strip().splitlines()[0]
        raise PlanError(f"no causal language model can be built from this configuration: {first}") from error
    head = model.get_output_embeddings()
    layers = [
        module.weight.numel() for module in model.modules() if isinstance(module, nn.Linear) and module is not head
    ]
    if quantization is not None:
        # As a model has it once it is loaded: by it the token budget is found.
        model.config.quantization_config = {"load_in_4bit": True}
    return Shape(
        model=model,
        config=config.get_text_config(),
        parameters=model.num_parameters(),
        tensors=len(list(model.parameters())),
        body=sum(layers),
        head=0 if head is None else head.weight.numel(),
        layers=tuple(layers),
        quantization=quantization,
    )


def _shorten(text: str) -> str:
    """What a person reads of it: transformers lists every architecture that it knows."""
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]} ..."


def _list_folders(declared: BaseModelDeclaration, store: Path) -> list[tuple[Path, str]]:
    prepared = sorted((store / "base_models" / declared.name).glob("*"))
    folders = [(folder, "the prepared base model") for folder in prepared]
    match declared.origin:
        case FolderOrigin(path=path):
            folders.append((Path(path).expanduser(), f"{_CONFIG} of its folder"))
        case HubOrigin(repo=repo, revision=revision):
            from huggingface_hub import try_to_load_from_cache

            cached = try_to_load_from_cache(repo, _CONFIG, revision=revision)
            if isinstance(cached, str):
                folders.append((Path(cached).parent, f"{_CONFIG} in the hub's cache"))
        case _:
            pass
    return folders
