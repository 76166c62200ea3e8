"""TRL's configurations of a training by one process, which works on one device whatever the machine has."""

from trl.trainer.dpo_config import DPOConfig
from trl.trainer.sft_config import SFTConfig


class OneDevice:
    """A mixin before a `TrainingArguments`.

    transformers divides a batch among all GPUs that a single process sees (`nn.DataParallel`), and makes it as many
    times as large. Here a batch has the declared rows, and several GPUs are for several processes
    (`medpref_dagster.together`).
    """

    @property
    def n_gpu(self) -> int:
        """How many GPUs this process trains on: 1, or 0 on a CPU."""
        found: int = super().n_gpu  # pyright: ignore[reportAttributeAccessIssue]
        return min(1, found)


class SFTArguments(OneDevice, SFTConfig):
    """SFTConfig on one device."""


class DPOArguments(OneDevice, DPOConfig):
    """DPOConfig on one device."""
