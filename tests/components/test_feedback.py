"""Feedback as Dagster sees it: weeks from events to pairs, the same bytes again, late events in their own week."""

import csv
import json
from datetime import UTC, date, datetime, timedelta

import dagster as dg
import pytest
import yaml
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from medpref_dagster.capture.database import open_database
from medpref_dagster.capture.journal import Journal, make_arrival
from medpref_dagster.definitions import load_definitions
from medpref_dagster.feedback.parsing import parse_event
from medpref_dagster.resources import StoreResource
from medpref_dagster.storage.store import Store
from medpref_dagster.synthetic.feedback_quarter import ADVERSARIAL, CARELESS
from tests.components.test_task import refusal
from tests.feedback.made_events import CANARY
from tests.feedback.made_weeks import NEXT_WEEK, NOW, WEEK, react, write

ASSETS = ("events", "generations", "reactions", "preference_pairs", "accepted_examples")
WEEK_OF_MINUTES = 7 * 24 * 60
EVENTS = [
    write("g-a", "No urinary tract infection."),
    write("g-b", "Acute cystitis; start nitrofurantoin.", 1),
    react("r-1", "g-a", "rejected", 10),
    react("r-2", "g-b", "accepted", 10 + WEEK_OF_MINUTES),
    react("r-3", "g-a", "edited", 11, text="Acute urinary tract infection."),
    react("r-4", "g-9", "accepted", 12),
]


def declare(project, **changes):
    attributes = {
        "title": "The ward's feedback",
        "start": "2026-06-03",
        "sources": {"ward": {"reader": "files", "options": {"path": str(project / "events" / "*.jsonl")}}},
        "min_matched_share": 0.5,
        "lookback_weeks": 1,
    } | changes
    folder = project / "assets" / "ward"
    folder.mkdir(exist_ok=True)
    declared = {"type": "medpref_dagster.components.Feedback", "attributes": attributes}
    (folder / "defs.yaml").write_text(yaml.safe_dump(declared))


@pytest.fixture
def ward(project):
    """A project with two weeks of feedback in a file."""
    declare(project)
    send(project, *EVENTS)
    return project


def send(project, *events, file="a"):
    (project / "events").mkdir(exist_ok=True)
    with (project / "events" / f"{file}.jsonl").open("a") as lines:
        lines.writelines(json.dumps(event) + "\n" for event in events)


def materialize(instance, week, raise_on_error=True):
    job = load_definitions().resolve_job_def("ward")
    return job.execute_in_process(instance=instance, partition_key=week, raise_on_error=raise_on_error)


def read(project, name, week, part="rows"):
    store = Store(project / "store")
    return store.read_table(store.current(f"ward/{name}", week), part).to_pylist()


def list_versions(project, week):
    store = Store(project / "store")
    return {name: store.current(f"ward/{name}", week).version for name in ASSETS}


def test_two_weeks_lead_from_events_to_pairs_and_examples(ward):
    with dg.DagsterInstance.ephemeral() as instance:
        first = materialize(instance, WEEK)
        assert materialize(instance, NEXT_WEEK).success
    assert [row["rule"] for row in read(ward, "preference_pairs", WEEK)] == ["edit"]
    assert [row["event_ids"] for row in read(ward, "preference_pairs", NEXT_WEEK)] == [["r-1", "r-2", "g-b", "g-a"]]
    assert [row["event_ids"] for row in read(ward, "accepted_examples", NEXT_WEEK)] == [["r-2", "g-b"]]
    assert [row["row_id"] for row in read(ward, "reactions", WEEK, "waiting")] == ["r-4"]
    found = {check.check_name: check.passed for check in first.get_asset_check_evaluations()}
    assert found == {"readable": True, "matched": True, "agreeing": True}
    shown = "".join(str(event) for event in first.get_asset_materialization_events())
    assert "nitrofurantoin" not in shown
    assert CANARY not in shown


def test_a_week_materialized_again_in_another_order_is_the_same_bytes(ward):
    with dg.DagsterInstance.ephemeral() as instance:
        materialize(instance, WEEK)
        before = list_versions(ward, WEEK)
        (ward / "events" / "a.jsonl").unlink()
        send(ward, *reversed(EVENTS), *EVENTS[2:4])
        materialize(instance, WEEK)
    assert list_versions(ward, WEEK) == before


def test_a_late_event_lands_in_its_own_week_and_changes_no_other(ward):
    with dg.DagsterInstance.ephemeral() as instance:
        for week in (WEEK, NEXT_WEEK):
            materialize(instance, week)
        before = {week: list_versions(ward, week) for week in (WEEK, NEXT_WEEK)}
        send(ward, react("r-5", "g-b", "edited", 20, text="Pyelonephritis; admit."), file="b")
        for week in (WEEK, NEXT_WEEK):
            materialize(instance, week)
    after = {week: list_versions(ward, week) for week in (WEEK, NEXT_WEEK)}
    assert after[NEXT_WEEK] == before[NEXT_WEEK]
    changed = {name for name in ASSETS if after[WEEK][name] != before[WEEK][name]}
    assert changed == {"events", "reactions", "preference_pairs"}


def test_a_late_generation_resolves_what_waited_for_it(ward):
    with dg.DagsterInstance.ephemeral() as instance:
        materialize(instance, WEEK)
        send(ward, write("g-9", "Take fluids.", 2), file="b")
        materialize(instance, WEEK)
    assert read(ward, "reactions", WEEK, "waiting") == []
    assert [row["completion"] for row in read(ward, "accepted_examples", WEEK)] == ["Take fluids."]


def test_a_week_without_the_one_that_it_looks_back_to_is_refused(ward):
    with dg.DagsterInstance.ephemeral() as instance:
        made = materialize(instance, NEXT_WEEK, raise_on_error=False)
    [failure] = made.get_step_failure_events()
    assert f"ward/generations, partition {WEEK} was not materialized yet" in str(failure.event_specific_data)


def test_an_id_of_two_different_events_is_neither_of_them_wherever_they_are(ward):
    send(ward, write("g-a", "Another answer.", WEEK_OF_MINUTES), file="b")
    with dg.DagsterInstance.ephemeral() as instance:
        for week in (WEEK, NEXT_WEEK):
            materialize(instance, week, raise_on_error=False)
        store = Store(ward / "store")
        for week in (WEEK, NEXT_WEEK):
            quarantine = store.read_table(store.current("ward/events", week), "quarantine").to_pylist()
            assert [(row["row_id"], row["reason"]) for row in quarantine] == [("g-a", "conflict")]


def test_what_is_no_event_is_quarantined_and_fails_the_check(ward):
    broken = {**react("r-7", "g-a", "accepted", 30), "mood": "bad"}
    send(ward, broken, file="b")
    with dg.DagsterInstance.ephemeral() as instance:
        made = materialize(instance, WEEK, raise_on_error=False)
    assert not made.success
    [check] = [check for check in made.get_asset_check_evaluations() if not check.passed]
    assert check.description.startswith("1 of 6 events could not be taken (16.7%, over the declared 5.0%)")
    [row] = read(ward, "events", WEEK, "quarantine")
    assert (row["row_id"], row["reason"]) == ("r-7", "unknown_field")
    assert json.loads(row["record"]) == broken


def test_a_table_of_a_column_a_field_is_read_as_events(ward):
    (ward / "events" / "a.jsonl").unlink()
    fields = sorted({name for event in EVENTS for name in event})
    with (ward / "events.csv").open("w", newline="") as file:
        rows = csv.DictWriter(file, fields)
        rows.writeheader()
        for event in EVENTS:
            rows.writerow(event | ({"reaction": json.dumps(event["reaction"])} if "reaction" in event else {}))
    declare(ward, sources={"ward": {"reader": "files", "options": {"path": str(ward / "events.csv")}}})
    with dg.DagsterInstance.ephemeral() as instance:
        assert materialize(instance, WEEK).success
    assert [row["rule"] for row in read(ward, "preference_pairs", WEEK)] == ["edit"]


SPAN = {
    "id": "span-1",
    "traceId": "trace-1",
    "type": "GENERATION",
    "startTime": "2026-06-01T08:00:00Z",
    "endTime": "2026-06-01T08:00:02Z",
    "input": f"{CANARY}, 62, dysuria.",
    "output": "No urinary tract infection.",
    "model": "uti/sft_model/tiny",
}


def export(project, *records, file="a"):
    """A page of another product's export."""
    (project / "exports").mkdir(exist_ok=True)
    (project / "exports" / f"{file}.json").write_text(json.dumps({"data": records}))


def score(identifier, value, **changes):
    return {
        "id": identifier,
        "traceId": "trace-1",
        "observationId": "span-1",
        "name": "output",
        "value": 0,
        "stringValue": value,
        "dataType": "CORRECTION",
        "source": "ANNOTATION",
        "authorUserId": "c-1",
        "timestamp": "2026-06-01T09:00:00Z",
    } | changes


def test_an_export_leads_to_pairs_and_the_sensor_sees_its_new_files(ward, ask):
    options = {"product": "langfuse", "path": str(ward / "exports" / "*.json")}
    declare(ward, sources={"langfuse": {"reader": "export", "options": options}}, max_quarantined_share=0.5)
    odd = score("s-2", "Cystitis.", name="mood", dataType="CATEGORICAL")
    export(ward, SPAN, score("s-1", "Acute urinary tract infection."), odd, score("s-3", "", source="EVAL"))
    with dg.DagsterInstance.ephemeral() as instance:
        assert ask(instance) == [WEEK]
        made = materialize(instance, WEEK)
        assert ask(instance) == []
        export(ward, score("s-4", "Acute cystitis.", authorUserId="c-2"), SPAN, file="b")
        assert ask(instance) == [WEEK]
        first = read(ward, "preference_pairs", WEEK)
        materialize(instance, WEEK)
    assert [(row["rule"], row["chosen"]) for row in first] == [("edit", "Acute urinary tract infection.")]
    assert {row["chosen"] for row in read(ward, "preference_pairs", WEEK)} == {
        "Acute urinary tract infection.",
        "Acute cystitis.",
    }
    [refused] = read(ward, "events", WEEK, "quarantine")
    assert refused["reason"] == "undeclared_score"
    assert json.loads(refused["record"]) == odd
    assert CANARY not in "".join(str(event) for event in made.get_asset_materialization_events())


def capture(project, *events):
    engine = open_database(f"sqlite:///{project / 'capture.sqlite'}")
    journal = Journal(engine, lambda: datetime.now(UTC))
    for event in events:
        journal.submit([make_arrival(parse_event(event, NOW))], "events", "ward").result()
    journal.close()
    engine.dispose()


def test_captured_events_give_the_same_pairs_and_the_sensor_requests_the_weeks_that_changed(ward, ask, monkeypatch):
    monkeypatch.setenv("WARD_DATABASE", f"sqlite:///{ward / 'capture.sqlite'}")
    declare(ward, sources={"ward": {"capture": "{{ env.WARD_DATABASE }}"}})
    capture(ward, *EVENTS)
    with dg.DagsterInstance.ephemeral() as instance:
        assert [ask(instance), ask(instance), ask(instance)] == [[WEEK], [NEXT_WEEK], []]
        capture(ward, react("r-5", "g-b", "edited", 20, text="Pyelonephritis; admit."))
        assert ask(instance) == [WEEK]
        capture(ward, *EVENTS)
        assert ask(instance) == []
        assert materialize(instance, WEEK).success
    assert sorted(row["event_ids"][0] for row in read(ward, "preference_pairs", WEEK)) == ["r-3", "r-5"]


def test_the_sensor_sees_new_lines_of_files_and_other_orders_are_no_change(ward, ask):
    with dg.DagsterInstance.ephemeral() as instance:
        assert [ask(instance), ask(instance), ask(instance)] == [[WEEK], [NEXT_WEEK], []]
        (ward / "events" / "a.jsonl").unlink()
        send(ward, *reversed(EVENTS))
        assert ask(instance) == []
        send(ward, react("r-6", "g-b", "rejected", 30 + WEEK_OF_MINUTES), file="c")
        # Nothing was made yet, and this week cannot be made without the one before.
        assert [ask(instance), ask(instance), ask(instance)] == [[WEEK], [NEXT_WEEK], []]


def test_no_week_after_the_declared_end_is_there_or_requested(ward, ask):
    declare(ward, end="2026-06-04")
    with dg.DagsterInstance.ephemeral() as instance:
        assert ask(instance) == [WEEK]
    assert load_definitions().resolve_job_def("ward").partitions_def.get_partition_keys() == [WEEK]


@pytest.fixture
def ask(project):
    """Let the sensor look, again and again: the weeks that it requests."""
    cursors: list[str | None] = [None]

    def look(instance):
        sensor = load_definitions().resolve_sensor_def("ward_new_events")
        resources = {"store": StoreResource(root=str(project / "store"))}
        result = sensor(dg.build_sensor_context(instance=instance, cursor=cursors[-1], resources=resources))
        assert isinstance(result, dg.SensorResult), result
        cursors.append(result.cursor)
        requested.extend(result.run_requests or ())
        return [request.partition_key for request in result.run_requests or ()]

    requested: list[dg.RunRequest] = []
    look.requested = requested
    return look


def follow(instance, ask):
    """Do what the sensor requests until it requests nothing: (week, the assets that it names or the whole job)."""
    done = []
    while ask(instance):
        request = ask.requested[-1]
        job = load_definitions().resolve_job_def("ward")
        chosen = request.asset_selection
        made = job.execute_in_process(
            instance=instance, partition_key=request.partition_key, asset_selection=chosen and list(chosen)
        )
        assert made.success
        done.append((request.partition_key, sorted(key.path[-1] for key in chosen) if chosen else "all"))
    return done


def list_stale(instance, week):
    """What Dagster's own rule, which the UI shows, calls stale of a week."""
    graph = load_definitions().resolve_asset_graph()
    stale = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    keys = [dg.AssetKey(["ward", name]) for name in (*ASSETS, "signal_report")]
    return [key.path[-1] for key in keys if stale.get_status(key, week) is not StaleStatus.FRESH]


LATER = [(date(2026, 6, 1) + timedelta(weeks=week)).isoformat() for week in range(4)]


def test_a_late_event_is_followed_as_far_as_it_changes_something_and_no_further(ward, ask):
    declare(ward, end="2026-06-24")
    send(ward, react("r-20", "g-b", "rejected", 5 + 3 * WEEK_OF_MINUTES), file="c")
    late = write("g-9", "Take fluids.", 2)
    with dg.DagsterInstance.ephemeral() as instance:
        assert follow(instance, ask) == [(week, "all") for week in LATER]
        assert [list_stale(instance, week) for week in LATER] == [[]] * 4
        send(ward, late, file="b")
        assert ask(instance) == [WEEK]
        materialize(instance, WEEK)
        # A generation of the first week: what looks back to it, and what looks back to that, where it changed.
        expected = ["preference_pairs", "reactions", "signal_report"]
        assert sorted(list_stale(instance, NEXT_WEEK)) == expected
        assert [list_stale(instance, week) for week in LATER[2:]] == [[]] * 2
        # What is behind the stale is made, too; the next week's report shows the pairs of this one.
        also = sorted([*expected, "accepted_examples"])
        assert follow(instance, ask) == [(NEXT_WEEK, also), (LATER[2], ["signal_report"])]
        assert [list_stale(instance, week) for week in LATER] == [[]] * 4
        send(ward, react("r-21", "g-b", "edited", 30, text="Pyelonephritis; admit."), file="d")
        assert follow(instance, ask)[:2] == [(WEEK, "all"), (NEXT_WEEK, ["preference_pairs", "signal_report"])]
        assert [list_stale(instance, week) for week in LATER] == [[]] * 4


def test_weeks_are_requested_one_after_the_other(ward, ask):
    with dg.DagsterInstance.ephemeral() as instance:
        assert ask(instance) == [WEEK]
        under_way = instance.create_run_for_job(load_definitions().resolve_job_def("ward"))
        assert ask(instance) == []
        instance.report_run_failed(under_way)
        assert ask(instance) == [NEXT_WEEK]
        assert ask(instance) == []


def test_a_database_that_is_not_there_is_told_and_not_made(ward):
    declare(ward, sources={"ward": {"capture": f"sqlite:///{ward / 'none.sqlite'}"}})
    with dg.DagsterInstance.ephemeral() as instance:
        made = materialize(instance, WEEK, raise_on_error=False)
    [failure] = made.get_step_failure_events()[:1]
    assert "start `medpref capture` with it" in str(failure.event_specific_data)
    assert not (ward / "none.sqlite").exists()


def test_a_password_is_in_no_code_version(ward):
    versions = []
    for password in ("one", "two"):
        declare(ward, sources={"ward": {"capture": f"postgresql://reader:{password}@db.example/events"}})
        [events] = [
            asset
            for asset in load_definitions().assets or ()
            if isinstance(asset, dg.AssetsDefinition) and asset.key.to_user_string() == "ward/events"
        ]
        versions.append(events.get_asset_spec().code_version)
    assert versions[0] == versions[1]


MISTAKES = {
    "both ways": ({"sources": {"ward": {"capture": "sqlite:///a", "reader": "files"}}}, ["capture", "reader"]),
    "an unknown reader": ({"sources": {"ward": {"reader": "fax"}}}, ["unknown reader 'fax'"]),
    "an unknown kind of edit": ({"rules": {"edit": {"trivial": {"mood": None}}}}, ["mood"]),
    "an unknown time zone": ({"timezone": "Mars"}, ["Mars"]),
    "an unknown product": (
        {"sources": {"ward": {"reader": "export", "options": {"product": "langfues", "path": "a"}}}},
        ["langfues", "langfuse"],
    ),
    "no day": ({"start": "June"}, ["'June' is no day such as 2026-06-01"]),
    "an end before the start": ({"end": "2026-06-02"}, ["end: 2026-06-02 is before the start, 2026-06-03"]),
    "two ways to a task": ({"task": "uti", "tasks": {"a": "b"}}, ["say one of them"]),
    "a rule twice": ({"rules": {"use": ["edit", "edit"]}}, ["the same rule twice"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_at_load(ward, mistake):
    changes, expected = MISTAKES[mistake]
    declare(ward, **changes)
    message = refusal(ward)
    assert [part for part in [*expected, "assets/ward/defs.yaml:"] if part not in message] == []


def test_the_report_of_a_simulated_quarter_names_the_careless_and_the_adversarial(project):
    declare(
        project,
        start="2025-09-29",
        sources={
            "made_up": {
                "reader": "synthetic",
                "options": {"generator": "feedback_quarter", "rows": 2000, "seed": 5},
                "event": "event",
            }
        },
        lookback_weeks=12,
        signal={"drawn_tables": 199, "reliability": {"samples": 50}},
    )
    weeks = [(date(2025, 9, 29) + timedelta(weeks=week)).isoformat() for week in range(13)]
    with dg.DagsterInstance.ephemeral() as instance:
        assert all(materialize(instance, week).success for week in weeks)
    store = Store(project / "store")
    report = store.current("ward/signal_report", weeks[-1])
    content = json.loads((report.path / "report.json").read_text())
    standings = {item["clinician"]: item["standing"] for item in content["clinicians"]}
    assert {name for name, standing in standings.items() if standing == "adversarial"} == {ADVERSARIAL}
    assert {name for name, standing in standings.items() if standing == "careless"} == {CARELESS}
    assert content["disclosure"] == "synthetic"
    assert content["totals"]["weeks"] == 13
    assert content["totals"]["pairs"] > 100
    assert content["totals"]["examples"] > 100
