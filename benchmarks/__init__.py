"""Each speed and memory claim as a command that prints a ratio against a peer, both measured in one run.

`python -m benchmarks.dpo`, `.sft`, `.evaluate`, `.overhead`, `.scaling`, `.fused`, `.edits`; each has `--help`.
"""

import medpref_dagster  # noqa: F401 - sets what OpenMP reads when torch is loaded
