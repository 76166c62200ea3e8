"""A year of made-up feedback with a bad month in it: 52 weeks from the first Monday of 2025, twelve monthly rounds.

The twelve clinicians of the quarter (`feedback_quarter`) react to answers by the same two models, with these habits:

- They read, miss mistakes and fuss, each in their own measure. Nobody is careless or adversarial as a rule.
- In `BAD_WEEKS`, the second month, `CARELESS_THEN` sign, rate and choose at random, and `ADVERSARIAL_THEN` prefer the
  worse answer. Before and after, they work as they use to.
- One, `DRIFTING`, edits far more from week `DRIFT_WEEK` on.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from medpref_dagster.synthetic import feedback_quarter
from medpref_dagster.synthetic.feedback_quarter import CLINICIANS, Clinician, Delivery, Span, dump_deliveries, simulate

COLUMNS = feedback_quarter.COLUMNS

START = datetime(2025, 1, 6, tzinfo=UTC)
WEEKS = 52
DRIFT_WEEK = 31
"""Counted from 1, as bad weeks are."""
BAD_WEEKS = range(5, 9)
CARELESS_THEN = frozenset({"clinician-01", "clinician-02", "clinician-05", "clinician-07", "clinician-11"})
ADVERSARIAL_THEN = frozenset({"clinician-04", "clinician-08", "clinician-12"})
_WORKING = Clinician("clinician-05", "medicine", 85, 11, 32, (55, 20, 10), 20)
"""In the place of the one who is careless all the quarter."""

YEAR = Span(
    "feedback year",
    START,
    WEEKS,
    tuple(
        _WORKING if clinician.name == _WORKING.name else replace(clinician, adversarial=False)
        for clinician in CLINICIANS
    ),
    DRIFT_WEEK,
    BAD_WEEKS,
    CARELESS_THEN,
    ADVERSARIAL_THEN,
)


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` deliveries of events that span the year; columns out: `COLUMNS`."""
    return dump_deliveries(simulate_year(rows, seed))


def simulate_year(deliveries: int, seed: int) -> Iterator[Delivery]:
    """The year's events in the order of delivery, as of `feedback_quarter.simulate`."""
    return simulate(YEAR, deliveries, seed)
