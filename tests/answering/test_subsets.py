from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.answering.subsets import (
    choose_rows,
    describe_choice,
    find_scarce_labels,
    rank_by_hash,
    select_rows,
)
from medpref_dagster.declaration import Split, TaskDeclaration
from medpref_dagster.schemas import CASES

TASK = TaskDeclaration.model_validate(
    {
        "title": "Task",
        "source": {"reader": "files", "columns": {"text": "text"}},
        "prompt": "{text}",
        "answer": {"kind": "label", "column": "x", "labels": {"Yes": "Yes.", "No": "No."}, "positive": "Yes"},
    }
)
LABELS = st.lists(st.tuples(st.sampled_from("aab"), st.sampled_from("uuuvw")), min_size=1, max_size=40).map(
    lambda rows: [(("first", one), ("second", other)) for one, other in rows]
)


def make_cases(count, split="test", positive=frozenset()):
    rows = [
        {
            "case_id": f"{split}{i}",
            "patient_id": f"p{i}",
            "split": split,
            "text": f"note {i}",
            "prompt": f"note {i}",
            "answer": "Yes.",
            "gold": [("label", "Yes" if i in positive else "No")],
            "source_fields": "{}",
        }
        for i in range(count)
    ]
    return pa.Table.from_pylist(rows, schema=CASES)


def declare(**split):
    return TASK.model_copy(update={"split": Split(**split)})


def test_a_limit_takes_the_same_cases_whatever_else_there_is():
    cases = pa.concat_tables([make_cases(30), make_cases(5, "dev")])
    ten = select_rows(cases, "test", 10)["case_id"].to_pylist()
    assert len(ten) == 10
    assert ten == [case for case in cases["case_id"].to_pylist() if case in ten]
    assert set(select_rows(cases, "test", 4)["case_id"].to_pylist()) < set(ten)
    assert set(select_rows(cases.take(pa.array(range(34, -1, -1))), "test", 10)["case_id"].to_pylist()) == set(ten)
    assert select_rows(cases, "test")["case_id"].to_pylist() == [f"test{i}" for i in range(30)]
    assert select_rows(cases, "dev", 100).num_rows == 5


def count_positive(table):
    return sum(dict(gold)["label"] == "Yes" for gold in table["gold"].to_pylist())


def choose_last_by_hash(count):
    return set(rank_by_hash([f"test{i}" for i in range(200)])[-count:])


def test_a_rare_label_is_among_the_chosen_rows():
    cases = make_cases(200, positive=choose_last_by_hash(3))
    assert count_positive(select_rows(cases, "test", 48)) == 0
    assert count_positive(select_rows(cases, "test", 48, TASK)) == 1
    assert count_positive(select_rows(cases, "test", 48, declare(min_per_label=2))) == 2
    assert count_positive(select_rows(cases, "test", 48, declare(min_per_label=10))) == 3


def test_a_choice_that_lacks_no_label_is_that_by_hash_alone():
    cases = make_cases(200, positive=range(0, 200, 3))
    assert select_rows(cases, "test", 48, TASK).equals(select_rows(cases, "test", 48))
    assert describe_choice(select_rows(cases, "test", 48, TASK), cases, "test", 48) == {}


def test_another_choice_than_that_by_hash_is_in_the_key_of_what_is_computed_on_it():
    cases = make_cases(200, positive=choose_last_by_hash(3))
    chosen = select_rows(cases, "test", 48, TASK)
    assert describe_choice(chosen, cases, "test", 48) == {"chosen": chosen["case_id"].to_pylist()}


def test_a_stratified_choice_has_the_labels_in_their_shares():
    cases = make_cases(200, positive=choose_last_by_hash(50))
    assert count_positive(select_rows(cases, "test", 48, declare(stratify=True))) == 12


@given(LABELS, st.integers(1, 40), st.integers(1, 3), st.booleans())
def test_no_label_is_lost_where_there_is_room(labels, limit, at_least, stratify):
    split = Split(stratify=stratify, min_per_label=at_least)
    ids = [str(i) for i in range(len(labels))]
    chosen = choose_rows(ids, limit, labels, split)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(limit, len(ids))
    there = Counter(part for row in labels for part in row)
    if limit >= sum(min(at_least, count) for count in there.values()):
        kept = Counter(part for place in chosen for part in labels[place])
        assert all(kept[part] >= min(at_least, count) for part, count in there.items())


@given(LABELS, st.integers(1, 39), st.integers(1, 3))
def test_a_larger_stratified_choice_keeps_the_rows_of_a_smaller_one(labels, limit, at_least):
    split = Split(stratify=True, min_per_label=at_least)
    ids = [str(i) for i in range(len(labels))]
    assert set(choose_rows(ids, limit, labels, split)) <= set(choose_rows(ids, limit + 1, labels, split))


@given(LABELS, st.integers(1, 40), st.randoms())
def test_the_order_of_the_rows_does_not_matter(labels, limit, random):
    ids = [str(i) for i in range(len(labels))]
    mixed = list(range(len(ids)))
    random.shuffle(mixed)
    split = Split(stratify=True)
    straight = {ids[place] for place in choose_rows(ids, limit, labels, split)}
    shuffled = choose_rows([ids[i] for i in mixed], limit, [labels[i] for i in mixed], split)
    assert {ids[mixed[place]] for place in shuffled} == straight


def test_scarce_labels_are_named():
    labels = [(("label", "No"),), (("label", "Yes"),), (("label", "No"),)]
    assert find_scarce_labels([0, 2, 1], 2, labels) == [("label", "Yes")]
    assert find_scarce_labels([0, 1, 2], 2, labels) == []


def test_free_texts_are_chosen_by_hash_alone():
    text = TASK.model_copy(
        update={
            "answer": TaskDeclaration.model_validate(
                {**TASK.model_dump(), "answer": {"kind": "text", "column": "x"}}
            ).answer
        }
    )
    cases = make_cases(200, positive=choose_last_by_hash(3))
    assert select_rows(cases, "test", 48, text).equals(select_rows(cases, "test", 48))
