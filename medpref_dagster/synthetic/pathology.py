"""Reports of breast cancer specimens with three labels: the margin, the tumor's and the lymph nodes' category.

Each report starts as a `Specimen`; `assign` is the rule. The text (45 to 110 words) is written from the same facts,
together with what must not decide: sizes of imaging, of in situ disease, of a biopsy or of single foci; a margin that
was positive before it was excised again; nodes with isolated tumor cells; another person's tumor.

Rules
-----
- **margin**: positive where ink touches the tumor (SSO-ASTRO 2014 for invasive carcinoma), close where it does not and
  the nearest distance is below 2 mm (the width of SSO-ASTRO-ASCO 2016 for ductal carcinoma in situ, which is applied to
  all here), else negative. A margin that was excised again counts as that second specimen has it.
- **tumor** (AJCC, 8th edition): the greatest invasive extent of the largest focus: pT1 up to 20 mm, pT2 above 20 up to
  50 mm, pT3 above 50 mm. Sizes of foci are not added, nor is carcinoma in situ.
- **nodes** (AJCC, 8th edition): nodes with a metastasis above 0.2 mm: none pN0, 1 to 3 pN1, 4 to 9 pN2. Isolated tumor
  cells (up to 0.2 mm) make no node positive; sentinel and other axillary nodes count together.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

COLUMNS: tuple[str, ...] = ("specimen_id", "patient_id", "report", "margin", "tumor", "nodes")
"""`margin` is positive, close or negative; `tumor` pT1 to pT3; `nodes` pN0 to pN2."""

MARGINS = ("positive", "close", "negative")
TUMORS = ("pT1", "pT2", "pT3")
NODES = ("pN0", "pN1", "pN2")


@dataclass(frozen=True)
class Specimen:
    """What decides."""

    distance: int
    """Tenths of a mm from the tumor to the nearest final margin; 0 where ink touches it."""
    size: int
    """mm, the greatest invasive extent of the largest focus."""
    positive_nodes: int
    """With a metastasis above 0.2 mm."""


def assign(specimen: Specimen) -> tuple[str, str, str]:
    """(margin, tumor, nodes) of a specimen, by the rules of this module's docstring."""
    margin = "positive" if specimen.distance == 0 else "close" if specimen.distance < 20 else "negative"
    tumor = "pT1" if specimen.size <= 20 else "pT2" if specimen.size <= 50 else "pT3"
    nodes = "pN0" if specimen.positive_nodes == 0 else "pN1" if specimen.positive_nodes <= 3 else "pN2"
    return margin, tumor, nodes


def generate(rows: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `rows` reports, no two alike; columns out: `COLUMNS`.

    A patient has one or two specimens. The labels of each field are equally frequent, and independent of the other
    fields'. The first n rows do not depend on `rows`.
    """
    rng = random.Random(f"pathology/{seed}")
    written: set[str] = set()
    patient_number = 0
    while len(written) < rows:
        patient_number += 1
        for _ in range(rng.choice((1, 1, 1, 2))):
            if len(written) == rows:
                return
            specimen = Specimen(
                rng.choice((0, rng.randint(2, 19), rng.randint(20, 90))),
                rng.choice((rng.randint(6, 20), rng.randint(21, 50), rng.randint(51, 85))),
                rng.choice((0, rng.randint(1, 3), rng.randint(4, 8))),
            )
            report = _write_report(rng, specimen)
            if report in written:
                continue
            written.add(report)
            margin, tumor, nodes = assign(specimen)
            yield {
                "specimen_id": f"specimen-{len(written):05d}",
                "patient_id": f"specimen-patient-{patient_number:05d}",
                "report": report,
                "margin": margin,
                "tumor": tumor,
                "nodes": nodes,
            }


def _write_report(rng: random.Random, specimen: Specimen) -> str:
    parts = [_write_margin(rng, specimen.distance), _write_tumor(rng, specimen.size), _write_nodes(rng, specimen)]
    if rng.random() < 0.4:
        parts.append(rng.choice(_FILLERS))
    rng.shuffle(parts)
    return " ".join(text[0].upper() + text[1:] for text in (rng.choice(_OPENINGS), *parts))


def _write_margin(rng: random.Random, distance: int) -> str:
    """The final margin, beside an earlier one of the same side, mostly of another label, and one that lies farther."""
    side, other = rng.sample(_SIDES, 2)
    while True:
        first = rng.choice((0, rng.randint(2, 19), rng.randint(20, 90)))
        if assign(Specimen(first, 0, 0))[0] != assign(Specimen(distance, 0, 0))[0] or rng.random() < 0.1:
            break
    text = rng.choice(
        (
            "{side} margin {first} in the first specimen, {final} in the second.",
            "{side} margin {final} in the second specimen, {first} in the first.",
            "{side} margin {first} in the frozen section, {final} after more was excised.",
            "{side} margin {final} after more was excised, {first} in the frozen section.",
            "First excision: {side} margin {first}. Second excision: {side} margin {final}.",
            "{side} margin {final}. The sample of another patient, received together: {side} margin {first}.",
        )
    ).format(side=side, first=_write_distance(first), final=_write_distance(distance))
    if rng.random() < 0.5:
        text += f" {other.capitalize()} margin {_write_distance(distance + rng.randint(5, 60))} in all."
    return text


def _write_distance(distance: int) -> str:
    return "ink on tumor" if distance == 0 else f"tumor at {_spell(distance)} mm"


def _spell(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"


def _write_tumor(rng: random.Random, size: int) -> str:
    """The invasive extent, beside another number that lies mostly in another category."""
    while True:
        other = rng.randint(6, 85)
        if assign(Specimen(0, other, 0))[1] != assign(Specimen(0, size, 0))[1] or rng.random() < 0.1:
            break
    styles = [
        "Invasive carcinoma {size}; in situ carcinoma {other}.",
        "{other} on MRI; invasive carcinoma in the specimen {size}.",
        "In situ carcinoma extends over {other}, with an invasive focus of {size}.",
        "Invasive extent {size} (mammography had shown {other}).",
        "The specimen measures {other}; invasive carcinoma {size}.",
        "The tumor of the other breast measured {other}; this invasive carcinoma measures {size}.",
    ]
    if other < size:
        styles += ["Two invasive foci, {other} and {size}.", "Invasive foci of {size} and {other}, apart."] * 2
    return rng.choice(styles).format(size=_write_size(rng, size), other=_write_size(rng, other))


def _write_size(rng: random.Random, size: int) -> str:
    return f"{size} mm" if rng.random() < 0.6 else f"{size // 10}.{size % 10} cm"


def _write_nodes(rng: random.Random, specimen: Specimen) -> str:
    """Nodes with metastases, in one number or as a sum, beside how many were examined or have single cells."""
    positive = specimen.positive_nodes
    sentinel = rng.randint(0, min(positive, 3))
    axillary = positive - sentinel
    cells = rng.randint(1, 8)
    examined = positive + cells + rng.randint(1, 9)
    return rng.choice(
        (
            "Lymph nodes: {positive} of {examined} with metastasis; {cells} with isolated tumor cells.",
            "Isolated tumor cells in {cells} nodes, metastasis in {positive}, {examined} examined.",
            "Sentinel nodes: metastasis in {sentinel} of {few}; other axillary nodes: metastasis in {axillary} of "
            "{examined}.",
            "Axilla: {axillary} of {examined} nodes with metastasis, besides {sentinel} of {few} sentinel nodes.",
            "{sentinel} sentinel and {axillary} other nodes with metastasis, {cells} more with isolated tumor cells.",
            "Isolated tumor cells in {cells} nodes, metastasis in {sentinel} sentinel and {axillary} other nodes.",
            "Metastasis above 2 mm in {sentinel} nodes, of 0.3 to 2 mm in {axillary}, isolated tumor cells in {cells}.",
            "Of {examined} nodes {free} are free of metastasis, and {cells} of these have isolated tumor cells.",
        )
    ).format(
        positive=positive,
        examined=examined,
        cells=cells,
        sentinel=sentinel,
        few=sentinel + rng.randint(0, 2) or 1,
        axillary=axillary,
        free=examined - positive,
    )


_SIDES = ("medial", "lateral", "superior", "inferior", "anterior", "posterior")

_OPENINGS = (
    "Lumpectomy, left breast.",
    "Lumpectomy, right breast, invasive ductal carcinoma.",
    "Breast conserving excision, grade 2.",
    "Partial mastectomy, invasive lobular carcinoma.",
    "Wide local excision after core biopsy.",
)

_FILLERS = (
    "Estrogen receptor 90%.",
    "Ki-67 15%.",
    "No lymphovascular invasion.",
    "HER2 negative.",
    "Usual ductal hyperplasia nearby.",
    "Mother had breast cancer with 4 positive nodes.",
    "Core biopsy had shown 9 mm.",
)
