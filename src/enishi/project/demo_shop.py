"""What `enishi up --demo` adds: a shop to buy in, to break and to see healed."""

from __future__ import annotations

from enishi.project.processes.children import Child


def children() -> list[Child]:
    """The processes of the demonstration, kept going beside our own."""
    return []
