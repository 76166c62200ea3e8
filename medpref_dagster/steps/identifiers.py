"""The check `no_identifiers`: text that is to tell nobody's identity is looked through before it goes on.

It is there where sources are de-identified, by declaration or by our own step. Of an identifiable source it is not
applied, since its text has identifiers by right, and it goes nowhere that an identifiable text may not go; of a
made-up one neither.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from medpref_dagster.declaration import Source
from medpref_dagster.disclosure import Disclosure, must_be_searched
from medpref_dagster.steps import (
    Check,
    DeclaredFeedback,
    DeclaredTask,
    Finding,
    Shown,
    Step,
    StepResult,
    Subject,
    find_made_disclosure,
)

if TYPE_CHECKING:
    from medpref_dagster.deidentification.identifiers import Rules
    from medpref_dagster.deidentification.leftovers import Leftovers
    from medpref_dagster.storage.store import Artifact, Store


def is_deidentified(about: Subject) -> bool:
    """Whether its text is of patients and is to hold nothing that identifies them."""
    return must_be_searched(find_made_disclosure(about, about.sources))


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
    if NO_IDENTIFIERS not in step.checks:
        return result
    # A step with sources of its own, besides, has the check by those that all steps share.
    is_there = must_be_searched(step.disclosure_of(about)) if step.sources is None else is_deidentified(about)
    if not is_there:
        return result
    if not must_be_searched(disclosure):
        finding = Finding(says=f"Not applied: an input of it is {disclosure.value}.")
    else:
        texts = _list_texts(store, result.artifact, step.texts)
        finding = _describe(_search(about, texts, store, inputs))
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
    return _search(about, texts, store, {"cases": store.current(f"{about.name}/cases")})


def _search(about: Subject, texts: Collection[str], store: "Store", inputs: "Mapping[str, Artifact]") -> "Leftovers":
    from medpref_dagster.deidentification.leftovers import find_leftovers
    from medpref_dagster.devices import available_cores

    return find_leftovers(texts, _join_rules(about), available_cores(), _list_filtered(about, store, inputs))


def _list_texts(store: "Store", artifact: "Artifact", columns: Collection[str], part: str = "rows") -> set[str]:
    return {
        text
        for batch in store.read_batches(artifact, part)
        for name in columns
        if name in batch.schema.names
        for text in batch.column(name).to_pylist()
        if text
    }


_FILTERED_COLUMNS = ("text", "answer", "prompt", "chosen", "rejected", "completion")


def _list_filtered(about: Subject, store: "Store", inputs: "Mapping[str, Artifact]") -> set[str]:
    """Texts of inputs that our own step took identifiers out of: a task's cases, and what is made of reactions.

    Of cases not the prompt: it may have columns that nobody looked through.
    """
    if isinstance(about, DeclaredTask) and about.task.source.deidentify is not None and "cases" in inputs:
        return _list_texts(store, inputs["cases"], ("text", "answer"))
    if not isinstance(about, DeclaredFeedback) or about.feedback.deidentify is None:
        return set()
    parts = [
        (artifact, path.stem)
        for name, artifact in inputs.items()
        if name.partition("@")[0] != "generations"
        for path in sorted(artifact.path.glob("*.parquet"))
    ]
    return {text for artifact, part in parts for text in _list_texts(store, artifact, _FILTERED_COLUMNS, part)}


def _join_rules(about: Subject) -> "Rules":
    """Every declared format of ids is looked for, whichever source declares it."""
    from medpref_dagster.deidentification.identifiers import Rules, make_rules

    declared = [source.deidentify for source in about.sources if isinstance(source, Source) and source.deidentify]
    if isinstance(about, DeclaredFeedback) and about.feedback.deidentify is not None:
        declared.append(about.feedback.deidentify)
    return Rules(id_formats=tuple(dict.fromkeys(item for one in declared for item in make_rules(one).id_formats)))


def _describe(found: "Leftovers") -> Finding:
    shown: dict[str, Shown] = {
        "texts": found.texts,
        "texts_with_identifiers": found.with_some,
        "identifiers": {str(kind): count for kind, count in found.kinds.items()},
    }
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
