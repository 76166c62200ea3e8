"""One number for each module that computes. Raise it when the same inputs give another result.

A number enters Dagster's code version of every step that names it (`Step.versions`), so that an upgrade that computes
otherwise makes exactly those assets stale, in the UI and on the command line; and the store's keys of what was computed
with it, so that what an older version left there is not taken for this one's.

Light: definitions import it.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from medpref_dagster.hashing import hash_file

VERSIONS: dict[str, int] = {
    "reading": 2,  # sources: what every reader gives (a reader's own module is hashed besides)
    "deidentification": 15,  # deidentification, sources/deidentified_rows.py: what is found, and what stands there then
    "cases": 2,  # sources: raw rows -> cases, their splits, their duplicates
    "option_texts": 1,  # sources/case_rows.py: options whose text hides their letter; only where answers have texts
    "examples": 1,  # preferences/examples.py
    "pairs": 5,  # preferences: strategies, filters
    "chat": 1,  # chat.py: a prompt and its answers as token ids
    "passes": 1,  # passes: generated answers, log-probabilities of given ones
    "training": 3,  # training: rows, arguments and seed -> weights; the reference's log-probabilities
    "answers": 1,  # answering/answers.py, parsing.py: the gold answer, the strict parser
    "shortened_labels": 2,  # answering/parsing.py: "KTAS 1 or 2"; only in what reads labels that begin alike
    "metrics": 1,  # answering/metrics.py
    "controls": 1,  # controls: what the majority answer and the bag of words answer
    "predictions": 2,  # answering: models -> answers to the test cases
    "clinicians": 1,  # ratings/clinicians.py: which imported ratings are of the current answers
    "judge": 1,  # ratings: what a judge is asked, and what of its answers counts
    "likert": 1,  # ratings/likert.py: what a report says of ratings
    "verdict": 2,  # verdict: intervals, tests, outcomes, words
    "simple_baselines": 1,  # study/simple_answers.py, study/learning_curves.py: what words alone reach
    "task_report": 3,  # reports/task.py, its figures and its page
    "feedback": 2,  # study/shared_texts.py: which texts of feedback are kept
    "shared_texts": 3,  # study/shared_texts.py: near duplicates between tasks, and with feedback
    "cross_task": 2,  # study/cross_task.py
    "seeds": 1,  # study/variants.py
    "study_report": 3,  # reports/study.py, its figures and its page
    "trials": 1,  # study/trials.py: what is kept of an ablation's trial
    "events": 3,  # sources/events.py, steps/signal.py: which event of which week, what is quarantined
    "matching": 2,  # feedback/matching.py: which reaction is to which generation
    "rules": 1,  # feedback/rules.py, pairs.py, examples.py: reactions -> pairs and examples
    "reliability": 1,  # feedback/reliability.py, dawid_skene.py, judgements.py: how often each clinician is right
    "edits": 2,  # feedback/edits: the kinds and weights of what was changed
    "synthesis": 1,  # synthesis: which slices are thin, what is asked of whom, which pairs are kept
    "signal_report": 2,  # reports/signal.py, its figures and its page; what of feedback is measured
    "rounds": 2,  # rounds/pairs.py, sifting.py, synthetic.py, holdout.py, calendar.py: what a round trains and tests on
    "challenger_report": 1,  # rounds/wins.py, verdict/two_way.py, reports/challenger.py and its page
    "gate": 1,  # gate, rounds/evidence.py, rounds/tested.py, reports/gate.py and its page: what a round is decided by
    "ablation_report": 3,  # reports/ablation.py, verdict/crossed.py, its figures and its page
}


def raised(*names: str) -> dict[str, int]:
    """Those of these numbers that were ever raised.

    For a key that was made before a module had its number: the first number changes nothing in it.

    >>> raised("examples")
    {}
    """
    return {name: VERSIONS[name] for name in names if VERSIONS[name] > 1}


def hash_package() -> str:
    """The sha256 over the package's own files: two processes with the same one compute the same."""
    root = Path(__file__).resolve().parent
    files: Mapping[str, Path] = {
        path.relative_to(root).as_posix(): path
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    listed = "".join(f"{name}\0{hash_file(files[name])}\n" for name in sorted(files))
    return hashlib.sha256(listed.encode()).hexdigest()
