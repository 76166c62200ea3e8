import itertools
import json
import re
from html.parser import HTMLParser

import pyarrow as pa
import pytest
from markupsafe import escape

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.reports.task import (
    ReportInputs,
    count_reasons,
    describe_data,
    summarize_verdict,
    write_report,
)
from medpref_dagster.schemas import QUARANTINE
from medpref_dagster.storage.store import Store
from medpref_dagster.verdict.verdict import evaluate
from tests.verdict.judged_models import (
    TEXT_ANSWER,
    TRIAGE_ANSWER,
    make_cases,
    make_inputs,
    make_pair_scores,
    make_predictions,
    make_task,
)

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What a test asks of a page: balanced tags, its headings, and what it would load."""

    def __init__(self, html):
        super().__init__()
        self.open, self.headings, self.loads, self.figures, self.unnamed = [], [], [], 0, 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.loads += [tag] if tag in {"script", "iframe", "link", "img"} else []
        self.loads += [
            value for name, value in attributes if name in {"src", "href", "xlink:href"} and value[:1] != "#"
        ]
        if tag == "svg":
            self.figures += 1
            self.unnamed += not (named.get("role") == "img" and named.get("aria-label"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.loads += [value for name, value in attributes if name == "xlink:href" and value[:1] != "#"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            self.headings.append((self.open[-1], data.strip()))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))


def write(store, answer=None, count=200, **changes):
    task = make_task(answer, **changes.pop("evaluation", {}))
    cases = make_cases(task, count)
    predictions = make_predictions(task, cases)
    result = evaluate(task, cases, predictions, make_pair_scores(cases))
    artifact = write_report(store, result, make_inputs(task, cases, predictions, **changes))
    html, text = (artifact.path / name for name in ("report.html", "report.json"))
    return artifact, html.read_text(), json.loads(text.read_text())


def test_the_report_is_one_file_that_loads_nothing_and_names_its_figures(store):
    _, html, _ = write(store)
    page = Page(html)
    assert page.open == []
    assert page.loads == []
    assert page.figures == 7
    assert page.unnamed == 0


def test_the_verdict_comes_first_and_headings_go_down_in_order(store):
    _, html, content = write(store)
    headings = Page(html).headings
    assert headings[0] == ("h1", "Urinary tract infection")
    assert headings[1] == ("h2", "Verdict")
    levels = [int(level[1]) for level, _ in headings]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for test in content["result"]["tests"]:
        assert test["title"] in html


def test_the_same_result_gives_the_same_artifact(store):
    assert write(store)[0] == write(store)[0]


def test_synthetic_data_are_called_so_and_real_data_are_not(store):
    assert "Synthetic data." in write(store)[1]
    assert "Synthetic data." not in write(store, disclosure=Disclosure.IDENTIFIABLE)[1]


def test_a_patient_in_two_splits_is_told_first(store):
    task = make_task()
    cases = make_cases(task, 100)
    predictions = make_predictions(task, cases)
    result = evaluate(task, cases, predictions)
    leaking = [{**row, "patient_id": "one"} if i < 10 else row for i, row in enumerate(cases.to_pylist())]
    pages = [
        (write_report(store, result, make_inputs(task, table, predictions)).path / "report.html").read_text()
        for table in (cases, pa.Table.from_pylist(leaking, schema=cases.schema))
    ]
    assert "No patient is in more than one split." in pages[0]
    assert "Patients with cases in more than one split: 1." in pages[1]
    assert "No patient is in more than one split." not in pages[1]


def test_no_text_of_a_case_or_answer_is_shown_unless_asked_for(store):
    _, html, content = write(store, disclosure=Disclosure.IDENTIFIABLE)
    assert "burning on urination" not in html + json.dumps(content)
    assert "It depends." not in html + json.dumps(content)
    assert content["examples"] is None
    assert "burning on urination" in write(store)[1]


def test_a_quarantined_record_is_counted_and_never_shown(store):
    _, html, content = write(store)
    assert "secret" not in html + json.dumps(content)
    assert content["quarantine"]["cases"] == {"no label": 2, "near duplicate of a case in another split": 1}


def test_text_of_a_case_cannot_break_the_page(store):
    _, html, _ = write(store)
    assert "negative. &lt;b&gt;" in html
    assert "<b>" not in html


@pytest.mark.parametrize(("answer", "metrics"), [(TRIAGE_ANSWER, ["f1"]), (TEXT_ANSWER, ["rouge_l", "fact_recall"])])
def test_other_kinds_of_answer_are_reported_too(store, answer, metrics):
    _, html, content = write(store, answer, evaluation={"metrics": metrics})
    assert Page(html).open == []
    assert len(content["result"]["metrics"]) == 2


def test_a_report_can_do_without_training_and_preferences(store):
    task = make_task()
    cases = make_cases(task, 100)
    predictions = make_predictions(task, cases, ("base", "sft"))
    inputs = ReportInputs(task, cases, predictions, {"name": "smollm2-135m"}, disclosure=Disclosure.SYNTHETIC)
    artifact = write_report(store, evaluate(task, cases, predictions), inputs)
    html = (artifact.path / "report.html").read_text()
    assert Page(html).open == []
    assert "Training" not in html
    assert "Held-out preferences" not in html


def test_examples_of_free_texts_say_by_how_much_and_only_where_text_may_be_shown(store):
    _, html, content = write(store, TEXT_ANSWER, evaluation={"metrics": ["rouge_l"]})
    [item, *_] = content["examples"][2]["cases"]
    before, after = item["scores"].values()
    cases_shown = item["text"].partition(":")[0]
    assert f"{before:.2f} to {after:.2f} (+{after - before:.3f})" in html
    _, hidden, content = write(
        store, TEXT_ANSWER, evaluation={"metrics": ["rouge_l"]}, disclosure=Disclosure.IDENTIFIABLE
    )
    assert content["examples"] is None
    assert cases_shown in html
    assert cases_shown not in hidden


def test_the_data_section_counts_each_split():
    task = make_task()
    cases = make_cases(task, 200)
    described = describe_data(cases, task)
    assert [(row["split"], row["cases"]) for row in described] == [
        ("train", 120),
        ("eval", 20),
        ("dev", 20),
        ("test", 40),
    ]
    assert all(sum(row["labels"]["label"].values()) == pytest.approx(1) for row in described)
    assert describe_data(cases.slice(0, 1), task)[1]["labels"]["label"] == {"Yes": None, "No": None}
    assert count_reasons(QUARANTINE.empty_table()) == {}


def test_the_summary_has_a_row_for_each_metric_and_a_sentence_for_each_comparison(store):
    _, _, content = write(store)
    summary = summarize_verdict(content)
    assert summary.header == ("Metric", "Base", "SFT", "DPO")
    assert [row[0] for row in summary.rows] == ["F1", "Accuracy"]
    assert all(re.fullmatch(r"\d\.\d\d \(\d\.\d\d to \d\.\d\d\)", cell) for row in summary.rows for cell in row[1:])
    declared, beside = content["result"]["tests"][:2]
    assert (declared["kind"], beside["kind"]) == ("randomization", "mcnemar")
    assert summary.sentences[0].startswith(declared["verdict"])
    assert (
        f"{beside['only_second']} cases right only with SFT, {beside['only_first']} only with base"
        in summary.sentences[1]
    )
    assert summary.sentences[6].startswith("Held-out preferences: DPO wins")
    assert summary.sentences[7].startswith("Synthetic data")
    assert summary.conclusion == tuple(content["result"]["conclusion"]) != ()


def test_the_page_begins_with_what_the_verdict_comes_to(store):
    _, html, content = write(store)
    [main, *_] = content["result"]["conclusion"]
    assert html.index("Verdict</h2>") > html.index(str(escape(main)))


def test_a_summary_of_scores_has_no_discordant_cases(store):
    _, _, content = write(store, TEXT_ANSWER, evaluation={"metrics": ["rouge_l"]}, disclosure=Disclosure.IDENTIFIABLE)
    sentences = summarize_verdict(content).sentences
    assert len(sentences) == 4
    assert "right only" not in " ".join(sentences)


def test_a_fourth_model_is_in_the_table_the_figure_and_the_sentences(store):
    task = make_task()
    cases = make_cases(task, 200)
    models = ("base", "sft", "dpo", "sft_continued")
    predictions = make_predictions(task, cases, models, share_right=dict.fromkeys(models, 0.7))
    written = write_report(store, evaluate(task, cases, predictions), make_inputs(task, cases, predictions))
    html, content = (written.path / "report.html").read_text(), json.loads((written.path / "report.json").read_text())
    assert Page(html).open == []
    assert "Base, SFT, DPO and SFT continued answered the same 40 held-out test cases" in html
    assert html.count('<th scope="col">SFT continued</th>') == 2
    assert ">DPO against SFT continued, F1</h3>" in html
    summary = summarize_verdict(content)
    assert summary.header == ("Metric", "Base", "SFT", "DPO", "SFT continued")
    assert any("only with SFT continued" in sentence for sentence in summary.sentences)


def test_answers_that_were_cut_off_stand_beside_the_unreadable_ones(store):
    task = make_task()
    cases = make_cases(task, 200)
    predictions = make_predictions(task, cases).drop_columns("cut_off")  # as before there was such a column
    marked = predictions.append_column("cut_off", pa.array([row["model"] == "base" for row in predictions.to_pylist()]))
    pages = [
        (write_report(store, evaluate(task, cases, table), make_inputs(task, cases, table)).path / "report.html")
        for table in (predictions, marked)
    ]
    without, with_share = (page.read_text() for page in pages)
    assert "Cut off" not in without
    assert "<td>100.0%" in with_share[with_share.index(">Cut off</th>") :]


def test_no_interval_in_the_report_is_a_point(store):
    task = make_task()
    cases = make_cases(task, 600)
    rows = make_predictions(task, cases, share_right={"base": 1, "sft": 1, "dpo": 1}).to_pylist()
    for row in rows:
        row["parsed"] = [("label", "No")]
    predictions = pa.Table.from_pylist(rows, schema=make_predictions(task, cases).schema)
    written = write_report(store, evaluate(task, cases, predictions), make_inputs(task, cases, predictions))
    html, content = (written.path / "report.html").read_text(), json.loads((written.path / "report.json").read_text())
    number = r"[+\u2212]?\d+\.\d+%?"
    ends = re.findall(f"({number}) to ({number})", html)
    assert len(ends) >= 12
    assert all(low != high for low, high in ends)
    assert not re.search(r"\b0 points", html)
    summary = summarize_verdict(content)
    printed = re.findall(f"({number}) to ({number})", " ".join([*summary.sentences, *map(" ".join, summary.rows)]))
    assert len(printed) >= 9
    assert all(low != high for low, high in printed)
