"""The shop's page in a real browser: its switches work, and its policy lets its own files in."""

import re
import shutil

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


STATES = {"ja": ("発生中", "正常"), "en": ("broken", "fine")}


@pytest.mark.parametrize(("lang", "width"), [("ja", 390), ("en", 1280)])
def test_breaking_and_mending_by_hand(shop, browser, lang, width):
    """Break with a limit, see it on the page, mend it; nothing overflows and no policy is violated."""
    broken, fine = STATES[lang]
    page = browser.new_page(viewport={"width": width, "height": 800})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{shop.base_url}/?lang={lang}")
    switch = page.locator("#maintenance")
    switch.locator("summary").click()
    switch.locator("input[name=calls]").fill("3")
    switch.locator("button").first.click()
    page.wait_for_url(re.compile("#maintenance$"))
    assert switch.locator(".state").inner_text().endswith(broken)
    assert shop.state()["running"][0]["calls_left"] == 3
    switch.locator("button").nth(1).click()
    page.locator("#maintenance button:disabled").wait_for()
    assert switch.locator(".state").inner_text().endswith(fine)
    assert shop.state()["running"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []


def test_new_orders_appear_by_themselves(shop, browser):
    """Without a reload, a new order is on the page some seconds later."""
    page = browser.new_page()
    page.goto(f"{shop.base_url}/?lang=en")
    shop.buy()
    page.get_by_text("HN-10031").wait_for(timeout=10000)
