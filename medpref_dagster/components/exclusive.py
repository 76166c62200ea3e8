"""Assets that are made one at a time: see `medpref_dagster.exclusive`."""

import functools
from collections.abc import Callable
from typing import Any

import dagster as dg

from medpref_dagster.resources import StoreResource

LOCK_TAG = "medpref/lock"
"""The tag of an asset that is made one at a time: what it holds."""

DEVICE = "device"
"""As of `medpref_dagster.exclusive`, which definitions do not import."""

MakeAsset = Callable[..., dg.MaterializeResult]
"""The function of an asset; its parameters `context` and `store` are given by name, and others as they are."""


def hold_while_made(what: str, make: MakeAsset) -> MakeAsset:
    """Hold something exclusively while the asset is made; who waits says in the run's log for whom."""

    @functools.wraps(make)
    def alone(context: dg.AssetExecutionContext, store: StoreResource, **others: Any) -> dg.MaterializeResult:
        from medpref_dagster.exclusive import hold_exclusively

        purpose = f"{context.asset_key.to_user_string()} of run {context.run_id}"
        with hold_exclusively(store.open(), what, purpose, lambda waiting: context.log.info(str(waiting))):
            return make(context=context, store=store, **others)

    return alone
