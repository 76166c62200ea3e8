"""A person moves the champion in the UI with a reason, and Dagster shows where it stands."""

import yaml

from medpref_dagster.definitions import load_definitions
from medpref_dagster.promotion.history import read_moves
from medpref_dagster.storage.store import Store
from tests.components.test_feedback_loop import declare  # noqa: F401 - a fixture
from tests.steps.test_deciding import GATE


def test_a_person_moves_the_champion_in_the_ui_with_a_reason(declare, project):  # noqa: F811
    declare(gate=GATE | {"non_inferiority": [{"task": "uti", "metric": "f1", "margin": 0.9}]})
    job = load_definitions().resolve_job_def("ward_loop_rollback")
    config = {"ops": {"ward_loop_rollback_champion": {"config": {"round": "first", "why": "worse"}}}}
    result = job.execute_in_process(run_config=config, raise_on_error=False)
    assert not result.success
    [failure] = [event for event in result.all_events if event.is_step_failure]
    assert "never gave a champion" in str(failure.event_specific_data)
    assert read_moves(Store(project / "store"), "ward_loop") == []


def test_the_launchpad_asks_for_a_round_and_a_reason_and_refuses_what_is_none(declare):  # noqa: F811
    declare(gate=GATE | {"non_inferiority": [{"task": "uti", "metric": "f1", "margin": 0.9}]})
    job = load_definitions().resolve_job_def("ward_loop_approve")
    asked = dict(job.run_config)
    assert asked == {"ops": {"ward_loop_approve_champion": {"config": {"round": "", "why": ""}}}}
    for config, said in (
        ({"round": "", "why": "good"}, "round: '' is no day such as 2026-06-01"),
        ({"round": "2026-06-03", "why": " "}, "needs a name and a reason"),
        ({"round": "2026-06-03", "why": "good"}, "round 2026-06-01 of ward_loop was not decided"),
    ):
        result = job.execute_in_process(
            run_config={"ops": {"ward_loop_approve_champion": {"config": config}}}, raise_on_error=False
        )
        [failure] = [event for event in result.all_events if event.is_step_failure]
        assert said in str(failure.event_specific_data)


def test_a_reason_that_names_somebody_is_refused_where_the_text_is_of_patients(declare, project):  # noqa: F811
    declare(gate=GATE | {"non_inferiority": [{"task": "uti", "metric": "f1", "margin": 0.9}]})
    path = project / "assets" / "ward" / "defs.yaml"
    declared = yaml.safe_load(path.read_text())

    def refuse(why):
        config = {"ops": {"ward_loop_rollback_champion": {"config": {"round": "first", "why": why}}}}
        job = load_definitions().resolve_job_def("ward_loop_rollback")
        result = job.execute_in_process(run_config=config, raise_on_error=False)
        [failure] = [event for event in result.all_events if event.is_step_failure]
        return str(failure.event_specific_data)

    why = "Ottilie Quillfeather, MRN 88213307, was told nonsense"
    said = refuse(why)
    assert "looks like an identifier (1 medical_record, 1 name)" in said
    assert "Delete this run" in said
    assert "Quillfeather" not in said
    assert "never gave a champion" in refuse("worse on the ward")
    for source in declared["attributes"]["sources"].values():
        source["disclosure"] = "synthetic"
    path.write_text(yaml.safe_dump(declared))
    assert "never gave a champion" in refuse(why), "what is made up is nobody's"
