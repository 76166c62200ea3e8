"""Notes written outside hospitals: practices, homes, schools, clinics, prisons and services."""

from benchmarks.identified_notes.held_out_14_forms import ABROAD, NEAR, UK, Kind

COMMUNITY = (
    Kind("gp consultation", """{today} «Surgery consultation|Face to face|F2F» {surgery} §drname
«{patient_any}|§Mr {patient_family}» §age §id
«H|Hx|History»: «came with §kinis|attends alone|§kin {kin_given} in the room». §sob «since {holiday}|since {date}|for [[~2-6~/52]]|since the {dayth}».
«O/E|E»: §obs. §sign.
«Imp|D»: ?§cond. «P|Plan»: §med, bloods {next}, §score. «Safety netted|SNA given».  §sig"""),
    Kind("gp referral letter", """Dear «Dr {other_family}|Colleague|Mr {other_family}|Prof {other}|Doctor»,

Re: {patient_any}  «DOB|Date of birth|d.o.b.» {dob}  §id
§addr  §mob

«Thank you for seeing|I would be grateful if you could see|Please see» this «pleasant|anxious|retired|hard-working» §man, §age, with §sob since {month}. §He has §cond and takes §med. On examination §obs; §sign. §lab on {date}.
«§His §kin {kin_given} is worried because §his brother {friend} had the same.|{kin}, §his §kin, will come along.|§He works for {employer} and cannot be away after {next}.»

§bye
{doctor_broken}
§reg""", letter=True),
    Kind("home visit shorthand", """hv {today} - {patient} §age, {flat}, {street}. key from neighbour {friend_given} «no 4|next door|opposite». §sob x [[~2-6~/7]]. o/e §obs §sign. «carer {staff_given} there|§kin {kin_given} rang earlier §mob|§kin on phone from {town2}». rx §med. dn {nurse_given} to review {weekday}. «ffup|fu» {next} «{doctor_ini}|{doctor_family}»""", who="old", case="lower"),
    Kind("midwife antenatal", """ANTENATAL {today} «community clinic|at home|{surgery}» Midwife: {nurse}
{patient_rev} §age G[[~1-4~]]P[[~0-3~]] EDD {edd} §id
[[~16-40~/40]]. BP [[~96-138~/~56-88~]], urine NAD, FH [[~118-156~]] bpm, [[Pinard]] and [[Sonicaid]]. SFH [[~18-38~]] cm. Hb [[~98-131~]], [[Rhesus]] «neg, anti-D given {date}|pos».
Partner {kin_given} «attended|works away at {employer}». «FM felt|Good FM». Birth plan: {hospital}, {ward}. «Previous LSCS {month} in {hospital2}|First baby». 28/40 bloods sent, §other. TCA {next} with {staff_given} / {nurse_ini}""", who="mother"),
    Kind("postnatal visit", """Postnatal day [[~2-10~]] visit {today}, §addr. Mum {patient}, baby {child_given} «born|b.» {date} at {hospital}, [[~2-4~.~10-95~]] kg, [[Apgar]] 9/10. Breastfeeding «well|with help from {friend_given}», lochia normal, perineum healing. §obs. [[Edinburgh]] score ~2-15~. [[Guthrie]] card taken {date}, sample {refno}. «{kin_given} and {patient} both tired but happy.|Grandmother {other} staying until {next}.|Dad {kin} back at work at {employer} {weekday}.» Transfer to HV {staff} §mob. «mw {nurse_flast}|{nurse}, §reg»""", who="mother"),
    Kind("health visitor", """Health visitor contact: {today}
Child: {patient_any}   DOB {dob}   §id
Present: §parent «{kin}|{kin_given}», «gran {other_given}|sibling {child_given}|no one else»
«Weight|Wt» [[~5-16~.~10-95~]] kg ([[~9-91~th]] centile), [[Ages and Stages]] done, [[M-CHAT]] low. «Attends {school} nursery|Waiting for a place at {school}». Family moved from {town2} in {month}; now at §addr. {patient_given} says ten words. Discussed [[Healthy Start]], sleep, dental registration at «{surgery}|{town} dental access». «Domestic abuse asked: no.|Dad's ex-partner {friend} not to be given address.» Next: {next}. {nurse} (HV) {phone}""", countries=NEAR, who="child"),
    Kind("district nurse", """DN visit «{today}|{weekday} {today}» time [[~8-16~:~10-55~]]
Pt: {patient_flast} / §id / key safe by door, {house}, {suburb}
«L|R» lower leg ulcer, [[~2-6~]] x [[~1-4~]] cm, [[Doppler]] ABPI [[0.~81-99~]]. Redressed with [[Aquacel]] and [[Profore]]. Photo {photo} saved. §score. [[Foley]] «16|14» Ch changed, lot «SN |s/n |serial |S/N: ||»{device}. §kinis «did dressing|was out|asks for Saturday-free slots instead». §obs
«Next visit|NV» {next} {staff_given}/{nurse_given}. «GP informed|per §drname|d/w {doctor_family}». «sgd|signed» {nurse_ini}""".replace("asks for Saturday-free slots instead", "asks for later slots"), countries=UK, who="old"),
    Kind("care home daily", """{home} daily record «room [[~2-40~]]|» Resident: {patient} ("{patient_nick}"), §age
Night: slept from [[22.~10-50~]], turned x[[~2-4~]], pad changed. {staff_given} and {nurse_given} on.
Am: washed and dressed with [[Sara Stedy]], ate all porridge, §med given by {nurse_flast}. {kin_given} «visited with the dog|brought photos of {town2}|rang from {town2}». {other}, the chaplain of {spot}, called. §score.
Pm: sang with {friend_given} from room [[~2-40~]]. Weight [[~41-79~.~1-9~]] kg. GP {doctor_family} to see {weekday}. «{staff_ini}|{nurse_ini} {today}»""", who="old"),
    Kind("care plan table", """CARE PLAN   {home}, {town} {zip}   reviewed {today}
| Name | {patient_caps} |
| Born | {dob} (§age) |
| §id | Room [[~1-38~]] |
| Key worker | {staff} |
| GP | Dr {gp_family}, {surgery}, {phone} |
| Family | §kin {kin}, {phone} / §kin {kin2}, {email} |
| Mobility | [[Zimmer]] frame, [[Waterlow]] ~10-22~, falls [[~0-3~]] |
| Diet | IDDSI [[level ~4-7~]], MUST [[~0-2~]] |
| Conditions | §cond; §cond |
| Money | account {account} with {kin2_given} |
Signed {nurse}, §reg""", who="old"),
    Kind("occupational therapy home visit", """OT HOME VISIT REPORT {today}
Client: {patient} «(likes {patient_nick})|» §id
Seen at «§addr|home, {street}» with §kinis. Lives «alone|with §kin» in a «bungalow|first floor flat, [[~11-17~]] steps|shack with outside tap». Works: «was a fitter at {employer}|housewife|tea picker».
Transfers: bed with [[Mowbray]] frame, chair [[~43-52~]] cm. Kitchen: makes tea. [[MoCA]] ~15-29~/30, [[Barthel]] ~8-19~/20. Bathroom: bath board, rail to be fitted by {other_given} of the council on {next} «§mob|». Neighbour {friend} holds key. Recommendations: [[Etac]] commode, [[Tunstall]] pendant unit «SN |s/n |serial |S/N: ||»{device}. {staff}, «OT|senior OT» §reg""", who="old"),
    Kind("physio soap", """Physio {today} {patient_flast} §id «L|R» knee, [[Oxford]] score ~18-44~
S: pain [[~2-8~/10]], fell «off motorbike {plate} at {crash}|at {spot}|playing for {school}» {date}. Wants to be back at {employer} «by {next}|soon».
O: ROM [[0-~90-130~]], quads [[4/5]], [[Lachman]] neg, [[McMurray]] «pos|neg», TUG [[~8-19~]] sec.
A: improving after arthroscopy by §drname {date}
P: [[TheraBand]] red, step ups, hydro at {hospital} {weekday}; email exercises to {email}. {staff_given} (student) to lead. r/v {next} {nurse_ini}"""),
    Kind("sick note", """«MEDICAL CERTIFICATE|FIT NOTE|SICK LEAVE CERTIFICATE|Statement of fitness for work»
This is to certify that §Mr {patient_caps}, §ssn, of §addr, employed by {employer}, was examined by me on {today} and «is not fit for work|is fit for light duties only» because of §sob from {date} to {next}. §obs at the visit. [[Lumbar]] belt advised, [[co-codamol 8/500]] given. «Fees received|Receipt» {account}.
Dr {doctor}
§reg   {surgery}, {town} {zip}   «Tel|Ph» {phone}"""),
    Kind("school nurse", """School nurse record - {school}
«Pupil|Child»: {patient_any}, class [[~1-6~]]B, born {dob}. Teacher Ms {other_family}.
{today}: {patient_given} brought by friend {friend_given} from PE, wheezy. Peak flow [[~170-340~]], [[Ventolin]] x[[~2-6~]] with [[Volumatic]]. Settled [[~10-14~:~10-55~]]. §parent {kin_given} §call §mob. «Brother {child_given} in year 2 also coughing.|Head, Mr {other2_family}, informed.|Bus driver {other3} (bus {plate}) told.» Care plan on file; spare [[EpiPen]] in office, expiry [[~3-11~/28]]. HPV consent from {date} found. {nurse}, {phone}""", who="child"),
    Kind("dental record", """«Dental notes|Dental exam|DENTAL» {surgery} {today}
{patient} DOB {dob} §plan «Dr|» {doctor_family} / nurse {nurse_given}
C/o UR6 since {weekday}. BPE [[2~1-3~2/~1-3~32]]. [[Miller]] grade II mobility LL5. Radiograph {photo}, periapical radiolucency. LA [[2.2]] ml lidocaine [[1:80,000]], XLA UR6, [[Luxator]], haemostasis. [[Septanest]] none. Post-op given to §kin {kin_given}. Implant (if wanted) [[Straumann]] 4.1 quoted, deposit to {account}. «Anxious since treated in {town2} as child.|Refer {hospital} for UL8, Mr {other_family}.|Next {next} with hygienist {staff_given}.» §reg"""),
    Kind("optician", """OPTOMETRY REFERRAL  {today}
Pt {patient_rev}  {dob}  §mob
Px noticed flashes since {date}. VA R [[6/~6-12~]] L [[6/~9-36~]], [[Snellen]]; IOP [[~12-29~]]/[[~12-27~]] by [[Goldmann]], CD [[0.~3-8~]]. [[Amsler]] distorted L. Rx R [[-2.~25-75~]] / [[-0.50]] x [[~5-175~]]. OCT [[Topcon]] image {photo}. FH: mother {other} glaucoma, blind at {oldkin}.
«Please see at {hospital} eye clinic before {next}.|Emailed to {email}.|Drives taxi {plate}, told to stop.» §kinis aware. «Optom|Optometrist» {doctor}, {spot2} §reg""".replace("{spot2}", "{town}")),
    Kind("pharmacy phone note", """pharmacy note {today}: {patient} of {street} rang {phone} re §med. «says dr {doctor_family} stopped it {date}|collected by §kin {kin_given} {weekday}|blister pack not come». checked nhs app / spine, ok. dob {dob} confirmed, §id. [[warfarin]] book inr [[~2-4~.~1-9~]], interaction with [[clarithromycin 500]]. delivered by driver {friend_given} in {plate} at [[~13-18~.~10-50~]]. paid {account}. rang {surgery} spoke {staff_given} on recep, script to be redone {next}. {nurse_ini}""", case="lower"),
    Kind("sexual health clinic", """«GUM|Sexual health» clinic {hospital} {today} clinic no {mrn}
«{patient_gfc}|{patient_given} (does not want post at {street})» §age. Contact only by text {phone}. New partner {friend_given} since {month}; ex {other_given} treated {date}. LMP [[~3-25~/7]] ago, [[Microgynon]] / [[Mirena]]. NAAT: [[GC/CT]] pending, [[VDRL]] 1:[[~2-64~]], HIV p24 neg, window [[45]] days. [[Bartholin's]] normal. Rx doxycycline [[100]] mg bd 7/7. Partner slip «given|to {email}». HA {staff} to phone {next}. Seen by §drname {doctor_ini}"""),
    Kind("drug and alcohol service", """Keyworker session: {staff_given} with «{patient_given} “{patient_nick}”|{patient_gf}» on {today} at {town} hub
«AUDIT [[~14-38~]]|[[TOP]] form done|SADQ [[~16-44~]]». Using heroin with {friend_given} near {spot}; last used {weekday}. Methadone [[~30-80~]] ml at pharmacy on {street2}, supervised, pharmacist {other_family}. [[Naloxone]] ([[Nyxoid]]) given. [[Pabrinex]] no. Children {child_given} and {kin2_given} live with §kinis. Probation: {other2}, {phone}. Housing: {home} until {next}. BBV bloods §other. Driving: told to inform DVLA, car {plate}. {staff}""", countries=NEAR + " za us us"),
    Kind("mental health review", """CMHT REVIEW «{today}|on {today}»
Name {patient_any} §id «Section 2 lapsed {date}|Informal|CTO from {date}» Care coordinator {nurse}
{patient_given} came with §kinis. Mood low since {holiday}, hears «voice of {friend_given}|neighbour {friend} through the wall», no plans to act. Sleep [[~3-7~]] hrs. Lost job at {employer}. Risk: tablets at {crash} in {month}. §score. [[Young]] mania ~2-18~. [[Clopixol]] [[200]] mg 2/52, lithium [[0.~4-9~]]. [[Hamilton]] ~8-24~.
Plan: Dr {doctor_family} OPA {next}, crisis line {phone}, {staff_given} to ring {weekday}. Copy: Dr {gp_flast}, {surgery}"""),
    Kind("prison health", """PRISON HEALTHCARE reception screen {today}. «Prisoner|Inmate» {patient_rev}, number {refno}, DOB {dob}, wing B [[~1-4~]]-[[~10-40~]]. Arrived from {town2} court in van {plate}. Opiates + alcohol, [[CIWA]] ~4-19~, [[COWS]] ~3-20~. Fingerprint {bio}. Tattoo “{friend_given}” on neck, photo {photo}. Self-harm {month}, §kin {kin_given} informed §mob. §obs. Community GP Dr {gp_family} at {surgery} confirms §med. Cellmate {friend}. ACCT opened, Officer {other_family} aware. RMN {nurse_flast} to see {weekday}""", countries="uk uk ie au nz za jm us"),
    Kind("vaccination record", """IMMUNISATION RECORD
Name: {patient}    «DOB|Born»: {dob}    §id
{date}  [[Infanrix hexa]]  «L|R» thigh  batch [[A21CD~100-999~B]]  {nurse_ini}
{date}  [[Prevenar 13]]  R thigh  batch [[FT~1000-9999~]]  {staff_ini}
{date}  MMR ([[Priorix]])  L arm  {nurse_flast}
{date}  [[Rotarix]] oral  {surgery}
Due: {next}. Parent {kin} §mob. Given at «{school}|{surgery}|{spot}». Fever [[38.~1-9~]] after the last, [[Calpol]] ok. Notified {hospital}.""", who="child"),
    Kind("travel clinic", """travel clinic {today} {patient} §age passport {other_4} §mob. going to see §kin {kin_given} in {town2} on {next}, stay with {friend} at {street2}. yf ([[Stamaril]]) l arm, [[Typhim Vi]] r arm, [[Malarone]] 1 od. [[Havrix]] booster due. g6pd normal, plt [[~150-390~]]. allergic egg no. §plan. leaflet {url}. paid card {account}. seen by {nurse} {nurse_ini}, r/v {next}"""),
    Kind("phone triage", """«111|Nurse line|Telephone triage» call {today} [[~18-23~:~10-59~]] from {phone}
Caller: {kin} (§kin) about {patient}, §age. Address checked: §addr. Call ref {refno}, IP {ip} on web chat.
«§sob. No red flags.|Swallowed [[Nurofen]] [[~2-9~]] tablets.» Fever [[38.~0-9~]], [[Traveller's]] none, drinking. [[Glass]] test negative. Outcome: «[[Green 2]]|[[P3]]», {surgery} by {weekday}. Agent {staff_given}, clinician {nurse_flast}. Voice file {bio}. §neg"""),
    Kind("rural clinic outreach", """OUTREACH CLINIC {today}, {suburb}. CHW {staff}. Bicycle/vehicle {plate}.
1. {patient} §sex, §id - §sob. RDT neg, MUAC [[~11-24~.~0-9~]]. Coartem [[20/120]]. TCA {next}
2. {friend} - BP [[~140-196~/~88-112~]], amlodipine [[5]] mg
3. Baby {child_given} of {other} - OPV0 given, weight [[~2-5~.~1-9~]] kg
4. {other2_rev} - wound, from {school}
Chief {other3_family} asked for a borehole at {spot}. Fridge [[~2-8~]] C, logger «SN |s/n |serial |S/N: ||»{device}. Refer 1 to {hospital}, {phone}. «Signed|Nurse i/c» {nurse}""", countries=ABROAD),
    Kind("ante natal booking list", """BOOKING CLINIC {surgery} {today}
- {patient}, [[~18-39~]] yrs, G2P1, LMP {date}, husband {kin}, §mob
- {friend_rev}, [[~18-39~]] yrs, primip, from {suburb2}
- {other_given} w/o {other2}, [[~20-39~]] yrs, [[Rh]] negative, [[Hb ~7-12~.~1-9~]] g/dl
All: [[VDRL]] NR, HBsAg NR, FST Iron [[60]] mg. PMMVY forms: §ssn, bank {account}. ASHA {staff_given} «{phone}|will bring them {weekday}». «ANM|Nurse» {nurse_flast}""", countries="in in pk ke gh ng ph", who="mother"),
    Kind("sms reminder", """«Hi|Dear|Hello» {patient_given}, «reminder|this is a reminder»: «your appointment|you are booked» with §drname at {surgery} on {next} at [[~9-16~:~10-55~]]. Reply [[YES]] or call {phone} to change. Details {url}
---
Reply from {phone} {today}: «ok thx, {kin_given} will bring me|cant do that, am in {town2} til {weekday}|wrong number, this is {friend_given} not {patient_given}|Yes but my surname is now {maiden}»
---
Second text: please bring [[HbA1c]] form and [[Libre 2]] reader. Do not reply after [[17:00]]. {surgery}, {street2}"""),
    Kind("podiatry", """Podiatry {today}: {patient_lastf}, {dob}, {suburb}. [[Charcot]] R foot, [[Semmes-Weinstein]] 10 g felt [[~3-9~/10]], [[Buerger's]] neg, pulses [[2/2]]. HbA1c [[~48-99~]]. Ulcer grade [[~1-3~]]A ([[Texas]]). Debrided; [[Inadine]]; [[Aircast]] boot serial {device}. Picture {photo} sent to §drname, {hospital}. §kin {kin_given} to dress x3/week. Smokes with {friend_given} at {spot}. nv {next} {nurse_ini} §reg"""),
    Kind("dietitian", """DIETITIAN REVIEW   date: {today}
Patient - {patient_any} - §age - §id
Wt [[~38-119~.~0-9~]] kg, BMI [[~16-41~.~0-9~]], [[Harris-Benedict]] ~1100-1900~ kcal. Diet hx from §kinis: eats at {spot}, skips breakfast since {month}. [[Fortisip]] x2, [[Creon]] 25,000 with meals. [[Mediterranean]] pattern explained; leaflet {url}.
Aim: [[~5-10~%]] in [[12/52]]. Cooking group {weekday} at {school} run by {friend}. Next {next}. {staff}, {phone}, {email}"""),
    Kind("hospice nurse palliative", """Palliative home visit «{today}|{weekday}, {today}»
{patient} («known as {patient_nick}|{patient_given} to all»), §age, {house}, {suburb}. Ca [[Barrett's]] oesophagus. Phase: deteriorating, [[Karnofsky]] ~20-60~, [[AKPS]] ~20-60~. CSCI ([[McKinley T34]], «SN |s/n |serial |S/N: ||»{device}): morphine [[~10-40~]] mg / [[Buscopan]] [[60]] mg over 24 h. §His §kin {kin_given} sleeping in the chair; son {child} flying from {town2} {weekday}. Priest Fr {friend_family} of {spot} anointed §him on {holiday}. «§He turns {oldkin} next week if §he lives.|DNACPR signed {doctor_family} {date}.» Night sitter {staff_given} §mob. {nurse_ini}""".replace("§He turns {oldkin} next week if §he lives.|", ""), who="old"),
    Kind("advance care plan", """ADVANCE CARE PLAN made {today} with {patient_mid}, born {dob}, at {home}
What matters: «hearing from {friend_given}|seeing {town2} again|chapel at {spot}». If ill: stay here, not {hospital}. Attorney: {kin} (§kin), {phone}, LPA ref {refno}. Also ask {kin2_given}. [[Lasting]] power registered {month}. §His mother {other} lived to {oldkin}.
CPR: no. [[ReSPECT]] form, [[Clinical Frailty]] ~5-8~. Copy: Dr {gp_family}, ambulance, {email}. Witness {staff}, {employer}.""", who="old", countries=NEAR + " us us"),
)  # fmt: skip
