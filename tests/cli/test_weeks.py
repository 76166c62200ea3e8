"""`medpref materialize` of feedback, as a person calls it: weeks, what they need, and what a late event changes."""

import json

import pytest
import yaml

from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.components.test_feedback import EVENTS, declare, read, send
from tests.conftest import CHECKOUT
from tests.feedback.made_weeks import NEXT_WEEK, WEEK, react


@pytest.fixture
def ward(project):
    declare(project)
    send(project, *EVENTS)
    return project


def made(output: str) -> set[str]:
    return {line.split()[1] for line in output.splitlines() if line.startswith("✓ ward/")}


def test_one_command_makes_weeks_with_what_they_need_and_a_late_event_only_what_it_changed(ward):
    first = call("materialize", "ward", "--week", "2026-06-10")
    assert first.returncode == 0, first.stdout + first.stderr
    assert f"{NEXT_WEEK}: 1 reactions, 1 pairs, 1 accepted examples" in first.stdout
    assert len(read(ward, "reactions", WEEK)) == 2  # which that week looks back to

    again = call("materialize", "ward", "--from", WEEK, "--to", NEXT_WEEK)
    assert again.returncode == 0, again.stdout + again.stderr
    # What the later week looks back to was made with it; the earlier one's report was not.
    assert made(again.stdout) == {"ward/events", "ward/signal_report"}

    send(ward, react("r-5", "g-b", "accepted", 20), file="b")
    late = call("materialize", "ward", "--from", WEEK, "--to", NEXT_WEEK)
    assert late.returncode == 0, late.stdout + late.stderr
    assert f"{WEEK}: 3 reactions, 2 pairs, 1 accepted examples" in late.stdout
    after = late.stdout.split(f"for {NEXT_WEEK}")[1]
    # Its generations are those that there were; its pairs and its report look back to reactions that have changed.
    assert made(after) == {"ward/events", "ward/preference_pairs", "ward/signal_report"}


def test_a_week_that_is_none_is_refused(ward):
    assert "is no day such as" in refusal("materialize", "ward", "--week", "June")
    assert "there is no week 2026-05-25" in refusal("materialize", "ward", "--week", "2026-05-31")
    assert "not both" in refusal("materialize", "ward", "--week", WEEK, "--to", NEXT_WEEK)
    assert "--week is for feedback" in refusal("materialize", "uti", "--week", WEEK)


def test_no_week_is_made_behind_one_that_failed(ward):
    send(ward, {"kind": "reaction"}, file="b")
    failed = call("materialize", "ward", "--from", WEEK, "--to", NEXT_WEEK)
    assert failed.returncode == 1
    assert f"ward failed for {WEEK}" in failed.stderr
    assert f"for {NEXT_WEEK}" not in failed.stdout


def test_a_simulated_quarter_ends_is_reported_and_is_made_once(project):
    text = (CHECKOUT / "assets" / "simulated_feedback" / "defs.yaml").read_text()
    declared = yaml.safe_load(text)["attributes"]
    declared["sources"]["simulation"]["options"]["rows"] = 400
    declared["signal"] = {"drawn_tables": 199, "reliability": {"samples": 50}}
    # Two weeks of it: each takes its time.
    declare(project, **(declared | {"end": "2025-10-07", "lookback_weeks": 1}))
    first = call("materialize", "ward")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "12 assets of 2 weeks" in first.stdout
    store = Store(project / "store")
    report = store.current("ward/signal_report", "2025-10-06")
    said = json.loads((report.path / "report.json").read_text())
    printed = " ".join(first.stdout.split())
    for sentence in (said["answer"], *said["sentences"]):
        assert " ".join(sentence.split()) in printed
    assert str(report.path / "report.html") in first.stdout

    again = call("materialize", "ward")
    assert "0 assets of 2 weeks" in again.stdout, again.stdout + again.stderr
    assert "there is no week 2025-10-13" in refusal("materialize", "ward", "--week", "2025-10-13")
