"""The store that a profile declares, opened for this process alone or for those that do a step together."""

from pathlib import Path

from medpref_dagster.declaration.machine import StoreDeclaration
from medpref_dagster.storage.led_store import LedStore
from medpref_dagster.storage.store import Store
from medpref_dagster.together import together


def open_store(declared: StoreDeclaration, folder: Path) -> Store:
    """A declared store; `folder` is its root as the project has it (`profiles.store_folder`).

    Raises
    ------
    StoreError
        If its folder cannot be made, or it is an object store that cannot be reached or written.
    """
    kind = LedStore if together().are_several else Store
    return kind(folder, declared.url, declared.may_hold)
