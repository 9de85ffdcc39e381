"""YAML 1.2 read for mappings: codes stay text (`NO`, `0471`), a key named twice is an error, every key has its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from passerelle.mapping.problems import Problem

Key = tuple[str, ...]

CONSTANTS = {"": None, "null": None, "~": None, "true": True, "false": False}
WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")


@dataclass
class Document:
    """One file: its plain values, the line of every key, what is wrong with it so far, and the keys that another
    document has set."""

    file: str
    value: Any = None
    lines: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    origins: dict[Key, Origin] = field(default_factory=dict)

    def report(self, key: Sequence[str | int], message: str) -> None:
        """Note a problem at a key; the line is that of the nearest key that exists, or of what has set it."""
        self.problems.append(self._problem(tuple(str(part) for part in key), message))

    def _problem(self, parts: Key, message: str) -> Problem:
        above = [parts[:end] for end in range(len(parts), 0, -1)]
        origin = next((self.origins[key] for key in above if key in self.origins), None)
        if origin is None:
            line = next((self.lines[key] for key in above if key in self.lines), 1)
            return Problem(self.file, line, ".".join(parts), message)
        here = ".".join((Path(self.file).stem, *parts))
        return origin.document._problem(origin.key, f"'{origin.label}' sets {here}: {message}")


@dataclass(frozen=True)
class Origin:
    """The key of another document that has set something, and what a person calls it."""

    document: Document
    key: Key
    label: str


def read_document(root: Path, file: str) -> Document:
    """Read `root / file`. Problems of the YAML itself are in `.problems`, and `.value` is then None."""
    document = Document(file)
    try:
        node = _composed((root / file).read_text(encoding="utf-8"))
    except OSError as problem:
        document.problems.append(Problem(file, 1, "", f"cannot be read: {problem.strerror}"))
    except UnicodeDecodeError:
        document.problems.append(Problem(file, 1, "", "is not UTF-8 text; save it as UTF-8"))
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        document.problems.append(Problem(file, line, "", f"is not YAML: {problem.problem or problem.context}"))
    except YAMLStreamError as problem:
        document.problems.append(Problem(file, 1, "", f"is not YAML: {problem}"))
    else:
        document.value = _plain(node, (), document) if node is not None else None
        if not isinstance(document.value, dict):
            document.problems.append(Problem(file, 1, "", "must be keys and values"))
    return document


@lru_cache(maxsize=256)
def _composed(text: str) -> Node | None:
    """The nodes of a text, to be read only: an integration reads the same profiles several times, and YAML is slow."""
    return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]


def _plain(node: Node, key: Key, document: Document) -> Any:
    document.lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return {name: _plain(value, (*key, name), document) for name, value in _members(node, key, document)}
    if isinstance(node, SequenceNode):
        return [_plain(value, (*key, str(place)), document) for place, value in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _members(node: MappingNode, key: Key, document: Document) -> Iterator[tuple[str, Node]]:
    for name_node, value in node.value:
        if not isinstance(name_node, ScalarNode):
            document.report(key, "a key must be plain text")
            continue
        name, line = str(name_node.value), name_node.start_mark.line + 1
        if (*key, name) in document.lines:
            first = document.lines[(*key, name)]
            document.problems.append(
                Problem(document.file, line, ".".join((*key, name)), f"named twice (first in line {first})")
            )
            continue
        document.lines[(*key, name)] = line
        yield name, value


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    """A quoted value is text; so is a number that a person would not write that way (leading zero, exponent)."""
    text = str(node.value)
    if node.style:
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text
