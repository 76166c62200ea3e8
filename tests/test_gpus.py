"""What the driver says of GPUs, and that whatever else is there is no GPU."""

import ctypes
from typing import Any
from uuid import UUID

import pytest

from medpref_dagster import gpus
from medpref_dagster.gpus import Gpu, list_gpus

WHOLE, PART = UUID(int=1), UUID(int=2)


class Driver:
    """The NVIDIA driver with two GPUs; it refuses what takes a context."""

    def __init__(self, status: int = 0) -> None:
        self.status = status

    def cuInit(self, flags: int) -> int:
        return self.status

    def cuDeviceGetCount(self, count: Any) -> int:
        count._obj.value = 2
        return 0

    def cuDeviceGet(self, device: Any, place: int) -> int:
        device._obj.value = place + 5
        return 0

    def cuDeviceGetName(self, name: Any, size: int, device: ctypes.c_int) -> int:
        name.value = f"card {device.value}"[: size - 1].encode()
        return 0

    def cuDeviceGetUuid(self, uuid: Any, device: ctypes.c_int) -> int:
        uuid.raw = WHOLE.bytes
        return 0

    def cuDeviceGetAttribute(self, value: Any, which: int, device: ctypes.c_int) -> int:
        value._obj.value = {75: 9, 76: device.value}[which]
        return 0


class NewDriver(Driver):
    """One that tells the parts of a divided GPU apart."""

    def cuDeviceGetUuid_v2(self, uuid: Any, device: ctypes.c_int) -> int:
        uuid.raw = PART.bytes
        return 0


class HalfADriver:
    """One that lacks the other functions."""

    def cuInit(self, flags: int) -> int:
        return 0


def let_be(monkeypatch: pytest.MonkeyPatch, driver: object) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: driver)


@pytest.mark.parametrize(("driver", "uuid"), [(Driver(), WHOLE), (NewDriver(), PART)])
def test_the_driver_names_each_gpu_by_what_is_the_same_everywhere(
    driver: Driver, uuid: UUID, monkeypatch: pytest.MonkeyPatch
):
    let_be(monkeypatch, driver)
    assert list_gpus() == [Gpu("card 5", str(uuid), (9, 5)), Gpu("card 6", str(uuid), (9, 6))]


@pytest.mark.parametrize("driver", [Driver(status=100), HalfADriver()])
def test_a_driver_that_does_not_answer_has_no_gpu(driver: object, monkeypatch: pytest.MonkeyPatch):
    let_be(monkeypatch, driver)
    assert list_gpus() == []


def test_without_a_driver_there_is_no_gpu(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gpus, "_LIBRARY", "libnone.so.1")
    assert list_gpus() == []
