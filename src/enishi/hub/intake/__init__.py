"""Taking webhooks in: `register` puts the handler into the gate."""

from __future__ import annotations


def register() -> None:
    """Serve ``/in/<connection>`` in the web process."""
    from enishi.hub.intake.receiving import PREFIX, Intake
    from enishi.platform import gate

    intake = Intake()
    for method in ("POST", "GET", "OPTIONS"):
        gate.route(method, PREFIX, intake)

    async def end() -> None:
        intake.close()

    gate.on_stop(end)
