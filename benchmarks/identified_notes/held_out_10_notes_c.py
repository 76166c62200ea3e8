"""Kinds of note, third part: therapies, mothers and children, minds, homes, schools and offices."""

TEXT = """
## psychiatric intake | adult | all
@head
Referred by Dr«=.|» {dr2_last}, {practice}, {recent}. Seen alone, then with %rel% {kin_first}.
HPI: %who% with low mood since losing job at {employer} in {mony}; worse after {hol}. Sleeps §3-6§ h. Passive SI, no plan. Took §6-14§ [[Xanax]] on {wd} "to sleep". Best friend {oth_first} moved to {town2}.
PHQ-9 [[§14-24§/27]], GAD-7 [[§8-19§/21]]. Alcohol §4-30§ units/wk, [[CAGE]] 1.
Past: admitted {hosp2} §2006-2016§. Meds: [[Effexor]] 150 mg.
MSE: tearful, [[hope]] limited, [[will]] engage. Risk: moderate.
Plan: safety plan with {kin_first} ({ph}); CBT with {rn_first} from {soon}; crisis line {ph}. r/v {next}
@sign
## community mental health note | adult | cw
Home visit {date}, {rn} (CPN), {practice} team
{pt_lf} {dob} %mrn% Lives: {street}, {town} {zip}
Visited w/ {oth_first}. {pt_nick} up and dressed, flat tidy. Mum phones from {town2} each {wd}. Hearing voices less, [[HoNOS]] §6-16§. Depot ([[Clopixol]] [[200 mg]]) given L glute, next due {soon}. Bloods {md}: clozapine level [[0.§3-5§ mg/L]]. Lost bank card again - benefits %ssn%. Police ref {case} re noise, closed.
Plan: CPA {next} with Dr {dr_last}; %rel% {kin_first} to attend, {ph}.
Mobile {ph}. {rn_init}
## therapy progress note | adult | us
PSYCHOTHERAPY NOTE   Session #§3-24§   {date}
Client: {pt_lf}   DOB {dob}   Chart {mrn}
CPT [[90834]]  Dx [[F33.1]]   Auth # {claim}   ID {plan}
D: {pt_first} reported an argument with %rel% {kin_first} over the {hol} weekend, called in sick to {employer} {wd}. Used the [[Beck]] log. BDI §12-31§.
A: Affect constricted, hope improving; will try behavioral activation, walks w/ friend {oth_first}.
P: Next telehealth {soon} 4 pm (link {url}). Release signed for PCP Dr. {dr2_last}, fax {fax}. Consult Dr. {dr_last} re [[Wellbutrin]].
?Crisis contact {kin} {ph}.
{rn}, LCSW, license {rlic}
## social work assessment | old | all
SOCIAL WORK ASSESSMENT
Client: {pt_lf}, DOB {dob}, %mrn%, %ssn%
Address: %addr%   Phone: {ph}
Referral: Dr«=.|» {dr_last}, {ward} ward, {adm}
Pt is a %who%, widowed {mony}, moved from {town2}. Retired {employer} worker. %Rel% {kin} ({street}, {ph}, {kin_email}) holds power of attorney. Neighbor {oth_first} shops on {wd}. Income: pension paid to acct {acct}. MoCA [[§12-24§/30]], [[Barthel]] [[§8-18§/20]], [[Zarit]] §10-40§.
Mobility: [[Zimmer]] frame. Wishes to go home but may need {home}; visit there {soon}.
Plan: meeting {soon} with {kin_first}, {rn_first} (RN), {dr2_first} (OT). APS «report|reference» {case} if no care in place by {hol}.
{oth}, social worker, {phx}
## discharge planning | old | us
CASE MANAGEMENT - {hosp}
{pt_lf}, MRN {mrn}, {dob}; Medicare {mbi}; attending {dr_last}
Choice list given to %rel% {kin_first} {md}: 1) {home}, {town2} 2) {home}. {home} accepts, bed {soon}, call {oth_first} {ph}, fax {fax}.
DME: [[Hoyer]] lift, wheelchair s/n {serial}. PT recs SNF, AM-PAC [[§10-18§/24]], 6-clicks.
Transport booked {soon} 14:00, ref {csn}. IMM signed {wd}. SSN {ssn} needed for state form; Medicaid pending {claim}.
[[PASRR]] done. Barriers: O2 §2-4§ L, [[Lovenox]] teaching.
?Home address {street}, {town}, %state% {zip}.
{rn}, RN CM, pager {pager}
## physiotherapy note | adult | all
PHYSIO / PT NOTE {date}
{pt} (dob {dob}) %mrn%   Referred by Dr«=.|» {dr_last}, {hosp}
S: %who%, [[§3-10§/52]] post R ACL recon {past}. Works at {employer}, coach at {school}. Pain VAS [[§1-5§/10]], gave way {wd}.
O: ROM 0-§95-130§°, quads [[4/5]], [[Lachman]] firm, [[McMurray]] neg, LEFS [[§38-70§/80]].
A: Progressing; %rel% {kin_first} helps w/ exercises.
P: closed chain, bike 15 min, [[TheraBand]] rows. See {soon} and {soon}; assistant {oth_first}. Ph {ph}, videos via {site}.
Insurer auth {claim}. {rn_i}, «=DPT|MCSP»
## occupational therapy home visit | old | cw
OT HOME VISIT REPORT
{pt}, %age%, {dob}, %mrn%
Visit {date} to {street}, {town} {zip} with %rel% {kin_first} and {rn_first} (OTA)
Access: 2 steps, key safe. Lounge: chair §38-48§ cm. Bathroom: over bath, bath board trialled. Kitchen: perching stool; kettle safe. Falls: x§1-4§ since {mon}. TUG [[§14-38§ s]], [[Tinetti]] [[§12-24§/28]], MMSE [[§17-28§/30]]. Old hip [[Austin Moore]] §2005-2014§.
Recommend: rails, commode, pendant alarm (unit {serial}), microenvironment unchanged. Order no {csn}. Delivered by {soon}; phone {kin_first} first, {ph}.
{dr2}, occupational therapist, {dr2_email}. cc {practice}, Dr {dr_last}
?Social worker {oth_i}, tel {phx}
## speech and swallowing | old | all
SLP / SALT BEDSIDE SWALLOW
{pt_lf}   %mrn%   {dob}   {ward}
Ref {md} Dr«=.|» {dr_last}: L MCA stroke {recent}, NIHSS §5-16§. [[Broca's]] aphasia. NG placed {wd}.
%Rel% {kin_first} says %he% managed soft diet at {home}. Likes to be called {pt_nick}.
Trials: [[IDDSI]] 4 x5 - delayed, no cough; thin - wet voice. SpO2 9§2-8§%. [[Yale]] 3 oz fail.
Plan: puree, mildly thick, sit up 90 deg; FEES {soon} with Dr«=.|» {dr2}; retest {wd}. Explained to {kin} {ph} and nurse {rn_first}.
?Info sheet e-mailed {kin_email}
{oth_i}, «CCC-SLP|speech therapist», bleep {pager}
## dietitian note | adult | all
Nutrition consult {date} - {oth}, «RD|dietitian»
{pt_lf}, DOB {dob}, %mrn%
Ref: Dr«=.|» {dr_last} ({practice}), coeliac serology {recent}, [[HLA-DQ2]] pos, tTG §40-200§
%who%. Ht 1§55-88§ cm wt §50-92§ kg BMI §19-33§.§0-9§. Cooks w/ %rel% {kin_first}; canteen at {employer}; eats out {wd}. [[Bristol]] type §4-6§. Ferritin §5-28§.
Needs: [[§1700-2300§ kcal]]. Advice: GF diet, [[Caltrate]] 600.
Rx GF bread from {pharm}, {street}. Review {next}; email {pt_email}, ph {ph}.
?Biopsy {acc} by Dr«=.|» {dr2_last}, {hosp}, {past}
?Diary app login at {site}.
{oth_init}
## antenatal visit | preg | all
ANTENATAL / PRENATAL VISIT {date}
{pt} DOB {dob} %mrn% Ph {ph}
Age %age% G§2-4§P§1-2§ at %weeks% wks. LMP {lmp}, EDD {edd}. Partner {bro_first}, works at {employer}. Previous [[LSCS]] {mony} {hosp2}, boy {kin_first}.
BP [[§98-138§/§58-86§]], urine neg, FHR §130-158§, SFH §12-38§ cm. [[Braxton Hicks]] only. Rh neg, [[Kell]] neg; anti-D {md}. GTT [[4.§4-9§ / 7.§2-9§]]. Scan {recent} by {rn_i}: normal, [[NT 1.§1-9§ mm]].
Plan: VBAC clinic Dr«=.|» {dr_last} {next}; tdap; aspirin [[81 mg]]; [[Diclegis]] prn. Wants to deliver at {hosp}.
?Lives %addr%. Midwife {rn}, {ph}.
{dr2_init}
## labour and delivery note | preg | all
DELIVERY NOTE - {hosp}
Mother: {pt_lf}, {dob}, %mrn%, G§1-3§, EDD {soon}
Onset {md}, ARM §10-23§:§10-59§ on the {dom}. Epidural Dr«=.|» {dr2_last}. [[Syntocinon]] from §2-5§ cm. Second stage §20-110§ min.
[[Kiwi]] cup delivery by Dr«=.|» {dr} for fetal brady {date} §10-23§:§10-59§. [[McRoberts]] position, no dystocia.
Baby: live %weeks%-weeker, §2-3§.§1-9§ kg, [[Apgar]] [[§7-9§/9]], cord pH 7.§20-35§, band no {badge}, baby MRN {mrn2}. To be named {oth_first}.
Placenta complete, EBL §200-500§ ml, 2nd deg tear [[2-0 Vicryl Rapide]]. Birth partner {kin_first} ({ph}).
Midwife {rn}; student {oth_i}. Home {soon} to {street}, {town}; community midwife {ph}.
{rn_init}/{dr_init}
## postnatal visit | preg | cw
POSTNATAL HOME VISIT
Date {date}, day §5-12§. {pt}, {dob}, %mrn%; %addr%
{pt_first} well, lochia nil to note, [[EPDS]] §2-12§, pain [[§0-3§/10]]. Breastfeeding baby {kin_first}, [[Moro]] normal, wt §2800-4200§ g, red book no {acc}. [[Guthrie]] card taken {md}. Partner {bro_first} back at {employer} {wd}. Toddler at {school}.
BP [[§104-136§/§60-88§]]. Contraception: [[Cerazette]] rx from Dr {dr_last}, collect {pharm}.
Next {soon} weigh-in {practice}; HV {dr2} {ph}. Call us {ph}.
?Birth registered {md}, {town}.
{rn}, community midwife, {rn_email}
## well child check | child | us
WELL CHILD VISIT   {date}
{pt_lf}   DOB {dob}   %age% y   MRN {mrn}
Here with %rel% {kin_first} ({ph}); lives {town}, attends {school}, teacher %kMr% {oth_last}. Likes soccer, reading.
Ht [[§90-155§ cm (§20-90§%ile)]] Wt [[§13-48§ kg]] BP [[§90-112§/§50-72§]] BMI ok. Vision [[20/§20-30§]] OU.
[[Tanner]] 1. [[Still's]] murmur, unchanged since {mony}. Dev ok, ASQ passed {past}.
Imm: utd, [[Fluarix]] today. Lead <2. Insurance {plan}.
A/P: Healthy. Dental Dr. {dr2_last}. Sports form faxed to school {fax}. RTC {next}. [[Z00.129]]
?Address {street}, {town}, %state% {zip}.
{dr_i}, MD
## paediatric clinic letter | child | cw
@letter

Dear Dr {dr2_last},

I saw {pt_first} with %his% %rel% {kin} on {recent}. %He% is %age% and attends {school}. Since {mon} %he% has had fewer wheezy episodes; one attendance at {hosp} on {past}, peak flow §140-320§, given [[prednisolone 20-30 mg]]. [[Kawasaki]] disease was excluded at {town2} in {mony}. Weight §12-45§ kg, on the [[§9-75§th centile]]. Chest clear, [[Harrison's]] sulcus not seen.
Plan: [[Clenil]] 100 two puffs twice daily, review {next}. School nurse {oth} will be sent a plan. Family can reach {rn_first}, our nurse, on {ph}.

@letterend
## neonatal unit note | preg | all
NICU / SCBU daily note {date}, baby of {pt}
Mother {pt_lf}, {dob}, %mrn%. Baby {baby}, MRN {mrn2}, born {adm} at %weeks% wk in {hosp2}.
Resp: CPAP §5-7§, FiO2 0.2§1-9§. CVS: PDA on echo {md} by Dr«=.|» {dr2_last}. FEN: EBM §60-150§ ml/kg/d. Bili §90-210§, phototherapy off {wd}. HUS [[Papile]] 1. [[Ballard]] §30-36§. Caffeine lvl sent {acc}. Incubator {serial}.
Family: father {kin_first} visits after work at {employer}, {ph}; live in {town}. Consent for photo {photo} in newsletter declined. [[Synagis]] before home.
Plan: feeds up, transfer to {hosp} ~{soon}. {rn_first} primary nurse.
{dr_i}
## immunisation record | child | all
IMMUNIZATION RECORD
Name {pt_lf}   DOB {dob}   %mrn%   %plan%
Parent: {kin}   Ph {ph}   Address %addr%
MMR [[#1]] {old}; [[Prevnar 13]] {old}; [[Infanrix]] {old}; [[Varivax]] {past}; [[Gardasil 9]] n/a
Given {date}: influenza [[0.5 mL]] IM L deltoid by {rn_i}; VIS given. Next due {next}.
Reactions: fever 39.§0-5§ {mony}. Hep B sAb [[>§10-99§ mIU]].
School: {school}, fax {fax}
?Registry ID {csn}
{dr}, {practice}, %lic%
## school health form | child | all
SCHOOL HEALTH / MEDICATION FORM - {school}
Student: {pt}   DOB: {dob}   Year/grade §1-8§   Teacher {oth_last}
Parent: {kin} (%rel%)   Cell {ph}   Work {employer} {phx}   Email {kin_email}
Condition: ADHD; peanut allergy ([[EpiPen Jr]] [[0.15 mg]] in office)
Medication at school: [[Ritalin]] 10 mg at noon, from {soon} to {mon}. [[May]] self carry: no. [[Will]] need water.
Last exam {past}: vision [[6/§6-9§]], hearing pass, BMI §15-20§.§1-9§.
Doctor: {dr}, {practice}, {ph}, fax {fax}   %lic%
Other adults allowed to collect: {rn} ({ph}), uncle {bro_first}.
Field trip {soon} to {town2}: fit.
Parent signature {kin_i}  {date}    Nurse {dr2_i}
## dental note | adult | all
DENTAL CHART ENTRY {date}
{pt_lf} DOB {dob} chart {mrn}  ph {ph}  %plan%
CC: broke tooth on popcorn {wd}. Med hx: HTN, [[Sjogren's]], [[Fosamax]] stopped {mony}; Dr«=.|» {dr2_last} ({practice}) called, ok.
Exam: [[#§18-31§]] DL cusp fx, perc neg, cold WNL. Perio 3-§4-6§ mm. BPE [[2§1-3§2/12§1-3§]]. PA taken.
Tx: LA [[Septocaine]] 1.7 ml, [[IRM]] temp, prep for crown, shade [[A§2-3§]]. Scan case {csn} to lab, {town2}.
Post-op given to %rel% {kin_first}. Crown seat {soon}, hygienist {oth_first}. Works at {employer}, prefers {wd} mornings; email {pt_email}.
{dr}, «=DDS|BDS», %lic% / asst {rn_init}
## optometry and eye clinic | old | all
EYE CLINIC {hosp} {date}
{pt_lf}  %age% %MF%  {dob}  %mrn%
Ref: {oth}, optometrist, {street}, {town}, {recent}
VA R [[6/§6-18§]] L [[20/§30-70§]] ph ni. IOP [[§13-24§/§13-24§]] [[Goldmann]]. Cataract NS 2+ L>R; [[Fuchs]] guttata. Macula: [[Amsler]] neg.
IOL: [[SN60WF]] +2§0-4§.5, lens {serial}, L phaco {soon} Dr«=.|» {dr_last}. Drives ({dl}) - advised not until after. [[Xalatan]] nocte.
%Rel% {kin_first} to bring %him% from {town2}; tel {ph}. Op consent by {dr2_i}. Drops by {rn_first}.
?OCT images at {url}
{dr2_init}
## pacemaker clinic | old | all
DEVICE CLINIC FOLLOW UP
{pt_lf}, {dob}, %mrn%, %plan%
Implant {old} at {hosp2}, Dr«=.|» {dr2_last}
Generator: [[Azure XT DR]] SN {serial}; leads [[5076]] SN {serial}, {serial}. Remote monitor {serial}, online at {site}, last sent {recent} from IP {ip}
Battery §3-9§.§0-9§ yr. A thresh [[0.§5-9§ V @ 0.4 ms]], R wave [[§7-15§ mV]]. AP §20-80§%, VP §1-40§%. [[Wenckebach]] noted. AT/AF <1%.
Pt c/o dizzy {wd}; %rel% {kin_first} rang {md} from {ph}.
Plan: reprogram DDD 60-130. Next {next} {hosp}. Advised re {hol} travel, ID card reissued.
{rn}, cardiac physiologist / {dr_init}
## home health visit | old | us
HOME HEALTH SN VISIT
Agency: {oth_last} Home Care, ph {ph}, fax {fax}
Pt {pt_lf}  DOB {dob}  MR# {mrn}  Medicare {mbi}  SOC {recent}
Address: {street}, {town}, %state% {zip}; door code kept by %rel% {kin_first} ({ph})
Visit {date} §10-16§:§10-59§, vehicle plate {plate}. EVV from device IP {ip}; aide clocked in w/ thumbprint {bio}
VS: BP [[§108-152§/§60-86§]] HR §60-92§ RR 18 sat 9§3-8§%. Wound L heel [[§1-4§.§0-9§ x §1-3§.§0-9§ x 0.2 cm]], [[Santyl]] applied; photo {photo}. [[Unna]] boot R. Wt §110-210§ lb. FSBS §98-210§.
Teach: [[Lantus]] pen. Call to Dr. {dr_last}, orders by {dr2_first}, NP. PT {wd}, recert {soon}.
{rn}, RN, lic {rlic}
## hospice visit | old | all
Palliative / hospice visit {date}
{pt} ("{pt_nick}"), {dob}, %mrn%, at {home}, {street}, {town}
%who%. Met with %rel% {kin} and grandson {bro_first}, who flew in {wd}. PPS §20-50§%, [[Karnofsky]] §20-50§, pain [[§2-6§/10]], eating sips. [[Roxanol]] 5 mg q4h prn x§2-5§ since {md}; [[Haldol]] 0.5 hs. Syringe driver {serial}.
Wishes: to see {hol}, priest Fr {dr2_last} from {town2}. DNR form no {csn} at bedside. Ex-{employer}.
Plan: increase CADD, aide 3x/wk, visit {soon}; on call {ph}. Dr«=.|» {dr_last} updated, fax {fax}
@nursesign
## wound clinic | adult | all
WOUND CLINIC - {practice}
{pt_lf} | {dob} | %mrn% | {date}
Ulcer R great toe since {mon}, [[Wagner]] §1-3§, DM. Boots from work ({employer}). ABI 0.§72-98§. [[Charcot]] midfoot L.
Size [[§10-30§ x §6-18§ mm]]; {recent}: bigger. Swab {acc}: MSSA. Photo {photo} - and face on consent photo {photo}.
Debrided by {dr2_i}; [[Mepilex]], TCC. VAC unit s/n {serial}. Bloods: CRP §4-60§, HbA1c §7-10§.§1-9§%.
Plan: [[Keflex]] 500 qid x 7 d, MRI {hosp} {soon}, district nurse {rn_first} {wd}. Vasc Dr«=.|» {dr_last}. %Rel% {kin_first} can do dressings, {ph}
{oth_init}
## ambulance report | old | all
PATIENT CARE REPORT   Incident {case}   {date}
Unit plate {plate}   Crew: {rn_i} ({badge}), {oth_i} ({badge})
Scene: {street}, {town} {zip}. Caller: {kin}, %rel%, {ph}
Pt: {pt}, %age% %MF%, DOB {dob}. %plan%
Found on floor by %rel%. [[Cincinnati]] + R arm drift, LKW {wd} §10-23§:§10-59§. GCS §12-15§, BM §5-11§.§0-9§, BP [[§140-210§/§80-110§]], SpO2 9§2-8§%. 12-lead sinus, defib s/n {serial}. 18G L AC.
Hx from %rel%: CVA §2009-2018§, [[Plavix]], lives w/ small dog. PCP Dr«=.|» {dr2_last}, {practice}. Prior stay {hosp2} {mony}.
Transport to {hosp}, prealert {ph}, handed to Dr«=.|» {dr_last} / RN {dr2_first}.
Belongings with {kin_first}. %mrn%
## road accident note | adult | all
ED TRAUMA NOTE {hosp} {date}
{pt_lf} {dob} %mrn% %who%
Driver, belted, MVC {wd} on {street} nr {town2}. Car reg {plate}, VIN {vin} (per police report {case}, officer {oth_last}, badge {badge}). Licence {dl}. ETOH per request; GCS 15, [[eFAST]] neg.
BP [[§108-156§/§62-96§]] HR §70-118§. [[Glasgow]] 15. C-spine [[NEXUS]] neg. FROM. [[Seidel]] n/a. CT acc {acc} normal (Dr«=.|» {dr2_last}).
Passenger {kin_first} (%rel%) also seen. Insurer claim {claim}. Tetanus, [[Toradol]] 15 mg. [[May]] go home w/ %rel%, {ph}. Off work ({employer}) to {soon}.
f/u {practice} {next}
@sign
## sickness certificate | adult | all
{practice}
%addr%    Tel {ph}   Fax {fax}    {date}
TO WHOM IT MAY CONCERN
This is to certify that %Mr% {pt}, DOB {dob}, employee no. {badge} of {employer}, was examined by me on {recent} and is unfit for work from {md} to {soon} because of «low back pain ([[M54.5]])|acute bronchitis ([[J20.9]])». %He% may do light duty, lifting [[<§5-10§ kg]], for 2 weeks after that.
%He% was also seen by physiotherapist {oth} at {hosp} on {past}. Review on {next}. Chart {mrn}. %ssn%.
Questions from %his% manager, {kin}, may be sent to {dr_email} with %his% consent only. Rest [[will]] help.
Dr«=.|» {dr}
%lic%
## disability letter | adult | us
{date}
RE: {pt}   SSN {ssn}   DOB {dob}   Claim {claim}
To: Disability examiner {oth}, fax {fax}, {town2}
I have treated %Mr% {pt_last} since {mony} for [[Meniere's]] disease and L5 radiculopathy. %He% worked at {employer} until {old}. Lives at {street}, {town}, %state% {zip} with %rel% {kin_first}. MRI {past} at {hosp}: L4-5 HNP. Exam: EHL [[4/5]], SLR + at [[§30-60§ degrees]], [[Romberg]] positive. Vertigo §2-5§/wk. Takes [[Lyrica]] 150 bid. %He% can sit §15-40§ min, lift <10 lb. I do not expect %him% to work by {mon}.
Records at {url}. MRN {mrn}.
{dr}, MD  NPI {npi}  {practice}  {ph}  {dr_email}
## occupational injury first report | adult | us
WORK COMP FIRST REPORT
Employee {pt_lf}   SSN {ssn}   DOB {dob}   Ph {ph}
Employer {employer}, {street}, {town}, %state% {zip}; supervisor {oth}, {phx}
DOI {recent}   Claim {claim}   Adjuster {kin}, {kin_email}
Hx: caught L hand in press {wd}. Seen {hosp} ED, splint. Today pain [[§3-7§/10]], [[Finkelstein]] pos, grip [[§20-60§ lb]], [[Jamar]] 2. XR acc {acc} neg.
Dx: [[M65.4]] [[de Quervain]]. Plan: thumb spica, [[Voltaren]] gel, OT. Restrictions to {soon}. MMI no.
Drug screen collected w/ ID {dl}, specimen {csn}. RTC {next}
{dr}, MD   lic {lic}   MRN {mrn}
## telehealth visit | adult | all
VIDEO VISIT {date} §10-18§:§10-59§-§10-18§:§10-59§
{pt} DOB {dob} %mrn%. Identity confirmed with voiceprint {bio} and address ({street}, {town}). Connection from IP {ip}; back up ph {ph}. Link {url}
Pt in car outside {employer}; %rel% {kin_first} present. Migraine x§2-6§ since {md}, no aura; [[Imitrex]] helps. Missed {wd} shift. HA diary: [[MIDAS]] §6-24§. BP at home [[§108-138§/§64-88§]]. [[Topamax]] [[25-50 mg]] nightly from today.
Plan: f/u {next} w/ {rn_first}; rx {pharm}, {town2}. MRI if worse, Dr«=.|» {dr2_last}. Message to {pt_email}.
@sign
## appointment letter | adult | all
{hosp}, Outpatients, {street}, {town} {zip}
{date}
Dear %Mr% {pt_last},     %mrn%   DOB {dob}
Appointment: {next} at §9-16§:30 with Dr«=.|» {dr}, clinic for [[Barrett's]] surveillance. Please bring your medicines, also [[Gaviscon]] if you use it, and fast from 6 hours before. You will have a sedative, so %rel% {kin} or another adult must drive you. We rang {ph} on {wd} without reply.
If you cannot come call {oth_first} on {ph}, or use {site} by {soon}. Test due before: Hb, last [[§10-14§.§0-9§ g/dL]].
?Parking: give your car registration {plate} at the desk.
?We hold your email as {pt_email}. Closed on {hol}.
Booking office {rn_init}
## clinical trial visit | adult | all
RESEARCH VISIT §2-9§ - subject {study}
{pt_init}, DOB {dob}, %mrn%, consented {past} (form {csn}) at {hosp}
Date {date}. Coordinator {rn}, {phx}, {rn_email}. PI Dr«=.|» {dr}.
AE: headache {md} to {md}, gr 1. Conmeds: [[Zyrtec]] since {mon}. Vitals [[§108-138§/§60-86§]], ECG QTcF [[§390-450§ ms]]. ALT [[1.§1-9§ x ULN]]. EQ-5D 0.§60-95§. PK kit {acc}. ePRO tablet {serial}, uploads from {ip}.
Voice sample taken: {bio}. Payment to acct {acct}. Pt's %rel% {kin_first} ({ph}) drove from {town2}.
Next visit {next} +/- 3 days; bring diary. Parking pass for {plate}.
{rn_init} / {dr_init}
## drug and alcohol clinic | adult | all
@head
MAT follow up. %who%, day §20-300§ [[Suboxone]] [[8/2]]. UDS {md} (spec {acc}): bup +, else neg. Last used {mony}. COWS §0-5§. Relapse risk up around {hol} - %rel% {kin_first} still drinks. Sponsor {oth_first}; meetings {wd} in {town2}. Started at {employer} {md}.
LFT ALT §22-88§. HCV genotype [[1a]], [[Mavyret]] done {past}. Dosing ID by fingerprint {bio}.
Court date {soon}, case {case}; probation officer {rn_last} {ph}, wants letter by fax {fax}.
Plan: same dose, #28, {pharm}; [[Narcan]] kit. RTC {next}
@sign
## audiology report | old | all
AUDIOLOGY {date}, {practice}
{pt_lf} ({dob}) %mrn% ref Dr«=.|» {dr_last} {recent}
%who%, ex {employer}, noise §15-40§ y. %Rel% {kin_first} reports TV loud. Otoscopy clear. [[Weber]] central, [[Rinne]] + bilat. PTA R [[§30-60§ dB]] L [[§35-65§ dB]], speech §60-96§%. Tymp type [[A]].
Aids: [[Audeo M50]] R {serial} L {serial}, paid from acct {acct}, {plan} covers part. Fitted {soon} by {oth_first}; review {next}. Ph {ph} or {kin_email}.
Lives {street}, {town}. Copy by fax {fax}.
{rn}, AuD
"""
