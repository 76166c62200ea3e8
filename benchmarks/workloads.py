"""Models and rows of declared shapes, with random weights and random tokens: speed depends on neither."""

import random
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer, models
from transformers import AutoModelForCausalLM, LlamaConfig, PreTrainedModel, PreTrainedTokenizerFast

from medpref_dagster.devices import Compute, available_memory

LORA_RANK = 16
LORA_TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")

SHAPES = {
    "smollm2-135m": LlamaConfig(
        vocab_size=49152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        max_position_embeddings=8192,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    ),
    "llama-3-8b": LlamaConfig(
        vocab_size=128256,
        hidden_size=4096,
        intermediate_size=14336,
        num_hidden_layers=32,
        num_attention_heads=32,
        num_key_value_heads=8,
        max_position_embeddings=8192,
        tie_word_embeddings=False,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    ),
}
"""The models' published shapes; the special tokens are those of `make_tokenizer`."""


@dataclass(frozen=True)
class RowShape:
    """How many tokens the rows of a workload have; every row has a common beginning and is else its own."""

    prompt: int
    shared: int
    """Of the prompt: the instruction, the same in all rows."""
    chosen: int
    rejected: int = 0


@dataclass(frozen=True)
class Row:
    """One preference pair, or an SFT example, whose completion is `chosen`."""

    prompt: list[int]
    chosen: list[int]
    rejected: list[int]


def make_rows(shape: RowShape, count: int, vocabulary: int, seed: int = 0) -> list[Row]:
    """Rows of random tokens, none of them special."""
    draw = random.Random(seed)

    def take(length: int) -> list[int]:
        return [draw.randrange(3, vocabulary) for _ in range(length)]

    instruction = take(min(shape.shared, shape.prompt))
    return [
        Row(instruction + take(shape.prompt - len(instruction)), take(shape.chosen), take(shape.rejected))
        for _ in range(count)
    ]


def make_model(shape: str, compute: Compute, seed: int = 0) -> PreTrainedModel:
    """A model with random weights; refuses the 8B shape where there is no GPU."""
    if shape == "llama-3-8b" and compute.device.type != "cuda":
        raise SystemExit("--model llama-3-8b needs a CUDA device; on a CPU use --model smollm2-135m")
    torch.manual_seed(seed)
    with torch.device(compute.device):
        return AutoModelForCausalLM.from_config(SHAPES[shape], dtype=compute.dtype).eval()


def make_tokenizer() -> PreTrainedTokenizerFast:
    """What a trainer wants to know of padding and ends; no text is tokenized here."""
    tokens = {"<pad>": 0, "<s>": 1, "</s>": 2}
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(tokens, unk_token="<pad>")),  # noqa: S106
        pad_token="<pad>",  # noqa: S106
        bos_token="<s>",  # noqa: S106
        eos_token="</s>",  # noqa: S106
    )


def find_compute(threads: int) -> Compute:
    """CUDA in bfloat16 where there is a GPU, else the CPU in float32."""
    torch.set_num_threads(threads)
    if torch.cuda.is_available():
        free, _ = torch.cuda.mem_get_info()
        return Compute(torch.device("cuda", 0), torch.bfloat16, free, threads)
    return Compute(torch.device("cpu"), torch.float32, available_memory(), threads)


def count_linear_parameters(model: PreTrainedModel) -> int:
    """Weights of the linear layers inside the blocks, adapters too: each costs 2 operations a token and pass."""
    head = model.get_output_embeddings()
    return sum(
        module.weight.numel()
        for module in model.modules()
        if isinstance(module, torch.nn.Linear) and module is not head
    )


def count_step_operations(model: PreTrainedModel, nodes: int, scored: int) -> int:
    """Floating-point operations of matrix products that a LoRA step needs, forward and backward.

    A token that is computed once (a node of the trie) passes every linear layer twice: forward, and backward to
    its input; frozen weights take no gradient, adapters do, which is a third time. The LM head is needed at the
    scored positions only, twice, and so is the last layer's MLP. Attention's own products are left out: at these
    lengths they add 2 to 10 percent, so the share of the machine's rate is a little better than is said.
    """
    adapters = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    head = model.get_output_embeddings().weight.numel()
    last = [*model.get_decoder().layers[-1].mlp.parameters()]
    of_last = 2 * sum(p.numel() for p in last) + sum(p.numel() for p in last if p.requires_grad)
    everywhere = 2 * count_linear_parameters(model) + adapters - of_last
    return 2 * nodes * everywhere + 2 * scored * (of_last + 2 * head)
