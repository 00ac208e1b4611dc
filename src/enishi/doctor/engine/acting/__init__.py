"""Carries out the actions that change a request: pure functions from one request to another."""

from enishi.doctor.engine.acting.apply import apply, apply_all, is_operational
from enishi.doctor.engine.acting.batch import split
from enishi.doctor.engine.acting.preview import Difference, preview

__all__ = ["Difference", "apply", "apply_all", "is_operational", "preview", "split"]
