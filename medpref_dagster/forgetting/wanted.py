"""What is looked for: a patient, an event or a case, and all ids by which rows tell of them."""

import hmac
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from medpref_dagster.deidentification.pseudonyms import name_pseudonym
from medpref_dagster.privacy_key import PrivacyKeyError, read_privacy_key
from medpref_dagster.values import spell_value

PSEUDONYM_KEY = "MEDPREF_PSEUDONYM_KEY"
"""With it importers make pseudonyms of people's ids (`feedback.importers.naming`)."""
_PSEUDONYM_DIGITS = 40

EVERY_OWNER = ""
"""The owner of case ids that may be of any task."""


class ForgettingError(Exception):
    """A trace or a forgetting that cannot be. The message says what to do, and holds no id and no text."""


@dataclass
class Wanted:
    """Ids that are looked for, each kind in the spelling of `values.spell_value`."""

    patients: set[str] = field(default_factory=set[str])
    cases: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Task -> ids of its cases and of the rows of its source; `EVERY_OWNER` for every task."""
    pairs: set[str] = field(default_factory=set[str])
    events: set[str] = field(default_factory=set[str])
    """Of generations, their aliases, and reactions."""

    def cases_of(self, owners: Iterable[str]) -> set[str]:
        """The cases of these tasks; of every task where nobody knows whose a table is."""
        named = list(owners) or list(self.cases)
        return {case for owner in (*named, EVERY_OWNER) for case in self.cases.get(owner, ())}

    def add_cases(self, owners: Iterable[str], cases: Iterable[str]) -> None:
        """Look for these, too."""
        found = set(cases)
        for owner in list(owners) or [EVERY_OWNER]:
            if found:
                self.cases.setdefault(owner, set()).update(found)

    def ids(self) -> set[str]:
        """All of them."""
        return {*self.patients, *(case for cases in self.cases.values() for case in cases), *self.pairs, *self.events}

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "patients": sorted(self.patients),
            "cases": {owner: sorted(cases) for owner, cases in sorted(self.cases.items())},
            "pairs": sorted(self.pairs),
            "events": sorted(self.events),
        }

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Wanted":
        """What `to_json` gave."""
        cases = {owner: set(ids) for owner, ids in fields["cases"].items()}
        return cls(set(fields["patients"]), cases, set(fields["pairs"]), set(fields["events"]))


def want_patient(patient: str) -> Wanted:
    """A patient by an id in any spelling (1001, 1001.0, " 1001"), and the pseudonyms that importers and, with the
    privacy key, de-identification gave that id.

    Raises
    ------
    ForgettingError
        If the id is blank.
    """
    spelled = spell_value(patient)
    if spelled is None:
        raise ForgettingError("the patient's id is blank")
    return Wanted(patients={spelled, *_name_pseudonyms({spelled, patient.strip()}), *_name_deidentified(spelled)})


def _name_deidentified(spelled: str) -> set[str]:
    """Without the key nobody can tell; who must have it asks for it first (`tombstones.require_key`)."""
    try:
        return {name_pseudonym(read_privacy_key(), spelled)}
    except PrivacyKeyError:
        return set()


def _name_pseudonyms(ids: Iterable[str]) -> set[str]:
    key = os.environ.get(PSEUDONYM_KEY)
    if not key:
        return set()
    digests = (hmac.new(key.encode(), one.encode("utf-8", "surrogatepass"), "sha256").hexdigest() for one in ids)
    return {f"person-{digest[:_PSEUDONYM_DIGITS]}" for digest in digests}
