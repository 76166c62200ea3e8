"""Notes of the fifth held-out part that hospitals write: what each kind of note says, as clinicians of five countries write it.

`<a|b>` is one of several wordings, `<he>` and the like a word that the part's outline puts there, `{slot}` an identifier,
`[[...]]` what only looks like one. A kind's bodies keep their order.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of note: how often it occurs, how many of its bodies a note has, and its pieces."""

    name: str
    weight: float
    bodies_in_a_note: tuple[int, int]
    headers: tuple[str, ...]
    bodies: tuple[str, ...]
    endings: tuple[str, ...]
    settings: tuple[str, ...] = ("us", "uk", "au", "in", "ca")


_DISCHARGE = Kind(
    "discharge",
    9,
    (5, 8),
    (
        "DISCHARGE SUMMARY\n\nPATIENT: {pt_inv}\n<ID>\nDATE OF BIRTH: {dob}\nADMISSION DATE: {admit}\nDISCHARGE DATE: {today}\nATTENDING: {doc}<cred>\n",
        "{facility}\nDischarge Summary\n\nName: {pt}     <ID>\nAddress: <addr>\nAdmitted: {admit}   Discharged: {today}\nConsultant: Dr {doc}\n<GP>: Dr {ref}\n",
        "Admission Date: {admit}              Discharge Date: {today}\n\nDate of Birth: {dob}             Sex: <M>\n\nService: <MEDICINE|SURGERY|NEUROLOGY|CARDIOTHORACIC>\n\nAttending: {doc_init}\n",
        "Patient Name: {pt_up}\n<ID>\nAdmit: {admit}\nD/C: {today}\nAttending Physician: {doc_inv}\nPrimary Care: {ref_inv}\n",
    ),
    (
        "Principal diagnosis: <community acquired pneumonia|acute decompensated heart failure|NSTEMI|left hip fracture|COPD exacerbation|urosepsis>\nSecondary: CKD [[3b]], AF on [[Eliquis]], [[Parkinson]] disease",
        "HISTORY OF PRESENT ILLNESS: <Mr> {pt_last} is a <AGE>-year-old <man> who <fell at home|was found confused by {sp}|developed chest pain> on {short}. EMS brought <him> to the <ED>.",
        "Hospital Course: <He> was started on [[Zosyn]] and [[vancomycin]]. Blood cultures from {short} grew <E. coli|no organisms>. <Cardiology|Renal> (Dr. {con}) was consulted. By {short} <he> was afebrile.",
        "Seen by nutrition ({rn2}), PT ({pal}) and case management ({rn_first}).",
        "<He> was accompanied throughout by <his> <wife>; Mr. and Mrs. {pt_last} live at {hstreet}.",
        "Echo on {short} showed EF [[35-40%]], moderate MR. Troponin peaked at [[4.12]]. [[Swan-Ganz]] not required.",
        "<He> went to the OR with Dr. {con_last} on {short} for <ORIF|laparoscopic cholecystectomy|washout>. Estimated blood loss [[150]] mL.",
        "Family meeting on {short} with <wife> {sp} and <daughter> {kid}; goals of care were confirmed and <he> remains <full code|DNR/DNI>.",
        "Discharge medications:\n  [[Lasix]] 40 mg PO daily\n  [[Coreg]] 6.25 mg BID\n  [[Protonix]] 40 mg daily\n  [[Colace]] 100 mg BID PRN",
        "Condition at discharge: stable. Vitals T [[36.8]], BP [[118/64]], HR [[80]], RR [[16]], sats [[96%]] on room air. Weight [[81.4 kg]].",
        "Disposition: <Home with services|Skilled nursing facility - {facility}|Home|Rehab at {facility}>",
        "Pending results: <blood cultures|pathology {acc}|SPEP>. Please chase.",
        "Follow up: Dr. {ref_last} ({phone}) on {next}. <Cardiology|Orthopedics> with Dr. {con} {next}.",
        "Actions for <GP>: please repeat U&Es in [[1 week]] and review [[ramipril]]. Sutures out {next}.",
        "Discharge instructions reviewed with the patient and <his> <daughter>, {kid}. Call {phone} with fever, bleeding or worsening pain.",
        "<He> was discharged on {weekday} into the care of <his> <daughter> {kid_first} (tel {phone}).",
    ),
    (
        "cc: Dr. {ref}, spelling {ref_spelt}",
        "Dictated By: {doc}<cred>\n\nD: {today}\nT: {today}\nJOB#: {job}",
        "Electronically signed by {doc_sign}<cred> on {today}",
        "Completed by: {doc_sign}, <FY1|intern|resident|SHO>\nSupervising consultant: Dr {con}\nContact: {phone}",
        "cc: {ref}<cred>\n    {con}<cred>",
        "{doc_sign}<cred>\n\nCC: Dr. {ref_last}, {facility}, fax {fax}",
    ),
)

_ED = Kind(
    "ed",
    9,
    (4, 7),
    (
        "<ED> NOTE\nPt: {pt_inv}  <ID>\nArrival: {today} [[18:42]]\nMode: <ambulance|walk-in|private car>\nTriage RN: {rn_short}\n",
        "EMERGENCY DEPARTMENT RECORD\nNAME: {pt_up}   DOB: {dob}   SEX: <M>\n<ID>\nDATE: {today}   PHYSICIAN: {doc_up}\n",
        "Emergency Department\n{pt}, <AGE><M>, {today}\nCC: <chest pain|abdominal pain|fall|dizziness|SOB|laceration>\n",
        "Triage {today} [[0214]]: {pt} DOB {dob} presents with <wife> {sp_first}. C/o <RLQ pain|palpitations|headache>, pain [[7/10]].\n",
    ),
    (
        "HPI: <AGE> yo <male> with h/o <asthma|DM|CAD> p/w <acute onset CP|2 days of vomiting|R ankle injury after inversion> since {weekday}. Took [[Tylenol]] without relief.",
        "Patient states <he> was at {employer} when <he> slipped on a wet floor. Denies LOC. <His> coworker {pal_first} drove <him> in.",
        "Per EMS: restrained driver, vehicle struck at an intersection on {road}. Airbags deployed. GCS [[15]].",
        "PMD: Dr. {ref_last}. Last tetanus {month}. Meds: [[Plavix]], [[Lantus]], [[Ventolin]] PRN.",
        "PE: BP [[142/88]] P [[104]] R [[20]] T [[99.1]] SpO2 [[95%]]. Abd soft, [[McBurney]] point tenderness, neg [[Murphy]]. Ottawa rules negative.",
        "ECG: sinus tach, no ST changes. Trop [[<0.01]]. D-dimer [[0.34]]. CXR NAD as read by {pal_init}.",
        "CT head neg per radiology (Dr. {con_last}). C-collar cleared at [[2110]].",
        "MDM: HEART score [[3]], [[Wells]] [[1.5]]. Low suspicion for PE. Discussed with Dr. {con} on call for <surgery|cardiology|ortho>, who will see in clinic {next}.",
        "ED course: given [[Toradol]] 30 mg IV, [[Zofran]] 4 mg, 1 L LR. Re-examined by {doc_last} at [[2230]], pain [[3/10]].",
        "Consulted: {con}<cred> (<ortho|neuro|GI>), paged [[2015]], called back [[2032]].",
        "Pt left AMA at [[0140]] with friend {pal_first} after talking with {rn_first} and Dr. {doc_last}.",
        "Wound: [[3 cm]] lac L forearm, irrigated, closed w/ [[4-0]] [[Prolene]] x [[6]]. Assisted by {rn}.",
        "Spoke to <daughter> {kid} by phone {phone}; she will collect <him>.",
        "Tox screen negative. Patient seen by {pal}, LCSW. Denies SI. Safety plan done, brother {bro} to stay with <him> tonight.",
        "Dispo: <home|admit to medicine, Dr. {con_last} accepting|obs>. Return precautions given. F/u with <GP> Dr. {ref} in [[2-3 days]].",
    ),
    (
        "{doc_sign}<cred>\nEmergency Medicine",
        "Attending attestation: I saw and examined the patient with the resident, Dr. {pal_last}, and agree with the findings. - {doc}<cred>",
        "Signed: {doc_sign} {today} [[23:05]]",
        "{doc_init}, <ED>",
        "RN {rn_sign}\nD/C vitals [[126/70]], [[82]], [[16]], [[98%]]",
    ),
)

_NURSING = Kind(
    "nursing",
    10,
    (4, 7),
    (
        "Nursing note {today} [[0700]]-[[1900]]\n",
        "NURSING SHIFT NOTE\n{pt_inv}  Rm [[412]]-B  {today}\n",
        "Nursing Progress Note\nPatient: {pt}  DOB {dob}\nShift: <day|night|evening>\n",
        "Handover (SBAR) {today}\nBed [[14]] {pt}, <AGE><M>, under Dr {doc_last}\n",
        "CCU NPN 7p-7a\n\n",
        "Community nursing visit {today}. <Mr> {pt_last}, <addr>.\n",
    ),
    (
        "Neuro: A&Ox3, MAE, PERRL. [[Glasgow]] [[15]]. Follows commands. c/o pain [[4/10]], [[Percocet]] x1 with relief.",
        "CV: NSR [[70s-80s]], BP [[110s/60s]]. K [[3.4]] repleted. Peripheral pulses palpable.",
        "Resp: O2 2L NC, sats [[95%]]. Lungs coarse at bases. IS to [[750]].",
        "GI/GU: [[Foley]] draining clear yellow urine [[40-60 cc/hr]]. Abd soft, +BS. Tolerating diet. [[Jevity]] at [[45 mL/hr]].",
        "Rounds with Dr. {doc_last}, {pal_first} (pharm) and {rn2_first}. Plan: wean O2, d/c [[Foley]], OOB.",
        "Pt is [[Jehovah's Witness]], pastor {con_last} visited. Belongings sent home with {kid_first}.",
        "Skin: stage 2 to coccyx [[2 x 1.5 cm]], [[Mepilex]] changed. [[Braden]] [[15]]. Turned q2h.",
        "Social: <wife> {sp_first} and <daughter> {kid_first} in to visit, updated by Dr. {doc_last}.",
        "Pt's <daughter> {kid} called for an update at [[1430]]; her number is {phone}. Told that MD would call back.",
        'Pt prefers to be called "{pt_called}". Hard of hearing, glasses at bedside.',
        "Up to chair with PT ({pal_first}) x [[45 min]]. Gait unsteady, bed alarm on. [[Morse]] fall scale [[55]].",
        "Dr. {doc} notified of BP [[88/50]] at [[0315]]. Order for 500 mL bolus received, read back.",
        "[[Lovenox]] held per Dr {con_last} for procedure on {weekday}.",
        "Blood sugars [[182]], [[211]], covered per sliding scale with [[Humalog]].",
        "Report given to {rn_first} at [[1915]]. {rn2_first} covering break.",
        "Seen by {pal}, dietitian. [[Ensure]] TID between meals. Weight [[58.2 kg]].",
        "<SpMr> {sp_last} anxious about discharge. Social work ({pal_short}) aware.",
        "IV R forearm [[20G]] placed {short}, patent. PICC dressing changed, due {short}.",
        "Leg ulcer redressed with [[Aquacel]], [[Profore]] bandage. Next visit {next}, {rn_first} to attend.",
    ),
    (
        "{rn_sign}, RN",
        "{rn}, RN {today} [[1848]]",
        "Signed {rn_init} RN",
        "{rn_first} {rn_last} RN/{rn2} RN (co-sign)",
        "S/N {rn_first}",
        "-- {rn_ini}",
    ),
)

_CONSULT = Kind(
    "consult",
    7,
    (5, 8),
    (
        "CONSULTATION\n\nPATIENT: {pt_inv}\n<ID>\nDATE OF CONSULT: {today}\nREQUESTING PHYSICIAN: {ref}<cred>\nCONSULTANT: {doc}<cred>\nREASON: <atrial fibrillation|AKI|abnormal LFTs|seizure>\n",
        "HISTORY AND PHYSICAL\n{facility}\n\nName: {pt_up}\n<ID>\nDOB: {dob}\nDate: {today}\nPCP: {ref}\n",
        "Thank you, Dr. {ref_last}, for asking us to see <Mr> {pt}, a <AGE> year old <man> with <new onset jaundice|syncope|thrombocytopenia>.\n",
        "Admission clerking {today} [[2215]]\n{pt}  <AGE><M>  <ID>\nUnder: Dr {doc_last}\nPC: <SOB|fall|haematemesis>\n",
    ),
    (
        "HPI: History obtained from the patient and <his> <wife>, {sp}. <He> was in <his> usual state of health until {month} when <he> noted <weight loss|exertional dyspnea|a tremor in the right hand>.",
        "<He> was evaluated at {facility} on {date}, where <MRI|CT|an angiogram> was reported as normal; those records were requested (fax {fax}).",
        "PAST MEDICAL HISTORY:\n1. Hypertension\n2. [[Sjogren]] syndrome\n3. [[Hashimoto]] thyroiditis\n4. TIA {month}",
        "PSH: [[Nissen]] fundoplication {month}, TAH-BSO [[1998]], R TKA with [[Zimmer]] implant.",
        "SH: Born in {city}. Lives at {street} with <his> <daughter> {kid_first}. Former smoker, [[30]] pack-years, quit [[2009]].",
        "FH: Mother died of <stroke|breast cancer> at [[81]]; brother {bro_first} has [[Marfan]] syndrome. Two children, {kid_first} ([[34]]) and one son who is well.",
        "ROS: negative except as above. No fevers, night sweats. Sick contact: grandson.",
        "EXAM: [[136/82]], [[88]], [[37.1]]. JVP [[8 cm]]. II/VI systolic murmur. [[Babinski]] downgoing. [[Romberg]] negative. Reflexes [[2+]] and symmetric.",
        "DATA: WBC [[11.2]], Hgb [[9.8]], Plt [[141]], Na [[131]], Cr [[2.1]] (baseline [[1.3]] on {date}). ANA [[1:320]].",
        "Outpatient cardiologist: {con}<cred>, {facility}, phone {phone}.",
        "Per Dr. {con_last} [name unclear on dictation] the [[Holter]] from {date} showed PVCs only.",
        "Imaging reviewed with Dr. {con_last} of radiology.",
        "Impression: <AGE>M with AKI on CKD likely prerenal. CHA2DS2-VASc [[4]]. FENa [[0.6%]].",
        "Recommendations:\n- hold [[Diovan]], [[Aldactone]]\n- renal ultrasound\n- [[Kayexalate]] if K over [[5.5]]\n- will follow",
        "Case discussed with Dr. {con} and with {pal}, NP. Next of kin {kid}, {phone}.",
        "Code status: DNR, confirmed with HCP {kid} ({phone}).",
    ),
    (
        "Thank you for allowing us to participate in the care of <Mr> {pt_last}.\n\n{doc_sign}<cred>\nPager {pager}",
        "{doc_up}<cred>\n\nDD: {today}\nDT: {today}\n{doc_ini}/{rn_ini}",
        "{doc_sign}, <PGY-2|registrar|fellow>, bleep {pager}\nd/w Dr {con_last}",
        "Electronically signed by {doc_sign}<cred> at {today} [[11:20 AM]]\ncc: {ref_inv}",
    ),
)

_RADIOLOGY = Kind(
    "radiology",
    8,
    (3, 4),
    (
        "{facility}\nDEPARTMENT OF <RADIOLOGY|MEDICAL IMAGING|DIAGNOSTIC IMAGING>\n\nPATIENT: {pt_inv}\n<ID>\nDOB: {dob}\nACCESSION: {acc}\nEXAM DATE: {today}\nREFERRING: {ref_inv}\n",
        "CT ABDOMEN AND PELVIS\nName: {pt_up}  DOB: {dob}\nOrdering provider: {ref}<cred>\nDate of exam: {today}\n",
        "MRI LUMBAR SPINE {today}\nPatient: {pt}, <ID>\nClinical: <AGE>-year-old with back pain. Referred by Dr {ref_last}.\n",
        "EXAM: XR CHEST 2 VIEWS {today}\n\nINDICATION: <cough|SOB|line placement>, <AGE> year old <man>.\n",
    ),
    (
        "COMPARISON: <CT|MRI|Radiograph> dated {date}<|, and outside study from {facility} dated {date}>.",
        "TECHNIQUE: Axial images with [[100 mL]] of [[Omnipaque 350]]. DLP [[612]] mGy-cm.",
        "FINDINGS: <The lungs are clear. [[1.2 x 0.8 cm]] nodule in the right upper lobe, previously [[1.1 x 0.8]] cm on {date}. No effusion. [[Kerley]] B lines absent.|Disc desiccation at [[L4-5]] and [[L5-S1]]. [[Modic]] type 2 changes. Mild foraminal narrowing. [[Tarlov]] cyst at S2.|Liver, spleen, pancreas unremarkable. [[Bosniak II]] cyst left kidney [[2.3 cm]]. [[Hartmann]] pouch noted. No free air.>",
        "IMPRESSION:\n1. No acute abnormality.\n2. Stable pulmonary nodule; follow up per [[Fleischner]] guidelines in [[12 months]].",
        "IMPRESSION: Findings suspicious for appendicitis. Results were telephoned to Dr. {con_last} by Dr. {doc_last} at [[3:42 pm]] on {today}.",
        "Mammogram [[BI-RADS 2]]. Routine screening recommended. A lay letter was mailed to the patient at <addr>.",
    ),
    (
        "Interpreted by: {doc_sign}<cred>\nTranscribed: {today} {rn_ini}",
        "Reported by Dr {doc}, Consultant Radiologist",
        "Dictated by: {pal}<cred>\nElectronically Signed by: {doc}<cred> on {today} [[9:14 AM]]",
        "I, Dr. {doc}, have reviewed the images and the resident's interpretation.",
        "Radiologist: {doc_inv}\nFinal report {today}",
    ),
)

_PATHOLOGY = Kind(
    "pathology",
    5,
    (2, 4),
    (
        "SURGICAL PATHOLOGY REPORT\nPatient: {pt_inv}     Accession #: {acc}\n<ID>     Collected: {date}\nDOB: {dob}     Received: {date}\nSubmitting: {ref}<cred>     Reported: {today}\n",
        "LABORATORY REPORT\n{facility} Laboratory, {street}, {city}\nName: {pt}  DOB: {dob}  Lab no: {acc}\nCollected {today} [[08:15]]  Requested by Dr {ref_init}\n",
        "Histopathology\n{pt_up}, <ID>\nSpecimen {acc}, received {date}\nClinician: {ref}\n",
    ),
    (
        "SPECIMEN: A. Prostate, needle biopsies. CLINICAL: PSA [[7.8]].",
        'GROSS: Received in formalin labelled with the patient\'s name, "{pt_last}", is a [[2.1 x 1.4 x 0.6 cm]] ellipse of skin.',
        "DIAGNOSIS: <Adenocarcinoma, [[Gleason 3+4=7]], Grade Group 2, in [[3/12]] cores.|Tubular adenoma. No high grade dysplasia. [[Barrett]] mucosa not seen.|Invasive ductal carcinoma, [[Nottingham]] grade 2, ER [[95%]], PR [[60%]], HER2 [[1+]]. [[pT1c N0]]. [[Ki-67]] [[12%]].>",
        "Hb [[121]] g/L, WCC [[6.4]], Plt [[233]], ferritin [[18]], B12 [[310]], CRP [[4]], eGFR [[62]].",
        "Intraoperative consultation: margins free, called to Dr. {ref_last} at [[11:42]] by {pal_last}. [[Breslow]] depth [[0.6 mm]], [[Clark level II]].",
        "Comment: slides reviewed with Dr. {con_last}, who concurs. Previous biopsy {acc} ({date}) compared.",
        "Result phoned to {rn_first} at Dr {ref_last}'s office on {today}. [[Reed-Sternberg]] cells not identified. [[Ziehl-Neelsen]] negative.",
    ),
    (
        "{doc_sign}<cred>, Pathologist",
        "Authorised by Dr {doc} {today}",
        "Pathologist: {doc_inv}\n(Electronic signature) {today}\nCLIA {lic}",
        "Grossed by {pal_init}; signed out by {doc}<cred>",
    ),
)

_OPERATION = Kind(
    "operation",
    4,
    (3, 5),
    (
        "OPERATIVE REPORT\n\nPATIENT NAME: {pt_inv}\n<ID>\nDATE OF SURGERY: {today}\nSURGEON: {doc}<cred>\nASSISTANT: {con}<cred>\nANESTHESIOLOGIST: {pal}<cred>\n",
        "Operation note {today}\nPatient: {pt} <ID>\nSurgeon: Mr {doc_last}   Assistant: {con_init}\nAnaesthetist: Dr {pal_last}\n",
        "PROCEDURE NOTE: colonoscopy\nPatient: {pt}, DOB {dob}\nEndoscopist: Dr. {doc}\nDate: {today}\n",
    ),
    (
        "PREOPERATIVE DIAGNOSIS: <Acute cholecystitis|Left inguinal hernia|Cataract, right eye|Osteoarthritis, right knee>. POSTOPERATIVE DIAGNOSIS: Same.",
        "After informed consent was obtained from <Mr> {pt_last}, <he> was taken to the operating room. Time out performed with {rn}, circulating nurse.",
        "Draped in the usual fashion. [[Kocher]] incision. [[Calot]] triangle dissected. [[Jackson-Pratt]] drain placed. Closed with [[3-0 Vicryl]] and [[4-0 Monocryl]].",
        "A [[Stryker]] Triathlon size [[5]] femoral component was implanted, lot {lot}, serial no. {device}.",
        "Dual chamber pacemaker ([[Medtronic]], model [[W1DR01]], S/N {device}) implanted; lead S/N {device}. Thresholds [[0.5 V]].",
        "EBL [[50]] mL. Complications none. Counts correct x2 per {rn_short}. Specimen {acc}.",
        "I spoke with {sp}, the patient's <wife>, in the waiting room after the case.",
        "Postop: [[Ancef]] x [[24 h]], [[Norco]] [[5/325]], clinic {next}.",
    ),
    (
        "{doc_sign}<cred>\nD: {today} T: {today} {doc_ini}:{rn_ini}",
        "Mr {doc}, Consultant Surgeon <GMC>",
        "I was present for the entire procedure. {doc}<cred>",
    ),
)

_FEED = Kind(
    "feed",
    0.7,
    (1, 2),
    (
        "MSH|^~\\&|LAB|{facility}|EHR||{stamp}||ORU^R01\nPID|1||{mrn}^^^MR||{pt_caret}||{stampdob}|<M>|||{hstreet}^^{hcity}^^{zip}||{phone}\nPV1|1|I|||||{npi}^{doc_caret}\n",
        "PID|||{mrn}||{pt_caret}||{stampdob}|<M>\nOBR|1|{acc}||CBC|||{stamp}\n",
    ),
    ("OBX|1|NM|HGB||[[11.8]]|g/dL|[[12-16]]|L|||F", "OBX|2|TX|COMMENT||Called to {rn_short} {stamp}"),
    ("OBX|3|NM|PLT||[[212]]|10*3/uL|||||F",),
    ("us", "ca", "au"),
)

HOSPITAL = (_DISCHARGE, _ED, _NURSING, _CONSULT, _RADIOLOGY, _PATHOLOGY, _OPERATION, _FEED)
