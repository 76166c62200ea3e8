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
from medpref_dagster.feedback.edits.batches import describe_batches
from medpref_dagster.feedback.gathering import gather_rows
from medpref_dagster.feedback.rules import apply_rules
from medpref_dagster.feedback.scratch import (
    check_order,
    count_rows,
    count_threads,
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
    SELECT candidates.* EXCLUDE (problem, explanation),
           sha256(rule || ' ' || array_to_string(event_ids, ' ')) AS pair_id,
           coalesce(described.explanation, candidates.explanation) AS explanation, kinds, words,
           coalesce(described.weight, 1) AS weight, trivial AS detail,
           CASE WHEN problem IS NOT NULL THEN problem
                WHEN candidates.chosen_key = candidates.rejected_key THEN $identical
                WHEN trivial IS NOT NULL THEN $trivial END AS problem,
           NULL::VARCHAR AS reason
    FROM candidates
    LEFT JOIN (SELECT * FROM edited JOIN edits USING (number)) AS described
        ON described.chosen_key = CASE WHEN rule = 'edit' THEN candidates.chosen_key END
        AND described.rejected_key = candidates.rejected_key
"""
"""`problem`: why it is none by itself; `reason`: why it falls because of others."""

_REPEAT = """
    UPDATE judged SET problem = $repeated WHERE rowid IN (
        WITH held AS (
            SELECT rowid AS number, pair_id, prompt_key, chosen_key, rejected_key, clinician, patient, week, rank, time,
                   hash(prompt_key, chosen_key, rejected_key, clinician, patient) AS same
            FROM judged WHERE problem IS NULL)
        SELECT number FROM held WHERE same IN (SELECT same FROM held GROUP BY same HAVING count(*) > 1)
        QUALIFY row_number() OVER (
            PARTITION BY prompt_key, chosen_key, rejected_key, clinician, patient ORDER BY week, rank, time, pair_id
        ) > 1)
"""
"""Few have the same number as another: only those are put in order, and compared by what they are."""

_NAME_SIDES = """
    CREATE MACRO two_sides(prompt, one, other) AS hash(prompt, least(one, other), greatest(one, other))
"""
_LIST_CONTESTED = """
    SELECT two_sides(prompt_key, chosen_key, rejected_key) FROM judged WHERE problem IS NULL
    GROUP BY ALL HAVING bool_or(chosen_key < rejected_key) AND bool_or(chosen_key > rejected_key)
"""
"""The same number for a preference and its opposite: only what may have both is compared."""

_CONTEST = f"""
    CREATE TABLE dropped AS
    WITH held AS (
        SELECT rowid AS number, prompt_key, chosen_key, rejected_key, time FROM judged
        WHERE problem IS NULL AND two_sides(prompt_key, chosen_key, rejected_key) IN ({_LIST_CONTESTED})),
    sides AS (
        SELECT prompt_key, chosen_key, rejected_key, least(chosen_key, rejected_key) AS one,
               greatest(chosen_key, rejected_key) AS other, max(time) AS newest
        FROM held GROUP BY ALL),
    contested AS (
        SELECT prompt_key, one, other, min(newest) AS older, max(newest) AS newer
        FROM sides GROUP BY ALL HAVING count(*) = 2)
    SELECT held.number, $opposite AS reason
    FROM contested JOIN sides USING (prompt_key, one, other)
    JOIN held ON held.prompt_key = sides.prompt_key AND held.chosen_key = sides.chosen_key
        AND held.rejected_key = sides.rejected_key
    WHERE $drops_both OR older = newer OR newest < newer
"""  # noqa: S608

_VOTE = f"""
    CREATE TABLE dropped AS
    WITH held AS (
        SELECT rowid AS number, prompt_key, chosen_key, rejected_key, clinician FROM judged
        WHERE problem IS NULL AND two_sides(prompt_key, chosen_key, rejected_key) IN (
            {_LIST_CONTESTED} UNION
            SELECT two_sides(prompt_key, chosen_key, rejected_key) FROM judged
            WHERE clinician IN (SELECT clinician FROM voters WHERE votes <= 0))),
    sides AS (
        SELECT prompt_key, chosen_key, rejected_key, sum(votes) AS votes
        FROM (SELECT DISTINCT prompt_key, chosen_key, rejected_key, clinician FROM held) JOIN voters USING (clinician)
        GROUP BY ALL)
    SELECT held.number, CASE WHEN against.votes IS NULL THEN $unreliable ELSE $opposite END AS reason
    FROM held JOIN sides USING (prompt_key, chosen_key, rejected_key)
    LEFT JOIN sides AS against ON against.prompt_key = sides.prompt_key
        AND against.chosen_key = sides.rejected_key AND against.rejected_key = sides.chosen_key
    WHERE sides.votes <= coalesce(against.votes, 0)
"""  # noqa: S608
"""A clinician on both sides counts for both, and so for none."""

_DROP = "UPDATE judged SET reason = dropped.reason FROM dropped WHERE judged.rowid = dropped.number"

_STAND = """
    CREATE TABLE standing AS
    SELECT pair_id, rule, event_ids, clinician, week, kinds AS edit_kinds, words AS edit_words, weight, explanation,
           chosen_in AS own, CASE WHEN rule NOT IN ('edit', 'choice') THEN rejected_in END AS other,
           CASE WHEN rule = 'choice' THEN rejected_in END AS beside
    FROM judged
    WHERE current AND problem IS NULL AND reason IS NULL
    ORDER BY pair_id
"""

_OF_REACTION = ("prompt", "answer", "text", "patient_id", "specialty", "style", "task")

_LIST_QUARANTINE = """
    SELECT pair_id AS row_id, coalesce(problem, reason) AS reason,
           rule || ' of ' || array_to_string(event_ids, ' ') || coalesce(': ' || detail, '') AS detail, NULL AS record
    FROM judged
    WHERE current AND (problem IS NOT NULL OR reason IS NOT NULL)
    ORDER BY pair_id
"""

_LIST_RETRACTED = "SELECT pair_id, week FROM judged WHERE NOT current AND reason IS NOT NULL ORDER BY pair_id"


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
            "SELECT rule, count(*) FROM judged WHERE current AND problem IS NULL AND reason IS NULL GROUP BY rule",
        )

    def count_opposite(self) -> int:
        """How many of the week's pairs were dropped since the prompt has the opposite preference too."""
        return count_rows(
            self.connection,
            "SELECT count(*) FROM judged WHERE current AND reason = $opposite",
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
    connection.execute(_JUDGE, {"identical": IDENTICAL, "trivial": TRIVIAL})
    connection.execute(_REPEAT, {"repeated": REPEATED})
    connection.execute(_NAME_SIDES)
    if rules.opposite == "weighted_majority":
        weigh_votes(connection, rules)
        connection.execute(_VOTE, {"opposite": OPPOSITE, "unreliable": UNRELIABLE})
    else:
        connection.execute(_CONTEST, {"opposite": OPPOSITE, "drops_both": rules.opposite == "drop_both"})
    connection.execute(_DROP)
    for done in ("seen", "beside", "candidates", "edited", "edits", "dropped"):
        connection.execute(f"DROP TABLE {done}")  # what stands is in memory beside the texts that are fetched
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
    numbers, rows = edited.column("number").combine_chunks(), edited.column("chosen_in").to_numpy()
    texts = (
        (batch.column("answer").to_pylist(), batch.column("text").to_pylist())
        for batch in gather_rows(find_spill(connection), reactions, ("answer", "text"), rows)
    )
    start = 0
    for described in describe_batches(texts, rules, count_threads(connection)):
        columns = [list(column) for column in zip(*described, strict=True)]
        table = pa.Table.from_arrays(
            [
                numbers.slice(start, len(described)),
                *(pa.array(column, kind) for column, kind in zip(columns, _EDITS.types[1:], strict=True)),
            ],
            schema=_EDITS,
        )
        connection.from_arrow(table).insert_into("edits")
        start += len(described)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> Mapping[str, int]:
    return Counter({str(name): int(number) for name, number in sorted(connection.execute(query).fetchall())})
