"""Names by what stands around them: a title, a label, a degree, a relation, a verb."""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.name_words import (
    CREDENTIAL,
    NO_LAST_NAME,
    STOP,
    TITLES,
    WEAK_TITLES,
    capitals,
    joins,
    read_name,
    with_inversion,
)
from medpref_dagster.deidentification.places import REGIONS
from medpref_dagster.deidentification.reading import PARTICLES, Reading

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


_LABEL = regex.compile(
    rf"(?<![\w])(?i:{_ROLES})(?:\(s\))?[ \t]{{0,3}}(?:[:#=]|(?:\s-{{1,2}}\s)|,\s*\n)[\s*_\"(]{{0,8}}|(?<![\w])(?i:dear|signed|electronically\ssigned\sby|dictated\sby|attn)[ \t]{{1,2}}|^[ \t]{{0,4}}(?i:re|cc|to|from|dear)[:,]?[ \t]+(?=\p{{Lu}})|^(?:--?|/s/|—)[ \t]{{0,2}}",
    regex.MULTILINE,
)


_LABEL_TITLES = regex.compile(r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\b\.?\s+)+")


_ENDS_FIELD = regex.compile(r"\.(?=\s)|[ \t]*(?:\n|$|,|;|\||\(|\s{2}|[ \t]-)")


_PERSON_LABEL = regex.compile(
    r"(?i:patient|pt|name|surgeon|assistant|attending|provider|physician|doctor|author|guardian|next|nok|signed|electronically|dictated|sincerely|spouse|resident|caller|informant|interpreter|nurse)"
)


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


_APPOINTMENT = regex.compile(
    r"(?<!\w)(?i:follow[\s\-]?up|f/u|appointment|appt|visit|rtc|return|see|seen|scheduled)\b[^.\n]{0,30}?\s(?i:with|by)\s"
)


_BEGINS_NO_NAME = STOP - {"will", "may"}


def after_titles(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names after `Dr.`, `Mrs.` and the like."""
    for number, word in enumerate(reading.words[:-1]):
        if word.low not in TITLES or not (word.capital or word.low not in WEAK_TITLES):
            continue
        if reading.gap(number) not in (" ", ". ", ".", "  ", ".  "):
            continue
        follows = reading.words[number + 1]
        weak = word.low in WEAK_TITLES
        if follows.low in PARTICLES and not follows.capital and not weak:
            span = read_name(reading, number + 1, sure=True)
            if span:
                yield span
            continue
        if not follows.capital or (weak and (follows.plain or (follows.upper and len(follows.text) < 4))):
            continue
        if follows.initial and reading.gap(number + 1) in (". ", ".", " "):
            pass
        span = read_name(reading, number + 1, sure=True)
        if span:
            yield with_inversion(reading, span) if not weak else span


def after_labels(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names after the label of a field (`Patient:`, `Signed by:`), whole and inverted."""
    for match in _LABEL.finditer(reading.text):
        title = _LABEL_TITLES.match(reading.text, match.end())
        number = reading.word_at(title.end() if title else match.end())
        if number is None:
            continue
        run = capitals(reading, number)
        telling = [word for word in run if not word.initial]
        words_only = all(word.plain for word in telling)
        whole = _ENDS_FIELD.match(reading.text, run[-1].end) is not None if run else False
        if not telling or telling[0].low in _BEGINS_NO_NAME:
            continue
        inverted = (
            reading.gap(number) in (", ", ",")
            and number + 1 < len(reading.words)
            and reading.words[number + 1].first
            and not reading.words[number + 1].plain
        )
        if inverted and len(run) == 1:
            yield with_inversion(reading, (telling[0].start, telling[0].end))
            continue
        if (
            words_only
            and not any(word.listed for word in telling)
            and not (whole and len(telling) > 1 and _PERSON_LABEL.match(match[0]))
        ):
            continue
        if (
            words_only
            and len(telling) == 1
            and not (whole and telling[0].listed)
            and not (match[0].startswith(("-", "\u2014", "/s/")) and whole)
        ):
            continue
        if words_only and not whole:
            continue
        span = read_name(reading, number, sure=True)
        if span is not None and whole and telling[-1].end > span[1] and len(run) <= 4:
            span = (span[0], telling[-1].end)
        if span is not None:
            yield with_inversion(reading, span)


def before_credentials(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names before a degree or a profession: `Hope Day, RN`."""
    for match in CREDENTIAL.finditer(reading.text):
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
            if (
                not joins(reading, first - 1)
                or not (word.capital or word.low in PARTICLES)
                or word.low in STOP
                or (word.plain and not word.listed and not word.initial)
            ):
                break
            first -= 1
        while first < number and (not reading.words[first].capital or reading.words[first].low in TITLES):
            first += 1
        word = reading.words[number]
        if not word.capital or word.low in STOP or len(word.text) < 2 or word.low in TITLES:
            continue
        if first == number and ((word.plain and not word.listed) or (word.upper and len(word.text) < 3)):
            continue
        if first < number and not any(
            item.listed or not item.plain for item in reading.words[first : number + 1] if not item.initial
        ):
            continue
        yield reading.words[first].start, word.end


def after_relations(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names after whom somebody is to the patient, and after what one does with people: `her son Will`, `spoke with`."""
    for match in _APPOINTMENT.finditer(reading.text):
        number = reading.word_at(match.end())
        if (
            number is not None
            and (reading.words[number].capital or reading.words[number].low in PARTICLES)
            and reading.words[number].low not in STOP
            and (reading.words[number].listed or reading.words[number].low in PARTICLES)
        ):
            span = read_name(reading, number, sure=True)
            if span:
                yield span
    for pattern, strong in ((_RELATION, True), (_VERB, False)):
        for match in pattern.finditer(reading.text, overlapped=True):
            number = reading.word_at(match.end())
            if number is None:
                continue
            word = reading.words[number]
            if (
                not word.capital
                or (word.low in STOP and not (strong and word.low == "will"))
                or word.low in REGIONS
                or (word.upper and word.plain)
                or reading.is_clinical(number, alone=not strong)
            ):
                continue
            follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
            paired = (
                follows is not None
                and follows.capital
                and joins(reading, number)
                and (follows.name_like or (follows.listed and word.listed))
                and follows.low not in NO_LAST_NAME
            )
            ok = (
                (word.listed or word.unknown) and (not word.plain or (strong and word.first) or (word.first and paired))
                if strong
                else (word.listed and (not word.plain or (word.first and paired)))
            )
            if ok:
                span = read_name(reading, number, sure=True)
                if span:
                    yield with_inversion(reading, span) if match[0].lower().startswith(("pt", "patient")) else span
