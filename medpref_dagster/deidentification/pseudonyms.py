"""The name that a patient has in what was de-identified: made with the key, so that who has it can find them again."""

from medpref_dagster.privacy_key import PrivacyKey

_PURPOSE = "deidentification: patient"
_DIGITS = 24


def name_pseudonym(key: PrivacyKey, patient: str) -> str:
    """A patient's pseudonym: the same in every task and every week, another one with another key.

    Parameters
    ----------
    patient
        The id in one spelling (`medpref_dagster.values.spell_value`).
    """
    return f"pseudonym-{key.digest(_PURPOSE, patient)[:_DIGITS]}"
