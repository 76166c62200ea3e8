"""Only training rows are trained on, and what is left out is named."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.schemas import CASES
from medpref_dagster.training.errors import HeldOutRowsError, TrainingError
from medpref_dagster.training.rows import (
    ChosenRows,
    EncodedExample,
    EncodedPair,
    encode_examples,
    encode_pairs,
    hash_token_ids,
    refuse_held_out_rows,
    require_training_rows,
    take_split,
)
from tests.tiny_models import make_tokenizer
from tests.training.tiny_task import make_cases, make_declaration, make_examples, make_pairs

UNLIMITED = {"max_prompt_tokens": 1000, "max_completion_tokens": 1000}


@given(st.sets(st.text(min_size=1, max_size=8), min_size=1), st.integers(1, 10), st.integers(0, 10))
def test_a_larger_choice_contains_a_smaller_one_and_keeps_the_order(ids: set[str], size: int, more: int) -> None:
    table = pa.table({"row": sorted(ids), "split": ["train"] * len(ids)})
    smaller, larger = (take_split(table, "train", "row", n)["row"].to_pylist() for n in (size, size + more))
    assert len(smaller) == min(size, len(ids))
    assert set(smaller) <= set(larger)
    assert larger == sorted(larger)


def test_a_rare_label_is_among_the_rows_that_are_trained_on() -> None:
    task = make_declaration()
    labels = list(task.answer.labels)  # type: ignore[union-attr]
    cases = pa.table(
        {
            "case_id": [f"c{i}" for i in range(200)],
            "split": ["train"] * 200,
            "gold": pa.array([[("label", labels[i == 0])] for i in range(200)], CASES.field("gold").type),
        }
    )
    pairs = pa.table(
        {"pair_id": [f"pair {i}" for i in range(200)], "case_id": cases["case_id"], "split": cases["split"]}
    )
    assert "c0" not in take_split(pairs, "train", "pair_id", 5)["case_id"].to_pylist()
    assert "c0" in take_split(pairs, "train", "pair_id", 5, task, cases)["case_id"].to_pylist()


def test_only_the_asked_split_is_taken() -> None:
    table = make_examples(make_cases())
    assert set(take_split(table, "eval", "case_id", None)["split"].to_pylist()) == {"eval"}


def test_an_id_that_occurs_twice_is_refused() -> None:
    table = make_examples(make_cases())
    with pytest.raises(TrainingError, match="'c0' occurs more than once"):
        take_split(pa.concat_tables([table, table]), "train", "case_id", None)


@pytest.mark.parametrize("split", ["eval", "dev", "test"])
@pytest.mark.parametrize("column", ["case_id", "patient_id"])
def test_a_training_row_of_a_held_out_case_or_patient_is_refused(split: str, column: str) -> None:
    cases = make_cases()
    outside = next(case for case in cases.to_pylist() if case["split"] == split)
    training = [row for row in cases.to_pylist() if row["split"] == "train"]
    training[0][column] = outside[column]
    refuse_held_out_rows(pa.Table.from_pylist(training[1:]), cases)
    with pytest.raises(HeldOutRowsError, match=f"1 rows .* of the {split} split"):
        refuse_held_out_rows(pa.Table.from_pylist(training), cases)


def test_an_example_ends_with_one_end_of_turn_and_begins_with_its_template_once() -> None:
    tokenizer = make_tokenizer()
    for row in encode_examples(tokenizer, make_examples(make_cases()), **UNLIMITED).rows:
        start, end = tokenizer.convert_tokens_to_ids(["<|im_start|>", "<|im_end|>"])
        assert row.completion_ids.count(end) == 1
        assert row.completion_ids[-1] == end
        assert row.prompt_ids.count(start) == 2  # the user's turn and the begin of the answer's


def test_rows_over_a_limit_are_left_out_whole_and_named() -> None:
    tokenizer, pairs = make_tokenizer(), make_pairs(make_cases())
    every = encode_pairs(tokenizer, pairs, **UNLIMITED)
    longest = max(len(row.prompt_ids) for row in every.rows)
    short = encode_pairs(tokenizer, pairs, max_prompt_tokens=longest - 1, max_completion_tokens=1000)
    too_long = {row.row_id for row in every.rows if len(row.prompt_ids) == longest}
    assert too_long
    assert set(short.too_long) == too_long
    assert set(short.row_ids) == set(every.row_ids) - too_long
    assert not encode_pairs(tokenizer, pairs, max_prompt_tokens=1000, max_completion_tokens=5).rows


def test_no_training_rows_is_an_error_that_says_what_to_look_at() -> None:
    with pytest.raises(TrainingError, match="no preference pairs in the train split"):
        require_training_rows(ChosenRows[EncodedPair]([], ()), "preference pairs")
    with pytest.raises(TrainingError, match=r"all 2 SFT examples .* max_prompt_tokens"):
        require_training_rows(ChosenRows[EncodedExample]([], ("a", "b")), "SFT examples")


def test_the_hash_sees_every_id_token_and_boundary() -> None:
    rows = [EncodedPair("a", [1, 2], [3], [4])]
    changed = [
        EncodedPair("b", [1, 2], [3], [4]),
        EncodedPair("a", [1], [2, 3], [4]),
        EncodedPair("a", [1, 2], [4], [3]),
        EncodedPair("a", [1, 2], [3, 4], []),
    ]
    hashes = {hash_token_ids(rows), *(hash_token_ids([row]) for row in changed)}
    assert len(hashes) == 5
