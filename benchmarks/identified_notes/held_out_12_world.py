"""Kinds of note of the other countries, and kinds that all share."""

from benchmarks.identified_notes.held_out_12_kinds import Kind, read_kinds

WORLD: tuple[Kind, ...] = read_kinds(
    """
== clinic-letter | uk ie au nz za | adult
{hosp}
Department of <Cardiology|Gastroenterology|Neurology|Rheumatology>     Tel: {phone}
Clinic date: {date}     Typed: {today}
Dr {gp}
{clinic}, {street}, {town}, {zip}
Dear Dr {gp_f},
Re: {pt}, DOB {dob}, %id, {street}, {town}
Diagnosis: [[<Crohn's disease|Parkinson's disease|Raynaud's|Barrett's oesophagus>]]
I reviewed this %age-year-old %gent in clinic with %his %wife {rel_g}. %He has been well since I last saw %him in {my}. %He has retired from {employer}. BP [[#118-150#/#66-90#]], weight #54-98# kg. Bloods of {dm}: Hb [[#108-150#]], CRP [[<#1-20#|4>]], calprotectin [[#40-280#]].
I have suggested azathioprine [[#50-150#]] mg and will see %him again in six months. %Mr {pt_f} has the number of our specialist nurse {nrs} ({phone}). The MRI is booked for {next}.
Yours sincerely,
Dr {doc}, %lic
Secretary: {oth}, {email_work}
cc %Mr {pt_f}
== gp-referral | uk ie au nz ca | adult
REFERRAL LETTER
Date: {today}     Ref: {ref}
To: Dr {con}, {hosp}
From: Dr {doc}, {clinic}, {street}, {town} {zip}. Ph {phone} Fax {fax}
Re: %Mr {pt}   DOB {dob}   %id
Address: %addr   Mobile {mobile}
Thank you for seeing {pt_g}, a %age year old %man with <a 3 month history of dysphagia|worsening knee pain|a changing mole>. First seen here {dm}. %He is a smoker, %works for {employer}. %His %brother {oth_g} had bowel cancer. PMH [[Gilbert's]] syndrome, HTN. Meds: [[Micardis]], omeprazole [[20]] mg. Allergies: [[<penicillin|Rocephin>]]. O/E BMI [[#22-36#.#0-9#]], BP [[#118-160#/#70-98#]]. [[Murphy's]] sign negative. FBC {dm} normal, ferritin [[#8-40#]].
USS done {my} at {hosp2}. %He is going away over {hol}; best contact is %wife {rel_g}, {mobile}. %plan
Kind regards
Dr {doc}, %lic
== gp-consultation | uk ie au nz | adult
{today} #8-17#:#10-59#  Surgery consultation ({clinic})  Dr {doc}
{pt}, dob {dob}, %id
Hx: <3/7 cough|2/52 low back pain|tired all the time>, worse since {wd}. %wife {rel_g} similar. off work ({employer}) from {dm}. no red flags. seen in A&E at {hosp} on the {nth}, told viral.
O/E: temp [[3#6-8#.#1-9#]], HR #60-98#, BP [[#110-150#/#64-92#]], sats 9#5-9#%. chest clear. [[Centor]] 1. Imp: <viral|mechanical>. [[PHQ-9]] [[#3-15#]].
Plan: analgesia, [[Calpol]] not needed. cert from {dm} to {dmn}. bloods with {nrs_g} {dmn}. rx sent to {pharm}, {street}.
letter from Dr {con_f} dated {date} filed, {oth_f} (physio) to review. QRISK [[#4-22#.#0-9#%]].
tel {mobile} / {email}
{doc_in}
== uk-discharge | uk ie | adult
DISCHARGE SUMMARY     {hosp}, {ward}
Patient: {pt_rev}     DOB: {dob}     %id
Address: {street}, {town} {zip}     GP: Dr {gp_f}, {clinic}
Admitted: {date}   Discharged: {today}   Consultant: {con}
Presenting complaint: <fall|fractured NOF|fall, long lie>
Dear Dr {gp_f}, this %age year old %gent was admitted via A&E after a fall at home on {wdd}. CT head: no bleed. AMTS [[#6-10#/10]]. L hip DHS performed on {dm} by Mr {oth_f}. Treated with [[Tazocin]] for HAP. eGFR [[#32-80#]] on discharge. [[Waterlow]] 1#0-8#.
TTO: apixaban [[2.5]] mg bd, [[Adcal D3]], bisoprolol 2.5 mg
Social: lives with %wife {rel_g} (tel {phone}); POC restarted {dm}. NOK %son {kid}, {mobile}. Follow-up: fracture clinic {next}. GP to repeat U&E in 1/52.
%sign
== handover | uk ie au nz | elder
HANDOVER LIST - {ward} - {today} - team: {con_f} / {doc_f} / {nrs_in}
Bed 1: {pt_rev}, %age %M, %id. D#3-9# hip #. Obs stable, [[NEWS]] #0-3#. Hb [[#78-120#]] {dm}. Chase {oth_f} (ortho) re weight bearing. TTOs done. {home} assessing {dmn}.
Bed 2: {oth}, 7#1-9# F. CAP, [[CURB-65]] #1-3#. IV co-amox since {dm}. Family ({kid_g}) want update, {mobile}.
Bed 3: {gp_f}, 6#1-9# M. [[Wernicke's]], [[Pabrinex]] until {dmn}. Wants to self discharge. d/w psych liaison, bleep {ext}.
Bed 4: {rel}, 8#1-9# F. Off legs, ?UTI. [[Foley]] in. Scan {dmn}. OT {nrs_g} seen {dm}. ceiling ward based.
Jobs: gent level [[#1-2#.#0-9#]] bed 2; cannula bed 3; death cert for the late {kid_f} (RIP {dm}); bloods Bed 1 for {wd}.
Outliers: none. On call reg {doc}, bleep {ext}.
== district-nurse | uk ie au nz | elder
COMMUNITY NURSING VISIT
%head
Visit to {street}, {town}. Key safe in use. Access: %son {kid_g} ({mobile}) present.
%age yr old %gent, L leg ulcer, ABPI [[0.#80-99#]] done {my}. Dressing: [[Aquacel]], [[K-Four]] bandaging. Size #2-6#.#1-9# x #1-4#.#1-9# cm, photo {photo}. Pain [[#1-5#/10]].
INR/Insulin: [[Lantus]] 14 u given, BM [[#6-14#.#0-9#]]. BP [[#110-150#/#60-88#]].
%Mr {pt_f} tearful, %wife {rel_g} died {my}; was at {hosp} over {hol}. Meals from {oth_g} next door. Rang GP surgery {clinic}, spoke to Dr {gp_f}, abx to be collected from {pharm}.
Plan: redress {dmn}; refer TVN {con} ({email_work}). Syringe driver S/N {serial} returned.
%nsign
== physio | uk ie au nz za | adult
Physiotherapy <assessment|review>   {clinic}
%head
Referred by Dr {gp_f}, {hosp}. %plan
S: %age yo %male, R shoulder pain since lifting at work ({employer}) on {dm}. VAS [[#3-8#/10]]. Sleeps poorly. Plays tennis with {rel_g}. Had same in {my}, saw {oth_f}, settled.
O: flexion #90-150# deg, ER 30. [[Hawkins-Kennedy]] +ve, [[Neer]] +ve, [[Speed's]] -ve. Power [[4/5]]. A: subacromial pain. [[QuickDASH]] #24-60#.
P: education, [[Theraband]] x10 bd, review {dmn}. Letter to Dr {gp_f}. DNA on {dm}, rebooked by {nrs_g}. GP to consider steroid. Phone {mobile}, email {email}.
{doc}, <Physiotherapist|Senior Physio>
== crisis-team | uk ie nz au | adult
Mental Health <Crisis Team|CMHT> contact    {today} #9-20#:#10-59#
{pt}, %age, DOB {dob}, %id. Home visit, {street}, {town} with {oth_if} (CPN).
Referred by Dr {gp}, {clinic} on {dm}. {pt_nick} low since losing job at {employer} in {my} and split from %wife {rel_g}. Took 16 paracetamol {wd} night, seen at {hosp}, level [[#12-60#]] mg/L. [[Beck]] scale 1#0-9#. Denies current plans. Contact with %son {kid_g} ({school}) protective. MSE: kempt, low mood, 4/10. No psychosis. Previous adm {ward}, {my}. Meds: sertraline [[#50-150#]] mg, [[Seroquel]] 25 mg nocte.
Risk: moderate. Safety plan, crisis line {phone}. MHA not needed; care coordinator {con} to call {mobile} {dmn}. MDT {dmn} w/ Dr {doc_f}.
{nrs}, RMN
== midwife-booking | uk ie nz au | mother
ANTENATAL <BOOKING|CLINIC>
%head
Midwife: {nrs}     Consultant: {con_f}, {hosp}
G#1-4# P#0-3#, %age, LMP {lmp}, EDD {next}. Partner {rel}, {mobile}; %works for {employer}. BMI [[#20-38#.#0-9#]], BP [[#98-136#/#56-84#]], CO #1-6# ppm.
Prev: SVD {my} at {hosp2}, {kid_g}, #2800-3990# g. Partner's %brother {oth_g} has [[Duchenne]]. Blood group [[O neg]], anti-D planned. Hb [[1#04-32#]]. [[Whooley]] neg.
Scan {dm}: CRL [[#46-80#]] mm, NT 1.#0-9#. [[Down's]] screening low chance [[1 in #900-4000#]].
Lives %addr. GP Dr {gp_f}, {clinic}. Safeguarding: nil, prev SW {doc_f} closed {my}.
Plan: GTT {dmn}, anomaly scan {dmn}. Triage {phone}. Handheld notes given.
{nrs_in}
== health-visitor | uk ie nz au | baby
Health visitor <new birth visit|6-8 week check>   {today}
Baby {pt}, DOB {dob}, %id, %M   Mother {rel}   %addr
Born {hosp}, 39+#1-6#, BW #2-4#.#10-99# kg. Seen at home with aunt/uncle {oth_g} and sib {kid_g} (at {school}). GP Dr {gp_f}, {clinic}. Wt #3-6#.#10-99# kg, [[25th-50th]] centile. HC #35-39#.#1-9# cm. [[Guthrie]] card done {dm}, hearing {dm} clear. [[Moro]] present, [[Barlow]] and [[Ortolani]] neg. Mongolian blue spot documented, photo {photo}.
Breast fed, [[Abidec]] from 4/52. {rel_g} mood: EPDS [[#2-14#/30]]. Sleeping advice given. Jaundice [[SBR 1#10-80#]] on {dm}.
Mum's mob {mobile}. Imms due {dmn}. Refer tongue tie clinic, {con_if}. Next contact {next}, nursery nurse {doc_g}.
%nsign
== ae-card | uk ie za nz | adult
<A&E|ED> CARD  {hosp}  {today}  arr #10-23#:#10-59#
{pt_rev}  dob {dob}  %id  {street}, {town} {zip}  tel {mobile}. Occupation/employer: {employer}. NOK: {rel} (%wife) {phone}. GP {gp_f}, {clinic}
PC: <fall onto outstretched hand|chest pain|assault outside pub {dm}>
HPC: %age %M, {dm} #18-23#:#10-59#, tripped in {street}. Not KO'd. Tetanus utd. Came with {kid_g}.
OE: GCS [[15/15]], obs stable HR #60-98#, BP [[#110-150#/#60-90#]]. ASB tender. Pain [[#3-8#/10]]. XR (no. {acc}): scaphoid ok. [[Futura]] splint. Rx [[Voltarol]] 50 tds
d/w ortho SHO {oth_f} bleep {ext}. # clinic {dmn}. Police ref {case}.
seen by {doc_if} (%lic), triage {nrs_in}
== ambulance | uk ie au nz | adult
AMBULANCE PATIENT REPORT   Inc no. {run}   {today}
Crew {oth} / {nrs_if}   Veh {plate}   Call 07#10-59#  O/S 08#10-29#
Pt {pt}, %agesex, DOB {dob}, %id
Loc: {street}, {town} {zip}   Caller: {rel} (%wife) {mobile}
C/O: <chest pain|fall, long lie|seizure> at approx 0#6-9#30. Hx: IHD, [[Addison's]], T2DM. Stented {my} at {hosp2}. Meds: [[Clexane]], [[Imdur]], GTN. NKDA.
Obs: GCS [[1#3-5#]], HR #58-120#, BP [[#92-160#/#52-92#]], RR #14-28#, BM [[#4-14#.#0-9#]], sats 9#1-8#% air, FAST neg. Pain [[#2-8#/10]]. Rx: aspirin 300, morphine [[5]] mg IV 20g L hand.
ECG to {hosp}, spoke w Dr {con_f}. Handover to {doc_g}, resus [[2]]. Dog left with neighbour {kid_g}, {phone}. GP {gp_f} informed {dm}.
== death-summary | uk ie za au | elder
DEATH SUMMARY / notification to GP
{hosp}, {ward}
Re: the late %Mr {pt}, DOB {dob}, %id, of {street}, {town}
Dear Dr {gp_f}
I am sorry to inform you that your patient died on {today} at #10-23#:#10-59#. %He was %age. %He was admitted from {home} on {date} with aspiration pneumonia on a background of [[Alzheimer's]] disease. Treated with [[Augmentin]], no response; CRP [[#120-290#]]. Seen by palliative care (Sr {nrs_f}) on {dm}; syringe driver ([[McKinley T34]], S/N {serial}). %His %wife {rel_g} and %son {kid} were present. Chaplain {oth_f} attended.
Verified by Dr {doc} at 0#3-5#:#10-59#. Cause: 1a pneumonia, 1b dementia ([[G30.9]]). Discussed with coroner's officer {con}, ref {case}, {dm}. No post mortem. Family contact {kid_g} {mobile}. Property to {rel_g}, receipt {ref}.
%sign
== consent | uk ie au nz sg | adult
CONSENT FORM 1     {hosp}
%head
Responsible clinician: {con}     Special requirements: interpreter {oth_g}
Procedure: <[[Lichtenstein]] repair of L inguinal hernia|[[Hartmann's]] procedure|[[Nissen]] fundoplication> under GA
Benefits: symptom relief. Risks: bleeding, infection (#1-4#%), recurrence [[#1-5#%]], DVT, chronic pain ([[#2-9#]] in 100).
Statement of patient: I agree to the procedure. I may change my mind. I do not want {rel_g} to be told the result.
Signed: {pt}   Date: {today}
Witness: {rel}, {street}, {town}   Date: {today}
Confirmed on day: {doc}, bleep {ext}, {dm}. Leaflet given by {nrs_g} at preassessment on {date}, [[ASA]] grade 2, BP [[#110-150#/#60-90#]].
Surgery date {next}, {ward}. Contact {mobile}. %lic
== in-opd | in | adult
{hosp}, OPD
Dr. {doc}, %deg   %lic   Mob: {mobile}
Date: {today}     %id
Name: {pt}   Age/Sex: %age/%M   S/o, W/o: {rel}
Address: {street}, {town}, %state - {zip}   Ph: {mobile}
C/O fever x #3-6# days, body ache. K/c/o T2DM on [[Glycomet]] GP1. H/o dengue in {my}. %Works at {employer}. Travelled from {town2} after {hol}.
O/E: Temp [[10#0-2#.#1-8#]] F, BP [[#108-150#/#66-94#]], SpO2 9#5-9#%, [[Widal]] {neg}. Plt [[#88-190#]]K on {dm}. NS1 neg.
Rx 1. T. [[Dolo]] 650 TDS x 3d  2. T. [[Pan]] 40 OD  3. ORS  4. Syp. [[Grilinctus]] 5 ml SOS
Adv: CBC repeat on {dmn}, review with Dr. {con_f}. Attender {kid_g} informed. %plan
Appointments: {phone}, {email_work}
{nrs_g} / front desk
== in-discharge | in | adult
DISCHARGE SUMMARY
{hosp}, {street}, {town} - {zip}   Ph {phone}   {url}
Patient Name: %Mr. {pt}     Age/Sex: %age Y/%M     DOB: {dob}
%id     IP No: {ref}     DOA: {date}     DOD: {today}
Consultant: Dr. {doc}     Ref by: Dr. {gp}, {clinic}
Aadhaar: {aadhaar}     %plan     Bill no: {acct}
DIAGNOSIS: ACS - IWMI, T2DM, HTN. CAG on {dm}: RCA 90%, PTCA with [[Xience]] stent (Sl. no {serial}) by Dr. {con_f}.
COURSE: %He presented with retrosternal pain since {wd}. ECG ST elevation, Trop T [[0.#10-98#]], EF [[#38-55#%]], HbA1c [[#6-9#.#1-9#]]. Shifted to {ward} on {dm}. Bystander {rel} ({mobile}) counselled.
ADVICE: T. [[Ecosprin]] 75, T. [[Brilinta]] 90 BD, T. [[Atorva]] 40 HS. Review {next} in OPD. Emergency {phone}.
Prepared by: Dr. {oth_f} (RMO)   Sr. {nrs}
== za-motivation | za | adult
Dr {doc}   %deg   Pr. No. {hpcsa}
{street}, {town}, {zip}   Tel {phone}   Fax {fax}   {email_work}
{long}
Chronic medicine motivation - %plan
Main member: {rel}   Patient: {pt}   %nid   DOB {dob}   Cell {mobile}
To whom it may concern
The above %age-year-old %gent has been my patient since {my}. %He has <[[Hashimoto's]] thyroiditis, ICD-10 [[E06.3]],|primary hypothyroidism, ICD-10 [[E03.9]],> diagnosed at {hosp} by Dr {con_f} on {date}. Latest TSH [[#5-9#.#10-40#]], BP [[#112-150#/#68-96#]]. %He %works as a driver at {employer}. Currently on [[Eltroxin]] [[#50-100#]] mcg, with [[Pharmapress]] 10 mg.
%He was refused on {dm} (ref {ref}). Without it %he may relapse as %he did over {hol}. Script collected at {pharm} in {town2}. Queries: Sr {nrs_f}, {phone}.
Kind regards
{doc_if}
== za-clinic | za | adult
Clinic notes   {clinic}, {town}   {today}
{pt}, %agesex, DOB {dob}, %id, %nid
Cell {mobile}. Lives {street}, {town}. Treatment supporter: {rel_g} ({mobile}). %Works at {employer}.
RVD on [[TLD]] since {my}. CD4 [[#180-650#]] on {dm}, VL LDL. TB screen neg, [[Mantoux]] nil. GeneXpert {acc} neg {dm}. Wt #48-92#.#0-9# kg, BP [[#108-150#/#64-92#]]. Hb [[1#0-4#.#0-9#]]. Missed visit {wd}, was in {town2} for funeral of %uncle {oth_g}. Rx: [[Panado]] 1 g prn, [[Bactrim]] stopped. CXR {past}. Condoms given.
TCA {dmn}. Referred to {hosp}, Dr {con_f}, letter {ref}. Result phoned {dm}. DOT with {kid_g}.
Sr {nrs}, {clinic}
== sg-memo | sg | adult
{clinic} Polyclinic, {street}, Singapore {zip}
Referral memo   {today}   Ref {ref}
To: Dr {con}, {hosp}
Patient: {pt}   NRIC: {nric}   DOB: {dob}   HP: {mobile}
Address: %addr
Dear colleague, thank you for seeing this %ageyo %male, employee of {employer}, with DM, HTN, HLD. HbA1c [[#6-10#.#0-9#]]% on {dm}, LDL [[#2-4#.#0-9#]], eGFR [[#42-98#]]. BP [[#118-158#/#66-92#]]. c/o giddiness since {wd}, [[Dix-Hallpike]] positive R, [[Romberg]] neg. Last eye screening {my}. Seen by Dr {oth_f} on {dm} after {hol}.
On [[Stugeron]] 25 mg, [[Glucophage]] 850, atorvastatin 20. NKDA. Seen with %wife {rel_g}. TCU {next}.
Dr {doc}   MCR {mcr}   Tel {phone}   {email_work}
PSA: {nrs_g}, appt line {phone}
== ca-er | ca | adult
EMERGENCY CONSULT  {hosp}   {today}
{pt_rev}   DOB {dob}   HCN {ohip}   MRN {mrn}
Address: %addr   Phone {phone}
Family MD: Dr. {gp}, {clinic} fax {fax}
Reason: <renal colic|flare of UC|query DVT>. %age y.o. %male, %works for {employer}, previously seen {my} by Dr. {con_f} at {hosp2}. Pain since {wdd}, #4-9#/10, with vomiting. Tried [[Gravol]] and [[Toradol]]. No fever.
O/E BP [[#108-150#/#60-92#]], HR #62-110#. [[Lloyd]] sign, [[Homans]] neg, [[Wells]] [[1.5]]. Cr [[#62-140#]], WBC #7-14#.#0-9#. CT (acc {acc}) #3-7# mm stone L UVJ.
Plan: [[Flomax]], d/c with {rel_g} (%wife, {mobile}). Urology Dr. {oth_f} {next}. Return if fever. Script to {pharm}, {street}. Work note given to {employer}.
%sign
== ca-walkin | ca | adult
{clinic} Walk-in   {today}   seen by {doc}
{pt}, dob {dob}, health card {ohip}, {mobile}, {email}
{town}, {zip}. No fam MD since Dr {gp_f} retired in {my}.
S: %age yo %male w/ <sore throat x 3d|UTI sx since {wd}|itchy rash after camping in {town2}>. %son {kid_g} had strep, {school} sent note {dm}. %works at {employer}. Took [[Advil]] 400 and [[Buckley's]].
O: T [[3#7-8#.#0-9#]], BP [[#110-140#/#66-88#]]. [[Centor]] 3/4. no [[Koplik]] spots. chest clear
A/P: swab sent ({acc}). [[Amoxil]] 500 tid x 10d to {pharm}, {phone}. Off work until {dmn}. Call {rel_g} if not reached. Ref Dr {con}, derm, fax {fax}. f/u {next}. Billed [[A007]]. Time 12 min.
{doc_in} / MOA {nrs_g}  %lic
== care-plan-au | au nz | elder
GP MANAGEMENT PLAN / REVIEW
%head
%plan     Pension/CSC no: {ref}     Phone {mobile}
Dr {doc}, {clinic}, %lic
%age yo %gent, lives at %addr with %wife {rel_g}. Retired from {employer}. Carer {kid} (%son), {phone}. Conditions: T2DM, OA, [[Meniere's]], AF. Meds: [[Diamicron]] 60, [[Coversyl]] 5, [[Panadol Osteo]].
HbA1c [[#6-8#.#1-9#]]% on {dm}, eGFR [[#45-88#]], ACR [[#1-9#.#0-9#]], BP [[#118-150#/#62-88#]], BMI #24-36#. Foot check {dm}. Flu vax {my}. [[K10]] #10-24#. Goals: walk daily, lose 3 kg before {hol}.
Team: podiatry {oth_f}; dietitian {nrs_f}; physio {con}, {email_work}, ph {phone}, fax {fax}. Home medicines review by {pharm}, {street}, {town}.
Next review {next}. Copy given to pt {today}. {doc_in}
== injury-claim | nz au | worker
<ACC|Work cover> INJURY CLAIM / CERTIFICATE
%head
Claim no {case}     Employer: {employer}, {street}, {town}, ph {phone}
%Mr {pt_f} is a %age y.o. %male injured at work on {dm} when a pallet fell on %his foot. Seen {hosp} ED on {wdd}, XR {acc} nil #. Supervisor {oth} informed.
[[Lisfranc]] joint stable, [[Thompson]] test neg, pain [[#3-8#/10]], READ code [[S7#10-60#]]. [[Voltaren]] 50 mg bd.
Unfit {dm} to {dmn}. Light duties from {next}, 4 hr/day. Return to full duties before {hol} hopefully.
Case manager: {con_g}, {email_work}, {phone}. Forklift rego {plate}. Phone pt {mobile}; %wife {rel_g} can be spoken to. Physio {nrs_f} at {clinic}.
%sign
== ie-letter | ie | adult
{hosp}   OPD   Direct line {phone}   Fax {fax}
{long}
Dr. {gp}, {clinic}, {street}, {town}
RE: {pt}   DOB: {dob}   MRN: {mrnx}   PPSN: {ppsn}   Eircode {zip}
Dear {gp_g},
Many thanks for referring this pleasant %age year old %gent, who %works with {employer}. %He was seen on {dm} with %his %wife {rel_g}. Ferritin was [[#680-990#]], [[C282Y]] homozygous, LFTs normal, [[Fibroscan]] #4-7#.#0-9# kPa. %His %brother {oth_g} attends Prof. {con_f} in {hosp2} with the same since {my}. BP [[#118-148#/#66-88#]].
We {will} start venesection on {next}, and again after {hol}. Hb [[1#3-5#.#0-9#]]. Alcohol 10 units. CNS {nrs}, {mobile}, is the contact, or {email_work}. %plan
Kind regards,
Dr. {doc}   IMC {imc}
Not for filing without {oth_in} sign off, medical card {aid}
== care-home | uk ie au nz sg | elder
CARE HOME DAILY NOTES - {home}, {town}
Resident {pt}, room #1-40#, DOB {dob}, %id, aged %age
{dm} 0#7-9##10-50# Assisted with wash. Ate porridge. Weight #44-80#.#0-9# kg. [[MUST]] #0-2#. {nrs_in}
{dm} 1#1-4##10-50# %He had an unwitnessed fall by the bed. BP [[#100-150#/#58-88#]], GCS [[15]]. No injury, photo {photo} of bruise taken. %Son {kid_g} rung on {mobile}. Incident no {case}. {doc_in}
{dm} 1#5-8##10-50# GP Dr {gp_f} ({clinic}, {phone}) visited, ?UTI, rx [[Monuril]] 3 g from {pharm}. Stop [[Zopiclone]]. [[Abbey]] pain score #1-6#.
{dm} NOK {rel} visited with %grandson {oth_g}, will bring slippers. Singing with {con_g} in the lounge for {hol}. Rose garden walk.
{wdd} Podiatrist {con_if} attended. DNACPR signed {past}. Hospital appt {hosp} {next}, escort {nrs_g}.
{nrs}, senior carer
== appointment-letter | uk ie au nz za sg | adult
{hosp}, {street}, {town} {zip}
{today}
%Mr {pt}
{street}
{town} {zip}
Your reference: {ref}     %id     DOB {dob}
Dear %Mr {pt_f}
An appointment has been made for you with {con}, <Consultant Urologist|Consultant Cardiologist|Specialist>, on {next} at #9-11#.30 in {ward}. Please arrive 10 minutes early and bring [[<24|48>]] hour urine collection. If you take [[<Plavix|Xarelto|Metformin>]] [[#20-90#]] mg, do not stop it. A [[<Doppler|Holter|Bernstein>]] test may be done.
If you cannot attend, please telephone {phone} (ask for {nrs_g}) or email {email_work} before {dmn}. The unit is closed on {hol}. Missed appointments: you did not attend on {dm}. Your GP Dr {gp_f}, {clinic}, has been informed. Results can be seen at {url}. Your %wife {rel_g} may come with you.
Yours sincerely
{oth}, booking office
== endoscopy | all | adult
<GASTROSCOPY|UPPER GI ENDOSCOPY> REPORT
%head
{hosp} Endoscopy Unit. Endoscopist: {doc}. Nurses: {nrs_if}, {oth_g}. Referrer: Dr {gp_f}, fax {fax}
Indication: <reflux|iron deficiency|dysphagia, Hb [[#88-118#]]>. %age y %male.
Sedation: midazolam [[2]] mg, fentanyl [[50]] mcg. Scope [[Olympus GIF-H290]], s/n {serial}.
Findings: <[[Barrett's]] segment C2M4|[[Schatzki]] ring|[[Mallory-Weiss]] tear, healed>; [[Hill]] grade II. Biopsies x#2-6# to lab, {acc}. Compared to {my} ({con_f}).
Plan: [[Nexium]] 40 mg, path result by {dmn}; repeat {next}. No driving until {dmn}, collected by {rel} (%wife, {mobile}).
%sign
== critical-result | all | adult
LAB - CRITICAL RESULT NOTIFICATION
Patient: {pt_rev}  DOB {dob}  %id
Specimen {acc} collected {dm} #6-9#:#10-59#, {ward}
<K [[6.#2-9#]]|Hb [[#52-66#]] g/L|Na [[11#2-9#]]> repeated and confirmed. Ordering Dr {doc}, ext. {ext}.
Called {nrs} at #10-13#:#10-59# on {today}, read back by {nrs_in}. Tried Dr {con_f} first, pager {ext}, no answer. Outpatient: if gone home ring {mobile}, next of kin {rel_g} {phone}, %addr. Blood film: [[<Howell-Jolly|Heinz|Auer>]] bodies, [[Westergren]] ESR #20-90#. Previous K 4.#1-9# on {date}. Clinical: %ageyo, CKD, on [[Aldactone]].
Copy to Dr {gp_f}, {clinic}, fax {fax}
Scientist: {oth_if}
== pharmacy-recon | all | elder
PHARMACY MEDICATION <RECONCILIATION|HISTORY>
%head
Sources: patient, %wife {rel_g} ({phone}), {pharm} ({street}, {phone}), Dr {gp_f} printout dated {date}
Allergies: [[<Septrin|penicillin|Keflex>]] - rash, {my}
1. [[Lipitor]] 40 mg nocte   2. [[Synthroid]] [[#50-125#]] mcg mane   3. [[Coumadin]] 3 mg, INR [[#2-3#.#1-9#]] on {dm}   4. eye drops, [[Xalatan]]
%age yo %male admitted {dm} under {con_f}, {ward}. CrCl ([[Cockcroft-Gault]]) #24-70# mL/min. Discrepancies: metoprolol not charted, raised with Dr {doc_if} {ext_line}. Blister pack made by {oth_g}, next due {dmn}. Ran out around {hol}. Rx no. {rx}.
Pt may self administer. Discharge scripts to {pharm}, copy {email_work}.
Pharmacist {nrs}, {today}
== wound-clinic | all | adult
wound clinic {today}
%head
s: %age yo %male w/ diabetic foot ulcer, here w/ {rel_g}. seen {dm} by {con_if}. %works at {employer}, on feet all day. ran out of dressings {wd}.
o: R plantar #1-3#.#1-9# x #1-2#.#1-9# cm, depth 4 mm, [[Wagner]] 2, [[Charcot]] changes. ABI [[0.#82-99#]]. pic {photo}. prior pic {photo} from {dm}. a1c [[#7-10#.#1-9#]]. pain [[#1-6#/10]]
a/p: sharp debridement, [[Mepilex]] border, total contact cast {dmn}. [[Augmentin]] till {dmn}. vasc ref Dr {oth_f}, {hosp}, ph {phone}. supplies to {street}, {town} {zip}. call {mobile}. monofilament done by {nrs_g}. rtc {next}
{doc_in}/{nrs_in}
== no-show | all | adult
<No show|DNA|Did not attend> - {today}, Dr. {doc_f}, {clinic}
{pt_rev}, DOB {dob}, %id. Missed: {dm} and {wdd}. Called {mobile}, no answer, left message with {rel_g}. Work ({employer}) {phone}: not in. Text and letter to %addr; email {email}.
%age y %male, A1c [[#8-11#.#1-9#]]% and BP [[#148-178#/#88-104#]] when last seen {date}. On [[Lantus]] [[#14-40#]] u. Has [[Hashimoto's]]. Missed 2 of last 4. Also did not see Dr {con_f} at {hosp} on {dm}.
Plan: {nrs_g} to try again {dmn}; rebook {next}. Portal {url}. If no reply by {hol} discharge to Dr {gp}.
{doc_in}
== occ-health | all | worker
OCCUPATIONAL HEALTH - {employer}
{today}     Employee: {pt}     DOB {dob}     Badge {ref}     %nid
Manager: {oth}, {email_work}
%age yo %male, <needle stick|back strain|hearing check|pre-employment medical>. Site: {town}. Address %addr. Driver's licence {dl}; clock-in biometric template {bio} no longer reads, dermatitis of R index finger.
Source of exposure {con}, tested {dm}. HBsAb [[#10-400#]] on {date}, [[Mantoux]] 0 mm. Audiogram: 4k dip, [[Rinne]] +, [[Weber]] central. BP [[#110-148#/#64-94#]], BMI #20-34#. [[Snellen]] [[6/#6-12#]].
Seen at {hosp} on {wd}. GP Dr {gp_f} ({phone}). Fit with restrictions from {dm}, review {next}. [[Combivir]] not needed. Contact {mobile}, %wife {rel_g}. Vehicle {plate} not to be driven until {dmn}.
Dr {doc}, %lic / {nrs_in}
== incident-audit | all | adult
<INCIDENT REPORT|PRIVACY / ACCESS AUDIT NOTE>   No. {case}
Reported {today} by {nrs}, {ward}, ext. {ext}
Patient: {pt_rev}, DOB {dob}, %id
On {dm} at #10-22#:#10-59# the record of %Mr {pt_f} was opened by user {oth} from workstation {ip}; login by biometric scan {bio}. Second access on {wdd} from {ip}. User says chart was opened for {kid_f}, same room. Printout faxed to {fax} in error instead of {clinic}. Contents: [[HbA1c #6-9#.#0-9#]], [[Epworth]] #4-16#/24, [[Zoloft]] 50 mg, photo {photo}.
Pump [[Alaris]] s/n {serial} alarm noted same shift. No harm, severity [[2/5]]. Action: Dr {doc_f} spoke to patient (%age y) and {rel_g}, {mobile}, {dm}. Letter to %addr. Manager {con}, {email_work}. Review {next}, {hosp} quality committee.
== vaccination | all | child
IMMUNISATION RECORD / VISIT
%head
Parent: {rel}, {mobile}, {email}     School: {school}, {town}
Given today by {nrs} (room #1-6#): [[<Gardasil|Priorix|Boostrix|Fluarix>]] 0.5 mL L deltoid. Site ok at 15 min. Temp [[36.#4-9#]]. Weight #12-44#.#0-9# kg.
Earlier: MMR {past}; DTaP {past}; BCG {past}; varicella {past}; [[Rotarix]] {past} at {clinic}. Travel to see %granny {oth_g} for {hol}, leaving {dmn}; [[Malarone]] advised, yellow fever no. Sibling {kid_g} booked {next}. Hx: egg allergy, seen by Dr {con_f} {my}, [[Kawasaki]] disease as infant, {hosp}. Reminder to {phone}. Consent signed {rel_if} {dm}. Titre [[1:#40-320#]].
Dr {doc_f} / {nrs_in}. Next due {next}. %id
== anaesthetic | all | adult
<PRE-ANAESTHETIC|PREOP ANESTHESIA> ASSESSMENT
%head
Surgery: <hernia repair|knee arthroscopy|cataract R eye>, {next}, {hosp}, Dr {con}
%ageyo %male, wt #52-110# kg, BMI [[#21-38#.#1-9#]]. [[ASA]] [[#2-3#]]. [[Mallampati]] [[#1-3#]], [[Cormack-Lehane]] 1 in {my}. Ex-smoker. METs >4. %Works at {employer}. [[Guedel]] and dentures noted.
Prev GA {hosp2} {my}, Dr {oth_f}: PONV. Uncle/aunt {kid_g} had MH? - records asked from {hosp2}, fax {fax}. Pacemaker s/n {serial}, check {dm}. Bloods {dm}: Hb [[1#10-50#]], K 4.#0-9#. ECG {date} SR. [[Pradaxa]] stop {dmn}.
Escort {rel_g} (%wife) {mobile}. Lives {street}, {town}. Nurse {nrs_g} to ring {phone} on {dmn}. %plan
%sign
== eye-clinic | all | elder
<EYE CLINIC|OPHTHALMOLOGY>  {clinic}
%head
Ref: optom {oth}, {street}, {town}, {phone}
%age y %male, here w/ %son {kid_g}. Blurred L since {wdd}. FH: %brother {oth_g} AMD. Drives {plate}, DL review due {dmn}.
VA R [[6/#6-12#]] L [[6/#18-60#]]. IOP ([[Goldmann]]) [[#12-24#]]/[[#12-24#]]. [[Amsler]] distorted L. [[Fuchs]] dystrophy mild. OCT L CMT [[#310-520#]] um.
Prior phaco R {my} at {hosp}, IOL [[AcrySof]] +2#0-2#.5D s/n {serial}. Last [[Eylea]] #4 {dm}.
Plan: [[Eylea]] #5 {next} with Dr {con_f}. [[Xalatan]] nocte. [[Amsler]] grid at home. Call {nrs_g} {phone} if worse, or {email_work}. Copy to Dr {gp_f} fax {fax}.
%sign
""".replace("{will}", "[[will]]")
    .replace("{neg}", "neg")
    .replace("{ext_line}", "(ext. {ext})")
    .replace("%Son {kid_g} rung", "Family ({kid_g}) rung")
)
