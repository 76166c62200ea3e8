"""`medpref backfill` fills partitions one after the other, goes on where it stopped, and fails if one does."""

import pytest

from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.conftest import shrink_task, write_task

SFT = ("--select", 'key:"uti/sft_model" or key:"uti/sft_examples" or key:"uti/cases" or key:"uti/raw_cases"')


@pytest.fixture
def uti(project):
    write_task(project, "uti", shrink_task)
    return project


def test_every_partition_is_filled_and_a_second_call_passes_over_what_is_there(uti):
    done = call("backfill", *SFT, "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "uti for tiny (1 of 2)" in done.stdout
    assert "uti for smollm2-135m (2 of 2)" in done.stdout
    assert "2 of 2 partitions are up to date" in done.stdout
    store = Store(uti / "store")
    assert store.current("uti/sft_model", "tiny").path.is_dir()
    assert store.current_version("uti/dpo_model", "tiny") is None, "only what was selected"
    again = call("backfill", *SFT, "--partitions", "tiny,smollm2-135m")
    assert again.stdout.count("✓ up to date") == 2
    forced = call("backfill", *SFT, "--partitions", "tiny", "--again")
    assert "4 assets" in forced.stdout
    ranged = call("backfill", *SFT, "--from", "smollm2-135m")
    assert "(1 of 1)" in ranged.stdout


def test_a_partition_that_fails_stops_no_other_and_the_exit_status_tells(uti, tiny_base_model):
    profile = uti / "resources" / "local" / "defs.yaml"
    profile.write_text(profile.read_text().replace(str(tiny_base_model), str(uti / "gone"), 1))
    done = call("backfill", *SFT, "--all")
    assert done.returncode == 1
    assert "1 of 2 partitions are up to date" in done.stdout
    assert "failed: uti for tiny" in done.stderr
    assert Store(uti / "store").current("uti/sft_model", "smollm2-135m").path.is_dir()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--select", "uti"), "say which partitions"),
        (("--select", "uti", "--all", "--partitions", "tiny"), "say which partitions"),
        (("--select", "uti", "--partitions", ","), "names none"),
        (("--select", "uti", "--partitions", "tinny"), "did you mean 'tiny'?"),
        (("--select", "uti", "--from", "smollm2-135m", "--to", "tiny"), "comes after"),
        (("--select", "utti", "--all"), "did you mean 'uti'?"),
        (("--select", 'key:"uti/nothing"', "--all"), "selects nothing"),
        (("--select", "key:(", "--all"), "--select 'key:('"),
        (("--all",), "Missing option '--select'"),
    ],
)
def test_a_wrong_call_is_one_clear_line(uti, arguments, message):
    assert message in refusal("backfill", *arguments)
