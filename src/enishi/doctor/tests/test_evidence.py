"""Evidence from what people have at hand."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enishi.doctor.evidence import (
    from_case,
    from_curl,
    from_exception,
    from_har,
    from_http,
    from_log,
    from_response,
    from_text,
    from_webhook,
)
from enishi.kernel.exchange import header

CURL = """$ curl -v -X POST 'https://api.example.com/v1/orders' \\
  -H 'Authorization: Bearer abc' -H "Content-Type: application/json" \\
  -d '{"a": 1}'
*   Trying 192.0.2.1:443...
> POST /v1/orders HTTP/2
> Host: api.example.com
> Authorization: Bearer abc
> Content-Type: application/json
>
< HTTP/2 401
< www-authenticate: Bearer error="invalid_token"
<
{"error":"expired"}
"""


def test_curl_with_verbose_output():
    """Request from the command, response from the marked lines, body from the rest."""
    found = from_curl(CURL)
    assert found.request.method == "POST"
    assert found.request.url == "https://api.example.com/v1/orders"
    assert found.request.body == b'{"a": 1}'
    assert header(found.request.headers, "authorization") == "Bearer abc"
    assert found.response.status == 401
    assert header(found.response.headers, "WWW-Authenticate") == 'Bearer error="invalid_token"'
    assert found.response.body == b'{"error":"expired"}'


def test_curl_failure():
    """The error line becomes a failure with its phase."""
    found = from_curl("curl https://a.example/x\ncurl: (60) SSL certificate problem: certificate has expired")
    assert found.response is None
    assert found.failure.phase == "tls"
    assert found.failure.sent is False


@pytest.mark.parametrize(
    ("command", "method", "body"),
    [
        ("curl https://a.example", "GET", None),
        ("curl -I https://a.example", "HEAD", None),
        ("curl -d a=1 -d b=2 https://a.example", "POST", b"a=1&b=2"),
        ("curl --json '{}' https://a.example", "POST", b"{}"),
        ("curl -XPUT https://a.example", "PUT", None),
    ],
)
def test_curl_commands(command, method, body):
    """The method that curl itself would choose."""
    found = from_curl(command)
    assert (found.request.method, found.request.body, found.request.url) == (
        method,
        body,
        "https://a.example",
    )


def test_raw_http():
    """A request and a response one after the other."""
    found = from_http(
        "POST /v1/x HTTP/1.1\r\nHost: a.example\r\n\r\n{}\r\nHTTP/1.1 404 Not Found\r\nX-A: b\r\n\r\nnope"
    )
    assert found.request.url == "https://a.example/v1/x"
    assert (found.response.status, found.response.body) == (404, b"nope")


def test_har_takes_failing_entries():
    """Entries below 400 are left out; an entry without status is a failure."""
    entries = [
        {"request": {"method": "GET", "url": "https://a.example/ok"}, "response": {"status": 200}},
        {
            "request": {"method": "GET", "url": "https://a.example/no"},
            "response": {"status": 500, "content": {"text": "aGk=", "encoding": "base64"}},
        },
        {
            "request": {"method": "GET", "url": "https://a.example/dns"},
            "response": {"status": 0, "_error": "net::ERR_NAME_NOT_RESOLVED"},
        },
    ]
    found = from_har(json.dumps({"log": {"entries": entries}}))
    assert [one.request.url for one in found] == ["https://a.example/no", "https://a.example/dns"]
    assert found[0].response.body == b"hi"
    assert found[1].failure.phase == "dns"


LOGS = {
    "python": (
        "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://a.example/x",
        401,
        "https://a.example/x",
    ),
    "node": (
        "AxiosError: Request failed with status code 429\n    at settle (https://a.example/x)",
        429,
        "https://a.example/x",
    ),
    "php": (
        'GuzzleHttp\\Exception\\ClientException: Client error: `POST https://a.example/x` resulted in a `422 Unprocessable` response: {"m":1}',
        422,
        "https://a.example/x",
    ),
    "ruby": ("Faraday::ResourceNotFound: the server responded with status 404", 404, None),
    "java": ('org.springframework.web.client.HttpClientErrorException: 403 Forbidden: "{}"', 403, None),
    "go": ('Get "https://a.example/x": unexpected status code 503', 503, "https://a.example/x"),
}


@pytest.mark.parametrize("name", LOGS)
def test_log_lines(name):
    """Status and URL from the wordings of common clients."""
    text, status, url = LOGS[name]
    found = from_log(text)
    assert (found.response.status, found.request.url) == (status, url)


def test_a_response_of_a_client():
    """Attributes by name, with no import of the client."""
    request = SimpleNamespace(method="GET", url="https://a.example", headers={"A": "b"}, body=None)
    response = SimpleNamespace(status_code=404, headers={"C": "d"}, content=b"x", request=request)
    found = from_response(response)
    assert (found.request.method, found.response.status, found.response.body) == ("GET", 404, b"x")
    error = RuntimeError("404 Client Error")
    error.response = response
    assert from_exception(error).response.status == 404


def test_an_exception_with_its_reason():
    """The exceptions that led to it are in the text, and the phase is told."""
    try:
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        except ConnectionRefusedError as inner:
            raise RuntimeError("call failed") from inner
    except RuntimeError as error:
        found = from_exception(error)
    assert "Connection refused" in found.failure.message
    assert found.failure.phase == "connect"


def test_real_clients():
    """Httpx and requests objects as they are."""
    httpx = pytest.importorskip("httpx")
    response = httpx.Response(
        403, headers={"x": "y"}, json={"e": 1}, request=httpx.Request("GET", "https://a.example/x")
    )
    assert json.loads(from_response(response).response.body) == {"e": 1}
    assert from_exception(httpx.ConnectTimeout("timed out")).failure.kind == "ConnectTimeout"


def test_webhook():
    """A call to us is inbound."""
    assert from_webhook(headers=[("X-Signature", "s")], body=b"{}", answered=400).direction == "in"


@pytest.mark.parametrize(
    "text",
    [
        CURL,
        '{"status": 404, "title": "x"}',
        "HTTP/1.1 500 X\n\nx",
        "Error: connect ECONNREFUSED 127.0.0.1:80",
        '{"request": {}, "response": {"status": 402}}',
    ],
)
def test_any_text_is_recognised(text):
    """Pasted text of every kind gives one exchange that holds something."""
    (found,) = from_text(text)
    assert found.response is not None or found.failure is not None


@settings(deadline=None)
@given(st.one_of(st.text(max_size=400), st.binary(max_size=400)))
def test_no_maker_raises(text):
    """Whatever is pasted."""
    from_text(text)
    from_log(text)
    from_http(text)
    from_har(text)
    from_curl(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["request", "response", "exception", "context", "status", "headers", "body", "url", "method"]


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), JSON | st.dictionaries(st.sampled_from(NAMES), JSON), max_size=5)
)
def test_no_case_raises(case):
    """Whatever JSON stands where a case should."""
    from_case(case)
    from_har(json.dumps({"log": {"entries": [case]}}))
