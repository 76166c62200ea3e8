"""A kind of note: its template, and how its marks are drawn before its slots are filled.

`«a|b»` is one of the two; `§name§` is a phrase of `_PHRASES`, a word for the patient's sex, or a number out of a range.
"""

import random
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`frame` says what stands around the template: chart, letter, form or nothing; `country` where it is written."""

    name: str
    text: str
    frame: str = "chart"
    country: str = ""
    ages: tuple[int, int] = (19, 88)
    sex: str = ""


_PHRASES = {
    "hx": (
        "[[Parkinson's disease]]", "[[Crohn's disease]]", "[[Graves disease]]", "[[Hashimoto thyroiditis]]", "[[Raynaud's]]",
        "[[Barrett's esophagus]]", "COPD", "T2DM ([[A1c §5.8-11.2§]])", "HTN", "[[Wolff-Parkinson-White]]", "[[Bell's palsy]]",
        "CKD stage 3", "[[Ménière's]]", "[[Sjögren's]]", "[[Dupuytren contracture]]", "afib", "[[Addison's]]", "gout", "migraine",
        "[[Lynch syndrome]]", "[[Marfan]] habitus", "asthma", "hypothyroidism", "[[Paget's disease]] of bone",
    ),
    "med": (
        "[[Allegra]] 180 mg daily", "[[Norco]] [[10/325]] q6h prn", "[[Coreg]] [[6.25]] mg BID", "[[Lasix]] §20-80§ mg daily",
        "[[Xarelto]] 20 mg qhs", "[[Jardiance]] 10 mg daily", "[[Celexa]] 20 mg", "[[Lyrica]] 75 mg BID", "[[Ativan]] 0.5 mg prn",
        "[[Tylenol]] 650 mg q6h prn", "[[Lantus]] §8-44§ units qhs", "metformin [[500 mg BID]]", "[[Percocet]] [[5/325]] prn",
        "[[Synthroid]] §25-150§ mcg", "[[Abilify]] 5 mg qam", "lisinopril 10 mg", "[[Evista]] 60 mg", "[[Paxil]] 20 mg",
        "[[Humira]] q2wk", "[[Augmentin]] [[875/125]] BID", "[[Sinemet]] [[25/100]] TID", "[[Advair]] [[250/50]] 1 puff BID",
    ),
    "exam": (
        "negative [[Murphy's sign]]", "[[Babinski]] downgoing", "[[Homans]] negative", "strength [[5/5]] throughout",
        "[[Romberg]] negative", "[[GCS 15]]", "[[McBurney]] point nontender", "[[Tinel]] and [[Phalen]] negative", "DTRs [[2+/4]]",
        "no [[Kernig]] or [[Brudzinski]] sign", "[[Lachman]] stable", "pulses [[2/4]] bilat", "[[Spurling]] neg",
        "[[Mallampati II]]", "grade [[2/6]] systolic murmur", "[[Cullen]] sign absent",
    ),
    "dev": (
        "[[Foley]] to gravity", "[[Hickman]] line intact", "[[Jackson-Pratt]] drain §5-60§ mL", "[[Alaris]] pump at §40-125§ mL/hr",
        "[[Hoyer]] lift x2 assist", "[[Yankauer]] at bedside", "[[Bair Hugger]] on", "[[Port-a-Cath]] accessed", "PIV 20g L AC",
    ),
    "vit": (
        "BP [[§98-178§/§54-98§]] HR §58-118§ RR §12-24§ T [[§97-101§.§1-9§]] SpO2 §90-100§%", "VS: [[§98-178§/§54-98§]], §58-118§, §12-24§, §36-38§.§1-9§ C",
        "T [[§97-101§.§1-9§]] P §58-118§ R §12-24§ BP [[§98-178§/§54-98§]] pain [[§0-9§/10]]", "vitals [[§98-178§/§54-98§]] hr §58-118§ sat §90-100§ RA",
    ),
    "lab": (
        "K §3.1-5.6§, Cr §0.6-3.4§, [[Hgb §7.1-15.2§]]", "WBC §4.1-18.6§, [[plt §90-410§]]", "INR §1.0-4.2§", "troponin <0.0§1-4§ x2",
        "Na [[§128-146§]] gluc §70-320§", "lactate §0.8-4.4§, pH [[7.§21-45§]]", "[[A1c §5.4-11.8§]]", "eGFR §18-95§",
    ),
    "car": (
        "§2004-2024§ Honda Odyssey", "silver Toyota Corolla", "§2004-2024§ Ford F-150", "white Dodge Ram", "black Chevy Tahoe", "Subaru Outback",
        "blue Hyundai Elantra", "§2004-2024§ Nissan Rogue", "red Kia Soul", "GMC Sierra", "tan Buick LeSabre", "Jeep Cherokee", "Tesla Model 3",
    ),
    "t": ("0§1-9§§10-59§", "1§0-9§§10-59§", "§6-11§:§10-59§ am", "§1-9§:§10-59§ PM", "2§0-3§:§10-59§", "1§0-9§:§10-59§", "0§1-9§§10-59§ h"),
    "PCP": ("PCP", "PCP", "family doctor", "primary"),
    "kinrel": ("«wife|husband»", "daughter", "son", "sister", "brother", "niece", "mother", "grandson", "dtr", "POA", "partner"),
}  # fmt: skip
_SEXES = {
    "f": {"he": "she", "his": "her", "him": "her", "man": "woman", "Mr": "«Ms.|Mrs.|Ms»", "M": "F", "male": "female",
          "son": "daughter", "boy": "girl"},
    "m": {"he": "he", "his": "his", "him": "him", "man": "man", "Mr": "«Mr.|Mr»", "M": "M", "male": "male", "son": "son",
          "boy": "boy"},
}  # fmt: skip
_CHOICE = re.compile(r"«([^«»]*)»")
_MARK = re.compile(r"§([^§]+)§")
_KEPT = re.compile(r"(\{\w+\})")


def _draw_mark(mark: str, rng: random.Random, people: dict[str, str]) -> str:
    words = _SEXES[people["sex"]]
    if mark in words:
        return words[mark]
    if mark.lower() in words:
        return words[mark.lower()].capitalize()
    if mark == "SSN":
        return "SIN" if people["country"] == "CA" else "SSN"
    if mark == "age":
        return "{age}" if int(people["age"]) > 89 else rng.choice(["[[{}]]", "{}"]).format(people["age"])
    if mark == "kinrel" and people.get("kinrel"):
        return people["kinrel"]
    if mark == "kinrel":
        people["kinrel"] = draw_marks(rng.choice(_PHRASES[mark]), rng, people)
        return people["kinrel"]
    if mark in _PHRASES:
        return rng.choice(_PHRASES[mark])
    low, high = mark.split("-")
    if "." in mark:
        return f"{rng.uniform(float(low), float(high)):.1f}"
    return str(rng.randint(int(low), int(high)))


def draw_marks(text: str, rng: random.Random, people: dict[str, str]) -> str:
    while _CHOICE.search(text) or _MARK.search(text):
        text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text)
        text = _MARK.sub(lambda match: _draw_mark(match[1], rng, people), text)
    return text


def _swap_letters(text: str, rng: random.Random) -> str:
    """Three typing mistakes, each within a longer word."""
    words = list(re.finditer(r"\b[a-z]{6,}\b", text))
    for match in rng.sample(words, min(3, len(words))):
        place = match.start() + rng.randrange(1, 4)
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text


def write_in_style(text: str, style: str, rng: random.Random) -> str:
    """The template in lower case, in capitals or with typing mistakes; its slots stay."""
    change = {"lower": str.lower, "upper": str.upper, "typos": lambda part: _swap_letters(part, rng)}.get(style)
    if not change:
        return text
    return "".join(part if _KEPT.fullmatch(part) else change(part) for part in _KEPT.split(text))
