"""The steps from events to preference pairs and the report, in the order of the data; each has an artifact a week."""

from medpref_dagster.steps import Check, DeclaredFeedback, Step

FEEDBACK_STEPS: tuple[Step, ...] = (
    Step(
        "events",
        "signal:read_events",
        "What models wrote and clinicians did in the week, each event once, whenever it came.",
        decides=("sources", "source_code", "start", "timezone", "max_quarantined_share"),
        versions=("events", "reading"),
        kinds=("parquet", "table"),
        checks=(Check("readable", "All but a few events could be taken.", blocks=True),),
        weekly=True,
    ),
    Step(
        "generations",
        "signal:take_generations",
        "What models wrote in the week: what reactions of this week and later ones are matched to.",
        inputs=("events",),
        decides=("task", "tasks"),
        versions=("matching",),
        kinds=("parquet", "table"),
        weekly=True,
    ),
    Step(
        "reactions",
        "signal:take_reactions",
        "What clinicians did in the week, with what it was about; what names no known generation waits.",
        inputs=("events", "generations"),
        looks_back=("generations",),
        decides=("lookback_weeks", "min_matched_share"),
        versions=("matching",),
        kinds=("parquet", "table"),
        checks=(Check("matched", "The generations of all but a few reactions are known."),),
        weekly=True,
    ),
    Step(
        "preference_pairs",
        "signal:make_preference_pairs",
        "Prompt, chosen and rejected by the declared rules, each with its events; without opposite preferences.",
        inputs=("reactions",),
        looks_back=("reactions",),
        decides=("rules", "lookback_weeks", "max_opposite_share"),
        versions=("rules", "edits", "reliability"),
        kinds=("parquet", "dataset"),
        checks=(Check("agreeing", "Few prompts have one preference and its opposite."),),
        weekly=True,
    ),
    Step(
        "accepted_examples",
        "signal:collect_accepted_examples",
        "Prompt and answer of what was accepted as it was by somebody who had the time to read it.",
        inputs=("reactions",),
        decides=("rules.accepted",),
        versions=("rules",),
        kinds=("parquet", "dataset"),
        weekly=True,
    ),
    Step(
        "signal_report",
        "signal_report:report_signal",
        "What feedback of the week and those before it is worth, whom to look at, what changed, as one HTML file.",
        inputs=("reactions", "preference_pairs", "accepted_examples"),
        looks_back=("reactions", "preference_pairs", "accepted_examples"),
        decides=("title", "signal", "rules", "lookback_weeks"),
        versions=("signal_report", "edits", "reliability"),
        kinds=("report",),
        weekly=True,
    ),
)


def list_feedback_steps(about: DeclaredFeedback) -> list[Step]:
    """The steps that declared feedback has, in the order of the data."""
    return [step for step in FEEDBACK_STEPS if step.is_made(about)]
