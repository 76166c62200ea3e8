"""What is shown of an artifact: row counts, columns, reasons, samples, curves.

Nothing here shows text of a case unless its disclosure allows it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from medpref_dagster.disclosure import Disclosure, may_show
from medpref_dagster.schemas import describe_columns
from medpref_dagster.steps import Column, Columns, Markdown, Shown
from medpref_dagster.verdict.words import count

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.storage.costs import Cost
    from medpref_dagster.storage.store import Artifact, Store

ROW_COUNT = "dagster/row_count"
COLUMNS = "dagster/column_schema"
"""Names that Dagster gives a place of its own."""

_SAMPLE_ROWS = 5
_SAMPLE_CHARACTERS = 300


NUMBERS = Disclosure.SYNTHETIC
"""Of a table without a text or an id of any row, whatever it was made of."""


def describe_table(store: "Store", artifact: "Artifact", disclosure: Disclosure) -> dict[str, Shown]:
    """Row count, column schema, path and, where text may be shown, the first rows of a table artifact.

    The table itself may be larger than memory.
    """
    rows, schema = store.describe_table(artifact)
    means = describe_columns(schema)
    metadata: dict[str, Shown] = {
        ROW_COUNT: rows,
        COLUMNS: Columns(
            tuple(Column(field.name, str(field.type), field.nullable, means.get(field.name)) for field in schema)
        ),
        "path": store.table_path(artifact),
    }
    if may_show(disclosure) and rows:
        sample = next(store.read_batches(artifact, rows=_SAMPLE_ROWS)).to_pylist()
        metadata["sample"] = Markdown(markdown_table(schema.names, [list(row.values()) for row in sample]))
    return metadata


def say_foreign(foreign: Mapping[str, int]) -> str | None:
    """What is said where texts were de-identified whose language the rules do not know; None where there are none.

    >>> say_foreign({"es": 2})
    'In a language that the rules do not know, and filtered all the same: 2 texts (es 2). Names are missed there.'
    """
    if not foreign:
        return None
    listed = ", ".join(f"{language} {number}" for language, number in sorted(foreign.items()))
    return (
        "In a language that the rules do not know, and filtered all the same: "
        f"{count(sum(foreign.values()), 'text')} ({listed}). Names are missed there."
    )


def describe_quarantine(quarantine: "pa.Table") -> dict[str, Shown]:
    """How many rows were quarantined, and why."""
    return {
        "quarantined": quarantine.num_rows,
        "quarantined_by_reason": Markdown(
            markdown_table(["reason", "rows"], list(Counter(quarantine.column("reason").to_pylist()).most_common()))
        ),
    }


def describe_forgotten(rows: int) -> dict[str, Shown]:
    """How many rows were of patients who were forgotten; nothing where none was."""
    return {"forgotten": rows} if rows else {}


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; long cells are cut."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    text = f"{value:.4g}" if isinstance(value, float) else "" if value is None else str(value)
    text = " ".join(text.replace("|", "\\|").split())
    return text if len(text) <= _SAMPLE_CHARACTERS else text[:_SAMPLE_CHARACTERS] + " ..."


def plot_curve(values: Sequence[tuple[float, float]], points: int = 32) -> str:
    """A line as a Markdown image small enough (under 1,000 characters) for the UI to show it inline.

    Parameters
    ----------
    values
        (x, y), in the order of x; thinned out to `points`.
    """
    if len(values) < 2:
        return "too few points for a curve"
    step = max(1, -(-len(values) // points))
    kept = [*values[::step], values[-1]]
    xs, ys = [x for x, _ in kept], [y for _, y in kept]
    width, height = 200, 60
    span_x, low, span_y = (xs[-1] - xs[0]) or 1, min(ys), (max(ys) - min(ys)) or 1
    path = " ".join(
        f"{(x - xs[0]) / span_x * width:.0f},{height - (y - low) / span_y * height:.0f}"
        for x, y in zip(xs, ys, strict=True)
    )
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>"
        f"<polyline points='{path}' fill='none' stroke='%23368' stroke-width='2'/></svg>"
    )
    image = quote(svg, safe="<>='/:%, ").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"![{min(ys):.3g} to {max(ys):.3g}](data:image/svg+xml,{image}) from {ys[0]:.3g} to {ys[-1]:.3g}"


def describe_training(log: "pa.Table", candidates: "pa.Table", *, reused: bool) -> dict[str, Shown]:
    """The candidates with their dev scores, the chosen one's curves, and whether anything was trained."""
    columns = ["candidate", "metric", "dev_score", "dev_reference", "dev_unreadable", "steps", "status", "reason"]
    rows = candidates.select([name for name in columns if name in candidates.column_names])  # an older one lacks some
    kept = [row for row in candidates.to_pylist() if row["status"] in {"chosen", "fallback"}]
    chosen = [row["candidate"] for row in kept]
    metadata: dict[str, Shown] = {
        "reused": reused,
        "candidates": Markdown(markdown_table(rows.column_names, [list(row.values()) for row in rows.to_pylist()])),
    }
    scores = [row["dev_score"] for row in kept]
    if scores and scores[0] is not None:
        metadata["dev_score"] = float(scores[0])
    history = [row for row in log.to_pylist() if row["candidate"] in chosen and row["split"] == "train"]
    for column in ("loss", "reward_margin", "reward_accuracy"):
        curve = [(row["step"], row[column]) for row in history if row[column] is not None]
        if curve:
            metadata[f"{column}_curve"] = Markdown(plot_curve(curve))
            metadata[f"final_{column}"] = float(curve[-1][1])
    return metadata


def describe_cost(cost: "Cost | None") -> dict[str, Shown]:
    """Time, tokens, peak memory and energy of what was made; nothing for what was only recalled."""
    if cost is None:
        return {}
    shown: dict[str, Shown] = {
        "seconds": cost.seconds,
        "cpu_seconds": cost.cpu_seconds,
        "device": cost.device,
        **({"processes": cost.processes} if cost.processes > 1 else {}),
    }
    if cost.tokens is not None:
        shown["tokens"] = cost.tokens
    if cost.peak_memory_bytes is not None:
        shown["peak_memory_mib"] = cost.peak_memory_bytes / 2**20
    for name, joules in (("cpu_kilojoules", cost.cpu_joules), ("gpu_kilojoules", cost.gpu_joules)):
        if joules is not None:
            shown[name] = joules / 1000
    return shown


def describe_summary(summary: Mapping[str, Any]) -> dict[str, Shown]:
    """A JSON-able summary, one entry a key."""
    return {
        name: value if isinstance(value, dict | list | int | float) and not isinstance(value, bool) else str(value)
        for name, value in summary.items()
    }


def describe_model(artifact: "Artifact") -> dict[str, Shown]:
    """Where a model lies, and its card."""
    return {"path": artifact.path, "card": Markdown((artifact.path / "README.md").read_text(encoding="utf-8"))}


def describe_verdict(content: Mapping[str, Any], report: Path) -> dict[str, Shown]:
    """The verdict table and sentences, the confusion matrices, each metric as a number, and the report's path."""
    from medpref_dagster.reports.task import summarize_verdict

    result, summary = content["result"], summarize_verdict(content)
    metadata: dict[str, Shown] = {
        "report": report,
        "verdict": Markdown(markdown_table(summary.header, summary.rows)),
        "tests": Markdown("\n".join(f"- {sentence}" for sentence in summary.sentences)),
    }
    for row in result["metrics"]:
        for model, found in row["models"].items():
            if found["estimate"] is not None:
                metadata[f"{row['name']}_{model}"] = float(found["estimate"])
    for field in result["fields"]:
        for model, confusion in field["confusion"].items():
            labels = field["labels"]
            matrix = [[label, *counts] for label, counts in zip(labels, confusion, strict=True)]
            metadata[f"confusion_{field['field']}_{model}"] = Markdown(
                markdown_table(["gold, answered:", *labels, "unreadable"], matrix)
            )
    return metadata
