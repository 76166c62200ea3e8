"""How far clinicians agree about the same answers: Krippendorff's alpha, by kind of reaction and by specialty."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medpref_dagster.feedback.judgements import Judgement, group_judgements
from medpref_dagster.verdict.agreement import Level, combine_coincidences, count_coincidences
from medpref_dagster.verdict.intervals import Floats, Interval, bootstrap_interval

ALL = "all"
"""In the place of a specialty: all of them together."""


@dataclass(frozen=True)
class Agreement:
    """Alpha of one kind of reaction in one specialty."""

    kind: str
    specialty: str | None
    """`ALL`; None where the event names none."""
    level: Level
    alpha: Interval
    """1 is perfect, 0 is what chance would give; NaN where it is undefined."""
    items: int
    """That two clinicians or more judged."""
    judgements: int
    clinicians: int


def measure_agreement(
    judgements: Sequence[Judgement], *, confidence: float = 0.95, samples: int = 2000, seed: int = 0
) -> list[Agreement]:
    """Alpha of each kind of reaction, over all and within each specialty; ratings are ordinal, all else is nominal.

    Its interval is a bootstrap (BCa) over items: each item's coincidences are added up, and alpha is a function of
    their sum (Krippendorff, Content Analysis, 4th ed. 2018, ch. 12; our items are drawn anew, his are the pairs).
    """
    found: list[Agreement] = []
    for kind, of_kind in sorted(group_judgements(judgements, lambda item: item.kind).items()):
        groups: list[tuple[str | None, list[Judgement]]] = [(ALL, of_kind)]
        specialties = sorted({item.specialty for item in of_kind}, key=lambda name: (name is None, name or ""))
        if len(specialties) > 1:
            groups += [(name, [item for item in of_kind if item.specialty == name]) for name in specialties]
        for specialty, group in groups:
            level: Level = "ordinal" if kind.startswith("rating") else "nominal"
            items = _list_shared_items(group)
            found.append(
                Agreement(
                    kind=kind,
                    specialty=specialty,
                    level=level,
                    alpha=_bootstrap_alpha(
                        [[one.value for one in item] for item in items], level, confidence, samples, seed
                    ),
                    items=len(items),
                    judgements=sum(map(len, items)),
                    clinicians=len({one.clinician for item in items for one in item}),
                )
            )
    return found


def _list_shared_items(judgements: Sequence[Judgement]) -> list[list[Judgement]]:
    return [item for item in group_judgements(judgements, lambda one: one.item).values() if len(item) > 1]


def _bootstrap_alpha(
    items: Sequence[Sequence[float]], level: Level, confidence: float, samples: int, seed: int
) -> Interval:
    values = sorted({value for item in items for value in item})
    if not items or len(values) < 2:
        return Interval(np.nan, np.nan, np.nan)
    shape = (len(values), len(values))

    def combine(totals: Floats) -> Floats:
        return combine_coincidences(totals.reshape(*totals.shape[:-1], *shape), values, level)

    contributions = np.array([count_coincidences(item, values).ravel() for item in items])
    total = contributions.sum(axis=0)
    if np.isnan(combine(total - contributions)).any():
        # One item less and alpha is undefined: too few of them for an interval.
        return Interval(float(combine(total)), np.nan, np.nan)
    return bootstrap_interval(contributions, combine, confidence=confidence, samples=samples, seed=seed)
