"""Changes of what a cause states as data: weights, signals, statuses and how safe a remedy is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from bench.mutation.operators import Change, put

STEPS = ("hint", "weak", "clear", "strong", "decisive")
LEVELS = {"safe": "ask", "ask": "safe", "person": "ask"}
DROPPED = frozenset(("fact", "holds", "code", "status"))
STATUSES = frozenset(("usual_status", "possible_status"))
MADE_OF_WORDS = frozenset(("says", "told", "code", "holds", "status", "fact"))


def stated(node: ast.AST) -> Iterator[Change]:
    """Every change of a call in a cause: of a signal, of a remedy or of the cause itself."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    name = node.func.id
    if name in MADE_OF_WORDS:
        yield from _weights(node, positional=name == "fact")
    elif name == "remedy" and len(node.args) > 1:
        yield from _level(node.args[1])
    elif name == "Cause":
        for keyword in node.keywords:
            if isinstance(keyword.value, (ast.Tuple, ast.List)):
                yield from _elements(keyword.arg or "", keyword.value.elts)


def _weights(call: ast.Call, *, positional: bool) -> Iterator[Change]:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "weight"]
    for found in [*named, *(call.args[1:2] if positional else [])]:
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            for other in _others(found.value):
                yield f"weight {found.value} becomes {other}", put(found, "value", other)


def _others(weight: str) -> list[str]:
    """One step, two steps, and the opposite."""
    minus, name = ("-", weight[1:]) if weight.startswith("-") else ("", weight)
    at = STEPS.index(name)
    near = at + 1 if at + 1 < len(STEPS) else at - 1
    far = at + 2 if at + 2 < len(STEPS) else at - 2
    return [minus + STEPS[near], minus + STEPS[far], name if minus else f"-{name}"]


def _level(node: ast.expr) -> Iterator[Change]:
    if isinstance(node, ast.Constant) and node.value in LEVELS:
        other = LEVELS[node.value]
        yield f"level {node.value} becomes {other}", put(node, "value", other)


def _elements(part: str, elements: list[ast.expr]) -> Iterator[Change]:
    for place, element in enumerate(elements):
        if part in STATUSES:
            yield f"{part} without {ast.unparse(element)}", _without(elements, place)
        elif part == "signals" and isinstance(element, ast.Call) and _name(element.func) in DROPPED:
            yield f"signal dropped: {_shown(element)}", _without(elements, place)


def _shown(call: ast.Call) -> str:
    return f"{_name(call.func)}({', '.join(ast.unparse(value) for value in call.args)})"


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _without(elements: list[ast.expr], place: int) -> Callable[[], None]:
    return lambda: elements.__delitem__(place)
