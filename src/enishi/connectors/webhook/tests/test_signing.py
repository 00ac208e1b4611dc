"""Standard Webhooks against its published vector, its own library, and whatever Hypothesis thinks of."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import standardwebhooks
from hypothesis import given
from hypothesis import strategies as st

from enishi.hub.sdk import Inbound, Refused, signing

VECTOR_SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
VECTOR_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
VECTOR_TIME = 1614265330
VECTOR_BODY = b'{"test": 2432232314}'
VECTOR_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
AT = datetime.fromtimestamp(VECTOR_TIME, UTC)


def inbound(
    signature=VECTOR_SIGNATURE, *, body=VECTOR_BODY, at=AT, stamp=str(VECTOR_TIME), message_id=VECTOR_ID
):
    headers = ((signing.ID, message_id), (signing.TIMESTAMP, stamp), (signing.SIGNATURE, signature))
    return Inbound("POST", "", headers, body, at)


def test_the_published_vector_is_made_and_accepted():
    """To the byte."""
    made = signing.sign([VECTOR_SECRET], message_id=VECTOR_ID, timestamp=VECTOR_TIME, body=VECTOR_BODY)
    assert made == VECTOR_SIGNATURE
    signing.verify(inbound(), [VECTOR_SECRET])


@pytest.mark.parametrize(
    "secret",
    [VECTOR_SECRET, VECTOR_SECRET.removeprefix("whsec_"), f"  {VECTOR_SECRET}\n", VECTOR_SECRET.rstrip("=")],
)
def test_prefix_padding_and_stray_space_do_not_matter(secret):
    """The key is the same."""
    signing.verify(inbound(), [secret])


@pytest.mark.parametrize(
    "signature",
    [
        f"v1,AAAA {VECTOR_SIGNATURE}",
        f"v1a,AAAA {VECTOR_SIGNATURE} v2,BBBB",
    ],
)
def test_one_fitting_signature_of_several_is_enough(signature):
    """Rotation on the sender's side."""
    signing.verify(inbound(signature), [VECTOR_SECRET])


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (inbound(""), "signature-missing"),
        (inbound(stamp=""), "signature-missing"),
        (inbound(message_id=""), "signature-missing"),
        (inbound(VECTOR_SIGNATURE[:-4]), "signature-mismatch"),
        (inbound(VECTOR_SIGNATURE.replace("v1,", "")), "signature-mismatch"),
        (inbound(VECTOR_SIGNATURE.replace("v1,", "v2,")), "signature-mismatch"),
        (inbound("v1,鍵"), "signature-mismatch"),
        (inbound(stamp="2021-02-25"), "malformed"),
        (inbound(stamp="９９９"), "malformed"),
        (inbound(at=AT + timedelta(seconds=301)), "timestamp-outside"),
        (inbound(at=AT - timedelta(seconds=301)), "timestamp-outside"),
    ],
)
def test_everything_else_is_refused_by_name(call, code):
    """Each with its own code."""
    with pytest.raises(Refused) as refused:
        signing.verify(call, [VECTOR_SECRET])
    assert refused.value.code == code


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_allowed(seconds):
    """The edge is inside."""
    signing.verify(inbound(at=AT + timedelta(seconds=seconds)), [VECTOR_SECRET])


@given(
    key=st.binary(min_size=16, max_size=64),
    body=st.text().map(str.encode),
    message_id=st.from_regex(r"msg_[A-Za-z0-9]{1,30}", fullmatch=True),
)
def test_the_specifications_library_agrees(key, body, message_id):
    """What we sign it verifies, what it signs we verify, and a changed byte fails in both."""
    secret = "whsec_" + base64.b64encode(key).decode()
    now = datetime.now(UTC)
    stamp = int(now.timestamp())
    ours = signing.sign([secret], message_id=message_id, timestamp=stamp, body=body)
    library = standardwebhooks.Webhook(secret)
    assert library.sign(message_id, now, body.decode()) == ours
    signing.verify(inbound(ours, body=body, at=now, stamp=str(stamp), message_id=message_id), [secret])
    with pytest.raises(Refused):
        signing.verify(
            inbound(ours, body=body + b"x", at=now, stamp=str(stamp), message_id=message_id), [secret]
        )


@given(st.lists(st.text(), max_size=4), st.text(), st.text(), st.text(), st.binary())
def test_no_input_breaks_the_check(secrets, message_id, stamp, signature, body):
    """It accepts or refuses; it never raises anything else."""
    with pytest.raises(Refused):
        signing.verify(inbound(signature, body=body, stamp=stamp, message_id=message_id), secrets)
