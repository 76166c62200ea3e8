"""The steps from events to preference pairs and the report, in the order of the data; each has an artifact a week."""

from medpref_dagster.steps import Check, DeclaredFeedback, Sources, Step, given
from medpref_dagster.steps.identifiers import NO_IDENTIFIERS, is_deidentified

# What of a declaration adds an input or a step


def synthesizes(about: DeclaredFeedback) -> bool:
    """Whether thin slices are filled with synthetic pairs."""
    return about.feedback.synthesis is not None


def asks_again(about: DeclaredFeedback) -> bool:
    """Whether their prompts are those of all generations."""
    return about.feedback.synthesis is not None and about.feedback.synthesis.prompts.from_ == "generations"


def asks_accepted(about: DeclaredFeedback) -> bool:
    """Whether their prompts are those of accepted examples."""
    return about.feedback.synthesis is not None and about.feedback.synthesis.prompts.from_ == "accepted_examples"


def runs_synthesis_here(about: DeclaredFeedback) -> bool:
    """Whether the generator or the judge runs on this machine's device."""
    return about.models is not None and about.models.run_here


def list_synthesis_sources(about: DeclaredFeedback) -> Sources:
    """Where the text of synthetic pairs, and of the clinicians' pairs beside them, comes from."""
    return (*about.sources, *(() if about.prompt_source is None else (about.prompt_source,)))


def deidentifies(about: DeclaredFeedback) -> bool:
    """Whether texts lose what identifies somebody before pairs are made of them."""
    return about.feedback.deidentify is not None


def sends_as_is(about: DeclaredFeedback) -> bool:
    """Whether texts stay as they were sent."""
    return not deidentifies(about)


EVENTS = "events"
"""The step that reads the sources."""

FEEDBACK_STEPS: tuple[Step, ...] = (
    Step(
        EVENTS,
        "signal:read_events",
        "What models wrote and clinicians did in the week, each event once, whenever it came.",
        decides=("sources", "source_code", "start", "timezone", "max_quarantined_share"),
        versions=("events", "reading"),
        kinds=("parquet", "table"),
        checks=(Check("readable", "All but a few events could be taken.", blocks=True),),
        weekly=True,
        as_read=True,
    ),
    Step(
        "raw_generations",
        "signal:take_generations",
        "What models wrote in the week, as it was sent: what reactions of this week and later ones are matched to.",
        inputs=("events",),
        decides=("task", "tasks"),
        versions=("matching",),
        kinds=("parquet", "table"),
        weekly=True,
        as_read=True,
        when=deidentifies,
    ),
    Step(
        "generations",
        "signal:take_generations",
        "What models wrote in the week; without what identifies somebody, where that is declared.",
        inputs=(given(sends_as_is, "events"), given(deidentifies, "raw_generations")),
        decides=("task", "tasks", given(deidentifies, "deidentify", "max_quarantined_share")),
        versions=("matching", given(deidentifies, "deidentification")),
        kinds=("parquet", "table"),
        checks=(
            Check("filtered", "All but a few generations could be de-identified.", blocks=True, when=deidentifies),
        ),
        weekly=True,
        as_read=True,
        deidentifies=deidentifies,
    ),
    Step(
        "reactions",
        "signal:take_reactions",
        "What clinicians did in the week, with what it was about; what names no known generation waits.",
        inputs=("events", given(sends_as_is, "generations"), given(deidentifies, "raw_generations")),
        looks_back=("generations", "raw_generations"),
        decides=(
            "lookback_weeks",
            "min_matched_share",
            given(deidentifies, "deidentify", "max_quarantined_share"),
        ),
        versions=("matching", given(deidentifies, "deidentification")),
        kinds=("parquet", "table"),
        checks=(
            Check("matched", "The generations of all but a few reactions are known."),
            Check("filtered", "All but a few reactions could be de-identified.", blocks=True, when=deidentifies),
        ),
        weekly=True,
        deidentifies=deidentifies,
    ),
    Step(
        "preference_pairs",
        "signal:make_preference_pairs",
        "Prompt, chosen and rejected by the declared rules, each with its events; without opposite preferences.",
        inputs=("reactions",),
        looks_back=("reactions",),
        decides=("rules", "lookback_weeks", "max_opposite_share"),
        versions=("rules", "edits", "reliability", given(is_deidentified, "deidentification")),
        kinds=("parquet", "dataset"),
        checks=(Check("agreeing", "Few prompts have one preference and its opposite."), NO_IDENTIFIERS),
        texts=("prompt", "chosen", "rejected"),
        weekly=True,
    ),
    Step(
        "accepted_examples",
        "signal:collect_accepted_examples",
        "Prompt and answer of what was accepted as it was by somebody who had the time to read it.",
        inputs=("reactions",),
        decides=("rules.accepted",),
        versions=("rules", given(is_deidentified, "deidentification")),
        kinds=("parquet", "dataset"),
        checks=(NO_IDENTIFIERS,),
        texts=("prompt", "completion"),
        weekly=True,
    ),
    Step(
        "synthetic_pairs",
        "synthesis:fill_thin_slices",
        "Pairs for slices with few: answers of the declared generator, ranked by the declared judge in both orders.",
        inputs=(
            "preference_pairs",
            given(asks_again, "generations"),
            given(asks_accepted, "accepted_examples"),
        ),
        looks_back=("preference_pairs",),
        decides=("synthesis", "generator", "judge", "prompt_code", "lookback_weeks"),
        versions=(
            "synthesis",
            "judge",
            "chat",
            given(runs_synthesis_here, "passes"),
            given(is_deidentified, "deidentification"),
        ),
        kinds=("parquet", "dataset"),
        texts=("prompt", "chosen", "rejected"),
        checks=(
            NO_IDENTIFIERS,
            Check("synthetic_share", "No more of the week's pairs are synthetic than is declared.", blocks=True),
            Check(
                "judge_can_tell",
                "The judge can be read, is not ruled by the order of answers, and prefers what clinicians prefer.",
            ),
        ),
        weekly=True,
        runs_model=runs_synthesis_here,
        when=synthesizes,
        sources=list_synthesis_sources,
    ),
    Step(
        "signal_report",
        "signal_report:report_signal",
        "What feedback of the week and those before it is worth, whom to look at, what changed, as one HTML file.",
        inputs=("reactions", "preference_pairs", "accepted_examples", given(synthesizes, "synthetic_pairs")),
        looks_back=("reactions", "preference_pairs", "accepted_examples", "synthetic_pairs"),
        decides=("title", "signal", "rules", "lookback_weeks", given(synthesizes, "synthesis.max_share")),
        versions=("signal_report", "edits", "reliability", given(synthesizes, "synthesis")),
        kinds=("report",),
        checks=(NO_IDENTIFIERS,),
        weekly=True,
    ),
)


def list_feedback_steps(about: DeclaredFeedback) -> list[Step]:
    """The steps that declared feedback has, in the order of the data."""
    return [step for step in FEEDBACK_STEPS if step.is_made(about)]
