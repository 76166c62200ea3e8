"""Tasks of Label Studio's JSON export."""

import pytest

from tests.feedback.importers.reading import read
from tests.feedback.made_events import CANARY

PAIR = {"answers": ("answer1", "answer2"), "model": "uti/dpo_model/tiny"}


def make_result(kind, name, **value):
    return {"id": "r", "from_name": name, "to_name": "answer", "type": kind, "value": value, "origin": "manual"}


def make_annotation(*results, **changes):
    return {
        "id": 1001,
        "completed_by": 7,
        "result": list(results),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2026-11-25T09:01:00.000000Z",
        "updated_at": "2026-11-25T09:01:00.020000Z",
        "lead_time": 42.5,
        "task": 17,
    } | changes


def make_task(*annotations, **changes):
    return {
        "id": 17,
        "data": {"prompt": f"{CANARY}, dysuria.", "answer": f"{CANARY} has a UTI.", "model": "uti/sft_model/tiny"},
        "annotations": list(annotations),
        "predictions": [],
        "created_at": "2026-11-25T08:00:00.000000Z",
        "project": 3,
    } | changes


def test_a_task_is_a_generation_and_a_rating_its_reaction():
    task = make_task(make_annotation(make_result("rating", "quality", rating=4)))
    found = read("label-studio", task, scores={"quality": "rated/5"})
    [generation], [reaction] = found.generations, found.reactions
    assert generation["id"] == "label-studio-answer-17-answer"
    assert (generation["model"], generation["time"]) == ("uti/sft_model/tiny", "2026-11-25T08:00:00Z")
    assert reaction == {
        "kind": "reaction",
        "schema_version": 1,
        "id": "label-studio-annotation-1001-quality",
        "generation": "label-studio-answer-17-answer",
        "clinician": "label-studio-7",
        "time_shown": "2026-11-25T09:00:17.500000Z",
        "time_signed": "2026-11-25T09:01:00.020000Z",
        "reaction": {"kind": "rated", "rating": 4},
    }


def test_an_annotation_that_was_opened_again_says_not_when_it_was_shown():
    result = make_result("rating", "quality", rating=4)
    again = make_annotation(result, updated_at="2026-11-26T09:00:00Z")
    [reaction] = read("label-studio", make_task(again), scores={"quality": "rated/5"}).reactions
    assert "time_shown" not in reaction


def test_an_old_export_calls_annotations_completions():
    old = make_task(completions=[make_annotation(make_result("choices", "verdict", choices=["rejected"]))])
    del old["annotations"]
    [reaction] = read("label-studio", old).reactions
    assert reaction["reaction"] == {"kind": "rejected"}


@pytest.mark.parametrize(
    ("selected", "generation", "over"),
    [("left", "answer1", "answer2"), ("right", "answer2", "answer1")],
)
def test_a_pairwise_choice_is_left_or_right_of_the_declared_answers(selected, generation, over):
    data = {"prompt": "dysuria", "answer1": "UTI.", "answer2": "Flu."}
    task = make_task(make_annotation(make_result("pairwise", "pw", selected=selected)), data=data)
    found = read("label-studio", task, **PAIR)
    assert [event["answer"] for event in found.generations] == ["UTI.", "Flu."]
    [reaction] = found.reactions
    assert reaction["generation"] == f"label-studio-answer-17-{generation}"
    assert reaction["reaction"] == {"kind": "chosen", "over": [f"label-studio-answer-17-{over}"]}


def test_a_tie_is_a_declared_label():
    data = {"prompt": "dysuria", "answer1": "UTI.", "answer2": "Flu."}
    task = make_task(make_annotation(make_result("choices", "better", choices=["Equal"])), data=data)
    [reaction] = read("label-studio", task, **PAIR, scores={"better": "chosen"}, labels={"Equal": "tie"}).reactions
    assert reaction["reaction"]["tie"] is True


def test_of_two_answers_the_declared_one_is_rated():
    data = {"prompt": "dysuria", "answer1": "UTI.", "answer2": "Flu."}
    task = make_task(make_annotation(make_result("rating", "second", rating=2)), data=data)
    [reaction] = read("label-studio", task, **PAIR, scores={"second": "rated/5@answer2"}).reactions
    assert reaction["generation"].endswith("answer2")
    assert read("label-studio", task, **PAIR, scores={"second": "rated/5"}).refused[0][1] == "unknown_reaction"


def test_a_text_area_that_a_prediction_filled_is_edited_or_accepted():
    written = make_result("textarea", "answer", text=["UTI."])
    prediction = {"model_version": "uti/dpo_model/tiny", "created_at": "2026-11-25T08:30:00Z", "result": [written]}
    for text, reaction in (("UTI; culture sent.", {"kind": "edited", "text": "UTI; culture sent."}), ("UTI.", None)):
        signed = make_annotation(make_result("textarea", "answer", text=[text]))
        found = read("label-studio", make_task(signed, data={"prompt": "dysuria"}, predictions=[prediction]))
        assert (found.generations[0]["answer"], found.generations[0]["model"]) == ("UTI.", "uti/dpo_model/tiny")
        assert found.generations[0]["time"] == "2026-11-25T08:30:00Z"
        assert found.reactions[0]["reaction"] == (reaction or {"kind": "accepted"})


def test_an_annotator_is_a_number_also_where_the_export_has_the_address():
    person = {"id": 7, "email": f"{CANARY}@example.org", "first_name": CANARY}
    annotation = make_annotation(make_result("choices", "verdict", choices=["accepted"]), completed_by=person)
    assert read("label-studio", make_task(annotation)).reactions[0]["clinician"] == "label-studio-7"
    annotation["completed_by"] = {"email": f"{CANARY}@example.org"}
    assert read("label-studio", make_task(annotation)).refused[0][1] == "no_pseudonym"


def test_cancelled_and_empty_annotations_are_no_feedback():
    found = read("label-studio", make_task(make_annotation(was_cancelled=True), make_annotation()))
    assert found.skipped == ["a cancelled annotation", "an annotation without a result"]


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (make_result("rectanglelabels", "box", x=1), "unknown_reaction"),
        (make_result("choices", "verdict", choices=["accepted", "rejected"]), "unknown_reaction"),
        (make_result("choices", CANARY, choices=[CANARY]), "undeclared_score"),
        (make_result("pairwise", "pw", selected="left"), "unknown_reaction"),
        (make_result("rating", "quality", rating=9), "out_of_range"),
        (make_result("rating", "quality", rating=[1]), "wrong_type"),
        (make_result("textarea", "fixed", text=[1]), "unknown_reaction"),
    ],
)
def test_a_bad_result_is_refused_with_its_reason(result, reason):
    found = read("label-studio", make_task(make_annotation(result)), scores={"quality": "rated/5", "fixed": "edited"})
    assert found.refused == [("export:1 annotations[0].result[0]", reason)]


def test_a_task_without_an_id_and_a_row_of_json_min_are_refused():
    assert read("label-studio", make_task(id=None)).refused == [("export:1", "missing")]
    assert read("label-studio", {"id": 1, "prompt": CANARY, "quality": 4}).refused == [("export:1", "unknown_record")]
