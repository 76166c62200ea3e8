"""The semantic diff of an edit: where two texts differ, in what kind of thing, and how much it matters.

`describe_edit` in `describe.py` is where to start; then the modules in the order in which they run: `tokens.py`,
`alignment.py`, `splitting.py`, `kinds.py`, `spans.py`, `explanation.py`; `display.py` shows an edit to a person.
"""

from medpref_dagster.feedback.edits.changes import KINDS, Change, Edit, Kind, apply_edit
from medpref_dagster.feedback.edits.describe import describe_edit
from medpref_dagster.feedback.edits.rules import EditRules, Triviality, is_trivial

__all__ = ["KINDS", "Change", "Edit", "EditRules", "Kind", "Triviality", "apply_edit", "describe_edit", "is_trivial"]
