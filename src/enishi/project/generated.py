"""Files that are written by a program: `python -m enishi.project.generated [--check]`.

The OpenAPI document, the table of settings and the reference of the vendors in both languages, and the
migrations' agreement with the models. With --check nothing is written and a file that is out of date is an error.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"


def main(arguments: list[str]) -> int:
    """Write or check every file; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enishi.project.settings")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update({"ENISHI_HOME": home, "ENISHI_PUBLIC_URL": "", "ENISHI_DATABASE_URL": ""})
        import django

        django.setup()
        from enishi.doctor.dialects import reference

        wanted = {"openapi.json": openapi()} | {
            f"settings.{lang}.md": settings(lang) for lang in ("ja", "en")
        }
        wanted |= reference.files()
        stale = [name for name, text in wanted.items() if _present(name) != text]
        if "--check" not in arguments:
            _write({name: wanted[name] for name in stale})
            return 0
        for name in stale:
            print(f"docs/reference/{name} is out of date: run `make docs`", file=sys.stderr)  # noqa: T201
        return 1 if stale or _models_moved() else 0


def openapi() -> str:
    """The OpenAPI document of an installation without fields of its own."""
    import msgspec
    from django.urls import clear_url_caches, get_resolver

    clear_url_caches()
    _ = get_resolver().url_patterns
    from enishi.platform.api.site import api

    found = dict(api.get_openapi_schema())
    found["info"] = found["info"] | {"version": "0"}
    return msgspec.json.format(msgspec.json.encode(found, enc_hook=str), indent=2).decode() + "\n"


def settings(lang: str) -> str:
    """The table of all settings."""
    from enishi.kernel.strings import t
    from enishi.platform.config import options

    heads = [t(f"project.cli.config.{name}", lang) for name in ("name", "default", "why")]
    rows = [heads, ["---"] * len(heads)]
    for option in options.OPTIONS:
        why = option.why_ja if lang == "ja" else option.why_en
        rows.append([f"`{option.name}`", f"`{option.default}`" if option.default else "", why])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"# {t('project.generated.settings', lang)}\n\n{table}\n"


def _present(name: str) -> str | None:
    path = REFERENCE / name
    return path.read_text("utf-8") if path.exists() else None


def _write(files: dict[str, str]) -> None:
    for name, text in files.items():
        (REFERENCE / name).parent.mkdir(parents=True, exist_ok=True)
        (REFERENCE / name).write_text(text, "utf-8")
        print(f"wrote docs/reference/{name}")  # noqa: T201


def _models_moved() -> bool:
    """Whether a model was changed without its migration; says which."""
    from django.core.management import call_command

    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
