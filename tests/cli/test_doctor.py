"""`medpref doctor` as a person calls it."""

from tests.cli.calls import call


def test_a_sound_project_is_told_as_such_and_a_broken_one_with_what_to_do(project):
    done = call("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    told = {line[2:].partition(":")[0] for line in done.stdout.splitlines() if line[:1] in "✓!"}
    assert {"python", "device", "memory", "disk", "project", "store", "dagster home", "runs", "daemon", "clock"} <= told
    assert "base model tiny" in told
    assert "✗" not in done.stdout
    (project / "assets" / "uti" / "defs.yaml").write_text("type: nothing\n")
    broken = call("doctor")
    assert broken.returncode == 1
    assert "✗ yaml: assets/uti/defs.yaml:1" in broken.stdout
    assert "Traceback" not in broken.stderr
