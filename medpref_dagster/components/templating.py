"""Filling `{{ env.NAME }}` and the like into a validated declaration."""

import json
from typing import TypeVar

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
    if "{{" not in json.dumps(written):  # the usual case: compiling each string as a template takes milliseconds
        return attributes
    resolved = context.resolution_context.resolve_value(written)
    return attributes if resolved == written else model.model_validate(resolved)
