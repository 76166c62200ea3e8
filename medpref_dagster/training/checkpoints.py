"""Checkpoints that are whole or absent, and hold no pickle.

Trainer's own checkpoints are written in place, so a kill leaves half of one that the next run takes for the last, and
they keep optimizer, scheduler and random state as pickles. Here a checkpoint is written to a temporary folder, synced,
then renamed, and holds only safetensors and JSON::

    checkpoint-<step>/weights.safetensors     the parameters that are trained
                      optimizer.safetensors   tensors of the optimizer's state, "<parameter index>.<name>"
                      random.safetensors      random states of PyTorch (and CUDA)
                      state.json              optimizer groups, scheduler, random states of Python and NumPy
                      trainer_state.json      step, epoch and log, as Trainer keeps them
                      checkpoint.json         the sha256 of each of these, written last

Of weights that several processes share each process writes its part (`training.parts`)::

    checkpoint-<step>/shard-<process>-*.safetensors   its part of the trained parameters and of the optimizer's state
                      optimizer.safetensors           the tensors of the optimizer's state that are not shared

A training goes on from either, with any number of processes that share weights or do not.
"""

import json
import random
import re
import shutil
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import Trainer
from transformers.trainer import TRAINER_STATE_NAME

from medpref_dagster.shards import has_shared_weights, is_part
from medpref_dagster.storage.errors import is_full_disk
from medpref_dagster.storage.store import Store, hash_file
from medpref_dagster.together import together
from medpref_dagster.training.errors import CheckpointError
from medpref_dagster.training.parts import PART, list_shapes, read_tensors, write_parts

WEIGHTS = "weights.safetensors"
OPTIMIZER = "optimizer.safetensors"
RANDOM = "random.safetensors"
STATE = "state.json"
SUMMARY = "checkpoint.json"

_FOLDER = re.compile(r"checkpoint-(\d+)")
_OPTIMIZER_KEY = re.compile(r"(\d+)\.")
_RANDOM_KEYS = {"cpu", "cuda"}


@dataclass(frozen=True)
class CheckpointFolder:
    """Where one training keeps its checkpoints."""

    store: Store
    path: Path
    """A work folder of the store."""

    @contextmanager
    def writing(self, step: int) -> Generator[Path]:
        """Write a checkpoint's files; it appears when the block ends, and older ones go.

        Raises
        ------
        CheckpointError
            If the disk is full or refuses. Nothing half-written is visible, older checkpoints stay.
        """
        target = self.path / f"checkpoint-{step}"
        try:
            # One of this step that is there was not resumed from, so it is not whole.
            self.store.remove_folder(target)
            with self.store.replacing_folder(target) as folder:
                yield folder
                hashes = {file.name: hash_file(file) for file in sorted(folder.iterdir())}
                (folder / SUMMARY).write_text(json.dumps({"step": step, "files": hashes}, sort_keys=True))
        except (OSError, SafetensorError) as error:
            raise CheckpointError(_explain_write_error(error, target)) from error
        for other in self._folders():
            if other != target:
                self.store.remove_folder(other)

    def latest(self) -> Path | None:
        """The whole checkpoint with the most steps; others that are broken are removed."""
        found = together().by_lead(lambda: None if (folder := self._find_latest()) is None else str(folder))
        return None if found is None else Path(found)

    def _find_latest(self) -> Path | None:
        for folder in self._folders():
            if _is_whole(folder):
                return folder
            self.store.remove_folder(folder)
        return None

    def _folders(self) -> list[Path]:
        found = [(int(match[1]), path) for path in self.path.iterdir() if (match := _FOLDER.fullmatch(path.name))]
        return [path for _, path in sorted(found, reverse=True)]


def checkpoint_step(checkpoint: Path | None) -> int:
    """Optimizer steps done at a checkpoint; 0 without one."""
    return 0 if checkpoint is None else int(checkpoint.name.rpartition("-")[2])


class WholeCheckpoints(Trainer):
    """A mixin before a Trainer: its checkpoints are those of this module.

    `checkpoints` must be set before training. Training without gradient scaling is served. Of several processes that
    train together each has the same weights, optimizer and random state, so the lead's checkpoint is that of all, and
    any number of processes can go on from it.
    """

    checkpoints: CheckpointFolder

    def _save_checkpoint(self, model: nn.Module, trial: Any) -> None:
        self.store_flos()
        if has_shared_weights(self.trained_model()):
            self._write_parts()
        else:
            together().by_lead(self._write_checkpoint)

    def _write_parts(self) -> None:
        """Let each process write its part where the lead then takes all of them from."""
        with ExitStack() as stack:

            def open_folder() -> str:
                return str(stack.enter_context(self.checkpoints.store.new_scratch()))

            folder = Path(together().by_lead(open_folder))
            optimizer, _ = _flatten_optimizer(_required(self.optimizer).state_dict())
            try:
                write_parts(folder, {**trained_parameters(self.trained_model()), **optimizer})
            except OSError as error:
                target = self.checkpoints.path / f"checkpoint-{self.state.global_step}"
                raise CheckpointError(_explain_write_error(error, target)) from error
            together().by_lead(lambda: self._write_checkpoint(folder))

    def _write_checkpoint(self, parts: Path | None = None) -> None:
        with self.checkpoints.writing(self.state.global_step) as folder:
            optimizer, groups = _flatten_optimizer(_required(self.optimizer).state_dict())
            if parts is None:
                save_file(trained_parameters(self.trained_model()), folder / WEIGHTS)
            else:
                for path in parts.iterdir():
                    path.rename(folder / path.name)
                optimizer = {name: tensor for name, tensor in optimizer.items() if not is_part(tensor)}
            save_file(optimizer, folder / OPTIMIZER)
            tensors, others = _random_states()
            save_file(tensors, folder / RANDOM)
            state = {"groups": groups, "scheduler": _required(self.lr_scheduler).state_dict(), "random": others}
            (folder / STATE).write_text(json.dumps(state))
            self.state.save_to_json(str(folder / TRAINER_STATE_NAME))

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: nn.Module | None = None) -> None:
        load_trained_parameters(model or self.trained_model(), Path(resume_from_checkpoint))

    def _load_optimizer_and_scheduler(self, checkpoint: str | None) -> None:
        if checkpoint is None:
            return
        folder = Path(checkpoint)
        state = json.loads((folder / STATE).read_text())
        optimizer = _required(self.optimizer)
        optimizer.load_state_dict(_unflatten_optimizer(_read_optimizer(folder, optimizer), state["groups"]))
        _required(self.lr_scheduler).load_state_dict(state["scheduler"])

    def _load_rng_state(self, checkpoint: str | None) -> None:
        if checkpoint is None:
            return
        folder = Path(checkpoint)
        _restore_random_states(load_file(folder / RANDOM), json.loads((folder / STATE).read_text())["random"])

    def _load_scaler(self, checkpoint: str | None) -> None:
        """Load nothing: neither float32 nor bfloat16 scales gradients."""

    def trained_model(self) -> nn.Module:
        """The model in training."""
        return _required(self.model)


def trained_parameters(model: nn.Module) -> dict[str, Tensor]:
    """The parameters that take a gradient, by name, on the CPU; of shared ones this process's part."""
    return {name: _keep(parameter.detach()) for name, parameter in model.named_parameters() if parameter.requires_grad}


def load_trained_parameters(model: nn.Module, checkpoint: Path) -> None:
    """Put a checkpoint's weights into a model, in place.

    Raises
    ------
    CheckpointError
        If the checkpoint's parameters are not the ones that this model trains.
    """
    kept = {name for name in list_shapes(checkpoint) if not _OPTIMIZER_KEY.match(name)} - _RANDOM_KEYS
    parameters = {name: parameter.detach() for name, parameter in model.named_parameters() if parameter.requires_grad}
    if kept != parameters.keys():
        raise CheckpointError(
            f"{checkpoint} has {len(kept)} parameters, the model trains {len(parameters)}, and their names differ; "
            "remove that folder and materialize again"
        )
    read_tensors(checkpoint, parameters)


def _required(value: Any) -> Any:
    if value is None:
        raise CheckpointError("the trainer has no model or optimizer yet; checkpoints are for a running training")
    return value


def _is_whole(folder: Path) -> bool:
    try:
        files: dict[str, str] = json.loads((folder / SUMMARY).read_text())["files"]
        has_weights = any(name == WEIGHTS or PART.match(name) for name in files)
        return (
            has_weights
            and {OPTIMIZER, RANDOM, STATE, TRAINER_STATE_NAME} <= files.keys()
            and all(hash_file(folder / name) == digest for name, digest in files.items())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _explain_write_error(error: OSError | SafetensorError, target: Path) -> str:
    free = f"{shutil.disk_usage(target.parent).free / 2**20:.0f} MiB are free" if target.parent.is_dir() else ""
    if is_full_disk(error):
        return (
            f"the disk is full: the checkpoint {target} could not be written ({free}); free some space, or move the "
            "store, and materialize again: the training goes on from its last checkpoint"
        )
    return f"the checkpoint {target} could not be written: {error} ({free})"


def _flatten_optimizer(state: Mapping[str, Any]) -> tuple[dict[str, Tensor], list[dict[str, Any]]]:
    tensors = {
        f"{index}.{name}": _keep(torch.as_tensor(value).detach())
        for index, values in state["state"].items()
        for name, value in values.items()
    }
    return tensors, state["param_groups"]


def _keep(tensor: Tensor) -> Tensor:
    return tensor if is_part(tensor) else tensor.cpu().contiguous()


def _read_optimizer(checkpoint: Path, optimizer: Any) -> dict[str, Tensor]:
    """What `_flatten_optimizer` gave, shared among the processes as the parameters are now."""
    parameters: list[Tensor] = [item.detach() for group in optimizer.param_groups for item in group["params"]]
    found: dict[str, Tensor] = {}
    for key, shape in list_shapes(checkpoint).items():
        if (match := _OPTIMIZER_KEY.match(key)) is not None:
            like = parameters[int(match[1])]
            found[key] = torch.zeros_like(like) if shape == like.shape else torch.zeros(shape)
    read_tensors(checkpoint, found)
    return found


def _unflatten_optimizer(tensors: Mapping[str, Tensor], groups: list[dict[str, Any]]) -> dict[str, Any]:
    state: dict[int, dict[str, Tensor]] = {}
    for key, tensor in tensors.items():
        index, _, name = key.partition(".")
        state.setdefault(int(index), {})[name] = tensor
    # JSON has no tuples; AdamW's betas is one.
    groups = [{**group, "betas": tuple(group["betas"])} if "betas" in group else group for group in groups]
    return {"state": state, "param_groups": groups}


def _random_states() -> tuple[dict[str, Tensor], dict[str, Any]]:
    tensors = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        tensors["cuda"] = torch.cuda.get_rng_state()
    _, keys, position, has_gauss, gauss = np.random.get_state()
    numbers: list[int] = np.asarray(keys).tolist()
    return tensors, {
        "python": random.getstate(),
        "numpy": [numbers, int(position), int(has_gauss), float(gauss)],
    }


def _restore_random_states(tensors: Mapping[str, Tensor], others: Mapping[str, Any]) -> None:
    torch.set_rng_state(tensors["cpu"])
    if "cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["cuda"])
    version, internal, gauss = others["python"]
    random.setstate((version, tuple(internal), gauss))
    keys, position, has_gauss, cached = others["numpy"]
    np.random.set_state(("MT19937", np.array(keys, dtype=np.uint32), position, has_gauss, cached))
