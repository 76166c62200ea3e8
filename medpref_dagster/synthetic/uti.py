"""Made-up notes: does the patient have a urinary tract infection (UTI) now?

Each note is rendered from structured facts (`Facts`), and the facts alone decide its label (`is_uti`). No note, date
or person is real.

A UTI is present if both hold:

1. **A symptom or sign of now** that points to the urinary tract:
   - dysuria, frequency, urgency, suprapubic pain or tenderness, flank pain or costovertebral angle tenderness;
   - while an indwelling catheter is in place, dysuria, frequency and urgency do not count (the catheter itself causes
     them), but fever does if it has no other source.
   Confusion, a fall, cloudy or malodorous urine are none of these, nor is fever without a catheter.
2. **Evidence of bacteria**:
   - where a culture of this episode is known, it decides: one or two species, at 100,000 CFU/mL or more in voided
     urine, at 1,000 CFU/mL or more in urine taken by catheter. Three or more species count as contamination.
   - where none is known: nitrite or leukocyte esterase on dipstick, with at least two of dysuria, frequency and
     urgency, and without vaginal or urethral discharge or irritation.

A second condition (vaginitis, a stone) does not undo what a culture shows.

The note ends with what the clinician did. That mostly follows the criteria and sometimes does not, as in life: 1 in 12
patients with a UTI is left to wait, and 1 in 8 without one gets an antibiotic all the same (for bacteriuria without
symptoms that share has been near a half). So the plan is a strong hint and no proof.

Sources:

- Symptoms, 100,000 CFU/mL of at most two species, what counts beside a catheter: CDC National Healthcare Safety
  Network, Patient Safety Component Manual, chapter 7 (symptomatic UTI, criteria SUTI 1a and 1b). Ours differs on fever:
  SUTI 1b counts it up to the age of 65, too, and SUTI 1a whatever else may cause it.
- 1,000 CFU/mL in catheter specimens, fever without other source: Hooton et al., "Diagnosis, prevention, and treatment
  of catheter-associated urinary tract infection in adults: 2009 international clinical practice guidelines from the
  IDSA", Clin Infect Dis 2010;50:625-663.
- Bacteriuria without urinary symptoms (with confusion or a fall, too) is no UTI: Nicolle et al., "Clinical practice
  guideline for the management of asymptomatic bacteriuria: 2019 update by the IDSA", Clin Infect Dis 2019;68:e83-e110.
- Antibiotics for bacteriuria without symptoms: Flokas et al., "Inappropriate management of asymptomatic patients with
  positive urine cultures: a systematic review and meta-analysis", Open Forum Infect Dis 2017;4:ofx207.
- Symptoms without discharge or irritation where there is no culture: Bent et al., "Does this woman have an acute
  uncomplicated urinary tract infection?", JAMA 2002;287:2701-2710. Ours is stricter: it asks for a dipstick, too, and
  it is used for men alike, which that paper does not cover.

They are criteria for a benchmark with one answer a note, not for care.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

COLUMNS = ("note_id", "patient_id", "style", "age", "sex", "note", "uti", "scenario")

STYLES = ("clinic", "emergency", "nursing", "telephone")
VOIDING_SYMPTOMS = frozenset({"dysuria", "frequency", "urgency"})
LOCAL_SIGNS = frozenset({"suprapubic", "flank"})
SIGNIFICANT_VOIDED = 100_000
SIGNIFICANT_CATHETER = 1_000

_MOST_WORDS = 100

_T = TypeVar("_T")


@dataclass(frozen=True)
class Culture:
    """A urine culture of the present episode."""

    count: int
    """Colony-forming units a millilitre; 0 for no growth."""
    species: int
    """How many species grew."""
    by_catheter: bool = False
    """Taken by catheter (in and out, or from the port of an indwelling one), not voided."""


@dataclass(frozen=True)
class Facts:
    """What is so, whatever the note calls it."""

    symptoms: frozenset[str] = frozenset()
    """Present now: of `VOIDING_SYMPTOMS`, `LOCAL_SIGNS` and "fever"."""
    catheter: bool = False
    """An indwelling catheter is in place."""
    discharge: bool = False
    """Vaginal or urethral discharge or irritation."""
    other_fever_source: bool = False
    culture: Culture | None = None
    nitrite: bool | None = None
    """On dipstick; None where none was done."""
    leukocytes: bool | None = None
    """Leukocyte esterase on dipstick; None where none was done."""


def is_uti(facts: Facts) -> bool:
    """Whether the facts meet the criteria of this module's docstring."""
    counted = facts.symptoms & LOCAL_SIGNS
    if not facts.catheter:
        counted |= facts.symptoms & VOIDING_SYMPTOMS
    elif "fever" in facts.symptoms and not facts.other_fever_source:
        counted |= {"fever"}
    if not counted:
        return False
    if facts.culture is not None:
        threshold = SIGNIFICANT_CATHETER if facts.culture.by_catheter else SIGNIFICANT_VOIDED
        return 1 <= facts.culture.species <= 2 and facts.culture.count >= threshold
    dipstick = bool(facts.nitrite) or bool(facts.leukocytes)
    return dipstick and len(facts.symptoms & VOIDING_SYMPTOMS) >= 2 and not facts.discharge


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Notes of made-up patients, one to four a patient, no two with the same words.

    Parameters
    ----------
    rows
        How many notes. More rows with the same seed begin with the same notes.
    seed
        The same seed gives the same bytes on every machine.

    Yields
    ------
    dict
        Columns out: `COLUMNS`. `uti` is "yes" or "no"; `scenario` names the clinical situation, for looking at errors,
        and is not for the prompt.
    """
    draw = random.Random(f"uti {seed}")
    seen: set[str] = set()
    made = patients = 0
    while made < rows:
        patient = _draw_patient(draw)
        patients += 1
        for _ in range(min(_weighted(draw, {1: 5, 2: 3, 3: 2, 4: 1}), rows - made)):
            scenario, story, style, note = _write_new_note(draw, patient, seen)
            made += 1
            yield {
                "note_id": f"N{made:06d}",
                "patient_id": f"P{patients:06d}",
                "style": style,
                "age": patient.age,
                "sex": patient.sex,
                "note": note,
                "uti": "yes" if is_uti(story.facts) else "no",
                "scenario": scenario,
            }


# Patients


@dataclass(frozen=True)
class _Patient:
    age: int
    sex: str
    catheter: bool
    resident: bool

    def fill(self, text: str) -> str:
        """Put the patient's pronouns into a phrase."""
        she, her, woman = ("she", "her", "woman") if self.sex == "F" else ("he", "his", "man")
        return (
            text.replace("{she}", she).replace("{her}", her).replace("{woman}", woman).replace("{age}", str(self.age))
        )


def _draw_patient(draw: random.Random) -> _Patient:
    kind = _weighted(draw, {"young woman": 34, "older woman": 28, "man": 13, "older man": 11, "catheter": 14})
    if kind == "young woman":
        return _Patient(draw.randrange(18, 60), "F", catheter=False, resident=False)
    if kind == "man":
        return _Patient(draw.randrange(19, 65), "M", catheter=False, resident=False)
    if kind == "catheter":
        return _Patient(draw.randrange(58, 95), _pick(draw, "FM"), catheter=True, resident=draw.randrange(3) > 0)
    sex = "F" if kind == "older woman" else "M"
    return _Patient(draw.randrange(65, 95), sex, catheter=False, resident=draw.randrange(2) > 0)


# Situations: each draws facts and what the note tells beside them. What is told beside the facts (an earlier episode,
# a known stone, why the patient came) is drawn alike for positive and negative notes, so that it gives nothing away.


@dataclass
class _Story:
    facts: Facts
    reason: str
    denied: tuple[str, ...] = ()
    told: list[str] = field(default_factory=list[str])
    """Sentences that belong to the situation, in order."""


def _cystitis(draw: random.Random, patient: _Patient) -> _Story:
    nitrite, leukocytes = _pick(draw, ((True, True), (False, True), (None, None), (None, None), (False, False)))
    facts = Facts(
        _some(draw, ("dysuria", "frequency", "urgency", "suprapubic"), 1, 2),
        culture=Culture(SIGNIFICANT_VOIDED, 1),
        nitrite=nitrite,
        leukocytes=leukocytes,
    )
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 0, 3), _background(draw, patient))


def _cystitis_by_dipstick(draw: random.Random, patient: _Patient) -> _Story:
    nitrite, leukocytes = _pick(draw, ((True, True), (True, False), (False, True), (True, None), (None, True)))
    facts = Facts(_some(draw, ("dysuria", "frequency", "urgency"), 2, 3), nitrite=nitrite, leukocytes=leukocytes)
    denied = _deny(draw, facts, patient, 0, 2)
    return _Story(facts, _draw_reason(draw, patient), denied, [*_background(draw, patient), _pick(draw, _NO_CULTURE)])


def _clear_dipstick(draw: random.Random, patient: _Patient) -> _Story:
    facts = Facts(_some(draw, ("dysuria", "frequency", "urgency"), 2, 3), nitrite=False, leukocytes=False)
    denied = _deny(draw, facts, patient, 0, 2)
    return _Story(facts, _draw_reason(draw, patient), denied, [*_background(draw, patient), _pick(draw, _NO_CULTURE)])


def _cystitis_beside_vaginitis(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _some(draw, ("dysuria", "frequency", "urgency", "suprapubic"), 1, 2)
    facts = Facts(symptoms, discharge=True, culture=Culture(SIGNIFICANT_VOIDED, 1), nitrite=_pick(draw, (None, True)))
    return _Story(facts, "urinary", _deny(draw, facts, patient, 0, 2), [_pick(draw, _VAGINITIS)])


def _pyelonephritis(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = frozenset({"flank"}) | ({"fever"} if draw.randrange(4) else frozenset[str]())
    nitrite, leukocytes = _pick(draw, ((True, True), (None, None), (False, True)))
    facts = Facts(symptoms, culture=Culture(SIGNIFICANT_VOIDED, 1), nitrite=nitrite, leukocytes=leukocytes)
    # A stone alone explains flank pain; with fever and bacteria it is an infected one.
    stone = "fever" in symptoms and draw.randrange(3) == 0
    told = [_pick(draw, _STONE)] if stone else _background(draw, patient)
    return _Story(facts, _pick(draw, ("unwell", "unrelated")), _deny(draw, facts, patient, 1, 3), told)


def _low_count_by_catheter(draw: random.Random, patient: _Patient) -> _Story:
    culture = Culture(_pick(draw, (2_000, 5_000, 10_000, 20_000)), 1, by_catheter=True)
    facts = Facts(_some(draw, ("dysuria", "frequency", "urgency", "suprapubic"), 1, 2), culture=culture)
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 0, 3), _background(draw, patient))


def _two_species(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _some(draw, ("dysuria", "frequency", "urgency", "suprapubic"), 1, 2)
    facts = Facts(symptoms, culture=Culture(SIGNIFICANT_VOIDED, 2), nitrite=_pick(draw, (None, True, False)))
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 0, 3), _background(draw, patient))


def _confused_with_urinary_signs(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _some(draw, ("frequency", "suprapubic", "dysuria"), 1, 2)
    facts = Facts(symptoms, culture=Culture(SIGNIFICANT_VOIDED, 1), nitrite=_pick(draw, (None, True)))
    return _Story(facts, "confused", _deny(draw, facts, patient, 0, 3), _background(draw, patient))


def _catheter_infection(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _pick(draw, (frozenset({"fever"}), frozenset({"suprapubic"}), frozenset({"flank"})))
    culture = Culture(_pick(draw, (5_000, 20_000, 100_000, 100_000)), _pick(draw, (1, 1, 2)), by_catheter=True)
    facts = Facts(symptoms, catheter=True, culture=culture)
    told = [_pick(draw, _CATHETER), *([_pick(draw, _NO_OTHER_SOURCE)] if "fever" in symptoms else [])]
    return _Story(facts, "catheter", _deny(draw, facts, patient, 0, 2), told)


def _catheter_colonization(draw: random.Random, patient: _Patient) -> _Story:
    feverish = draw.randrange(3) == 0
    culture = Culture(SIGNIFICANT_VOIDED, _pick(draw, (1, 1, 2)), by_catheter=True)
    symptoms = frozenset({"fever"}) if feverish else frozenset[str]()
    facts = Facts(symptoms, catheter=True, other_fever_source=feverish, culture=culture)
    told = [_pick(draw, _CATHETER), _pick(draw, _OTHER_SOURCE) if feverish else _other_complaint(draw)]
    return _Story(facts, "catheter", _deny(draw, facts, patient, 1, 3), told)


def _catheter_without_bacteria(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _pick(draw, (frozenset({"fever"}), frozenset({"suprapubic"}), frozenset({"flank"})))
    culture = _pick(draw, (Culture(0, 0), Culture(SIGNIFICANT_VOIDED, 3, by_catheter=True)))
    facts = Facts(symptoms, catheter=True, culture=culture)
    told = [_pick(draw, _CATHETER), *([_pick(draw, _NO_OTHER_SOURCE)] if "fever" in symptoms else [])]
    return _Story(facts, "catheter", _deny(draw, facts, patient, 0, 2), told)


def _asymptomatic_bacteriuria(draw: random.Random, patient: _Patient) -> _Story:
    culture = Culture(SIGNIFICANT_VOIDED, _pick(draw, (1, 1, 1, 2))) if draw.randrange(3) else None
    nitrite = True if culture is None else _pick(draw, (None, True))
    facts = Facts(culture=culture, nitrite=nitrite, leukocytes=_pick(draw, (None, True)))
    told = [_other_complaint(draw), *_background(draw, patient)]
    if culture is None:
        told.append(_pick(draw, _NO_CULTURE))
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 1, 3), told)


def _contaminated_culture(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _some(draw, ("dysuria", "frequency", "urgency", "suprapubic"), 1, 2)
    facts = Facts(
        symptoms, culture=Culture(SIGNIFICANT_VOIDED, draw.randrange(3, 6)), nitrite=_pick(draw, (None, False))
    )
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 0, 3), _background(draw, patient))


def _past_infection(draw: random.Random, patient: _Patient) -> _Story:
    told = [_pick(draw, _PAST_EPISODE), _pick(draw, _GONE) if draw.randrange(2) else _other_complaint(draw)]
    facts = Facts(culture=_pick(draw, (None, None, Culture(0, 0))))
    return _Story(facts, _pick(draw, ("followup", "unrelated")), _deny(draw, facts, patient, 0, 2), told)


def _no_urinary_symptoms(draw: random.Random, patient: _Patient) -> _Story:
    nitrite, leukocytes = _pick(draw, ((False, True), (False, False), (None, None)))
    facts = Facts(nitrite=nitrite, leukocytes=leukocytes)
    told = [_other_complaint(draw), *_background(draw, patient)]
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 1, 3), told)


def _vaginitis(draw: random.Random, patient: _Patient) -> _Story:
    culture = _pick(draw, (None, Culture(0, 0), Culture(_pick(draw, (2_000, 5_000)), 1)))
    symptoms = _some(draw, ("dysuria", "frequency"), 1, 2)
    facts = Facts(symptoms, discharge=True, culture=culture, nitrite=False, leukocytes=_pick(draw, (True, True, None)))
    told = [_pick(draw, _VAGINITIS), *([] if culture else [_pick(draw, _NO_CULTURE)])]
    return _Story(facts, "urinary", _deny(draw, facts, patient, 0, 2), told)


def _low_count(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _some(draw, ("dysuria", "frequency", "urgency", "suprapubic"), 1, 2)
    culture = _pick(draw, (Culture(_pick(draw, (2_000, 5_000, 10_000, 20_000)), 1), Culture(0, 0)))
    facts = Facts(symptoms, culture=culture, nitrite=_pick(draw, (None, False)), leukocytes=_pick(draw, (None, True)))
    return _Story(facts, _draw_reason(draw, patient), _deny(draw, facts, patient, 0, 3), _background(draw, patient))


def _stone(draw: random.Random, patient: _Patient) -> _Story:
    facts = Facts(frozenset({"flank"}), culture=Culture(0, 0), nitrite=_pick(draw, (None, False)))
    return _Story(facts, _pick(draw, ("unwell", "unrelated")), _deny(draw, facts, patient, 1, 3), [_pick(draw, _STONE)])


def _urethritis(draw: random.Random, patient: _Patient) -> _Story:
    culture = _pick(draw, (None, Culture(0, 0)))
    facts = Facts(frozenset({"dysuria"}), discharge=True, culture=culture, nitrite=False, leukocytes=True)
    return _Story(facts, "urinary", _deny(draw, facts, patient, 0, 2), [_pick(draw, _URETHRITIS)])


def _bladder_outlet(draw: random.Random, patient: _Patient) -> _Story:
    symptoms = _some(draw, ("frequency", "urgency"), 1, 2)
    facts = Facts(symptoms, culture=_pick(draw, (None, Culture(0, 0))), nitrite=False, leukocytes=False)
    return _Story(facts, "urinary", _deny(draw, facts, patient, 1, 3), [_pick(draw, _BLADDER)])


@dataclass(frozen=True)
class _Scenario:
    weight: int
    tell: Callable[[random.Random, _Patient], _Story]
    fits: Callable[[_Patient], bool] = lambda patient: not patient.catheter


_SCENARIOS = {
    "cystitis": _Scenario(28, _cystitis),
    "cystitis by dipstick": _Scenario(14, _cystitis_by_dipstick),
    "cystitis beside vaginitis": _Scenario(5, _cystitis_beside_vaginitis, lambda p: p.sex == "F" and not p.catheter),
    "pyelonephritis without dysuria": _Scenario(12, _pyelonephritis),
    "low count by catheter": _Scenario(8, _low_count_by_catheter),
    "two species": _Scenario(6, _two_species),
    "confused with urinary signs": _Scenario(14, _confused_with_urinary_signs, lambda p: p.age > 74 and not p.catheter),
    "catheter infection": _Scenario(50, _catheter_infection, lambda p: p.catheter),
    "catheter colonization": _Scenario(35, _catheter_colonization, lambda p: p.catheter),
    "catheter without bacteria": _Scenario(15, _catheter_without_bacteria, lambda p: p.catheter),
    "asymptomatic bacteriuria": _Scenario(24, _asymptomatic_bacteriuria),
    "contaminated culture": _Scenario(10, _contaminated_culture),
    "past infection": _Scenario(9, _past_infection),
    "no urinary symptoms": _Scenario(5, _no_urinary_symptoms),
    "vaginitis": _Scenario(6, _vaginitis, lambda p: p.sex == "F" and not p.catheter),
    "clear dipstick": _Scenario(7, _clear_dipstick),
    "low count": _Scenario(11, _low_count),
    "stone": _Scenario(4, _stone),
    "urethritis": _Scenario(14, _urethritis, lambda p: p.sex == "M" and p.age < 60 and not p.catheter),
    "bladder outlet or overactivity": _Scenario(4, _bladder_outlet, lambda p: p.age > 40 and not p.catheter),
}

SCENARIOS = tuple(_SCENARIOS)


def _draw_reason(draw: random.Random, patient: _Patient) -> str:
    if patient.age > 74:
        return _weighted(draw, {"urinary": 4, "confused": 4, "unrelated": 2, "followup": 1})
    return _weighted(draw, {"urinary": 5, "screening": 2, "unrelated": 2, "followup": 1})


def _deny(draw: random.Random, facts: Facts, patient: _Patient, least: int, most: int) -> tuple[str, ...]:
    """Symptoms that the patient does not have and the note says so."""
    absent = [name for name in _DENIED if name not in facts.symptoms]
    if facts.discharge or patient.sex == "M" or facts.catheter:
        absent.remove("discharge")
    if facts.catheter:
        absent = [name for name in absent if name not in VOIDING_SYMPTOMS]
    return _ordered(draw, absent, least, most)


def _background(draw: random.Random, patient: _Patient) -> list[str]:
    """An earlier episode or a known condition, in a quarter of the notes."""
    if draw.randrange(4):
        return []
    return [_pick(draw, (*_PAST_EPISODE, *_KNOWN, *(_KNOWN_WOMEN if patient.sex == "F" else _KNOWN_MEN)))]


def _other_complaint(draw: random.Random) -> str:
    """A complaint outside the urinary tract, told in the same words as a urinary one."""
    style = _pick(draw, STYLES)
    return _write_complaint(draw, _pick(draw, _OTHER_COMPLAINTS), style)


# From a story to a note


def _write_new_note(draw: random.Random, patient: _Patient, seen: set[str]) -> tuple[str, _Story, str, str]:
    """Draw until the note has words that no note before it had. Adds to `seen`."""
    while True:
        fitting = {name: item.weight for name, item in _SCENARIOS.items() if item.fits(patient)}
        scenario = _weighted(draw, fitting)
        story = _SCENARIOS[scenario].tell(draw, patient)
        style = _draw_style(draw, patient)
        note = _write_note(draw, patient, story, style)
        words = "".join(character for character in note.casefold() if character.isalnum())
        if words not in seen and len(note.split()) <= _MOST_WORDS:
            seen.add(words)
            return scenario, story, style, note


def _draw_style(draw: random.Random, patient: _Patient) -> str:
    if patient.resident:
        return _weighted(draw, {"nursing": 6, "emergency": 2, "telephone": 2, "clinic": 1})
    return _weighted(draw, {"clinic": 4, "emergency": 3, "telephone": 3, "nursing": 1})


def _write_note(draw: random.Random, patient: _Patient, story: _Story, style: str) -> str:
    opening = _pick(draw, _OPENINGS[style]).replace("{reason}", _pick(draw, _REASONS[story.reason]))
    complaints = [_write_present(draw, story.facts.symptoms, style), _write_denied(draw, story.denied)]
    if draw.randrange(3) == 0:
        complaints.reverse()
    urine = [_write_dipstick(draw, story.facts), _write_culture(draw, story.facts.culture)]
    vitals = _pick(draw, _FEVER) if "fever" in story.facts.symptoms else _pick(draw, _NO_FEVER)
    if "fever" in story.denied:
        vitals = ""
    vitals = vitals.replace("{t}", f"38.{draw.randrange(3, 10)}").replace("{n}", f"36.{draw.randrange(4, 10)}")
    history = _pick(draw, _HISTORY) if draw.randrange(3) == 0 else ""
    closing = _pick(draw, _CLOSINGS[style]) if draw.randrange(8) == 0 else ""
    treats = draw.randrange(12) != 0 if is_uti(story.facts) else draw.randrange(8) == 0
    plan = _pick(draw, _TREATED if treats else _NOT_TREATED).replace("{d}", str(_pick(draw, (3, 5, 7))))
    middle = [*complaints, *story.told, vitals]
    results_first = style in ("telephone", "nursing") and draw.randrange(3) == 0
    body = [*urine, *middle] if results_first else [*middle, *urine]
    body.insert(draw.randrange(len(body) + 1), history)
    sentences = [sentence for sentence in (opening, *body, plan, closing) if sentence]
    note = " ".join(_start_upper(patient.fill(sentence)) for sentence in sentences)
    return _abbreviate(draw, note, style)


def _write_present(draw: random.Random, symptoms: frozenset[str], style: str) -> str:
    named = [_pick(draw, _PRESENT[symptom]) for symptom in sorted(symptoms - {"fever"})]
    _shuffle(draw, named)
    if not named:
        return ""
    return _write_complaint(draw, _join_words(named, "and"), style)


def _write_complaint(draw: random.Random, what: str, style: str) -> str:
    since = _pick(draw, _SINCE).replace("{d}", str(draw.randrange(2, 7)))
    return _pick(draw, _COMPLAINS[style]).replace("{what}", what).replace("{since}", since)


def _write_denied(draw: random.Random, denied: Sequence[str]) -> str:
    if not denied:
        return ""
    named = [_pick(draw, _DENIED[symptom]) for symptom in denied]
    return _pick(draw, _DENIES).replace("{what}", _join_words(named, "or"))


def _write_dipstick(draw: random.Random, facts: Facts) -> str:
    parts: list[str] = []
    if facts.nitrite is not None:
        parts.append(_pick(draw, _NITRITE[facts.nitrite]))
    if facts.leukocytes is not None:
        parts.append(_pick(draw, _LEUKOCYTES[facts.leukocytes]))
    if not parts:
        return ""
    _shuffle(draw, parts)
    return _pick(draw, ("dipstick: {what}.", "urine dip shows {what}.", "UA with {what}.", "on dip {what}.")).replace(
        "{what}", ", ".join(parts)
    )


def _write_culture(draw: random.Random, culture: Culture | None) -> str:
    if culture is None:
        return ""
    if culture.count == 0:
        return _pick(draw, _NO_GROWTH)
    specimen = _pick(draw, _BY_CATHETER) if culture.by_catheter else _pick(draw, _VOIDED)
    if culture.species > 2:
        text = _pick(draw, _MIXED).replace("{k}", _NUMBERS[culture.species])
    else:
        organisms = list(_ORGANISMS)
        _shuffle(draw, organisms)
        text = _pick(draw, _GREW).replace("{organism}", " and ".join(organisms[: culture.species]))
        text = text.replace("{both}", " each" if culture.species > 1 else "")
    return text.replace("{count}", _write_count(draw, culture.count)).replace("{specimen}", specimen)


def _write_count(draw: random.Random, count: int) -> str:
    if count >= SIGNIFICANT_VOIDED:
        return _pick(draw, (">100,000 CFU/mL", ">100k CFU/mL", ">10^5 CFU/mL", ">100k"))
    return _pick(draw, (f"{count:,} CFU/mL", f"{count:,} CFU/mL", f"{count // 1000}k CFU/mL"))


def _abbreviate(draw: random.Random, note: str, style: str) -> str:
    """In hurried styles some words are cut, each for the whole note."""
    if style in ("emergency", "telephone"):
        for word, short in _ABBREVIATIONS:
            if draw.randrange(2):
                note = note.replace(word, short)
    return note


def _join_words(items: Sequence[str], conjunction: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _start_upper(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


# Drawing with integers only: the same on every machine and Python


def _pick(draw: random.Random, items: Sequence[_T]) -> _T:
    return items[draw.randrange(len(items))]


def _weighted(draw: random.Random, weights: Mapping[_T, int]) -> _T:
    place = draw.randrange(sum(weights.values()))
    for item, weight in weights.items():
        place -= weight
        if place < 0:
            return item
    raise AssertionError("weights are positive")


def _ordered(draw: random.Random, items: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    """Some of the items, `least` to `most`, in a drawn order."""
    drawn = list(dict.fromkeys(items))
    _shuffle(draw, drawn)
    return tuple(drawn[: least + draw.randrange(most - least + 1)])


def _some(draw: random.Random, items: Sequence[str], least: int, most: int) -> frozenset[str]:
    return frozenset(_ordered(draw, items, least, most))


def _shuffle(draw: random.Random, items: list[_T]) -> None:
    for last in range(len(items) - 1, 0, -1):
        other = draw.randrange(last + 1)
        items[last], items[other] = items[other], items[last]


# Phrases

_NUMBERS = {3: "three", 4: "four", 5: "five"}

_OPENINGS = {
    "clinic": (
        "{age}-year-old {woman} {reason}.",
        "Seen today: {woman}, {age} years, {reason}.",
        "{age} y {woman} in clinic {reason}.",
        "Office visit: {woman} aged {age} {reason}.",
        "This {age}-year-old {woman} came in {reason}.",
        "Same-day appointment for a {woman} of {age} {reason}.",
    ),
    "emergency": (
        "ED: {age} y {woman} {reason}.",
        "{age} yo {woman} brought to triage {reason}.",
        "{age} y {woman}, walked in, {reason}.",
        "ED note: {woman}, {age}, {reason}.",
        "ED waiting room: {woman} of {age} {reason}.",
        "Bed 6, {age} y {woman} {reason}.",
    ),
    "nursing": (
        "Nursing note: {woman}, {age}, assessed {reason}.",
        "Evening shift: {age}-year-old {woman} reviewed {reason}.",
        "Resident, {woman}, {age} y, looked at {reason}.",
        "Night report on {age} y {woman}, checked {reason}.",
        "Ward round with nurse, {age}-year-old {woman} {reason}.",
        "Handover: {woman} aged {age}, seen {reason}.",
    ),
    "telephone": (
        "Phone call, {woman}, {age}, {reason}.",
        "Telephone encounter: {age} y {woman} {reason}.",
        "Called the {age}-year-old {woman} back {reason}.",
        "Message taken for a {woman} of {age} {reason}.",
        "Triage line: {woman}, {age} years, {reason}.",
        "Returned call to {age} yo {woman} {reason}.",
    ),
}

_REASONS = {
    "urinary": (
        "for urinary complaints",
        "for a suspected bladder infection",
        "for trouble passing urine",
        "for a possible UTI",
        "with bladder trouble",
        "for waterworks problems",
    ),
    "unwell": (
        "feeling unwell",
        "with nausea and shivering",
        "with pain in the side",
        "after a bad night",
        "for vomiting",
    ),
    "confused": (
        "because of new confusion",
        "after a fall",
        "because {she} seems more confused to the family",
        "for sleepiness and poor appetite",
        "because {her} urine smells strong",
        "for a possible UTI",
    ),
    "catheter": (
        "with a catheter and a possible UTI",
        "because {her} catheter urine is cloudy",
        "for a routine catheter change",
        "because the catheter bag smells",
        "for a urine result",
    ),
    "screening": (
        "before hip surgery",
        "for a routine urine result",
        "for a yearly check",
        "before a knee replacement",
        "for an abnormal urine test",
        "for a possible UTI",
        "for a diabetes review",
    ),
    "followup": (
        "for follow-up after a UTI",
        "to review earlier urine results",
        "after finishing antibiotics",
        "for a check after a bladder infection",
    ),
    "unrelated": (
        "for low back strain",
        "for a cough",
        "with loose stools",
        "for a blood pressure check",
        "with dizziness",
        "for a possible UTI",
        "for abdominal cramps after meals",
    ),
}

_PRESENT = {
    "dysuria": (
        "dysuria",
        "burning on passing urine",
        "stinging when {she} pees",
        "painful urination",
        "burning with urination",
        "pain on voiding",
    ),
    "frequency": (
        "urinary frequency",
        "passing urine every hour",
        "going to the toilet all day long",
        "frequent voiding of small amounts",
        "voiding 14 times a day",
        "frequency",
    ),
    "urgency": (
        "urgency",
        "having to rush to the toilet",
        "a sudden need to void",
        "urinary urgency",
        "hardly reaching the toilet in time",
    ),
    "suprapubic": (
        "suprapubic pain",
        "pain over the bladder",
        "lower abdominal pain above the pubis",
        "tenderness above the pubic bone",
        "suprapubic tenderness",
    ),
    "flank": (
        "right flank pain",
        "left CVA tenderness",
        "pain below the left ribs at the back, tender to percussion",
        "left flank pain",
        "right costovertebral angle tenderness",
    ),
}

_DENIED = {
    "dysuria": ("dysuria", "burning", "pain on voiding", "stinging on passing urine"),
    "frequency": ("frequency", "frequent voiding", "urinary frequency"),
    "urgency": ("urgency", "urinary urgency", "rushing to the toilet"),
    "suprapubic": ("suprapubic pain", "bladder pain", "suprapubic tenderness"),
    "flank": ("flank pain", "CVA tenderness", "pain in the side"),
    "fever": ("fever", "chills", "rigors"),
    "discharge": ("discharge", "vaginal discharge or itching", "genital discharge"),
}
_COMPLAINS = {
    "clinic": (
        "{she} reports {what} {since}.",
        "there is {what} {since}.",
        "complains of {what} {since}.",
        "{since} {she} has noticed {what}.",
    ),
    "emergency": ("c/o {what} {since}.", "{what} {since}.", "presents with {what} {since}.", "{since} {what}."),
    "nursing": (
        "{she} tells staff of {what} {since}.",
        "staff note {what} {since}.",
        "{what} {since}, new for {her} chart.",
        "observed: {what} {since}.",
    ),
    "telephone": (
        "{she} describes {what} {since}.",
        "says there has been {what} {since}.",
        "caller reports {what} {since}.",
        "{since} {what}, by {her} account.",
    ),
}
_SINCE = ("for {d} days", "since yesterday", "for the last {d} days", "since the weekend", "since this morning")
_DENIES = (
    "denies {what}.",
    "no {what}.",
    "{she} does not have {what}.",
    "not troubled by {what}.",
    "when asked, no {what}.",
    "without {what}.",
    "there has been no {what}.",
)

_NITRITE = {
    True: ("nitrite positive", "nitrites +", "positive nitrite"),
    False: ("nitrite negative", "no nitrite", "nitrites neg"),
}
_LEUKOCYTES = {
    True: ("leukocytes 2+", "leukocyte esterase positive", "LE +", "white cells present"),
    False: ("leukocytes negative", "no leukocyte esterase", "LE neg"),
}
_GREW = (
    "culture{specimen} grew {organism}, {count}{both}.",
    "urine culture{specimen}: {organism}, {count}{both}.",
    "{organism} at {count}{both} in culture{specimen}.",
    "lab reports {count}{both} of {organism}{specimen}.",
)
_MIXED = (
    "culture{specimen} grew {k} different organisms, {count} in all.",
    "urine culture{specimen}: mixed flora, {k} species, {count}.",
    "lab reports {count} of mixed growth with {k} organisms{specimen}.",
    "culture{specimen}: {count}, {k} types of skin and genital flora.",
)
_NO_GROWTH = (
    "urine culture: no growth.",
    "culture stayed sterile.",
    "culture showed no growth after two days.",
    "nothing grew in culture.",
)
_VOIDED = ("", "", " of midstream urine", " (clean catch)", " from a voided sample")
_BY_CATHETER = (
    " from a catheter specimen",
    " (taken by catheter)",
    " of catheter urine",
    " from a fresh catheter",
)
_ORGANISMS = (
    "E. coli",
    "Klebsiella pneumoniae",
    "Proteus mirabilis",
    "Enterococcus faecalis",
    "Citrobacter koseri",
    "Enterobacter cloacae",
)
_NO_CULTURE = (
    "no culture sent.",
    "culture result still pending.",
    "culture not done.",
    "culture sent today, no result yet.",
    "a culture was not ordered.",
)

_CATHETER = (
    "indwelling catheter for {her} neurogenic bladder.",
    "long-term Foley in place.",
    "urethral catheter in situ for four weeks.",
    "Foley catheter draining well.",
    "catheter changed last month.",
)
_NO_OTHER_SOURCE = (
    "chest clear, skin intact, no other source of fever found.",
    "no other focus for the fever.",
    "lungs clear and wounds clean, so the fever has no other explanation.",
    "search for another source of fever was negative.",
)
_OTHER_SOURCE = (
    "chest film shows pneumonia, which explains the fever.",
    "fever explained by cellulitis of the left leg.",
    "influenza swab positive, the cause of the fever.",
    "infected pressure ulcer found as the source of fever.",
)
_PAST_EPISODE = (
    "three weeks ago culture grew E. coli, >100,000 CFU/mL, treated with nitrofurantoin.",
    "last month {she} had burning and frequency with nitrite positive urine and took antibiotics.",
    "in March a UTI with Klebsiella, 100,000 CFU/mL, was treated for five days.",
    "a bladder infection with dysuria and E. coli in culture was treated two months ago.",
    "earlier culture of >100k CFU/mL Proteus mirabilis, antibiotics finished ten days ago.",
)
_GONE = (
    "all symptoms have gone since then.",
    "everything cleared with treatment.",
    "feels well again, back to normal.",
    "the burning stopped and has not come back.",
)
_KNOWN = (
    "known overactive bladder.",
    "known kidney stone, unchanged on last CT.",
    "a first sample last week was contaminated with four organisms.",
    "an earlier sample this year showed no growth.",
    "asymptomatic bacteriuria was noted last year.",
    "had an indwelling catheter for two days after surgery in spring.",
)
_KNOWN_WOMEN = ("treated for vaginal discharge and itching last month.", "known vaginal atrophy.")
_KNOWN_MEN = ("chlamydia with urethral discharge treated last year.", "known prostate enlargement.")
_OTHER_COMPLAINTS = (
    "cough and a runny nose",
    "knee pain",
    "loose stools",
    "tiredness",
    "dizziness on standing",
    "heartburn",
    "swollen ankles",
    "low back ache after lifting",
    "poor sleep",
)
_VAGINITIS = (
    "thick white vaginal discharge with itching, hyphae on wet mount.",
    "vulva red and itchy with curdy discharge.",
    "vaginal discharge with fishy smell, clue cells on microscopy.",
    "itching and vaginal discharge since a course of amoxicillin.",
    "frothy vaginal discharge, trichomonas seen.",
)
_URETHRITIS = (
    "urethral discharge after a new partner, chlamydia NAAT positive.",
    "purulent discharge from the urethra, gonorrhea test positive.",
    "clear urethral discharge, partner treated for chlamydia.",
)
_STONE = (
    "CT shows a 5 mm ureteral stone.",
    "colicky pain, stone in the distal ureter on CT.",
    "ultrasound with mild hydronephrosis and a stone, red cells in urine.",
)
_BLADDER = (
    "symptoms unchanged for years, known overactive bladder.",
    "long-standing, on oxybutynin for an overactive bladder.",
    "the same since two years, drinks six coffees a day.",
    "known bladder outlet problem, residual 180 mL.",
)

_FEVER = ("T {t}.", "temperature {t} C.", "febrile at {t} C.", "fever of {t} C.", "temp {t} and shivering.")
_NO_FEVER = ("", "", "T {n}.", "afebrile.", "temperature {n} C.", "vitals stable.")

_HISTORY = (
    "type 2 diabetes on metformin.",
    "history of recurrent UTIs.",
    "had a UTI with burning last year.",
    "takes lisinopril.",
    "allergic to sulfa drugs.",
    "{her} sister has a UTI now.",
    "urine dark and strong smelling.",
    "urine cloudy.",
    "stage 3 kidney disease.",
    "drinks cranberry juice daily.",
    "knee arthritis, otherwise healthy.",
    "father had kidney stones.",
    "atrial fibrillation on apixaban.",
    "recently traveled by plane.",
    "slightly dehydrated.",
    "worried about a kidney infection.",
    "took an antibiotic for bronchitis in winter.",
    "",
)
_CLOSINGS = {
    "clinic": (
        "",
        "advised fluids and review in a week.",
        "return if fever or flank pain develops.",
        "plan discussed, leaflet given.",
        "will follow up by phone.",
        "blood count and creatinine drawn.",
    ),
    "emergency": (
        "",
        "IV line placed, labs sent.",
        "discussed with the attending.",
        "return precautions for fever and vomiting.",
        "pain 4/10 after paracetamol.",
        "awaiting disposition.",
    ),
    "nursing": (
        "",
        "doctor informed.",
        "fluids encouraged, will recheck tonight.",
        "family updated by phone.",
        "intake 900 mL, ate half of lunch.",
        "observe for fever or dysuria.",
    ),
    "telephone": (
        "",
        "told to call back if burning or fever occurs.",
        "message passed to the doctor.",
        "pharmacy details confirmed.",
        "appointment offered for tomorrow.",
        "caller understood the advice.",
    ),
}
_TREATED = (
    "started on nitrofurantoin for {d} days.",
    "nitrofurantoin 100 mg twice daily prescribed.",
    "trimethoprim for {d} days, sent to the pharmacy.",
    "antibiotic for the urine started today.",
    "treated with fosfomycin, one dose.",
    "begins ciprofloxacin for {d} days.",
    "given cefalexin for {d} days.",
)
_NOT_TREATED = (
    "no antibiotic given.",
    "no antibiotic for now, watch and wait.",
    "antibiotics held.",
    "reassured, no treatment for the urine.",
    "no need to treat, come back if worse.",
    "will not treat the urine result.",
    "urine to be repeated before any antibiotic.",
)
_ABBREVIATIONS = (
    ("history of", "h/o"),
    ("temperature", "temp"),
    ("CVA tenderness", "CVAT"),
    ("culture", "cx"),
    ("reports", "rpts"),
    ("without ", "w/o "),
    (" with ", " w/ "),
)
