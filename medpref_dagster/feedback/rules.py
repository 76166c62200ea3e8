"""The rules by which reactions become pairs, each a query over what was seen.

What each says, and what it needs: docs/reference/feedback-rules.md. All of them work on numbers alone, so that
a reaction is some 60 bytes to them, whatever its texts and names: its row stands for its events, and keys of 64 bits
for texts and names. That any two of ten million different texts have one key has a chance of 3 in a million, and these
two would have to be of one prompt, clinician and patient to matter.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from medpref_dagster import schemas
from medpref_dagster.declaration.feedback import PairRules, RuleName
from medpref_dagster.feedback.scratch import show_numbered_files

STAMP = "rubber stamp"
UNTIMED = "no time shown"

_NAME_KINDS = """
    CREATE TYPE reaction_kind AS ENUM (
        'accepted', 'edited', 'rejected', 'thumb', 'regenerated', 'chosen', 'rated')
"""

_UNREAD = """
    CASE WHEN kind <> 'accepted' THEN NULL
         WHEN seconds IS NULL THEN CASE WHEN $without_time = 'drop' THEN $untimed END
         WHEN (length(answer) + 1) // 2 <= seconds * $speed THEN NULL
         WHEN len(regexp_extract_all(answer, '\\S+')) > seconds * $speed THEN $stamp END
"""
"""Why an acceptance does not count. A text has a word to two characters at most: few need to be counted."""

_SEE = f"""
    SELECT row::UINTEGER AS row, week::DATE AS week, time_signed AS time, kind::reaction_kind AS kind,
           hash(prompt, clinician, coalesce(patient_id, '')) AS place, hash(clinician, generation_id) AS voice,
           hash(prompt) AS prompt_key, hash(answer) AS answer_key, hash(text) AS text_key,
           trim(answer) = '' AS blank_answer, trim(text) = '' AS blank_text, up, rating::UTINYINT AS rating,
           highest::UTINYINT AS highest
    FROM reactions WHERE NOT coalesce(tie, false) AND ({_UNREAD}) IS NULL AND {{which}}
"""  # noqa: S608
"""`row`: within a week it ascends as the ids of events do. `place`: a prompt, clinician and patient, whose reactions
are compared with each other. `voice`: a clinician about one answer."""

_SEE_WEEK = "CREATE TABLE seen AS" + _SEE.format(which="week = $week")
_SEE_EARLIER = "INSERT INTO seen" + _SEE.format(  # noqa: S608
    which="week <> $week AND hash(prompt) IN (SELECT hash(prompt) FROM reactions WHERE week = $week)"
)
"""Of earlier weeks only what concerns a prompt of this one."""

_SEE_ACCEPTED = f"""
    CREATE TABLE seen AS
    SELECT row, event_id, generation_id, clinician, coalesce(patient_id, '') AS patient, hash(prompt) AS prompt_key,
           hash(answer) AS answer_key, trim(answer) = '' AS blank_answer, {_UNREAD} AS unread
    FROM reactions WHERE week = $week AND kind = 'accepted'
"""  # noqa: S608

_BESIDE = """
    CREATE TABLE beside AS
    SELECT choices.row::UINTEGER AS row, chosen.row::UINTEGER AS own, hash(answer) AS answer_key,
           answer IS NULL AS unknown, same_prompt
    FROM choices JOIN (SELECT event_id, row FROM reactions WHERE kind = 'chosen') AS chosen USING (event_id)
"""

_CANDIDATES = """
    CREATE TABLE candidates (
        rank UTINYINT, own UINTEGER, other UINTEGER, beside UINTEGER, is_first BOOLEAN, week DATE, time TIMESTAMPTZ,
        place UBIGINT, prompt_key UBIGINT, chosen_key UBIGINT, rejected_key UBIGINT, problem VARCHAR,
        explanation VARCHAR)
"""
"""`rank`: which of the declared rules. `own`: the row of the reaction that has the chosen text. `other`: that of the
reaction that has the rejected one, `beside`: of a choice, the row of `choices` that has it; null where it is the same.
`is_first`: whether `own` is named before `other`. `problem`: why the candidate is no pair."""

UNKNOWN_OTHER = "unknown generation"
OTHER_PROMPT = "different prompts"
EMPTY = "empty text"

_EDIT = """
    SELECT $rank, row, NULL, NULL, true, week, time, place, prompt_key, text_key, answer_key,
           CASE WHEN blank_text OR blank_answer THEN $empty END, 'edited'
    FROM seen WHERE kind = 'edited'
"""

_CHOICE = """
    SELECT $rank, seen.row, NULL, beside.row, true, week, time, place, prompt_key, seen.answer_key, beside.answer_key,
           CASE WHEN unknown THEN $unknown WHEN NOT same_prompt THEN $other_prompt WHEN blank_answer THEN $empty END,
           'chosen over the other'
    FROM seen JOIN beside ON beside.own = seen.row
    WHERE seen.kind = 'chosen'
"""

_REJECTED_THEN_ACCEPTED = """
    WITH wrong AS (SELECT * FROM seen WHERE kind IN ('rejected', 'regenerated')),
    read AS (SELECT * FROM seen WHERE kind = 'accepted' AND place IN (SELECT place FROM wrong)),
    accepted AS (
        SELECT * FROM read
        QUALIFY row_number() OVER (PARTITION BY place, prompt_key, time ORDER BY row) = 1)
    SELECT $rank, good.row, bad.row, NULL, false, good.week, good.time, good.place, good.prompt_key, good.answer_key,
           bad.answer_key, CASE WHEN good.blank_answer THEN $empty END, bad.kind || ', then accepted'
    FROM (SELECT * FROM wrong WHERE place IN (SELECT place FROM read)) AS bad
    ASOF JOIN accepted AS good
        ON bad.place = good.place AND bad.prompt_key = good.prompt_key AND bad.time < good.time
    WHERE good.voice <> bad.voice
"""
"""The next acceptance after it, by the same clinician."""

_LAST = """
    WITH apart AS (SELECT place FROM seen WHERE kind = '{kind}' GROUP BY place HAVING {apart}),
    last AS (
        SELECT * FROM seen WHERE kind = '{kind}' AND place IN (SELECT place FROM apart)
        QUALIFY row_number() OVER (PARTITION BY voice ORDER BY time DESC, row DESC) = 1),
    newest AS (
        SELECT * FROM last
        QUALIFY row_number() OVER (PARTITION BY place, prompt_key, up ORDER BY time DESC, row DESC) <= $most)
"""
"""Of several reactions of a kind to one answer by one clinician, the last is meant. Where all say the same of a prompt,
none is looked at."""

_BETTER_AND_WORSE = """
    SELECT $rank, good.row, bad.row, NULL, (good.time, good.row) < (bad.time, bad.row), greatest(good.week, bad.week),
           greatest(good.time, bad.time), good.place, good.prompt_key, good.answer_key, bad.answer_key,
           CASE WHEN good.blank_answer THEN $empty END, {explanation}
    FROM newest AS good JOIN newest AS bad
        ON bad.place = good.place AND bad.prompt_key = good.prompt_key AND {better}
"""

_THUMBS = _LAST.format(kind="thumb", apart="bool_or(up) AND NOT bool_and(up)") + _BETTER_AND_WORSE.format(
    explanation="'thumb up, the other down'", better="good.up AND NOT bad.up"
)
_RATINGS = _LAST.format(kind="rated", apart="max(rating) - min(rating) >= $margin") + _BETTER_AND_WORSE.format(
    explanation="'rated ' || good.rating || ' and ' || bad.rating || ' of ' || good.highest",
    better="good.highest = bad.highest AND good.rating >= bad.rating + $margin",
)

_RULES: dict[RuleName, str] = {
    "edit": _EDIT,
    "choice": _CHOICE,
    "rejected_then_accepted": _REJECTED_THEN_ACCEPTED,
    "thumbs": _THUMBS,
    "ratings": _RATINGS,
}


def apply_rules(
    connection: duckdb.DuckDBPyConnection,
    week: str,
    reactions: Sequence[Path],
    choices: Sequence[Path],
    rules: PairRules,
) -> None:
    """Make the tables `seen`, `rules` (rank, name) and `candidates` of a week: every pair that a rule sees.

    Of the earlier weeks there is in them what concerns a prompt of this one.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    week
        Its Monday.
    reactions, choices
        Those of the week and of the weeks before that are looked into, week by week. Columns in: `schemas.REACTIONS`,
        `schemas.CHOICES`.
    """
    show_numbered_files(connection, "reactions", reactions, schemas.REACTIONS)
    connection.execute(_NAME_KINDS)
    connection.execute(_SEE_WEEK, _list_values(week, rules))
    if len(reactions) > 1:
        connection.execute(_SEE_EARLIER, _list_values(week, rules))
    show_numbered_files(connection, "choices", choices, schemas.CHOICES)
    connection.execute(_BESIDE)
    connection.execute(_CANDIDATES)
    connection.execute("CREATE TABLE rules (rank UTINYINT, name VARCHAR)")
    values: dict[str, object] = {
        "empty": EMPTY,
        "unknown": UNKNOWN_OTHER,
        "other_prompt": OTHER_PROMPT,
        "most": rules.most_answers,
        "margin": rules.ratings.margin,
    }
    for rank, name in enumerate(rules.use):
        connection.execute("INSERT INTO rules VALUES (?, ?)", [rank, name])
        query = _RULES[name]
        named = {key: value for key, value in values.items() if f"${key}" in query}
        connection.execute(f"INSERT INTO candidates {query}", {"rank": rank, **named})


def see_accepted(connection: duckdb.DuckDBPyConnection, week: str, reactions: Sequence[Path], rules: PairRules) -> None:
    """Make the table `seen` of a week's acceptances alone. Parameters are those of `apply_rules`."""
    show_numbered_files(connection, "reactions", reactions, schemas.REACTIONS)
    connection.execute(_SEE_ACCEPTED, _list_values(week, rules))


def _list_values(week: str, rules: PairRules) -> dict[str, object]:
    return {
        "week": week,
        "without_time": rules.accepted.without_time,
        "untimed": UNTIMED,
        "speed": rules.accepted.words_per_second,
        "stamp": STAMP,
    }
