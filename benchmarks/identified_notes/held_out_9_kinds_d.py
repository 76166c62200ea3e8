"""More everyday notes: triage, inpatient progress, lists, letters to patients, messages and forms."""

from benchmarks.identified_notes.held_out_9_text import Kind

EVERYDAY = (
    Kind(
        "triage-note", "«shorthdr»\nTRIAGE",
        (
            "Arr «time» by «own car|ambulance|taxi» with «rel» {kin_first}. C/O «chest pain x 2h|bleeding PR|cut hand on glass|SOB, worse lying flat|testicular pain».",
            "Cat «2|3|4». «vitals» «score». Allergies: «nil known|penicillin|latex». Meds «drug», «drug».",
            "?Travel: back from Portugal {dm_recent}. Works with {staff_first}, also unwell.",
            "Last tetanus «year». LMP {dm_recent} / n/a. «odd» Waiting room, aware to tell staff if worse.",
            "Contact {phone_patient}. «gp» {staff_init}, {clinic}.",
        ), "«nsign»", weight=4,
    ),
    Kind(
        "inpatient-progress", "«hdr»\nPROGRESS NOTE - HOSPITAL DAY «few»",
        (
            "Interval history: No acute events overnight. {patient_first} says «he» slept and ate some breakfast. Afebrile since {dm_recent}. «Rel» {kin_first} at the bedside this morning.",
            "Objective: «vitals» I/O [[1250/900]]. Alert, lungs with few crackles, abdomen benign. «lab», «lab».",
            "Blood cultures from {date_recent} ({specimen}) no growth. CT read by Dr {staff_last} pending.",
            "#Pneumonia: day «few»/7, switch to [[Augmentin]] po. #«eponym»: continue «drug» «sig». #DVT ppx: [[Lovenox]].",
            "Dispo: home vs {care_home} by {weekday_next}. Case manager {staff}, ext {ext}, working on auth {order}. «odd»",
            "?Code status confirmed with {kin} by phone {kin_phone}: full code.",
        ), "«sign»", ages=(30, 95), weight=5,
    ),
    Kind(
        "handover-list", "{ward} - evening handover {date}",
        (
            "1. {patient_lf} «age»«sexletter» «mrn» - pneumonia, «drug», sats «sats». Bloods «time». Next of kin {kin_first} {kin_phone}.",
            "2. {staff_lf}, 64M - day 2 post [[Whipple]], NG out, obs q4h. Dr {doctor_last} to see.",
            "3. {staff_lf}, 71F - falls, [[Zimmer]] frame, «score», home {weekday_tomorrow} if stairs ok.",
            "4. {staff}, 55M - [[Wernicke]], CIWA [[8/67]], Pabrinex. Wife wants call from {staff_first}.",
            "?5. {staff}, 38F - appendix, NBM from midnight for list of {doctor_init}, consent done.",
            "Jobs: chase CT for no. 3, rewrite chart no. 1, «odd» Night reg {staff_last}, «bleep» {ext}.",
        ), "{staff_initials}", ages=(40, 97), weight=3,
    ),
    Kind(
        "mdt-list", "{hospital}\nMDT meeting {long}. Chair: Dr {doctor}. Present: {staff_first}, {staff_last}, {staff}.",
        (
            "{patient}, «mrn», DOB {dob}. «agesx». Biopsy {specimen}: adenocarcinoma, [[Gleason]] [[3+4]]. PSA [[8.2]]. MRI {date_recent}, [[PI-RADS]] 4.",
            "Outcome: surgery or EBRT, see in clinic {date_next}. Key worker {staff}, {phone}. «lab».",
            "{staff}, 61M, referred by {clinic}: [[Clark]] level 3, re-excise. Letter to Dr {staff_last}.",
            "{staff_lf}, 70M, stage 2: restage after cycle 3. [[Karnofsky]] 80. Discussed last on {dm_past}.",
            "Next meeting {weekday_next} «time». «odd» Minutes by {staff_first}, sent to {email_staff}.",
        ), "{staff_initials} {date}", ages=(50, 92), sex="m",
    ),
    Kind(
        "letter-to-patient", "{clinic}\n{ostreet}, {town}\nTel {phone}\n\n{long}\n\n«mr» {patient}\n{street}\n{town}{zipline}\n\nDear «mr» {patient_last},",
        (
            "«I am writing with the results of your recent tests.|It was good to meet you and your «rel» {kin_first} on {long_recent}.|We tried to call you on {phone_patient} but could not get through.»",
            "Your «blood count and kidney tests were normal|cholesterol was a little high (LDL [[3.8]])|scan on {dm_recent} did not show anything worrying|thyroid test was low». I would like you to «carry on with «drug» «sig»|start «drug» «sig»|stop «drug»».",
            "Please «book a blood test for the week of {dm_next}|see {staff}, our nurse, on {weekday_appt} {dm_appt}|come back on {long_next} at «time»». You can do this at {url} or by phone. «Hope this helps.|[[Hope]] this is clear.|[[Will]] write again after that.»",
            "?If you are admitted in the meantime, ask {hospital} to ring {phone}. Your number with us is: «mrn».",
            "?I enclose the form for {employer}, as you asked. Dates off: {range}.",
        ), "«lettersign»", weight=4,
    ),
    Kind(
        "work-note", "{clinic}\n{ostreet}, {town}\nPhone {phone}  Fax {fax}\nDate: {date}",
        (
            "To whom it may concern at {employer}:",
            "{patient} (DOB {dob}) «was seen in this office on {date}|has been under my care since {my_past}|was in hospital {range}» and «may not work|is unfit for work|should be on light duties» from {dm_recent} to {dm_next}.",
            "Limits: no lifting above [[10/15]] kg, breaks each hour, wears [[Futuro]] brace. «He» takes «drug», which may cause drowsiness.",
            "If you have questions, ask for {staff_first} at {phone} or write to {email_staff}. Claim number {claim}.",
            "?«taxno» must not be sent with this letter by fax.",
        ), "«sign»", ages=(18, 66), weight=3,
    ),
    Kind(
        "discharge-instructions", "{hospital}\nDISCHARGE INSTRUCTIONS for {patient}\n{date}   «mrn»",
        (
            "You were seen by Dr {doctor} and {staff_first} («nurse») for «an ankle sprain|kidney stones|an asthma attack|a head injury».",
            "Take [[Motrin]] 400 mg with food, «drug» «sig». Do not mix with [[Benadryl]]. [[Ace]] wrap by day. [[Rice]]: rest, ice, compression, elevation.",
            "Follow up with {clinic}, {phone}, on {weekday_appt}, {long_appt} at «time». Bring this page.",
            "Come back if pain gets worse, fever above [[101.5]], or you cannot keep fluids down. Your results will be on {url}, user {email_patient}.",
            "We will call {phone_patient} «on {weekday_tomorrow}|in two days». A copy went to {pharmacy}. «odd»",
        ), "Explained by {staff}, «nurse». Signed: {patient_initials} / {kin_first} («rel»)", ages=(16, 90), weight=3,
    ),
    Kind(
        "post-op-call", "«Post-op call|Day 1 call|Follow-up call» {date} «time»",
        (
            "Called {patient} on {phone_patient} the day after «hernia repair|knee scope|cataract L eye|lap chole» at {hospital} with Dr {doctor_last}.",
            "«Spoke with patient.|Spoke with «rel» {kin_first}.|Left message with «rel» {kin}, will try again {weekday_next}.» Pain [[3/10]], took [[Norco]] [[5/325]] twice. No fever, dressing dry, eating. Passed urine.",
            "Reminded: no driving 24h, remove dressing {weekday_next}, [[Steri-Strips]] stay. «odd»",
            "Post op visit {date_next} with {staff}, PA. «mrn». Satisfaction link {url} sent to {email_patient}.",
        ), "«nsign»", weight=3,
    ),
    Kind(
        "anticoagulation-clinic", "«shorthdr»\nAnticoag clinic",
        (
            "Warfarin for AF since «year», target INR [[2-3]]. INR today [[3.4]] (CoaguChek [[XS Pro]], S/N {device}). Last {dm_recent}: [[2.6]].",
            "Missed none. New: [[Bactrim]] from {pharmacy} on {weekday_recent} by Dr {staff_last}. Bruise on shin. «lab».",
            "Hold tonight, then 4 mg and 5 mg on alternate days.",
            "Recheck {weekday_appt} {dm_appt}. «Rel» {kin_first} fills the box, {kin_phone}. «odd» D/w Dr {doctor}.",
        ), "{staff}, PharmD", ages=(50, 97), weight=3,
    ),
    Kind(
        "records-request", "Release of information «log|request» {date}",
        (
            "Re: {patient}, born {dob}, «mrn», also seen as {patient_initials} on {my_past} list.",
            "Request no. {case} from {staff}, solicitor, {othertown}, {email_staff}, fax {fax}. Dates wanted {long_past} to {long}.",
            "ID checked: driver licence {driver}, «taxno». Signature witnessed by {staff_first}. [[Will]] send by secure post to {street}, {town}{zipline}.",
            "Items: ED sheet, imaging ({accession}), photos {photo}. Left out: psychotherapy notes. [[Bates]] stamp pages [[1-48]]. [[Bill]] for copying.",
            "?Downloaded from {ip}; receipt to card ending {card4}.",
        ), "{staff}, health records", weight=2,
    ),
    Kind(
        "nurse-dar", "«shorthdr»",
        (
            "D: Pt c/o nausea and pain [[6/10]] at «time». Vomited 200 ml. «vitals» «score». {patient_first} tearful, misses «his» «rel» {kin_first}.",
            "A: [[Zofran]] 4 mg IV, [[Dilaudid]] 0.5 mg. Dr {doctor_last} paged {ext}. HOB up, cool cloth. [[Jackson-Pratt]] drain 40 ml, [[Foley]] patent.",
            "R: Relief by «time», pain [[2/10]]. Resting. Will monitor. «odd»",
            "?Visitor {kin} here from {othertown} till 8, took home rings and phone. Number {kin_phone}.",
            "Report given to {staff_first}; CNA {staff_first} to ambulate x2. Chart check {date}.",
        ), "«nsign»", weight=3,
    ),
    Kind(
        "email-between-staff", "From: {doctor} <{email_doctor}>\nTo: {staff} <{email_staff}>\nSent: {date} «time»\nSubject: {patient_initials}, «mrn»",
        (
            "«Hi|Dear|Morning» {same_first}, «could you look at|just a heads up about|thanks for seeing» {patient} («agesx»), admitted {weekday_recent} from {care_home}.",
            "«He» has «eponym» and came in on «drug», which pharmacy stopped. «lab». [[Mark]] my words, it is the [[Lasix]] again.",
            "«His» «rel» {kin} is keen to meet on {weekday_next}, free after «time», {kin_phone}. {staff_first} from social work will join.",
            "Can you call me on {phone} or ext {ext}? The echo from {otherhospital} is dated {long_past}. «odd»",
        ), "«Thanks|Regards|Cheers», {doctor_first}\n\n{doctor}, {hospital}, {phone}", ages=(30, 97), weight=3,
    ),
    Kind(
        "consult-infectious-diseases", "«hdr»\nINFECTIOUS DISEASES CONSULT",
        (
            "Thank you, Dr {staff_last}, for asking me to see {patient}, a «agesx» with MSSA bacteraemia. «He» works at {employer} and keeps birds.",
            "Fever began {dm_recent}, after dental work by Dr {staff} on {dm_recent}. Lives in {town} with «rel» {kin_first}. Travelled to Mexico in {my_past}.",
            "Cultures {date_recent} «time», no. {specimen}: 2/2 bottles. TTE no vegetation. [[Duke]] criteria: possible. [[Janeway]] lesions none, [[Osler]] nodes none, [[Roth]] spots none.",
            "Recommend: cefazolin 2 g q8h to {date_next}, PICC, weekly CBC and CMP faxed to {fax}. «lab». OPAT nurse {staff_first}, {phone}. «odd»",
        ), "«sign»", weight=2,
    ),
    Kind(
        "text-reminders", "SMS log for {patient} «mrn», mobile {phone_patient}",
        (
            "{date} «time» OUT: Hi {patient_first}, you have an appointment with Dr {doctor_last} at {clinic} on {weekday_appt} {dm_appt}, «time». Reply Y or N.",
            "{date} «time» IN: Y thx. can «rel» {kin_first} come too? still on [[Yaz]] is that ok with [[Doxy]]",
            "{date} «time» OUT: Yes, no problem. Please bring your «drug» and ID. Map: {url}. [[Grace]] period is 10 min.",
            "{date} «time» IN: ok. new address from {dm_next} {street} {town}, email now {email_patient}",
            "Changed on system by {staff_first}. Old no. {phone} removed. «odd»",
        ), "{staff_initials}", ages=(18, 70), weight=2,
    ),
    Kind(
        "virtual-ward", "«shorthdr»\nVirtual ward / remote monitoring",
        (
            "Day «few» at home. Readings via hub (IP {ip}, S/N {device}): «vitals» Wt «wt».",
            "Called {phone_patient}, spoke with «him» and «rel» {kin_first}. Less breathless, ankles down, [[Borg]] 3. Took «drug» «sig». «odd»",
            "K [[5.3]] on {dm_recent} sample ({specimen}); [[Aldactone]] halved to [[1/2]] tab. Recheck {weekday_next} by {staff} at «addr».",
            "Escalation: Dr {doctor}, {phone}. Planned discharge {date_next}, letter to {clinic}.",
        ), "«nsign»", ages=(50, 97), weight=3,
    ),
)  # fmt: skip
