import re
import sqlite3

import pytest
from click.testing import CliRunner

from medpref_dagster.cli import main
from tests.conftest import write_bare_project


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDPREF_PROJECT", str(write_bare_project(tmp_path)))
    monkeypatch.setenv("MEDPREF_CAPTURE_DATABASE", f"sqlite:///{tmp_path}/capture.sqlite")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_tokens_are_made_listed_and_revoked(invoke):
    made = invoke("tokens", "create", "ward 3", "--scope", "send", "--scope", "read", "--days", "30")
    assert re.fullmatch(r"medpref_[0-9a-f]{12}_\S{43}\n", made.stdout)
    identifier = made.stdout.split("_")[1]
    assert f"token {identifier} of ward 3, to send and read" in made.stderr
    assert re.match(rf"{identifier}  send,read .* ward 3\n", invoke("tokens", "list").stdout)
    assert invoke("tokens", "revoke", identifier).stdout == f"token {identifier} is revoked\n"
    assert " revoked " in invoke("tokens", "list").stdout


def test_an_unknown_token_and_an_unknown_scope_are_refused(invoke):
    assert "there is no token of this id" in invoke("tokens", "revoke", "000000000000").stderr
    assert "'root' is not one of" in invoke("tokens", "create", "x", "--scope", "root").stderr


def test_a_service_refuses_a_database_of_a_newer_schema_in_one_sentence(invoke, tmp_path):
    invoke("tokens", "list")
    with sqlite3.connect(tmp_path / "capture.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
    refused = invoke("capture", "--port", "0")
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "newer medpref" in refused.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [("--rate", "nan"), ("--rate", "inf"), ("--future-tolerance", "9" * 20), ("--max-body", "0"), ("--port", "65536")],
)
def test_a_limit_that_is_none_is_refused(invoke, monkeypatch, option, value):
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: pytest.fail("it was started"))
    refused = invoke("capture", option, value)
    assert refused.exit_code == 2
    assert f"Invalid value for '{option}'" in refused.stderr


def test_the_service_listens_on_loopback_unless_told(invoke, monkeypatch):
    listened = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **options: listened.update(options))
    assert invoke("capture").stderr == ""
    assert (listened["host"], listened["port"], listened["access_log"]) == ("127.0.0.1", 4318, False)
    assert "without TLS" in invoke("capture", "--host", "0.0.0.0").stderr  # noqa: S104
