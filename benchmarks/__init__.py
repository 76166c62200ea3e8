"""Each speed and memory claim as a command that prints a ratio against a peer, both measured in one run.

`python -m benchmarks.dpo`, `.sft`, `.evaluate`, `.overhead`, `.scaling`; each has `--help`.
"""
