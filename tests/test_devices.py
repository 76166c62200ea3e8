"""Finding the device and how much goes into one pass."""

import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import torch
from transformers import LlamaConfig

from medpref_dagster import devices
from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.devices import Compute, DeviceError, resolve_compute, token_budget
from medpref_dagster.gpus import Gpu
from tests.tiny_models import CONFIGS

GIB = 2**30
SMOLLM2 = LlamaConfig(
    vocab_size=49152,
    hidden_size=576,
    intermediate_size=1536,
    num_hidden_layers=30,
    num_attention_heads=9,
    num_key_value_heads=3,
    tie_word_embeddings=True,
)
LLAMA_3_8B = LlamaConfig(
    vocab_size=128256,
    hidden_size=4096,
    intermediate_size=14336,
    num_hidden_layers=32,
    num_attention_heads=32,
    num_key_value_heads=8,
    tie_word_embeddings=False,
)


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch):
    """A GPU with 40 GiB free that has bfloat16, as torch would describe it."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (40 * GIB, 80 * GIB))
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "an old card")


def declare(**fields: object) -> ComputeDeclaration:
    return ComputeDeclaration.model_validate(fields)


def cpu(gib: float) -> Compute:
    return Compute(torch.device("cpu"), torch.float32, int(gib * GIB), 2)


def cuda(gib: float) -> Compute:
    return Compute(torch.device("cuda", 0), torch.bfloat16, int(gib * GIB), 8)


def test_auto_takes_the_cpu_in_float32_where_there_is_no_gpu(no_gpu: None):
    compute = resolve_compute(declare())
    assert (compute.device.type, compute.dtype) == ("cpu", torch.float32)
    assert 0 < compute.memory_bytes <= psutil.virtual_memory().total
    assert compute.threads >= 1


def test_auto_takes_the_gpu_in_bfloat16_where_there_is_one(gpu: None):
    compute = resolve_compute(declare())
    assert (compute.device, compute.dtype) == (torch.device("cuda", 0), torch.bfloat16)
    assert compute.memory_bytes == 40 * GIB


def test_the_cpu_can_be_asked_for_beside_a_gpu(gpu: None):
    compute = resolve_compute(declare(device="cpu"))
    assert (compute.device.type, compute.dtype) == ("cpu", torch.float32)


def test_cuda_on_a_build_for_the_cpu_says_which_build_to_install(no_gpu: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: False)
    with pytest.raises(DeviceError, match=r"for the CPU only.*install the CUDA build.*device: auto.*profile local"):
        resolve_compute(declare(device="cuda"))


def test_cuda_without_a_driver_says_that_there_is_none(no_gpu: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: True)
    monkeypatch.setattr(devices.shutil, "which", lambda name: None)
    monkeypatch.setattr(devices, "Path", lambda path: tmp_path / path.lstrip("/"))
    with pytest.raises(DeviceError, match=r"no NVIDIA driver was found.*device: auto"):
        resolve_compute(declare(device="cuda"))


def test_cuda_that_the_driver_does_not_give_says_what_to_check(no_gpu: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: True)
    monkeypatch.setattr(devices.shutil, "which", lambda name: "/usr/bin/nvidia-smi")
    with pytest.raises(DeviceError, match=r"sees no GPU.*CUDA_VISIBLE_DEVICES.*device: auto"):
        resolve_compute(declare(device="cuda"))


def test_bfloat16_on_a_card_without_it_is_refused_and_auto_takes_float32(gpu: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: False)
    with pytest.raises(DeviceError, match=r"an old card cannot compute in; set dtype: float32"):
        resolve_compute(declare(dtype="bfloat16"))
    assert resolve_compute(declare()).dtype == torch.float32


def test_tf32_keeps_float32_and_is_told_apart_wherever_numbers_are_kept(gpu: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (9, 0))
    by_tf32, whole = resolve_compute(declare(dtype="tf32")), resolve_compute(declare(dtype="float32"))
    assert (by_tf32.dtype, whole.dtype) == (torch.float32, torch.float32)
    assert (by_tf32.arithmetic, whole.arithmetic) == ("torch.float32 by tf32", "torch.float32")


@pytest.mark.parametrize("there", ["gpu", "no_gpu"])
def test_tf32_is_refused_where_nothing_multiplies_in_it(there: str, request, monkeypatch: pytest.MonkeyPatch):
    request.getfixturevalue(there)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    with pytest.raises(DeviceError, match=r"(an old card|a CPU) cannot multiply.*set dtype: float32"):
        resolve_compute(declare(dtype="tf32"))


OLD, NEW = Gpu("an old card", "1", (7, 5)), Gpu("a new card", "2", (9, 0))


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("this takes a context on the GPU")


@pytest.mark.parametrize("dtype", ["auto", "float32", "tf32", "bfloat16"])
@pytest.mark.parametrize("card", [OLD, NEW])
def test_a_process_that_does_no_step_says_the_same_of_a_gpu_and_does_not_work_on_it(
    gpu: None, monkeypatch: pytest.MonkeyPatch, dtype: str, card: Gpu
):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: card.capability >= (8, 0))
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: card.capability)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: card.name)
    expected = tell_refusal(resolve_compute, dtype)
    for name in ("current_device", "mem_get_info", "is_bf16_supported", "get_device_name", "get_device_capability"):
        monkeypatch.setattr(torch.cuda, name, refuse)
    monkeypatch.setattr(devices, "list_gpus", lambda: [card, NEW])
    assert tell_refusal(devices.require_compute, dtype) == expected
    assert (expected is None) == (card is NEW or dtype in ("auto", "float32"))


def tell_refusal(ask: Callable[[ComputeDeclaration], object], dtype: str) -> str | None:
    try:
        ask(declare(device="cuda", dtype=dtype))
    except DeviceError as error:
        return str(error)
    return None


def test_a_process_that_does_no_step_says_the_same_where_there_is_no_gpu(no_gpu: None):
    assert tell_refusal(devices.require_compute, "auto") == tell_refusal(resolve_compute, "auto") is not None
    devices.require_compute(declare())
    with pytest.raises(DeviceError, match="a CPU cannot multiply"):
        devices.require_compute(declare(dtype="tf32"))


@pytest.mark.parametrize(("tf32", "precision"), [(True, "high"), (False, "highest")])
def test_products_of_float32_matrices_are_as_declared(tf32: bool, precision: str):
    before = torch.get_num_threads(), torch.get_float32_matmul_precision()
    try:
        devices.set_up(Compute(torch.device("cpu"), torch.float32, GIB, before[0], tf32))
        assert torch.get_float32_matmul_precision() == precision
    finally:
        torch.set_num_threads(before[0])
        torch.set_float32_matmul_precision(before[1])


def test_steps_side_by_side_plan_with_a_share_each_of_the_devices_memory(no_gpu: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "available_memory", lambda: 30 * GIB)
    monkeypatch.setattr(devices.psutil, "virtual_memory", lambda: SimpleNamespace(total=32 * GIB))
    assert resolve_compute(declare()).memory_bytes == 30 * GIB
    assert resolve_compute(declare(at_once=4)).memory_bytes == 8 * GIB
    monkeypatch.setattr(devices, "available_memory", lambda: 5 * GIB)
    assert resolve_compute(declare(at_once=4)).memory_bytes == 5 * GIB


def test_a_declared_memory_and_thread_count_cap_what_was_found(no_gpu: None):
    compute = resolve_compute(declare(memory_gib=0.25, threads=1))
    assert (compute.memory_bytes, compute.threads) == (GIB // 4, 1)


@pytest.mark.parametrize(("said", "declared", "found"), [("3", None, 3), ("3,2", None, 3), ("3", 2, 2)])
def test_openmp_s_own_variable_gives_the_threads_where_none_are_declared(no_gpu, monkeypatch, said, declared, found):
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert resolve_compute(declare(threads=declared)).threads == found


@pytest.mark.parametrize("said", ["", "0", "many"])
def test_without_a_number_every_core_that_may_be_used_is(no_gpu, monkeypatch, said):
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    monkeypatch.setattr(devices, "available_cores", lambda: 5)
    assert resolve_compute(declare()).threads == 5


def test_limiting_threads_is_what_torch_then_uses():
    before = torch.get_num_threads()
    try:
        devices.set_up(Compute(torch.device("cpu"), torch.float32, GIB, 1))
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def make_cgroup(root: Path, lines: str, files: dict[str, str]) -> Path:
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(lines)
    for name, text in files.items():
        path = root / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.mark.parametrize(
    ("lines", "files"),
    [
        pytest.param(
            "0::/app\n",
            {
                "app/memory.max": "1000\n",
                "app/memory.current": "700\n",
                "app/memory.stat": "anon 5\ninactive_file 200\n",
                "memory.max": "max\n",
            },
            id="version 2",
        ),
        pytest.param(
            "0::/\n",
            {"memory.max": "1000", "memory.current": "700", "memory.stat": "inactive_file 200"},
            id="version 2 seen from inside a container",
        ),
        pytest.param(
            "5:cpu:/\n4:memory:/outer/inner\n0::/\n",
            {
                "memory/outer/memory.limit_in_bytes": "1000",
                "memory/outer/memory.usage_in_bytes": "700",
                "memory/outer/memory.stat": "inactive_file 1\ntotal_inactive_file 200",
                "memory/outer/inner/memory.limit_in_bytes": "9223372036854771712",
                "memory/outer/inner/memory.usage_in_bytes": "5",
            },
            id="version 1, limited one level up",
        ),
    ],
)
def test_a_control_groups_memory_limit_counts_and_its_page_cache_does_not(
    tmp_path: Path, lines: str, files: dict[str, str]
):
    assert devices.available_memory(make_cgroup(tmp_path, lines, files)) == 500


@pytest.mark.parametrize(
    ("lines", "files"),
    [
        ("0::/app\n", {"app/cpu.max": "150000 100000\n"}),
        ("3:cpu:/app\n", {"cpu/app/cpu.cfs_quota_us": "150000", "cpu/app/cpu.cfs_period_us": "100000"}),
        ("0::/app\n", {"app/cpu.max": "20000 100000\n"}),
    ],
)
def test_a_control_groups_cpu_quota_limits_the_cores_but_one_is_always_left(
    tmp_path: Path, lines: str, files: dict[str, str]
):
    assert devices.available_cores(make_cgroup(tmp_path, lines, files)) == 1


def test_without_control_groups_the_machines_own_numbers_hold(tmp_path: Path):
    assert devices.available_memory(tmp_path) > GIB // 4
    assert devices.available_cores(tmp_path) >= 1


def test_processes_that_share_a_model_have_room_for_more_tokens_than_those_that_each_hold_it():
    each = token_budget(cpu(1.5), SMOLLM2, True, optimized_parameters=10**6)
    assert each > devices.FEWEST_TOKENS
    assert each < token_budget(replace(cpu(1.5), shards=2), SMOLLM2, True, optimized_parameters=10**6)


def test_one_process_shares_its_model_with_nobody(no_gpu):
    assert resolve_compute(declare(shards=True)).shards == 1


def test_the_small_model_trains_in_four_gib_with_fewer_tokens_than_in_sixteen():
    small, large = token_budget(cpu(4), SMOLLM2, True), token_budget(cpu(16), SMOLLM2, True)
    assert devices.FEWEST_TOKENS < small <= large == devices.MOST_TOKENS_ON_CPU


def test_scoring_takes_more_tokens_than_training():
    assert token_budget(cuda(40), LLAMA_3_8B, False) > 4 * token_budget(cuda(40), LLAMA_3_8B, True)


def test_an_8b_model_on_an_80_gib_card_gets_some_thousand_tokens_in_training():
    assert 2_000 < token_budget(cuda(78), LLAMA_3_8B, True) < devices.MOST_TOKENS_ON_CUDA


def test_optimized_parameters_leave_less_for_tokens():
    adapter, full = 40_000_000, 3_000_000_000
    assert token_budget(cuda(78), LLAMA_3_8B, True, optimized_parameters=adapter) > token_budget(
        cuda(78), LLAMA_3_8B, True, optimized_parameters=full
    )


@pytest.mark.parametrize("training", [True, False])
def test_the_budget_never_leaves_its_bounds(training: bool):
    assert token_budget(cpu(0.001), LLAMA_3_8B, training) == devices.FEWEST_TOKENS
    most = devices.MOST_TOKENS_ON_CPU if training else devices.MOST_TOKENS_ON_CPU_WITHOUT_GRADIENT
    assert token_budget(cpu(4096), SMOLLM2, training) == most
    assert token_budget(cuda(4096), SMOLLM2, training) == devices.MOST_TOKENS_ON_CUDA


@pytest.mark.parametrize("architecture", sorted(CONFIGS))
def test_every_architecture_of_the_tests_has_a_budget(architecture: str):
    assert token_budget(cpu(1), CONFIGS[architecture](), True) == devices.MOST_TOKENS_ON_CPU


_FREES_AND_RESOLVES = """
from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.devices import resolve_compute

def held():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024

blocks = [bytearray(60_000) for _ in range(4000)]
kept, blocks = blocks[-1], None
before = held()
resolve_compute(ComputeDeclaration(device="cpu"))
print(before - held())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what is asked for is GNU's")
def test_what_an_earlier_step_of_this_process_has_freed_is_given_back_before_free_memory_is_measured():
    command = [sys.executable, "-c", _FREES_AND_RESOLVES]
    given_back = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert given_back > 150, "MiB of the 229 that were freed"
