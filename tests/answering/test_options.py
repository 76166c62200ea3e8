"""Answers that are chosen by likelihood: equal to a plain pass over each answer alone, and to lm-evaluation-harness."""

import json

import pyarrow as pa
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster import schemas
from medpref_dagster.answering.answers import list_answers, render_answer
from medpref_dagster.answering.comparison import OPTION_SCORES, answer_test_cases
from medpref_dagster.answering.predictions import choose_options, predict, score_options
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.hashing import content_key
from medpref_dagster.progress import Progress
from medpref_dagster.training.grid import describe_dev
from tests.tiny_models import CONFIGS, make_model, make_tokenizer
from tests.training.tiny_task import make_declaration, open_tiny_task

CPU = Compute(torch.device("cpu"), torch.float32, 2**30, 1)
LETTERS = "ABCDE"
OPTION = {"kind": "option", "column": "gold", "options": {letter: f"option_{letter}" for letter in LETTERS}}
NEAR = 1e-4
"""Nats: what two float32 passes over the same tokens may differ by."""


def make_task(answer_by="likelihood", **answer):
    return TaskDeclaration.model_validate(
        {
            "title": "Questions",
            "source": {"reader": "files", "columns": {"text": "text"}},
            "prompt": "{text}",
            "answer": {**OPTION, **answer},
            "evaluation": {"answer_by": answer_by, "metrics": ["accuracy"]},
        }
    )


def make_cases(questions):
    """Cases of (question, texts of the options, one of them empty or not)."""
    rows = [
        {
            "case_id": f"case{number}",
            "patient_id": f"patient{number}",
            "split": "test",
            "text": question,
            "prompt": f"Choose the best answer.\n\n{question}",
            "answer": "A",
            "gold": [("option", LETTERS[number % 2])],
            "source_fields": json.dumps(dict(zip(OPTION["options"].values(), texts, strict=False))),
        }
        for number, (question, texts) in enumerate(questions)
    ]
    return pa.Table.from_pylist(rows, schema=schemas.CASES)


def make_lively_model(architecture="llama", seed=0):
    """A random model whose answers depend on the prompt: a fresh one only repeats its last token."""
    model = make_model(architecture, seed)
    with torch.no_grad():
        for weight in model.model.layers.parameters():
            weight.mul_(20)
    return model


def score_one_alone(model, tokenizer, prompt, text):
    """The answer's tokens behind the prompt in a pass over that one row, every logit computed."""
    chat = tokenizer.apply_chat_template(
        [{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True
    )
    before, whole = tokenizer(chat)["input_ids"], tokenizer(chat + text)["input_ids"]
    with torch.no_grad():
        log_distribution = model(torch.tensor([whole])).logits[0].double().log_softmax(dim=-1)
    return sum(float(log_distribution[place - 1, whole[place]]) for place in range(len(before), len(whole)))


QUESTIONS = [
    ("Which vitamin is lacking in scurvy?", ["Vitamin C", "Vitamin D", "Vitamin B12", "Iron"]),
    ("Which organ makes insulin?", ["Pancreas", "Pancreas, and in the fetus the liver as well", "P"]),
    ("Which?", ["a", "a", "a", "a", "b"]),
    ("Which vitamin is lacking in rickets?", ["Vitamin C", "Vitamin D", "", "Iron", "None of them"]),
]


@pytest.mark.parametrize("template", ["{option}", "{option}. {text}", "The answer is {option}."])
@pytest.mark.parametrize("answer_by", ["likelihood", "likelihood_per_character"])
@pytest.mark.parametrize("architecture", sorted(CONFIGS))
def test_the_choice_is_that_of_a_plain_pass_over_each_answer_alone(architecture, answer_by, template):
    task, tokenizer, model = make_task(answer_by, template=template), make_tokenizer(), make_lively_model(architecture)
    assert_chosen_as_alone(model, tokenizer, make_cases(QUESTIONS), task)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.lists(st.text(max_size=12), min_size=2, max_size=5)), max_size=4),
    st.sampled_from(["likelihood", "likelihood_per_character"]),
)
def test_whatever_the_texts_are_the_choice_is_that_of_a_plain_pass(questions, answer_by):
    texts = [(question, ["x", *(text.replace("<", "") for text in texts[1:])]) for question, texts in questions]
    texts = [(question.replace("<", ""), options) for question, options in texts]
    task = make_task(answer_by, template="{option}. {text}")
    assert_chosen_as_alone(make_lively_model(), make_tokenizer(), make_cases(texts), task)


def assert_chosen_as_alone(model, tokenizer, cases, task):
    scores = score_options(model, tokenizer, cases, task, "base", CPU)
    assert scores.schema == schemas.OPTION_SCORES
    predictions = predict(model, tokenizer, cases, task, "base", CPU)
    assert predictions.schema == schemas.PREDICTIONS
    assert predictions["case_id"].to_pylist() == cases["case_id"].to_pylist()
    for case, row in zip(cases.to_pylist(), predictions.to_pylist(), strict=True):
        texts = {key: text.strip() for key, text in list_answers(task.answer, read_fields(case)).items()}
        alone = {key: score_one_alone(model, tokenizer, case["prompt"], text) for key, text in texts.items()}
        ours = {s["option"]: s for s in scores.to_pylist() if s["case_id"] == case["case_id"]}
        assert list(ours) == list(texts)
        assert {key: score["log_prob"] for key, score in ours.items()} == pytest.approx(alone, abs=NEAR)
        assert {key: score["characters"] for key, score in ours.items()} == {k: len(t) for k, t in texts.items()}
        per_character = task.evaluation.answer_by == "likelihood_per_character"
        worth = {key: value / (len(texts[key]) if per_character else 1) for key, value in alone.items()}
        [(_, chosen)] = row["parsed"]
        assert worth[chosen] >= max(worth.values()) - NEAR
        assert (row["text"], row["generated_tokens"]) == (texts[chosen], 0)


def read_fields(case):
    return json.loads(case["source_fields"])


def test_among_equally_probable_answers_the_first_is_chosen():
    model = make_model()
    with torch.no_grad():
        model.get_output_embeddings().weight.zero_()  # every token is as probable as every other
    for answer_by in ("likelihood", "likelihood_per_character"):
        task = make_task(answer_by, template="{option}")
        chosen = predict(model, make_tokenizer(), make_cases(QUESTIONS), task, "sft", CPU)
        assert chosen["parsed"].to_pylist() == [[("option", "A")]] * len(QUESTIONS)
    scores = pa.Table.from_pylist(
        [make_score("case0", letter, value) for letter, value in zip("ABCD", [-2.0, -1.0, -1.0, -3.0], strict=True)],
        schema=schemas.OPTION_SCORES,
    )
    task = make_task()
    assert choose_options(make_cases(QUESTIONS[:1]), scores, task, "dpo")["parsed"].to_pylist() == [[("option", "B")]]


def make_score(case, option, log_prob, characters=1):
    return {
        "case_id": case,
        "model": "base",
        "option": option,
        "log_prob": log_prob,
        "tokens": 1,
        "characters": characters,
    }


def test_per_character_a_long_answer_is_at_no_disadvantage():
    scores = pa.Table.from_pylist(
        [make_score("case0", "A", -4.0, 2), make_score("case0", "B", -9.0, 10)], schema=schemas.OPTION_SCORES
    )
    cases = make_cases(QUESTIONS[:1])
    chosen = {
        answer_by: choose_options(cases, scores, make_task(answer_by), "base")["parsed"].to_pylist()
        for answer_by in ("likelihood", "likelihood_per_character")
    }
    assert chosen == {"likelihood": [[("option", "A")]], "likelihood_per_character": [[("option", "B")]]}


def test_a_letter_without_a_text_is_no_option():
    task = make_task(template="{option}. {text}")
    fields = {"option_A": "Iron", "option_B": " ", "option_C": None, "option_E": "Zinc"}
    assert list_answers(task.answer, fields) == {"A": "A. Iron", "E": "E. Zinc"}
    assert list_answers(task.answer, {**fields, "option_B": 4.0})["B"] == "B. 4"


def test_labels_are_chosen_by_their_sentences():
    answer = {
        "column": "x",
        "labels": {"Yes": "Yes, an infection.", "No": {"answer": "No infection.", "values": ["0"]}},
    }
    task = TaskDeclaration.model_validate({**make_task().model_dump(), "answer": {"kind": "label", **answer}})
    cases, tokenizer, model = make_cases(QUESTIONS), make_tokenizer(), make_lively_model()
    reports = []
    chosen = predict(model, tokenizer, cases, task, "sft", CPU, reports.append)
    for case, row in zip(cases.to_pylist(), chosen.to_pylist(), strict=True):
        alone = {
            label: score_one_alone(model, tokenizer, case["prompt"], text)
            for label, text in task.answer.sentences().items()
        }
        [(field, label)] = row["parsed"]
        assert (field, label) == ("label", max(alone, key=alone.__getitem__))
        assert row["text"] == render_answer(task.answer, {"label": label}, {})
    assert reports[-1] == Progress("predictions sft", 8, 8, "options")


def test_no_cases_give_an_empty_table():
    chosen = predict(make_model(), make_tokenizer(), make_cases([]), make_task(), "base", CPU)
    assert (chosen.schema, chosen.num_rows) == (schemas.PREDICTIONS, 0)


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "text", "column": "x"},
        {
            "kind": "labels",
            "fields": {"a": {"column": "x", "labels": {"u": [], "v": []}}},
            "template": "{a}",
        },
    ],
)
def test_likelihood_without_answers_to_choose_among_is_refused_at_load(answer):
    with pytest.raises(ValidationError, match=rf"answer_by: likelihood needs .* kind {answer['kind']}: use generation"):
        TaskDeclaration.model_validate({**make_task().model_dump(), "answer": answer})


def test_by_generation_no_hash_knows_of_the_choice_and_by_likelihood_every_one_does():
    """Older declarations keep the results that were remembered under their hashes."""
    ways = ("generation", "likelihood", "likelihood_per_character")
    tasks = [make_task(way) for way in ways]
    assert ["answer_by" in task.model_dump(mode="json")["evaluation"] for task in tasks] == [False, True, True]
    cases, tokenizer = make_cases(QUESTIONS), make_tokenizer()
    described = [describe_dev(task, tokenizer, cases) for task in tasks]
    assert ["answer_by" in item for item in described] == [False, True, True]
    assert len({content_key(dev=item) for item in described}) == 3


def test_beside_predictions_by_likelihood_lies_what_every_option_had(tmp_path):
    tiny = open_tiny_task(tmp_path / "store", tmp_path / "base")
    kept = {}
    for answer_by in ("generation", "likelihood"):
        task = make_declaration(evaluation={"answer_by": answer_by, "max_new_tokens": 3})
        reference = tiny.store.write_table(schemas.PAIR_LOGPS.empty_table(), schemas.PAIR_LOGPS)
        kept[answer_by] = answer_test_cases(
            task,
            tiny.cases,
            tiny.pairs,
            reference,
            {"base": None, "sft": None},
            tiny.workbench,
            test_set="tiny",
        )
    assert not (kept["generation"].path / f"{OPTION_SCORES}.parquet").exists()
    scores = tiny.store.read_table(kept["likelihood"], OPTION_SCORES)
    assert scores.schema.equals(schemas.OPTION_SCORES)
    three = ["c20", "c21", "c22"]
    assert [(row["model"], row["case_id"], row["option"]) for row in scores.to_pylist()] == [
        (model, case, label) for model in ("base", "sft") for case in three for label in ("Yes", "No")
    ]
    predictions = tiny.store.read_table(kept["likelihood"])
    assert predictions["case_id"].to_pylist() == [*three, *three]
    assert set(predictions["text"].to_pylist()) <= set(task.answer.sentences().values())


@pytest.fixture(scope="module")
def harness():
    pytest.importorskip("lm_eval", reason="lm-evaluation-harness is not installed; the extra dev brings it")
    from benchmarks import harness

    return harness


@pytest.mark.parametrize("template", ["{option}", "{option}. {text}"])
def test_case_by_case_the_choice_is_that_of_lm_evaluation_harness(harness, template):
    tokenizer, model = make_tokenizer(), make_lively_model()
    # Unequal lengths, common beginnings, and every fourth question has no text for A.
    words = [("a cold", "fever", "an itch", "pain"), ("no", "yes", "both", "neither")] * 12
    questions = [
        (f"Question {n} of {'many ' * (n % 5)}?", [word * (n % 4 + i) for i, word in enumerate(four)])
        for n, four in enumerate(words, 1)
    ]
    cases = make_cases(questions)
    tasks = {rule: make_task(by, template=template) for rule, by in RULES.items()}
    asked = []
    for case in cases.to_pylist():
        answers = list_answers(tasks["acc"].answer, read_fields(case))
        gold = list(answers).index(dict(case["gold"])["option"])
        asked.append(harness.Question(case["prompt"], [text.strip() for text in answers.values()], gold))
    judged, overall = harness.judge_questions(harness.make_chat_model(model, tokenizer, batch=7), asked)
    scores = score_options(model, tokenizer, cases, tasks["acc"], "base", CPU)
    theirs = [log_prob for judgement in judged for log_prob in judgement.log_probs]
    assert scores["log_prob"].to_pylist() == pytest.approx(theirs, abs=NEAR)
    for rule, task in tasks.items():
        chosen = choose_options(cases, scores, task, "base").to_pylist()
        ours = [row["parsed"] == row["gold"] for row in chosen]
        assert ours == [item.right if rule == "acc" else item.right_per_character for item in judged]
        assert sum(ours) / len(ours) == pytest.approx(overall[rule])
        assert 0 < sum(ours) < len(ours)


RULES = {"acc": "likelihood", "acc_norm": "likelihood_per_character"}
"""The harness's metric and our name for its rule."""
