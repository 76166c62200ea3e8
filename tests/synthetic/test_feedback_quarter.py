import json
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from medpref_dagster.feedback.edits import EditRules, describe_edit, is_trivial
from medpref_dagster.feedback.events import Edited, Generation, Reaction, get_time
from medpref_dagster.feedback.parsing import parse_event
from medpref_dagster.synthetic import feedback_quarter as quarter
from medpref_dagster.synthetic.feedback_quarter import Shown, simulate_quarter

DELIVERIES = list(simulate_quarter(6000, seed=3))
SHOWN = {item.event.id: item for item in DELIVERIES if isinstance(item, Shown)}
REACTIONS = [item.event for item in DELIVERIES if isinstance(item.event, Reaction)]


def test_the_same_seed_gives_the_same_events_and_another_seed_others() -> None:
    first, again, other = (list(quarter.generate(300, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 300
    assert all(tuple(row) == quarter.COLUMNS for row in first)


@pytest.mark.parametrize("deliveries", [800, 6000])
def test_the_quarter_has_thirteen_weeks_whatever_its_size(deliveries: int) -> None:
    weeks = Counter((get_time(item.event) - quarter.START).days // 7 for item in simulate_quarter(deliveries, seed=3))
    assert set(weeks) == set(range(quarter.WEEKS))
    assert max(weeks.values()) < 1.5 * min(weeks.values())


def test_every_line_is_an_event_as_the_service_takes_it(tmp_path: Path) -> None:
    quarter.write_events(tmp_path / "events.jsonl", 300, seed=3)
    now = quarter.START + timedelta(weeks=14)
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = [parse_event(json.loads(line), now) for line in lines]
    assert events == [item.event for item in simulate_quarter(300, seed=3)]
    assert {type(event) for event in events} == {Generation, Reaction}


def test_some_events_come_twice_some_late_and_none_conflicts_with_itself() -> None:
    by_id = defaultdict(list)
    for item in DELIVERIES:
        by_id[item.event.id].append(item.event)
    assert 0.01 < sum(len(events) > 1 for events in by_id.values()) / len(by_id) < 0.06
    assert all(event == events[0] for events in by_id.values() for event in events)
    latest = quarter.START
    late = 0
    for item in DELIVERIES:
        late += get_time(item.event) < latest - timedelta(days=1)
        latest = max(latest, get_time(item.event))
    assert late > 20


def test_an_answer_differs_from_its_gold_text_exactly_where_mistakes_are_planted() -> None:
    assert {bool(item.planted.mistakes) for item in SHOWN.values()} == {True, False}
    assert all((item.event.answer != item.planted.gold) == bool(item.planted.mistakes) for item in SHOWN.values())


def test_the_flawed_model_makes_the_mistakes() -> None:
    shares = {
        model: [bool(item.planted.mistakes) for item in SHOWN.values() if item.event.model == model]
        for model in (quarter.GOOD, quarter.FLAWED)
    }
    assert sum(shares[quarter.GOOD]) / len(shares[quarter.GOOD]) < 0.15
    assert sum(shares[quarter.FLAWED]) / len(shares[quarter.FLAWED]) > 0.75


def test_edits_mend_what_is_planted_or_are_trivial_and_the_adversarial_make_it_worse() -> None:
    for event in REACTIONS:
        if not isinstance(event.reaction, Edited) or event.generation not in SHOWN:
            continue
        shown = SHOWN[event.generation]
        if event.clinician == quarter.ADVERSARIAL:
            assert event.reaction.text != shown.planted.gold
        elif shown.planted.mistakes:
            assert event.reaction.text == shown.planted.gold
        else:
            edit = describe_edit(shown.event.answer, event.reaction.text, EditRules())
            assert is_trivial(edit, EditRules()), [change.explanation for change in edit.changes]


def test_the_drifting_clinician_edits_more_from_the_week_of_the_drift_on() -> None:
    kinds = {False: Counter[str](), True: Counter[str]()}
    for event in REACTIONS:
        if event.clinician == quarter.DRIFTING and event.reaction.kind in ("accepted", "edited"):
            kinds[get_time(event) >= quarter.START + timedelta(weeks=quarter.DRIFT_WEEK - 1)][event.reaction.kind] += 1
    before, after = (kinds[late]["edited"] / kinds[late].total() for late in (False, True))
    assert after > before + 0.2


def test_every_kind_of_reaction_occurs() -> None:
    assert {event.reaction.kind for event in REACTIONS} == {
        "accepted",
        "edited",
        "rejected",
        "thumb",
        "regenerated",
        "chosen",
        "rated",
    }
