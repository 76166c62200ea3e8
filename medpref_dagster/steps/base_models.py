"""What of the base models decides what is made with them: for the tables of a task, a study and an ablation."""

from medpref_dagster.steps import DeclaredAblation, DeclaredStudy, DeclaredTask, given

_Declared = DeclaredTask | DeclaredStudy | DeclaredAblation


def has_templates(about: _Declared) -> bool:
    """Whether a base model declares a chat template."""
    return bool(about.parts["chat_templates"])


def has_targets(about: _Declared) -> bool:
    """Whether a base model declares which layers get adapters."""
    return bool(about.parts["lora_targets"])


def is_quantized(about: _Declared) -> bool:
    """Whether a base model declares weights of few bits."""
    return bool(about.parts["quantizations"])


TEMPLATES = given(has_templates, "chat_templates")
TARGETS = given(has_targets, "lora_targets")
QUANTIZATIONS = given(is_quantized, "quantizations")
