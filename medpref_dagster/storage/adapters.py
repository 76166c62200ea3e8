"""LoRA adapters as they are kept: written, checked to be plain ones, merged into the weights below them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import PreTrainedModel

from medpref_dagster.shards import add_whole, gather_whole
from medpref_dagster.storage.four_bit import is_four_bit, stack_adapter
from medpref_dagster.storage.manifests import ModelError, ModelManifest
from medpref_dagster.storage.store import Artifact

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


@torch.no_grad()
def merge_adapter(model: PreTrainedModel, member: Artifact) -> None:
    """Add a LoRA adapter to the weights: W + alpha / rank * B A (Hu et al. 2021, arXiv 2106.09685, section 4.1).

    The same as `peft.PeftModel.merge_and_unload`, bit for bit in float32, without building its layers first. In a
    lower precision only the sum is rounded, where peft rounds the product as well. Beside weights of 4 bits the adapter
    is kept as it is (`storage.four_bit`).
    """
    if not (member.path / _ADAPTER_WEIGHTS).is_file():
        raise ModelError(f"{member.address} has no {_ADAPTER_WEIGHTS}; only safetensors are loaded")
    config = json.loads((member.path / _ADAPTER_CONFIG).read_text())
    require_plain_lora(config, member.address)
    scaling = config["lora_alpha"] / config["r"]
    state = load_file(member.path / _ADAPTER_WEIGHTS, device=str(model.device))
    if unknown := sorted(name for name in state if not name.endswith((_DOWN, _UP)) or state[name].ndim != 2):
        raise ModelError(f"{member.address} adapts more than linear layers: {', '.join(unknown[:3])}")
    for name in sorted(name for name in state if name.endswith(_DOWN)):
        module = name.removeprefix(_PREFIX).removesuffix(_DOWN)
        down, up = state[name].float(), state[f"{_PREFIX}{module}{_UP}"].float()
        if sharing := list_sharing_modules(model, module):
            raise ModelError(
                f"{member.address} adapts {module} alone, whose weight is also that of {', '.join(sharing)} in this "
                "base model: merged into it, the adapter would change both. Take that layer out of the base model's "
                "lora_targets and train again"
            )
        layer = model.get_submodule(module)
        if is_four_bit(layer):
            stack_adapter(layer, down, up, scaling)
            continue
        add_whole(model.get_parameter(f"{module}.weight"), (up @ down).mul_(scaling))


def list_sharing_modules(model: nn.Module, name: str) -> list[str]:
    """The other modules that have the very weight of a module: of tied embeddings, the head and the embedding."""
    weight = model.get_submodule(name).weight
    inside = f"{name}."  # of a module with an adapter the one that it stands for
    return [
        other
        for other, module in model.named_modules()
        if other != name
        and not other.startswith(inside)
        and any(parameter is weight for parameter in module.parameters(recurse=False))
    ]


def save_adapter(model: Any, manifest: ModelManifest, folder: Path) -> None:
    """Write adapter weights and configuration as peft does, less what differs between machines and runs."""
    if not hasattr(model, "peft_config") or list(model.peft_config) != ["default"]:
        raise ModelError("only a model of peft with the one adapter 'default' can be saved as an adapter")
    from peft import get_peft_model_state_dict

    config = model.peft_config["default"].to_dict()
    require_plain_lora(config, "this model")
    described = {key: sorted(value) if isinstance(value, set) else value for key, value in config.items()}
    described["target_modules"] = sorted(config["target_modules"])
    described["base_model_name_or_path"] = manifest.base_model.repo or manifest.base_model.name
    described["revision"] = manifest.base_model.revision if manifest.base_model.repo else None
    described["inference_mode"] = True
    (folder / _ADAPTER_CONFIG).write_text(json.dumps(described, indent=2, sort_keys=True) + "\n")
    # Embeddings are none of an adapter's; asked to find out, peft would look the base model up on the hub.
    state = get_peft_model_state_dict(model, save_embedding_layers=False)
    tensors = {name: gather_whole(state[name].detach()).cpu().contiguous() for name in sorted(state)}
    save_file(tensors, folder / _ADAPTER_WEIGHTS, metadata={"format": "pt"})


def require_plain_lora(config: Mapping[str, Any], what: str) -> None:
    """Refuse an adapter whose meaning is not B A scaled by alpha / rank on some linear layers.

    Asked before a training, too: of a mixture of experts PEFT takes targets that name the experts' fused weights for
    something else than was declared.

    Parameters
    ----------
    config
        Of peft, as a dictionary.
    what
        Whose it is, for the message.

    Raises
    ------
    ModelError
        Naming what it has beyond that.
    """
    found = [f"{name}={config[name]!r}" for name in _BEYOND_PLAIN_LORA if config.get(name)]
    found += [f"{name}={config[name]!r}" for name, plain in _PLAIN_LORA.items() if config.get(name) != plain]
    if isinstance(config.get("target_modules"), str):
        found.append("target_modules as a pattern")
    if found:
        raise ModelError(
            f"only plain LoRA adapters are kept; {what} has {', '.join(found)}. Take what is no linear layer "
            "out of the base model's lora_targets"
        )
