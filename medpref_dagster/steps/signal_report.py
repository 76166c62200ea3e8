"""The report on what clinicians did, of a week and those before it that are looked into."""

import json
from collections.abc import Mapping

import pyarrow as pa

from medpref_dagster.feedback.pairs import gather_pairs
from medpref_dagster.feedback.scratch import open_scratch
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON
from medpref_dagster.reports.signal import write_signal_report
from medpref_dagster.reports.signal_content import Signal
from medpref_dagster.schemas import FEEDBACK_PAIRS
from medpref_dagster.steps import DeclaredFeedback, Markdown, StepResult
from medpref_dagster.steps.signal import RETRACTED
from medpref_dagster.storage.store import ROWS, Artifact, Store
from medpref_dagster.workbench import Workbench


def report_signal(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """Judge the feedback of the weeks, and write the report."""
    store, declared = workbench.store, about.feedback
    signal = Signal(
        reactions=_read_weeks(store, inputs, "reactions"),
        pairs=_read_standing_pairs(store, about, inputs),
        examples=_read_weeks(store, inputs, "accepted_examples"),
        rules=declared.signal,
        edits=declared.rules.edit,
        words_per_second=declared.rules.accepted.words_per_second,
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


def _read_standing_pairs(store: Store, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> pa.Table:
    """The weeks' pairs without those that a later week contradicts."""
    weeks = _list_weeks(inputs, "preference_pairs")
    pairs, retracted = ([store.table_path(artifact, part) for artifact in weeks] for part in (ROWS, RETRACTED))
    with store.new_scratch() as folder, open_scratch(folder, about.feedback.memory) as scratch:
        batches = list(gather_pairs(scratch, pairs, retracted))
    # DuckDB does not say that a column has no nulls.
    return pa.Table.from_batches(batches).cast(FEEDBACK_PAIRS) if batches else FEEDBACK_PAIRS.empty_table()


def _read_weeks(store: Store, inputs: Mapping[str, Artifact], name: str) -> pa.Table:
    return pa.concat_tables([store.read_table(artifact) for artifact in _list_weeks(inputs, name)])


def _list_weeks(inputs: Mapping[str, Artifact], name: str) -> list[Artifact]:
    """Of the week and of those that are looked into, the oldest first."""
    return [*(inputs[key] for key in sorted(inputs) if key.startswith(f"{name}@")), inputs[name]]
