"""`medpref privacy-key`."""

import pytest

from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal


@pytest.fixture(autouse=True)
def no_key_of_the_machine(monkeypatch):
    for name in ("MEDPREF_PRIVACY_KEY", "MEDPREF_PRIVACY_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_a_key_is_made_and_shown_by_its_fingerprint_only(tmp_path, monkeypatch):
    path = tmp_path / "key"
    made = call("privacy-key", "create", str(path))
    assert made.returncode == 0
    assert f"export MEDPREF_PRIVACY_KEY_FILE={path}" in made.stdout
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY_FILE", str(path))
    shown = call("privacy-key", "show")
    assert shown.stdout.split()[1] == made.stdout.split("fingerprint ")[1].split(";")[0]
    assert path.read_text().split(":")[1] not in made.stdout + made.stderr + shown.stdout


def test_what_is_refused_is_said_in_one_line(tmp_path):
    store = Store(tmp_path / "store")
    assert "lies in the store" in refusal("privacy-key", "create", str(store.root / "key"))
    assert "is there already" in refusal("privacy-key", "create", str(tmp_path / "store"))
    assert "Missing argument" in refusal("privacy-key", "create")
    assert "medpref privacy-key create PATH" in refusal("privacy-key", "show")
