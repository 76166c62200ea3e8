"""Postal codes of Britain, Ireland, Canada, Australia, New Zealand and India: by their form and what says that an address stands there.

The form alone is that of values and stages, too (*T1N 1M0*, *Platelets 250 000*, *NT 0900*), so each needs a town, a
province, a label, or a line of its own. Nothing of such a code stays: no table of ours says how many people live where
its first letters lead to, as 45 CFR 164.514(b)(2)(i)(B) asks. Surrogates are of areas that no country has given.

Forms: Royal Mail's Programmers' Guide (areas, letters of the inward code); Canada Post's Addressing Guidelines (D, F, I,
O, Q, U nowhere; W and Z not first); Australia Post's ranges by state; India Post (six digits, the first is not 0);
Eircode (a routing key, then four signs; no key begins with Z); New Zealand Post (from 0110 on).
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.lexicon import fold, list_words

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|"
    "L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_BRITISH = rf"(?:{_AREAS}|QQ?)\d[A-Z\d]?[ ]{{0,2}}\d(?!ST|ND|RD|TH|HR|XL|M[GLM]|CM|KG|CC|I[VUM]|PO)[A-Z]{{2}}"
"""With letters that Royal Mail leaves out of the inward code (C, I, K, M, O, V), too: mistyped codes lead there as well."""
_CANADIAN = r"[ABCEGHJ-NPRSTVXYZ]\d[ABCEGHJ-NPRSTV-Z][ \-]?\d[ABCEGHJ-NPRSTV-Z]\d"
_MISTYPED = r"[ABCEGHJ-NPRSTVXYZ]\d[A-Z\d][ ]?\d[A-Z]\d"
"""With a digit for its second letter; only behind a province's code."""
_INDIAN = r"\d{3}[ ]?\d{3}"
_PROVINCES = r"(?:AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland(?: and Labrador)?|Nova Scotia|Nunavut|Ontario|Prince Edward Island|Qu[ée]bec|Saskatchewan|Yukon)"
_IRISH = r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W)[ ]?[\dAC-FHKNPRTV-Y]{4}"
_ZEALAND = r"(?:Auckland|Wellington|Christchurch|Hamilton|Tauranga|Dunedin|Palmerston North|Napier|Hastings|Nelson|Rotorua|New Plymouth|Whangarei|Whangārei|Invercargill|Whanganui|Gisborne|Timaru|Blenheim|Taupo|Taupō|Masterton|Queenstown|Lower Hutt|Upper Hutt|Porirua|Takapuna|Manukau)"
_ISLANDS_AND_CAPE = (
    r"(?:Abra|Agusan del (?:Norte|Sur)|Aklan|Albay|Antique|Aurora|Bataan|Batangas|Benguet|Bohol|Bukidnon|Bulacan|Cagayan|Camarines (?:Norte|Sur)|Capiz|Catanduanes|Cavite|Cebu|Davao (?:del Norte|del Sur|Oriental)|Iloilo|Isabela|"
    r"Kalinga|La Union|Laguna|Lanao del (?:Norte|Sur)|Leyte|Maguindanao|Marinduque|Masbate|Metro Manila|NCR|Misamis (?:Occidental|Oriental)|Negros (?:Occidental|Oriental)|Nueva (?:Ecija|Vizcaya)|Oriental Mindoro|Palawan|Pampanga|Pangasinan|Quezon|"
    r"Rizal|Samar|Sorsogon|South Cotabato|Sultan Kudarat|Surigao del (?:Norte|Sur)|Tarlac|Zambales|Zamboanga del (?:Norte|Sur)|Gauteng|KwaZulu[ -]Natal|KZN|Western Cape|Eastern Cape|Northern Cape|Free State|Limpopo|Mpumalanga|North West)"
)
"""Provinces of the Philippines and of South Africa, whose postal codes have four digits."""
_END = r"(?![\w\-/%]|[.,]\d)"
_ALSO_NAMES = frozenset({"SA", "WA", "NT", "Victoria", "Vic", "Vic.", "Tas", "Tas."})
"""What may be somebody's initials or name before a number: *Nguyen, SA 5112*."""
_TOWN = r"(?<![\p{L}\p{M}'’\-])(?P<town>\p{Lu}[\p{L}\p{M}'’\-]{2,}(?:[ ](?:(?:on|upon|under|le|la|de)[ ])?\p{Lu}[\p{L}\p{M}'’\-.]+){0,2})"
_LABEL = r"(?i:\b(?:post(?:al|code|\scode)(?:\scode)?|p/code|zip(?:\scode)?|pin(?:\s?code)?|eircode))[ \t]?[:#=\-]?[ \t]{0,3}"
_OWN_LINE = r"(?<=^[ \t>|*]*)"

_AUSTRALIAN = "|".join(
    rf"(?P<state>{state}),?[ ]{{1,2}}(?P<code>{codes}|00\d\d)"
    for state, codes in (
        ("NSW|N\\.S\\.W\\.|New South Wales", r"1\d{3}|2\d{3}"),
        ("ACT|Australian Capital Territory", r"02\d\d|26\d\d|29\d\d"),
        ("VIC|Vic\\.?|Victoria", r"3\d{3}|8\d{3}"),
        ("QLD|Qld\\.?|Queensland", r"4\d{3}|9\d{3}"),
        ("SA|South Australia", r"5\d{3}"),
        ("WA|Western Australia", r"6\d{3}"),
        ("TAS|Tas\\.?|Tasmania", r"7\d{3}"),
        ("NT|Northern Territory", r"08\d\d|09\d\d"),
    )
)
_CITIES_OF_INDIA = list_words(
    "agra ahmedabad ajmer aligarh allahabad amravati amritsar asansol aurangabad bangalore bareilly belagavi belgaum bengaluru bhilai bhopal bhubaneswar bikaner bombay calcutta chandigarh chennai coimbatore cuttack "
    "dehradun delhi dhanbad durgapur erode faridabad gangtok ghaziabad goa gorakhpur guntur gurgaon gurugram guwahati gwalior hubli hubballi hyderabad imphal indore jabalpur jaipur jalandhar jammu jamnagar jamshedpur jhansi "
    "jodhpur kannur kanpur kochi cochin kolhapur kolkata kollam kota kottayam kozhikode calicut kurnool lucknow ludhiana madras madurai mangalore mangaluru meerut moradabad mumbai mysore mysuru nagpur nanded nashik "
    "nellore noida panaji patiala patna pondicherry puducherry prayagraj pune raipur rajahmundry rajkot ranchi rourkela salem sangli secunderabad shillong shimla siliguri solapur srinagar surat thane thanjavur thiruvananthapuram "
    "thrissur tiruchirappalli trichy tirunelveli tirupati tiruppur trivandrum udaipur udupi ujjain vadodara baroda varanasi vellore vijayawada visakhapatnam vizag warangal"
)
_STATES_OF_INDIA = r"(?:Andhra Pradesh|Assam|Bihar|Chhattisgarh|Delhi|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Odisha|Punjab|Rajasthan|Tamil Nadu|Telangana|Uttar Pradesh|Uttarakhand|West Bengal)"
_STREETS_OF_INDIA = regex.compile(
    r"\b(?:Nagar|Marg|Salai|Layout|Colony|Cross|Sector|Phase|Flat|Plot|Block|Road|Rd|Street|St|Society|Enclave|Vihar|Puram|Chowk|Bazaar|Main|Stage|Extension|Extn|Dist(?:rict)?|PO|P\.O|Village|Taluk|Tehsil)\b\.?[^\n]{0,60}$"
)
_STAGE = regex.compile(r"T\dN[ \-]?\dM\d")

_LABELLED = regex.compile(
    rf"(?P<state>{_LABEL})(?P<code>(?i:{_BRITISH})|(?i:{_CANADIAN})|{_IRISH}|(?!19|20)\d{{4}}|[02]\d{{3}}|{_INDIAN}){_END}"
)
_BY_TOWN = tuple(
    regex.compile(form, regex.MULTILINE)
    for form in (
        rf"{_TOWN},?[ ]*(?:[,;|^\t][ ]*|[ ]|\n[ \t]*){{1,2}}(?P<code>{_BRITISH}){_END}",
        rf"(?:{_TOWN}[,;|^\t ]*(?:\n[ \t]*)?|\b)(?P<state>{_PROVINCES})\.?[,|^\t]?[ ]{{0,2}}(?P<code>{_CANADIAN}|{_MISTYPED}){_END}",
        rf"{_TOWN}(?:[,|\t]|\^{{1,3}})[ ]?(?P<code>{_CANADIAN}){_END}",
        rf"{_TOWN}\^{{1,3}}(?P<code>0\d{{3}}|[2-7]\d{{3}})(?=[|^])",
        rf"{_TOWN}[,|^\t ]*(?:\n[ \t]*)?\(?(?:{_AUSTRALIAN}){_END}",
        rf"{_OWN_LINE}(?P<code>{_BRITISH}|{_CANADIAN}|{_IRISH})(?=[ \t]*$)",
        rf"{_TOWN}[,;|^\t ]{{1,2}}(?:\n[ \t]*)?(?P<code>{_IRISH})(?=[ \t]*(?:[,.;|)\n]|$|[ ]{{2}}))",
        # Behind a street four digits are the postal code of its town, but for those of a year.
        r"\b(?:Rd|Road|St|Street|Tce|Terrace|Ave|Avenue|Dr|Drive|Lane|Ln|Cres|Crescent|Pde|Parade|Hwy|Highway|Way|Place|Pl|Court|Ct)\.?,[ ](?P<town>\p{Lu}[\p{L}'’\-]{2,}(?:[ ]\p{Lu}[\p{L}'’\-]+)?)[ ](?P<code>(?!19|20[0-3])\d{4})(?=[ \t]*(?:$|[.;,|)\n]|[ ]{2}|[ ](?i:tel|ph|phone|mob)\b)|[ ]\d{1,2}/)",
        rf"\b(?P<state>ab|bc|mb|nb|nl|ns|on|pe|qc|sk)[ ]{{1,2}}(?P<code>(?i:{_CANADIAN})){_END}",
        r"(?<=\p{Ll}{3},?[ ])(?P<code>(?-i:[a-z]{1,2}\d[a-z\d]?[ ]\d(?!st|nd|rd|th|hr|xl|m[glm]|cm|kg|cc|i[vum]|po|am|pm|mo|yo|wk|pk)[abd-hjlnp-uw-z]{2}))(?=[ \t]*(?:$|[.;,|)\n]|[ ]{2}|[ ](?i:tel|ph|phone|mob)\b))",
        rf"(?<=\p{{Ll}}{{3}},?[ ])(?P<code>{_BRITISH})(?=[ \t]*(?:$|[,.;|)\n]))",
        rf"{_TOWN},[ ](?i:{_ISLANDS_AND_CAPE}),?[ ](?P<code>\d{{4}}){_END}",
        rf"(?P<town>{_ZEALAND})[,;|^\t ]{{1,2}}(?:\n[ \t]*)?(?P<code>\d{{4}}){_END}",
    )
)
_INDIAN_BY_TOWN = regex.compile(
    rf"{_TOWN}(?:[ ]?[,\-–—|^][ ]?|[ ]|,?[ ]*\n[ \t]*)(?:{_STATES_OF_INDIA}[ ]?[,\-–—]?[ ]?)?(?P<code>{_INDIAN}){_END}"
)
_WORDS_BEFORE_TOWN = list_words(
    "street st road rd avenue ave lane ln drive dr close court ct crescent cres way place pl terrace square grove gardens rise hill park house flat unit apt apartment suite hwy highway blvd boulevard east west the"
)


def find_postal_codes(text: str) -> Iterator[Identifier]:
    """Postal codes of six countries, and the town that stands before one of them.

    Yields
    ------
    Identifier
        Of the kind `zip_code`, and of the kind `location` for a town.
    """
    for match in _LABELLED.finditer(text):
        yield Identifier(match.start("code"), match.end("code"), "zip_code")
    for pattern in _BY_TOWN:
        for match in pattern.finditer(text):
            if _STAGE.fullmatch(match["code"]) and pattern is not _BY_TOWN[1]:
                continue
            yield from _read(match)
    for match in _INDIAN_BY_TOWN.finditer(text):
        town = fold(match["town"]).rpartition(" ")[2]
        line = text[max(0, match.start() - 80) : match.start("code")].rpartition("\n")[2]
        if town in _CITIES_OF_INDIA or (_STREETS_OF_INDIA.search(line) and not match["code"].endswith("000")):
            yield from _read(match)


def find_kept_words(text: str) -> list[tuple[int, int]]:
    """Where a state, a province or the label of a postal code stands beside one, characters from and to: no name of a person."""
    matches = (match for pattern in (_LABELLED, *_BY_TOWN) for match in pattern.finditer(text))
    spans = [match.span("state") for match in matches if match.groupdict().get("state")]
    return [(start, end) for start, end in spans if text[start:end] not in _ALSO_NAMES]


def _read(match: "regex.Match[str]") -> Iterator[Identifier]:
    yield Identifier(match.start("code"), match.end("code"), "zip_code")
    if match.groupdict().get("town"):
        start, end = match.span("town")
        words = match["town"].split(" ")
        # `Esplanade Flat 2, Leeds` has a comma between; without one the words of the street are cut off.
        for place in range(len(words) - 1, -1, -1):
            if fold(words[place]).strip(".") in _WORDS_BEFORE_TOWN:
                start += sum(len(word) + 1 for word in words[: place + 1])
                break
        if start < end:
            yield Identifier(start, end, "location")


def is_foreign(code: str) -> bool:
    """Whether a postal code is not one of the United States."""
    return regex.fullmatch(r"\d{5}(?:-\d{4})?|\d{3}XX", code.upper()) is None


def make_unused(code: str, digits: str) -> str:
    """A postal code of the same form that no country has given.

    Parameters
    ----------
    code
        As it is written.
    digits
        Digits to fill the form with, as many as the code has signs.

    Returns
    -------
    str
        Britain: the area Q or QQ (no area begins so). Canada: Z at the begin, and Z for all other letters. Australia: 0000 to 0099.
        India: 0 at the begin. Ireland: Z for all letters. New Zealand: 0000 to 0099.
    """
    plain = "".join(filter(str.isalnum, code))
    left = iter(digits)
    if plain.isdigit():
        zeros = 2 if len(plain) == 4 else 1
        made = iter("0" * zeros + digits[: len(plain) - zeros])
        return "".join(next(made) if sign.isdigit() else sign for sign in code)
    letter = "Q" if plain[-1].isalpha() else "Z"
    return "".join(
        next(left) if sign.isdigit() else (letter if sign.isupper() else letter.lower()) if sign.isalpha() else sign
        for sign in code
    )


def is_unused(code: str) -> bool:
    """Whether a postal code is of a range that none of the six countries has given."""
    plain = "".join(filter(str.isalnum, code)).upper()
    return bool(regex.fullmatch(r"00\d\d|0\d{5}|Z\d\d[Z\d]{4}|Q{1,2}\d[Q\d]?\dQQ|Z\d[Z\d]\dZ\d", plain))
