"""Where a patient's data are and what learned from them; taking them out again, and keeping them out; how long what is
kept.

| module | what it does |
| --- | --- |
| `wanted.py` | what is looked for: a patient, an event, a case, and all that is told of them |
| `rows.py` | which rows of a table that is |
| `reach.py` | what assets point to and what that stands on: what is current |
| `named.py` | what an artifact's own files name |
| `holdings.py` | where in the store it is, and which models saw it |
| `trace.py` | the same for a person: `medpref trace` |
| `tombstones.py` | who was forgotten, by a keyed hash, so that nothing of them comes in again |
| `plan.py`, `forget.py` | `medpref forget`, step by step, so that a kill leaves nothing half done |
| `rewriting.py`, `leftovers.py` | artifacts without somebody's rows; journals, half-done work, buffers |
| `captured.py`, `instance.py` | the same in capture databases and in Dagster's own |
| `taint.py` | models that learned from who was forgotten |
| `loops.py` | loops are told: their champions are tainted, their decisions void |
| `retention.py`, `collecting.py` | what is deleted for its age, and what nothing points to |
"""
