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
    require_round_trip(make_tokenizer(), answer, make_examples(*texts), "case_id", ["completion"])


@pytest.mark.parametrize(
    ("answer", "text", "lost"),
    [(LABEL, "Yes, it does.", "Yes"), (TEXT, "Sodium 128 mmol/l.", "8"), (TEXT, "38.2 °C", "°")],
)
def test_an_answer_that_the_tokenizer_loses_some_of_is_refused_by_row_and_without_its_text(answer, text, lost):
    examples = make_examples("No.", text)
    with pytest.raises(ChatTemplateError, match="completion of row 'c1' is read otherwise once acme/lossy") as raised:
        require_round_trip(make_lossy_tokenizer(lost), answer, examples, "case_id", ["completion"])
    assert text not in str(raised.value)
    assert "Miller" not in str(raised.value)


def test_what_does_not_change_how_a_label_is_read_may_be_lost():
    require_round_trip(make_lossy_tokenizer(" it"), LABEL, make_examples("Yes, it does."), "case_id", ["completion"])
