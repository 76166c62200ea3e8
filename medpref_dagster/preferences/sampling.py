"""Answers drawn from the base or the SFT model, for rejected answers that are a model's own errors."""

from collections.abc import Sequence
from functools import cached_property

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.chat import decode_completion, encode_completions, encode_prompt, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import token_budget
from medpref_dagster.passes.generation import sample
from medpref_dagster.preferences.cross_fitting import CrossFitting
from medpref_dagster.preferences.rejected import LeftOut, SamplingModel
from medpref_dagster.stages import SFT
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.reference_logps import score_texts
from medpref_dagster.workbench import Workbench


class ModelSampler:
    """A `medpref_dagster.preferences.rejected.Sampler` that holds at most one model at a time.

    Parameters
    ----------
    task
        For the length limit of an answer.
    sft_model
        The SFT model; None where no strategy samples from it.
    crossed
        The SFT models that never saw a part of the patients; None where no strategy asks for them.
    """

    def __init__(
        self,
        task: TaskDeclaration,
        sft_model: Artifact | None,
        workbench: Workbench,
        crossed: CrossFitting | None = None,
    ) -> None:
        self._task = task
        self._sft_model = sft_model
        self._workbench = workbench
        self._crossed = crossed
        self._loaded: tuple[str | LeftOut, PreTrainedModel] | None = None

    def __call__(
        self, prompts: Sequence[str], *, model: SamplingModel | LeftOut, temperature: float, seed: int
    ) -> list[str]:
        """One answer a prompt, in order. The same arguments give the same answers."""
        policy = self._load(model)
        with torch.inference_mode():
            answers = sample(
                policy,
                [encode_prompt(self._tokenizer, prompt) for prompt in prompts],
                temperature=temperature,
                seed=seed,
                max_new_tokens=self._task.evaluation.max_new_tokens,
                stop_token_ids=stop_token_ids(self._tokenizer),
                token_budget=token_budget(self._workbench.compute, policy.config, training=False),
                tell=self._workbench.tell,
            )
        return [decode_completion(self._tokenizer, answer) for answer in answers]

    def measure_margins(self, rows: Sequence[tuple[str, str, str]]) -> list[float]:
        """The SFT model's log-probability of each row's second text after the first, minus that of the third; nats."""
        model, compute = self._load(SFT.name), self._workbench.compute
        encoded = [encode_completions(self._tokenizer, prompt, texts) for prompt, *texts in rows]
        logps = score_texts(
            model,
            [(list(prompt), list(completion)) for prompt, completions in encoded for completion in completions],
            compute,
            self._workbench.tell,
        )
        return [chosen - rejected for chosen, rejected in zip(logps[0::2], logps[1::2], strict=True)]

    @cached_property
    def _tokenizer(self) -> PreTrainedTokenizerBase:
        return load_tokenizer(self._workbench.base)

    def _load(self, name: str | LeftOut) -> PreTrainedModel:
        if self._loaded is None or self._loaded[0] != name:
            self._loaded = None  # free the one before the other comes
            artifact, bench = self._find(name), self._workbench
            self._loaded = (name, load_model(bench.store, bench.base, artifact, bench.compute))
        return self._loaded[1]

    def _find(self, name: str | LeftOut) -> Artifact | None:
        if not isinstance(name, str):
            if self._crossed is None:
                raise ValueError(f"an SFT model that never saw {name} is asked for, and nobody trains it")
            return self._crossed.fit(name)
        return self._sft_model if name == SFT.name else None
