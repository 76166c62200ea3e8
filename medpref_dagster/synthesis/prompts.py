"""The prompts that thin slices are filled from."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from medpref_dagster.synthesis.slices import NameSlice


@dataclass(frozen=True)
class Prompt:
    """What a generator is asked, and where it belongs."""

    text: str
    slice: str
    task: str | None
    specialty: str | None
    style: str | None
    patient_id: str | None


@dataclass
class ThinSlices:
    """Which slices are thin, and the prompts that each is filled from."""

    pairs: dict[str, int]
    """Thin slice -> pairs of clinicians that it has."""
    prompts: list[Prompt]
    """Those that were drawn, by slice and draw."""
    of_no_slice: int = 0
    """Rows with a prompt that lack a declared column."""
    by_slice: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.by_slice = Counter(prompt.slice for prompt in self.prompts)

    def list_in_turns(self) -> list[Prompt]:
        """The prompts, a slice after the other, the thinnest first, and again, until each has given all of its own."""
        turns: Counter[str] = Counter()
        placed: list[tuple[int, int, int, Prompt]] = []
        for number, prompt in enumerate(self.prompts):
            placed.append((turns[prompt.slice], self.pairs[prompt.slice], number, prompt))
            turns[prompt.slice] += 1
        return [prompt for *_, prompt in sorted(placed, key=lambda item: item[:3])]

    def list_without_prompt(self) -> list[str]:
        """Slices that stay as they are."""
        return sorted(name for name in self.pairs if not self.by_slice[name])


def find_thin_slices(
    counts: Mapping[str | None, int],
    rows: Iterable[Mapping[str, Any]],
    name_slice: NameSlice,
    *,
    fewer_than: int,
    per_slice: int,
    draw: str,
) -> ThinSlices:
    """The thin slices among those that have pairs or prompts, and prompts of each, as many as pairs are lacking.

    Parameters
    ----------
    counts
        Slice -> pairs of clinicians.
    rows
        With `prompt`, `patient_id` and the columns of slices; read once, and not kept but for the prompts drawn. One
        text is one prompt, of the first of several slices by name.
    per_slice
        At most so many prompts of a slice.
    draw
        Decides, with the text, which prompts are drawn.
    """
    pairs = {name: count for name, count in counts.items() if name is not None and count < fewer_than}
    drawn: dict[str, list[tuple[int, str]]] = {}
    """Slice -> heap of negative draws and texts. At its top is the largest draw, the first to leave."""
    held: dict[str, dict[str, Prompt]] = {}
    of_no_slice = 0
    for row in rows:
        name, text = name_slice(row), str(row["prompt"] or "")
        if name is None:
            of_no_slice += 1
        if name is None or not text.strip() or counts.get(name, 0) >= fewer_than:
            continue
        room = min(per_slice, fewer_than - pairs.setdefault(name, 0))
        heap, texts = drawn.setdefault(name, []), held.setdefault(name, {})
        if text in texts:
            continue
        own = {column: row.get(column) or None for column in ("task", "specialty", "style", "patient_id")}
        texts[text] = Prompt(text, name, **own)
        heapq.heappush(heap, (-draw_number(draw, text), text))
        if len(heap) > room:
            del texts[heapq.heappop(heap)[1]]
    prompts: dict[str, Prompt] = {}
    for name in sorted(drawn):
        for _, text in sorted(drawn[name], reverse=True):
            prompts.setdefault(text, held[name][text])
    return ThinSlices(dict(sorted(pairs.items())), list(prompts.values()), of_no_slice)


def draw_number(*what: object) -> int:
    """A number that depends on nothing else: rows in its order are drawn alike wherever they stand."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, what)).encode()).digest(), "big")
