"""Held-out part 11: notes of practices and clinics."""

CLINIC = """
### us primary care visit | us |
PATIENT: {p_rev}   DOB: {dob}   %mrnl%: {mrn}
DATE OF SERVICE: {date}   PROVIDER: {d}, «MD|DO|NP»   SITE: {clinic}, {town}
CC: «follow-up of diabetes|blood pressure check|fatigue x 2 weeks»
HPI: %mr% {p_fam} is a %age% y.o. %man% here with %his% %spouse% {s_giv}. «Moved to {village} from {otown} in {past_my} and needs to establish care.|Was seen at {hosp} %ed% on {month_s} for chest pressure, troponin negative.|Works at {work}, drives in from {village} every day.» Last A1c [[7.9]] in %yr%.
Meds: [[metformin 500 mg BID]], [[lisinopril 20]], [[Flonase]] prn
PE: BP [[142/88]], HR 76, BMI 31. [[Murphy]] sign negative.
A/P: 1. [[E11.65]] T2DM - increase metformin. 2. HTN - recheck in 4 wks, next appt {next}. 3. Scripts sent to {pharm} on {road}.
? Results by portal or phone {phone}; ok to leave message with {s_giv}.
Electronically signed by {d} {date} 16:42
### gp consultation | uk ie au nz za |
{date} - Surgery consultation - %dr% {d} ({clinic})
{p_REV} - born {dob} - %mrnl% {mrn}
History: «Came with %his% %sib% {b_giv} who is over from {otown}.|Brought in by neighbour, {f}, who found %him% on the bathroom floor on {recent_w}.|Works at {work}, off since {recent_w}.» Cough for two weeks, worse since {hol}. No haemoptysis. Had chest film at {hosp} {month_d}. «%spouse% {s_giv} coughing too.|Known to {hospx} chest clinic.»
Examination: temp [[37.2]], sats [[97%]], chest clear, [[Wells]] score 0.
Plan: [[amoxicillin 500mg tds]] 5/7, bloods incl [[CRP]] at {clinic2}, script to {pharm} in {village}. Review {next_wa} or sooner. Fit note to {recent2}. {d_ini}
### shorthand clinic note | * |
{date_s} {p_short} %age%%sex%, {village}
«c/o|pc:» LBP 3/52, lifting at {work}. seen {ohospx} {month_s}, xr nad
o/e [[SLR 70/70]], power [[5/5]], no red flags. [[Lasegue]] neg
«%spouse% {s_giv} w/ pt, says not sleeping|mother in law {m_short} moved in, stress +|son {k_giv} at {school}, trouble there, stress ++»
rx [[naproxen 500]] bd + [[omeprazole]], physio at {clinic}
rv 2/52 {next_s}, d/w %dr% {c_fam}. call {mob} if numb saddle
«{d_ini}|{d_short}|-- {d_fam}»
%mrnl% {mrn}
### well child visit | us ca ph | child
{clinic} - WELL CHILD CHECK
Name: {p}  DOB: {dob}  Age: %age% y   Chart: {mrn}
Accompanied by: mother {m}, older %sib% {b_giv}
Seen {date} by %dr% {d_fam}
School: grade «1|2|3» at {school} in {village}; teacher %mr% {f_fam} says %he% is doing well. After school goes to grandma's on {road}.
Diet: picky. Screen 2 h/day. Dentist: {c_short} in {otown}, last seen {past_my}.
Growth: wt [[45th %ile]], ht [[60th %ile]]. [[Denver]] screen passed. Vaccines: [[MMR]] #2 and [[Varivax]] given left arm, lot on file.
Plan: Form for {church} summer camp signed. RTC 1 yr or {next_my} for flu. Mom's cell {mob}.
«{d}, MD|{d_short}, MD»
### child health uk | uk ie za au ng ke | child
Child: {p} ({p_nick} at home)   DoB {dob}   %mrnl% {mrn}
Address:
%lines%
Seen at {school} by school nurse {n} on {date}.
{p_giv} lives with mum {m_giv}, stepdad {s_giv} and half-%sib% {b_giv} in {village}. Class teacher %mr% {f_fam} has noticed absences since {month_d}. %mum% rang from {work} ({mob}) - says tummy aches since {recent_w}. Childminder {w_giv} collects from school.
Weight on [[25th centile]], height [[50th centile]]. [[SDQ 14]]. [[Ishihara]] normal.
Plan: refer to %dr% {d_fam}, community paeds, {clinic}; copy to {g}. Meeting with head {c} on {next}.
### antenatal booking | * | f young
ANTENATAL BOOKING - {clinic} - {date}
{p}, %age%, G2P1, LMP {month_d}, EDD {edd}
Partner: {s_giv}, «{work}|works offshore». First child {k_giv} born at {hosp} %yr%, forceps, weight [[3.4 kg]].
Address: %addr%. Mobile {mob}.
Next of kin: %mum% {m}, {otown}, {phone}.
Bloods: Hb [[11.8]], [[Rhesus]] positive, HbA1c [[34]]. Declines [[Harmony]] test. [[Edinburgh]] score 6.
Smoker until {past_my}. Attends {church}, support from there. Midwife: {n}; consultant: {c_short}, {hospx}.
Scan booked {next2}. %mrnl% {mrn}.
### diabetes nurse review | * |
Diabetes annual review «{date}|- {date}» - {n}, «practice nurse|diabetes educator», {clinic}, {town}
Pt: {p_rev}  %mrnl%: {mrn}  Ph {mob}
| Item | Result | Date |
| HbA1c | [[58]] | {recent} |
| ACR | [[2.9]] | {recent2_s} |
| BP | [[138/82]] | {date_s} |
| Eyes | R1M0 both | {past_my} at {ohosp} |
| Feet | [[Charcot]] none, monofilament [[10/10]] | today |
{p_giv} missed last two visits, was in {otown} looking after %his% %sib% {b_giv}. Sensor (serial {dev}) falls off at work, {work}. Started [[Ozempic 0.25]] {month_d}. Walks to {venue} most days with {f_giv}.
Next review {next_my}. Copy: %dr% {g_fam}.
### warfarin clinic | uk ie au nz in za ca sg | old
Anticoag clinic {hosp}
{p_up}  dob {dob}  %mrnl% {mrn}
INR {date_s} = [[2.4]], {recent_s} = [[3.1]], {month_s} = [[1.8]]. Target [[2.0-3.0]]
Dose [[3/3/4 mg]] alternate. Yellow book updated.
Lives at {home}, {village}; carer {f_giv} gives tablets. Call {phone} ext {ext}. %kid% {k} ({otown}) has POA. On [[Augmentin]] from %dr% {g_fam} since {recent_wd}.
Next INR {next} at {clinic}, transport from {home}. {n_short} / {n_ini}
### telephone encounter | us ca |
TELEPHONE ENCOUNTER  {date}  «09:14|3:25 PM|11:02»
Caller: {s} («%spouse%|on HIPAA form»)  Callback: {phone}
Patient: {p} | DOB {dob} | %mrnl% {mrn}
Taken by: {n}, RN, {clinic}
Message: {p_giv} seen by %dr% {d_fam} {recent_w}, still dizzy after [[Lexapro 10]]. Fell at {venue} on {recent2_d}. Not on [[Xarelto]] any more. Pulse [[58]] at home.
Advised ED if worse ({hospx} closest, they live out in {village}). %spouse% says %he% won't go, last time at {ohospx} waited 9 hrs. Refill request: {pharm} {road}, fax {fax}.
%dr% {d_fam} reply: hold Lexapro, see {next_w} 10:20 with {c_fam}. {n_giv} called back {phone} 15:50, spoke to {k_giv}.
### refill request | us |
Rx refill request rec'd {date} via fax {fax}
Pharmacy: {pharm} #[[0412]], {street}, {town}, %st% {zip}
Pt {p_rev} dob {dob} tel {phone}
Drug: [[Norco 5-325]] #60, last filled {month}, prescriber {d} DEA {dea} «NPI {npi}|»
PDMP checked, [[MME 20]]. Last OV {past}. Pt moved from {village} to {otown} & uses new address now, see {p_giv}'s message of {recent_wd}.
Approved x1 by {d_short}, appt w/ {c_fam} needed before next. [[99213]] last billed.
{n_ini} notified pt's %spouse% {s_giv} {date_s}. %hpl%: {hp}
### mental health therapy | * |
Therapy progress note - session «4|7|11» - {date} - {c}, «LCSW|PhD|clinical psychologist»
Client: {p} («goes by|known as» {p_nick})
{p_giv} arrived late, bus from {village}. Talked about argument with %his% %mum% {m_giv} at {hol} and about {f_giv}, a friend from {school} who died in {past_my}. Boss at {work} ({w_giv}) cut %his% hours. Slept at %sib% {b_giv}'s in {otown} since {recent_w}. [[PHQ-9: 14]], [[GAD-7: 11]]. Denies SI. [[Beck]] inventory to repeat. On [[Zoloft 50]] from %dr% {d_fam}.
Goals: call {s_giv}, go back to choir at {church}. Crisis line given, plus {hospx} psych ED.
Next {next_wd}, 2 pm, {clinic}. cc {g_short}. Chart {mrn}
### psychiatric intake | us |
PSYCHIATRIC EVALUATION
{p_mid}  %age%  %Sex%  DOB {dob}  SSN {nat}  %hpl% {hp}
Referred by {g}, {clinic}, {town}. Date {date}.
ID/CC: %age%-year-old «divorced|single|married» %man% from {village}, raised in {otown}, brought by %sib% {b} after a week of no sleep. Quit {work} on {recent_w}.
Past: admitted {hosp} {past_my} and {ohosp} {past2_my}; tx by %dr% {c_fam}; [[lithium level 0.6]]; failed [[Seroquel]].
Social: two kids, {k_giv} and {f_giv}, with ex in {otown2}. Attends {church}. Arrested outside {venue} {month_d}, case no {oid}.
MSE: pressured, [[MoCA 28/30]]. Dx [[F31.13]].
Plan: restart lithium 300 TID, level {next_d}. {b_giv} ({mob}) will stay with %him%.
{d}, MD, %licl% {lic}
### dental note | us uk ie ca in ph |
{date}  {p_rev}  DOB {dob}  Chart {mrn}
Med hx: HTN, [[Coumadin]] stopped {past_my} per %dr% {g_fam} ({hospx}). Allergy: [[codeine]].
Exam: #[[19]] MOD fracture, [[Class II]] mobility. PA x1. BP [[128/76]].
Pt works at {work} & leaves for {otown} on {next_s}, wants temp crown. Lidocaine 2% [[1:100k]] 1 carp. Asst: {n_giv}. Shade [[A2]].
%spouse% {s_giv} also pt here, due {next_my}. Pick up {k_giv} from {school} at 3.
Recall {next2} w/ hygienist {c_giv}. Acct {acct}. Tel {phone}. {d}, «DDS|BDS»
### optometry note | us uk au sg ca |
Optometry, {clinic} - {date} - {d_short}
{p_up}, %age%, DOB {dob}; drives for {work}; address %addr%
Ref by %dr% {g_fam}. Last eye exam %yr% in {otown}.
VA R [[6/9]] L [[6/12]]; IOP [[17/18]]; C/D [[0.4]]; [[Amsler]] normal; [[Goldmann]] done.
Cousin {f_giv} has glaucoma (seen at {hosp}). Lost glasses at {venue} on {recent_w}.
Plan: refer {c}, {hospx}; recall {next_my}. SMS {mob}; email {email}. %mrnl% {mrn}
### physio note | -us |
PHYSIO  {date_wd}  {p}  «dob|DOB» {dob}  %mrnl% {mrn}
S: R knee day 19 post TKR (op {month_d}, %mr% {d_fam}, {hosp}). Stairs at home in {village} hard; %spouse% {s_giv} helps. Wants back to bowls at {venue} and walking dog {f_nick} along {road}.
O: flex [[0-95]], quads lag [[5 deg]], [[Oxford]] knee score 27, [[Thomas]] test neg, TUG [[14 s]].
A: progressing; slower than {recent_w}.
P: hydro at {clinic}, exs x3/day, see {next_wd}. Handed to {c_giv} as I'm at {otown} clinic then. Phone {mob}.
{n}, physiotherapist
### pt outpatient us | us |
OUTPATIENT PT DAILY NOTE
Pt: {p_rev}   MRN {mrn}   Ins: %hpl% {hp}   Visit 6/12   DOS {date}
Referring: {d}, MD, {hospx} Ortho, fax {fax}
S: "Made it up the steps at {church} {recent_w}." Pain [[3/10]]. {s_giv} drives %him% from {village}; may switch to the {otown} office after {hol}.
O: shoulder flex [[0-140]], [[Hawkins]] neg, [[Neer]] neg, MMT [[4/5]]. [[97110]] x 2, [[97140]] x 1.
A: tolerated well. RTW at {work} planned {next_d}.
P: continue 2x/wk through {next2}. Home exs emailed to {email}.
{c}, PT, DPT, %licl% {lic} // co-sign {n_short}, PTA
### opd note india | in |
{hosp}, OPD - {date}
%mrnl%: {mrn}   Name: {p}   Age/Sex: %age%/%sex%   S/o or W/o: {s}
Add: %addr%   Mob: {mob}   Aadhaar: {nat}
C/o loose stools and fever x 3 days since returning from {otown} for {hol}. Ate at {venue}. k/c/o T2DM on [[Glycomet 500]], seen by %dr% {g_fam} at {clinic} {month_d}.
O/e: PR [[92/min]], BP [[130/80]], CNS NAD, [[Widal]] sent, RBS [[212]].
Rx: [[ORS]], T. [[Dolo 650]] sos, T. [[Pan 40]] 1-0-0, T. Cifran 500 1-0-1 x 5d from {pharm}.
Bystander: {k_giv} (works {work}). Review {next} with reports. Insurance %hpl% {hp}.
%dr% {d}, MD («Med|Gen Med»), %licl% {lic}
### polyclinic singapore | sg |
{clinic}  Visit {date}  Queue [[A104]]
{p_up}  NRIC {nat}  DOB {dob}  HP {mob}
Stays %addr% with maid {f_giv}; %kid% {k} works at {work}, brings to clinic.
HTN/HLD review. BP [[146/84]], LDL [[3.1]], [[Framingham]] 14%. On [[amlodipine 10mg OM]], [[simvastatin 20mg ON]].
Follow up {hosp} ({hospx}) cardio %dr% {c_fam}, TCU {next}. Did echo {past_my}, EF [[55%]]. Fell near {venue} {recent_wa}, saw TCM at {village}. Goes {church} weekly.
P: step up statin, TCU 3/12 {next2_my}, labs week before. CHAS card no {oid}.
%dr% {d}, MCR {lic}
### barangay visit | ph |
{clinic} - CONSULTATION RECORD
Name: {p_revmid}   Age: %age%   Birthdate: {dob}   Case no: {mrn}
Address: %addr%
Tel: {mob}   PhilHealth: {hp}
Px came in {date} with %his% %mum% {m_giv} c/o fever x 4 days, (+) rash. Seen at {ohospx} ER {recent_wd}, sent home on [[Biogesic]]. Cousin {f_giv} at {school} has dengue. Works {work}.
BP [[110/70]] T [[38.4]] [[tourniquet test]] (+). Plt [[98]], Hct [[0.44]]. [[NS1]] pending.
A: dengue w/ warning signs. P: transfer to {hosp} ({hospx}), endorsed to %dr% {c_fam}, {phone}. Tricycle plate {veh}.
{d}, MD  %licl% {lic}   noted by midwife {n}
### hiv clinic africa | ke ng za |
CCC clinic, {hosp}   {date}
{p}   %mrnl% {mrn}   DOB {dob}   tel {mob}
From {village}, stays with %sib% {b_giv}; home is {otown}. Treatment supporter: {s}, {mob2}. Disclosed to an elder at {church}.
On [[TLD]] since %yr%, changed by %dr% {d_fam} {past_my}. VL [[<50]], CD4 [[612]], wt [[64 kg]], [[WHO stage 1]].
Missed {month_d} refill: was at {otown2} for burial of %his% cousin {f}. Lost job at {work}.
Children: {k_giv} at {school}, tested neg.
Plan: 3/12 refill from {pharm}, TCA {next}, VL {next2_my}. CHW {n_giv} will visit. %natl% {nat}. Clinician {c_short}.
### sickness certificate | -us |
{clinic}
%lines%
Tel {phone}   Fax {fax}
{date}
To whom it may concern ({work})
This is to certify that I examined {p}, of {village}, on {recent}. %He% is unfit for work from {recent_d} until {next} with [[sciatica]] ([[M54.3]]). %He% also attends %mr% {c_fam} at {hosp}. %He% may do light duties with a lifting limit of [[5 kg]] from {next2}. HR contact {f}, {demail}.
%dr% {d}, %licl% {lic}
File: {mrn}
### nutrition note | * |
Dietitian: {n}, RD - {clinic} - {date}
Ref: %dr% {d_fam} ({hosp}) for weight loss. {p}, %age%, %mrnl% {mrn}
Wt [[58.2 kg]], BMI [[19.4]], lost 6 kg since {past_my}. [[MUST 2]]. [[Ensure]] bd, dislikes [[Fortisip]].
Lives alone on {road}, {village}; meals from {church} on weekdays, %kid% {k_giv} cooks when over from {otown}. Buys snacks at {venue}. Used to cook at {work}. %sib% {b_giv} died of cancer at {ohospx} {month_my}.
Plan: food first, weigh {next_s} with {c_giv} at {home} day centre; call {k_giv} {phone} {next2_wd}.
"""
