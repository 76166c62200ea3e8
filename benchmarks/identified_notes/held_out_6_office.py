"""Kinds of notes of the sixth held-out part: what is written in practices, clinics and consulting rooms.

A line that begins with `? ` stands in about half of the notes. The rest of the marks are those of `held_out_6_words.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of note: how often, its text, the countries it is written in (all if empty), and whom it is about."""

    name: str
    weight: float
    text: str
    countries: str = ""
    who: str = "adult"


OFFICE = (
    Kind("soap visit", 5, """§hdr§
CC: §cc§
? Accompanied by §spouse§, {sp_f}.
«S|HPI|Subjective|HISTORY»: §hpi§ §ros§
? PMH: §pmhs§
? Meds: §meds§
Allergies: §allergy§
? SH: §soc§ §fam§
O: §vit§
§exam§
? §labs§
A/P: §dx§
§plans§
? §filler§
§sign§"""),
    Kind("annual exam", 3, """§hdr§

Here for «annual physical|AWV|yearly exam|Medicare wellness visit». Last physical {past}.
§hpi§
Health maintenance: colonoscopy {m}, mammogram {past}, Tdap {m}, [[Prevnar 20]] given, [[Shingrix]] #2 due {next}. [[Pap]] «n/a|{m} NILM».
? Advance directive on file, agent {sp} (§spouse§) {phone}.
? PHQ-2 [[0/6]]. Mini-Cog [[§2-5§/5]]. Hearing ok. Vision [[20/§20-60§]] OD, [[20/§20-60§]] OS.
§soc§
§vit§
Medications: §meds§
Assessment: 1. Well adult 2. §dx§
§plans§
? Pharmacy: {pharm}, {phone3}
§sign§"""),
    Kind("gp consultation", 5, """§hdr§
«Hx|History|S»: §cc§. §hpi§
? «Works at|Employed by» {employer}. Lives w §spouse§ {sp_f}.
o/e: §vit§ §exam§
«Imp|Dx»: §dx§
«Rx|Mx»: §med§, §med§
? «Fit note|Med3|cert» {visit} to {next}.
Plan: §plans§
? Will write to Dr {con_l} at {hosp}. Bloods: §labs§
? Tel {phone} «mobile|home».
§sign§""", "gb ie au nz za in ng"),
    Kind("well child", 3, """§hdr§
Well child check, accompanied by «mother|mom|mum» {mum}«| and father {dad_f}»
Concerns: «none|picky eating|sleep|ear tugging|speech». Attends {school}.
Growth: wt §4-40§.§1-9§ kg (§5-95§th %ile), ht §55-140§ cm, HC §38-52§ cm. BMI §5-95§ %ile
Development: [[Denver II]] age appropriate, [[M-CHAT]] score §0-3§, [[ASQ-3]] passed.
? Siblings: {sib_f} (§2-14§ y/o) healthy
Imm: [[DTaP #4]], [[MMR]], [[Varicella]], [[PCV13]] given today; lot [[U§10-99§AB]].
Exam: alert, active, TMs clear, no murmur, no hepatosplenomegaly, [[Tanner]] 1, [[Ortolani]]/[[Barlow]] neg. [[Moro]] n/a
A: Healthy §age§ «child|boy or girl». P: anticipatory guidance, [[Tylenol]] dose chart, next well visit {next}.
? Lead and Hgb sent. Mom's cell {phone}. Home address confirmed: §addr§
§sign§""", who="child"),
    Kind("paediatric sick", 3, """§hdr§
{pt_f} is here with «mom|mother» {mum_f} for «fever|vomiting|cough|ear pain|rash» since {wd}. Tmax §100-103§.§1-9§.
Sick contacts: sibling {sib_f}, and kids at {school}. Drinking ok, UOP §3-6§ wet diapers.
? Seen at {clinic} {short} and given [[Augmentin ES-600]].
O: wt §6-40§ kg T §99-103§.§1-9§ HR §90-150§ RR §20-40§. Playful. TM erythematous R. No [[Koplik]] spots, no [[Kernig]]. Cap refill [[<2 sec]].
Rapid strep neg, flu A/B neg, [[RSV]] neg.
A/P: «viral URI [[J06.9]]|AOM [[H66.91]]|gastroenteritis [[A08.4]]|hand-foot-mouth, [[Coxsackie]]». [[Amoxil]] [[400/5]] §5-10§ mL BID x10d. «Pedialyte». [[Motrin]] prn
? Note for school/daycare given to {dad_f}: may return {after}.
Call back {phone}. Recheck if not better by {wd}.
? F/u with Dr. {ref_l} {next}
§sign§""", who="child"),
    Kind("prenatal", 3, """§hdr§
[[G§2-4§P§0-1§]] at [[§12-38§w§1-6§d]] by [[LMP c/w 9wk US]]. EDD {next}. Father of baby: {sp}.
No VB, LOF, ctx. + FM. BP §bp§, FHT §120-158§, FH §14-38§ cm, wt [[+§4-28§]] lb. Urine prot/gluc neg.
Labs: O pos, rubella imm, [[GBS]] «neg|pos», 1h GTT §92-160§, Hgb §10-13§.§1-9§, [[RPR]] NR, [[NIPT]] low risk. [[Leopold's]] vertex. No [[Braxton Hicks]].
US {past} at {hosp}: anterior placenta, EFW [[§20-90§%]], AFI §8-18§.
? Prior «NSVD|LTCS» {m} at {hosp2}, «boy|girl» {kid_f}, [[7lb 4oz]], [[Apgar 8/9]].
? Works at {employer}; FMLA forms faxed {fax}.
Plan: [[Tdap]] [[27-36 wk]]; [[RhoGAM]] n/a; kick counts; RTC [[2 wks]], {next}. Tour w/ {sp_f}.
? Doula: {oth} {phone2}
§sign§""", who="f"),
    Kind("postpartum", 1.5, """§hdr§
«6 wk|2 week» postpartum visit. Delivered {short} at {hosp}, «NSVD|C/S» by Dr. {con_l}. Baby «girl|boy» {kid_f} doing well, sees Dr {ref_l} ({clinic}).
Lochia resolved, breastfeeding, [[EPDS]] §0-14§/30. {sp_f} supportive; mother-in-law {oth_f} staying until {next}.
Contraception: «[[Mirena]]|[[Nexplanon]]|[[Depo-Provera]]|POP». Perineum [[2nd degree]] lac healed. BP §bp§. [[Bartholin]] gland nl.
A/P: §plans§
? Return to work at {employer} {next}, letter done. Contact {phone} / {email}
§sign§""", who="f"),
    Kind("dermatology", 2, """§hdr§
§hpi§ Lesion «L cheek|scalp|R forearm|upper back», §3-9§ x §3-9§ mm, present since {m}.
Exam: skin type [[Fitzpatrick]] «I|II|III|IV». §4-9§ mm pearly papule; several SKs; no [[Auspitz]], [[Koebner]] or [[Nikolsky]] sign.
? Occupational sun exposure, [[30+]] yrs at {employer}.
Procedure: shave bx, [[1%]] lido w/ epi [[1:100,000]], [[Drysol]]. Consent signed by pt {visit}, time out. Photo taken, file {photo}. Specimen {specimen} to {hosp} dermpath.
Impression: r/o BCC vs [[Bowen's]] disease. [[CPT 11102]]. [[Efudex]] if AK. [[Mohs]] with Dr. {con} if positive.
Results call: {phone}«, ok to speak w/ {sp_f}|». RTC §3-12§ mo.
§sign§"""),
    Kind("eye", 1.5, """§hdr§
§age§ §sx§ diabetic eye exam / «glaucoma follow up|cataract eval|red eye». Referred by Dr. {ref}.
VA sc OD [[20/§20-80§]] OS [[20/§20-80§]], PH [[20/25]]. IOP [[§11-24§/§11-24§]] @ §tm§ ([[Goldmann]]). CCT [[§510-590§/§510-590§]].
SLE: [[Fuchs]] dystrophy OU mild, NS [[2+]], no [[Kayser-Fleischer]] ring. DFE: C/D [[0.§3-7§/0.§3-7§]], no NPDR. [[Humphrey 24-2]] {past}: nonspecific. [[Amsler]] normal. [[Schirmer]] §5-18§ mm.
MRx: [[-2.25 +0.75 x 090]] / [[-1.75 sph]]. [[Xalatan]] qHS OU, [[Cosopt]] BID OS.
? IOL implanted OD {past} by {con}, model [[SN60WF]], +§18-24§.5 D, SN {serial}.
RTC {next}. Driver {sp_f}. Ph {phone}
§sign§"""),
    Kind("consult letter", 5, """{visit}

«{ref}, §cred§|Dr. {ref}»
{clinic}
§addr§

RE: {pt_lf}
DOB: {dob}
? §idline§

Dear Dr. {ref_l}«,|:»

Thank you for «referring|asking me to see|sending me» §mr§ {pt_l}, a «pleasant|» §ageyo§ §man§, «for evaluation of|with» §cc§. I saw §him§ «on {visit}|today|last {wd}» «with §spouse§ {sp_f}|alone|in the {town} office». As you know, §he§ has §pmhs§.

Medications: §meds§. §soc§
On examination §vit§ §exam§ §labs§

Impression: §dx§. «I discussed this with Dr. {con}.|My colleague {con} will see §him§ on {next}.|»
I have recommended: §plans§

? I would be glad to discuss by phone at {phone_h}.
Sincerely,

§sign§
? cc: {con}, §cred§; patient"""),
    Kind("neurology", 2, """§hdr§
Reason: «seizures|tremor|memory loss|numbness|headache». Informant: «§spouse§ {sp}|daughter {kid}|self».
§hpi§ First event {m}. No driving since {short}; license {dl}.
MMSE [[§18-30§/30]], [[MoCA §16-28§/30]] (missed clock, [[3/5]] recall). CN II-XII ok. Tone: cogwheeling L, [[Hoehn & Yahr]] 2, [[UPDRS]] §12-40§. [[Hoffmann]] neg. Gait: [[Romberg]] sway.
MRI brain {past} ({hosp}, acc {accession}): mild small vessel dz, [[Fazekas]] 1; no [[Chiari]], [[circle of Willis]] patent. EEG [[10-20]] system: [[8-9 Hz]] alpha.
Imp: §dx§; §eponym§.
Plan: [[Sinemet]] [[25/100]] [[1/2]] tab TID -> 1 tab; §plans§
? {kid} will manage pill box, cell {phone2}
§sign§"""),
    Kind("psychiatric intake", 2.5, """§hdr§
INITIAL PSYCHIATRIC EVALUATION. Identifying data: {pt_f} is a §ageyo§ «single|married|divorced|widowed» §man§, domiciled in {town}, «employed at {employer}|unemployed|student at {school}», referred by «{ref}|PCP Dr. {ref_l}|{clinic}».
CC: "I can't sleep." HPI: mood low since {m} when «§his§ brother {bro_f} died|§he§ separated from {sp_f}|§he§ lost job». Denies SI/HI today; SI in {past}, hospitalized at {hosp2} x §3-14§ days.
? Legal: court date {next}, case {case}, probation officer {oth} {phone3}.
PHQ-9 [[§6-26§/27]], GAD-7 [[§4-20§/21]], [[AUDIT]] §0-18§, [[C-SSRS]] low. [[Y-BOCS]] n/a.
Past meds: [[Paxil]], [[Abilify]], [[Effexor XR]], [[lithium]] level 0.§4-9§. Substances: ETOH [[3-4]]/d, THC.
MSE: kempt, cooperative, speech nl, mood "blah", affect constricted, TP linear, no AVH, insight fair.
Dx: MDD, recurrent, mod [[F33.1]]; r/o bipolar II [[F31.81]]; [[GAF 55]].
Plan: start [[Lexapro]] 10 mg, therapy w/ {sw}, LCSW «biweekly|weekly». Safety plan: calls sister {sis_f} {phone2} or [[988]]. RTC {next}.
§sign§"""),
    Kind("therapy note", 2.5, """«Client|Pt»: {pt} «({pt_i})|» DOB {dob} Session # §3-40§ Date {visit} §range§ [[CPT 90834]] §45-53§ min
D: {pt_f} discussed conflict with «§spouse§ {sp_f}|mother {mum_f}|boss at {employer}|sister {sis_f}» after {hol}. Reports sleeping §3-7§ hrs, [[SUDS 7/10]]. Anniversary of {bro_f}'s death is {md}.
Used CBT, [[Beck]] thought record, [[EMDR]] prep, [[Socratic]] questioning.
A: Dx [[F43.10]], [[F41.1]]. [[PCL-5]] §22-60§. Progress moderate. No SI/HI. [[Rosenberg]] improved.
P: HW: journal; {pt_f} will call {oth_f} from {church}; next session {next} §tm§ «via telehealth|in office».
? Collateral: spoke w {ref}, LICSW at {clinic} {phone3} w/ ROI dated {past}.
? Billing: §insline§
{sw}, «LCSW|PsyD|LMFT|LPC», lic# {lic}"""),
    Kind("dental", 2.5, """§hdr§
«Recall exam|Emergency visit|New patient exam|Hygiene»: §mr§ {pt_l} c/o «pain LL|broken tooth|sensitivity to cold|nothing». Med hx: §pmhs§. Allergies §allergy§. BP §bp§
BWX [[2-4]], PA [[#§2-31§]]. Perio [[323 434 325]]. Caries [[#3-MOD]], [[#14-DO]], [[#19-B]]. [[Angle]] class II. [[Miller]] I recession. [[ASA II]].
Tx: [[#30]] crown prep, [[4%]] [[Septocaine]] [[1:100k]] epi x [[1.7 mL]], shade [[A2]], temp cemented [[TempBond]]. [[D2740]] [[D0140]].
? Implant [[#19]] [[Straumann 4.1 x 10]] lot/serial {serial} placed {past} by Dr. {con}.
Rx: [[Peridex]], amoxicillin 500 mg #21, [[Norco 5/325]] #8 called to {pharm} {phone3}.
NV: {next} seat crown w/ {doc_l}. «Guarantor {sp}|Resp. party: {mum}|Account {acct}». Est. pt portion $§40-900§.
? §insline§
{rn_f} RDH / Dr. {doc_l}"""),
    Kind("physical therapy", 2, """§hdr§
PT «EVAL|daily note|re-eval» visit §2-14§ of §12-24§. Referring: {ref}, §cred§. Onset {short}. «MVA {short}, claim {claim}|WC injury at {employer} {short}, adjuster {oth} {phone3}|s/p [[Bankart]] repair {past} by Dr. {con_l}|R TKA {past} at {hosp}».
S: {pt_f} states pain [[§2-8§/10]], wants to lift grandson {kid_f}.
O: AROM [[0-§90-130§]], PROM [[0-§100-135§]], MMT [[4-/5]], [[Berg §38-56§/56]], TUG §9-22§ s, [[Oswestry]] §18-56§%, [[DASH]] §12-60§, [[Thomas]] test +, [[Ober]] +, [[6MWT]] §180-420§ m.
There ex x§15-40§ min: [[3x10]] SLR, [[2x15]] bridges, [[Maitland]] gr III, [[Kinesio]] tape. [[97110]] x2, [[97140]] x1.
A: good tolerance. P: [[2-3x/wk]] x §4-8§ wks; HEP emailed to {email}. Next {next}.
{rn}, «PT, DPT|PTA|OTR/L|MCSP» lic {lic}"""),
    Kind("diabetes clinic", 2, """§hdr§
DM «type 1|type 2» since 20§00-15§. §hpi§
SMBG [[§70-110§-§180-320§]]; [[Dexcom G7]] TIR §38-82§%; pump [[Omnipod 5]], SN {serial}. I:C [[1:§8-15§]], ISF [[1:§30-50§]]. A1c [[§6-8§.§1-9§ -> §7-10§.§1-9§]]%. Microalb §5-80§.
[[Lantus]] §10-40§ -> [[Tresiba]] §10-44§, [[Humalog]] per scale, [[Victoza 1.8]]. Hypos: 2 in {m}, §spouse§ {sp_f} gave [[Glucagon]]. [[Somogyi]] vs dawn.
Feet: [[10 g]] monofilament intact [[10/10]], no [[Charcot]]. Eyes {past} Dr {con_l}.
? Dietitian {oth_f} met w/ pt. Email readings to {email_d}. Device data uploaded: {url}
Plan §plans§
§sign§"""),
    Kind("oncology", 3, """§hdr§
Oncology «follow-up|clinic visit|toxicity check». Dx: «invasive ductal ca R breast [[T2N1M0]], [[ER/PR]] +, [[Her2]] [[1+]]|[[Hodgkin]] lymphoma IIA, [[Ann Arbor]], [[Deauville 2]]|adenoca sigmoid [[pT3N1a]], [[Dukes C]]|prostate ca [[Gleason 4+3=7]], PSA §4-40§|[[Ewing]] sarcoma L femur|CLL [[Rai]] 1, [[Binet]] A», diagnosed {m} at {hosp2}.
§hpi§ C§2-6§D1 [[«AC-T|R-CHOP|FOLFOX6|ABVD»]] {short}. ECOG [[0-1]]. [[Karnofsky]] 80. Nausea gr 1, [[Zofran]], [[Emend]]. [[Neulasta]] {md}. Port (R IJ [[PowerPort]]) placed {past} by Dr. {con}, serial {serial}.
§labs§ CT {past} (acc# {accession}): nodes [[1.2 x 0.8]] cm, prev [[1.9 x 1.1]].
Imp/plan: proceed C§3-7§ {next}. Discussed w/ {sp} and daughter {kid_f}. Tumour board {after}. Genetics: [[BRCA2]] VUS, sister {sis_f} to test.
? Trial [[NCT0§2-5§§1000-9999§§100-999§]], subject ID {study}.
? Infusion RN {rn_f}, triage line {phone_h}
§sign§"""),
    Kind("work letter", 2, """{clinic}
§addr§
Tel {phone_h}   Fax {fax}

{visit}

To: «Whom It May Concern|Human Resources, {employer}|Occupational Health, {employer}|{oth}, HR, {employer}»
Re: {pt}, DOB {dob}«|, employee no. {badge}»

«Please be advised that|This is to certify that|I confirm that» §mr§ {pt_l} «was seen in this office|has been under my care» «on {visit}|since {past}» for a medical condition. §he§ «may return to work on {next}|is unfit for work from {short} to {next}|may work light duty, no lifting over [[§10-30§ lb]], until {next}». §he§ will need [[1-2]] absences per month for treatment.

? Certificate copied to {sp} at the patient's request. Disability claim {claim}.
If you have questions call my nurse {rn_f} at {phone_h} ext {ext}.

«Sincerely|Yours faithfully|Regards»,
{doc}, §cred§
? NPI {npi}  License {lic}"""),
    Kind("school letter", 1.5, """{visit}
To: «School nurse|Principal {oth}|Ms. {oth_l}», {school}, {town}
Re: {pt} (DOB {dob}), «grade §1-8§|Year §1-6§|Room §10-30§»

{pt_f} was seen in clinic today with «§his§ mother {mum}|father {dad}» for «asthma|a concussion|ADHD|a peanut allergy|diabetes».
§he§ should be allowed to «carry an [[Epi-Pen Jr]] 0.15 mg|use albuterol [[2-4]] puffs q4h|rest from PE until {next}|check glucose before lunch, target [[80-180]]». [[Vanderbilt]] forms enclosed for teacher {oth2}.
Please excuse the absence «{short}|of {short} to {visit}|on {wd}».
Parent contact: {mum_f} {phone}, {dad_f} {phone2}, «email {email_m}|home: §addr§».
? 504 meeting is {next} at §tm§. [[SNAP-IV]] [[18/27]]; [[Conners]] T-score §55-80§; Full scale IQ [[§85-120§]] ([[WISC-V]]).
Please call {phone_h} with any concern about the plan. A copy has been placed in the chart and faxed to {fax}.

{doc}, §cred§
{clinic}""", who="child"),
    Kind("immunization record", 1.5, """IMMUNIZATION RECORD«| - OFFICIAL COPY»
Name: {pt_lf}   DOB: {dob}   §idline§
Parent/guardian: {mum}   Phone: {phone}
Address: §addr§
School: {school}
[[DTaP]] {past} {past} {past}  lot [[C§1000-9999§AA]]
[[IPV]] {past} {past}
[[MMR]] {past}  [[MMRV]] {past}  site LT, [[0.5 mL]] SQ
[[Hep B]] {past}, {past}, {m}
[[COVID-19]] ([[Pfizer]]) {past} lot [[FL§1000-9999§]]
Titers: [[Hep B sAb >1000]], rubella [[IgG 22.4]]
? TB: [[Mantoux]] 0 mm read {short} by {rn_f} RN
? Exemption on file dated {m}. Next due: {next} [[HPV9]].
Provider: {doc}, §cred§, {clinic}. Registry ID {registry}. Certified by {rn_lf} {visit}""", who="child"),
    Kind("telehealth", 2.5, """§hdr§
«Video|Telephone|Telehealth» visit. Pt located at «home, §addr§|work ({employer}) in {town}|{town}, §state§»; provider at {clinic}. Verbal consent obtained. ID verified by name and DOB {dob}. Link {url}. «Client IP {ip}.|» Call back # {phone}.
§hpi§ §ros§
Home readings: BP [[§118-150§/§68-92§]], [[§120-150§/§70-95§]], [[§115-140§/§66-90§]]; glucose [[§95-140§-§150-220§]]; wt §120-250§ lb.
Appears comfortable on video, {sp_f} in background.
Assessment: §dx§
§plans§
? Rx sent to {pharm}. Modifier [[95]], [[99213]], §11-29§ min.
§sign§"""),
    Kind("rheumatology", 1.5, """§hdr§
§age§ §sx§ with «seropositive RA|SLE|[[Behcet's]]|[[Still's]] disease|[[Sjogren's]]|gout», dx {m} by Dr. {con} in {town2}.
CDAI §4-28§, DAS28 [[3.§1-9§]], AM stiffness [[30-60]] min. SJC §0-6§ TJC §0-9§. [[Heberden]] and [[Bouchard]] nodes, no [[Jaccoud]]. [[Schober]] [[10->14]] cm.
ESR §5-70§, CRP §1-40§, RF [[1:160]], [[anti-Ro]] +, [[anti-Smith]] neg, [[Scl-70]] neg, [[Jo-1]] neg.
MTX [[7 x 2.5]] mg weekly, folic acid, [[Plaquenil]] [[200/400]] alt days, [[Enbrel]] 50 mg. Eye screen {past}.
Lives in {town} w/ {sp_f}; mail order pharm {phone3}.
Plan: §plans§
§sign§
? cc {ref_lf}"""),
    Kind("occupational health", 1.5, """§hdr§
Employer: {employer}   Job: «forklift operator|nurse aide|driver|electrician»  Injury date: {short}  Claim #: {claim}
? Supervisor: {oth}, {phone3}. Adjuster {oth2} at {fax} (fax)
Mechanism: lifted [[50-60 lb]] box; felt pop. §hpi§
Exam: lumbar flexion [[40/60]], [[Waddell]] [[0/5]], SLR neg, [[FABER]] neg. [[Jamar]] grip [[§60-110§/§60-110§]].
? DOT: vision [[20/25]], audiogram [[15/20/25]] dB, BP §bp§, CDL {dl}. Vehicle unit plate {plate}.
UDS [[5-panel]] CCF {chain}: neg. BAT 0.00. «Thumbprint record {bio}.|»
Status: modified duty thru {next}. Recheck {next}. MMI not reached. Ratings per [[AMA 5th ed.]] [[Table 15-3]].
§sign§""", "us ca au"),
    Kind("medical certificate short", 1, """MEDICAL CERTIFICATE
{clinic}, {street}, {town}. Tel: {phone_h}
This is to certify that §mr§ {pt}, §age§/§sx§, «§idline§|residing at §addr§», was examined by me on {visit} and found to be suffering from «acute febrile illness|[[Dengue NS1]] positive fever|acute gastroenteritis|[[Colles]] fracture|lumbar spondylosis [[L4-L5]]». §he§ was advised rest for §2-14§ days w.e.f. {visit} and is fit to resume duty at {employer} from {next}.
BP §bp§, temp [[§98-102§.§1-9§ F]], platelet [[1.§1-9§ lakh]]. [[Widal]] [[1:80]]. Rx: [[Dolo 650]] 1-0-1, [[Pan 40]] OD, [[Meftal-Spas]] sos.
? Attendant: {sp} ({phone}). §insline§
Review on {next}.
Dr. {doc}
Reg. No. {lic}""", "in ng ph sg za"),
)  # fmt: skip
