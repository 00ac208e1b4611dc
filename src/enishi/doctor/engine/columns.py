"""Text in columns of a terminal, where East Asian characters take two."""

from __future__ import annotations

import unicodedata

_ZERO = ("Mn", "Me", "Cf")


def width(text: str) -> int:
    return sum(_of(character) for character in text)


def _of(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in _ZERO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text, with an ellipsis when it does not fit."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += _of(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept) + "…"


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int, *, indent: str = "", after: str | None = None) -> list[str]:
    """Lines no wider than `columns`: between words, and between any two East Asian characters."""
    rest = after if after is not None else indent
    lines: list[str] = []
    current = indent
    for piece in _pieces(text):
        blank = current.strip() == ""
        if not blank and width(current + piece.rstrip()) > columns and piece.strip() not in _NOT_FIRST:
            lines.append(current.rstrip())
            current, piece = rest, piece.lstrip()  # noqa: PLW2901
        current += piece
        while width(current) > columns and not current[len(rest) :].strip().isspace():
            head = cut(current, columns + 1)[:-1] or current[:columns]
            lines.append(head)
            current = rest + current[len(head) :]
    return [*lines, current.rstrip()] if current.strip() else lines


_NOT_FIRST = frozenset("、。)」』,.!?:;】")


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    word = ""
    for character in text:
        if _of(character) == 2 and character not in _NOT_FIRST:  # noqa: PLR2004
            pieces += [word, character] if word else [character]
            word = ""
        elif character == " ":
            pieces.append(word + character)
            word = ""
        else:
            word += character
    return [*pieces, word] if word else pieces
