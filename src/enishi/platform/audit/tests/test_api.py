"""Reading the audit trail."""

import pytest

from enishi.platform import audit
from enishi.platform.accounts import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    _, text = keys.create(name="keeper", granted=["admin"], actor=audit.CLI)
    for number in range(5):
        audit.record(audit.SYSTEM, "thing.change", f"thi_{number % 2}", {"number": number})

    def read(query=""):
        answer = client.get(f"/api/v1/audit{query}", headers={"Authorization": f"Bearer {text}"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return read


def numbers(page):
    return [entry["changes"].get("number") for entry in page["data"]]


def test_newest_first_page_by_page(read):
    """Pages meet without gap or overlap; the last one has no next."""
    first = read("?limit=4")
    assert numbers(first) == [4, 3, 2, 1]
    second = read(f"?limit=4&cursor={first['next']}")
    assert numbers(second) == [0, None]
    assert second["next"] is None


def test_filters_narrow(read):
    """By record, by author, by time."""
    assert numbers(read("?subject=thi_1")) == [3, 1]
    assert [entry["action"] for entry in read("?actor=system:command%20line")["data"]] == ["key.create"]
    assert read("?since=2999-01-01T00:00:00Z")["data"] == []
