"""A base model of this machine as a judge."""

import pytest

from medpref_dagster.declaration import Likert
from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.devices import resolve_compute
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings.judge import Unanswered, ask_judge
from medpref_dagster.ratings.model import open_model_judge
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.ratings.rated_answers import make_cases, make_predictions


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def judge(store, tiny_base_model):
    declared = BaseModelDeclaration.model_validate(
        {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}}
    )
    compute = resolve_compute(ComputeDeclaration(device="cpu", threads=1))
    return open_model_judge("tiny", Workbench(store, prepare_base_model(declared, store), compute))


def test_the_nonsense_of_a_random_model_goes_to_quarantine_and_is_remembered(store, judge):
    likert = Likert(rubric="Facts first.", max_cases=5)
    judged = [
        ask_judge(
            judge, likert, make_predictions(), make_cases(), store, "judged/uti/tiny", disclosure=Disclosure.SYNTHETIC
        )
        for _ in range(2)
    ]
    assert judged[0].ratings.num_rows == 0
    assert judged[0].quarantine["reason"].to_pylist() == ["the judge's answer is no JSON"] * 10
    assert judged[1].quarantine == judged[0].quarantine
    assert len(store.read_notes("judged/uti/tiny")) == 10


def test_it_answers_alike_alone_and_among_others_and_says_what_is_too_long(judge):
    questions = [f"How good is {number}?" for number in range(11)]
    answers = list(judge.ask(questions))
    assert all(isinstance(answer, str) for answer in answers)
    assert list(judge.ask(questions[9:10])) == answers[9:10]
    [first, long, last] = judge.ask([questions[0], "x" * 3000, questions[1]])
    assert (first, last) == (answers[0], answers[1])
    assert isinstance(long, Unanswered)
    assert "too long" in long.reason
    assert list(judge.ask([])) == []
