"""Assets that are made one at a time: on this machine's device, or because one must see what the others wrote.

A pool of Dagster does not serve: a slot is a row in a database, which a run that is killed leaves taken, and who waits
for it spins. These locks are the kernel's: they end with their process. They are taken inside a step, so they hold for
`medpref`, for `dg launch` and for the step processes of `dagster dev` alike, and are let go before the step's result is
reported.
"""

import functools
from collections.abc import Callable
from typing import Any

import dagster as dg

from medpref_dagster.resources import StoreResource

LOCK_TAG = "medpref/lock"
"""The tag of an asset that is made one at a time: which lock it holds."""

DEVICE = "device"
"""The lock of every asset that runs a model: its device's (`device_lock.name_device_lock`)."""

MakeAsset = Callable[..., dg.MaterializeResult]
"""The function of an asset; its parameters `context` and `store` are given by name, and others as they are."""


def hold_while_made(lock: str, make: MakeAsset) -> MakeAsset:
    """Hold a lock of this machine and store while the asset is made; who waits says in the run's log for whom."""

    @functools.wraps(make)
    def alone(context: dg.AssetExecutionContext, store: StoreResource, **others: Any) -> dg.MaterializeResult:
        from medpref_dagster.device_lock import hold_device

        opened, holder = store.open(), f"{context.asset_key.to_user_string()} of run {context.run_id}"
        holding = (
            hold_device(opened, holder, context.log.info)
            if lock == DEVICE
            else opened.hold_lock(lock, holder, lambda other: context.log.info(f"waits for {other or 'another'}"))
        )
        with holding:
            return make(context=context, store=store, **others)

    return alone
