"""What a freshly opened shop tells about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .server import Open


def announcement(opened: Open) -> dict[str, str | None]:
    tls = opened.ports.tls
    return {
        "base_url": opened.ports.base(moved=False),
        "new_base_url": opened.ports.base(moved=True),
        "tls_base_url": f"https://localhost:{tls}" if tls else None,
        "authority": str(opened.certificates.authority) if opened.certificates else None,
    }
