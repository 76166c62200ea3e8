"""The rules by which reactions become pairs, each a query over what was seen.

What each says, and what it needs: docs/reference/feedback-rules.md. All of them compare texts by keys of 128 bits, so
that no text is carried before it is known which pairs stand.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from medpref_dagster import schemas
from medpref_dagster.declaration.feedback import PairRules, RuleName
from medpref_dagster.feedback.scratch import show_numbered_files

STAMP = "rubber stamp"
UNTIMED = "no time shown"

_NAME_TEXTS = """
    CREATE MACRO text_key(said) AS
        CASE WHEN said IS NOT NULL THEN hash(said)::UHUGEINT * 18446744073709551616 + hash('2' || said) END
"""
"""Two hashes of 64 bits, the second of other blocks of the text: a cryptographic one takes several times as long."""

_SEE = """
    SELECT *, hash(prompt_key, clinician, patient) AS place FROM (
    SELECT row, event_id, generation_id, week, week = $week AS current, time_signed AS time, kind, clinician,
           coalesce(patient_id, '') AS patient, text_key(prompt) AS prompt_key, text_key(answer) AS answer_key,
           text_key(text) AS text_key, trim(answer) = '' AS blank_answer, trim(text) = '' AS blank_text, up, rating,
           highest, tie,
           CASE WHEN kind <> 'accepted' THEN NULL
                WHEN seconds IS NULL THEN CASE WHEN $without_time = 'drop' THEN $untimed END
                WHEN (length(answer) + 1) // 2 <= seconds * $speed THEN NULL
                WHEN len(regexp_extract_all(answer, '\\S+')) > seconds * $speed THEN $stamp END AS unread
    FROM reactions WHERE {which})
"""
"""`unread`: why an acceptance does not count. A text has a word to two characters at most: few need to be counted.
`place`: what has another one is of another clinician, patient or prompt; so that rules leave out by one number what has
no partner, before they compare and sort by names and times."""

_SEE_WEEK = "CREATE TABLE seen AS" + _SEE.format(which="week = $week")
_SEE_ACCEPTED = "CREATE TABLE seen AS" + _SEE.format(which="week = $week AND kind = 'accepted'")
_SEE_EARLIER = "INSERT INTO seen" + _SEE.format(  # noqa: S608
    which="week <> $week AND text_key(prompt) IN (SELECT prompt_key FROM seen)"
)
"""Of earlier weeks only what concerns a prompt of this one."""

_BESIDE = """
    CREATE TABLE beside AS
    SELECT row, event_id, generation_id, text_key(answer) AS answer_key, answer IS NULL AS unknown, same_prompt
    FROM choices
"""

_CANDIDATES = """
    CREATE TABLE candidates (
        rule VARCHAR, rank INTEGER, event_ids VARCHAR[], time TIMESTAMPTZ, week VARCHAR, current BOOLEAN,
        clinician VARCHAR, patient VARCHAR, prompt_key UHUGEINT, chosen_key UHUGEINT, rejected_key UHUGEINT,
        chosen_in BIGINT, rejected_in BIGINT, problem VARCHAR, explanation VARCHAR)
"""
"""`chosen_in` is the row of the reaction that has the chosen text; `rejected_in` that of the reaction (of a choice, the
row of `choices`) that has the rejected one, null where it is the same. `problem`: why the candidate is no pair."""

UNKNOWN_OTHER = "unknown generation"
OTHER_PROMPT = "different prompts"
EMPTY = "empty text"

_EDIT = """
    SELECT $rule, $rank, [event_id, generation_id], time, week, current, clinician, patient, prompt_key, text_key,
           answer_key, row, NULL, CASE WHEN blank_text OR blank_answer THEN $empty END, 'edited'
    FROM seen WHERE kind = 'edited'
"""

_CHOICE = """
    SELECT $rule, $rank, [seen.event_id, seen.generation_id, beside.generation_id], time, week, current, clinician,
           patient, prompt_key, seen.answer_key, beside.answer_key, seen.row, beside.row,
           CASE WHEN unknown THEN $unknown WHEN NOT same_prompt THEN $other_prompt WHEN blank_answer THEN $empty END,
           'chosen over the other'
    FROM seen JOIN beside ON beside.event_id = seen.event_id
    WHERE seen.kind = 'chosen' AND NOT seen.tie
"""

_REJECTED_THEN_ACCEPTED = """
    WITH wrong AS (SELECT * FROM seen WHERE kind IN ('rejected', 'regenerated')),
    read AS (
        SELECT * FROM seen WHERE kind = 'accepted' AND unread IS NULL AND place IN (SELECT place FROM wrong)),
    accepted AS (
        SELECT * FROM read
        QUALIFY row_number() OVER (PARTITION BY prompt_key, clinician, patient, time ORDER BY event_id) = 1)
    SELECT $rule, $rank, [bad.event_id, good.event_id, good.generation_id, bad.generation_id], good.time, good.week,
           good.current, good.clinician, good.patient, good.prompt_key, good.answer_key, bad.answer_key,
           good.row, bad.row, CASE WHEN good.blank_answer THEN $empty END, bad.kind || ', then accepted'
    FROM (SELECT * FROM wrong WHERE place IN (SELECT place FROM read)) AS bad
    ASOF JOIN accepted AS good
        ON bad.prompt_key = good.prompt_key AND bad.clinician = good.clinician AND bad.patient = good.patient
        AND bad.time < good.time
    WHERE good.generation_id <> bad.generation_id
"""
"""The next acceptance after it, by the same clinician."""

_LAST = """
    WITH apart AS (SELECT place FROM seen WHERE kind = '{kind}' GROUP BY place HAVING {apart}),
    last AS (
        SELECT *, up::VARCHAR AS side FROM seen WHERE kind = '{kind}' AND place IN (SELECT place FROM apart)
        QUALIFY row_number() OVER (PARTITION BY clinician, generation_id ORDER BY time DESC, event_id DESC) = 1),
    newest AS (
        SELECT * FROM last
        QUALIFY row_number() OVER (
            PARTITION BY prompt_key, clinician, patient, side ORDER BY time DESC, event_id DESC) <= $most)
"""
"""Of several reactions of a kind to one answer by one clinician, the last is meant. Where all say the same of a prompt,
none is looked at."""

_BETTER_AND_WORSE = """
    SELECT $rule, $rank,
           CASE WHEN (good.time, good.event_id) < (bad.time, bad.event_id)
                THEN [good.event_id, bad.event_id, good.generation_id, bad.generation_id]
                ELSE [bad.event_id, good.event_id, good.generation_id, bad.generation_id] END,
           greatest(good.time, bad.time), greatest(good.week, bad.week), good.current OR bad.current, good.clinician,
           good.patient, good.prompt_key, good.answer_key, bad.answer_key, good.row, bad.row,
           CASE WHEN good.blank_answer THEN $empty END, {explanation}
    FROM newest AS good JOIN newest AS bad
        ON bad.prompt_key = good.prompt_key AND bad.clinician = good.clinician AND bad.patient = good.patient
        AND {better}
"""

_THUMBS = _LAST.format(kind="thumb", apart="bool_or(up) AND NOT bool_and(up)") + _BETTER_AND_WORSE.format(
    explanation="'thumb up, the other down'", better="good.up AND NOT bad.up"
)
_RATINGS = _LAST.format(kind="rated", apart="max(rating) - min(rating) >= $margin") + _BETTER_AND_WORSE.format(
    explanation="'rated ' || good.rating || ' and ' || bad.rating || ' of ' || good.highest",
    better="good.highest = bad.highest AND good.rating - bad.rating >= $margin",
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
    """Make the tables `seen` and `candidates` of a week: every pair that a rule sees, right or not.

    Of the earlier weeks there is in them what concerns a prompt of this one; `current` tells the week's own.

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
    connection.execute(_NAME_TEXTS)
    connection.execute(_SEE_WEEK, _list_values(week, rules))
    if len(reactions) > 1:
        connection.execute(_SEE_EARLIER, _list_values(week, rules))
    show_numbered_files(connection, "choices", choices, schemas.CHOICES)
    connection.execute(_BESIDE)
    connection.execute(_CANDIDATES)
    values: dict[str, object] = {
        "empty": EMPTY,
        "unknown": UNKNOWN_OTHER,
        "other_prompt": OTHER_PROMPT,
        "most": rules.most_answers,
        "margin": rules.ratings.margin,
    }
    for rank, name in enumerate(rules.use):
        query = _RULES[name]
        named = {key: value for key, value in values.items() if f"${key}" in query}
        connection.execute(f"INSERT INTO candidates {query}", {"rule": name, "rank": rank, **named})


def see_accepted(connection: duckdb.DuckDBPyConnection, week: str, reactions: Sequence[Path], rules: PairRules) -> None:
    """Make the table `seen` of a week's acceptances alone. Parameters are those of `apply_rules`."""
    show_numbered_files(connection, "reactions", reactions, schemas.REACTIONS)
    connection.execute(_NAME_TEXTS)
    connection.execute(_SEE_ACCEPTED, _list_values(week, rules))


def _list_values(week: str, rules: PairRules) -> dict[str, object]:
    return {
        "week": week,
        "without_time": rules.accepted.without_time,
        "untimed": UNTIMED,
        "speed": rules.accepted.words_per_second,
        "stamp": STAMP,
    }
