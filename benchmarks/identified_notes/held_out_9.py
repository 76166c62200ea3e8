"""Made-up notes as they are common in practice, written without sight of the filter."""

import random
import re

from benchmarks.identified_notes.held_out_9_fill import cast, fill
from benchmarks.identified_notes.held_out_9_kinds_a import HOSPITAL
from benchmarks.identified_notes.held_out_9_kinds_b import PRACTICE
from benchmarks.identified_notes.held_out_9_kinds_c import COMMUNITY
from benchmarks.identified_notes.held_out_9_kinds_d import EVERYDAY
from benchmarks.identified_notes.held_out_9_text import Kind, expanded, typed
from benchmarks.identified_notes.held_out_9_world import COUNTRIES, COUNTRY_WEIGHTS
from benchmarks.identified_notes.notes import Part

KINDS: tuple[Kind, ...] = (*HOSPITAL, *PRACTICE, *COMMUNITY, *EVERYDAY)
_SHORT = (
    "report", "lab-call", "portal", "registration", "billing", "incident", "pharmacy", "authorisation", "letter-to", "work-note", "list", "records",
    "text-", "email", "instructions", "call", "telephone",
)  # fmt: skip
"""In the names of kinds that hold no general examination or history."""

# Lines that may stand in any note.
_ADDED = (
    "«kinline».",
    "«plan».",
    "«taxno» on file.",
    "Best number {phone_patient}, or email {email_patient}.",
    "Preferred pharmacy {pharmacy}, {phone}, fax {fax}.",
    "Copy to Dr {staff}, {clinic}, {othertown}.",
    "Interpreter ID {badge} used.",
    "«Pt|Patient» prefers to be called {patient_nick}.",
    "Next appt {weekday_appt} {dm_appt} at «time».",
    "On leave {range}, cover by Dr {staff_last}.",
    "Booked {weekday_appt} {long_appt} «time», {hospital}.",
    "D/w {staff} («nurse») and {staff_first}.",
    "Drove here in own car, {plate}.",
    "Results at {url}.",
    "Photo {photo} added to chart.",
    "Glucometer S/N {device}.",
    "«Works at» {employer}.",
    "Off work {range}, back on {dm_next}.",
    "Seen together with {staff_initials}.",
    "Allergy: [[Keflex]]. «drug» tolerated.",
    "«score», no change from before.",
    "«eponym» in FH.",
    "«lab».",
    "Old notes from {otherhospital} ({my_past}) read.",
    "Away over {holiday}.",
    "«His» neighbour {staff} looks in daily.",
    "Named nurse {staff_first}, key worker {staff}.",
    "Chaperone: {staff}, HCA.",
    "POA is {kin}, not {staff_first} as written before.",
    "Scribed by {staff} for Dr {doctor_last}.",
    "Wants {kin_first} told, not {staff_first}.",
    "Dr. {staff_last} (nephrology) and Dr. {staff_last} (ID) following.",
    "per {staff_initials}, ok to d/c.",
    "{staff_first} from pharmacy rang, spoke w/ {staff_init}.",
    "The form was filled in by {kin}; {patient_first} signed it.",
    "pt's «rel» ({kin_first}) upset, {staff} from PALS to see them.",
    "Sx since {weekday_recent} night, no better by {dm_recent}.",
    "Last seen {my_past}; before that {long_past}.",
    "Abx to stop {dm_next}, bloods the {day_next}.",
    "It began the day after {holiday}.",
    "d/c'd {dm_recent}, back {dm}.",
    "Forms due by {date_next}. Review in {my_next}.",
    "Moved here from {othertown} in {my_past}.",
    "Was near {public_place} when it started.",
    "Grew up in {othertown}, went to {school}.",
    "Transport home to {street} booked, «time».",
    "Step-down bed on {ward} asked for.",
    "Uses {pharmacy} on {ostreet}.",
    "Cell {phone_patient}, work {phone}.",
    "Ring {kin_first} on {kin_phone} after 5.",
    "Fax consult to {fax} attn {staff_first}.",
    "Clerk {staff_first}, {phone} ext {ext}.",
    "Forms to {email_kin} please.",
    "{staff} will mail it ({email_staff}).",
    "Label checked: «mrn», {dob}.",
    "Order {order} still open; ticket {case} raised.",
    "Outside images under acc. {accession}.",
    "Deposit paid, account {account}.",
    "Co-pay on card ending {card4}.",
    "Parked at the door, reg {plate}, permit given.",
    "Wheelchair on loan, serial no. {device}.",
    "«lic» for the script.",
    "Leaflet: {url}",
    "Login from {ip} was flagged, it was {kin_first}.",
    "Signed in by fingerprint ({biometric}).",
    "See {photo} for the rash.",
    "Grandmother lived to {old_age}.",
    "Cares for a parent aged {old_age}, {kin_first} helps.",
    "Next door lives an aunt of {old_age}, well.",
    "[[Summer]] colds only, [[Autumn]] flare of asthma.",
    "[[Wells]] low, [[Geneva]] low, no CT.",
    "Bloods repeated on the {day_recent}, no change.",
    "cc {staff_init}; {staff_init}, {clinic}.",
    "Seen with Dr {staff_last} and student {staff_first}.",
    "Plans agreed w/c {dm_next}; {staff_first} to book.",
)
_FILLING = (
    "«vitals»",
    "No new allergies. «drug» «sig» unchanged. «odd»",
    "«He» understands the plan and has no more questions. «score».",
    "«lab», rest of results within range. «eponym» as before.",
    "«smoke». Sleeping and eating well. «kinline».",
    "Discussed with Dr {staff_last} who agrees. To call if worse, {phone}.",
)
_PROSE = (
    "Review of systems: no fever, chills or weight loss. No headache, visual change or neck stiffness. No palpitations, orthopnoea or PND. Bowels regular, no blood. No dysuria or frequency. All other systems negative.",
    "Past medical history: hypertension, hyperlipidaemia, osteoarthritis of both knees, gastro-oesophageal reflux, «eponym», cholecystectomy in «year», fractured wrist in childhood.",
    "Medications on arrival:\n- amlodipine 5 mg daily\n- atorvastatin 40 mg nightly\n- «drug» «sig»\n- vitamin D 1000 units daily\n- paracetamol 1 g up to four times a day as needed",
    "On examination «he» looked comfortable and was not in distress. Mucous membranes moist. Heart sounds normal with no added sounds. Chest clear to the bases. Abdomen soft and not tender, no masses, bowel sounds present. Calves soft. No focal neurology.",
    "Labs: WBC «d:4:14», Hb «d:9:16», Plt «n:120:390», Na «n:130:146», K «d:3.2:5.4», Cl «n:96:108», CO2 «n:20:30», BUN «n:8:40», Cr «d:0.6:2.4», glucose «n:78:240», ALT «n:10:70», AST «n:12:66», albumin «d:2.4:4.6». Urinalysis: trace protein, otherwise clear.",
    "Discussed the risks and benefits of treatment, other choices, and what might happen with none. «He» could repeat this back in «his» own words and wishes to go on. Written information given. Advised to return or call if there is fever, worse pain, bleeding, short breath or any other worry.",
    "Functional status: independent with washing and dressing, needs help with shopping and cleaning. Walks with a stick outdoors. One fall in the last year without injury. Stairs with rail.",
    "Social: lives in a two storey house with «his» «rel». «smoke». No recreational drugs. Enjoys gardening and the crossword. Follows a low salt diet most of the time.",
    "Skin intact, pressure areas checked. Oral intake fair, about half of each meal. Fluids encouraged, intake 1,«n:100:900» mL, output 1,«n:100:700» mL. Call bell within reach, bed low, two rails up. Slept for long stretches.",
    "Assessment: overall picture fits a viral illness on top of stable chronic disease. Red flags were sought and not found. Not septic, qSOFA 0. Low threshold for imaging if no better in 48 hours.",
    "Plan:\n1. Continue present treatment.\n2. Repeat bloods in one week.\n3. Stop smoking advice given.\n4. Physio to see.\n5. Return sooner if worse.\nTotal time «n:10:55» minutes, over half in counselling.",
    "Mental state: well kempt, good eye contact. Speech normal in rate and tone. Mood 'not too bad', affect reactive. No formal thought disorder. No delusions or hallucinations. Oriented, good insight.",
    "ECG: sinus rhythm at «n:56:98», axis normal, PR «n:140:198», QRS «n:82:118», QTc «n:390:468», no acute ST change. CXR: clear fields, no effusion, heart not enlarged. Echo last year: good LV function, mild MR.",
    "Pain is dull, about «n:2:8» out of 10, worse on bending and lifting, better with rest and heat. No numbness, no weakness, no trouble with bladder or bowels. Straight leg raise 80 degrees on both sides.",
    "Family history: father had a heart attack in his sixties, mother type 2 diabetes, one sibling with asthma. No cancer known in first degree relatives. No sudden deaths.",
)
_MOST_NEGATIVES = (2, 3, 3, 4, 4)
_MARKED = re.compile(r"\[\[(.+?)\]\]")
_LIKE_A_NUMBER = re.compile(r"\d{5}|\d{3}[-.]\d{3}|March")
_STYLES = ("plain",) * 15 + ("small", "small", "capitals", "typos", "typos", "typos")


def _thinned(pieces: list[str], rng: random.Random) -> list[str]:
    """The pieces with no more hard negatives than a note should have; the others stay as plain words."""
    marked = [match[1] for piece in pieces for match in _MARKED.finditer(piece)]
    plain = [place for place, text in enumerate(marked) if not _LIKE_A_NUMBER.search(text)]
    dropped = sorted(rng.sample(plain, min(len(plain), max(len(marked) - rng.choice(_MOST_NEGATIVES), 0))))
    numbers = iter(range(len(marked)))
    return [_MARKED.sub(lambda match: match[1] if next(numbers) in dropped else match[0], piece) for piece in pieces]


def _outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    kind = rng.choices(KINDS, [kind.weight for kind in KINDS])[0]
    weights = [
        weight if country in kind.countries else 0 for country, weight in zip(COUNTRIES, COUNTRY_WEIGHTS, strict=True)
    ]
    people.update(cast(rng, rng.choices(COUNTRIES, weights)[0], kind.ages, kind.sex))
    people["kind"], people["style"] = kind.name, rng.choice(_STYLES)
    body = [line.removeprefix("?") for line in kind.body if not line.startswith("?") or rng.random() < 0.5]
    body += rng.sample(_ADDED, rng.choice((0, 1, 1, 2, 2, 3)))
    if int(people["years"]) > 15 and rng.random() < 0.5 and not any(part in kind.name for part in _SHORT):
        for paragraph in rng.sample(_PROSE, rng.choice((1, 2, 2, 3, 4))):
            body.insert(rng.randint(1, len(body)), paragraph)
    head, *lines, end = (
        expanded(text, rng, people).replace(".  ", ". ").rstrip() for text in (kind.head, *body, kind.end)
    )
    spare = rng.sample(_FILLING, len(_FILLING))
    while sum(map(len, (head, *lines, end))) < 360 or sum(line.count("[[") for line in lines) < 2:
        lines.append(expanded(spare.pop(), rng, people))
    if rng.random() < 0.35 and not any("\n" in line for line in lines):
        lines = [" ".join(lines)]
    pieces = [head, *lines, end]
    if kind.name != "portal-message" and rng.random() < 0.15:
        pieces.pop()
    return [typed(piece, rng, people["style"]) for piece in _thinned(pieces, rng)]


HELD_OUT_9 = Part("held-out-9", (), (), (), fill, _outline)
