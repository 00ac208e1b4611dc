"""What to do about a cause, and who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.action import Action

Level = Literal["safe", "ask", "person"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out.

    Attributes:
        level: "safe" runs by itself (reversible, same host, no wider rights, nothing invented or lost),
            "ask" waits for approval with a preview, "person" is work that only a human can do.
        steps: what happens or what the person does, in order.
        actions: what the clinic carries out; empty for a person.
    """

    slug: str
    level: Level
    title: Text
    steps: tuple[Text, ...] = ()
    actions: tuple[Action, ...] = ()


def remedy(slug: str, level: Level, *, en: str, ja: str, actions: tuple[Action, ...] = ()) -> Remedy:
    """A remedy from texts whose first line is the title and whose further lines are the steps."""
    (title_en, *steps_en), (title_ja, *steps_ja) = _lines(en), _lines(ja)
    if len(steps_en) != len(steps_ja):
        raise ValueError(f"remedy {slug}: {len(steps_en)} steps in English, {len(steps_ja)} in Japanese")
    steps = tuple(Text(*pair) for pair in zip(steps_en, steps_ja, strict=True))
    return Remedy(slug, level, Text(title_en, title_ja), steps, actions)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]
