"""The models on the test split: each answers every case, and the DPO model scores the held-out pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster import schemas
from medpref_dagster.answering.parsing import read_by
from medpref_dagster.answering.predictions import predict, predict_by_likelihood
from medpref_dagster.answering.subsets import describe_choice, select_rows
from medpref_dagster.answering.test_set import note_test_use
from medpref_dagster.chat import encode_completion, encode_prompt
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import token_budget
from medpref_dagster.hashing import content_key, hash_file
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.progress import Tell
from medpref_dagster.stages import DPO
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.versions import VERSIONS, raised
from medpref_dagster.workbench import Workbench

OPTION_SCORES = "option_scores"
"""The companion of predictions by likelihood."""
POLICY_LOGPS = "policy_logps"
REFERENCE_LOGPS = "reference_logps"
"""The companions with the log-probabilities of the test pairs."""
_ONE = "model"
"""What the only model of a table is called."""


@dataclass(frozen=True)
class TestSet:
    """What every model of a task answers."""

    __test__ = False

    task: TaskDeclaration
    cases: pa.Table
    """CASES that are answered."""
    pairs: pa.Table
    """PREFERENCE_PAIRS of these cases, which the DPO model scores."""


def answer_test_cases(
    task: TaskDeclaration,
    cases: Artifact,
    pairs: Artifact,
    reference_logps: Artifact,
    models: Mapping[str, Artifact | None],
    workbench: Workbench,
    *,
    test_set: str,
    answered: Sequence[Artifact] = (),
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
        Name (one of `stages`) to model; None is the base model itself.
    test_set
        The task's name: whenever a model answers, a use of this test set is noted (`test_set.note_test_use`).
    answered
        Tables PREDICTIONS (with OPTION_SCORES beside them) of what answered without a language model: further blocks.

    Returns
    -------
    Artifact
        Columns out: PREDICTIONS, one block a model. Companions `policy_logps` and `reference_logps`: PAIR_LOGPS
        of the test pairs under the DPO and the SFT model. Where answers are chosen by likelihood also
        `option_scores`: OPTION_SCORES, one block a model.
    """
    store = workbench.store
    asked = _read_test_set(task, cases, pairs, workbench)
    parts: list[Artifact] = []
    policy_logps = pa.Table.from_pylist([], schema=schemas.PAIR_LOGPS)
    for name, artifact in models.items():
        key = predictions_key(task, name, artifact, cases, pairs, workbench)
        done = store.recall(key)
        if done is None:
            note_test_use(store, test_set, workbench.base, artifact, name, asked.cases.num_rows)
            done = _answer(name, artifact, asked, workbench)
            store.remember(key, done)
        parts.append(done)
        if name == DPO.name:
            policy_logps = store.read_table(done, POLICY_LOGPS)
    is_scored = pc.field("pair_id").isin(asked.pairs["pair_id"].combine_chunks())
    parts += answered
    reference = store.read_table(reference_logps).filter(is_scored)
    companions = {POLICY_LOGPS: policy_logps, REFERENCE_LOGPS: reference.select(schemas.PAIR_LOGPS.names)}
    if task.evaluation.answer_by != "generation":
        companions[OPTION_SCORES] = pa.concat_tables([store.read_table(part, OPTION_SCORES) for part in parts])
    predictions = pa.concat_tables([store.read_table(part) for part in parts])
    return store.write_table(predictions, schemas.PREDICTIONS, companions)


def predictions_key(
    task: TaskDeclaration,
    name: str,
    model: Artifact | None,
    cases: Artifact,
    pairs: Artifact | None,
    workbench: Workbench,
) -> str:
    """What one model's answers depend on, hashed. Parameters as in `answer_test_cases`; the pairs are those that the
    DPO model scores."""
    store, most = workbench.store, task.evaluation.max_test_rows
    all_cases = store.read_table(cases)
    return content_key(
        what="predictions",
        version=VERSIONS["predictions"],
        name=name,
        base=workbench.base.network,
        tokenizer=workbench.base.tokenizer_sha256,
        model=model.address if model else None,
        cases=hash_file(store.table_path(cases)),
        pairs=hash_file(store.table_path(pairs)) if name == DPO.name and pairs is not None else None,
        answer=task.answer.model_dump(mode="json"),
        evaluation=task.evaluation.answer_settings(),
        dtype=workbench.compute.arithmetic,
        device=workbench.compute.device.type,
        **describe_choice(select_rows(all_cases, "test", most, task), all_cases, "test", most),
        **raised("chat", "passes", *read_by(task.answer)),
    )


def answer_as_one(
    task: TaskDeclaration, model: Artifact, cases: Artifact, workbench: Workbench, *, test_set: str
) -> Artifact:
    """Let one model answer the test cases, whatever it is to whom; remembered as `answer_test_cases` does.

    Returns
    -------
    Artifact
        Columns out: PREDICTIONS, and OPTION_SCORES beside them where answers are chosen by likelihood.
    """
    store = workbench.store
    key = predictions_key(task, _ONE, model, cases, None, workbench)
    done = store.recall(key)
    if done is None:
        chosen = select_rows(store.read_table(cases), "test", task.evaluation.max_test_rows, task)
        note_test_use(store, test_set, workbench.base, model, _ONE, chosen.num_rows)
        asked = TestSet(task, chosen, pa.Table.from_pylist([], schema=schemas.PREFERENCE_PAIRS))
        done = _answer(_ONE, model, asked, workbench)
        store.remember(key, done)
    return done


def score_own_answers(
    predictions: pa.Table, cases: pa.Table, model: Artifact, workbench: Workbench
) -> tuple[npt.NDArray[np.float64], list[int]]:
    """How probable a model holds what a model answered, without the end of the turn, which a cut answer lacks.

    Parameters
    ----------
    predictions
        Columns in: PREDICTIONS, of one model. An empty answer is its end.
    cases
        Columns in: CASES; every predicted case must be there.
    model
        Whose log-probabilities they are.

    Returns
    -------
    tuple
        Summed log-probabilities in nats, and tokens, answer by answer.
    """
    prompts = dict(zip(cases["case_id"].to_pylist(), cases["prompt"].to_pylist(), strict=True))
    compute = workbench.compute
    loaded, tokenizer = (
        load_model(workbench.store, workbench.base, model, compute),
        load_tokenizer(workbench.base),
    )
    texts: list[tuple[list[int], list[int]]] = []
    for case, text in zip(predictions["case_id"].to_pylist(), predictions["text"].to_pylist(), strict=True):
        completion = encode_completion(tokenizer, prompts[case], str(text))
        texts.append((encode_prompt(tokenizer, prompts[case]), completion[:-1] or completion))
    with torch.inference_mode():
        scores = score_completions(loaded, texts, token_budget(compute, loaded.config, training=False), workbench.tell)
    return np.asarray(scores, np.float64), [len(completion) for _, completion in texts]


def _read_test_set(task: TaskDeclaration, cases: Artifact, pairs: Artifact, workbench: Workbench) -> TestSet:
    test_cases = select_rows(workbench.store.read_table(cases), "test", task.evaluation.max_test_rows, task)
    is_answered = pc.field("case_id").isin(test_cases["case_id"].combine_chunks())
    test_pairs = workbench.store.read_table(pairs).filter(is_answered & (pc.field("split") == "test"))
    return TestSet(task, test_cases, test_pairs)


def _answer(name: str, artifact: Artifact | None, asked: TestSet, workbench: Workbench) -> Artifact:
    """One model's answers as a table artifact; for the DPO model with its log-probabilities of the test pairs, and by
    likelihood with those of the options."""

    def tell_as(what: str) -> Tell:
        return lambda progress: workbench.tell(replace(progress, stage=f"{name} {what}", values={}))

    task, base, compute = asked.task, workbench.base, workbench.compute
    model, tokenizer = load_model(workbench.store, base, artifact, compute), load_tokenizer(base)
    companions: dict[str, pa.Table] = {}
    with torch.inference_mode():
        if task.evaluation.answer_by == "generation":
            predictions = predict(model, tokenizer, asked.cases, task, name, compute, tell_as("answers"))
        else:
            answered = predict_by_likelihood(model, tokenizer, asked.cases, task, name, compute, tell_as("answers"))
            predictions, companions[OPTION_SCORES] = answered
        if name == DPO.name:
            budget = token_budget(compute, model.config, training=False)
            companions[POLICY_LOGPS] = _score_pairs(model, tokenizer, asked.pairs, budget, tell_as("scores pairs"))
    return workbench.store.write_table(predictions, schemas.PREDICTIONS, companions)


def _score_pairs(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, pairs: pa.Table, budget: int, tell: Tell
) -> pa.Table:
    """Columns out: PAIR_LOGPS."""
    completions = [
        (encode_prompt(tokenizer, row["prompt"]), encode_completion(tokenizer, row["prompt"], row[side]))
        for row in pairs.select(["prompt", "chosen", "rejected"]).to_pylist()
        for side in ("chosen", "rejected")
    ]
    scores = score_completions(model, completions, budget, tell)
    return pa.table(
        [pairs["pair_id"], pairs["split"], pa.array(scores[::2]), pa.array(scores[1::2])], schema=schemas.PAIR_LOGPS
    )
