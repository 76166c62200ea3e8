"""Two held-out parts, written before any rule that is measured on them, of other templates, styles, formats and names
than `dev` and `seen`. `held-out` is looked at once; `held-out-2` shares neither template nor name with it, so what was
mended after that look is measured on it.
"""

import calendar
import random
from collections.abc import Callable

from benchmarks.identified_notes.notes import Fill, Filled, Part
from benchmarks.identified_notes.people import Person, draw_mononym, draw_person, write_full

_WHO = ("patient", "doctor", "relative", "child", "nurse", "other")
_PLACES = [
    "Albuquerque",
    "Spokane",
    "Terre Haute",
    "Pocatello",
    "Santa Rosa",
    "Brownsville",
    "Ann Arbor",
    "Biloxi",
    "Queens",
    "Bangor",
    "St. Cloud",
    "Lubbock",
    "Yakima",
    "Rancho Cucamonga",
    "Gary",
    "Montpelier",
]
_STREETS = [
    "Juniper St.",
    "E. Cesar Chavez Ave",
    "Harbor View Rd",
    "Kensington Pl",
    "W Division Street",
    "Peachtree Blvd",
    "Indian School Road",
    "Lexington Avenue",
    "Cottonwood Dr",
    "Cherry Lane",
]
_FACILITIES = [
    "Pinecrest Nursing Home",
    "Valley Regional Medical Center",
    "St. Agnes Hospital",
    "Bluebonnet Clinic",
    "Sunrise Assisted Living",
    "County General Hospital",
    "Holy Cross Medical Center",
    "Prairie Family Medicine",
]
_MONTHS = tuple(calendar.month_name)[1:]


def _shape(rng: random.Random, shapes: str) -> str:
    """One of the shapes, parted by `|`: `9` is a digit, `A` a capital, `a` a small letter of hexadecimal numbers."""
    signs = {"9": "0123456789", "A": "ABCDEFGHJKLMNPRSTUVWXYZ", "a": "0123456789abcdef"}
    return "".join(rng.choice(signs.get(sign, sign)) for sign in rng.choice(shapes.split("|")))


def _date(rng: random.Random) -> str:
    year, month, day = rng.randint(1990, 2026), rng.randint(1, 12), rng.randint(1, 28)
    name = _MONTHS[month - 1]
    return rng.choice(
        [f"{month:02}/{day:02}/{year}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}", f"{day:02}-{name[:3]}-{year}", f"{month}/{day}/{year % 100:02}", f"{name[:3]} {day} {year}", f"{day} {name.lower()} {year}", f"{year}{month:02}{day:02}", f"{name} {day}", f"{month:02}.{day:02}.{year}"]
    )  # fmt: skip


def _codes(rng: random.Random) -> dict[str, Callable[[], Filled]]:
    """What fills the slots that are no names."""
    area = f"{rng.randint(2, 9)}99"
    phone = f"({area}) {rng.randint(2, 9)}99-9999|{area}-{rng.randint(2, 9)}99-9999|{area}.{rng.randint(2, 9)}99.9999|+1 {area} {rng.randint(2, 9)}99 9999|1 ({area}) {rng.randint(2, 9)}99-9999|({area}) {rng.randint(2, 9)}99 9999|{area} {rng.randint(2, 9)}99-9999"
    shapes = {
        "phone": ("phone", phone), "fax": ("fax", phone),
        "ssn": ("ssn", f"{rng.randint(1, 6)}{rng.randint(10, 65)}-{rng.randint(10, 99)}-9999|{rng.randint(1, 6)}{rng.randint(10, 65)} {rng.randint(10, 99)} 9999|***-**-9999|XXX-XX-9999"),
        "mrn": ("medical_record", "9999999|99999999|999-999-9|A99-9999|99-99-9999|0999999|AA-9999999|H999999999"),
        "plan": ("health_plan", "AAA9999999|9AA9-AA9-AA99|A9999999-02"), "account": ("account", "999999999|A-99999999|9999 9999 999"),
        "code": ("other_id", "AAA-9999|AA99-99999|9999-AA-99"), "device": ("device", "AA9999999|SN-99999999|9999-AAA-99"), "zip": ("zip_code", "37999|94999-9999|58999"),
        "licence": ("licence", "A-9999999|AA999999"), "ip": ("ip_address", "10.99.99.9|192.168.9.99"),
    }  # fmt: skip
    fixed = {
        "city": ("location", _PLACES), "facility": ("location", _FACILITIES), "county": ("location", ["Travis County", "Hennepin County", "Caddo Parish"]),
        "street": ("location", [f"{rng.randint(2, 9999)} {rng.choice(_STREETS)}"]), "date": ("date", [_date(rng)]), "age": ("age", [str(rng.randint(90, 103))]),
        "email": ("email", [_shape(rng, "user99@outlook.com|clinic.inbox9@valleymed.org|j.q.99@ucl.ac.uk|front-desk@pinecrest.care|home_9999@icloud.com")]),
        "url": ("url", [_shape(rng, "https://gofundme.com/f/aaaaaa|www.family-aaaa.net/blog")]),
    }  # fmt: skip
    critical = ("ssn", "medical_record", "phone", "email")
    made: dict[str, Callable[[], Filled]] = {}
    for slot, (kind, shape) in shapes.items():
        made[slot] = lambda kind=kind, shape=shape: Filled(_shape(rng, shape), kind, kind in critical)
    for slot, (kind, texts) in fixed.items():
        made[slot] = lambda kind=kind, texts=texts: Filled(rng.choice(texts), kind, kind in critical)
    return made


def make_fill(half: int) -> Fill:
    """What fills slots, with the names of one half of the lists."""
    known: dict[str, Person] = {}

    def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
        who, _, form = slot.partition("_")
        if who == "mono":
            return Filled(draw_mononym(rng, half), "name", critical=True)
        if who not in _WHO:
            return _codes(rng)[slot]()
        if who not in people:
            person = draw_person(rng, half)
            people[who] = f"{person.first} {person.last}"
            known[people[who]] = person
        person = known[people[who]]
        if form in ("first", "last"):
            return Filled(getattr(person, form), "name")
        if form in ("firstlow", "lastlow"):
            return Filled(getattr(person, form[:-3]).lower(), "name")
        if form == "lastup":
            return Filled(person.last.upper(), "name")
        return Filled(write_full(person, form or "any", rng), "name", critical=True)

    return fill


_HEADERS = (
    "PROGRESS NOTE\nPt: {patient_inv}\nMRN# {mrn}\nDOS {date}\n",
    "PID|1||{mrn}||{patient_up}||{date}|F\nORC|RE|{code}\n",
    "From: {relative} <{email}>\nTo: Care Team\nSent: {date}\nSubject: question about my mother, {patient}\n",
    '{"patient_name": "{patient}", "mrn": "{mrn}", "visit": "{date}"}\n',
    "{patient_up}    {mrn}    ADM {date}\nATT: {doctor_up}\n",
    "Nursing flowsheet, {date}, 0700-1900. Assigned RN {nurse}. Pt {patient_last}, bed 12B.\n",
    "{facility}\nRADIOLOGY\nEXAM: CT abdomen and pelvis\nPATIENT NAME: {patient_inv}\nORDERING: {doctor_inv}\nDATE: {date}\n",
    "pt {patient_low} seen {date} in clinic, mrn {mrn}\n",
    "Letter of medical necessity\nMember: {patient}   Member ID: {plan}\nTreating clinician: {doctor}, DO\n",
    "NEWBORN RECORD\nInfant of {relative}\nBABY GIRL {relative_lastup}\nBorn {date} at {facility}\n",
    "Portal message from {patient}, {date}:\n",
    "Transfer summary | {patient} | {mrn} | accepting {doctor}\n",
    "{date} - {doctor} - Cardiology consult\nAsked by {other} to see {patient_break}, a [[71 y/o]] woman with chest pain.\n",
    "Name of patient   {patient}\nNext of kin   {relative} (son), {phone}\nAllocated nurse   {nurse}\n",
    "Chart review: {patient_nick}, {age}, long-term resident of {facility}.\n",
    "ED PROVIDER NOTE\n{patient} (MRN {mrn}) was seen by {doctor_init} at [[14:20]].\n",
    "Attn: {doctor}\nRegarding: {patient_inv}, SSN {ssn}\nHome: {street}, {city}, TX {zip}\n",
    "GROUP THERAPY NOTE {date}\nPresent: {patient}, {other}, {relative}. Facilitator: {nurse}, LCSW.\n",
    "<Patient><Name>{patient}</Name><Id>{mrn}</Id></Patient>\n",
    "RE: {patient_up} / DOB {date} / CLAIM {account}\nDear {doctor},\n",
    "Speech pathology - {patient_last}, {patient_first} - session [[4 of 8]]\n",
    "Mr {mono}, who goes by one name, attends with his wife {relative}. Record no. {mrn}.\n",
    "[{date}] {nurse} (triage): spoke w/ {relative} re {patient_first}\n",
    "CONSENT\nI, {patient}, authorize {doctor} to perform the procedure.\n",
    "Dr {doctor_last}'s clinic. {patient_long} was accompanied by {relative_first} {date}.\n",
    "Patient {patient}, known to us since {date}, phones from {phone}.\n",
    "HOSPICE VISIT\nPt/family: {patient} / {relative}\nMRN: {mrn}\nCase manager - {nurse}\n",
    "Ward round {date} (Prof {doctor_last}, {other_first}, {nurse_first})\n",
    "{patient}\n{street}\n{city}, OR {zip}\n\nDear {patient_first},\n",
    "Telehealth visit with {patient}. Identity confirmed, at home in {city}. Interpreter: {other}.\n",
)  # fmt: skip
_BODIES = (
    "{patient_first} says the [[Eliquis]] makes her bruise. {relative}, her niece, has noticed it too. No bleeding.",
    "talked to {doctor_low} about the [[plavix]], ok to hold for 5 days. wife {relative_firstlow} aware.",
    "FAMILY HISTORY: mother {relative} died of stroke at [[66]]; sister {other} has [[Sjogren]] syndrome; son {child_first} healthy.",
    '"I told {doctor} I did not want the surgery," she said, "and {relative_first} was in the room."',
    "The case was reviewed at tumor board; {doctor}, {other} and {nurse} attended. Consensus: [[FOLFOX]] for [[6 cycles]].",
    "Impression: stable [[Wegener]] granulomatosis. Plan per {doctor_init}: [[Rituxan]] [[375 mg/m2]]. Labs in [[2-3 weeks]].",
    "Please call {relative} (daughter) at {phone} or {child} at {phone} with results.",
    "PT SEEN WITH {nurse_up}. AMBULATED 50 FEET WITH WALKER. DAUGHTER {relative_up} AT BEDSIDE. NO DISTRESS.",
    "Consult placed to {doctor}; {doctor_last} will see in am. [[Zofran]] given, [[Bair]] hugger on.",
    "Household: lives with husband {relative}, children {child} and {other_first}, and a dog named [[Biscuit]].",
    "pt's mom {relative_low} called, says {patient_firstlow} is vomiting again. told to go to ed. {nurse_low} rn notified.",
    "Witnessed fall on {date}. {nurse} found him on the floor next to {other}'s bed. [[Glasgow]] [[15]], no [[Battle]] sign.",
    "Emergency contacts: 1) {relative}, wife, {phone} 2) {child}, son, {phone} 3) {other}, neighbor",
    "After discussion with {relative} and {child}, the patient elected comfort care. {doctor} signed the [[POLST]] form.",
    "Referred by {doctor} for [[Dupuytren]] contracture of the ring finger. Right hand dominant. Plays piano.",
    "HEENT: normal. NECK: supple. Cardiac: RRR, no murmur. [[Homans]] negative. Skin: warm and dry. Gait: steady.",
    "Rx: [[Singulair]] [[10 mg]], [[Flonase]], [[Spiriva]]; stop [[Advair]]. Seen with student {other}.",
    "{patient} was intubated by {doctor}, lines placed by {other_init}. [[Quinton]] catheter in the right IJ.",
    "He asked whether {relative_nick} could donate a kidney; {nurse}, transplant coordinator, will follow.",
    "Mail the letter to {relative}, {street}, {city}, MN {zip}. Fax a copy to {fax}.",
    "Psychosocial: {patient_first} grew up in {city} with her grandmother {relative}. Brother {child_first} is in prison.",
    "Signed out to {other} at [[0700]]. Overnight events: none. {patient_last} slept. K [[3.9]], Mg [[2.0]].",
    "She brought a photo of herself with {relative_break} at the lake. Mood bright, affect full.",
    "As documented by {doctor_break}, the [[Swan]] was removed and the [[Hickman]] left in place.",
    "Medication list verified with pharmacist {other} at {phone}: [[Synthroid]] [[88 mcg]], [[Zestril]], [[Norvasc]].",
    "The {age}-year-old father, {relative}, and the surrogate, Ms. {mono}, disagree on code status.",
    "DISPOSITION: HOME WITH {relative_up}, {phone}. F/U {doctor_up} [[2 WKS]]. RETURN PRECAUTIONS GIVEN.",
    "Email from {email}: 'my name is {patient_low}, i was seen by {doctor_lastlow} last week and still have pain'.",
    "Attending attestation: I saw {patient} with {other}, agree with the findings. Critical care time [[35 minutes]].",
    "Vital signs: T [[37.2]], P [[92]], BP [[118/64]], SpO2 [[95%]] on [[2 L]]. I/O [[1200/950]]. Pain [[4/10]].",
    "Per chart, {relative_inv} is the health care agent; the alternate is {child_inv}.",
    "Genetics: proband {patient}; maternal uncle {relative} with [[Marfan]] syndrome; cousin {child} with [[Lynch]] syndrome.",
    "Team: {doctor} (attending), {other} (fellow), {nurse} (RN), {child} (student).",
    "{nurse} reports that {patient_last} refused [[Heparin]] and threw the tray. Security ({other}) was called.",
    "Discussed with {doctor} over the phone; [[Keppra]] to [[1000 mg]] BID. EEG read by {other_long}.",
    "Visitors today: {relative_nick}, {child}. Chaplain {other} came by. Spirits good.",
    "I am {nurse}, the on-call nurse. {relative} says he is confused, calling her {other_first}.",
    "IMPRESSION: 1. No acute process. 2. Findings discussed with {doctor_last} at [[16:05]] on {date}.",
    "Wound vac changed by {nurse_init}. [[Santyl]] applied. Measures [[4 x 2.5]] cm. Next change {date}.",
    "Procedure: [[Whipple]]. Surgeon: {doctor}. First assistant: {other}. Anesthesia: {nurse}. EBL [[300 mL]].",
    "Patient's employer contact is {other} at {phone}. Workers' comp claim {account}. Carrier: {relative_last} Mutual.",
    "Her twins, {child} and {other}, were born at [[34 weeks]]. [[Apgar]] scores [[8/9]].",
    "{relative}: \"He hasn't been himself.\" {patient_first}: \"I'm fine.\"",
    "Thank you, {doctor_first}, for involving me in the care of this pleasant lady with [[Barrett]] esophagus.",
    "History obtained from {relative_long} because the patient is nonverbal. Uses [[Tobii]] device.",
    "Spoke to pharmacy; {other_firstlow} will refill. [[ativan]] not due until {date}. {doctor_lastlow} ok with plan.",
    "Case discussed w/ Drs. {doctor_last} and {other_last}. Agree w/ [[Tegretol]]. Trough [[8.2]].",
    "Next appt: {date} w/ {doctor}. Transport arranged by {other}, {phone}. Bring [[Humalog]] pen.",
    "Social worker {nurse} met with {relative_first} and {child_first} about placement at {facility}.",
    "Pt ambulating, tolerating diet, voiding. Foley out. [[Colace]] BID. D/C tomorrow. {doctor_lastlow} aware.",
    "Living donor {relative} (A+) cleared by {doctor}. Recipient {patient} to be listed {date}.",
    "POA paperwork names {relative}, of {county}, and {child}. Copy scanned, {code}.",
    "{patient_first} and {relative_first} married in [[1974]]; {child} is their only child. He smokes [[Camel]] cigarettes.",
    "Behavioral: threatened staff member {nurse}; redirected by {other}. [[Geodon]] [[20 mg]] IM at [[21:15]].",
    "Seen and examined. Agree with {other_last}'s note. [[Kernig]] and [[Brudzinski]] negative.",
    "Letter dictated for school nurse {nurse} re: {child}'s [[EpiPen]] and [[Benadryl]] [[25 mg]].",
    "IP {ip} was used to log in as {patient_low}; reported to {other} in IT.",
    "Brought by EMS (medic {other}) after neighbor {relative} heard a crash. GCS [[14]]. [[Narcan]] x [[2]].",
    "Will need sign-off from {doctor_inv} before [[Xarelto]]. Copy: {other_inv}.",
    "{relative} (mother), {child} (father) and {other} (stepfather) attended the meeting about {patient_first}.",
    "The interpreter ({other}, ID {code}) explained the risks. {relative_first} co-signed as {relative}.",
    "Occupational history: welded for {other}'s shop in {city} [[1985]]-[[1999]]. Asbestos exposure likely.",
    "Old records from {doctor} in {city} reviewed. [[Pfannenstiel]] scar. [[Ortolani]] negative in infancy.",
    "Her obituary writer friend, {other}, keeps {url} about her illness.",
    "-- {nurse}, {date} [[06:45]]: calm, [[2 L]] NC, turned q[[2h]].",
    "Teaching: insulin technique shown to {relative}. Teach-back good. Handout from {nurse_first}.",
    "Blood drawn by {nurse_lastup}, {nurse_first}. Na [[141]], Cl [[104]], CO2 [[24]], BUN [[18]], [[Tylenol]] level neg.",
    "Spanish-speaking; son {child_long} translated. Discharged to {relative}'s home in {county}.",
    "Driver {other}, license {licence}, hit by car driven by {relative}. Officer {nurse_last} took statements.",
    "The plan was made by {doctor},\n{other} and {nurse}; it was explained to {relative_break}.",
    "ASSESSMENT/PLAN\n1. Diabetes: [[Lantus]] [[22 units]]. 2. HTN: [[Diovan]]. 3. Depression: counselling w/ {other}.",
    "Caregiver {relative} reports sundowning. {patient_last} struck {nurse_first}. [[Seroquel]] [[25]] qhs.",
    "Pacer ({device}) interrogated by rep {other} of [[Biotronik]]. Battery [[62%]].",
    "To: {nurse}; {doctor}; {other}\nSubject: bed change for {patient_last}",
    "She denies SI. Therapist {other} agrees. Safety plan signed by {patient} and {relative}.",
    "Autopsy requested by {relative}. Funeral home: contact {other}, {phone}.",
)  # fmt: skip
_ENDINGS = (
    "Electronically signed: {doctor} {date} [[18:22]]",
    "{doctor}\nInternal Medicine\nPager {phone}",
    "/s/ {doctor_up}",
    "Transcribed: {nurse_init} / {date}",
    "Kind regards,\n{doctor_first} {doctor_last}\nConsultant Physician\n{email}",
    "dictated not read - {doctor_low}",
    "cc: {other}; {relative}; {doctor_inv}",
    "Note by {nurse}, RN, BSN. Cosigned {doctor}, MD, PhD.",
    "{doctor_init}\nAttending\n{facility}",
    "Addendum {date} by {other}: culture negative. MRN {mrn}.",
    "- {nurse_first}, RN",
    "ATTENDING: {doctor_up}\nRESIDENT: {other_up}\n",
    "Warmly,\n\n{nurse}, PT, DPT",
    "Author: {doctor_inv} | Status: Signed | {date}",
    "Verified by {doctor}, {date}. Technologist {other}. Accession {code}.",
    "With many thanks for your help,\n\nYours faithfully\n\n{doctor}",
    "Prescriber: {doctor}   DEA {licence}",
    "I, {doctor}, was present for the key portions.",
    "Scribe: {nurse}, for {doctor}, at [[10:40]]",
    "Discharge paperwork signed by {patient} and {relative_first}.",
    "Interpreted by: {doctor_inv}, MD\nApproved: {date}",
    "Thanks, {nurse_first}\nSent from my phone {phone}",
    "Provider signature: {doctor_long}",
    "Reviewed w/ {doctor_lastlow}. {nurse_low}, rn",
)

HELD_OUT = Part("held-out", _HEADERS[::2], _BODIES[::2], _ENDINGS[::2], make_fill(0))
HELD_OUT_2 = Part("held-out-2", _HEADERS[1::2], _BODIES[1::2], _ENDINGS[1::2], make_fill(1))
