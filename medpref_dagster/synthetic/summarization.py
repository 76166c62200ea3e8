"""Hospital courses with a short summary and the facts that it must hold: summarization of discharge records.

Each row starts as a `Stay`: who, which diagnosis on which side, what was done, which drug in which dose, a key
laboratory value at arrival and at discharge, allergy and follow-up. `list_facts` turns it into the facts, each with the
phrases that count as its mention; the course (120 to 220 words) and the gold summary (25 to 50 words) are written from
the same stay. The course also holds what a summary must leave out or not mix up: normal findings, negations, the
other side, drugs and doses that were changed, values in between, home medicines.

What belongs into the summary follows the components that The Joint Commission requires of a discharge summary
(standard RC.02.04.01, EP 3: reason for the stay, findings, procedures and treatment, condition at discharge,
instructions) and the transitions-of-care consensus of six societies (Snow et al., J Hosp Med 2009;4:364-370: principal
diagnosis, medication list with changes, allergies, pending tests, follow-up).

First treatments and usual adult doses follow: pneumonia ATS/IDSA 2019; cellulitis IDSA 2014; pyelonephritis IDSA 2010;
deep vein thrombosis CHEST 2021; ischemic stroke AHA/ASA 2019 and 2021; hip fracture AAOS 2021; knee arthroplasty, AAOS
2022 with CHEST 2012 prophylaxis; ureteral stone EAU 2024; pleural effusion BTS 2023; heart failure AHA/ACC/HFSA
2022; breast cancer NCCN; carotid stenosis SVS 2021; appendicitis WSES 2020 (a stay without laterality); ulcer bleeding
ACG 2021 (likewise).
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

COLUMNS: tuple[str, ...] = ("stay_id", "patient_id", "course", "summary", "facts", "stay")
"""`course` is the text, `summary` the gold; `facts` is JSON: a list of {"fact": name, "mentions": [accepted
phrases]}; `stay` names the kind of stay."""


@dataclass(frozen=True)
class StayKind:
    """What all stays of one kind share. In its texts {side} and {other} stand for left and right."""

    name: str
    diagnosis: str
    """With {side} where the kind has one."""
    also: tuple[str, ...]
    """Other phrases that name the diagnosis, without its side."""
    complaints: tuple[str, ...]
    findings: tuple[str, ...]
    procedures: tuple[tuple[str, tuple[str, ...]], ...]
    """(phrase, other accepted phrases)"""
    drugs: tuple[tuple[str, tuple[str, ...]], ...]
    """(discharge drug, doses with schedule)"""
    inpatient: tuple[str, ...]
    """Treatment in hospital that is not the discharge drug."""
    laboratory: tuple[str, str, int, int, int, int, int]
    """(name, unit, arrival low, arrival high, discharge low, discharge high, divisor of these whole numbers)"""
    clinics: tuple[str, ...]
    normal: tuple[str, ...]
    distractors: tuple[str, ...]

    @property
    def has_side(self) -> bool:
        """Whether the diagnosis is on one side of the body."""
        return "{side}" in self.diagnosis


@dataclass(frozen=True)
class Stay:
    """The facts of one hospital stay."""

    kind: StayKind
    side: str | None
    """left, right or None"""
    procedure: str
    procedure_also: tuple[str, ...]
    drug: str
    dose: str
    """With its schedule, e.g. "5 mg twice daily"."""
    arrival_value: str
    discharge_value: str
    allergy: str | None
    reaction: str
    clinic: str
    weeks: int

    @property
    def diagnosis(self) -> str:
        """With its side."""
        return self.kind.diagnosis.format(side=self.side)


def list_facts(stay: Stay) -> list[dict[str, object]]:
    """What a summary of the stay must say: `{"fact": name, "mentions": [accepted phrases]}` each."""
    laboratory, unit, *_ = stay.kind.laboratory
    plain = stay.kind.diagnosis.format(side="").replace("  ", " ").strip()
    facts: list[tuple[str, list[str]]] = [
        ("diagnosis", [stay.diagnosis, plain, *stay.kind.also]),
        ("procedure", [stay.procedure, *stay.procedure_also]),
        ("drug", [stay.drug]),
        ("dose", [stay.dose, stay.dose.replace("twice daily", "bid").replace("once daily", "daily")]),
        (
            "laboratory",
            [
                f"{laboratory} {stay.discharge_value}",
                f"{laboratory} was {stay.discharge_value}",
                f"from {stay.arrival_value} to {stay.discharge_value}",
                f"{stay.discharge_value} {unit}",
            ],
        ),
        ("follow-up", [f"{stay.clinic} in {stay.weeks} {_weeks(stay.weeks)}"]),
    ]
    if stay.side is not None:
        facts.insert(1, ("laterality", [stay.side]))
    if stay.allergy is not None:
        facts.append(
            ("allergy", [f"{stay.allergy} allergy", f"allergic to {stay.allergy}", f"allergy to {stay.allergy}"])
        )
    return [{"fact": name, "mentions": sorted(set(mentions))} for name, mentions in facts]


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` stays, no two with the same course; columns out: `COLUMNS`.

    A patient has one to three stays of different kinds and keeps sex, history and allergy. The first n rows do not
    depend on `rows`.
    """
    rng = random.Random(f"summarization/{seed}")
    written: set[str] = set()
    patient_number = 0
    while len(written) < rows:
        patient_number += 1
        sex, age = rng.choice(("woman", "man")), rng.randint(55, 88)
        first, second = rng.sample(list(_HISTORIES), 2)
        allergy = rng.choice(_ALLERGIES) if rng.random() < 0.75 else None
        kinds = [kind for kind in STAY_KINDS if sex == "woman" or kind.name != "breast cancer"]
        for kind in rng.sample(kinds, rng.choice((1, 1, 2, 3))):
            if len(written) == rows:
                return
            stay = _draw_stay(rng, kind, allergy)
            course = _write_course(rng, stay, age, sex, (first, second))
            if course in written:
                continue
            written.add(course)
            yield {
                "stay_id": f"stay-{len(written):05d}",
                "patient_id": f"stay-patient-{patient_number:05d}",
                "course": course,
                "summary": _write_summary(rng, stay, age, sex),
                "facts": json.dumps(list_facts(stay), ensure_ascii=False),
                "stay": kind.name,
            }
            age += rng.randint(0, 1)


def _draw_stay(rng: random.Random, kind: StayKind, allergy: tuple[str, str, tuple[str, ...]] | None) -> Stay:
    forbidden = allergy[2] if allergy else ()
    drug, doses = rng.choice([item for item in kind.drugs if item[0] not in forbidden])
    procedure, also = rng.choice(kind.procedures)
    _, _, arrival_low, arrival_high, discharge_low, discharge_high, divisor = kind.laboratory
    arrival = rng.randint(arrival_low, arrival_high)
    discharge = rng.randint(discharge_low, discharge_high)
    return Stay(
        kind=kind,
        side=rng.choice(("left", "right")) if kind.has_side else None,
        procedure=procedure,
        procedure_also=also,
        drug=drug,
        dose=rng.choice(doses),
        arrival_value=_write_value(arrival, divisor),
        discharge_value=_write_value(discharge, divisor),
        allergy=allergy[0] if allergy else None,
        reaction=allergy[1] if allergy else "",
        clinic=rng.choice(kind.clinics),
        weeks=rng.choice((1, 2, 3, 4, 6)),
    )


def _write_value(number: int, divisor: int) -> str:
    return str(number) if divisor == 1 else f"{number // divisor}.{number % divisor}"


def _weeks(number: int) -> str:
    return "week" if number == 1 else "weeks"


def _write_course(rng: random.Random, stay: Stay, age: int, sex: str, history: tuple[str, str]) -> str:
    """120 to 220 words."""
    kind = stay.kind
    other = {"left": "right", "right": "left"}.get(stay.side or "", "")
    pronoun, possessive = ("She", "Her") if sex == "woman" else ("He", "His")
    laboratory, unit, *_ = kind.laboratory
    # Reperfusion is a matter of hours.
    day = 1 if kind.name == "stroke" else rng.randint(1, 2)
    length = day + rng.randint(2, 5)

    def fill(text: str) -> str:
        return text.format(side=stay.side, other=other, They=pronoun, Their=possessive)

    article = "an" if age // 10 == 8 else "a"
    opening = rng.choice(
        (
            f"The patient is {article} {age}-year-old {sex} with {history[0]} and {history[1]} who came in with "
            f"{fill(rng.choice(kind.complaints))}.",
            f"{age}-year-old {sex}, known for {history[0]} and {history[1]}, admitted "
            f"with {fill(rng.choice(kind.complaints))}.",
            f"This {age}-year-old {sex} with a history of {history[0]} and {history[1]} presented with "
            f"{fill(rng.choice(kind.complaints))}.",
        )
    )
    findings = rng.sample(kind.findings, 2)
    allergy = (
        rng.choice(
            (
                f"Allergy to {stay.allergy} ({stay.reaction}) was confirmed with the family.",
                f"{possessive} {stay.allergy} allergy ({stay.reaction}) is noted in the chart.",
                f"{pronoun} is allergic to {stay.allergy}, with {stay.reaction} years ago.",
            )
        )
        if stay.allergy
        else rng.choice(("No drug allergies are known.", f"{pronoun} denies any drug allergy."))
    )
    arrival = rng.choice(
        (
            f"On arrival {laboratory} was {stay.arrival_value} {unit}.",
            f"Initial {laboratory} was {stay.arrival_value} {unit}.",
            f"Blood work at admission gave a {laboratory} of {stay.arrival_value} {unit}.",
        )
    )
    diagnosis = rng.choice(
        (
            f"This established {stay.diagnosis}.",
            f"The diagnosis of {stay.diagnosis} was made.",
            f"The team concluded on {stay.diagnosis}.",
        )
    )
    procedure = rng.choice(
        (
            f"On hospital day {day} {pronoun.lower()} underwent {stay.procedure} without complication.",
            f"{stay.procedure[0].upper()}{stay.procedure[1:]} was performed on hospital day {day} and went well.",
            f"After consent, {stay.procedure} was done on hospital day {day}.",
        )
    )
    treatment = fill(rng.choice(kind.inpatient))
    normal = [fill(text) for text in rng.sample(kind.normal, 2)]
    distractors = [fill(text) for text in rng.sample(kind.distractors, 2)]
    general = [fill(text) for text in (*rng.sample(_GENERAL, 2), _HISTORIES[rng.choice(history)])]
    discharge = rng.choice(
        (
            f"By discharge on day {length} {laboratory} was {stay.discharge_value} {unit}.",
            f"The last {laboratory}, on day {length}, was {stay.discharge_value} {unit}.",
        )
    )
    medicine = rng.choice(
        (
            f"{pronoun} leaves on {stay.drug} {stay.dose}.",
            f"Discharge prescription: {stay.drug} {stay.dose}.",
            f"{stay.drug[0].upper()}{stay.drug[1:]} {stay.dose} was prescribed for home.",
        )
    )
    follow_up = rng.choice(
        (
            f"{pronoun} will be seen in {stay.clinic} in {stay.weeks} {_weeks(stay.weeks)}.",
            f"Follow-up is booked with {stay.clinic} in {stay.weeks} {_weeks(stay.weeks)}.",
        )
    )
    middle = [treatment, *distractors, *general]
    rng.shuffle(middle)
    sentences = [
        opening,
        *rng.sample([fill(findings[0]), arrival, normal[0]], 3),
        fill(findings[1]),
        diagnosis,
        procedure,
        *middle,
        normal[1],
        *rng.sample([discharge, medicine, follow_up], 3),
    ]
    sentences.insert(rng.choice((1, 2, 6, len(sentences))), allergy)
    return " ".join(sentences)


def _write_summary(rng: random.Random, stay: Stay, age: int, sex: str) -> str:
    """25 to 50 words; every sentence states a fact."""
    laboratory, unit, *_ = stay.kind.laboratory
    person = f"{age}-year-old {sex}"
    sentences = [
        rng.choice(
            (
                f"{person} with {stay.diagnosis}, {stay.procedure} performed.",
                f"{person} admitted for {stay.diagnosis}; underwent {stay.procedure}.",
            )
        ),
        f"{laboratory[0].upper()}{laboratory[1:]} from {stay.arrival_value} to {stay.discharge_value} {unit}.",
        rng.choice((f"Discharged on {stay.drug} {stay.dose}.", f"Goes home on {stay.drug} {stay.dose}.")),
    ]
    if stay.allergy:
        sentences.append(f"Allergic to {stay.allergy}.")
    sentences.append(f"Follow-up with {stay.clinic} in {stay.weeks} {_weeks(stay.weeks)}.")
    return " ".join(sentences)


_ALLERGIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("penicillin", "hives", ("amoxicillin-clavulanate", "cephalexin")),
    ("sulfamethoxazole", "a rash", ("trimethoprim-sulfamethoxazole",)),
    ("codeine", "vomiting", ()),
    ("latex", "contact hives", ()),
    ("erythromycin", "hives", ()),
    ("lisinopril", "lip swelling", ("sacubitril-valsartan",)),
    ("morphine", "itching", ()),
)
"""(allergy, reaction, discharge drugs that it rules out)"""

_HISTORIES = {
    "hypertension": "Home amlodipine 5 mg was continued.",
    "type 2 diabetes": "Home metformin was held and resumed at the end.",
    "hypothyroidism": "{Their} home levothyroxine went on unchanged.",
    "gout": "Home allopurinol 100 mg was continued.",
    "glaucoma": "Latanoprost eye drops went on.",
    "migraine": "No migraine occurred during the stay.",
    "chronic back pain": "Back pain was as it always is.",
    "psoriasis": "Calcipotriol cream went on.",
    "overactive bladder": "Home mirabegron 25 mg was continued.",
    "depression": "Home mirtazapine 15 mg was continued.",
    "hearing loss": "Hearing aids were kept at the bedside.",
    "restless legs": "Pramipexole 0.25 mg was given at night as at home.",
}
"""Chronic illness -> what the course says of it."""

_GENERAL = (
    "Physical therapy came daily and found a steady gait at the end.",
    "{They} slept poorly the first night and received melatonin 3 mg.",
    "Potassium of 3.4 mmol/L was repleted.",
    "No fever was recorded after the second day.",
    "There was no delirium and no fall.",
    "The social worker met the family and arranged help at home.",
    "{They} tolerated a regular diet.",
    "Constipation answered to senna.",
    "The urinary catheter was removed on the second day.",
    "{They} remained alert and oriented throughout.",
    "An incidental 4 mm thyroid nodule needs no imaging.",
    "No pressure injury was found.",
    "{They} walked 60 meters with a frame.",
    "A dietitian advised on protein intake.",
)

STAY_KINDS: tuple[StayKind, ...] = (
    StayKind(
        "hip fracture",
        "{side} femoral neck fracture",
        ("hip fracture", "{side} hip fracture"),
        ("pain in the {side} hip after a fall at home", "inability to bear weight after tripping on a rug"),
        (
            "The {side} leg was shortened and externally rotated.",
            "Films showed a displaced break of the {side} femoral neck.",
            "Pulses and feeling in the {side} foot were intact.",
        ),
        (("hip hemiarthroplasty", ("hemiarthroplasty",)), ("total hip arthroplasty", ("total hip replacement",))),
        (
            ("apixaban", ("2.5 mg twice daily",)),
            ("rivaroxaban", ("10 mg once daily",)),
            ("enoxaparin", ("40 mg once daily", "30 mg twice daily")),
        ),
        (
            "Pain was managed with a nerve block and acetaminophen 1 g three times a day.",
            "Antibiotics were given for 24 hours around the operation.",
        ),
        ("hemoglobin", "g/dL", 98, 139, 82, 97, 10),
        ("orthopedics", "the fracture clinic"),
        ("Head CT showed no bleeding.", "The {other} hip moved freely.", "Chest film was clear."),
        (
            "One unit of red cells was considered and not given.",
            "Hemoglobin dipped to 8.0 g/dL overnight.",
            "An old scar over the {other} knee is unchanged.",
        ),
    ),
    StayKind(
        "pneumonia",
        "{side} lower lobe pneumonia",
        ("pneumonia", "lower lobe pneumonia"),
        ("three days of fever and cough", "cough, chills and pain on the {side} side when breathing in"),
        (
            "Crackles were heard at the {side} base.",
            "Chest film showed an infiltrate of the {side} lower lobe.",
            "Oxygen saturation was 89% on room air.",
        ),
        (("thoracic ultrasound", ("chest ultrasound", "lung ultrasound")), ("bronchoscopy", ("bronchoscopic lavage",))),
        (
            ("amoxicillin-clavulanate", ("875 mg twice daily",)),
            ("levofloxacin", ("750 mg once daily", "500 mg once daily")),
            ("doxycycline", ("100 mg twice daily",)),
        ),
        (
            "Intravenous levofloxacin was begun in the emergency department.",
            "Oxygen at 2 L/min was weaned off by the third day.",
        ),
        ("leukocyte count", "x10^9/L", 148, 232, 68, 104, 10),
        ("primary care", "the lung clinic"),
        (
            "The {other} lung was clear.",
            "Influenza and coronavirus swabs were negative.",
            "There was no pleural effusion.",
        ),
        (
            "Blood cultures stayed sterile.",
            "Oseltamivir was stopped after one dose.",
            "Leukocytes were 12.9 x10^9/L on the second day.",
        ),
    ),
    StayKind(
        "cellulitis",
        "{side} leg cellulitis",
        ("cellulitis",),
        ("a red, hot, swollen {side} lower leg", "spreading redness of the {side} shin and chills"),
        (
            "Redness reached from the {side} ankle to below the knee.",
            "The {side} calf was warm and tender without crepitus.",
            "A fissure was seen between two toes on the {side}.",
        ),
        (
            ("incision and drainage", ("abscess drainage",)),
            ("wound debridement", ("debridement",)),
        ),
        (
            ("cephalexin", ("500 mg four times daily",)),
            ("clindamycin", ("300 mg four times daily", "450 mg three times daily")),
            ("trimethoprim-sulfamethoxazole", ("160/800 mg twice daily",)),
        ),
        ("Intravenous vancomycin was given for two days.", "The leg was kept raised and the margin marked daily."),
        ("C-reactive protein", "mg/L", 88, 264, 14, 47, 1),
        ("primary care", "the wound clinic"),
        (
            "Ultrasound showed no clot in either leg.",
            "The {other} leg was unremarkable.",
            "There was no gas on the film.",
        ),
        (
            "C-reactive protein was 71 mg/L midway.",
            "An itchy patch on the {other} arm was judged to be eczema.",
            "Blood cultures were negative.",
        ),
    ),
    StayKind(
        "deep vein thrombosis",
        "{side} femoral vein thrombosis",
        ("deep vein thrombosis", "dvt", "femoral vein thrombosis"),
        ("swelling and pain of the {side} leg for four days", "a tight, swollen {side} thigh after a long flight"),
        (
            "The {side} calf measured 4 cm more than the {other}.",
            "Duplex showed a vein on the {side} that could not be compressed.",
            "The {side} foot was warm with good pulses.",
        ),
        (
            ("catheter-directed thrombolysis", ("thrombolysis",)),
            ("venous thrombectomy", ("thrombectomy",)),
        ),
        (
            ("apixaban", ("10 mg twice daily", "5 mg twice daily")),
            ("rivaroxaban", ("15 mg twice daily",)),
            ("warfarin", ("5 mg once daily", "4 mg once daily")),
        ),
        ("A heparin infusion ran for 36 hours.", "Compression hose were fitted once swelling eased."),
        ("creatinine", "mg/dL", 12, 17, 7, 11, 10),
        ("hematology", "the thrombosis clinic"),
        (
            "CT of the chest showed no embolism.",
            "The {other} leg veins compressed fully.",
            "Platelets stayed normal.",
        ),
        (
            "D-dimer was 6.2 mg/L at the door.",
            "Aspirin 81 mg was stopped.",
            "A mole on the {other} shin is long known.",
        ),
    ),
    StayKind(
        "stroke",
        "{side} middle cerebral artery stroke",
        ("middle cerebral artery stroke", "mca stroke", "ischemic stroke"),
        ("sudden weakness of the {other} arm and slurred speech", "a drooping face and a weak {other} hand"),
        (
            "The NIH stroke score was 11 at the door.",
            "MRI showed a fresh infarct of the {side} insula.",
            "The {other} arm drifted within five seconds.",
        ),
        (("mechanical thrombectomy", ("thrombectomy",)), ("intravenous thrombolysis", ("thrombolysis",))),
        (
            ("clopidogrel", ("75 mg once daily",)),
            ("apixaban", ("5 mg twice daily", "2.5 mg twice daily")),
            ("dabigatran", ("150 mg twice daily", "110 mg twice daily")),
        ),
        ("Atorvastatin 80 mg was begun.", "Permissive hypertension was allowed for one day."),
        ("glucose", "mg/dL", 158, 244, 92, 139, 1),
        ("neurology", "the stroke clinic"),
        ("CT showed no hemorrhage.", "Echocardiography showed no clot.", "Swallowing was safe on bedside testing."),
        (
            "The {side} carotid was narrowed by 30%, without need for surgery.",
            "Aspirin was given for a few days only.",
            "An old lacune on the {other} was known.",
        ),
    ),
    StayKind(
        "kidney stone",
        "obstructing {side} ureteral stone",
        ("ureteral stone", "ureteral calculus", "kidney stone"),
        ("{side} flank pain and vomiting", "waves of {side} loin pain with fever"),
        (
            "CT showed a 7 mm calculus with hydronephrosis on the {side}.",
            "The {side} flank was tender to a tap.",
            "Urine held many red cells.",
        ),
        (
            ("ureteral stent placement", ("ureteral stent", "stent placement")),
            ("percutaneous nephrostomy", ("nephrostomy",)),
            ("ureteroscopy", ("ureteroscopic removal",)),
        ),
        (
            ("tamsulosin", ("0.4 mg once daily",)),
            ("ciprofloxacin", ("500 mg twice daily", "250 mg twice daily")),
            ("trimethoprim-sulfamethoxazole", ("160/800 mg twice daily",)),
        ),
        ("Intravenous antibiotics were given until cultures were back.", "Ketorolac was avoided for the kidneys."),
        ("creatinine", "mg/dL", 18, 34, 9, 14, 10),
        ("urology", "the stone clinic"),
        ("The {other} kidney was normal.", "There was no gallstone.", "Blood cultures were negative."),
        (
            "Creatinine was 1.7 mg/dL on the second day.",
            "A 2 mm calculus in the {other} kidney can wait.",
            "Ibuprofen was stopped.",
        ),
    ),
    StayKind(
        "pleural effusion",
        "{side} pleural effusion",
        ("pleural effusion",),
        ("breathlessness for two weeks", "a heavy feeling on the {side} of the chest and dyspnea"),
        (
            "The {side} base was dull with absent breath sounds.",
            "Film showed fluid to mid-chest on the {side}.",
            "Ultrasound confirmed free fluid.",
        ),
        (
            ("thoracentesis", ("pleural tap", "pleurocentesis")),
            ("pigtail catheter drainage", ("pigtail catheter", "chest drain")),
        ),
        (
            ("furosemide", ("40 mg once daily", "20 mg once daily", "40 mg twice daily")),
            ("torsemide", ("10 mg once daily", "20 mg once daily")),
            ("spironolactone", ("25 mg once daily", "50 mg once daily")),
        ),
        ("A litre and a half of straw-colored fluid came out.", "Intravenous furosemide 80 mg was given at first."),
        ("BNP", "pg/mL", 620, 1890, 140, 410, 1),
        ("the lung clinic", "cardiology"),
        ("The {other} lung was clear.", "Cytology showed no malignant cells.", "No pneumothorax followed."),
        (
            "BNP was 508 pg/mL midway.",
            "Old rib fractures on the {other} are healed.",
            "Metolazone was tried once and stopped.",
        ),
    ),
    StayKind(
        "breast cancer",
        "{side} breast cancer",
        ("breast cancer", "breast carcinoma"),
        ("a lump of the {side} breast, for planned surgery", "a mass seen on the {side} mammogram, for surgery"),
        (
            "A 19 mm mass was felt in the outer {side} breast.",
            "Core biopsy had shown invasive ductal carcinoma on the {side}.",
            "Receptors for estrogen were positive.",
        ),
        (
            ("lumpectomy with sentinel node biopsy", ("lumpectomy",)),
            ("total mastectomy", ("mastectomy",)),
        ),
        (
            ("letrozole", ("2.5 mg once daily",)),
            ("anastrozole", ("1 mg once daily",)),
            ("tamoxifen", ("20 mg once daily",)),
        ),
        ("A drain was left in place for two days.", "Pain was held with acetaminophen 1 g three times a day."),
        ("hemoglobin", "g/dL", 118, 142, 99, 116, 10),
        ("oncology", "the breast clinic"),
        ("Two sentinel nodes were clear.", "The {other} breast was normal.", "Margins were free."),
        (
            "A cyst of the {other} breast was left alone.",
            "Ondansetron 4 mg relieved nausea.",
            "Genetic testing is not planned.",
        ),
    ),
    StayKind(
        "knee osteoarthritis",
        "advanced {side} knee osteoarthritis",
        ("knee osteoarthritis", "osteoarthritis"),
        ("lasting pain of the {side} knee, for planned surgery", "{side} knee pain despite injections, for surgery"),
        (
            "The {side} knee bent to 85 degrees only.",
            "Films showed bone on bone on the {side}.",
            "The {side} knee was stable without warmth.",
        ),
        (
            ("total knee arthroplasty", ("total knee replacement", "knee replacement")),
            ("unicompartmental knee arthroplasty", ("partial knee replacement",)),
        ),
        (
            ("aspirin", ("81 mg twice daily", "325 mg once daily")),
            ("rivaroxaban", ("10 mg once daily",)),
            ("apixaban", ("2.5 mg twice daily",)),
        ),
        ("A femoral nerve block covered the first day.", "Tranexamic acid was given in the operating room."),
        ("hemoglobin", "g/dL", 121, 148, 92, 115, 10),
        ("orthopedics", "the joint clinic"),
        ("The wound was dry.", "Calves were soft on both sides.", "The {other} knee bent to 120 degrees."),
        (
            "Oxycodone 5 mg was used for two days and not continued.",
            "The {other} knee had been replaced in 2015.",
            "Celecoxib 200 mg was held.",
        ),
    ),
    StayKind(
        "carotid stenosis",
        "symptomatic {side} carotid stenosis",
        ("carotid stenosis",),
        ("a minute of blindness of the {side} eye", "brief numbness of the {other} hand last week"),
        (
            "A bruit was heard over the {side} neck.",
            "CT angiography showed 80% narrowing on the {side}.",
            "MRI showed no infarct.",
        ),
        (
            ("carotid endarterectomy", ("endarterectomy",)),
            ("carotid artery stenting", ("carotid stent", "carotid stenting")),
        ),
        (
            ("clopidogrel", ("75 mg once daily",)),
            ("atorvastatin", ("80 mg once daily", "40 mg once daily")),
            ("rosuvastatin", ("20 mg once daily", "40 mg once daily")),
        ),
        ("Blood pressure was kept below 140 with labetalol.", "Heparin was given during the procedure."),
        ("hemoglobin", "g/dL", 124, 149, 103, 121, 10),
        ("vascular surgery", "the stroke clinic"),
        ("Tongue and voice were normal after it.", "No atrial fibrillation was seen.", "The neck was soft."),
        (
            "The {other} side is narrowed by 40% and is watched.",
            "Simvastatin 20 mg was stopped.",
            "A headache on day 1 passed.",
        ),
    ),
    StayKind(
        "heart failure",
        "decompensated heart failure",
        ("heart failure",),
        ("swollen legs and waking breathless at night", "five kilograms of weight gain and dyspnea"),
        (
            "Neck veins stood at 12 cm and both legs were edematous.",
            "Echocardiography gave an ejection fraction of 30%.",
            "Crackles were heard at both bases.",
        ),
        (
            ("coronary angiography", ("left heart catheterization",)),
            ("right heart catheterization", ("pulmonary artery catheterization",)),
        ),
        (
            ("sacubitril-valsartan", ("24/26 mg twice daily", "49/51 mg twice daily")),
            ("carvedilol", ("6.25 mg twice daily", "12.5 mg twice daily")),
            ("torsemide", ("20 mg once daily", "40 mg once daily")),
        ),
        ("Intravenous furosemide removed 6 L in all.", "Empagliflozin 10 mg was continued."),
        ("BNP", "pg/mL", 880, 2460, 190, 520, 1),
        ("cardiology", "the heart failure clinic"),
        ("Troponin stayed flat.", "No clot was seen in the ventricle.", "Thyroid function was normal."),
        (
            "BNP was 744 pg/mL midway.",
            "Diltiazem was stopped for good.",
            "Metoprolol 25 mg had been taken before.",
        ),
    ),
    StayKind(
        "ulcer bleeding",
        "bleeding duodenal ulcer",
        ("duodenal ulcer", "ulcer bleeding"),
        ("black stools and dizziness", "vomiting of coffee-ground material"),
        (
            "Pulse was 116 and stool was black.",
            "An ulcer with a visible vessel was found in the bulb.",
            "The abdomen was soft.",
        ),
        (
            ("endoscopic clipping", ("endoscopy with clipping", "endoscopic clip")),
            ("endoscopic thermal coagulation", ("thermal coagulation",)),
        ),
        (
            ("pantoprazole", ("40 mg twice daily", "40 mg once daily")),
            ("esomeprazole", ("40 mg once daily", "20 mg twice daily")),
            ("omeprazole", ("20 mg twice daily", "40 mg once daily")),
        ),
        ("A proton pump inhibitor infusion ran for 72 hours.", "Two units of red cells were given."),
        ("hemoglobin", "g/dL", 61, 79, 86, 104, 10),
        ("gastroenterology", "primary care"),
        ("No varices were seen.", "Helicobacter test was negative.", "There was no sign of perforation."),
        (
            "Naproxen 500 mg was stopped for good.",
            "Hemoglobin was 8.2 g/dL midway.",
            "Famotidine was tried last year.",
        ),
    ),
    StayKind(
        "appendicitis",
        "perforated appendicitis",
        ("appendicitis",),
        ("two days of lower abdominal pain and vomiting", "pain that moved to the lower abdomen, with fever"),
        (
            "There was guarding low in the abdomen.",
            "CT showed a fluid collection beside a swollen appendix.",
            "Temperature was 38.9 °C.",
        ),
        (
            ("laparoscopic appendectomy", ("appendectomy",)),
            ("percutaneous abscess drainage", ("abscess drainage",)),
        ),
        (
            ("amoxicillin-clavulanate", ("875 mg twice daily",)),
            ("moxifloxacin", ("400 mg once daily",)),
        ),
        ("Intravenous antibiotics were given first.", "A drain stayed for three days."),
        ("leukocyte count", "x10^9/L", 151, 226, 71, 108, 10),
        ("surgery", "primary care"),
        ("Urine was clear.", "Bowel sounds returned on the third day.", "The gallbladder was normal."),
        (
            "Leukocytes were 13.2 x10^9/L midway.",
            "Hydromorphone 2 mg was used for one night only.",
            "A hernia repair dates from 2009.",
        ),
    ),
)
