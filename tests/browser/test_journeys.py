"""What people come to do, with JavaScript and without it."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import sample

pytestmark = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
CALL = """curl -i https://api.hanaya.example/v2/orders -H 'Authorization: Bearer example'

HTTP/1.1 401 Unauthorized
WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"

{"code": "token_expired"}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_signing_in_and_out(visit, company, script, width):
    """The form leads home, the menu leads out."""
    page = visit(script=script, width=width, signed_in=False)
    page.goto("/")
    page.get_by_label("E-mail").fill(sample.ME.id)
    page.get_by_label("Password").fill(sample.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.locator("button.me").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_finding_a_customer_and_taking_an_edit_back(visit, company, script, language):
    """Two characters find the person; a note is written where it stands and taken back."""
    page = visit(script=script, language=language)
    page.goto("/")
    page.locator("#q").fill("見本")
    page.locator("#q").press("Enter")
    page.get_by_role("link", name="見本 花子").click()
    expect(page.locator("h1")).to_contain_text("見本 花子")
    page.locator("section[aria-labelledby=f-note] a").click()
    page.locator("textarea[name=note]").fill("香りは控えめに")
    page.locator("form.edit button[type=submit]").click()
    expect(page.locator("section[aria-labelledby=f-note]")).to_contain_text("香りは控えめに")
    page.locator(".toast form button").click()
    expect(page.locator("section[aria-labelledby=f-note]")).not_to_contain_text("香りは控えめに")


def test_the_filter_reads_as_a_sentence(visit, company, script):
    """Choosing and typing in the sentence narrows the list, and the address can be sent to a colleague."""
    page = visit(script=script)
    page.goto("/customers/")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("#filter-q").fill("ミホ")
    if script:
        page.locator("#filter-q").press("Tab")
    else:
        page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.wait_for_url(re.compile("q="))


def test_ticking_rows_opens_the_bulk_bar_and_removal_is_undone(visit, company, script):
    """The count needs no script, the way back neither."""
    page = visit(script=script)
    page.goto("/customers/")
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator(".bulk").get_by_role("button", name="Remove").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator(".toast form button").click()
    page.goto("/customers/")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_from_home_to_the_story_and_its_evidence(visit, company, script):
    """Home names who waits; the story pins its evidence both ways; the engineer's view has the call in full."""
    page = visit(script=script)
    page.goto("/")
    page.locator(".asks a").first.click()
    expect(page.locator(".approve")).to_be_visible()
    page.goto(f"/incidents/{company['healed']}/")
    expect(page.locator(".voice")).to_contain_text("All 42 items that were held have been dealt with")
    page.locator("mark + .pin").first.click()
    expect(page).to_have_url(re.compile(r"#ek\d+$"))
    page.locator(".evidence > :target .pin").click()
    expect(page).to_have_url(re.compile(r"#em\d+$"))
    page.get_by_role("link", name="Engineer").click()
    expect(page.locator(".exchange").first).to_contain_text("401 Unauthorized")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_explaining_without_signing_in(visit, company, script, language):
    """Paste, press, read: the code, and no key in sight."""
    page = visit(script=script, language=language, signed_in=False)
    page.goto("/explain/")
    page.locator("#paste").fill(CALL)
    page.locator("form.field button[type=submit]").click()
    expect(page.locator(".verdict code")).to_have_text("AUTH10")
    expect(page.locator("#explained")).not_to_contain_text("Bearer example")
    page.locator(".diagnosis a.btn").first.click()
    expect(page.locator(".crumbs")).to_contain_text("AUTH10")


def test_connecting_something(visit, company, script):
    """Choose, paste, check: the first step that fails is named, and the way to mend it is there."""
    page = visit(script=script)
    page.goto("/connections/")
    page.get_by_role("link", name="Connect", exact=True).click()
    page.get_by_role("link", name="WooCommerce").click()
    page.locator("[name='setting:base_url']").fill("https://127.0.0.1:9")
    page.locator("[name='secret:consumer_key']").fill("ck_" + "0" * 40)
    page.locator("[name='secret:consumer_secret']").fill("cs_" + "0" * 40)
    page.locator("[name='secret:webhook_secret']").fill("not-a-real-one")
    page.get_by_role("button", name="Next").click()
    if not script:
        page.get_by_role("button", name="Check").click()
    expect(page.locator(".checks-list .glyph[data-state=broken]")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="Mend the settings")).to_be_visible()


def test_language_and_theme_are_chosen_and_kept(visit, company, script):
    """The reader stays on the page."""
    page = visit(script=script)
    page.goto("/orders/")
    page.locator(".topbar .lang button[value=ja]").click()
    expect(page.locator("h1")).to_have_text("注文")
    page.locator("button.me").click()
    page.locator("button[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile("/orders/$"))


def test_an_api_key_is_made_and_ended(visit, company, script):
    """Shown once; ended after asking."""
    page = visit(script=script)
    page.goto("/settings/keys/")
    page.get_by_label("Name").fill("Accounting")
    page.get_by_label("orders:read").check()
    page.get_by_role("button", name="Make key").click()
    expect(page.locator("#key")).to_have_text(re.compile(r"^ensh_\w{49}$"))
    row = page.locator("tr", has_text="Accounting")
    row.get_by_role("button", name="Revoke").first.click()
    row.locator("[popover] button[type=submit]").click()
    expect(page.locator(".toast")).to_contain_text("Accounting was revoked")


def test_the_keyboard_alone_suffices(visit, company, script):
    """The first key leads past the menu, the slash into the search."""
    page = visit(script=script)
    page.goto("/customers/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    if script:
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
