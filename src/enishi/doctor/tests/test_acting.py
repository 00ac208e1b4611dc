"""Actions on requests."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.doctor import Action, Request, act, apply, preview
from enishi.doctor.engine.action import KINDS

SECRET = "enshi" + "-" + "secret" + "-value-1234567890"


def request(
    body: object = None, url: str = "https://api.example/v1/orders?limit=500", **headers: str
) -> Request:
    return Request(
        "POST",
        url,
        tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        json.dumps(body, ensure_ascii=False).encode(),
    )


def body_after(body: object, action: Action) -> object:
    return json.loads(apply(request(body), action).body)


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        ({"total": "１,２００"}, act("cast-field", "/total", "integer"), {"total": 1200}),
        ({"total": "12.5"}, act("cast-field", "/total", "integer"), {"total": "12.5"}),
        ({"total": "1.200,50"}, act("cast-field", "/total", "number"), {"total": "1.200,50"}),
        ({"n": 5}, act("cast-field", "/n", "string"), {"n": "5"}),
        ({"ok": "true"}, act("cast-field", "/ok", "boolean"), {"ok": True}),
        ({"ok": "maybe"}, act("cast-field", "/ok", "boolean"), {"ok": "maybe"}),
        ({"tags": "a"}, act("cast-field", "/tags", "array"), {"tags": ["a"]}),
        ({"d": "2026/5/1"}, act("cast-field", "/d", "date"), {"d": "2026-05-01"}),
        ({"d": "05/06/2026"}, act("cast-field", "/d", "date"), {"d": "05/06/2026"}),
        (
            {"d": "2026-05-01T10:00:00+0900"},
            act("cast-field", "/d", "date-time"),
            {"d": "2026-05-01T10:00:00+09:00"},
        ),
        ({"d": "2026-05-01T10:00:00"}, act("cast-field", "/d", "date-time"), {"d": "2026-05-01T10:00:00"}),
        ({"zip": "１２３－４５６７"}, act("cast-field", "/zip", "ascii"), {"zip": "123-4567"}),
        ({"name": "山田"}, act("cast-field", "/name", "ascii"), {"name": "山田"}),
        ({"a": 1, "b": 2}, act("rename-field", "/a", "c"), {"c": 1, "b": 2}),
        ({"a": 1, "c": 2}, act("rename-field", "/a", "c"), {"a": 1, "c": 2}),
        ({"a": 1, "b": 2}, act("drop-field", "/a"), {"b": 2}),
        (
            {"lines": [{"q": "1"}, {"q": "2"}]},
            act("cast-field", "/lines/*/q", "integer"),
            {"lines": [{"q": 1}, {"q": 2}]},
        ),
        ({"s": "open"}, act("map-enum", "/s", "open", "OPEN"), {"s": "OPEN"}),
        ({"s": "shut"}, act("map-enum", "/s", "open", "OPEN"), {"s": "shut"}),
        ({"x": {}}, act("set-field", "/x/y", 1), {"x": {"y": 1}}),
    ],
)
def test_body_actions(before, action, after):
    """Casts are lossless or are not made; a rename overwrites nothing."""
    assert body_after(before, action) == after


@pytest.mark.parametrize(
    ("action", "url"),
    [
        (act("page-size", 100), "https://api.example/v1/orders?limit=100"),
        (act("replace-host", "api.example", "eu.api.example"), "https://eu.api.example/v1/orders?limit=500"),
        (act("set-path-prefix", "/v1", "/api/v1"), "https://api.example/api/v1/orders?limit=500"),
        (act("set-version", "path", "v1", "v2"), "https://api.example/v2/orders?limit=500"),
        (act("set-query", "page", "2"), "https://api.example/v1/orders?limit=500&page=2"),
        (
            act("replace-url", "https://api.example/v1", "https://api.example/v1/legacy"),
            "https://api.example/v1/legacy/orders?limit=500",
        ),
    ],
)
def test_url_actions_are_done_once(action, url):
    """The URL changes as said, and a second time nothing more happens."""
    once = apply(request(), action)
    assert once.url == url
    assert apply(once, action) == once


@pytest.mark.parametrize(
    "raw",
    [
        "Bearer  abc12345\n",
        '"Bearer abc12345"',
        "Bearer Bearer abc12345",
        "Bearer 'abc12345'",
        "Bearer abc12345\u200b",
        "Bearer abc12345",
    ],
)
def test_trimming_a_credential(raw):
    """White space, quotes, invisible characters and a doubled scheme go; the value stays."""
    assert apply(request(Authorization=raw), act("trim-credential")).headers == (
        ("Authorization", "Bearer abc12345"),
    )


def test_xml_and_json():
    """A form or XML becomes JSON and is labelled so; JSON becomes XML."""
    form = Request(
        "POST",
        "https://a.example",
        (("Content-Type", "application/x-www-form-urlencoded"),),
        b"a=1&b=%E3%81%82",
    )
    assert json.loads(apply(form, act("convert-body", "json")).body) == {"a": "1", "b": "あ"}
    xml = Request("POST", "https://a.example", (), b"<order><id>7</id><line>a</line><line>b</line></order>")
    assert json.loads(apply(xml, act("convert-body", "json")).body) == {
        "order": {"id": "7", "line": ["a", "b"]}
    }
    assert (
        apply(request({"order": {"id": 7}}), act("convert-body", "xml")).body == b"<order><id>7</id></order>"
    )


def test_no_entity_is_expanded():
    """XML with a document type is left alone."""
    bomb = Request(
        "POST", "https://a.example", (), b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    )
    assert apply(bomb, act("convert-body", "json")) == bomb


def test_shift_jis_body():
    """A body in another encoding is rewritten, and only once."""
    sent = Request("POST", "https://a.example", (), "日本".encode("cp932"))
    once = apply(sent, act("transcode-body", "cp932", "utf-8"))
    assert once.body == "日本".encode()
    assert apply(once, act("transcode-body", "cp932", "utf-8")) == once


def test_operational_actions_leave_the_request():
    """What the clinic carries out changes no request."""
    for kind in ("wait", "pace", "refresh-token", "hold", "pause", "read-back"):
        action = act(kind, *[1 for _ in KINDS[kind]])
        assert apply(request(), action) == request()


def test_preview_hides_secrets():
    """The difference shows the change and not the key."""
    shown = preview(
        request({"n": "5"}, Authorization=f"Bearer {SECRET}"), [act("cast-field", "/n", "integer")]
    )
    assert any('"n": 5' in line for line in shown.lines)
    assert SECRET not in "\n".join(shown.lines)


@pytest.mark.parametrize("kind", KINDS)
def test_json_round_trip(kind):
    """Every kind survives being stored as JSON."""
    action = act(kind, *[f"v{n}" for n, _ in enumerate(KINDS[kind])])
    assert Action.from_dict(json.loads(json.dumps(action.to_dict()))) == action


@pytest.mark.parametrize(
    "data", [{}, {"kind": "explode"}, {"kind": "wait"}, {"kind": "wait", "seconds": 1, "more": 2}]
)
def test_unknown_actions_are_refused(data):
    """A stored action that is not of the closed list is an error."""
    with pytest.raises(ValueError, match=r"unknown kind|takes"):
        Action.from_dict(data)


KIND_NAMES = st.sampled_from(sorted(KINDS))


@given(
    KIND_NAMES,
    st.lists(
        st.sampled_from(["/a", "/a/b", "integer", "ascii", "x", "https://a.example", "utf-8", "json"]),
        min_size=3,
        max_size=3,
    ),
    st.binary(max_size=80),
)
def test_any_action_on_any_body_twice_is_once(kind, values, body):
    """No action raises, and all of them are idempotent."""
    action = act(kind, *values[: len(KINDS[kind])])
    once = apply(
        Request("POST", "https://a.example/x?limit=5", (("Authorization", "Bearer q"),), body), action
    )
    assert apply(once, action) == once
