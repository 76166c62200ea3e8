"""Where the project lies: its declared assets, its resource profiles, its Dagster home.

Light, because definitions import it: only the standard library.
"""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ProjectError(Exception):
    """The project's folders are not as they must be."""


def find_project_root() -> Path:
    """The folder with `assets/` and `resources/<profile>/defs.yaml`.

    `MEDPREF_PROJECT` names it. Without that it is the current folder or the nearest one above it that is a project,
    else the checkout that this package is imported from. An installed package has none of its own: `medpref init`
    makes one.

    Raises
    ------
    ProjectError
        If there is no such folder.
    """
    named = os.environ.get("MEDPREF_PROJECT")
    if named:
        root = Path(named).expanduser().resolve()
        if _is_project(root):
            return root
        raise ProjectError(
            f"MEDPREF_PROJECT is {named!r}, which has no assets/ and resources/<profile>/defs.yaml; "
            f"`medpref init {named}` makes a project there"
        )
    current = Path.cwd()
    for root in (current, *current.parents, _PACKAGE.parent):
        if _is_project(root):
            return root.resolve()
    raise ProjectError(
        f"no project in {current} or above it: no folder with assets/ and resources/<profile>/defs.yaml; go into one, "
        "set MEDPREF_PROJECT to one, or make one with `medpref init DIR`"
    )


def _is_project(folder: Path) -> bool:
    return (folder / "assets").is_dir() and any((folder / "resources").glob("*/defs.yaml"))


def active_profile(root: Path) -> str:
    """The profile that `MEDPREF_PROFILE` names; `local` without it.

    Raises
    ------
    ProjectError
        If `resources/` has no such profile.
    """
    profile = os.environ.get("MEDPREF_PROFILE", "local")
    known = sorted(folder.name for folder in (root / "resources").iterdir() if (folder / "defs.yaml").is_file())
    if profile not in known:
        raise ProjectError(f"MEDPREF_PROFILE is {profile!r}; the profiles under resources/ are {', '.join(known)}")
    return profile


_INSTANCE = """\
# Written once by medpref; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
# One training, or one model answering, at a time: a pool's slots are shared by all runs of this instance.
concurrency:
  pools:
    default_limit: 1
    granularity: op
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
  free_slots_after_run_end_seconds: 60
  max_runtime_seconds: 259200
"""


def prepare_dagster_home(root: Path) -> Path:
    """The Dagster home: `DAGSTER_HOME`, or `.dagster-home` in the project, made with its configuration.

    Sets `DAGSTER_HOME` for this process and those that it starts. An existing configuration is left as it is.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or root / ".dagster-home")
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        temporary = home / f".dagster.yaml.{os.getpid()}"
        temporary.write_text(_INSTANCE)
        temporary.replace(configuration)
    os.environ["DAGSTER_HOME"] = str(home)
    return home
