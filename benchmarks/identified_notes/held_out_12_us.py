"""Kinds of note of the United States."""

from benchmarks.identified_notes.held_out_12_kinds import Kind, read_kinds

US: tuple[Kind, ...] = read_kinds(
    """
== us-admission | us | adult
<HISTORY AND PHYSICAL|H&P|Admission History & Physical>
{hosp}
%head
PCP: Dr. {gp_f}, {clinic}

CC: <chest pain|shortness of breath|abdominal pain x 2 days>
HPI: %Mr {pt_f} is a %age-year-old %male with [[<Crohn's|Graves'|Parkinson>]] disease, HTN and T2DM brought in by %his %wife {rel_g} on {wdd}. Symptoms began <{hol}|on {dm}|the morning of {dm}>. Last admitted {my} at {hosp2}. PMH: CABG 2011, appendectomy as a child
Social: lives in {town} with {rel_g}, retired from {employer}. Quit smoking 1998. Meds: [[Lasix]] 40 mg daily, metformin [[500]] BID, [[Allegra]] PRN. Vitals: BP [[#112-158#/#62-94#]], HR #62-110#, T [[9#7-9#.#0-9#]], SpO2 9#2-9#% RA. Labs: Na [[1#32-44#]], K 3.#5-9#, Trop <0.01|0.04>, A1c [[#6-9#.#0-9#]]%
A/P: 1. Admit to {ward}, tele. 2. Serial troponins. 3. Continue home meds. Code status: full, discussed with {rel} (%wife) at {phone}.
%sign
== us-progress | us | adult
<Progress Note|PROGRESS NOTE - Hospital Day #2-9#|Daily progress note>
%head   <Rm|Room> #2-8##10-40#, {ward}
S: <Slept well.|No acute events overnight.> %Mr {pt_f} denies CP/SOB. Tolerating diet. %His %son {kid_g} called last night asking about dispo.
O: AF, BP [[#108-150#/#60-92#]], HR #60-100#. [[<Foley|JP drain|Hickman>]] in place, UOP [[#40-80#]] cc/hr. Lungs CTAB. 5/5 strength BLE. Labs {dm}: WBC #5-14#.#0-9#, Hgb [[#8-13#.#0-9#]], Cr #0-2#.#1-9#
A/P: %age yo %M w/ cellulitis, improving.
- ID: vanc day #2-5#, switch to PO [[Keflex]] <today|tomorrow> per Dr. {con_f}
- DVT ppx: heparin [[5000]] units SQ
- Dispo: SNF vs home, {oth} (case mgmt, ext. {ext}) working w/ {home}. Target d/c {dmn}. Discussed with {rel}, cell {mobile}.
%sign
== us-ed | us | adult
EMERGENCY DEPARTMENT NOTE   {hosp}
%head
Arrival: {today} #10-23#:#10-59#   Mode: <EMS|private vehicle|walk-in>   Acct # {acct}. Triage: {nrs_if}, RN   ESI [[3]]
HPI: %ageyo %male presents after <fall from ladder at work ({employer})|MVC on {street}|tripping over %his dog at home>. Pain [[#4-9#/10]], R wrist. No LOC. GCS [[15]]. Last tetanus <2016|{my}>.
Exam: swelling over distal radius, NV intact. [[<Finkelstein|Phalen|Tinel>]] neg. XR R wrist (acc {acc}): [[<Colles|Smith|Barton>]] fracture, mild dorsal angulation.
ED course: Hematoma block by Dr. {doc_f}, reduced and splinted. Spoke w/ ortho on call, Dr. {con}, at #10-22#:#10-59#; f/u {dmn} in clinic.
Dispo: home with %wife {rel}. Rx [[Norco]] 5/325 #12, sent to {pharm} on {street}. Return precautions given. Pt contact {mobile}.
%sign
== us-discharge | us | adult
DISCHARGE SUMMARY
%head
Admit date: {date}    Discharge date: {today}
Attending: {doc}, MD    PCP: {gp}, MD (fax {fax})
Dx: CHF exacerbation (ICD-10 [[I50.#20-43#]]), AKI, resolved
Hospital course: %Mr {pt_f}, a %age year old %man with ischemic cardiomyopathy (EF [[#20-35#%]]), was admitted from {clinic} with volume overload. Diuresed #4-9#.#1-9# kg with IV [[Lasix]]. Seen by cardiology (Dr. {con_f}) on {dm}. [[Swan-Ganz]] not needed. Cr peaked at [[2.#1-8#]] on {dm}.
Discharge meds: carvedilol 6.25 mg BID, [[Entresto]] 24/26 BID, spironolactone 25 mg daily. Follow-up: Dr. {con_f} {next} at #8-11#:30, {street}, {town}. Labs at {clinic} in 1 week.
Dispo: home with HH. %wife {rel_g} to drive. Call {phone} with wt gain > 3 lb.
%sign
== us-op | us | adult
OPERATIVE REPORT
PATIENT: {pt_rev}
%id   DOB: {dob}
DATE OF SURGERY: {today}
SURGEON: {doc}, MD    ASSISTANT: {oth}, PA-C    ANESTHESIA: {con}, MD
<PREOP DX: Severe OA right knee
PROCEDURE: Right total knee arthroplasty (CPT [[27447]])
IMPLANTS: [[Stryker Triathlon]]|PREOP DX: Left inguinal hernia
PROCEDURE: Open hernia repair with mesh (CPT [[49505]])
IMPLANTS: [[Bard]] mesh>, serial {serial}. EBL: [[#20-150#]] mL
INDICATIONS: %Mr {pt_f} is a %age-year-old %man seen in my office at {clinic} on {date} after failing conservative treatment. Consent signed {dm}, witnessed by {nrs}, RN.
DETAILS: Time out performed. [[<Kocher|Allis|Kelly>]] clamps used. The [[Trendelenburg]] position was avoided. Wound closed with 2-0 [[Vicryl]]. Counts correct x2. To PACU stable. Family ({rel}, %wife) updated at {mobile}.
DISPOSITION: {ward}. Follow up {next}.
%sign
== us-radiology | us | adult
{hosp} - DEPARTMENT OF RADIOLOGY
Patient: {pt_rev}   %id   DOB: {dob}   Acc: {acc}
Exam: CT <chest|abdomen and pelvis|head> w/<|o> contrast   Date: {today} #8-20#:#10-59#
Ordering: {doc}, MD   %lic   Phone: {phone}   Fax: {fax}
HISTORY: %age-year-old %male, <cough and weight loss|R/O appendicitis|fall>.
COMPARISON: CT dated {past}; outside study from {hosp2}, {my}.
TECHNIQUE: Axial #2-5# mm slices. CTDIvol [[#6-14#.#0-9#]] mGy.
FINDINGS: #4-9# mm nodule in the right upper lobe, previously #3-6# mm. No [[<Hampton|Kerley>]] lines. [[Schmorl]] nodes at T#8-11#. Liver measures 1#4-7#.#0-9# cm.
IMPRESSION: 1. Slowly growing nodule, [[Lung-RADS #2-4#]]. Follow-up CT in 6 months. 2. No acute findings. Critical result line not used. Results called to {nrs_if} RN on {dm} at #10-22#:#10-59#, read back.
Dictated by: {con}, MD   Signed: {today}
== us-pathology | us | adult
SURGICAL PATHOLOGY REPORT      Case: {acc}
Patient: {pt_rev}    %id    DOB: {dob}    Sex: %M. Collected: {date}   Received: {date}   Reported: {today}
Submitting physician: {doc}, MD ({clinic}, {town}, %state); cc: Dr. {gp_f}
CLINICAL HISTORY: %age-year-old %male, mole on back, changing.
SPECIMEN: Labeled "{pt_rev}", received in formalin, #1-4#.#1-9# x #1-3#.#0-9# x 0.#3-9# cm.
MICRO: [[Breslow]] depth 0.#3-9# mm, [[Clark]] level II. Immunostains: [[<Melan-A|SOX10|S-100>]] positive, [[Ki-67]] #5-30#%.
DIAGNOSIS: <Malignant melanoma, superficial spreading|Melanoma, nodular, [[pT1b]]>, margins clear. Prior: {acc} ({my}).
Case reviewed at conference {dm} with Dr. {con_f}. Results phoned to {nrs} at {phone}.
Pathologist: {oth}, MD, {hosp}
== us-nursing | us | adult
NURSING SHIFT NOTE <DAY|NIGHT>  {today}  {ward} bed #1-30#
Pt: {pt_rev}, %agesex, %id, allergies: [[<sulfa|penicillin|codeine>]]
#10-12#:#10-59# Received report from {oth_if} RN. A&Ox#3-4#. [[Braden]] 1#4-9#, [[Morse]] #25-60#. BP [[#100-150#/#58-90#]]. IV L FA 20g patent. [[Foley]] draining clear yellow.
14:#10-59# Pt c/o pain [[#5-8#/10]], given [[Percocet]] 5/325 per Dr. {doc_f}. Recheck 3/10.
16:#10-59# %wife {rel} visiting, brought home CPAP (s/n {serial}). %He would like {rel_g} called with updates, {mobile}.
17:#10-59# Dr. {con_f} at bedside, new orders. MRI sched {dmn}. Wound photo {photo} uploaded to chart.
18:#10-59# %Son {kid_g} from {town2} called, updated w/ pt permission.
Fall precautions, bed alarm on. Report to {oth_f} at change of shift. Will <cont to monitor|continue POC>.
%nsign
== us-ems | us | adult
PATIENT CARE REPORT    Run # {run}    Date: {today}
Unit: Medic #2-29#   Crew: {oth}, EMT-P / {nrs_if}, EMT-B
Dispatched to: {street}, {town}   Dest: {hosp}
Pt: {pt_rev}  DOB {dob}  %nid  Ph {phone}
C: %age y/o %M, <syncope|difficulty breathing|chest pain>. H: Family ({rel}, %wife) states pt was fine until #7-11#:#10-59# this AM. Hx of [[Parkinson's]], CHF. Meds: [[Lasix]], Sinemet, ASA. NKDA. A: Pt sitting on couch, A&O x4, GCS [[15]]. BP [[#90-170#/#50-98#]], P #58-118#, RR #16-28#, SpO2 8#5-9#%, BGL [[#88-190#]]. 12 lead: [[Wenckebach]], no STEMI.
R: O2 @ 4 lpm NC, IV 18g L AC, NS TKO, monitor.
T: Transported code 2 w/o incident. Vehicle {plate}. Pt transferred to ED bed #2-24#, report to {con_f} RN. Med control Dr. {doc_f}. Belongings (wallet, DL {dl}) to %wife {rel_g}. Last seen by Dr {gp_f} on {dm}. Times: disp 10#10-59#, o/s 11#10-19#, hosp 11#30-59#.
== us-transfer | us | adult
INTERFACILITY TRANSFER FORM
From: {hosp}, {town}, %state       To: {hosp2}
Patient: {pt}    DOB: {dob}    %id    Acct: {acct}
%plan
Date/time: {today} #10-23#:#10-59#
Transferring MD: {doc} ({phone})     Accepting MD: Dr. {con}, accepted by phone {dm}
Reason: higher level of care, <STEMI|SAH, [[Hunt-Hess]] 2|trauma>
Summary: %ageyo %male found down at work ({employer}). CT shows <SAH|no bleed>. Intubated, ETT 7.5 @ 23. GCS [[7T]]. On [[propofol]] and [[Levophed]] at [[0.0#4-9#]] mcg/kg/min. Labs: lactate [[#2-5#.#0-9#]], INR 1.#0-4#, glucose [[1#10-90#]].
Family: %wife {rel}, {mobile}, en route from {town2}. Consent signed by {rel_g}. Mode: <ground ALS|rotor>, unit {run}. Sending RN: {nrs}, ext. {ext}. Images pushed, disc labeled "{pt_rev}".
== us-casemgmt | us | elder
Case Management / Social Work Assessment
%head
Source: pt, niece/nephew {rel} ({mobile}), chart
%age y.o. %male admitted {date} w/ hip fx. Lives alone at {street}, {town}; 3 steps to enter. Independent w/ walker at baseline. Used to work for {employer}, widowed since {my}.
PCP {gp_f}; pharmacy {pharm}. %plan. %nid
Supports: %son {kid} in {town2}, neighbor {oth_g} checks in. Church friends. POA: {kid_g}, paperwork dated {past}.
PT rec: SNF. [[AM-PAC]] 1#2-8#, [[MoCA]] [[#16-25#/30]], PHQ-2 [[#0-2#]].
Plan: referrals sent to {home} and {hosp2} TCU. {home} can accept {dmn}; spoke w/ admissions, {con_g}, {phone}, fax {fax}. IMM letter signed {today}. Will follow.
{nrs}, LCSW, pager {ext}
== us-oncology | us | adult
<Oncology|Hematology/Oncology> Follow-Up
%head
Referring: {gp}, MD
Oncologic history: {my}: abnormal CT at {hosp}. {my}: biopsy {acc}, adenocarcinoma, [[EGFR]] negative, [[BRCA2]] VUS, [[PD-L1]] #10-80#%. Started [[<Keytruda|Taxol|FOLFOX>]] cycle 1 {past}.
Interval: %Mr {pt_f} (%age) is here with %his %wife {rel_g} for C#3-8#D1. Mild fatigue, ECOG [[1]]. Neuropathy grade 1. Went to {town2} for {hol}. Back to work at {employer} part time. Exam: wt [[#58-98#.#0-9#]] kg, BP [[#108-142#/#60-88#]]. Port site c/d/i (port s/n {serial}). Labs {dm}: ANC [[#1-5#.#0-9#]], plt #120-290#, CEA [[#2-9#.#0-9#]].
Plan: proceed w/ C#3-8#. CT CAP {next}. Discussed at tumor board {dm} w/ Drs. {con_f} and {oth_f}. Portal msg or call {phone} for fever > 100.4.
%sign
== us-device-clinic | us | elder
PACEMAKER / ICD CLINIC - remote interrogation
{pt_rev}   DOB {dob}   %id   {today}
Device: [[<Medtronic Azure XT|Boston Scientific Resonate|Abbott Assurity>]], S/N {serial}, implanted {past} by Dr. {con}, {hosp}. RA lead S/N {serial}; RV lead S/N {serial}
Indication: <sick sinus|[[Mobitz]] II|AF w/ slow VR>. [[CHA2DS2-VASc]] #3-6#, on [[Eliquis]] 5 mg BID.
Battery [[#2-9#.#1-9#]] yrs, 2.#70-99# V. RV threshold 0.#5-9# V @ 0.4 ms, impedance [[#380-640#]] ohms. AP #20-80#%, VP #1-60#%. Episodes: AT/AF x#2-9#, longest 4 h on {dm}; NSVT x1 on {dm}.
%age y.o. pt seen last {my}. Called %wife {rel} at {phone}, no symptoms; monitor moved to {home}. Next remote {next}. Letter to Dr. {gp_f}, fax {fax}.
Reviewed by {nrs}, RN / Dr. {doc_f} {dm}
== us-dialysis | us | adult
Hemodialysis treatment record - {clinic} Dialysis, {town}
Pt: {pt_rev}  %id  DOB: {dob}  Tx date: {today}  Chair #1-20#
Nephrologist: Dr. {doc_f}   RN: {nrs_if}   Tech: {oth_g}
Machine: [[Fresenius 2008T]] S/N {serial}   Dialyzer: [[Optiflux 180]]
Access: L BC AVF (placed {my}, Dr. {con}, {hosp}). [[Hickman]] removed {date}.
Pre wt [[#66-110#.#0-9#]] kg, EDW #64-90#.0. Pre BP [[#130-178#/#70-98#]], post BP [[#110-140#/#60-84#]]. UF #1-3#.#0-9# L. BFR [[400]], DFR 600. Labs {dm}: K #4-5#.#0-9#, Phos [[#3-7#.#0-9#]], Hgb 10.#0-9#, Kt/V [[1.#2-6#]].
Notes: cramping at 2h, UF decreased. Pt missed tx on {wd} (ride did not come, spoke w/ %wife {rel_g} {mobile}). [[Epogen]] [[4000]] u given. Transplant eval at {hosp2} {dmn}. %plan
%nsign
== us-snf | us | elder
SNF PHYSICIAN VISIT
Facility: {home}, {street}, {town}, %state {zip}
Resident: {pt_rev}   DOB: {dob}   %id   Rm #100-240#<A|B>   DOS: {today}
%age-year-old %male s/p L hip hemi at {hosp} ({date}), here for rehab. Staff ({nrs_if}, LPN) report poor appetite and confusion since {wd}. %Mr {pt_f} is pleasant, oriented to self. BIMS [[#6-12#/15]]. Wt [[#48-80#.#0-9#]] kg, BP [[#102-150#/#58-86#]]. Incision healing, staples out {dm}. [[Lewy]] body dementia, OA, GERD. Labs {dm}: BUN [[#18-44#]], Na 13#0-9#, UA +.
Plan: [[Macrobid]] 100 BID x5d, hold [[Seroquel]]. RD consult. POLST on file, DNR confirmed with %son {kid} (HCPOA, {phone}) on {dm}. Next visit {next}. %plan
%sign
== us-icu | us | adult
icu note {today}. {pt_f}, {pt_g}, %agesex, %id. {ward} bed #1-24#
hd #3-9# septic shock, source <urine|biliary|lung>. tx from {hosp2} on {dm}
neuro: [[RASS]] -#1-2#, fent [[50]]. cv: MAP [[#62-80#]], levo 0.0#3-9#. resp: ac [[#14-20#/450/40%/5]], p/f [[#150-290#]]. gi: tf [[Jevity 1.2]] at goal. gu: cr #1-3#.#1-9#, [[foley]]
id: bcx {dm} e coli, [[zosyn]] d#2-6#. heme: hgb #7-10#.#0-9#
lines: r ij {dm}, a line {dm}
family: %wife {rel_g} (ph {mobile}) and %son {kid_g} at bedside, gop discussed w palliative, dr {con_f}. full code for now. chaplain {oth_f} visited
contacts: {rel} {phone}
dispo: icu. if off pressors may go to {ward} {dmn}
{doc_f} / {nrs_in}
== us-telephone | us | adult
TELEPHONE ENCOUNTER  {today} #8-17#:#10-59#
Caller: {rel} (%wife)    Callback: {phone}<, ok to leave VM|>
Patient: {pt_rev}  DOB {dob}  %id
Reason: <cough not better since {wd}|BP running high, [[#150-178#/#88-102#]] at home|rash after starting [[Bactrim]]>. Seen {dm} by {doc_if}, NP.
%rhe says %he is taking [[<Cozaar|Norvasc|Zestril>]] 10 mg and [[Coumadin]] 5 mg, last INR [[#2-3#.#1-9#]] on {dm}. No fever. Pharmacy: {pharm} on {street}, {town} ph {phone}. Advice per [[Schmitt-Thompson]] protocol. ED precautions given. Pt {will} keep appt {next} with Dr. {doc_f}.
Routed to Dr. {con_f} pool. Spouse's work no. {phone} ({employer}).
{nrs}, RN
Addendum {dmn}: spoke with {rel_g}, %he is feeling better. -{nrs_in}
== us-portal | us | adult
Patient portal message
From: {pt} <({email})|{email}>
To: {doc}, MD   Sent: {today} #6-23#:#10-59#
Subject: <Question about my labs|Refill|Referral>
Hi Dr. {doc_f},
I saw my results on {url}. My A1c was [[#6-8#.#1-9#]] and LDL [[#88-164#]], is that bad? I stopped the [[<Crestor|Zocor|Lipitor>]] around {hol} bc of leg cramps. {nrs_g} from your office called {wd} but I missed it, I was at work ({employer}). My new cell is {mobile} and we moved to %addr. My %wife {rel_g} can also take the message, {phone}.
Also the referral to Dr. {con} for [[Dupuytren's]] was never received, their fax is {fax}.
Thank you, {pt_nick}
---
Reply {today}: Hi {pt_g}, labs look ok. We can try [[Zetia]] 10 mg. I {will} have {nrs_g} resend the referral. Please see me {dmn}. - Dr. {doc_in}
== us-refill | us | adult
REFILL REQUEST (fax)     {pharm} Pharmacy, {street}, {town}, %state {zip}
Ph {phone}    Fax {fax}    Date {today}
Patient: {pt_rev}    DOB: {dob}    Ph: {phone}
Address: {street}, {town} %state {zip}
Rx #: {rx}    Original date: {past}    Last filled: {date}. Drug: <[[Ambien]] 10 mg tab|[[Xanax]] 0.5 mg|[[Norco]] 10/325 mg>    Qty: [[#30-90#]]    Sig: 1 tab PO <QHS|BID PRN>    Refills left: [[0]]
Prescriber: {doc}, MD   DEA {dea}   %lic
%plan. Prescriber response: [ ] approve  [x] needs appt. Last OV {dm}, next {next}. UDS {dm} ok. PDMP checked {nrs_in} {dm}. Pt should see {oth_f}, NP before [[06]]-month visit. May fill #7, then no more until seen.
{doc_in}
== us-prior-auth | us | adult
{clinic}
{street}, {town}, %state {zip}
Tel {phone}  Fax {fax}
{long}
Re: Letter of medical necessity / appeal
Member: {pt}     DOB: {dob}     Member ID: {member}     Group: {group}     Ref #: {ref}
To whom it may concern:
I am writing on behalf of my patient, %Mr {pt_f}, a %age-year-old %male with <[[Crohn's]] disease (ICD-10 [[K50.90]])|[[Behcet's]] disease (ICD-10 [[M35.2]])> whom I have followed since {my}. %He failed [[Humira]] 40 mg and [[Imuran]] 150 mg. Colonoscopy at {hosp} on {date} showed a [[Mayo]] score of [[#2-3#]]. CRP [[#12-48#]]. The request for [[Stelara]] was denied {dm}.
%Mr {pt_f} %works for {employer} and has missed #6-20# days this year. Delay may cause harm. For a peer to peer call my cell {mobile} or ask for {nrs} at ext. {ext}.
Sincerely,
{doc}, MD
%lic   {email_work}
== us-billing | us | adult
Billing note - guarantor acct {acct}
{today}: Pt {pt} (DOB {dob}, %id) called re: statement dated {date}, balance $#120-980#.#10-99#. DOS {dm} with Dr. {doc_f}, CPT [[992#13-15#]], dx [[<J45.40|E11.9|M54.50>]]. Pt says %he has new insurance as of {mon}, BCBS ID {member}, grp {group}, subscriber is %wife {rel}, employer {employer}.
%nid verified. Address updated to %addr. Email {email}.
{date}: Refiled claim {ref}. Modifier [[25]] added. Spoke w/ {oth_g} at payer, call ref {ref}. Allowed [[$#60-99#.#10-99#]].
{dm}: Pt mailed check no. #100-999#, posted to acct {acct}. Pt prefers calls at {mobile} after [[5]] pm.
-{nrs}, billing, ext. {ext}
== us-home-health | us | elder
HOME HEALTH SKILLED NURSING VISIT
Agency: {clinic} Home Care   Visit date: {today}   In #8-11#:#10-59# Out 12:#10-59#
Pt {pt}, DOB {dob}, %id, %plan
Home: {street}, {town}, %state {zip}   Ph {phone}
PCG: {rel} (%wife), present. Emergency contact {kid}, %son, {mobile}. Homebound: uses walker, [[TUG]] #18-34# sec. VS: BP [[#108-150#/#58-84#]], HR #58-90#, T [[9#7-8#.#1-9#]], wt #110-210# lb.
Wound L heel #1-4#.#1-9# x #1-3#.#1-9# cm, [[Wagner]] grade 2, pic {photo}. [[Unna]] boot reapplied. Pill box filled; [[Coreg]] missed since {wd}. Taught low Na diet; {rel_g} verbalized understanding.
Called Dr. {doc_f} at {clinic}, ok to increase [[Bumex]] to 2 mg. SN again {dmn}; HHA {oth_g} cont 2x/wk. Recert due {next}. Glucometer SN {serial}.
{nrs}, RN  {phone}
== us-school | us | child
SCHOOL HEALTH FORM / MEDICATION AUTHORIZATION
Student: {pt}     DOB: {dob}     Grade: [[#1-5#]]
School: {school}, {town}     Teacher: Ms. {oth_f}
Parent/guardian: {rel}     Home {phone}    Work {phone} ({employer})
Address: %addr     Email {email}
Dx: <asthma|ADHD|peanut allergy, [[EpiPen Jr]]>. Med: <[[ProAir]] 2 puffs|[[Ritalin]] 5 mg|[[Zyrtec]] 5 mg> at noon as needed.
Last physical: {date}. Ht #38-58# in, Wt #32-90# lb, BP [[#88-108#/#50-68#]], vision [[20/#20-40#]]. Td {past}, MMR {past}.
May carry inhaler: yes. {pt_g} may play all sports. If no relief call 911 and {rel_g}.
Provider: {doc}, MD   %lic   {clinic}   Fax {fax}
Parent signature: {rel}  Date {today}
Received by {nrs}, school nurse, {dm}
== us-dental | us | adult
DENTAL PROGRESS NOTE - {clinic} Dental
%head
Pt {pt_nick} presents for <#14 crown prep|extraction #30|perio maint>. Med hx reviewed, no changes since {my}; BP [[#112-150#/#68-94#]]. Taking [[Fosamax]], ASA 81. PCP {gp_f} cleared by phone {dm}.
Anes: 1.7 mL 2% lido w/ epi 1:100k, IANB. [[CDT D2#740-750#]]. Shade [[A2]], [[Kerr]] temp cement. PSR [[3]] all sextants. Post op BWX taken.
Pt c/o clicking R TMJ after MVC {my}. Referred to Dr. {con}, OMFS, {street}, {town}, {phone}. Ins: Delta Dental ID {member}, subscriber {rel}, {employer}. Est copay $#40-300#, acct {acct}. NV: {next}, seat crown. Text reminder to {mobile}. Asst: {nrs_g}. Hyg: {oth_in}.
Dr. {doc_if}, <DDS|DMD>
== us-psych | us | adult
PSYCHIATRIC INTAKE
%head
Referral: Dr. {gp}, {clinic}, phone {phone}
%age y.o. %male, goes by "{pt_nick}," with depression since the death of %his %brother {oth_g} in {my}. Lives w/ %wife {rel_g} and %son {kid_g} in {town}; on leave from {employer} since {date}. Grew up in {town2}, graduated {school}. One admission, {hosp}, {my}, after overdose of [[Tylenol]]. Last drink {hol}.
PHQ-9 [[#12-24#]], GAD-7 [[#8-19#]], [[Columbia]] low risk. Past trials: [[Paxil]], [[Effexor]], [[Celexa]]. MSE: casual dress, mood "blah," linear. No SI/HI today. Insight fair.
Plan: start [[Lexapro]] 10 mg. Therapy with {con}, LCSW, {phone}. Crisis: 988. Safety plan signed {dm}; contact {rel}, {mobile}. RTC {next}. FMLA form faxed to {fax}.
%sign
== us-pt-eval | us | adult
Outpatient Physical Therapy Evaluation
%head
Referring MD: {doc} (%lic)   Dx: s/p L ACL reconstruction {date}, CPT [[97161]]
%plan, auth # {ref}, #8-20# visits thru {next}
Subjective: {pt_g} is a %age y/o %male, %works at {employer}, injured {wdd} playing ball w/ %his %son {kid_g} at {school}. Pain [[#2-6#/10]]. Goal: return to running by {hol}.
Objective: AROM 5-105 deg, quad [[3+/5]], [[Lachman]] neg, girth #36-48# cm, [[LEFS]] #28-52#/80. Rx: quad sets, SLR, gait training, ice. HEP printed. Pt {will} use [[Bledsoe]] brace.
Plan: 2x/wk x 6 wk w/ {oth_if}, PTA. Recheck w/ Dr. {doc_f} {dmn}. Cancelled visits call {phone}.
{nrs}, PT, DPT   License PT {cpso}
== us-ob | us | mother
PRENATAL VISIT - {clinic} OB/GYN
%head
%age y.o. G#2-4#P#1-1# at [[#20-38#w#1-6#d]], EDD {next} by LMP {lmp} c/w 8 wk US. Partner: {rel}. Delivering at {hosp}. Wt #130-220# lb, BP [[#100-138#/#58-86#]], FH [[#22-38#]] cm, FHT [[#132-158#]]. Urine neg. [[Braxton Hicks]] ctx only, +FM. Hx C/S {my} (Dr. {con_f}, {hosp2}) for breech; wants TOLAC. %Brother {oth_g} had a preterm baby. Labs {dm}: Hgb 1#0-2#.#0-9#, GCT [[#98-150#]], GBS pending. [[RhoGAM]] given {dm}. Tdap done {dm}.
%Works at {employer}, leave starts {dmn}; form faxed {fax}. Pediatrician Dr. {gp_f}. PTL and preE precautions. Phone {mobile}. RTC 2 wks, US w/ MFM {dmn}.
{doc_if}, CNM / {nrs_in}
== us-well-child | us | child
WELL CHILD VISIT
Patient: {pt_rev}   DOB: {dob}   %id   DOS: {today}
Here with: %wife, {rel}; sibling {kid_g}. Interval: in ED at {hosp} {dm} for croup, got [[Decadron]]. Attends {school}. Moved from {town2} in {my}. Dad is employed at {employer}. Growth: Ht #84-140# cm ([[#20-90#%]]), Wt #11-40#.#0-9# kg, BMI [[1#4-8#.#0-9#]]. BP [[9#0-8#/5#0-8#]]. [[Tanner]] 1. [[M-CHAT]] n/a.
Exam: TMs clear, no murmur, spine straight, [[Adams]] test neg. Imm: DTaP, IPV, flu given L deltoid by {nrs_if}, MA. A/P: well %man. Dentist: Dr. {oth_f}. Lead level [[<2.#1-9#|1.#1-9#>]]. Refer to Dr. {con}, ENT, {phone}, for snoring. [[Zyrtec]] PRN. Next visit {next}. Mom's email for forms: {email}; cell {mobile}. %plan
%sign
== us-work-excuse | us | worker
{clinic}, {street}, {town}, %state {zip}   Phone: {phone}
Date: {long}
Re: {pt}, DOB {dob}
Employer: {employer}, attn: {oth}, HR, fax {fax}
To Whom It May Concern:
{pt} has been under my care since {date} for <[[De Quervain's]] tenosynovitis|[[Bell's]] palsy|[[Meniere's]] disease>. %He was seen on {dm} and {dm} and is unable to work from {dm} to {dmn}. %He may return on {next} with no lifting over [[#10-25#]] lb for #2-6# weeks. Part time hours until {hol}, if needed.
FMLA certification, case {case}: [[3]] episodes a month, 1-2 days each. Pain score [[#4-8#/10]] at the last visit.
If there are questions please call {nrs_g} at {phone} or email {email_work}.
Sincerely,
{doc}, %deg
%lic
== us-workcomp-mvc | us | worker
AUTO / WORK COMP INITIAL VISIT
%head
Claim # {case}   Adjuster: {oth}, {phone}, fax {fax}. DOI: {date}   Employer: {employer}, {town}
%nid   DL {dl}
HPI: %age y/o restrained driver of company truck (plate {plate}, VIN {vin}) rear-ended on {street} in {town2} on {wdd}. Police report {case}. Airbags +, no LOC. Seen at {hosp}, CT neg. Passenger was coworker {kid}.
Neck pain [[#4-8#/10]], HA. [[Spurling]] neg, [[Waddell]] 0/5. ROM 50%. [[Flexeril]] 5 mg helps. Imp: cervical strain [[S13.4XXA]], seen by Dr. {con_f} for same in {my}. Not at MMI.
Plan: PT 2x/wk w/ {nrs_f}. Off work until {next}. Pt has attorney, {gp_f} & {oth_f} LLP, {phone}; send records.
%sign
== us-facesheet | us | adult
REGISTRATION FACE SHEET          Printed {today} #6-22#:#10-59#
Name: {pt_rev}          Sex: %M     Age: %age
DOB: {dob}     %nid     %id     Acct: {acct}
Address: {street}, {town}, %state {zip}
Home: {phone}   Cell: {mobile}   Email: {email}
Employer: {employer}     Occ: <baker|cook|mason|driver>
Emergency contact: {rel} (%wife) {phone}
Guarantor: self     Ins 1: %plan     Ins 2: AARP {member}
PCP: {gp}, MD     Attending: {doc}, MD     Location: {ward}
Admit: {today}  Svc: MED  Dx: [[<R07.9|N39.0|J18.9>]]. DL: {dl} %state     ID check: biometric ID {bio}     Photo: {photo}
Portal: {url}, activated from {ip} on {date}. Religion: [[<Christian|Church of Christ|Muslim>]]   Language: English   Adv. directive: on file {past}
Clerk: {nrs_in}
== us-telehealth | us | adult
TELEHEALTH VISIT - video
%head
Patient located at: {street}, {town}, %state. Callback {mobile}. Joined via {url} (IP {ip}). Consent verbal, ID shown (DL {dl}).
Also present: %wife {rel_g}. Interpreter: {oth_g}, ID {ref}.
%age y.o. %male f/u <HTN|migraine|DM2>. Home BPs: [[#122-148#/#74-92#]], [[#118-144#/#70-90#]]. Using [[Dexcom G7]] (serial {serial}); TIR [[#52-80#%]]. Last seen {date} by {con_if}, PA. On [[Ozempic]] 0.5 mg since {my}. Had Covid in {mon}.
A/P: increase [[Ozempic]] to 1 mg. Labs at {hosp} before {dmn}. Eye exam Dr. {con_f}. Rx to {pharm}, {street}, {phone}. Work note ({employer}) sent to {email}. Time #12-25# min. CPT [[992#13-14#]]-95.
%sign
== us-roi | us | adult
RELEASE OF INFORMATION LOG / HIM
Request #: {ref}    Rec'd: {today} via fax {fax}
Patient: {pt_rev}  aka {pt_nick}   DOB {dob}   %nid   %id
Requester: {oth}, Esq., {street}, {town}, %state {zip}, {phone}
Records of: {hosp}, {past} to {date}; Dr. {doc}; radiology acc {acc}
Purpose: <disability|litigation|continuing care>. Authorization signed {past}, expires {next}. Witness: {rel}. Sensitive: none. Pages: [[#40-98#]]. Fee $[[#20-60#.#10-99#]], invoice {acct}.
Verified by {nrs_g}: signature compared, caller ID {phone}, biometric ID {bio}.
Released {dm} via {url}; download from {ip}. Dx codes released: [[F41.1]], [[E78.5]], [[G20]].
Notes: pt called {wd}, asked that {rel_g} (%wife) may pick up the copy. {nrs_in}
""".replace("{will}", "[[will]]")
)
