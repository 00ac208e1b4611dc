"""The command line and the processes that it starts, as real processes."""

import contextlib
import re
import signal
import socket
import subprocess
import sys

import psutil
import pytest

pytestmark = pytest.mark.processes


def children(process):
    """The processes under `enishi up`, by the command that they run."""
    found = {}
    for child in psutil.Process(process.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie too: it may fall while it is looked at
            words = " ".join(child.cmdline())
            found["worker" if "worker" in words else "web"] = child
    return found


def test_one_command_starts_everything_and_stops_cleanly(installation):
    """Pages answer, a worker beats, the keeper's link works once; SIGTERM ends all with 0."""
    process = installation.start("up")
    installation.wait_until_up()
    installation.wait_for(lambda: b'"workers": 1' in installation.get("/health/ready")[1])
    text = installation.wait_for(lambda: re.search(r"account/enter/\S+", installation.log.read_text()))[0]
    assert installation.get(f"/{text}")[0] == 200
    assert installation.get("/api/v1/customers")[0] == 401
    assert b"enishi_workers 1.0" in installation.get("/metrics")[1]
    below = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert not [child for child in below if child.is_running()]
    assert "Traceback" not in installation.log.read_text()


def test_a_fallen_child_is_started_again(installation):
    """A killed worker is replaced; pages never stop answering."""
    process = installation.start("up")
    installation.wait_until_up()
    first = installation.wait_for(lambda: children(process).get("worker"))
    first.kill()
    installation.wait_for(lambda: children(process).get("worker", first).pid != first.pid)
    assert installation.get("/health/live")[0] == 200


def test_nothing_survives_a_killed_parent(installation):
    """Kill -9 of `enishi up` ends web and worker too: no orphan holds the port."""
    process = installation.start("up")
    installation.wait_until_up()
    below = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    installation.wait_for(lambda: not [child for child in below if child.is_running()])
    with pytest.raises(OSError):
        installation.get("/health/live")


def test_a_home_is_up_once(installation):
    """The second `enishi up` says who has the home and changes nothing."""
    process = installation.start("up")
    installation.wait_until_up()
    second = installation.run("up")
    assert second.returncode == 1
    assert str(process.pid) in second.stderr
    assert installation.get("/health/live")[0] == 200


def test_a_taken_port_is_named(installation):
    """No traceback, but the port and the setting that changes it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()
        for name in ("up", "web"):
            refused = installation.run(name)
            assert refused.returncode == 1
            assert str(installation.port) in refused.stderr
            assert "ENISHI_PORT" in refused.stderr
            assert "Traceback" not in refused.stderr


def test_web_and_workers_run_side_by_side(installation):
    """Two web processes on one port and two workers on one database; requests of any size are answered."""
    installation.run("migrate")
    installation.start("web", ENISHI_WEB_PROCESSES="2")
    for _ in range(2):
        installation.start("worker")
    installation.wait_until_up()
    installation.wait_for(lambda: b'"workers": 2' in installation.get("/health/ready")[1])
    head = f"POST /api/v1/customers HTTP/1.1\r\nHost: 127.0.0.1:{installation.port}\r\nConnection: close\r\n"
    chunked = exchange(installation, f"{head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
    assert chunked.startswith(b"HTTP/1.1 401")
    assert b"application/problem+json" in chunked
    large = exchange(installation, f"{head}Content-Length: 13000000\r\n\r\n")
    assert large.startswith(b"HTTP/1.1 413")
    assert b"FMT11" in large


def exchange(installation, text):
    with socket.create_connection(("127.0.0.1", installation.port), 10) as connection:
        connection.sendall(text.encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


def test_settings_are_shown_without_secrets(installation):
    """Value, source and purpose of each; a password in a URL and the keys stay hidden; both languages."""
    hidden = {
        "ENISHI_DATABASE_URL": "postgresql://a:" + "hush@db/x",
        "ENISHI_SECRET_KEY": "hush" * 10,
        "COLUMNS": "200",
    }
    shown = installation.run("config", **hidden)
    assert "postgresql://a@db/x" in shown.stdout
    assert "hush" not in shown.stdout
    assert re.search(r"ENISHI_PORT\s+\d+\s+environment\s+Port", shown.stdout)
    japanese = installation.run("config", LANG="ja_JP.UTF-8", COLUMNS="200").stdout
    assert "環境変数" in japanese
    assert "既定値" in japanese


def test_keys_on_the_command_line(installation):
    """Made, shown once, listed without their text, revoked; a mistyped scope gets the right one named."""
    installation.run("migrate")
    made = installation.run("keys", "create", "Shop", "--scope", "orders:write", "--days", "7")
    key = made.stdout.strip()
    assert re.fullmatch(r"ensh_\w{49}", key)
    listed = installation.run("keys", "list", COLUMNS="200").stdout
    assert key not in listed
    assert key[:9] in listed
    name = re.search(r"key_\w{26}", listed)[0]
    assert installation.run("keys", "revoke", name).returncode == 0
    assert installation.run("keys", "revoke", "key_none").returncode == 1
    wrong = installation.run("keys", "create", "Shop", "--scope", "order:write")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "orders:write" in wrong.stderr


def test_a_keeper_who_is_locked_out_gets_a_link(installation):
    """`enishi keeper` prints a new way in; on an empty installation it says how to begin."""
    installation.run("migrate")
    assert installation.run("keeper").returncode == 1
    installation.start("up")
    installation.wait_until_up()
    assert "account/enter/enter_" in installation.run("keeper").stdout


def test_the_command_line_is_quick_where_django_is_not_needed(installation):
    """Version and the help load no Django."""
    check = "import sys; sys.argv = ['enishi', 'version']; from enishi.project import cli\n"
    check += "try: cli.main()\nexcept SystemExit: pass\nprint('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check],
        env=installation.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["enishi 0.1.0", "False"]


def test_a_killed_web_worker_is_replaced(installation):
    """Kill -9 of the process that answers pages: another one answers soon."""
    installation.run("migrate")
    process = installation.start("web")
    installation.wait_until_up()
    (serving,) = (
        child
        for child in psutil.Process(process.pid).children()
        if "resource_tracker" not in " ".join(child.cmdline())
    )
    serving.kill()
    installation.wait_for(lambda: not serving.is_running() or serving.status() == psutil.STATUS_ZOMBIE)
    installation.wait_until_up()
