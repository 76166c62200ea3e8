"""The check `no_identifiers`: text that is to tell nobody's identity is looked through before it goes on.

It is there where sources are de-identified, by declaration or by our own step. Of an identifiable source it is not
applied, since its text has identifiers by right, and it goes nowhere that an identifiable text may not go; of a
made-up one neither. Tables are looked through by the columns that a step names, reports whole; what leaves the project
(an export's card, a plan, a file for raters, an answer) by `search_before_leaving`; a person's reason, which the audit
log keeps, by `refuse_reason`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from medpref_dagster.declaration import Deidentify, Source
from medpref_dagster.disclosure import Disclosure, is_about_patients, must_be_searched
from medpref_dagster.steps import (
    Check,
    DeclaredFeedback,
    DeclaredLoop,
    DeclaredTask,
    Finding,
    Shown,
    Step,
    StepResult,
    Subject,
    find_made_disclosure,
)
from medpref_dagster.steps.declared_loop import OF_FEEDBACK, OF_TASK

if TYPE_CHECKING:
    from medpref_dagster.deidentification.identifiers import Rules
    from medpref_dagster.deidentification.leftovers import Leftovers
    from medpref_dagster.storage.store import Artifact, Store


class ReasonError(Exception):
    """A reason for the audit log holds what looks like an identifier. The message names kinds, and quotes nothing."""


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
    if NO_IDENTIFIERS.name not in {check.name for check in step.checks}:
        return result
    # A step with sources of its own, besides, has the check by those that all steps share.
    is_there = must_be_searched(step.disclosure_of(about)) if step.sources is None else is_deidentified(about)
    if not is_there:
        return result
    if not must_be_searched(disclosure):
        finding = Finding(says=f"Not applied: an input of it is {disclosure.value}.")
    else:
        is_page = result.artifact.address.startswith(_REPORTS)
        texts = _read_page(result.artifact) if is_page else _list_texts(store, result.artifact, step.texts)
        finding = _describe(_search(about, texts, store, inputs, is_page=is_page), is_page=is_page)
    if (own := result.findings.get(NO_IDENTIFIERS.name)) is not None:  # a gate's, of the answers that it decides by
        finding = _join(own, finding)
    return replace(result, findings={**result.findings, NO_IDENTIFIERS.name: finding})


def _join(own: Finding, of_page: Finding) -> Finding:
    said = " ".join(part for part in (own.says, of_page.says) if part)
    return Finding([*own.problems, *of_page.problems], says=said or None, shown={**of_page.shown, **own.shown})


_REPORTS = "reports/"


def _read_page(report: "Artifact") -> set[str]:
    from medpref_dagster.reports.own_words import read_page_texts

    return read_page_texts(report.path)


def search_before_leaving(
    about: Subject, texts: Collection[str], store: "Store", *, is_page: bool = False, given: Collection[str] = ()
) -> "Leftovers | None":
    """What looks like an identifier in texts of a task or a loop that are to leave the project; None where none is
    looked for.

    Parameters
    ----------
    is_page
        Whether sentences of ours stand around what is told, as in a card or a plan.
    given
        What the person gave who gets the texts: what stands in it is known to them.

    Raises
    ------
    StoreError
        If the task's cases were never made.
    LexiconError
        If the libraries that know names are not installed.
    """
    if not is_deidentified(about):
        return None
    is_loop = isinstance(about, DeclaredLoop)
    cases = store.current(f"{about.task.name if is_loop else about.name}/cases")
    inputs = {f"{OF_TASK if is_loop else ''}cases": cases}
    return _search(about, texts, store, inputs, is_page=is_page, given=given)


def refuse_reason_about(about: Subject, why: str) -> None:
    """`refuse_reason` for what is declared, where it is of patients; made-up text is nobody's."""
    if is_about_patients(find_made_disclosure(about, about.sources)):
        refuse_reason(why, _list_declared(about), about.name)


def refuse_reason(why: str, declared: Iterable[Deidentify] = (), name: str = "") -> None:
    """Refuse a person's reason that holds what looks like an identifier: the audit log keeps it for ever, and it stands
    in the UI and in change plans.

    Parameters
    ----------
    why
        Free text. What is blank or too long for a log is refused by who keeps it.
    declared
        Whose formats of ids are looked for, too.
    name
        Of what it is about: its words make no name.

    Raises
    ------
    ReasonError
        With how many of which kind.
    LexiconError
        If the libraries that know names are not installed.
    """
    from medpref_dagster.audit.entries import LONGEST
    from medpref_dagster.deidentification.leftovers import find_in_own_words
    from medpref_dagster.reports.own_words import read_own_words, split_into_words

    if not why.strip() or len(why) > LONGEST:
        return
    found = find_in_own_words(why, _join_rules(declared), read_own_words() | split_into_words(name))
    if found.with_some:
        raise ReasonError(
            f"the reason holds what looks like an identifier ({found.describe()}), and the audit log keeps reasons for "
            "ever: nothing was done. Say it without names of people and without numbers that look like an id, such as "
            '"withdrew consent" or "worse on the ward"'
        )


def _search(
    about: Subject,
    texts: Collection[str],
    store: "Store",
    inputs: "Mapping[str, Artifact]",
    *,
    is_page: bool = False,
    given: Collection[str] = (),
) -> "Leftovers":
    from medpref_dagster.deidentification.leftovers import find_leftovers
    from medpref_dagster.devices import available_cores

    filtered = {*_list_filtered(about, store, inputs), *given}
    plain = _list_plain_words(about) if is_page else frozenset[str]()
    return find_leftovers(texts, _join_rules(_list_declared(about)), available_cores(), filtered, plain)


def _list_plain_words(about: Subject) -> frozenset[str]:
    """The words of our sentences, and of the declaration: neither are of patients."""
    from medpref_dagster.reports.own_words import list_texts, read_own_words, split_into_words

    declared = (split_into_words(text) for text in list_texts(about.parts))
    return read_own_words().union(split_into_words(about.name), *declared)


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
    if isinstance(about, DeclaredLoop):
        parts = ((about.task, OF_TASK), (about.feedback, OF_FEEDBACK))
        return {
            text
            for part, head in parts
            for text in _list_filtered(
                part, store, {name.removeprefix(head): item for name, item in inputs.items() if name.startswith(head)}
            )
        }
    if isinstance(about, DeclaredTask) and about.task.source.deidentify is not None and "cases" in inputs:
        return _list_texts(store, inputs["cases"], ("text", "answer"))
    if not isinstance(about, DeclaredFeedback) or about.feedback.deidentify is None:
        return set()
    parts = [(artifact, path.stem) for artifact in inputs.values() for path in sorted(artifact.path.glob("*.parquet"))]
    return {text for artifact, part in parts for text in _list_texts(store, artifact, _FILTERED_COLUMNS, part)}


def _list_declared(about: Subject) -> list[Deidentify]:
    """What its sources, and its feedback, declare of identifiers."""
    declared = [source.deidentify for source in about.sources if isinstance(source, Source) and source.deidentify]
    feedback = about.feedback if isinstance(about, DeclaredLoop) else about
    if isinstance(feedback, DeclaredFeedback) and feedback.feedback.deidentify is not None:
        declared.append(feedback.feedback.deidentify)
    return declared


def _join_rules(declared: Iterable[Deidentify]) -> "Rules":
    """Every declared format of ids is looked for, whichever source declares it."""
    from medpref_dagster.deidentification.identifiers import Rules, make_rules

    return Rules(id_formats=tuple(dict.fromkeys(item for one in declared for item in make_rules(one).id_formats)))


def _describe(found: "Leftovers", *, is_page: bool = False) -> Finding:
    shown: dict[str, Shown] = {
        "texts": found.texts,
        "texts_with_identifiers": found.with_some,
        "identifiers": {str(kind): count for kind, count in found.kinds.items()},
    }
    if not found.with_some:
        return Finding(says=f"None in {found.texts} texts.", shown=shown)
    if is_page:
        return Finding(
            [
                f"{found.with_some} of {found.texts} texts of this page hold what looks like an identifier "
                f"({found.describe()}), and its sources are to have none: give the page to nobody, and look where it "
                "comes from (a label, a reason, a model's or a clinician's name as its sender wrote it)."
            ],
            shown=shown,
        )
    return Finding(
        [
            f"{found.with_some} of {found.texts} texts hold what looks like an identifier ({found.describe()}): "
            "declare source.deidentify, so that it is replaced; where a model wrote it, let that model answer nobody. "
            "If the source is not de-identified at all, declare disclosure: identifiable."
        ],
        shown=shown,
    )
