"""Journals keep nothing that may be of a forgotten patient, and everything else."""

from medpref_dagster.forgetting.leftovers import clean_journals
from medpref_dagster.forgetting.wanted import Wanted
from medpref_dagster.storage.store import Store


def test_what_names_the_patient_or_may_repeat_their_text_goes_and_the_rest_stays(tmp_path):
    store = Store(tmp_path)
    store.note("uses/uti", {"patient": "p1", "answered": 3})
    store.note("uses/uti", {"patient": "p2", "answered": 4})
    store.note("judged/uti/tiny", {"key": "a", "judge": "j", "answer": "[5, 1]"})
    store.note("judged/uti/tiny", {"key": "b", "judge": "j", "answer": "Mrs Roe should be seen today."})
    store.note("generated/ward/synthesis", {"key": "c", "generator": "g", "answer": "Mrs Roe was seen."})
    assert clean_journals(store, Wanted(patients={"p1"})) == 3
    assert [note["patient"] for note in store.read_notes("uses/uti", "patient")] == ["p2"]
    assert [note["key"] for note in store.read_notes("judged/uti/tiny", "key")] == ["a"]
    assert store.read_notes("generated/ward/synthesis", "key") == []
    assert clean_journals(store, Wanted(patients={"p1"})) == 0
