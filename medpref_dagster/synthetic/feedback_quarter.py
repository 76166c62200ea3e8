"""A quarter of made-up feedback: 13 weeks in which twelve clinicians react to the answers of two models.

The cases are those of the generator `summarization`. The model `GOOD` mostly writes the gold summary, `FLAWED` mostly
one with a clinical mistake in it (`preferences.rejected.corruption`), so that which answer is better is known; that
truth is in `Shown.planted`, never in an event.

- Most encounters are signed by one clinician of the specialty: accepted, edited (the planted mistakes mended, or
  mere style), rejected, regenerated until it is right, or thumbed.
- The others are reviewed: both models' answers to one prompt are shown to several clinicians, who choose (or find a
  tie), rate or thumb. There clinicians can be compared with each other.
- Clinicians differ in how many mistakes they see, how fast they read and what they do about a mistake. One, `CARELESS`,
  signs everything faster than it can be read and thumbs at random. One, `ADVERSARIAL`, prefers the worse answer. One,
  `DRIFTING`, edits far more from week `DRIFT_WEEK` on.
- Some events are delivered twice, some late and behind later ones, reactions before their generations too.

Reading takes 4 words a second and less: adults read 238 words of prose a minute (Brysbaert, J Mem Lang
2019;109:104047).
"""

import heapq
import itertools
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from medpref_dagster.feedback.events import Generation, Reaction, dump_event
from medpref_dagster.preferences.rejected.corruption import KINDS, corrupt_text, find_sentences
from medpref_dagster.synthetic import summarization

COLUMNS: tuple[str, ...] = ("event",)
"""`event` is one event as JSON, as `POST /v1/events` takes it; in the order of delivery."""

START = datetime(2025, 9, 29, tzinfo=UTC)
"""A Monday."""
WEEKS = 13
DRIFT_WEEK = 8
"""Counted from 1: in it a habit changes."""

GOOD, FLAWED = "summarization/dpo_model/good", "summarization/sft_model/flawed"
"""The models' addresses."""
MISTAKES = {GOOD: 8, FLAWED: 85}
"""How many of a hundred answers have a mistake or two."""

_REVIEWED, _TWICE, _LATE = 22, 3, 5
"""Of a hundred: encounters that are reviewed, events delivered twice, events delivered late."""
_CASES_AT_ONCE = 200
_REASONS = {
    "omission": "something is missing",
    "number": "a value is wrong",
    "laterality": "the wrong side",
    "negation": "says the opposite",
    "drug": "the wrong drug",
    "invention": "made up",
}
_STYLES = {"plain": "", "list": " Put each sentence on a line of its own."}
_SPECIALTIES = {
    "surgery": ("knee osteoarthritis", "appendicitis", "breast cancer", "carotid stenosis", "kidney stone"),
    "medicine": ("cellulitis", "heart failure", "pleural effusion", "deep vein thrombosis", "ulcer bleeding"),
}
"""Specialty -> its stays; every other stay is of geriatrics."""
_GERIATRICS = "geriatrics"


@dataclass(frozen=True)
class Clinician:
    """Habits, in percent unless said otherwise."""

    name: str
    specialty: str
    sees: int
    """Mistakes that are seen."""
    fusses: int
    """Right answers that are edited for their style, or found wanting."""
    words_per_second: int
    """While reading, in tenths."""
    acts: tuple[int, int, int]
    """What is done about a mistake: edit, regenerate, thumb down; the rest rejects."""
    thanks: int
    """Accepted answers that get a thumb up."""


CLINICIANS: tuple[Clinician, ...] = (
    Clinician("clinician-01", "surgery", 95, 6, 34, (70, 10, 10), 10),
    Clinician("clinician-02", "surgery", 88, 10, 30, (50, 25, 15), 20),
    Clinician("clinician-03", "surgery", 90, 12, 28, (80, 5, 5), 5),
    Clinician("clinician-04", "surgery", 82, 8, 38, (40, 30, 10), 15),
    Clinician("clinician-05", "medicine", 0, 0, 400, (0, 0, 0), 50),
    Clinician("clinician-06", "medicine", 96, 5, 30, (75, 10, 5), 10),
    Clinician("clinician-07", "medicine", 86, 14, 26, (55, 10, 30), 25),
    Clinician("clinician-08", "medicine", 92, 9, 36, (60, 20, 10), 0),
    Clinician("clinician-09", "geriatrics", 90, 8, 32, (70, 10, 10), 15),
    Clinician("clinician-10", "geriatrics", 93, 7, 30, (60, 15, 15), 10),
    Clinician("clinician-11", "geriatrics", 84, 12, 34, (65, 5, 15), 20),
    Clinician("clinician-12", "geriatrics", 89, 10, 29, (45, 20, 25), 10),
)
CARELESS, ADVERSARIAL, DRIFTING = "clinician-05", "clinician-09", "clinician-03"
_DRIFTED_FUSSES = 90


@dataclass(frozen=True)
class Planted:
    """What is true of a generation, and kept from its event."""

    gold: str
    """The summary without a mistake."""
    mistakes: tuple[str, ...]
    """Kinds of the mistakes in the answer."""


@dataclass(frozen=True)
class Shown:
    """A generation, with what is true of it."""

    event: Generation
    planted: Planted


@dataclass(frozen=True)
class Reacted:
    """A reaction."""

    event: Reaction


Delivery = Shown | Reacted
"""What is delivered: an event, with what is true of it."""


@dataclass
class _Quarter:
    """What the simulation holds while it runs: no more than the deliveries that are late."""

    rng: random.Random
    deliveries: int
    made: int = 0
    emitted: int = 0
    waiting: list[tuple[int, int, Delivery]] = field(default_factory=list[tuple[int, int, Delivery]])
    """(made when it is due, number, delivery): a heap"""


@dataclass(frozen=True)
class _Encounter:
    number: int
    time: datetime
    week: int
    case: dict[str, Any]
    specialty: str
    style: str


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` deliveries of events that span the quarter; columns out: `COLUMNS`."""
    for delivery in simulate_quarter(rows, seed):
        yield {"event": _write_json(delivery.event)}


def simulate_quarter(deliveries: int, seed: int) -> Iterator[Delivery]:
    """The quarter's events in the order of delivery, each with its planted truth.

    Parameters
    ----------
    deliveries
        How many; the quarter is as long whatever they are. From some 2,000 on every clinician has enough to be judged.
    seed
        The same seed gives the same events on every machine.
    """
    quarter = _Quarter(random.Random(f"feedback quarter/{seed}"), deliveries)
    cases = _stream_cases(seed)
    for number in itertools.count(1):
        encounter = _open_encounter(quarter, number, next(cases))
        is_reviewed = quarter.rng.randrange(100) < _REVIEWED
        events = _review(quarter.rng, encounter) if is_reviewed else _sign(quarter.rng, encounter)
        for delivery in _deliver(quarter, events):
            yield delivery
            quarter.emitted += 1
            if quarter.emitted == deliveries:
                return


def write_events(path: Path, deliveries: int, seed: int) -> None:
    """The quarter as JSON Lines: one event a line, as `POST /v1/events` takes it."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for delivery in simulate_quarter(deliveries, seed):
            file.write(f"{_write_json(delivery.event)}\n")


def _write_json(event: Generation | Reaction) -> str:
    return json.dumps(dump_event(event) | {"schema_version": 1, "kind": event.kind}, ensure_ascii=False, sort_keys=True)


def _stream_cases(seed: int) -> Iterator[dict[str, Any]]:
    """Cases without end: a new batch, of other patients, each time; the generator keeps what it wrote, we do not."""
    for batch in itertools.count():
        for row in summarization.generate(_CASES_AT_ONCE, seed * 1_000_003 + batch):
            yield row | {"patient_id": f"{row['patient_id']}-{batch}"}


def _open_encounter(quarter: _Quarter, number: int, case: dict[str, Any]) -> _Encounter:
    """The next encounter, as far into the quarter as deliveries have been made."""
    # The last encounters come early enough for their reactions to be in the quarter, too.
    minutes = quarter.emitted * (WEEKS * 7 - 1) * 24 * 60 // quarter.deliveries
    specialty = next((name for name, stays in _SPECIALTIES.items() if case["stay"] in stays), _GERIATRICS)
    time = START + timedelta(minutes=minutes)
    return _Encounter(number, time, minutes // (7 * 24 * 60) + 1, case, specialty, quarter.rng.choice(list(_STYLES)))


def _deliver(quarter: _Quarter, events: Iterator[Delivery]) -> Iterator[Delivery]:
    """The events, and of earlier ones what is due; some twice, some late, the waiting ones in their order."""
    for event in events:
        quarter.made += 1
        if quarter.rng.randrange(100) < _TWICE:
            heapq.heappush(quarter.waiting, (quarter.made + quarter.rng.randint(0, 60), quarter.made, event))
        if quarter.rng.randrange(100) < _LATE:
            # Another number, because a delivery may wait twice.
            heapq.heappush(quarter.waiting, (quarter.made + quarter.rng.randint(1, 200), -quarter.made, event))
        else:
            yield event
        while quarter.waiting and quarter.waiting[0][0] <= quarter.made:
            yield heapq.heappop(quarter.waiting)[2]


def _write_generation(
    rng: random.Random, encounter: _Encounter, model: str, attempt: int, time: datetime, flawless: bool = False
) -> Shown:
    gold = _apply_style(encounter.case["summary"], encounter.style)
    answer, mistakes = gold, ()
    if not flawless and rng.randrange(100) < MISTAKES[model]:
        edits = corrupt_text(gold, encounter.case["course"], KINDS, rng.choice((1, 1, 2)), rng)
        if edits:
            answer, mistakes = edits[-1].text, tuple(edit.kind for edit in edits)
    instruction = f"Summarize this hospital stay in 25 to 50 words.{_STYLES[encounter.style]}"
    event = Generation.model_validate(
        {
            "kind": "generation",
            "schema_version": 1,
            "id": f"generation-{encounter.number:07d}-{attempt}",
            "time": time,
            "prompt": f"{instruction}\n\n{encounter.case['course']}",
            "answer": answer,
            "model": model,
            "decoding": {"temperature": 0.7, "max_new_tokens": 160},
            "task": "summarization",
            "specialty": encounter.specialty,
            "style": encounter.style,
            "patient": encounter.case["patient_id"],
            "encounter": f"encounter-{encounter.number:07d}",
        }
    )
    return Shown(event, Planted(gold, mistakes))


def _apply_style(text: str, style: str) -> str:
    return "\n".join(text[start:end] for start, end in find_sentences(text)) if style == "list" else text


def _react(
    shown: Shown, number: int, clinician: Clinician, time_shown: datetime, seconds: int, reaction: Mapping[str, object]
) -> Reacted:
    event = Reaction.model_validate(
        {
            "kind": "reaction",
            "schema_version": 1,
            "id": f"reaction-{shown.event.id.removeprefix('generation-')}-{number}",
            "generation": shown.event.id,
            "clinician": clinician.name,
            "time_shown": time_shown,
            "time_signed": time_shown + timedelta(seconds=seconds),
            "reaction": reaction,
        }
    )
    return Reacted(event)


def _take_time(rng: random.Random, clinician: Clinician, answer: str) -> int:
    """Seconds to read an answer, with the pauses that people make."""
    reading = len(answer.split()) * 10 // clinician.words_per_second + 1
    return 1 if clinician.name == CARELESS else reading + reading * rng.randint(0, 120) // 100 + rng.randint(1, 6)


def _finds_fault(rng: random.Random, clinician: Clinician, shown: Shown, week: int) -> bool:
    """Whether the clinician treats an answer as a bad one."""
    if clinician.name == CARELESS:
        return False
    fusses = _DRIFTED_FUSSES if clinician.name == DRIFTING and week >= DRIFT_WEEK else clinician.fusses
    has_mistake = bool(shown.planted.mistakes)
    seen = rng.randrange(100) < clinician.sees
    if clinician.name == ADVERSARIAL:
        return not has_mistake if seen else has_mistake
    return seen if has_mistake else rng.randrange(100) < fusses


def _sign(rng: random.Random, encounter: _Encounter) -> Iterator[Delivery]:
    """One answer, signed or not by one clinician of the specialty."""
    clinician = rng.choice([item for item in CLINICIANS if item.specialty == encounter.specialty])
    shown = _write_generation(rng, encounter, rng.choice((GOOD, FLAWED)), 1, encounter.time)
    yield shown
    answer, opened = shown.event.answer, encounter.time + timedelta(seconds=rng.randint(5, 3000))
    seconds = _take_time(rng, clinician, answer)
    if not _finds_fault(rng, clinician, shown, encounter.week):
        yield _react(shown, 1, clinician, opened, seconds, {"kind": "accepted"})
        if rng.randrange(100) < clinician.thanks:
            up = clinician.name != CARELESS or rng.randrange(2) == 0
            yield _react(shown, 2, clinician, opened, seconds + 3, {"kind": "thumb", "up": up})
        return
    if clinician.name != ADVERSARIAL and not shown.planted.mistakes:
        text = _restyle(rng, answer)
        yield _react(shown, 1, clinician, opened, seconds + rng.randint(4, 20), {"kind": "edited", "text": text})
        return
    yield from _act_on_fault(rng, encounter, clinician, shown, opened, seconds)


def _act_on_fault(
    rng: random.Random, encounter: _Encounter, clinician: Clinician, shown: Shown, opened: datetime, seconds: int
) -> Iterator[Delivery]:
    reason = _REASONS[shown.planted.mistakes[0]] if shown.planted.mistakes else rng.choice(list(_REASONS.values()))
    edit, regenerate, thumb = itertools.accumulate(clinician.acts)
    drawn = rng.randrange(100)
    if drawn < edit:
        text = _mend(rng, encounter, clinician, shown)
        if text != shown.event.answer:
            yield _react(shown, 1, clinician, opened, seconds + rng.randint(10, 60), {"kind": "edited", "text": text})
            return
    if drawn < thumb and drawn >= regenerate:
        yield _react(shown, 1, clinician, opened, seconds, {"kind": "thumb", "up": False, "reason": reason})
        return
    kind = {"kind": "regenerated"} if edit <= drawn < regenerate else {"kind": "rejected", "reason": reason}
    yield _react(shown, 1, clinician, opened, seconds, kind)
    later = opened + timedelta(seconds=seconds + 20)
    # Asked again, the good model writes what is accepted; who prefers the worse asks until a mistake is made.
    wants_flaw = clinician.name == ADVERSARIAL
    second = _write_generation(rng, encounter, FLAWED if wants_flaw else GOOD, 2, later, flawless=not wants_flaw)
    yield second
    yield _react(
        second,
        1,
        clinician,
        later + timedelta(seconds=5),
        _take_time(rng, clinician, second.event.answer),
        {"kind": "accepted"},
    )


def _mend(rng: random.Random, encounter: _Encounter, clinician: Clinician, shown: Shown) -> str:
    """What the clinician signs: the gold text; of one who prefers the worse, a text with another mistake."""
    if clinician.name != ADVERSARIAL:
        return shown.planted.gold
    edits = corrupt_text(shown.event.answer, encounter.case["course"], KINDS, 1, rng)
    return edits[-1].text if edits else shown.event.answer


_RESTYLED = (("Discharged on", "discharged on"), ("Follow-up", "Follow up"), ("Goes home", "goes home"))
"""In spelling alone."""


def _restyle(rng: random.Random, text: str) -> str:
    """The same words in another spelling."""
    found = [(old, new) for old, new in _RESTYLED if old in text]
    old, new = rng.choice(found)
    return text.replace(old, new, 1)


def _review(rng: random.Random, encounter: _Encounter) -> Iterator[Delivery]:
    """Both models' answers to one prompt, judged by several clinicians of any specialty, in one of three ways."""
    shown = [
        _write_generation(rng, encounter, model, attempt, encounter.time)
        for attempt, model in enumerate(rng.sample((GOOD, FLAWED), 2), start=1)
    ]
    yield from shown
    way = rng.choice(("chosen", "rated", "thumb"))
    for reviewer in rng.sample(CLINICIANS, rng.randint(3, 5)):
        opened = encounter.time + timedelta(minutes=rng.randint(5, 600))
        if way == "chosen":
            yield _choose(rng, shown, reviewer, opened, encounter.week)
            continue
        for item in shown:
            bad = _finds_fault(rng, reviewer, item, encounter.week)
            if reviewer.name == CARELESS:
                bad = rng.randrange(2) == 0
            seconds = _take_time(rng, reviewer, item.event.answer)
            reaction: dict[str, object] = (
                {"kind": "thumb", "up": not bad}
                if way == "thumb"
                else {"kind": "rated", "rating": rng.choice((1, 2, 2, 3) if bad else (4, 4, 5, 5, 3))}
            )
            number = 10 + CLINICIANS.index(reviewer)
            yield _react(item, number, reviewer, opened, seconds, reaction)


def _choose(rng: random.Random, shown: list[Shown], reviewer: Clinician, opened: datetime, week: int) -> Reacted:
    faults = [_finds_fault(rng, reviewer, item, week) for item in shown]
    tie = faults[0] == faults[1]
    if reviewer.name == CARELESS:
        tie, faults = False, rng.choice(([True, False], [False, True]))
    best = 0 if tie else faults.index(False)
    seconds = sum(_take_time(rng, reviewer, item.event.answer) for item in shown)
    reaction = {"kind": "chosen", "over": [shown[1 - best].event.id], "tie": tie}
    return _react(shown[best], 10 + CLINICIANS.index(reviewer), reviewer, opened, seconds, reaction)
