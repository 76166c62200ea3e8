"""A declared file is read as data, strictly, and every mistake in it is one line with file and line."""

import contextlib
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.declaration.documents import MOST_BYTES, DeclarationError, read_document

HEAD = "type: T\nattributes:\n"


def read(tmp_path: Path, text: str | bytes):
    file = tmp_path / "assets" / "x" / "defs.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return read_document(file, tmp_path)


def refusal(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(DeclarationError) as refused:
        read(tmp_path, text)
    return str(refused.value)


def test_a_file_gives_its_values_and_the_line_of_each(tmp_path):
    document = read(tmp_path, HEAD + "  sft:\n    rates: [1, 0.5]\n    on: yes\n")
    assert document.value["attributes"] == {"sft": {"rates": [1, 0.5], True: True}}
    assert document.lines[("attributes", "sft", "rates")] == 4
    assert document.lines[("attributes", "sft", "rates", 1)] == 4


@pytest.mark.parametrize("written", ["2e-4", "1e5", "2026-01-05"])
def test_what_may_be_a_label_stays_text(tmp_path, written):
    assert read(tmp_path, HEAD + f"  a: {written}\n").value["attributes"]["a"] == written


MISTAKES = {
    "a key twice": (HEAD + "  a: 1\n  b: 2\n  a: 3\n", "defs.yaml:5 a: stands twice, the first time in line 3"),
    "a key twice, deep down": (
        HEAD + "  a:\n    b: [{c: 1}, {c: 1, d: 2,\n      c: 3}]\n",
        "defs.yaml:5 a.b.1.c: stands twice, the first time in line 4",
    ),
    "an unclosed bracket": (HEAD + "  a: [1, 2\n", "is no YAML"),
    "a tab": (HEAD + "\ta: 1\n", "defs.yaml:3: is no YAML"),
    "a Python tag": (HEAD + "  a: !!python/object/apply:os.getcwd []\n", "defs.yaml:3 a: has the tag"),
    "a binary tag": (HEAD + "  a: !!binary aGk=\n", "defs.yaml:3 a: has the tag"),
    "a second document": (HEAD + "  a: 1\n---\ntype: U\n", "defs.yaml:4: begins a second document"),
    "a list": ("- a\n", "defs.yaml:1: must be a map"),
    "nothing": ("", "defs.yaml:1: must be a map"),
    "not UTF-8": (HEAD.encode() + b"  a: \xff\n", "defs.yaml:3: is not UTF-8"),
    "a control character": (HEAD + "  a: \x00\n", "is no YAML"),
    "not a finite number": (HEAD + "  a: .nan\n", "defs.yaml:3 a: '.nan' is not a finite number"),
    "a number beyond all numbers": (HEAD + "  a: 1.0e+999\n", "defs.yaml:3 a: '1.0e+999' is not a finite number"),
    "an integer of 5000 digits": (HEAD + f"  a: {'9' * 5000}\n", "defs.yaml:3 a: "),
    "a time that YAML reads as a number": (HEAD + "  a: 12:30\n", "YAML reads 12:30 as the number 750"),
    "a leading zero that YAML reads as octal": (HEAD + "  a: 0123\n", "YAML reads 0123 as the number 83"),
    "a list as a key": (HEAD + "  ? [1, 2]\n  : 3\n", "defs.yaml:3: has a key that is no text"),
    "an alias to itself": (HEAD + "  a: &a [*a]\n", "is nested more than 40 deep"),
    "a bomb of aliases": (
        HEAD + "  a0: &a0 [1, 1]\n" + "".join(f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)),
        "says more than 20,000 values",
    ),
    "a hundred thousand brackets": (HEAD + "  a: " + "[" * 100_000 + "\n", "defs.yaml:3: is nested more than 40 deep"),
    "a huge file": ("#" * (MOST_BYTES + 1), f"has {MOST_BYTES + 1:,} bytes"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_nobody_means_is_refused_in_one_line_with_file_and_line_and_at_once(tmp_path, mistake):
    text, expected = MISTAKES[mistake]
    started = time.process_time()
    message = refusal(tmp_path, text)
    assert time.process_time() - started < 2
    assert message.startswith("assets/x/defs.yaml:")
    assert expected in message
    assert "\n" not in message


def test_several_mistakes_are_several_lines(tmp_path):
    lines = refusal(tmp_path, HEAD + "  a: 1\n  a: 2\n  b: {c: 1, c: 2}\n").splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["assets/x/defs.yaml:4 a", "assets/x/defs.yaml:5 b.c"]


def test_maps_are_merged_and_what_is_written_beside_it_stays(tmp_path):
    text = HEAD + "  a: &a {x: 1, y: 2}\n  b: {<<: *a, y: 3}\n  c: {<<: [*a, {x: 5, z: 6}]}\n"
    attributes = read(tmp_path, text).value["attributes"]
    assert attributes["b"] == {"x": 1, "y": 3}
    assert attributes["c"] == {"x": 1, "y": 2, "z": 6}


def test_an_environment_variable_is_filled_in_as_text(tmp_path, monkeypatch):
    monkeypatch.setenv("FOLDER", "/data")
    monkeypatch.setenv("VERSION", "1")
    document = read(tmp_path, HEAD + '  a: ["{{ env.FOLDER }}/{{env.VERSION}}.csv", "{{ env.VERSION }}"]\n')
    assert document.value["attributes"]["a"] == ["/data/1.csv", "1"]
    assert document.written["attributes"]["a"][1] == "{{ env.VERSION }}"


def test_a_filled_in_value_is_not_filled_in_again(tmp_path, monkeypatch):
    monkeypatch.setenv("OUTER", "{{ env.INNER }}")
    monkeypatch.setenv("INNER", "no")
    assert read(tmp_path, HEAD + '  a: "{{ env.OUTER }}"\n').value["attributes"]["a"] == "{{ env.INNER }}"


def test_a_variable_that_is_not_set_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("NOWHERE", raising=False)
    message = refusal(tmp_path, HEAD + '  a:\n    b: "{{ env.NOWHERE }}"\n')
    assert message == "assets/x/defs.yaml:4 a.b: the environment variable NOWHERE is not set"


@pytest.mark.parametrize("text", ["{{ env('HOME') }}", "{{ env.HOME | upper }}", "{{ ENV.HOME }}", "{{ env.a.b }}"])
def test_what_only_looks_like_a_variable_is_refused(tmp_path, text):
    assert "only {{ env.NAME }} is filled in" in refusal(tmp_path, HEAD + f'  a: "{text}"\n')


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }}",
        '{{"label": "Yes"}}',
        "{% for x in y %}",
        "{# no #}",
        "{{{{ env.HOME }}}}",
        "{{ bos_token }}",
        "}}{{",
    ],
)
def test_all_other_braces_stay_as_they_are_written(tmp_path, text):
    assert read(tmp_path, HEAD + f"  a: '{text}'\n").value["attributes"]["a"] == text


@pytest.mark.parametrize("key", ["type", "requirements", "post_processing", "template_vars_module"])
def test_beside_the_attributes_no_template_is_taken(tmp_path, key):
    message = refusal(tmp_path, f"{key}: {{env: ['{{{{ 7 * 7 }}}}']}}\nattributes: {{}}\n")
    assert f"assets/x/defs.yaml:1 {key}.env.0: no template is evaluated here" in message


_plain = st.text(st.characters(codec="utf-8", exclude_characters="{"), max_size=20)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | _plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_plain, inner, max_size=4),
    max_leaves=20,
)


@given(attributes=st.dictionaries(_plain, _values, max_size=5))
def test_what_is_written_is_what_is_read(tmp_path_factory, attributes):
    text = yaml.safe_dump({"type": "T", "attributes": attributes})
    assert read(tmp_path_factory.mktemp("written"), text).value["attributes"] == attributes


@given(text=st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path_factory, text):
    with contextlib.suppress(DeclarationError):
        read(tmp_path_factory.mktemp("any"), text)
