"""Filling `{{ env.NAME }}` and the like into a validated declaration."""

from collections.abc import Mapping
from typing import Any, TypeVar

import dagster as dg
from pydantic import BaseModel

Declaration = TypeVar("Declaration", bound=BaseModel)


def resolve_templates(
    model: type[Declaration], attributes: BaseModel | None, context: dg.ComponentLoadContext
) -> Declaration:
    """The attributes with every `{{ ... }}` resolved, validated again only where there was one."""
    if not isinstance(attributes, model):
        raise dg.DagsterInvalidDefinitionError(f"{context.path}: attributes are missing")
    written = attributes.model_dump(mode="json", by_alias=True, exclude_unset=True)
    resolved = _resolve(written, context)
    return attributes if resolved == written else model.model_validate(resolved)


def _resolve(value: Any, context: dg.ComponentLoadContext) -> Any:
    """Only text with a template in it: the resolver would read any other text as Python, and "1" as a number."""
    if isinstance(value, Mapping):
        return {name: _resolve(item, context) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_resolve(item, context) for item in value]
    has_template = isinstance(value, str) and "{{" in value
    return context.resolution_context.resolve_value(value) if has_template else value
