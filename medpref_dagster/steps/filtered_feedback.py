"""A week of feedback without what identifies somebody, by the store's privacy key; it fits in memory then.

What finds names and reads other weeks' keys is imported where it is declared: it takes a second to load, and most steps
of feedback take none of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.declaration import Deidentify
from medpref_dagster.privacy_key import PrivacyKey, read_privacy_key
from medpref_dagster.steps import DeclaredFeedback, Shown
from medpref_dagster.storage.store import ROWS, Store

if TYPE_CHECKING:
    from medpref_dagster.feedback.filtering import FilteredGenerations, FilteredReactions

CHOICES, REFUSED = "choices", "refused"
"""Tables beside the rows."""

Part = tuple[Iterable[pa.RecordBatch], pa.Schema]
"""A table of an artifact, batch by batch."""


@dataclass(frozen=True)
class Filtered:
    """Tables with surrogates, each with the fingerprint of its key, and how many events could not be filtered."""

    parts: Mapping[str, Part]
    kept: int
    refused: int
    foreign: Mapping[str, int]
    """Language that the rules do not know -> how many texts in it were filtered all the same."""
    shown: Mapping[str, Shown]


def filter_written(store: Store, about: DeclaredFeedback, rows: Part) -> Filtered:
    """A week's generations, `schemas.GENERATIONS`, without what identifies somebody.

    Raises
    ------
    PrivacyKeyError
        If there is no key, or it is not the one that is declared, or that made other weeks.
    LexiconError, LanguageError
        If a library is not installed.
    """
    from medpref_dagster.feedback.filtering import filter_generations

    declared, key = _find_key(store, about, "generations")
    made = filter_generations(_gather(rows), declared, key, _count_cores())
    return _put_together({ROWS: made.generations}, made, key)


def filter_said(store: Store, about: DeclaredFeedback, rows: Part, choices: Part) -> Filtered:
    """A week's reactions and choices, `schemas.REACTIONS` and `schemas.CHOICES`, in the same way; raises the same."""
    from medpref_dagster.feedback.filtering import filter_reactions

    declared, key = _find_key(store, about, "reactions")
    made = filter_reactions(_gather(rows), _gather(choices), declared, key, _count_cores())
    return _put_together({ROWS: made.reactions, CHOICES: made.choices}, made, key)


def _find_key(store: Store, about: DeclaredFeedback, step: str) -> tuple[Deidentify, PrivacyKey]:
    """What is declared, and the key; with another one a patient would be another in each week."""
    from medpref_dagster.forgetting.reach import list_pointers
    from medpref_dagster.forgetting.tombstones import find_fingerprint
    from medpref_dagster.sources.deidentified_rows import check_key

    declared, key, asset = about.feedback.deidentify, read_privacy_key(), f"{about.name}/{step}"
    if declared is None:
        raise TypeError(f"{about.name} declares no deidentify")
    made = [pointer.address for pointer in list_pointers(store) if pointer.asset == asset]
    fingerprints = (find_fingerprint(store, address) for address in made if address is not None)
    check_key(key, declared, next((found for found in fingerprints if found not in (None, key.fingerprint)), None))
    return declared, key


def _put_together(
    tables: Mapping[str, pa.Table], made: "FilteredGenerations | FilteredReactions", key: PrivacyKey
) -> Filtered:
    noted = {schemas.KEY_FINGERPRINT: key.fingerprint.encode()}
    parts: dict[str, Part] = {
        name: (table.to_batches(), table.schema.with_metadata(noted)) for name, table in tables.items()
    }
    parts[REFUSED] = (made.refused.to_batches(), schemas.QUARANTINE)
    shown: dict[str, Shown] = {
        "replaced": {str(kind): count for kind, count in made.kinds.items()},
        "refused": made.refused.num_rows,
        "key": key.fingerprint,
    }
    return Filtered(parts, tables[ROWS].num_rows, made.refused.num_rows, made.foreign, shown)


def _gather(part: Part) -> pa.Table:
    batches, schema = part
    found = [pa.Table.from_batches([batch]).select(schema.names).cast(schema) for batch in batches]
    return pa.concat_tables(found) if found else schema.empty_table()


def _count_cores() -> int:
    from medpref_dagster.devices import available_cores

    return available_cores()
