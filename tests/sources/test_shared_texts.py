"""Texts that tasks share are found, and told apart by who trains on them."""

import pyarrow as pa

from medpref_dagster.schemas import CASES
from medpref_dagster.sources.shared_texts import find_leaks_between_tasks, find_shared_texts

NOTE = "woman of sixty with dysuria since two days and no fever at all seen in the clinic today"


def make_cases(*rows: tuple[str, str, str]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "case_id": case_id,
                "patient_id": case_id,
                "split": split,
                "text": text,
                "prompt": text,
                "answer": "",
                "gold": [],
                "source_fields": "{}",
            }
            for case_id, split, text in rows
        ],
        schema=CASES,
    )


def test_a_near_duplicate_across_tasks_is_found_with_both_splits():
    shared = find_shared_texts(
        {
            "a": make_cases(("a1", "train", NOTE), ("a2", "train", "something else entirely is written here")),
            "b": make_cases(("b1", "test", f"{NOTE} again"), ("b2", "dev", "and yet another text of some length")),
        },
        0.8,
    )
    [row] = shared.to_pylist()
    assert (row["task"], row["case_id"], row["other_task"], row["other_case_id"]) == ("a", "a1", "b", "b1")
    assert find_leaks_between_tasks(shared) == [
        "1 cases that a trains on are near duplicates of dev or test cases of b."
    ]


def test_a_text_that_both_train_on_or_both_hold_out_is_no_leak():
    shared = find_shared_texts(
        {
            "a": make_cases(("a1", "train", NOTE), ("a2", "test", f"{NOTE} and more of it for another day, too")),
            "b": make_cases(("b1", "train", NOTE), ("b2", "dev", f"{NOTE} and more of it for another day, too")),
        },
        1.0,
    )
    assert shared.num_rows == 2
    assert find_leaks_between_tasks(shared) == []
