"""`medpref materialize` of feedback: the weeks that were asked for, each after all that it needs."""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console

from medpref_dagster.cli.declared import open_store
from medpref_dagster.cli.periods import choose_periods, find_period

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.steps import DeclaredFeedback, Step
    from medpref_dagster.storage.store import Store


def is_feedback(defs: "dg.Definitions", name: str) -> bool:
    """Whether feedback of that name is declared."""
    import dagster as dg

    wanted = dg.AssetKey([name, "accepted_examples"])
    return any(isinstance(asset, dg.AssetsDefinition) and asset.key == wanted for asset in defs.assets or ())


def materialize_feedback(
    defs: "dg.Definitions",
    instance: "dg.DagsterInstance",
    name: str,
    chosen: Sequence[str],
    span: tuple[str | None, str | None],
    console: Console,
) -> list[str]:
    """Make what is stale of the weeks, in their order; what a week needs of earlier ones is made, too.

    The events of a week that was asked for are always read: only that tells whether they changed. What did not change
    is the same bytes and makes nothing else stale. Made-up events cannot change but with their declaration or code.

    Parameters
    ----------
    chosen
        Days in the weeks that are meant; with none, and no span, every week that is over.
    span
        A day in the first week and one in the last.

    Returns
    -------
    list
        The weeks that failed. None is made behind one that failed: it would be made from what is no longer so.
    """
    from medpref_dagster.components.frame import divide_by_week
    from medpref_dagster.components.weeks import list_needed
    from medpref_dagster.definitions import load_subject
    from medpref_dagster.sources import is_generated
    from medpref_dagster.steps import DeclaredFeedback

    about, steps = load_subject(name)
    assert isinstance(about, DeclaredFeedback)  # noqa: S101 - the caller asked for some
    over = divide_by_week(about).get_partition_keys()
    asked = choose_periods("week", over, about.first_week, partial(find_period, about), chosen, span)
    store, started = open_store(defs), time.monotonic()
    needed = list_needed(steps, about, asked)
    read_again = set[str]() if all(map(is_generated, about.sources)) else set(asked)
    made = make_weeks(instance, about, steps, store, needed, read_again, console)
    if isinstance(made, str):
        return [made]
    console.print(f"{made} assets of {len(asked)} weeks in {time.monotonic() - started:.0f} s", highlight=False)
    _print_counts(console, name, asked, store)
    _print_report(console, name, asked[-1], store)
    return []


def make_weeks(
    instance: "dg.DagsterInstance",
    about: "DeclaredFeedback",
    steps: Sequence["Step"],
    store: "Store",
    needed: Mapping[str, set[str]],
    read_again: Collection[str],
    console: Console,
) -> int | str:
    """Make what is stale of some weeks, in their order.

    Parameters
    ----------
    needed
        Week -> names of its steps, of `list_needed`.
    read_again
        Weeks whose events are read whatever is there.

    Returns
    -------
    int or str
        How many assets were made; the week that failed.
    """
    made = 0
    for week, names in needed.items():
        chosen = [step for step in steps if step.name in names]
        console.print(f"[bold]{about.name}[/] for [bold]{week}[/]", highlight=False)
        number = _bring_up_to_date(instance, about, chosen, store, week, week in read_again, console)
        if number is None:
            return week
        made += number
    return made


def _bring_up_to_date(
    instance: "dg.DagsterInstance",
    about: "DeclaredFeedback",
    steps: Sequence["Step"],
    store: "Store",
    week: str,
    read_again: bool,
    console: Console,
) -> int | None:
    """How many of the week's assets were made; None where one failed."""
    import dagster as dg

    from medpref_dagster.components.weeks import find_stale_steps
    from medpref_dagster.runs import materialize

    sources = [dg.AssetKey([about.name, step.name]) for step in steps if not step.inputs] if read_again else []
    if sources and not materialize(instance, about.name, sources, week, console).succeeded:
        return None
    stale = find_stale_steps(instance, steps, about, store, week)
    if stale and not materialize(instance, about.name, stale, week, console).succeeded:
        return None
    return len({*sources, *stale})


def _print_counts(console: Console, name: str, weeks: Sequence[str], store: "Store") -> None:
    for week in weeks:
        pairs, examples, reactions = (
            store.describe_table(store.current(f"{name}/{asset}", week))[0]
            for asset in ("preference_pairs", "accepted_examples", "reactions")
        )
        console.print(f"  {week}: {reactions} reactions, {pairs} pairs, {examples} accepted examples", highlight=False)


def _print_report(console: Console, name: str, week: str, store: "Store") -> None:
    """What the week's report says of that week and those that it looks back to."""
    from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON

    folder = store.current(f"{name}/signal_report", week).path
    content = json.loads((folder / REPORT_JSON).read_text(encoding="utf-8"))
    # Names and reasons come from the events: they are printed as they are, not as the console's markup.
    console.print(f"\n{content['answer']}", style="bold", markup=False, highlight=False)
    for sentence in content["sentences"]:
        console.print(f"- {sentence}", markup=False, highlight=False)
    console.print(f"{folder / REPORT_HTML}", markup=False, highlight=False, soft_wrap=True)
