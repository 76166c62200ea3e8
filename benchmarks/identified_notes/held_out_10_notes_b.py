"""Kinds of note, second part: clinics, letters and messages."""

TEXT = """
## cardiology clinic letter | old | cw
@letter

Dear Dr {dr2_last},

Diagnoses: 1. Paroxysmal AF  2. HTN  3. Mild [[Raynaud's]]
I reviewed this %who% in clinic on {recent} with %his% %rel% {kin_first}. %He% has had no further palpitations since {mon}. BP was [[§118-152§/§66-90§]], pulse regular. The 24-hour [[Holter]] on {past} showed a burden of §1-6§%. I have increased bisoprolol to 5 mg; %he% will continue [[Pradaxa]].
I will see %Mr% {pt_last} in six months and would be grateful if you could check U&Es in {mon}.

@letterend
## clinic letter rheumatology | adult | cw
@letter

Dear «colleague|Dr {dr2_last}»,

Many thanks for referring this %age% year old %man% who works at {employer}. %He% has had small joint pain since {mony}. There is a family history: %his% brother {bro_first} has [[Sjögren's]]. On examination DAS28 §2-5§.§0-9§, positive squeeze test, no nodules. [[Schirmer]] test normal. RF [[§20-180§ IU/mL]], anti-CCP positive (lab no {acc}).
I have started methotrexate 15 mg weekly and [[Plaquenil]]. Blood monitoring at your surgery please from {next}. %He% has our helpline {ph} and knows to email {rn_email}, our nurse {rn}.
?We will see %him% again on {next}.

@letterend
## referral letter | adult | all
@letter

To: Dr«=.|» {dr2}, Gastroenterology, {hosp2}

Dear Dr«=.|» {dr2_last},
Thank you for seeing {pt}, a %age% year old %man%, with §3-9§ months of «reflux symptoms|bloating and weight loss|change in bowel habit». %He% first attended {recent}. %His% %rel% {kin} had a similar problem and was under Dr«=.|» {oth_last}.
PMH: [[Hashimoto's]] thyroiditis, [[Bell's]] palsy §2008-2017§. Meds: [[Synthroid]] 100 mcg.
Exam: BP [[§112-148§/§64-92§]], BMI §22-36§.§1-9§, otherwise normal.
Contact: mobile {ph}, {pt_email}. %plan%.
?%He% may be away over {hol}.

@letterend
## primary care visit | adult | us
@head
Phone: {ph}   Email: {pt_email}   %plan%
Here for annual physical. Moved from {town2} in {mony}, now works nights at {employer}. Lives with %rel% {kin_first}.
HTN: home readings [[§118-145§/§70-92§]]. Lipids {past}: LDL §90-170§. A1c 5.§4-9§. PHQ-9 [[§0-9§/27]]. Colonoscopy by Dr. {oth_last} at {hosp2}, {mony}.
Exam: no thyromegaly, [[Murphy's]] neg, reflexes 2+.
A/P:
1. HTN [[I10]] - cont lisinopril 10, rx to {pharm}, {street}
2. HLD [[E78.5]] - start [[Lipitor]] 20
3. HM - flu shot today, mammo/PSA discussed. RTC {next}
[[99396]]. {dr_i}, MD NPI {npi}
## gp consultation | adult | cw
{date} Surgery consultation - Dr {dr} ({practice})
{pt}, {dob}, %mrn%, tel {ph}
Hx: sore throat since {wd}, %rel% {kin_first} and the kids had same. Works at {employer}, needs note from {md} to {soon}. Home covid test neg.
O/E: T §37-38§.§0-9§, tonsils red, [[Centor]] §1-3§, chest clear. BP [[§112-140§/§66-88§]]. Peak flow §350-520§.
Imp: viral URTI. Also asks re [[Twinrix]], last dose {mony}; booked with {rn_first} at {hosp2} clinic.
Plan: fluids, paracetamol, safety net. Delayed rx pen V to {pharm}. Bloods utd, last {past}.
?Text reminder sent to {ph}. Recall {next}.
{dr_init}
## telephone encounter | adult | us
TELEPHONE ENCOUNTER {date} §10-17§:§10-59§
Patient: {pt_lf}   DOB: {dob}   MRN: {mrn}
Caller: {kin} (%rel%), callback {ph}
Taken by: {oth_first}, front desk
Reason: states {pt_first} ran out of [[Zoloft]] on {wd}, pharmacy ({pharm} on {street}, ph {ph}) says refill denied. Feeling dizzy, no SI. Last seen {past}, next appt {next}. Insurance changed - new ID {plan}.
Nurse: d/w {dr_last}, ok #30, no refills until seen. PHQ-9 last §5-15§. Advised to go to {hosp} ED if worse.
Disposition: Rx sent, LVM {md}. {rn_i} RN
?Addendum {md}: pt called back, needs form faxed to {employer} HR at {fax}. {rn_init}
## triage nurse line | child | us
NURSE ADVICE LINE   Call ID {csn}   {date} §10-23§:§10-59§
Child: {pt}, DOB {dob}, wt §12-40§ kg. PCP: Dr. {dr_last}, {practice}
Caller: %rel% {kin}, phone {ph}, email {kin_email}
C/o fever 10§1-3§.§1-8§ since {wd}; brother {bro_first} sick too after sleepover {md}. Drinking, wet diapers x§3-6§. Last [[Tylenol]] 160 mg at 6 pm. No rash. Attends {school}.
Protocol: Fever - 3 months or older. Advice: fluids, [[Motrin]] q6h, [[Pedialyte]]. Call back if > 3 days or lethargic.
Caller in {town}, nearest ED {hosp}. Verbalized understanding. [[May]] return to school {soon}.
?Follow up call {md}: afebrile.
{rn}, RN, license {rlic}
## portal message patient | adult | all
From: {pt} ({pt_email})
To: Dr«=.|» {dr_last}
Sent: {date} §10-23§:§10-59§
Subject: question about my meds
Hi Dr«=.|» {dr_last}, it's {pt_nick} {pt_last} (DOB {dob}). I saw you {wd} for my blood pressure. Since I started [[Norvasc]] my ankles are swollen. My readings are [[§128-158§/§72-96§]] and [[§128-158§/§72-96§]]. My %rel% {kin_first} thinks I should stop. I will be in {town2} for {hol} so could you please call me before, on {ph}? Also the lab result on {url} says my A1C is §6-8§.§1-9§, is that ok?
Thanks so much, {pt_first}
--
Reply {rn_first} (RN for Dr«=.|» {dr_last}): Hi {pt_first}, Dr«=.|» {dr_last} suggests you cut it to half, [[5 mg]], and book a visit by {soon} at {practice}, {ph}.
## portal message parent | child | all
Message via portal, {date}
Regarding: {pt} (dob {dob}, %mrn%)
Hello, this is {kin}, {pt_first}'s %rel%. The school nurse at {school}, %kMr% {oth_last}, called me {wd} - {pt_first} needed the inhaler twice during PE. We are still using [[Flovent]] [[2 puffs]] twice a day. Peak flow was §180-290§. Can you send the asthma plan to the school fax {fax}? I work at {employer} until 5 so text is best: {ph}. Also, does %he% need the booster before {mon}?
[[Rose]] hip tea is fine, right? {pt_nick} loves it.
{kin_first}
Response: Form sent {md}. Please come {next} with Dr«=.|» {dr_last} for spirometry, last FEV1 §78-95§%. Call {ph} if more than 3 times/week. - {rn_first}, RN
## prescription refill request | adult | us
REFILL REQUEST (fax from {pharm}, fax {fax})
Rx# {rx}      Date {date}
Patient: {pt_lf}   DOB {dob}   Ph {ph}
Address: {street}, {town}, %state% {zip}
Drug: [[Ambien]] 10 mg tab   Qty 30   Sig: 1 po qhs prn
Last filled {recent}   Prescriber {dr}, MD  DEA {dea}  NPI {npi}
Insurance: {plan}  BIN [[610014]]
--------
[x] Approved, 1 refill, decrease to [[5 mg]]    [ ] Denied
Note to pharm: pt needs appt before next. PDMP checked {md}. Spoke w/ pharmacist {oth_first} re [[Norco]] interaction.
?Call %rel% {kin_first} {ph} when ready.
{dr_init} / {rn_i}, «CMA|LPN»
## prescription | adult | cw
Rx                              Date: {date}
Dr {dr}, %lic%
{practice}, {street}, {town} {zip}   Tel {ph}
Patient: {pt}    Age %age% / %MF%    DOB {dob}
Address: %addr%
%plan%
1. Tab. [[Glycomet]] 500 mg  1-0-1  x 30 days
2. Tab. amlodipine 5 mg OD
3. Cap. omeprazole 20 mg OD before food
BP [[§120-150§/§72-96§]]  FBS §98-190§  wt §50-96§ kg
Review {next} with HbA1c. [[May]] increase if fasting above target.
?Dispensed at {pharm} {md} by {oth_i}, script no {rx}
Signed {dr_i}
## pharmacy medication review | old | all
MEDICATION RECONCILIATION - Pharmacist {oth}
{pt_lf}, DOB {dob}, %mrn%, admitted {adm}
Sources: %rel% {kin_first} ({ph}); {pharm}, {street} ({ph}); {home} MAR; Dr«=.|» {dr_last}'s letter {past}
Allergies: [[Septra]] (rash, §1994-2010§)
| drug | dose | last taken |
| warfarin | [[3 mg]] od | {md} |
| [[Sinemet]] | [[25/100]] tds | {md} |
| alendronate | 70 mg weekly | {wd} |
| [[Seroquel]] | stopped | {mony} |
INR §2-3§.§0-9§. CrCl §28-70§ ml/min ([[Cockcroft-Gault]]).
Issues: 1. duplicate PPI. 2. pt crushes [[Nexium]] - counselled. Blister pack from {soon}.
?D/w {dr2_i}, bleep {pager}.
Rx no. {rx}. {oth_init}, pharmacist, ext {pager}
## anticoagulation clinic | old | all
ANTICOAG CLINIC {date}
{pt} ({dob}) %mrn% ph {ph}
Indication: AF / [[St. Jude]] mechanical valve {mony} (serial {serial}), Dr«=.|» {dr_last}, {hosp}
Target INR 2.5-3.5. Today §1-4§.§0-9§. Last {recent}: 2.§0-9§.
Missed dose {wd}. Started [[Cipro]] {md} for UTI by Dr {dr2_last}. No bleeding. Ate more greens over {hol}.
Plan: warfarin 4 mg daily except 3 mg on {wd}; recheck {soon} at {practice}. Told %rel% {kin_first}.
?Home meter {serial}.
{rn_i}, «RN|PharmD»
## dermatology clinic | adult | all
@head
%who%, gardener, lesion on nose since {mony}. [[Fitzpatrick]] type §1-3§. Grew up in {town2}. %Rel% {kin_first} had melanoma.
Exam: §4-9§ mm pearly papule L ala, [[ABCDE]] neg. Also [[Koebner]] lesions elbows. Photos {photo} and {photo} taken with consent.
Biopsy: 3 mm punch, 1% [[Xylocaine]], sent {acc}.
Imp: BCC. DDx sebaceous hyperplasia. PASI §2-9§.§0-9§.
Plan: [[Mohs]] with Dr«=.|» {dr2_last}, {hosp}, {next}. Result call to {ph}; ok to leave message with {kin_first}.
@sign
## diabetes clinic | adult | all
Diabetes clinic, {practice}, {date}
{pt_lf}  dob {dob}  %mrn%  email {pt_email}
T1DM since §1985-2012§. Pump [[MiniMed 780G]] s/n {serial}, sensor tx {serial}. Download at {site}.
HbA1c [[§48-79§ mmol/mol]]; TIR §45-80§%. Hypos x§1-4§/wk, one severe {wd} at work ({employer}) - colleague {oth_first} gave [[GlucaGen]]. Licence {dl}: advised re driving.
Feet: [[Charcot]] no, monofilament [[10/10]]. Eyes: screened {past}, R1 M0. BP [[§114-144§/§64-88§]].
Plan: correct basal by 10%, [[Fiasp]]. Dietitian {dr2}, {next}. %Rel% {kin_first} to be trained. Ph {ph}
{rn}, diabetes nurse «educator|specialist»
## oncology clinic | adult | all
@head
Dx: Left breast IDC, [[T2N1M0]], ER [[8/8]], [[HER2]] neg, [[BRCA1]] wild type. Dx {old}, {hosp2}.
Cycle §2-6§ FEC-T due today. Seen with %rel% {kin_first}. Fatigue gr 1. Off work from {employer} since {mony}. Neuts §1-4§.§0-9§, ECOG 0-1. [[Hickman]] line clean, inserted {past}.
Consented to trial, subject no. {study}; randomised {md}.
Plan: proceed, [[Neulasta]] day 2, clinic {next}, scan {soon}. CNS {rn}, {phx}, {rn_email}
?Copy to Dr«=.|» {dr2_last}, {practice}, {town}. 24 h line {ph}.
@sign
## endoscopy report | adult | all
COLONOSCOPY REPORT
{pt_lf}   %mrn%   {dob}   %MF%
{hosp} Endoscopy, {date}.  Endoscopist {dr}.  Nurse {rn_i}.
Referred: Dr«=.|» {dr2_last}, {practice}
Indication: FIT §22-160§, FH ca colon (brother {bro_first})
Sedation: midazolam §2-4§ mg, fentanyl [[50-75 mcg]]. Scope {serial}. [[Boston]] prep score [[§6-9§/9]].
Findings: caecum in §6-14§ min. §5-12§ mm polyp sigmoid, [[Paris]] Ip, [[Kudo]] III, removed, specimen {acc}. Diverticulosis.
Images: {url}
Plan: histology letter by {soon}; repeat in 3-5 years. Escorted home to {street}, {town} by {kin_first}, {ph}.
{dr_init}
## sleep and cpap clinic | adult | us
@head
DME: {oth_last} Home Medical, phone {ph}, fax {fax}
CPAP SN {serial}, modem data at {site}, device IP {ip}
OSA, AHI §18-60§.§0-9§ on PSG {old} at {hosp2}. [[Epworth]] [[§4-15§/24]]. Drives truck for {employer}, truck plate {plate}, VIN {vin}, CDL {dl}; needs compliance letter for DOT by {soon}.
Usage last 30 d: §60-98§% >4h, residual AHI §1-5§.§0-9§. %Rel% {kin_first} says no snoring since {mon}.
Plan: pressure 8-14, new mask, continue [[Provigil]]. CPT [[94660]]. RTC {next}.
@sign
## billing query | adult | us
BILLING INQUIRY   Ticket {csn}   {date}
Guarantor: {pt_lf}   Acct # {acct}   MRN {mrn}   DOB {dob}
Address: {street}, {town}, %state% {zip}    Ph {ph}    Email {pt_email}
SSN {ssn}    Member ID {plan}    Group [[PPO 500]]
DOS {past}, provider {dr}, NPI {npi}, {hosp}
Codes: [[99214]], [[93000]], dx [[I48.91]], [[Z79.01]]. Claim {claim} denied CO-97 on {recent}.
Note: Pt called {wd}, upset re balance $§120-980§.00; states %rel% {kin_first} paid by check from acct {acct}. Will appeal. Rep {oth_first} to send to payer fax {fax} by {soon}.
?Login from {ip} verified. Statement at {url}
## private billing letter | adult | cw
{practice} Accounts, {street}, {town}
{date}
%Mr% {pt}
%addr%
Patient no: {mrn}    Invoice {claim}    %plan%
Dear %Mr% {pt_last},
Your insurer has paid part of the fee for your operation (code [[W4210]]) on {past} at {hosp} under Dr {dr_last}. A shortfall of §120-480§.00 and an excess of 100.00 remain, 10% lower if paid by {soon}.
Please pay into account {acct}, using ref {acct}, or at {site}. Queries to {oth} on {ph} or {rn_email}. Your card was read on {md} but declined.
?We hold your mobile as {ph}.
Yours sincerely, {oth_i}
## prior authorization | adult | us
PRIOR AUTHORIZATION REQUEST  -- fax to {fax}
Member: {pt}   ID {plan}   DOB {dob}   Ph {ph}
Prescriber: {dr}, MD   NPI {npi}   {practice}, {street}, {town}, %state% {zip}   Contact {rn_first}, {phx}
Drug: [[Humira]] 40 mg q2wk; dx [[K50.90]] [[Crohn's]] disease since §2009-2018§
Failed: mesalamine ({mony}), azathioprine ({mony}, TPMT low), prednisone. CRP §12-48§, calprotectin §300-900§.
Seen {recent}: 6 BM/d, wt loss §8-20§ lb, missed work at {employer}.
?Scope {past} Dr. {dr2_last}, {hosp}.
Ref {claim} opened {date}. Determination expected {soon}. MRN {mrn}
Signature {dr_i}
"""
