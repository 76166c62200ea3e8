from collections import Counter
from datetime import timedelta

from medpref_dagster.feedback.events import Reaction, get_time
from medpref_dagster.synthetic import feedback_year as year
from medpref_dagster.synthetic.feedback_quarter import DRIFTING, Shown

DELIVERIES = list(year.simulate_year(12000, seed=3))
SHOWN = {item.event.id: item for item in DELIVERIES if isinstance(item, Shown)}
REACTIONS = [item.event for item in DELIVERIES if isinstance(item.event, Reaction)]


def find_week(event) -> int:
    """Counted from 1."""
    return (get_time(event) - year.START) // timedelta(weeks=1) + 1


def share_right(clinicians, weeks) -> float:
    """Of what was accepted as it was by these clinicians, the share without a mistake."""
    signed = [
        not SHOWN[event.generation].planted.mistakes
        for event in REACTIONS
        if event.clinician in clinicians and find_week(event) in weeks and event.reaction.kind == "accepted"
    ]
    return sum(signed) / len(signed)


def test_the_year_has_events_in_each_of_its_weeks():
    weeks = Counter(find_week(item.event) for item in DELIVERIES)
    assert set(weeks) == set(range(1, year.WEEKS + 1))


def test_the_careless_and_the_adversarial_are_so_in_the_bad_weeks_alone():
    others = set(range(1, year.WEEKS + 1)) - set(year.BAD_WEEKS)
    assert share_right(year.CARELESS_THEN, others) > 0.8 > 0.65 > share_right(year.CARELESS_THEN, year.BAD_WEEKS)
    assert share_right(year.ADVERSARIAL_THEN, others) > 0.8 > 0.5 > share_right(year.ADVERSARIAL_THEN, year.BAD_WEEKS)
    good = {"clinician-03", "clinician-06", "clinician-09", "clinician-10"}
    assert share_right(good, year.BAD_WEEKS) > 0.8
    hurried = [
        event.clinician
        for event in REACTIONS
        if event.reaction.kind == "accepted" and event.time_signed - event.time_shown < timedelta(seconds=2)
    ]
    assert set(hurried) == year.CARELESS_THEN


def test_the_habit_of_one_changes_in_the_week_of_the_drift():
    kinds = {False: Counter(), True: Counter()}
    for event in REACTIONS:
        if event.clinician == DRIFTING and event.reaction.kind in ("accepted", "edited"):
            kinds[find_week(event) >= year.DRIFT_WEEK][event.reaction.kind] += 1
    before, after = (kinds[late]["edited"] / kinds[late].total() for late in (False, True))
    assert after > before + 0.2
