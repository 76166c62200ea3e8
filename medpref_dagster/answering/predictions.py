"""A model's answers to cases: what it writes, or what it holds most probable of what may be answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.answering.answers import answer_fields, list_answers
from medpref_dagster.answering.metrics import weigh_options
from medpref_dagster.answering.parsing import answer_is_settled, parse_answer, parse_cut_answer
from medpref_dagster.chat import decode_completion, encode_completions, encode_prompt, stop_token_ids
from medpref_dagster.declaration import LabelAnswer, OptionAnswer, TaskDeclaration
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.progress import Progress, Tell, silent
from medpref_dagster.schemas import OPTION_SCORES, PREDICTIONS


def predict(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    cases: pa.Table,
    task: TaskDeclaration,
    name: str,
    compute: Compute,
    tell: Tell = silent,
    *,
    to_the_end: bool = False,
) -> pa.Table:
    """Let a model answer cases, as `evaluation.answer_by` says.

    By generation: greedily, read by the strict parser. A generation ends at a stop token, as soon as its reading is
    settled (what is kept as `text` may be the beginning of a sentence), or at the declared length limit. Then it is
    `cut_off`, and unreadable unless it is a free text: more of it could have been read as something else.
    By likelihood: `choose_options` among `score_options`.

    Parameters
    ----------
    model, tokenizer
        The model in eval mode, on the device of `compute`.
    cases
        Columns in: CASES. Every row is answered; `select_rows` chooses them.
    task
        Its `answer`, `evaluation.answer_by` and `evaluation.max_new_tokens` are used.
    name
        Which model answers: base, sft or dpo; the column `model`.
    to_the_end
        Whether a generation goes on once its reading is settled: for a person, who wants the whole sentence. It begins
        with the same tokens, and is read as the same.

    Returns
    -------
    pa.Table
        Columns out: PREDICTIONS, in the order of `cases`.
    """

    if task.evaluation.answer_by != "generation":
        return predict_by_likelihood(model, tokenizer, cases, task, name, compute, tell)[0]

    def is_settled(ids: Sequence[int]) -> bool:
        return answer_is_settled(task.answer, decode_completion(tokenizer, ids))

    stops = stop_token_ids(tokenizer)
    generated = generate_greedy(
        model,
        [encode_prompt(tokenizer, prompt) for prompt in cases["prompt"].to_pylist()],
        max_new_tokens=task.evaluation.max_new_tokens,
        stop_token_ids=stops,
        token_budget=token_budget(compute, model.config, training=False),
        is_finished=None if to_the_end else is_settled,
        tell=lambda progress: tell(replace(progress, stage=f"predictions {name}")),
    )
    texts = [decode_completion(tokenizer, ids) for ids in generated]
    cut_off = [not stops.intersection(ids) and not is_settled(ids) for ids in generated]
    parsed = [
        parse_cut_answer(task.answer, text) if is_cut else parse_answer(task.answer, text)
        for text, is_cut in zip(texts, cut_off, strict=True)
    ]
    return tabulate_predictions(cases, name, texts, parsed, [len(ids) for ids in generated], cut_off)


def predict_by_likelihood(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    cases: pa.Table,
    task: TaskDeclaration,
    name: str,
    compute: Compute,
    tell: Tell = silent,
) -> tuple[pa.Table, pa.Table]:
    """PREDICTIONS by likelihood, and the OPTION_SCORES that they are chosen by. Parameters as `predict`."""
    scores = score_options(model, tokenizer, cases, task, name, compute, tell)
    return choose_options(cases, scores, task, name), scores


def score_options(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    cases: pa.Table,
    task: TaskDeclaration,
    name: str,
    compute: Compute,
    tell: Tell = silent,
) -> pa.Table:
    """How probable a model holds each answer that may be given to each case.

    What is scored is the answer as the model should write it (`list_answers`), in the tokens of the chat format that
    follow the prompt (`chat.encode_completions`): those that SFT and DPO train on, without the end-of-turn token. So
    an answer is scored as a beginning, as lm-evaluation-harness does. Prompt and answer are never tokenized across
    the point where they meet differently from how they are trained on.

    Parameters
    ----------
    cases
        Columns in: CASES; of them `case_id`, `prompt` and `source_fields` (the options' texts).
    model, tokenizer, task, name, compute
        As `predict`.

    Returns
    -------
    pa.Table
        Columns out: OPTION_SCORES, case by case, in declared order.

    Raises
    ------
    TypeError
        If the task's answer is neither an option nor a label; a declaration cannot say so.
    """
    answer = task.answer
    if not isinstance(answer, LabelAnswer | OptionAnswer):
        raise TypeError(f"an answer of kind {answer.kind} has no options to score")
    listed: list[tuple[str, str, str, list[int], list[int]]] = []  # case, option, text, prompt ids, answer ids
    for case in cases.select(["case_id", "prompt", "source_fields"]).to_pylist():
        answers = list_answers(answer, json.loads(case["source_fields"]) if case["source_fields"] else {})
        prompt, completions = encode_completions(tokenizer, case["prompt"], list(answers.values()))
        for (option, text), completion in zip(answers.items(), completions, strict=True):
            listed.append((case["case_id"], option, text.strip(), prompt, completion[:-1]))

    def tell_cases(progress: Progress) -> None:
        tell(replace(progress, stage=f"predictions {name}", unit="options"))

    scores = score_completions(
        model,
        [(prompt, completion) for *_, prompt, completion in listed],
        token_budget(compute, model.config, training=False),
        tell_cases,
    )
    return pa.table(
        {
            "case_id": pa.array([case for case, *_ in listed], pa.string()),
            "model": pa.array([name] * len(listed), pa.string()),
            "option": pa.array([option for _, option, *_ in listed], pa.string()),
            "log_prob": pa.array(scores, pa.float64()),
            "tokens": pa.array([len(completion) for *_, completion in listed], pa.int32()),
            "characters": pa.array([len(text) for _, _, text, *_ in listed], pa.int32()),
        },
        schema=OPTION_SCORES,
    )


def choose_options(cases: pa.Table, scores: pa.Table, task: TaskDeclaration, name: str) -> pa.Table:
    """The most probable answer to each case; the first declared one among equals.

    By `likelihood` the greatest log-probability is chosen (the `acc` of lm-evaluation-harness), by
    `likelihood_per_character` the greatest log-probability divided by the answer's length in characters (its
    `acc_norm`): without that, long answers are at a disadvantage.

    Parameters
    ----------
    cases
        Columns in: CASES.
    scores
        Columns in: OPTION_SCORES, from `score_options` of the same cases.

    Returns
    -------
    pa.Table
        Columns out: PREDICTIONS, in the order of `cases`. `text` is the answer as it would be written, `parsed` what
        it means, and nothing is unreadable.
    """
    answer = task.answer
    if not isinstance(answer, LabelAnswer | OptionAnswer):
        raise TypeError(f"an answer of kind {answer.kind} has no options to choose among")
    [field] = answer_fields(answer)
    # max takes the first among equals, as numpy's argmax does.
    chosen = {
        case: max(weights, key=weights.__getitem__)
        for case, weights in weigh_options(scores, task.evaluation.answer_by).items()
    }
    texts: list[str] = []
    parsed: list[Mapping[str, str] | None] = []
    for case in cases.select(["case_id", "source_fields"]).to_pylist():
        option = chosen[case["case_id"]]
        answers = list_answers(answer, json.loads(case["source_fields"]) if case["source_fields"] else {})
        texts.append(answers[option].strip())
        parsed.append({field: option})
    return tabulate_predictions(cases, name, texts, parsed, [0] * cases.num_rows, [False] * cases.num_rows)


def tabulate_predictions(
    cases: pa.Table,
    name: str,
    texts: Sequence[str],
    parsed: Sequence[Mapping[str, str] | None],
    generated_tokens: Sequence[int],
    cut_off: Sequence[bool],
) -> pa.Table:
    """Answers to cases (columns in: CASES), one each, as PREDICTIONS."""
    return pa.table(
        {
            "case_id": cases["case_id"],
            "patient_id": cases["patient_id"],
            "model": pa.array([name] * cases.num_rows, pa.string()),
            "text": pa.array(texts, pa.string()),
            "parsed": pa.array(
                [None if parts is None else list(parts.items()) for parts in parsed], PREDICTIONS.field("parsed").type
            ),
            "gold": cases["gold"],
            "generated_tokens": pa.array(generated_tokens, pa.int32()),
            "cut_off": pa.array(cut_off, pa.bool_()),
        },
        schema=PREDICTIONS,
    )
