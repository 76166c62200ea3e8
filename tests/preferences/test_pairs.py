import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.chat import encode_completion, encode_prompt
from medpref_dagster.declaration import Rejected
from medpref_dagster.preferences import pairs as module
from medpref_dagster.preferences.pairs import (
    EMPTY_CHOSEN,
    EMPTY_REJECTED,
    LONG_CHOSEN,
    LONG_PROMPT,
    LONG_REJECTED,
    PAIR_SPLITS,
    REPEATED,
    SAME_ANSWER,
    TIE,
    build_preference_pairs,
    describe_provenance,
    find_pair_problems,
    find_pair_warnings,
    name_pair,
)
from medpref_dagster.preferences.rejected import NO_ERROR_FOUND, OTHER_REJECTED
from medpref_dagster.schemas import PREFERENCE_PAIRS, QUARANTINE, SPLITS
from tests.preferences.tasks import FIELDS, make_case, make_cases, make_table, make_task
from tests.tiny_models import make_tokenizer

TOKENIZER = make_tokenizer()


def build(cases, task=None, sample=None):
    return build_preference_pairs(make_table(cases), task or make_task(), TOKENIZER, sample)


def build_from_column(texts, **limits):
    """One train case a text, which its source's column brings as the rejected answer."""
    cases = [make_case(str(n), "text", fields={**FIELDS, "worse": text}) for n, text in enumerate(texts)]
    task = make_task("text", "column", column="worse").model_copy(update=limits)
    return build(cases, task)


def test_every_pair_prefers_the_gold_answer_and_says_where_each_side_comes_from():
    result = build(make_cases(2))
    assert result.pairs.schema == PREFERENCE_PAIRS
    assert result.quarantine.schema == QUARANTINE
    assert result.pairs["split"].to_pylist() == [split for split in PAIR_SPLITS for _ in range(2)]
    (row, *_) = result.pairs.to_pylist()
    assert row["chosen"] == "Yes, it describes a UTI."
    assert row["rejected"] == "No, it does not describe a UTI."
    assert (row["chosen_source"], row["rejected_source"]) == ("gold", "other_label:No")
    assert row["pair_id"] == name_pair(row["case_id"], row["chosen"], row["rejected"])
    assert row["patient_id"] == f"patient {row['case_id']}"


def test_token_counts_are_those_of_the_models_own_chat_template():
    for row in build(make_cases(1)).pairs.to_pylist():
        assert row["prompt_tokens"] == len(encode_prompt(TOKENIZER, row["prompt"]))
        for side in ("chosen", "rejected"):
            assert row[f"{side}_tokens"] == len(encode_completion(TOKENIZER, row["prompt"], row[side]))


@settings(max_examples=25, deadline=None)
@given(st.permutations(make_cases(3)), st.integers(1, 4))
def test_pairs_depend_on_the_cases_and_not_on_their_order(cases, limit):
    task = make_task(pairs=limit)
    result, again = build(cases, task), build(make_cases(3), task)
    assert result.pairs.equals(again.pairs)
    assert result.quarantine.equals(again.quarantine)
    assert result.summary == again.summary


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from(SPLITS)), unique_by=lambda pair: pair[0]))
def test_no_case_is_in_the_pairs_of_two_splits(drawn):
    cases = [make_case(case_id, split=split) for case_id, split in drawn]
    rows = build(cases).pairs.to_pylist()
    expected = {case_id: split for case_id, split in drawn if split != "dev"}
    assert {row["case_id"]: row["split"] for row in rows} == expected
    assert len({row["pair_id"] for row in rows}) == len(rows) == len(expected)


def test_test_pairs_are_those_of_the_cases_that_the_models_answer_and_eval_pairs_are_limited():
    declared = make_task()
    task = declared.model_copy(
        update={
            "evaluation": declared.evaluation.model_copy(update={"max_test_rows": 4}),
            "dpo": declared.dpo.model_copy(update={"max_eval_rows": 3}),
        }
    )
    cases = make_cases(12)
    pairs = build(cases, task).pairs.to_pylist()
    answered = select_rows(make_table(cases), "test", 4)["case_id"].to_pylist()
    assert {row["case_id"] for row in pairs if row["split"] == "test"} == set(answered)
    assert sum(row["split"] == "eval" for row in pairs) == 3


def test_a_limit_keeps_a_stable_choice_of_train_cases_and_every_case_of_the_other_splits():
    cases = make_cases(30)
    few, more = (build(cases, make_task(pairs=number)) for number in (5, 10))
    assert few.summary["splits"] == {"train": 5, "eval": 30, "test": 30}
    ids = [[row["case_id"] for row in result.pairs.to_pylist() if row["split"] == "train"] for result in (few, more)]
    assert ids[0] == ids[1][:5]
    one_left_out = [case for case in cases if case.case_id != ids[0][0]]
    left = [row["case_id"] for row in build(one_left_out, make_task(pairs=5)).pairs.to_pylist()[:5]]
    assert left == ids[1][1:6]


@pytest.mark.parametrize(
    ("rejected", "reason"),
    [
        (make_case(kind="text").answer, TIE),
        (f"  {make_case(kind='text').answer}\n", TIE),
        ("x" * 300, LONG_REJECTED),
    ],
)
def test_a_pair_that_teaches_nothing_is_quarantined_with_its_reason(rejected, reason):
    result = build_from_column([rejected, "Worse."])
    (row,) = result.quarantine.to_pylist()
    assert (row["row_id"], row["reason"]) == ("0", reason)
    assert json.loads(row["record"])["rejected"].strip() == rejected.strip()
    assert result.summary["dropped"] == {reason: 1}
    assert result.summary["pairs"] == 1


def test_a_rejected_answer_of_as_many_tokens_as_allowed_is_kept_whole():
    kept = build_from_column(["x" * 99], max_completion_tokens=100)
    assert kept.pairs["rejected_tokens"].to_pylist() == [100]
    dropped = build_from_column(["x" * 100], max_completion_tokens=100)
    assert dropped.quarantine["detail"].to_pylist() == ["101 tokens, at most 100"]


def test_long_prompts_and_long_gold_answers_are_dropped_not_cut():
    assert build_from_column(["Worse."], max_prompt_tokens=10).summary["dropped"] == {LONG_PROMPT: 1}
    assert build_from_column(["Worse."], max_completion_tokens=20).summary["dropped"] == {LONG_CHOSEN: 1}


def test_empty_answers_never_make_a_pair():
    case = make_case(answer=" ")
    assert build([case]).summary["dropped"] == {EMPTY_CHOSEN: 1}

    def sample_blank(prompts, *, model, temperature, seed):
        return ["\u200b"] * len(prompts)

    # A template that trims more than Python's strip leaves nothing of a text that looked like one.
    trimming = make_tokenizer()
    trimming.chat_template = trimming.chat_template.replace(
        "message['content']", "message['content'] | replace('\u200b', '')"
    )
    task = make_task(strategy="model_errors", temperatures=[1], keep_unreadable=True)
    result = build_preference_pairs(make_table([make_case()]), task, trimming, sample_blank)
    assert result.summary["dropped"] == {EMPTY_REJECTED: 1}


def test_a_rejected_answer_that_gives_the_gold_label_in_other_words_is_quarantined():
    cases = [
        make_case(str(n), fields={"worse": text}) for n, text in enumerate(["Yes, surely.", "No.", "Hard to say."])
    ]
    result = build(cases, make_task(strategy="column", column="worse"))
    assert sorted(result.pairs["rejected"].to_pylist()) == ["Hard to say.", "No."]
    assert result.summary["dropped"] == {SAME_ANSWER: 1}


def test_ties_are_counted_as_a_share_of_what_was_compared():
    gold = make_case(kind="text").answer
    result = build_from_column([gold, "Worse.", gold + " ", "Worst."])
    assert result.summary["tie_share"] == 0.5


def test_the_same_pair_is_kept_once(monkeypatch):
    strategy = module.load_strategy("other_label")
    propose = strategy.propose
    monkeypatch.setattr(strategy, "propose", lambda *arguments: [item for item in propose(*arguments) for _ in "ab"])
    assert build([make_case()]).summary["dropped"] == {REPEATED: 1}


def test_cases_that_a_model_answers_rightly_are_counted_apart():
    def sample(prompts, *, model, temperature, seed):
        return ["Yes." if "train" in prompt and int(prompt.rstrip(".")[-1]) % 2 else "No." for prompt in prompts]

    task = make_task(strategy="model_errors")
    result = build(make_cases(4), task, sample)
    assert result.summary["dropped"] == {NO_ERROR_FOUND: 2}
    assert result.summary["dropped_share"] == 0
    assert find_pair_problems(result, task) == []


def test_no_model_answers_more_train_cases_than_the_limit_needs():
    asked = []

    def sample(prompts, *, model, temperature, seed):
        asked.extend(prompts)
        return ["No."] * len(prompts)

    cases = [make_case(str(number)) for number in range(1000)]
    build(cases, make_task(strategy="model_errors", pairs=10, temperatures=[1]), sample)
    assert len(asked) < 300


def test_the_summary_describes_lengths_and_diversity():
    summary = build_from_column(["Seen for pain.", "Seen for pain.", "Given aspirin now today."]).summary
    assert summary["tokens"]["rejected"] == {"0.05": 15, "0.5": 15, "0.95": 25, "1": 25}
    assert summary["distinct_rejected"] == pytest.approx(2 / 3)
    assert summary["distinct_bigrams"] == pytest.approx(5 / 7)
    assert summary["length_rule"] == 1
    assert summary["provenance"] == {"column:worse": 3}
    assert summary["chosen_provenance"] == {"gold": 3}
    json.dumps(summary, allow_nan=False)


def test_no_cases_give_empty_tables_and_a_problem_that_says_so():
    result = build([])
    assert result.pairs.schema == PREFERENCE_PAIRS
    assert find_pair_problems(result, make_task()) == ["No preference pair is left; dropped: nothing."]
    assert find_pair_warnings(result, make_task()) == []
    json.dumps(result.summary, allow_nan=False)


def test_a_split_without_pairs_is_a_problem_that_names_it():
    cases = [case for case in make_cases(2) if case.split != "eval"]
    (problem,) = find_pair_problems(build(cases), make_task())
    assert problem.startswith("The eval split has no preference pair")


def test_too_many_dropped_pairs_are_a_problem_with_their_reasons():
    task = make_task("text", "column", column="worse")
    cases = [
        dataclasses.replace(case, fields={"worse": None if case.case_id.endswith("0") else "Worse."})
        for case in make_cases(3, "text")
    ]
    (problem,) = find_pair_problems(build(cases, task), task)
    assert problem == (
        "33.3% of the pairs were dropped, over rejected.max_dropped_share 5.0%: no rejected answer in the column (3)."
    )


def test_a_limit_of_one_kind_of_loss_disarms_no_other():
    gold = make_case(kind="text").answer
    result = build_from_column([None] * 5 + [gold] * 2 + ["Worse."] * 3)
    task = make_task("text", "column", column="worse")

    def problems(**declared):
        changed = Rejected.model_validate(task.rejected.model_dump() | declared)
        found = find_pair_problems(result, task.model_copy(update={"rejected": changed}))
        return [problem for problem in found if "dropped" in problem and "split has" not in problem]

    assert problems() == [
        "70.0% of the pairs were dropped, over rejected.max_dropped_share 5.0%: "
        "chosen and rejected are the same tokens (2), no rejected answer in the column (5)."
    ]
    assert problems(loss_limits={"no_rejected": 0.9}) == [
        "20.0% of the pairs were dropped, over rejected.max_dropped_share 5.0%: "
        "chosen and rejected are the same tokens (2)."
    ]
    assert problems(loss_limits={"no_rejected": 0.4}, max_dropped_share=0.5) == [
        "50.0% of the pairs were dropped, over rejected.loss_limits.no_rejected 40.0%: "
        "no rejected answer in the column (5)."
    ]
    assert problems(loss_limits={"no_rejected": 0.5, "same": 0.2}) == []


def test_the_limit_of_the_sources_rows_is_none_of_the_pairs():
    task = make_task("text", "column", column="worse")
    loose = task.model_copy(update={"source": task.source.model_copy(update={"max_quarantined_share": 1})})
    result = build_from_column([None, "Worse."])
    assert any("over rejected.max_dropped_share" in problem for problem in find_pair_problems(result, loose))


def test_a_case_with_several_rejected_answers_gives_a_pair_for_each():
    others = [{"row_id": "b", "worse": "Go home."}, {"row_id": "c", "worse": "Rest."}]
    case = make_case("a", "text", fields={**FIELDS, "worse": "Wait.", OTHER_REJECTED: others})
    result = build([case], make_task("text", "column", column="worse"))
    assert result.pairs["rejected"].to_pylist() == ["Wait.", "Go home.", "Rest."]
    assert (result.summary["pairs"], result.summary["cases"]) == (3, 1)


def test_pairs_that_length_alone_would_rank_are_a_warning():
    assert any("length alone would rank 100%" in text for text in find_pair_warnings(build(make_cases(3)), make_task()))


def test_a_mixture_of_which_one_strategy_made_everything_is_a_warning():
    parts = [{"strategy": "model_errors", "share": 0.5}, {"strategy": "other_label", "share": 0.5}]
    task = make_task(strategy="mixture", parts=parts)

    def answer_rightly(prompts, *, model, temperature, seed):
        return ["Yes."] * len(prompts)

    warnings = find_pair_warnings(build(make_cases(3), task, answer_rightly), task)
    assert "A mixture is declared, yet every rejected answer comes from other_label." in warnings


def test_fewer_pairs_than_declared_are_a_warning():
    task = make_task(pairs=4)
    assert "3 train pairs of at most 4 could be made." in find_pair_warnings(build(make_cases(3), task), task)
    assert not any("could be made" in text for text in find_pair_warnings(build(make_cases(4), task), task))


@given(st.text(), st.text(), st.text())
def test_a_pair_is_named_by_its_case_and_both_sides_in_their_order(case_id, chosen, rejected):
    name = name_pair(case_id, chosen, rejected)
    assert name == name_pair(case_id, chosen, rejected)
    assert name != name_pair(case_id, chosen + "x", rejected)
    assert name != name_pair(case_id + chosen, "x", rejected)
    assert chosen == rejected or name != name_pair(case_id, rejected, chosen)


def test_pair_names_never_change_between_versions():
    assert name_pair("a", "Yes.", "No.") == "9abbb556fbe0d7c5528e1a1a9e6426e7"


def test_provenance_is_told_without_what_differs_from_pair_to_pair():
    assert describe_provenance("model_errors:sft@temperature 0.7") == "model_errors:sft"
    assert describe_provenance("corruption:omission@sentence 12+drug@sentence 1") == "corruption:omission+drug"
    assert describe_provenance("other_label:urgency=today") == "other_label"


def test_a_rare_label_is_among_the_pairs_where_few_are_made():
    cases = [make_case(f"train-{i}") for i in range(60)]
    rare = {"gold": {"label": "No"}, "answer": "No, it does not describe a UTI."}
    plain = build_preference_pairs(make_table(cases), make_task(pairs=5), make_tokenizer())
    last = next(case for case in cases if case.case_id not in plain.pairs["case_id"].to_pylist())
    mixed = [make_case(case.case_id, **rare) if case is last else case for case in cases]
    built = build_preference_pairs(make_table(mixed), make_task(pairs=5), make_tokenizer())
    assert last.case_id in built.pairs["case_id"].to_pylist()
    assert built.pairs.num_rows == 5
