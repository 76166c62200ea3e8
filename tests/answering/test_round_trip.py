import pyarrow as pa
import pytest
from tokenizers import normalizers

from medpref_dagster.answering.round_trip import require_round_trip
from medpref_dagster.chat import ChatTemplateError
from medpref_dagster.declaration import LabelAnswer, TextAnswer
from tests.tiny_models import make_tokenizer

LABEL = LabelAnswer(column="label", labels={"Yes": "Yes, it does.", "No": "No."})
TEXT = TextAnswer(kind="text", column="summary")


def make_examples(*answers: str) -> pa.Table:
    return pa.table(
        {
            "case_id": [f"c{index}" for index in range(len(answers))],
            "prompt": ["Does Mrs Miller have a UTI?"] * len(answers),
            "completion": list(answers),
        }
    )


def make_lossy_tokenizer(lost: str):
    tokenizer = make_tokenizer()
    tokenizer.backend_tokenizer.normalizer = normalizers.Replace(lost, "")
    tokenizer.name_or_path = "acme/lossy"
    return tokenizer


@pytest.mark.parametrize(
    ("answer", "texts"), [(LABEL, ["Yes, it does.", "No."]), (TEXT, ["Ünwell, 38.2\u2009°C.", "a  b"])]
)
def test_answers_that_come_back_pass(answer, texts):
    require_round_trip(make_tokenizer(), answer, make_examples(*texts), "case_id", "completion")


@pytest.mark.parametrize(
    ("answer", "text", "lost"),
    [(LABEL, "Yes, it does.", "Yes"), (TEXT, "Sodium 128 mmol/l.", "8"), (TEXT, "38.2 °C", "°")],
)
def test_an_answer_that_the_tokenizer_loses_some_of_is_refused_by_row_and_without_its_text(answer, text, lost):
    examples = make_examples("No.", text)
    with pytest.raises(ChatTemplateError, match=r"1 of 2 answers .*completion.* acme/lossy .* row 'c1'") as raised:
        require_round_trip(make_lossy_tokenizer(lost), answer, examples, "case_id", "completion")
    assert text not in str(raised.value)
    assert "Miller" not in str(raised.value)


def test_what_does_not_change_how_a_label_is_read_may_be_lost():
    require_round_trip(make_lossy_tokenizer(" it"), LABEL, make_examples("Yes, it does."), "case_id", "completion")


def test_a_sign_that_the_tokenizer_lacks_in_one_text_of_many_is_noted_and_costs_no_training(caplog):
    examples = make_examples(*(f"Summary {index}." for index in range(99)), "Given 5 µg.")
    require_round_trip(make_lossy_tokenizer("μ"), TEXT, examples, "case_id", "completion")
    require_round_trip(make_lossy_tokenizer("µ"), TEXT, examples, "case_id", "completion")
    assert "1 of 100 answers lose signs in their tokens, e.g. row c99" in caplog.text
    with pytest.raises(ChatTemplateError, match="1 of 99 answers"):
        require_round_trip(make_lossy_tokenizer("µ"), TEXT, examples.slice(1), "case_id", "completion")


def test_a_prompt_that_the_template_changes_is_refused_by_row_and_without_its_text():
    tokenizer = make_tokenizer()
    tokenizer.chat_template = tokenizer.chat_template.replace("message['content']", "message['content'][:20]")
    with pytest.raises(ChatTemplateError, match="does not show the prompt of row 'c0'") as raised:
        require_round_trip(tokenizer, LABEL, make_examples("No."), "case_id", "completion")
    assert "Miller" not in str(raised.value)
