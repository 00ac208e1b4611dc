"""`python -m demo.hanaya`: open the shop."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from .announce import announcement
from .options import Options
from .server import Open

WELCOME = """花屋はな (Hanaya) is open / 開店しました
  page, 画面          {base_url}/
  API                 {base_url}/v2  ({base_url}/openapi.json)
  new host, 移転先    {new_base_url}
  TLS                 {tls_base_url}  (root certificate: {authority})
  API key, APIキー    {api_key}
Ctrl-C closes the shop / Ctrl-Cで閉店します"""


def main() -> None:
    arguments = _parser().parse_args()
    announce = arguments.__dict__.pop("announce")
    no_tls = arguments.__dict__.pop("no_tls")
    if no_tls:
        arguments.tls_port = None
    try:
        asyncio.run(_open(Options(**vars(arguments)), announce=announce))
    except OSError as error:
        sys.exit(f"The shop cannot open: {error}")


async def _open(options: Options, *, announce: bool) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, over.set)
    async with Open(options) as opened:
        told = announcement(opened)
        text = json.dumps(told) if announce else WELCOME.format(**told, api_key=opened.shop.keys.api_key)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
        await over.wait()


def _parser() -> argparse.ArgumentParser:
    usual = Options()
    parser = argparse.ArgumentParser(prog="python -m demo.hanaya", description=__doc__)
    parser.add_argument("--port", type=int, default=usual.port)
    parser.add_argument(
        "--new-port", type=int, default=usual.new_port, help="second address (0: any free one)"
    )
    parser.add_argument(
        "--tls-port", type=int, default=usual.tls_port, help="address behind TLS (0: any free one)"
    )
    parser.add_argument("--no-tls", action="store_true")
    parser.add_argument("--tls-folder", type=Path, help="where to write the made-up certificates")
    parser.add_argument("--file", type=Path, help="SQLite file that keeps the orders over a restart")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--rate", type=float, default=usual.rate, help="orders a minute")
    parser.add_argument("--max-orders", type=int, help="no more than this many orders in all")
    parser.add_argument("--history", type=int, default=usual.history, help="orders from before the opening")
    parser.add_argument("--token-seconds", type=float, default=usual.token_seconds)
    parser.add_argument("--bodies", choices=("thin", "full"), default=usual.bodies)
    parser.add_argument("--retries", type=_pauses, default=usual.retries, help="seconds, e.g. 1,2,5")
    parser.add_argument("--disable-after", type=int, default=usual.disable_after)
    parser.add_argument("--limit", type=int, default=usual.limit, help="calls a window")
    parser.add_argument("--window", type=float, default=usual.window, help="seconds")
    parser.add_argument("--parallel", type=int, default=usual.parallel, help="calls at the same time")
    parser.add_argument("--announce", action="store_true", help="print the addresses as one line of JSON")
    return parser


def _pauses(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)


if __name__ == "__main__":
    main()
