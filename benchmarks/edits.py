"""The semantic diff of planted edits: precision and recall by kind; CPU time, beside difflib on the same tokens.

    python -m benchmarks.edits [--cases 3000] [--seed 20261126] [--dev] [--mistakes 10]

Texts: our synthetic stays; notes of `benchmarks/notes.py`, a generator that the rules were not written by; and, where
MEDPREF_REAL_DATA names a folder with them, the visit notes of ACI-BENCH, with the mistakes of `rejected: corruption`.
Every text has one to four edits (our stays and the visit notes up to three). A planted edit is found if a change of its
kind touches its place; a change is right if it touches a planted edit of its kind: a wrong kind counts against two.
`--dev` runs the notes that the rules may be mended by.
"""

import argparse
import difflib
import json
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.notes import DEV, TEST, Case, Planted, plant_edits
from medpref_dagster.feedback.edits import KINDS, Change, EditRules, describe_edit
from medpref_dagster.feedback.edits.alignment import align_keys
from medpref_dagster.feedback.edits.tokens import tokenize
from medpref_dagster.preferences.rejected.corruption import Kind as Mistake
from medpref_dagster.preferences.rejected.corruption import corrupt_text
from medpref_dagster.synthetic import summarization
from medpref_dagster.verdict.intervals import compute_wilson_interval

TEST_SEED = 20261126
DEV_SEED = 1
RULES = EditRules()
NUMBER_OR_DOSE = "number or dose"
"""Corruption changes any number and does not say which are doses: either kind is right."""

_Replacement = tuple[int, int, str]


@dataclass
class Tally:
    """What was planted and found, and what of the changes was right, by kind."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)


def score(cases: Iterable[Case]) -> tuple[Tally, float, int]:
    """The tally, CPU seconds of `describe_edit` alone, and how many edits it described."""
    tally, seconds, edits = Tally(), 0.0, 0
    for case in cases:
        start = time.process_time()
        edit = describe_edit(case.before, case.after, RULES)
        seconds += time.process_time() - start
        edits += 1
        for planted in case.planted:
            hit = any(is_of_kind(change, planted) and touches(change, planted) for change in edit.changes)
            tally.planted[planted.kind] += 1
            tally.found[planted.kind] += hit
            if not hit:
                tally.mistakes.append(
                    f"missed {planted.kind}: {show(case, planted)} -> {list_near(edit.changes, planted)}"
                )
        either = any(planted.kind == NUMBER_OR_DOSE for planted in case.planted)
        for change in edit.changes:
            kind = NUMBER_OR_DOSE if either and change.kind in ("number", "dose") else change.kind
            right = any(is_of_kind(change, planted) and touches(change, planted) for planted in case.planted)
            tally.changes[kind] += 1
            tally.right[kind] += right
            if not right:
                tally.mistakes.append(f"wrong {kind}: {change.before!r} -> {change.after!r}")
    return tally, seconds, edits


def is_of_kind(change: Change, planted: Planted) -> bool:
    return change.kind in ("number", "dose") if planted.kind == NUMBER_OR_DOSE else change.kind == planted.kind


def touches(change: Change, planted: Planted) -> bool:
    """Whether they share a place in either text; of two neighbours that were exchanged either one was moved."""
    if planted.kind == "order":
        return True
    before = (
        planted.before[1] > 0 and change.before_start <= planted.before[1] and planted.before[0] <= change.before_end
    )
    after = planted.after[1] > 0 and change.after_start <= planted.after[1] and planted.after[0] <= change.after_end
    return before or after


def list_near(changes: Sequence[Change], planted: Planted) -> list[tuple[str, str, str]]:
    return [(change.kind, change.before, change.after) for change in changes if touches(change, planted)]


def show(case: Case, planted: Planted) -> str:
    return f"{case.before[slice(*planted.before)]!r} -> {case.after[slice(*planted.after)]!r}"


def plant_in_stays(cases: int, seed: int) -> Iterator[Case]:
    """Our own courses and summaries: doses, values and units by the stay's facts, the rest by corruption."""
    source = random.Random(f"stays/{seed}")
    for row in summarization.generate(cases, seed):
        text = f"{row['course']}\n{row['summary']}"
        facts = {fact["fact"]: fact["mentions"] for fact in json.loads(str(row["facts"]))}
        own: dict[str, Callable[[], _Replacement | None]] = {
            "dose": lambda text=text, facts=facts: change_dose(text, facts["dose"], source),
            "number": lambda text=text, facts=facts: change_value(text, facts["laboratory"], source),
            "unit": lambda text=text, facts=facts: change_unit(text, facts["laboratory"]),
        }
        mistakes: tuple[Mistake, ...] = ("omission", "laterality", "negation", "drug", "invention")
        yield combine(text, source, own, mistakes)


def plant_in_visits(folder: Path, seed: int) -> Iterator[Case]:
    """Notes of visits, each five times."""
    source = random.Random(f"visits/{seed}")
    mistakes: tuple[Mistake, ...] = ("omission", "laterality", "negation", "drug", "invention", "number")
    for name in ("train.json", "valid.json", "clinicalnlp_taskB_test1.json"):
        for item in json.loads((folder / name).read_text())["data"]:
            for _ in range(5):
                yield combine(item["tgt"], source, {}, mistakes)


_GOLD = {"invention": "addition", "number": NUMBER_OR_DOSE}


def combine(
    text: str,
    source: random.Random,
    own: dict[str, Callable[[], _Replacement | None]],
    mistakes: Sequence[Mistake],
) -> Case:
    """One to three edits of different kinds, at places apart."""
    wanted = source.randint(1, 3)
    chosen: list[tuple[_Replacement, str]] = []
    for kind in source.sample([*own, *mistakes], len(own) + len(mistakes)):
        if len(chosen) == wanted:
            break
        if kind in own:
            replacement, gold = own[kind](), kind
        else:
            corrupted = corrupt_text(text, "", [kind], 1, source)  # type: ignore[list-item]
            replacement = find_replacement(text, corrupted[0].text) if corrupted else None
            gold = _GOLD.get(kind, kind)
        if replacement and all(replacement[1] + 60 < r[0] or r[1] + 60 < replacement[0] for r, _ in chosen):
            chosen.append((replacement, gold))
    planted: list[Planted] = []
    after, grown = text, 0
    for (start, end, new), gold in sorted(chosen):
        after = after[: start + grown] + new + after[end + grown :]
        planted.append(Planted(gold, (start, end), (start + grown, start + grown + len(new))))
        grown += len(new) - (end - start)
    return Case(text, after, tuple(planted))


def find_replacement(before: str, after: str) -> _Replacement:
    start = len(os.path.commonprefix([before, after]))  # noqa: RUF071  these are no paths
    longest = min(len(before), len(after)) - start
    end = len(os.path.commonprefix([before[::-1][:longest], after[::-1][:longest]]))  # noqa: RUF071
    return start, len(before) - end, after[start : len(after) - end]


def change_dose(text: str, mentions: Sequence[str], source: random.Random) -> _Replacement | None:
    """Another amount, or another schedule."""
    places = [match for dose in mentions for match in re.finditer(re.escape(dose), text)]
    if not places:
        return None
    place = source.choice(places)
    schedules = {"once daily": "twice daily", "twice daily": "once daily", "three times daily": "twice daily"}
    known = [schedule for schedule in schedules if place.group().endswith(schedule)]
    if known and source.random() < 0.4:
        return place.end() - len(known[0]), place.end(), schedules[known[0]]
    number = re.match(r"[\d.]+", place.group())
    if number is None:
        return None
    other = f"{float(number.group()) * source.choice((0.5, 2, 3)):g}"
    return place.start(), place.start() + number.end(), other


def change_value(text: str, mentions: Sequence[str], source: random.Random) -> _Replacement | None:
    """Another laboratory value."""
    [pair] = [mention for mention in mentions if mention.startswith("from ")]
    value = source.choice(pair.removeprefix("from ").split(" to "))
    places = list(re.finditer(rf"(?<![\d.]){re.escape(value)}(?![\d.]*\d)", text))
    place = source.choice(places)
    decimals = len(value.partition(".")[2])
    other = f"{float(value) * source.choice((0.7, 0.9, 1.2, 1.5)) + 1:.{decimals}f}"
    return (place.start(), place.end(), other) if other != value else None


def change_unit(text: str, mentions: Sequence[str]) -> _Replacement | None:
    """Another unit of a laboratory value."""
    units = {
        "g/dL": "g/L",
        "mg/dL": "mmol/L",
        "mg/L": "mg/dL",
        "x10^9/L": "x10^12/L",
        "ng/mL": "ng/L",
        "pg/mL": "ng/mL",
    }
    for mention in mentions:
        value, _, unit = mention.partition(" ")
        at = text.find(mention)
        if unit in units and at >= 0 and value[:1].isdigit():
            return at + len(value) + 1, at + len(mention), units[unit]
    return None


def write_table(name: str, tally: Tally) -> None:
    print(f"\n{name}\n")
    print("| kind | planted | recall (95% interval) | changes | precision (95% interval) |")
    print("|---|---|---|---|---|")
    for kind in [*KINDS, NUMBER_OR_DOSE]:
        if tally.planted[kind] or tally.changes[kind]:
            recall = write_share(tally.found[kind], tally.planted[kind])
            precision = write_share(tally.right[kind], tally.changes[kind])
            print(f"| {kind} | {tally.planted[kind]} | {recall} | {tally.changes[kind]} | {precision} |")


def write_share(hits: int, of: int) -> str:
    if not of:
        return "-"
    interval = compute_wilson_interval(hits, of)
    return f"{hits / of:.3f} ({interval.low:.3f} to {interval.high:.3f})"


def measure_alignment(cases: Sequence[Case]) -> None:
    """Tokens aligned by RapidFuzz and by difflib: CPU time, and how many tokens find a partner."""
    keys = [([t.key for t in tokenize(c.before).tokens], [t.key for t in tokenize(c.after).tokens]) for c in cases]
    start = time.process_time()
    paired = sum(len(align_keys(left, right)) for left, right in keys)
    middle = time.process_time()
    matched = sum(
        block.size
        for left, right in keys
        for block in difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    )
    end = time.process_time()
    print(
        f"\nthe same tokens aligned: RapidFuzz {middle - start:.2f} s, {paired} pairs; difflib {end - middle:.2f} s, "
        f"{matched} pairs; difflib takes {(end - middle) / (middle - start):.1f} times as long"
    )


def measure_growth(cases: Sequence[Case]) -> None:
    """CPU time of one edit as the text grows: the same notes, more of them in one text."""
    for notes in (10, 20, 40, 80):
        before = "\n".join(case.before for case in cases[:notes])
        after = "\n".join(case.after for case in cases[:notes])
        start = time.process_time()
        describe_edit(before, after, RULES)
        seconds = time.process_time() - start
        print(f"{len(before)} characters: {seconds * 1000:.0f} ms, {seconds / len(before) * 1e6:.1f} us a character")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3000, help="texts of each generator")
    parser.add_argument("--seed", type=int, default=TEST_SEED)
    parser.add_argument("--dev", action="store_true", help=f"the notes for mending, seed {DEV_SEED}")
    parser.add_argument("--mistakes", type=int, default=0, help="how many mistakes to show of made-up texts")
    options = parser.parse_args()
    seed = DEV_SEED if options.dev else options.seed
    notes = list(plant_edits(DEV if options.dev else TEST, options.cases, seed))
    groups: list[tuple[str, Iterable[Case]]] = [
        ("our synthetic stays", plant_in_stays(options.cases, seed)),
        ("notes of another generator", notes),
    ]
    folder = Path(os.environ.get("MEDPREF_REAL_DATA", "")) / "aci_bench"
    if os.environ.get("MEDPREF_REAL_DATA") and folder.is_dir():
        groups.append(("visit notes of ACI-BENCH", plant_in_visits(folder, seed)))
    for name, cases in groups:
        tally, seconds, edits = score(cases)
        write_table(f"{name}, seed {seed}, {edits} texts", tally)
        print(f"\n{edits / seconds:.0f} edits a second of CPU time on one core")
        if "ACI" not in name:
            for mistake, count in Counter(tally.mistakes).most_common(options.mistakes):
                print(f"{count} x {mistake}")
    measure_alignment(notes)
    measure_growth(notes)


if __name__ == "__main__":
    main()
