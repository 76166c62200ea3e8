"""Traces as MLflow 2 and 3 (ids of spans in base64, later in hexadecimal) write them, with their assessments."""

import json

import pytest

from tests.feedback.importers.reading import only_reaction, read
from tests.feedback.made_events import CANARY

KEY = "a secret of this ward"
INPUTS = {"messages": [{"role": "user", "content": f"{CANARY}, dysuria."}], "model": "gpt-x", "temperature": 0}
OUTPUTS = {"choices": [{"message": {"role": "assistant", "content": f"{CANARY} has a UTI."}}], "model": "gpt-x"}
ATTRIBUTES = {
    "mlflow.traceRequestId": '"tr-1"',
    "mlflow.spanType": '"CHAT_MODEL"',
    "mlflow.spanInputs": json.dumps(INPUTS),
    "mlflow.spanOutputs": json.dumps(OUTPUTS),
}
SPAN_2 = {
    "name": "Completions",
    "context": {"span_id": "0x00f067aa0ba902b7", "trace_id": "0x4bf92f3577b34da6a3ce929d0e0e4736"},
    "parent_id": None,
    "start_time": 1764057600000000000,
    "end_time": 1764057604250000000,
    "status_code": "OK",
    "status_message": "",
    "attributes": ATTRIBUTES,
    "events": [],
}
SPAN_3 = {
    "trace_id": "S/kvNXezTaajzpKdDg5HNg==",
    "span_id": "APBnqgupArc=",
    "parent_span_id": "",
    "name": "Completions",
    "start_time_unix_nano": 1764057600000000000,
    "end_time_unix_nano": 1764057604250000000,
    "status": {"code": "STATUS_CODE_OK", "message": ""},
    "attributes": ATTRIBUTES,
    "events": [],
}
SPAN_HEX = SPAN_3 | {
    "trace_id": "tr-1",
    "span_id": "00f067aa0ba902b7",
    "parent_span_id": None,
    "otel_trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
}


def make_assessment(**changes):
    """As `info.assessments` has it, protobuf's JSON."""
    return {
        "assessment_id": "a-1",
        "assessment_name": "helpful",
        "trace_id": "tr-1",
        "source": {"source_type": "HUMAN", "source_id": "c-3"},
        "create_time": "2026-11-25T09:00:00Z",
        "last_update_time": "2026-11-25T09:00:00.123456789Z",
        "feedback": {"value": False},
        "rationale": "too short",
        "metadata": {},
        "valid": True,
    } | changes


def make_trace(*assessments, span=SPAN_HEX, **changes):
    return {
        "info": {
            "trace_id": "tr-1",
            "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
            "request_time": "2025-11-25T08:00:00Z",
            "execution_duration": "4.25s",
            "state": "OK",
            "trace_metadata": {"mlflow.trace.user": "someone"},
            "tags": {"task": "uti"},
            "assessments": list(assessments),
        }
        | changes,
        "data": {"spans": [span]},
    }


@pytest.mark.parametrize("span", [SPAN_2, SPAN_3, SPAN_HEX], ids=["2", "3 in base64", "3 in hexadecimal"])
def test_a_model_call_of_every_version_is_the_same_generation(span):
    [generation] = read("mlflow", make_trace(span=span)).generations
    assert generation == {
        "kind": "generation",
        "schema_version": 1,
        "id": "mlflow-span-tr-1-00f067aa0ba902b7",
        "aliases": ["00f067aa0ba902b7", "tr-1"],
        "time": "2025-11-25T08:00:04.250000Z",
        "prompt": f"{CANARY}, dysuria.",
        "answer": f"{CANARY} has a UTI.",
        "model": "gpt-x",
        "decoding": {"temperature": 0.0},
        "task": "uti",
    }


def test_a_trace_of_version_2_is_read_with_its_own_names():
    record = {
        "info": {"request_id": "tr-1", "experiment_id": "0", "timestamp_ms": 1764057600000, "status": "OK"},
        "data": {"spans": [], "request": '{"question": "Dysuria?"}', "response": '"UTI."'},
    }
    [generation] = read("mlflow", record, model="uti/dpo_model/tiny").generations
    assert (generation["id"], generation["time"]) == ("mlflow-trace-tr-1", "2025-11-25T08:00:00Z")
    assert (generation["prompt"], generation["answer"]) == ("Dysuria?", "UTI.")


def test_feedback_is_what_its_name_is_declared_to_mean():
    [reaction] = read("mlflow", make_trace(make_assessment()), scores={"helpful": "thumb"}).reactions
    assert reaction == {
        "kind": "reaction",
        "schema_version": 1,
        "id": "mlflow-assessment-a-1",
        "generation": "tr-1",
        "clinician": "c-3",
        "time_signed": "2026-11-25T09:00:00.123456Z",
        "reaction": {"kind": "thumb", "up": False, "reason": "too short"},
    }


def test_an_assessment_of_a_span_is_about_that_span():
    [reaction] = read("mlflow", make_assessment(span_id="00f067aa0ba902b7"), scores={"helpful": "thumb"}).reactions
    assert reaction["generation"] == "00f067aa0ba902b7"


def test_an_assessment_of_version_2_has_milliseconds():
    old = {
        "assessment_id": "a-2",
        "trace_id": "tr-1",
        "name": "quality",
        "source": {"source_type": "HUMAN", "source_id": "c-3"},
        "create_time_ms": 1764061200000,
        "last_update_time_ms": 1764061200123,
        "expectation": None,
        "feedback": {"value": 4.0},
        "rationale": None,
        "metadata": None,
    }
    [reaction] = read("mlflow", old, scores={"quality": "rated/5"}).reactions
    assert (reaction["time_signed"], reaction["reaction"]["rating"]) == ("2025-11-25T09:00:00.123000Z", 4)


@pytest.mark.parametrize(
    "expectation",
    [
        {"value": "UTI; culture sent."},
        {"serialized_value": {"value": '"UTI; culture sent."', "serialization_format": "JSON_FORMAT"}},
    ],
    ids=["plain", "serialized"],
)
def test_the_expected_response_is_an_edit(expectation):
    assessment = make_assessment(assessment_name="expected_response", expectation=expectation)
    del assessment["feedback"]
    assert only_reaction("mlflow", assessment) == {"kind": "edited", "text": "UTI; culture sent."}
    facts = assessment | {"assessment_name": "expected_facts", "expectation": {"value": [CANARY]}}
    assert read("mlflow", facts).refused == [("export:1", "undeclared_score")]


def test_an_email_address_becomes_a_pseudonym_or_is_refused():
    assessment = make_assessment(source={"source_type": "HUMAN", "source_id": f"{CANARY}@example.org"})
    assert read("mlflow", assessment, scores={"helpful": "thumb"}).refused == [("export:1", "no_pseudonym")]
    names = {
        read("mlflow", assessment, scores={"helpful": "thumb"}, pseudonym_key=key).reactions[0]["clinician"]
        for key in (KEY, KEY, KEY + "!")
    }
    assert len(names) == 2
    assert all(name.startswith("person-") for name in names)


def test_judges_replaced_and_failed_assessments_are_no_feedback():
    found = read(
        "mlflow",
        make_trace(
            make_assessment(source={"source_type": "LLM_JUDGE", "source_id": "gpt"}),
            make_assessment(source={"source_type": "CODE", "source_id": "default"}),
            make_assessment(valid=False),
            make_assessment(feedback={"error": {"error_code": "X"}}),
        ),
    )
    assert (len(found.skipped), found.refused, found.reactions) == (4, [], [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": {"source_type": "ALIEN"}}, "unknown_kind"),
        ({"source": {"source_type": "HUMAN"}}, "missing"),
        ({"feedback": {}}, "missing"),
        ({"last_update_time": None, "create_time": None}, "missing"),
        ({"last_update_time": "2099-01-01T00:00:00Z"}, "future_time"),
        ({"feedback": {"value": {"a": CANARY}}}, "unknown_reaction"),
        ({"feedback": {"value": CANARY}}, "unknown_reaction"),
    ],
)
def test_a_bad_assessment_is_refused_with_its_reason(changes, reason):
    found = read("mlflow", make_trace(make_assessment(**changes)), scores={"helpful": "thumb"})
    assert found.refused == [("export:1 assessments[0]", reason)]
    assert len(found.generations) == 1


def test_of_several_model_calls_the_declared_one_is_what_clinicians_see():
    trace = make_trace()
    trace["data"]["spans"].append(SPAN_HEX | {"name": "rewrite", "span_id": "00f067aa0ba902b8"})
    assert len(read("mlflow", trace).generations) == 2
    [generation] = read("mlflow", trace, call="rewrite").generations
    assert generation["id"].endswith("b8")


def test_a_trace_of_the_search_api_has_its_assessments_and_no_texts():
    info = make_trace(make_assessment())["info"]
    found = read("mlflow", info, scores={"helpful": "thumb"})
    assert (len(found.reactions), found.skipped, found.refused) == (1, ["a trace without its data"], [])
    del info["assessments"]
    assert read("mlflow", info).refused == []


def test_another_record_is_refused():
    assert read("mlflow", {"name": CANARY}).refused == [("export:1", "unknown_record")]
