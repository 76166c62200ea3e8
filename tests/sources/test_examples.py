"""The tasks of docs/examples on the real files, where `MEDPREF_REAL_DATA` names the folder that holds them."""

import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.sources import check_source, open_source
from medpref_dagster.sources.cases import CasesResult, build_cases, check_columns, find_case_problems

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/defs.yaml"))
REAL_DATA = os.environ.get("MEDPREF_REAL_DATA", "")

needs_real_data = pytest.mark.skipif(
    not Path(REAL_DATA, "medmcqa_dev").is_dir(),
    reason="MEDPREF_REAL_DATA does not name the folder with the real data; the examples were not read",
)


def declare(name: str) -> TaskDeclaration:
    text = (EXAMPLES / name / "defs.yaml").read_text()
    # Dagster fills in the environment where definitions load.
    document = yaml.safe_load(text.replace("{{ env.MEDPREF_REAL_DATA }}", REAL_DATA or "/real-data"))
    assert document["type"] == "medpref_dagster.components.ClinicalTask"
    return TaskDeclaration.model_validate(document["attributes"])


def read_cases(name: str) -> tuple[pa.Table, CasesResult]:
    task = declare(name)
    reading = open_source(task.source, None)
    raw = pa.Table.from_batches(list(reading.batches), schema=reading.schema)
    assert reading.quarantine == []
    check_columns(task, [column for column in raw.column_names if column != "row_id"])
    result = build_cases(raw, task)
    assert find_case_problems(result, task) == []
    return raw, result


def count_gold(result: CasesResult) -> Counter[Any]:
    return Counter(dict(gold).popitem()[1] for gold in result.cases["gold"].to_pylist())


def find_case(result: CasesResult, case_id: str) -> dict[str, Any]:
    return next(case for case in result.cases.to_pylist() if case["case_id"] == case_id)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_a_valid_declaration(name: str) -> None:
    check_source(declare(name).source)


def test_the_examples_cover_the_tasks_of_the_study() -> None:
    assert NAMES == [
        "clinicaflow_vignettes",
        "medec_ms",
        "medmcqa_dev",
        "mts_dialog",
        "nursesim_scenarios",
        "uti_ml_primary_care",
    ]


@needs_real_data
def test_uti_encounters_are_rendered_to_text() -> None:
    raw, result = read_cases("uti_ml_primary_care")
    assert (raw.num_rows, result.cases.num_rows) == (236, 236)
    assert count_gold(result) == {"No": 169, "Yes": 67}
    assert find_case(result, "encounter-1")["text"] == (
        "38-year-old female. Dysuria. No abdominal pain. Flank pain. No fever. Past urinary tract infections. Urine is "
        "clear: nitrite negative, leukocyte esterase negative, blood small, protein negative, glucose negative, "
        "ketones negative."
    )


@needs_real_data
def test_exam_questions_get_the_letter_of_their_number() -> None:
    raw, result = read_cases("medmcqa_dev")
    assert raw.num_rows == 4183
    assert Counter(result.quarantine["reason"].to_pylist()).total() == 19
    case = find_case(result, "45258d3d-b974-44dd-a161-c3fccbdadd88")
    assert dict(case["gold"]) == {"option": "A"}
    assert "\nA. Impulse through myelinated fibers is slower than non-myelinated fibers\nB. " in case["prompt"]


@needs_real_data
def test_dialogues_have_their_section_as_gold() -> None:
    raw, result = read_cases("mts_dialog")
    assert (raw.num_rows, result.cases.num_rows) == (1301, 1297)
    case = find_case(result, "MTS-Dialog-ValidationSet.csv:0")
    assert case["answer"].startswith("The patient is a 26-year-old female, referred to Physical Therapy")
    assert case["prompt"].startswith("Write the section GENHX of the clinical note")


@needs_real_data
@pytest.mark.parametrize(("name", "test"), [("mts_dialog", 100), ("medec_ms", 252)])
def test_the_authors_own_split_is_kept(name: str, test: int) -> None:
    _, result = read_cases(name)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for case in result.cases.to_pylist():
        parts[json.loads(case["source_fields"])["part"]].add(case["split"])
    assert sorted(parts.values(), key=len) == [{"test"}, {"train", "eval", "dev"}]
    assert result.cases["split"].to_pylist().count("test") == test


@needs_real_data
def test_vignettes_of_five_files_are_rendered_with_their_vital_signs() -> None:
    raw, result = read_cases("clinicaflow_vignettes")
    assert (raw.num_rows, result.cases.num_rows) == (224, 224)
    assert count_gold(result) == {"Urgent": 113, "Emergency": 92, "Routine": 19}
    assert find_case(result, "v01_chest_pain_hypotension")["text"] == (
        "62-year-old male. Chest pain radiating to left arm for 25 minutes. history of diabetes and hypertension. "
        "Vital signs: heart rate 138, blood pressure 82/54, respiratory rate 22, oxygen saturation "
        "95%, temperature 37.1 °C."
    )


@needs_real_data
def test_scenarios_keyed_by_category_become_rows() -> None:
    raw, result = read_cases("nursesim_scenarios")
    assert (raw.num_rows, result.cases.num_rows) == (160, 160)
    assert count_gold(result) == {"Emergency": 80, "Routine": 50, "Urgent": 30}
    assert find_case(result, "1-1")["text"].startswith("\"I can't breathe and my throat feels tight.")
    assert not any(".. " in text.replace("...", "") for text in result.cases["text"].to_pylist())


@needs_real_data
def test_notes_with_an_error_bring_their_rejected_answer() -> None:
    raw, result = read_cases("medec_ms")
    assert (raw.num_rows, result.cases.num_rows) == (520, 520)
    task = declare("medec_ms")
    assert task.rejected.strategy == "column"
    column = task.rejected.options["column"]
    assert all(
        note and corrected and note != corrected
        for note, corrected in zip(raw[column].to_pylist(), raw["corrected"].to_pylist(), strict=True)
    )
