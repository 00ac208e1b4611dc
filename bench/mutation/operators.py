"""The usual operators: what may be changed at one node of a syntax tree.

Each change is a pair: words for it, and a function that carries it out on the node (and its parent) in place.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

Change = tuple[str, Callable[[], None]]

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
SMALL = 20  # a larger whole number is a bound: one more or less says nothing, half of it does


def changes(node: ast.AST) -> Iterator[Change]:
    """Every change of this node that keeps it the same kind of node."""
    for kind, change in BY_KIND.items():
        if isinstance(node, kind):
            yield from change(node)


def _compared(node: ast.Compare) -> Iterator[Change]:
    for place, was in enumerate(node.ops):
        other = COMPARED[type(was)]
        yield f"{type(was).__name__} becomes {other.__name__}", into(node.ops, place, other())


def _calculated(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    other = CALCULATED.get(type(node.op))
    if other is not None:
        yield f"{type(node.op).__name__} becomes {other.__name__}", put(node, "op", other())


def _joined(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield f"{type(node.op).__name__} becomes {other.__name__}", put(node, "op", other())


def _turned(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield "not removed", put(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node.op, ast.USub):
        yield "minus removed", put(node, "op", ast.UAdd())


def _constant(node: ast.Constant) -> Iterator[Change]:
    for value in _shifted(node.value):
        yield f"{node.value!r} becomes {value!r}", put(node, "value", value)


def _returned(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "returns None", put(node, "value", ast.Constant(None))


def _forced(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    for value in (False,) if isinstance(node, ast.While) else (True, False):
        yield f"condition forced {value}", put(node, "test", ast.Constant(value))


def _unfiltered(node: ast.comprehension) -> Iterator[Change]:
    for place, _ in enumerate(node.ifs):
        yield "filter dropped", into(node.ifs, place, ast.Constant(True))


BY_KIND: dict[Any, Callable[[Any], Iterator[Change]]] = {
    ast.Compare: _compared,
    (ast.BinOp, ast.AugAssign): _calculated,
    ast.BoolOp: _joined,
    ast.UnaryOp: _turned,
    ast.Constant: _constant,
    ast.Return: _returned,
    (ast.If, ast.IfExp, ast.While): _forced,
    ast.comprehension: _unfiltered,
}


def statements(body: list[ast.stmt], place: int) -> Iterator[Change]:
    """Every change of a block at one place: the statement deleted, `break` and `continue` swapped."""
    statement = body[place]
    if isinstance(statement, (ast.Break, ast.Continue)):
        other = ast.Continue() if isinstance(statement, ast.Break) else ast.Break()
        yield f"{type(statement).__name__.lower()} swapped", into(body, place, other)
    elif _worth_deleting(statement):
        yield "statement deleted", into(body, place, ast.Pass())


def _worth_deleting(statement: ast.stmt) -> bool:
    """Not what would fail at once for want of a name, and no docstring."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign):
        return not any(isinstance(target, (ast.Name, ast.Tuple)) for target in statement.targets)
    return isinstance(statement, (ast.AugAssign, ast.Raise))


def _shifted(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1] if abs(value) < SMALL else [value // 2]
    return [value + 1.0] if isinstance(value, float) else []


def into(items: list[Any], place: int, value: object) -> Callable[[], None]:
    """Sets one of a list."""
    return lambda: items.__setitem__(place, value)


def put(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    """Sets a part of a node."""
    return lambda: setattr(node, name, value)
