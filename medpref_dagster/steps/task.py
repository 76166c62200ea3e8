"""A task's steps, in the order in which the data takes them. Reading this table is reading the DAG."""

from medpref_dagster.answering import has_classes
from medpref_dagster.answering.parsing import begin_alike
from medpref_dagster.declaration import OptionAnswer, TextAnswer, Training, template_fields
from medpref_dagster.declaration.machine import BaseModelJudge
from medpref_dagster.preferences.rejected import check_options
from medpref_dagster.stages import DPO, SFT, SFT_CONTINUED
from medpref_dagster.steps import Check, DeclaredTask, Step, given
from medpref_dagster.steps.base_models import QUANTIZATIONS, TARGETS, TEMPLATES, is_quantized
from medpref_dagster.steps.identifiers import NO_IDENTIFIERS, is_deidentified

HELD_OUT_UNSEEN = Check(
    "held_out_unseen",
    "No case or patient of dev or test was trained on, by the model's manifest and its parents'.",
    blocks=True,
)

# What of a declaration adds an input, a step or a check


def deidentifies(about: DeclaredTask) -> bool:
    """Whether its source's texts lose what identifies somebody before they become cases."""
    return about.task.source.deidentify is not None


def is_filtered(about: DeclaredTask) -> bool:
    """Whether what is looked through was made by that step."""
    return deidentifies(about) and is_deidentified(about)


def as_they_are(about: DeclaredTask) -> bool:
    """Whether they become cases as they are."""
    return not deidentifies(about)


def samples(about: DeclaredTask) -> bool:
    """Whether a model's own answers are rejected ones."""
    return bool(check_options(about.task).needed_models())


def samples_quantized(about: DeclaredTask) -> bool:
    """Whether that model's weights may have few bits."""
    return samples(about) and is_quantized(about)


def samples_sft(about: DeclaredTask) -> bool:
    """Whether these are the SFT model's."""
    return SFT.name in check_options(about.task).needed_models()


def cross_fits(about: DeclaredTask) -> bool:
    """Whether SFT models that never saw a part of the training patients answer its cases."""
    return check_options(about.task).needs_unseen()


def chooses_by_first(about: DeclaredTask) -> bool:
    """Whether the first metric chooses models on dev."""
    return about.task.evaluation.choose_by is None and not has_classes(about.task)


def crosses_by_first(about: DeclaredTask) -> bool:
    """Whether those models are scored by the first metric."""
    return cross_fits(about) and chooses_by_first(about)


def ranks_texts(about: DeclaredTask) -> bool:
    """Whether metrics say which of two sampled texts is the better one."""
    return isinstance(about.task.answer, TextAnswer) and check_options(about.task).ranks_by_metrics()


def measures_first(about: DeclaredTask) -> bool:
    """Whether pairs depend on the declared metrics."""
    return crosses_by_first(about) or ranks_texts(about)


def measures_answers(about: DeclaredTask) -> bool:
    """Whether metrics choose among models or answers before there are pairs."""
    return cross_fits(about) or ranks_texts(about)


def continues_sft(about: DeclaredTask) -> bool:
    """Whether SFT is trained on for as long as DPO, as a control."""
    return SFT_CONTINUED.name in about.task.evaluation.controls


def proposes_rates(about: DeclaredTask) -> bool:
    """Whether the learning rates of that control are those of the two grids."""
    return about.task.evaluation.sft_continued_learning_rate is None


def shortens_labels(about: DeclaredTask) -> bool:
    """Whether its labels begin alike, so that an answer may shorten one."""
    return begin_alike(about.task.answer)


def writes_option_texts(about: DeclaredTask) -> bool:
    """Whether an answer has the text of its option, which may say letters itself."""
    answer = about.task.answer
    return isinstance(answer, OptionAnswer) and "text" in template_fields(answer.template)


def is_rated(about: DeclaredTask) -> bool:
    """Whether answers are rated from 1 to 5."""
    return about.task.evaluation.likert is not None


def is_judged(about: DeclaredTask) -> bool:
    """Whether a judge rates them."""
    return about.judge is not None


def is_judged_here(about: DeclaredTask) -> bool:
    """Whether that judge is a base model of this machine."""
    return isinstance(about.judge, BaseModelJudge)


# The parts of a declaration that several steps share

_LIMITS = ("max_prompt_tokens", "max_completion_tokens")
_DEV_SCORE = (
    "answer",
    "evaluation.choose_by",
    given(chooses_by_first, "evaluation.metrics"),
    "evaluation.answer_by",
    "evaluation.max_new_tokens",
)
_CHOICE = ("split.stratify", "split.min_per_label")
_CHOICES_SEEN = (
    "sft.max_training_rows",
    "sft.max_eval_rows",
    "sft.max_dev_rows",
    "dpo.max_dev_rows",
    "evaluation.max_test_rows",
)
_SHARED_WITH_DPO = tuple(f"{DPO.name}.{name}" for name in Training.model_fields if name != "learning_rate")
_READ_BY = ("answers", given(shortens_labels, "shortened_labels"))
_TRAINED_BY = ("training", "chat", "passes", *_READ_BY, "metrics")

TASK_STEPS: tuple[Step, ...] = (
    Step(
        "raw_cases",
        "cases:read_raw_cases",
        "The rows as the source has them, with the source's row ids.",
        inputs=(),
        decides=(
            "source.reader",
            "source.options",
            "source.columns",
            "source.max_quarantined_share",
            "source.loss_limits.unreadable",
            "source_code",
        ),
        versions=("reading",),
        kinds=("parquet", "table"),
        checks=(Check("readable", "The reader could read all but a few rows of the source.", blocks=True),),
        as_read=True,
    ),
    Step(
        "deidentified_cases",
        "cases:deidentify_cases",
        "The raw rows with surrogates for what identifies somebody, made with the privacy key; columns in use only.",
        inputs=("raw_cases",),
        decides=(
            "source.deidentify",
            "source.columns",
            "source.duplicates_by",
            "source.max_quarantined_share",
            "rejected_columns",
            "prompt",
            "answer",
            "split.column",
        ),
        versions=("deidentification",),
        kinds=("parquet", "table"),
        checks=(Check("filtered", "All but a few rows could be de-identified.", blocks=True),),
        when=deidentifies,
        deidentifies=True,
    ),
    Step(
        "cases",
        "cases:make_cases",
        "Validated cases with prompt and gold answer, deduplicated, split by patient into train, eval, dev and test.",
        inputs=(given(as_they_are, "raw_cases"), given(deidentifies, "deidentified_cases")),
        decides=(
            given(deidentifies, "source.deidentify"),
            "source.columns",
            "source.max_text_characters",
            "source.near_duplicate_similarity",
            "source.duplicates_by",
            "source.max_quarantined_share",
            "source.loss_limits",
            # Rows may say a case again with another rejected answer.
            "rejected_columns",
            "prompt",
            "answer",
            "split",
            # The check looks at the choices that these declare, too.
            *_CHOICES_SEEN,
            given(writes_option_texts, "evaluation.answer_by"),
        ),
        versions=("cases", "answers", given(writes_option_texts, "option_texts")),
        kinds=("parquet", "table"),
        checks=(
            Check("usable", "Rows enough, every split filled, every label there, few rows quarantined.", blocks=True),
            Check("represented", "Every label of a split is among the rows of it that are chosen."),
        ),
    ),
    Step(
        "sft_examples",
        "cases:make_sft_examples",
        "Prompt and completion of every case that may be trained on, evaluated on or chosen by.",
        inputs=("cases",),
        decides=(given(is_filtered, "source.deidentify"),),
        versions=("examples", given(is_deidentified, "deidentification")),
        kinds=("parquet", "dataset"),
        checks=(NO_IDENTIFIERS,),
        texts=("prompt", "completion"),
    ),
    Step(
        "simple_baselines",
        "cases:measure_simple_baselines",
        "What the majority answer, a keyword rule and a bag of words reach on test, by training rows; no model is run.",
        inputs=("cases",),
        decides=(
            "answer",
            "evaluation.metrics",
            "evaluation.max_test_rows",
            "evaluation.confidence",
            "evaluation.bootstrap_samples",
            "evaluation.seed",
            *_CHOICE,
        ),
        versions=("simple_baselines", "metrics", "verdict"),
        kinds=("parquet", "table"),
    ),
    Step(
        "sft_model",
        "training:train_sft",
        "The best of the declared SFT grid on dev, judged by `evaluation.choose_by` on generated answers.",
        inputs=("cases", "sft_examples"),
        decides=(SFT.name, *_DEV_SCORE, *_LIMITS, *_CHOICE, TEMPLATES, TARGETS, QUANTIZATIONS),
        versions=_TRAINED_BY,
        kinds=("pytorch", "huggingface"),
        checks=(HELD_OUT_UNSEEN,),
        partitioned=True,
        runs_model=True,
        divides=True,
    ),
    Step(
        "preference_pairs",
        "pairs:make_preference_pairs",
        "Prompt, chosen and rejected, checked after tokenization with the base model's own chat template.",
        inputs=("cases", given(samples_sft, "sft_model"), given(cross_fits, "sft_examples")),
        decides=(
            "rejected",
            "answer",
            *_LIMITS,
            *_CHOICE,
            "dpo.max_eval_rows",
            "evaluation.max_test_rows",
            given(samples, "evaluation.max_new_tokens"),
            given(cross_fits, SFT.name, "evaluation.choose_by", "evaluation.answer_by"),
            given(measures_first, "evaluation.metrics"),
            given(is_filtered, "source.deidentify"),
            TEMPLATES,
            given(samples_quantized, "quantizations"),
        ),
        versions=(
            "pairs",
            "chat",
            *_READ_BY,
            given(samples, "passes"),
            given(cross_fits, "training"),
            given(measures_answers, "metrics"),
            given(is_deidentified, "deidentification"),
        ),
        kinds=("parquet", "dataset"),
        texts=("prompt", "chosen", "rejected"),
        checks=(
            NO_IDENTIFIERS,
            Check("usable", "Pairs in every split, two different completions in each.", blocks=True),
            Check("telling", "A model must read to rank the pairs: no rule on length, labels or a token does."),
        ),
        partitioned=True,
        runs_model=samples,
        divides=True,
    ),
    Step(
        "reference_logps",
        "training:score_pairs",
        "Log-probabilities of every pair's two completions under the SFT model, once.",
        inputs=("preference_pairs", "sft_model"),
        decides=(TEMPLATES, QUANTIZATIONS),
        versions=("training", "chat", "passes"),
        kinds=("parquet", "pytorch"),
        partitioned=True,
        runs_model=True,
        divides=True,
    ),
    Step(
        "dpo_model",
        "training:train_dpo",
        "The best of the declared DPO grid on dev; it starts from the SFT model, which is also its reference.",
        inputs=("cases", "preference_pairs", "reference_logps", "sft_model"),
        decides=(DPO.name, *_DEV_SCORE, *_LIMITS, *_CHOICE, TEMPLATES, TARGETS, QUANTIZATIONS),
        versions=_TRAINED_BY,
        kinds=("pytorch", "huggingface"),
        checks=(
            HELD_OUT_UNSEEN,
            Check("better_than_sft_on_dev", "The chosen candidate scores better on dev than the SFT model."),
        ),
        partitioned=True,
        runs_model=True,
        divides=True,
    ),
    Step(
        "sft_continued_model",
        "training:train_continued_sft",
        "The control with equal compute: SFT trained on with the chosen answers, for as many steps as the DPO model.",
        inputs=("cases", "preference_pairs", "sft_model", "dpo_model"),
        decides=(
            *_SHARED_WITH_DPO,
            "evaluation.sft_continued_learning_rate",
            given(proposes_rates, "sft.learning_rate", "dpo.learning_rate"),
            *_DEV_SCORE,
            *_LIMITS,
            *_CHOICE,
            TEMPLATES,
            TARGETS,
            QUANTIZATIONS,
        ),
        versions=_TRAINED_BY,
        kinds=("pytorch", "huggingface"),
        checks=(HELD_OUT_UNSEEN,),
        partitioned=True,
        runs_model=True,
        divides=True,
        when=continues_sft,
    ),
    Step(
        "predictions",
        "answering:answer_test_cases",
        "The answers of all models and controls to the test cases, and what DPO gives the held-out pairs.",
        inputs=(
            "cases",
            "preference_pairs",
            "reference_logps",
            "sft_model",
            "dpo_model",
            given(continues_sft, "sft_continued_model"),
        ),
        decides=(
            "answer",
            "evaluation.answer_by",
            "evaluation.max_new_tokens",
            "evaluation.max_test_rows",
            "evaluation.controls",
            *_CHOICE,
            given(is_filtered, "source.deidentify"),
            TEMPLATES,
            QUANTIZATIONS,
        ),
        versions=(
            "predictions",
            "controls",
            "chat",
            "passes",
            *_READ_BY,
            given(is_deidentified, "deidentification"),
        ),
        kinds=("parquet", "pytorch"),
        checks=(NO_IDENTIFIERS,),
        texts=("text",),
        partitioned=True,
        runs_model=True,
        divides=True,
    ),
    Step(
        "clinician_ratings",
        "rating:find_clinician_ratings",
        "What clinicians gave the answers, blinded, as `medpref ratings import` kept it; no rows before.",
        versions=("clinicians",),
        kinds=("parquet", "table"),
        partitioned=True,
        when=is_rated,
    ),
    Step(
        "ratings",
        "rating:rate_answers",
        "A row for each rating from 1 to 5: by clinicians, of the current answers only, and by the declared judge.",
        inputs=("cases", "predictions", "clinician_ratings"),
        decides=(given(is_judged, "evaluation.likert", "judge"),),
        versions=("clinicians", given(is_judged, "judge"), given(is_judged_here, "chat", "passes")),
        kinds=("parquet", "table"),
        checks=(
            Check(
                "judge_is_readable",
                "The judge gave an answer that the strict parser could read to nearly every question.",
                when=is_judged,
            ),
        ),
        partitioned=True,
        runs_model=is_judged_here,
        asks_judge=is_judged,
        when=is_rated,
    ),
    Step(
        "evaluation_report",
        "reporting:report_task",
        "The verdict: base, SFT, DPO and the controls, with intervals and paired tests, as one HTML file.",
        inputs=(
            "cases",
            "simple_baselines",
            "preference_pairs",
            "sft_model",
            "dpo_model",
            "predictions",
            given(is_rated, "ratings"),
            "sft_model.candidates",
            "dpo_model.candidates",
            given(continues_sft, "sft_continued_model", "sft_continued_model.candidates"),
        ),
        decides=("title", "answer", "split", "rejected", SFT.name, DPO.name, "evaluation"),
        versions=("verdict", "metrics", "answers", "task_report", given(is_rated, "likert")),
        kinds=("report",),
        checks=(
            NO_IDENTIFIERS,
            Check(
                "answers_are_readable",
                "The strict parser could read nearly every answer of the trained models.",
            ),
            Check(
                "verdict",
                "No model is worse than what it is compared with, or gives one answer only.",
            ),
        ),
        partitioned=True,
    ),
)


def list_task_steps(about: DeclaredTask) -> list[Step]:
    """The steps that a declared task has, in the order of the data."""
    return [step for step in TASK_STEPS if step.is_made(about)]
