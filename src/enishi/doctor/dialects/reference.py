"""The written reference of the vendors: a page each, and an index of all their error codes."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from enishi.doctor.dialects.library import ROOT
from enishi.doctor.dialects.reference_words import SHARED, WORDS
from enishi.doctor.engine.catalogue import catalogue, folder_of
from enishi.doctor.engine.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("ja", "en")


def files() -> dict[str, str]:
    """Path below docs/reference → text, in both languages."""
    known = [tomllib.loads(path.read_text("utf-8")) for path in sorted(ROOT.glob("*.toml"))]
    vendors = [one for one in known if not one["slug"].startswith("_")]
    shared = [one for one in known if one["slug"].startswith("_")]
    found = {}
    for lang in LANGUAGES:
        found[f"vendors.{lang}.md"] = _list(vendors, shared, lang)
        found[f"vendor-codes.{lang}.md"] = _index(known, lang)
        found |= {f"vendors/{one['slug']}.{lang}.md": _page(one, lang) for one in known}
    return found


def _word(name: str, lang: str, **values: object) -> str:
    return WORDS[name].format(**values).of(lang)


def _cell(value: object) -> str:
    """Text that cannot end its table cell."""
    return str(value).replace("|", "\\|").replace("\n", " ")


def _code(value: object) -> str:
    fence = "``" if "`" in str(value) else "`"
    return f"{fence}{_cell(value)}{fence}" if value else ""


def _table(heads: list[str], rows: list[list[str]], lang: str) -> str:
    lines = [[_word(head, lang) for head in heads], ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _list(vendors: list[dict[str, Any]], shared: list[dict[str, Any]], lang: str) -> str:
    def table(some: list[dict[str, Any]]) -> str:
        rows = [
            [
                f"[{_cell(one['name'])}](vendors/{one['slug']}.{lang}.md)",
                str(len(one.get("code", [])) + len(one.get("phrase", []))),
                ", ".join(map(_code, one["hosts"][:3])),
            ]
            for one in sorted(some, key=lambda one: str(one["name"]).lower())
        ]
        return _table(["vendor", "count", "hosts"], rows, lang)

    return (
        f"# {_word('vendors', lang)}\n\n[{_word('index', lang)}](vendor-codes.{lang}.md)\n\n{table(vendors)}\n\n"
        f"## {SHARED.of(lang)}\n\n{table(shared)}\n"
    )


def _index(known: list[dict[str, Any]], lang: str) -> str:
    entries = [(entry, one) for one in known for entry in one.get("code", [])]
    rows = [
        [_code(entry["code"]), f"[{one['name']}](vendors/{one['slug']}.{lang}.md)", _cause(entry, lang)]
        for entry, one in sorted(entries, key=lambda pair: (pair[0]["code"].lower(), pair[1]["slug"]))
    ]
    table = _table(["code", "vendor", "cause"], rows, lang)
    links = _links([entry for entry, _ in entries], lang, up=2)
    return f"# {_word('index', lang)}\n\n{table}\n\n{links}\n"


def _cause(entry: dict[str, Any], lang: str) -> str:
    return f"[{_cell(page(entry['cause'], lang).title)}][{entry['cause']}]"


def _links(entries: list[dict[str, Any]], lang: str, *, up: int) -> str:
    """Where the causes named in a page are explained, `up` folders above it."""
    below = {
        slug: folder_of(catalogue().by_slug[slug]).relative_to(ROOT.parents[2]).as_posix()
        for slug in sorted({entry["cause"] for entry in entries})
    }
    return "\n".join(f"[{slug}]: {'../' * up}src/{path}/{lang}.md" for slug, path in below.items())


def _page(one: dict[str, Any], lang: str) -> str:
    parts = [f"# {one['name']}", *_traits(one, lang)]
    codes = [_entry(entry, "code", lang) for entry in one.get("code", [])]
    wordings = [_entry(entry, "pattern", lang) for entry in one.get("phrase", [])]
    if codes:
        heads = ["code", "with", "means", "cause", "again", "source"]
        parts += [f"## {_word('codes', lang)}", _table(heads, codes, lang)]
    if wordings:
        heads = ["wording", "with", "means", "cause", "again", "source"]
        parts += [f"## {_word('wordings', lang)}", _table(heads, wordings, lang)]
    links = [f"- [{doc[f'title_{lang}']}]({doc['url']})" for doc in one.get("docs", [])]
    if links:
        parts += [f"## {_word('docs', lang)}", "\n".join(links)]
    entries = one.get("code", []) + one.get("phrase", [])
    parts.append(_links(entries, lang, up=3))
    named = {entry["source"] for entry in entries}
    parts[-1] += "".join(f"\n[{key}]: {url}" for key, url in one["sources"].items() if key in named)
    return "\n\n".join(parts) + "\n"


def _entry(entry: dict[str, Any], key: str, lang: str) -> list[str]:
    again = entry.get("retryable")
    return [
        _code(entry[key]) + (f" ({_code(entry['when'])})" if "when" in entry else ""),
        str(entry.get("status", "")),
        _cell(entry.get(f"means_{lang}", "")),
        _cause(entry, lang),
        "" if again is None else _word("yes" if again else "no", lang),
        f"[{entry['source']}]",
    ]


def _traits(one: dict[str, Any], lang: str) -> Iterator[str]:
    """What is known besides the errors, a paragraph each."""
    auth, rate, version = one.get("auth", {}), one.get("rate", {}), one.get("version", {})
    paging, once = one.get("paging", {}), one.get("idempotency", {})
    life = auth.get("access_token_seconds")
    keys = ", ".join(
        (f"{key['kind']} " if lang == "en" else "") + _code(key["pattern"]) for key in auth.get("keys", [])
    )
    limits = [policy[f"note_{lang}"] for policy in rate.get("policy", [])]
    limits += [_code(header) for header in rate.get("headers", {}).values() if header]
    largest = _word("at_most", lang, count=paging.get("max")) if paging.get("max") else ""
    told = {
        "hosts": ", ".join(map(_code, one["hosts"])),
        "stands": ", ".join(_stands(one.get("envelope", {}))),
        "refusal": ", ".join(_code(item["pointer"]) for item in one.get("success", {}).get("failing", [])),
        "auth": " ".join(filter(None, [auth.get("scheme"), _code(auth.get("header"))])),
        "keys": keys,
        "token": _word("seconds", lang, count=life) if life else "",
        "rate": "; ".join(limits),
        "version": " ".join(filter(None, [_code(version.get("pattern")), version.get(f"note_{lang}")])),
        "paging": " ".join(filter(None, [_code(paging.get("param")), largest])),
        "once": " ".join(filter(None, [_code(once.get("header")), once.get(f"note_{lang}")])),
    }
    lines = [f"- **{_word(name, lang)}**: {text}" for name, text in told.items() if text]
    if lines:
        yield "\n".join(lines)


def _stands(envelope: dict[str, Any]) -> Iterator[str]:
    for kind, places in envelope.items():
        for place in places:
            pointers = [place] if isinstance(place, str) else [place.get("code"), place.get("message")]
            yield f"{kind} " + " ".join(_code(pointer) for pointer in pointers if pointer)
