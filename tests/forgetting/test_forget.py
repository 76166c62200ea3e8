"""A patient is taken out of a whole project: every file is searched for the patient's name and ids."""

from tests.forgetting.made_project import (
    TASK,
    check_whole,
    find_remains,
    find_trained_patient,
    list_words,
    read_rows,
)


def test_nothing_of_a_forgotten_patient_is_left_and_everything_of_the_others_is(clinic, invoke):
    patient = find_trained_patient(clinic)
    words = list_words(patient, clinic)
    others = {row["case_id"] for row in read_rows(clinic, f"{TASK}/cases") if row["patient_id"] != patient}
    assert any("store/tables" in path for path in find_remains(clinic, words))

    done = invoke("forget", "--patient", patient, "--why", "the patient withdrew consent")
    assert done.exit_code == 0, done.output
    assert patient not in done.output
    assert find_remains(clinic, words) == {}
    assert {row["case_id"] for row in read_rows(clinic, f"{TASK}/cases")} == others
    check_whole(clinic)
