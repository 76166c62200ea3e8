"""Tables of answers and log-probabilities -> the comparisons that a gate judges."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from medpref_dagster.answering import METRICS
from medpref_dagster.answering.metrics import CaseTotals, FieldAnswers, measure_metric
from medpref_dagster.declaration.gate import NonInferiority
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.evidence import WIN_RATE, Comparison, Scored
from medpref_dagster.verdict.estimates import average_scores
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.metrics import list_paired_kinds


def compare_wins_on_pairs(
    pairs: pa.Table,
    champion: tuple[str, pa.Table],
    challenger: tuple[str, pa.Table],
    reference: pa.Table,
    keep_patient: Callable[[str], bool] = lambda _: True,
) -> Comparison:
    """How often champion and challenger prefer the chosen answer of a held-out pair more than the reference does.

    A win counts 1, a tie 1/2: a champion that is the reference itself ties on every pair and so wins half.

    Parameters
    ----------
    pairs
        Columns in: PREFERENCE_PAIRS; those of the test split count.
    champion, challenger
        Address of the model, and PAIR_LOGPS under it.
    reference
        PAIR_LOGPS under the reference model of both.
    keep_patient
        Whose pairs count, where held-out patients rotate.

    Raises
    ------
    GateError
        If no pair is left, or one has no log-probabilities.
    """
    kept = sorted(
        (row["pair_id"], row["patient_id"])
        for row in pairs.select(["pair_id", "patient_id", "split"]).to_pylist()
        if row["split"] == "test" and keep_patient(row["patient_id"])
    )
    if not kept:
        raise GateError("there are no held-out preference pairs, so that no win rate can be compared")
    ids = [pair for pair, _ in kept]
    of_reference = _read_log_ratios(reference, ids)
    scored = [
        Scored(address, average_scores((np.sign(_read_log_ratios(table, ids) - of_reference) + 1) / 2))
        for address, table in (champion, challenger)
    ]
    return Comparison(WIN_RATE, scored[0], scored[1], [patient for _, patient in kept])


def compare_answers(
    rule: NonInferiority,
    metric: str,
    first: tuple[str, FieldAnswers],
    challenger: tuple[str, FieldAnswers],
    patients: Sequence[str],
) -> Comparison:
    """A metric of two models' answers to the same cases of a task or slice; one that is better low is turned round.

    Parameters
    ----------
    metric
        The metric's registered name, without a field.
    first, challenger
        Address of the model, and its answers.
    patients
        Of each case.

    Raises
    ------
    MetricError
        As `measure_metric`.
    """
    scored = [
        Scored(address, _turn(metric, measure_metric(metric, answers))) for address, answers in (first, challenger)
    ]
    unscored = scored[0].totals.scores is None
    return Comparison(
        rule.name, scored[0], scored[1], list(patients), list_paired_kinds(metric, first[1]) if unscored else None
    )


def _turn(metric: str, totals: CaseTotals) -> CaseTotals:
    if METRICS[metric].higher_is_better:
        return totals
    combine, scores = totals.combine, totals.scores
    return replace(totals, combine=lambda sums: 1 - combine(sums), scores=None if scores is None else 1 - scores)


def _read_log_ratios(table: pa.Table, pairs: Sequence[str]) -> Floats:
    """Chosen minus rejected log-probability of each pair, in nats."""
    found = {
        pair: chosen - rejected
        for pair, chosen, rejected in zip(
            *(table[name].to_pylist() for name in ("pair_id", "chosen_logp", "rejected_logp")), strict=True
        )
    }
    if missing := set(pairs) - found.keys():
        raise GateError(
            f"{len(missing)} held-out pairs have no log-probabilities, e.g. {min(missing)}; materialize them again"
        )
    return np.array([found[pair] for pair in pairs])
