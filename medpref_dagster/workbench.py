"""What a step works with: the store, the base model, the device, and whom it tells how far it is."""

from dataclasses import dataclass

from medpref_dagster.devices import Compute
from medpref_dagster.progress import Report, silent
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.store import Store


@dataclass(frozen=True)
class Workbench:
    """What travels together through every function that trains a model or lets one answer."""

    store: Store
    base: BaseModelFiles
    compute: Compute
    report: Report = silent
