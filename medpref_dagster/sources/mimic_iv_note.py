"""Reader `mimic_iv_note`: discharge summaries of MIMIC-IV-Note as PhysioNet ships them (`discharge.csv.gz`).

Johnson et al., MIMIC-IV-Note: Deidentified free-text clinical notes (version 2.2), PhysioNet 2023. The columns are
note_id, subject_id, hadm_id, note_type, note_seq, charttime, storetime and text. A summary is cut at its headings: the
brief hospital course is the target, and what was known before it the input. What is written at discharge stays out of
the input, as it would leak the target: the sections of it (medications, disposition, diagnosis, condition,
instructions), and within the other sections the parts under a heading of their own ("DISCHARGE PHYSICAL EXAM",
"Labs on discharge:"), up to a heading of another part. Of findings and results, a single line that says "at discharge"
is left out, too. Results without a heading cannot be told apart, as their dates are removed. What was removed in
de-identification stands as `___`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType

from pydantic import Field, field_validator

from medpref_dagster import values
from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources import fields, opening, records
from medpref_dagster.sources.formats import delimited
from medpref_dagster.sources.formats.delimited import read_delimited
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import find_files
from medpref_dagster.sources.reading import MissingColumnError, Reading, dump_record, list_shown_names
from medpref_dagster.sources.records import Record, Unreadable, read_as_text

TARGET = "Brief Hospital Course"

HEADINGS: dict[str, str] = {
    "Service": r"service",
    "Allergies": r"allergies",
    "Attending": r"attending",
    "Chief Complaint": r"chief complaint",
    "Major Surgical or Invasive Procedure": r"major surgical or invasive procedures?",
    "History of Present Illness": r"history of (?:the )?present illness|hpi",
    "Past Medical History": r"past medical (?:and surgical )?history|pmh",
    "Social History": r"social history",
    "Family History": r"family history",
    "Physical Exam": r"physical exam(?:ination)?",
    "Pertinent Results": r"pertinent results",
    TARGET: r"(?:brief )?hospital course(?: by (?:problem|system|issue)s?)?|summary of hospital course",
    "Medications on Admission": r"medications on admission|admission medications|preadmission medications",
    "Medications": r"med(?:ication)?s(?: list)?",
    "Discharge Medications": r"discharge med(?:ication)?s(?: list)?|medications? (?:on|at|upon) discharge",
    "Discharge Disposition": r"discharge disposition|disposition(?: (?:on|at|upon) discharge)?",
    "Facility": r"facility",
    "Discharge Diagnosis": r"discharge diagnos[ie]s|diagnos[ie]s (?:on|at|upon) discharge|final diagnos[ie]s",
    "Discharge Condition": r"discharge (?:condition|status)|condition (?:on|at|upon) discharge",
    "Discharge Instructions": r"discharge instructions?|instructions? (?:on|at|upon) discharge",
    "Followup Instructions": r"(?:discharge )?follow-?\s?up(?: (?:instructions|appointments|plans?))?",
}
"""Section -> how its heading is written (case does not matter), at the begin of a line and before a colon."""

LEAKING = (
    "Medications",
    "Discharge Medications",
    "Discharge Disposition",
    "Facility",
    "Discharge Diagnosis",
    "Discharge Condition",
    "Discharge Instructions",
    "Followup Instructions",
)
"""Sections that are written at discharge; they say again what the hospital course says. `Medications` alone may be
those of the discharge; whoever knows that they are not names them in `sections`."""

FINDINGS = ("Physical Exam", "Pertinent Results")
"""Sections whose single lines may be of the discharge; in a history, "at discharge" is that of an earlier stay."""

COLUMNS = ("note_id", "subject_id", "hadm_id", "charttime", "text", "hospital_course")
"""`text` is the input, `hospital_course` the target; the others are as in the file."""

_FILE_COLUMNS = ("note_id", "subject_id", "hadm_id", "note_type", "note_seq", "charttime", "storetime", "text")

_LINE_BEGIN = re.compile(r"^[ \t]*([A-Za-z][A-Za-z -]{2,50})(?P<colon>:|[ \t\r]*$)", re.MULTILINE)
"""What may be a heading; `_name_section` says whether it is. Without a colon only a line of its own that says
discharge: better a cut too many than what was written at discharge in the input."""
_SPELLINGS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in HEADINGS.items()}
_BLANK = re.compile(r"_{2,}")
_AT_DISCHARGE = (
    r"(?:(?:on|at|upon|prior to|before|(?:at )?(?:the )?(?:time|day) of)\s+(?:the\s+)?(?:(?:time|day|date)\s+of\s+)?"
    r"(?:his\s+|her\s+)?(?:discharge|d/c|dc)\b)"
)
_WHAT = (
    r"(?:physical|neuro(?:logic(?:al)?)?|exam(?:ination)?|pe|labs?|laboratory|lab|results?|data|values|studies|vitals?|"
    r"signs|vs|weight|wt|pertinent|most recent|last|day|general|final|and)"
)
_HEADING_ENDS = (
    r"\s*(?:\(?_+\)?\s*)?(?::(?!\s*(?:none|no|nil|absent|scant|serous|purulent|clear|bloody)\b)|$|[-=]{2,}|_)"
)
"""A discharge that is "none" or "purulent" is another one."""
_DISCHARGE_PART = re.compile(
    # "DISCHARGE LABS:", "Discharge:", "Labs on discharge", "=== D/C EXAM ==="
    rf"^[\W_]*(?:(?:{_WHAT}[\s:,-]+)*{_AT_DISCHARGE}|(?:{_WHAT}\s+){{0,2}}(?:discharge|d/c|dc)(?:\s+{_WHAT})*)"
    rf"{_HEADING_ENDS}"
    # "EXAM (DISCHARGE):", "___ (discharge)", where an earlier stay's is no line of its own
    rf"|^[\W_]*(?:{_WHAT}[\s:,-]+)*\(\s*(?:(?:day\s+of|at|on)\s+)?(?:discharge|d/c|dc)\s*\)\s*(?::|$)",
    re.IGNORECASE,
)
_DISCHARGE_FINDINGS = re.compile(
    rf"^[\W_]*(?:(?:{_WHAT}[\s:,-]+)*{_AT_DISCHARGE}|(?:discharge|d/c)\s+[-=]\s)", re.IGNORECASE
)
"""Among findings also without the end of a heading: "At discharge, comfortable", "Discharge - comfortable"."""
_OTHER_PART = re.compile(
    # "ADMISSION LABS:", "On admission:", "IMAGING:", "MICRO"; a line of the exam such as "CV: RRR" ends nothing
    r"^[\W_]*(?:(?:\w+\s+){0,3}(?:on|at|upon)\s+(?:admission|presentation|arrival|transfer)\b|"
    r"(?:admission|admit|initial|presentation|presenting|admitting|ed|er|icu|micu|sicu|ccu|transfer|interim|interval|"
    r"hospital)\s+(?:\w+\s+){0,2}(?:exam(?:ination)?|pe|labs?|vitals?|results?|data|studies)\b|"
    r"(?:admission|admit)\s*(?::|$)|"
    r"(?:(?:other|pertinent|relevant|key|notable)\s+)?(?:micro(?:biology)?|imaging|radiology|studies|reports?|cultures?|"
    r"patholog(?:y|ies)|cytology|ekgs?|ecgs?|echo(?:cardiogram)?|tte|tee|cxr|cta?|mri|procedures|endoscopy|"
    r"cath(?:eterization)?)(?:\s*(?:/|and|&)\s*\w+)?\s*(?:_+\s*)?(?::|$|[-=]{2,}))",
    re.IGNORECASE,
)
_SAYS_AT_DISCHARGE = re.compile(
    rf"\b{_AT_DISCHARGE}|\(\s*(?:discharge|d/c)\s*\)|"
    r"\b(?:discharge|d/c)\s+(?:exam|labs?|weight|vitals?|wbc|hgb|hct|plt|cr|creatinine|bun|inr|na|k)\b",
    re.IGNORECASE,
)
_REST_OF_LINE = re.compile(r"[^\S\n]*\S")
_EMPTY_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"[A-Za-z]{2,}")


class Options(Declared):
    """What `source.options` of the reader `mimic_iv_note` may say."""

    path: str = Field(description="discharge.csv.gz: path, glob or fsspec URL.")
    sections: tuple[str, ...] = Field(
        default=tuple(name for name in HEADINGS if name not in (TARGET, "Attending", *LEAKING)),
        min_length=1,
        description="Sections of the input, written in the order of the note.",
    )
    blank: str = Field(default="___", description="What stands for a text that was removed in de-identification.")
    min_course_words: int = Field(default=20, gt=0, description="A note with a shorter hospital course is quarantined.")

    limits: Limits = Field(default=DEFAULT_LIMITS, description="What one record and one file may ask of the machine.")

    @field_validator("sections")
    @classmethod
    def _known_sections(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in HEADINGS or name == TARGET:
                accepted = ", ".join(heading for heading in HEADINGS if heading != TARGET)
                raise ValueError(f"unknown section {name!r}; accepted: {accepted}")
        return names


def code_modules(options: Options) -> tuple[ModuleType, ...]:  # noqa: ARG001  every reader is called alike
    """What makes the rows beside this module: other code makes them stale."""
    return (delimited, fields, opening, records, values)


def columns(options: Options) -> tuple[str, ...]:  # noqa: ARG001  every reader is called alike
    """`COLUMNS`."""
    return COLUMNS


def read(options: Options, columns: Columns) -> Reading:
    """Read the summaries as a stream.

    Parameters
    ----------
    options
        The file and what the input holds.
    columns
        What is declared: `row: note_id`, `patient: subject_id`, `text: text`.

    Returns
    -------
    Reading
        Columns out: `row_id`, then `COLUMNS`, all strings. In the quarantine: notes without a hospital course
        or with a very short one, notes without any input section, rows of the wrong width.

    Raises
    ------
    MissingColumnError
        If the file is not of PhysioNet's columns.
    SourceError
        As the reader `files`.
    """
    records = (
        _cut_note(record, options)
        for file in find_files([options.path])
        for record in read_delimited(file, delimiter=",", quotes=True, encoding="utf-8", limits=options.limits)
    )
    return read_as_text(records, columns, COLUMNS, {name: name for name in COLUMNS})


def cut_sections(text: str) -> Iterator[tuple[str, str]]:
    """(section, its text) of a discharge summary in its order; what stands before the first heading is left out.

    A heading that comes twice gives two sections. "Medications: ..." within a hospital course is a line of it.
    """
    headings: list[tuple[re.Match[str], str]] = []
    for match in _LINE_BEGIN.finditer(text):
        name = _name_section(match[1]) if match["colon"] == ":" or "discharge" in match[1].lower() else None
        in_course = bool(headings) and headings[-1][1] == TARGET
        if name is not None and not (name == "Medications" and in_course and _REST_OF_LINE.match(text, match.end())):
            headings.append((match, name))
    ends = [match.start() for match, _ in headings[1:]] + [len(text)]
    for (match, name), end in zip(headings, ends, strict=True):
        yield name, text[match.end() : end].strip()


def leave_out_discharge(section: str, text: str) -> str:
    """The text of a section without what was written in it at discharge.

    A heading of such a part opens it, at the begin of a line; a heading of an admission, or of a kind of result, ends
    it, and so does the section. Of `FINDINGS`, other lines that say "at discharge" are left out by themselves.
    """
    kept: list[str] = []
    at_discharge = False
    for line in text.split("\n"):
        if _DISCHARGE_PART.match(line) or (section in FINDINGS and _DISCHARGE_FINDINGS.match(line)):
            at_discharge = True
        elif _OTHER_PART.match(line):
            at_discharge = False
        if not at_discharge and not (section in FINDINGS and _SAYS_AT_DISCHARGE.search(line)):
            kept.append(line)
    return "\n".join(kept)


@lru_cache(maxsize=4096)
def _name_section(heading: str) -> str | None:
    """The section of a heading, or `None` for any other word before a colon."""
    return next((name for name, spelling in _SPELLINGS.items() if spelling.fullmatch(heading.strip())), None)


def _cut_note(record: Record, options: Options) -> Record:
    content = record.content
    if isinstance(content, Unreadable):
        return record
    for name in _FILE_COLUMNS:
        if name not in content:
            raise MissingColumnError(
                f"{record.file.name}: MIMIC-IV-Note", name, list_shown_names(content, _FILE_COLUMNS)
            )
    sections = [
        (name, _tidy(text if name == TARGET or name in LEAKING else leave_out_discharge(name, text), options.blank))
        for name, text in cut_sections(str(content["text"] or ""))
        if name == TARGET or name in options.sections
    ]
    course = "\n\n".join(text for name, text in sections if name == TARGET and text)
    given = [f"{name}:\n{text}" for name, text in sections if name != TARGET and _WORD.search(text)]
    words = len(_WORD.findall(course.replace(options.blank, " ")))
    if not course:
        return _refuse(record, "no brief hospital course", "no such heading, or nothing behind it")
    if words < options.min_course_words:
        return _refuse(record, "very short hospital course", f"{words} words, declared are {options.min_course_words}")
    if not given:
        return _refuse(record, "no section for the input", f"none of {', '.join(options.sections)}")
    return Record(record.file, record.line, {**content, "text": "\n\n".join(given), "hospital_course": course})


def _refuse(record: Record, reason: str, detail: str) -> Record:
    assert not isinstance(record.content, Unreadable)  # noqa: S101
    note = f"{record.place}, note {record.content['note_id']}: {detail}"
    return Record(record.file, record.line, Unreadable(reason, note, dump_record(record.content)))


def _tidy(text: str, blank: str) -> str:
    """Without trailing blanks and runs of empty lines, and with the declared sign for what was removed."""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", _BLANK.sub(lambda _: blank, text)).strip()
