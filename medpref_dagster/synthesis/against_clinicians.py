"""A judge held against clinicians: of their own preference pairs, how often does it prefer what they prefer?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medpref_dagster.synthesis.comparing import (
    CLINICIANS,
    FIRST,
    ORDER,
    SECOND,
    TIE,
    UNREAD,
    Comparison,
    draw_comparison,
)
from medpref_dagster.synthesis.prompts import draw_number
from medpref_dagster.synthesis.slices import NameSlice
from medpref_dagster.verdict.agreement import compute_weighted_kappa
from medpref_dagster.verdict.intervals import Interval, compute_wilson_interval

ALL = "all"


@dataclass(frozen=True)
class Standing:
    """What a judge's answers are worth, in a slice or in all."""

    slice: str
    compared: int
    """Two answers each, of which the judge's ratings in both orders could be read."""
    decided: int
    """Of these, with the same preference in both orders."""
    ties: int
    order_decides: Interval | None
    """Share of those compared in which the order decides, by Wilson; None of none."""
    agreeing: int | None
    """Of the decided, as the clinicians; None where no pair of clinicians was decided."""
    agreement: Interval | None
    """Their share of the decided, by Wilson."""
    kappa: float | None
    """Cohen's, of which of the two answers is better, over the decided; None where it is undefined."""


def draw_clinicians(
    pairs: Iterable[Mapping[str, Any]], name_slice: NameSlice, number: int, seed: int
) -> list[tuple[Comparison, str]]:
    """So many pairs of clinicians as comparisons, each with the answer that they chose; drawn by hash, each text once.

    Parameters
    ----------
    pairs
        Rows of FEEDBACK_PAIRS.
    """
    once = {(row["prompt"], row["chosen"], row["rejected"]): row for row in pairs}
    drawn = sorted(once, key=lambda texts: draw_number(seed, *texts))[:number]
    return [
        (draw_comparison(CLINICIANS, name_slice(once[texts]), texts[0], texts[1:], seed), texts[1]) for texts in drawn
    ]


def measure_judge(rows: Sequence[Mapping[str, Any]], confidence: float = 0.95) -> list[Standing]:
    """How a judge stands, in all and then by slice.

    Agreement, its interval and kappa are of pairs of clinicians; the share in which the order decides is of everything
    that was compared.

    Parameters
    ----------
    rows
        Of COMPARISONS.
    confidence
        Of the intervals.
    """
    slices = sorted({row["slice"] for row in rows if row["slice"] is not None})
    groups = [(ALL, rows), *((name, [row for row in rows if row["slice"] == name]) for name in slices)]
    return [_measure(name, group, confidence) for name, group in groups]


def _measure(name: str, rows: Sequence[Mapping[str, Any]], confidence: float) -> Standing:
    compared = [row for row in rows if row["outcome"] != UNREAD]
    decided = [row for row in compared if row["outcome"] in (FIRST, SECOND)]
    both = [(row["outcome"], row["clinicians"]) for row in decided if row["kind"] == CLINICIANS]
    ordered = sum(row["outcome"] == ORDER for row in compared)
    agreeing = sum(judge == clinicians for judge, clinicians in both)
    kappa = None
    if both:
        # Of two categories, weighted kappa is Cohen's plain one.
        places = [[(FIRST, SECOND).index(side) for side in sides] for sides in zip(*both, strict=True)]
        kappa = compute_weighted_kappa(places[0], places[1], (0, 1))
    return Standing(
        slice=name,
        compared=len(compared),
        decided=len(decided),
        ties=sum(row["outcome"] == TIE for row in compared),
        order_decides=compute_wilson_interval(ordered, len(compared), confidence) if compared else None,
        agreeing=agreeing if both else None,
        agreement=compute_wilson_interval(agreeing, len(both), confidence) if both else None,
        kappa=None if kappa is None or kappa != kappa else kappa,
    )
