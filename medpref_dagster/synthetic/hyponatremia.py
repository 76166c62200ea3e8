"""Laboratory records that do or do not show hyponatremia: numeric classification.

The question of every row: *does this record show hyponatremia?* The answer follows from structured facts by
`decide_sodium` and `shows_hyponatremia`; the text is written afterwards and never changes it.

Rules, with their clinical source
---------------------------------
- Hyponatremia is a serum or plasma sodium **below 135 mmol/L**; 135 itself is normal (Spasovski et al., Clinical
  practice guideline on diagnosis and treatment of hyponatraemia, Eur J Endocrinol 2014;170:G1-G47, section 5).
- Sodium carries one charge: **1 mEq/L is 1 mmol/L**, so both units are read alike.
- Of several serum draws the **latest by its time** counts, in whatever order they are listed (declared here: the
  record is asked about the patient's present state).
- **Urine sodium does not count**, nor does sodium in a diet, an infusion or a past diagnosis. Serum osmolality is given
  as laboratories measure it and decides nothing.
- **Hyperglycemia** draws water out of cells and dilutes sodium. Where the deciding draw's glucose is 200 mg/dL
  (11.1 mmol/L) or more, sodium is corrected by 2.4 mmol/L for each 100 mg/dL of glucose above 100 (Hillier, Abbott and
  Barrett, Am J Med 1999;106:399-403; the factor that the guideline above uses), rounded to a whole number, and the
  corrected value decides. The older factor of 1.6 (Katz, N Engl J Med 1973;289:843-844) is not used.

Glucose between 180 and 220 mg/dL and corrected values that rounding would decide are never generated.

Other analytes keep the physiology: chloride is sodium less bicarbonate less an anion gap of 7 to 13, measured
osmolality is 2 x sodium + glucose/18 + urea nitrogen/2.8 (mg/dL) and an osmolal gap of -4 to 6.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

COLUMNS: tuple[str, ...] = ("record_id", "patient_id", "labs", "sodium", "hyponatremia", "scenario")
"""`labs` is the text; `sodium` the deciding serum sodium in mmol/L; `hyponatremia` is yes or no; `scenario` says what
makes the record easy or hard."""

THRESHOLD = 135.0
"""mmol/L; below it is hyponatremia."""

HYPERGLYCEMIA = 200
"""mg/dL; from here on sodium is corrected for glucose."""

_SCENARIOS = {"plain": 26, "boundary": 34, "repeated draws": 16, "urine sodium": 12, "hyperglycemia": 12}
"""Scenario -> weight among 100 records."""


@dataclass(frozen=True)
class Draw:
    """One blood sample."""

    minute: int
    """Minutes since midnight of the first day of the stay."""
    sodium: float
    """Serum sodium, mmol/L (the same number in mEq/L)."""
    glucose: int
    """Serum glucose, mg/dL."""


def correct_sodium(sodium: float, glucose: float) -> float:
    """Sodium (mmol/L) as it would be at a glucose of 100 mg/dL; Hillier 1999, rounded to a whole number."""
    return float(round(sodium + 2.4 * (glucose - 100) / 100))


def decide_sodium(draws: tuple[Draw, ...]) -> float:
    """The serum sodium that decides, mmol/L: that of the latest draw, corrected in hyperglycemia."""
    latest = max(draws, key=lambda draw: draw.minute)
    if latest.glucose >= HYPERGLYCEMIA:
        return correct_sodium(latest.sodium, latest.glucose)
    return latest.sodium


def shows_hyponatremia(draws: tuple[Draw, ...]) -> bool:
    """Whether the deciding sodium is below 135 mmol/L."""
    return decide_sodium(draws) < THRESHOLD


@dataclass(frozen=True)
class _Patient:
    age: int
    sex: str
    history: str
    international: bool
    """SI units (mmol/L, µmol/L) instead of mg/dL."""
    electrolyte_unit: str
    """mmol/L or mEq/L: the same number."""


@dataclass(frozen=True)
class _Panel:
    """The deciding draw's other results; mg/dL, mmol/L, g/dL, 10^9/L, mmHg."""

    potassium: float
    chloride: int
    bicarbonate: int
    urea_nitrogen: int
    creatinine: float
    calcium: float
    osmolality: int
    hemoglobin: float
    platelets: int
    systolic: int
    urine_sodium: int | None


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` records, no two with the same text; columns out: `COLUMNS`.

    Half of the records of every scenario show hyponatremia. A patient has one to four records. The first n rows do
    not depend on `rows`.
    """
    rng = random.Random(f"hyponatremia/{seed}")
    written: set[str] = set()
    patient_number = 0
    while len(written) < rows:
        patient_number += 1
        patient = _draw_patient(rng)
        for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
            if len(written) == rows:
                return
            scenario = rng.choices(list(_SCENARIOS), weights=list(_SCENARIOS.values()))[0]
            draws = _draw_samples(rng, scenario, positive=rng.random() < 0.5)
            text = _write_record(rng, patient, draws, scenario)
            if text in written:
                continue
            written.add(text)
            yield {
                "record_id": f"hypona-{len(written):05d}",
                "patient_id": f"hypona-patient-{patient_number:05d}",
                "labs": text,
                "sodium": decide_sodium(draws),
                "hyponatremia": "yes" if shows_hyponatremia(draws) else "no",
                "scenario": scenario,
            }


def _draw_patient(rng: random.Random) -> _Patient:
    international = rng.random() < 0.4
    return _Patient(
        age=rng.randint(19, 94),
        sex=rng.choice(("woman", "man")),
        history=rng.choice(_HISTORIES),
        international=international,
        electrolyte_unit="mmol/L" if international or rng.random() < 0.35 else "mEq/L",
    )


def _draw_samples(rng: random.Random, scenario: str, *, positive: bool) -> tuple[Draw, ...]:
    """Samples of one record, oldest first, whose deciding sodium has the wanted label."""
    minute = rng.randint(300, 1380)
    if scenario == "hyperglycemia":
        while True:
            # Both labels come with a measured sodium below 135, so that only the correction tells them apart.
            sodium, glucose = rng.randint(118, 134), rng.randint(221, 780)
            exact = sodium + 2.4 * (glucose - 100) / 100
            if abs(exact - 134.5) > 0.6 and exact < 147 and (exact < 134.5) == positive:
                return (Draw(minute, float(sodium), glucose),)
    glucose = rng.randint(72, 149)
    if scenario == "boundary":
        sodium = float(rng.choice((133, 134) if positive else (135, 136, 137)))
        if rng.random() < 0.15:
            sodium = rng.randint(1330, 1349) / 10 if positive else rng.randint(1350, 1374) / 10
        return (Draw(minute, sodium, glucose),)
    if scenario == "repeated draws":
        return _draw_course(rng, minute, positive=positive)
    if positive:
        sodium = min(134, round(rng.triangular(116, 135, 131)))
    else:
        sodium = max(135, round(rng.triangular(134, 149, 139)))
    return (Draw(minute, float(sodium), glucose),)


def _draw_course(rng: random.Random, minute: int, *, positive: bool) -> tuple[Draw, ...]:
    """Two or three samples, 12 to 36 hours apart, no two neighbours more than 8 mmol/L apart (the pace that the
    guideline allows for a correction); three times in four an earlier one has the other label."""
    sodium = rng.randint(129, 134) if positive else rng.randint(135, 141)
    draws = [Draw(minute, float(sodium), rng.randint(72, 149))]
    opposite = rng.random() < 0.75
    for _ in range(rng.choice((1, 1, 2))):
        minute -= rng.choice((720, 960, 1440, 2160)) + rng.randint(-45, 45)
        low = positive != opposite
        sodium = (
            rng.randint(sodium - 8, min(134, sodium + 8))
            if low
            else rng.randint(max(135, sodium - 8), min(146, sodium + 8))
        )
        draws.append(Draw(minute, float(sodium), rng.randint(72, 149)))
    days = max(0, -(draws[-1].minute // 1440))
    return tuple(Draw(draw.minute + 1440 * days, draw.sodium, draw.glucose) for draw in reversed(draws))


def _draw_panel(rng: random.Random, draw: Draw, *, urine: bool) -> _Panel:
    bicarbonate = rng.randint(19, 29)
    urea_nitrogen = rng.randint(7, 38)
    osmolality = 2 * draw.sodium + draw.glucose / 18 + urea_nitrogen / 2.8
    return _Panel(
        potassium=rng.randint(32, 54) / 10,
        chloride=round(draw.sodium - bicarbonate - rng.randint(7, 13)),
        bicarbonate=bicarbonate,
        urea_nitrogen=urea_nitrogen,
        creatinine=rng.randint(50, 210) / 100,
        calcium=rng.randint(82, 104) / 10,
        osmolality=round(osmolality + rng.randint(-4, 6)),
        hemoglobin=rng.randint(92, 158) / 10,
        platelets=rng.randint(118, 330),
        systolic=rng.randint(98, 168),
        urine_sodium=rng.choice((rng.randint(12, 60), rng.randint(85, 150))) if urine else None,
    )


def _write_record(rng: random.Random, patient: _Patient, draws: tuple[Draw, ...], scenario: str) -> str:
    latest = draws[-1]
    if scenario == "hyperglycemia" and "diabetes" not in patient.history:
        patient = replace(patient, history=f"{patient.history} and diabetes")
    panel = _draw_panel(rng, latest, urine=scenario == "urine sodium" or rng.random() < 0.12)
    style = rng.choice((_write_listing, _write_shorthand, _write_prose, _write_handover))
    return style(rng, patient, draws, panel)


def _name_analytes(
    rng: random.Random, patient: _Patient, draw: Draw, panel: _Panel, *, count: int, terse: bool
) -> list[str]:
    """Every other result, as "name value unit", in random order; glucose always where it decides."""
    si = patient.international
    electrolyte = patient.electrolyte_unit
    choices = [
        ("K" if terse else "potassium", f"{panel.potassium:.1f}", electrolyte),
        ("Cl" if terse else "chloride", str(panel.chloride), electrolyte),
        ("HCO3" if terse else "bicarbonate", str(panel.bicarbonate), electrolyte),
        (
            ("urea", f"{panel.urea_nitrogen * 0.357:.1f}", "mmol/L")
            if si
            else ("BUN", str(panel.urea_nitrogen), "mg/dL")
        ),
        (
            ("Cr" if terse else "creatinine", str(round(panel.creatinine * 88.4)), "µmol/L")
            if si
            else ("Cr" if terse else "creatinine", f"{panel.creatinine:.2f}", "mg/dL")
        ),
        (
            ("Ca" if terse else "calcium", f"{panel.calcium * 0.2495:.2f}", "mmol/L")
            if si
            else ("Ca" if terse else "calcium", f"{panel.calcium:.1f}", "mg/dL")
        ),
        ("Osm" if terse else "serum osmolality", str(panel.osmolality), "mOsm/kg"),
        (
            ("Hb" if terse else "hemoglobin", str(round(panel.hemoglobin * 10)), "g/L")
            if si
            else ("Hb" if terse else "hemoglobin", f"{panel.hemoglobin:.1f}", "g/dL")
        ),
        ("Plt" if terse else "platelets", str(panel.platelets), "x10^9/L" if si else "K/µL"),
    ]
    glucose = (
        ("Glu" if terse else "glucose", f"{draw.glucose / 18.016:.1f}", "mmol/L")
        if si
        else ("Glu" if terse else "glucose", str(draw.glucose), "mg/dL")
    )
    chosen = [*rng.sample(choices, count), glucose]
    rng.shuffle(chosen)
    named = [f"{name} {value} {unit}" for name, value, unit in chosen]
    if panel.urine_sodium is not None:
        name = rng.choice(("urine Na", "U-Na") if terse else ("urine sodium", "spot urine sodium"))
        named.insert(rng.randrange(len(named) + 1), f"{name} {panel.urine_sodium} {electrolyte}")
    return named


def _write_number(sodium: float) -> str:
    return str(int(sodium)) if sodium.is_integer() else f"{sodium:.1f}"


def _write_time(minute: int) -> str:
    return f"day {minute // 1440 + 1} {minute % 1440 // 60:02d}:{minute % 60:02d}"


def _list_draws(rng: random.Random, draws: tuple[Draw, ...]) -> list[Draw]:
    """In order of time, or newest first, as charts do."""
    listed = list(draws)
    if rng.random() < 0.5:
        listed.reverse()
    return listed


def _write_listing(rng: random.Random, patient: _Patient, draws: tuple[Draw, ...], panel: _Panel) -> str:
    """A laboratory report, one result a line, some with their reference range."""
    latest = draws[-1]
    unit = patient.electrolyte_unit
    name = rng.choice(("Sodium", "Sodium, serum", "Na, plasma"))
    reference = rng.choice(("", " (ref 135-145)"))
    lines = [
        f"{name} {_write_number(draw.sodium)} {unit}{reference}"
        + (f" at {_write_time(draw.minute)}" if len(draws) > 1 else "")
        for draw in _list_draws(rng, draws)
    ]
    others = _name_analytes(rng, patient, latest, panel, count=4, terse=False)
    at = rng.randrange(len(others) + 1)
    lines = [line[0].upper() + line[1:] for line in [*others[:at], *lines, *others[at:]]]
    heading = rng.choice(
        (
            f"Chemistry, {patient.sex}, {patient.age} y",
            f"Laboratory report: {patient.age}-year-old {patient.sex}, {patient.history}",
            f"Final report, collected {_write_time(latest.minute)}",
        )
    )
    return "\n".join([heading, *lines])


def _write_shorthand(rng: random.Random, patient: _Patient, draws: tuple[Draw, ...], panel: _Panel) -> str:
    """A clinician's telegraphic line."""
    latest = draws[-1]
    others = _name_analytes(rng, patient, latest, panel, count=rng.randint(4, 5), terse=True)
    if rng.random() < 0.6 and panel.urine_sodium is None:
        others = [" ".join(other.split(" ")[:-1]) if not patient.international else other for other in others]
    unit = rng.choice(("", f" {patient.electrolyte_unit}"))
    listed = _list_draws(rng, draws)
    if len(draws) == 1:
        sodium = f"Na {_write_number(draws[0].sodium)}{unit}"
    else:
        sodium = "Na " + ", ".join(
            f"{_write_number(draw.sodium)}{unit} ({_write_time(draw.minute)})" for draw in listed
        )
    at = rng.randrange(len(others) + 1)
    results = ", ".join([*others[:at], sodium, *others[at:]])
    sex = "F" if patient.sex == "woman" else "M"
    opening = rng.choice((f"{patient.age}{sex}, {patient.history}.", f"{patient.age} yo {sex} w/ {patient.history}."))
    vitals = rng.choice((f"BP {panel.systolic}/{rng.randint(56, 92)}", f"HR {rng.randint(58, 118)}"))
    return f"{opening} {vitals}. Labs: {results}. {rng.choice(_CONTEXTS)}"


def _write_prose(rng: random.Random, patient: _Patient, draws: tuple[Draw, ...], panel: _Panel) -> str:
    """Two or three sentences of a progress note."""
    latest = draws[-1]
    unit = patient.electrolyte_unit
    others = _name_analytes(rng, patient, latest, panel, count=rng.randint(3, 4), terse=False)
    results = f"{', '.join(others[:-1])} and {others[-1]}"
    listed = _list_draws(rng, draws)
    if len(draws) == 1:
        value = f"{_write_number(draws[0].sodium)} {unit}"
        sodium = rng.choice(
            (f"Serum sodium is {value}.", f"Sodium came back at {value}.", f"The panel shows a sodium of {value}.")
        )
    else:
        first, *rest = listed
        sodium = f"Serum sodium was {_write_number(first.sodium)} {unit} on {_write_time(first.minute)}" + "".join(
            f" and {_write_number(draw.sodium)} on {_write_time(draw.minute)}" for draw in rest
        )
        sodium += "."
    sentences = [sodium, f"{rng.choice(('Other results', 'Otherwise', 'Also reported'))}: {results}."]
    if rng.random() < 0.4:
        sentences.reverse()
    opening = f"{patient.age}-year-old {patient.sex} with {patient.history}, {rng.choice(_REASONS)}."
    return f"{opening} {' '.join(sentences)} {rng.choice(_CONTEXTS)}"


def _write_handover(rng: random.Random, patient: _Patient, draws: tuple[Draw, ...], panel: _Panel) -> str:
    """A nurse's hand-over."""
    latest = draws[-1]
    unit = patient.electrolyte_unit
    others = _name_analytes(rng, patient, latest, panel, count=rng.randint(3, 4), terse=False)
    sodium = "; ".join(
        f"sodium {_write_number(draw.sodium)} {unit}" + (f" at {_write_time(draw.minute)}" if len(draws) > 1 else "")
        for draw in _list_draws(rng, draws)
    )
    at = rng.randrange(len(others) + 1)
    results = "; ".join([*others[:at], sodium, *others[at:]])
    return (
        f"{rng.choice(('Handover', 'SBAR', 'Shift report'))}: {patient.sex}, {patient.age}, {patient.history}. "
        f"BP {panel.systolic}/{rng.randint(56, 92)}, pulse {rng.randint(58, 118)}. "
        f"Bloods: {results}. {rng.choice(_CONTEXTS)}"
    )


_HISTORIES = (
    "heart failure",
    "cirrhosis",
    "hypertension",
    "type 2 diabetes",
    "chronic kidney disease",
    "small cell lung cancer",
    "depression on sertraline",
    "COPD",
    "epilepsy on carbamazepine",
    "a hip fracture",
    "pneumonia",
    "adrenal insufficiency",
    "hypothyroidism",
    "atrial fibrillation",
    "osteoarthritis",
    "a recent stroke",
    "prior hyponatremia",
    "alcohol use disorder",
)

_REASONS = (
    "seen for dizziness",
    "admitted with confusion",
    "here for a routine check",
    "seen after a fall",
    "on day 3 after surgery",
    "reviewed for nausea",
    "seen for leg swelling",
    "being cleared for discharge",
    "with poor intake for 4 days",
    "starting a new diuretic",
)

_CONTEXTS = (
    "On 0.9% sodium chloride at 125 mL/h.",
    "Keeps a 2 g sodium diet.",
    "Hydrochlorothiazide 25 mg was stopped last week.",
    "Alert and oriented.",
    "Had hyponatremia of 128 last year.",
    "Fluid restriction 1.5 L a day.",
    "No headache, no seizures.",
    "Salt tablets were stopped in spring.",
    "Weight 72 kg, unchanged.",
    "Complains of thirst.",
    "Furosemide 40 mg daily goes on.",
    "Repeat panel tomorrow.",
    "Some nausea, no vomiting.",
    "Sodium bicarbonate 650 mg twice daily.",
    "ECG unremarkable.",
    "Tired since the weekend.",
)
