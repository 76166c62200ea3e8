"""Patients' portal messages with two labels: who should answer, and how urgently.

Each message starts as a `Request`: what it is about and the few facts that decide. `assign` is the rule; the text (25
to 60 words) is written from the same request, together with what must not decide: to whom the message is addressed,
worries that are denied, past or another person's, an
earlier message quoted as answered, and harmless background.

Who answers
-----------
- **front desk**: appointments, forms, records, bills, authorizations, rides.
- **pharmacist**: supply, timing, cost, interactions and known mild effects of medicines.
- **nurse**: complaints that a standing protocol covers (mild fever, wounds, home readings, devices, preparation).
- **physician**: what needs a diagnosis, a result read or a treatment changed, and every emergency.

How urgently
------------
- **emergency**: to be acted on now. Any warning sign that is present in the writer now, whatever the message asks for
  (heart attack and stroke: American Heart Association's warning signs; swelling of lips or tongue: World Allergy
  Organization 2020; intent to die: Joint Commission NPSG.15.01.01; vomited blood: NICE CG141; numb saddle with
  retention: NICE CKS sciatica; thunderclap headache and sudden loss of sight: ACEP 2019, AAO). Also a fever of 38.0 °C
  or more on chemotherapy (NICE CG151), in an infant under 3 months (AAP 2021 for up to 60 days; NICE NG143), potassium
  of 6.5 mmol/L or more (UK Kidney Association 2023), a blow to the head on an anticoagulant (NICE NG232), ketones of
  3.0 mmol/L or more in type 1 diabetes (JBDS 2023), fewer fetal movements after 28 weeks (RCOG 57).
- **urgent**: today. Fever of more than 3 days, one swollen calf (NICE NG158), visible blood in urine, a new rash on
  lamotrigine (label warning), a spreading red wound, burning urine (nurse's protocol; physician with fever, flank pain
  or pregnancy), potassium 6.0 to 6.4, a systolic pressure of 180 or more without signs of organ damage (ACC/AHA 2017),
  2 kg gained within 3 days in heart failure (AHA), ketones 1.5 to 2.9, a blocked catheter; a critical medicine
  that runs out within 2 days, a risky pair of medicines already taken together; anything of the front desk or a
  preparation that is due today or tomorrow.
- **routine**: all else; within a few working days.

The division of work and the three levels follow the manner of office-hours telephone triage protocols (Schmitt and
Thompson) in our own words; a practice would put its own rules in their place.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COLUMNS: tuple[str, ...] = ("message_id", "patient_id", "message", "personnel", "urgency", "topic")
"""`personnel` is physician, nurse, pharmacist or front desk; `urgency` emergency, urgent or routine."""

PERSONNEL = ("physician", "nurse", "pharmacist", "front desk")
URGENCY = ("emergency", "urgent", "routine")

CRITICAL_MEDICINES = ("apixaban", "insulin glargine", "levetiracetam", "prednisone", "tacrolimus", "clopidogrel")
"""Stopping them abruptly is dangerous; running out within 2 days is urgent."""

ORDINARY_MEDICINES = (
    "atorvastatin",
    "loratadine",
    "omeprazole",
    "vitamin D",
    "latanoprost",
    "finasteride",
    "ibuprofen",
)

RISKY_PAIRS = (
    ("warfarin", "metronidazole"),
    ("simvastatin", "clarithromycin"),
    ("lithium", "ibuprofen"),
    ("methotrexate", "trimethoprim"),
    ("sertraline", "tramadol"),
    ("spironolactone", "potassium tablets"),
)
"""Pairs that the labels of both warn of."""


@dataclass(frozen=True)
class Request:
    """What decides about a message."""

    topic: str
    """A key of `TOPICS`."""
    value: float | None = None
    """The number that decides: °C, mmHg systolic, kg in 3 days, mmol/L, days of a fever, days left, days until due."""
    risk: bool = False
    """Whether the topic's aggravating fact is there (chemotherapy, anticoagulant, critical medicine, ...)."""
    warning_sign: str | None = None
    """A key of `WARNING_SIGNS` that is present in the writer now."""


def assign(request: Request) -> tuple[str, str]:
    """(personnel, urgency) of a request, by the rules of this module's docstring."""
    if request.warning_sign is not None:
        return "physician", "emergency"
    return TOPICS[request.topic].rule(request.value or 0.0, request.risk)


Rule = Callable[[float, bool], tuple[str, str]]


@dataclass(frozen=True)
class Topic:
    """One matter that patients write about."""

    rule: Rule
    """(value, risk) -> (personnel, urgency), where no warning sign is present."""
    draw: Callable[[random.Random], tuple[float | None, bool, str]]
    """Draws (value, risk, the sentences that say so)."""


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` messages, no two alike; columns out: `COLUMNS`.

    A patient writes one to four messages. About a fifth are emergencies, a third urgent. The first n rows do not depend
    on `rows`.
    """
    rng = random.Random(f"triage/{seed}")
    written: set[str] = set()
    patient_number = 0
    while len(written) < rows:
        patient_number += 1
        background = rng.choice(_BACKGROUNDS)
        for _ in range(rng.choice((1, 1, 2, 3, 4))):
            if len(written) == rows:
                return
            request, statement = _draw_request(rng)
            message = _write_message(rng, request, statement, background)
            if message in written or len(message.split()) > 60:
                continue
            written.add(message)
            personnel, urgency = assign(request)
            yield {
                "message_id": f"message-{len(written):05d}",
                "patient_id": f"message-patient-{patient_number:05d}",
                "message": message,
                "personnel": personnel,
                "urgency": urgency,
                "topic": request.topic,
            }


_WANTED = {
    ("physician", "emergency"): 20,
    ("physician", "urgent"): 10,
    ("physician", "routine"): 10,
    ("nurse", "urgent"): 10,
    ("nurse", "routine"): 12,
    ("pharmacist", "urgent"): 8,
    ("pharmacist", "routine"): 11,
    ("front desk", "urgent"): 8,
    ("front desk", "routine"): 11,
}
"""Labels -> weight among 100 messages."""


def _draw_request(rng: random.Random) -> tuple[Request, str]:
    """A request with wanted labels and its statement: labels first, then topics drawn until one fits."""
    wanted = rng.choices(list(_WANTED), weights=list(_WANTED.values()))[0]
    with_sign = wanted[1] == "emergency" and rng.random() < 0.6
    while True:
        name = rng.choice(list(TOPICS))
        topic = TOPICS[name]
        value, risk, statement = topic.draw(rng)
        if with_sign:
            return Request(name, value, risk, rng.choice(list(WARNING_SIGNS))), statement
        request = Request(name, value, risk)
        if assign(request) == wanted:
            return request, statement


def _write_message(rng: random.Random, request: Request, statement: str, background: str) -> str:
    """25 to 60 words."""
    parts = [statement]
    quoted = _quote_answered_message(rng, request) if rng.random() < 0.5 else None
    if quoted is None and rng.random() < 0.7:
        parts.insert(0, background)
    if request.warning_sign is not None:
        sign = rng.choice(WARNING_SIGNS[request.warning_sign].present)
        parts.insert(rng.randrange(len(parts) + 1), sign)
    elif quoted is None and rng.random() < 0.8:
        other = WARNING_SIGNS[rng.choice(list(WARNING_SIGNS))]
        parts.insert(rng.randrange(len(parts) + 1), rng.choice((*other.denied, *other.past)))
    if quoted is not None:
        parts.insert(rng.choice((0, len(parts))), quoted)
    text = " ".join(parts)
    closing = rng.choice(_CLOSINGS)
    opening = rng.choice(_OPENINGS)
    message = f"{opening}{' ' if opening.endswith('.') else chr(10)}{text}"
    words = len(message.split()) + len(closing.split())
    if words < 25:
        message = f"{message} {rng.choice(_FILLERS)}"
    return f"{message} {closing}".strip()


def _quote_answered_message(rng: random.Random, request: Request) -> str:
    """An earlier message on another matter, marked as answered: as threads in a portal carry it along."""
    while True:
        name = rng.choice([topic for topic in TOPICS if topic != request.topic])
        value, risk, statement = TOPICS[name].draw(rng)
        if assign(Request(name, value, risk))[1] != "emergency" and len(statement.split()) <= 24:
            return rng.choice(_ANSWERED).format(quoted=statement)


@dataclass(frozen=True)
class WarningSign:
    """A sign that makes any message an emergency when it is the writer's and present."""

    present: tuple[str, ...]
    denied: tuple[str, ...]
    past: tuple[str, ...]
    """Over for long, or another person's."""


WARNING_SIGNS: dict[str, WarningSign] = {
    "heart": WarningSign(
        (
            "Since breakfast I have had a heavy pressure in my chest that goes into my jaw.",
            "By the way, my chest has felt squeezed for half an hour and I am sweating.",
            "I also have chest pain right now that spreads down my left arm.",
        ),
        ("I have no chest pain or pressure.", "No chest pain, no sweating, nothing into the arm."),
        (
            "Two years ago I had chest pressure and got a stent, fine since.",
            "My brother had chest pain that went into his jaw last month.",
        ),
    ),
    "stroke": WarningSign(
        (
            "Since this morning one side of my face droops and my arm feels weak.",
            "An hour ago my right hand suddenly went weak and my words come out wrong.",
            "My speech has been slurred since lunch, my wife says.",
        ),
        ("My face, speech and arms are normal.", "No drooping face, no weak arm, speech is clear."),
        (
            "My father's face drooped and his speech was slurred when he had his stroke.",
            "In 2019 my arm went weak for a day, that was looked into back then.",
        ),
    ),
    "breath": WarningSign(
        (
            "I am so short of breath since last night that I cannot finish a sentence.",
            "I woke up gasping and even sitting still I cannot get enough air.",
        ),
        ("I am not short of breath, I climb stairs as always.", "Breathing is fine, no gasping at night."),
        (
            "I was short of breath with pneumonia last winter, long over.",
            "My mother cannot get enough air, but she has her own doctor.",
        ),
    ),
    "allergy": WarningSign(
        (
            "My lips and tongue are swelling as I write and my throat is tight.",
            "Twenty minutes ago hives came up everywhere and my tongue feels thick.",
        ),
        ("No swelling of lips or tongue.", "My throat is not tight and I have no hives."),
        (
            "As a child my lips and tongue swelled after peanuts.",
            "My son once had a tight throat after a bee sting.",
        ),
    ),
    "suicide": WarningSign(
        (
            "Honestly I do not want to live anymore and have put the pills on the table.",
            "I plan to end my life tonight, nothing matters.",
        ),
        ("I have no thoughts of ending my life.", "I do not want to hurt myself, to be clear."),
        (
            "Years ago I planned to end my life, therapy got me through and it never came back.",
            "A neighbor took pills to end her life in spring and it still upsets me.",
        ),
    ),
    "bleeding": WarningSign(
        (
            "I vomited blood twice today and feel faint when I stand.",
            "My stool is black like tar since yesterday and I nearly passed out.",
        ),
        ("No blood in vomit or stool.", "I did not faint and the stool is not black."),
        (
            "I vomited blood from an ulcer in 2016, healed.",
            "Stool was black only while I took iron last year.",
        ),
    ),
    "back": WarningSign(
        (
            "Since last night I cannot feel it when I wipe and I cannot pass urine.",
            "My saddle area went numb today and both legs are weak.",
        ),
        ("I pass urine normally and nothing is numb.", "No numbness, legs are strong."),
        (
            "After my epidural in 2011 my legs were numb and weak for a day.",
            "My cousin could not pass urine after his disc slipped.",
        ),
    ),
    "head": WarningSign(
        (
            "The worst headache of my life hit me within seconds an hour ago.",
            "At noon I suddenly lost the sight of my right eye, like a curtain.",
        ),
        ("No bad headache, my sight is normal.", "I see well and have no sudden headache."),
        (
            "I know sudden headaches from my migraine years, none lately.",
            "My aunt lost the sight of one eye at 80.",
        ),
    ),
}


def _due(rng: random.Random) -> tuple[int, str]:
    """Days until something is due, and how people say it."""
    days = rng.choice((0, 1, 1, 6, 10, 14, 21, 30))
    words = {0: ("today", "this afternoon"), 1: ("tomorrow", "tomorrow morning")}
    return days, rng.choice(words.get(days, (f"in {days} days", f"{days} days from now")))


def _draw_due(*statements: str) -> Callable[[random.Random], tuple[float | None, bool, str]]:
    def draw(rng: random.Random) -> tuple[float | None, bool, str]:
        days, words = _due(rng)
        return float(days), False, rng.choice(statements).format(when=words)

    return draw


def _draw_plain(*statements: str) -> Callable[[random.Random], tuple[float | None, bool, str]]:
    return lambda rng: (None, False, rng.choice(statements))


def _draw_either(
    harmless: tuple[str, ...], risky: tuple[str, ...]
) -> Callable[[random.Random], tuple[float | None, bool, str]]:
    def draw(rng: random.Random) -> tuple[float | None, bool, str]:
        risk = rng.random() < 0.5
        return None, risk, rng.choice(risky if risk else harmless)

    return draw


def _always(personnel: str, urgency: str) -> Rule:
    return lambda value, risk: (personnel, urgency)  # noqa: ARG005  every rule is called alike


def _by_due_date(personnel: str) -> Rule:
    return lambda value, risk: (personnel, "urgent" if value <= 1 else "routine")  # noqa: ARG005


def _by_risk(harmless: tuple[str, str], risky: tuple[str, str]) -> Rule:
    return lambda value, risk: risky if risk else harmless  # noqa: ARG005


def _draw_refill(rng: random.Random) -> tuple[float | None, bool, str]:
    critical = rng.random() < 0.6
    medicine = rng.choice(CRITICAL_MEDICINES if critical else ORDINARY_MEDICINES)
    days = rng.choice((0, 1, 2, 9, 12, 20))
    left = {0: "I took the last dose this morning", 1: "I have enough until tomorrow", 2: "two days are left"}.get(
        days, f"{days} days are left"
    )
    return (
        float(days),
        critical,
        rng.choice(
            (
                f"I need more {medicine}, {left}, and the label says no refills.",
                f"Could {medicine} be sent to the store on Oak Street? {left[0].upper()}{left[1:]}.",
                f"My {medicine} is running low: {left}. The mail order has not confirmed anything.",
            )
        ),
    )


def _assign_refill(value: float, risk: bool) -> tuple[str, str]:
    return "pharmacist", "urgent" if risk and value <= 2 else "routine"


def _draw_pair(rng: random.Random) -> tuple[float | None, bool, str]:
    risk = rng.random() < 0.5
    if risk:
        first, second = rng.choice(RISKY_PAIRS)
        return (
            None,
            True,
            rng.choice(
                (
                    f"Urgent care gave me {second} yesterday and I take {first} every day. Do they go together?",
                    f"I started {second} this morning on top of my {first}. The leaflet warns about mixing them.",
                )
            ),
        )
    supplement = rng.choice(("chamomile tea", "vitamin C", "a probiotic", "a multivitamin", "magnesium"))
    medicine = rng.choice(("lisinopril", "atorvastatin", "amlodipine", "metoprolol"))
    return (
        None,
        False,
        rng.choice(
            (
                f"I am thinking of trying {supplement} next month. Does it go with {medicine}?",
                f"Is it all right to take {supplement} on top of my {medicine}? I have not started it.",
            )
        ),
    )


def _draw_fever(rng: random.Random) -> tuple[float | None, bool, str]:
    temperature = f"{rng.randint(380, 394) / 10:.1f}"
    days = rng.choice((1, 2, 2, 3, 4, 5, 6))
    since = f"for {days} {'day' if days == 1 else 'days'}"
    risk = rng.random() < 0.35
    if risk:
        patient = rng.choice(
            (
                f"My last chemotherapy was a week ago and my temperature is {temperature} °C {since}.",
                f"I have a fever of {temperature} °C {since}; the next cycle of chemotherapy is on Friday.",
                f"My seven-week-old daughter has had {temperature} °C {since}.",
            )
        )
    else:
        patient = rng.choice(
            (
                f"I have a runny nose and {temperature} °C {since}.",
                f"My temperature has been {temperature} °C {since}, with a cough and sore muscles.",
                f"My nine-year-old son has had {temperature} °C {since} and a sore throat.",
                f"I finished chemotherapy six years ago; now I have a cold and {temperature} °C {since}.",
            )
        )
    return float(days), risk, f"{patient} {rng.choice(('I drink enough.', 'Eating less but drinking.', 'I rest.'))}"


def _assign_fever(value: float, risk: bool) -> tuple[str, str]:
    if risk:
        return "physician", "emergency"
    return ("physician", "urgent") if value > 3 else ("nurse", "routine")


def _draw_pressure(rng: random.Random) -> tuple[float | None, bool, str]:
    severe = rng.random() < 0.45
    systolic = rng.randint(182, 208) if severe else rng.randint(134, 168)
    diastolic = rng.randint(96, 119) if severe else rng.randint(80, 98)
    return (
        float(systolic),
        False,
        rng.choice(
            (
                f"My home cuff reads {systolic}/{diastolic}, three times in a row. I took my tablet and feel well.",
                f"I was told to report my pressure: {systolic}/{diastolic} this morning. I feel the same as always.",
                f"Reading today {systolic}/{diastolic}, pulse 76. Is my log enough or do you need more?",
            )
        ),
    )


def _assign_pressure(value: float, risk: bool) -> tuple[str, str]:  # noqa: ARG001
    return ("physician", "urgent") if value >= 180 else ("nurse", "routine")


def _draw_weight(rng: random.Random) -> tuple[float | None, bool, str]:
    gain = rng.choice((0.3, 0.5, 0.8, 1.0, 2.2, 2.6, 3.1, 3.5))
    return (
        gain,
        True,
        rng.choice(
            (
                f"For my heart failure I weigh myself daily: up {gain} kg in three days. Ankles look about the same.",
                f"The scale shows {gain} kg more than three days ago. You asked me to write because of my weak heart.",
            )
        ),
    )


def _assign_weight(value: float, risk: bool) -> tuple[str, str]:  # noqa: ARG001
    return "nurse", "urgent" if value >= 2 else "routine"


def _draw_potassium(rng: random.Random) -> tuple[float | None, bool, str]:
    value = rng.choice((5.1, 5.2, 5.3, 5.4, 6.0, 6.1, 6.3, 6.4, 6.5, 6.7, 6.9))
    return (
        value,
        False,
        rng.choice(
            (
                f"The portal shows potassium {value} mmol/L from today's blood draw, in red. What does it mean?",
                f"My lab result came in: potassium {value}, creatinine as before. Nobody has called yet.",
            )
        ),
    )


def _assign_potassium(value: float, risk: bool) -> tuple[str, str]:  # noqa: ARG001
    if value >= 6.5:
        return "physician", "emergency"
    return "physician", "urgent" if value >= 6.0 else "routine"


def _draw_ketones(rng: random.Random) -> tuple[float | None, bool, str]:
    ketones = rng.choice((0.1, 0.3, 0.4, 1.6, 1.9, 2.4, 2.7, 3.2, 3.8, 4.5))
    glucose = rng.randint(252, 388)
    return (
        ketones,
        True,
        rng.choice(
            (
                f"Type 1 diabetes here. Sugar {glucose}, blood ketones {ketones}. I corrected once with my pen.",
                f"My pump site failed overnight: glucose {glucose}, ketones {ketones} now. New site is in, type 1.",
            )
        ),
    )


def _assign_ketones(value: float, risk: bool) -> tuple[str, str]:  # noqa: ARG001
    if value >= 3.0:
        return "physician", "emergency"
    return ("physician", "urgent") if value >= 1.5 else ("nurse", "routine")


TOPICS: dict[str, Topic] = {
    # Front desk
    "appointment": Topic(
        _by_due_date("front desk"),
        _draw_due(
            "I have a visit {when} and cannot make it. Is there another slot, ideally before ten?",
            "My knee follow-up is {when} but work changed my shift. Please move it to an afternoon.",
            "The reminder says I am booked {when}. I will be out of town and need a new date.",
        ),
    ),
    "form": Topic(
        _by_due_date("front desk"),
        _draw_due(
            "My employer wants the leave form back {when}. I dropped it off and it needs the clinic's stamp.",
            "The sports form for my daughter is due {when}; her check-up was last month.",
            "My disability paperwork must be in {when} and page three is still blank.",
        ),
    ),
    "records": Topic(
        _by_due_date("front desk"),
        _draw_due(
            "I see a specialist for my heart {when} and they have not received my records yet.",
            "Please send the images of my back to the surgeon, my appointment there is {when}.",
        ),
    ),
    "authorization": Topic(
        _by_due_date("front desk"),
        _draw_due(
            "My MRI is {when} and the insurer says no authorization number is on file.",
            "The infusion center has me down {when}, but my new insurance card was never scanned.",
        ),
    ),
    "ride": Topic(
        _by_due_date("front desk"),
        _draw_due(
            "I need the wheelchair van for my scan {when}; the company wants the clinic to confirm.",
            "Who books the ride to my cataract surgery {when}? I cannot drive after it.",
        ),
    ),
    "bill": Topic(
        _always("front desk", "routine"),
        _draw_plain(
            "I was billed twice for the blood test in spring. The insurer paid one already.",
            "The statement lists an emergency visit that was never mine. Who can correct it?",
            "My copay for the chest X-ray seems too high. Can someone explain the codes?",
            "I moved last week. Please change my address and phone number before the next statement.",
        ),
    ),
    # Pharmacist
    "refill": Topic(_assign_refill, _draw_refill),
    "interaction": Topic(_by_risk(("pharmacist", "routine"), ("pharmacist", "urgent")), _draw_pair),
    "missed dose": Topic(
        _by_risk(("pharmacist", "routine"), ("pharmacist", "urgent")),
        _draw_either(
            (
                "I forgot my atorvastatin last night. Do I take two today or just go on?",
                "I skipped one loratadine on the trip. Does it matter?",
                "I take my omeprazole after breakfast instead of before. Is that a problem?",
            ),
            (
                "I forgot both doses of apixaban yesterday. Do I take extra now?",
                "I have missed tacrolimus since yesterday morning after my transplant. How do I catch up?",
                "I took my levetiracetam twice by mistake this morning. When is the next one?",
                "I injected insulin glargine twice last night by mistake, sugar is 118 now. What about tonight?",
            ),
        ),
    ),
    "side effect": Topic(
        _always("pharmacist", "routine"),
        _draw_plain(
            "Since I began metformin I have gas and a metal taste. Will it pass, or should I take it with food?",
            "My mouth is dry since the new oxybutynin. Are there lozenges that go with it?",
            "The iron tablets make me constipated. Is every other day as good?",
            "The amlodipine from this maker looks different from last month's. Is it the same?",
            "My inhaler now costs three times as much. Is there a cheaper one with the same drug?",
            "Should levothyroxine be kept away from coffee, and by how long?",
        ),
    ),
    # Nurse
    "fever": Topic(_assign_fever, _draw_fever),
    "blood pressure": Topic(_assign_pressure, _draw_pressure),
    "weight": Topic(_assign_weight, _draw_weight),
    "ketones": Topic(_assign_ketones, _draw_ketones),
    "wound": Topic(
        _by_risk(("nurse", "routine"), ("physician", "urgent")),
        _draw_either(
            (
                "The cut from my mole removal oozes a little clear fluid. How often do I change the dressing?",
                "My stitches itch on day five, edges are closed and pale. When may I shower?",
                "The surgical tape on my belly curls at the ends, skin underneath looks normal. Replace it?",
            ),
            (
                "The cut from my mole removal is oozing yellow fluid, and the redness has doubled since yesterday.",
                "Redness around my stitches now reaches a hand's width, warm and sore. The dressing smells.",
                "Under the surgical tape on my belly the skin turned hot and red, and it spreads by the hour.",
            ),
        ),
    ),
    "device": Topic(
        _by_risk(("nurse", "routine"), ("nurse", "urgent")),
        _draw_either(
            (
                "My urine catheter drains well but the leg bag strap rubs. Is there another kind?",
                "The mask of my sleep machine leaves a mark on my nose. Can I get a smaller one?",
                "My feeding tube works, yet the adapter drips at the cap. Where do I get a new one?",
                "Could you show me again how to prime the insulin pen? I start it next month.",
            ),
            (
                "My urine catheter has drained nothing for four hours although I drink, the belly feels full.",
                "The feeding tube slid out half an hour ago while I changed my shirt. The hole looks clean.",
                "The drain from my surgery came loose and the bag will not hold suction today.",
                "The pouch of my new stoma will not stick at all since this morning, the skin is raw.",
            ),
        ),
    ),
    "preparation": Topic(
        _by_due_date("nurse"),
        _draw_due(
            "My colonoscopy is {when} and the sheet is unclear. Which foods do I leave out, when do I drink the prep?",
            "Stress test {when}: may I have coffee, and do I take the beta blocker before it?",
            "I am down for a biopsy {when}. Nobody told me when to stop eating.",
        ),
    ),
    "vaccine": Topic(
        _always("nurse", "routine"),
        _draw_plain(
            "My arm is sore and a bit swollen after the shingles shot. Is that expected?",
            "Am I due for a tetanus booster? The last one may have been ten years ago.",
            "Can I get the flu and the coronavirus shots on the same day?",
        ),
    ),
    "urine": Topic(
        _by_risk(("nurse", "urgent"), ("physician", "urgent")),
        _draw_either(
            (
                "It burns when I pass water since yesterday and I go every half hour. No fever, not pregnant.",
                "Stinging and urgency since last night, like my bladder infection in spring. Flank does not hurt.",
            ),
            (
                "It burns when I pass water and since last night I have chills and pain in my right flank.",
                "Stinging and urgency since yesterday, and I am 20 weeks pregnant.",
            ),
        ),
    ),
    "blow to the head": Topic(
        _by_risk(("nurse", "routine"), ("physician", "emergency")),
        _draw_either(
            (
                "I bumped my head on a cupboard two hours ago. Small lump, no blood thinners, I feel fine.",
                "I hit my head on the car door yesterday. A bruise, no dizziness. I stopped warfarin three years ago.",
            ),
            (
                "I bumped my head on a cupboard two hours ago. Small lump, I feel fine. I take apixaban.",
                "I slipped and hit my head this morning, just a bruise. I am on warfarin for my valve.",
            ),
        ),
    ),
    # Physician
    "potassium": Topic(_assign_potassium, _draw_potassium),
    "calf": Topic(
        _by_risk(("nurse", "routine"), ("physician", "urgent")),
        _draw_either(
            (
                "Both calves ache since my first long run on Sunday. They look the same and are soft.",
                "I get calf cramps in both legs at night, gone after stretching.",
            ),
            (
                "My left calf is swollen and sore since the flight on Sunday, the right one is normal.",
                "One calf is three centimeters thicker than the other and aches. I had knee surgery this month.",
            ),
        ),
    ),
    "rash": Topic(
        _by_risk(("nurse", "routine"), ("physician", "urgent")),
        _draw_either(
            (
                "I have an itchy red patch where my new watch strap sits. It is not spreading.",
                "A few itchy bumps on my legs after gardening, slowly fading. Which cream do you suggest?",
            ),
            (
                "A red rash is spreading over my chest. I began lamotrigine three weeks ago.",
                "Spots on both arms since yesterday, more today. The lamotrigine dose was doubled last week.",
            ),
        ),
    ),
    "blood in urine": Topic(
        _always("physician", "urgent"),
        _draw_plain(
            "My urine was red this morning and again at noon. It does not hurt.",
            "There were clots in my urine today, without any burning.",
        ),
    ),
    "fetal movement": Topic(
        _by_risk(("nurse", "routine"), ("physician", "emergency")),
        _draw_either(
            (
                "I am 33 weeks pregnant, the baby kicks as usual, but heartburn wakes me. What may I take?",
                "I am 31 weeks along with swollen feet in the evening, pressure 112/70, baby moves a lot.",
            ),
            (
                "I am 33 weeks pregnant and have hardly felt the baby move since yesterday evening.",
                "At 31 weeks the baby usually kicks after dinner; today I counted two kicks in the whole day.",
            ),
        ),
    ),
    "result": Topic(
        _always("physician", "routine"),
        _draw_plain(
            "My MRI report mentions a bulging disc at L4. What does that mean for my plans?",
            "The thyroid result is 5.8 this time, it was 4.9. Should anything change?",
            "My bone density came back as osteopenia. Do I need treatment?",
            "The ultrasound report says simple cyst of the kidney. Should that be looked at again?",
            "Cholesterol went from 190 to 224 although I take the tablets. What now?",
        ),
    ),
    "treatment": Topic(
        _always("physician", "routine"),
        _draw_plain(
            "The atorvastatin makes my thighs ache. I would like to stop it or change to another one.",
            "Could I try a lower dose of sertraline? I have been well for a year.",
            "My sleep tablets hardly help anymore. Is there something else for the long run?",
            "I read about the weekly injection for weight. Would it suit me?",
            "The omeprazole helps, yet heartburn is back each time I pause. What is the plan?",
        ),
    ),
    "slow complaint": Topic(
        _always("physician", "routine"),
        _draw_plain(
            "My knee has hurt on stairs for half a year and is slowly getting worse. Should we look into it?",
            "For a few months I have been low and sleep badly, though I still go to work and see friends.",
            "My hands have trembled a little when I hold a cup since last year.",
            "I snore and am tired by noon, and it has been like this for two years.",
            "My hearing on the left has faded over the past year.",
        ),
    ),
}

_BACKGROUNDS = (
    "I am a patient of the Tuesday clinic.",
    "I moved here in spring and am new to the practice.",
    "I care for my husband at home.",
    "My insurance changed in January.",
    "I have been with you for twenty years.",
    "I work nights.",
    "English is my second language.",
    "My daughter has access to this account.",
    "I live an hour away.",
    "I saw your colleague last time.",
)

_ANSWERED = (
    'My message of last month is settled: "{quoted}"',
    'Below is my old question, long answered: "{quoted}"',
    'Please ignore what I wrote in spring, it was solved: "{quoted}"',
    'Thanks for sorting this out last month: "{quoted}"',
)

_OPENINGS = (
    "Hello Dr. Lane,",
    "To the pharmacy team:",
    "Dear nurses,",
    "Hi front desk,",
    "Hello,",
    "Good morning,",
    "To whom it may concern,",
    "Hi, sorry to bother you.",
    "Quick question.",
    "Hello everyone,",
)

_CLOSINGS = (
    "Thank you.",
    "No rush.",
    "Please call me back.",
    "Please let me know as soon as you can.",
    "Thanks for your help.",
    "I am at work until five.",
    "A short answer here is enough.",
    "Best wishes.",
    "",
)

_FILLERS = (
    "I tried to call but the line was busy and I gave up after some minutes.",
    "I looked on your web page and did not find anything about this.",
    "My daughter helps me type this, so please answer in plain words.",
    "I was not sure where to send this, please pass it on.",
)
