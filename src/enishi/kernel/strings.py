"""Text that a reader sees: one TOML table a room and language, looked up by key.

``src/enishi/<room>/strings.<lang>.toml`` holds nested keys; the room's name is the first part of the
key, so ``t("customers.list.title", "ja")`` reads ``[list] title`` of ``customers/strings.ja.toml``.
An entry is a text with named placeholders (``{name}``, ``{count:,}``) or a table ``{one = …, other = …}``
from which ``count`` chooses. Long prose is Markdown beside the code, not here.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

LANGUAGES = ("ja", "en")
PLURALS = frozenset({"one", "other"})
ROOT = Path(__file__).resolve().parent.parent

Entry = str | dict[str, str]


class MissingStringError(LookupError):
    """No such key, no such language, or a placeholder without a value: the message says which."""


def t(key: str, lang: str, /, **values: Any) -> str:
    """The text of `key` in `lang` with `values` in its placeholders.

    Raises:
        MissingStringError: unknown key or language, or a placeholder for which no value was given.
    """
    return fill(pattern(key, lang, values.get("count")), key, values)


def exists(key: str) -> bool:
    """Whether `key` has a text, for keys that are built from data (states, kinds)."""
    return key in table(LANGUAGES[0])


def pattern(key: str, lang: str, count: object = None) -> str:
    """The unfilled text of `key`; `count` chooses between its forms.

    Raises:
        MissingStringError: unknown key or language.
    """
    try:
        entry = table(lang)[key]
    except KeyError:
        home = f"{key.partition('.')[0]}/strings.{lang}.toml"
        raise MissingStringError(f"No text for {key!r} in {lang!r}: add it to {home}") from None
    if isinstance(entry, str):
        return entry
    return entry["one"] if count == 1 and "one" in entry else entry["other"]


def fill(text: str, key: str, values: dict[str, Any], formatter: Formatter | None = None) -> str:
    """`text` with its placeholders filled by `formatter` (a plain one by default).

    Raises:
        MissingStringError: a placeholder has no value.
    """
    try:
        return (formatter or Formatter()).vformat(text, (), values)
    except (KeyError, IndexError) as absent:
        raise MissingStringError(f"The text {key!r} needs a value for {absent}") from absent


def placeholders(entry: Entry) -> frozenset[str]:
    """Names of all placeholders of an entry, over all its forms."""
    texts = [entry] if isinstance(entry, str) else entry.values()
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None)


@cache
def table(lang: str) -> dict[str, Entry]:
    """Every entry of every room in one language, by full key."""
    found: dict[str, Entry] = {}
    for path in files(lang):
        found.update(_flatten(path.parent.name, tomllib.loads(path.read_text("utf-8"))))
    return found


def files(lang: str) -> list[Path]:
    """The tables of all rooms in one language."""
    return sorted(ROOT.glob(f"*/strings.{lang}.toml"))


def _flatten(prefix: str, node: dict[str, Any]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for name, value in node.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and not (value and value.keys() <= PLURALS):
            found.update(_flatten(key, value))
        else:
            found[key] = value
    return found
