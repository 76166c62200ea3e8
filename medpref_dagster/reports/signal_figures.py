"""The signal report's figures: what clinicians did, by week."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl

from medpref_dagster.reports.figures import STYLE, new_figure, write_svg
from medpref_dagster.verdict.intervals import compute_wilson_interval

_COLOURS = ("#2f74d0", "#c8650a", "#1f8f6b", "#a4508b", "#7d8796")
_MARKERS = ("o", "s", "D", "^", "v")
"""Told apart by the colour-blind, and by their shapes."""
_MOST_LINES = len(_MARKERS)


def draw_weeks(weeks: Sequence[Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Figure by measure: the edit rate with its interval, kinds of edits, reasons, and the median seconds to sign.

    Parameters
    ----------
    weeks
        As the report's content has them.
    changes
        Those over all clinicians that are told get a line at their week.
    """
    told = {change["measure"]: change["week"] for change in changes if change["told"] and change["clinician"] is None}
    names = [week["week"] for week in weeks]
    shares = [week["edited"] / week["signed"] if week["signed"] else None for week in weeks]
    bands = [
        (interval.low, interval.high)
        if week["signed"] and (interval := compute_wilson_interval(week["edited"], week["signed"]))
        else None
        for week in weeks
    ]
    drawn = {
        "edit rate": _draw_lines(
            names, {"edited": shares}, "share edited of what was signed", told.get("edit rate"), bands
        ),
        "kinds of edits": _draw_lines(
            names, _collect(weeks, "edit_kinds"), "edits with a change of the kind", told.get("kinds of edits")
        ),
        "reasons": _draw_lines(names, _collect(weeks, "reasons"), "reactions with the reason", told.get("reasons")),
        "seconds to sign": _draw_lines(
            names,
            {"median": [week["median_seconds"] for week in weeks]},
            "seconds, median",
            told.get("seconds to sign"),
        ),
    }
    return {name: svg for name, svg in drawn.items() if svg}


def _collect(weeks: Sequence[Mapping[str, Any]], column: str) -> dict[str, list[float | None]]:
    """The most frequent names of a count by week, each with its line."""
    totals: Counter[str] = Counter()
    for week in weeks:
        totals.update(week[column])
    named = sorted(totals, key=lambda name: (-totals[name], name))[:_MOST_LINES]
    return {name: [float(week[column].get(name, 0)) for week in weeks] for name in named}


def _draw_lines(
    weeks: Sequence[str],
    lines: Mapping[str, Sequence[float | None]],
    label: str,
    change: str | None,
    bands: Sequence[tuple[float, float] | None] | None = None,
) -> str | None:
    """Lines over weeks; None where there is nothing to draw."""
    if not any(value is not None for values in lines.values() for value in values):
        return None
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(2.6)
        for place, (name, values) in enumerate(lines.items()):
            points = [(x, value) for x, value in enumerate(values) if value is not None]
            axes.plot(
                *zip(*points, strict=True),
                color=_COLOURS[place],
                marker=_MARKERS[place],
                markersize=4,
                linewidth=1.5,
                label=name,
            )
        known = [(x, *band) for x, band in enumerate(bands or ()) if band is not None]
        if known:
            x, low, high = zip(*known, strict=True)
            axes.fill_between(x, low, high, color=_COLOURS[0], alpha=0.18, linewidth=0)
        if change is not None:
            axes.axvline(weeks.index(change) - 0.5, linestyle=":", color=_COLOURS[-1])
        axes.set_ylim(bottom=0)
        step = max(1, len(weeks) // 6)
        axes.set_xticks(range(0, len(weeks), step), [week[5:] for week in weeks[::step]])
        axes.set_xlabel("week of (month-day)")
        axes.set_ylabel(label)
        axes.grid(axis="y")
        if len(lines) > 1:
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=2, fontsize=9)
        said = f"; the dotted line is a change before the week of {change}" if change else ""
        first, last = (next(iter(lines.values()))[place] for place in (0, -1))
        ends = f", {next(iter(lines))} from {first:.2f} to {last:.2f}" if first is not None and last is not None else ""
        return write_svg(figure, f"{label}, by week{ends}{said}.")
