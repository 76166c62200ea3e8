"""What goes to the terminal: any encoding, a verdict as a table, what to do next."""

import codecs
import json
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from medpref_dagster.progress import Progress
    from medpref_dagster.storage.store import Store

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of SIGINT."""


def end_interrupted(console: Console, message: str) -> NoReturn:
    """Say where a command stopped and end it; once it is said, another Ctrl-C would only break up Python's own end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    console.print(message, highlight=False, soft_wrap=True)
    raise SystemExit(INTERRUPTED)


_PLAIN = {"−": "-", "–": "-", "—": "-", "…": "...", "✓": "ok", "✗": "x", "×": "x", "≥": ">=", "≤": "<=", "·": "-"}  # noqa: RUF001
"""A sign that an encoding lacks -> what says the same. A lost minus would be another number."""


def let_every_encoding_pass() -> None:
    """Let text that standard output cannot encode (cp1252, ASCII) be written in plainer signs, not as an error."""
    codecs.register_error("medpref", _write_plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="medpref")


def tell_on_stderr(progress: "Progress") -> None:
    """Tell a person how far work is, or for whom it waits."""
    click.echo(str(progress), err=True)


def _write_plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def print_verdict(console: Console, task: str, partition: str, store: "Store") -> None:
    """The current verdict as a table, its sentences, and where the report lies.

    Raises
    ------
    medpref_dagster.storage.store.StoreError
        If there is none yet.
    """
    from medpref_dagster.reports.task import summarize_verdict

    report = store.current(f"{task}/evaluation_report", partition)
    summary = summarize_verdict(json.loads((report.path / "report.json").read_text()))
    table = Table(title=f"{task}, {partition}", title_justify="left")
    for column in summary.header:
        table.add_column(column)
    for row in summary.rows:
        table.add_row(*row)
    console.print(table)
    for sentence in summary.sentences:
        console.print(f"  {sentence}", highlight=False)
    console.print(f"Report: {report.path / 'report.html'}", soft_wrap=True, highlight=False)
    for place, sentence in enumerate(summary.conclusion):
        console.print(f"{'Verdict: ' if not place else '  '}{sentence}", highlight=False, markup=False)
    print_tainted(console, task, store)


def print_tainted(console: Console, name: str, store: "Store") -> None:
    """What of a task, a loop or others learned from a patient who was forgotten, and is to be trained again: also where
    that came while it was trained."""
    from medpref_dagster.forgetting.reach import list_tainted
    from medpref_dagster.rounds.champion import explain_unusable

    if (fault := explain_unusable(store, name)) is not None:
        console.print(f"  [red]✗[/] {escape(fault)}", highlight=False, soft_wrap=True)
    tainted = [model.partition("/")[2] for model in list_tainted(store) if model.startswith(f"{name}/")]
    if tainted:
        told = f"{', '.join(tainted)} learned from a patient who was forgotten: medpref materialize {name}"
        console.print(f"  [yellow]![/] {escape(told)}", highlight=False, soft_wrap=True)


def print_next_steps(console: Console, task: str) -> None:
    """What a person does after a verdict."""
    steps = (
        ("open the report above in a browser", ""),
        ("medpref dev", "the same run in the Dagster UI: tables, quarantine, loss curves, checks"),
        (f"assets/{task}/defs.yaml", "change it, then run again: only what depends on the change is made anew"),
        ("medpref dg scaffold defs medpref_dagster.components.ClinicalTask NAME", "a task of your own"),
    )
    console.print("Next steps:", highlight=False)
    for what, why in steps:
        console.print(f"  {what}" + (f": {why}" if why else ""), highlight=False, soft_wrap=True)


@contextmanager
def told_where_it_stops(console: Console) -> Generator[None]:
    """Ctrl-C ends the command with one line and its exit status, not with Dagster's traceback."""
    from dagster import DagsterExecutionInterruptedError

    from medpref_dagster.runs import RunInterruptedError

    try:
        yield
    except RunInterruptedError as error:
        end_interrupted(console, f"stopped {error}, run again to go on")
    except (KeyboardInterrupt, DagsterExecutionInterruptedError):
        end_interrupted(console, "stopped outside of any step, run again to go on")
