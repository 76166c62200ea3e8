"""Records as Langfuse's blob storage export, its API (v2, v3) and its download of a trace write them."""

import json

import pytest

from tests.feedback.importers.reading import only_reaction, read
from tests.feedback.made_events import CANARY

PROMPT = [{"role": "system", "content": "Summarize."}, {"role": "user", "content": f"{CANARY}, 62, dysuria."}]


def make_observation(**changes):
    """A row of GET /api/public/observations."""
    return {
        "id": "obs-1",
        "traceId": "trace-1",
        "type": "GENERATION",
        "name": "draft",
        "startTime": "2026-11-25T08:00:00.000Z",
        "endTime": "2026-11-25T08:00:04.250Z",
        "model": "uti/dpo_model/tiny",
        "modelParameters": {"temperature": 0.2, "max_tokens": "512", "stream": True},
        "input": PROMPT,
        "output": {"role": "assistant", "content": f"{CANARY} has dysuria."},
        "metadata": {"task": "uti", "patient": 17},
        "parentObservationId": None,
    } | changes


def make_blob_observation(**changes):
    """The same as a row of `observations_v2/`: everything is text, times are UTC without an offset."""
    return {
        "id": "obs-1",
        "trace_id": "trace-1",
        "type": "GENERATION",
        "name": "draft",
        "start_time": "2026-11-25 08:00:00.000000",
        "end_time": "2026-11-25 08:00:04.250000",
        "provided_model_name": "uti/dpo_model/tiny",
        "model_parameters": '{"temperature":0.2,"max_tokens":"512","stream":true}',
        "input": f'[{{"role":"system","content":"Summarize."}},{{"role":"user","content":"{CANARY}, 62, dysuria."}}]',
        "output": f'{{"role":"assistant","content":"{CANARY} has dysuria."}}',
        "metadata": {"task": "uti", "patient": "17"},
        "parent_observation_id": "",
        "user_id": "c-3",
    } | changes


def make_score(**changes):
    """A row of GET /api/public/v2/scores."""
    return {
        "id": "score-1",
        "traceId": "trace-1",
        "observationId": "obs-1",
        "name": "helpful",
        "value": 1,
        "dataType": "BOOLEAN",
        "stringValue": "True",
        "source": "ANNOTATION",
        "timestamp": "2026-11-25T09:00:00.000Z",
        "authorUserId": "cl-author",
        "comment": "short",
        "metadata": {},
    } | changes


def test_an_observation_is_a_generation_with_its_span_and_trace_as_aliases():
    [generation] = read("langfuse", make_observation()).generations
    assert generation == {
        "kind": "generation",
        "schema_version": 1,
        "id": "langfuse-observation-obs-1",
        "aliases": ["obs-1", "trace-1"],
        "time": "2026-11-25T08:00:04.250000Z",
        "prompt": json.dumps(PROMPT),
        "answer": f"{CANARY} has dysuria.",
        "model": "uti/dpo_model/tiny",
        "decoding": {"temperature": 0.2, "max_new_tokens": 512},
        "task": "uti",
        "patient": "17",
    }


def test_the_blob_export_and_the_api_give_the_same_event():
    assert read("langfuse", make_blob_observation()).generations == read("langfuse", make_observation()).generations


def test_metadata_that_an_export_wrote_as_json_is_read():
    [generation] = read("langfuse", make_observation(metadata='{"task": "uti", "patient": 17}')).generations
    assert [generation] == read("langfuse", make_observation()).generations


def test_an_answer_that_is_json_stays_as_the_model_wrote_it():
    [generation] = read("langfuse", make_blob_observation(output='{"diagnosis": "UTI"}')).generations
    assert generation["answer"] == '{"diagnosis": "UTI"}'


@pytest.mark.parametrize(
    "correction",
    [
        {"dataType": "CORRECTION", "value": 0, "stringValue": "Dysuria for 2 days."},
        {"dataType": "CORRECTION", "value": "Dysuria for 2 days.", "stringValue": None},
        {"dataType": "CORRECTION", "value": 0, "stringValue": None, "longStringValue": "Dysuria for 2 days."},
    ],
    ids=["v2", "v3", "long"],
)
def test_a_correction_is_an_edit_without_any_declaration(correction):
    assert only_reaction("langfuse", make_score(**correction)) == {"kind": "edited", "text": "Dysuria for 2 days."}


def test_a_score_names_its_observation_and_author_and_has_its_time():
    [reaction] = read("langfuse", make_score(), scores={"helpful": "thumb"}).reactions
    assert reaction == {
        "kind": "reaction",
        "schema_version": 1,
        "id": "langfuse-score-score-1",
        "generation": "obs-1",
        "clinician": "cl-author",
        "time_signed": "2026-11-25T09:00:00Z",
        "reaction": {"kind": "thumb", "up": True, "reason": "short"},
    }


def test_a_score_of_the_v3_api_is_about_its_subject():
    score = make_score(traceId=None, observationId=None, subject={"kind": "observation", "id": "obs-9", "traceId": "t"})
    [reaction] = read("langfuse", score, scores={"helpful": "thumb"}).reactions
    assert reaction["generation"] == "obs-9"


def test_a_score_of_the_blob_export_is_read():
    score = {
        "id": "score-2",
        "timestamp": "2026-11-25 09:00:00.123456",
        "trace_id": "trace-1",
        "observation_id": None,
        "name": "verdict",
        "value": 2.0,
        "string_value": "unusable",
        "data_type": "CATEGORICAL",
        "source": "ANNOTATION",
        "author_user_id": "cl-author",
        "comment": None,
    }
    [reaction] = read("langfuse", score, labels={"unusable": "rejected"}).reactions
    assert (reaction["generation"], reaction["reaction"]) == ("trace-1", {"kind": "rejected"})
    assert reaction["time_signed"] == "2026-11-25T09:00:00.123456Z"


def test_a_number_is_a_rating_only_on_a_declared_scale():
    score = make_score(name="quality", dataType="NUMERIC", value=4.0, stringValue=None)
    assert only_reaction("langfuse", score, scores={"quality": "rated/5"}) == {"kind": "rated", "rating": 4}
    said = only_reaction("langfuse", score | {"metadata": {"highest": 10}})
    assert said == {"kind": "rated", "rating": 4, "highest": 10}
    assert only_reaction("langfuse", score | {"metadata": {"highest": "10"}}) == said
    assert read("langfuse", score).refused == [("export:1", "undeclared_score")]
    half = score | {"value": 3.5}
    assert read("langfuse", half, scores={"quality": "rated/5"}).refused == [("export:1", "wrong_type")]


def test_a_boolean_of_undeclared_meaning_is_no_thumb():
    assert read("langfuse", make_score(name="contains_pii")).refused == [("export:1", "undeclared_score")]
    assert read("langfuse", make_score(), scores={"helpful": "ignore"}).skipped == ["declared to be ignored"]


def test_a_score_that_the_product_sent_is_of_the_user_of_its_trace():
    score = make_score(source="API", authorUserId=None, trace={"userId": "c-3"})
    [reaction] = read("langfuse", score, scores={"helpful": "thumb"}).reactions
    assert reaction["clinician"] == "c-3"
    annotated = make_score(authorUserId=None, trace={"userId": "c-3"})
    assert read("langfuse", annotated, scores={"helpful": "thumb"}).refused == [("export:1", "missing")]


def test_judges_and_other_observations_are_no_feedback():
    assert read("langfuse", make_score(source="EVAL")).skipped == ["a judge's score"]
    assert read("langfuse", make_observation(type="SPAN")).skipped == ["an observation that is no model call"]
    assert read("langfuse", make_observation(), call="final").skipped == ["another model call than the declared one"]


@pytest.mark.parametrize("nested", [True, False], ids=["download", "api"])
def test_a_whole_trace_gives_its_generations_and_scores(nested):
    trace = {"id": "trace-1", "name": "note", "timestamp": "2026-11-25T08:00:00Z", "metadata": {"specialty": "urology"}}
    parts = {"observations": [make_observation(), make_observation(id="s", type="SPAN")], "scores": [make_score()]}
    found = read("langfuse", {"trace": trace, **parts} if nested else trace | parts, scores={"helpful": "thumb"})
    assert found.generations[0]["specialty"] == "urology"
    assert [reaction["generation"] for reaction in found.reactions] == ["obs-1"]
    assert (found.refused, found.skipped) == ([], ["an observation that is no model call"])


def test_a_trace_without_a_model_call_is_itself_what_was_written():
    trace = {
        "id": "trace-1",
        "timestamp": "2026-11-25T08:00:00Z",
        "input": "dysuria",
        "output": "UTI",
        "observations": [make_observation(type="SPAN")],
        "scores": [],
    }
    [generation] = read("langfuse", trace, model="uti/dpo_model/tiny").generations
    assert (generation["id"], generation["aliases"]) == ("langfuse-trace-trace-1", ["trace-1"])
    assert read("langfuse", trace).refused == [("export:1 trace", "missing")]


def test_a_trace_by_itself_is_counted_and_another_record_is_refused():
    flat = {"id": "trace-1", "timestamp": "2026-11-25 08:00:00.000000", "input": "x", "output": "y"}
    assert read("langfuse", flat).skipped == ["a trace by itself: its observations are what models wrote"]
    assert read("langfuse", {"x": CANARY}).refused == [("export:1", "unknown_record")]


def test_a_bad_score_costs_itself_alone():
    record = {
        "id": "trace-1",
        "timestamp": "2026-11-25T08:00:00Z",
        "observations": [make_observation()],
        "scores": [make_score(dataType="COLOUR"), make_score(id="score-2", timestamp="soon"), make_score(id="score-3")],
    }
    found = read("langfuse", record, scores={"helpful": "thumb"})
    assert found.refused == [("export:1 scores[0]", "unknown_kind"), ("export:1 scores[1]", "malformed_time")]
    assert [reaction["id"] for reaction in found.reactions] == ["langfuse-score-score-3"]
