"""Base, SFT and DPO on the test split: each answers every case, and the trained ones score the held-out pairs."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import torch

from medpref_dagster import schemas
from medpref_dagster.answering.predictions import predict, predict_by_likelihood
from medpref_dagster.answering.subsets import describe_choice, select_rows
from medpref_dagster.answering.test_set import note_test_use
from medpref_dagster.chat import encode_completion, encode_prompt
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.hashing import content_key, hash_file
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.progress import Progress, Report
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact, Store

OPTION_SCORES = "option_scores"
"""The companion of predictions by likelihood."""

_VERSION = 1
"""Raised when the same inputs would give other predictions."""


def answer_test_cases(
    task: TaskDeclaration,
    cases: Artifact,
    pairs: Artifact,
    reference_logps: Artifact,
    models: Mapping[str, Artifact | None],
    base: BaseModelFiles,
    store: Store,
    compute: Compute,
    report: Report,
    *,
    test_set: str,
) -> Artifact:
    """Let each model answer the test cases, and the DPO model score the test pairs.

    A model's answers are remembered by its weights, the cases and the declaration: a new DPO model does not make
    the base model answer again.

    Parameters
    ----------
    cases
        A table CASES; of its test split, at most `evaluation.max_test_rows` are answered.
    pairs
        A table PREFERENCE_PAIRS; those of the answered cases are scored.
    reference_logps
        A table PAIR_LOGPS of the same pairs under the reference, the SFT model.
    models
        Name (base, sft, dpo) to model; None is the base model itself.
    test_set
        The task's name: whenever a model answers, a use of this test set is noted (`held_out.note_test_use`).

    Returns
    -------
    Artifact
        Columns out: PREDICTIONS, one block a model. Companions `policy_logps` and `reference_logps`: PAIR_LOGPS
        of the test pairs under the DPO and the SFT model. Where answers are chosen by likelihood also
        `option_scores`: OPTION_SCORES, one block a model.
    """
    all_cases, most = store.read_table(cases), task.evaluation.max_test_rows
    test_cases = select_rows(all_cases, "test", most, task)
    is_answered = pc.field("case_id").isin(test_cases["case_id"].combine_chunks())
    test_pairs = store.read_table(pairs).filter(is_answered & (pc.field("split") == "test"))
    answered: list[pa.Table] = []
    option_scores: list[pa.Table] = []
    policy_logps = pa.Table.from_pylist([], schema=schemas.PAIR_LOGPS)
    for name, artifact in models.items():
        key = content_key(
            what="predictions",
            version=_VERSION,
            name=name,
            base=base.weights_sha256,
            model=artifact.address if artifact else None,
            cases=hash_file(store.table_path(cases)),
            pairs=hash_file(store.table_path(pairs)) if name == "dpo" else None,
            answer=task.answer.model_dump(mode="json"),
            evaluation=task.evaluation.answer_settings(),
            dtype=str(compute.dtype),
            device=compute.device.type,
            **describe_choice(test_cases, all_cases, "test", most),
        )
        done = store.recall(key)
        if done is None:
            note_test_use(store, test_set, base, artifact, name, test_cases.num_rows)
            done = _answer(name, artifact, task, test_cases, test_pairs, base, store, compute, report)
            store.remember(key, done)
        answered.append(store.read_table(done))
        if task.evaluation.answer_by != "generation":
            option_scores.append(store.read_table(done, OPTION_SCORES))
        if name == "dpo":
            policy_logps = store.read_table(done, "policy_logps")
    reference = store.read_table(reference_logps).filter(
        pc.field("pair_id").isin(test_pairs["pair_id"].combine_chunks())
    )
    companions = {"policy_logps": policy_logps, "reference_logps": reference.select(schemas.PAIR_LOGPS.names)}
    if option_scores:
        companions[OPTION_SCORES] = pa.concat_tables(option_scores)
    return store.write_table(pa.concat_tables(answered), schemas.PREDICTIONS, companions)


def _answer(
    name: str,
    artifact: Artifact | None,
    task: TaskDeclaration,
    test_cases: pa.Table,
    test_pairs: pa.Table,
    base: BaseModelFiles,
    store: Store,
    compute: Compute,
    report: Report,
) -> Artifact:
    """One model's answers as a table artifact; for the DPO model with its log-probabilities of the test pairs, and by
    likelihood with those of the options."""

    def report_as(what: str) -> Report:
        return lambda progress: report(
            Progress(f"{name} {what}", progress.done, progress.total, progress.unit, progress.seconds_left)
        )

    model, tokenizer = load_model(store, base, artifact, compute), load_tokenizer(base)
    companions: dict[str, pa.Table] = {}
    with torch.inference_mode():
        if task.evaluation.answer_by == "generation":
            predictions = predict(model, tokenizer, test_cases, task, name, compute, report_as("answers"))
        else:
            tell = report_as("answers")
            answered = predict_by_likelihood(model, tokenizer, test_cases, task, name, compute, tell)
            predictions, companions[OPTION_SCORES] = answered
        if name == "dpo":
            scores = score_completions(
                model,
                [
                    (encode_prompt(tokenizer, row["prompt"]), encode_completion(tokenizer, row["prompt"], row[side]))
                    for row in test_pairs.select(["prompt", "chosen", "rejected"]).to_pylist()
                    for side in ("chosen", "rejected")
                ],
                token_budget(compute, model.config, training=False),
                report_as("scores pairs"),
            )
            companions["policy_logps"] = pa.table(
                [test_pairs["pair_id"], test_pairs["split"], pa.array(scores[::2]), pa.array(scores[1::2])],
                schema=schemas.PAIR_LOGPS,
            )
    return store.write_table(predictions, schemas.PREDICTIONS, companions)
