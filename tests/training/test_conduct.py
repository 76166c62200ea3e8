"""A collapse is told from a task whose answers are one-sided or long by nature."""

import pyarrow as pa
import pytest

from medpref_dagster import schemas
from medpref_dagster.declaration import Guards, LabelAnswer, LabelField, LabelsAnswer, TextAnswer
from medpref_dagster.training.conduct import MIN_READABLE, find_collapse, measure_conduct, repeats_itself

LABELS = LabelAnswer(column="label", labels={"Yes": "Yes.", "No": "No."})
TEXT = TextAnswer(kind="text", column="summary")
LOOP = "no fever and no pain " * 4


def make_predictions(read: list[str | None], gold: list[str]) -> pa.Table:
    rows = [
        {
            "case_id": f"c{i}",
            "patient_id": f"p{i}",
            "model": "dpo",
            "text": one or "?",
            "parsed": None if one is None else [("label", one)],
            "gold": [("label", right)],
            "generated_tokens": 2,
            "cut_off": False,
        }
        for i, (one, right) in enumerate(zip(read, gold, strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=schemas.PREDICTIONS)


def make_texts(texts: list[str]) -> pa.Table:
    rows = [
        {
            "case_id": f"c{i}",
            "patient_id": f"p{i}",
            "model": "dpo",
            "text": text,
            "parsed": [("text", text)],
            "gold": [("text", "a summary")],
            "generated_tokens": len(text.split()),
            "cut_off": False,
        }
        for i, text in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=schemas.PREDICTIONS)


def judge(own: pa.Table, reference: pa.Table, answer, **guards) -> str | None:
    return find_collapse(Guards(**guards), measure_conduct(own, answer), measure_conduct(reference, answer))


GOLD = ["Yes"] * 10 + ["No"] * 10


def test_one_answer_to_every_case_is_a_collapse_and_says_beside_what():
    told = judge(make_predictions(["No"] * 20, GOLD), make_predictions(GOLD, GOLD), LABELS)
    assert told == (
        "100% of the dev answers to label are 'No' (guards.max_answer_share 90%), "
        "beside 50% of the SFT model's answers and 50% of the gold answers"
    )


@pytest.mark.parametrize(
    ("own", "gold", "reference", "guards"),
    [
        (["No"] * 20, ["No"] * 19 + ["Yes"], GOLD, {}),  # a majority of 95% is no collapse
        (["No"] * 20, GOLD, ["No"] * 20, {}),  # the SFT model did so before
        (["No"] * 18 + ["Yes"] * 2, GOLD, GOLD, {}),  # 90% is not above 90%
        (["No"] * (MIN_READABLE - 1) + [None] * (21 - MIN_READABLE), GOLD, GOLD, {}),  # too few can be read
        (["No"] * 20, GOLD, GOLD, {"max_answer_share": None}),
    ],
)
def test_what_is_no_collapse(own, gold, reference, guards):
    assert judge(make_predictions(own, gold), make_predictions(reference, gold), LABELS, **guards) is None


def test_each_field_of_several_labels_is_guarded_by_itself():
    fields = {name: LabelField(column=name, labels={"a": (), "b": ()}) for name in ("who", "when")}
    answer = LabelsAnswer(kind="labels", fields=fields, template="{who} {when}")

    def answers(when: list[str]) -> pa.Table:
        table = make_predictions(GOLD, GOLD)
        parts = [[("who", "ab"[i % 2]), ("when", label)] for i, label in enumerate(when)]
        for name in ("parsed", "gold"):
            values = parts if name == "parsed" else [[("who", "a"), ("when", "ab"[i % 2])] for i in range(20)]
            place = table.schema.get_field_index(name)
            table = table.set_column(place, table.schema.field(place), pa.array(values, table.schema.field(place).type))
        return table

    told = judge(answers(["b"] * 20), answers(["a", "b"] * 10), answer)
    assert told is not None
    assert "answers to when are 'b'" in told
    assert "who" not in told


def test_texts_that_loop_or_run_on_are_a_collapse_unless_the_sft_models_did_so():
    plain, loops, long = (
        make_texts(["no fever"] * 4),
        make_texts([LOOP] * 4),
        make_texts(["one two three four five"] * 4),
    )
    assert "100% of the dev answers repeat themselves" in (judge(loops, plain, TEXT) or "")
    assert "5 tokens on average (guards.max_length_ratio 2), the SFT model's 2" in (judge(long, plain, TEXT) or "")
    assert judge(loops, loops, TEXT) is None
    assert judge(long, plain, TEXT, max_length_ratio=3) is None
    assert judge(loops, plain, TEXT, max_length_ratio=None, max_repetition=None) is None


def test_a_phrase_said_twice_is_no_loop():
    assert repeats_itself(LOOP)
    assert not repeats_itself("seen by the surgeon today, and seen by the surgeon today again")
