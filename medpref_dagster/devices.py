"""The device that trains and answers: found, checked before any work, and how much goes into one pass."""

import contextlib
import ctypes
import gc
import math
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import torch
from transformers import PretrainedConfig

from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.gpus import Gpu, list_gpus
from medpref_dagster.together import together

GIB = 2**30

FEWEST_TOKENS = 256
"""A pass never gets fewer tokens, however little memory was found; a single longer row goes alone anyway."""
MOST_TOKENS_ON_CPU = 1024
"""Of a training pass: on a CPU a longer one gains nothing: its matrix products run at full rate already and its
attention mask and activations fall out of the caches."""
MOST_TOKENS_ON_CPU_WITHOUT_GRADIENT = 2048
"""Nothing is kept there, and the instruction that all rows share is computed half as often; twice as many gain no more
(docs/performance.md)."""
MOST_TOKENS_ON_CUDA = 16_384

_AMPERE = (8, 0)
"""The compute capability from which on NVIDIA's GPUs have bfloat16 and TensorFloat-32."""

_FOUR_BIT_BYTES = 0.5 + 4 / 64
"""Of a weight in 4 bits, with its part of a float32 scale of 64: at most."""

_USABLE_SHARE = 0.8
"""Share of the free memory that is planned with; the rest is for fragmentation and for what else runs."""


class DeviceError(Exception):
    """The declared device cannot be had here. The message says what was found and what to do."""


@dataclass(frozen=True)
class Compute:
    """A device that is there, and what it has."""

    device: torch.device
    dtype: torch.dtype
    """Of the base model's weights and of the activations."""
    memory_bytes: int
    """Free when it was resolved, or less where less was declared."""
    threads: int
    """CPU threads of one matrix product."""
    tf32: bool = False
    """Whether float32 matrices are multiplied in TensorFloat-32."""
    shards: int = 1
    """How many processes share a model's weights, gradients and optimizer; 1 where each holds all of them."""

    @property
    def arithmetic(self) -> str:
        """What numbers are computed in, as keys and manifests have it: `torch.float32`, `torch.float32 by tf32`, ..."""
        return f"{self.dtype} by tf32" if self.tf32 else str(self.dtype)


def resolve_compute(declared: ComputeDeclaration) -> Compute:
    """Find the declared device on this machine.

    Raises
    ------
    DeviceError
        If CUDA, bfloat16 or tf32 was asked for where there is none.
    """
    if _takes_cuda(declared):
        device = torch.device("cuda", torch.cuda.current_device())
        free, total = torch.cuda.mem_get_info(device)
    else:
        device = torch.device("cpu")
        _give_back_freed_memory()
        free, total = available_memory(), psutil.virtual_memory().total
    if declared.at_once > 1:  # others may have taken nothing of theirs yet
        free = min(free, total // declared.at_once)
    cap = math.inf if declared.memory_gib is None else declared.memory_gib * GIB
    return Compute(
        device=device,
        dtype=_resolve_dtype(declared.dtype, device),
        memory_bytes=int(min(free, cap)),
        threads=declared.threads or _read_omp_threads() or available_cores(),
        tf32=declared.dtype == "tf32",
        shards=together().count if declared.shards else 1,
    )


def require_compute(declared: ComputeDeclaration) -> None:
    """Refuse what `resolve_compute` would refuse, with its words, and leave no context on a GPU.

    For a process that has others do the work: another's job may need that memory.

    Raises
    ------
    DeviceError
        As `resolve_compute`.
    """
    if not _takes_cuda(declared):
        _resolve_dtype(declared.dtype, torch.device("cpu"))
        return
    gpus = list_gpus()
    if gpus and torch.version.hip is None:
        _resolve_dtype(declared.dtype, torch.device("cuda", 0), gpus[0])
    else:  # whatever gives PyTorch a GPU here does not answer otherwise
        _resolve_dtype(declared.dtype, torch.device("cuda", 0))


def share_compute(compute: Compute) -> Compute:
    """What this process may plan with, so that several plan the same passes.

    Alone all that it found. Of a CPU, whose memory all share, its part of what the one with the least found; of GPUs,
    of which each has one, what the one with the least found.

    Raises
    ------
    DeviceError
        If some of several processes found a GPU and others none.
    """
    processes = together()
    if not processes.are_several:
        return compute
    found = processes.gather([compute.device.type, compute.memory_bytes])
    if len({kind for kind, _ in found}) > 1:
        without = sum(kind == "cpu" for kind, _ in found)
        raise DeviceError(
            f"{without} of the {processes.count} processes that do this step together found no GPU: lower `processes` "
            "of the profile's launcher to the number of GPUs that a node has (and gives to the job), or set device: cpu"
        )
    least = min(memory for _, memory in found)
    return replace(compute, memory_bytes=least // processes.count if compute.device.type == "cpu" else least)


def set_up(compute: Compute) -> None:
    """Let PyTorch compute as was resolved, here and from now on: its CPU threads, its products of float32 matrices."""
    torch.set_num_threads(compute.threads)
    torch.set_float32_matmul_precision("high" if compute.tf32 else "highest")


def token_budget(
    compute: Compute,
    config: PretrainedConfig,
    training: bool,
    *,
    optimized_parameters: int = 0,
    recomputed: bool = False,
) -> int:
    """How many tokens one packed pass may have.

    With hidden size h, MLP size i, key and value width kv, L layers, vocabulary V and e bytes an element, a token
    of a training pass keeps about `L (16 h + 5 i + 4 kv) e` bytes of activations (what autograd saves of a
    Llama-like block: inputs of the projections and norms, queries, keys and values before and after rotation,
    the four MLP tensors) and, counting every third token as scored, `V` float32 logits: the logits, their
    log-softmax and its gradient. A pass without gradients keeps the key-value cache `2 L kv e` and one block's
    `8 h + 4 i + 4 kv` at a time. What is left of the memory after the weights, divided by that, is the budget.

    Parameters
    ----------
    compute
        Its memory is taken as free before the model is loaded.
    config
        The base model's configuration.
    training
        Whether the pass keeps activations for a backward pass.
    optimized_parameters
        How many parameters are trained: each takes a gradient and two moments of Adam, in float32.
    recomputed
        Whether a block keeps its input alone and is computed once more for the gradient.

    Returns
    -------
    int
        Tokens, between `FEWEST_TOKENS` and `MOST_TOKENS_ON_CPU` (without gradients
        `MOST_TOKENS_ON_CPU_WITHOUT_GRADIENT`) or `MOST_TOKENS_ON_CUDA`.
    """
    text = config.get_text_config()
    element = compute.dtype.itemsize
    bits = _FOUR_BIT_BYTES if is_in_four_bits(config) else element
    weights = bits * text.num_hidden_layers * _count_block(text) + element * _count_embeddings(text)
    per_token = activation_bytes_a_token(text, element, training=training, recomputed=recomputed) + text.vocab_size * 4
    if not training:
        per_token += cache_bytes_a_token(text, element)
    if compute.shards > 1:
        weights = weights // compute.shards + whole_bytes_of_shards(text, element)
    left = compute.memory_bytes * _USABLE_SHARE - weights - 12 * optimized_parameters / compute.shards
    most = MOST_TOKENS_ON_CPU if training else MOST_TOKENS_ON_CPU_WITHOUT_GRADIENT
    if compute.device.type == "cuda":
        most = MOST_TOKENS_ON_CUDA
    return max(FEWEST_TOKENS, min(most, int(left // per_token)))


def is_in_four_bits(config: PretrainedConfig) -> bool:
    """Whether a loaded model's configuration says that its linear layers' weights have 4 bits."""
    noted: Any = getattr(config, "quantization_config", None)
    return bool(noted.get("load_in_4bit") if isinstance(noted, dict) else getattr(noted, "load_in_4bit", False))


def whole_bytes_of_shards(config: PretrainedConfig, element: int) -> int:
    """What is whole at a time of weights that are shared: a block, the next one that is gathered meanwhile, embedding
    and head; `element` bytes an element."""
    text = config.get_text_config()
    return element * (2 * _count_block(text) + _count_embeddings(text))


def _count_block(text: PretrainedConfig) -> int:
    hidden = text.hidden_size
    return 2 * hidden * hidden + 2 * hidden * key_value_width(text) + 3 * hidden * mlp_size(text)


def _count_embeddings(text: PretrainedConfig) -> int:
    return text.vocab_size * text.hidden_size * (1 if text.tie_word_embeddings else 2)


def activation_bytes_a_token(
    config: PretrainedConfig, element: int, *, training: bool, recomputed: bool = False
) -> int:
    """What a token keeps of the blocks in a pass, as `token_budget` says it; `element` bytes an element.

    Where blocks are recomputed, their inputs `L h` and what one block keeps.
    """
    text = config.get_text_config()
    hidden, intermediate, keys = text.hidden_size, mlp_size(text), key_value_width(text)
    block = (16 * hidden + 5 * intermediate + 4 * keys) * element
    if training:
        return text.num_hidden_layers * hidden * element + block if recomputed else text.num_hidden_layers * block
    return (8 * hidden + 4 * intermediate + 4 * keys) * element


def cache_bytes_a_token(config: PretrainedConfig, element: int) -> int:
    """A token's keys and values in all layers; `element` bytes an element."""
    text = config.get_text_config()
    return 2 * text.num_hidden_layers * key_value_width(text) * element


def available_memory(root: Path = Path("/")) -> int:
    """Bytes of memory that this process can still get: the machine's, or its control group's if that is less."""
    return max(0, int(min([float(psutil.virtual_memory().available), *_cgroup_memory(root)])))


def available_cores(root: Path = Path("/")) -> int:
    """Cores that this process may use, by its affinity and its control group's quota; at least 1."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.floor(min([float(cores), *_cgroup_cores(root)])))


def _give_back_freed_memory() -> None:
    """Let what this process has freed count as free: GNU's C library keeps it, also behind a step that is over."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such function
        ctypes.CDLL(None).malloc_trim(0)


def _read_omp_threads() -> int | None:
    """What OMP_NUM_THREADS says, as OpenMP and PyTorch read it: the first of its levels; None where it says nothing."""
    first = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return int(first) if first.isdecimal() and int(first) else None


def _takes_cuda(declared: ComputeDeclaration) -> bool:
    """Whether it is a GPU; works on none. Raises `DeviceError` if it must be one, and there is none."""
    if declared.device == "cuda":
        _require_cuda()
        return True
    return declared.device == "auto" and torch.cuda.is_available()


def _require_cuda() -> None:
    if torch.cuda.is_available():
        return
    if torch.backends.cuda.is_built() and together().are_several:
        found = f"process {together().rank + 1} of {together().count} sees none of its own"
        remedy = "lower `processes` of the launcher to the number of GPUs that a node has, and gives to the job"
    elif not torch.backends.cuda.is_built():
        found = f"this PyTorch ({torch.__version__}) is a build for the CPU only"
        remedy = "install the CUDA build of PyTorch (https://pytorch.org/get-started/locally)"
    elif shutil.which("nvidia-smi") is None and not Path("/proc/driver/nvidia").exists():
        found = "no NVIDIA driver was found"
        remedy = "run on a machine with a GPU (in a container: start it with access to the GPU)"
    else:
        found = f"PyTorch {torch.__version__} (CUDA {torch.version.cuda}) sees no GPU through the NVIDIA driver"
        remedy = "check nvidia-smi, CUDA_VISIBLE_DEVICES, and that the driver is new enough for that CUDA version"
    raise DeviceError(
        f"the profile asks for device: cuda, but {found}. Either {remedy}, or set device: auto in the profile, "
        "or use the profile local (MEDPREF_PROFILE=local)"
    )


def _resolve_dtype(declared: str, device: torch.device, gpu: Gpu | None = None) -> torch.dtype:
    """The declared arithmetic; what the device can is PyTorch's word, or what the driver said of it (`gpu`)."""
    has_bfloat16 = device.type != "cuda" or _has_bfloat16(gpu)
    if declared == "tf32" and not _multiplies_in_tf32(device, gpu):
        where = _name_gpu(device, gpu) if device.type == "cuda" else "a CPU"
        raise DeviceError(
            f"the profile asks for dtype: tf32, in which {where} cannot multiply (NVIDIA GPUs can since Ampere, "
            "compute capability 8.0); set dtype: float32 (or auto) in the profile"
        )
    if declared in ("float32", "tf32"):
        return torch.float32
    if declared == "bfloat16" and not has_bfloat16:
        raise DeviceError(
            f"the profile asks for dtype: bfloat16, which {_name_gpu(device, gpu)} cannot compute in; "
            "set dtype: float32 (or auto) in the profile"
        )
    if declared == "bfloat16":
        return torch.bfloat16
    return torch.bfloat16 if device.type == "cuda" and has_bfloat16 else torch.float32


def _has_bfloat16(gpu: Gpu | None) -> bool:
    return torch.cuda.is_bf16_supported(including_emulation=False) if gpu is None else gpu.capability >= _AMPERE


def _multiplies_in_tf32(device: torch.device, gpu: Gpu | None) -> bool:
    if device.type != "cuda":
        return False
    return (torch.cuda.get_device_capability(device) if gpu is None else gpu.capability) >= _AMPERE


def _name_gpu(device: torch.device, gpu: Gpu | None) -> str:
    return torch.cuda.get_device_name(device) if gpu is None else gpu.name


def mlp_size(config: PretrainedConfig) -> int:
    """Width of a block's MLP."""
    return getattr(config, "intermediate_size", None) or 4 * config.hidden_size


def key_value_width(config: PretrainedConfig) -> int:
    """Width of a token's keys, and of its values, in one layer."""
    heads = config.num_attention_heads
    head_width = getattr(config, "head_dim", None) or config.hidden_size // heads
    return head_width * (getattr(config, "num_key_value_heads", None) or heads)


# Control groups: a container's limits, which the machine's own numbers do not show.


def _cgroup_folders(root: Path) -> list[tuple[bool, Path]]:
    """(is version 2, folder) of this process's control groups and of everything above them."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    folders: list[tuple[bool, Path]] = []
    for line in lines:
        _, controllers, name = line.split(":", 2)
        mounts = [controllers] if controllers else ["", "unified"]
        for mount in mounts:
            top = root / "sys/fs/cgroup" / mount
            folder = top / name.lstrip("/")
            # A container often sees its own group as the mount's top while its name is the machine's.
            above = [folder, *folder.parents]
            folders += [(not controllers, item) for item in above if item.is_relative_to(top) and item.is_dir()]
    return folders


def _cgroup_memory(root: Path) -> list[float]:
    free: list[float] = []
    for is_v2, folder in _cgroup_folders(root):
        limit = _read_number(folder / ("memory.max" if is_v2 else "memory.limit_in_bytes"))
        used = _read_number(folder / ("memory.current" if is_v2 else "memory.usage_in_bytes"))
        if limit is None or used is None:
            continue
        # Cached file pages count as used but are given up on demand.
        cached = _read_field(folder / "memory.stat", "inactive_file" if is_v2 else "total_inactive_file")
        free.append(limit - used + cached)
    return free


def _cgroup_cores(root: Path) -> list[float]:
    cores: list[float] = []
    for is_v2, folder in _cgroup_folders(root):
        if is_v2:
            words = _read_words(folder / "cpu.max")
            quota, period = (words[0], words[1]) if len(words) == 2 else ("max", "100000")
        else:
            quota = next(iter(_read_words(folder / "cpu.cfs_quota_us")), "-1")
            period = next(iter(_read_words(folder / "cpu.cfs_period_us")), "100000")
        if quota.isdigit() and period.isdigit() and int(period):
            cores.append(int(quota) / int(period))
    return cores


def _read_words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


def _read_number(path: Path) -> float | None:
    words = _read_words(path)
    return float(words[0]) if words and words[0].isdigit() else None


def _read_field(path: Path, name: str) -> float:
    words = _read_words(path)
    return float(words[words.index(name) + 1]) if name in words else 0.0
