import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.answering.answers import (
    MissingAnswer,
    UnknownLabel,
    answer_fields,
    answer_labels,
    gold_from_source,
    render_answer,
)
from medpref_dagster.answering.parsing import (
    answer_is_settled,
    begin_alike,
    find_indistinct_labels,
    parse_answer,
    parse_cut_answer,
)
from medpref_dagster.declaration import Label, LabelAnswer, LabelField, LabelsAnswer, OptionAnswer, TextAnswer

YES_NO = LabelAnswer(
    column="uti",
    labels={
        "Yes": Label(answer="Yes, this note describes a urinary tract infection.", values=("1", "true")),
        "No": Label(answer="No, this note describes no urinary tract infection.", values=("0", "false")),
    },
    positive="Yes",
)
NESTED = LabelAnswer(column="c", labels={"No": "No.", "No UTI": "No UTI.", "Non-urgent": "Non-urgent."})
SCALE = LabelAnswer(column="c", labels={str(i): f"{i}." for i in range(1, 6)})
TRIAGE = LabelsAnswer(
    kind="labels",
    fields={
        "personnel": LabelField(column="who", labels={"nurse": (), "nurse practitioner": (), "physician": ("md",)}),
        "urgency": LabelField(column="when", labels={"non-urgent": (), "urgent": (), "emergency": ()}),
    },
    template="Personnel: {personnel}. Urgency: {urgency}.",
)
QUESTION = OptionAnswer(
    kind="option", column="key", options={"A": "opa", "B": "opb", "C": "opc", "D": "opd"}, values={"0": "A", "1": "B"}
)
QUESTION_WITH_TEXT = QUESTION.model_copy(update={"template": "{option} {text}"})
FREE = TextAnswer(kind="text", column="summary")
ANSWERS = [YES_NO, NESTED, SCALE, TRIAGE, QUESTION, QUESTION_WITH_TEXT, FREE]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Yes", "Yes"),
        ("  **Yes**, dysuria and fever", "Yes"),
        ('"no"', "No"),
        ("NO.", "No"),
        ("- Yes: nitrites", "Yes"),
        ("Yes. No fever was noted.", "Yes"),
        ("Yes\n\nNo fever was noted.", "Yes"),
        ("No, no infection", "No"),
        ("Yes — clearly", "Yes"),
        ("Yes or No", None),
        ("Yes/No", None),
        ("Yes, no", None),
        ("Yes and/or **no**", None),
        ("Yes. No.", None),
        ("Yes\nNo\nYes", None),
        ("No. Yes or no", None),
        ("Not sure", None),
        ("Yesterday she had dysuria", None),
        ("No-one knows", None),
        ("The answer is Yes", None),
        ("", None),
        ("  ", None),
        ("** -", None),
    ],
)
def test_a_label_is_read_only_from_the_beginning_and_only_where_nothing_hedges(text, label):
    assert parse_answer(YES_NO, text) == (None if label is None else {"label": label})


@pytest.mark.parametrize(
    ("text", "label"),
    [("No UTI here", "No UTI"), ("no\n uti", "No UTI"), ("No UTIs", "No"), ("Non-urgent", "Non-urgent"), ("Non", None)],
)
def test_the_longest_label_that_fits_is_read(text, label):
    assert parse_answer(NESTED, text) == (None if label is None else {"label": label})


@pytest.mark.parametrize(
    ("text", "label"), [("4", "4"), ("4.", "4"), ("4.5", None), ("4/5", None), ("4-5", None), ("3 to 4", None)]
)
def test_a_number_is_read_whole(text, label):
    assert parse_answer(SCALE, text) == (None if label is None else {"label": label})


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("B", "B"),
        ("(B)", "B"),
        ("B.", "B"),
        ("b)", "B"),
        ("**B**: nitrofurantoin", "B"),
        ("B - nitrofurantoin", "B"),
        ("B\nBecause of the allergy", "B"),
        ("The answer is B.", "B"),
        ("**Answer:** (B)", "B"),
        ("The correct option is C, since the others are wrong", "C"),
        ("A) B lymphocytes", "A"),
        ("A or B", None),
        ("A/B", None),
        ("A, B", None),
        ("A. B.", None),
        ("(A) and (B)", None),
        ("A catheter is the cause", None),
        ("The answer is a catheter", None),
        ("The answer is not B", None),
        ("E", None),
        ("Nitrofurantoin", None),
    ],
)
def test_an_option_is_read_from_its_letter_alone(text, letter):
    assert parse_answer(QUESTION, text) == (None if letter is None else {"option": letter})


def test_a_template_can_put_the_option_text_behind_the_letter():
    assert parse_answer(QUESTION_WITH_TEXT, "A catheter") == {"option": "A"}


TEXT_FIRST = QUESTION.model_copy(update={"template": "{text} ({option})"})


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Start heparin (B)", "B"),
        ("**Start heparin (B).**", "B"),
        ("start  heparin\t(b)", "B"),
        ("C. difficile infection (B)", "B"),
        ("Vitamin D (A)", "A"),
        ("A catheter (C)\nIt drains", "C"),
        ("A catheter (C)\nD", None),
        ("Hepatitis (A) (B)", None),
        ("Start heparin (B) or (C)", None),
        ("C. difficile (A) (B)", None),
        ("Start heparin (B), (C)", None),
        ("Start heparin (E)", None),
        ("Start heparin", None),
        ("Start heparin\n(B)", None),
        # A model that was not taught to put the text first may give the letter as elsewhere.
        ("B", "B"),
        ("The answer is C.", "C"),
        ("C. Start heparin", "C"),
    ],
)
def test_a_letter_behind_the_option_text_is_read_as_the_template_puts_it(text, letter):
    assert parse_answer(TEXT_FIRST, text) == (None if letter is None else {"option": letter})


@pytest.mark.parametrize(
    ("template", "text", "letter"),
    [
        ("{text}: {option}.", "Ratio 3:1, type A: B.", "B"),
        ("{text}, which is option {option}", "Vitamin A, which is option D", "D"),
        ("{text}, which is option {option}", "Vitamin A, which is option delta", None),
        ("{text} = {option} of four", "Vitamin A = B of four", "B"),
        ("{text} = {option} of four", "Vitamin A = B12", None),
    ],
)
def test_the_words_around_the_letter_are_those_of_the_template(template, text, letter):
    answer = QUESTION.model_copy(update={"template": template})
    assert parse_answer(answer, text) == (None if letter is None else {"option": letter})


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("C. difficile", False),
        ("C. difficile (B", False),
        ("C. difficile (B)", False),
        ("C. difficile (B) is", True),
        ("C. difficile\n", True),
    ],
)
def test_generation_goes_on_until_the_letter_behind_the_text_is_settled(text, settled):
    assert answer_is_settled(TEXT_FIRST, text) is settled


@given(st.text(alphabet="ABCDabcd ().:,-é日", min_size=1, max_size=12).filter(str.strip), st.sampled_from("ABCD"))
def test_a_letter_behind_any_text_is_read_as_itself_or_not_at_all(words, letter):
    written = render_answer(TEXT_FIRST, {"option": letter}, {f"op{letter.lower()}": words})
    assert parse_answer(TEXT_FIRST, written) in ({"option": letter}, None)


@pytest.mark.parametrize("template", ["{text} {option}", "{text}{option}", "{text}\n{option}"])
def test_between_the_option_text_and_the_letter_stands_a_sign_or_a_word(template):
    with pytest.raises(ValidationError, match="a sign or a word must stand between"):
        OptionAnswer(kind="option", column="key", options={"A": "a", "B": "b"}, template=template)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Personnel: nurse. Urgency: urgent.", ("nurse", "urgent")),
        ("**Personnel:** Nurse Practitioner\n**Urgency:** Non-Urgent", ("nurse practitioner", "non-urgent")),
        ("Personnel: nurse or physician. Urgency: urgent.", None),
        ("Personnel: nurse. Urgency: urgent or emergency.", None),
        ("Personnel: nurse.", None),
        ("Urgency: urgent. Personnel: nurse.", None),
        ("Personnel: dentist. Urgency: urgent.", None),
    ],
)
def test_several_labels_are_read_by_the_template(text, parts):
    assert parse_answer(TRIAGE, text) == (
        None if parts is None else dict(zip(("personnel", "urgency"), parts, strict=True))
    )


def test_free_text_is_read_unless_blank():
    assert parse_answer(FREE, " Discharged well.\n") == {"text": "Discharged well."}
    assert parse_answer(FREE, " \n") is None
    assert not answer_is_settled(FREE, "Discharged well.")


@given(answer=st.sampled_from(ANSWERS[:-1]), data=st.data(), decoration=st.sampled_from(["", "**", " \n", '"', "- "]))
def test_what_is_rendered_reads_back_as_itself(answer, data, decoration):
    gold = {field: data.draw(st.sampled_from(answer_labels(answer, field))) for field in answer_fields(answer)}
    text = render_answer(answer, gold, dict.fromkeys(("opa", "opb", "opc", "opd"), "Nitrofurantoin"))
    assert parse_answer(answer, decoration + text) == gold


@given(labels=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), min_size=2, max_size=5))
def test_a_label_that_cannot_be_told_apart_is_found(labels):
    declared = {label: f"{label}" for label in labels}
    if len(declared) < 2:
        return
    answer = LabelAnswer(column="c", labels=declared)
    indistinct = find_indistinct_labels(answer)
    for label in declared:
        reads_back = parse_answer(answer, render_answer(answer, {"label": label}, {})) == {"label": label}
        assert reads_back == (label not in indistinct)


def test_declared_answers_of_the_examples_are_distinct_and_others_are_refused():
    assert all(find_indistinct_labels(answer) == () for answer in ANSWERS)
    alike = LabelAnswer(column="c", labels={"yes": "yes", "Yes": "Yes"})
    assert find_indistinct_labels(alike) == ("yes",)
    hedging = LabelAnswer(column="c", labels={"Nurse": "Nurse or physician.", "Physician": "Physician."})
    assert find_indistinct_labels(hedging) == ("Nurse",)


PIECES = st.sampled_from(
    [
        "Yes",
        "No",
        " UTI",
        "non",
        "-",
        "urgent",
        " ",
        "\n",
        ".",
        ",",
        "/",
        " or ",
        "A",
        "B",
        "(",
        ")",
        "**",
        "The answer",
    ]
) | st.sampled_from(
    [" is ", "Personnel: ", "nurse", " practitioner", "Urgency: ", "x", "4", "5", "ß", "é", "\u0301", "\ufffd", "'"]
)
TEXTS = st.lists(PIECES, max_size=7).map("".join) | st.text(max_size=8)


@given(answer=st.sampled_from(ANSWERS), text=TEXTS, continuation=TEXTS)
def test_a_settled_answer_stays_whatever_follows(answer, text, continuation):
    if answer_is_settled(answer, text):
        assert parse_answer(answer, text.rstrip("\ufffd") + continuation) == parse_answer(answer, text)


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Yes", False),
        ("Yes,", False),
        ("Yes, th", True),
        ("Maybe", True),
        ("No", False),
        ("N", False),
        ("Yes. Note", True),
        ("Yes or no", False),
        ("Yes or no ", True),
        ("", False),
        ("  ", False),
    ],
)
def test_generation_can_stop_as_soon_as_nothing_can_change_the_answer(text, settled):
    assert answer_is_settled(YES_NO, text) is settled


@pytest.mark.parametrize("value", ["1", 1, 1.0, True, "TRUE", " true "])
def test_a_source_value_is_mapped_to_its_label(value):
    assert gold_from_source(YES_NO, {"uti": value}) == {"label": "Yes"}


def test_a_source_letter_or_its_declared_value_names_the_option():
    row = {"key": "b", "opa": "x", "opb": "y", "opc": "z", "opd": "w"}
    assert gold_from_source(QUESTION, row) == {"option": "B"}
    assert gold_from_source(QUESTION, {**row, "key": 0}) == {"option": "A"}
    assert gold_from_source(TRIAGE, {"who": "MD", "when": "urgent"}) == {"personnel": "physician", "urgency": "urgent"}
    assert gold_from_source(FREE, {"summary": " Well. "}) == {"text": "Well."}


@pytest.mark.parametrize("value", [None, "", "  ", math.nan])
@pytest.mark.parametrize("answer", [YES_NO, QUESTION, FREE])
def test_a_row_without_its_gold_answer_is_refused(answer, value):
    with pytest.raises(MissingAnswer, match=answer.column):
        gold_from_source(answer, {answer.column: value})
    with pytest.raises(MissingAnswer, match="absent"):
        gold_from_source(answer, {})


def test_a_gold_option_without_text_is_refused():
    with pytest.raises(MissingAnswer, match="opb"):
        gold_from_source(QUESTION, {"key": "B", "opb": None})


def test_an_unknown_label_is_refused_without_showing_what_may_be_a_patients_text():
    with pytest.raises(UnknownLabel, match=r"'uti'.*accepted: 1, true, 0, false") as caught:
        gold_from_source(YES_NO, {"uti": "Mrs Miller"})
    assert "Miller" not in str(caught.value)
    with pytest.raises(UnknownLabel):
        render_answer(YES_NO, {"label": "Maybe"}, {})


SPOKEN = LabelAnswer(column="x", labels={"Opéré": "Opéré.", "Non": "Non."})
CHINESE = LabelAnswer(column="x", labels={"是": "是。", "否": "否。"})


def test_an_accent_may_be_encoded_either_way_in_the_source_and_in_an_answer():
    decomposed = unicodedata.normalize("NFD", "OPÉRÉ")
    assert gold_from_source(SPOKEN, {"x": decomposed}) == {"label": "Opéré"}
    assert parse_answer(SPOKEN, f"{decomposed}. Fin") == {"label": "Opéré"}
    assert parse_answer(SPOKEN, "Opere.") is None


@given(
    st.text(st.sampled_from("OpéréNonopre\u0301., 是否"), max_size=12),
    st.sampled_from([SPOKEN, CHINESE]),
    st.text(max_size=3),
)
def test_a_settled_answer_in_another_script_stays_what_it_is_whatever_follows(text, answer, more):
    if answer_is_settled(answer, text):
        assert parse_answer(answer, text + more) == parse_answer(answer, text)
    if answer_is_settled(answer, text):
        assert parse_answer(answer, text + "\u0301" + more) == parse_answer(answer, text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("是", "是"),
        ("是的", "是"),
        ("是\uff0c有感染", "是"),
        ("否。", "否"),
        ("是或否", None),
        ("是\uff0c否", None),
        ("是否", None),
        ("我觉得是", None),
    ],
)
def test_a_label_of_a_script_without_spaces_ends_with_its_last_character(text, label):
    assert parse_answer(CHINESE, text) == (label and {"label": label})


KTAS = LabelAnswer(column="ktas", labels={f"KTAS {level}": f"KTAS {level}" for level in (1, 2, 12)})
CUT = {
    "KTAS 1": None,  # or KTAS 12
    "KTAS 1 to KT": None,
    "KTAS 1 to": None,
    "KTAS 1.": None,
    "KTAS 1, since": {"label": "KTAS 1"},
    "KTAS 1 to the": {"label": "KTAS 1"},
    "KTAS 1 to KTAS 2": None,
    "KTAS 1 or ": None,
    "KTAS 1/": None,
    "Level 1": None,
    "": None,
}


@pytest.mark.parametrize("text", CUT)
def test_an_answer_that_was_cut_off_is_read_only_where_more_could_not_change_it(text):
    assert parse_cut_answer(KTAS, text) == CUT[text]


TUMOR = LabelsAnswer(
    kind="labels",
    fields={"tumor": LabelField(column="t", labels={"pT1a": (), "pT1b": (), "pT2": ()})},
    template="Tumor: {tumor}.",
)
CARE = LabelAnswer(column="c", labels={"ICU": "ICU.", "ICU step-down": "ICU step-down.", "ward": "ward."})


@pytest.mark.parametrize(
    ("answer", "text", "read"),
    [
        (KTAS, "KTAS 1/2", None),
        (KTAS, "KTAS 1 or 2", None),
        (KTAS, "KTAS 1 or 2 depending on the pain", None),
        (KTAS, "KTAS 1 to 12.", None),
        (KTAS, "KTAS 1, 2", None),
        (KTAS, "KTAS 1 2", None),
        (KTAS, "KTAS 1 (2 or 12)", None),
        (KTAS, "KTAS 1-2", None),
        (KTAS, "KTAS 1, 2 hours after the fall", "KTAS 1"),
        (KTAS, "KTAS 1 (2 of 5 signs)", "KTAS 1"),
        (KTAS, "KTAS 1.\n2. Oxygen", "KTAS 1"),
        (KTAS, "KTAS 1 or 3", "KTAS 1"),  # which is no label
        (KTAS, "KTAS 1 or 2.5", "KTAS 1"),
        (KTAS, "KTAS 1 or the second", "KTAS 1"),
        (TUMOR, "Tumor: pT1a/b.", None),
        (TUMOR, "Tumor: pT1a or 2", None),
        (TUMOR, "Tumor: pT1b and a nodule", "pT1b"),
        (TUMOR, "Tumor: pT1a", "pT1a"),
        (CARE, "ICU or step-down", None),
        (CARE, "ICU step-down", "ICU step-down"),
        (YES_NO, "Yes, 1 or 2", "Yes"),
    ],
)
def test_a_label_that_is_shortened_behind_another_takes_that_one_back(answer, text, read):
    parsed = parse_answer(answer, text)
    assert (None if parsed is None else [*parsed.values()]) == (None if read is None else [read])


def test_only_labels_that_begin_alike_can_be_shortened():
    assert [begin_alike(answer) for answer in (KTAS, TUMOR, CARE)] == [True, True, True]
    assert [begin_alike(answer) for answer in (YES_NO, SCALE, QUESTION, FREE)] == [False, False, False, False]


@given(st.text("KTAS 12,.to/\n", max_size=14), st.text("KTAS 12,.to\n", max_size=6))
def test_what_is_read_in_a_cut_answer_is_read_in_every_continuation(text, more):
    read = parse_cut_answer(KTAS, text)
    assert read is None or parse_answer(KTAS, text + more) == read


def test_a_free_text_is_what_was_written():
    text = TextAnswer(kind="text", column="summary")
    assert parse_cut_answer(text, "Admitted with pneu") == {"text": "Admitted with pneu"}
    assert parse_cut_answer(text, " ") is None
