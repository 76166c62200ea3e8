"""The check `no_identifiers`: text that is to tell nobody's identity is looked through before it goes on.

It is there where sources are de-identified, by declaration or by our own step. Of an identifiable source it is not
applied, since its text has identifiers by right, and it goes nowhere that an identifiable text may not go; of a
made-up one neither.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from medpref_dagster.declaration import Source
from medpref_dagster.disclosure import Disclosure, must_be_searched, strictest
from medpref_dagster.sources import find_case_disclosure
from medpref_dagster.steps import Check, DeclaredTask, Finding, Step, StepResult, Subject

if TYPE_CHECKING:
    from medpref_dagster.deidentification.identifiers import Rules
    from medpref_dagster.deidentification.leftovers import Leftovers
    from medpref_dagster.storage.store import Artifact, Store


def is_deidentified(about: Subject) -> bool:
    """Whether its text is of patients and is to hold nothing that identifies them."""
    return must_be_searched(strictest(map(find_case_disclosure, about.sources)))


NO_IDENTIFIERS = Check(
    "no_identifiers",
    "Nothing in these texts looks like an identifier that is no surrogate; numbers and classes are told, no text.",
    blocks=True,
    when=is_deidentified,
)


def search_for_identifiers(
    step: Step,
    about: Subject,
    store: "Store",
    inputs: "Mapping[str, Artifact]",
    result: StepResult,
    disclosure: Disclosure,
) -> StepResult:
    """A step's result with the finding of this check, where the step has it.

    Parameters
    ----------
    inputs
        The step's. Of cases that our own step de-identified, what looks like an identifier is a surrogate.
    disclosure
        Of what the step gave: stricter than declared where an input is.

    Raises
    ------
    LexiconError
        If the libraries that know names are not installed.
    """
    if NO_IDENTIFIERS not in step.checks_of(about):
        return result
    if not must_be_searched(disclosure):
        finding = Finding(says=f"Not applied: an input of it is {disclosure.value}.")
    else:
        texts = _list_texts(store, result.artifact, step.texts)
        finding = _describe(_search(about, texts, store, inputs.get("cases")))
    return replace(result, findings={**result.findings, NO_IDENTIFIERS.name: finding})


def search_before_leaving(about: Subject, texts: Collection[str], store: "Store") -> "Leftovers | None":
    """What looks like an identifier in texts of a task that are to leave the project; None where none is looked for.

    Raises
    ------
    StoreError
        If the task's cases were never made.
    LexiconError
        If the libraries that know names are not installed.
    """
    if not is_deidentified(about):
        return None
    return _search(about, texts, store, store.current(f"{about.name}/cases"))


_OF_CASES = ("text", "answer")


def _search(about: Subject, texts: Collection[str], store: "Store", cases: "Artifact | None") -> "Leftovers":
    from medpref_dagster.deidentification.leftovers import find_leftovers
    from medpref_dagster.devices import available_cores

    filtered = _list_texts(store, cases, _OF_CASES) if cases is not None and _is_filtered(about) else set[str]()
    return find_leftovers(texts, _join_rules(about), available_cores(), filtered)


def _list_texts(store: "Store", artifact: "Artifact", columns: tuple[str, ...]) -> set[str]:
    return {
        text
        for batch in store.read_batches(artifact)
        for name in columns
        for text in batch.column(name).to_pylist()
        if text
    }


def _is_filtered(about: Subject) -> bool:
    """Whether it is a task whose cases our own step de-identified."""
    return isinstance(about, DeclaredTask) and about.task.source.deidentify is not None


def _join_rules(about: Subject) -> "Rules":
    """Every declared format of ids is looked for, whichever source declares it."""
    from medpref_dagster.deidentification.identifiers import Rules, make_rules

    declared = [source.deidentify for source in about.sources if isinstance(source, Source) and source.deidentify]
    return Rules(id_formats=tuple(dict.fromkeys(item for one in declared for item in make_rules(one).id_formats)))


def _describe(found: "Leftovers") -> Finding:
    shown = {"texts": found.texts, "texts_with_identifiers": found.with_some, "identifiers": dict(found.kinds)}
    if not found.with_some:
        return Finding(says=f"None in {found.texts} texts.", shown=shown)
    return Finding(
        [
            f"{found.with_some} of {found.texts} texts hold what looks like an identifier ({found.describe()}): "
            "declare source.deidentify, so that it is replaced; where a model wrote it, let that model answer nobody. "
            "If the source is not de-identified at all, declare disclosure: identifiable."
        ],
        shown=shown,
    )
