"""What the wire itself shows: raw signs in addresses, lists in one notation of several, JSON as text, headers that do not fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.reading import leaves
from enishi.doctor.engine.signs.body import json_is_broken
from enishi.doctor.engine.words import plain

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "agent_of_a_library",
    "broken_json_refused",
    "data_came_as_markup",
    "foreign_host_header",
    "foreign_text_quoted",
    "form_endpoint_got_json",
    "fragment_in_address",
    "header_of_protection",
    "json_in_query_or_form",
    "json_text_given_back",
    "length_without_body",
    "list_in_query_half_read",
    "list_sent_at_top",
    "only_key_refused",
    "packed_answer_unread",
    "page_of_script_check",
    "path_name_missing",
    "raw_ampersand",
    "raw_percent",
    "raw_plus",
    "sent_field_said_missing",
    "slash_inside_key",
    "squid_answers",
]

_LIST = re.compile(
    r"(?:^|&)[\w.]+(?:\[\d*\]|%5B\d*%5D)=|(?:^|&)([\w.]+)=[^&]*&(?:[^&]*&){0,3}?\1=", re.IGNORECASE
)
_HALF_READ = re.compile(
    r" (?:only|just|last|first|one|default|ignored?|no effect|wanted|all of them|everything|brackets?|comma) |だけ|無視|最後|最初"
)
_JSON_VALUE = re.compile(
    r"(?:^|&)[\w.\[\]]+=(?:\[|%5B)(?:\{|%7B|\"|%22|\d)|(?:^|&)[\w.\[\]]+=(?:\{|%7B)(?:\"|%22)"
)
_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_PLUS = re.compile(r"=\+\d{5}|=[\w/]{2,200}\+[\w/+]{2,200}={0,2}(?:&|$)")
_KEY_WITH_SLASH = re.compile(r"\('[^'/]*/[^']*'\)")
_TEXT_OF_JSON = re.compile(r"""^\s*"?\s*[{\[]\s*\\?"[^"\\]{1,60}\\?"\s*:""")
_QUOTED_JSON = re.compile(r"""(?:String value \(|input |got |"value":\s*)['"]+\{\\*"|'"\{\\""")
_OBJECT_WANTED = re.compile(
    r" (?:object|dict|dictionary|map|struct|hash|key value|list|array|record|scalar|constructor|jsonpath) "
)
_ABSENT = (
    "cant be blank|cannot be blank|is blank|must not be blank|is required|field is required|is missing|missing|"
    "is mandatory|required|was not (?:given|provided)|not specified|must be (?:provided|specified|set|present)|"
    "must not be (?:empty|null)|is empty|was not found|を入力|は必須|が必須"
)
_ABSENT_BEFORE = "missing|no|requires?|required|must (?:contain|provide|specify|include)|not find|without"
_FOREIGN = re.compile(
    r"""(?:token|character)[^"\n]{0,20}["'(]{0,3}.{0,3}[,\s]{0,3}["'(](?:Deprecated|Warning|Notice|PHP |Fatal|Strict|<br|Picked up|DEBUG|INFO|WARN|\w+: )""",
)
_SCRIPT_CHECK = re.compile(
    r"""toNumbers\(d\)|/aes\.js|window\.rbzns|__cf_chl|captcha-delivery|_Incapsula_|sucuri_cloudproxy|document\.cookie\s*=\s*["'][^"']{0,60}["'][^<]{0,80}location""",
    re.IGNORECASE,
)
_PROTECTION = (
    "x-datadome",
    "cf-mitigated",
    "x-sucuri-block",
    "x-iinfo",
    "x-px-",
    "x-amzn-waf-action",
    "x-kasada",
)
_LIBRARY = re.compile(
    r"^(?:python-urllib|python-requests|go-http-client|java/|ruby|libwww-perl|okhttp|axios|node-fetch|guzzle|curl/|"
    r"apache-httpclient|wget|$)",
    re.IGNORECASE,
)
_LONG_FRAGMENT = 60


def _form(evidence: Evidence) -> str:
    """The form body, or an empty text."""
    text = evidence.sent_text[:4000].strip()
    return text if "=" in text and text[:1] not in ("{", "[", "<") and "\n" not in text else ""


def list_in_query_half_read(evidence: Evidence) -> Place | None:
    """A list stands in the query in one of its notations, and only a part (or nothing) of it is said to be read."""
    if not _LIST.search(evidence.raw_query):
        return None
    return Place("request.url") if _HALF_READ.search(evidence.words("context")) else None


def json_in_query_or_form(evidence: Evidence) -> Place | None:
    """A value of the query or form is a list or object in JSON."""
    if _JSON_VALUE.search(evidence.raw_query):
        return Place("request.url")
    return Place("request.body") if _JSON_VALUE.search(_form(evidence)) else None


def raw_percent(evidence: Evidence) -> Place | None:
    """A percent sign without two digits after it."""
    found = _PERCENT.search(evidence.url) if "%" in evidence.url else None
    if found:
        return Place("request.url", "", found.start(), found.end())
    return Place("request.body") if "%" in _form(evidence) and _PERCENT.search(_form(evidence)) else None


def raw_ampersand(evidence: Evidence) -> Place | None:
    """A piece between two ampersands has no name: the sign belonged to a value."""
    for part, text in (("request.url", evidence.raw_query), ("request.body", _form(evidence))):
        pieces = text.split("&")
        if "=" in pieces[0] and any(piece and "=" not in piece for piece in pieces[1:]):
            return Place(part)
    return None


def raw_plus(evidence: Evidence) -> Place | None:
    """A plus sign in a telephone number or Base64 value, which is read as a blank."""
    for part, text in (("request.url", evidence.raw_query), ("request.body", _form(evidence))):
        if "+" in text and _PLUS.search(text):
            return Place(part)
    return None


def fragment_in_address(evidence: Evidence) -> Place | None:
    """A raw number sign cuts the address off."""
    before, _, fragment = evidence.url.partition("#")
    cut = (
        before.startswith("http") and fragment and fragment[0] not in "/!" and len(fragment) < _LONG_FRAGMENT
    )
    return Place("request.url", "", len(before), len(evidence.url)) if cut else None


def slash_inside_key(evidence: Evidence) -> Place | None:
    """A raw slash or ampersand stands inside a quoted key of the path, as in Items('A/100')."""
    path = evidence.path
    raw = "('" in path and (_KEY_WITH_SLASH.search(path) or "&" in path)
    named = "/projects/" in path and re.search(r"/projects/[A-Za-z][\w.\-]*/[\w.\-]+/[\w.\-]+/\w", path)
    return Place("request.url") if raw or named else None


def json_text_given_back(evidence: Evidence) -> Place | None:
    """The refusal quotes what it got: a text that holds JSON, where it wants an object or a list."""
    words = evidence.words("said")
    if not _OBJECT_WANTED.search(words):
        return None
    if _QUOTED_JSON.search(f"{evidence.exception[:3000]}\n{evidence.got_text[:3000]}"):
        return Place("response.body")
    for pointer, value in leaves(evidence.got_json) if isinstance(evidence.got_json, dict | list) else ():
        if _TEXT_OF_JSON.match(value):
            return Place("response.body", pointer)
    return None


def broken_json_refused(evidence: Evidence) -> Place | None:
    """The body begins as JSON, cannot be parsed, and was refused."""
    refused = evidence.status in (400, 422, 500)
    return json_is_broken(evidence) if refused else None


def sent_field_said_missing(evidence: Evidence) -> Place | None:
    """The answer's own words miss a field that was sent with a value (not with JSON written into a string)."""
    data = evidence.sent_json
    if not isinstance(data, dict | list):
        return None
    words = evidence.words("said")
    for pointer, value in leaves(data):
        name = plain(pointer.rpartition("/")[2]).strip()
        if (
            not value.strip()
            or value.lstrip()[0] in "{["
            or len(name) < 2  # noqa: PLR2004
            or name.isdigit()
            or name not in words
        ):
            continue
        said = rf"(?<![a-z0-9]){re.escape(name)} (?:\w+ )?(?:{_ABSENT})"
        before = rf" (?:{_ABSENT_BEFORE}) (?:[\w:]+ ){{0,6}}{re.escape(name)}(?![a-z0-9])"
        if re.search(said, words) or re.search(before, words):
            return Place("request.body", pointer)
    return None


def only_key_refused(evidence: Evidence) -> Place | None:
    """The body is one object in a single key, and that key is what the answer does not know."""
    data = evidence.sent_json
    key = _only_key(data)
    if not key:
        return None
    words = evidence.words("said")
    name = plain(key).strip()
    unknown = any(
        mark in words
        for mark in (
            " unexpected",
            " unknown ",
            " unrecognized ",
            " not expected ",
            " not allowed ",
            " invalid field ",
        )
    )
    return Place("request.body", f"/{key}") if unknown and f" {name} " in words else None


def _only_key(data: Any) -> str:
    if isinstance(data, dict) and len(data) == 1:
        key, value = next(iter(data.items()))
        return str(key) if isinstance(value, dict | list) else ""
    return ""


def path_name_missing(evidence: Evidence) -> Place | None:
    """What is missing has the name of the path's last part (customers: customer), and the body has no such key."""
    data = evidence.sent_json
    if not isinstance(data, dict) or not data or _only_key(data):
        return None
    last = re.sub(r"\.\w+$", "", evidence.path.rstrip("/").rpartition("/")[2])
    name = plain(last).strip()
    single = name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")
    if len(single) < 4 or single in data or last in data:  # noqa: PLR2004
        return None
    words = evidence.words("said")
    missing = any(
        mark in words for mark in (" missing ", " required ", " not specified ", " empty ", " not present ")
    )
    return Place("request.body") if missing and single not in data and f" {single} " in words else None


def data_came_as_markup(evidence: Evidence) -> Place | None:
    """XML data came with success, and nothing shows that JSON was asked for."""
    ok = evidence.status is not None and 200 <= evidence.status < 300  # noqa: PLR2004
    head = evidence.got_text[:300].lower()
    data = (
        evidence.got_kind == "xml" and "envelope" not in head and "error" not in head and "fault" not in head
    )
    asked = "json" in (evidence.sent_header("accept") or "") or "json" in evidence.url.lower()
    return Place("response.body") if ok and data and not asked else None


def foreign_text_quoted(evidence: Evidence) -> Place | None:
    """The reader's complaint quotes a warning or log line at the beginning of the data."""
    found = _FOREIGN.search(evidence.exception[:1000])
    return Place("exception", "", found.start(), found.end()) if found else None


def page_of_script_check(evidence: Evidence) -> Place | None:
    """The page makes the visitor run a script (or solve a riddle) before the data is given."""
    found = _SCRIPT_CHECK.search(evidence.got_text[:6000])
    return Place("response.body", "", found.start(), found.end()) if found else None


def header_of_protection(evidence: Evidence) -> Place | None:
    """A header of a protection service stands in a refusal."""
    if evidence.status is None or evidence.status < 300:  # noqa: PLR2004
        return None
    for name, _ in evidence.got_headers or ():
        if name.lower().startswith(_PROTECTION):
            return Place("response.header", name)
    return None


def squid_answers(evidence: Evidence) -> Place | None:
    """A forward proxy answers: its error header, or its log line with TCP_DENIED."""
    if evidence.got_header("x-squid-error"):
        return Place("response.header", "X-Squid-Error")
    denied = "TCP_DENIED" in evidence.got_text[:2000] or "TCP_DENIED" in evidence.exception[:2000]
    return Place("response.body") if denied else None


def agent_of_a_library(evidence: Evidence) -> Place | None:
    """The call was refused, and its User-Agent is the default of a library."""
    agent = evidence.sent_header("user-agent")
    refused = evidence.status in (403, 406, 418, 429)
    return (
        Place("request.header", "User-Agent")
        if refused and agent is not None and _LIBRARY.match(agent)
        else None
    )


def length_without_body(evidence: Evidence) -> Place | None:
    """A Content-Length above zero is announced on a call that has no body."""
    length = (evidence.sent_header("content-length") or "").strip()
    bare = evidence.method in ("GET", "DELETE", "HEAD") and not evidence.exchange.request.body
    return Place("request.header", "Content-Length") if bare and length.isdigit() and length != "0" else None


def foreign_host_header(evidence: Evidence) -> Place | None:
    """A Host header was set by hand and names another host than the address."""
    host = (evidence.sent_header("host") or "").partition(":")[0].strip().lower()
    return Place("request.header", "Host") if host and evidence.host and host != evidence.host else None


def packed_answer_unread(evidence: Evidence) -> Place | None:
    """The answer is labelled as packed, and an exception shows that it could not be read."""
    packed = (evidence.got_header("content-encoding") or "").strip().lower() not in ("", "identity")
    return Place("response.header", "Content-Encoding") if packed and evidence.exception else None


def form_endpoint_got_json(evidence: Evidence) -> Place | None:
    """JSON went to an OAuth token endpoint, or the answer says that a form is read."""
    if not isinstance(evidence.sent_json, dict):
        return None
    words = evidence.words("said")
    grant = "grant_type" in evidence.sent_json and "grant type" in words
    return Place("request.body") if grant or " form parameter" in words or " form field" in words else None


def list_sent_at_top(evidence: Evidence) -> Place | None:
    """The whole body is a list of objects, and it was refused."""
    data = evidence.sent_json
    listed = isinstance(data, list) and data and isinstance(data[0], dict)
    return Place("request.body") if listed and evidence.status in (400, 422) else None
