"""A batch has the declared rows, however many GPUs the process sees."""

import pytest

from medpref_dagster.training.configurations import DPOArguments, SFTArguments


@pytest.mark.parametrize("kind", [SFTArguments, DPOArguments])
@pytest.mark.parametrize(("found", "used"), [(4, 1), (1, 1), (0, 0)])
def test_a_process_trains_on_one_of_the_gpus_that_it_sees(tmp_path, kind, found, used):
    arguments = kind(str(tmp_path), per_device_train_batch_size=8, use_cpu=True)
    arguments._n_gpu = found  # what transformers counts where there are some
    assert arguments.n_gpu == used
    assert arguments.train_batch_size == 8
    assert arguments.parallel_mode.value == "not_parallel"
