"""The models that are compared: what each is called, what it starts from, how it is drawn. Said here and nowhere else.

A model's `name` stands in tables (`PREDICTIONS.model`, a manifest's `stage`), in YAML (`comparisons`) and in asset keys
(`<name>_model`). A model that is neither one of `STAGES` nor of `CONTROLS` (a variant of a study, a champion) is
described by `find_stage`, which makes a `Stage` from a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from medpref_dagster.names import name_unknown


@dataclass(frozen=True)
class Stage:
    """One of the models that answer the same cases."""

    name: str
    """As in tables, YAML and asset keys."""
    title: str
    """At the head of a column: "SFT"."""
    phrase: str
    """In a sentence: "the base model"."""
    description: str
    """What was done to get it, for a model card."""
    parent: str | None
    """The model that it starts from and is compared with first; None for what was not trained here."""
    colour: str
    marker: str
    """As matplotlib names it."""


BASE = Stage("base", "Base", "the base model", "The base model as it came", None, "#7d8796", "s")
SFT = Stage("sft", "SFT", "SFT", "Supervised fine-tuning (SFT)", "base", "#2f74d0", "o")
DPO = Stage("dpo", "DPO", "DPO", "Direct preference optimization (DPO)", "sft", "#c8650a", "D")

MAJORITY = Stage(
    "majority", "Majority", "the majority answer", "The most frequent training answer", None, "#94772e", "^"
)
BAG_OF_WORDS = Stage(
    "bag_of_words", "Bag of words", "a bag of words", "TF-IDF and logistic regression", None, "#5b8c5a", "v"
)
SFT_CONTINUED = Stage(
    "sft_continued",
    "SFT continued",
    "continued SFT",
    "Supervised fine-tuning (SFT), continued on the chosen answers of the preference pairs for as many steps as DPO",
    "sft",
    "#8e5ea2",
    "P",
)

ControlName = Literal["majority", "bag_of_words", "sft_continued"]
"""The names of `CONTROLS`, for a field of YAML."""

STAGES = (BASE, SFT, DPO)
"""In the order in which they are made and shown."""

CONTROLS = (MAJORITY, BAG_OF_WORDS, SFT_CONTINUED)
"""What a trained model must beat before its gain is worth its name; shown behind `STAGES`."""

TRAINED = tuple(stage for stage in STAGES if stage.parent is not None)
COMPARISONS = (("base", "sft"), ("sft", "dpo"), ("base", "dpo"))
"""Pairs (first, second) that a verdict tests: each model with its parent, then with the base model."""
CONTROL_COMPARISONS = (("sft_continued", "dpo"), ("bag_of_words", "sft"), ("bag_of_words", "dpo"))
"""What it tests where the controls are there: DPO with as much further SFT, the trained models with word counts. The
majority answer is shown and not tested: it gives one answer only, and such a model is never called better."""

MODELS = (*STAGES, *CONTROLS)
"""Every model that a task makes."""

_BY_NAME = {stage.name: stage for stage in MODELS}
_OTHER_COLOURS = ("#b0477a", "#4f8f9d", "#6b6ecf", "#a55194", "#637939")
_OTHER_MARKERS = ("<", ">", "p", "X", "*")


def find_stage(name: str) -> Stage:
    """The model of that name; for a name that is none of ours, one that is called by its name.

    >>> find_stage("dpo").parent
    'sft'
    >>> find_stage("champion").title
    'champion'
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    place = sum(name.encode()) % len(_OTHER_COLOURS)
    return Stage(name, name, name, name, None, _OTHER_COLOURS[place], _OTHER_MARKERS[place])


def check_comparisons(pairs: Sequence[tuple[str, str]]) -> None:
    """Refuse pairs of models, as YAML declares them, that no task makes, or that say nothing.

    Raises
    ------
    ValueError
        Naming the place below `comparisons`.
    """
    known = [stage.name for stage in MODELS]
    for place, pair in enumerate(pairs):
        if unknown := [model for model in pair if model not in known]:
            raise ValueError(f"comparisons.{place}: {name_unknown('model', unknown[0], known)}")
        if pair[0] == pair[1]:
            raise ValueError(f"comparisons.{place}: a model cannot be compared with itself")
        if any(set(pair) == set(other) for other in pairs[:place]):
            raise ValueError(f"comparisons.{place}: {pair[0]} and {pair[1]} are compared above; keep one")


def order_stages(names: Iterable[str]) -> tuple[str, ...]:
    """Names in the order in which they are shown: `STAGES`, `CONTROLS`, then the others as they came."""
    given = list(dict.fromkeys(names))
    known = [name for name in _BY_NAME if name in given]
    return (*known, *(name for name in given if name not in _BY_NAME))
