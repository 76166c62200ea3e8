"""Generators: a server on the loopback address, a tiny model, and what each may be sent."""

import pytest
from pydantic import ValidationError

from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration, EndpointGenerator
from medpref_dagster.declaration.synthesis import GeneratorRules
from medpref_dagster.devices import resolve_compute
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.store import Store
from medpref_dagster.synthesis.endpoint_generator import open_endpoint_generator
from medpref_dagster.synthesis.generating import GeneratorError, Request, list_requests, write_answers
from medpref_dagster.synthesis.model_generator import open_model_generator
from medpref_dagster.workbench import Workbench
from tests.ratings.judge_server import Reply, serving


def declare(url, **more):
    return EndpointGenerator.model_validate({"name": "gen", "from": "endpoint", "url": url, "model": "m", **more})


def open_server(url, disclosure=Disclosure.SYNTHETIC, **more):
    return open_endpoint_generator(declare(url, **more), 64, disclosure, pause=lambda _: None)


def ask(prompt="Summarize.", system_prompt=None, temperature=0.7, seed=1):
    return Request(prompt, system_prompt, temperature, seed)


def test_every_prompt_is_asked_in_every_way_and_greedily_once():
    rules = GeneratorRules(name="g", temperatures=(0, 0.7), system_prompts=("Short.", "Long."), answers=2, seed=5)
    requests = list_requests(["a", "b"], rules)
    assert len(requests) == 2 * rules.count_answers() == 2 * 6
    assert [(item.temperature, item.seed) for item in requests if item.prompt == "a" and "S" in item.system_prompt] == [
        (0, 5),
        (0.7, 5),
        (0.7, 6),
    ]
    assert {item.system_prompt for item in list_requests(["a"], GeneratorRules(name="g"))} == {None}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"temperatures": [0.7]}, "give 1 answers to a prompt; a pair needs 2"),
        ({"temperatures": [0], "answers": 9}, "give 1 answers"),
        ({"answers": 9}, "give 18 answers to a prompt"),
        ({"temperatures": [0.7, 0.7]}, "the same one twice"),
        ({"temperatures": [3]}, "from 0 to 2"),
        ({"system_prompts": ["a", " a "]}, "the same twice"),
    ],
)
def test_ways_that_give_nothing_to_compare_are_refused(rules, said):
    with pytest.raises(ValidationError, match=said):
        GeneratorRules.model_validate({"name": "g", **rules})


def test_a_server_is_sent_the_way_and_asked_once(tmp_path):
    with serving(lambda question: f"answer to {question}") as server:
        requests = [ask(), ask(system_prompt="Be brief.", temperature=0.0, seed=2)]
        for _ in range(2):
            written = write_answers(open_server(server.url), requests, Store(tmp_path), "generated")
    assert written == ["answer to Summarize."] * 2
    assert len(server.requests) == 2
    assert server.requests[1] == {
        "path": "/v1/chat/completions",
        "model": "m",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Summarize."}],
        "temperature": 0.0,
        "seed": 2,
        "max_tokens": 64,
    }


def test_an_answer_that_was_cut_off_or_has_no_text_is_empty_and_remembered(tmp_path):
    replies = iter([Reply("half an ans", finish_reason="length"), Reply(None)])
    with serving(lambda _: next(replies)) as server:
        for _ in range(2):
            written = write_answers(open_server(server.url), [ask("a"), ask("b")], Store(tmp_path), "generated")
            assert written == ["", ""]


def test_garbage_is_no_answer_and_stops_no_other(tmp_path):
    replies = iter([Reply(body=b"<html>busy</html>"), Reply(status=500), Reply(status=400), "fine"])
    with serving(lambda _: next(replies)) as server:
        written = list(open_server(server.url, max_retries=0).write([ask(name) for name in "abcd"]))
    assert [item.reason if isinstance(item, Unanswered) else item for item in written] == [
        "the generator's reply is no chat completion",
        "the generator's server failed",
        "the generator refused the question",
        "fine",
    ]


def test_a_server_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path):
    with serving(lambda _: "") as server:
        url = server.url
    with pytest.raises(GeneratorError, match=r"generator gen at 127.0.0.1: cannot be reached.*synthetic pairs again"):
        write_answers(open_server(url), [ask("Jane Roe")], Store(tmp_path), "generated")


def test_prompts_of_patients_go_to_another_machine_only_where_the_profile_says_so():
    with pytest.raises(GeneratorError, match="nothing was sent"):
        open_server("https://api.example.org/v1", Disclosure.IDENTIFIABLE)
    open_server("https://api.example.org/v1")
    open_server("https://api.example.org/v1", Disclosure.IDENTIFIABLE, may_receive=Disclosure.IDENTIFIABLE)
    open_server("http://127.0.0.1:1/v1", Disclosure.IDENTIFIABLE)


@pytest.fixture
def bench(tmp_path, tiny_base_model):
    declared = BaseModelDeclaration.model_validate(
        {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}}
    )
    store = Store(tmp_path / "store")
    compute = resolve_compute(ComputeDeclaration(device="cpu", threads=1))
    return Workbench(store, prepare_base_model(declared, store), compute)


def test_a_base_model_answers_the_same_again_alone_and_among_others(bench):
    generator = open_model_generator("tiny", bench, 300)
    requests = [ask(f"prompt {number}", temperature=1.5) for number in range(11)]
    answers = list(generator.write(requests))
    assert len(set(answers)) > 5
    assert list(generator.write(requests[9:10])) == answers[9:10]
    assert list(generator.write([ask("prompt 9", temperature=1.5, seed=2)])) != answers[9:10]


def test_a_base_model_reads_the_system_prompt_and_what_is_cut_off_or_too_long_is_no_answer(bench):
    generator = open_model_generator("tiny", bench, 300)
    plain, told = generator.write([ask(temperature=1.5), ask(system_prompt="Be brief.", temperature=1.5)])
    assert plain != told
    assert list(open_model_generator("tiny", bench, 2).write([ask(temperature=0.0)])) == [""]
    [long, short] = generator.write([ask("x" * 3000, temperature=1.5), ask(temperature=1.5)])
    assert long.reason == "the prompt is too long for the generator"
    assert short == plain
