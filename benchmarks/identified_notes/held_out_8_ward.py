"""Notes from hospital wards of held-out part 8."""
# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import ASIA, BRITISH, Kind

KINDS = (
    Kind(
        "ward round jotting",
        (
            """\
{md} WR «Dr¦Mr¦Prof» {dr_last} / {sp_first} (reg) / {nr_init}
{pt_famcaps} «=agesex» bed «=bed» «=mrn»
D«=small» post «=dx». «=idt»
o/e T «=temp» HR «=hr» BP «=bp» sats «=spo2» «RA¦2L¦FiO2 0.28»
«=neg». «=neg».
Na «=na» K «=k» Cr «=cr» CRP «=crp» (was 188 {md_p})
Plan
- «stop¦cont¦halve» «=drug»
- «chase echo¦rpt bloods mane¦MRSA swab¦VTE risk» , «=kit»
- PT/OT. «=idt»
- home {wk_n} if «walking¦E+D¦afebrile», «=rel» {rel_first} aware""",
            """\
{wk} {md_p}  «=time»
{pt_lastinit} b«=bed» — {dr_init} rounding
S: slept ok, «no CP¦bit sore¦wants home». «=idt»
O: obs stable, «=ratio». «=wordneg»
A/P: «=dx» on background «=eponym». Abx day «=small»/7, IV->PO. If «=drugneg» still charted pls cross off.
D/w {sp_dot} (micro) ext via {hosp} switch {phone}. Rv {md_n}.
«=neg», TTOs by «=time». «=idt»""",
        ),
        ages=(40, 99),
        manners="plain plain typo lower",
    ),
    Kind(
        "discharge letter",
        (
            """\
{hosp}
{ward}  Tel {phone}
{date}

Dear Dr {sp_last},
Re: {pt}, DOB {dob}, «=mrn»
«=addr»

Thank you for taking over the care of this «=ageyo» «=gent» admitted on {date_p} with «=dx». «=negf» «=idf»
On the ward «=he» was treated with «=drug» and improved over «=dur». «=negf»
Discharge medication: «=drug»; «=drug»; «=drugneg» «stopped¦to continue».
Follow-up: my clinic on {date_n}; bloods at your surgery in «=dur».
«=idf»

Yours sincerely,
{dr}
«Consultant Physician¦Specialty Registrar¦FY1» («=lic»)
cc {rel} («=rel»), by request""",
            """\
DISCHARGE SUMMARY
Patient ......... {pt_rev}
«=label_mrn» ..... {mrn}
Admitted ........ {date_p}    Discharged ...... {date}
Attending ....... {dr}, MD
Dispo ........... «home with «=rel»¦{home}¦rehab at {hosp2}»

HOSPITAL COURSE: «=ageyo» «=man» with «=dx» and «=eponym» who presented to {hosp} after a fall at {employer}. «=negf» Weaned to room air. «=neg». Hgb «=hb» at discharge.
«=idf»
MEDS: «=drug», «=drug», «=drugneg».
F/U: {sp}, {clinic}, {date_n} at «=clock», ph {phone}.
Copies faxed to {fax}. Questions: {nr_first}, case mgmt.""",
        ),
        ages=(25, 97),
        pad="idf",
    ),
    Kind(
        "shift handover",
        (
            """\
NIGHT -> DAY HANDOVER {ward} {date}
1. {pt_last} bed «=bed», «=agesex», «=dx». «=kit». «=Rel» {rel_nick} stayed till «=time».
2. {ot_last} bed «=bed», for theatre {wk_n}, NBM from 0200. «=gauge».
3. {tp_revcaps} – new from «=ed» «=time», «=mrn». «=neg».
4. empty, clean. 5. {sp_first} (she likes "{sp_nick}") – 1:1, {nr_last} covering.
Staff: {nr_first}, {dr_first}, bank HCA {ot_nick}. Sick call: {sp_dot}.
CD keys with {nr_init}. «=idt»
Equip: pump {asset} not holding charge, use {serial}.""",
            """\
ISBAR @ «=time»
I – {nr}, RN, {ward}
S – {pt}, «=ageyo», «=dx», «=mrn»
B – in since {md_p}, under {dr_last}. «=eponym». «=idt»
A – A patent, «=spo2», RR «=rr», «=hr», «=bp». «=neg». «=ratio»
R – pls rv before «=time»; «=rel» {rel} {phone} wants a call. [[Mark]] as urgent on board""",
        ),
        ages=(30, 96),
        manners="plain typo upper plain",
    ),
    Kind(
        "ICU daily goals",
        (
            """\
ICU goals {isoday} | {pt_rev} | {mrn} | ICU day «=small»
Neuro: RASS -2, CAM neg, «=sign». Propofol 20 mcg/kg/min
Resp: AC 16, 420 ml, 40%, «[[PEEP]] 8», ABG «[[7.38/41/88]]¦[[7.29/58/71]]»
CV: norepi 0.06, MAP > 65. «=kit»
Renal: UOP «=fluids» ml, Cr «=cr», CRRT machine {serial}
ID: MDR Acinetobacter?, Cx sent {md_p} acc# {acc}
Lines: R IJ ({md_p}), art line L rad, [[Swan-Ganz]] out
Family: {rel} («=rel», HCP) {rel_phone}; mtg {wk_n} w/ palliative {sp_first} & Chaplain {tp_last}
Code: Full. «=idt»
Attg: {dr_last}   RN: {nr_lastinit}   RT: {ot_first}""",
        ),
        "US US US US CA AU IN",
        (30, 94),
    ),
    Kind(
        "operation note",
        (
            """\
OPERATION NOTE   {hosp}   Theatre 3
Name {pt_caps}     «=label_mrn» {mrn}     D.O.B. {dob}
Date {date}  Start «=hm»  End «=hm»
Surgeon: {dr} / Asst: {sp_dot} / Anaes: {ot}
Scrub: {nr_first}  Circ: {tp_init}
Procedure: «[[Whipple]] procedure¦[[Hartmann's]] procedure¦[[Lichtenstein]] hernia repair¦[[Nissen]] fundoplication¦[[Kocher]] incision, open cholecystectomy¦[[Austin Moore]] hemiarthroplasty»
Findings: «=anat», «=mm» mm defect. «=anat».
Implant: lot sticker {udi}; screw set {serial}
Count correct. EBL 150. «=gauge» skin. «=kit».
Specimen to path {acc}. [[Will]] need ROS 10-12/7 -- correction [[10-12]] days.
Post-op: «=drug»; «=idt»
Dictated {md}, signed {dr_init}""",
        ),
        "UK UK AU IN IE ZA US SG NG",
        pad="idt",
    ),
    Kind(
        "anaesthetic preassessment",
        (
            """\
PRE-OP CALL – {nr} spoke to {pt_first} on {phone}, {date} «=time»
For: {wk_n} list, Mr {dr_last}, {hosp}
Hx: «=eponym», «=dx». Prev GA «=year» no probs; «=rel» ({rel_first}) had "reaction" at {hosp2}
«=scale» | [[Mallampati]] II | [[ASA]] 2 | «=bp»
Meds «=drug»; «=drugneg» – hold from {md_n}
Allergies «=allergy»
Driving home: {ot_first} (neighbour), car reg {plate}
«=idt» NBM told x2. [[Clexane]] explained.
e-consent sent {url}""",
        ),
    ),
    Kind(
        "observation chart",
        (
            """\
{pt_revupper}   «=label_mrn» {mrn}   {ward}   Chart no {case}
Date     | Time | T    | HR  | BP     | SpO2 | Init
{md_p} | «=hm» | «=temp» | «=hr» | «=bp» | «=spo2» | {nr_init}
{md_p} | «=hm» | «=temp» | «=hr» | «=bp» | «=spo2» | {sp_init}
{md} | «=hm» | «=temp» | «=hr» | «=bp» | «=spo2» | {nr_init}
Comments: «=neg»; «=wordneg»; escalated {dr_last} «=time» -- seen {nr_first}
Monitor {serial}, «[[Masimo Rad-97]]¦[[Philips MX450]]¦[[Dinamap V100]]»
Fluids in «=fluids» out «=fluids». «=idt»""",
            """\
time	pain	sed	N/V	sign
«=hm»	«=pain»	0	n	{nr_init}
«=hm»	«=pain»	1	y	{nr_init}
«=hm»	«=pain»	0	n	{tp_init}
PCA pump {serial} for {pt_lastinit} («=mrn»), set up {date} by {nr} with {sp_lastinit}. Bag no {bag}. «=gauge». «=ratio». «=idt» «=idt»""",
        ),
        ages=(18, 95),
    ),
    Kind(
        "medication chart",
        (
            """\
MAR {date} – {pt_rev} DOB {dob} {mrn}   ALLERGY: «=allergy»
08:00 «=drug» ...... given {nr_init}
08:00 «=drugneg» ...... omitted (code 4) {nr_init}
14:00 «=drug» ...... pt declined, {sp_dot} informed
22:00 «=drug» ...... given {ot_init}
PRN «=drug» x2. «=gauge»
Prescriber {dr} («=lic»), pharmacist {tp_first} checked {md}
Note: patch rotated «=dur» ago; next {md_n}.
«=idt» «=neg»""",
        ),
        ages=(40, 97),
    ),
    Kind(
        "discharge checklist",
        (
            """\
☑ TTO explained to {pt_first} and «=rel» {rel_first}
☑ Cannula out («=gauge»)   ☑ «=kit»
☐ Keys from neighbour {tp}
☑ Transport: {ot_first} crew, booked {md_n} «=time», ref {case}, vehicle {plate}
☑ DN referral to {clinic}, fax {fax}
☐ Package of care restarts {wk_n} ({home} respite otherwise)
☑ Fit note to {md_n}, employer {employer}
☑ Letter to «=gp» Dr {sp_last}
☐ Valuables: watch, rings, bank card {card}
Nurse {nr_famcaps}   Patient {pt_caps}   «=mrn»   {date}
«=neg». «=idt»""",
        ),
        "UK UK UK IE AU NZ ZA",
        (65, 98),
    ),
    Kind(
        "fall incident report",
        (
            """\
INCIDENT {case}
When: {date} approx «=hm»     Where: {hosp}, {ward}, bathroom
Who: {pt} «=agesex» «=mrn»
Witness: visitor {tp}, tel {phone}; HCA {nr_first}
What happened: Pt stated "I only [[rose]] to reach my frame". Found on R side. «=sign». «=scale». No LOC.
Action: Dr {dr_last} at «=hm», CT head {acc} nil acute. «=Rel» {rel} told by {sp_dot} on {rel_phone}.
Contributing: bed alarm {asset} unplugged by {ot_first}. Floor wet. [[Morse]] not redone.
Severity 2. Reported by {nr_user} from {ip}. Photo {photo}. «=negf»""",
        ),
        ages=(60, 101),
        pad="idq",
    ),
    Kind(
        "transfusion record",
        (
            """\
TRANSFUSION SHEET
Pt: {pt_rev}  / {dob} / {mrn}
Unit 1 {bag}  O Pos  exp {date_n}  start «=hm» end «=hm»  1st {nr_lastinit} 2nd {sp_lastinit}
Unit 2 {bag}  O Pos  exp {date_n}  start «=hm» end --  (stopped)
Pre Hb «=hb»; «[[Kell]] neg¦[[Duffy]] a pos¦anti-[[Kidd]]»; [[Coombs]] neg; [[Lewis]] a-b-
Reaction: T «=temp», rigors. Dr {dr_last} informed «=hm». Lab {ot_first} ext, ref {acc}.
Consent {md_p} via interpreter {tp}. [[Baxter]] pump {serial}.
«=idt»""",
        ),
    ),
    Kind(
        "dialysis run sheet",
        (
            """\
HD run  {clinic}  chair «=bed»  «morning¦twilight» shift
{pt_rev} – {mrn} – {date}
Pre wt «=wt»  Post wt «=wt»  UFG 2.4 L  machine {serial} «[[Fresenius 5008]]¦[[Dialog+]]¦[[Prismaflex]]»
Access L [[Cimino]] fistula, 15g x2. Bruit ok. No steal, [[Allen]] test ok.
«=hm» BP «=bp» cramping, 200 ml NS, {nr_first}
«=hm» BP «=bp» settled, {nr_first}
Hb «=hb» K «=k», epo given. [[Tessio]] site dry.
Dr {dr_last}: dry wt down 0.5. Transport {ot_first} late again, veh {plate}. Missed {wk} tx (court re {case}). «=idt»""",
        ),
        ages=(25, 92),
    ),
    Kind(
        "emergency department note",
        (
            """\
«=ed» NOTE {hosp}
arr {date} «=hm» by «private car {plate}¦EMS¦taxi¦police car»
{pt} / «=agesex» / «=ssn» / «=mrn»
CC: «chest pain¦fall¦abdo pain¦"feels off"¦laceration L hand at {employer}»
HPI: started {wk} «=clock». «=Rel» {rel_first} found «=him». Seen {clinic} {md_p}, given «=drugneg».
PMH «=eponym», «=dx». «soc: «=job»¦soc: lives {street}, {town}»
PE: «=ratio»; «=neg»; «=sign»
ED course: {dr_dot} -> [[HEART]] 3. Trop neg x2. CXR {acc}.
MDM: d/w {sp_last} (cards). [[Will]] dc w {md_n} f/u. Return precautions. «=idt»""",
            """\
Triage «=hm» – cat 3. {pt_famcaps}, «=ageyo», self-presents. «=dx». «=bp» «=hr» «=spo2» «=temp»
Seen by {dr_init} «=hm». Says was stung on {hol} in {town2}, swelling since. «=He» works with {tp_first} at {employer}.
O/E «=neg», «=wordneg». Ix: bloods {acc}, ECG [[Wenckebach]]? -> reviewed, sinus.
Imp: «=dx». Rx «=drug» «=dur».
«=mrn» «=plan»
NOK {rel} ({rel_phone}) coming from {town2}. «=idt»""",
        ),
        ages=(18, 99),
        manners="plain plain typo upper lower",
    ),
    Kind(
        "Indian discharge card",
        (
            """\
{hosp}, {town} - {zip}
DISCHARGE CARD
NAME: {pt_caps}   AGE/SEX: «=age» Y / «=sex»   S/O D/O W/O: {rel}
«=label_mrn»: {mrn}    D.O.A: {date_p}    D.O.D: {date}
ADDRESS: «=addr»     CELL: {pt_phone}
«=label_ssn»: {ssn}   TPA/POLICY: {plan}
DIAGNOSIS: «=dx» WITH «=eponym»
TREATED WITH INJ. MONOCEF 1 GM, IVF [[RINGER]] LACTATE, TAB. «=drugneg». «=neg». VITALS STABLE ON DISCHARGE. BP «=bp». SUGARS «=gluc».
ADVICE: TAB «=drug» 1-0-1 FOR [[5]] DAYS. REVIEW IN OPD ON {date_n} WITH DR. {sp_lastcaps}.
SD/- DR. {dr_caps}, «=label_lic» {lic}
BILL NO {acct} SETTLED BY {ot_first}. KINDLY CALL {phone} IN EMERGENCY.""",
        ),
        "IN IN IN IN PK",
        (18, 93),
    ),
    Kind(
        "stroke unit log",
        (
            """\
FAST+ @ «=hm», lkw {wk} «=clock»; {pt_revcaps}; «=agesex»
NIHSS 9 → 4 · [[Broca's]] aphasia · «=sign» · «=ratio»
CT/CTA {acc} «=hm» read {sp_init} · ASPECTS 9 · [[Circle of Willis]] complete
tPA [[0.9 mg/kg]], bolus «=hm» by {nr_first}. Wt «=wt»
«=Rel» {rel} gave consent on {rel_phone} (pt unable)
tx from {hosp2} helo N-number on file; accepting {dr_last}
[[Barthel]] pre 20/20. Thrombectomy room 2, device {udi}
{md} SLT {tp_first}: [[Frazier]] water protocol. «=idt» «=neg»""",
        ),
        "US US UK CA AU IE",
        (45, 98),
    ),
    Kind(
        "old doctor's one-liners",
        (
            """\
{md_p} – {pt_lastlow} again. chest. «=drug».
{md_p} – better. «=rel» {rel_firstlow} rang, {rel_phone}
{md} – sugar «=gluc», bp «=bp», wt «=wt». told «=him» no more [[drumstick]] curry, [[ginger]] tea ok
{md} – referred {sp_last} at {hosp2}. wants [[allegra]], given
note: hosp no {mrn}. owes fee, a/c {acct}. son in law is {tp_nick} from {town2}
{md_n} – due. «=neg» «=ratio»
{date_n} – due also for pension form, «=ssn»
– {dr_init}""",
        ),
        "IN NG GH KE JM PK ZA IE MY",
        (30, 96),
        manners="plain lower",
    ),
    Kind(
        "surgical consent note",
        (
            """\
CONSENT DISCUSSION {date} «=hm», {ward}
Patient {pt} (DOB {dob}; «=mrn») has capacity. Procedure explained by {dr}: «[[Bankart]] repair¦[[Ilizarov]] frame¦[[Burch]] colposuspension¦[[Ross]] procedure¦[[Keller]] osteotomy¦[[Scopinaro]] bypass».
Risks: bleeding, infection, 1-2% nerve injury, [[Horner's]] syndrome rare. «=He» asked if «=he» [[may]] drive in «=dur».
Interpreter: {tp}, badge {case}, by phone {phone}. Witness: {nr_dot}.
«=He» does NOT consent to photos ({photo} deleted) and objects to students. Teaching form no {order}.
«=idf» «=negf»
Sgd {pt_init} / {dr_init}""",
        ),
        BRITISH + " US US US " + ASIA,
        pad="idf",
    ),
    Kind(
        "bed management log",
        (
            """\
bed mtg «=hm» {wk}
- {ward}: {pt_last} to {home} {md_n}, waiting {rel_first} («=rel») to sign
- resus: {ot_revcaps} needs tele, «=dx»
- side rm «=bed»: {tp_last} C diff pos, lab {acc}
- repats: {sp} -> {hosp2}, accepted Dr {dr_last}, ref {case}, crew phone {phone}
- outliers 6, [[breaches]] 2, [[Winter]] ward not open
- {abbr} on divert till «=hm»
site mgr {nr_first}. «=idt» «=negf» [[OPEL]] 3.
hosp no for {pt_init}: {mrn}""",
        ),
        "UK UK IE AU NZ ZA",
        (60, 99),
        manners="plain lower",
    ),
)
