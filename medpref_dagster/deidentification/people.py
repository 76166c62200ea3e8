"""Names of people: after titles and labels, beside other names, in lists, and again where they were found once."""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, fold
from medpref_dagster.deidentification.places import COUNTRIES, STATES
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word

_TITLES = frozenset(
    "dr drs doctor mr mrs ms miss mx mister prof professor sr sra srta senor senora herr frau mme monsieur madame rev reverend father fr sister rabbi imam pastor chaplain officer "
    "sgt sergeant capt captain lt col major judge attorney dame lord lady sir aunt uncle auntie grandma grandpa nurse".split()
)
_WEAK_TITLES = frozenset("father fr sister officer major lady lord col sr lt sir judge capt nurse aunt uncle pastor doctor professor dame attorney chaplain captain".split())
"""Titles that are words, too: after them a name must look like one."""
_CREDENTIAL = regex.compile(
    r",?\s{0,2}\(?(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|P\.?A\.?(?:-C)?|Ph\.?\s?D\.?|D\.?D\.?S\.?|D\.?P\.?M\.?|L\.?P\.?N\.?|M\.?B\.?B\.?S\.?|MBBCh|APRN|CRNP|ARNP|FNP(?:-C|-BC)?|CRNA|CNM|CNP|"
    r"PharmD|Pharm\.D\.|LC?SW|MSW|LPC|DNP|BSN|MSN|RRT|RT|PT|DPT|OT|OTR(?:/L)?|SLP|CCC-SLP|RD|LDN|MPH|MS|EMT(?:-P)?|CNA|MA|FACP|FACS|FACC|Esq|J\.?D\.?|Jr\.?|Sr\.?|III|II|IV|PGY-?\d|MS-?[34])\b\.?"
)
_ROLES = (
    r"patient(?:'?s)?\s?name|patient|pt(?:\.|\sname)?|name|full\sname|first\sname|last\sname|surname|given\sname|maiden\sname|alias|a\.?k\.?a\.?|attending(?:\s(?:physician|provider|md|surgeon))?|"
    r"surgeon|assistant(?:\ssurgeon)?|anesthesiologist|anaesthetist|provider|physician|doctor|pcp|primary\scare(?:\s(?:provider|physician|doctor))?|primary|referring(?:\s(?:physician|provider|md))?|"
    r"referred\sby|ordering(?:\s(?:physician|provider|md))?|consultant|consulting(?:\sphysician)?|resident|fellow|intern|radiologist|pathologist|cardiologist|oncologist|author|transcriptionist|"
    r"dictated\s(?:by|for)|dictating\s(?:provider|physician)|transcribed\sby|electronically\s(?:signed|authenticated|verified)(?:\sby)?|e-?signed(?:\sby)?|signed(?:\sby)?|signature|cosigned\sby|"
    r"co-?signer|reviewed\sby|verified\sby|approved\sby|entered\sby|performed\sby|completed\sby|prepared\sby|interpreted\sby|witness(?:ed\sby)?|obtained\sby|ordered\sby|collected\sby|"
    r"authenticated\sby|attested\sby|cc|c\.c\.|re|dear|to|from|attn|attention|contact(?:\sperson)?|emergency\scontact|next\sof\skin|nok|guardian|caregiver|caller|informant|historian|"
    r"interpreter|translator|subscriber|guarantor|insured|beneficiary|responsible\sparty|employer\scontact|case\smanager|social\sworker|nurse|rn|therapist|pharmacist|dietitian|chaplain|"
    r"hcp|health\scare\sproxy|proxy|poa|power\sof\sattorney|spouse|wife|husband|mother|father|son|daughter|sincerely|regards|best|best\sregards|kind\sregards|warm\sregards|yours\s(?:sincerely|truly)|"
    r"respectfully|thank\syou|cordially|client|resident\sname|mom|dad|parent|baby|infant|child|student|technologist|tech|operator|scribe|accompanied\sby|sender|recipient|user|staff"
)
_LABEL = regex.compile(rf"(?<![\w])(?i:{_ROLES})(?:\(s\))?[ \t]{{0,3}}(?:[:#=]|(?:\s-{{1,2}}\s)|,\s*\n)[\s*_\"(]{{0,8}}|(?<![\w])(?i:dear|signed|electronically\ssigned\sby|dictated\sby|attn)[ \t]{{1,2}}|^[ \t]{{0,4}}(?i:re|cc|to|from|dear)[:,]?[ \t]+(?=\p{{Lu}})|^(?:--?|/s/|—)[ \t]{{0,2}}", regex.MULTILINE)
_LABEL_TITLES = regex.compile(r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\b\.?\s+)+")
_ENDS_FIELD = regex.compile(r"\.(?=\s)|[ \t]*(?:\n|$|,|;|\||\(|\s{2}|[ \t]-)")
_PERSON_LABEL = regex.compile(r"(?i:patient|pt|name|surgeon|assistant|attending|provider|physician|doctor|author|guardian|next|nok|signed|electronically|dictated|sincerely|spouse|resident|caller|informant|interpreter|nurse)")
_MOTHER_OF = regex.compile(r"['’]s?\s(?:older\s|younger\s|late\s|ex-)?(?i:mother|father|mom|dad|parents?|wife|husband|spouse|partner|son|daughter|brother|sister|family|caregiver|aunt|uncle|guardian|cell|phone)\b")
_RELATION = regex.compile(
    r"(?<!\w)(?i:(?:grand|step|god|half-)?(?:daughters?|sons?|mothers?|fathers?|brothers?|sisters?|child|children)|wife|husband|spouse|partner|fianc[eé]e?|girlfriend|boyfriend|aunts?|uncles?|nieces?|nephews?|"
    r"cousins?|friends?|neighbou?rs?|roommates?|caregivers?|caretakers?|aides?|mom|dad|mum|grandma|grandpa|in-law|guardian|ex-wife|ex-husband|widow|widower|interpreter|named|nam(?:e\sis|ed)|"
    r"called|nurse|rn|np|pa|lpn|social\sworker|case\smanager|therapist|chaplain|resident|intern|fellow|attending|colleague|pharmacist|surgeon|cardiologist|nephrologist|oncologist|neurologist|"
    r"hospitalist|intensivist|patient|pt|gentleman|lady|man|woman|girl|boy|client|(?:I|we)\s(?:saw|met|examined|evaluated|spoke\swith|called|visited))(?:'s|’s)?(?:,|:|\s\(|\s-|\sof)?\s"
)
_VERB = regex.compile(
    r"(?<!\w)(?i:(?:discuss(?:ed)?(?:\s(?:with|by|the\s(?:plan|case)\swith))?|spoke(?:n)?\s(?:with|to)|talked\s(?:with|to)|seen\sby|saw|met\swith|paged|called|contacted|reached|notified|informed|phoned|emailed|"
    r"message\sfor|referr(?:ed|ing)(?:\s(?:by|to))?|follow(?:ed|s)?[\s\-]?(?:up|by)(?:\s(?:with|by))?|followed\sby|evaluated\sby|examined\sby|treated\sby|consulted|per|by|with|signed\sby|performed\sby|"
    r"dictated\sby|reviewed\s(?:by|with)|and|for|under|thank|thanks|regards,?|hi|hello|ask(?:ed|s)?(?:\sfor)?|asks\sthat|lives\swith|see|care\sof|of|from|to|told|that|mr|given\sto|instructions\sto|consent\sfrom|attn|"
    r"c/o|assisted\sby|ordered\sby|present(?:ed)?\sby|between|transcribed\sby|verified\sby|sincerely,?|scribed\sby|attended\sby|accompanied\sby|escorted\sby|as|but|where|when|while|is|was|visits?|named))\s"
)
_APPOINTMENT = regex.compile(r"(?<!\w)(?i:follow[\s\-]?up|f/u|appointment|appt|visit|rtc|return|see|seen|scheduled)\b[^.\n]{0,30}?\s(?i:with|by)\s")
_INITIALS = regex.compile(r"(?<![\p{L}\p{M}.'’\-])(?:\p{Lu}\.\s?){1,3}(?=\p{Lu}[\p{L}\p{M}'’\-]+|(?:de|del|della|van|von|der|la|bin|al|dos|da)\s)|(?<![\p{L}\p{M}.'’\-\d/])\p{Lu}\s(?=\p{Lu}[\p{Ll}\p{M}'’\-]+)")
_STOP = frozenset(
    "the and or but is was are has had have with without to of in on at for from by as not no he she they his her their i we it this that there then patient pt dob mrn age sex male female "
    "date time phone fax address md rn do np pa unknown none name unit room bed ward service department clinic hospital center medical record number provider visit dear sincerely attending "
    "resident physician nurse doctor dr mr mrs ms also will may would should can could did does do who whom which when where if so because since until after before today tomorrow yesterday "
    "tonight morning afternoon evening night signed electronically dictated reviewed re cc hospital's note report summary history exam plan assessment impression labs vitals diagnosis procedure "
    "operation surgeon assistant primary care reason chief complaint medications allergies social family page of see all any each other same such very well new old am pm est edt ssn id acct account".split()
)
"""Words that no name begins or ends with, whatever stands before them."""
_NO_LAST_NAME = frozenset("street st avenue ave road rd lane ln drive dr boulevard blvd court ct hospital clinic center centre university college school church county city lake mount mt river".split())
_ACTS = frozenset(
    "reports reported states stated denies denied says said is was has had will would complains complained presents presented returns returned takes took notes noted describes described feels felt "
    "lives works agrees agreed refused refuses understands wants slept remains appears tolerated underwent received asks asked called calls requests endorses admits drove came went".split()
)


def find_names(reading: Reading, known_names: Iterable[str] = ()) -> Iterator[Identifier]:
    """Names of people. Whole names come as one, `Garcia, Maria L.` too.

    Parameters
    ----------
    reading
        The text.
    known_names
        Names that the source's columns give: found wherever they stand, whole or in parts.
    """
    spans: set[tuple[int, int]] = set()
    for finder in (_after_titles, _after_labels, _before_credentials, _after_relations, _in_pairs, _with_initials, _alone):
        spans.update(finder(reading))
    spans.update(_find_known(reading.text, known_names))
    strong = {(_with_first_name(reading, start), end) for start, end in spans if end > start}
    strong |= set(_coordinated(reading, strong))
    yield from (Identifier(start, end, "name") for start, end in strong)
    yield from (Identifier(start, end, "name") for start, end in _find_again(reading, strong))


def _coordinated(reading: Reading, spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`Karl and Hope`: a first name beside a name with `and` between them, though it is a word, too."""
    ends = {end for _, end in spans}
    starts = {start for start, _ in spans}
    for number, word in enumerate(reading.words[1:-1], 1):
        if word.low not in ("and", "or") or word.capital:
            continue
        left, right = reading.words[number - 1], reading.words[number + 1]
        for near, other in ((left.end in ends, right), (right.start in starts, left)):
            if near and other.capital and other.first and not other.upper and (other.low not in _STOP or other.low == "will"):
                yield other.start, other.end


def _with_first_name(reading: Reading, start: int) -> int:
    """Where a name begins with the first name before it, though that is a word, too: `Will Banks`, `April Nowak`."""
    number = reading.word_at(start)
    if not number or reading.gap(number - 1) != " ":
        return start
    before = reading.words[number - 1]
    if before.capital and before.first and before.low not in _TITLES and (before.low not in _STOP or before.low in ("will", "may")) and before.upper == reading.words[number].upper:
        return before.start
    return start


def _read_name(reading: Reading, number: int, *, sure: bool, most: int = 5) -> tuple[int, int] | None:
    """The name that begins at a word, if one does: characters from and to.

    Parameters
    ----------
    sure
        Whether what stands before says that a name follows, so that its first word may be any.
    """
    words, end, last, count = reading.words, 0, number, 0
    place = number
    while place < len(words) and count < most:
        word = words[place]
        if count and not _joins(reading, place - 1):
            break
        if word.low in PARTICLES:
            # A particle counts if a name follows; some are names themselves.
            if _leads_to_name(reading, place):
                place += 1
                continue
            if not (word.capital and (word.last or not word.plain)):
                break
        if not word.capital or word.low in _STOP and not (count == 0 and sure and word.listed and not word.upper and word.low not in ("will", "may", "the", "no", "he", "do", "an")):
            break
        if word.upper and len(word.text) <= 5 and _CREDENTIAL.fullmatch(word.text) and count:
            break
        after_initial = count > 1 and words[place - 1].initial
        before = words[place - 1]
        surname = count == 1 and before.first and not before.plain and word.upper == before.upper and word.low not in _NO_LAST_NAME | CLINICAL_NOUNS
        if not (word.initial or word.name_like or word.listed or (sure and count == 0) or (sure and count == 1 and not word.plain) or (sure and count > 1 and words[place - 1].initial) or surname):
            break
        if count and word.plain and not word.initial and not word.listed and not (after_initial and sure) and not surname:
            break
        count += 1
        last = place
        place += 1
    if not count:
        return None
    end = words[last].end
    if count == 1 and words[last].initial:
        return None
    return words[number].start, end


def _leads_to_name(reading: Reading, place: int) -> bool:
    """Whether a capitalized word follows a particle, with further particles between at most."""
    words = reading.words
    while place + 1 < len(words) and _joins(reading, place):
        place += 1
        if words[place].capital and words[place].low not in PARTICLES:
            return words[place].low not in _STOP
        if words[place].low not in PARTICLES:
            return False
    return False


def _joins(reading: Reading, number: int) -> bool:
    """Whether the words before and after a gap are of one name: a space, or an initial's full stop."""
    gap, word = reading.gap(number), reading.words[number]
    return gap in (" ", "  ", "\u00a0") or (gap in (". ", ".", "") and (word.initial or word.low in ("st", "jr", "mc", "sr")))


def _with_inversion(reading: Reading, span: tuple[int, int]) -> tuple[int, int]:
    """A name with what follows its comma, where that is the rest of it."""
    start, end = span
    match = regex.compile(r",[ \t]?(?=\p{Lu})").match(reading.text, end)
    number = reading.word_at(match.end()) if match else None
    if number is None or not match:
        return span
    if _CREDENTIAL.match(reading.text, end):
        follows = reading.words[number]
        if not follows.first or len(follows.text) <= 3:
            return span
    if reading.words[number].low == "will":
        return start, reading.words[number].end
    more = _read_name(reading, number, sure=False, most=3)
    return (start, more[1]) if more else span


def _after_titles(reading: Reading) -> Iterator[tuple[int, int]]:
    for number, word in enumerate(reading.words[:-1]):
        if word.low not in _TITLES or not (word.capital or word.low not in _WEAK_TITLES):
            continue
        if reading.gap(number) not in (" ", ". ", ".", "  ", ".  "):
            continue
        follows = reading.words[number + 1]
        weak = word.low in _WEAK_TITLES
        if follows.low in PARTICLES and not follows.capital and not weak:
            span = _read_name(reading, number + 1, sure=True)
            if span:
                yield span
            continue
        if not follows.capital or (weak and (follows.plain or (follows.upper and len(follows.text) < 4))):
            continue
        if follows.initial and reading.gap(number + 1) in (". ", ".", " "):
            pass
        span = _read_name(reading, number + 1, sure=True)
        if span:
            yield _with_inversion(reading, span) if not weak else span


def _after_labels(reading: Reading) -> Iterator[tuple[int, int]]:
    for match in _LABEL.finditer(reading.text):
        title = _LABEL_TITLES.match(reading.text, match.end())
        number = reading.word_at(title.end() if title else match.end())
        if number is None:
            continue
        run = _capitals(reading, number)
        telling = [word for word in run if not word.initial]
        words_only = all(word.plain for word in telling)
        whole = _ENDS_FIELD.match(reading.text, run[-1].end) is not None if run else False
        if not telling or telling[0].low in _STOP - {"will", "may"}:
            continue
        inverted = reading.gap(number) in (", ", ",") and number + 1 < len(reading.words) and reading.words[number + 1].first and not reading.words[number + 1].plain
        if inverted and len(run) == 1:
            yield _with_inversion(reading, (telling[0].start, telling[0].end))
            continue
        if words_only and not any(word.listed for word in telling) and not (whole and len(telling) > 1 and _PERSON_LABEL.match(match[0])):
            continue
        if words_only and len(telling) == 1 and not (whole and telling[0].listed) and not (match[0].startswith(("-", "\u2014", "/s/")) and whole):
            continue
        if words_only and not whole:
            continue
        span = _read_name(reading, number, sure=True)
        if span is not None and whole and telling[-1].end > span[1] and len(run) <= 4:
            span = (span[0], telling[-1].end)
        if span is not None:
            yield _with_inversion(reading, span)


def _capitals(reading: Reading, number: int) -> list[Word]:
    """Words with capitals, and particles, in a row from a word on."""
    run: list[Word] = []
    while number < len(reading.words):
        word = reading.words[number]
        if not (word.capital or word.low in PARTICLES and _leads_to_name(reading, number)) or (run and word.low in _STOP):
            break
        run.append(word)
        if not _joins(reading, number):
            break
        number += 1
    return run


def _before_credentials(reading: Reading) -> Iterator[tuple[int, int]]:
    for match in _CREDENTIAL.finditer(reading.text):
        if not match[0].startswith((",", " ")) or reading.text[match.start() : match.start() + 1] not in (",", " "):
            continue
        number = reading.word_from(max(0, match.start() - 40))
        if number is None:
            continue
        while number < len(reading.words) and reading.words[number].end < match.start():
            number += 1
        if number >= len(reading.words) or reading.words[number].end != match.start():
            continue
        first = number
        while first and number - first < 4:
            word = reading.words[first - 1]
            if not _joins(reading, first - 1) or not (word.capital or word.low in PARTICLES) or word.low in _STOP or (word.plain and not word.listed and not word.initial):
                break
            first -= 1
        while first < number and (not reading.words[first].capital or reading.words[first].low in _TITLES):
            first += 1
        word = reading.words[number]
        if not word.capital or word.low in _STOP or len(word.text) < 2 or word.low in _TITLES:
            continue
        comma = match[0].startswith(",")
        if first == number and (word.plain and not word.listed or (word.upper and len(word.text) < 3)):
            continue
        if first < number and not any(item.listed or not item.plain for item in reading.words[first : number + 1] if not item.initial):
            continue
        yield reading.words[first].start, word.end


def _after_relations(reading: Reading) -> Iterator[tuple[int, int]]:
    for match in _APPOINTMENT.finditer(reading.text):
        number = reading.word_at(match.end())
        if number is not None and (reading.words[number].capital or reading.words[number].low in PARTICLES) and reading.words[number].low not in _STOP and (reading.words[number].listed or reading.words[number].low in PARTICLES):
            span = _read_name(reading, number, sure=True)
            if span:
                yield span
    for pattern, strong in ((_RELATION, True), (_VERB, False)):
        for match in pattern.finditer(reading.text, overlapped=True):
            number = reading.word_at(match.end())
            if number is None:
                continue
            word = reading.words[number]
            if not word.capital or word.low in _STOP - ({"will"} if strong else set()) or word.upper and word.plain or reading.is_clinical(number, alone=not strong):
                continue
            follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
            paired = follows is not None and follows.capital and _joins(reading, number) and (follows.name_like or (follows.listed and word.listed)) and follows.low not in _NO_LAST_NAME
            ok = (word.listed or word.unknown) and (not word.plain or (strong and word.first) or (word.first and paired)) if strong else (word.listed and (not word.plain or (word.first and paired)))
            if ok:
                span = _read_name(reading, number, sure=True)
                if span:
                    yield _with_inversion(reading, span) if match[0].lower().startswith(("pt", "patient")) else span


def _in_pairs(reading: Reading) -> Iterator[tuple[int, int]]:
    """A first name before a last name, or a last name, a comma and a first name."""
    words = reading.words
    number = 0
    while number < len(words) - 1:
        word = words[number]
        if not (word.capital or word.low in PARTICLES) or len(word.text) < 2 or word.low in _STOP or word.low in _TITLES:
            number += 1
            continue
        span = _inverted_line(reading, number) or _pair_at(reading, number)
        if span is not None:
            yield span
            while number < len(words) and words[number].start < span[1]:
                number += 1
        else:
            number += 1


def _pair_at(reading: Reading, number: int) -> tuple[int, int] | None:
    words, word = reading.words, reading.words[number]
    place = number + 1
    if _joins(reading, number):
        while place < len(words) - 1 and words[place].initial and _joins(reading, place):
            place += 1
        while place < len(words) - 1 and words[place].low in PARTICLES and _leads_to_name(reading, place):
            place += 1
        other = words[place]
        if not other.capital or len(other.text) < 2 or other.low in _STOP or other.low in _NO_LAST_NAME or other.upper != word.upper and len(other.text) > 2 and not (word.upper is False and other.upper):
            return None
        if reading.is_clinical(place) and not (word.first and not word.plain and not reading.is_clinical(number)):
            return None
        if reading.is_clinical(number) and word.eponym and not other.name_like:
            return None
        middle = any(item.initial for item in words[number + 1 : place])
        if middle and word.first and not reading.is_clinical(place, alone=False):
            return _read_name(reading, number, sure=True) if not word.plain else (word.start, other.end)
        acts = place + 1 < len(words) and words[place + 1].low in _ACTS and reading.gap(place) == " "
        if acts and word.first and other.last and not word.upper:
            return word.start, other.end
        score = _score(word.first, word.plain, word.unknown) + _score(other.last, other.plain, other.unknown)
        shouted = word.upper and other.upper and word.first and other.last and reading.stands_out(number)
        if shouted:
            return word.start, other.end
        if word.plain and other.plain and not (word.first and other.last and not reading.begins_sentence(number) and not word.upper and place > number + 1):
            return None
        if word.upper and (word.plain or other.plain) and not (word.first and other.last):
            return None
        if reading.begins_sentence(number) and word.plain and (not word.first or not other.listed):
            return None
        if score < (2 if reading.begins_sentence(number) or word.upper or not (word.listed or other.listed) else 1):
            return None
        return _read_name(reading, number, sure=True)
    inverted = regex.compile(r",[ \t]?").fullmatch(reading.gap(number))
    other = words[place]
    if inverted and other.capital and len(other.text) > 1 and (word.last or word.unknown) and (other.first or other.unknown) and not (word.plain and other.plain):
        if reading.is_clinical(number) and not reading.begins_sentence(number):
            return None
        if word.unknown and other.unknown and not word.upper and not reading.begins_sentence(number):
            return None
        if not reading.begins_sentence(number) and not word.upper and not (other.first and not other.plain and _ends_list(reading, place)):
            return None
        span = _read_name(reading, place, sure=False, most=3)
        return (word.start, span[1]) if span else None
    return None


_AFTER_NAME_LINE = regex.compile(r"(?:\s?\p{Lu}\.?)?[ \t]*(?:\n|\s{2}|\||\(|$|-\s|MRN|DOB)")


def _inverted_line(reading: Reading, number: int) -> tuple[int, int] | None:
    """`Brown, Hope` or `van der Berg, Priya` at the begin of a line that goes on with a field or ends."""
    words = reading.words
    if number and "\n" not in reading.before(number):
        return None
    last = number
    while words[last].low in PARTICLES and _leads_to_name(reading, last):
        last += 1
    if last + 1 >= len(words) or regex.fullmatch(r",[ \t]?", reading.gap(last)) is None:
        return None
    other = words[last + 1]
    sure = words[last].listed or words[last].unknown or not other.plain
    if not other.capital or not other.first or not sure or words[last].low in _STOP or other.low in _STOP or _AFTER_NAME_LINE.match(reading.text, other.end) is None:
        return None
    end = other.end
    if last + 2 < len(words) and words[last + 2].initial and _joins(reading, last + 1):
        end = words[last + 2].end
    return words[number].start, end


def _ends_list(reading: Reading, place: int) -> bool:
    """Whether a comma's right side is followed by no further comma: a list of several people is not one name."""
    return not reading.gap(place).startswith((", ", " and"))


def _score(listed: bool, plain: bool, unknown: bool) -> int:
    return 0 if plain and not listed else 1 if plain or unknown else 2 if listed else 0


def _with_initials(reading: Reading) -> Iterator[tuple[int, int]]:
    for match in _INITIALS.finditer(reading.text):
        number = reading.word_at(match.end())
        if number is None:
            continue
        word = reading.words[number]
        dotted = "." in match[0]
        if word.low in PARTICLES and _leads_to_name(reading, number):
            span = _read_name(reading, number, sure=True, most=2)
            if span:
                yield match.start(), span[1]
            continue
        if word.low in _STOP or reading.is_clinical(number) or (word.plain and not word.last) or len(word.text) < 2 or word.upper and word.plain:
            continue
        if not dotted and (word.plain or not word.listed) and not word.unknown:
            continue
        if word.plain and not (dotted and reading.gap(number).startswith((",", "\n"))):
            continue
        span = _read_name(reading, number, sure=True, most=2)
        if span:
            yield match.start(), span[1]


def _alone(reading: Reading) -> Iterator[tuple[int, int]]:
    """A single capitalized word that is a name, or nothing that the lists know."""
    for number, word in enumerate(reading.words):
        if word.low == "will" and word.capital and _MOTHER_OF.match(reading.text, word.end):
            yield word.start, word.end
        if len(word.text) < 2 or not word.capital or word.low in _STOP | _TITLES | STATES | COUNTRIES or reading.is_clinical(number):
            continue
        if word.first and not word.upper and _MOTHER_OF.match(reading.text, word.end):
            yield word.start, word.end
        if word.plain:
            follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
            possessive = reading.text[word.end : word.end + 2] in ("'s", "’s")
            if word.first and not word.upper and follows and (follows.low in _ACTS and not possessive or possessive) and word.low not in ("will", "may", "an", "see", "do") and not (possessive and word.last is False and reading.begins_sentence(number)):
                yield word.start, word.end
            continue
        if word.upper and (not word.listed or len(word.text) < 4 or not _is_all_capitals(reading, number)):
            continue
        if word.listed or word.unknown and not _looks_made(word.text):
            yield word.start, word.end


def _is_all_capitals(reading: Reading, number: int) -> bool:
    """Whether a word in capitals stands beside another name in capitals, not as an abbreviation in a sentence."""
    near = [reading.words[place] for place in (number - 1, number + 1) if 0 <= place < len(reading.words)]
    return any(word.upper and word.listed and not word.plain for word in near)


def _looks_made(text: str) -> bool:
    """Product names and abbreviations: capitals inside (`MyChart`, `HbA1c`), but `McAdam` and `O'Neil` are names."""
    inner = text[1:]
    return any(map(str.isupper, inner)) and not regex.match(r"(?:Mac?|Mc|O['’]|D['’]|De|Di|La|Le|Van|Fitz|[A-Z][a-z]+-)\p{Lu}", text)


def _find_known(text: str, known_names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Known names as exact words, whatever their case; parts of them, where these are written with a capital."""
    whole: set[str] = set()
    parts: set[str] = set()
    for name in known_names:
        pieces = regex.findall(r"[\p{L}\p{M}][\p{L}\p{M}'’\-]*", name)
        if len(pieces) > 1:
            whole.add(r"[\s,.]{1,3}(?:\p{Lu}\.?\s)?".join(map(regex.escape, pieces)))
            whole.add(regex.escape(pieces[-1]) + r",\s?" + r"\s".join(map(regex.escape, pieces[:-1])))
        parts |= {piece for piece in pieces if len(piece) > 1 and fold(piece) not in PARTICLES}
    for patterns, must_be_capital in ((whole, False), (parts, True)):
        if not patterns:
            continue
        found = regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?![\p{{L}}\p{{M}}])", regex.IGNORECASE)
        for match in found.finditer(text):
            if not must_be_capital or match[0][0].isupper():
                yield match.start(), match.end()


def _find_again(reading: Reading, spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Words of names that were found, where they stand again in the same case or in capitals."""
    found: dict[str, bool] = {}
    for start, end in spans:
        number = reading.word_from(start)
        while number is not None and number < len(reading.words) and reading.words[number].start < end:
            word = reading.words[number]
            if len(word.text) > 2 and word.capital and word.low not in _STOP and word.low not in PARTICLES:
                found[word.low] = found.get(word.low, True) and word.plain
            number += 1
    for number, word in enumerate(reading.words):
        if word.low in found and word.capital and (not reading.is_clinical(number) or (not word.eponym and not word.plain)):
            if found[word.low] and (word.upper or (reading.begins_sentence(number) and not reading.gap(number).startswith(("'s", "’s")) and not word.first)):
                continue
            yield word.start, word.end
