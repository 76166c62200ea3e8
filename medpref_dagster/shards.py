"""A model whose weights several processes share: each holds a part of every tensor, and one block is whole at a time.

PyTorch's FSDP2 does it (`fully_shard`; Zhao et al. 2023, arXiv 2304.11277): a block's parts are gathered before it
computes and freed behind it, once more in the backward pass, and its gradients are added up over the processes and
divided as the weights are. So each pass of such a model takes all processes. Who has less to compute than another one
makes passes that count nothing, or all compute the same.
"""

from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from medpref_dagster.together import Processes, together


def share_weights(model: nn.Module) -> None:
    """Leave this process its part of a model's parameters, in place; the model is the same in each process before.

    Parameters that take a gradient and those that take none may be mixed. An optimizer is made afterwards. Behind each
    pass all parameters are parts (`torch.distributed.tensor.DTensor`).

    Parameters
    ----------
    model
        The outermost module, which passes call: with its adapters, where it has some.
    """
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    device = next(model.parameters()).device
    mesh = init_device_mesh(device.type, (together().count,))
    for module in [*list_blocks(model), model]:
        # The outermost, too: else embedding and head would stay whole, and behind an optimizer step be old ones.
        shared = fully_shard(module, mesh=mesh, reshard_after_forward=True)
        # Of the whole batch's loss each process has a term; FSDP2 would take means.
        shared.set_gradient_divide_factor(1.0)
        shared.set_force_sum_reduction_for_comms(True)
        # A router may give one process's tokens none of an expert.
        shared.set_reduce_scatter_unused_params(True, recurse=False)


def list_blocks(model: nn.Module) -> list[nn.Module]:
    """The parts that transformers says are not to be split: the layers of a language model."""
    names = {
        name
        for module in model.modules()
        if isinstance(module, PreTrainedModel)
        for name in module._no_split_modules or ()  # pyright: ignore[reportPrivateUsage]
    }
    return [module for module in model.modules() if type(module).__name__ in names]


def has_shared_weights(model: nn.Module) -> bool:
    """Whether this process holds a part of the model only."""
    if not together().are_several:
        return False
    from torch.distributed.fsdp import FSDPModule

    return any(isinstance(module, FSDPModule) for module in model.modules())


def who_divides(model: nn.Module) -> Processes:
    """The processes that rows are dealt among: this one alone where weights are shared, since each pass takes all."""
    return Processes() if has_shared_weights(model) else together()


def is_part(tensor: Tensor) -> bool:
    """Whether a tensor is this process's part of one."""
    return hasattr(tensor, "to_local")


@torch.no_grad()
def take_part(tensor: Tensor) -> Tensor:
    """What this process holds of a tensor: rows of it, perhaps none; all of one that is not shared."""
    shared: Any = tensor
    return shared.to_local() if is_part(tensor) else tensor


@torch.no_grad()
def gather_whole(tensor: Tensor) -> Tensor:
    """The whole tensor, in each process; all must ask for it."""
    shared: Any = tensor
    return shared.full_tensor() if is_part(tensor) else tensor


@torch.no_grad()
def add_whole(tensor: Tensor, added: Tensor) -> None:
    """Add a whole tensor to one of which this process may hold a part, in place."""
    if is_part(tensor):
        from torch.distributed.tensor import distribute_tensor

        shared: Any = tensor
        # Each process has the same to add, so that nothing is sent.
        added = distribute_tensor(added, shared.device_mesh, shared.placements, src_data_rank=None)
    tensor.add_(added)


def gather_state(model: nn.Module) -> dict[str, Tensor]:
    """A model's whole state, on the CPU, for the process that leads; nothing for the others. All must ask for it."""
    from torch.distributed.checkpoint.state_dict import StateDictOptions, get_model_state_dict

    found: dict[str, Any] = dict(
        get_model_state_dict(model, options=StateDictOptions(full_state_dict=True, cpu_offload=True))
    )
    if not together().leads:
        return {}
    names: dict[int, str] = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        found[name] = found[names.setdefault(id(parameter), name)]  # tied weights are one tensor again
    return found
