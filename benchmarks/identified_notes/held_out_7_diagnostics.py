"""Reports of laboratories and machines, and print-outs of electronic records."""

from benchmarks.identified_notes.held_out_7_forms import Kind, Some

DIAGNOSTIC_KINDS = (
    Kind(
        "CT report",
        (
            "«letterhead»\nCT «CHEST ABDOMEN PELVIS|HEAD|ANGIOGRAM»  {today} «time»\n«head»\nAccession: {oid}   Ref: Dr {d2_f}, {clinic}",
            "CLINICAL: «yo» «man», «prov». Hx «dis». ?[[Hodgkin lymphoma]].",
            "COMPARISON: CT {date}, {hosp}; MRI {my}.",
            "FINDINGS: «anat» unremarkable. [[Riedel's lobe]]. Node [[12 x 9 mm]]. [[Bosniak IIF]] cyst L kidney [[23 mm]]. [[Schmorl node]] «spine». Nodule [[6 mm]], [[Fleischner]] follow up. DLP [[412 mGy]].",
            (
                "IMPRESSION: no acute finding; [[Hill-Sachs]] nil. Called to {d2_plain} «time», {phone}.",
                "CONCLUSION: as above. [[May]] repeat in 12 mths.",
            ),
            "«sign»",
        ),
    ),
    Kind(
        "x-ray and ultrasound",
        (
            "{p_lf}\t«MF»\t{dob}\t«mrn»\nXR WRIST L + CHEST {today}\nRequest {oid} by {d2_fi}, {hosp}",
            "Hx: fall at {place} {wd}.",
            "[[Colles' fracture]] with [[Salter-Harris II]] pattern absent, [[Böhler]] angle normal. Dorsal tilt [[15°]]. No [[Bennett]] or [[Barton]]. CXR: [[Kerley B lines]]; CT ratio [[0.56]]; [[Hickman line]] tip SVC. [[Ghon focus]] old.",
            "US {dm}: gallstone [[7 mm]], CBD [[4 mm]], [[Murphy]] negative. Probe [[Philips]] C5-1, machine {serial}. Sonographer {x_plain}.",
            "Reported {d}, {today} «time». «lic»\nFilm bag to {wf_g} (daughter).",
        ),
    ),
    Kind(
        "mammogram letter",
        (
            "{hosp} BREAST SCREENING\n{today}\n{p}\n«addr»",
            "Dear «Mr» {p_f},",
            "Your mammogram on {date} was read by {d} and {d2}. Result: [[BI-RADS 2]]. Density B. Benign [[Cooper's ligament]] distortion, nothing to worry about. Next in three years.",
            "GP: Dr {d3_f}, {clinic}; screening no. {oid}; «mrn».",
            "If you changed address from {street} tell us: {phone}, {emailw} or {url}. Bring this letter and photo ID. Clinics at {place} in {town} on {wd} from «time».",
            "[[BRCA1]] families are seen at «the clinic|{hosp}». Yours\n{x}, co-ordinator, ext {ext}",
        ),
        ages=(40, 89),
        sex="F",
    ),
    Kind(
        "echo report",
        (
            "ECHOCARDIOGRAM {today}\n«head»\nOperator: {x} ({x_i})  Reviewed: {d}",
            "Ind: «prov». HR 78. [[LVEF 55%]] ([[Simpson's]]). LVIDd [[4.8 cm]] ([[3.5-5.7]]). E/A [[0.8]], E/e' [[11]]. RVSP [[34 mmHg]]. TAPSE [[19 mm]]. Aortic [[Vmax 3.1 m/s]], [[Carpentier-Edwards]] 23 mm SN {serial} placed {my}. [[Ebstein]] no. [[Chiari network]].",
            "Conclusion: mild AS; compare {date}. [[McConnell's sign]] absent. [[Marfan]] root [[3.9]].",
            "Machine [[Siemens]] {serial}; disk {oid}; IP {ip}. Result phoned {d2_fi} {phone}.",
            "«sign»",
        ),
        ages=(20, 103),
    ),
    Kind(
        "pathology report",
        (
            "SURGICAL PATHOLOGY\nSpecimen {oid}\n«head»\nSurgeon {d2}, {hosp}\nReceived {date} reported {today}",
            'GROSS: labelled "{p_plain}" and "appendix"; [[6.2 x 0.9 cm]]. Block A1-A4 by {x_i}.',
            "MICRO: [[Langhans giant cells]], [[Ziehl-Neelsen]] neg. Adenoca, [[Gleason 3+4=7]], Ki67 [[18%]], [[HER2 1+]], «gene», «gene». Margins [[2 mm]]. [[Fuhrman]] 2. [[Virchow]] node? nil; [[Reed-Sternberg]] nil. [[Congo red]] neg.",
            "DIAGNOSIS: «code» [[pT2 N0 (0/14)]]. [[Masson]] trichrome [[stage 1/4]].",
            Some(
                1,
                2,
                (
                    "2nd opinion Prof {d3} ({hosp}) {date}.",
                    "Phoned to {n_f} «time».",
                    "Slides to {street}, {town}, courier ref {oid}.",
                ),
            ),
            "Pathologist: {d}, «lic» {emailw}",
        ),
    ),
    Kind(
        "lab table",
        (
            "{hosp} LABORATORY\n{p_lf} «mrn» «dob» {dob}\nCollected {today} «time» Lab no {oid} Dr {d_f}",
            "TEST\tRESULT\tUNITS\tRANGE\nNa\t[[138]]\tmmol/L\t[[133-146]]\nK\t[[4.1]]\tmmol/L\t[[3.5-5.3]]\nCreat\t[[112]]\tumol/L\t[[60-110]]\nHb\t[[9.8]]\tg/dL\t[[12.0-16.0]]\nPlt\t[[188]]\tx10^9\t[[150-400]]\nTSH\t[[4.9]]\tmIU/L\t[[0.27-4.2]]\nHbA1c\t[[6.9]]\t%\t[[4-6]]",
            (
                "Micro: urine «org» >[[10^5]] cfu; S «gen».",
                "Coombs: [[DAT]] neg; [[Duffy]] a+, [[Kell]] neg, [[Lewis]] a-b-. Unit {oid}.",
            ),
            "LOINC «code».\nComment: haemolysed; repeat suggested. Phoned to {n_plain} {ward} {today} «time» by {x_i}. Analyser [[Roche]] cobas {serial} IP {ip}. Authorised {d2}.",
            "Copy: {clinic} «fax»",
        ),
    ),
    Kind(
        "genetics report",
        (
            "GENETIC TEST REPORT {today}\n«head»\nLab {oid}  Order {oid}\nOrdered by {d} «lic», {hosp}",
            "Indication: mother {wf} and aunt {bf_g} with breast ca; grandmother {hf} diagnosed at {age90}. [[Ashkenazi]] ancestry. [[Lynch]] criteria: [[Amsterdam II]] no.",
            "RESULT: [[BRCA2 c.5946delT]] (p.Ser1982fs) heterozygous, pathogenic ([[ACMG]]). [[MLH1]] [[MSH2]] neg; [[APOE e3/e4]]; [[CHEK2]] VUS. Chromosome [[13q13.1]].",
            "Family: brother {bm} tested {date} at {hosp}, case {oid}; «gene». Saliva kit {serial}; portal {url}. Counsellor {x}, {phonex}, {emailw}.",
            "«sign»",
        ),
    ),
    Kind(
        "holter and stress",
        (
            "24H HOLTER / {hosp} / {today}",
            "«head»",
            'Recorder {serial} fitted {yday} by {n_g}. Min HR [[38]] at «time», max [[142]]. [[Wenckebach]] nocturnal. [[Mobitz II]] none. [[QTc 448]]. Diary: pt walked to {place} «time», "palp" on {wd}.',
            "Stress [[Bruce]] stage 3, [[10.1 METs]], Duke [[+5]]. [[Borg]] 15. BP [[182/88]]. Conclusion: PAF 4 min, [[CHA2DS2-VASc 3]]; call {d2_f} to start «drug».",
            "Pt tel {phone}. Confirmed by {d}, ext {ext}.",
        ),
        ages=(24, 99),
    ),
    Kind(
        "HL7 message",
        (
            "MSH|^~\\&|LAB|{hosp}|EHR|{clinic}|{stamp}||ORU^R01|{oid}|P|2.3\nPID|1||{mrn}^^^MR||{p_hl}||{dob8}|«MF»|||{street}^^{town}^^{zip}||{phone}|||||{acct}|{ssn}\nPV1|1|I|{ward}||||{reg}^{d_hl}|||||||||||{oid}\nORC|RE|{oid}|{oid}\nOBR|1|{oid}||[[CBC]]|||{stamp}|||||||||{d2_hl}\nOBX|1|NM|[[718-7]]^Hemoglobin||[[10.2]]|g/dL|[[12.0-16.0]]|L|||F\nOBX|2|NM|[[2345-7]]^Glucose||[[142]]|mg/dL|[[70-99]]|H|||F\nNTE|1||Called {n_fi}. [[Heinz bodies]] seen.",
            "NK1|1|{wf_hl}|DAU|{street}^^{town}|{phone}\nIN1|1|[[Aetna]]|{plan}\nDG1|1|«code»",
            "",
        ),
        ("us", "ca", "sg", "ae", "ph", "in", "au"),
        cases=False,
    ),
    Kind(
        "EHR print-out",
        (
            "Printed {today} «time» by {x_fi} from workstation {ip}\n*** CONFIDENTIAL ***",
            "Patient Header\n  Name ........ {p_lf}\n  DOB ......... {dob} («age» y)\n  «mrn»\n  Phone ....... {phone} (H) {phone} (M)\n  Email ....... {email}\n  Addr ........ {street}, {towna} {zip}\n  PCP ......... {d}\n  Payer ....... «payer» {plan}\n  CSN ......... {oid}",
            "Problem List (ICD): «dis» «code»; «pmh»; «pmh»\nMeds: «drug»; «gen»; «drug»\nAllergy: [[Augmentin]] - rash ({my})",
            "Emergency contact: {wf} - {phone}; {wm_g} (son)\nAdvance directive on file {past}. Last visit {date} w/ {d2}. Next {future} «time».",
            "HM: colonoscopy {my}; [[Shingrix]] {my}; A1c «lab». Vitals «bp» «wt» «sat». Page 1/3",
            "URL {url}",
        ),
    ),
    Kind(
        "device interrogation csv",
        (
            "pump download {today}\nserial;{serial}\npatient;{p_lf}\ndob;{isodob}\nmrn;{mrn}\nclinic;{clinic}\nuploader_ip;{ip}",
            "device;[[Medtronic]] 780G;fw 6.21\nbasal;[[0.85]] u/h\nratio;[[1:10]]\nISF;[[2.5]]\ntarget;[[5.5-7.0]]\nTIR;[[71%]]\nGMI;[[6.9]]\nlast_alarm;{iso_t};low reservoir\nlast_sync;{iso_t}",
            "note: {p_g} went to {school} camp {dm}; hypo x2 {wd}; mum {wf_g} texted {phone}. Dr {d_f} changed [[ICR 1:9]] and [[Humalog]]. Educator {n_g} will ring {future}. [[Dexcom]] transmitter {serial}. [[Libre]] none.",
        ),
        ages=(6, 40),
        cases=False,
    ),
    Kind(
        "endoscopy report",
        (
            "ENDOSCOPY UNIT {hosp}  {today}\n«head»\nEndoscopist {d_fi} Nurse {n_f}/{n2_f}",
            "Gastroscopy. Ind: «prov». Sedation [[midazolam 2 mg]], [[fentanyl 50 mcg]]. Scope [[Olympus]] GIF-H290 SN {serial}. [[Barrett's]] C2M4 ([[Prague]]), [[Los Angeles B]], [[Forrest III]] ulcer [[8 mm]]; [[CLO test]] pos. [[Schatzki ring]]. D2 seen; «anat» normal. [[Paris 0-IIa]], [[Boston 8/9]].",
            "Bx x4 pot {oid}. Photos {photo}. Escort {wm_g} collects in car park, {phone}.",
            "Rx [[Pylera]]; OGD {future}; [[H. pylori]] breath test. Report to Dr {d2}, {clinic}.",
            "«sign»",
        ),
    ),
)
