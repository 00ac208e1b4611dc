"""All mutants of the engine and the causes, and samples of them."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.mutation.knowledge import stated
from bench.mutation.operators import Change, changes, statements

HERE = Path(__file__).resolve().parents[2]
DOCTOR = HERE / "src" / "enishi" / "doctor"
TEXTS = frozenset(("en", "ja", "strict", "slots", "frozen"))
BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the `number`th of a file."""

    path: str
    number: int
    line: int
    what: str
    code: str

    @property
    def area(self) -> str:
        if self.path.startswith("causes/"):
            return "causes"
        return "signs" if "/signs/" in self.path else "engine"

    @property
    def file(self) -> Path:
        return DOCTOR / self.path

    @property
    def module(self) -> str:
        parts = self.path.removesuffix(".py").removesuffix("/__init__").split("/")
        return ".".join(("enishi", "doctor", *parts))

    def tree(self) -> ast.Module:
        """The file's syntax tree with the change made."""
        tree = ast.parse(self.file.read_bytes())
        for number, (_, (_, make)) in enumerate(_changes(tree)):
            if number == self.number:
                make()
                break
        return ast.fix_missing_locations(tree)


def files() -> list[Path]:
    return sorted((*DOCTOR.glob("engine/**/*.py"), *DOCTOR.glob("causes/**/cause.py")))


def all_mutants(part: str = "") -> list[Mutant]:
    """Every mutant of the files whose path holds `part`."""
    return [mutant for path in files() if part in path.as_posix() for mutant in _of_file(path)]


def sample(mutants: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """So many of them, from each file in proportion to what it has."""
    chance = random.Random(seed)
    by_file: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_file.setdefault(mutant.path, []).append(mutant)
    line = [mutant for path in sorted(by_file) for mutant in chance.sample(by_file[path], len(by_file[path]))]
    if size >= len(line):
        return line
    step = len(line) / size
    start = chance.random() * step
    return [line[int(start + step * place)] for place in range(size)]


def _of_file(path: Path) -> Iterator[Mutant]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    name = path.relative_to(DOCTOR).as_posix()
    for number, (line, (what, _)) in enumerate(_changes(ast.parse(source))):
        yield Mutant(name, number, line, what, lines[line - 1].strip()[:100])


def _changes(tree: ast.Module) -> Iterator[tuple[int, Change]]:
    """Line and change, in the order of the source."""
    for node, line in _nodes(tree, 1):
        for change in (*changes(node), *stated(node)):
            yield line, change
        for block in BLOCKS:
            held = getattr(node, block, None)
            if isinstance(held, list):
                for place, statement in enumerate(held):
                    for change in statements(held, place):
                        yield statement.lineno, change


def _nodes(node: ast.AST, line: int) -> Iterator[tuple[ast.AST, int]]:
    """What is run: no annotations, no decorators, no imports for the type checker, no texts for readers."""
    line = getattr(node, "lineno", line)
    yield node, line
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _left_out(child):
                yield from _nodes(child, line)


def _left_out(node: ast.AST) -> bool:
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.keyword):
        return node.arg in TEXTS
    if isinstance(node, ast.Assign):  # names for types
        return ast.unparse(node.value).startswith(("Literal[", "Callable[", "tuple[", "str |"))
    return False
