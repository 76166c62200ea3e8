"""Geographic units smaller than a state: streets, cities, counties, ZIP codes; facilities and employers, which have a place."""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.institutions import find_institutions, find_towns_below, find_towns_beside
from medpref_dagster.deidentification.lexicon import fold, list_words
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.places_in_lists import find_listed_places
from medpref_dagster.deidentification.postal_codes import find_postal_codes
from medpref_dagster.deidentification.reading import Reading, Word

STATES = list_words(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota "
    "mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming"
) | {
    "new hampshire",
    "new jersey",
    "new mexico",
    "new york",
    "north carolina",
    "north dakota",
    "rhode island",
    "south carolina",
    "south dakota",
    "west virginia",
    "puerto rico",
}
_CODES = "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|GU"
STATE_CODES = frozenset(_CODES.split("|"))
_STATE = (
    rf"(?:{_CODES}|"
    + "|".join(sorted((" ".join(map(str.capitalize, name.split())) for name in STATES), key=len, reverse=True))
    + ")"
)
COUNTRIES = list_words(
    "america usa canada mexico china india japan korea vietnam philippines thailand indonesia russia ukraine poland germany france italy spain portugal england scotland wales ireland britain uk greece turkey iran iraq "
    "israel egypt nigeria kenya ethiopia somalia ghana brazil colombia peru chile argentina venezuela ecuador guatemala honduras haiti jamaica cuba australia zealand pakistan bangladesh afghanistan nepal syria lebanon "
    "europe africa asia romania hungary sweden norway denmark finland netherlands belgium austria switzerland croatia serbia bosnia cambodia laos burma myanmar malaysia singapore taiwan"
)
"""Countries and continents are larger than a state: no identifiers."""

REGIONS = STATES | COUNTRIES
_CITIES_ABROAD = list_words(
    "tokyo delhi shanghai dhaka cairo mumbai beijing osaka karachi chongqing istanbul kolkata manila lagos tianjin guangzhou kinshasa moscow shenzhen lahore bangalore bengaluru paris bogota jakarta chennai lima bangkok seoul "
    "hyderabad london tehran chengdu nanjing wuhan luanda ahmedabad hanoi singapore baghdad riyadh santiago surat madrid pune houston toronto montreal vancouver nairobi addis berlin rome vienna warsaw prague budapest athens lisbon "
    "dublin stockholm oslo copenhagen helsinki brussels amsterdam zurich geneva kyiv kiev minsk bucharest sofia belgrade zagreb sarajevo tirana ankara beirut damascus amman jerusalem kabul islamabad kathmandu colombo yangon rangoon "
    "saigon taipei sydney melbourne auckland accra dakar abidjan kampala mogadishu khartoum tunis algiers casablanca tripoli johannesburg harare havana caracas quito managua tegucigalpa kingston port-au-prince"
)
"""Cities of five million people or more, and capitals."""

_CAP = r"(?:(?:St|Ste|Mt|Ft|Dr|Jr|Sr|\p{Lu})\.|\p{Lu}[\p{L}\p{M}'’\-]*)"
_TYPE = (
    r"(?:Street|Str?\.?|Avenue|Av(?:e|enue)?\.?|Road|Rd\.?|Lane|Ln\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Court|Ct\.?|Circle|Cir\.?|Way|Place|Pl\.?|Terrace|Ter(?:r)?\.?|Parkway|Pkwy\.?|Highway|Hwy\.?|Route|Rte\.?|Square|Sq\.?|"
    r"Trail|Trl\.?|Alley|Row|Loop|Plaza|Plz\.?|Crescent|Cres\.?|Close|Grove|Mews|Walk|Path|Pike|Turnpike|Tpke\.?|Broadway|Green|Gardens?|Hill|Heights|Run|Ridge|Bend|Crossing|Point|Pass|Pt|View|Vista|Nagar|Marg|Salai|Colony|Layout|Chowk|Vihar|Esplanade|Parade|Pde|Quay|Brae|Wynd|Croft|Vale|Yard|Wharf|Circuit|Cct|Tce|Promenade|Strand|Fold|Cross|Main|Enclave|Bagh|Puram|Peth|Society|Rise|Landing|Hollow|Park|Expressway|East|West|North|South|"
    r"STREET|ST\.?|AVENUE|AVE\.?|ROAD|RD\.?|LANE|LN\.?|DRIVE|DR\.?|BLVD\.?|BOULEVARD|COURT|CT\.?|WAY|PLACE|PL\.?|TERRACE|PKWY\.?|HWY\.?)"
)
_FOREIGN = r"(?:Avenida|Av\.|Calle|Camino|Rue|Via|Viale|Piazza|Plaza|Paseo|Calzada|Carrera|Rua|Boulevard|Chemin|All[ée]e|Place|Route|Rte\.?|State\sRoute|US|U\.S\.|Highway|Hwy\.?|County\sRoad|CR|FM|Interstate|I-|Sector|Concession)"
_UNIT = r"(?:,?\s{1,2}(?:(?:Apt|Apartment|Flat|Unit|Suite|Ste|Floor|Fl|Room|Rm|Bldg|Building|Lot|Trlr|Space|APT|UNIT|STE)\b\.?\s?#?\s?[\dA-Z\-]{1,6}|#\s?[\dA-Z\-]{1,6})\b)"
_DIRECTION = r"(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?\s)?"
_HOUSE = r"(?<![\w.,/\-$]|\d:)\d{1,6}(?:-\d{1,4})?[A-Za-z]?(?:\s1/2)?"
_ADDRESS = regex.compile(
    rf"{_HOUSE} {_DIRECTION}{_FOREIGN} ?(?:(?:de|del|des|du|la|las|los|le|les|[dl]['’]) ?){{0,2}}(?:{_CAP}|\d{{1,4}}[A-Z]?)(?: (?:de |la |las |los |del )*(?!(?:Apt|Apartment|Unit|Suite|Ste|Floor|Fl|Room|Rm|Bldg|Building)\b){_CAP}){{0,3}}{_UNIT}?"
    rf"|{_HOUSE} {_DIRECTION}(?:(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th)|[a-z]{{2,3}}) ){{0,4}}?(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th)) {_TYPE}[A-D]?(?!\w)(?! {_TYPE}(?!\w))(?: \d{{1,4}}[A-Z]?\b)?(?: (?:NW|NE|SW|SE|N|S|E|W)\b\.?)?{_UNIT}?"
    rf"|{_HOUSE} (?:{_CAP} ){{0,3}}[\p{{Lu}}][\p{{L}}\p{{M}}]*(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|straat|gatan|vej|gata|katu)\b{_UNIT}?"
    rf"|{_HOUSE} {_DIRECTION}(?:{_CAP} ){{0,3}}{_CAP}{_UNIT}"
    rf"|{_HOUSE} (?:The )?(?:Esplanade|Broadway|Strand|Parade|Promenade|Crescent|Mall|Quay|Terrace|Green|Avenue|(?:Queens|Kings|Broad|Green|Mill|Park|Wood|Oak|Ring)way)[A-D]?(?=[ ]?(?:[,;|^\n]|$|\.\s))"
    rf"|{_HOUSE} \d{{1,3}} (?:Avenue|Ave|Street|St)\b\.? (?:NW|NE|SW|SE)\b{_UNIT}?"
)
_LOOSE_ADDRESS = regex.compile(
    rf"(?:(?i:\b(?:address|lives\sat|living\sat|resid(?:es|ing)\sat|home\sis|mailed\sto|sent\sto|moved\sto|located\sat|to|at)\b)[:\s]{{1,3}}|^|,\s)"
    rf"({_HOUSE}\s{_DIRECTION}{_CAP}(?:\s(?:(?:de|la|of|the)\s)?{_CAP}){{0,4}}{_UNIT}?)(?=\s?,|\sin\s|\s?$|\s?\n|\.\s)",
    regex.MULTILINE,
)
_POST_BOX = regex.compile(r"\b(?i:p\.?\s?o\.?\s?box|post\soffice\sbox|box)\s?#?\s?\d{1,6}\b")
_ROAD = r"(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Ln\.?|Boulevard|Blvd\.?|Drive|Dr(?=[ ]?(?:[.,;?!)\n]|$))|Court|Crescent|Parkway|Pkwy\.?|Highway|Hwy\.?|Turnpike|Pike|Terrace|Close|Square|Circle|Trail|Parade|Esplanade|Nagar|Marg|Salai|Chowk)"
_STREET_ALONE = regex.compile(
    r"(?<=\b(?:on|along|off|near|at|of)[ ])(?:the[ ])?(?:(?:County|State|Range|Township|Rural|Line|Farm)[ ](?:Road|Route|Rd\.?|Highway|Hwy\.?)|Highway|Hwy\.?|Route|Rte\.?|Interstate|Concession(?:[ ]Road)?|Sector|Motorway|Autoroute)[ \-]\d{1,4}[A-Z]?(?!\w)"
    rf"|(?<=\b(?:on|along|off|near|at|of|onto|around|behind|down|up|between|to|from|and)[ ](?:the[ ]corner[ ]of[ ])?){_DIRECTION}(?:(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th))[ ]){{1,3}}{_ROAD}(?!\w)(?:[ ](?:NW|NE|SW|SE|North|South|East|West)\b)?"
    r"|(?<=\b(?:on|along|off|near|at)[ ](?:the[ ])?)(?:I|US|SR|CR|FM|NH|SH)-\d{1,4}(?!\w)|(?<=\b(?:on|off|along)[ ]the[ ])[AM]\d{1,4}(?!\w)"
    r"|(?<=\b(?:on|along|off|near|at|of)[ ])\d{1,3}[ ](?:Avenue|Ave|Street|St)\b\.?[ ](?:NW|NE|SW|SE)\b"
    rf"|(?<![\w'’\-])(?:{_CAP}[ ]){{1,3}}(?:Street|Road|Avenue|Lane|Boulevard|Drive|Crescent|Terrace|Close|Parade|Gardens|Grove)(?=,[ ]\p{{Lu}})"
    rf"|(?<=\b(?:on|along|off|near|at|of)[ ])(?:[Rr]ue|Chemin|Calle|Avenida|Via|Rua)[ ](?:(?:de|du|des|la|del|las|los|l['’])[ ]?){{0,2}}{_CAP}(?:[ ]{_CAP})?(?!\w)"
)
_UNIT_FIRST = regex.compile(
    rf"(?<![\w]|[Vv]itamin[ ]|VITAMIN[ ]|[Vv]it[ ])(?:(?:Flat|Apartment|Apt\.?|Plot|Door|Villa|H|D)[ .]?(?:[Nn]o\.?|\#)?[ ]?\d[\dA-Z/\-]{{0,7}}(?:,[ ]?|[ ])|(?:Unit|House|Shop|Suite|Level|Room)[ ](?:[Nn]o\.?[ ])?\d[\dA-Z/\-]{{0,7}},[ ])"
    rf"(?:{_CAP}|\d{{1,4}}[A-Z]?(?=[ ,]))(?:(?:,[ ]?|[ ])(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th)|\d{{1,4}}[A-Z]?(?=[ ,])|of|the)){{0,8}}"
)
"""A flat before its house, and all that is parted by commas from it."""
_ADDRESS_FIELD = regex.compile(
    r"(?i:\b(?:address|addr|residence)\.?)[ ]?[:=][ ]{0,3}("
    r"(?:(?!(?i:tel|phone|ph|mob|mobile|dob|mrn|fax|email|e-mail|age|sex|nhs|city|state|zip|postcode)\b)(?:[\p{Lu}\d#][\p{L}\p{M}\d'’./#\-]*|na|an|de|la|of|the|du|des|del|on|le|y|al|near|opp\.?)(?![\p{L}]*[ ]?:)(?:,[ ]?|[ ])?){2,16})"
)
_PIECE = rf"(?:(?!(?:Dr|St|Jr|Sr|Mt|Ft|\p{{Lu}})\.){_CAP}(?:[ ](?:{_CAP}|\d{{1,4}})){{0,3}}|\d{{1,3}}(?:st|nd|rd|th)[ ]{_CAP}(?:[ ]{_CAP})?)"
_TOWN_BEHIND = regex.compile(
    rf"(?:,|\^{{1,2}})[ ]?({_PIECE})(?=[ \t]*(?:$|[,.;^|)](?!\w)|,\w|[ ]?[\-–][ ]?\d{{3}}))",
    regex.MULTILINE,
)
"""Behind a house number and a street."""
_WITH_STATE = regex.compile(rf"(?<![\w'’\-])((?:{_CAP}(?:[ ]|-)){{0,3}}{_CAP})[ ]?,[ ]{{0,2}}{_STATE}(?![\w])")
_ZIP = regex.compile(
    rf"(?:(?<=\b{_STATE}[\s,.]{{1,3}})|(?<=(?i:\bzip(?:\scode)?)[:\s#]{{1,3}})|(?<=,\s))(\d{{5}}(?:-\d{{4}})?)(?![\w\-]|\.\d|,\d)"
)
_BEFORE_ZIP = regex.compile(
    rf"(?:^|,[ \t]|\n)(?!(?i:pager|ext|phone|tel|fax|room|box|bleep|mrn|case|id|unit|chart|acc))({_CAP}(?: {_CAP}){{0,2}}),? (\d{{5}}(?:-\d{{4}})?)(?![\w\-]|\.\d|,\d)"
)
_ZIP_FOUR = regex.compile(r"(?<![\w\-./])\d{5}-\d{4}(?![\w\-/])")
_COUNTY = regex.compile(
    rf"(?<!\p{{Lu}})(?:(?:St\.[ ])?{_CAP}[ ]){{1,3}}(?:County|Parish|Borough|Township|Twp|COUNTY|PARISH)\b|\b(?:County|Borough|Town|City|Township|Village)[ ]of[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}"
)
_KIND_OF_PLACE = (
    r"(?:Hospitals?|Hosp\.?|Medical[ ](?:Center|Centre|Group|Associates|Clinic|College|Plaza|Offices?)|Clinics?|Nursing[ ](?:Home|Facility|Center)|Nursing[ ](?:and|&)[ ]Rehab(?:ilitation)?|Health[ ]?(?:care)?(?:[ ](?:System|Center|Centre|Network|Partners|Services))?|Rehab(?:ilitation)?(?:[ ](?:Center|Hospital|Facility|Institute))?|"
    r"Hospice|Assisted[ ]Living|Infirmary|Sanatorium|Memorial|Family[ ](?:Practice|Medicine|Health)|Pediatrics|Cardiology[ ]Associates|Cancer[ ](?:Center|Institute)|Surgery[ ]Center|Surgical[ ]Center|Urgent[ ]Care|VA(?:MC)?|Veterans[ ]Affairs|"
    r"Regional|General|Pharmacy|Dialysis(?:[ ]Center)?|Manor|Care[ ]Center|Retirement[ ](?:Home|Community|Village)|Senior[ ]Living|Community[ ]Hospital|University|College|High[ ]School|Middle[ ]School|Elementary(?:[ ]School)?|School|Church|Academy|"
    r"Inc\.?|LLC|Ltd\.?|Corp(?:oration)?\.?|Company|Co\.|Industries|Foods|Motors|Roofing|Construction|Airlines|Enterprises|& Sons|Brothers|Logistics|Bakery|Restaurant|Shelter|Lodge|House|Villa|Village|Gardens|Terrace|Estates|Residence|Prison|Jail|Penitentiary|Correctional[ ](?:Facility|Center))"
)
_FACILITY = regex.compile(
    rf"(?<![\w'’])(?:(?:St\.?|Saint|Mt\.?|Mount|Our|New|The|University[ ]of)[ ])?(?:{_CAP}|VA)(?:(?:[ ](?:(?:of|and|the|&|de|for)[ ]){{0,2}}|[ ]?&[ ])(?:{_CAP})){{0,5}}?[ ]{_KIND_OF_PLACE}(?!\w)(?:[ ]{_KIND_OF_PLACE})*(?:[ ](?:of|at|in)[ ](?:the[ ])?{_CAP}(?:[ ]{_CAP}){{0,2}})?"
)
_SAINT = regex.compile(
    rf"(?<![\w'’])(?:(?<!\p{{Lu}}[\p{{L}}]+[ ])St\.|Saint|Mount|Mt\.|Our[ ]Lady[ ]of(?:[ ]the)?)[ ](?!\p{{L}}\.)(?:{_CAP})(?:['’]s)?(?:[ ](?:{_KIND_OF_PLACE}))*"
)
_GENERIC = list_words(
    "the a an this that our your emergency intensive coronary operating recovery skilled acute outpatient inpatient primary urgent home public mental behavioral general local county community regional medical surgical day night "
    "pediatric cardiac dental eye pain wound sleep women's children's men's family health hospital clinic nursing department discharge transfer admission university college high middle elementary school affiliated outside another rural teaching "
    "psychiatric physical occupational speech senior assisted long-term extended subacute rehab rehabilitation hospice group palliative care center centre operative progress consultation social past personal to from at in for with on no new current "
    "status plan admitted transferred seen cardiology neurology oncology orthopedic urology dermatology radiology pathology laboratory rheumatology nephrology surgery medicine va"
)
_BEFORE_CITY = regex.compile(
    r"(?<!\w)(?i:born\s(?:and\sraised\s)?in|raised\sin|domiciled\sin|lives?\s(?:alone\s)?(?:in|near|outside(?:\sof)?)|living\s(?:in|near)|resid(?:es|ing|ed)\sin|resident\sof|moved\s(?:here\s)?(?:to|from)|moving\s(?:to|from)|native\sof|comes\sfrom|came\sfrom|originally\sfrom|visiting\s(?:from)?|"
    r"travel(?:l?ed|s|ing)?\s(?:to|from)|trip\sto|flew\s(?:to|from|in\sfrom)|drove\s(?:(?:him|her|them|\w+)\s)?(?:in\s)?(?:to|from)|town\sof|city\sof|suburb\sof|immigrated\sfrom|emigrated\sfrom|grew\sup\sin|vacation\sin|returned\sfrom|hometown:?|city:?|"
    r"(?:man|woman|male|female|gentleman|lady|boy|girl|patient|child|infant|student|teacher|farmer|veteran)\sfrom|works\sin|near|outside(?:\sof)?)\s"
)
_IN = regex.compile(r"(?<!\w)(?i:in|from|to|at|near|of|outside|around|via|through|leaving)\s")
_EMPLOYER = regex.compile(
    rf"(?<!\w)(?i:works?[ ](?:at|for|as[ ][\w ]{{2,24}}?[ ](?:at|for))|working[ ](?:at|for)|worked[ ](?:\d{{1,2}}[ ]years[ ])?(?:at|for)|laid[ ]off[ ]from|(?:was|were)[ ]at(?=[ ][^\n.,;]{{2,40}}[ ]when[ ])|employed[ ](?:by|at)|employee[ ](?:of|at)|employer(?:[:,]|[ ]is)?|retired[ ]from|job[ ](?:at|with)|volunteers?[ ]at|student[ ]at|attends|owner[ ]of|owns|manager[ ](?:at|of)|driver[ ]for|enrolled[ ]at)[ ]"
    rf"((?:the[ ])?{_CAP}(?:(?:[ ]|[ ]&[ ]|[ ]of[ ]|[ ]and[ ])(?:{_CAP}))*(?:[ ](?:plant|factory|store|mill|mine|warehouse|farm|office|dealership))?)"
)
_AT_FACILITY = regex.compile(
    rf"(?<!\w)(?i:transferr?(?:ed|ing)?[ ](?:\w+[ ])?(?:from|to)|admitted[ ](?:to|at)|seen[ ]at|hospitali[sz]ed[ ]at|treated[ ]at|followed[ ]at|presented[ ]to|discharged[ ](?:to|from)|care[ ]at|evaluated[ ]at|referred[ ](?:to|from)|delivered[ ]at|surgery[ ]at|brought[ ]to|sent[ ]to|on[ ].{{4,24}}[ ]at)[ ](?:the[ ])?({_CAP}(?:[ ]{_CAP}){{0,4}})"
)
_PREPOSITIONS_NOT = list_words("er ed icu or pacu snf ct mri er's")


def find_places(reading: Reading) -> Iterator[Identifier]:
    """Addresses, cities, counties, ZIP codes, facilities, employers. States and countries are none."""
    spans = [*find_institutions(reading), *find_listed_places(reading)]
    found = [*_find_by_form(reading), *(Identifier(*span, "location") for span in spans)]
    yield from found
    ends = [item.end for item in found if item.kind == "location"]
    for finder in (find_towns_beside, find_towns_below):
        yield from (
            Identifier(*span, "location")
            for span in finder(reading, ends)
            if fold(reading.text[slice(*span)]) not in REGIONS
        )


def _find_by_form(reading: Reading) -> Iterator[Identifier]:
    text = reading.text
    for pattern in (_ADDRESS, _POST_BOX, _STREET_ALONE, _COUNTY):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), "location")
            if pattern in (_ADDRESS, _STREET_ALONE):
                yield from _find_behind_street(text, match.end())
    for match in _LOOSE_ADDRESS.finditer(text):
        if not _is_value(reading, match):
            yield Identifier(match.start(1), match.end(1), "location")
            yield from _find_behind_street(text, match.end(1))
    for pattern in (_UNIT_FIRST, _ADDRESS_FIELD):
        for match in pattern.finditer(text):
            start, end = match.span(1 if pattern is _ADDRESS_FIELD else 0)
            # Piece by piece, so that each has a surrogate of its own.
            for piece in _PIECE_OF_FIELD.finditer(text, start, end):
                yield Identifier(piece.start(), piece.end(), "location")
    for pattern in (_ZIP, _ZIP_FOUR):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), "zip_code")
    yield from find_postal_codes(text)
    for match in _WITH_STATE.finditer(text):
        if _is_degree(reading, match):
            continue
        start = _cut_front(reading, match.start(1), match.end(1))
        if start < match.end(1):
            yield Identifier(start, match.end(1), "location")
    for match in _BEFORE_ZIP.finditer(text):
        if not regex.fullmatch(_STATE, match[1]):
            yield Identifier(match.start(1), match.end(1), "location")
        yield Identifier(match.start(2), match.end(2), "zip_code")
    for finder in (_find_facilities, _find_cities, _find_contexts):
        for start, end in finder(reading):
            yield Identifier(start, end, "location")


def _find_behind_street(text: str, end: int) -> Iterator[Identifier]:
    """What stands behind a street, parted by commas or carets: a floor, a quarter, a town; no state."""
    for _ in range(_MOST_PIECES):
        match = _TOWN_BEHIND.match(text, end)
        if match is None or regex.fullmatch(_STATE, match[1]) is not None:
            code = _CODE_BEHIND.match(text, end)
            if code:
                yield Identifier(code.start(1), code.end(1), "zip_code")
            return
        yield Identifier(match.start(1), match.end(1), "location")
        end = match.end(1)


def _is_value(reading: Reading, match: "regex.Match[str]") -> bool:
    """Whether a number with a capital behind it is no address: a dose of a medicine, a value with its unit, a line with its number."""
    if _SAYS_ADDRESS.match(match[0]):
        return False
    number = reading.word_from(match.start(1))
    words: list[Word] = []
    while number is not None and number < len(reading.words) and reading.words[number].start < match.end(1):
        words.append(reading.words[number])
        number += 1
    if any(word.low in BRANDS or word.low in _UNITS or (word.upper and len(word.text) < 4) for word in words):
        return True
    return len(words) < 3 and all(word.plain and not word.listed for word in words)


_CODE_BEHIND = regex.compile(r",?[ ](\d{4}|\d{6})(?=[ \t]*(?:$|[\n.;|)]))")
_PIECE_OF_FIELD = regex.compile(r"[^\s,](?:[^,]*[^\s,.])?")
_MOST_PIECES = 5
_SAYS_ADDRESS = regex.compile(r"(?i:address|lives|living|resid|home|mailed|sent|moved|located)")
_UNITS = list_words("hg l ml kg mg u g iu meq mmol mm cm cc lr ns")
_DEGREES = regex.compile(r",[ ]{0,2}(?:MD|PA|MA|DC|OD)$")
_ZIP_FOLLOWS = regex.compile(r"[ ,.]{1,3}\d{5}(?!\d)")


def _is_degree(reading: Reading, match: "regex.Match[str]") -> bool:
    """Whether `, MD` is a physician's degree, not Maryland: no ZIP code follows, and no known city is before it."""
    if _DEGREES.search(match[0]) is None or _ZIP_FOLLOWS.match(reading.text, match.end()):
        return False
    return reading.lexicon.cities.isdisjoint(_spell(fold(match[1])))


def _cut_front(reading: Reading, start: int, end: int) -> int:
    """Where a place's name begins, without the words before it that are capitalized for another reason."""
    number = reading.word_from(start)
    if number is None:
        return end
    while number < len(reading.words) and reading.words[number].start < end:
        word = reading.words[number]
        rest = fold(text) if (text := reading.text[word.start : end]) else ""
        if (
            rest in reading.lexicon.cities
            or not word.plain
            or word.low
            in (
                "st",
                "new",
                "el",
                "san",
                "santa",
                "los",
                "las",
                "fort",
                "mount",
                "port",
                "north",
                "south",
                "east",
                "west",
                "lake",
            )
        ):
            return word.start
        if number + 1 >= len(reading.words) or reading.words[number + 1].start >= end:
            return word.start
        number += 1
    return end


def _find_facilities(reading: Reading) -> Iterator[tuple[int, int]]:
    for pattern in (_FACILITY, _SAINT):
        for match in pattern.finditer(reading.text):
            start, end = match.span()
            number = reading.word_from(start)
            words: list[Word] = []
            while number is not None and number < len(reading.words) and reading.words[number].start < end:
                words.append(reading.words[number])
                number += 1
            while (
                words
                and words[0].low in _GENERIC
                and pattern is _FACILITY
                and words[0].low not in ("new",)
                and not words[0].low.endswith("'s")
            ):
                words.pop(0)
            if (
                (words and words[0].low not in _GENERIC and not words[0].upper)
                or pattern is _SAINT
                or (words and words[0].upper and not words[0].plain and len(words) > 1)
            ):
                kinds = regex.fullmatch(rf"{_KIND_OF_PLACE}", reading.text[words[0].start : end]) if words else None
                if words and kinds is None:
                    yield words[0].start, end


def _find_cities(reading: Reading) -> Iterator[tuple[int, int]]:
    """Cities of the United States by name, and what stands where a city does."""
    text, cities = reading.text, reading.lexicon.cities
    strong = {match.end() for match in _BEFORE_CITY.finditer(text, overlapped=True)}
    weak = {match.end() for match in _IN.finditer(text, overlapped=True)}
    for number, word in enumerate(reading.words):
        if not word.capital or len(word.text) < 2 or word.low in COUNTRIES:
            continue
        best: int | None = None
        for count in (4, 3, 2, 1):
            last = number + count - 1
            if last >= len(reading.words):
                continue
            end = reading.words[last].end
            name = fold(text[word.start : end])
            if name in STATES or "\n" in text[word.start : end] or end - word.start > 40:
                continue
            if count > 1 and not cities.isdisjoint(_spell(name)):
                if (
                    word.plain
                    and reading.words[last].plain
                    and not (
                        word.start in strong | weak
                        or word.low in ("san", "santa", "los", "las", "el", "st", "fort", "new", "baton")
                    )
                ):
                    continue
                best = end
                break
            if (
                count == 1
                and word.start in strong | weak
                and (name in cities or name in _CITIES_ABROAD)
                and not word.upper
                and word.low not in _GENERIC
                and not (word.plain and reading.begins_sentence(number))
            ):
                best = end
        if (
            best is None
            and word.start in strong
            and not word.upper
            and name_may_be_city(word)
            and word.low not in STATES
        ):
            best = _extend(reading, number)
        if best is not None and not (reading.is_clinical(number) and word.start not in strong):
            yield word.start, best


def _spell(name: str) -> set[str]:
    """The ways in which lists may write a city."""
    plain = name.replace("-", " ").replace("’", "'")
    return {
        name,
        plain,
        plain.replace(".", ""),
        plain.replace("'", " "),
        plain.replace("'", ""),
        plain.replace("ste.", "sainte").replace("st.", "saint"),
        plain.replace("ft.", "fort"),
    }


def name_may_be_city(word: Word) -> bool:
    """Whether a capitalized word after `lives in` and the like can be a city: any but days, months and pronouns."""
    return fold(word.text) not in _NOT_CITIES


_NOT_CITIES = (
    list_words(
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday the his her their our my a an this that these i he she they we it er ed icu snf us "
        "mr mrs ms dr assisted nursing hospital home"
    )
    | COUNTRIES
)


def _extend(reading: Reading, number: int) -> int:
    end = reading.words[number].end
    while (
        number + 1 < len(reading.words)
        and reading.gap(number) in (" ", "-", ". ", "'")
        and reading.words[number + 1].capital
        and not reading.words[number + 1].upper
    ):
        number += 1
        end = reading.words[number].end
    return end


def _find_contexts(reading: Reading) -> Iterator[tuple[int, int]]:
    """Employers and facilities by what is said before them."""
    for match in _EMPLOYER.finditer(reading.text):
        yield match.start(1), match.end(1)
    for match in _AT_FACILITY.finditer(reading.text, overlapped=True):
        number = reading.word_at(match.start(1))
        if number is None:
            continue
        word = reading.words[number]
        if (
            word.low in _PREPOSITIONS_NOT
            or word.upper
            or word.low in _NOT_CITIES
            or (word.plain and word.low in _GENERIC)
        ):
            continue
        if word.plain and not word.listed and match[1].count(" ") == 0:
            continue
        yield match.start(1), match.end(1)
