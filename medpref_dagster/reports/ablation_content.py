"""What an ablation's report says: each condition over its seeds, tests within and between conditions, what it cost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from medpref_dagster.answering import METRICS, title_metric
from medpref_dagster.answering.metrics import CaseTotals
from medpref_dagster.declaration import AblationDeclaration, Trial
from medpref_dagster.declaration.ablation import VARIANT, read_number
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.stages import BASE, STAGES
from medpref_dagster.storage.costs import Cost, add_costs, read_cost_of
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.study.trials import (
    MeasuredModel,
    examine_trial,
    list_fields,
    list_first,
    list_measured,
    measure_trial,
    read_trial,
)
from medpref_dagster.verdict.crossed import Resampling, compare_crossed, estimate_crossed
from medpref_dagster.verdict.fitness import Fitness
from medpref_dagster.verdict.paired_tests import Outcome
from medpref_dagster.verdict.significance import adjust_holm

RUN, NOT_RUN, OTHER_CASES = "run", "not run", "other cases"
WITHIN, NEIGHBOURS = "within", "neighbours"
"""What a test compares: two models of a condition, or one model of two conditions that are neighbours on an axis."""


@dataclass(frozen=True)
class Found:
    """A trial that is there."""

    trial: Trial
    content: Mapping[str, Any]
    """Of `trial.json`."""
    models: Mapping[str, MeasuredModel]
    artifact: Artifact
    fitness: Fitness

    @property
    def case_ids(self) -> tuple[str, ...]:
        """That its models answered."""
        return next(iter(self.models.values())).case_ids


@dataclass(frozen=True)
class Group:
    """The trials of a condition that are there, on one base model: they differ in the seed."""

    base_model: str
    task: str
    condition: str
    levels: Mapping[str, str]
    found: tuple[Found, ...]
    """In the order of the seeds."""
    missing: tuple[int, ...]
    """Seeds that were not run."""
    apart: tuple[int, ...] = ()
    """Seeds that answered other cases than `found`: their source had changed between the runs."""

    @property
    def models(self) -> tuple[str, ...]:
        """Those that every trial has."""
        return tuple(model for model in self.found[0].models if all(model in found.models for found in self.found))

    @property
    def first(self) -> Found:
        """What is the same of all seeds: the task, the cases."""
        return self.found[0]

    def totals(self, model: str, metric: str, seeds: Sequence[int] | None = None) -> list[CaseTotals]:
        """Of each seed, or each of these."""
        return [
            found.models[model].metrics[metric] for found in self.found if seeds is None or found.trial.seed in seeds
        ]


def describe_ablation(
    ablation: AblationDeclaration,
    trials: Mapping[str, Trial],
    found: Mapping[tuple[str, str], Artifact],
    store: Store,
    *,
    disclosure: Disclosure,
) -> dict[str, Any]:
    """What `report.json` holds, but for the answer: JSON values only.

    Parameters
    ----------
    trials
        Every declared one, by name.
    found
        (base model, trial) -> those that are in the store.
    disclosure
        Of all trials' cases.

    Returns
    -------
    dict
        `conditions`: of each, every metric of every model with its interval over seeds and patients. `tests`: those of
        the family, with `p_adjusted` (Holm) and `outcome`. `trials`: a line for each, with its scores, rows, dev scores
        and cost.
    """
    base_models = list(dict.fromkeys(base for base, _ in found))
    groups = [group for base in base_models for group in _group_trials(base, trials, found, store)]
    how = Resampling(ablation.confidence, ablation.bootstrap_samples, ablation.bootstrap_seed)
    axes = list(list_axes(ablation))
    tests = [*_compare_within(groups, ablation.comparisons, how), *_compare_neighbours(groups, axes, how)]
    _judge(tests, 1 - ablation.confidence)
    lines = [_describe_trial(base, trial, groups, store) for base in base_models for trial in trials.values()]
    return {
        "title": ablation.title,
        "question": ablation.question,
        "base_models": base_models,
        "tasks": {trial.task: trial.declaration.title for trial in trials.values()},
        "axes": axes,
        "seeds": list(ablation.seeds),
        "comparisons": [list(pair) for pair in ablation.comparisons],
        "confidence": ablation.confidence,
        "disclosure": disclosure.value,
        "conditions": [_describe_group(group, how) for group in groups],
        "tests": tests,
        "trials": lines,
        "cost": _total_cost(groups, store),
    }


def list_axes(ablation: AblationDeclaration) -> Iterator[dict[str, Any]]:
    """Each axis with its levels, and whether they are numbers: those are put in their order."""
    axes = {axis: list(levels) for axis, levels in ablation.axes.items()}
    if ablation.variants:
        axes[VARIANT] = list(ablation.variants)
    for axis, levels in axes.items():
        ordered = all(read_number(level) is not None for level in levels)
        yield {"name": axis, "ordered": ordered, "levels": sorted(levels, key=float) if ordered else levels}


def _group_trials(
    base: str, trials: Mapping[str, Trial], found: Mapping[tuple[str, str], Artifact], store: Store
) -> Iterator[Group]:
    for condition in dict.fromkeys(trial.condition for trial in trials.values()):
        of_condition = [trial for trial in trials.values() if trial.condition == condition]
        run = tuple(
            _read_found(trial, found[base, trial.name], store) for trial in of_condition if (base, trial.name) in found
        )
        if run:
            missing = tuple(trial.seed for trial in of_condition if (base, trial.name) not in found)
            [(cases, _)] = Counter(item.case_ids for item in run).most_common(1)
            alike = tuple(item for item in run if item.case_ids == cases)
            apart = tuple(item.trial.seed for item in run if item.case_ids != cases)
            yield Group(base, run[0].trial.task, condition, run[0].trial.levels, alike, missing, apart)


def _read_found(trial: Trial, artifact: Artifact, store: Store) -> Found:
    content = read_trial(artifact)
    read = trial.declaration, content["artifacts"], store
    return Found(trial, content, measure_trial(*read), artifact, examine_trial(*read))


def _describe_group(group: Group, how: Resampling) -> dict[str, Any]:
    task, first = group.first.trial.declaration, list_first(group.first.trial.declaration)
    return {
        "base_model": group.base_model,
        "task": group.task,
        "condition": group.condition,
        "levels": dict(group.levels),
        "seeds": [found.trial.seed for found in group.found],
        "missing_seeds": list(group.missing),
        "cases": group.first.content["cases"],
        "patients": group.first.content["patients"],
        "trained_rows": group.first.content["trained_rows"],
        "pairs": group.first.content["pairs"],
        "metrics": [
            {
                "name": metric,
                "title": title_metric(metric, task.answer),
                "higher_is_better": _is_higher_better(metric),
                "first": metric in first,
                "models": {
                    model: estimate_crossed(
                        group.totals(model, metric), group.first.models[model].patients, how
                    ).to_json()
                    for model in group.models
                },
            }
            for metric in list_measured(task)
        ],
    }


def _compare_within(
    groups: Sequence[Group], comparisons: Sequence[tuple[str, str]], how: Resampling
) -> Iterator[dict[str, Any]]:
    """The declared pairs of models of each condition, by the task's first metric."""
    for group in groups:
        for first, second in comparisons:
            if not {first, second} <= set(group.models):
                continue
            for metric in list_first(group.first.trial.declaration):
                sides = group.totals(first, metric), group.totals(second, metric)
                yield {
                    "kind": WITHIN,
                    **_name_test(group, metric),
                    "first": first,
                    "second": second,
                    "axis": None,
                    "from": None,
                    "to": None,
                    "held_back": _hold_back(group, first, second, metric),
                    **_compare(*sides, group, second, metric, how),
                }


def _compare_neighbours(
    groups: Sequence[Group], axes: Sequence[Mapping[str, Any]], how: Resampling
) -> Iterator[dict[str, Any]]:
    """Each trained model of a condition with that of the next level of each axis, all else being the same.

    Not where both are the same model for every seed, as an SFT model is that only DPO's declaration was changed behind.
    """
    by_place = {(group.base_model, group.task, tuple(group.levels.items())): group for group in groups}
    for group in groups:
        for axis in axes:
            level = group.levels.get(axis["name"])
            following = axis["levels"][axis["levels"].index(level) + 1 :][:1] if level is not None else []
            for next_level in following:
                levels = {**group.levels, axis["name"]: next_level}
                other = by_place.get((group.base_model, group.task, tuple(levels.items())))
                if other is not None:
                    yield from _compare_conditions(group, other, axis["name"], (str(level), next_level), how)


def _compare_conditions(
    group: Group, other: Group, axis: str, levels: tuple[str, str], how: Resampling
) -> Iterator[dict[str, Any]]:
    seeds = [found.trial.seed for found in group.found if found.trial.seed in {f.trial.seed for f in other.found}]
    known = {stage.name for stage in STAGES} - {BASE.name}
    for model in (model for model in group.models if model in other.models and model in known):
        before, after = group.first.models[model], other.first.models[model]
        if not seeds or before.case_ids != after.case_ids or _are_same(group, other, model):
            continue
        for metric in list_first(group.first.trial.declaration):
            if metric in after.metrics:
                sides = group.totals(model, metric, seeds), other.totals(model, metric, seeds)
                yield {
                    "kind": NEIGHBOURS,
                    **_name_test(group, metric),
                    "first": model,
                    "second": model,
                    "axis": axis,
                    "from": levels[0],
                    "to": levels[1],
                    "held_back": _hold_back(other, model, model, metric),
                    **_compare(*sides, group, model, metric, how),
                }


def _hold_back(group: Group, first: str, second: str, metric: str) -> str | None:
    """Why the second model may not be called better, as a verdict has it: so it is with most seeds."""
    name = metric.rpartition(".")[0] or list_fields(group.first.trial.declaration)[0]
    said = [found.fitness.hold_back(first, second, name) for found in group.found]
    reasons = [reason for reason in said if reason is not None]
    return reasons[0] if 2 * len(reasons) > len(said) else None


def _are_same(group: Group, other: Group, model: str) -> bool:
    name = f"{model}_model"
    return [found.content["artifacts"].get(name) for found in group.found] == [
        found.content["artifacts"].get(name) for found in other.found
    ]


def _name_test(group: Group, metric: str) -> dict[str, Any]:
    return {
        "base_model": group.base_model,
        "task": group.task,
        "condition": group.condition,
        "levels": dict(group.levels),
        "metric": metric,
        "metric_title": title_metric(metric, group.first.trial.declaration.answer),
        "higher_is_better": _is_higher_better(metric),
    }


def _compare(
    first: Sequence[CaseTotals], second: Sequence[CaseTotals], group: Group, model: str, metric: str, how: Resampling
) -> dict[str, Any]:
    exchangeable = not METRICS[metric.rpartition(".")[2]].needs_weights
    patients = group.first.models[model].patients
    return compare_crossed(first, second, patients, how, exchangeable=exchangeable).to_json()


def _judge(tests: Sequence[dict[str, Any]], alpha: float) -> None:
    """Give every test its Holm-adjusted p, over all of them that have one, and its outcome."""
    known = [test for test in tests if test["p"] is not None]
    for test, adjusted in zip(known, adjust_holm([test["p"] for test in known]) if known else (), strict=True):
        test["p_adjusted"] = adjusted
    for test in tests:
        adjusted = test.setdefault("p_adjusted", None)
        shown = adjusted is not None and adjusted < alpha and bool(test["estimate"])
        better = (test["estimate"] or 0) > 0
        outcome = Outcome.BETTER if better == test["higher_is_better"] else Outcome.WORSE
        test["withheld"] = shown and outcome is Outcome.BETTER and test["held_back"] is not None
        test["outcome"] = str(outcome if shown and not test["withheld"] else Outcome.UNDECIDED)


def _describe_trial(base: str, trial: Trial, groups: Sequence[Group], store: Store) -> dict[str, Any]:
    line: dict[str, Any] = {
        "base_model": base,
        "name": trial.name,
        "task": trial.task,
        "levels": dict(trial.levels),
        "seed": trial.seed,
        "status": NOT_RUN,
    }
    for group in groups:
        if (group.base_model, group.condition) == (base, trial.condition) and trial.seed in group.apart:
            return line | {"status": OTHER_CASES}
        for found in group.found if group.base_model == base else ():
            if found.trial.name == trial.name:
                names = ("cases", "patients", "trained_rows", "pairs", "dev", "metrics", "unreadable")
                cost = add_costs(list(_read_costs(found, store).values()))
                return line | {
                    "status": RUN,
                    **{name: found.content[name] for name in names},
                    "address": found.artifact.address,
                    "cost": None if cost is None else asdict(cost),
                }
    return line


def _read_costs(found: Found, store: Store) -> dict[str, Cost]:
    """What each model of a trial took, by its address; a model that other trials have, too, took it once."""
    base, task = found.content["base_model"], found.trial.task
    costs = {
        address: read_cost_of(store, f"{task}/{name}", base, address)
        for name, address in found.content["artifacts"].items()
        if address.startswith("models/")
    }
    return {address: cost for address, cost in costs.items() if cost is not None}


def _total_cost(groups: Sequence[Group], store: Store) -> dict[str, Any] | None:
    once: dict[str, Cost] = {}
    for group in groups:
        for found in group.found:
            once |= _read_costs(found, store)
    total = add_costs(list(once.values()))
    return None if total is None else {**asdict(total), "models": len(once)}


def _is_higher_better(metric: str) -> bool:
    return METRICS[metric.rpartition(".")[2]].higher_is_better
