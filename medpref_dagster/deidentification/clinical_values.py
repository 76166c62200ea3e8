"""What is written as a code, a number or a date of somebody and is none: ranges, scores, codes of procedures and trials.

Each form needs what says that it is one: a unit, a label, a price, a neighbour of its kind. What is labelled as a record, an
account or a person's number is never looked at here, since no such label is among them.
"""

import regex

_UNIT = r"(?:mmol|mg|mcg|µg|ug|g/|ng|pg|K/|k/|U/|IU|units?|mEq|mm|cm|mL|ml|cc|L\b|wks?\b|weeks?|bpm|beats|%|x10|fL|sec|s\b|min\b|h\b|days?|lb|kg)"
_BEFORE_RANGE = (
    r"(?i:\b(?:ref(?:erence)?|range[sd]?|target|goal|normal|auc|ebl|glucose|bgs?|bs|smbg|cbgs?|fsbs|sugars?|fasting|bp|sbp|hr|rate|run(?:s|ning)?|between|dddr?|vvir?|aair?|vdd|dddi|paced|"
    r"percocet|norco|vicodin|lortab|hydrocodone|oxycodone|endocet|roxicet|apap|limits?|trough|peak|uop|output|low)\b[\s:=(]{1,3}(?:of[ ]|was[ ]|is[ ]|from[ ])?)"
)
_RANGE = r"\d{1,4}(?:\.\d{1,2})?[ ]?[-–][ ]?\d{1,4}(?:\.\d{1,2})?"
_FORMS = (
    rf"(?<={_BEFORE_RANGE}){_RANGE}(?![\w]|[-–/]\d|\.\d)",
    rf"(?<![\w.,/$<>=+\-]){_RANGE}(?=[ ]{{0,6}}{_UNIT})",
    r"(?<![\w.,/$\-])(?:[01]\d|2[0-3])[0-5]\d-(?:[01]\d|2[0-3])[0-5]\d(?=[ ]?(?:\n|$)|[ ](?:shift|h|hrs|visit|CPT))",
    r"(?<!\w)E[1-4](?i:c)?V[1-5](?i:t)?M[1-6](?!\w)",
    r"(?<=\b(?i:CPT|HCPCS)(?:[ ](?i:codes?))?[ :#]{1,2})(?:\d{4}[\dA-Z]|[A-Z]\d{4})(?:(?:,[ ]?|[ ])(?:\d{4}[\dA-Z]|[A-Z]\d{4})(?!\w))*(?!\w)",
    r"(?<![\w\-])(?:(?i:ndc)[ :#]{0,3})\d{4,5}-\d{3,4}-\d{1,2}(?![\w\-])",
    r"(?<=\b(?i:loinc|snomed(?:[ -]ct)?|rxnorm|rxcui|atc|pmid|doi|orpha(?:net)?|omim|meddra|read[ ]code)(?:[ ]codes?)?[ :#]{1,3})[A-Z]?\d{1,18}(?:-\d)?(?![\w\-])",
    r"(?<=\b(?i:bin)[ :#]{1,3})\d{6}(?!\w)",
    r"(?<=\b(?i:revenue[ ]code|rev[ ]code|drg|ms-drg|modifiers?|type[ ]of[ ]bill|pos|policy|table|section|chapter|figure)[ :#]{1,3})\d{1,4}(?:[.\-]\d{1,3})?(?![\w/\-])",
    r"(?<![\w.,/$\-])\d{5}(?=[ ]x[ ]?\d{1,2}(?!\w))",
    r"(?<![\w.,/$\-])99[2-4]\d\d(?=,?[ ]{1,3}(?:office|established|new|level|visit|\d{1,3}[ ]?min))",
    r"(?<=[ ]{2})[\dA-Z]\d{4}(?=[ ]{2,}\p{L}[^\n$]{2,60}\$[ ]?\d)",
    r"(?<!\w)D\d{4}(?:(?:,[ ]?|[ ])D\d{4})+(?!\w)",
    r"(?<!\w)NCT[ ]?\d{8,9}(?!\w)",
    r"(?<=\b(?:RV|RA|LV|LA|[Ll]eads?|LEADS?)[ ]{1,2})\d{4}-\d{2}(?!\w)",
    r"(?<=\b(?i:scope|colonoscope|gastroscope|bronchoscope|endoscope)[ :]{1,2})[A-Z]{2,4}-[A-Z\d]{3,8}(?!\w)",
    r"(?<=\b(?:Alaris|ALARIS|Sigma|Baxter|Omnipod|Dexcom)[ ])\w?\d{1,4}(?!\w)",
    r"(?<=\b(?i:hospital|unit|ward|floor|centre|center|loc(?:ation)?:?)[ ,]{1,2}|\p{L},[ ])\d{1,2}(?:[ ](?:North|South|East|West|NORTH|SOUTH|EAST|WEST)|[A-E])(?=[ ]?(?:[\n/,.;]|$)|[ ]{2}|[ ](?:Patient|PATIENT|Pt|PT|bed|Bed|BED)\b)",
    r"(?<!\w)(?i:vit(?:amin)?\.?[ ])D\d?[ ]\d[\d,]*[ ]?(?:IU|iu|units?|mcg)",
    r"(?<=\b(?:GERD|COPD|CHF|HTN|DM|T2DM|CKD|OA|UTI|MDD|GAD|CAD|AF|[a-z]{4,})[ ,(]{1,2})[A-TV-Z]\d\d\.\d{1,4}(?!\w)",
    r"(?<=,[ ]{1,2})(?:AL|AK|AZ|AR|CA|CO|CT|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|RI|SC|SD|TN|TX|UT|VA|VT|WI|WV|WY)(?=[ ]{1,3}\d{5}(?!\d)|[ ]{3}(?i:ph|tel|fax)\b)",
    r"(?<=\p{Ll},[ ])(?:AZ|CA|FL|GA|IA|IL|IN|KS|KY|MI|MN|MO|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|RI|SC|SD|TN|TX|UT|VA|VT|WI|WV|WY)(?=\n)",
    r"(?<=\p{Ll}[ ])(?:AZ|CA|FL|GA|IA|IL|KS|KY|MI|MN|MO|NC|ND|NH|NJ|NM|NV|NY|OH|TN|TX|WI|WY)(?=[ ]{1,2}\d{5}(?!\d))",
    r"(?<!\w)(?:Braxton[ -]Hicks|[Cc]ircle[ ]of[ ]Willis|Bence[ -]Jones|Desert[ ]Storm|[Ff]actor[ ]V[ ]Leiden|Congo[ ][Rr]ed|Western[ ][Bb]lot|Bair[ ]Hugger|Paris[ ](?:I[sp]|IIa|IIb|IIc|III)|Hep[ ]?[ABC](?:[ ]?s?A[bg])?|Lou[ ]Gehrig['’]s|Ann[ ]Arbor(?=,[ ]Deauville|[ ](?:stage|[IV]))|Gulf[ ]War|Agent[ ]Orange|Policy[ ]\d+\.\d+|Table[ ]\d+-\d+)(?!\w)",
    r"(?<=\b(?i:lasix|furosemide|bumex|torsemide|humulin|novolin|insulin|po/ng)[ ])\d{1,3}/\d{1,3}(?!\w|/)",
    r"(?<=\b(?i:augmentin)[ ])ES-600(?!\w)|(?<!\w)AM-PAC(?!\w)",
)
_KEPT = tuple(regex.compile(form) for form in _FORMS)


def find_values(text: str) -> list[tuple[int, int]]:
    """Values, ranges, public codes and units of a hospital, characters from and to: nothing of somebody's."""
    return [match.span() for form in _KEPT for match in form.finditer(text)]
