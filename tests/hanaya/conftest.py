"""A shop of its own for each test."""

import pytest
from demo.hanaya.options import Options
from demo.hanaya.server import start_in_thread
from hanaya_wire import Caller, Receiver


def options(**more):
    return Options(**{"port": 0, "rate": 0, "tls_port": None, "retries": (0.05,) * 4, **more})


@pytest.fixture
def open_shop():
    """Opens shops with given options; closes them at the end."""
    handles = []

    def start(**more):
        handles.append(start_in_thread(options(**more)))
        return handles[-1]

    yield start
    for handle in handles:
        handle.stop()


@pytest.fixture
def shop(open_shop):
    return open_shop()


@pytest.fixture
def call(shop):
    return Caller(shop.base_url, shop.api_key)


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def subscribe(call, receiver):
    """Subscribes the receiver; gives the subscription with its secret."""

    def subscribe(**more):
        return call("POST", "/v2/webhooks", {"url": receiver.url, **more}).json

    return subscribe
