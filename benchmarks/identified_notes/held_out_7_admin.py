"""Forms, bills, studies and other papers that clinics write."""

from benchmarks.identified_notes.held_out_7_forms import Kind

ADMIN_KINDS = (
    Kind(
        "insurance appeal",
        (
            "«letterhead»\n{today}\n[[Aetna]] Appeals\nRe: {p}, member {plan}, claim {oid}, group {plan}\n«mrn», «dob» {dob}",
            "To whom it may concern:\nI treat «Mr» {p_f} for «dis» and «pmh». Denied on {date}: «drug». «He» failed «gen» ({my}), «gen», [[Remicade]] 5 mg/kg. Labs «lab», «lab». «guide» supports this.",
            "«His» work at {work} is at risk; lives at {street}, {town} with {bf_g}. Codes «code», «code». Peer review with {x}, {phonex}.",
            "Sincerely,\n{d}, «deg»\n«lic»\n{emailw} «fax»",
        ),
        ("us",),
    ),
    Kind(
        "prior authorization",
        (
            "PRIOR AUTHORIZATION {today}  Auth {oid}",
            "Member: {p_lf}  ID {plan}  DOB {dob}  «tel»\nPrescriber: {d} NPI {npi} DEA {dea} «fax»\nPharmacy {clinic}, {town}",
            "Drug: «drug»  qty [[30]]/[[30 d]]  ICD «code»  HCPCS «code».\nTried: «gen» {my}, «gen» {past}. Score «score». «lab»; «gene».",
            "Reviewer {x_fi}: approved through {future}; ref # {oid}; rep {x2_g} «time». [[Medicare]] Part D. Appeal {url}. Call log ext {ext}.",
            "Notes: «he» «may|will» switch to [[Humira]] if denied. {n_i}",
        ),
        ("us", "ae"),
    ),
    Kind(
        "billing query",
        (
            "BILLING NOTE {today}\n{p_lf}  acct {acct}\n«mrn»  «plan»\nguarantor {wm}, {street}, {towna} {zip}",
            "Claim {oid} DOS {date}: CPT «code», «code» x1. Denied [[CO-97]]; modifier [[25]]. Balance $[[412.50]]. Pt called {dm} from {phone}; {email}. Paid by card ending {card4}; bank {acct}.",
            "Spoke w/ {x_g} at «payer», call ref {oid}. Employer {work}. Deductible met {mon}. Driver's license {drive}, {photo} copied at check-in by {x2_i}. Letter sent to «addr» {dmt}.",
            "Provider {d}, NPI {npi}. Visit for «dis»; «tool» used. F/u {future}. {x_i}",
        ),
        ("us", "ca", "ae", "ph"),
    ),
    Kind(
        "motor accident report",
        (
            "MEDICO-LEGAL / MOTOR ACCIDENT REPORT {today}\n«re»\nSolicitor {x2}, {work}, ref {oid}",
            "On {wdd} «he» was driving {plate} (VIN {vin}) on {street}, {town}, when struck by {x} in {plate}. Taken to {hosp}, «score». [[Whiplash]] [[Quebec grade II]]; [[Spurling]] «negative|positive». Claim {oid}; policy {plan}.",
            "Off work from {work} until {future}. Passenger {bf_g} unhurt. Licence {drive}. Photos {photo}. XR «spine». Psych: [[Beck 17]].",
            "Opinion: sx resolve 9 months; «guide». Fee to {acct}.\n«sign»\n«tel» {emailw}",
        ),
        ages=(19, 88),
    ),
    Kind(
        "consent form",
        (
            "CONSENT {today} {hosp}\n«head»",
            "I, {p}, agree to «procedure|operation» by {d} or team: «code» with «tool». Explained: bleeding [[1 in 150]], DVT, [[Horner's]], «anat» injury. Blood [[O neg]]. [[Montgomery]] discussion with leaflet v[[3.2]].",
            "Witness {wf}, «his» daughter, {phone}. Interpreter {x}. Finger scan {finger} at desk «time». «nid»",
            "Signed {p_f} / {d_i}  «lic»  date {today}. Copy to «addr», {email}.",
            "Capacity assessed: [[MMSE 27/30]], not on «drug». Second sign on day {dmf}.",
        ),
        ("uk", "ie", "in", "sg", "nz", "za", "ae"),
        ages=(18, 103),
    ),
    Kind(
        "research screening log",
        (
            "SCREENING LOG - study {oid} - site {hosp} - PI {d}",
            "Subj {subj} / {p_i} / DOB {dob} / screened {date} / ICF v[[3.1]] {date} / eGFR [[62]] / [[HbA1c 8.1%]] / eligible / randomised {dm} kit {oid}\nSubj {subj} / {x_i} / age {age90} / screen fail ([[MMSE 18]], on «drug»)\nSubj {subj} / {x2_i} / {wd} / pending «lab»",
            "Coordinator {n} phoned {p_g} on {phone}: visit 2 on {wddf} «time» at {clinic}; [[ECOG 1]]; diary photo {photo}; [[Xarelto]] washout [[5 half-lives]]. Travel paid to {acct}. Mail {emailw}.",
            "CRA {x}: query {oid} closed {date}. Monitor IP {ip}. Genes «gene», «gene». SAE {oid}: «prov» {dm} admitted {hosp}, Dr {d2_f} informed.",
            "Signed {n_i} {dmon_up}",
        ),
        cases=False,
    ),
    Kind(
        "sick note and employer",
        (
            "MEDICAL CERTIFICATE\n{clinic} {street} {town} «tel»\nDate {today}",
            "This is to certify that «Mr» {p} (ID {ssn}), employed at {work}, was examined on {date} and is unfit from {date} to {future} because of «prov» / «code».",
            "«He» [[may]] resume light duty {wd}: no lifting over [[10 kg]]. On «drug», «gen»; [[Lasegue]] neg; «spine» disc. «bp». Reviewed with «his» supervisor {x_g} by phone {phone}, consent given.",
            "Seen with «husband» {sp_g}. Cert no {oid}. «lic»\n{d}\n{emailw}",
        ),
        ("in", "za", "ph", "ng", "ae", "sg", "ie", "au"),
        ages=(19, 66),
    ),
    Kind(
        "mortuary and death note",
        (
            "DEATH NOTE\n«head»",
            "Called by S/N {n_f} to see «Mr» {p_f} on {wddt} at «time»: no resp effort, pupils fixed, no heart sounds x1 min. T.O.D. «time», confirmed by {d}. Age «age». Cause: 1a «prov» 1b «dis» 2 «pmh». Pacemaker [[Biotronik]] {serial}. Last «lab».",
            "Family {wf} and {wm} present; {bf_g} in {town} phoned {phone}. Coroner Dr {d2_f} ref {oid}; funeral {work}, {street}. Fr {x2_g} gave blessing.",
            "Belongings: ring, {photo} taken, bag {oid}. Tag {mrn}. Cert posted to {street}, {town} {zip}. [[Rigor]] nil; [[Swan-Ganz]] left in situ; [[Kussmaul]] noted earlier. Sister {hf} ({age90}) told by {bm_g}.",
            "{d_i} «lic»",
        ),
        ages=(60, 103),
    ),
    Kind(
        "overseas visitor registration",
        (
            "REGISTRATION FORM {today}\nSurname {p_f}  Given {p_g}\nDOB {dob}  Sex «MF»  Age «age»\n«addr»\n«tel»  {email}\n«nid»  Passport {oid}",
            "Emergency: {wf} (sister) {phone}; employer {work}\nBank {acct} / IBAN {iban}\nInsurance «plan» exp {future}\nReferred by Dr {d_f}, {clinic}",
            "Reason: «prov». Allergies [[sulfa]]; [[Plavix 75 mg]], [[Nexium]]. PMH «dis». [[Hep B sAb >10]]. BMI [[31.2]]. «bp».",
            "Desk photo {photo}; palm scan {palm}; terminal {ip}; clerk {x_g}. Card {card4} Auth {oid}. Car {plate}. Heard of us at {url}.",
        ),
        ("uk", "ae", "ie"),
        ages=(19, 94),
    ),
    Kind(
        "incident report",
        (
            "INCIDENT / NEAR MISS {today} No {oid}\nReporter {n} {ward}, {hosp} ext {ext}",
            "{p_lf} «mrn» «age»«MF» given [[heparin 5000]] instead of [[Hep-Lock 10]] «time» {dm} by {n2_plain}; pump [[Alaris]] {serial}. [[INR 1.9]], «lab». «drug» charted by Dr {d2_fi}.",
            "Seen by Dr {d}; duty of candour letter {date} to {wf_g} at {street}, {town}; phone {phone}; no harm «score». Root cause: two pts named {p_f} on list ({x_g} and {p_g}).",
            "Action {future}: training by {x2}, CCTV still {photo} from ward cam {ip}. [[WHO]] checklist. {n_i}",
        ),
        cases=False,
    ),
    Kind(
        "appointment list",
        (
            "CLINIC LIST {wddt} {hosp} Dr {d_f}",
            "09:00 {p_lf} {dob} «mrn» F/U «dis» «drug»\n09:20 {x_lf} {phone} new, «prov» via {d2_fi} on «gen»\n09:40 {x2_lf} ({age90}) {home}, transport {phone}\n10:00 {n_lf} {street} {town} DNA {date}\n10:20 {wf_lf} {email} repeat «lab», [[Holter]] {oid}\n10:40 {wm_fi} cancel, moved to {future}",
            "Overbook: {d3_gi} 12 y/o, mum {bf_g} {phone}, [[Osgood-Schlatter]]. Room 3; printed {x_i}. [[Botox]] in fridge 2. «code».",
        ),
    ),
    Kind(
        "fitness and travel letter",
        (
            "TRAVEL LETTER\n{hosp} {today}\n«re»\nPassport {oid}",
            "This «yo» «man» carries [[insulin glargine]] pens, [[NovoRapid]] needles, an [[ICD]] by [[Boston Scientific]] serial {serial} and «drug». «bp», «sat»; [[Hb 118]], fit to fly {wddf} to {town}. Stop in {town}; return {future}.",
            "Companion {bf}, {phone}. Insurer policy {plan}, hotline {phone}. Ticket {oid}. Oxygen [[2 L/min]], «[[Inogen]]|[[Philips]]» {serial}. No «esign», «dis» stable «guide».",
            "Dr {d}, «lic»\n«tel» | {url}",
        ),
    ),
    Kind(
        "work injury and compensation",
        (
            "WORKCOVER / COMPENSATION NOTE {today}\nClaim {oid} employer {work}\n«head»",
            "Injury on {wdd} at {work}, {town}: forklift rego {plate} hit foot. [[Lisfranc]] injury; [[Jones fracture]] excluded; [[Weber B]]. Cover cert {oid}. [[RICE]]. «gen». Return {monf}.",
            "Case manager {x}, {phonex}, {emailw}. Physio {n_fi}. Rehab with {x2_g} at {place} {wd} and {wd}. Wage to {acct}. «nid»",
            "Dr {d} {reg}. Next {dmf}. [[VAS 6/10]] [[DASH 34]].",
        ),
        ("au", "nz", "ca", "us"),
        ages=(19, 66),
    ),
    Kind(
        "veteran and military clinic",
        (
            "VA NOTE {today} {hosp}\n{p_up}, SSN {ssn} «age»«MF»",
            "Served {youth} until {youthm}; unit housing in {town}; combat {youth}. Service connected 70%. C-file {oid}, EDIPI {oid}. [[PCL-5 52]], [[Agent Orange]] list; «dis»; hearing aid [[Phonak]] S/N {serial}. Suicide line.",
            "Lives at {street}, {towna}. «Husband» {sp_g} {phone}. Daughter {wf_g} {school}. «drug» prazosin «num». Next of kin ok to call. Pension {acct}. Brother {wm} died {hol}.",
            "Addendum {dmt} «time»: {x_i} scheduling, {future}, travel pay VIN {vin}. /es/ {d}, «deg» {n_fi}",
        ),
        ("us",),
        ages=(30, 100),
        sex="M",
    ),
)
