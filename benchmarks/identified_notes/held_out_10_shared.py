"""What many of the notes share: how a note begins and ends, and the words that follow the people and the country."""

from collections.abc import Callable

from .held_out_10_lists import TOWNS

People = dict[str, str]

RELATIONS: dict[str, tuple[str, ...]] = {
    "child": ("mother", "mother", "father", "mom", "dad", "grandmother"),
    "adult": ("wife", "husband", "mother", "sister", "brother", "partner"),
    "old": ("wife", "husband", "daughter", "daughter", "son", "niece"),
}

BLOCKS: dict[str, tuple[str, ...]] = {
    "head": (
        "Patient: {pt_lf}\n%mrn%   DOB: {dob}   Date: {date}",
        "Name: {pt}\nDOB: {dob}  «Age|age»: %age%  Sex: %MF%\n%mrn%\nDate of service: {date}",
        "{pt_lf} | %mrn% | DOB {dob} | %MF% | Seen {date}",
        "PATIENT NAME: {pt_lf}\nDATE OF BIRTH: {dob}\n%mrn%\nDATE: {date}\nPROVIDER: {dr}",
        "{hosp}\n{pt}, {dob}, %mrn%\n{date} §10-23§:§10-59§",
        "Pt: {pt_lf} (%MF%, %age%)\n%mrn%\n{date}",
        "{date}\nRE: {pt}, DOB {dob}, %mrn%",
        "Patient «Name|name»: {pt}\nAddress: %addr%\nDOB: {dob}\n%mrn%\nVisit date: {date}",
        "{hosp} - «=Department of Medicine|General Medicine»\nName: {pt_lf}  DOB: {dob}  %mrn%\nAttending: Dr«=.|» {dr_last}   Date: {date}",
    ),
    "letter": (
        "{practice}\n%addr%\nTel: {ph}  Fax: {fax}\n\n{date}\n\nRe: {pt}  DOB {dob}  %mrn%\n     %addr%",
        "{hosp}\n{town}\n\nDate: {date}\nOur ref: {dr_init}/{acc}\n\nRE: {pt_lf} - d.o.b. {dob} - %mrn%",
        "Dr«=.|» {dr}\n{practice}, {street}, {town} {zip}\nPhone {ph}\n{date}\n\nRe: %Mr% {pt}, DOB: {dob}\n%mrn%",
        "{hosp}\nSwitchboard {ph}  |  {site}\nClinic date: {recent}   Typed: {date}\n\nPatient: {pt}, {dob}\nAddress: %addr%\n%mrn%",
    ),
    "sign": (
        "«=|Dr »{dr}«=, MD|»", "Electronically signed by «=|Dr »{dr}«=, MD|» on {date} at §10-23§:§10-59§", "Dr«=.|» {dr_last}", "- {dr_i}«=, MD|»",
        "{dr_init}", "Signed: Dr {dr}, %lic%", "{dr}«=, DO|»\n«=Pager|Bleep» {pager}", "Dr«=.|» {dr}\nTel {phx}",
        "«=Attending|Consultant»: {dr}   Dictated {date}, transcribed {date} /{rn_init}", "{dr2_i}, «=PA-C|registrar»",
    ),
    "nursesign": (
        "{rn}, RN", "{rn_i} RN", "{rn_init} RN", "{rn}, RN §10-23§:§10-59§", "Staff nurse {rn_i}, bleep {pager}", "Signed {rn}",
    ),
    "letterend": (
        "Yours sincerely,\n\n{dr}\n«=Internal Medicine|Consultant Physician»", "Sincerely,\n«=|Dr »{dr}«=, MD|»\n{dr_email}",
        "Kind regards\nDr«=.|» {dr_last}\nTel {ph}", "With thanks,\n\nDr {dr} (%lic%)\ncc: {practice}; patient",
        "Best wishes\n\n{dr}\ncc Dr«=.|» {dr2}, {practice}", "Dictated but not read\nDr {dr_i}\nDirect line {phx}",
    ),
}  # fmt: skip

FILLERS: dict[str, tuple[str, ...]] = {
    "note": (
        "ROS: negative for fever, chills, cough, dysuria, rash or weight loss except as above. Appetite fair, sleeping §5-8§ hours.",
        "Gen: comfortable, well perfused. Chest clear, HS normal, no murmur. Abdomen soft, non-tender. Calves soft, no «=edema|oedema». CN II-XII intact.",
        "Social: non smoker, «occasional alcohol|no alcohol», independent with ADLs, mobile without aid. No pets. Diet mixed.",
        "Discussed findings and options in plain words; questions answered, agrees with plan. Written information given.",
        "Bloods today: «=CBC, CMP and CRP|FBC, U&E, LFT, CRP and bone profile» - «pending|unremarkable|within normal limits». Urine dip clear. TSH §1-3§.§10-99§.",
        "Obs stable through the visit, T 36.§4-9§, BP [[§112-138§/§64-86§]], HR §60-92§, RR §12-18§, on room air.",
        "Family history of «diabetes|stroke|hypertension|bowel cancer» in a parent.",
        "Red flags explained and safety net given: return sooner if fever, worsening pain, breathlessness or any new concern.",
        "Medications reviewed and reconciled; adherence good, no side effects reported. Continue [[«Tylenol|Panadol|Advil|Gaviscon»]] as needed.",
        "Skin intact, hydration adequate, mood settled. Time spent §15-40§ minutes, more than half in counselling.",
    ),
    "letter": (
        "On examination there was no pallor, jaundice or lymphadenopathy, heart sounds were normal and the chest was clear. The abdomen was soft.",
        "Full blood count, renal function and liver tests were normal, with a CRP of §1-9§ and ferritin of §30-180§. TSH was §1-3§.§10-99§.",
        "We talked through the options at some length and agreed to carry on with the current treatment for now. I gave written information.",
        "There are no known drug allergies. %He% does not smoke and drinks little alcohol. Sleep and appetite are reasonable.",
        "I would be grateful if you could continue the present medicines and let us know if things get worse before the next review.",
    ),
}  # fmt: skip


def _by_country(**texts: str) -> Callable[[People], str]:
    return lambda people: texts.get(people["country"], texts["cw"])


def _by_sex(man: str, woman: str, who: str = "pt") -> Callable[[People], str]:
    return lambda people: man if people[f"{who}:sex"] == "m" else woman


def _person(people: People) -> str:
    grown = int(people["age"]) > 17
    return {"m": ("boy", "man"), "f": ("girl", "woman")}[people["pt:sex"]][grown]


def _state(people: People) -> str:
    return TOWNS[people["country"]][int(people["town"])][1]


def _address(people: People) -> str:
    if people["country"] == "sg":
        return "{street}, Singapore {zip}"
    if people["country"] == "ie":
        return "{street}, {town}, {county} {zip}"
    return "{street}, {town}" + (", %state%" if _state(people) else "") + " {zip}"


def _title(people: People) -> str:
    if int(people["age"]) < 16:
        return _by_sex("Master", "Miss")(people)
    return _by_sex("Mr", "«Mrs|Ms»")(people) + ("." if people["country"] == "us" else "")


MACROS: dict[str, Callable[[People], str]] = {
    "he": _by_sex("he", "she"), "He": _by_sex("He", "She"), "his": _by_sex("his", "her"), "His": _by_sex("His", "Her"),
    "him": _by_sex("him", "her"), "male": _by_sex("male", "female"), "MF": _by_sex("M", "F"), "man": _person,
    "khe": _by_sex("he", "she", "kin"), "kHe": _by_sex("He", "She", "kin"), "khis": _by_sex("his", "her", "kin"),
    "khim": _by_sex("him", "her", "kin"), "rel": lambda people: people["rel"],
    "Rel": lambda people: people["rel"].capitalize(),
    "Mr": _title,
    "kMr": lambda people: ("Mr" if people["kin:sex"] == "m" else "«Mrs|Ms»") + ("." if people["country"] == "us" else ""),
    "age": lambda people: "{age}" if int(people["age"]) > 89 else people["age"],
    "who": lambda _: "«%age% y.o. %male%|%age%-year-old %man%|%age% yo %male%|%age% year old %man%|%age%%MF%»",
    "weeks": lambda people: people["weeks"],
    "addr": _address, "state": _state,
    "mrn": _by_country(
        us="«MRN: {mrn}|MRN {mrn}|MRN# {mrn}|Med Rec #: {mrn}»", uk="«NHS No: {mrn}|NHS number {mrn}|NHS No. {mrn}»", nz="NHI: {mrn}",
        za="«Folder no: {mrn}|Hosp no. {mrn}»", **{"in": "«UHID: {mrn}|MRD No. {mrn}|IP No: {mrn}»"}, cw="«MRN: {mrn}|MRN {mrn}|UR No: {mrn}»",
        ie="«MRN: {mrn}|Hospital No: {mrn}|Chart no. {mrn}»", sg="MRN: {mrn}",
    ),
    "ssn": _by_country(
        us="«SSN: {ssn}|SS# {ssn}|Social Security No. {ssn}»", uk="«NI No: {ssn}|National Insurance number {ssn}»", ie="«PPSN {ssn}|PPS No: {ssn}»",
        ca="SIN {ssn}", **{"in": "Aadhaar {ssn}"}, za="«ID no. {ssn}|SA ID: {ssn}»", sg="NRIC: {ssn}", cw="Claim ref {claim}",
    ),
    "plan": _by_country(
        us="«Member ID: {plan}|Insurance ID {plan}|Subscriber # {plan}|Medicare: {mbi}»", ca="«Health card no. {plan}|Health card: {plan}|HCN {plan}»",
        au="Medicare no. {plan}", ie="«Medical card no. {plan}|GMS no: {plan}»", za="Medical aid no: {plan}", uk="Private policy no. {plan}",
        cw="Policy no: {plan}",
    ),
    "lic": _by_country(
        us="«NPI {npi}|NPI: {npi}|DEA {dea}|Lic. # {lic}»", uk="GMC «no. |»{lic}", ie="IMC {lic}", ca="Lic. no. {lic}", au="AHPRA {lic}",
        nz="NZMC {lic}", za="HPCSA {lic}", sg="MCR {lic}", **{"in": "Reg. No. {lic}"}, cw="Reg {lic}",
    ),
}  # fmt: skip
