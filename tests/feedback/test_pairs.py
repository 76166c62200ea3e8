"""What stands of a week's pairs: contradictions, repetitions, and the same bytes in any order of arrival."""

import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medpref_dagster import schemas
from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.feedback.pairs import gather_pairs
from medpref_dagster.feedback.scratch import ROWS, open_scratch, stream_rows
from tests.feedback.made_weeks import NEXT_WEEK, WEEK, make_all, react, write

A, B = "No urinary tract infection.", "Acute cystitis; start nitrofurantoin."
ANSWERS = [write("g-a", A), write("g-b", B, 1)]
WEEK_OF_MINUTES = 7 * 24 * 60


@pytest.fixture
def make(tmp_path):
    return lambda events, **rules: make_all(tmp_path, events, PairRules.model_validate(rules))


def prefer(name, better, minutes=10, clinician="c-1"):
    return react(name, better, "chosen", minutes, clinician=clinician, over=["g-b" if better == "g-a" else "g-a"])


def test_opposite_preferences_are_dropped_on_both_sides(make):
    made = make([*ANSWERS, prefer("r-1", "g-a"), prefer("r-2", "g-b", 20, "c-2"), prefer("r-3", "g-b", 30, "c-3")])
    assert made("pairs") == []
    assert made.reasons("quarantine") == ["opposite preferences"] * 3


def test_or_the_side_of_the_newest_is_kept_and_none_where_that_cannot_be_told(make):
    events = [*ANSWERS, prefer("r-1", "g-a"), prefer("r-2", "g-b", 20, "c-2"), prefer("r-3", "g-b", 30, "c-3")]
    made = make(events, opposite="keep_newest")
    assert [row["chosen"] for row in made("pairs")] == [B, B]
    assert made.reasons("quarantine") == ["opposite preferences"]
    made = make([*ANSWERS, prefer("r-1", "g-a"), prefer("r-2", "g-b", 10, "c-2")], opposite="keep_newest")
    assert made("pairs") == []


def test_or_the_side_of_more_clinicians_where_little_is_known_of_them(make):
    events = [*ANSWERS, prefer("r-1", "g-a", 30), prefer("r-2", "g-b", 20, "c-2"), prefer("r-3", "g-b", 10, "c-3")]
    made = make(events, opposite="weighted_majority")
    assert sorted(row["clinician"] for row in made("pairs")) == ["c-2", "c-3"]
    assert made.reasons("quarantine") == ["opposite preferences"]
    made = make([*events, prefer("r-4", "g-a", 40, "c-4")], opposite="weighted_majority")
    assert made("pairs") == []
    assert made.reasons("quarantine") == ["opposite preferences"] * 4


def judge_each_other(count=24, minutes=0):
    """Thumbs of five on answers to other prompts: c-1, c-4 and c-5 agree, c-2 and c-3 say the opposite."""
    for number in range(count):
        yield write(f"g-{number}", f"Answer {number}.", minutes, prompt=f"Visit {number}.")
        for name in ("c-1", "c-2", "c-3", "c-4", "c-5"):
            up = (number % 2 == 0) == (name in ("c-1", "c-4", "c-5"))
            yield react(f"t-{number}-{name}", f"g-{number}", "thumb", minutes + 1, clinician=name, up=up)


def test_who_is_right_more_often_outweighs_those_who_are_more(make):
    contest = [prefer("r-1", "g-a"), prefer("r-2", "g-b", 20, "c-2"), prefer("r-3", "g-b", 30, "c-3")]
    made = make([*ANSWERS, *judge_each_other(), *contest], opposite="weighted_majority")
    assert [(row["clinician"], row["chosen"]) for row in made("pairs")] == [("c-1", A)]
    assert made.reasons("quarantine") == ["opposite preferences"] * 2


def test_what_nobody_reliable_prefers_is_no_pair(make):
    events = [*ANSWERS, *judge_each_other(), prefer("r-2", "g-b", 20, "c-2")]
    made = make(events, opposite="weighted_majority")
    assert made("pairs") == []
    assert made.reasons("quarantine") == ["no reliable clinician"]
    # Too few judgements say nothing.
    assert len(make(events, opposite="weighted_majority", min_judgements=25)("pairs")) == 1
    assert len(make(events)("pairs")) == 1


def test_a_later_week_that_outweighs_an_earlier_one_retracts_it(make):
    early, late = prefer("r-1", "g-b", 10, "c-2"), prefer("r-2", "g-a", 10 + WEEK_OF_MINUTES)
    judged = list(judge_each_other(minutes=WEEK_OF_MINUTES))
    made = make([*ANSWERS, early, *judged, late], opposite="weighted_majority")
    [pair] = made("pairs", WEEK)  # Nothing was known of c-2 by then.
    assert made("retracted", NEXT_WEEK) == [{"pair_id": pair["pair_id"], "week": WEEK}]
    assert [row["clinician"] for row in made("pairs", NEXT_WEEK)] == ["c-1"]


def test_two_clinicians_who_agree_are_two_pairs_and_one_who_repeats_himself_is_one(make):
    made = make([*ANSWERS, prefer("r-1", "g-b"), prefer("r-2", "g-b", 20, "c-2"), prefer("r-3", "g-b", 30)])
    assert sorted(row["event_ids"][0] for row in made("pairs")) == ["r-1", "r-2"]
    assert made.reasons("quarantine") == ["repeated"]


def test_of_two_rules_for_one_pair_the_first_one_declared_has_it(make):
    thumbs = [react("r-1", "g-a", "thumb", 5, up=False), react("r-2", "g-b", "thumb", 6, up=True)]
    events = [*ANSWERS, *thumbs, prefer("r-3", "g-b")]
    assert [row["rule"] for row in make(events)("pairs")] == ["choice"]
    assert [row["rule"] for row in make(events, use=["thumbs", "choice"])("pairs")] == ["thumbs"]


def test_what_a_later_week_contradicts_is_retracted_there_and_its_own_week_stays(make, tmp_path):
    early, late = prefer("r-1", "g-a"), prefer("r-2", "g-b", 10 + WEEK_OF_MINUTES, "c-2")
    alone = make([*ANSWERS, early])
    for policy, kept in (("drop_both", []), ("keep_newest", [B])):
        made = make([*ANSWERS, early, late], opposite=policy)
        assert made("pairs", WEEK) == alone("pairs", WEEK)
        assert made("retracted", NEXT_WEEK) == [{"pair_id": alone("pairs")[0]["pair_id"], "week": WEEK}]
        files = [[tmp_path / f"{name}-{week}.parquet" for week in (WEEK, NEXT_WEEK)] for name in ("pairs", "retracted")]
        with open_scratch(tmp_path, "500MB", 1) as scratch:
            gathered = [row["chosen"] for batch in gather_pairs(scratch, *files) for row in batch.to_pylist()]
        assert gathered == kept


def test_a_repetition_in_a_later_week_is_no_second_pair(make):
    made = make([*ANSWERS, prefer("r-1", "g-b"), prefer("r-2", "g-b", 10 + WEEK_OF_MINUTES)])
    assert len(made("pairs", WEEK)) == 1
    assert made("pairs", NEXT_WEEK) == []
    assert made.reasons("quarantine", NEXT_WEEK) == ["repeated"]


ANSWER_TEXTS = ("Cystitis.", "No infection.", "Pyelonephritis; admit today.", "Cystitis, no fever.")


@st.composite
def draw_events(draw):
    """Generations of few prompts, and every kind of reaction to them, in two weeks."""
    count = draw(st.integers(2, 6))
    generations = [
        write(
            f"g-{number}",
            draw(st.sampled_from(ANSWER_TEXTS)),
            number,
            prompt=draw(st.sampled_from(["One visit.", "Another visit."])),
            aliases=draw(st.sampled_from([[], ["shared"], [f"a-{number}"]])),
        )
        for number in range(count)
    ]
    named = st.sampled_from([f"g-{number}" for number in range(count)] + ["shared", "a-1", "g-99"])
    reactions = [_draw_reaction(draw, f"r-{number}", draw(named), count) for number in range(draw(st.integers(1, 12)))]
    return [*generations, *reactions]


def _draw_reaction(draw, name, generation, count):
    kind = draw(st.sampled_from(["accepted", "edited", "rejected", "regenerated", "thumb", "rated", "chosen"]))
    said = {
        "edited": lambda: {"text": draw(st.sampled_from(ANSWER_TEXTS))},
        "thumb": lambda: {"up": draw(st.booleans())},
        "rated": lambda: {"rating": draw(st.integers(1, 5))},
        "chosen": lambda: {
            "over": draw(
                st.lists(
                    st.sampled_from(
                        [f"g-{number}" for number in range(count) if f"g-{number}" != generation] or ["g-98"]
                    ),
                    min_size=1,
                    max_size=3,
                    unique=True,
                )
            )
        },
    }.get(kind, dict)()
    minutes = draw(st.sampled_from([30, 31, 32, 40 + WEEK_OF_MINUTES, 41 + WEEK_OF_MINUTES]))
    seconds = draw(st.sampled_from([0.1, 60, None]))
    return react(name, generation, kind, minutes, seconds, clinician=draw(st.sampled_from(["c-1", "c-2"])), **said)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw_events(), st.randoms(use_true_random=False), st.sampled_from(["keep_newest", "weighted_majority"]))
def test_the_same_events_in_any_order_give_the_same_tables(tmp_path, events, order: random.Random, opposite):
    rules = PairRules(opposite=opposite, min_judgements=2)
    made = make_all(tmp_path, events, rules)
    shuffled = order.sample(events, len(events))
    again = make_all(tmp_path, shuffled, rules)
    for week, tables in made.tables.items():
        for name, rows in tables.items():
            if name != "events":
                assert again(name, week) == rows


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw_events(), st.sampled_from(["drop_both", "keep_newest", "weighted_majority"]))
def test_no_preference_stands_beside_its_opposite_and_every_pair_has_its_events(tmp_path, events, opposite):
    made = make_all(tmp_path, events, PairRules(opposite=opposite, min_judgements=2))
    ids = {event["id"] for event in events}
    for week in made.tables:
        pairs = made("pairs", week)
        sides = {(row["prompt"], row["chosen"], row["rejected"]) for row in pairs}
        assert not any((prompt, rejected, chosen) in sides for prompt, chosen, rejected in sides)
        assert all(row["chosen"] != row["rejected"] for row in pairs)
        assert all(set(row["event_ids"]) <= ids for row in pairs)
        assert len({row["pair_id"] for row in pairs}) == len(pairs)
        matched, waiting = made("reactions", week), made("waiting", week)
        sent = [row for row in made("events", week) if row["kind"] == "reaction"]
        assert len(matched) + len(waiting) == len(sent)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw_events(), st.sampled_from(["drop_both", "weighted_majority"]))
def test_what_comes_in_a_later_week_changes_no_earlier_one(tmp_path, events, opposite):
    rules = PairRules(opposite=opposite, min_judgements=2)
    made = make_all(tmp_path, events, rules)
    alone = make_all(tmp_path, events, rules, weeks=[WEEK])
    assert made.tables[WEEK] == alone.tables[WEEK]


def test_rows_are_cut_into_the_same_batches_wherever_the_database_cuts_them(tmp_path):
    with open_scratch(tmp_path, "500MB") as scratch:
        batches = list(stream_rows(scratch, "SELECT range AS n FROM range($rows) ORDER BY n", {"rows": ROWS * 2 + 7}))
    assert [batch.num_rows for batch in batches] == [ROWS, ROWS, 7]
    assert pa.Table.from_batches(batches).column("n").to_pylist() == list(range(ROWS * 2 + 7))


def test_a_table_without_rows_is_one(tmp_path):
    pq.write_table(schemas.FEEDBACK_PAIRS.empty_table(), tmp_path / "none.parquet")
    with open_scratch(tmp_path, "500MB") as scratch:
        assert list(gather_pairs(scratch, [tmp_path / "none.parquet"], [])) == []
