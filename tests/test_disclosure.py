"""What a text tells of patients: the strictest wins, and one place decides what follows from it."""

import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.disclosure import (
    Disclosure,
    HiddenError,
    LoosenedError,
    describe_trace,
    handling,
    keep_private,
    make_private,
    make_shared,
    may_leave,
    may_show,
    read_disclosure,
    refuse_loosened,
    strictest,
)
from medpref_dagster.sources.reading import SourceError

SYNTHETIC, DEIDENTIFIED, IDENTIFIABLE = Disclosure


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@given(st.lists(st.sampled_from(Disclosure)))
def test_the_strictest_is_as_strict_as_each(disclosures):
    found = strictest(disclosures)
    assert all(found >= item for item in disclosures)
    assert found in {*disclosures, SYNTHETIC}


def test_only_made_up_text_is_shown():
    assert [may_show(item) for item in Disclosure] == [True, False, False]


@pytest.mark.parametrize(
    ("allowed", "leaves"),
    [
        (None, [True, False, False]),
        (SYNTHETIC, [True, False, False]),
        (DEIDENTIFIED, [True, True, False]),
        (IDENTIFIABLE, [True, True, True]),
    ],
)
def test_no_text_leaves_that_is_stricter_than_the_profile_allows(allowed, leaves):
    assert [may_leave(item, allowed) for item in Disclosure] == leaves


def test_what_is_made_takes_the_strictest_or_a_stricter_one():
    inputs = {"uti": SYNTHETIC, "ward": DEIDENTIFIED}
    assert refuse_loosened(None, inputs) is DEIDENTIFIED
    assert refuse_loosened(IDENTIFIABLE, inputs) is IDENTIFIABLE


def test_a_looser_one_is_refused_with_the_input_that_is_stricter():
    with pytest.raises(LoosenedError, match="'synthetic' is less strict than ward, which is 'deidentified'"):
        refuse_loosened(SYNTHETIC, {"uti": SYNTHETIC, "ward": DEIDENTIFIED})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"disclosure": "deidentified", "synthetic": True}, DEIDENTIFIED),
        ({"synthetic": True}, SYNTHETIC),
        ({"synthetic": False}, IDENTIFIABLE),
        ({}, IDENTIFIABLE),
    ],
)
def test_a_report_of_an_earlier_version_is_read(written, expected):
    assert read_disclosure(written) is expected


@pytest.mark.parametrize(("disclosure", "file", "folder"), [(SYNTHETIC, 0o644, 0o755), (DEIDENTIFIED, 0o600, 0o700)])
def test_what_is_not_made_up_is_written_for_its_owner_alone(tmp_path, umask, disclosure, file, folder):
    with keep_private(disclosure):
        (tmp_path / "rows").write_text("text")
        (tmp_path / "folder").mkdir()
    assert (mode(tmp_path / "rows"), mode(tmp_path / "folder")) == (file, folder)
    (tmp_path / "after").write_text("text")
    assert mode(tmp_path / "after") == 0o644


def test_blocks_that_overlap_in_threads_are_private_until_the_last_one_ends(tmp_path, umask):
    first_is_in, may_end = threading.Event(), threading.Event()

    def hold():
        with keep_private(IDENTIFIABLE):
            first_is_in.set()
            may_end.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    first_is_in.wait()
    with keep_private(IDENTIFIABLE):
        may_end.set()
        thread.join()
        (tmp_path / "second").write_text("text")
    (tmp_path / "after").write_text("text")
    assert (mode(tmp_path / "second"), mode(tmp_path / "after")) == (0o600, 0o644)


def test_a_stricter_umask_stays(tmp_path, umask):
    os.umask(0o177)
    with keep_private(IDENTIFIABLE):
        (tmp_path / "rows").write_text("text")
    assert mode(tmp_path / "rows") == 0o600
    assert os.umask(0o022) == 0o177


def test_what_is_there_already_is_taken_from_others_and_links_are_not_followed(tmp_path, umask):
    (tmp_path / "elsewhere").write_text("another's")
    folder = tmp_path / "made" / "inner"
    folder.mkdir(parents=True)
    (folder / "rows").write_text("text")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    make_private(tmp_path / "made")
    assert [mode(path) for path in (tmp_path / "made", folder, folder / "rows")] == [0o700, 0o700, 0o600]
    assert mode(tmp_path / "elsewhere") == 0o644


def test_a_base_model_that_is_prepared_for_a_private_step_is_for_everybody(tmp_path, umask):
    with keep_private(IDENTIFIABLE):
        (tmp_path / "tiny").mkdir()
        (tmp_path / "tiny" / "weights").write_text("0")
        make_shared(tmp_path / "tiny")
    assert (mode(tmp_path / "tiny"), mode(tmp_path / "tiny" / "weights")) == (0o755, 0o644)


def choke(on: str) -> None:
    try:
        int(on)
    except ValueError as error:
        raise KeyError(on) from error


def test_an_error_that_nobody_foresaw_is_told_by_its_kind_and_its_places():
    with pytest.raises(HiddenError) as hidden, handling(DEIDENTIFIED):
        choke("Jane Doe")
    assert str(hidden.value).startswith("KeyError at test_disclosure.py:")
    trace = describe_trace(hidden.value)
    assert [line for line in trace.splitlines() if not line.startswith(" ")] == ["KeyError", "ValueError"]
    assert "in choke" in trace
    assert "Jane" not in f"{hidden.value}{trace}"
    assert hidden.value.__cause__ is None
    assert hidden.value.__suppress_context__


def refuse(written: str) -> None:
    try:
        int(written)
    except ValueError as error:
        raise SourceError("line 3 is no number") from error


def test_an_error_of_this_package_keeps_its_sentence_and_loses_what_a_library_said():
    with pytest.raises(SourceError, match="line 3 is no number") as refused, handling(IDENTIFIABLE):
        refuse("Jane Doe")
    assert "invalid literal" not in describe_trace(refused.value)


def test_of_made_up_text_everything_is_told():
    with pytest.raises(KeyError) as told, handling(SYNTHETIC):
        choke("Jane Doe")
    assert "invalid literal for int() with base 10: 'Jane Doe'" in describe_trace(told.value)
