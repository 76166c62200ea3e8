"""The reference model's log-probabilities of every pair, computed once.

The reference of DPO is the SFT model, not the base model. Its log-probabilities depend on neither beta nor learning
rate nor seed, so they are a table of their own, remembered under what they do depend on: weights, token ids, dtype
and how they are summed.
"""

import math
from collections.abc import Sequence

import pyarrow as pa
import torch
from transformers import PreTrainedModel

from medpref_dagster import schemas
from medpref_dagster.devices import Compute
from medpref_dagster.hashing import content_key
from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.progress import Progress, Tell
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.training.errors import StaleReferenceError, TrainingError
from medpref_dagster.training.grid import code_version, hash_weights
from medpref_dagster.training.packed_trainer import steady_token_budget
from medpref_dagster.training.rows import EncodedPair, encode_pairs, hash_token_ids
from medpref_dagster.workbench import Workbench

ORIGIN = "origin"
"""The companion that says what the log-probabilities belong to: one row with the column `key`."""

AGGREGATION = "sum over completion tokens, nats, float64"


def score_reference(pairs: Artifact, sft_model: Artifact, workbench: Workbench) -> Artifact:
    """Log-probabilities of both completions of every pair, of all splits, under the reference: the SFT model, or any
    other model of this base model.

    Parameters
    ----------
    pairs
        Columns in: `schemas.PREFERENCE_PAIRS`.
    sft_model
        The reference.

    Returns
    -------
    Artifact
        Columns out: `schemas.PAIR_LOGPS`, in the order of `pairs`. Recalled where it was computed before from the
        same weights, token ids, dtype and device kind.

    Raises
    ------
    TrainingError
        If a log-probability is no finite number.
    """
    store, base, compute = workbench.store, workbench.base, workbench.compute
    table = store.read_table(pairs)
    rows = encode_all_pairs(base, table)
    key = reference_key(rows, sft_model, workbench)
    if (remembered := store.recall(key)) is not None:
        return remembered

    model = load_model(store, base, sft_model, compute)
    completions = [(row.prompt_ids, side) for row in rows for side in (row.chosen_ids, row.rejected_ids)]
    logps = score_texts(model, completions, compute, workbench.tell)
    sums = zip(rows, logps[0::2], logps[1::2], strict=True)
    if broken := [row.row_id for row, chosen, rejected in sums if not math.isfinite(chosen + rejected)]:
        raise TrainingError(
            f"the model gives {len(broken)} pairs no finite log-probability, the first is {broken[0]!r}; its training "
            "probably diverged: lower its learning_rate"
        )
    scored = pa.table(
        {
            "pair_id": table["pair_id"],
            "split": table["split"],
            "chosen_logp": pa.array(logps[0::2], pa.float64()),
            "rejected_logp": pa.array(logps[1::2], pa.float64()),
        },
        schema=schemas.PAIR_LOGPS,
    )
    artifact = store.write_table(scored, schemas.PAIR_LOGPS, {ORIGIN: pa.table({"key": [key]})})
    store.remember(key, artifact)
    return artifact


def encode_all_pairs(base: BaseModelFiles, pairs: pa.Table) -> list[EncodedPair]:
    """Every pair as token ids, in the order of the table; columns in: `schemas.PREFERENCE_PAIRS`.

    The task's token limits are not applied here: `preference_pairs` did, and `fit_dpo` does.
    """
    unlimited = 2**31
    tokenizer = load_tokenizer(base)
    return encode_pairs(tokenizer, pairs, max_prompt_tokens=unlimited, max_completion_tokens=unlimited).rows


def reference_key(rows: Sequence[EncodedPair], sft_model: Artifact, workbench: Workbench) -> str:
    """What the reference's log-probabilities depend on, hashed."""
    return content_key(
        what="reference log-probabilities",
        weights=hash_weights(workbench.store, workbench.base, sft_model),
        tokens=hash_token_ids(rows),
        dtype=workbench.compute.arithmetic,
        device=workbench.compute.device.type,
        aggregation=AGGREGATION,
        code=code_version("chat", "passes"),
    )


def read_reference(store: Store, reference_logps: Artifact, key: str) -> dict[str, tuple[float, float]]:
    """Pair id -> log-probabilities of chosen and rejected.

    Raises
    ------
    StaleReferenceError
        If the table was computed from other pairs, another SFT model, another dtype or other code than `key` says.
    """
    [found] = store.read_table(reference_logps, ORIGIN)["key"].to_pylist()
    if found != key:
        raise StaleReferenceError(
            "the reference log-probabilities do not belong to these preference pairs and this SFT model (or were "
            "computed in another dtype, on another kind of device or by another version); materialize "
            "reference_logps again"
        )
    return {
        row["pair_id"]: (row["chosen_logp"], row["rejected_logp"])
        for row in store.read_table(reference_logps).to_pylist()
    }


def score_texts(
    model: PreTrainedModel, rows: Sequence[tuple[list[int], list[int]]], compute: Compute, tell: Tell
) -> list[float]:
    """The log-probability of each completion after its prompt (token ids), in nats, summed; by packs where it can."""
    if supports_packing(model) is None:
        return score_completions(model, rows, steady_token_budget(compute, model, training=False), tell)
    return [
        _score_alone(model, prompt, completion, index, len(rows), tell)
        for index, (prompt, completion) in enumerate(rows)
    ]


@torch.no_grad()
def _score_alone(
    model: PreTrainedModel, prompt: list[int], completion: list[int], index: int, total: int, tell: Tell
) -> float:
    """One row by the model's own pass, for an architecture that packs cannot serve."""
    ids = torch.tensor([prompt + completion], device=model.device)
    logits = model(input_ids=ids, use_cache=False).logits[0, len(prompt) - 1 : -1].float()
    logps = torch.log_softmax(logits, dim=-1).gather(1, ids[0, len(prompt) :, None])
    tell(Progress("log-probabilities", index + 1, total, "rows"))
    return logps.double().sum().item()
