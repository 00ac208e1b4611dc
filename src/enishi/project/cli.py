"""The command `enishi`. Django is loaded only by commands that need it."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from typing import Annotated

import typer

from enishi import __version__
from enishi.kernel.strings import t
from enishi.project.demo_cli import app as demo_app
from enishi.project.language import of_terminal

LANG = of_terminal()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enishi.project.settings")


def said(key: str, **values: object) -> str:
    return t(f"project.cli.{key}", LANG, **values)


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help=said("help"),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
keys_app = typer.Typer(no_args_is_help=True, help=said("keys.help"), rich_markup_mode=None)
app.add_typer(keys_app, name="keys")
app.add_typer(demo_app, name="demo")


@app.command(help=said("up.help"))
def up(*, demo: Annotated[bool, typer.Option("--demo", help=said("up.demo"))] = False) -> None:
    from enishi.platform.config import options
    from enishi.project import demo_shop
    from enishi.project.processes import up as process

    if demo:
        os.environ["ENISHI_ALLOW_NETWORKS"] = options.value("ENISHI_ALLOW_NETWORKS") or demo_shop.LOOPBACK
    try:
        lock = process.Lock(options.home())
    except process.AlreadyUpError as other:
        raise _refused(said("up.twice", home=options.home(), pid=other)) from other
    _refuse_taken_port()
    migrate()
    link = _first_link()
    children = process.own_children() + (demo_shop.children() if demo else [])
    process.run(children, ready=lambda: _tell_where(process.local_address(), link))
    del lock


@app.command(help=said("web.help"))
def web() -> None:
    from enishi.project.processes import web as process

    _refuse_taken_port()
    process.run()


@app.command(help=said("worker.help"))
def worker() -> None:
    from enishi.project.processes import worker as process

    process.run()


@app.command(help=said("migrate.help"))
def migrate() -> None:
    _django()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    print(said("migrate.done"))


@app.command(help=said("config.help"))
def config() -> None:
    from rich.console import Console
    from rich.table import Table

    from enishi.platform.config import options

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("name", "value", "source", "why"):
        table.add_column(said(f"config.{column}"), overflow="fold")
    for found in options.all_in_force():
        known = found.source in {"environment", "default"}
        source = said(f"config.{found.source}") if known else found.source
        why = found.option.why_ja if LANG == "ja" else found.option.why_en
        table.add_row(found.option.name, found.shown or "-", source, why)
    Console().print(table)


@app.command(help=said("keeper.help"))
def keeper(email: Annotated[str, typer.Option(help=said("keeper.email"))] = "") -> None:
    _django()
    from enishi.kernel.errors import EnishiError
    from enishi.platform.accounts import people

    try:
        user, link = people.keeper_link(email)
    except EnishiError as refused:
        raise _refused(said("keeper.none")) from refused
    print(said("keeper.link", email=user.email, link=_address(link), hours=people.KEEPER_HOURS))


@app.command(help=said("version.help"))
def version() -> None:
    print(f"enishi {__version__}")


@keys_app.command("create", help=said("keys.create"))
def create_key(
    name: str,
    scope: Annotated[list[str], typer.Option(help=said("keys.scope"))],
    days: Annotated[int, typer.Option(help=said("keys.days"), min=0)] = 0,
) -> None:
    _django()
    from enishi.kernel import clock
    from enishi.kernel.errors import EnishiError
    from enishi.platform import audit
    from enishi.platform.accounts import keys

    expires = clock.now() + timedelta(days=days) if days else None
    try:
        key, text = keys.create(name=name, granted=scope, actor=audit.CLI, expires_at=expires)
    except EnishiError as refused:
        near = [
            f"{reason.received} → {reason.did_you_mean}" for reason in refused.errors if reason.did_you_mean
        ]
        raise _refused(" ".join([refused.detail, *near, refused.errors[0].expected or ""])) from refused
    print(text)
    print(said("keys.once", id=key.id), file=sys.stderr)


@keys_app.command("list", help=said("keys.list"))
def list_keys() -> None:
    _django()
    from rich.console import Console
    from rich.table import Table

    from enishi.platform.accounts.models import ApiKey

    columns = ("id", "name", "start", "scopes", "expires_at", "revoked_at", "last_used_at")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(said(f"keys.{column}"), overflow="fold")
    for key in ApiKey.objects.order_by("pk"):
        moments = [getattr(key, column) for column in columns[4:]]
        shown = [moment.isoformat(timespec="minutes") if moment else "-" for moment in moments]
        table.add_row(key.id, key.name, f"{key.start}…", " ".join(key.scopes), *shown)
    Console().print(table)


@keys_app.command("revoke", help=said("keys.revoke"))
def revoke_key(key_id: str) -> None:
    _django()
    from enishi.kernel.errors import EnishiError
    from enishi.platform import audit
    from enishi.platform.accounts import keys

    try:
        keys.revoke(key_id, actor=audit.CLI)
    except EnishiError as refused:
        raise _refused(refused.detail) from refused
    print(said("keys.revoked", id=key_id))


def main() -> None:
    """Run the command line, with the doctor's commands beside our own."""
    from enishi.doctor import cli as doctor

    register = getattr(doctor, "register", None)
    if register is not None:
        register(app)
    app()


def _django() -> None:
    import django
    from django.utils import translation

    django.setup()
    translation.activate(LANG)


def _first_link() -> str:
    """The way in for the keeper of a new installation; "" when it has people already."""
    from django.db import connection

    from enishi.platform import audit
    from enishi.platform.accounts import people

    user = people.first_keeper() or people.waiting_keeper()
    link = people.new_link(user, hours=people.KEEPER_HOURS, actor=audit.CLI) if user else ""
    connection.close()
    return _address(link) if link else ""


def _address(link: str) -> str:
    from enishi.platform.accounts.api import link_url

    return link_url(link)


def _tell_where(address: str, link: str) -> None:
    from django.conf import settings

    public = "" if address == settings.PUBLIC_URL else f" ({settings.PUBLIC_URL})"
    print(said("up.ready", address=address + public), flush=True)
    if link:
        print(said("up.link", link=link), flush=True)
    print(said("up.stop"), flush=True)


def _refuse_taken_port() -> None:
    """Say plainly that another program has the port, before anything is begun."""
    import socket

    from enishi.platform.config import options

    host, port = options.value("ENISHI_HOST"), int(options.value("ENISHI_PORT"))
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _refused(said("up.port", host=host, port=port, why=error.strerror)) from error


def _refused(words: str) -> typer.Exit:
    print(words, file=sys.stderr)
    return typer.Exit(1)


if __name__ == "__main__":
    main()
