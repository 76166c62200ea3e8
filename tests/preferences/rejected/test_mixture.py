import itertools
from collections import Counter

import pytest

from medpref_dagster.preferences.rejected import Declined, StrategyError, check_options
from medpref_dagster.preferences.rejected.mixture import propose
from tests.preferences.tasks import FIELDS, make_case, make_task

HALVES = [
    {"strategy": "column", "share": 0.25, "options": {"column": "worse"}},
    {"strategy": "other_label", "share": 0.75},
]


def answer_no(prompts, *, model, temperature, seed):
    return ["No, never."] * len(prompts)


def answer_yes(prompts, *, model, temperature, seed):
    return ["Yes."] * len(prompts)


def count_strategies(items):
    return Counter(item.provenance.partition(":")[0] for item in items)


def test_each_part_gets_about_its_share_and_every_case_an_answer_in_order():
    task = make_task(strategy="mixture", parts=HALVES)
    cases = [make_case(str(number)) for number in range(1200)]
    items = list(propose(cases, task, check_options(task), None))
    assert [item.case_id for item in items] == [case.case_id for case in cases]
    assert 0.2 < count_strategies(items)["column"] / 1200 < 0.3


def test_a_new_case_changes_no_other_case():
    task = make_task(strategy="mixture", parts=HALVES)
    cases = [make_case(str(number)) for number in range(40)]
    items = list(propose(cases, task, check_options(task), None))
    assert [*items[:7], *items[8:]] == list(propose([*cases[:7], *cases[8:]], task, check_options(task), None))


def test_where_a_part_declines_the_others_serve_in_declared_order():
    parts = [{"strategy": "model_errors", "share": 0.5}, *({**part, "share": 0.25} for part in HALVES)]
    task = make_task(strategy="mixture", parts=parts)
    cases = [make_case(str(number)) for number in range(200)]
    wrong = count_strategies(propose(cases, task, check_options(task), answer_no))
    right = count_strategies(propose(cases, task, check_options(task), answer_yes))
    assert right["model_errors"] == 0
    assert right["column"] == wrong["column"] + wrong["model_errors"]
    assert right["other_label"] == wrong["other_label"]


def test_a_case_is_declined_where_every_part_declines():
    parts = [{"strategy": "column", "share": 0.5, "options": {"column": name}} for name in ("worse", "opa")]
    task = make_task(strategy="mixture", parts=parts)
    cases = [make_case(str(number), fields={**FIELDS, "worse": None, "opa": ""}) for number in range(9)]
    items = list(propose(cases, task, check_options(task), None))
    assert all(isinstance(item, Declined) for item in items)
    assert len(items) == 9


def test_it_asks_only_for_as_much_as_is_taken():
    asked = []

    def sample(prompts, *, model, temperature, seed):
        asked.extend(prompts)
        return answer_no(prompts, model=model, temperature=temperature, seed=seed)

    parts = [{"strategy": "model_errors", "share": 0.5, "options": {"temperatures": [1]}}, {**HALVES[1], "share": 0.5}]
    task = make_task(strategy="mixture", parts=parts)
    cases = [make_case(str(number)) for number in range(2000)]
    list(itertools.islice(propose(cases, task, check_options(task), sample), 100))
    assert 0 < len(asked) < 400


@pytest.mark.parametrize(
    ("parts", "message", "place"),
    [
        ([{**HALVES[0], "share": 0.5}, HALVES[1]], "shares must sum to 1, they sum to 1.25", ("parts",)),
        ([HALVES[0]], "at least 2 items", ("parts",)),
        (
            [{"strategy": "mixture", "share": 0.25}, HALVES[1]],
            "accepted: other_label, model_errors, ranked_samples, corruption, column",
            ("parts", 0, "strategy"),
        ),
        (
            [{"strategy": "corruption", "share": 0.25}, HALVES[1]],
            "parts.0: corruption does not suit an answer of kind label",
            ("parts", 0, "strategy"),
        ),
        (
            [{**HALVES[0], "options": {"colum": "x"}}, HALVES[1]],
            "column has no option 'colum'",
            ("parts", 0, "options", "colum"),
        ),
    ],
)
def test_mistakes_are_refused_with_their_place(parts, message, place):
    with pytest.raises(StrategyError, match=message) as error:
        check_options(make_task(strategy="mixture", parts=parts))
    assert error.value.path == ("rejected", "options", *place)


def test_it_needs_the_models_of_its_parts():
    parts = [{"strategy": "model_errors", "share": 0.5, "options": {"model": model}} for model in ("base", "sft")]
    assert check_options(make_task(strategy="mixture", parts=parts)).needed_models() == {"base", "sft"}
