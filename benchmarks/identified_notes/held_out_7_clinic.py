"""Notes and letters of clinics and specialists."""

from benchmarks.identified_notes.held_out_7_forms import Kind, Some

_EXAM = "On examination «bp», «hr», «wt». «esign» «negative|present». «score»."

CLINIC_KINDS = (
    Kind(
        "outpatient letter",
        (
            "«letterhead»\n{today}",
            "Dr {d2}\n{clinic}\n{street}\n{town} {zip}",
            ("Dear Dr {d2_f}", "Dear {d2_g}", "Dear Doctor"),
            "«re»",
            "Diagnoses: «dis»; «pmh»; «pmh»",
            "I reviewed this «yo» «man» in clinic on {wdd}. «He» tells me that since {my} the «pain|breathlessness|fatigue» has worsened, «particularly around {hol}|particularly at work ({work})». «Mr» {p_f} takes «drug» and «gen».",
            _EXAM + " Bloods: «lab», «lab» (normal «range»).",
            Some(
                1,
                3,
                (
                    "«He» attended with «his» sister {bf}.",
                    "I have asked {x}, our nurse specialist ({phonex}), to ring «him».",
                    "«He» [[may]] need «tool».",
                    "MRI at {hosp} on {date} showed changes at «spine».",
                    "«His» mother {wf}, now {age90}, also has «dis».",
                ),
            ),
            "I will see «him» again in {monf}. «With kind regards|Yours sincerely|Best wishes»\n«sign»",
            ("«cc»", ""),
        ),
    ),
    Kind(
        "GP consultation",
        (
            (
                "{today} «time» {d_fi} Surgery consultation",
                "{d} - {clinic} - {today}",
                "Consultation {today} GP: Dr {d_f}",
            ),
            "{p_lf} ({dob}) «mrn»",
            "Hx: «prov» [[3/7]], worse since {wd}. «No red flags.|«husband» {sp_g} had same [[1/52]] ago.|Back from {town} {dm}.» Ex: «temp», «bp», chest clear. «esign» neg.",
            "Imp: «dis»? vs viral. «code»",
            Some(
                2,
                4,
                (
                    "Rx «gen» «num».",
                    "Bloods «lab» from {date} discussed.",
                    "Fit note to {date} for {work}.",
                    "Carer for mum {wf} ({age90}).",
                    "Consent to speak to {wf_g} on {phone}.",
                    "Text sent to {phone}.",
                    "Refer «spec» {hosp}, ref {oid}.",
                    "Declined flu jab; last {my}.",
                    "Safety-netted, rv {wd}.",
                ),
            ),
            "{d_i}",
        ),
    ),
    Kind(
        "referral letter",
        (
            "URGENT REFERRAL - «dept»\n{hosp}\nDate: {today}   Ref {oid}",
            "«re»\n«nid»\n«plan»",
            "Dear «Dr {d2_f}|colleague|Team»",
            "Would you kindly see this «yo» «man» with «6|8|12» weeks of «prov»? Background «dis», «pmh». Current: «drug», «gen», «gen».",
            _EXAM + " «lab», «lab». Meets «guide» criteria.",
            Some(
                1,
                3,
                (
                    "«He» works for {work} and smokes 10/day.",
                    "Interpreter needed (contact nephew {wm_g}, {phone}).",
                    "Prefers {wd} appointments; no car.",
                    "Previously under Dr {d3} ({my}).",
                    "Needs wheelchair access.",
                ),
            ),
            "«Many thanks|Yours sincerely|Yours faithfully,|Kind regards»\n«sign»\n{clinic} «tel» «fax» {emailw}",
        ),
    ),
    Kind(
        "cardiology device check",
        (
            "PACEMAKER / ICD CLINIC {today}\n«head»",
            "Device: [[Medtronic]] «[[Azure]]|[[Evera]]|[[Micra]]» SN {serial}, implanted {past} by Dr {d2_f} at {hosp}. RA lead {serial}; RV lead {serial}.",
            "Battery 2.96 V, longevity 7 y. AP 34% VP 2%. R wave «[[11.4 mV]]|[[8.2 mV]]», threshold [[0.75 V @ 0.4 ms]]. Episodes: AT {dm} «time» 3 min; NSVT {date}.",
            "[[CHA2DS2-VASc 4]], on «drug». «bp».",
            Some(
                1,
                3,
                (
                    "Home monitor {serial} paired; transmitter IP {ip}.",
                    "Driver licence {drive}: advised to inform authority.",
                    "Next remote {future}. Portal {url}.",
                    "Tel «his» son {wm_g} {phone}.",
                    "Device ID card posted to «addr».",
                ),
            ),
            "Physiologist {x}; reviewed {d_fi}, {today}",
        ),
        ages=(40, 103),
    ),
    Kind(
        "oncology clinic",
        (
            "ONCOLOGY CLINIC NOTE {today} {hosp}\n«head»",
            "Dx {my}: «breast|colon|lung» ca, «gene», «gene», [[ECOG 1]], T2N1M0 ([[AJCC 8]]). Path {oid}.",
            "Tx: «[[FOLFOX]]|[[AC-T]]|[[carboplatin AUC 5]]|[[R-CHOP]]» C1D1 {past}; last cycle {date}. [[Herceptin]] q3w. Dose cut 20% for neutropenia ([[ANC 0.8]]).",
            "Today: grade 1 neuropathy, «wt». «lab», «lab». CT {dm}: [[RECIST 1.1]] stable, node [[9 mm]].",
            Some(
                1,
                3,
                (
                    "Trial: subject {subj}, consented {date} with {x}.",
                    "Partner {sp} present, works at {work}.",
                    "[[Port-a-Cath]] lot {serial}.",
                    "MDT {wddf}, Dr {d2_f} to present.",
                    "Wig voucher {oid}.",
                    "Hotline {phone}.",
                ),
            ),
            "Plan: C5 {future}. «sign»",
        ),
    ),
    Kind(
        "dental note",
        (
            "DENTAL RECORD {clinic}\n«head»\n{today} Dentist: {d} «deg»",
            "C/O pain LR6 since {wd}. MH: «dis», «gen», [[bisphosphonate]] - nil. X-ray: periapical radiolucency [[36]], BPE [[2/1/2]].",
            "LA [[Lignospan]] 2.2 ml 1:80. [[Black's Class II]] cavity, [[Fuji IX]], matrix [[Tofflemire]]. RCT file [[25/04]].",
            Some(
                2,
                4,
                (
                    "Consent signed by «patient|mum {wf_g}».",
                    "Private plan [[Denplan]] {plan}.",
                    "Next appt {future} hygienist {x_g}.",
                    "Account {acct} balance paid, card ending {card4}.",
                    "Photo {photo} on file.",
                    "Rem: call {phone} for cancellation.",
                    "Ref to {hosp} oral surgery, Mr {d2_f}.",
                ),
            ),
            "POIG. {d_i}/{n_i} (nurse {n_g})",
        ),
        ages=(9, 95),
    ),
    Kind(
        "ophthalmology clinic",
        (
            "EYE CLINIC {hosp} {today}\n«head»\nSeen by {d} for {d2_f}",
            "VA R [[6/12]] L [[6/24]] PH [[6/9]]. IOP [[18/22]] [[Goldmann]]. [[Snellen]] chart. Amsler normal. C:D [[0.6]].",
            "Dx: wet AMD L, [[Fuchs]] dystrophy R, [[Lucentis]] #4 given {date}. Phaco R {my}, IOL [[Alcon]] [[SN60WF]] +21.5 SN {serial}.",
            "Lives «alone|with {bf_g}» in {town}; cannot drive, licence {drive} returned.",
            Some(
                1,
                2,
                (
                    "Next injection {future} «time».",
                    "OCT image {photo}.",
                    "«Neighbour|Niece» {x_g} brings «him» (car {plate}).",
                    "CVI sent to {town} council, ref {oid}.",
                ),
            ),
            "«sign»",
        ),
        ages=(50, 103),
    ),
    Kind(
        "dermatology",
        (
            "Dermatology {hosp} - {today}\n«re»",
            "Thank you for referring this «yo» «man». Pigmented lesion R calf, changing since {my}. [[Fitzpatrick]] II, no FHx apart from aunt {bf_g}.",
            "Dermoscopy: [[Clark level III]]-like; [[Wickham's striae]] absent; [[Koebner]] neg. Photograph {photo} taken with consent. 4 mm punch by Dr {d2_f}, specimen {oid}. [[Breslow 0.8 mm]] if confirmed.",
            "Started «[[Dovobet]]|[[Elocon]]|[[Betnovate]]» nightly for [[Auspitz sign]] positive plaques. PASI 8.",
            Some(
                1,
                2,
                ("Stitches out {future} {clinic}.", "Result by phone to {phone}.", "Sun protection; sails at {place}."),
            ),
            "«sign»",
            "«cc»",
        ),
    ),
    Kind(
        "paediatric clinic",
        (
            "PAEDIATRIC CLINIC {hosp}\n{today}\n«head»\nParent: {wf} (mother) {phone}",
            "{p_g} is a «yo» «kid» with «asthma|[[Perthes' disease]]|constipation|[[Kawasaki disease]]|eczema» here with mum {wf_g}«| and brother {bm_g}». Attends {school}, «teacher Ms {x_f}|key worker {x}».",
            "Growth: «wt», ht 25th centile. [[Tanner stage 1]]. [[Harrison sulcus]] nil. [[Bristol stool 3]]. Uses [[Clenil]] [[100 mcg]] via [[Aerochamber]]; [[Movicol]].",
            Some(
                1,
                3,
                (
                    "Immunisations due {monf}.",
                    "Born {dob} at {hosp}.",
                    "Dad {wm} works at {work}.",
                    "Social worker {x2}, {phonex}.",
                    "Missed school since {wd}.",
                    "Gran {hf} ({age90}) minds {p_g}.",
                ),
            ),
            "Plan: «lab» repeat, rv {future}. Dr {d}, {d_i}",
        ),
        ages=(3, 15),
    ),
    Kind(
        "maternity booking",
        (
            "ANTENATAL BOOKING {today} {hosp}\n«head»\n«addr»\n«tel»",
            "[[G3P1]] LMP {date} EDD {future}. Partner {wm}, {phone}. Works at {work}. BMI 27.",
            "Prev: SVD {my} at {hosp}, boy {bm_g}, [[3.4 kg]]; [[Apgar 8 and 9]]. [[Wharton's jelly]] thin. [[Rhesus]] neg, anti-D due {future}. Bloods «lab», [[MCV 78]], [[HbAS]]?",
            Some(
                2,
                4,
                (
                    "[[Down's]] screening: combined test [[1 in 2400]].",
                    "[[EPDS 9/30]] - midwife {n_g} aware.",
                    "[[Kielland's]] forceps last time.",
                    "Midwife {n}, «npin», bleep {ext}.",
                    "FOB's mother {hf} has «dis».",
                    "Has car seat. Lives at {street}.",
                    "Risks: «pmh». Cons Dr {d_f}.",
                    "Folic acid, [[Pregnacare]].",
                ),
            ),
            "Next visit {future}. {n_i}",
        ),
        ("uk", "ie", "au", "nz", "za", "ng", "sg", "in"),
        ages=(19, 43),
        sex="F",
    ),
    Kind(
        "labour note",
        (
            "INTRAPARTUM NOTES {today}\n{p_lf} «mrn» «G2P1|G1P0»",
            "«time» SROM at home in {town}, [[39+4/40]]. FHR 140 on [[Sonicaid]]. VE [[4 cm]], [[Bishop score 8]]. Partner {wm_g} present, doula {x}.",
            "«time» epidural Dr {d2_f} at «spine». [[Syntocinon]] 10 u. CTG: [[Dawes-Redman]] met; later variable decels. Reg {d_f} reviewed.",
            "«time» live female infant. Baby: [[Apgar 9 and 10]], [[3.62 kg]], baby no. {mrn}, tag {oid}. [[McRoberts]] used. EBL 300. Perineum [[2nd degree]], [[Vicryl Rapide]].",
            "Paeds {d3_fi} attended. Skin to skin. Registered address «addr». Named {bf_g}.",
            "Midwife {n} / {n2_i}",
        ),
        ages=(18, 44),
        sex="F",
    ),
    Kind(
        "fertility clinic",
        (
            "{clinic}\n{today}\n{p} ({dob}) and {wm}\n«tel» {email}",
            "Couple TTC since {my}. «His» AMH [[8.2]], FSH [[7.1]]; semen «lab»; [[Kruger]] 4%. HSG: patent, [[Asherman's]] excluded. [[Clomid]] 50 mg D2-6 x3.",
            "Cycle no {oid}; donor code {oid}. Embryo photo {photo}. Trigger [[Ovitrelle]] {dm} «time»; ET {date}. Consent with {n_g}.",
            "Funding: policy {plan}; invoice acct {acct}, IBAN {iban}.",
            "Plan [[Gonal-f]] 225, scan {future}. Dr {d}",
        ),
        ("uk", "ie", "ae"),
        ages=(24, 44),
        sex="F",
    ),
    Kind(
        "sleep and respiratory",
        (
            "RESPIRATORY/SLEEP {today}\n«head»",
            "«He» uses [[ResMed]] AirSense SN {serial} since {my}; AHI [[4.2]], mask [[Fisher & Paykel]]. [[Epworth 13/24]]. FEV1/FVC [[0.58]], [[GOLD 2023]] group B. mMRC 2.",
            "HGV driver for {work}, licence {drive}, lorry {plate}; must not drive until treated.",
            "Bed partner {sp_g} reports snoring. Data at {url}. «sat». Inhalers [[Spiriva]], [[Trelegy]].",
            Some(
                1,
                2,
                ("Clinic {future} w/ Dr {d2_f}.", "Call {x_g} in physiology ext {ext}.", "Winter bug: «org» in {mon}."),
            ),
            "«sign»",
        ),
        ages=(30, 88),
    ),
)
