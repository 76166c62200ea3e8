"""Notes written in hospitals: rounds, emergency, operations, nursing, discharge."""

from benchmarks.identified_notes.held_out_7_forms import Kind, Some

_PLAN = Some(2, 4, (
    "- «gen», recheck «lab» in the morning", "- d/w «spec» ({x_fi}), [[may]] need imaging", "- «family|daughter {wf_g}|son {wm_g}» updated «by phone {phone}|at bedside»",
    "- aim home {wd}, TTOs by noon", "- chase «echo|CT|cultures» sent {dm}", "- VTE prophylaxis: «gen»", "- PT/OT r/v, {x_f} aware", "- stop «drug»",
    "- escalate if «score» worsens, bleep {ext}", "- OPD Dr {d2_f} {future}",
))  # fmt: skip

HOSPITAL_KINDS = (
    Kind(
        "ward round",
        (
            ("«head»", "WR {today} «time»  «head»", "{ward} Bed «4|12|side room 2|7C»\n«head»"),
            (
                "{today} WR «Dr {d_f}|Dr {d} / {x_fi}|Prof {d_f}» + {x2_i}",
                "Post-take WR, cons {d}, {wddt} «time»",
                "Seen on round with Dr {d_f}, {x_g} (SHO) and S/N {n_f}",
            ),
            (
                "Day «2|4|6» admission with «prov». Bg «pmh», «pmh», «dis».",
                "«yoMF» adm {date} from {home} w/ «prov». PMH «pmh», «dis». NKDA.",
                "#1 «prov» - improving. #2 «dis». #3 «pmh»",
            ),
            "O/E «temp» «hr» «bp» «sat». «esign» «neg|positive|equivocal». «lab», «lab» («range»). «score».",
            Some(
                0,
                2,
                (
                    "Lives with «husband» {sp_g}, «he» has QDS POC via {work}.",
                    "NOK daughter {wf} {phone}.",
                    "Says fell at {place} on {hol}.",
                    "Visited by {wf_g} and {wm_g} {wd} evening.",
                ),
            ),
            "«Plan|Imp/Plan|P»:",
            _PLAN,
            "«sign»",
        ),
    ),
    Kind(
        "ICU progress",
        (
            ("ICU PROGRESS NOTE {today} «time»\n«head»", "Critical Care Daily Note — {hosp}\n«head»"),
            "«age» «MF» day «3|5|9» ICU, admitted via {hosp} ED on {date}. Dx: «septic shock|ARDS|post cardiac arrest|DKA» secondary to «org».",
            "Resp: intubated {dm} by Dr {x_f}, [[Cormack-Lehane grade 2]], ETT «[[8.0 at 23 cm]]|[[7.5 at 21 cm]]». PEEP 8, [[FiO2 0.45]]. ABG «lab», «lab».\nCVS: norad 0.12, «tool» in R IJ since {dm}. «lab».\nRenal: «lab», [[Hartmann's]] 80 ml/h. Neuro: «score».",
            Some(
                1,
                3,
                (
                    "Ventilator [[Dräger]] s/n {serial}, checked {yday}.",
                    "Family meeting {wddt} with «husband» {sp} and sister {bf_g}; understands prognosis. Contact {phone}.",
                    "Micro (Dr {d2_f}, ext {ext}): continue «gen».",
                    "Transfer from {hosp} accepted by Dr {d3} at «time».",
                ),
            ),
            "FASTHUG done. Full escalation; resus status discussed {today} with {wf}.",
            "«sign»",
        ),
    ),
    Kind(
        "ED triage",
        (
            (
                "ED TRIAGE  {today} «time»\n{p_lf}  «age»«MF»  «mrn»",
                "Triage cat «2|3|4»  Arrived «time» by «ambulance|car|foot» {today}\n«head»",
                "TRIAGE NOTE: {p} DOB {dob} «mrn» Encounter {oid}",
            ),
            "C/O «prov» since «{wd}|{hol}|{dm}|this morning». «Brought in by {wm_g}, brother|Brought by friend {x_g} ({phone})|Self presented|Sent by Dr {d2_f}, {clinic}».",
            "Obs: «temp», «hr», «bp», «rr», «sat», «score». BSL [[7.2]]. Pain [[8/10]].",
            "PMH «pmh», «dis». Meds: «drug», «gen». Allergies: «penicillin|[[Bactrim DS]]|nil known».",
            Some(
                1,
                3,
                (
                    "Tetanus UTD {my}.",
                    "Works at {work}, injury «at work|during shift» {dm}.",
                    "Car hit a pole on {street}, {town}, reg {plate}.",
                    "Visitor from {towna}, staying at {place}.",
                    "Address «addr». «tel»",
                    "Insurance «plan»",
                    "Grandmother {wf}, {age90}, in next cubicle with same symptoms.",
                ),
            ),
            "Plan: ECG, bloods, «[[Ottawa ankle rules]] neg|[[Wells score 4.5]]|[[HEART score 5]]», move to «resus|majors|fast track». Triage nurse «nsign»",
        ),
    ),
    Kind(
        "ED physician note",
        (
            "EMERGENCY DEPARTMENT NOTE\n{hosp}\n«head»\nProvider: {d}, «grade»   Seen «time» on {today}",
            "HPI: «yo» «man» with «pmh» and «dis» presents with «prov». «He» was «at {place}|at {work}|home at {street}» when symptoms began {wdd}. «Seen at {clinic} {date} and given «drug».|Last admission {my} at {hosp}.»",
            Some(
                2,
                3,
                (
                    "Social: lives in {towna} with mother {wf}, {age90}. Occasional alcohol.",
                    "PCP: {d2}, {clinic}, «tel».",
                    "Exam: «esign» absent, «esign» present. Tender over «anat».",
                    "Labs: «lab», «lab», «lab» (ref «range»).",
                    "EKG: NSR, no [[Wellens]] or [[Brugada]] pattern.",
                ),
            ),
            "MDM: «score»; considered «dis», PE, ACS. Treated with «drug», «drug». Discussed with Dr. {d3_f} «spec» at «time», agrees w/ plan. Dx code «code».",
            (
                "Dispo: home w/ {wm_g}; return precautions. Call back {phone}.",
                "Dispo: admit to {d3}, tele. Pt's wallet and keys ({plate}) to security, tag {oid}.",
            ),
            "«sign»",
            "",
        ),
    ),
    Kind(
        "discharge summary",
        (
            "DISCHARGE SUMMARY\n«letterhead»\n«head»\nAdmitted: {date}   Discharged: {today}\nConsultant: {d}   Ward: {ward}\nGP: Dr {d2}, {clinic}",
            "Diagnosis: «prov» («code»); «dis»",
            "Course: This «yo» «man» was admitted from «home|{home}» with a «3|5|10» day history of «prov». Bloods showed «lab», «lab». «CT on {dm} showed no acute abnormality.|Seen by {x}, dietitian.|[[May]] benefit from sleep study.» Treated with «gen» then «drug».",
            Some(
                1,
                3,
                (
                    "Procedures: {dm} «tool» inserted by {d3}.",
                    "Home help arranged from {monf} by SW {x2} ({phonex}).",
                    "Discharged to care of daughter {wf}, {street}, {town}. «tel»",
                    "Cultures: «org».",
                    "Pending: specimen {oid}.",
                    "Ambulance booked {dmt}, ref {oid}.",
                ),
            ),
            "Meds on discharge: «drug»; «gen»; «gen»; «drug» ([[1-2 tabs]] PRN)\nFollow-up: «spec» clinic, {hosp}, {future} «time»\nGP to: repeat «lab» in [[2/52]]",
            "«sign»",
            ("«cc»", ""),
        ),
    ),
    Kind(
        "operation note",
        (
            "OPERATION NOTE   {today}\n«head»\nTheatre 4, {hosp}",
            "Surgeon: {d}«|, {x_i}|, «deg»»\nAssistant: {d2_fi}\nAnaesthetist: Dr {d3_f}   Scrub: {n_plain}",
            "Procedure: «L total hip replacement|lap cholecystectomy|R inguinal hernia repair|ORIF distal radius|appendicectomy» «code»\nIndication: «prov», «dis»",
            "Findings: «anat» identified, «dense adhesions|normal anatomy|free fluid». Position supine, [[Trendelenburg position]]. «tool», closure «[[Vicryl 2-0]]|[[Ethilon 3-0]]|[[Prolene 4-0]]». EBL 150 ml.",
            (
                "Implant: [[Stryker]] stem size 3, lot {serial}; cup ref 54, S/N {serial}",
                "Prosthesis: [[DePuy]] [[Corail]], SN {serial}",
                "Mesh: [[Bard]] 10 x 15, lot {serial}",
                "Plate: [[Synthes]] 2.4, serial no. {serial}",
            ),
            Some(
                1,
                2,
                (
                    "Specimen to path, no {oid}.",
                    "Consent signed {date}.",
                    "Intra-op photos {photo}, {photo}.",
                    "Count correct x2 ({n_i}/{n2_i}).",
                    "«Husband» {sp_g} phoned «time» {phone}.",
                ),
            ),
            "Post-op: «gen», «drug», mobilise, wound check {future} at {clinic}.",
            "«sign»",
        ),
    ),
    Kind(
        "anaesthetic record",
        (
            "PRE-ANAESTHETIC ASSESSMENT {today}\n«head»",
            "Anaesthetist {d}, list of {d2_f}, {wddf}",
            "[[ASA III]]. [[Mallampati II]]. «wt». «bp». Prev GA {my} at {hosp}: difficult, [[Bougie]] needed. FHx: cousin {wm_g} had MH («gene»).",
            "PMH: «pmh», «dis», «pmh». Meds «drug» «gen» «drug». Last ate {wd} «time».",
            "«lab» («range») «lab». ECG [[LBBB]]. Airway: [[Macintosh 3 blade]], [[Guedel airway]] 3. Spinal at «spine», [[Marcain 0.5%]].",
            Some(
                1,
                2,
                (
                    "Machine [[Dräger]] {serial} checked {today} «time».",
                    "Risks explained, consent with {wf_g} present. NOK ph {phone}.",
                    "Escort home: {x} ({phone}).",
                    "Dentures labelled {oid}.",
                ),
            ),
            "«sign»",
        ),
    ),
    Kind(
        "nursing shift note",
        (
            (
                "Nursing note «time» {today}\n{p_fi} «age»",
                "NURSING EVALUATION {ward}\n«head»",
                "«Late|Night|AM» shift {dmt}  Pt {p_lf} «mrn»",
            ),
            "«Received handover from {n2_g}.|Care taken over at 0730 from S/N {n2_f}.» «Mr» {p_f} «slept well|settled|unsettled overnight, calling for {wf_g}». «temp», «bp», «sat». «score».",
            Some(
                3,
                5,
                (
                    "«gen» given «time».",
                    "«tool» in situ, draining 350 ml.",
                    "Dressing to L heel changed, [[Mepilex]], photo {photo} uploaded.",
                    "Daughter {wf_g} rang, will visit {wd}. Number {phone}.",
                    "Refused breakfast, took [[Fortisip]] x2.",
                    "BO type [[Bristol stool 6]].",
                    "Seen by Dr {d_f}, for d/c {dmf}.",
                    "Pump {serial} alarming, swapped, to biomed.",
                    "Pt wishes to be called {p_nick}.",
                    "Says «his» roommate «Mr» {x_f} shouts.",
                    "Mobilised with [[Zimmer frame]] x1.",
                ),
            ),
            "Care ongoing, call bell within reach, side rails up, «gen» due at 22:00, next obs in 4 hrs. «lab» seen by team {wd}. «nsign»",
        ),
    ),
    Kind(
        "nursing handover sheet",
        (
            "HANDOVER {ward} {today} «NIGHT|DAY»",
            "Bed | Pt | Age | Dx | To do\n1 | {p_lf} | «age» | «prov» | «gen» 22:00, «lab»\n2 | {x_lf} | {age90} | «dis» | d/c to {home} {dmf}\n3 | {x2_fi} | 58 | «prov» | NBM, theatre {wd}, «lab»",
            "Notes:",
            Some(
                3,
                4,
                (
                    "bed 1 {p_g}'s «husband» {sp_g} «bringing meds|phoned» {phone}",
                    "bed 2 lives w/ {bf_g}, POC restarts {wd}",
                    "bed 3 consult Dr {d_f} bleep {ext}",
                    "{n_g} doing drug keys, {n2_g} on break 2-3",
                    "outlying pt on {ward}: {d3_f}'s, needs «drug»",
                    "«score» -> call {d2_fi}",
                ),
            ),
            "h/over {n_fi} to {n2_fi}",
        ),
    ),
    Kind(
        "transfer letter",
        (
            "INTER-HOSPITAL TRANSFER\nFrom: {hosp}  To: {hosp}\nDate {today} «time»  Accepting: Dr {d2} «tel»",
            "«head»",
            "Thank you for accepting this «yo» «man» with «prov» on background of «dis», «pmh». Presented {wdd}. «lab», «lab», «score». Given «drug», «gen».",
            "Lines: [[16 gauge]] L ACF, «tool» placed {dm}. «esign» noted. On «num».",
            Some(
                1,
                3,
                (
                    "Escort: {n}, RN. Vehicle {plate}.",
                    "NOK {wm} (son), {phone}, «addr».",
                    "Images pushed, accession {oid}.",
                    "«plan»",
                    "Valuables with {wf_g}.",
                ),
            ),
            "«sign»",
        ),
    ),
    Kind(
        "code blue record",
        (
            "RESUSCITATION RECORD {today}\n«head»\nLocation {ward}",
            "«time» call put out by {n_plain}. Team lead {d}, airway {d2_fi}, scribe {n2}.",
            "Initial rhythm «VF|PEA|asystole». CPR started by {x}. Shock x2 150 J [[Philips]] defib SN {serial}. Adrenaline [[1:10000]] 1 mg x3, «gen». ROSC «time».",
            "4Hs 4Ts: «lab», «lab». Echo no tamponade. [[LUCAS]] not used.",
            ("Family: {wf} (wife) informed «time» {phone}.", "Son {wm_g} arriving from {town} «by car|tonight»."),
            "DNACPR previously discussed {date} Dr {d3_f}: for full escalation.",
            "«sign»",
        ),
    ),
    Kind(
        "dictated consult",
        (
            (
                "dictation {d_low} date {today} patient {p_low} m r number {mrn}",
                "this is doctor {d_flow} dictating on {p_low} date of birth {dob} medical record number {mrn}",
            ),
            "«yo» «man» who comes in on {wd} with «prov» period «he» was seen by doctor {d2_flow} in {town} in {my} who put «him» on «gen» comma and then «drug» period",
            "next paragraph exam shows «esign» negative comma «bp» comma «hr» period labs «lab» and «lab» period new paragraph",
            "impression number one «dis» number two «pmh» plan is «drug» follow up {future} at {hosp} comma call «his» daughter {wf_glow} at {phone} period «end dictation|copy to doctor {d2_flow} at {clinic}» thank you",
        ),
    ),
    Kind(
        "icu transfer copied forward",
        (
            "[Copied from {yday} note by {d2}; updated {today} by {d}]\n«head»",
            "INTERVAL: No events overnight. {x_g} (RT) weaned to «num». ***",
            "HOSPITAL COURSE (cumulative):\n{date}: admitted for «prov».\n{dm}: «tool» placed, «org» grew, started «drug».\n{dm}: «lab», transfused 1 u, unit no. {oid}.\n{dmt}: «lab».",
            "ASSESSMENT: «yoMF» with «dis», «pmh». «score».",
            Some(
                1,
                2,
                (
                    "Contacts: spouse {sp}, cell {phone}; dtr {wf} {phone}",
                    "PCP {d3}, «fax»",
                    "Dispo: SNF - {home} vs {home}; CM {x2} ext {ext}",
                ),
            ),
            "«sign»",
        ),
        ("us", "ca", "ph"),
    ),
)
