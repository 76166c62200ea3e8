"""`docs/reference/events.md`, from the models themselves: `python -m medpref_dagster.feedback.event_reference`."""

import json
from collections.abc import Iterator

from pydantic import BaseModel

from medpref_dagster.feedback.events import (
    FUTURE_TOLERANCE,
    ID_CHARACTERS,
    REASON_CHARACTERS,
    SCHEMA_VERSION,
    TEXT_CHARACTERS,
    Accepted,
    Chosen,
    Decoding,
    Edited,
    Generation,
    Rated,
    Reaction,
    Regenerated,
    Rejected,
    Thumb,
    describe_schema,
)
from medpref_dagster.feedback.parsing import DEPTH, REASONS

_MINUTES = round(FUTURE_TOLERANCE.total_seconds() / 60)
_HEAD = f"""\
# Events

Generated from the models by `python -m medpref_dagster.feedback.event_reference`; a test holds it to be current.

An event says what a model wrote (a *generation*) or what a clinician did with it (a *reaction*). This is version
{SCHEMA_VERSION}. Ids are the sender's: the same id twice with the same content is one event, however its JSON was
spelled; another content under a taken id is a conflict and goes to the quarantine. A reaction may come before its
generation.

Ids have up to {ID_CHARACTERS} visible ASCII characters and no blanks; those of people are pseudonyms. Texts have up
to {TEXT_CHARACTERS:,} characters, reasons {REASON_CHARACTERS:,}, and no control characters but tab, line feed and
carriage return. Times are ISO 8601 with an offset, and at most {_MINUTES} minutes ahead of the service's clock. JSON
is UTF-8, nested at most {DEPTH} levels, without NaN and without a key twice. A field that is not listed is refused.
"""

_EXAMPLES = (
    {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "id": "note-4711-draft",
        "time": "2026-11-02T08:59:30Z",
        "prompt": "Summarize: dysuria for 2 days, T 38.4 °C.",
        "answer": "Dysuria for 2 days. Afebrile.",
        "model": "uti/dpo_model/smollm2-135m",
        "task": "uti",
        "patient": "p-17",
        "encounter": "e-203",
    },
    {
        "kind": "reaction",
        "schema_version": SCHEMA_VERSION,
        "id": "note-4711-signed",
        "generation": "note-4711-draft",
        "clinician": "c-3",
        "time_shown": "2026-11-02T09:00:00Z",
        "time_signed": "2026-11-02T09:01:12Z",
        "reaction": {"kind": "edited", "text": "Dysuria for 2 days. T 38.4 °C."},
    },
)


def write_event_reference() -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD]
    for example in _EXAMPLES:
        parts.append(f"```json\n{json.dumps(example, indent=1, ensure_ascii=False)}\n```\n")
    for model in (Generation, Decoding, Reaction):
        parts.append(f"## {model.__name__}\n\n{model.__doc__}\n")
        parts += _list_fields(model)
    parts.append("## What a clinician did\n\nThe field `reaction` is one of:\n")
    for model in (Accepted, Edited, Rejected, Thumb, Regenerated, Chosen, Rated):
        parts.append(f"### {model.__name__}\n\n{model.__doc__}\n")
        parts += _list_fields(model)
    parts.append("## Why an event is refused\n\n| reason | what it has |\n| --- | --- |")
    parts += [f"| `{reason}` | {meaning} |" for reason, meaning in REASONS.items()]
    schema = json.dumps(describe_schema(), indent=1, ensure_ascii=False)
    parts.append(f"\n## JSON Schema\n\n```json\n{schema}\n```\n")
    return "\n".join(parts)


def _list_fields(model: type[BaseModel]) -> Iterator[str]:
    yield "| field | must be there | what it is |\n| --- | --- | --- |"
    properties = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        value = properties[name].get("const")
        what = field.description or (f"`{json.dumps(value)}`" if value is not None else "")
        yield f"| `{name}` | {'yes' if field.is_required() else 'no'} | {what} |"
    yield ""


if __name__ == "__main__":
    print(write_event_reference(), end="")
