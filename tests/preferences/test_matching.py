from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.preferences.matching import Labelled, match_labels

LABELS = "abcd"


def make_rows(labels, accepted=None):
    return [
        Labelled(str(number), label, (accepted[number] if accepted else frozenset(LABELS)) - {label})
        for number, label in enumerate(labels)
    ]


@given(st.lists(st.sampled_from(LABELS)), st.integers(0, 9))
def test_no_more_rows_than_must_stay_without_a_partner(labels, seed):
    twos = list(match_labels(make_rows(labels), seed))
    largest = max(Counter(labels).values(), default=0)
    assert len(labels) - 2 * len(twos) == max(len(labels) % 2, 2 * largest - len(labels))


@given(
    st.lists(st.tuples(st.sampled_from(LABELS), st.frozensets(st.sampled_from(LABELS)))),
    st.integers(0, 9),
)
def test_partners_accept_each_others_label_and_nobody_has_two(drawn, seed):
    rows = make_rows([label for label, _ in drawn], [accepted for _, accepted in drawn])
    twos = list(match_labels(rows, seed))
    places = [place for two in twos for place in two]
    assert len(set(places)) == len(places)
    assert all(rows[a].label in rows[b].accepted and rows[b].label in rows[a].accepted for a, b in twos)
    assert all(rows[a].label != rows[b].label for a, b in twos)
    assert [a for a, _ in twos] == sorted(a for a, _ in twos)
    assert twos == list(match_labels(rows, seed))
    alone = [row for place, row in enumerate(rows) if place not in places]
    assert not any(a.label in b.accepted and b.label in a.accepted for a in alone for b in alone)


def test_partners_come_in_the_order_of_the_rows():
    assert list(match_labels(make_rows("aabab"), 0)) == [(0, 2), (1, 4)]


def test_the_partners_label_is_drawn_by_how_many_rows_are_left_of_it():
    labels = "a" * 300 + "b" * 300 + "c" * 100
    found = Counter(labels[b] for a, b in match_labels(make_rows(labels), 1) if labels[a] == "a")
    assert 200 < found["b"] < 290
    assert found["b"] + found["c"] == 300
