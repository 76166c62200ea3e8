"""Hospital notes: wards, emergency departments, operating rooms, laboratories and imaging."""

from benchmarks.identified_notes.held_out_9_text import Kind

HOSPITAL = (
    Kind(
        "discharge-summary", "«hdr»\nDISCHARGE SUMMARY",
        (
            "««Admitted|Admission date|Date of admission»: {date_recent}  «Discharged|Discharge date»: {date}|Inpatient stay: {range}»  Consultant: Dr {doctor}",
            "«mr» {patient_last} is a «agesx» with «eponym», «HTN|T2DM|COPD|AF» and «CKD 3|hypothyroidism|OA knees» who presented to the «ed» on {dm_recent} with «shortness of breath and leg swelling|three days of fever and productive cough|melaena and dizziness|confusion and falls».",
            "«He» was «treated with IV antibiotics|diuresed with IV furosemide|transfused 2 units|seen by physio and OT» and improved. «lab» at discharge.",
            "?CT on {dm_recent} (acc. no. {accession}) showed «no PE|a small effusion|diverticulosis only».",
            "Discharge meds: «drug» «sig»; metformin 500 mg bid; «drug» «sig».",
            "?Transferred from {otherhospital} on {dm_recent}. Records requested, fax {fax}.",
            "Follow up: «Dr {staff_last} in {clinic} on {date_next}|«gp» in 1 week, bloods {dm_next}|outpatients {date_next} at «time»». «kinline».",
        ), "«sign»", ages=(40, 93), weight=5,
    ),
    Kind(
        "ed-note", "«hdr»",
        (
            "CC: «chest pain|abdominal pain|fall from standing|headache|laceration L hand».",
            "HPI: «agesx» «BIBA|walk in|brought by «rel» {kin_first}» with «sudden onset|2 days of|intermittent» symptoms since {weekday_recent}. «No LOC.|Denies fever.|Vomited x2.» PMH «eponym». Meds «drug», «drug». NKDA. «smoke».",
            "?«Works at» {employer}, was lifting boxes. Claim no. {claim}.",
            "«vitals» «score».",
            "O/E alert, chest clear, abdo soft, [[Murphy's]] sign neg. ECG NSR. «lab».",
            "?Driver of car reg {plate}, hit a pole near {public_place}. Police ref {case}.",
            "Imp/Plan: «likely musculoskeletal, home with analgesia|admit under Dr {staff_last}, obs bed|discussed with Dr {staff}, surgical registrar, ext {ext}|sutured x5, tetanus given, ROS 7 days». «odd»",
            "?Left contact {phone_patient}, «addr».",
        ), "«sign»", weight=5,
    ),
    Kind(
        "history-and-physical", "«hdr»\nHISTORY AND PHYSICAL",
        (
            "Chief complaint: \"«I can't catch my breath|my leg is red and hot|I passed out»\"",
            "«mr» {patient_last} is a «agesx» from {town} admitted {date} via «ed». Symptoms began around {holiday} and got worse by {dm_recent}.",
            "PMH: «eponym», HTN, appendectomy in «year». Last seen at {clinic} in {my_past} by Dr {staff}.",
            "Meds: «drug» «sig», «drug» «sig». Allergies: penicillin (rash).",
            "Social: «retired from|works for» {employer}. «smoke». «kinline».",
            "FH: father MI at 62, mother «eponym».",
            "Exam: «vitals» Lungs: crackles at bases. CV: RRR, no murmur. Ext: no edema, [[Homans]] negative. Neuro: «score».",
            "A/P: 1) CAP - ceftriaxone, azithro. 2) HTN - continue «drug». 3) DVT ppx. Full code; HCP is {kin}, {kin_phone}.",
        ), "«sign»", weight=3,
    ),
    Kind(
        "ward-round", "«shorthdr»",
        (
            "«WR Dr {doctor_last}|Ward round: {doctor_last}/{staff_last}|Consultant WR (Dr {doctor})» {ward}, day «few» «post op|of admission».",
            "«Feels better.|Slept badly.|Pain controlled.» Obs: «temp», «bp», «hr». «score».",
            "Bloods «lab», «lab». Spec {specimen}: no growth at 48 h.",
            "?«Rel» {kin_first} here, asks re discharge {weekday_next}.",
            "Plan: stop IV, «drug» po «sig». Remove [[Foley]] catheter. «odd»",
            "?OT home visit {dm_next}. Referral to {care_home}, spoke to {staff} there, {phone}.",
            "?Echo {dm_next}, order {order}. EDD {weekday_next}.",
        ), "«sign»", weight=4,
    ),
    Kind(
        "nursing-shift-note", "«shorthdr»",
        (
            "«Received pt from night staff.|Care taken over at «time».|Handover from {staff_first}.» Pt alert and oriented, «score». «vitals»",
            "«Assisted with wash and dress.|Self caring.|Turned 2 hourly, skin intact.» IV pump «pump» S/N {device} running at 84 mL/h. «odd»",
            "Meds given as charted, «drug» withheld per Dr {staff_last}, bleeped on {ext}.",
            "?«Rel» {kin} phoned at «time», update given with password, {kin_phone}.",
            "?Wristband checked, «mrn». Valuables to {kin_first}.",
            "[[Yankauer]] suction at bedside. Bowels opened, type [[4/7]]. Plan: obs 4 hourly, bloods {weekday_next}.",
        ), "«nsign»", weight=5,
    ),
    Kind(
        "sbar-handover", "«SBAR HANDOVER|Nurse to nurse report|ISBAR transfer» {date} «time»",
        (
            "S: {patient} («agesx», «mrn») going from «ed» to {ward}. Accepting RN {staff_first}, ext {ext}.",
            "B: adm {dm_recent} under Dr {doctor}. Hx «eponym», «eponym». Allergic to [[Augmentin]].",
            "A: «vitals» «lab». «score». PIV L forearm, [[Hartmann's]] at 80.",
            "R: tele, repeat trop at «time», NPO from midnight for cath {weekday_tomorrow}. «odd»",
            "Family: «rel» {kin_first}, {kin_phone}, aware. Home dose of «drug» with «him».",
        ), "«nsign»", weight=3,
    ),
    Kind(
        "operation-note", "«hdr»\nOPERATIVE NOTE",
        (
            "Date of operation: {date}. Surgeon: {doctor}. Assistant: {staff}. Anaesthetist: Dr {staff_last}.",
            "Procedure: «laparoscopic cholecystectomy|R total knee replacement|[[Lichtenstein]] hernia repair|[[Hartmann's]] procedure|open reduction of [[Colles]] fracture».",
            "Findings: «thickened wall, [[Calot's]] triangle clear|grade 4 change, [[Kellgren-Lawrence]]|no perforation».",
            "?Implant: «implant», serial {device}, UDI {udi}.",
            "«[[Trendelenburg]] position.|Supine.» Incision, «[[Langenbeck]]|[[Deaver]] retractors». Closed with 2-0 [[Vicryl]]. EBL 150 ml. Swabs and instruments correct x2.",
            "Specimen to path, {specimen}. Images saved as {photo}.",
            "Post op: «drug» «sig», clinic {date_next}. «Rel» {kin_first} phoned after the case.",
        ), "«sign»", weight=3,
    ),
    Kind(
        "anaesthetic-chart-note", "«shorthdr»\nAnaesthetic assessment",
        (
            "For «hip ORIF|hernia repair|cholecystectomy» on {date_tomorrow}, list of Dr {doctor}. ASA 2. [[Mallampati]] [[2/4]]. «wt» kg.",
            "Previous GA «year» at {otherhospital}, grade 1 [[Cormack]] view. «smoke».",
            "Meds «drug», «drug». «lab», «lab».",
            "Fasted from «time». Consent signed, witness {staff}. Risks: [[Grace]] score not needed.",
            "Machine [[Drager Perseus A500]] checked, S/N {device}. Contact «rel» {kin} {kin_phone}.",
        ), "Dr {doctor}, «lic»",
    ),
    Kind(
        "ct-report", "«report»\nCT CHEST/ABDOMEN/PELVIS WITH CONTRAST",
        (
            "Clinical: «agesx», weight loss, ?mass. Comparison: CT {date_past} at {otherhospital}.",
            "Technique: axial images on [[Siemens Somatom]], DLP [[412]] mGy.cm. Station {ip}.",
            "Findings: «8 mm nodule in the right upper lobe.|No nodule.|Mild [[Kerley]] B lines.» Liver normal. [[Bosniak]] 2 cyst, L kidney. No free fluid. [[Cobb]] angle 12.",
            "Impression: «no acute finding|nodule, follow up per [[Fleischner]] in 6 months|features of «eponym»».",
            "?Result phoned to Dr {staff_last} at {phone}, {date} «time».",
        ), "«sign»", weight=3,
    ),
    Kind(
        "xray-report", "«report»\nXR «CHEST AND RIBS|LEFT WRIST 2 VIEWS|RIGHT HIP»",
        (
            "Hx: «agesx», «fell {weekday_recent}|pain after fall at {care_home}|struck by trolley at {employer} {dm_recent}».",
            "«No fracture or dislocation.|Undisplaced [[Colles]] type fracture.|Heart size normal, CTR [[14/28]].|[[Shenton's]] line intact.» Compared with {date_past}.",
            "«No bony lesion.|[[Salter-Harris]] injury not seen.|Degenerative change, [[Kellgren]] 2.» Recommend clinical correlation. «odd»",
            "Films sent to Dr {staff}, {clinic}, fax {fax}.",
        ), "«sign»", weight=3,
    ),
    Kind(
        "mri-report", "«report»\nMRI «LUMBAR SPINE|BRAIN|L KNEE»",
        (
            "Indication: «agesx» with «sciatica since {my_past}|memory loss|locking after twist on {dm_past}».",
            "Findings: «L4/5 broad based protrusion, [[Modic]] 2 change.|Age related volume loss, [[Fazekas]] 1.|[[Baker's]] cyst, ACL intact.» Scanner [[Magnetom Vida 3T]].",
            "?Loop recorder «cied» serial {device} screened, MR conditional.",
            "IMPRESSION: As above. [[Schmorl]] nodes. Discussed with Dr {staff_last} {date} «time», ext {ext}.",
            "Next exam booked {date_next}, {hospital}.",
        ), "«sign»",
    ),
    Kind(
        "pathology-report", "«report»\nHISTOPATHOLOGY",
        (
            "Specimen no. {specimen}, received {date_recent}, taken {dm_recent} by Dr {staff}.",
            "Clinical: «agesx», «polyp at 30 cm|skin lesion left cheek, ?BCC|breast core biopsy, US guided».",
            "Macro: labelled '{patient_last}', 14 x 8 x 6 mm in cassettes A1-A3. Block image {photo}.",
            "Micro: «tubular adenoma, low grade|nodular BCC, clear by 2 mm|invasive carcinoma NST, [[Nottingham]] grade 2 (score [[6/9]])». [[Congo]] red negative. ER [[8/8]], HER2 [[1+]].",
            "Diagnosis: as above. [[Gleason]] n/a. Discussed at MDT {dm_next}.",
        ), "«sign»", weight=3,
    ),
    Kind(
        "lab-call", "«Critical result call|LAB TELEPHONE LOG|Urgent result» {date} «time»",
        (
            "Patient {patient_lf}, «mrn», DOB {dob}, {ward}.",
            "Sample {specimen} collected «time» {dm}: K [[6.8]], «lab», «lab».",
            "Phoned to {staff}, «nurse», at {phone}, read back ok. Analyser [[Cobas 6000]] (S/N {device}).",
            "Repeat asked, haemolysed? Lab no. {accession}. «odd» Form was signed Dr {doctor_last}.",
            "?Second attempt to reach Dr {staff_last} on mobile {phone}.",
        ), "{staff_initials}, duty scientist",
    ),
    Kind(
        "microbiology-report", "«report»\nMICROBIOLOGY",
        (
            "Specimen {specimen}: «MSU|blood culture x2|wound swab, left heel». Collected {date_recent} «time».",
            "[[Gram]] stain: GNB. Culture: E. coli >[[10^5]] cfu/mL. Sens: nitrofurantoin S, trimethoprim R, [[Augmentin]] S.",
            "Comment: «screen for [[Clostridioides]] negative|[[Giardia]] not seen|[[Salmonella]] not isolated». Infection control ({staff}, ext {ext}) informed.",
            "Requestor: {clinic}, {phone}. Copy to Dr {staff}. Notified to public health on {dm}, case ref {case}.",
        ), "«sign»",
    ),
    Kind(
        "cardiology-consult", "«hdr»\nCARDIOLOGY CONSULT",
        (
            "Requested by Dr {staff} for «AF with RVR|NSTEMI|syncope». Thank you.",
            "«agesx», «eponym», stent in «year» at {otherhospital}. CHA2DS2-VASc 4. On «drug», «drug».",
            "«vitals» JVP 3 cm, [[Levine]] 2/6 murmur, [[Kussmaul]] absent. Tele: [[Wenckebach]] at night.",
            "?PPM: «cied», serial no. {device}, last check {my_past}, remote monitor at {ip}.",
            "Echo {dm_recent}: EF [[55-60]]%, E/A [[0.8]]. «lab».",
            "Rec: rate control, «drug» «sig», [[Holter]] 24h. Will see in clinic {date_next}. Reach me on pager {ext}.",
        ), "«sign»", ages=(35, 93), weight=3,
    ),
    Kind(
        "neurology-consult", "«hdr»\nNEUROLOGY",
        (
            "Asked to see «him» for «tremor|first seizure on {weekday_recent}|L weakness, last known well «time» {dm}».",
            "Collateral from «rel» {kin} ({kin_phone}): «stared and shook for 2 min|slower since {my_past}|found on floor {dm_recent}».",
            "Exam: «score», [[Babinski]] down, [[Romberg]] neg, [[Hoffmann]] neg. Tone: no [[Froment]] sign. «score».",
            "Impression: «eponym». Ddx [[Lewy]] body, [[Wernicke]].",
            "Plan: EEG (order {order}), MRI {date_next}, start «drug» «sig». No driving, licence {driver} to be told. «odd»",
        ), "«sign»",
    ),
    Kind(
        "icu-progress", "«shorthdr»\nICU day «few»",
        (
            "«agesx» septic shock, intubated {dm_recent} by Dr {staff_init}.",
            "Neuro: RASS -2, «score». Resp: PRVC [[450/16]], FiO2 0.4, P/F [[210]]. CV: NE 0.1. Renal: CRRT [[Prismaflex]] S/N {device}.",
            "«lab», «lab», lactate [[2.1]]. Cx {specimen} NGTD. [[Swan-Ganz]] out.",
            "Family meeting {weekday_next} «time» with {kin} and {kin_first}'s sister. Proxy phone {kin_phone}.",
            "Plan: SBT, wean, «drug» via [[Dobhoff]]. «odd»",
        ), "«sign»",
    ),
    Kind(
        "paediatric-ward", "«hdr»",
        (
            "«age» yr old «man», adm {date_recent} with «bronchiolitis|asthma|gastroenteritis|febrile convulsion». Wt «12.4|18|23.5» kg. Goes to {school}.",
            "«Rel» {kin} stayed overnight, mob {kin_phone}. Sibling {staff_first} unwell too.",
            "O/E «temp», RR 32, mild recession, cap refill <2 s. [[Koplik]] spots none, [[Kernig]] neg, [[Glasgow]] scale [[15/15]].",
            "[[Ventolin]] 6 puffs 2-hourly, [[Calpol]] «sig», [[Dioralyte]]. «odd»",
            "Plan: home when 4-hourly, review {weekday_tomorrow}. «gp» Dr {staff}, {clinic}.",
        ), "«sign»", ages=(2, 11), weight=3,
    ),
    Kind(
        "patient-transfer", "INTERFACILITY TRANSFER «FORM|NOTE»\n«hdr»",
        (
            "From {hospital} to {otherhospital}, {othertown}. Leaves {date} «time» by road, ambulance reg {plate}, crew {staff_first} and {staff}.",
            "Reason: «cath lab|neurosurgery|burns care|dialysis». Accepting Dr {staff}, {phone}. Report faxed {fax}.",
            "«vitals» «score». «lab». Lines x2, [[Foley]], [[Salem]] sump.",
            "?Funding: «plan». Authorisation {order}.",
            "Next of kin {kin} follows by own car {plate}. «odd»",
        ), "«nsign»",
    ),
    Kind(
        "death-note", "«shorthdr»",
        (
            "Called by {staff_first}, «nurse», to verify. No response, pupils fixed, no heart sounds 5 min. Time of death «time» on {long}.",
            "«agesx», admitted {date_recent} with pneumonia on «eponym». «Rel» {kin} present, told by me. {kin_phone}. «odd»",
            "Not for coroner, discussed with {staff}, ref {case}. Pacemaker («cied») S/N {device} to be removed.",
            "MCCD: 1a pneumonia 2 «eponym». «gp» Dr {staff_last} at {clinic} informed {dm} by phone {phone}. Funeral home in {othertown}.",
        ), "«sign»", ages=(70, 99),
    ),
    Kind(
        "endoscopy-report", "«hdr»\n«COLONOSCOPY|GASTROSCOPY» REPORT",
        (
            "Endoscopist: {doctor}. Nurse: {staff}. Referrer: Dr {staff_last}, {clinic}. Date {date}.",
            "Indication: «iron deficiency, Hb [[9.8]]|FIT [[42]]|reflux, ?[[Barrett's]]|surveillance, last in {my_past}».",
            "Scope [[Olympus CF-HQ190L]] serial {device}. [[Boston]] bowel prep [[8/9]]. Midazolam 3 mg.",
            "Findings: «6 mm sigmoid polyp, [[Paris]] 0-Is|[[Los Angeles]] grade B|[[Mallory-Weiss]] tear|normal to caecum». Photos {photo}, {photo}.",
            "Biopsy pot {specimen}. Results by letter to «addr» by {dm_next}. «odd»",
        ), "«sign»",
    ),
    Kind(
        "outpatient-dialysis", "«shorthdr»\nHaemodialysis run sheet note",
        (
            "Run {weekday} «time», chair by window, machine [[Fresenius 5008]] S/N {device}. Pre wt «wt», UF 2.1 L.",
            "Access L [[Cimino]] fistula, flow ok. Kt/V [[1.4]]. «vitals» «lab».",
            "Cramps at hour 3, [[Trendelenburg]], saline 200. EPO given. Misses {holiday}, swap to {dm_next}.",
            "Transport by {staff_first}, van {plate}. Transplant coordinator {staff}, {phone}. «odd» Plan no: «plan».",
        ), "«nsign»",
    ),
    Kind(
        "oncology-clinic-letter", "«letter»",
        (
            "Diagnosis: «[[Hodgkin]] lymphoma stage 2A|carcinoma of left breast, [[Nottingham]] prognostic index 3.4|[[Dukes]] B colon cancer» diagnosed {my_past}.",
            "I reviewed «mr» {patient_last} with «his» «rel» {kin_first} on {long}. «He» has had cycle «few» of «[[ABVD]]|[[FOLFOX]]|[[Herceptin]]» on {dm_recent}. ECOG [[1/5]].",
            "«lab», «lab», neutrophils [[1.8]]. Scan {accession} shows response by [[Deauville]] 2.",
            "?«He» takes part in a trial, subject no. {trial}. Contact {staff}, research nurse, {email_staff}.",
            "Next cycle {date_next} in the {ward}. The hotline is {phone}. «odd»",
        ), "«lettersign»", weight=3,
    ),
)  # fmt: skip
