"""Deterministic generators of clinical notes with gold labels."""
