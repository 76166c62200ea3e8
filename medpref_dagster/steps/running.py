"""Run a step: find its inputs, call its function, let its asset point to what came back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from medpref_dagster.disclosure import Disclosure, handling, strictest, without_identifiers
from medpref_dagster.exclusive import DEVICE, hold_exclusively, hold_off_forgetting
from medpref_dagster.steps import DeclaredFeedback, DeclaredLoop, Step, StepResult, Subject
from medpref_dagster.steps.ablation import ABLATION_STEPS
from medpref_dagster.steps.beginning import begin_round
from medpref_dagster.steps.declared_loop import CHAMPION, OF_FEEDBACK
from medpref_dagster.steps.identifiers import search_for_identifiers
from medpref_dagster.steps.study import STUDY_STEPS
from medpref_dagster.steps.task import TASK_STEPS
from medpref_dagster.storage.errors import telling_full_disk

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Artifact, Partition, Store
    from medpref_dagster.workbench import Workbench

_PARTITIONED = {step.name: step.partitioned for step in (*TASK_STEPS, *STUDY_STEPS, *ABLATION_STEPS)}


def run_step(step: Step, about: Subject, workbench: "Workbench", run: str = "") -> StepResult:
    """Run one step against the store, alone where it needs what only one process can have.

    Parameters
    ----------
    workbench
        Its partition is the base model, for a step that has one artifact for each. It is told for whom the step waits.
    run
        Named to those who wait for this step.

    Raises
    ------
    StoreError
        If an input was never made, or the disk is full.
    ForgettingError
        If a patient is half forgotten: what would be made now could hold what is being taken out.
    DeviceError, BaseModelError
        If the step runs a model, and the device or the base model cannot be had: before any other work.
    """
    from medpref_dagster.forgetting.plan import refuse_half_done

    held, asset, store = step.exclusive(about), f"{about.name}/{step.name}", workbench.store
    purpose = f"{asset} of run {run}" if run else asset
    with telling_full_disk(store.root), hold_off_forgetting(store, purpose, workbench.tell):
        refuse_half_done(store)
        if held is None:
            return _run(step, about, workbench, asset)
        places = workbench.at_once if held == DEVICE else 1
        with hold_exclusively(store, held, purpose, workbench.tell, places=places):
            return _run(step, about, workbench, asset)


def _run(step: Step, about: Subject, workbench: "Workbench", asset: str) -> StepResult:
    if step.takes_device(about):
        _ = workbench.compute
    if isinstance(about, DeclaredLoop):
        about = begin_round(step, about, workbench)
    store, partition = workbench.store, find_partition(step, workbench)
    inputs = _find_all_inputs(step, about, workbench)
    result = call_step(step, about, workbench, inputs, asset)
    for name, artifact in result.more.items():
        store.point(f"{asset}.{name}", artifact, partition)
    if not result.points_already:
        store.point(asset, result.artifact, partition)
    return result


def call_step(
    step: Step, about: Subject, workbench: "Workbench", inputs: "Mapping[str, Artifact]", asset: str
) -> StepResult:
    """Call a step's function with the strictest disclosure of its sources and inputs, and note it with the inputs.

    What it leaves behind and how its errors are told is as `disclosure.handling` has it.

    Parameters
    ----------
    inputs
        By their names: `<input>`, `<input>@<week>`, or `<task>/<asset>` in a study.
    asset
        Whose disclosure it is: the same content may be made of other sources, too.

    Raises
    ------
    HiddenError
        In the place of an error that nobody foresaw.
    StoreError
        If the store may not hold what it reads or gives, before its function is called.
    """
    store, function = workbench.store, step.load()
    handled = strictest([step.disclosure_of(about), *_find_disclosures(store, about, inputs)])
    disclosure = without_identifiers(handled) if step.takes_identifiers_out(about) else handled
    store.require_may_hold(handled, asset)
    with handling(handled), telling_full_disk(store.root):
        result = function(workbench.working_with(disclosure), about, inputs)
        result = search_for_identifiers(step, about, store, inputs, result, disclosure)
        made = result.more.values() if result.chosen else (result.artifact, *result.more.values())
        for artifact in made:
            store.record_inputs(artifact, inputs.values())
        for artifact in (result.artifact, *result.more.values()):
            store.record_disclosure(artifact, asset, disclosure)
    return replace(result, shown={**result.shown, "disclosure": disclosure.value})


def _find_disclosures(store: "Store", about: Subject, inputs: "Mapping[str, Artifact]") -> "Iterator[Disclosure]":
    for name, artifact in inputs.items():
        [*_, asset] = about.expand(name.partition("@")[0]) if "/" not in name else (name,)
        found = store.find_disclosure(artifact, asset.partition(".")[0])
        # None: of a version that noted none. What is declared counts, as it did then.
        if found is not None:
            yield found


def _find_all_inputs(step: Step, about: Subject, workbench: "Workbench") -> "Mapping[str, Artifact]":
    if isinstance(about, DeclaredFeedback):
        return find_weekly_inputs(step, about, workbench.store, _require_week(workbench))
    if isinstance(about, DeclaredLoop):
        return find_round_inputs(step, about, workbench.store, _require_round(workbench))
    return find_inputs(step, about, workbench.store, workbench.partition if step.partitioned else None)


def find_partition(step: Step, workbench: "Workbench") -> "Partition | None":
    """The partition of a step's artifact that is worked on."""
    if step.weekly:
        return _require_week(workbench)
    if step.each_round:
        return _require_round(workbench)
    if not step.partitioned:
        return None
    if not step.each_trial:
        return workbench.partition
    if workbench.trial is None:
        raise TypeError("a step with an artifact for each trial needs to be told which one")
    return name_trial_partition(workbench.base_name, workbench.trial)


def name_trial_partition(base_model: str, trial: str) -> dict[str, str]:
    """The partition of a trial's artifact: a key for each dimension."""
    return {"base_model": base_model, "trial": trial}


def find_inputs(step: Step, about: Subject, store: "Store", partition: str | None) -> "Mapping[str, Artifact]":
    """What the step's inputs point to now: none for a step that takes what is there."""
    if step.takes_what_is_there:
        return {}
    assets = [asset for name in step.inputs_of(about) for asset in about.expand(name)]
    return {
        asset.removeprefix(f"{about.name}/"): store.current(asset, partition if is_partitioned(asset) else None)
        for asset in assets
    }


def find_weekly_inputs(step: Step, about: DeclaredFeedback, store: "Store", week: str) -> "Mapping[str, Artifact]":
    """What the step's inputs point to now for a week: `<input>`, and `<input>@<week>` for those that it looks back to.

    Raises
    ------
    StoreError
        If one was never made: without it, the week would be another one.
    """
    found: dict[str, Artifact] = {}
    for name in step.inputs_of(about):
        [asset] = about.expand(name)
        for other in about.list_window(week)[:-1] if name in step.looks_back else ():
            found[f"{name}@{other}"] = store.current(asset, other)
        found[name] = store.current(asset, week)
    return found


def find_round_inputs(step: Step, about: DeclaredLoop, store: "Store", name: str) -> "Mapping[str, Artifact]":
    """What the step's inputs point to now for a round: `<input>`; of feedback `<input>@<week>` of each week that the
    round covers or looks back to; the champion when the round begins.

    Raises
    ------
    StoreError
        If one was never made: without it, the round would be another one.
    """
    found: dict[str, Artifact] = {}
    for given in step.inputs_of(about):
        [asset] = about.expand(given)
        if given == CHAMPION:
            from medpref_dagster.rounds.champion import champion_of  # it needs the store, definitions do not

            found[given] = champion_of(store, about.name, about.loop, name)
        elif given.startswith(OF_FEEDBACK):
            for week in about.list_window(name):
                found[f"{given}@{week}"] = store.current(asset, week)
        elif asset.startswith(f"{about.name}/"):
            found[given] = store.current(asset, name)
        else:
            found[given] = store.current(asset, about.loop.base_model if is_partitioned(asset) else None)
    return found


def _require_round(workbench: "Workbench") -> str:
    if workbench.round is None:
        raise TypeError("a step with an artifact for each round needs to be told which one")
    return workbench.round


def _require_week(workbench: "Workbench") -> str:
    if workbench.week is None:
        raise TypeError("a step with an artifact for each week needs to be told which one")
    return workbench.week


def list_dependencies(step: Step, about: Subject) -> list[str]:
    """The assets that a step depends on, as `<task or study>/<asset>`, each once."""
    named = [asset.partition(".")[0] for name in step.inputs_of(about) for asset in about.expand(name)]
    return list(dict.fromkeys(named))


def is_partitioned(asset: str) -> bool:
    """Whether an asset (`uti/sft_model`, `uti/sft_model.candidates`) has an artifact for each base model."""
    return _PARTITIONED[asset.rpartition("/")[2].partition(".")[0]]
