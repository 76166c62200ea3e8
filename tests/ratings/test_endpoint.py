"""A judge behind a server: what is sent to whom, and what is made of everything that a server can do wrong."""

import pytest

from medpref_dagster.declaration.machine import EndpointJudge
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings.endpoint import open_endpoint_judge
from medpref_dagster.ratings.judge import JudgeError, Unanswered
from tests.ratings.judge_server import Reply, serving


def declare(url, **more):
    return EndpointJudge.model_validate({"name": "gpt", "from": "endpoint", "url": url, "model": "m", **more})


def ask(url, *questions, waits=None, disclosure=Disclosure.SYNTHETIC, **declared):
    pauses = [] if waits is None else waits
    judge = open_endpoint_judge(declare(url, **declared), 7, disclosure, pause=pauses.append)
    return list(judge.ask(questions or ("How good?",)))


def test_each_question_is_sent_with_temperature_zero_and_the_seed_and_its_answer_comes_back():
    with serving(lambda question: f"[{len(question)}]") as server:
        assert ask(server.url, "one", "three") == ["[3]", "[5]"]
    assert server.requests[0] == {
        "path": "/v1/chat/completions",
        "model": "m",
        "messages": [{"role": "user", "content": "one"}],
        "temperature": 0,
        "seed": 7,
    }
    assert "authorization" not in server.headers[0]


def test_nothing_is_sent_before_the_judge_is_asked_and_no_question_sends_nothing():
    with serving(lambda _: "[1]") as server:
        judge = open_endpoint_judge(declare(server.url), 7, Disclosure.SYNTHETIC)
        assert list(judge.ask([])) == []
    assert server.requests == []


def test_the_key_comes_from_the_environment_and_is_neither_identity_nor_shown(monkeypatch):
    monkeypatch.setenv("JUDGE_KEY", "sk-secret\n")
    with serving(lambda _: Reply(status=401)) as server:
        declared = declare(server.url, api_key_env="JUDGE_KEY")
        judge = open_endpoint_judge(declared, 7, Disclosure.SYNTHETIC)
        with pytest.raises(JudgeError) as refused:
            list(judge.ask(["How good?"]))
    assert server.headers[0]["authorization"] == "Bearer sk-secret"
    assert "the key is missing or wrong" in str(refused.value)
    assert "sk-secret" not in f"{refused.value}{judge}{declared!r}"


@pytest.mark.parametrize("key", [None, "", "two words", "line\nbreak", "schl\u00fcssel"])
def test_a_key_that_is_none_is_refused_before_anything_is_sent_and_not_shown(monkeypatch, key):
    monkeypatch.delenv("JUDGE_KEY", raising=False)
    if key is not None:
        monkeypatch.setenv("JUDGE_KEY", key)
    with pytest.raises(JudgeError, match="JUDGE_KEY holds no key") as refused:
        open_endpoint_judge(declare("http://127.0.0.1:1/v1", api_key_env="JUDGE_KEY"), 7, Disclosure.SYNTHETIC)
    assert not key or key not in str(refused.value)


def test_text_of_patients_goes_to_another_machine_only_where_the_profile_says_so():
    elsewhere = declare("https://api.example.org/v1")
    with pytest.raises(JudgeError, match="nothing was sent") as refused:
        open_endpoint_judge(elsewhere, 7, Disclosure.DEIDENTIFIED)
    assert "may_receive: deidentified" in str(refused.value)
    assert "api.example.org" in str(refused.value)
    open_endpoint_judge(elsewhere, 7, Disclosure.SYNTHETIC)
    trusted = declare("https://api.example.org/v1", may_receive="deidentified")
    open_endpoint_judge(trusted, 7, Disclosure.DEIDENTIFIED)
    with pytest.raises(JudgeError, match="may receive what is deidentified; the text is identifiable"):
        open_endpoint_judge(trusted, 7, Disclosure.IDENTIFIABLE)
    with serving(lambda _: "[1]") as server:
        assert ask(server.url, disclosure=Disclosure.IDENTIFIABLE) == ["[1]"]


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://127.8.8.8/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://LocalHost:8000/v1", True),
        ("http://localhost.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://10.0.0.7:8000/v1", False),
        ("http://0.0.0.0:8000/v1", False),
        ("http://[::ffff:10.0.0.7]/v1", False),
    ],
)
def test_only_the_loopback_address_counts_as_this_machine(url, loopback):
    assert declare(url).is_loopback == loopback


def test_a_redirect_is_not_followed():
    with (
        serving(lambda _: "[1]") as elsewhere,
        serving(lambda _: Reply(status=307, headers={"Location": f"{elsewhere.url}/chat/completions"})) as server,
        pytest.raises(JudgeError, match="HTTP status 307"),
    ):
        ask(server.url)
    assert elsewhere.requests == []


def test_what_stays_on_this_machine_goes_through_no_proxy(monkeypatch):
    with serving(lambda _: "[1]") as proxy, serving(lambda _: "[2]") as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("no_proxy", "")
        assert ask(server.url) == ["[2]"]
    assert proxy.requests == []


def test_a_server_that_hangs_times_out_and_the_next_question_is_asked():
    def answer(question):
        return Reply(hangs=True) if question == "slow" else "[1]"

    with serving(answer) as server:
        [slow, fast] = ask(server.url, "slow", "fast", timeout_seconds=0.2, max_retries=1)
    assert slow == Unanswered("the judge timed out", "after 0.2 s")
    assert fast in ("[1]", Unanswered("the judge timed out", "after 0.2 s"))  # a busy machine may be slow, too
    assert [request["messages"][0]["content"] for request in server.requests[:3]] == ["slow", "slow", "fast"]


def test_a_server_that_keeps_sending_past_its_time_is_given_up(monkeypatch):
    class Clock:
        times = iter([0.0, 61.0])

        def monotonic(self):
            return next(self.times)

    monkeypatch.setattr("medpref_dagster.ratings.endpoint.time", Clock())
    with serving(lambda _: "[1]") as server:
        assert ask(server.url, max_retries=0) == [Unanswered("the judge timed out", "after 60 s")]


def test_a_fault_of_the_server_is_tried_again_with_growing_pauses_and_then_given_up():
    waits = []
    with serving(lambda _: Reply(status=500)) as server:
        [found] = ask(server.url, max_retries=2, waits=waits)
    assert found == Unanswered("the judge's server failed", "HTTP status 500")
    assert len(server.requests) == 3
    assert waits == [0.5, 1.0]


def test_a_fault_that_passes_is_forgotten():
    replies = iter([Reply(status=503), "[4]"])
    with serving(lambda _: next(replies)) as server:
        assert ask(server.url, max_retries=1) == ["[4]"]


def test_a_server_that_asks_to_wait_is_waited_for_but_not_for_ever():
    waits = []
    replies = iter([Reply(status=429, headers={"Retry-After": wait}) for wait in ("3", "9" * 400, "soon")])
    with serving(lambda _: next(replies)) as server, pytest.raises(JudgeError, match="no more requests for now"):
        ask(server.url, max_retries=2, waits=waits)
    assert waits == [3.0, 30.0]


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_question_that_the_server_refuses_stops_no_other(status):
    def answer(question):
        return Reply(status=status) if question == "long" else "[1]"

    with serving(answer) as server:
        found = ask(server.url, "long", "short")
    assert found == [Unanswered("the judge refused the question", f"HTTP status {status}"), "[1]"]
    assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "said"), [(401, "key"), (403, "key"), (404, "url and model"), (405, "log of the")])
def test_a_server_that_refuses_every_question_is_not_asked_a_second(status, said):
    with serving(lambda _: Reply(status=status)) as server, pytest.raises(JudgeError, match=said):
        ask(server.url, "one", "two")
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_is_an_error_that_says_what_to_do():
    with serving(lambda _: "") as server:
        url = server.url
    with pytest.raises(JudgeError, match="is the server running") as refused:
        ask(url, "a secret of Jane Roe", max_retries=1)
    assert "Jane Roe" not in str(refused.value)


@pytest.mark.parametrize(
    "body",
    [b"<html>busy</html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": "x"}]}', b"[" * 100_000, b"\xff"],
)
def test_a_reply_that_is_no_chat_completion_is_no_answer(body):
    with serving(lambda _: Reply(body=body)) as server:
        assert ask(server.url) == [Unanswered("the judge's reply is no chat completion", f"{len(body)} bytes")]


def test_a_message_without_text_is_an_answer_that_nobody_can_read():
    with serving(lambda _: Reply(content=None)) as server:
        assert ask(server.url) == [""]


def test_a_reply_without_end_is_not_read_to_its_end():
    with serving(lambda _: Reply(body=b" " * (1 << 21))) as server:
        [found] = ask(server.url)
    assert found.reason == "the judge's reply is too long"


def test_another_seed_or_model_is_another_judge_and_another_time_limit_is_not():
    declared = declare("http://127.0.0.1:1/v1")
    same = declare("http://127.0.0.1:1/v1", timeout_seconds=1, max_retries=9)
    other = declare("http://127.0.0.1:1/v1").model_copy(update={"model": "n"})
    identities = [
        open_endpoint_judge(item, seed, Disclosure.SYNTHETIC).identity
        for item, seed in ((declared, 7), (same, 7), (declared, 8), (other, 7))
    ]
    assert identities[0] == identities[1]
    assert identities[0] not in identities[2:]
