"""`enishi demo …`: the shop that comes with Enishi, to break and to watch heal."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Annotated, Any

import typer

from enishi.kernel.strings import t
from enishi.project.language import of_terminal

LANG = of_terminal()


def said(key: str, **values: object) -> str:
    return t(f"project.demo.{key}", LANG, **values)


app = typer.Typer(no_args_is_help=True, help=said("help"), rich_markup_mode=None)
Url = Annotated[str, typer.Option("--url", help=said("url"))]
SHOP = "http://127.0.0.1:8765"


@app.command("list", help=said("list"))
def list_breakages(url: Url = SHOP) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("name", "variants", "what", "cause", "level"):
        table.add_column(said(f"column.{column}"), overflow="fold")
    found = _control("GET", "breakages", url=url)
    for one in found["breakages"] if isinstance(found, dict) else found:
        title = one["title"][LANG] if isinstance(one["title"], dict) else one["title"]
        table.add_row(
            one["name"], ", ".join(one.get("variants") or ()) or "-", title, one["cause"], one["level"]
        )
    Console().print(table)


@app.command("break", help=said("break"))
def break_shop(
    name: str,
    variant: Annotated[str, typer.Option(help=said("variant"))] = "",
    calls: Annotated[int, typer.Option(help=said("calls"), min=0)] = 0,
    seconds: Annotated[float, typer.Option(help=said("seconds"), min=0)] = 0,
    url: Url = SHOP,
) -> None:
    _django()
    from enishi.project import demo_shop

    try:
        demo_shop.break_(name, variant=variant, url=url, calls=calls or None, seconds=seconds or None)
    except demo_shop.ShopError as error:
        raise _refused(error) from error
    print(said("broken", name=name))


@app.command("mend", help=said("mend"))
def mend_shop(name: Annotated[str, typer.Argument()] = "", url: Url = SHOP) -> None:
    _control("POST", f"mend/{name}" if name else "mend", url=url)
    print(said("mended"))


@app.command("buy", help=said("buy"))
def buy(count: int = 1, url: Url = SHOP) -> None:
    print(said("bought", orders=", ".join(_control("POST", "buy", url=url, count=count)["orders"][:10])))


@app.command("connect", help=said("connect"))
def connect(url: Url = SHOP) -> None:
    _django()
    from enishi.project import demo_shop

    try:
        print(demo_shop.connect(url).id)
    except demo_shop.ShopError as error:
        raise _refused(error) from error


@app.command("counter", hidden=True)
def counter(url: Url = SHOP, every: float = 4.0) -> None:
    from enishi.project.processes import lifeline

    lifeline.watch()
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    _django()
    from enishi.project import demo_shop

    demo_shop.keep_counter(url=url, every=every, stop=over)


def _control(method: str, path: str, *, url: str, **query: Any) -> Any:
    from enishi.project import demo_shop

    try:
        return demo_shop.control(method, path, url=url, **query)
    except demo_shop.ShopError as error:
        raise _refused(error) from error


def _refused(error: Exception) -> typer.Exit:
    print(said("refused", why=error), file=sys.stderr)
    return typer.Exit(1)


def _django() -> None:
    import os

    import django

    os.environ["ENISHI_ALLOW_NETWORKS"] = os.environ.get("ENISHI_ALLOW_NETWORKS") or "127.0.0.0/8"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enishi.project.settings")
    django.setup()
