"""Pairs to models: SFT, DPO and the choice among candidates."""
