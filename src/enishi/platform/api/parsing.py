"""The request body: JSON in UTF-8 and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from ninja.parser import Parser

from enishi.kernel.errors import FieldError
from enishi.kernel.strings import t
from enishi.platform import language
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from enishi.kernel.errors import EnishiError

DEEPEST = 64
GUESSES = ("cp932", "euc_jp", "latin_1")


class StrictParser(Parser):
    """Ninja's parser with clear refusals: wrong type of content, wrong characters, malformed, too deep."""

    def parse_body(self, request: HttpRequest) -> Any:
        received = (request.content_type or "").lower()
        if received != "application/json" and not received.endswith("+json"):
            raise refuse("FMT03", 415, headers={"Accept": "application/json"}, received=received or "-")
        data = decode(request.body)
        _refuse_nul(data)
        return data


def decode(body: bytes) -> Any:
    """The JSON value in `body`.

    Raises:
        EnishiError: not UTF-8 or not JSON (400), with the place.
    """
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(body, error) from error
    lang = language.current()
    try:
        return msgspec.json.decode(body)
    except RecursionError as error:
        raise refuse("FMT01", 400, reason=t("platform.json.deep", lang, limit=DEEPEST)) from error
    except msgspec.MsgspecError as error:
        raise refuse("FMT01", 400, reason=str(error).removeprefix("JSON is malformed: ")) from error


def _not_utf8(body: bytes, error: UnicodeDecodeError) -> EnishiError:
    guess = next(name for name in GUESSES if _reads(body, name))
    words = t(f"platform.guess.{guess}", language.current())
    return refuse("FMT09", 400, byte=f"0x{body[error.start]:02x}", position=error.start, guess=words)


def _reads(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_nul(data: Any) -> None:
    """No database column takes U+0000, and no reader means it."""
    lang = language.current()
    pointer = next(_nul_pointers(data), None)
    if pointer is not None:
        why = t("platform.why.nul", lang)
        reasons = (FieldError(pointer, "SCH09", why),)
        raise refuse("SCH09", 422, key="platform.problem.value", errors=reasons, pointer=pointer, why=why)


def _nul_pointers(data: Any, pointer: str = "", depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        raise refuse("FMT01", 400, reason=t("platform.json.deep", language.current(), limit=DEEPEST))
    if isinstance(data, str):
        if "\x00" in data:
            yield pointer
    elif isinstance(data, dict):
        for name, value in data.items():
            if "\x00" in name:
                yield pointer
            yield from _nul_pointers(value, f"{pointer}/{escape(name)}", depth + 1)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _nul_pointers(value, f"{pointer}/{index}", depth + 1)


def escape(name: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
