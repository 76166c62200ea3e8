"""`medpref plan`: memory, time, energy and money of a task with a base model, before anything is downloaded."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from medpref_dagster.cli.declared import open_project, read_all_tasks, read_declarations
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.names import name_unknown

if TYPE_CHECKING:
    from medpref_dagster.plan.planning import Plan

_GIB = 2**30
_MEMORY = (
    ("weights", "weights"),
    ("gradients", "gradients"),
    ("optimizer", "optimizer"),
    ("activations", "activations"),
    ("keys_and_values", "keys, values"),
)


@click.command()
@click.argument("task")
@click.option("--base-model", required=True, help="A base model of the active profile; it need not be here.")
@click.option("--cases", type=click.IntRange(min=1), default=None, help="How many cases there will be.")
@click.option(
    "--rehearse",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Also write a tiny random model of the same architecture there, to run every step with.",
)
def plan(task: str, base_model: str, cases: int | None, rehearse: Path | None) -> None:
    """Plan TASK with a base model: does it fit on the profile's device, how long does it take, what does it cost.

    Reads the model's configuration only; downloads and trains nothing. The exit status is 1 where it does not fit.
    """
    root = open_project()
    from medpref_dagster.components.machine import store_folder
    from medpref_dagster.plan import PlanError
    from medpref_dagster.plan.planning import make_plan
    from medpref_dagster.plan.rehearsal import write_rehearsal
    from medpref_dagster.plan.shape import find_config

    try:
        _, machine = read_declarations(root, task)
        declared = [item.name for item in machine.base_models]
        if base_model not in declared:
            raise click.ClickException(name_unknown("base model", base_model, declared, "declared"))
        store = store_folder(machine, root)
        made = make_plan(task, read_all_tasks(root), machine, base_model, store, cases=cases)
        _tell(Console(), made)
        if rehearse is not None:
            write_rehearsal(find_config(machine.base_model(base_model), store)[0], rehearse)
            click.echo(f"a tiny model is in {rehearse}; declare it: origin: {{from: folder, path: {rehearse}}}")
            if (quantization := machine.base_model(base_model).quantization) is not None:
                click.echo(f"and, as the large one: quantization: {{kind: {quantization.kind}}}")
    except (DeclarationError, PlanError) as error:
        raise click.ClickException(str(error)) from None
    if (refusal := made.refusal()) is not None:
        raise click.ClickException(refusal)


def _tell(console: Console, plan: "Plan") -> None:
    def line(what: str, value: str) -> None:
        console.print(f"{what:<12} {escape(value)}", highlight=False, soft_wrap=True)

    methods = ", ".join(
        f"{title} {method} ({plan.trained[title]:,} parameters trained)" for title, method in plan.methods.items()
    )
    line("base model", f"{plan.base}: {plan.shape.parameters:,} parameters, by {plan.shape_from}")
    line("training", methods)
    memory = plan.compute.memory_bytes / _GIB * plan.processes
    where = "free here" if plan.device_is_here else "by the profile's figures: not this machine"
    line("device", f"{plan.device}, {plan.compute.arithmetic.removeprefix('torch.')}, {memory:.1f} GiB {where}")
    if plan.processes > 1:
        how = "share a model's weights" if plan.compute.shards > 1 else "each have the whole model"
        line("processes", f"{plan.processes}, which {how}; what follows is of one of them")
    rows = ", ".join(f"{name} {count}" for name, count in plan.workload.rows.items())
    longest = f"longest {plan.workload.longest_prompt} + {plan.workload.longest_completion} tokens"
    line("rows", f"{rows}; {longest}; from {plan.workload.source}")
    console.print()
    heads = "".join(f"{title:>13}" for _, title in _MEMORY)
    console.print(f"{'GiB':<12}{heads}{'total':>9}{'pass tokens':>13}{'time':>9}", highlight=False, soft_wrap=True)
    for step in plan.steps:
        cells = "".join(f"{getattr(step.need, name) / _GIB:>13.3f}" for name, _ in _MEMORY)
        total = f"{step.need.total / _GIB:>9.3f}{step.need.pass_tokens:>13}"
        console.print(
            f"{step.title:<12}{cells}{total}{_say_time(step.duration.seconds):>9}", highlight=False, soft_wrap=True
        )
    console.print()
    process = f", {plan.process_bytes / _GIB:.1f} of them the process's own" if plan.process_bytes else ""
    line("memory", f"at most {plan.needed_bytes / _GIB:.1f} GiB at once ({plan.largest.title}){process}")
    line("4-bit", _say_four_bits(plan))
    line("time", f"about {_say_time(plan.seconds)} {_say_by_whom(plan)}, without starting and loading")
    for source in dict.fromkeys(step.duration.source for step in plan.steps):
        steps = ", ".join(step.title for step in plan.steps if step.duration.source == source)
        line("", f"{steps}: {source}")
    # Of the work itself: what every process does again on a GPU of its own comes on top.
    least = "at least " if plan.processes > 1 and plan.process_bytes == 0 else ""
    energy = plan.kilowatt_hours
    line("energy", "not known: declare planning.watts" if energy is None else f"{least or 'about '}{energy:.3g} kWh")
    price = plan.price
    known = f"{least}{price:.2f} {plan.currency}" if price is not None else ""
    line("cost", known or "not known: declare planning.price_per_hour")
    if plan.refusal() is None:
        console.print(f"[green]✓[/] it fits: medpref materialize {plan.task} --base-model {plan.base}", soft_wrap=True)


def _say_four_bits(plan: "Plan") -> str:
    weights, others = f"{plan.weights / _GIB:.1f} GiB", f"{plan.other_weights / _GIB:.1f}"
    if plan.shape.quantization is None:
        others = f"the weights would take {others} GiB in the place of {weights.removesuffix(' GiB')}"
        return f"not declared; with quantization of the base model {others}"
    return (
        f"{plan.shape.quantization}: the weights take {weights} in the place of {others}; the time to unpack them for "
        "each product is not counted"
    )


def _say_by_whom(plan: "Plan") -> str:
    """What the time is of: how much several processes gain is known only where they were measured."""
    if plan.processes == 1 or not any(step.duration.measured for step in plan.steps):
        return "on one device"
    return f"by {plan.processes} processes where they were measured, else on one device"


def _say_time(seconds: float) -> str:
    """In a unit that suits.

    >>> _say_time(42), _say_time(600), _say_time(7200)
    ('42 s', '10 min', '2.0 h')
    """
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
