"""`medpref audit`, as a person calls it."""

import json

import pytest
from click.testing import CliRunner

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.cli import main
from tests.conftest import write_bare_project


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    project = write_bare_project(tmp_path / "project", audit={"anchor": "../anchor.jsonl"})
    monkeypatch.setenv("MEDPREF_PROJECT", str(project))
    monkeypatch.delenv("MEDPREF_PROFILE", raising=False)
    monkeypatch.setenv("MEDPREF_CAPTURE_DATABASE", f"sqlite:///{tmp_path}/capture.sqlite")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_who_made_and_revoked_a_token_is_shown(invoke):
    identifier = invoke("tokens", "create", "ward 3").stdout.split("_")[1]
    invoke("tokens", "revoke", identifier)
    shown = invoke("audit", "show").stdout.splitlines()
    assert [line.split("  ")[3:5] for line in shown] == [
        ["token.created", f"token {identifier}: for ward 3"],
        ["token.revoked", f"token {identifier}: medpref tokens revoke"],
    ]
    [entry] = invoke("audit", "show", "--action", "token.rev", "--json").stdout.splitlines()
    assert json.loads(entry)["sequence"] == 2
    assert invoke("audit", "show", "--subject", "token nobody").stdout == ""
    assert invoke("audit", "show", "--since", "2999-01-01").stdout == ""
    assert "is no time in ISO 8601" in invoke("audit", "show", "--since", "June").stderr


def test_a_whole_log_passes_and_a_changed_one_does_not(invoke, tmp_path):
    invoke("tokens", "create", "ward 3")
    passed = invoke("audit", "verify")
    assert passed.exit_code == 0
    assert "1 entries, unbroken" in passed.stdout
    assert "1 of them in" in passed.stdout
    log = AuditLog(tmp_path / "project" / "store" / "audit")
    log.path.write_bytes(log.path.read_bytes().replace(b"ward 3", b"ward 4"))
    failed = invoke("audit", "verify")
    assert failed.exit_code == 1
    assert "line 1: entry 1 was changed" in failed.stderr
    refused = invoke("tokens", "create", "ward 5")
    assert refused.exit_code == 1
    assert "is not what was written" in refused.stderr
    assert "medpref_" not in refused.stdout


def test_an_anchor_in_the_store_is_refused_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDPREF_PROJECT", str(write_bare_project(tmp_path, audit={"anchor": "store/anchor"})))
    refused = CliRunner().invoke(main, ("audit", "verify"))
    assert refused.exit_code == 1
    assert "lies in the store" in refused.stderr
