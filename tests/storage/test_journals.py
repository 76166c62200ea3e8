"""Journals: what happened, in order, and nothing that is no longer what was written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.storage.documents import FolderDocuments
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.journals import Journals
from medpref_dagster.storage.temporary import Temporaries

NAME = "costs/uti/sft_model/tiny"


def open_journals(root: Path) -> Journals:
    return Journals(FolderDocuments(root, Temporaries(root / "tmp")))


def test_notes_are_kept_in_order_and_one_that_was_cut_off_spoils_no_other(tmp_path):
    journals = open_journals(tmp_path)
    assert journals.read(NAME) == []
    journals.note(NAME, {"seconds": 1})
    with (tmp_path / "journals" / f"{NAME}.jsonl").open("a") as file:
        file.write('\n{"seconds": 2, "arti')
    journals.note(NAME, {"seconds": 3})
    assert journals.read(NAME) == [{"seconds": 1}, {"seconds": 3}]


def test_notes_of_earlier_versions_are_read(tmp_path):
    path = tmp_path / "journals" / f"{NAME}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text('\n{"seconds": 1}\n\n{"seconds": 2}\n')
    assert open_journals(tmp_path).read(NAME) == [{"seconds": 1}, {"seconds": 2}]


def test_a_note_without_what_is_asked_for_is_left_out(tmp_path):
    journals = open_journals(tmp_path)
    journals.note(NAME, {"key": "a", "answer": "4"})
    journals.note(NAME, {"kez": "b", "answer": "5"})
    assert journals.read(NAME, ("key", "answer")) == [{"key": "a", "answer": "4"}]


@pytest.mark.parametrize("name", ["../outside", "a//b", "", "a/./b", "/etc"])
def test_a_journal_stays_in_its_folder(tmp_path, name):
    with pytest.raises(StoreError, match="no name for the store"):
        open_journals(tmp_path).note(name, {})


def test_any_other_name_is_possible(tmp_path):
    journals = open_journals(tmp_path)
    journals.note("judged/uti/ward 3|2026-06-01", {"n": 1})
    assert journals.read("judged/uti/ward 3|2026-06-01") == [{"n": 1}]


@given(data=st.data(), texts=st.lists(st.text(max_size=8), min_size=2, max_size=4))
def test_whatever_happens_to_a_byte_every_note_that_is_read_is_one_that_was_written(tmp_path_factory, data, texts):
    root = tmp_path_factory.mktemp("store")
    journals = open_journals(root)
    written = [{"n": n, "text": text} for n, text in enumerate(texts)]
    for record in written:
        journals.note("j", record)
    path = root / "journals" / "j.jsonl"
    content = bytearray(path.read_bytes())
    position = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[position] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del content[position:]
    path.write_bytes(content)
    read = journals.read("j")
    assert all(record in written for record in read)
    assert [record["n"] for record in read] == sorted({record["n"] for record in read})
