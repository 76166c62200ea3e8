"""Learn the weights of `deidentification/tagger.py`.

    MEDPREF_REAL_DATA=... python -m benchmarks.tagger [--without held-out-9] [--write FOLDER]

Texts are the made-up notes of all parts but the one that is kept back, some of them once more in small letters, in
capitals or with other names (`renaming.py`); published clinical texts, in which what the rules find stands for the
truth, since nobody labelled them; a line of each of these; lines of people; and lines of values
(`clinical_shorthand.py`). A token that is part of an identifier has its kind for a label. `--without` leaves another
part out, so that it can be measured on notes of an author whom the weights do not know. Same texts, same rules, same
files.
"""

import argparse
import csv
import json
import os
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import pycrfsuite

from benchmarks.clinical_shorthand import write_shorthand
from benchmarks.deidentification import KEPT_BACK, PARTS
from benchmarks.identified_notes.notes import write_notes
from benchmarks.renaming import Renaming
from medpref_dagster.deidentification.finding import find_by_rules
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.lexicon import CLINICAL_WORDS_FILE, fold
from medpref_dagster.deidentification.tagger import KIND_OF, MODEL_FILE, NO_IDENTIFIER, WORDS_FILE
from medpref_dagster.deidentification.token_features import Token, TokenFeatures, read_tokens

_PUBLISHED = "published"
_NOTES, _NOTES_OF_RULES_AUTHOR = 800, 300
"""Of a part whose author saw no rule, and of one that the rules' author wrote."""
_RULES_AUTHOR = {"dev", "seen", "styles", "held-out", "held-out-2", "held-out-3", "held-out-4"}
_FIRST_SEED = 100
_SMALL, _CAPITALS, _RENAMED = 0.1, 0.06, 0.4
_SHORTHAND, _SHORTHAND_TEXTS = "shorthand", 4000
_PEOPLE, _LINES_OF_PEOPLE = "people", 3000
_PUBLISHED_TEXTS, _LONGEST = 2500, 6000
_LEAST_SOURCES = 2
_LEAST_COUNT = 2
_TRAINING = {
    "c1": 0.1,
    "c2": 0.3,
    "max_iterations": 80,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}


@dataclass(frozen=True)
class Labelled:
    """A text and what of it identifies somebody: characters from and to, and a label."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def read_published(folder: Path) -> list[str]:
    """Clinical texts that others published: notes, summaries, dialogues, cases, questions of patients."""
    texts: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            texts += _read_json(json.loads(path.read_text("utf-8"))) if path.name != "dev.json" else []
        elif path.suffix == ".jsonl":
            for line in path.read_text("utf-8").splitlines():
                texts += _read_json(json.loads(line))
        elif path.suffix in (".csv", ".tsv") and "metadata" not in path.name:
            with path.open(encoding="utf-8", newline="") as stream:
                rows = csv.reader(stream, delimiter="\t" if path.suffix == ".tsv" else ",")
                texts += [cell for row in rows for cell in row if len(cell) > _SHORTEST]
    return sorted(set(texts))


_SHORTEST = 60


def _read_json(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) > _SHORTEST else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in _read_json(item)]
    return [text for item in value for text in _read_json(item)] if isinstance(value, list) else []


def count_clinical_words(texts: Iterable[str]) -> list[str]:
    """Folded words that stand in small letters in published texts at least twice, in order."""
    counts = Counter(fold(word) for text in texts for word in _WORD.findall(text) if word.islower() and len(word) > 1)
    return sorted(word for word, count in counts.items() if count >= _LEAST_COUNT)


_WORD = re.compile(r"[^\W\d_]+")


def read_part(name: str) -> list[Labelled]:
    """Notes of a part, of another seed than it is measured with; some of them again with other names or capitals."""
    rng, renaming = random.Random(name), Renaming()
    count = _NOTES_OF_RULES_AUTHOR if name in _RULES_AUTHOR else _NOTES
    notes: list[Labelled] = []
    for note in write_notes(PARTS[name], count, _FIRST_SEED):
        labelled = Labelled(
            note.text, tuple((element.start, element.end, _label(element.kind)) for element in note.elements)
        )
        notes.append(labelled)
        chance = rng.random()
        varied = note.text.lower() if chance < _SMALL else note.text.upper()
        if chance < _SMALL + _CAPITALS and len(varied) == len(note.text):
            notes.append(replace(labelled, text=varied))
        elif rng.random() < _RENAMED:
            notes.append(Labelled(*renaming.rename(labelled.text, labelled.spans, rng)))
    return notes


def label_published(texts: Iterable[str]) -> list[Labelled]:
    """Some published texts, with what the rules alone find in them."""
    rules = Rules()
    some = random.Random(_PUBLISHED).sample([text for text in texts if len(text) <= _LONGEST], _PUBLISHED_TEXTS)
    return [
        Labelled(text, tuple((item.start, item.end, _label(item.kind)) for item in find_by_rules(text, rules)))
        for text in some
    ]


def cut_lines(notes: Iterable[Labelled], seed: str) -> Iterator[Labelled]:
    """A line or sentence of each note by itself, since an answer, a message or a field is no more than that."""
    rng = random.Random(seed)
    for note in notes:
        lines = [match for match in _LINE.finditer(note.text) if len(match[0].strip()) > 1]
        if lines:
            line = rng.choice(lines)
            yield Labelled(
                line[0],
                tuple(
                    (max(start, line.start()) - line.start(), min(end, line.end()) - line.start(), label)
                    for start, end, label in note.spans
                    if start < line.end() and line.start() < end
                ),
            )


_LINE = re.compile(r"(?:[^\n.]|\.(?!\s))+\.?")


def _label(kind: str) -> str:
    # A picture's name is a kind of the parts alone.
    return KIND_OF.get(kind, "other_id" if kind == "photo" else kind)


def choose_words(sources: Mapping[str, Sequence[Labelled]]) -> frozenset[str]:
    """Folded words of at least two sources that are mostly part of no identifier."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for source, notes in sources.items():
        for note in notes:
            tokens = read_tokens(note.text)
            for token, label in zip(tokens, label_tokens(tokens, note), strict=True):
                word = fold(token.text)
                if word.isalpha():
                    seen[word].add(source)
                    counts[word] += 1
                    outside[word] += label == NO_IDENTIFIER
    return frozenset(
        word
        for word, sources_of_word in seen.items()
        if len(sources_of_word) >= _LEAST_SOURCES and 2 * outside[word] >= counts[word]
    )


def label_tokens(tokens: Sequence[Token], note: Labelled) -> list[str]:
    """Of each token the label of the identifier that it stands in whole."""
    labels = [NO_IDENTIFIER] * len(tokens)
    spans = iter(sorted(note.spans))
    span = next(spans, None)
    for number, token in enumerate(tokens):
        while span and span[1] <= token.start:
            span = next(spans, None)
        if span and span[0] <= token.start and token.end <= span[1]:
            labels[number] = span[2]
    return labels


def learn(sources: Mapping[str, Sequence[Labelled]], words: frozenset[str]) -> bytes:
    """The field's file, learned by L-BFGS with penalties on the sum and on the squares of its weights."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for note in (note for notes in sources.values() for note in notes):
        tokens = read_tokens(note.text)
        features = TokenFeatures(note.text, tokens, words)
        trainer.append([features.of(number) for number in range(len(tokens))], label_tokens(tokens, note))
    trainer.select("lbfgs")
    trainer.set_params(_TRAINING)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / MODEL_FILE
        trainer.train(str(file))
        return file.read_bytes()


def main() -> None:
    """Learn and write three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", choices=sorted(PARTS), action="append", default=[])
    parser.add_argument("--write", type=Path, default=Path(str(files("medpref_dagster.deidentification"))))
    options = parser.parse_args()
    published = read_published(Path(os.environ["MEDPREF_REAL_DATA"]))
    options.write.mkdir(parents=True, exist_ok=True)
    clinical = count_clinical_words(published)
    (options.write / CLINICAL_WORDS_FILE).write_text("".join(f"{word}\n" for word in clinical), "utf-8")
    sources = {name: read_part(name) for name in PARTS if name not in {KEPT_BACK, *options.without}}
    sources[_PUBLISHED] = label_published(published)
    words = choose_words(sources)
    learned = {name: [*notes, *cut_lines(notes, name)] for name, notes in sources.items()}
    learned[_SHORTHAND] = [Labelled(text, ()) for text in write_shorthand(_SHORTHAND_TEXTS, _SHORTHAND)]
    people = Renaming().write_lines(_LINES_OF_PEOPLE, random.Random(_PEOPLE))
    learned[_PEOPLE] = [Labelled(text, spans) for text, spans in people]
    model = learn(learned, words)
    (options.write / WORDS_FILE).write_text("".join(f"{word}\n" for word in sorted(words)), "utf-8")
    (options.write / MODEL_FILE).write_bytes(model)
    notes = sum(map(len, sources.values()))
    print(f"{notes} texts of {len(sources)} sources, {len(words)} words, {len(model)} bytes of weights")


if __name__ == "__main__":
    main()
