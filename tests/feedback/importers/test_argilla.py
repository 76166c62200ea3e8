"""Records as Argilla's SDK (`records.to_json`) and its server write them."""

import pytest

from tests.feedback.importers.reading import read
from tests.feedback.made_events import CANARY

USER, OTHER = "b8a1c1f0-0000-4000-8000-000000000001", "b8a1c1f0-0000-4000-8000-000000000002"
PAIR = {"answers": ("response-1", "response-2"), "model": "uti/dpo_model/tiny"}


def make_server_record(*responses, **changes):
    return {
        "id": "5f0a7b9e-0000-4000-8000-000000000003",
        "external_id": "case-17",
        "fields": {"prompt": f"{CANARY}, dysuria.", "answer": f"{CANARY} has a UTI."},
        "metadata": {"model": "uti/sft_model/tiny", "specialty": "urology"},
        "responses": list(responses),
        "suggestions": [],
        "inserted_at": "2026-11-25T08:00:00.000001",
        "updated_at": "2026-11-25T09:00:00.000001",
    } | changes


def make_response(user=USER, status="submitted", **values):
    return {
        "id": f"resp-{user[-1]}",
        "values": {name: {"value": value} for name, value in values.items()},
        "status": status,
        "user_id": user,
        "inserted_at": "2026-11-25T08:59:00.000001",
        "updated_at": "2026-11-25T09:00:00.000001",
    }


def make_sdk_record(**changes):
    return {
        "id": "case-17",
        "fields": {"prompt": "dysuria", "answer": "UTI."},
        "metadata": {"model": "uti/sft_model/tiny"},
        "suggestions": {"quality": {"value": 5, "score": None, "agent": "gpt"}},
        "responses": {"quality": [{"value": 4, "user_id": USER}, {"value": 2, "user_id": OTHER}]},
        "vectors": {},
        "_server_id": "5f0a7b9e-0000-4000-8000-000000000003",
    } | changes


def test_a_record_of_the_server_is_read_in_the_declared_zone():
    record = make_server_record(make_response(quality=4))
    found = read("argilla", record, scores={"quality": "rated/5"}, timezone="Europe/Vienna")
    [generation], [reaction] = found.generations, found.reactions
    assert (generation["id"], generation["time"]) == ("argilla-answer-case-17-answer", "2026-11-25T07:00:00.000001Z")
    assert (generation["model"], generation["specialty"]) == ("uti/sft_model/tiny", "urology")
    assert (reaction["generation"], reaction["clinician"]) == (generation["id"], USER)
    assert reaction["time_signed"] == "2026-11-25T08:00:00.000001Z"
    assert reaction["reaction"] == {"kind": "rated", "rating": 4}


def test_times_without_an_offset_are_refused_without_a_zone():
    found = read("argilla", make_server_record(make_response(quality=4)), scores={"quality": "rated/5"})
    assert {reason for _, reason in found.refused} == {"naive_time"}


@pytest.mark.parametrize("time", ["2026-10-25T02:30:00", "2026-03-29T02:30:00"], ids=["twice", "never"])
def test_an_hour_that_a_zone_has_twice_or_never_is_refused(time):
    record = make_server_record(inserted_at=time)
    assert read("argilla", record, timezone="Europe/Vienna").refused == [("export:1 fields.0", "ambiguous_time")]


def test_a_record_of_the_sdk_has_the_declared_time_and_its_suggestions_are_no_reactions():
    found = read("argilla", make_sdk_record(), scores={"quality": "rated/5"}, time="2026-11-25T00:00:00Z")
    assert [(said["clinician"], said["reaction"]["rating"]) for said in found.reactions] == [(USER, 4), (OTHER, 2)]
    assert len({said["id"] for said in found.reactions}) == 2
    assert {reason for _, reason in read("argilla", make_sdk_record(), scores={"quality": "rated/5"}).refused} == {
        "missing"
    }


def test_drafts_and_discarded_responses_are_no_feedback():
    record = make_server_record(make_response(status="draft", quality=1), make_response(status="discarded", quality=1))
    found = read("argilla", record, scores={"quality": "rated/5"}, timezone="UTC")
    assert (len(found.skipped), found.reactions) == (2, [])


def test_a_text_is_an_edit_and_the_same_text_an_acceptance():
    record = make_server_record(
        make_response(fixed="UTI; culture."), make_response(OTHER, fixed=f"{CANARY} has a UTI.")
    )
    found = read("argilla", record, scores={"fixed": "edited"}, timezone="UTC")
    assert [said["reaction"]["kind"] for said in found.reactions] == ["edited", "accepted"]


@pytest.mark.parametrize(
    "ranking",
    [
        ["response-2", "response-1"],
        [{"value": "response-2", "rank": 1}, {"value": "response-1", "rank": 2}],
        "response-2",
    ],
    ids=["sdk", "server", "label"],
)
def test_a_ranking_is_a_choice(ranking):
    fields = {"prompt": "dysuria", "response-1": "Flu.", "response-2": "UTI."}
    record = make_server_record(make_response(better=ranking), fields=fields)
    [reaction] = read("argilla", record, **PAIR, scores={"better": "chosen"}, timezone="UTC").reactions
    assert reaction["generation"] == "argilla-answer-case-17-response-2"
    assert reaction["reaction"] == {"kind": "chosen", "over": ["argilla-answer-case-17-response-1"]}


def test_equal_ranks_are_a_tie():
    fields = {"prompt": "dysuria", "response-1": "Flu.", "response-2": "UTI."}
    ranking = [{"value": "response-2", "rank": 1}, {"value": "response-1", "rank": 1}]
    record = make_server_record(make_response(better=ranking), fields=fields)
    [reaction] = read("argilla", record, **PAIR, scores={"better": "chosen"}, timezone="UTC").reactions
    assert reaction["reaction"]["tie"] is True


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([{"value": "another", "rank": 1}], "unknown_reaction"),
        ([{"value": "response-1", "rank": None}], "unknown_reaction"),
        ([["response-1"]], "unknown_reaction"),
        (["response-1"], "unknown_reaction"),
        (CANARY, "unknown_reaction"),
    ],
)
def test_a_bad_ranking_is_refused(value, reason):
    fields = {"prompt": "dysuria", "response-1": "Flu.", "response-2": "UTI."}
    record = make_server_record(make_response(better=value), fields=fields)
    found = read("argilla", record, **PAIR, scores={"better": "chosen"}, timezone="UTC")
    assert found.refused == [("export:1 responses[0].values.0", reason)]


def test_a_record_without_an_id_or_fields_and_an_unknown_status_are_refused():
    nameless = make_server_record(id=None, external_id=None)
    assert read("argilla", nameless, timezone="UTC").refused == [("export:1", "missing")]
    assert read("argilla", {"text": CANARY}).refused == [("export:1", "unknown_record")]
    record = make_server_record(make_response(status="alien", quality=1))
    assert read("argilla", record, timezone="UTC").refused[0][1] == "unknown_kind"
