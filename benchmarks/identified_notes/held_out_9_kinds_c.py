"""Notes of community teams, mental health, rehabilitation, social work, hospice, ambulances and offices."""

from benchmarks.identified_notes.held_out_9_text import Kind

COMMUNITY = (
    Kind(
        "district-nurse-visit", "«shorthdr»\nHome visit",
        (
            "Visited at «addr», key safe used, dog in kitchen. «Rel» {kin_first} present.",
            "L leg ulcer 4 x 3 cm, sloughy. ABPI [[0.92]]. Dressed with [[Aquacel]] and [[Tubifast]], [[Profore]] bandage. Photo {photo} uploaded.",
            "«score», «vitals». Takes «drug» «sig». «odd»",
            "?Pressure mattress [[Nimbus 4]] asset S/N {device} faulty, supplier rung on {phone}.",
            "Next visit {weekday_next} by {staff_first}. «gp» Dr {doctor_last}, {clinic}, aware. «kinline».",
        ), "«nsign»", ages=(60, 97), weight=4,
    ),
    Kind(
        "home-health-physio", "«shorthdr»\nHOME HEALTH PT VISIT",
        (
            "SOC {date_past}, cert period to {date_next}. Dx: R hip fx. Lives in {town}, «few» steps. «rel» {kin_first} helps.",
            "Vitals pre «bp», «hr». TUG 18 s, [[Tinetti]] [[19/28]], [[Berg]] [[41/56]]. Gait 150 ft with [[Rollator]].",
            "HEP: [[Thera-Band]] rows, bridges [[3x10]]. [[Borg]] 12. «odd»",
            "Plan 2w4. Spoke to Dr {doctor}'s office {phone}, verbal order from {staff_first}. «plan».",
            "?Missed visit {dm_recent}, at {otherhospital} for scan.",
        ), "{staff}, PT", ages=(55, 97), weight=3,
    ),
    Kind(
        "occupational-therapy", "«shorthdr»\nOT assessment",
        (
            "Referred by {staff}, {ward}. Seen {date} in own home with {kin_first}; flat at «addr».",
            "[[Barthel]] [[14/20]], [[MoCA]] [[22/30]], [[Lawton]] IADL [[5/8]]. Transfers with [[Zimmer]] frame. «odd»",
            "Chair height 42 cm. Kitchen safe. Needs rails, [[Mowbray]] frame, perching stool. Order {order} with delivery {weekday_next}.",
            "Used to work for {employer}. Enjoys walks at {public_place}.",
            "F/U call {dm_next} to {phone_patient}.",
        ), "{staff}, OT", ages=(50, 97), weight=3,
    ),
    Kind(
        "speech-therapy", "«shorthdr»\nSpeech and language therapy",
        (
            "«agesx», R MCA stroke {date_recent}. Seen on {ward} with {staff_first}, student. «Rel» {kin} gave history.",
            "Dysphagia: [[Mendelsohn]] manoeuvre, IDDSI level [[4/7]], fluids [[1/7]]. [[Boston]] naming [[31/60]]. [[Frenchay]] screen done.",
            "Videofluoroscopy {date_next}, req {order}; clip saved as rec {recording}. «odd»",
            "Advice sheet given. Voice bank enrolment id {biometric}. Contact ext {ext} or {email_staff}.",
        ), "{staff}, SLT", ages=(45, 93), weight=2,
    ),
    Kind(
        "dietitian-note", "«shorthdr»\nDietetics",
        (
            "Ref from Dr {doctor_last}. «agesx», wt «wt» kg, BMI [[19.2]], [[MUST]] 2. «eponym».",
            "24h recall: toast, [[Ensure]], soup. [[Kellogg]] flakes. Eats with {kin_first} at a {weekday} lunch club, {public_place}.",
            "[[Fortisip]] bd, [[Harris-Benedict]] 1640 kcal. «lab». «odd»",
            "PEG [[MIC-KEY]] 14 Fr, pump S/N {device}; feed order {order} to {pharmacy}.",
            "Review {date_next} by phone {phone_patient}.",
        ), "{staff}, dietitian", weight=2,
    ),
    Kind(
        "psychiatry-intake", "«hdr»\nPSYCHIATRIC EVALUATION",
        (
            "«agesx» self referred with low mood since {my_past}, after split from partner {staff_first}. Job lost at {employer} {dm_past}.",
            "Past: one admission «year» at {otherhospital}. Meds «drug» «sig», [[Seroquel]] 50 nocte. [[Beck]] score [[28/63]], PHQ-9 [[19/27]].",
            "MSE: kempt, soft speech, no AVH, [[Schneider]] first rank none. Risk: passive SI, no plan. «odd»",
            "Collateral {kin} («rel») {kin_phone}. Therapist {staff}, {clinic}, {email_staff}.",
            "Plan: [[Zoloft]] 50 mg, crisis card, r/v {date_next} «time». «plan».",
        ), "«sign»", ages=(18, 80), weight=3,
    ),
    Kind(
        "therapy-progress", "«shorthdr»\nSession «dozen» (50 min)",
        (
            "Spoke about row with «rel» {kin_first} on {holiday} and worry about job at {employer}. [[Grace]] towards self was the theme.",
            "CBT thought record; [[Socratic]] questions. GAD-7 [[11/21]] (was [[16/21]] in {my_past}). [[Maslow]] diagram used.",
            "Online session, room link {url}. Recording {recording} consented, supervisor {staff}.",
            "No SI. Homework: walk at {public_place}, call friend {staff_first}. «odd»",
            "Next: {weekday_appt} {dm_appt} «time». Late fee to acct {account}.",
        ), "{doctor}, «lic»", ages=(18, 75), weight=3,
    ),
    Kind(
        "crisis-team", "«shorthdr»\nCrisis team contact",
        (
            "Call at «time» from {kin} ({kin_phone}): {patient_first} left home in car {plate}, said goodbye. Police ref {case}.",
            "Found at {public_place} by PC {staff_last}. Seen at «addr» with {staff_first}. Calm, no intent, [[Columbia]] scale [[2/6]].",
            "On «drug» «sig». Alcohol: [[AUDIT]] [[17/40]]. [[Will]] engage. «odd»",
            "Plan: daily calls to {phone_patient}, medics review {weekday_tomorrow}. Care coordinator {staff}, {email_staff}.",
        ), "«nsign»", ages=(18, 75), weight=2,
    ),
    Kind(
        "addiction-service", "«shorthdr»\nSubstance use clinic",
        (
            "«agesx», opioid dependence, on [[Suboxone]] [[8/2]] since {my_past}. UDS {specimen} clean. [[Naloxone]] kit given.",
            "Pick up at {pharmacy} on {weekday} and daily else; take home for {holiday}. PMP checked. DEA form serial {order}.",
            "Sponsor {staff_first}; meets at {public_place}. Probation officer {staff}, {phone}.",
            "Finger scan dosing id {biometric}. COWS [[6/48]]. «odd» Housing at {care_home}, {town}.",
            "«taxno» needed for benefits form.",
        ), "«sign»", ages=(20, 68), weight=2,
    ),
    Kind(
        "social-work-note", "«shorthdr»\nSocial work",
        (
            "Met {patient_first} and «rel» {kin} re discharge. Lives at «addr». Rent behind; landlord {staff}. Worked for {employer} until {my_past}.",
            "Income: benefit, «taxno». Bank: «bank». «plan».",
            "?Safeguarding concern ref {case} raised {date_recent}; worker {staff}, {phone}, {email_staff}.",
            "Options: {care_home} (manager {staff_first}, {phone}) or home with package. [[Hope]] is to go home. [[Katz]] [[4/6]].",
            "Plan: funding panel {dm_next}, family meeting {weekday_next} «time». Power of attorney held by {kin}. «odd»",
        ), "{staff}, social worker", ages=(25, 97), weight=4,
    ),
    Kind(
        "case-management", "«hdr»\nCASE MANAGEMENT",
        (
            "Admit {date_recent}, obs to inpatient {dm_recent}. Payer rep {staff_first}, {phone}; auth no. {order}, «plan».",
            "«Rel» {kin} chose {care_home}; sent referral by fax {fax}. Bed from {weekday_next}. PASRR [[Level 1]] done.",
            "DME: [[Hoyer]] lift, O2 concentrator [[Inogen G5]] S/N {device}. [[InterQual]] met. «odd»",
            "Transport {dm_next} «time», trip {case}. Readmit risk [[LACE]] 11. «score».",
        ), "{staff}, «nurse», ext {ext}", ages=(50, 97), countries=("US",), weight=3,
    ),
    Kind(
        "hospice-visit", "«hdr»\nHOSPICE VISIT",
        (
            "Seen at {care_home}, {town}. «agesx», «eponym», end stage HF. PPS [[30/100]]. Sleeping, rouses to «rel» {kin_first}'s voice.",
            "Pain [[2/10]], [[Edmonton]] scale done. Driver [[McKinley T34]] serial {device}. [[Oramorph]] «sig», [[Ativan]] prn. [[Cheyne-Stokes]] at times.",
            "Chaplain {staff} came on {weekday_recent}. «His» wish: to see grandchild {staff_first} on {holiday}. «odd»",
            "?DNR form {order} on fridge. Funeral plan with number {account}.",
            "On call line {phone}. Next visit {dm_next}. MD {doctor} updated.",
        ), "«nsign»", ages=(60, 101), weight=3,
    ),
    Kind(
        "care-home-round", "«shorthdr»\nWeekly round, {care_home}",
        (
            "{patient_nick} as staff call «him» is «age» now, birthday was {dm_recent}. Eating less, «wt» kg. Carer {staff_first} worried re skin.",
            "«vitals» [[Waterlow]] 22. [[Braden]] 13. Chest clear. «eponym».",
            "Stop «drug», start [[Laxido]], «drug» «sig» via {pharmacy}. [[DisDAT]] tool. «odd»",
            "«Rel» {kin} spoken to on {kin_phone}. ReSPECT form dated {date_past} still valid. Bloods {weekday_next}, «lab».",
        ), "«sign»", ages=(78, 103), weight=3,
    ),
    Kind(
        "memory-clinic", "«hdr»\nMEMORY ASSESSMENT",
        (
            "«agesx», forgetful since {my_past}, got lost near {public_place}. Taught at {school} for 30 years. «Rel» {kin} attends.",
            "[[Addenbrooke's]] [[71/100]], clock [[3/5]]. [[Folstein]] [[22/30]]. [[Hachinski]] 3. B12 ok, «lab».",
            "CT {date_past} ({accession}) shows [[Scheltens]] 2. Dx: [[Alzheimer's]] type.",
            "Start [[Aricept]] «sig». Driving: licence {driver}, car {plate} sold. GPS tag S/N {device}. «odd»",
            "Support: {staff}, {phone}. Review {date_next} at {clinic}.",
        ), "«sign»", ages=(65, 97), weight=3,
    ),
    Kind(
        "rehab-weekly", "«shorthdr»\nRehab MDT week «few»",
        (
            "Present: Dr {doctor}, {staff_first} (PT), {staff_first} (OT), {staff} (psych). Injury {date_past} at {employer}.",
            "FIM [[78/126]], [[Ashworth]] 2, [[Rancho]] level 6. [[Botox]] planned. Splint by [[Otto Bock]]. «score».",
            "Goals: walk to {public_place} with «rel» {kin_first} by {dm_next}; return to home at «addr».",
            "Insurer case {claim}, manager {staff}, {email_staff}, fax {fax}. «odd»",
        ), "«sign»", ages=(19, 80), weight=2,
    ),
    Kind(
        "ambulance-record", "AMBULANCE «CLINICAL RECORD|PATIENT CARE RECORD» {date}\nCase {case}  Vehicle {plate}",
        (
            "Called «time» to {street}, {town}: «agesx», {patient}, DOB {dob}. Caller «rel» {kin}, {kin_phone}.",
            "O/A sat on floor. Fell {weekday} pm, long lie. «vitals» BM [[5.4]], FAST neg, «score». [[Thomas]] splint not needed.",
            "[[Entonox]], paracetamol 1 g. ECG sent from [[Lifepak 15]] S/N {device} via {ip}.",
            "To {hospital}, handed over to {staff}, «nurse». Crew: {staff_first}, {staff_init}, PIN {badge}. «mrn». «odd»",
        ), "{staff}, paramedic", ages=(16, 97), weight=3,
    ),
    Kind(
        "trauma-mva", "«hdr»\nTRAUMA NOTE",
        (
            "Restrained driver, «agesx», MVA on {holiday} at «time» near {othertown}. Car VIN {vin}, plate {plate}; other driver {staff}.",
            "ABC ok. «vitals» GCS [[15/15]]. FAST neg. [[Canadian]] C-spine rule pos. [[Seatbelt]] sign. «lab».",
            "CT {accession}: no bleed, [[Chance]] fracture L1, [[Jefferson]] none. [[Philadelphia]] collar, [[Miami J]] later.",
            "Police report {case}. Auto insurer claim {claim}. ID by driver's licence {driver}. «Rel» {kin_first} en route from {othertown}, {kin_phone}.",
            "Admit {ward} under Dr {staff_last}. «odd»",
        ), "«sign»", ages=(18, 75), weight=2,
    ),
    Kind(
        "billing-call", "«Patient accounts|Billing enquiry|Front desk note» {date} «time»",
        (
            "«rel» {kin} rang about bill for {patient}, DOB {dob}, «mrn», visit {date_past}, CPT [[99213]], ICD [[E11.9]].",
            "Account {account}. Paid with card ending {card4} on {dm_recent}; refund to a/c {bank}. «taxno» checked.",
            "«plan». Claim {claim} resubmitted. Balance [[$184.20]]. [[Bill]] sent again to «addr». [[Grant]] scheme explained.",
            "Call back {kin_phone} after {weekday_next}; e-bill to {email_patient}. Call rec {recording}.",
            "?Logged in portal {url} from {ip}, lock reset by {staff_first}.",
        ), "{staff}, patient accounts", weight=3,
    ),
    Kind(
        "registration", "REGISTRATION «UPDATE|FORM|SHEET» {date}",
        (
            "Surname, first: {patient_lf}   Known as {patient_nick}   DOB {dob}   «mrn»",
            "Address: «addr»   Tel {phone_patient}   Email {email_patient}",
            "ID seen: «taxno»; licence {driver}. «plan». Photo stored {photo}; palm scan id {biometric}.",
            "Employer {employer}; school of child {school}. Language English. Religion [[Christian]]. Allergies: [[Penicillin V]]. [[May]] leave message.",
            "«kinline». Old practice {clinic}, {othertown}. «gp» Dr {doctor}.",
            "?Direct debit: «bank».",
        ), "{staff_initials} {date}", weight=3,
    ),
    Kind(
        "complaint-incident", "INCIDENT REPORT {case}\n{date} «time», {ward}",
        (
            "Patient {patient} («mrn», «agesx») slid from chair; found by {staff}, «nurse». «score». [[Morse]] scale 55.",
            "Pump «pump», asset S/N {device}, alarm off. Photo of floor {photo}. CCTV clip {recording}.",
            "Dr {doctor_last} reviewed, CT {accession} clear. «drug» held. «Rel» {kin} told {dm} on {kin_phone}. «odd»",
            "Reported to {staff_init}, manager, {email_staff}. Investigation due {date_next}.",
        ), "«nsign»", ages=(30, 97), weight=2,
    ),
    Kind(
        "research-visit", "«shorthdr»\nStudy visit «few»",
        (
            "Subject no. {trial}. Consented {date_past} by {staff}, copy v2.1. [[Helsinki]] form signed. Site {hospital}.",
            "«vitals» ECG QTcF [[412]]. [[Hy's]] law no. «lab», «lab». [[HAM-D]] [[12/52]]. AE: headache {dm_recent}.",
            "Kit {order} handed out. Diary on phone, IP {ip}; login {email_patient}. [[Likert]] items done. «odd»",
            "Paid to acct {account}. Next {date_next}; window ±3 d. Monitor {staff_first}, {phone}.",
        ), "{staff}, study coordinator", ages=(20, 78), weight=2,
    ),
    Kind(
        "pacemaker-clinic", "«shorthdr»\nDEVICE CLINIC",
        (
            "[[Medtronic Azure XT]] DR, serial {device}, implanted {my_past} at {otherhospital} by Dr {staff}. UDI {udi}.",
            "Leads [[CapSureFix Novus]] S/N {device}. Batt 8 y, thresholds [[0.75]] V @ [[0.4]] ms. AP [[12%]]. «lab».",
            "Home monitor (IP {ip}) sends nightly; last {dm_recent}. AF burden 1%, [[Mobitz]] 1 at night. «odd»",
            "Drug «drug». «Rel» {kin_first} present. Next check {date_next}, {phone}.",
        ), "{staff}, physiologist", ages=(50, 97), weight=2,
    ),
    Kind(
        "infectious-disease-contact", "«shorthdr»\nTB contact tracing",
        (
            "Index {patient}, «agesx», of «addr». [[Ziehl-Neelsen]] +, specimen {specimen}. [[Mantoux]] 18 mm. Notified {date_recent}, no. {case}.",
            "Contacts: «rel» {kin} ({kin_phone}); {staff}, colleague at {employer}; class at {school}, head Mrs {staff_last}.",
            "On [[Rifinah]] [[300/150]] since {dm_recent}. DOT at {clinic} by {staff_first}, next {weekday_next}. HIV neg. «lab». «odd»",
            "National ID: «taxno». Phone {phone_patient}.",
        ), "«nsign»", ages=(16, 80), weight=2, countries=("UK", "CA", "IN", "ZA", "NG", "KE", "PH", "SG", "IE"),
    ),
    Kind(
        "hiv-clinic", "«shorthdr»\nART clinic",
        (
            "«agesx», on [[TLD]] since {my_past}. VL <[[50]], CD4 [[512]]. Weight «wt». [[Kaposi]] no. Treatment buddy {kin}, {kin_phone}.",
            "Lives in {town} near {public_place}. Works at {employer}. «plan». «taxno».",
            "Refill [[3/12]], due {date_next}. Viral load sample {specimen} taken {date}. «odd»",
            "Counselled by {staff_first}. Fingerprint ID {biometric} linked. Transfer-in from {otherhospital}.",
        ), "«sign»", ages=(18, 70), countries=("ZA", "NG", "KE", "IN", "PH", "UK", "US"), weight=2,
    ),
    Kind(
        "school-nurse", "«shorthdr»\nSchool nurse",
        (
            "{patient_first}, «age», from {school}, came at «time» after fall in yard. Teacher {staff} with «him».",
            "Graze R knee. [[Ventolin]] before PE as per plan. [[EpiPen]] in date. «temp». GCS [[15/15]]. [[Savlon]] used.",
            "«Rel» {kin} rung, {kin_phone}, collects by car {plate}. Back {weekday_next}. «odd»",
            "«gp» Dr {doctor_last}, {clinic}, {phone}. Plan updated {dm}; email {email_kin}.",
        ), "«nsign»", ages=(6, 15), weight=2,
    ),
    Kind(
        "chiropody-podiatry", "«shorthdr»\nPodiatry",
        (
            "«agesx», T2DM, callus L 1st MTP. [[Charcot]] no. Pulses [[2/4]]. [[Wagner]] grade 1, photo {photo}. [[Semmes-Weinstein]] [[6/10]].",
            "Debrided, [[Mepilex]] on. Shoes from {employer} store worn out; size 8. «drug» «sig». «odd»",
            "Referred to Dr {staff}, {hospital}, fax {fax}. Orthotic order {order}. Sees us {date_next}; carer {kin_first} on {kin_phone}.",
            "«plan».",
        ), "{staff}, podiatrist", ages=(45, 93), weight=2,
    ),
)  # fmt: skip
