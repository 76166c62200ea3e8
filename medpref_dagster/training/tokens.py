"""How many tokens a training went over."""

import json

import pyarrow as pa
import pyarrow.compute as pc
from transformers import PreTrainedTokenizerBase

from medpref_dagster.chat import encode_completion, encode_prompt
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import ROWS, Store
from medpref_dagster.training.schedule import count_steps
from medpref_dagster.training.selection import Selection


def count_training_tokens(store: Store, selection: Selection, tokenizer: PreTrainedTokenizerBase) -> int:
    """Tokens of prompts and completions that a whole grid was trained on, each as often as it was.

    A DPO pair counts its prompt twice, once with each completion, as the loss does; what packing saves by computing a
    shared prefix once is not taken off.
    """
    manifest = read_manifest(selection.model)
    rows = store.read_table(manifest.rows_from)
    seen = store.read_table(selection.model, ROWS).filter(pc.field("split") == "train")["row_id"].combine_chunks()
    if "pair_id" in rows.column_names:
        used = rows.filter(pc.field("pair_id").isin(seen))
        columns = ("prompt_tokens", "prompt_tokens", "chosen_tokens", "rejected_tokens")
        once = sum(sum(used[name].to_pylist()) for name in columns)
    else:
        once = _count_example_tokens(rows.filter(pc.field("case_id").isin(seen)), tokenizer)
    batch_size = int(manifest.training["arguments"]["batch_size"])
    passes = 0.0
    for candidate in selection.candidates.to_pylist():
        epochs = float(json.loads(candidate["arguments"])["epochs"])
        passes += epochs * candidate["steps"] / count_steps(len(seen), batch_size, epochs)
    return round(once * passes)


def _count_example_tokens(examples: pa.Table, tokenizer: PreTrainedTokenizerBase) -> int:
    return sum(
        len(encode_prompt(tokenizer, row["prompt"]))
        + len(encode_completion(tokenizer, row["prompt"], row["completion"]))
        for row in examples.select(["prompt", "completion"]).to_pylist()
    )
