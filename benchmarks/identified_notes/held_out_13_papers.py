"""Kinds of papers: social work, insurance, work, law, school, research, billing, transport."""

from benchmarks.identified_notes.held_out_13_kind import Kind

PAPERS = (
    Kind(
        "case-management",
        """
CASE MANAGEMENT  {dos}
Met w/ pt {pt_any} & §kinrel§ {kin_full} re d/c plan. Lives {home}, {city} ({county}); owns [[Hoyer]] lift. Insurance: {plan}; auth {auth} thru {next} per {ins_full}, ph {phone}, fax {fax}. [[PT/OT]] rec SNF. Referrals sent: {nhome} (accepted, {adm_given}), {nhome2} (declined), {nhome3} (no beds). HH choice {agency}. DME: [[Invacare]] w/c s/n {serial}. IMM letter signed {dshort}. Transport {unit} {wday} §t§. PCP {pcp_last} appt {next}. {rn_init} CM ext {ext}""",
    ),
    Kind(
        "social-work",
        """
SOCIAL WORK ASSESSMENT
{pt_full} is a §age§-year-old «divorced|widowed|single» §man§ from {town} «now staying at {shelter}|living in §his§ §car§ (plate {plate}) behind {shop}|couch surfing in {hood}». Children: {kid_given} (§4-17§) and {kid2_given}, in care of {par_full}, {phone}. CPS worker {sw2_full}, case {case}. Income $§600-1900§/mo from {employer}. Immigration A-number {anum}; lawyer {law_full}. Faith: {church}. §hx§, §med§. [[SDOH]] screen pos x§2-5§; [[MoCA §14-29§/30]]. Member of {reserve}. Plan: food box, SOAR application with {sw3_given} {next}. {sw_full}, LMSW""",
    ),
    Kind(
        "aps-report",
        """
ADULT PROTECTIVE REPORT, intake {case}, called §t§ {dos} to {county} worker {sw2_full}
Client: {pt_lf}, §age§, {home}, {city}. Alleged: §kinrel§ {kin_full}, drives §car§ «tag|plate» {plate}, works {shop}. Reporter: {rn_full} RN {hosp} {phone}. Bank account {acct} drained $§900-9900§ since {monyr}; neighbor {nb_full} at {street} saw shouting on {holiday}. Findings: bruise L arm §2-8§ cm, [[Norton]] 12, §vit§. Photos: {photo}, {photo}. Capacity per Dr. {dr_last}. [[MMSE §10-27§/30]]. Safe place: niece {kin2_full}, {town}, {phone}.""",
    ),
    Kind(
        "guardianship",
        """
«To the court:|To whom it may concern:»
I am the physician of {pt_flm}, §age§, who «has been a resident of {nhome}|lives at {home}, {cityst}» since {monyr}. §He§ has [[Alzheimer's]] dementia ([[MoCA §6-17§/30]]) and §hx§. I examined §him§ on {date} with §his§ §kinrel§ {kin_full} and neuropsychologist {d2_full}. §He§ could not name §his§ street or the month. In my opinion §he§ cannot manage §his§ property. The petition (no. {case}) of {kin_given} is supported. Counsel {law_full} may call {phone}. §His§ §SSN§ is {ssn}.""",
        "letter",
        ages=(66, 88),
    ),
    Kind(
        "prior-auth",
        """
PRIOR AUTHORIZATION REQUEST   Date {dos}
Member: {pt_full}   Member ID: {plan}   Group: {group}   DOB: {dob}
Prescriber: {dr_full} MD  NPI {npi}  «DEA {dea}|Lic {lic}»  Ph {phone}  Fax {fax}
Drug: «[[Humira]] 40 mg/0.4 mL|[[Ozempic]] 0.5 mg|[[Dupixent]] 300 mg»   Dx: [[L40.§1-9§]] / [[E11.§2-9§]]
Tried and failed: §med§ ({monyr} - {monyr}), §med§. §lab§. [[PASI 12]].
Rationale: {pt_last} works at {employer} and missed §3-30§ days. Seen {date} with {d2_last}, {office}.
Ref #: {auth}. Contact {rn_given} at ext {ext} or {email_dr}. Pharmacy {pharm}, {city}.""",
        "none",
    ),
    Kind(
        "insurance-denial-appeal",
        """
Appeal of denial, claim {claim}, member {pt_lf}, ID {plan}
I write for my patient {pt_full}, whose «MRI|stay at {nhome}|back surgery» of {date} your reviewer, Dr. {oth_last}, denied on {dshort}. §He§ is §age§ and has §hx§. [[Milliman]] and [[InterQual]] criteria are met: §exam§ changed to [[3/5]] weakness, §lab§, and six weeks of therapy with {pta_full} at {office} failed. The peer call on the {ordday} with {ins_full} was cut off. Please overturn. Call me at {phone}. §Mr§ {pt_last} has copied {law_full}, «{street}, {town}|at {email_oth}».""",
        "letter",
    ),
    Kind(
        "disability-form",
        """
ATTENDING PHYSICIAN'S STATEMENT - DISABILITY
Employee: {pt_any}   §SSN§ {ssn}   Employer: {employer}   Claim {claim}
1. Diagnosis: «lumbar radiculopathy|[[Guillain-Barré]]|depression ([[PHQ-9]] 18)»; §hx§
2. First treated {date}; last seen {dos}; unable to work from {dshort} to {next}
3. Restrictions: lift < §5-25§ lb; sit [[6/8]] hrs. Objective: §exam§, §lab§
4. Hospitalized? {hosp2}, {monyr}. Other doctors: {d2_full} ({phone}), {d3_lf}
5. Physician: {dr_full}, {clinic}, {street}, {cityst} {zip}; tax/NPI {npi}; fax {fax}
Authorization signed by claimant; supervisor {sup_full} at {phone}.""",
        "form",
    ),
    Kind(
        "workers-comp-first-report",
        """
WORKERS' COMPENSATION - FIRST REPORT
Worker {pt_lfu}, §age§ §M§, §SSN§ last 4 {lastfour}. Employer {employer}, foreman {sup_full} {phone}. Claim {claim}. Adjuster {ins_full}.
Injury {dos} §t§: «R index finger caught in press|fell from ladder at jobsite, {cross}, {city}|forklift rolled over L foot». Witnesses {wit_full}, {wit2_given}. §vit§. §exam§. XR neg for [[boxer's]] fx. [[Jobst]] sleeve. UDS collected, chain of custody {acc}, collector {tech_init}.
Work status: light duty to {next}, no lifting > §5-25§ lb. §med§. Drove self, company van {plate}. Return {clinic} {next}.""",
    ),
    Kind(
        "wcb-progress-canada",
        """
WSIB/WCB PROGRESS REPORT  claim {claim}
Worker: {pt_any}  Health no.: {plan}  SIN: {ssn}
Employer: {employer}, {cityst}  {zip}
Seen {dos}. Accident date {date}: truck (§car§, {plate}) slid on {road}. Now §vit§; [[Neer]] and [[Hawkins]] positive R, ROM [[90/180]]. §med§. Physio {pta_full}, {office}. MRI {acc} at {hosp2} {next}, waitlisted by {rad_last}. Modified work offered by {sup_full}, «declined|from {next}». Case manager {ins_full}, {phone}, fax {fax}. Billing no. {lic}.""",
        "form",
        country="CA",
    ),
    Kind(
        "mva-clinic",
        """
Auto injury f/u. Claim #{claim}, adjuster {ins_full} {phone}. {pt_full} was rear-ended {date} at {cross} in {town} in §his§ §car§ (VIN {vin}, «plate|licence plate|tags» {plate}). Other car §car§ {plate2}, driver {oth_full} of {town}, policy {case}. Police report {police} by Ofc {off_last}. [[Quebec Task Force]] grade II WAD. §exam§, §exam§. [[Oswestry]] §20-60§%. Massage w/ {mt_given}, chiro Dr. {d2_last} {dshort}. §kinrel§ {kin_given} was passenger, seen at {hosp2}. §med§. Lawyer {law_fl}, {email_oth}. Off work at {employer} until {next}.""",
    ),
    Kind(
        "driver-medical",
        """
DRIVER MEDICAL EXAM REPORT   {dos}
Driver {pt_lfm}  «Licence|License|DL/CDL» no. {dl}  class «A|B|C»  Carrier: {employer} {hull}
Vehicle usually driven: §car§ / tractor unit {plate}, VIN {vin}
Vision [[20/30]] R [[20/25]] L; whisper 5 ft; BP [[§108-158§/§62-96§]]; urine SG [[1.0§10-28§]]. Hx §hx§, OSA, CPAP serial {serial}. [[Epworth §2-16§/24]]. Medications §med§.
«Qualified 1 yr.|Determination pending sleep report from Dr. {d2_full}.» Examiner {dr_full}, registry/licence {lic}, {clinic}, {phone}. Certificate no. {case}.""",
        "form",
    ),
    Kind(
        "dmv-report",
        """
«To the Registrar of Motor Vehicles|To Driver Medical Review»,
Pursuant to my duty I report that {pt_full}, licence {dl}, had a «seizure|syncope» on {date} while driving a §car§, plate {plate}, on {road} near {city}. §He§ struck the wall of {shop}. §kinrel§ {kin_given} hid the keys on {wday}. EEG by Dr. {d2_last}; [[Keppra]] [[500 mg BID]]; [[Jacksonian]] march seen. [[Trail Making B]] §80-260§ s. Officer {off_full} (#{badge}) filed report {police}. §He§ should not drive until {next}. The vehicle is co-owned by {sp_full}.""",
        "letter",
    ),
    Kind(
        "parking-transport",
        """
TRANSPORT / PARKING DESK  {dos}
§t§ {pt_last} - w/c van {unit}, p/u {home} {city}, drop {clinic}, rtn §t§, driver {drv_given}
§t§ {p2_full} - self, §car§ plate {plate}, handicap placard {case}, lot [[P2]]
§t§ {p3_fl} - §kinrel§ {kin_full} driving §car§ ({plate2}), validate; ph {phone}
§t§ {p4_any} - stretcher, {unit2}, from {nhome} to {hosp} dialysis, O2 [[2 L/min]], wt §60-160§ kg
Tow notice: §car§, «tag|lic.|plate» {plate3}, in ambulance bay since §t§, owner paged ({oth_full}), security {off_last} ext {ext}. [[Broda]] chair to [[3 West]]. [[Stryker]] cot down.""",
        "none",
    ),
    Kind(
        "valet-incident",
        """
INCIDENT REPORT {case}    {hosp} - {ward}    {dos} §t§
Valet {em1_full} backed a §car§ (plate {plate}, VIN {vin}) owned by visitor {kin_full} into a §car§ ({plate2}) of Dr. {d2_last}. Visitor's «mother|father» is patient {pt_lf}, §age§. No injury; vitals [[128/74]] taken by {rn_given}. Camera file {photo}. Witness {wit_full}, {phone}, {email_oth}. Security {off_full} badge {badge}; police {police}. Insurer claim {claim}. [[Code Yellow]] not called. Damage est. $§300-4900§. Risk manager {sup_full} notified {wday}; owner lives at {home}, {cityst} {zip}.""",
        "none",
    ),
    Kind(
        "fall-incident",
        """
SAFETY EVENT   no. {case}   Entered by {rn_any}   {dos}
Who: {pt_lf}, {mrn}, §age§, {ward} bed [[12-B]]
What: «found on bathroom floor|slid from chair|tripped over IV pole» §t§. [[Morse]] §35-85§; sitter {aide_full} at lunch. [[Posey]] alarm off, serial {serial}. §vit§. §exam§.
Notified: Dr. {d2_last} §t§; §kinrel§ {kin_full} {phone}; supervisor {sup_full}, pager {pager}.
Why: short staff {wday}, §med§ given §t§ by {rn2_init}. Harm [[level 2/9]]. Reviewed by {qa_full} on {next}.""",
        "none",
    ),
    Kind(
        "needlestick",
        """
EMPLOYEE HEALTH - EXPOSURE
Employee {pt_lf} (emp # {badge}, «RN|phleb|EVS», {ward}) stuck L thumb w/ [[Vacutainer]] needle at §t§ {dos}. Source: {src_any}, MRN {mrn2}, room 5§10-40§. Source labs sent (acc {acc}): HIV neg, [[HCV 0.§1-9§]]. Employee [[anti-HBs >10]], [[Truvada]] offered, «declined|started §t§». Reported to {sup_full}. §vit§. WC claim {claim}. F/u {next} w/ {d2_fl}, ext {ext}; personal email {email}; cell {phone}. Hotline called, spoke to {oth_given}. [[Heptavax]] series done {monyr}.""",
    ),
    Kind(
        "school-form",
        """
SCHOOL HEALTH FORM   {school}   Year §2021-2026§
Student: {pt_lf}   ID {student}   Grade §1-12§   Teacher: «Mrs.|Mr.|Ms.» {tea_last}
Parents: {par_full} ({phone}), {par2_full} ({phone}), {email_oth}
Emergency: grandmother {gm_full}, {street}, {city}. Bus driver «Miss|Mr.» {drv_given}, bus [[4§1-9§]].
Allergy: peanut - [[EpiPen Jr]] 0.15 mg. Asthma: [[Ventolin]] 2 puffs. §hx§. Vision [[20/20]]. Immunizations: [[MMR]] {date}, [[Tdap]] {date}.
Physician {dr_full}, {clinic}, {phone}, fax {fax}. Health ins. {plan}. School nurse {rn_fl}. Cleared for sports through {next}.""",
        "none",
        ages=(6, 17),
    ),
    Kind(
        "camp-form",
        """
{camp} HEALTH RECORD    session begins {next}
Camper: {pt_full} ("{pt_nick}")   DOB {dob}   §M§   Cabin mate request: {fr_full}
Home: {home}, {cityst} {zip}
«Mother|Father|Guardian»: {par_any} {phone}; second contact: aunt {kin_full} of {town}, {phone}
Church: {church}. Insurance {plan} / {group}, policy holder {par_given}
Health: §hx§ (mild), takes [[Zyrtec]] 5 mg; last [[tetanus]] {date}. Swims level [[3/6]]. Sleepwalks. No pork. Pick-up by {kin_given} only, §car§ {plate}. Dr. {dr_last} exam {date}: wt §20-60§ kg, BP [[100/60]].
Camp nurse {rn_full}. Photo release {photo}.""",
        "none",
        ages=(6, 16),
    ),
    Kind(
        "iep-letter",
        """
To the «principal|special education team» of {school}:
{pt_full}, a §age§-year-old in «Mrs.|Mr.» {tea_last}'s class, is followed here for «ADHD|autism ([[ADOS-2]] §8-20§)|[[Tourette]]» since {monyr}. {pt_given}'s mother, {par_full}, and aide, {aide_given}, report trouble after lunch. [[Vanderbilt]] scores §12-40§. [[Conners]] T §60-85§. Please allow breaks and [[504 plan]]. Takes [[Concerta]] 27 mg at §t§. Student no. {student}. Call me at {phone}; psychologist {d2_full} at {univ} tested §him§ {date}. Friends such as {fr_given} help.""",
        "letter",
        ages=(6, 16),
    ),
    Kind(
        "sports-concussion",
        """
CONCUSSION NOTE: {pt_any} §age§ yo §boy§, plays for {school}, hit by #[[22]] from {school2} at {park} on {wday}. Coach {co_full} pulled §him§. [[SCAT5]] symptom §8-60§. [[BESS §4-22§]]. §exam§; §exam§. Parent {par_full} {phone} drove §him§ in §car§ to {hosp}, CT neg {acc}. No play until cleared; return-to-learn note to counselor {tea_full}, fax {fax}. Athletic trainer {at_full}, {email_oth}. [[Buffalo]] treadmill {next}. Teammate {fr_last} had the same. §vit§.""",
        ages=(11, 17),
    ),
    Kind(
        "vaccine-clinic",
        """
MASS VACCINE CLINIC at {church}, {street}, {city}   {dos}
# | Name | DOB | Card | Arm | Initials
1 | {pt_lf} | {dob} | {plan} | L | {rn_init}
2 | {p2_full} | {date} | {plan2} | R | {rn_init}
3 | {p3_lfm} | {date} | {plan3} | L | {rn2_init}
4 | {p4_full} | {date} | {plan4} | L | {rn2_init}
[[Comirnaty]] 0.3 mL IM / [[Fluzone HD]] 0.7 mL; fridge [[4.§1-9§ C]]. #2 felt faint, BP [[98/56]], sat w/ §kinrel§ {kin_given}, OK at §t§. Volunteer {vol_full}; lead {rn_full} RN {phone}. Next clinic {school} {next}.""",
        "none",
    ),
    Kind(
        "consent-form",
        """
CONSENT TO PROCEDURE
I, {pt_flm}, born {dob}, residing at {home}, {cityst} {zip}, consent to «colonoscopy|[[Mohs]] surgery|cardiac cath ([[Seldinger]])» by Dr. {dr_full} at {hosp} on {next}. Dr. {d2_last} may assist. I was told of bleeding (1 in §200-900§) and alternatives. «Interpreter {int_full}, ID {badge}, was present.|I take §med§ and stopped it {dshort}.» I agree to photographs (file {photo}) for my chart. My §kinrel§ {kin_full}, {phone}, may be told the results. Anaesthesia: {d3_fl}. [[Propofol]] discussed.""",
        "form",
    ),
    Kind(
        "hipaa-release",
        """
AUTHORIZATION TO RELEASE RECORDS
I {pt_full} (other names: {al_full}) §SSN§ {ssn} DOB {dob} authorize {hosp}, {street}, {city}, to give to {law_full}, attorney, {street}, {cityst} {zip}, fax {fax}, email {email_oth}, my records from {date} to {dos}: [ ] ED  [ ] labs ([[HIV-1]], [[Hep C]])  [x] all; also billing acct {acct}, claim {claim}. Expires {next}. ID shown: {dl}, passport {passport}. Requested by {rn_full}, HIM, ext {ext}. [[CPT 99214]] copies $§10-60§. Revoked requests go to «Privacy Officer {sup_full}|{email_dr}».""",
        "form",
    ),
    Kind(
        "research-enrolment",
        """
RESEARCH ENROLMENT NOTE   Protocol [[NSABP B-51]]   Site {univ}
Participant {pt_lf}, MRN {mrn}, assigned study ID {study} on {dos}. PI {dr_full}; coordinator {rc_full}, {phone}, {email_oth}. Consent v[[3.2]] signed §t§, copy given; §kinrel§ {kin_given} present. Eligibility: age §age§, [[ECOG 0]], §lab§. Samples to {lab}, box label {acc}; voice sample {bio}; face image {photo}; actigraph [[ActiGraph GT9X]] serial {serial}. Tablet MAC {mac}, survey {url}, first login from {ip}. Stipend card ending {card}. W-9 §SSN§ {ssn}. Visit 2 {next}. Randomised arm B ([[PCSK9]] inhibitor).""",
    ),
    Kind(
        "biometric-access",
        """
IT/SECURITY TICKET {case}  {dos}
User {rn_full} RN ({email_oth}) cannot open chart of {pt_lf} {mrn}. Fingerprint template {bio} not matching on cart [[WOW-14]] (asset {serial}, MAC {mac}, IP {ip}). Palm scan {bio2} for pt registered {monyr} belongs to sister {sib_full}, same DOB {dob} - twins merged in error. Photo {photo} swapped. Call back {phone}, ext. {ext} «before §t§|today». Dr. {dr_last} saw wrong allergy ([[Keflex]]) and [[K 5.§1-9§]]. Escalated to {sup_full}; HIM merge case to {oth_given}, link {url}. {hosp}, {ward}.""",
        "none",
    ),
    Kind(
        "billing-letter",
        """
«STATEMENT|FINAL NOTICE»    Account {acct}    {dos}
{pt_full}
{home}
{cityst} {zip}

Dear {pt_full}:
Our records show a balance of $§40-990§.§10-99§ for services on {date} at {hosp} by Dr. {d2_full} ([[CPT 992§13-15§]], [[ICD-10 J18.9]]). {plan} was billed {dshort}; group {group}. Pay at {url} or call {rep_full} at {phone}, §9-11§ am to 4 pm. Card on file ending {card}. «Guarantor: {sp_full}.|Payment plan was set with {kin_full} on {dshort}.» Claim {claim}. Please pay by {next} to avoid collections. [[Net 30]].""",
        "none",
    ),
    Kind(
        "registration-sheet",
        """
REGISTRATION  {hosp}  reg by {tech_init} {dos} §t§
NAME {pt_lfm}   SEX §M§   DOB {dob}   AGE §age§   MRN {mrn}   ACCT {acct}
ADDR {home}   CITY {city}   ZIP {zip}   COUNTY {county}
HOME {phone}   CELL {phone}   EMAIL {email}
§SSN§ {ssn}   DL {dl}   EMPLOYER {employer}   OCC «welder|clerk|retired|student»
NOK {kin_lf} (§kinrel§) {phone}     EMERG {nb_full} {phone}
INS1 {plan} GRP {group} SUBSCR {sp_lf}   PCP {pcp_lf}   REL {church}
VEH §car§ {plate}   CC [[R/O MI]]   ACUITY [[ESI 3]]   [[BP §98-168§/§58-98§]]""",
        "none",
    ),
    Kind(
        "contacts-list",
        """
CARE TEAM / CONTACTS for {pt_full}
- §kinrel§: {kin_full}, {phone}, {email_oth}
- Neighbor w/ key: {nb_any}, {street}
- Son's work: {kid_given}, {employer}, {phone}, ext. {ext}
- PCP: Dr. {pcp_full}, {clinic}, fax {fax}
- Cardiology: {d2_last} / Neuro ([[Huntington's]] clinic): {d3_fl}
- Pharmacy: {pharm}, {street}, {town}
- Case worker: {sw_full}, {county}, case {case}
- Home care: {agency}, nurse {rn_given}, {wday} only [[9-11 am]]
- Vet for service dog: {vet_last}; CPAP [[DreamStation]] {serial}
Updated {dos} by {rn2_init}. Allergies: [[Bactrim]]. Code: DNR. §hx§.""",
        "form",
    ),
    Kind(
        "immigration-medical",
        """
CIVIL SURGEON / PANEL PHYSICIAN EXAM
Applicant: {pt_lfm}   «Passport {passport}|Passport no. {passport}»   A# {anum}   DOB {dob}
Arrived {monyr}; lives w/ sponsor {kin_full}, {home}, {cityst} {zip}, {phone}. Works {employer}.
[[IGRA]] neg {dshort}; [[VDRL]] NR; CXR {acc} by {rad_full}. [[Mantoux]] §0-9§ mm. Vaccines given: [[MMR]], [[Varivax]]. §vit§. §exam§. [[Class B2]] TB ruled out. Interpreter {int_full}. Fingerprints {bio} by {oth_given}. Sealed envelope handed {dos}. Surgeon {dr_full}, lic {lic}. Attorney {law_fl} {email_oth}.""",
        "form",
    ),
    Kind(
        "jail-health",
        """
INMATE HEALTH REQUEST   {court}   Inmate {pt_lfu}  no. {case}  housing [[C-Pod]]
{dos}: "my tooth hurts and nurse {rn_last} wont see me, tell officer {off_last}" . Seen §t§ by {rn2_full} RN. §vit§. Jaw tender [[4/10]], §exam§. Meds: §med§, [[Seroquel]] from Dr. {d2_last} at {clinic}. Released {next}; pick-up by §kinrel§ {kin_full}, {phone}, §car§ {plate}. Wrist ID photo {photo}. Dentist {den_full} {wday}. Court {next}. Prior stay at {hosp2} under name {al_full}. Victim notif. {county}.""",
        "none",
    ),
    Kind(
        "house-fire-ems-shelter",
        """
Burn clinic. {pt_full}, §age§, family of «five|four», house at {street}, {town} burned on {holiday}. §kinrel§ {kin_given} and kids {kid_given}, {kid2_given} ok, staying at {shelter}, then {nhome}. Fire report {run}, {unit}. [[Lund-Browder]] §2-18§% TBSA, [[Parkland]] done. [[Silvadene]] BID. [[Integra]] graft {dshort} by {d2_last}. §vit§. §med§. Burned cards: replace {plan}, DL {dl}, §SSN§ {ssn}. Photos {photo}. Clothes from {church}. [[Red Cross]] worker {sw_full} {phone}. Next {next}, Dr {dr_last}. Neighbour {nb_full} pulled §him§ out.""",
    ),
    Kind(
        "boat-atv-injury",
        """
{dos} §age§ §M§ «boat|jet ski|snowmobile|ATV» accident at {park}, {county}. {pt_last} was «driving|riding behind {oth_given}» on a [[Sea-Doo]] reg {hull}, towed by a §car§ «plate|tag» {plate}. Game warden {off_full}, report {police}. §vit§. R shoulder dislocation, [[Hill-Sachs]], reduced by {d2_fl} w/ [[Kocher]] method. §exam§. EtOH [[0.0§4-9§]]. XR {acc}. Sling, §med§. {oth_full} (driver) cited. Home w/ §kinrel§ {kin_given} to {cityst}, phone {phone}. f/u {office} {next}. {rn_init}""",
    ),
    Kind(
        "pedestrian-hit-run",
        """
ped vs auto. {pt_any} hit by «a dark sedan|§car§», partial plate {plate}, at {cross} by {shop} {wday} §t§, did not stop. witness {wit_full} {phone} gave 2nd plate {plate2} «?rental|?stolen». {unit} to {hosp}. tib-fib fx [[Gustilo II]], [[Schatzker]] n/a. OR w/ {d2_last}: [[Synthes]] nail, serial {serial}. §vit§ §lab§. §kinrel§ {kin_given} flying in from {town} {next}. Det. {off_full} wants statement, case {police}. crime victim comp claim {claim}. lives {home}. {dr_init}""",
    ),
    Kind(
        "ambulance-fleet-checkout",
        """
UNIT CHECKOUT  {unit}   VIN {vin}   plate {plate}   {dos} §t§
Crew {em1_full} lic {lic} / {em2_fl}. Odometer §21-98§k. O2 [[1800 psi]]. Monitor [[Zoll X]] SN {serial}; AED [[LP1000]] SN {serial}; [[Stryker Power-PRO]] SN {serial}. Modem {mac}, {ip}. Narcs: [[fentanyl 100 mcg]] x4, [[Versed]] x2, count w/ {sup_full}. Bag left from last pt {pt_lf} (run {run}) - returned to {hosp} {rn_given}. Patient's §car§, tag {plate2}, still at {cross}; §kinrel§ {kin_full} {phone} will move. [[Stokes]] basket missing. Post at {shop}. Next crew {em3_last}.""",
        "none",
    ),
    Kind(
        "fax-cover",
        """
FAX   {clinic}   {street}, {cityst} {zip}
TO: {oth_full}, {hosp}       FAX {fax}     PAGES §2-40§
FROM: {rn_full} for Dr. {dr_last}     TEL {phone}   {dos}
RE: {pt_lfi}, {dob}, {mrn}
«Records from {date} attached.|Please sign the order for [[Unna]] boots and §med§.|Clearance for [[TURP]] {next}.» Labs: §lab§, §lab§. §hx§. Insurance {plan}. «Urgent - pt at {nhome}.|Call {kin_given}, §kinrel§, {phone} w/ date.|Reply to {email_dr}.» Confidential: if you got this in error call {sup_given} at {phone}. [[HIPAA]].""",
        "none",
    ),
    Kind(
        "voicemail",
        """
Voicemail §t§ {wday} transcribed: "Hi this is {kin_full}, I'm calling about my «mom|dad» {pt_full}, birthday {dob}. «§He§'s|We're» at the house on {street} and §his§ pump, the [[Medtronic]] one, keeps beeping, the sticker says {serial}. We're by {shop} in {town} if the nurse, I think {rn_given}, comes. Or my brother {kid_given}'s number is {phone}. Sugar was [[§210-390§]]. Dr. {dr_last} knows us from {church}. Ok thanks bye." Routed to {rn2_init}, called back {phone} §t§, told [[Novolog]] 4 units. File {bio}.""",
        "none",
    ),
    Kind(
        "device-recall-letter",
        """
Dear §Mr§ {pt_last}:
«Our records show|We write because» your [[CardioMEMS]] or [[Boston Scientific]] implant, serial number {serial}, UDI {udi}, placed {date} by Dr. {d2_full} at {hosp2}, is under recall. Your home monitor ({mac}) connects to {url}. Battery below [[2.6 V]] may cause pauses. Please call device nurse {rn_full}, {phone}, or email {email_dr}. We hold {home}, {cityst} {zip} as your address and {kin_full} as contact. A visit is set for {next} at {office}. Bring your card ({plan}).""",
        "letter",
    ),
    Kind(
        "sleep-cpap",
        """
SLEEP CLINIC {dos}: {pt_full} brings CPAP card. [[AirSense 11]] SN {serial}, modem {mac}, download {url}. AHI §2-48§ -> §1-6§, use [[6.§1-9§ h]], leak §4-30§. [[Epworth §3-19§/24]]. §kinrel§ {kin_given} says no snoring since {holiday}. [[Mallampati III]], neck 1§5-9§ in. §vit§. DME {shop}, rep {rep_given}, order {case}, ins {plan}. DOT letter to {employer} for CDL {dl}. Mask [[Fisher & Paykel]]. Tech {tech_full}, {lab}. Next {next} w/ {d2_last}.""",
    ),
    Kind(
        "wound-photo-log",
        """
WOUND PHOTO LOG   {agency}   client {pt_lf}
{dos}  {photo}  sacrum [[3.2 x 2.1]] cm, [[stage 3]]   {rn_init}
{dshort}  {photo}  sacrum [[3.0 x 2.0]] cm, [[KCI]] VAC {serial}   {rn2_init}
{dshort}  {photo}  L heel, [[Braden 14]], [[Medihoney]]   {rn_init}
Sent to Dr. {dr_last} at {email_dr}, and to §kinrel§ {kin_full} at {phone} by mistake; privacy officer {sup_full} informed {wday}, event {case}. Bed [[Hill-Rom]] s/n {serial}. Address {home}, {city}. Supply order {rx} from {shop}. §lab§. Next visit {next}.""",
        "form",
    ),
    Kind(
        "genetics",
        """
GENETICS CONSULT  Kindred {case}
Proband {pt_full} (§age§ §M§): [[BRCA2 c.5946delT]] path report {acc}, {lab}. Mother {par_full} d. [[§41-79§]] ovarian ca, {hosp2}; aunt {kin_full} of {town}; cousin {sib_given}, tested {monyr} by {d2_last}. Ancestry: paternal from {town}, {reserve}. [[Lynch]] and [[Li-Fraumeni]] less likely; [[Cowden]] no. [[TP53]] neg. [[HeLa]] control ok. Cascade letter to {kid_given} and {kid2_given}. Counselor {gc_full}, {phone}; video {url}. MRI {next}. §lab§. Ins {plan}.""",
    ),
)
