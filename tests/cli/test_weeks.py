"""`medpref materialize` of feedback, as a person calls it: weeks, what they need, and what a late event changes."""

import pytest

from tests.cli.calls import call, refusal
from tests.components.test_feedback import EVENTS, declare, read, send
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
    assert made(again.stdout) == {"ward/events", "ward/preference_pairs", "ward/accepted_examples"}

    send(ward, react("r-5", "g-b", "accepted", 20), file="b")
    late = call("materialize", "ward", "--from", WEEK, "--to", NEXT_WEEK)
    assert late.returncode == 0, late.stdout + late.stderr
    assert f"{WEEK}: 3 reactions, 2 pairs, 1 accepted examples" in late.stdout
    after = late.stdout.split(f"for {NEXT_WEEK}")[1]
    # Its generations are those that there were; its pairs look back to reactions that have changed.
    assert made(after) == {"ward/events", "ward/preference_pairs"}


def test_a_week_that_is_none_is_refused(ward):
    assert "is no day such as" in refusal("materialize", "ward", "--week", "June")
    assert "there is no week 2026-05-25" in refusal("materialize", "ward", "--week", "2026-05-31")
    assert "not both" in refusal("materialize", "ward", "--week", WEEK, "--to", NEXT_WEEK)
    assert "are for feedback" in refusal("materialize", "uti", "--week", WEEK)


def test_no_week_is_made_behind_one_that_failed(ward):
    send(ward, {"kind": "reaction"}, file="b")
    failed = call("materialize", "ward", "--from", WEEK, "--to", NEXT_WEEK)
    assert failed.returncode == 1
    assert f"ward failed for {WEEK}" in failed.stderr
    assert f"for {NEXT_WEEK}" not in failed.stdout
