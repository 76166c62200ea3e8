"""The ids in an event, also in what is none: by these it is known whom and what it is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from medpref_dagster.values import spell_value


@dataclass(frozen=True)
class EventIds:
    """The ids that an event has and names, in the spelling of `values.spell_value`."""

    patient: str | None
    event: str | None
    aliases: frozenset[str]
    about: frozenset[str]
    """Of a reaction: the generations that it names."""

    @property
    def own(self) -> frozenset[str]:
        """Its id and its aliases."""
        return self.aliases | ({self.event} if self.event is not None else set())

    @property
    def named(self) -> frozenset[str]:
        """Its id and what it is about. An alias is not among them: two generations may share one."""
        return self.about | ({self.event} if self.event is not None else set())


def read_event_ids(event: object) -> EventIds:
    """The ids of an event, or of what was refused as one, as far as they can be read."""
    fields = cast("Mapping[str, Any]", event) if isinstance(event, Mapping) else {}
    reaction: Any = fields.get("reaction")
    over: Any = cast("Mapping[str, Any]", reaction).get("over") if isinstance(reaction, Mapping) else None
    return EventIds(
        spell(fields.get("patient")),
        spell(fields.get("id")),
        _spell_all(_list(fields.get("aliases"))),
        _spell_all([fields.get("generation"), *_list(over)]),
    )


def list_texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, however deep; of one that is an id in the one spelling."""
    if isinstance(value, str | int | float):
        if (spelled := spell(value)) is not None:
            yield spelled
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, object]", value).values():
            yield from list_texts(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from list_texts(item)


def spell(value: object) -> str | None:
    """An id in the one spelling; None of what is none."""
    try:
        return spell_value(value)
    except ValueError:
        return None


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _spell_all(values: Iterable[object]) -> frozenset[str]:
    return frozenset(spelled for value in values if (spelled := spell(value)) is not None)
