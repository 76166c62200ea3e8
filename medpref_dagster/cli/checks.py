"""`medpref check`: what can be known of a task, study or ablation before anything is trained; `yaml-reference`."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape

from medpref_dagster.cli.declared import choose_base_models, open_project, read_subject
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.disclosure import Disclosure, HiddenError, explain, handling, may_show
from medpref_dagster.project import active_profile
from medpref_dagster.stages import DPO, SFT

if TYPE_CHECKING:
    import pyarrow as pa
    from transformers import PreTrainedTokenizerBase

    from medpref_dagster.declaration.machine import MachineDeclaration
    from medpref_dagster.devices import Compute
    from medpref_dagster.storage.base_models import BaseModelFiles

_SHOWN_ROWS = 3
_SHOWN_CHARACTERS = 400
_GIB = 2**30


@dataclass
class _Findings:
    """What was found out, as it goes to the terminal, and what is wrong."""

    console: Console
    problems: list[str] = field(default_factory=list[str])

    def tell(self, what: str, value: object) -> None:
        """One line: what it is, and what was found."""
        self.console.print(f"{what:<12} {escape(str(value))}", highlight=False, soft_wrap=True)

    def count(self, what: str, counts: Mapping[str, object]) -> None:
        """One line of numbers by name; labels in quotes."""
        if counts:
            self.tell(what, ", ".join(f"{name!r} {value}" for name, value in counts.items()))

    def fail(self, problem: object) -> None:
        """A line that makes the exit status 1."""
        self.problems.append(str(problem))
        self.console.print(f"[red]✗[/] {escape(str(problem))}", highlight=False, soft_wrap=True)


@click.command()
@click.argument("name")
@click.option("--base-model", default=None, help="Whose tokenizer counts the tokens; without it, the first declared.")
def check(name: str, base_model: str | None) -> None:
    """Check the task, study or ablation NAME before anything is trained: its YAML, sources, labels, quarantine,
    tokens, the device, the disk.

    Reads every source whole and keeps nothing of it. Rows are shown only where all is synthetic. Conditions of an
    ablation that differ in training or evaluation alone are looked at once. The exit status is 0 if all of it can be
    run as it is.
    """
    root = open_project()
    findings = _Findings(Console())
    try:
        subject = read_subject(root, name)
        [partition] = choose_base_models(() if base_model is None else (base_model,), every=False)
    except DeclarationError as error:
        raise click.ClickException(str(error)) from None
    machine = subject.machine
    findings.tell("declaration", f"assets/{name}/defs.yaml and the profile {active_profile(root)!r} are well-formed")
    compute = _check_device(findings, machine)
    store = Path(machine.store.root).expanduser()
    store = store if store.is_absolute() else root / store
    tokenizer = _check_base_model(findings, machine, partition, list(subject.tasks.values()), store, compute)
    for names, declared in _find_different(subject.tasks):
        if subject.kind != "task":
            findings.console.print(f"\n[bold]{escape(_name_all(names))}[/]", highlight=False, soft_wrap=True)
        _check_rows(findings, declared, tokenizer, store)
    if findings.problems:
        raise SystemExit(1)
    findings.console.print(
        f"[green]✓[/] nothing stands against: {_name_command(subject.kind, name, partition)}", soft_wrap=True
    )


def _check_rows(
    findings: _Findings, declared: TaskDeclaration, tokenizer: "PreTrainedTokenizerBase | None", store: Path
) -> None:
    """A task's rows and their tokens; what nobody foresaw is told without its text, where that may not be shown."""
    from medpref_dagster.sources import find_disclosure

    disclosure = find_disclosure(declared.source)
    findings.tell("disclosure", f"{disclosure.value}: {explain(disclosure)}")
    try:
        with handling(disclosure):
            cases = _check_cases(findings, declared, disclosure, store)
            if cases is not None and tokenizer is not None:
                _check_tokens(findings, declared, cases, tokenizer)
    except HiddenError as error:
        raise click.ClickException(f"{error}\n{error.trace}") from None


def _find_different(tasks: Mapping[str, TaskDeclaration]) -> list[tuple[list[str], TaskDeclaration]]:
    """Those whose cases, pairs or limits may differ, each with the names of all that share them."""
    shared: dict[str, tuple[list[str], TaskDeclaration]] = {}
    for name, declared in tasks.items():
        said = declared.model_dump_json(exclude={SFT.name, DPO.name, "evaluation"})
        shared.setdefault(said, ([], declared))[0].append(name)
    return list(shared.values())


def _name_all(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more, to {names[-1]}"


def _name_command(kind: str, name: str, partition: str) -> str:
    return f"medpref {'study' if kind == 'study' else 'materialize'} {name} --base-model {partition}"


@click.command()
def yaml_reference() -> None:
    """Print docs/reference/yaml.md, made from the components' own schema."""
    from medpref_dagster.components.yaml_reference import write_yaml_reference

    click.echo(write_yaml_reference(), nl=False)


def _check_device(findings: _Findings, machine: "MachineDeclaration") -> "Compute | None":
    from medpref_dagster.declaration.launchers import say_elsewhere
    from medpref_dagster.devices import DeviceError, resolve_compute

    if (where := say_elsewhere(machine.launchers)) is not None:
        findings.tell("device", where)
        return None
    try:
        compute = resolve_compute(machine.compute)
    except DeviceError as error:
        findings.fail(error)
        return None
    numbers = f"{compute.arithmetic.removeprefix('torch.')}, {compute.memory_bytes / _GIB:.1f} GiB of memory free"
    findings.tell("device", f"{compute.device}, {numbers}, {compute.threads} threads")
    return compute


def _check_cases(
    findings: _Findings, declared: TaskDeclaration, disclosure: Disclosure, store: Path
) -> "pa.Table | None":
    """The task's cases, after telling what its source gave."""
    import pyarrow as pa

    from medpref_dagster.sources import open_source
    from medpref_dagster.sources.cases import build_cases, find_case_problems
    from medpref_dagster.sources.reading import SourceError, find_reading_problems

    try:
        reading = open_source(declared.source, store)
        raw = pa.Table.from_batches(list(reading.batches), reading.schema)
        built = build_cases(raw, declared)
    except SourceError as error:
        findings.fail(error)
        return None
    summary = built.summary
    findings.tell("source", f"{raw.num_rows} rows read, {summary['cases']} cases of {summary['patients']} patients")
    for field_name, counts in summary["answers"].items():
        findings.count("labels" if field_name in {"", "label", "answer"} else field_name, counts)
    findings.tell("splits", ", ".join(f"{name} {found['cases']}" for name, found in summary["splits"].items()))
    unreadable = Counter(str(row["reason"]) for row in reading.quarantine)
    findings.count("quarantine", dict(unreadable + Counter(summary["quarantined"])))
    problems = [
        *find_reading_problems(raw.num_rows, len(reading.quarantine), declared.source),
        *find_case_problems(built, declared),
    ]
    for problem in problems:
        findings.fail(problem)
    if may_show(disclosure):
        _show_rows(findings, built.cases)
    return built.cases


def _show_rows(findings: _Findings, cases: "pa.Table") -> None:
    for row in cases.slice(0, _SHOWN_ROWS).to_pylist():
        prompt = " ".join(str(row["prompt"]).split())
        cut = prompt if len(prompt) <= _SHOWN_CHARACTERS else prompt[:_SHOWN_CHARACTERS] + " ..."
        findings.tell(f"row {row['case_id']}", f"{cut} -> {row['answer']}")


def _check_base_model(
    findings: _Findings,
    machine: "MachineDeclaration",
    partition: str,
    declared: Sequence[TaskDeclaration],
    store: Path,
    compute: "Compute | None",
) -> "PreTrainedTokenizerBase | None":
    """The base model's tokenizer, after telling whether there is room for what a training writes."""
    from medpref_dagster.storage.base_models import BaseModelError, prepare_base_model
    from medpref_dagster.storage.models import load_tokenizer
    from medpref_dagster.storage.store import Store

    try:
        base = prepare_base_model(machine.base_model(partition), Store(store), lambda _: None)
    except BaseModelError as error:
        findings.fail(error)
        return None
    needed = max(_estimate_disk(base, task) for task in declared)
    free = shutil.disk_usage(store).free
    told = f"{free / _GIB:.1f} GiB free at {store}, about {needed / _GIB:.1f} GiB needed at most"
    findings.tell("disk", told)
    if free < needed:
        findings.fail(f"the disk is too small: {told}; free some space, or set store.root in the profile elsewhere")
    weights = sum(path.stat().st_size for path in base.path.glob("*.safetensors"))
    if compute is not None and compute.memory_bytes < weights:
        findings.fail(f"{partition} has {weights / _GIB:.1f} GiB of weights, more than the device's free memory")
    return load_tokenizer(base)


def _estimate_disk(base: "BaseModelFiles", declared: TaskDeclaration) -> int:
    """Bytes that the trainings write at most: checkpoints with the optimizer's two moments, and the models kept.

    A full training writes all weights and twice as much of the optimizer's at a checkpoint, two of which are there at
    once; adapters of LoRA are taken as a tenth of the weights.
    """
    weights = sum(path.stat().st_size for path in base.path.glob("*.safetensors"))
    total = 0.0
    for training in (declared.sft, declared.dpo):
        share = 1.0 if training.method == "full" else 0.1
        total += share * weights * (1 + 2 * 3)
    return int(total)


def _check_tokens(
    findings: _Findings, declared: TaskDeclaration, cases: "pa.Table", tokenizer: "PreTrainedTokenizerBase"
) -> None:
    from medpref_dagster.chat import ChatTemplateError, encode_completions
    from medpref_dagster.preferences.pairs import build_preference_pairs, find_pair_problems, find_pair_warnings
    from medpref_dagster.preferences.rejected import StrategyError, check_options

    try:
        lengths = [
            (len(prompt), len(answer))
            for row in cases.select(["prompt", "answer"]).to_pylist()
            for prompt, (answer,) in [encode_completions(tokenizer, row["prompt"], (row["answer"],))]
        ]
    except ChatTemplateError as error:
        findings.fail(error)
        return
    limits = (declared.max_prompt_tokens, declared.max_completion_tokens)
    for number, (what, limit) in enumerate(zip(("prompt", "answer"), limits, strict=True)):
        found = sorted(item[number] for item in lengths)
        if found:
            over = sum(length > limit for length in found)
            findings.tell(f"{what} tokens", f"{_describe(found)}; {over} over the declared {limit}")
    _check_length_of_answers(findings, declared, cases, tokenizer)
    if check_options(declared).needed_models():
        findings.tell("pairs", "not known before a model answered: the rejected answers are a model's own")
        return
    try:
        built = build_preference_pairs(cases, declared, tokenizer)
    except StrategyError as error:
        findings.fail(error)
        return
    splits: dict[str, Any] = built.summary["splits"]
    findings.tell("pairs", ", ".join(f"{name} {count}" for name, count in splits.items()))
    findings.count("left out", built.summary["dropped"])
    for problem in find_pair_problems(built, declared):
        findings.fail(problem)
    for warning in find_pair_warnings(built, declared):
        findings.tell("!", warning)


def _check_length_of_answers(
    findings: _Findings, declared: TaskDeclaration, cases: "pa.Table", tokenizer: "PreTrainedTokenizerBase"
) -> None:
    """Whether a right answer can be read before generation ends; an option's letter may stand behind a long text."""
    from medpref_dagster.answering.parsing import parse_cut_answer
    from medpref_dagster.chat import decode_completion, encode_completion

    limit = declared.evaluation.max_new_tokens
    if isinstance(declared.answer, TextAnswer) or declared.evaluation.answer_by != "generation":
        return
    first = {row["answer"]: row for row in cases.select(["prompt", "answer", "gold"]).to_pylist()}
    cut: list[int] = []
    for written, row in first.items():
        tokens = encode_completion(tokenizer, row["prompt"], written)
        begun = decode_completion(tokenizer, tokens[:limit])
        if len(tokens) > limit and parse_cut_answer(declared.answer, begun) != dict(row["gold"]):
            cut.append(len(tokens))
    if cut:
        findings.tell(
            "!",
            f"{len(cut)} of {len(first)} different answers are not read after evaluation.max_new_tokens {limit}, the "
            f"longest needs {max(cut)}: a model that gives them right would be counted wrong; declare more",
        )


def _describe(ordered: list[int]) -> str:
    names: Iterable[tuple[str, float]] = (("least", 0.0), ("median", 0.5), ("95% within", 0.95), ("most", 1.0))
    return ", ".join(f"{name} {ordered[round(share * (len(ordered) - 1))]}" for name, share in names)
