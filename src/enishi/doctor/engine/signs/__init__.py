"""Tests of the structure of evidence, for use with `holds`. Each is `(Evidence) -> Place | bool | None`."""

from enishi.doctor.engine.signs.answer import *  # noqa: F403
from enishi.doctor.engine.signs.body import *  # noqa: F403
from enishi.doctor.engine.signs.callers import *  # noqa: F403
from enishi.doctor.engine.signs.change import *  # noqa: F403
from enishi.doctor.engine.signs.credential import *  # noqa: F403
from enishi.doctor.engine.signs.fields import *  # noqa: F403
from enishi.doctor.engine.signs.line import *  # noqa: F403
from enishi.doctor.engine.signs.place import *  # noqa: F403
from enishi.doctor.engine.signs.records import *  # noqa: F403
from enishi.doctor.engine.signs.states import *  # noqa: F403
from enishi.doctor.engine.signs.values import *  # noqa: F403
from enishi.doctor.engine.signs.wire import *  # noqa: F403
