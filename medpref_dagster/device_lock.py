"""The device is one process's at a time: whoever runs a model holds the device's lock while it does."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager

from medpref_dagster.storage.store import Store


@contextmanager
def hold_device(store: Store, purpose: str, tell: Callable[[str], None]) -> Generator[None]:
    """Have this machine's device alone during the block, among all processes that use the same store.

    Take it before the device is resolved: the free memory that is planned with is then that of a device at rest. The
    kernel gives it back when the process ends, however it ends.

    Parameters
    ----------
    purpose
        What the device is for, shown to those who wait: `uti/sft_model of run 1f0c...`.
    tell
        Told in one sentence who has the device, when the wait begins and when it is another one.

    Raises
    ------
    StoreError
        If the store's file system has no locks.
    """
    with store.hold_lock(
        name_device_lock(), purpose, lambda holder: tell(f"waits for the device; it is held by {holder or 'another'}")
    ):
        yield


def name_device_lock() -> str:
    """The lock of the first device that this process may use: `device-0`, or by `CUDA_VISIBLE_DEVICES`.

    PyTorch works on the first visible device. Two processes that were given different ones do not wait for each other.
    """
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "")
    return f"device-{visible.split(',')[0].strip() or '0'}"
