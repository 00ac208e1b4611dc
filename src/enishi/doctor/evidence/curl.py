"""A curl command line with its output (`-v`, `-i`, or the error line), as copied from a terminal."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

from enishi.doctor.evidence.phases import failure_of
from enishi.doctor.evidence.raw import MAX_TEXT, from_http
from enishi.kernel.exchange import Exchange, Failure, Headers, Request

_COMMAND = re.compile(r"(?m)^[ \t]*(?:[$#%>][ \t]+)?(?:sudo[ \t]+)?curl(?:\.exe)?[ \t]")
_ERROR = re.compile(r"(?m)^curl: \((\d+)\) (.+)$")
_VERBOSE = re.compile(r"^([<>*{}]) ?(.*)$")
_DATA = (
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-ascii",
    "--data-urlencode",
    "--json",
    "-F",
    "--form",
)
_WITH_VALUE = frozenset(
    [
        "-o",
        "--output",
        "-m",
        "--max-time",
        "--connect-timeout",
        "--cacert",
        "--cert",
        "--key",
        "-E",
        "-c",
        "-b",
        "--cookie",
        "--cookie-jar",
        "-x",
        "--proxy",
        "-w",
        "--write-out",
        "--retry",
        "--resolve",
        "-e",
        "--referer",
        "--limit-rate",
        "-T",
        "--upload-file",
        "--proxy-user",
        "-U",
        "-K",
        "--config",
        "--interface",
        "--ciphers",
        "--tls-max",
        "-y",
        "-Y",
        "-z",
        "-r",
        "--range",
        "-C",
        "--max-redirs",
    ]
)


def from_curl(text: str) -> Exchange:
    """The request of the command (or of the `>` lines), the response of the output, the failure of `curl: (n)`."""
    text = text[:MAX_TEXT].replace("\r\n", "\n")
    command, output = _split(text)
    request = _request(command) if command else Request()
    said = _spoken(output)
    sent = from_http(said[">"]).request if said[">"] else Request()
    answered = from_http(said["<"] + "\n\n" + said[""] if said["<"] else output)
    request = replace(
        request,
        method=sent.method or request.method,
        url=request.url or sent.url,
        headers=sent.headers or request.headers,
    )
    return Exchange(request, answered.response or None, _failure(output, said["*"]))


def _split(text: str) -> tuple[str, str]:
    """The command with its continued lines, and everything after it."""
    found = _COMMAND.search(text)
    if not found:
        return "", text
    quote, at = "", text.index("curl", found.start())
    position = at
    while position < len(text):
        here = text[position]
        if here == "\\" and quote != "'":
            position += 2
            continue
        if quote:
            quote = "" if here == quote else quote
        elif here in "'\"":
            quote = here
        elif here == "\n":
            break
        position += 1
    return text[at:position], text[position:]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command.replace("\\\n", " "))[1:]
    except ValueError:
        return command.replace("\\\n", " ").split()[1:]


def _request(command: str) -> Request:  # noqa: C901, PLR0912
    method, url, bodies, head, post = None, None, [], False, False
    headers: list[tuple[str, str]] = []
    words = iter(_words(command))
    for word in words:
        name, _, glued = (
            word.partition("=")
            if word.startswith("--")
            else (word[:2], "", word[2:])
            if re.match(r"-[XHdFuA].", word)
            else (word, "", "")
        )
        if name in ("-X", "--request"):
            method = glued or next(words, "")
        elif name in ("-H", "--header"):
            key, _, value = (glued or next(words, "")).partition(":")
            headers.append((key.strip(), value.removeprefix(" ")))
        elif name in _DATA:
            bodies.append(glued or next(words, ""))
            if name == "--json":
                headers += [("Content-Type", "application/json"), ("Accept", "application/json")]
            post = True
        elif name in ("-u", "--user"):
            headers.append(("Authorization", "Basic " + _basic(glued or next(words, ""))))
        elif name in ("-A", "--user-agent"):
            headers.append(("User-Agent", glued or next(words, "")))
        elif name in ("-I", "--head"):
            head = True
        elif name in ("-G", "--get"):
            post = False
        elif name == "--url":
            url = glued or next(words, "")
        elif word in _WITH_VALUE:
            next(words, "")
        elif not word.startswith("-") and url is None:
            url = word
    if bodies and not any(key.lower() == "content-type" for key, _ in headers):
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    method = method or ("HEAD" if head else "POST" if post else "GET")
    return Request(method, url, tuple(headers), "&".join(bodies).encode() if bodies else None)


def _basic(user: str) -> str:
    from base64 import b64encode

    return b64encode(user.encode("utf-8", "surrogatepass")).decode()


def _spoken(output: str) -> dict[str, str]:
    """Lines of `-v` by their mark: `>` sent, `<` received, `*` remarks, "" the body."""
    found: dict[str, list[str]] = {">": [], "<": [], "*": [], "": []}
    for line in output.split("\n"):
        marked = (
            _VERBOSE.match(line)
            if line[:1] in "<>*{}" and (line[1:2] in (" ", "") or line[:1] == "*")
            else None
        )
        if marked and marked[1] in found:
            found[marked[1]].append(marked[2])
        elif not marked and not line.startswith(
            ("curl: (", "  % Total", "                                 Dload")
        ):
            found[""].append(line)
    return {mark: "\n".join(lines).strip("\n") for mark, lines in found.items()}


def _failure(output: str, remarks: str) -> Failure | None:
    found = _ERROR.search(output)
    if not found:
        return None
    telling = [
        line
        for line in remarks.split("\n")
        if re.search(r"(?i)ssl|certificate|issuer|expire|resolve|refused|timed out", line)
    ]
    return failure_of("", "; ".join([f"curl: ({found[1]}) {found[2]}", *telling[:4]]))


def headers_of(request: Request) -> Headers:
    return request.headers or ()
