"""Clinical questions with five options and a rationale: reasoning from findings to a decision.

A question is built from `CONDITIONS`, a table written for this module: for each condition the complaint, decisive and
supporting findings, and what follows from them. Four things are asked of each: the diagnosis, the test that confirms
it, the first treatment, and the mechanism. The vignette never names the condition, so test, treatment and mechanism
need two steps: recognize it, then decide. The four wrong options are the same thing of other conditions of the same
organ system, without those that would be acceptable too (`avoid`).

For some conditions one finding changes a test or treatment (`Twist`: an allergy, a failed organ, a complication).
Both answers are then offered, with that finding and without it.

The answer is a function of condition, topic and twist alone (`answer_question`); wording, order of findings, age and
the order of the options vary. No word of the answer that carries meaning stands in the question (held by a test).

Clinical sources: each condition names the guideline or standard that its test and treatment follow (`source`), as
taught for non-pregnant patients without allergies unless the vignette says otherwise. Doses are left out on purpose.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

COLUMNS: tuple[str, ...] = (
    "question_id",
    "patient_id",
    "question",
    "option_a",
    "option_b",
    "option_c",
    "option_d",
    "option_e",
    "answer",
    "answer_text",
    "accepted",
    "rationale",
    "topic",
)
"""`answer` is the letter of the right option, `answer_text` its text, `accepted` a list of other phrases that mean the
same in a free response; `topic` is diagnosis, test, treatment or mechanism."""

TOPICS = ("diagnosis", "test", "treatment", "mechanism")

_LETTERS = "ABCDE"


@dataclass(frozen=True)
class Twist:
    """A finding that changes one answer: an allergy, a failed organ, a complication."""

    topic: str
    finding: str
    answer: str


@dataclass(frozen=True)
class Condition:
    """What one condition looks like and what follows from it."""

    name: str
    system: str
    """Organ system; wrong options come from the same one."""
    ages: tuple[int, int]
    """Years, both ends included."""
    complaint: tuple[str, ...]
    """What brings the patient, to stand behind "has"; one is shown."""
    decisive: tuple[str, ...]
    """Findings that point to this condition and no other of its system; one is shown. The first one is known before
    the confirming test is done, and a question for that test shows no other."""
    supporting: tuple[str, ...]
    """Findings that fit; two are shown."""
    test: str
    treatment: str
    mechanism: str
    source: str
    sex: str = "any"
    """any, woman or man"""
    twists: tuple[Twist, ...] = ()
    also_called: tuple[str, ...] = ()
    """Other names under which the diagnosis is accepted in a free response."""
    avoid: tuple[str, ...] = ()
    """Options that would be acceptable too and are never offered as wrong."""


def answer_question(condition: Condition, topic: str, twist: Twist | None = None) -> str:
    """The right answer to a topic's question about a condition, with a finding that changes it or without."""
    if twist is not None:
        return twist.answer
    return {
        "diagnosis": condition.name,
        "test": condition.test,
        "treatment": condition.treatment,
        "mechanism": condition.mechanism,
    }[topic]


def find_twist(condition: Condition, topic: str) -> Twist | None:
    """What changes the answer to a topic's question about a condition, where something does."""
    return next((twist for twist in condition.twists if twist.topic == topic), None)


def list_wrong_options(condition: Condition, topic: str, twist: Twist | None = None) -> tuple[str, ...]:
    """Every option that is plausible (same organ system, same topic) and wrong, sorted.

    With a twist, the answer that it replaces is wrong and comes first; without it, the answer that it would give.
    """
    right = answer_question(condition, topic, twist)
    possible = find_twist(condition, topic)
    trap = answer_question(condition, topic, None if twist else possible)
    others = {
        answer
        for other in CONDITIONS
        if other.system == condition.system and other is not condition
        for answer in (answer_question(other, topic), answer_question(other, topic, find_twist(other, topic)))
    }
    plausible = sorted(others - {right, trap} - set(condition.avoid))
    return (trap, *plausible) if trap != right else tuple(plausible)


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` questions, no two with the same text; columns out: `COLUMNS`.

    Every condition and topic is asked before any is asked again. A patient is one person with one condition and one
    to three questions. The first n rows do not depend on `rows`.

    Raises
    ------
    ValueError
        If the presentation variants are used up (beyond 100,000 rows).
    """
    rng = random.Random(f"reasoning/{seed}")
    written: set[str] = set()
    patient_number = misses = 0
    deck: list[tuple[Condition, list[str]]] = []
    while len(written) < rows:
        if not deck:
            deck = _deal_deck(rng)
        condition, topics = deck.pop()
        patient_number += 1
        sex = rng.choice(("woman", "man")) if condition.sex == "any" else condition.sex
        age = rng.randint(*condition.ages)
        for topic in topics:
            if len(written) == rows:
                return
            twist = find_twist(condition, topic) if rng.random() < 0.5 else None
            question, finding = _write_question(rng, condition, topic, twist, age, sex)
            if question in written:
                misses += 1
                if misses > 100_000:
                    raise ValueError(f"the reasoning generator has no {rows} different questions; ask for fewer rows")
                continue
            written.add(question)
            right = answer_question(condition, topic, twist)
            wrong = list_wrong_options(condition, topic, twist)
            # The answer that a single finding decides between is always offered.
            kept = 1 if find_twist(condition, topic) else 0
            options = [right, *wrong[:kept], *rng.sample(wrong[kept:], 4 - kept)]
            rng.shuffle(options)
            yield {
                "question_id": f"reasoning-{len(written):05d}",
                "patient_id": f"reasoning-patient-{patient_number:05d}",
                "question": question,
                **{
                    f"option_{letter.lower()}": _capitalize(option)
                    for letter, option in zip(_LETTERS, options, strict=True)
                },
                "answer": _LETTERS[options.index(right)],
                "answer_text": _capitalize(right),
                "accepted": [right, *(condition.also_called if topic == "diagnosis" else ())],
                "rationale": _write_rationale(condition, topic, twist, finding),
                "topic": topic,
            }


def _deal_deck(rng: random.Random) -> list[tuple[Condition, list[str]]]:
    """Every condition with each topic once, the topics of a condition dealt to one to three patients."""
    deck: list[tuple[Condition, list[str]]] = []
    for condition in CONDITIONS:
        topics: list[str] = list(TOPICS)
        rng.shuffle(topics)
        cut = rng.randint(1, 3)
        deck += [(condition, topics[:cut]), (condition, topics[cut:])]
    rng.shuffle(deck)
    return deck


def _write_question(
    rng: random.Random, condition: Condition, topic: str, twist: Twist | None, age: int, sex: str
) -> tuple[str, str]:
    """The question and the decisive finding that it shows."""
    pronoun = "She" if sex == "woman" else "He"
    noun = sex if age >= 18 else ("girl" if sex == "woman" else "boy")
    person = f"{'an' if age in (8, 11, 18) or age // 10 == 8 else 'a'} {age}-year-old {noun}"
    place, complaint = rng.choice(_PLACES), rng.choice(condition.complaint)
    opening = rng.choice(
        (
            f"{person} has {complaint}.",
            f"a {noun} of {age} comes to {place} with {complaint}.",
            f"{place} sees {person} with {complaint}.",
        )
    )
    # A test that has already been done cannot be asked for.
    decisive = condition.decisive[0] if topic == "test" or twist else rng.choice(condition.decisive)
    decisive = _write_sentence(decisive, pronoun)
    findings = [
        decisive,
        *(_write_sentence(finding, pronoun) for finding in rng.sample(condition.supporting, 2)),
        _write_sentence(twist.finding if twist else rng.choice(_INCIDENTAL), pronoun),
    ]
    rng.shuffle(findings)
    return f"{_capitalize(opening)} {' '.join(findings)} {rng.choice(_ASKED[topic])}", decisive


def _write_sentence(finding: str, pronoun: str) -> str:
    return _capitalize(finding.replace("{They}", pronoun).replace("{they}", pronoun.lower())) + "."


def _capitalize(text: str) -> str:
    return text[0].upper() + text[1:]


def _write_rationale(condition: Condition, topic: str, twist: Twist | None, finding: str) -> str:
    opening = f"{finding} This points to {condition.name}"
    if twist is not None:
        reason = twist.finding.replace("{they}", "the patient")
        usual = answer_question(condition, topic)
        return f"{opening}. Since {reason}, {twist.answer} takes the place of {usual}."
    if topic == "diagnosis":
        return f"{opening}: {condition.mechanism}."
    if topic == "mechanism":
        return f"{opening}, which comes from {condition.mechanism}."
    if topic == "test":
        return f"{opening}, confirmed by {condition.test}."
    return f"{opening}, first treated with {condition.treatment}."


_PLACES = ("the emergency department", "the clinic", "the walk-in clinic", "the on-call physician", "the ward team")

_ASKED = {
    "diagnosis": ("What is the most likely diagnosis?", "Which diagnosis fits best?", "What does this patient have?"),
    "test": (
        "Which test best confirms the diagnosis?",
        "Which investigation settles the diagnosis?",
        "What should be ordered to confirm the diagnosis?",
    ),
    "treatment": (
        "What is the best initial treatment?",
        "Which treatment should be started first?",
        "What is the first-line treatment?",
    ),
    "mechanism": (
        "Which mechanism explains this picture?",
        "What is the underlying mechanism?",
        "What best explains these findings?",
    ),
}

_INCIDENTAL = (
    "a sibling has eczema",
    "a grandparent had cataracts at 81",
    "a parent has high cholesterol",
    "{They} lives with a dog",
    "{They} likes to cook",
    "{They} slept poorly last night",
    "{They} is of average height",
    "{They} came with a relative",
    "vaccinations are up to date",
    "hearing is normal",
    "no allergies are known",
    "past medicines were always tolerated",
    "{They} broke a wrist once",
)

CONDITIONS: tuple[Condition, ...] = (
    # Cardiovascular and chest
    Condition(
        "acute pericarditis",
        "chest",
        (19, 52),
        ("sharp chest pain that eases on leaning forward", "stabbing chest pain, worse on lying flat"),
        ("a scratchy friction rub at the left sternal border", "ECG: widespread ST elevation with PR depression"),
        (
            "{They} had a cold two weeks ago",
            "troponin is normal",
            "C-reactive protein is raised",
            "blood pressure is 124/78 and equal in both arms",
        ),
        "electrocardiography with transthoracic ultrasound",
        "ibuprofen plus colchicine",
        "viral inflammation of the serous sac around the heart",
        "ESC guideline on pericardial diseases 2015",
        avoid=(
            "transesophageal echocardiography",
            "transthoracic echocardiography",
        ),
        also_called=("pericarditis",),
    ),
    Condition(
        "pulmonary embolism",
        "chest",
        (28, 80),
        ("sudden breathlessness and pain on breathing in", "sudden dyspnea and a single episode of bloody sputum"),
        ("one calf is swollen and tender after a 12-hour flight", "ECG shows sinus tachycardia with S1Q3T3"),
        (
            "oxygen saturation is 89% on room air",
            "the chest X-ray is clear",
            "D-dimer is four times the upper limit",
            "{They} was in a leg cast until last week",
        ),
        "CT angiography of the lung arteries",
        "a direct oral anticoagulant",
        "a clot from a deep leg vein that lodged in the lung's circulation",
        "ESC guideline on acute pulmonary embolism 2019",
        avoid=(
            "intravenous tenecteplase",
            "CT angiography of the aorta",
        ),
        also_called=(
            "pulmonary embolus",
            "PE",
        ),
        twists=(
            Twist("treatment", "blood pressure is 78/44 after a liter of fluid", "systemic thrombolysis"),
            Twist("test", "contrast dye once caused anaphylaxis", "a ventilation-perfusion scan"),
        ),
    ),
    Condition(
        "inferior ST-elevation myocardial infarction",
        "chest",
        (48, 82),
        ("crushing retrosternal pressure for an hour", "heavy pressure behind the breastbone with sweating"),
        (
            "ECG: ST segments raised in II, III and aVF",
            "ECG shows raised ST segments in the leads facing the diaphragm",
        ),
        (
            "the pain spreads to the jaw",
            "{They} is pale and clammy",
            "pulse is 48 and regular",
            "nitroglycerin under the tongue brings no relief",
        ),
        "urgent coronary angiography",
        "primary percutaneous coronary intervention",
        "a ruptured plaque with clot that blocks the right coronary vessel",
        "ESC guideline on acute coronary syndromes 2023",
        also_called=(
            "inferior myocardial infarction",
            "inferior STEMI",
            "STEMI",
        ),
        twists=(Twist("treatment", "the nearest catheter laboratory is three hours away", "intravenous tenecteplase"),),
        avoid=("systemic thrombolysis",),
    ),
    Condition(
        "type A aortic dissection",
        "chest",
        (45, 78),
        ("tearing chest pain that moved to the back", "sudden ripping pain between the shoulder blades"),
        ("systolic pressure differs by 34 mmHg between the arms", "the mediastinum is wide on chest X-ray"),
        (
            "{They} has had poorly treated hypertension for years",
            "a soft early diastolic murmur is heard at the right sternal edge",
            "troponin is normal",
            "blood pressure in the right arm is 188/104",
        ),
        "CT angiography of the aorta",
        "intravenous esmolol and immediate open repair",
        "a tear in the intima that splits the vessel wall",
        "ACC/AHA guideline on aortic disease 2022",
        avoid=(
            "three sets of blood cultures and transesophageal ultrasound",
            "a ventilation-perfusion scan",
            "CT angiography of the lung arteries",
        ),
        also_called=("aortic dissection",),
        twists=(Twist("test", "contrast dye once caused anaphylaxis", "transesophageal echocardiography"),),
    ),
    Condition(
        "tension pneumothorax",
        "chest",
        (18, 60),
        ("rapidly worsening breathlessness after a stab wound", "sudden severe dyspnea minutes after a fall"),
        (
            "the trachea is pushed to the left and the right chest is silent and hyperresonant",
            "breath sounds are absent on one side and the trachea is shifted to the other",
        ),
        (
            "blood pressure is 74/40",
            "the neck veins stand out",
            "oxygen saturation is 82% despite a mask",
            "pulse is 142",
        ),
        "bedside ultrasound of the pleura, without delaying relief",
        "immediate needle decompression",
        "air trapped by a one-way valve in the pleura",
        "ATLS, 10th edition",
    ),
    Condition(
        "infective endocarditis",
        "chest",
        (22, 76),
        ("three weeks of fever and night sweats", "fever, weight loss and fatigue for a month"),
        (
            "a new regurgitant murmur and splinter hemorrhages under the nails",
            "{They} injects heroin and has a new murmur at the lower left sternal border",
        ),
        (
            "painless red spots are seen on the palms",
            "urine shows red cells",
            "the spleen tip is felt",
            "temperature is 38.9 °C",
        ),
        "three sets of blood cultures and transesophageal ultrasound",
        "prolonged intravenous antibiotics",
        "bacterial vegetations on a heart valve",
        "ESC guideline on endocarditis 2023",
        avoid=(
            "transesophageal echocardiography",
            "transthoracic echocardiography",
        ),
        also_called=("endocarditis",),
    ),
    Condition(
        "severe aortic stenosis",
        "chest",
        (66, 90),
        ("fainting on climbing stairs", "breathlessness and light-headedness on exertion"),
        (
            "a harsh late-peaking systolic murmur at the right upper sternal border spreads to the neck",
            "the carotid pulse is slow-rising and weak, with a loud systolic murmur at the base",
        ),
        (
            "the second heart sound is soft",
            "ECG shows left ventricular hypertrophy",
            "{They} has exertional chest tightness",
            "pulse pressure is narrow",
        ),
        "transthoracic echocardiography",
        "valve replacement",
        "calcified leaflets that obstruct ejection",
        "ESC/EACTS guideline on valvular disease 2021",
        also_called=("aortic stenosis",),
        avoid=("transesophageal echocardiography", "electrocardiography with transthoracic ultrasound"),
    ),
    Condition(
        "third-degree atrioventricular block",
        "chest",
        (62, 92),
        ("two blackouts without warning today", "dizziness and near-fainting since morning"),
        (
            "cannon waves are seen in the neck at a slow, regular pulse that exercise does not raise",
            "ECG: P waves and QRS complexes run independently, ventricular rate 34",
        ),
        (
            "pulse is 34 and regular",
            "blood pressure is 92/50",
            "potassium is 4.3 mmol/L",
            "atropine has no effect",
        ),
        "a 12-lead rhythm strip",
        "temporary pacing followed by a permanent pacemaker",
        "degeneration of the conducting tissue below the atria",
        "ESC guideline on cardiac pacing 2021",
        also_called=(
            "complete heart block",
            "third-degree AV block",
            "complete atrioventricular block",
        ),
    ),
    # Lungs
    Condition(
        "acute asthma exacerbation",
        "lungs",
        (14, 45),
        ("wheeze and chest tightness since last night", "breathlessness and a dry cough after cleaning a dusty attic"),
        (
            "expiration is long with wheeze on both sides, and hay fever is known since childhood",
            "peak flow is 45% of the personal best and rises after an inhaler",
        ),
        (
            "{They} speaks in phrases",
            "oxygen saturation is 93%",
            "the chest X-ray shows hyperinflation only",
            "nasal polyps are seen",
        ),
        "reversibility of airflow on spirometry",
        "inhaled salbutamol with systemic corticosteroid",
        "eosinophilic airway inflammation with smooth-muscle spasm",
        "GINA report 2023",
        avoid=("bronchodilators, prednisone and an antibiotic",),
        also_called=(
            "asthma exacerbation",
            "asthma attack",
            "asthma",
        ),
    ),
    Condition(
        "COPD exacerbation",
        "lungs",
        (55, 84),
        ("three days of more cough, more sputum and more dyspnea", "worse breathlessness and thicker green phlegm"),
        (
            "{They} has smoked 45 pack-years, is barrel-chested and had the same three times last winter",
            "arterial blood shows pH 7.38 and PaCO2 50 mmHg in a lifelong heavy smoker with a barrel chest",
        ),
        (
            "breath sounds are distant with scattered rhonchi",
            "{They} breathes through pursed lips",
            "no infiltrate is seen on X-ray",
            "temperature is 37.4 °C",
        ),
        "spirometry that stays obstructed after a bronchodilator",
        "bronchodilators, prednisone and an antibiotic",
        "loss of elastic recoil and mucus plugging from tobacco smoke",
        "GOLD report 2023",
        avoid=("inhaled salbutamol with systemic corticosteroid",),
        also_called=(
            "exacerbation of COPD",
            "COPD",
        ),
        twists=(
            Twist("treatment", "after an hour of treatment pH is 7.27 and PaCO2 72 mmHg", "noninvasive ventilation"),
        ),
    ),
    Condition(
        "lobar pneumococcal pneumonia",
        "lungs",
        (24, 82),
        ("a shaking chill, fever and rust-colored sputum", "two days of fever, cough and pain on breathing in"),
        (
            "bronchial breathing, increased fremitus and dullness at one base",
            "the X-ray shows dense consolidation of one lower zone, and phlegm holds gram-positive diplococci",
        ),
        (
            "temperature is 39.6 °C",
            "respiratory rate is 26",
            "leukocytes are 18 x10^9/L",
            "blood pressure is 128/74",
        ),
        "a chest radiograph",
        "amoxicillin",
        "bacterial exudate that fills the alveoli",
        "ATS/IDSA guideline on community-acquired pneumonia 2019",
        avoid=("bronchodilators, prednisone and an antibiotic",),
        also_called=(
            "pneumonia",
            "lobar pneumonia",
            "pneumococcal pneumonia",
        ),
        twists=(Twist("treatment", "penicillin once caused anaphylaxis", "levofloxacin"),),
    ),
    Condition(
        "pulmonary tuberculosis",
        "lungs",
        (20, 70),
        ("two months of cough, night sweats and weight loss", "a long cough with streaks of blood and weight loss"),
        (
            "the X-ray shows a cavity in the right upper zone, and a roommate has the same cough",
            "an upper-zone cavity is seen, and sputum holds acid-fast rods",
        ),
        (
            "{They} sweats through the sheets at night",
            "evening temperatures reach 38 °C",
            "albumin is low",
            "HIV test is negative",
        ),
        "sputum smear, nucleic acid amplification and mycobacterial culture",
        "rifampicin, isoniazid, pyrazinamide and ethambutol",
        "caseating granulomas around mycobacteria",
        "WHO consolidated guideline on treatment, module 4, 2022",
        avoid=("a chest radiograph",),
        also_called=("tuberculosis",),
    ),
    Condition(
        "idiopathic pulmonary fibrosis",
        "lungs",
        (60, 82),
        ("slowly worsening breathlessness over two years", "a dry cough and exertional dyspnea for 18 months"),
        (
            "velcro-like crackles at both bases with clubbed fingers",
            "lung volumes are small with a low diffusing capacity, and the bases crackle like velcro",
        ),
        (
            "there is no rash and no joint pain",
            "FEV1/FVC is 0.84",
            "{They} desaturates on walking",
            "autoantibodies are negative",
        ),
        "high-resolution CT that shows basal honeycombing",
        "nintedanib",
        "aberrant scarring of the interstitium by activated fibroblasts",
        "ATS/ERS/JRS/ALAT guideline 2022",
        also_called=("pulmonary fibrosis",),
    ),
    Condition(
        "sarcoidosis",
        "lungs",
        (22, 48),
        ("a dry cough and painful red shins", "cough, fatigue and tender red lumps on the shins"),
        (
            "both hila are enlarged on X-ray and calcium is 2.78 mmol/L",
            "the X-ray shows enlarged hilar nodes on both sides, and the eyes are inflamed",
        ),
        (
            "angiotensin-converting enzyme is raised",
            "the tuberculin test is negative",
            "the parotids are swollen",
            "{They} feels well otherwise",
        ),
        "lymph node biopsy that shows non-caseating granulomas",
        "oral prednisone",
        "helper T-cell driven granulomas without necrosis",
        "ERS guideline 2021",
    ),
    Condition(
        "obstructive sleep apnea",
        "lungs",
        (35, 68),
        ("daytime sleepiness and morning headaches", "falling asleep at the wheel, and loud snoring"),
        (
            "the partner sees pauses in breathing at night, and neck girth is 46 cm",
            "body mass index is 38 and the partner reports choking and pauses at night",
        ),
        (
            "hypertension has resisted three drugs",
            "hematocrit is slightly high",
            "the throat is crowded",
            "thyroid function is normal",
        ),
        "overnight polysomnography",
        "continuous positive airway pressure",
        "repeated collapse of the pharynx when muscle tone falls",
        "AASM guideline 2017 and 2019",
        twists=(Twist("treatment", "three kinds of mask were tried and given up", "a mandibular advancement device"),),
    ),
    Condition(
        "parapneumonic empyema",
        "lungs",
        (30, 75),
        ("fever that came back on day 6 of tablets for a cough", "lasting fever and side pain a week into a cough"),
        (
            "the left base is stony dull, and ultrasound shows strands and pockets around the lung",
            "what is aspirated from the dull base is thick and cloudy, with pH 7.05",
        ),
        (
            "leukocytes are 21 x10^9/L",
            "C-reactive protein is 240 mg/L",
            "breath sounds are absent at the base",
            "temperature is 39.1 °C",
        ),
        "thoracentesis with pH, glucose and culture",
        "chest tube drainage with intravenous antibiotics",
        "pus that organizes in the pleural space",
        "BTS guideline on pleural disease 2023",
        avoid=("amoxicillin", "a chest radiograph"),
        also_called=("empyema",),
        twists=(
            Twist(
                "treatment", "a tube has drained nothing for three days", "fibrinolytic instillation or decortication"
            ),
        ),
    ),
    # Abdomen
    Condition(
        "acute appendicitis",
        "abdomen",
        (8, 38),
        (
            "pain that began around the navel and moved to the right lower side",
            "a day of belly pain, now low on the right",
        ),
        (
            "pressing the left lower abdomen hurts on the right",
            "tenderness is greatest two thirds of the way from navel to right hip bone",
        ),
        (
            "{They} has no appetite and vomited once",
            "temperature is 38.1 °C",
            "leukocytes are 14 x10^9/L",
            "urine is normal",
        ),
        "graded-compression ultrasound or CT",
        "laparoscopic removal of the inflamed organ",
        "luminal obstruction by a fecalith",
        "WSES Jerusalem guideline 2020",
        avoid=(
            "percutaneous drainage with antibiotics",
            "immediate laparotomy",
            "CT with contrast of the abdomen",
            "CT that shows a transition point",
        ),
        also_called=("appendicitis",),
    ),
    Condition(
        "acute cholecystitis",
        "abdomen",
        (32, 70),
        ("steady pain under the right ribs since last night", "pain in the right upper belly after a fatty dinner"),
        (
            "breathing in stops short when the right upper abdomen is pressed",
            "inspiration halts under the examiner's hand below the right ribs, and bilirubin is normal",
        ),
        (
            "temperature is 38.4 °C",
            "the pain spreads to the right shoulder blade",
            "lipase is normal",
            "leukocytes are 15 x10^9/L",
        ),
        "ultrasound of the gallbladder",
        "laparoscopic removal of the gallbladder with antibiotics",
        "a stone stuck in the cystic duct",
        "Tokyo Guidelines 2018",
        avoid=(
            "percutaneous drainage with antibiotics",
            "a gallstone that blocks the common bile duct",
            "graded-compression ultrasound or CT",
        ),
        also_called=("cholecystitis",),
        twists=(
            Twist(
                "treatment",
                "{they} is too frail for any operation after a heart attack last week",
                "percutaneous gallbladder drainage",
            ),
        ),
    ),
    Condition(
        "acute cholangitis",
        "abdomen",
        (45, 84),
        ("fever, chills and yellow eyes", "rigors, dark urine and pain under the right ribs"),
        (
            "{They} is jaundiced and febrile with right-sided upper pain, and bilirubin is 96 µmol/L",
            "bilirubin is 110 µmol/L, temperature 39.4 °C and the right upper belly is tender",
        ),
        (
            "blood pressure is 96/58",
            "alkaline phosphatase is five times normal",
            "{They} is slightly confused",
            "leukocytes are 19 x10^9/L",
        ),
        "magnetic resonance cholangiopancreatography",
        "antibiotics and endoscopic biliary drainage",
        "a gallstone that blocks the common bile duct",
        "Tokyo Guidelines 2018",
        avoid=("ultrasound of the gallbladder", "a stone stuck in the cystic duct"),
        also_called=(
            "cholangitis",
            "ascending cholangitis",
        ),
    ),
    Condition(
        "acute pancreatitis",
        "abdomen",
        (28, 66),
        (
            "severe upper belly pain that bores through to the back",
            "constant epigastric pain and vomiting since a binge",
        ),
        (
            "the flanks are bruised blue, and the upper belly is tender but soft",
            "lipase is nine times the upper limit",
        ),
        (
            "{They} drinks a bottle of spirits a day",
            "bowel sounds are faint",
            "calcium is 2.02 mmol/L",
            "bending forward eases it a little",
        ),
        "serum lipase",
        "goal-directed intravenous fluids, analgesia and early feeding",
        "autodigestion by enzymes activated too early",
        "ACG guideline 2024",
        also_called=("pancreatitis",),
    ),
    Condition(
        "perforated peptic ulcer",
        "abdomen",
        (38, 80),
        ("sudden severe pain over the whole abdomen", "knife-like upper belly pain that began at one moment"),
        (
            "liver dullness is lost and the abdominal wall is rigid",
            "the belly is board-like and free air is seen under the diaphragm",
        ),
        (
            "{They} takes diclofenac for the knees",
            "{They} lies motionless",
            "pulse is 118",
            "black stools were noted last month",
        ),
        "upright chest film or CT for free air",
        "immediate surgical closure with antibiotics",
        "acid erosion through every layer of stomach or duodenum",
        "WSES guideline 2020",
        avoid=(
            "immediate laparotomy",
            "CT with contrast of the abdomen",
        ),
        also_called=("perforated ulcer",),
    ),
    Condition(
        "acute diverticulitis",
        "abdomen",
        (48, 82),
        ("three days of pain in the left lower belly", "left lower abdominal pain and loose stools"),
        (
            "the left lower quadrant is tender with a palpable firm sigmoid",
            "tenderness is confined to the left iliac fossa, and a colonoscopy years ago showed many outpouchings",
        ),
        (
            "temperature is 38.0 °C",
            "leukocytes are 13 x10^9/L",
            "urine is clear",
            "{They} has long been constipated",
        ),
        "CT with contrast of the abdomen",
        "oral fluids and rest, with antibiotics where there are risks",
        "micro-perforation of a colonic pouch",
        "AGA clinical practice update 2021",
        avoid=("immediate laparotomy", "upright chest film or CT for free air", "CT that shows a transition point"),
        also_called=("diverticulitis",),
        twists=(
            Twist(
                "treatment",
                "CT shows a 6 cm collection of pus beside the sigmoid",
                "percutaneous drainage with antibiotics",
            ),
        ),
    ),
    Condition(
        "small bowel obstruction",
        "abdomen",
        (40, 85),
        ("cramping pain, bloating and green vomit", "vomiting and no stool or wind since yesterday"),
        (
            "peristalsis is high-pitched and rushing, and an old midline scar is seen",
            "the film shows stacked loops with air-fluid levels and an empty colon",
        ),
        (
            "{They} was operated on twenty years ago",
            "the abdomen is drum-like",
            "lactate is normal",
            "the rectum is empty",
        ),
        "CT that shows a transition point",
        "nasogastric decompression and intravenous fluids",
        "adhesions that kink the gut",
        "WSES Bologna guideline 2017",
        avoid=("CT with contrast of the abdomen", "goal-directed intravenous fluids, analgesia and early feeding"),
        also_called=(
            "bowel obstruction",
            "SBO",
        ),
        twists=(Twist("treatment", "the belly has become rigid and temperature is 39.2 °C", "immediate laparotomy"),),
    ),
    Condition(
        "celiac disease",
        "abdomen",
        (16, 55),
        ("a year of bloating and pale, loose stools", "loose stools, weight loss and tiredness"),
        (
            "itchy blisters on the elbows and iron deficiency that tablets do not mend",
            "complaints follow bread and pasta, and ferritin is low",
        ),
        (
            "{They} has type 1 diabetes",
            "vitamin D is low",
            "mouth ulcers come and go",
            "stool cultures are negative",
        ),
        "tissue transglutaminase IgA and duodenal biopsy",
        "a strict gluten-free diet",
        "immune damage to villi set off by gliadin",
        "ACG guideline 2023",
    ),
    # Nervous system
    Condition(
        "bacterial meningitis",
        "nerves",
        (17, 60),
        ("fever, severe headache and vomiting since morning", "headache, drowsiness and fever for 12 hours"),
        (
            "the neck is stiff and a purple rash does not fade under glass",
            "spinal fluid is cloudy with 2,400 neutrophils and low glucose",
        ),
        (
            "light hurts the eyes",
            "temperature is 39.7 °C",
            "{They} lives in a student residence",
            "bending the neck makes the hips flex",
        ),
        "lumbar puncture with Gram stain and culture",
        "ceftriaxone, vancomycin and dexamethasone at once",
        "purulent infection of the arachnoid space",
        "IDSA guideline 2004 and ESCMID guideline 2016",
        avoid=("lumbar puncture with polymerase chain reaction", "CT without contrast, then lumbar puncture"),
        also_called=("meningitis",),
    ),
    Condition(
        "herpes simplex encephalitis",
        "nerves",
        (20, 74),
        ("two days of fever and odd behavior", "fever, confusion and a first seizure"),
        (
            "{They} smells burnt rubber and MRI shows swelling of one temporal lobe",
            "EEG shows periodic discharges over one temporal lobe",
        ),
        (
            "spinal fluid holds 140 lymphocytes and red cells",
            "{They} calls familiar people by wrong names",
            "temperature is 38.8 °C",
            "spinal fluid glucose is normal",
        ),
        "lumbar puncture with polymerase chain reaction",
        "intravenous aciclovir",
        "viral necrosis of the limbic cortex",
        "IDSA guideline 2008",
        avoid=("lumbar puncture with Gram stain and culture", "ceftriaxone, vancomycin and dexamethasone at once"),
        also_called=(
            "herpes encephalitis",
            "HSV encephalitis",
        ),
    ),
    Condition(
        "subarachnoid hemorrhage",
        "nerves",
        (34, 70),
        ("the worst headache ever, within seconds", "a thunderclap headache while lifting weights"),
        (
            "{They} reached the peak of pain within a minute and now has a stiff neck without fever",
            "a dilated pupil that looks down and out came with an explosive pain at the back of the head",
        ),
        (
            "{They} vomited and blacked out briefly",
            "blood pressure is 178/96",
            "polycystic kidneys run in the family",
            "temperature is 36.9 °C",
        ),
        "CT without contrast, then lumbar puncture",
        "nimodipine and securing of the aneurysm",
        "rupture of a berry-shaped dilatation in the circle of Willis",
        "AHA/ASA guideline 2023",
        avoid=("immediate non-contrast head CT",),
        also_called=("subarachnoid haemorrhage",),
    ),
    Condition(
        "acute ischemic stroke",
        "nerves",
        (55, 88),
        ("sudden weakness of one arm 80 minutes ago", "a drooping face and garbled speech for an hour"),
        (
            "the right arm drifts, the mouth droops, words fail, and the pulse is irregularly irregular",
            "one arm and the same side of the face went weak within a minute, and eyes turn to the other side",
        ),
        (
            "glucose is 6.1 mmol/L",
            "blood pressure is 168/92",
            "{They} was well at breakfast",
            "there is no headache",
        ),
        "immediate non-contrast head CT",
        "intravenous alteplase or tenecteplase",
        "a cardiac embolus that closes the middle cerebral vessel",
        "AHA/ASA guideline 2019",
        avoid=("CT without contrast, then lumbar puncture",),
        also_called=(
            "ischemic stroke",
            "stroke",
        ),
        twists=(
            Twist(
                "treatment",
                "{they} took apixaban two hours ago, and the scan shows a closed large vessel",
                "mechanical thrombectomy",
            ),
        ),
    ),
    Condition(
        "Guillain-Barré syndrome",
        "nerves",
        (22, 70),
        ("weakness that climbs from the feet", "tingling feet and legs that gave way over four days"),
        (
            "ankle and knee jerks are gone, and diarrhea came three weeks before",
            "reflexes are absent in both legs and spinal fluid protein is high with few cells",
        ),
        (
            "vital capacity is falling",
            "both sides of the face are weak",
            "feeling is almost intact",
            "pulse and pressure swing",
        ),
        "spinal fluid protein with nerve conduction studies",
        "intravenous immunoglobulin",
        "antibodies against peripheral myelin after infection",
        "EAN/PNS guideline 2023",
        also_called=(
            "Guillain-Barre syndrome",
            "Guillain Barre syndrome",
        ),
        avoid=("plasma exchange in intensive care",),
    ),
    Condition(
        "myasthenia gravis",
        "nerves",
        (20, 75),
        ("double vision and drooping lids every evening", "a voice that turns nasal and tired chewing at dinner"),
        (
            "lids sink further during a long upward gaze and recover with ice",
            "strength fades with repeated movement and returns after rest",
        ),
        (
            "pupils are normal",
            "reflexes are normal",
            "the chest scan shows a mass in front of the heart",
            "{They} is best in the morning",
        ),
        "acetylcholine receptor antibodies",
        "pyridostigmine",
        "antibodies that block the neuromuscular junction",
        "MGFA consensus guidance 2016, updated 2020",
        twists=(
            Twist("treatment", "swallowing fails and vital capacity is 12 mL/kg", "plasma exchange in intensive care"),
        ),
        avoid=("intravenous immunoglobulin",),
    ),
    Condition(
        "Parkinson disease",
        "nerves",
        (58, 82),
        ("a shaking right hand and slow walking", "small handwriting and stiffness for a year"),
        (
            "a pill-rolling tremor at rest with cogwheel stiffness on the same side",
            "one hand shakes at rest, the arm does not swing, and the face shows little",
        ),
        (
            "sense of smell was lost years ago",
            "{They} acts out dreams at night",
            "steps are short and shuffling",
            "eye movements are full",
        ),
        "dopamine transporter imaging",
        "levodopa with carbidopa",
        "loss of pigmented cells in the substantia nigra",
        "MDS criteria 2015; NICE NG71",
        also_called=(
            "Parkinson's disease",
            "Parkinsons disease",
        ),
    ),
    Condition(
        "multiple sclerosis",
        "nerves",
        (20, 44),
        ("loss of sight in one eye with pain on moving it", "numb legs for a week, and a blurred eye last year"),
        (
            "eye adduction lags on side gaze, and bending the neck sends a shock down the back",
            "two attacks in different places within a year, and spinal fluid holds oligoclonal bands",
        ),
        (
            "warm baths make it worse",
            "reflexes are brisk with upgoing toes",
            "{They} grew up far from the equator",
            "the optic disc is pale",
        ),
        "MRI with lesions spread in time and space",
        "high-dose methylprednisolone",
        "immune attack on oligodendrocytes of the central nervous system",
        "McDonald criteria 2017; NICE NG220",
    ),
    # Infection
    Condition(
        "uncomplicated cystitis",
        "infection",
        (19, 48),
        ("burning on passing water and frequency for two days", "urgency and stinging on urination"),
        (
            "discomfort sits above the pubis, without fever, flank pain or discharge",
            "the dipstick shows nitrite and leukocytes, without fever or flank pain",
        ),
        (
            "{They} drinks little",
            "temperature is 36.8 °C",
            "the last episode was three years ago",
            "the pregnancy test is negative",
        ),
        "urinalysis, with culture where it recurs",
        "oral nitrofurantoin",
        "ascent of Escherichia coli along a short urethra",
        "IDSA guideline 2010, 2025 update",
        sex="woman",
        also_called=("cystitis",),
    ),
    Condition(
        "acute pyelonephritis",
        "infection",
        (20, 60),
        ("shaking chills and pain in one flank", "fever, vomiting and loin pain"),
        (
            "tapping the angle between ribs and spine hurts, and temperature is 39.2 °C",
            "one flank is tender to a tap, temperature is 39.2 °C and nitrite is positive",
        ),
        (
            "burning on urination came first",
            "leukocytes are 16 x10^9/L",
            "{They} keeps fluids down now",
            "the pregnancy test is negative",
        ),
        "urine culture before treatment",
        "ciprofloxacin or ceftriaxone",
        "bacteria that climbed the ureter into renal tissue",
        "IDSA guideline 2010, 2025 update",
        sex="woman",
        avoid=(
            "urinalysis, with culture where it recurs",
            "oral nitrofurantoin",
        ),
        also_called=("pyelonephritis",),
    ),
    Condition(
        "early Lyme disease",
        "infection",
        (12, 66),
        ("a round rash that grows", "fatigue and a spreading red ring on the thigh"),
        (
            "the ring is 12 cm wide and clears in the middle, two weeks after a hike through tall grass",
            "a target-shaped patch appeared where an insect was pulled off ten days ago",
        ),
        (
            "joints ache a little",
            "there is no itch",
            "temperature is 37.6 °C",
            "the heart rhythm is regular",
        ),
        "the skin finding itself, without serology",
        "doxycycline",
        "spirochetes inoculated by a tick",
        "IDSA/AAN/ACR guideline 2020",
        avoid=("benzathine penicillin by injection",),
        also_called=("Lyme disease",),
    ),
    Condition(
        "secondary syphilis",
        "infection",
        (19, 55),
        ("a rash that does not itch", "a faint rash, swollen glands and patchy hair loss"),
        (
            "copper-colored spots cover palms and soles, and a painless genital sore healed weeks ago",
            "flat moist plaques lie around the anus, with spots on palms and soles",
        ),
        (
            "lymph nodes are rubbery",
            "mouth patches look like snail tracks",
            "{They} has had three partners this year",
            "temperature is 37.7 °C",
        ),
        "treponemal and non-treponemal serology",
        "benzathine penicillin by injection",
        "blood-borne spread of Treponema pallidum",
        "CDC STI treatment guideline 2021",
        twists=(Twist("treatment", "penicillin once caused anaphylaxis", "doxycycline"),),
    ),
    Condition(
        "infectious mononucleosis",
        "infection",
        (15, 26),
        ("a sore throat and crushing tiredness for two weeks", "sore throat, fever and swollen glands"),
        (
            "the spleen is felt, back-of-neck nodes are swollen and amoxicillin brought out a rash",
            "many lymphocytes look atypical, and nodes behind the neck are large",
        ),
        (
            "the tonsils carry a gray coat",
            "liver enzymes are mildly raised",
            "the rapid streptococcal swab is negative",
            "temperature is 38.3 °C",
        ),
        "heterophile antibodies",
        "rest and fluids, without contact sports",
        "Epstein-Barr virus in B cells",
        "AAFP review 2023; CDC guidance",
        also_called=("mononucleosis",),
        twists=(
            Twist(
                "treatment",
                "the tonsils meet in the middle and breathing has become noisy",
                "dexamethasone for the airway",
            ),
        ),
    ),
    Condition(
        "Clostridioides difficile colitis",
        "infection",
        (55, 88),
        ("ten watery stools a day", "cramps and foul, watery stools for three days"),
        (
            "it began a week into clindamycin on the ward, and leukocytes are 19 x10^9/L",
            "yellow plaques cover the sigmoid, and a cephalosporin course ended last week",
        ),
        (
            "{They} came from a nursing home",
            "temperature is 38.1 °C",
            "the belly is tender on the left",
            "{They} takes omeprazole",
        ),
        "stool toxin and glutamate dehydrogenase assay",
        "fidaxomicin or oral vancomycin",
        "toxin from an overgrown spore former once gut flora is depleted",
        "IDSA/SHEA guideline 2021",
        also_called=(
            "Clostridioides difficile infection",
            "C. difficile colitis",
        ),
        twists=(
            Twist(
                "treatment",
                "bowel sounds have stopped and pressure is 80/46",
                "oral vancomycin with intravenous metronidazole",
            ),
        ),
    ),
    Condition(
        "falciparum malaria",
        "infection",
        (19, 62),
        ("fever and headache ten days after safari", "chills, sweats and fever after a trip to Ghana"),
        (
            "fever comes with rigors and drenching sweats, and the spleen is felt",
            "the rapid antigen strip is positive and red cells hold delicate rings",
        ),
        (
            "platelets are 62 x10^9/L",
            "{They} took no prophylaxis",
            "bilirubin is raised",
            "temperature is 40.1 °C",
        ),
        "thick and thin blood films",
        "artemisinin-based combination therapy",
        "parasites that multiply in erythrocytes and stick to vessels",
        "WHO guideline 2023",
        also_called=("malaria",),
        twists=(Twist("treatment", "{they} is drowsy, and parasites fill 12% of red cells", "intravenous artesunate"),),
    ),
    Condition(
        "erysipelas",
        "infection",
        (40, 82),
        ("a hot, painful red leg and chills", "a bright red, sore cheek since yesterday"),
        (
            "the redness is raised with a sharp edge",
            "a fiery plaque has a border that can be felt, and the toes show macerated webs",
        ),
        (
            "temperature is 38.7 °C",
            "the leg was swollen before",
            "streptolysin titer is raised",
            "there is no pus",
        ),
        "bedside examination alone",
        "oral phenoxymethylpenicillin",
        "streptococci in the superficial dermis and its lymphatics",
        "IDSA guideline 2014",
        avoid=(
            "the skin finding itself, without serology",
            "benzathine penicillin by injection",
            "doxycycline",
        ),
        twists=(Twist("treatment", "penicillin once caused anaphylaxis", "clindamycin"),),
    ),
    # Endocrine and metabolic
    Condition(
        "diabetic ketoacidosis",
        "hormones",
        (14, 42),
        ("vomiting, thirst and belly pain", "two days of thirst, passing much water and fast breathing"),
        (
            "breathing is deep and fast, and the breath smells of nail polish",
            "breathing is deep and fast, bicarbonate is 8 mmol/L and glucose 28 mmol/L",
        ),
        (
            "the anion gap is 26",
            "the pump catheter had come loose",
            "blood pressure is 98/60",
            "{They} lost 4 kg this month",
        ),
        "beta-hydroxybutyrate with venous gas",
        "isotonic saline, then intravenous insulin with potassium",
        "lack of insulin with unrestrained fat breakdown",
        "ADA/EASD consensus report 2024",
        also_called=("DKA",),
        twists=(
            Twist("treatment", "the ECG shows U waves and flat T waves", "potassium and fluid before any insulin"),
        ),
    ),
    Condition(
        "Graves disease",
        "hormones",
        (20, 52),
        ("palpitations and weight loss despite a good appetite", "tremor, heat intolerance and loose stools"),
        (
            "the eyes bulge and a soft swelling in the neck has a bruit",
            "TSH is below 0.01 mU/L, free T4 high and the gaze staring with lid lag",
        ),
        (
            "pulse is 118 at rest",
            "the palms are warm and moist",
            "shins are thickened",
            "periods have become scant or libido is low",
        ),
        "TSH receptor antibodies",
        "methimazole with a beta blocker",
        "antibodies that stimulate the thyrotropin receptor",
        "ATA guideline 2016",
        avoid=("TSH and free T4 with thyroid peroxidase antibodies",),
        also_called=("Graves' disease",),
        twists=(Twist("treatment", "thionamide tablets brought neutrophils down to 0.3 x10^9/L", "thyroidectomy"),),
    ),
    Condition(
        "Hashimoto thyroiditis",
        "hormones",
        (28, 64),
        ("weight gain, constipation and feeling cold", "tiredness, dry skin and a hoarse voice"),
        (
            "ankle jerks relax slowly, and the neck gland is firm and rubbery",
            "ankle jerks relax slowly and TSH is 52 mU/L",
        ),
        (
            "pulse is 54",
            "cholesterol is high",
            "hair is thinning",
            "the face is puffy",
        ),
        "TSH and free T4 with thyroid peroxidase antibodies",
        "levothyroxine",
        "lymphocytes that destroy follicular cells",
        "ATA guideline 2014",
        avoid=("TSH receptor antibodies",),
        also_called=("Hashimoto's thyroiditis",),
    ),
    Condition(
        "primary adrenal insufficiency",
        "hormones",
        (25, 62),
        ("weight loss, salt craving and dizziness on standing", "fatigue, nausea and fainting on getting up"),
        (
            "skin creases and gums are dark, with sodium 127 and potassium 5.9 mmol/L",
            "old scars and gums have turned brown, and pressure is 84/52 on standing",
        ),
        (
            "vitiligo is seen",
            "morning glucose is 3.4 mmol/L",
            "eosinophils are raised",
            "body hair has thinned",
        ),
        "cosyntropin stimulation of cortisol",
        "hydrocortisone with fludrocortisone",
        "autoimmune destruction of all three cortical zones",
        "Endocrine Society guideline 2016",
        avoid=("late-night salivary cortisol or dexamethasone suppression",),
        also_called=(
            "Addison disease",
            "Addison's disease",
            "adrenal insufficiency",
        ),
        twists=(
            Twist(
                "treatment",
                "{they} collapsed at 62/30 during a stomach bug",
                "intravenous hydrocortisone and saline at once",
            ),
        ),
    ),
    Condition(
        "Cushing syndrome",
        "hormones",
        (28, 56),
        ("weight gain of the trunk and easy bruising", "a rounder face and weak thighs"),
        (
            "purple stripes wider than 1 cm cross the belly, with a hump between the shoulders",
            "limbs are thin, the face is moon-shaped and wide violet stripes are seen",
        ),
        (
            "blood pressure is 162/98",
            "fasting glucose is 8.4 mmol/L",
            "{They} cannot rise from a chair without hands",
            "a vertebra has collapsed",
        ),
        "late-night salivary cortisol or dexamethasone suppression",
        "surgical removal of the source tumor",
        "chronic glucocorticoid excess",
        "Endocrine Society guideline 2008 and 2015",
        avoid=("cosyntropin stimulation of cortisol", "parathyroidectomy"),
        also_called=("Cushing's syndrome",),
    ),
    Condition(
        "pheochromocytoma",
        "hormones",
        (28, 58),
        ("spells of headache, sweating and pounding heart", "attacks of pallor, sweating and palpitations"),
        (
            "pressure is 212/118 in an attack and 132/80 between",
            "spells come on bending down, with pressure up to 220/120 and café-au-lait spots",
        ),
        (
            "a cousin had a thyroid tumor removed young",
            "glucose is slightly raised",
            "three drugs have not held the pressure",
            "hands tremble in an attack",
        ),
        "plasma free metanephrines",
        "phenoxybenzamine before surgery",
        "catecholamine surges from chromaffin cells",
        "Endocrine Society guideline 2014",
        avoid=("surgical removal of the source tumor",),
        also_called=("phaeochromocytoma",),
    ),
    Condition(
        "primary hyperparathyroidism",
        "hormones",
        (48, 76),
        ("a second kidney stone and low mood", "bone aches, constipation and thirst"),
        (
            "calcium is 2.92 mmol/L with low phosphate",
            "calcium has been high for two years and bone density is lowest at the wrist",
        ),
        (
            "vitamin D is normal",
            "urine calcium is high",
            "creatinine is normal",
            "{They} takes no thiazide or lithium",
        ),
        "intact parathyroid hormone",
        "parathyroidectomy",
        "an adenoma with unchecked hormone secretion",
        "Fifth International Workshop 2022",
        avoid=("surgical removal of the source tumor",),
        also_called=("hyperparathyroidism",),
    ),
    Condition(
        "syndrome of inappropriate antidiuresis",
        "hormones",
        (48, 84),
        ("slowed thinking and unsteady walking for weeks", "forgetfulness and mild tiredness over weeks"),
        (
            "sodium is 121 mmol/L, and there is neither edema nor dehydration",
            "sodium is 122 mmol/L with urine osmolality 480 and urine sodium 62, and volume is normal",
        ),
        (
            "uric acid is low",
            "a lung mass was found last month",
            "cortisol and TSH are normal",
            "pressure is 126/76 lying and standing",
        ),
        "paired plasma and urine osmolality",
        "fluid restriction",
        "vasopressin release that plasma tonicity does not call for",
        "European guideline on hyponatraemia 2014",
        also_called=(
            "SIADH",
            "SIAD",
        ),
        twists=(Twist("treatment", "a seizure has just occurred", "a bolus of hypertonic saline"),),
    ),
    # Kidneys and blood
    Condition(
        "ureteral stone",
        "kidneys and blood",
        (24, 62),
        ("waves of flank pain that run to the groin", "sudden one-sided loin pain with vomiting"),
        (
            "{They} cannot lie still, and urine shows many red cells without nitrite",
            "pain comes in waves toward the groin, with blood on the dipstick and no fever",
        ),
        (
            "a similar attack passed by itself two years ago",
            "creatinine is normal",
            "temperature is 36.7 °C",
            "the belly is soft",
        ),
        "low-dose non-contrast CT",
        "ketorolac or another anti-inflammatory analgesic",
        "crystals that wedge where the urinary tract narrows",
        "EAU guideline on urolithiasis 2024",
        also_called=(
            "kidney stone",
            "ureteral calculus",
            "renal colic",
        ),
    ),
    Condition(
        "minimal change disease",
        "kidneys and blood",
        (4, 10),
        ("puffy eyes every morning", "swollen eyes and ankles after a cold"),
        (
            "albumin is 18 g/L, cholesterol is high, and urine is frothy without blood",
            "urine protein is 4+ without red cells, and albumin is 16 g/L",
        ),
        (
            "blood pressure is 98/60",
            "complement is normal",
            "creatinine is normal",
            "weight rose by 3 kg",
        ),
        "quantification of proteinuria",
        "prednisolone",
        "effaced podocyte foot processes",
        "KDIGO glomerular diseases guideline 2021",
    ),
    Condition(
        "poststreptococcal glomerulonephritis",
        "kidneys and blood",
        (5, 13),
        ("cola-colored urine and a puffy face", "dark urine and swelling around the eyes"),
        (
            "a sore throat came two weeks ago, and red cell casts are seen now",
            "C3 is low, antistreptolysin is high and red cell casts are seen",
        ),
        (
            "blood pressure is 142/92",
            "creatinine is mildly raised",
            "urine output is low",
            "the lungs are clear",
        ),
        "streptococcal antibodies with complement C3",
        "salt restriction and a loop diuretic",
        "immune complexes that settle in glomeruli",
        "KDIGO glomerular diseases guideline 2021",
        also_called=("post-streptococcal glomerulonephritis",),
    ),
    Condition(
        "iron deficiency anemia",
        "kidneys and blood",
        (20, 70),
        ("tiredness and a craving for ice", "breathlessness on stairs and brittle nails"),
        (
            "hemoglobin is 82 g/L with mean cell volume 68 fL and spoon-shaped nails",
            "red cells are small and pale with a wide spread of sizes, and {they} chews ice",
        ),
        (
            "platelets are slightly high",
            "the tongue is smooth",
            "stool tests positive for blood",
            "hemoglobin A2 is normal",
        ),
        "serum ferritin",
        "oral ferrous sulfate, and a search for bleeding",
        "slow losses that empty the stores for heme synthesis",
        "AGA guideline 2020; BSG guideline 2021",
        also_called=("iron deficiency",),
        twists=(
            Twist(
                "treatment",
                "three kinds of tablets brought only vomiting",
                "intravenous iron, and a search for bleeding",
            ),
        ),
    ),
    Condition(
        "pernicious anemia",
        "kidneys and blood",
        (52, 84),
        ("numb feet and unsteady walking", "tiredness, a sore tongue and tingling toes"),
        (
            "mean cell volume is 118 fL, neutrophils have many lobes and vibration sense is lost",
            "neutrophils are hypersegmented, and {they} sways with eyes closed",
        ),
        (
            "vitiligo is seen",
            "lactate dehydrogenase is raised",
            "folate is normal",
            "{They} takes levothyroxine",
        ),
        "vitamin B12 with intrinsic factor antibodies",
        "intramuscular hydroxocobalamin",
        "autoimmune gastritis that stops absorption of cobalamin",
        "BSH guideline 2014; NICE NG239",
        also_called=("vitamin B12 deficiency",),
    ),
    Condition(
        "immune thrombocytopenia",
        "kidneys and blood",
        (22, 50),
        ("tiny red spots on the legs and bleeding gums", "nosebleeds and bruises for a week"),
        (
            "platelets are 9 x10^9/L while all other counts and the smear are normal",
            "platelets are 12 x10^9/L, while hemoglobin and clotting times are normal",
        ),
        (
            "{They} had a viral illness last month",
            "HIV and hepatitis C tests are negative",
            "there is no fever",
            "creatinine is normal",
        ),
        "nothing further once other causes are excluded",
        "dexamethasone or another corticosteroid",
        "antibodies that mark circulating fragments of megakaryocytes for the spleen",
        "ASH guideline 2019",
        avoid=("prednisolone", "ADAMTS13 activity"),
        also_called=("ITP",),
        twists=(
            Twist(
                "treatment",
                "the head scan shows a fresh hematoma",
                "immunoglobulin, corticosteroid and platelet transfusion",
            ),
        ),
    ),
    Condition(
        "thrombotic thrombocytopenic purpura",
        "kidneys and blood",
        (22, 56),
        ("confusion and bruising", "headache, fluctuating speech and purple spots"),
        (
            "platelets are 14 x10^9/L with fragmented red cells on the smear and normal clotting times",
            "schistocytes, lactate dehydrogenase 1,400 U/L and platelets 11 x10^9/L",
        ),
        (
            "temperature is 38.2 °C",
            "creatinine is slightly raised",
            "bilirubin is raised, haptoglobin gone",
            "the Coombs test is negative",
        ),
        "ADAMTS13 activity",
        "urgent plasma exchange with corticosteroid",
        "uncleaved von Willebrand multimers",
        "ISTH guideline 2020",
        avoid=("nothing further once other causes are excluded", "dexamethasone or another corticosteroid"),
        also_called=("TTP",),
    ),
    Condition(
        "multiple myeloma",
        "kidneys and blood",
        (58, 82),
        ("back pain at night and repeated chest infections", "rib pain and fatigue"),
        (
            "the skull film shows punched-out holes, and total globulin is 62 g/L",
            "the smear shows rouleaux, calcium is 2.9 mmol/L and creatinine 190 µmol/L",
        ),
        (
            "hemoglobin is 89 g/L",
            "the dipstick is almost negative, the 24-hour collection is not",
            "a vertebra has collapsed",
            "sedimentation rate is 110 mm/h",
        ),
        "serum protein electrophoresis and marrow biopsy",
        "a bortezomib, lenalidomide and dexamethasone regimen",
        "clonal plasma cells",
        "IMWG criteria 2014; EHA/ESMO guideline 2021",
        avoid=("dexamethasone or another corticosteroid",),
    ),
    # Joints, skin and mind
    Condition(
        "acute gout",
        "joints, skin and mind",
        (40, 76),
        ("a big toe too painful for a bed sheet", "sudden pain in the base of the big toe at night"),
        (
            "the base of the toe is red and swollen after beer and shellfish, and uric acid is 560 µmol/L",
            "needle-shaped crystals with negative birefringence are seen",
        ),
        (
            "{They} takes hydrochlorothiazide",
            "temperature is 37.8 °C",
            "hard lumps are seen on the ear",
            "two attacks came before",
        ),
        "joint aspiration with polarized light microscopy",
        "naproxen, colchicine or a short course of prednisone",
        "monosodium urate that provokes neutrophils",
        "ACR guideline 2020",
        avoid=("arthrocentesis with Gram stain, count and culture", "prednisone, tapered slowly"),
        also_called=("gout",),
    ),
    Condition(
        "septic arthritis",
        "joints, skin and mind",
        (28, 80),
        ("a hot, swollen knee since yesterday", "knee pain, fever and no weight bearing"),
        (
            "the slightest movement hurts, the knee is held bent, and rigors came overnight",
            "what was aspirated is opaque and holds 92,000 neutrophils without crystals",
        ),
        (
            "temperature is 39.0 °C",
            "{They} takes prednisone for the lungs",
            "C-reactive protein is 210 mg/L",
            "a skin boil was drained last week",
        ),
        "arthrocentesis with Gram stain, count and culture",
        "joint washout with intravenous antibiotics",
        "bacteria seeded into the synovium by blood",
        "BSR guideline 2006; SANJO guideline 2023",
        avoid=("joint aspiration with polarized light microscopy",),
    ),
    Condition(
        "rheumatoid arthritis",
        "joints, skin and mind",
        (30, 66),
        ("stiff hands for two hours each morning", "three months of painful knuckles on both sides"),
        (
            "wrists and knuckles are boggy on both sides while the end joints are spared",
            "symmetric swelling of knuckles, and film shows erosions at their edges",
        ),
        (
            "C-reactive protein is raised",
            "firm lumps are felt at the elbows",
            "a sibling has the same trouble",
            "grip is weak",
        ),
        "anti-CCP antibodies and rheumatoid factor",
        "methotrexate",
        "pannus that erodes cartilage",
        "ACR guideline 2021; ACR/EULAR criteria 2010",
        avoid=(
            "a biologic or methotrexate",
            "hydroxychloroquine",
            "prednisone, tapered slowly",
        ),
    ),
    Condition(
        "systemic lupus erythematosus",
        "joints, skin and mind",
        (18, 44),
        ("a facial rash after sun and aching joints", "mouth ulcers, joint pain and fatigue"),
        (
            "a red rash crosses cheeks and nose but spares the folds, with low C3 and C4",
            "rash in the sun, pain on breathing in, protein in urine and low lymphocytes",
        ),
        (
            "platelets are 96 x10^9/L",
            "hair comes out in the comb",
            "fingers turn white in the cold",
            "the Coombs test is positive",
        ),
        "antinuclear and anti-double-stranded DNA antibodies",
        "hydroxychloroquine",
        "immune complexes against nuclear antigens",
        "EULAR recommendations 2023",
        sex="woman",
        avoid=("a biologic or methotrexate", "prednisone, tapered slowly", "methotrexate"),
        also_called=(
            "lupus",
            "SLE",
        ),
    ),
    Condition(
        "giant cell arteritis",
        "joints, skin and mind",
        (58, 86),
        ("a new headache and a tender scalp", "a jaw that tires on chewing, and headache"),
        (
            "combing hurts, the jaw aches on chewing and sedimentation rate is 96 mm/h",
            "a cord at the temple is thick and pulseless, and chewing meat has become a trial",
        ),
        (
            "shoulders are stiff in the morning",
            "weight fell by 4 kg",
            "platelets are raised",
            "temperature is 37.9 °C",
        ),
        "ultrasound or biopsy of the temporal artery",
        "high-dose glucocorticoid at once",
        "granulomatous inflammation of large vessel walls",
        "EULAR recommendations 2018; ACR guideline 2021",
        avoid=("prednisone, tapered slowly",),
        also_called=("temporal arteritis",),
        twists=(
            Twist("treatment", "sight of one eye has been gone since breakfast", "intravenous methylprednisolone"),
        ),
    ),
    Condition(
        "polymyalgia rheumatica",
        "joints, skin and mind",
        (60, 84),
        ("stiff shoulders and hips each morning", "trouble getting out of bed and combing hair"),
        (
            "shoulder and hip girdles are stiff for 90 minutes, strength is full and creatine kinase normal",
            "C-reactive protein is 64 mg/L, creatine kinase is normal, and there is no headache or jaw pain",
        ),
        (
            "hands and feet are not swollen",
            "autoantibodies are negative",
            "weight fell by 2 kg",
            "turning over in bed is hard",
        ),
        "C-reactive protein and sedimentation rate",
        "prednisone, tapered slowly",
        "synovitis and bursitis around proximal joints",
        "EULAR/ACR recommendations 2015",
        avoid=(
            "intravenous methylprednisolone",
            "high-dose glucocorticoid at once",
            "naproxen, colchicine or a short course of prednisone",
        ),
    ),
    Condition(
        "plaque psoriasis",
        "joints, skin and mind",
        (18, 62),
        ("scaly patches on elbows and knees", "itchy thick patches on scalp and elbows"),
        (
            "silvery scales on sharp red areas, and scraping leaves pinpoint bleeding",
            "nails are pitted, and silver scale covers the outer elbows",
        ),
        (
            "it is better in summer",
            "new patches follow scratches",
            "an uncle has the same",
            "joints do not hurt",
        ),
        "inspection alone",
        "topical corticosteroid with calcipotriol",
        "interleukin-17 driven turnover of keratinocytes",
        "AAD/NPF guideline 2020",
        also_called=("psoriasis",),
        twists=(Twist("treatment", "a third of the skin is covered", "a biologic or methotrexate"),),
        avoid=("methotrexate",),
    ),
    Condition(
        "serotonin syndrome",
        "joints, skin and mind",
        (20, 60),
        ("agitation and sweating since a new pain tablet", "restlessness, shivering and diarrhea for hours"),
        (
            "linezolid was added to sertraline yesterday, and the ankles jerk rhythmically",
            "tramadol was added to citalopram, and clonus is seen at ankles and eyes",
        ),
        (
            "temperature is 38.9 °C",
            "pupils are wide",
            "reflexes are brisk, most in the legs",
            "pulse is 126",
        ),
        "the Hunter criteria at the bedside",
        "stopping the drugs, benzodiazepine and cyproheptadine",
        "excess stimulation of 5-HT receptors",
        "Hunter criteria, QJM 2003;96:635; Boyer, NEJM 2005;352:1112",
    ),
)
