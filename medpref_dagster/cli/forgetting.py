"""`medpref trace`: where somebody is, what a model learned from. `medpref forget`: take a patient out, for good."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medpref_dagster.cli.audited import note, require_audit_log
from medpref_dagster.cli.leaving import refuse_reason
from medpref_dagster.cli.output import tell_on_stderr
from medpref_dagster.cli.places import open_privacy_project
from medpref_dagster.cli.refusals import refusals_in_one_line
from medpref_dagster.names import name_unknown, with_article

if TYPE_CHECKING:
    from medpref_dagster.forgetting.forget import Forgotten
    from medpref_dagster.forgetting.plan import Places
    from medpref_dagster.forgetting.trace import Trace
    from medpref_dagster.forgetting.wanted import Wanted
    from medpref_dagster.storage.store import Store

_databases = click.option(
    "--database",
    "databases",
    multiple=True,
    help="A capture database beside those of declared feedback, sqlite:///FILE or postgresql://...",
)


def _read_patient(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The id, or what standard input says of it: an argument stands in the shell's history."""
    if given != "-":
        return given
    return click.prompt("patient", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()


def _require_buffers(_context: click.Context, _option: click.Parameter, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """What is named must be there, itself or what was refused of it: of a mistyped one nothing would be taken out."""
    for path in given:
        if not (path.is_file() or path.with_name(f"{path.name}.refused").is_file()):
            raise click.BadParameter(f"there is no buffer {path}")
    return given


_patient = click.option(
    "--patient",
    callback=_read_patient,
    help="An id, in any spelling: 1001, 1001.0; - to read it from standard input, unseen by the shell's history.",
)


@click.command("trace")
@_patient
@click.option("--event", help="The id of a generation or a reaction.")
@click.option("--case", help="The id of a case, of --task or of any.")
@click.option("--task", help="The task whose case it is.")
@click.option("--model", help="An asset such as uti/dpo_model:BASE_MODEL, or an address.")
@click.option("--json", "as_json", is_flag=True, help="As JSON; of a model with every row.")
@_databases
def trace_command(
    patient: str | None,
    event: str | None,
    case: str | None,
    task: str | None,
    model: str | None,
    as_json: bool,
    databases: tuple[str, ...],
) -> None:
    """Say which tables, models and reports hold a patient, an event or a case, or learned from it; or what a model
    learned from.

    The exit status is 1 where nothing is known of it.
    """
    from medpref_dagster.audit.actions import PATIENT_TRACED
    from medpref_dagster.components.places import find_places
    from medpref_dagster.forgetting.tombstones import check_key, require_key
    from medpref_dagster.forgetting.trace import trace, trace_model, want_case, want_event
    from medpref_dagster.forgetting.wanted import want_patient

    if sum(one is not None for one in (patient, event, case, model)) != 1 or (task is not None and case is None):
        raise click.UsageError("give one of --patient, --event, --case (with --task, if you like) and --model")
    root, store = open_privacy_project()
    with refusals_in_one_line():
        if model is not None:
            found_model = trace_model(store, model)
            note(require_audit_log(), PATIENT_TRACED, found_model["address"], "medpref trace --model")
            _print_model(found_model, as_json)
            return
        places = find_places(root, databases)
        if patient is not None:
            if places.by_key:
                check_key(store, require_key(store))  # without it, a patient's pseudonym cannot be told, nor be found
            kind, wanted = "patient", want_patient(patient)
        elif event is not None:
            kind, wanted = "event", want_event(event)
        else:
            _require_task(store, places, task)
            kind, wanted = "case", want_case(str(case), task)
        found = trace(store, wanted, places)
        note(require_audit_log(), PATIENT_TRACED, _name_subject(kind, wanted), f"medpref trace --{kind}")
    if as_json:
        click.echo(json.dumps(found.to_json(), indent=1))
    else:
        _print_trace(found)
    if found.is_empty:
        raise click.ClickException(f"nothing is known of this {kind}: no table, no model, no capture database has it")


@click.command("forget")
@_patient
@click.option("--why", help="For the audit log, without the patient's id or name.")
@click.option("--resume", "only_resume", is_flag=True, help="Only finish what an earlier call that was killed began.")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
@click.option("--keep-out", is_flag=True, help="Keep a patient out of whom nothing is known here, too.")
@click.option("--retrain", is_flag=True, help="Then make again what had something of the patient.")
@click.option(
    "--buffer",
    "buffers",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_require_buffers,
    help="A client's buffer.",
)
@_databases
def forget_command(
    patient: str | None,
    why: str | None,
    only_resume: bool,
    dry_run: bool,
    keep_out: bool,
    retrain: bool,
    buffers: tuple[Path, ...],
    databases: tuple[str, ...],
) -> None:
    """Take a patient out of the project and keep them out, and say what must be trained again.

    Waits for steps that run. Killed anywhere, the next call finishes. Sources outside of the project are not changed:
    what they say of the patient is dropped where it is read.
    """
    from medpref_dagster.components.places import find_places, list_deidentify
    from medpref_dagster.forgetting.forget import forget, resume
    from medpref_dagster.forgetting.tombstones import check_key, read_tombstones, require_key
    from medpref_dagster.forgetting.trace import trace
    from medpref_dagster.forgetting.wanted import want_patient

    if only_resume == (patient is not None) or (patient is not None and not why and not dry_run):
        raise click.UsageError("give --patient and --why, or --resume alone")
    root, store = open_privacy_project()
    with refusals_in_one_line():
        key, audit = require_key(store), require_audit_log()
        if patient is None:
            done = resume(store, audit, key, tell_on_stderr)
            if not done:
                click.echo("nothing was cut off")
        else:
            check_key(store, key)
            wanted, places = want_patient(patient), find_places(root, databases, buffers)
            found = trace(store, wanted, places)
            if dry_run:
                _print_trace(found)
                click.echo("nothing was changed (--dry-run)")
                return
            is_known = keep_out or not found.is_empty or _is_begun(store)
            if not is_known and any(read_tombstones(store).holds_patient(one) for one in wanted.patients):
                click.echo("this patient was forgotten before, and nothing of them has come in since")
                return
            if not is_known:
                raise click.ClickException(
                    "nothing is known of this patient here, so nothing was changed; to keep them out in future, give "
                    "--keep-out"
                )
            refuse_reason(str(why), list_deidentify(root))
            done = [forget(store, audit, wanted, str(why), places, key, tell_on_stderr)]
    _print_forgotten(store, done)
    if retrain:
        _retrain(store, sorted({owner for item in done for owner in item.owners}))


def _require_task(store: "Store", places: "Places", task: str | None) -> None:
    """A task that is declared, or was once and has left something."""
    from medpref_dagster.forgetting.reach import list_pointers

    known = sorted({*places.columns, *(pointer.owner for pointer in list_pointers(store))})
    if task is not None and task not in known:
        raise click.ClickException(name_unknown("task", task, known, "declared or in the store"))


def _is_begun(store: "Store") -> bool:
    from medpref_dagster.forgetting.plan import list_plans

    return bool(list_plans(store))


def _print_trace(found: "Trace") -> None:
    for kind, rows in (("table", found.tables), ("model", found.models), ("report", found.reports)):
        for row in rows:
            told = ", ".join(f"{number} {name}" for name, number in row.get("rows", {}).items())
            through = f"built on {row['through']}" if row.get("through") else ""
            where = ", ".join(row["assets"]) or ("part of what is current" if row["current"] else "superseded")
            tainted = "tainted" if row.get("tainted") else ""
            parts = [part for part in (told, through, *row.get("champion", ()), tainted) if part]
            click.echo(f"{kind:<7} {row['address']}  {where}" + (f": {'; '.join(parts)}" if parts else ""))
    for url, counts in found.captured.items():
        if any(counts.values()):
            name = url.rpartition("@")[2]  # without a password
            click.echo(f"capture {name}: {counts['events']} events, {counts['quarantined']} in quarantine")


def _print_model(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    click.echo(f"{found['address']}  {', '.join(found['assets']) or 'no asset points to it'}")
    for loop in found["champion"]:
        click.echo(f"  {loop}")
    for below in found["stack"][1:]:
        click.echo(f"  stands on {below}")
    rows = ", ".join(f"{number} {split}" for split, number in found["splits"].items())
    click.echo(f"  saw {rows or 'no rows'}, of {len(found['patients'])} patients and {len(found['events'])} events")
    if found["taints"]:
        click.echo(f"  tainted: {len(found['taints'])} of its patients were forgotten")
    click.echo("  every row: --json")


def _print_forgotten(store: "Store", done: "list[Forgotten]") -> None:
    from medpref_dagster.rounds.champion import explain_unusable

    for item in done:
        counts = ", ".join(f"{number} {what}" for what, number in sorted(item.counts.items()))
        click.echo(f"patient {item.patient[:16]}... is forgotten: {counts or 'nothing was here'}")
    owners = sorted({owner for item in done for owner in item.owners})
    for name in (name for item in done for name in item.to_train):
        click.echo(f"  must be trained again: {name}")
    for told in (told for item in done for told in item.loops):
        if told.champion is not None:
            click.echo(f"  {explain_unusable(store, told.loop)}")
        if told.rounds:
            click.echo(f"  void, and to be decided anew: {told.loop}, rounds {', '.join(told.rounds)}")
    for owner in owners:
        click.echo(f"  medpref materialize {owner}")
    exports = list_exports()
    if exports:
        click.echo("Files and models that were exported before, which are beyond this project, may have the patient:")
        for file in exports:
            click.echo(f"  {file}")


def list_exports() -> list[str]:
    """From the audit log: files and models' folders that somebody was given."""
    from medpref_dagster.audit.actions import ANSWERS_EXPORTED, FEEDBACK_IMPORTED, MODEL_EXPORTED

    found: dict[str, None] = {}
    for entry in require_audit_log().entries():
        if entry.action == ANSWERS_EXPORTED:
            found[str(entry.details.get("file"))] = None
        elif entry.action == MODEL_EXPORTED:
            found[str(entry.details.get("to"))] = None
        elif entry.action == FEEDBACK_IMPORTED:
            found |= dict.fromkeys([entry.subject, str(entry.details.get("quarantine"))])
    return [file for file in found if Path(file).exists()]


def _retrain(store: "Store", owners: list[str]) -> None:
    """Materialize what had something of the patient: tasks and feedback first, then loops, then what compares them.

    A loop whose champion is tainted goes back to the latest that is not; where there is none, it begins again with the
    task's new model by itself.
    """
    from medpref_dagster.cli.runs import materialize, study
    from medpref_dagster.forgetting.reach import list_loops, list_pointers

    context = click.get_current_context()
    partitions = {owner: _list_base_models(store, owner) for owner in owners}
    studies = {pointer.owner for pointer in list_pointers(store) if pointer.asset.endswith("/shared_texts")}
    # By their pairs: a loop without a gate has no ledger.
    loops = {pointer.owner for pointer in list_pointers(store) if pointer.asset.endswith("/round_pairs")}
    for loop in set(list_loops(store)) & set(owners):
        _go_back(store, loop)
    for owner in sorted(owners, key=lambda name: (name in studies, name in loops)):
        click.echo(f"\n{owner} is made again")
        if owner in studies:
            context.invoke(study, name=owner, base_models=partitions[owner], all_base_models=False)
            continue
        context.invoke(
            materialize,
            name=owner,
            base_models=partitions[owner],
            all_base_models=False,
            trials=(),
            weeks=(),
            first=None,
            last=None,
        )
    _remove_tainted(store)


def _remove_tainted(store: "Store") -> None:
    from medpref_dagster.audit.actions import STORE_COLLECTED
    from medpref_dagster.forgetting.collecting import remove_tainted

    with refusals_in_one_line():
        removed = remove_tainted(store, tell_on_stderr)
        for address in removed:
            note(require_audit_log(), STORE_COLLECTED, address, "it learned from a patient who was forgotten")
    if removed:
        click.echo(f"\nremoved {len(removed)} models that learned from the patient and were trained again")


def _go_back(store: "Store", loop: str) -> None:
    """Let the latest champion that is not tainted stand again, where the present one is."""
    from medpref_dagster.audit.entries import name_user
    from medpref_dagster.forgetting.taint import is_tainted
    from medpref_dagster.promotion.history import find_usable, read_moves
    from medpref_dagster.promotion.moves import Desk, roll_back

    moves = read_moves(store, loop)
    usable = find_usable(store, moves, is_tainted)
    if usable is None or not is_tainted(store, moves[-1].model):
        return
    desk = Desk(store, loop, is_tainted=is_tainted, audit=require_audit_log().append)
    with refusals_in_one_line():
        roll_back(desk, usable.round, name_user(), "the champion learned from a patient who was forgotten")
    click.echo(f"{loop} goes back to {usable.model}, of round {usable.round}")


def _list_base_models(store: "Store", owner: str) -> tuple[str, ...]:
    """The base models of which an owner has something; none of feedback."""
    from medpref_dagster.components.machine import offered_base_models
    from medpref_dagster.forgetting.reach import list_pointers

    made = {pointer.partition for pointer in list_pointers(store) if pointer.owner == owner}
    return tuple(name for name in offered_base_models() if name in made)


def _name_subject(kind: str, wanted: "Wanted") -> str:
    """As the audit log may have it: by a keyed hash, or, without a key, not at all."""
    from medpref_dagster.audit.entries import name_patient
    from medpref_dagster.capture.tombstones import EVENT, digest
    from medpref_dagster.forgetting.tombstones import name_tombstone, require_key
    from medpref_dagster.forgetting.wanted import ForgettingError

    try:
        key = require_key()
    except ForgettingError:
        return f"{with_article(kind)}, unnamed without a privacy key"
    if kind == "patient":
        return name_patient(name_tombstone(key, wanted.patients))
    return f"{kind}:{digest(key, EVENT, min(wanted.ids()))}"
