"""The user message: a template, and what stands for a value that a row does not have."""

from collections.abc import Iterator, Mapping

from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared, render_template, template_fields


class MissingValueError(Exception):
    """A row has no value for a column of the prompt, and none is declared to stand for it."""

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(f"column {column!r} is empty")


class Prompt(Declared):
    """A prompt of which some columns may be empty."""

    template: str = Field(description="The user message, with {column} for the source's columns and {part} for parts.")
    defaults: dict[str, str] = Field(
        default_factory=dict, description="Column -> what stands in the prompt where the column is empty."
    )
    optional: dict[str, str] = Field(
        default_factory=dict,
        description="Part -> its text with {column}. It is left out where one of its columns is empty, and its line "
        "with it where it has that to itself.",
    )

    @field_validator("template")
    @classmethod
    def _template_is_one(cls, template: str) -> str:
        template_fields(template)
        return template

    @field_validator("optional")
    @classmethod
    def _parts_have_columns(cls, optional: dict[str, str]) -> dict[str, str]:
        for name, text in optional.items():
            if not name.isidentifier():
                raise ValueError(f"{name!r} cannot stand in braces; name a part as a column: letters, digits and _")
            if not template_fields(text):
                raise ValueError(f"{name}: names no column, so that it would never be left out; put it in the template")
            if set(template_fields(text)) & set(optional):
                raise ValueError(f"{name}: names a part; parts hold columns only")
        return optional

    @model_validator(mode="after")
    def _everything_is_used(self) -> "Prompt":
        unused = set(self.optional) - set(template_fields(self.template))
        if unused:
            raise ValueError(f"optional: the template does not name {{{sorted(unused)[0]}}}")
        unknown = set(self.defaults) - set(self.columns())
        if unknown:
            raise ValueError(f"defaults: {sorted(unknown)[0]!r} is no column of the prompt")
        return self

    def columns(self) -> tuple[str, ...]:
        """The source's columns that the prompt names, in the order in which they first stand in it, parts included."""
        return tuple(dict.fromkeys(column for place in self._places() for column in place[1]))

    def render(self, values: Mapping[str, str | None]) -> str:
        """The user message of a row.

        Parameters
        ----------
        values
            Column -> its text; None where the row has none.

        Raises
        ------
        MissingValueError
            If a column of the template itself is empty and has no default.
        """
        filled = self._fill(values)
        shown = {name: self._show(name, columns, filled) for name, columns in self._places()}
        lines = [line for line in self.template.split("\n") if not self._is_left_out(line, shown)]
        return render_template("\n".join(lines), {name: text or "" for name, text in shown.items()})

    def show_values(self, values: Mapping[str, str | None]) -> dict[str, str]:
        """What a message has of its row, without the instruction: column or part -> text, in their order."""
        filled = self._fill(values)
        shown = {name: self._show(name, columns, filled) for name, columns in self._places()}
        return {name: text for name, text in shown.items() if text is not None}

    def _places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What the template names, each with the columns that it needs."""
        for name in template_fields(self.template):
            yield name, template_fields(self.optional[name]) if name in self.optional else (name,)

    def _fill(self, values: Mapping[str, str | None]) -> dict[str, str | None]:
        return {name: self.defaults.get(name) if values[name] is None else values[name] for name in self.columns()}

    def _show(self, name: str, columns: tuple[str, ...], filled: Mapping[str, str | None]) -> str | None:
        """The text of a column or part; None for a part that is left out."""
        empty = [column for column in columns if filled[column] is None]
        if name in self.optional:
            return None if empty else render_template(self.optional[name], {c: filled[c] or "" for c in columns})
        if empty:
            raise MissingValueError(empty[0])
        return filled[name]

    def _is_left_out(self, line: str, shown: Mapping[str, str | None]) -> bool:
        stripped = line.strip()
        return any(text is None and stripped == f"{{{name}}}" for name, text in shown.items())


def template_columns(prompt: str | Prompt) -> tuple[str, ...]:
    """The source's columns that a prompt names."""
    return as_prompt(prompt).columns()


def as_prompt(prompt: str | Prompt) -> Prompt:
    """A template alone as a prompt whose every column must have a value."""
    return Prompt(template=prompt) if isinstance(prompt, str) else prompt
