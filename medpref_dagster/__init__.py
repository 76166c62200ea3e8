"""medpref: from clinical notes and clinicians' feedback to SFT and DPO models that can be trusted."""

import logging
import os
import sys
from typing import Any, cast

SPIN_COUNT = "1000"
"""How often a waiting thread of OpenMP looks whether there is work before it sleeps. Its own default takes a whole core
from whatever else computes: with one other process on two cores a step takes five times as long, with this twice, and
alone no longer than before (`python -m benchmarks.scaling --part busy`)."""

KEPT_PRODUCTS = "64"
"""For how many products of matrices oneDNN, and PyTorch before it, keep what they made ready, each for one shape, in
some 0.7 MB. Hardly two passes have as many tokens, so that of their own 1,024 most are never found again and only grow:
a training held half as much again after ten steps (`python -m benchmarks.memory`). A pass makes some twenty, which each
of its layers finds."""

# GNU's OpenMP reads it when it is loaded, so before torch is; every process of Dagster's that runs a step of ours comes
# through here first. A policy that the user chose stays.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN_COUNT)
# Likewise; both are to forget, since each keeps what the other has.
for _name in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
    os.environ.setdefault(_name, KEPT_PRODUCTS)

# Where bitsandbytes is installed peft imports it, and on some processors it then has the package `kernels` fetch code
# from the hub, and runs it; without that package it warns. No code of a repository is ever run here.
cast("dict[str, Any]", sys.modules).setdefault("kernels", None)
logging.getLogger("bitsandbytes.backends.cpu.ops").setLevel(logging.ERROR)
