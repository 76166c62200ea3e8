"""How a template of this part is spelled out: choices, words that follow the person's sex, numbers and styles.

In a template «a|b» is one of the two, ~60-90~ a number, and §word a phrase of `_PHRASES` or of the note's people.
"""

import random
import re
from dataclasses import dataclass

from benchmarks.identified_notes.held_out_14_dates import AGE_OF_OTHERS, AGE_OF_THE_OLD
from benchmarks.identified_notes.held_out_14_numbers import OTHER, PLANS, RECORDS, REGISTERED, TAX, staff_register
from benchmarks.identified_notes.held_out_14_places import ADDRESSES

UK = "uk uk uk ie"
NEAR = "uk uk ie au nz"
ALL = "uk uk uk uk ie au nz in pk sg my ph ng ke gh za jm gulf"
ABROAD = "in pk sg my ph ng ke gh za jm gulf"


@dataclass(frozen=True)
class Kind:
    """A kind of note: its template, where it is written, whom it is about and how it is typed."""

    name: str
    text: str
    countries: str = ALL + " us us us us us us"
    who: str = "adult"
    case: str = ""
    letter: bool = False


_PHRASES = {
    "obs": "«BP [[~98-178~/~54-98~]]|bp [[~98-178~/~54-98~]]» «HR|P|pulse» [[~54-118~]], «RR|resps» [[~12-24~]], «temp|T» [[~36-38~.~0-9~]], «sats|SpO2» [[~91-99~%]]«| on air| RA»",
    "lab": "«Hb [[~78-151~]], CRP [[~4-190~]]|Na [[~128-144~]], K [[~3-5~.~1-9~]], creat [[~58-210~]]|HbA1c [[~41-97~]]|INR [[~1-4~.~0-9~]]|WCC [[~4-18~.~0-9~]], plt [[~98-412~]]|eGFR [[~22-90~]]|TSH [[~1-6~.~10-89~]]|ferritin [[~8-240~]], B12 [[~160-600~]]»",
    "med": "«co-codamol [[30/500]]|Fultium [[~800-3200~]] units|Adcal D3|[[Allegra]] 180 mg|[[Yasmin]]|amlodipine [[10]] mg|[[Madopar]] 62.5|Augmentin [[500/125]]|[[Seretide]] 250|[[Ventolin]] prn|metformin [[850]] mg|apixaban [[2.5]] mg|[[Calpol]]|[[Lantus]] [[~8-40~]] units|[[Cerazette]]|[[Mirena]]|[[Movicol]]» «bd|od|tds|as before|nocte»",
    "score": "«[[Waterlow]] ~9-24~|[[Glasgow]] coma scale [[~13-15~/15]]|GCS [[15/15]]|NEWS2 [[~0-6~]]|[[Barthel]] ~6-19~/20|MUST [[~0-2~]]|[[Rockwood]] ~3-7~|PHQ-9 [[~3-24~]]|[[Apgar]] scores 9 and 10|[[Braden]] ~12-22~|[[Abbey]] pain scale ~2-9~|[[Wells]] score [[~0-4~.5]]|[[Bristol]] stool type ~1-7~|[[Addenbrooke's]] ~61-96~/100|[[Edinburgh]] score ~4-17~»",
    "sign": "«[[Murphy's]] sign negative|[[Romberg's]] neg|power [[5/5]] throughout|no [[Kernig's]] sign|[[Phalen's]] and [[Tinel's]] positive|[[Babinski]] downgoing|[[Trendelenburg]] neg|[[Homans']] sign neg|[[Lachman]] test lax|[[Snellen]] 6/9 both eyes|[[Schober's]] test 4 cm|[[Hoffmann's]] absent|[[McBurney's]] point tender»",
    "cond": "«[[Parkinson's]] disease|[[Crohn's]] disease|[[Hashimoto's]] thyroiditis|[[Alzheimer's]] type dementia|COPD|type 2 diabetes|[[Raynaud's]] phenomenon|[[Graves']] disease|AF|[[Meniere's]]|hypertension|[[Barrett's]] oesophagus|[[Paget's]] disease of bone|[[Sjögren's]]|[[Bell's]] palsy|asthma|[[Dupuytren's]] contracture|CKD stage [[3]]»",
    "kit": "«[[Foley]] catheter|[[Zimmer]] frame|[[Hickman]] line|[[Thomas]] splint|[[Philadelphia]] collar|[[Tubigrip]]|[[Redivac]] drain|[[Airvo 2]]|[[Omron M3]] monitor|[[Freestyle Libre 2]]|[[Graseby]] pump|[[Ryles]] tube|[[Jackson-Pratt]] drain|[[Sara Stedy]]|[[Yankauer]] suction|[[Aspen]] collar»",
    "spec": "«cardiology|respiratory|elderly care|orthopaedics|neurology|ENT|gastroenterology|rheumatology|general surgery|renal»",
    "sob": "«breathlessness on the flat|a fall on the stairs|three days of vomiting|painless haematuria|chest tightness when walking uphill|a productive cough|dizzy spells|worsening low back pain|loss of appetite and weight|recurrent headaches|a swollen left calf|numb fingers at night|poor sleep and low mood»",
    "bye": "«Yours sincerely|Kind regards|With best wishes|Yours faithfully|Many thanks|Regards|Best»",
    "call": "«rang|phoned|called|texted|spoke to|d/w|discussed with|updated»",
    "drname": "«Dr {doctor}|Dr {doctor_family}|Dr {doctor_flast}|{doctor}|Dr. {doctor}|Prof {doctor_family}|Mr {doctor_family}|{doctor_flast}»",
    "sister": "«Sr {nurse_family}|S/N {nurse_family}|Sister {nurse}|RN {nurse}|staff nurse {nurse_given}|{nurse}|{nurse_flast}|N/S {nurse_flast}»",
    "mob": "«tel {phone}|Tel: {phone}|mob {phone}|on {phone}|{phone}|ph {phone}|T {phone}|Mobile {phone}|contact no. {phone}»",
    "bleep": "«bleep {bleep}|Bleep {bleep}|ext {bleep}|pager {bleep}|extn {bleep}»",
    "sign_off": "«{doctor}|Dr {doctor}|{doctor_caps}|{doctor_flast}|{nurse}|{staff}|{doctor_ini}|{nurse_ini}|{nurse_given}»",
    "sig": "«{doctor_ini}|{nurse_ini}|{staff_ini}|{nurse_flast}|{doctor_flast}|{staff}, §reg|{nurse_given}»",
    "kinis": "«§kin {kin}|§kin, {kin_given},|§kin {kin_given}|{kin} (§kin)|§kin §kinMr {kin_family}»",
    "neg": "«§score.|§sign.|Uses a §kit.|Known §cond.|§obs.|§lab.|Takes §med.|Imp: ?§cond.|Cervical cytology negative, [[p16]] and [[Ki-67]] not done.|[[HeLa]] controls satisfactory.|[[BRCA1]] normal.|Given at [[~9-17~.~10-55~]] with food.|Seen at [[~8-19~:~10-59~]], settled.|Pain [[~2-9~/10]].|[[Fitzpatrick]] type II.|Repeat in [[~2-12~/52]].|Symptoms for [[~2-9~/7]].|Flow [[~180-480~]].|Lot of fluid, [[~1-2~,~200-900~]] ml in.»",
    "mode": "«ambulance|own transport|taxi|walked in|brought in by family»",
}  # fmt: skip
_KINS = {
    "M": ("husband", "brother", "father", "cousin", "son", "nephew", "grandson", "son-in-law"),
    "F": ("wife", "sister", "mother", "partner", "daughter", "niece", "granddaughter", "daughter-in-law"),
}
_SEXED = {
    "M": {"he": "he", "his": "his", "him": "him", "He": "He", "His": "His", "Mr": "Mr", "sex": "M", "man": "man"},
    "F": {"he": "she", "his": "her", "him": "her", "He": "She", "His": "Her", "Mr": "Mrs", "sex": "F", "man": "lady"},
}
_NUMBERED = {"id": ("mrn", RECORDS), "ssn": ("ssn", TAX), "plan": ("plan", PLANS), "reg": ("licence", REGISTERED)}


def expand(text: str, rng: random.Random, people: dict[str, str]) -> str:
    """The template with its choices made: only slots and hard negatives are left to fill."""

    def phrase(match: re.Match[str]) -> str:
        return _phrase(match[1], rng, people)

    before = ""
    while before != text:
        before = text
        text = re.sub(r"«([^«»]*)»", lambda match: rng.choice(match[1].split("|")), text)
        text = re.sub(r"§(\w+)", phrase, text)
    text = text.replace("~A~", people["age"])
    return re.sub(r"~(\d+)-(\d+)~", lambda match: str(rng.randint(int(match[1]), int(match[2]))), text)


def _phrase(word: str, rng: random.Random, people: dict[str, str]) -> str:
    country, sexed = people["country"], _SEXED[people["patient.sex"]]
    if word in sexed:
        if word == "man" and int(people["age"]) < 18:
            return "boy" if people["patient.sex"] == "M" else "girl"
        return rng.choice(["Mrs", "Ms", "Miss"]) if sexed[word] == "Mrs" else sexed[word]
    if word in _NUMBERED:
        slot, table = _NUMBERED[word]
        place = rng.choice(staff_register(country) if slot == "licence" else range(len(table[country])))
        return f"{table[country][place][0]}{rng.choice([' ', ': ', ' ', ': '])}{{{slot}_{place}}}"
    match word:
        case "other":
            place = rng.randrange(len(OTHER))
            return f"{OTHER[place][0]}{rng.choice([' ', ': '])}{{other_{place}}}"
        case "age":
            return rng.choice(AGE_OF_THE_OLD if int(people["age"]) >= 90 else AGE_OF_OTHERS)
        case "addr":
            return rng.choice(ADDRESSES.get(country, ADDRESSES["other"]))
        case "kin":
            years, kins = int(people["age"]), _KINS[people["kin.sex"]]
            fit = (
                kins[2:3]
                if years < 18
                else kins[:4]
                if years < 55
                else kins[3:]
                if years > 95
                else (*kins[:2], *kins[3:])
            )
            return people.setdefault("kin.is", rng.choice(fit))
        case "parent":
            return "dad" if people["kin.sex"] == "M" else "mum"
        case "kinMr":
            return "Mr" if people["kin.sex"] == "M" else rng.choice(["Mrs", "Ms"])
        case _:
            return _PHRASES[word]


def set_case(text: str, case: str) -> str:
    """The template in capitals or small letters; slots are left as they are."""
    change = {"lower": str.lower, "upper": str.upper}.get(case)
    if not change:
        return text
    return "".join(part if part.startswith("{") else change(part) for part in re.split(r"(\{\w+\})", text))


def add_typos(text: str, rng: random.Random) -> str:
    """One to four words with two letters the wrong way round, none of them in a slot or a hard negative."""
    words = [m for m in re.finditer(r"\{\w+\}|\[\[.+?\]\]|(?<![\w'])[a-z]{5,}(?![\w'])", text) if m[0].isalpha()]
    for match in rng.sample(words, min(len(words), rng.randint(1, 4))):
        at = match.start() + rng.randint(1, len(match[0]) - 3)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


EXTRAS = (
    "«Next of kin|NOK|Contact»: §kinis §mob",
    "cc: «§drname, {surgery}|{patient}, §addr|{gp}, {surgery}|GP|{staff_flast}»",
    "§neg §neg",
    "§neg §neg §neg",
    "§kinis «asked to be rung|would like an update|visited» {weekday}. §neg",
    "Also on §med. §neg",
    "«Plan|P|PLAN»: «bloods {next}|review {next}|d/w §drname|repeat in [[~2-8~/52]]». §sig",
    "«Allergies|All»: «NKDA|penicillin (rash)|latex». §id",
    "«Interpreter|Carer|Neighbour|Friend» «{friend}|{friend_given}|{friend_flast}|§kin» §mob",
    "«Review|Seen again|Clinic|To return» {next} «in {hospital}|at {surgery}|with §drname|here». §neg",
    "«Written|Typed|Dictated|Signed» {today} «by|per|for» §sign_off",
    "«Copy sent|E-mailed|Sent» to {email} {date}. §neg",
    "{date}: §obs. §sig",
    "«Lives|Stays|Home» «at|in|-» §addr. §neg",
    "§ssn. §plan. §neg",
    "Records also at {hospital2} since {month}. §neg",
    "«In|On|Since» {holiday} «§he was well|§his §kin was away|had §sob». §neg",
    "«Portal|Results at|See|Leaflet»: {url}. §neg",
    "Seen with «student {staff_given}|medical student {staff}|{staff_flast} (FY1)|CNS {staff_family}». §score.",
    "«fax {fax}|Fax: {fax}|F {fax}» «tel {phone}|T {phone}». §neg",
    "«Aka|Known as|Likes to be called|Answers to» “{patient_nick}”. §neg",
    "Previously {patient_maiden}. §neg",
    "«Worked at|Retired from|Off work from» {employer}. §neg",
    "§reg, §drname",
)
HEADS = (
    "{hospital}\n{street2}, {town2} {zip}\n«Tel|T|Phone»: {phone}  «Fax|F»: {fax}",
    "{surgery}\n{town} {zip}\n«Tel {phone}|{email}|{url}|{phone} / {phone}»",
    "«Department of|Dept of» §spec, {hospital}\n«Secretary|Sec»: {staff} «§mob|{email}»\n«Date|Dictated|Typed»: {today}",
    "«STRICTLY CONFIDENTIAL|PRIVATE AND CONFIDENTIAL|In confidence»\n«Our ref|Ref»: {refno}   «Date: |»{today}\n{hospital}, {town}",
)
