"""The evidence of one exchange, parsed on first use. Nothing here raises, whatever the bytes are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from enishi.doctor.engine.facts import Facts
from enishi.doctor.engine.reading import codes_in, decode, fields_in, kind_of, leaves, text_of_markup
from enishi.doctor.engine.words import plain
from enishi.kernel.exchange import Exchange, Headers, header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.dialect import Dialect
    from enishi.doctor.engine.known import Contract, History, Settings

MAX_TEXT = 16_000  # characters of a body that are read
MAX_CONTEXT = 6_000
MAX_WORDS = 4_500  # characters of a part that are compared with phrases
_SCHEME = re.compile(r"\s*([A-Za-z][\w\-]*)\s+(.+)", re.DOTALL)
_CHALLENGE_PARAM = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_STATUS_IN_TEXT = re.compile(
    r"(?:status(?: ?code)?|error|code|http(?:/\d(?:\.\d)?)?|returned(?: an error)?|response|failed with)\s*[:=]?\s*[(\[]?([1-5]\d\d)\b"
    r"|[(\[]([45]\d\d)[)\]]|^\s*([45]\d\d)\b|\b([45]\d\d) (?:client error|server error|[A-Z][a-z]+)",
    re.IGNORECASE,
)
_CODE_LIKE = re.compile(
    r"\b(?:[A-Z][A-Z0-9]*(?:[_\-][A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+|[A-Z][a-z]+(?:[A-Z][a-z0-9]*)+|[a-z]+(?:[A-Z][a-z0-9]+)+"
    r"|[A-Z]{1,12}\d{2,8}|[A-Z]{4,}|E[A-Z]{5,}|[a-z]+(?:\.[a-zA-Z_]+)+|[a-z]+(?:-[a-z]+)+)\b"
)
_DOTTED = re.compile(r"\b\d\.\d\.\d{1,3}\b|\b\d{3,6}\b")
_CREDENTIAL_HEADER = re.compile(
    r"^(?:proxy-)?authorization$|api[-_]?(?:key|token)|access[-_]?token|auth[-_]?token|^x-[a-z-]*(?:token|key|secret)$|^token$|^apikey$",
    re.IGNORECASE,
)
_CREDENTIAL_NAME = re.compile(
    r"^(?:access_?token|api_?key|api_?token|auth_?token|token|key|apikey|appid|app_?id|client_secret|consumer_secret|"
    r"oauth_token|secret|password|sig|signature)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Credential:
    """What identifies the caller: scheme in lower case ("bearer", "basic", "" for a bare key), value, where it stood."""

    scheme: str
    value: str
    where: str
    name: str


class Evidence:
    """Everything known about one exchange."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        vendor: str | None = None,
        context: str | None = None,
        history: History | None = None,
        contract: Contract | None = None,
        settings: Settings | None = None,
        now: datetime | None = None,
        dialect: Dialect | None = None,
    ) -> None:
        self.exchange = exchange
        self.vendor = vendor or ""
        self.context = (context or "")[:MAX_CONTEXT]
        self.history = history
        self.contract = contract
        self.settings = settings
        self.now = now or exchange.started_at or datetime.now(UTC)
        self.dialect = dialect
        self._words: dict[str, str] = {}

    # request -------------------------------------------------------------------------------------------------

    @cached_property
    def method(self) -> str:
        return (self.exchange.request.method or "").upper()

    @cached_property
    def url(self) -> str:
        return (self.exchange.request.url or "")[:MAX_TEXT]

    @cached_property
    def _split(self) -> tuple[str, str, str, str]:
        try:
            parts = urlsplit(self.url.strip())
            return parts.scheme, parts.netloc, parts.path, parts.query  # noqa: TRY300
        except ValueError:
            return "", "", self.url, ""

    @property
    def scheme(self) -> str:
        return self._split[0].lower()

    @cached_property
    def host(self) -> str:
        netloc = self._split[1].rpartition("@")[2].lower()
        return netloc if netloc.startswith("[") else netloc.partition(":")[0]

    @property
    def path(self) -> str:
        return self._split[2]

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        try:
            return tuple(parse_qsl(self._split[3], keep_blank_values=True, max_num_fields=200))
        except ValueError:
            return ()

    @property
    def raw_query(self) -> str:
        return self._split[3]

    @property
    def sent_headers(self) -> Headers | None:
        return self.exchange.request.headers

    def sent_header(self, name: str) -> str | None:
        return header(self.exchange.request.headers, name)

    @cached_property
    def sent_text(self) -> str:
        return decode(self.exchange.request.body, MAX_TEXT)

    @cached_property
    def sent_json(self) -> Any:
        """The request body as JSON; None when it is not JSON (or is null)."""
        return _json(self.sent_text)

    @cached_property
    def sent_form(self) -> dict[str, str]:
        text = self.sent_text
        if not text or text.lstrip()[:1] in "{[<" or "=" not in text or "\n" in text.strip():
            return {}
        try:
            return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=500))
        except ValueError:
            return {}

    @cached_property
    def sent_type(self) -> str:
        return (self.sent_header("content-type") or "").partition(";")[0].strip().lower()

    @cached_property
    def credential(self) -> Credential | None:
        """The credential that was sent; None when none is seen (or the request's headers are not known)."""
        return self._credential_in_headers() or self._credential_in_values()

    def _credential_in_headers(self) -> Credential | None:
        for name, value in self.sent_headers or ():
            if _CREDENTIAL_HEADER.search(name):
                found = _SCHEME.fullmatch(value) if name.lower().endswith("authorization") else None
                if found:
                    return Credential(found[1].lower(), found[2], "request.header", name)
                return Credential("", value, "request.header", name)
        return None

    def _credential_in_values(self) -> Credential | None:
        body = self.sent_json if isinstance(self.sent_json, dict) else {}
        places = (
            ("query", "request.url", self.query),
            ("body", "request.body", tuple(self.sent_form.items())),
            (
                "body",
                "request.body",
                tuple((str(name), value) for name, value in body.items() if isinstance(value, str)),
            ),
        )
        for scheme, where, pairs in places:
            for name, value in pairs:
                if _CREDENTIAL_NAME.match(name):
                    return Credential(scheme, value, where, name)
        return None

    # answer --------------------------------------------------------------------------------------------------

    @cached_property
    def status(self) -> int | None:
        """Status of the answer; when no answer is known, the one that the exception names."""
        response = self.exchange.response
        if response is not None and response.status is not None:
            return response.status
        found = _STATUS_IN_TEXT.search(self.exception[:2000]) if self.exception else None
        return int(next(part for part in found.groups() if part)) if found else None

    @property
    def answered(self) -> bool:
        response = self.exchange.response
        return response is not None and (
            response.status is not None or bool(response.body) or bool(response.headers)
        )

    @property
    def got_headers(self) -> Headers | None:
        return self.exchange.response.headers if self.exchange.response else None

    def got_header(self, name: str) -> str | None:
        return header(self.got_headers, name)

    @cached_property
    def got_text(self) -> str:
        response = self.exchange.response
        return decode(response.body, MAX_TEXT) if response else ""

    @cached_property
    def got_json(self) -> Any:
        return _json(self.got_text)

    @cached_property
    def got_type(self) -> str:
        return (self.got_header("content-type") or "").partition(";")[0].strip().lower()

    @cached_property
    def got_kind(self) -> str:
        """What the answer's body really is: json, xml, html, text, empty or none (no answer known)."""
        if self.exchange.response is None:
            return "none"
        return kind_of(self.got_text, parsed=self.got_json)

    @cached_property
    def challenge(self) -> tuple[str, dict[str, str]]:
        """Scheme (lower case) and parameters of WWW-Authenticate."""
        value = self.got_header("www-authenticate") or ""
        params = {name.lower(): quoted or bare for name, quoted, bare in _CHALLENGE_PARAM.findall(value)}
        return value.partition(" ")[0].strip(",").lower(), params

    @cached_property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Error codes of the answer with the pointer at which each stands."""
        found = list(dict.fromkeys([*self._documented_codes(), *codes_in(self.got_json)]))
        error = self.challenge[1].get("error")
        if error:
            found.append(("WWW-Authenticate", error))
        text = self.got_text.strip()
        if self.got_json is None and text and len(text) <= 80 and " " not in text and "<" not in text:  # noqa: PLR2004
            found.append(("", text))
        return tuple(found)

    def _documented_codes(self) -> Iterator[tuple[str, str]]:
        """Codes that stand where the vendor's documentation says."""
        places = {where.code for where in self.dialect.json} if self.dialect else set()
        places |= {refusal.code for refusal in self.dialect.failing} if self.dialect else set()
        for pointer, value in leaves(self.got_json) if places else ():
            general = re.sub(r"/\d+(?=/|$)", "/*", pointer)
            if (pointer in places or general in places) and re.fullmatch(r"\S{1,80}", value):
                yield pointer, value

    @cached_property
    def plain_codes(self) -> dict[str, str]:
        """Plain form of each code, with its pointer."""
        return {plain(value): pointer for pointer, value in self.codes}

    @cached_property
    def code_words(self) -> tuple[str, ...]:
        """Plain forms of everything that may be an error code: codes of the answer and code-like words anywhere."""
        found = dict.fromkeys(self.plain_codes)
        text = f"{ends(self.got_text)}\n{ends(self.exception)}"
        found.update(dict.fromkeys(plain(word) for word in _CODE_LIKE.findall(text)[:200]))
        if self.status is not None and self.got_kind == "text":
            found.update(dict.fromkeys(plain(word) for word in _DOTTED.findall(text[:400])))
        return tuple(found)

    @cached_property
    def messages(self) -> tuple[tuple[str, str], ...]:
        """Strings of the answer's JSON with their pointers."""
        return tuple(leaves(self.got_json))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Names of fields that the answer complains about."""
        return tuple(fields_in(self.got_json, f"{self.got_text[:2000]} {self.exception[:2000]}"))

    # words ---------------------------------------------------------------------------------------------------

    @cached_property
    def exception(self) -> str:
        failure = self.exchange.failure
        if failure is None:
            return ""
        kind = "" if failure.kind and failure.kind in failure.message else failure.kind
        return f"{kind}: {failure.message}"[:MAX_TEXT] if kind else failure.message[:MAX_TEXT]

    def words(self, where: str) -> str:
        """Plain form of a part: answer, exception, said, context, url, sent or any."""
        found = self._words.get(where)
        if found is None:
            found = self._words[where] = plain(ends(self._raw(where)))
        return found

    def _raw(self, where: str) -> str:  # noqa: PLR0911
        if where == "answer":
            return self._answer_words()
        if where == "exception":
            return self._exception_words
        if where == "said":
            return f"{self._answer_words()}\n{self._exception_words}"
        if where == "context":
            return self.context
        if where == "url":
            return f"{self.method} {unquote(self.url)}"
        if where == "sent":
            names = " ".join(f"{name} {value}" for name, value in (self.sent_headers or ())[:60])
            return f"{names}\n{self.sent_text[:4000]}"
        return f"{self._answer_words()}\n{self._exception_words}\n{self.context}"

    def _answer_words(self) -> str:
        if self.exchange.response is None:
            return ""
        said = [self.got_header(name) or "" for name in _TALKING_HEADERS] if self.got_headers else []
        if self.got_json is not None:
            said += [
                f"{_last(pointer)} {value}"
                for pointer, value in self.messages[:200]
                if not self._says_no_more(value)
            ]
        elif self.got_kind in ("html", "xml"):
            said.append(text_of_markup(self.got_text[:8000]))
        elif not self._says_no_more(self.got_text):
            said.append(self.got_text[:8000])
        return "\n".join(filter(None, said))[:MAX_TEXT]

    def _says_no_more(self, text: str) -> bool:
        """Whether a text only repeats the status, such as "Unauthorized" with a 401."""
        phrase = _REASONS.get(self.status or 0)
        return (
            phrase is not None
            and len(text) < _SHORT_TEXT
            and _bare(text) in (_bare(phrase), f"{self.status}{_bare(phrase)}")
        )

    @cached_property
    def _exception_words(self) -> str:
        """The exception without the standard phrase of its status."""
        phrase = _REASONS.get(self.status or 0)
        if phrase is None or str(self.status) not in self.exception:
            return self.exception
        return re.sub(
            rf"({self.status}\)?[:\s]{{0,3}}(?:Client Error:|Server Error:)?\s?){phrase}",
            r"\1",
            self.exception,
            flags=re.IGNORECASE,
        )

    @cached_property
    def facts(self) -> Facts:
        return Facts(self)


_SHORT_TEXT = 60
_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def ends(text: str) -> str:
    """A long text's beginning and end, where messages and the last exception stand."""
    return text if len(text) <= MAX_WORDS else f"{text[: MAX_WORDS * 2 // 3]}\n{text[-MAX_WORDS // 3 :]}"


_TALKING_HEADERS = (
    "www-authenticate",
    "warning",
    "x-error",
    "x-error-message",
    "x-amzn-errortype",
    "location",
    "server",
    "proxy-authenticate",
)


def _last(pointer: str) -> str:
    name = pointer.rpartition("/")[2]
    return "" if name.isdigit() else name


def _json(text: str) -> Any:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if not start or start not in '{["0123456789tfn-':
        return None
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
