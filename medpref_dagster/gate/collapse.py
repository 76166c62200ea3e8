"""What a collapsed model's answers look like: short, long, repeating, of one label, unreadable, far from before."""

import json
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.evidence import Collapse
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.words import split_words

REPEATED_WORDS = 4
REPEATED_TIMES = 3


def measure_answers(challenger: pa.Table, champion: pa.Table, *, has_labels: bool) -> Collapse:
    """What can be seen in the answers to the test cases.

    Parameters
    ----------
    challenger, champion
        Columns in: PREDICTIONS, of one model each, to the same cases.
    has_labels
        Whether the answer is one of given labels; one label's share has no meaning else.

    Raises
    ------
    GateError
        If there are no answers, or not to the same cases.
    """
    if set(challenger["case_id"].to_pylist()) != set(champion["case_id"].to_pylist()) or not challenger.num_rows:
        raise GateError("champion and challenger did not answer the same cases; evaluate both on the same test cases")
    texts = [str(text) for text in challenger["text"].to_pylist()]
    before = sum(len(str(text)) for text in champion["text"].to_pylist())
    read = [json.dumps(parts) for parts in challenger["parsed"].to_pylist() if parts is not None]
    is_short = {} if before else {"length_ratio": "the champion's answers are empty"}
    no_labels = {} if has_labels else {"label_share": "free texts have no labels"}
    return Collapse(
        length_ratio=sum(map(len, texts)) / before if before else None,
        repetition=sum(map(repeats_itself, texts)) / len(texts),
        label_share=max(Counter(read).values()) / len(read) if read and has_labels else None,
        unreadable=1 - len(read) / len(texts),
        not_applicable={**is_short, **no_labels},
    )


def repeats_itself(text: str) -> bool:
    """Whether a text says the same four words at least three times.

    >>> repeats_itself("no acute findings today. " * 3), repeats_itself("no acute findings today.")
    (True, False)
    """
    words = split_words(text)
    grams = Counter(tuple(words[start : start + REPEATED_WORDS]) for start in range(len(words) - REPEATED_WORDS + 1))
    return max(grams.values(), default=0) >= REPEATED_TIMES


def measure_divergence(policy: Floats, reference: Floats, tokens: Sequence[int]) -> float:
    """Divergence from the reference on the policy's own answers, `sum log (pi / ref) / sum tokens`, in nats a token.

    The Kullback-Leibler divergence of the policy from the reference, estimated from what the policy wrote.

    Parameters
    ----------
    policy, reference
        Summed log-probabilities of each answer of the policy, in nats.
    tokens
        Of each answer.
    """
    return float((policy - reference).sum() / max(1, sum(tokens)))


def measure_chosen_fall(policy: pa.Table, reference: pa.Table, tokens: Sequence[int]) -> float:
    """By how much held-out chosen answers are less probable than under the reference, in nats a token.

    Pal et al.: Smaug: Fixing failure modes of preference optimisation with DPO-Positive, arXiv 2402.13228, on why this
    falls.

    Parameters
    ----------
    policy, reference
        Columns in: PAIR_LOGPS, of the same pairs in the same order.
    tokens
        Of each chosen answer.

    Raises
    ------
    GateError
        If the pairs are not the same.
    """
    if policy["pair_id"].to_pylist() != reference["pair_id"].to_pylist():
        raise GateError(
            "the log-probabilities of policy and reference are not of the same pairs; materialize them again"
        )
    fall = np.asarray(reference["chosen_logp"].to_pylist()) - np.asarray(policy["chosen_logp"].to_pylist())
    return float(fall.sum() / max(1, sum(tokens)))
