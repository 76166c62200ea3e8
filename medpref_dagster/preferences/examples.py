"""Cases to SFT examples: the prompt, and the gold answer to learn."""

import pyarrow as pa

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.schemas import SFT_EXAMPLES

TRAINING_SPLITS = ("train", "eval", "dev")
"""Never test: what training must not see is not in its table."""


def build_sft_examples(cases: pa.Table, task: TaskDeclaration) -> pa.Table:  # noqa: ARG001  as every builder of tables
    """Make an example of each case that is not a test case.

    Columns in: `CASES`. Columns out: `SFT_EXAMPLES`, in the order of the cases.
    """
    kept = cases.filter(pa.array([split in TRAINING_SPLITS for split in cases["split"].to_pylist()], pa.bool_()))
    return kept.rename_columns({"answer": "completion"}).select(SFT_EXAMPLES.names).cast(SFT_EXAMPLES)
