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
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

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

IDENTICAL = "identical texts"
TRIVIAL = "trivial edit"
REPEATED = "repeated"
OPPOSITE = "opposite preferences"
UNRELIABLE = "no reliable clinician"

_EDITS = pa.schema(
    [
        pa.field("edit_kinds", pa.list_(pa.string())),
        pa.field("edit_words", pa.int32()),
        pa.field("weight", pa.float64()),
        pa.field("explanation", pa.string()),
    ]
)
"""Of each edited pair of texts: its description."""

_NUMBER_EDITS = """
    CREATE TABLE edited AS
    SELECT row_number() OVER (ORDER BY row) - 1 AS number, row, chosen_key, rejected_key
    FROM (SELECT min(own) AS row, chosen_key, rejected_key FROM candidates
          WHERE rank = $edit AND problem IS NULL AND chosen_key <> rejected_key GROUP BY chosen_key, rejected_key)
"""
"""In the order of the reactions' rows, so that the texts are read in one go."""

_JUDGE = """
    CREATE TABLE judged AS
    SELECT candidates.* EXCLUDE (problem), edited.number AS edit, trivial AS detail,
           CASE WHEN problem IS NOT NULL THEN problem
                WHEN candidates.chosen_key = candidates.rejected_key THEN $identical
                WHEN trivial IS NOT NULL THEN $trivial END AS problem,
           NULL::VARCHAR AS reason
    FROM candidates
    LEFT JOIN edited ON candidates.rank = $edit AND edited.chosen_key = candidates.chosen_key
        AND edited.rejected_key = candidates.rejected_key
    LEFT JOIN trivial ON trivial.number = edited.number
"""
"""`problem`: why it is none by itself; `reason`: why it falls because of others."""

_NAMED = """
    SELECT *, sha256(rule || ' ' || ids) AS pair_id FROM (
        SELECT judged.*, rules.name AS rule,
               CASE WHEN judged.beside IS NOT NULL
                    THEN own.event_id || ' ' || own.generation_id || ' ' || besides.generation_id
                    WHEN judged.other IS NULL THEN own.event_id || ' ' || own.generation_id
                    WHEN is_first THEN own.event_id || ' ' || others.event_id || ' ' || own.generation_id || ' '
                        || others.generation_id
                    ELSE others.event_id || ' ' || own.event_id || ' ' || own.generation_id || ' '
                        || others.generation_id END AS ids
        FROM (SELECT *, rowid AS number FROM judged WHERE {which}) AS judged
        JOIN rules USING (rank)
        JOIN reactions AS own ON own.row = judged.own
        LEFT JOIN others ON others.row = judged.other
        LEFT JOIN choices AS besides ON besides.row = judged.beside)
"""
"""What was judged, with the names of its events, which have no blanks."""

_KEEP_OTHERS = """
    CREATE TABLE others AS
    SELECT row::UINTEGER AS row, event_id, generation_id FROM reactions WHERE row IN (SELECT other FROM candidates)
"""

_IS_REPEATED = """
    rowid IN (
        WITH held AS (
            SELECT rowid AS number, hash(place, chosen_key, rejected_key) AS same FROM judged WHERE problem IS NULL)
        SELECT number FROM held WHERE same IN (SELECT same FROM held GROUP BY same HAVING count(*) > 1))
"""
_REPEAT = f"""
    UPDATE judged SET problem = $repeated WHERE rowid IN (
        SELECT number FROM ({_NAMED.format(which=_IS_REPEATED)})
        QUALIFY row_number() OVER (
            PARTITION BY place, prompt_key, chosen_key, rejected_key ORDER BY week, rank, time, pair_id
        ) > 1)
"""  # noqa: S608
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
    WITH said AS (
        SELECT judged.rowid AS number, prompt_key, chosen_key, rejected_key, clinician
        FROM judged JOIN reactions ON reactions.row = judged.own WHERE problem IS NULL),
    held AS (
        SELECT * FROM said
        WHERE two_sides(prompt_key, chosen_key, rejected_key) IN (
            {_LIST_CONTESTED} UNION
            SELECT two_sides(prompt_key, chosen_key, rejected_key) FROM said
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

_STAND = f"""
    CREATE TABLE standing AS
    SELECT pair_id, rank, own, other, beside, is_first, week::VARCHAR AS week, edit, explanation
    FROM ({_NAMED.format(which="week = $week AND problem IS NULL AND reason IS NULL")})
    ORDER BY pair_id
"""  # noqa: S608

_OF_OWN = (
    *("event_id", "generation_id", "clinician", "prompt", "answer", "text"),
    *("patient_id", "specialty", "style", "task"),
)
_OF_OTHER = ("event_id", "generation_id", "answer")
_OF_BESIDE = ("generation_id", "answer")

_LIST_QUARANTINE = f"""
    SELECT pair_id AS row_id, coalesce(problem, reason) AS reason,
           rule || ' of ' || ids || coalesce(': ' || detail, '') AS detail, NULL AS record
    FROM ({_NAMED.format(which="week = $week AND (problem IS NOT NULL OR reason IS NOT NULL)")})
    ORDER BY pair_id
"""  # noqa: S608

_LIST_RETRACTED = f"""
    SELECT pair_id, week::VARCHAR AS week FROM ({_NAMED.format(which="week <> $week AND reason IS NOT NULL")})
    ORDER BY pair_id
"""  # noqa: S608


@dataclass(frozen=True)
class MadePairs:
    """A week's pairs, and why others are none. Of these streams one is read at a time."""

    connection: duckdb.DuckDBPyConnection
    week: str
    reactions: Sequence[Path]
    choices: Sequence[Path]
    edits: Path

    def pairs(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.FEEDBACK_PAIRS`, in the order of their ids."""
        keep_order(self.connection)
        self.connection.execute(_STAND, {"week": self.week})
        rules = [name for (name,) in self.connection.execute("SELECT name FROM rules ORDER BY rank").fetchall()]
        spill = find_spill(self.connection)
        own, other, beside, edit = (
            gather_rows(spill, files, columns, read_column(self.connection, f"SELECT {name} FROM standing"))  # noqa: S608
            for name, files, columns in (
                ("own", self.reactions, _OF_OWN),
                ("other", self.reactions, _OF_OTHER),
                ("beside", self.choices, _OF_BESIDE),
                ("edit", [self.edits], _EDITS.names),
            )
        )
        standing = check_order(stream_rows(self.connection, "SELECT * FROM standing"), "pair_id")
        for parts in zip(standing, own, other, beside, edit, strict=True):
            yield _put_together(*parts, pa.array(rules))

    def quarantine(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.QUARANTINE`: the week's candidates that are no pairs. Their texts are in the events."""
        return stream_rows(self.connection, _LIST_QUARANTINE, {"week": self.week})

    def retracted(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.RETRACTED_PAIRS`: pairs of earlier weeks that this week contradicts."""
        return stream_rows(self.connection, _LIST_RETRACTED, {"week": self.week})

    def count_by_rule(self) -> Mapping[str, int]:
        """How many pairs stand, by rule."""
        found = self.connection.execute(
            "SELECT name, count(*) FROM judged JOIN rules USING (rank) "
            "WHERE week = $week AND problem IS NULL AND reason IS NULL GROUP BY name",
            {"week": self.week},
        ).fetchall()
        return Counter({str(name): int(number) for name, number in sorted(found)})

    def count_opposite(self) -> int:
        """How many of the week's pairs were dropped since the prompt has the opposite preference too."""
        return count_rows(
            self.connection,
            "SELECT count(*) FROM judged WHERE week = $week AND reason = $opposite",
            {"week": self.week, "opposite": OPPOSITE},
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
    connection.execute("DROP TABLE seen; DROP TABLE beside")  # the memory is for what comes next
    edit = rules.use.index("edit") if "edit" in rules.use else None
    connection.execute(_NUMBER_EDITS, {"edit": edit})
    edits = _describe_edits(connection, reactions, rules.edit)
    connection.execute(_KEEP_OTHERS)
    connection.execute(_JUDGE, {"edit": edit, "identical": IDENTICAL, "trivial": TRIVIAL})
    connection.execute("DROP TABLE candidates; DROP TABLE edited; DROP TABLE trivial")
    connection.execute(_REPEAT, {"repeated": REPEATED})
    connection.execute(_NAME_SIDES)
    if rules.opposite == "weighted_majority":
        from medpref_dagster.feedback.votes import weigh_votes  # statistics, which nobody else needs here

        weigh_votes(connection, rules)
        connection.execute(_VOTE, {"opposite": OPPOSITE, "unreliable": UNRELIABLE})
    else:
        connection.execute(_CONTEST, {"opposite": OPPOSITE, "drops_both": rules.opposite == "drop_both"})
    connection.execute(_DROP)
    connection.execute("DROP TABLE dropped")
    return MadePairs(connection, week, reactions, choices, edits)


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
    standing: pa.RecordBatch,
    own: pa.RecordBatch,
    other: pa.RecordBatch,
    beside: pa.RecordBatch,
    edit: pa.RecordBatch,
    rules: pa.Array,
) -> pa.RecordBatch:
    """Pairs with their texts, which stand in different columns by the rule, and with what an edit changed."""
    is_edit, is_choice = (
        pc.call_function("is_valid", [found]) for found in (standing.column("edit"), standing.column("beside"))
    )
    answer = own.column("answer")
    of_another = pc.call_function("if_else", [is_choice, beside.column("answer"), other.column("answer")])
    columns = {
        "pair_id": standing.column("pair_id"),
        **{name: own.column(name) for name in own.schema.names},
        "chosen": pc.call_function("if_else", [is_edit, own.column("text"), answer]),
        "rejected": pc.call_function("if_else", [is_edit, answer, of_another]),
        "rule": rules.take(standing.column("rank")),
        "event_ids": _list_events(standing, own, other, beside),
        "week": standing.column("week"),
        **{name: edit.column(name) for name in edit.schema.names},
        "weight": pc.fill_null(edit.column("weight"), 1.0),
        "explanation": pc.call_function("coalesce", [edit.column("explanation"), standing.column("explanation")]),
    }
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _list_events(
    standing: pa.RecordBatch, own: pa.RecordBatch, other: pa.RecordBatch, beside: pa.RecordBatch
) -> pa.Array:
    """The ids of each pair's events, in the order of `_NAMED`."""
    names = [
        *(part.column(name) for part in (own, other) for name in ("event_id", "generation_id")),
        beside.column("generation_id"),
    ]
    rows = standing.num_rows
    places = np.full((rows, 4), -1)
    places[:, :2] = 0, 1
    has_other, has_beside = (standing.column(name).is_valid().to_numpy(False) for name in ("other", "beside"))
    is_first = standing.column("is_first").to_numpy(False)
    places[has_beside, 2] = 4
    places[has_other & is_first] = 0, 2, 1, 3
    places[has_other & ~is_first] = 2, 0, 1, 3
    is_there = places >= 0
    taken = (places * rows + np.arange(rows)[:, None])[is_there]
    offsets = np.concatenate([[0], np.cumsum(is_there.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.concat_arrays(names).take(pa.array(taken)))


def _describe_edits(connection: duckdb.DuckDBPyConnection, reactions: Sequence[Path], rules: EditRules) -> Path:
    """A file of what each two texts of `edited` differ in, by number, however many reactions have them.

    The table `trivial` (number, trivial) says why some of them are too small.
    """
    file = find_spill(connection) / "edits.parquet"
    rows = read_column(connection, "SELECT row FROM edited ORDER BY number")
    texts = (
        (batch.column("answer").to_pylist(), batch.column("text").to_pylist())
        for batch in gather_rows(find_spill(connection), reactions, ("answer", "text"), rows)
    )
    connection.execute("CREATE TABLE trivial (number BIGINT, trivial VARCHAR)")
    start = 0
    with pq.ParquetWriter(file, _EDITS, compression="lz4") as writer:
        for described in describe_batches(texts, rules, count_threads(connection)):
            *columns, trivial = (list(column) for column in zip(*described, strict=True))
            writer.write_table(pa.table(columns, schema=_EDITS))
            numbers = [start + place for place, reason in enumerate(trivial) if reason is not None]
            reasons = [reason for reason in trivial if reason is not None]
            found = pa.table({"number": pa.array(numbers, pa.int64()), "trivial": pa.array(reasons, pa.string())})
            connection.from_arrow(found).insert_into("trivial")
            start += len(described)
    return file
