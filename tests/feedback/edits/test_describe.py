import json
import os
import string
import subprocess
import sys
import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medpref_dagster.feedback.edits import KINDS, EditRules, apply_edit, describe_edit
from tests.conftest import CHECKOUT

RULES = EditRules()

PIECES = [
    *("No fever.", "Denies chest pain.", "Lasix 40 mg daily.", "furosemide", "left", "right knee", "Left leg.", "no"),
    *("and", "or", "but", "not", "without", "pneumonia", "acute kidney injury", "AKI", "5/325", "1,200", "1.5 mg/dL"),
    *(
        "q8h",
        "twice daily",
        "BID",
        "3/4/2024",
        "The wound is dry.",
        "He walks.",
        ",",
        ".",
        "\n",
        "  ",
        "患者左膝疼痛。",
    ),
    *("caf\u00e9", "cafe\u0301", "\U0001f600", "\u0301", "µg", "p.o.", "non-tender", "\u200d", "-", "4", "mg"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)


@given(TEXTS, TEXTS)
def test_the_edit_makes_the_later_text_of_the_earlier_one(before: str, after: str) -> None:
    edit = describe_edit(before, after, RULES)
    assert apply_edit(before, edit) == after
    assert (edit.changes == ()) == (before == after)


@given(TEXTS, TEXTS)
def test_spans_hold_what_they_say_and_only_what_moved_stands_in_both(before: str, after: str) -> None:
    for change in describe_edit(before, after, RULES).changes:
        assert before[change.before_start : change.before_end] == change.before
        assert after[change.after_start : change.after_end] == change.after
        assert change.kind == "order" or change.before != change.after
        assert change.kind in KINDS
        assert change.weight >= RULES.weights[change.kind]
        assert change.explanation


@given(TEXTS, TEXTS)
@example("No fever. No fever. No fever.", "No fever. No fever. furosemide No fever.")
def test_the_other_way_round_the_same_places_change(before: str, after: str) -> None:
    def list_places(edit, forth: bool):
        opposite = {"omission": "addition", "addition": "omission"}
        return Counter(
            (change.kind, change.before_start, change.before_end, change.after_start, change.after_end, change.words)
            if forth
            else (
                opposite.get(change.kind, change.kind),
                *(change.after_start, change.after_end, change.before_start, change.before_end, change.words),
            )
            for change in edit.changes
        )

    forth, back = describe_edit(before, after, RULES), describe_edit(after, before, RULES)
    assert list_places(forth, True) == list_places(back, False)


@given(TEXTS, TEXTS)
def test_an_edit_is_json(before: str, after: str) -> None:
    written = describe_edit(before, after, RULES).to_json()
    assert json.loads(json.dumps(written)) == written


@given(TEXTS)
def test_another_unicode_form_is_no_more_than_style(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert set(describe_edit(text, unicodedata.normalize("NFD", text), RULES).kinds) <= {"style"}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), st.integers(0, 4), st.integers(1, 10**6))
def test_a_changed_number_is_found_alone(numbers: list[int], place: int, step: int) -> None:
    place %= len(numbers)
    words = ["The count in sample", "came to", "."]
    letters = string.ascii_uppercase

    def write(values: list[int]) -> str:
        return " ".join(f"{words[0]} {letters[n]} {words[1]} {value}{words[2]}" for n, value in enumerate(values))

    changed = [number + step * (index == place) for index, number in enumerate(numbers)]
    edit = describe_edit(write(numbers), write(changed), RULES)
    assert [(c.kind, c.before, c.after) for c in edit.changes] == [("number", str(numbers[place]), str(changed[place]))]


def name_kinds(before: str, after: str) -> list[str]:
    edit = describe_edit(before, after, RULES)
    assert apply_edit(before, edit) == after
    return [change.kind for change in edit.changes]


EXAMPLES = [
    ("typo", "She recieved fluids.", "She received fluids."),
    ("typo", "Started on furosimide today.", "Started on furosemide today."),
    ("typo", "Acute pnuemonia.", "Acute pneumonia."),
    ("style", "Lasix 40mg BID", "furosemide 40 mg twice daily"),
    ("style", "Pneumonia of the LLL.", "Pneumonia of the left lower lobe."),
    ("style", "No chest pain.", "Denies chest pain."),
    ("style", "She is not without pain.", "She is with pain."),
    ("style", "HTN, stable", "Hypertension, stable"),
    ("style", "LEFT VENTRICULAR FUNCTION: preserved", "LV function: preserved"),
    ("style", "Drained 1,200 mL.", "Drained 1200 mL."),
    ("order", "Lungs are clear. Heart is regular. Belly is soft.", "Belly is soft. Lungs are clear. Heart is regular."),
    ("order", "Came with fever and cough.", "Came with cough and fever."),
    ("number", "Hemoglobin was 8.2 g/dL.", "Hemoglobin was 9.2 g/dL."),
    ("number", "Seen on 3/4/2024.", "Seen on 3/5/2024."),
    ("number", "Follow-up in 2-3 weeks.", "Follow-up in 2-4 weeks."),
    ("number", "Surgery is planned in May.", "Surgery is planned in June."),
    ("number", "Vancomycin trough was 18.", "Vancomycin trough was 15."),
    ("number", "Lactate was <2.", "Lactate was >2."),
    ("number", "Change the dressing twice daily.", "Change the dressing once daily."),
    ("unit", "Creatinine 1.5 mg/dL.", "Creatinine 1.5 mmol/L."),
    ("unit", "Return in 2 weeks.", "Return in 2 days."),
    ("dose", "Furosemide 40 mg daily.", "Furosemide 80 mg daily."),
    ("dose", "Percocet 5/325 prn.", "Percocet 10/325 prn."),
    ("dose", "Vancomycin q8h.", "Vancomycin q12h."),
    ("dose", "Apixaban 5 mg twice daily.", "Apixaban 5 mg once daily."),
    ("dose", "Fentanyl 25 mcg given.", "Fentanyl 25 mg given."),
    ("dose", "Metoprolol 25 daily.", "Metoprolol 50 daily."),
    ("dose", "Cephalexin 500 mg for 7 days.", "Cephalexin 500 mg for 10 days."),
    ("negation", "No evidence of bleeding.", "Evidence of bleeding."),
    ("negation", "Patient denies chest pain.", "Patient reports chest pain."),
    ("negation", "Abdomen is non-tender.", "Abdomen is tender."),
    ("negation", "Cultures were positive.", "Cultures were negative."),
    ("negation", "She was febrile overnight.", "She was afebrile overnight."),
    ("negation", "He did not fall.", "He did fall."),
    ("negation", "No fever or cough.", "No fever but cough."),
    ("laterality", "Left knee pain.", "Right knee pain."),
    ("laterality", "Swelling of the RLE.", "Swelling of the LLE."),
    ("laterality", "Pain of the left hip.", "Pain of the hip."),
    ("laterality", "Tear of the medial meniscus.", "Tear of the lateral meniscus."),
    ("laterality", "Right effusion.", "Bilateral effusion."),
    ("drug", "Start furosemide.", "Start torsemide."),
    ("drug", "Allergic to codeine.", "Allergic to morphine."),
    ("drug", "Continue aspirin and metoprolol.", "Continue metoprolol."),
    ("drug", "Metoprolol tartrate 25 mg.", "Metoprolol succinate 25 mg."),
    ("diagnosis", "Admitted for hyponatremia.", "Admitted for hypernatremia."),
    ("diagnosis", "Viral pneumonia.", "Bacterial pneumonia."),
    ("diagnosis", "History of hypotension.", "History of hypertension."),
    ("omission", "Wound is dry. Sutures come out in clinic.", "Wound is dry."),
    ("omission", "No fever, no chills, no cough.", "No fever, no cough."),
    ("addition", "Wound is dry.", "Wound is dry. Call if it opens."),
    ("addition", "She went home.", "She went home with a walker and nursing visits."),
    ("other", "Mild swelling.", "Severe swelling."),
]


@pytest.mark.parametrize(("kind", "before", "after"), EXAMPLES)
def test_a_change_has_its_kind(kind: str, before: str, after: str) -> None:
    found = [name for name in name_kinds(before, after) if name != "style"]
    assert found == ([kind] if kind != "style" else [])


def list_documented() -> list[tuple[str, str, str]]:
    page = (CHECKOUT / "docs" / "reference" / "edits.md").read_text()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return [(row[0], row[1], row[2]) for row in rows if row[0] in KINDS]


@pytest.mark.parametrize(("kind", "before", "after"), list_documented())
def test_the_documented_examples_hold(kind: str, before: str, after: str) -> None:
    assert {name for name in name_kinds(before, after) if name != "style" or kind == "style"} == {kind}


def test_every_kind_is_documented():
    assert {kind for kind, _, _ in list_documented()} == set(KINDS)


HARD_NEGATIVES = [
    (
        "a heading in other letters is no side",
        "Left ventricular function: good",
        "LEFT VENTRICULAR FUNCTION: good",
        "style",
    ),
    ("no change in dose", "No change in dose. Aspirin 81 mg.", "Dose unchanged. Aspirin 81 mg.", None),
    ("all right", "He felt all right at home.", "He felt well at home.", "other"),
    ("left the hospital", "She left the ward on foot.", "She walked off the ward on foot.", None),
    ("right away", "Call right away.", "Call at once.", None),
    ("may is no month", "Symptoms may recur.", "Symptoms might recur.", "other"),
    (
        "an allergy has no dose",
        "Allergic to penicillin 10 years ago.",
        "Allergic to penicillin 12 years ago.",
        "number",
    ),
    ("a level is no dose", "Digoxin level 1.2 ng/mL.", "Digoxin level 1.4 ng/mL.", "number"),
    ("no. 5 denies nothing", "Not only pain.", "Only pain.", None),
    ("iv is no four", "Ceftriaxone IV was given.", "Ceftriaxone intravenously was given.", "style"),
    ("look-alike beginnings are no typo", "Bradycardia noted.", "Tachycardia noted.", "diagnosis"),
    ("a word a letter away is no typo", "The lesion is cold.", "The lesion is gold.", "other"),
    ("the liter L is no left", "Infused 2 L of fluid.", "Infused 3 L of fluid.", "number"),
]


@pytest.mark.parametrize(("what", "before", "after", "kind"), HARD_NEGATIVES)
def test_what_looks_like_a_clinical_change_and_is_none(what: str, before: str, after: str, kind: str | None) -> None:
    found = set(name_kinds(before, after))
    assert found == {kind} if kind else not found & {"negation", "laterality", "dose", "number", "drug"}


def test_a_moved_sentence_that_was_changed_too_shows_both():
    before = "Lungs are clear. The knee is swollen on the left side. Heart is regular. Belly is soft."
    after = "The knee is swollen on the right side. Lungs are clear. Heart is regular. Belly is soft."
    [moved, side] = describe_edit(before, after, RULES).changes
    assert (moved.kind, side.kind, side.before, side.after) == ("order", "laterality", "left", "right")
    assert moved.before_start < side.before_start < moved.before_end


def test_a_clause_left_out_says_what_it_held_and_weighs_as_much():
    [change] = describe_edit("Home. Start warfarin 5 mg daily tonight please.", "Home.", RULES).changes
    assert (change.kind, change.holds, change.weight) == ("omission", ("drug", "dose"), 1.0)


@pytest.mark.parametrize(
    ("before", "after", "explanation"),
    [
        ("Furosemide 40 mg daily.", "Furosemide 80 mg daily.", "dose 40 mg -> 80 mg of Furosemide"),
        ("No fever today.", "Fever today.", 'negation No left out: "fever" was denied'),
        ("Left hip pain.", "Right hip pain.", 'side or position Left -> Right before "hip"'),
        ("Sodium 128 today.", "Sodium 138 today.", 'number 128 -> 138 after "Sodium"'),
        ("Dry.  Warm.", "Dry. Warm.", "whitespace"),
    ],
)
def test_a_change_is_explained_in_plain_words(before: str, after: str, explanation: str) -> None:
    found = [
        c.explanation for c in describe_edit(before, after, RULES).changes if c.kind != "style" or not c.before.strip()
    ]
    assert found == [explanation.replace("Furosemide", "furosemide")]


def test_scripts_without_spaces_change_by_character():
    [change] = describe_edit("患者发热三天。", "患者发热五天。", RULES).changes
    assert (change.before, change.after, change.words) == ("三", "五", 1)


def test_a_text_over_the_bound_is_one_change_between_what_is_common():
    rules = EditRules(max_characters=20)
    before, after = "Same begin. Old text. Same end.", "Same begin. New words. Same end."
    edit = describe_edit(before, after, rules)
    assert [change.kind for change in edit.changes] == ["other"]
    assert apply_edit(before, edit) == after


def test_an_edit_of_another_text_is_not_applied():
    edit = describe_edit("Left knee.", "Right knee.", RULES)
    with pytest.raises(ValueError, match="another text"):
        apply_edit("Some other knee.", edit)


MENDED = [
    ("a unit that nobody listed is one", "Thickness 540 microns.", "Thickness 540 mm.", ["unit"]),
    ("a misspelt unit is a typo", "Rest for ten minutes.", "Rest for ten miuntes.", ["typo"]),
    ("a plural follows its number", "Timolol 1 drop daily.", "Timolol 2 drops daily.", ["dose"]),
    ("a capital follows the word before it", "No fever today.", "Fever today.", ["negation"]),
    ("a typo within a phrase is a typo", "Her blood pressure fell.", "Her blood pessure fell.", ["typo"]),
    ("a name of several words is one problem", "Found otitis media.", "Found pharyngitis.", ["diagnosis"]),
    ("a number of a rewritten clause alone", "Repeat cytology in 6 months.", "HPV testing tonight.", ["other"]),
    ("two that deny cancel out", "Not without pain.", "With pain.", ["style"]),
    ("a degree is no diagnosis", "Mild pneumonia.", "Severe pneumonia.", ["other"]),
    ("a negation may stand at the end", "He did.", "He did not.", ["negation"]),
]


@pytest.mark.parametrize(("what", "before", "after", "kinds"), MENDED)
def test_mistakes_that_were_mended(what: str, before: str, after: str, kinds: list[str]) -> None:
    assert name_kinds(before, after) == kinds


def test_a_short_sentence_that_moved_and_names_another_problem_is_both():
    before = "Impression: croup. The drum is red. Peak flow was good. Mother keeps a diary."
    after = "The drum is red. Peak flow was good. Mother keeps a diary. Impression: pharyngitis."
    assert sorted(name_kinds(before, after)) == ["diagnosis", "order"]


def test_one_word_of_a_long_text_is_found_alone():
    sentence = "On day {} the wound was dry and the dose of apixaban stayed 5 mg twice daily."
    before = " ".join(sentence.format(day) for day in range(400))
    after = before.replace("On day 200 the wound was dry", "On day 200 the wound was wet")
    [change] = describe_edit(before, after, RULES).changes
    assert (change.before, change.after) == ("dry", "wet")


def test_every_process_describes_an_edit_alike():
    code = (
        "import json; from medpref_dagster.feedback.edits import EditRules, describe_edit\n"
        "before = 'Lungs are clear. No fever or chills. Left hip pain, Lasix 40 mg BID. Home soon.'\n"
        "after = 'Chills but no fever. Lungs are clear. Right hip pain, torsemide 20 mg daily. Call us.'\n"
        "print(json.dumps(describe_edit(before, after, EditRules()).to_json()))"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(written) == 1
    assert json.loads(written.pop())["weight"] == 1.0
