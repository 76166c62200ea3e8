"""A declared YAML file as data: strict, without a template engine, every value with its line.

YAML is data here. Nothing in it is evaluated, imported or run; of templates there is one, `{{ env.NAME }}`, which is
filled in by hand. What YAML allows and nobody means (a key twice, a bomb of aliases, a number that is text) is
refused with file and line.
"""

import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

try:
    from yaml import CSafeLoader as _FastestLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as _FastestLoader

MOST_BYTES = 256 * 1024
"""Of one file."""
MOST_VALUES = 20_000
"""Of one file, with every alias written out."""
DEEPEST = 40
"""Maps and lists inside one another."""

Place = tuple[str | int, ...]
"""Where a value stands: the keys and the positions in lists that lead to it."""

_ENVIRONMENT = re.compile(r"(?<!\{)\{\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}(?!\})")
_MEANT_AS_ENVIRONMENT = re.compile(r"(?<!\{)\{\{\s*env\b[^}]*\}?\}?", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
_READ_OTHERWISE = re.compile(r"[-+]?(0[0-9_]|.*:)")
"""Numbers of base 8 and 60: `007`, `12:30`."""
_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))
_MERGE = "tag:yaml.org,2002:merge"


class DeclarationError(Exception):
    """A declared file cannot be used. One line a mistake: `assets/x/defs.yaml:27 sft.learning_rate: ...`."""

    def __init__(self, mistakes: "list[Mistake]") -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(map(str, mistakes)))


@dataclass(frozen=True)
class Mistake:
    """One mistake in a declared file."""

    file: str
    line: int
    place: str
    """Dotted, e.g. `sft.learning_rate`; empty for the file as a whole."""
    message: str

    def __str__(self) -> str:
        """As one line."""
        where = f"{self.file}:{self.line}" + (f" {self.place}" if self.place else "")
        return " ".join(f"{where}: {self.message}".split())


@dataclass(frozen=True)
class Document:
    """A declared file that was read."""

    file: str
    """As it is named to people: relative to the project."""
    value: dict[str, Any]
    """What it says, with `{{ env.NAME }}` filled in."""
    written: dict[str, Any]
    """What it says, as it is written: for messages, because a variable may hold a secret."""
    lines: Mapping[Place, int] = field(repr=False)
    """Place -> line of its key, or of the value where it stands in a list."""

    def mistake(self, place: Place, message: str) -> Mistake:
        """A mistake at a place; the nearest place above it that is written gives the line."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        return Mistake(self.file, self.lines.get(known, 1), show_place(place), message)


def read_document(path: Path, root: Path) -> Document:
    """Read a declared file.

    Parameters
    ----------
    path
        The file.
    root
        The project's folder, which names are shown relative to.

    Raises
    ------
    DeclarationError
        If it cannot be read, is no YAML, says something twice, is too large or too deep, or names an environment
        variable that is not set.
    """
    file = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    reader = _Reader(file)
    node = reader.compose(_read_text(path, file))
    written = reader.construct(node, ())
    if not isinstance(written, dict):
        raise DeclarationError([Mistake(file, 1, "", "must be a map that begins with type: and attributes:")])
    value = {
        key: reader.fill(item, (key,)) if key == "attributes" else reader.refuse_templates(item, (key,))
        for key, item in cast("dict[str, Any]", written).items()
    }
    if reader.mistakes:
        raise DeclarationError(reader.mistakes)
    return Document(file, value, cast("dict[str, Any]", written), reader.lines)


def _read_text(path: Path, file: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DeclarationError([Mistake(file, 1, "", f"cannot be read: {error.strerror}")]) from None
    if len(content) > MOST_BYTES:
        message = f"has {len(content):,} bytes; a declaration has at most {MOST_BYTES:,}"
        raise DeclarationError([Mistake(file, 1, "", message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DeclarationError([Mistake(file, line, "", "is not UTF-8; save the file as UTF-8")]) from None


class _Loader(_FastestLoader):  # pyright: ignore[reportGeneralTypeIssues, reportUntypedBaseClass]
    """Reads dates as text. So it does `2e-4`, as YAML 1.1 has it: a label stays one, a field for a number takes it."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


class _Reader:
    """Turns YAML's nodes into values, noting the line of each and every mistake on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.mistakes: list[Mistake] = []
        self._values = 0
        self._scalars = yaml.constructor.SafeConstructor()

    def compose(self, text: str) -> yaml.Node | None:
        """The file's only document."""
        try:
            self._check_shape(text)
            return yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = ", ".join(part for part in (error.context, error.problem) if part)
            raise self._refusal(mark.line + 1 if mark else 1, (), f"is no YAML: {message}") from None
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise self._refusal(line, (), f"is no YAML: {error.reason}") from None

    def _check_shape(self, text: str) -> None:
        """Refuse, before anything is built, what is too deep to be walked."""
        depth = documents = 0
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    raise self._refusal(event.start_mark.line + 1, (), f"is nested more than {DEEPEST} deep")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "begins a second document; one file declares one thing"
                    raise self._refusal(event.start_mark.line + 1, (), message)

    def construct(self, node: yaml.Node | None, place: Place) -> Any:
        """The value of a node."""
        if node is None:
            return None
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        self._values += 1
        if self._values > MOST_VALUES:
            message = f"says more than {MOST_VALUES:,} values with its aliases written out"
            raise self._refusal(line, place, message)
        if len(place) > DEEPEST:
            raise self._refusal(line, place, f"is nested more than {DEEPEST} deep with its aliases written out")
        if node.tag not in _TAGS:
            raise self._refusal(line, place, f"has the tag {node.tag!r}; write plain text, numbers, lists and maps")
        if isinstance(node, yaml.MappingNode):
            return self._construct_map(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.construct(item, (*place, number)) for number, item in enumerate(node.value)]
        return self._construct_scalar(node, place)

    def _construct_map(self, node: yaml.MappingNode, place: Place) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        own: dict[Any, Any] = {}
        first_lines: dict[Any, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE:
                for key, value in self._merge(value_node, place):
                    merged.setdefault(key, value)
                continue
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag not in _TAGS:
                raise self._refusal(line, place, "has a key that is no text")
            key = self._construct_scalar(key_node, place)
            if key in own:
                message = f"stands twice, the first time in line {first_lines[key]}; keep one"
                self.mistakes.append(Mistake(self.file, line, show_place((*place, key)), message))
                continue
            first_lines[key] = line
            self.lines[(*place, key)] = line
            own[key] = self.construct(value_node, (*place, key))
        return merged | own

    def _merge(self, node: yaml.Node, place: Place) -> Iterator[tuple[Any, Any]]:
        """What `<<` takes over from other maps, the first one's first."""
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            value = self.construct(item, place)
            if not isinstance(value, dict):
                raise self._refusal(node.start_mark.line + 1, place, "<< takes a map or a list of maps")
            yield from cast("dict[Any, Any]", value).items()

    def _construct_scalar(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        try:
            value = self._scalars.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            raise self._refusal(line, place, f"{str(node.value)[:40]!r} cannot be read as a value") from None
        if isinstance(value, float) and not math.isfinite(value):
            raise self._refusal(line, place, f"{node.value!r} is not a finite number")
        if isinstance(value, int | float) and _READ_OTHERWISE.match(str(node.value)):
            message = f"YAML reads {node.value} as the number {value}; put it in quotes if it is text"
            raise self._refusal(line, place, message)
        return value

    def fill(self, value: Any, place: Place) -> Any:
        """The value with every `{{ env.NAME }}` filled in. All other braces stay as they are."""
        if isinstance(value, dict):
            return {key: self.fill(item, (*place, key)) for key, item in cast("dict[Any, Any]", value).items()}
        if isinstance(value, list):
            return [self.fill(item, (*place, number)) for number, item in enumerate(cast("list[Any]", value))]
        if not isinstance(value, str) or "{{" not in value:
            return value
        odd = next((m[0] for m in _MEANT_AS_ENVIRONMENT.finditer(value) if not _ENVIRONMENT.fullmatch(m[0])), None)
        if odd is not None:
            self._note(place, f"{odd[:60]!r}: only {{{{ env.NAME }}}} is filled in, nothing else is evaluated")
            return value
        missing = [name for name in _ENVIRONMENT.findall(value) if name not in os.environ]
        for name in dict.fromkeys(missing):
            self._note(place, f"the environment variable {name} is not set")
        return _ENVIRONMENT.sub(lambda match: os.environ.get(match[1], ""), value)

    def refuse_templates(self, value: Any, place: Place) -> Any:
        """The value; a mistake is noted where Dagster's loader would evaluate something."""
        if isinstance(value, dict):
            for key, item in cast("dict[Any, Any]", value).items():
                self.refuse_templates(item, (*place, key))
        elif isinstance(value, list):
            for number, item in enumerate(cast("list[Any]", value)):
                self.refuse_templates(item, (*place, number))
        elif isinstance(value, str) and _TEMPLATE.search(value):
            self._note(place, "no template is evaluated here; {{ env.NAME }} may stand under attributes")
        return value

    def _note(self, place: Place, message: str) -> None:
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        self.mistakes.append(Mistake(self.file, self.lines.get(known, 1), show_place(place), message))

    def _refusal(self, line: int, place: Place, message: str) -> DeclarationError:
        return DeclarationError([*self.mistakes, Mistake(self.file, line, show_place(place), message)])


def show_place(place: Place) -> str:
    """A place as it is named to people: dotted, without the `attributes` that everything stands under."""
    return ".".join(map(str, place[1:] if place[:1] == ("attributes",) else place))
