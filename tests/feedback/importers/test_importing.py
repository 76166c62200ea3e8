"""What holds of every importer: it never fails, says nothing of a record, and gives the same events again."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.feedback.events import hash_event
from medpref_dagster.feedback.importers import IMPORTERS
from medpref_dagster.feedback.importers.importing import REASONS, Refused, Skipped, import_record
from medpref_dagster.feedback.importers.naming import name_event, name_other
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.importers.scores import rank_answers
from medpref_dagster.feedback.parsing import REASONS as PARSED
from tests.feedback.importers import test_argilla, test_label_studio, test_langfuse, test_mlflow, test_opik
from tests.feedback.importers.reading import read
from tests.feedback.made_events import CANARY, NOW

RECORDS = {
    "langfuse": {
        "id": "trace-1",
        "timestamp": "2026-11-25T08:00:00Z",
        "observations": [test_langfuse.make_observation()],
        "scores": [test_langfuse.make_score()],
    },
    "mlflow": test_mlflow.make_trace(test_mlflow.make_assessment()),
    "opik": {"trace": test_opik.make_trace(test_opik.make_score()), "spans": [test_opik.make_span()]},
    "label-studio": test_label_studio.make_task(
        test_label_studio.make_annotation(test_label_studio.make_result("rating", "quality", rating=4))
    ),
    "argilla": test_argilla.make_server_record(test_argilla.make_response(quality=4)),
}
OPTIONS = ImportOptions(scores={"helpful": "thumb", "quality": "rated/5"}, timezone="Europe/Vienna")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        [CANARY, f"{CANARY}\x00", "\ud83e", "2026-11-25T08:00:00", "9999-12-31T23:59:59-12:00", "[" * 9999]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def list_places(value, place=()):
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from list_places(inner, (*place, key))


def replace(record, place, value):
    changed = deepcopy(record)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


@pytest.mark.parametrize("product", RECORDS)
@given(data=st.data())
def test_whatever_stands_in_a_field_costs_at_most_its_part_and_is_not_said(product, data):
    place = data.draw(st.sampled_from([place for place in list_places(RECORDS[product]) if place]))
    record = replace(RECORDS[product], place, data.draw(VALUES))
    for outcome in import_record(IMPORTERS.load(product), record, "export:1", OPTIONS, NOW):
        if isinstance(outcome, Refused):
            assert outcome.reason in REASONS | PARSED
            assert CANARY not in outcome.place + outcome.detail
            assert isinstance(json.loads(outcome.content), dict)
        elif not isinstance(outcome, Skipped):
            hash_event(outcome)


@pytest.mark.parametrize("product", RECORDS)
def test_a_record_that_is_read_again_gives_the_same_events(product):
    first, again = ([*import_record(IMPORTERS.load(product), RECORDS[product], "x", OPTIONS, NOW)] for _ in range(2))
    assert first == again
    assert {type(outcome).__name__ for outcome in first} == {"Generation", "Reaction"}


texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=50)


@given(prompt=texts, answer=texts, edited=texts)
def test_texts_come_through_every_product_as_they_were(prompt, answer, edited):
    message = {"role": "user", "content": prompt}
    observation = test_langfuse.make_observation(input=[message], output=answer)
    score = test_langfuse.make_score(dataType="CORRECTION", value=edited, stringValue=None)
    span = test_mlflow.SPAN_HEX | {
        "attributes": test_mlflow.ATTRIBUTES
        | {"mlflow.spanInputs": json.dumps([message]), "mlflow.spanOutputs": json.dumps(answer)}
    }
    assessment = test_mlflow.make_assessment(assessment_name="expected_response", expectation={"value": edited})
    choice = {"choices": [{"message": {"role": "assistant", "content": answer}}]}
    data = {"prompt": prompt, "answer": answer, "model": "m"}
    annotation = test_label_studio.make_annotation(test_label_studio.make_result("textarea", "fixed", text=[edited]))
    responded = test_argilla.make_server_record(test_argilla.make_response(fixed=edited), fields=data)
    for product, record in (
        ("langfuse", {"id": "t", "observations": [observation], "scores": [score]}),
        ("mlflow", test_mlflow.make_trace(assessment, span=span)),
        ("opik", test_opik.make_span(input={"messages": [message]}, output=choice)),
        ("label-studio", test_label_studio.make_task(annotation, data=data)),
        ("argilla", responded),
    ):
        found = read(product, record, scores={"fixed": "edited"}, timezone="UTC", model="m")
        [generation] = found.generations
        assert (generation["prompt"], generation["answer"]) == (prompt, answer)
        for said in found.reactions:
            accepted = edited == answer and product in ("label-studio", "argilla")
            assert said["reaction"] == ({"kind": "accepted"} if accepted else {"kind": "edited", "text": edited})


@given(ranks=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4), min_size=2))
def test_a_ranking_is_said_whole_and_nothing_is_said_twice(ranks):
    generations = {field: f"g-{field}" for field in "abcd"}
    better, equal = set(), set()
    for generation, reaction in rank_answers(ranks, generations):
        for other in reaction["over"]:
            pair = (generation[-1], other[-1])
            assert pair not in better | equal
            (equal if reaction.get("tie") else better).add(pair)
    assert better == {(one, two) for one in ranks for two in ranks if ranks[one] < ranks[two]}
    assert all(ranks[one] == ranks[two] for one, two in equal)
    assert len(equal) == sum(list(ranks.values()).count(rank) - 1 for rank in set(ranks.values()))


def test_an_id_that_no_event_may_have_is_hashed_and_one_that_is_missing_comes_from_the_content():
    assert name_other("score 1", "langfuse-score-") == name_other("score 1", "langfuse-score-")
    assert name_other("score 1", "x-").startswith("x-sha256-")
    assert name_other("s" * 300) != name_other("s" * 301)
    one, two = (name_event("x", None, {"kind": "reaction", "text": text})["id"] for text in ("a", "b"))
    assert one != two
    assert one == name_event("x", "", {"text": "a", "kind": "reaction", "none": None})["id"]


def test_a_registry_lists_what_there_is_and_each_has_its_lists():
    assert set(IMPORTERS.ours) == set(RECORDS)
    for product in IMPORTERS.ours:
        module = IMPORTERS.load(product)
        assert (module.PRODUCT, type(module.LISTS)) == (product, tuple)


@pytest.mark.parametrize(
    "declared",
    [
        {"scores": {"quality": "rated"}},
        {"scores": {"quality": "rated/1"}},
        {"labels": {"good": "great"}},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"time": "2026-11-25T08:00:00"},
        {"time": "yesterday"},
        {"answers": ("a", "a")},
        {"pseudonym_key": "short"},
    ],
)
def test_a_declaration_that_means_nothing_is_refused(declared):
    with pytest.raises(ValueError, match=next(iter(declared))):
        ImportOptions(**declared)


def test_a_key_is_shown_nowhere():
    assert "secret" not in repr(ImportOptions(pseudonym_key="a secret of this ward"))
