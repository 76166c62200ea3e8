"""The report's figures: each function returns one SVG, the same bytes for the same numbers.

Text stays text and takes the page's font and colour; width follows the page. No figure relies on colour alone.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import matplotlib as mpl
import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from medpref_dagster.stages import find_stage, order_stages
from medpref_dagster.verdict.metrics import JudgedMetric
from medpref_dagster.verdict.paired_tests import Outcome
from medpref_dagster.verdict.preferences import Preferences
from medpref_dagster.verdict.results import Estimate
from medpref_dagster.verdict.verdict import Verdict

_GOOD = "#2f74d0"
_BAD = "#c8650a"
_OPEN = "#7d8796"
"""Of what is right or better, wrong or worse, undecided: blue, orange and grey, told apart by the colour-blind."""

_INK = "#010203"  # replaced by the page's text colour
_FAINT = "#040506"  # replaced by the page's line colour
_WIDTH = 5.4  # inches; one figure fits a phone's width without shrinking its text below 9 px
_MOST_POINTS = 45
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "medpref",
    "font.family": "sans-serif",
    "font.size": 10.5,
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": _INK,
    "xtick.color": _FAINT,
    "ytick.color": _FAINT,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "grid.color": _FAINT,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "legend.labelcolor": _INK,
    "text.color": _INK,
}
"""How every figure looks."""


def draw_metrics(verdict: Verdict) -> str:
    """A forest plot: each metric of each model with its interval."""
    models, rows = verdict.models, verdict.metrics
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(0.55 + 0.26 * len(rows) * (len(models) + 0.7))
        ticks: list[float] = []
        place = 0.0
        for row in rows:
            ticks.append(place + (len(models) - 1) / 2)
            for model in models:
                _draw_interval(axes, row.models[model], place, model)
                place += 1
            place += 0.7
        axes.set_yticks(ticks, [row.title for row in rows])
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        _fit_values(axes, rows)
        described = "; ".join(
            f"{row.title}: "
            + ", ".join(f"{find_stage(model).title} {_say(row.models[model].estimate)}" for model in models)
            for row in rows
        )
        return write_svg(figure, f"Metrics with intervals. {described}.")


def draw_forest(rows: Sequence[Mapping[str, Any]], axis: str) -> str:
    """Differences with their intervals, one line each, and a line at zero.

    Parameters
    ----------
    rows
        Each with `label`, `difference` (estimate, low, high) and `outcome` (better, worse, undecided).
    axis
        What the axis shows.
    """
    colours = {Outcome.BETTER: _GOOD, Outcome.WORSE: _BAD, Outcome.UNDECIDED: _OPEN}
    markers = {Outcome.BETTER: "o", Outcome.WORSE: "D", Outcome.UNDECIDED: "s"}
    drawn = [row for row in rows if row["difference"]["estimate"] is not None]
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(0.75 + 0.3 * len(drawn), 7.4)
        for place, row in enumerate(drawn):
            item, colour = row["difference"], colours[row["outcome"]]
            if item["low"] is not None:
                axes.plot([item["low"], item["high"]], [place, place], color=colour, linewidth=2.2)
            axes.plot([item["estimate"]], [place], markers[row["outcome"]], color=colour, markersize=6.5)
        axes.axvline(0, color=_INK, linewidth=1)
        axes.set_yticks(range(len(drawn)), [row["label"] for row in drawn])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(drawn) - 0.5, -0.5)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlabel(axis)
        described = "; ".join(f"{row['label']}: {_say(row['difference']['estimate'])}" for row in drawn)
        return write_svg(figure, f"{axis}, with intervals. {described}.")


def draw_curves(points: Sequence[tuple[float, Mapping[str, Mapping[str, Any]]]], axis: str, title: str) -> str:
    """A metric of each model along an axis of numbers, with intervals.

    Parameters
    ----------
    points
        (level, model -> estimate, low, high), in the order of the levels. On a logarithmic axis where the greatest is
        ten times the least or more.
    """
    models = order_stages(model for _, values in points for model in values)
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(2.9)
        levels = [level for level, _ in points]
        if levels[0] > 0 and levels[-1] >= 10 * levels[0]:
            axes.set_xscale("log")
        axes.set_xticks(levels, [f"{level:g}" for level in levels])
        axes.minorticks_off()
        for model in models:
            stage = find_stage(model)
            known = [(x, v[model]) for x, v in points if model in v and v[model]["estimate"] is not None]
            axes.plot(
                [x for x, _ in known],
                [value["estimate"] for _, value in known],
                color=stage.colour,
                marker=stage.marker,
                label=stage.title,
            )
            for x, value in known:
                if value["low"] is not None:
                    axes.plot([x, x], [value["low"], value["high"]], color=stage.colour, alpha=0.45, linewidth=2.2)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.set_xlabel(axis)
        axes.set_title(title)
        axes.legend()
        described = "; ".join(
            f"{axis} {x:g}: " + ", ".join(f"{find_stage(m).title} {_say(v[m]['estimate'])}" for m in models if m in v)
            for x, v in points
        )
        return write_svg(figure, f"{title} along {axis}, with intervals. {described}.")


def draw_confusion(confusion: Sequence[Sequence[int]], labels: Sequence[str], title: str) -> str:
    """A confusion matrix: gold labels down, read labels across, and unreadable answers last."""
    counts, columns = np.array(confusion), [*labels, "unreadable"]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(1.1 + 0.42 * len(labels), min(1.35 + 0.8 * len(columns), _WIDTH))
        for row, column in np.ndindex(counts.shape):
            colour = _GOOD if column == row else _BAD
            share = float(shares[row, column])
            axes.add_patch(Rectangle((column - 0.47, row - 0.46), 0.94, 0.92, color=colour, alpha=0.08 + 0.62 * share))
            weight = "bold" if column == row else "normal"
            axes.text(column, row, f"{counts[row, column]}", ha="center", va="center", weight=weight)
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_xticks(range(len(columns)), columns)
        axes.set_yticks(range(len(labels)), labels)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_ylabel("gold")
        axes.set_xlabel("answered")
        axes.set_title(title)
        described = "; ".join(
            f"of gold {label}, " + ", ".join(f"{count} {column}" for column, count in zip(columns, row, strict=True))
            for label, row in zip(labels, counts.tolist(), strict=True)
        )
        return write_svg(figure, f"Confusion matrix of {title}: {described}.")


def draw_learning_curves(log: pa.Table, title: str, chosen: str | None = None) -> str:
    """Loss over steps, on train and eval rows, of each candidate; of a DPO log the reward accuracy below it.

    Parameters
    ----------
    log
        Columns in: TRAINING_LOG.
    chosen
        The candidate drawn boldly; the others stay faint.
    """
    rows = sorted(log.to_pylist(), key=lambda row: (row["candidate"], row["split"], row["step"]))
    with_rewards = any(row["reward_accuracy"] is not None for row in rows)
    panels = [("loss", "loss in nats")] + ([("reward_accuracy", "reward accuracy")] if with_rewards else [])
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(_WIDTH, 0.5 + 1.75 * len(panels)), layout="constrained")
        axes: list[Axes] = list(figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0])
        for panel, (column, label) in zip(axes, panels, strict=True):
            for candidate in dict.fromkeys(row["candidate"] for row in rows):
                bold = chosen is None or candidate == chosen
                for split, line in (("train", "-"), ("eval", "--")):
                    points = [
                        (row["step"], row[column])
                        for row in rows
                        if row["candidate"] == candidate and row["split"] == split and row[column] is not None
                    ]
                    if not points:
                        continue
                    panel.plot(
                        *zip(*_thin_out(points), strict=True),
                        line,
                        color=_GOOD if split == "train" else _BAD,
                        alpha=1 if bold else 0.25,
                        linewidth=1.6 if bold else 1,
                        marker="o" if split == "eval" and bold else None,
                        markersize=3.5,
                        label=split if bold and not panel.get_legend_handles_labels()[1].count(split) else None,
                    )
            panel.set_ylabel(label)
            panel.set_ylim(bottom=0)
            panel.grid(axis="y")
        if with_rewards:
            axes[-1].set_ylim(0, 1.02)
        axes[-1].set_xlabel("step")
        axes[0].set_title(title)
        if axes[0].lines:
            axes[0].legend(loc="upper right", ncols=2)
        last = [
            row for row in rows if row["split"] == "eval" and row["loss"] is not None and row["candidate"] == chosen
        ]
        ended = f" The chosen candidate's last eval loss is {_say(last[-1]['loss'])}." if last else ""
        return write_svg(figure, f"{title}: loss over steps on train and eval rows.{ended}")


def draw_margins(preferences: Preferences) -> str:
    """The histogram of reward margins on held-out pairs; pairs left of zero are those that the model ranks wrongly."""
    edges = np.array(preferences.histogram.edges)
    counts = np.array(preferences.histogram.counts)
    centres = (edges[:-1] + edges[1:]) / 2
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(2.1)
        axes.bar(
            centres,
            counts,
            width=np.diff(edges) * 0.92,
            color=[_GOOD if centre > 0 else _BAD for centre in centres],
        )
        axes.axvline(0, color=_INK, linewidth=1)
        axes.set_xlabel("reward margin, chosen minus rejected")
        axes.set_ylabel("test pairs")
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        won = preferences.win_rate.estimate
        return write_svg(
            figure, f"Reward margins of {preferences.pairs} held-out pairs: {_say(won)} of them are above zero."
        )


def new_figure(height: float, width: float = _WIDTH) -> tuple[Figure, Axes]:
    """An empty figure; height and width in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _draw_interval(axes: Axes, interval: Estimate, place: float, model: str) -> None:
    if interval.estimate is None:
        return
    stage = find_stage(model)
    if interval.low is not None and interval.high is not None:
        axes.plot([interval.low, interval.high], [place, place], color=stage.colour, linewidth=2.2)
    axes.plot([interval.estimate], [place], stage.marker, color=stage.colour, markersize=6.5)
    axes.annotate(
        f"{stage.title} {_say(interval.estimate)}",
        (interval.estimate if interval.high is None else interval.high, place),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=9.5,
    )


def _fit_values(axes: Axes, rows: Iterable[JudgedMetric]) -> None:
    """Let the axis span the intervals, with room on the right for the names behind them."""
    values = [
        value
        for row in rows
        for item in row.models.values()
        for value in (item.estimate, item.low, item.high)
        if value is not None
    ]
    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(min(values, default=0.0), max(values, default=1.0))
    places = 1 if ticks[1] - ticks[0] > 0.099 else 2
    axes.set_xticks(ticks, [f"{tick:.{places}f}" for tick in ticks])
    axes.set_xlim(ticks[0], ticks[-1] + 0.25 * (ticks[-1] - ticks[0]))
    axes.spines["bottom"].set_bounds(ticks[0], ticks[-1])


def _thin_out(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most `_MOST_POINTS` points, each the mean of neighbours."""
    parts = np.array_split(np.array(points), min(len(points), _MOST_POINTS))
    return [(float(part[:, 0].mean()), float(part[:, 1].mean())) for part in parts]


def _say(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def write_svg(figure: Figure, description: str) -> str:
    """The figure as SVG for a page, with what it shows in words."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    # Names such as axes_1 would repeat in a page with several figures; only clip paths and markers are referred to.
    svg = re.sub(r'<g id="[a-zA-Z.]+\w*?_\d+"', "<g", svg)
    # A hundredth of a point is less than a pixel.
    svg = re.sub(r'="[^"]*"', lambda match: re.sub(r"(\d\.\d\d)\d+", r"\1", match[0]), svg)
    svg = svg.replace(_INK, "currentColor").replace(_FAINT, "var(--line, #9aa3af)")
    width = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    size = f"max-width:{float(width[1]) * 4 / 3:.0f}px" if width else ""
    label = escape(description, quote=True)
    return re.sub(
        r'<svg [^>]*?(viewBox="[^"]+")[^>]*>',
        lambda match: (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {match[1]} '
            f'role="img" aria-label="{label}" style="{size}">'
        ),
        svg,
        count=1,
        flags=re.DOTALL,
    ).strip()
