"""`docs/reference/yaml.md`, from the components' own schema: what each YAML may say cannot drift from the code."""

import json
from collections.abc import Iterator
from typing import Any

from medpref_dagster.answering import METRICS
from medpref_dagster.components.ablation import Ablation
from medpref_dagster.components.feedback import Feedback
from medpref_dagster.components.feedback_loop import FeedbackLoop
from medpref_dagster.components.machine import Machine
from medpref_dagster.components.study import Study
from medpref_dagster.components.task import ClinicalTask
from medpref_dagster.preferences.rejected import STRATEGIES
from medpref_dagster.registry import Registry
from medpref_dagster.sources import READERS

_HEAD = """\
# YAML reference

Generated from the components' schema by `medpref yaml-reference`; a test holds it to be current. An unknown field is
refused by `dg check yaml` and at load, with file and line.
"""


def write_yaml_reference() -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD]
    for component, where in (
        (ClinicalTask, "assets/<task>/defs.yaml"),
        (Study, "assets/<study>/defs.yaml"),
        (Ablation, "assets/<ablation>/defs.yaml"),
        (Feedback, "assets/<feedback>/defs.yaml"),
        (FeedbackLoop, "assets/<loop>/defs.yaml"),
        (Machine, "resources/<profile>/defs.yaml"),
    ):
        schema: dict[str, Any] = component.get_model_cls().model_json_schema()
        parts.append(f"## `medpref_dagster.components.{component.__name__}` ({where})\n")
        definitions: dict[str, Any] = schema.get("$defs", {})
        parts += _describe_model(schema, definitions)
        for name, definition in sorted(definitions.items()):
            parts += _describe_model(definition, definitions, f"{component.__name__}: {name}")
    parts.append("## Registered names\n")
    parts += _describe_metrics()
    parts += _describe_options(READERS, "source.reader", "source.options")
    parts += _describe_options(STRATEGIES, "rejected.strategy", "rejected.options")
    return "\n".join(parts)


def _describe_metrics() -> Iterator[str]:
    yield "`evaluation.metrics`:\n"
    yield "| name | title | kinds of answer | needs |\n| --- | --- | --- | --- |"
    for name, metric in sorted(METRICS.items()):
        needs = {
            "`positive`": metric.needs_positive,
            "`answer_by: likelihood`": metric.needs_weights,
            "the source field `facts` or `accepted`": metric.needs_cases,
        }
        needed = ", ".join(what for what, is_needed in needs.items() if is_needed)
        yield f"| `{name}` | {metric.title} | {', '.join(metric.kinds)} | {needed or 'nothing'} |"
    yield ""


def _describe_options(registry: Registry, place: str, options: str) -> Iterator[str]:
    """Each of our modules with its options. What installed packages offer is in their own documentation."""
    yield f"`{place}`: {', '.join(f'`{name}`' for name in sorted(registry.ours))}\n"
    for name in sorted(registry.ours):
        schema: dict[str, Any] = registry.load(name).Options.model_json_schema()
        definitions: dict[str, Any] = schema.get("$defs", {})
        yield f"### `{options}` of the {registry.what} `{name}`\n"
        yield from _describe_model(schema, definitions)
        for part, definition in sorted(definitions.items()):
            yield from _describe_model(definition, definitions, f"{name}: {part}")


def _describe_model(schema: dict[str, Any], definitions: dict[str, Any], title: str | None = None) -> Iterator[str]:
    if title:
        yield f"### {title}\n"
        yield str(schema.get("description", "")).strip() + "\n"
        if "enum" in schema:
            yield f"One of {_name_type(schema)}.\n"
    properties: dict[str, Any] = schema.get("properties", {})
    if not properties:
        return
    required = set(schema.get("required", ()))
    yield "| field | type | default | meaning |\n| --- | --- | --- | --- |"
    for field, described in properties.items():
        default = "required" if field in required else _name_default(described)
        # pydantic leaves out a description that the field's own model has already
        description = described.get("description") or definitions.get(_name_type(described), {}).get("description", "")
        meaning = " ".join(str(description).split()).replace("|", "\\|")
        yield f"| `{field}` | {_name_type(described)} | {default} | {meaning} |"
    yield ""


def _name_default(described: dict[str, Any]) -> str:
    default = described.get("default")
    # The defaults of a part's own fields stand in that part's table.
    return "as there" if isinstance(default, dict) and default else _as_code(default)


def _as_code(value: object) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace("|", "\\|")


def _name_type(described: dict[str, Any]) -> str:
    if "$ref" in described:
        return str(described["$ref"]).rpartition("/")[2]
    if "const" in described:
        return _as_code(described["const"])
    if "enum" in described:
        return " or ".join(_as_code(value) for value in described["enum"])
    for union in ("anyOf", "oneOf"):
        if union in described:
            names = dict.fromkeys(_name_type(option) for option in described[union])
            return " or ".join(names)
    kind = described.get("type", "any")
    if kind == "array":
        return f"list of {_name_type(described.get('items', {}))}"
    if kind == "object" and isinstance(described.get("additionalProperties"), dict):
        return f"map to {_name_type(described['additionalProperties'])}"
    limits = [
        f"{sign} {described[name]:.12g}"
        for name, sign in (
            ("exclusiveMinimum", ">"),
            ("minimum", "≥"),
            ("exclusiveMaximum", "<"),
            ("maximum", "≤"),
        )
        if name in described
    ]
    return ", ".join([str(kind), *limits])
