"""The conformance suite of `hub.sdk`, run on every connector that there is."""

import importlib

import pytest

from enishi.hub.connections.accounts import known_secrets
from enishi.hub.sdk import conformance, registry

SLUGS = sorted(registry.folders())
RECEIVING = [slug for slug in SLUGS if registry.manifest(slug).webhooks_in]


def sample(slug):
    return importlib.import_module(f"enishi.connectors.{slug}.tests.sample")


def test_the_first_connectors_are_there():
    """The suite sees what it is meant to see."""
    assert {"webhook", "woocommerce", "hanaya"} <= set(SLUGS)


@pytest.mark.parametrize("slug", RECEIVING)
@pytest.mark.parametrize("check", [conformance.signatures, conformance.times, conformance.receipts])
def test_calls_in(slug, check):
    """Signatures, times and receipts."""
    check(registry.connector(slug), sample(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_secret_reaches_an_exchange(slug):
    """By name or by value."""
    conformance.secrets_stay_out(registry.connector(slug), sample(slug), known_secrets)


@pytest.mark.parametrize("slug", SLUGS)
def test_texts_and_promises(slug):
    """Both languages say the same; quality.toml says the truth."""
    conformance.texts(slug)
    conformance.promises(registry.connector(slug), slug)
