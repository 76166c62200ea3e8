"""The report on what clinicians did, of a week and those before it that are looked into."""

import json
from collections.abc import Mapping

import pyarrow as pa

from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON
from medpref_dagster.reports.signal import write_signal_report
from medpref_dagster.reports.signal_content import Signal
from medpref_dagster.reports.signal_synthesis import Synthesized
from medpref_dagster.steps import DeclaredFeedback, Markdown, StepResult
from medpref_dagster.steps.standing import list_weeks, read_standing_pairs
from medpref_dagster.steps.synthesis import COMPARISONS, SLICES
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.workbench import Workbench


def report_signal(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """Judge the feedback of the weeks, and write the report."""
    store, declared = workbench.store, about.feedback
    signal = Signal(
        reactions=_read_weeks(store, inputs, "reactions"),
        pairs=read_standing_pairs(store, list_weeks(inputs, "preference_pairs"), declared.memory),
        examples=_read_weeks(store, inputs, "accepted_examples"),
        rules=declared.signal,
        edits=declared.rules.edit,
        words_per_second=declared.rules.accepted.words_per_second,
        synthesis=_read_synthesis(store, inputs) if declared.synthesis else None,
    )
    report = write_signal_report(signal, declared.title, store, disclosure=workbench.disclosure)
    content = json.loads((report.path / REPORT_JSON).read_text(encoding="utf-8"))
    said = [content["answer"], *content["sentences"]]
    return StepResult(
        report,
        {
            "report": report.path / REPORT_HTML,
            "summary": Markdown("\n".join(f"- {sentence}" for sentence in said)),
            **{name: content["totals"][name] for name in ("reactions", "clinicians", "pairs", "examples")},
        },
    )


def _read_synthesis(store: Store, inputs: Mapping[str, Artifact]) -> Synthesized:
    weeks = list_weeks(inputs, "synthetic_pairs")
    return Synthesized(
        pairs=pa.concat_tables([store.read_table(artifact) for artifact in weeks]),
        comparisons=pa.concat_tables([store.read_table(artifact, COMPARISONS) for artifact in weeks]),
        slices=store.read_table(weeks[-1], SLICES),
    )


def _read_weeks(store: Store, inputs: Mapping[str, Artifact], name: str) -> pa.Table:
    return pa.concat_tables([store.read_table(artifact) for artifact in list_weeks(inputs, name)])
