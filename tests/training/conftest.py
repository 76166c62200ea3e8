"""What every test of a training shares."""

import gc

import pytest


@pytest.fixture(scope="session", autouse=True)
def _leave_the_libraries_out_of_garbage_collection() -> None:
    """accelerate collects garbage before each training, which takes longer than a tiny training does."""
    gc.collect()
    gc.freeze()
