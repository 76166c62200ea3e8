"""Kinds of notes of the sixth held-out part: calls, messages, letters, bills, forms, visits at home and social work."""

from benchmarks.identified_notes.held_out_6_office import Kind

DESK = (
    Kind("nurse call", 6, """«TELEPHONE ENCOUNTER|Phone note|TC|Nurse triage call|Phone Message» {visit} §tm§
«Caller: {sp} (§spouse§)|Caller: patient|Caller: {kid}, daughter|Call from {mum} (mother)»  Pt: «{pt_lf}|{pt}»  DOB {dob}  «§idline§|» CB# {phone}
? PCP: {ref_lf}    Pharmacy: {pharm} «{phone3}|»
Reason: §cc§. «Pt states|Reports|States» «saw Dr. {con_l} {short} and|since {wd}|seen at {hosp} ED {short},» taking §med§ but no better. §pain§. BP at home [[§110-170§/§60-98§]].
«Denies CP/SOB.|Temp [[§99-102§.§1-9§]].|BS [[§60-110§-§180-320§]].» [[Schmitt-Thompson]] protocol: «see in 24h|home care|ED now».
? Lm for {kid_f} at {phone2}, no ans x2 §tm§. Tried {sp_f} cell also.
Advice: fluids, [[Tylenol]] [[1-2]] tabs, ED if worse. Appt «{next} §tm§ w/ {doc_l}|tomorrow w/ {rn2_l} NP». Pt verb understanding.
«Routed to|Msg sent to|FYI to» {doc}«, §cred§|».
? §tm§ Per Dr {doc_l}: ok to refill, see {next}.
§rnsign§"""),
    Kind("portal thread", 4, """«MyChart|Patient portal|Secure» message
From: {pt}   To: «{doc}, §cred§|Dr. {doc_l} clinical pool»   Sent: {visit} §tm§   Subject: «Refill|Question about labs|Rash|Referral|side effects»
«Hi|Hello|Dear|Good morning» Dr. {doc_l},
«I saw you on {past} about|I'm writing about» §cc§. I have been taking «the [[Zoloft]]|[[Lipitor]]|the [[Medrol]] dose pack|[[Norvasc]]» and my readings were [[§120-150§/§70-95§]] and [[§118-145§/§70-90§]]. «My husband {sp_f} says|My daughter {kid_f} noticed|My sister {sis_f} who is a nurse thinks» it is worse since {wd}. «We leave for {town2} on {next}.|Can you send it to {pharm} on {road}?|I work at {employer} and can't take calls.»
? My new number is {phone} and my email is {email}. We moved to §addr§.
Thanks, «{pt_f}|{pt}|{pt}|{sp_f} (for {pt_f})»
---
«Reply|From: {rn}, RN» {after} §tm§
Hi «§mr§ {pt_l}|{pt_f}», Dr. {doc_l} reviewed. Your A1c was [[§5-9§.§1-9§]], goal [[6.5-7]]. «Please book with {con_l}|Come in {next}|Labs at {hosp}». Upload at {url} or call {phone_h}.
«{rn_f}|{rn}, RN|{rn}»"""),
    Kind("refill request", 3, """RX REFILL REQUEST {visit}  «via Surescripts|fax|phone»
Pharmacy: {pharm}  {town}, §state§   Ph {phone3}  Fax {fax}
Patient: {pt_lf}  DOB {dob}  Addr: §addr§  Ph: {phone}
Drug: §med§   Qty [[#§1-9§0]]  Sig as above  RF [[§0-5§]]   NDC [[00§100-999§-§1000-9999§-§10-99§]]   Rx# {rxno}   Last fill {short}   Written {past}
Prescriber: {doc}, §cred§  NPI {npi}  DEA {dea}
? PDMP checked {visit}: [[Norco]] #60 by {con_l} {short}, [[Xanax]] #30 {past}.
? Prior auth §payer§ {auth}. BIN [[610§100-999§]] PCN [[ADV]] ID {member}
Last OV {past}, next {next}. Labs: §lab§; §lab§.
«APPROVED|DENIED - needs appt|Sent to Dr {doc_l}» §tm§ «by {rn_f}|{rn_ini}|{rn_lf}»
? Pt's §spouse§ {sp_f} to p/u. ID shown {dl}.""", "us ca"),
    Kind("repeat prescription", 1.5, """«Repeat prescription request|Script request|Rx query» {visit} §tm§ «via app|by phone|at desk» taken by {rn_f}
{pt_lf}  DOB {dob}  §idline§  tel {phone}
Wants §med§, §med§. Last issued {short}, review due {next}. Collects from {pharm}, {road}. «§spouse§ {sp_f} will collect.|Carer {oth} collects.|Deliver to {street}.»
§lab§ {past}; BP §bp§. [[QRISK]] 12. On [[Zomorph 10]]? «No, stopped by Dr {con_l} {md}.|Yes, per {hosp} letter {past}.»
Dr {doc_l}: «issued x 28 days|needs appt with me {next}|ask {oth2_f} (pharmacist) to call §him§». §plan§
? Pharmacist {oth2} rang {after}, tel {phone3}, [[5/28]] tabs owed.
Actioned {rn_ini} {after}""", "gb ie au nz za in sg"),
    Kind("pharmacist note", 2, """«Clinical pharmacist|PharmD med rec|Anticoag clinic|Pharmacy» note {visit}  {pt_lf}  §idline§ DOB {dob}
Sources: pt, §spouse§ {sp_f}, {pharm} ({phone3}), list from {home}.
Warfarin [[5/2.5]] mg alt, INR [[2.0-3.0]] goal, today §1-4§.§1-9§ (prev {short} 2.§1-9§). Missed dose {wd}. New: [[Bactrim]] from {con_l} {md}.
CrCl ([[Cockcroft-Gault]]) §28-90§ mL/min; [[Child-Pugh]] A; [[Vanc]] trough [[§8-19§.§1-9§]], AUC [[400-600]]. Levels: [[Dilantin]] 12, [[Sheiner-Tozer]] corr. [[Bayer]] 81.
Meds: §meds§
Rec: hold x1, then §4-6§ mg; recheck {next}. [[Beers]] list: stop [[Benadryl]]. D/w {doc_l}, agrees. Left vm for {kid} {phone2}.
? DEA {dea} NPI {npi} verified for C-II, Rx {rxno}.
{rn}, «PharmD|RPh|PharmD, BCPS» {lic}"""),
    Kind("prior authorization", 2, """{visit}
§payer§ Utilization Management      Fax {fax}
Re: Prior authorization / letter of medical necessity
Member: {pt}      DOB: {dob}      Member ID: {member}      Group: {group}
Ref/Auth #: {auth}     Drug: [[Humira]] / [[Stelara 90]] / [[Ozempic 1 mg]]      Dx: [[K50.90]] [[Crohn's]] disease

To whom it may concern:
I am writing on behalf of my patient §mr§ {pt_l}, diagnosed {m} by Dr. {con} at {hosp}. §he§ has failed [[Imuran]] ({m}), [[Remicade]] [[5 mg/kg]], and [[Entocort]]. CRP §8-88§, [[Harvey-Bradshaw]] §6-14§, [[CDAI 2§20-90§]]; colonoscopy {past}. §his§ weight fell [[10-12 lb]].
Denial dated {short} cites [[Policy 3.14]]; peer to peer {next} at {phone_h}, ask for {rn_f}.
I request approval for 12 months. HCPCS [[J0135]], NDC [[00074-0§10-99§-0§1-9§]].
Sincerely,
{doc}, §cred§    NPI {npi}   TIN {tin}   License {lic}
{clinic}, §addr§""", "us"),
    Kind("appeal letter", 1.5, """{pt}
§addr§
{phone} / {email}

{visit}

§payer§ Appeals Dept.
RE: Claim {claim}   Subscriber {sp}   ID {member}   Date of service {past}   Provider {con}, {hosp}   Billed $§210-9800§.00

I am appealing your denial dated {short} for my «son {kid_f}|§spouse§ {sp_f}|own» MRI ([[CPT 72148]]). Dr. {doc_l} ordered it because of §cc§ and [[L5-S1]] disc. We tried PT at {clinic} from {m}. Your rep {oth_f} told me on {wd} §tm§ it was covered, call ref {refno}. EOB says [[code 197]], [[$0.00]] paid of [[1,250/80%]].
Enclosed are notes of {past}. Please fax the decision to {fax} or write to me at the above.

{pt}
? cc: {doc}; State Insurance Commissioner file {case}""", "us"),
    Kind("billing statement", 2.5, """{hosp} PATIENT ACCOUNTS     Statement date {visit}    Account # {acct}
Guarantor: {sp_lf}    Patient: {pt_lf}   §idline§    «SSN {ssn}|SSN (last 4) {ssn4}|DOB {dob}»
Bill to: §addr§
? §insline§    Claim {claim}
{past}  [[99214]]  OFFICE VISIT           $§95-280§.00
{past}  [[80053]]  CMP                    $§20-90§.50
{past}  [[36415]]  VENIPUNCTURE   [[1/1]]   $12.00
{short} PMT - «check #{check}|card ending {card}|bank acct {bank}»            -$§10-90§.00
BALANCE DUE {next}  $§20-2800§.§10-99§   Aging [[0-30]] / [[31-60]] / [[61-90]]
? Spoke w {sp_f} {after} §tm§, payment plan $§25-90§ x 6; collector {oth_f} «ext|x|ext.» {ext}.
Questions? {phone_h} or {email_o}. Pay at {url}. TIN {tin}. Rendering: {doc}, §cred§, NPI {npi}.
Thank you for choosing us for your care. Balances unpaid after 90 days may be referred to collections. Revenue code [[0450]], DRG [[§100-800§]], modifiers [[25]], [[59]].""", "us"),
    Kind("fax cover", 2.5, """«FAX|FACSIMILE COVER SHEET|REFERRAL FAX»     {visit}  §tm§
TO: «Dr. {con}|{con}, §cred§|{con_l} office»     FAX: {fax}
FROM: {oth}, {clinic}     PHONE: {phone_h}    FAX: {fax2}      PAGES: §2-18§ «[[1/§4-18§]]|»
RE: {pt_lf}  DOB {dob}  «§idline§|»
? Address: §addr§   Home {phone}  Cell {phone2}
§insline§   Referral/auth # {auth}
Reason: §cc§ / §dx§. Urgency: «routine|urgent|2 week wait». Please schedule [[1-2]] wks; prefers «AM|after 3». Contact {sp_f} (§spouse§). Interpreter: «none|Spanish|Polish».
PMH §pmhs§. Meds §meds§. Allergies §allergy§. §lab§; last seen {past}.
? Attach: echo {past}, labs {short}, MRI {m} from {hosp2}
? Appt given {next} §tm§ w/ {con_l}; pt notified by {rn_f} {after}
Referring: {doc}, NPI {npi}
CONFIDENTIAL: if received in error call {phone_h}.""", "us ca"),
    Kind("gp referral", 4, """{clinic}
{road}, {town}, {zip}
Tel: {phone_h}  Fax: {fax}  Email: {email_o}
{visit}
«Dear Dr {con_l}|Dear Colleague|Dear Mr {con_l}»,
Re: §mr§ {pt}   DOB: {dob}   §idline§
§addr§    Tel {phone}
Thank you for seeing this §age§ yo §man§ with §cc§ since {m}. §his§ PMH includes §pmhs§. §spouse§ {sp_f}; works for {employer}.
O/E §vit§ §exam§ Ix: §labs§ X-ray at {hosp} {past}. [[Wells]] 1, [[FRAX 12%]], [[QRISK3 14.2]], [[ABCD2 3]].
Rx: §meds§. Allergic: §allergy§.
? §he§ saw Mr {ref} privately in {m}.
? §insline§
Grateful for your «opinion|advice re further management».
«Kind regards|Yours sincerely|Many thanks»
Dr {doc}«, GMC {lic}| §cred§|»""", "gb ie au nz za in sg"),
    Kind("EHR print", 3, """{hosp} — Chart Summary   Printed {visit} §tm§ by {rn_lf}
================================================
{pt_lf}   «§idline§|MRN {mrn}»   DOB {dob}   §sexage§
Address: §addr§
Home: {phone}  Mobile: {phone2}  Email: {email}
PCP: {ref_lf}   Pref pharmacy: {pharm}
? Employer: {employer}    Insurance: §insline§
PROBLEM LIST  (noted)   §dx§ ({m});  §dx§ ({past});  §pmh§ ({m});  §eponym§
MEDS §meds§
ALLERGIES §allergy§
ENCOUNTERS: {past} {con_lf} «Cardiology|GI»; {short} {doc_lf} FM; {past} {hosp2} ED
VITALS {short} §vit§
IMM [[Tdap]] {m}; [[Prevnar]] {m}
? FYI: DNR form {past}; HCPOA {kid} {phone3}. Photo on file {photo}.
? Audit: accessed by {oth_i} from {ip} {after} §tm§
§foot§"""),
    Kind("face sheet", 3, """REGISTRATION / FACE SHEET         Acct {acct}   §idline§   Reg by {rn_i} {visit} §tm§
PATIENT  {pt_lf}     DOB {dob}  AGE §age§  SEX §sx§  MS «M|S|D|W»  RACE W  REL «Cath|Bapt|None»
ADDR  §addr§   COUNTY {county}
PH  {phone} (H) {phone2} (C)   EMAIL {email}    SSN «{ssn}|{ssn}|{ssn4}»   DL {dl}
EMPLOYER  {employer}   OCC «RETIRED|CLERK|DRIVER»    MAIDEN/ALIAS  {pt_m}
GUAR/NOK  {sp_lf}  REL §spouse§  {phone3}  SSN {ssn_sp}  DOB {dob2}
EMER 2  {kid}   {phone4}
INS 1  §payer§  POL {member}  GRP {group}   INS 2  «NONE|MEDICARE {mbi}|AARP {policy}»
? ACCIDENT {short} {road} AUTO PLATE {plate}  CLAIM {claim}  ATTY {oth} {phone5}
ADM DR {doc_lf}   REF DR {ref_lf}   PCP {ref_l}    ADM DX §cc§ [[R07.9]]   FC [[03]]  SVC [[MED/TELE]]
ADM {admit} §tm§  SRC ED  ROOM [[§2-8§14-2]]  PREV ADM {past}
? PALM SCAN {bio} ENROLLED. PORTAL {url}.
VALUABLES: none. ADV DIR: Y. PRIVACY NOTICE SIGNED {visit}.""", "us"),
    Kind("home visit nurse", 3, """«HOME HEALTH SN VISIT|Home care nursing note|District nurse visit» {visit} «§range§|»
Pt: {pt}  DOB {dob}  «§idline§|»  at §addr§  «lockbox code on file|dog in yard, call first {phone}»
Cert period {admit} to {next}. Ordering: Dr. {ref}. Agency: {agency}
§vit§ Wt §48-120§ kg. «Lungs clear|Crackles L base». 1+ edema. §pain§. Wound R shin [[2.0 x 1.5 x 0.2]] cm, [[Medihoney]], [[Coban]]. [[Foley 16Fr/10]] changed. BS [[§90-140§-§160-280§]].
Med box filled x7d: §meds§. §spouse§ {sp_f} «instructed|cg fatigued»; aide {oth_f} «MWF|3x/wk»; dtr {kid_f} shops {wd}. [[PHQ-2 1/6]]. [[TUG 18]].
? Called Dr {ref_l} re wt +[[3-4 lb]], order: [[Lasix 40/20]]. O2 conc [[Invacare]] SN {serial}; vendor {phone3}.
Mileage 12. EVV GPS ok. Next {next}. Neighbor {oth2} is backup.
§rnsign§"""),
    Kind("aide or carer log", 1.5, """CARE «LOG|NOTES» - {pt} - §addr§
{visit} §tm§ «Aide|Carer» {oth_f}: §mr§ {pt_l} up, washed, [[Weetabix]], meds given from blister. §his§ «son {kid_f}|sister {sis_f}|friend {oth2_f}» visited. Ate [[1/2]] lunch. «Zimmer|walker» used.
{after} §tm§ {rn_f}: refused shower, BM type [[4]], pad changed x2. BP [[§110-160§/§60-90§]]. Fluids [[§800-1600§]] ml. Called office {phone_h} re low milk and [[Fortisip]]; spoke {oth3_f}.
{md2} §tm§ {oth_f}: Fall in hall, no injury, [[999]] not called, {kid_f} told ({phone2}). GP Dr {ref_l} to ring. Skin tear L arm [[2x1]] cm, [[Allevyn]]. [[Waterlow 14]], [[MUST 0]].
? Key safe at side door. {church} lunch club {wd} with {oth4_f}.
Signed {oth} / {rn}. Office use: next review {next} by {sw}"""),
    Kind("case management", 3, """CM/«DC PLANNING|Discharge planner» {visit} §tm§ {pt_lf} §idline§ §ward§
Met w/ pt and «§spouse§ {sp_f}|dtr {kid_f}|son {kid_f}». Lives at §addr§, «apt 2nd floor|house», [[3 STE]]. PCP {ref}. §insline§. «Retired {employer}|Works {employer}».
Choice list given: {home} (accepts, {oth_f} admissions, {phone3}), {agency}. Ref sent via {email_o} / fax {fax}. Auth {auth} pending §payer§, CM {oth2} «ext|x|ext.» {ext}. [[3-midnight]] rule met {md}. [[LACE 11]]. [[MOON]]/[[IM]] letter signed {short}.
DME: [[3-in-1]], [[Hoyer]], O2 [[2-3 L]] via vendor.
Transport: w/c van {wd} §tm§. {kid}, HCPOA ({phone2}). Dr. {doc_l} aware. Est d/c {next}.
? APS report {case} per {oth3}, {county}.
{sw}, «RN CM|MSW|LSW», pager {pager}"""),
    Kind("social work assessment", 2.5, """«SOCIAL WORK ASSESSMENT|Psychosocial|SW note» {visit}
{pt} («goes by {pt_n}|{pt_i}|DOB {dob}») §age§ §sx§ referred by {doc_l} for «housing|IPV|substance use|coping|transport».
Lives in {town} ({county}) w/ «partner {sp}|mother {mum}|roommate {oth}» and children {kid_f} (§2-9§), {sib_f} (§10-16§) at {school}. Raised in {town2}; «father {dad_f} incarcerated|parents {mum_f} and {dad_f} divorced|brother {bro_f} is support». Completed [[9th]] grade. Worked {employer} til {m}. Income SSI $§700-940§, SNAP. Church: {church}.
Safety: order of protection vs {sp_f}, case {case}, hearing {next}. [[DAST-10]] 4, [[AUDIT-C 6/12]], [[ACE 5]], [[SDOH]] +3.
Resources: [[211]], shelter, bus pass, food box, [[Al-Anon]]. CPS worker {oth2}, {phone3}; attorney {oth3} {email_o}.
SSN card lost ({ssn4}). Contact: {phone}, «{email}|leave msg with {sis_f} {phone2}».
Plan: f/u {next}; {agency} referral.
{sw}, «LCSW|MSW|LICSW» «lic {lic}|»"""),
    Kind("child protection", 1.5, """CONFIDENTIAL «Child protection|CAC medical|Safeguarding» report     Ref {case}   {visit}
Child: {pt}   DOB {dob}   §idline§   School {school}
Mother: {mum} ({dob2}), §addr§, {phone}. Father: {dad}, «{town2}|address unknown». Sibling {sib}
Social worker {sw}, {phone3}, {email_o}. Police: Det. {oth}, badge {badge}.
Hx: {mum_f} states {pt_f} fell from bunk {wd} {md}. {dad_f}'s partner {oth2} was home. {pt_f} told teacher {oth3_l} "my arm hurts".
Exam {visit} §tm§ by Dr {doc}, chaperone {rn_f}: bruise [[2 x 1.5]] cm L pinna; spiral fx, [[Salter II]]; no [[Battle]] sign; [[Tanner 1]]; [[Mongolian]] spots; fundi nl; wt [[25th-50th]]. Skeletal survey {accession}. Photos {photo} ([[24]] images). [[TEN-4]] rule +. [[Wood's]] lamp neg.
Opinion: concerning. Strategy mtg {next} at {hosp}. Placed w/ grandparent {oth4}, {town}.
Dr {doc}, §cred§""", who="child"),
    Kind("release of information", 1.5, """AUTHORIZATION TO RELEASE HEALTH INFORMATION
I, {pt}, DOB {dob}, SSN «{ssn}|{ssn4}», authorize {clinic} to release to: «{oth}, Attorney at Law|{hosp2}, attn {oth}|{sp} (§spouse§)|Disability Determination, case {case}»
Address §addr§  Fax {fax}  Phone {phone3}
Records: {past} to {short}, incl. «labs|imaging {accession}|[[42 CFR Part 2]]|HIV». Expires {next}. Purpose: legal/continuity.
? MRN {mrn} / Acct {acct}
Signature: /s/ {pt}   Date {visit}   Phone {phone}   ID verified: DL {dl}
Witness {rn}. Released §12-90§ pp by {oth2_i} {after}, HIM ROI# {refno}. Fee [[$0.75/page]]. [[45 CFR 164.508]].
? E-copy sent to {email}; IP logged {ip}.
This authorization may be revoked in writing at any time, except where action was already taken. A copy is as valid as the original. Treatment is not conditioned on signing it.""", "us"),
    Kind("addendum", 3, """ADDENDUM «to note of {short}|{visit} §tm§»: {pt_lf} §idline§
«Spoke with|Discussed with|Called» «{con} (GI)|Dr. {con_l}|radiologist {con}|{ref_l}» «§tm§|this afternoon» re §lab§. «Amended read: [[5 mm]] nodule, not [[15]].|Correction: side is LEFT.|Path back: {specimen}, [[Barrett's]] without dysplasia.»
§mr§ {pt_l} informed by phone {phone}; «§spouse§ {sp_f} on line|voicemail left». «Wishes second opinion at {hosp2}.|Will repeat {next}.|Letter sent to §addr§.»
§plans§
? Prior dictation of {past} lists wrong DOB; correct is {dob}.
? Blanks filled per {oth_f}, transcription.
I was present for key portions and agree with Dr. {ref_l}'s note. Total time [[15-20]] min.
§dtl§
§sign§"""),
    Kind("no show", 1, """{visit} «DNA|No show|Missed appt» — {pt_lf}  DOB {dob}  §idline§
Did not attend «{visit} §tm§|{short}» with «Dr {doc_l}|{doc}» («2nd|3rd» missed). Called {phone}, «no answer|VM full|spoke w {sp_f}: pt in {town2} until {next}». Second attempt {phone2} §tm§. Letter to §addr§ {after}.
«INR|[[Clozaril]] bloods|BP check» overdue, last {past}: §lab§. Meds §med§. Rebooked {next}. «Text sent.|Email {email}.»  GP/PCP {ref_l} informed.
? Safeguarding lead {oth} told.
Hx for reference: §pmhs§; §soc§
§rnsign§"""),
    Kind("incident", 1, """INCIDENT/«SAFETY EVENT|occurrence» REPORT #{refno}  «not part of the medical record|»
Date {visit} §tm§  Unit §ward§  Patient {pt} (§idline§) §sexage§
Event: «fall from bed|wrong dose [[Humulin R]] [[10/100]]|IV infiltrate|missing dentures». Witness: {oth}, roommate; {tech}, CNA. Found by {rn}.
Bed alarm off, [[Morse 65]], rails [[2/4]]. Pump [[Alaris 8015]] SN {serial}, tagged; biomed {oth2_f} «ext|x|ext.» {ext}. Fam: §spouse§ {sp} notified §tm§ {phone}. MD {doc_l} exam §tm§: §vit§ No [[Battle's]] sign. CT {accession} neg.
Badge log: {badge} {oth3}. Camera file {photo}. Workstation {ip}.
Follow-up by {sw}, risk mgr, {next}. Harm score [[NCC MERP C-D]]. Actions: huddle {after}, re-education of float staff, bed alarm checks each shift, [[Braden]] and fall scores re-done.
Reporter {rn}, {email_d}"""),
    Kind("disability letter", 1.5, """{visit}
«Dept. of Veterans Affairs|Social Security Administration|Housing Office|Dept of Social Protection», {town}
Re: {pt}  «SSN {ssn}|Claim {claim}|C-file {case}|DOB {dob}»
§addr§
I have treated §mr§ {pt_l} since {m} for §eponym§ and §dx§. §he§ served in «[[Desert Storm]]|[[Agent Orange]] area|the Guard» and worked at {employer} until {past}. §he§ can lift [[10-15 lb]], stand [[2/8]] h. [[GAF 45-50]], [[WHODAS 38]]. EMG {past} Dr. {con}; MRI {m} {hosp} [[C5-6]]. {sp}, §his§ «caregiver|§spouse§», helps with all ADLs. MEDS: §meds§.
More likely than not ([[50/50]]) service connected. Prognosis guarded. Reexam {next}. I may be reached at {phone_h}.
{doc}, §cred§, «NPI {npi}|lic. {lic}»
? Copy: {oth}, VSO, {email_o}"""),
    Kind("email between staff", 2.5, """From: {doc} <{email_d}>
To: {con} <{email_c}>«; {rn_lf}|»
«Date|Sent»: {visit} §tm§
Subject: «RE: pt {pt_i} §idline§|bed 12|{pt_l}, {pt_f}|clinic list»

«Hi|Dear|» {con_f},
Could you look at «§mr§ {pt_l}|{pt}» (DOB {dob})? §age§ §sx§, §dx§, §lab§. §spouse§ {sp_f} is anxious and rings daily ({phone}). I wondered about [[Wegener's]] or [[Castleman]]; {ref_l} in {town2} thinks [[Kikuchi]]. CT {accession} {short}. Now on [[Cellcept]] [[500/750]].
Could we discuss «at MDT {next}|{wd} §tm§|over phone, «ext|x|ext.» {ext}»?
Thanks, {doc_f}
--
{doc} | §cred§ | {hosp} | {phone_h} | {url}
? > On {short} {con} wrote: happy to see, ask {oth_f} to book {next}. BW {con_f}"""),
    Kind("case conference", 1, """«MDT|Tumour board|Team meeting|IEP/care conference» {visit} {hosp}
Present: {doc}, {con}, {ref_l}, {sw_f} (SW), {rn_f}, {oth}. Apols: {oth2_l}.
1) {pt}, §idline§, §age§ §sx§. §dx§. Hx §pmhs§. Imaging {past}: [[2.3 x 1.9]] cm. [[Gleason 3+3]]; [[Child-Pugh B]]; [[Milan]] within; [[TNM]] [[T2N0]]. Path {specimen}. Family: {sp_f}, {kid_f} ({town2}). Outcome: §plan§
2) «same pt, social|discharge»: {home} bed {next}, funding ref {refno}; {kid} ({phone2}) agrees. [[DoLS]] / capacity assessed {short} by {con_l}.
Action: {rn_f} to call {agency} {phone3}; {doc_l} letter to {ref}; {oth_f} minutes. Next mtg {next}."""),
    Kind("police or custody", 1, """«CUSTODY/FORENSIC|Jail intake|SANE» medical {visit} §tm§
Detainee {pt_lf} aka "{pt_n}" DOB {dob} §sexage§, booking {booking}, arrested {road}, {town} {md} by Ofc {oth} #{badge}. Prints {bio}. Veh «plate {plate}|VIN {vin}».
Reports §pmhs§; meds §med§ ({pharm}). Etoh [[12-pk]]/d, [[CIWA-Ar]] 8, [[COWS]] 5, [[PEth]]. Prev detox {past} {hosp2}. NOK {mum} {phone}. Attorney {oth2} {phone3}.
§vit§ §exam§ No [[taser]] probes; abrasions [[3x2 cm]]. Fit to detain, review [[q4h]]. [[Librium]] [[50/50/25]], thiamine. Court {next} {county}, {case}. PO: {oth3_l}.
? Kit # {refno} sealed by {rn2}, to Det. {oth4} §tm§
Seen by {doc}, §cred§ / {rn_f} RN""", "us gb ca au"),
)  # fmt: skip
