"""Synthetic pairs for slices of the feedback that have few, week by week."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.declaration.machine import EndpointGenerator
from medpref_dagster.declaration.synthesis import PromptSource, RankingRules, Synthesis, SynthesisModels
from medpref_dagster.sources import open_source
from medpref_dagster.sources.columns import require_columns
from medpref_dagster.sources.reading import ROW_ID
from medpref_dagster.steps import DeclaredFeedback, Finding, Markdown, Shown, StepResult
from medpref_dagster.steps.rating import ACCEPTED_UNREAD, open_judge
from medpref_dagster.steps.shown import describe_quarantine, describe_table, markdown_table
from medpref_dagster.steps.standing import list_weeks, read_standing_pairs
from medpref_dagster.storage.store import Artifact
from medpref_dagster.synthesis.against_clinicians import Standing, measure_judge
from medpref_dagster.synthesis.comparing import CANDIDATES, UNREAD
from medpref_dagster.synthesis.generating import Generator
from medpref_dagster.synthesis.joining import count_room, find_share_problem
from medpref_dagster.synthesis.prompts import ThinSlices, find_thin_slices
from medpref_dagster.synthesis.slices import count_slices, open_slices
from medpref_dagster.values import is_missing, write_value
from medpref_dagster.verdict.words import format_number, format_percent
from medpref_dagster.workbench import Workbench

if TYPE_CHECKING:
    from medpref_dagster.synthesis.making import Made

COMPARISONS, SLICES, QUARANTINE = "comparisons", "slices", "quarantine"
"""Tables beside the rows."""

EMPTY_PROMPT = "the prompt is empty"


def fill_thin_slices(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """Find thin slices, let the generator answer their prompts and the judge rank the answers."""
    # Only here: what checks pairs as a model sees them needs transformers.
    from medpref_dagster.synthesis.making import Makers, Sources, make_synthetic_pairs

    store, synthesis, models, week = workbench.store, about.feedback.synthesis, about.models, workbench.week
    if synthesis is None or models is None or week is None:
        raise TypeError("a synthesis comes with its declaration, its models and a week")
    known = read_standing_pairs(store, list_weeks(inputs, "preference_pairs"), about.feedback.memory)
    own = store.read_table(inputs["preference_pairs"])
    unread: list[Mapping[str, Any]] = []
    slices = _find_slices(workbench, synthesis, known, inputs, unread)
    room = count_room(own.num_rows, synthesis.max_share)
    name = f"{about.name}/synthesis"
    makers = Makers(
        _open_generator(synthesis, models, workbench),
        open_judge(models.judge, models.judge_base, workbench, seed=synthesis.judge.seed),
        _load_tokenizers(models, workbench),
        store,
        (f"generated/{name}", f"judged/{name}"),
        workbench.disclosure,
        workbench.tell,
    )
    made = make_synthetic_pairs(Sources(week, slices, open_slices(synthesis.slices), own, known), synthesis, makers)
    quarantine = pa.concat_tables([made.quarantine, pa.Table.from_pylist(unread, schema=schemas.QUARANTINE)])
    artifact = store.write_table(
        made.pairs,
        schemas.SYNTHETIC_PAIRS,
        {QUARANTINE: quarantine, COMPARISONS: made.comparisons, SLICES: made.slices},
    )
    standings = measure_judge(made.comparisons.to_pylist())
    shown: dict[str, Shown] = {
        **describe_table(store, artifact, workbench.disclosure),
        **describe_quarantine(quarantine),
        "summary": _summarize(made, slices, room),
        "real_pairs": own.num_rows,
        "share": made.pairs.num_rows / (own.num_rows + made.pairs.num_rows) if own.num_rows else 0.0,
        "room": room,
        "thin_slices": _show_slices(made.slices),
        "slices_without_prompt": slices.list_without_prompt(),
        "of_no_slice": slices.of_no_slice,
        "outcomes": _count_outcomes(made.comparisons),
        "judge": _show_standings(standings),
    }
    return StepResult(artifact, shown, _check(made, own.num_rows, standings[0], synthesis))


def _find_slices(
    workbench: Workbench,
    synthesis: Synthesis,
    known: pa.Table,
    inputs: Mapping[str, Artifact],
    unread: list[Mapping[str, Any]],
) -> ThinSlices:
    rules, name_slice = synthesis.slices, open_slices(synthesis.slices)
    counted = known.select(["prompt", "task", "specialty", "style"]).to_batches()
    return find_thin_slices(
        count_slices((row for batch in counted for row in batch.to_pylist()), name_slice),
        _list_prompts(workbench, synthesis, inputs, unread),
        name_slice,
        fewer_than=rules.fewer_than,
        per_slice=synthesis.prompts.per_slice,
        draw=f"{synthesis.generator.seed} {workbench.week}",
    )


def _list_prompts(
    workbench: Workbench, synthesis: Synthesis, inputs: Mapping[str, Artifact], unread: list[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """Rows with a prompt and the columns of slices; what the source could not read is put aside."""
    source = synthesis.prompts.source
    if source is None:
        for batch in workbench.store.read_batches(inputs[synthesis.prompts.from_]):
            yield from batch.to_pylist()
        return
    reading = open_source(source.records(), workbench.store.root)
    for batch in reading.batches:
        named = (("synthesis.prompts.source", column) for column in (source.prompt, *source.columns.values()))
        require_columns(named, batch.schema.names)
        for row in batch.to_pylist():
            taken = _take_prompt(row, source)
            if taken["prompt"] is None:
                unread.append({"row_id": f"prompts/{row[ROW_ID]}", "reason": EMPTY_PROMPT})
            else:
                yield taken
    unread.extend({**row, ROW_ID: f"prompts/{row[ROW_ID]}"} for row in reading.quarantine)


def _take_prompt(row: Mapping[str, Any], source: PromptSource) -> Mapping[str, str | None]:
    columns = {"prompt": source.prompt, **source.columns}
    return {name: None if is_missing(row[column]) else write_value(row[column]) for name, column in columns.items()}


def _open_generator(synthesis: Synthesis, models: SynthesisModels, workbench: Workbench) -> Generator:
    longest = synthesis.generator.max_new_tokens
    if isinstance(models.generator, EndpointGenerator):
        from medpref_dagster.synthesis.endpoint_generator import open_endpoint_generator

        return open_endpoint_generator(models.generator, longest, workbench.disclosure)
    from medpref_dagster.storage.base_models import prepare_base_model
    from medpref_dagster.synthesis.model_generator import open_model_generator

    base = prepare_base_model(models.generator, workbench.store, workbench.tell)
    return open_model_generator(models.generator.name, workbench.with_base(base), longest)


def _load_tokenizers(models: SynthesisModels, workbench: Workbench) -> dict[str, Any]:
    from medpref_dagster.storage.base_models import prepare_base_model
    from medpref_dagster.storage.models import load_tokenizer

    return {
        declared.name: load_tokenizer(prepare_base_model(declared, workbench.store, workbench.tell))
        for declared in models.checkers
    }


# What is told


def _check(made: "Made", own: int, standing: Standing, synthesis: Synthesis) -> dict[str, Finding]:
    share = find_share_problem(own, made.pairs.num_rows, synthesis.max_share)
    return {
        "synthetic_share": Finding(
            share,
            f"{made.pairs.num_rows} of {own + made.pairs.num_rows} pairs of the week are synthetic; declared are at "
            f"most {synthesis.max_share:.1%}.",
        ),
        "judge_can_tell": Finding(_find_doubts(made.comparisons, standing, synthesis.judge)),
    }


def _find_doubts(comparisons: pa.Table, standing: Standing, rules: RankingRules) -> list[str]:
    """What speaks against the judge, as sentences."""
    doubts: list[str] = []
    unread = comparisons["outcome"].to_pylist().count(UNREAD)
    if unread > ACCEPTED_UNREAD * comparisons.num_rows:
        doubts.append(
            f"The judge's answers to {unread} of {comparisons.num_rows} comparisons are none that can be read: look at "
            "the reasons in the quarantine. What timed out is asked again when this asset is materialized again."
        )
    order, agreement = standing.order_decides, standing.agreement
    if order is not None and order.estimate > rules.max_order_share:
        doubts.append(
            f"In {format_percent(order.estimate)} of {standing.compared} comparisons the order of the two answers "
            f"decides, over the declared {format_percent(rules.max_order_share)}; they make no pair."
        )
    if agreement is not None and agreement.high < rules.min_agreement:
        doubts.append(
            f"The judge prefers what clinicians prefer in {format_percent(agreement.estimate)} of their pairs "
            f"({format_percent(agreement.low)} to {format_percent(agreement.high)}), under the declared "
            f"{format_percent(rules.min_agreement)}: its pairs teach something else than theirs."
        )
    return doubts


def _summarize(made: "Made", slices: ThinSlices, room: int) -> str:
    if not slices.pairs:
        return "No slice is thin."
    filled = sum(count > 0 for count in made.slices["kept"].to_pylist())
    said = f"{made.pairs.num_rows} synthetic pairs for {filled} of {len(slices.pairs)} thin slices."
    if without := slices.list_without_prompt():
        said += f" {len(without)} have no prompt."
    if not room:
        said += " Nothing was asked of the generator: the week has too few pairs of clinicians for a synthetic one."
    elif not made.pairs.num_rows and slices.prompts:
        counts = ", ".join(f"{name} {count}" for name, count in _count_outcomes(made.comparisons).items())
        said += f" No pair was kept; what the comparisons came to: {counts or 'there were none'}."
    return said


def _count_outcomes(comparisons: pa.Table) -> dict[str, int]:
    kinds, outcomes = comparisons["kind"].to_pylist(), comparisons["outcome"].to_pylist()
    counts = Counter(outcome for kind, outcome in zip(kinds, outcomes, strict=True) if kind == CANDIDATES)
    return dict(sorted(counts.items()))


def _show_slices(slices: pa.Table) -> Markdown:
    header = ["slice", "pairs of clinicians", "prompts", "comparisons", "synthetic pairs"]
    return Markdown(markdown_table(header, [list(row.values()) for row in slices.to_pylist()]))


def _show_standings(standings: list[Standing]) -> Markdown:
    header = [
        "slice",
        "compared",
        "order decides",
        "ties",
        "agreeing with clinicians",
        "agreement",
        "95% interval",
        "kappa",
    ]
    rows = [
        [
            item.slice,
            item.compared,
            item.order_decides and format_percent(item.order_decides.estimate),
            item.ties,
            item.agreeing,
            item.agreement and format_percent(item.agreement.estimate),
            item.agreement and f"{format_percent(item.agreement.low)} to {format_percent(item.agreement.high)}",
            None if item.kappa is None else format_number(item.kappa),
        ]
        for item in standings
    ]
    return Markdown(markdown_table(header, rows))
