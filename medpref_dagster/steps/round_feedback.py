"""What a round is made of, read from the store: pairs that stand, how reliable their clinicians are, who wrote them.

Light: a loop's sensor counts with it, too.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from medpref_dagster.feedback.judgements import list_judgements
from medpref_dagster.feedback.reliability import estimate_label_noise, measure_reliability, weigh_pairs
from medpref_dagster.rounds.sifting import Gathered
from medpref_dagster.rounds.synthetic import NOTHING, Synthetic
from medpref_dagster.steps import DeclaredLoop
from medpref_dagster.steps.declared_loop import OF_FEEDBACK
from medpref_dagster.steps.standing import read_standing_pairs
from medpref_dagster.steps.synthesis import COMPARISONS
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.synthesis.against_clinicians import measure_judge

_NOISE_DIGITS = 4
"""So that the loss is told no more than is known."""


def gather_round(store: Store, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> tuple[Gathered, float | None]:
    """What a round's pairs are chosen from, and the mean share of wrong preferences among them.

    Parameters
    ----------
    inputs
        Of the step `round_pairs`.

    Returns
    -------
    tuple
        The share is None where no clinician is known, or reliability is not used.
    """
    standing = read_standing_pairs(store, _list_weeks(inputs, "preference_pairs"), about.feedback.feedback.memory)
    reliability, noise = _judge_clinicians(store, about, inputs, standing)
    gathered = Gathered(
        pairs=standing,
        reliability=reliability,
        writers=_find_writers(store, inputs, standing),
        cases=store.read_table(inputs["task/cases"]),
        early=about.early,
        filling=_read_synthetic(store, about, inputs),
    )
    return gathered, noise


def find_cap(about: DeclaredLoop) -> float:
    """The declared share of synthetic pairs among those that are trained on."""
    synthesis = about.feedback.feedback.synthesis
    return 0.0 if synthesis is None else synthesis.max_share


def _read_synthetic(store: Store, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> Synthetic:
    """What synthesis made for the weeks, and how far its judge agrees with clinicians there."""
    weeks = _list_weeks(inputs, "synthetic_pairs")
    if not weeks:
        return NOTHING
    compared = [row for week in weeks for row in store.read_table(week, COMPARISONS).to_pylist()]
    agreement = measure_judge(list({row["comparison_id"]: row for row in compared}.values()))[0].agreement
    return Synthetic(
        pa.concat_tables([store.read_table(week) for week in weeks]),
        find_cap(about),
        None if agreement is None else agreement.estimate,
    )


def _judge_clinicians(
    store: Store, about: DeclaredLoop, inputs: Mapping[str, Artifact], pairs: pa.Table
) -> tuple[Sequence[float], float | None]:
    """What each pair counts by the declared use of reliability, and the share of wrong ones among all."""
    use, declared = about.loop.reliability.use, about.feedback.feedback
    if use == "none":
        return [1.0] * pairs.num_rows, None
    reactions = pa.concat_tables([store.read_table(artifact) for artifact in _list_weeks(inputs, "reactions")])
    rules = declared.signal.reliability.model_copy(update={"use": use})
    judgements = list_judgements(reactions, declared.rules.edit)
    clinicians = measure_reliability(reactions, judgements, rules, declared.rules.accepted.words_per_second)
    noise = estimate_label_noise(pairs, clinicians, rules)
    return weigh_pairs(pairs, clinicians, rules), None if noise is None else round(noise, _NOISE_DIGITS)


def _find_writers(store: Store, inputs: Mapping[str, Artifact], pairs: pa.Table) -> dict[str, str]:
    """Generation -> the model that wrote it, of those that pairs are made of."""
    wanted = pa.array(sorted({name for ids in pairs["event_ids"].to_pylist() for name in ids}), pa.string())
    writers: dict[str, str] = {}
    for artifact in _list_weeks(inputs, "generations"):
        found = pq.read_table(store.table_path(artifact), columns=["generation_id", "model"])
        found = found.filter(pc.field("generation_id").isin(wanted))
        writers |= zip(found["generation_id"].to_pylist(), found["model"].to_pylist(), strict=True)
    return writers


def _list_weeks(inputs: Mapping[str, Artifact], name: str) -> list[Artifact]:
    """An asset of the feedback, of every week that is looked into, the oldest first."""
    return [inputs[key] for key in sorted(inputs) if key.startswith(f"{OF_FEEDBACK}{name}@")]
