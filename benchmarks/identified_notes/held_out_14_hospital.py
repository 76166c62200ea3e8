"""Notes written in hospitals: emergency, wards, theatre, laboratories and clinics."""

from benchmarks.identified_notes.held_out_14_forms import ABROAD, ALL, NEAR, Kind

HOSPITAL = (
    Kind("emergency card", """«A&E|ED|Casualty|Emergency dept» {hospital} {today} [[~0-23~:~10-59~]]
{patient_rev} §age §id «via ambulance|walked in|brought by police»
GP {gp_flast} {surgery}
PC §sob. HPC «at {spot} {weekday}|at work at {employer}|at home, found by {friend_given}». PMH §cond. DH §med.
O/E §obs, [[GCS 15/15]], §sign. ECG [[~58-110~]] bpm sinus. §lab.
[[Ottawa]] rules neg. D/W §spec reg {other_family} «§bleep|». Home with §kinis. «{doctor_ini}|Dr {doctor_flast} ST~3-6~»"""),
    Kind("triage nurse note", """TRIAGE {today} [[~0-23~:~10-59~]] - {patient_caps} - {dob} - [[cat ~2-4~]]. SELF PRESENTED WITH §kinis. §sob SINCE {weekday}. §obs. PAIN [[~1-9~/10]]. ALLERGY NIL. WRISTBAND ON. §id. LAST ATE [[~6-12~:30]]. LIVES §addr. TAXI {plate} WAITING. BAG AND PHONE TO {kin_given}. [[MANCHESTER]] FLOWCHART CHEST. TO RESUS IF [[NEWS]] > 5. {nurse_ini} / {staff_flast}""", case="upper"),
    Kind("ward round", """WR «{today}|{weekday} {today}» §drname + {staff_given} (F1) + S/N {nurse_family}, {ward} «bed [[~1-30~]]|bay [[B~1-6~]]»
{patient} §age §id day [[~2-14~]]
«Better|Same|Not eating», §obs, §score
§lab, CXR: clear. [[Hickman]] site clean. [[Clexane]] [[40]] mg.
«Family mtg with {kin} and {kin2_given} {next}|§kin {kin_given} phoned from {town2}, upset|Wants to go home to {suburb}»
Plan 1. stop §med 2. OT/PT 3. d/w {other_family} (micro) §bleep 4. EDD {next}
{doctor_ini}"""),
    Kind("ward round indian style", """{date} ROUNDS D/B {doctor_flast} SIR
Pt {patient_gfc} §age, S/o {kin}, R/o {suburb}, {town}. IP: {mrn}
C/o §sob x [[~2-9~/7]]. k/c/o T2DM, HTN. O/E: conscious, oriented, PR [[~70-112~/min]], BP [[~110-164~/~70-98~]] mmHg, [[Kussmaul's]] nil, CVS S1S2+, P/A soft, [[Virchow's]] node not felt.
Adv: Inj. [[Monocef]] 1 g IV BD, T. [[Pan 40]] OD, IVF [[DNS 1-0-1]]. Attender {kin2_given} counselled, Mob {phone}. TPA approval {plan}. Shift to {ward}. Ref {hospital2} if worse. «Dr {doctor_ini}|{staff}, §reg»""", countries="in in in pk gulf"),
    Kind("handover sheet", """HANDOVER {ward} {hospital} nights {today}
[[1]] {patient_caps} §age §drname. #NOF, [[Foley]] in, [[Waterlow]] ~12-24~, NOK {kin_given} {phone}
[[2]] {friend_lastf} ([[~22-88~]]) pre-op {next}, NBM [[02:00]], Mr {other_family}
[[3]] empty - for {other2_rev} from {hospital2}
[[4]] {other3}, side room, [[MRSA]], §lab
Jobs: cannula bed [[2]], bloods [[1]], ring {kin2_given} at {home}
Reg on: {doctor_family} «§bleep|{bleep}». {staff_given} off sick, bank nurse {nurse_given}"""),
    Kind("sbar call", """SBAR to §drname «§bleep|{bleep}» at [[~0-23~:~10-59~]] {today}
S - {nurse_given}, {ward}. {patient_flast} scoring [[~5-9~]].
B - §age, admitted {date} from {home} with §sob. §id. Consultant {other_family}.
A - §obs, urine [[~5-30~]] ml/h, [[Cheyne-Stokes]] breathing, §lab.
R - please come now; [[Hartmann's]] 250 running.
Readback: {staff_ini}. Outreach {other2} told. §kinis on way from {town2} on {mode}. Seen [[~0-23~:~10-59~]] {doctor_ini}""".replace("{mode}", "the bus")),
    Kind("discharge letter", """«DISCHARGE SUMMARY|Discharge letter|Discharge advice»
Patient: {patient_any}   DOB: {dob}   §id
Address: §addr   GP: Dr {gp}, {surgery}
Admitted {date}   Discharged {today}   Consultant: {doctor}   {ward}

§Mr {patient_family} was admitted with §sob. §He was found to have §cond. §lab. Chest film clear. [[Wells]] score low. §He was treated with §med and seen by {staff} (physio).
«§His §kin {kin_given} will stay until {next}.|Discharged to {home}.|Package of care by {employer} from {next}.»
GP please: repeat U&E in [[2/52]]; stop [[Clexane]] {next}.
{other}, FY~1-2~, «§bleep|{phone}»""", letter=True),
    Kind("paeds discharge", """{patient_gfc} (born {dob}, §id) came in on {holiday} with [[bronchiolitis]] and went home {today}. §parent {kin_given} and little {child_given} stayed. «Nursery {school} informed.|Twin {child} well.|Grandma {other} smokes.» Sats [[~92-98~%]], [[Airvo]] for [[~1-3~/7]], RSV pos sample {other_2}. [[Kawasaki]] thought unlikely. Weight [[~4-19~.~1-9~]] kg. Open access {ward} till {next}, ring {phone}. Thanks to {nurse_given} and play specialist {staff_given}. Dr {doctor_broken}""", who="child"),
    Kind("theatre list", """THEATRE [[~1-8~]]  {hospital}  {weekday} {today}  Surgeon {doctor_flast}  Anaesthetist {other_family}
[[08:30]]  {patient_rev}  {dob}  {mrn}  L inguinal hernia ([[Lichtenstein]])  {ward}
[[10:00]]  {friend_rev}  [[~20-88~]]{sexless}  lap chole, ?[[Mirizzi]]  latex allergy
[[11:45]]  {other2_caps}  {dob}  [[Hartmann's]] procedure  HDU bed with {nurse_given}
[[14:15]]  {other3_rev}  [[Dupuytren's]] R  LA
Scrub {staff_given}, ODP {kin_given}. Rep from [[Stryker]] {gp_given} {phone}. Set ref {refno}. §score""".replace("{sexless}", " y").replace("ODP {kin_given}", "ODP {nurse_flast}").replace("{other2_caps}  {dob}", "{other2_caps}  {date}")),
    Kind("operation note", """OPERATION NOTE {today} {hospital} Th [[~1-9~]]
Pt: {patient_rev} §id   Surgeon: {doctor_flast}   Asst: {staff_family}   Anaes: Dr {other}
Procedure: R total hip ([[Exeter]] stem size [[~37-50~]], [[Charnley]] cup). Implant «SN |s/n |serial |S/N: ||»{device}; «SN |s/n |serial |S/N: ||»{device}
[[Lloyd-Davies]] no, lateral. [[Hardinge]] approach, [[Trendelenburg]] preserved. EBL [[~100-600~]]. [[Vicryl]] 2/0, [[Redivac]] x1.
Post-op: [[Clexane]] 28/7, FWB, XR {weekday}. «§kin {kin_given} rung {phone}|Wound photo {photo}». Registry form {refno}. {doctor_ini}"""),
    Kind("anaesthetic preassessment", """PRE-OP ASSESSMENT {today}  nurse {nurse}
{patient}  {dob}  §id  for {weekday} list of Mr {other_family}
[[ASA]] ~1-3~, [[Mallampati]] ~1-4~, [[Cormack-Lehane]] ~1-2~ ({hospital2}, {month}), [[STOP-BANG]] ~1-6~. §lab. §obs. Pacemaker: [[Medtronic Azure]] serial {device}, checked {date}. Father {friend} had [[suxamethonium]] apnoea. Stop §med {next}. Escort §kinis §mob. NBM from [[06:00]]. Group & save {other_2}. {doctor_flast}, x-ray seen"""),
    Kind("icu chart", """ICU «bed [[~1-14~]]» {today} {patient_lastf} §age «{mrn}|§id» cons {doctor_family}
vent [[PRVC]] ~380-520~ x [[~12-20~]], PEEP [[~5-12~]], FiO2 [[0.~3-8~]], [[RASS]] -~1-4~. norad [[0.~05-30~]]. CVVH [[Prismaflex]] «SN |s/n |serial |S/N: ||»{device}. ABG [[7.~20-44~]]/[[~4-8~.~1-9~]]/[[~8-14~.~1-9~]]. [[Swan-Ganz]] out {date}. CAM-ICU pos. monitor MAC {mac} ip {ip}. family: {kin} + {kin2_given} met {other} & s/n {nurse_given} [[~10-17~:~10-50~]], think §he would not want trache. organ donation nurse {staff} §bleep. {doctor_ini}"""),
    Kind("radiology report", """RADIOLOGY REPORT   {hospital}
{patient_rev}   {dob}   §id   «Acc|Accession» {other_1}   Ref: {doctor_flast}, {ward}
Examination: CT chest «abdomen pelvis|»   {today}
Clinical: §sob, §cond. Comparison {date} from {hospital2}.
Findings: [[~4-19~]] mm nodule RUL, [[Fleischner]] follow up. [[Bosniak]] II cyst. [[Hill-Sachs]] none. [[Schmorl's]] node [[L~1-4~/~2-5~]]. DLP [[~210-990~]].
«Phoned to {nurse_given} at [[~9-17~:~10-59~]]|Images {url}|Sent to PACS from {ip}».
Reported by Dr {other}, §reg «for {staff_flast}|»   Typed {other2_ini}"""),
    Kind("pathology report", """HISTOPATHOLOGY   {hospital}   {other_0}
{patient_caps}   §sex   {dob}   §id   Consultant {doctor_family}   Received {date}   Reported {today}
Clinical details: lump since {month}, mother {friend} had the same.
Macro: core x[[~2-6~]], longest [[~8-19~]] mm. Micro: invasive NST, [[Nottingham]] grade [[~1-3~]], [[Bloom-Richardson]] ~4-9~, ER [[~5-8~/8]], HER2 [[1+]], [[Ki-67]] ~4-40~%, no [[Paget's]]. [[BRCA1]] requested. [[Ziehl-Neelsen]] negative.
«Discussed with {other} at MDT|Second opinion Prof {other2}, {hospital2}, {refno}». {staff}, FRCPath   {staff_ini}/{nurse_ini}""".replace("FRCPath", "consultant histopathologist")),
    Kind("micro phone log", """Micro duty log {today}
[[~8-17~.~10-55~]] {ward} {nurse_given} re {patient_family} {mrn}: GPC in [[2/4]] bottles {other_2}. Adv fluclox. {doctor_ini}
[[~8-17~.~10-55~]] Dr {other_family} GP {surgery} {phone} re {friend}: urine ESBL, [[fosfomycin]] 3 g.
[[~8-17~.~10-55~]] {hospital2} lab, {staff_given}: [[Widal]] 1:[[~80-320~]], TB [[MGIT]] neg, ref {refno}.
[[~8-17~.~10-55~]] public health {other2} §mob notified of [[Legionella]] case {other3_flast}, stayed at {spot}. [[Bristol]] 7. Ends. {staff_ini}"""),
    Kind("blood bank", """TRANSFUSION LAB «request|record» {today}: {patient_rev} {dob} {mrn} {ward}. Group [[O neg]], anti-[[Kell]] and anti-[[Duffy]] a. Antibody card {refno}. Units [[2]] red cells, donation {other_2}, {other_2}. [[Coombs]] neg, [[Kleihauer]] < 2 ml. Hb [[~58-84~]]. Sample taken by {nurse_ini} at [[~8-20~:~10-59~]], rejected sample of {friend_lastf} (wrong DOB). Collected by porter {staff_given}. Checked {nurse_flast} / {other_ini}. Relative donor {kin} (§kin) {phone} bled {date}."""),
    Kind("cardiology clinic", """Dear Dr {gp_family},
{patient_any}, born {dob}, §addr. §id
Diagnosis: §cond, [[Wolff-Parkinson-White]] excluded.
I «reviewed|saw|met» §Mr {patient_family}, §age, with §his §kin {kin_given} in clinic at {hospital} on {today}. §obs. Echo EF [[~28-65~%]], [[Simpson's]] biplane. [[Holter]] by {staff} {date}. ICD [[Boston Resonate]] «SN |s/n |serial |S/N: ||»{device}, home monitor {mac}. [[CHA2DS2-VASc]] ~1-6~. [[Bruce]] protocol ~4-11~ min.
§He drives a lorry for {employer} (licence {licence}) and has been told not to. Continue §med. I will see §him {next}.
§bye
{doctor_broken}""", letter=True),
    Kind("neurology inpatient", """{today} neuro r/v for {ward} - {patient}, §age, transferred from {hospital2} {date}. {kin_given} gives hx: §sob, since wedding of {friend} on {holiday}. cranial nerves ok, [[Hoffmann's]] +, [[Romberg]] +, power [[4/5]] L, reflexes [[2+]]. [[Lhermitte's]]. LP: opening [[~12-27~]], prot [[0.~20-90~]], [[Oligoclonal]] pending {refno}. MRI {url}. imp [[Guillain-Barré]] v [[Miller Fisher]], ?[[Lambert-Eaton]]. FVC [[~1-4~.~1-9~]]. ivig batch [[LE~10-99~K]]. d/w {doctor_family}, {other}. {staff_ini}"""),
    Kind("fracture clinic", """# clinic {hospital} {today} {patient_flast} {dob} §mob
«fell off {plate} boda at {crash}|tripped at {spot}|tackled at {school}» {date}. [[Colles']] R, [[Weber]] B L, [[Salter-Harris]] none. MUA by {doctor_family} {date}. XR: [[11]] deg dorsal. Plaster {nurse_given}. [[Aircast]]. [[Kapandji]] ~4-10~. «Off work {employer} til {next}|Lawyer {other} wants letter, ref {other_3}». Rpt XR [[2/52]]. disc {kin_given}. {doctor_ini}"""),
    Kind("fertility clinic", """FERTILITY CONSULTATION {today}
{patient_given} and {kin}, §addr. §id. Consultant Miss {doctor_family}.
G0, trying since {month}. AMH [[~2-32~.~1-9~]], day 3 FSH [[~4-14~.~1-9~]], [[Gonal-F]] [[~150-300~]] iu, [[Ovitrelle]] at [[21:30]]. Semen [[~4-60~]] M/ml, [[Kruger]] ~1-9~%. [[Clomid]] x3 by Dr {gp_family}. Embryos [[~1-6~]], tank {refno}. Egg donor code {refno}. Paid {account}, invoice to {email}. Consent scan {photo}. Nurse {nurse_given} {phone}. TVS {next}, ET {next}. {staff} (embryology)""", who="mother"),
    Kind("genetics letter", """Dear §Mr {patient_family}
Family ref {refno}   Seen {today} at {hospital} by {doctor}, genetic counsellor §reg
You came with your §kin {kin_given}. Your aunt {friend} of {town2} had breast cancer and your grandmother {other} died at {oldkin}. Your cousin, {kin2}, carries [[BRCA2]] c.[[5946del]]. We tested [[BRCA1]], [[PALB2]] and [[Lynch]] genes ([[MLH1]], [[MSH2]]); sample {other_2}. [[Manchester]] score ~8-30~. [[Li-Fraumeni]] unlikely. Result by {next}, at {url}.
Please call {staff} on {phone} or e-mail {email}.
§bye
{doctor}""", letter=True),
    Kind("labour ward", """LW {hospital} {today}: {patient} §age G[[~1-5~]] [[~37-41~+~1-6~]], SROM {weekday} [[~1-12~:~10-50~]]. Partner {kin_given}. VE [[~4-9~]] cm, [[Bishop]] ~6-10~, LOA. CTG [[Dawes-Redman]] met. [[Syntocinon]] [[~6-24~]] ml/h, [[Entonox]]. [[McRoberts]] used, baby {child_gfc} born [[~0-23~:~10-59~]], [[~2-4~.~10-95~]] kg, [[Apgar]] 9/10. band {refno}. EBL [[~200-900~]]. Reg {doctor_family} called by coord {nurse_flast}. [[Kiwi]] not used. To {ward}. Mother-in-law {other} waiting at {spot}. mw {staff_ini}""", who="mother"),
    Kind("neonatal unit", """NNU {today} «Baby {patient_family}|Baby of {kin}|{patient}» [[~25-34~+~1-6~]] wks, b.wt [[~620-2200~]] g, day [[~2-40~]]. §id. Mum {kin_given}, dad {kin2_given}, live {suburb}. CPAP [[~5-7~]], [[Curosurf]] x1, caffeine. [[Ballard]] ~12-30~. [[Moro]] ok, [[Ortolani]] & [[Barlow]] neg. SBR [[~90-240~]]. [[Guthrie]] {date} {other_2}. cranial USS [[Papile]] I. transfer to {hospital2} {next} by «ambulance|vehicle|crew» {fleet}. cons {doctor_family}, nurse {nurse_given} ext {bleep}""", who="child"),
    Kind("renal dialysis", """HD session {today} «Mon/Wed pattern removed|slot [[~1-3~]]» {patient} §id. Machine [[Fresenius 5008]] «SN |s/n |serial |S/N: ||»{device}. «[[Tesio]] line|AVF L (Mr {other_family}, {date})». Pre [[~52-99~.~1-9~]] kg, UF [[~1-3~.~1-9~]] L, §obs. [[Kt/V]] 1.~2-6~. [[Aranesp]] ~20-60~ mcg. PTH [[~12-90~.~1-9~]]. Transport: {fleet}, driver {friend_given} {phone}. Transplant list at {hospital2}, coordinator {staff}. §kin {kin_given} being worked up as donor, lab {other_0}. {weekday} next. {nurse_ini}""".replace("«Mon/Wed pattern removed|slot [[~1-3~]]»", "slot [[~1-3~]]")),
    Kind("oncology mdt", """MDT «minutes|outcome» {today} «lung|breast|colorectal|upper GI» {hospital}
Present: {doctor} (chair), {other_flast}, {other2_family}, {nurse} CNS, {staff_given} (coordinator)
1. {patient_rev}, §age, {mrn}. [[T2N1M0]], [[Dukes]] B, [[ECOG]] ~0-3~, {other_0}. For [[FOLFOX]]; {nurse_given} to tell {patient_given} and §kin {kin_given} {weekday}.
2. {friend_rev}, {mrn}. [[Gleason]] 3+4, PSA [[~4-60~.~1-9~]]. Surveillance, Mr {other2_family}.
3. {other3}, from {hospital2}. [[Breslow]] ~1-4~.~1-9~ mm, [[EGFR]] wild type. Re-biopsy {next}.
Next meeting {next}. Minutes to {email}"""),
    Kind("dermatology teleclinic", """Teledermatology {today}. §Mr {patient_lf}. {dob}. Images {photo}, {photo} uploaded from {ip}. «Farms at {suburb}|Builder with {employer}», sunburnt in {town2} {month}. [[Breslow]] n/a, [[Fitzpatrick]] ~1-6~, [[Wood's]] lamp neg, [[Wickham's]] striae no, [[Nikolsky]] neg, [[DLQI]] ~3-22~. [[Efudix]] 4/52, [[Dermovate]]. Excision Mr {other_family}, {hospital}, {next}. GP Dr {gp}, {fax}. reported by {doctor}, §reg. link {url}"""),
    Kind("emergency gulf", """ER NOTE  {hospital}, {town}   {today}   [[~0-23~:~10-59~]] HRS
Pt: {patient_caps}   §age   §id   §ssn   Sponsor: {employer}
Brought by colleague {friend} after fall at site, {suburb}. Vitals §obs, GCS [[15/15]]. E-FAST neg. [[Philadelphia]] collar off, [[NEXUS]] neg. Inj [[Voltaren]] 75 mg IM, [[TT 0.5]] ml. Police report {other_6} «Capt {other_family}|». Insurance: §plan. Signed LAMA? no. §mob
{doctor}, §reg / RN {nurse_given}""", countries="gulf gulf"),
    Kind("us admission h and p", """ADMISSION H&P
Patient: {patient_rev}   MRN: {mrn}   DOB: {dob}   PCP: {gp}, MD   Attending: {doctor}, MD
CC: §sob. HPI: §Mr {patient_family} is §age who presents to {hospital} on {today} from {home}. Brought by §kin {kin}. Worked at {employer}. PMH: §cond, s/p [[Whipple]] ({month}, {hospital2}). Meds: [[Lipitor]] [[40]] mg, [[Coreg]] [[6.25]] bid, [[Norco]] [[5/325]]. Vitals: §obs. Labs: §lab. A/P: 1. [[Light's]] criteria, tap. 2. [[Lovenox]] [[40]] mg. Full code. Insurance §plan; §ssn. Call {kin_given} at {phone}. Dictated {doctor_ini}:{nurse_ini}""".replace(", MD", ""), countries="us us us"),
    Kind("us nursing progress", """{today} [[1915]]: Rec'd report from {nurse_given}. {patient_gf} A&Ox4, RA, [[Tele]] SR [[~60-99~]]. [[JP]] drain [[~10-90~]] ml. C/o pain [[~3-9~/10]], [[Dilaudid]] [[0.5]] mg IVP. [[Braden]] ~13-22~, [[Morse]] ~15-75~. {kin_given} at bedside, lives in {town2}, cell {phone}. [[2130]]: Dr. {doctor_family} paged x{pagerless}. Order: CT, read by {other}. [[0300]]: sleeping. Chaplain {friend} visited. Glucometer «SN |s/n |serial |S/N: ||»{device}. Wrist band scanned {mrn}. [[0645]] report to {staff}, RN""".replace(" x{pagerless}", " at {phone}"), countries="us us us"),
    Kind("us clinic after visit", """After Visit Summary - {surgery}
{patient}  DOB {dob}  seen {today} by {doctor_mid}
Your vitals: §obs. You were given the [[Shingrix]] vaccine. Your A1c was [[~5-10~.~1-9~]].
Referrals: {hospital} cardiology (Dr. {other_family}), call {phone} by {next}.
Pharmacy: store on {street2}, fax {fax}. Plan §plan; copay charged to {account}.
Log in at {url} with user {email}. Your emergency contact is {kin} (§kin), {phone}. Stop [[Tylenol PM]]. Bring {child_given}'s shot card for {school}.""", countries="us us us"),
    Kind("asian ward entry", """{today} S/B «MO|HO|Dr» {staff_family} @ [[~7-21~]][[~10-55~]]H
{patient}, §age, §id, §ssn. «Lives Blk with helper {friend_given}|Stays with §kin {kin_given} in {suburb}|From {home}».
Adm {date} for §sob. AMT [[~3-10~/10]]. §obs. §lab. H/C [[~5-15~.~1-9~]]. [[Ryles]] tube feed [[~1200-1800~]] kcal. [[Braden]] ~12-20~.
Updated {kin} §mob (spokesperson), keen for {home} till {next}. Inform Dr {doctor_family} if [[SBP < 90]]. {doctor_ini}""".replace("Lives Blk with", "Lives with"), countries="sg sg my my ph gulf", who="old"),
    Kind("african ward note", """{today} W/R with Prof {doctor_family}, Dr {staff_family}; {ward}, {hospital}
{patient}, §sex, §age, trader from {suburb}, §id. Day [[~2-9~]] post [[Ivor Lewis]] none; appendicectomy.
Doing well, on orals. PCV [[~22-38~%]], RBS [[~4-9~.~1-9~]]. [[Widal]] neg, mp [[++]]. §obs. Wound clean, [[Eusol]] stopped.
Bill: pay to {account}, §plan. Relative: {kin} (§kin) {phone}; donated blood {date}. «Pastor {friend} prayed with family.|Uncle {friend} to bring drugs from {spot}.»
Plan: home {weekday}, SOPD {next}. {nurse_flast} i/c. {staff_ini}""".replace(" post [[Ivor Lewis]] none; appendicectomy", " post appendicectomy ([[Lanz]] incision)"), countries="ng ng gh gh ke ke za jm"),
    Kind("memory clinic", """Memory clinic letter, {today}. {patient_any}. §age. §id.
§Mr {patient_family} attended {hospital} with §kinis. §He could not name the president, and thought it was {month}; gave the address {street2} in {town2} instead of §his own, {street}. [[MoCA]] ~9-26~/30; [[Addenbrooke's]] ~50-90~/100; [[Lewy]] body features absent. Began after §his brother {friend} died at {oldkin}. CT [[Fazekas]] 2. Start donepezil [[5]] mg. Driving: licence {licence}, car {plate}; told DVLA or like body. Support: {staff}, dementia adviser, {phone}. Review {next}. Dr {doctor}""", who="old", countries=ALL.replace("in ", "")),
    Kind("stroke unit", """STROKE CALL {today} onset [[~0-23~:~10-59~]] «witnessed by §kin {kin_given}|found by warden {friend} at {home}»
{patient_caps} §age {mrn} lives {suburb}. NIHSS [[~3-22~]], [[ASPECTS]] ~6-10~, [[Rankin]] pre 1, BM [[~4-9~.~1-9~]]. FAST +. CT [[~8-30~]] min, acc {other_1}. Tenecteplase at [[~0-23~:~10-59~]] by {doctor_family}. [[Todd's]] paresis unlikely. To {hospital2} for thrombectomy in «ambulance|vehicle|crew» {fleet}, d/w {other}. Swallow: SLT {staff_given}. §kin §mob. BP [[~140-182~/~70-98~]]. {nurse_ini} {doctor_ini}""", who="old", countries=NEAR + " " + ABROAD),
)  # fmt: skip
