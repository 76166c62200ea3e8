"""Numbers and sentences as a reader of a report meets them: one way to print an estimate, an interval, a p-value."""

from collections.abc import Mapping
from typing import Any

UNDEFINED = "–"  # noqa: RUF001 - an en dash, as tables have it

_MOST_PLACES = 8
_NAMES = ("Likert",)
"""Words that keep their capital within a sentence."""


def format_number(value: float | None, signed: bool = False, places: int | None = None) -> str:
    """Two decimals, three with a sign (differences are small), or a dash for undefined."""
    if value is None:
        return UNDEFINED
    places = (3 if signed else 2) if places is None else places
    # Adding 0.0 takes the sign from a negative zero.
    text = f"{value + 0.0:{'+' if signed else ''}.{places}f}"
    return text.replace("-", "−")  # noqa: RUF001


def format_estimate(interval: Mapping[str, Any], signed: bool = False) -> str:
    """The estimate alone, with as many decimals as its interval needs."""
    return format_number(interval["estimate"], signed, _count_places(interval, signed))


def format_ends(interval: Mapping[str, Any], signed: bool = False) -> str:
    """The interval alone: `0.55 to 0.70`, or `no interval`.

    Ends that differ are printed with as many decimals as it takes to see it.
    """
    if interval["low"] is None or interval["high"] is None:
        return "no interval"
    places = _count_places(interval, signed)
    return " to ".join(format_number(interval[end], signed, places) for end in ("low", "high"))


def format_interval(interval: Mapping[str, Any], signed: bool = False) -> str:
    """An estimate and its interval: `0.63 (0.55 to 0.70)`; the estimate alone where it has none."""
    estimate = format_estimate(interval, signed)
    return estimate if interval["low"] is None else f"{estimate} ({format_ends(interval, signed)})"


def format_share(interval: Mapping[str, Any]) -> str:
    """A share's estimate in percent: `86.2%`."""
    return format_percent(interval["estimate"], _count_percent_places(interval))


def format_share_ends(interval: Mapping[str, Any]) -> str:
    """A share's interval in percent: `80.1% to 90.7%`, or `no interval`."""
    if interval["low"] is None or interval["high"] is None:
        return "no interval"
    places = _count_percent_places(interval)
    return " to ".join(format_percent(interval[end], places) for end in ("low", "high"))


def format_percent(share: float | None, places: int = 1) -> str:
    """A share in percent, or a dash for undefined."""
    return UNDEFINED if share is None else f"{100 * share:.{places}f}%"


def format_pair(first: float | None, second: float | None) -> tuple[str, str]:
    """Two values that are compared, with as many decimals as it takes to see that they differ."""
    places = 2
    while places < _MOST_PLACES and first != second and _print_alike(first, second, places):
        places += 1
    return format_number(first, places=places), format_number(second, places=places)


def format_points(share: float) -> str:
    """A difference of shares in points: `6 points`, `0.4 points`; never 0 where it is not."""
    points, places = 100 * share, 0
    while places < _MOST_PLACES and points and float(f"{points:.{places}f}") == 0:
        places += 1
    text = f"{points:.{places}f}"
    return f"{text} point{'' if text == '1' else 's'}"


def format_p(p: float) -> str:
    """A p-value as journals print it: `<.001`, `.03`, `>.99`."""
    if p < 0.001:
        return "<.001"
    if p > 0.99:
        return ">.99"
    return f"{p:.3f}".removeprefix("0") if p < 0.01 or 0.045 <= p < 0.055 else f"{p:.2f}".removeprefix("0")


def spell_p(p: float) -> str:
    """A p-value behind the letter: `p = .03`, `p < .001`."""
    text = format_p(p)
    return f"p {text[0]} {text[1:]}" if text[0] in "<>" else f"p = {text}"


def count(number: int, thing: str) -> str:
    """`1 case`, `1,200 cases`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def put_in_sentence(title: str) -> str:
    """A title without its capital, unless that belongs to it: `accuracy`, `F1`, `Likert rating`."""
    keeps = title[:2].isupper() or not title[1:2].islower() or title.startswith(_NAMES)
    return title if keeps else f"{title[0].lower()}{title[1:]}"


def _count_places(interval: Mapping[str, Any], signed: bool) -> int:
    places, low, high = (3 if signed else 2), interval["low"], interval["high"]
    while places < _MOST_PLACES and low != high and _print_alike(low, high, places):
        places += 1
    return places


def _count_percent_places(interval: Mapping[str, Any]) -> int:
    places, low, high = 1, interval["low"], interval["high"]
    while places < _MOST_PLACES and low != high and _print_alike(low, high, places + 2):
        places += 1
    return places


def _print_alike(first: float | None, second: float | None, places: int) -> bool:
    return format_number(first, places=places) == format_number(second, places=places)
