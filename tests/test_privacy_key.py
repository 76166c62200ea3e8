import hashlib
import hmac
import os
import subprocess
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.privacy_key import PrivacyKey, PrivacyKeyError, create_privacy_key, read_privacy_key
from medpref_dagster.storage.store import Store

KEY = PrivacyKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def no_key_of_the_machine(monkeypatch):
    for name in ("MEDPREF_PRIVACY_KEY", "MEDPREF_PRIVACY_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_a_digest_is_hmac_sha256_under_a_key_of_its_purpose():
    own = hmac.digest(KEY.secret, b"purpose\0patient", "sha256")
    assert KEY.digest("patient", "1001") == hmac.new(own, b"1001", hashlib.sha256).hexdigest()


@given(st.text(), st.text(), st.text(), st.text())
def test_purposes_and_values_never_run_into_each_other(purpose, value, other_purpose, other_value):
    same = (purpose, value) == (other_purpose, other_value)
    assert (KEY.digest(purpose, value) == KEY.digest(other_purpose, other_value)) == same


def test_another_key_gives_other_digests_and_another_fingerprint():
    other = PrivacyKey(bytes(range(1, 33)))
    assert other.digest("patient", "1001") != KEY.digest("patient", "1001")
    assert other.fingerprint != KEY.fingerprint
    assert len(KEY.fingerprint) == 16


def test_numbers_are_below_their_bound_and_use_all_of_it():
    assert {KEY.number("shift", str(value), 7) for value in range(200)} == set(range(7))
    with pytest.raises(ValueError, match="below 0"):
        KEY.number("shift", "1", 0)


def test_what_a_key_prints_as_holds_nothing_of_it():
    assert repr(KEY) == "PrivacyKey()"
    with ProcessPoolExecutor(max_workers=1) as pool:
        assert pool.submit(KEY.digest, "patient", "1001").result() == KEY.digest("patient", "1001")


def test_a_short_secret_is_refused():
    with pytest.raises(PrivacyKeyError, match="has 32 bytes, this one has 3"):
        PrivacyKey(b"abc")


def test_what_is_created_is_read_again(tmp_path, monkeypatch):
    path = tmp_path / "key"
    made = create_privacy_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY_FILE", str(path))
    assert read_privacy_key() == made
    monkeypatch.delenv("MEDPREF_PRIVACY_KEY_FILE")
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY", path.read_text())
    assert read_privacy_key() == made


def test_two_keys_differ(tmp_path):
    assert create_privacy_key(tmp_path / "one") != create_privacy_key(tmp_path / "two")


def test_the_mode_does_not_hang_on_the_umask(tmp_path):
    before = os.umask(0)
    try:
        create_privacy_key(tmp_path / "key")
    finally:
        os.umask(before)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over(tmp_path):
    path = tmp_path / "key"
    path.write_text("mine")
    with pytest.raises(PrivacyKeyError, match="never written over"):
        create_privacy_key(path)
    assert path.read_text() == "mine"


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PrivacyKeyError):
        create_privacy_key(tmp_path / "key")
    assert not (tmp_path / "elsewhere").exists()


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(PrivacyKeyError, match="is no folder; make it first"):
        create_privacy_key(tmp_path / "none" / "key")


@pytest.mark.parametrize("inside", ["key", "journals/key"])
def test_a_place_in_a_store_is_refused_for_writing_and_for_reading(tmp_path, monkeypatch, inside):
    store = Store(tmp_path / "store")
    with pytest.raises(PrivacyKeyError, match="lies in the store"):
        create_privacy_key(store.root / inside)
    create_privacy_key(tmp_path / "key")
    (tmp_path / "key").rename(store.root / inside)
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY_FILE", str(store.root / inside))
    with pytest.raises(PrivacyKeyError, match="lies in the store"):
        read_privacy_key()


def test_a_link_into_a_store_is_no_way_around(tmp_path):
    store = Store(tmp_path / "store")
    (tmp_path / "aside").symlink_to(store.root / "tmp")
    with pytest.raises(PrivacyKeyError, match="lies in the store"):
        create_privacy_key(tmp_path / "aside" / "key")


def test_a_place_that_git_would_track_is_refused_and_an_ignored_one_is_not(tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("secrets/\n")
    (tmp_path / "secrets").mkdir()
    with pytest.raises(PrivacyKeyError, match="would track it"):
        create_privacy_key(tmp_path / "key")
    create_privacy_key(tmp_path / "secrets" / "key")
    assert (tmp_path / "secrets" / "key").exists()


def test_without_git_itself_a_work_tree_is_refused(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrivacyKeyError, match="would track it"):
        create_privacy_key(tmp_path / "key")


def test_no_key_is_said_with_what_to_do():
    with pytest.raises(PrivacyKeyError, match=r"medpref privacy-key create PATH.*MEDPREF_PRIVACY_KEY_FILE"):
        read_privacy_key()


def test_two_keys_at_once_are_refused(monkeypatch):
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY", "a")
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY_FILE", "b")
    with pytest.raises(PrivacyKeyError, match="unset one"):
        read_privacy_key()


def test_a_key_that_others_may_read_is_refused(tmp_path, monkeypatch):
    create_privacy_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(PrivacyKeyError, match=r"mode 0640.*chmod 600"):
        read_privacy_key()


def test_a_line_that_was_cut_or_changed_is_never_another_key(tmp_path, monkeypatch):
    create_privacy_key(tmp_path / "key")
    line = (tmp_path / "key").read_text().strip()
    turned = line.replace(":", ":A", 1)
    for wrong in (line[:-1], line[:40], turned, line + "0", "hunter2", line.replace("-1:", "-2:"), "é"):
        monkeypatch.setenv("MEDPREF_PRIVACY_KEY", wrong)
        with pytest.raises(PrivacyKeyError) as refused:
            read_privacy_key()
        assert line.split(":")[1][:12] not in str(refused.value)


@pytest.mark.parametrize("name", ["absent", "."])
def test_a_file_that_cannot_be_read_is_said(tmp_path, monkeypatch, name):
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY_FILE", str(tmp_path / name))
    with pytest.raises(PrivacyKeyError, match="which MEDPREF_PRIVACY_KEY_FILE names, "):
        read_privacy_key()
