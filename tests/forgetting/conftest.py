"""Fixtures: a copy of the clinic and its ward for each test."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from medpref_dagster.cli import main
from tests.forgetting.made_project import make_key


@pytest.fixture
def clinic(made_clinic, tmp_path, monkeypatch) -> Path:
    """A copy in which nothing was forgotten, and a privacy key beside it."""
    root = tmp_path / "project"
    shutil.copytree(made_clinic, root)
    for path in (root / "assets").rglob("defs.yaml"):
        path.write_text(path.read_text().replace(str(made_clinic), str(root)))
    monkeypatch.setenv("MEDPREF_PROJECT", str(root))
    monkeypatch.delenv("MEDPREF_PROFILE", raising=False)
    monkeypatch.delenv("MEDPREF_CAPTURE_DATABASE", raising=False)
    monkeypatch.setenv("DAGSTER_HOME", str(root / ".dagster-home"))
    make_key(tmp_path, monkeypatch)
    return root


@pytest.fixture
def invoke():
    return lambda *arguments: CliRunner().invoke(main, arguments, catch_exceptions=False)
