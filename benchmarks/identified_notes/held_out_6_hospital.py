"""Kinds of notes of the sixth held-out part: what is written in hospitals, their laboratories and on the way there."""

from benchmarks.identified_notes.held_out_6_office import Kind

_IMAGING = """{hosp} «Dept of Radiology|Imaging|Diagnostic Imaging»
{pt_lf}  «§idline§»  DOB {dob}  Req: «Dr. {ref}|{ref_lf}»  {visit}
TITLE  Acc {accession}
Hx: §cc§. «Family history: sister {sis_f} breast ca.|Fall {short}.|Pain since {m}.|» Prior: {past}«, {hosp2}|».
Findings: SEEN. Technologist {oth_i}.
Impression: «as above|no acute findings|follow-up {next}».
? Discussed w/ {ref_l} §tm§. Letter mailed to pt at §addr§.
? PACS node {ip}
Reported by: «Dr|Dr.» {doc}«, {visit}|»"""
_IMAGES = (
    ("MRI LUMBAR SPINE", "[[L4-5]] [[5 mm]] protrusion, [[Modic II]], [[Tarlov]] cyst S2. [[L5-S1]] [[Meyerding 1]]"),
    ("MAMMOGRAM BILATERAL SCREENING", "density [[B]], [[BI-RADS 2]], benign calcs, no mass"),
    ("CHEST 2 VIEWS", "heart [[15/30]] CT ratio, no [[Kerley B]], no effusion; [[Hampton]] hump absent"),
    ("US RUQ", "CBD [[4 mm]], [[Murphy]] neg, [[Riedel]] lobe"),
    ("DEXA", "T-score [[-2.§1-9§]] L hip, [[-1.8]] spine [[L1-L4]], [[FRAX 14/3.2%]]"),
    ("XR L WRIST", "[[Colles]] fx, [[Salter-Harris II]], [[Boehler]] angle n/a"),
    ("MRI KNEE R", "[[Baker's]] cyst [[3.1 x 1.2]], [[Hoffa]] edema, [[Segond]] fx none, [[Osgood-Schlatter]]"),
)

HOSPITAL = (
    Kind("ED physician", 5, """§hdr§
«ED PROVIDER NOTE|Emergency Department|ED MD note» Arrival {visit} §tm§ by «EMS|private vehicle|police|walk-in». Seen §tm§.
§hpi§
? Collateral from §spouse§ {sp} ({phone}): took [[4-5]] extra [[Ambien]].
PMH: §pmhs§. Meds §meds§. All: §allergy§
PE: §vit§ §exam§ GCS [[E4V5M6]]. [[Glasgow]] 15.
ED course: §tm§ EKG NSR §56-110§, QTc §398-470§, no [[Wellens]], [[Brugada]] neg. CXR neg. §labs§ [[HEART]] score §1-6§. [[Wells]] §0-4§. §tm§ given [[Toradol]] 15 mg, [[Zofran]] 4 mg.
? D/w Dr. {con_l} (cards) at §tm§, agrees. Signed out to {ref_l} at §tm§.
MDM/Dx: §dx§
Dispo: «home w/ {sp_f}|admit to {con}, tele|transfer to {hosp2}, accepting Dr. {con}|AMA, signed by pt {visit}». F/u {ref} [[2-3]] days.
§sign§"""),
    Kind("ED triage", 4, """TRIAGE {visit} §tm§ [[ESI §2-4§]] «Bed [[§2-30§A]]|WR|hall 4»
«Pt|Patient» {pt_lf} §sexage§ DOB {dob} §idline§
CC: §cc§. «Brought in by §spouse§ {sp_f}|BIBA, unit 14|walked in|Arrived via AMR with LE».
«Onset {short}|since {wd}|this AM». §pain§. §vit§
Allergies §allergy§. LMP «n/a|{md}». Tetanus {m}. Home meds per {pharm}: §med§, §med§
? Last seen here {past} for same by {con_l}.
? PCP {ref} / {phone3}
? Belongings to {sp}, incl. keys to car plate {plate}, security notified.
Screen: [[Morse]] 35, [[CAGE 1/4]], travel neg, feels safe at home. IV [[20g]] L AC §tm§
§rnsign§"""),
    Kind("H&P dictation", 4, """«ADMISSION HISTORY AND PHYSICAL|HISTORY AND PHYSICAL EXAMINATION|H&P»

PATIENT NAME: {pt_lf}
§idline§
DATE OF ADMISSION: {admit}
DATE OF BIRTH: {dob}
ATTENDING: {doc}, «M.D.|D.O.»
? PRIMARY CARE: {ref}, M.D.

CHIEF COMPLAINT: §cc§.
HISTORY OF PRESENT ILLNESS: §hpi§ «In the emergency room|At {hosp2}» §he§ was found to have §lab§.
PAST MEDICAL HISTORY: §pmhs§.
PAST SURGICAL HISTORY: «Cholecystectomy {m}|[[Whipple]] {m} by Dr. {con_l}|[[Roux-en-Y]] at {hosp2} {m}|[[Nissen]] fundoplication|Appendectomy».
MEDICATIONS: §meds§.  ALLERGIES: §allergy§.
SOCIAL HISTORY: §soc§  FAMILY HISTORY: §fam§
PHYSICAL EXAMINATION: §vit§ §exam§
LABORATORY DATA: §labs§
IMPRESSION AND PLAN: §dx§. §plans§
? Discussed with §spouse§, {sp}, at bedside.

§dtl§""", "us ca au in"),
    Kind("progress note", 6, """§hdr§
«HD #§2-9§|Hospital day §2-9§|POD [[#§1-5§]]|Day §2-7§»  «Medicine|Surgery|Hospitalist|Renal» progress note
S: «No acute events overnight.|Slept poorly.|§pain§.|Asking to go home, {sp_f} at bedside.|Per RN {rn_f}, confused o/n.|Family meeting w/ {kid_f} and {sp_f} {short}.» Tolerating diet.
O: §vit§ I/O [[§800-2800§/§600-2600§]]. [[Foley]] d/c'd {md}. JP §10-90§ cc.
§exam§
§labs§
? Cx {short}: «[[E. coli]] >100k, S to [[Rocephin]]|[[MRSA]]|[[Klebsiella]]|no growth [[48h]]|[[C. diff]] neg»
A/P: §age§ §sx§ with §dx§, §pmh§.
# §dx§ - §plan§
# §pmh§ - continue §med§
# PPx: [[Lovenox]] 40, [[Protonix]]. Dispo: «SNF ({home})|home w/ {sp_f}|pending {con_l} recs|rehab»; SW {sw_f} following.
? Code: DNR per POA {kid}, {phone2}.
§sign§"""),
    Kind("ICU note", 2, """§hdr§
ICU DAY §2-14§. «Intubated {short}|Extubated {md}|On HFNC [[40L/50%]]».
Neuro: RASS [[-1 to -2]], fent/[[Precedex]], CAM neg. CV: MAP §58-84§ on levo [[0.0§4-9§]] mcg/kg/min; TTE [[EF 35-40%]]. [[Swan-Ganz]] CI 2.§1-9§, wedge §10-24§. Resp: AC [[§12-20§/§350-480§/§5-12§/40%]], ABG [[7.§28-44§/§34-55§/§60-98§]], P/F §120-280§. [[Kussmaul]] resp none. GI: TF [[Jevity 1.5]] @ 45, [[Dobhoff]]. Renal: CRRT, Cr §1.2-4.9§. ID: [[Zosyn]] d§3-7§ / [[vanc]], BCx {md} [[2/2]] [[Enterobacter]]. Lines: L IJ {short}, R rad A-line {md}.
[[APACHE II]] §14-30§, [[SOFA]] §4-12§. [[Ranson's]] 3.
Family: §spouse§ {sp} updated by phone ({phone}) §tm§; son {kid_f} flying from {town2} {wd}. Palliative ({con_l}) mtg {next}.
? ECMO discussion w {hosp2}, Dr. {ref}. Vent SN {serial}.
Crit care time [[35-40]] min.
§sign§"""),
    Kind("discharge summary", 6, """«DISCHARGE SUMMARY|Discharge Summary»
Patient: {pt_lf}  §idline§  DOB: {dob}
Admit date: {admit}   Discharge date: {visit}   «LOS §2-14§|»
Attending: {doc}, §cred§   PCP: {ref}, {clinic}«, fax {fax}|»
Discharge Dx: §dx§; §dx§. Secondary: §pmhs§.
Procedures: «[[LHC]] {short} by Dr. {con}, 90% [[LAD]] lesion, [[Xience 3.0 x 18]] DES|[[ERCP]] {md} ({con_l})|none|R [[Girdlestone]]|PICC {md}|[[Hartmann's]] procedure {short} (Dr. {con_l})».
Hospital course: §hpi§ §he§ was started on [[Rocephin]]/[[Zithromax]]. On {md} §he§ had [[Mobitz I]] block, seen by {con}. By {wd}, ambulating [[150-200 ft]]. «Daughter {kid_f}|§spouse§ {sp_f}» taught [[Lovenox]].
D/c labs: §labs§ Condition: stable. §vit§
Meds at d/c: §meds§
Disposition: «home with {agency}|{home}, {town}, report called to {oth} RN {phone3}|home w/ §spouse§ {sp_f}». Diet cardiac.
Follow up: {ref_l} {next} §tm§; {con} ({phone_h}) in [[1-2]] wks. Pending: [[SPEP]], path {specimen}.
? §contact§
§sign§
? §dtl§"""),
    Kind("discharge letter", 4, """{hosp}
{road}, {town}«, {zip}|»
Tel {phone_h}

{visit}

Dr {ref}, {clinic}
Dear Dr {ref_l}«,|»
Re: §mr§ {pt}, DOB {dob}, §idline§
§addr§
Admitted: {admit}  Discharged: {visit}  Consultant: «Dr|Mr|Prof» {con}  Ward: §ward§
Diagnosis: §dx§
«Many thanks for accepting this|This» §age§ year old «retired|» §man§ «home|». Presented with §cc§. §vit§ Bloods: §labs§ [[CURB-65]] §0-3§. [[Rockall]] 2. CT {short}: no [[Chance]] fracture. Treated with [[Tazocin]] 4.5 g tds, then [[co-amoxiclav 625]]. OT/PT: [[Zimmer]] frame, stairs ok. Lives with §spouse§ {sp_f}; daughter {kid} (NOK, {phone2}) in {town2}.
TTO: §meds§
GP to: repeat U&E in [[1/52]], chase [[H. pylori]]. OPA {next} with {con_l}. District nurse ({agency}) from {after}.
? Social worker {sw} aware, {phone3}.
§sign§""", "gb ie au nz za"),
    Kind("operative note", 4, """OPERATIVE «REPORT|NOTE»
NAME: {pt_lf}   §idline§   DATE OF «PROCEDURE|SURGERY»: {visit}
SURGEON: {doc}, §cred§   ASSISTANT: {con}, «MD|PA-C|PGY-4»   ANESTHESIA: General, {ref_l}
? CIRCULATOR: {rn}, RN   SCRUB: {rn2}
PREOP DX: «Acute cholecystitis|R hip OA|L inguinal hernia|Appendicitis|[[Zenker's]] diverticulum|Femoral neck fx, [[Garden III]]|Carotid stenosis 80%|[[Hirschsprung]] disease». POSTOP DX: Same.
PROCEDURE: «Lap chole w/ IOC [[47563]]|R THA, [[Smith-Petersen]] approach|[[Lichtenstein]] repair|Lap appy|L [[Bassini]]|ORIF with [[DHS]]|[[Swenson]] pull-through». EBL [[50-100]] cc. IVF 1200. UOP 150. Counts correct x2.
DESCRIPTION: §mr§ {pt_l} was identified in holding, site marked. [[Veress]] needle, [[Hasson]] trocar, [[5 mm]] ports. [[Bovie]], [[Kocher]], [[Kelly]] and [[Babcock]] clamps, [[Balfour]] retractor; cystic duct clipped x3, [[Calot's]] triangle seen, [[Morison's]] pouch dry. Fascia [[0-Vicryl]], skin [[4-0 Monocryl]], [[Steri-Strips]]. [[Jackson-Pratt]] drain. [[2-0]] silk.
? IMPLANTS: [[Zimmer Taperloc 11]] stem lot/SN {serial}; cup [[54 mm]] UDI {udi}
SPECIMEN: to path {specimen}. Tourniquet [[§30-90§ min @ 250]]. [[Lachman]] stable.
DISPOSITION: PACU, spoke w §spouse§ {sp_f} in waiting room.
? §dtl§
§sign§"""),
    Kind("endoscopy", 2, """{hosp} ENDOSCOPY
{pt_lf}  DOB {dob}  §idline§  {visit}
«Colonoscopy|EGD»: Endoscopist {doc}. Referring {ref}. Nurse {rn_il}. Scope [[CF-HQ190L]] SN {serial}.
Ind: «screening, last {m}|melena|dysphagia|FHx, brother {bro_f} CRC at 48». ASA 2, [[Mallampati II]]. Versed [[2.5]]/fentanyl 100. [[Boston]] prep score [[2-3-3]].
Findings: [[5-6 mm]] polyp at 40 cm, cold snare; [[Paris Is]]; [[Schatzki]] ring dilated [[18-20 mm]]; [[Hill]] grade II; LA grade B; [[Forrest III]] ulcer; [[Prague C2M4]] [[Barrett's]]. [[CLO]] test sent. Withdrawal time [[8:30]] min.
Rec: await path ({specimen}); repeat [[3-5 yr]]; [[Prilosec]] 20 BID. Ride home: {sp_f} ({phone}). Call results {next}.
? Images {photo} stored.
§sign§"""),
    Kind("preop anesthesia", 1.5, """PRE-ANESTHESIA EVAL {visit}  {pt_lf} §sexage§ §idline§
Proc: [[L4-S1]] fusion w/ Dr. {con_l} {after}. Ht [[5'§2-11§"]] wt §50-120§ kg, BMI §20-44§. NPO since midnight.
PMH §pmhs§; METS >4. Airway [[MP III]], TMD [[>6]], neck FROM, [[Cormack-Lehane]] 2 in {m}, [[Mac 3]], [[Miller 2]]. Dentition ok. [[STOP-BANG]] §1-6§.
Meds §meds§; last [[Plavix]] {short}. All §allergy§.
? Fam hx: cousin {oth_f} malignant hyperthermia.
Labs §labs§ EKG {past}: NSR, [[LBBB]]. Echo {m} at {hosp2}: [[EF 55-60%]].
ASA §2-4§. Plan GETA, A-line, [[Bair Hugger]], [[Ofirmev]]. Consent from «pt|§spouse§ {sp}|POA {kid}».
§sign§"""),
    Kind("CT report", 4, """«CT ABDOMEN AND PELVIS WITH CONTRAST|CT HEAD WITHOUT CONTRAST|CT CHEST (PE PROTOCOL)|CT ANGIO NECK»
Patient: {pt_lf}   DOB: {dob}   §idline§
Accession: {accession}   Exam date: {visit} §tm§   Ordering: {ref_lf}
HISTORY: §age§ §sx§, §cc§.
COMPARISON: «CT {past}|MRI dated {past} from {hosp2}|None|Radiograph {short}».
TECHNIQUE: [[5 mm]] axial, [[100 cc]] [[Omnipaque 350]]. CTDIvol [[12.§1-9§]], DLP §400-980§.
FINDINGS: Lungs: [[4 x 3]] mm RLL nodule, [[Fleischner]], series [[3/47]]. Liver [[15.2]] cm, [[Couinaud]] VI cyst. GB normal. Kidneys: [[Bosniak II]] cyst [[2.1 x 1.8]]. Aorta [[3.1]] cm. [[Sylvian]] fissure, no [[Duret]] hemorrhage. [[Baastrup]] changes [[L3-L5]]; [[Schmorl]] node [[T11-12]]. [[Gerota's]] fascia normal. ASPECTS [[10/10]].
IMPRESSION: 1. No acute process. 2. Nodule, follow up in [[6-12]] months.
? Critical result called to {rn} RN / Dr. {ref_l} at §tm§ on {visit}.
«Interpreted|Read|Dictated» by {doc}, §cred§ «{visit} §tm§|»
? Job {labno} / {rn_i}"""),
    *(Kind(f"imaging report, {title}", 0.75, _IMAGING.replace("TITLE", title).replace("SEEN", seen)) for title, seen in _IMAGES),
    Kind("surgical pathology", 3, """SURGICAL PATHOLOGY REPORT     {hosp}, {town}
Case #: {specimen}     Patient: {pt_lf}     §idline§     DOB/Age/Sex: {dob} (§age§) §sx§
Collected: {visit}  Received: {visit}  Reported: {after}     Submitting: {ref}, §cred§ / {clinic}
CLINICAL HX: §cc§; r/o malignancy. Prior {past}, {specimen2}.
SPECIMENS: A. «Skin, L cheek|Colon polyp 40 cm|Breast R, [[10:00]], core|Prostate, R apex|Gallbladder|[[POC]]»
GROSS: Labeled "{pt_l}, A", received in formalin [[0.6 x 0.4 x 0.2]] cm, inked, in toto [[A1-A2]]. ({rn_i})
MICRO: [[Clark]] level II, [[Breslow]] 0.§3-9§ mm, mitoses [[0/mm2]]. [[Nottingham]] [[3+2+1=6]]. [[Gleason 3+4]], [[5/12]] cores. [[Reed-Sternberg]] cells absent. [[Ki-67]] [[10-15%]], [[CD20]]+, [[H&E]], [[Giemsa]] neg, [[Congo red]] neg, [[Rokitansky-Aschoff]] sinuses.
DIAGNOSIS: «Basal cell carcinoma|Tubular adenoma|DCIS, [[pTis]]|Chronic cholecystitis|[[Spitz]] nevus|[[Brenner]] tumor|[[Warthin]] tumor». [[88305]] x2.
? Reviewed by {con}, concurs. Called to Dr. {ref_l} {after}. Photomicrograph {photo}
{doc}, §cred§, Pathologist  «(electronic signature) {after}|»"""),
    Kind("lab printout", 4, """{hosp} LABORATORY  «Director: {con}, MD|»
{pt_lf}  «§sx§  §age§Y|§sexage§»  DOB: {dob}  §idline§  Loc: §ward§
Ord Phys: {ref_lf}  Coll: {visit} §tm§  Rcvd: {visit} §tm§  Acc# {accession}
TEST          RESULT    REF RANGE   UNITS
WBC           §3-18§.§1-9§      [[4.0-11.0]]    K/uL
HGB           §8-16§.§1-9§      [[12.0-16.0]]   g/dL
PLT           §90-420§       [[150-400]]     K/uL
NA            §128-146§       [[135-145]]     mmol/L
K             §3-5§.§1-9§       [[3.5-5.1]]
GLU           §70-310§       [[70-99]]   «H|»
CREAT         0.§6-9§       [[0.6-1.3]]
? A1C          §5-10§.§1-9§     [[4.0-5.6]]
? [[D-DIMER]]  0.§2-9§   [[<0.50]]     TITER [[1:§20-80§]]
? BLOOD CULT [[2/2]]: [[Staph epi]], GRAM [[11/20]] hpf   [[Salmonella]] neg  [[Bartonella]] pend
? Comment: hemolyzed, recollect. Called {rn_l} RN @ §tm§ {visit} by {oth_i}.
Lab no {labno}   Tech: {rn_i}
? Fax to {ref_l} {fax}
§foot§"""),
    Kind("micro report", 1.5, """MICROBIOLOGY FINAL   {pt_lf}   §idline§   DOB {dob}
Specimen {labno}  «Urine|Blood x2|Wound L foot|CSF|Stool»  Coll {visit} §tm§  Final {after}
Requesting: «Dr {ref}|{ref_lf}»  {clinic}
Gram: [[4+]] GNR, [[1-2]] WBC. Growth: [[«Escherichia coli|Proteus mirabilis|Morganella morganii|Serratia|Pseudomonas aeruginosa|Salmonella»]] [[10^5]] cfu/mL.
Amp R [[>=32]]  Gent S [[<=1]]  Cipro S [[0.5]]  Bactrim R [[>4/76]]  Nitro S [[<=16]]  Cefaz I [[4/8]]
? [[Shigella]], [[Yersinia]], [[Campylobacter]] not isolated. [[Ziehl-Neelsen]] neg. [[Sabouraud]] pending.
? Notifiable: reported to {county} Health Dept, {oth}, {phone3}, {after}. Contact: {mum_f}.
Phoned to {rn} (§ward§) §tm§. Prev isolate {past}. Infection control: isolate [[MRSA]]/[[VRE]] screen neg; bed 12. Antibiogram [[2024]] applies. Comments: significance depends upon clinical context; please contact lab at {phone_h} «ext {ext}|» with questions.
Authorised: {doc}, §cred§"""),
    Kind("nursing shift note", 5, """«{visit} §tm§|{visit} [[0700-1900]]|Nsg note {visit} §tm§»  {pt_lf} §idline§ §ward§
«Pt|Patient|§mr§ {pt_l}» A&Ox«3|4|2», «resting in bed|OOB to chair|restless». §vit§ §pain§, medicated w/ [[Norco 5/325]] §tm§ w/ relief. [[Foley]] draining [[§200-600§]] cc, [[Braden]] §13-21§, [[Morse]] §25-80§. Dsg R heel c/d/i, [[Aquacel]]. Accu [[§98-280§]] @ §tm§ covered w [[Humalog]] §2-8§ u. Ate [[50-75%]].
«§spouse§ {sp_f} at bedside.|Daughter {kid_f} called from {town2}, password given.|Dr {con_l} notified of K §2-3§.§1-9§ @ §tm§, new orders rec'd.|Visited by {oth_f} from {church}.|{kid}, POA, updated by phone {phone2}.»
? Tele #14, IV L FA [[22g]] day 2 (placed {md}). BM x1. [[Bristol 4]]. SCDs on. [[Yankauer]] at bedside.
? Pt told this RN that neighbor {oth} has house keys.
Plan: «d/c {wd} to {home}|MRI in AM|PT/OT eval|NPO p MN for {con_l}». Call light in reach. Report to {rn2_f} RN at §tm§.
§rnsign§"""),
    Kind("SBAR handoff", 2, """SBAR / «handoff|transfer report» {visit} §tm§
S: {pt}, §sexage§, «rm [[§2-8§12-B]]|§ward§», attending {doc_l}, code full. §allergy§.
B: Admitted {admit} w/ §dx§. Hx §pmhs§. [[Whipple]] POD 3 / [[TIA]]. Family: {sp_f} ({phone}), {kid_f}.
A: §vit§ Lungs [[crackles 1/3]] up. LDA: [[18g]] RAC, [[Hickman]] {short}. [[NIHSS 4]], [[GCS 14]]. Drips: [[heparin 12 u/kg/h]], [[Cardizem]] 10. Labs §lab§. Last [[Dilaudid]] 0.5 §tm§.
R: recheck K §tm§, CT w/ contrast, call {con_l} «ext|x|ext.» {ext}, ask {ref_l} re [[Lovenox]]. Swallow eval {wd}. «Son {kid_f} will bring hearing aids, serial {serial}.|»
? Isolation: contact ([[C. diff]]). Restraints no. Sitter {oth_f}.
Given by §rnsign§ to {rn2}, RN.
? Sending facility {hosp2}, nurse {oth2} {phone3}"""),
    Kind("labor and delivery", 2, """L&D «NOTE|DELIVERY SUMMARY» {pt_lf} §idline§ DOB {dob} {visit}
§age§ yo [[G§2-4§ P§0-1§]]@[[§37-41§+§0-6§]], EDD {next}, admitted {admit} §tm§ SROM clear. PNC at {clinic}, Dr. {ref_l}. [[GBS]] neg. O+. FOB {sp} present, doula {oth_f}.
SVE [[§4-9§/80/-1]] §tm§, FHT 135 mod var, [[Montevideo]] 210, [[Pitocin]] [[2x2]] to 12 mU. [[Bishop]] 8. Epidural {con_l} §tm§. [[McRoberts]] x 30 s.
Delivered «viable female|viable male» {kid_f} at §tm§, {visit}, [[§6-8§lb §1-14§oz]], [[Apgar 8/9]] ([[8 at 1]]). Placenta intact §tm§. [[2nd]] deg lac [[3-0]] Vicryl. EBL [[250-300]]. Cord pH [[7.28/7.31]]. Baby MRN {mrn2}, ID band {band}.
Peds: {oth}. «Breast|Bottle». [[Rhogam]] n/a. Circ {after}.
? Birth certificate worksheet: mother SSN {ssn}, father {sp}, addr §addr§.
CNM/RN §rnsign§  Attending {doc}""", who="f"),
    Kind("newborn", 1.5, """«NEWBORN|NICU» «ADMIT|progress» NOTE  {visit}
Baby §baby§ {pt_l} ({pt_f}), §idline§, born {dob} §tm§ at {hosp} to {mum}, [[G2P1->2]], MRN {mrn2}; father {dad}.
[[§30-39§ 2/7]] wk, BW [[§1400-3600§ g]], today [[-§2-8§%]], [[Apgar 7 and 9]], [[Ballard]] §34-39§. Mom: [[GBS]] pos adeq tx, [[RPR]] NR, [[HBsAg]] neg.
Exam: AFOSF, [[Epstein]] pearls, no [[Ortolani]], [[Moro]] symmetric, [[Mongolian]] spot, 3-vessel cord, cap [[<3]]. RA, sat [[§93-99§%]]. TcB [[§4-12§.§1-9§ @ 36h]] ([[Bhutani]] LIR). D-stick [[§44-90§]].
Feeds: EBM [[30-40 ml]] q3h [[PO/NG 60/40]]. Caffeine; [[Synagis]]. [[Hep B #1]] {md}, NBS {md} kit no {labno}. Hearing pass. CCHD [[98/99]].
Social: parents visit nightly; grandparent {oth} transports from {town}. SW {sw}. Parent cell {phone}.
F/u: Dr. {ref}, {clinic}, {next}. Car seat test ok.
{doc}, §cred§""", who="infant"),
    Kind("wound care", 1.5, """WOUND/OSTOMY NOTE {visit} {pt_lf} §idline§
Consulted by {doc_l} for «stage [[3]] sacral PI|venous ulcer R|DFU, [[Wagner 2]]». Present since {m}, was seen at {home}. §pmhs§. A1c §6-10§.§1-9§. Alb 2.§1-9§.
[[4.2 x 3.1 x 0.5]] cm, undermining [[12-3 o'clock]] 1.5 cm, [[70/30]] gran/slough. Prev {short}: [[4.8 x 3.3 x 0.6]]. ABI [[0.§6-9§/1.0]]. [[Doppler]] DP 2+. Photo: {photo}
Debrided w/ [[#15]] blade, [[Santyl]], [[Mepilex]], [[Unna]] boot, VAC @ [[-125]] ([[KCI]] unit {serial}). [[Braden 14]], [[PUSH 11]].
Teaching to {sp_f}/{kid_f}. {agency} to start {next}, intake {oth} {phone3}. Supplies shipped §addr§.
§rnsign§ «CWOCN|WOCN»"""),
    Kind("EMS run sheet", 2, """EMS PCR  Incident #{run}  Unit [[M-14]]  {visit}
Disp §tm§  Enr §tm§  Arr §tm§  At pt §tm§  Dest {hosp} §tm§
Scene: «{street}, {town}|{road} and {road2}, {town}|{home}|{employer}». Caller: {oth}, {phone3}.
Pt: {pt} §sexage§ DOB {dob}  SSN {ssn}  PCP {ref_l}  «§insline§|»
C: «MVC [[35-40]] mph, restrained driver, plate {plate}, VIN {vin}|fall x [[10 ft]]|CP|unresponsive, [[Narcan]] 2 mg IN x2|seizure». Found by §spouse§ {sp_f}.
V: BP §bp§, [[§84-150§/P]], HR §60-130§, RR §10-28§, BGL [[§42-310§]], GCS [[3-4-5]] = 12, EtCO2 §28-48§, [[Cincinnati]] neg. 12 lead sinus. [[Levine]] sign +.
Rx: [[ASA 324]], NTG [[0.4 x 3]], O2 [[2-4]] L, IV [[18g]] LAC, [[Philadelphia]] collar, [[Hare]] traction no, [[King LT]] not used.
Meds: §meds§. All: §allergy§. Belongings to PD Ofc. {oth2} badge {badge}. Report to {rn_l} RN.
Crew {tech} EMT-P #{badge2}, {rn2_il}""", "us ca"),
    Kind("death or hospice", 1.5, """«DEATH NOTE|HOSPICE NOTE|Pronouncement» {visit} §tm§  {pt_lf} §idline§
Called by {rn_f} RN. §mr§ {pt_l}, §age§, «metastatic lung ca|end stage CHF|[[Lewy body]] dementia|[[ALS]], [[Lou Gehrig's]]», PPS 20%, [[Cheyne-Stokes]] since {short}. No pulse, resp, [[doll's]] eyes neg. Time of death §tm§, {visit}.
«§spouse§ {sp}|daughter {kid}|son {kid}» and {oth_f} present; chaplain {sw_l} from {church} called. {bro_f} (brother, {town2}) notified {phone2}.
Funeral home: {funeral}, {road}. ME «declined, case {case}|not notified». Organ bank ref {refno}. Meds wasted: [[Roxanol]] [[20/1]] 22 mL w/ {rn2}; [[Ativan]] #9.
Immediate cause: §dx§. Death cert to Dr. {ref}. Pacemaker [[Medtronic Azure XT]], s/n {serial}, to be removed. Ring and [[Timex]] given to {sp_f}.
§sign§""", who="old"),
    Kind("device interrogation", 1.5, """DEVICE CLINIC {visit}   {pt_lf}   §idline§   DOB {dob}
Device: [[«Medtronic Advisa|Boston Scientific Ingenio|St. Jude Assurity|Biotronik Edora»]] [[DDDR 60-130]]  S/N {serial}  Implanted {past} by {con} at {hosp}. Lead RV [[5076-52]] SN {serial2}; RA [[5076-45]].
Battery [[§3-10§.§1-9§ yr]], 2.§7-9§ V. Thresh [[0.75 V @ 0.4]] ms; sensing [[2.8/11.2]] mV; imp [[§380-560§/§400-640§]]. AP §10-90§% VP §1-99§%. [[Wenckebach]] 130. 2 [[NSVT]] [[6-8]] beats {md} §tm§. AF burden 0.§1-9§%, [[CHA2DS2-VASc 4]]. [[Twiddler]] no.
Ind: [[Stokes-Adams]] / SSS [[I49.5]]. Remote monitor [[MyCareLink]] UDI {udi}, phone line {phone}; next remote {next}.
? Patient ID card reissued to §addr§. Rep: {oth}, {phone3}.
[[93280]]. Reviewed by {doc}, §cred§. Tech {rn}."""),
    Kind("ID consult", 2, """§hdr§
ID CONSULT req by {ref_l} re «[[Staph aureus]] bacteremia|[[Fournier's]] gangrene|[[Lyme]] disease|[[Ludwig's]] angina|osteo L foot|[[Pott's]] disease».
§hpi§ Travel: {town2} {m}; cat at home; sick contact cousin {oth_f}. Works {employer}.
Abx: [[Unasyn]] {md}-{md2}, [[Ancef]] 2 g q8 d§2-9§. Tmax §100-103§.§1-9§ {wd}. §vit§
Micro: {short} BCx [[4/4]] [[MSSA]], oxa [[<=0.25]], {md} [[0/4]] NGTD. [[Western blot]] pend. [[Bartonella]] [[1:64]]; [[Quantiferon]] neg; [[Weil-Felix]] no. TTE no veg, [[Duke]] 1 maj. [[Janeway]], [[Osler]], [[Roth]] none.
Rec: Ancef x [[4-6]] wk, end {next}; PICC; weekly CBC/CRP faxed {fax}; {agency} infusion. OPAT RN {rn_f} {phone_h}. §plan§
§sign§"""),
    Kind("echo report", 1.5, """TRANSTHORACIC ECHOCARDIOGRAM  {hosp}  «Echo Lab|»
Name {pt_lf}  DOB {dob}  §idline§  Study {visit} §tm§  Acc {accession}  Ht [[5'§1-11§]] Wt §48-120§ BSA 1.§6-9§ BP §bp§
Ordering {ref}; Sonographer {rn_il}, RDCS; Reader {doc}
Ind: §cc§, [[R06.02]]. Prior {past} ([[EF 45%]]).
LV: EF [[55-60%]] ([[Simpson's]] 57), IVS [[1.1/1.0]], LVIDd 4.§4-9§, E/A [[0.8]], E/e' [[9-11]]. AV [[1.§2-9§]] cm2, grad [[22/12]]; MR 1+, [[Carpentier II]]; TR, RVSP [[§28-50§-§51-60§]]; [[Chiari]] network, [[Eustachian]] valve; [[Takotsubo]] no. [[Doppler]] ok. [[Ebstein]] absent.
Concl: §dx§. Compare {m}. Copy to {con}, {clinic}, fax {fax}.
Electronically signed {doc_lf} {visit} §tm§"""),
    Kind("rehab or OT", 1.5, """OT/PT acute eval {visit} §range§ {pt_lf} §sexage§ §ward§ §idline§
PLOF: indep, lives with §spouse§ {sp_f} in «2 story|ranch» on {road}, [[3 STE]], works {employer}. DME: RW, [[Hoyer]] no. Daughter {kid_f} nearby, {phone2}.
Precautions: fall, TLSO, [[WBAT/TTWB]]. §pain§. [[AM-PAC 16/24]], [[FIM 4-5]], [[Barthel]] §40-90§, [[Tinetti]] §12-26§/28, [[SLUMS §16-29§]]. [[Trendelenburg]] R. Sit>stand [[min A x1]], amb [[40 ft x 2]] RW, MMT [[4-/5]], UE [[5/5]]. [[Brunnstrom]] 4, [[Ashworth 1+]].
Goals by {next}: mod I. Rec: SNF ({home}) vs home w {agency}; w/c [[18x16]] serial {serial}. Family ({kid_f}, {sp_f}) trained. CM {sw_l} aware.
{rn}, «OTR/L|PT|PTA|COTA» «{lic}|»"""),
)  # fmt: skip
