"""Rows to models: SFT, DPO, the reference's log-probabilities, the choice among candidates.

`sft.fit_sft`, `reference.score_reference` and `dpo.fit_dpo` are the three things that an asset calls.
"""

NUMERICS = 3
"""Raised whenever a change makes the same rows, arguments and seed give other weights or log-probabilities. It is a
part of every training's key: what an older version left in the store is then not taken for this one's."""
