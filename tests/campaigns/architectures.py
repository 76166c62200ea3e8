"""Every causal language model of the installed transformers: are packed passes its own, or is there a reason?

`python -m tests.campaigns.architectures` takes a minute or so and prints what goes into docs/reliability.md; it ends
with an error if one architecture's packed numbers or answers are not its own. `tests/passes/test_architectures.py`
does the same for some of them with every run of the tests.
"""

import contextlib
import logging
import sys
import warnings
from collections import defaultdict
from dataclasses import dataclass

import transformers

from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import score_completions
from tests.passes.architectures import (
    MODEL_TYPES,
    CannotBuildError,
    answer_plainly,
    make_rows,
    make_tiny_model,
    score_row,
)

TOLERANCE = 1e-3
NEW_TOKENS = 5


@dataclass(frozen=True)
class Finding:
    """What became of one architecture."""

    kind: str
    """packed, stock, wrong, not built."""
    reason: str = ""


def examine(model_type: str) -> Finding:
    """Hold an architecture's packed log-probabilities and answers against its own passes over single rows."""
    try:
        model = make_tiny_model(model_type)
    except CannotBuildError as error:
        return Finding("not built", str(error))
    rows = make_rows()
    prompts = [rows[0][0], rows[2][0], rows[0][0][:30]]
    reason = supports_packing(model)
    try:
        expected = [score_row(model, row) for row in rows]
        answers = [answer_plainly(model, prompt, NEW_TOKENS) for prompt in prompts]
    except Exception as error:  # its own pass: nothing of ours
        return Finding("not built", f"its own pass fails: {type(error).__name__}")
    if reason is not None:
        alone = score_completions(model, rows, 1000)
        wrong = max(abs(ours - own) for ours, own in zip(alone, expected, strict=True))
        return Finding("stock" if wrong < TOLERANCE else "wrong", reason.replace(type(model).__name__, "it"))
    scores = score_completions(model, rows, 1000)
    beside_others = score_completions(model, make_rows(last=1), 1000)
    wrong = max(abs(ours - own) for ours, own in zip(scores, expected, strict=True))
    if not wrong < TOLERANCE:
        return Finding("wrong", f"log-probabilities differ by {wrong:.2g}")
    if not abs(scores[0] - beside_others[0]) < TOLERANCE:
        return Finding("wrong", "a row follows another row's tokens")
    generated = generate_greedy(model, prompts, max_new_tokens=NEW_TOKENS, stop_token_ids=(), token_budget=1000)
    return Finding("packed") if generated == answers else Finding("wrong", "answers differ")


def main() -> None:
    """Print one line for each kind of finding, then those that are not packed, by reason."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    found: dict[Finding, list[str]] = defaultdict(list)
    for model_type in MODEL_TYPES:
        with contextlib.redirect_stderr(None):
            finding = examine(model_type)
        found[finding].append(model_type)
    print(f"transformers {transformers.__version__}, {len(MODEL_TYPES)} model types\n")
    print("| what | model types | which |\n| --- | --- | --- |")
    for finding, names in sorted(found.items(), key=lambda item: (item[0].kind, -len(item[1]))):
        print(f"| {finding.kind}{': ' if finding.reason else ''}{finding.reason} | {len(names)} | {', '.join(names)} |")
    if wrong := [name for finding, names in found.items() if finding.kind == "wrong" for name in names]:
        sys.exit(f"packed passes are wrong for {', '.join(wrong)}")


if __name__ == "__main__":
    main()
