"""What a clinician's word weighs where others prefer the opposite."""

import math
import statistics

import duckdb

from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.feedback.judgements import list_judgements
from medpref_dagster.feedback.reliability import estimate_reliability

_JUDGED_TWICE = """
    SELECT * EXCLUDE (row) FROM reactions
    WHERE kind = 'chosen' OR generation_id IN (
        SELECT generation_id FROM reactions WHERE kind <> 'chosen'
        GROUP BY generation_id HAVING count(DISTINCT clinician) > 1)
    ORDER BY event_id
"""
"""All that can compare clinicians: few rows of many, so that these may be held in memory."""

_UNIT = 1000
"""Votes are whole numbers: a sum of them does not depend on their order."""


def weigh_votes(connection: duckdb.DuckDBPyConnection, rules: PairRules) -> None:
    """Make the table `voters` of whoever reacted: clinician, votes (thousandths of a log-odds unit).

    The log-odds of being right, `log(r / (1 - r))`, make a majority of independent judges err least (Nitzan, Paroush:
    Optimal decision rules in uncertain dichotomous choice situations, Int Econ Rev 1982;23:289-97); who is no better
    than chance has none. `r` is the reliability on what the connection's `reactions` hold, the week and those before it
    that are looked into. Who has too few judgements has the median of those who have enough; where nobody has, every
    clinician counts alike.

    Parameters
    ----------
    connection
        With the tables of `rules.apply_rules`.
    rules
        Which edits are trivial, and how many judgements are enough.
    """
    judgements = list_judgements(connection.sql(_JUDGED_TWICE).to_arrow_table(), rules.edit)
    known = estimate_reliability(judgements, rules.min_judgements)
    usual = _count_votes(statistics.median(known.values())) if known else _UNIT
    connection.execute("CREATE TABLE voters (clinician VARCHAR, votes INTEGER)")
    names = [str(name) for (name,) in connection.execute("SELECT DISTINCT clinician FROM reactions").fetchall()]
    for name in sorted(names):
        votes = _count_votes(known[name]) if name in known else usual
        connection.execute("INSERT INTO voters VALUES (?, ?)", [name, votes])


def _count_votes(reliability: float) -> int:
    """Never endless: pseudo-counts keep a reliability from 0 and 1."""
    return max(0, round(_UNIT * math.log(reliability / (1 - reliability))))
