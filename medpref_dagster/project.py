"""Where the project lies: its declared assets, its resource profiles, its Dagster home.

Light, because definitions import it: only the standard library, until a new Dagster home is made.
"""

import json
import os
import re
import shutil
from functools import lru_cache
from pathlib import Path

from medpref_dagster.locks import LockError, hold_lock

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
    return _find_root(os.environ.get("MEDPREF_PROJECT"), Path.cwd())


@lru_cache  # every asset asks
def _find_root(named: str | None, current: Path) -> Path:
    if named:
        root = Path(named).expanduser().resolve()
        if _is_project(root):
            return root
        raise ProjectError(
            f"MEDPREF_PROJECT is {named!r}, which has no assets/ and resources/<profile>/defs.yaml; "
            f"`medpref init {named}` makes a project there"
        )
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
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
  max_runtime_seconds: 259200
"""

_DATABASES = ("history", "schedules")
"""Folders of a Dagster home that hold its SQLite databases, unless its configuration puts them elsewhere."""
_READY = ".medpref-ready.json"
_UNSET = re.compile(r"environment variable \"?([A-Z][A-Z0-9_]*)\"? which is not set")


def prepare_dagster_home(root: Path) -> Path:
    """The Dagster home: `DAGSTER_HOME`, or `.dagster-home` in the project, made with its configuration and databases.

    Sets `DAGSTER_HOME` for this process and those that it starts. An existing configuration is left as it is.

    Safe to call from several processes at once, and to be killed in: Dagster makes its databases' tables without a
    lock, so the first of two commands makes them here, under one that the kernel gives back, in a folder of its own
    that is put in place whole. `dg` and `dagster` do not come by here: call a command of ours first.

    Raises
    ------
    ProjectError
        If the home cannot be written, or its databases cannot be opened.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or root / ".dagster-home").absolute()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)  # what a library prints is in its runs' logs
        if not _is_ready(home):
            with hold_lock(home / ".medpref-lock", "makes the Dagster home"):
                if not _is_ready(home):
                    _make_home(home)
    except (OSError, LockError) as error:
        raise ProjectError(f"the Dagster home {home} cannot be made: {error}") from error
    os.environ["DAGSTER_HOME"] = str(home)
    return home


def _is_ready(home: Path) -> bool:
    try:
        made = json.loads((home / _READY).read_bytes())["databases"]
        return (home / "dagster.yaml").is_file() and all((home / name).is_dir() for name in made)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _make_home(home: Path) -> None:
    """Only under the lock: write the configuration, make the databases, and note that both are there."""
    new = home / ".medpref-new"
    shutil.rmtree(new, ignore_errors=True)  # of a command that was killed here
    new.mkdir()
    if not (home / "dagster.yaml").exists():
        (new / "dagster.yaml").write_text(_INSTANCE)
        (new / "dagster.yaml").replace(home / "dagster.yaml")
    missing = [name for name in _DATABASES if not (home / name).exists()]
    if missing:
        shutil.copyfile(home / "dagster.yaml", new / "dagster.yaml")
        _open_instance(new)
        for name in missing:
            if (new / name).is_dir():
                (new / name).rename(home / name)
    _open_instance(home)
    ready = new / _READY
    ready.write_text(json.dumps({"databases": [name for name in _DATABASES if (home / name).is_dir()]}))
    ready.replace(home / _READY)
    shutil.rmtree(new, ignore_errors=True)


def _open_instance(home: Path) -> None:
    """Open a home's instance, which makes the databases that are missing, and ask each of them something."""
    import dagster as dg
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with dg.DagsterInstance.from_config(str(home)) as instance:
            instance.get_runs(limit=1)
            instance.get_asset_keys(limit=1)
            instance.all_instigator_state()
    except SQLAlchemyError as error:
        raise ProjectError(
            f"the databases of the Dagster home {home} cannot be opened ({type(error).__name__}): they were left half "
            "made or are damaged. Move the folder away and call this again: it holds the log of runs; models and "
            "tables are in the store. Where dagster.yaml names a server, look whether it runs and whom it lets in"
        ) from error
    except dg.DagsterInvalidConfigError as error:
        unset = _UNSET.findall(str(error))
        told = f"{' and '.join(dict.fromkeys(unset))} not set" if unset else "see Dagster's reference of dagster.yaml"
        raise ProjectError(f"{home / 'dagster.yaml'} is not accepted: {told}") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "dagster_postgres":
            raise
        raise ProjectError(
            f"the PostgreSQL server of {home / 'dagster.yaml'} does not answer or does not let this user in: see "
            "whether it runs, and the variables DAGSTER_PG_*"
        ) from None
