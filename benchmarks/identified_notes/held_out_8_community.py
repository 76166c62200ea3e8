"""Notes from homes, schools, workplaces and prisons of held-out part 8."""
# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import BRITISH, Kind

KINDS = (
    Kind(
        "district nurse visit",
        (
            """\
HV {md} «=time» – {pt}, {street}, {town} (key: {tp_first} next door)
Leg ulcer dressed, [[Atrauman]] + [[Allevyn]], wound photo {photo}, «=mm» mm less than {md_p}. [[Doppler]] ABPI 0.9. [[Waterlow]] 18.
BP «=bp» sugar «=gluc». «=drug» given. «=wordneg». Cat hair all over!
«=Rel» {rel_first} tired, tel {rel_phone}. Asked about {home} respite {wk_n}.
d/w Dr {dr_last}, new abx to {pharmacy}. Next {wk_n} – {nr_first}. «=mrn»
Left my tympanic thermometer ({asset}) there on {hol}. «=idt» «=neg»""",
        ),
        BRITISH,
        (60, 101),
        manners="plain typo lower",
    ),
    Kind(
        "hospice home visit",
        (
            """\
HOSPICE RN VISIT NOTE – {nr}, {date} in «=hm» out «=hm»
Pt {pt}, «=ageyo», «=dx» / end stage «=eponym». «=mrn»
PPS 30%. Pain [[2/10]] after morphine. [[Cheyne-Stokes]] at times. [[Foley]] patent 200 ml. No [[Kennedy]] ulcer.
Caregiver «=rel» {rel_first} tearful; says dad keeps calling for {tp_first}, who passed {my}. Chaplain {sp_last} to come {wk_n}. Son {ot_nick} flying in from {town2} {md_n}.
Comfort kit {order} from {pharmacy}. O2 conc {serial}. Funeral home unknown. DNR on fridge.
MD {dr_last} called {phone}, ok w/ [[Ativan]] 0.5 q4. [[Faith]] leader anointed {hol}. [[Hope]] is for a quiet end.
«=idt»""",
        ),
        "US US US CA AU UK IE NZ",
        (60, 104),
    ),
    Kind(
        "hospital social work",
        (
            """\
SW ASSESSMENT {date}   {nr_dot}, LCSW ({lic})
Pt {pt_rev} "{pt_nick}" {mrn} rm «=bed»
Living: 3rd floor walk-up {street}, {town} w/ «=rel» {rel_first} and {tp_first}, 6 mo
Income: SSDI; {ssn}; food card {card}; ex {employer}
Car: {plate}, repossessed {my}. Landlord {ot}, {phone}
Stressors: eviction hearing {date_n}, docket {case}. CPS worker {sp} visited {wk}.
Strengths: [[faith]], [[art]] group, cooks
Subst: denies; [[CAGE]] 1/4. [[PHQ-9]] 14. «=negf»
Plan: taxi voucher {order}; shelter bed at {church}; SNF choice list, {home} #1. [[Will]] follow.
PCP {dr_last} aware. «=idt»""",
        ),
        "US US US CA",
        (25, 95),
    ),
    Kind(
        "school nurse log",
        (
            """\
HEALTH OFFICE {school} {date}
8:40 {pt} gr 4 – «bumped head on [[swing]]¦stomachache¦inhaler» – ice, call mom {rel_first} {rel_phone}
9:15 {ot_dot} – lice check, neg. «[[Fifth]] disease¦[[Fifth]] graders' vision screening» note home
10:05 {tp_lastinit} – [[EpiPen]] exp {my_n}, call {sp_first} (dad)
11:30 {nr_first} (twin) – sugar «=gluc», [[Dexcom G6]] alarm, s/n {serial}
1:10 {pt_first} back, «=temp». Picked up by grandma {sp_last}, ID seen {ssn}, car {plate}
2:00 Ms {dr_last}'s room: [[Crayola]] in nose. [[Heimlich]] not needed.
Imm records: {ot_revcaps} exempt form {case}. Ped {clinic} fax {fax}.
«=negf» sub nurse {wk_n}: {tp}""",
            """\
Dear Mrs {rel_last},
{pt_first} ({dob}) was seen in the medical room at {school} on {wk} {md_p} with «a nosebleed¦a sore ear¦a graze». Miss {tp_last}, class teacher, was there. We gave [[Calpol]] 5 ml at «=clock». [[Ishihara]] test ok, hearing ok. Please send the inhaler labelled with the name; {ot_first} in the same class has [[Ventolin]] too and they were mixed up on {hol}.
We could not reach you on {rel_phone}; is {phone} right?
HPV consent is due {md_n}. «=negf»
{nr}, school nurse «=lic»
{dr_email}""",
        ),
        "US US US CA UK AU IE NZ SG AE",
        (5, 16),
        pad="idf",
    ),
    Kind(
        "prison health note",
        (
            """\
HEALTHCARE IN CUSTODY – {prison}
Name {pt_revcaps}   No. {inmate}   DOB {dob}   Cell on B wing   «=mrn»
{date} «=hm» Reception screen by {nr_lastinit}
Says "I [[may]] swallow a [[battery]]". Watch opened {md_p}. Cellmate {ot_last}, no issue. Officer {tp_last} present.
Hx: «=eponym», «=dx», spice last {wk}. Methadone 40 ml at {clinic}, confirmed w/ {sp_first} {phone}
O/E tattoo "{rel_firstcaps}" L forearm (photo {photo}), «=neg», «=ratio»
Court {md_n} video link. Solicitor {dr}, ref {case}. NOK «=rel» {rel}, {town2}.
Rx «=drug»; no [[Lyrica]] (traded). Fingerprint kiosk {bio} ok. «=idt»""",
            """\
SICK CALL SLIP    {prison}   {md}
to: medical    from: {pt_low} #{inmate}   pod C
i been askin since {wk_low} for my [[keppra]] an nobody come. CO {tp_lastlow} laff at me. tooth is kill me, face swole. my mama {rel_low} gon call the news {rel_phone}. i [[may]] sue. was at {hosp2} {my} they know me
---
Staff: seen {date} {nr_dot} RN. T «=temp». [[Ludwig's]] angina excluded. [[Bactrim]] x7. Dental list. [[Keppra]] restart per {dr_init}. {mrn}
Copay {acct} waived. «=idt» «=neg»""",
        ),
        "US US US UK UK AU CA ZA JM NZ",
        (20, 70),
    ),
    Kind(
        "occupational health report",
        (
            """\
TO: HR, {employer} (attn {tp_famcaps}, {email})
RE: {pt_init}, payroll no {service}, b. {dob}
Seen {date}, by phone {pt_phone}, at the request of line manager {ot_last} (ref {order})
{pt_first} has had «=dur» off with «=dx». «=He» drives forklift {asset} and a works van {plate}. Last hearing test {my}. [[Phalen's]] positive. [[Borg]] 11. [[Jamar]] grip 31 kg. «=negf»
Fit for amended duties from {wk_n} {md_n}. [[May]] lift 10 kg. No [[Raynaud's]] so far.
Your question on "{sp_first} said it was faked": not medical.
RIDDOR case {case}. GP is {clinic}.
{dr}, {lic}
«=idf»""",
        ),
        BRITISH + " IN AE MY",
        (20, 66),
        pad="idf",
    ),
    Kind(
        "veteran clinic note",
        (
            """\
LOCAL TITLE: PRIMARY CARE NOTE      DATE OF NOTE: {md} @ «=hm»
{pt_revupper}   {ssn}   «=age» yo «=gender»   SC 70%
Service # {service}, Natl Guard of {town2} «=year»; claims file {case}
Here with «=rel» {rel_first} re hearing aids (SN {serial}) & [[Agent Orange]] exam. Buddy {tp} from the unit died {hol}. [[Gulf]] illness q neg. PCL-5 41. «=eponym».
Meds: «=drug», [[Prazosin]], «=drugneg» nonformulary
VS «=bp» «=hr» «=temp» «=wt»; «=neg», «=sign»
Community care at {hosp2} auth {order}, Dr {sp_last}, fax {fax}
Pt drives 2h from {town}. Travel pay to acct {bank}. Vet line given.
/es/ {dr}, MD   {lic}   ip {ip}
Rec'd by {nr_caps} RN {ddmon}
«=idt»""",
        ),
        "US",
        (30, 98),
        manners="plain plain upper",
    ),
    Kind(
        "care home daily notes",
        (
            """\
{home} – daily notes – {pt_famcaps} rm «=bed»
{md_p} AM ate porridge, [[jam]], refused [[Fortisip]]. [[sat]] in lounge w {ot_first}. {nr_init}
{md_p} PM «=rel» {rel_first} visited w dog. bit weepy, asks for {tp_first}. {sp_init}
{md_p} N slept. turned 2hrly. pad wet x2. {nr_first}
{md} AM fell by [[rose]] bed, no injury, [[Morse]] high, GP Dr {dr_last} informed {phone}
{md} PM hairdresser {sp_first}. BO type 4 [[Bristol]]. {nr_init}
{wk} chiropodist; {hol} party planned; birthday {bday} («=age»!)
«=mrn». Hoist {asset} LOLER due {my_n}
«=idt» «=neg»""",
        ),
        BRITISH + " US US",
        (72, 105),
        manners="plain plain lower",
    ),
    Kind(
        "midwife booking and labour",
        (
            """\
BOOKING {date} {nr}, {clinic}
{pt} G3P1+1, LMP {date_pp}, EDD {date_n}, «=weeks» today. «=mrn» tel {pt_phone}
Partner {rel_rev}, works {employer}. Prev LSCS {hosp2} «=year», [[Apgar]] [[9]], baby {tp_first}
[[Rh]] neg, [[Kell]] neg. FH: «=eponym» in cousin {sp_first}. [[Edinburgh]] 6. BMI 31.
Address «=addr»
Safeguarding: SW {ot}, ref {case}. FGM no.
Plan: GTT {wk_n}, anti-D [[28]]/40, growth {md_n} with Dr {dr_last}. Wants [[Entonox]], no [[Kielland's]].
BP «=bp», urine NAD, [[Doppler]] FH 142. «=idt»""",
            """\
LABOUR WARD BOARD/notes {md}
Rm «=small» {pt_last} G2P1 «=weeks» SROM {wk} «=hm». [[Bishop]] 8. VE 6 cm. CTG {serial} normal. [[Syntocinon]] 12 ml/h. MW {nr_first}
«=hm» {rel_first} asks epidural; Dr {sp_lastcaps} fast bleeped. «=gauge». [[Tuohy]] at L3/4
«=hm» shoulder dystocia: [[McRoberts]], [[Rubin]], [[Woods]] screw. Live «male¦female» born, Apgars [[7/9/10]], 3,640 g, band {mrn}
«=hm» EBL 900, [[Bakri]] balloon, lot {udi}. Obs {dr_init} in. 2nd MW {tp_init}.
Baby to be called {ot_first} after its nan. Cord gases [[7.21]]/[[7.28]]. [[Wharton's]] jelly ok; [[Moro]] ok; [[Barlow]]/[[Ortolani]] neg.
NOK {rel_phone}. home {md_n}. «=idt»""",
        ),
        BRITISH + " IN NG GH KE JM PH",
        (18, 44),
    ),
    Kind(
        "health visitor contact",
        (
            """\
6-8 wk contact, {date}, home: {street}, {zip}
Baby {pt}, b. {bday} at {hosp}, now [[7+2]] wks, wt 4.9 kg ([[50th]] centile), BCG {md_p}
Mum {rel_first}, [[EPDS]] 9, dad {tp_first} back at {employer} {wk_n}. Nan {sp_last} ({phone}) helps.
Feeding: [[Aptamil]]; [[Gaviscon]] infant; [[Infacol]]. Skin: [[Mongolian]] blue spot L buttock mapped, photo {photo}. [[Moro]] present. [[Barlow]] neg.
Sib {ot_first}, {school}, speech ref {case}.
Family moving to {town2} {my_n}; transfer out to {clinic}. Red book seen. «=mrn».
HV {nr_dot}, {lic}; GP Dr {dr_last}. «=idf» «=negf»""",
        ),
        BRITISH,
        (1, 2),
        pad="idf",
    ),
    Kind(
        "physio outpatient",
        (
            """\
Physio {date} sess «=small»/8 – {pt_famcaps} {dob} «=mrn»
S: R knee ↓ swelling, went back to five-a-side {wk} w {tp_first}, daft. Pain [[3/10]]. Job: {employer}
O: [[Lachman]] 1+, [[McMurray]] neg, [[Thomas]] test tight, [[Ober]] pos, power quads [[4/5]], ROM [[0-125]], gait no [[Trendelenburg]]
A: ACL 9/52 post recon (Mr {dr_last}, {hosp2}, {md_p})
P: [[Bulgarian]] split squats, [[Nordic]] hams, [[Theraband]] red, [[Cook]] hip lifts. [[May]] jog 6/52. See {wk_n} – {nr_first}
App code {order}, vids {url}
text {pt_phone} if late. «=idt»""",
            """\
PT DAILY NOTE {md} — {pt_rev}, acct {acct}, visit «=small» of 12 auth {case}
{nr_dot}, DPT {lic}. Ref: {dr_last}. Onset {date_p} fell at {school} gym.
There-ex [[97110]] x2, [[Kinesio]] tape, [[Swiss]] ball, [[Bobath]], [[Frenkel]]. Gait w/ [[Lofstrand]] crutches 150 ft CGA. [[Berg]] 44. [[Tinetti]] 20. MMT [[4-/5]]
«=Rel» {rel_first} instructed car transfer (their {town2} trip {wk_n}).
E-stim unit {serial}. Copay card {card}. «=idt»""",
        ),
        "UK UK US US AU IE NZ CA ZA SG",
        (18, 92),
    ),
    Kind(
        "OT home assessment",
        (
            """\
OT HOME VISIT – {street}, {town} – {date}
Present: {pt}, «=rel» {rel_first}, me ({nr_init}), landlord {tp_dot}
Access: 3 steps, rail L. Bath: [[Mowbray]] frame + [[Mangar]] cushion to order {order}. Stairs: [[Stannah]] quote, a/c {acct}
Bed [[Zimmer]] height; [[Barthel]] 14; [[Lawton]] 4/8; [[ACE-III]] 71; [[Rivermead]] 9
Pendant alarm unit {serial}, responder neighbour {ot} {phone}
Drives {plate} still!! licensing letter to be sent by Dr {dr_last}
Goals: bake for {church} sale on {hol}; reach {pharmacy} unaided
[[Will]] revisit {md_n} w {sp_first}. «=mrn». «=idt»""",
        ),
        BRITISH,
        (65, 101),
    ),
    Kind(
        "speech and diet notes",
        (
            """\
SLT/DIETETICS joint {md} {ward}
{pt_lastinit} {mrn} «=agesex» – «=eponym», post «=dx»
Bedside: [[Yale]] swallow fail; [[Frazier]] protocol; IDDSI 4/2; [[Passy-Muir]] 10 min; [[Shaker]] ex. Voice [[GRBAS]] 2.
[[Western]] Aphasia Battery 61; [[Boston]] naming 22/60. Names «=rel» "{rel_first}" ok, says {tp_nick} for cat.
[[MUST]] 3, wt «=wt» ({md_p}); [[Ensure]] tds, [[Nutrison]] 63 ml/h via [[Corflo]] NG, pump {asset}
[[Harris-Benedict]] 1,640 kcal. [[Mifflin]] 1,590.
MDT {wk_n}: Dr {dr_last}, {nr_first}, {sp_first}. Videofluoro {md_n} acc {acc}. Leaflets to {email}. «=idt»""",
        ),
        ages=(45, 96),
    ),
    Kind(
        "dental record",
        (
            """\
{clinic} DENTAL  chart {mrn}
{date_p} {pt} NP exam. BPE [[2/1/2]]. [[Miller]] II recession LL6. [[Black]] class II UR5. [[Ludwig's]] neg.
{date} UL6 RCT, [[Hedstrom]] files WL 21.5, [[Ledermix]], [[Kalzinol]]. LA [[Articaine]] 2.2 ml, aspirating syringe. {nr_init} assisting
PA film {acc}; photo {photo}; [[Invisalign]] scan {order}; implant [[Straumann]] {udi}
Pt asks re [[Angle]] class, [[Hawley]] retainer for «=rel» {rel_first} too.
Paid {card}. Ins {plan}. Recall {my_n}. Emergency no {phone}.
Complaint: crown "too [[white]]", told Dr {dr_last}, lab {ot_last}'s to remake by {md_n}
{dr_dot} {lic} «=idt»""",
        ),
        ages=(18, 90),
    ),
    Kind(
        "optometry and hearing recall",
        (
            """\
EYE TEST {date} {clinic}  {pt} dob {dob}
Rx R [[-2.25/-0.50x90]] L [[-2.50]]; add [[+1.75]]; VA [[6/6]] N5; PD 62
[[Van Herick]] 4; [[Goldmann]] 15/16; [[Amsler]] nad; [[Hirschberg]] central; [[Jackson]] cross cyl
hearing: [[Weber]] R, [[Rinne]] -ve R; aids {serial}/{serial}
Frame: [[Ray-Ban]] [[RB2140]]; lens order {order}; pays {card}
Recall {my_n}. Text {pt_phone}, post {street}, {town} {zip}
«=Rel» {rel_first} collecting {wk_n}. Referred Dr {dr_last}, {hosp} re cup. Drives {plate} for {employer}. voucher {plan}
{nr} {lic} «=idt»""",
        ),
        BRITISH + " US",
        (40, 93),
    ),
    Kind(
        "safeguarding conference",
        (
            """\
MARAC/strategy minutes {case}    {date}    by Teams {url}
Attendees: {dr_famcaps} (chair), {nr_first} (HV), PC {sp_last}, {ot} (refuge), {tp} ({school})
Victim: {pt}, {dob}, {street} (address NOT to be shared). Safe number {phone} between 10 and 2 only.
Perp: {rel} aka "{rel_nick}", seen {wk} outside {clinic} in {plate}.
Children: {tp_first}?? (no), correct: {ot_nick}, at {school}
Health: A&E {hosp} {md_p}, «=dx», photos {photo}. [[Stockholm]] not helpful word. [[Barnardo's]] leaflet. [[DASH]] 17. [[Claire's]] Law asked.
Actions: {nr_first} flag GP record {mrn}; police marker; review {date_n}. Interpreter {sp_first} NOT {ot_last} (cousin).
[[Grace]] period none. «=idf»""",
        ),
        BRITISH,
        (19, 60),
        pad="idf",
    ),
)
