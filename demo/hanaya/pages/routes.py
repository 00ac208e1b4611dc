"""The page and its files."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from demo.hanaya.api.call import PORTS, SHOP

from . import front
from .notices import LOGIN
from .words import WORDS

STATIC = Path(__file__).parent / "static"


def add(app: web.Application) -> None:
    app.router.add_get("/", show)
    app.router.add_get("/login", login)
    app.router.add_static("/static", STATIC)


async def show(request: web.Request) -> web.Response:
    lang = language(request)
    text = front.page(request.app[SHOP], request.app[PORTS], lang)
    headers = {"Content-Language": lang, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", headers=headers)


async def login(_: web.Request) -> web.Response:
    return web.Response(text=LOGIN, content_type="text/html")


def language(request: web.Request) -> str:
    asked = request.query.get("lang", "")
    if asked in WORDS:
        return asked
    first = request.headers.get("Accept-Language", "ja").strip().lower()
    return "en" if first.startswith("en") else "ja"
