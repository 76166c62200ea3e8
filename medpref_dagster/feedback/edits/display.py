"""An edit as a person reads it: one text with what was taken away and what was put in, and a list of the changes."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from medpref_dagster.feedback.edits.changes import Change, Edit

Mark = Literal["kept", "removed", "inserted"]


class Piece(NamedTuple):
    """Some characters of the earlier text, the later one or both, and the changes that they belong to."""

    mark: Mark
    text: str
    changes: tuple[Change, ...]


def lay_out(before: str, after: str, edit: Edit) -> list[Piece]:
    """Both texts as one row of pieces; without those inserted it reads `before`, without those removed `after`."""
    removed = _group(edit.changes, "before")
    inserted = _group(edit.changes, "after")
    pieces: list[Piece] = []
    at = to = 0
    while at < len(before) or to < len(after):
        cut = removed[0][0] - at if removed else len(before) - at
        paste = inserted[0][0] - to if inserted else len(after) - to
        kept = min(cut, paste)
        if kept:
            pieces.append(Piece("kept", before[at : at + kept], ()))
            at, to = at + kept, to + kept
        if removed and removed[0][0] == at:
            _, at_end, changes = removed.pop(0)
            pieces.append(Piece("removed", before[at:at_end], changes))
            at = at_end
        elif inserted and inserted[0][0] == to:
            _, to_end, changes = inserted.pop(0)
            pieces.append(Piece("inserted", after[to:to_end], changes))
            to = to_end
    return pieces


def render_html(before: str, after: str, edit: Edit) -> str:
    """A paragraph with `<del>` and `<ins>`, whose titles explain, and the list of changes; everything is escaped."""
    shown = "".join(_write_html(piece) for piece in lay_out(before, after, edit))
    changes = "".join(
        f"<li><b>{change.kind}</b> {html.escape(change.explanation)} <small>weight {change.weight:g}</small></li>"
        for change in edit.changes
    )
    return f'<div class="edit"><p style="white-space: pre-wrap">{shown}</p><ul>{changes}</ul></div>'


def render_markdown(before: str, after: str, edit: Edit) -> str:
    """The text with ~~what was taken away~~ and **what was put in**, and the list of changes."""
    shown = "".join(_write_markdown(piece) for piece in lay_out(before, after, edit))
    changes = "".join(
        f"- **{change.kind}** {_escape_markdown(change.explanation)} (weight {change.weight:g})\n"
        for change in edit.changes
    )
    return f"{shown}\n\n{changes}"


def _group(changes: Sequence[Change], side: Literal["before", "after"]) -> list[tuple[int, int, tuple[Change, ...]]]:
    """The spans of one side that are not empty, in order; those that overlap are one."""
    spans = sorted(
        (
            (change.before_start, change.before_end, number)
            if side == "before"
            else (change.after_start, change.after_end, number)
        )
        for number, change in enumerate(changes)
    )
    grouped: list[tuple[int, int, tuple[Change, ...]]] = []
    for start, end, number in spans:
        if grouped and start < grouped[-1][1]:
            first, last, known = grouped[-1]
            grouped[-1] = (first, max(last, end), (*known, changes[number]))
        elif start < end:
            grouped.append((start, end, (changes[number],)))
    return grouped


def _write_html(piece: Piece) -> str:
    text = html.escape(piece.text)
    if piece.mark == "kept":
        return text
    tag = "del" if piece.mark == "removed" else "ins"
    kinds = " ".join(dict.fromkeys(change.kind for change in piece.changes))
    title = html.escape("; ".join(change.explanation for change in piece.changes))
    return f'<{tag} class="{kinds}" title="{title}">{text}</{tag}>'


def _write_markdown(piece: Piece) -> str:
    """Marks stand at the words: Markdown reads none beside a space, or over the end of a line."""
    if piece.mark == "kept":
        return _escape_markdown(piece.text)
    mark = "~~" if piece.mark == "removed" else "**"
    return "".join(_mark_lines(piece.text, mark))


def _mark_lines(text: str, mark: str) -> Iterator[str]:
    for part in re.split(r"(\s*\n\s*)", text):
        inner = part.strip()
        if not inner:
            yield part
            continue
        start = part.index(inner)
        yield f"{part[:start]}{mark}{_escape_markdown(inner)}{mark}{part[start + len(inner) :]}"


def _escape_markdown(text: str) -> str:
    return re.sub(r"([\\`*_~\[\]<>|#&])", r"\\\1", text)
