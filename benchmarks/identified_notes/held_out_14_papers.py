"""Papers about patients: letters, reports, messages, minutes, and what ambulances and courts write."""

from benchmarks.identified_notes.held_out_14_forms import NEAR, UK, Kind

PAPERS = (
    Kind("ambulance sheet", """«PRF|AMBULANCE RECORD|PCR» {today}  Call {other_5}  Vehicle {fleet}  Crew {staff_flast} / {nurse_given}
Pt {patient}  §age  «§id|{dob}»  Scene: {spot}, {town}
Called [[~0-23~:~10-59~]], on scene [[~0-23~:~10-59~]]. §sob. «Bystander {friend} did CPR.|Found by §kin {kin_given}.|Neighbour {friend_given} let us in.» §obs, GCS [[E4V5M6]], BM [[~3-17~.~1-9~]]. [[Corpuls 3]] «SN |s/n |serial |S/N: ||»{device}. [[Entonox]], [[LUCAS]] not used. [[Kendrick]] splint. Conveyed {hospital}, h/o to {other_given} [[~0-23~:~10-59~]]. Property: phone and keys to PC {other2_family}. sig {staff_ini}"""),
    Kind("road traffic collision", """RTC REPORT / TRAUMA {today}
Driver {patient}, §age, «car|van|matatu|jeepney|ute» {plate}, VIN {vin}; other vehicle {plate} driven by {friend}. Place: {crash}. Passengers {kin_given} (front), {child_given} (rear, [[Maxi-Cosi]] seat). «Bus {plate} of {employer} stopped to help.|Rider of {plate} left the scene.» Speed about [[~30-110~]], airbag, seat belt sign. Primary survey clear, §obs, [[Canadian]] C-spine rule neg, pelvis [[SAM]] sling. «PC|Sgt|Constable» {other_family}, crime ref {other_6}, {phone}. Dashcam {photo}. To {hospital} by «ambulance|vehicle|crew» {fleet}. Licence {licence}. {doctor_ini}"""),
    Kind("taxi driver medical", """MEDICAL FITNESS REPORT - «taxi|bus|heavy goods» driver
Applicant: {patient_caps}   «licence|driving licence|DL» {licence}   Born {dob}   §addr
Employer {employer}   Vehicle {plate}   Plate {fleet}   Examined {today}
VA [[6/~6-9~]] both, [[Ishihara]] ~10-17~/17. §obs. [[Epworth]] ~1-14~. §cond, on §med. [[Romberg]] neg. HbA1c [[~38-64~]].
Notes checked from Dr {gp_family}. Fit until {next}. Fee to {account}. Photo {photo} attached; thumb print {bio}.
Dr {doctor}, {surgery}, {phone}"""),
    Kind("medico legal report", """MEDICO-LEGAL REPORT
Re: {patient_mid} v {employer}   Instructed by {other}, {street2}, {town2}   Ref {other_3}   Claim {other_7}
1. I am {doctor}, consultant orthopaedic surgeon at {hospital}. §reg.
2. I examined §Mr {patient_family}, §age, on {today}; identity by passport {other_4}.
3. On {date} §he was driving {plate} at {crash} when struck by {plate}. §His §kin, {kin_given}, was hurt too.
4. Records of Dr {gp_family} show [[whiplash]] in {month}. [[Waddell's]] signs [[~0-3~/5]], [[Spurling's]] neg, grip [[~14-40~]] kg, [[Jamar]].
5. Prognosis [[~9-24~]] months. Statement of truth signed {date}.""", letter=True),
    Kind("insurance claim", """CLAIM FORM «- attending physician|medical section»
Member: {patient_rev}   §plan   Policyholder: {kin}
§ssn   Bank: {account}   E-mail {email}
Date first seen {date}; admitted {hospital} {date} to {next}. Diagnosis §cond ([[ICD E11.~1-9~]]). Procedure [[CPT 4~7000-9999~]]. Amount [[~1-9~,~200-900~.50]]. Not related to work at {employer}. Pre-auth by {staff_given}, {phone}, ref {other_7}. Fax {fax}. §med supplied. [[Crohn's]] excluded. Signature {doctor}, §reg, stamp {surgery}, {today}""", letter=True),
    Kind("occupational health", """OCCUPATIONAL HEALTH REPORT TO MANAGEMENT
To: {other}, HR, {employer}   From: {nurse}, OH adviser   Date {today}
Employee: {patient}   DOB {dob}   staff no {refno}
{patient_given} was seen by video (IP {ip}) on {date}. Off since {holiday} with §sob. Manager {other2_given} was told by §kin {kin_given}. [[Jaeger]] N5, audiogram [[~10-45~]] dB at 4 k, [[Phalen's]] pos. PHQ-9 [[~3-20~]]. Fit for phased return from {next}, [[4/7]] shifts. Badge entry by fingerprint {bio} may be stopped. Contact {email} or {phone}. {nurse_ini}""", letter=True),
    Kind("safeguarding referral", """SAFEGUARDING REFERRAL {today}
Child/adult: {patient_any}, {dob}, §addr, {school}. §id
Concern: on {date} teacher {other} saw bruise [[3 x 2]] cm; {patient_given} said “{friend_given} hit me with the belt”. {friend} is the partner of §parent {kin_given}. Siblings {child_given} and {kin2_given}. Seen at {hospital} by Dr {doctor_family}; body map {photo}. [[Mongolian]] blue spot noted by HV {nurse_family}. Old [[Rickets]] no. Police ref {other_6}, DC {other2}, {phone}. Social worker {staff}, {email}. Strategy meeting {next} [[~9-16~:~10-45~]]""", who="child"),
    Kind("adult social work", """Case note - {staff} - {today}. T/c from {kin} (§kin), {phone}, re §kin's relative §Mr {patient_family}, §age, {flat}, {street}. Says neighbour {friend} takes pension, account {account}. Gas off since {date}. {patient_given} smells of urine, [[Abbreviated]] mental test [[~4-9~/10]]. GP Dr {gp_family} ({surgery}) visits {weekday}. [[Clutter]] rating ~3-8~. [[Deprivation of Liberty]] not needed. Cat “Tibbles” removed by charity. §ssn. Car {plate} SORN'd. Joint visit {next} with PC {other_family}. §score""".replace("Cat “Tibbles” removed by charity. ", "").replace("re §kin's relative §Mr", "re §Mr"), who="old", countries=NEAR),
    Kind("coroner report", """«Report to the Coroner|Coroner's referral|Statement for H.M. Coroner» {today}
Deceased: {patient_rev}, §age, of §addr, retired from {employer}. §id
Died {date} at [[~0-23~:~10-59~]] on {ward}, {hospital}. Last seen by Dr {doctor_family} {date}. Fall at {home} on {holiday}. 1a [[subdural]] haemorrhage, 1b fall, 2 §cond. Identified by §kin {kin}, {phone}. Clothing to Officer {other}, inquest ref {refno}. [[Rokitansky]] method. [[Coroner's]] form 100A. Pacemaker «SN |s/n |serial |S/N: ||»{device} removed by {staff_flast}. Implant card photo {photo}. Statement by {doctor}, §reg""", who="old", countries="uk uk uk ie au nz jm"),
    Kind("death notification", """{hospital} bereavement office {today}
The late {patient} ({dob} - {date}), §age. {ward}. MCCD by {doctor_flast}, ME {other_family}, certificate {refno}. Family {kin_given} and {kin2}, of {suburb2}, came {weekday}. Undertaker {friend} & Sons, {town}, {phone}. Service at {spot} {next}. [[Hickman]] and [[pacemaker]] none. §ssn passed for pension. §cond. Valuables: ring, [[Casio]] watch. {staff_ini}. Blood [[~3-7~.~1-9~]] last K. Room [[~1-9~]] at [[~9-15~:~10-45~]]""", who="old"),
    Kind("complaint letter", """Dear «Sir or Madam|Mrs {other_family}|Complaints Manager»,

I am writing about my §kin, {patient}, who was in {ward} of {hospital} from {date}. «On the {dayth}|On {holiday}|{weekday} night» nurse “{nurse_given}” left §him without a [[Zimmer]] frame and §he fell. Dr {doctor_family} never rang me although you have my number, {phone}. When I asked at [[~9-21~.~10-55~]] I was told [[BP 90/60]] was fine. {friend}, in the next bed, saw it all. My §kin is §age and paid tax for 50 years, {ssn}. We waited until {weekday} and a taxi ({plate}) home to {suburb} cost a week's food.
Please answer to {email} or my address, §addr.

§bye
{kin_broken}"""),
    Kind("complaint reply", """{today}   Our ref {refno}
Dear §kinMr {kin_family}
Thank you for your e-mail about §Mr {patient_family} ({mrn}). I am sorry for what happened at {hospital} on {date}. I have spoken with Sister {nurse_family}, with Dr {doctor} and with porter {staff_given}. The records show §score at [[~1-9~:~10-59~]] and §obs. Staff did not hear {patient_given} call because Mr {friend_family} was unwell. A refund to account {account} follows by {next}. You can go to the Ombudsman, {url}, {phone}. You may also meet Ms {other_family} «at {surgery}|on {weekday}».
§bye
{other2}, Chief Executive""", letter=True),
    Kind("e-mail between staff", """From: {doctor} <{email}>
To: {staff_rev} <{email}>
Date: {today} [[~7-22~:~10-59~]]
Subject: {patient_ini} / {mrn}

Hi {staff_given}, can you squeeze in {patient_gf} before {holiday}? §sob, and {kin_given} has rung {other_given} three times. §lab. CT at {hospital2} was reported by {other2_family}. Ask {nurse_given} in {ward} about the [[Hickman]]. VPN was down, use {ip} meanwhile. Cell §mob.
Ta, {doctor_given}
Sent from my [[iPhone 15]]"""),
    Kind("patient message", """Message via portal {today} from {patient} ({email})
hi dr {doctor_family}, its {patient_given} here, §kin {kin_given} is typing. ive had §sob since {weekday}. the [[yasmin]] u gave me makes me sick, can i go back to [[cerazette]]? bp at home [[~118-160~/~70-99~]]. i moved to §addr, my new number is {phone}. also my mum {other} who is {oldkin} fell at {spot}, can you see her too. thank {nurse_given} for me
---
Reply {staff_ini}: booked {next} [[~9-16~.~10-50~]], bring [[Omron]] readings. {surgery}"""),
    Kind("waiting list letter", """{patient_broken}
§addr

{today}
§id     Hospital ref {refno}

Dear {patient_given}
You have been waiting for «hip replacement ([[Exeter]])|cataract surgery|[[Dupuytren's]] release» under «Mr|Miss|Prof» {doctor_family} at {hospital} since {date}. Do you still want it? Ring {staff} on {phone} by {next} or go to {url}. If you have moved from {town}, or had it done at {hospital2}, tell us. If we do not hear we will write to Dr {gp_family}. Bring [[HbA1c]] book and your §kin.
§bye
{nurse_flast}, waiting list office""", letter=True),
    Kind("appointment letter", """Dear §Mr {patient_family},
«§id|Ref {refno}»   {today}
We have made you an appointment: {weekday} {next} at [[~8-16~:~10-55~]], §spec clinic, {hospital}, {street2}, {town} {zip}. You will see §drname or {other_flast}. Take the bus from {spot}; there is parking by {ward}. Bring a list of tablets (for instance §med) and your [[Freestyle]] meter. Tell {staff_given} on {phone} (fax {fax}) if {kin_given} needs transport. Video link {url}. [[Covid]] masks not needed. §bye, {nurse}""", letter=True),
    Kind("research screening log", """SCREENING LOG  study {refno}  site {hospital}  PI {doctor}
{today}  subject {refno}  {patient_ini}  {dob}  screened {staff_ini}. §id kept apart. Consent by {nurse}, copy {bio}. [[ECOG]] ~0-2~, QTcF [[~390-460~]] ([[Fridericia]]). [[Cockcroft-Gault]] ~45-120~. [[HEK293]] assay neg, [[PD-L1]] ~1-80~%. Wearable [[ActiGraph GT9X]] «SN |s/n |serial |S/N: ||»{device}, MAC {mac}.
{date}  subject {refno}  withdrew, moved to {town2}, told by §kin {kin_given} {phone}
Monitor {other2} of CRO visits {next}; eCRF {url} from {ip}. Payment {account}. {doctor_ini}"""),
    Kind("voice clinic research", """Speech study visit {today}: {patient}, §age, §id. Recording {bio} and {bio} made at {hospital} by SLT {staff}. [[GRBAS]] 1-2-0-1-2, [[Boston]] naming ~20-60~/60, [[Frenchay]] ~10-29~. [[Reinke's]] oedema no. Carer §kin {kin_given} filled [[Zarit]] ~8-44~. Iris photo {photo} not kept. Uploaded {url} from {ip}. Taxi {plate} paid {account}. Next {next}, with {nurse_given} or {other_flast}. Talked of {spot} and {town2} for the free speech sample, and of teacher {friend}."""),
    Kind("device clinic letter", """PACING CLINIC {hospital} {today}
{patient_rev} {dob} §id
Device: [[Medtronic Azure XT DR]], «SN |s/n |serial |S/N: ||»{device}; leads «SN |s/n |serial |S/N: ||»{device}, «SN |s/n |serial |S/N: ||»{device}. Implanted {date} by §drname. Battery [[~4-11~.~1-9~]] yrs, threshold [[0.~50-99~]] V @ [[0.4]] ms, [[MVP]] on. Home box MAC {mac}, IP {ip}. AF burden [[~1-30~%]]. §cond. Recall: UDI «SN |s/n |serial |S/N: ||»{device}. {patient_given} welds at {employer}; warned. §kin {kin_given} has card. Next {next}, remote by {url}. physiologist {staff_flast}, {phone}"""),
    Kind("cpap and equipment loan", """EQUIPMENT LOAN «AGREEMENT|slip» {today}: {patient}, §addr, {phone}. Item: «[[ResMed AirSense 10]]|[[Airvo 2]]|wheelchair ([[Invacare]])|[[Omron M7]]», «SN |s/n |serial |S/N: ||»{device}; modem {mac}. [[AHI]] ~8-60~, [[Epworth]] ~6-20~, pressure [[~6-14~]] cm. Deposit {account}. Given by {nurse_given} at {hospital}, {ward}. To come back {next}. If I die, {kin} (§kin) {phone} returns it. Delivered by {friend_given} in {plate}. Signed {patient_flast} / {staff_ini}"""),
    Kind("security and it incident", """«DATIX|Incident report» {other_5} {today}: wrong letter. Letter for {patient} ({mrn}, {dob}) put in envelope to {friend}, {street2}. Opened by {friend_given}, who rang {phone}. It gave [[HIV p24]] result and [[CD4 ~200-800~]]. Printed from PC {mac}, {ip} in {ward} by {staff_flast} at [[~8-18~:~10-55~]]. {patient_given}'s §kin {kin_given} upset. Actions: {nurse} apologised {weekday}, line manager {other}, IG lead {other2} {email}. CCTV still {photo}. [[Swiss]] cheese review {next}. [[Never]] event no."""),
    Kind("fax cover", """FAX   To: {other}, {hospital2}   Fax {fax}   From: {staff}, {surgery}   Fax {fax}   Tel {phone}
Date {today}   Pages [[~2-9~]]
RE {patient_rev} {dob} §id
Please send last [[Holter]], [[Papanicolaou]] smear and §lab. §Mr {patient_family} moved from {town2} in {month}. Old chart may be under {maiden}. Needs before {next}. «Consent signed by §kin {kin_given}.|Dr {gp_family} is off.» If not for you, phone {phone}. §reg""", case="upper"),
    Kind("contact list", """CONTACTS for «{patient_gf}|{patient_gfc}|{patient_any}» (§age)
- {kin}, §kin, {phone}, {email}
- {kin2_given} ({town2}) {phone}
- Dr {gp}, {surgery}, {phone}, fax {fax}
- {nurse_given} district nurse {phone} (not after [[16:30]])
- {friend}, neighbour at no. 7, {phone}
- {staff_flast}, social work, {phone} §bleep
- Fr/Imam/Pastor {other}, {spot}
- taxi: {other2_given}, {plate}, {phone}
«Hospital|A&E»: {hospital}. §id. Allergy [[Septrin]]. Has §cond, [[Zimmer]] frame, §med. Updated {today} {staff_ini}""", who="old"),
    Kind("mdt discharge planning", """DISCHARGE PLANNING MEETING {ward} {today}
Attended: {patient}, §kin {kin}, SW {staff_family}, OT {other_given}, Sr {nurse_family}, Dr {doctor_flast}. Apologies: {other2}, {kin2_given}.
{patient_given} (§age) wishes to go back to {house}, {suburb}. {kin_given} thinks {home} is safer. [[Barthel]] ~5-19~, [[Rockwood]] ~4-7~, [[Lawton]] ~1-8~. Stairs: no. Funding §plan. Trial home visit {next} with {other_given}; carer “{friend_nick}” {phone}. [[Continuing Healthcare]] checklist neg. Date aim: {next}. Minutes {staff_ini}""", who="old"),
    Kind("school report for camhs", """To CAMHS, from {other}, SENCO, {school}, {today}
{patient_any}, year [[~3-10~]], born {dob}. {patient_given} is bright but «hits {friend_given}|hides in the library|cannot sit still». [[Conners]] ~55-88~, [[Vanderbilt]] pos, [[SDQ]] ~12-33~. Lives with §parent {kin_given} and step-parent {kin2} in {suburb}. Since {holiday} missed [[~5-30~%]]. Class teacher Mr {other2_family}; best friend {child_given}. [[Ritalin]]/[[Concerta]] tried in {month} by Dr {doctor_family}. Meeting {next} [[~9-15~:~10-45~]]. §parent §mob, {email}""", who="child"),
    Kind("immigration medical", """IMMIGRATION / VISA MEDICAL {today}  panel physician {doctor}
Applicant: {patient_caps}  {dob}  Passport {other_4}  §ssn  HAP ID {refno}
Photo taken {photo}; fingerprint {bio}. From {town2}, sponsor {kin} of {town}. CXR no TB, [[Mantoux]] ~0-14~ mm, [[IGRA]] neg, [[VDRL]] NR, HIV neg, [[Hb ~10-16~.~1-9~]]. §obs. VA [[6/6]]. [[Snellen]]. Vaccines [[Boostrix]], [[Priorix]]. Fee {account}. Interpreter {friend}. Uploaded {url} {ip}. Grade A, {doctor_ini} {nurse_ini}. §reg"""),
    Kind("sports injury club", """club physio sheet, {today}. {patient_given} "{patient_nick}" {patient_family}, §age, prop for {town}. hurt at {spot} {weekday} v {town2}. [[SCAT5]] ok, [[Maddocks]] 5/5, [[Lachman]] +, [[Thompson]] neg. team doc {doctor_given} says mri at {hospital} {next}. dad {kin} drove him in {plate}. photo of swelling {photo}. coach {other_family} told, §mob. ice, [[Tubigrip]] E, [[Voltarol]]. plan §plan. back in [[~2-8~/52]]. {staff_ini}""".replace("drove him", "drove"), case="lower"),
    Kind("community pharmacy letter us", """Refill request {today}   Rx# {refno}   Store on {road}, {town} {zip}   Phone {phone}   Fax {fax}
Patient: {patient_rev}   DOB {dob}   §plan
Prescriber: {doctor}, §reg
Drug: [[Norco]] [[~5-10~/325]] #[[~20-90~]]; [[Coumadin]] [[2.5]]; last filled {date}. Picked up by {kin_given} (DL {licence}). Note: {patient_given} called {weekday}, says going to {town2} for {holiday}. PDMP checked. INR [[~1-3~.~1-9~]]. [[Lovenox]] none. {staff_given}, tech / {nurse}, pharmacist""".replace("{road}", "{street2}"), countries="us us us"),
    Kind("us workers comp", """WORKERS' COMPENSATION FIRST REPORT
Employee {patient_mid}   §ssn   DOB {dob}   §addr   Phone {phone}
Employer {employer}   Claim {other_7}   Adjuster {other}, {email}, fax {fax}
Injury {date}: forklift {fleet} rolled over foot; witness {friend}. ER {hospital}. [[Lisfranc]] injury, [[Jones]] fracture excluded. §obs. [[CAM]] walker. MMI est {next}. Work status: sit only, [[4/10]] hrs. Supervisor {other2_given} notified {weekday}. Truck plate {plate}, VIN {vin}. Treating {doctor}, §reg. {nurse_ini}""", countries="us us us"),
    Kind("us home health", """HOME HEALTH VISIT NOTE {today}  RN {nurse}
Pt {patient_rev}, §age, §id, §plan. Lives {street}, {town} with §kin {kin_given}. Homebound. §obs, wt [[~98-240~]] lb. [[Braden]] ~12-21~; [[TUG]] ~12-40~ sec. Wound [[Wagner]] 2, photo {photo}, [[Santyl]]. PT/INR [[~1-3~.~1-9~]] by [[CoaguChek]] «SN |s/n |serial |S/N: ||»{device}. Aide {staff_given} x3/wk. Dr. {doctor_family} notified, fax {fax}. §kin reports neighbor {friend} fills pillbox. Clock-in by voice {bio}. Mileage car {plate}. Next {next}""", countries="us us us", who="old"),
    Kind("charge nurse bullets", """Bed meeting {today} [[~7-20~:~10-30~]]
• {patient_family} ({ward}) - home {weekday}, §kin {kin_given} collecting, car {plate}
• {friend} - to {home}, SW {staff_flast} confirms {next}
• {other_lastf} - repat to {hospital2}, Dr {other2_family} accepts, transport {fleet}
• {other3_gfc} - [[MRSA]] pos, [[Bristol]] 6, stay
• outliers: §id
Site manager {nurse} «§bleep|{bleep}»; on call {doctor_family} {phone}. [[OPEL 3]]. Escalate [[NEWS]] 7. Lift 4 broken, ref {refno}. §score. Next at [[16:00]]"""),
    Kind("homeless outreach", """outreach shift {today}, {staff_given} + {nurse_given}. met "{patient_nick}" ({patient}, dob {dob}) by {spot}, sleeping in van {plate}. foot infected, [[trench]] foot, temp [[38.~1-9~]], §obs. took to {hospital}, seen by dr {doctor_family}. no gp; registered {surgery}. dog with {friend_given}. §kin {kin} in {town2} not to be told. §ssn found. hostel {home}, worker {other} {phone}. [[Suboxone]] 8. r/v {weekday}. {staff_ini}""", case="lower", countries=UK + " us us au za"),
    Kind("ramadan and diabetes clinic", """Diabetes education {today}: {patient_gf}, §age, §id. Plans to fast till {holiday}. HbA1c [[~48-92~]], CGM [[Dexcom G6]] «SN |s/n |serial |S/N: ||»{device}, TIR [[~40-85~%]]. [[NovoRapid]] [[~4-12~]], [[Tresiba]] [[~8-30~]], ratio [[1:~8-15~]]. Imam {friend} at {spot} agrees to break fast if BM < [[3.9]]. §kin {kin_given} has [[GlucaGen]]. Data link {url}. Text {phone}. [[Dawn]] phenomenon explained; [[Somogyi]] too. Ring DSN {nurse_given} §mob. Next {next} with §drname {staff_ini}"""),
    Kind("learning disability passport", """MY HOSPITAL PASSPORT
My name is {patient} but call me {patient_nick}. I am §age. I live at {home}, {suburb} with {friend_given} and {other_given}.
My keyworker is {staff}, {phone}. My §kin {kin_given} lives in {town2}. My doctor is Dr {gp_family}.
I have [[Down's]] syndrome, [[Hirschsprung's]] op in {month} at {hospital2}. I take §med at [[08:00]]. I like {spot} and the number 12 bus. I do not like [[Jelly Babies]]. Pain: [[DisDAT]] or [[Wong-Baker]] faces. If I shout ring {kin_given}. §id. Filled by {nurse_given} {today}"""),
    Kind("court and custody nurse", """CUSTODY HEALTH {today} [[~0-23~:~10-59~]]  {town} station  detainee {patient_caps}  custody no {refno}
Arrested {date} at {spot} by PC {other_family} in {plate}. Alleged victim {friend}. §age, §ssn. [[CIWA]] ~2-15~, [[Glasgow]] 15, no [[Battle's]] sign. Knuckle graze, image {photo}. DNA/print {bio}. Fit for interview, appropriate adult {kin} (§kin), {phone}. Solicitor {other2}. §med given [[~1-11~.~10-55~]]. Check [[30/60]]. FME Dr {doctor}, §reg. HCP {nurse_ini}"""),
)  # fmt: skip
