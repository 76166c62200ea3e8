"""Near duplicates among notes of one template: how much longer twice as many take, beside the join of all pairs.

    python -m benchmarks.duplicates [--notes 2000]

Every pair of such notes is near; a search that lists them all grows with the square of the notes, whatever finds the
pairs. Shown are the seconds and pairs compared for n and 2n notes of `choose_dropped_duplicates` and of
`find_near_duplicates`, in one run, and their ratios: about 2 for the first, about 4 for the second.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from medpref_dagster.schemas import SPLITS
from medpref_dagster.sources import duplicates

SIMILARITY = 0.8


def write_note(source: random.Random) -> str:
    """A visit written from a template of some 120 words with six places to fill in."""
    age, days, pulse, cells = (source.randrange(*limits) for limits in ((18, 95), (1, 30), (55, 130), (3, 25)))
    return (
        f"The patient is a {age} year old {source.choice(['man', 'woman'])} who presents with dysuria and frequency "
        f"for {days} days. Temperature {source.uniform(36, 40):.1f}, pulse {pulse}. The abdomen is soft without "
        "guarding, and there is no flank tenderness. The lungs are clear to auscultation, and the heart has a regular "
        "rate and rhythm without murmur. The extremities are without edema, and pulses are intact. The neurological "
        "examination is without focal deficit. The skin is warm and dry without rash. Urinalysis shows leukocytes and "
        f"nitrites, white cell count {cells}. The plan is to start nitrofurantoin and to follow up the urine culture "
        "in two days with the primary care physician. Return precautions were given, and the patient agreed with the "
        "plan and had no further questions."
    )


@contextmanager
def count_comparisons() -> Iterator[list[int]]:
    """Sizes of the batches of pairs that are compared in full."""
    compare, sizes = duplicates._compare, list[int]()

    def counted(left: Any, right: Any, i: Any, j: Any) -> Any:
        sizes.append(len(i))
        return compare(left, right, i, j)

    duplicates._compare = counted
    try:
        yield sizes
    finally:
        duplicates._compare = compare


def measure(name: str, search: Callable[[list[str]], object], notes: int) -> None:
    seconds, pairs = list[float](), list[int]()
    for count in (notes, 2 * notes):
        source = random.Random(count)
        texts = [write_note(source) for _ in range(count)]
        with count_comparisons() as sizes:
            start = time.perf_counter()
            search(texts)
            seconds.append(time.perf_counter() - start)
        pairs.append(sum(sizes))
    print(
        f"{name}: {notes} notes {seconds[0]:.2f} s, {pairs[0]} pairs; {2 * notes} notes {seconds[1]:.2f} s, {pairs[1]} "
        f"pairs; time x {seconds[1] / seconds[0]:.1f}, pairs x {pairs[1] / pairs[0]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=2000, help="notes of the smaller search")
    notes = parser.parse_args().notes

    def drop(texts: list[str]) -> object:
        splits = random.Random(0).choices(SPLITS, [6, 1, 1, 2], k=len(texts))
        return duplicates.choose_dropped_duplicates(texts, splits, ["yes"] * len(texts), SIMILARITY)

    measure("one near text each (as cases are deduplicated)", drop, notes)
    measure("all near pairs", lambda texts: duplicates.find_near_duplicates(texts, SIMILARITY), notes)


if __name__ == "__main__":
    main()
