"""Notes from homes, streets and therapy rooms: mental health, social work, therapy, ambulance."""

from benchmarks.identified_notes.held_out_7_forms import Kind, Some

COMMUNITY_KINDS = (
    Kind(
        "psychiatry assessment",
        (
            "MENTAL HEALTH ASSESSMENT {today}\n«head»\nAssessor: {d}, «grade» with {n_g} (CPN)",
            "«yo» «man», referred by «police|Dr {d2_f}|school|{hosp}» after «overdose of «gen»|low mood since {my}|not eating since {hol}». Lives «at {street}, {town}|with {bm_g} in {town}|at {home}».",
            "Childhood in {towna}, attended {school}; father {wm} drank, died «year». Worked at {work} till {past}. Two children {bf_g} and {bm_g}.",
            "MSE: kempt, [[Schneider]] first rank sx nil. [[PHQ-9 19]], [[GAD-7 11]], [[AUDIT 18]]. No «dis».",
            Some(
                1,
                3,
                (
                    "Risk: moderate; crisis line {phone}.",
                    "Section papers {oid}, AMHP {x}.",
                    "Depot [[Clopixol]] due {future}.",
                    "Lithium «lab».",
                    "[[DSM-5]] MDD «code».",
                    "Ex-partner {x2_g} has order since {date}.",
                    "Forensic: caution {my}, {town} court, case no. {oid}.",
                ),
            ),
            "Plan «drug»; rv {wd}. «sign»",
        ),
    ),
    Kind(
        "psychology session",
        (
            "Session «3|5|11» - {p_i} - {today}",
            "Therapist {d}. Pt {p_g} arrived late from {work}. Used [[Beck]] diary, [[Padesky]] five-areas; [[Socratic]] questions; [[ACE score 4]].",
            'Theme: grief for mum {wf_g}, who died {hol} aged {age90}. Argument {wd} w/ sister {bf_g} over house on {street}. «He» said "{bm_g} never calls". Fears returning to {school}, where «he» teaches.',
            "[[IES-R 38]], [[CORE-10 17]]. Homework: [[Gestalt]] letter. Boundaries: not to phone {phone} after hours; email {emailw}.",
            ("Next {wddf}.", "DNA {dm}; discharged if missed {future}."),
            "{d_i} «lic»",
        ),
        ages=(19, 84),
    ),
    Kind(
        "social work",
        (
            "SOCIAL WORK NOTE {today} «time»",
            "«head»\n«addr»\n«nid»",
            "Met «Mr» {p_f} and niece {wf} ({phone}) on {ward}. «He» [[may]] be eligible for «payer». Lives in «2nd floor flat|bungalow» in {town}; landlord {x} ({phone}) threatens eviction by {future}.",
            "Income: pension paid into {acct}; benefits ref {oid}. POA held by {wm}, solicitor {work}. [[Barthel 12/20]].",
            Some(
                2,
                4,
                (
                    "Call to {home}, spoke w/ {x2_g}; bed from {monf}.",
                    "Cat to be fed by neighbour {n2_f}.",
                    "Food parcels {place}.",
                    "Blue badge {oid}, car {plate}.",
                    "Safeguarding ref {oid}, PC {x2_f}.",
                    "E-mailed {email}.",
                    "Mother aged {age90} depends on «him».",
                    "Key safe code with {n_g}.",
                    "Bus pass photo {photo} sent.",
                ),
            ),
            "{d}, LCSW ext {ext}",
        ),
    ),
    Kind(
        "child protection",
        (
            "STRATEGY MEETING MINUTES {today}  Case {oid}",
            "Child: {p} DOB {dob} «mrn» School {school}\nMother {wf} ({phone}); father {wm}, {street}, {town}\nSiblings {bf_g}, {bm_g}",
            "Present: {d} (paeds), {x} (SW), {x2} (HV), PC {n_f}, {n2_g} school nurse",
            "Bruise L pinna, reported {wdd} by teacher {d2_f}. Skeletal survey {dm}, no [[Salter-Harris]] fracture; [[Mongolian blue spot]] on sacrum. Photos {photo} {photo}. «lab». [[von Willebrand]] screen sent.",
            "Decision: stay with grandmother {hf}; review {future}; call {phonex}.",
            "Minutes {x_i}",
        ),
        ages=(1, 13),
    ),
    Kind(
        "district nurse visit",
        (
            "HOME VISIT «time» {today}\n{p_fi} «age», «addr»\nkey safe; dog; «tel»",
            "Visited by {n_plain} w/ student {n2_g}. Leg ulcer L [[4 x 3 cm]], [[Doppler]] ABPI [[0.94]], [[Profore]] applied. [[Waterlow 18]]. [[Inadine]], [[Cavilon]]. BM [[9.8]], [[Lantus]] 14 u given.",
            "«He» says carer {x_g} from {work} did not come {wd}. Niece {wf} stays til {dmf}. «Mother|Neighbour» {hf} ({age90}) also frail.",
            Some(
                1,
                3,
                (
                    "Photo {photo}.",
                    "Dr {d_f} ({clinic}) asked for «gen».",
                    "Pressure mattress {serial} delivered.",
                    "[[Aquacel Ag]] x5 ordered ref {oid}.",
                    "Seen with student; «npin».",
                    "Next {wd} pm.",
                    "VAD syringe pump [[McKinley T34]] {serial}.",
                ),
            ),
            "{n_i}",
        ),
        ages=(60, 103),
    ),
    Kind(
        "home hospice",
        (
            "HOSPICE VISIT {today}  {home}\n«head»",
            "«yoMF», «dis» / «colon|lung|breast» ca, [[PPS 40%]], [[Karnofsky 40]]. «Husband» {sp} tired, son {wm_g} flew in from {town} {dm}. Chaplain Fr {x_f} visited {hol}.",
            "[[Roxanol]] 5 mg q4h, [[Haldol]] 0.5, [[MS Contin]], [[Kadian]]. [[Cheyne-Stokes]] noted. Drain [[PleurX]] lot {serial}.",
            Some(
                2,
                3,
                (
                    "POLST signed {date}.",
                    "Funeral home {work} {phone}.",
                    "Deliver meds: {street}, {town}, gate code known to {n_g}.",
                    "[[Medicare]] {mbi} recert {future}.",
                    "Attending {d2}, «lic».",
                ),
            ),
            "RN {n} «time»",
        ),
        ("us",),
        ages=(60, 103),
    ),
    Kind(
        "physiotherapy",
        (
            "PHYSIO {today}  {p_lf}  «mrn»",
            "S: «yo» «man», day 3 post «TKR by Mr {d2_f}|#NOF, fell at {place} {dm}|ACL recon». Says knee stiff since {wd}. Wants to bowl at {place} by {hol}. «Husband» {sp_g} can help; stairs x13 at {street}.",
            "O: ROM [[0-85°]], power [[4/5]], [[Lachman]] neg, [[Thomas test]] pos, [[Schober's]] 14->17. [[Tinetti 19/28]]. Mobile x20 m w [[Zimmer frame]]; «sat».",
            "A/P: [[Bobath]], [[McKenzie]] ext x10, [[Theraband]] red, [[Maitland]] Gr III, hydro {future}. Equipment {serial}. Ring {x_g} OT ext {ext}.",
            "{n_plain}, «MCSP|PT, DPT|BSc»  «phys lic {reg}|»",
        ),
    ),
    Kind(
        "occupational therapy",
        (
            "OT HOME ASSESSMENT  {today}\n{p} «dob» {dob}\n«addr»",
            "Present: {p_g}, {sp_g} (spouse), OT {d}, OTA {n_g}. [[MoCA 19/30]], [[Barthel 14/20]], [[AMPS]]. Lives in housing assn flat, landlord {work}.",
            "Access: [[2 steps]], door [[76 cm]]; bath board; [[Mowbray]] frame, [[Bariatric]] chair. Kitchen: kettle tipper. [[Zimmer frame]] width 61 cm.",
            "Alarm pendant {serial} links to {phone} ({x} & {x2_g}). Car {plate}; key with {n2_f}.",
            "Order no {oid}, delivery {future}. Fees acct {acct}.",
            "{d_i}",
        ),
        ages=(50, 103),
    ),
    Kind(
        "speech therapy",
        (
            "SLT REVIEW {today} {ward}\n{p_lf} «mrn»",
            "Ref by Dr {d_f} {date}: coughing on fluids. «yoMF». «dis». [[Frenchay]] 4, [[Boston Naming]] 12/15, [[Western Aphasia Battery]]. [[IDDSI 4]] / [[Thick & Easy]].",
            "VFSS {dm} {hosp}: silent aspiration, [[Rosenbek]] 8, file {oid}. [[Shaker]] exercises, [[Masako]]. Daughter {wf_g} keen: she will feed «him» {wd} and {wd}.",
            "D/w dietitian {x}, ext {ext}; NG [[Ryles tube]] 12 Fr. Voice recording {voice} stored. Next r/v {dmf}.",
            "{d} «deg» {d_i}",
        ),
    ),
    Kind(
        "ambulance sheet",
        (
            "AMBULANCE PATIENT REPORT {today}\nIncident {oid}  Unit {plate}\nCrew: {n} / {n2}\nMDT IP {ip}",
            "Pt: {p}  «age» «MF»  DOB {dob}\nScene: {street}, {town} {zip}\nCaller: {x} {phone}",
            "Cc «prov». O/A pt sitting in chair. «He» states began «time» after dinner at {place}; last seen well {wd}. Hx «dis». Meds «drug». «temp» «bp» «hr» «rr» «sat» «score». [[FAST]] neg; 12 lead [[ST elevation]] II, III, aVF.",
            "Rx: «gen», [[Entonox]], [[Guedel]] 3, [[Lund-Browder]] 9%. [[Lifepak 15]] SN {serial}. Tx to {hosp}, pre-alert «time». H/O to Dr {d_f}. «Husband» {sp_g} travels; brother-in-law {x2_g} follows.",
            Some(
                1, 1, ("No relatives on scene.", "DNAR seen, signed Dr {d2_f}, {past}.", "Police PC {d3_f}, log {oid}.")
            ),
            "ePCR {oid}",
        ),
    ),
    Kind(
        "school nurse",
        (
            "SCHOOL HEALTH {today}  {school}",
            "Pupil: {p} ({dob})  Parent: {wf}, {phone}, {email}",
            "Seen in medical room after fall on playground {wddt} «time». Teacher Mrs {x_f}, TA {x2_g}. Abrasion R knee, [[GCS 15/15]], [[Snellen 6/6]], peak flow [[240]]. Given [[Calpol]] 5 ml; [[Ventolin]] spacer; [[EpiPen Jr]] in bag exp {monf}.",
            "Allergies: peanut. Diabetes: [[Omnipod]] serial {serial}, [[Dexcom]] G6. [[HbA1c 7.2%]].",
            "Home called, {wm} collecting in car {plate}. Letter to {clinic}, Dr {d_f}. Nurse {n} {n_i}",
        ),
        ages=(5, 16),
    ),
    Kind(
        "prison health",
        (
            "HEALTHCARE RECEPTION SCREEN {today}\n{p_lf} DOB {dob} prison no. {oid} «mrn»",
            'Arrived from {town} court «time», cell share ok. Last use heroin {wd}; [[COWS 14]], [[CIWA 9]]. On [[Subutex]] 8 mg via {clinic}, confirmed w/ {x_g} {phone}. Lofexidine. Hx «dis». Tattoo R arm "{bf_g}".',
            "Fingerprint id {finger}, photo {photo}. NOK mother {wf}, {street}, {town}. Sol: {work}. Self harm Hx {my} (ACCT {oid}).",
            "«bp» «hr» «wt». [[HCV RNA 1.2 x 10^6]], «lab». MH ref to Dr {d_f} {future}. Nurse {n_fi}",
        ),
        ("uk", "ie", "au", "nz", "us", "za"),
        ages=(19, 80),
        sex="M",
    ),
    Kind(
        "outreach vaccination",
        (
            "VACCINATION RECORD / {place} / {today}",
            "Name: {p}\n«addr»\n«tel» {email}\n«nid»",
            "Vaccine: [[Pfizer]] [[Comirnaty]] 0.3 ml L deltoid; [[Prevenar 13]]; [[Shingrix]] #2 due {future}. Prior dose {past}.",
            "Screen: no GBS ([[Guillain-Barré]]), not on «drug»; T [[36.6]]. Age group: «age». [[Medicare]] code «code».",
            "Vaccinator {n}, {reg}. Observed 15 min by {n2_g}. Card {oid}. Transport: {wm_g} (son).",
            "Household: {hf}, {age90}, also vaccinated; {bm_g}, 12, declined.",
        ),
        ages=(12, 100),
    ),
)
