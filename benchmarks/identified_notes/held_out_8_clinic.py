"""Clinic letters and reports of held-out part 8."""
# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import AFRICA, BRITISH, Kind

KINDS = (
    Kind(
        "GP referral",
        (
            """\
{clinic}, {street}, {town} {zip}
T: {phone} F: {fax} E: {dr_email}

{date}
Urgent / 2WW / Routine (delete)

Re {pt_famcaps} {dob} «=mrn»  mob {pt_phone}

Dear colleague
Grateful if you would see this «=ageyo» «=man» with «=dur» history of «=dx». «=negf» Smoker.
«=He» has «=eponym». Bloods {md_p}: Hb «=hb», CRP «=crp». «=neg».
«=His» «=rel» {rel_first} will attend too; needs a wheelchair and please not {wk_n}.
«=idf»
Kind regards, {dr_dot} «=lic»""",
            """\
eReferral | Priority: P2 | booking ref {case}
from: {dr}, {clinic} to: {hosp} ENT
Pt: {pt_revcaps}; «=mrn»; tel {pt_phone}
lives alone since {tp_first} died {my}. interpreter no.
Presents w «=dur» of vertigo. [[Dix-Hallpike]] pos. «[[Epley]] x2 failed». Meds «=drug», «=drugneg».
Query: [[Meniere's]]? «=negf» Last audiogram {hosp2} {date_pp}. «=idf»
Attached: {photo}, hearing.pdf""",
        ),
        BRITISH + " MY IN",
        (18, 94),
        pad="idf",
    ),
    Kind(
        "psychiatry letter",
        (
            """\
CONFIDENTIAL – {hosp} Community Mental Health
Our ref: {pt_init}/{case}        Dictated {md_p}   Typed {date}

Dear Dr {sp_last},
I reviewed {pt} in clinic on {wk} with «=his» care coordinator, {nr_famcaps}.
«=He» told me that the voices, [[frank]] and rude before, are quieter. «=His» «=rel», {rel_first}, disagrees. Sleep is 5 hours. «=He» left «=his» job at {employer} after a row with {ot}.
MSE: kempt, [[sat]] still, speech normal. [[Hamilton]] score 18; [[Beck]] 22. No plans to harm «=him»self. «=idf»
«=drug» to go up; «=drugneg» was stopped «=dur» ago. «=negf»
Depot due {date_n} at {clinic}. CTO papers (ref {order}) expire on {date_n}.

{dr}, «=label_lic» {lic}
Crisis line {phone}""",
        ),
        BRITISH,
        (18, 78),
        pad="idf",
    ),
    Kind(
        "cardiology dictation",
        (
            """\
this is doctor {dr_low} dictating on {pt_low} spelled {pt_lastlow} medical record number {mrn} date of visit {say} comma date of birth {say_dob} period new paragraph «=he» is a «=ageyo» «=gent» from {town} with «=eponym» and hypertension comma status post stent by doctor {sp_lastlow} at {hosp} in {my} period no chest pain open paren [[grade 2/6]] murmur close paren period new paragraph exam colon blood pressure «=bp» comma pulse «=hr» period [[homans]] negative comma no [[osler]] nodes period new paragraph plan colon continue «=drug» comma stop [[carafate]] comma [[holter]] for [[14]] days comma serial {serial} period call «=his» «=rel» {rel_firstlow} at {rel_phone} with results period carbon copy to {ot_low} comma fax {fax} period end of dictation job {rec}""",
            """\
DICTATED NOT READ   job {rec}
{pt} is seen {say_p}. Quote feeling like an elephant on my chest end quote. [[Levine]] sign positive. [[Bruce]] protocol 9 minutes. [[Duke]] score plus 3. [[Wells]] low. New line. Doctor {sp} at {hosp2} did the angiogram in {my} [[period]]. [[Canadian]] class two angina, [[New York]] class one. [[Framingham]] risk 12 percent. «=He» has an implanted loop recorder serial {serial}. New para. We [[will]] see «=him» {wk_n}. «=His» «=rel» {rel_first}'s number is {rel_phone}. Next.
Med rec {mrn}. «=negf» «=idf» Signed {dr}, {date}.""",
        ),
        "US US US CA AU NZ",
        (45, 97),
        pad="idf",
    ),
    Kind(
        "oncology MDT list",
        (
            """\
MDT {clinic} / {hosp} — {date} — chair {dr_last}
# | pt | id | ca | outcome
1 | {pt} | {mrn} | [[Gleason]] 3+4, PSA 11 | bone scan, then {sp_last}
2 | {ot_lastinit} | {case} | [[Dukes]] B, [[KRAS G12C]] | adj chemo {md_n}
3 | {tp_dot} | {acc} | [[Breslow]] 1.2, [[Clark]] III | SLNB {nr_first} to ring
4 | {rel_revcaps} | {study} | [[Ann Arbor]] IIA [[Hodgkin]] | trial [[HD21]], PET review
Pathology by {sp_init}; radiology {nr_dot} from {hosp2} by video {url}
Note pt 1 «=rel» ({rel_nick}) cancelled {wk}, moved to {town2}, new no {phone}. [[Will]] re-discuss [[4/52]].
«=idf» «=negf»""",
        ),
        ages=(30, 88),
        pad="idf",
    ),
    Kind(
        "genetics family history",
        (
            """\
PEDIGREE TAKEN {date}, {nr} (genetic counsellor), {hosp}
Proband: {pt}, b. {dob}, [[BRCA1 c.68_69delAG]] heterozygote, lab {acc}
 ├ «=rel» {rel}, ca breast at 41, Rx {hosp2} «=year»
 ├ mother {tp_first}, d. {my} at {home}, [[Lynch]] neg
 ├ maternal uncle {sp_first} ("{sp_nick}"), colon 52, lives {town2}
 ├ pat. aunt {ot}, «=eponym», declined; reach via {phone}
 └ cousin {nr_first}?? – not related, struck out
Consanguinity: parents from same village ({town2}), second cousins.
[[Manchester]] score 21; [[Tyrer-Cuzick]] 31%; [[Gail]] 4.1. «=code».
Saliva kit {order} posted to {street}, {zip}. «=idf»
Letter for relatives ok except {ot_first}.""",
        ),
        ages=(20, 70),
        pad="idf",
    ),
    Kind(
        "eye clinic",
        (
            """\
{pt_lastinit} {dob_iso} «=mrn»  eye cas {md} «=hm»
VA R [[6/12]] L [[6/60]] PH [[6/9]]; IOP [[18]]/[[24]] ([[Goldmann]])
R [[Fuchs']] spots, L [[Hutchinson's]] sign, [[Schirmer]] 6 mm; [[Ishihara]] 11/13; [[Amsler]] distort
[[iris]] transilluminates; [[Bowman's]] layer clear; [[Bruch's]] membrane break
photo {photo} uploaded; OCT {acc}; retinal ID {bioiris}
IOL serial {serial} (op {hosp2} {my}, {sp_last})
P: [[Lucentis]] {wk_n}, cancel {md_n}. form sent, told not to drive {plate}
«=Rel» {rel_first} to put drops. dw {dr_init}. «=idt»""",
        ),
        BRITISH + " IN IN NG JM",
        (50, 98),
    ),
    Kind(
        "fracture clinic",
        (
            """\
FRACTURE CLINIC {date}
{pt} · {dob} · {mrn} · {ward}
«=ageyo» fell from quad bike at {tp_first}'s farm, {town2}, {wk}. «[[Colles']]¦[[Smith's]]¦[[Bennett's]]¦[[Jones]]¦[[Galeazzi]]¦[[Weber B]]¦[[Maisonneuve]]» fracture «R¦L».
X-ray {acc} read by Dr {sp_last}: [[Bohler's]] angle 22, [[Gustilo]] I, [[Salter-Harris]] nil. NV intact, «=ratio».
Plan: POP [[6/52]], [[Thomas]] heel, check {md_n} with {dr_dot}. Off work till {date_n} ({employer}). «=idt»
Letters: {rel}, {street}, {town}. Physio {nr_first} on {phone}.
[[Will]] need [[K-wires]] if slips.""",
        ),
        ages=(18, 90),
    ),
    Kind(
        "teledermatology",
        (
            """\
STORE-AND-FORWARD CONSULT {case}
img1: {photo}  img2: {photo}  taken {md_p} on staff phone, IP {ip}
pt: {pt} | dob: {dob} | {mrn} | ph {pt_phone}
Q from {nr} ({clinic}): «=dur» itchy plaque. tried [[Dettol]], [[Rose]] water, and cream from {tp_first}. [[Koebner]] yes, [[Auspitz]] yes, [[Nikolsky]] neg. [[Fitzpatrick]] V.
A from {dr}: looks like [[Bowen's]] vs psoriasis. [[Wood's]] lamp. 4 mm punch to lab. [[Mohs]] if +. Not [[Kaposi]]. [[Sweet's]] unlikely.
Pls tell «=rel» {rel_first} – lesion on «=him» seen in {photo} too.
Reply uploaded {iso}. «=idf» View: {url}""",
        ),
        "US AU NZ ZA KE CA NG GH",
        (18, 91),
        pad="idf",
    ),
    Kind(
        "second opinion e-mail",
        (
            """\
From: {dr} <{dr_email}>
To: {sp_famcaps}
Sent: {wk} {md_p} «=hm»
Subject: quick curbside - {pt_init}

Hi {sp_first},
hope you're well & that {tp_nick} is over the chickenpox. Could you look at {pt_last}? «=ageyo», «=mrn», scans at {url}. «=negf»
I thought «=eponym», {ot_last} at {hosp2} says otherwise. «=neg».
Family flying in {wk_n} ({rel}, {rel_phone}).
Thx
{dr_first}

> On {date_p}, {sp_first} wrote:
> sure, send it. Have {nr_first} call me, {phone}. S.""",
        ),
        pad="idf",
    ),
    Kind(
        "translated letter",
        (
            """\
[Translated from «Spanish¦Polish¦Arabic¦Vietnamese¦French¦Tagalog» by {tp}, interpreter no. {case}, {date}]

Mr. doctor:
The suscribed, Dr. {dr_revbare}, certifies that the patient {pt_revbare}, of «=age» years, born the {dob}, identity {ssn}, was interned in the {hosp} from the day {date_p} by cause of «=dx». Was practiced «[[Billroth]] II operation¦operation of [[Heller]]¦plasty of [[Mustardé]]» under general anesthesia; group [[O]] factor [[Rh]] positive. Sign of [[Blumberg]] negative, of [[Lasègue]] positive.
Lives with «=his» «=rel» {rel_first} in {street}, {town}. «=negf»
It is extended the present for the ends that the interested party estimates convenient.
Signature illegible, stamp {lic}. Tel. {phone}. «=idf»""",
        ),
        "US US UK CA AE AU IE",
        (18, 91),
        pad="idf",
    ),
    Kind(
        "iwi health provider note",
        (
            """\
Kia ora {dr_first},
whānau hui held {date} at {church} marae room for {pt} (NHI {mrn}), kaumātua, «=agesex». Present: {rel} («=rel»), {tp_first} te kaiāwhina, {nr} RN, Whaea {ot_first}.
Kōrero: wants to stay home in {town}, not {home}. Rongoā ok. «=eponym» slow. [[Barthel]] 11. «=neg».
Tangi for {ot_last} on {md_p} set things back. Mokopuna at {school} need lunches.
Actions: {nr_first} to chase O2 concentrator ({serial}); ring {rel_phone}; ACC {case}; next hui {hol} or {date_n}. [[Manu]] tū boxes [[may]] help.
Ngā mihi, {sp_first}. Waea {phone}, īmēra {email}. «=idf»""",
        ),
        "NZ",
        (60, 98),
        pad="idf",
    ),
    Kind(
        "TB and HIV clinic card",
        (
            """\
CCC/TB register page «=bed»  {clinic}
Name: {pt_revbare} (alias {pt_nick})   «=label_mrn»: {mrn}   Tel {pt_phone}
Rx supporter: {rel_first}, «=rel», {rel_phone}, of {town2} near {church}
Start {date_p}  HRZE (FDC)   [[GeneXpert]] MTB det, RIF not det, {acc}
CD4 212 {md_p}; VL 40 cps {md}; wt «=wt»; [[Mantoux]] 18 mm; [[Ziehl-Neelsen]] 2+
TCA {md_n}  missed {wk}, traced by CHW {tp_first}, found at {employer}
Clinician {dr_lastinit} / {lic}
[[Pill]] count 6. [[Patience]] advised. «=negf» [[Faith]] healer visited. «=idt»""",
        ),
        AFRICA,
        (18, 70),
    ),
    Kind(
        "paediatric clinic letter",
        (
            """\
{hosp} Child Health, {date}
To parents of {pt}, {street}, {town} {zip}

Dear {rel_first} and {tp_first},
Thank you for bringing {pt_first}, aged «=age», to see me {wk}. {pt_first}'s height is on the 25th [[centile]]; [[Tanner]] 1; [[Denver]] II normal. The [[Moro]] reflex had gone by [[4/12]]. «=negf»
«=His» teacher, {ot} at {school}, writes that «=he» drifts off. [[Conners]] forms went out {md_p}. I do not think this is [[Tourette's]] or [[Rett]] syndrome. [[Ritalin]] [[may]] help; {nr_first}, our nurse, will ring {rel_phone}.
Your «=gp» Dr {sp_last} gets a copy. «=idf»
«=mrn». See you {date_n}.
{dr}""",
        ),
        BRITISH,
        (3, 15),
        pad="idf",
    ),
    Kind(
        "memory clinic",
        (
            """\
MEMORY CLINIC – {clinic} – {date}
Seen: «=Mr» {pt} aged «=age», with «=rel» {rel}
Born {dob} in {town2}; left school at 14; worked at {employer}; widowed {my}.
Could name the monarch, not the month. Recalled the name-and-address 3/7. [[MoCA]] 17; [[Addenbrooke's]] 64. Clock ok. [[Lewy]] body possible; sees cats in the [[iris]] bed. «=neg».
Drives {plate}; to stop, told {rel_first}. LPA ref {case}. [[Aricept]] 5 mg nocte.
Carer support: {nr_first} ({phone}). [[Herbert]] protocol form given. «=idf»
{dr}, {lic}""",
        ),
        BRITISH,
        (68, 102),
        pad="idf",
    ),
    Kind(
        "pain clinic US",
        (
            """\
INTERVENTIONAL PAIN — {clinic} — DOS {date}
{pt_revcaps}  {dob}  {mrn}  Ins {plan}
PDMP run {md_p}, {dr_init}; DEA {dea}. UDS {acc} c/w [[Norco 10/325]]. Pill count by {nr_first}.
HPI: «=ageyo» «=man», MVC {date_pp} (his truck {vin}), atty {tp}, claim {case}. Pain [[8/10]] -> [[4/10]]. [[Spurling]] neg; [[Patrick]] (FABER) pos L; [[Waddell]] 1/5; [[Gaenslen]] pos.
Proc: L4-5 ESI, [[Tuohy]] 20g, [[Omnipaque]] 1 cc, lot exp ok. SCS IPG s/n {serial}.
Spouse {rel_first} drove. RTC {md_n}. Opioid agreement w/ {pharmacy}, ph {phone}.
[[Lyrica]] 75 bid. «=negf» «=idf»
{dr}, MD NPI {npi}""",
        ),
        "US",
        (24, 86),
        pad="idf",
    ),
    Kind(
        "sleep clinic report",
        (
            """\
POLYSOMNOGRAM {acc}
Recorded night of {md_p} at {clinic}, room 2. Tech {nr}.
Subject {pt}, {dob}. Ref {dr_last} ({fax}).
AHI 31. [[Epworth]] 15. [[Mallampati]] IV. [[Cheyne-Stokes]] absent. [[Pickwickian]] not met. [[STOP-BANG]] 6. ESS by partner {rel_first}: "[[snores]] like a train".
CPAP unit {serial}, modem {mac}, cloud {url}, user {pt_user}.
Download {wk}: use 5h12, leak 11. Mask [[AirFit P10]]. Lost at {town2} airport on {hol}; replaced PO {order}.
[[Provigil]] no. Next {my_n}. «=negr» «=idf» Bill {acct}.""",
        ),
        "US CA AU UK SG AE",
        (30, 80),
        pad="idf",
    ),
    Kind(
        "fertility and gynae letter",
        (
            """\
PRIVATE & CONFIDENTIAL   {date}
{pt} and {rel_famcaps}
{street}
{town} {zip}
Hosp ref {mrn}

Dear both,
Cycle started {md_p}. Trigger {wk_n} «=clock», collection with Dr {sp_last} the day after next. AMH 11, FSH 7. [[Douglas]] pouch clear; [[Bartholin]] cyst small; [[Asherman]] excluded; [[Fallopian]] tubes patent. «[[Gonal-F]] 225¦[[Menopur]] 150¦[[Clomid]] 50». Sperm straw IDs {acc}, {bag}.
Donor interview by {tp} on video {url}. Fee due to account {bank}.
Do stop [[Yasmin]]. [[Grace]] days apply to payment. «=idf» «=negf»
Nurse {nr_first}, {phone}; {dr_email}""",
        ),
        "UK AU IE SG AE ZA NG IN US",
        (24, 45),
        pad="idf",
    ),
)
