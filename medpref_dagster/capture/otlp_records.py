"""OTLP bodies, protobuf or JSON, to records: a log record, a span, or an event of a span, with plain attributes.

A body that is no OTLP is refused whole. In JSON one record that is none costs that record alone.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.message import DecodeError, Message
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from medpref_dagster.feedback.parsing import EventError, load_json

Signal = Literal["logs", "traces"]

_IDS = ("traceId", "spanId", "parentSpanId")
_CONTAINERS = {"logs": ("resourceLogs", "scopeLogs", "logRecords"), "traces": ("resourceSpans", "scopeSpans", "spans")}


@dataclass(frozen=True)
class Record:
    """What a sender recorded."""

    name: str
    """Of the event; of a span its own."""
    time_ns: int
    trace_id: str
    span_id: str
    """Hex, as in JSON; empty where there is none."""
    attributes: dict[str, Any]
    """The resource's too, below its own."""
    is_span: bool = False
    original: object = field(default=None, repr=False)
    """As JSON, for the quarantine."""
    problem: str | None = None
    """Why it is none."""


def read_protobuf(body: bytes, signal: Signal) -> list[Record]:
    """The records of a protobuf body.

    Raises
    ------
    EventError
        `malformed_protobuf`: also for text that is not UTF-8, and for values nested over a hundred levels.
    """
    request: Any = ExportLogsServiceRequest() if signal == "logs" else ExportTraceServiceRequest()
    try:
        request.ParseFromString(body)
    except DecodeError:
        raise EventError("malformed_protobuf", f"the body is no Export request of {signal}") from None
    if signal == "logs":
        return [
            record
            for resource in request.resource_logs
            for scope in resource.scope_logs
            for log in scope.log_records
            for record in _read_log(log, resource.resource)
        ]
    return [
        record
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
        for record in _read_span(span, resource.resource)
    ]


def read_json(body: bytes, signal: Signal) -> list[Record]:
    """The records of a JSON body.

    Raises
    ------
    EventError
        As `load_json`; `malformed_otlp` where it is JSON of another shape.
    """
    by_resource, by_scope, in_scope = _CONTAINERS[signal]
    records: list[Record] = []
    for outer in _get_objects(load_json(body), by_resource):
        try:
            resource = _parse(outer.get("resource") or {}, Resource())
        except EventError as error:
            raise EventError("malformed_otlp", f"{by_resource}: {error}") from None
        for scope in _get_objects(outer, by_scope):
            for item in _get_objects(scope, in_scope):
                try:
                    parsed = _parse(_decode_ids(item), LogRecord() if signal == "logs" else Span())
                except EventError as error:
                    records.append(Record("", 0, "", "", {}, original=item, problem=str(error)))
                    continue
                records += _read_log(parsed, resource) if signal == "logs" else _read_span(parsed, resource)
    return records


def _read_log(log: Any, resource: Any) -> Iterator[Record]:
    attributes = _read_attributes(resource.attributes) | _read_attributes(log.attributes)
    name = log.event_name or attributes.get("event.name")
    body = _read_value(log.body)
    if isinstance(body, dict):
        # Before events had a name of their own their content stood in the body.
        attributes = cast("dict[str, Any]", body) | attributes
    yield Record(
        name if isinstance(name, str) else "",
        log.time_unix_nano or log.observed_time_unix_nano,
        log.trace_id.hex(),
        log.span_id.hex(),
        attributes,
        original=_show(log, resource),
    )


def _read_span(span: Any, resource: Any) -> Iterator[Record]:
    """The span itself, then its events, which know what it knows."""
    ids = (span.trace_id.hex(), span.span_id.hex())
    attributes = _read_attributes(resource.attributes) | _read_attributes(span.attributes)
    original = _show(span, resource)
    yield Record(span.name, span.end_time_unix_nano, *ids, attributes, is_span=True, original=original)
    for event in span.events:
        own = attributes | _read_attributes(event.attributes)
        yield Record(event.name, event.time_unix_nano, *ids, own, original=original)


def _show(message: Message, resource: Message) -> object:
    return {"record": MessageToDict(message), "resource": MessageToDict(resource)}


def _read_attributes(pairs: Iterable[Any]) -> dict[str, Any]:
    return {pair.key: _read_value(pair.value) for pair in pairs}


def _read_value(value: AnyValue) -> object:
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    held: Any = getattr(value, kind)
    if kind == "array_value":
        return [_read_value(item) for item in held.values]
    if kind == "kvlist_value":
        return _read_attributes(held.values)
    return base64.b64encode(held).decode() if kind == "bytes_value" else held


def _get_objects(container: object, name: str) -> list[dict[str, Any]]:
    if not isinstance(container, Mapping):
        raise EventError("malformed_otlp", f"{name}: where it should stand is no object")
    found: object = cast("Mapping[str, object]", container).get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in cast(list[object], found)):
        raise EventError("malformed_otlp", f"{name}: must be a list of objects")
    return cast("list[dict[str, Any]]", found)


def _decode_ids(item: dict[str, Any]) -> dict[str, Any]:
    """OTLP's JSON has ids in hex where protobuf's own has base64."""
    decoded = dict(item)
    for name in _IDS:
        value = item.get(name)
        if isinstance(value, str):
            try:
                decoded[name] = base64.b64encode(bytes.fromhex(value)).decode()
            except ValueError:
                raise EventError("malformed_otlp", f"{name} is not hexadecimal") from None
    if isinstance(item.get("links"), list):
        # A link names another span, which is nothing that is read here.
        del decoded["links"]
    return decoded


def _parse(item: object, message: Message) -> Any:
    try:
        # Before protobuf sees it: half a character in a key makes it fail within itself.
        json.dumps(item, ensure_ascii=False).encode()
        return ParseDict(cast("dict[str, Any]", item), message, ignore_unknown_fields=True)
    except UnicodeError:
        raise EventError("half_character", "has half a character: one of a surrogate pair without the other") from None
    except (ParseError, ValueError, TypeError, AttributeError):
        # Its message quotes what it could not read.
        raise EventError("malformed_otlp", f"is no {message.DESCRIPTOR.name} of OTLP") from None
