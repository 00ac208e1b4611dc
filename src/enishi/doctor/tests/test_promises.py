"""What the doctor promises of every diagnosis: it never raises, is quick, shows no secret, needs no framework."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from enishi.doctor import Exchange, Failure, Request, Response, Settings, diagnose
from enishi.doctor.engine.columns import width

TEXT = st.text(max_size=300)
HEADERS = st.none() | st.lists(
    st.tuples(
        st.sampled_from(
            ["Authorization", "Content-Type", "Retry-After", "Date", "Location", "WWW-Authenticate", "x"]
        ),
        TEXT,
    ),
    max_size=5,
).map(tuple)
EXCHANGES = st.builds(
    Exchange,
    request=st.builds(
        Request,
        method=st.none() | TEXT,
        url=st.none() | TEXT,
        headers=HEADERS,
        body=st.none() | st.binary(max_size=300),
    ),
    response=st.none()
    | st.builds(
        Response,
        status=st.none() | st.integers(-5, 2000),
        headers=HEADERS,
        body=st.none() | st.binary(max_size=300),
    ),
    failure=st.none() | st.builds(Failure, kind=TEXT, message=TEXT),
)
SECRET = "Zq7" + "vLp" + "9Xw2" + "KdR4" + "tYb8" + "NmH6" + "sJc1"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(EXCHANGES, st.none() | TEXT, st.none() | TEXT)
@example(Exchange(Request(None, "http://[::", None, None)), None, None)
@example(Exchange(response=Response(200, None, b"[" * 5000)), None, None)
def test_no_evidence_makes_it_raise(exchange, vendor, context):
    """Any bytes, headers and texts give a diagnosis that can be shown in both languages."""
    found = diagnose(exchange, vendor=vendor, context=context)
    assert abs(sum(one.confidence for one in found.causes)) <= 1.001
    for lang in ("ja", "en"):
        json.dumps(found.to_dict(lang))
        assert all(width(line) <= 80 for line in found.text(lang).splitlines())


NASTY = {
    "spaces": " " * 400_000,
    "a": "a" * 400_000,
    "brackets": "[" * 200_000,
    "angle": "<" * 400_000,
    "backslashes": "\\" * 200_000,
    "words": "token expired not " * 30_000,
    "quotes": "'\"" * 100_000,
    "dates": "2026-01-01T" * 30_000,
    "urls": "https://a.example/?x=1&" * 20_000,
    "headers": "Authorization: Bearer " * 20_000,
    "japanese": "有効期限が切れ。" * 40_000,
    "digits": "1" * 300_000,
    "upper": "AB_" * 100_000,
}


@pytest.mark.parametrize("name", NASTY)
def test_no_evidence_takes_long(name):
    """Large and repetitive input costs no more than large input does: no pattern runs away.

    The exact figure (50 ms) is measured in bench/; here processor time and a wide bound tell linear from worse.
    """
    text = NASTY[name]
    body = text.encode()
    exchange = Exchange(
        Request("POST", f"https://a.example/{text[:9000]}", (("X-A", text[:9000]),), body),
        Response(400, (("X-B", text[:9000]),), body),
        Failure("E", text),
    )
    diagnose(exchange, context=text)

    def seconds() -> float:
        start = time.thread_time()
        diagnose(exchange, context=text)
        return time.thread_time() - start

    assert min(seconds() for _ in range(3)) < 0.5


PLACES = {
    "bearer": Exchange(
        Request("GET", "https://a.example", (("Authorization", f"Bearer {SECRET}"),)),
        Response(401, None, f"token {SECRET} expired".encode()),
    ),
    "basic": Exchange(
        Request("GET", "https://a.example", (("Authorization", f"Basic {SECRET}"),)), Response(401)
    ),
    "own header": Exchange(
        Request("GET", "https://a.example", (("X-Api-Key", f" {SECRET}\n"),)),
        Response(403, None, f'{{"key":"{SECRET}"}}'.encode()),
    ),
    "query": Exchange(
        Request("GET", f"https://a.example/x?api_key={SECRET}&b=1"), Response(401, None, b"no")
    ),
    "userinfo": Exchange(Request("GET", f"https://user:{SECRET}@a.example/x"), Response(401, None, b"no")),
    "form": Exchange(
        Request(
            "POST", "https://a.example/token", (), f"grant_type=refresh_token&refresh_token={SECRET}".encode()
        ),
        Response(400, None, b'{"error":"invalid_grant"}'),
    ),
    "json": Exchange(
        Request(
            "POST", "https://a.example", (), json.dumps({"auth": {"password": SECRET}, "n": None}).encode()
        ),
        Response(400, None, f"bad {SECRET}".encode()),
    ),
    "answer": Exchange(
        response=Response(
            200,
            (("Set-Cookie", f"sid={SECRET}"),),
            json.dumps({"access_token": SECRET, "error": "x"}).encode(),
        )
    ),
    "exception": Exchange(
        failure=Failure("E", f"401 for url https://a.example/?token={SECRET} password={SECRET}")
    ),
    "cookie": Exchange(
        Request("GET", "https://a.example", (("Cookie", f"session={SECRET}"),)), Response(403)
    ),
    "bare": Exchange(failure=Failure("E", f"could not use {SECRET} for the call")),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_comes_out(place):
    """A secret anywhere in the input is in no output."""
    found = diagnose(
        PLACES[place], context=f"the key {SECRET} was refused", settings=Settings(secrets=(SECRET,))
    )
    without = diagnose(PLACES[place], context="it was refused")
    for one in (found, without):
        shown = json.dumps([one.to_dict("en"), one.to_dict("ja")]) + one.text("en") + one.text("ja")
        assert SECRET not in shown


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_import_reads_nothing_yet():
    """Importing the package reads no cause, no dialect and no table: that waits for the first diagnosis."""
    code = (
        "import builtins, io, sys; seen = []; was = io.open\n"
        "def noted(file, *a, **k): seen.append(str(file)); return was(file, *a, **k)\n"
        "io.open = builtins.open = noted\n"
        "from enishi.doctor import diagnose\n"
        "print([n for n in sys.modules if n.startswith(('enishi.doctor.causes.', 'enishi.doctor.probes.', 'enishi.doctor.evidence.'))],"
        " [n for n in seen if n.endswith(('.json', '.toml', '.md'))])"
    )
    assert run(code).strip() == "[] []"


def test_no_framework_is_imported():
    """A diagnosis needs neither Django nor any other package than this one."""
    code = (
        "import sys; from enishi.doctor import diagnose, Exchange, Response; before = set(sys.modules); "
        "diagnose(Exchange(response=Response(status=429))).text('ja'); "
        "print([n for n in sys.modules if n.partition('.')[0] in ('django', 'typer', 'rich', 'msgspec', 'httpx', 'requests', 'numpy', 'jsonschema')])"
    )
    assert run(code).strip() == "[]"


def test_same_evidence_same_answer():
    """Two processes give the same answer, whatever the order of hashing."""
    code = "from enishi.doctor import *; print(diagnose(Exchange(response=Response(403, None, b'{\"message\":\"forbidden\"}')), context='worked before').to_dict('en'))"
    assert run(code) == run(code)
