"""Kinds of note, first part: in the hospital."""

TEXT = """
## admission note | old | all
@head
CC: «chest pain|shortness of breath|fall at home»
HPI: %who% with h/o [[«Parkinson's|Graves'|Crohn's»]] disease, HTN and T2DM, brought in by %rel% {kin_first} after being found on the floor at home on {wd}. Last seen well {md} by «=neighbor|neighbour» %kMr% {oth_last}. No LOC. Rates pain [[§3-9§/10]].
PMH: CABG §2004-2016§ at {hosp2}; «pacemaker|ICD» placed {mony} (serial {serial}).
Meds: metoprolol [[25 mg]] bid, metformin, [[Januvia]]
Social: lives at {street}, {town} with %rel%. Retired from {employer}. Former smoker.
O/E: BP [[§110-165§/§60-95§]] HR §60-110§ SpO2 9§2-8§% RA
Labs: Hb §9-15§.§0-9§, Cr «0.9|1.4», troponin <0.0§1-4§
A/P: 1. ?ACS - serial trops, ASA, tele. 2. Fall - CT head, PT eval. 3. T2DM - ISS.
?NOK: {kin} (%rel%) {ph}. PCP Dr. {dr2_last}, {practice}, {ph}.
Code status: full, discussed with pt and %rel%.
@sign
## progress note | adult | all
@head
Hospital day §2-9§ (admitted {adm})
S: {pt_nick} feels better, slept OK. %Rel% {kin_first} at bedside. Pain [[§1-5§/10]]. Passed flatus {wd} night.
O: T §36-37§.§0-9§ BP [[§105-150§/§60-90§]] HR §62-104§. [[Foley]] out «yesterday|{md}». Abd soft. WBC §6-14§.§0-9§, K 3.§5-9§.
A: POD §1-5§ s/p lap «appy|chole|colectomy», progressing.
P: - advance diet
- d/c IV, switch to po [[Augmentin]]
- dispo: home {soon} if ok, %rel% will collect. Ph {ph}
?- d/w Dr {dr2_last} who agrees
?- outpt f/u {next} at {practice}
@sign
## soap progress terse | adult | all
{date} §10-23§:§10-59§ {pt_lf} %mrn% dob {dob}
S: %who%, no c/o overnight. wants to go home by {hol}. %rel% {kin_first} called, will visit {wd}
O: afeb, [[§108-148§/§60-88§]], sats 9§4-9§ ra. gcs [[15/15]]. wound clean. drain §10-90§ ml
A: resolving cellulitis r leg, [[Doppler]] neg for dvt {md}
P: iv fluclox to po, repeat crp {wd}, refer dr {dr2_last} re [[Baker's]] cyst. tcb if worse
?bloods acc {acc} sent {md}
{dr_init} «=pager|bleep» {pager}
## emergency department note | adult | all
EMERGENCY DEPARTMENT - {hosp}
{pt}  %age% %MF%  DOB {dob}  %mrn%  Acct {acct}
Arrival: {date} §10-23§:§10-59§ via «ambulance|private car|police». Triage category §2-4§.
HPI: Works at {employer}, «slipped on wet floor|cut hand on a saw|lifted a pallet» {wd} afternoon. Ambulatory at scene. Tetanus up to date. Allergic to [[«penicillin|Keflex|Bactrim»]] - rash.
PMH: asthma; right [[Colles']] fracture §2006-2017§.
Exam: alert, GCS 15. BP [[§112-158§/§64-94§]]. Power [[5/5]] throughout. 3 cm laceration L palm, no tendon injury.
Imaging: XR hand no fracture (acc# {acc}).
Course: Wound irrigated, closed w/ [[4-0 Prolene]] x §3-7§. Seen with Dr«=.|» {dr2_last}.
Dispo: Home with %rel% {kin}, {ph}. Sutures out {next} with {practice}. Work note given to «supervisor|manager» {oth}.
?%ssn% given for workers' comp claim {claim}.
@sign
## triage note | adult | all
TRIAGE «{md}|{date}» §10-23§:§10-59§
{pt_lf} / {dob} / %mrn%
Brought by: %rel% {kin_first}, cell {ph}
Complaint: abdo pain since {wd}, vomiting x §2-6§, score [[§4-9§/10]]. Ate at work do ({employer}) {wd}.
Obs: T §36-38§.§0-9§ P §70-118§ BP [[§100-155§/§60-92§]] RR §14-24§ BM §4-9§.§0-9§
Allergies: NKDA. Meds: [[Lexapro]], omeprazole. Hx: [[Meckel's]] removed as child at {hosp2}.
Address confirmed %addr%. GP: Dr {dr_last}, {practice}
?Phone contact: {ph}
?Valuables bag «no.|#» {badge} to security.
Cat §2-4§, to waiting room. {rn_i}, RN
## nursing note | old | all
NURSING NOTE {date} §10-23§:§10-59§
{pt_lf}, %mrn%, {ward} «Ward|ward»
Pt «awake and alert|drowsy but rousable», oriented to person only - states it is {mon} and asks for %his% «brother|friend» {oth_first}. Repositioned q2h, [[Braden]] §12-19§. [[Foley]] patent, §200-600§ ml clear urine. Obs [[§104-150§/§58-88§]], pain [[§0-4§/10]]. Ate half of lunch. [[Miralax]] given, BO x1.
%Rel% {kin} phoned for update {ph}; told Dr«=.|» {dr_last} will call {wd}. Wishes %him% to return to {home} rather than {street}.
IV pump {serial} alarming - swapped for {serial}, biomed informed.
?Fall alarm on. Chaplain {oth} visited.
@nursesign
## nursing shift handover | old | cw
SBAR handover {date} night → day, {ward} Ward
S: {pt}, %age%, admitted {adm} from {home} w/ LRTI. %mrn%
B: COPD, [[Alzheimer's]], previous NOF # §2010-2017§ ({hosp2}). DNACPR signed {md} by Dr {dr_last}.
A: NEWS §1-6§, on 2 L, sats 9§0-5§%. BP [[§100-145§/§55-85§]]. [[Waterlow]] §12-22§. Cannula sited {wd} by {oth_i}. Eating little; likes to be called {pt_nick}.
R: - chase sputum (lab no {acc})
- OT home visit {soon}, key safe at {street}, call %rel% {kin_first} on {ph} first
- [[Tazocin]] due 06:00, day §3-5§ of 7
?- TTOs to pharmacy by the {dom}
Handed over to {rn_first} by {rn_init} / {oth_first}
## discharge summary | old | all
DISCHARGE SUMMARY
Patient: {pt_lf}   %mrn%   DOB: {dob}
Admitted: {adm}    Discharged: {date}    LOS: §3-9§ days
«=Attending|Consultant»: Dr«=.|» {dr}      «=PCP|GP»: Dr«=.|» {dr2}, {practice}, fax {fax}
Diagnosis: Acute on chronic HFrEF (EF §25-40§%), AKI, [[I50.23]]
Course: %Mr% {pt_last} is a %who% who presented with §3-9§ days of leg swelling. Diuresed with IV [[Lasix]] and lost §3-8§ kg. Echo {md} as above. Creatinine peaked 1.§5-9§. Reviewed by Dr«=.|» {oth_last} of nephrology on {wd}.
Discharged to: «{home}, {town}|home with %rel% {kin_first} at {street}, {town}»
Meds: furosemide 40 mg, [[Entresto]] [[24/26]] bid, spironolactone.
Follow up: HF clinic {next} §9-16§:30, phone {ph}. Daily weights.
?Records release to %rel% {kin} ({kin_email}).
?Home O2 concentrator s/n {serial}.
@sign
## discharge instructions | adult | us
AFTER VISIT SUMMARY
{pt}  |  MRN {mrn}  |  CSN {csn}  |  {date}
{hosp}, {street}, {town}, %state% {zip}
You were seen by {dr}, MD and {rn}, RN for: kidney stone
What to do
 * Drink plenty of water, strain your urine. Pain may come and go over the next 24-48 hours.
 * Take [[Flomax]] [[0.4 mg]] nightly; ibuprofen with food.
 * Return for fever over 101.5 or vomiting.
Appointments
 {next} 10:15 Urology, Dr. {dr2_last}, call {ph} to change
 {next} Lab draw, {practice}
Your pharmacy: {pharm}, {street}, {ph}
View results at {url} or email {dr_email}.
?Emergency contact on file: {kin} (%rel%) {ph}
## operative note | adult | all
OPERATIVE NOTE
Name: {pt_lf}  %mrn%  DOB {dob}
Date of procedure: {date}    Location: {hosp}
Surgeon: {dr}     Assistant: {dr2}     «=Anesthesia|Anaesthesia»: Dr«=.|» {oth_last}, general
Pre-op dx: Right knee OA [[M17.11]]
Procedure: Right total knee «=arthroplasty|replacement» («=CPT [[27447]]|code [[W40.1]]»)
Implants: [[Triathlon]] femoral size §3-6§, lot {serial}; tibial tray SN {serial}
Details: After time-out with circulator {rn}, RN, %Mr% {pt_last} was positioned supine. Midline incision, medial parapatellar approach. [[Hohmann]] retractors. Good tracking. Closed with [[2-0 Vicryl]]. EBL §50-300§ ml. Tourniquet §45-90§ min.
Plan: WBAT, [[Xarelto]] 10 mg, PT today. Findings explained to %rel% {kin_first} by phone ({ph}). Clinic {next}.
?Specimen to pathology {acc}.
@sign
## anaesthetic record | adult | all
PRE-ANESTHETIC ASSESSMENT {date}
{pt_lf}  DOB {dob}  %mrn%  %MF% %age%y  wt §58-110§ kg
Proposed: lap hernia repair, list of Dr«=.|» {dr_last} on {soon}
ASA «II|III». [[Mallampati]] §1-3§. METS >4. Apnoea - CPAP (machine s/n {serial}).
Prev GA: {mony} at {hosp2}, grade §1-2§ view, no problem. FH: brother {bro_first} had "slow waking" §1998-2012§.
Meds: [[Coumadin]] stopped {md}, ramipril. BP [[§118-160§/§66-94§]] HR §58-92§
Fasting from midnight. Escort: %rel% {kin}, {ph}. Lives {street}, {town}.
?Consent to nerve block, side marked by {oth_i}.
Assessed by {dr2}, bleep {pager}
## radiology ct report | old | all
RADIOLOGY REPORT
PATIENT: {pt_lf}   DOB: {dob}   %mrn%
ACCESSION: {acc}   EXAM DATE: {date}
ORDERING: {dr_lf}   SITE: {hosp}, {town}
EXAM: CT chest abdomen pelvis with contrast ([[Omnipaque]] §80-120§ ml)
HISTORY: %who%, weight loss. Prior right hemicolectomy for [[Dukes]] B, §2009-2017§.
COMPARISON: CT {past} and chest radiograph {old} from {hosp2}.
FINDINGS: §4-9§ mm nodule right upper lobe (series [[4/§10-99§]]), previously §3-5§ mm. No adenopathy. Liver: simple cyst. [[Schmorl]] node at L§2-4§.
IMPRESSION: 1. Stable nodule, [[Fleischner]] follow up in 12 months. 2. No recurrence.
Discussed with Dr«=.|» {dr2_last} by phone ({ph}) at §10-19§:§10-59§ on {md}.
?Images shared at {url}.
Reported by {dr2}, {date}. Dictated {dr2_init}/{oth_init}
## x-ray request and report | adult | cw
XR REQUEST: {pt}, {dob}, %mrn%, tel {ph}
From: Dr {dr_last}, {practice}   Date: {past}
Clinical: %who%, fell off bike near {street}, tender R wrist snuffbox. ? scaphoid #. Works at {employer}.
Exam no: {acc}    Performed {date} by {oth_i}, plate time §10-18§:§10-59§
REPORT: R wrist, 4 views. No scaphoid fracture. Old ulnar styloid avulsion. Incidental [[Kienböck's]] change, [[Lichtman]] stage 2. Mild OA [[1st CMC]].
Suggest MRI if pain persists beyond 10-14 days.
?Previous films {old}, {hosp2}, not available.
Reported: Dr {dr2}, radiologist, {date}
?cc fracture clinic {hosp}, fax {fax}
## pathology report | adult | all
SURGICAL PATHOLOGY - {hosp}
Specimen No: {acc}     %mrn%
Patient: {pt_lf}     DOB: {dob}    Sex: %MF%
Collected: {recent}    Reported: {date}
Submitting: Dr«=.|» {dr}, {practice}, fax {fax}
Clinical: pigmented lesion left shoulder, growing since {mon}
Gross: Skin ellipse [[§9-22§ x §6-12§ x 4 mm]], inked, cassettes A1-A§3-5§.
Micro: Superficial spreading melanoma, [[Breslow]] 0.§4-9§ mm, [[Clark]] level III. Mitoses [[§1-2§/mm2]]. [[BRAF]] testing to follow. Margins clear by §2-6§ mm.
Diagnosis: Melanoma in situ with focal invasion, [[pT1a]].
Phoned to {rn_first} at Dr«=.|» {dr_last}'s office ({ph}) {md}.
Pathologist: {dr2}   Reviewed: {oth_i}
## laboratory phone result | adult | all
CRITICAL RESULT CALL
{date} §10-23§:§10-59§   Lab: {hosp}   Caller: {oth}
Pt {pt_lf} DOB {dob} %mrn% / acc {acc}
Result: K+ 6.§1-8§, Na §128-139§, creat §2-4§.§0-9§; sample collected {md}, not hemolysed
Read back by {rn}, RN. Dr«=.|» {dr_last} paged {pager} - no answer; called cell {ph}, spoke §10-19§:§10-59§.
Orders: stop [[Aldactone]], ECG stat, repeat in 2 h
Pt called at {ph}, %rel% {kin_first} will drive %him% from {town} to {hosp2}.
?If not arrived by tonight call police for welfare check at %addr%.
Closed {rn_init}
## icu note | old | all
ICU DAILY NOTE - {hosp}
{pt_lf} %mrn% DOB {dob} admit {adm}
%who%, septic shock, source biliary. Intubated {md} by {dr2_i}.
Neuro: RASS -§1-3§, propofol. Resp: PC, FiO2 0.§4-6§, P/F §150-300§. CVS: norad 0.§10-30§ mcg/kg/min, MAP §62-75§. Renal: [[Kt/V]] n/a, CRRT machine {serial}. Lines: R IJ {md}, [[Swan-Ganz]] removed {wd}. Micro: E coli {acc}, meropenem day §2-6§. SOFA §6-13§.
Family meeting {wd}: %rel% {kin}, son-in-law {bro_first}, Dr«=.|» {dr_last}, SW. Family flying in from {town2} by {hol}. Contact {ph}.
Plan: wean, ERCP {soon}, full code.
?Advance directive faxed from {practice} ({fax}).
@sign
## consult note | adult | us
CONSULTATION - CARDIOLOGY
Requested by: {dr2}, MD    Date: {date}
Patient: {pt_lf}, MRN {mrn}, DOB {dob}
Reason: new atrial fibrillation
%Mr% {pt_last} is a %who% employed at {employer} who noted palpitations since {wd}. [[CHA2DS2-VASc]] §1-4§. ECG {md}: AF at §102-150§, no [[Brugada]] pattern. TSH §1-3§.§0-9§. Echo EF §50-62§%. Previously saw Dr. {oth_last} at {hosp2} in {mony}.
Apple watch tracings uploaded from %his% phone ({pt_email}).
Rec: 1. [[Eliquis]] 5 mg bid. 2. Metoprolol. 3. DCCV after 3 wks if persists, call {ph} to book. 4. Sleep study.
?Loop recorder s/n {serial} to be interrogated {next}.
Thank you, will follow.
{dr}, MD, cell {ph}
## transfer note | old | all
INTER-HOSPITAL TRANSFER
From: {hosp}, {ward} ward, tel {phx}
To: {hosp2}, accepting Dr«=.|» {dr2}, accepted {date} §10-23§:§10-59§
Patient: {pt}, %age%%MF%, DOB {dob}, %mrn%
Home address: %addr%
NOK: {kin} (%rel%) {ph} - informed yes
Reason: STEMI, needs PCI. [[Killip]] class §1-3§. TIMI [[§3-6§/7]].
Onset {wd} §10-23§:§10-59§, lytic given «here|by {oth_i}». BP [[§90-140§/§55-85§]], on heparin. [[Brilinta]] load 180 mg.
Infection: MRSA neg {md}. Valuables: watch and keys with %rel%.
?Transport ref {case}, crew plate {plate}.
Sending: Dr«=.|» {dr}, {dr_email}
## handover list | old | cw
Handover list {hosp} {ward} ward, {date}, Dr {dr_last} / {dr2_i}
1. {pt_lf} | {dob} | {mrn} | adm {adm} | CAP, [[CURB-65]] = §1-3§ | plan: PO abx, home {soon}, %rel% {kin_first} {ph}
2. «bed by window» {oth_lf} | {mrn2} | #NOF day §2-6§ | Hb §80-99§ | transfuse 1 unit, geris r/v {wd}
3. {rn_lf} | [[Cushing's]] for day §2-4§ dex, 9am cortisol {md} | endo reg {dr2_last} bleep {pager}
Outliers: nil. Jobs: chase echo (acc {acc}), TTO for {pt_init}, update %kMr% {kin_last}.
?NB [[Gent]] level pre 3rd dose. Bank holiday rota ({hol}): {dr2_first} on call, {ph}
## death summary | old | all
DEATH SUMMARY
{pt_lf}, %age% %MF%, %mrn%, DOB {dob}
Admitted {adm} to {hosp} under Dr«=.|» {dr_last}. Died {date} at §10-23§:§10-59§.
%Mr% {pt_last} was admitted from {home} with aspiration pneumonia on a background of [[Lewy]] body dementia. Treated with [[Zosyn]]; deteriorated {wd}. Comfort care agreed with %rel% {kin} on the {dom}. [[Cheyne-Stokes]] breathing noted. Pupils fixed, no heart sounds over 2-5 min.
Verified by {rn}, RN. Certified by Dr«=.|» {dr2}. Cause: 1a aspiration pneumonia, 1b dementia.
Family informed: %rel% {ph}. «Coroner|Medical examiner» ref {case} - released. Funeral home: {oth_last} & Sons, {street}, {town}.
?Pacemaker {serial} - to be removed. Rings given to {kin_first}.
?«=PCP|GP» informed by fax {fax}.
@sign
## consent note | adult | all
CONSENT FOR PROCEDURE
Patient: {pt}   DOB {dob}   %mrn%
I, {pt}, of {street}, {town}, agree to «colonoscopy|gastroscopy|cystoscopy» to be done by Dr«=.|» {dr} at {hosp} on {soon}.
Risks explained: bleeding [[1 in 200]], perforation [[1 in 1,000]], infection, sedation with [[Versed]]. You may change your mind at any time; this will not affect care.
Photographs: pre-op facial photo {photo} stored with the chart.
Identity checked: «photo ID» {dl}; fingerprint {bio} on kiosk
Interpreter: {oth}, badge {badge}, by phone {ph}
Signed {pt_i}      Date {date}
Witness {rn}, RN       Clinician {dr_init}
?Copy e-mailed to {pt_email}.
"""
