"""Prompts and answers as the token ids of a model's own chat format.

What is trained on is exactly what generation would see and make: the ids of `encode_prompt`, then those of
`encode_completion`, which end with the one token on which generation stops.
"""

import functools
from collections.abc import Sequence
from typing import Any

import jinja2
from transformers import PreTrainedTokenizerBase

_FIXED_DAY = (
    "{%- macro strftime_now(format) -%}{{ '2024-07-26' if format == '%Y-%m-%d' else '26 Jul 2024' }}{%- endmacro -%}"
)
"""Some templates (Llama 3.1) write today's date into the prompt. Put before them, this gives the same ids tomorrow;
the day is Llama 3.1's own default."""


_QUESTION, _ANSWER = "Which of the two?", "Medpref"
"""What a template is tried with."""


class ChatTemplateError(Exception):
    """A tokenizer's chat template is missing or cannot be used. The message says what to do."""


def encode_prompt(tokenizer: PreTrainedTokenizerBase, prompt: str) -> list[int]:
    """Token ids of a user message, up to where the model's answer begins.

    A special token's text inside the prompt (a note that contains `</s>`) stays text: it is broken by a space.

    Raises
    ------
    ChatTemplateError
        If the tokenizer has no chat template, or one that refuses a single user message, does not show it or its
        answer, or puts a header before an answer that the model would have to write (a thinking block, a channel).
    """
    return _tokenize(tokenizer, _render(tokenizer, prompt, None))


def encode_completion(tokenizer: PreTrainedTokenizerBase, prompt: str, completion: str) -> list[int]:
    """Token ids that follow `encode_prompt` for this answer: the answer, its end-of-turn token, nothing behind it.

    White space around the answer is left out. An empty answer is the end-of-turn token alone.

    Raises
    ------
    ChatTemplateError
        As `encode_prompt`, and if the template does not render an answer as the continuation of its prompt.
    """
    return encode_completions(tokenizer, prompt, (completion,))[1][0]


def encode_completions(
    tokenizer: PreTrainedTokenizerBase, prompt: str, completions: Sequence[str]
) -> tuple[list[int], list[list[int]]]:
    """`encode_prompt`, and `encode_completion` of each answer to it, with every text rendered and tokenized once.

    Raises
    ------
    ChatTemplateError
        As `encode_completion`.
    """
    before = _render(tokenizer, prompt, None)
    answered = [_render(tokenizer, prompt, completion) for completion in completions]
    if not all(whole.startswith(before) for whole in answered):
        raise ChatTemplateError(
            f"the chat template of {_name(tokenizer)} renders an answered prompt differently from one that awaits its "
            "answer; declare a chat_template for this base model whose generation prompt is the begin of its answer"
        )
    prompt_ids, *answered_ids = _tokenize_all(tokenizer, [before, *answered])
    end = _end_of_turn(tokenizer, str(tokenizer.chat_template))
    answers: list[list[int]] = []
    for whole, ids in zip(answered, answered_ids, strict=True):
        answer = ids[len(prompt_ids) :]
        # Cut out of the whole where that is possible: a tokenizer that puts a space before the first word of a text
        # (SentencePiece) would put one before the answer.
        if ids[: len(prompt_ids)] != prompt_ids:
            answer = _tokenize(tokenizer, whole[len(before) :])
        answers.append([*answer[: answer.index(end)], end] if end in answer else [*answer, end])
    return prompt_ids, answers


def stop_token_ids(tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """The ids on which generation stops: the template's end of a turn, and the tokenizer's end of text.

    Raises
    ------
    ChatTemplateError
        As `encode_prompt`.
    """
    end_of_turn, end_of_text = _end_of_turn(tokenizer, str(tokenizer.chat_template)), tokenizer.eos_token_id
    return frozenset({end_of_turn, end_of_text} if isinstance(end_of_text, int) else {end_of_turn})


def decode_completion(tokenizer: PreTrainedTokenizerBase, ids: Sequence[int]) -> str:
    """The text of generated ids up to the first stop token, without special tokens and surrounding white space."""
    stops = stop_token_ids(tokenizer)
    length = next((i for i, token in enumerate(ids) if token in stops), len(ids))
    text = tokenizer.decode(list(ids[:length]), skip_special_tokens=True, clean_up_tokenization_spaces=False)
    return str(text).strip()


def write_plain_template(tokenizer: PreTrainedTokenizerBase) -> str:
    """The chat template for a program that knows nothing of ours: rendered with no arguments of its own it gives the
    text of `encode_prompt`, today's date left out and thinking off.

    What it cannot do is to break a special token's text inside a message.
    """
    template = str(tokenizer.get_chat_template())
    day = _FIXED_DAY if "strftime_now" in template else ""
    at_once = "{%- set enable_thinking = false -%}" if "enable_thinking" in template else ""
    return f"{day}{at_once}{template}"


def shows_prompt(tokenizer: PreTrainedTokenizerBase, prompt: str) -> bool:
    """Whether the template writes a user message as it is, but for white space around it.

    Raises
    ------
    ChatTemplateError
        As `encode_prompt`.
    """
    return break_special_tokens(tokenizer, prompt).strip() in _render(tokenizer, prompt, None)


def _render(tokenizer: PreTrainedTokenizerBase, prompt: str, completion: str | None) -> str:
    """The template's text of a prompt, up to where its answer begins; or of the prompt and its answer."""
    if not tokenizer.chat_template:
        raise ChatTemplateError(
            f"{_name(tokenizer)} has no chat template; declare chat_template for this base model in the profile"
        )
    as_parts = _try_template(tokenizer, str(tokenizer.chat_template))
    prompt = break_special_tokens(tokenizer, prompt)
    completion = None if completion is None else break_special_tokens(tokenizer, completion).strip()
    return _apply_template(tokenizer, prompt, completion, as_parts)


def _apply_template(
    tokenizer: PreTrainedTokenizerBase, prompt: str, completion: str | None, as_parts: bool = False
) -> str:
    def message(role: str, text: str) -> dict[str, Any]:
        return {"role": role, "content": [{"type": "text", "text": text}] if as_parts else text}

    messages = [message("user", prompt)]
    if completion is not None:
        messages.append(message("assistant", completion))
    template = tokenizer.get_chat_template()
    try:
        text = tokenizer.apply_chat_template(
            messages,
            chat_template=_FIXED_DAY + template if "strftime_now" in template else template,
            tokenize=False,
            add_generation_prompt=completion is None,
            enable_thinking=False,  # Qwen3 and others: answer at once
        )
    except (jinja2.TemplateError, TypeError) as error:
        raise ChatTemplateError(
            f"the chat template of {_name(tokenizer)} cannot render a user message"
            f"{'' if completion is None else ' and its answer'}: {error}; declare a chat_template for this base model"
        ) from error
    return str(text)


@functools.lru_cache(maxsize=16)
def _try_template(tokenizer: PreTrainedTokenizerBase, chat_template: str) -> bool:  # noqa: ARG001 - part of the key
    """Render a question and its answer; whether their content goes in as a list of parts.

    Templates of models that see images, too, often take nothing else, and drop a text without a word.
    """
    as_parts = not _shows_question(tokenizer, as_parts=False) and _shows_question(tokenizer, as_parts=True)
    asked = _apply_template(tokenizer, _QUESTION, None, as_parts)
    if _QUESTION not in asked:
        raise ChatTemplateError(
            f"the chat template of {_name(tokenizer)} does not show a user message: the model would not see the case; "
            "declare a chat_template for this base model that puts message['content'] into the text"
        )
    answered = _apply_template(tokenizer, _QUESTION, _ANSWER, as_parts)
    if _ANSWER not in answered:
        raise ChatTemplateError(
            f"the chat template of {_name(tokenizer)} does not show an answer; declare a chat_template for this base "
            "model that puts message['content'] into the text"
        )
    header = answered.removeprefix(asked).partition(_ANSWER)[0].strip()
    if answered.startswith(asked) and header:
        raise ChatTemplateError(
            f"the chat template of {_name(tokenizer)} writes {header!r} before an answer and leaves that to the model; "
            "declare a chat_template for this base model whose generation prompt ends with it"
        )
    return as_parts


def _shows_question(tokenizer: PreTrainedTokenizerBase, *, as_parts: bool) -> bool:
    try:
        return _QUESTION in _apply_template(tokenizer, _QUESTION, None, as_parts)
    except ChatTemplateError:
        return False


def _tokenize(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return _tokenize_all(tokenizer, [text])[0]


def _tokenize_all(tokenizer: PreTrainedTokenizerBase, texts: list[str]) -> list[list[int]]:
    # The template writes the special tokens; the tokenizer adding its own would double BOS.
    return [list(ids) for ids in tokenizer(texts, add_special_tokens=False)["input_ids"]]


@functools.lru_cache(maxsize=16)
def _end_of_turn(tokenizer: PreTrainedTokenizerBase, chat_template: str) -> int:  # noqa: ARG001 - part of the key
    """The first special token behind an answer in the template, else the tokenizer's end of text."""
    _, found, tail = _render(tokenizer, _QUESTION, _ANSWER).rpartition(_ANSWER)
    special = set(tokenizer.all_special_ids) | _special_added_tokens(tokenizer).keys()
    for token in _tokenize(tokenizer, tail) if found else []:
        if token in special and token != tokenizer.bos_token_id:
            return token
    if not isinstance(tokenizer.eos_token_id, int):
        raise ChatTemplateError(
            f"neither the chat template of {_name(tokenizer)} nor its tokenizer has a token that ends an answer; "
            "declare a chat_template for this base model that ends an answer with a special token"
        )
    return tokenizer.eos_token_id


def _special_added_tokens(tokenizer: PreTrainedTokenizerBase) -> dict[int, str]:
    return {index: token.content for index, token in tokenizer.added_tokens_decoder.items() if token.special}


def break_special_tokens(tokenizer: PreTrainedTokenizerBase, text: str) -> str:
    """The text with a space in every special token that it spells, so that it stays text."""
    for token in _special_added_tokens(tokenizer).values():
        if len(token) > 1 and token in text:
            text = text.replace(token, f"{token[0]} {token[1:]}")
    return text


def _name(tokenizer: PreTrainedTokenizerBase) -> str:
    return str(getattr(tokenizer, "name_or_path", "")) or "this tokenizer"
