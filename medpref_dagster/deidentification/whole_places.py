"""A place that was found in part is taken whole, whatever its case: *Jenner [ward]*, *[flat 23, 153] petit grove*.

The detectors of places and names find what is telling in a place: its own word, its town, its street. What stands beside that
and belongs to it are head words (*hospital*, *group practice*, *fire station*), numbers of houses and flats, and counties.
Besides, wards that are called after a plant, a bird or a person, which no list of places has.
"""

from collections.abc import Collection, Iterable, Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.lexicon import list_words
from medpref_dagster.deidentification.reading import Reading

_BEFORE_HEAD = (
    r"(?:group|medical|health|care|nursing|general|district|memorial|cottage|community|regional|university|teaching|children's|women's|specialist|city|day|family|internal|urgent|primary|assisted|residential|retirement|rehabilitation|rehab|eye|dental|cancer|heart|"
    r"fire|police|bus|train|railway|bowls|bowling|golf|tennis|rugby|football|cricket|sailing|social|junior|senior|elementary|middle|high|grammar|secondary|medicine|house|auto|plumbing|heating|surgical|building|pain|ob/gyn|methodist|lutheran|baptist|catholic|anglican|base|lumber)"
)
_STRONG = (
    r"(?:hospitals?|infirmary|dgh|hospice|polyclinic|pharmacy|chemists?|ward|suite|wing|residences?|residency|heights|associates|partners|physicians|specialists|(?-i:Group|GROUP)|preschool|pre-school|nursery|kindergarten|college|academy|university|library|council|club|church|chapel|mosque|temple|"
    r"gurdwara|cathedral|motors|logistics|textiles|bakery|fisheries|dairy|farms?|roofing|accountants|joinery|builders|garage|brewery|butchers|florists|solicitors|haulage|barracks|arms|hotel|inn|village|supplies|vamc)"
)
_WEAK = r"(?:clinic|surgery|practice|medical[ ]cent(?:er|re)|cent(?:er|re)|facility|school|station|shelter|unit|foods|electrical|heating|plumbing|construction|engineering|orthop(?:a)?edics|cardiology|dermatology|physiotherapy|complex|spine|district|primary)"
_WITH_OTHERS = r"(?:home|living|care|medicine|body|transport)"
_ENDS = r"(?![\p{L}\d'’])"
_SONS = rf"(?:(?:&|and)[ ]sons?(?:[ ](?:auto[ ]body|plumbing(?:[ ]&[ ]heating)?|\p{{L}}+s{_ENDS}))?)"
_STRONG_BEHIND = regex.compile(
    rf"[ ](?i:{_SONS}|(?:{_BEFORE_HEAD}[ ](?:&[ ])?){{1,3}}(?:{_STRONG}|{_WEAK}|{_WITH_OTHERS})|{_STRONG}){_ENDS}"
)
_WEAK_BEHIND = regex.compile(rf"[ ](?i:{_WEAK}){_ENDS}")
"""What follows a place up to its head word. Somebody's name may have a clinic or a surgery behind it that is no place."""
_HOME_BEHIND = regex.compile(rf"[ ](?i:(?:rest|care|nursing)[ ]home|shopping[ ]cent(?:er|re)|health[ ]service){_ENDS}")
_LEADS_TO_PLACE = regex.compile(r"(?<!\w)(?i:in|at|from|to|vs|via|near|chose)[ ]$")
"""What a place's own word stands behind, where it was found as a name: *in meadowdale surgery*."""
_AND_TRADE = regex.compile(
    r"/GYN(?:[ ]Associates)?|(?<=[Cc]hildren)['’]s|[ ]&[ ](?i:spine|heating|plumbing|joinery|partners|co)(?![\p{L}\d])"
)
_HOSPITAL_BEFORE = regex.compile(
    r"(?<![\p{L}\d])(?:(?i:(?:(?:university|general|regional|district|royal)[ ])+hospital)[ ](?:of[ ])?|Hospital[ ])$"
)
_PRACTICE_BEFORE = regex.compile(
    r"(?<![\p{L}\d])\p{L}[\p{L}'’]{3,}[ ](?i:(?:group|medical)[ ]practice|(?:health|medical)[ ]cent(?:er|re))[ ]$"
)
_UNIVERSITY_HOSPITAL = regex.compile(
    r"(?<![\p{L}\d])(?i:(?:university|general)[ ]hospital)[ ](?:of[ ])?(\p{L}[\p{L}'’\-]{2,})"
)
_STREET = regex.compile(
    r"(?i:[ ](?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|parade|grove|crescent|cres|close|court|ct|terrace|place|pl|way|boulevard|blvd|esplanade|straat|row|walk|highway|hwy|square|gardens|circle|cir|mews|hill|rise|quay)\.?(?=[ ,.]|$))"
)
_NUMBER_BEFORE = regex.compile(r"(?<![\d/.\p{L}\-])(?:\d{1,5}[A-Za-z]?[ ]?/[ ]?)?\d{1,6}[A-Za-z½¼¾]?,?[ ]$")
_UNITS = r"(?i:flat|apt|apartment|unit|villa|plot|house|suite|blk|block|shop|lot|erf|stand|rr)"
_UNIT_BEFORE = regex.compile(rf"(?<![\p{{L}}\d]){_UNITS}\.?[ ]?(?:(?i:no)\.?[ ]?)?#?\d{{1,5}}[A-Za-z]?,?[ ]$")
_UNIT_WORD_BEFORE = regex.compile(rf"(?<![\p{{L}}\d]){_UNITS}\.?[ ](?:(?i:no)\.?[ ])?$")
_NUMBERED_BEHIND = regex.compile(
    r"(?:,?[ ](?i:street|st|sector|block|road|phase|lane|avenue|cross|main)\.?[ ]\d{1,3}[A-Za-z]?|[ ](?:[A-Z]\.?[ ])?#[ ]?\d{1,4}(?:-\d{1,4})?|(?<=(?i:lane|avenue|road|street|drive|crescent|concession[ ]rd|zone|tower|ward))[ ]\d{1,3}(?:[ ]#\d{1,3}-\d{1,4})?)(?![\p{L}\d])"
)
_PLOT = regex.compile(
    r"(?<![\p{L}\d])(?i:(?:plot|villa|house)[ ](?:no\.?[ ])?\d{1,5}[A-Za-z]?,[ ](?:sector|street|st\.?|block|phase|road)[ ]\d{1,3}[A-Za-z]?)(?![\p{L}\d])"
)
_LOT = regex.compile(
    r"(?<![\p{L}\d])(?:(?i:lot|erf|stand)[ ]\d{1,5},?(?:[ ](?i:site)[ ][A-Z\d]{1,3}(?!\w)|(?:[ ]\p{Lu}[\p{L}'’]{3,}){1,2}[ ](?i:track|road|rd|street|st|estate|way|lane|drive)(?!\p{L}))|(?i:block)[ ]\d{1,3}[A-Z]?,[ ]\d{1,5}[ ]\p{Lu}[\p{L}'’]{3,}(?:[ ]\p{Lu}[\p{L}'’]+){0,2}"
    r"|(?:RR|rr)[ ]\d{1,2},[ ](?:Site|site)[ ]\d{1,3}(?=[ ]?(?:[.,;\n]|$))|\d{2,5}[ ]Zone[ ]\d{1,2}(?=[ ]?(?:[.,;\n]|$))|\d{1,5}½?[ ](?:[NSEW]{1,2}[ ])?\p{Lu}[\p{L}'’]{3,}[ ](?i:concession[ ]rd[ ]\d{1,2}))(?![\p{L}\d])"
)
"""Rural and township addresses: lots, stands, concessions, zones."""
_BUILDING = regex.compile(
    r"(?<![\p{L}\d])(?i:flat|apt|apartment)[ ]\d{1,5}[A-Za-z]?,[ ]\p{L}[\p{L}'’\-]+(?:[ ]\p{L}[\p{L}'’\-]+){0,2}(?=,[ ])"
)
_COUNTY_BEHIND = regex.compile(
    r",[ ](?i:\p{L}{4,}shire|lancs|northants|wilts|herts|bucks|berks|cambs|hants|leics|lincs|notts|oxon|salop|staffs|warks|worcs|yorks|beds|glos|middx|argyll|fife|gwynedd|powys|kent|surrey|essex|norfolk|suffolk|cornwall|devon|dorset|somerset|cumbria|merseyside)(?![\p{L}\d])"
)
_CODE_BEHIND = regex.compile(
    r"(?:,?[ ]{1,2}|\^{1,2})(?P<code>(?!19|20)(?![01]\d[0-5]\d|2[0-3][0-5]\d)\d{4}(?=[ ]*(?:$|[\n.;,|])|[ ]\d\d/)|(?i:[abceghj-nprstvxy]\d[abceghj-nprstv-z][ ]?\d[abceghj-nprstv-z]\d)|(?:[AC-FHKNPRTV-Y]\d{2}|D6W)[ ]?[\dAC-FHKNPRTV-Y]{4})(?![\w\-/%]|[.,]\d)"
)
"""Four digits that are no year and no time of day (Australia, New Zealand, South Africa, the Philippines), Canada's codes, Ireland's."""
_ENDS_PART = regex.compile(r"[.,;:\n]\s+|\n")
_WARD = regex.compile(r"(?<![\p{L}\d'’\-])(\p{L}[\p{L}'’]{3,})[ ](?i:ward|suite|unit|wing)(?![\p{L}\d])")

_CALLED_AFTER = list_words(
    "acacia almond amber apple ash aspen aster azalea beech begonia birch bluebell bramble buttercup camellia cedar cherry chestnut clover columbine coral cowslip crocus cypress daffodil dahlia daisy damson elder elm emerald fern foxglove foxton fuchsia gardenia garnet "
    "gorse hawthorn hazel heather hibiscus holly honeysuckle hyacinth iris ivy jacaranda jasmine juniper laburnum larch laurel lavender lilac lily linden lotus magnolia mahogany maple marigold mimosa mulberry myrtle nightingale oak olive orchid pansy peony petunia pine "
    "poplar poppy primrose protea redwood rosemary rowan sapphire snowdrop spruce sunflower sycamore teak thistle topaz tulip violet walnut wattle willow wisteria yew avocet blackbird bullfinch buzzard chaffinch cormorant curlew dove dunlin eagle egret falcon finch goldcrest "
    "goldfinch goshawk harrier heron hobby hummingbird jay kestrel kingfisher kite kookaburra lapwing linnet magpie mallard martin merlin nightjar nuthatch osprey ostrich owl pelican peregrine phoenix plover puffin raven redwing robin rosella sandpiper skylark sparrow starling "
    "swallow swan swift teal tern thrush wagtail warbler woodpecker wren cavell seacole fleming jenner lister pasteur brunel"
)
"""Plants, birds, gems and people of medicine after whom wards are called; their words are plain elsewhere."""


def complete_places(
    reading: Reading, places: Iterable[Identifier], names: Iterable[Identifier]
) -> Iterator[Identifier]:
    """The places of a text with what belongs to them, and wards; where nothing belongs to a place it is not given again.

    Parameters
    ----------
    reading
        The text.
    places, names
        What was found in it so far. A person's name may be the own word of a ward, a shop, a hospital.
    """
    text = reading.text
    for match in _WARD.finditer(text):
        if match[1].lower() in _CALLED_AFTER:
            yield Identifier(*match.span(), "location")
    for match in _UNIVERSITY_HOSPITAL.finditer(text):
        number = reading.word_at(match.start(1))
        if number is not None and not reading.words[number].plain:
            yield Identifier(*match.span(), "location")
    for pattern in (_PLOT, _LOT):
        for match in pattern.finditer(text):
            yield Identifier(*match.span(), "location")
    found = [item for item in places if item.kind == "location"]
    taken = bytearray(len(text))
    for item in found:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    for item in names:
        if not any(taken[item.start : item.end]):
            # Of *Tiffany Lee. Jenner* the ward has the last part alone.
            start = max((match.end() for match in _ENDS_PART.finditer(text, item.start, item.end)), default=item.start)
            found.append(Identifier(start, item.end, "name"))
    starts = {item.start for item in found}
    for match in _BUILDING.finditer(text):
        if match.end() + 2 in starts:
            yield Identifier(*match.span(), "location")
    for item in found:
        if item.kind == "name" and _is_called_ward(reading, item):
            continue
        start, end = _begin(text, item), _end(text, item, starts)
        if (start, end) != (item.start, item.end):
            yield Identifier(start, end, "location")
        code = _CODE_BEHIND.match(text, end) if item.kind == "location" else None
        if code:
            yield Identifier(*code.span("code"), "zip_code")


def _is_called_ward(reading: Reading, name: Identifier) -> bool:
    """Whether *Ward* behind a given name is the family name: *Kayla Ward*."""
    last = reading.text.rfind(" ", name.start, name.end) + 1
    number = reading.word_at(max(last, name.start))
    return (
        number is not None
        and reading.words[number].first
        and reading.text[name.end : name.end + 5].casefold() == " ward"
    )


def _begin(text: str, item: Identifier) -> int:
    """Where a place begins: with the number of its house, that of its flat, or as a hospital of its town."""
    start = item.start
    for pattern in (_HOSPITAL_BEFORE, _PRACTICE_BEFORE):
        match = pattern.search(text, max(0, start - 60), start)
        if match and item.kind == "location":
            return match.start()
    if not (_STREET.search(text, start, item.end) or _STREET.match(text, item.end)):
        return start
    match = _NUMBER_BEFORE.search(text, max(0, start - 20), start)
    start = match.start() if match else start
    match = _UNIT_BEFORE.search(text, max(0, start - 30), start)
    if match is None and text[start].isdigit():
        match = _UNIT_WORD_BEFORE.search(text, max(0, start - 20), start)
    return match.start() if match else start


def _end(text: str, item: Identifier, starts: Collection[int]) -> int:
    """Where a place ends: behind its head words, its numbers, its county."""
    end = item.end
    is_place = item.kind == "location" or bool(_LEADS_TO_PLACE.search(text, max(0, item.start - 8), item.start))
    patterns = (
        _NUMBERED_BEHIND,
        _HOME_BEHIND,
        _STRONG_BEHIND,
        _WEAK_BEHIND,
        _AND_TRADE,
        _NUMBERED_BEHIND,
        _COUNTY_BEHIND,
    )
    for pattern in patterns if is_place else patterns[1:4] + patterns[6:]:
        match = pattern.match(text, end)
        # Behind a name a weak word needs the place's town behind it: *Oakwood Surgery Broome*.
        if match and (pattern is not _WEAK_BEHIND or is_place or match.end() + 1 in starts):
            end = match.end()
    return end
