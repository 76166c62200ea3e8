"""Held-out part 11: letters, forms and notes from outside the hospital."""

LETTERS = """
### referral letter | * |
{clinic}
%lines%
«Tel|Ph» {phone}  Fax {fax}
{date}
Dear %dr% {c_fam},
Re: {p}, DOB {dob}, %mrnl% {mrn}
of {street2}, {otown}
Thank you for seeing this %age%-year-old %man%, who works at {work}, with six months of [[reflux]] not settled by [[Nexium 40]]. %mr% {p_fam} was scoped by %mr% {g_fam} at {hosp} in {past_my}: [[Barrett]]'s, [[Prague C1M2]]. %His% %sib% {b_giv} had an oesophageal cancer at 58. [[H. pylori]] negative. %He% is free any day after {next_d}; %his% %spouse% {s_giv} can be reached on {mob}.
«Kind regards|With many thanks|Yours sincerely»,
{d}, %licl% {lic}
Dictated but not signed; typed {recent} by {w_ini}
### consultant reply | uk ie au nz za in |
{hosp}
Clinic date: {recent}   Typed: {date}   Our ref: {d_ini}/{w_ini}/{oid}
%mrnl%: {mrn}
%dr% {g}, {clinic}, {road}, {village}, {town} {zip}
Dear {g_giv},
{p} - DoB {dob} - %addr%
Diagnosis: [[Dupuytren]]'s contracture, right ring finger. [[Tinel]] negative.
I met this pleasant retired {work} worker with %his% %kid% {k_giv}. %He% cooks for {church} and cannot hold a pan. My colleague {c} operated on the left at {ohosp} in {past_my}. HbA1c [[48]].
I have listed %him% for fasciectomy; date offered {next}. %He% will be in {otown} over {hol}.
{d}
Consultant hand surgeon - secretary {w}: {phone}, {demail}
### home health visit | us | old
HOME HEALTH SKILLED NURSING VISIT   {date}   Time in 1:05P out 1:50P
Client {p_rev}   MR# {mrn}   SOC {past}   %hpl% {hp}
Home: %addr%, blue house behind {church}; call first {phone}
%kid% {k} (PCG) present; aide {f_giv} comes MWF. %sib% {b_giv} from {otown} staying till {next_d}.
VS [[136/70]], 97.9, [[SpO2 93% on 2L]], wt [[162 lb]] (up 3 since {recent_w}). [[Lasix 40]] taken late. [[OASIS]] item M1860 = 2. No signs of [[CHF]] flare otherwise.
Called %dr% {d_fam} at {clinic}: extra Lasix x 2d, BMP {next2}. {pharm} on {road} to deliver. Seen last at {hosp} {month}.
Neighbor's pit bull loose, use side door. Next visit {next2_w}. {n}, RN
### care home note | uk ie au nz | old
{home}, {village} - GP round {date}
{p_nick} {p_fam} ({p_giv}) rm [[12]] %age% - off food since {recent_w}. %kid% {k_giv} visiting from {otown}, worried. Temp [[37.4]], dip [[leu ++]], [[MUST 1]]. Start [[nitrofurantoin 100 mg]] bd, {pharm} to deliver. NHS/record {mrn}.
%mr% {f_fam} rm [[4]] - fell {recent2_d}, seen {hospx}, home same night. Stop [[zopiclone]].
{b} rm [[17]] - [[RESPECT]] form with %sib% {w_giv} POA, {phone}. Wishes to stay at the home.
{c_giv} (manager) asks re flu jabs: {next_d}. Dentist from {clinic} visiting {next2_w}. D/w {g_fam}.
{d_ini}
### hospice note | us uk ca au sg | old
Hospice home visit {date}, {n}
{p}, %age%, %addr%. %mrnl% {mrn}
Met %spouse% {s_giv}, %kid% {k_giv} and %sib% {b_giv} (off the train from {otown}). %He% dozes, [[PPS 30%]], [[Karnofsky 30]], sips only. Wanted to see {hol} with the family. {f} of {church} prayed with %him% {recent_w}.
Syringe driver SN {dev}: [[morphine 20 mg]] + [[Haldol 3 mg]]. [[ESAS]] pain 3. No [[Cheyne]]-Stokes yet.
%He% worked at {work} 30 years and met {s_giv} at {venue}. Funeral home known.
If worse overnight ring {phone}; %dr% {d_fam} ({hosp}) aware, prefers not {ward}. Next visit {next_wa}.
### death note | us uk ie ca za in | old
{date} 04:52 Called to {ward} by RN {n_fam} to verify death
{p}, %age%, DOB {dob}, %mrnl% {mrn}
No resp effort x 5 min, pupils fixed, no heart sounds. [[asystole]]. Time 04:47. Pacemaker [[Sigma]], SN {dev}.
Cause: 1a aspiration pneumonia 1b [[Parkinson]]'s disease. [[CURB 4]].
Family: %kid% {k} phoned {mob} 05:05, coming from {otown}; %spouse% {s_giv} lives at {home}. %sib% {b_giv} told at {venue}, {village}. Coroner/ME {f_fam} informed, ref {oid}; not for PM. Admitted {recent} from {ohosp}, seen {recent2_w} by %dr% {c_fam}.
GP %dr% {g_fam} ({clinic}) to be told {next_w}. {d}, %licl% {lic}, bleep {ext}
### workers comp | us |
WORKERS' COMPENSATION - FIRST REPORT
Employee: {p_mid}   SSN: {nat}   DOB: {dob}   Phone: {phone}
Home: %addr%
Employer: {work}, {street2}, {otown}   Supervisor: {f}
Injury: {recent} 10:30 AM, loading dock; forklift (VIN {vin}) rolled over R foot
Carrier claim # {oid}; adjuster {c} {phone2}, fax {fax}
First seen at {hosp} ED {recent_w}; now {clinic}
Exam: [[Lisfranc]] tender, [[Ottawa]] rules positive. XR neg. Dx [[S97.81XA]]. CPT [[99203]].
Work status: seated only until {next}. %spouse% {s_giv} drives. MRI at {ohospx} {next2_s}.
Provider {d}, NPI {npi}. MRN {mrn}
### rta report | uk ie za |
Medicolegal report   {date}   Claim {oid}
{p_up}, b. {dob}, %natl% {nat}, occupation: {work}
Accident {past} on {road}, {village}: stopped at lights by {venue}; hit by van {veh}, own car VIN {vin}. Passenger %kid% {k_giv}.
Taken to {hosp}; discharged same day by %dr% {c_fam}. GP {g_short} at {clinic} seen {past2_d}. Physio in {otown} from {past2_my}. [[Whiplash]] grade [[WAD II]]; [[Spurling]] negative; neck rotation [[70/75]]. [[Ibuprofen 400]].
Travel costs to IBAN {iban}. Solicitor {f_short}, {demail}. %mrnl% {mrn}
Prognosis: [[12 months]] from accident. Signed {d}, %licl% {lic}, {next}
### billing note | us |
BILLING/REGISTRATION NOTE {date} user {n_ini}
Guarantor {s_rev} for pt {p_rev} MRN {mrn} DOB {dob}
Acct {acct}: claim denied, %hpl% {hp} termed {past}. New plan eff {month}; group {oid}. CPT [[99214]], [[36415]], dx [[I10]]. Balance [[$146.20]].
Address changed from {street2}, {otown} to %addr%. Work {work}, HR contact {f_giv} {phone}. SSN on file {nat}.
{s_giv} called {recent_w}, upset re: bill from {hosp} for {month2}; spoke w/ {c_giv} in pt accounts, ext {ext}. Pay plan $25, first due the {next_n}. Statement to {email}. Seen by %dr% {d_fam} at {clinic}.
### telehealth visit | us uk ca au sg in |
Video visit {date}, {clinic}. Link {url}, patient IP {ip}
{p} joined from %his% car outside {work} in {village}; identity checked: DOB {dob}, %mrnl% {mrn}. %kid% {k_giv} in the back seat.
Rash on trunk since {recent_w}, after camping near {otown} with {f_giv}. Sent photo {photo}. Looks like [[pityriasis rosea]], [[Lyme]] less likely. No fever ([[37.0]]). [[RPR]] and HIV tests ordered at {hospx} lab.
Rx [[Zyrtec 10]] to {pharm}, {road}. %spouse% {s_giv} has it too, seen by %dr% {c_fam}, due back {next_d}.
Message me on portal or {demail}. {d_short}
? Chaperone {n}. Call-back {mob}.
### portal messages | us au ca nz |
From: {p} <{email}>   Sent: {recent}
To: {clinic} care team
Hi %dr% {d_fam}, {s_giv} and I got back to {village} last night. The [[Cymbalta]] makes me sick. Also {k_giv} has strep at {school}, should I worry? {p_nick}
---
Reply {date}: Hi {p_giv}, take it with food and go down to [[30 mg]]. Come to the {otown} office on {next_w} if there's fever over [[100.4]]. {c_giv} at the desk can book you: {phone}. {n_giv}, RN
---
From {p_nick}: ok. Is the [[TSH 4.8]] from {hosp} bad? Mom ({m}) was on [[Armour]]. pharmacy is now {pharm} on {road}. my new number {mob}
Filed {date} by {n_short}, %mrnl% {mrn}, dob {dob}. Routed to {d_ini}.
### occupational health | -us |
Occ health, {date}, employee of {work}, {otown} site
{p_rev}, b. {dob}, %natl% {nat}, lives {village}, mob {mob}
Referred by manager {f}, off since {month_d} with low mood after %his% %sib% {b_giv} died at {hosp}. On [[sertraline 100]], CBT at {clinic} with {w_giv}. [[PHQ-9 11]], [[AUDIT 3]]. BP [[127/80]].
%He% enjoys the shifts with {c_giv} but not nights with {k_fam}. Door badge biometric {bio} re-issued.
Advice: phased return from {next}, 4 h days, no driving company van {veh} until {next2}. Review {next2_my}. Report to {demail}, cc GP %dr% {g_fam}. {d_short}, OHP. %mrnl% {mrn}
### school counselor | us ca za au | teen
Adolescent clinic, {clinic} - {date} - {c}
{p} ("{p_nick}"), %age%, «9th|10th|11th» grade at {school}, lives with %mum% {m_giv} in {village}, every other weekend with dad {s_giv} in {otown}
Referred by counselor %mr% {f_fam} after a fight with {w_giv} at {venue} on {recent}. Suspended until {next_d}. Part-time job at {work}. Youth group {church}.
[[HEADSS]] done, [[CRAFFT 1]], [[PHQ-A 9]]. Vapes. [[Adderall XR 20]] from %dr% {d_fam}, BP [[112/66]].
{p_giv} texts {k_giv}, trusted cousin, when low. %mum% cell {mob}, dad {phone}. Prior stay {hosp} {past_my}.
Plan: weekly, next {next2_wd}; release signed for {school}; %mrnl% {mrn}.
### community midwife | uk ie au nz ke ng | f young
Postnatal visit day 5 - {date} - {n_giv}
{p}, {village}, {mob}. %mrnl% {mrn}
SVD {recent_d} at {hosp}, baby {k_giv} [[3.1 kg]], now [[2.98]]. [[Guthrie]] done, card {oid}. Feeding well, jaundice mild. EPDS later.
Partner {s_giv} back at {work} {next_w}. %mum% {m} over from {otown} till {hol}. Toddler {b_giv} at {school} mornings. Perineum ok, [[lochia rubra]]. [[Anti-D]] given. BP [[122/78]].
«Dog in yard, knock at no side gate|Park behind {church}», %addr%.
Clinic {clinic} {next}. Students: {c_giv}. D/w {w_fam}. {n_ini}
### memory clinic | * | old
Memory clinic {clinic}, {date}. %dr% {d}.
{p_up}, %age%, with %kid% {k_giv} and %spouse% {s}.
Gets lost on {road} where %he% has lived since %yr%; thinks %he% still works at {work}. Forgot {b_giv}'s funeral at {church} in {past_my}. Calls carer {f_giv} "{m_giv}". Left car {veh} at {venue} {month_d}.
[[ACE-III 68/100]], [[MMSE 21/30]], [[GDS 3/15]]. B12 [[312]]. CT at {hosp} {past2_d}: hippocampal atrophy, no [[Lewy]] features. ? [[Alzheimer]].
Start [[Aricept 5mg]]. OT {n_giv} to visit {town} flat {next_w}; respite at {home} from {next2}. Driving authority told. LPA: {k}, {otown}, {phone}. %mrnl% {mrn}
### transfer note | * |
INTERHOSPITAL TRANSFER   {date}
From: {ohosp} «ward|ED»  To: {hosp}, {ward}
«Pt|Patient»: {p_rev}  %mrnl% {mrn}  DOB {dob}
Accepting: %dr% {d_fam} (spoke {recent_d} with our {c_fam}); bed mgr {n_giv} {phone}
Summary: SAH [[Fisher 3]], [[Hunt-Hess 2]] after collapse at {church} in {village}. GCS [[14]]. [[Nimodipine 60]] q4h. BP [[148/80]].
Family: %spouse% {s_giv} following by car ({veh}), %sib% {b_giv} in {otown} informed, %kid% {k_giv} at {school} not yet told. Mob {mob}.
Sent with: discs ({oid}), notes, valuables list signed by {f_fam}. Allergy [[Keflex]].
Escort: RN {w_short}, {w_giv}. {g_ini3}
### problem table | us uk au in ng |
{p_rev} | {dob} | %mrnl% {mrn} | {clinic}
| Date | Problem | Who | Where |
| {past_my} | [[Graves]] disease | {c_fam} | {hosp} |
| {past2} | R knee scope | %dr% {g_fam} | {ohosp} |
| {month} | Fall at {work} | {n_giv} | {clinic2} |
| {recent} | [[Bell]]'s palsy | {d_ini} | {ohospx} |
Contacts: %spouse% {s} {mob}; %mum% {m_giv}, {otown}; friend {f_nick} in {village}
Pharmacy: {pharm}, {road}. Plan: %hpl% {hp}
Notes: on [[carbimazole 20]], TSH [[0.01]], T4 [[38]]. Eyes reviewed {next_s}. Teaches at {school}; class resumes {next_d}. {d_short} {date}
### trial visit | us uk sg au za ca |
Research visit 4 - {date} - {hosp} CRF
Subject {oid}, initials {p_ini3}, DOB {dob}, %mrnl% {mrn}. PI: {d}; coordinator {n} ({demail})
Arm kept blind. Kit [[A-12]]. Vitals [[118/74, 66, 36.5]]. ALT [[31]], [[QTcF 412]]. ECG machine SN {dev}. AE: sprain at {venue} {recent_d}, seen {clinic}, not related; SAE none since {past_my}.
{p_giv} travels from {otown}; taxi receipts paid to acct {acct}. Moved to {village}, letters c/o %sib% {b}, %addr%. Reminder texts {mob}. E-diary log-in from {ip}; last sync {recent2}.
Con meds: [[Tylenol]], [[Humalog]]. Next visit {next} with {c_giv}. Pharmacist {w_short} dispensed.
"""
