import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from medpref_dagster.declaration import LabelAnswer
from medpref_dagster.declaration.signal import ReliabilityRules, SignalRules
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.feedback.edits import EditRules
from medpref_dagster.reports.signal import write_signal_report
from medpref_dagster.reports.signal_content import Signal
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.synthetic.feedback_quarter import ADVERSARIAL, CARELESS, CLINICIANS, DRIFTING
from tests.feedback.made_reactions import PAIRS, REACTIONS, simulate_reactions

EXAMPLES = pa.schema([("example_id", pa.string())])
RULES = SignalRules(reliability=ReliabilityRules(samples=100), drawn_tables=999)
QUARTER = simulate_reactions(6000, seed=5)


def make_edit_pairs(reactions: pa.Table) -> pa.Table:
    rows = [
        {
            "pair_id": row["event_id"],
            "prompt": row["prompt"],
            "chosen": row["text"],
            "rejected": row["answer"],
            "rule": "edit",
            "clinician": row["clinician"],
            "week": row["week"],
            "edit_kinds": ["omission" if len(row["text"]) > len(row["answer"]) else "number"],
        }
        for row in reactions.to_pylist()
        if row["kind"] == "edited"
    ]
    return pa.Table.from_pylist(rows, schema=PAIRS)


def make_signal(reactions: pa.Table, pairs: pa.Table | None = None, **changes: Any) -> Signal:
    return Signal(
        reactions,
        make_edit_pairs(reactions) if pairs is None else pairs,
        EXAMPLES.empty_table(),
        **{"rules": RULES, "edits": EditRules(), "words_per_second": 8.0, **changes},
    )


def write(
    tmp_path: Path, signal: Signal, disclosure: Disclosure = Disclosure.SYNTHETIC
) -> tuple[Artifact, dict[str, Any], str]:
    artifact = write_signal_report(signal, "A quarter", Store(tmp_path), disclosure=disclosure)
    page = (artifact.path / "report.html").read_text(encoding="utf-8")
    return artifact, json.loads((artifact.path / "report.json").read_text(encoding="utf-8")), page


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Artifact, dict[str, Any], str]:
    return write(tmp_path_factory.mktemp("store"), make_signal(QUARTER))


def test_the_first_sentence_says_the_worth_and_whom_to_look_at(quarter: tuple[Artifact, dict[str, Any], str]) -> None:
    _, content, page = quarter
    answer = content["answer"]
    assert f"{ADVERSARIAL}, who prefers the worse answer" in answer
    assert f"{CARELESS}, who reacts without reading" in answer
    good = {item.name for item in CLINICIANS} - {CARELESS, ADVERSARIAL}
    assert not any(name in answer for name in good)
    assert f"worth as much as {round(content['pairs']['worth']):,} pairs" in answer
    assert 0 < content["pairs"]["worth"] < content["totals"]["pairs"]
    assert answer in page


def test_the_change_of_habit_is_told(quarter: tuple[Artifact, dict[str, Any], str]) -> None:
    told = [change for change in quarter[1]["changes"] if change["told"] and change["clinician"]]
    assert [change["clinician"] for change in told] == [DRIFTING]
    assert any(f"edit rate of {DRIFTING} changed before the week of" in said for said in quarter[1]["sentences"])


def test_the_page_is_self_contained_and_has_a_figure_for_each_measure(
    quarter: tuple[Artifact, dict[str, Any], str],
) -> None:
    page = quarter[2]
    assert not re.search(r'(?:src|href)="(?!#)|url\((?!#)|@import', page)
    assert page.count("<figure>") == 4
    assert "<script" not in page


def test_the_same_tables_give_the_same_report(tmp_path: Path) -> None:
    part = QUARTER.slice(0, 900)
    first, second = (write(tmp_path / name, make_signal(part))[0] for name in ("one", "two"))
    assert first.address == second.address


def test_nothing_that_was_written_about_patients_is_in_the_report_of_real_feedback(tmp_path: Path) -> None:
    canary = "Quillfeather"
    rows = [
        row
        | {name: f"{canary} {row[name]}" for name in ("prompt", "answer", "text", "reason") if row[name]}
        | {"patient_id": canary, "encounter": canary}
        for row in QUARTER.slice(0, 900).to_pylist()
    ]
    artifact, content, _ = write(
        tmp_path, make_signal(pa.Table.from_pylist(rows, schema=REACTIONS)), Disclosure.IDENTIFIABLE
    )
    assert all(canary.encode() not in path.read_bytes() for path in artifact.path.iterdir())
    assert any(week["reasons"].get("reason 1") for week in content["weeks"])


def test_without_feedback_the_report_says_so(tmp_path: Path) -> None:
    _, content, page = write(tmp_path, make_signal(REACTIONS.empty_table()))
    assert content["answer"] == "No clinician reacted to anything."
    assert content["answer"] in page


def test_where_nobody_judged_the_same_the_worth_is_not_made_up(tmp_path: Path) -> None:
    row = {"clinician": "c", "kind": "accepted", "answer": "a b", "week": "2025-09-29", "generation_id": "g"}
    _, content, _ = write(tmp_path, make_signal(pa.Table.from_pylist([row], schema=REACTIONS)))
    assert content["pairs"]["worth"] is None
    assert "cannot be told" in content["answer"]


def test_duplicates_length_bias_and_label_marginals_of_the_pairs_are_told(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(40))
    rows = [
        {"prompt": f"{words} {number}", "chosen": "Yes.", "rejected": "No.", "rule": "choice"} for number in range(30)
    ]
    rows += [rows[0], {**rows[1], "chosen": "No.", "rejected": "Yes."}]
    rows += [{**rows[0], "prompt": "something else", "chosen": "a much longer answer", "rejected": "short"}]
    table = pa.Table.from_pylist([row | {"clinician": "c", "week": "2025-09-29"} for row in rows], schema=PAIRS)
    answer = LabelAnswer(column="label", labels={"yes": "Yes.", "no": "No."})
    reaction = {"clinician": "c", "kind": "thumb", "up": True, "week": "2025-09-29", "generation_id": "g"}
    signal = make_signal(pa.Table.from_pylist([reaction], schema=REACTIONS), table, answer=answer)
    _, content, _ = write(tmp_path, signal)
    pairs = content["pairs"]
    assert pairs["duplicates"] == {"prompts": 31, "near_prompts": 30, "repeated_pairs": 1}
    assert pairs["opposed"]["contradicting_pairs"] == 2
    assert pairs["lengths"]["longer_chosen"]["estimate"] == 1
    yes = next(row for row in pairs["shortcuts"]["label_marginals"] if row["label"] == "yes")
    assert (yes["chosen"], yes["rejected"], yes["pairs"]) == (31, 1, 32)
    assert any("labels alone" in said for said in content["sentences"])
