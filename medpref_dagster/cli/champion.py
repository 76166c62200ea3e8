"""`medpref approve`, `rollback` and `change-plan`: what a person does with a loop's champion, and its plan."""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from medpref_dagster.cli.audited import require_audit_log
from medpref_dagster.cli.declared import find_loop, open_project
from medpref_dagster.cli.leaving import refuse_identifiers, refuse_reason
from medpref_dagster.cli.places import open_privacy_project
from medpref_dagster.project import prepare_dagster_home

if TYPE_CHECKING:
    from medpref_dagster.promotion.history import Move
    from medpref_dagster.promotion.moves import Desk
    from medpref_dagster.reports.change_control import DeclaredLoop as PlannedLoop
    from medpref_dagster.steps import DeclaredLoop

_why = click.option("--why", required=True, help="The reason, for the audit log; no names, no ids.")
_loop = click.argument("loop")


@click.command()
@_loop
@click.option("--round", "place", required=True, help="A day in the round whose challenger is approved.")
@_why
def approve(loop: str, place: str, why: str) -> None:
    """Let the challenger of a round of LOOP become champion, where the gate asks a person.

    The round must have earned it, and the champion must still be the one that it was held against. Who approves is the
    user of the operating system; it stands in the audit log.
    """
    from medpref_dagster.audit.entries import name_user
    from medpref_dagster.cli.periods import find_period
    from medpref_dagster.promotion.moves import approve as approve_round

    about = _find_loop(loop)
    name = find_period(about, place)
    refuse_reason(why, about)
    try:
        _tell(about, approve_round(_open_desk(loop), name, name_user(), why))
    except Exception as error:
        _refuse(error)


@click.command()
@_loop
@click.option("--to", "place", required=True, help="A day in the round whose model is wanted again, or `first`.")
@_why
def rollback(loop: str, place: str, why: str) -> None:
    """Let the model of an earlier round of LOOP be champion again; `first` is the one that the loop began with."""
    from medpref_dagster.audit.entries import name_user
    from medpref_dagster.cli.periods import find_period
    from medpref_dagster.promotion.history import START
    from medpref_dagster.promotion.moves import roll_back

    about = _find_loop(loop)
    name = place if place == START else find_period(about, place)
    refuse_reason(why, about)
    try:
        _tell(about, roll_back(_open_desk(loop), name, name_user(), why))
    except Exception as error:
        _refuse(error)


@click.command("change-plan")
@_loop
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="A folder.")
def change_plan(loop: str, folder: Path) -> None:
    """Write the declaration of LOOP as a change-control plan, with its rounds' outcomes: plan.html and plan.json.

    It carries the fields of such a plan, and claims no compliance.
    """
    from medpref_dagster.disclosure import keep_private
    from medpref_dagster.gate.rounds import read_decisions, read_void
    from medpref_dagster.promotion.history import read_moves
    from medpref_dagster.reports.change_control import change_control_plan
    from medpref_dagster.reports.own_words import list_texts
    from medpref_dagster.steps import find_made_disclosure
    from medpref_dagster.storage.temporary import Temporaries

    about = _find_loop(loop)
    _, store = open_privacy_project()
    try:
        plan = change_control_plan(
            _describe(about), read_decisions(store, loop), read_moves(store, loop), read_void(store, loop)
        )
        # Of what the declaration says nothing: who promoted and rolled back, and why.
        refuse_identifiers(about, set(list_texts(plan.content)), store, is_page=True)
        with keep_private(find_made_disclosure(about, about.sources)):
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in (("plan.html", plan.to_html()), ("plan.json", plan.to_json())):
                Temporaries(folder).write_file(folder / name, text.encode())
                click.echo(folder / name)
    except Exception as error:
        _refuse(error)


def _find_loop(name: str) -> "DeclaredLoop":
    """The declared loop; one without a gate has neither decisions nor champions."""
    about = find_loop(open_project(), name)
    if about.loop.gate is None:
        raise click.ClickException(f"{name} declares no gate, so that no round of it is decided; declare `gate`")
    return about


def _describe(about: "DeclaredLoop") -> "PlannedLoop":
    """What the plan takes from the declaration."""
    from medpref_dagster.hashing import content_key
    from medpref_dagster.reports.change_control import DeclaredLoop as PlannedLoop
    from medpref_dagster.stages import DPO

    loop, feedback = about.loop, about.feedback.feedback
    assert loop.gate is not None  # noqa: S101 - _find_loop refuses one without
    whole = loop.model_dump(mode="json")
    return PlannedLoop(
        name=about.name,
        title=loop.title,
        task=loop.task,
        base_model=loop.base_model,
        gate=loop.gate,
        statements=loop.change_control,
        data={
            "feedback": f"{loop.feedback}: {feedback.title}",
            "cases": f"{loop.task}: {about.task.task.title}",
            "held out": whole["holdout"],
            "replay": whole["replay"],
            "reliability": whole["reliability"]["use"],
            "slices": whole["slices"],
        },
        training={
            "trigger": f"{loop.cadence}; schedule {_say(loop.triggers.schedule)}, sensor {_say(loop.triggers.sensor)}",
            "least new pairs": loop.min_new_pairs,
            "start": loop.start,
            "reference": loop.reference,
            DPO.name: whole[DPO.name],
        },
        declaration=content_key(loop=whole),
    )


def _say(is_on: bool) -> str:
    return "on" if is_on else "off"


def _open_desk(loop: str) -> "Desk":
    from medpref_dagster.forgetting.taint import is_tainted
    from medpref_dagster.promotion.moves import Desk

    _, store = open_privacy_project()
    return Desk(store, loop, is_tainted=is_tainted, audit=require_audit_log().append)


def _tell(about: "DeclaredLoop", move: "Move") -> None:
    """Tell the person, and the Dagster instance, in which the UI then shows it."""
    click.echo(f"{move.model} is the champion of {about.name}, of round {move.round}; before it was {move.before}")

    import dagster as dg

    from medpref_dagster.components.champion_jobs import tell_champion

    root, store = open_privacy_project()
    with dg.DagsterInstance.from_config(str(prepare_dagster_home(root))) as instance:
        tell_champion(instance, about, store, move)


def _refuse(error: Exception) -> NoReturn:
    """One line for what is told by this package; of the file system `main` tells, and all else is an error of ours."""
    from medpref_dagster.disclosure import is_expected

    if is_expected(error):
        raise click.ClickException(str(error)) from None
    raise error
