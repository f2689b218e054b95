"""One YAML file as values that remember their lines.

YAML 1.2's core: `no` is a word, not false. A key given twice is a fault, not the second value. So
is an alias: a few of them, each of the one before, are more than fits into any memory.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

DEEPEST = 50

Place = tuple[str | int, ...]
"""Keys and positions from the top of the file."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something an author must mend: where, what, and what would be right."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(slots=True)
class Source:
    """A parsed file."""

    file: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of the nearest thing that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> Fault:
        return Fault(self.file, self.line(place), message)


def read_source(path: Path, root: Path) -> Source:
    source = Source(str(path.relative_to(root)))
    try:
        text = path.read_text("utf-8")
        source.faults += _bombs(text, source.file)
        node = None if source.faults else yaml.compose(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        source.faults.append(Fault(source.file, 1, "the file is missing"))
    except UnicodeDecodeError:
        source.faults.append(Fault(source.file, 1, "should be UTF-8"))
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        what = getattr(exc, "problem", None) or getattr(exc, "reason", None) or "not YAML"
        source.faults.append(Fault(source.file, mark.line + 1 if mark else 1, f"not YAML: {what}"))
    else:
        source.value = _value(node, (), source) if node else None
    return source


def _bombs(text: str, file: str) -> Iterator[Fault]:
    """What grows when it is read, or ends the process: the composer calls itself for each level,
    and libyaml has no limit."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            yield Fault(file, line, "an alias (`*name`) is not taken; write out what it stands for")
            return
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield Fault(file, line, f"should be nested at most {DEEPEST} deep")
            return


def _value(node: yaml.Node, place: Place, source: Source) -> Any:
    source.lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, i), source) for i, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, place: Place, source: Source) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            line = key_node.start_mark.line + 1
            source.faults.append(Fault(source.file, line, "a key should be a word"))
            continue
        key = str(key_node.value)
        if key in values:
            line = key_node.start_mark.line + 1
            source.faults.append(
                Fault(source.file, line, f"`{key}` is given twice; keep one of them")
            )
        values[key] = _value(value_node, (*place, key), source)
        source.lines[(*place, key)] = key_node.start_mark.line + 1
    return values


_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?")
MOST_DIGITS = 18
"""Of a number; more are a word, which nothing takes for a number."""
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or block: always a string; plain is None or "", by loader
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > MOST_DIGITS:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
