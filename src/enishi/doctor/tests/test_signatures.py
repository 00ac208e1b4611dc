"""The signature of a webhook is tried with every stored secret in every usual form."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest

from enishi.doctor import Settings, diagnose
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.signatures import fit_of
from enishi.doctor.evidence.webhook import from_webhook

BODY = b'{"id": 7, "note": "caf\\u00e9", "url": "https://a.example/x"}'
OLD, NEW = "old-secret-0001", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PLAIN = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
AT = "1614265330"


def hexed(key: bytes, content: bytes, algorithm: str = "sha256") -> str:
    return hmac.new(key, content, algorithm).hexdigest()


def based(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


REWRITTEN = json.dumps(json.loads(BODY), ensure_ascii=False, separators=(",", ":")).encode()
SIGNED = {
    "hex with a prefix": (
        (("X-Hub-Signature-256", f"sha256={hexed(OLD.encode(), BODY)}"),),
        0,
        "body",
        False,
    ),
    "base64": ((("X-Shop-Hmac-Sha256", based(OLD.encode(), BODY)),), 0, "body", False),
    "SHA-1": ((("X-Hub-Signature", f"sha1={hexed(OLD.encode(), BODY, 'sha1')}"),), 0, "body", False),
    "time and body": (
        (("Pay-Signature", f"t={AT},v1={hexed(OLD.encode(), AT.encode() + b'.' + BODY)}"),),
        0,
        "time.body",
        False,
    ),
    "Standard Webhooks": (
        (
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", AT),
            (
                "webhook-signature",
                f"v1,{based(b'x' * 24, BODY)} v1,{based(PLAIN, b'msg_1.' + AT.encode() + b'.' + BODY)}",
            ),
        ),
        1,
        "id.time.body",
        False,
    ),
    "written anew": ((("X-Signature", hexed(OLD.encode(), REWRITTEN)),), 0, "body", True),
}


@pytest.mark.parametrize("name", SIGNED)
def test_form_and_secret_are_found(name):
    """The secret, what was signed, and whether the body was written anew, are told."""
    headers, secret, form, reserialised = SIGNED[name]
    exchange = from_webhook(headers=headers, body=BODY, path="/in/shop", answered=401)
    fit = fit_of(Evidence(exchange, settings=Settings(secrets=(OLD, NEW))))
    assert fit is not None
    assert (fit.secret, fit.form, fit.reserialised) == (secret, form, reserialised)


@pytest.mark.parametrize("name", SIGNED)
def test_other_secret_fits_nothing(name):
    """A signature of a secret that is not stored fits no form."""
    exchange = from_webhook(headers=SIGNED[name][0], body=BODY, path="/in/shop", answered=401)
    assert fit_of(Evidence(exchange, settings=Settings(secrets=("unrelated-secret",)))) is None


@pytest.mark.parametrize(
    ("headers", "slug"),
    [(SIGNED["written anew"][0], "webhook-body-parsed"), (SIGNED["base64"][0], "webhook-wrong-secret")],
)
def test_trial_decides_between_secret_and_body(headers, slug):
    """Changed bytes and another secret look the same from outside; the trial tells them apart."""
    exchange = from_webhook(
        headers=headers, body=BODY, path="/in/shop", answered=401, problem="signature mismatch"
    )
    found = diagnose(exchange, settings=Settings(secrets=(OLD, NEW)))
    assert found.causes[0].slug == slug
    assert OLD not in found.text("en") + json.dumps(found.to_dict("ja"))


@pytest.mark.parametrize("value", ["", "v1,", "sha256=zz", "t=1,v1=é", "=" * 5000, "\x00"])
def test_broken_signatures_are_no_problem(value):
    """A malformed signature fits nothing and raises nothing."""
    exchange = from_webhook(headers=(("X-Signature", value),), body=b"[", path="/in/shop", answered=401)
    assert fit_of(Evidence(exchange, settings=Settings(secrets=(OLD,)))) is None
