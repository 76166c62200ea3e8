"""A chosen model as a folder that other programs load: an adapter, whole weights, or a GGUF file."""

import importlib.metadata
import io
import json
from collections.abc import Callable, Collection, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.audit.actions import MODEL_EXPORTED
from medpref_dagster.chat import stop_token_ids
from medpref_dagster.devices import Compute
from medpref_dagster.disclosure import is_private
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.progress import Progress
from medpref_dagster.promotion.history import IsTainted
from medpref_dagster.reports.own_words import list_texts
from medpref_dagster.serving.cards import CARD, DESCRIPTION, Export, describe_export, write_card
from medpref_dagster.serving.chat_format import configure_generation, save_tokenizer
from medpref_dagster.serving.chosen import ChosenModel, require_untainted
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.serving.facts import count_rows, find_evaluation, trace_ancestors
from medpref_dagster.serving.folders import new_folder, require_place
from medpref_dagster.serving.gguf_files import BYTES_A_WEIGHT, FILE, GgufType, require_architecture, write_gguf
from medpref_dagster.serving.gguf_tokens import read_tokens
from medpref_dagster.serving.one_adapter import require_adapters, write_adapter
from medpref_dagster.serving.probes import (
    ROUNDING,
    Difference,
    Probe,
    make_probes,
    measure_difference,
    read_prompts,
)
from medpref_dagster.storage.base_models import QUANTIZER
from medpref_dagster.storage.four_bit import describe_loading, settle, unpack
from medpref_dagster.storage.models import list_stack, load_model, load_tokenizer, without_progress_bars
from medpref_dagster.workbench import Workbench

Format = Literal["adapter", "hf", "gguf"]
FORMATS: tuple[Format, ...] = ("adapter", "hf", "gguf")

_MADE_WITH = ("medpref-dagster", "torch", "transformers", "peft", "gguf")
_SMALL_FILES = 32 << 20
"""Bytes that tokenizer, card and the like take at most."""


@dataclass(frozen=True)
class Asked:
    """Which export is asked for."""

    target: Path
    format: Format
    gguf_type: GgufType = "f16"

    @property
    def exact(self) -> bool:
        """Whether the weights are those that were evaluated, to the last bit of float32."""
        return self.format != "gguf" or self.gguf_type == "f32"


LookThrough = Callable[[Collection[str]], None]
"""Raises where what is written beside a model holds what identifies somebody."""


def _let_pass(_: Collection[str]) -> None:
    pass


def export_model(
    chosen: ChosenModel,
    workbench: Workbench,
    asked: Asked,
    is_tainted: IsTainted = is_tainted,
    look_through: LookThrough = _let_pass,
) -> dict[str, Any]:
    """Write a chosen model into a folder, load it back as a consumer does, and hold it against the evaluated one.

    The folder appears whole, with README.md and export.json, or not at all.

    Parameters
    ----------
    workbench
        With the chosen model's base model, and its disclosure: files of a model that may tell of patients are their
        owner's alone. Weights are written in the dtype of its device, from the CPU. Those of 4 bits answer on the
        device itself; written whole they are unpacked.
    is_tainted
        Whether a model learned from what must be forgotten.
    look_through
        Told what the card says, before the folder appears.

    Returns
    -------
    dict
        What `export.json` holds.

    Raises
    ------
    ServingError
        If the folder is taken or cannot be written, the format is impossible for this model, the model is tainted, or
        what was written answers otherwise.
    ModelError, BaseModelError, StoreError
        If the model, or what it stands on, is damaged.
    AuditError
        If the export cannot be noted in the audit log; nothing is kept then.
    """
    store = workbench.store
    target = require_place(asked.target, store.root)
    require_untainted(store, chosen, is_tainted)
    tokenizer = load_tokenizer(workbench.base)
    _require_possible(chosen, workbench, asked, tokenizer)
    quantized = chosen.manifest.base_model.quantization is not None
    # Another device may round a weight to another of its 16 values.
    compute = workbench.compute if quantized else replace(workbench.compute, device=torch.device("cpu"))
    prompts = read_prompts(store, chosen)
    _tell(workbench, "load the model", 0)
    model = load_model(store, workbench.base, chosen.model, compute)
    _tell(workbench, "let it answer", 1)
    probes = make_probes(model, tokenizer, prompts, chosen.task.evaluation.max_new_tokens, compute)
    if quantized and asked.format != "adapter":
        model = unpack(model)
    needed = _count_bytes(model, chosen, asked)
    with new_folder(target, needed=needed, private=is_private(workbench.disclosure)) as folder:
        _tell(workbench, "write it", 2)
        rank = _write_weights(model, tokenizer, chosen, workbench, asked, folder)
        dtype = str(model.dtype).removeprefix("torch.")
        del model  # the one that is loaded back needs its room
        content = save_tokenizer(tokenizer, folder, prompts)
        _tell(workbench, "load it back", 3)
        export = Export(
            chosen=chosen,
            format=asked.format,
            type=asked.gguf_type if asked.format == "gguf" else dtype,
            content=content,
            stops=sorted(stop_token_ids(tokenizer)),
            rows=count_rows(store, chosen),
            ancestors=trace_ancestors(store, chosen.model.address),
            evaluation=find_evaluation(store, chosen),
            difference=_require_same(_try_out(folder, workbench, asked, probes, compute), asked, compute, quantized),
            disclosure=workbench.disclosure,
            made_by=_list_versions(quantized),
            rank=rank,
        )
        described = _describe(export, folder, look_through)
        # Before it appears: an export that is noted and was not made harms less than the other way round.
        details = {"format": asked.format, "type": described["type"], "to": str(target)}
        workbench.audit.append(MODEL_EXPORTED, chosen.model.address, f"export of {chosen.name}", details=details)
    _tell(workbench, "done", 4)
    return described


def _describe(export: Export, folder: Path, look_through: LookThrough) -> dict[str, Any]:
    """Write the card, and what `export.json` holds."""
    card = write_card(export)
    (folder / CARD).write_text(card, encoding="utf-8")
    described = describe_export(export, folder)
    look_through([card, *list_texts(described)])
    text = json.dumps(described, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / DESCRIPTION).write_text(f"{text}\n", encoding="utf-8")
    return described


def _list_versions(quantized: bool) -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in (*_MADE_WITH, *((QUANTIZER,) if quantized else ()))}


def _require_possible(
    chosen: ChosenModel, workbench: Workbench, asked: Asked, tokenizer: PreTrainedTokenizerBase
) -> None:
    """Refuse an impossible format before anything is loaded."""
    if asked.format == "adapter":
        require_adapters(list_stack(workbench.store, chosen.model))
    elif asked.format == "gguf":
        config = AutoConfig.from_pretrained(workbench.base.path, local_files_only=True, trust_remote_code=False)
        require_architecture(config)
        read_tokens(tokenizer, config.vocab_size)


def _count_bytes(model: PreTrainedModel, chosen: ChosenModel, asked: Asked) -> int:
    parameters = model.num_parameters()
    if asked.format == "adapter":
        # At most four bytes each, and a stack's ranks only add up.
        sizes = [path.stat().st_size for path in chosen.model.path.glob("*.safetensors")]
        return 4 * sum(sizes) + _SMALL_FILES
    a_weight = BYTES_A_WEIGHT[asked.gguf_type] if asked.format == "gguf" else model.dtype.itemsize
    return int(parameters * a_weight) + _SMALL_FILES


def _write_weights(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    chosen: ChosenModel,
    workbench: Workbench,
    asked: Asked,
    folder: Path,
) -> int | None:
    """Write the format's own files; the rank of an adapter."""
    if asked.format == "adapter":
        return write_adapter(list_stack(workbench.store, chosen.model), folder)
    model.generation_config = configure_generation(tokenizer, chosen.task.evaluation.max_new_tokens)
    if asked.format == "hf":
        with without_progress_bars():
            model.save_pretrained(folder)
    else:
        licence = chosen.manifest.base_model.licence
        write_gguf(model, tokenizer, folder, asked.gguf_type, f"{chosen.task_name} {chosen.base_model}", licence)
    return None


def _try_out(folder: Path, workbench: Workbench, asked: Asked, probes: Sequence[Probe], compute: Compute) -> Difference:
    """What the exported model says, loaded by stock libraries alone."""
    # What reads GGUF files draws a bar of its own, and peft warns of what is no matter of a consumer's.
    with without_progress_bars(), redirect_stderr(io.StringIO()):
        model = _load_back(folder, workbench, asked, compute)
    return measure_difference(model.eval(), probes)


def _load_back(folder: Path, workbench: Workbench, asked: Asked, compute: Compute) -> Any:
    settings: dict[str, Any] = {"dtype": compute.dtype, "local_files_only": True, "trust_remote_code": False}
    if asked.format == "gguf":
        return AutoModelForCausalLM.from_pretrained(folder, gguf_file=FILE, **settings)
    if asked.format == "hf":
        return AutoModelForCausalLM.from_pretrained(folder, use_safetensors=True, **settings)
    from peft import PeftModel

    if (quantization := workbench.base.declaration.quantization) is not None:
        settings |= describe_loading(quantization, compute)
    base = AutoModelForCausalLM.from_pretrained(workbench.base.path, use_safetensors=True, **settings)
    if quantization is not None:
        settle(base)
    return PeftModel.from_pretrained(base, str(folder), local_files_only=True)


def _require_same(difference: Difference, asked: Asked, compute: Compute, quantized: bool) -> Difference:
    """Refuse an export that answers otherwise, beyond what rounding explains; of a model whose weights have 4 bits,
    one that would write another token."""
    if quantized and difference.other_tokens:
        raise ServingError(
            f"the exported model would write {difference.other_tokens} of {difference.tokens} tokens otherwise than "
            "the evaluated one, whose base model has weights in 4 bits; nothing was kept. Use --format adapter, on the "
            "base model loaded in 4 bits, as its README says"
        )
    if asked.exact and compute.dtype == torch.float32 and not difference.largest <= ROUNDING:
        raise ServingError(
            f"the exported model answers otherwise than the evaluated one (a log-probability differs by "
            f"{difference.largest:.2g}); nothing was kept. Use another format, and please report this"
        )
    return difference


def _tell(workbench: Workbench, what: str, done: int) -> None:
    workbench.tell(Progress(f"export: {what}", done, 4))
