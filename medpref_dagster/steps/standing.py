"""What stands of several weeks' pairs."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from medpref_dagster.feedback.pairs import gather_pairs
from medpref_dagster.feedback.scratch import open_scratch
from medpref_dagster.schemas import FEEDBACK_PAIRS
from medpref_dagster.steps.signal import RETRACTED
from medpref_dagster.storage.store import ROWS, Artifact, Store


def read_standing_pairs(store: Store, weeks: Sequence[Artifact], memory: str) -> pa.Table:
    """The pairs of several weeks, without those that a later one of them contradicts.

    Parameters
    ----------
    weeks
        `preference_pairs`, the oldest first.
    memory
        What DuckDB may take, as feedback declares it.

    Columns out: FEEDBACK_PAIRS.
    """
    pairs, retracted = ([store.table_path(artifact, part) for artifact in weeks] for part in (ROWS, RETRACTED))
    with store.new_scratch() as folder, open_scratch(folder, memory) as scratch:
        batches = list(gather_pairs(scratch, pairs, retracted))
    # DuckDB does not say that a column has no nulls.
    return pa.Table.from_batches(batches).cast(FEEDBACK_PAIRS) if batches else FEEDBACK_PAIRS.empty_table()


def list_weeks(inputs: Mapping[str, Artifact], name: str) -> list[Artifact]:
    """An input of the week and of those that are looked into, the oldest first."""
    return [*(inputs[key] for key in sorted(inputs) if key.startswith(f"{name}@")), inputs[name]]
