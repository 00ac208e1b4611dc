"""The walk of the README in a real browser, on real processes: break, watch, approve, see the proof."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo.hanaya.server import start_process
from playwright.sync_api import expect
from tests.journeys.installation import Installation

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
PATIENCE = 60_000
PASSWORD = "hana-to-midori-7"
WORDS = {
    "ja": {
        "open": "メモを送れていません", "closed": "メモを送れませんでした", "state": "解決済み",
        "approve": "承認して確かめる", "nothing": "何もしていただく必要はありません",
        "exchanges": "通信記録", "log": "記録", "approved": "さくらさんの承認",
    },
    "en": {
        "open": "Notes are not reaching", "closed": "Notes did not reach", "state": "Resolved",
        "approve": "Approve and check", "nothing": "Nothing is asked of you",
        "exchanges": "Exchanges", "log": "Log", "approved": "approval of さくら",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory, own_database):
    made = Installation(tmp_path_factory.mktemp("walk"), database_url=own_database)
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.fixture
def shop(tmp_path):
    usual = ("--port", "0", "--rate", "0.01", "--history", "3", "--retries", "1,1,1,2,2,2,5,5")
    with start_process(*usual, "--tls-folder", str(tmp_path / "tls")) as opened:
        yield opened


@pytest.fixture
def reader(house, chromium):
    """A page of a person who may approve, signed in by the link they were sent."""
    opened = []

    def enter(language, width, *, script=True):
        opened.append(
            chromium.new_context(
                base_url=house.url,
                viewport={"width": width, "height": 900},
                java_script_enabled=script,
                reduced_motion="reduce",
            )
        )
        opened[-1].add_cookies([{"name": "django_language", "value": language, "url": house.url}])
        page = opened[-1].new_page()
        page.goto(invited(house, f"{language}{width}{script}".lower()))
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        expect(page.locator("button.me")).to_be_visible()
        return page

    yield enter
    for context in opened:
        context.close()


def invited(house, name):
    """The link of a new operator."""
    scoped = house.command("keys", "create", name, "--scope", "admin").strip()
    own, house.key = house.key, scoped
    status, person = house.call(
        "POST", "/people", {"email": f"{name}@example.jp", "name": "さくら", "role": "operator"}
    )
    house.key = own
    assert status == 201, person
    return person["link"]


@pytest.mark.parametrize("visit", [("ja", 1280, True), ("en", 390, True), ("en", 1280, False)], ids=str)
def test_break_watch_approve_and_see_the_proof(house, shop, reader, visit):
    """The field of a note is renamed: the page names it, a person approves, and the same page shows the proof."""
    language, width, script = visit
    said = WORDS[language]
    connection = house.command("demo", "connect", "--url", shop.base_url).strip()
    first = set(shop.buy(1))
    house.wait(
        lambda: first <= {order["external_id"] for order in house.all("/orders", source=connection)},
        what="the first order",
    )
    page = reader(language, width, script=script)
    house.command("demo", "break", "required-field-added", "--url", shop.base_url)
    customer = house.wait(lambda: house.all("/customers", source=connection), what="its customer")[0]
    house.call("PATCH", f"/customers/{customer['id']}", {"note": f"白い花がお好み {language}{width}{script}"})
    house.wait(
        lambda: any(one["state"] == "asking" for one in house.all("/incidents", connection_id=connection)),
        seconds=60,
        what="an incident that asks",
    )

    page.goto(f"/incidents/?connection={connection}&state=asks")
    page.get_by_role("link", name=re.compile(said["open"])).click()
    expect(page.locator(".approve").first).to_be_visible()
    assert Axe().run(page).response["violations"] == [] if script else True
    page.get_by_role("button", name=said["approve"]).first.click()

    if not script:  # what htmx does by itself, a reader does by reloading
        house.wait(
            lambda: all(
                one["state"] == "resolved" for one in house.all("/incidents", connection_id=connection)
            ),
            seconds=60,
        )
        page.reload()
    expect(page.locator(".page-head .badge")).to_contain_text(said["state"], timeout=PATIENCE)
    expect(page.locator("h1")).to_contain_text(said["closed"])
    expect(page.locator("#part-happened")).to_contain_text(said["nothing"])
    expect(page.locator("#part-happened")).to_contain_text(said["approved"])
    expect(page.locator("#part-proof .exchange .state[data-state=good]").first).to_be_visible()
    expect(page.locator("#part-proof .exchange")).to_contain_text("201 Created")
    page.get_by_role("link", name=said["log"], exact=True).click()
    expect(page.locator(".timeline li")).not_to_have_count(0)
    assert shop.writes()
