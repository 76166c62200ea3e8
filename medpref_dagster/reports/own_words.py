"""What a page, a card or a plan says, to be looked through for identifiers, and which words in it are our own."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import medpref_dagster
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON

_WORD = re.compile(r"[^\W\d_]+")
_ROOMS = (
    "reports",
    "verdict",
    "gate",
    "rounds",
    "study",
    "serving",
    "controls",
    "declaration",
    "feedback",
    "answering",
)
_MODULES = ("stages.py", "schemas.py", "storage/model_cards.py", "storage/manifests.py")
_UNSEEN = ("script", "style")


def read_page_texts(folder: Path) -> set[str]:
    """Everything that a report says to a person or a program: the texts of its HTML, the texts of its JSON."""
    texts: set[str] = set()
    if (path := folder / REPORT_JSON).is_file():
        texts.update(list_texts(json.loads(path.read_text(encoding="utf-8"))))
    if (path := folder / REPORT_HTML).is_file():
        texts |= read_html_texts(path.read_text(encoding="utf-8"))
    return texts


def read_html_texts(page: str) -> set[str]:
    """The pieces of text of a page, without its styles, and what is written beside pictures."""
    reader = _Reader()
    reader.feed(page)
    return reader.texts


def list_texts(value: object) -> Iterator[str]:
    """Every text in JSON values, names of fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in cast("dict[str, object]", value).items():
            yield name
            yield from list_texts(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from list_texts(item)


def split_into_words(text: str) -> set[str]:
    """Its words without digits, casefolded."""
    return set(_WORD.findall(text.casefold()))


@cache
def read_own_words() -> frozenset[str]:
    """The words of this package's templates and sentences, casefolded: the tests that it names bear people's names."""
    root = Path(medpref_dagster.__file__).parent
    modules = [path for room in _ROOMS for path in sorted((root / room).rglob("*.py"))]
    words: set[str] = set()
    for path in (*modules, *(root / name for name in _MODULES)):
        for text in _list_constants(ast.parse(path.read_text(encoding="utf-8"))):
            words |= split_into_words(text)
    for path in sorted((root / "reports" / "templates").iterdir()):
        words |= split_into_words(path.read_text(encoding="utf-8"))
    return frozenset(words)


def _list_constants(tree: ast.AST) -> Iterator[str]:
    """Texts in code, without what only explains it."""
    for node in ast.walk(tree):
        children = [child for child in ast.iter_child_nodes(node) if not _is_docstring(child)]
        yield from (
            child.value for child in children if isinstance(child, ast.Constant) and isinstance(child.value, str)
        )


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self.texts |= {value for name, value in attrs if name in ("alt", "title", "aria-label") and value}

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen and data.strip():
            self.texts.add(data.strip())
