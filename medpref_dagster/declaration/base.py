"""What every part of a declaration is: immutable, strict about unknown fields; and `{name}` templates."""

import re
import string
from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Seed = Annotated[int, Field(ge=0, lt=2**32)]
"""What every generator of random numbers takes: NumPy's as well as torch's."""

_OWNER = re.compile(r"team:.+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def _check_owner(owner: str) -> str:
    if not _OWNER.fullmatch(owner):
        raise ValueError(f"{owner!r} is no owner; write an e-mail address or team:<name>, e.g. team:clinical-ml")
    return owner


Owner = Annotated[str, AfterValidator(_check_owner)]
"""Whom Dagster shows on an asset."""

_NUMBERS: tuple[object, ...] = (int, float, int | None, float | None)
_LISTS_OF_NUMBERS: tuple[object, ...] = (tuple[int, ...], tuple[Seed, ...], tuple[float, ...], tuple[float, ...] | None)


class Declared(BaseModel):
    """A part of a declaration: immutable, and strict about unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _yes_is_no_number(cls, written: Any) -> Any:
        """Python counts true as 1: `batch_size: yes` would train with one row at a time."""
        if isinstance(written, Mapping):
            for name, value in cast("Mapping[str, object]", written).items():
                field = cls.model_fields.get(name)
                if isinstance(value, bool) and field is not None and field.annotation in _NUMBERS:
                    raise ValueError(f"{name}: must be a number, got {str(value).lower()}")
                if isinstance(value, list | tuple) and field is not None and field.annotation in _LISTS_OF_NUMBERS:
                    for position, item in enumerate(cast("list[object]", value)):
                        if isinstance(item, bool):
                            raise ValueError(f"{name}.{position}: must be a number, got {str(item).lower()}")
        return written


def template_fields(template: str) -> tuple[str, ...]:
    """The names in a `{name}` template, in order, once each. `{{` and `}}` stand for the braces themselves.

    Raises
    ------
    ValueError
        If a brace is unbalanced or a field is no plain name (no attributes, indexes, conversions or formats).
    """
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise ValueError(f"{error}; a brace that stands for itself is written twice: {{{{ or }}}}") from None
    names: dict[str, None] = {}
    for _, name, specification, conversion in fields:
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
