"""Commands of the doctor: diagnose, explain, check.

Exit codes, for continuous integration: 0 nothing fails, 1 a failure whose cause is found, 3 a failure whose cause the
evidence does not decide, 2 wrong use or nothing readable. `diagnose --json -` always ends with 0.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enishi.doctor.engine.diagnosis import Diagnosis
    from enishi.kernel.exchange import Exchange

NOTHING_FAILS, FOUND, USAGE, UNDECIDED = 0, 1, 2, 3
_MAX_INPUT = 20_000_000
_MAX_WIDTH = 100

Lang = Annotated[str, typer.Option("--lang", help="ja or en; from LANG when absent.")]


def main(arguments: list[str]) -> int:
    """Run one command; the exit code. The line-by-line form is served without the command-line library's start-up."""
    if arguments[:3] == ["diagnose", "--json", "-"]:
        return _lines()
    app = typer.Typer(
        add_completion=False, no_args_is_help=True, help="Names the real cause of a failing API call."
    )
    register(app)
    return int(app(arguments, standalone_mode=False) or 0)


def register(app: typer.Typer) -> None:
    """Add the doctor's commands to a command line."""
    app.command("diagnose")(_exiting(diagnose_command))
    app.command("explain")(_exiting(explain_command))
    app.command("check")(_exiting(check_command))


def _exiting(command: Callable[..., int]) -> Callable[..., None]:
    """A command whose returned number becomes the exit code."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        raise typer.Exit(command(*arguments, **options))

    return run


def diagnose_command(
    source: Annotated[
        str, typer.Argument(help="File with a response, log, curl output, HAR or case; - reads stdin.")
    ] = "-",
    *,
    curl: Annotated[
        bool, typer.Option("--curl", help="The input is a curl command with its output.")
    ] = False,
    har: Annotated[
        bool, typer.Option("--har", help="The input is a HAR file; every failing entry is diagnosed.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Answer in JSON; with - cases in, answers out, one a line.")
    ] = False,
    probe: Annotated[
        bool,
        typer.Option(
            "--probe", help="Look at the other system, read-only, when the evidence does not decide."
        ),
    ] = False,
    vendor: Annotated[str, typer.Option("--vendor", help="Name of the other system.")] = "",
    context: Annotated[
        str, typer.Option("--context", help="What else you have seen, in your own words.")
    ] = "",
    lang: Lang = "",
) -> int:
    """Name the cause of a failing API call and say what to do."""
    if json and source == "-":
        return _lines()
    text = _read(source)
    if text is None:
        return USAGE
    found = [
        _one(exchange, vendor, context, probe=probe) for exchange in _exchanges(text, curl=curl, har=har)
    ]
    _write(found, _language(lang), as_json=json)
    if not found:
        return NOTHING_FAILS
    return FOUND if all(one.decided for one in found) else UNDECIDED


def explain_command(
    what: Annotated[str, typer.Argument(help="Code (AUTH10), slug, HTTP status, or a vendor's error code.")],
    *,
    vendor: Annotated[
        str, typer.Option("--vendor", help="Name of the other system, for its own codes.")
    ] = "",
    lang: Lang = "",
) -> int:
    """Explain a cause, a status or a vendor's error code, offline."""
    from enishi.doctor.explaining import explain

    text = explain(what, _language(lang), vendor=vendor)
    if text is None:
        _say(
            {"en": f"Nothing is known about {what}.", "ja": f"「{what}」については登録がありません。"}[
                _language(lang)
            ]
        )
        return USAGE
    print(text)
    return 0


def check_command(
    url: Annotated[str, typer.Argument(help="Address that is to be called.")],
    *,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", help="Private network that may be looked at, such as 10.0.0.0/8."),
    ] = None,
    lang: Lang = "",
) -> int:
    """Look at an address before it is first used: name, port, certificate, first answer, clock, redirects."""
    from enishi.doctor.preflight import check
    from enishi.doctor.probes.policy import Policy
    from enishi.doctor.probes.sockets import SocketProber

    seen = check(url, SocketProber(Policy(allowed=tuple(allow or ()))))
    for one in seen:
        print(f"  {'✓' if one.ok else '✗'} {one.probe:9} {one.seen.of(_language(lang))}")
    return NOTHING_FAILS if all(one.ok for one in seen) else FOUND


def _lines() -> int:
    from enishi.doctor.corpus_lines import answers

    for line in answers(sys.stdin):
        print(line)
    return NOTHING_FAILS


def _read(source: str) -> bytes | None:
    try:
        return sys.stdin.buffer.read(_MAX_INPUT) if source == "-" else Path(source).read_bytes()[:_MAX_INPUT]
    except OSError as error:
        _say(f"{source}: {error.strerror or error}")
        return None


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _exchanges(text: bytes, *, curl: bool, har: bool) -> Iterable[Exchange]:
    from enishi.doctor import evidence

    if curl:
        return (evidence.from_curl(text.decode("utf-8", "replace")),)
    return evidence.from_har(text) if har else evidence.from_text(text)


def _one(exchange: Exchange, vendor: str, context: str, *, probe: bool) -> Diagnosis:
    from enishi.doctor.consult import diagnose, investigate

    found = diagnose(exchange, vendor=vendor or None, context=context or None)
    if not probe or found.decided:
        return found
    from enishi.doctor.probes.policy import Policy
    from enishi.doctor.probes.sockets import SocketProber

    return investigate(exchange, SocketProber(Policy()), vendor=vendor or None, context=context or None)[0]


def _write(found: list[Diagnosis], lang: str, *, as_json: bool) -> None:
    import json
    import shutil

    if as_json:
        print(json.dumps([one.to_dict(lang) for one in found], ensure_ascii=False, indent=2))
        return
    columns = min(_MAX_WIDTH, shutil.get_terminal_size((80, 24)).columns)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for one in found:
        print(one.text("ja" if lang == "ja" else "en", columns, colour=colour))
    if not found:
        print(
            {"en": "No failing exchange was found.", "ja": "失敗した呼び出しは見つかりませんでした。"}[lang]
        )


def _language(lang: str) -> str:
    wanted = (
        lang or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"
    )
    return "ja" if wanted.lower().startswith("ja") else "en"
