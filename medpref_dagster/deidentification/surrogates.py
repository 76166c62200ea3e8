"""What stands in the place of an identifier: made with the key, the same for the same patient, of the same form.

Where there is a range that belongs to nobody, surrogates are of it: telephone numbers 555-0100 to 555-0199, social
security numbers of the area 9xx, `example.org` (RFC 2606), addresses of RFC 5737 and RFC 3849. So a real one can be told
from a surrogate. Names and towns are of closed lists of rare and made-up ones, for the same reason.
"""

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind
from medpref_dagster.deidentification.lexicon import fold, list_words
from medpref_dagster.deidentification.postal_codes import is_foreign, is_unused, make_unused
from medpref_dagster.deidentification.reading import PARTICLES
from medpref_dagster.deidentification.spoken_codes import read_spoken, speak
from medpref_dagster.privacy_key import PrivacyKey

OLD = "90 or older"


def _row(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = [
    "Adelisa",
    "Briony",
    "Calista",
    "Delphine",
    "Elowen",
    "Fenella",
    "Ginevra",
    "Hesper",
    "Isaura",
    "Jessamy",
    "Kerensa",
    "Linnea",
    "Marisela",
    "Nerissa",
    "Odalys",
    "Perpetua",
    "Quilla",
    "Rosamund",
    "Sunniva",
    "Tamsin",
    "Undine",
    "Verity",
    "Wilhelmina",
    "Xanthe",
    "Ysolde",
    "Zenobia",
    "Amabel",
    "Bettina",
    "Clemency",
    "Drusilla",
    "Eulalia",
    "Florinda",
    "Griselda",
    "Hermia",
    "Imogene",
    "Jacinda",
    "Lavinia",
    "Melisande",
    "Novella",
    "Ottilie",
    "Philippa",
    "Romilly",
    "Serafina",
    "Theodosia",
    "Ursuline",
    "Violetta",
    "Winsome",
    "Araminta",
    "Cordula",
    "Evadne",
]
MEN = [
    "Alaric",
    "Bertrand",
    "Caspian",
    "Drummond",
    "Emeric",
    "Fabrice",
    "Gervase",
    "Hadrian",
    "Ignatius",
    "Jocelin",
    "Kester",
    "Leopold",
    "Mortimer",
    "Nicodemus",
    "Osbert",
    "Peregrine",
    "Quentin",
    "Roderic",
    "Septimus",
    "Thaddeus",
    "Ulric",
    "Valerian",
    "Wendell",
    "Xander",
    "Yorick",
    "Zebulon",
    "Ambrose",
    "Barnaby",
    "Crispin",
    "Dunstan",
    "Everard",
    "Florian",
    "Godfrey",
    "Horatio",
    "Ivor",
    "Jasper",
    "Lambert",
    "Magnus",
    "Norbert",
    "Octavian",
    "Piers",
    "Rufus",
    "Sylvester",
    "Tobias",
    "Urban",
    "Vivian",
    "Wolfram",
    "Anselm",
    "Cuthbert",
    "Evander",
]
_STARTS = _row(
    "Alder Ash Birk Bram Calder Dal Eller Fair Garth Hazel Holm Ives Kel Lang Mar Nether Oaken Pen Quarr Raven Sel Thorn Under Vexel Wether Yard Brack Cran Dun Fen"
)
_ENDS = _row(
    "bourne cott dene field garth holt hurst ingham kirk leigh mere ney port rick shaw stead thwaite vale wick worthy combe"
)
FAMILIES = tuple(start + end for start in _STARTS for end in _ENDS)
TOWNS = tuple(start + end for start in ("Amber", "Bell", "Copper", "Dove", "Elk", "Flint", "Glen", "Hollow", "Iron", "Juniper", "Larch", "Mill", "Nettle", "Otter", "Plum", "Quill", "Rush", "Swan", "Tarn", "Willow") for end in ("bridge", "brook", "bury", "crest", "ford", "gate", "ham", "haven", "marsh", "minster", "mouth", "ridge", "stone", "ton", "wold"))  # fmt: skip

SMALL_ZIP3 = list_words("036 059 063 102 202 203 204 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893")
"""Three-digit areas of 20,000 people or fewer: those of the census of 2000, which the guidance of the Department of Health
and Human Services names, and those of 2010."""

_WOMENS = list_words(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy "
    "kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith "
    "andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia frances jean alice judy isabella julia grace denise amber danielle marilyn beverly charlotte natalie theresa diana brittany "
    "doris kayla alexis lori marie rose joy hope faith carmen guadalupe fatima aisha priya mei siobhan brigitte ingrid"
)
_MENS = list_words("joshua ezra luca nikita elisha noa andrea garcia mustafa musa isa ira dakota") - {
    "andrea",
    "garcia",
    "dakota",
}
"""Men's names with the endings of women's."""
_TITLE = regex.compile(r"(?i:\b(?:dr|mr|mrs|ms|miss|prof|professor|doctor)\b\.?\s{1,2})$")
_NAME_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’\-][\p{L}\p{M}]+)*")
_KEPT_WORDS = regex.compile(
    r"(?i:street|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|circle|way|place|terrace|parkway|highway|route|square|hospitals?|medical|center|centre|clinic|nursing|home|health|healthcare|rehabilitation|rehab|hospice|"
    r"assisted|living|infirmary|memorial|family|practice|medicine|general|regional|university|college|school|county|parish|borough|township|p\.?o\.?|box|suite|unit|apt|apartment|floor|of|and|the|inc|llc|company)"
)


@dataclass
class Names:
    """The words of a patient's names: how often each stood where a family name does, and where a given name does."""

    family: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)

    def count(self, text: str, item: Identifier) -> None:
        """Note the words of a name that was found."""
        for match, family in _read_roles(text, item):
            (self.family if family else self.given)[_stem(match[0])] += 1


class Surrogates:
    """The surrogates of one patient: a name is another name, a date so many days away, wherever it stands.

    What is made hangs on the key, the patient and what is written there, and in two cases on the patient's other texts: a
    surrogate that is a real word of one of them is passed over, and a word that stands alone is read as the family or the
    given name that it is elsewhere. So give both sides of a pair, and a note and its answer, in one call.

    Parameters
    ----------
    key
        Without it nobody can tell what a surrogate stands for.
    patient
        The patient's id in one spelling.
    names
        The words of the names in all of the patient's texts.
    real_words
        Folded words of the patient's texts: none of them becomes a surrogate.
    """

    def __init__(
        self, key: PrivacyKey, patient: str, names: Names | None = None, real_words: frozenset[str] = frozenset()
    ) -> None:
        self._key, self._patient, self._real = key, patient, real_words
        self._made: dict[str, str] = {}
        names = names or Names()
        taken: set[str] = set()
        for word in sorted(names.family.keys() | names.given.keys()):
            if len(word) > 1:
                pool = FAMILIES if names.family[word] > names.given[word] else _given_names(word)
                self._made[word] = self._choose("name", word, pool, taken)
                taken.add(self._made[word])

    @property
    def days(self) -> int:
        """By how many days this patient's dates are moved: eight days to a year, either way, never whole weeks."""
        weeks, rest = divmod(self._key.number("deidentification: days", self._patient, 2 * 51 * 6), 6)
        days = 7 * (weeks % 51 + 1) + rest + 1
        return days if weeks < 51 else -days

    def replace(self, text: str, item: Identifier) -> str:
        """The surrogate of an identifier; dates and ages are others' work. Never what stands there already."""
        written = text[item.start : item.end]
        if item.kind == "name":
            return self._replace_name(text, item)
        makers: dict[Kind, Callable[[str], str]] = {
            "email": self._make_email,
            "url": self._make_url,
            "ip_address": self._make_address,
            "ssn": self._make_ssn,
            "phone": self._make_phone,
            "fax": self._make_phone,
            "zip_code": self._make_postal_code,
            "location": self._make_place,
        }
        make = makers.get(item.kind)
        spoken = read_spoken(written)
        if spoken is not None:
            return speak(make(spoken) if make else self._scramble(item.kind, spoken), written)
        return make(written) if make else self._scramble(item.kind, written)

    def _choose(self, purpose: str, word: str, pool: Sequence[str], taken: Container[str] = ()) -> str:
        """A member of a pool by the key; the next one where that is taken or a real word of the texts."""
        place = self._key.number(f"deidentification: {purpose}", f"{self._patient}\0{word}", len(pool))
        turned = [*pool[place:], *pool[:place]]
        return next(
            (name for name in turned if fold(name) not in self._real and name not in taken and fold(name) != word),
            turned[0],
        )

    def _replace_name(self, text: str, item: Identifier) -> str:
        result, place = "", item.start
        for match, _ in _read_roles(text, item):
            if match.start() > place:
                between = text[place : match.start()]
                # A particle (van, de la) would tell where a family comes from; the surrogate has none.
                result += _NAME_WORD.sub("", between) if place > item.start or not between.isspace() else between
            made = (
                self._initial(match[0])
                if len(match[0]) == 1
                else self._made.get(_stem(match[0])) or self._choose("name", _stem(match[0]), FAMILIES)
            )
            result += _in_case(made, match[0])
            place = match.end()
        return regex.sub(r"\s{2,}", " ", result + text[place : item.end]).strip()

    def _initial(self, written: str) -> str:
        """The initial of the surrogate whose name begins so, where one does; else a letter by the key."""
        word = fold(written)
        known = [made for name, made in sorted(self._made.items()) if name.startswith(word) and made not in FAMILIES]
        letters = [letter for letter in "ABCDEFGHJKLMNPRSTVW" if letter.lower() != word]
        if known and known[0][0].lower() != word:
            return known[0][0]
        return letters[self._key.number("deidentification: initial", f"{self._patient}\0{word}", len(letters))]

    def _digits(self, purpose: str, value: str, count: int) -> str:
        return (
            f"{self._key.number(f'deidentification: {purpose}', f'{self._patient}{chr(0)}{value}', 10**count):0{count}}"
        )

    def _make_email(self, written: str) -> str:
        return f"person{self._digits('email', written.lower(), 6)}@example.org"

    def _make_url(self, written: str) -> str:
        scheme = regex.match(r"(?i)[a-z]+://", written)
        return f"{scheme[0].lower() if scheme else ''}www.example.org/{self._digits('url', written.lower(), 6)}"

    def _make_address(self, written: str) -> str:
        number = self._key.number("deidentification: ip", f"{self._patient}\0{written.lower()}", 3 * 254)
        if "." in written and ":" not in written:
            return f"{('192.0.2', '198.51.100', '203.0.113')[number // 254]}.{number % 254 + 1}"
        made = f"{self._key.number('deidentification: ip', self._patient + chr(0) + written.lower(), 1 << 16):x}"
        return (
            f"2001:db8::{made}"
            if "::" in written or written.count(":") > 5 or "-" not in written
            else f"00-00-5E-00-53-{number % 256:02X}"
        )

    def _make_ssn(self, written: str) -> str:
        digits = regex.sub(r"\D", "", written)
        if not digits:
            return self._scramble("ssn", written)
        made = self._digits("ssn", digits, 9)
        made = f"9{made[1:3]}{int(made[3:5]) % 49 + 1:02}{made[5:]}"[-len(digits) :]
        if regex.match(r"[A-Z]{2}[ ]?\d\d", written):
            written = f"QQ{written[2:]}"
        return _fill(written, made if made != digits else made[:-1] + str((int(made[-1]) + 1) % 10))

    def _make_phone(self, written: str) -> str:
        digits = regex.sub(r"\D", "", regex.split(r"(?i)\s*[,;(]?\s*(?:ext|x)", written)[0])
        if not digits:
            return self._scramble("phone", written)
        made = self._digits("phone", digits, 12)
        last = f"01{made[:2]}"
        if len(digits) == 7:
            number = f"555{last}"
        elif len(digits) == 10 or (len(digits) == 11 and digits.startswith("1")):
            number = ("1" if len(digits) == 11 else "") + f"{int(made[2]) % 8 + 2}{made[3:5]}555{last}"
        elif len(digits) > 7:
            # Another country's, in its own length; by its end it is told from a real one.
            number = f"{(made[2:] * 2)[: len(digits) - 7]}555{last}"
        else:
            number = (made * 2)[: len(digits)]
        if number == digits:
            number = number[:-1] + str((int(number[-1]) + 1) % 10)
        return _fill(written, number + made[5:] * 2)

    def _make_postal_code(self, written: str) -> str:
        if not is_foreign(written):
            return _generalize_zip(written)
        return make_unused(written, self._digits("postal code", fold(written), len(written)))

    def _make_place(self, written: str) -> str:
        made: list[str] = []
        town = self._choose("place", fold(written), TOWNS)
        named = False
        for piece in regex.findall(r"\s+|[^\s]+", written):
            bare = piece.strip(".,#'’&()")
            if piece.isspace():
                if made and not made[-1].isspace():
                    made.append(piece)
            elif any(map(str.isdigit, bare)):
                made.append(self._scramble("place", piece))
            elif _KEPT_WORDS.fullmatch(bare):
                made.append(piece)
            elif not named:
                named = True
                made.append(_in_case(town, bare if len(bare) > 1 else "Aa") + (piece[len(piece.rstrip(",")) :]))
        text = "".join(made).strip()
        if not named and not any(map(str.isdigit, text)):
            text = town
        return text if fold(text) != fold(written) else town

    def _scramble(self, purpose: str, written: str) -> str:
        """Digits by other digits, letters by other letters of their case; the rest stays."""
        for attempt in range(4):
            stream = "".join(
                self._key.digest(
                    f"deidentification: code {purpose}", f"{self._patient}\0{attempt}\0{block}\0{written.upper()}"
                )
                for block in range(len(written) // 16 + 1)
            )
            made: list[str] = []
            for place, sign in enumerate(written):
                number = int(stream[4 * place % len(stream) : 4 * place % len(stream) + 4] or "0", 16)
                if sign.isdigit():
                    made.append(str(number % 10))
                elif sign.isalpha():
                    letter = "ABCDEFGHJKLMNPRSTUVWXYZ"[number % 23]
                    made.append(letter if sign.isupper() else letter.lower())
                else:
                    made.append(sign)
            text = "".join(made)
            if text.upper() != written.upper():
                return text
        return "0" * len(written) if set(written) != {"0"} else "1" * len(written)


def _stem(written: str) -> str:
    """A name's word folded, without the article before it: `al-Rashidi` and `Rashidi` are one."""
    word = fold(written)
    particle, _, rest = word.partition("-")
    return rest if particle in PARTICLES and len(rest) > 2 else word


def _given_names(word: str) -> Sequence[str]:
    """Women's names for a woman's, by the word alone, so that it is the same in every text."""
    return WOMEN if word in _WOMENS or (word.endswith(("a", "elle", "ine", "ette")) and word not in _MENS) else MEN


def _read_roles(text: str, item: Identifier) -> list[tuple["regex.Match[str]", bool]]:
    """The words of a name without its particles, and whether each stands where the family name does."""
    words = list(_NAME_WORD.finditer(text, item.start, item.end))
    comma = text.find(",", item.start, item.end)
    telling = [match for match in words if len(match[0]) > 1 and fold(match[0]) not in PARTICLES]
    # A particle stands before the rest of a family name; one that ends it is the name: `Thi Le`, `San, Mai`.
    ends = [words[-1:], [match for match in words if match.end() <= comma][-1:]]
    telling += [end for [end] in filter(None, ends) if end not in telling and len(end[0]) > 1]
    telling = sorted(telling, key=lambda match: match.start()) or words[-1:]
    kept = [match for match in words if match in telling or (len(match[0]) == 1 and match[0].isupper())]
    long = [match for match in telling if len(match[0]) > 1]
    if len(long) == 1:
        titled = bool(_TITLE.search(text, max(0, item.start - 16), item.start)) or long[0] is not words[0]
        return [(match, match is long[0] and titled) for match in kept]
    if comma >= 0:
        return [(match, match.end() <= comma) for match in kept]
    return [(match, bool(long) and match is long[-1]) for match in kept]


def _in_case(made: str, written: str) -> str:
    """`made` in capitals where `written` is, small where it is small."""
    if len(written) > 1 and written.isupper():
        return made.upper()
    return made.lower() if written.islower() else made


def _fill(form: str, digits: str) -> str:
    """A form's digits by others, in order; its other signs stay."""
    left = iter(digits)
    return "".join(next(left, "0") if sign.isdigit() else sign for sign in form)


def _generalize_zip(written: str) -> str:
    """The first three digits and nothing else; `000` where too few people live in the area."""
    area = written[:3]
    return f"{'000' if area in SMALL_ZIP3 else area}XX"


def is_reserved(kind: Kind, written: str) -> bool | None:
    """Whether an identifier is of a range that surrogates are made of; None where its kind has none."""
    digits = read_spoken(written) or regex.sub(r"\D", "", written)
    if kind in ("phone", "fax"):
        return bool(regex.search(r"55501\d\d", digits)) if len(digits) >= 7 else None
    if kind == "ssn":
        if written.startswith("QQ"):
            return True
        return digits.startswith("9") if len(digits) == 9 else None
    if kind == "email":
        return written.lower().endswith("@example.org")
    if kind == "url":
        return "example.org" in written.lower()
    if kind == "ip_address":
        return written.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:", "00-00-5E-00-53"))
    if kind == "zip_code":
        return written.upper().endswith("XX") or is_unused(written)
    if kind == "age":
        return written.upper().endswith("XX") or "90" in written
    if kind == "name":
        # A town's may be taken for a family's.
        known = {fold(word) for word in (*WOMEN, *MEN, *FAMILIES, *TOWNS)}
        words = [fold(match[0]) for match in _NAME_WORD.finditer(written) if len(match[0]) > 1]
        return all(word in known for word in words)
    return None
