"""The house's own rules: small functions and modules, nobody's private names, each model's name said once."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from medpref_dagster.stages import CONTROLS, STAGES
from tests.conftest import CHECKOUT

PACKAGE = CHECKOUT / "medpref_dagster"
LONGEST_FUNCTION = 80
LONGEST_MODULE = 450

NAMES_OF_MODELS = {
    "stages.py": "the one place where they are said",
    "training/dpo.py": "TRL's own name of a loss",
    "preferences/rejected/__init__.py": "what an option in YAML may be",
    "preferences/rejected/model_errors.py": "what an option in YAML may be",
    "preferences/rejected/sampled.py": "what an option in YAML may be",
}
"""Modules that may write a model's name as text, and why; `declaration/` says what YAML may say."""


def list_modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "synthetic" not in path.parts]


def name_module(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def list_functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


MODULES = pytest.mark.parametrize("path", list_modules(), ids=name_module)


def find_long(path: Path) -> set[str]:
    text, name = path.read_text(), name_module(path)
    long = {
        f"{name}:{function.name}"
        for function in list_functions(ast.parse(text))
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    }
    return long | ({name} if len(text.splitlines()) > LONGEST_MODULE else set())


def test_functions_and_modules_are_small():
    assert {name for path in list_modules() for name in find_long(path)} == set()


@MODULES
def test_no_private_module_of_dagster_is_imported(path):
    imported: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            imported += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
    assert [name for name in imported if re.match(r"dagster\w*\.(.*\.)?_", name)] == []


def test_the_name_of_a_compared_model_is_written_in_one_place():
    names = {stage.name for stage in (*STAGES, *CONTROLS)}
    found: dict[str, list[int]] = {}
    for path in list_modules():
        module = name_module(path)
        if module in NAMES_OF_MODELS or module.startswith("declaration/"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and node.value in names:
                found.setdefault(module, []).append(node.lineno)
    assert found == {}


DECLARED_BY = "synthetic/__init__.py"
"""The reader whose rows are made up."""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=name_module)
def test_nobody_but_one_place_asks_whether_a_text_is_synthetic(path):
    module = name_module(path)
    if module == "disclosure.py":
        return
    found: list[int] = []
    for node in ast.walk(ast.parse(path.read_text())):
        named = (
            node.attr
            if isinstance(node, ast.Attribute)
            else node.id
            if isinstance(node, ast.Name)
            else node.arg
            if isinstance(node, ast.arg | ast.keyword)
            else ""
        )
        compares = isinstance(node, ast.Compare) and any(
            isinstance(side, ast.Constant) and side.value in ("synthetic", "deidentified", "identifiable")
            for side in (node.left, *node.comparators)
        )
        if compares or re.fullmatch(r"(is_)?synthetic|SYNTHETIC|DEIDENTIFIED|IDENTIFIABLE", named or ""):
            found.append(getattr(node, "lineno", 0))
    # Defaults and declarations state a disclosure; they do not ask for one.
    stated = {"declaration/machine.py": 1, "steps/shown.py": 1, DECLARED_BY: 1}
    assert len(found) == stated.get(module, 0), found
