import csv
import gzip
import io
import resource
import tracemalloc
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pydantic import ValidationError

from medpref_dagster.declaration import Columns
from medpref_dagster.sources import mimic_iv_note
from medpref_dagster.sources.opening import TruncatedFileError
from medpref_dagster.sources.reading import MissingColumnError

HEADER = ["note_id", "subject_id", "hadm_id", "note_type", "note_seq", "charttime", "storetime", "text"]

# Made up, in the layout of PhysioNet's files.
NOTE = """ \nName:  ___                     Unit No:   ___
 \nAdmission Date:  ___              Discharge Date:   ___
 \nDate of Birth:  ___             Sex:   F
 \nService: MEDICINE
 \nAllergies: \nPenicillins
 \nAttending: ___.
 \nChief Complaint:\nFever and flank pain
 \nMajor Surgical or Invasive Procedure:\nNone

 \nHistory of Present Illness:\n___ year old woman with two days of fever, "shaking" chills
and right flank pain, seen by Dr. ____________.
 \nPast Medical History:\nHypertension
 \nSocial History:\n___\nFamily History:\nNon-contributory
 \nPhysical Exam:\nT 102.3, right CVA tenderness
 \nPertinent Results:\n___ 06:15AM BLOOD WBC-15.2*\n
 \nBrief Hospital Course:\nMs. ___ was admitted with pyelonephritis and received ceftriaxone. Urine culture grew
E. coli, sensitive to ciprofloxacin. Fever settled on the second day.



TRANSITIONAL ISSUES:\n[ ] repeat creatinine in one week

 \nMedications on Admission:\n1. Lisinopril 10 mg PO DAILY
 \nDischarge Medications:\n1. Ciprofloxacin HCl 500 mg PO Q12H
 \nDischarge Disposition:\nHome
 \nDischarge Diagnosis:\nAcute pyelonephritis
 \nDischarge Condition:\nStable
 \nDischarge Instructions:\nDear Ms. ___, you had a kidney infection.
 \nFollowup Instructions:\n___
"""


def write_notes(path: Path, notes: list[tuple[str, str]]) -> Path:
    """discharge.csv.gz with (subject, text) of each note."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for number, (subject, text) in enumerate(notes, start=1):
        time = "2180-05-07 00:00:00"
        writer.writerow([f"{subject}-DS-{number}", subject, f"2{number:07d}", "DS", number, time, time, text])
    (path / "discharge.csv.gz").write_bytes(gzip.compress(buffer.getvalue().encode()))
    return path / "discharge.csv.gz"


def read_rows(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    columns = Columns(text="text", row="note_id", patient="subject_id")
    reading = mimic_iv_note.read(mimic_iv_note.Options(path=str(path), **options), columns)
    assert reading.schema.names == ["row_id", *mimic_iv_note.COLUMNS]
    return [row for batch in reading.batches for row in batch.to_pylist()], reading.quarantine


def test_the_hospital_course_is_the_target_and_what_came_before_the_input(tmp_path: Path) -> None:
    rows, quarantine = read_rows(write_notes(tmp_path, [("10000032", NOTE)]))
    assert quarantine == []
    row = rows[0]
    assert (row["row_id"], row["subject_id"], row["hadm_id"]) == ("10000032-DS-1", "10000032", "20000001")
    assert row["hospital_course"].startswith("Ms. ___ was admitted with pyelonephritis")
    assert row["hospital_course"].endswith("[ ] repeat creatinine in one week")
    assert "\n\n\n" not in row["hospital_course"]
    assert row["text"].startswith("Service:\nMEDICINE\n\nAllergies:\nPenicillins\n\nChief Complaint:\nFever")
    assert row["text"].endswith("Medications on Admission:\n1. Lisinopril 10 mg PO DAILY")


def test_nothing_that_repeats_the_course_is_in_the_input(tmp_path: Path) -> None:
    text = read_rows(write_notes(tmp_path, [("10000032", NOTE)]))[0][0]["text"]
    for leak in (
        "Acute pyelonephritis",
        "kidney infection",
        "was admitted",
        "Stable",
        "Ciprofloxacin",
        "Disposition",
        "Name:",
    ):
        assert leak not in text


def test_sections_without_a_word_are_left_out_and_blanks_get_the_declared_sign(tmp_path: Path) -> None:
    row = read_rows(write_notes(tmp_path, [("1", NOTE)]), blank="[removed]")[0][0]
    assert "seen by Dr. [removed]." in row["text"]
    assert row["hospital_course"].startswith("Ms. [removed] was admitted")
    assert "___" not in row["text"] + row["hospital_course"]
    assert "Social History" not in read_rows(write_notes(tmp_path, [("1", NOTE)]))[0][0]["text"]


def test_declared_sections_are_the_input(tmp_path: Path) -> None:
    row = read_rows(write_notes(tmp_path, [("1", NOTE)]), sections=["Chief Complaint", "Physical Exam"])[0][0]
    assert row["text"] == "Chief Complaint:\nFever and flank pain\n\nPhysical Exam:\nT 102.3, right CVA tenderness"
    with pytest.raises(ValidationError, match="unknown section 'Brief Hospital Course'"):
        mimic_iv_note.Options(path="a", sections=("Brief Hospital Course",))


EXAM = """ADMISSION PHYSICAL EXAM:
VS: T 38.0 HR 80
GU: purulent urethral discharge
Tender flank.

{discharge}
VS: T 36.8
Gen: Resolved pyelonephritis, ambulating at baseline."""


@pytest.mark.parametrize(
    "heading",
    [
        "EXAM (DISCHARGE):",
        "___ (discharge)",
        "DISCHARGE DAY EXAM:",
        "DISCHARGE GENERAL EXAM:",
        "Discharge - alert",
        "DISCHARGE PHYSICAL EXAM:",
        "DISCHARGE EXAM\n==============",
        "Discharge:",
        "On discharge:",
        "At discharge, comfortable.",
        "Physical examination at discharge",
        "VS upon discharge: 98.2",
        "At the time of discharge:",
        "=== D/C PE ===",
        "DISCHARGE EXAM ___:",
    ],
)
def test_the_exam_at_discharge_is_not_in_the_input_and_that_at_admission_is(tmp_path: Path, heading: str) -> None:
    note = NOTE.replace("T 102.3, right CVA tenderness", EXAM.format(discharge=heading))
    text = read_rows(write_notes(tmp_path, [("1", note)]))[0][0]["text"]
    assert "Tender flank." in text
    assert "purulent urethral discharge" in text
    for leak in ("Resolved", "36.8", "baseline", heading.split("\n")[0]):
        assert leak not in text


def test_results_at_discharge_are_left_out_and_those_of_another_kind_behind_them_stay(tmp_path: Path) -> None:
    results = (
        "ADMISSION LABS: WBC 15.2\nCr 1.9, 0.9 at discharge\nHgb 9.1 (discharge)\nDISCHARGE LABS: WBC 6.0\nBUN 12\n\n"
        "MICRO:\nUrine culture: E. coli\nIMAGING\nRenal ultrasound: normal"
    )
    note = NOTE.replace("___ 06:15AM BLOOD WBC-15.2*", results)
    text = read_rows(write_notes(tmp_path, [("1", note)]))[0][0]["text"]
    assert "ADMISSION LABS: WBC 15.2\nMICRO:\nUrine culture: E. coli\nIMAGING\nRenal ultrasound: normal" in text


def test_what_a_history_says_of_an_earlier_discharge_stays(tmp_path: Path) -> None:
    history = "She was here in ___.\nAt discharge she felt well. No vaginal\ndischarge since.\nOn exam: febrile"
    note = NOTE.replace("___ year old woman with", f"{history}\n___ year old woman with")
    assert history in read_rows(write_notes(tmp_path, [("1", note)]))[0][0]["text"]


@pytest.mark.parametrize(
    "heading",
    [
        "Medications on Discharge:",
        "Discharge Medications",
        "DISCHARGE MEDICATIONS  ",
        "DISCHARGE MEDS:",
        "Condition at Discharge:",
        "Disposition:",
        "Final Diagnosis:",
        "Follow-up:",
    ],
)
def test_sections_of_the_discharge_are_found_in_their_usual_spellings(tmp_path: Path, heading: str) -> None:
    note = NOTE.replace("Discharge Medications:", heading)
    rows, _ = read_rows(write_notes(tmp_path, [("1", note)]))
    assert "Ciprofloxacin HCl" not in rows[0]["text"]
    assert "Ciprofloxacin HCl" not in rows[0]["hospital_course"]


@pytest.mark.parametrize("before", ["Brief Hospital Course:", "Family History:"])
def test_medications_of_an_unknown_time_are_in_neither_input_nor_target(tmp_path: Path, before: str) -> None:
    note = NOTE.replace("Discharge Medications:", "MEDICATIONS:")
    if before == "Family History:":
        note = NOTE.replace(before, f"MEDICATIONS:\n1. Ciprofloxacin\n\n{before}")
        note = note.replace("Ciprofloxacin HCl", "Other")
    rows, _ = read_rows(write_notes(tmp_path, [("1", note)]))
    assert "Ciprofloxacin" not in rows[0]["text"]
    assert "Ciprofloxacin HCl" not in rows[0]["hospital_course"]
    assert "Lisinopril" in rows[0]["text"], "those on admission are told as ever"


def test_a_line_on_medications_is_a_part_of_the_course(tmp_path: Path) -> None:
    note = NOTE.replace("Brief Hospital Course:", "Brief Hospital Course:\nMedications: no change was needed.")
    rows, _ = read_rows(write_notes(tmp_path, [("1", note)]))
    assert rows[0]["hospital_course"].startswith("Medications: no change was needed.\n")
    assert len(rows[0]["hospital_course"]) > len("Medications: no change was needed.\n")


def test_a_declared_section_of_the_discharge_is_given_whole(tmp_path: Path) -> None:
    rows, _ = read_rows(write_notes(tmp_path, [("1", NOTE)]), sections=["Discharge Medications"])
    assert rows[0]["text"] == "Discharge Medications:\n1. Ciprofloxacin HCl 500 mg PO Q12H"


@pytest.mark.parametrize("heading", ["BRIEF HOSPITAL COURSE:", "Hospital Course:", "Brief Hospital Course by Problem:"])
def test_the_heading_is_found_in_its_usual_spellings(tmp_path: Path, heading: str) -> None:
    rows, _ = read_rows(write_notes(tmp_path, [("1", NOTE.replace("Brief Hospital Course:", heading))]))
    assert rows[0]["hospital_course"].startswith("Ms. ___ was admitted")


def test_notes_without_a_course_are_quarantined_and_the_rest_goes_on(tmp_path: Path) -> None:
    without = NOTE.replace("Brief Hospital Course:", "Summary:")
    short = "Chief Complaint:\nFever\n\nBrief Hospital Course:\nSee ___ ___ above.\n\nDischarge Disposition:\nHome\n"
    bare = "Brief Hospital Course:\n" + "word " * 40
    rows, quarantine = read_rows(write_notes(tmp_path, [("1", without), ("2", short), ("3", bare), ("4", NOTE)]))
    assert [row["subject_id"] for row in rows] == ["4"]
    assert [item["reason"] for item in quarantine] == [
        "no brief hospital course",
        "very short hospital course",
        "no section for the input",
    ]
    assert all("Fever" not in str(item["detail"]) for item in quarantine)
    assert "shaking" in quarantine[0]["record"]


def test_a_course_in_two_parts_is_joined() -> None:
    text = "Brief Hospital Course:\nfirst\nDischarge Disposition:\nHome\nBrief Hospital Course:\nsecond\n"
    assert [part for name, part in mimic_iv_note.cut_sections(text) if name == mimic_iv_note.TARGET] == [
        "first",
        "second",
    ]


def test_another_file_is_refused_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "radiology.csv").write_text("note_id,text\n1,clear lungs\n")
    with pytest.raises(MissingColumnError, match="subject_id"):
        read_rows(tmp_path / "radiology.csv")


def test_a_truncated_download_is_an_error(tmp_path: Path) -> None:
    path = write_notes(tmp_path, [(str(number), NOTE + str(number * 7919)) for number in range(300)])
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(TruncatedFileError, match=r"discharge\.csv\.gz"):
        read_rows(path)


def test_a_large_file_is_streamed_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "discharge.csv.gz"
    filler = "The abdomen was soft and not tender, and the lungs were clear. " * 120
    long_note = NOTE.replace("\nHypertension", "\nHypertension. " + filler).replace('"', '""')
    with gzip.open(path, "wt", compresslevel=1) as stream:
        stream.write(",".join(HEADER) + "\n")
        for number in range(2500):
            stream.write(f'{number}-DS-1,{number},{number},DS,1,2180-05-07,2180-05-07,"{long_note}{number}"\n')
    columns = Columns(text="text", row="note_id", patient="subject_id")
    reading = mimic_iv_note.read(mimic_iv_note.Options(path=str(path)), columns)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    arrow = pa.total_allocated_bytes()
    tracemalloc.start()
    rows = arrow_peak = 0
    for batch in reading.batches:
        rows += batch.num_rows
        arrow_peak = max(arrow_peak, pa.total_allocated_bytes() - arrow)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 2500
    # 24 MB unpacked; a batch of 1,024 notes is 9 MB, held once as Python strings and once as Arrow.
    assert peak < 24e6
    assert arrow_peak < 24e6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident < 120_000  # KiB
