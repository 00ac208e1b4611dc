"""Every refusal is a problem document that says what, where and how to mend it."""

import pytest

GOOD = {"name": "Rose"}


def problem(response, status, code):
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    document = response.json()
    assert document["code"] == code
    assert document["status"] == status
    assert document["request_id"] == response["X-Request-Id"]
    assert document["type"] == document["help"]
    assert document["type"].endswith(f"/errors/{code}")
    return document


def test_a_good_call_is_answered(call):
    """The frame lets good calls through and names the request."""
    response = call("POST", "/things", GOOD)
    assert (response.status_code, response.json()) == (201, {"id": "thi_1", "name": "Rose"})
    assert response["X-Request-Id"].startswith("req_")


@pytest.mark.parametrize(
    ("body", "pointer", "code", "more"),
    [
        ({}, "/name", "SCH01", {}),
        ({"name": 5}, "/name", "SCH04", {"received": 5, "expected": "text"}),
        ({"name": None}, "/name", "SCH11", {"received": None}),
        ({"nmae": "x", "name": "y"}, "/nmae", "SCH02", {"did_you_mean": "name"}),
        (GOOD | {"colour": "gren"}, "/colour", "SCH08", {"did_you_mean": "green"}),
        (GOOD | {"lines": [{"total": "1200"}]}, "/lines/0/total", "SCH04", {"expected": "integer"}),
        (GOOD | {"lines": [{"total": "１,２００"}]}, "/lines/0/total", "SCH07", {"did_you_mean": 1200}),
        (GOOD | {"lines": [{"total": -1}]}, "/lines/0/total", "SCH09", {"expected": "at least 0"}),
        (GOOD | {"lines": [{"total": 1, "noet": ""}]}, "/lines/0/noet", "SCH02", {"did_you_mean": "note"}),
        (GOOD | {"lines": [{"total": 1, "note": "x" * 11}]}, "/lines/0/note", "SCH10", {}),
        (GOOD | {"lines": 3}, "/lines", "SCH04", {"expected": "list"}),
        (GOOD | {"at": "yesterday"}, "/at", "SCH06", {}),
        (GOOD | {"at": "2026-01-01T00:00:00"}, "/at", "SCH06", {}),
        (GOOD | {"password": "hunter2"}, "/password", "SCH10", {"received": "…"}),
        ({"name": "a\x00b"}, "/name", "SCH09", {}),
    ],
)
def test_each_field_is_refused_with_its_reason(call, body, pointer, code, more):
    """The pointer leads to the field, the code names the fault, a near value is offered."""
    document = problem(call("POST", "/things", body), 422, code)
    (reason,) = document["errors"]
    assert (reason["pointer"], reason["code"]) == (pointer, code)
    assert reason["why"]
    assert {name: reason.get(name) for name in more} == more


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"name":', "FMT01"),
        (b"[" * 5000, "FMT01"),
        (b"[" * 200 + b"]" * 200, "FMT01"),
        (b'{"name": NaN}', "FMT01"),
        ('{"name": "花屋"}'.encode("cp932"), "FMT09"),
    ],
)
def test_bodies_that_are_no_json_are_malformed(call, body, code):
    """What cannot be read at all is 400, with the place or the likely character set."""
    document = problem(call("POST", "/things", body), 400, code)
    if code == "FMT09":
        assert document["guess"] == "Shift_JIS (CP932)"


def test_other_content_and_other_answers_are_refused(call):
    """A form is 415, a wish for XML is 406."""
    response = call("POST", "/things", b"name=x", Content_Type="application/x-www-form-urlencoded")
    problem(response, 415, "FMT03")
    problem(call("GET", "/things/thi_1", Accept="application/xml"), 406, "FMT04")


def test_unknown_addresses_methods_and_records(call):
    """404 tells an address from a record; 405 lists the methods."""
    problem(call("GET", "/thigns"), 404, "END03")
    problem(call("GET", "/things/thi_404"), 404, "not-found")
    response = call("DELETE", "/things/thi_1")
    problem(response, 405, "END04")
    assert set(response["Allow"].split(", ")) == {"GET", "PATCH"}


def test_unknown_parameters_are_refused(call):
    """A mistyped filter must not silently list everything."""
    document = problem(call("GET", "/things?color=red"), 422, "SCH02")
    assert document["errors"][0]["pointer"] == "?color"
    assert document["errors"][0]["did_you_mean"] == "colour"


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_the_page_size_is_bounded(call, limit):
    """Too small, too large and no number are refused at the parameter."""
    document = call("GET", f"/things?limit={limit}").json()
    assert (document["status"], document["errors"][0]["pointer"]) == (422, "?limit")


def test_words_follow_the_language(call):
    """Title and reasons are Japanese for a Japanese reader."""
    response = call("POST", "/things", {}, Accept_Language="ja")
    assert response.json()["title"] == "項目がありません"
    assert response["Content-Language"] == "ja"


def test_our_own_fault_tells_nothing_of_the_inside(call, caplog):
    """A 500 names the request and hides the rest."""
    response = call("GET", "/things/boom")
    problem(response, 500, "SRV01")
    assert b"secret inside" not in response.content


@pytest.mark.parametrize(("sent", "kept"), [("abc-1", True), ("a b\r\nX: y", False), ("x" * 65, False)])
def test_the_callers_request_id_is_kept_when_harmless(call, sent, kept):
    """A short id comes back, anything else is replaced."""
    response = call("GET", "/things/thi_1", X_Request_Id=sent)
    assert (response["X-Request-Id"] == sent) is kept


def test_cursors_lead_on_and_cannot_be_forged(call):
    """A cursor is good for its own list and filter, and for nothing else."""
    first = call("GET", "/things?limit=2").json()
    second = call("GET", f"/things?limit=2&cursor={first['next']}").json()
    assert [thing["id"] for thing in second["data"]] == ["thi_2", "thi_3"]
    problem(call("GET", f"/things?colour=red&cursor={first['next']}"), 422, "CON08")
    problem(call("GET", "/things?cursor=~~~"), 422, "CON08")
    problem(call("GET", f"/things?cursor=A{first['next'][1:]}"), 422, "CON08")


def test_changes_need_the_version_that_was_read(call):
    """No If-Match is 428, an old one 412 with the present version, the right one passes."""
    problem(call("PATCH", "/things/thi_1", GOOD), 428, "match-required")
    response = call("PATCH", "/things/thi_1", GOOD, If_Match='"2"')
    problem(response, 412, "CON02")
    assert response["ETag"] == '"3"'
    assert call("PATCH", "/things/thi_1", GOOD, If_Match='"3"').status_code == 200
    assert call("PATCH", "/things/thi_1", GOOD, If_Match="*").status_code == 200


def test_an_unchanged_record_is_not_sent_again(call):
    """If-None-Match with the present version gets 304."""
    response = call("GET", "/things/thi_1", If_None_Match='"3"')
    assert (response.status_code, response["ETag"], response.content) == (304, '"3"', b"")
    assert call("GET", "/things/thi_1", If_None_Match='"2"').status_code == 200


def test_moments_are_taken_with_any_offset_and_kept_in_utc(call):
    """An offset that a database would refuse is no trouble; a moment outside the calendar is."""
    from enishi.platform.api.tests.conftest import ThingIn

    assert ThingIn(name="x", at="0259-03-29T10:34:00-18:04").at.isoformat() == "0259-03-30T04:38:00+00:00"
    problem(call("POST", "/things", GOOD | {"at": "9999-12-31T23:59:00-10:00"}), 422, "SCH09")
