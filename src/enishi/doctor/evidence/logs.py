"""A log line or a traceback of a client in Python, Node, PHP, Ruby, Java or Go."""

from __future__ import annotations

import re

from enishi.doctor.evidence.phases import failure_of
from enishi.kernel.exchange import Exchange, Request, Response

_MAX = 60_000
_URL = re.compile(r"(?:https?|wss?|smtps?)://[^\s\"'<>`\\)\]}]{3,2000}")
_METHOD = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b")
_STATUS = re.compile(
    r"(?:status(?:[ _-]?code)?[\"']?\s*[:=]?\s*|HTTP(?:/\d(?:\.\d)?)?[\" ]+|returned(?: an)? error: |resulted in a `?|error \(|\(|response:? |code[\"']?[:= ]+)([1-5]\d\d)\b"
    r"|\b([45]\d\d) (?:Client Error|Server Error|[A-Z][a-z]+)|request failed with status code ([45]\d\d)|\" ([1-5]\d\d) \d",
    re.IGNORECASE,
)
_PYTHON = re.compile(
    r"(?m)^([A-Za-z_][\w.]*(?:Error|Exception|Timeout|Warning|Fault|Refused|Disconnected|Invalid\w*))\b:? ?(.*)$"
)
_OTHERS = re.compile(
    r"(?:^|\s|\[)((?:[a-z][\w$]*\.)*[A-Z][\w$]*(?:Exception|Error|Fault)|[A-Z]\w+(?:::|\\)[\w:\\]+|(?:Uncaught )?(?:Type|Fetch|Axios)Error|Error)\b:?\s*(.{0,600})"
)
_JSON = re.compile(r"[{\[]")
_BODY_MARK = re.compile(
    r"(?i)(?:response(?: body)?|body|data|payload|message body|resulted in[^\n]*response)\s*[:=]\s*"
)


def from_log(text: str | bytes) -> Exchange:
    """What a log says about one call: method, URL, status, body of the answer and the exception."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    text = text[:_MAX]
    status = _status(text)
    body = _body(text)
    url, method = _URL.search(text), _METHOD.search(text)
    kind, message = _exception(text)
    answered = (
        Response(status, None, body.encode("utf-8", "surrogatepass") if body else None)
        if status or body
        else None
    )
    return Exchange(
        request=Request(method[1] if method else None, url[0].rstrip(".,;:") if url else None),
        response=answered,
        failure=failure_of(kind, message or text.strip()[:2000]) if message or not answered else None,
    )


def _status(text: str) -> int | None:
    found = _STATUS.search(text[:20_000])
    return int(next(part for part in found.groups() if part)) if found else None


def _exception(text: str) -> tuple[str, str]:
    python = list(_PYTHON.finditer(text))
    if python:
        return python[-1][1].rpartition(".")[2], f"{python[-1][1]}: {python[-1][2]}"[:2000]
    other = _OTHERS.search(text[:20_000])
    return (other[1], f"{other[1]}: {other[2]}") if other else ("", "")


def _body(text: str) -> str:
    """The first balanced JSON object or list that stands after a mark such as "body:", or at the end of a line."""
    mark = _BODY_MARK.search(text)
    start = _JSON.search(text, mark.end() if mark else 0)
    if not start:
        return ""
    return _balanced(text, start.start())


def _balanced(text: str, start: int) -> str:
    depth, quoted, position = 0, False, start
    limit = min(len(text), start + 20_000)
    while position < limit:
        here = text[position]
        if here == "\\":
            position += 2
            continue
        if here == '"':
            quoted = not quoted
        elif not quoted and here in "{[":
            depth += 1
        elif not quoted and here in "}]":
            depth -= 1
            if depth == 0:
                whole = text[start : position + 1]
                return whole if '"' in whole else ""
        position += 1
    return ""
