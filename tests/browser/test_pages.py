"""Every page in both languages, at a desk and on a phone, light and dark: readable by everyone, nothing cut off."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

FOLDER = Path("var/screenshots")
PAGES = {
    "home": "/",
    "customers": "/customers/",
    "customer": "/customers/{customer}/",
    "customer-edit": "/customers/{customer}/edit/contact",
    "customer-new": "/customers/new",
    "orders": "/orders/",
    "order": "/orders/{order}/",
    "connections": "/connections/",
    "connection": "/connections/{connection}/",
    "connection-settings": "/connections/{connection}/?view=settings",
    "connect": "/connections/new",
    "connect-woocommerce": "/connections/new/woocommerce",
    "exchange": "/exchanges/{exchange}/",
    "incidents": "/incidents/",
    "incident-healed": "/incidents/{healed}/",
    "incident-asking": "/incidents/{asking}/",
    "incident-engineer": "/incidents/{healed}/?view=engineer",
    "explain": "/explain/?try=expired",
    "causes": "/explain/causes",
    "cause": "/explain/auth-expired-token",
    "search": "/search?q=%E8%A6%8B%E6%9C%AC",
    "settings": "/settings/",
    "keys": "/settings/keys/",
    "people": "/settings/people/",
    "in-force": "/settings/in-force",
    "pattern-book": "/ui/",
    "sign-in-twice": "/account/2fa/",
    "password": "/account/password/change/",
    "api-reference": "/api/v1/docs",
    "error": "/errors/SCH05",
    "not-found": "/no-such-page",
}
READERS = [
    ("ja", 1280, "light"),
    ("en", 1280, "dark"),
    ("ja", 390, "dark"),
    ("en", 390, "light"),
]  # every pair of choices


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("language", "width", "theme"), READERS, ids=str)
def test_pages_are_accessible_and_fit(visit, company, language, width, theme):
    """Axe finds nothing, nothing is wider than the screen, no script fails; pictures are kept in var/screenshots."""
    page, wrong = visit(language=language, width=width, theme=theme), []
    page.on(
        "console",
        lambda said: said.type == "error" and "404" not in said.text and wrong.append((page.url, said.text)),
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, address in PAGES.items():
        page.goto(address.format(**company))
        page.screenshot(path=FOLDER / f"{name}.{language}.{theme}.{width}.png", full_page=True)
        wrong += [
            (name, found["id"], [node["html"][:160] for node in found["nodes"][:3]])
            for found in violations(page)
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append((name, "wider than the screen"))
    assert wrong == []


def violations(page):
    return Axe().run(page).response["violations"]
