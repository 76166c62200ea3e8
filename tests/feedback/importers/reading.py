"""Records through an importer: what becomes of them, by kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from medpref_dagster.feedback.events import dump_event
from medpref_dagster.feedback.importers import IMPORTERS
from medpref_dagster.feedback.importers.importing import Refused, Skipped, import_record
from medpref_dagster.feedback.importers.options import ImportOptions
from tests.feedback.made_events import CANARY, NOW


@dataclass
class Read:
    generations: list[dict[str, Any]] = field(default_factory=list)
    reactions: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read(product: str, *records: Mapping[str, Any], **options: Any) -> Read:
    """What the records become. No message may say anything of them."""
    found = Read()
    declared = ImportOptions(**options)
    for number, record in enumerate(records, start=1):
        for outcome in import_record(IMPORTERS.load(product), record, f"export:{number}", declared, NOW):
            if isinstance(outcome, Refused):
                assert CANARY not in outcome.detail + outcome.place + outcome.reason
                found.refused.append((outcome.place, outcome.reason))
            elif isinstance(outcome, Skipped):
                assert CANARY not in outcome.reason + outcome.place
                found.skipped.append(outcome.reason)
            else:
                events = found.generations if outcome.kind == "generation" else found.reactions
                events.append(dump_event(outcome))
    return found


def only_reaction(product: str, *records: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """What was done, of records with one reaction."""
    found = read(product, *records, **options)
    assert found.refused == []
    [reaction] = found.reactions
    return reaction["reaction"]
