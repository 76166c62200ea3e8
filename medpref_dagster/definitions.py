"""The code location: `assets/` and `resources/<profile>/` become one `Definitions`.

Loaded by the code server, the daemon and every step process, so nothing here imports torch, transformers, trl,
peft or datasets, and importing it takes at most half as long again as importing dagster (a test holds both).
"""

import gc
import sys
import warnings
from pathlib import Path
from types import ModuleType

import dagster as dg

from medpref_dagster.components import ClinicalTask, Study
from medpref_dagster.project import ProjectError, active_profile, find_project_root
from medpref_dagster.steps import Step, Subject
from medpref_dagster.steps.study import list_study_steps
from medpref_dagster.steps.task import list_task_steps


def _folder_as_module(name: str, folder: Path) -> ModuleType:
    """A folder of YAML as the module that a component tree wants; `assets/` and `resources/` hold no Python."""
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    module.__file__ = None
    sys.modules[name] = module
    return module


def load_definitions() -> dg.Definitions:
    """Load the declared assets and the active profile's resources."""
    root = find_project_root()
    profile = active_profile(root)
    # Dagster warns of what its own component loader uses.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        # Two trees, because Definitions.merge refuses to merge two that each carry their component tree: of the
        # resources only the resources are taken over.
        machine = dg.ComponentTree.from_module(
            defs_module=_folder_as_module("resources", root / "resources"), project_root=root
        ).build_defs_at_path(Path(profile))
        tree = _load_tree(root)
        # By path, because the tree as a whole also renders the documentation of every installed component.
        assets = tree.build_defs_at_path(Path())
    return dg.Definitions.merge(assets, dg.Definitions(resources=machine.resources, component_tree=tree))


def load_subject(name: str) -> tuple[Subject, list[Step]]:
    """A declared task or study, and its steps.

    Raises
    ------
    ProjectError
        If nothing of that name is declared.
    """
    root = find_project_root()
    known = sorted(path.parent.name for path in (root / "assets").glob("*/defs.yaml"))
    if name not in known:
        raise ProjectError(f"no task or study {name!r}; declared under assets/: {', '.join(known)}")
    tree = _load_tree(root)
    component = tree.load_component(Path(name))
    if isinstance(component, ClinicalTask):
        task = component.declare()
        return task, list_task_steps(task)
    if isinstance(component, Study):
        study = component.declare(tree, root / "assets")
        return study, list_study_steps(study)
    raise ProjectError(f"{name} is a {type(component).__name__}, neither a task nor a study")


def _load_tree(root: Path) -> dg.ComponentTree:
    return dg.ComponentTree.from_module(defs_module=_folder_as_module("assets", root / "assets"), project_root=root)


# What is imported by now lives as long as the process. Otherwise a collection that walks all of it falls into the
# load of the definitions and takes a third of its time.
gc.freeze()
defs = load_definitions()
