"""A stack of LoRA adapters as one on the base model, so that a consumer loads one folder and merges nothing.

W + s1 B1 A1 + s2 B2 A2 = W + [s1 B1, s2 B2] [A1; A2]: the ranks add up, and nothing is rounded but the two products
with the scalings s = alpha / rank.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from medpref_dagster.serving.errors import ServingError
from medpref_dagster.storage.adapters import require_plain_lora
from medpref_dagster.storage.models import ModelManifest
from medpref_dagster.storage.store import Artifact

WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"
_NARROWING = ("layers_to_transform", "layers_pattern", "exclude_modules")


def require_adapters(stack: Sequence[tuple[Artifact, ModelManifest]]) -> None:
    """Refuse a stack with full weights in it: no adapter on the base model says the same.

    Raises
    ------
    ServingError
        Naming the format that can be had.
    """
    full = [member.address for member, manifest in stack if manifest.kind == "full"]
    if full:
        raise ServingError(
            f"{full[-1]} has full weights, so that this model is no adapter on the base model; use --format hf"
        )


def write_adapter(stack: Sequence[tuple[Artifact, ModelManifest]], folder: Path) -> int:
    """Write the adapters of a stack as one, as peft reads it; a single one is copied byte for byte.

    Parameters
    ----------
    stack
        The lowest first; plain LoRA, verified.

    Returns
    -------
    int
        Its rank.
    """
    if len(stack) == 1:
        [(member, _)] = stack
        for name in (WEIGHTS, CONFIG):
            shutil.copyfile(member.path / name, folder / name)
        return int(_read_config(member)["r"])
    configs = [_read_config(member) for member, _ in stack]
    states = [load_file(member.path / WEIGHTS) for member, _ in stack]
    ranks = [int(config["r"]) for config in configs]
    modules = sorted({name.removesuffix(_DOWN) for state in states for name in state if name.endswith(_DOWN)})
    joined: dict[str, torch.Tensor] = {}
    for module in modules:
        like = next(state for state in states if f"{module}{_DOWN}" in state)
        width, height = like[f"{module}{_DOWN}"].shape[1], like[f"{module}{_UP}"].shape[0]
        downs: list[torch.Tensor] = []
        ups: list[torch.Tensor] = []
        for config, state, rank in zip(configs, states, ranks, strict=True):
            # Where one of them does not adapt this layer, it adds nothing.
            down, up = state.get(f"{module}{_DOWN}"), state.get(f"{module}{_UP}")
            downs.append(torch.zeros(rank, width) if down is None else down.float())
            ups.append(torch.zeros(height, rank) if up is None else up.float() * (config["lora_alpha"] / config["r"]))
        joined[f"{module}{_DOWN}"], joined[f"{module}{_UP}"] = torch.cat(downs), torch.cat(ups, dim=1)
    save_file({name: tensor.contiguous() for name, tensor in joined.items()}, folder / WEIGHTS, {"format": "pt"})
    config = {
        **configs[-1],
        "r": sum(ranks),
        "lora_alpha": sum(ranks),
        "target_modules": _name_targets(configs, modules),
    }
    config.update(dict.fromkeys(_NARROWING))
    (folder / CONFIG).write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    return sum(ranks)


def _read_config(member: Artifact) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((member.path / CONFIG).read_text())
    require_plain_lora(config, member.address)
    return config


def _name_targets(configs: Sequence[dict[str, Any]], modules: Sequence[str]) -> list[str]:
    """What peft adapts: the names that were declared; one by one, where an adapter was kept to some layers."""
    if any(config.get(name) for config in configs for name in _NARROWING):
        return [module.removeprefix("base_model.model.") for module in modules]
    return sorted({target for config in configs for target in config["target_modules"]})
