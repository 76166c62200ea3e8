"""The model card of an artifact: what it is, how to load it, what it is for."""

from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.stages import find_stage
from medpref_dagster.storage.manifests import ModelManifest


def write_model_card(manifest: ModelManifest, parents: list[str]) -> str:
    """The model card, in Markdown.

    Parameters
    ----------
    manifest
        Of the model.
    parents
        Addresses of the adapters below it, the lowest first; a model with full weights has none.
    """
    base = manifest.base_model
    base_id = base.repo or base.name
    stage = find_stage(manifest.stage)
    metrics = "\n".join(f"| {name} | {value:.4f} |" for name, value in sorted(manifest.dev_metrics.items()))
    return f"""{write_front_matter(manifest, "peft" if manifest.kind == "adapter" else "transformers")}
# {manifest.task}, {stage.title}, {base.name}

{stage.description} of {base_id} for the clinical task `{manifest.task}`, made by medpref-dagster \
{manifest.versions.get("medpref-dagster", "")}.

| | |
|---|---|
| base model | {base_id}, revision {base.revision}, weights sha256 `{base.weights_sha256}`\
{"" if base.quantization is None else f", in 4 bits ({base.quantization})"} |
| kind | {"LoRA adapter" if manifest.kind == "adapter" else "full weights"} |
| started from | {f"`{manifest.parent}`" if manifest.parent else "the base model"} |
| rows | `rows.parquet` names every row that it saw, of the table `{manifest.rows_from}` |
| training | `manifest.json` has every argument and the versions of the libraries |

## How to load it

```python
{_write_loading_code(manifest, parents)}
```

Write prompts with the base model's own chat template, and stop at its end-of-turn token.

## Score on the dev split

| metric | value |
|---|---|
{metrics}

These scores chose this model among its candidates and are therefore too good. The task's evaluation report has the
scores on the held-out test split, with confidence intervals and paired tests.

{write_terms(manifest)}"""


def write_front_matter(manifest: ModelManifest, library: str) -> str:
    """What a hub reads at the head of a card; `library` is what loads the files."""
    base = manifest.base_model
    return f"""---
base_model: {base.repo or base.name}
library_name: {library}
pipeline_tag: text-generation
license: other
license_name: {base.licence}
tags:
- {manifest.stage}
- medpref
---
"""


def write_terms(manifest: ModelManifest) -> str:
    """The end of a card: licence, intended use, limits."""
    return f"""## Licence

The base model's licence holds for what is derived from it: {manifest.base_model.licence}.

## Intended use and limits

Research on how models learn a declared clinical task from gold answers and clinicians' preferences. It was trained
and chosen on the data of one task, and says nothing reliable outside of it. It is not a medical device: do not use
it to decide about a patient without a clinician's review and a validation on your own data. It may carry over
biases of its data and of the base model. Whoever trained it on patients' data must treat it as such data: models can
repeat what they were trained on.
"""


def write_four_bit_loading(manifest: ModelManifest, quantization: Quantization) -> list[str]:
    """Lines of Python that load the base model in 4 bits, in the precision in which the model was trained."""
    base = manifest.base_model
    base_id = f'"{base.repo}", revision="{base.revision}"' if base.repo else f'"path/to/{base.name}"'
    dtype = str(manifest.training.get("dtype", "torch.float32")).partition(" ")[0]
    return [
        "import torch",
        "from peft import PeftModel",
        "from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig\n",
        "quantization = BitsAndBytesConfig(",
        f'    load_in_4bit=True, bnb_4bit_quant_type="{quantization.kind}",',
        f"    bnb_4bit_use_double_quant={quantization.double}, bnb_4bit_compute_dtype={dtype},",
        ")",
        f"model = AutoModelForCausalLM.from_pretrained({base_id}, dtype={dtype}, quantization_config=quantization)",
        "for layer in model.modules():  # else a CPU with AVX-512 BF16 answers in bfloat16",
        '    if hasattr(layer, "support_avx512bf16_for_cpu"):',
        "        layer.support_avx512bf16_for_cpu = False",
    ]


def _write_stacking(folders: list[str]) -> list[str]:
    """Adapters beside weights of 4 bits, in which they cannot be merged without rounding them."""
    first, *others = folders
    if not others:
        return [f'model = PeftModel.from_pretrained(model, "{first}")']
    return [
        f'model = PeftModel.from_pretrained(model, "{first}", adapter_name="1")',
        *(f'model.load_adapter("{folder}", adapter_name="{number}")' for number, folder in enumerate(others, 2)),
        f"model.base_model.set_adapter({[str(number) for number in range(1, len(folders) + 1)]})",
    ]


def _write_loading_code(manifest: ModelManifest, parents: list[str]) -> str:
    base = manifest.base_model
    revision = f', revision="{base.revision}"' if base.repo else ""
    base_id = base.repo or f"path/to/{base.name}"
    if manifest.kind == "full":
        return (
            "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
            'model = AutoModelForCausalLM.from_pretrained("path/to/this/folder")\n'
            f'tokenizer = AutoTokenizer.from_pretrained("{base_id}"{revision})'
        )
    folders = [f"path/to/store/{address}" for address in parents] + ["path/to/this/folder"]
    if base.quantization is not None:
        loading = write_four_bit_loading(manifest, base.quantization)
        tokenizer = f'tokenizer = AutoTokenizer.from_pretrained("{base_id}"{revision})'
        return "\n".join((*loading, tokenizer, *_write_stacking(folders)))
    lines = [
        "from peft import PeftModel",
        "from transformers import AutoModelForCausalLM, AutoTokenizer\n",
        f'model = AutoModelForCausalLM.from_pretrained("{base_id}"{revision})',
        f'tokenizer = AutoTokenizer.from_pretrained("{base_id}"{revision})',
    ]
    lines += [f'model = PeftModel.from_pretrained(model, "{folder}").merge_and_unload()' for folder in folders]
    return "\n".join(lines)
