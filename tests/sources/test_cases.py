import json
import random
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.declaration import Columns, LossLimits, Rejected, TaskDeclaration
from medpref_dagster.schemas import CASES, QUARANTINE
from medpref_dagster.sources import cases, files
from medpref_dagster.sources.cases import (
    CasesResult,
    build_cases,
    check_columns,
    find_case_problems,
    find_case_warnings,
)
from medpref_dagster.sources.duplicates import CONFLICTING, EXACT_WITHIN, NEAR_ACROSS
from medpref_dagster.sources.reading import MissingColumnError, NestedColumnError, SourceError
from medpref_dagster.storage.store import Store

LABEL = {"kind": "label", "column": "label", "labels": {"Yes": "Yes, it does.", "No": "No, it does not."}}


def make_task(answer: dict[str, Any] | None = None, prompt: str = "UTI?\n\n{note}", **source: Any) -> TaskDeclaration:
    columns = {"text": "note", "row": "id", "patient": "patient", **source.pop("columns", {})}
    return TaskDeclaration.model_validate(
        {
            "title": "A task",
            "source": {"reader": "files", "columns": columns, **source},
            "prompt": prompt,
            "answer": answer or LABEL,
        }
    )


def make_raw(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"row_id": row.get("id") or f"notes.csv:{i + 2}", **row} for i, row in enumerate(rows)]
    )


def make_row(number: int, **changes: Any) -> dict[str, Any]:
    words = random.Random(number)
    note = " ".join(f"w{words.randrange(10_000)}" for _ in range(20))
    label = "Yes" if number % 2 else "No"
    return {"id": f"r{number:04d}", "patient": f"p{number}", "note": note, "label": label, **changes}


def reasons(result: CasesResult) -> dict[str, str]:
    return dict(zip(*(result.quarantine.column(name).to_pylist() for name in ("row_id", "reason")), strict=True))


def case_ids(result: CasesResult) -> list[str]:
    return result.cases.column("case_id").to_pylist()


def test_a_good_row_becomes_a_case_with_every_column() -> None:
    raw = make_raw([make_row(1, note="  Burning since {Monday}. ", age=34, temperature=float("nan"))])
    result = build_cases(raw, make_task(prompt='Age {age}. Answer as {{"uti": ...}}.\n{note}'))
    assert result.cases.schema == CASES
    assert result.quarantine.schema == QUARANTINE
    [case] = result.cases.to_pylist()
    assert (case["case_id"], case["patient_id"]) == ("r0001", "p1")
    assert case["text"] == "Burning since {Monday}."
    assert case["prompt"] == 'Age 34. Answer as {"uti": ...}.\nBurning since {Monday}.'
    assert case["answer"] == "Yes, it does."
    assert case["gold"] == [("label", "Yes")]
    assert json.loads(case["source_fields"]) == {"label": "Yes", "age": 34, "temperature": None}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"note": None}, "no text"),
        ({"note": " \n"}, "no text"),
        ({"note": "x" * 101}, "text over the length limit"),
        ({"label": None}, "no answer"),
        ({"label": " "}, "no answer"),
        ({"label": "perhaps"}, "answer outside the label space"),
        ({"patient": None}, "no patient id"),
        ({"id": None}, "no row id"),
        ({"id": " "}, "no row id"),
        ({"age": None}, "no value for the prompt"),
    ],
)
def test_an_unusable_row_is_quarantined_with_its_reason_and_the_rest_goes_on(
    changes: dict[str, Any], reason: str
) -> None:
    raw = make_raw([make_row(1, age=3, note="a b c"), make_row(2, **{"age": 4, "note": "d e f", **changes})])
    result = build_cases(raw, make_task(prompt="{age} {note}", max_text_characters=100))
    assert case_ids(result) == ["r0001"]
    [row] = result.quarantine.to_pylist()
    assert row["reason"] == reason
    assert json.loads(row["record"])["note"] == raw.column("note")[1].as_py()
    assert result.summary["quarantined"] == {reason: 1}
    assert result.summary["quarantined_share"] == 0.5


@pytest.mark.parametrize(
    ("template", "answer_by", "kept"),
    [
        ("{option}. {text}", "generation", ["r0001", "r0003"]),
        ("{text} ({option})", "generation", ["r0001", "r0002"]),
        ("{option}", "generation", ["r0001", "r0002", "r0003"]),
        ("{option}. {text}", "likelihood", ["r0001", "r0002", "r0003"]),
    ],
)
def test_an_option_whose_text_hides_its_letter_is_no_case_where_answers_are_read(
    template: str, answer_by: str, kept: list[str]
) -> None:
    options = {letter: f"option_{letter.lower()}" for letter in "ABC"}
    texts = {"option_a": "Heparin", "option_b": "A and C", "option_c": "Both (A) and (B)"}
    rows = [make_row(n, note=f"question {n}", gold=gold, **texts) for n, gold in enumerate("ABC", start=1)]
    task = make_task(
        answer={"kind": "option", "column": "gold", "options": options, "template": template},
    )
    task = task.model_copy(update={"evaluation": task.evaluation.model_copy(update={"answer_by": answer_by})})
    result = build_cases(make_raw(rows), task)
    assert case_ids(result) == kept
    hidden = {row["row_id"]: row["reason"] for row in result.quarantine.to_pylist()}
    assert hidden == dict.fromkeys(
        sorted({"r0001", "r0002", "r0003"} - set(kept)), "answer that would be read otherwise"
    )
    assert all("and" not in row["detail"].split() for row in result.quarantine.to_pylist())


def test_details_of_the_quarantine_never_hold_text_of_the_row() -> None:
    secret = "Zanzibar"
    raw = make_raw([make_row(1, label=secret), make_row(2, note=f"{secret} " * 50), make_row(3)])
    result = build_cases(raw, make_task(max_text_characters=200))
    assert len(result.quarantine) == 2
    assert all(secret not in row["detail"] for row in result.quarantine.to_pylist())


def test_rows_with_one_id_and_different_content_are_all_quarantined() -> None:
    result = build_cases(make_raw([make_row(1), make_row(2, id="r0001"), make_row(3)]), make_task())
    assert case_ids(result) == ["r0003"]
    assert result.summary["quarantined"] == {"repeated row id": 2}


def test_of_equal_rows_with_one_id_one_is_used() -> None:
    result = build_cases(make_raw([make_row(1), make_row(1), make_row(3)]), make_task())
    assert case_ids(result) == ["r0001", "r0003"]
    assert result.summary["quarantined"] == {"repeated row id": 1}


def test_without_declared_ids_the_place_is_the_case_and_the_patient() -> None:
    task = make_task(columns={"row": None, "patient": None})
    [case] = build_cases(make_raw([make_row(1, id=None, patient=None)]), task).cases.to_pylist()
    assert (case["case_id"], case["patient_id"]) == ("notes.csv:2", "notes.csv:2")


def test_ids_that_are_numbers_and_ids_with_blanks_around_are_the_same_patient() -> None:
    raw = make_raw([make_row(1, patient="17"), make_row(2, patient=" 17 ")])
    assert build_cases(raw, make_task()).cases.column("patient_id").to_pylist() == ["17", "17"]
    assert build_cases(make_raw([make_row(1, patient=17)]), make_task()).cases["patient_id"].to_pylist() == ["17"]


def test_whole_numbers_that_arrive_as_floats_are_written_whole() -> None:
    raw = make_raw([make_row(1, patient=17.0, age=34.0, creatinine=1.2)])
    [case] = build_cases(raw, make_task(prompt="{age} y, creatinine {creatinine}: {note}")).cases.to_pylist()
    assert case["patient_id"] == "17"
    assert case["prompt"].startswith("34 y, creatinine 1.2: ")


@pytest.mark.parametrize(
    "shards", [[1001, 7], [1001.0, 7.0], ["1001", "7"], ["1001.0", "7"], [" 1001 ", "7.0"], [Decimal("1001.00"), 7]]
)
def test_ids_labels_and_prompt_values_have_one_spelling_in_every_shard(shards: list[Any]) -> None:
    answer = {**LABEL, "labels": {"Yes": {"answer": "Yes.", "values": ["7"]}, "No": "No."}}
    columns = [pa.array([shards[0]]), pa.array([shards[1]])]
    raw = pa.table({"row_id": ["a"], "id": ["a"], "note": ["a b c"], "patient": columns[0], "label": columns[1]})
    raw = raw.append_column("age", columns[0])
    [case] = build_cases(raw, make_task(answer, prompt="{age} {note}")).cases.to_pylist()
    assert (case["patient_id"], case["prompt"], dict(case["gold"])) == ("1001", "1001 a b c", {"label": "Yes"})


def test_a_patient_of_two_shards_is_one_person() -> None:
    rows = [make_row(i, patient=f"{1000 + i // 2}{'.0' if i % 2 else ''}") for i in range(100)]
    assert build_cases(make_raw(rows), make_task()).summary["patients"] == 50


def test_codes_are_no_numbers() -> None:
    raw = make_raw([make_row(i, code=code, patient=code) for i, code in enumerate(["250.0", "250.01", "007", "1e5"])])
    built = build_cases(raw, make_task(prompt="{code}: {note}")).cases.to_pylist()
    assert [case["prompt"].split(":")[0] for case in built] == ["250.0", "250.01", "007", "1e5"]
    assert [case["patient_id"] for case in built] == ["250", "250.01", "007", "1e5"]


def test_a_label_that_is_declared_as_the_source_writes_it_is_taken_before_any_other_spelling() -> None:
    values = {"Type 2": ["250.0"], "Other": ["250"]}
    answer = {**LABEL, "labels": {name: {"answer": name, "values": item} for name, item in values.items()}}
    raw = make_raw([make_row(1, label="250.0"), make_row(2, label="250"), make_row(3, label=" 250.0 ")])
    golds = build_cases(raw, make_task(answer)).cases["gold"].to_pylist()
    assert [dict(gold)["label"] for gold in golds] == ["Type 2", "Other", "Type 2"]


def test_a_measurement_of_32_bits_is_shown_as_it_was_written() -> None:
    raw = make_raw([make_row(1)]).append_column("temperature", pa.array([36.6], pa.float32()))
    [case] = build_cases(raw, make_task(prompt="{temperature} {note}")).cases.to_pylist()
    assert case["prompt"].startswith("36.6 ")
    assert json.loads(case["source_fields"])["temperature"] == 36.6


MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
TEXT = {"kind": "text", "column": "label"}


def make_typed(column: str, kind: pa.DataType, *values: Any) -> pa.Table:
    raw = make_raw([make_row(i + 1, **{column: "x"}) for i in range(len(values))])
    place = raw.schema.get_field_index(column)
    return raw.set_column(place, column, pa.array(values, kind))


def test_the_answer_of_a_conversation_is_its_last_message_of_the_assistant() -> None:
    talk = [{"role": "user", "content": "What next?"}, {"role": "assistant", "content": " Send a culture. "}]
    raw = make_typed("label", MESSAGES, talk, talk[:1], [], None)
    result = build_cases(raw, make_task(TEXT))
    assert result.cases["answer"].to_pylist() == ["Send a culture."]
    assert result.summary["quarantined"] == {"no answer": 2, "list, object or bytes where text is needed": 1}
    [nested] = [row for row in result.quarantine.to_pylist() if row["reason"].startswith("list")]
    assert nested["detail"] == (
        "column 'label' holds a conversation of 1 messages, none of them of the role 'assistant', where text is needed"
    )


@pytest.mark.parametrize(
    ("column", "kind", "value", "task", "message"),
    [
        ("label", pa.list_(pa.string()), ["a"], make_task(TEXT), r"answer\.column .*'label'.*list<.*label: label\.0"),
        ("label", MESSAGES, [], make_task(), r"answer\.column names the column 'label'"),
        ("note", pa.struct([("hpi", pa.string())]), {"hpi": "a"}, make_task(), r"columns\.text .*note: note\.hpi"),
        ("age", pa.list_(pa.int64()), [3], make_task(prompt="{age} {note}"), "prompt names the column 'age'"),
        ("patient", pa.list_(pa.int64()), [3], make_task(), r"source\.columns\.patient"),
    ],
)
def test_a_column_of_lists_or_objects_is_refused_by_its_name_and_type(
    column: str, kind: pa.DataType, value: Any, task: TaskDeclaration, message: str
) -> None:
    with pytest.raises(NestedColumnError, match=message):
        build_cases(make_typed(column, kind, value), task)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("label", '[{"label": "Zanzibar"}]'),
        ("label", "[{'role': 'user', 'content': 'Zanzibar'}]"),
        ("note", '[{"role": "user", "content": "a"}, {"role": "user", "content": "Zanzibar"}]'),
        ("age", "b'Zanzibar'"),
    ],
)
def test_a_list_that_came_as_text_costs_its_row_and_no_other(column: str, text: str) -> None:
    raw = make_raw([make_row(1, age="3"), make_row(2, age="4") | {column: text}])
    result = build_cases(raw, make_task(TEXT, prompt="{age} {note}"))
    assert case_ids(result) == ["r0001"]
    [row] = result.quarantine.to_pylist()
    assert row["reason"] == "list, object or bytes where text is needed"
    assert repr(column) in row["detail"]
    assert "Zanzibar" not in row["detail"]


def test_bytes_are_read_as_text() -> None:
    raw = make_typed("note", pa.binary(), "38 \u00b0C since Monday".encode(), b"\xff\xfe")
    result = build_cases(raw, make_task())
    assert result.cases["prompt"].to_pylist() == ["UTI?\n\n38 \u00b0C since Monday"]
    [row] = result.quarantine.to_pylist()
    assert row["detail"] == "column 'note' holds bytes that are not UTF-8"
    assert json.loads(row["record"])["note"] == "\\xff\\xfe"


VITALS = {
    "template": "{vitals}\n{note}\nAllergies: {allergies}.",
    "defaults": {"allergies": "not recorded"},
    "optional": {"vitals": "Pulse {pulse}."},
}


def test_a_default_and_an_optional_part_keep_rows_that_lack_a_value() -> None:
    raw = make_raw(
        [make_row(1, note="a b c", pulse="90", allergies="none"), make_row(2, note="d e f", pulse=None, allergies=" ")]
    )
    result = build_cases(raw, make_task(prompt=VITALS))  # type: ignore[arg-type]
    assert result.cases["prompt"].to_pylist() == [
        "Pulse 90.\na b c\nAllergies: none.",
        "d e f\nAllergies: not recorded.",
    ]
    assert result.cases["text"].to_pylist() == ["a b c", "d e f"]


def test_an_optional_part_with_the_name_of_a_column_is_refused() -> None:
    raw = make_raw([make_row(1, pulse="90", allergies="none", vitals="?")])
    with pytest.raises(SourceError, match=r"prompt\.optional\.vitals: .*could mean either"):
        build_cases(raw, make_task(prompt=VITALS))  # type: ignore[arg-type]


def test_rows_that_the_model_sees_differ_are_no_duplicates() -> None:
    same = {"note": "the same dialogue", "patient": "p"}
    raw = make_raw([make_row(1, section="allergies", **same), make_row(2, section="history", **same)])
    assert case_ids(build_cases(raw, make_task(prompt="{section} {note}"))) == ["r0001", "r0002"]
    assert reasons(build_cases(raw, make_task())) == {"r0001": CONFLICTING, "r0002": CONFLICTING}


def test_duplicates_are_compared_in_the_declared_columns() -> None:
    rows = [make_row(1, hpi="the same", exam="soft"), make_row(3, hpi="The same", exam="tender")]
    rows += [make_row(5, hpi=None, exam="soft"), make_row(7, hpi=None, exam="soft")]
    raw = make_raw([row | {"patient": "p"} for row in rows])
    result = build_cases(raw, make_task(duplicates_by=["hpi"]))
    assert reasons(result) == {"r0003": EXACT_WITHIN}
    with pytest.raises(MissingColumnError, match=r"source\.duplicates_by"):
        build_cases(raw, make_task(duplicates_by=["hip"]))


PAIRS = {"strategy": "column", "options": {"column": "worse", "gold_rating": "good", "rejected_rating": "bad"}}


def join(rows: list[dict[str, Any]], **columns: str | None) -> CasesResult:
    task = make_task(TEXT, columns=columns)
    return build_cases(make_raw(rows), task.model_copy(update={"rejected": Rejected.model_validate(PAIRS)}))


def make_pair(number: int, worse: str, **changes: Any) -> dict[str, Any]:
    brought = {"id": f"r{number}", "worse": worse, "good": "5", "bad": number, "label": "Send a culture."}
    return make_row(1, **{**brought, **changes})


def test_several_rejected_answers_of_a_case_are_one_case() -> None:
    result = join([make_pair(1, "Wait."), make_pair(2, "Go home."), make_pair(3, "Go home.", bad=2)])
    [case] = result.cases.to_pylist()
    fields = json.loads(case["source_fields"])
    assert (case["case_id"], fields["worse"], fields["bad"]) == ("r1", "Wait.", 1)
    assert fields["medpref.other_rejected"] == [{"row_id": "r2", "bad": 2, "good": "5", "worse": "Go home."}]
    assert reasons(result) == {"r3": EXACT_WITHIN}
    assert (result.summary["rows"], result.summary["joined"]) == (3, 1)


def test_rows_of_one_id_that_differ_in_their_rejected_answer_are_one_case() -> None:
    result = join([make_pair(1, "Wait.", id="q"), make_pair(2, "Go home.", id="q")])
    [case] = result.cases.to_pylist()
    fields = json.loads(case["source_fields"])
    assert [row["worse"] for row in (fields, *fields["medpref.other_rejected"])] == ["Go home.", "Wait."]
    assert len(result.quarantine) == 0


def test_without_patients_the_rows_of_a_case_are_joined_before_they_are_split() -> None:
    rows = [make_pair(number, f"Wrong {number}.") for number in range(9)]
    result = join(rows, patient=None)
    assert case_ids(result) == ["r0"]
    assert result.summary["joined"] == 8


def test_rows_with_another_answer_or_patient_are_another_case() -> None:
    others = [make_pair(2, "Go home.", label="Give fluids."), make_pair(3, "Go home.", patient="p2")]
    result = join([make_pair(1, "Wait."), *others])
    assert result.summary["joined"] == 0
    assert len(result.cases) + len(result.quarantine) == 3


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=1, max_size=8))
def test_no_rejected_answer_is_lost_and_none_comes_twice(drawn: list[tuple[str, str]]) -> None:
    rows = [
        make_row(ord(case), id=f"r{i}", worse=worse, good="5", bad="1", label="Send.", patient=case)
        for i, (case, worse) in enumerate(drawn)
    ]
    result = join(rows)
    found = []
    for case in result.cases.to_pylist():
        fields = json.loads(case["source_fields"])
        found += [(case["patient_id"], row["worse"]) for row in (fields, *fields.get("medpref.other_rejected", []))]
    assert sorted(found) == sorted(set(drawn))
    assert len(result.cases) + len(result.quarantine) + result.summary["joined"] == len(rows)


def test_exact_duplicates_with_different_labels_are_quarantined_both_and_name_each_other() -> None:
    raw = make_raw([make_row(1), make_row(2, note=make_row(1)["note"].upper()), make_row(3)])
    result = build_cases(raw, make_task())
    assert reasons(result) == {"r0001": CONFLICTING, "r0002": CONFLICTING}
    assert result.quarantine.column("detail").to_pylist() == ["duplicates r0002", "duplicates r0001"]
    assert result.summary["quarantined_share"] == pytest.approx(2 / 3)


def test_duplicates_that_agree_do_not_count_against_the_declared_share() -> None:
    raw = make_raw([make_row(1), make_row(3, note=make_row(1)["note"], patient="p1")])
    result = build_cases(raw, make_task())
    assert reasons(result) == {"r0003": EXACT_WITHIN}
    assert result.summary["duplicates"][EXACT_WITHIN] == 1
    assert result.summary["quarantined_share"] == 0


def test_a_training_case_near_to_a_test_case_is_dropped() -> None:
    rows = [make_row(i) for i in range(200)]
    before = build_cases(make_raw(rows), make_task()).cases.to_pylist()
    trained = next(case for case in before if case["split"] == "train")
    tested = next(case for case in before if case["split"] == "test")
    for row in rows:
        if row["id"] == trained["case_id"]:
            row["note"] = f"{tested['text']} today"
    result = build_cases(make_raw(rows), make_task())
    assert reasons(result) == {trained["case_id"]: NEAR_ACROSS}
    assert tested["case_id"] in case_ids(result)
    assert result.summary["duplicates"][NEAR_ACROSS] == 1


OPTIONS = {"kind": "option", "column": "label", "options": {"A": "a", "B": "b"}, "template": "{option}. {text}"}


def test_the_same_question_with_other_options_is_another_case() -> None:
    raw = make_raw(
        [
            make_row(1, note="Which is true?", label="A", a="the liver is large", b="the spleen is blue"),
            make_row(2, note="Which is true?", label="B", a="iron is low", b="iron is high"),
        ]
    )
    assert case_ids(build_cases(raw, make_task(OPTIONS))) == ["r0001", "r0002"]


def test_the_same_question_with_its_options_in_another_order_is_a_duplicate_that_agrees() -> None:
    question = {"note": "Which is true?", "patient": "p"}
    raw = make_raw(
        [
            make_row(1, label="A", a="iron is low", b="iron is high", **question),
            make_row(2, label="B", a="iron is high", b="iron is low", **question),
        ]
    )
    assert reasons(build_cases(raw, make_task(OPTIONS))) == {"r0002": EXACT_WITHIN}


def test_two_summaries_of_one_note_do_not_contradict_each_other() -> None:
    raw = make_raw([make_row(1, patient="p", label="Short."), make_row(1, id="r2", patient="p", label="Brief.")])
    result = build_cases(raw, make_task({"kind": "text", "column": "label"}))
    assert list(reasons(result).values()) == [EXACT_WITHIN]
    assert result.summary["answers"] == {}


@pytest.mark.parametrize(
    ("task", "place", "column"),
    [
        (make_task(prompt="{note} {weight}"), "prompt", "weight"),
        (make_task(columns={"text": "body"}), "source.columns.text", "body"),
        (make_task(columns={"patient": "subject"}), "source.columns.patient", "subject"),
        (make_task({**LABEL, "column": "truth"}), "answer.column", "truth"),
        (make_task({**OPTIONS, "options": {"A": "note", "B": "b"}}), "answer.options.B", "'b'"),
        (
            make_task(
                {
                    "kind": "labels",
                    "fields": {"who": {"column": "x", "labels": {"a": [], "b": []}}},
                    "template": "{who}",
                }
            ),
            "answer.fields.who.column",
            "x",
        ),
    ],
)
def test_a_column_that_the_source_lacks_is_refused_with_its_place_and_the_columns_there_are(
    task: TaskDeclaration, place: str, column: str
) -> None:
    with pytest.raises(MissingColumnError) as refused:
        build_cases(make_raw([make_row(1)]), task)
    for part in (place, column, "id, patient, note, label"):
        assert part in str(refused.value)


def test_columns_can_be_checked_before_anything_is_read() -> None:
    check_columns(make_task(), ("id", "patient", "note", "label"))
    with pytest.raises(MissingColumnError, match="label"):
        check_columns(make_task(), ("id", "patient", "note"))


ROWS = st.builds(
    make_row,
    st.integers(0, 40),
    note=st.one_of(st.none(), st.lists(st.sampled_from("abcdef"), max_size=8).map(" ".join)),
    label=st.sampled_from(["Yes", "no", "maybe", None]),
    patient=st.sampled_from(["p1", "p2", "p3", None]),
    id=st.one_of(st.none(), st.integers(0, 30).map(str)),
)


@settings(max_examples=150)
@given(st.lists(ROWS, min_size=1, max_size=25))
def test_every_row_is_in_exactly_one_of_cases_and_quarantine(rows: list[dict[str, Any]]) -> None:
    raw = pa.Table.from_pylist(
        make_raw(rows).to_pylist(),
        schema=pa.schema([(name, pa.string()) for name in ("row_id", "id", "patient", "note", "label")]),
    )
    result = build_cases(raw, make_task())
    assert sorted([*case_ids(result), *result.quarantine["row_id"].to_pylist()]) == sorted(raw["row_id"].to_pylist())
    assert len(set(case_ids(result))) == result.summary["cases"] == len(result.cases)
    assert sum(result.summary["quarantined"].values()) == len(result.quarantine)
    assert not any("more than one split" in problem for problem in find_case_problems(result, make_task()))
    json.dumps(result.summary, allow_nan=False)


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = [make_row(i, note=make_row(i % 60)["note"], patient=f"p{i % 31}") for i in range(100)]
    mixed = list(rows)
    random.Random(0).shuffle(mixed)
    one, other = (build_cases(make_raw(order), make_task()) for order in (rows, mixed))
    assert one.cases.equals(other.cases)
    assert one.quarantine.equals(other.quarantine)
    assert one.summary == other.summary


def test_the_summary_counts_splits_patients_answers_and_lengths() -> None:
    rows = [make_row(i, patient=f"p{i // 2}") for i in range(100)]
    summary = build_cases(make_raw(rows), make_task()).summary
    assert (summary["rows"], summary["cases"], summary["patients"]) == (100, 100, 50)
    assert summary["answers"] == {"label": {"Yes": 50, "No": 50}}
    assert sum(part["cases"] for part in summary["splits"].values()) == 100
    assert sum(part["patients"] for part in summary["splits"].values()) == 50
    assert sum(part["answers"]["label"]["Yes"] for part in summary["splits"].values()) == 50
    assert summary["text_characters"]["min"] == min(len(row["note"]) for row in rows)
    assert summary["text_characters"]["max"] == max(len(row["note"]) for row in rows)


def problems_of(rows: list[dict[str, Any]], task: TaskDeclaration | None = None) -> str:
    task = task or make_task()
    return "\n".join(find_case_problems(build_cases(make_raw(rows), task), task))


def test_good_cases_have_no_problems() -> None:
    assert problems_of([make_row(i) for i in range(200)]) == ""


def test_not_one_usable_row_is_a_problem_that_names_the_reasons() -> None:
    problem = problems_of([make_row(1, label="?"), make_row(2, note=" ")])
    assert problem.startswith("Not one usable row of 2 (no text: 1, answer outside the label space: 1)")


def test_one_class_only_is_a_problem_that_names_the_class() -> None:
    assert "label of all cases is 'Yes' (200 cases)" in problems_of([make_row(i, label="yes") for i in range(200)])


def test_one_class_only_in_the_test_split_is_a_problem() -> None:
    rows = [make_row(i) for i in range(200)]
    tested = {c["case_id"] for c in build_cases(make_raw(rows), make_task()).cases.to_pylist() if c["split"] == "test"}
    problem = problems_of([{**row, "label": "No"} if row["id"] in tested else row for row in rows])
    assert f"label of the split 'test' is 'No' ({len(tested)} cases)" in problem


def test_an_empty_split_is_a_problem_that_names_the_split() -> None:
    problem = problems_of([make_row(i, patient="p1") for i in range(20)])
    for split in {"train", "eval", "dev", "test"} - {
        build_cases(make_raw([make_row(0, patient="p1")]), make_task()).cases["split"][0].as_py()
    }:
        assert f"The split {split!r} is empty" in problem


def test_too_large_a_quarantined_share_is_a_problem_that_names_the_limit() -> None:
    rows = [make_row(i, label="?" if i % 10 == 0 else ("Yes", "No")[i % 2]) for i in range(300)]
    assert "10.0% of the rows cannot be used, over the declared 5.0%" in problems_of(rows)
    assert problems_of(rows, make_task(max_quarantined_share=0.1)) == ""


def make_split_task(
    label: dict[str, Any] | None = None, split: dict[str, Any] | None = None, **more: Any
) -> TaskDeclaration:
    declared = make_task(label or {**LABEL, "positive": "Yes"}).model_dump(mode="json")
    return TaskDeclaration.model_validate({**declared, "split": split or {}, **more})


GIVEN = {"column": "part", "values": {"development": ["train", "eval", "dev"], "official": "test"}}


def test_a_given_test_set_stays_whole_and_other_rows_of_its_patients_are_quarantined() -> None:
    rows = [make_row(i, part="official" if i % 5 == 0 else "development") for i in range(200)]
    rows += [make_row(500, patient="p0", part="development"), make_row(501, part="?"), make_row(502, part=None)]
    result = build_cases(make_raw(rows), make_split_task(split=GIVEN))
    tested = {case["case_id"] for case in result.cases.to_pylist() if case["split"] == "test"}
    assert tested == {f"r{i:04d}" for i in range(0, 200, 5)}
    assert reasons(result) == {
        "r0500": "patient in a later split, too",
        "r0501": "split outside the declared values",
        "r0502": "no split",
    }
    assert "development" not in str(result.quarantine["detail"].to_pylist()[:1])
    assert not find_case_problems(result, make_split_task(split=GIVEN))


def test_the_column_of_a_given_split_must_be_there() -> None:
    with pytest.raises(MissingColumnError, match=r"split\.column"):
        build_cases(make_raw([make_row(1)]), make_split_task(split=GIVEN))


def test_a_split_with_a_share_of_zero_may_be_empty() -> None:
    task = make_split_task(split={"train": 0.6, "eval": 0, "dev": 0.2, "test": 0.2})
    assert problems_of([make_row(i) for i in range(200)], task) == ""


def make_rare(task: TaskDeclaration, lacking: str) -> list[dict[str, Any]]:
    """Rows of which few are positive, and none in one split."""
    rows = [make_row(i) for i in range(400)]
    of = {case["case_id"]: case["split"] for case in build_cases(make_raw(rows), task).cases.to_pylist()}
    return [{**row, "label": "Yes" if i % 8 == 0 and of[row["id"]] != lacking else "No"} for i, row in enumerate(rows)]


def test_a_split_without_the_positive_label_is_named_and_stratifying_mends_it() -> None:
    task = make_split_task()
    rows = make_rare(task, "dev")
    assert "The split 'dev' has no case with the label 'Yes', the positive label" in problems_of(rows, task)
    assert problems_of(rows, make_split_task(split={"stratify": True})) == ""


def test_the_rows_that_are_used_of_a_split_have_the_rare_label_or_the_option_is_named() -> None:
    rows = [make_row(i, label="Yes" if i % 20 == 0 else "No") for i in range(400)]
    enough = make_split_task(split={"stratify": True}, sft={"max_dev_rows": 4}, evaluation={"max_test_rows": 10})
    assert problems_of(rows, enough) == ""
    scarce = make_split_task(split={"stratify": True, "min_per_label": 2}, sft={"max_dev_rows": 2})
    assert (
        "Of the split 'dev', the 2 rows of sft.max_dev_rows have 1 case only with the label 'Yes', the positive label, "
        "of which metrics are (2 are required): raise sft.max_dev_rows."
    ) in problems_of(rows, scarce)


def test_another_label_that_a_split_lacks_is_a_warning() -> None:
    labels = {**LABEL, "labels": {**LABEL["labels"], "Perhaps": "Perhaps."}}
    rows = [make_row(i, label="Perhaps" if i == 7 else ("Yes", "No")[i % 2]) for i in range(200)]
    task = make_split_task(labels)
    result = build_cases(make_raw(rows), task)
    assert find_case_problems(result, task) == []
    warnings = find_case_warnings(result, task)
    assert len(warnings) == 3
    assert all("has no case with the label 'Perhaps'" in warning for warning in warnings)


def test_a_limit_of_one_kind_of_loss_disarms_no_other() -> None:
    lost = [make_row(i, note=None) for i in range(1000, 1200)]
    rows = [make_row(i, label="?" if i % 10 == 0 else ("Yes", "No")[i % 2]) for i in range(300)] + lost
    both = problems_of(rows)
    assert "46.0% of the rows cannot be used, over the declared 5.0% (no text: 200, answer outside" in both
    loosened = problems_of(rows, make_task(loss_limits={"missing": 0.5}))
    assert "6.0% of the rows cannot be used, over the declared 5.0% (answer outside the label space: 30)" in loosened
    assert "no text" not in loosened
    tightened = problems_of(rows, make_task(loss_limits={"missing": 0.3}, max_quarantined_share=0.5))
    assert "40.0% of the rows cannot be used, over the declared 30.0% (no text: 200)" in tightened
    assert "raise source.loss_limits.missing" in tightened


def test_duplicates_that_agree_have_a_limit_where_one_is_declared() -> None:
    rows = [make_row(i) for i in range(200)]
    rows += [row | {"id": f"again {row['id']}"} for row in rows[:50]]
    assert problems_of(rows) == ""
    problem = problems_of(rows, make_task(loss_limits={"duplicate": 0.1}))
    assert "20.0% of the rows cannot be used, over the declared 10.0% (exact duplicate within a split: 50)" in problem


def test_every_reason_has_a_kind_of_loss() -> None:
    kinds = [reason for reasons in cases._LOSSES.values() for reason in reasons]
    assert sorted(kinds) == sorted(cases.REASONS)
    assert set(cases._LOSSES) == set(LossLimits.model_fields)


def test_a_patient_in_two_splits_is_a_problem() -> None:
    result = build_cases(make_raw([make_row(i) for i in range(200)]), make_task())
    patients = pa.array(["the same"] * len(result.cases))
    leaked = CasesResult(
        result.cases.set_column(1, CASES.field("patient_id"), patients), result.quarantine, result.summary
    )
    assert "1 patient(s) in more than one split" in "\n".join(find_case_problems(leaked, make_task()))


def test_a_source_column_named_row_id_serves_as_the_row_id() -> None:
    raw = pa.table({"row_id": ["a"], "note": ["x y z"], "label": ["Yes"]})
    result = build_cases(raw, make_task(columns={"row": "row_id", "patient": None}))
    assert case_ids(result) == ["a"]


def read_json_lines(folder: Any, rows: list[dict[str, Any]], store: Store) -> pa.Table:
    """Raw cases of a JSON Lines file, as they lie in the store."""
    (folder / "notes.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    reading = files.read(files.Options(path=(str(folder / "notes.jsonl"),)), Columns(text="note", row="id"))
    return store.read_table(store.write_table(reading.batches, reading.schema))


TALK = [{"role": "user", "content": "Any fever?"}, {"role": "assistant", "content": "Yes, it does."}]


def test_what_is_nested_in_json_reaches_no_prompt_and_no_answer_but_the_message_that_is_meant(tmp_path) -> None:
    store = Store(tmp_path / "store")
    summary = {"kind": "text", "column": "reply"}
    rows = [
        make_row(1, more="38.2", reply="None."),
        make_row(2, more={"bp": "120/80"}, reply="None."),
        make_row(3, more=["fever", "chills"], reply="None."),
        make_row(4, more=TALK[:1], reply=TALK),
        make_row(5, more=TALK, reply="None."),
        make_row(6, more="[on arrival] 37", reply="None."),
        make_row(7, more="37", reply={"text": "None."}),
    ]
    result = build_cases(read_json_lines(tmp_path, rows, store), make_task(summary, prompt="{note}\n{more}"))
    prompts = {case["case_id"]: case["prompt"].partition("\n")[2] for case in result.cases.to_pylist()}
    assert prompts == {"r0001": "38.2", "r0004": "Any fever?", "r0006": "[on arrival] 37"}
    answers = {case["case_id"]: case["answer"] for case in result.cases.to_pylist()}
    assert answers["r0004"] == "Yes, it does."
    details = {row["row_id"]: row["detail"] for row in result.quarantine.to_pylist()}
    assert details == {
        "r0002": "column 'more' holds an object of 1 fields",
        "r0003": "column 'more' holds a list of 2 values",
        "r0005": "column 'more' holds a conversation of 2 messages",
        "r0007": details["r0007"],
    }
    assert "column 'reply' holds an object of 1 fields" in details["r0007"]


def test_a_declared_path_leads_into_what_is_nested_in_json(tmp_path) -> None:
    (tmp_path / "notes.jsonl").write_text(json.dumps(make_row(1, vitals={"bp": ["120/80"]})))
    columns = {name: name for name in ("id", "patient", "note", "label")} | {"bp": "vitals.bp.0"}
    options = files.Options(path=(str(tmp_path / "notes.jsonl"),), columns=columns)
    reading = files.read(options, Columns(text="note", row="id"))
    raw = pa.Table.from_batches(list(reading.batches))
    [case] = build_cases(raw, make_task(prompt="{note} {bp}")).cases.to_pylist()
    assert case["prompt"].endswith(" 120/80")


def test_text_of_a_spreadsheet_that_is_json_is_text(tmp_path) -> None:
    (tmp_path / "notes.csv").write_text('id,patient,note,label,more\n1,p,fever,Yes,"{""bp"": ""120/80""}"\n')
    reading = files.read(files.Options(path=(str(tmp_path / "notes.csv"),)), Columns(text="note", row="id"))
    [case] = build_cases(pa.Table.from_batches(list(reading.batches)), make_task(prompt="{more}")).cases.to_pylist()
    assert case["prompt"] == '{"bp": "120/80"}'
