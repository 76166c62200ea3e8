"""From an asset to its code: on disk, and in git where the checkout's remote is a host's."""

from pathlib import Path

import dagster as dg
import pytest

from medpref_dagster.components.code_references import (
    NAME,
    add_references,
    find_checkout,
    refer_to_file,
    refer_to_function,
)
from medpref_dagster.steps.task import TASK_STEPS


@pytest.fixture
def checkout(tmp_path):
    def make(remote, head="ref: refs/heads/main\n"):
        git = tmp_path / ".git"
        git.mkdir(exist_ok=True)
        (git / "HEAD").write_text(head)
        (git / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {remote}\n\tfetch = +a:b\n')
        find_checkout.cache_clear()
        return find_checkout(tmp_path)

    return make


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/owner/name.git",
        "https://github.com/owner/name",
        "https://user:secret@github.com/owner/name.git",
        "git@github.com:owner/name.git",
        "ssh://git@github.com:22/owner/name.git",
    ],
)
def test_a_remote_is_a_page_without_what_only_git_may_know(checkout, tmp_path, remote):
    found = checkout(remote)
    assert found.page == "https://github.com/owner/name"
    link = found.link(tmp_path / "assets" / "uti" / "defs.yaml", 3)
    assert link == "https://github.com/owner/name/blob/main/assets/uti/defs.yaml#L3"


@pytest.mark.parametrize("remote", ["/srv/git/name.git", "../name", "file:///srv/git/name.git"])
def test_a_remote_on_disk_is_no_page(checkout, remote):
    assert checkout(remote) is None


def test_without_a_branch_the_commit_is_linked(checkout):
    assert checkout("git@github.com:owner/name.git", head="0123456789abcdef\n").revision == "0123456789abcdef"


def test_a_further_worktree_has_the_same_remote(checkout, tmp_path):
    checkout("git@github.com:owner/name.git")
    worktree, own = tmp_path / "elsewhere", tmp_path / ".git" / "worktrees" / "elsewhere"
    worktree.mkdir()
    own.mkdir(parents=True)
    (worktree / ".git").write_text(f"gitdir: {own}\n")
    (own / "HEAD").write_text("ref: refs/heads/other\n")
    (own / "commondir").write_text("../..\n")
    found = find_checkout(worktree)
    assert (found.root, found.page, found.revision) == (worktree, "https://github.com/owner/name", "other")


def test_no_checkout_is_no_link(tmp_path):
    find_checkout.cache_clear()
    assert find_checkout(tmp_path) is None


@pytest.mark.parametrize("step", TASK_STEPS, ids=lambda step: step.name)
def test_a_step_leads_to_its_function(step):
    reference = refer_to_function(step)[0]
    line = Path(reference.file_path).read_text().splitlines()[reference.line_number - 1]
    assert line.startswith(f"def {step.function.partition(':')[2]}(")


def test_a_file_in_a_checkout_leads_to_its_page_too(checkout, tmp_path):
    checkout("git@github.com:owner/name.git")
    local, page = refer_to_file(tmp_path / "defs.yaml", 3, "the declaration")
    assert (local.file_path, local.line_number) == (str(tmp_path / "defs.yaml"), 3)
    assert (page.label, page.url) == ("the declaration in git", "https://github.com/owner/name/blob/main/defs.yaml#L3")


def test_references_are_added_to_those_that_are_there(checkout, tmp_path):
    checkout("../nowhere")
    spec = dg.AssetSpec("cases")
    for name in ("function.py", "defs.yaml"):
        spec = add_references(spec, refer_to_file(tmp_path / name, 1, name))
    assert [reference.label for reference in spec.metadata[NAME].code_references] == ["defs.yaml", "function.py"]
