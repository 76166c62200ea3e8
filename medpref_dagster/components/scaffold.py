"""`dg scaffold defs medpref_dagster.components.ClinicalTask <task>`: a task that works as it is written."""

from pathlib import Path
from typing import Any

import dagster as dg
from dagster.components.scaffold.scaffold import Scaffolder, ScaffoldRequest

_SKELETON = """\
# A clinical task. Every field: docs/reference/yaml.md. How to make it yours: docs/declare-a-task.md.
type: medpref_dagster.components.ClinicalTask

attributes:
  title: {title}

  # Where the rows come from. This skeleton runs as it is, on made-up notes; for a file of yours write
  #   reader: files
  #   options: {{path: /data/notes/*.csv.gz}}
  #   columns: {{text: note, row: note_id, patient: patient_id}}
  source:
    reader: synthetic
    options: {{generator: uti, rows: 1500, seed: 1}}
    columns: {{text: note, row: note_id, patient: patient_id}}

  # What the model is asked. {{note}} is the source's column of that name.
  prompt: |-
    Does this note describe a current urinary tract infection? Answer Yes or No.

    Note: {{note}}

  # What it may answer: each label with the sentence that the model should write and the source's values for it.
  answer:
    kind: label
    column: uti
    labels:
      "Yes": {{answer: "Yes, a urinary tract infection.", values: ["yes"]}}
      "No": {{answer: "No urinary tract infection.", values: ["no"]}}

  split: {{train: 0.6, eval: 0.1, dev: 0.1, test: 0.2, seed: 1}}
  rejected: {{strategy: other_label}}
  sft: {{learning_rate: [0.002], epochs: [2], max_training_rows: 320}}
  dpo: {{learning_rate: [0.0001], beta: [0.1], max_training_rows: 160}}
  evaluation: {{metrics: [f1, accuracy], max_test_rows: 200}}
"""


class ClinicalTaskScaffolder(Scaffolder[Any]):
    """Writes `assets/<task>/defs.yaml`."""

    def scaffold(self, request: ScaffoldRequest[Any]) -> None:
        """Write the skeleton; an existing file is left alone.

        Raises
        ------
        dagster.DagsterInvalidDefinitionError
            If the folder has a `defs.yaml` already.
        """
        folder = Path(request.target_path)
        target = folder / "defs.yaml"
        if target.exists():
            raise dg.DagsterInvalidDefinitionError(f"{target} exists already; choose another name or edit it")
        folder.mkdir(parents=True, exist_ok=True)
        title = folder.name.replace("_", " ").capitalize()
        target.write_text(_SKELETON.format(title=title))
