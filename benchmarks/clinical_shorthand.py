"""Lines of clinical shorthand that identify nobody, for a tagger that must not take their values for codes and dates.

Notes of the parts are full of identifiers, and published texts are prose; a real chart is full of values. A line is a
template whose slots are filled by chance: `{n:60:120}` a whole number, `{d:3.2:5.4}` one with a decimal, `{abbr}`,
`{drug}`, `{eponym}` a word of the lists, `{a|b}` one of several.
"""

import random
import re
from collections.abc import Mapping, Sequence

from medpref_dagster.deidentification.medical_names import ABBREVIATIONS, NAMED_AFTER_PEOPLE
from medpref_dagster.deidentification.medicines import BRANDS

_SLOT = re.compile(r"\{([^{}]+)\}")
_TEMPLATES = (
    "{HR|RR|BP|Temp|SpO2|Sats|O2|wt|UO|BM|CVP|GCS|MAP} {n:12:160}",
    "{HR|P|pulse|Heart rate}: {n:48:150}{|, reg| bpm|/min}",
    "BP {n:90:199}/{n:48:110}{|, repeat |; then }{|manual}",
    "BP {n:90:199}/{n:48:110}, HR {n:48:140}, RR {n:10:32}, T {d:35.8:39.9}, sats {n:88:100}{%| on air|% RA}",
    "{sats|SpO2|oxygen|O2 sat} {is |}{n:88:100}{%| on air|% on {n:1:6} L| RA}. {No distress|Comfortable|No pets}.",
    "| {Heart rate|Oxygen|Weight|Sats} | {n:88:110} | {bpm|%|kg} |",
    "weight {n:48:130} kg{| today|, was {n:48:130} in clinic}",
    "{glucose|BG|BS|sugars|BSL|cbg} {n:68:320} {n:68:320} {n:68:320}{| {n:68:320}} {today|over the day|this am|before meals|overnight}",
    "{Platelets|WBC|Plts|trop|lactate|CRP} {n:100:450} {n:100:450} {n:100:450}{| this week| trend}",
    "{urine out|UOP|output|drain|intake} {n:200:2400} {n:200:2400} {n:200:2400} {ml|mls|cc}",
    "{intake/output|I/O|in/out|I&O} {n:800:2900}/{n:800:2900}{| ml| mL|, net +{n:100:900}}",
    "{WBC|counts|platelets} {n:4:19}000,{n:4:19}000,{n:4:19}000 {in a row|as before}",
    "Na {n:128:148} K {d:3.0:5.6} Cl {n:96:112} CO2 {n:18:31} BUN {n:8:60} Cr {d:0.5:3.4} Glu {n:70:290}",
    "INR {d:1.0:4.8}, PT {d:11.0:40.9}, a1c {d:5.0:12.9}{|%}",
    "pH {d:7.1:7.5} pCO2 {n:28:70} pO2 {n:55:110} HCO3 {n:16:34} BE -{n:1:9}",
    "{abx|steroids|pred|clexane|augmentin|meds|Rx|course|cover|off work} {for |x |}{n:3:21}/{7|52|12} {then stop|then review|only|prn|po}",
    "{plaster|sling|fistula|cast|boot|frame|symptoms|cough|pain} for {n:2:18}/{7|52|12}",
    "{bipap|cpap|NIV|pressures|PIP/PEEP} {n:8:22}/{n:4:14}",
    "{gradient|mean/peak|EF|IOP|refraction} {n:8:60}/{n:6:30}",
    "{vision|VA|acuity|Snellen} {20|6}/{n:5:60}{| OD| R, 6/{n:5:60} L}",
    "{pain|strength|power|GCS|NRS|mood} {n:0:10}/{5|10|15}{| at rest| b/l|, was {n:0:10}/10}",
    "{score|MMSE|MOCA|PHQ-9|GAD-7|AMTS|NIHSS|EPDS|Braden|Berg} {n:3:56}{|/{n:10:56}}",
    "{axis|cyl|keratometry|x-ray axis} {d:0.2:2.9} x {0|1}{n:10:80}{|-{0|1}{n:10:80}}",
    "{tooth|tray|bed|bay|room|rm|bay no.|Rm} {#|}{n:1:48}{|, disp #{n:10:120}| - clean}",
    "disp {#|}{n:10:120}, refills {n:0:5}",
    "{open|staffed|visiting|shift|on} {0|1}{n:6:9}00{-| - | to | }{1|2}{n:1:3}00",
    "Nursing {note|entry|shift} {07|08|19|20}00-{07|08|19|20}00{| for bay {n:1:9}}",
    "{T|p|c|yp}{n:1:4}{a|b|c|} N{n:0:3} M{0|1|x}{| G{n:1:3}| by the board| staged}",
    "staged T{n:1:4}N N{n:0:2}M0 {by the board|at MDT}",
    "Gartland type {I|II|III} fracture, {Baumann|Cobb|Bohler} angle {n:12:80}",
    "{eponym} {type|class|grade|stage} {I|II|III|IV|A|B|C|{n:1:5}}",
    "{eponym} {sign|test|score|index|scale|criteria|fracture|classification|catheter|procedure|syndrome|disease} {neg|positive|{n:1:20}|done|noted|applied}",
    "{neg|pos|positive|negative|no} {eponym}{|, {neg|pos} {eponym}}",
    "{drug} {n:5:500} {mg|mcg|units|g} {po|iv|sc|od|bd|tds|qid|prn|daily|bid|nocte}{|, {drug} {n:5:80} mg {od|bd|prn}}",
    "{Tab|Inj|Cap|Syr|Susp} {drug} {n:5:500}{| mg}, {drug} {n:5:80} mg {OD|BD|TDS|HS}, {drug} {BD|OD|SOS}.",
    "{start|stop|hold|cont|wean|restart} {drug}{|, {drug} and {drug}}",
    "{abbr}",
    "{abbr}, {abbr}, {abbr}",
    "{abbr}/{abbr}{| both| done|: nil}",
    "{abbr}: {neg|nil|normal|pending|see below|NAD|stable}",
    "{No chest pain|Well|Stable|NAD}.\n{abbr}\n{All other systems negative|See above|nil}",
    "{read|seen|reviewed|assessed|cleared|followed|done} by {abbr}{.|, stable.|. Normal.| today.}",
    "{D/w|d/w|discussed with|await|refer to|ref} {abbr}{|, {abbr}}{| re: plan| today|.}",
    "{s/p|h/o|hx of|PMH|Dx|r/o|?} {abbr}{|, {abbr}, {abbr}}",
    "{Given|gave|had} {n:1:10} mg {IV|PO|IM|SC}. {abbr}",
    "Taken at {n:1:12} {a.m.|p.m.} and then p.o. {daily|nightly|bid}.",
    "{i.e.|e.g.|viz.|cf.} {small|blurred|left sided|as before}, {i.e.|e.g.} {daily|at night}",
    "Consent {signed|on file}. {abbr} at bedside, {n:1:4} {RNs|x assist}",
    "{Follow up|f/u|fu|Review} in {Cardiology|Renal|Wound|Pain|Breast|Eye|Asthma|INR} {Clinic|clinic}. {Primary Care|GP|PCP} to see.",
    "{Transferred|moved|admitted|stepped down} to {the |}{Intensive Care Unit|ICU|HDU|ward|Emergency Department|Labour Ward|Recovery}{| at baseline}.",
    "{seen|tested|sampled|tuned} at {n:60:110} {Hz|dB|kHz|cm|%}",
    "aged {n:1:12} {weeks|months|days}{|, wt {d:2.1:9.9} kg}",
    "{G|Grav} {n:1:6}{ |, }P{n:0:5}{|, {n:24:41}/40}{|+{n:1:6}}",
    "{n:24:41}/40, {cephalic|breech}, FH {n:120:160}, {abbr} nil",
    "{left|right|L|R} {knee|hip|ear|eye} {n:0:5}-{n:90:130} deg{|, {n:1:5}/5 power}",
    "{n:0:4}-{n:5:9}: {mild|low}, {n:10:14}-{n:15:19}: {moderate|high}, {n:20:24}+: severe",
    "{day|POD|D} {n:1:12}: {walked|afebrile|drain out|diet}{| x{n:2:4}|, {abbr}}",
    "{CPT|ICD|HCPCS|code} {n:10:99}{n:100:999}{|, {n:10:99}{n:100:999}}",
    "Temp {d:36.0:39.9} at {0|1}{n:1:9}:{n:10:59}, {n:0:2}{n:1:3}:{n:10:59} {d:36.0:38.9}",
    "the {season|year|term} {20|19}{n:11:24}/{20|19}{n:11:24} was {bad|quiet}",
    "{since|in|from|until} {19|20}{n:10:24}{|-{n:10:24}| to {20|19}{n:10:24}}{|, no relapse}",
    "{lot|pack|box} of {n:10:100}, {n:1:3} left",
    "{x|by} {n:10:90} {x|by} {n:10:90} mm, SUV {d:1.1:14.9}",
    "{MVC|Penicillin|heparin|units} {n:100:900} {units|iu|kU}",
    "{drives|bought|owns|sold} a {Honda|Toyota|Ford|van|truck}. {No alcohol|Non smoker}.",
    "{Texas|Ohio|Kerala|Ontario|Queensland|California} {law|Medicaid|guidance|protocol|rules} {applies|followed}",
    "{Mon|Wed|Fri} am list, {abbr} pm, {n:1:9} cases",
    "{EKG|ECG}: NSR {n:50:99}, PR {n:120:200}, QRS {n:70:120}, QTc {n:380:480}",
    "{PEEP|FiO2|TV|RR} {n:5:14}, {TV|Vt} {n:300:550}, {FiO2|O2} {n:21:100}%",
    "{IVF|NS|LR|D5} {n:50:150} ml/hr, {n:500:2000} ml bolus, rate {n:20:125}",
    "{Ext|CV|Neuro|Resp|Abd|HEENT|Skin|Psych}: {no c/c/e|RRR, no m/r/g|AOx3|CTA b/l|soft, NT/ND|PERRLA|intact}",
)


def write_shorthand(count: int, seed: str) -> list[str]:
    """`count` lines, or rows of up to five of them; the same seed gives the same."""
    rng = random.Random(seed)
    words = {
        "abbr": sorted(ABBREVIATIONS),
        "drug": sorted(word.title() for word in BRANDS if word.isalpha()),
        "eponym": sorted(word.title() for word in NAMED_AFTER_PEOPLE if word.isalpha()),
    }
    texts: list[str] = []
    for _ in range(count):
        joint = rng.choice(("\n", "\n", ". ", ", ", "; "))
        lines = [
            fill_slots(template, rng, words) for template in rng.choices(_TEMPLATES, k=rng.choice((1, 1, 1, 2, 3, 5)))
        ]
        text = joint.join(lines)
        texts.append(text.lower() if rng.random() < 0.2 else text.upper() if rng.random() < 0.05 else text)
    return texts


def fill_slots(template: str, rng: random.Random, words: Mapping[str, Sequence[str]] | None = None) -> str:
    """A template with its slots filled, the inner ones first."""
    words = words or {}

    def fill(match: re.Match[str]) -> str:
        name, *bounds = match[1].split(":")
        if name == "n":
            return str(rng.randint(*map(int, bounds)))
        if name == "d":
            return f"{rng.uniform(*map(float, bounds)):.1f}"
        return rng.choice(words[match[1]]) if match[1] in words else rng.choice(match[1].split("|"))

    while _SLOT.search(template):  # a choice may hold slots of its own
        template = _SLOT.sub(fill, template)
    return template
