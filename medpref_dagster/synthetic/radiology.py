"""Reports of chest CT with a lung nodule: whether and when another CT of the chest is due.

Each report starts as a `Nodule`; `decide` is the rule, and the text (35 to 95 words) is written from the same facts,
together with what must not decide: the size at an earlier examination, a nodule that was resected, calcified or not
there, measures of other organs, and recommendations for them.

Rules (Fleischner Society 2017, incidental nodules of adults of 35 and more; a size is the mean of long and short axis)
---------------------------------------------------------------------------------------------------------------
- A calcified nodule, and a solid one that is unchanged for two years or more, needs no further CT.
- Solid: below 6 mm none; 6 to 8 mm CT in 6 to 12 months; above 8 mm CT in 3 months.
- Pure ground glass: below 6 mm none; else CT in 6 to 12 months. Part-solid, 6 mm or more: CT in 3 months (the society
  has 3 to 6).
- A nodule that has grown by 2 mm or more since the comparison: CT in 3 months.

The society leaves a solid nodule below 6 mm at high risk to the reader (optional CT); here it needs none, and risk is
never mentioned.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

COLUMNS: tuple[str, ...] = ("report_id", "patient_id", "report", "follow_up", "kind")
"""`follow_up` is none, year (6 to 12 months) or quarter (3 months)."""

FOLLOW_UPS = ("none", "year", "quarter")
KINDS = ("solid", "ground-glass", "part-solid", "calcified")


@dataclass(frozen=True)
class Nodule:
    """What decides: the largest nodule, now and before."""

    kind: str
    """One of `KINDS`."""
    size: int
    """mm, now."""
    before: int | None = None
    """mm, at the comparison; None where it was not there, or there is nothing to compare with."""
    months: int | None = None
    """Since the comparison."""


def decide(nodule: Nodule) -> str:
    """The follow-up of a nodule, by the rules of this module's docstring."""
    if nodule.kind == "calcified":
        return "none"
    if nodule.before is not None and nodule.size - nodule.before >= 2:
        return "quarter"
    stable = nodule.before is not None and abs(nodule.size - nodule.before) < 2 and (nodule.months or 0) >= 24
    if nodule.size < 6 or (nodule.kind == "solid" and stable):
        return "none"
    if nodule.kind == "ground-glass":
        return "year"
    return "quarter" if nodule.kind == "part-solid" or nodule.size > 8 else "year"


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` reports, no two alike; columns out: `COLUMNS`.

    A patient has one to three reports. The follow-ups are equally frequent. The first n rows do not depend on `rows`.
    """
    rng = random.Random(f"radiology/{seed}")
    written: set[str] = set()
    patient_number = 0
    while len(written) < rows:
        patient_number += 1
        for _ in range(rng.choice((1, 1, 2, 3))):
            if len(written) == rows:
                return
            nodule = _draw_nodule(rng, rng.choice(FOLLOW_UPS))
            report = _write_report(rng, nodule)
            if report in written:
                continue
            written.add(report)
            yield {
                "report_id": f"report-{len(written):05d}",
                "patient_id": f"report-patient-{patient_number:05d}",
                "report": report,
                "follow_up": decide(nodule),
                "kind": nodule.kind,
            }


def _draw_nodule(rng: random.Random, wanted: str) -> Nodule:
    while True:
        kind = rng.choice(("solid", "solid", "solid", "ground-glass", "part-solid", "calcified"))
        if kind == "calcified" and rng.random() < 0.5:
            continue
        size = rng.randint(3, 14)
        compared = rng.random() < 0.6
        before = max(2, size + rng.choice((-5, -4, -3, -2, 0, 0, 0, 0, 1, 3, 4))) if compared else None
        if kind == "calcified" and compared:
            before = size
        nodule = Nodule(kind, size, before, rng.choice((4, 6, 9, 12, 26, 30, 38, 50)) if compared else None)
        if decide(nodule) == wanted:
            return nodule


def _write_report(rng: random.Random, nodule: Nodule) -> str:
    place, other_place = rng.sample(_PLACES, 2)
    parts = [_write_nodule(rng, nodule, place)]
    if rng.random() < 0.75:
        parts.append(_write_other_nodule(rng, nodule, other_place))
    parts += [_write_organ(rng) for _ in range(rng.choice((1, 1, 2)))]
    rng.shuffle(parts)
    opening = rng.choice(_OPENINGS)
    return " ".join(text[:1].upper() + text[1:] for text in (opening, *parts, rng.choice(_CLOSINGS))).strip()


def _write_size(rng: random.Random, size: int) -> str:
    """A size in mm, in cm, or as two axes whose mean it is."""
    style = rng.random()
    if style < 0.45:
        return f"{size} mm"
    if style < 0.65:
        return f"{size // 10}.{size % 10} cm"
    half = rng.randint(1, max(1, size // 3))
    return f"{size + half} x {size - half} mm"


def _write_nodule(rng: random.Random, nodule: Nodule, place: str) -> str:
    now = _write_size(rng, nodule.size)
    if nodule.before is None:
        return rng.choice(_ALONE).format(kind=nodule.kind, size=now, place=place)
    ago = _write_time(rng, nodule.months or 0)
    change = nodule.size - nodule.before
    styles: list[str] = list(_COMPARED)
    if change == 0:
        styles += [*_UNCHANGED, *_UNCHANGED]
    elif change > 0:
        styles += [*_GROWN]
    else:
        styles += [*_SHRUNKEN]
    return rng.choice(styles).format(
        kind=nodule.kind,
        size=now,
        before=_write_size(rng, nodule.before),
        change=abs(change),
        place=place,
        ago=ago,
    )


def _write_time(rng: random.Random, months: int) -> str:
    if rng.random() < 0.5:
        return f"{months} months ago"
    # Years and months of an imagined pair of dates, the later one being that of the report.
    return {4: "in the spring of this year", 6: "half a year ago", 9: "nine months ago", 12: "a year ago"}.get(
        months, f"{months // 12} years and {months % 12} months ago"
    )


def _write_other_nodule(rng: random.Random, nodule: Nodule, place: str) -> str:
    """Another nodule that decides nothing: smaller, calcified, resected, or not there."""
    size = rng.randint(3, 14)
    styles = [
        "The {size} mm nodule of the {place} has been resected.",
        "A calcified granuloma of {size} mm in the {place}.",
        "No nodule in the {place}; the {size} mm density described before was a vessel.",
        "An earlier {kind} nodule of {size} mm in the {place} has gone.",
    ]
    if nodule.size > 4 and nodule.kind != "calcified":
        small = rng.randint(2, min(5, nodule.size - 1))
        styles += [f"A further nodule of {small} mm in the {{place}}, unchanged."] * 2
    return rng.choice(styles).format(size=size, place=place, kind=rng.choice(KINDS[:3]))


def _write_organ(rng: random.Random) -> str:
    return rng.choice(_ORGANS).format(
        size=rng.randint(4, 15), time=rng.choice(("3 months", "6 to 12 months", "12 months", "6 months"))
    )


_PLACES = (
    "right upper lobe",
    "right middle lobe",
    "right lower lobe",
    "left upper lobe",
    "lingula",
    "left lower lobe",
)

_OPENINGS = (
    "CT chest without contrast.",
    "CT chest with contrast for cough.",
    "CT pulmonary angiography: no embolus.",
    "CT chest after a fall; no fracture.",
    "CT chest, clinical question: pneumonia.",
)

_ALONE = (
    "{kind} nodule of {size} in the {place}; no earlier examination.",
    "In the {place} a {kind} nodule, {size}, no images for comparison.",
    "{size} {kind} nodule, {place}. Earlier images could not be had.",
)
_COMPARED = (
    "{kind} nodule in the {place}: {size}, {before} {ago}.",
    "In the {place} a {kind} nodule, which measured {before} {ago} and now measures {size}.",
    "Compared with the CT of {ago}, when it measured {before}, the {kind} nodule of the {place} measures {size}.",
    "{place}: {kind} nodule of {size} (comparison, {ago}: {before}).",
)
_UNCHANGED = (
    "{kind} nodule of {size} in the {place}, unchanged since the CT of {ago}.",
    "The {kind} nodule in the {place} measures {size}, as it did {ago}.",
)
_GROWN = ("The {kind} nodule of the {place}, {before} {ago}, is larger by {change} mm.",)
_SHRUNKEN = ("The {kind} nodule of the {place}, {before} {ago}, is smaller by {change} mm.",)

_ORGANS = (
    "Thyroid nodule of {size} mm; ultrasound in {time}.",
    "Hilar lymph node of {size} mm, normal.",
    "Renal cyst of {size} mm, no follow-up.",
    "Adrenal nodule of {size} mm, MRI in {time} recommended.",
    "Liver cyst, {size} mm, unchanged.",
    "Ascending aorta dilated; echocardiography in {time}.",
    "Hepatic lesion of {size} mm has grown; MRI recommended.",
    "Pancreatic cyst of {size} mm: MRI in {time}.",
)

_CLOSINGS = (
    "No effusion.",
    "No pneumothorax. Heart normal.",
    "Dependent atelectasis. Otherwise unremarkable.",
    "Mild emphysema.",
    "",
)
