"""Rows are found by their columns; a case's id is its task's, an alias may be two generations'."""

import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.forgetting.rows import Search
from medpref_dagster.forgetting.wanted import Wanted
from medpref_dagster.schemas import FEEDBACK_EVENTS, QUARANTINE, SHARED_TEXTS


def find(wanted, columns, owners=("uti",), patient_columns=None):
    batch = pa.RecordBatch.from_pydict(columns)
    return Search(wanted, owners, patient_columns or {"uti": "subject"}).find(batch).to_pylist()


def test_a_case_of_another_task_with_the_same_id_is_not_found():
    wanted = Wanted(cases={"uti": {"1"}})
    assert find(wanted, {"case_id": ["1", "2"], "model": ["sft", "sft"]}) == [True, False]
    assert find(wanted, {"case_id": ["1"], "model": ["sft"]}, owners=("triage",)) == [False]
    # Of a table that nobody has any more, nobody knows whose it was.
    assert find(wanted, {"case_id": ["1"], "model": ["sft"]}, owners=()) == [True]


def test_raw_rows_are_found_by_the_declared_column_and_not_by_another_with_the_same_value():
    wanted = Wanted(patients={"45"})
    assert find(wanted, {"row_id": ["a", "b"], "subject": [45.0, 46.0], "age": [46, 45]}) == [True, False]


def test_where_the_patient_stands_beside_the_case_the_patient_decides():
    wanted = Wanted(patients={"p"}, cases={"uti": {"1"}})
    assert find(wanted, {"case_id": ["1", "1"], "patient_id": ["p", "q"]}) == [True, False]


def test_an_alias_that_two_generations_share_makes_neither_the_other():
    events = [
        {"kind": "generation", "id": "g-1", "aliases": ["span"], "patient": "p"},
        {"kind": "generation", "id": "g-2", "aliases": ["span"], "patient": "q"},
        {"kind": "reaction", "id": "r", "generation": "span"},
    ]
    rows = [dict.fromkeys(FEEDBACK_EVENTS.names) | {"content": json.dumps(event)} for event in events]
    batch = pa.RecordBatch.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in FEEDBACK_EVENTS.names]))
    found = Search(Wanted(patients={"p"}, events={"g-1", "span"}), (), {}).find(batch)
    assert found.to_pylist() == [True, False, True]


def test_a_quarantined_line_that_is_no_row_is_found_by_the_patients_id_as_a_word():
    records = ["45,fever", "145,fever", '{"subject": 45}', '{"subject": 46, "age": 45}', None]
    rows = [{"row_id": f"f:{place}", "reason": "x", "detail": None, "record": one} for place, one in enumerate(records)]
    batch = pa.RecordBatch.from_pylist(rows, schema=QUARANTINE)
    found = Search(Wanted(patients={"45"}), ("uti",), {"uti": "subject"}).find(batch)
    assert found.to_pylist() == [True, False, True, False, False]


def test_shared_texts_are_found_on_either_side():
    row = {"task": "uti", "case_id": "1", "split": "train", "other_kind": "task", "other": "triage", "other_id": "2"}
    rows = [row, row | {"case_id": "2", "other_id": "1"}, row | {"case_id": "3", "other": "uti", "other_id": "1"}]
    batch = pa.RecordBatch.from_pylist([one | {"other_split": None, "similarity": 0.9} for one in rows], SHARED_TEXTS)
    found = Search(Wanted(cases={"uti": {"1"}}), ("study",), {}).find(batch)
    assert found.to_pylist() == [True, False, True]


@given(st.lists(st.integers(0, 3) | st.floats(0, 3) | st.none(), min_size=1))
def test_a_number_is_found_whatever_its_type(values):
    column = pa.array([None if value is None else float(value) for value in values])
    found = find(Wanted(patients={"2"}), {"row_id": [str(place) for place in range(len(values))], "subject": column})
    assert found == [value == 2 for value in values]
