"""What is written as a day and a month and is none: scores, strengths, pressures and durations; and months that are words, too."""

import regex

from medpref_dagster.deidentification.lexicon import fold
from medpref_dagster.deidentification.medical_names import SCORES

_ENDS_MONTH = regex.compile(r"[ ]?(?:[,;)\n]|\.(?=\s|$)|$)")
_BEFORE_MONTH = regex.compile(
    r"(?<![\w'’\-])(?!(?i:wife|husband|son|daughter|mother|father|mom|dad|mum|brother|sister|friend|partner|aunt|uncle|cousin|niece|nephew|carer|named?|called|dr|mrs?|ms|miss|nurse|with|by|and|told|hi|dear|hello|thanks?|saw|is|it|that|she|he|they|you|we|coworker|neighbou?r|pastor|patient|pt|from|to)[ ])"
    r"(?:\p{Ll}[\p{Ll}\-]{2,}|\p{Lu}{2,6}|\p{Ll}+\))[ ]$"
)
"""Before a month that ends a sentence: what was done then (*s/p appendectomy May.*), nobody who could be called so."""
_BEFORE_DATE = regex.compile(
    r"(?:\b(?:on|since|from|until|till|til|by|before|after|through|thru|dated?|d/c|dc|dos|dob|born|visit|seen|admitted|admit|discharged?|due|last(?:\s\p{L}{2,12})?|next|starting|started|began|begun|"
    r"stopped|this|back|early|late|around|about|between|and|to|follow-?up|f/u|appointment|appt|scheduled|completed|performed|done|placed|drawn|collected|received|signed|dictated|"
    r"transcribed|compared\swith|with|than|birth|m\.?d\.?|r\.?n\.?|n\.?p\.?|ct|mri|x-?ray|cxr|echo|us|ekg|ecg|labs?|note|encounter|service|every|as\sof|d|t|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|[(\[])[\s:,.(]{0,3}$|^[\s(\[*\-]*$",
    regex.IGNORECASE,
)
_NOT_A_DATE = regex.compile(
    r"(?:pain|rails|monofilament(?:\s(?:intact|normal|felt))?|iop|suds|epds|ess|smokes?|smoking|crackles|mic|gram|recall|hoarding|dash|cage|stands?|sits?|lifts?|oob|glucose|strength|power|reflex(?:es)?|pulses?|grade|score|apgars?|mmt|mrc|amts?|ace-?(?:iii|r)?|barthel|tinetti|berg|braden|waterlow|bloom-richardson|nottingham|borg|vas|nrs|nihss|hads|phq-?\d?|gad-?\d?|audit(?:-c)?|cage|edss|sofa|apache|bishop|silverman|ballard|aldrete|quads?|hams(?:trings?)?|deltoids?|biceps|triceps|iliopsoas|(?:dorsi|plantar)flex(?:ion|ors?)|ehl|grip|motor|rated?|scale|severity|murmur|gcs|mmse|moca|phq|muscle|stage|cycles?|visual acuity|vision|va|o[ds]|bp|ratio|dose|"
    r"pressure|culture|intensity|edema|lobes?|nodes?|tabs?|tablets?|norco|percocet|vicodin|fields?|systolic|extremit(?:y|ies)|distress|level|from\s\d+/\d+\sto|improved\sfrom|down\sfrom|up\sfrom|decreased\s(?:to|from)|increased\s(?:to|from))"
    r"[\s:=,.(]*(?:(?:is|was|of|at|to|from|about|now|and|a|currently|today|rated)\s){0,3}$",
    regex.IGNORECASE,
)
_OF_FIVE = regex.compile(
    r"\b(?:strength|motor|power|reflex|muscle|flexion|extension|grip|dtrs?|mmt|mrc|quads?|hamstrings?|deltoids?|biceps|triceps)",
    regex.IGNORECASE,
)
_DURATION = regex.compile(
    r"(?:\b(?:od|bd|tds|qds|qid|tid|bid|qhs|om|on|nocte|mane|daily|stat|prn|po|iv|im|sc|course|for|past|last|x|×|÷)|[x×÷])[ ]$",
    regex.IGNORECASE,
)
_DURATION_AFTER = regex.compile(
    r"[ ]?(?:hx|history|h/o|course|ago|supply|of\b|cough|fever|pain|pc\b|duration|post)", regex.IGNORECASE
)
"""5/7 is five days, 2/52 two weeks, 3/12 three months behind how often a medicine is taken, or before what lasts so long."""
NOT_A_DATE_AFTER = regex.compile(
    r"\s?(?:ppd\b|lunch|dinner|breakfast|meals?\b|packs?\b|pk\b|hpf\b|lpf\b|with\s(?:movement|activity|exertion|rest)|w/\s?(?:movement|activity)|at\srest|recall|wks?\b|h\b|hrs?\b|hours?\b|up\b|of\sthe\sway|tabs?|tablets?|pills?|cups?|ns|pain|strength|in\s(?:severity|intensity)|out\sof|fields?|of\s(?:the|normal|baseline|all|predicted|expected)|systolic|murmur|nodes|weeks|positive|negative|throughout|bilateral|bilat|scale|SEM|HSM|cores?|lymph|lns?\b|biops(?:y|ies)|joints?|criteria|sessions?|doses?|points?|questions?|items|correct|errors?|sets?|attempts?|trials?|samples?|specimens?|prox|distal|symmetric|globally|hip|knee|ankle|shoulder|elbow|wrist|course|supply|ago|history|hx|duration)",
    regex.IGNORECASE,
)


_WORD_BEFORE = regex.compile(r"(\p{Lu}[\p{L}\-]+)[ :]{1,2}$")


def is_ratio(text: str, match: "regex.Match[str]") -> bool:
    """Whether `5/7` or `4/5` (groups `month` and `day`) is a duration, a score or a value by what stands around it."""
    before = text[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]
    if _NOT_A_DATE.search(before) or NOT_A_DATE_AFTER.match(text, match.end()):
        return True
    # A number with a zero before it counts days or months.
    if match["day"].startswith("0") or match["month"].startswith("0"):
        return False
    scored = _WORD_BEFORE.search(before)
    if scored is not None and fold(scored[1]) in SCORES:
        return True
    if match["day"] in ("7", "12") and _is_duration(text, match):
        return True
    if int(match["day"]) == 5 and _OF_FIVE.search(text, max(0, match.start() - 80), match.start()):
        return True
    # 5/5 and the like are strength and reflexes, unless a word of time stands before.
    return int(match["month"]) == int(match["day"]) <= 5 and not _BEFORE_DATE.search(before)


def _is_duration(text: str, match: "regex.Match[str]") -> bool:
    before = _DURATION.search(text, max(0, match.start() - 8), match.start())
    if before is not None and before[0].strip().lower() in ("for", "past", "last", "on", "om") and match["day"] == "12":
        return False
    if before is not None and before[0].strip().lower() == "on":
        return False
    return before is not None or _DURATION_AFTER.match(text, match.end()) is not None


def is_month(word: str, text: str, start: int) -> bool:
    """`May`, `March`, `Mar` and the like are words and names, too: these need a capital and a word of time before."""
    low = word.lower()
    if low in (
        "may",
        "march",
        "mar",
        "jan",
        "sep",
        "dec",
        "oct",
        "nov",
        "apr",
        "jun",
        "jul",
        "aug",
        "feb",
        "april",
        "june",
        "august",
        "sept",
    ):
        if not word[0].isupper():
            return False
        if _ENDS_MONTH.match(text, start + len(word)) and _BEFORE_MONTH.search(text, max(0, start - 24), start):
            return True
        before = text[max(0, start - 16) : start].lower()
        return bool(
            regex.search(
                r"(?:\b(?:in|since|of|last|next|this|until|till|by|early|late|mid|during|from|through|to|on|every|each|before|after|and|around|about)[\s\-]|/|-)$",
                before,
            )
        )
    return word[0].isupper() or word.isupper()
