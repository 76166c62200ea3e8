"""Pairs for slices that have few: a model answers their prompts, another one ranks the answers."""
