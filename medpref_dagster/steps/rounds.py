"""A round of a loop: its pairs, its challenger, what that one won."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster import schemas
from medpref_dagster.answering.test_set import find_held_out_rows
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.loop import NOISY_LOSS
from medpref_dagster.reports.challenger import write_challenger_report
from medpref_dagster.reports.challenger_content import Judged
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON
from medpref_dagster.rounds.champion import find_reference, find_start
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.rounds.evidence import require_slices
from medpref_dagster.rounds.holdout import find_overlaps
from medpref_dagster.rounds.pairs import RoundPairs, build_round_pairs, choose_trained, count_by
from medpref_dagster.rounds.tested import choose_tested, find_part, keep_part
from medpref_dagster.rounds.wins import Scored, judge_wins
from medpref_dagster.stages import DPO
from medpref_dagster.steps import DeclaredLoop, Finding, Markdown, Shown, StepResult
from medpref_dagster.steps.declared_loop import CHAMPION
from medpref_dagster.steps.round_feedback import find_cap, gather_round
from medpref_dagster.steps.shown import describe_quarantine, describe_table
from medpref_dagster.steps.training import run_training
from medpref_dagster.storage.models import load_tokenizer
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.synthesis.joining import find_share_problem
from medpref_dagster.training.dpo import fit_dpo
from medpref_dagster.training.reference_logps import score_reference
from medpref_dagster.training.rows import take_split
from medpref_dagster.verdict.words import count
from medpref_dagster.workbench import Workbench

QUARANTINE, MEASURED = "quarantine", "measured"
"""Tables beside a round's pairs."""

_MEASURED = pa.schema([pa.field("label_noise", pa.float64()), pa.field("looked_at", pa.int64(), nullable=False)])
"""`label_noise`: the mean share of wrong preferences among the pairs, null where no clinician is known; `looked_at`:
new pairs before any was left out."""


def make_round_pairs(workbench: Workbench, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> StepResult:
    """Gather, split and check the pairs of the round."""
    store, name = workbench.store, name_round(workbench, about)
    gathered, noise = gather_round(store, about, inputs)
    built = build_round_pairs(gathered, name, about.loop, about.task.task, load_tokenizer(workbench.base))
    measured = pa.Table.from_pylist([{"label_noise": noise, "looked_at": built.looked_at}], _MEASURED)
    artifact = store.write_table(built.pairs, schemas.ROUND_PAIRS, {QUARANTINE: built.quarantine, MEASURED: measured})
    rows = built.pairs.to_pylist()
    return StepResult(
        artifact,
        {
            **describe_table(store, artifact, workbench.disclosure),
            **_describe_rows(rows, noise),
            **describe_quarantine(built.quarantine),
        },
        {
            "usable": Finding(_find_shortage(built, about), says=f"{count(built.new, 'new pair')} to be trained on."),
            "held_out": Finding(find_overlaps(rows, about.loop.holdout)),
            "testable": Finding(_find_untested(rows)),
            **_check_share(rows, about),
        },
    )


def train_challenger(workbench: Workbench, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> StepResult:
    """Train the declared DPO grid on the round's pairs."""
    store, loop, pairs = workbench.store, about.loop, inputs["round_pairs"]
    rows = store.read_table(pairs)
    _require_new_pairs(rows, about, name_round(workbench, about))
    require_slices(loop, store.read_table(inputs["task/cases"]))
    task = _tell_noise(about, _read_noise(store, pairs))
    training = store.write_table(_choose_rows(rows, about), schemas.ROUND_PAIRS)
    store.record_inputs(training, [pairs])
    start, reference = find_start(store, loop, inputs[CHAMPION]), find_reference(store, loop, inputs[CHAMPION])

    def fit() -> Any:
        logps = score_reference(training, reference, workbench)
        return fit_dpo(task, training, logps, inputs["task/cases"], start, workbench, reference)

    trained = run_training(f"{about.name}/challenger", fit, inputs["task/cases"], workbench)
    seen = trained.findings["held_out_unseen"].problems
    test = rows.filter(pc.field("split") == "test").select(["case_id", "patient_id", "split"])
    return StepResult(
        trained.artifact,
        {**trained.shown, "loss": task.dpo.loss, "start": start.address, "reference": reference.address},
        {"held_out_unseen": Finding([*seen, *find_held_out_rows(store, trained.artifact, test)])},
        more={**trained.more, "training_pairs": training},
    )


def report_challenger(workbench: Workbench, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> StepResult:
    """Score the held-out pairs with the challenger and the champion, and write the report.

    Raises
    ------
    RoundError
        If the challenger is the champion itself, by the hash of its bytes.
    """
    store, loop = workbench.store, about.loop
    champion, challenger = inputs[CHAMPION], inputs["challenger"]
    if champion.version == challenger.version:
        raise RoundError(
            f"{champion.address} is the champion and the challenger, so that nothing is compared; materialize "
            f"{about.name}/challenger of this round again"
        )
    rows = store.read_table(inputs["round_pairs"])
    part = find_part(store, about.name, loop.gate, name_round(workbench, about))
    test = choose_tested(rows, loop, keep_part(loop.gate, part))
    wins = None
    if test.num_rows:
        tested = store.write_table(test, schemas.ROUND_PAIRS)
        store.record_inputs(tested, [inputs["round_pairs"]])
        logps = [store.read_table(score_reference(tested, model, workbench)) for model in (champion, challenger)]
        wins = judge_wins(Scored(test, *logps), loop.confidence)
    judged = Judged(
        name=name_round(workbench, about),
        weeks=about.list_weeks(name_round(workbench, about)),
        trained=rows.filter(
            (pc.field("split") == "train") & pc.field("pair_id").isin(store.read_table(challenger)["row_id"])
        ),
        tested=test,
        quarantine=store.read_table(inputs["round_pairs"], QUARANTINE),
        label_noise=_read_noise(store, inputs["round_pairs"]),
        looked_at=_read_measured(store, inputs["round_pairs"])["looked_at"],
        champion=champion.address,
        challenger=challenger.address,
        wins=wins,
    )
    report = write_challenger_report(judged, loop, store, disclosure=workbench.disclosure)
    content = json.loads((report.path / REPORT_JSON).read_text(encoding="utf-8"))
    raised = content["wins"] is not None and content["wins"]["outcome"] == "raised"
    return StepResult(
        report,
        {"report": report.path / REPORT_HTML, **_describe_wins(content)},
        {"raised": Finding([] if raised else [content["answer"]], says=content["answer"])},
    )


def name_round(workbench: Workbench, about: DeclaredLoop) -> str:
    """The round that is worked on.

    Raises
    ------
    RoundError
        If the loop has none of that name, or feedback has no week of it.
    """
    name = workbench.round
    if name is None:
        raise TypeError("a step of a loop needs to be told the round")
    if not about.list_weeks(name):
        raise RoundError(f"{about.name}: no week of {about.loop.feedback} is in the round {name}")
    return name


# The pairs


def _check_share(rows: Sequence[Mapping[str, Any]], about: DeclaredLoop) -> dict[str, Finding]:
    if about.feedback.feedback.synthesis is None:
        return {}
    train = [row["synthetic"] for row in rows if row["split"] == "train"]
    made, cap = sum(train), find_cap(about)
    return {
        "synthetic_share": Finding(
            find_share_problem(len(train) - made, made, cap),
            f"{made} of {len(train)} pairs that are trained on are synthetic; declared are at most {cap:.1%}.",
        )
    }


def _describe_rows(rows: Sequence[Mapping[str, Any]], noise: float | None) -> dict[str, Shown]:
    train = [row for row in rows if row["split"] == "train"]
    shown: dict[str, Shown] = {
        "splits": count_by(rows, "split"),
        "train_by_rule": count_by(train, "rule"),
        "replayed": sum(row["replayed"] for row in rows),
        "synthetic": sum(row["synthetic"] for row in rows),
        "weight": sum(row["weight"] for row in train),
        "tested_clinicians": len({row["clinician"] for row in rows if row["held_out_by"] in ("clinician", "both")}),
    }
    return shown if noise is None else {**shown, "label_noise": noise}


def _find_shortage(built: RoundPairs, about: DeclaredLoop) -> list[str]:
    least = about.loop.min_new_pairs
    if built.new >= least:
        return []
    reasons = count_by(built.quarantine.select(["reason"]).to_pylist(), "reason")
    left_out = ", ".join(f"{reason} ({number})" for reason, number in reasons.items()) or "nothing"
    given = about.loop.feedback
    # Of two opposite preferences the feedback itself may keep neither.
    before = f" What {given} itself left out is beside {given}/preference_pairs." if built.looked_at < least else ""
    return [
        f"{count(built.new, 'new pair')} can be trained on, {least - built.new} fewer than min_new_pairs ({least}), of "
        f"{built.looked_at} that feedback gave; left out: {left_out}.{before} Nothing is trained."
    ]


def _find_untested(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    held = {row["held_out_by"] for row in rows if row["split"] == "test"}
    missing = [f"held-out {who}s" for who in ("patient", "clinician") if not held & {who, "both"}]
    return [f"No pair of {' and of '.join(missing)} is there to test on."] if missing else []


# The challenger


def _require_new_pairs(rows: pa.Table, about: DeclaredLoop, name: str) -> None:
    """Refuse to train on too little, also where the check before was passed over."""
    new = rows.filter((pc.field("split") == "train") & ~pc.field("replayed") & ~pc.field("synthetic")).num_rows
    if new < about.loop.min_new_pairs:
        raise RoundError(
            f"{about.name}, round {name}: {count(new, 'new pair')} to be trained on, and min_new_pairs is "
            f"{about.loop.min_new_pairs}; what was left out is in the table beside round_pairs"
        )


def _choose_rows(rows: pa.Table, about: DeclaredLoop) -> pa.Table:
    """The pairs that training sees, so that no others are scored for it."""
    train = choose_trained(rows, about.loop.dpo.max_training_rows, find_cap(about))
    return pa.concat_tables([train, take_split(rows, "eval", "pair_id", about.loop.dpo.max_eval_rows)])


def _tell_noise(about: DeclaredLoop, noise: float | None) -> TaskDeclaration:
    """The task with the loop's grid, and the loss that reads the measured noise where that is declared."""
    dpo = about.loop.dpo
    if about.loop.reliability.use == "label_noise" and noise:
        dpo = dpo.model_copy(update={"loss": NOISY_LOSS, "label_smoothing": noise})
    return about.task.task.model_copy(update={DPO.name: dpo})


def _read_measured(store: Store, pairs: Artifact) -> dict[str, Any]:
    [measured] = store.read_table(pairs, MEASURED).to_pylist()
    return measured


def _read_noise(store: Store, pairs: Artifact) -> float | None:
    return _read_measured(store, pairs)["label_noise"]


# The report


def _describe_wins(content: Mapping[str, Any]) -> dict[str, Shown]:
    said = [content["answer"], *content["sentences"]]
    shown: dict[str, Shown] = {"summary": Markdown("\n".join(f"- {sentence}" for sentence in said))}
    if (wins := content["wins"]) is not None:
        shown |= {"outcome": wins["outcome"], "tested_pairs": wins["pairs"]}
        for name in ("champion", "challenger", "change", "moved"):
            shown[f"win_rate_{name}" if name != "moved" else "moved_towards_chosen"] = wins[name]
    return shown
