"""The report on a challenger: whether it prefers what clinicians prefer more often than the champion."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from medpref_dagster.declaration.loop import BY_MAJORITY, LoopDeclaration
from medpref_dagster.disclosure import Disclosure, is_about_patients, read_disclosure
from medpref_dagster.reports.challenger_content import Judged, describe_challenger
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.words import count, format_interval, format_percent, spell_p

_LENGTH_BIAS = 0.65
_FEW_CLUSTERS = 10
"""With fewer patients or clinicians an interval by clusters is a rough one (Cameron, Gelbach, Miller 2011)."""


def write_challenger_report(judged: Judged, loop: LoopDeclaration, store: Store, *, disclosure: Disclosure) -> Artifact:
    """Write the report of a round.

    Returns
    -------
    Artifact
        A report with `report.html` (self-contained) and `report.json`. The same round gives the same bytes.
    """
    content = describe_challenger(judged, loop, disclosure=disclosure)
    content["answer"] = answer_round(content)
    content["sentences"] = list(_tell_more(content))
    page = load_template("challenger.html.j2").render(**content)
    with store.new_folder("reports") as pending:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / REPORT_JSON).write_text(f"{text}\n", encoding="utf-8")
        (pending.path / REPORT_HTML).write_text(page, encoding="utf-8")
    return pending.finished


def answer_round(content: Mapping[str, Any]) -> str:
    """The first sentence: is the held-out win rate raised?"""
    wins = content["wins"]
    if wins is None:
        return (
            f"Round {content['round']}: nothing can be said of the challenger, because no pair of a held-out patient "
            "or clinician is there to test on."
        )
    rates = (
        f"the challenger prefers the better answer in {_share(wins['challenger'])} of "
        f"{count(wins['pairs'], 'held-out pair')}, the champion in {_share(wins['champion'])}"
    )
    tested = "" if wins["change"]["p"] is None else f", {spell_p(wins['change']['p'])}"
    change = f"{format_interval(wins['change'], signed=True)}{tested}"
    return f"Round {content['round']}: {rates}; {_CONCLUSIONS[wins['outcome']]} (difference {change})."


_CONCLUSIONS = {
    "raised": "the win rate is raised",
    "lowered": "the win rate is lowered",
    "not shown": "that it is raised is not shown",
}


def _share(estimate: Mapping[str, Any]) -> str:
    return format_percent(estimate["estimate"], 1)


def _tell_more(content: Mapping[str, Any]) -> Iterator[str]:
    """What else decides how far the answer can be trusted, in sentences."""
    wins, test, train = content["wins"], content["test"], content["train"]
    if wins is not None:
        moved = wins["moved"]
        yield (
            f"Against the champion it has moved towards the better answer in {_share(moved)} of the pairs (implicit "
            f"reward; {format_interval(moved)}, where 0.50 is chance)."
        )
        by = test["held_out_by"]
        yield (
            f"Tested on pairs of {count(test['patients'], 'patient')}, none of whom was trained on, and of "
            f"{count(test['clinicians'], 'clinician')}; {by.get('clinician', 0) + by.get('both', 0)} of the pairs are "
            "of clinicians who are held out, too."
        )
        if min(test["patients"], test["clinicians"]) < _FEW_CLUSTERS:
            yield f"With fewer than {_FEW_CLUSTERS} patients or clinicians in the test the intervals are rough."
        yield from _tell_writers(content)
    yield (
        f"Trained on {count(train['pairs'], 'pair')} of {count(train['patients'], 'patient')} and "
        f"{count(train['clinicians'], 'clinician')}, {train['replayed']} of them of earlier rounds; "
        f"{_tell_use(content)}."
    )
    for side, name in ((test, "tested"), (train, "trained on")):
        yield from _tell_lengths(side, name)
    if not is_about_patients(read_disclosure(content)):
        yield "Synthetic data, which says nothing about patients or any clinic."


def _tell_writers(content: Mapping[str, Any]) -> Iterator[str]:
    """Who wrote the answers that were rejected: only of the champion's own is the win rate over their writer."""
    test = content["test"]
    if test["by_champion"] == test["pairs"]:
        yield "Every rejected answer in the test was written by the champion."
    else:
        yield (
            f"{test['by_champion']} of {test['pairs']} rejected answers in the test were written by the champion, the "
            "others by other models; the champion stands for these."
        )


def _tell_use(content: Mapping[str, Any]) -> str:
    noise, use = content["label_noise"], content["use"]
    measured = "" if noise is None else f" ({format_percent(noise, 1)} of the preferences are wrong by reliability)"
    return {
        "weights": "each counts by its clinical weight and its clinician's reliability, "
        f"{content['train']['weight']:.1f} in all{measured}",
        BY_MAJORITY: f"of opposite preferences the majority's side{measured}",
        "label_noise": f"the loss was told the share of wrong preferences{measured}"
        if noise
        else "no clinician's reliability is known, so that the loss was told no noise",
        "none": "each counts alike",
    }[use]


def _tell_lengths(side: Mapping[str, Any], name: str) -> Iterator[str]:
    lengths = side["lengths"]
    if not lengths or lengths["longer_chosen"]["low"] is None:
        return
    share = lengths["longer_chosen"]
    for which, low, estimate in (
        ("longer", share["low"], share["estimate"]),
        ("shorter", 1 - share["high"], 1 - share["estimate"]),
    ):
        if low > _LENGTH_BIAS:
            yield (
                f"Of the pairs that are {name} and of unequal length, the {which} answer is the better one in "
                f"{estimate:.0%}: length alone tells them apart."
            )
