"""The field beside the rules: what it adds, what it takes back, and that its files are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.deidentification import find_ours, score_notes
from benchmarks.identified_notes.held_out_9 import HELD_OUT_9
from benchmarks.identified_notes.notes import write_notes
from benchmarks.tagger import Labelled, choose_words, count_clinical_words, label_tokens, learn
from medpref_dagster.deidentification import finding, tagger
from medpref_dagster.deidentification.finding import find_by_rules, find_identifiers
from medpref_dagster.deidentification.identifiers import Identifier, IdFormat, Rules
from medpref_dagster.deidentification.lexicon import LexiconError, load_clinical_words
from medpref_dagster.deidentification.tagger import LEAST, MOST_OF_NONE, SURE, Tag, Tagger, Tags, load_tagger
from medpref_dagster.deidentification.token_features import read_tokens

RULES = Rules()


class Holding:
    """A tagger that holds tokens for what a test says; all others for nothing."""

    def __init__(self, **kinds: tuple[str, float]) -> None:
        self.kinds = kinds

    def tag(self, text: str, *, sure: bool = False) -> Tags:
        tags: list[Tag] = []
        for token in read_tokens(text):
            kind, probability = self.kinds.get(token.text, ("other_id", 2 * MOST_OF_NONE["name"]))
            held = probability >= (SURE if sure else LEAST[kind])
            tags.append(Tag(token.start, token.end, kind, probability, held, alone=True))
        return Tags(text, tags)


def find(
    monkeypatch, text: str, known=(), rules=RULES, sure=False, **kinds: tuple[str, float]
) -> list[tuple[str, str]]:
    monkeypatch.setattr(finding, "load_tagger", lambda: Holding(**kinds))
    return [(text[item.start : item.end], item.kind) for item in find_identifiers(text, rules, known, sure=sure)]


def test_what_no_rule_knows_is_added_with_its_kind_and_a_row_is_one(monkeypatch):
    text = "reviewed together with wombly fusk at the front"
    assert find(monkeypatch, text) == []
    found = find(monkeypatch, text, wombly=("name", 0.2), fusk=("name", 0.3))
    assert found == [("wombly fusk", "name")]


def test_what_is_added_stays_below_what_a_rule_found_of_another_kind(monkeypatch):
    text = "Call (555) 201-4477 x12 today"
    kinds = {token.text: ("name", 0.99) for token in read_tokens(text) if token.text.isalnum()}
    assert ("(555) 201-4477 x12", "phone") in find(monkeypatch, text, **kinds)


def test_a_name_of_the_rules_is_taken_back_where_nothing_speaks_for_it(monkeypatch):
    text = "Her aunt Gwendolyn Ashcombe phoned."
    none = ("name", MOST_OF_NONE["name"] / 2)
    assert find(monkeypatch, text, Gwendolyn=("name", 0.02), Ashcombe=none) == [("Gwendolyn Ashcombe", "name")]
    assert find(monkeypatch, text, Gwendolyn=none, Ashcombe=none) == []


@pytest.mark.parametrize("text", ["SSN 219-09-9997", "mail to k.ashcombe@clinic.org", "call (212) 664-7665"])
def test_numbers_and_addresses_that_lead_to_a_person_are_never_taken_back(monkeypatch, text: str):
    assert find(monkeypatch, text)


def test_declared_names_and_codes_are_never_taken_back(monkeypatch):
    rules = Rules(id_formats=(IdFormat("STU-[0-9]{4}"),))
    assert find(monkeypatch, "with Hope in STU-4471", known=["Hope Ashcombe"], rules=rules) == [
        ("Hope", "name"),
        ("STU-4471", "other_id"),
    ]


def test_a_check_of_texts_that_should_have_none_asks_for_more(monkeypatch):
    text = "reviewed together with wombly fusk at the front"
    assert find(monkeypatch, text, wombly=("name", 0.8), sure=True) == []
    assert find(monkeypatch, text, wombly=("name", 0.95), sure=True) == [("wombly", "name")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("1900", "name"), ("Texas", "location"), ("tomorrow", "phone"), ("later", "date"), ("from", "email")],
)
def test_what_lacks_what_its_kind_must_have_is_not_added(monkeypatch, word: str, kind: str):
    text = f"reviewed together {word} at the front"
    assert find(monkeypatch, text) == []
    assert find(monkeypatch, text, **{word: (kind, 0.99)}) == []


def test_without_tags_nothing_is_found_and_nothing_denied():
    none = Tags("Gwendolyn Ashcombe phoned")
    assert list(none.find()) == []
    assert not none.deny(Identifier(0, 18, "name"))
    assert find_by_rules("Her aunt Gwendolyn Ashcombe phoned.", RULES) == [Identifier(9, 27, "name")]


@given(st.text(alphabet=st.sampled_from("aB1é-./:,\n \t²王"), max_size=120))
def test_tags_are_one_a_token_with_a_probability_and_the_same_each_time(text: str):
    first, second = load_tagger().tag(text), load_tagger().tag(text)
    assert list(first.find()) == list(second.find())
    for item in first.find():
        assert 0 <= item.start < item.end <= len(text)


def test_a_text_of_many_windows_is_read_line_by_line_to_the_same_end():
    line = "Pt seen by Dr Okonkwo-Price at Alderwick Surgery, MRN 4471902, next visit 14 March 2024.\n"
    found = find_identifiers(line * 120, RULES)
    alone = [(item.end - item.start, item.kind) for item in find_identifiers(line, RULES)]
    assert [(item.end - item.start, item.kind) for item in found] == alone * 120


def test_a_field_that_learns_from_few_notes_tells_a_new_name_in_their_place_and_learns_the_same_twice():
    names = ("Ada Vex", "Bo Quill", "Cy Marsh", "Di Thorn", "Ed Fane", "Flo Birk", "Gus Holm", "Hal Dene")
    notes = [Labelled(f"ward round with {name} of bay two", ((16, 16 + len(name), "name"),)) for name in names]
    sources = {"one": notes[:4], "two": notes[4:]}
    words = choose_words(sources)
    assert {"ward", "round", "with", "of", "bay", "two"} <= words
    assert not words & {"ada", "vex", "quill"}
    model = learn(sources, words)
    assert learn(sources, words) == model
    text = "ward round with Ivo Kestrel of bay two"
    assert [text[item.start : item.end] for item in Tagger(model, words).tag(text).find()] == ["Ivo Kestrel"]


def test_a_token_has_a_label_only_where_it_stands_within_an_identifier_whole():
    note = Labelled("DOB 3/4/1990a", ((4, 12, "date"),))
    assert label_tokens(read_tokens(note.text), note) == ["O", *["date"] * 5, "O"]


def test_clinical_words_stand_twice_in_small_letters():
    assert count_clinical_words(["Acute pain, acute fever", "Fever and pain"]) == ["pain"]
    assert {"pain", "fever"} <= load_clinical_words()


def test_the_committed_weights_add_to_the_rules_on_notes_and_cost_little(monkeypatch):
    notes = list(write_notes(HELD_OUT_9, 40, 7))
    both = score_notes(notes, find_ours(RULES, with_names=False))
    rules = score_notes(notes, lambda note: [(item.start, item.end) for item in find_by_rules(note.text, RULES)])
    assert both.tokens_found.total() > rules.tokens_found.total()
    assert both.negatives_touched <= rules.negatives_touched


def test_without_the_library_it_says_what_to_install(monkeypatch):
    def refuse(name: str):
        raise ImportError(name)

    monkeypatch.setattr(tagger, "import_module", refuse)
    with pytest.raises(LexiconError, match=r"python-crfsuite: pip install 'medpref-dagster\[deidentification\]'"):
        Tagger(b"", frozenset())


def test_a_check_takes_no_hash_setting_or_number_of_a_card_for_an_identifier():
    card = "repo: tiny/uti-lora\nbase: 8b7c0981c0561c6d\nversion 0.1.2, trl 1.16.0\nfile adapter_model.safetensors"
    assert find_identifiers(card, RULES, sure=True) == find_by_rules(card, RULES)
