"""Places by what stands before them, and those that are written in small letters.

Agencies for care at home, chains of homes and pharmacies with one house in a town, employers in a field of their own; and,
since whole notes are typed without a capital, streets by their kind, institutions by their head words, towns before a state.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.lexicon import list_words
from medpref_dagster.deidentification.medical_names import ABBREVIATIONS
from medpref_dagster.deidentification.reading import Reading

_CAP = r"(?:(?:St|Ste|Mt|Ft)\.|\p{Lu}[\p{L}\p{M}'’\-]*)"
_CODES = "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|ia|id|il|in|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|dc"
_AGENCY = regex.compile(
    rf"(?<![\w'’\-])(?:(?i:amedisys|gentiva|interim[ ]healthcare|kindred[ ]at[ ]home|visiting[ ]angels|comfort[ ]keepers|home[ ]instead|right[ ]at[ ]home|lhc[ ]group|bayada|enhabit|encompass[ ]health|maxim[ ]healthcare|brightstar[ ]care|"
    rf"brookdale[ ]\p{{L}}+|genesis[ ]healthcare|life[ ]care[ ]center|bupa[ ]care[ ]home|barchester|medicine[ ]shoppe)(?:[ ]of[ ]{_CAP}(?:[ ]{_CAP}){{0,2}})?"
    rf"|(?:VNA|Vna|vna|Sunrise|Atria|Brookdale|Belmont[ ]Village)[ ](?:of|at)[ ]{_CAP}(?:[ ](?:or[ ])?{_CAP}){{0,3}}"
    rf"|(?:Ascension|Providence|Dignity|Mercy|Trinity|Sutter|Baptist|Memorial[ ]Hermann|Kaiser(?:[ ]Permanente)?)[ ](?:St\.?[ ])?(?!Health\b|Plan\b|Insurance\b|Member\b){_CAP}(?:['’]s)?(?:[ ](?:Hospital|Medical[ ]Center|Southwest|Northwest))?(?=[ ]?(?:[,./\n;)]|$))"
    rf"|University[ ]College[ ]Hospital(?:[ ]{_CAP})?|(?:Govt\.?|Government)[ ]General[ ]Hospital(?:[ ]{_CAP})?|The[ ](?:Christie|Alfred|Royal[ ]\p{{Lu}}\p{{Ll}}+|Marsden|Willows|Elms|Oaks|Pines|Cedars|Maples|Laurels|Beeches|Poplars|Hollies)(?![\p{{L}}])"
    rf"|[Cc]o\.[ ](?:{_CAP}|\p{{Ll}}{{4,}}))(?![\p{{L}}])"
)
"""Of such a chain there is one house, or one nurse's round, in a place."""
_EMPLOYER = regex.compile(
    rf"(?:(?<![\w'’\-])(?:[Ww]ork(?:s|ed)|[Rr]etired)[ ]|(?<!\w)(?:EMPLOYER|Employer)[ ]{{2,3}}|\b(?:Occupation|Job):[ ][\p{{Ll}} ]{{3,24}},[ ]|\bat[ ]work[ ][(]|\b(?:works[ ]as[ ]an?[ ][\p{{Ll}} ]{{3,24}}|yrs|years)[ ]at[ ])"
    rf"(?!(?i:at|for|as|in|from|part|full|nights?|days?|mon|tue|wed|thu|fri|sat|sun|monday|friday|with|and|since|per|on|out)\b)((?:{_CAP}|\p{{Lu}}{{2,5}})(?:[ ](?:&[ ])?{_CAP}){{0,3}})(?=[ ]?[.,;)\n/]|[ ]{{2}}|[ ](?:til|till|until|since|x\d|for)\b|$)"
)
_SMALL_EMPLOYER = regex.compile(
    r"(?:(?<![\w'’\-])(?:works|worked)[ ]as[ ]an?[ ][\p{Ll} ]{3,20}[ ]at[ ]|(?<!\w)employer[ ]{2,3}|\bretired[ ](?=\p{Ll}+[ ](?:stores|packing|foods|mills|steel)))(\p{Ll}[\p{L}'’&\-]{2,}(?:[ ]\p{Ll}[\p{L}'’&\-]{2,}){0,2})(?=[ ]?[.,;)\n]|[ ]{2}|$)"
)
_NO_WORDS = r"(?:by|with|of|to|at|from|in|on|for|and|or|the|a|an|his|her|this|that|per|mg|ml|mcg|kg|lb|cm|mm|x|pm|am|yo|yr|yrs|old|day|days|week|weeks|wk|month|months|year|years|hour|hours|hr|hrs|min|mins|times|units?|tabs?|tablets?|caps?|pt|pts|mr|mrs|ms|was|is|seen|then|after|before|since|more|less|new|no|not|per)"
_SMALL_STREET = regex.compile(
    rf"(?<![\w.,/\-$:])\d{{1,5}}[a-z]?[ ](?:[nsew][ ])?(?:(?!{_NO_WORDS}\b)\p{{Ll}}[\p{{Ll}}'’]+|\d{{1,3}}(?:st|nd|rd|th))(?:[ ](?!{_NO_WORDS}\b)\p{{Ll}}+){{0,2}}[ ](?:street|avenue|ave|road|rd|lane|ln|drive|blvd|boulevard|court|cir|circle|trail|trl|terrace|ter|pkwy|hwy|highway|crescent|close|cct|tce|"
    r"(?:st|dr|ct|way|place|pl|park|row|loop|view|grove|square|sq)(?=[ ]?(?:[,\n;.]|$)|[ ](?:apt|unit|ste|suite|\#)|[ ]\p{Ll}+(?:[ ]\p{Ll}+)?,?[ ](?:[a-z]{2})[ ]{1,2}\d{5}))(?!\w)(?:,?[ ](?:(?:apt|unit|ste|suite|flat|lot)\.?[ ]\#?[\da-z\-]{1,5}|\#[\da-z]{1,5})(?!\w))?"
)
_SMALL_TOWN = regex.compile(
    rf"(?<![\p{{L}}'’\-])(\p{{Ll}}{{3,}}(?:[ ]\p{{Ll}}{{3,}}){{0,2}})(?:,[ ]{{0,2}}|[ ])(?:{_CODES})(?=[ ]{{1,3}}\d{{5}}(?!\d)|[ ]?[.\n/;)]|$|[ ]{{2}})"
)
_TOWN_CODE = regex.compile(
    rf"(?<![\p{{L}}'’\-])({_CAP}(?:[ ]{_CAP}){{0,2}})[ ](?:{_CODES.upper()})[ ]{{1,2}}\d{{5}}(?:-\d{{4}})?(?!\d)"
)
_SMALL_TOWN_SAID = regex.compile(
    r"(?<![\w'’\-])(?:lives?|living|raised|born|domiciled|resid(?:es|ing)|grew[ ]up|located|stays?|staying)[ ](?:alone[ ])?in[ ](\p{Ll}{4,}(?:[ ]\p{Ll}{4,})?)"
)
_HEADS = r"(?:hospital|memorial(?:[ ](?:hospital|medical[ ]center))?|general(?:[ ]hospital)?|medical[ ](?:center|centre|group|practice)|cancer[ ](?:center|centre)|health[ ](?:center|centre|clinic)|family[ ](?:practice|medicine|health)|urgent[ ]care|surgery|clinic|infirmary|women['’]s[ ]health|p(?:a)?ediatrics|dermatology|orthop(?:a)?edics|cardiology|heart[ ]associates|associates|behavioral[ ]health|nursing[ ](?:home|team)|community[ ]nursing[ ]team|residential[ ]home|rehab[ ](?:&|and)[ ]nursing|care[ ]home|home|apothecary|pharmacy|drug[ ]store|elementary(?:[ ]school)?|primary[ ]school|high[ ]school|middle[ ]school|preschool|school|academy|college|university|church|ame|packing|stores|warehouse)"
_SMALL_INSTITUTION = regex.compile(
    rf"(?P<led>\b(?:at|from|to|per|via|attends|attending|school|employer|church:|location:|pharmacy:|facility:|facility|given:)[ ]{{1,3}}|snf[ ][(]|(?:^|[\n/])[ ]*|,[ ])(?P<place>(?!(?:at|from|to|per|via|given|was|is|seen|pt|patient|he|she|had|has|hx|mri|imaging)\b)(?:the[ ])?(?:(?:st|mt)\.?[ ])?\p{{Ll}}[\p{{Ll}}'’\-]+(?:[ ](?:of[ ])?\p{{Ll}}[\p{{Ll}}'’\-]+){{0,3}}?[ ]{_HEADS})(?=[ ]?(?:[,.;()|\n/]|$)|[ ]{{2}}|[ ](?:on|in|ed|er|patient|laboratory|letter|since|for|dermpath|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)\b|[ ]\d)",
    regex.MULTILINE,
)
_NO_PLACE = list_words(
    "a an the this that our your his her their my its local nearby nearest outside another other any same new old home hospital clinic emergency primary secondary urgent public private general family community regional state county city rural medical surgical mental behavioral "
    "health pain wound sleep memory dental eye foot heart lung cancer cardiac cardiology neurology oncology urology dermatology orthopedic orthopedics pediatric pediatrics dialysis infusion anticoagulation coumadin diabetes diabetic thyroid asthma stroke spine trauma vascular plastic breast "
    "bariatric hernia general-surgery day outpatient inpatient acute subacute long-term skilled nursing assisted living group rehab rehabilitation hospice palliative care center centre retail mail order compounding preferred usual specialty elementary middle high primary graduate nursing medicine "
    "internal to from at in for with on no and or of by is was has had will be been not per via as pt patient she he they we i who when after before until while then still back went go goes going returned discharged discharge admitted admit transfer transferred transported brought sent seen follow follow-up fu "
    "consult consulted referred refer referral call called all some most both each every next last first second recent previous prior elective open laparoscopic major minor hip knee back neck shoulder hand wrist ankle elbow abdominal pelvic thoracic cardiothoracic oral robotic past s/p status post need needs needed "
    "med meds refill refills picked up pick sunday sunday's school schools church home-health physical occupational speech therapy mother father wife husband son daughter mom dad sister brother friend neighbor lives alone safe stable well nursing-home work works working missed started start finished drives drive walks "
    "telehealth virtual video phone walk-in walk pre-op post-op preop postop pre post cataract gallbladder bypass valve bowel colon gastric weight loss military veterans va psych psychiatric gyn ob obgyn ent gi cataracts non consent for history hx smoking sick sports travel tobacco"
)
_NUMBERED = regex.compile(
    rf"(?<![\w.,/\-$])(?:No\.?[ ]?)?\d{{1,4}}(?:/\d{{1,3}})?[A-Z]?,[ ](?:\d{{1,2}}(?:st|nd|rd|th)[ ])?{_CAP}(?:[ ](?:{_CAP}|\d{{1,3}}|II?))?(?:(?<=Nagar|Street|Road|Cross|Main|Sector[ ]\d{{1,3}}|Layout|Colony|Marg|Phase|Block|Salai|Stage|Vihar|Enclave))(?:[ ]II?(?!\w))?(?:,[ ]{_CAP}(?:[ ]{_CAP})?)?(?=[,.\n/]|[ ]?[\-–]|$|[ ]{{2}})"
    rf"|(?<!\w)(?:Purok[ ]\d{{1,2}}(?:,[ ]Brgy\.?[ ]{_CAP}(?:[ ]{_CAP})?)?|Brgy\.?[ ]{_CAP}|Blk[ ]\d{{1,4}}[A-Z]?[ ]{_CAP}(?:[ ](?:{_CAP}|\d{{1,2}})){{1,5}}(?:[ ]\#\d{{1,2}}-\d{{1,4}})?|(?:Rural[ ]Route|State[ ]Route)[ ]\d{{1,4}}(?:,?[ ]Box[ ]\d{{1,5}})?|RR[ ]\d{{1,4}},?[ ]Box[ ]\d{{1,5}}|Sector[ ]\d{{1,3}}(?=[,.\n]))"
    rf"|(?<![\w.,/\-$])\d{{1,4}}[A-Z]?[ ](?:Heol|Ffordd|Stryd|Lôn|Rhodfa|Clos|Maes|Bóthar|Sráid)[ ](?:y[ ]|yr[ ]|na[ ]|an[ ])?{_CAP}(?:[ ]{_CAP})?"
)
"""Houses of India, the Philippines, Singapore and Wales; routes with boxes."""


_OFFICE = regex.compile(r"(?<![\w'’\-])in[ ]the[ ](\p{L}{4,}(?:[ ]\p{L}{4,})?)[ ]office(?!\w)")
_LETTERS = regex.compile(r"(?<![\w'’\-])at[ ](\p{Lu}{3,5})(?=[.;](?:\s|$)|[ ]on[ ]\d|[ ]in[ ](?:19|20)\d\d)")
"""A hospital by its letters: *was seen at UIHC on 4/16*."""


def find_listed_places(reading: Reading) -> Iterator[tuple[int, int]]:
    """Places by what stands before them and in small letters; characters from and to."""
    text = reading.text
    for pattern in (_AGENCY, _NUMBERED):
        yield from (match.span() for match in pattern.finditer(text))
    for pattern in (_EMPLOYER, _SMALL_EMPLOYER, _TOWN_CODE):
        yield from (match.span(1) for match in pattern.finditer(text))
    for match in _OFFICE.finditer(text):
        if match[1].lower() in reading.lexicon.cities:
            yield match.span(1)
    for match in _LETTERS.finditer(text):
        if match[1] not in ABBREVIATIONS and match[1].lower() not in reading.lexicon.plain:
            yield match.span(1)
    yield from _in_small_letters(reading)


def _in_small_letters(reading: Reading) -> Iterator[tuple[int, int]]:
    text, cities = reading.text, reading.lexicon.cities
    yield from (match.span() for match in _SMALL_STREET.finditer(text))
    for pattern in (_SMALL_TOWN, _SMALL_TOWN_SAID):
        for match in pattern.finditer(text):
            words = match[1].split(" ")
            for count in range(len(words)):
                name = " ".join(words[count:] if pattern is _SMALL_TOWN else words[: len(words) - count])
                if name in cities and (pattern is _SMALL_TOWN or name not in reading.lexicon.plain or " " in name):
                    start = match.end(1) - len(name) if pattern is _SMALL_TOWN else match.start(1)
                    yield start, start + len(name)
                    break
    for match in _SMALL_INSTITUTION.finditer(text):
        words = match["place"].split(" ")
        first = next((place for place, word in enumerate(words) if word.strip(".,") not in _NO_PLACE), None)
        named = [word for word in words[:-1] if word.strip(".,") not in _NO_PLACE]
        led = match["led"].strip(" \n/,") != ""
        if first is None or not named or words[0].strip(".,") in _GRAMMAR:
            continue
        if any(word in _GRAMMAR for word in words) or (not led and words[-1] in _LOOSE):
            continue
        if words[0] in _NO_PLACE and words[0] not in _ALSO_FIRST:
            continue
        yield match.span("place")


_GRAMMAR = list_words(
    "to from at in for with on no and or by is was has had will be been not per via as pt patient she he they we i who when after before until while then still a an this that our your his her their my its s/p hx"
)
_LOOSE = list_words("home surgery general clinic school church packing stores university college ame warehouse")
_ALSO_FIRST = list_words(
    "the st st. university community general regional county state city veterans va heart memorial home"
)
