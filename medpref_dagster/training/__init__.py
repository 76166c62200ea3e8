"""Rows to models: SFT, DPO, the reference's log-probabilities, the choice among candidates.

`sft.fit_sft`, `reference_logps.score_reference` and `dpo.fit_dpo` are the three things that a step calls. What makes
the same rows, arguments and seed give other weights raises `versions.VERSIONS["training"]`.
"""
