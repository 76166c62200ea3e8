"""What is known of a model, for its card: the rows that it saw, what it was made from, what its evaluation says."""

import json
from dataclasses import dataclass
from typing import Any

from medpref_dagster.gate.rounds import find_decision
from medpref_dagster.promotion.history import START
from medpref_dagster.reports.page import REPORT_JSON
from medpref_dagster.reports.task import VerdictSummary, summarize_verdict
from medpref_dagster.serving.chosen import ChosenModel
from medpref_dagster.storage.models import list_stack
from medpref_dagster.storage.store import Store, StoreError


@dataclass(frozen=True)
class Ancestor:
    """What a model was made from, itself or by way of others."""

    address: str
    """It holds the hash of the bytes."""
    rows: int | None
    """Of a table; None for what is none, or is no longer in the store."""
    there: bool

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"address": self.address, "rows": self.rows, "in_store": self.there}


@dataclass(frozen=True)
class Evaluation:
    """What is known of how good the model is."""

    source: str | None
    """Address of the report, or the seal of the decision; None where it was not evaluated."""
    summary: VerdictSummary | None = None
    """Of a task's report."""
    sentences: tuple[str, ...] = ()
    """Of a loop's decision, the main one first."""

    @property
    def verdict(self) -> list[str]:
        """What it comes to, in sentences, the main one first."""
        return list(self.sentences if self.summary is None else self.summary.conclusion)


def count_rows(store: Store, chosen: ChosenModel) -> dict[str, dict[str, int]]:
    """Stage and address of the model and of each that it stands on, the lowest first -> split -> rows that it saw."""
    counted: dict[str, dict[str, int]] = {}
    for member, manifest in list_stack(store, chosen.model):
        splits = store_rows(store, member.address)
        counted[f"{manifest.stage} {member.address}"] = {split: splits.count(split) for split in sorted({*splits})}
    return counted


def store_rows(store: Store, address: str) -> list[str]:
    """The split of every row that a model saw."""
    return store.read_table(address)["split"].to_pylist()


def trace_ancestors(store: Store, address: str) -> list[Ancestor]:
    """Everything that an artifact was made from, the nearest first."""
    found: dict[str, Ancestor] = {}
    waiting = store.parents(address)
    while waiting:
        current = waiting.pop(0)
        if current not in found:
            found[current] = _describe(store, current)
            waiting += store.parents(current)
    return list(found.values())


def _describe(store: Store, address: str) -> Ancestor:
    try:
        store.artifact(address)
        rows = store.describe_table(address)[0] if address.startswith("tables/") else None
    except StoreError:
        return Ancestor(address, None, there=False)
    return Ancestor(address, rows, there=True)


def find_evaluation(store: Store, chosen: ChosenModel) -> Evaluation:
    """The task's report, where it judged this very model; else the decision that made it champion."""
    try:
        report = store.current(f"{chosen.task_name}/evaluation_report", chosen.base_model)
        content = json.loads((report.path / REPORT_JSON).read_text(encoding="utf-8"))
    except StoreError:
        content, report = {}, None
    if report is not None and chosen.model.address in content.get("provenance", {}).values():
        return Evaluation(report.address, summary=summarize_verdict(content))
    if chosen.loop is None or chosen.move is None or chosen.move.round == START:
        return Evaluation(None)
    decision = find_decision(store, chosen.loop, chosen.move.round)
    if decision is None or store.find_rest(decision.challenger) != chosen.model.address:
        return Evaluation(None)
    return Evaluation(decision.seal, sentences=(decision.headline, *(item.sentence for item in decision.conditions)))
