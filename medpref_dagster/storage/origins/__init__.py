"""Where base models come from: a folder, the hub, a GGUF file inside a package. One module an origin.

Each gives files that are checked; what is made of them is kept by `storage.base_models`. Nothing is ever unpickled and
no code of a model repository is ever run.
"""


class BaseModelError(Exception):
    """A base model cannot be had, or is not what was declared. The message says what to do."""


def require_hash(found: str, expected: str, what: str, remedy: str) -> None:
    """Refuse what has another sha256 than it must have.

    Raises
    ------
    BaseModelError
        With both hashes.
    """
    if found != expected:
        raise BaseModelError(f"{what}: expected sha256 {expected}, found {found}; {remedy}")
