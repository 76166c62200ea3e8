"""What a step is about: a task, a study, an ablation or feedback, as declared on a machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from medpref_dagster.declaration import (
    AblationDeclaration,
    FeedbackDeclaration,
    Records,
    Source,
    StudyDeclaration,
    TaskDeclaration,
    Trial,
)
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.declaration.machine import BaseModelDeclaration, BaseModelJudge, JudgeDeclaration
from medpref_dagster.declaration.synthesis import SynthesisModels
from medpref_dagster.disclosure import is_expected as is_expected
from medpref_dagster.feedback.weeks import find_monday, list_weeks
from medpref_dagster.preferences.rejected import read_options
from medpref_dagster.sources import hash_source_code
from medpref_dagster.steps.declared_loop import DeclaredLoop

if TYPE_CHECKING:
    pass

EACH_TASK = "*/"
"""Begins the name of an input that a study takes of each of its tasks."""


@dataclass(frozen=True)
class DeclaredTask:
    """A task, as declared on a machine."""

    name: str
    task: TaskDeclaration
    judge: JudgeDeclaration | None = None
    """The one that `evaluation.likert.judge` names."""
    judge_base: BaseModelDeclaration | None = None
    """The judge's base model, where it is one of this machine's."""
    base_models: tuple[BaseModelDeclaration, ...] = ()
    """This machine's, in its order."""

    @property
    def sources(self) -> "Sources":
        """Where its text comes from."""
        return (self.task.source,)

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields; `judge`: what of it can change its ratings; `source_code`: the hash of the
        reader's code; `rejected_columns`: the source's columns with rejected answers; `chat_templates`,
        `lora_targets`, `quantizations`: those of the base models that declare them."""
        return {
            **self.task.model_dump(mode="json"),
            "judge": _identify_judge(self.judge),
            "source_code": hash_source_code(self.task.source),
            **_list_own_values(self.base_models),
            "rejected_columns": sorted(
                read_options(self.task.rejected.strategy, self.task.rejected.options).source_columns()
            ),
        }

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the task's asset of that name."""
        return (f"{self.name}/{name}",)


@dataclass(frozen=True)
class DeclaredStudy:
    """A study with its tasks, as declared on a machine."""

    name: str
    study: StudyDeclaration
    tasks: Mapping[str, TaskDeclaration]
    """In the order of the report."""
    base_models: tuple[BaseModelDeclaration, ...]
    """The machine's, in its order."""

    @property
    def sources(self) -> "Sources":
        """Where its text comes from: its tasks', and the declared feedback."""
        return (*(task.source for task in self.tasks.values()), *self.study.feedback.values())

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields, but `tasks`: the whole declaration of each; `order`: the tasks' names;
        `base_models`: the names; `chat_templates`, `lora_targets`, `quantizations`: those of the base
        models that declare them; `feedback_code`: the hashes of the readers' code."""
        return {
            **self.study.model_dump(mode="json"),
            "tasks": {name: task.model_dump(mode="json") for name, task in self.tasks.items()},
            "order": list(self.tasks),
            "base_models": [base.name for base in self.base_models],
            **_list_own_values(self.base_models),
            "feedback_code": [hash_source_code(source) for source in self.study.feedback.values()],
        }

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the study's own asset of that name, or that of each task."""
        if name.startswith(EACH_TASK):
            return tuple(f"{task}/{name.removeprefix(EACH_TASK)}" for task in self.tasks)
        return (f"{self.name}/{name}",)


@dataclass(frozen=True)
class DeclaredAblation:
    """An ablation with its trials, as declared on a machine."""

    name: str
    ablation: AblationDeclaration
    trials: Mapping[str, Trial]
    """By name, in the declared order."""
    base_models: tuple[BaseModelDeclaration, ...]
    """The machine's, in its order."""

    @property
    def sources(self) -> "Sources":
        """Where its text comes from: the trials' sources, each once."""
        return self._sources

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields; `trials`: of each condition the whole declaration; `base_models`: the names;
        `chat_templates`, `lora_targets`, `quantizations`: those of the base models that declare them; `source_code`:
        the hashes of the readers' code."""
        return {
            **self.ablation.model_dump(mode="json"),
            "trials": {trial.condition: trial.declaration.model_dump(mode="json") for trial in self._conditions},
            "base_models": [base.name for base in self.base_models],
            **_list_own_values(self.base_models),
            "source_code": [hash_source_code(source) for source in self._sources],
        }

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the ablation's own asset of that name."""
        return (f"{self.name}/{name}",)

    @cached_property
    def _conditions(self) -> Sequence[Trial]:
        """One trial of each condition; the others differ in the seed alone."""
        return tuple({trial.condition: trial for trial in self.trials.values()}.values())

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        sources = {trial.declaration.source.model_dump_json(): trial.declaration.source for trial in self._conditions}
        return tuple(sources.values())


@dataclass(frozen=True)
class DeclaredFeedback:
    """What clinicians did, as declared on a machine."""

    name: str
    feedback: FeedbackDeclaration
    models: SynthesisModels | None = None
    """Those that `synthesis` names."""

    @property
    def sources(self) -> "Sources":
        """Where its events come from."""
        return tuple(self.feedback.sources.values())

    @property
    def filtered_sources(self) -> "Sources":
        """Those whose texts lose what identifies somebody before pairs are made of them."""
        return self.sources if self.feedback.deidentify is not None else ()

    @property
    def prompt_source(self) -> Records | None:
        """Where synthetic pairs have their prompts from, where that is not the feedback itself."""
        source = self.feedback.synthesis and self.feedback.synthesis.prompts.source
        return source.records() if source else None

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """The declaration's fields, sources without passwords; `source_code`: the hashes of the readers' code."""
        sources = self.feedback.sources
        return {
            **self.feedback.model_dump(mode="json", exclude={"sources"}),
            "sources": {name: source.identify() for name, source in sources.items()},
            "source_code": {
                name: hash_source_code(source.records()) for name, source in sources.items() if source.reader
            },
            "generator": self.models and self.models.identify_generator(),
            "judge": _identify_judge(self.models.judge if self.models else None),
            "prompt_code": hash_source_code(self.prompt_source) if self.prompt_source else None,
        }

    @property
    def first_week(self) -> str:
        """The Monday of the first week."""
        return find_monday(self.feedback.start).isoformat()

    @property
    def last_week(self) -> str | None:
        """The Monday of the last week, where one is declared."""
        return None if self.feedback.end is None else find_monday(self.feedback.end).isoformat()

    def list_window(self, week: str) -> Sequence[str]:
        """The weeks that are looked into for one, the oldest first and itself last."""
        return list_weeks(week, self.feedback.lookback_weeks, self.first_week)

    def expand(self, name: str) -> Sequence[str]:
        """An input -> the feedback's own asset of that name."""
        return (f"{self.name}/{name}",)


Sources = Sequence[Records | EventSource]
"""Where text comes from, each with its disclosure."""

Subject = DeclaredTask | DeclaredStudy | DeclaredAblation | DeclaredFeedback | DeclaredLoop
"""What is declared and has steps. `name` is the first part of its asset keys, and their group; `parts` has everything
that can decide what a step gives."""


_OWN_VALUES = {
    "chat_templates": "chat_template",
    "lora_targets": "lora_targets",
    "quantizations": "quantization",
}
"""A part of what is declared -> the field of a base model that decides what is made with it."""


def _list_own_values(base_models: Sequence[BaseModelDeclaration]) -> dict[str, dict[str, Any]]:
    """Part -> base model -> its value, where that is not what it is without being declared: a code version is one for
    all base models, and a further one of the usual kind is to make nothing stale."""
    fields = BaseModelDeclaration.model_fields
    return {
        part: {
            base.name: base.model_dump(mode="json", include={name})[name]
            for base in base_models
            if getattr(base, name) != fields[name].default
        }
        for part, name in _OWN_VALUES.items()
    }


def _identify_judge(judge: JudgeDeclaration | None) -> dict[str, Any] | None:
    if judge is None:
        return None
    kept = {"name", "base_model"} if isinstance(judge, BaseModelJudge) else {"name", "url", "model"}
    return {"from": judge.from_, **judge.model_dump(mode="json", include=kept)}
