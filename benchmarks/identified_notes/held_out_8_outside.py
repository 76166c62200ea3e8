"""Notes from the street, work, travel and care outside hospitals of held-out part 8."""
# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import AFRICA, ASIA, BRITISH, Kind

KINDS = (
    Kind(
        "street outreach",
        (
            """\
outreach van {plate} {wk} nite – {nr_nick} & {tp_first}
1) "{pt_nick}" ({pt}), behind {church}, foot wet, [[trench]] type. gave socks, [[Narcan]] x2. said [[may]] come in if his dog can. no phone; msg via {ot_first} {phone}. tent by {employer} lot
2) {sp_first} – 7 mo preg?, says {hosp2} turned her away {md_p}. will meet {md_n}
3) unk «male¦man», declined
vitals #1 «=bp» «=hr» «=temp» «=gluc»
{pt_nick}: lost ID, {ssn}, cover {plan}. needs [[Suboxone]] bridge Dr {dr_last} {fax}
HMIS {case}. chart {mrn}. pic {photo} w consent. [[Bill]] no one. «=idt»""",
        ),
        "US US US CA AU UK NZ",
        (20, 68),
        manners="plain lower",
    ),
    Kind(
        "immunisation and travel clinic",
        (
            """\
TRAVEL/IMMS {date} {clinic}
{pt} {dob} {pt_email} «=ssn»
Going {town2} 3/52 leaving {md_n} with {rel_first} and {tp_first}
[[Stamaril]] lot seen {bag}; [[Typhim Vi]]; [[Havrix]]; [[Twinrix]] #2 {md_p}; [[Rabipur]] d0, d7 {wk_n}; [[Malarone]] 27 tabs; [[Lariam]] no (low mood)
Prev: BCG «=year», [[Sabin]] as child, [[Gardasil]] {my} at {school}
No egg allergy. [[Guillain-Barré]] no. Fainted «=year». [[Japanese]] enceph declined, [[Lyme]] advice.
Paid {card}, receipt {acct}. Yellow card {order}. «=mrn»
{nr} {lic}; PGD signed {dr_init}. «=idt»""",
        ),
        BRITISH + " US",
        (18, 75),
    ),
    Kind(
        "ambulance patient report",
        (
            """\
PCR {case}   lic plate {plate}   {date}
Disp «=hm»  enrt «=hm»  osc «=hm»  dest {abbr} «=hm»
Loc: {street}, {town}, cross of {church}
Pt: {pt_rev} «=agesex» wt «=wt» {ssn}  phone {pt_phone}
CC per «=rel» {rel_first}: "[[sat]] down funny"
AOx3, GCS [[15/15]], [[Cincinnati]] neg, [[LAMS]] 0, 12-lead to {hosp2}, [[Lifepak 15]] s/n {serial}
VS1 «=bp» «=hr» «=rr» «=spo2»  VS2 «=bp» «=hr» BGL «=gluc»
Tx: «=gauge», NS 250, [[Zofran]] 4, [[Miller]] n/a
Bystander {tp} ({phone}) saw it. FD Capt {sp_last} assisted
Xfer to RN {nr_first} sig {nr_init}. Crew {dr_last}/{ot_last} {lic}
Bill: {plan}. «=idt»""",
            """\
CREW NOTES: red call to {school}, {town} at «=hm» {wk}. {pt}, teacher, «=age», collapsed in the gym. CPR by {tp_first} + {ot_first} (year 11), AED {serial}. ROSC «=hm». [[LUCAS 3]] on. [[Guedel]] then i-gel. IO [[EZ-IO 45 mm]]. [[Frank]] pulmonary oedema.
Pre-alert {hosp} resus, {sp_lastcaps} team. «=Rel» {rel} told by head {nr_last}, coming from {town2} in {plate}.
Stood down {md} «=hm». Datix {case}. Welfare chat {wk_n} w {dr_first}. Patient no {mrn}. «=idt» «=neg»""",
        ),
        "US US US UK UK AU IE CA ZA NZ",
        (25, 97),
        manners="plain plain upper",
    ),
    Kind(
        "workers compensation first report",
        (
            """\
FIRST REPORT OF INJURY
1 Employee ........ {pt_revupper}
2 SSN/ID .......... {ssn}
3 DOB ............. {dob}
4 Employer ........ {employer}, {street}, {town}, «=region» {zip}
5 Date/time inj ... {date_p} «=hm»
6 Supervisor ...... {tp_dot} {phone}
7 What happened ... caught glove in «[[Bridgeport]] mill¦[[Hobart]] slicer¦[[Bobcat]] bucket», unit {asset}
8 Body part ....... L ring finger, [[Mallet]] deformity, [[Allen]] ok, [[Semmes-Weinstein]] 3.61
9 Treated at ...... {clinic} by {dr}, {npi}
10 Witness ........ {ot_nick} ({ot_last})
11 Claim .......... {case}  carrier pol {plan}
12 Work status .... [[light]] duty to {date_n}
Adjuster {sp_first}, {email}, f {fax}. Truck {vin}. «=negf» «=idq»""",
        ),
        "US",
        (19, 69),
        pad="idq",
    ),
    Kind(
        "camp and cruise infirmary",
        (
            """\
ship infirmary log, voyage off {town2}
{date} «=hm» {pt_revcaps}, cabin mid deck, folio {acct}
vomit x6, [[Norwalk]] virus?, after buffet {hol}. T «=temp» BP «=bp». [[Ringer's]] 1 L, [[Zofran]], [[Imodium]] no
cabinmate {rel_first} same. isolate to {wk_n}. steward {tp_first} told
ins {plan}; emerg contact {ot}, {phone}, {email}
{date} «=hm» crew {sp_lastcaps}, galley, burn 4%, [[Flamazine]], [[Lund-Browder]]; seaman book {service}
medevac? spoke {hosp}, Dr {dr_last}, {url}
[[Beaufort]] 7. RN {nr_first}. chart {mrn}. «=idt»""",
            """\
CAMP NURSE {md} cabin 6 – {pt}, «=age». bee sting, [[Benadryl]], mom {rel_first} called {rel_phone}
{md} – {tp_first} homesick, [[sat]] w/ counselor {sp_nick}
{md} – {ot_lastinit} [[poison ivy]], [[calamine]]. allergy list says [[sulfa]]
{md} – {pt_first} again, fell off horse ([[Dakota]]), wrist, splint, to {hosp} w/ driver {nr_first}, van {plate}. XR neg. ins card {plan}
Form from {clinic}, Dr {dr_last}, dated {date_p}. [[Will]] need dad's sig: {rel_last}, {email}. Chart {mrn}.
Next session {md_n}. «=idt» «=neg»""",
        ),
        "US US US CA AU UK",
        (8, 70),
    ),
    Kind(
        "mission outpatient card",
        (
            """\
OPD CARD  {hosp}   no. {mrn}
Name {pt_revbare}   Age «=age»   Village {town2}   Chief/head {tp_last}
{md_p} fever [[3/7]], RDT pos, [[Coartem]], PCM. wt «=wt». «=temp»
{md} not better. spleen 4 cm, [[Hackett]] 2, Hb «=hb». ? [[Burkitt]]. d/w Dr {dr_last} by radio. «=negf»
{wk} tx to {hosp2} with «=rel» {rel_first}, in truck {plate}, Sr {nr_first} escort
fees: chicken x1; balance in book {acct}
{md_n} rtn. phone of teacher {ot_first} at {school}: {phone}
[[Blessing]] of the child asked, by {sp_first}, catechist. [[Patience]] advised.
ID {ssn} {dr_init} «=idt»""",
        ),
        AFRICA + " IN PH",
        (18, 80),
        manners="plain lower",
    ),
    Kind(
        "fitness to drive and licence medical",
        (
            """\
MEDICAL FOR LICENCE  {clinic}  {date}
Applicant {pt_rev}  born {dob}  «=addr»
ID shown: {ssn}  photo on form {photo}
Class: HR truck, rego {plate}, for {employer}
Vision [[6/9]] [[6/12]], [[Ishihara]] 13/13. BP «=bp». [[Epworth]] 4. [[Romberg]] steady. [[Audit-C]] 3. Hypos none since {my}.
History: faint {date_pp} at {town2}; [[Wenckebach]] on [[Holter]]; cleared Dr {sp_last}
Report to authority fax {fax}, ref {case}. Fee by card {card}
«=negf» [[May]] drive 12 months.
{dr_dot}, prov {lic}. File {mrn}. Reception {nr_first} {phone}. «=idq»""",
        ),
        "AU AU NZ IE UK ZA CA",
        (24, 88),
        pad="idq",
    ),
    Kind(
        "refugee health screen",
        (
            """\
RHS screening {md} – interpreter {tp} (by phone, ID {case}), {nr_first} RN
Name on papers {pt_revcaps}; family says {pt_revbare} is wrong order, given name {pt_first}. DOB on papers {dob} (all sibs same day!)
Alien/UN no {service}; «=mrn»
Arrived {date_p} with «=rel» {rel_first}, kids {ot_first}, {sp_first}. Sponsor {church}, {phone}
Camp 6 yrs. Hx [[Chagas]] neg, [[Mantoux]] 12, [[Quantiferon]] pos, [[Hansen's]] no, [[Strongyloides]] rx. Hb «=hb», lead 4.
[[Harvard]] trauma q high. Sleep poor. [[Saint]] image helps. «=negf»
Housing {street}, {town}. School {school} from {md_n}. ESL {wk_n}.
PCP to be Dr {dr_last}, {clinic}. «=idt»""",
        ),
        "US US CA AU NZ IE UK",
        (19, 75),
    ),
    Kind(
        "group therapy and substance clinic",
        (
            """\
GROUP NOTE {date} {clinic} IOP, co-leads {nr_first} & {tp_init}
8 present. {pt_first} ({mrn}) shared first; dropped [[Norco]] since {md_p}; sponsor {ot_nick}; triggered by ex {rel_first} at {employer} party on {hol}. Ct [[frank]] and engaged.
{sp_first} late. {ot_first} left early, called {phone}, PO {dr_last} notified, UA {acc} pos [[Adderall]].
Topic: [[Grace]] and [[grief]]; [[Yalom]] factors; [[Serenity]] prayer; [[Beck]] thought log. [[Prochaska]] stage: action.
Dosing: [[Subutex]] 8; next [[Vivitrol]] {wk_n}. Lockbox {serial}.
Ct address {street}, {town}; drives {plate} on a permit {lic}. Court {case}. «=negf» «=idt»""",
        ),
        "US US US CA AU",
        (20, 66),
    ),
    Kind(
        "podiatry and diabetes foot",
        (
            """\
FOOT CLINIC {md} {nr_dot} {lic}
{pt_capsbare} «=agesex» «=mrn»
[[Charcot]] L midfoot, [[Wagner]] 2, [[Texas]] 1B, [[Semmes-Weinstein]] 4/10, [[Doppler]] biphasic. [[Silfverskiöld]] pos. [[Jones]] fracture old.
Debrided, [[Aquacel]], [[Aircast]], [[Scotchcast]] boot; photo {photo}; insole order {order}
A1c «=a1c» ({md_p}) on [[Victoza]], [[Jardiance]]
«=Rel» {rel_first} does dressings w {tp_first} from {clinic}, {phone}
MDT Dr {dr_last} {wk_n}. admit {hosp} if spreads. Walks to {church}. lives {street}. «=idt»""",
        ),
        BRITISH + " IN US",
        (45, 95),
    ),
    Kind(
        "foster care medical",
        (
            """\
LAC/foster health assessment   case {case}   {date}
Child: {pt} ("{pt_nick}"), «=age» y, b. {bday}; placed {my} w/ carer {rel_famcaps}, {street}, {town}
SW: {tp}, {email}, {phone}. Birth mum {ot_first} – contact at {church} hall alt weeks, next {md_n}
School {school}, Ms {sp_last}: settles w/ [[Lego]] & [[Thomas]] trains. [[Conners]] high. [[Strengths]] & Diff. 18
Ht/wt [[25th]]; [[Tanner]] 1; teeth: {clinic}; imms utd exc [[Gardasil]]; scar R knee, photo {photo}
Rec: CAMHS, glasses, [[Melatonin]] 3 mg, [[Calpol]] prn. «=negf»
Id {mrn}; {plan}. Copy to Dr {dr_last}. {nr_init} «=idf»""",
        ),
        "UK UK IE AU NZ US CA ZA",
        (4, 16),
        pad="idf",
    ),
    Kind(
        "medical certificate and sick note",
        (
            """\
MEDICAL CERTIFICATE
{clinic}, {street}, {town}   Tel {phone}   No. {order}
This is to certify that Mr/Ms {pt_caps}, «=label_ssn» {ssn}, employed at {employer}, was examined by me on {date} and is suffering from «=dx». «=He» is advised rest from {date_p} to {date_n} ([[14]] days).
Fit to resume from {md_n}. Remarks: «=negf» Bed rest at {town2} allowed with «=rel» {rel_first}.
Identification mark: mole on the L cheek; thumb impression {bio}
Attested photo {photo}
Issued on request. Fee receipt {acct}. Reg patient no {mrn}.
Dr {dr}    {lic}
Verified by phone with HR, {ot_first}, {phone}, {wk}. Not valid for [[march]] past duty. «=idq»""",
        ),
        ASIA + " NG KE GH JM ZA",
        (20, 64),
        pad="idq",
    ),
)
