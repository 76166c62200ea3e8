"""What is said by telephone, portal, e-mail and fax."""

from benchmarks.identified_notes.held_out_7_forms import Kind, Some

MESSAGE_KINDS = (
    Kind(
        "telephone message",
        (
            (
                "TELEPHONE ENCOUNTER {today} «time»",
                "Phone msg {dmt} «time» taken by {x_g}",
                "WHILE YOU WERE OUT - {today} - for Dr {d_f}",
            ),
            (
                "Caller: {wf} (daughter of {p}, {dob})",
                "{wm} called re «father|mother|uncle» {p_lf} «mrn»",
                "Pt {p} «mrn» called in",
            ),
            "«Says|States|Reports» «he» has «prov» since {wd}; took «drug» x2, no relief. Out of «gen»; used «drug» of «his» «husband» {sp_g}. Temp [[37.9]]; BP [[142/86]].",
            Some(
                2,
                4,
                (
                    "Pls call back {phone} before «time».",
                    "Pharmacy: {clinic}, «tel».",
                    "Wants result from {date}.",
                    "LM on vm {dm} for {bf_g}.",
                    "{p_g} prefers {phonex}, ask for {wf_g} at {work}.",
                    "Appt {wddf} w/ {d2_f}.",
                    "Lives at {street}; needs ride.",
                    "Verified «nid».",
                ),
            ),
            "Advised ED if [[McBurney]] pain or «esign». Dr {d_f} agrees, [[may]] double dose. {n_plain}, {n_i}",
        ),
    ),
    Kind(
        "portal message",
        (
            (
                "Subject: «question about my meds|refill|test results|appointment»\nFrom: {p}\nSent {today} «time»",
                "To: {clinic} / Dr {d_f}\nFrom: {p} {email}",
            ),
            ("hi dr {d_flow},", "Dear Dr {d_f},", "Hello,", "Good morning Dr. {d}"),
            "i was in on {wd} «for my knee|with my mom {wf_g}» and you gave me «drug» but since {hol} i feel sick and my sugar was [[11.8]] and bp [[151/92]]. my «sister|neighbor» {bf_g} says its the «gen». {x_g} at the front desk told me to write here.",
            Some(
                2,
                4,
                (
                    "can you send it to the pharmacy in {town} not {street} anymore",
                    "my new number is {phone}, email {email}",
                    "i also got a bill acct {acct} that i dont understand, insurance id {plan}",
                    "pic attached {photo}",
                    "we are going to {town} on {dmf}",
                    "should i still see dr {d2_flow} {wd}? she mentioned [[crohn's]]",
                    "my work ({work}) needs a note",
                    "the site {url} wont let me in",
                    "mom turned {age90} on {dm} and she has [[Parkinson's]] too",
                ),
            ),
            ("thanks\n{p_glow}", "Thank you so much, {p}", "{p_plain}\n«dob» {dob}", "regards, {p_nick}"),
            "---\nReply {n_g}, RN: Dr {d_f} says ok to hold [[Lasix]] until seen; [[A1c 7.9]] is up. [[May]] use [[Tylenol]].",
        ),
    ),
    Kind(
        "clinic email",
        (
            "From: {emailw}\nTo: {email}\nDate: {today}\nSubject: «Your appointment|RE: {p_g}|Clinic letter»",
            "Dear {p_g},",
            "Your appointment with Dr {d} is on {wddf} at «time» in {hosp}, {street}, {town}. Please stop «drug» and «gen» two days before; you [[may]] drink water. «If coming with {wf_g}, park at {place}.|Bring {bm_g} if you like.»",
            "If you cannot come ring {phonex} or use {url} (booking {oid}). Our address: «addr».",
            "The [[Holter]] is fitted by {x_g}. Results of {date}: «lab», «lab», «score».",
            "Best wishes\n{d2}\nfor Dr {d_f}, Dept of «dept», {hosp}\n«tel» | «fax»",
        ),
    ),
    Kind(
        "fax cover",
        (
            "FAX  Date {today}  Pages: 4\nTo: {clinic} Attn {d2_f} Fax {fax}\nFrom: {hosp} records, {x}, «tel» «fax»",
            "RE: {p_up} DOB {dob} «mrn»\n«nid»",
            "Please send: last 3 notes, ECG of {date}, path {oid}. Seen by {d} for «dis», «pmh»; on «drug», «gen». Auth signed {date} by {wf} (POA), {phone}.",
            "CPT «code»; dx «code». Reply by {future}. Copies to {emailw}. Release invoice acct {acct}.",
            "CONFIDENTIAL: if misdirected call {phone}. [[HIPAA]] [[45 CFR 164]].",
        ),
        ("us", "ca", "ph", "ae", "sg", "in"),
    ),
    Kind(
        "refill request",
        (
            "REFILL REQUEST {today}\nPharmacy {clinic} {street}, {town} {phone} {fax}",
            "{p_lf}  {dob}\n«addr»\nIns «plan»",
            "Rx {oid} «drug» #[[30]] RF [[2]]; «gen» [[1 tab BID]] #60; last filled {date} qty [[90]]. Prescriber {d} {reg} DEA {dea} NPI {npi}.",
            "Note: pt {p_g} says Dr {d2_f} stopped «drug» on {wd}; «husband» {sp_g} will pick up, plate {plate}.",
            "OK to dispense — {d_i} {dmt}. Script photo {photo}. Beers/ «guide» ok. Labs «lab».",
        ),
        ("us", "ca", "ph"),
    ),
    Kind(
        "pharmacist review",
        (
            "PHARMACY MED REC {today} {ward}\n«head»",
            "Source: {clinic}, {x_g} ph {phone}; daughter {wf}; blister pack of {date}; GP record.",
            "«drug» - last {wd}\n«gen» - restart\n«drug» - stop, int. w/ «gen»\n[[Coumadin]] → [[INR 3.4]], due {dmf}\n[[Vancomycin]] trough [[14.2]] at «time», dose [[1 g q12h]]\nCrCl [[38 ml/min]] ([[Cockcroft-Gault]]), «wt»",
            Some(
                1,
                2,
                (
                    "Query to Dr {d_f} bleep {ext}: [[Tegretol]]?",
                    "Allergy: [[Bactrim]] (rash, {my}).",
                    "Discharge counselling with {bm_g} {dmf}.",
                    "Yellow card {oid}.",
                    "Warfarin card {oid}.",
                ),
            ),
            "{n}, pharmacist, {reg}; {n_i}",
        ),
    ),
    Kind(
        "on-call WhatsApp thread",
        (
            "[{today}, «time»] Dr {d_g}: hi {d2_g}, any update on {p_f} bed 9?\n[{today}, «time»] {d2_g}: {p_i}, «age»«MF», «prov», «lab», «score», CT shows «dis»?\n[{today}, «time»] Dr {d_g}: call {d3_f}, {phone}\n[{today}, «time»] {d2_g}: done. starting «gen», [[NBM]]. «husband» {sp_g} wants to speak. {photo}\n[{today}, «time»] Dr {d_g}: ok thx. [[Murphys]] positive? OT {wd} 8am. {hosp} accepted pt? ref {oid}",
            "[{today}, «time»] {n_g}: bloods: sorry sample {oid} haemolysed, redo. K [[5.9]]. NIC {n2_g}\n[{today}, «time»] {d2_g}: {place} ambulance at «time», driver {x_g} {phone}. «drug» given.",
            ("d/w {d3_g}", "ok {d_i}"),
        ),
        cases=False,
    ),
    Kind(
        "voicemail transcript",
        (
            "VOICEMAIL to {phone} {today} «time» (auto transcript, voice id {voice})",
            "hi this is {wf_low} calling about my «parent» {p_low} uh birthday {dob} um «he» had the «stent|hip|scan» at {hosp} on {wd} with doctor {d_flow} and the «leg|wound» is red and i gave «him» «drug» and the [[allegra]] did nothing and the home nurse {n_glow} says it looks like [[staph]]",
            "my number is {phone} i am at work at {work} till «time» you can also call my brother {wm_glow} in {town} at {phone} or email {email} we live at {street}",
            "the insurance is {plan} and the claim is {oid} thank you bye",
            "Callback {dmt} «time»: advised [[Augmentin]], [[Homans]] neg on video, seen {dmf}. {x_i}",
        ),
        ("us", "uk", "ca", "au", "ie", "za"),
        cases=False,
    ),
    Kind(
        "interpreter call",
        (
            "INTERPRETER CALL {today} ID {oid}\n«head»",
            "Language line interpreter {x} ({phone}); started «time», 14 min; video {url} IP {ip}.",
            "Told «Mr» {p_f} via {x_g}: result «lab», «dis» likely; needs «tool». «He» asked: [[may]] «he» travel to {town} {hol}? Told no. Family {wm_g} & {bf_g} listening from {place}.",
            "Consent verbal, recording {voice}. [[Gillick]] n/a. Understands «gen», [[BD]]. «plan»",
            "Repeat call {wddf}. Dr {d}",
        ),
    ),
    Kind(
        "crisis line log",
        (
            "CRISIS LINE LOG {today} «time»  call {oid}",
            "Caller gave name {p_nick}, later {p_plain}, {phone}, caller ID {phone}, near {place}, {town}. Age «age». Supported by {bf_g}; ex {wm_g} left {hol}. Lost job {work}. Took [[Panadol]] x12, [[Zoloft]] «drug»; pt weighs [[71]] kg. [[PHQ-9 21]].",
            "Counsellor {x_g} kept on line 26 min; police log {oid}, car {plate}; ambulance to {street}; tel. handover Dr {d_f} {hosp}.",
            "Follow up {wd} «time» by {x2_plain}. Online chat IP {ip}, mail {email}. Helpline number given. Mother {hf}, {age90}, also informed.",
            "{x_i}",
        ),
        ages=(19, 95),
    ),
    Kind(
        "hospital-in-the-home",
        (
            "VIRTUAL WARD {today} «time»\n{p} «dob» {dob} «mrn»\n{phone}",
            "Video via {url}. Day 3 OPAT «gen», midline [[Groshong]] lot {serial}. «temp», «sat» (own [[Nonin]] probe {serial}), «score». «wt». «lab».",
            "Seen walking; helped by {bm_g}. «He» missed «time» dose {wd} as nurse {n_g} was late from {street}. Photo {photo}. «org» sensitive.",
            "Plan stop {dmf}; ring {phone} or {emailw}; Dr {d2_f} to chase ID {d3}. [[Baxter]] pump return to {hosp}, {town}. {d_fi}",
        ),
        ("au", "uk", "nz", "sg", "ie", "us"),
    ),
)
