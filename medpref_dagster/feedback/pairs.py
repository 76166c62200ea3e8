"""From what the rules see to the pairs that stand: edits described, repetitions and contradictions taken out.

A week's pairs are what was known by its end: the same events give the same bytes, in whatever order they came, and a
later week changes none of an earlier one's files. What it contradicts there it retracts, in a table beside its own;
`gather_pairs` puts weeks together.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster import schemas
from medpref_dagster.declaration.edits import EditRules
from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.feedback.edits import describe_edit, is_trivial
from medpref_dagster.feedback.gathering import gather_rows
from medpref_dagster.feedback.rules import apply_rules
from medpref_dagster.feedback.scratch import (
    ROWS,
    check_order,
    count_rows,
    find_spill,
    keep_order,
    read_column,
    show_files,
    stream_rows,
)
from medpref_dagster.feedback.votes import weigh_votes

IDENTICAL = "identical texts"
TRIVIAL = "trivial edit"
REPEATED = "repeated"
OPPOSITE = "opposite preferences"
UNRELIABLE = "no reliable clinician"

_EDITS = pa.schema(
    [
        pa.field("number", pa.int64()),
        pa.field("kinds", pa.list_(pa.string())),
        pa.field("words", pa.int32()),
        pa.field("weight", pa.float64()),
        pa.field("explanation", pa.string()),
        pa.field("trivial", pa.string()),
    ]
)
"""Of each edited pair of texts: its description; `trivial` says why it is, and is null where it is not."""

_NUMBER_EDITS = """
    CREATE TABLE edited AS
    SELECT row_number() OVER () AS number, rejected_key, chosen_key, min(chosen_in) AS chosen_in
    FROM candidates WHERE rule = 'edit' AND problem IS NULL AND chosen_key <> rejected_key
    GROUP BY rejected_key, chosen_key
"""

_JUDGE = """
    CREATE TABLE judged AS
    WITH described AS (
        SELECT candidates.* EXCLUDE (problem, explanation),
               sha256(rule || ' ' || array_to_string(event_ids, ' ')) AS pair_id,
               coalesce(edits.explanation, candidates.explanation) AS explanation, edits.kinds AS kinds,
               edits.words AS words, coalesce(edits.weight, 1) AS weight, edits.trivial AS detail,
               CASE WHEN problem IS NOT NULL THEN problem
                    WHEN candidates.chosen_key = candidates.rejected_key THEN $identical
                    WHEN edits.trivial IS NOT NULL THEN $trivial END AS problem
        FROM candidates
        LEFT JOIN edited ON rule = 'edit' AND edited.chosen_key = candidates.chosen_key
            AND edited.rejected_key = candidates.rejected_key
        LEFT JOIN edits ON edits.number = edited.number),
    ordered AS (
        SELECT pair_id, row_number() OVER (
            PARTITION BY prompt_key, chosen_key, rejected_key, clinician, patient ORDER BY week, rank, time, pair_id
        ) AS place
        FROM described WHERE problem IS NULL)
    SELECT described.* EXCLUDE (problem),
           CASE WHEN ordered.place > 1 THEN $repeated ELSE problem END AS problem
    FROM described LEFT JOIN ordered USING (pair_id)
"""

_CONTEST = """
    CREATE TABLE dropped AS
    WITH sides AS (
        SELECT prompt_key, chosen_key, rejected_key, least(chosen_key, rejected_key) AS one,
               greatest(chosen_key, rejected_key) AS other, max(time) AS newest
        FROM judged WHERE problem IS NULL GROUP BY ALL),
    contested AS (
        SELECT prompt_key, one, other, min(newest) AS older, max(newest) AS newer
        FROM sides GROUP BY ALL HAVING count(*) = 2)
    SELECT judged.pair_id, $opposite AS reason
    FROM contested JOIN sides USING (prompt_key, one, other)
    JOIN judged ON judged.prompt_key = sides.prompt_key AND judged.chosen_key = sides.chosen_key
        AND judged.rejected_key = sides.rejected_key
    WHERE judged.problem IS NULL AND ($drops_both OR older = newer OR newest < newer)
"""

_VOTE = """
    CREATE TABLE dropped AS
    WITH held AS (
        SELECT DISTINCT prompt_key, chosen_key, rejected_key, clinician FROM judged WHERE problem IS NULL),
    sides AS (
        SELECT prompt_key, chosen_key, rejected_key, sum(votes) AS votes FROM held JOIN voters USING (clinician)
        GROUP BY ALL)
    SELECT judged.pair_id, CASE WHEN against.votes IS NULL THEN $unreliable ELSE $opposite END AS reason
    FROM judged JOIN sides USING (prompt_key, chosen_key, rejected_key)
    LEFT JOIN sides AS against ON against.prompt_key = sides.prompt_key
        AND against.chosen_key = sides.rejected_key AND against.rejected_key = sides.chosen_key
    WHERE judged.problem IS NULL AND sides.votes <= coalesce(against.votes, 0)
"""
"""A clinician on both sides counts for both, and so for none."""

_STAND = """
    CREATE TABLE standing AS
    SELECT pair_id, rule, event_ids, clinician, week, kinds AS edit_kinds, words AS edit_words, weight, explanation,
           chosen_in AS own, CASE WHEN rule NOT IN ('edit', 'choice') THEN rejected_in END AS other,
           CASE WHEN rule = 'choice' THEN rejected_in END AS beside
    FROM judged
    WHERE current AND problem IS NULL AND pair_id NOT IN (SELECT pair_id FROM dropped)
    ORDER BY pair_id
"""

_OF_REACTION = ("prompt", "answer", "text", "patient_id", "specialty", "style", "task")

_LIST_QUARANTINE = """
    SELECT pair_id AS row_id, coalesce(problem, dropped.reason) AS reason,
           rule || ' of ' || array_to_string(event_ids, ' ') || coalesce(': ' || detail, '') AS detail, NULL AS record
    FROM judged LEFT JOIN dropped USING (pair_id)
    WHERE current AND (problem IS NOT NULL OR dropped.reason IS NOT NULL)
    ORDER BY pair_id
"""

_LIST_RETRACTED = """
    SELECT pair_id, week FROM judged
    WHERE NOT current AND pair_id IN (SELECT pair_id FROM dropped)
    ORDER BY pair_id
"""


@dataclass(frozen=True)
class MadePairs:
    """A week's pairs, and why others are none. Of these streams one is read at a time."""

    connection: duckdb.DuckDBPyConnection
    reactions: Sequence[Path]
    choices: Sequence[Path]

    def pairs(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.FEEDBACK_PAIRS`, in the order of their ids."""
        keep_order(self.connection)
        self.connection.execute(_STAND)
        spill = find_spill(self.connection)
        own, other, beside = (
            gather_rows(spill, files, columns, read_column(self.connection, query))
            for query, files, columns in (
                ("SELECT own FROM standing", self.reactions, _OF_REACTION),
                ("SELECT other FROM standing", self.reactions, ("answer",)),
                ("SELECT beside FROM standing", self.choices, ("answer",)),
            )
        )
        standing = check_order(stream_rows(self.connection, "SELECT * FROM standing"), "pair_id")
        for parts in zip(standing, own, other, beside, strict=True):
            yield _put_together(*parts)

    def quarantine(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.QUARANTINE`: the week's candidates that are no pairs. Their texts are in the events."""
        return stream_rows(self.connection, _LIST_QUARANTINE)

    def retracted(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.RETRACTED_PAIRS`: pairs of earlier weeks that this week contradicts."""
        return stream_rows(self.connection, _LIST_RETRACTED)

    def count_by_rule(self) -> Mapping[str, int]:
        """How many pairs stand, by rule."""
        return _count(
            self.connection,
            "SELECT rule, count(*) FROM judged WHERE current AND problem IS NULL "
            "AND pair_id NOT IN (SELECT pair_id FROM dropped) GROUP BY rule",
        )

    def count_opposite(self) -> int:
        """How many of the week's pairs were dropped since the prompt has the opposite preference too."""
        return count_rows(
            self.connection,
            "SELECT count(*) FROM judged JOIN dropped USING (pair_id) WHERE current AND reason = $opposite",
            {"opposite": OPPOSITE},
        )


def make_pairs(
    connection: duckdb.DuckDBPyConnection,
    week: str,
    reactions: Sequence[Path],
    choices: Sequence[Path],
    rules: PairRules,
) -> MadePairs:
    """Apply the rules to a week, and take out what is no preference.

    Parameters are those of `rules.apply_rules`.
    """
    apply_rules(connection, week, reactions, choices, rules)
    _describe_edits(connection, reactions, rules.edit)
    connection.execute(_JUDGE, {"identical": IDENTICAL, "trivial": TRIVIAL, "repeated": REPEATED})
    if rules.opposite == "weighted_majority":
        weigh_votes(connection, rules)
        connection.execute(_VOTE, {"opposite": OPPOSITE, "unreliable": UNRELIABLE})
    else:
        connection.execute(_CONTEST, {"opposite": OPPOSITE, "drops_both": rules.opposite == "drop_both"})
    return MadePairs(connection, reactions, choices)


def gather_pairs(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[Path], retracted: Sequence[Path]
) -> Iterator[pa.RecordBatch]:
    """The pairs of several weeks without those that a later one of them retracts.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    pairs, retracted
        Of each week. Columns in: `schemas.FEEDBACK_PAIRS`, `schemas.RETRACTED_PAIRS`.

    Returns
    -------
    iterator
        Columns out: `schemas.FEEDBACK_PAIRS`, in the order of their ids.
    """
    show_files(connection, "pairs", pairs, schemas.FEEDBACK_PAIRS)
    show_files(connection, "retracted", retracted, schemas.RETRACTED_PAIRS)
    return stream_rows(
        connection,
        "SELECT * FROM pairs WHERE pair_id NOT IN (SELECT pair_id FROM retracted) ORDER BY pair_id",
    )


def _put_together(
    standing: pa.RecordBatch, own: pa.RecordBatch, other: pa.RecordBatch, beside: pa.RecordBatch
) -> pa.RecordBatch:
    """Pairs with their texts, which stand in different columns by the rule."""
    is_edit, is_choice = (
        pc.call_function("equal", [standing.column("rule"), pa.scalar(name)]) for name in ("edit", "choice")
    )
    answer = own.column("answer")
    chosen = pc.call_function("if_else", [is_edit, own.column("text"), answer])
    of_another = pc.call_function("if_else", [is_choice, beside.column("answer"), other.column("answer")])
    rejected = pc.call_function("if_else", [is_edit, answer, of_another])
    kept = [name for name in own.schema.names if name not in ("answer", "text")]
    return pa.RecordBatch.from_arrays(
        [*standing.columns, *(own.column(name) for name in kept), chosen, rejected],
        names=[*standing.schema.names, *kept, "chosen", "rejected"],
    )


def _describe_edits(connection: duckdb.DuckDBPyConnection, reactions: Sequence[Path], rules: EditRules) -> None:
    """The table `edits`: a row for each two texts, however many reactions have them."""
    connection.execute(_NUMBER_EDITS)
    connection.from_arrow(_EDITS.empty_table()).create("edits")
    edited = connection.sql("SELECT number, chosen_in FROM edited ORDER BY chosen_in").to_arrow_table()
    numbers, rows = (column.to_numpy() for column in edited.columns)
    texts = gather_rows(find_spill(connection), reactions, ("answer", "text"), rows)
    for start, batch in zip(range(0, len(rows), ROWS), texts, strict=True):
        described = [
            _describe(number, before, after, rules)
            for number, before, after in zip(
                numbers[start : start + ROWS].tolist(),
                *(batch.column(place).to_pylist() for place in range(2)),
                strict=True,
            )
        ]
        connection.from_arrow(pa.Table.from_pylist(described, schema=_EDITS)).insert_into("edits")


def _describe(number: int, before: str, after: str, rules: EditRules) -> dict[str, object]:
    edit = describe_edit(before, after, rules)
    trivial = is_trivial(edit, rules)
    return {
        "number": number,
        "kinds": list(edit.kinds),
        "words": edit.words,
        "weight": edit.weight,
        "explanation": "; ".join(change.explanation for change in edit.changes),
        "trivial": trivial.reason if trivial else None,
    }


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> Mapping[str, int]:
    return Counter({str(name): int(number) for name, number in sorted(connection.execute(query).fetchall())})
