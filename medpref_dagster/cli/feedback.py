"""`medpref feedback`: feedback that another product keeps, as our events."""

import json
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from medpref_dagster.cli.audited import find_audit_log, find_store_folder, name_file, note

if TYPE_CHECKING:
    from medpref_dagster.feedback.importers.importing import Outcome, Refused
    from medpref_dagster.feedback.importers.options import ImportOptions

_DELIVERY_SECONDS = 60.0
"""How long a service may take nothing, once everything is read."""
_KEY = "MEDPREF_PSEUDONYM_KEY"
_TOKEN = "MEDPREF_CAPTURE_TOKEN"  # noqa: S105 - the variable's name


@click.group()
def feedback() -> None:
    """Clinicians' feedback: what other products have of it."""


@feedback.command("import")
@click.argument("product")
@click.argument("files", nargs=-1, required=True)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The events' file, one event a line.")
@click.option("--url", help=f"A medpref capture to send them to, with the token in {_TOKEN}.")
@click.option(
    "--quarantine",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of what is refused, with its text. By default beside --to, or PRODUCT.quarantine.jsonl.",
)
@click.option(
    "--buffer",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".medpref/import.buffer"),
    show_default=True,
    help="With --url: what is not yet sent; a second call goes on with it.",
)
@click.option(
    "--score",
    "scores",
    multiple=True,
    metavar="NAME=MEANING",
    help="thumb, edited, label, chosen, ignore or rated/HIGHEST; @FIELD after it names one of several answers.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="THEIRS=OURS",
    help="accepted, rejected, regenerated, thumb_up, thumb_down or tie.",
)
@click.option("--timezone", help="Of times without an offset, such as Europe/Vienna.")
@click.option("--time", help="Of records without a time: ISO 8601 with an offset.")
@click.option("--model", help="Of answers whose record names none.")
@click.option("--task", help="Of answers whose record names none.")
@click.option("--call", help="Of traces with several model calls, the name of the one that clinicians see.")
@click.option("--prompt", help="Label Studio, Argilla: the prompt's field ('prompt' by default).")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    help="Label Studio, Argilla: an answer's field ('answer' by default); of a pair the left one first.",
)
def import_feedback(
    product: str,
    files: tuple[str, ...],
    to: Path | None,
    url: str | None,
    quarantine: Path | None,
    buffer: Path,
    scores: tuple[str, ...],
    labels: tuple[str, ...],
    answers: tuple[str, ...],
    **declared: Any,
) -> None:
    """Make events of the export FILES of PRODUCT: argilla, label-studio, langfuse, mlflow or opik.

    The same files give the same events with the same ids, so that a second import adds nothing. What is refused is kept
    with its reason. docs/reference/importers.md has every mapping. With a secret of 16 characters or more in
    MEDPREF_PSEUDONYM_KEY people's ids become pseudonyms; without it e-mail addresses are refused.
    """
    from medpref_dagster.registry import UnknownNameError
    from medpref_dagster.sources.feedback_exports import read_export
    from medpref_dagster.sources.outside import require_files_outside
    from medpref_dagster.sources.reading import SourceError

    if (to is None) == (url is None):
        raise click.UsageError("one of --to and --url must be given")
    declared |= {"scores": _read_pairs(scores, "--score"), "labels": _read_pairs(labels, "--label")}
    options = _make_options(declared | {"answers": answers or None})
    beside = to.with_suffix(".quarantine.jsonl") if to is not None else Path(f"{product}.quarantine.jsonl")
    kept = quarantine or beside
    written = [path.resolve() for path in (kept, to) if path is not None]
    if len(set(written)) < len(written) or {Path(file).resolve() for file in files} & set(written):
        raise click.UsageError("the events, the quarantine and each of FILES must be files of their own")
    problem: str | None = None
    try:
        if (store := find_store_folder()) is not None:
            require_files_outside(files, store)
        outcomes = read_export(product, files, datetime.now(UTC), options)
        with ExitStack() as stack:
            refusals = stack.enter_context(_write_anew(kept))
            if to is not None:
                file = stack.enter_context(_write_anew(to))
                counts = _take(outcomes, lambda event: _write_line(file, event), refusals)
            else:
                counts, problem = _send(outcomes, refusals, str(url), buffer)
    except (SourceError, UnknownNameError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"cannot be written: {error.strerror or type(error).__name__}") from None
    _note_import(product, files, to, url, kept, counts)
    _report(counts, str(to or url), kept)
    if problem is not None:
        raise click.ClickException(problem)


def _note_import(
    product: str, files: tuple[str, ...], to: Path | None, url: str | None, kept: Path, counts: Counter[tuple[str, str]]
) -> None:
    from medpref_dagster.audit.actions import FEEDBACK_IMPORTED

    events = sum(number for (kind, _), number in counts.items() if kind == "event")
    note(
        find_audit_log(),
        FEEDBACK_IMPORTED,
        str(url) if to is None else name_file(to),
        f"medpref feedback import {product}",
        files=[name_file(Path(file)) for file in files],
        quarantine=name_file(kept),
        events=events,
    )


def _make_options(declared: dict[str, Any]) -> "ImportOptions":
    from pydantic import ValidationError

    from medpref_dagster.feedback.importers.options import ImportOptions

    said = declared | {"pseudonym_key": os.environ.get(_KEY) or None}
    try:
        return ImportOptions.model_validate({name: value for name, value in said.items() if value is not None})
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise click.UsageError(
            "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in problems)
        ) from None


def _read_pairs(pairs: tuple[str, ...], option: str) -> dict[str, str]:
    """NAME=VALUE, each once; a name may have `=` in it."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.rpartition("=")
        if not equals or not name or name in found:
            raise click.UsageError(f"{option} must be NAME=VALUE, and each name once")
        found[name] = value
    return found


def _take(
    outcomes: "Iterator[Outcome]", put: Callable[[dict[str, Any]], None], refusals: IO[bytes]
) -> Counter[tuple[str, str]]:
    """Put every event where it goes, and what is refused into the quarantine; what there was of each."""
    from medpref_dagster.feedback.events import dump_event
    from medpref_dagster.feedback.importers.importing import Refused, Skipped

    counts: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            counts["refused", outcome.reason] += 1
            _write_line(refusals, _describe_refusal(outcome))
        elif isinstance(outcome, Skipped):
            counts["skipped", outcome.reason] += 1
        else:
            counts["event", outcome.kind] += 1
            put(dump_event(outcome))
    return counts


def _describe_refusal(refused: "Refused") -> dict[str, Any]:
    return {
        "place": refused.place,
        "reason": refused.reason,
        "detail": refused.detail,
        "content": refused.content,
    }


def _send(
    outcomes: "Iterator[Outcome]", refusals: IO[bytes], url: str, buffer: Path
) -> tuple[Counter[tuple[str, str]], str | None]:
    """Send every event; what there was of each, and what is wrong if the service did not take all."""
    from medpref_dagster.capture.client import BufferUnusableError, Client, split_url

    token = os.environ.get(_TOKEN)
    if not token:
        raise click.UsageError(f"--url needs a token with the scope send in {_TOKEN}: medpref tokens create NAME")
    try:
        split_url(url)
    except ValueError as error:
        raise click.UsageError(f"--url: {error}") from None
    refused = buffer.with_name(f"{buffer.name}.refused")
    before = _count_lines(refused)
    try:
        client = Client(url, token, buffer)
    except BufferUnusableError as error:
        raise click.ClickException(str(error)) from None
    try:
        counts = _take(outcomes, client.send, refusals)
        sent = buffer.with_name(f"{buffer.name}.sent")
        how_far: str | None = None
        while not client.flush(_DELIVERY_SECONDS):
            # A long import takes its time; a service that took nothing since the last look is away.
            now = _read_count(sent)
            if now == how_far:
                return counts, f"{url} has not taken everything; the rest is in {buffer}: call it again"
            how_far = now
    finally:
        client.close(timeout=1)
    count = _count_lines(refused) - before
    return counts, f"{url} did not take {count} events: {refused} has each with its reason" if count else None


def _read_count(path: Path) -> str:
    with suppress(FileNotFoundError):
        return path.read_text()
    return ""


def _count_lines(path: Path) -> int:
    with suppress(FileNotFoundError), path.open("rb") as file:
        return sum(1 for _ in file)
    return 0


@contextmanager
def _write_anew(path: Path) -> Generator[IO[bytes]]:
    """A file that is there, whole, once the block has ended well; for its owner alone, since it has patients' text."""
    from medpref_dagster.storage.durable import sync

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _write_line(file: IO[bytes], record: dict[str, Any]) -> None:
    # ASCII, so that half an emoji in the quarantine can be written.
    file.write(json.dumps(record, separators=(",", ":")).encode() + b"\n")


def _report(counts: Counter[tuple[str, str]], to: str, quarantine: Path) -> None:
    click.echo(f"{counts['event', 'generation']} generations and {counts['event', 'reaction']} reactions: {to}")
    for kind, what in (("refused", f"refused, in {quarantine}"), ("skipped", "no feedback")):
        reasons = {reason: count for (of, reason), count in sorted(counts.items()) if of == kind}
        if reasons:
            listed = ", ".join(f"{reason} {count}" for reason, count in reasons.items())
            click.echo(f"{sum(reasons.values())} {what}: {listed}", err=True)
