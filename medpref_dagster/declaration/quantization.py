"""Base models with weights of 4 bits: what is declared of them, and how many bytes they take.

The linear layers but the head are kept so; embeddings, norms, biases and the head stay as they are. What is computed
with is the quantized network: the base model that answers, what adapters are trained on, the reference, and what is
served. So it is a property of the base model, and a base model with it is another one than the same weights without.
"""

import math
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from medpref_dagster.declaration.base import Declared
from medpref_dagster.declaration.training import Training

_BLOCK = 64
"""Weights that share a scale, in float32 (Dettmers et al. 2023, arXiv 2305.14314, section 3)."""
_SCALES = 256
"""Scales that share a scale of their own, where they are quantized to 8 bits."""


class Quantization(Declared):
    """The weights of a base model's linear layers in 4 bits (QLoRA, Dettmers et al. 2023, arXiv 2305.14314).

    Computed by bitsandbytes (`pip install 'medpref-dagster[4bit]'`). Adapters are trained on them, never the weights.
    """

    kind: Literal["nf4"] = Field(
        description="The 16 values that a weight may have: nf4, the quantiles of a normal distribution."
    )
    double: bool = Field(
        default=True,
        description="Keep the scale of each 64 weights in 8 bits, not in float32: 4.13 bits a weight in the place of "
        "4.5.",
    )

    def __str__(self) -> str:
        return f"{self.kind}, scales in {'8 bits' if self.double else 'float32'}"

    def count_bytes(self, weights: int) -> int:
        """Bytes that a linear layer's weights take, with their scales, but without tables that all blocks share.

        >>> Quantization(kind="nf4", double=False).count_bytes(128)
        72
        """
        blocks = math.ceil(weights / _BLOCK)
        scales = blocks + 4 * math.ceil(blocks / _SCALES) if self.double else 4 * blocks
        return math.ceil(weights / 2) + scales


class UntrainableError(ValueError):
    """A training that a base model's declaration rules out. `path` leads to the field, below `attributes`."""

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.path = path


def require_trainable(stage: str, declared: Training, quantized: Iterable[str]) -> None:
    """Refuse to train every weight of a base model whose weights have 4 bits.

    Parameters
    ----------
    stage
        The field of the task that declares the training: `sft` or `dpo`.
    quantized
        The names of the base models, of those that would be trained, that declare `quantization`.

    Raises
    ------
    UntrainableError
        If there is one, and `method` is full.
    """
    names = ", ".join(quantized)
    if names and declared.method == "full":
        raise UntrainableError(
            f"full training changes every weight, and those of {names} are declared in 4 bits (quantization, in "
            "resources/): write method: lora, or take the base model out of the profile's base_models",
            (stage, "method"),
        )
