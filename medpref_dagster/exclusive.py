"""What is done by one process at a time: running a model on a device, or writing what must have seen the others.

A pool of Dagster does not serve: a slot is a row in a database, which a run that is killed leaves taken, and who waits
for it spins. These locks are the kernel's: they end with their process. They are taken inside a step, so they hold for
`medpref`, for `dg launch` and for the step processes of `dagster dev` alike; a step lets go before it is reported.

Light: definitions import it.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from medpref_dagster.gpus import list_gpus
from medpref_dagster.progress import Tell, Waiting
from medpref_dagster.together import together

if TYPE_CHECKING:
    from medpref_dagster.locks import Holder
    from medpref_dagster.storage.store import Store

DEVICE = "device"
"""What every step holds that runs a model."""


@contextmanager
def hold_exclusively(store: "Store", what: str, purpose: str, tell: Tell, *, places: int = 1) -> Generator[None]:
    """Have something alone during the block, among all processes of this machine that use the same store.

    The device is to be taken before it is resolved: the free memory that is planned with is then that of a device at
    rest. The kernel gives everything back when the process ends, however it ends.

    Parameters
    ----------
    what
        `DEVICE`, or any name.
    purpose
        What for, shown to those who wait: `uti/sft_model of run 1f0c...`.
    tell
        Told who has it, as long as the wait goes on.
    places
        How many have it side by side: of a device, what the profile's `at_once` says.

    Raises
    ------
    StoreError
        If the store's file system has no locks.
    """

    def tell_holder(holder: "Holder | None") -> None:
        tell(Waiting(f"waits for the {what}; it is held by {holder or 'another process'}"))

    # Several processes on GPUs work on one each; in one order, so that no two steps wait for each other's.
    names = sorted(set(together().gather(name_lock(what))))
    with ExitStack() as held:
        for name in names:
            held.enter_context(store.hold_lock(name, purpose, tell_holder, places=places))
        yield


@contextmanager
def train_alone(store: "Store", key: str, purpose: str, tell: Tell) -> Generator[None]:
    """Be the only one, among all processes of all machines with this store, at the training with this key.

    Two that made the same training side by side would write the same checkpoints. Who waits finds afterwards what the
    other one made. At most one is held at a time.

    Parameters
    ----------
    key
        Of the training, as in `Store.work_folder`.
    purpose
        What for, shown to those who wait.
    tell
        Told who is at it, as long as the wait goes on.
    """

    def tell_holder(holder: "Holder | None") -> None:
        tell(Waiting(f"waits for the same training; it is done by {holder or 'another process'}"))

    with store.hold_work(key, purpose, tell_holder):
        yield


@contextmanager
def hold_off_forgetting(store: "Store", purpose: str, tell: Tell) -> Generator[None]:
    """Work in the store during the block, beside others who do: no patient's data are taken out of it meanwhile.

    Waits where that is under way, or is waited for. Held by all machines that share the store, where its file system's
    locks reach them.

    Raises
    ------
    StoreError
        If the store's file system has no locks.
    """
    with _hold_forgetting(store, purpose, tell, "waits until what is forgotten is out of the store", shared=True):
        yield


@contextmanager
def hold_store_alone(store: "Store", purpose: str, tell: Tell) -> Generator[None]:
    """Have the store alone during the block: waits for every step that runs, and lets no new one begin.

    Raises
    ------
    StoreError
        If the store's file system has no locks.
    """
    with _hold_forgetting(store, purpose, tell, "waits for who works in the store", shared=False):
        yield


@contextmanager
def _hold_forgetting(store: "Store", purpose: str, tell: Tell, waits: str, *, shared: bool) -> Generator[None]:
    def tell_holder(holder: "Holder | None") -> None:
        tell(Waiting(f"{waits}: {holder or 'another process'}"))

    with store.hold_forgetting(purpose, tell_holder, shared=shared):
        yield


def name_lock(what: str) -> str:
    """The lock's name: of the device by its GPU's UUID; `device-0`, or by the first that `CUDA_VISIBLE_DEVICES` names,
    where no driver tells any.

    PyTorch works on the first visible device. Two processes that were given different ones do not wait for each other:
    a queue's control groups number the GPUs of each job from 0 on, so a number does not tell them apart.
    """
    if what != DEVICE:
        return what
    if gpus := list_gpus():
        return f"{DEVICE}-{gpus[0].uuid}"
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "")
    return f"{DEVICE}-{visible.split(',')[0].strip() or '0'}"
