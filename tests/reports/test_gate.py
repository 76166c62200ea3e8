"""The gate's page: the decision first, every condition with its numbers, the hashes of what was judged."""

import json
import re

import pytest

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.gate.decision import decide
from medpref_dagster.gate.spending import NextLook
from medpref_dagster.reports.gate import write_gate_report
from medpref_dagster.storage.store import Store
from tests.gate.made_rounds import CALM, address, declare, make_evidence

CHAMPION, CHALLENGER, FIRST = address("champion"), address("challenger"), address("first")


def write(tmp_path, level=0.01, disclosure=Disclosure.SYNTHETIC, **fields):
    look = NextLook(number=3, level=level, left=0.04, note="alpha is used up")
    decision = decide("loop", declare(), make_evidence(CHAMPION, CHALLENGER, **fields), look)
    artifact = write_gate_report(decision, "Urine cultures <weekly>", Store(tmp_path), disclosure=disclosure)
    page = (artifact.path / "report.html").read_text(encoding="utf-8")
    return artifact, json.loads((artifact.path / "report.json").read_text(encoding="utf-8")), page


def read_text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2]).split())


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, "▲ promote Promote: the challenger passed every one of 11 conditions."),
        ({"gains": (30, 28)}, "▼ refuse Refuse: 1 condition failed"),
        ({"cases": 40, "gains": (15, 0), "change": (0, 0)}, "● hold Hold: not enough evidence for 2 conditions"),
    ],
)
def test_the_decision_comes_first(tmp_path, fields, verdict):
    _, content, page = write(tmp_path, **fields)
    text = read_text(page)
    assert text.startswith(f"Gate · round 2026-06-01 Urine cultures &lt;weekly&gt; {verdict}")
    assert content["decision"]["outcome"] in verdict


def test_each_condition_has_number_bound_limit_and_result(tmp_path):
    _, content, page = write(tmp_path, first_champion=FIRST, change_since_first=(0, 80))
    text = read_text(page)
    wins, champion, first = content["rows"][:3]
    assert (wins["number"], wins["limit"], wins["cases"]) == ("+0.175", "above +0.000", "400")
    assert wins["bound"].startswith("at least +0.")
    assert (champion["against"], first["against"]) == ("champion", "first champion")
    for row in content["rows"]:
        assert row["name"] in text.replace("&#39;", "'")
        assert row["standing"] in text
    assert "against the first champion ▼ failed −0.200" in text  # noqa: RUF001


def test_what_was_not_passed_is_said_in_a_sentence(tmp_path):
    _, _, page = write(tmp_path, collapse=CALM.model_copy(update={"repetition": 0.3}))
    assert "Answers that repeat themselves: 0.30; at most 0.05 is asked for." in read_text(page)


def test_what_was_spent_and_the_hashes_are_there(tmp_path):
    _, content, page = write(tmp_path, sources={"report": "reports/abc"})
    text = read_text(page)
    assert (
        "Round 3 of the period &#39;first&#39; was tested at a level of 0.01, which is spent now; 0.04 was left" in text
    )
    assert "at most 0.05 over 52 rounds" in text
    for hashed in (CHAMPION, CHALLENGER, content["decision"]["seal"], content["decision"]["evidence"], "reports/abc"):
        assert hashed in text
    untested = read_text(write(tmp_path, cases=40, gains=(15, 0), change=(0, 0))[2])
    assert "which was not spent, because the samples are too small to test" in untested
    assert "had nothing to test with" in read_text(write(tmp_path, level=None)[2])


def test_made_up_cases_are_named_so_and_the_same_decision_gives_the_same_bytes(tmp_path):
    first, _, page = write(tmp_path)
    assert write(tmp_path / "other")[0].address == first.address
    assert "Synthetic data." in page
    assert "Synthetic data." not in write(tmp_path, disclosure=Disclosure.IDENTIFIABLE)[2]
