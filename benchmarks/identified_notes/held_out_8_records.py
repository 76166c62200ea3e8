"""Forms, laboratory reports, interfaces and insurers' papers of held-out part 8."""
# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import ASIA, BRITISH, Kind

KINDS = (
    Kind(
        "registration face sheet",
        (
            """\
{abbr} FACE SHEET                       printed {date} «=hm» by {nr_user}
PATIENT NAME  : {pt_revupper}
ALIAS         : {pt_nick}
«=label_mrn»  : {mrn}       ACCT : {acct}
«=label_ssn»  : {ssn}       DOB : {dob}   AGE : «=age»   SEX : «=sex»
ADDRESS       : «=addr»
HOME          : {pt_phone}  CELL : {phone}  EMAIL : {pt_email}
EMPLOYER      : {employer}  OCC : «=job»
RELIGION      : {church}
NEXT OF KIN   : {rel_revupper}  («=rel»)  {rel_phone}
GUARANTOR     : {ot_revupper}   CARD {card}
INSURANCE 1   : «=plan»   EFF {date_p}
«=gp»         : {sp_revupper}   FAX {fax}
ADM DX        : «=dx» , «=eponym»
PORTAL        : {url}
LANG          : [[Creole]]   ADV DIR : [[Y]]""",
            """\
NEW PATIENT FORM (please print)
First name: {pt_first}      Surname: {pt_last}      Preferred: {pt_nick}
D.O.B.: {dob}     «=ssn»
Where do you live? {street}, {town}   how long? 6 yrs
Tel (day): {pt_phone}   Tel (eve): {phone}
Who sent you? {sp}, {clinic}
In emergency: {rel} ({rel_phone})
Work/school: {employer}
Car reg (for parking): {plate}
Meds: «=drugneg», «=drug»    Ever had: «=eponym» [x]  «=dx» [ ]
Signed {pt_init}    dated {md}
OFFICE: folder {mrn}  «=plan»  «=neg»""",
        ),
        ages=(18, 99),
        pad="idq",
    ),
    Kind(
        "HL7 ADT fragment",
        (
            """\
MSH|^~\\&|ADT1|{abbr}|LAB|{hosp2}|{hl7}||ADT^A08|{order}|P|2.5.1
EVN|A08|{hl7}|||{nr_user}
PID|1||{mrn}^^^MR~{ssn}^^^SS||{pt_hl7}||{dob_hl7}|«=sex»|||{street}^^{town}^«=region»^{zip}||{pt_phone}|{phone}||M|||{acct}
NK1|1|{rel_hl7}|«=rel»||{rel_phone}
PV1|1|I|{ward}^214^A||||{npi}^{dr_hl7}^^^MD||||||||||||{case}
IN1|1|{plan}|MCR
DG1|1||[[E11.9]]^«=dx»^I10
AL1|1|DA|^[[Bactrim]]^|MO
OBX|1|ST|[[8867-4]]^HR||«=hr»|/min
NTE|1||«=negf» «=idt»""",
            """\
MSH|^~\\&|LIS|{clinic}|EHR|{abbr}|{hl7}||ORU^R01|{rec}|P|2.3
PID|||{mrn}||{pt_hl7}||{dob_hl7}|«=sex»
ORC|RE|{order}|{acc}|||||{hl7}|{nr_hl7}
OBR|1|{order}|{acc}|[[24323-8]]^CMP|||{hl7}|||{tp_init}||||||{npi}^{dr_hl7}||{phone}
OBX|1|NM|[[2951-2]]^Sodium||«=na»|mmol/L|[[136-145]]|||F|||{hl7}
OBX|2|NM|[[2823-3]]^Potassium||«=k»|mmol/L|[[3.5-5.1]]|||F
OBX|3|NM|[[2160-0]]^Creatinine||«=cr»|umol/L|[[62-106]]|H||F
OBX|4|TX|^Comment||«=negr» Called to {sp_first} {md} «=hm» rb ok
NTE|1|L|analyser s/n {serial}; host {ip}""",
        ),
        "US US US CA AU IE",
        (20, 95),
        pad="idq",
    ),
    Kind(
        "FHIR-like fragment",
        (
            """\
resourceType: Patient
identifier:
  - system: {url}
    value: "{mrn}"
  - type: SB
    value: "{ssn}"
name:
  - use: official
    family: "{pt_last}"
    given: ["{pt_first}"]
  - use: nickname
    text: "{pt_nick}"
telecom:
  - phone: "{pt_phone}"
  - email: "{pt_email}"
gender: «=gender»
birthDate: "{dob_iso}"
address:
  - line: ["{street}"]
    city: "{town}"
    postalCode: "{zip}"
contact:
  - name: "{rel}"
    phone: "{rel_phone}"
generalPractitioner: "{dr}"
photo: "{photo}"
meta:
  lastUpdated: "{iso}"
note: "«=negf» «=idt»\"""",
            """\
<Observation>
  <id value="{acc}"/>
  <code><coding><code value="[[4548-4]]"/><display value="HbA1c"/></coding></code>
  <subject><display value="{pt_rev}"/><reference value="Patient/{mrn}"/></subject>
  <effectiveDateTime value="{iso}"/>
  <performer><display value="{dr}"/><identifier value="{npi}"/></performer>
  <valueQuantity value="«=a1c»"/>
  <device><serialNumber value="{serial}"/><udi value="{udi}"/></device>
  <note><text value="«=negf» Told «=rel» {rel_first} on {md}, {rel_phone}."/></note>
  <method value="[[Bio-Rad]] D-100"/>
</Observation>""",
        ),
        "US US CA AU UK NZ",
        (20, 92),
        pad="idq",
    ),
    Kind(
        "OCR of a fax",
        (
            """\
FAX RECEIVED {date} «=hm»   FROM {fax}   PAGE 1 OF 3
T0: {dr}, {clinic}
RE; {pt_rev}   D0B {dob}   ID {mrn}
-- -- -- -- --
Dear Dr {dr_last}. This patlent was seen ln our Urgent Care on {md_p} wlth «=dx» . «=negf» BP «=bp» . Rx «=drug» #2O .
Pt. lives at {street} , {town} and works for {employer} . Ca|l {rel_first} ( «=rel» ) {rel_phone}
«=neg» . Pls resched {wk_n} .
{sp_caps} . PA-C   ~signature~   Lic {lic}
C0NFlDENTlAL . lf received in error ca|l {phone} . Acct {acct}
«=idt»""",
            """\
..{hosp}..   ld: {mrn}
{street}.{town}. {zip}        Ph, {phone}
                LAB0RATORY REPORT (copy)   {date}
Narne {pt}         Sex «=sex»   Age «=age»
Ref by Dr. {dr_dot}     Samp|e {acc}
H b       «=hb»   g/dl      [[12-16]]
W B C     «=wbc»            [[4-11]]
Widal     [[1:80]] T0 pos     [[Mantoux]] 8 rnm
Platelet  [[150-400]]  norma|
Rernarks : «=negr»
Verified {nr} , Medical Techno|ogist , reg {lic} . Collected by {tp_first} at {clinic} {md_p}
«=idq»""",
        ),
        ages=(20, 96),
        manners="ocr",
        pad="idq",
    ),
    Kind(
        "spreadsheet export",
        (
            """\
name,dob,mrn,phone,last_seen,dx,note
"{pt_rev}",{dob},{mrn},{pt_phone},{date_p},«=dx»,"«=neg»; call {rel_first}"
"{ot_rev}",{date_pp},{case},{phone},{md_p},asthma,"moved to {town2}; «=drugneg»"
"{tp}",{date_pp},{acc},{phone},{date_p},"[[Coeliac]]","DNA x2, {nr_first} to ring {wk_n}"
"{sp_revupper}",{date_pp},{order},{phone},{md},"«=eponym»","see {email}"
# exported {iso} by {nr_user} @ {ip}
# list owner {dr_dot}, {clinic}
# «=negf»
# «=idq»""",
            """\
Pt                        | Zip        | Ins            | Appt       | w/
{pt_lastinit}  | {zip} | {plan} | {md_n} | {dr_last}
{ot_dot}   | -- | self pay {card} | {md_n} | {sp_last}
{tp_famcaps} | -- | WC {case} | {wk_n} | {nr_first}
{rel_revlow} | -- | pend | {hol} (closed!) | --
cancel list: {sp_nick} {phone}; [[botox]] clinic full
room 3 autoclave {asset} out since {my}
«=negf» «=idq»
MRNs pulled: {mrn}""",
        ),
        ages=(20, 90),
        pad="idq",
    ),
    Kind(
        "prior authorisation",
        (
            """\
PRIOR AUTHORIZATION REQUEST              Fax to {fax}
Date {date}      Ref/Case # {case}
MEMBER: {pt}     ID {plan}     DOB {dob}     GRP on file
PRESCRIBER: {dr}  NPI {npi}  DEA {dea}  Contact {nr_first} {phone}
DRUG: «=drugneg»   Qty 30   Dx [[E11.65]]
Tried/failed: «=drug» (rash, {my}); «=drugneg» ([[3]] months)
Clinical: «=ageyo» «=man», A1c «=a1c» on {date_p}, lab {acc}. «=negf»
Shipping: {street}, {town}, «=region» {zip}
DENIED per letter {md}; peer to peer w/ Dr. {sp_last} set {wk_n} «=clock», conf {url}
Appeal by pt's «=rel» {rel}, {email}. HIPAA rep form [[Y]]
«=idq»""",
        ),
        "US",
        (21, 93),
        pad="idq",
    ),
    Kind(
        "explanation of benefits call",
        (
            """\
BILLING NOTES acct {acct} / {pt_revcaps}
{md_p} {nr_init}: pt called, upset, got EOB for DOS {date_p}. CPT [[99285]], mod [[25]].
{md_p} {sp_init}: claim {case} reproc; payer rep "{ot_first}" ref {order}, ph {phone}
{md} {nr_init}: «=rel» {rel_first} ({rel_phone}) says 2ndary is {plan}. Subscriber {rel_rev}, b. {date_pp}, «=ssn».
{md} {tp_user}: pymt plan 6 x, card {card}; stmt to {street} {town} {zip}
NOTE do not send to collections. [[Bill]] to charity care, [[Grant]] in aid form mailed. [[Will]] call {md_n}.
Emailed receipt {pt_email}. MRN {mrn}. «=idq» «=negf»""",
        ),
        "US US US SG AE ZA",
        (24, 90),
        pad="idq",
    ),
    Kind(
        "motor claim medical report",
        (
            """\
MEDICO-LEGAL REPORT on {pt} born {dob}
Instructed by {tp_last} & Co, ref {case}; insurers' policy {plan}
Accident {date_pp}, {town2} ring road: claimant's car {plate} (VIN {vin}) hit by van {plate} driven by {ot}.
Seen {date} at {clinic}, ID checked: «=label_ssn» {ssn}. Companion: {rel_first} («=rel»).
Neck pain settled in [[10-12]] weeks. [[Spurling]] neg. Power [[5/5]]. «=negf» Off work at {employer} to {md_p}.
Records: {hosp2} {my}; GP Dr {sp_last}, "fit and well". Photograph {photo} of seat-belt [[mark]].
Prognosis full. «=idf»
Statement of truth. {dr}, {lic}. Invoice {acct} payable {bank}.""",
        ),
        BRITISH + " IN PK NG KE",
        (19, 80),
        pad="idf",
    ),
    Kind(
        "laboratory phone log",
        (
            """\
CRITICAL CALLS {isoday}  bench: {nr_first}/{tp_init}
«=hm» K [[6.8]] – {pt_lastinit} {mrn} – to RN {sp_first}, {ward}, rb ✔
«=hm» BC pos GPC clusters – {ot_revcaps} {acc} – Dr {dr_last} {phone}
«=hm» trop [[412]] – {rel_dot} – no ans x2, {abbr} operator {phone}
«=hm» malaria film + ([[Giemsa]], [[Maurer's]] clefts) – {tp_last} dob {dob}
«=hm» mislabelled tube, says {pt_mis}, req says {pt}; rejected, recollect {wk_n}
Analyser {serial} QC [[Westgard]] 1-2s. Temp fridge {asset} ok.
«=negr» «=idq»""",
        ),
        pad="idq",
    ),
    Kind(
        "histology report",
        (
            """\
SURGICAL PATHOLOGY                     {acc}
{pt_revupper}       {dob}       «=sex»       {mrn}
Collected {date_p}   Received {date_p}   Reported {date}
Submitting: {dr} / {clinic} / fax {fax}
CLINICAL: «=ageyo», «=eponym», lesion noticed by «=rel» {rel_first}
GROSS: Labelled "{pt_last}, L arm". Ellipse 22 x «=mm» mm, [[India]] ink, blocks A1-A4.
MICRO: [[Reed-Sternberg]] cells absent. [[Clark]] II, [[Breslow]] 0.4. [[Masson]]-Fontana +. [[Congo]] red neg. [[Gleason]] n/a. [[Ki-67]] 4%. «=negr»
DX: dysplastic naevus, margins clear.
Intradept consult: {sp_lastinit} agrees. Prior {acc} ({my}) reviewed. Digital slide {url}
{ot}, MBBS FRCPath «=lic»  called to {nr_first} {md}""",
        ),
        pad="idq",
    ),
    Kind(
        "radiology report",
        (
            """\
EXAM: «CT ABDOMEN¦MRI L-SPINE¦US ABDO¦XR CHEST PA»   ACC {acc}   {date} «=hm»
PT: {pt_rev}, «=agesex», {mrn}
REQ: Dr {dr_last}, {ward}. HX: «=dx», seen {wk}
COMPARISON: {hosp2} {my} ([[Siemens]] PACS, study {order})
TECHNIQUE: [[Omnipaque 300]], «=gauge». Scanner {serial}.
FINDINGS: «=anat». «=negr» «=negr» Liver «=mm» mm cyst. [[Riedel's]] lobe. [[Morrison's]] pouch dry. [[Chance]] fracture no.
IMPRESSION: 1. no acute finding. 2. «=eponym» not assessed.
Result read to {nr_famcaps} by phone {phone} «=hm».
Dictated {sp_init}; [[Powerscribe]]; signed {ot}, {isoday}""",
            """\
USS REPORT {clinic} {md}
{pt} DOB {dob} {mrn}  «=weeks» by LMP {date_pp}
[[Hadlock]] EFW 1810 g; BPD 78; [[Doppler]] UA PI 0.9; placenta ant; [[Nuchal]] n/a; liquor AFI 12
cervix 34 mm. [[Douglas]] pouch no FF. Partner {rel_first} present, sex not told.
Images on disc {acc}, key {photo}
Next growth {md_n}, Dr {dr_last} told by {nr_first}. «=negr» «=negr»
Sonographer {sp_dot} {lic}. «=idt» «=idt»""",
        ),
        ages=(20, 44),
        pad="idq",
    ),
    Kind(
        "device clinic interrogation",
        (
            """\
DEVICE CHECK  {clinic}  {date}   remote / in person
{pt_rev}  {dob}  {mrn}   {pt_phone}
Gen: «[[Azure XT DR]]¦[[Evera MRI]]¦[[Ellipse VR]]¦[[Amvia Edge]]» SN {serial}  impl {my} by {sp_last}, {hosp2}
Leads: RA {serial}  RV {serial}  (thr [[0.75 V]], imp [[480]] ohm)
Mode DDD [[60-130]]. AP 31% VP 2%. [[Wenckebach]] at 150. Battery 6.2 y
Episodes: NSVT {date_p} «=hm» 9 beats; AF {md_p} 4 h
Home monitor {mac} offline since {hol}, [[Merlin]] box; new sent to {street}, {zip}, order {order}
Tech {nr_first}, rep {ot} ({phone}). «=Rel» {rel_first} taught. «=idt» «=neg»""",
        ),
        "US US UK CA AU IE NZ SG",
        (50, 99),
    ),
    Kind(
        "access audit log",
        (
            """\
BREAK-GLASS AUDIT {case}
{iso} user={nr_user} ip={ip} chart={mrn} action=VIEW "{pt_rev}"
{iso} user={nr_user} ip={ip} chart={mrn} action=PRINT face sheet
{iso} user={sp_user} ip={ip} auth={bio} action=VIEW labs {acc}
{iso} kiosk={mac} photo={photo} action=CHECKIN
Reason typed: "cov for {dr_nick} pt asked"
Interview {date_n}: {nr} says {pt_first} is her neighbour on {street}. Manager {tp} ({phone}).
Policy [[HIM-204]]. [[Mark]] closed if letter sent by {md_n} to {rel} («=rel»). [[Splunk]] query saved {url}. «=idq» «=negf»""",
        ),
        "US US AU CA UK SG",
        pad="idq",
    ),
    Kind(
        "biometric enrolment",
        (
            """\
ENROLMENT SLIP  {clinic}  {date}
Client: {pt} ({pt_nick})   «=label_ssn» {ssn}   tel {pt_phone}
Right index: {bio}   q=71
Left iris: {bioiris}   q=88
Face: {photo}   match 0.94
Voice line: {biovoice}  phrase "my [[voice]] is my password"
Reader {serial}, tablet {mac}, server {ip}
Failed twice on {md_p}: worn [[ridges]], henna. [[Iris]] ok after [[Tropicamide]].
Operator {nr_lastinit}, supervisor {sp_first}. Guardian {rel} («=rel»).
Folder {mrn}; scheme {plan}. Re-enrol {md_n} at {town2} outreach. «=idq» «=negf»""",
        ),
        "IN IN KE NG GH PH ZA PK AE US",
        (18, 85),
        pad="idq",
    ),
    Kind(
        "research screening log",
        (
            """\
TRIAL [[HOPE-4]] / site 07 / PI {dr_last}
Scr no   init   dob         MRN        consent     outcome
{study}  {pt_init}  {dob}  {mrn}  {date_p}  rand arm B, kit {order}
{study}  {ot_init}  {date_pp}  --  {date_p}  SF: [[Child-Pugh]] C
{study}  {tp_init}  {date_pp}  --  {md}  SF: on [[Keppra]]
AE: {study} fell {wk}, «=dx», seen {hosp2}; reported {md} by {nr_first} to CRO ({email}, fax {fax})
Diary device {serial}; ePRO login {pt_user} at {url}
«=Rel» {rel_first} witnessed. Pt drives {plate}, mileage paid to {bank}. [[CONSORT]] count ok, [[RECIST]] 1.1. «=idq»""",
        ),
        pad="idq",
    ),
    Kind(
        "pharmacy label and counselling",
        (
            """\
{pharmacy}  {street}  {town}  {phone}
Rx {order}     {date}
{pt_caps}
«=addr»
TAKE ONE TABLET TWICE A DAY WITH FOOD
«=drug»          QTY 60    REFILLS 2 BEFORE {date_n}
DR {dr_dot}      RPh {nr_init}
-----
Counselled {pt_first}/«=rel» {rel_first}. Also buys [[Gaviscon]] and [[St John's]] wort: warned. [[Robitussin]] ok. Allergy «=allergy». On «=drugneg» from {sp_last}.
Profile: b. {dob}, id {ssn}, plan {plan}, pays {card}. Delivers {wk_n} driver {tp_first} van {plate}. Hosp no {mrn}
«=idt»""",
        ),
        ages=(20, 94),
    ),
    Kind(
        "equipment order",
        (
            """\
DME / HOME O2 ORDER   order {order}
Patient name ........ {pt}
Ship to ............. {street}; {town}; {zip}
Tel ................. {pt_phone} (alt {rel_first} {rel_phone})
Ins ................. {plan}      Dx [[J44.9]]
Item ................ «[[Inogen]] concentrator¦[[Zimmer]] frame¦[[Hoyer]] lift¦[[Roho]] cushion¦[[Pride]] scooter», SN {serial}, UDI {udi}
Replaces ............ {serial}, recalled {my}
ABG {date_p} ........ [[7.36/58/54]] on RA at {clinic}
Certifying .......... {dr}  «=lic»  signed {date}
Therapist ........... {nr_lastinit}. «=neg».
Delivered ........... {wk_n} by {tp_first}, van {plate}; dog [[friendly]]
Record .............. {mrn}
«=idq»""",
        ),
        "US US US CA AU UK NZ",
        (50, 97),
        pad="idq",
    ),
    Kind(
        "telegraphic polyclinic record",
        (
            """\
{clinic} {date}
{pt_revbare} ({ssn}) «=agesex»
c/o URTI [[3/7]], no [[Koplik]] spots. bro {rel_nick} same. helper {tp_first} also
pmhx dm htn hld, «=eponym»; a1c «=a1c» {my}
oe t «=temp» bp «=bp»; [[Kernig]] neg; «=neg»
rx [[Piriton]], [[Danzen]], «=drug». mc [[2/7]] from {md_p}
works {employer}, boss {ot_dot} hp {phone}
hrn {mrn}; claim {plan}
tcu {md_n} dr {sp_last}; sms {pt_phone}
seen by {dr_init} {lic} «=idt»""",
        ),
        ASIA,
        (20, 85),
        manners="plain lower",
    ),
    Kind(
        "mortuary and death paperwork",
        (
            """\
NOTIFICATION OF DEATH
Deceased {pt_caps}, «=age» years, «=ssn», late of {street}, {town}
Died {date} «=hm», {ward}, {hosp}. Verified {nr}, cert. Dr {dr_last} ({lic}).
Ia «=dx» Ib «=eponym» II frailty. [[Parkinsonism]] not stated.
Last seen alive by me {md_p}. Coroner's officer {sp_last} told, ref {case}. Pacemaker {serial} removed by {ot_first}.
Property: [[pearl]] ring, phone, bank book {acct}; to «=rel» {rel}, {rel_phone}, {email}
Undertaker: {tp_last} & Sons, vehicle {plate}. Funeral {church}, {wk_n}.
Mortuary band {mrn}. [[Grace]] was said. «=idf» «=negf»""",
        ),
        ages=(55, 103),
        pad="idf",
    ),
)
