"""A checkpoint's tensors, whole or in parts that several processes wrote, read by any number of processes.

PyTorch's distributed checkpoints do it (`torch.distributed.checkpoint`), in the format that holds no pickle: a
safetensors file a process, whose header says where in the whole tensors its parts belong.
"""

import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor
from torch.distributed.checkpoint.api import CheckpointException
from torch.distributed.checkpoint.hf_storage import HuggingFaceStorageReader, HuggingFaceStorageWriter
from torch.distributed.checkpoint.state_dict_loader import load
from torch.distributed.checkpoint.state_dict_saver import save

from medpref_dagster.shards import is_part

PART = re.compile(r"shard-\d+-.*\.safetensors")
"""What a part's file is called."""


def write_parts(folder: Path, tensors: Mapping[str, Tensor]) -> None:
    """Write this process's part of each tensor that is shared into the folder, which all processes see.

    Raises
    ------
    OSError
        In every process, if one could not write.
    """
    writer = HuggingFaceStorageWriter(str(folder), save_distributed=True)
    try:
        save({name: tensor for name, tensor in tensors.items() if is_part(tensor)}, storage_writer=writer)
    except CheckpointException as error:
        raise _find_cause(error) from error


def list_shapes(folder: Path) -> dict[str, torch.Size]:
    """The tensors in a folder's safetensors files, and each one's whole shape."""
    found = HuggingFaceStorageReader(str(folder)).read_metadata().state_dict_metadata
    return {name: torch.Size(getattr(entry, "size")) for name, entry in found.items()}  # noqa: B009 - all are tensors


def read_tensors(folder: Path, into: Mapping[str, Tensor]) -> None:
    """Fill tensors in place, of shared ones this process's part; each process reads what it needs, and asks nobody."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "torch.distributed is")  # no other process is needed: meant so
        load(dict(into), storage_reader=HuggingFaceStorageReader(str(folder)), no_dist=True)


def _find_cause(error: CheckpointException) -> OSError:
    """What went wrong in the first process that failed."""
    cause = next(failure for failure, _ in error.failures.values())
    return cause if isinstance(cause, OSError) else OSError(f"{type(cause).__name__}: {cause}")
