"""Kinds of notes: offices and clinics, home and long-term care, therapy, mental health, messages."""

from benchmarks.identified_notes.held_out_13_kind import Kind

CLINIC = (
    Kind(
        "pcp-visit",
        """
S: {pt_given} is here for «BP check|knee pain|refills|annual physical». Works at {employer}, §kinrel§ {kin_given} came along. Still lives «on {street}|in {hood}|in {town}». «Saw Dr. {d2_last} at {office} in {monyr}.|Went to {hosp2} ER on {dshort}.» Takes §med§, §med§.
O: §vit§. §exam§. §lab§.
A: §hx§, §hx§.
P: «Refill at {pharm}.|Refer to {d3_full}.» Labs before {next}. Call {phone} w/ results, «OK to leave message with {kin_given}|may email {email}». RTC {next}.""",
    ),
    Kind(
        "cardiology-referral",
        """
Dear Dr. {oth_last},
«Thank you for seeing|I would be grateful if you would see» this §age§-year-old §man§ from {town}, «a retired teacher of {school}|a farmer|who drives for {employer}», with §hx§ and exertional dyspnea since {monyr}. §His§ brother {sib_given} had an MI at [[§41-58§]]. Exam: §vit§, §exam§. §lab§. ECG of {date}: [[Mobitz I]]. [[Framingham]] risk §8-28§%. Echo done at {lab} (#{acc}). Current treatment is §med§ and §med§.
{pt_given} may be reached at {phone} and prefers {wday} mornings. §His§ §kinrel§ {kin_full} «drives §him§|must be told of any test».""",
        "letter",
    ),
    Kind(
        "consult-reply",
        """
Dear {oth_given},
I saw {pt_full} «on the {ordday}|on {dos}» at {office}. As you know §he§ is §age§ and has §hx§. {pt_last}'s symptoms began in {monyr} after a trip to {town}. On exam §vit§, §exam§, §exam§. §lab§. I discussed this with my colleague {d2_full} and we «suggest|started» §med§. [[Holter]] ordered. The §kinrel§, {kin_given}, had questions about [[Wilson disease]]. I will see §him§ {next}. My cell is {phone}; my assistant {rn_full} is at ext. {ext}.""",
        "letter",
    ),
    Kind(
        "prenatal",
        """
OB VISIT  {dos}   {pt_lf}  G§1-5§P§0-3§  §12-39§ wks by LMP {date}, EDD {next}
FOB: {par_full}, phone {phone}. BP [[§98-138§/§58-88§]], FHT §120-160§, FH §14-38§ cm, [[Braxton Hicks]] only. §lab§. [[Rh neg]], [[RhoGAM]] given {dshort} by {rn_init}. «GBS neg.|1-hr GTT §90-180§.»
Doula {doula_full}. Plans delivery at {hosp}; peds will be {d2_last} at {clinic}. WIC at {county}, worker {wic_full}. Older child {kid_given} goes to {school}. «Denies [[CAGE]] positives.|[[Edinburgh]] score §2-18§.» U/S by {tech_full}, acc {acc}.""",
        ages=(19, 42),
        sex="f",
    ),
    Kind(
        "delivery-note",
        """
DELIVERY NOTE
{pt_full}, §age§yo G§2-5§P§1-4§ at §37-41§w§0-6§d delivered a viable «boy|girl», {kid_full}, on {dos} at §t§. [[Apgars 8/9]]. Weight §2500-4300§ g. Infant MRN {mrn2}, band no. {badge}. Provider {dr_full}, CNM {d2_full}; nurses {rn_given} and {rn2_given}. [[McRoberts]] maneuver «used|not needed». [[Pitocin]] 20 units. EBL §150-600§. Placenta to path {acc}. Father {par_given} cut cord. Footprints file {bio}. Grandmother {gm_full} in room. «Breastfeeding, seen by {lc_given}, IBCLC.|[[Similac]] by choice.» [[Hugs]] tag {serial}.""",
        ages=(19, 42),
        sex="f",
    ),
    Kind(
        "well-child",
        """
WELL CHILD CHECK   §age§ yo §boy§  {dos}
Here with «mom|dad» {par_full} and «sister|brother» {sib_given}. Attends {school}, teacher «Mrs.|Mr.|Ms» {tea_last}. Lives at {home}, {city}. Best friend "{fr_given}". Wt §12-60§ kg, [[BMI §40-97§th %ile]]. §vit§. [[Tanner 1]]. [[Snellen 20/30]]. §exam§.
«Summer at {camp}; form done.|Swims at {park}.» Screening: [[PSC-17]] §2-20§. Vaccines: [[Gardasil 9]], [[Boostrix]] L arm, given by {rn_init}. Mom's cell {phone}, email {email_oth}. Dentist Dr. {den_last}. Next {next}.""",
        ages=(3, 12),
    ),
    Kind(
        "peds-phone-triage",
        """
{dos} §t§ TC from mom {par_full} re {pt_given} (§age§ §boy§, dob {dob}). fever [[10§1-3§.§1-8§]] since {wday}, «vomited x§2-5§|barky cough|rash on trunk», drinking ok. got [[Tylenol]] §t§. classmates at {school} sick, cousin {sib_given} has [[Fifth disease]]. advised fluids, [[Pedialyte]], call if >[[104]] or lethargic. cb {phone}. Pharm {pharm}. d/w Dr {dr_last} who agrees. appt w {d2_fl} {next} §t§. {rn_full} RN""",
        ages=(2, 9),
    ),
    Kind(
        "psychiatry-eval",
        """
PSYCHIATRIC EVALUATION
{pt_full} («goes by|prefers» "{pt_nick}") is a §age§-year-old §man§ referred by {pcp_full} of {clinic}. Living «at {shelter}|with §kinrel§ {kin_given} in {hood}|in a camper at {park}». Grew up in {town}; «studied at {univ}|worked at {employer} until {monyr}». Prior admission {hosp2}, {monyr}, under Dr. {d2_last}. Reports «low mood|voices|panic» since {holiday}. [[PHQ-9]] §5-26§, [[GAD-7]] §3-20§, [[C-SSRS]] low. Medication trials: [[Lexapro]], [[Abilify]]. MSE: «guarded|tearful», oriented x§2-4§, "§Mr§ {oth_last} at work is spying". Access to firearms denied per {kin_given} ({phone}). Probation officer {off_full}, case {case}. Plan: §med§; therapist {th_full}, {next}.""",
    ),
    Kind(
        "therapy-note",
        """
Individual therapy, 50 min, telehealth «({url})|from home». {pt_given} talked about «the divorce from {sp_given}|{kid_given}'s school|losing {par_given} in {monyr}» and about a fight with coworker {oth_given} at {employer}. §He§ «went to|skipped» AA at {church} on {wday}. Used [[Socratic]] questioning, [[DBT]] skills, [[Gestalt]] chair. Denies SI/HI. [[GAF §45-75§]]. Homework: call {sib_given}. Client IP {ip} verified in state. Next {next} §t§. Crisis no. given. Invoice to acct {acct}. {th_full}, LCSW lic. {lic}""",
    ),
    Kind(
        "detox-intake",
        """
INTAKE  {dos}   Client: {pt_any}   §SSN§: {ssnmask}   DL {dl}
Substances: EtOH daily, last drink {dshort} at {oth_given}'s house; [[Suboxone]] from Dr. {d2_last} (DEA {dea}). [[CIWA-Ar §4-24§]], [[COWS §3-18§]]. §vit§. §lab§. Hx §hx§.
Came from {shelter}; before that {court}. Car: §car§ plate {plate} parked in lot. «Court date {next}, JV/CV {case}.|PO {off_full}, {phone}.» Kids {kid_given} and {kid2_given} with {par_full} in {town}. Sponsor: {sp2_fl}, {phone}. Sent {fax} ROI to {clinic}. Staff {rn_init}""",
        country="US",
    ),
    Kind(
        "oncology-followup",
        """
ONCOLOGY FOLLOW-UP
Dx: «IDC L breast, [[HER2+]], [[Oncotype]] §8-30§|[[DLBCL]], [[Ann Arbor III]]|prostate adenoca, [[Gleason 4+3]]», {monyr}. Path {acc} from {lab}, reviewed by {path_last}.
{pt_full} returns for C§1-6§D1 of «[[R-CHOP]]|[[AC-T]]|[[Keytruda]]». §kinrel§ {kin_given} drove from {town}. [[ECOG 1]]. [[Karnofsky]] §60-90§. §vit§. §lab§. [[MCF-7]] assay and [[PIK3CA H1047R]] per report. Port (serial {serial}) placed {dshort} by {d2_fl}. Trial {study} discussed by research nurse {rn_full}, {phone}. Wigs from {shop}. Radiation w/ {d3_full} at {hosp2} starts {next}. Spouse leave papers for {employer} done.""",
    ),
    Kind(
        "chemo-infusion",
        """
INFUSION RECORD {dos} chair §2-19§
ID check x2: {pt_lf} / {dob} / {mrn}. BSA 1.§5-9§. Port-a-cath accessed by {rn_init} §t§, 20g [[Huber]] needle, + blood return. Pre: [[Zofran]] [[16 mg]], [[Decadron]] 12 mg, [[Benadryl]]. [[Taxol]] 1§20-90§ mg at §t§, [[Alaris]] pump SN {serial}; second RN check {rn2_full}. §vit§. «Reaction at 15 min, Dr. {dr_last} called, resolved.|Tolerated well.» Ride: {kin_full}, {phone}, §car§ {plate} valet. Scalp cooling rep {oth_full}. Next {next}. §lab§.""",
    ),
    Kind(
        "transplant-coordinator",
        """
TRANSPLANT COORDINATOR NOTE
Offer call §t§ {dos}: donor ID {donor}, [[KDPI §12-85§%]], for {pt_lf} ({mrn}), [[MELD §14-38§]]. Donor hospital in {town}. Surgeon {d2_full} accepts. Pt called at {phone}, then §kinrel§ {kin_full} at {phone}; on the way from {city} via {road} in §car§ {plate}. Living donor backup: {sib_full}, workup at {hosp2} {date}. Crossmatch by {lab}, tech {tech_given}. [[HLA-B27]] neg. Meds: [[Prograf]] [[2 mg BID]], [[CellCept]]. Insurance {plan}, group {group}, auth {auth} by {ins_given}. Parking pass for {unit}. Dr. {dr_last} updated.""",
    ),
    Kind(
        "dialysis-run",
        """
HD TREATMENT SHEET   {clinic} Dialysis «MWF|TTS» 2nd shift
Pt {pt_any}   MRN {mrn}   Machine [[Fresenius 2008T]] #{serial}   Dialyzer [[Optiflux]]
Pre wt §55-120§.§1-9§ post §54-118§.§1-9§; §vit§; access L AVF (Dr. {d2_last}, {monyr}); BFR §300-450§. §lab§, [[Kt/V 1.§2-7§]].
Notes: missed {wday}, «van {unit} did not come|at nephew {kin_given}'s funeral in {town}|snow on {road}». Cramping at §t§, NS 200. [[Epogen]] §2000-9000§ u. [[Zemplar]]. Chair time changed from {next} per charge RN {rn_full}. SW {sw_given} re Medicare {plan}. Tech {tech_init}. MD {dr_last} rounded.""",
    ),
    Kind(
        "rehab-pt",
        """
PHYSICAL THERAPY EVAL   {office}   {dos}
{pt_lf} «-|,» §age§ §M§ s/p L TKA {date} by {d2_full}, [[Stryker Triathlon]]. Lives w/ §kinrel§ {kin_given}, 3 steps, {home}. PLOF: bowls at {church}, cashier at {shop}.
AROM 5-§80-115§, strength [[4-/5]], [[TUG §9-30§ s]], [[Berg §28-54§/56]], [[Tinetti]] §12-26§. Uses [[Rollator]]. §vit§. Goals by {next}.
Insurance {plan} auth {auth}, §8-20§ visits. HEP link {url}. Daughter-in-law {kin2_full} can be called at {phone}. Co-treat w/ {ot_given}, OT. PT {pta_full}, lic {lic}.""",
    ),
    Kind(
        "speech-ot",
        """
slp note {dos}. {pt_fulll} seen bedside w/ §kinrel§ {kin_given}. [[yale]] swallow fail, [[mann]] §120-190§. «mbss {next} w/ dr {rad_last}|thickened liquids». §vit§. names objects [[7/10]], could name wife's sister {sib_given} and hometown {town}, not the year. aphasia [[WAB §40-90§]]. lives {home}, {city}. hx §hx§. outpt slp at {office}, {phone}. told rn {rn_given} + {rn2_given}. plan 5x/wk. {th_init}""",
    ),
    Kind(
        "home-health",
        """
{agency} SKILLED NURSING VISIT  {dos} in §t§ out §t§
Client {pt_any}, {home}, {cityst} {zip}. Gate code w/ neighbor {nb_full}. Dog put in yard. §kinrel§ {kin_given} present.
§vit§. Wound L heel §1-5§ x §1-4§ x 0.§1-9§ cm, photo {photo} uploaded to Dr. {dr_last}. [[Wagner 2]]. [[Unna]] boot. §dev§. §exam§.
Meds reconciled: §med§; §med§; §med§. O2 concentrator [[Inogen]] s/n {serial}. Aide {aide_full} {wday} & {wday}. «Car in drive blocks ramp ({plate}).|Address hard to find, off {road}.» MBI/plan {plan}. Next {next}. Call office {phone}. Mileage §4-38§. {rn_full} RN""",
    ),
    Kind(
        "hospice",
        """
{agency} IDT NOTE
{pt_full}, §age§, terminal dx [[Lewy body]] dementia, PPS §20-50§%, [[FAST 7]]. Cert period {date} - {next}. Home at {nhome}, {street}. Wife/husband {sp_full}; daughters {kid_full} and {kid2_full} of {town}; estranged son {kid3_given}. Veteran. Pastor {ch_last} of {church} visits. Comfort kit: [[Roxanol]] 5 mg, [[Haldol]] 1 mg, §med§. §vit§. «[[Cheyne-Stokes]] noted.|Intake sips.»
Funeral home: {funeral}, {phone}. RN {rn_given} {wday}, aide {aide_given} daily, vol {vol_full}. Dr {dr_last} to recert.""",
    ),
    Kind(
        "death-note",
        """
DEATH PRONOUNCEMENT
Called to bedside by {rn_full} at §t§. No pulse, pupils fixed, no response. {pt_full}, §age§, pronounced dead {dos} §t§. [[Glasgow]] 3. Attending {dr_full} notified; family: «§kinrel§ {kin_full} at bedside|{kin_full} called in {town}, {phone}». ME {me_last} of {county} «declined|accepted, case {case}». Donor line called, ref {donor}, spoke w/ {oth_given}. Belongings (watch, [[Rolex]] copy) to {kin2_given}. Remains to {funeral}, «driver {drv_full}, van {plate}|{city}». Certificate to be signed by {pcp_last}.""",
    ),
    Kind(
        "nursing-home",
        """
{nhome} - NURSES' NOTES
{dos} §t§ Res. {pt_last} found on floor beside bed by CNA {aide_given}. «No injury|Skin tear R elbow §1-4§ cm». §vit§. Neuro checks WNL, §exam§. [[Morse]] §45-95§. Dr. {dr_last} notified §t§, NNO. POA {kin_full} ({phone}) notified. [[WanderGuard]] tag {serial} on.
§t§ Res. ate 75% at table w/ {res_full} & {res2_given}. §med§ given. {kin_given}'s church ({church}) to sing on {holiday}. Lab {lab} drew BMP. Roommate Mr {res3_last} c/o noise. {rn_init}""",
    ),
    Kind(
        "dental",
        """
DENTAL CHART  {office}   Pt: {pt_lfm}   acct {acct}
{dos}: PSA block, [[Septocaine]] [[1:100,000]] x§1-3§ carp. #§2-31§ MOD comp A2. [[Angle Class II]]. Probing [[3-2-4]]. «Recall 6 mo.|RCT referral to Dr. {d2_full}, {town}.|Crown from lab, case {case}.» Med alert: §hx§; §med§. Premed per Dr {pcp_last}. BP [[§108-158§/§60-92§]]. Pt's §kinrel§ {kin_given} pays; card ending {card}. Insurance ID {plan} grp {group}. Hyg {rn_init}. Confirm by text {phone} or {email}. Next {next} w/ {hyg_given}.""",
    ),
    Kind(
        "optometry",
        """
EYE EXAM   Dr. {dr_full}, OD    {office}, {city}
{pt_any} §age§ «yo|y/o» §M§. Last exam {monyr} w/ {d2_last}. Job: drives truck for {employer}, licence renewal ({dl}).
VA OD [[20/§20-80§]] OS [[20/§20-60§]]. IOP [[§10-24§/§10-24§]] [[Goldmann]]. Rx OD [[-2.25 -0.75 x 090]], OS [[-1.50 sph]]. [[Amsler]] nl. [[Ishihara]] [[11/11]]. Retinal scan stored as {bio}. Photos {photo}. [[Humphrey]] field 24-2.
A: [[Fuchs dystrophy]], §hx§. Plan: [[Xalatan]] qhs; cataract eval w/ {d3_full} in {town}, {phone}. Frames: [[Ray-Ban]]. Mail CLs to {home}, {cityst} {zip}. RTC {next}.""",
    ),
    Kind(
        "telehealth",
        """
TELEHEALTH VISIT {dos}
Platform link {url}; pt IP {ip}; device {mac}. Patient located at: {home}, {city}. Provider at {clinic}. Verified {pt_full} by DOB {dob} and last four of §SSN§ {lastfour}. Consent verbal. Also on call: §kinrel§ {kin_given}, interpreter {int_given} #{badge}.
§age§yo c/o «sinus pressure|UTI sx|rash» since {wday}. Home BP cuff [[Omron]]: [[§108-168§/§60-98§]]. Hx §hx§. No red flags.
Plan: §med§ sent to {pharm}, {street}. «Video dropped, finished by phone {phone}.|Portal msg {next}.» If worse go to {hosp}. Dr. {dr_last}""",
    ),
    Kind(
        "portal-message",
        """
From: {pt_full} <{email}>
To: Dr. {dr_last}
Sent: {dos} §t§
Subject: «my labs|refill|question»

Hi Dr. {dr_last}, «this is {pt_given}.|it's {pt_given} again.» I got my results and it says my [[A1c 7.§1-9§]] and creatinine [[1.§1-9§]], is that bad? Also {pharm} on {street} says they never got the §med§. I will be in {town} visiting my sister {sib_given} until {next}, so please use my cell {phone}. {sp_given} says I should stop the [[Celebrex]].
Thanks, {pt_given}

Reply ({rn_given}, RN): Hello §Mr§ {pt_last}, I asked {dr_fl} and the numbers are stable from {date}. We resent it. Rx no. {rx}.""",
        "none",
    ),
    Kind(
        "portal-message-lower",
        """
hi dr {dr_last} its {pt_fulll} dob {dob}. my «back|stomach|knee» is still bad since {holiday} its like [[§5-9§/10]]. the [[norco]] [[5/325]] isnt helping and {shop} wont hold my job past the {ordday}. can u write me a note to {employer}, fax {fax} attn {oth_given}? also my «husband|mom|cousin» {kin_given} hit a deer on {road} w the §car§ so i dont have a ride {wday}, can we do video? my number is {phone} now not the old one. thanks {pt_given}""",
        "none",
    ),
    Kind(
        "appointment-reminder",
        """
«REMINDER|Appointment reminder»: {pt_given}, you have an appointment with «Dr.|Doctor» {dr_last} at {clinic}, {street}, {cityst} {zip}, on {wday}, {next} at §t§. Reply C to confirm or call {phone}. Please bring your card ({plan}), a list of medicines such as [[Lantus]] or [[Xarelto]], and arrive 15 minutes early. Fasting after [[midnight]] if you have labs. Parking in the {ward} garage. «Check in at {url}.|Visit {url} to fill out forms.» «Se habla español, ask for {rn_given}.|Your balance of $§15-240§ on account {acct} is due.» Missed visits on {dshort} may be charged. [[Tdap]] is offered.""",
        "none",
    ),
    Kind(
        "pharmacy-call",
        """
RPh note {dos} §t§: {dr_full}'s office ({rn_given}, {phone}) called in §med§, #§20-90§, RF §0-5§, for {pt_lf}, DOB {dob}. Rx# {rx}. DEA {dea}, NPI {npi}. [[DAW 1]]. Old Rx {rx} from {d2_full} at {office} d/c'd. PMP checked: fills at {pharm} {dshort} and {dshort}. Ins rejected [[75]], ID {plan} grp {group}, PA {auth}. Pt's §kinrel§ {kin_given} to pick up, DL {dl}; drives §car§, curbside plate {plate}. Interaction §med§ + [[Cipro]]. Counselled by {ph_full}, PharmD.""",
    ),
    Kind(
        "diabetes-device",
        """
DIABETES EDUCATION {dos}
{pt_given} uses [[Omnipod 5]] (PDM serial {serial}) and [[Dexcom G7]] (transmitter {serial}, Bluetooth {mac}). Upload at {url}, login {email}. TIR §40-85§%, GMI [[7.§1-9§]]. [[I:C 1:§6-15§]], ISF §25-60§. Lows after hockey at {park} w/ coach {oth_last}. §kinrel§ {kin_given} follows on phone {phone}. School nurse {rn_full} of {school} has orders to {next}. Rep {rep_full} from {town} will swap the pump under claim {claim}. Dr {dr_last} cosigned. §vit§.""",
    ),
)
