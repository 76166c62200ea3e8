"""Learn the weights of `deidentification/names_by_weight.py`.

    pip install names==0.3.0
    MEDPREF_REAL_DATA=... python -m benchmarks.name_weights [--without held-out-3] [--write FILE]

Texts are the made-up notes of the parts that may be looked at, in three variants each: names exchanged for others
(words that are names, too, rare names, and such as no list has), everything in capitals, in small letters or with a
capital at each word, other separators and breaks; and published clinical texts, in which what rules take for a whole
name is exchanged in the same way, and what they take for something else of a person is passed over; each of them once
more with names where it has pronouns, and with lines of names and of other words (`name_contexts.py`). The census of
1990 comes with the package `names`. Same texts, same seed, same table.
"""

import argparse
import csv
import json
import os
import random
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from benchmarks.deidentification import PARTS
from benchmarks.identified_notes.notes import LabelledNote, write_notes
from benchmarks.name_contexts import Contexts, Piece
from medpref_dagster.deidentification.identifiers import Identifier, settle
from medpref_dagster.deidentification.lexicon import fold, load_lexicon
from medpref_dagster.deidentification.name_features import Features, Vocabulary
from medpref_dagster.deidentification.names_by_elimination import GRAMMAR
from medpref_dagster.deidentification.people import by_rules
from medpref_dagster.deidentification.places import find_places
from medpref_dagster.deidentification.reading import Reading
from medpref_dagster.deidentification.spelling import learn_spelling

_WORD = re.compile(r"[^\W\d_]+")
_FIRST_RANKS, _LAST_RANKS = (100, 400, 1500, 6000), (300, 2000, 10000, 30000)
_TEXT_RANKS = (100, 20, 5, 2)
"""Times that a word stands in small letters in the published texts, from which on it has rank 0, 1, 2, 3."""
_TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms)\.? $")
_LEAST_NOTES = 4
_SMALL = 6
_LEAST_WORDS = 8
_SHARES = (45, 49, 6)
"""Of 100 names, how many are words, too, how many none, and how many only words."""
_CASES = (76, 7, 11, 6)
_SHARE_OF_PLACES = 0.3
_FIRST_SEED = 100


@dataclass(frozen=True)
class Names:
    """What names are exchanged for: words that are names, too, names that are no words, and words that are no names."""

    words: Sequence[str]
    rare: Sequence[str]
    others: Sequence[str]

    def draw(self, rng: random.Random) -> str:
        """A name in small letters."""
        [some] = rng.choices((self.words, self.rare, self.others), _SHARES)
        name = rng.choice(some)
        return _spoil(name, rng) if some is self.rare else name


def read_census() -> tuple[dict[str, int], dict[str, int]]:
    """Ranks of given and of family names, in four groups."""

    def read(name: str) -> list[str]:
        path = Path(str(distribution("names").locate_file(f"names/{name}")))
        return [fold(line.split()[0]) for line in path.read_text("utf-8").splitlines() if line.strip()]

    women, men = read("dist.female.first"), read("dist.male.first")
    mixed = [name for pair in zip(women, [*men, *[""] * len(women)], strict=False) for name in pair if name]
    return _rank(mixed, _FIRST_RANKS), _rank(read("dist.all.last"), _LAST_RANKS)


def _rank(names: Iterable[str], bounds: Sequence[int]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for place, name in enumerate(names):
        group = next((group for group, bound in enumerate(bounds) if place < bound), None)
        if group is not None:
            ranks.setdefault(name, group)
    return ranks


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
                texts += [cell for row in rows for cell in row if len(cell) > 60]
    return sorted(set(texts))


def _read_json(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) > 60 else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in _read_json(item)]
    return [text for item in value for text in _read_json(item)] if isinstance(value, list) else []


def count_words(texts: Iterable[str]) -> dict[str, int]:
    """Ranks of words that stand in small letters, by how often they do."""
    counts = Counter(
        fold(match) for text in texts for match in _WORD.findall(text) if match.islower() and len(match) > 1
    )
    return {
        word: next(rank for rank, bound in enumerate(_TEXT_RANKS) if count >= bound)
        for word, count in counts.items()
        if count >= _TEXT_RANKS[-1]
    }


def read_names(common: Iterable[str]) -> Names:
    """Names to draw from.

    Parameters
    ----------
    common
        Words that clinical texts have, in small letters.
    """
    lexicon = load_lexicon()
    listed = lexicon.first | lexicon.last
    simple = [name for name in sorted(listed) if name.isalpha() and 2 < len(name) < 13]
    return Names(
        [name for name in simple if name in lexicon.plain],
        [name for name in simple if name not in lexicon.plain],
        [word for word in sorted(common) if word not in listed and word not in GRAMMAR and 3 < len(word) < 10],
    )


def read_spelling() -> dict[str, int]:
    """How names are spelled, by rows of three letters: names that are no words, and words that are no names."""
    lexicon = load_lexicon()
    listed = lexicon.first | lexicon.last
    return learn_spelling(listed - lexicon.plain, lexicon.plain - listed, _LEAST_WORDS)


def cut(note: LabelledNote) -> list[Piece]:
    """A note as pieces with their labels."""
    pieces, place = [], 0
    for element in note.elements:
        pieces.append((note.text[place : element.start], ""))
        pieces.append((note.text[element.start : element.end], "name" if element.kind == "name" else "other"))
        place = element.end
    return [*pieces, (note.text[place:], "")]


def cut_published(text: str) -> list[Piece]:
    """A text as pieces: whole names as such, what else the rules took for a name or a place as `other`."""
    reading = Reading(text)
    found = [Identifier(start, end, "name") for start, end in by_rules(reading)]
    pieces, place = [], 0
    for item in settle(text, [*found, *find_places(reading)]):
        words = _WORD.findall(text[item.start : item.end])
        titled = _TITLED.search(text, max(0, item.start - 6), item.start)
        whole = item.kind == "name" and (len(words) > 1 or titled) and text[item.start : item.end].istitle()
        pieces += [(text[place : item.start], ""), (text[item.start : item.end], "name" if whole else "other")]
        place = item.end
    return [*pieces, (text[place:], "")]


def vary(pieces: Sequence[Piece], names: Names, rng: random.Random, exchanged: float) -> list[Piece]:
    """The same text with other names, case, separators and breaks."""
    known: dict[str, str] = {}

    def exchange(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) == 1 or word in ("Jr", "Sr", "II", "III", "IV"):
            return word
        low = fold(word)
        if low not in known:
            chance = rng.random()
            known[low] = low if chance > exchanged else names.draw(rng)
        other = known[low]
        if other == low:
            return word
        return other.upper() if word.isupper() else other.title() if word[0].isupper() else other

    case = rng.choices(("", "upper", "lower", "title"), _CASES)[0]
    breaks, bold = rng.random() < 0.15, rng.random() < 0.06
    comma = rng.choice(("", "", "", "", "", ",", "^", "\t"))
    varied: list[Piece] = []
    for text, label in pieces:
        if label == "name":
            text = _WORD.sub(exchange, text)
            text = text.replace(", ", comma) if comma else text
            varied += [("**", ""), (text, label), ("**", "")] if bold else [(text, label)]
            continue
        varied.append((re.sub(r"\n(?! )", " ", text) if breaks and rng.random() < 0.5 else text, label))
    return [(getattr(text, case)() if case else text, label) for text, label in varied]


def _spoil(name: str, rng: random.Random) -> str:
    """A name, one in three times with another letter, so that no list has it."""
    if rng.random() > 0.33:
        return name
    place = rng.randrange(len(name))
    return name[:place] + rng.choice("aeiouknzh") + name[place + 1 :]


def read_rows(pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterator[tuple[list[str], bool]]:
    """Features and label of each word that could be a name."""
    text = "".join(piece for piece, _ in pieces)
    labels = bytearray(
        b"".join({"": b"\0", "name": b"\1", "other": b"\2"}[label] * len(piece) for piece, label in pieces)
    )
    reading = Reading(text)
    features = Features(reading, vocabulary)
    for number, word in enumerate(reading.words):
        label = labels[word.start]
        if label != 2 and features.may_be_name(number):
            yield features.of(number), label == 1


def learn(notes: Iterable[Sequence[Piece]], vocabulary: Vocabulary, strength: float) -> tuple[dict[str, int], int]:
    """Weights of a logistic regression with an L1 penalty (Tibshirani 1996), in hundredths, and its constant."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    numbers: dict[str, int] = {}
    counts: Counter[int] = Counter()
    places, ends, labels = array("i"), array("l", [0]), array("b")
    for note in notes:
        seen: set[int] = set()
        for names, label in read_rows(note, vocabulary):
            row = [numbers.setdefault(name, len(numbers)) for name in names]
            seen.update(row)
            places.extend(row)
            ends.append(len(places))
            labels.append(label)
        counts.update(seen)
    shape = (len(labels), len(numbers))
    whole = csr_matrix((np.ones(len(places)), np.asarray(places), np.asarray(ends)), shape=shape)
    kept = [name for name, number in sorted(numbers.items()) if counts[number] >= _LEAST_NOTES]
    matrix = whole[:, [numbers[name] for name in kept]]
    print(f"{matrix.shape[0]} words, {sum(labels)} of names, {matrix.shape[1]} features", flush=True)
    model = LogisticRegression(l1_ratio=1.0, solver="liblinear", C=strength, tol=1e-3, random_state=0)
    model.fit(matrix, np.asarray(labels))
    weights = {name: round(100 * float(model.coef_[0, place])) for place, name in enumerate(kept)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= _SMALL}, round(100 * model.intercept_[0])


def write_table(path: Path, weights: dict[str, int], bias: int, vocabulary: Vocabulary, bounds: dict[str, int]) -> None:
    """The table that `parse_weights` reads."""
    by_weight: dict[str, list[str]] = {}
    for name, weight in sorted(weights.items()):
        by_weight.setdefault(str(weight), []).append(name)
    table: dict[str, object] = {"bias": bias, **bounds}
    for kind, ranks in (
        ("first", vocabulary.first),
        ("last", vocabulary.last),
        ("texts", vocabulary.texts),
        ("spelling", vocabulary.spelling),
    ):
        by_rank: dict[str, list[str]] = {}
        for word, rank in sorted(ranks.items()):
            by_rank.setdefault(str(rank), []).append(word)
        table[kind] = {rank: " ".join(by_rank[rank]) for rank in sorted(by_rank)}
    table["weights"] = {weight: by_weight[weight] for weight in sorted(by_weight, key=int)}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", "utf-8")


def gather(
    parts: Sequence[str], count: int, published: Sequence[str], names: Names, seed: int
) -> Iterator[list[Piece]]:
    """All texts to learn from, varied; a part's are the same whichever other parts are left out."""
    for place, name in enumerate(PARTS):
        rng = random.Random(seed + _FIRST_SEED + place)
        for note in write_notes(PARTS[name], count, seed + 7) if name in parts else ():
            for exchanged in (0.0, 0.7, 0.9):
                yield vary(cut(note), names, rng, exchanged)
    chance = random.Random(seed)
    contexts = Contexts(lambda: names.draw(chance), chance, _SHARE_OF_PLACES)
    for text in published:
        pieces = cut_published(text)
        yield vary(pieces, names, chance, 0.8)
        yield vary(contexts.put(pieces), names, chance, 0.0)


def main() -> None:
    """Learn and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=400, help="of each part")
    parser.add_argument("--texts", type=int, default=3000, help="published ones, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--strength", type=float, default=1.0, help="inverse of the penalty")
    parser.add_argument("--without", nargs="*", default=["held-out-5"], help="parts that are not learned from")
    parser.add_argument("--alone", type=int, default=0)
    parser.add_argument("--beside", type=int, default=-300)
    parser.add_argument("--again", type=int, default=-350)
    parser.add_argument("--small", type=int, default=400)
    parser.add_argument("--write", type=Path, required=True)
    options = parser.parse_args()
    published = read_published(Path(os.environ["MEDPREF_REAL_DATA"]))
    first, last = read_census()
    vocabulary = Vocabulary(first, last, count_words(published), read_spelling())
    drawn = random.Random(options.seed).sample(published, min(options.texts, len(published)))
    parts = [name for name in PARTS if name not in options.without]
    weights, bias = learn(
        gather(parts, options.notes, drawn, read_names(vocabulary.texts), options.seed), vocabulary, options.strength
    )
    bounds = {"alone": options.alone, "beside": options.beside, "again": options.again, "small": options.small}
    write_table(options.write, weights, bias, vocabulary, bounds)
    print(f"{len(weights)} weights of {', '.join(parts)} and {len(drawn)} published texts")


if __name__ == "__main__":
    main()
