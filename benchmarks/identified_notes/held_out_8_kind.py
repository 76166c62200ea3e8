"""What a kind of note is in held-out part 8."""

from dataclasses import dataclass

WORLD = "US US US US US US US US US US US US UK UK UK UK UK CA CA CA AU AU AU IE IE IN IN IN NZ NZ ZA ZA SG SG NG NG PH KE JM MY AE PK GH"
BRITISH = "UK UK UK UK IE IE NZ AU AU ZA CA SG"
AFRICA = "NG NG KE GH ZA"
ASIA = "IN IN IN SG MY PH PK AE"


@dataclass(frozen=True)
class Kind:
    """A kind of note: its templates, its countries, its patients' ages, its manner, and what lengthens it."""

    name: str
    templates: tuple[str, ...]
    countries: str = WORLD
    ages: tuple[int, int] = (18, 89)
    manners: str = "plain"
    pad: str = "idt"
