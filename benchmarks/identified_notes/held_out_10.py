"""Held-out part 10: everyday notes of nine English-speaking countries, written apart from the filter.

Templates are text: `## name | who | where` begins a kind. A line that begins with `?` is left out now and then, a line
`@block` becomes one of that block's forms, `«a|b»` one of its forms (`«=a|b»` the first in the US, else the second),
`§60-95§` a number, and `%word%` what the note's people and country make of it.
"""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from . import held_out_10_notes_a, held_out_10_notes_b, held_out_10_notes_c
from .held_out_10_forms import fill, meet
from .held_out_10_lists import TOWNS
from .held_out_10_shared import BLOCKS, FILLERS, MACROS, RELATIONS
from .notes import Part

_CHOICE = re.compile(r"«([^«»]*)»")
_NUMBER = re.compile(r"§(\d+)-(\d+)§")
_MACRO = re.compile(r"%([A-Za-z]\w*)%")
_KEPT = re.compile(r"(\{\w+\}|\[\[.+?\]\])", re.DOTALL)
_SENTENCE_END = re.compile(
    r"(?<!Dr)(?<!Tab)(?<!Cap)(?<!St)(?<!no)(?<!No)(?<=[A-Za-z\])}])\. (?=[A-Z{%\[])(?![^\[]*\]\])"
)
_OFFICE = re.compile(
    "billing|prior|appoint|portal|refill|prescr|certif|handover|record|school|consent|phone|instruct|first report|x-ray|patho|radiol|neonat|ambul|device|medication|lab|well child|nurse line|paed|death|icu|disab|audio|dental|endosc"
)
_WORD = re.compile(r"(?<![\w'-])[a-z]{6,}(?![\w'-])")
_COUNTRIES = {"us": 50, "uk": 16, "ie": 6, "ca": 7, "au": 8, "nz": 4, "in": 4, "za": 4, "sg": 3}
_AGES = {"adult": (19, 72), "old": (66, 102), "child": (2, 14), "preg": (19, 41)}


@dataclass(frozen=True)
class Kind:
    """A kind of note: its template, whom it is about (adult, old, child or preg) and the countries that write it."""

    name: str
    text: str
    who: str
    countries: tuple[str, ...]


def _read_kinds(text: str) -> tuple[Kind, ...]:
    kinds = []
    for section in text.strip().removeprefix("## ").split("\n## "):
        heading, body = section.split("\n", 1)
        name, who, where = (part.strip() for part in heading.split("|"))
        others = tuple(country for country in _COUNTRIES if country != "us")
        countries = {"all": tuple(_COUNTRIES), "cw": others}.get(where) or tuple(where.split(","))
        kinds.append(Kind(name, body.strip(), who, countries))
    return tuple(kinds)


KINDS = _read_kinds("\n".join((held_out_10_notes_a.TEXT, held_out_10_notes_b.TEXT, held_out_10_notes_c.TEXT)))


def _begin(kind: Kind, rng: random.Random, people: dict[str, str]) -> None:
    country = rng.choices(kind.countries, [_COUNTRIES[country] for country in kind.countries])[0]
    today = date(2018, 1, 2) + timedelta(rng.randrange(2700))
    low, high = _AGES[kind.who]
    age = rng.randint(low, high)
    if kind.who == "old" and rng.random() < 0.5:
        age = rng.randint(70, 89)
    born = today - timedelta(age * 365 + age // 4 + rng.randint(5, 350))
    sex = "f" if kind.who == "preg" else rng.choice("mf")
    relations = RELATIONS["child" if kind.who == "child" else "old" if age > 65 else "adult"]
    relation = rng.choice([word for word in relations if (word, sex) not in (("wife", "f"), ("husband", "m"))])
    people |= {"country": country, "today": today.isoformat(), "age": str(age), "dob": born.isoformat(), "pt:sex": sex}
    people |= {"rel": relation, "kin:sex": _sex_of(relation), "bro:sex": "m"}
    people["town"] = str(rng.randrange(len(TOWNS[country])))
    if relation == "mom" and country != "us":
        people["rel"] = "mum"
    if kind.who == "preg":
        weeks = rng.randint(11 if kind.name == "antenatal visit" else 30, 39)
        people |= {"weeks": str(weeks), "rel": "partner", "kin:sex": "m"}
    elif relation == "partner":
        people["kin:sex"] = rng.choice("mf")
    meet("pt", rng, people)
    meet("dr", rng, people)
    case = rng.random()
    if case < 0.07:
        people["case"] = "lower" if case < 0.045 else "upper"


def _sex_of(relation: str) -> str:
    return "m" if relation in ("husband", "son", "brother", "father", "dad", "grandfather") else "f"


def _choose(text: str, rng: random.Random, american: bool) -> str:
    def pick(match: re.Match[str]) -> str:
        if match[1].startswith("="):
            home, abroad = match[1][1:].split("|")
            return home if american else abroad
        return rng.choice(match[1].split("|"))

    while "«" in text:
        text = _CHOICE.sub(pick, text)
    return text


def _thin(line: str, rng: random.Random) -> str:
    """Leaves out some of a line's sentences after the first."""
    sentences = _SENTENCE_END.split(line)
    kept = sentences[:1] + [sentence for sentence in sentences[1:] if rng.random() > 0.33]
    return ". ".join(kept).removesuffix(".") + ("." if line.endswith(".") else "")


def _fill_out(text: str, rng: random.Random) -> str:
    """Adds what a clinician writes of everyone, before the note's end."""
    style = "letter" if "@letter\n" in text else "note"
    lines = text.splitlines()
    return "\n".join([*lines[:-1], *rng.sample(FILLERS[style], rng.choice((1, 2, 2, 3))), lines[-1]])


def _expand(text: str, rng: random.Random, people: dict[str, str]) -> str:
    lines = []
    for line in text.splitlines():
        if line.startswith("@"):
            block = rng.choice(BLOCKS[line[1:].strip()])
            lines.extend(block.splitlines())
        else:
            lines.append(_thin(line, rng))
    text = "\n".join(line.removeprefix("?") for line in lines if not line.startswith("?") or rng.random() < 0.55)
    american = people["country"] == "us"
    text = _choose(text, rng, american)
    while _MACRO.search(text):
        text = _choose(_MACRO.sub(lambda match: MACROS[match[1]](people), text), rng, american)
    return _NUMBER.sub(lambda match: str(rng.randint(int(match[1]), int(match[2]))), text)


def _mistype(word: str, rng: random.Random) -> str:
    place = rng.randint(1, len(word) - 3)
    if rng.random() < 0.5:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :]


def _roughen(text: str, rng: random.Random, people: dict[str, str]) -> str:
    """Small letters, capitals or typos, in the words that are no identifier."""
    parts = _KEPT.split(text)
    case = people.get("case")
    if case:
        parts = [p if p.startswith("{") else p.lower() if case == "lower" else p.upper() for p in parts]
    elif rng.random() < 0.25:
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(0, len(parts), 2)
            words = list(_WORD.finditer(parts[place]))
            if words:
                word = rng.choice(words)
                parts[place] = parts[place][: word.start()] + _mistype(word[0], rng) + parts[place][word.end() :]
    return "".join(parts)


def outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    kind = rng.choice(KINDS)
    _begin(kind, rng, people)
    text = kind.text if _OFFICE.search(kind.name) or rng.random() < 0.3 else _fill_out(kind.text, rng)
    pieces = (_expand(text, rng, people) for _ in range(20))
    return [_roughen(next(piece for piece in pieces if len(piece) > 400), rng, people)]


HELD_OUT_10 = Part("held-out-10", (), (), (), fill, outline)
