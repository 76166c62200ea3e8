"""What a profile says of its device: which one computes and in what arithmetic, and figures to plan by."""

from typing import Literal

from pydantic import Field

from medpref_dagster.declaration.base import Declared


class ComputeDeclaration(Declared):
    """The device that trains and answers."""

    device: Literal["auto", "cpu", "cuda"] = Field(
        default="auto", description="auto takes the GPU where there is one. cuda fails at once where there is none."
    )
    dtype: Literal["auto", "float32", "tf32", "bfloat16"] = Field(
        default="auto",
        description="auto is float32 on the CPU and bfloat16 on the GPU. tf32, on a GPU, keeps float32 and multiplies "
        "matrices in TensorFloat-32: the range of float32 with 10 bits after the point.",
    )
    memory_gib: float | None = Field(
        default=None, gt=0, description="Use at most this much memory (GiB); without it, what is free."
    )
    threads: int | None = Field(
        default=None,
        gt=0,
        description="CPU threads; without it, OMP_NUM_THREADS, else every core that this process may use.",
    )
    at_once: int = Field(
        default=1,
        ge=1,
        le=64,
        description="How many steps that run a model the device does side by side, each planned with its share of the "
        "memory. A large GPU is idle most of the time while it trains one small model; a CPU gains nothing.",
    )
    shards: bool = Field(
        default=False,
        exclude_if=lambda value: not value,
        description="Whether the processes that do a step together share a model's weights, gradients and optimizer, "
        "so that each holds a part. Needs a launcher with several processes. Less memory, more messages; the same "
        "results but for rounding.",
    )


class PlanningDeclaration(Declared):
    """Figures of the declared device for `medpref plan`. What can be measured on the machine at hand is measured."""

    name: str = Field(min_length=1, description="The device, for people, e.g. NVIDIA H100 80GB.")
    memory_gib: float = Field(gt=0, description="Its free memory, for a plan made where there is no such device.")
    teraflops: float = Field(
        gt=0,
        description="Trillions of operations a second that trainings sustain on it, likewise; not the data sheet's.",
    )
    gb_per_second: float = Field(gt=0, description="Its memory's bandwidth, which bounds generation, likewise.")
    watts: float | None = Field(default=None, gt=0, description="Its power under load; without it, energy is not told.")
    price_per_hour: float | None = Field(
        default=None, ge=0, description="What an hour of it costs; without it, money is not told."
    )
    currency: str = Field(default="USD", min_length=1, description="The price's currency.")
