"""The models that are compared: what each is called, what it starts from, how it is drawn. Said here and nowhere else.

A model's `name` stands in tables (`PREDICTIONS.model`, a manifest's `stage`), in YAML (`comparisons`) and in asset keys
(`<name>_model`). A model that is not one of `STAGES` (a control, a variant of a study, a champion) is described by a
`Stage` of its own, or by `find_stage`, which makes one from a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


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

StageName = Literal["base", "sft", "dpo"]
"""The names of `STAGES`, for a field of YAML."""

STAGES = (BASE, SFT, DPO)
"""In the order in which they are made and shown."""

TRAINED = tuple(stage for stage in STAGES if stage.parent is not None)
COMPARISONS = (("base", "sft"), ("sft", "dpo"), ("base", "dpo"))
"""Pairs (first, second) that a verdict tests: each model with its parent, then with the base model."""

_BY_NAME = {stage.name: stage for stage in STAGES}
_OTHER_COLOURS = ("#5b8c5a", "#8e5ea2", "#b0477a", "#4f8f9d", "#94772e")
_OTHER_MARKERS = ("^", "v", "P", "X", "*")


def find_stage(name: str) -> Stage:
    """The model of that name; for a name that is not one of `STAGES`, one that is called by its name.

    >>> find_stage("dpo").parent
    'sft'
    >>> find_stage("champion").title
    'champion'
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    place = sum(name.encode()) % len(_OTHER_COLOURS)
    return Stage(name, name, name, name, None, _OTHER_COLOURS[place], _OTHER_MARKERS[place])


def order_stages(names: Iterable[str]) -> tuple[str, ...]:
    """Names in the order in which they are shown: those of `STAGES` first, then the others as they came."""
    given = list(dict.fromkeys(names))
    known = [stage.name for stage in STAGES if stage.name in given]
    return (*known, *(name for name in given if name not in _BY_NAME))
