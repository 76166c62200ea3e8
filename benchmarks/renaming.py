"""Names in the place of other names: so that what a tagger learns of one author's names holds for another's."""

import random
import re
from collections.abc import Iterator

from benchmarks.clinical_shorthand import fill_slots
from medpref_dagster.deidentification.lexicon import load_lexicon
from medpref_dagster.deidentification.medical_names import NAMED_AFTER_PEOPLE

_SHARES = (35, 45, 20)
"""Of 100 names, how many are words, too, how many none, and how many eponyms."""
_NAME = "\0"
_MISSPELT = 0.15
_LETTERS = "abcdefghijklmnoprstuvwyz"
_NAME_WORD = re.compile(r"[^\W\d_]{3,}")


_OF_PEOPLE = (
    "Told {} to come back{| in a week}.",
    "I told {} I would {come|call|write}.",
    "{} and I {agreed|spoke}{| today}.",
    "{Spoke with|Saw|Met|Called|Phoned|Paged} {} {at 3 pm|today|on the ward|about the results|re: d/c}.",
    "{} {says|states|reports|denies|thinks|told me} {the pain is better|chest pain|she is well|it helps}.",
    "{} lives alone{|, daughter {} nearby}.",
    "Discussed with {} and {his|her} {wife|son|sister}{| {}}.",
    "{Mr|Mrs|Ms|Miss|Dr|Sister|Nurse}{.|} {} {1 week post-op|agrees|phoned|aware|will see|reviewed}.",
    "{} is a {n:18:88} year old {man|woman}.",
    "Seen by {}{, who agrees|, RN|, PA-C| MD| (registrar)}.",
    "{his|her} {wife|husband|son|daughter|carer|neighbour} {} {helps|is here|called|agrees|was told}.",
    "thanks, {}",
    "{hi|dear|hello} {},\n{the cough is worse|I need a refill}. {Thanks|Regards},\n{}",
    "{} {} {MD|RN|DO|NP|PA-C|FRCP}",
    "{}, {}: {stable|for review|home today}",
    "{attending|author|signed|nurse|pt|patient|kin|scribe}: {} {}",
    "handover {} -> {}",
    "{with|per|from|via|to|by} {} {in bay 2|today|at the desk}, {ok|fine|agreed}",
)
"""Lines in which only somebody can be meant; `{}` is a name."""

Spans = tuple[tuple[int, int, str], ...]
"""Characters from and to, and a label."""


class Renaming:
    """Exchanges names for others: words that are names, too, names that are no words, eponyms, and what no list has."""

    def __init__(self) -> None:
        lexicon = load_lexicon()
        listed = sorted(name for name in lexicon.first | lexicon.last if name.isalpha() and 2 < len(name) < 13)
        self._pools = (
            [name for name in listed if name in lexicon.plain],
            [name for name in listed if name not in lexicon.plain],
            sorted(name for name in NAMED_AFTER_PEOPLE & (lexicon.first | lexicon.last) if name.isalpha()),
        )

    def draw(self, rng: random.Random) -> str:
        """A name in small letters."""
        [pool] = rng.choices(self._pools, _SHARES)
        name = rng.choice(pool)
        if rng.random() < _MISSPELT:
            place = rng.randrange(len(name))
            name = name[:place] + rng.choice(_LETTERS) + name[place:]
        return name

    def write_lines(self, count: int, rng: random.Random) -> Iterator[tuple[str, Spans]]:
        """Lines of people, each with where its names stand."""
        for _ in range(count):
            pieces = fill_slots(rng.choice(_OF_PEOPLE).replace("{}", _NAME), rng).split(_NAME)
            text, spans = pieces[0], []
            small = rng.random() < 0.15
            for piece in pieces[1:]:
                name = self.draw(rng)
                name = name if small else name.title()
                spans.append((len(text), len(text) + len(name), "name"))
                text += name + piece
            yield (text.lower() if small else text), tuple(spans)

    def rename(self, text: str, spans: Spans, rng: random.Random) -> tuple[str, Spans]:
        """A text whose names are others, each the same wherever it stands, and where its identifiers are then."""
        made: dict[str, str] = {}

        def exchange(match: re.Match[str]) -> str:
            word = match[0]
            name = made.setdefault(word.lower(), self.draw(rng))
            return name.upper() if word.isupper() else name if word.islower() else name.title()

        pieces: list[str] = []
        moved: list[tuple[int, int, str]] = []
        place = length = 0
        for start, end, kind in sorted(spans):
            written = text[start:end]
            if kind == "name":
                written = _NAME_WORD.sub(exchange, written)
            pieces += [text[place:start], written]
            length += start - place
            moved.append((length, length + len(written), kind))
            length += len(written)
            place = end
        return "".join([*pieces, text[place:]]), tuple(moved)
