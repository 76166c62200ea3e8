import re
from collections import Counter

import pytest

from medpref_dagster.synthetic import reasoning
from medpref_dagster.synthetic.reasoning import (
    CONDITIONS,
    TOPICS,
    answer_question,
    find_twist,
    list_wrong_options,
)

ROWS = list(reasoning.generate(1500, seed=0))
OPTIONS = [f"option_{letter}" for letter in "abcde"]
FUNCTION_WORDS = {"above", "from", "least", "once", "other", "shows", "that", "then", "this", "through", "with"}
FUNCTION_WORDS |= {"acute", "best", "both", "days", "left", "three", "without"}


def content_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9-]{4,}", text.casefold())) - FUNCTION_WORDS


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(reasoning.generate(200, seed=0)) == ROWS[:200]
    assert list(reasoning.generate(50, seed=1)) != ROWS[:50]


def test_no_two_questions_are_alike_and_hundreds_of_things_are_asked() -> None:
    assert len({row["question"] for row in ROWS}) == len({row["question_id"] for row in ROWS}) == len(ROWS)
    twists = [twist for condition in CONDITIONS for twist in condition.twists]
    answers = {(topic, answer_question(condition, topic)) for condition in CONDITIONS for topic in TOPICS}
    answers |= {(twist.topic, twist.answer) for twist in twists}
    asked = {(row["topic"], str(row["answer_text"]).casefold()) for row in ROWS}
    assert asked <= {(topic, answer.casefold()) for topic, answer in answers}
    assert len(asked) >= 275
    assert all(tuple(row) == reasoning.COLUMNS for row in ROWS)


def test_the_letter_names_the_answer_and_the_options_differ() -> None:
    for row in ROWS:
        assert row[f"option_{str(row['answer']).lower()}"] == row["answer_text"]
        assert len({row[option] for option in OPTIONS}) == 5


def test_letters_are_even_and_no_rule_on_length_finds_the_answer() -> None:
    letters = Counter(row["answer"] for row in ROWS)
    assert all(0.15 < count / len(ROWS) < 0.25 for count in letters.values())
    longest = sum(row["answer_text"] == max((str(row[o]) for o in OPTIONS), key=len) for row in ROWS)
    shortest = sum(row["answer_text"] == min((str(row[o]) for o in OPTIONS), key=len) for row in ROWS)
    assert max(longest, shortest) / len(ROWS) < 0.3


def test_no_content_word_of_the_answer_stands_in_the_question() -> None:
    for row in ROWS:
        assert not content_words(str(row["answer_text"])) & content_words(str(row["question"])), row["question_id"]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.name)
def test_every_question_has_four_wrong_options_of_the_same_organ_system(condition: reasoning.Condition) -> None:
    for topic in TOPICS:
        for twist in {None, find_twist(condition, topic)}:
            wrong = list_wrong_options(condition, topic, twist)
            assert len(wrong) >= 4
            assert len(set(wrong)) == len(wrong)
            assert answer_question(condition, topic, twist) not in wrong
            assert not set(wrong) & set(condition.avoid)


def test_a_finding_that_changes_the_answer_is_offered_against_the_usual_one() -> None:
    checked = 0
    for row in ROWS:
        for condition in CONDITIONS:
            twist = find_twist(condition, str(row["topic"]))
            question, answer = str(row["question"]).casefold(), str(row["answer_text"]).casefold()
            shown = re.split(r"{they}", condition.decisive[0].casefold())[-1] in question
            if twist is None or not shown:
                continue
            both = {twist.answer.casefold(), answer_question(condition, twist.topic).casefold()}
            assert both <= {str(row[option]).casefold() for option in OPTIONS}
            twisted = twist.finding.casefold().split("{they}")[-1] in question
            assert answer in both
            assert (answer == twist.answer.casefold()) == twisted
            checked += twisted
    assert checked > 40


def test_options_to_avoid_name_answers_that_exist() -> None:
    answers = {answer_question(condition, topic) for condition in CONDITIONS for topic in TOPICS}
    answers |= {twist.answer for condition in CONDITIONS for twist in condition.twists}
    assert {option for condition in CONDITIONS for option in condition.avoid} <= answers


def test_every_condition_has_a_source_and_enough_findings() -> None:
    for condition in CONDITIONS:
        assert condition.source
        assert len(condition.complaint) >= 2
        assert len(condition.decisive) >= 2
        assert len(condition.supporting) >= 3


def test_the_rationale_gives_the_answer_with_a_finding_that_the_question_shows() -> None:
    for row in ROWS:
        rationale = str(row["rationale"])
        assert str(row["answer_text"]).casefold() in rationale.casefold()
        assert rationale.split(" This points to ")[0] in str(row["question"])


def test_no_placeholder_is_left_and_questions_stay_short() -> None:
    assert not any("{" in str(row["question"]) + str(row["rationale"]) for row in ROWS)
    assert max(len(str(row["question"]).split()) for row in ROWS) <= 90


def test_a_patient_keeps_one_age_and_sex() -> None:
    people: dict[object, set[str]] = {}
    for row in ROWS:
        age = re.search(r"\b(\d+)-year-old|of (\d+) comes", str(row["question"]))
        assert age is not None
        people.setdefault(row["patient_id"], set()).add(age.group(1) or age.group(2))
    assert all(len(ages) == 1 for ages in people.values())
    assert len(people) < len(ROWS)
