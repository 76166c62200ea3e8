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
from dataclasses import dataclass, field, replace
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
    careless: bool = False
    """Signs everything faster than it can be read, and thumbs, rates and chooses at random."""
    adversarial: bool = False
    """Prefers the worse answer."""


CLINICIANS: tuple[Clinician, ...] = (
    Clinician("clinician-01", "surgery", 95, 6, 34, (70, 10, 10), 10),
    Clinician("clinician-02", "surgery", 88, 10, 30, (50, 25, 15), 20),
    Clinician("clinician-03", "surgery", 90, 12, 28, (80, 5, 5), 5),
    Clinician("clinician-04", "surgery", 82, 8, 38, (40, 30, 10), 15),
    Clinician("clinician-05", "medicine", 0, 0, 400, (0, 0, 0), 50, careless=True),
    Clinician("clinician-06", "medicine", 96, 5, 30, (75, 10, 5), 10),
    Clinician("clinician-07", "medicine", 86, 14, 26, (55, 10, 30), 25),
    Clinician("clinician-08", "medicine", 92, 9, 36, (60, 20, 10), 0),
    Clinician("clinician-09", "geriatrics", 90, 8, 32, (70, 10, 10), 15, adversarial=True),
    Clinician("clinician-10", "geriatrics", 93, 7, 30, (60, 15, 15), 10),
    Clinician("clinician-11", "geriatrics", 84, 12, 34, (65, 5, 15), 20),
    Clinician("clinician-12", "geriatrics", 89, 10, 29, (45, 20, 25), 10),
)
_NUMBERS = {clinician.name: number for number, clinician in enumerate(CLINICIANS)}
CARELESS, ADVERSARIAL, DRIFTING = "clinician-05", "clinician-09", "clinician-03"
_DRIFTED_FUSSES = 90


@dataclass(frozen=True)
class Span:
    """A time that is simulated, and who behaves how in it."""

    name: str
    """Random numbers are drawn by it and the seed."""
    start: datetime
    """A Monday."""
    weeks: int
    clinicians: tuple[Clinician, ...]
    drift_week: int
    """Counted from 1: from it on, `DRIFTING` edits far more."""
    bad_weeks: range = range(0)
    """Counted from 1: in them alone, some are careless or adversarial."""
    careless_then: frozenset[str] = frozenset()
    adversarial_then: frozenset[str] = frozenset()

    def list_clinicians(self, week: int) -> tuple[Clinician, ...]:
        """Everybody, with the habits of a week."""
        return tuple(self._find_habits(clinician, week) for clinician in self.clinicians)

    def _find_habits(self, clinician: Clinician, week: int) -> Clinician:
        if clinician.name == DRIFTING and week >= self.drift_week:
            clinician = replace(clinician, fusses=_DRIFTED_FUSSES)
        if week not in self.bad_weeks:
            return clinician
        return replace(
            clinician,
            careless=clinician.careless or clinician.name in self.careless_then,
            adversarial=clinician.adversarial or clinician.name in self.adversarial_then,
        )


QUARTER = Span("feedback quarter", START, WEEKS, CLINICIANS, DRIFT_WEEK)


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
class _Simulation:
    """What the simulation holds while it runs: no more than the deliveries that are late."""

    span: Span
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
    case: dict[str, Any]
    specialty: str
    style: str
    clinicians: tuple[Clinician, ...]
    """With the habits of the week."""


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` deliveries of events that span the quarter; columns out: `COLUMNS`."""
    return dump_deliveries(simulate_quarter(rows, seed))


def simulate_quarter(deliveries: int, seed: int) -> Iterator[Delivery]:
    """The quarter's events in the order of delivery, as of `simulate`."""
    return simulate(QUARTER, deliveries, seed)


def simulate(span: Span, deliveries: int, seed: int) -> Iterator[Delivery]:
    """The events of a span in the order of delivery, each with its planted truth.

    Parameters
    ----------
    deliveries
        How many; the span is as long whatever they are. From some 150 a week on every clinician can be judged.
    seed
        The same seed gives the same events on every machine.
    """
    state = _Simulation(span, random.Random(f"{span.name}/{seed}"), deliveries)
    cases = _stream_cases(seed)
    for number in itertools.count(1):
        encounter = _open_encounter(state, number, next(cases))
        is_reviewed = state.rng.randrange(100) < _REVIEWED
        events = _review(state.rng, encounter) if is_reviewed else _sign(state.rng, encounter)
        for delivery in _deliver(state, events):
            yield delivery
            state.emitted += 1
            if state.emitted == deliveries:
                return


def dump_deliveries(deliveries: Iterator[Delivery]) -> Iterator[dict[str, object]]:
    """Rows with the columns `COLUMNS`: what was delivered, without what is true of it."""
    return ({"event": _write_json(delivery.event)} for delivery in deliveries)


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


def _open_encounter(state: _Simulation, number: int, case: dict[str, Any]) -> _Encounter:
    """The next encounter, as far into the span as deliveries have been made."""
    # The last encounters come early enough for their reactions to be in the span, too.
    minutes = state.emitted * (state.span.weeks * 7 - 1) * 24 * 60 // state.deliveries
    specialty = next((name for name, stays in _SPECIALTIES.items() if case["stay"] in stays), _GERIATRICS)
    clinicians = state.span.list_clinicians(minutes // (7 * 24 * 60) + 1)
    time = state.span.start + timedelta(minutes=minutes)
    return _Encounter(number, time, case, specialty, state.rng.choice(list(_STYLES)), clinicians)


def _deliver(state: _Simulation, events: Iterator[Delivery]) -> Iterator[Delivery]:
    """The events, and of earlier ones what is due; some twice, some late, the waiting ones in their order."""
    for event in events:
        state.made += 1
        if state.rng.randrange(100) < _TWICE:
            heapq.heappush(state.waiting, (state.made + state.rng.randint(0, 60), state.made, event))
        if state.rng.randrange(100) < _LATE:
            # Another number, because a delivery may wait twice.
            heapq.heappush(state.waiting, (state.made + state.rng.randint(1, 200), -state.made, event))
        else:
            yield event
        while state.waiting and state.waiting[0][0] <= state.made:
            yield heapq.heappop(state.waiting)[2]


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
    return 1 if clinician.careless else reading + reading * rng.randint(0, 120) // 100 + rng.randint(1, 6)


def _finds_fault(rng: random.Random, clinician: Clinician, shown: Shown) -> bool:
    """Whether the clinician treats an answer as a bad one."""
    if clinician.careless:
        return False
    has_mistake = bool(shown.planted.mistakes)
    seen = rng.randrange(100) < clinician.sees
    if clinician.adversarial:
        return not has_mistake if seen else has_mistake
    return seen if has_mistake else rng.randrange(100) < clinician.fusses


def _sign(rng: random.Random, encounter: _Encounter) -> Iterator[Delivery]:
    """One answer, signed or not by one clinician of the specialty."""
    clinician = rng.choice([item for item in encounter.clinicians if item.specialty == encounter.specialty])
    shown = _write_generation(rng, encounter, rng.choice((GOOD, FLAWED)), 1, encounter.time)
    yield shown
    answer, opened = shown.event.answer, encounter.time + timedelta(seconds=rng.randint(5, 3000))
    seconds = _take_time(rng, clinician, answer)
    if not _finds_fault(rng, clinician, shown):
        yield _react(shown, 1, clinician, opened, seconds, {"kind": "accepted"})
        if rng.randrange(100) < clinician.thanks:
            up = not clinician.careless or rng.randrange(2) == 0
            yield _react(shown, 2, clinician, opened, seconds + 3, {"kind": "thumb", "up": up})
        return
    if not clinician.adversarial and not shown.planted.mistakes:
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
    wants_flaw = clinician.adversarial
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
    if not clinician.adversarial:
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
    for reviewer in rng.sample(encounter.clinicians, rng.randint(3, 5)):
        opened = encounter.time + timedelta(minutes=rng.randint(5, 600))
        if way == "chosen":
            yield _choose(rng, shown, reviewer, opened)
            continue
        for item in shown:
            bad = _finds_fault(rng, reviewer, item)
            if reviewer.careless:
                bad = rng.randrange(2) == 0
            seconds = _take_time(rng, reviewer, item.event.answer)
            reaction: dict[str, object] = (
                {"kind": "thumb", "up": not bad}
                if way == "thumb"
                else {"kind": "rated", "rating": rng.choice((1, 2, 2, 3) if bad else (4, 4, 5, 5, 3))}
            )
            number = 10 + _NUMBERS[reviewer.name]
            yield _react(item, number, reviewer, opened, seconds, reaction)


def _choose(rng: random.Random, shown: list[Shown], reviewer: Clinician, opened: datetime) -> Reacted:
    faults = [_finds_fault(rng, reviewer, item) for item in shown]
    tie = faults[0] == faults[1]
    if reviewer.careless:
        tie, faults = False, rng.choice(([True, False], [False, True]))
    best = 0 if tie else faults.index(False)
    seconds = sum(_take_time(rng, reviewer, item.event.answer) for item in shown)
    reaction = {"kind": "chosen", "over": [shown[1 - best].event.id], "tie": tie}
    return _react(shown[best], 10 + _NUMBERS[reviewer.name], reviewer, opened, seconds, reaction)
