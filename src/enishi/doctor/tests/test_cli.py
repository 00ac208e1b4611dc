"""The commands as a user runs them, and the hooks of the Python clients."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from enishi.doctor import hooks
from enishi.doctor.cli import main
from enishi.doctor.corpus_lines import answers


@pytest.fixture
def typed(monkeypatch, capsys):
    def run(*arguments, text=""):
        stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        code = main(list(arguments))
        return code, capsys.readouterr().out

    return run


def test_diagnose_from_stdin(typed):
    """An answer's body is enough; the exit code tells that a cause was found."""
    code, out = typed("diagnose", "--lang", "ja", text='{"error":"expired_token"}')
    assert code == 1
    assert out.startswith("AUTH10 expired-token")
    assert "次にすること" in out


def test_undecided_has_its_own_code(typed):
    """What the evidence does not decide ends with 3."""
    assert typed("diagnose", "--lang", "en", text="HTTP/1.1 401 Unauthorized\n\n")[0] == 3


def test_nothing_fails(typed):
    """A HAR without failures ends with 0."""
    har = {"log": {"entries": [{"request": {"url": "https://a.example"}, "response": {"status": 200}}]}}
    assert typed("diagnose", "--har", text=json.dumps(har))[0] == 0


def test_file_and_json(typed, tmp_path):
    """A file is read; --json gives everything as JSON."""
    path = tmp_path / "answer.json"
    path.write_text('{"error":"expired_token"}', encoding="utf-8")
    code, out = typed("diagnose", str(path), "--json", "--lang", "en")
    assert code == 1
    assert json.loads(out)[0]["causes"][0]["code"] == "AUTH10"
    assert typed("diagnose", str(tmp_path / "missing"))[0] == 2


def test_curl(typed):
    """A curl call with its error line."""
    text = "curl https://a.example\ncurl: (60) SSL certificate problem: certificate has expired"
    assert typed("diagnose", "--curl", "--lang", "en", text=text)[1].startswith("NET12")


def test_lines_in_lines_out():
    """One answer a line, in order; a broken line is answered as such."""
    lines = [
        '{"id":"a","response":{"status":429}}',
        "nonsense",
        '{"id":"b","exception":"getaddrinfo ENOTFOUND x"}',
    ]
    found = [json.loads(line) for line in answers(lines)]
    assert [one["id"] for one in found] == ["a", None, "b"]
    assert found[0]["causes"][0].keys() == {"slug", "code", "confidence"}
    assert found[0]["retryable"] is True


@pytest.mark.parametrize("what", ["AUTH10", "auth-expired-token", "expired-token", "401", "invalid_grant"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_explain(typed, what, lang):
    """By code, slug, status and vendor code, in both languages."""
    code, out = typed("explain", what, "--lang", lang)
    assert code == 0
    assert len(out) > 60


def test_explain_unknown(typed):
    """Something unknown is said to be so."""
    assert typed("explain", "no-such-thing-at-all")[0] == 2


def test_as_a_module():
    """Python -m enishi.doctor reads cases and writes answers."""
    run = subprocess.run(
        [sys.executable, "-m", "enishi.doctor", "diagnose", "--json", "-"],
        input='{"id":"x","response":{"status":429}}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["causes"][0]["slug"] == "rate-window"


def test_httpx_hook():
    """The status error carries its diagnosis, and its text is a note in the traceback."""
    httpx = pytest.importorskip("httpx")
    transport = httpx.MockTransport(lambda _: httpx.Response(401, json={"error": "expired_token"}))
    client = httpx.Client(transport=transport, event_hooks={"response": [hooks.httpx_hook()]})
    with pytest.raises(httpx.HTTPStatusError) as caught:
        client.get("https://a.example/x")
    assert caught.value.diagnosis.causes[0].slug == "auth-expired-token"
    assert "AUTH10" in caught.value.__notes__[0]


def test_any_exception_in_a_block():
    """A failure without an answer is diagnosed as it leaves the block; the exception stays what it was."""
    with pytest.raises(ConnectionRefusedError) as caught, hooks.diagnosed(lang="ja"):
        raise ConnectionRefusedError(111, "Connection refused")
    assert caught.value.diagnosis.causes[0].slug == "network-connection-refused"
