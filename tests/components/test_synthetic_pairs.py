"""Synthetic pairs as Dagster sees them: servers on the loopback address, a tiny model, what is refused and told."""

import json
import re

import dagster as dg
import pytest
import yaml

from medpref_dagster.definitions import load_definitions
from medpref_dagster.storage.store import Store
from tests.components.test_feedback import declare, materialize, read, send
from tests.components.test_task import refusal
from tests.conftest import CHECKOUT
from tests.feedback.made_weeks import WEEK, react, write
from tests.ratings.judge_server import Reply, read_material, serving

RIGHT, WRONG = "Acute cystitis; nitrofurantoin 100 mg.", "No infection; nothing is done."


@pytest.fixture
def ward(project):
    """A project with a week of feedback: 12 edits in urology, 3 generations in nephrology that nobody reacted to."""
    events = []
    for number in range(12):
        at = {"minutes": number, "specialty": "urology", "style": "soap", "prompt": f"Urology visit {number}."}
        events.append(write(f"u-{number}", WRONG, **at))
        events.append(react(f"r-{number}", f"u-{number}", "edited", 60 + number, text=RIGHT))
    for number in range(3):
        at = {"minutes": number, "specialty": "nephrology", "style": "soap", "prompt": f"Nephrology visit {number}."}
        events.append(write(f"n-{number}", WRONG, **at, patient=f"p-{number}"))
    send(project, *events)
    return project


def synthesize(project, machine=None, **changes):
    """Declare the ward's feedback with a synthesis, and what the profile has beside its base models."""
    synthesis = {
        "slices": {"fewer_than": 5},
        "generator": {"name": "writer", "temperatures": [0.2, 1.0]},
        "judge": {"name": "ranker", "rubric": "Facts first.", "against_clinicians": 8},
        "checked_by": ["tiny"],
        "max_prompt_tokens": 300,
    } | changes
    declare(project, synthesis={name: value for name, value in synthesis.items() if value is not None})
    profile = project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"] |= machine or {}
    profile.write_text(yaml.safe_dump(declared))


def endpoint(name, server, **more):
    return {"name": name, "from": "endpoint", "url": getattr(server, "url", server), "model": "m", **more}


def answer(prompt):
    """Right at the lower temperature: each prompt is asked at 0.2 first."""
    asked.append(prompt)
    return f"{RIGHT if asked.count(prompt) == 1 else WRONG} ({prompt})"


asked: list[str] = []


def rate(question):
    return json.dumps([5 if text.startswith(RIGHT) else 2 for text in read_material(question)["answers"]])


def run(project, week=WEEK, raise_on_error=True):
    with dg.DagsterInstance.ephemeral() as instance:
        return materialize(instance, week, raise_on_error)


def checks(result):
    return {check.check_name: check for check in result.get_asset_check_evaluations()}


def shown(result, name="synthetic_pairs"):
    [event] = [event for event in result.get_asset_materialization_events() if event.asset_key.path == ["ward", name]]
    return {key: value.value for key, value in event.step_materialization_data.materialization.metadata.items()}


@pytest.fixture
def served():
    """A generator and a judge on the loopback address."""
    asked.clear()
    with serving(answer) as writer, serving(rate) as ranker:
        yield {"generators": [endpoint("writer", writer)], "judges": [endpoint("ranker", ranker)]}, writer, ranker


def test_a_thin_slice_is_filled_and_the_judge_is_held_against_clinicians(ward, served):
    machine, writer, ranker = served
    synthesize(ward, machine)
    result = run(ward)
    rows = read(ward, "synthetic_pairs", WEEK)
    assert {(row["slice"], row["generator"], row["judge"], row["margin"]) for row in rows} == {
        ("specialty=nephrology, style=soap", "writer", "ranker", 3)
    }
    assert sorted(row["patient_id"] for row in rows) == ["p-0", "p-1", "p-2"]
    assert all(row["chosen"].startswith(RIGHT) and row["rejected"].startswith(WRONG) for row in rows)
    assert (len(writer.requests), len(ranker.requests)) == (6, 2 * (3 + 8))
    found = checks(result)
    assert (found["synthetic_share"].passed, found["judge_can_tell"].passed) == (True, True)
    assert found["synthetic_share"].description.startswith("3 of 15 pairs of the week are synthetic")
    told = shown(result)
    assert told["summary"] == "3 synthetic pairs for 1 of 1 thin slices."
    assert told["outcomes"]["first"] + told["outcomes"]["second"] == 3
    assert "| all | 11 | 0.0% | 0 | 8 | 100.0% | 67.6% to 100.0% |" in told["judge"]
    assert RIGHT not in str(told), "the source is not synthetic"


def test_the_report_tells_of_it_and_without_a_synthesis_says_nothing(ward, served):
    synthesize(ward, served[0])
    run(ward)
    store = Store(ward / "store")
    page = (store.current("ward/signal_report", WEEK).path / "report.html").read_text()
    assert "Synthetic pairs" in page
    assert "specialty=nephrology, style=soap" in page
    assert "written by writer, ranked by ranker" in page
    assert "prefers what clinicians prefer in 100.0% of their pairs (67.6% to 100.0%)" in page
    declare(ward)
    run(ward)
    folder = store.current("ward/signal_report", WEEK).path
    assert "ynthetic pairs" not in (folder / "report.html").read_text()
    assert "synthesis" not in json.loads((folder / "report.json").read_text())


def test_what_was_answered_is_not_asked_again_and_gives_the_same_bytes(ward, served):
    machine, writer, ranker = served
    synthesize(ward, machine)
    run(ward)
    before = Store(ward / "store").current("ward/synthetic_pairs", WEEK).version, len(asked), len(ranker.requests)
    run(ward)
    assert (Store(ward / "store").current("ward/synthetic_pairs", WEEK).version, len(asked), len(ranker.requests)) == (
        before
    )
    assert len(writer.requests) == 6


def test_a_judge_that_always_says_the_first_is_told_and_keeps_no_pair(ward):
    asked.clear()
    with serving(answer) as writer, serving(lambda _: "[5, 1]") as ranker:
        synthesize(ward, {"generators": [endpoint("writer", writer)], "judges": [endpoint("ranker", ranker)]})
        result = run(ward)
    assert read(ward, "synthetic_pairs", WEEK) == []
    check = checks(result)["judge_can_tell"]
    assert not check.passed
    assert check.description.startswith("In 100.0% of 11 comparisons the order of the two answers decides")
    assert shown(result)["summary"].endswith("No pair was kept; what the comparisons came to: order 3.")


def test_a_judge_against_clinicians_is_warned_of(ward, served):
    machine, *_ = served
    with serving(lambda question: json.dumps([7 - r for r in json.loads(rate(question))])) as contrary:
        synthesize(ward, {**machine, "judges": [endpoint("ranker", contrary)]})
        result = run(ward)
    check = checks(result)["judge_can_tell"]
    assert "prefers what clinicians prefer in 0.0% of their pairs (0.0% to 32.4%)" in check.description


def test_garbage_goes_to_quarantine_and_is_warned_of(ward):
    with serving(lambda _: Reply(body=b"<html>")) as writer, serving(lambda _: "The first.") as ranker:
        synthesize(ward, {"generators": [endpoint("writer", writer)], "judges": [endpoint("ranker", ranker)]})
        result = run(ward)
    reasons = [row["reason"] for row in read(ward, "synthetic_pairs", WEEK, "quarantine")]
    assert reasons.count("the generator's reply is no chat completion") == 6
    assert reasons.count("the judge's answer is no JSON") == 8
    assert "none that can be read" in checks(result)["judge_can_tell"].description


def test_a_server_that_is_gone_stops_the_asset_and_says_what_to_do(ward, served):
    with serving(answer) as gone:
        pass
    synthesize(ward, {**served[0], "generators": [endpoint("writer", gone, max_retries=0)]})
    [failure, *_] = run(ward, raise_on_error=False).get_step_failure_events()
    message = str(failure.event_specific_data)
    assert "generator writer at 127.0.0.1: cannot be reached" in message
    assert "Nephrology" not in message


def test_notes_of_patients_are_not_sent_to_another_machine_without_leave(ward, served):
    synthesize(ward, {**served[0], "generators": [endpoint("writer", "https://api.example.org/v1")]})
    [failure, *_] = run(ward, raise_on_error=False).get_step_failure_events()
    assert "nothing was sent" in str(failure.event_specific_data)


def test_the_share_is_held_and_a_week_without_clinicians_pairs_asks_nobody(ward, served):
    machine, writer, _ = served
    synthesize(ward, machine, max_share=0.1)
    result = run(ward)
    assert len(read(ward, "synthetic_pairs", WEEK)) == 1
    assert checks(result)["synthetic_share"].passed
    assert len(writer.requests) == 2, "one prompt, since there is room for one pair"
    asked_before = len(writer.requests)
    (ward / "events" / "a.jsonl").unlink()
    send(ward, *[write(f"n-{number}", WRONG, specialty="nephrology", style="soap") for number in range(3)])
    result = run(ward)
    assert len(writer.requests) == asked_before
    assert "the week has too few pairs of clinicians" in shown(result)["summary"]


def test_prompts_come_from_accepted_examples_or_a_declared_source(ward, served):
    synthesize(ward, served[0], prompts={"from": "accepted_examples"})
    assert shown(run(ward))["summary"] == "No slice is thin."
    (ward / "prompts.csv").write_text("note,dept,kind\nA rash.,dermatology,letter\n,dermatology,letter\n")
    source = {
        "reader": "files",
        "options": {"path": str(ward / "prompts.csv")},
        "prompt": "note",
        "columns": {"specialty": "dept", "style": "kind"},
    }
    synthesize(ward, served[0], prompts={"from": "source", "source": source})
    run(ward)
    [row] = read(ward, "synthetic_pairs", WEEK)
    assert (row["prompt"], row["slice"]) == ("A rash.", "specialty=dermatology, style=letter")
    [blank] = read(ward, "synthetic_pairs", WEEK, "quarantine")
    assert (blank["row_id"], blank["reason"]) == ("prompts/prompts.csv:3", "the prompt is empty")
    source["columns"]["style"] = "form"
    synthesize(ward, served[0], prompts={"from": "source", "source": source})
    failures = run(ward, raise_on_error=False).get_step_failure_events()
    assert "synthesis.prompts.source names the column 'form'" in str(failures[0].event_specific_data)


def test_a_base_model_writes_and_another_judges_on_this_machine(ward):
    synthesize(
        ward,
        {"judges": [{"name": "ranker", "from": "base_model", "base_model": "tiny"}]},
        generator={"name": "tiny", "temperatures": [1.2, 1.5], "max_new_tokens": 200},
        checked_by=None,
        judge={"name": "ranker", "rubric": "Facts first.", "against_clinicians": 2},
    )
    first = run(ward)
    version = Store(ward / "store").current("ward/synthetic_pairs", WEEK).version
    assert not checks(first)["judge_can_tell"].passed, "a random model's nonsense"
    assert read(ward, "synthetic_pairs", WEEK) == []
    run(ward)
    assert Store(ward / "store").current("ward/synthetic_pairs", WEEK).version == version
    asset = load_definitions().get_assets_def(dg.AssetKey(["ward", "synthetic_pairs"]))
    assert asset.get_asset_spec().tags["medpref/lock"] == "device"


def list_code_versions():
    assets = [asset for asset in load_definitions().assets or () if isinstance(asset, dg.AssetsDefinition)]
    return {asset.key.path[-1]: asset.get_asset_spec().code_version for asset in assets if asset.key.path[0] == "ward"}


def test_what_makes_synthetic_pairs_stale_makes_nothing_else_stale(ward):
    declare(ward)
    without = list_code_versions()
    judge = endpoint("ranker", "http://127.0.0.1:1/v1")
    machine = {"generators": [endpoint("writer", "http://127.0.0.1:1/v1")], "judges": [judge]}
    synthesize(ward, machine)
    before = list_code_versions()
    assert {name for name in before if before[name] != without.get(name)} == {"synthetic_pairs", "signal_report"}
    synthesize(ward, machine, pairs_per_prompt=2)
    assert {name for name, version in list_code_versions().items() if version != before[name]} == {"synthetic_pairs"}
    synthesize(ward, {**machine, "judges": [{**judge, "model": "n"}]})
    assert {name for name, version in list_code_versions().items() if version != before[name]} == {"synthetic_pairs"}
    synthesize(ward, {**machine, "judges": [{**judge, "timeout_seconds": 5}]})
    assert list_code_versions() == before


WRONG_DECLARATIONS = {
    "a generator that the profile lacks": (
        {"generator": {"name": "writre"}},
        "synthesis.generator.name: unknown base model or generator 'writre'; did you mean 'writer'?",
    ),
    "a judge that the profile lacks": (
        {"judge": {"name": "oracle", "rubric": "r"}},
        "synthesis.judge.name: unknown judge 'oracle'",
    ),
    "a checker that the profile lacks": ({"checked_by": ["giant"]}, "unknown base model 'giant'"),
    "a server without a checker": ({"checked_by": None}, "the generator 'writer' is a server: say checked_by"),
    "an unknown column": ({"slices": {"columns": ["speciality"]}}, "did you mean 'specialty'?"),
    "a share of all": ({"max_share": 1}, "max_share"),
    "a source that is not declared": ({"prompts": {"from": "source"}}, "together"),
    "an unknown reader": ({"prompts": {"from": "source", "source": {"reader": "fax"}}}, "unknown reader 'fax'"),
    "an unknown column of the source": (
        {
            "prompts": {
                "from": "source",
                "source": {"reader": "synthetic", "options": {"generator": "feedback_quarter"}, "prompt": "note"},
            }
        },
        "unknown column 'note'",
    ),
}


@pytest.mark.parametrize("mistake", WRONG_DECLARATIONS)
def test_a_mistake_is_refused_at_load(ward, mistake):
    changes, said = WRONG_DECLARATIONS[mistake]
    server = "http://127.0.0.1:1/v1"
    synthesize(ward, {"generators": [endpoint("writer", server)], "judges": [endpoint("ranker", server)]}, **changes)
    message = refusal(ward)
    assert said in message
    assert "assets/ward/defs.yaml:" in message


def test_a_generator_by_the_name_of_a_base_model_is_refused(ward):
    synthesize(ward, {"generators": [endpoint("tiny", "http://127.0.0.1:1/v1")]})
    assert "the same name twice, here or among base_models: tiny" in refusal(ward)


def test_the_documented_example_can_be_declared(ward):
    text = (CHECKOUT / "docs" / "feedback.md").read_text()
    machine, synthesis = (
        yaml.safe_load(block) for block in re.findall(r"```yaml\n(  .*?)```", text, re.DOTALL) if "ranker" in block
    )
    synthesize(ward, machine)
    declare(ward, **synthesis)
    assert "synthetic_pairs" in list_code_versions()


def test_a_loop_over_the_feedback_stands_on_its_synthetic_pairs_and_checks_their_share(ward, served):
    loop = {"title": "Ward's loop", "task": "uti", "base_model": "tiny", "feedback": "ward"}
    (ward / "assets" / "ward_loop").mkdir()
    declared = {"type": "medpref_dagster.components.FeedbackLoop", "attributes": loop}
    (ward / "assets" / "ward_loop" / "defs.yaml").write_text(yaml.safe_dump(declared))

    def look() -> tuple[set[str], set[str]]:
        graph = load_definitions().resolve_asset_graph()
        parents = graph.get(dg.AssetKey(["ward_loop", "round_pairs"])).parent_keys
        checks = graph.asset_check_keys
        return (
            {key.path[-1] for key in parents if key.path[0] == "ward"},
            {key.name for key in checks if key.asset_key.path == ["ward_loop", "round_pairs"]},
        )

    declare(ward)
    parents, checked = look()
    synthesize(ward, served[0])
    more_parents, more_checked = look()
    assert more_parents - parents == {"synthetic_pairs"}
    assert more_checked - checked == {"synthetic_share"}
