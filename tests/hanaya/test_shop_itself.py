"""The shop as a whole: repeatable, bounded, remembering, and complete in both languages."""

import re
import time
import unicodedata

import pytest
from demo.hanaya import people
from demo.hanaya.breakages.catalogue import BREAKAGES
from demo.hanaya.handle import ControlError, start_process
from demo.hanaya.pages.words import WORDS
from hanaya_wire import Caller

PAGES = [("ja", "壊す"), ("en", "Break")]


def contents(shop):
    """What was bought, by whom: without the times, which are those of the run."""
    call = Caller(shop.base_url, shop.api_key)
    orders = call("GET", "/v2/orders?limit=100").json["data"]
    kept = ("id", "customer_name", "total", "lines", "message_card")
    return sorted([{name: order[name] for name in kept} for order in orders], key=lambda order: order["id"])


def test_the_same_seed_sells_the_same(open_shop):
    """Two shops with one seed hold the same orders, however they were made; another seed does not."""
    one, two, other = open_shop(seed=7), open_shop(seed=7), open_shop(seed=8)
    one.buy(10)
    for _ in range(10):
        two.buy()
    other.buy(10)
    assert contents(one) == contents(two)
    assert contents(one) != contents(other)


def test_max_orders_bounds_the_shop(open_shop):
    """No more than the set number of orders are ever made."""
    shop = open_shop(history=3, max_orders=5)
    assert len(shop.buy(10)) == 2
    assert shop.buy() == []


def test_customers_come_by_themselves(open_shop):
    """With a rate, orders are made without being asked for, up to the bound."""
    shop = open_shop(history=0, rate=6000, max_orders=4)
    end = time.monotonic() + 10
    while shop.state()["orders"] < 4 and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.1)  # time enough for more, if the bound did not hold
    assert shop.state()["orders"] == 4


def test_a_restart_forgets_nothing(open_shop, tmp_path):
    """Orders, notes, keys, subscriptions and answered idempotency keys are there again."""
    first = open_shop(file=tmp_path / "shop.sqlite")
    call = Caller(first.base_url, first.control("POST", "keys")["api_key"])
    first.buy(3)
    made = call.note("覚えている", reference="r", key="k")
    before = contents(first)
    first.stop()
    second = open_shop(file=tmp_path / "shop.sqlite")
    call.base = second.base_url
    assert contents(second) == before
    assert call("GET", "/v2/customers/c-1001/notes").json["data"] == [made.json]
    assert call.note("覚えている", reference="r", key="k").json["id"] == made.json["id"]
    assert second.buy() == ["o-10034"]


def test_the_shop_runs_as_a_process():
    """`python -m demo.hanaya` opens, tells where, serves and stops."""
    shop = start_process("--port", "0", "--rate", "0", "--history", "2", "--no-tls")
    with shop:
        assert len(shop.orders()) == 2
    with pytest.raises(OSError):
        shop.state()


def test_customers_are_varied_and_clearly_invented():
    """Same names, rare characters, companies and emoji occur; every address and number is a reserved one."""
    crowd = [people.invent(serial, seed=1, at="") for serial in range(1, 400)]
    names = [person.name for person in crowd]
    assert len(set(names)) < len(names)
    assert any("𠮷" in name for name in names)
    assert any("🌷" in name for name in names)
    assert any(person.company.startswith("㈱") for person in crowd)
    assert any(unicodedata.combining(c) or "\U000e0100" <= c <= "\U000e01ef" for name in names for c in name)
    assert all(re.search(r"@(mail\.)?example\.(com|org|net|jp)$", person.email) for person in crowd)
    assert all(person.phone.startswith("050-0000-") for person in crowd)
    assert all(person.address.postal_code.startswith("000-") for person in crowd)


def test_every_breakage_is_described_in_both_languages():
    """Title, simulation and mending are there in Japanese and English; cause slugs name a family."""
    families = [
        "auth",
        "permission",
        "endpoint",
        "format",
        "schema",
        "version",
        "rate",
        "network",
        "server",
        "consistency",
        "webhook",
    ]
    assert len(BREAKAGES) == 25
    for one in BREAKAGES.values():
        for text in (one.title, one.simulates, one.mended_by):
            assert text.ja != text.en
            assert re.search("[ぁ-ん]|[ァ-ン]|[一-龠]", text.ja)
            assert not re.search("[ぁ-んァ-ン一-龠]", text.en)
        assert one.level in {"safe", "ask", "person"}
        assert all(cause.partition("-")[0] in families for cause in (one.cause, *one.variants.values()))
        assert one.cause_of(next(iter(one.variants), "")) == one.cause


def test_the_page_has_the_same_words_in_both_languages():
    """No word of the page is missing in one language."""
    assert WORDS["ja"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize(("lang", "word"), PAGES)
def test_the_page_lists_every_breakage(shop, call, lang, word):
    """Each breakage has its switch on the page; nothing on it needs an exemption from the policy."""
    page = call("GET", f"/?lang={lang}")
    text = page.raw.decode()
    assert f'<html lang="{lang}">' in text
    for slug in BREAKAGES:
        assert f'action="/control/break/{slug}?lang={lang}"' in text
        assert f'action="/control/mend/{slug}?lang={lang}"' in text
    assert text.count(f">{word}</button>") == len(BREAKAGES)
    assert "unsafe" not in page.header("Content-Security-Policy")
    assert not re.search(r"<script>|<style|\sstyle=|\son[a-z]+=", text)


def test_the_page_breaks_and_mends(shop, call):
    """A form's post switches the breakage and leads back to the page, where it shows."""
    form = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
    back = call("POST", "/control/break/maintenance?lang=en", b"calls=3&seconds=&variant=", headers=form)
    assert (back.status, back.header("Location")) == (303, "/?lang=en#maintenance")
    [running] = shop.state()["running"]
    assert (running["name"], running["calls_left"]) == ("maintenance", 3)
    assert b'data-state="broken"' in call("GET", "/?lang=en").raw
    call("POST", "/control/mend/maintenance?lang=en", b"", headers=form)
    assert b'data-state="broken"' not in call("GET", "/?lang=en").raw


def test_names_are_escaped_on_the_page(shop, call):
    """A customer called like a script stays text."""
    body = {"name": "<script>alert(1)</script>", "email": "x@example.com"}
    first = shop.orders()[-1]
    call("PUT", f"/v2/customers/{first['customer_id']}", body)
    call("POST", "/v2/webhooks", {"url": "http://127.0.0.1:9/<script>x</script>"})
    assert b"<script>x" not in call("GET", "/").raw


@pytest.mark.parametrize(
    "headers",
    [{"Host": "shop.example.com"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
)
def test_control_is_closed_to_other_sites(shop, call, headers):
    """A page of another site, or a name that was turned to this machine, cannot break the shop."""
    assert call("POST", "/control/break/maintenance", headers=headers).status == 403
    assert call("GET", "/control/credentials", headers=headers).status == 403
    assert shop.state()["running"] == []


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("no-such", {}),
        ("shift-jis", {"variant": "klingon"}),
        ("hanging", {"calls": 0}),
        ("hanging", {"seconds": -1}),
    ],
)
def test_control_refuses_what_it_does_not_know(shop, name, query):
    """Unknown names and impossible limits are refused and break nothing."""
    with pytest.raises(ControlError):
        shop.break_(name, **query)
    assert shop.state()["running"] == []
