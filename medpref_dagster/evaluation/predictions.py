"""A model's answers to cases."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
from pyarrow import compute as pc
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.chat import decode_completion, encode_prompt, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.evaluation.answers import answer_is_settled, parse_answer
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.progress import Report, silent
from medpref_dagster.schemas import PREDICTIONS


def select_rows(cases: pa.Table, split: str, limit: int | None = None) -> pa.Table:
    """The rows of a split, or at most `limit` of them.

    Parameters
    ----------
    cases
        Columns in: `case_id`, `split`, and any others.
    split
        One of `schemas.SPLITS`.
    limit
        Which rows are kept depends on their `case_id` alone (the smallest sha256 first): a larger limit keeps
        those of a smaller one, and new rows displace few.

    Returns
    -------
    pa.Table
        The same columns, in the order of `cases`.
    """
    rows = cases.filter(pc.field("split") == split)
    if limit is None or rows.num_rows <= limit:
        return rows
    ids = rows["case_id"].to_pylist()
    ranked = sorted(range(len(ids)), key=lambda index: (hashlib.sha256(ids[index].encode()).digest(), index))
    return rows.take(pa.array(sorted(ranked[:limit]), pa.int64()))


def predict(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    cases: pa.Table,
    task: TaskDeclaration,
    name: str,
    compute: Compute,
    report: Report = silent,
) -> pa.Table:
    """Let a model answer cases by greedy generation, and read its answers.

    A generation ends at a stop token, at the declared length limit, or as soon as its reading is settled: what is
    kept as `text` may be the beginning of a sentence.

    Parameters
    ----------
    model, tokenizer
        The model in eval mode, on the device of `compute`.
    cases
        Columns in: CASES. Every row is answered; `select_rows` chooses them.
    task
        Its `answer` and `evaluation.max_new_tokens` are used.
    name
        Which model answers: base, sft or dpo; the column `model`.

    Returns
    -------
    pa.Table
        Columns out: PREDICTIONS, in the order of `cases`.
    """

    def is_settled(ids: Sequence[int]) -> bool:
        return answer_is_settled(task.answer, decode_completion(tokenizer, ids))

    generated = generate_greedy(
        model,
        [encode_prompt(tokenizer, prompt) for prompt in cases["prompt"].to_pylist()],
        max_new_tokens=task.evaluation.max_new_tokens,
        stop_token_ids=stop_token_ids(tokenizer),
        token_budget=token_budget(compute, model.config, training=False),
        is_finished=is_settled,
        report=lambda progress: report(replace(progress, stage=f"predictions {name}")),
    )
    texts = [decode_completion(tokenizer, ids) for ids in generated]
    parsed = [parse_answer(task.answer, text) for text in texts]
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
            "generated_tokens": pa.array([len(ids) for ids in generated], pa.int32()),
        },
        schema=PREDICTIONS,
    )
