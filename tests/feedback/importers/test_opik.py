"""Files of `opik export` and objects of its REST API."""

import pytest

from tests.feedback.importers.reading import read
from tests.feedback.made_events import CANARY

TRACE, SPAN = "0192f0a1-7e11-7000-8000-000000000001", "0192f0a1-7e11-7000-8000-000000000002"


def make_score(**changes):
    return {
        "name": "helpful",
        "category_name": None,
        "value": 1.0,
        "reason": "clear",
        "source": "ui",
        "created_at": "2026-11-25 09:00:00+00:00",
        "last_updated_at": "2026-11-25 09:00:01+00:00",
        "created_by": "c-3",
        "last_updated_by": "c-3",
        "value_by_author": None,
    } | changes


def make_trace(*scores, **changes):
    return {
        "id": TRACE,
        "name": "note",
        "start_time": "2026-11-25 08:00:00+00:00",
        "end_time": "2026-11-25 08:00:04.250000+00:00",
        "input": {"question": f"{CANARY}, dysuria?"},
        "output": {"output": f"{CANARY} has a UTI."},
        "metadata": {"task": "uti"},
        "feedback_scores": list(scores) or None,
        "comments": None,
    } | changes


def make_span(*scores, **changes):
    return {
        "id": SPAN,
        "trace_id": TRACE,
        "parent_span_id": None,
        "name": "chat_completion_create",
        "type": "llm",
        "start_time": "2026-11-25 08:00:00+00:00",
        "end_time": "2026-11-25 08:00:04.250000+00:00",
        "input": {
            "messages": [{"role": "user", "content": [{"type": "text", "text": "Dysuria?"}]}],
            "temperature": 0.5,
        },
        "output": {"choices": [{"message": {"role": "assistant", "content": "UTI."}}]},
        "model": "gpt-x",
        "metadata": None,
        "feedback_scores": list(scores) or None,
    } | changes


def test_an_exported_file_gives_its_model_call_and_scores():
    record = {"trace": make_trace(make_score()), "spans": [make_span()], "downloaded_at": "x", "project_name": "p"}
    found = read("opik", record, scores={"helpful": "thumb"})
    [generation], [reaction] = found.generations, found.reactions
    assert generation == {
        "kind": "generation",
        "schema_version": 1,
        "id": f"opik-span-{SPAN}",
        "aliases": [SPAN, TRACE],
        "time": "2026-11-25T08:00:04.250000Z",
        "prompt": "Dysuria?",
        "answer": "UTI.",
        "model": "gpt-x",
        "decoding": {"temperature": 0.5},
        "task": "uti",
    }
    assert (reaction["generation"], reaction["clinician"]) == (TRACE, "c-3")
    assert reaction["time_signed"] == "2026-11-25T09:00:01Z"
    assert reaction["reaction"] == {"kind": "thumb", "up": True, "reason": "clear"}
    assert found.refused == []


def test_a_trace_without_model_calls_is_what_was_written():
    [generation] = read("opik", make_trace(), model="uti/dpo_model/tiny").generations
    assert (generation["id"], generation["aliases"]) == (f"opik-trace-{TRACE}", [TRACE])
    assert (generation["prompt"], generation["answer"]) == (f"{CANARY}, dysuria?", f"{CANARY} has a UTI.")


def test_several_authors_of_one_score_are_several_reactions():
    entry = {"value": 5.0, "reason": None, "source": "ui", "last_updated_at": "2026-11-25T09:00:00Z"}
    by_author = {"c-3": entry, "c-4": entry | {"value": 2.0}, "judge": entry | {"source": "online_scoring"}}
    score = make_score(name="quality", value=4.0, value_by_author=by_author)
    found = read("opik", make_span(score), scores={"quality": "rated/5"})
    said = {reaction["clinician"]: reaction["reaction"]["rating"] for reaction in found.reactions}
    assert said == {"c-3": 5, "c-4": 2}
    assert len({reaction["id"] for reaction in found.reactions}) == 2
    assert found.skipped == ["a judge's score"]


def test_a_span_s_score_that_its_trace_shows_too_is_one():
    entry = {"value": 1.0, "source": "ui", "last_updated_at": "2026-11-25T09:00:00Z"}
    shown = make_score(value_by_author={f"c-3_{SPAN}": entry | {"span_id": SPAN}})
    own = make_score(value_by_author={"c-3": entry})
    record = {"trace": make_trace(shown), "spans": [make_span(own)]}
    one, two = read("opik", record, scores={"helpful": "thumb"}).reactions
    assert one == two


def test_a_category_that_is_a_label_is_what_was_done():
    score = make_score(name="verdict", value=0.0, category_name="Discard")
    [reaction] = read("opik", make_span(score), labels={"Discard": "rejected"}).reactions
    assert reaction["reaction"] == {"kind": "rejected", "reason": "clear"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": "alien"}, "unknown_kind"),
        ({"name": CANARY}, "undeclared_score"),
        ({"value": 0.5}, "unknown_reaction"),
        ({"last_updated_by": None, "created_by": None}, "missing"),
        ({"last_updated_by": f"{CANARY}@example.org"}, "no_pseudonym"),
        ({"last_updated_at": "2026-11-25 09:00:00"}, "naive_time"),
    ],
)
def test_a_bad_score_is_refused_with_its_reason(changes, reason):
    found = read("opik", make_span(make_score(**changes)), scores={"helpful": "thumb"})
    assert found.refused == [("export:1 feedback_scores[0]", reason)]
    assert len(found.generations) == 1


def test_another_record_and_an_unknown_span_are_refused():
    assert read("opik", {"x": CANARY}).refused == [("export:1", "unknown_record")]
    assert read("opik", make_span(type="alien")).refused == [("export:1", "unknown_kind")]
    assert read("opik", make_span(type="tool")).skipped == ["a span that is no model call"]
