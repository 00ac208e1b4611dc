"""The one port: machine lane, server-sent events, and Django on threads of its own.

    gate.route("POST", "/in/", handler)      # handler(scope, receive, send), plain ASGI
    gate.on_start(open_things); gate.on_stop(close_things)

A handler stands on the event loop: it must not wait for anything but the loop.
"""

from enishi.platform.gate.answers import body_within, problem, send_bytes
from enishi.platform.gate.table import on_start, on_stop, route

__all__ = ["body_within", "on_start", "on_stop", "problem", "route", "send_bytes"]
