"""Names the real cause of a failing API call and says what to do about it.

>>> from enishi.doctor import Exchange, Response, diagnose
>>> diagnose(Exchange(response=Response(status=429))).first.slug
'rate-window'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enishi.doctor.consult import diagnose, investigate
    from enishi.doctor.engine.acting import apply, preview, split
    from enishi.doctor.engine.action import Action, act
    from enishi.doctor.engine.cause import Cause, Signal
    from enishi.doctor.engine.clue import Clue, Place
    from enishi.doctor.engine.diagnosis import Diagnosis, Ranked, RuledOut, Step
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.finding import Finding
    from enishi.doctor.engine.known import Change, Contract, History, Past, Settings
    from enishi.doctor.engine.remedy import Remedy
    from enishi.doctor.engine.words import Text
    from enishi.doctor.explaining import explain
    from enishi.kernel.exchange import Exchange, Failure, Request, Response

_HOME = {
    "diagnose": "consult",
    "investigate": "consult",
    "explain": "explaining",
    "apply": "engine.acting",
    "preview": "engine.acting",
    "split": "engine.acting",
    "Action": "engine.action",
    "act": "engine.action",
    "Cause": "engine.cause",
    "Signal": "engine.cause",
    "Clue": "engine.clue",
    "Place": "engine.clue",
    "Diagnosis": "engine.diagnosis",
    "Ranked": "engine.diagnosis",
    "RuledOut": "engine.diagnosis",
    "Step": "engine.diagnosis",
    "Evidence": "engine.evidence",
    "Finding": "engine.finding",
    "Change": "engine.known",
    "Contract": "engine.known",
    "History": "engine.known",
    "Past": "engine.known",
    "Settings": "engine.known",
    "Remedy": "engine.remedy",
    "Text": "engine.words",
    "Exchange": "enishi.kernel.exchange",
    "Failure": "enishi.kernel.exchange",
    "Request": "enishi.kernel.exchange",
    "Response": "enishi.kernel.exchange",
}

__all__ = [
    "Action",
    "Cause",
    "Change",
    "Clue",
    "Contract",
    "Diagnosis",
    "Evidence",
    "Exchange",
    "Failure",
    "Finding",
    "History",
    "Past",
    "Place",
    "Ranked",
    "Remedy",
    "Request",
    "Response",
    "RuledOut",
    "Settings",
    "Signal",
    "Step",
    "Text",
    "act",
    "apply",
    "diagnose",
    "explain",
    "investigate",
    "preview",
    "split",
]


def __getattr__(name: str) -> Any:
    """Names are loaded on first use, so that importing this package costs next to nothing."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(home if home.startswith("enishi.") else f"{__name__}.{home}")
    return getattr(module, name)
