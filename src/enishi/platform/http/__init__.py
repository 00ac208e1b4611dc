"""Calls out: guarded, timed by phase, never raising for what the network does."""

from enishi.platform.http.blocking import call, close, loop, run, send
from enishi.platform.http.client import Client, Limits, retry_after

__all__ = ["Client", "Limits", "call", "close", "loop", "retry_after", "run", "send"]
