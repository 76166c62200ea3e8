"""Hospitals, surgeries, schools, churches, shops and their towns: by their head words, by where they stand, by the lines of an address.

`places.py` finds an institution by a word of its name that is no word of every day (*Mercy General*). Here the name may be of
words alone (*Park View Care Home*, *University Hospital*, *the Foothills*), where its head word and its capitals, or a line,
a field or a preposition around it, say that one is meant; headings and departments (*Emergency Department*, *Hospital
Course*) are none. From an institution or a street that ends its line on, lines of capitals alone are towns.
"""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.lexicon import fold, list_words
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.reading import Reading, Word

_STRONG = (
    r"(?:Hospitals?|Hospice|Apothecary|Drug[ ]Store|(?:Community[ ])?Nursing[ ]Team|Residential[ ]Home|Funeral[ ]?(?:[Hh]ome|care)|Distribution[ ]Center|distribution[ ]center|Women['’]s[ ]Health|Behavioral[ ]Health|Infirmary|Polyclinic|Sanatorium|Medical[ ](?:Center|Centre|Group|Associates|Practice|Partners|Campus|Pavilion|Institute|College|Clinic)|Health[ ](?:Center|Centre|System|Network|Campus|Park|Board|Authority|Clinic|Hub|Trust|Institute|Partners|Services|City)|Healthcare|"
    r"Care[ ](?:Home|Centre|Center|Village)|Nursing[ ](?:Home|Centre|Center|Facility)|Rehab(?:ilitation)?[ ](?:and|&)[ ](?:Nursing|Care|Healthcare|Wellness)(?:[ ]Center)?|Nursing[ ](?:and|&)[ ]Rehab(?:ilitation)?(?:[ ]Center)?|Rehab(?:ilitation)?[ ](?:Center|Centre|Hospital|Institute)|Skilled[ ]Nursing|Aged[ ]Care|Home[ ]?care|Home[ ]Health|"
    r"Cancer[ ](?:Center|Centre|Institute)|Heart[ ](?:Center|Centre|Institute)|Eye[ ](?:Hospital|Institute|Center|Centre)|Surgery[ ](?:Center|Centre)|Internal[ ]Medicine|Women['’]s[ ]Health|Urgent[ ]Care|Family[ ](?:Health(?:[ ](?:Center|Centre|Team|Services))?|Practice|Medicine|Physicians|Care)|Primary[ ]Care|Community[ ](?:Hospital|Health(?:[ ]Center)?)|Walk-?[Ii]n[ ](?:Clinic|Centre|Center)|"
    r"Assisted[ ]Living|Senior[ ]Living|Memory[ ]Care|Retirement[ ](?:Home|Village|Community)|Day[ ]?[Cc](?:are|entre)(?:[ ]Cent(?:er|re))?|Child[ ]?[Cc]are(?:[ ]Cent(?:er|re))?|Nursery(?:[ ]School)?|Pre-?[Ss]chool|Kindergarten|Montessori|(?:Primary|Infant|Junior|Secondary|High|Middle|Grammar|Elementary|Public|Grade)[ ]School|Elementary|"
    r"Academy|Polytechnic|Correctional[ ](?:Facility|Institution|Center|Centre)|Penitentiary|Prison|NHS(?:[ ](?:Foundation[ ])?Trust)?|Foundation[ ]Trust|Dispensary|Ambulatory[ ](?:Center|Centre))"
)
_WEAK = (
    r"(?:Clinics?|Surgery|Practice|Associates|Partners|Specialists|Physicians|Pharmacy|Pharmacies|Chemists?|Drugs(?:tore)?|Dental|Dentistry|Orthop(?:a)?edics|Cardiology|Oncology|Dermatology|Gastroenterology|Neurology|Urology|Nephrology|P(?:a)?ediatrics|Imaging|Radiology|Diagnostics|Laborator(?:y|ies)|Labs?|Dialysis|Optical|Opticians|Veterinary|"
    r"School|College|University|Institute|Church|Chapel|Mosque|Masjid|Temple|Mandir|Gurdwara|Synagogue|Cathedral|Ministries|Parish|Library|Court|Lodge|House|Manor|Villas?|Village|Gardens|Terrace|Towers?|Apartments|Estates?|Residences?|Residencia|Heights|Haven|Place|Group|Centre|Center|Rehab|Nursing|Health|Wellness|Therapy|Hospice|"
    r"Farms?|Ranch|Dairy|Mills?|Foundry|Bakery|Brewery|Quarry|Logistics|Motors|Foods|Steel|Shipyard|Airport|Barracks|Pty(?:[ ]Ltd)?|PLC|plc|P\.?C\.?|P\.?A\.?(?=[,.\n])|PLLC|LLP|Trust|Council|Shelter|Mission|Primary|Social[ ]Work|Counsell?ing|Psychology|Psychiatry|Physio(?:therapy)?|Physical[ ]Therapy|Chiropractic|Hearing|Endocrine|Endocrinology|Rheumatology|Surgical|Surgeons|Midwifery|Enterprises|Industries|Solutions|Systems|Bank|Insurance|Police|Ambulance|Laundry|Supermarket|Hotel|Inn|Pub|Club|Bar|Caf[ée]|Diner|Salon)"
)
_CAP = r"(?:(?:St|Ste|Mt|Ft|Dr|Sr|\p{Lu})\.|\p{Lu}[\p{L}\p{M}'’\-]*|\d{1,3}(?:st|nd|rd|th))"
_TAIL = rf"(?:[ ](?:of|at|in|for|de|du)[ ](?:the[ ])?{_CAP}(?:[ ]{_CAP}){{0,2}})?"
_NAMED = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\d'’\-])(?:[Tt]he[ ])?({_CAP}(?:[ ](?:(?:of|and|the|&|de|on|upon|for)[ ]){{0,2}}{_CAP}){{0,4}}?)[ ](?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![\p{{L}}\p{{M}}])(?:[ ](?:{_STRONG}|{_WEAK})(?![\p{{L}}\p{{M}}])){{0,3}}{_TAIL}"
)
_SHOUTED = regex.compile(
    r"(?<![\p{L}\d'’\-])(\p{Lu}[\p{Lu}'’.\-]*(?:[ ](?:(?:OF|AND|THE|&)[ ]){0,2}\p{Lu}[\p{Lu}'’.\-]*){0,4}?)[ ](?:HOSPITALS?|APOTHECARY|DRUG[ ]STORE|RESIDENTIAL[ ]HOME|NURSING[ ]TEAM|FUNERAL[ ]HOME|DISTRIBUTION[ ]CENTER|WAREHOUSE|MEDICAL[ ](?:CENTER|CENTRE|GROUP|ASSOCIATES|PRACTICE|CLINIC)|INFIRMARY|CLINIC|HEALTH[ ](?:CENTER|CENTRE|SYSTEM|NETWORK|BOARD|AUTHORITY|SERVICES)|HEALTHCARE|CARE[ ](?:HOME|CENTER|CENTRE)|"
    r"NURSING[ ](?:HOME|CENTER|CENTRE|FACILITY)|REHAB(?:ILITATION)?[ ](?:CENTER|CENTRE|HOSPITAL|AND[ ]NURSING)|AGED[ ]CARE|HOSPICE|SURGERY(?:[ ]CENTER)?|PHARMACY|FAMILY[ ](?:MEDICINE|PRACTICE|HEALTH(?:[ ]CENTER)?)|URGENT[ ]CARE|SCHOOL|UNIVERSITY|COLLEGE|ASSOCIATES|LABORATOR(?:Y|IES)|DIAGNOSTICS)(?![\p{L}])(?:[ ](?:HOSPITAL|CENTER|CENTRE|CLINIC|CAMPUS|SYSTEM))?(?:[ ](?:OF|AT)[ ]\p{Lu}{3,}(?:[ ]\p{Lu}{3,})?)?"
)
_FIRST_OF_GENERIC = list_words(
    "university va veterans memorial general county children's childrens women's women men's city state community regional district royal national central metropolitan methodist baptist presbyterian lutheran adventist mercy providence "
    "sacred good holy base cottage victoria queen king prince princess northern southern eastern western north south east west saint our old new jewish catholic christian islamic military naval army civil government govt municipal railway apollo"
)
"""A name of words that any institution has begins with one of these: *University Hospital*, *VA Medical Center*."""
_GENERIC = list_words(
    "the a an this that these those our your his her their its my emergency intensive coronary operating recovery skilled acute outpatient inpatient in-patient out-patient primary secondary tertiary urgent home public private mental behavioral behavioural local medical "
    "surgical day night pediatric paediatric cardiac dental eye pain wound sleep health hospital clinic nursing department dept discharge discharged transfer admission admitted admit affiliated outside another other rural teaching psychiatric physical occupational speech senior assisted "
    "long-term long term extended subacute rehab rehabilitation hospice group palliative care center centre operative progress consultation consult social past personal to from at in for with on no yes current status plan seen orthopedic orthopaedic orthopedics orthopaedics ortho "
    "cardiology neurology oncology urology dermatology radiology pathology laboratory rheumatology nephrology surgery medicine gastroenterology endocrinology hematology haematology pulmonology psychiatry gynecology gynaecology obstetrics ob gyn ent gi family general internal "
    "vascular plastic thoracic cardiothoracic neurosurgery spine trauma bariatric hernia colorectal breast cancer stroke diabetes diabetic thyroid asthma copd heart lung kidney liver renal bone joint fracture memory falls fall anticoagulation coumadin warfarin infusion dialysis "
    "chemo chemotherapy radiation methadone travel vaccine vaccination flu immunization antenatal prenatal postnatal maternity delivery well-baby fertility std gum hiv tb chest allergy voice hearing audiology ophthalmology podiatry foot hand nutrition dietetics dietary weight "
    "smoking cessation tobacco sports sport pre-op post-op preop postop preoperative postoperative elective major minor minimally robotic laparoscopic open day-case same-day ambulatory walk-in one-stop two-week specialist specialty special virtual video telephone remote mobile "
    "initial final new follow-up followup review return annual routine recent previous prior next last first second third repeat report note notes letter summary record records history assessment evaluation management procedure operation operating theatre unit ward floor team service "
    "services admissions reception main front pt patient patients client resident residents name date time page mr mrs ms dr miss doctor nurse rn md np pa chief complaint reason referral referring referred attending consultant head director manager staff member responsible please see call "
    "contact fax phone tel address insurance payer plan s p r o hx h o x-ray ct mri us ed er or icu op ip non-va community-based nhs gp pcp ot pt local nearby nearest usual regular preferred retail compounding online mail-order mail order hospital's via per and or by if when while after before since "
    "until also then he she they we i it who what where left right bilateral total partial knee hip shoulder ankle wrist elbow hand abdominal pelvic oral maxillofacial cosmetic reconstructive cataract retinal refractive transplant organ tissue blood bank research clinical trial study drug "
    "lab labs imaging nuclear diagnostic interventional occupational therapy speech-language aquatic massage music play art cognitive individual couples support self-help peer self lives living works attends admitted transported transferred presented graduated dropped finished completed began started "
    "studying attending school elementary middle high secondary grade boarding charter college university nursing law graduate vocational technical church house halfway group safe crack court supreme family juvenile drug criminal civil district county federal state"
)
_INSIDE = list_words("of and the on general family medical community home care health nursing social")
"""Headings that are within names of institutions, too: *MERCY GENERAL HOSPITAL*, *PRINCESS OF WALES HOSPITAL*."""
_STOPS = list_words("er ed icu ccu or pacu snf ct mri us ir l&d nicu picu")
_HEADINGS = list_words(
    "discharge summary note notes report reports letter history exam examination assessment plan impression findings medications allergies vitals labs consult consultation referral request progress operative operation operation procedure procedures dear re cc sincerely regards yours faithfully truly signed dictated "
    "transcribed reviewed electronically attending resident physician consultant registrar surgeon pathologist radiologist cardiologist neurologist oncologist nurse practitioner doctor gp partner principal director department dept division unit ward clinic office telephone phone fax email web tel mobile page patient name "
    "date dob age sex gender male female mrn diagnosis diagnoses chief complaint reason indication technique comparison specimen clinical information results result comments comment conclusion recommendation recommendations management nursing case social work physical therapy occupational speech emergency "
    "admission transfer inpatient outpatient home care visit follow followup telehealth message subject sent confidential private strictly urgent routine final preliminary addendum draft copy page internal medicine family general surgery pediatrics psychiatry psychology midwife health visitor secretary manager coordinator "
    "student fellow intern thank thanks hi hello best kind warm enclosed encl pathology radiology laboratory microbiology haematology hematology biochemistry histopathology cytology imaging discharge medication list active problem problems subjective objective none unknown yes no not normal abnormal negative positive stable "
    "improved same pager ext bleep airbags meds neuro resp skin gi gu cv heent chest abdomen extremities ros pmh psh fh sh hpi today seen see continue lives pt he she they we i the this that there her his with and for from to on in at of by no".replace(
        "  ", " "
    )
)
_FIELD_BEGINS = regex.compile(r"(?:^|[\n|^~\t;:(]|,[ ]|[ ]-[ ]|[ ]{2}|\*)[ \t]*$")
_FIELD_ENDS = regex.compile(r"[ \t]*(?:$|[\n|^~\t;,)(]|\.(?:\s|$)|[ ]{2}|[ ]-[ ]|[ ]Laboratory\b)")
_LED_BY = regex.compile(
    r"(?<![\w'’\-])(?:at|to|from|of|near|outside|into|via|by|attends?|attending|authori[sz]e|within|joined|in|left|through|with|for|visited|visiting|called|calling|leaving)[ ](?:the[ ])?$",
    regex.IGNORECASE,
)
_AFTER_PLACE = regex.compile(
    r"[ \t]*(?:$|[\n,;)|(/]|\.(?:\s|$))|[ ](?:until|till|since|on|in|for|with|dated|and|by|was|is|where|who|when|which|has|had|every|today|yesterday|tomorrow|tonight|last|this|next|after|before|as|or|via|per|will|to|from|re|regarding)(?!\w)|['’]s[ ]"
)
_PLACE_BEFORE = regex.compile(
    r"(?<![\w'’\-])(?:at|from(?=[ ](?:the[ ])?\p{Lu}[\p{L}]+[ ](?:dated|on|with|today|yesterday))|(?:admitted|transferred|transfer|discharged|referred|moved|sent|brought|taken|admit|d/c|dc|back|return|returned|presented|went)[ ]to|(?:transferred|discharged|received|moved)[ ]from|resident[ ]of|ed[ ]of|works[ ]for)[ ](?:the[ ]|The[ ])?$"
)
_ALONE = regex.compile(
    r"(?:[Tt]he[ ])?\p{Lu}[\p{L}\p{M}'’\-]{3,}(?:[ ](?:(?:of|on|upon|under|le|la|the|&|and|y|de)[ ]){0,2}\p{Lu}[\p{L}\p{M}'’.\-]+){0,3}"
)
_SIGNED = regex.compile(
    r"^[^\n]{0,60}(?:(?<!\w)(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?[ ]\p{Lu}|(?:,|[ ])[ ]?(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|NP|PA-C|FRACGP|FRACP|MRCP|MRCGP|FRCP|FRCS|MBBS|MBChB|CCFP|FRCPC|FRANZCP|MS|MCh|DNB|LCSW|PharmD|DPT|PhD)\b)[^\n]{0,30}\n[ \t]*(?=\p{Lu})",
    regex.MULTILINE,
)
_TOWN_LINE = regex.compile(
    r"[ \t]*[,.]?[ \t]*\n[ \t]*(\p{Lu}[\p{L}\p{M}'’.\-]+(?:[ \-](?:(?:on|upon|under|le|la|de|na|by)[ \-]){0,2}\p{Lu}[\p{L}\p{M}'’.\-]*){0,3})(?=[ \t]*,?[ \t]*(?:\n|$|,[ ]?\p{Lu}))"
)
_STREET_LINE = regex.compile(
    r"[ \t]*\n[ \t]*(?=\d{1,5}[A-Za-z]?[ ,]|(?:Flat|Unit|Suite|Level|Floor|P\.?O\.?[ ]Box|No\.?)[ ])"
)
_MOST_LINES = 4


def find_institutions(reading: Reading) -> Iterator[tuple[int, int]]:
    """Institutions by their names and by where they stand; characters from and to."""
    for match in _NAMED.finditer(reading.text):
        span = _read_named(reading, match)
        if span is not None:
            yield span
    for match in _SHOUTED.finditer(reading.text):
        written = match[1].split()
        words = [fold(word).strip(".") for word in written]
        front = max((place + 1 for place, word in enumerate(words) if _is_heading(word)), default=0)
        words = words[front:]
        if words and (words[0] in _FIRST_OF_GENERIC or any(word not in _GENERIC for word in words)):
            yield match.end(1) - len(" ".join(written[front:])), match.end()
    yield from _behind_prepositions(reading)
    yield from _behind_signatures(reading)
    yield from _above_addresses(reading)
    yield from _behind_specialties(reading)


def _is_heading(word: str) -> bool:
    return word in _STOPS or (word in _HEADINGS and word not in _INSIDE)


def _read_named(reading: Reading, match: "regex.Match[str]") -> tuple[int, int] | None:
    """The institution of a match without the words before it that have a capital for another reason."""
    text = reading.text
    number = reading.word_from(match.start(1))
    if number is None:
        return None
    limit = match.end(1)
    words: list[Word] = []
    while number < len(reading.words) and reading.words[number].start < limit:
        words.append(reading.words[number])
        number += 1
    while words and words[0].low in _GENERIC and words[0].low not in _FIRST_OF_GENERIC:
        words.pop(0)
    if not words:
        return None
    start = words[0].start
    if text[max(0, start - 4) : start].lower() == "the " and start - 4 >= match.start():
        start -= 4
    distinctive = [word for word in words if word.low not in _GENERIC and word.low not in _HEADINGS]
    telling = any(not word.plain or word.listed for word in distinctive)
    fills = _FIELD_BEGINS.search(text, max(0, start - 4), start) and _FIELD_ENDS.match(text, match.end())
    led = _LED_BY.search(text, max(0, start - 14), start) is not None
    if match["strong"]:
        if distinctive or words[0].low in _FIRST_OF_GENERIC:
            return (
                (start, match.end())
                if telling or led or fills or len(words) > 1 or _capital_inside(reading, words[0])
                else None
            )
        return None
    if not distinctive or any(word.low in BRANDS for word in words):
        return None
    if any(word.upper and len(word.text) < 5 for word in words) and not fills:
        return None
    sure = led and len(distinctive) == len(words)
    return (start, match.end()) if sure or fills or (telling and _capital_inside(reading, words[0])) else None


def _capital_inside(reading: Reading, word: Word) -> bool:
    number = reading.word_at(word.start)
    return number is not None and not reading.begins_sentence(number)


def _behind_prepositions(reading: Reading) -> Iterator[tuple[int, int]]:
    """Words with capitals where a place stands: `at Foothills until`, `transferred to The Alfred.`."""
    for number, word in enumerate(reading.words):
        if not word.capital or word.upper or len(word.text) < 4 or not number:
            continue
        previous = reading.words[number - 1]
        if previous.capital and previous.text != "The":
            continue
        match = _ALONE.match(reading.text, word.start)
        if match is None or not _PLACE_BEFORE.search(reading.text, max(0, word.start - 24), word.start):
            continue
        words = [fold(part).strip(".") for part in match[0].split()]
        words = words[1:] if words[0] == "the" else words
        if words[0] in _HEADINGS or all(part in _GENERIC or part in _STOPS for part in words) or words[0] in BRANDS:
            continue
        if words[0] in _GENERIC and words[0] not in _FIRST_OF_GENERIC:
            continue
        if words[0] in _NO_PLACE or not _AFTER_PLACE.match(reading.text, match.end()):
            continue
        yield match.span()


_NO_PLACE = list_words(
    "christmas easter thanksgiving monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december birth bedtime baseline rest discharge triage bedside night noon midnight home work "
    "school church mom dad mum grandma grandpa god english spanish medicare medicaid children adults women men males females infants patients england scotland wales ireland america canada australia india mexico texas florida california united kingdom new"
)


def _behind_signatures(reading: Reading) -> Iterator[tuple[int, int]]:
    """The line under somebody's title or degree, where it has capitals alone and is no profession: `Dr Ann Lee / Foothills`."""
    text = reading.text
    for match in _SIGNED.finditer(text):
        line = _ALONE.match(text, match.end())
        if line is None or not _LINE_ENDS.match(text, line.end()):
            continue
        if _may_be_place(line[0]):
            yield line.span()


_SPECIALTY = r"(?:ENT|[Cc]ardiology|[Nn]eurology|[Oo]ncology|[Uu]rology|[Rr]adiology|[Dd]ermatology|[Gg]astroenterology|[Rr]heumatology|[Nn]ephrology|[Oo]rthop(?:a)?edics|[Pp]sychiatry|[Ss]urgery|[Hh]a?ematology|[Pp](?:a)?ediatrics|[Oo]bstetrics|[Gg]yn(?:a)?ecology|[Oo]phthalmology|[Mm]edicine|[Pp]athology|[Aa]n(?:a)?esthesia)"
_BEHIND_SPECIALTY = regex.compile(
    rf"(?:,[ ]{_SPECIALTY},[ ]|(?:,|[ ])[ ]?(?:M\.?D\.?|D\.?O\.?|FRACGP|FRACP|MRCP|MRCGP|FRCP|FRCS|MBBS|MBChB|CCFP|FRCPC|FRANZCP),[ ]|\b(?:facility|hospital|home|hospice|rehab|nursing|place)[ ](?:-|–|—|:)[ ])"
    r"(?P<place>(?:The[ ])?\p{Lu}[\p{L}\p{M}'’\-]{3,}(?:[ ]\p{Lu}[\p{L}\p{M}'’.\-]+){0,3})(?=[ ]?(?:[.;\n)]|$|,[ ](?:phone|tel|fax|ph|\()))"
)


def _behind_specialties(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Mr Burns, ENT, The Alfred.`, `Ann Lee, MD, Foothills, phone`, `nursing facility - Foothills`; and the first line above a heading."""
    for match in _BEHIND_SPECIALTY.finditer(reading.text):
        if _may_be_place(match["place"]) and not match["place"].isupper():
            yield match.span("place")
    first = _FIRST_LINE.match(reading.text)
    if (
        first
        and not first[1].isupper()
        and len(first[2].split()) < 5
        and _may_be_place(first[1])
        and _HEADINGS & {fold(word) for word in first[2].split()}
    ):
        yield first.span(1)


_FIRST_LINE = regex.compile(rf"\s*({_ALONE.pattern})[ \t]*\n[ \t]*([^\n:]+)(?:\n|$)")
_LINE_ENDS = regex.compile(r"[ \t]*(?:\n|$)")


def _may_be_place(line: str) -> bool:
    words = [fold(part).strip(".") for part in line.split()]
    words = words[1:] if words[0] == "the" else words
    if any(word in _HEADINGS and word not in ("the", "and", "of", "on", "in") for word in words):
        return False
    return any(word not in _GENERIC for word in words) and words[0] not in _NO_PLACE


def _above_addresses(reading: Reading) -> Iterator[tuple[int, int]]:
    """The line above a street's, at the head of a letter or under a name: `Valley Orthopedic Associates / 12 Oak Rd`."""
    text = reading.text
    for match in _STREET_LINE.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        line = _ALONE.match(text, begin) if text[begin : begin + 1].strip() else None
        if (
            line is not None
            and line.end() == match.start()
            and _is_street(text, match.end())
            and _may_be_place(line[0])
        ):
            yield line.span()


_STREET = regex.compile(
    r"[^\n]{0,8}?\d*[A-Za-z]?,?[ ](?:[NSEW]\.?[ ])?\p{Lu}[\p{L}'’.]+(?:[ ]\p{Lu}[\p{L}'’.]*){0,4}[ \t]*(?:,|\n|$)"
)


def _is_street(text: str, start: int) -> bool:
    return _STREET.match(text, start) is not None


_TOWN_BESIDE = regex.compile(r",[ ](\p{Lu}[\p{L}\p{M}'’\-]{2,}(?:[ ]\p{Lu}[\p{L}\p{M}'’\-]+)?)(?=[ ]?(?:[,.;\n/]|$))")


def find_towns_beside(reading: Reading, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """A town behind the comma of an institution: `St. Nicholas Hospital, Enugu`; characters from and to.

    Parameters
    ----------
    ends
        Where institutions and streets end.
    """
    for place in set(ends):
        match = _TOWN_BESIDE.match(reading.text, place)
        number = reading.word_at(match.start(1)) if match else None
        if match is None or number is None or match[1].isupper():
            continue
        if fold(match[1]) in reading.lexicon.cities or not reading.words[number].plain:
            yield match.span(1)


def find_towns_below(reading: Reading, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Lines of capitals alone below an institution or a street that ends its line; characters from and to.

    Parameters
    ----------
    ends
        Where institutions and streets end.
    """
    text = reading.text
    for place in set(ends):
        end = place
        for _ in range(_MOST_LINES):
            match = _TOWN_LINE.match(text, end)
            if match is None or not _may_be_town(reading, match.start(1), match.end(1)):
                break
            yield match.span(1)
            end = match.end(1)


def _may_be_town(reading: Reading, start: int, end: int) -> bool:
    """Whether a line can be a town: it has a word that is no word of every day, or is in the list of towns."""
    name = fold(reading.text[start:end])
    words = name.split()
    if any(word.strip(".,") in _HEADINGS for word in words if word not in ("on", "in", "of", "the")) or len(name) < 3:
        return False
    number = reading.word_at(start)
    if name in reading.lexicon.cities:
        return True
    if number is None or reading.is_all_capitals(number):
        return False
    ends = _ENDS_HEAD.match(reading.text, end) is not None and any(word not in _GENERIC for word in words)
    return ends or any(not word.plain for word in _words_between(reading, number, end))


_ENDS_HEAD = regex.compile(r"[ \t]*,?[ \t]*\n[ \t]*(?:\n|Dear\b|\d|\p{Lu}{1,2}\d)")
"""What the address at the head of a letter ends before."""


def _words_between(reading: Reading, number: int, end: int) -> Iterator[Word]:
    while number < len(reading.words) and reading.words[number].start < end:
        yield reading.words[number]
        number += 1
