from contextlib import ExitStack

import pytest
import torch
from torch import nn

from medpref_dagster.passes.patching import patched

ONE = torch.ones(1, 2)


def test_a_module_computes_otherwise_inside_the_block_only():
    module = nn.Identity()
    with patched(module, lambda x: x + 1):
        assert module(ONE).tolist() == [[2, 2]]
    assert module(ONE).tolist() == [[1, 1]]
    assert "forward" not in vars(module)


def test_blocks_nest_and_an_error_undoes_them():
    module = nn.Identity()

    def fail():
        with patched(module, lambda x: x + 1), patched(module, lambda x: x + 2):
            assert module(ONE).tolist() == [[3, 3]]
            raise KeyError

    with patched(module, lambda x: x * 10):
        with pytest.raises(KeyError):
            fail()
        assert module(ONE).tolist() == [[10, 10]]
    assert module(ONE).tolist() == [[1, 1]]


def test_a_stack_holds_many_until_it_is_closed():
    modules = [nn.Identity() for _ in range(3)]
    patches = ExitStack()
    for module in modules:
        patches.enter_context(patched(module, lambda x: -x))
    assert all(module(ONE).tolist() == [[-1, -1]] for module in modules)
    patches.close()
    assert not any("forward" in vars(module) for module in modules)
