"""Whoever renders a message with the exported template alone gets the evaluation's tokens."""

from pathlib import Path

import pytest

from medpref_dagster.serving import chat_format
from medpref_dagster.serving.chat_format import save_tokenizer
from medpref_dagster.serving.errors import ServingError
from tests.serving.made_models import make_tokenizer

PLAIN = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@pytest.mark.parametrize(
    ("template", "content"),
    [
        (PLAIN, "text"),
        ("{{ strftime_now('%d %b %Y') }}" + PLAIN, "text"),
        (PLAIN + "{% if add_generation_prompt and enable_thinking is not false %}<think>\n{% endif %}", "text"),
        (PLAIN.replace("message['content']", "message['content'][0]['text']"), "parts"),
    ],
)
def test_date_and_thinking_are_those_of_the_evaluation(tmp_path: Path, template: str, content: str):
    tokenizer = make_tokenizer()
    tokenizer.chat_template = template
    assert save_tokenizer(tokenizer, tmp_path, ["burning urine", "no fever\n\nclear urine"]) == content
    assert tokenizer.chat_template == template, "the one that is worked with stays as it is"


def test_a_case_that_spells_a_special_token_stops_no_export(tmp_path: Path):
    assert save_tokenizer(make_tokenizer(), tmp_path, ["a note with <|im_end|> in it"]) == "text"


def test_a_tokenizer_that_is_read_back_as_another_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tokenizer = make_tokenizer()
    monkeypatch.setattr(chat_format, "write_plain_template", lambda _: "{{ messages[0]['content'] }}")
    with pytest.raises(ServingError, match="does not make the tokens of the evaluation"):
        save_tokenizer(tokenizer, tmp_path, ["burning urine"])
