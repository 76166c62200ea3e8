"""Kinds of notes: emergency, hospital and operating room, laboratory and imaging."""

from benchmarks.identified_notes.held_out_13_kind import Kind

ACUTE = (
    Kind(
        "ed-note",
        """
CC: «chest pain|abdominal pain|fall|shortness of breath»
HPI: {pt_full} is a §age§-year-old §man§ «from|who lives in» {town} with hx of §hx§ and §hx§ who «presents|comes in» «via {unit}|by private car|walk-in» with symptoms since {wday}. §His§ §kinrel§ {kin_given} found §him§ at {home} «around|at about» §t§. «Denies fever.|No LOC.|No prior episodes.|Last seen here {date}.»
Meds: §med§, §med§
PE: §vit§. §exam§, §exam§.
Labs: §lab§
ED course: «Discussed with|D/w» Dr. {d2_last} («cards|surgery|hospitalist»), who «accepts|will see in AM|recommends obs». {kin_given} updated by phone {phone}.
Dispo: «admit|home with f/u {pcp_last} {next}|transfer to {hosp2}».""",
    ),
    Kind(
        "ed-shorthand",
        """
§age§ yo §M§ h/o §hx§, c/o «LBP|HA|n/v|cough» x§2-9§d. «pt states|per pt's §kinrel§ {kin_given}» fell at {shop} {dshort}. §vit§. §exam§. §lab§. CXR neg per Dr {d2_last}. given §med§ w/ relief. «d/c home w/ §kinrel§ {kin_full} {phone}|f/u {clinic} {next}». rx sent to {pharm}. pt {pt_last} «verbalized understanding|ambulated out» §t§. {rn_init}""",
    ),
    Kind(
        "ed-mva",
        """
MVC note. {pt_any}, §age§ §M§, restrained «driver|passenger» of a §car§ («plate|tag|lic plate|license plate» {plate}) struck by a §car§ ({plate2}) on {road} near {bridge} on {dos} at §t§. Other driver {oth_full} «fled the scene|was cited|remained on scene». {court} case # {police}, Ofc. {off_last} badge {badge}. Extricated by {unit}, brought to {hosp}. [[GCS §9-15§]] on scene. §vit§. FAST neg. CT head/C-spine read by {rad_fl} negative, accession {acc}. §exam§. «Auto insurance claim {claim}.|VIN {vin} per adjuster.|Airbag deployed.» Passenger {kin_given} «taken to {hosp2}|uninjured». {phone} is best number for §his§ §kinrel§.""",
    ),
    Kind(
        "trauma-activation",
        """
TRAUMA ACTIVATION LEVEL «1|2»    Arrival §t§  {dos}   EMS: {unit}
Mechanism: «MCC|MVC rollover|ped struck|ATV» at {cross}, {city}. Vehicle §car§, {plate}. Speed ~§25-75§ mph.
Team: TTL Dr. {dr_last}; ED {d2_last}; anesthesia {d3_full}; RN {rn_full}; scribe {tr_init}
A patent  B equal bilat  C §vit§  D [[GCS §6-15§]]  E [[T 35.§1-9§]]
Pt ID'd by «driver's licence {dl}|wallet card|§kinrel§ {kin_full}» as {pt_lf}. NOK {kin_full} called at {phone}, no answer; «police to go to {home}|left VM|reached at work, {employer}».
§lab§. [[MTP]] «activated|not needed». §dev§. To OR §t§ with {d3_last}.""",
    ),
    Kind(
        "hp-admission",
        """
HISTORY AND PHYSICAL
Chief complaint: «weakness|dyspnea|confusion|syncope»
History of present illness: §Mr§ {pt_last} is a §age§-year-old §male§ resident of {nhome} in {town} who was sent in on {dos} by Dr. {pcp_last}. Per §his§ §kinrel§ {kin_full} ({phone}), §he§ has been «more tired|off food|falling» since {holiday}. Prior admission here in {monyr}.
PMH: §hx§; §hx§; §hx§
Home medications: §med§; §med§; §med§
Social: Retired from {employer}. Attends {church}. Born in {town}. «Widowed|Married to {sp_given}|Lives with son {kid_given}».
Exam: §vit§. §exam§. §exam§.
Data: §lab§; §lab§
A/P: «[[CURB-65]] 2|[[CHA2DS2-VASc]] 4|[[Wells]] 1.5». «Admit to {ward}.|Tele.|Consult ID (Dr. {d2_last}).» Code status discussed with {kin_given}: «DNR|full code».""",
    ),
    Kind(
        "op-note",
        """
OPERATIVE REPORT
SURGEON: {dr_full}, MD     ASSISTANT: {d2_full}, PA-C    ANESTHESIA: {d3_fl}
PREOPERATIVE DIAGNOSIS: «Cholelithiasis|Right hip OA|Incisional hernia|Complete heart block»
PROCEDURE: «[[Billroth II]]|[[Whipple]]|[[Nissen]] fundoplication|Right THA|Dual-chamber pacemaker»
IMPLANTS: «[[Zimmer]] stem|[[Medtronic Azure]]|[[Stryker Triathlon]]» serial no. {serial}; UDI {udi}
FINDINGS: «As expected.|Adhesions from the {monyr} operation at {hosp2}.»
DESCRIPTION: {pt_full} was identified by wristband {mrn} and date of birth {dob}. Timeout done with {rn_full}, RN at §t§. «A [[Kocher]] incision was made.|[[Trendelenburg]] position.|[[Bovie]] used throughout.» A [[Jackson-Pratt]] drain was left. EBL §20-400§ mL. Counts correct x2 per {rn_given} and {tr_given}. The §kinrel§, {kin_full}, was updated in the waiting room.""",
    ),
    Kind(
        "nursing-shift",
        """
«NURSING SHIFT NOTE|Shift summary|Nsg note» «[[0700-1900]]|[[1900-0700]]»
§t§ Report from {rn2_full}. Pt A&Ox§2-4§, §vit§. §dev§. §exam§
§t§ §med§ given. §kinrel§ {kin_given} at bedside, «asking for Dr. {dr_last}|brought glasses from home|upset about parking».
§t§ Dr. {d2_last} paged ({pager}) re: §lab§. Orders rec'd, read back.
§t§ «Up to chair w/ PT ({pta_given})|Ambulated 50 ft w/ [[Zimmer]] frame|Refused bath». [[Braden §11-22§]]. [[Morse]] §20-75§.
§t§ {pt_last}'s belongings (ring, phone) given to {kin_full}. «Call light in reach.|Bed alarm on.» Handoff to {rn3_given} RN. {rn_init}""",
    ),
    Kind(
        "nursing-lower",
        """
pt {pt_fulll} in rm 41§1-9§ resting. §kinrel§ {kin_fulll} called from {town} wants update, cb {phone}. told dr {dr_last} rounds around §t§. §vit§. §dev§. «pt c/o pain [[§3-9§/10]] gave §med§|ate 50% of lunch|slept most of shift». chaplain {ch_given} from {church} visited on the {ordday}. pt states §his§ dog is with neighbor {nb_given} at {home}. will pass on to {rn2_given}. -{rn_init}""",
    ),
    Kind(
        "icu-progress",
        """
ICU DAY §2-14§   {ward}
Overnight: «self-extubated, reintubated by {d2_last}|no events|febrile, cultures sent {dshort}»
Neuro: [[RASS -§1-3§]], [[CAM-ICU]] «pos|neg». CV: §vit§. Resp: [[PEEP §5-14§]], [[FiO2 0.§30-80§]]. Vent S/N {serial}. Renal: §lab§. Lines: [[Swan-Ganz]] out {dshort}; R IJ placed {dos} by Dr. {d3_full}.
ID: blood cx acc# {acc}. Heme: §lab§.
Family: met w/ {kin_full} (§kinrel§) and {kin2_given}; {kin_given}'s number {phone}. SW {sw_fl} involved.
Plan d/w {dr_last}, {rn_given} (RN), {rt_given} (RT). Donor network ref # {donor} if declines.""",
    ),
    Kind(
        "discharge-summary",
        """
DISCHARGE SUMMARY
Admitted: {date}     Discharged: {dos}     Service: «Medicine|Cardiology|Gen Surg» ({dr_last})
PCP: {pcp_full}, {clinic}, ph {phone}, fax {fax}
Diagnoses: §hx§; «pneumonia|NSTEMI|cellulitis|GI bleed»
Hospital course: {pt_full} is a §age§ y/o §M§ who was transferred from {hosp2} on {dshort}. «Dr. {d2_full} of GI performed EGD on {dshort}.|Seen by {d2_last} (ID).» §lab§ at discharge. [[Foley]] removed {dshort}.
Discharge medications: §med§; §med§; §med§
Follow-up: Dr. {pcp_last} {next}; {office} {next} at §t§.
Pending: pathology {acc}.
Discharged to: «{nhome}|home, {home}, {cityst} {zip}|§kinrel§ {kin_full}'s house in {town}» «via {unit}|by car».""",
    ),
    Kind(
        "discharge-instructions",
        """
DISCHARGE INSTRUCTIONS for {pt_given}
You were seen at {hosp} on {dos} by Dr. {dr_full} and {rn_given}, RN for «a broken wrist ([[Colles fracture]])|asthma|a kidney stone».
- Take §med§ with food. Do not drive.
- Call {phone} if your temperature is over [[100.4]] or pain is worse than [[7/10]].
- See {pcp_full} at {clinic}, {street}, {city} on {next} at §t§.
- Pick up your medicine at {pharm}, {street}.
«- Your §kinrel§ {kin_given} should stay with you tonight.|- No school until {next}.|- Return to work {next}.»
View results at {url}. «Your login is {email}.|Access code sent to {email}.»""",
    ),
    Kind(
        "ems-run",
        """
EMS PATIENT CARE REPORT   Run # {run}   Unit: {unit}   Crew: {em1_full} (EMT-P), {em2_full} (EMT-B)
Dispatched §t§  On scene §t§  Hosp §t§
Location: {home}, {cityst} {zip}    Caller: {nb_full} ({phone})
Pt: {pt_lf}, §age§ y/o §M§, DOB {dob}, §SSN§ {ssn}
Nature: «unresponsive|fall|chest pain|diabetic». Found «supine in kitchen|in garage» by neighbor {nb_given}. §vit§. [[GCS §3-15§]]. BGL §34-380§. [[Cincinnati]] stroke scale neg. Meds per bottles: §med§, §med§. PCP {pcp_last}.
Tx: 12-lead, [[LIFEPAK 15]] s/n {serial}, IV 18g. Transported code «1|3» to {hosp} via {road}. Report to {rn_given} RN. Narrative by {em1_init}.""",
        "none",
    ),
    Kind(
        "ems-crash-telegraphic",
        """
{unit} resp code 3 to {cross} {city} for MVC x2 veh. V1 §car§ {plate} driver {pt_any} §age§«M|F» seatbelt +airbag. V2 §car§ «plate|tag|reg» {plate2} driver {oth_full} refused, signed AMA. V3 parked §car§, {plate3}, owner not present. {pt_last} c/o neck/L knee pain, §vit§, [[GCS 15]], collar + board. Det {off_last} #{badge} on scene, rpt {police}. VIN V1 {vin}. OK DL {dl}. Transported to {hosp} §t§, pt «wife|mom|boss» {kin_given} notified {phone}. {em1_init}/{em2_init} run {run}""",
        "none",
    ),
    Kind(
        "police-hold",
        """
POLICE HOLD / CUSTODY NOTE
{pt_lf} brought by Officers {off_fl} and {off2_last} («badges|#s» {badge}, {badge}) of {court} for medical clearance after arrest at {park} on {dos}. Report no. {police}; booking {case}. Vehicle towed: §car§, plate {plate}. §Mr§ {pt_last} is §age§, hx §hx§. Handcuffed, cooperative. §vit§. §exam§. «[[Breathalyzer]] 0.§10-29§.|Denies SI.|Sutured R hand x§3-9§.»
Fingerprint card {bio} taken by police. Property: phone, $§12-90§, ID {dl}.
Cleared §t§, report called to jail nurse {rn2_full} at {phone}. Contact §kinrel§ {kin_full}.""",
    ),
    Kind(
        "sexual-assault-kit",
        """
SANE exam, chart {mrn}. Examiner {rn_full}, RN, «arrived|called in» §t§. Advocate {adv_full} from {shelter} present. Pt §age§ §M§ reports event at {univ} «dorm|parking lot» on {wday}. Detective {off_last}, {court}, case {police}. Kit sealed, kit # {case}, handed to Ofc. {off2_full} at §t§. Photos {photo} and {photo} on the secure drive. §exam§. [[Plan B]] and §med§ given. Safe phone: {phone}, ask for "{pt_nick}". «Do not call home.|OK to text.» Follow-up {clinic} {next}.""",
    ),
    Kind(
        "rapid-response",
        """
RAPID RESPONSE  {dos}  called §t§ by {rn_full} RN, {ward}
Reason: «SBP [[78/40]]|desat to 82%|acute AMS». Team: {dr_last}, {d2_last}, RT {rt_given}, ICU RN {rn2_full}.
S: {pt_last}, POD#§1-5§ from hip fx, hx §hx§. B: received §med§ at §t§. A: §vit§, §lab§, §exam§. R: 500 mL bolus, ABG, «[[Narcan]] 0.4 mg|CT PE|[[BiPAP]] 12/5».
Outcome: to ICU. §kinrel§ {kin_full} informed ({phone}) by Dr. {d2_last}; {kin_given} is driving in from {town}, ETA §t§.""",
    ),
    Kind(
        "radiology",
        """
EXAM: «CT ABDOMEN/PELVIS W CONTRAST|MRI LUMBAR SPINE|CHEST 2 VIEWS|US THYROID»
ACCESSION: {acc}      EXAM DATE: {dos} §t§
ORDERING: {pcp_lf} MD, {clinic}
CLINICAL HISTORY: §age§-year-old §male§, §hx§, pain since {monyr}.
COMPARISON: {date} from {hosp2}.
FINDINGS: «A §4-19§ mm nodule in the right lobe, [[TI-RADS 4]].|[[Schmorl's node]] at [[L1/2]].|[[Bosniak II]] cyst, §2-5§.§1-9§ cm.|[[Bochdalek]] hernia.» No free air. [[Hounsfield]] §10-40§.
IMPRESSION: «1. [[Fleischner]] follow-up in 6-12 months.|1. No acute process.|1. [[Modic]] type 2 changes.»
Critical result called to {pcp_fl}'s nurse {rn_given} at {phone} on {dos}, §t§.
Interpreted by {rad_full}, MD. Technologist: {tech_init}. Contrast pump {serial}.""",
    ),
    Kind(
        "mammogram-letter",
        """
Dear §Mr§ {pt_last},
«We are pleased to tell you|Thank you for coming to {lab}. This is to let you know» that your mammogram of {dos} was read by Dr. {rad_full} as [[BI-RADS §1-3§]]. «A report has been sent to {pcp_full}.|Your doctor, {pcp_last}, has the report.» Your next one is due in {next}. If you have a lump, call {phone} or go to {url}. Our office is at {street}, {city}. The unit used was a [[Hologic Selenia]], and your pictures are kept under number {acc}. Please bring any older pictures from {hosp2} ({date}).""",
        "letter",
        sex="f",
        ages=(40, 79),
    ),
    Kind(
        "pathology",
        """
SURGICAL PATHOLOGY REPORT    {acc}
Collected: {date}   Received: {dos}   Submitting: {dr_lf}, MD ({hosp})
SPECIMEN: A. «Skin, left cheek, shave|Colon polyp, 40 cm|Left breast, core»
GROSS: Labeled "{pt_lf}, {mrn}", a §2-9§ x §2-9§ x §1-4§ mm fragment. Entirely submitted, A1. ({tech_init})
MICROSCOPIC: «[[Breslow]] 0.§3-9§ mm, [[Clark]] level II|Tubular adenoma|IDC, [[Nottingham]] grade 2». [[Ki-67]] §5-60§%. «[[BRAF V600E]] detected.|[[HER2]] 1+.|[[MLH1]] retained.» [[Congo red]] negative.
DIAGNOSIS: as above. Reviewed with {d2_fl} at conference {dshort}. Phoned to {pcp_last} at {phone}.
{path_full}, MD, pathologist    {lab}, {cityst}""",
    ),
    Kind(
        "lab-phone-log",
        """
CRITICAL VALUE PHONE LOG   {lab}
Time | Patient | MRN | Result | Called to | By
§t§ | {pt_lf} | {mrn} | §lab§ | {rn_full} RN | {tech_init}
§t§ | {p2_lf} | {mrn2} | [[K 6.§1-9§]] | Dr. {d2_last}, {phone} | {tech_init}
§t§ | {p3_any} | {mrn3} | [[plt §8-19§]] | {rn2_given}, ext {ext} | {tech2_init}
§t§ | {p4_lfm} | {mrn4} | [[Glu §28-49§]] | no answer x2, paged {pager} | {tech2_init}
Log reviewed {dos} by {sup_full}. Analyzer [[Cobas]] 8000 SN {serial}. Readback done for all.""",
        "none",
    ),
    Kind(
        "micro-callback",
        """
{dos} §t§ call from {lab} ({tech_given}, {phone}): blood cx on {pt_lfi}, acc {acc}, 2/4 bottles «[[Staph lugdunensis]]|[[Klebsiella]]|[[E. coli]]» drawn {dshort}. [[MIC 0.5]]. Pt was d/c'd {wday}. Called {phone}, §kinrel§ {kin_given} answered, says {pt_given} is at {church} and will call back. Asked §him§ to return to {hosp}. Dr {dr_last} + {pcp_last} aware. Sent {fax} copy of report to {clinic}. §med§ stopped.""",
    ),
    Kind(
        "anesthesia-preop",
        """
PRE-ANESTHESIA EVALUATION  {dos}
Pt {pt_lfu} §age§ §M§ [[ASA §2-4§]] wt §50-120§ kg. Procedure: «TKA|lap chole|cataract» w/ {d2_last} on {next}
Hx: §hx§, §hx§, OSA on [[ResMed AirSense 10]] SN {serial}. Pacer card: [[Biotronik]] {serial}, followed by {d3_full}, {office}.
Prior GA {monyr} at {hosp2}: «PONV|[[Cormack-Lehane]] grade 3|no issues». Airway [[Mallampati II]], §exam§. §lab§.
Meds: §med§ (hold), §med§ (take). NPO after [[midnight]]. Ride: §kinrel§ {kin_full} {phone}.
Consent signed, witness {wit_fl}. {dr_init}""",
    ),
    Kind(
        "code-blue",
        """
CODE BLUE RECORD   {hosp} {ward}   {dos}
§t§ found pulseless by {rn_full}. CPR by {tech_full}, PCT.
§t§ [[epi 1 mg]]; rhythm [[VF]], shock 200 J, [[Zoll R]] serial {serial}
§t§ intubated by {d2_full}, [[7.5]] ETT at 22 cm
§t§ ROSC. [[pH 7.§10-29§]], §lab§
Leader {dr_full}; recorder {tr_full}; meds {ph_full} PharmD; family support: chaplain {ch_last}.
Family: §kinrel§ {kin_full} called §t§ at {phone} by Dr. {dr_last}. PCP Dr {pcp_last} of {clinic} to be told {wday}. Pt {pt_last} moved to ICU.""",
    ),
    Kind(
        "transfer-center",
        """
TRANSFER CENTER CALL
Caller: Dr. {dr_full}, {hosp}, {city}, callback {phone}
Accepting: Dr. {d2_full}, {hosp2}, {town}
Pt: {pt_any}, §age§ §M§, {plan}, MRN {mrn}. Dx: «STEMI|SAH [[Hunt and Hess 2]]|[[Fournier's gangrene]]|aortic dissection [[Stanford A]]»
§vit§. §lab§. Gtt: [[Levophed]] 0.0§2-9§. §dev§.
Transport: {unit} / helicopter {hull}; ETA §t§. Bed 22§1-9§ assigned. Imaging pushed, CD with crew ({acc}).
NOK {kin_full}, {phone}. Recorded line, call ID {case}. Coordinator {rn_full}.""",
    ),
    Kind(
        "surgery-consult",
        """
SURGERY CONSULT, requested by {d2_last} for «RLQ pain|SBO|[[Ogilvie]] syndrome»
{pt_last} is §age§ «y/o|yo» §male§ who works at {employer} and ate at {shop} {wday}. Pain [[§5-9§/10]], worse since the {ordday}. PSH: appy {monyr} ({d3_last}, {hosp2}). §vit§; §exam§; [[Rovsing]] positive, [[Alvarado]] §5-9§. §lab§. CT {acc} reviewed with {rad_last}.
Imp/plan: OR tonight. Risks explained with interpreter {int_full} (ID {badge}) «in Spanish|in Hmong|in Tigrinya|by video». Consent signed by {pt_given} and witnessed by {rn_full}. §kinrel§ {kin_given} at {phone}.""",
    ),
)
