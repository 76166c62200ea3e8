"""Moving the champion: start, promote, approve, roll back.

Each takes the loop's lock, looks at what is there, and adds one record or none: two at once are one after the other,
and the second sees what the first did. A refusal changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from medpref_dagster.audit.entries import is_one_line
from medpref_dagster.declaration.gate import Gate
from medpref_dagster.gate.decision import Decision, Outcome
from medpref_dagster.gate.rounds import find_decision, read_decisions, read_void
from medpref_dagster.locks import Holder, ignore
from medpref_dagster.promotion.errors import PromotionError
from medpref_dagster.promotion.history import (
    START,
    Audit,
    IsTainted,
    Move,
    find_fault,
    find_start,
    must_begin_again,
    name_ledger,
    read_moves,
    settle,
)
from medpref_dagster.storage.store import Artifact, Store

LONGEST_WHY = 500
"""Characters of a reason; an audit log takes so many."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Desk:
    """Where a loop's champion is moved, and who must be asked or told."""

    store: Store
    loop: str
    is_tainted: IsTainted
    audit: Audit
    on_wait: Callable[[Holder | None], None] = ignore
    now: Callable[[], str] = _now


def start(desk: Desk, model: Artifact, actor: str, why: str) -> Move:
    """Let a loop begin with a first champion, the task's chosen model; once.

    It begins again where every champion that it had was trained on what must be forgotten. Returns the first champion's
    move where the loop began with this model already.

    Raises
    ------
    PromotionError
        If it began with another model that may be used, or the model is tainted or no model.
    """

    _require_words(actor, why, "a first champion")

    def begin(moves: list[Move]) -> Move:
        if moves and find_start(moves).model == model.address:
            return find_start(moves)
        if moves and not must_begin_again(desk.store, moves, desk.is_tainted):
            raise PromotionError(
                f"{desk.loop} began with {find_start(moves).model} and cannot begin again; a challenger is "
                f"promoted by a decision"
            )
        if not model.address.startswith("models/"):
            raise PromotionError(f"{model.address} is no model; only a model can be champion")
        _require_usable(desk, model.address, f"{desk.loop} cannot begin with {model.address}")
        return Move(
            action="started",
            round=START,
            model=model.address,
            before=moves[-1].model if moves else None,
            decision=None,
            actor=actor,
            why=why,
            at=desk.now(),
        )

    return _move(desk, f"begins {desk.loop}", begin)


def promote(desk: Desk, gate: Gate, of_round: str, actor: str) -> Move:
    """Let the challenger of a round become champion, by its decision; needs a gate with automatic approval.

    A decision that was carried out already gives the move that it gave.

    Raises
    ------
    PromotionError
        If the gate asks for a person's approval; if the round was not decided, or not to promote; if the champion has
        moved since the decision; if the decision was carried out and rolled back since; if the model is tainted, gone
        or not the bytes that were evaluated.
    """
    if gate.approval == "by_person":
        raise PromotionError(
            f"{desk.loop} asks a person: medpref approve {desk.loop} --round {of_round} --why ..., or the job "
            f"of that name in the UI"
        )
    return _promote(desk, of_round, actor, None, None)


def approve(desk: Desk, of_round: str, actor: str, why: str) -> Move:
    """Let the challenger of a round become champion, by its decision and a person's approval.

    The same again by the same person for the same reason gives the move that was made.

    Raises
    ------
    PromotionError
        Without a name or a reason; if another, or for another reason, was first; else as of `promote`.
    """
    _require_words(actor, why, "an approval")
    return _promote(desk, of_round, actor, actor, why)


def roll_back(desk: Desk, to_round: str, actor: str, why: str) -> Move:
    """Let the model of an earlier round be champion again; `first` is the one that the loop began with.

    The same again, to the same round for the same reason, gives the move that was made, so that a command may be run
    twice.

    Raises
    ------
    PromotionError
        Without a name or a reason; if the round never gave a champion, or gave the present one; if its model is
        tainted, gone or damaged.
    """
    _require_words(actor, why, "a rollback")

    def go_back(moves: list[Move]) -> Move:
        if moves and (moves[-1].action, moves[-1].round, moves[-1].why) == ("rolled_back", to_round, why):
            return moves[-1]
        found = [move for move in moves if move.round == to_round and move.action != "rolled_back"]
        if not found:
            known = ", ".join(dict.fromkeys(move.round for move in moves)) or "none"
            raise PromotionError(f"round {to_round!r} of {desk.loop} never gave a champion; those that did: {known}")
        target, present = found[-1], moves[-1]
        if target.model == present.model:
            raise PromotionError(f"the model of round {to_round} is the champion of {desk.loop} already")
        _require_usable(desk, target.model, f"{desk.loop} cannot go back to round {to_round}, {target.model}")
        return Move(
            action="rolled_back",
            round=to_round,
            model=target.model,
            before=present.model,
            decision=target.decision,
            actor=actor,
            why=why,
            at=desk.now(),
        )

    return _move(desk, f"rolls {desk.loop} back to {to_round}", go_back)


def _promote(desk: Desk, of_round: str, actor: str, approved_by: str | None, why: str | None) -> Move:
    def go_forward(moves: list[Move]) -> Move:
        decision = find_decision(desk.store, desk.loop, of_round)
        if decision is None:
            raise PromotionError(_say_undecided(desk, of_round))
        challenger, champion, first = map(
            desk.store.find_rest, (decision.challenger, decision.champion, decision.first_champion)
        )
        if decision.outcome is not Outcome.PROMOTE:
            raise PromotionError(f"round {of_round} of {desk.loop} earned no promotion. {decision.headline}")
        if _was_carried_out(desk, moves, decision):
            _require_same_approval(desk, moves[-1], approved_by, why)
            return moves[-1]
        if not moves or moves[-1].model != champion:
            present = moves[-1] if moves else None
            now = (
                "there is none"
                if present is None
                else f"it is {present.model}, of round {present.round}, since {present.at}"
            )
            raise PromotionError(
                f"round {of_round} of {desk.loop} was decided against champion {decision.champion}, and {now}; the "
                f"decision says nothing about that one: the next round is judged against it"
            )
        if first != find_start(moves).model:
            raise PromotionError(
                f"round {of_round} of {desk.loop} held its metrics against {decision.first_champion} as the first "
                f"champion, and the loop began with {find_start(moves).model}; the next round must be held against it"
            )
        _require_usable(desk, challenger, f"{desk.loop} cannot promote {challenger} of round {of_round}")
        return Move(
            action="promoted",
            round=of_round,
            model=challenger,
            before=champion,
            decision=decision.seal,
            approved_by=approved_by,
            actor=actor,
            why=decision.headline[:LONGEST_WHY] if why is None else why,
            at=desk.now(),
        )

    return _move(desk, f"promotes round {of_round} of {desk.loop}", go_forward)


def _require_same_approval(desk: Desk, made: Move, approved_by: str | None, why: str | None) -> None:
    """Tell whoever approves what another has approved, or the same one for another reason: theirs is kept nowhere."""
    if why is not None and (made.approved_by, made.why) != (approved_by, why):
        by = f"approved by {made.approved_by}" if made.approved_by else "promoted"
        raise PromotionError(
            f"round {made.round} of {desk.loop} was {by} already, at {made.at}: {made.why}; nothing was changed"
        )


def _say_undecided(desk: Desk, of_round: str) -> str:
    void = read_void(desk.store, desk.loop)
    since = [
        void[item.seal]
        for item in read_decisions(desk.store, desk.loop)
        if item.round == of_round and item.seal in void
    ]
    if since:
        return (
            f"what was decided on round {of_round} of {desk.loop} is void since {since[-1]}: its models learned from a "
            f"patient who was forgotten. Materialize {desk.loop} again: it trains without the patient, and decides anew"
        )
    return f"round {of_round} of {desk.loop} was not decided; materialize {desk.loop}/decision"


def _was_carried_out(desk: Desk, moves: list[Move], decision: Decision) -> bool:
    places = [
        number for number, move in enumerate(moves) if move.action == "promoted" and move.decision == decision.seal
    ]
    if places and places[-1] != len(moves) - 1:
        raise PromotionError(
            f"round {decision.round} of {desk.loop} was promoted already, and the champion has moved since ("
            f"{moves[-1].action.replace('_', ' ')}: {moves[-1].why}); a decision earns one promotion. To have its "
            f"model again: medpref rollback {desk.loop} --to {decision.round} --why ..."
        )
    return bool(places)


def _move(desk: Desk, purpose: str, choose: Callable[[list[Move]], Move]) -> Move:
    """Under the loop's lock: finish what was left undone, choose a move, add it, and tell.

    `choose` gives one of the moves that were made where nothing is to be done.
    """
    store = desk.store
    with store.hold_shared_lock(f"loop {desk.loop}", purpose, desk.on_wait):
        settle(store, desk.loop, desk.audit)
        moves = read_moves(store, desk.loop)
        move = choose(moves)
        if any(move is made for made in moves):
            return move
        store.append_to_ledger(name_ledger(desk.loop), move.to_json(), after=len(moves))
        settle(store, desk.loop, desk.audit)
        return move


def _require_usable(desk: Desk, address: str, what: str) -> None:
    if (why := find_fault(desk.store, address)) is not None:
        raise PromotionError(f"{what}: {why}; put it back from a backup, or choose another")
    if desk.is_tainted(desk.store, address):
        raise PromotionError(
            f"{what}: it was trained on what must be forgotten, since a patient was; {desk.loop} is trained again "
            f"without it by medpref materialize {desk.loop}"
        )


def _require_words(actor: str, why: str, what: str) -> None:
    """Before anything is kept: what the audit log would not take must not stand in the history."""
    if not actor.strip() or not why.strip():
        raise PromotionError(f"{what} needs a name and a reason: --why '...'")
    if not is_one_line(why):
        raise PromotionError("a reason is one line of text, without breaks and control characters")
    if len(why) > LONGEST_WHY:
        raise PromotionError(f"a reason has at most {LONGEST_WHY} characters, and this one {len(why)}; say it shorter")
