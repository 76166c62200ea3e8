"""Models, rows and the stock passes that the packed ones are held against."""

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor, nn

from tests.tiny_models import VOCABULARY, make_model

PAD = VOCABULARY - 1


def make_expressive_model(architecture: str, lora: bool = False) -> nn.Module:
    """A tiny model whose logits depend visibly on every token it sees, so that a wrong mask shows."""
    model = make_model(architecture)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 2:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 1.5 / parameter.shape[1] ** 0.5)
    if not lora:
        return model
    adapted = get_peft_model(model, LoraConfig(r=4, lora_alpha=8, target_modules="all-linear"))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_B" in name:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.2)
    return adapted.eval()


def make_rows(seed: int = 0, pairs: int = 4) -> list[tuple[list[int], list[int]]]:
    """Pairs that share a system prompt: long, one-token and unequal completions, and two lone rows."""
    random = np.random.default_rng(seed)

    def draw(count: int) -> list[int]:
        return random.integers(0, 256, count).tolist()

    instruction = draw(20)
    rows = []
    for _ in range(pairs):
        prompt = instruction + draw(random.integers(1, 30))
        rows += [(prompt, draw(random.choice([1, 5, 40]))), (prompt, draw(random.choice([1, 3, 30])))]
    return [*rows, (instruction, draw(1)), (draw(1), draw(2))]


def pad_rows(rows, left: bool = False) -> tuple[Tensor, Tensor, Tensor]:
    """input_ids, attention_mask and labels as a collator makes them."""
    width = max(len(prompt) + len(completion) for prompt, completion in rows)
    columns = []
    for prompt, completion in rows:
        gap = width - len(prompt) - len(completion)
        ids, mask, labels = [*prompt, *completion], [1] * (width - gap), [-100] * len(prompt) + list(completion)
        filled = [([fill] * gap, values) for fill, values in ((PAD, ids), (0, mask), (-100, labels))]
        columns.append([padding + values if left else values + padding for padding, values in filled])
    input_ids, attention_mask, labels = (torch.tensor(part) for part in zip(*columns, strict=True))
    return input_ids, attention_mask, labels


def stock_logps(model: nn.Module, rows) -> list[Tensor]:
    """What a padded pass with all logits gives for each row's completion."""
    input_ids, attention_mask, _ = pad_rows(rows)
    logits = model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).logits
    log_probs = logits.float().log_softmax(-1)[:, :-1].gather(2, input_ids[:, 1:, None])[..., 0]
    return [
        log_probs[index, len(prompt) - 1 : len(prompt) + len(completion) - 1]
        for index, (prompt, completion) in enumerate(rows)
    ]
