"""Secrets: sealed under rotatable keys, taken out of everything that is stored or shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.platform import crypto
from enishi.platform.crypto import redaction

KNOWN = "s3cr3t-" + "value-of-ours"


def test_rotation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new key in front seals from now on; the old one still opens, and once it is gone, no more."""
    monkeypatch.setenv("ENISHI_ENCRYPTION_KEYS", "old")
    token = crypto.seal("合鍵")
    monkeypatch.setenv("ENISHI_ENCRYPTION_KEYS", "new,old")
    assert crypto.open_sealed(token) == "合鍵"
    fresh = crypto.reseal(token)
    monkeypatch.setenv("ENISHI_ENCRYPTION_KEYS", "new")
    assert crypto.open_sealed(fresh) == "合鍵"
    with pytest.raises(crypto.Undecryptable):
        crypto.open_sealed(token)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"access_token": "{KNOWN}"}}',
        f"grant_type=refresh_token&refresh_token={KNOWN}&x=1",
        f"<password>{KNOWN}</password>",
        f"Authorization: Bearer {KNOWN}",
        f"https://user:{KNOWN}@shop.example/",
        f"somewhere {KNOWN} in the middle",
    ],
)
def test_secret_is_taken_out(text: str) -> None:
    """By name, by place or by known value, the secret goes and the rest stays readable."""
    cleaned = redaction.text(text, [KNOWN])
    assert KNOWN not in cleaned
    assert redaction.MASK in cleaned


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_known_value_never_survives(before: str, after: str) -> None:
    """Wherever a known secret stands, it is gone afterwards."""
    assert KNOWN not in redaction.text(f"{before}{KNOWN}{after}", [KNOWN])


def test_headers_keep_their_scheme() -> None:
    """Authorization still tells its scheme; other headers stay as they are."""
    cleaned = dict(
        redaction.headers([("Authorization", f"Bearer {KNOWN}"), ("X-Api-Key", KNOWN), ("Date", "today")])
    )
    assert cleaned == {
        "Authorization": f"Bearer {redaction.MASK}",
        "X-Api-Key": redaction.MASK,
        "Date": "today",
    }
