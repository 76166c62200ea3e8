"""The column schemas of every table, once.

A table that crosses a module boundary has its schema here. Where a function's docstring says
"columns in" or "columns out" and names one of these, exactly these columns are meant.
"""

import pyarrow as pa

SPLITS = ("train", "eval", "dev", "test")
"""`train` is trained on, `eval` gives the loss curve while training, `dev` chooses among candidates,
`test` is answered once by the chosen models."""

GOLD = pa.map_(pa.string(), pa.string())
"""An answer in parts: field name -> value. A label task has the one field `label`, a question with options
`option`, a free text `text`; a task with several labels one field each."""

# Every reader gives the source's own columns behind `row_id`; it has therefore no fixed schema.
RAW_CASES_KEY = pa.field("row_id", pa.string(), nullable=False)

QUARANTINE = pa.schema(
    [
        pa.field("row_id", pa.string(), nullable=False),  # source's id, or file:line where it has none
        pa.field("reason", pa.string(), nullable=False),  # short fixed phrase, counted in the metadata
        pa.field("detail", pa.string()),  # what to look at; names and numbers, never patient text
        pa.field("record", pa.string()),  # the row as JSON, so that nothing is lost
    ]
)

CASES = pa.schema(
    [
        pa.field("case_id", pa.string(), nullable=False),  # the row_id of the raw row
        pa.field("patient_id", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),  # one of SPLITS
        pa.field("text", pa.string(), nullable=False),  # the case itself, without instruction
        pa.field("prompt", pa.string(), nullable=False),  # the user message: instruction and case
        pa.field("answer", pa.string(), nullable=False),  # the gold answer as the model should write it
        pa.field("gold", GOLD, nullable=False),
        pa.field("source_fields", pa.string()),  # JSON object of the source's other columns
    ]
)

SFT_EXAMPLES = pa.schema(
    [
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("patient_id", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),  # train, eval or dev
        pa.field("prompt", pa.string(), nullable=False),
        pa.field("completion", pa.string(), nullable=False),
    ]
)

PREFERENCE_PAIRS = pa.schema(
    [
        pa.field("pair_id", pa.string(), nullable=False),
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("patient_id", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),  # train, eval or test; test pairs are only ever scored
        pa.field("prompt", pa.string(), nullable=False),
        pa.field("chosen", pa.string(), nullable=False),
        pa.field("rejected", pa.string(), nullable=False),
        pa.field("chosen_source", pa.string(), nullable=False),  # "gold", "clinician", ...
        pa.field("rejected_source", pa.string(), nullable=False),  # the strategy, with what it did
        pa.field("prompt_tokens", pa.int32(), nullable=False),
        pa.field("chosen_tokens", pa.int32(), nullable=False),
        pa.field("rejected_tokens", pa.int32(), nullable=False),
    ]
)

PAIR_LOGPS = pa.schema(
    [
        pa.field("pair_id", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        pa.field("chosen_logp", pa.float64(), nullable=False),  # nats, summed over the completion's tokens
        pa.field("rejected_logp", pa.float64(), nullable=False),
    ]
)

TRAINING_LOG = pa.schema(
    [
        pa.field("candidate", pa.string(), nullable=False),
        pa.field("step", pa.int32(), nullable=False),
        pa.field("epoch", pa.float64(), nullable=False),
        pa.field("split", pa.string(), nullable=False),  # train or eval
        pa.field("loss", pa.float64()),  # nats
        pa.field("learning_rate", pa.float64()),
        pa.field("grad_norm", pa.float64()),
        pa.field("reward_margin", pa.float64()),  # DPO: beta * log-ratio difference, mean of the batch
        pa.field("reward_accuracy", pa.float64()),  # DPO: share of pairs with a positive margin
        pa.field("chosen_logp", pa.float64()),
        pa.field("rejected_logp", pa.float64()),
        pa.field("tie_rate", pa.float64()),  # DPO: share of pairs whose two rewards are equal
    ]
)

CANDIDATES = pa.schema(
    [
        pa.field("candidate", pa.string(), nullable=False),  # e.g. "learning_rate=0.002,epochs=2"
        pa.field("arguments", pa.string(), nullable=False),  # JSON
        pa.field("metric", pa.string(), nullable=False),
        pa.field("dev_score", pa.float64()),  # after `steps`; null where it is undefined or training diverged
        pa.field("dev_unreadable", pa.int32()),
        pa.field("steps", pa.int32(), nullable=False),
        pa.field("status", pa.string(), nullable=False),  # chosen, finished, stopped early, diverged
        pa.field("model", pa.string()),  # the artifact's address
    ]
)

PREDICTIONS = pa.schema(
    [
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("patient_id", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),  # base, sft or dpo
        pa.field("text", pa.string(), nullable=False),  # as generated, or the answer that was chosen by likelihood
        pa.field("parsed", GOLD),  # null where the strict parser could not read the text
        pa.field("gold", GOLD, nullable=False),
        pa.field("generated_tokens", pa.int32(), nullable=False),  # 0 where answers are chosen by likelihood
    ]
)

# Beside predictions by likelihood: what each answer that could be given had.
OPTION_SCORES = pa.schema(
    [
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),  # base, sft or dpo
        pa.field("option", pa.string(), nullable=False),  # a letter or a label
        pa.field("log_prob", pa.float64(), nullable=False),  # nats, of the answer after the prompt, summed over tokens
        pa.field("tokens", pa.int32(), nullable=False),
        pa.field("characters", pa.int32(), nullable=False),
    ]
)

CLINICIAN_RATINGS = pa.schema(
    [
        pa.field("rater", pa.string(), nullable=False),  # the name of the file that was read, without its ending
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("patient_id", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),  # base, sft or dpo; the rater did not see it
        pa.field("answer_sha256", pa.string(), nullable=False),  # of the case and the answer that were rated
        pa.field("rating", pa.int32(), nullable=False),  # 1 (worst) to 5 (best)
    ]
)

RATINGS = pa.schema(
    [
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("patient_id", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),  # base, sft or dpo
        pa.field("rater", pa.string(), nullable=False),
        pa.field("rater_kind", pa.string(), nullable=False),  # clinician or judge
        pa.field("order", pa.string()),  # of a judge: drawn or reversed
        pa.field("place", pa.int32()),  # of a judge: where this answer stood in that order, from 1
        pa.field("rating", pa.int32(), nullable=False),  # 1 (worst) to 5 (best)
    ]
)

MODEL_ROWS = pa.schema(
    [
        pa.field("row_id", pa.string(), nullable=False),  # a case_id or pair_id of the table in the manifest
        pa.field("split", pa.string(), nullable=False),
    ]
)

CROSS_TASK_PREDICTIONS = pa.schema(
    [
        pa.field("trained_on", pa.string(), nullable=False),  # the task whose model answered; "" for the base model
        pa.field("answered", pa.string(), nullable=False),  # the task whose test cases were answered
        *PREDICTIONS,
    ]
)

FEEDBACK_TEXTS = pa.schema(
    [
        pa.field("feedback", pa.string(), nullable=False),  # its declared name
        pa.field("row_id", pa.string(), nullable=False),
        pa.field("patient_id", pa.string()),  # as it has it
        pa.field("text", pa.string(), nullable=False),
    ]
)

SHARED_TEXTS = pa.schema(
    [
        pa.field("task", pa.string(), nullable=False),
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        pa.field("other_kind", pa.string(), nullable=False),  # task or feedback
        pa.field("other", pa.string(), nullable=False),  # its name
        pa.field("other_id", pa.string(), nullable=False),  # a case_id, or a row_id of the feedback
        pa.field("other_split", pa.string()),  # null for feedback, which is trained on
        pa.field("similarity", pa.float64(), nullable=False),  # Jaccard similarity of word 3-grams
    ]
)

SEED_SCORES = pa.schema(
    [
        pa.field("task", pa.string(), nullable=False),
        pa.field("seed", pa.int64(), nullable=False),
        pa.field("model", pa.string(), nullable=False),  # base, sft or dpo
        pa.field("metric", pa.string(), nullable=False),  # as qualify_metrics names it
        pa.field("value", pa.float64()),  # on the test cases; null where it is undefined
    ]
)
