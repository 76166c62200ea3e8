"""A loop's steps: from new feedback to a challenger and what it won; each has an artifact a round."""

from medpref_dagster.stages import DPO, SFT
from medpref_dagster.steps import Check, DeclaredLoop, Step, given
from medpref_dagster.steps.declared_loop import CHAMPION
from medpref_dagster.steps.identifiers import NO_IDENTIFIERS, is_deidentified
from medpref_dagster.steps.task import HELD_OUT_UNSEEN


def has_template(about: DeclaredLoop) -> bool:
    """Whether the loop's base model declares a chat template."""
    return about.loop.base_model in about.task.parts["chat_templates"]


def has_targets(about: DeclaredLoop) -> bool:
    """Whether it declares which layers get adapters."""
    return about.loop.base_model in about.task.parts["lora_targets"]


def is_quantized(about: DeclaredLoop) -> bool:
    """Whether it declares weights of few bits."""
    return about.loop.base_model in about.task.parts["quantizations"]


def uses_sft(about: DeclaredLoop) -> bool:
    """Whether training starts from the task's SFT model, or is tied to it."""
    return SFT.name in (about.loop.start, about.loop.reference)


def chooses_by_first(about: DeclaredLoop) -> bool:
    """Whether the task's first metric chooses among candidates."""
    from medpref_dagster.steps.task import chooses_by_first as of_task

    return of_task(about.task)


def has_gate(about: DeclaredLoop) -> bool:
    """Whether rounds are decided."""
    return about.loop.gate is not None


def rotates(about: DeclaredLoop) -> bool:
    """Whether each round tests on another part of the held-out patients."""
    return about.loop.gate is not None and about.loop.gate.error_control.kind == "rotating_holdout"


def asks_agreement(about: DeclaredLoop) -> bool:
    """Whether the gate has a floor of clinicians' agreement."""
    return about.loop.gate is not None and about.loop.gate.agreement is not None


def caps_cases(about: DeclaredLoop) -> bool:
    """Whether a round answers fewer test cases than the task."""
    return about.loop.max_test_cases is not None


def takes_synthetic(about: DeclaredLoop) -> bool:
    """Whether its feedback fills thin slices with synthetic pairs."""
    return about.feedback.feedback.synthesis is not None


_TEMPLATE = given(has_template, "of_task.chat_templates")
_QUANTIZATION = given(is_quantized, "of_task.quantizations")
_LIMITS = ("of_task.max_prompt_tokens", "of_task.max_completion_tokens")

LOOP_STEPS: tuple[Step, ...] = (
    Step(
        "round_pairs",
        "rounds:make_round_pairs",
        "New pairs of the round's weeks and some of earlier rounds, split by patient and clinician.",
        inputs=(
            "feedback/preference_pairs",
            given(takes_synthetic, "feedback/synthetic_pairs"),
            "feedback/reactions",
            "feedback/generations",
            "task/cases",
        ),
        decides=(
            "task",
            "base_model",
            "cadence",
            "min_new_pairs",
            "replay",
            "holdout",
            "reliability",
            *_LIMITS,
            _TEMPLATE,
            # By these clinicians' reliability is measured.
            "of_feedback.start",
            "of_feedback.end",
            "of_feedback.signal.reliability",
            "of_feedback.rules.edit",
            "of_feedback.rules.accepted",
            given(takes_synthetic, "of_feedback.synthesis.max_share"),
        ),
        versions=("rounds", "chat", "pairs", "reliability", "edits", given(is_deidentified, "deidentification")),
        kinds=("parquet", "dataset"),
        texts=("prompt", "chosen", "rejected"),
        checks=(
            NO_IDENTIFIERS,
            Check("usable", "Enough new pairs to be trained on.", blocks=True),
            Check("held_out", "No patient, prompt or pair that is tested on is trained on.", blocks=True),
            Check(
                "synthetic_share",
                "No more of the pairs that are trained on are synthetic than feedback declares.",
                blocks=True,
                when=takes_synthetic,
            ),
            Check("testable", "Pairs of held-out patients and of held-out clinicians are there to test on."),
        ),
        each_round=True,
    ),
    Step(
        "challenger",
        "rounds:train_challenger",
        "The best of the declared DPO grid on the round's pairs, by the task's dev cases.",
        inputs=("round_pairs", "task/cases", CHAMPION, given(uses_sft, "task/sft_model")),
        decides=(
            "base_model",
            "min_new_pairs",
            "start",
            "reference",
            DPO.name,
            "reliability",
            "of_task.answer",
            "of_task.evaluation.choose_by",
            given(chooses_by_first, "of_task.evaluation.metrics"),
            "of_task.evaluation.answer_by",
            "of_task.evaluation.max_new_tokens",
            "of_task.split.stratify",
            "of_task.split.min_per_label",
            given(takes_synthetic, "of_feedback.synthesis.max_share"),
            *_LIMITS,
            _TEMPLATE,
            _QUANTIZATION,
            given(has_targets, "of_task.lora_targets"),
        ),
        versions=("training", "chat", "passes", "answers", "metrics"),
        kinds=("pytorch", "huggingface"),
        checks=(HELD_OUT_UNSEEN,),
        each_round=True,
        runs_model=True,
    ),
    Step(
        "challenger_report",
        "rounds:report_challenger",
        "Whether the challenger prefers what clinicians prefer more often than the champion, on held-out pairs.",
        inputs=("round_pairs", "challenger", CHAMPION),
        decides=(
            "title",
            "base_model",
            "max_test_pairs",
            "confidence",
            "reliability",
            "holdout",
            given(rotates, "gate.error_control"),
            _TEMPLATE,
            _QUANTIZATION,
        ),
        versions=("challenger_report", "chat", "passes"),
        kinds=("report",),
        checks=(
            Check("raised", "The held-out win rate is raised over the champion's, by its whole interval."),
            NO_IDENTIFIERS,
        ),
        each_round=True,
        runs_model=True,
    ),
    Step(
        "decision",
        "deciding:decide_on_challenger",
        "Promote, hold or refuse: the challenger by every condition of the gate, sealed, once a round.",
        inputs=("challenger_report", "round_pairs", "challenger", CHAMPION, "task/cases", "feedback/reactions"),
        decides=(
            "title",
            "base_model",
            "task",
            "gate",
            "slices",
            "reference",
            "max_test_pairs",
            "holdout.seed",
            "of_task.answer",
            "of_task.evaluation.answer_by",
            "of_task.evaluation.max_new_tokens",
            "of_task.evaluation.max_test_rows",
            given(caps_cases, "max_test_cases"),
            given(asks_agreement, "of_feedback.signal.reliability", "of_feedback.rules.edit"),
            _TEMPLATE,
            _QUANTIZATION,
        ),
        versions=("gate", "predictions", "chat", "passes", "answers", "metrics"),
        kinds=("report",),
        checks=(
            Check("superiority", "Better on held-out preferences, by its bound.", blocks=True),
            Check("non_inferiority", "No metric and no slice has fallen by more than its margin.", blocks=True),
            Check("no_collapse", "The answers show nothing of a model that has collapsed.", blocks=True),
            Check("no_identifiers", "No answer, and no page, holds anything that identifies somebody.", blocks=True),
            Check("agreement", "Clinicians agree above the floor.", blocks=True, when=asks_agreement),
        ),
        each_round=True,
        runs_model=True,
        when=has_gate,
    ),
    Step(
        "champion",
        "deciding:move_champion",
        "The model that stands once the round was decided: the challenger, where it earned it, else the one before.",
        inputs=("decision",),
        decides=("gate.approval",),
        kinds=("pytorch", "huggingface"),
        checks=(Check("approved", "No person's approval is waited for."),),
        each_round=True,
        when=has_gate,
    ),
)


def list_loop_steps(about: DeclaredLoop) -> list[Step]:
    """The steps that a declared loop has, in the order of the data."""
    return [step for step in LOOP_STEPS if step.is_made(about)]
