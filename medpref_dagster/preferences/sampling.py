"""Answers drawn from the base or the SFT model, for rejected answers that are a model's own errors."""

from collections.abc import Sequence
from functools import cached_property

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.chat import decode_completion, encode_prompt, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import token_budget
from medpref_dagster.passes.generation import sample
from medpref_dagster.preferences.rejected import SamplingModel
from medpref_dagster.stages import SFT
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.workbench import Workbench


class ModelSampler:
    """A `medpref_dagster.preferences.rejected.Sampler` that holds at most one model at a time.

    Parameters
    ----------
    task
        For the length limit of an answer.
    sft_model
        The SFT model; None where no strategy samples from it.
    """

    def __init__(self, task: TaskDeclaration, sft_model: Artifact | None, workbench: Workbench) -> None:
        self._task = task
        self._sft_model = sft_model
        self._workbench = workbench
        self._loaded: tuple[SamplingModel, PreTrainedModel] | None = None

    def __call__(self, prompts: Sequence[str], *, model: SamplingModel, temperature: float, seed: int) -> list[str]:
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

    @cached_property
    def _tokenizer(self) -> PreTrainedTokenizerBase:
        return load_tokenizer(self._workbench.base)

    def _load(self, name: SamplingModel) -> PreTrainedModel:
        if self._loaded is None or self._loaded[0] != name:
            self._loaded = None  # free the one before the other comes
            artifact, bench = self._sft_model if name == SFT.name else None, self._workbench
            self._loaded = (name, load_model(bench.store, bench.base, artifact, bench.compute))
        return self._loaded[1]
