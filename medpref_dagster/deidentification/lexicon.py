"""Word lists: names of people and words that are none, of philter-lite; places, of zipcodes; clinical words, ours.

philter-lite (BSD-3-Clause) carries the lists that UCSF's Philter was measured with: first names, last names, and 195,000
words of English and of medicine that are no names. Only its data is read: its own engine takes several times as long,
and its names are matched without their context. `zipcodes` (MIT) has the cities and counties of the United States.
"""

import json
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path

from medpref_dagster.deidentification.medicines import BRANDS

CLINICAL_WORDS_FILE = "clinical_words.txt"
_LISTS = "philter_lite/filters/set.toml"
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)


class LexiconError(Exception):
    """A library whose word lists are needed is not installed. The message says which."""


@dataclass(frozen=True)
class Lexicon:
    """Lower-case words without marks. Cities and counties may be of several words, parted by one space."""

    plain: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    cities: frozenset[str]
    counties: frozenset[str]


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word in lower case, without marks: `Hernández` and `HERNANDEZ` are one name."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lists, read once a process (seconds).

    Raises
    ------
    LexiconError
        If a library that has them is missing.
    """
    lists = _read_lists()
    cities, counties = _read_places()
    plain = frozenset(fold(word) for word in lists["nonames"] if word)
    return Lexicon(
        plain=(plain | PLAIN_TOO | BRANDS) - NAMES_AFTER_ALL,
        first=frozenset(word for word in map(fold, lists["firstnames"]) if len(word) > 1) | GIVEN_TOO,
        last=frozenset(word for word in map(fold, lists["lastnames"]) if len(word) > 1) | FAMILY_TOO,
        cities=cities,
        counties=counties,
    )


@lru_cache(maxsize=1)
def load_clinical_words() -> frozenset[str]:
    """Folded words that published clinical texts have in small letters, learned by `python -m benchmarks.tagger`."""
    return frozenset((files("medpref_dagster.deidentification") / CLINICAL_WORDS_FILE).read_text("utf-8").split())


def _read_lists() -> dict[str, list[str]]:
    try:
        # Not imported: its engine would load nltk.
        path = Path(str(distribution("philter-lite").locate_file(_LISTS)))
        lines = path.read_text("utf-8")
    except (PackageNotFoundError, OSError):
        raise LexiconError(missing("philter-lite")) from None
    try:
        # Three long lines, whose arrays are JSON, too: in a twentieth of the time.
        return {
            name.strip(): json.loads(array)
            for name, _, array in (line.partition("=") for line in lines.splitlines() if line)
        }
    except ValueError:
        return tomllib.loads(lines)


def _read_places() -> tuple[frozenset[str], frozenset[str]]:
    try:
        import zipcodes
    except ImportError:
        raise LexiconError(missing("zipcodes")) from None
    cities: set[str] = set()
    counties: set[str] = set()
    for entry in zipcodes.list_all():
        cities.add(fold(entry["city"]))
        counties.add(fold(entry["county"]))
    return frozenset(cities - {""}), frozenset(counties - {""})


def missing(package: str) -> str:
    """What to say where a library is not installed."""
    return f"de-identification needs the package {package}: pip install 'medpref-dagster[deidentification]'"


def list_words(text: str) -> frozenset[str]:
    """Words that are parted by spaces, as a set."""
    return frozenset(text.split())


PLAIN_TOO = list_words(
    "mychart login logout website online internet email blog app apps smartphone whatsapp zoom uploaded telehealth covid televisit dr mr mrs ms miss md rn np pa do phd pt pts hx dx tx rx sx fx yo y.o pmh psh hpi ros "
    "nkda nkma prn bid tid qid qhs nsvt wnl perrla rrr ctab nad cc re id no mrn dob doa ssn vin plt hgb wbc bun inr a1c ekg ecg "
    "icu ed er or pacu nicu picu ccu ct mri pet us iv im po sc subq am pm est edt pst utc ok tel fax ph ext"
)
"""What the list of words that are no names lacks."""
NAMES_AFTER_ALL = list_words(
    "tran wu chen kim ng le li nguyen yu hu xu liu zhang wang huang mary ahmed ali bilal amy blair gillian glenn francisco jacob jude joe owen sandra tim nick ned mohamed humphrey irving earl brady davies "
    "hoffman lee miller moore margarita masako crawford curran conway zoran rupinder hameed jed aviva natally gardner lennox"
)
"""What it holds as the abbreviation of something, though it is mostly a name where it is written with a capital."""

EPONYMS = list_words(
    "addison adson allis alport alzheimer apgar argyll ascher asperger auer babinski bankart barlow barrett bartholin bartter "
    "basedow becker behcet bell bence berger binet bishop blalock boerhaave borrelia bouchard bowen braden broca brodie "
    "brudzinski brugada buerger burkitt caroli chagas charcot cheyne chiari child chvostek cobb coombs cooper courvoisier crohn "
    "cushing dandy darier dequervain dercum doppler down dressler dupuytren ebstein edwards ehlers epley epstein ewing fallot "
    "fanconi finkelstein fitz foley fontaine fowler frank friedreich fuchs galeazzi gardner gaucher giemsa gilbert gleason "
    "glasgow goodpasture gram graves grawitz guillain hansen hartmann hashimoto heberden heimlich henoch hirschsprung hodgkin "
    "holter homan homans horner huntington hutchinson janeway kaposi karnofsky kawasaki kegel kehr kerley kernig killip "
    "klinefelter koch koplik korsakoff kussmaul lachman laennec lambert legionella lewy lhermitte lisfranc littre ludwig lynch "
    "mallory marfan mcburney mcmurray meckel meniere merkel mobitz moro murphy neer nissen noonan osgood osler paget pancoast "
    "papanicolaou parkinson parkinsonian pavlik peyronie pfannenstiel phalen pott purkinje prader quincke ramsay ramsey raynaud "
    "reed reiter reye riedel rinne romberg roth rovsing salter schatzki schilling schirmer schober seldinger sheehan sims "
    "sjogren snellen spurling sternberg stevens still stokes sturge swan swanz sweet takayasu tinel tourette trendelenburg "
    "trousseau turner virchow vonwillebrand waldenstrom weber wegener wernicke whipple willebrand wilms wilson wolff zenker "
    "zollinger ziehl neelsen ganz hickman broviac jackson-pratt penrose kocher kelly bovie hudson yankauer bair blakemore "
    "tenckhoff quinton shiley bivona dobhoff ringer hartmann medtronic abbott baxter stryker zimmer biotronik philips siemens "
    "pfizer moderna merck novartis roche sanofi gsk bayer lilly teva mylan"
)
"""Names that stand for a disease, a sign, a procedure, a device or its maker where nothing says that a person is meant."""

CLINICAL_NOUNS = list_words(
    "disease diseases syndrome syndromes sign signs lymphoma procedure procedures palsy point scale score scores catheter "
    "catheters tube tubes reflex cell cells classification wave waves nodule nodules fracture tear maneuver manoeuvre test "
    "tests criteria esophagus oesophagus dementia bodies body lines line stain phenomenon contracture tumor tumour sarcoma "
    "carcinoma anemia anaemia arthritis thyroiditis encephalopathy neuropathy hernia duct ducts gland glands valve forceps "
    "retractor clamp drain needle incision position triad tetralogy pentad law index grade grading stage staging type class "
    "disorder deformity malformation anomaly ring rings web diverticulum operation repair shunt flap graft stent filter monitor "
    "block breathing respirations respiration sarcoidosis vasculitis esotropia exercises aphasia area node nodes node's virus "
    "paralysis palsies solution lactate lactated block hyperplasia pouch chorea purpura granulomatosis agammaglobulinemia pneumonia ulcer lung "
    "criterium equation formula method technique approach stitch suture bandage boot brace collar splint frame nail plate screw "
    "coma ataxia crisis psychosis keratosis spots spot nail nails kidney liver foot hand knee elbow shoulder"
)
"""What an eponym stands before."""

GIVEN_TOO = list_words(
    "art bo pa oo baby thi ngoc vit mad sky len asa ana min hyo bee vi echo china sunday gerd mirco veli aki recep gisa inka iulia nicu ismo dwi ayu galip asu tuva moa gunnel jacobine brunhilde champak"
)
"""Given names that the list of them lacks or that it has as words."""
FAMILY_TOO = list_words(
    "lung loss early ma do head coffin colon pain bone winter west black fields day cross gross french nash wall small english strong pace weeks key case bright good minor blue self quick fish silver major swan fair post "
    "street block staples friend brand read dias salmon power south box peak edge mount pleasant falls sun place apple lock treat friday bay coffee born rue sink hollister constant monday curl lamp valley marrow walk"
)
"""Family names that are words of medicine or of every day; most are among the 8,000 commonest of the census of 1990."""

MOSTLY_ABBREVIATIONS = list_words("ana asa len tia mia gerd hyo dina lena")
"""Given names that the list of words has for their capitals alone (`ANA titre`): with one capital they are names."""

DRUGS_LIKE_NAMES = list_words(
    "allegra lyrica viagra ambien coumadin valium xanax paxil zoloft celexa lexapro lasix norco lovenox zosyn levaquin claritin tylenol motrin advil aleve haldol depakote dilantin keppra tegretol "
    "seroquel geodon abilify risperdal clozaril ativan klonopin lipitor crestor zocor norvasc diovan cozaar plavix eliquis xarelto pradaxa humira enbrel remicade rituxan herceptin avastin gleevec "
    "nexium prilosec pepcid zantac colace senna miralax zofran reglan singulair flonase advair spiriva symbicort synthroid lantus humalog novolog januvia jardiance farxiga ozempic trulicity victoza "
    "truvada descovy marijuana candida aspirin alesse yaz mirena nexplanon plan ecstasy god jehovah"
)
"""Words with a capital that lists of names have, too, and that are none in a note."""
