"""A model folder as `save_pretrained` writes it: what of it belongs to the model, checked before it is taken over."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.storage.origins import BaseModelError

PREPARED = "prepared.json"
"""What a prepared base model's folder says of itself; no part of a model."""
SINGLE = "model.safetensors"
KEPT = ("*.safetensors", "*.json", "*.jinja", "*.model", "merges.txt", "vocab.txt", "LICENSE*", "USE_POLICY*")
"""What is taken of a model repository: weights as safetensors, configuration, tokenizer, licence."""
LEFT_OUT = ("*/*", "consolidated*")
"""What is not: folders of other formats, and a second copy of the weights in Mistral's own layout."""

_INDEX = "model.safetensors.index.json"
_PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl")


def take_model_folder(
    declaration: BaseModelDeclaration, source: Path, folder: Path, take: Callable[[Path, Path], object]
) -> None:
    """Check a model folder and take over what belongs to the model."""
    where = f"base model {declaration.name}: {source}"
    if not (source / "config.json").is_file():
        hint = " (it holds an adapter: name the base model's own folder)" if _is_adapter(source) else ""
        raise BaseModelError(f"{where} has no config.json{hint}; it is no model that save_pretrained wrote")
    for name in ("config.json", "tokenizer_config.json"):
        if (source / name).is_file() and "auto_map" in json.loads((source / name).read_text()):
            raise BaseModelError(
                f"{where}: {name} has auto_map, so the model needs code out of its own repository, which is never run; "
                "use a model whose architecture is part of transformers"
            )
    weights = _list_weights(where, source)
    if not any((source / name).is_file() for name in ("tokenizer.json", "tokenizer.model", "vocab.json")):
        raise BaseModelError(f"{where} has no tokenizer; save the tokenizer beside the model (save_pretrained)")
    for path in kept_files(source):
        if path.suffix != ".safetensors" or path.name in weights:
            take(path.resolve(), folder / path.name)


def _list_weights(where: str, source: Path) -> frozenset[str]:
    if (source / _INDEX).is_file():
        weights = frozenset(json.loads((source / _INDEX).read_text())["weight_map"].values())
        if missing := sorted(name for name in weights if not (source / name).is_file()):
            raise BaseModelError(f"{where} lacks {', '.join(missing)}, which its {_INDEX} lists; fetch it again")
        return weights
    if (source / SINGLE).is_file():
        return frozenset({SINGLE})
    if pickled := sorted(path.name for path in source.iterdir() if path.suffix in _PICKLED):
        raise BaseModelError(
            f"{where} has its weights only as pickle ({', '.join(pickled)}), which is never loaded; "
            "convert them where you trust them (save_pretrained), or name a revision that has safetensors"
        )
    raise BaseModelError(f"{where} has neither {SINGLE} nor {_INDEX}; it is no model that save_pretrained wrote")


def _is_adapter(source: Path) -> bool:
    return (source / "adapter_config.json").is_file()


def kept_files(source: Path) -> list[Path]:
    """The files of a folder that may belong to the model, by their names, in order."""
    return [
        path
        for path in sorted(source.iterdir())
        if path.is_file()
        and any(path.match(pattern) for pattern in KEPT)
        and not path.name.startswith("consolidated")
        and path.name != PREPARED
    ]


def link_or_copy(source: Path, target: Path) -> None:
    """Take a file of the hub's cache over, without its bytes twice where that can be."""
    # The hub's cache never changes a file in place, so the store may share its bytes where the file system allows.
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
