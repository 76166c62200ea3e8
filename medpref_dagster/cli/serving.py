"""`medpref export`: a chosen model as a folder. `medpref ask`: its answer to one case, on this machine."""

import json
import os
import sys
import uuid
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medpref_dagster.cli.audited import require_audit_log
from medpref_dagster.cli.declared import find_loop, open_project, read_all_tasks, read_declarations, require_base_models
from medpref_dagster.cli.leaving import refuse_identifiers
from medpref_dagster.disclosure import Disclosure, handling, strictest
from medpref_dagster.project import active_profile
from medpref_dagster.stages import TRAINED

if TYPE_CHECKING:
    from medpref_dagster.declaration import TaskDeclaration
    from medpref_dagster.declaration.machine import MachineDeclaration
    from medpref_dagster.progress import Progress
    from medpref_dagster.serving.chosen import ChosenModel
    from medpref_dagster.steps import Subject
    from medpref_dagster.storage.store import Store
    from medpref_dagster.workbench import Workbench

_CHAMPION = "champion"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_DELIVERY_SECONDS = 30.0


def _choose(function: Callable[..., None]) -> Callable[..., None]:
    """The options by which a model is named."""
    for option in (
        click.option(
            "--model",
            "stage",
            type=click.Choice([*(stage.name for stage in reversed(TRAINED)), _CHAMPION]),
            default=None,
            help="Of a task dpo (the default: what its grid chose, the SFT model where that was kept) or sft.",
        ),
        click.option("--base-model", default=None, help="Of a task; the first that can be had without it."),
        click.option("--loop", default=None, help="The champion of this loop."),
        click.option("--task", default=None, help="The model that this task chose."),
    ):
        function = option(function)
    return function


@click.command()
@_choose
@click.option(
    "--to", "target", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet, or empty."
)
@click.option(
    "--format",
    "kind",
    required=True,
    type=click.Choice(["adapter", "hf", "gguf"]),
    help="A LoRA adapter for peft and vLLM; whole weights for transformers; a file for llama.cpp.",
)
@click.option(
    "--type",
    "gguf_type",
    type=click.Choice(["f32", "f16", "q8_0"]),
    default=None,
    help="Of a GGUF file's weights: f16 without it.",
)
def export(
    task: str | None,
    loop: str | None,
    base_model: str | None,
    stage: str | None,
    target: Path,
    kind: Any,
    gguf_type: Any,
) -> None:
    """Write a chosen model into a folder, with a model card (README.md) and export.json.

    The folder appears whole or not at all, and nothing is ever overwritten. Before it appears, it is loaded back and
    held against the evaluated model's own answers.
    """
    if gguf_type is not None and kind != "gguf":
        raise click.UsageError("--type is of --format gguf")

    def look(store: "Store", chosen: "ChosenModel") -> None:
        from medpref_dagster.serving.chosen import require_untainted
        from medpref_dagster.serving.folders import require_place

        require_place(target, store.root)
        require_untainted(store, chosen)

    with _told(), _opened(task, loop, base_model, stage, look) as (chosen, workbench, about):
        from medpref_dagster.serving.exports import Asked, export_model

        look_through = partial(refuse_identifiers, about, store=workbench.store, is_page=True)
        asked = Asked(target, kind, gguf_type or "f16")
        described = export_model(chosen, workbench, asked, look_through=look_through)
    difference = described["difference"]
    same = difference["tokens"] - difference["other_tokens"]
    click.echo(f"{described['address']} ({chosen.name}) is in {target}, as {kind} of {described['type']}")
    click.echo(
        f"loaded back, it gives {same} of {difference['tokens']} tokens of the "
        f"evaluated model's answers; the largest difference of a log-probability is {difference['largest']:.2g}"
    )
    for remark in (*chosen.remarks, *described["verdict"]):
        click.echo(remark)


@click.command()
@click.argument("prompt", required=False)
@_choose
@click.option(
    "--case",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="A JSON object instead of PROMPT: the source's columns and their values.",
)
@click.option("--capture", "url", default=None, help="Send the answer as a generation to the service at this URL.")
@click.option("--token-env", default=None, help="The environment variable that holds the service's token.")
@click.option("--patient", default=None, help="The patient's pseudonym, for --capture.")
def ask(
    prompt: str | None,
    task: str | None,
    loop: str | None,
    base_model: str | None,
    stage: str | None,
    file: Path | None,
    url: str | None,
    token_env: str | None,
    patient: str | None,
) -> None:
    """Answer one case on this machine, as the evaluation answers: the text of the case is PROMPT, or standard input.

    The instruction around it is the task's own. With --capture the answer is sent to `medpref capture` under the
    model's address, and its id is written to standard error, for the reaction to it.
    """
    if prompt is not None and file is not None:
        raise click.UsageError("give PROMPT or --case FILE, not both")
    token = _read_token(url, token_env)
    if patient is not None:
        _require_pseudonym(patient, url)
    given = _read_case(file) if file is not None else _read_text(prompt)

    def read(chosen: "ChosenModel") -> dict[str, Any]:
        return given if isinstance(given, dict) else {chosen.task.source.columns.text: given}

    def look(store: "Store", chosen: "ChosenModel") -> None:
        from medpref_dagster.serving.asking import make_case
        from medpref_dagster.serving.chosen import require_untainted

        require_untainted(store, chosen)
        make_case(chosen.task, read(chosen))

    with _told(), _opened(task, loop, base_model, stage, look) as (chosen, workbench, about):
        from medpref_dagster.serving.asking import answer_case, describe_generation

        fields = read(chosen)
        answer = answer_case(chosen, fields, workbench)
        not_shown = "the answer is neither shown nor captured"
        # What the case itself says, who asks has given; a model can utter others that it was trained on.
        refuse_identifiers(about, [answer.text], workbench.store, given=[answer.prompt], otherwise=not_shown)
        click.echo(answer.text)
        if not answer.readable:
            click.echo("this is none of the declared answers: the evaluation counts it as wrong", err=True)
        if url is not None and token is not None:
            identifier = f"ask-{uuid.uuid4().hex}"
            event = describe_generation(chosen, answer, identifier, datetime.now(UTC), patient)
            _send(url, token, event)
            click.echo(f"captured as {identifier}, of {chosen.model.address}", err=True)


def _read_token(url: str | None, variable: str | None) -> str | None:
    if (url is None) != (variable is None):
        raise click.UsageError("--capture needs --token-env, and the other way round")
    if variable is None:
        return None
    if not (token := os.environ.get(variable)):
        raise click.ClickException(f"{variable} is not set; medpref tokens create NAME makes a token")
    from medpref_dagster.capture.client import split_url

    try:
        parts = split_url(url or "")
    except ValueError as error:
        raise click.UsageError(f"--capture: {error}") from None
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise click.UsageError(
            f"--capture sends the case's text and the token to {parts.hostname}: to another machine only by https"
        )
    return token


def _require_pseudonym(patient: str, url: str | None) -> None:
    """Before the model is loaded: what the service would refuse, and what nobody would be told of."""
    from medpref_dagster.feedback.events import is_id

    if url is None:
        raise click.UsageError("--patient is for --capture")
    if not is_id(patient):
        raise click.UsageError("--patient is a pseudonym: at most 200 visible characters of ASCII, without blanks")


def _read_text(prompt: str | None) -> str:
    if prompt is None and sys.stdin.isatty():
        raise click.UsageError("give the text of the case as PROMPT or on standard input, or --case FILE")
    if prompt is not None:
        return prompt
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"standard input is no UTF-8: byte {error.start}") from None


def _read_case(file: Path) -> dict[str, Any]:
    try:
        read: Any = json.loads(file.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is no UTF-8: byte {error.start}") from None
    except ValueError as error:
        # What json says has a place, and no text of the file.
        raise click.ClickException(f"{file} is no JSON: {error}") from None
    except RecursionError:
        raise click.ClickException(f"{file} is no case: lists and objects are nested too deep in it") from None
    if not isinstance(read, dict):
        raise click.ClickException(f"{file} holds no JSON object; write column -> value")
    return read


def _send(url: str, token: str, event: Mapping[str, Any]) -> None:
    """Deliver one event; what cannot be delivered now goes with the next one."""
    from medpref_dagster.capture.client import BufferUnusableError, Client
    from medpref_dagster.components.places import ASK_BUFFER
    from medpref_dagster.project import find_project_root

    # The client's lines would come between ours; each has its place below.
    buffer = find_project_root() / ASK_BUFFER
    refused = buffer.with_name(f"{buffer.name}.refused")
    before = refused.stat().st_size if refused.is_file() else 0
    try:
        client = Client(url, token, buffer)
        client.send(event)
        delivered = client.close(_DELIVERY_SECONDS)
    except BufferUnusableError:
        raise click.ClickException("another medpref ask is sending; the answer above was not captured") from None
    except OSError as error:
        raise click.ClickException(f"{buffer}: {error.strerror}; the answer above was not captured") from None
    if not delivered:
        raise click.ClickException(
            f"{url} did not take the answer within {_DELIVERY_SECONDS:.0f} s (is medpref capture running, and is the "
            f"token one to send with?); it is kept in {buffer}, and goes with the next answer that is captured"
        )
    if refused.is_file() and refused.stat().st_size > before:
        raise click.ClickException(f"{url} refused the answer; {refused} says why")


@dataclass(frozen=True)
class _Found:
    """What the options name, before any model is looked at."""

    machine: "MachineDeclaration"
    task_name: str
    task: "TaskDeclaration"
    base_model: str
    disclosure: Disclosure
    """What its sources declare, of a loop those of its feedback, too."""
    about: "Subject"


def _find(root: Path, task: str | None, loop: str | None, base_model: str | None, stage: str | None) -> _Found:
    if task is not None and loop is not None:
        raise click.UsageError("give --task or --loop, not both")
    if loop is not None:
        if base_model is not None or stage not in (None, _CHAMPION):
            raise click.UsageError("a loop has one model, its champion: leave --base-model and --model out")
        return _find_loop(root, loop)
    if stage == _CHAMPION:
        raise click.UsageError("a champion is a loop's: give --loop")
    if task is None:
        known = sorted(read_all_tasks(root))
        if len(known) != 1:
            raise click.UsageError(f"give --task or --loop; the declared tasks are {', '.join(known) or 'none'}")
        [task] = known

    from medpref_dagster.components.machine import offered_base_models
    from medpref_dagster.sources import find_disclosure
    from medpref_dagster.steps import DeclaredTask

    declared, machine = read_declarations(root, task)
    [name, *_] = require_base_models(() if base_model is None else (base_model,)) or offered_base_models()
    about = DeclaredTask(task, declared)
    return _Found(machine, task, declared, name, find_disclosure(declared.source), about)


def _find_loop(root: Path, loop: str) -> _Found:
    from medpref_dagster.declaration.profiles import read_machine
    from medpref_dagster.sources import find_disclosure

    about = find_loop(root, loop)
    disclosure = strictest(map(find_disclosure, about.sources))
    machine = read_machine(root, active_profile(root))
    return _Found(machine, about.task.name, about.task.task, about.loop.base_model, disclosure, about)


@contextmanager
def _opened(
    task: str | None,
    loop: str | None,
    base_model: str | None,
    stage: str | None,
    look: "Callable[[Store, ChosenModel], None]",
) -> "Generator[tuple[ChosenModel, Workbench, Subject]]":
    """The chosen model, what it runs on, which is ours alone for the block, and what is declared of it.

    `look` is called before the device is waited for, and once more when it is ours: what is to be refused is refused
    at once, and nothing that changed meanwhile is used. Errors that nobody foresaw leave without their message where
    it could quote a patient's text.
    """
    root = open_project()
    found = _find(root, task, loop, base_model, stage)

    from medpref_dagster.declaration.profiles import store_folder
    from medpref_dagster.devices import resolve_compute, set_up
    from medpref_dagster.exclusive import DEVICE, hold_exclusively, hold_off_forgetting
    from medpref_dagster.forgetting.plan import refuse_half_done
    from medpref_dagster.serving.chosen import find_champion, find_disclosure_of, find_task_model
    from medpref_dagster.storage.base_models import prepare_base_model
    from medpref_dagster.storage.opening import open_store
    from medpref_dagster.workbench import Workbench

    audit = require_audit_log()
    store = open_store(found.machine.store, store_folder(found.machine, root))
    named = (found.task_name, found.task, found.base_model)
    if loop is not None:
        chosen = find_champion(store, loop, *named)
    else:
        chosen = find_task_model(store, *named, **({} if stage is None else {"stage": stage}))
    disclosure = find_disclosure_of(store, chosen, found.disclosure)
    purpose = f"{click.get_current_context().info_name} of {chosen.name}"
    with handling(disclosure), ExitStack() as held:
        look(store, chosen)
        # As steps do: what is exported or captured while a patient is taken out would have them, and nobody would know.
        held.enter_context(hold_off_forgetting(store, purpose, _tell))
        refuse_half_done(store)
        held.enter_context(hold_exclusively(store, DEVICE, purpose, _tell, places=found.machine.compute.at_once))
        look(store, chosen)
        base = prepare_base_model(found.machine.base_model(chosen.base_model), store, _tell)
        compute = resolve_compute(found.machine.compute)
        set_up(compute)
        yield chosen, Workbench(store, base, compute, _tell, disclosure=disclosure, audit=audit), found.about


def _tell(progress: "Progress") -> None:
    click.echo(str(progress), err=True)


@contextmanager
def _told() -> Generator[None]:
    """What this package foresaw, in one line."""
    try:
        yield
    except Exception as error:
        # By where it was defined: importing every kind would load what a wrong argument needs not.
        if type(error).__module__.partition(".")[0] != "medpref_dagster":
            raise
        raise click.ClickException(str(error)) from None
