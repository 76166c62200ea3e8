"""The words by which a change is known: units, schedules, sides, negations, problems, and what charts abbreviate.

English and its usual abbreviations in charts. Medicines are those of `preferences.rejected.clinical_terms`, one list
for the whole package, and names that end as the stems of the USAN Council and WHO's INN do.
"""

import re
from typing import Final

from medpref_dagster.preferences.rejected.clinical_terms import BRAND_NAMES, DRUG_CLASSES, OTHER_DRUGS


def list_words(text: str) -> frozenset[str]:
    """Words that are written one behind the other."""
    return frozenset(text.split())


FUNCTION_WORDS: Final = list_words(
    "a an the this that these those it its he she they them him her his hers their theirs who which whom whose we "
    "our i my you your and or as at by for from in into of off on onto out over to up upon with within was were is "
    "are be been being am has have had having do does did will shall there here then than so such also both each "
    "any some all other same via per while when where during because since if thus therefore about around again but "
    "however although just only very quite patient pt please noted mr mrs ms"
)
"""Words that by themselves say nothing clinical. Those of possibility (may, likely) are not among them."""

CHART_WORDS: Final[dict[str, str]] = {
    "hx": "history", "h/o": "history of", "c/o": "complains of", "s/p": "status post", "y/o": "year old",
    "yo": "year old",
    "dx": "diagnosis", "tx": "treatment", "rx": "prescription", "sx": "symptoms", "fx": "fracture",
    "abx": "antibiotics",
    "f/u": "follow-up", "followup": "follow-up", "w/": "with", "hosp": "hospital", "abd": "abdominal", "&": "and",
    "labs": "laboratory", "lab": "laboratory", "bp": "blood pressure", "hr": "heart rate", "rr": "respiratory rate",
    "wbc": "white blood cell", "hgb": "hemoglobin", "hb": "hemoglobin", "plt": "platelets", "cr": "creatinine",
    "cxr": "chest radiograph", "ekg": "electrocardiogram", "ecg": "electrocardiogram", "echo": "echocardiogram",
    "sob": "shortness of breath", "cp": "chest pain", "n/v": "nausea and vomiting", "ed": "emergency department",
    "er": "emergency department", "icu": "intensive care unit", "pcp": "primary care physician", "temp": "temperature",
    "d/c": "discharge", "adm": "admitted", "approx": "approximately", "wnl": "within normal limits", "ra": "room air",
    "nkda": "no known drug allergies", "roughly": "approximately", "haemoglobin": "hemoglobin", "oedema": "edema",
    "haemorrhage": "hemorrhage", "tumour": "tumor", "oesophageal": "esophageal", "diarrhoea": "diarrhea",
    "follow up": "follow-up", "at once": "immediately", "right away": "immediately",
    "anaemia": "anemia", "paracetamol": "acetaminophen", "adrenaline": "epinephrine",
    "noradrenaline": "norepinephrine", "frusemide": "furosemide", "salbutamol": "albuterol", "asa": "aspirin",
    "hctz": "hydrochlorothiazide", "tmp-smx": "trimethoprim-sulfamethoxazole", "ntg": "nitroglycerin",
}  # fmt: skip
"""Written short or in British spelling -> written out. Two tokens of one meaning differ in style."""

UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(("mg", "mgs", "milligram", "milligrams"), "mg"),
    **dict.fromkeys(("mcg", "ug", "μg", "microgram", "micrograms"), "mcg"),
    **dict.fromkeys(("g", "gm", "gms", "gram", "grams"), "g"),
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms"), "kg"),
    **dict.fromkeys(("ng", "pg", "meq", "mmol", "umol", "nmol", "pmol", "mosm", "iu", "bpm", "mmhg", "cmh2o", "lb"),
    ""),
    **dict.fromkeys(("μmol",), "umol"),
    **dict.fromkeys(("lbs", "pounds", "pound"), "lb"),
    **dict.fromkeys(("unit", "units"), "unit"),
    **dict.fromkeys(("ml", "mls", "cc", "ccs", "milliliter", "milliliters"), "ml"),
    **dict.fromkeys(("l", "liter", "liters", "litre", "litres"), "l"),
    **dict.fromkeys(("dl", "mm", "fr", "joules", "french"), ""),
    **dict.fromkeys(("cm", "cms", "centimeter", "centimeters"), "cm"),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("inch", "inches"), "inch"),
    **dict.fromkeys(("feet", "foot", "ft"), "feet"),
    **dict.fromkeys(("%", "percent"), "%"),
    **dict.fromkeys(("c", "celsius", "°c"), "°c"),
    **dict.fromkeys(("f", "fahrenheit", "°f"), "°f"),
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "second"),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "minute"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "hour"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "week"),
    **dict.fromkeys(("month", "months", "mo", "mos"), "month"),
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year"),
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs", "pill", "pills"), "tablet"),
    **dict.fromkeys(("capsule", "capsules", "cap", "caps"), "capsule"),
    **dict.fromkeys(("puff", "puffs", "inhalation", "inhalations"), "puff"),
    **dict.fromkeys(("drop", "drops", "gtt", "gtts"), "drop"),
    **dict.fromkeys(("patch", "patches"), "patch"),
    **dict.fromkeys(("spray", "sprays"), "spray"),
    **dict.fromkeys(("pack", "packs"), "pack"),
    **dict.fromkeys(("suppository", "suppositories"), "suppository"),
}  # fmt: skip
"""As written -> one spelling (the same where none is given). A unit is one only behind a number."""

TIME_UNITS: Final = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
DOSE_UNITS: Final = frozenset(
    ("mg", "mcg", "unit", "iu", "meq", "tablet", "capsule", "puff", "drop", "patch", "spray", "suppository")
)
"""Of medicines wherever they stand."""
UNCERTAIN_DOSE_UNITS: Final = frozenset(("g", "ml", "ng", "%", "l", "mmol"))
"""Of a medicine where one is named just before, else of a weight, a volume or a share."""
DOSE_RATES: Final = frozenset(("kg", "day", "hour", "minute", "dose", "m2", "actuation", "week"))
"""mg/kg, units/hour: what a dose unit may be divided by and stay one; mg/dl is a concentration."""

COMPOUND_UNIT: Final = (
    r"x?\s?10\^?\d{1,2}/[a-zµμ]+"
    r"|(?:mg|mcg|ug|µg|μg|ng|pg|kg|g|units?|miu|iu|u|meq|mmol|umol|µmol|μmol|nmol|pmol|mol|mosm|ml|l|dl|cells|k|m|beats|breaths)"
    r"(?:/(?:kg|m2|24\s?h|g|dl|ml|l|ul|µl|μl|mm3|minute|min|hours?|hr|h|days?|d|weeks?|wk|dose|hpf|mol|actuation))+"
)

NUMBER_WORDS: Final[dict[str, str]] = {
    word: str(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "half": "half", "dozen": "12", "double": "double"}
ORDINALS: Final[dict[str, str]] = {
    word: f"{number}th"
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}
MONTHS: Final = list_words(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec"
)
WEEKDAYS: Final = list_words("monday tuesday wednesday thursday friday saturday sunday")
ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
"""Numbers behind the words of `GRADES` alone: IV is also a route."""
GRADES: Final = frozenset(("class", "stage", "grade", "type"))


def list_frequencies() -> dict[str, str]:
    """Schedules as they are written -> one spelling."""
    found: dict[str, str] = {}
    same: dict[str, tuple[str, ...]] = {
        "1/day": ("daily", "once daily", "once a day", "once per day", "qd", "every day", "each day", "q day"),
        "2/day": ("bid", "twice daily", "twice a day", "twice per day", "twice each day"),
        "3/day": ("tid", "thrice daily"),
        "4/day": ("qid",),
        "1/night": ("qhs", "nightly", "at bedtime", "every night", "at night", "each night", "before bed"),
        "1/morning": ("qam", "every morning", "in the morning", "each morning"),
        "1/evening": ("qpm", "every evening", "in the evening", "each evening"),
        "1/week": ("weekly", "once weekly", "once a week", "once per week", "every week"),
        "2/week": ("twice weekly", "twice a week", "twice per week"),
        "1/2 days": ("qod", "every other day"),
        "1/month": ("monthly", "once a month", "once monthly", "every month"),
        "as needed": ("prn", "as needed", "if needed", "as required"),
        "with meals": ("with meals", "tid with meals", "qac", "before meals"),
        "hourly": ("hourly", "every hour"),
        "once": ("one time", "x1"),
        "twice": ("twice",),
    }
    for meaning, phrases in same.items():
        found.update(dict.fromkeys(phrases, meaning))
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"], start=1):
        for count in (word, str(number)):
            for span in ("day", "week"):
                for phrase in ({"day": "daily", "week": "weekly"}[span], f"a {span}", f"per {span}", f"each {span}"):
                    found[f"{count} times {phrase}"] = f"{number}/{span}"
    words = {int(digits): word for word, digits in NUMBER_WORDS.items() if digits.isdigit()} | {36: "36", 48: "48"}
    for hours in (1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72):
        for count in {str(hours), words.get(hours, str(hours))}:
            found.update(
                dict.fromkeys((f"every {count} hours", f"every {count} hrs", f"every {count} h"), f"q{hours}h")
            )
    for days in range(2, 8):
        found.update(dict.fromkeys((f"every {days} days", f"every {words[days]} days"), f"1/{days} days"))
        found.update(dict.fromkeys((f"every {days} weeks", f"every {words[days]} weeks"), f"1/{days} weeks"))
    return found


ROUTES: Final[dict[str, str]] = {
    **dict.fromkeys(("po", "oral", "orally", "by mouth"), "oral"),
    **dict.fromkeys(("iv", "intravenous", "intravenously"), "intravenous"),
    **dict.fromkeys(("im", "intramuscular", "intramuscularly"), "intramuscular"),
    **dict.fromkeys(("sc", "sq", "subq", "subcut", "subcutaneous", "subcutaneously"), "subcutaneous"),
    **dict.fromkeys(("sl", "sublingual"), "sublingual"),
    **dict.fromkeys(("inhaled", "nebulized"), "inhaled"),
    **dict.fromkeys(("topical", "topically"), "topical"),
    **dict.fromkeys(("rectal", "rectally"), "rectal"),
    **dict.fromkeys(("intranasal", "intranasally"), "intranasal"),
    **dict.fromkeys(("transdermal",), "transdermal"),
}

SALTS: Final = list_words("succinate tartrate hydrochloride hcl sulfate maleate besylate xl xr sr cr dr la ec")
"""Behind a medicine's name: another salt or release is another product."""

ACTIONS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ["start", "starts", "started", "starting", "begin", "began", "begun", "initiate", "initiated", "commenced"],
        "start",
    ),
    **dict.fromkeys(
        ["stop", "stops", "stopped", "stopping", "discontinue", "discontinued", "discontinuing", "ceased"], "stop"
    ),
    **dict.fromkeys(["hold", "held", "holding", "withheld"], "hold"),
    **dict.fromkeys(["continue", "continued", "continues", "continuing", "maintained"], "continue"),
    **dict.fromkeys(["resume", "resumed", "resuming", "restarted", "restart"], "resume"),
    **dict.fromkeys(["increase", "increased", "increasing", "uptitrated", "raised"], "increase"),
    **dict.fromkeys(["decrease", "decreased", "decreasing", "reduced", "reduce", "lowered", "tapered"], "decrease"),
}
"""What is done with a medicine, where the sentence names one."""
DOSE_ACTIONS: Final = frozenset(("increase", "decrease"))

SIDES: Final[dict[str, str]] = {
    **dict.fromkeys(("left", "l", "lt", "os"), "left"),
    **dict.fromkeys(("right", "r", "rt", "od"), "right"),
    **dict.fromkeys(("bilateral", "bilaterally", "b/l", "ou"), "bilateral"),
    "unilateral": "unilateral",
    "ipsilateral": "ipsilateral",
    "contralateral": "contralateral",
    **{f"{s}{rest}": f"{side} {meaning}" for s, side in (("l", "left"), ("r", "right")) for rest, meaning in (
        ("le", "lower extremity"), ("ue", "upper extremity"), ("lq", "lower quadrant"), ("uq", "upper quadrant"),
        ("ll", "lower lobe"), ("ul", "upper lobe"), ("v", "ventricular"), ("ca", "coronary artery"))},
    "rml": "right middle lobe", "lad": "left anterior descending artery", "lvef": "left ventricular ejection fraction",
    "rvef": "right ventricular ejection fraction",
    **{f"{side} {meaning}": f"{side} {meaning}" for side in ("left", "right") for meaning in (
        "lower extremity", "upper extremity", "lower quadrant", "upper quadrant", "lower lobe", "upper lobe",
        "ventricular", "coronary artery", "ventricular ejection fraction")},
    "right middle lobe": "right middle lobe", "left anterior descending artery": "left anterior descending artery",
}  # fmt: skip
"""Capital letters alone (L, LLE, OD) are abbreviations; in small letters they are not read as sides."""

POSITIONS: Final[dict[str, str]] = {
    **dict.fromkeys(("medial", "lateral"), "medial or lateral"),
    **dict.fromkeys(("upper", "lower", "middle"), "upper or lower"),
    **dict.fromkeys(("anterior", "posterior"), "anterior or posterior"),
    **dict.fromkeys(("proximal", "distal"), "proximal or distal"),
    **dict.fromkeys(("superior", "inferior"), "superior or inferior"),
    **dict.fromkeys(("dorsal", "ventral", "volar", "palmar", "plantar"), "dorsal or ventral"),
}
"""Words of position: laterality where one is put for another of its group, for then the site is a wrong one."""

NOT_A_SIDE_BEFORE: Final = list_words("all was were has had have been that's he she they patient family")
NOT_A_SIDE_AFTER: Final = list_words("the a an against ama without home work school before after away now behind over")
"""Around "left" and "right" that are none: left the hospital, was left in place, right away, all right."""

NEGATIONS: Final = frozenset(
    (
        *("no", "not", "without", "w/o", "never", "neither", "nor", "cannot", "denies", "denied", "deny", "denying"),
        *("negative for", "no longer", "absence of", "free of", "none", "non", "ruled out", "rules out", "rule out"),
        *("absent", "negative", "lacks", "lack of", "unable", "no evidence of", "no signs of", "no sign of"),
        *("isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "doesn't", "don't", "didn't", "can't"),
        *("won't", "wouldn't", "couldn't", "shouldn't", "nil", "negative results for", "did not", "does not", "do not"),
    )
)
NO_NEGATIONS: Final = frozenset(
    [
        "not only",
        "no change",
        "no changes",
        "no further",
        "no doubt",
        "not necessarily",
        "no sooner",
        "whether or not",
        "no more than",
        "no less than",
        "not applicable",
        "cannot exclude",
    ]
)
"""Phrases with such a word that deny nothing, or not what follows."""
AFFIRMATIONS: Final = frozenset(
    (
        *("positive for", "positive", "present", "with", "reports", "reported", "endorses", "endorsed"),
        *("admits", "admits to"),
        *("complains of", "complained of", "notes", "still", "can", "able", "states", "has", "had", "have"),
        *("evidence of", "signs of", "confirmed", "describes", "described"),
    )
)
"""What a negation may be exchanged for."""
SCOPE_ENDS: Final = frozenset(
    ("but", "however", "although", "though", "except", "yet", ";", ":", ".", "aside", "nevertheless", "。", "\uff1b")
)
OPPOSITES: Final[dict[str, tuple[str, int]]] = {
    **dict.fromkeys(("febrile",), ("febrile", 0)), "afebrile": ("febrile", 1),
    "normal": ("normal", 0), "abnormal": ("normal", 1), "remarkable": ("remarkable", 0),
    "unremarkable": ("remarkable", 1),
    **dict.fromkeys(("changed", "change", "changes"), ("change", 0)),
    **dict.fromkeys(("unchanged", "no change", "no changes"), ("change", 1)),
    "tender": ("tender", 0), "stable": ("stable", 0), "unstable": ("stable", 1), "symptomatic": ("symptomatic", 0),
    "asymptomatic": ("symptomatic", 1), "yes": ("yes", 0), "able": ("able", 0), "ever": ("ever", 0),
    "known": ("known", 0), "unknown": ("known", 1), "resolved": ("resolved", 0), "unresolved": ("resolved", 1),
    "responsive": ("responsive", 0), "unresponsive": ("responsive", 1), "regular": ("regular", 0),
    "irregular": ("regular", 1), "intact": ("intact", 0), "adequate": ("adequate", 0), "inadequate": ("adequate", 1),
    "sufficient": ("sufficient", 0), "insufficient": ("sufficient", 1), "displaced": ("displaced", 0),
    "nondisplaced": ("displaced", 1), "undisplaced": ("displaced", 1), "likely": ("likely", 0),
    "unlikely": ("likely", 1),
    "compliant": ("compliant", 0), "complicated": ("complicated", 0), "uncomplicated": ("complicated", 1),
}  # fmt: skip
"""Word -> (what it says, whether it denies it); pairs with non- are found by their spelling."""

PROBLEMS: Final[dict[str, str]] = {
    **{name: name for name in (
        "pneumonia", "sepsis", "septic shock", "stroke", "asthma", "diabetes", "diabetes mellitus", "type 1 diabetes",
        "type 2 diabetes", "type 1 diabetes mellitus", "type 2 diabetes mellitus", "hypertension", "hypotension",
        "heart failure", "congestive heart failure", "acute coronary syndrome", "myocardial infarction", "angina",
        "atrial fibrillation", "atrial flutter", "ventricular tachycardia", "coronary artery disease", "cancer",
        "pulmonary embolism", "deep vein thrombosis", "deep venous thrombosis", "transient ischemic attack",
        "chronic kidney disease", "acute kidney injury", "end stage renal disease", "urinary tract infection", "gout",
        "chronic obstructive pulmonary disease", "obstructive sleep apnea", "gastroesophageal reflux disease",
        "peripheral artery disease", "cirrhosis", "hepatitis b", "hepatitis c", "influenza", "tuberculosis",
        "covid - 19",
        "parkinson disease", "alzheimer disease", "dementia", "delirium", "depression", "anxiety", "schizophrenia",
        "epilepsy", "seizure", "seizures", "migraine", "hypothyroidism", "hyperthyroidism", "glaucoma", "cataract",
        "osteoporosis", "psoriasis", "eczema", "lupus", "cholelithiasis", "nephrolithiasis", "kidney stone", "aneurysm",
        "gallstones", "bowel obstruction", "ileus", "hernia", "hemorrhoids", "shock", "preeclampsia", "obesity",
        "pleural effusion", "pneumothorax", "pulmonary edema", "respiratory failure", "subdural hematoma", "melanoma",
        "lymphoma", "leukemia", "anaphylaxis", "meningitis", "encephalitis", "endocarditis", "croup", "malaria", "hiv",
        "diabetic ketoacidosis", "gastrointestinal bleed", "concussion", "sciatica", "cystic fibrosis", "restless legs",
        "gram negative", "gram positive", "gram - negative", "gram - positive", "bacteremia", "tachycardia",
        "bradycardia",
        "measles", "rubella", "mumps", "varicella", "shingles", "herpes zoster", "syphilis", "gonorrhea",
        "chlamydia",
        "constipation", "dehydration", "syncope", "ascites", "jaundice", "edema",
    )},
    "htn": "hypertension", "chf": "congestive heart failure", "afib": "atrial fibrillation",
    "af": "atrial fibrillation",
    "cad": "coronary artery disease", "mi": "myocardial infarction", "pe": "pulmonary embolism", "cva": "stroke",
    "dvt": "deep vein thrombosis", "deep venous thrombosis": "deep vein thrombosis", "tia": "transient ischemic attack",
    "ckd": "chronic kidney disease", "aki": "acute kidney injury", "esrd": "end stage renal disease",
    "uti": "urinary tract infection", "copd": "chronic obstructive pulmonary disease", "osa": "obstructive sleep apnea",
    "gerd": "gastroesophageal reflux disease", "dm": "diabetes mellitus", "t2dm": "type 2 diabetes mellitus",
    "t1dm": "type 1 diabetes mellitus", "pad": "peripheral artery disease", "dka": "diabetic ketoacidosis",
    "acs": "acute coronary syndrome", "gib": "gastrointestinal bleed", "nstemi": "nstemi", "stemi": "stemi",
}  # fmt: skip
"""Common problems, written out or short -> written out. Findings that are no diagnosis (fever, cough) are not here."""

PROBLEM: Final = re.compile(
    r"\w{2,}(?:itis|itides|oma|omas|omata|[aeiouylrhn]emia|emias|osis|oses|opathy|opathies|algia|penia|penic|megaly|"
    r"plegia|paresis|phasia|rrhage|cephaly|listhesis|plasia|trophy|rrhea|ectasis|uria|thorax|iasis|malacia|sclerosis|ptysis|cele)"
)
"""Endings of the names of diseases."""
NO_PROBLEM: Final = list_words(
    "diagnosis diagnoses prognosis prognoses anastomosis anastomoses stoma coma soma aroma dose doses glucose "
    "apoptosis kyphoses metamorphosis hypnosis"
)
PROBLEM_HEADS: Final = list_words(
    "fracture fractures failure infarction infarct carcinoma cancer syndrome disease disorder thrombosis embolism "
    "embolus ulcer ulcers infection injury abscess stroke stenosis insufficiency occlusion perforation obstruction "
    "tumor malignancy metastases metastasis hemorrhage hematoma dislocation rupture tear sprain strain dissection "
    "withdrawal overdose intoxication deficiency dysfunction regurgitation prolapse torsion cyst polyp "
    "herniation atresia palsy dysphoria bleed"
)
"""Words that name a problem together with those before them; another one of them is another diagnosis."""
DEGREES: Final = list_words(
    "mild moderate severe slight marked small large minimal possible probable likely suspected known new old "
    "recent early late complex simple recurrent stable worsening improving resolving resolved further ongoing "
    "current prior previous her his"
)
"""Before a problem: how much or how sure, not which."""
PROBLEM_MODIFIERS: Final = list_words(
    "acute chronic subacute viral bacterial fungal ischemic hemorrhagic systolic diastolic primary secondary benign "
    "malignant open closed septic aspiration"
)
"""Before a problem: one put for another makes another diagnosis."""

DRUG_STEM: Final = re.compile(
    r"\w{2,}(?:olol|sartan|vastatin|dipine|cillin|floxacin|cycline|thromycin|penem|azole|prazole|tidine|gliptin|gliflozin"
    r"|glutide|parin|xaban|gatran|setron|triptan|oxetine|azepam|zolam|dronate|ciclovir|tegravir|previr|buvir|thiazide"
    r"|semide|lukast|tinib|ciclib|zumab|ximab|umab|limus|caine|profen|barbital|terol|grelor|curium|curonium|zosin"
    r"|vaptan|relin|reotide|platin|rubicin|taxel|bactam|orexant|lutamide|pressin|fulvin|cobalamin|conazole|fungin|mycin)|cef\w{4,}|\w{3,}(?<!a)pril"
)
DRUG_GROUPS: Final = frozenset(
    (
        *("statin", "statins", "antibiotic", "antibiotics", "anticoagulation", "anticoagulant", "anticoagulants"),
        *("nsaid", "nsaids", "opioid", "opioids", "steroid", "steroids", "diuretic", "diuretics", "antihypertensive"),
        *("antihypertensives", "benzodiazepine", "benzodiazepines", "antiplatelet", "laxative", "laxatives", "sulfa"),
        *("antiemetic", "antiemetics", "cephalosporins", "beta blocker", "beta-blocker", "beta blockers"),
        *("corticosteroid", "corticosteroids", "antidepressant", "antidepressants", "antipsychotic", "antifungal"),
        *("antipsychotics", "antiviral", "antivirals", "bronchodilator", "bronchodilators", "antihistamine"),
        *("ace inhibitor", "ace inhibitors", "calcium channel blocker", "loop diuretic"),
    )
)
"""Medicines named by their group."""

DRUGS: Final[dict[str, str]] = {
    **{drug: drug for drugs in DRUG_CLASSES.values() for drug in drugs},
    **{drug: drug for drug in OTHER_DRUGS},
    **{brand.lower(): drug for drug, brands in BRAND_NAMES.items() for brand in brands},
    **{short: full for short, full in CHART_WORDS.items() if full in OTHER_DRUGS},
    **{short: full for short, full in CHART_WORDS.items() if any(full in drugs for drugs in DRUG_CLASSES.values())},
}
"""Generic and brand names, in small letters -> generic name."""

LABORATORY: Final = list_words(
    "level levels trough peak creatinine glucose protein lactate troponin albumin ferritin bilirubin calcium "
    "potassium sodium magnesium phosphate inr hemoglobin leukocyte concentration d-dimer bun hba1c a1c cholesterol "
    "ldl triglycerides bnp crp score"
)
"""Before a number: what was measured, not what was given."""
DOSE_WORDS: Final = list_words(
    "divided dose doses dosed dosage total loading maintenance bolus infusion drip tablet form given taken take "
    "takes taking receives received strength now then currently"
)
"""Between a medicine and its dose."""

LOOKALIKES: Final = (
    ("hyper", "hypo"), ("inter", "intra"), ("ante", "anti"), ("pre", "post"), ("ab", "ad"), ("macro", "micro"),
    ("supra", "infra"), ("sub", "supra"), ("endo", "exo"), ("hemi", "semi"), ("uni", "bi"), ("in", "ex"), ("brady",
    "tachy"),
    ("mono", "poly"), ("hyper", "hyp"), ("pro", "re"),
)  # fmt: skip
"""Beginnings that are one or two letters apart and mean different things: never a typo."""
REAL_WORDS: Final = list_words(
    "ileum ilium mucus mucous palpation palpitation dysphagia dysphasia perineal peroneal peritoneal humeral "
    "femoral tibial fibula fistula tarsal carpal mental dental renal adrenal vagal nasal basal oral aural facial "
    "fascial cold gold moderate worse better improved removed lesion region breath breast mother father brother "
    "month mouth chest cheek daughter doctor older elder serum sacrum septum rectum rectal retinal retina loose "
    "louse waking walking talking taking eating beating sitting hitting fasting lasting casting clot clots hips "
    "lips arms legs lungs tongue thigh white while where there their these those other under after often seven "
    "eight night right light sight fight might three weeks wheeze house horse course coarse nurse purse curse place "
    "plane plate scale scaly stage staged state stool stood blood flood shock stock block black brain drain train "
    "strain stain sprain grain great greet treat treated created heated healed sealed scaled"
)
"""Words a letter away from other words: one put for the other is not taken for a typo."""
