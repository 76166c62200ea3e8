"""What the signal report tells of synthetic pairs: which slices they fill, and how their judge stands to clinicians."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from medpref_dagster.synthesis.against_clinicians import ALL, measure_judge
from medpref_dagster.verdict.words import count, format_percent


@dataclass(frozen=True)
class Synthesized:
    """Synthetic pairs and what their judge said."""

    pairs: pa.Table
    """SYNTHETIC_PAIRS of the weeks that are reported."""
    comparisons: pa.Table
    """COMPARISONS of these weeks."""
    slices: pa.Table
    """SLICES of the last week."""


def describe_synthesis(synthesized: Synthesized, real: int, confidence: float) -> dict[str, Any] | None:
    """As JSON values; None where no slice is thin and nothing was compared.

    Parameters
    ----------
    real
        Pairs of clinicians in the same weeks.
    confidence
        Of the intervals.
    """
    pairs, comparisons = synthesized.pairs, synthesized.comparisons
    if not (pairs.num_rows or comparisons.num_rows or synthesized.slices.num_rows):
        return None
    whole = real + pairs.num_rows
    return {
        "pairs": pairs.num_rows,
        "share": pairs.num_rows / whole if whole else None,
        "by_slice": dict(sorted(Counter(pairs["slice"].to_pylist()).items())),
        "generators": sorted(set(pairs["generator"].to_pylist())),
        "judges": sorted(set(pairs["judge"].to_pylist())),
        "slices": synthesized.slices.to_pylist(),
        "judge": [
            {**asdict(item), "whole": item.slice == ALL} for item in measure_judge(comparisons.to_pylist(), confidence)
        ],
    }


def summarize_synthesis(content: dict[str, Any]) -> list[str]:
    """What a clinician lead should know of it, in sentences."""
    said: list[str] = []
    if content["pairs"]:
        said.append(
            f"{count(content['pairs'], 'synthetic pair')} beside these ({format_percent(content['share'])} of all): "
            f"written by {' and '.join(content['generators'])}, ranked by {' and '.join(content['judges'])}."
        )
    [whole] = [item for item in content["judge"] if item["whole"]]
    if agreement := whole["agreement"]:
        said.append(
            f"That judge prefers what clinicians prefer in {format_percent(agreement['estimate'])} of their pairs "
            f"({format_percent(agreement['low'])} to {format_percent(agreement['high'])})."
        )
    return said
