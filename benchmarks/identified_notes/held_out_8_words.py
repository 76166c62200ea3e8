"""Plain words and hard negatives of held-out part 8, and how a template's marks become text.

In a template `«a¦b»` is one of several, `«=word»` is a made-up value, a hard negative or a shared sentence.
"""

import random
import re
from collections.abc import Callable

from benchmarks.identified_notes import held_out_8_places as places
from benchmarks.identified_notes import held_out_8_sentences as sentences

_MARK = re.compile(r"«([^«»]*)»")

LISTS = {
    "eponym": "[[Parkinson's]] disease|[[Crohn's]]|[[Hodgkin]] lymphoma|[[Graves']] disease|[[Bell's]] palsy|[[Addison's]]|[[Barrett's]] oesophagus|[[Meniere's]]|[[Raynaud's]]|[[Hashimoto]] thyroiditis|[[Sjögren]] syndrome|[[Lewy]] body dementia|[[Wilson's]] disease|[[Marfan]] habitus|[[Paget's]]|[[Baker's]] cyst|[[Lyme]] disease|[[Guillain-Barré]]|[[Huntington's]]|[[Wolff-Parkinson-White]]|[[Peyronie's]]|[[Henoch-Schönlein]] purpura|[[Takotsubo]]|[[Charcot]] foot|[[Dupuytren's]]|[[Ménétrier]] disease|[[Perthes]]|[[Still's]] disease",
    "sign": "[[Babinski]] downgoing|[[Murphy's]] neg|[[Romberg]] steady|[[Homans]] neg|[[Lachman]] 1+|[[Phalen's]] pos R|[[Tinel]] neg|[[Kernig]] neg|[[McBurney's]] point tender|[[Rovsing]] neg|[[Trendelenburg]] gait|[[Hoffmann's]] absent|[[Cullen's]] sign absent|[[Spurling]] neg|[[Dix-Hallpike]] pos left|[[Weber]] central|[[Rinne]] pos bilat|[[Hawkins]]-Kennedy pos|[[Chvostek]] neg|[[Kussmaul]] breathing nil",
    "scale": "[[Glasgow]] 15|[[Waterlow]] 14|[[Braden]] 17|[[Barthel]] 12/20|[[Apgar]] [[9]] at 1 min|[[Bishop]] score 6|[[Wells]] 1.5|[[Edinburgh]] scale 11|[[Norton]] 13|[[Morse]] 45|[[Rockall]] 2|[[Child-Pugh]] B|[[Berg]] 41/56|[[Snellen]] 6/9|[[Clark]] level II|[[Gleason]] 3+4|[[Killip]] I|[[Tanner]] stage 3|[[Manchester]] triage orange|[[Hamilton]] 18|[[Fitzpatrick]] type V|[[Cormack-Lehane]] grade 2|[[Lund-Browder]] 9%",
    "kit": "[[Foley]] 16Fr in situ|[[Hickman]] line flushed|[[Jackson-Pratt]] drain 40 ml|[[Ryle's]] tube aspirated|[[Yankauer]] at bedside|[[Zimmer]] frame|[[Hartmann's]] 1 L over 8h|[[Ringer's]] 500 ml|[[Guedel]] size 3|[[Penrose]] out|[[Thomas]] splint|[[Sengstaken]] tube not needed|[[Philadelphia]] collar|[[Boston]] brace|[[Wright's]] stain|[[Tegaderm]] intact|[[Robinson]] drain|[[Venturi]] 28%|[[Hudson]] mask 6 L|[[Bair]] Hugger on|[[Dinamap]] cuff|[[Mayo]] stand|[[Miller]] 2 blade|[[Pavlik]] harness|[[Stryker]] bed|[[Hoyer]] lift x2|[[Baxter]] pump|[[Alaris GP]] pump|[[Lifepak 15]]|[[Dexcom G6]]",
    "drugneg": "[[Allegra]] 180|[[Yasmin]]|[[Norco 5/325]]|[[Camila]] 0.35|[[Keppra]] 500 bd|[[Victoza]]|[[Lyrica]] 75|[[Augmentin]] 625|[[Benadryl]]|[[Junel Fe 1/20]]|[[Eliquis]] 5|[[Errin]]|[[Marevan]]|[[Evorel]] patch|[[Katya]] 30/75|[[Stelara]]|[[Celexa]] 20|[[Portia]]|[[Trelegy]]|[[Symbicort 200/6]]|[[Percocet 5-325]]|[[Nora-BE]]|[[Mercilon]]|[[Ella]] one tab|[[Lucentis]]|[[Sinemet 25/100]]|[[Seretide 250]]|[[Januvia]]|[[Tessalon]] perles|[[Ativan]] 1 mg|[[Jolivette]]|[[Bactrim DS]]|[[Abilify]] 10|[[Mayzent]]|[[Diane-35]]|[[St John's]] wort|[[Gaviscon]]|[[Dettol]]|[[Bonjela]]|[[Combivent]]|[[Heather]] 0.35 mg pill",
    "dur": "[[4/7]]|[[3/52]]|[[2/12]]|[[6/52]]|[[10/7]]|[[1/12]]|[[5/7]]|[[10-12]] weeks|[[3-5]] days|[[2-3]] months|[[7-10]] days",
    "ratio": "power [[4/5]] throughout|power [[3/5]] L leg|BP [[120/80]]|BP [[158/94]]|BP [[98/60]]|pain [[7/10]]|pain [[2/10]]|GCS [[15/15]]|murmur [[2/6]]|MMSE [[24/30]]|VA [[6/12]] R|visual acuity [[20/40]]|FEV1/FVC [[0.68]]|QRS [[88]] QTc [[441]]|sugars [[7/9/12]] today|plt [[150-400]]|ABG [[7.31/52/68]]|I:E [[1:2]]|reflexes [[2+/4]]|MoCA [[19/30]]|peak flow [[320-350]]",
    "wordneg": "[[Rose]] from chair unaided|[[Will]] reassess|[[May]] shower|[[Hopes]] to go home|[[Frank]] haematuria nil|[[march]] on spot test ok|[[Sat]] out in chair|[[Sats]] fine|[[Drew]] bloods|[[Mark]] site with pen|[[Brown]] sputum|[[Green]] discharge|[[Long]] hx of same|[[Black]] stools x2|[[Gray]] pallor|[[Iris]] normal|[[Sharp]] pain on inspiration|[[Pat]] skin dry|[[Chase]] results|[[Small]] volume voids|[[Stone]] at VUJ|[[Faith]] important|[[Art]] line out|[[Dec]] air entry L base|as per [[MAR]]|[[Sun]] cream advised|[[White]] plaque|[[Grace]] period given|[[Young]] for age|[[Septic]] screen sent|[[Price]] list given|[[Grant]] applied for|[[Lance]] if points|[[Cooks]] own meals|[[Jack]]-knife position|[[Skip]] lesions",
    "anat": "[[Douglas]] pouch clear|[[Achilles]] intact|[[Bartholin]] gland NAD|[[Fallopian]] tubes patent|[[Wharton's]] jelly|[[Eustachian]] dysfunction|[[Morrison's]] pouch dry|[[Hunter's]] canal|[[Peyer's]] patches|[[Meckel's]] cave normal|[[Cowper's]] gland|[[Sylvian]] fissure|[[Calot's]] triangle|[[Broca's]] area|[[Purkinje]] cells|[[Langerhans]] islets|[[Schwann]] cell|[[Gerota's]] fascia",
    "code": "ICD-10 [[E11.9]]|ICD-10 [[M54.50]]|SNOMED [[44054006]]|CPT [[99213]]|LOINC [[2160-0]]|[[BRCA1]] neg|[[HER2]] 1+|[[KRAS G12C]]|[[APOE]] e3/e4|[[MTHFR 677C>T]]|[[RECOVERY]] trial|[[SPRINT]] criteria|[[HLA-B27]] pos|[[PHQ-9]] 12|[[GAD-7]] 9|[[CHA2DS2-VASc]] 4|[[CURB-65]] 1|[[BI-RADS 2]]|[[ECOG 1]]|[[NCT]] listed trial discussed|[[p16]] positive|[[ASA III]]|[[NEWS2]] 3|[[HEART]] score 4|[[SOAP]] note|[[SBAR]] used",
    "gauge": "[[20G]] L ACF|[[18G]] cannula R hand|[[22G]] needle|[[7.5]] ETT|[[14Fr]] catheter|[[4-0]] nylon x5|[[23-gauge]] butterfly|[[3.0]] Vicryl|[[5-0]] Ethilon",
    "drug": "metformin 500 mg BD|amlodipine 5 mg od|atorvastatin 40 mg nocte|lisinopril 10 mg daily|omeprazole 20 mg|salbutamol 2 puffs prn|sertraline 50 mg|levothyroxine 75 mcg|furosemide 40 mg|gabapentin 300 mg tds|aspirin 81 mg|bisoprolol 2.5 mg|insulin glargine 18 units|paracetamol 1 g qds|apixaban 5 mg bd|artemether-lumefantrine|tenofovir/lamivudine/dolutegravir|ferrous sulfate 325 mg",
    "dx": "COPD exacerbation|community acquired pneumonia|cellulitis R shin|type 2 DM|hypertension|UTI|NSTEMI|fractured NOF|gastroenteritis|CKD 3b|new AF|migraine|asthma|iron deficiency anaemia|acute appendicitis|low back pain|heart failure|DVT L calf|biliary colic|malaria (treated)|sickle crisis|TIA|TB, on week 6 of treatment",
    "allergy": "NKDA|penicillin (rash)|sulfa|latex|nil known|codeine - vomits|none|shellfish ?true|morphine itch",
    "job": "retired|works nights|unemployed|self-employed|on sick leave|retired bus driver|carer|student|between jobs",
    "pain": "0|2|3|4|6|7|8", "fluids": "750|1200|1450|1800|2100",
}  # fmt: skip
PRONOUNS = {"he": ("she", "he"), "his": ("her", "his"), "him": ("her", "him"), "man": ("woman", "man"), "mr": ("Mrs", "Mr"), "gent": ("lady", "gentleman"), "sex": ("F", "M"), "gender": ("female", "male"), "boy": ("girl", "boy")}  # fmt: skip
NUMBERS: dict[str, Callable[[random.Random], str]] = {
    "bp": lambda rng: f"{rng.randrange(92, 178)}/{rng.randrange(50, 99)}", "hr": lambda rng: str(rng.randrange(54, 128)),
    "temp": lambda rng: f"{rng.uniform(35.8, 39.4):.1f}", "spo2": lambda rng: f"{rng.randrange(88, 100)}%",
    "rr": lambda rng: str(rng.randrange(12, 30)), "wt": lambda rng: f"{rng.uniform(46, 118):.1f} kg",
    "hb": lambda rng: f"{rng.uniform(7.1, 15.8):.1f}", "na": lambda rng: str(rng.randrange(126, 146)),
    "k": lambda rng: f"{rng.uniform(3.1, 5.7):.1f}", "cr": lambda rng: str(rng.randrange(54, 240)),
    "wbc": lambda rng: f"{rng.uniform(3.5, 19):.1f}", "gluc": lambda rng: f"{rng.uniform(4, 19):.1f}",
    "a1c": lambda rng: f"{rng.uniform(5.4, 11):.1f}%", "crp": lambda rng: str(rng.randrange(2, 260)),
    "time": lambda rng: rng.choice(("{:02}:{:02}", "{:02}{:02}", "{:02}:{:02}", "{:02}.{:02}")).format(rng.randrange(0, 24), rng.randrange(0, 60)),
    "clock": lambda rng: f"{rng.randrange(1, 13)}{rng.choice(('', ':15', ':30', ':45'))} {rng.choice(('am', 'pm'))}",
    "hm": lambda rng: f"{rng.randrange(0, 24):02}:{rng.randrange(0, 60):02}", "small": lambda rng: str(rng.randrange(2, 9)),
    "bed": lambda rng: str(rng.randrange(1, 32)), "year": lambda rng: str(rng.randrange(1996, 2015)),
    "weeks": lambda rng: f"[[{rng.randrange(24, 41)}+{rng.randrange(0, 7)}]]", "mm": lambda rng: str(rng.randrange(3, 48)),
    "dose": lambda rng: f"{rng.choice((5, 10, 20, 40, 50, 75, 100, 250))} mg",
}  # fmt: skip
SENTENCES = {
    "idt": sentences.TERSE, "idf": sentences.FORMAL, "idp": sentences.PATIENT, "idq": sentences.RECORD,
    "negf": sentences.NEGATIVE, "negp": sentences.NEGATIVE_PATIENT, "negr": sentences.NEGATIVE_REPORT,
}  # fmt: skip
FAMILY_DOCTOR = {
    "US": "PCP",
    "CA": "family doctor",
    "PH": "attending",
    "NG": "medical officer",
    "SG": "polyclinic doctor",
}


def _age(people: dict[str, str]) -> str:
    return "{age}" if int(people["age"]) > 89 else people["age"]


def _age_word(people: dict[str, str], rng: random.Random) -> str:
    age = _age(people)
    forms = (f"{age}-year-old", f"{age}yo", f"{age} y.o.", f"{age} yr old", f"{age} year old")
    if age == "{age}" and rng.random() < 0.25:
        return "{age_words} year old"
    return rng.choice(forms)


def macro(word: str, rng: random.Random, people: dict[str, str]) -> str:
    """What a template's `«=word»` becomes, with slots and hard negatives still in it."""
    if word in LISTS:
        return rng.choice(LISTS[word].split("|"))
    if word in NUMBERS:
        return NUMBERS[word](rng)
    if word in SENTENCES:
        return rng.choice(SENTENCES[word])
    if word.lower() in PRONOUNS:
        made = PRONOUNS[word.lower()][people["pt"].split("\t")[2] == "M"]
        return made if word[0].islower() or len(word) > 3 or word in ("F", "M") else made[0].upper() + made[1:]
    if word in ("ssn", "mrn", "plan", "lic"):
        return f"{people[word + '_label']}{rng.choice((': ', ' ', ': ', ' - '))}{{{word}}}"
    country = people["country"]
    made = {
        "age": _age(people), "ageyo": _age_word(people, rng), "agesex": f"{_age(people)}{people['pt'].split(chr(9))[2]}",
        "rel": people["relation"], "Rel": people["relation"].capitalize(), "gp": FAMILY_DOCTOR.get(country, "GP"),
        "region": rng.choice((places.STATES.get(people["region"], people["region"]), people["region"]))
        if country in places.STATED
        else "",
        "addr": places.address(country, False), "addrlines": places.address(country, True),
        "neg": rng.choice(LISTS[rng.choice(("sign", "kit", "scale", "ratio", "wordneg", "anat", "code", "gauge"))].split("|")),
        "label_mrn": people["mrn_label"], "label_plan": people["plan_label"], "label_ssn": people["ssn_label"], "label_lic": people["lic_label"],
        "ed": {"US": "ED", "UK": "A&E", "IN": "Casualty", "JM": "A&E", "NZ": "ED", "NG": "A&E"}.get(country, "ED"),
    }  # fmt: skip
    return made[word]


def expand(template: str, rng: random.Random, people: dict[str, str]) -> str:
    """A template without its marks: choices made, values drawn; slots stay."""
    while match := _MARK.search(template):
        body = match[1]
        made = macro(body[1:], rng, people) if body.startswith("=") else rng.choice(body.split("¦"))
        template = template[: match.start()] + made + template[match.end() :]
    return template
