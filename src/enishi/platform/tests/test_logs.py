"""What reaches the log: one line an event, and no secret."""

import json
import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[3]
PROGRAM = """
import logging
import structlog
from enishi.platform import logs
logs.configure()
key = "en" + "sh_" + "A1b2C3d4E5f6" * 4
with structlog.contextvars.bound_contextvars(request_id="req_1"):
    structlog.get_logger("a").info("shop.called", url="https://shop.example/?token=hush1234", password="hush1234", count=3)
logging.getLogger("b").warning("Authorization: Bearer %s", key)
try:
    raise RuntimeError("key " + key)
except RuntimeError:
    structlog.get_logger("c").exception("shop.failed", headers={"Authorization": "Bearer " + key})
"""


def lines(form):
    environment = os.environ | {"ENISHI_LOG_FORMAT": form, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    return done.stderr


def test_lines_for_machines():
    """JSON with event, level, time, the request's id and the values."""
    first, second, third = (json.loads(line) for line in lines("json").splitlines())
    assert (first["event"], first["level"], first["request_id"], first["count"]) == (
        "shop.called",
        "info",
        "req_1",
        3,
    )
    assert second["level"] == "warning"
    assert "RuntimeError" in third["exception"]


def test_no_secret_in_any_form():
    """Neither by the name of a value, nor in a URL, a message of a library, a header or a traceback."""
    for form in ("json", "text"):
        text = lines(form)
        assert "hush1234" not in text
        assert "A1b2C3d4E5f6" not in text
        assert "shop.called" in text
