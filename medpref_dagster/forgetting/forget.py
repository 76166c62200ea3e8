"""`medpref forget`: take a patient out of a project, so that a kill at any instant leaves nothing half done.

First the tombstone is on the disk; then the store is had alone, and the plan written; then each step does what is left
to do, and nothing where it was done. The order matters: what is found is written into the plan before it is removed
where it was found, what is written anew is there before a pointer names it, and the old is removed when none does.
"""

from dataclasses import dataclass
from pathlib import Path

from medpref_dagster.audit.actions import CHAMPION_TAINTED, PATIENT_FORGOTTEN
from medpref_dagster.audit.entries import LONGEST, is_one_line, name_patient, name_user
from medpref_dagster.audit.log import AuditLog
from medpref_dagster.capture.tombstones import digest_all
from medpref_dagster.disclosure import DEFAULT, keep_private
from medpref_dagster.exclusive import hold_store_alone
from medpref_dagster.forgetting.captured import delete_captured
from medpref_dagster.forgetting.holdings import Holdings, find_holdings
from medpref_dagster.forgetting.instance import scrub_instance
from medpref_dagster.forgetting.leftovers import clean_buffer, clean_journals, drop_unfinished_work
from medpref_dagster.forgetting.loops import Told, list_told, tell_loops
from medpref_dagster.forgetting.named import list_named
from medpref_dagster.forgetting.plan import Places, Plan, begin_plan, finish_plan, list_plans, read_plan, save_plan
from medpref_dagster.forgetting.reach import list_tainted
from medpref_dagster.forgetting.rewriting import Rewriting, collect_texts
from medpref_dagster.forgetting.taint import copy_taints, is_tainted, taint
from medpref_dagster.forgetting.tombstones import check_key, name_tombstone, write_tombstones
from medpref_dagster.forgetting.wanted import ForgettingError, Wanted
from medpref_dagster.privacy_key import PrivacyKey
from medpref_dagster.progress import Tell, silent
from medpref_dagster.storage.store import Store


@dataclass(frozen=True)
class Forgotten:
    """What came of it."""

    patient: str
    """The keyed hash."""
    counts: dict[str, int]
    owners: tuple[str, ...]
    """The tasks and others whose current artifacts had something of the patient: what is to be made again."""
    to_train: tuple[str, ...]
    """Models that assets point to and that are tainted."""
    loops: tuple[Told, ...] = ()
    """Loops whose champion, or rounds that they decided, learned from the patient."""


def forget(
    store: Store,
    audit: AuditLog,
    wanted: Wanted,
    why: str,
    places: Places,
    key: PrivacyKey,
    tell: Tell = silent,
) -> Forgotten:
    """Forget a patient. Waits for the steps that run; from the first moment on nothing of the patient comes in.

    Parameters
    ----------
    wanted
        Of `want_patient`.
    why
        For the audit log; it must not hold the patient's id.

    Raises
    ------
    ForgettingError
        If the reason is blank, too long, no line or names the patient, or the tombstones were made with another key.
    StoreError, DatabaseError, AuditError
        If something could not be done. What was done stays done, and the next call goes on.
    """
    if not why.strip() or len(why) > LONGEST:  # what the log refused at the end could never be finished
        raise ForgettingError(f"the reason has 1 to {LONGEST} characters, and this one {len(why.strip())}")
    if not is_one_line(why):
        raise ForgettingError("a reason is one line of text, without breaks and control characters")
    if any(one.casefold() in why.casefold() for one in wanted.patients):
        raise ForgettingError("the reason holds the patient's id, and the audit log must not: say it otherwise")
    name = name_tombstone(key, wanted.patients)
    with keep_private(DEFAULT):  # hashes, too, are their owner's alone
        write_tombstones(store, key, name, wanted.patients, ())
    plan = Plan(name, name_user(), why, wanted, places)
    [done] = [found for found in resume(store, audit, key, tell, plan) if found.patient == name]
    return done


def resume(
    store: Store, audit: AuditLog, key: PrivacyKey, tell: Tell = silent, begun: Plan | None = None
) -> list[Forgotten]:
    """Finish every forgetting that was begun, the store to ourselves; `begun` is one more. Raises as `forget`."""
    check_key(store, key)
    with hold_store_alone(store, "forgets a patient", tell):
        if begun is not None:
            begin_plan(store, begun)
        return [_carry_out(store, audit, read_plan(path), key) for path in list_plans(store)]


def _carry_out(store: Store, audit: AuditLog, plan: Plan, key: PrivacyKey) -> Forgotten:
    places = plan.places
    holdings = find_holdings(store, plan.wanted, places.columns, places.databases)
    _note_findings(store, plan, holdings)
    with keep_private(DEFAULT):
        # Also of what it is called by: a reaction names no patient, only a generation.
        write_tombstones(store, key, plan.name, plan.wanted.patients, plan.wanted.events)
        _taint_models(store, plan, holdings)
        tell_loops(store)
    _rewrite(store, plan, holdings)
    for address in sorted(plan.obsolete):
        store.remove_artifact(address)
    _count(plan, "journal records", clean_journals(store, plan.wanted))
    _count(plan, "unfinished trainings", drop_unfinished_work(store))
    store.sweep_abandoned()
    digests = digest_all(key, plan.wanted.patients, plan.wanted.events)
    for url in places.databases:
        captured = delete_captured(url, plan.wanted, digests, key.fingerprint)
        _count(plan, "captured events", len(captured.events))
        _count(plan, "captured and quarantined", len(captured.quarantined))
    for buffer in places.buffers:
        _count(plan, "events in buffers", clean_buffer(Path(buffer), plan.wanted))
    if places.dagster_home is not None:
        _count(plan, "files of Dagster", scrub_instance(Path(places.dagster_home), plan.wanted.ids(), plan.texts))
    told = tuple(list_told(store, plan.name))
    found = Forgotten(plan.name, dict(plan.counts), tuple(sorted(plan.owners)), tuple(list_tainted(store)), told)
    for item in told:
        if item.champion is not None:
            details = {"patient": plan.name, "void_rounds": list(item.rounds)}
            audit.append(CHAMPION_TAINTED, f"{item.loop}: {item.champion}", plan.why, plan.actor, details)
    audit.append(
        PATIENT_FORGOTTEN,
        name_patient(plan.name),
        plan.why,
        plan.actor,
        {
            "counts": found.counts,
            "made_again": list(found.owners),
            "tainted": list(found.to_train),
            "loops": [item.loop for item in told],
        },
    )
    finish_plan(store, plan)
    return found


def _note_findings(store: Store, plan: Plan, holdings: Holdings) -> None:
    """Into the plan, before any of it is removed: after a kill it may stand nowhere else."""
    held = [holding.address for holding in (*holdings.tables, *holdings.models)]
    plan.wanted = holdings.wanted
    plan.texts |= collect_texts(store, holdings, plan.places.columns)
    plan.owners |= {owner for address in (*held, *holdings.descended) for owner in holdings.reach.owners_of(address)}
    _raise(plan, "tables", len(holdings.tables))
    _raise(plan, "rows", sum(sum(holding.rows.values()) for holding in holdings.tables))
    _raise(plan, "models", len(holdings.learned))
    save_plan(store, plan)


def _taint_models(store: Store, plan: Plan, holdings: Holdings) -> None:
    """Before their rows are gone, by which they are known."""
    for holding in holdings.models:
        taint(store, holding.address, plan.name, holding.seen_as)
    for address, through in sorted(holdings.descended.items()):
        taint(store, address, plan.name, {}, through)


def _rewrite(store: Store, plan: Plan, holdings: Holdings) -> None:
    if holdings.is_empty:
        return
    rewriting = Rewriting(store, holdings, plan.places.columns)
    rewriting.run()
    with keep_private(DEFAULT):
        _let_rest_stand(store, plan, rewriting)


def _let_rest_stand(store: Store, plan: Plan, rewriting: Rewriting) -> None:
    """Let everything that names what was written anew name it where it is now."""
    for old, new in rewriting.moved.items():
        if old.startswith("models/"):
            copy_taints(store, old, new)
        store.lineage.carry_over(old, new, rewriting.moved)
    obsolete = rewriting.list_obsolete()
    _raise(plan, "artifacts written anew", len(rewriting.moved))
    _raise(plan, "artifacts removed", len(obsolete - rewriting.moved.keys()))
    plan.obsolete |= obsolete
    save_plan(store, plan)
    gone: dict[str, str | None] = dict.fromkeys(obsolete)
    store.pointers.redirect(gone | rewriting.moved)
    may_be_recalled = {
        old: new for old, new in rewriting.moved.items() if old not in rewriting.emptied and _is_clean(store, new)
    }
    store.computations.redirect(gone | may_be_recalled)
    store.lineage.redirect(rewriting.moved)


def _is_clean(store: Store, address: str) -> bool:
    """Whether neither a model nor one that it names is tainted: what is recalled would be trained on the patient."""
    models = [
        one for one in (address, *(named for named, _ in list_named(store, address))) if one.startswith("models/")
    ]
    return not any(is_tainted(store, one) for one in models)


def _count(plan: Plan, what: str, number: int) -> None:
    if number:
        plan.counts[what] = plan.counts.get(what, 0) + number


def _raise(plan: Plan, what: str, number: int) -> None:
    """After a kill some of what was found is gone: the larger number was it."""
    if number:
        plan.counts[what] = max(plan.counts.get(what, 0), number)
