"""The GPUs that this process may use, as the NVIDIA driver tells them without working on one.

What PyTorch tells of a GPU's free memory takes a context on it: some 500 MB that stay as long as the process does. The
driver's own functions for what a device is take none, and number devices as CUDA does: those that
`CUDA_VISIBLE_DEVICES` and the control group leave, in its order, parts of a divided GPU (MIG) as devices.

Reference: NVIDIA, CUDA Driver API, Initialization and Device Management. The driver reads `CUDA_VISIBLE_DEVICES` when
it is asked for the first time, and never again.

Light: definitions import it; only the standard library, and of that nothing heavy before somebody asks.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

_LIBRARY = "libcuda.so.1"
_MAJOR, _MINOR = 75, 76
"""CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR."""
_NAME_BYTES, _UUID_BYTES = 256, 16


@dataclass(frozen=True)
class Gpu:
    """A GPU, or the part of a divided one that CUDA takes for a GPU."""

    name: str
    """As people know it: `NVIDIA H100 80GB HBM3`."""
    uuid: str
    """The same in every process and every control group of the machine, however they number its GPUs."""
    capability: tuple[int, int]
    """Compute capability, as (9, 0)."""


def list_gpus() -> list[Gpu]:
    """The GPUs of this process in CUDA's order; none without an NVIDIA driver, or one that does not answer."""
    import ctypes

    try:
        driver: Any = ctypes.CDLL(_LIBRARY)
    except OSError:
        return []
    try:
        return _ask(driver)
    except (_RefusedError, AttributeError):  # or a driver without such a function
        return []


class _RefusedError(Exception):
    """The driver answered with an error."""


def _ask(driver: Any) -> list[Gpu]:
    import ctypes

    _require(driver.cuInit(0))
    count = ctypes.c_int()
    _require(driver.cuDeviceGetCount(ctypes.byref(count)))
    return [_describe(driver, place) for place in range(count.value)]


def _describe(driver: Any, place: int) -> Gpu:
    import ctypes

    device, name = ctypes.c_int(), ctypes.create_string_buffer(_NAME_BYTES)
    uuid = ctypes.create_string_buffer(_UUID_BYTES)
    _require(driver.cuDeviceGet(ctypes.byref(device), place))
    _require(driver.cuDeviceGetName(name, _NAME_BYTES, device))
    _require(_find_uuid_function(driver)(uuid, device))
    major, minor = (_read_attribute(driver, which, device) for which in (_MAJOR, _MINOR))
    return Gpu(name.value.decode(errors="replace"), str(UUID(bytes=uuid.raw)), (major, minor))


def _find_uuid_function(driver: Any) -> Any:
    """The first one tells of a part of a divided GPU the whole one's."""
    return getattr(driver, "cuDeviceGetUuid_v2", None) or driver.cuDeviceGetUuid


def _read_attribute(driver: Any, which: int, device: Any) -> int:
    import ctypes

    value = ctypes.c_int()
    _require(driver.cuDeviceGetAttribute(ctypes.byref(value), which, device))
    return value.value


def _require(status: int) -> None:
    if status != 0:
        raise _RefusedError
