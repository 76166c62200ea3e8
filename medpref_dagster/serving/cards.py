"""What lies beside an exported model: README.md for a person, export.json for a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpref_dagster.declaration import as_prompt
from medpref_dagster.disclosure import Disclosure, is_about_patients
from medpref_dagster.hashing import hash_file
from medpref_dagster.serving.chosen import ChosenModel
from medpref_dagster.serving.facts import Ancestor, Evaluation
from medpref_dagster.serving.probes import Difference
from medpref_dagster.stages import find_stage
from medpref_dagster.storage.model_cards import write_four_bit_loading, write_front_matter, write_terms

CARD, DESCRIPTION = "README.md", "export.json"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Export:
    """An export, as it is described."""

    chosen: ChosenModel
    format: str
    type: str
    """Of the weights: float32, bfloat16, f16, q8_0."""
    content: str
    """How a message's content is given to the chat template: `text` or `parts`."""
    stops: Sequence[int]
    rows: Mapping[str, Mapping[str, int]]
    """Stage and address of each model of the stack -> split -> rows."""
    ancestors: Sequence[Ancestor]
    evaluation: Evaluation
    difference: Difference
    disclosure: Disclosure
    """What the model may tell of patients."""
    made_by: Mapping[str, str]
    """Package -> version."""
    rank: int | None = None
    """Of an adapter."""


def describe_export(export: Export, folder: Path) -> dict[str, Any]:
    """What `export.json` holds, with the hash of every other file of the folder."""
    chosen, evaluation = export.chosen, export.evaluation
    settings = chosen.task.evaluation
    return {
        "format_version": FORMAT_VERSION,
        "address": chosen.model.address,
        "task": chosen.task_name,
        "title": chosen.task.title,
        "loop": chosen.loop,
        "round": None if chosen.move is None else chosen.move.round,
        "chosen_as": chosen.chosen_as,
        "stage": chosen.manifest.stage,
        "base_model": chosen.manifest.base_model.model_dump(mode="json"),
        "format": export.format,
        "type": export.type,
        "rank": export.rank,
        "answer": {
            "by": settings.answer_by,
            "max_new_tokens": settings.max_new_tokens,
            "do_sample": False,
            "stop_token_ids": list(export.stops),
            "message_content": export.content,
        },
        "difference": export.difference.to_json(),
        "verdict": evaluation.verdict,
        "verdict_from": evaluation.source,
        "disclosure": export.disclosure.value,
        "rows": {name: dict(splits) for name, splits in export.rows.items()},
        "made_from": [item.to_json() for item in export.ancestors],
        "versions": {"trained_with": chosen.manifest.versions, "exported_with": dict(export.made_by)},
        "files": {
            path.relative_to(folder).as_posix(): hash_file(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != DESCRIPTION
        },
    }


def write_card(export: Export) -> str:
    """The model card, in Markdown."""
    chosen, manifest = export.chosen, export.chosen.manifest
    base = manifest.base_model
    title = f"the champion of {chosen.loop}" if chosen.loop else find_stage(manifest.stage).title
    tokenizer = "" if base.tokenizer_sha256 is None else f", tokenizer sha256 `{base.tokenizer_sha256}`"
    rank = "" if export.rank is None else f", rank {export.rank}"
    library = "peft" if export.format == "adapter" else "transformers" if export.format == "hf" else "gguf"
    parts = [
        write_front_matter(manifest, library),
        f"# {chosen.task.title}, {title}, {base.name}\n",
        f"{find_stage(manifest.stage).description} of {base.repo or base.name} for the clinical task "
        f"`{chosen.task_name}`; export.json says the same to a program.\n",
        "| | |\n|---|---|",
        f"| model | `{chosen.model.address}` |",
        f"| base model | {base.repo or base.name}, revision {base.revision}, weights sha256 `{base.weights_sha256}`"
        f"{tokenizer} |",
        *_say_quantization(export),
        f"| format | {export.format}, {export.type}{rank} |",
        *_say_how_champion(chosen),
        f"\n## How to load it\n\n{_write_loading_code(export)}\n",
        _say_how_to_ask(export),
        f"\n## Same answers\n\n{_say_difference(export)}\n",
        f"## Results\n\n{_write_results(export)}\n",
        *(f"{remark}\n" for remark in chosen.remarks),
        f"## Data\n\n{_write_data(export)}\n",
        f"## Training\n\n{_write_training(export)}\n",
        f"## What it was made from\n\n{_write_ancestors(export.ancestors)}\n",
        write_terms(manifest),
    ]
    return "\n".join(parts)


def _say_quantization(export: Export) -> list[str]:
    quantization = export.chosen.manifest.base_model.quantization
    if quantization is None:
        return []
    here = (
        "load the base model in 4 bits, as below"
        if export.format == "adapter"
        else "here they are unpacked, with the adapters merged: the same network, in a form of its full size"
    )
    return [f"| weights | trained, evaluated and answering in 4 bits ({quantization}); {here} |"]


def _say_how_champion(chosen: ChosenModel) -> list[str]:
    if chosen.move is None:
        return []
    move = chosen.move
    approved = f", approved by {move.approved_by}" if move.approved_by else ""
    return [f"| champion | {move.action.replace('_', ' ')} by round {move.round} at {move.at}{approved} |"]


def _write_loading_code(export: Export) -> str:
    base = export.chosen.manifest.base_model
    base_id = f'"{base.repo}", revision="{base.revision}"' if base.repo else f'"path/to/{base.name}"'
    quantization = base.quantization
    four_bits = () if quantization is None else write_four_bit_loading(export.chosen.manifest, quantization)
    lines = {
        "adapter": (
            *(
                four_bits
                or (
                    "from peft import PeftModel",
                    "from transformers import AutoModelForCausalLM, AutoTokenizer\n",
                    f"model = AutoModelForCausalLM.from_pretrained({base_id})",
                )
            ),
            'model = PeftModel.from_pretrained(model, "path/to/this/folder")',
            'tokenizer = AutoTokenizer.from_pretrained("path/to/this/folder")',
        ),
        "hf": (
            "from transformers import AutoModelForCausalLM, AutoTokenizer\n",
            'model = AutoModelForCausalLM.from_pretrained("path/to/this/folder")',
            'tokenizer = AutoTokenizer.from_pretrained("path/to/this/folder")',
        ),
        "gguf": (
            "from transformers import AutoModelForCausalLM, AutoTokenizer\n",
            'model = AutoModelForCausalLM.from_pretrained("path/to/this/folder", gguf_file="model.gguf")',
            'tokenizer = AutoTokenizer.from_pretrained("path/to/this/folder")',
        ),
    }[export.format]
    return "\n".join(("```python", *lines, "```"))


def _say_how_to_ask(export: Export) -> str:
    evaluation = export.chosen.task.evaluation
    content = "a string" if export.content == "text" else 'a list, `[{"type": "text", "text": ...}]`'
    by = (
        f"by writing, greedily, at most {evaluation.max_new_tokens} tokens"
        if evaluation.answer_by == "generation"
        else f"by {evaluation.answer_by.replace('_', ' ')}: the most probable of the declared answers. A server that "
        "only writes may answer otherwise"
    )
    return (
        f"The evaluated model answered {by}. Give one user message, whose content is {content}, through the chat "
        "template that lies here; it leaves out today's date and a thinking block. The message is the task's own, "
        "instruction and case:\n\n```text\n"
        f"{as_prompt(export.chosen.task.prompt).template}"
        "\n```\n\nThe text of a special token inside a message (`<|im_end|>` in a note) must be broken by a blank "
        f"before, as medpref does it. Stop at the tokens {', '.join(map(str, export.stops))}."
    )


def _say_difference(export: Export) -> str:
    difference = export.difference
    return (
        f"Before this folder appeared, it was loaded back as above and held against the evaluated model's own answers "
        f"to {difference.prompts} dev cases ({difference.tokens} tokens): the largest difference of a token's "
        f"log-probability is {difference.largest:.2g} nats, and {difference.other_tokens} tokens would have been "
        f"others."
    )


def _write_results(export: Export) -> str:
    evaluation = export.evaluation
    if evaluation.source is None:
        metrics = "".join(
            f"\n| {name} | {value:.4f} |" for name, value in sorted(export.chosen.manifest.dev_metrics.items())
        )
        return (
            "This model was not evaluated on held-out cases. What it scored on the dev cases chose it among its "
            f"candidates, and is therefore too good:\n\n| metric | value |\n|---|---|{metrics}"
        )
    if evaluation.summary is None:
        return f"By the decision `{evaluation.source}`:\n\n" + "\n".join(f"- {item}" for item in evaluation.sentences)
    summary = evaluation.summary
    table = [
        f"| {' | '.join(summary.header)} |",
        f"|{'---|' * len(summary.header)}",
        *(f"| {' | '.join(row)} |" for row in summary.rows),
    ]
    said = [f"- {sentence}" for sentence in (*summary.conclusion, *summary.sentences)]
    return "\n".join(
        (
            f"On held-out test cases, with confidence intervals; by the report `{evaluation.source}`. This model "
            f"is the column {find_stage(export.chosen.manifest.stage).title}.\n",
            *table,
            "",
            *said,
        )
    )


def _write_data(export: Export) -> str:
    rows = [
        f"| `{name.partition(' ')[2]}` | {name.partition(' ')[0]} | "
        f"{', '.join(f'{split} {count}' for split, count in splits.items())} |"
        for name, splits in export.rows.items()
    ]
    disclosed = (
        "The cases are made up by a program: numbers that were measured on them say nothing about patients."
        if not is_about_patients(export.disclosure)
        else f"The cases are of patients ({export.disclosure.value}). A model can repeat what it was trained on: this "
        "folder is to be kept as the records themselves, and its files are their owner's alone."
    )
    return "\n".join(("| model | stage | rows that it saw |", "|---|---|---|", *rows, "", disclosed))


def _write_training(export: Export) -> str:
    training = export.chosen.manifest.training
    shown = {"candidate": training.get("candidate"), "steps": training.get("steps"), **training.get("arguments", {})}
    return "\n".join(
        (
            "| argument | value |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in shown.items() if value is not None),
        )
    )


def _write_ancestors(ancestors: Sequence[Ancestor]) -> str:
    lines = [
        f"| `{item.address}` | {'' if item.rows is None else item.rows} | {'' if item.there else 'not in the store'} |"
        for item in ancestors
    ]
    return "\n".join(("An address holds the sha256 of the bytes.\n", "| artifact | rows | |", "|---|---|---|", *lines))
