"""Draws that depend on nothing but what they are drawn for, alike on every machine and in every order."""

import hashlib
import json
import random


def draw_share(*parts: str | int) -> float:
    """A number in [0, 1), uniform over distinct `parts` and always the same for the same ones."""
    return int.from_bytes(_digest(parts)[:7], "big") / 2**56


def make_random(*parts: str | int) -> random.Random:
    """A generator of random numbers of its own for these `parts`, e.g. a seed and a case id."""
    return random.Random(int.from_bytes(_digest(parts), "big"))


def _digest(parts: tuple[str | int, ...]) -> bytes:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).digest()
