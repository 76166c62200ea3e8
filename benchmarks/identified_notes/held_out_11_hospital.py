"""Held-out part 11: notes of hospitals."""

HOSPITAL = """
### ed triage | * |
%ed% TRIAGE  {hosp}  {date} «02:10|14:35|19:48»
{p_up}  «DOB|dob» {dob}  %mrnl% {mrn}
Arrived by «ambulance|car, plate {veh}|taxi» from {village}. Informant: {f} («neighbour|coworker|passer-by»), {mob}.
Presenting: fell off ladder at {work}, R wrist. Tetanus %yr%. Took %para% at {pharm}.
Obs: T [[36.8]] HR [[104]] BP [[151/93]] SpO2 [[98%]] GCS [[15]] pain 7/10. [[Colles]] deformity. Triage cat [[3]].
Last here {past}; seen {ohospx} {month_my} for same arm. Kids {k_giv} and {b_giv} with %spouse% {s_giv} in waiting room.
Triage RN {n_short} -> %dr% {d_fam}, x-ray req {oid}.
? Call {s_giv} on {phone} before discharge; lives %addr%.
### us ed provider note | us |
ED PROVIDER NOTE - {hosp}
Patient: {p_mid}  MRN: {mrn}  DOB: {dob}  Arrival: {date} 21:17  Attending: {d}, MD  PCP: {g_short}
HPI: %age% y/o %man% BIBA from «{home}|{venue}|{school}|{road} in {village}» after syncopal episode. EMS ({f_giv}, medic 7) reports glucose [[64]]. Recently admitted {ohosp} under %dr% {c_fam}, d/c {month_s}. %spouse% {s} arrived from {otown}, says %he% missed HD {recent_w}.
PMH: ESRD, [[Wolff-Parkinson-White]], s/p [[Whipple]] %yr%.
Meds: [[Plavix]], [[Lantus 18 u]], [[Renvela]].
Exam: BP [[98/54]], HR [[118]], RR 20, afebrile.
Course: trop [[0.04]], K [[6.1]], ECG peaked T. D/w nephro ({c_fam}), accepts to {ward}. [[HEART 5]].
Family notified: {k_giv}, {phone}. Dispo admit.
Scribe {n} for {d_fam}.
### discharge summary us | us | old
DISCHARGE SUMMARY
{hosp} - {street}, {town}, %st% {zip} - Tel {phone} Fax {fax}
Patient: {p_rev}   MRN: {mrn}   Acct: {acct}
Admit: {recent}   Discharge: {date}   Attending: {d}, MD
Dispo: {home} in {village}, attn {f}, RN
COURSE: %mr% {p_fam} is a %age%-year-old retired {work} «driver|clerk|machinist» transferred from {ohosp} with left hip fracture after falling outside {church} on {recent_d}. %dr% {c_fam} did a [[Bipolar]] hemi within 24 h. Post-op delirium cleared by {date_w}. [[Foley]] out POD 2, Hgb [[9.1]]. %kid% {k_giv} flew in from {otown}; %sib% {b_giv} is HCP.
Meds: [[Eliquis 2.5 BID]], [[Tylenol 650]] q6h
F/u: %dr% {c_fam} {next}, {clinic} {next2}. Labs: [[BMP]] in 1 wk.
«Dictated by {n} for %dr% {d_fam}.|Electronically signed {d}, MD {date}»
### discharge letter uk | uk ie |
DISCHARGE LETTER   {hosp}, {ward}
Consultant: %dr% {d}    Named nurse: {n}
Patient: {p}    DOB: {dob}    %mrnl%: {mrn}
Address: %addr%
Adm {recent} - Disch {date}
Dear %dr% {g_fam},
%mr% {p_fam} came in via A&E with pyelonephritis, having been unwell since {month_d}. Spiked to [[39.1]], CRP [[212]], lactate [[2.3]]. Had [[gentamicin 320mg]] stat then [[co-amoxiclav]]. USS on {recent2}: no hydronephrosis. Reviewed by {c_short}, reg. %spouse% {s_giv} will collect from discharge lounge; dog is with {f_giv} in {village}. Works at {work}; fit note to {next_d}.
TTO: co-amoxiclav 625 tds 7/7. [[EWS 1]] on leaving.
GP please: repeat U&E at {clinic} w/c {next_d}. Clinic {next2} at {ohospx}.
F1 «bleep {ext}|{w_fam}, bleep {ext}»
### nursing shift note | * |
{date} night shift, {ward}
pt {p}, bed [[14]], %mrnl% {mrn}
Settled after 22:00. %kid% {k_giv} rang from {otown} at 21:30 ({phone}), updated. Asked for visit from {church}, message left. BP [[118/64]], UO [[45 ml/h]], [[Waterlow 16]], [[Braden 15]]. Pain 4/10, [[Oramorph 5 mg]] x2, [[Zofran]] x1.
Confused 03:00, calling for «{s_giv} (late %spouse%)|{b_giv}» and wanting to go home to {village}. %dr% {c_fam} informed. HCA {f_giv} sat with %him%. Belongings: ring, phone, keys sent with {s_giv} {recent_wa}.
Plan for {date_w}: scan at {ohospx} 10:15, transport booked ref {oid}; then ?{home}.
Handed over to {n_short}. «{w_fam}, RN|{w} RN|RN {w_ini3}»
### handover list | uk ie au nz sg in za |
Handover {date_wd} {ward} {hospx}
1) {p_sfam} %age%%sex% bed 3, {mrn} - NSTEMI, cath {recent_d}, EF [[40%]], [[Killip 1]]. %spouse% {s_giv} aware. Home {village} when TTO done.
2) {f_sfam} 67M bed 7 - CAP, [[CURB-65 2]], [[Tazocin]] d3. From {home}. d/w micro {c_fam}.
3) {b} 54F side rm - [[C. diff]], for {ohospx} transfer, {w_fam} accepted.
4) {k_fam} ({k_giv}) 23M - DKA off [[Actrapid]], K [[4.1]], student at {school}, parents coming from {otown} {next_w}.
Jobs: chase {p_fam} echo, bloods {f_fam} 14:00, call {n_giv} in bed mgmt ext {ext}
SpR {d_fam} bleep {ext}, consultant {g_fam}
### op note | * |
OPERATION NOTE  {hosp}  %theatre% 4   {date}
{p_REV}   %mrnl% {mrn}   DOB {dob}
Surgeon: {d}   Assistant: {c_short}   Anaes: %dr% {g_fam}   Scrub: {n_giv}
Procedure: laparoscopic cholecystectomy. Indication: colic since {past_my}, MRCP at {ohospx} {month}.
Findings: [[Calot]]'s triangle dissected, [[Hartmann]]'s pouch stone. [[Veress]] needle, 12 mmHg. 2-0 [[Vicryl]], [[Monocryl]] to skin. EBL [[20 ml]].
Specimen sent {oid}. Clip applier serial {dev}.
Post-op: {ward}, home tomorrow to {village} with %spouse% {s_giv} ({mob}). Sick note for {work}. OPD {next}, {clinic}. cc %dr% {w_fam}.
«{d_ini3}/{n_ini}|Dictated {d_short}»
### anaesthetic preop | -us |
Pre-assessment {clinic} {date}: {p}, %age%, %mrnl% {mrn}, for THR {next} (%mr% {d_fam})
From {village}, works at {work}; %spouse% {s}, %kid% {k_giv} will drive from {otown}
ASA [[2]], [[Mallampati 2]], [[METS >4]], STOP-BANG [[3]]. HR 72, BP [[139/79]]. Hb [[134]], eGFR [[71]].
PMH AF (%dr% {c_fam}, {hosp}), hernia %yr% at {ohosp} - difficult airway letter dated {past}.
Stop [[apixaban]] {next2_wd}. Nil by mouth from midnight {next_d}. [[Octenisan]] wash x5.
Contact {phone}; email {email}. Pre-op RN {n_short}; anaes %dr% {g_fam}.
### icu progress us | us |
ICU PROGRESS NOTE  {ward}  {date}  HD #6
{p_rev} | {mrn} | %age%%sex% | Attending {d_fam} | Fellow {c_fam} | RN {n_giv}
24h: extubated {recent_s}. tx from {ohosp} ({otown}) via LifeFlight.
Neuro: [[RASS -2]], [[propofol 30]]. CV: [[Levophed]] 6, MAP [[67]], [[Swan]] out. Resp: [[PRVC 420/16/5/40%]]. ID: [[Zosyn]] d4, [[Klebsiella]] in BAL.
Lines: R IJ {recent_s}; CRRT machine SN {dev}.
Family mtg w/ %spouse% {s}, %kid% {k_giv}, %sib% {b_giv} (nurse at {hospx}) and a visitor from {church}. {k_giv} HCPOA, cell {mob}. Wants %him% back in {village} near grandkids.
Palliative ({g_short}) to see {next_w}. DNR form signed {date_s}.
CCT 45 min. {d}, MD
### h and p resident | us |
H&P  {date} 0340
{p} {mrn} {dob}
CC "belly hurts"
%age%%sex% from {village}, drives truck for {work}, h/o [[Crohn]]'s (dx %yr%, followed by {c_fam} at {ohospx}), p/w RLQ pain since {recent_wa}. Last [[Humira]] {month_s}. Ate at {venue} w/ {f_giv} {recent2_wa} night. Was on road btwn {town} and {otown}.
FH: %mum% {m_giv} colon ca at 61, %sib% {b_giv} UC. SH: lives w/ %spouse% {s_giv}, kid {k_giv} at {school}.
VS [[37.9 112 104/62 18 98% RA]]. [[McBurney]] tender. WBC [[16.4]], lactate 1.1. CT {oid}: TI stricture.
Plan: NPO, [[Cipro/Flagyl]], surg c/s ({g_fam}), GI c/s. Code full, surrogate {s_giv} {phone}.
{w_fam} PGY-2, pgr {ext}. Staffed w/ {d_fam}.
### radiology report | * |
{hosp} - DEPARTMENT OF RADIOLOGY
PATIENT: {p_REV}   %mrnl%: {mrn}   DOB: {dob}
EXAM: CT CHEST WITH CONTRAST   DATE: {date}   ACCESSION: {oid}
REFERRER: %dr% {d}, {clinic}, {town}
HISTORY: Cough, ex-smoker, worked at {work}. Prior at {ohosp}.
COMPARISON: {past} and {past2_my} ({ohospx}).
FINDINGS: 8 mm RUL nodule, previously 6 mm (series [[3]], image [[47]]). [[Kerley]] B lines absent. Node station [[4R]] 9 mm. 75 mL [[Omnipaque 350]].
IMPRESSION: Growing nodule, [[Lung-RADS 4A]]. [[Fleischner]] follow up.
Results phoned to {n_giv} at %dr% {d_fam}'s office {phone} on {date_d} at 15:05. Discussed with %dr% {c_short}.
Reported by: {g}, «MD|FRCR|FRANZCR»   «Transcribed: {w_ini}|Typed {w_ini}» {date}
### pathology report | us ca au uk in |
SURGICAL PATHOLOGY   {hosp}
Case: {oid}   Collected: {recent}   Received: {recent}   Reported: {date}
Patient: {p_rev}   DOB {dob}   %mrnl% {mrn}   Ward: {ward}
Submitting: {d}, {clinic}; copies {g_short}
Clinical: breast lump L, [[BI-RADS 5]]. %mum% {m_giv} had same at {ohospx} in %yr%.
Macro: "{p_fam}, left breast 2 o'clock" - cores 14 mm, [[H&E]] levels x3.
Micro: invasive carcinoma NST, [[Nottingham]] grade 2, [[ER 8/8]], [[PR 6/8]], [[HER2 1+]], [[Ki-67 18%]]. [[BRCA1]] testing suggested.
Slide scanner SN {dev}. Discussed at {hospx} MDT {next}. Seen with %dr% {c_fam}.
{w}, consultant pathologist, %licl% {lic}. Tel {phone}.
### oncology followup | * |
Oncology clinic {hosp}, {date}. %dr% {d_fam}.
{p}, dob {dob}, %mrnl% {mrn}.
Dx: [[pT2N1M0]] colon ca, op %mr% {c_fam} {ohospx} {past_my}. [[FOLFOX]] C6 on {recent_d}. CEA [[3.2]], plt [[112]]. [[ECOG 1]]. [[KRAS]] wild type.
{p_giv} and %spouse% {s_giv} drove from {village}; stays with %sib% {b_giv} in {otown} on chemo weeks. %kid% {k_giv}'s wedding at {church} on {next2}. Back part-time at {work}. Neuropathy gr 1; [[Emend]] helps.
Plan: C7 {next} in {ward}, CT {next2_my}. CNS {n} - {phone}. Trial no {oid}.
cc %dr% {g}, {clinic}, {town}
### cardiology device check | us uk ie au ca za |
PACEMAKER CHECK  {hosp}  {date}
{p_rev}  {dob}  %mrnl% {mrn}
Device: [[Medtronic Azure XT DR]], SN {dev}, implanted {past} by %dr% {d_fam}. Lead [[5076-52]] SN {dev2}.
Battery 8.2 y, RA [[0.6 V @ 0.4 ms]], RV [[0.75 V]], AP 22%, VP [[<1%]].
AF burden 1.2%, longest on {month_d} (was at {venue}). On [[Xarelto 20]].
Home monitor set up at {village} address; %kid% {k_giv} to plug in. Portal {url}.
%He% drives a bus for {work}; told {otown} depot. «Plate {veh}.|» Next {next_my}, remote {next2}.
Tech {n}; reviewed {c_short}. cc {g_fam} at {clinic}. Ph {phone}
### labour ward | * | f young
Labour ward {hosp} {date}
{p}, %age%, G3P2, 39+4, «booked {clinic}|unbooked, from {otown}», %mrnl% {mrn}
SROM 03:10 at home in {village}. Partner {s_giv} present, %mum% {m_giv} on her way from {otown}. CTG [[135 bpm]], VE 6 cm, [[Bishop]] 9.
Midwife {n}, student {w_giv}. Epidural %dr% {c_fam} 06:20. [[Syntocinon]] at 08:00.
SVD live %kidsex% {k_giv} at 11:42, [[Apgars 9 and 10]], wt [[3.52 kg]], by {n_giv}. 2nd degree, [[Vicryl Rapide]], EBL 300.
Previous: {b_giv} %yr% at {ohospx}. Home {next_w} to %addr%; CMW visit {next2_d}. Contact {mob}. Photo {photo} with consent.
{n_ini} / %dr% {d_fam} informed
### neonatal note | us uk ca au in ke | baby
NICU «daily note|progress» {date}   Baby of {m_giv} («{p_giv}|named {p}»)   %mrnl% {mrn}   Born {dob} at {ohosp}
Transferred to {hosp} {ward} DOL 2 by %dr% {c_fam}'s team; father {s_giv} followed by car from {otown}.
Resp: [[CPAP 5/25%]]. [[caffeine 10 mg/kg]]. Wt [[1.42 kg]]. Bili [[8.6]]. HUS: [[Papile]] grade I.
{m_giv} pumping, staying at {church} guesthouse on {road}; big %sib% {b_giv} (at {school}) made a card. Family friend {f}, {mob}, may visit.
Screening sent {recent_d}, id {oid}. Plan: eye exam {next}, wean CPAP.
{n_short} NNP / {d_fam}
### stroke admission | -us | old
Stroke admission, {hosp}, {date}
{p_up}, %age%, %mrnl% {mrn}, GP %dr% {g_fam} {clinic}
Last seen well 18:30 by carer {f_giv} at {home}, {village}. Found 19:10. Left weakness. NIHSS [[11]], BM [[6.4]], BP [[178/96]]. [[ASPECTS 9]]. Thrombolysed 20:35 ([[alteplase 54 mg]]) after d/w %dr% {c_fam}, {ohospx}.
Late %spouse% {s}. Retired from {work}. %kid% {k} in {otown} ({phone}), %sib% {b_giv} local. [[Rankin]] 2 before. Falls clinic {past_my}. Worshipped at {church}.
Plan: {ward}, repeat CT {next_wa}, swallow by SLT {n_giv}, MDT {next2}. {d_short} ST5
### social work note | us ca |
SW NOTE {date} {hospx} {ward}
Pt: {p} ({mrn}), %age%. Met w/ pt & %kid% {k_giv}.
Lives: 2-story on {road}, {town}; %spouse% {s_giv} died at {ohospx} in {past_my}. In-law {f_giv} checks on %him% from {village}. Retired {work}, 30 yrs. Member of {church}, gets meals. Finances: SSA, Medicaid pending; %natl% verified {nat}. Bank acct {acct}. [[GDS 4/15]], [[SLUMS 22/30]], [[PHQ-2: 1]].
Choices sent: {home}, {home2}; {otown} too far for {k_giv}. Auth via %hpl% {hp}, rep {w_giv} at {phone}, ref# {oid}.
APS referral from {hol} closed, worker {w_fam}. Plan: SNF {next_w}, {n_fam} RN CM aware. {c}, «LMSW|MSW»
### ed note casualty africa india | in ke ng za |
Casualty {hosp} {date} 22:40
{p} %age%/%sex% {village}, brought by {f_giv} and police constable {w_fam}, {otown} police, OB no {oid}
RTA on {road} near {venue}; vehicle {veh}. Employed {work}.
GCS [[13/15]], BP [[90/60]], PR [[124]], SpO2 [[94%]]. [[FAST]] positive. Hb [[7.9]]. [[Ringer]]'s 2 L, [[TT]] given.
Relatives: %spouse% {s} {mob}, %sib% {b_giv} coming from {otown2}. 2 u blood, donors {b_giv} & {f_fam}.
Referred by %dr% {g_fam}, {clinic}. For %theatre% tonight, %dr% {d_fam} / %dr% {c_fam}. Consent thumb print {bio}. %mrnl% {mrn}. %natl% {nat}.
Sr {n_fam} in charge
### wound clinic | * |
Wound care {date}: {p_rev}, %mrnl% {mrn}, {clinic}
L leg ulcer since {past_my}, bumped at {work}. Size [[3.2 x 2.1 cm]], ABPI [[0.92]]. [[Aquacel]], [[Tubifast]]. [[Pseudomonas]] on swab {recent}.
Photo saved {photo}; last {past2_d}.
%spouse% {s_giv} does mid-week change, district nurse {n_giv} comes {next_w}. Stocking from {pharm}, {village}. Lives %addr%. %kid% {k_giv} will drive from {otown}.
Seen w/ %dr% {d_fam} (vascular, {hospx}); angiogram {next} at {ohosp}. Ring {phone}. {c_ini}
### dialysis note | us ca in sg ph |
HD TREATMENT NOTE   {clinic}, {town}   {date}
{p_up}  {mrn}  DOB {dob}  Neph: %dr% {d_fam}
Schedule [[MWF]] 2nd shift, chair 9. Machine [[Fresenius 2008T]] SN {dev}. Access LUE AVF (made by {c_fam}, {hosp}, {past_my}).
Pre [[78.4 kg]], post [[75.9 kg]], [[Kt/V 1.42]], K bath 2. BP [[156/82]] to [[121/70]]. [[Epogen 4000 u]]. [[Hectorol]].
Missed {recent_w}: bus from {village} broke down; %spouse% {s_giv} in {otown}. Txp list {ohosp}, donor %sib% {b_giv}, workup {next}. Works {work} part time. Coord {w}, {phone}.
RN {n_short}; tech {f_giv}. %hpl% {hp}
### ambulance sheet | uk ie au nz za | old
Ambulance handover, {date} 07:55, call sign [[A214]], vehicle {veh}, incident {oid}
Pt {p}, %age%, from {home}, %addr%
Crew: {w_short}, {f}
Found by carer {n_giv} on floor by bed. Long lie ?4 h. R leg short & rotated. [[Entonox]], [[morphine 5 mg]] IV 07:20. NEWS [[4]], BM [[7.1]], temp [[34.9]].
DNACPR at {home} dated {past}, signed %dr% {g_fam}, {clinic}. %kid% {k_giv} ({otown}) phoned {mob}; %sib% {b} following by car from {village}. Usually under {c_fam} at {ohospx}.
To {hosp} resus, handed to SN {n_fam}. %mrnl% {mrn}
"""
