"""Messages, calls and e-mails of held-out part 8."""
# The dashes that people type.
# ruff: noqa: RUF001

from benchmarks.identified_notes.held_out_8_kind import AFRICA, BRITISH, Kind

KINDS = (
    Kind(
        "portal message",
        (
            """\
hi dr {dr_lastlow} its {pt_low} «😊¦🙏¦:)¦»
so i picked up the new script {wk_low} and since then im dizzy?? «=negp». «=idp».
also can «u¦you» send the forms to my «=rel» {rel_firstlow} her email is {email}
my «=rel» says {tp_firstlow} next door had same thing lol
«=idp». «=negp»
ty «❤️¦🙃¦💊¦»
{pt_firstlow}
sent from my phone""",
            """\
Subject: RE: RE: test results??
From: {pt_rev}
To: {dr_last} Clinical Pool
{date} «=clock»

I DONT UNDERSTAND MY RESULTS. The app shows order {order} as "abnormal flag" and nobody calls. «=negp». I work at {employer} till 4 so call {pt_phone}. «=idp».

--- Reply ---
Hi «=Mr» {pt_last}, this is {nr_first}, nurse for Dr. {dr_last}. Your A1c is «=a1c». Dr. {dr_last} [[will]] adjust «=drug». Please come {md_n}. «=idf»

--- Reply ---
ok thx {nr_nick}""",
            """\
hello, i am the «=rel» of {pt} ({dob}). my own name is {rel}. i have proxy since {my} i think
«=he» is not eating for [[3]] days, «=negp»
«=idp»
the wound pic is {photo} 📷 pls look
we are at my place now, {street} {town}, not {home}
«=idp». bless u all 🙏""",
        ),
        "US US US US UK CA AU NZ IN SG ZA PH AE IE",
        (20, 92),
        manners="plain typo lower typo",
        pad="idp",
    ),
    Kind(
        "SMS chain",
        (
            """\
[{dr_phone}] Reminder: {pt_first}, u have appt w/ Dr {dr_last} {wk_n} {md_n} «=clock» @ {clinic}. Reply Y/N
[{pt_phone}] N
[{pt_phone}] sry {rel_firstlow} has car, can do {md_n} ?
[{dr_phone}] Ok {pt_nick}, moved to {date_n} «=clock» - {nr_first}
[{pt_phone}] k. shud i stop [[yasmin]] b4? & is it [[sat]] fasting lol
[{dr_phone}] No. Bring ID («=label_ssn» {ssn}) & card. Park by {church}
[{pt_phone}] 👍 {tp_firstlow} will drop me. «=idp»
[{pt_phone}] also «=negp»""",
        ),
        manners="plain lower typo",
        pad="idp",
    ),
    Kind(
        "nurse line transcript",
        (
            """\
[call {rec} – {iso}]
NURSE: Nurse line, {nr_first} speaking, can I have the patient's name please?
CALLER: Yeah it's {pt}, that's {pt_user} in your app, I'm the «=rel».
NURSE: And your name?
CALLER: {rel_first}. Born, him or me? «=He»'s {dob}.
NURSE: Number we can call back on?
CALLER: {rel_phone}, or work, {employer}, {phone}.
NURSE: What's going on?
CALLER: Fell off the step {wk} and now there's a lump. We're in {town}, by {church}. [[Will]] it go down? Gave «=him» [[Benadryl]].
NURSE: Any [[black]] stools? Pain out of ten?
CALLER: [[7/10]] ish. Dr {sp_last} saw «=him» in {my} for «=eponym».
NURSE: OK {rel_nick}, I'd like «=him» seen within [[4 hours]]. Nearest is {hosp}.
[end «=hm», disposition: ED, advice «=small»]""",
        ),
        "US US US US CA CA AU",
        (20, 94),
        pad="idq",
    ),
    Kind(
        "ambulance call transcript",
        (
            """\
EOC LOG {case}  CLI {phone}
«=hm» Is the patient breathing? – yes yes she's breathing
«=hm» Address? – {street}, {town}, um postcode {zip}, opposite {school}
«=hm» Your name love? – {rel_first}, I'm «=his» «=rel». It's {pt_first}, {pt}
«=hm» How old? – «=age»
«=hm» [[Breathing]] noisy; [[frank]] blood on pillow; has «=eponym»; on [[warfarin]] aka [[Marevan]]
«=hm» – carer {tp_nick} is doing the towels. Dog in kitchen. Gate code via {ot_first} next door
«=hm» Crew {nr_lastcaps}/{sp_lastcaps} running, vehicle {plate}, fleet {asset}
«=hm» On scene. [[ROSC]] n/a. Conveyed {abbr}.
Audited {date} by {dr_init}. Recording {rec}. «=negf»""",
        ),
        BRITISH,
        (60, 99),
        pad="idq",
    ),
    Kind(
        "staff e-mail thread",
        (
            """\
From: {nr} [{dr_email}]
To: ward-managers; {sp}
Cc: {ot_first}
Date: {date} «=hm»
Subject: complaint re bed «=bed» ({pt_init}, {mrn})

All,
{rel} (the «=rel») rang again, fourth time since {wk}. {sp_first}, you told «=him» {dr_last} would phone. Nobody did. Her mobile is {rel_phone}.
Can PALS ref {case} be answered by {md_n}? «=negf»
Please [[bill]] nothing till [[then]]. [[Mark]] as sensitive.
{nr_nick}

> From: {sp_first}
> I was on leave from {md_p}, ask {tp_lastcaps}. The note says "spoke to {rel_firstmis}". «=idf»
> Sent from {ip}""",
        ),
        pad="idf",
    ),
    Kind(
        "WhatsApp team group",
        (
            """\
[{md}, «=hm»] {nr_first} 🩺: who has bed «=bed»? {pt_lastlow} bp [[88/40]]
[{md}, «=hm»] {dr_nick}: me. «=rel» there?
[{md}, «=hm»] {nr_first} 🩺: ya {rel_firstlow}, very [[frank]] lady. {rel_phone}
[{md}, «=hm»] {sp_init}: [[will]] come after {tp_lastlow}'s line. give [[ringers]] 500
[{md}, «=hm»] {dr_nick}: folder {mrn}? lab says sample {acc} haemolysed
[{md}, «=hm»] {nr_first} 🩺: yes. also {ot_firstlow} from {hosp2} wants a bed, [[crohns]] flare
[{md}, «=hm»] {dr_nick}: no beds till {wk_low}. who is on for {hol}?
[{md}, «=hm»] {sp_init}: u 😂
image omitted {photo}
«=idt»""",
        ),
        "ZA IN NG KE GH MY SG PK PH JM AE UK",
        (20, 85),
        manners="plain lower typo",
    ),
    Kind(
        "voicemail transcript",
        (
            """\
VM {rec}  from {phone}  {wk} «=clock»  (auto transcribed, may contain errors)
"Hey uh this message is for {nr_firstmis} or whoever does refills uh this is {pt_low} and uh my date of birth is {say_dob} the pharmacy {pharmacy} says you denied my uh [[lie rica]] and I been out since {wk_low} so I'm hurting uh my number's {pt_phone} again {pt_phone} my «=rel» {rel_firstlow} can pick it up we're over in {town2} at the lake till {md_n} uh oh and doctor {dr_lastlow} said about the um [[bakers]] cyst okay [[bye]] bye god bless"
Confidence 0.71. Routed to: {sp_user}. Matched chart: {pt_rev} ({mrn}) manually by {tp_init}. «=idq»""",
            """\
voicemail left for {dr_first} in the unit of {ward}, kept as {rec}
"Good morning, {rel} here, calling about {pt_first}. We were told [[may be]] {md_n} for the scan. I have {phone} or my work line at {employer} which is {phone}. I'm worried that «=his» [[Parkinson]] tablets, the [[Sinemet]], ran out on {hol}. «=He» is at {home} now. Dr {sp_firstmis} somebody came. Thank you. [[Grace]] and peace."
Action: called back «=time», no answer. Letter to {street}, {zip}. «=idt»""",
        ),
        "US US US UK AU IE JM ZA",
        (25, 95),
        pad="idq",
    ),
    Kind(
        "telehealth transcript",
        (
            """\
Video visit {url} · {iso} · pt IP {ip} · dr IP {ip}
Doctor: Can you hear me? You're on mute, {pt_first}.
{pt_first}: Sorry, {tp_first}, my grandson, does the buttons.
Doctor: I'm Dr {dr_last}, covering for Dr {sp_last}. Can I confirm name and birthday?
{pt_first}: {pt}, {bday}, «=age» this year.
Doctor: And where are you right now, in case we get cut off?
{pt_first}: My «=rel»'s, {street}, {town}. Phone {pt_phone}.
Doctor: How's the leg?
{pt_first}: Purple. I [[march]] round the kitchen. I put [[rose]] hip on. Pain's a [[3/10]].
Doctor: Show me... [[Homans]] can't be done by video. Any fever?
{pt_first}: No. The nurse {nr_first} from {clinic} came {wk}.
Doctor: Let's get a [[Doppler]] {md_n}. «=negf»
[visit closed, code [[99213]]; device {serial}]""",
        ),
        "US US AU CA NZ UK IN",
        (55, 99),
        pad="idf",
    ),
    Kind(
        "family complaint letter",
        (
            """\
{street}
{town}
{zip}
{email}

{date}

To the Complaints Manager, {hosp}

I am writing about my «=rel», well, I am the «=rel» of {pt}, who died on your {ward} on {date_p}. We gave permission for nobody to shave «=him». Sister {nr_last} was kind. Dr {dr_last} never once gave «=his» own name. On {hol} we found «=him» in a wet bed and a girl called {ot_first} said "I only have [[two]] hands". «=His» ring is missing, photo {photo}.
«=He» was «=age». «=He» had «=eponym», not "dementia" as {sp} wrote. I rang {phone} eleven times. My MP's caseworker {tp} has my file, {case}.
I [[hope]] and [[will]] pray that no one else goes through it.
«=negf»
{rel}
Enc: death cert copy, hospital number {mrn}""",
        ),
        BRITISH,
        (70, 101),
        pad="idf",
    ),
    Kind(
        "symptom checker chat",
        (
            """\
BOT: Hi! What should I call you?
USER: {pt_firstlow}
BOT: Hi {pt_first}. Full name and date of birth so I can find your file?
USER: {pt_low} {dob}
BOT: Thanks. What brings you here today?
USER: ears ringing since {hol} n «=negp»
BOT: Are you taking medicines?
USER: [[allegra]], [[gaviscon]], the pill called [[heather]]
BOT: Is anyone with you?
USER: {rel_firstlow} my «=rel»
BOT: I can book {clinic} on {date_n}. Mobile?
USER: {pt_phone} or {pt_email}
USER: can it be dr {sp_lastlow} not {dr_lastlow}
BOT: Booked. Ref {order}. Session {rec}, from {ip}.
USER: [[bless]] 🙏 «=idp»""",
        ),
        pad="idp",
    ),
    Kind(
        "pharmacist phone note",
        (
            """\
TC from {pharmacy} ({tp_first}, tech) {md} «=time» {phone}
re {pt_revbare} {dob}
- Rx {order} written by {dr_lastinit} for «=drugneg», insurer wants PA, BIN n/a, ID {plan}
- also they hold one from {sp_dot} same drug dated {date_p} → ?dup
- [[Norvasc]] vs [[Navane]] mix-up checked, fine
- pt paid cash w card {card}
Spoke {dr_first}: cancel hers, keep {sp_last}'s. Rang pt {pt_phone}, «=rel» {rel_first} answered, told «=him» [[may]] collect {wk_n}. [[Will]] fax to {fax}. {nr_init}
«=idt»""",
        ),
        "US US US CA AU UK",
        (25, 91),
    ),
    Kind(
        "community chat with health worker",
        (
            """\
{tp_first} (CHW): Good morning madam {dr_last}
{tp_first} (CHW): I visited the hh of {pt} at {town2} behind {school}. «=He» is «=age».
{dr_first}: Ok. What did you find?
{tp_first} (CHW): Bp «=bp». Swollen feet. Says [[Moringa]] tea only. The «=rel» {rel_first} sells near {church}.
{tp_first} (CHW): card no {mrn}, phone of neighbour {ot_first} {phone}
{dr_first}: Bring «=him» {wk_n} to {clinic}. Ask {nr_nick} for transport, okada {plate}
{tp_first} (CHW): He has no ID paper, only {ssn}
{dr_first}: scheme no is {plan}? renew. Do [[Malaria]] RDT. Stop [[Blessing]] bitters
{tp_first} (CHW): Noted. {hol} is no work ma
{dr_first}: then {md_n}. «=idt»
{tp_first} (CHW): «=negf»""",
        ),
        AFRICA,
        (30, 95),
    ),
    Kind(
        "after-hours pager log",
        (
            """\
{ddmon} on-call {dr_user}
«=hm» {phone} {rel_first} re {pt_last} (DOB {dob}): fever «=temp», told ED {abbr}
«=hm» {phone} {home} RN {nr_first}: {ot_revcaps} fell, [[Hoyer]] lift, no inj
«=hm» {phone} lab: K «=k» {tp_lastinit} acc {acc}; recheck {wk_n}
«=hm» wrong number, wanted a [[pizza]]
«=hm» {phone} {sp}, {pharmacy}: clarif. [[Zyrtec]] vs [[Zyprexa]]
«=hm» {phone} {pt_last} again, {rel_nick} wants [[Ativan]]. no. seen {clinic} {md_p}
«=hm» quiet
signed out to {ot_first} {md_n} 0700. MRN for the first: {mrn}. «=idt» «=neg»""",
        ),
        "US US US CA",
        (20, 98),
        manners="plain plain upper lower",
    ),
    Kind(
        "parent portal message",
        (
            """\
Hi Dr {dr_first}!! {pt_first}'s mom {rel_first} here 👋
{pt_first} ({dob}, goes to {school}) had a fever of 102 {wk} and now there's spots. The teacher Ms {tp_last} says [[Coxsackie]] is going round, also {ot_first} in class has [[fifth]] disease?
We gave [[Motrin]] 5 ml. Grandma {sp_first} says [[Vicks]].
Do we cancel camp {hol}? We leave {md_n} for {town2}.
Spots: {photo}
Insurance changed btw, new id {plan}.
«=negp». «=idp»
Call me {rel_phone} not the landline
{rel_first} xx""",
        ),
        "US US US CA AU NZ IE SG",
        (2, 12),
        manners="plain typo",
        pad="idp",
    ),
    Kind(
        "e-mail from a relative abroad",
        (
            """\
Subject: my «=rel»'s tretment
Date: {isoday}
From: {rel_rev}

Respected Doctor {dr_last} sir/madam,
Myself {rel}, «=rel» of your patient {pt_revcaps} {mrn}. I am staying in {town2} at present and cannot travel till {md_n}. Kindly tell if the sugar is [[6.1]] is ok. «=He» is taking [[Januvia]] and one ayurvedic. Servant {tp_first} is giving.
Neighbour {ot_first} uncle (mob {phone}) has my power. Bill was paid by me from account {bank} on {date_p}.
You asked for the id: «=ssn».
«=negf»
With regards,
{rel_first}
({email}, whatsapp {rel_phone})
«=idf»""",
        ),
        "IN IN PK PH NG KE AE MY SG",
        (60, 99),
        pad="idf",
    ),
)
