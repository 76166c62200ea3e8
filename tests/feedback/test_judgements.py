from datetime import timedelta
from typing import Any

import pyarrow as pa

from medpref_dagster.feedback.edits import EditRules
from medpref_dagster.feedback.judgements import Judgement, list_judgements
from medpref_dagster.synthetic.feedback_quarter import START
from tests.feedback.made_reactions import REACTIONS


def judge(*rows: dict[str, Any]) -> list[Judgement]:
    defaults = {"generation_id": "g", "answer": "Start Lasix 40 mg daily.", "kind": "accepted"}
    filled = [
        {"event_id": str(number), "clinician": f"c{number}", "time_signed": START + timedelta(hours=number)}
        | defaults
        | row
        for number, row in enumerate(rows)
    ]
    return list_judgements(pa.Table.from_pylist(filled, schema=REACTIONS), EditRules())


def test_what_one_clinician_alone_judged_is_left_out() -> None:
    assert judge({}, {"clinician": "c0", "kind": "thumb", "up": True}) == []
    assert len(judge({}, {"kind": "thumb", "up": True})) == 2


def test_an_edit_says_unusable_unless_it_is_trivial() -> None:
    judged = judge(
        {"kind": "edited", "text": "Start Lasix 80 mg daily."},
        {"kind": "edited", "text": "Start furosemide 40 mg daily."},
    )
    assert [item.label for item in judged] == [0, 1]


def test_the_middle_of_a_scale_and_a_tie_decide_nothing() -> None:
    rated = judge(*({"kind": "rated", "rating": rating, "highest": 5} for rating in (2, 3, 4)))
    assert [(item.value, item.label) for item in rated] == [(2, 0), (3, None), (4, 1)]
    assert {item.kind for item in rated} == {"rating of 5"}
    chosen = judge(
        {"kind": "chosen", "generation_id": "a", "over": ["b"], "tie": True},
        {"kind": "chosen", "generation_id": "b", "over": ["a"], "tie": False},
        {"kind": "chosen", "generation_id": "a", "over": ["b"], "tie": False},
    )
    assert [(item.item, item.value, item.label) for item in chosen] == [("a b", 2, None), ("a b", 1, 1), ("a b", 0, 0)]


def test_of_what_a_clinician_says_twice_the_last_counts_whatever_the_order_of_the_rows() -> None:
    rows = [
        {"kind": "thumb", "up": False, "clinician": "c9"},
        {"kind": "thumb", "up": True, "clinician": "c9"},
        {"kind": "thumb", "up": False},
    ]
    judged = judge(*rows)
    assert [(item.clinician, item.label) for item in judged] == [("c2", 0), ("c9", 1)]
    table = [row | {"event_id": str(n), "time_signed": START + timedelta(hours=n)} for n, row in enumerate(rows)]
    table[2]["clinician"] = "c2"
    assert judge(*reversed(table)) == judged
