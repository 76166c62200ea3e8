"""Names that only one word beside them tells: whom somebody tried to reach, whose children they are, what somebody goes by."""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.lexicon import list_words
from medpref_dagster.deidentification.reading import Reading

_NAME = r"\p{Lu}[\p{L}\p{M}'’\-]+"
_CALLED = regex.compile(
    rf"(?<![\w'’\-])(?:[Tt]ried|TRIED|[Rr]eached|[Tt]exted)[ ]((?:{_NAME}|MA\.)(?:[ ]{_NAME})?)(?=(?:['’]s)?[ ](?i:cell|mobile|home|work|again|also|at|x\d|no[ ]ans))"
)
_CHILDREN = regex.compile(
    rf"(?<![\w'’\-])(?i:children|kids|sons|daughters|grandchildren|siblings|brothers|sisters)[ :]{{1,2}}(?=(?:{_NAME})[ ][(]\d)(?P<list>{_NAME}[ ][(]\d{{1,2}}[^)\n]{{0,4}}[)](?:(?:,[ ]?|[ ]and[ ]|[ ]&[ ]){_NAME}[ ][(]\d{{1,2}}[^)\n]{{0,4}}[)]){{0,8}})"
)
_CHILD = regex.compile(rf"({_NAME})[ ][(]")
_KIN = regex.compile(
    r"(?<![\w'’\-])(?i:mom|mum|mother|wife|sister|brother|sibling|daughter|son|husband|dad|father|partner|aunt|uncle|niece|nephew|cousin|friend)[ ](Will|May|April|June|Mark|Bill|Grace|Hope|Faith|Joy|Rose|Art|Rich|Pat|Dawn|Summer|Autumn|Bud|Chase|Drew|Grant|Jack|Jay|Miles|Pierce|Rusty|Sandy|Skip|Sunny|Ray|Gene|Guy|Dale|Glen|Heath|Ivy|Lily|Daisy|Violet|Iris|Ruby|Pearl|Amber|Crystal|Destiny|Honor|Charity|Patience|Prudence)"
    r"(?=[ ]?[,;.)\n]|[ ](?:is|was|died|has|had|for|who|and|called|calls|says|said|reports?|at|with|here|present|passed|lives|works)\b)"
)
_GOES_BY = regex.compile(
    r"(?<![\w'’\-])(?:goes[ ]by|known[ ]as|prefers[ ]to[ ]be[ ]called|likes[ ]to[ ]be[ ]called|nickname)[ :]{1,2}[\"“'‘]?(\p{L}{2,12})(?=[\"”'’]?[ ]?[),.;])"
)
_SMALL = regex.compile(
    r"(?<![\w'’\-])(?:w/|with|per|from)[ ](\p{Ll}{3,}(?:[ ]\p{Ll}{3,})?)[ ](?:np|md|pa-c|rn|lpn|lsw|lcsw|crnp|aprn)(?![\w/])|^[ \t]*dear[ ]dr\.?[ ](\p{Ll}{2,}(?:[ \-]\p{Ll}{2,})?),|^[ \t]*Dear[ ]Dr\.?[ ](\p{Ll}{2,}),",
    regex.MULTILINE,
)
_SMALL_GIVEN = regex.compile(
    r"(?<![\w'’\-])(?i:chaperone|contact|ask|tell|notify|text)[ ]:?(\p{Ll}{4,})(?=[ ]?[:(,.;]|[ ]to\b)"
)
_SHOUTED = regex.compile(
    r"(?<![\w'’\-])(\p{Lu}{2,}(?:-\p{Lu}{2,})?,[ ]?\p{Lu}{2,}\.?(?:[ ]\p{Lu}{2,})?)(?=[ ]\d{1,3}[ ]?(?:[MF]|YO|Y|yo)(?!\w))"
)
_BEFORE_PHONE = regex.compile(r"(?<![\w'’\-])(\p{Lu}\p{L}+)[ ](\p{Lu}\p{L}+)(?=[ ][(][(]?\+?\d[\d ()\-]{8,})")
_LICENSED = regex.compile(
    rf"(?<![\w'’\-])({_NAME}(?:[ ]{_NAME}){{1,2}})(?=,[ ](?:PTA|COTA|COTA/L|LVN|LMT|CMA|RMA|CCMA|RDCS|RVT|RDMS|LMFT|LMHC|BCBA|CPhT|RPh|DC|OD|AuD)(?![\w]))"
)
_SUFFIX = regex.compile(r",[ ](?:jr|sr|ii|iii|iv|Jr|Sr|JR|SR|II|III|IV)\b\.?(?=[ ](?:is|was|has|\d)|[ ]?[,;)\n])")
_NOT_GIVEN = list_words(
    "patient family mother father wife husband nurse doctor staff office clinic provider them pharmacy physician team"
)


def beside(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names by one word beside them; characters from and to."""
    text = reading.text
    for pattern in (_CALLED, _KIN, _GOES_BY, _SHOUTED, _LICENSED):
        yield from (match.span(1) for match in pattern.finditer(text))
    for match in _CHILDREN.finditer(text):
        yield from (child.span(1) for child in _CHILD.finditer(text, match.start("list"), match.end("list")))
    for match in _SMALL.finditer(text):
        group = match.lastindex or 1
        if not any(word in _NOT_GIVEN for word in match[group].split(" ")):
            yield match.span(group)
    for match in _SMALL_GIVEN.finditer(text):
        number = reading.word_at(match.start(1))
        if number is not None and reading.words[number].first and not reading.words[number].plain:
            yield match.span(1)
    for match in _BEFORE_PHONE.finditer(text):
        given, family = (reading.word_at(match.start(group)) for group in (1, 2))
        if given is None or family is None or not reading.words[family].listed:
            continue
        if reading.words[given].first or reading.words[given].low in ("may", "will"):
            yield match.span()


def with_suffix(text: str, end: int) -> int:
    """Where a name ends with the suffix behind its comma (*jean-luc beaulieu, iii*)."""
    match = _SUFFIX.match(text, end)
    return match.end() if match else end
