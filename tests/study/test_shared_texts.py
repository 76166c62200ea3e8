"""Texts that tasks share with each other and with feedback are found, and told apart by who trains on them."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.declaration import Columns, Records
from medpref_dagster.schemas import CASES, FEEDBACK_TEXTS, QUARANTINE, SHARED_TEXTS
from medpref_dagster.sources.reading import MissingColumnError
from medpref_dagster.study.shared_texts import find_leaks, find_shared_texts, read_feedback
from tests.sources.test_duplicates import edit, jaccard, random_note

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


def make_feedback(*rows: tuple[str, str, str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{"feedback": name, "row_id": row_id, "patient_id": None, "text": text} for name, row_id, text in rows],
        schema=FEEDBACK_TEXTS,
    )


def write_csv(path: Path, *rows: tuple[str, ...]) -> Records:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "note"), *rows])
    return Records(reader="files", options={"path": str(path)}, columns=Columns(text="note", row="id", patient="who"))


def test_a_near_duplicate_across_tasks_is_found_with_both_splits():
    shared = find_shared_texts(
        {
            "a": make_cases(("a1", "train", NOTE), ("a2", "train", "something else entirely is written here")),
            "b": make_cases(("b1", "test", f"{NOTE} again"), ("b2", "dev", "and yet another text of some length")),
        },
        0.8,
    )
    [row] = shared.to_pylist()
    assert (row["task"], row["case_id"], row["split"]) == ("a", "a1", "train")
    assert (row["other_kind"], row["other"], row["other_id"], row["other_split"]) == ("task", "b", "b1", "test")
    assert find_leaks(shared) == ["1 cases that a trains on are near duplicates of dev or test cases of b."]


def test_a_text_that_both_train_on_or_both_hold_out_is_no_leak():
    shared = find_shared_texts(
        {
            "a": make_cases(("a1", "train", NOTE), ("a2", "test", f"{NOTE} and more of it for another day, too")),
            "b": make_cases(("b1", "train", NOTE), ("b2", "dev", f"{NOTE} and more of it for another day, too")),
        },
        1.0,
    )
    assert shared.num_rows == 2
    assert find_leaks(shared) == []


def test_feedback_is_compared_with_the_cases_of_every_task_and_leaks_where_they_are_held_out():
    other = "man of thirty with cough since a week and fever up to forty degrees at home and now"
    shared = find_shared_texts(
        {
            "a": make_cases(("a1", "train", NOTE), ("a2", "eval", other)),
            "b": make_cases(("b1", "test", NOTE), ("b2", "dev", f"{NOTE} again"), ("b3", "train", other)),
        },
        0.8,
        [
            make_feedback(("ward", "1", f"{NOTE} indeed"), ("ward", "2", "nothing that any task has, at some length")),
            make_feedback(("clinic", "1", other), ("clinic", "2", NOTE)),
        ],
    )
    assert shared.schema.equals(SHARED_TEXTS)
    found = [row for row in shared.to_pylist() if row["other_kind"] == "feedback"]
    assert [(row["other"], row["other_id"], row["task"], row["case_id"], row["split"]) for row in found] == [
        ("ward", "1", "a", "a1", "train"),
        ("ward", "1", "b", "b1", "test"),
        ("ward", "1", "b", "b2", "dev"),
        ("clinic", "2", "a", "a1", "train"),
        ("clinic", "1", "a", "a2", "eval"),
        ("clinic", "2", "b", "b1", "test"),
        ("clinic", "2", "b", "b2", "dev"),
        ("clinic", "1", "b", "b3", "train"),
    ]
    assert {row["other_split"] for row in found} == {None}
    # One text that is near two held-out cases is one text to leave out.
    assert [sentence for sentence in find_leaks(shared) if "feedback" in sentence] == [
        "1 texts of the feedback clinic are near duplicates of dev or test cases of b: leave them out where it is "
        "trained on.",
        "1 texts of the feedback ward are near duplicates of dev or test cases of b: leave them out where it is "
        "trained on.",
    ]


def test_planted_near_duplicates_in_feedback_that_is_read_in_pieces_are_found(tmp_path):
    source = random.Random(5)
    notes = [random_note(source) for _ in range(2000)]
    planted = {i: edit(notes[i], source) for i in source.sample(range(2000), 400)}
    texts = [random_note(source) for _ in range(3000)]
    for place, note in zip(source.sample(range(3000), 400), planted.values(), strict=True):
        texts[place] = note
    declared = {"ward": write_csv(tmp_path / "ward.csv", *((str(i), "p", " ".join(t)) for i, t in enumerate(texts)))}

    def pieces() -> Iterator[pa.RecordBatch]:
        for batch in read_feedback(declared, tmp_path / "store").batches:
            for start in range(0, batch.num_rows, 700):
                yield batch.slice(start, 700)

    cases = make_cases(*((str(i), "test", " ".join(note)) for i, note in enumerate(notes)))
    shared = find_shared_texts({"a": cases}, 0.8, pieces())
    found = {int(row["case_id"]) for row in shared.to_pylist()}
    expected = {i for i, note in planted.items() if jaccard(" ".join(notes[i]), " ".join(note)) >= 0.8}
    assert len(expected) > 250
    assert len(found & expected) / len(expected) >= 0.98  # the search is exact: it is 1
    assert found <= planted.keys()


def test_feedback_is_read_with_its_ids_and_what_has_no_text_is_put_aside(tmp_path):
    declared = {
        "ward": write_csv(tmp_path / "ward.csv", ("n1", "p1", "a text"), ("n2", "", "another"), ("n3", "p3", "  ")),
        "clinic": write_csv(tmp_path / "clinic.csv", ("n1", "p9", "a third")),
    }
    reading = read_feedback(declared, tmp_path / "store")
    texts = pa.Table.from_batches(list(reading.batches)).to_pylist()
    assert [(row["feedback"], row["row_id"], row["patient_id"], row["text"]) for row in texts] == [
        ("ward", "n1", "p1", "a text"),
        ("ward", "n2", None, "another"),
        ("clinic", "n1", "p9", "a third"),
    ]
    [aside] = pa.Table.from_pylist(reading.quarantine, schema=QUARANTINE).to_pylist()
    assert (aside["row_id"], aside["reason"]) == ("ward/n3", "no text")
    [problem] = reading.problems
    assert problem.startswith("ward: 1 of 3 rows could not be read (33.3%, over the declared 5.0%)")


def test_feedback_without_a_declared_column_is_refused(tmp_path):
    written = write_csv(tmp_path / "ward.csv", ("n1", "p1", "a text"))
    declared = written.model_copy(update={"columns": Columns(text="report")})
    with pytest.raises(MissingColumnError, match=r"report.*id, who, note"):
        list(read_feedback({"ward": declared}, tmp_path / "store").batches)
