"""A real Chromium on a real server, with a small company behind it."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright
from tests.browser import sample

CHROMIUM = os.environ.get("ENISHI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Playwright keeps an event loop in this thread; the database is used from it all the same, one step after the other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium():
    """Ends with its module, because other tests run event loops of their own in this thread."""
    if not CHROMIUM:
        pytest.skip(
            "Chromium is not installed (Debian: apt-get install chromium); set ENISHI_CHROMIUM to its path"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def company(transactional_db):
    return sample.fill()


@pytest.fixture
def visit(chromium, live_server, client):
    """Open a page as a reader with a language, a width, a theme, with or without JavaScript; signed in unless told."""
    opened = []

    def enter(*, language="en", width=1280, theme="light", script=True, signed_in=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844 if width < 600 else 1000},
            color_scheme=theme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
        if signed_in:
            from enishi.platform.accounts.models import User

            client.force_login(User.objects.get(email=sample.ME.id))
            cookies.append(
                {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
            )
        context.add_cookies(cookies)
        opened.append(context)
        return context.new_page()

    yield enter
    for context in opened:
        context.close()
