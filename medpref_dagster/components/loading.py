"""Every `defs.yaml` under `assets/` and the active profile's, read as data; what is broken is shown and stops no other.

Dagster's own loader of YAML is not used: it renders templates with a full engine before a component sees them, and one
file that cannot be loaded takes the whole code location down.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from medpref_dagster.components.ablation import Ablation, AblationAttributes, declare_trials
from medpref_dagster.components.broken import build_broken_assets
from medpref_dagster.components.code_references import add_references, refer_to_file
from medpref_dagster.components.feedback import Feedback, FeedbackAttributes
from medpref_dagster.components.feedback_loop import FeedbackLoop, FeedbackLoopAttributes
from medpref_dagster.components.machine import Machine, read_machine
from medpref_dagster.components.study import Study, StudyAttributes
from medpref_dagster.components.task import ClinicalTask, ClinicalTaskAttributes
from medpref_dagster.declaration.documents import DeclarationError, Document, Mistake, Place, read_document
from medpref_dagster.declaration.mistakes import read_attributes
from medpref_dagster.names import name_unknown

FILE = "defs.yaml"
PREFIX = "medpref_dagster.components"
_OTHER_FILES = ("defs.yml", "component.yaml")  # which Dagster's loader would take


Declarable = ClinicalTask | Study | Ablation | Feedback | FeedbackLoop
"""What a folder under `assets/` may declare."""


@dataclass
class DeclaredAssets:
    """What `assets/` holds."""

    documents: dict[str, Document] = field(default_factory=dict[str, Document])
    """Name of a task, a study, an ablation, feedback or a loop -> its file."""
    components: dict[str, Declarable] = field(default_factory=dict[str, Declarable])
    """Those that can be built."""
    mistakes: dict[str, list[Mistake]] = field(default_factory=dict[str, list[Mistake]])
    """Name of what is broken -> why."""

    def all_mistakes(self) -> list[Mistake]:
        """In the order of the names."""
        return [mistake for _, mistakes in sorted(self.mistakes.items()) for mistake in mistakes]


def load_machine(root: Path, profile: str) -> dg.Definitions:
    """The resources of a profile.

    Raises
    ------
    DeclarationError
        If its file is broken: without a machine nothing can be loaded.
    """
    return Machine(read_machine(root, profile), root).build()


def load_assets(root: Path) -> tuple[dg.Definitions, list[Mistake]]:
    """The definitions of everything under `assets/`, and what is wrong there."""
    declared = declare_assets(root)
    built: list[dg.Definitions] = []
    for name, component in declared.components.items():
        try:
            built.append(_refer_to_code(component.build(), root, declared.documents[name]))
        except Exception as error:  # whatever Dagster refuses stops this task and no other
            place = ("attributes", *getattr(error, "path", ()))
            declared.mistakes.setdefault(name, []).append(declared.documents[name].mistake(place, str(error)))
    broken = dg.Definitions(assets=build_broken_assets(declared.mistakes))
    return dg.Definitions.merge(*built, broken), declared.all_mistakes()


def declare_assets(root: Path) -> DeclaredAssets:
    """Read and check everything under `assets/`, without building anything."""
    declared = DeclaredAssets()
    of_tasks: dict[str, Callable[[str, DeclaredAssets], Declarable]] = {}  # what can be declared once all tasks are
    for path in find_files(root / "assets"):
        name = path.parent.name
        try:
            if name in declared.documents:
                message = f"{name!r} is declared in {declared.documents[name].file} already; rename one of the folders"
                raise DeclarationError([Mistake(_show(path, root), 1, "", message)])
            document = _read_declared(path, root)
            declared.documents[name] = document
            if document.value["type"] == f"{PREFIX}.Study":
                of_tasks[name] = _declare_study
            elif document.value["type"] == f"{PREFIX}.Ablation":
                of_tasks[name] = _declare_ablation
            elif document.value["type"] == f"{PREFIX}.FeedbackLoop":
                of_tasks[name] = _declare_loop
            elif document.value["type"] == f"{PREFIX}.Feedback":
                declared.components[name] = Feedback(name, read_attributes(FeedbackAttributes, document))
            else:
                attributes = read_attributes(ClinicalTaskAttributes, document)
                declared.components[name] = ClinicalTask(name, attributes)
        except DeclarationError as error:
            declared.mistakes.setdefault(name, []).extend(error.mistakes)
            declared.components.pop(name, None)
    for name, declare in of_tasks.items():
        try:
            declared.components[name] = declare(name, declared)
        except DeclarationError as error:
            declared.mistakes.setdefault(name, []).extend(error.mistakes)
    return declared


def find_files(folder: Path) -> Iterator[Path]:
    """Every `defs.yaml` in a folder and the folders in it, by name. Below one there is no other."""
    for child in sorted(item for item in folder.iterdir() if item.is_dir()):
        if child.name.startswith(".") or child.name == "__pycache__":
            continue
        own = next((child / name for name in (FILE, *_OTHER_FILES) if (child / name).is_file()), None)
        if own is not None:
            yield own
        elif not child.is_symlink():  # which may lead back up
            yield from find_files(child)


def _read_declared(path: Path, root: Path) -> Document:
    """A file under `assets/`, with what stands beside its attributes checked."""
    if path.name != FILE:
        raise DeclarationError([Mistake(_show(path, root), 1, "", f"is not read; call it {FILE}")])
    _check_name(path, root)
    document = read_document(path, root)
    mistakes = list(check_head(document, ("ClinicalTask", "Study", "Ablation", "Feedback", "FeedbackLoop")))
    if mistakes:
        raise DeclarationError(mistakes)
    return document


def check_head(document: Document, kinds: Sequence[str]) -> Iterator[Mistake]:
    """What is wrong with a document's `type` and the other keys beside `attributes`."""
    accepted = [f"{PREFIX}.{kind}" for kind in kinds]
    kind = document.value.get("type")
    if kind not in accepted:
        yield document.mistake(("type",), name_unknown("type", str(kind), accepted) if kind else "is required")
    for key in document.value.keys() - {"type", "attributes"}:
        message = "is Dagster's, and not taken here: YAML is data, and `attributes` says all that there is to say"
        if key not in {"requirements", "post_processing", "template_vars_module"}:
            message = name_unknown("key", str(key), ["type", "attributes"])
        yield document.mistake((key,), message)


def _check_name(path: Path, root: Path) -> None:
    name = path.parent.name
    try:
        dg.GraphDefinition(name=name)  # refuses what Dagster would refuse of the job
    except dg.DagsterInvalidDefinitionError:
        better = "".join(character if character.isascii() and character.isalnum() else "_" for character in name)
        better = better if better != name else f"{name}_task"
        message = f"Dagster does not take the name {name!r}; call the folder {better!r}"
        raise DeclarationError([Mistake(_show(path, root), 1, "", message)]) from None


def _declare_study(name: str, declared: DeclaredAssets) -> Study:
    document = declared.documents[name]
    attributes = read_attributes(StudyAttributes, document)
    places: dict[str, Place] = {task: ("attributes", "tasks", number) for number, task in enumerate(attributes.tasks)}
    tasks = _find_tasks(places, document, declared)
    return Study(name, attributes, {task: component.attributes.declaration() for task, component in tasks.items()})


def _declare_ablation(name: str, declared: DeclaredAssets) -> Ablation:
    document = declared.documents[name]
    attributes = read_attributes(AblationAttributes, document)
    tasks = _find_tasks({task: ("attributes", "tasks", task) for task in attributes.tasks}, document, declared)
    trials = declare_trials(attributes, document, {task: declared.documents[task] for task in tasks})
    return Ablation(name, attributes, trials)


def _declare_loop(name: str, declared: DeclaredAssets) -> FeedbackLoop:
    document = declared.documents[name]
    attributes = read_attributes(FeedbackLoopAttributes, document)
    [task] = _find_tasks({attributes.task: ("attributes", "task")}, document, declared).values()
    return FeedbackLoop(name, attributes, task, _find_feedback(attributes.feedback, document, declared))


def _find_feedback(name: str, document: Document, declared: DeclaredAssets) -> Feedback:
    """The declared feedback that a loop names."""
    component, place = declared.components.get(name), ("attributes", "feedback")
    if isinstance(component, Feedback):
        return component
    if name in declared.mistakes:
        raise DeclarationError([document.mistake(place, f"{name!r} is broken: {declared.mistakes[name][0]}")])
    known = [item for item, component in declared.components.items() if isinstance(component, Feedback)]
    raise DeclarationError([document.mistake(place, name_unknown("feedback", name, known, "declared under assets/"))])


def _find_tasks(places: Mapping[str, Place], document: Document, declared: DeclaredAssets) -> dict[str, ClinicalTask]:
    """The declared tasks of these names; the places are where a study or an ablation names them."""
    tasks: dict[str, ClinicalTask] = {}
    mistakes: list[Mistake] = []
    known = [item for item, component in declared.components.items() if isinstance(component, ClinicalTask)]
    for task, place in places.items():
        component = declared.components.get(task)
        if isinstance(component, ClinicalTask):
            tasks[task] = component
        elif task in declared.mistakes:
            mistakes.append(document.mistake(place, f"{task!r} is broken: {declared.mistakes[task][0]}"))
        else:
            mistakes.append(document.mistake(place, name_unknown("task", task, known, "declared under assets/")))
    if mistakes:
        raise DeclarationError(mistakes)
    return tasks


def _refer_to_code(defs: dg.Definitions, root: Path, document: Document) -> dg.Definitions:
    """Let every asset lead to its file, from the UI."""
    path, line = root / document.file, document.lines.get(("attributes",), 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        references = refer_to_file(path, line, document.file)
        assets = [
            asset.map_asset_specs(lambda spec: add_references(spec, references))
            if isinstance(asset, dg.AssetsDefinition)
            else asset
            for asset in defs.assets or ()
        ]
    return dg.Definitions(assets=assets, jobs=defs.jobs, schedules=defs.schedules, sensors=defs.sensors)


def _show(path: Path, root: Path) -> str:
    return str(path.relative_to(root))
