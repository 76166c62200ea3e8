"""Held-out part 13: ordinary notes and papers of the USA and Canada, from the ED to the billing office."""

import random
import re

from benchmarks.identified_notes.held_out_13_acute import ACUTE
from benchmarks.identified_notes.held_out_13_clinic import CLINIC
from benchmarks.identified_notes.held_out_13_dates import DATES, choose_day, write_date
from benchmarks.identified_notes.held_out_13_kind import draw_marks, write_in_style
from benchmarks.identified_notes.held_out_13_names import FORMS, give_name, write_name
from benchmarks.identified_notes.held_out_13_numbers import NUMBERS, write_number
from benchmarks.identified_notes.held_out_13_papers import PAPERS
from benchmarks.identified_notes.held_out_13_places import PLACES, find_state, write_place
from benchmarks.identified_notes.notes import Filled, Part

KINDS = (*ACUTE, *CLINIC, *PAPERS)

_HEADERS = {
    "chart": (
        "{hosp}\nPatient: {pt_lf}   MRN: {mrn}   DOB: {dob}   Date: {dos}",
        "NAME: {pt_lfu}\nMR#: {mrn}\nDATE OF SERVICE: {dos}\nATTENDING: {dr_full}, MD",
        "{pt_full} | {mrn} | §age§ §M§ | {dos}",
        "{pt_lfm}\nDOB {dob}  ({mrn})\n{hosp}, {ward}",
        "«Date|Date/time|Seen»: {dos} §t§\nPt: {pt_any}",
        "{dos} §t§ -- {hosp}",
        "MRN {mrn}",
        "Re: {pt_lf}, dob {dob}, {hosp} # {mrn}",
        "",
        "",
    ),
    "letter": (
        "{hosp}\n{street}\n{cityst} {zip}\nTel {phone} Fax {fax}\n\n{dos}\n\nRE: {pt_any}\nDOB: {dob}\n",
        "{dos}\n\n{oth_full}, MD\n{clinic}\n{street}, {cityst} {zip}\n\nRe: {pt_lf} (DOB {dob}, «our file|chart no.|MRN» {mrn})\n",
        "«VIA FAX|By fax» {fax}\n«To|Attn»: {oth_any}\nFrom: {dr_full}, {clinic}\nDate: {dos}\nPatient: {pt_brk}\n",
        "{clinic} - {cityst}\n{dos}\n\nPatient: {pt_full}   D.O.B.: {dob}\n",
    ),
    "form": (
        "Name: {pt_lf}      Date of birth: {dob}\nAddress: {home}, {cityst} {zip}\nPhone: {phone}",
        "LAST NAME: {pt_last}    FIRST NAME: {pt_given}\nDOB: {dob}    SEX: §M§    «CHART|FILE|MRN» #: {mrn}",
        "Patient/client: {pt_any}\n«Street|Address»: {home}\nCity: {city}   «Zip/postal|ZIP»: {zip}\nTel (home/cell): {phone}",
        "Form completed: {dos}\nName {pt_flm}   {mrn}",
    ),
    "none": ("",),
}  # fmt: skip
_ENDINGS = {
    "chart": (
        "Electronically signed by {dr_any}, «MD|DO» on {dos} §t§",
        "«-- |-|»{rn_init}",
        "{rn_full}, «RN|LPN|RPN|BSN RN»",
        "{dr_full} MD   pager {pager}",
        "cc: {pcp_fl} MD, {oth_full}",
        "D: {dos} T: {dshort} {dr_init}/{tr_init}",
        "Dr. {dr_last} «aware|notified|agrees»",
        "«Dictated|Reviewed» by: Dr. {dr_full}\n«Lic|License» # {lic}",
        "d/w {dr_last}",
        "",
        "",
    ),
    "letter": (
        "Sincerely,\n\n{dr_full}, MD\n«NPI {npi}|{clinic}|Direct line {phone}»",
        "«Thank you|With thanks|Kind regards»,\nDr. {dr_fl}\n«cc|Copy to»: {pcp_full}; {pt_any}",
        "Yours truly,\n{dr_brk}, MD, FRCPC\n{email_dr}",
        "{dr_full}\ndictated but not read - {tr_init}",
    ),
    "form": (
        "Signature: {pt_full}      Date: {dos}",
        "Signed: {dr_full}   «Lic|NPI»: {npi}   {dos}",
        "Completed by {rn_any}, ext. {ext}",
        "Witness: {wit_full}   Date {dos}",
        "",
    ),
    "none": ("",),
}  # fmt: skip
_FRESH = {"phone", "pager", "ext", "fax", "dos", "dob", "date", "next", "dshort", "ordday", "wday", "monyr", "holiday"}
_FRESH |= {"town", "street", "photo", "rx", "lastfour", "serial", "badge"}
_NAME_SLOT = re.compile(rf"(\w+?)_({'|'.join(sorted(FORMS, key=len, reverse=True))})")
_STYLED = {"name", "location", "date"}


def outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    kind = rng.choice(KINDS)
    people["country"] = kind.country or rng.choice(["US", "US", "CA"])
    people["sex"] = kind.sex or rng.choice("fm")
    age = rng.randint(*kind.ages)
    if kind.ages[1] == 88 and rng.random() < 0.2:
        age = rng.randint(90, 103)
    people["age"] = str(age)
    choose_day(rng, people, age)
    give_name("pt", rng, people)
    give_name("dr", rng, people)
    header, ending = rng.choice(_HEADERS[kind.frame]), rng.choice(_ENDINGS[kind.frame])
    styles = ["plain"] * 78 + ["lower"] * (12 if kind.frame != "letter" else 0) + ["upper"] * 5 + ["typos"] * 5
    people["style"] = style = rng.choice(styles)
    pieces = [draw_marks(piece, rng, people) for piece in (header, kind.text.strip("\n"), ending) if piece]
    pieces = [piece.replace("{cityst}", f"{{city}}, {find_state(rng, people)}") for piece in pieces]
    return [write_in_style(piece, style, rng) for piece in pieces]


def _fill_new(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    if slot in DATES:
        return write_date(slot, rng, people)
    return write_place(slot, rng, people) if slot in PLACES else write_number(slot, rng, people)


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """What is one person's or one place's stays the same within a note; `plate2` is another `plate`."""
    if slot == "age":
        return Filled(people["age"], "age")
    name = _NAME_SLOT.fullmatch(slot)
    if name:
        filled = write_name(name[1], name[2], rng, people)
    else:
        maker = slot.rstrip("0123456789")
        filled = _fill_new(maker, rng, people)
        if maker not in _FRESH and slot not in DATES:
            text = people.setdefault(f"slot:{slot}", filled.text)
            filled = Filled(text, filled.kind, filled.critical)
    if people["style"] in ("lower", "upper") and filled.kind in _STYLED:
        text = filled.text.lower() if people["style"] == "lower" else filled.text.upper()
        return Filled(text, filled.kind, filled.critical)
    return filled


assert not (DATES | PLACES | NUMBERS) & {"age"}
HELD_OUT_13 = Part(name="held-out-13", headers=(), bodies=(), endings=(), fill=fill, outline=outline)
