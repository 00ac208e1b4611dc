"""One request with many records becomes several with fewer, with nothing lost and nothing twice."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.doctor import Request, act, preview, split

URL = "https://api.example/v1/orders/batch"


def post(body: object, **headers: str) -> Request:
    return Request(
        "POST",
        URL,
        tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        json.dumps(body).encode(),
    )


@given(st.lists(st.integers() | st.text(), max_size=60), st.integers(1, 20))
def test_every_record_goes_out_once_and_in_order(records, size):
    """Put together again, the parts are the request; none is larger than asked."""
    parts = split(post({"all_or_none": False, "records": records}), size)
    sent = [json.loads(part.body) for part in parts]
    assert [record for body in sent for record in body["records"]] == records
    assert all(len(body["records"]) <= size for body in sent) or len(records) <= size
    assert all(body["all_or_none"] is False for body in sent)


def test_bare_list_is_split():
    """A body that is the list itself is split as well."""
    assert [json.loads(part.body) for part in split(post([1, 2, 3]), 2)] == [[1, 2], [3]]


@pytest.mark.parametrize("body", [{"a": [1, 2], "b": [3, 4]}, {"name": "x"}, "text", None, {"a": [1]}, []])
def test_unclear_body_stays_as_it_is(body):
    """Without one list that is certainly the records, nothing is split."""
    request = post(body)
    assert split(request, 1) == (request,)


def test_each_part_has_its_own_idempotency_key():
    """The parts are different requests; the same part has the same key again at the next try."""
    request = post([1, 2, 3], Idempotency_Key="k1", X_Other="same")
    first, again = split(request, 2), split(request, 2)
    assert [dict(part.headers)["Idempotency-Key"] for part in first] == ["k1-1", "k1-2"]
    assert {dict(part.headers)["X-Other"] for part in first} == {"same"}
    assert first == again


def test_whole_request_keeps_its_key():
    """A request that is short enough is sent as it is."""
    request = post([1, 2], Idempotency_Key="k1")
    assert split(request, 2) == (request,)


def test_ids_in_the_address_are_split():
    """A reading call with many ids in one parameter becomes several."""
    request = Request("GET", "https://api.example/v1/orders?fields=a&ids=1,2,3,4,5")
    assert [part.url.partition("ids=")[2] for part in split(request, 2)] == ["1,2", "3,4", "5"]
    assert all("fields=a" in part.url for part in split(request, 2))


def test_a_written_call_is_not_split_by_its_address():
    """A list in the address of a writing call may be one instruction; it stays whole."""
    request = Request("POST", "https://api.example/v1/merge?ids=1,2,3,4,5")
    assert split(request, 2) == (request,)


def test_a_part_needs_a_record():
    """Parts of nothing are refused with a reason."""
    with pytest.raises(ValueError, match="at least one record"):
        split(post([1]), 0)


def test_preview_tells_how_many_calls_it_becomes():
    """Before it is approved the reader sees one call become several."""
    shown = preview(post(list(range(120))), [act("split-batch", 50)])
    assert shown.lines == (f"- 1 × POST {URL}", f"+ 3 × POST {URL}")
    assert len(shown.parts) == 3
