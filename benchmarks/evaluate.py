"""Answers and option scores: plain `generate` and lm-evaluation-harness against ours.

Generation: the peer is transformers' `generate(do_sample=False)` over left-padded batches in the order of the cases.
`answer tokens` below `new tokens` stands for a task whose answer is settled so early: ours stops there, the peer goes
on to its limit because no end-of-turn token comes.

Options: the peer is lm-evaluation-harness's hf backend (`HFLM._loglikelihood_tokens`, with its reuse of one-token
options), told the same token ids; the answer to a question is the option with the greatest summed log-probability.

Questions: the same on real questions with a real base model, through the harness's public interface: the same prompts
in the same chat format, its own tokenization, its metrics `acc` and `acc_norm` beside our `answer_by: likelihood` and
`likelihood_per_character`, case by case. The questions are MedMCQA's where MEDPREF_REAL_DATA names the folder that
holds it (docs/examples/medmcqa_dev), else those of our synthetic source. Timed is everything from prompts as text to
log-probabilities: `HFLM.loglikelihood` against `score_options`.

The last two need lm-evaluation-harness, which the extra `dev` brings (or `pip install "lm-eval>=0.4.13,<0.5"`), and are
left out where that is missing.
"""

import argparse
import importlib.util
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from benchmarks.alternating import OURS, PEER, compare, describe_machine, make_parser, print_row, spread, take_turns
from benchmarks.questions import declare_questions, load_base_model, read_questions
from benchmarks.training import run_quietly
from benchmarks.workloads import SHAPES, find_compute, make_model, make_tokenizer
from medpref_dagster.answering.answers import list_answers
from medpref_dagster.answering.predictions import choose_options, score_options
from medpref_dagster.declaration import OptionAnswer, TaskDeclaration
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import score_completions

if TYPE_CHECKING:
    from benchmarks.harness import Judgement

PARTS = ("generation", "options", "questions")
TEMPLATES = {"letters": "{option}", "texts": "{option}. {text}"}
"""How a question's answer is written: the letter alone, or with the option's text behind it."""
RULES = {"acc": "likelihood", "acc_norm": "likelihood_per_character"}
"""The harness's metric -> our name for its rule."""

END = 2
BATCH = 16
"""Rows of one padded batch of either peer."""


def main() -> None:
    """Print one row for each workload."""
    parser = make_parser(__doc__)
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    parser.add_argument("--cases", type=int, default=48, help="prompts, and questions")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--base-model", default="smollm2-135m", help="of the profile local; answers real questions")
    parser.add_argument("--answers", nargs="+", choices=list(TEMPLATES), default=list(TEMPLATES), help="of questions")
    parser.add_argument("--store", type=Path, help="where that base model is, or is put; default: the project's store")
    options = parser.parse_args()
    compute = find_compute(options.threads)
    print(describe_machine(options.threads))
    if not set(options.parts).isdisjoint({"generation", "options"}):
        model = make_model(options.model, compute)
        if "generation" in options.parts:
            compare_all_generations(options, compute, model)
        if "options" in options.parts and has_harness("options"):
            for option_tokens in (1, 4, 20):  # a letter, a term, a sentence
                compare_options(options, compute, model, option_tokens)
    if "questions" in options.parts and has_harness("questions"):
        compare_all_questions(options, compute)


def compare_all_generations(options: argparse.Namespace, compute: Compute, model: PreTrainedModel) -> None:
    """Short prompts with and without a common instruction, and long ones."""
    for prompt_tokens, shared in ((107, 40), (107, 0), (400, 40)):
        prompts = make_prompts(options.cases, prompt_tokens, shared, model.config.vocab_size)
        for answer_tokens in (12, 3):
            compare_generation(options, compute, model, prompts, shared, answer_tokens, new_tokens=12)


def compare_all_questions(options: argparse.Namespace, compute: Compute) -> None:
    """Letters, which are one token each, and letters with the options' texts, which are many."""
    model, tokenizer = load_base_model(options.base_model, options.store, compute)
    name, attributes = declare_questions()
    for kind in options.answers:
        declared = {**attributes, "answer": {**attributes["answer"], "template": TEMPLATES[kind]}}
        compare_questions(options, compute, model, tokenizer, f"{name}, {kind}", declared)


def has_harness(part: str) -> bool:
    """Whether lm-evaluation-harness can be imported; says so where it cannot."""
    found = importlib.util.find_spec("lm_eval") is not None
    if not found:
        print(f"{part}: left out, lm-evaluation-harness is not installed (see --help)")
    return found


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


def compare_questions(
    options: argparse.Namespace,
    compute: Compute,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    name: str,
    declared: Mapping[str, Any],
) -> None:
    """Both rules, case by case, and both times."""
    from benchmarks.harness import Question, judge_questions, make_chat_model

    tasks = {
        metric: TaskDeclaration.model_validate({**declared, "evaluation": {"answer_by": rule}})
        for metric, rule in RULES.items()
    }
    task = tasks["acc"]
    answer = task.answer
    if not isinstance(answer, OptionAnswer):
        raise SystemExit(f"{name} has no options")
    cases = read_questions(task, options.cases)
    asked: list[Question] = []
    for case in cases.to_pylist():
        answers = list_answers(answer, json.loads(case["source_fields"]))
        gold = list(answers).index(dict(case["gold"])["option"])
        asked.append(Question(case["prompt"], [text.strip() for text in answers.values()], gold))
    harness = make_chat_model(model, tokenizer, BATCH)
    judged, overall = judge_questions(harness, asked)
    scored: list[pa.Table] = []

    def ours() -> None:
        scored[:] = [score_options(model, tokenizer, cases, task, "base", compute)]

    turns = take_turns({PEER: lambda: harness.loglikelihood(harness.asked), OURS: ours}, options.rounds)
    by_clock, by_cpu = compare(turns)
    row: dict[str, object] = {
        "questions": name,
        "cases": cases.num_rows,
        "tokens of an answer": f"{sum(scored[0]['tokens'].to_pylist()) / scored[0].num_rows:.1f}",
    }
    for metric, rule in tasks.items():
        chosen = choose_options(cases, scored[0], rule, "base").to_pylist()
        right = [choice["parsed"] == choice["gold"] for choice in chosen]
        theirs = [_choose(item, question.answers, metric) for item, question in zip(judged, asked, strict=True)]
        same = [choice["text"] == text for choice, text in zip(chosen, theirs, strict=True)]
        as_judged = [item.right if metric == "acc" else item.right_per_character for item in judged]
        row[metric] = f"{overall[metric]:.4f} and ours {sum(right) / len(right):.4f}"
        row[f"same {metric} choice"] = f"{sum(same)} of {len(same)}"
        row[f"same {metric}"] = f"{sum(a == b for a, b in zip(right, as_judged, strict=True))} of {len(right)}"
    log_probs = [log_prob for item in judged for log_prob in item.log_probs]
    pairs = zip(log_probs, scored[0]["log_prob"].to_pylist(), strict=True)
    row |= {
        "greatest difference": f"{max(abs(a - b) for a, b in pairs):.1e} nats",
        "peer questions/s": spread([cases.num_rows / turn.seconds for turn in turns[PEER]]),
        "our questions/s": spread([cases.num_rows / turn.seconds for turn in turns[OURS]]),
        "ratio": by_clock,
        "in CPU time": by_cpu,
    }
    print_row(row, options.json)


def _choose(judgement: "Judgement", answers: Sequence[str], metric: str) -> str:
    """The answer that the harness's log-probabilities choose, the first among equals."""
    lengths = [len(text) if metric == "acc_norm" else 1 for text in answers]
    worth = [log_prob / length for log_prob, length in zip(judgement.log_probs, lengths, strict=True)]
    return answers[worth.index(max(worth))]


if __name__ == "__main__":
    main()
