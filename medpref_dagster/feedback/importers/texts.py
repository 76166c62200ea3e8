"""What a model was given and what it wrote, out of the shapes in which products keep it."""

import json
from collections.abc import Mapping
from typing import Any, cast

from medpref_dagster.feedback.parsing import EventError


def write_prompt(value: object, where: str) -> str | None:
    """A prompt: one message's text, a conversation as JSON, another object as JSON.

    Raises
    ------
    EventError
        `unsupported_messages`, if a message has a part that is no text.
    """
    value = _open(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if (messages := _find_messages(fields.get("messages"))) is not None:
            return _write_messages(messages, where)
        if (text := _get_only_text(fields)) is not None:
            return text
    if (messages := _find_messages(value)) is not None:
        return _write_messages(messages, where)
    return json.dumps(value, ensure_ascii=False, default=str)


def write_answer(value: object, where: str) -> str | None:
    """An answer: a text, a message, the last message of the assistant, the only choice of a completion.

    Raises
    ------
    EventError
        `unsupported_messages`, if it is none of these, or its message has a part that is no text.
    """
    value = _open(value)
    if value is None or isinstance(value, str):
        return value
    messages: list[dict[str, Any]] | None = None
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        choices = fields.get("choices")
        if isinstance(choices, list) and len(cast("list[object]", choices)) == 1 and isinstance(choices[0], dict):
            messages = _find_messages([choices[0].get("message")])
        elif "role" in fields:
            messages = _find_messages([fields])
        elif "messages" in fields:
            messages = _find_messages(fields["messages"])
        elif (text := _get_only_text(fields)) is not None:
            return text
    else:
        messages = _find_messages(value)
    if messages and messages[-1]["role"] in ("assistant", "model", "ai"):
        return _write_content(messages[-1], where)
    raise EventError("unsupported_messages", f"{where}: is neither a text nor a message of the assistant")


def _open(value: object) -> object:
    """JSON that is written as text, if it is messages; every other text stays: a model may write JSON."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            loaded: object = json.loads(value)
        except (ValueError, RecursionError):
            return value
        fields = cast("Mapping[str, Any]", loaded) if isinstance(loaded, dict) else {}
        is_message = "role" in fields and "content" in fields
        if is_message or _find_messages(loaded) is not None or _find_messages(fields.get("messages")) is not None:
            return loaded
    return value


def _find_messages(value: object) -> list[dict[str, Any]] | None:
    if not isinstance(value, list) or not value:
        return None
    items = cast("list[Any]", value)
    if all(isinstance(item, dict) and isinstance(cast("dict[str, Any]", item).get("role"), str) for item in items):
        return items
    return None


def _get_only_text(fields: dict[str, Any]) -> str | None:
    """The text of an object that has one field: `{"question": "..."}`."""
    values = list(fields.values())
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None


def _write_messages(messages: list[dict[str, Any]], where: str) -> str:
    written = [{"role": message["role"], "content": _write_content(message, where)} for message in messages]
    return written[0]["content"] if len(written) == 1 else json.dumps(written, ensure_ascii=False)


def _write_content(message: dict[str, Any], where: str) -> str:
    content: object = message.get("content")
    if isinstance(content, str):
        return content
    texts: list[str] = []
    for part in cast("list[object]", content) if isinstance(content, list) else [None]:
        fields = cast("dict[str, Any]", part) if isinstance(part, dict) else {}
        text = fields.get("text", fields.get("content"))
        if fields.get("type") not in ("text", "input_text", "output_text") or not isinstance(text, str):
            raise EventError("unsupported_messages", f"{where}: has a message that is no text")
        texts.append(text)
    return "\n".join(texts)
