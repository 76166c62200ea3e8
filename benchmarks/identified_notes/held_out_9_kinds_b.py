"""Notes of general practices, clinics, telephones, portals, pharmacies, dentists and maternity services."""

from benchmarks.identified_notes.held_out_9_text import Kind

PRACTICE = (
    Kind(
        "soap-note", "«hdr»",
        (
            "S: «agesx» here for «cough x 2 weeks|BP check|low back pain since {weekday_recent}|diabetes follow up, last seen {date_past}». Taking «drug» «sig». «smoke».",
            "?Job at {employer} is stressful, boss {staff_first} supportive.",
            "O: «vitals» Wt «wt». Lungs clear. [[Phalen]] neg, [[Tinel]] pos. «lab» on {dm_past}.",
            "A: «HTN, not at goal|T2DM|URI, viral|mechanical LBP», «eponym» stable.",
            "P: increase «drug» to «dose» mg. Labs before next visit. RTC {date_next}. «odd»",
            "?Sees Dr {staff} (cardiology) {dm_next}. Rx to {pharmacy}, {phone}.",
        ), "«sign»", weight=6,
    ),
    Kind(
        "gp-consultation", "«shorthdr»",
        (
            "«tired all the time, wt down|sore throat 4/7|rash on trunk|knee pain, worse stairs|anxiety re exams» since {my_past}. «Came with «rel» {kin_first}.|Alone.|Tel consult, no. confirmed {phone_patient}.»",
            "O/E «bp», «temp», chest NAD. [[Centor]] [[1/4]]. «score». No red flags.",
            "PMH: «eponym». Rpt «drug» «sig», «drug» «sig» x «few»/12 supply.",
            "Plan: FBC, U&E ({specimen}), r/v {weekday_next}, safety net given. «odd»",
            "?Fit note for {employer} from {dm_recent} to {dm_next}.",
            "?Declined flu jab {dm_recent}. Moved from {othertown}, old surgery {clinic}.",
        ), "«sign»", weight=5,
    ),
    Kind(
        "referral-letter", "«letter»",
        (
            "Thank you for seeing this «agesx», who «has had haematuria since {my_past}|complains of hearing loss|needs assessment for hip replacement|has a changing mole on the back».",
            "Past history: «eponym», «eponym», appendicectomy «year» at {otherhospital}. Medication: «drug» «sig», «drug» «sig».",
            "On {dm_recent} «bp», «wt» kg, «lab». Photo attached ({photo}).",
            "«He» works at {employer} and can be reached on {phone_patient} or {email_patient}. «plan».",
            "?An interpreter is needed; «his» «rel» {kin} ({kin_phone}) can also come. «odd»",
        ), "«lettersign»", weight=5,
    ),
    Kind(
        "clinic-letter", "«letter»",
        (
            "I saw «mr» {patient_last} in clinic on {dm}. «He» was last seen in {my_past} by my colleague Dr {staff}.",
            "«He» is now «age» and is «doing well|much the same|struggling with pain». «score». Examination showed «a [[Dupuytren]] cord|[[Heberden]] nodes|a quiet abdomen|[[Trendelenburg]] gait».",
            "Investigations: «lab», «lab». MRI {date_recent} ({accession}) reassuring.",
            "I have suggested «drug» «sig» and will see «him» on {date_next}. «He» lives at «addr» with «rel» {kin_first}.",
            "?«He» was reviewed at {otherhospital} on {holiday} after a fall. «odd»",
        ), "«lettersign»", weight=5,
    ),
    Kind(
        "telephone-note", "«Telephone encounter|T/C|Phone message|Tel. call» {date} «time»",
        (
            "«Call from|Incoming call,» {kin} («rel» of {patient}, DOB {dob}) «on|from» {kin_phone}.",
            "«Reports|States» pt has «been vomiting since {weekday_recent}|run out of «drug»|a swollen ankle|not slept». «Temp [[101.2]].|No chest pain.|BG [[14.2]].»",
            "Advised «push fluids, call back if worse|come in {weekday_next} «time»|go to «ed»|half dose, [[1/2]] tab». «odd»",
            "Refill «drug» «sig» to {pharmacy}, fax {fax}. Rx no. {order}.",
            "«mrn». Call-back best after «time» on {phone_patient}. Voicemail ok. Recorded, id {recording}.",
            "?Routed to Dr {doctor_last} and {staff_first} at front desk.",
        ), "«nsign»", weight=5,
    ),
    Kind(
        "portal-message", "«Portal message|MyHealth message|Secure message» received {date} «time»\nFrom: {patient} ({email_patient})\nTo: Dr {doctor}",
        (
            "«Hi|Hello|Dear» Dr {doctor_last}, «this is {patient_first}|{patient_first} here». I had my «blood test|scan|shot» on {dm_recent} and «I still have a rash|the result is not showing at {url}|my arm is sore».",
            "I am taking «drug» «sig» as you said. «My «rel» {kin_first} thinks it is the [[Allegra]].|Should I stop it? [[Will]] it hurt me?|May I go back to {employer}?»",
            "You can call me on {phone_patient} before {weekday_next}. «odd»",
            "«Thanks, {patient_first}|Thank you so much, {patient_nick}|Best, {patient}».",
            "---\nReply by {staff}: Dear {patient_first}, the doctor has seen this. Lab ref {accession} is normal, «lab». Please book for {date_next}. «mrn».",
        ), "{staff_init}, care team, {phone}", weight=4,
    ),
    Kind(
        "telehealth-visit", "«hdr»\nTELEHEALTH VISIT",
        (
            "Video visit, patient at home in {town}. Consent on file. Connected from IP {ip}, session {recording}.",
            "Backup phone {phone_patient}, email {email_patient}. ID by driver's licence {driver}.",
            "«agesx» with «sinus pressure|medication follow up|rash on arms|insomnia» since {dm_recent}. On «drug». Picture sent: {photo}.",
            "Looks well on camera. «score». Home BP «bp». Sensor «sugar» readings reviewed.",
            "Assessment: «viral sinusitis|contact dermatitis|stable mood». «drug» «sig» e-prescribed to {pharmacy} in {town}. «odd»",
            "Follow up {date_next} by video, link {url}.",
        ), "«sign»", weight=4,
    ),
    Kind(
        "medication-review", "«hdr»\nMEDICATION REVIEW",
        (
            "Review by {staff}, clinical pharmacist, with «him» and «rel» {kin_first} on {date}. «age» y, «wt» kg, «lab».",
            "1. «drug» «sig» - continue. 2. «drug» «sig» - stop, anticholinergic. 3. Methotrexate 10 mg weekly, every {weekday}.",
            "Adherence: blister pack from {pharmacy} ({phone}), delivered {weekday_recent}. Rx {order}.",
            "?Missed doses over {holiday}. Bought [[St John's]] wort - advised to stop.",
            "[[Cockcroft-Gault]] CrCl [[44]]. [[Naranjo]] score 3. «odd»",
            "Letter to Dr {doctor_last}, {clinic}. Next review {my_next}.",
        ), "{staff}, «lic»", ages=(50, 93), weight=3,
    ),
    Kind(
        "pharmacy-intervention", "{pharmacy}\n{ostreet}, {town}\nIntervention record {date}",
        (
            "Pt {patient}, {dob}, «addr». Rx {order} from Dr {doctor}, {clinic}.",
            "Script for «drug» «sig» with [[Cipro]]; interacts with tizanidine. Rang surgery {phone}, spoke to {staff_first} at «time».",
            "Changed to «drug» «dose» mg. Counselled «rel» {kin_first}, who collected. Paid by card ending {card4}. «odd»",
            "?Plan rejected first, «plan». Ref {claim}.",
            "NDC [[0093-7146-56]], qty 30. Prescriber «lic».",
        ), "{staff}, pharmacist in charge",
    ),
    Kind(
        "prior-authorisation", "PRIOR AUTHORIZATION REQUEST  {date}",
        (
            "Member: {patient}  DOB {dob}  «plan»",
            "Prescriber: {doctor}, NPI {npi}. Phone {phone}, fax {fax}. Contact: {staff}.",
            "Drug: «drug», HCPCS [[J1745]], ICD-10 [[K50.90]] («eponym»). Tried: [[Imuran]], prednisone since {my_past}.",
            "«lab», CRP [[32]]. Last colonoscopy {date_past} at {hospital}.",
            "Ref/case number {case}. Denial of {long} attached, appeal due {date_next}. «odd»",
            "Patient address {street}, {town}{zipline}. Home {phone_patient}.",
        ), "«sign»", countries=("US",), weight=3,
    ),
    Kind(
        "dental-note", "«shorthdr»",
        (
            "«Pain LR6, kept awake {weekday_recent} night.|Recall exam, last {my_past}.|Lost filling on {dm_recent}.» MH: «eponym», takes «drug». BPE [[212/212]].",
            "PA xray {photo} taken, apical area. LA [[Citanest]] 2.2 ml. [[Miller]] grade 1. [[Angle]] class 2.",
            "Tx: «XLA, [[Howship]] none, haemostasis|composite MO, [[Filtek]] A2|RCT stage 1». Fee paid, acct {account}.",
            "TCA {date_next} with {staff_first} (hygienist). «odd» Tel {phone_patient}, reminders to {email_patient}.",
            "?Implant [[Straumann]] S/N {device} placed {my_past} by Dr {staff}.",
        ), "«sign»", weight=3,
    ),
    Kind(
        "antenatal-clinic", "«hdr»\nANTENATAL VISIT",
        (
            "«agesx» G2P1, LMP {date_past}, EDD {date_next}. 28+3. Partner {kin_first}, {kin_phone}.",
            "Feels well, FM+. BP «bp», urine NAD, SFH 28, FHR 142. [[Rhesus]] negative, anti-D given {dm}. [[Braxton Hicks]] only.",
            "GTT [[4.8/7.9]]. Scan {accession}: normal liquor, placenta clear. «lab».",
            "Plans birth at {hospital}, midwife {staff}, {phone}. «odd»",
            "?Works at {school} as a teacher; letter for leave from {dm_next}. «plan».",
        ), "«nsign»", ages=(18, 43), sex="f", weight=3,
    ),
    Kind(
        "birth-note", "DELIVERY NOTE {date}\n{patient_lf} «mrn» DOB {dob}",
        (
            "«age» yo G3P2 at 39+2, SROM «time» {dm}. Augmented. [[Bishop]] score [[7/13]].",
            "NVD at «time» of live «boy|girl», 3420 g, [[Apgar]] [[9/10]] and [[10/10]]. Baby named {kin_first}, band {specimen}.",
            "[[McRoberts]] used. Placenta complete, EBL 300. 2nd degree tear, [[Vicryl Rapide]]. [[Syntocinon]] given.",
            "Present: {staff} («nurse»), Dr {doctor}. Partner {staff_first} cut cord. To {ward}. «odd»",
            "?Footprint record {biometric}; first photo {photo} with consent.",
        ), "«nsign»", ages=(18, 43), sex="f",
    ),
    Kind(
        "postnatal-home-visit", "«shorthdr»\nPostnatal visit day «few»",
        (
            "Seen at home, «addr», with partner {kin_first}. Baby {staff_first} feeding well, weight down 4%.",
            "Mum: lochia normal, fundus firm, «bp». [[Edinburgh]] score [[6/30]]. [[Homans]] neg. «odd»",
            "Heel prick done {date}, card {specimen}. [[Moro]] reflex good, jaundice bili [[142]].",
            "Next visit {weekday_next}; clinic {clinic}, {phone}. Registered birth on {dm_recent}.",
        ), "«nsign»", ages=(18, 43), sex="f",
    ),
    Kind(
        "child-health-check", "«shorthdr»\n«Well child visit|Child health check|School entry check»",
        (
            "Here with «rel» {kin}. Attends {school}, teacher Ms {staff_last}. No concerns except «picky eating|speech|bed wetting».",
            "Ht 108 cm, wt «18.2|19.5|21» kg, [[50th/75th]] centile. [[Tanner]] 1. [[Snellen]] [[6/6]]. Red reflex ok. [[Ages & Stages]] fine.",
            "Imms: [[Priorix]], [[Infanrix]] given L and R arm. [[Calpol]] prn. «odd»",
            "Next due {date_next}. Reminder by text to {kin_phone}. «plan».",
            "?Parents apart; other parent {staff} in {othertown} has weekends from {weekday}.",
        ), "«sign»", ages=(3, 8), weight=3,
    ),
    Kind(
        "diabetes-clinic", "«hdr»\nDIABETES REVIEW",
        (
            "Type «1|2» since «year». HbA1c [[58]] (was [[71]] {my_past}). Pump «[[Omnipod 5]]|[[MiniMed 780G]]|[[t:slim X2]]» serial {device}, sensor [[FreeStyle Libre 2]].",
            "[[Lantus]] 22 units, [[NovoRapid]] ratio [[1:10]]. Hypos: two, one on {weekday_recent} at {employer}.",
            "Feet: pulses ok, [[10 g]] monofilament [[8/10]], [[Charcot]] no. Eyes done {dm_past}, R1M0. BP «bp». «lab»",
            "Data uploaded via {url}, login {email_patient}. «odd»",
            "Plan: «drug» «sig», dietitian {staff_first}, review {date_next}. Licence authority told, licence no. {driver}.",
        ), "«sign»", weight=3,
    ),
    Kind(
        "eye-clinic", "«shorthdr»\nEYE CLINIC",
        (
            "«agesx» with «blurred vision R|flashes since {weekday_recent}|glaucoma review, last {date_past}». Brought by {kin_first}.",
            "VA R [[6/12]] L [[6/9]] ([[20/40]], [[20/30]]). IOP [[18/22]]. [[Goldmann]]. [[Amsler]] distorted. [[Humphrey]] 24-2 done, OCT [[Heidelberg Spectralis]].",
            "Fundus photos {photo}; iris scan id {biometric} in the biometric login only.",
            "Plan: [[Xalatan]] nocte OU, [[Lucentis]] {date_next}. Ref optom {staff}, {othertown}, {phone}. «odd»",
        ), "«sign»", ages=(45, 93),
    ),
    Kind(
        "dermatology-note", "«shorthdr»",
        (
            "«agesx», lesion L forearm, growing since {my_past}. [[Fitzpatrick]] type 2. Outdoor work for {employer}.",
            "8 x 6 mm, [[Breslow]] n/a. Dermoscopy: blue-grey. [[Nikolsky]] neg. Images {photo} and {photo} in the record.",
            "Punch 4 mm under lido, [[Prolene]] [[5/0]]. Pot {specimen} to lab at {hospital}. [[Efudix]] for scalp «sig».",
            "Results to {phone_patient}, ok to tell «rel» {kin_first}. ROS {dm_next} with nurse {staff}. «odd»",
        ), "«sign»",
    ),
    Kind(
        "orthopaedic-clinic", "«hdr»",
        (
            "6/52 following «R TKR|ORIF ankle|[[Bankart]] repair» on {date_past} by Dr {staff_last} at {hospital}.",
            "Wound healed. ROM [[0-110]]. [[Lachman]] neg, [[McMurray]] neg. Power [[5/5]]. Oxford score [[38/48]].",
            "X-ray today ({accession}): [[Oxford Phase 3]] implant in place, serial {device}.",
            "Back to work at {employer} {dm_next}, light duties. Injury of {dm_past}, claim {claim}, adjuster {staff}, {phone}.",
            "Plan: physio x «few», r/v {date_next}. «odd»",
        ), "«sign»",
    ),
    Kind(
        "immunisation-record", "«shorthdr»\nVaccination",
        (
            "«agesx». Flu ([[Fluzone]]) and COVID ([[Comirnaty]]) given {date} L deltoid by {staff}, «nurse». Previous {my_past} at {pharmacy}.",
            "No reaction in 15 min. [[Guillain-Barré]] history: no. «drug» taken. «odd»",
            "Registry no. {order}. Next dose {date_next}. Card handed to «rel» {kin_first}. «plan».",
            "Email reminder {email_patient}; home «addr». Occupational group: staff of {employer}.",
        ), "«nsign»",
    ),
    Kind(
        "travel-clinic", "«shorthdr»\nTravel advice",
        (
            "Leaves {date_next} with {kin_first} for 3 weeks in Thailand. Hepatitis A, [[Typhim]], [[Malarone]] «sig» given. [[Dengue]] advice.",
            "PMH «eponym», takes «drug». [[Japanese]] encephalitis not needed. «odd»",
            "Paid in full, receipt {order}, card ending {card4}. Records to {email_patient}.",
            "Tel {phone_patient}. Booster {my_next}. Policy {account} with the travel insurer.",
        ), "«nsign»", ages=(20, 75),
    ),
    Kind(
        "occupational-health", "«hdr»\nOCCUPATIONAL HEALTH",
        (
            "Employee of {employer}, {othertown}, badge {badge}. Manager {staff}, {email_staff}.",
            "Off since {date_recent} with «back strain|stress|dermatitis|needle injury». [[Waddell]] signs 0. [[Audiogram]] dated.",
            "Fingerprint clock-in template {biometric} re-enrolled as tips are cracked. Spiro FEV1 [[3.1/4.0]]. «score».",
            "Fit with limits from {dm_next}: no lifting >10 kg. Works vehicle {plate} not to be driven. «taxno».",
            "Claim {claim}. Review {date_next}. «odd»",
        ), "«sign»", ages=(19, 66), weight=3,
    ),
    Kind(
        "sleep-clinic", "«shorthdr»\nSleep clinic",
        (
            "AHI [[32]] on study of {date_past}. [[Epworth]] [[14/24]]. [[Cheyne-Stokes]] none. [[Mallampati]] 3.",
            "CPAP: [[ResMed AirSense 10]], S/N {device}, set [[6/14]]. Use 5.2 h. Data at {url}.",
            "«Rel» {kin_first} says snoring gone. Drives HGV {plate} for {employer}; licence {driver}. «odd»",
            "Mask [[AirFit N20]]. Supplier {phone}, order {order}. RTC {date_next}.",
        ), "«sign»", ages=(30, 80),
    ),
    Kind(
        "audiology", "«shorthdr»\nAudiology",
        (
            "«agesx», hearing worse since {my_past}. [[Weber]] central, [[Rinne]] +ve. PTA [[40/55]] dB.",
            "Aids fitted: [[Phonak Audeo]] R S/N {device}, L S/N {device}. Ear moulds [[Libby]] horn. «odd»",
            "«Rel» {kin} shown batteries. Repair line {phone}, {url}. Next {date_next}.",
            "Invoice to «plan»; account {account}.",
        ), "{staff}, audiologist", ages=(55, 95),
    ),
)  # fmt: skip
