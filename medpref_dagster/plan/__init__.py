"""What a task will take with a base model, before anything is downloaded or trained: memory, time, energy, money.

| module | question |
| --- | --- |
| `shape` | how large is the model, by its configuration alone? |
| `workload` | how many rows of how many tokens does the task have? |
| `memory` | what lies in memory at once, part by part, in each step? |
| `rates` | how fast is the device? |
| `duration` | how long does each step take? |
| `planning` | all of it, and whether it fits |
| `rehearsal` | a tiny random model of the same architecture, to run every step with |
"""


class PlanError(Exception):
    """No plan can be made. The message says what is missing and what to do."""
