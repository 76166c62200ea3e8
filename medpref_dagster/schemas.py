"""The column schemas of every table, once.

A table that crosses a module boundary has its schema here. Where a function's docstring says
"columns in" or "columns out" and names one of these, exactly these columns are meant.
"""

from dataclasses import dataclass

import pyarrow as pa

SPLITS = ("train", "eval", "dev", "test")
"""`train` is trained on, `eval` gives the loss curve while training, `dev` chooses among candidates,
`test` is answered once by the chosen models."""

GOLD = pa.map_(pa.string(), pa.string())
"""An answer in parts: field name -> value. A label task has the one field `label`, a question with options
`option`, a free text `text`; a task with several labels one field each."""

_MEANINGS = {
    "candidate": "a point of the declared grid, e.g. learning_rate=0.002,epochs=2",
    "case_id": "the case, as the table cases names it",
    "characters": "of the answer's text",
    "chosen": "the better answer",
    "chosen_logp": "nats, summed over the chosen answer's tokens",
    "chosen_tokens": "of the chosen answer, with the end of its turn",
    "completion": "the gold answer, to be learned",
    "dev_unreadable": "dev answers that the strict parser could not read",
    "epoch": "passes over the training rows so far",
    "gold": "the right answer in parts: field -> value",
    "grad_norm": "of the gradient, before it is scaled down",
    "learning_rate": "of the optimizer at this step",
    "metric": "the metric that chooses among candidates",
    "pair_id": "the hash of case, chosen and rejected answer",
    "patient_id": "the patient, who is in one split only",
    "prompt": "the user message: instruction and case",
    "prompt_tokens": "of the prompt, in the base model's chat template",
    "rater": "the judge's or the clinician's name",
    "rejected": "the worse answer",
    "rejected_logp": "nats, summed over the rejected answer's tokens",
    "rejected_tokens": "of the rejected answer, with the end of its turn",
    "row_id": "the source's row",
    "seed": "of the order of the rows and the adapters' first values",
    "split": "train, eval, dev or test",
    "step": "optimizer steps so far",
    "steps": "optimizer steps that were done",
    "task": "the study's task",
    "text": "the text itself",
    "tokens": "of the answer",
}
"""What a column means wherever its table says nothing else."""

_DESCRIPTIONS: dict[tuple[str, ...], dict[str, str]] = {}


@dataclass(frozen=True)
class _Column:
    field: pa.Field
    description: str


def _column(name: str, kind: pa.DataType, nullable: bool, description: str | None = None) -> _Column:
    return _Column(pa.field(name, kind, nullable=nullable), description or _MEANINGS[name])


def _table(*columns: _Column) -> pa.Schema:
    """The schema; the descriptions stay beside it, because what is written into a file is hashed."""
    described = {column.field.name: column.description for column in columns}
    _DESCRIPTIONS[tuple(described)] = described
    return pa.schema([column.field for column in columns])


def _columns_of(table: pa.Schema) -> list[_Column]:
    described = describe_columns(table)
    return [_Column(field, described[field.name]) for field in table]


def describe_columns(table: pa.Schema) -> dict[str, str]:
    """What the columns of one of these tables mean, by name; of another table only `row_id` is known."""
    own = {name: _MEANINGS[name] for name in table.names if name == RAW_CASES_KEY.name}
    return _DESCRIPTIONS.get(tuple(table.names), own)


# Every reader gives the source's own columns behind `row_id`; it has therefore no fixed schema.
RAW_CASES_KEY = pa.field("row_id", pa.string(), nullable=False)

KEY_FINGERPRINT = b"medpref.privacy_key"
"""Of a de-identified table's schema: the fingerprint of the key that its surrogates and pseudonyms were made with."""

QUARANTINE = _table(
    _column("row_id", pa.string(), False, "source's id, or file:line where it has none"),
    _column("reason", pa.string(), False, "short fixed phrase, counted in the metadata"),
    _column("detail", pa.string(), True, "what to look at; names and numbers, never patient text"),
    _column("record", pa.string(), True, "the row as JSON, so that nothing is lost"),
)

CASES = _table(
    _column("case_id", pa.string(), False, "the row_id of the raw row"),
    _column("patient_id", pa.string(), False),
    _column("split", pa.string(), False, "one of SPLITS"),
    _column("text", pa.string(), False, "the case itself, without instruction"),
    _column("prompt", pa.string(), False, "the user message: instruction and case"),
    _column("answer", pa.string(), False, "the gold answer as the model should write it"),
    _column("gold", GOLD, False),
    _column("source_fields", pa.string(), True, "JSON object of the source's other columns"),
)

SFT_EXAMPLES = _table(
    _column("case_id", pa.string(), False),
    _column("patient_id", pa.string(), False),
    _column("split", pa.string(), False, "train, eval or dev"),
    _column("prompt", pa.string(), False),
    _column("completion", pa.string(), False),
)

PREFERENCE_PAIRS = _table(
    _column("pair_id", pa.string(), False),
    _column("case_id", pa.string(), False),
    _column("patient_id", pa.string(), False),
    _column("split", pa.string(), False, "train, eval or test; test pairs are only ever scored"),
    _column("prompt", pa.string(), False),
    _column("chosen", pa.string(), False),
    _column("rejected", pa.string(), False),
    _column("chosen_source", pa.string(), False, "gold, clinician, ..."),
    _column("rejected_source", pa.string(), False, "the strategy, with what it did"),
    _column("prompt_tokens", pa.int32(), False),
    _column("chosen_tokens", pa.int32(), False),
    _column("rejected_tokens", pa.int32(), False),
)

PAIR_LOGPS = _table(
    _column("pair_id", pa.string(), False),
    _column("split", pa.string(), False),
    _column("chosen_logp", pa.float64(), False, "nats, summed over the completion's tokens"),
    _column("rejected_logp", pa.float64(), False),
)

TRAINING_LOG = _table(
    _column("candidate", pa.string(), False),
    _column("step", pa.int32(), False),
    _column("epoch", pa.float64(), False),
    _column("split", pa.string(), False, "train or eval"),
    _column("loss", pa.float64(), True, "nats"),
    _column("learning_rate", pa.float64(), True),
    _column("grad_norm", pa.float64(), True),
    _column("reward_margin", pa.float64(), True, "DPO: beta * log-ratio difference, mean of the batch"),
    _column("reward_accuracy", pa.float64(), True, "DPO: share of pairs with a positive margin"),
    _column("chosen_logp", pa.float64(), True),
    _column("rejected_logp", pa.float64(), True),
    _column("tie_rate", pa.float64(), True, "DPO: share of pairs whose two rewards are equal"),
)

CANDIDATES = _table(
    _column("candidate", pa.string(), False, "e.g. learning_rate=0.002,epochs=2"),
    _column("arguments", pa.string(), False, "JSON"),
    _column("metric", pa.string(), False),
    _column("dev_score", pa.float64(), True, "after `steps`; null where it is undefined or training did not end"),
    _column("dev_reference", pa.float64(), True, "DPO: the SFT model's score by the same metric on the same cases"),
    _column("dev_unreadable", pa.int32(), True),
    _column("steps", pa.int32(), False),
    _column("status", pa.string(), False, "chosen, finished, stopped early, diverged, collapsed; fallback"),
    _column("reason", pa.string(), True, "why it diverged or collapsed, or why the SFT model itself is kept"),
    _column("model", pa.string(), True, "the artifact's address"),
)

PREDICTIONS = _table(
    _column("case_id", pa.string(), False),
    _column("patient_id", pa.string(), False),
    _column("model", pa.string(), False, "base, sft or dpo"),
    _column("text", pa.string(), False, "as generated, or the answer that was chosen by likelihood"),
    _column("parsed", GOLD, True, "null where the strict parser could not read the text"),
    _column("gold", GOLD, False),
    _column("generated_tokens", pa.int32(), False, "0 where answers are chosen by likelihood"),
    _column("cut_off", pa.bool_(), False, "whether the limit of tokens ended it before its reading was settled"),
)

# Beside predictions by likelihood: what each answer that could be given had.
OPTION_SCORES = _table(
    _column("case_id", pa.string(), False),
    _column("model", pa.string(), False, "base, sft or dpo"),
    _column("option", pa.string(), False, "a letter or a label"),
    _column("log_prob", pa.float64(), False, "nats, of the answer after the prompt, summed over tokens"),
    _column("tokens", pa.int32(), False),
    _column("characters", pa.int32(), False),
)

CLINICIAN_RATINGS = _table(
    _column("rater", pa.string(), False, "the name of the file that was read, without its ending"),
    _column("case_id", pa.string(), False),
    _column("patient_id", pa.string(), False),
    _column("model", pa.string(), False, "base, sft or dpo; the rater did not see it"),
    _column("answer_sha256", pa.string(), False, "of the case and the answer that were rated"),
    _column("rating", pa.int32(), False, "1 (worst) to 5 (best)"),
)

RATINGS = _table(
    _column("case_id", pa.string(), False),
    _column("patient_id", pa.string(), False),
    _column("model", pa.string(), False, "base, sft or dpo"),
    _column("rater", pa.string(), False),
    _column("rater_kind", pa.string(), False, "clinician or judge"),
    _column("order", pa.string(), True, "of a judge: drawn or reversed"),
    _column("place", pa.int32(), True, "of a judge: where this answer stood in that order, from 1"),
    _column("rating", pa.int32(), False, "1 (worst) to 5 (best)"),
)

MODEL_ROWS = _table(
    _column("row_id", pa.string(), False, "a case_id or pair_id of the table in the manifest"),
    _column("split", pa.string(), False),
)

CROSS_TASK_PREDICTIONS = _table(
    _column("trained_on", pa.string(), False, "the task whose model answered; empty for the base model"),
    _column("answered", pa.string(), False, "the task whose test cases were answered"),
    *_columns_of(PREDICTIONS),
)

FEEDBACK_TEXTS = _table(
    _column("feedback", pa.string(), False, "its declared name"),
    _column("row_id", pa.string(), False),
    _column("patient_id", pa.string(), True, "as it has it"),
    _column("text", pa.string(), False),
)

SHARED_TEXTS = _table(
    _column("task", pa.string(), False),
    _column("case_id", pa.string(), False),
    _column("split", pa.string(), False),
    _column("other_kind", pa.string(), False, "task or feedback"),
    _column("other", pa.string(), False, "its name"),
    _column("other_id", pa.string(), False, "a case_id, or a row_id of the feedback"),
    _column("other_split", pa.string(), True, "null for feedback, which is trained on"),
    _column("similarity", pa.float64(), False, "Jaccard similarity of word 3-grams"),
)

SEED_SCORES = _table(
    _column("task", pa.string(), False),
    _column("seed", pa.int64(), False),
    _column("model", pa.string(), False, "base, sft or dpo"),
    _column("metric", pa.string(), False, "as qualify_metrics names it"),
    _column("value", pa.float64(), True, "on the test cases; null where it is undefined"),
)

# A trial of an ablation: how each answer to a test case did, by each metric that has a score for a case.
TRIAL_ANSWERS = _table(
    _column("case_id", pa.string(), False),
    _column("patient_id", pa.string(), False),
    _column("model", pa.string(), False, "as in predictions"),
    _column("metric", pa.string(), False, "as qualify_metrics names it"),
    _column("score", pa.float64(), True, "1 right and 0 wrong, or the metric's own; null where a case has none"),
)

SIMPLE_BASELINES = _table(
    _column("baseline", pa.string(), False, "majority, keyword_rule, bag_of_words; of a free text what is copied"),
    _column("training_rows", pa.int32(), False, "that it was fitted on"),
    _column("metric", pa.string(), False, "as qualify_metrics names it"),
    _column("title", pa.string(), False, "the metric as a reader knows it"),
    _column("estimate", pa.float64(), True, "on the test cases; null where it is undefined"),
    _column("low", pa.float64(), True, "of the interval over patients; null, as `high`, where none can be given"),
    _column("high", pa.float64(), True, "of the interval over patients"),
    _column("test_cases", pa.int32(), False, "that it answered"),
    _column("test_patients", pa.int32(), False, "whose cases they are"),
    _column("rule", pa.string(), True, "what it looks for; may hold words of the cases"),
)

# Of what clinicians did, week by week.

_TIME = pa.timestamp("us", "UTC")

FEEDBACK_EVENTS = _table(
    _column("event_id", pa.string(), False, "the sender's id"),
    _column("kind", pa.string(), False, "generation or reaction"),
    _column("time", _TIME, False, "when it happened, not when it came"),
    _column("week", pa.string(), False, "the Monday of that time, e.g. 2026-07-27"),
    _column("content", pa.string(), False, "the event as JSON, in one spelling"),
    _column("source", pa.string(), False, "the declared source; of several, the first by name"),
    _column("hash", pa.string(), False, "the sha256 of what the event says"),
)

GENERATIONS = _table(
    _column("generation_id", pa.string(), False, "the event's id"),
    _column("time", _TIME, False, "when the answer was written"),
    _column("week", pa.string(), False, "the Monday of that time"),
    _column("aliases", pa.list_(pa.string()), False, "other ids by which a reaction may name it"),
    _column("prompt", pa.string(), False, "what the model was given"),
    _column("answer", pa.string(), False, "what it wrote"),
    _column("model", pa.string(), False, "address of the model artifact"),
    _column("task", pa.string(), True, "as the feedback's declaration has it"),
    _column("specialty", pa.string(), True, "such as urology"),
    _column("style", pa.string(), True, "the style of note that was asked for"),
    _column("patient_id", pa.string(), True, "a pseudonym"),
    _column("encounter", pa.string(), True, "a pseudonym"),
)

REACTIONS = _table(
    _column("event_id", pa.string(), False, "the reaction's"),
    _column("generation_id", pa.string(), False, "of what was reacted to; an alias is resolved"),
    _column("generation_time", _TIME, False, "when that was written"),
    _column("week", pa.string(), False, "the Monday of the reaction's time"),
    _column("prompt", pa.string(), False, "what the model was given"),
    _column("answer", pa.string(), False, "what it wrote"),
    _column("model", pa.string(), False, "address of the model artifact"),
    _column("task", pa.string(), True, "as the feedback's declaration has it"),
    _column("specialty", pa.string(), True, "such as urology"),
    _column("style", pa.string(), True, "the style of note that was asked for"),
    _column("patient_id", pa.string(), True, "a pseudonym"),
    _column("encounter", pa.string(), True, "a pseudonym"),
    _column("clinician", pa.string(), False, "a pseudonym"),
    _column("kind", pa.string(), False, "accepted, edited, rejected, thumb, regenerated, chosen or rated"),
    _column("text", pa.string(), True, "what was signed after an edit"),
    _column("reason", pa.string(), True, "what the clinician gave as one"),
    _column("up", pa.bool_(), True, "of a thumb"),
    _column("rating", pa.int32(), True, "from 1 up"),
    _column("highest", pa.int32(), True, "the best rating of the scale"),
    _column("over", pa.list_(pa.string()), True, "generations that were not chosen; aliases resolved where known"),
    _column("tie", pa.bool_(), True, "of a choice: none was better"),
    _column("time_shown", _TIME, True, "when the answer was shown; null where nobody knows"),
    _column("time_signed", _TIME, False, "when the clinician signed, clicked or chose"),
    _column("seconds", pa.float64(), True, "from shown to signed"),
)

# Beside reactions: what was shown beside a chosen answer.
CHOICES = _table(
    _column("event_id", pa.string(), False, "the choice's"),
    _column("generation_id", pa.string(), False, "of the answer that was not chosen, as far as it is known"),
    _column("answer", pa.string(), True, "what was not chosen; null where the generation is not known"),
    _column("same_prompt", pa.bool_(), False, "whether both answer one prompt"),
)

FEEDBACK_PAIRS = _table(
    _column("pair_id", pa.string(), False, "the hash of the rule and the event ids"),
    _column("prompt", pa.string(), False, "what the model was given"),
    _column("chosen", pa.string(), False),
    _column("rejected", pa.string(), False),
    _column("rule", pa.string(), False, "edit, rejected_then_accepted, thumbs, choice or ratings"),
    _column("event_ids", pa.list_(pa.string()), False, "the reactions' and the generations' that it is made of"),
    _column("clinician", pa.string(), False, "a pseudonym"),
    _column("patient_id", pa.string(), True, "a pseudonym"),
    _column("specialty", pa.string(), True, "such as urology"),
    _column("style", pa.string(), True, "the style of note that was asked for"),
    _column("task", pa.string(), True, "as the feedback's declaration has it"),
    _column("week", pa.string(), False, "the Monday of its latest reaction"),
    _column("edit_kinds", pa.list_(pa.string()), True, "of an edit: the kinds of its changes"),
    _column("edit_words", pa.int32(), True, "of an edit: its size"),
    _column("weight", pa.float64(), False, "of an edit its clinical weight, of any other pair 1"),
    _column("explanation", pa.string(), False, "why it is a pair; of an edit its changes, which are patients' text"),
)

_OF_SYNTHETIC = {
    "pair_id": "the hash of the rule and the event ids; of a synthetic pair, of its texts",
    "rule": "as in preference_pairs, or synthesis",
    "event_ids": "the reactions' and the generations' that it is made of; none of a synthetic pair",
    "clinician": "a pseudonym; empty of a synthetic pair",
    "week": "the Monday of its latest reaction; of a synthetic pair, the week that it was made for",
}

# Beside the pairs of a week: pairs of earlier weeks that it contradicts.
RETRACTED_PAIRS = _table(
    _column("pair_id", pa.string(), False, "of a pair of an earlier week"),
    _column("week", pa.string(), False, "that pair's"),
)

# Pairs of clinicians and synthetic ones in one table; the pairs of `<feedback>/synthetic_pairs` are of this shape, too.
SYNTHETIC_PAIRS = _table(
    *(
        _column(column.field.name, column.field.type, column.field.nullable, _OF_SYNTHETIC.get(column.field.name))
        if column.field.name in _OF_SYNTHETIC
        else column
        for column in _columns_of(FEEDBACK_PAIRS)
    ),
    _column("synthetic", pa.bool_(), False, "whether a model wrote both answers and another one ranked them"),
    _column("generator", pa.string(), True, "of a synthetic pair: the name of the model that wrote both answers"),
    _column("judge", pa.string(), True, "of a synthetic pair: the name of the model that ranked them"),
    _column(
        "margin", pa.int32(), True, "of a synthetic pair: by how much the chosen answer was rated higher, at least"
    ),
    _column("slice", pa.string(), True, "of a synthetic pair: the thin slice that it fills"),
)

# Beside synthetic pairs: what the judge said of each two answers. No text.
COMPARISONS = _table(
    _column("comparison_id", pa.string(), False, "the hash of the prompt and the two answers"),
    _column("kind", pa.string(), False, "candidates: two written answers; clinicians: a pair of clinicians"),
    _column("slice", pa.string(), True, "null where a declared column is not known"),
    _column("outcome", pa.string(), False, "first or second: preferred in both orders; tie; order: it decides; unread"),
    _column("margin", pa.int32(), True, "of first and second: the smaller of the two differences of ratings"),
    _column("clinicians", pa.string(), True, "of a pair of clinicians: which they prefer, first or second"),
)

# Beside synthetic pairs: the thin slices.
SLICES = _table(
    _column("slice", pa.string(), False, "its columns' values"),
    _column("pairs", pa.int32(), False, "of clinicians, in the week and those that are looked back to"),
    _column("prompts", pa.int32(), False, "that were answered"),
    _column("compared", pa.int32(), False, "two answers each"),
    _column("kept", pa.int32(), False, "synthetic pairs"),
)

ACCEPTED_EXAMPLES = _table(
    _column("example_id", pa.string(), False, "the hash of its event ids"),
    _column("prompt", pa.string(), False, "what the model was given"),
    _column("completion", pa.string(), False, "what was accepted as it was"),
    _column("event_ids", pa.list_(pa.string()), False, "the reactions' and the generations' that it is made of"),
    _column("clinician", pa.string(), False, "a pseudonym"),
    _column("patient_id", pa.string(), True, "a pseudonym"),
    _column("specialty", pa.string(), True, "such as urology"),
    _column("style", pa.string(), True, "the style of note that was asked for"),
    _column("task", pa.string(), True, "as the feedback's declaration has it"),
    _column("week", pa.string(), False, "the Monday of the acceptance"),
)

# Of a round of the closed loop.
ROUND_PAIRS = _table(
    *_columns_of(PREFERENCE_PAIRS),
    _column("clinician", pa.string(), False, "a pseudonym"),
    _column("specialty", pa.string(), True, "such as urology"),
    _column("style", pa.string(), True, "the style of note that was asked for"),
    _column("rule", pa.string(), False, "by which feedback became a pair"),
    _column("week", pa.string(), False, "the Monday of its latest reaction"),
    _column("replayed", pa.bool_(), False, "whether it is of an earlier round"),
    _column("held_out_by", pa.string(), True, "of a tested pair: patient, clinician or both"),
    _column("weight", pa.float64(), False, "how many rows it counts as where it is trained on"),
    _column("synthetic", pa.bool_(), False, "whether a model wrote both answers and another one ranked them"),
    _column("generator", pa.string(), True, "of a synthetic pair: the name of the model that wrote both answers"),
    _column("judge", pa.string(), True, "of a synthetic pair: the name of the model that ranked them"),
)
