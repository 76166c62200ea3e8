import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from medpref_dagster.declaration import Columns, TaskDeclaration
from medpref_dagster.preferences.rejected import check_options, load_strategy, read_cases
from medpref_dagster.sources import huggingface, open_source
from medpref_dagster.sources.cases import build_cases
from medpref_dagster.sources.limits import Limits
from medpref_dagster.sources.reading import MissingColumnError
from tests.sources.formats.test_parquet import write_broken_text

COMMIT = "0" * 39 + "1"


def read_rows(dataset: Path | str, *, row: str | None = None, **options: Any) -> tuple[pa.Schema, list[dict[str, Any]]]:
    declared = huggingface.Options(dataset=str(dataset), **options)
    reading = huggingface.read(declared, Columns(text="text", row=row))
    return reading.schema, [item for batch in reading.batches for item in batch.to_pylist()]


def write_dataset(folder: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    for split, texts in (("train", ["fever", "cough", "rash"]), ("test", ["pain"])):
        table = pa.table(
            {"id": [f"{split}{i}" for i in range(len(texts))], "text": texts, "sodium": [131.5] * len(texts)}
        )
        pq.write_table(table, folder / "data" / f"{split}-00000-of-00001.parquet")
    return folder


def write_hub_cache(home: Path) -> None:
    """The dataset `ward/notes` as the hub's cache keeps it."""
    repository = home / "hub" / "datasets--ward--notes"
    write_dataset(repository / "snapshots" / COMMIT)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)


def test_a_local_folder_gives_one_split_with_its_types(tmp_path: Path) -> None:
    schema, rows = read_rows(write_dataset(tmp_path / "notes"), row="id")
    assert schema.field("sodium").type == pa.float64()
    assert [(row["row_id"], row["text"]) for row in rows] == [
        ("train0", "fever"),
        ("train1", "cough"),
        ("train2", "rash"),
    ]
    _, rows = read_rows(tmp_path / "notes", split="test")
    assert rows == [{"row_id": "test:1", "id": "test0", "text": "pain", "sodium": 131.5}]


def test_declared_columns_are_chosen_and_renamed(tmp_path: Path) -> None:
    _, rows = read_rows(write_dataset(tmp_path / "notes"), split="test", columns={"text": "text", "note": "id"})
    assert rows == [{"row_id": "test:1", "text": "pain", "note": "test0"}]
    with pytest.raises(MissingColumnError, match=r"'nota'.*id, text, sodium"):
        read_rows(tmp_path / "notes", columns={"text": "nota"})


def test_a_path_leads_into_lists_and_conversations(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["Which vessel?"],
            "choices": [["aorta", "vena cava"]],
            "chosen": [[{"role": "user", "content": "Which?"}, {"role": "assistant", "content": "The aorta."}]],
        }
    )
    pq.write_table(table, tmp_path / "train.parquet")
    chosen = {"text": "text", "b": "choices.1", "c": "choices.2", "reply": "chosen.1.content"}
    schema, rows = read_rows(tmp_path, columns=chosen)
    assert rows == [{"row_id": "train:1", "text": "Which vessel?", "b": "vena cava", "c": None, "reply": "The aorta."}]
    assert schema.field("c").type == pa.string()
    with pytest.raises(MissingColumnError, match=r"'chosen\.1\.text'.*choices\.0, chosen\.0\.role"):
        read_rows(tmp_path, columns={"text": "chosen.1.text"})


def test_a_preference_set_of_conversations_trains_on_answers(tmp_path: Path) -> None:
    """Hub sets hold chosen and rejected as lists of messages, the prompt's among them."""
    asked = [f"Patient {number} presents with pain. What next?" for number in range(20)]

    def talk(answer: str) -> list[list[dict[str, str]]]:
        return [
            [{"role": "user", "content": text}, {"role": "assistant", "content": f"{answer} {number}."}]
            for number, text in enumerate(asked)
        ]

    table = pa.table(
        {"id": [f"r{n}" for n in range(20)], "prompt": asked, "chosen": talk("Send"), "rejected": talk("Wait")}
    )
    pq.write_table(table, tmp_path / "train.parquet")
    task = TaskDeclaration.model_validate(
        {
            "title": "A hub set",
            "source": {
                "reader": "huggingface",
                "options": {"dataset": str(tmp_path)},
                "columns": {"text": "prompt", "row": "id"},
            },
            "prompt": "{prompt}",
            "answer": {"kind": "text", "column": "chosen"},
            "rejected": {"strategy": "column", "options": {"column": "rejected"}},
        }
    )
    reading = open_source(task.source, None)
    built = build_cases(pa.Table.from_batches(list(reading.batches), schema=reading.schema), task)
    assert sorted(built.cases["answer"].to_pylist()) == sorted(f"Send {number}." for number in range(20))
    proposals = load_strategy("column").propose(read_cases(built.cases), task, check_options(task), None)
    assert sorted(item.text for item in proposals) == sorted(f"Wait {number}." for number in range(20))


def test_class_labels_become_their_names(tmp_path: Path) -> None:
    import datasets

    features = datasets.Features({"text": datasets.Value("string"), "uti": datasets.ClassLabel(names=["no", "yes"])})
    made = datasets.Dataset.from_dict({"text": ["a", "b", "c"], "uti": [1, 0, -1]}, features=features)
    (tmp_path / "notes").mkdir()
    made.to_parquet(str(tmp_path / "notes" / "train.parquet"))
    assert [row["uti"] for row in read_rows(tmp_path / "notes")[1]] == ["yes", "no", None]


def test_an_unknown_split_is_an_error_that_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(huggingface.UnknownDatasetError, match="validation"):
        read_rows(write_dataset(tmp_path / "notes"), split="validation")
    with pytest.raises(ValidationError, match="no name of one split"):
        huggingface.Options(dataset="ward/notes", split="train[:10%]")


def test_a_folder_without_data_files_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    with pytest.raises(huggingface.UnknownDatasetError, match="no data files"):
        read_rows(tmp_path / "notes")


@pytest.mark.parametrize("name", ["no/such/folder", "./notes", "/no/such", "~/no such"])
def test_a_folder_that_is_not_there_is_called_that_and_not_looked_for_on_the_hub(name: str) -> None:
    with pytest.raises(huggingface.UnknownDatasetError, match=r"there is no such folder \(looked for at /"):
        read_rows(name)


def test_a_file_in_the_place_of_a_folder_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text('{"text": "fever"}')
    with pytest.raises(huggingface.UnknownDatasetError, match="is a file: name its folder"):
        read_rows(tmp_path / "train.jsonl")


def test_a_name_that_may_be_of_the_hub_says_that_no_folder_has_it() -> None:
    with pytest.raises(huggingface.HubError, match="there is no folder of that name"):
        read_rows("ward/not there")


def test_an_unknown_configuration_is_an_error_that_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(huggingface.UnknownDatasetError, match=r"Available: .*default.*source\.options\.name"):
        read_rows(write_dataset(tmp_path / "notes"), name="german")


# The hub's libraries read their settings when they are imported: offline they run in a process of their own.
OFFLINE = """
import sys
from medpref_dagster.declaration import Columns, TaskDeclaration
from medpref_dagster.preferences.rejected import check_options, load_strategy, read_cases
from medpref_dagster.sources import huggingface, open_source
from medpref_dagster.sources.cases import build_cases
from medpref_dagster.sources.reading import SourceError
try:
    reading = huggingface.read(
        huggingface.Options(dataset=sys.argv[1], revision=sys.argv[2] or None, streaming=sys.argv[3] == "streaming"),
        Columns(text="text"),
    )
    print([row["text"] for batch in reading.batches for row in batch.to_pylist()])
except SourceError as error:
    print(type(error).__name__, error)
"""


def read_offline(home: Path, dataset: str, revision: str = "", mode: str = "") -> str:
    environment = {**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, dataset, revision, mode],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_offline_the_hubs_cache_serves(tmp_path: Path) -> None:
    write_hub_cache(tmp_path)
    assert read_offline(tmp_path, "ward/notes", COMMIT) == "['fever', 'cough', 'rash']"


def test_offline_a_dataset_that_is_not_in_the_cache_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    answer = read_offline(tmp_path, "ward/other")
    assert answer.startswith("UnreachableHubError ward/other")
    assert "HF_HOME" in answer


def test_streaming_offline_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    assert read_offline(tmp_path, "ward/notes", mode="streaming").startswith("UnreachableHubError ward/notes")


def test_a_gated_dataset_is_an_error_that_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub
    from huggingface_hub.errors import GatedRepoError

    def refuse(*_: object, **__: object) -> str:
        raise GatedRepoError.__new__(GatedRepoError)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", refuse)
    with pytest.raises(huggingface.GatedDatasetError, match=r"ask for access .*HF_TOKEN"):
        read_rows("ward/notes")


def test_a_damaged_file_is_named_and_no_cell_of_it_shown(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "train.csv").write_bytes("text,n\nMary Smith 38 °C,1\n".encode("cp1252"))
    with pytest.raises(huggingface.DamagedDatasetError, match=r"the file train\.csv cannot be read") as caught:
        read_rows(tmp_path)
    told = "".join(traceback.format_exception(caught.value)) + "".join(capfd.readouterr())
    assert "Mary" not in told
    write_dataset(tmp_path / "cut")
    path = tmp_path / "cut" / "data" / "train-00000-of-00001.parquet"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(huggingface.DamagedDatasetError, match="cannot be read"):
        read_rows(tmp_path / "cut")


def test_text_that_is_not_utf_8_and_text_that_is_too_long_cost_their_rows(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    write_broken_text(tmp_path / "notes" / "train.parquet")
    declared = huggingface.Options(dataset=str(tmp_path / "notes"), limits=Limits(record_characters=6))
    reading = huggingface.read(declared, Columns(text="text"))
    assert [row["text"] for batch in reading.batches for row in batch.to_pylist()] == ["fever", "cough"]
    assert [(row["row_id"], row["reason"]) for row in reading.quarantine] == [("train:2", "text that is not UTF-8")]
