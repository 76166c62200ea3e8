"""OTLP, as a stock exporter sends it and as it should never come."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from google.rpc.status_pb2 import Status
from opentelemetry._logs import LogRecord
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from tests.feedback.made_events import CANARY

PROTOBUF = "application/x-protobuf"
NANOSECONDS = int(datetime(2026, 11, 26, 8, tzinfo=UTC).timestamp() * 1e9)
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
MESSAGES = [{"role": "user", "parts": [{"type": "text", "content": f"{CANARY}, dysuria."}]}]
ANSWER = [{"role": "assistant", "parts": [{"type": "text", "content": "Send a culture."}], "finish_reason": "stop"}]

GENERATION = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "uti/sft_model/tiny",
    "gen_ai.response.id": "chatcmpl-1",
    "gen_ai.request.temperature": 0.5,
    "gen_ai.request.top_k": 40.0,
    "gen_ai.request.max_tokens": 200,
    "gen_ai.input.messages": json.dumps(MESSAGES),
    "gen_ai.output.messages": json.dumps(ANSWER),
    "medpref.patient": "p-1",
    "medpref.task": "uti",
}
REACTION = {
    "gen_ai.evaluation.name": "signed",
    "gen_ai.response.id": "chatcmpl-1",
    "medpref.event.id": "r-1",
    "medpref.clinician": "c-1",
    "medpref.time_shown": "2026-11-26T07:59:00Z",
}


def write_value(value):
    if isinstance(value, list):
        return {"arrayValue": {"values": [write_value(item) for item in value]}}
    if isinstance(value, dict):
        return {"kvlistValue": {"values": write_attributes(value)}}
    kinds = {bool: "boolValue", int: "intValue", float: "doubleValue", str: "stringValue"}
    return {kinds[type(value)]: str(value) if type(value) is int else value}


def write_attributes(attributes):
    return [{"key": key, "value": write_value(value)} for key, value in attributes.items()]


def make_log(name, attributes, /, **changes):
    return {
        "timeUnixNano": str(NANOSECONDS),
        "eventName": name,
        "traceId": TRACE,
        "spanId": SPAN,
        "attributes": write_attributes(attributes),
    } | changes


def write_logs(*logs, resource=None):
    scopes = [{"logRecords": list(logs)}]
    return {"resourceLogs": [{"resource": {"attributes": write_attributes(resource or {})}, "scopeLogs": scopes}]}


def make_generation_log(**changes):
    return make_log("gen_ai.client.inference.operation.details", GENERATION | changes)


def make_reaction_log(**changes):
    return make_log("gen_ai.evaluation.result", {key: value for key, value in (REACTION | changes).items() if value})


def read_contents(product):
    return [json.loads(row["content"]) for row in product.read()]


def test_a_logged_operation_is_a_generation(product):
    answer = product.post("/v1/logs", write_logs(make_generation_log(), resource={"medpref.specialty": "urology"}))
    assert (answer.status_code, answer.json()) == (200, {})
    [content] = read_contents(product)
    assert content.pop("id").startswith("otlp-")
    assert content == {
        "kind": "generation",
        "schema_version": 1,
        "aliases": ["chatcmpl-1", SPAN, TRACE],
        "time": "2026-11-26T08:00:00Z",
        "prompt": f"{CANARY}, dysuria.",
        "answer": "Send a culture.",
        "model": "uti/sft_model/tiny",
        "decoding": {"temperature": 0.5, "top_k": 40, "max_new_tokens": 200},
        "task": "uti",
        "specialty": "urology",
        "patient": "p-1",
    }


def test_a_span_with_messages_and_its_events_are_feedback_and_other_spans_are_left_alone(product):
    event = {
        "name": "gen_ai.evaluation.result",
        "timeUnixNano": str(NANOSECONDS),
        "attributes": write_attributes(REACTION | {"gen_ai.evaluation.score.label": "accepted"}),
    }
    span = {
        "traceId": TRACE,
        "spanId": SPAN,
        "name": "chat",
        "startTimeUnixNano": str(NANOSECONDS - 10**9),
        "endTimeUnixNano": str(NANOSECONDS),
        "attributes": write_attributes(GENERATION | {"medpref.event.id": "g-1"}),
        "events": [event],
    }
    other = {"traceId": TRACE, "spanId": "00000000000000aa", "name": "GET /", "attributes": []}
    body = {"resourceSpans": [{"scopeSpans": [{"spans": [span, other]}]}]}
    assert product.post("/v1/traces", body).json() == {}
    generation, reaction = read_contents(product)
    assert (generation["id"], generation["answer"]) == ("g-1", "Send a culture.")
    assert (reaction["id"], reaction["generation"], reaction["reaction"]) == ("r-1", "chatcmpl-1", {"kind": "accepted"})
    numbers = product.client.get("/metrics").text
    assert 'medpref_capture_events_total{door="otlp",outcome="left alone"} 1.0' in numbers


DONE = {
    "edited": ({"medpref.edited_text": "Signed."}, {"kind": "edited", "text": "Signed."}),
    "edited to nothing": ({"medpref.edited_text": ""}, {"kind": "edited", "text": ""}),
    "rejected": (
        {"gen_ai.evaluation.score.label": "rejected", "gen_ai.evaluation.explanation": "wrong"},
        {"kind": "rejected", "reason": "wrong"},
    ),
    "thumb": ({"medpref.reaction": "thumb_down"}, {"kind": "thumb", "up": False}),
    "chosen": ({"medpref.over": ["g-2"], "medpref.tie": True}, {"kind": "chosen", "over": ["g-2"], "tie": True}),
    "rated": (
        {"gen_ai.evaluation.score.value": 4.0, "medpref.highest": 7},
        {"kind": "rated", "rating": 4, "highest": 7},
    ),
}


@pytest.mark.parametrize(("attributes", "done"), DONE.values(), ids=DONE)
def test_an_evaluation_is_the_reaction_that_it_says(sqlite_product, attributes, done):
    logs = write_logs(make_log("gen_ai.evaluation.result", REACTION | attributes))
    assert sqlite_product.post("/v1/logs", logs).json() == {}
    [content] = read_contents(sqlite_product)
    assert content["reaction"] == done
    assert (content["clinician"], content["time_signed"]) == ("c-1", "2026-11-26T08:00:00Z")


def test_without_an_id_the_content_decides_what_is_the_same(sqlite_product):
    reaction = make_reaction_log(**{"medpref.event.id": None, "medpref.reaction": "accepted"})
    later = reaction | {"timeUnixNano": str(NANOSECONDS + 10**9)}
    for _ in range(3):
        sqlite_product.post("/v1/logs", write_logs(reaction, later, reaction))
    assert len(sqlite_product.read()) == 2


def test_a_reaction_names_the_span_where_it_has_no_response_and_a_pseudonym_is_a_clinician(sqlite_product):
    log = make_reaction_log(**{
        "gen_ai.response.id": None, "medpref.clinician": None,
        "enduser.pseudo.id": "c-9", "medpref.reaction": "accepted",
    })  # fmt: skip
    sqlite_product.post("/v1/logs", write_logs(log))
    [content] = read_contents(sqlite_product)
    assert (content["generation"], content["clinician"]) == (SPAN, "c-9")


def test_a_conversation_is_kept_as_messages_and_reasoning_is_no_answer(sqlite_product):
    answer = [
        {"role": "assistant", "parts": [{"type": "reasoning", "content": "Hm."}, {"type": "text", "content": "No."}]}
    ]
    log = make_generation_log(**{
        "gen_ai.system_instructions": [{"type": "text", "content": "Be brief."}],
        "gen_ai.output.messages": answer,
    })  # fmt: skip
    sqlite_product.post("/v1/logs", write_logs(log))
    [content] = read_contents(sqlite_product)
    assert json.loads(content["prompt"]) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": f"{CANARY}, dysuria."},
    ]
    assert content["answer"] == "No."


QUARANTINED = {
    "no clinician": (make_reaction_log(**{"medpref.clinician": None, "medpref.reaction": "accepted"}), "missing"),
    "unknown reaction": (make_reaction_log(**{"gen_ai.evaluation.score.label": CANARY}), "unknown_reaction"),
    "a score without its scale": (make_reaction_log(**{"gen_ai.evaluation.score.value": 1.0}), "unknown_reaction"),
    "no prompt": (make_generation_log(**{"gen_ai.input.messages": []}), "missing"),
    "messages cut off": (make_generation_log(**{"gen_ai.input.messages": f'[{{"{CANARY}'}), "unsupported_messages"),
    "an image": (
        make_generation_log(**{"gen_ai.input.messages": [{"role": "user", "parts": [{"type": "blob"}]}]}),
        "unsupported_messages",
    ),
    "two answers": (make_generation_log(**{"gen_ai.output.messages": [ANSWER[0], ANSWER[0]]}), "unsupported_messages"),
    "half an emoji": (
        make_generation_log(**{"gen_ai.output.messages": '[{"role": "assistant", "content": "\\ud83e"}]'}),
        "half_character",
    ),
    "half an emoji in JSON": (make_log("x\ud83e", GENERATION), "malformed_otlp"),
    "half an emoji in a key": (make_generation_log() | {"e\ud83e": 1}, "malformed_otlp"),
    "half an emoji in a value's key": (
        make_log("gen_ai.evaluation.result", {}) | {"attributes": [{"key": "k", "value": {"s\ud83e": 1}}]},
        "malformed_otlp",
    ),
    "an id that is no hex": (make_generation_log() | {"spanId": CANARY}, "malformed_otlp"),
    "a number as text": (make_generation_log() | {"timeUnixNano": CANARY}, "malformed_otlp"),
    "the future": (make_generation_log() | {"timeUnixNano": str(NANOSECONDS * 2)}, "future_time"),
    "no time": (make_generation_log() | {"timeUnixNano": "0"}, "missing"),
    "beyond time": (make_generation_log() | {"timeUnixNano": str(2**64 - 1)}, "future_time"),
    "NaN": (make_generation_log(**{"gen_ai.request.temperature": float("nan")}), None),
}


@pytest.mark.parametrize(("log", "reason"), QUARANTINED.values(), ids=QUARANTINED)
def test_one_bad_record_goes_to_the_quarantine_and_costs_no_other(sqlite_product, log, reason):
    good = make_reaction_log(**{"medpref.reaction": "accepted"})
    answer = sqlite_product.post("/v1/logs", write_logs(log, good))
    if reason is None:  # no JSON at all
        assert (answer.status_code, answer.json()["error"]["reason"]) == (400, "malformed_json")
        return
    assert answer.status_code == 200
    partial = answer.json()["partialSuccess"]
    assert partial["rejectedLogRecords"] == "1"
    assert partial["errorMessage"].startswith(f"in the quarantine: 1 x {reason} (")
    assert CANARY not in answer.text
    assert [row["reason"] for row in sqlite_product.read("quarantine")] == [reason]
    assert [content["id"] for content in read_contents(sqlite_product)] == ["r-1"]


def test_a_conflict_is_a_partial_success_and_never_sent_again(sqlite_product):
    sqlite_product.post("/v1/logs", write_logs(make_reaction_log(**{"medpref.reaction": "accepted"})))
    answer = sqlite_product.post("/v1/logs", write_logs(make_reaction_log(**{"medpref.reaction": "rejected"})))
    assert (answer.status_code, answer.json()["partialSuccess"]["rejectedLogRecords"]) == (200, "1")
    assert [row["reason"] for row in sqlite_product.read("quarantine")] == ["conflict"]


REFUSED_WHOLE = {
    "no protobuf": (b"Quillfeather" * 3, PROTOBUF, 400, "malformed_protobuf"),
    "text that is not UTF-8": (
        b"\n\x11\x12\x0f\x12\x0d2\x0b\n\x09\x12\x07\xff\xfe12345",
        PROTOBUF,
        400,
        "malformed_protobuf",
    ),
    "no JSON": (b"{", "application/json", 400, "malformed_json"),
    "a list": (b"[]", "application/json", 400, "malformed_otlp"),
    "another shape": (b'{"resourceLogs": {"Quillfeather": 1}}', "application/json", 400, "malformed_otlp"),
    "another resource": (b'{"resourceLogs": [{"resource": 7}]}', "application/json", 400, "malformed_otlp"),
    "10,000 deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "application/json", 400, "too_deep"),
    "text": (b"Quillfeather", "text/plain", 415, "unknown_content_type"),
    "a bomb": (gzip.compress(b"\0" * (10 << 20)), PROTOBUF, 413, "gzip_bomb"),
}


@pytest.mark.parametrize("path", ["/v1/logs"])
@pytest.mark.parametrize(("content", "kind", "status", "reason"), REFUSED_WHOLE.values(), ids=REFUSED_WHOLE)
def test_what_is_no_otlp_is_refused_in_the_sender_s_own_encoding(sqlite_product, path, content, kind, status, reason):
    packed = {"content_encoding": "gzip"} if content[:2] == b"\x1f\x8b" else {}
    answer = sqlite_product.post(path, content=content, content_type=kind, **packed)
    assert answer.status_code == status
    if kind == PROTOBUF:
        assert answer.headers["content-type"] == PROTOBUF
        assert Status.FromString(answer.content).message.startswith(f"{reason}: ")
    else:
        assert answer.json()["error"]["reason"] == reason
    assert CANARY.encode() not in answer.content


def test_protobuf_nested_too_deep_is_refused(sqlite_product):
    request = ExportLogsServiceRequest()
    value = request.resource_logs.add().scope_logs.add().log_records.add().body
    for _ in range(90):
        value = value.array_value.values.add()
    value.string_value = "x"
    assert (
        sqlite_product.post("/v1/logs", content=request.SerializeToString(), content_type=PROTOBUF).status_code == 400
    )


@pytest.mark.parametrize("compression", list(Compression))
def test_a_stock_exporter_s_logs_and_spans_are_stored(start_served, compression):
    product = start_served()
    product.clock.time = datetime.now(UTC)
    told = {"headers": {"authorization": f"Bearer {product.secret}"}, "compression": compression}
    logs, spans = LoggerProvider(), TracerProvider()
    logs.add_log_record_processor(SimpleLogRecordProcessor(OTLPLogExporter(f"{product.url}/v1/logs", **told)))
    spans.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(f"{product.url}/v1/traces", **told)))
    with spans.get_tracer("product").start_as_current_span("chat tiny", attributes=GENERATION) as span:
        edit = {key: REACTION[key] for key in REACTION if key != "medpref.time_shown"}
        edit["medpref.edited_text"] = "Signed."
        now = int(datetime.now(UTC).timestamp() * 1e9)
        logs.get_logger("product").emit(
            LogRecord(timestamp=now, event_name="gen_ai.evaluation.result", attributes=edit)
        )
    stored = read_contents(product)
    if compression is Compression.Deflate:  # refused with 415; the exporter logs that
        assert stored == []
        return
    reaction, generation = stored
    assert reaction["reaction"] == {"kind": "edited", "text": "Signed."}
    assert reaction["generation"] in generation["aliases"]
    assert f"{span.get_span_context().span_id:016x}" in generation["aliases"]


def test_protobuf_is_answered_in_protobuf(sqlite_product):
    for path, kind in (("/v1/logs", ExportLogsServiceResponse), ("/v1/traces", ExportTraceServiceResponse)):
        answer = sqlite_product.post(path, content=b"", content_type=PROTOBUF)
        assert (answer.status_code, answer.headers["content-type"]) == (200, PROTOBUF)
        assert kind.FromString(answer.content) == kind()
