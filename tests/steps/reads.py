"""Which fields of a declaration a function reads: every access is written down while it runs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from medpref_dagster.declaration import Declared


def list_leaves(part: Declared, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a declaration that is no declaration itself, as (dotted path, value)."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Declared):
            yield from list_leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def replace_leaf(part: Declared, path: str, value: Any) -> Any:
    """The declaration with another value at a dotted path; nothing is validated."""
    name, _, rest = path.partition(".")
    return part.model_copy(update={name: replace_leaf(getattr(part, name), rest, value) if rest else value})


@contextmanager
def recording(parts: Mapping[str, Declared]) -> Iterator[set[str]]:
    """Write down the leaves that are read; `parts` are declarations by the beginning of their paths."""
    paths: dict[int, str] = {}
    kept: list[Declared] = []  # an id is used again once its object is gone
    read: set[str] = set()

    def know(part: Declared, path: str) -> None:
        paths[id(part)] = path
        kept.append(part)
        for name in type(part).model_fields:
            value = part.__dict__[name]
            if isinstance(value, Declared):
                know(value, f"{path}{name}.")

    def note_dump(path: str, part: Declared, dumped: Mapping[str, Any]) -> None:
        for name in dumped.keys() & type(part).model_fields.keys():
            value = part.__dict__[name]
            if isinstance(value, Declared):
                note_dump(f"{path}{name}.", value, dumped[name])
            else:
                read.add(f"{path}{name}")

    original = Declared.__getattribute__

    def get(self: Declared, name: str) -> Any:
        value = original(self, name)
        path = paths.get(id(self))
        if path is None or name.startswith("__"):
            return value
        if name in type(self).model_fields:
            if not isinstance(value, Declared):
                read.add(f"{path}{name}")
        elif name == "model_dump":

            def dump(*args: Any, **options: Any) -> Any:
                note_dump(path, self, value(mode="python", **{k: v for k, v in options.items() if k != "mode"}))
                return value(*args, **options)

            return dump
        elif name == "model_dump_json":

            def dump_json(*args: Any, **options: Any) -> Any:
                note_dump(path, self, original(self, "model_dump")(**options))
                return value(*args, **options)

            return dump_json
        elif name == "model_copy":

            def copy(*args: Any, **options: Any) -> Any:
                made = value(*args, **options)
                know(made, path)
                return made

            return copy
        return value

    Declared.__getattribute__ = get
    try:
        for path, part in parts.items():
            know(part, path)
        yield read
    finally:
        del Declared.__getattribute__
