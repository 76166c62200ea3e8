"""Who is held out, in every round alike: by a keyed hash of the patient, and of the clinician."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from medpref_dagster.declaration.loop import Holdout
from medpref_dagster.sources.splits import hash_to_unit

HeldOutBy = Literal["patient", "clinician", "both"]


def is_held_out_patient(patient: str, holdout: Holdout) -> bool:
    """Whether a patient's pairs are tested on."""
    return hash_to_unit(f"patient {patient}", holdout.seed) < holdout.patients


def is_held_out_clinician(clinician: str, holdout: Holdout) -> bool:
    """Whether a clinician's pairs are tested on."""
    return hash_to_unit(f"clinician {clinician}", holdout.seed) < holdout.clinicians


def gives_curves(patient: str, holdout: Holdout) -> bool:
    """Whether the pairs of a patient who is not held out give the curves of training."""
    return hash_to_unit(f"eval {patient}", holdout.seed) < holdout.eval


def say_held_out(patient: str, clinician: str, holdout: Holdout) -> HeldOutBy | None:
    """By whom a pair is held out; None where it may be trained on. A synthetic pair has no clinician: an empty name."""
    by_patient = is_held_out_patient(patient, holdout)
    by_clinician = clinician != "" and is_held_out_clinician(clinician, holdout)
    if by_patient and by_clinician:
        return "both"
    return "patient" if by_patient else "clinician" if by_clinician else None


def find_overlaps(rows: Sequence[Mapping[str, Any]], holdout: Holdout) -> list[str]:
    """What of the test is in training too, as sentences; nothing where all is as it must be.

    Parameters
    ----------
    rows
        Columns in, of ROUND_PAIRS: `pair_id`, `patient_id`, `clinician`, `prompt`, `split`.
    """
    test = [row for row in rows if row["split"] == "test"]
    others = [row for row in rows if row["split"] != "test"]
    problems: list[str] = []
    for column, what in (("patient_id", "patients"), ("prompt", "prompts"), ("pair_id", "pairs")):
        both = {row[column] for row in test} & {row[column] for row in others}
        if both:
            problems.append(f"{len(both)} {what} of tested pairs are trained on.")
    if held := [row for row in others if say_held_out(row["patient_id"], row["clinician"], holdout)]:
        problems.append(
            f"{len(held)} pairs of held-out patients or clinicians are trained on, e.g. {held[0]['pair_id']}."
        )
    return problems
