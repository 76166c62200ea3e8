"""The losses on preference pairs that may be declared: TRL's own, by TRL's names."""

from collections.abc import Mapping
from typing import Literal

PreferenceLoss = Literal[
    "sigmoid",
    "sigmoid_norm",
    "ipo",
    "hinge",
    "robust",
    "exo_pair",
    "nca_pair",
    "bco_pair",
    "sppo_hard",
    "apo_zero",
    "apo_down",
    "aot",
    "aot_unpaired",
    "discopop",
]

_APO = "Anchored Preference Optimization and Contrastive Revisions, 2024, arXiv 2408.06266"
_AOT = "Distributional Preference Alignment of LLMs via Optimal Transport, 2024, arXiv 2406.05882"

PAPERS: Mapping[PreferenceLoss, str] = {
    "sigmoid": "DPO itself: Direct Preference Optimization: Your Language Model is Secretly a Reward Model, 2023, "
    "arXiv 2305.18290",
    "sigmoid_norm": "DPO on log-ratios per token: Tülu 3: Pushing Frontiers in Open Language Model Post-Training, "
    "2024, arXiv 2411.15124",
    "ipo": "a squared loss on log-ratios per token, where beta is the paper's tau: A General Theoretical Paradigm to "
    "Understand Learning from Human Preferences, 2023, arXiv 2310.12036",
    "hinge": "SLiC-HF: Sequence Likelihood Calibration with Human Feedback, 2023, arXiv 2305.10425",
    "robust": "for preferences of which a known share is wrong: Provably Robust DPO: Aligning Language Models with "
    "Noisy Feedback, 2024, arXiv 2403.00409",
    "exo_pair": "Towards Efficient Exact Optimization of Language Model Alignment, 2024, arXiv 2402.00856",
    "nca_pair": "Noise Contrastive Alignment of Language Models with Explicit Rewards, 2024, arXiv 2402.05369",
    "bco_pair": "Binary Classifier Optimization for Large Language Model Alignment, 2024, arXiv 2404.04656",
    "sppo_hard": "Self-Play Preference Optimization for Language Model Alignment, 2024, arXiv 2405.00675",
    "apo_zero": f"raises the chosen answer and lowers the rejected one, each by itself: {_APO}",
    "apo_down": f"lowers both, the rejected one more: {_APO}",
    "aot": f"compares the sorted margins of a batch: {_AOT}",
    "aot_unpaired": f"compares the sorted log-ratios of a batch's chosen and rejected answers: {_AOT}",
    "discopop": "Discovering Preference Optimization Algorithms with and for Large Language Models, 2024, "
    "arXiv 2406.08414",
}
"""Loss -> what it is, and the paper that proposed it."""

SMOOTHED: frozenset[PreferenceLoss] = frozenset({"robust", "exo_pair", "aot", "aot_unpaired"})
"""Losses that read `label_smoothing`; TRL's others ignore it."""

SORTING: frozenset[PreferenceLoss] = frozenset({"aot", "aot_unpaired"})
"""Losses that sort a batch's pairs: what a pair adds depends on all others."""

NEED_SMOOTHING: Mapping[PreferenceLoss, str] = {
    "robust": "the share of preferences that are wrong (with 0 it is the loss sigmoid); the paper tries 0.1",
    "exo_pair": "its epsilon; the paper takes 0.001",
}
"""Losses that are nothing without `label_smoothing` -> what it is to them."""


def describe_losses() -> str:
    """Every loss with its paper, for the YAML reference."""
    return "; ".join(f"`{name}`: {paper}" for name, paper in PAPERS.items())
