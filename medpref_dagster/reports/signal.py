"""The signal report: what a quarter of feedback is worth, who to look at, what changed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from medpref_dagster.disclosure import Disclosure, is_about_patients, read_disclosure
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.reports.signal_content import Signal, describe_signal
from medpref_dagster.reports.signal_figures import draw_weeks
from medpref_dagster.reports.signal_synthesis import summarize_synthesis
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.words import count, format_percent, spell_p

_LEAST_ALPHA = 0.667
"""Under it Krippendorff draws no conclusions (Content Analysis, 4th ed. 2018, ch. 12)."""
_LENGTH_BIAS = 0.65


def write_signal_report(signal: Signal, title: str, store: Store, *, disclosure: Disclosure) -> Artifact:
    """Write the report on what clinicians did.

    Parameters
    ----------
    signal
        The tables REACTIONS, FEEDBACK_PAIRS and ACCEPTED_EXAMPLES of the weeks that are reported, and the rules.
    title
        The feedback's, as declared.
    disclosure
        Says whether what clinicians wrote may be shown: a report is passed on.

    Returns
    -------
    Artifact
        A report with `report.html` (self-contained) and `report.json`. The same tables give the same bytes.
    """
    content = describe_signal(signal, title, disclosure=disclosure)
    content["answer"] = answer_signal(content)
    content["sentences"] = summarize_signal(content)
    figures = {
        name: Markup(svg)  # noqa: S704 - our own SVG; its labels are escaped
        for name, svg in draw_weeks(content["weeks"], content["changes"]).items()
    }
    page = load_template("signal.html.j2").render(**{"synthesis": None, **content}, figures=figures)
    with store.new_folder("reports") as pending:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / REPORT_JSON).write_text(f"{text}\n", encoding="utf-8")
        (pending.path / REPORT_HTML).write_text(page, encoding="utf-8")
    return pending.finished


def answer_signal(content: Mapping[str, Any]) -> str:
    """The first sentence: what the signal is worth, and who to look at."""
    totals, worth = content["totals"], content["pairs"]["worth"]
    if not totals["reactions"]:
        return "No clinician reacted to anything."
    gave = (
        f"{count(totals['clinicians'], 'clinician')} gave {count(totals['pairs'], 'preference pair')} and "
        f"{count(totals['examples'], 'accepted example')} in {count(totals['weeks'], 'week')}"
    )
    valued = (
        "; what the pairs are worth cannot be told, because too few answers were judged by several clinicians"
        if worth is None
        else f", worth as much as {round(worth):,} pairs without an error"
    )
    named = [_point_at(item) for item in content["clinicians"] if item["standing"] in ("adversarial", "careless")]
    if named:
        return f"{gave}{valued}; look at {_join(named)}."
    return f"{gave}{valued}; no clinician stands out as careless or as preferring the worse answer."


def _point_at(clinician: Mapping[str, Any]) -> str:
    is_adversarial = clinician["standing"] == "adversarial"
    return f"{clinician['clinician']}, who {'prefers the worse answer' if is_adversarial else 'reacts without reading'}"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and at {parts[-1]}"


def summarize_signal(content: Mapping[str, Any]) -> list[str]:
    """What else a clinician lead should know, in sentences."""
    said = [
        f"{item['clinician']} ({item['standing']}): {'; '.join(item['evidence'])}."
        for item in content["clinicians"]
        if item["standing"] in ("adversarial", "careless")
    ]
    undecided = [item["clinician"] for item in content["clinicians"] if item["standing"] == "undecided"]
    if undecided:
        said.append(f"Too little is known to judge {', '.join(undecided)}.")
    for item in content["agreement"]:
        alpha = item["alpha"]
        if item["whole"] and alpha["high"] is not None and alpha["high"] < _LEAST_ALPHA:
            said.append(
                f"Clinicians agree little by {item['kind']}: alpha {alpha['estimate']:.2f} "
                f"({alpha['low']:.2f} to {alpha['high']:.2f}), where {_LEAST_ALPHA:g} is the least to draw conclusions."
            )
    said += [_tell_change(change) for change in content["changes"] if change["told"]]
    said += _tell_pairs(content["pairs"])
    if content.get("synthesis"):
        said += summarize_synthesis(content["synthesis"])
    if not is_about_patients(read_disclosure(content)):
        said.append("Synthetic data, which says nothing about patients or any clinic.")
    return said


def _tell_change(change: Mapping[str, Any]) -> str:
    whose = f" of {change['clinician']}" if change["clinician"] else ""
    moved = sorted(change["before"], key=lambda name: (-abs(change["after"][name] - change["before"][name]), name))
    name = "edited" if "edited" in change["before"] else moved[0]
    return (
        f"The {change['measure']}{whose} changed before the week of {change['week']}: {name} in "
        f"{format_percent(change['before'][name], 0)} until then, in {format_percent(change['after'][name], 0)} since "
        f"({spell_p(change['p_adjusted'])} after adjustment)."
    )


def _tell_pairs(pairs: Mapping[str, Any]) -> list[str]:
    said: list[str] = []
    opposed, lengths, shortcuts = pairs["opposed"], pairs["lengths"], pairs["shortcuts"]
    if opposed["opposed"]:
        said.append(
            f"Clinicians chose opposite answers in {opposed['opposed']} of {opposed['compared']} comparisons that "
            f"several of them made."
        )
    if opposed["contradicting_pairs"]:
        said.append(f"{count(opposed['contradicting_pairs'], 'pair')} of the table contradict each other.")
    if lengths and lengths["longer_chosen"]["low"] is not None:
        share = lengths["longer_chosen"]
        for side, low in (("longer", share["low"]), ("shorter", 1 - share["high"])):
            if low > _LENGTH_BIAS:
                estimate = share["estimate"] if side == "longer" else 1 - share["estimate"]
                said.append(
                    f"The {side} answer is chosen in {estimate:.0%} of the pairs of unequal length: a model may learn "
                    f"length instead of content."
                )
    if shortcuts and (shortcuts["label_rule"] or 0) > _LENGTH_BIAS:
        said.append(f"A rule on labels alone would rank {shortcuts['label_rule']:.0%} of the pairs.")
    return said
