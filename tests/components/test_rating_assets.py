"""Ratings through Dagster: a declared judge and imported files come into the asset `ratings` and into the reports."""

import csv
import json

import dagster as dg
import pyarrow as pa
import pytest
import yaml

from medpref_dagster.answering.subsets import leave_controls_out
from medpref_dagster.definitions import load_definitions
from medpref_dagster.ratings.clinicians import blind_predictions, keep_ratings
from medpref_dagster.runs import find_stale_assets
from medpref_dagster.schemas import PREDICTIONS
from medpref_dagster.stages import STAGES
from medpref_dagster.storage.store import Store
from tests.components.test_study import STUDY
from tests.components.test_task import refusal, specs_of
from tests.ratings.judge_server import Reply, read_material, serving

MODELS = [stage.name for stage in STAGES]


@pytest.fixture
def declare(project, tiny_task, edit_task):
    """Declare the tiny task `uti` with ratings, and the judges of the profile."""

    def declare(likert, *judges):
        tiny_task("uti")
        edit_task("uti", lambda attributes: attributes["evaluation"].update(likert={"rubric": "Be right.", **likert}))
        profile = project / "resources" / "local" / "defs.yaml"
        machine = yaml.safe_load(profile.read_text())
        machine["attributes"]["judges"] = list(judges)
        profile.write_text(yaml.safe_dump(machine))

    return declare


@pytest.fixture
def distinct_answers(monkeypatch):
    """The tiny models say the same, which would make both orders one question: let each add letters of its own."""
    from medpref_dagster.answering import comparison

    predict = comparison.predict

    def predict_distinctly(model, tokenizer, cases, task, name, *more):
        table = predict(model, tokenizer, cases, task, name, *more)
        place = MODELS.index(name) if name in MODELS else 0  # controls are not rated
        texts = pa.array([text + "o" * len(name) * place for text in table["text"].to_pylist()])
        return table.set_column(table.column_names.index("text"), "text", texts)

    monkeypatch.setattr(comparison, "predict", predict_distinctly)


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def endpoint(server, **more):
    return {"name": "gpt", "from": "endpoint", "url": server.url, "model": "m", **more}


def materialize(instance, *names, raise_on_error=True):
    return (
        load_definitions()
        .resolve_job_def("uti")
        .execute_in_process(
            instance=instance,
            tags={"dagster/partition": "tiny"},
            raise_on_error=raise_on_error,
            asset_selection=[dg.AssetKey(["uti", name]) for name in names] or None,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    )


def find_lock(*key):
    """What an asset holds while it is made."""
    return load_definitions().get_assets_def(dg.AssetKey(key)).get_asset_spec().tags.get("medpref/lock")


def read_report(store):
    folder = store.current("uti/evaluation_report", "tiny").path
    return json.loads((folder / "report.json").read_text())["likert"], (folder / "report.html").read_text()


def import_ratings(store, rating, *raters):
    predictions = leave_controls_out(store.read_table(store.current("uti/predictions", "tiny")))
    items = blind_predictions(predictions, store.read_table(store.current("uti/cases")), seed=4)
    rated = {item.item: rating(item) for item in items}
    keep_ratings(store, "uti", "tiny", items, dict.fromkeys(raters, rated))


def prefer_the_longest(question):
    answers = read_material(question)["answers"]
    return json.dumps([min(5, 1 + len(text)) for text in answers])


def test_a_judge_and_then_clinicians_come_into_the_table_and_the_report(project, declare, instance, distinct_answers):
    store = Store(project / "store")
    with serving(prefer_the_longest) as server:
        declare({"judge": "gpt", "max_cases": 3}, endpoint(server))
        assert materialize(instance).success
        assert len(server.requests) == 6, "three cases, in both orders"
        table = store.read_table(store.current("uti/ratings", "tiny"))
        assert table.num_rows == 18
        section, page = read_report(store)
        assert [group["name"] for group in section["groups"]] == ["likert.judge"]
        assert section["position"]["cases"] == 3
        assert "nobody knows how far it can be trusted" in page

        import_ratings(store, lambda item: 1 + len(item.model) % 5, "ann", "bob")
        defs = load_definitions()
        assets = [asset for asset in defs.assets if isinstance(asset, dg.AssetsDefinition)]
        stale = [key.path[-1] for key in find_stale_assets(instance, assets, store, "tiny")]
        assert stale == ["clinician_ratings", "ratings", "evaluation_report"]
        assert materialize(instance, *stale).success
        assert len(server.requests) == 6, "what the judge answered is remembered"
    section, page = read_report(store)
    assert [(group["name"], group["cases"]) for group in section["groups"]] == [
        ("likert.clinician", 4),
        ("likert.judge", 3),
    ]
    assert section["agreement"]["alpha"] == 1.0
    assert (section["against_clinicians"]["items"], section["against_clinicians"]["pairs"]) == (9, 18)
    assert "Judge against clinicians, on 9 answers that both rated" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert find_stale_assets(instance, assets, store, "tiny") == []

    # The tests of the declared comparisons are in the study's family, the means beside the other metrics.
    (project / "assets" / "study").mkdir()
    attributes = {**STUDY["attributes"], "tasks": ["uti"], "seeds": []}
    (project / "assets" / "study" / "defs.yaml").write_text(yaml.safe_dump({**STUDY, "attributes": attributes}))
    report = (
        load_definitions()
        .resolve_job_def("study")
        .execute_in_process(
            instance=instance, tags={"dagster/partition": "tiny"}, asset_selection=[dg.AssetKey(["study", "report"])]
        )
    )
    assert report.success
    folder = store.current("study/report").path
    content = json.loads((folder / "report.json").read_text())
    [entry] = content["entries"]
    assert {metric["name"] for metric in entry["metrics"]} >= {"f1", "likert.clinician", "likert.judge"}
    family = [test["metric"] for test in entry["tests"] if test["p_study"] is not None]
    assert content["family"] == len(family) == 2 * 3
    assert {name: family.count(name) for name in family} == {"f1": 2, "likert.clinician": 2, "likert.judge": 2}
    page = (folder / "report.html").read_text()
    assert "Likert rating by clinicians" in page
    assert "Judge against clinicians" in page
    with (folder / "results.csv").open(newline="") as file:
        results = [row for row in csv.DictReader(file) if row["metric"] == "likert.judge"]
    assert [(row["model"], row["cases"]) for row in results] == [(model, "3") for model in MODELS]


def test_without_a_judge_and_ratings_the_task_runs_and_says_that_nothing_was_rated(project, declare, instance):
    declare({"judge": None, "max_cases": 30})
    assert materialize(instance).success
    store = Store(project / "store")
    assert store.read_table(store.current("uti/ratings", "tiny")).num_rows == 0
    section, page = read_report(store)
    assert section["groups"] == []
    assert "Not rated: no clinician" in page
    assert find_lock("uti", "ratings") is None

    # A DPO model that answers otherwise: what was imported before is of answers that are no more.
    import_ratings(store, lambda _: 3, "ann")
    rows = store.read_table(store.current("uti/clinician_ratings", "tiny"))
    assert rows.num_rows == 12
    changed = [
        {**row, "text": f"{row['text']}!"} if row["model"] == "dpo" else row
        for row in store.read_table(store.current("uti/predictions", "tiny")).to_pylist()
    ]
    answers = store.write_table(pa.Table.from_pylist(changed, schema=PREDICTIONS), PREDICTIONS)
    store.point("uti/predictions", answers, "tiny")
    assert materialize(instance, "clinician_ratings", "ratings").success
    artifact = store.current("uti/ratings", "tiny")
    assert {row["model"] for row in store.read_table(artifact).to_pylist()} == {"base", "sft"}
    assert store.read_table(artifact, "quarantine").num_rows == 4


def test_the_nonsense_of_a_local_judge_is_counted_and_warned_of(project, declare, instance):
    declare({"judge": "own", "max_cases": 2}, {"name": "own", "from": "base_model", "base_model": "tiny"})
    result = materialize(instance)
    assert result.success
    [check] = [
        event.asset_check_evaluation_data
        for event in result.all_events
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
        and event.asset_check_evaluation_data.check_name == "judge_is_readable"
    ]
    assert not check.passed
    assert "4 of 4 questions to the judge went to quarantine" in check.description
    section, page = read_report(Store(project / "store"))
    assert (section["asked"], section["groups"]) == (4, [])
    assert "Of 4 questions to the judge, 4 went to quarantine" in page
    assert find_lock("uti", "ratings") == "device"


def test_a_judge_that_is_gone_stops_the_ratings_and_what_it_answered_stays(project, declare, instance):
    replies = iter(["[1, 2, 3]", Reply(status=404)])
    with serving(lambda _: next(replies)) as server:
        declare({"judge": "gpt", "max_cases": 3}, endpoint(server))
        result = materialize(instance, raise_on_error=False)
    [failure] = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    message = failure.user_failure_data.description
    assert "HTTP status 404" in message
    assert "What it answered before is kept" in message
    assert len(Store(project / "store").read_notes("judged/uti/tiny")) == 1
    assert "predictions" in {event.asset_key.path[-1] for event in result.all_events if event.is_step_materialization}


def test_real_cases_are_not_sent_to_another_machine_without_leave(project, declare, edit_task, instance):
    with serving(prefer_the_longest) as server:
        declare({"judge": "gpt", "max_cases": 3}, endpoint(server))
        assert materialize(instance).success
    store = Store(project / "store")

    def become_real(attributes):
        attributes["source"].update(reader="files", options={"path": str(project / "notes.csv")})

    elsewhere = {"name": "gpt", "from": "endpoint", "url": "https://judge.invalid/v1", "model": "m"}
    declare({"judge": "gpt", "max_cases": 3}, elsewhere)
    edit_task("uti", become_real)
    result = materialize(instance, "ratings", raise_on_error=False)
    [failure] = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert "nothing was sent" in failure.user_failure_data.description
    assert len(store.read_notes("judged/uti/tiny")) == len(server.requests)


def test_ratings_are_declared_with_what_they_are_made_of(declare):
    declare({"judge": None})
    specs = specs_of(load_definitions(), "uti")
    deps = {name: {dep.asset_key.path[-1] for dep in specs[name].deps} for name in ("clinician_ratings", "ratings")}
    assert deps == {"clinician_ratings": set(), "ratings": {"cases", "predictions", "clinician_ratings"}}
    assert "ratings" in {dep.asset_key.path[-1] for dep in specs["evaluation_report"].deps}


def test_another_rubric_trains_nothing_and_lets_no_model_answer_again(declare, project, tiny_task):
    tiny_task("uti")
    without = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    judge = {"name": "gpt", "from": "endpoint", "url": "http://127.0.0.1:1/v1", "model": "m"}
    declare({"judge": "gpt"}, judge)
    before = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    assert {name for name in without if without[name] != before[name]} == {"evaluation_report"}
    declare({"judge": "gpt", "rubric": "Be brief."}, judge)
    after = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    assert {name for name in before if before[name] != after[name]} == {"ratings", "evaluation_report"}
    declare({"judge": "gpt"}, {**judge, "model": "n"})
    other = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    assert {name for name in before if before[name] != other[name]} == {"ratings"}
    declare({"judge": "gpt"}, {**judge, "timeout_seconds": 5})
    slower = {name: spec.code_version for name, spec in specs_of(load_definitions(), "uti").items()}
    assert slower == before


def test_a_judge_that_the_profile_lacks_is_refused_at_load(declare, project):
    declare({"judge": "oracle"})
    assert "evaluation.likert.judge: unknown judge 'oracle'; declared in resources/: none" in refusal(project)


def test_a_key_in_the_profile_is_refused_at_load(declare, project):
    judge = {"name": "gpt", "from": "endpoint", "url": "http://127.0.0.1:1/v1", "model": "m", "api_key_env": "sk-x"}
    declare({"judge": "gpt"}, judge)
    assert "api_key_env" in refusal(project)
