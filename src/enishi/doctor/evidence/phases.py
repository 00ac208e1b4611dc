"""In which phase a client failed, and whether bytes had left, told by the class and the text of its exception."""

from __future__ import annotations

import re

from enishi.kernel.exchange import Failure

_PHASES: tuple[tuple[str, bool | None, re.Pattern[str]], ...] = (
    (
        "dns",
        False,
        re.compile(
            r"getaddrinfo|name or service not known|name resolution|nodename nor servname|could not resolve host|enotfound|eai_again|no such host|"
            r"unknownhost|name.?not.?resolved|resolving timed out|gaierror|servfail|no address associated",
            re.IGNORECASE,
        ),
    ),
    (
        "tls",
        False,
        re.compile(
            r"ssl|tls|certificate|handshake|x509|cert_|securechannel|wrong version number", re.IGNORECASE
        ),
    ),
    (
        "connect",
        False,
        re.compile(
            r"connection ?refused|econnrefused|connect ?timeout|connecttimeout|connection timed out|failed to connect|no route to host|ehostunreach|"
            r"enetunreach|network is unreachable|actively refused|couldn't connect|connectionerror.*newconnection|failed to establish",
            re.IGNORECASE,
        ),
    ),
    (
        "read",
        True,
        re.compile(
            r"read ?timed? ?out|readtimeout|operation timed out after|socket timeout|deadline exceeded|awaiting headers|response timeout|esockettimedout",
            re.IGNORECASE,
        ),
    ),
    (
        "read",
        True,
        re.compile(
            r"reset by peer|econnreset|socket hang up|remote end closed|server disconnected|connection aborted|broken pipe|unexpected eof|incomplete ?read|remoteprotocolerror|premature|other side closed",
            re.IGNORECASE,
        ),
    ),
)


def failure_of(kind: str, message: str) -> Failure:
    """A failure with its phase told from class and text."""
    text = f"{kind} {message}"[:4000]
    for phase, sent, pattern in _PHASES:
        if pattern.search(text):
            return Failure(kind=kind, message=message, phase=phase, sent=sent)
    return Failure(kind=kind, message=message)
