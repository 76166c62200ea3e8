import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoModelForCausalLM, MambaConfig, T5Config, T5ForConditionalGeneration

from medpref_dagster.passes.forward import PackingUnsupportedError
from medpref_dagster.passes.generation import generate_greedy, sample
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.passes.trie import PackingError
from tests.passes.rows import PAD, make_expressive_model
from tests.tiny_models import CONFIGS

NEW = 12


def make_prompts(count: int = 9, seed: int = 3) -> list[list[int]]:
    """Ragged prompts with a common beginning, one without it, and one twice."""
    random = np.random.default_rng(seed)
    instruction = random.integers(0, 256, 15).tolist()
    prompts = [instruction + random.integers(0, 256, random.integers(1, 40)).tolist() for _ in range(count)]
    return [*prompts, random.integers(0, 256, 1).tolist(), prompts[0]]


def generate_plainly(model, prompts, stop=frozenset(), new=NEW):
    """One row at a time with transformers' own generate."""
    answers = []
    for prompt in prompts:
        ids = torch.tensor([prompt])
        out = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            do_sample=False,
            max_new_tokens=new,
            eos_token_id=sorted(stop) or None,
            pad_token_id=PAD,
        )
        answers.append(out[0, len(prompt) :].tolist())
    return answers


def answer(model, prompts, **changes):
    arguments = {"max_new_tokens": NEW, "stop_token_ids": frozenset(), "token_budget": 300} | changes
    return generate_greedy(model, prompts, **arguments)


@pytest.mark.parametrize("architecture", CONFIGS)
def test_answers_are_those_of_plain_generate_token_for_token(architecture):
    model = make_expressive_model(architecture)
    model.generation_config.eos_token_id = None
    prompts = make_prompts()
    plain = generate_plainly(model, prompts)
    for budget in (1, 300, 100_000):
        assert answer(model, prompts, token_budget=budget) == plain


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_rows_that_stop_leave_without_changing_the_others(architecture):
    model = make_expressive_model(architecture)
    model.generation_config.eos_token_id = None
    prompts = make_prompts()
    whole = generate_plainly(model, prompts)
    stop = frozenset(ids[index] for index, ids in enumerate(whole[:6]))
    plain = generate_plainly(model, prompts, stop)
    assert len({len(ids) for ids in plain}) > 2
    assert answer(model, prompts, stop_token_ids=stop) == plain


def test_an_adapter_s_answers_are_its_own():
    adapted = make_expressive_model("llama", lora=True)
    adapted.generation_config.eos_token_id = None
    prompts = make_prompts(4)
    ours = answer(adapted, prompts)
    assert ours == generate_plainly(adapted, prompts)
    assert ours != answer(make_expressive_model("llama"), prompts)


def test_a_row_ends_as_soon_as_it_says_that_it_is_finished():
    model = make_expressive_model("qwen2")
    prompts = make_prompts()
    whole = answer(model, prompts)
    lengths = {ids[1]: index % 4 + 2 for index, ids in enumerate(whole)}
    cut = answer(model, prompts, is_finished=lambda ids: len(ids) > 1 and len(ids) >= lengths[ids[1]])
    assert cut == [ids[: lengths[ids[1]]] for ids in whole]


def test_progress_counts_up_to_all_rows():
    told = []
    prompts = make_prompts()
    answer(make_expressive_model("llama"), prompts, token_budget=60, tell=told.append)
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    assert len(told) > 1
    assert (told[-1].done, told[-1].total) == (len(prompts), len(prompts))


def test_the_model_s_mode_is_left_as_it_was():
    model = make_expressive_model("llama").train()
    answer(model, make_prompts(2))
    assert model.training


def test_no_prompts_give_no_answers():
    model = make_expressive_model("llama")
    assert answer(model, []) == []
    assert draw(model, []) == []


def test_an_empty_prompt_is_refused_with_its_place():
    with pytest.raises(PackingError, match="prompt 1 is empty"):
        answer(make_expressive_model("llama"), [[1], []])


def test_a_recurrent_model_answers_by_its_own_generate_and_says_so(caplog):
    config = MambaConfig(vocab_size=256, hidden_size=32, num_hidden_layers=1, initializer_range=1.0, eos_token_id=None)
    model = AutoModelForCausalLM.from_config(config).eval()
    prompts = make_prompts(4)
    whole = generate_plainly(model, prompts)
    stop = frozenset({whole[0][2]})
    cut = answer(model, prompts, stop_token_ids=stop, is_finished=lambda ids: len(ids) == 5)
    for ours, theirs in zip(cut, whole, strict=True):
        ends = [index + 1 for index, token in enumerate(theirs) if token in stop]
        assert ours == theirs[: min([*ends, 5])]
    assert "recurrent" in caplog.text or "takes no" in caplog.text
    assert draw(model, prompts) == draw(model, prompts, token_budget=1)


def test_an_encoder_decoder_is_refused():
    model = T5ForConditionalGeneration(T5Config(vocab_size=64, d_model=16, d_ff=16, num_layers=1, num_heads=2, d_kv=8))
    with pytest.raises(PackingUnsupportedError, match="causal"):
        answer(model, [[1]])


def draw(model, prompts, **changes):
    arguments = {"temperature": 1.0, "seed": 5, "max_new_tokens": NEW, "stop_token_ids": (), "token_budget": 300}
    return sample(model, prompts, **(arguments | changes))


def test_a_row_s_draws_do_not_depend_on_the_other_rows():
    model = make_expressive_model("mistral")
    prompts = make_prompts()
    together = draw(model, prompts)
    assert draw(model, prompts) == together
    assert draw(model, prompts[3:6]) == together[3:6]
    assert draw(model, prompts, token_budget=1) == together


def test_another_seed_and_a_repeated_prompt_draw_otherwise():
    model = make_expressive_model("llama")
    prompts = make_prompts()
    together = draw(model, prompts)
    assert together[0] != together[-1]  # the same prompt twice
    assert draw(model, prompts, seed=6) != together


def test_a_temperature_near_zero_is_greedy():
    model = make_expressive_model("llama")
    assert draw(model, make_prompts(), temperature=1e-6) == answer(model, make_prompts())


def test_tokens_are_drawn_as_often_as_the_model_says():
    model = make_expressive_model("llama")
    prompt = make_prompts()[0]
    draws = 4000
    first = [ids[0] for ids in draw(model, [prompt] * draws, max_new_tokens=1, temperature=1.0, token_budget=10**6)]
    token, seen = max(((token, first.count(token)) for token in set(first)), key=lambda item: item[1])
    expected = np.exp(score_completions(model, [(prompt, [token])], 1000)[0])
    assert seen / draws == pytest.approx(expected, abs=4 * (expected * (1 - expected) / draws) ** 0.5)


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan")])
def test_a_temperature_that_is_not_above_zero_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature"):
        draw(make_expressive_model("llama"), [[1]], temperature=temperature)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=30), min_size=1, max_size=8), st.integers(1, 200))
def test_the_budget_never_changes_an_answer(prompts, budget):
    model = make_expressive_model("gemma2")
    assert answer(model, prompts, token_budget=budget, max_new_tokens=3) == answer(
        model, prompts, token_budget=10_000, max_new_tokens=3
    )
