"""Odd papers of clerks, chaplains, drivers and registries of held-out part 8."""

# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import AFRICA, BRITISH, Kind

KINDS = (
    Kind(
        "appointment letter",
        (
            """\
{hosp} – Outpatient Booking
{date}

«=Mr» {pt}
«=addrlines»

Your appointment: {date_n} at «=clock» with {dr_dot}, {ward}
Bring: this letter, a list of medicines, your card («=plan»)
«=mrn»
If you cannot come ring {phone} or use {url} (code {order}).
Parking: give your registration ({plate} on our file) at the desk.
You missed {date_p}; a second miss [[may]] mean discharge to Dr {sp_last}.
Transport for wheelchair users: ask {nr_first}. [[Grace]] time is [[10-15]] minutes.
«=idf»""",
        ),
        pad="idf",
    ),
    Kind(
        "did not attend letter",
        (
            """\
Dear {pt_first},

We missed you on {wk} {md_p}. {nr_first} tried {pt_phone} and left a message with someone called {rel_first}; was that your «=rel»? If you have moved from {street}, please tell us ({email} or text {phone}).

We worry because the last blood test ({acc}, {md_p}) was not quite right and because of your «=eponym». It is not too late: Dr {dr_last} has a slot {wk_n} {md_n} at «=clock».

If we do not hear by {date_n} we [[will]] write to Dr {sp_last}, «=gp». [[Hope]] all is well.
«=negf»
{ot}, clinic clerk, {clinic}
{mrn}""",
        ),
        pad="idf",
    ),
    Kind(
        "release of information request",
        (
            """\
AUTHORIZATION TO RELEASE RECORDS            req {case}
I, {pt_rev}, d.o.b. {dob}, formerly {ot_last}, authorise {hosp} to release
[x] ED {date_p}  [x] labs {my}  [ ] psych   [x] images {acc}
to {tp}, attorney / {sp_dot}, {clinic}, fax {fax}
by [x] portal {url}  [ ] CD  [ ] mail to {street}, {town}
«=ssn»   «=mrn»   phone {pt_phone}
Expires {date_n}. Revoked? no. Fee {acct}.
Signature on file ({pt_init}), witness {nr_famcaps}. ID checked: {lic}
ROI clerk {nr_user} {ddmon} from {ip}. «=negf» «=idq»""",
        ),
        "US US US CA AU",
        pad="idq",
    ),
    Kind(
        "anticoagulation list",
        (
            """\
INR CLINIC {md}  {nr_first}/{tp_init}
{pt_lastinit} {mrn} INR 2.4 [[2-3]] dose 5/5/6 next {md_n}
{ot_lastinit} {acc} INR [[4.8]] omit x1, call «=rel» {rel_first} {rel_phone}
{sp_revcaps} {case} INR 1.6 — missed {wk}, was in {town2}
{dr_dot} – staff, self test meter {serial}
[[Coumadin]] vs [[Marevan]]: do not swap brands. [[Bactrim]] started {md_p} by {hosp2}!
Text reminders to {pt_phone}. Posted book to {street}, {zip}
«=idt» «=neg»""",
        ),
        ages=(50, 98),
    ),
    Kind(
        "adverse reaction report",
        (
            """\
SUSPECTED ADVERSE REACTION   local no {case}
Patient: initials {pt_init}, {dob}, sex «=sex», «=wt», hosp no {mrn}
Drug: «=drugneg», batch {bag}, started {date_p}, stopped {date_p}
Reaction: [[Stevens-Johnson]]? rash, [[Nikolsky]] neg, onset {wk}; outcome recovered {date}
Others: «=drug»; [[St John's]] wort from {pharmacy}
Reporter: {nr}, {clinic}, {dr_email}, {phone}; copy Dr {dr_last}
Narrative: {pt_first} told «=his» «=rel» {rel_first} of itch after the second dose on {hol}. [[Naranjo]] 6. «=negf»
Device used: pen {serial}, UDI {udi}. Photo {photo}. Sent {iso}. «=idq»""",
        ),
        pad="idq",
    ),
    Kind(
        "cancer registry abstract",
        (
            """\
ABSTRACT {acc}  registrar {nr_init}  {isoday}
Name {pt_revupper} maiden {ot_lastcaps}  {ssn}  DOB {dob}  {zip}
Dx date {date_pp}  site [[C50.4]]  hist [[8500/3]]  grade [[2]]  stage [[T2N1M0]]
Dx facility {hosp2}; class [[14]]; managing {dr_revcaps} {npi}; surgeon {sp_rev}
Surg {date_p}; [[Nottingham]] 6; [[Oncotype]] 18; [[HER2]] 1+
FU {date} alive NED per «=rel» {rel_first} phone {rel_phone}
Text: 2 cm mass felt {my} in shower; works {employer}; «=ageyo»; smoker. [[Bloom]] grade 2. «=negr»
Link MRN {mrn}. Edits clean {nr_user}. «=idq»""",
        ),
        "US US CA AU",
        (40, 97),
        pad="idq",
    ),
    Kind(
        "poison centre call",
        (
            """\
TOX CALL {case}  rec {rec}  {date} «=hm»
Caller {rel} («=rel») from {rel_phone}, {town}; pt {pt_first}, «=ageyo», «=wt»
Substance: [[Dettol]] mouthful / [[Tylenol]] ?12 tabs / [[lily of the valley]] leaf
Time: {wk} approx «=clock». Sx: nausea. [[Rumack]] line not plotted yet.
Advice {sp_first}: go to {hosp}, level at [[4 h]]. [[Mucomyst]] if above. No [[ipecac]].
Callback «=hm»: pt in ED bed «=bed», RN {nr_first}; MRN {mrn}; lab {acc} 40
Callback {md_n}: home, fine. Address for leaflet: {street} {zip}. Closed {dr_init}. «=idt»""",
        ),
        "US US UK CA AU NZ IE",
        (18, 95),
    ),
    Kind(
        "newborn and NICU",
        (
            """\
NICU {md} day «=small»  B/O {rel} (twin 2 = "{pt_first}")
band {mrn}; mum's no {case}; born {bday} {hosp2}, tx {date_p} by team {nr_first}/{ot_first}, incubator {serial}
[[28+3]] wk, 1,105 g, [[Apgar]] [[4/7/8]], [[Ballard]] 27, [[Silverman]] 4. [[Curosurf]] x1. CPAP 6. [[Finnegan]] n/a. [[Papile]] I on L
[[Guthrie]] card {order} sent {md_p}. [[Moro]] weak. DBM bag {bag}
Dad {tp_first} skin to skin {wk}; gran {sp_first} ({oldage}!!) at window. Parents room tel {rel_phone}
Dr {dr_last}: stop caffeine [[34]] wk. ROP screen {md_n} {sp_last}. [[Synagis]] this winter. «=idt»""",
        ),
        ages=(1, 1),
    ),
    Kind(
        "emergency mental health hold",
        (
            """\
INVOLUNTARY HOLD NOTE {date} «=hm» {hosp}
{pt_rev} «=agesex» DOB {dob} brought by Ofc {sp_last} (cruiser {plate}) from {church} lot in {town}, shouting at {tp}, a passer-by.
Says an angel of [[grace]] told «=him» to [[march]]. Not sleeping since {hol}. Off [[Abilify]] since {my}. [[Young]] mania scale 31. UDS {acc} neg. «=eponym» no.
Collateral: «=rel» {rel_first}, {rel_phone}; outpt Dr {ot_last} at {clinic}; case manager {nr_first}, {email}
Belongings: phone, ring, licence {lic}, card {card}. Firearm w/ {tp_nick}.
Rights read. Interpreter no. Hearing {date_n}, docket {case}. «=mrn» «=plan»
{dr}. «=idt»""",
        ),
        "US US US CA AU",
        (18, 90),
    ),
    Kind(
        "chaplain and volunteer notes",
        (
            """\
Pastoral visit, {ward}, {wk} {md_p}: sat with {pt_first} («=age»). Sang two verses. «=He» spoke of «=his» late brother {tp_first} and the boat at {town2}. [[Faith]] is strong, [[hope]] less so. Would like communion from Fr {sp_last} of {church} before {hol}.
«=Rel» {rel} came in as I left; cross with Dr {dr_last}. I listened. She (he?) may ring me on {phone}.
[[Grace]] said at tea. [[Joy]] when the cat video came on. No medical talk but [[Lent]] diet, and the [[Foley]] bothers «=him».
Bed list no. {mrn}. Next {md_n}. Rev'd {ot_first}; vol {nr_nick}. «=idf»""",
        ),
        ages=(55, 103),
        pad="idf",
    ),
    Kind(
        "transport driver log",
        (
            """\
NEPT RUN SHEET  veh {plate}  VIN {vin}  crew {nr_first} + {ot_nick}  {date}
«=hm» p/u {pt_lastcaps} {street} {town} -> {clinic}, walker, «=rel» {rel_first} escort
«=hm» p/u {sp_lastinit} {home} -> {hosp} dialysis, O2 2L, chair {asset}
«=hm» abort: {tp_rev} no answer, ph {phone}, neighbour says {hosp2} since {wk}
«=hm» d/o {pt_lastcaps} late, told dispatch {dr_first}, job {order}
fuel card {card}
[[Sat]] nav broken; [[Mercedes]] in for service {md_n}; [[May]] bank roster pinned up
Incident {case}: bump at gate, photo {photo}. «=idt» «=neg» MRN on job: {mrn}""",
        ),
        ages=(60, 98),
        manners="plain typo lower upper",
    ),
    Kind(
        "missing patient bulletin",
        (
            """\
MISSING: {pt_caps}, «=ageyo», «=gent», from {ward}, {hosp}, since «=hm» {wk} {md_p}
[[White]] hair, [[brown]] coat, [[green]] slippers, wrist band {mrn}, tracker {serial}
Has «=eponym», walks with [[Zimmer]]; answers to "{pt_nick}"; may head for old home at {street}, {town}, or {church}
«=Rel» {rel} informed {rel_phone}; second contact {tp} {phone}
Police ref {case}, PC {sp_last}; CCTV still {photo}; bus card {card}; face match {bio}
Last seen by HCA {nr_first}. Found!! «=hm» at {town2} station by {ot_first}. Stood down {dr_init}.
«=idq» «=negf»""",
        ),
        BRITISH + " US",
        (66, 99),
        manners="plain upper",
        pad="idq",
    ),
    Kind(
        "calendar invite",
        (
            """\
BEGIN:VEVENT
DTSTART:{iso}
SUMMARY:Family meeting re {pt_init} / {pt_lastinit}
LOCATION:{ward} quiet room\\, {hosp}
ORGANIZER;CN={nr}:mailto:{dr_email}
ATTENDEE;CN={rel}:mailto:{email}
ATTENDEE;CN={sp}:tel:{phone}
DESCRIPTION:Discuss {home} vs home with care. MRN {mrn}. Dial in {url} pin {order}. {tp_first} to interpret. [[May]] overrun. «=negf»
UID:{rec}
END:VEVENT
Reply {rel_first}: cant do {wk}\\, {hol} is out too\\, can {ot_first} ring in? we are away {range}. «=idf»
Reply {nr_first}: moved to {date_n}.""",
        ),
        ages=(60, 98),
        pad="idf",
    ),
    Kind(
        "nursing home transfer form",
        (
            """\
INTER-FACILITY TRANSFER   {home} -> {hosp} «=ed»
RESIDENT {pt_rev} / {dob} / {mrn} / {plan} / {ssn}
REASON «=dx», temp «=temp», [[sat]] «=spo2», not [[eating]]
BASELINE: A&Ox1, [[Hoyer]], puree, [[Braden]] 12, [[Foley]] changed {md_p}, pressure area photo {photo}
POA {rel} («=rel») {rel_phone}, notified {md} «=hm» by {nr_dot}; 2nd {tp_rev} {phone}
MEDS «=drug»; «=drug»; «=drugneg»; [[Exelon]] patch
DNR yes, form {order}. Dentures, glasses, hearing aid {serial}, $0. MD {dr_last} fax {fax}
PPD {my}; flu {my}; covid {md_p}. Report called to {sp_first} RN.
Pharmacy {pharmacy}; dialysis {wk_n}. «=idt»""",
        ),
        "US US US CA AU",
        (68, 104),
        manners="plain plain upper typo",
    ),
    Kind(
        "school counsellor and psychology",
        (
            """\
Ed psych consult, {school}, {md}, by {nr} (reg {lic})
{pt_first} ({pt_init}, b {dob}) Yr 5, referred by Mr {tp_last}. [[WISC-V]] FSIQ 92, [[Raven's]] 60th, [[Conners]] T 71, [[Beery]] VMI low, [[Strengths]] and Difficulties 19. Drew [[house-tree-person]]; drew «=rel» {rel_first} as a giant, no dad.
«=He» says {ot_first} and {sp_first} hide the lunch box. Likes the [[Gruffalo]].
Called home {rel_phone}: {rel_first} cried; lost job at {employer} {my}; new flat {street}.
Safeguarding lead {dr_first} told {wk}. CAMHS via {clinic}, ref {case}. Review {md_n}.
[[Will]] trial fidget, seat near front. «=mrn». «=idf»""",
        ),
        BRITISH,
        (6, 15),
        pad="idf",
    ),
    Kind(
        "spoken intake",
        (
            """\
"okay recording. it's {say}, um, new intake. name is {pt_low}, last name spelled {pt_spell}. birthday {say_dob}. phone number {phone_words}. record number {mrn_words}. email is {email_words}. emergency contact is the «=rel», {rel_low}, at {phone_words}. lives in {town} off, uh, {street}. works at {employer}. referred by doctor {sp_lastlow}, that's {sp_spell}. chief complaint, pain, [[seven]] out of ten, [[may]] be the gall bladder, [[murphy's]] positive. takes [[lyrica]] and [[norco]]. seen at {hosp2} on {say_p}. allergic to, um, [[sulfa]]. family history of [[hodgkin's]]. «=negp». that's it. {nr_firstlow} signing off."
transcribed by {ot_init}, job {rec}, {isoday}""",
        ),
        "US US US CA AU UK NG KE",
        (20, 88),
        pad="idq",
    ),
    Kind(
        "blood donor and transplant call",
        (
            """\
DONOR NOTE  pledge {order}
{pt} (donor {bag}) called {pt_phone} {date} re deferral after {town2} trip {range}; [[Zika]]; [[Chagas]] neg; [[Duffy]] null; Hb «=hb»
Match for {hosp2} recipient {tp_init} / {study}: [[HLA-A2]], [[DR4]] 9/10. Courier {ot_first}, flight w/ box {asset}, seal {serial}
«=Rel» {rel_first} also typed {acc}. [[Filgrastim]] from {md_n} at {clinic}, nurse {nr_first}. Employer {employer} needs letter.
Coordinator {dr_dot} {dr_email}. Consent video {url}. Mileage to {bank}. [[Hickman]] not needed. ID {ssn}, chart {mrn}.
«=idt» «=neg»""",
        ),
        ages=(19, 60),
    ),
    Kind(
        "village elder and clinic letter",
        (
            """\
To the Medical Officer i/c,
{hosp}.
Thro' Sister {nr_last}

Dear Sir,
RE: {pt_famcaps}, {mrn}
The above named is a member of our family and the «=gent» stays at {town2} with «=his» «=rel» {rel}. Since {my} «=he» is having body hotness and [[running]] stomach. We first went to {pharmacy}, then to Dr {sp_last}, who gave [[Flagyl]], [[Panadol]] and [[Septrin]]; then to a prophet at {church}. On {wk} {md_p} «=he» fell. My phone is {phone} (ask for {tp_first}). NHIS/ID {ssn} is with me.
Kindly treat «=him». [[Blessing]] and [[Mercy]] be yours. We [[may]] pay after harvest, receipt {acct}.
«=negf»
Yours,
{ot}, headman/chairman. {date}""",
        ),
        AFRICA,
        (20, 97),
        pad="idf",
    ),
    Kind(
        "wound and body map captions",
        (
            """\
Body map / photos – {pt} – {md}
1 {photo} L heel gr 2, 3 x «=mm» mm
2 {photo} sacrum, [[Kennedy]]? no
3 {photo} old burn, says iron, «=year»
4 {photo} tattoo "{rel_firstcaps}" R arm; scar [[Kocher]]
Taken by {nr_first} with ward phone {serial}, uploaded from {ip} to {url}; album {order}; consent {pt_init}, witness {sp_init}
Shown to TVN {ot_dot} {wk}. [[Aquacel]] Ag, [[Cavilon]], [[Repose]] boots. [[Waterlow]] 22. «=Rel» {rel_first} told {rel_phone}. Safeguarding {case}. {home} informed. «=mrn»
«=idt»""",
        ),
        BRITISH,
        (60, 103),
    ),
    Kind(
        "security and visitor desk",
        (
            """\
SECURITY LOG {date} {hosp} gate 2, ofc {nr_lastcaps}
«=hm» {rel} visiting {pt} ({ward}), badge {order}, ID {lic}, car {plate}
«=hm» {tp_first}?? refused to leave, says [[bishop]]; asked twice; police {case}
«=hm» found phone, lock screen "{sp_first} & {ot_first}", sticker {serial}
«=hm» palm reader {bio} denied {dr_user}; let in by {dr_first}
«=hm» reporter rang {phone} re {pt_last}: no comment. Camera {mac} / {ip} down
«=hm» baby tag alarm, [[Hugs]] band, false
Wristband no seen: {mrn}. Handed to {ot_lastcaps} {wk_n}. [[Rich]] tea left. «=idq» «=negf»""",
        ),
        manners="plain typo upper",
        pad="idq",
    ),
)
