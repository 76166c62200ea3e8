"""SFT models that never saw a part of the training patients, so that they can err on its cases."""

import pyarrow as pa

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.preferences.rejected import LeftOut
from medpref_dagster.schemas import SFT_EXAMPLES
from medpref_dagster.stages import SFT
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.sft import fit_sft
from medpref_dagster.workbench import Workbench


class CrossFitting:
    """Trains, or recalls, SFT models without a part of the patients, each with the arguments of the chosen candidate.

    Parameters
    ----------
    examples
        Columns in: `SFT_EXAMPLES`.
    cases
        Columns in: `CASES`.
    sft_model
        The SFT model of all patients, for its arguments.
    """

    def __init__(
        self, task: TaskDeclaration, examples: Artifact, cases: Artifact, sft_model: Artifact, workbench: Workbench
    ) -> None:
        arguments = read_manifest(sft_model).training["arguments"]
        chosen = {name: (float(arguments[name]),) for name in ("learning_rate", "epochs")}
        # One candidate: nothing is there to be stopped early.
        sft = task.sft.model_copy(update={**chosen, "stop_early": False})
        self._task = task.model_copy(update={SFT.name: sft})
        self._examples = examples
        self._cases = cases
        self._workbench = workbench

    def fit(self, part: LeftOut) -> Artifact:
        """The SFT model of all training patients but those of a part."""
        store = self._workbench.store
        examples = store.read_table(self._examples)
        kept = store.write_table(leave_out(examples, part), SFT_EXAMPLES)
        return fit_sft(self._task, kept, self._cases, self._workbench).model


def leave_out(examples: pa.Table, part: LeftOut) -> pa.Table:
    """The examples (columns: `SFT_EXAMPLES`) without the train rows of a part's patients."""
    patients, splits = examples["patient_id"].to_pylist(), examples["split"].to_pylist()
    kept = [split != "train" or not part.holds(patient) for patient, split in zip(patients, splits, strict=True)]
    return examples.filter(pa.array(kept, pa.bool_()))
