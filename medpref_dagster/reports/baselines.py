"""What of a task its words alone decide: the section of a task's report, and its sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import pyarrow as pa

from medpref_dagster.reports.figures import STYLE, new_figure, write_svg
from medpref_dagster.stages import find_stage
from medpref_dagster.study.learning_curves import WordsJudged, find_baseline, judge_words
from medpref_dagster.verdict.verdict import Verdict
from medpref_dagster.verdict.words import format_number

_MARKERS = ("o", "s", "D", "^", "v", "P")


def describe_baselines(curves: pa.Table | None, verdict: Verdict, *, show_rules: bool) -> dict[str, Any] | None:
    """The section's table and sentences as JSON values; None where nothing was measured.

    Parameters
    ----------
    curves
        Columns in: SIMPLE_BASELINES.
    verdict
        Of the models that the bag of words is held against.
    show_rules
        Whether words of the cases may be shown.
    """
    if curves is None or not curves.num_rows:
        return None
    found = curves.to_pylist()
    sizes = sorted({row["training_rows"] for row in found})
    values = {(row["title"], row["baseline"], row["training_rows"]): row for row in found}
    scores = {
        metric.name: {
            model: {"estimate": item.estimate, "low": item.low, "high": item.high}
            for model, item in metric.models.items()
        }
        for metric in verdict.metrics
    }
    last = {row["baseline"]: row for row in found}
    return {
        "test_cases": found[0]["test_cases"],
        "sizes": sizes,
        "rows": [
            {
                "title": title,
                "baseline": find_baseline(baseline).title,
                "points": [_keep_interval(values.get((title, baseline, size))) for size in sizes],
            }
            for title, baseline in dict.fromkeys((row["title"], row["baseline"]) for row in found)
        ],
        "described": [
            {
                "title": find_baseline(name).title,
                "description": find_baseline(name).description,
                "rule": row["rule"] if show_rules else None,
            }
            for name, row in last.items()
        ],
        "sentences": say_words_judged(judge_words(curves, scores)),
    }


def say_words_judged(judged: Sequence[WordsJudged]) -> list[str]:
    """One sentence a metric: whether words alone decide it.

    >>> say_words_judged([WordsJudged("f1", "F1", 0.5, 943, "sft", 0.9, decided=False, beaten=False)])
    ['F1 is not decided by words: a bag of words of all 943 training rows reaches 0.50, the best model (SFT) 0.90.']
    """
    return [
        f"{item.title} {'is' if item.decided else 'is not'} decided by words: a bag of words of all {item.rows:,} "
        f"training rows reaches {format_number(item.words)}, the best model ({find_stage(item.model).title}) "
        f"{format_number(item.score)}{', which is no better than counting words' if item.beaten else ''}."
        for item in judged
    ]


def summarize_baselines(described: Mapping[str, Any] | None) -> list[str]:
    """The sentences of `describe_baselines`, for a terminal; none where nothing was measured."""
    return list(described["sentences"]) if described else []


def draw_baselines(described: Mapping[str, Any]) -> str:
    """Each baseline's score over training rows, with intervals; one panel a metric would repeat accuracy, so that only
    the first metrics of the fields are drawn."""
    rows: list[Mapping[str, Any]] = described["rows"]
    titles = [title for title in dict.fromkeys(row["title"] for row in rows) if not title.startswith("Accuracy")]
    shown = [row for row in rows if row["title"] in titles] or rows
    with mpl.rc_context(STYLE):
        figure, axes = new_figure(2.8)
        for place, row in enumerate(shown):
            points = [
                (size, item) for size, item in zip(described["sizes"], row["points"], strict=True) if item is not None
            ]
            points = [(size, item) for size, item in points if item["estimate"] is not None]
            label = row["baseline"] if len(titles) <= 1 else f"{row['baseline']}, {row['title']}"
            sizes, estimates = [size for size, _ in points], [item["estimate"] for _, item in points]
            axes.plot(sizes, estimates, marker=_MARKERS[place % len(_MARKERS)], markersize=4, label=label)
            known = [(size, item) for size, item in points if item["low"] is not None]
            axes.vlines(
                [size for size, _ in known],
                [item["low"] for _, item in known],
                [item["high"] for _, item in known],
                alpha=0.4,
                colors=axes.lines[-1].get_color(),
            )
        axes.set_xlabel("training rows")
        axes.set_ylim(0, 1.02)
        axes.grid(axis="y")
        axes.legend(fontsize=8, loc="best")
        said = "; ".join(
            f"{row['baseline']}, {row['title']}: "
            + ", ".join(
                f"{size} rows {format_number(item['estimate'])}"
                for size, item in zip(described["sizes"], row["points"], strict=True)
                if item is not None
            )
            for row in shown
        )
        return write_svg(figure, f"What words alone reach, by training rows. {said}.")


def _keep_interval(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {name: row[name] for name in ("estimate", "low", "high")}
