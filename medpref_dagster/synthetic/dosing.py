"""Whether a drug may be given as usual, in a reduced dose or not at all, by several facts of a note and their dates.

Each note starts as an `Order`: a drug, what the kidneys do today, and the drug's own obstacle. `decide` is the rule.
The text (20 to 75 words) is written from the same facts, together with what must not decide: earlier values, another
person's, a course that has ended or was never begun, a fall that has to be subtracted.

Rules (prescribing information in the United States; creatinine clearance in mL/min unless said otherwise)
----------------------------------------------------------------------------------------------------------
- **rivaroxaban**, atrial fibrillation: reduced at 50 or less, not below 15; not with ketoconazole or rifampin.
- **dabigatran**, atrial fibrillation: reduced at 30 or less, not below 15; not with rifampin.
- **apixaban**, atrial fibrillation: reduced with two of age 80 or more, weight 60 kg or less, creatinine 1.5 mg/dL or
  more; not with rifampin, phenytoin or carbamazepine.
- **enoxaparin**, treatment of thrombosis: reduced below 30; not after heparin-induced thrombocytopenia within 100 days.
- **baricitinib**, rheumatoid arthritis: reduced below 60, not below 30 (estimated glomerular filtration rate); not with
  azathioprine or cyclosporine.
- **sotalol**, atrial fibrillation: once daily, not twice, at 60 or less, not below 40; not with a QTc above 450 ms.
- **metformin**: half the dose below 45, not below 30 (estimated glomerular filtration rate); paused for iodinated
  contrast between 30 and 60 (Food and Drug Administration 2016; the halved dose is that of KDIGO 2022).
- **zoledronic acid**, bone metastases: reduced at 60 or less, not below 30; not before a low calcium is corrected.

A course that has ended counts as over three weeks later; none of the notes lies between.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COLUMNS: tuple[str, ...] = ("note_id", "patient_id", "note", "dose", "drug")
"""`dose` is usual, reduced or none."""

DOSES = ("usual", "reduced", "none")


@dataclass(frozen=True)
class Order:
    """What decides about a drug."""

    drug: str
    """A key of `DRUGS`."""
    kidney: int
    """Creatinine clearance (mL/min) or estimated glomerular filtration rate (mL/min/1.73 m2) today."""
    obstacle: bool = False
    """Whether the drug's own obstacle is there today."""
    age: int = 70
    """Years."""
    weight: int = 75
    """kg, today."""
    creatinine: float = 1.0
    """mg/dL, today."""


@dataclass(frozen=True)
class Drug:
    """Where its limits are, and what stands against it."""

    indication: str
    kidney: str
    """What its limits are limits of."""
    usual_from: int
    """The least whole number with the usual dose."""
    given_from: int
    """The least whole number at which it is given at all; 0 for none."""
    write_obstacle: Callable[[random.Random, bool], str]
    """(rng, whether it is there today) -> the sentence that says so."""


def decide(order: Order) -> str:
    """The dose of an order, by the rules of this module's docstring."""
    drug = DRUGS[order.drug]
    counts = order.drug != "metformin" or 30 <= order.kidney <= 60
    if (order.obstacle and counts) or order.kidney < drug.given_from:
        return "none"
    if order.drug == "apixaban":
        reduced = (order.age >= 80) + (order.weight <= 60) + (order.creatinine >= 1.5) >= 2
    else:
        reduced = order.kidney < drug.usual_from
    return "reduced" if reduced else "usual"


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` notes, no two alike; columns out: `COLUMNS`.

    A patient has one to three notes, each on another drug. Every drug is as often given as usual, reduced and withheld.
    The first n rows do not depend on `rows`.
    """
    rng = random.Random(f"dosing/{seed}")
    written: set[str] = set()
    patient_number = 0
    while len(written) < rows:
        patient_number += 1
        person = rng.choice(_PEOPLE)
        for drug in rng.sample(list(DRUGS), rng.choice((1, 1, 2, 3))):
            if len(written) == rows:
                return
            order = _draw_order(rng, drug, rng.choice(DOSES))
            note = _write_note(rng, order, person)
            if note in written:
                continue
            written.add(note)
            yield {
                "note_id": f"order-{len(written):05d}",
                "patient_id": f"order-patient-{patient_number:05d}",
                "note": note,
                "dose": decide(order),
                "drug": drug,
            }


def _draw_order(rng: random.Random, drug: str, wanted: str) -> Order:
    """An order with the wanted dose; of those that are withheld, about two in three have the obstacle."""
    only_obstacle = wanted == "none" and DRUGS[drug].given_from == 0
    while True:
        # Metformin's obstacle counts between two limits only, so that a dose may be right in spite of it.
        obstacle = only_obstacle or rng.random() < (0.65 if wanted == "none" else 0.2)
        order = Order(
            drug,
            _draw_kidney(rng),
            obstacle,
            age=rng.choice((rng.randint(55, 79), rng.randint(80, 93))),
            weight=rng.choice((rng.randint(45, 60), rng.randint(61, 98))),
            creatinine=rng.choice((rng.randint(7, 14), rng.randint(15, 23))) / 10,
        )
        if decide(order) == wanted:
            return order


def _draw_kidney(rng: random.Random) -> int:
    return rng.choice((rng.randint(8, 29), rng.randint(16, 49), rng.randint(31, 59), rng.randint(46, 95)))


def _write_note(rng: random.Random, order: Order, person: tuple[str, str, str]) -> str:
    noun, possessive, relative = person
    drug = DRUGS[order.drug]
    opening = rng.choice(_OPENINGS).format(
        age=order.age, noun=noun, drug=order.drug, indication=drug.indication, weight=order.weight
    )
    if order.drug == "apixaban":
        facts = [_write_creatinine(rng, order, possessive, relative), _write_weight(rng, order)]
    else:
        facts = [_write_kidney(rng, order, possessive, relative)]
    if order.obstacle or rng.random() < 0.9:
        facts.append(drug.write_obstacle(rng, order.obstacle))
    facts += rng.sample(_FILLERS, rng.choice((0, 1, 1, 2)))
    rng.shuffle(facts)
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in (opening, *facts))


def _write_kidney(rng: random.Random, order: Order, possessive: str, relative: str) -> str:
    """Today's value, and one that must not decide: of another time or person, and mostly of another dose."""
    drug, now = DRUGS[order.drug], order.kidney
    band = (now < drug.usual_from) + (now < drug.given_from)
    while True:
        other = _draw_kidney(rng)
        if other != now and ((other < drug.usual_from) + (other < drug.given_from) != band or rng.random() < 0.15):
            break
    fallen, risen = other - now, now - other
    styles = [
        "{kidney} was {other} {unit} {before} and is {now} {unit} {today}.",
        "{kidney} {now} {unit} {today}; it had been {other} {unit} {before}.",
        "{kidney}: {other} {unit} as first reported, corrected by the laboratory to {now} {unit}.",
        "{kidney} is {now} {unit}. {Possessive} {relative}, on the same drug, has {other} {unit}.",
        "{Possessive} {relative} takes it with a value of {other} {unit}; {possessive} own {kidney} is {now} {unit}.",
        "The referral letter gives {kidney} as {other} {unit}, but that was {before}; {today} it is {now} {unit}.",
    ]
    if fallen > 0:
        styles += ["{kidney} was {other} {unit} {before} and has fallen by {fallen} since."] * 3
    else:
        styles += [
            "{kidney} was {other} {unit} {before} and has risen by {risen} since.",
            "{kidney} was {other} {unit} {before} and has risen by {risen} since.",
            "With sepsis {kidney} fell to {other} {unit}, and has come back to {now} {unit}.",
        ]
    return rng.choice(styles).format(
        kidney=drug.kidney,
        now=now,
        other=other,
        unit="mL/min",
        before=rng.choice(_BEFORE),
        today=rng.choice(_TODAY),
        fallen=fallen,
        risen=risen,
        possessive=possessive,
        Possessive=possessive.capitalize(),
        relative=relative,
    )


def _write_creatinine(rng: random.Random, order: Order, possessive: str, relative: str) -> str:
    now, high = order.creatinine, order.creatinine >= 1.5
    other = rng.randint(7, 14) / 10 if high else rng.randint(15, 23) / 10
    return rng.choice(
        (
            "Creatinine {now} mg/dL {today}, {other} mg/dL {before}.",
            "Creatinine was {other} mg/dL {before} and is {now} mg/dL {today}.",
            "Creatinine is {now} mg/dL; {possessive} {relative} has {other} mg/dL.",
            "Creatinine {other} mg/dL was a mistake of the laboratory; the right value is {now} mg/dL.",
        )
    ).format(
        now=now,
        other=other,
        before=rng.choice(_BEFORE),
        today=rng.choice(_TODAY),
        possessive=possessive,
        relative=relative,
    )


def _write_weight(rng: random.Random, order: Order) -> str:
    now = order.weight
    change = rng.randint(4, 16)
    before = now + change if now <= 60 else now - change
    moved = "lost" if before > now else "gained"
    return rng.choice(
        (
            "Weight {now} kg {today}, {other} kg {before}.",
            "Weight was {other} kg {before} and is {now} kg {today}.",
            "Weight was {other} kg {before}; {change} kg {moved} since.",
        )
    ).format(now=now, other=before, change=change, moved=moved, before=rng.choice(_BEFORE), today=rng.choice(_TODAY))


# Obstacles


def _course_of(*medicines: str) -> Callable[[random.Random, bool], str]:
    """A course of a medicine that stands against the drug: under way, over, not begun, or another person's."""

    def write(rng: random.Random, there: bool) -> str:
        medicine = rng.choice(medicines)
        length = rng.choice((7, 10, 14, 21, 28, 42, 60))
        begun = rng.randint(2, length - 2) if there else length + rng.randint(21, 50)
        styles = [
            "A {length}-day course of {medicine} was begun {begun} days ago.",
            "{Medicine} was begun {begun} days ago, for {length} days.",
            "{begun} days ago {medicine} was prescribed for {length} days, and taken as prescribed.",
        ]
        if there:
            styles += [
                "{Medicine} was to end last month, but was prolonged and goes on.",
                "{Medicine} is continued.",
                "A relative takes {medicine}; so does the patient.",
            ]
        else:
            styles += [
                "{Medicine} was to go on, but was ended last winter.",
                "{Medicine} was considered and not prescribed.",
                "A relative takes {medicine}; the patient does not.",
            ]
        return rng.choice(styles).format(medicine=medicine, Medicine=medicine.capitalize(), length=length, begun=begun)

    return write


def _measured(
    name: str, unit: str, bad: tuple[int, int], good: tuple[int, int], scale: int = 1
) -> Callable[[random.Random, bool], str]:
    """A value of today beside one of another time on the other side of its limit."""

    def write(rng: random.Random, there: bool) -> str:
        now, other = (rng.randint(*side) for side in ((bad, good) if there else (good, bad)))
        spelled = [str(value) if scale == 1 else f"{value // scale}.{value % scale}" for value in (now, other)]
        return rng.choice(
            (
                "{name} {now} {unit} {today}, {other} {unit} {before}.",
                "{name} was {other} {unit} {before} and is {now} {unit} {today}.",
                "{name} {other} {unit} was read wrongly; it is {now} {unit}.",
            )
        ).format(
            name=name,
            unit=unit,
            now=spelled[0],
            other=spelled[1],
            before=rng.choice(_BEFORE),
            today=rng.choice(_TODAY),
        )

    return write


def _write_heparin(rng: random.Random, there: bool) -> str:
    days = rng.randint(12, 95) if there else rng.choice((rng.randint(150, 900), 0))
    if not days:
        return rng.choice(
            (
                "Heparin-induced thrombocytopenia was suspected {ago} days ago and excluded: no antibodies.",
                "A sister had heparin-induced thrombocytopenia with antibodies {ago} days ago.",
                "Platelets fell {ago} days ago from chemotherapy; heparin antibodies were not found.",
            )
        ).format(ago=rng.randint(12, 95))
    return rng.choice(
        (
            "Heparin-induced thrombocytopenia with antibodies {days} days ago.",
            "Heparin antibodies were found {days} days ago, when platelets fell.",
            "Platelets fell {days} days ago: heparin-induced thrombocytopenia, first excluded, was then confirmed.",
        )
    ).format(days=days)


def _write_contrast(rng: random.Random, there: bool) -> str:
    return rng.choice(
        (
            "CT with iodinated contrast is due in an hour; the one of last week was without.",
            "Came back from angiography with iodinated contrast this morning.",
            "The CT of today, planned without contrast, was done with it.",
            "MRI was cancelled; CT with iodinated contrast was done today instead.",
        )
        if there
        else (
            "CT without contrast is due in an hour; the one of last week was with iodinated contrast.",
            "Came back from angiography with iodinated contrast last month.",
            "The CT of today, planned with iodinated contrast, was done without it.",
            "CT with iodinated contrast was cancelled; MRI was done today instead.",
        )
    )


DRUGS: dict[str, Drug] = {
    "rivaroxaban": Drug(
        "atrial fibrillation", "creatinine clearance", 51, 15, _course_of("ketoconazole tablets", "rifampin")
    ),
    "dabigatran": Drug("atrial fibrillation", "creatinine clearance", 31, 15, _course_of("rifampin")),
    "apixaban": Drug(
        "atrial fibrillation",
        "creatinine clearance",
        0,
        0,
        _course_of("rifampin", "phenytoin", "carbamazepine"),
    ),
    "enoxaparin": Drug("a deep vein thrombosis", "creatinine clearance", 30, 0, _write_heparin),
    "baricitinib": Drug("rheumatoid arthritis", "estimated GFR", 60, 30, _course_of("azathioprine", "cyclosporine")),
    "sotalol": Drug(
        "atrial fibrillation", "creatinine clearance", 61, 40, _measured("QTc", "ms", (458, 520), (398, 444))
    ),
    "metformin": Drug("type 2 diabetes", "estimated GFR", 45, 30, _write_contrast),
    "zoledronic acid": Drug(
        "bone metastases",
        "creatinine clearance",
        61,
        30,
        _measured("Corrected calcium", "mg/dL", (68, 80), (88, 101), scale=10),
    ),
}
"""Each drug of the rules, by its name."""

_PEOPLE = (
    ("woman", "her", "brother"),
    ("woman", "her", "sister"),
    ("woman", "her", "husband"),
    ("man", "his", "brother"),
    ("man", "his", "sister"),
    ("man", "his", "wife"),
)

_OPENINGS = (
    "{age}-year-old {noun} to start {drug} for {indication}.",
    "{drug} is ordered for a {noun} of {age} with {indication}.",
    "Question from the ward: {drug} for {indication} in a {age}-year-old {noun}.",
    "Review of {drug} before the first dose, for a {noun} of {age} with {indication}.",
    "A {noun}, {age} years old, with {indication}; the team asks for {drug}.",
)

_BEFORE = ("in spring", "a year ago", "last month", "on admission", "three weeks ago", "at the last visit")
_TODAY = ("today", "this morning", "now", "on the last draw")

_FILLERS = (
    "Potassium 4.2 mmol/L.",
    "Hemoglobin 11.8 g/dL.",
    "Blood pressure 142/70 mmHg.",
    "Takes amlodipine and a statin.",
    "No falls.",
    "Lives alone and manages well.",
    "Liver tests are normal.",
    "Has swallowed tablets without trouble.",
    "The pharmacist saw the list.",
    "Ejection fraction 55%.",
)
