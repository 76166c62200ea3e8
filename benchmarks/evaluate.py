"""Answers and option scores: plain `generate` and lm-evaluation-harness against ours.

Generation: the peer is transformers' `generate(do_sample=False)` over left-padded batches in the order of the cases.
`answer tokens` below `new tokens` stands for a task whose answer is settled so early: ours stops there, the peer goes
on to its limit because no end-of-turn token comes.

Options: the peer is lm-evaluation-harness's hf backend (`HFLM._loglikelihood_tokens`, with its reuse of one-token
options), told the same token ids; the answer to a question is the option with the greatest summed log-probability.
It needs lm-evaluation-harness (`pip install "lm-eval"`; in a virtual environment of its own, since it is no
dependency of this project) and is left out where that is missing.
"""

import argparse
import importlib.util
import random
from collections.abc import Sequence

import torch
from transformers import PreTrainedModel

from benchmarks.alternating import OURS, PEER, compare, describe_machine, make_parser, print_row, spread, take_turns
from benchmarks.training import run_quietly
from benchmarks.workloads import SHAPES, find_compute, make_model, make_tokenizer
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import score_completions

END = 2
BATCH = 16
"""Rows of one padded batch of either peer."""


def main() -> None:
    """Print one row for each workload."""
    parser = make_parser(__doc__)
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    parser.add_argument("--cases", type=int, default=48, help="prompts, and questions")
    parser.add_argument("--parts", nargs="+", choices=["generation", "options"], default=["generation", "options"])
    options = parser.parse_args()
    compute = find_compute(options.threads)
    print(describe_machine(options.threads))
    model = make_model(options.model, compute)
    if "generation" in options.parts:
        compare_all_generations(options, compute, model)
    if "options" in options.parts:
        compare_all_options(options, compute, model)


def compare_all_generations(options: argparse.Namespace, compute: Compute, model: PreTrainedModel) -> None:
    """Short prompts with and without a common instruction, and long ones."""
    for prompt_tokens, shared in ((107, 40), (107, 0), (400, 40)):
        prompts = make_prompts(options.cases, prompt_tokens, shared, model.config.vocab_size)
        for answer_tokens in (12, 3):
            compare_generation(options, compute, model, prompts, shared, answer_tokens, new_tokens=12)


def compare_all_options(options: argparse.Namespace, compute: Compute, model: PreTrainedModel) -> None:
    """Options of one token (a letter), of a few (a term) and of many (a sentence)."""
    if importlib.util.find_spec("lm_eval") is None:
        print("options: left out, lm-evaluation-harness is not installed (see --help)")
        return
    for option_tokens in (1, 4, 20):
        compare_options(options, compute, model, option_tokens)


def make_prompts(count: int, mean: int, shared: int, vocabulary: int, seed: int = 0) -> list[list[int]]:
    """Prompts of 0.6 to 1.4 times a mean length, with the first tokens in common."""
    draw = random.Random(seed)
    instruction = [draw.randrange(3, vocabulary) for _ in range(shared)]
    lengths = [round(mean * draw.uniform(0.6, 1.4)) for _ in range(count)]
    return [instruction + [draw.randrange(3, vocabulary) for _ in range(max(1, n - shared))] for n in lengths]


def compare_generation(
    options: argparse.Namespace,
    compute: Compute,
    model: PreTrainedModel,
    prompts: Sequence[list[int]],
    shared: int,
    answer_tokens: int,
    new_tokens: int,
) -> None:
    """Greedy answers, and whether they are the same."""
    answers: dict[str, list[list[int]]] = {}
    budget = token_budget(compute, model.config, training=False)

    def plain() -> None:
        answers[PEER] = [
            answer[:answer_tokens]
            for start in range(0, len(prompts), BATCH)
            for answer in _generate_plainly(model, prompts[start : start + BATCH], new_tokens)
        ]

    def ours() -> None:
        answers[OURS] = generate_greedy(
            model,
            prompts,
            max_new_tokens=new_tokens,
            stop_token_ids={END},
            token_budget=budget,
            is_finished=lambda answer: len(answer) >= answer_tokens,
        )

    turns = take_turns({PEER: plain, OURS: ours}, options.rounds)
    by_clock, by_cpu = compare(turns)
    print_row(
        {
            "generation, prompt tokens": round(sum(map(len, prompts)) / len(prompts)),
            "shared": shared,
            "answer tokens": answer_tokens,
            "new tokens": new_tokens,
            "peer cases/s": spread([len(prompts) / turn.seconds for turn in turns[PEER]]),
            "our cases/s": spread([len(prompts) / turn.seconds for turn in turns[OURS]]),
            "ratio": by_clock,
            "in CPU time": by_cpu,
            "same answers": f"{sum(a == b for a, b in zip(*answers.values(), strict=True))} of {len(prompts)}",
        },
        options.json,
    )


def _generate_plainly(model: PreTrainedModel, prompts: Sequence[list[int]], new_tokens: int) -> list[list[int]]:
    width = max(map(len, prompts))
    ids = torch.tensor([[0] * (width - len(prompt)) + prompt for prompt in prompts], device=model.device)
    mask = torch.tensor([[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts], device=model.device)
    generated = model.generate(
        input_ids=ids, attention_mask=mask, do_sample=False, max_new_tokens=new_tokens, eos_token_id=END, pad_token_id=0
    )
    answers = generated[:, width:].tolist()
    return [answer[: answer.index(END) + 1] if END in answer else answer for answer in answers]


def compare_options(options: argparse.Namespace, compute: Compute, model: PreTrainedModel, option_tokens: int) -> None:
    """Four options a question, and whether the answers are the same."""
    from lm_eval.models.huggingface import HFLM

    questions = make_prompts(options.cases, 150, 40, model.config.vocab_size, seed=1)
    draw = random.Random(2)
    choices = [
        [[draw.randrange(3, model.config.vocab_size) for _ in range(option_tokens)] for _ in range(4)]
        for _ in questions
    ]
    rows = [(question, option) for question, four in zip(questions, choices, strict=True) for option in four]
    requests = [((str(index), ""), question, option) for index, (question, option) in enumerate(rows)]
    harness = run_quietly(lambda: HFLM(pretrained=model, tokenizer=make_tokenizer(), batch_size=BATCH))
    budget = token_budget(compute, model.config, training=False)
    scores: dict[str, list[float]] = {}

    def peer() -> None:
        scores[PEER] = [score for score, _ in harness._loglikelihood_tokens(requests, disable_tqdm=True)]

    def ours() -> None:
        scores[OURS] = score_completions(model, rows, budget)

    turns = take_turns({PEER: peer, OURS: ours}, options.rounds)
    by_clock, by_cpu = compare(turns)
    answers = [
        [max(range(4), key=side[i : i + 4].__getitem__) for i in range(0, len(rows), 4)] for side in scores.values()
    ]
    print_row(
        {
            "options, tokens": option_tokens,
            "prompt tokens": round(sum(map(len, questions)) / len(questions)),
            "shared": 40,
            "peer questions/s": spread([len(questions) / turn.seconds for turn in turns[PEER]]),
            "our questions/s": spread([len(questions) / turn.seconds for turn in turns[OURS]]),
            "ratio": by_clock,
            "in CPU time": by_cpu,
            "same answers": f"{sum(a == b for a, b in zip(*answers, strict=True))} of {len(questions)}",
            "greatest difference": f"{max(abs(a - b) for a, b in zip(*scores.values(), strict=True)):.1e} nats",
        },
        options.json,
    )


if __name__ == "__main__":
    main()
