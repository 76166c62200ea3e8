"""What every part of a declaration is: immutable, strict about unknown fields; and `{name}` templates."""

import string
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """A part of a declaration: immutable, and strict about unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def template_fields(template: str) -> tuple[str, ...]:
    """The names in a `{name}` template, in order, once each. `{{` and `}}` stand for the braces themselves.

    Raises
    ------
    ValueError
        If a brace is unbalanced or a field is no plain name (no attributes, indexes, conversions or formats).
    """
    names: dict[str, None] = {}
    for _, name, specification, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or specification or conversion:
            raise ValueError(
                f"template field {{{name}}}: only a plain column name may stand in braces, a word of letters, digits "
                f"and underscores. A column of another name is given one by the source: options.columns: "
                f"{{its_name: {name!r}}} of the readers files and huggingface, or AS its_name in a query of duckdb."
            )
        names[name] = None
    return tuple(names)


def render_template(template: str, values: Mapping[str, object]) -> str:
    """Fill a `{name}` template.

    Raises
    ------
    KeyError
        If a named value is missing.
    """
    named = {name: str(values[name]) for name in template_fields(template)}
    return template.format_map(named)
