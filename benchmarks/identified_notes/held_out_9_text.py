"""From a kind's wording to a note's pieces: choices, fragments that differ by country, and ways of typing."""

import random
import re
from dataclasses import dataclass

from benchmarks.identified_notes.held_out_9_world import COUNTRIES

_KEPT_WHOLE = re.compile(r"(\{\w+\}|\[\[.+?\]\])")


@dataclass(frozen=True)
class Kind:
    """A kind of note. «a|b» is a choice, «word» a fragment; a body's line that begins with ? is often left out."""

    name: str
    head: str
    body: tuple[str, ...]
    end: str
    ages: tuple[int, int] = (18, 93)
    sex: str = ""
    countries: tuple[str, ...] = COUNTRIES
    weight: int = 2


# Phrases that bring the number of a record, a plan, a nation or a register, by country.
BY_COUNTRY: dict[str, dict[str, str]] = {
    "mrn": {
        "US": "MRN: {us_mrn}|MRN {us_mrn}|MR# {us_mrn}|Med Rec No. {us_mrn}|MRN# {us_mrn}|MRN: {us_mrn}",
        "UK": "NHS No: {nhs}|NHS number {nhs}|Hosp No {uk_hosp}|NHS no. {nhs}, hospital no. {uk_hosp}|NHS: {nhs}",
        "CA": "MRN: {ca_mrn}|Chart # {ca_mrn}|MRN {ca_mrn}", "AU": "URN: {au_ur}|UR {au_ur}|MRN {au_ur}|UR No. {au_ur}",
        "IE": "MRN {ie_mrn}|Chart No: {ie_mrn}|Hospital no. {ie_mrn}", "IN": "UHID: {uhid}|UHID {uhid}|IP No. {uhid}|MR No: {uhid}",
        "NZ": "NHI: {nhi}|NHI {nhi}|NHI number {nhi}", "ZA": "Folder no. {za_folder}|Hosp no: {za_folder}|File {za_folder}",
        "SG": "Case No {sg_case}|HRN: {sg_case}", "NG": "Hosp. No. {ng_hosp}|Folder number: {ng_hosp}|Card No {ng_hosp}",
        "KE": "IP No. {ke_no}|Reg. no: {ke_no}|File no. {ke_no}", "PH": "Hospital No. {ph_no}|Case/Hosp # {ph_no}|HRN {ph_no}",
    },
    "plan": {
        "US": "Medicare {mbi}|MBI {mbi}|Aetna, member ID {member}|Insurance: BCBS PPO, ID# {member}, group {group}|Medicaid ID {medicaid}|UHC member # {member}|Insurance ID: {member}",
        "UK": "Bupa membership no. {bupa}|AXA policy {bupa}", "CA": "OHIP {ohip}|HCN: {ohip}|Health card {ohip}",
        "AU": "Medicare {au_medicare}|Medicare No. {au_medicare}|DVA {dva}", "IE": "Medical card {gms}|GMS no. {gms}|policy no. {gms}",
        "IN": "TPA card no. {tpa}|ABHA {tpa}|policy {tpa}", "NZ": "Southern Cross member {nz_plan}|policy no. {nz_plan}",
        "ZA": "Medical aid no. {za_aid}|Discovery {za_aid}|GEMS member no {za_aid}", "SG": "IP policy {sg_plan}|Shield plan no. {sg_plan}",
        "NG": "NHIA no. {nhia}|HMO ID {nhia}", "KE": "SHA no. {sha}|NHIF {sha}|SHIF member {sha}", "PH": "PhilHealth {philhealth}|PhilHealth No. {philhealth}",
    },
    "taxno": {
        "US": "SSN {ssn}|SSN: {ssn}|SS# {ssn}|last four of SSN {ssn4}|SSN ending in {ssn4}|social security number {ssn}", "UK": "NI number {nino}|NINO: {nino}|National Insurance no. {nino}",
        "CA": "SIN {sin}|SIN: {sin}", "AU": "TFN {tfn}|tax file number {tfn}", "IE": "PPSN {ppsn}|PPS no. {ppsn}", "IN": "Aadhaar {aadhaar}|Aadhaar no. {aadhaar}|PAN {pan}",
        "NZ": "IRD number {ird}|IRD {ird}", "ZA": "ID {za_id}|ID number {za_id}|RSA ID: {za_id}", "SG": "NRIC {nric}|NRIC: {nric}|IC no. {nric}",
        "NG": "NIN {nin}|NIN: {nin}", "KE": "ID No. {ke_id}|National ID {ke_id}|KRA PIN {ke_id}", "PH": "TIN {ph_tin}|SSS/CRN {ph_tin}",
    },
    "lic": {
        "US": "NPI {npi}|NPI: {npi}|Lic# {us_lic}|DEA {dea}|License No. {us_lic}|DEA# {dea}, NPI {npi}", "UK": "GMC {gmc}|GMC no. {gmc}|GMC: {gmc}", "CA": "CPSO {ca_lic}|CPSO# {ca_lic}|Reg. no. {ca_lic}",
        "AU": "AHPRA {ahpra}|Provider No. {ahpra}|AHPRA no {ahpra}", "IE": "IMC {ie_reg}|MCRN {ie_reg}|Reg No. {ie_reg}", "IN": "Reg. No. {in_reg}|Regn no: {in_reg}", "NZ": "MCNZ {nz_reg}|NZMC {nz_reg}",
        "ZA": "HPCSA {za_reg}|Pr. no. {za_reg}", "SG": "MCR {sg_reg}|MCR No. {sg_reg}", "NG": "Reg. no. {ng_reg}|folio {ng_reg}", "KE": "KMPDC reg {ke_reg}|Reg. {ke_reg}", "PH": "PRC Lic. {ph_reg}|Lic. No. {ph_reg}",
    },
    "gp": {"US": "PCP", "CA": "family physician", "PH": "attending physician", "SG": "polyclinic doctor", "IN": "family doctor"},
    "ed": {"US": "ED", "CA": "ED", "AU": "ED", "UK": "A&E|ED", "IE": "ED", "IN": "casualty", "ZA": "casualty|EC", "NG": "A&E", "KE": "casualty", "PH": "ER"},
    "bleep": {"US": "pager|ext", "UK": "bleep|bleep|ext", "IE": "bleep", "ZA": "speed dial"},
    "bank": {"UK": "sort code {sort_code}, a/c {bank}", "IE": "IBAN {iban}"},
    "nurse": {"US": "RN|RN, BSN|LPN", "UK": "RGN|Staff Nurse|RN, PIN {nmc}|RN", "PH": "RN", "IN": "Staff Nurse"},
}  # fmt: skip
_HINT = {
    "gp": "GP",
    "ed": "ED",
    "nurse": "RN|Enrolled Nurse|RN",
    "bleep": "ext|pager",
    "bank": "acct {bank}|account no. {bank}",
}

FRAGMENTS: dict[str, str] = {
    "addr": "{street}, {town}{zipline}",
    "hdr": "Patient: {patient}  DOB: {dob}  «mrn»|{patient_lf}  «mrn»  «sexletter»  DOB {dob}|Name: {patient}\nDOB: {dob}\n«mrn»\nAddress: «addr»\nPhone: {phone_patient}|{hospital}\nPt: {patient_lf} / «mrn» / DOB {dob} / Date: {date}|{date} «time»   {patient}   «mrn»|«mrn»\n{patient_lf}, «agesx»\nDate of service: {date}\nProvider: {doctor}|PATIENT NAME: {patient}\nDATE: {date}\nDOB/AGE: {dob} / «age»\n«mrn»\n«plan»|{clinic}\n{date}\nPatient: {patient} (DOB {dob}), «mrn»|«mrn»  {patient}  {dob} («age»)  Seen: {long}|{patient_lf}; DOB {dob}; «mrn»; {town}\nSeen {weekday} {date} by {doctor}|Visit of {date}. {patient}, born {dob}, «mrn», tel. {phone_patient}.",
    "shorthdr": "{date} «time» {patient_lf} «mrn»|Pt {patient}, «agesx», «mrn»|{date}\n{patient}  DOB {dob}|{dm} «time»  {patient_initials}, «mrn»|«time» {date} - {patient} «mrn»|Patient: {patient}. Date: {date}.",
    "letterhead": "{hospital}\n{ostreet}, {town}, {ozip}\nTel: {phone}   Fax: {fax}|{clinic}\n{ostreet}\n{town}{zipline}\nPhone {phone}, Fax {fax}, {url}|{hospital}, {town}\nT: {phone}  E: {email_doctor}",
    "letter": "«letterhead»\n\n{long}\n\n«Dear Dr {staff_last},|Dear {staff_first},|Dear Dr. {staff_last}|Dear Colleague,»\n\n«Re: {patient}, DOB {dob}, «mrn»\n«addr»|RE: {patient}  «mrn»  D.O.B. {dob}|Re {Title} {patient} ({dob}), «addr». «mrn».»".replace("{Title}", "«mr»"),
    "report": "{hospital} - «dept»\n«Patient: {patient}|Name: {patient_lf}»   «mrn»   DOB: {dob}\n«Accession: {accession}|Acc# {accession}|Lab no. {accession}»   «Exam date|Date|Reported»: {date}\n«Ordering: Dr {staff}|Requested by {staff}, {clinic}|Ref: {staff_init}»|«mrn» / {patient_lf} / «sexletter» / {dob}\nStudy date {date} «time»  Accession no. {accession}\nReferrer: «Dr {staff}|Dr. {staff_last}, {clinic}»",
    "sign": "Dr {doctor}, «lic»|{doctor}, MD|Electronically signed by {doctor} on {date} at «time»|Signed: {doctor}, «lic»|Dr {doctor_init}|-{doctor_initials}|Dictated by: {doctor}\nTranscribed: {date} {staff_initials}|{doctor}\nConsultant\n«lic»|Dr. {doctor_last} / «bleep» {ext}",
    "lettersign": "«Yours sincerely|Kind regards|With best wishes|Sincerely|Many thanks»,\n\n«Dr {doctor}\n«lic»|{doctor}, MD\n{email_doctor}|{doctor}»\n«|cc: {patient}, «addr»|cc {staff}, {clinic}|Dictated but not signed. Typed {date} by {staff_initials}»",
    "nsign": "{staff}, «nurse»|{staff_init} «nurse»|{staff_first}, «nurse»|{staff_initials} «nurse» «time»|Nurse {staff_last}|Entered by {staff}, «nurse», {date}",
    "agesx": "«age»«sexletter»|«age»yo «sexletter»|«age» y.o. «man»|«age»-year-old «man»|«age» year old «man»|«man» aged «age»|«age» yr old «man»",
    "vitals": "BP «bp», HR «hr», RR «rr», T «temp», SpO2 «sats»% RA|obs: «temp», «hr», «bp», sats «sats»%|VS: T «temp» P «hr» R «rr» BP «bp» O2 «sats»%|Vitals stable, BP «bp» HR «hr».",
    "drug": "[[Allegra]]|[[Abilify]]|[[Eliquis]]|[[Xarelto]]|[[Advair]]|[[Symbicort]]|[[Januvia]]|[[Humira]]|[[Seroquel]]|[[Aricept]]|[[Ventolin]]|[[Lantus]]|[[Augmentin]]|[[Stella]] mouthwash|[[Norco]] [[5/325]]|[[Percocet]] [[10/325]]|[[Zestril]]|[[Novolin]] [[70/30]]|[[Augmentin]] [[875/125]]|[[Lipitor]]|[[Coumadin]]|amlodipine|omeprazole|paracetamol|levothyroxine|gabapentin|[[Benadryl]]|[[Senna]]|[[Voltaren]]",
    "score": "GCS [[15/15]]|pain [[«n:0:10»/10]]|PHQ-9 [[«n:1:26»/27]]|power [[4/5]] throughout|MMSE [[«n:12:30»/30]]|[[Barthel]] [[«n:4:20»/20]]|NIHSS [[6/42]]|[[Waterlow]] 17|[[Braden]] 16|AMT [[«n:3:10»/10]]|[[Wells]] score 3|[[Norton]] scale 14|VA [[6/9]] both eyes|VA [[20/40]] OD|Clinical Frailty Scale [[5/9]]|CAGE [[1/4]]",
    "eponym": "[[Parkinson's]] disease|[[Crohn's]] disease|[[Bell's]] palsy|[[Graves]] disease|[[Hashimoto's]] thyroiditis|[[Raynaud's]]|[[Dupuytren's]] contracture|[[Barrett's]] oesophagus|[[Addison's]]|[[Ménière's]]|[[Paget's]] disease|[[Sjögren's]]|[[Charcot]] foot|[[Baker's]] cyst",
    "odd": "|||||||||||[[Hope]] to mobilise further.|[[Will]] need follow up.|[[Mark]] on forearm is an old burn.|[[Grace]] period for the form discussed.|[[Frank]] discussion about prognosis.|[[Chase]] outstanding bloods.|[[May]] shower from now.|[[Drew]] bloods, sent.|[[Faith]] is important to «him».|[[Bill]] queries passed to the office.|[[Rose]] from chair unaided.|[[Joy]] in small things, [[Art]] group helps.|[[Dawn]] phenomenon explained.|[[Pat]] skin dry, no rubbing.|[[Norm]] for age.|[[Major]] bleed risk low.|[[Christian]], wishes chaplain.|[[Sandy]] stools, sample sent.|[[Penny]] ingestion denied.",
    "pump": "[[Alaris 8015]]|[[B. Braun Space]]|[[Baxter Sigma]]|[[Plum 360]]", "cied": "[[Medtronic Azure XT]]|[[Boston Scientific Accolade]]|[[Abbott Assurity]]|dual chamber",
    "sugar": "[[Omnipod 5]]|[[MiniMed 780G]]|[[Dexcom G6]]|[[Dexcom G7]]", "implant": "[[Oxford Phase 3]] knee|[[Exeter]] stem|titanium plate",
    "lab": "Na [[«n:128:148»]], K [[«d:3.0:5.6»]]|HbA1c [[«n:38:98»]] mmol/mol|A1c [[«d:5.4:11.2»]]%|eGFR [[«n:18:88»]]|INR [[«d:1.0:4.6»]]|Hb [[«d:7.2:16.1»]]|WBC [[«d:3.1:18.9»]], plt [[«n:101:420»,000]]|TSH [[«d:0.2:9.8»]]|CRP [[«n:2:240»]]|Cr [[1.2]]|[[BRCA1]] negative|[[HLA-B27]] positive|factor V [[Leiden]] negative|[[JAK2 V617F]] not detected|LDL [[3.1]]|T score [[-2.5]]",
    "sig": "[[1/2]] tab|1 tab [[BD]]|once daily|TDS|nocte|bid|[[1-2]] tabs q[[4-6]]h prn|x [[7/7]]|for [[5/7]]|od|every morning|twice a day|PRN only|as before",
    "smoke": "ex-smoker|never smoker|20 pack years|non-smoker, social alcohol|smokes 10/day",
    "dept": "Department of Radiology|Laboratory Medicine|Diagnostic Imaging|Pathology",
    "kinline": "NOK: {kin} («rel»), {kin_phone}|Next of kin «rel» {kin}, tel {kin_phone}|Emergency contact: {kin} («rel») {kin_phone}|«Rel» {kin_first} updated by phone, {kin_phone}|Lives with «rel» {kin_first} in {town}|Lives alone; «rel» {kin} in {othertown} visits weekly",
    "time": "08:15|14:20|0730|22:05|10:40|16:55|3:30 pm|9:05 AM|1900",
    "year": "2009|2014|2016|1998|2011|2017", "few": "2|3|4|5|6", "dozen": "8|10|12|14", "dose": "5|10|20|25|40|50",
    "bp": "«n:96:178»/«n:52:98»", "hr": "«n:52:118»", "rr": "«n:12:24»", "sats": "«n:91:100»", "wt": "«d:46:118»|«n:48:110»",
}  # fmt: skip


def _fragment(word: str, rng: random.Random, people: dict[str, str]) -> str:
    country, woman = people["country"], people["sex"] == "f"
    kin_woman = people["kin_sex"] == "f"
    old, child = int(people["years"]) > 89, int(people["years"]) < 16
    if word[:2] in ("n:", "d:"):
        low, high = word[2:].split(":")
        return (
            str(rng.randint(int(low), int(high))) if word[0] == "n" else f"{rng.uniform(float(low), float(high)):.1f}"
        )
    if word in BY_COUNTRY:
        return rng.choice(BY_COUNTRY[word].get(country, _HINT.get(word, "")).split("|"))
    if word in ("rel", "Rel"):
        mate = "partner" if kin_woman == woman else "wife" if kin_woman else "husband"
        if child:
            choices = ("mother",) if kin_woman else ("father",)
        elif int(people["years"]) < 40:
            choices = ("mother", mate, "sister", "cousin") if kin_woman else ("father", mate, "brother", "cousin")
        else:
            choices = ("daughter", mate, "sister", "niece") if kin_woman else ("son", mate, "brother", "nephew")
        relation = people.setdefault("rel", rng.choice(choices))
        return relation.capitalize() if word == "Rel" else relation
    words = {
        "he": "she" if woman else "he", "him": "her" if woman else "him", "his": "her" if woman else "his", "He": "She" if woman else "He",
        "His": "Her" if woman else "His", "man": ("girl" if woman else "boy") if child else rng.choice(("woman", "lady", "female") if woman else ("man", "gentleman", "male")),
        "mr": ("Miss" if woman else "Master") if child else (rng.choice(("Mrs", "Ms", "Mrs.")) if woman else rng.choice(("Mr", "Mr", "Mr."))),
        "sexletter": "F" if woman else "M", "age": "{age}" if old else people["years"], "state": people["state"],
    }  # fmt: skip
    if word == "Works at":
        return "Retired from" if int(people["years"]) > 68 else word
    if word in words:
        return words[word]
    if word == "temp":
        return rng.choice(("98.4", "97.9", "99.1", "101.2") if country == "US" else ("36.7", "37.1", "36.4", "38.2"))
    if word in FRAGMENTS:
        return _choose(FRAGMENTS[word], rng)
    return word


def _choose(text: str, rng: random.Random) -> str:
    """One of the choices that stand between bars outside any inner «...»."""
    choices, depth = [""], 0
    for sign in text:
        depth += {"«": 1, "»": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] += sign
    return rng.choice(choices)


def _close(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += {"«": 1, "»": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError(text)


def expanded(text: str, rng: random.Random, people: dict[str, str]) -> str:
    """The text with every choice taken and every fragment put in, from the outside in."""
    while "«" in text:
        start = text.index("«")
        end = _close(text, start)
        inner = text[start + 1 : end]
        text = text[:start] + (_choose(inner, rng) if "|" in inner else _fragment(inner, rng, people)) + text[end + 1 :]
    state = f", {people['state']}" if people["state"] else ""
    gap = " " if state else rng.choice((" ", ", "))
    return text.replace("{zipline}", f"{state}{gap}{{zip}}")


def typed(text: str, rng: random.Random, style: str) -> str:
    """The text as it comes from the keyboard; slots and hard negatives keep their marks."""
    parts = _KEPT_WHOLE.split(text)
    for place, part in enumerate(parts):
        if part.startswith("{"):
            continue
        if style == "small":
            parts[place] = part.lower()
        elif style == "capitals":
            parts[place] = part.upper()
        elif style == "typos" and not part.startswith("[["):
            parts[place] = re.sub(r"\b[a-z]{6,}\b", lambda match: _slip(match[0], rng), part)
    return "".join(parts)


def _slip(word: str, rng: random.Random) -> str:
    if rng.random() > 0.06:
        return word
    place = rng.randint(1, len(word) - 3)
    return rng.choice(
        (word[:place] + word[place + 1] + word[place] + word[place + 2 :], word[:place] + word[place + 1 :])
    )
