"""`medpref export` and `medpref ask`: what a consumer types, what comes back, and what wrong arguments get."""

import json
import queue
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from medpref_dagster.capture.app import create_app
from medpref_dagster.capture.database import EVENTS, open_database
from medpref_dagster.capture.tokens import create_token
from medpref_dagster.cli import main, serving
from medpref_dagster.cli.declared import read_all_tasks
from medpref_dagster.cli.forgetting import list_exports
from medpref_dagster.components.machine import declared_machine
from medpref_dagster.components.places import find_places
from medpref_dagster.exclusive import hold_store_alone
from medpref_dagster.forgetting.plan import Places, Plan, begin_plan, finish_plan
from medpref_dagster.forgetting.wanted import Wanted
from medpref_dagster.progress import silent
from medpref_dagster.promotion.moves import Desk, start
from medpref_dagster.serving.asking import GivenAnswer
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.store import Store
from tests.capture.serving import serve
from tests.conftest import CHECKOUT
from tests.serving.made_models import Made, declare_task, fill_store, tell_nobody

NOTE = "burning urine of a secret patient"
EXPORT = ("export", "--task", "uti", "--base-model", "tiny", "--format")
ASK = ("ask", "--task", "uti", "--base-model", "tiny")


def call(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=given)


def refusal(*arguments: str) -> str:
    refused = call(*arguments)
    assert refused.exit_code != 0
    assert refused.exception is None or isinstance(refused.exception, SystemExit)
    return refused.stderr


@pytest.fixture
def made(project: Path, edit_task: Callable[..., Path]) -> Made:
    """The project, with `uti` trained on its tiny base model."""

    def shorten(attributes: dict) -> None:
        attributes["evaluation"]["max_new_tokens"] = 8
        # The tiny tokenizer writes a token a byte.
        attributes["max_prompt_tokens"], attributes["max_completion_tokens"] = 4096, 1024

    edit_task("uti", shorten)
    store = Store(project / "store")
    base = prepare_base_model(declared_machine().base_model("tiny"), store)
    made = fill_store(store, base, declare_task())
    sft = made.train_adapter()
    made.choose(sft, "sft")
    made.choose(made.train_adapter(sft, "dpo", seed=2), "dpo")
    return made


def test_export_writes_the_chosen_model_and_says_what_was_measured(made: Made, tmp_path: Path):
    done = call(*EXPORT, "hf", "--to", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    model = made.store.current("uti/dpo_model", "tiny").address
    assert f"{model} (uti, dpo, tiny) is in {tmp_path / 'out'}, as hf of float32" in done.stdout
    assert "the largest difference of a log-probability is 0" in done.stdout
    assert json.loads((tmp_path / "out" / "export.json").read_text())["disclosure"] == "synthetic"
    noted = call("audit", "show", "--json")
    assert "model.exported" in noted.stdout
    assert model in noted.stdout
    assert list_exports() == [str(tmp_path / "out")], "what forget says is beyond the project"
    sft = call(*EXPORT, "adapter", "--model", "sft", "--to", str(tmp_path / "sft"))
    assert sft.exit_code == 0, sft.output
    assert json.loads((tmp_path / "sft" / "export.json").read_text())["stage"] == "sft"
    assert "is not empty" in refusal(*EXPORT, "hf", "--to", str(tmp_path / "out"))


def test_wrong_arguments_of_export_are_told_before_any_work(project: Path, tmp_path: Path):
    out = str(tmp_path / "out")
    assert "unknown task, study or ablation 'utii'; did you mean 'uti'?" in refusal(
        "export", "--task", "utii", "--format", "hf", "--to", out
    )
    assert "unknown base model 'tine'; did you mean 'tiny'?" in refusal(
        "export", "--task", "uti", "--base-model", "tine", "--format", "hf", "--to", out
    )
    assert "unknown base model ''" in refusal(
        "export", "--task", "uti", "--base-model", "", "--format", "hf", "--to", out
    )
    assert "no DPO model for tiny yet: medpref materialize uti --base-model tiny" in refusal(*EXPORT, "hf", "--to", out)
    assert "unknown loop 'weekly'" in refusal("export", "--loop", "weekly", "--format", "hf", "--to", out)
    assert "not both" in refusal("export", "--loop", "weekly", "--task", "uti", "--format", "hf", "--to", out)
    assert "a champion is a loop's" in refusal(*EXPORT, "hf", "--model", "champion", "--to", out)
    assert "--type is of --format gguf" in refusal(*EXPORT, "hf", "--type", "f16", "--to", out)
    assert "leave --base-model and --model out" in refusal(
        "export", "--loop", "weekly", "--model", "sft", "--format", "hf", "--to", out
    )


def test_ask_answers_text_standard_input_and_a_file_alike(made: Made, tmp_path: Path):
    (tmp_path / "case.json").write_text(json.dumps({"note": NOTE}))
    answers = [
        call(*ASK, NOTE),
        call(*ASK, given=NOTE),
        call(*ASK, "--case", str(tmp_path / "case.json")),
        call("ask", "--base-model", "tiny", NOTE),
    ]
    assert [item.exit_code for item in answers] == [0] * 4, answers[0].output
    assert len({item.stdout for item in answers}) == 1
    assert "this is none of the declared answers" in answers[0].stderr


def test_the_champion_of_a_declared_loop_is_exported_and_asked(project: Path, tmp_path: Path):
    for name in ("simulated_loop", "simulated_year", "summarization"):
        shutil.copytree(CHECKOUT / "assets" / name, project / "assets" / name)
    assert "unknown loop 'simulated_lop'; did you mean 'simulated_loop'?" in refusal(
        "export", "--loop", "simulated_lop", "--format", "hf", "--to", str(tmp_path / "out")
    )
    loop = ("--loop", "simulated_loop")
    assert "simulated_loop has no champion yet" in refusal("ask", *loop, NOTE)
    store = Store(project / "store")
    base = prepare_base_model(declared_machine().base_model("smollm2-135m"), store)
    task = read_all_tasks(project)["summarization"]
    model = fill_store(store, base, task, "summarization").train_adapter()
    desk = Desk(store, "simulated_loop", is_tainted=lambda *_: False, audit=tell_nobody)
    start(desk, model, "a person", "it is the task's model")
    done = call("export", *loop, "--format", "adapter", "--to", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    described = json.loads((tmp_path / "out" / "export.json").read_text())
    assert (described["loop"], described["task"], described["address"]) == (
        "simulated_loop",
        "summarization",
        model.address,
    )
    asked = call("ask", *loop, NOTE)
    assert asked.exit_code == 0, asked.output
    assert asked.stdout


def test_a_folder_that_cannot_be_is_one_sentence(made: Made, tmp_path: Path):
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for place in ("x" * 300, "circle", "circle/out"):
        said = refusal(*EXPORT, "hf", "--to", str(tmp_path / place))
        assert re.search("(cannot|could not) be written: ", said)
        assert "nobody foresaw" not in said


def test_while_a_patient_is_taken_out_nothing_is_exported_or_asked(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What it would have of the patient nobody would know."""
    half_done = Plan("0" * 64, "a person", "withdrew", Wanted(patients={"1"}), Places({}, ()))
    begin_plan(made.store, half_done)
    for command in ((*EXPORT, "hf", "--to", str(tmp_path / "out")), (*ASK, NOTE)):
        assert "a patient's forgetting was cut off; `medpref forget --resume` finishes it" in refusal(*command)
    assert not (tmp_path / "out").exists()
    finish_plan(made.store, half_done)
    told: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(serving, "_tell", lambda progress: told.put(str(progress)))
    with ThreadPoolExecutor() as pool:
        with hold_store_alone(made.store, "forgets a patient", silent):
            exported = pool.submit(call, *EXPORT, "hf", "--to", str(tmp_path / "out"))
            assert "waits until what is forgotten is out of the store" in told.get(timeout=120)
            assert not (tmp_path / "out").exists()
        assert exported.result(300).exit_code == 0
    assert (tmp_path / "out").is_dir()


def test_no_word_of_the_case_is_in_what_is_refused(made: Made, tmp_path: Path):
    case = tmp_path / "case.json"
    for content, said in (
        (f'{{"note": "{NOTE}"', "is no JSON: "),
        (f'["{NOTE}"]', "holds no JSON object"),
        (f'{{"text": "{NOTE}"}}', "this is no case: no text (column 'note' is empty)"),
        (f'{{"note": ["{NOTE}"]}}', "this is no case: "),
    ):
        case.write_text(content)
        told = refusal(*ASK, "--case", str(case))
        assert said in told
        assert "secret" not in told
    assert "not both" in refusal(*ASK, "--case", str(case), NOTE)
    assert "No such file" in refusal(*ASK, "--case", str(tmp_path / "nowhere.json"))


def test_what_is_refused_does_not_wait_for_the_device(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("medpref_dagster.exclusive.hold_exclusively", lambda *_: pytest.fail("waited for the device"))
    assert "this is no case: no text" in refusal(*ASK, " ")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "file").touch()
    assert "is not empty" in refusal(*EXPORT, "hf", "--to", str(tmp_path / "out"))


def test_what_is_no_text_is_no_case(made: Made, tmp_path: Path):
    case = tmp_path / "case.json"
    for written in ('{"note": "burning \\ud83d"}', '{"note": "burning", "ward": {"x": ["\\ud83d"]}}'):
        case.write_text(written)
        assert "has half a character (an emoji that was cut)" in refusal(*ASK, "--case", str(case))
    assert "column 'note' has half a character" in refusal(*ASK, "burning \udcff")
    case.write_text("[" * 100_000)
    assert "nested too deep" in refusal(*ASK, "--case", str(case))


def test_an_answer_comes_to_the_capture_service_under_the_models_address(
    made: Made, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    engine = open_database(f"sqlite:///{tmp_path}/capture.sqlite")
    _, secret = create_token(engine, "ask", ["send"], datetime.now(UTC))
    monkeypatch.setenv("CAPTURE_TOKEN", secret)
    with serve(create_app(engine)) as url:
        capture = ("--capture", url, "--token-env", "CAPTURE_TOKEN", "--patient", "p-17")
        done = call(*ASK, "--model", "sft", *capture, NOTE)
    assert done.exit_code == 0, done.output
    with engine.connect() as connection:
        [row] = connection.execute(select(EVENTS)).mappings()
    event = json.loads(row["content"])
    assert event["model"] == made.store.current("uti/sft_model", "tiny").address
    assert f"captured as {event['id']}" in done.stderr
    assert event["answer"] == done.stdout.removesuffix("\n")
    assert NOTE in event["prompt"]
    assert (event["task"], event["patient"], event["decoding"]) == (
        "uti",
        "p-17",
        {"temperature": 0.0, "max_new_tokens": 8},
    )
    assert "secret patient" not in done.stderr + caplog.text
    assert (project / ".medpref" / "ask-events").read_bytes() == b""
    assert (project / ".medpref" / "ask-events").stat().st_mode & 0o777 == 0o600


def test_an_answer_that_nobody_takes_is_given_and_kept(made: Made, project: Path, monkeypatch: pytest.MonkeyPatch):
    from medpref_dagster.cli import serving

    monkeypatch.setenv("CAPTURE_TOKEN", "mpt_nobody")
    monkeypatch.setattr(serving, "_DELIVERY_SECONDS", 0.05)
    done = call(*ASK, "--capture", "http://127.0.0.1:1", "--token-env", "CAPTURE_TOKEN", NOTE)
    assert done.exit_code == 1
    assert done.stdout, "the answer itself"
    assert "is kept in" in done.stderr
    assert str(project / ".medpref" / "ask-events") in find_places(project).buffers, "where forget looks"
    assert "secret patient" not in done.stderr
    assert b"secret patient" in (project / ".medpref" / "ask-events").read_bytes()


def test_capture_needs_a_url_and_a_token_that_is_set(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CAPTURE_TOKEN", raising=False)
    assert "--capture needs --token-env" in refusal(*ASK, "--capture", "http://127.0.0.1:1", NOTE)
    assert "--patient is for --capture" in refusal(*ASK, "--patient", "p-1", NOTE)
    assert "CAPTURE_TOKEN is not set" in refusal(
        *ASK, "--capture", "http://127.0.0.1:1", "--token-env", "CAPTURE_TOKEN", NOTE
    )
    monkeypatch.setenv("CAPTURE_TOKEN", "x")
    assert "to another machine only by https" in refusal(
        *ASK, "--capture", "http://capture.example.org", "--token-env", "CAPTURE_TOKEN", NOTE
    )
    for url in ("localhost", "http://[::1", "http://127.0.0.1:port", "http://127.0.0.1:99999"):
        said = refusal(*ASK, "--capture", url, "--token-env", "CAPTURE_TOKEN", NOTE)
        assert "--capture: this is no URL of a service" in said
    captured = ("--capture", "http://127.0.0.1:1", "--token-env", "CAPTURE_TOKEN")
    for name in ("Jane Doe", "Zoë", "", "p" * 201):
        said = refusal(*ASK, *captured, "--patient", name, NOTE)
        assert "--patient is a pseudonym" in said
        assert name == "" or name not in said


@pytest.fixture
def deidentified(made: Made, edit_task: Callable[..., Path]) -> Made:
    """The same, of a source that is declared de-identified, with its cases."""
    edit_task("uti", lambda attributes: attributes["source"].update(disclosure="deidentified"))
    return made


def test_an_answer_with_an_identifier_that_the_case_does_not_have_is_not_shown(
    deidentified: Made, monkeypatch: pytest.MonkeyPatch
):
    def utter(*_: object, **__: object) -> GivenAnswer:
        return GivenAnswer(NOTE, "Yes. Call 617-253-9921.", readable=True)

    monkeypatch.setattr("medpref_dagster.serving.asking.answer_case", utter)
    refused = call(*ASK, NOTE)
    assert refused.exit_code == 1
    assert "(1 phone)" in refused.stderr
    assert "the answer is neither shown nor captured" in refused.stderr
    assert "253" not in refused.output


def test_a_card_with_an_identifier_is_not_exported(deidentified: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    done = call(*EXPORT, "adapter", "--to", str(tmp_path / "clean"))
    assert done.exit_code == 0, done.output
    monkeypatch.setattr("medpref_dagster.serving.exports.write_card", lambda _: "As Dr. Ottilie Quillfeather wrote.")
    assert "hold what looks like an identifier (1 name)" in refusal(*EXPORT, "hf", "--to", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
