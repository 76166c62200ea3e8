"""Prompts and answers in the chat formats of the model families."""

import re
from pathlib import Path

import pytest
import trl
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from medpref_dagster.chat import (
    ChatTemplateError,
    decode_completion,
    encode_completion,
    encode_completions,
    encode_prompt,
    shows_prompt,
    stop_token_ids,
)
from tests.tiny_models import make_tokenizer

SMOLLM2 = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\n"
    "You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + "
    "message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA_3 = (
    "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + "
    "message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}"
    "{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant"
    "<|end_header_id|>\n\n' }}{% endif %}"
)
LLAMA_31 = (
    "{{- bos_token }}{%- if not date_string is defined %}{%- if strftime_now is defined %}{%- set date_string = "
    "strftime_now('%d %b %Y') %}{%- else %}{%- set date_string = '26 Jul 2024' %}{%- endif %}{%- endif %}"
    "{{- '<|start_header_id|>system<|end_header_id|>\n\nToday Date: ' + date_string + '<|eot_id|>' }}"
    "{%- for message in messages %}{{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + "
    "message['content'] | trim + '<|eot_id|>' }}{%- endfor %}{%- if add_generation_prompt %}"
    "{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{%- endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
    "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
    "{% elif message['role'] == 'assistant' %}{{ ANSWER }}{% endif %}{% endfor %}"
)
MISTRAL_WITH_SPACE = MISTRAL.replace("ANSWER", "' ' + message['content'] + eos_token")
MISTRAL_WITHOUT_SPACE = MISTRAL.replace("ANSWER", "message['content'] + eos_token")
LLAMA_2_SPACES = MISTRAL.replace("ANSWER", "' ' + message['content'] + ' ' + eos_token")
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}"
    "{% endif %}{% for message in messages %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}"
    "{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + "
    "message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}"
    "{{'<start_of_turn>model\n'}}{% endif %}"
)
QWEN_3 = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}{% if message['role'] == 'assistant' %}"
    "{{ '<think>\n\n</think>\n\n' }}{% endif %}{{ message['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% if enable_thinking is defined and "
    "enable_thinking is false %}{{ '<think>\n\n</think>\n\n' }}{% endif %}{% endif %}"
)
ALPACA = (
    "{% for message in messages %}{% if message['role'] == 'user' %}{{ '### Instruction:\n' + message['content'] + "
    "'\n\n### Response:\n' }}{% else %}{{ message['content'] + '\n\n' }}{% endif %}{% endfor %}"
)


def byte_level(
    template: str | None, special: list[str], eos: str | None, bos: str | None = None
) -> PreTrainedTokenizerFast:
    """Every byte a token; like the tokenizers of SmolLM2, Llama 3 and Qwen. Adds BOS by itself where it has one."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={byte: i for i, byte in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(special)
    if bos:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))]
        )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=bos, eos_token=eos, chat_template=template)


def sentencepiece_like(template: str) -> PreTrainedTokenizerFast:
    """Spaces as ▁, one put before every text, and "▁Y" one token; like the tokenizers of Mistral and Llama 2."""
    characters = sorted(set("▁[]/.,?!\n-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    vocab = {token: i for i, token in enumerate(["<unk>", "<s>", "</s>", *characters, "▁Y", "▁▁"])}
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=[("▁", "Y"), ("▁", "▁")], unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>", chat_template=template
    )


LLAMA_3_TOKENS = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
GEMMA_TOKENS = ["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"]
CHATML_TOKENS = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"]

# name -> (tokenizer, the rendered prompt, what ends an answer)
FAMILIES = {
    "smollm2": (
        byte_level(SMOLLM2, CHATML_TOKENS, "<|im_end|>"),
        "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
        "<|im_start|>user\nUTI?<|im_end|>\n<|im_start|>assistant\n",
        "<|im_end|>",
    ),
    "llama-3": (
        byte_level(LLAMA_3, LLAMA_3_TOKENS, "<|end_of_text|>", "<|begin_of_text|>"),
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nUTI?<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
        "<|eot_id|>",
    ),
    "gemma": (
        byte_level(GEMMA, GEMMA_TOKENS, "<eos>", "<bos>"),
        "<bos><start_of_turn>user\nUTI?<end_of_turn>\n<start_of_turn>model\n",
        "<end_of_turn>",
    ),
    "qwen-3": (
        byte_level(QWEN_3, CHATML_TOKENS, "<|im_end|>"),
        "<|im_start|>user\nUTI?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
        "<|im_end|>",
    ),
    "mistral": (sentencepiece_like(MISTRAL_WITH_SPACE), "<s>[INST] UTI? [/INST]", "</s>"),
    "mistral, first template": (sentencepiece_like(MISTRAL_WITHOUT_SPACE), "<s>[INST] UTI? [/INST]", "</s>"),
    "llama-2": (sentencepiece_like(LLAMA_2_SPACES), "<s>[INST] UTI? [/INST]", "</s>"),
    "alpaca, declared": (
        byte_level(ALPACA, ["<|endoftext|>"], "<|endoftext|>"),
        "### Instruction:\nUTI?\n\n### Response:\n",
        "<|endoftext|>",
    ),
}
EACH_FAMILY = pytest.mark.parametrize(("tokenizer", "rendered", "end"), FAMILIES.values(), ids=FAMILIES)


@EACH_FAMILY
def test_a_prompt_is_the_templates_own_text_up_to_the_answer(
    tokenizer: PreTrainedTokenizerFast, rendered: str, end: str
):
    assert encode_prompt(tokenizer, "UTI?") == tokenizer(rendered, add_special_tokens=False)["input_ids"]


@EACH_FAMILY
def test_there_is_one_bos_where_the_family_has_one(tokenizer: PreTrainedTokenizerFast, rendered: str, end: str):
    ids = encode_prompt(tokenizer, "UTI?") + encode_completion(tokenizer, "UTI?", "Yes.")
    assert ids.count(tokenizer.bos_token_id) == (0 if tokenizer.bos_token is None else 1)


@EACH_FAMILY
def test_an_answer_ends_with_the_end_of_turn_once_and_nothing_behind_it(
    tokenizer: PreTrainedTokenizerFast, rendered: str, end: str
):
    ids = encode_completion(tokenizer, "UTI?", "Yes, I do.")
    assert tokenizer.convert_ids_to_tokens(ids[-1]) == end
    assert sum(token in stop_token_ids(tokenizer) for token in ids) == 1


@EACH_FAMILY
def test_generation_stops_at_the_end_of_turn_and_at_the_end_of_text(
    tokenizer: PreTrainedTokenizerFast, rendered: str, end: str
):
    assert stop_token_ids(tokenizer) == {tokenizer.convert_tokens_to_ids(end), tokenizer.eos_token_id}


@EACH_FAMILY
def test_prompt_and_answer_together_are_the_whole_conversation(
    tokenizer: PreTrainedTokenizerFast, rendered: str, end: str
):
    conversation = [{"role": "user", "content": "UTI?"}, {"role": "assistant", "content": "Yes."}]
    whole = tokenizer.apply_chat_template(conversation, tokenize=True, return_dict=False)
    ids = encode_prompt(tokenizer, "UTI?") + encode_completion(tokenizer, "UTI?", "Yes.")
    # A template may write a line end behind the end of the turn; the alpaca one has no end of turn at all.
    assert whole[: len(ids) - 1] == ids[:-1]


@EACH_FAMILY
def test_what_is_encoded_as_an_answer_is_decoded_to_the_same_text(
    tokenizer: PreTrainedTokenizerFast, rendered: str, end: str
):
    ids = encode_completion(tokenizer, "UTI?", "Yes, since 3 days.")
    assert decode_completion(tokenizer, ids) == "Yes, since 3 days."
    assert decode_completion(tokenizer, [*ids, *ids]) == "Yes, since 3 days."


@EACH_FAMILY
def test_an_empty_answer_is_the_end_of_turn_alone(tokenizer: PreTrainedTokenizerFast, rendered: str, end: str):
    text = tokenizer.decode(encode_completion(tokenizer, "UTI?", "  "))
    assert text.strip() in (end, f"<think>\n\n</think>\n\n{end}")


def test_the_first_word_of_a_mistral_answer_has_one_space_as_generation_makes_it():
    tokenizer = FAMILIES["mistral"][0]
    tokens = tokenizer.convert_ids_to_tokens(encode_completion(tokenizer, "UTI?", "Yes."))
    assert tokens == ["▁Y", "e", "s", ".", "</s>"]


def test_todays_date_in_a_template_is_always_the_same_day():
    tokenizer = byte_level(LLAMA_31, LLAMA_3_TOKENS, "<|eot_id|>", "<|begin_of_text|>")
    assert "Today Date: 26 Jul 2024" in tokenizer.decode(encode_prompt(tokenizer, "UTI?"))


def test_a_model_without_a_chat_template_is_refused_with_what_to_declare():
    with pytest.raises(ChatTemplateError, match="declare chat_template for this base model"):
        encode_prompt(byte_level(None, CHATML_TOKENS, "<|im_end|>"), "UTI?")


def test_a_template_that_refuses_the_message_is_named_with_its_own_words_and_not_the_patients():
    tokenizer = byte_level("{{ raise_exception('only tools here') }}", CHATML_TOKENS, "<|im_end|>")
    with pytest.raises(ChatTemplateError, match="only tools here") as raised:
        encode_prompt(tokenizer, "Mrs Miller has a fever.")
    assert "Miller" not in str(raised.value)


def test_a_template_whose_answer_does_not_continue_its_prompt_is_refused():
    template = (
        "{{ 'AB'[messages | length - 1] }}{% for message in messages %}{{ message['content'] }}<|im_end|>{% endfor %}"
    )
    with pytest.raises(ChatTemplateError, match="renders an answered prompt differently"):
        encode_completion(byte_level(template, CHATML_TOKENS, "<|im_end|>"), "UTI?", "Yes.")


def test_a_tokenizer_with_nothing_that_ends_an_answer_is_refused():
    with pytest.raises(ChatTemplateError, match="ends an answer"):
        stop_token_ids(byte_level(ALPACA, [], None))


def test_changing_the_template_of_a_tokenizer_changes_where_generation_stops():
    tokenizer = byte_level(SMOLLM2, [*CHATML_TOKENS, "<|done|>"], "<|im_end|>")
    assert stop_token_ids(tokenizer) == {tokenizer.convert_tokens_to_ids("<|im_end|>")}
    tokenizer.chat_template = SMOLLM2.replace("<|im_end|>", "<|done|>")
    assert tokenizer.convert_tokens_to_ids("<|done|>") in stop_token_ids(tokenizer)


PARTS = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
REFUSED_TEMPLATES = {
    "the message is not there": (SMOLLM2.replace("message['content']", "''"), "does not show a user message"),
    "the answer is not there": (
        "{% for message in messages %}{% if message['role'] == 'user' %}{{ message['content'] }}{% endif %}<|im_end|>"
        "{% endfor %}",
        "does not show an answer",
    ),
    "a thinking block is left to the model": (
        QWEN_3.replace("enable_thinking is defined and enable_thinking is false", "false"),
        r"writes '<think>\\n\\n</think>' before an answer",
    ),
    "a channel is left to the model": (
        "{% for message in messages %}<|im_start|>{{ message['role'] }}{% if message['role'] == 'assistant' %}"
        "<|channel|>final{% endif %}<|message|>{{ message['content'] }}<|im_end|>{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant{% endif %}",
        r"writes '<\|channel\|>final<\|message\|>' before an answer",
    ),
}


def encode_a_case(tokenizer: PreTrainedTokenizerFast) -> tuple[str, str]:
    """The prompt as the model sees it, and what is read of the answer that it is trained on."""
    prompt, [answer] = encode_completions(tokenizer, "Is it a UTI?", ["Yes, since 3 days."])
    return tokenizer.decode(prompt), decode_completion(tokenizer, answer)


def test_a_template_that_takes_content_as_parts_gets_parts():
    prompt, answer = encode_a_case(byte_level(PARTS, CHATML_TOKENS, "<|im_end|>"))
    assert "Is it a UTI?" in prompt
    assert answer == "Yes, since 3 days."


@pytest.mark.parametrize(("template", "message"), REFUSED_TEMPLATES.values(), ids=REFUSED_TEMPLATES)
def test_a_template_that_loses_or_adds_text_is_refused_by_name_and_without_the_case(template: str, message: str):
    tokenizer = byte_level(template, CHATML_TOKENS, "<|im_end|>")
    tokenizer.name_or_path = "acme/tiny"
    with pytest.raises(ChatTemplateError, match=message) as raised:
        encode_a_case(tokenizer)
    assert "acme/tiny" in str(raised.value)
    assert "UTI" not in str(raised.value)
    assert "3 days" not in str(raised.value)


def test_a_template_that_changes_some_texts_only_is_told_by_the_text():
    tokenizer = byte_level(
        SMOLLM2.replace("message['content'] +", "message['content'].replace('<b>', '') +"), CHATML_TOKENS, "<|im_end|>"
    )
    assert shows_prompt(tokenizer, " A plain note. ")
    assert shows_prompt(tokenizer, "A note with </s> and <|im_end|> in it.")
    assert not shows_prompt(tokenizer, "A note <b>in bold.")


TRL_TEMPLATES = sorted((Path(trl.__file__).parent / "chat_templates").glob("*.jinja"))


def read_trl_template(path: Path) -> tuple[str, str] | str:
    """`encode_a_case` with the template of a file, or why it is refused."""
    template = path.read_text()
    tokens = sorted({*CHATML_TOKENS, *re.findall(r"<[|/\w]+>", template)})
    try:
        return encode_a_case(byte_level(template, tokens, "<|im_end|>", "<|im_start|>"))
    except ChatTemplateError as error:
        return str(error)


@pytest.mark.parametrize("path", TRL_TEMPLATES, ids=lambda path: path.stem)
def test_each_template_that_trl_knows_shows_prompt_and_answer_or_is_refused(path: Path):
    found = read_trl_template(path)
    if isinstance(found, str):
        assert "declare a chat_template for this base model" in found
        assert "UTI" not in found
    else:
        assert "Is it a UTI?" in found[0]
        assert found[1] == "Yes, since 3 days."


def test_of_these_templates_those_with_a_channel_are_refused_and_the_plain_ones_served():
    found = {path.stem: read_trl_template(path) for path in TRL_TEMPLATES}
    assert "before an answer" in str(found["gptoss"])
    assert all(isinstance(found[name], tuple) for name in ("gemma3", "llama3_1", "qwen2_5", "smolvlm", "idefics3"))


TOKENIZER = make_tokenizer()
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
NOTES = st.lists(st.one_of(TEXTS, st.sampled_from(["<|im_end|>", "<|im_start|>", "<pad>"]))).map("".join)


@given(prompt=NOTES, completion=NOTES)
def test_no_text_of_a_note_becomes_a_special_token(prompt: str, completion: str):
    special = set(TOKENIZER.all_special_ids) | {TOKENIZER.convert_tokens_to_ids("<|im_start|>")}
    assert sum(token in special for token in encode_prompt(TOKENIZER, prompt)) == 3
    assert sum(token in special for token in encode_completion(TOKENIZER, prompt, completion)) == 1


@given(prompt=TEXTS, completion=TEXTS)
def test_any_answer_comes_back_from_its_ids_whatever_the_prompt(prompt: str, completion: str):
    ids = encode_completion(TOKENIZER, prompt, completion)
    assert decode_completion(TOKENIZER, ids) == completion.strip()
